"""`opencode`: the one provider, a list of its models, and both models that opencode picks by itself.

opencode puts a geography before an ID that has none, by the look of the Region: such an ID is written only where what
it becomes is admitted as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.export.forms import JSON_WITH_COMMENTS
from bedrock_atlas.export.reach import ANYWHERE, Door, Reach, Wild, at, opened
from bedrock_atlas.export.target import Target, keep_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.export.pins import Pin, Pins
    from bedrock_atlas.export.stamp import Stamp

__all__ = ["OPENCODE"]

_PROVIDER = "amazon-bedrock"
_PAGE = "https://opencode.ai/docs/config/"
_PREFIXES = "https://github.com/anomalyco/opencode/pull/12056"
_ADDED = {"us-": ("us",), "eu-": ("eu",), "ap-": ("apac", "jp", "au")}
"""How a Region begins, and the geographies that opencode may put before an ID without one."""
_HAS_GEOGRAPHY = ("global.", "us.", "us-gov.", "eu.", "jp.", "apac.", "au.")
_MODELS = f"provider.{_PROVIDER}.models"
DOORS = (
    Door("first-model", "model", "a model of its own choice, from any provider", absent=Wild(), url=_PAGE),
    Door("small-model", "small_model", "a cheap model of its own choice for titles", absent=Wild(), url=_PAGE),
    Door("other-providers", "enabled_providers.*", "every provider for which there are credentials",
         absent=Wild(outside=True), url=_PAGE),
    Door("listed", f"provider.{_PROVIDER}.whitelist.*", "every model of the provider that it knows", absent=Wild(),
         url=_PAGE),
    Door("models", f"{_MODELS}.*.id", "a model is called by this ID", url=_PAGE),
    Door("agents", "agent.*.model", "an agent runs on this one", url=_PAGE),
    Door("modes", "mode.*.model", "a mode runs on this one", url=_PAGE),
    Door("commands", "command.*.model", "a command runs on this one", url=_PAGE),
    Door("prefix", f"provider.{_PROVIDER}.options.region",
         "the Region is found in the surroundings; before an ID without a geography stands what the Region looks like",
         absent=Wild(), region=True, url=_PREFIXES),
)  # fmt: skip


def _build(pins: Pins, _: Stamp) -> dict[str, Any]:
    first = pins.pins[0]
    small = next((pin for pin in pins.pins if pin.model.tier == "haiku"), first)
    models = {pin.id: {"id": pin.id, "name": pin.model.name} for pin in pins.pins}
    return {
        "$schema": "https://opencode.ai/config.json",
        "enabled_providers": [_PROVIDER],
        "model": f"{_PROVIDER}/{first.id}",
        "small_model": f"{_PROVIDER}/{small.id}",
        "provider": {
            _PROVIDER: {"options": {"region": first.source}, "whitelist": sorted(models), "models": models},
        },
    }


def _reach(document: dict[str, Any]) -> Iterator[Reach]:
    source = next(at(document, f"provider.{_PROVIDER}.options.region"), ANYWHERE)
    for what, door in opened(DOORS, document):
        if isinstance(what, Wild):
            yield Reach(what, source, door.slug)
        elif door.slug == "other-providers":
            if what != _PROVIDER:
                yield Reach(Wild(outside=True), source, door.slug)
        else:
            yield from _called(what, source, door.slug)
    for name in next(at(document, _MODELS), {}):
        yield from _called(name, source, "models")


def _called(name: str, source: str, door: str) -> Iterator[Reach]:
    provider, slash, rest = name.partition("/")
    if slash and provider != _PROVIDER and not name.startswith("arn:"):
        yield Reach(Wild(outside=True), source, door)
        return
    model = rest if slash and provider == _PROVIDER else name
    yield Reach(model, source, door)
    for one in _becomes(model, source):
        yield Reach(one, source, "prefix")


def _becomes(model: str, source: str) -> list[str]:
    if model.startswith(_HAS_GEOGRAPHY):
        return []
    added = next((added for begin, added in _ADDED.items() if source.startswith(begin)), ())
    return [f"{prefix}.{model}" for prefix in added]


def _keep(pins: Pins) -> Pins:
    def why(pin: Pin) -> str:
        refused = sorted(set(_becomes(pin.id, pin.source)) - pins.admits(pin.model.id, pin.source))
        return f"opencode may call `{refused[0]}` instead of `{pin.id}`, which is not admitted" if refused else ""

    return keep_where(pins, why)


OPENCODE = Target(
    name="opencode",
    file="opencode.jsonc",
    about="the configuration of opencode",
    form=JSON_WITH_COMMENTS,
    build=_build,
    reach=_reach,
    keep=_keep,
    doors=DOORS,
    one_source=True,
)
