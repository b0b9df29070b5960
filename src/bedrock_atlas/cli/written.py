"""What `iam policy` and `iam scp` share: how far documents may be compacted, and what is told of them aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from bedrock_atlas.iam.universe import Universe
    from bedrock_atlas.iam.write.fit import Written

__all__ = ["mode_of", "mode_options", "tell_written"]

Function = TypeVar("Function", bound=Callable[..., Any])


def mode_options(function: Function) -> Function:
    """Add `--closed` and `--open`."""
    function = click.option("--open", "opened", is_flag=True, help="Wildcards wherever they admit the same.")(function)
    return click.option("--closed", is_flag=True, help="No wildcard for a model or a Region.")(function)


def mode_of(*, closed: bool, opened: bool) -> str:
    """Return `closed`, `open` or nothing; raises RequestError for both."""
    if closed and opened:
        raise RequestError("--closed and --open exclude each other", slug="contradiction")
    return "closed" if closed else "open" if opened else ""


def tell_written(written: Written, universe: Universe, mode: str) -> None:
    """Say on stderr what was proved, and what is open."""
    count = len(universe.admitted)
    note = f"proved: of {len(universe.cases):,} routes exactly the {count:,} that {universe.policy.name} admits pass"
    click.echo(f"note: {note} ({written.calls:,} calls)", err=True)
    if not written.open_ends:
        return
    if mode != "open":
        text = f"note: {len(written.open_ends)} patterns would match new models or Regions too; --open lists them, "
        click.echo(f"{text}--closed writes none", err=True)
        return
    click.echo("note: these would match new models or Regions too", err=True)
    for pattern in written.open_ends:
        click.echo(f"  {pattern}", err=True)
