"""`models`: one line a model that can be used on a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import known, on_option, output_option, subcommand
from bedrock_atlas.cli.selection import model_options, select_models
from bedrock_atlas.cli.tables import Record, print_records
from bedrock_atlas.facts.prices import money
from bedrock_atlas.facts.values import RUNTIME
from bedrock_atlas.facts.words import CAPABILITIES
from bedrock_atlas.listings.live import live_routes, profile_exists
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route

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
@model_options
@click.option("--geography", multiple=True, metavar="PREFIX", help="Only models with this profile: global, us, eu, ...")
@click.option("--source", metavar="REGION", help="Only models that can be invoked from this Region.")
@click.option("--capability", multiple=True, metavar="NAME", help="Only models that can do this; all are needed.")
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
    source: str | None,
    capability: tuple[str, ...],
) -> None:
    """List models, with their lifecycle, limits, price and profiles on a date.

    IN and OUT are the cheapest route's prices in USD per million tokens; IN-REGION counts the Regions that serve the
    base ID on demand.
    """
    world = load_catalog(catalog)
    prefixes = known(geography, world.geographies, "geography")
    needs = known(capability, CAPABILITIES, "capability")
    region = world.names.region(source) if source else None
    records = []
    for model in select_models(world, on, provider, status):
        routes = live_routes(world, model, on)
        profiles = [prefix for prefix in world.geographies if profile_exists(model, routes, prefix, on)]
        if (
            set(prefixes) <= set(profiles)
            and all(model.has(need, on) for need in needs)
            and (region is None or any(route.source == region for route in routes))
        ):
            records.append(_record(model, routes, profiles, on))
    print_records(records, COLUMNS, output)


def _record(model: Model, routes: tuple[Route, ...], profiles: list[str], on: date) -> Record:
    life = model.lifecycle
    prices = [price.usd_per_mtok for price in model.prices_on(on).values()]
    cheapest = {name: min((usd[name] for usd in prices if name in usd), default=None) for name in ("input", "output")}
    return {
        "id": model.id,
        "name": model.name,
        "provider": model.provider,
        "status": model.status(on),
        "start_of_life": life.start_of_life and life.start_of_life.isoformat(),
        "end_of_life": life.end_of_life and life.end_of_life.isoformat(),
        "end_of_life_not_before": life.end_of_life_not_before and life.end_of_life_not_before.isoformat(),
        "context_window": model.limits.get("context_window"),
        "max_output": model.limits.get("max_output"),
        **{name: None if usd is None else money(usd) for name, usd in cheapest.items()},
        "capabilities": [one.name for one in model.capabilities if one.holds(on)],
        "profiles": profiles,
        "in_region": sum(route.scope == "in-region" and route.endpoint == RUNTIME for route in routes),
    }
