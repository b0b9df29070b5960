"""`regions`: the Regions, the countries they lie in and how many models can be invoked from them on a date."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import known, on_option, output_option, split, subcommand
from bedrock_atlas.cli.tables import Record, print_records
from bedrock_atlas.listings.live import live_routes
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["command"]

COLUMNS = {
    "region": "REGION",
    "name": "NAME",
    "country": "COUNTRY",
    "partition": "PARTITION",
    "opt_in": "OPT-IN",
    "models": "MODELS",
    "residencies": "RESIDENCIES",
}


@subcommand(
    "regions",
    "bedrock-atlas regions --residency eu",
    "bedrock-atlas regions --partition aws-us-gov -o csv",
    "bedrock-atlas regions --country jp -o json",
)
@click.option("--partition", multiple=True, metavar="NAME", help="Only this partition: aws, aws-us-gov or aws-cn.")
@click.option("--country", multiple=True, metavar="CODE", help="Only Regions in this country, such as DE.")
@click.option(
    "--residency", multiple=True, metavar="NAME", help="Only Regions in which this residency allows processing."
)
@on_option
@output_option("table", "json", "csv")
@click.pass_obj
def command(  # one parameter an option
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    partition: tuple[str, ...],
    country: tuple[str, ...],
    residency: tuple[str, ...],
) -> None:
    """List AWS Regions with their country, partition and residencies.

    MODELS counts the models that can be invoked from the Region on the date, by any ID.
    """
    world = load_catalog(catalog)
    partitions = known(partition, {region.partition for region in world.regions.values()}, "partition")
    countries = known(country, {region.country for region in world.regions.values()}, "country")
    allowed = world.within(frozenset(world.names.residency(one) for one in split(residency)))
    callable_models = _callable(world, on)
    records: list[Record] = [
        {
            "region": code,
            "name": region.name,
            "country": region.country,
            "partition": region.partition,
            "opt_in": region.opt_in,
            "models": callable_models[code],
            "residencies": [name for name, one in world.residencies.items() if code in one.regions],
        }
        for code, region in world.regions.items()
        if (not partitions or region.partition in partitions)
        and (not countries or region.country in countries)
        and (not residency or code in allowed)
    ]
    print_records(records, COLUMNS, output)


def _callable(catalog: Catalog, on: date) -> Counter[str]:
    return Counter(
        source for model in catalog for source in {route.source for route in live_routes(catalog, model, on)}
    )
