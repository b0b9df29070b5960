"""Application inference profiles: what stands behind an ARN that says neither model nor geography.

AWS tells the foundation model in each Region that may process a call, and not which profile was copied. So one is seen
through by its model, its source Region and the set of its destinations: the profile from that Region with the very same
set is what it leads to. None, or more than one, is said and never settled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.values import RUNTIME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.values import Route

__all__ = ["Application", "behind", "reported", "see_through"]

_MODEL_ARN = re.compile(r"arn:aws[a-z-]*:bedrock:(?P<region>[a-z0-9-]*)::foundation-model/(?P<model>\S+)")


@dataclass(frozen=True, slots=True)
class Application:
    """What an application inference profile leads to: a model, from one source Region, to a set of Regions.

    `routes` are those of the catalog with that very set on the day: one when it is clear which ID was copied, none when
    the catalog has no such route, several when more than one ID goes there.
    """

    model: str
    source: str
    destinations: frozenset[str]
    routes: tuple[Route, ...]

    @property
    def id(self) -> str | None:
        """Return the ID that it stands for; None when that is unknown or ambiguous."""
        return self.routes[0].id if len(self.routes) == 1 else None

    @property
    def doubt(self) -> str:
        """Return in words why there is no one ID; empty when there is."""
        if len(self.routes) == 1:
            return ""
        to = ", ".join(sorted(self.destinations))
        if not self.routes:
            return f"no ID of {self.model} from {self.source} goes to exactly {to}"
        return f"{' and '.join(route.id for route in self.routes)} both go from {self.source} to exactly {to}"


def behind(catalog: Catalog, model: str, source: str, destinations: frozenset[str], on: date) -> Application:
    """Return what a profile with that model, source Region and set of destinations leads to on a day.

    Raises RequestError for an unknown model.
    """
    routes = catalog.candidates(model, on).routes
    alike = tuple(
        route
        for route in routes
        if route.source == source
        and route.endpoint == RUNTIME
        and route.destinations == destinations
        and (route.since or route.seen or on) <= on
        and (route.until is None or on < route.until)
    )
    return Application(model, source, destinations, alike)


def see_through(catalog: Catalog, arn: str, on: date) -> Application:
    """Return what an ARN that an overlay knows leads to on a day.

    Raises RequestError: bad-arn, unknown-profile for one that no overlay has, unknown-model for what it names.
    """
    subject = catalog.names.subject(arn)
    source = subject.source or ""
    routes = [
        route
        for route in catalog.candidates(subject.model, on).routes
        if route.source == source and route.endpoint == RUNTIME and route.geography == subject.geography
    ]
    destinations = routes[0].destinations if routes else frozenset[str]()
    return Application(subject.model, source, destinations, tuple(routes))


def reported(catalog: Catalog, source: str, model_arns: Iterable[str], on: date) -> Application:
    """Return what a profile leads to of which AWS reports these models; an ARN without a Region means every one.

    Raises RequestError (bad-arn) for what is no ARN of a foundation model, (ambiguous-model) for more models than one,
    and (unknown-model) for one that the catalog lacks.
    """
    found = {arn: _MODEL_ARN.fullmatch(arn) for arn in model_arns}
    wrong = [arn for arn, match in found.items() if match is None]
    if wrong or not found:
        raise RequestError(f"not the ARN of a foundation model: `{', '.join(wrong)}`", slug="bad-arn")
    parts = [(match["model"], match["region"]) for match in found.values() if match is not None]
    models = sorted({model for model, _ in parts})
    if len(models) > 1:
        raise RequestError(f"one profile with {len(models)} models", slug="ambiguous-model", matches=models)
    regions = frozenset(region for _, region in parts)
    return behind(catalog, models[0], source, catalog.commercial if "" in regions else regions, on)
