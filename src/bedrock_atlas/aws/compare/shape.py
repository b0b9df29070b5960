"""AWS's answers as facts: what one entry of a list says, and what in it nobody has seen before.

Nothing is refused here. An unknown field or enum value is kept as it is and reported; a fact that AWS did not tell is
absent and compares with nothing. A profile's model and destinations are read from its model ARNs, its source from its
own ARN.
Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_InferenceProfileSummary.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["DATES", "Odd", "SeenModel", "SeenProfile", "odd_parts", "parse_time", "read_model", "read_profile"]

DATES = {
    "startOfLifeTime": "start_of_life",
    "legacyTime": "legacy",
    "publicExtendedAccessTime": "public_extended_access",
    "endOfLifeTime": "end_of_life",
}
"""AWS's name of a lifecycle date → the catalog's."""

_PROFILE_ARN = re.compile(r"arn:[^:]+:bedrock:([a-z0-9-]+):[^:]*:inference-profile/(.+)")
_MODEL_ARN = re.compile(r"arn:[^:]+:bedrock:([a-z0-9-]*)::foundation-model/(.+)")
_MILLISECONDS = 100_000_000_000

_MODALITIES = {"TEXT", "IMAGE", "EMBEDDING", "VIDEO", "SPEECH", "AUDIO"}
_ENUMS: dict[str, set[str]] = {
    "inputModalities": _MODALITIES,
    "outputModalities": _MODALITIES,
    "inferenceTypesSupported": {"ON_DEMAND", "PROVISIONED", "INFERENCE_PROFILE"},
    "customizationsSupported": {"FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"},
    "modelLifecycle.status": {"ACTIVE", "LEGACY"},
    "status": {"ACTIVE"},
    "type": {"SYSTEM_DEFINED", "APPLICATION"},
}
_MODEL_FIELDS = {
    "modelArn", "modelId", "modelName", "providerName", "inputModalities", "outputModalities", "modelLifecycle",
    "responseStreamingSupported", "customizationsSupported", "inferenceTypesSupported",
    *(f"modelLifecycle.{name}" for name in ("status", *DATES)),
}  # fmt: skip
_PROFILE_FIELDS = {
    "inferenceProfileName", "description", "createdAt", "updatedAt", "inferenceProfileArn", "models",
    "models.modelArn", "inferenceProfileId", "status", "type",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Odd:
    """A field (`value` empty) or an enum value that nobody has seen before, and the entry it stands in."""

    field: str
    value: str
    id: str


@dataclass(frozen=True, slots=True)
class SeenModel:
    """A model as one Region lists it; `dates` holds those that AWS told, by the catalog's names."""

    id: str
    name: str
    provider: str
    status: str
    dates: Mapping[str, date]
    on_demand: bool
    input: tuple[str, ...] = ()
    output: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenProfile:
    """A SYSTEM_DEFINED profile as one Region lists it.

    `prefix` is what stands before the model ID. `destinations` is None when AWS named none; the Region-less ARN of a
    global profile makes `everywhere` true, and then they do not count.
    """

    id: str
    source: str
    model: str
    prefix: str
    name: str = field(compare=False)
    destinations: frozenset[str] | None
    everywhere: bool = False


def read_model(entry: Mapping[str, Any]) -> SeenModel:
    """Read one model summary; raises ValueError when it has no ID."""
    lifecycle = entry.get("modelLifecycle")
    lifecycle = lifecycle if isinstance(lifecycle, dict) else {}
    times = {ours: parse_time(lifecycle.get(theirs)) for theirs, ours in DATES.items()}
    return SeenModel(
        _text(entry, "modelId"),
        str(entry.get("modelName") or entry["modelId"]),
        str(entry.get("providerName", "")),
        str(lifecycle.get("status", "")),
        {name: time.date() for name, time in times.items() if time is not None},
        "ON_DEMAND" in _words(entry.get("inferenceTypesSupported")),
        tuple(sorted(word.lower() for word in _words(entry.get("inputModalities")))),
        tuple(sorted(word.lower() for word in _words(entry.get("outputModalities")))),
    )


def read_profile(entry: Mapping[str, Any], region: str) -> SeenProfile:
    """Read one profile summary that was listed in a Region; raises ValueError when it cannot be placed.

    That is so without an ID, when its ARN names another Region, or when its model ARNs name no model or several.
    """
    identifier = _text(entry, "inferenceProfileId")
    arn = _PROFILE_ARN.fullmatch(str(entry.get("inferenceProfileArn", "")))
    source = arn[1] if arn else region
    if source != region:
        raise ValueError(f"`{identifier}` was listed in {region} and its ARN names {source}")
    entries = entry.get("models")
    arns = [one.get("modelArn", "") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    found = [match for match in map(_MODEL_ARN.fullmatch, map(str, arns)) if match]
    models = {match[2] for match in found}
    if len(models) != 1 or len(found) != len(arns):
        raise ValueError(f"the model ARNs of `{identifier}` name {len(models)} models")
    model = models.pop()
    if not identifier.endswith(f".{model}"):
        raise ValueError(f"`{identifier}` does not end with its model `{model}`")
    destinations = frozenset(match[1] for match in found)
    return SeenProfile(
        identifier, source, model, identifier.removesuffix(f".{model}"),
        str(entry.get("inferenceProfileName", "")), destinations - {""} or None, "" in destinations,
    )  # fmt: skip


def odd_parts(entry: Mapping[str, Any], *, profile: bool) -> Iterator[Odd]:
    """Return every field and enum value of an entry that nobody has seen before."""
    known = _PROFILE_FIELDS if profile else _MODEL_FIELDS
    identifier = str(entry.get("inferenceProfileId" if profile else "modelId", ""))
    for path, value in _leaves(entry, ""):
        if path not in known:
            yield Odd(path, "", identifier)
        elif path in _ENUMS and value not in _ENUMS[path]:
            yield Odd(path, str(value), identifier)


def parse_time(value: object) -> datetime | None:
    """Read a time as AWS or a tool writes it, always aware: datetime, ISO text, `str(datetime)`, epoch (s or ms).

    None for None and for what is no time; a time without a zone is taken as UTC.
    """
    try:
        if isinstance(value, datetime):
            time = value
        elif isinstance(value, bool) or value is None:
            return None
        elif isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"\d{9,13}(\.\d+)?", value)):
            number = float(value)
            time = datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC)
        else:
            time = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"an entry has no `{key}`")
    return value


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Return the dotted path of every key, and the value where it is no object; lists count as their entries."""
    if isinstance(value, dict):
        for key, item in value.items():
            inner = f"{path}.{key}" if path else str(key)
            if isinstance(item, dict) or (isinstance(item, list) and any(isinstance(one, dict) for one in item)):
                yield inner, None
            yield from _leaves(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    else:
        yield path, value
