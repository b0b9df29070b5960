"""Service control policies that deny what no policy admits.

A call through a profile is judged at the model, where `bedrock:InferenceProfileArn` is documented to be: the profile's
ARN names its source Region, so a call from another Region is denied under either reading of the check of the profile.
What is no route of the catalog (custom, imported and provisioned models, prompt routers) is denied too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import MANTLE
from bedrock_atlas.iam.authorizations import INVOKE, MANTLE_CALL, STREAM, UNSPECIFIED, foundation_model, profile_arn
from bedrock_atlas.iam.write.patterns import prefixes
from bedrock_atlas.iam.write.shape import statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.iam.write.shape import Json, Shape

__all__ = ["scp_statements"]

_CALLS = [INVOKE, STREAM]
_THROUGH = "bedrock:InferenceProfileArn"
_REGION = "aws:RequestedRegion"
_MODEL = "bedrock-mantle:Model"
_RETENTION = (
    ("bedrock:DataRetentionMode", ["bedrock:PutAccountDataRetention"]),
    ("bedrock-mantle:DataRetentionMode", ["bedrock-mantle:CreateProject", "bedrock-mantle:PutAccountDataRetention",
                                          "bedrock-mantle:UpdateProject"]),
)  # fmt: skip

Ways = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]
"""How a model may be called: its profiles as (geography, source Region), and the Regions of its base ID."""


def scp_statements(
    admitted: Sequence[Route],
    rejected: Sequence[Route],
    shape: Shape,
    partition: str,
    retention: Sequence[str] = (),
) -> list[Json]:
    """Return the statements that deny every call over a route that is not admitted.

    `retention` are the modes that an account may be set to; empty: all of them.
    """
    ways = _ways(route for route in admitted if route.endpoint != MANTLE)
    everything = {_model(route) for route in (*admitted, *rejected) if route.endpoint != MANTLE}
    groups: dict[Ways, list[str]] = {}
    for model, how in sorted(ways.items()):
        groups.setdefault(how, []).append(model)
    found: list[Json] = []
    named: list[str] = []
    for at, (how, models) in enumerate(groups.items(), 1):
        names = list(prefixes(models, everything - set(models))) if shape.names else models
        held = {route.geography for route in rejected if route.geography and _model(route) in models}
        free = {geography for geography, _ in how[0]} - held if shape.regions else set[str]()
        through = _through(how, models, free, shape, partition)
        found += _group(at, [foundation_model(partition, "*", name) for name in names], through, how[1])
        named += names
    found.append(_other_models(named, partition))  # the same patterns: what is let through here is judged by its group
    reached = sorted({region for route in admitted for region in _regions(route) if route.endpoint != MANTLE})
    if reached:
        found.append(
            statement("DenyModelsInOtherRegions", _CALLS, [foundation_model(partition, "*", "*")],
                      {"StringNotEquals": {_REGION: reached}}, deny=True)
        )  # fmt: skip
    found += _mantle([route for route in admitted if route.endpoint == MANTLE])
    for key, actions in _RETENTION if retention else ():
        modes = sorted({*retention, "inherit"} if "mantle" in key else retention)
        conditions = {"Null": {key: "false"}, "StringNotEquals": {key: modes}}
        sid = f"DenyOtherRetention{'OnMantle' if 'mantle' in key else ''}"
        found.append(statement(sid, actions, ["*"], conditions, deny=True))
    return found


def _through(how: Ways, models: list[str], free: Collection[str], shape: Shape, partition: str) -> list[str]:
    """Return the profiles through which models may be called, each with the Region that it is called from.

    Of the geographies in `free` every Region may.
    """
    return sorted({
        profile_arn(partition, "*" if geography in free else region, "*", name)
        for geography, region in how[0]
        for name in ([f"{geography}.*"] if shape.through else [f"{geography}.{model}" for model in models])
    })  # fmt: skip


def _group(at: int, arns: list[str], through: list[str], base: Sequence[str]) -> Iterator[Json]:
    """Return what is denied to models that may be called in the same ways."""
    if through:
        conditions: Json = {"ArnNotLike": {_THROUGH: through}}
        if base:
            conditions |= {"Null": {_THROUGH: "false"}}
        yield statement(f"DenyOtherProfiles{at}", _CALLS, arns, conditions, deny=True)
    else:
        yield statement(f"DenyProfiles{at}", _CALLS, arns, {"Null": {_THROUGH: "false"}}, deny=True)
    if base:
        conditions = {"Null": {_THROUGH: "true"}, "StringNotEquals": {_REGION: list(base)}}
        yield statement(f"DenyBaseIdsElsewhere{at}", _CALLS, arns, conditions, deny=True)


def _other_models(names: list[str], partition: str) -> Json:
    """Return what denies everything but these models; what is behind a profile is judged as a model."""
    kinds = ("application-inference-profile", "inference-profile")
    profiles = [f"arn:{partition}:bedrock:*:*:{kind}/*" for kind in kinds]
    models = [foundation_model(partition, "*", name) for name in names]
    return statement("DenyOtherModels", _CALLS, [*profiles, *models], deny=True, but=True)


def _mantle(routes: list[Route]) -> Iterator[Json]:
    sources: dict[str, set[str]] = {}
    for route in routes:
        sources.setdefault(route.id, set()).add(route.source)
    if not sources:
        yield statement("DenyMantle", [MANTLE_CALL], ["*"], deny=True)
        return
    conditions: Json = {"StringNotEquals": {_MODEL: sorted(sources)}}
    yield statement("DenyOtherModelsOnMantle", [MANTLE_CALL], ["*"], conditions, deny=True)
    groups: dict[tuple[str, ...], list[str]] = {}
    for model, regions in sorted(sources.items()):
        groups.setdefault(tuple(sorted(regions)), []).append(model)
    for at, (home, models) in enumerate(groups.items(), 1):
        conditions = {"StringEquals": {_MODEL: models}, "StringNotEquals": {_REGION: list(home)}}
        yield statement(f"DenyMantleElsewhere{at}", [MANTLE_CALL], ["*"], conditions, deny=True)


def _ways(routes: Iterable[Route]) -> dict[str, Ways]:
    found: dict[str, tuple[set[tuple[str, str]], set[str]]] = {}
    for route in routes:
        profiles, base = found.setdefault(_model(route), (set(), set()))
        if route.geography is None:
            base.add(route.source)
        else:
            profiles.add((route.geography, route.source))
    return {model: (tuple(sorted(profiles)), tuple(sorted(base))) for model, (profiles, base) in found.items()}


def _regions(route: Route) -> set[str]:
    return {route.source, UNSPECIFIED} if route.scope == "global" else {route.source, *route.destinations}


def _model(route: Route) -> str:
    return route.id if route.geography is None else route.id.partition(".")[2]
