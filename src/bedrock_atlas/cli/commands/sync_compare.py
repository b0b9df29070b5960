"""`sync compare`: the catalog against snapshots, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import output_option, parse_date, subcommand
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.aws.compare.report import Report
    from bedrock_atlas.aws.observe.snapshot import Snapshot
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["command", "compared", "shared_options"]

DRIFT, TOO_LITTLE = 1, 3


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    return None if text is None else parse_date(text)


def shared_options(function: Any) -> Any:  # noqa: ANN401  # a decorator
    """Add what `compare` and `propose` have in common."""
    options = (
        click.argument("snapshots", nargs=-1, required=True, metavar="SNAPSHOT...",
                       type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--on", metavar="DATE", callback=_day,
                     help="Compare the facts of this date  [default: that of each snapshot]"),
        click.option("--confirm-hours", type=click.FloatRange(0), default=20, show_default=True,
                     help="How far apart two snapshots must be to confirm a removal."),
        click.option("--policy", "policies", multiple=True, metavar="NAME",
                     help="Ask these policies what changes: names or files  [default: all that ship]"),
        click.option("--require-regions", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="SHARE",
                     help="The share of Regions asked that must have been observed."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@subcommand("compare", "bedrock-atlas sync compare yesterday.json today.json -o markdown")
@shared_options
@output_option("text", "json", "markdown", "sarif", "github")
@click.option("--shown-as", metavar="PATH", help="How paths of the catalog begin  [default: the folder as given]")
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, output: str, shown_as: str | None, **options: Any) -> None:  # noqa: ANN401
    """Say where the catalog differs from what AWS answered, and which decisions that would change.

    Give the snapshots of several days: an addition counts at once, a removal only when two of them agree. Exits with 0
    in sync, 1 on drift, 3 when too few Regions were observed.
    """
    from bedrock_atlas.aws.compare.report import FORMATS

    report, enough, world = compared(catalog, shown=shown_as, **options)
    click.echo(FORMATS[output](report), nl=False)
    drifts = _declared(world, options["policies"], options["snapshots"], options["on"])
    if not enough:
        raise click.exceptions.Exit(TOO_LITTLE)
    if report.comparison or drifts:
        raise click.exceptions.Exit(DRIFT)


def _declared(world: Catalog, policies: tuple[str, ...], paths: tuple[Path, ...], on: date | None) -> bool:
    """Tell on stderr which declared profiles drifted in the snapshots; True when one did."""
    if not world.document.get("profiles"):
        return False
    from bedrock_atlas.aws.observe.snapshot import load_snapshot
    from bedrock_atlas.aws.profiles.drift import drifted
    from bedrock_atlas.loading import load_policy

    found = [load_snapshot(path) for path in paths]
    day = on or max(one.taken for one in found).date()
    try:
        steps = drifted(world, load_policy(*policies, catalog=world), found, day)
    except RequestError as error:
        click.echo(f"note: declared profiles were not compared: {error.message}; name their --policy", err=True)
        return False
    for step in steps:
        click.echo(f"profile {step.name} in {step.source}: {step.kind}: {step.why}", err=True)
    return bool(steps)


def compared(
    catalog: tuple[str, ...],
    *,
    snapshots: tuple[Path, ...],
    on: date | None,
    confirm_hours: float,
    policies: tuple[str, ...],
    require_regions: float,
    shown: str | None = None,
) -> tuple[Report, bool, Catalog]:
    """Return the report, whether enough was observed, and the catalog."""
    from datetime import timedelta

    from bedrock_atlas.aws.compare.as_observed import as_observed
    from bedrock_atlas.aws.compare.compare import compare
    from bedrock_atlas.aws.compare.locate import locate
    from bedrock_atlas.aws.compare.report import Report
    from bedrock_atlas.aws.compare.severity import changed_decisions
    from bedrock_atlas.aws.observe.snapshot import load_snapshot
    from bedrock_atlas.loading import catalog_sources, load_catalog

    world = load_catalog(catalog)
    found = [load_snapshot(path) for path in snapshots]
    comparison = compare(world, found, confirm=timedelta(hours=confirm_hours), on=on)
    shifts = changed_decisions(world, as_observed(world, comparison), comparison, policies) if comparison else {}
    base = catalog_sources(catalog)[0]
    folder = base if base.is_dir() else None
    name = shown if shown is not None else (str(base) if catalog and folder else "catalog")
    locations = {drift: locate(drift, folder, shown=name) for drift in comparison.drifts}
    return Report(comparison, shifts, locations, world.version), _share(found) >= require_regions, world


def _share(snapshots: list[Snapshot]) -> float:
    """Return the share of the Regions asked in any snapshot that some snapshot observed."""
    asked = {code for one in snapshots for code in one.regions}
    seen = {code for one in snapshots for code in one.regions if one.share([code])}
    if not asked:
        raise RequestError("the snapshots name no Region", slug="no-region", hint="observe again")
    return len(seen) / len(asked)
