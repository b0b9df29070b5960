"""The parts of a question, before it is known to be whole: what is unsaid differs from every value.

Text (`bedrock_atlas.decision.grammar`), the JSON form and options each yield parts in the catalog's own spelling;
`merge` puts them together and refuses contradictions. A value never becomes text again, so no value can say more than
itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError, did_you_mean
from bedrock_atlas.facts.words import JOINED, Api, api_word, capability_word, endpoint_word, retention_word
from bedrock_atlas.policy.shares import key_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bedrock_atlas.decision.vocabulary import Vocabulary
    from bedrock_atlas.facts.values import Endpoint

__all__ = ["Parts", "merge", "read_parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is given of a question; None or empty is what is not.

    `model` is a model ID, `attributes` are pairs of name and value, sorted by name.
    """

    model: str | None = None
    role: str | None = None
    residency: frozenset[str] = frozenset()
    source: str | None = None
    endpoint: Endpoint | None = None
    profile: str | None = None
    needs: frozenset[str] = frozenset()
    api: Api | None = None
    retention: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    key: str | None = None


PARTS = tuple(field.name for field in fields(Parts))


def read_parts(given: Mapping[str, Any], vocabulary: Vocabulary) -> Parts:
    """Read the parts of the JSON form, each in any spelling that the text form knows.

    `residency` and `needs` are a word or a list of words, `attributes` a mapping; None and what is empty are unsaid.
    Raises RequestError for an unknown part, name or type.
    """
    for part in given:
        if part not in PARTS:
            hint = did_you_mean(part, PARTS, f"known: {', '.join(PARTS)}")
            raise RequestError(f"unknown part `{part}`", slug="unknown-part", hint=hint)
    values = {part: value for part, value in given.items() if value is not None and value not in ([], (), {})}
    parts = Parts(
        role=vocabulary.role(_text(values, "role")) if "role" in values else None,
        residency=frozenset(vocabulary.residency(one) for one in _words(values, "residency")),
        source=vocabulary.names.region(_text(values, "source")) if "source" in values else None,
        endpoint=endpoint_word(_text(values, "endpoint")) if "endpoint" in values else None,
        profile=vocabulary.names.geography(_text(values, "profile")) if "profile" in values else None,
        needs=frozenset(map(capability_word, _words(values, "needs"))),
        api=api_word(_text(values, "api")) if "api" in values else None,
        retention=retention_word(_text(values, "retention")) if "retention" in values else None,
        key=key_word(_text(values, "key")) if "key" in values else None,
        attributes=tuple(sorted(vocabulary.attribute(name, value) for name, value in _pairs(values))),
    )
    if "model" not in values:
        return parts
    subject = vocabulary.names.subject(_text(values, "model"))
    return replace(
        parts,
        model=subject.model,
        profile=_one("profiles", subject.profile, parts.profile),
        source=_one("source Regions", subject.source, parts.source),
    )


def merge(parts: Parts, added: Parts) -> Parts:
    """Return what two sources say together; raises RequestError (contradiction) where they differ.

    Needs add up, since asking for more contradicts nothing.
    """
    if (parts.model or parts.role) and (added.model or added.role) and _subject(parts) != _subject(added):
        raise _contradiction("model", parts.role or parts.model, added.role or added.model)
    merged: dict[str, Any] = {"needs": parts.needs | added.needs}
    for part in PARTS:
        first, second = getattr(parts, part), getattr(added, part)
        if part in {"needs", "attributes"}:
            continue
        if first and second and first != second:
            raise _contradiction("source Region" if part == "source" else part, first, second)
        merged[part] = first or second
    attributes = dict(parts.attributes)
    for name, value in added.attributes:
        if attributes.setdefault(name, value) != value:
            raise _contradiction(name, attributes[name], value, by="attributes")
    return Parts(**merged, attributes=tuple(sorted(attributes.items())))


def _subject(parts: Parts) -> tuple[str | None, str | None]:
    return parts.model, parts.role


def _contradiction(part: str, first: object, second: object, by: str = "options") -> RequestError:
    words = [" or ".join(sorted(one)) if isinstance(one, frozenset) else str(one) for one in (first, second)]
    return RequestError(
        f"the question says {part} `{words[0]}`, the {by} say `{words[1]}`", slug="contradiction", hint="say it once"
    )


def _one(what: str, first: str | None, second: str | None) -> str | None:
    if first is not None and second is not None and first != second:
        raise RequestError(f"two {what}: `{first}` and `{second}`", slug="two-values")
    return first or second


def _pairs(parts: dict[str, Any]) -> list[tuple[str, str]]:
    value = parts.get("attributes", {})
    if not isinstance(value, dict) or not all(isinstance(one, str) for pair in value.items() for one in pair):
        raise RequestError("`attributes` must map words to words", slug="wrong-type")
    return list(value.items())


def _text(parts: dict[str, Any], part: str) -> str:
    value = parts[part]
    if not isinstance(value, str) or not value.strip():
        raise RequestError(f"`{part}` must be a word, not `{value!r}`", slug="wrong-type")
    return value.strip()


def _words(parts: dict[str, Any], part: str) -> list[str]:
    value = parts.get(part, [])
    words = JOINED.split(value.strip()) if isinstance(value, str) else list(value) if _is_list(value) else [value]
    return [_text({part: word}, part) for word in words]


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple | set | frozenset)
