"""`claude-gateway`: upstreams and models of the Claude apps gateway, without a hole in the map.

Its own models are tried on every upstream in turn, and where the map has no entry the provider's default ID is taken;
403, 404, 429 and 5xx go on to the next. So the built-in ones are off, and a model is written only when every upstream
has an ID for it. It is the part of gateway.yaml that routes; listen, oidc, session and store are the operator's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.export.forms import YAML
from bedrock_atlas.export.pins import CLAUDE, is_claude, vendor_id
from bedrock_atlas.export.reach import ANYWHERE, Door, Reach, Wild, opened
from bedrock_atlas.export.target import Target, keep_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.export.pins import Pin, Pins
    from bedrock_atlas.export.stamp import Stamp

__all__ = ["CLAUDE_GATEWAY"]

_PAGE = "https://code.claude.com/docs/en/claude-apps-gateway-config"
_HOLE, _ELSEWHERE = "hole-in-the-map", "upstream-of-another-provider"
DOORS = (
    Door("built-in-models", "auto_include_builtin_models",
         "every built-in model is tried on every upstream, by the provider's default ID", must=False,
         unless=Wild(CLAUDE), url=_PAGE),
    Door("no-models", "models.*.id", "without a list the built-in models are served", absent=Wild(CLAUDE), url=_PAGE),
    Door(_ELSEWHERE, "upstreams.*.provider", "an upstream of another provider takes over when one fails",
         absent=Wild(outside=True), url=_PAGE),
    Door("region", "upstreams.*.region", "the Region is found in the surroundings", absent=Wild(CLAUDE), region=True,
         url=_PAGE),
    Door(_HOLE, "models.*.upstream_model",
         "where a model has no entry for an upstream, that one is asked for the provider's default ID", url=_PAGE),
)  # fmt: skip


def _build(pins: Pins, _: Stamp) -> dict[str, Any]:
    models: dict[str, dict[str, Any]] = {}
    for pin in pins.pins:
        name = vendor_id(pin.model.id)
        row = models.setdefault(name, {"id": name, "label": pin.model.name, "upstream_model": {}})
        row["upstream_model"][_upstream(pin.source)] = pin.id
    upstreams = [
        {"name": _upstream(source), "provider": "bedrock", "region": source, "auth": {}}
        for source in pins.order.sources
        if any(pin.source == source for pin in pins.pins)
    ]
    return {"upstreams": upstreams, "auto_include_builtin_models": False, "models": list(models.values())}


def _upstream(source: str) -> str:
    return f"bedrock-{source}"


def _reach(document: dict[str, Any]) -> Iterator[Reach]:
    upstreams = document.get("upstreams", ())
    sources = {one.get("name", one.get("provider")): one.get("region", ANYWHERE) for one in upstreams}
    for what, door in opened(DOORS, document):
        if isinstance(what, Wild):
            for source in sources.values():
                yield Reach(what, source, door.slug)
        elif door.slug == _ELSEWHERE and what != "bedrock":
            yield Reach(Wild(outside=True), ANYWHERE, door.slug)
    for model in document.get("models", ()):
        given = model.get("upstream_model", {})
        for name, source in sources.items():
            yield Reach(given.get(name, Wild(CLAUDE, prefix=model.get("id", ""))), source, _HOLE)


def _keep(pins: Pins) -> Pins:
    served: dict[str, set[str]] = {}
    for pin in pins.pins:
        served.setdefault(pin.model.id, set()).add(pin.source)
    needed = {pin.source for pin in pins.pins if is_claude(pin.model)}

    def why(pin: Pin) -> str:
        if not is_claude(pin.model):
            return f"{pin.model.name} is no Claude model"
        lacking = sorted(needed - served[pin.model.id])
        return f"{pin.model.name} has no ID from {', '.join(lacking)}" if lacking else ""

    return keep_where(pins, why)


CLAUDE_GATEWAY = Target(
    name="claude-gateway",
    file="gateway.yaml",
    about="upstreams and models of the Claude apps gateway",
    form=YAML,
    build=_build,
    reach=_reach,
    keep=_keep,
    doors=DOORS,
    by_family=True,
)
