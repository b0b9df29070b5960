"""`sync observe`: ask AWS in every Region and write down what it said."""

from __future__ import annotations

import gc
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.aws_options import aws_options, session_of
from bedrock_atlas.cli.command import split, subcommand
from bedrock_atlas.errors import RequestError
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.aws.observe.snapshot import Snapshot

__all__ = ["command"]

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
_PARTITIONS = ("aws", "aws-us-gov", "aws-cn")
TOO_LITTLE = 3


@subcommand(
    "observe",
    "bedrock-atlas sync observe --out today.json",
    "bedrock-atlas sync observe --out eu.json --regions eu-west-1,eu-central-1 --profile audit",
)
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The snapshot; replaced as a whole or not at all.",
)
@click.option("--regions", multiple=True, metavar="LIST", help="Only these Regions  [default: all of the partition]")
@click.option(
    "--partition", type=click.Choice(_PARTITIONS), help="Commercial, GovCloud or China  [default: that of the session]"
)
@click.option("--application", is_flag=True, help="List the account's own inference profiles too.")
@click.option("--availability", is_flag=True, help="Ask for each model whether the account may use it.")
@click.option("--prices", is_flag=True, help="Read the AWS Price List too.")
@aws_options
@click.option(
    "--deadline",
    type=click.FloatRange(1, 3600),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="The time for the whole run; what is open then counts as unreachable.",
)
@click.option(
    "--attempts",
    type=click.IntRange(1, 10),
    default=5,
    show_default=True,
    help="Tries of one page, the first included.",
)
@click.option("--show-account", is_flag=True, help="Leave account IDs in the snapshot.")
@click.pass_obj
def command(  # one parameter an option
    catalog: tuple[str, ...],
    /,
    *,
    out: Path,
    regions: tuple[str, ...],
    partition: str | None,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    deadline: float,
    **options: Any,  # noqa: ANN401  # flags and numbers of the plan
) -> None:
    """Ask AWS in every Region and write a dated snapshot.

    Whatever a Region answers is its own state in the file: observed, denied, not-opted-in, throttled, unreachable or
    malformed. Exits with 3 when no Region could be observed, after writing the file.
    """
    from bedrock_atlas.aws.observe.observe import Plan, observe
    from bedrock_atlas.writing import write_whole

    gc.enable()  # boto3's clients are cycles, and here are dozens of them
    codes = split(regions)
    wrong = [code for code in codes if not _REGION.fullmatch(code)]
    if wrong:
        raise RequestError(f"`{wrong[0]}` is no Region code", slug="bad-region", hint="write it as eu-west-1")
    if not out.parent.is_dir():
        raise RequestError(f"there is no folder `{out.parent}`", slug="no-folder", hint="make it first")
    world = load_catalog(catalog)
    session = session_of(profile, region)
    place = partition or _partition(session, codes)
    plan = Plan(session, world.regions, place, codes, endpoint_url=endpoint_url, deadline_s=deadline, **options)
    with _progress() as progress:
        snapshot = observe(plan, now=datetime.now(UTC).replace(microsecond=0), progress=progress)
    write_whole(out, snapshot.render())
    click.echo(_summary(snapshot, out))
    if not snapshot.share():
        raise click.exceptions.Exit(TOO_LITTLE)


def _partition(session: Any, codes: tuple[str, ...]) -> str:  # noqa: ANN401  # boto3 has no types
    """Return the partition of the Regions asked, else of the session's own Region, else the commercial one."""
    from botocore.exceptions import BotoCoreError

    code = codes[0] if codes else session.region_name
    try:
        found: str = session.get_partition_for_region(code) if code else "aws"
    except BotoCoreError:
        return "aws"
    return found if found in _PARTITIONS else "aws"


class _progress:  # noqa: N801  # used as a function
    """A bar on a terminal, a line a Region elsewhere; both on stderr."""

    def __enter__(self) -> Callable[[int, int, str, str], None]:
        self._bar: Any = None
        if not sys.stderr.isatty():
            return lambda count, total, name, states: click.echo(f"{count}/{total} {name}: {states}", err=True)
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        task = self._bar.add_task("asking AWS", total=None)
        self._bar.start()
        return lambda count, total, name, _: self._bar.update(task, completed=count, total=total, description=name)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _summary(snapshot: Snapshot, out: Path) -> str:
    states: dict[str, list[str]] = {}
    for code, calls in snapshot.regions.items():
        for answer in calls.values():
            if answer.state != "observed" and code not in states.setdefault(answer.state, []):
                states[answer.state].append(code)
    whole = sum(all(answer.state == "observed" for answer in calls.values()) for calls in snapshot.regions.values())
    lines = [f"{out}: {whole} of {len(snapshot.regions)} Regions observed, {snapshot.retries} retries"]
    lines += [f"  {state}: {', '.join(codes)}" for state, codes in sorted(states.items())]
    lines += [f"  prices of {code}: {answer.state}" for code, answer in snapshot.prices.items()]
    return "\n".join([*lines, *(f"  note: {note}" for note in snapshot.notes)])
