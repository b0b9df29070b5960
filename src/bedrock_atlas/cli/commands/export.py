"""`export`: the answers of a policy as a file that another tool reads, proved closed, and whether one still is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, parse_days, split, subcommand
from bedrock_atlas.cli.completing import models, regions
from bedrock_atlas.cli.policy_options import attributes, policy_option, set_option
from bedrock_atlas.errors import RequestError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, timedelta
    from typing import TypeVar

    from bedrock_atlas.export.checking import Checked
    from bedrock_atlas.export.making import Made

    Function = TypeVar("Function", bound=Callable[..., Any])

__all__ = ["command"]

NO, BAD_INPUT = 1, 2


def _targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001  # click's own
    from bedrock_atlas.export.table import NAMES

    return [name for name in NAMES if name.startswith(incomplete)]


def _span(_: click.Context, __: click.Parameter, text: str | None) -> timedelta | None:
    return None if text is None else parse_days(text)


_OPTIONS = (
    click.argument("words", nargs=-1, metavar="TARGET", shell_complete=_targets),
    policy_option,
    set_option,
    click.option("--role", "roles", multiple=True, metavar="NAME", help="A role of the policy; repeatable.  [default: "
                 "all of them; Claude's families where there are none, and for Claude's own tools]"),
    click.option("--model", "names", multiple=True, metavar="NAME", shell_complete=models,
                 help="A model by name or ID; repeatable."),
    click.option("--from", "sources", multiple=True, metavar="REGION", shell_complete=regions,
                 help="The Region that calls; repeatable where the target can call from several."),
    click.option("--template", metavar="FILE", help="The file to fill in, for the target `template`."),
    click.option("-O", "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Write here, as a whole or not at all.  [default: standard output]"),
    click.option("--accept-open", is_flag=True, help="Write it although something stays open that no file can shut."),
    click.option("--valid-for", metavar="SPAN", callback=_span,
                 help="Demand that every answer holds so long: 90d, 12w."),
    click.option("--check", "check", is_flag=True,
                 help="Take FILEs instead of a TARGET: is each still what would be written?"),
)  # fmt: skip


def _options(function: Function) -> Function:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@subcommand(
    "export",
    "bedrock-atlas export claude-code --policy eu-residency --from eu-central-1",
    "bedrock-atlas export litellm --policy company --set environment=prod,data=personal,team=research"
    " --from eu-central-1 --from eu-west-1 --accept-open",
    "bedrock-atlas export terraform --model 'Sonnet 4.6' --model 'Haiku 4.5' --from us-east-1 --out bedrock.tf.json",
    "bedrock-atlas export --check bedrock.tf.json --valid-for 30d",
)
@_options
@on_option
@click.pass_obj
def command(
    catalog: tuple[str, ...], /, *, words: tuple[str, ...], check: bool, on: date, valid_for: timedelta | None,
    out: Path | None, accept_open: bool, **asked: Any,  # noqa: ANN401  # the options above
) -> None:  # fmt: skip
    """Write what a policy admits as a file of another tool: its models pinned, its own choices shut.

    TARGET is claude-code, claude-gateway, litellm, opencode, terraform, cdk, opa, cedar, env, github-output, kubernetes
    or, with a file of your own, template. Each file says from which catalog and policy it was made, on which day, until
    when it holds and how to make it again; by that --check makes it anew, and says what differs and why.

    Nothing is written that reaches what the policy does not admit. What a tool leaves open in any case is said, and
    needs --accept-open. Exits with 1 when nothing is admitted, something stays open or a file is out of date.
    """
    given = _given(catalog, asked)
    if check:
        if out is not None or not words:
            hint = "bedrock-atlas export --check FILE…"
            raise RequestError("a check takes files, and writes none", slug="no-file", hint=hint)
        _check(words, given, on, valid_for)
        return
    if len(words) != 1:
        from bedrock_atlas.export.table import NAMES

        raise RequestError("an export has one target", slug="no-target", hint=f"one of: {', '.join(NAMES)}")
    _write(_make(words[0], given, on, accept_open=accept_open), out, valid_for)


def _given(catalog: tuple[str, ...], asked: dict[str, Any]) -> dict[str, Any]:
    """Return the options as the fields of an order."""
    return {
        "catalogs": catalog,
        "policies": asked["policy"],
        "attributes": tuple(sorted(attributes(asked["settings"]).items())),
        "roles": split(asked["roles"]),
        "models": split(asked["names"]),
        "sources": split(asked["sources"]),
        "template": asked["template"] or "",
    }


def _make(target: str, given: dict[str, Any], on: date, *, accept_open: bool) -> Made:
    from bedrock_atlas.export.making import make
    from bedrock_atlas.export.order import Order
    from bedrock_atlas.loading import load_catalog, load_policy

    catalog = load_catalog(given["catalogs"] or None)
    policy = load_policy(*given["policies"], catalog=catalog)
    return make(catalog, policy, Order(target=target, accept_open=accept_open, **given), on)


def _write(made: Made, out: Path | None, valid_for: timedelta | None) -> None:
    """Write the file when nothing stands against it; say on stderr what does, and what is left out or open."""
    from bedrock_atlas.export.making import too_short

    against = [f"error: {one.name} from {one.source}: {one.why}" for one in made.missing if one.name in made.unanswered]
    against += [] if made.text or against else ["error: nothing is admitted"]
    notes = [f"note: left out: {one.name} from {one.source}: {one.why}" for one in made.missing]
    against += [f"error: stays open: {leak}" for leak in made.leaks]
    if made.pins.order.accept_open:
        notes += [f"note: stays open: {one}" for one in made.open]
    else:
        against += [f"error: stays open: {one}\n  hint: --accept-open accepts that" for one in made.open]
    if valid_for is not None:
        against += [f"error: {one}" for one in too_short(made, valid_for)]
    for line in [*against, *(notes if not made.unanswered else [])]:
        click.echo(line, err=True)
    if against:
        raise click.exceptions.Exit(NO)
    if out is None:
        click.echo(made.text, nl=False)
    else:
        from bedrock_atlas.writing import write_whole

        write_whole(out, made.text)


def _check(words: tuple[str, ...], given: dict[str, Any], on: date, valid_for: timedelta | None) -> None:
    """Judge each file, and end with 1 when one is not what would be written today."""
    from bedrock_atlas.export.checking import check_file
    from bedrock_atlas.loading import load_catalog

    if given["models"]:
        names = load_catalog(given["catalogs"] or None).names
        given["models"] = tuple(names.subject(one).model for one in given["models"])
    stale, unreadable = False, False
    for word in words:
        try:
            found = check_file(Path(word), given, on, valid_for)
        except (RequestError, SourceError) as error:
            click.echo(f"error: {error}", err=True)
            unreadable = True
        except OSError as error:
            click.echo(f"error: {error.filename or word}: {error.strerror}", err=True)
            unreadable = True
        else:
            stale = stale or not found
            _tell(found)
    if stale or unreadable:
        raise click.exceptions.Exit(BAD_INPUT if unreadable else NO)


def _tell(found: Checked) -> None:
    if found:
        click.echo(f"{found.path}: as it would be written today{f', until {found.until}' if found.until else ''}")
        return
    click.echo("\n".join(f"{found.path}: {reason}" for reason in found.reasons))
    click.echo(found.diff, nl=False)
