"""Which models and routes a table is about: the filters that several subcommands share.

What holds on a date is read from the same candidates that the engine judges, so no table can disagree with an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from bedrock_atlas.cli.command import known
from bedrock_atlas.facts.values import Status
from bedrock_atlas.listings.live import providers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["STATUSES", "model_options", "named_model", "select_models"]

Function = TypeVar("Function", bound=Callable[..., Any])

STATUSES = tuple(status.lower() for status in get_args(Status))


def model_options(function: Function) -> Function:
    """Add `--provider` and `--status`."""
    text = f"Only models with this status on the date: {', '.join(STATUSES)}.  [default: active, legacy]"
    function = click.option("--status", multiple=True, metavar="NAME", help=text)(function)
    return click.option("--provider", multiple=True, metavar="NAME", help="Only models of this provider.")(function)


def select_models(catalog: Catalog, on: date, provider: Sequence[str], status: Sequence[str]) -> Iterator[Model]:
    """Return the models by ID; without a status those that can be used on the date.

    Raises RequestError for a provider or status nobody knows.
    """
    wanted = known(provider, providers(catalog), "provider")
    statuses = {one.upper() for one in known(status, STATUSES, "status")} or {"ACTIVE", "LEGACY"}
    for model in catalog:
        if (not wanted or model.provider in wanted) and model.status(on) in statuses:
            yield model


def named_model(catalog: Catalog, text: str) -> Model:
    """Return the model of any name, ID, profile ID or ARN; raises RequestError."""
    return catalog.model(catalog.names.subject(text).model)
