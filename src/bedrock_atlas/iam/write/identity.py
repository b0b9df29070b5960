"""The identity policy of who calls models: each admitted profile in its source Region, and what lies behind it.

A profile is granted by its own ARN, Region and all; the models behind it only through that profile, in the source
Region and every destination. So a product of the two lists admits no other route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import MANTLE
from bedrock_atlas.iam.authorizations import (
    INVOKE,
    MANTLE_CALL,
    STREAM,
    UNSPECIFIED,
    foundation_model,
    profile_arn,
    project_arn,
)
from bedrock_atlas.iam.write.patterns import by_region, covered, prefixes
from bedrock_atlas.iam.write.shape import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.iam.write.shape import Json, Shape

__all__ = ["identity_statements"]

_CALLS = [INVOKE, STREAM]
_LOOK = "bedrock:GetInferenceProfile"
_THROUGH = "bedrock:InferenceProfileArn"
_REGION = "aws:RequestedRegion"


def identity_statements(admitted: Sequence[Route], rejected: Sequence[Route], shape: Shape, account: str) -> list[Json]:
    """Return the statements that let the admitted routes pass and, as far as is known, no rejected one.

    `account` may be `*`. All routes are of one partition.
    """
    profiles = [route for route in admitted if route.geography is not None]
    others = [route for route in rejected if route.geography is not None]
    base = [route for route in admitted if route.geography is None and route.endpoint != MANTLE]
    not_base = [route for route in rejected if route.geography is None and route.endpoint != MANTLE]
    found = [
        *_profiles(profiles, others, shape, account),
        *_in_region(base, not_base, shape),
        *_mantle(_on_mantle(admitted), _on_mantle(rejected), shape, account),
    ]
    return sorted(found, key=lambda one: str(one["Sid"]))


def _profiles(routes: list[Route], others: list[Route], shape: Shape, account: str) -> Iterator[Json]:
    if not routes:
        return
    partition = routes[0].partition
    pairs = covered(_ids(routes), _ids(others), names=shape.names, regions=shape.regions)
    yield statement(
        "CallProfilesFromTheirRegions",
        [_LOOK, *_CALLS],
        [profile_arn(partition, region, account, name) for region, name in pairs],
    )
    models = {
        foundation_model(partition, region, "*" if shape.models else _model(route))
        for route in routes
        for region in ([route.source] if route.scope == "global" else [route.source, *route.destinations])
    }
    yield statement(
        "ReachModelsThroughTheProfiles", _CALLS, list(models), _condition({}, _through(routes, shape, account))
    )
    everywhere = [route for route in routes if route.scope == "global"]
    if everywhere:
        yield statement(
            "ReachModelsEverywhereThroughGlobalProfiles",
            _CALLS,
            list({foundation_model(partition, "", "*" if shape.models else _model(route)) for route in everywhere}),
            _condition({"StringEquals": {_REGION: UNSPECIFIED}}, _through(everywhere, shape, account)),
        )


def _through(routes: list[Route], shape: Shape, account: str) -> list[str]:
    """Return the profiles that a condition names."""
    found = {
        ("*" if shape.regions else route.source, f"{route.geography}.*" if shape.through else route.id)
        for route in routes
    }
    return sorted(profile_arn(routes[0].partition, region, account, name) for region, name in found)


def _condition(more: Json, through: list[str]) -> Json:
    operator = "ArnLike" if any("*" in arn for arn in through) else "StringEquals"
    return {operator: more.get(operator, {}) | {_THROUGH: through}} | {
        key: value for key, value in more.items() if key != operator
    }


def _in_region(routes: list[Route], others: list[Route], shape: Shape) -> Iterator[Json]:
    if routes:
        pairs = covered(_ids(routes), _ids(others), names=shape.names, regions=shape.regions)
        arns = [foundation_model(routes[0].partition, region, name) for region, name in pairs]
        yield statement("CallModelsInTheirRegions", _CALLS, arns)


def _mantle(routes: list[Route], others: list[Route], shape: Shape, account: str) -> Iterator[Json]:
    """Return a statement for each set of Regions in which the same models may be called on bedrock-mantle."""
    sources: dict[str, set[str]] = {}
    for route in routes:
        sources.setdefault(route.id, set()).add(route.source)
    groups: dict[tuple[str, ...], list[str]] = {}
    for model, regions in sorted(sources.items()):
        groups.setdefault(tuple(sorted(regions)), []).append(model)
    for at, (home, models) in enumerate(groups.items(), 1):
        beside = {route.id for route in others if route.source in home}
        beside |= {model for model, theirs in sources.items() if not theirs >= set(home)}
        names = list(prefixes(models, beside)) if shape.names else models
        nowhere = shape.regions and not any(route.id in models for route in others)
        yield statement(
            f"CallModelsOnMantle{at if len(groups) > 1 else ''}",
            [MANTLE_CALL],
            [project_arn(routes[0].partition, region, account) for region in (("*",) if nowhere else home)],
            {"StringLike" if shape.names else "StringEquals": {"bedrock-mantle:Model": names}},
        )


def _on_mantle(routes: Iterable[Route]) -> list[Route]:
    return [route for route in routes if route.endpoint == MANTLE]


def _ids(routes: Iterable[Route]) -> dict[str, frozenset[str]]:
    return by_region((route.source, route.id) for route in routes)


def _model(route: Route) -> str:
    return route.id.partition(".")[2]
