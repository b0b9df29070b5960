"""What the listings of the command line share: their options, the models they are about, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from bedrock_atlas.cli.command import known, on_option, output_option
from bedrock_atlas.cli.tables import print_records
from bedrock_atlas.facts.values import Status
from bedrock_atlas.listings.live import USABLE, providers
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["STATUSES", "Listing", "listing", "named_model"]

Function = TypeVar("Function", bound=Callable[..., Any])

STATUSES = tuple(status.lower() for status in get_args(Status))

_OPTIONS = {
    "provider": click.option("--provider", multiple=True, metavar="NAME", help="Only models of this provider."),
    "status": click.option(
        "--status",
        multiple=True,
        metavar="NAME",
        help=f"Only models with this status on the date: {', '.join(STATUSES)}.  [default: active, legacy]",
    ),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What every listing is told: the catalog, the date, the form of its output, and which models it is about."""

    catalog: Catalog
    on: date
    output: str
    provider: tuple[str, ...] = ()
    status: tuple[str, ...] = ()

    def models(self, statuses: Sequence[str] = ()) -> Iterator[Model]:
        """Return the models by ID, without `--status` those of these statuses, else those usable on the date.

        Raises RequestError for a provider or status nobody knows.
        """
        wanted = self.providers()
        chosen = {one.upper() for one in known(self.status, STATUSES, "status") or statuses} or USABLE
        for model in self.catalog:
            if (not wanted or model.provider in wanted) and model.status(self.on) in chosen:
                yield model

    def providers(self) -> tuple[str, ...]:
        """Return the providers asked for, none for all; raises RequestError for one nobody knows."""
        return known(self.provider, providers(self.catalog), "provider")

    def print(self, records: Sequence[dict[str, Any]], columns: Mapping[str, str], notes: Sequence[str] = ()) -> None:
        """Print the records in the form asked for, with notes below a table."""
        print_records(records, columns, self.output, notes)


def listing(*formats: str, by: tuple[str, ...] = ("provider", "status")) -> Callable[[Function], Function]:
    """Add the options of a listing: `by` names those that pick models; the function gets a Listing in their place."""

    def add(function: Function) -> Function:
        @click.pass_obj
        @wraps(function)
        def command(
            catalog: tuple[str, ...],
            /,
            *,
            on: date,
            output: str,
            **options: Any,  # noqa: ANN401  # the options above
        ) -> None:
            picks = {name: options.pop(name) for name in by}
            function(Listing(load_catalog(catalog), on, output, **picks), **options)

        decorated: Any = on_option(output_option(*formats)(command))
        for name in reversed(by):
            decorated = _OPTIONS[name](decorated)
        result: Function = decorated
        return result

    return add


def named_model(catalog: Catalog, text: str) -> Model:
    """Return the model of any name, ID, profile ID or ARN; raises RequestError."""
    return catalog.model(catalog.names.subject(text).model)
