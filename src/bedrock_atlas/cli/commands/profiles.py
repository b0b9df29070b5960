"""`profiles`: which inference profiles exist on a date, from where they are called and where they may land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import known, on_option, output_option, split, subcommand
from bedrock_atlas.cli.selection import model_options, select_models
from bedrock_atlas.cli.tables import Record, print_records
from bedrock_atlas.listings.live import live_routes
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.model import Model
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
@model_options
@click.option(
    "--geography", multiple=True, metavar="PREFIX", help="Only profiles with this prefix: global, us, eu, ..."
)
@click.option("--source", multiple=True, metavar="REGION", help="Only as called from this Region.")
@click.option("--destination", multiple=True, metavar="REGION", help="Only where a request may land in this Region.")
@click.option(
    "--residency", multiple=True, metavar="NAME", help="Only where no request can leave it; several: the union."
)
@on_option
@output_option("table", "json", "csv")
@click.pass_obj
def command(  # one parameter an option
    catalog: str | None,
    /,
    *,
    on: date,
    output: str,
    provider: tuple[str, ...],
    status: tuple[str, ...],
    geography: tuple[str, ...],
    source: tuple[str, ...],
    destination: tuple[str, ...],
    residency: tuple[str, ...],
) -> None:
    """List inference profiles with their source and destination Regions on a date.

    A profile has a line for every set of destinations: where a request may land depends on the Region it is called
    from, not on the prefix alone.
    """
    world = load_catalog(catalog)
    prefixes = known(geography, world.geographies, "geography")
    sources = {world.names.region(one) for one in split(source)}
    reached = {world.names.region(one) for one in split(destination)}
    allowed = world.within(frozenset(world.names.residency(one) for one in split(residency)))
    records = []
    for model in select_models(world, on, provider, status):
        routes = [
            route
            for route in live_routes(world, model, on)
            if route.geography is not None
            and (not prefixes or route.geography in prefixes)
            and (not sources or route.source in sources)
            and reached <= route.destinations
            and (not residency or route.destinations <= allowed)
        ]
        records += _records(model, routes, on)
    for record in records if output == "table" else ():
        for key in ("sources", "destinations"):
            record[key] = _counted(record[key])
        record["countries"] = _counted(record["countries"], "countries")
    print_records(records, COLUMNS, output)


def _records(model: Model, routes: list[Route], on: date) -> list[Record]:
    alike: dict[tuple[str, frozenset[str]], list[Route]] = {}
    for route in routes:
        alike.setdefault((route.id, route.destinations), []).append(route)
    return [
        {
            "id": profile,
            "geography": group[0].geography,
            "model": model.id,
            "status": model.status(on),
            "sources": [route.source for route in group],
            "destinations": sorted(destinations),
            "countries": sorted(group[0].countries),
        }
        for (profile, destinations), group in alike.items()
    ]


def _counted(values: object, what: str = "Regions") -> str:
    """Return a list that fits a line as it is and a longer one as its length."""
    words = list(values) if isinstance(values, list) else []
    return ", ".join(words) if len(words) <= _SHOWN else f"{len(words)} {what}"


_SHOWN = 9
