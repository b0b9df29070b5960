"""`regions`: the Regions, the countries they lie in and how many models can be invoked from them on a date."""

from __future__ import annotations

import click

from bedrock_atlas.cli.command import known, split, subcommand
from bedrock_atlas.cli.selection import Listing, listing
from bedrock_atlas.listings.regions import region_records

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
@listing("table", "json", "csv", by=())
def command(
    wanted: Listing, /, *, partition: tuple[str, ...], country: tuple[str, ...], residency: tuple[str, ...]
) -> None:
    """List AWS Regions with their country, partition and residencies.

    MODELS counts the models that can be invoked from the Region on the date, by any ID.
    """
    catalog = wanted.catalog
    partitions = known(partition, {region.partition for region in catalog.regions.values()}, "partition")
    countries = known(country, {region.country for region in catalog.regions.values()}, "country")
    allowed = catalog.within(frozenset(catalog.names.residency(one) for one in split(residency)))
    records = [
        record
        for record in region_records(catalog, wanted.on)
        if (not partitions or record["partition"] in partitions)
        and (not countries or record["country"] in countries)
        and (not residency or record["region"] in allowed)
    ]
    wanted.print(records, COLUMNS)
