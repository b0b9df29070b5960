"""What is asked: a model, and where, from where, on what and able to do what.

A request holds names in the catalog's own spelling, so two questions that mean the same are equal. It is made from
text (`bedrock_atlas.grammar`) or from parts as JSON has them; both look names up in one place and know the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from bedrock_atlas.errors import RequestError, closest
from bedrock_atlas.facts import MANTLE, RUNTIME, Endpoint
from bedrock_atlas.names import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.names import Names
    from bedrock_atlas.policy import Policy

__all__ = ["API_WORDS", "CAPABILITIES", "RETENTION_MODES", "Api", "Request"]

Api = Literal["converse", "invoke-model", "messages"]

API_WORDS: dict[str, Api] = {
    "converse": "converse",
    "invokemodel": "invoke-model",
    "invoke-model": "invoke-model",
    "messages": "messages",
}
RETENTION_MODES = ("aws_review", "default", "inherit", "none", "provider_data_share")
CAPABILITIES: dict[str, tuple[str, ...]] = {
    "assistant-prefill": ("prefill",),
    "batch": ("batch inference",),
    "citations": (),
    "computer-use": (),
    "context-1m": ("1m context", "1m", "1m context window", "1m tokens"),
    "extended-thinking": ("thinking", "reasoning"),
    "pdf": ("pdf input",),
    "pdf-visual": ("visual pdf", "visual pdf analysis"),
    "prompt-caching": ("caching", "prompt cache"),
    "prompt-caching-1h": ("1h caching", "1h prompt caching"),
    "streaming": (),
    "structured-output": ("structured outputs", "json schema"),
    "tool-use": ("tools", "tool calling", "function calling"),
    "vision": ("images", "image input"),
}
CAPABILITY_WORDS = {
    spelling: name for name, others in CAPABILITIES.items() for spelling in (name, name.replace("-", " "), *others)
}
ENDPOINT_WORDS: dict[str, Endpoint] = {RUNTIME: RUNTIME, "runtime": RUNTIME, MANTLE: MANTLE, "mantle": MANTLE}
JOINED = re.compile(r"\s+(?:or|and)\s+|\s*\+\s*|\s*/\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """One question, with every name in the catalog's own spelling.

    `model` is a model ID. `residency` holds the residencies in which the request may be processed, taken together;
    empty means anywhere. `source` is the Region it is invoked from, `profile` the geography prefix of the very profile
    asked for, `api` the API it is called over and `retention` the account's data-retention mode: None leaves each
    open. `needs` are capabilities. `role` stands in for a model (`model` is then empty) and `attributes` are pairs of
    name and value, sorted: both are a policy's own words. `Request.of` and `Request.parse` check every name.
    """

    model: str
    residency: frozenset[str] = frozenset()
    source: str | None = None
    endpoint: Endpoint = RUNTIME
    profile: str | None = None
    needs: frozenset[str] = frozenset()
    api: Api | None = None
    retention: str | None = None
    role: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str, catalog: Catalog | None = None, policy: Policy | None = None) -> Request:
        """Read a question as people type it (`Sonnet 4.5, EU residency, from eu-central-1`).

        Names are looked up in the given catalog, the shipped one by default; roles, attributes and residencies of its
        own in the policy. Raises RequestError with a caret.
        """
        from bedrock_atlas.grammar import parse

        return parse(text, Words(_names(catalog), policy))

    @classmethod
    def of(cls, catalog: Catalog | None = None, policy: Policy | None = None, /, **parts: Any) -> Request:  # noqa: ANN401  # the words of the JSON form
        """Make a request from its parts as in JSON, each in any spelling `parse` knows.

        Parts: model or role, residency and needs (a word or a list of words), source, endpoint, profile, api,
        retention, attributes (a mapping).
        Raises RequestError for an unknown part, name or type.
        """
        return _from_parts(parts, Words(_names(catalog), policy))

    def __str__(self) -> str:
        """Write the request in the grammar, in canonical spelling."""
        model = f"{self.profile}.{self.model}" if self.profile else self.model
        clauses = [f"role {self.role}" if self.role else model]
        if self.residency:
            clauses.append(f"residency {' or '.join(sorted(self.residency))}")
        if self.source:
            clauses.append(f"from {self.source}")
        if self.endpoint != RUNTIME:
            clauses.append(f"on {self.endpoint}")
        if self.api:
            clauses.append(f"over {self.api}")
        clauses += [f"needs {need}" for need in sorted(self.needs)]
        if self.retention:
            clauses.append(f"retention {self.retention}")
        clauses += [f"{name}={value}" for name, value in self.attributes]
        return ", ".join(clauses)

    def to_dict(self) -> dict[str, object]:
        """Give the parts as JSON data; what is open is None or an empty list."""
        return {
            "model": self.model or None,
            "role": self.role,
            "residency": sorted(self.residency),
            "source": self.source,
            "endpoint": self.endpoint,
            "profile": self.profile,
            "needs": sorted(self.needs),
            "api": self.api,
            "retention": self.retention,
            "attributes": dict(self.attributes),
        }


def _word(text: str, known: Mapping[str, str], what: str) -> str:
    lowered = " ".join(text.lower().split())
    if lowered not in known:
        near = closest(lowered, known)
        hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(dict.fromkeys(known.values()))}"
        slug = f"unknown-{what.replace(' ', '-').lower()}"
        raise RequestError(f"unknown {what} `{text}`", slug=slug, hint=hint, matches=near)
    return known[lowered]


def endpoint_word(text: str) -> Endpoint:
    return cast("Endpoint", _word(text.lower().removesuffix(" endpoint"), ENDPOINT_WORDS, "endpoint"))


def api_word(text: str) -> Api:
    return cast("Api", _word(text, API_WORDS, "API"))


def capability_word(text: str) -> str:
    return _word(text, CAPABILITY_WORDS, "capability")


def retention_word(text: str) -> str:
    return _word(text, {mode: mode for mode in RETENTION_MODES}, "retention mode")


def _names(catalog: Catalog | None) -> Names:
    if catalog is None:
        from bedrock_atlas.catalog import load_catalog

        catalog = load_catalog()
    return catalog.names


_PARTS = ("model", "role", "residency", "source", "endpoint", "profile", "needs", "api", "retention", "attributes")


class Words:
    """What words mean for one catalog and policy: models, roles, residencies, attributes."""

    def __init__(self, names: Names, policy: Policy | None) -> None:
        """Take the catalog's names and the policy's own words; None means no policy."""
        self.names = names
        self.roles = policy.roles if policy else {}
        self.residencies = policy.residencies if policy else {}
        self.attributes = policy.attributes if policy else {}

    def role(self, text: str) -> str:
        """Give the name of a role; raises RequestError (unknown-role)."""
        if text not in self.roles:
            near = closest(text, self.roles)
            hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(sorted(self.roles)) or 'none'}"
            raise RequestError(f"unknown role `{text}`", slug="unknown-role", hint=hint, matches=near)
        return text

    def residency(self, text: str) -> str:
        """Give the name of a residency, the policy's own first; raises RequestError (unknown-residency)."""
        return text if text in self.residencies else self.names.residency(text)

    def is_residency(self, text: str) -> bool:
        """Say whether a word is the name or alias of a residency."""
        return text in self.residencies or self.names.is_residency(text)

    def attribute(self, name: str, value: str) -> tuple[str, str]:
        """Give an attribute with one of its declared values; raises RequestError."""
        if name not in self.attributes:
            near = closest(name, self.attributes)
            known = ", ".join(sorted(self.attributes)) or "none"
            hint = f"did you mean `{near[0]}`?" if near else f"the policy declares: {known}"
            raise RequestError(f"unknown attribute `{name}`", slug="unknown-attribute", hint=hint, matches=near)
        if value not in self.attributes[name]:
            near = closest(value, self.attributes[name])
            hint = f"did you mean `{near[0]}`?" if near else f"one of: {', '.join(self.attributes[name])}"
            raise RequestError(f"`{name}` has no value `{value}`", slug="unknown-value", hint=hint, matches=near)
        return name, value

    def complete(self, request: Request) -> Request:
        """Refuse a request that leaves out an attribute that the policy declares."""
        given = dict(request.attributes)
        for name, values in self.attributes.items():
            if name not in given:
                hint = f"add `{name}=…`, one of: {', '.join(values)}"
                raise RequestError(f"the policy asks for `{name}`", slug="missing-attribute", hint=hint)
        return request


def _from_parts(parts: dict[str, Any], words: Words) -> Request:
    for part in parts:
        if part not in _PARTS:
            near = closest(part, _PARTS)
            hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(_PARTS)}"
            raise RequestError(f"unknown part `{part}`", slug="unknown-part", hint=hint)
    given = {part: value for part, value in parts.items() if value is not None and value not in ([], {})}
    role = words.role(_text(given, "role")) if "role" in given else None
    if (role is None) == ("model" not in given):
        raise RequestError("ask for one model or one role", slug="missing-model" if role is None else "two-subjects")
    subject = words.names.subject(_text(given, "model")) if role is None else Subject("")
    profile, source = subject.profile, subject.source
    if "profile" in given:
        named = words.names.subject(f"{_text(given, 'profile')}.{subject.model}").profile
        profile = _one("profiles", profile, named)
    if "source" in given:
        source = _one("source Regions", source, words.names.region(_text(given, "source")))
    return words.complete(
        Request(
            model=subject.model,
            residency=frozenset(words.residency(one) for one in _words(given, "residency")),
            source=source,
            endpoint=endpoint_word(_text(given, "endpoint")) if "endpoint" in given else RUNTIME,
            profile=profile,
            needs=frozenset(map(capability_word, _words(given, "needs"))),
            api=api_word(_text(given, "api")) if "api" in given else None,
            retention=retention_word(_text(given, "retention")) if "retention" in given else None,
            role=role,
            attributes=tuple(sorted(words.attribute(name, value) for name, value in _pairs(given))),
        )
    )


def _one(what: str, first: str | None, second: str | None) -> str | None:
    if first is not None and first != second:
        raise RequestError(f"two {what}: `{first}` and `{second}`", slug="two-values")
    return second


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
