"""`profiles`: which inference profiles exist on a date, from where they are called and where they may land."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import known, split, subcommand
from bedrock_atlas.cli.selection import Listing, listing
from bedrock_atlas.listings.profiles import profile_records

if TYPE_CHECKING:
    from bedrock_atlas.facts.values import Route

__all__ = ["command"]

COLUMNS = {
    "id": "PROFILE",
    "status": "STATUS",
    "sources": "CALLED FROM",
    "destinations": "MAY LAND IN",
    "countries": "COUNTRIES",
}


@subcommand(
    "profiles",
    "bedrock-atlas profiles --geography eu --provider anthropic",
    "bedrock-atlas profiles --geography eu --residency eu -o csv",
    "bedrock-atlas profiles --source eu-west-2 --destination eu-west-2 -o json",
)
@click.option(
    "--geography", multiple=True, metavar="PREFIX", help="Only profiles with this prefix: global, us, eu, ..."
)
@click.option("--source", multiple=True, metavar="REGION", help="Only as called from this Region.")
@click.option("--destination", multiple=True, metavar="REGION", help="Only where a request may land in this Region.")
@click.option(
    "--residency", multiple=True, metavar="NAME", help="Only where no request can leave it; several: the union."
)
@listing("table", "json", "csv")
def command(
    wanted: Listing,
    /,
    *,
    geography: tuple[str, ...],
    source: tuple[str, ...],
    destination: tuple[str, ...],
    residency: tuple[str, ...],
) -> None:
    """List inference profiles with their source and destination Regions on a date.

    A profile has a line for every set of destinations: where a request may land depends on the Region it is called
    from, not on the prefix alone.
    """
    names = wanted.catalog.names
    prefixes = known(geography, wanted.catalog.geographies, "geography")
    sources = {names.region(one) for one in split(source)}
    reached = {names.region(one) for one in split(destination)}
    allowed = wanted.catalog.within(frozenset(names.residency(one) for one in split(residency)))

    def keep(route: Route) -> bool:
        return (
            (not prefixes or route.geography in prefixes)
            and (not sources or route.source in sources)
            and reached <= route.destinations
            and (not residency or route.destinations <= allowed)
        )

    records = profile_records(wanted.catalog, wanted.on, wanted.models(), keep)
    wanted.print(list(map(_line, records)) if wanted.output == "table" else records, COLUMNS)


def _line(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as one line of a table has it."""
    counted = {"sources": "Regions", "destinations": "Regions", "countries": "countries"}
    return record | {key: _counted(record[key], what) for key, what in counted.items()}


def _counted(words: list[str], what: str) -> str:
    """Return a list that fits a line as it is and a longer one as its length."""
    return ", ".join(words) if len(words) <= _SHOWN else f"{len(words)} {what}"


_SHOWN = 9
