"""Which models and routes a table is about: the filters that several subcommands share.

What holds on a date is read from the same candidates that the engine judges, so no table can disagree with an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from bedrock_atlas.cli.command import known
from bedrock_atlas.facts import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.facts import Model, Route

__all__ = ["STATUSES", "live_routes", "model_options", "named_model", "profile_exists", "providers", "select_models"]

Function = TypeVar("Function", bound=Callable[..., Any])

STATUSES = tuple(status.lower() for status in get_args(Status))


def model_options(function: Function) -> Function:
    """Add `--provider` and `--status`."""
    text = f"Only models with this status on the date: {', '.join(STATUSES)}.  [default: active, legacy]"
    function = click.option("--status", multiple=True, metavar="NAME", help=text)(function)
    return click.option("--provider", multiple=True, metavar="NAME", help="Only models of this provider.")(function)


def select_models(catalog: Catalog, on: date, provider: Sequence[str], status: Sequence[str]) -> Iterator[Model]:
    """Give the models by ID; without a status those that can be used on the date.

    Raises RequestError for a provider or status nobody knows.
    """
    wanted = known(provider, providers(catalog), "provider")
    statuses = {one.upper() for one in known(status, STATUSES, "status")} or {"ACTIVE", "LEGACY"}
    for model in catalog:
        if (not wanted or model.provider in wanted) and model.lifecycle.status(on) in statuses:
            yield model


def providers(catalog: Catalog) -> tuple[str, ...]:
    """Give the providers, sorted."""
    return tuple(sorted({model_id.partition(".")[0] for model_id in catalog.document["models"]}))


def named_model(catalog: Catalog, text: str) -> Model:
    """Give the model of any name, ID, profile ID or ARN; raises RequestError."""
    return catalog.model(catalog.names.subject(text).model)


def live_routes(catalog: Catalog, model: Model, on: date) -> tuple[Route, ...]:
    """Give the routes that the calendar admits on the date: neither withdrawn nor of a model past its end of life."""
    candidates = catalog.candidates(model.id, on)
    rejected = 0
    for _, bits in candidates.lifecycle:
        rejected |= bits
    return tuple(candidates.pick(candidates.full & ~rejected))


def profile_exists(model: Model, routes: Iterable[Route], prefix: str) -> bool:
    """Say whether a profile can be called, or is confirmed by AWS with its source Regions unknown."""
    if any(route.geography == prefix for route in routes):
        return True
    return prefix in model.profiles and all(row.geography != prefix for row in model.rows)
