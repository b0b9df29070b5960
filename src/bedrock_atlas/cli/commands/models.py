"""`models`: one line a model that can be used on a date."""

from __future__ import annotations

from typing import Any

import click

from bedrock_atlas.cli.command import known, subcommand
from bedrock_atlas.cli.selection import Listing, listing
from bedrock_atlas.facts.values import RUNTIME
from bedrock_atlas.facts.words import CAPABILITIES
from bedrock_atlas.listings.live import IN_REGION, live_routes
from bedrock_atlas.listings.models import model_records

__all__ = ["command"]

COLUMNS = {
    "id": "MODEL",
    "name": "NAME",
    "status": "STATUS",
    "start_of_life": "START",
    "end_of_life": "END OF LIFE",
    "context_window": "CONTEXT",
    "input": "IN",
    "output": "OUT",
    "profiles": "PROFILES",
    "in_region": "IN-REGION",
}


@subcommand(
    "models",
    "bedrock-atlas models --provider anthropic",
    "bedrock-atlas models --geography eu --capability vision -o csv",
    "bedrock-atlas models --source eu-west-2 --status active -o json",
)
@click.option("--geography", multiple=True, metavar="PREFIX", help="Only models with this profile: global, us, eu, ...")
@click.option("--source", metavar="REGION", help="Only models that can be invoked from this Region.")
@click.option("--capability", multiple=True, metavar="NAME", help="Only models that can do this; all are needed.")
@listing("table", "json", "csv")
def command(wanted: Listing, /, *, geography: tuple[str, ...], source: str | None, capability: tuple[str, ...]) -> None:
    """List models, with their lifecycle, limits, price and profiles on a date.

    IN and OUT are the cheapest route's prices in USD per million tokens; IN-REGION counts the Regions that serve the
    base ID on demand.
    """
    catalog, on = wanted.catalog, wanted.on
    prefixes = set(known(geography, catalog.geographies, "geography"))
    needs = set(known(capability, CAPABILITIES, "capability"))
    region = catalog.names.region(source) if source else None
    models = [
        model
        for model in wanted.models()
        if region is None or any(route.source == region for route in live_routes(catalog, model, on))
    ]
    records = model_records(catalog, on, models)
    records = [one for one in records if prefixes <= set(one["geographies"]) and needs <= set(one["capabilities"])]
    wanted.print(records if wanted.output == "json" else list(map(_line, records)), COLUMNS)


def _line(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as one line has it."""
    reached = record["geographies"]
    return record | {
        "context_window": record["limits"].get("context_window"),
        **record["usd_per_mtok"],
        "profiles": [column for column in reached if column != IN_REGION],
        "in_region": reached.get(IN_REGION, {}).get(RUNTIME, 0),
    }
