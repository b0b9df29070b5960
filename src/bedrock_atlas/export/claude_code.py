"""`claude-code`: settings that pin every alias, the background model and the picker of Claude Code on Amazon Bedrock.

Its own rule prefers a prefix by the look of the Region and takes any matching profile where that has none. So each
alias has an exact ID, one whose family has no admitted model stands for the default, and the picker knows only versions
that are mapped. Entries match exactly since Claude Code 2.1.283; as managed settings nobody can widen them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.export.forms import JSON
from bedrock_atlas.export.pins import CLAUDE, FAMILIES, is_claude, vendor_id
from bedrock_atlas.export.reach import ANYWHERE, Door, Reach, Wild, opened
from bedrock_atlas.export.target import Target, keep_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.export.pins import Pin, Pins
    from bedrock_atlas.export.stamp import Stamp

__all__ = ["CLAUDE_CODE"]

_BEDROCK = "https://code.claude.com/docs/en/amazon-bedrock"
_MODELS = "https://code.claude.com/docs/en/model-config"
_ALIASES = {family: f"ANTHROPIC_DEFAULT_{family.upper()}_MODEL" for family in FAMILIES}
_OTHER_WORDS = ("default", "best", "opusplan", "inherit")
_SMALL_REGION = "ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION"
_ANY = Wild(CLAUDE)

DOORS = (
    *(
        Door(f"unpinned-{family}", f"env.{name}",
             f"the alias `{family}` is the newest model of the family that Claude Code knows, by any matching profile",
             absent=Wild(CLAUDE, family), url=_BEDROCK)
        for family, name in _ALIASES.items()
    ),
    Door("first-model", "env.ANTHROPIC_MODEL",
         "a session begins with a built-in model, by any matching profile", absent=_ANY, url=_BEDROCK),
    Door("new-sessions", "env.ANTHROPIC_DEFAULT_MODEL", "new sessions begin with this one", url=_MODELS),
    Door("small-model", "env.ANTHROPIC_SMALL_FAST_MODEL", "background tasks run on this one", url=_BEDROCK),
    Door("subagents", "env.CLAUDE_CODE_SUBAGENT_MODEL", "subagents run on this one", url=_MODELS),
    Door("custom-option", "env.ANTHROPIC_CUSTOM_MODEL_OPTION", "the picker offers this one unchecked", url=_MODELS),
    Door("model-setting", "model", "a session begins with this one", url=_MODELS),
    Door("fallback-chain", "fallbackModel.*", "tried in turn when a model is overloaded or gone", url=_MODELS),
    Door("picker", "modelPicker.options.*.model", "the picker offers these", url=_MODELS),
    Door("listed", "availableModels.*",
         "the picker offers what is listed; without a list all that Claude Code knows", absent=_ANY, url=_MODELS),
    Door("default-entry", "enforceAvailableModels",
         "the entry Default is free of the list unless it is enforced", must=True, unless=_ANY, url=_MODELS),
    Door("later-versions", "availableModelsMatch",
         "an entry admits every version whose ID begins with it unless entries match exactly", must="exact",
         unless=_ANY, url=_MODELS),
    Door("version-map", "modelOverrides.*", "a version is called by the ID that it is mapped to", url=_MODELS),
    Door("region", "env.AWS_REGION", "the Region is found in the surroundings, and is us-east-1 in the end",
         absent=_ANY, region=True, url=_BEDROCK),
    Door("small-region", f"env.{_SMALL_REGION}", "background tasks may call from a Region of their own", region=True,
         url=_BEDROCK),
    Door("provider", "env.CLAUDE_CODE_USE_BEDROCK", "calls Anthropic's own API unless told otherwise", must="1",
         unless=Wild(outside=True), url=_BEDROCK),
    Door("mantle", "env.CLAUDE_CODE_USE_MANTLE", "IDs of the other form go to bedrock-mantle", present=_ANY,
         url=_BEDROCK),
    Door("other-address", "env.ANTHROPIC_BEDROCK_BASE_URL", "calls another address", present=Wild(outside=True),
         url=_BEDROCK),
)  # fmt: skip


def _build(pins: Pins, stamp: Stamp) -> dict[str, Any]:
    first = pins.pins[0]
    by_family: dict[str, Pin] = {}
    for pin in pins.pins:
        by_family.setdefault(pin.model.tier, pin)
    env = {
        "BEDROCK_ATLAS_EXPORT": stamp.line,
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "AWS_REGION": first.source,
        _SMALL_REGION: first.source,
        "ANTHROPIC_MODEL": first.id,
    }
    for family, name in _ALIASES.items():
        pin = by_family.get(family, first)
        env[name] = pin.id
        if family not in by_family:
            env[f"{name}_NAME"] = f"{pin.model.name} (no {family.title()} is admitted)"
    mapped = {vendor_id(pin.model.id): pin.id for pin in pins.pins}
    return {
        "$schema": "https://json.schemastore.org/claude-code-settings.json",
        "env": env,
        "availableModels": sorted(mapped),
        "availableModelsMatch": "exact",
        "enforceAvailableModels": True,
        "modelOverrides": dict(sorted(mapped.items())),
    }


def _reach(document: dict[str, Any]) -> Iterator[Reach]:
    env = document.get("env", {})
    source = env.get("AWS_REGION", ANYWHERE)
    small = env.get(_SMALL_REGION, source)
    mapped = document.get("modelOverrides", {})
    for what, door in opened(DOORS, document):
        sources = {source, small} if door.slug in {"unpinned-haiku", "small-model"} else {source}
        for one in sources:
            yield from _said(what, one, door.slug, mapped)


def _said(what: str | Wild, source: str, door: str, mapped: dict[str, str]) -> Iterator[Reach]:
    """Read a value as Claude Code does: a word of its own, a version that is mapped or not, or an ID as it is."""
    if isinstance(what, Wild):
        yield Reach(what, source, door)
        return
    name = what.removesuffix("[1m]")
    if name in _ALIASES:
        if door == "listed":  # a family in the list admits all of its versions, mapped or not
            yield Reach(Wild(CLAUDE, name), source, door)
    elif name in mapped:
        yield Reach(mapped[name], source, door)
    elif name.startswith("claude-"):
        yield Reach(Wild(CLAUDE, prefix=name), source, door)
    elif name not in _OTHER_WORDS:
        yield Reach(name, source, door)


def _speakable(pin: Pin) -> str:
    return "" if is_claude(pin.model) else f"{pin.model.name} is no Claude model"


CLAUDE_CODE = Target(
    name="claude-code",
    file=".claude/settings.json",
    about="settings of Claude Code",
    form=JSON,
    build=_build,
    reach=_reach,
    keep=lambda pins: keep_where(pins, _speakable),
    doors=DOORS,
    by_family=True,
    one_source=True,
)
