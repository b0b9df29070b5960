"""What is asked: a model, and where, from where, on what and able to do what.

A request holds names in the catalog's own spelling, so two questions that mean the same are equal. It is made from
text, from parts as JSON has them, or from both; all go through one constructor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bedrock_atlas.decision.grammar import read_text
from bedrock_atlas.decision.parts import Parts, merge, read_parts
from bedrock_atlas.decision.vocabulary import Vocabulary
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.values import RUNTIME, Endpoint

if TYPE_CHECKING:
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.words import Api
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """One question, with every name in the catalog's own spelling.

    `model` is a model ID. `residency` holds the residencies in which the request may be processed, taken together;
    empty means anywhere. `source` is the Region it is invoked from, `profile` the geography prefix of the very profile
    asked for, `api` the API it is called over, `retention` the account's data-retention mode and `key` what shares of
    a role are chosen by: None leaves each open. `needs` are capabilities. `role` stands in for a model (`model` is then
    empty) and `attributes` are pairs of name and value, sorted: both are a policy's own words. `Request.of` and
    `Request.parse` check every name.
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
    key: str | None = None

    @classmethod
    def parse(cls, text: str, catalog: Catalog, policy: Policy | None = None) -> Request:
        """Read a question as people type it (`Sonnet 4.5, EU residency, from eu-central-1`).

        Names are looked up in the catalog; roles, attributes and residencies of its own in the policy. Raises
        RequestError with a caret.
        """
        return cls.asked(text, catalog, policy)

    @classmethod
    def of(cls, catalog: Catalog, policy: Policy | None = None, /, **parts: Any) -> Request:  # noqa: ANN401  # the words of the JSON form
        """Make a request from its parts as in JSON, each in any spelling `parse` knows.

        Parts: model or role, residency and needs (a word or a list of words), source, endpoint, profile, api,
        retention, key, attributes (a mapping).
        Raises RequestError for an unknown part, name or type.
        """
        return cls.asked(None, catalog, policy, **parts)

    @classmethod
    def asked(cls, text: str | None, catalog: Catalog, policy: Policy | None = None, /, **parts: Any) -> Request:  # noqa: ANN401  # as above
        """Make a request from text, parts or both: parts fill what the text leaves open and may repeat what it says.

        `text` is None where there is none. Raises RequestError where the two differ (contradiction), and as `parse` and
        `of` do.
        """
        vocabulary = Vocabulary(catalog.names, policy)
        given = read_parts(parts, vocabulary)
        if text is not None:
            given = merge(read_text(text, vocabulary), given)
        return _checked(given, vocabulary)

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
        if self.key:
            clauses.append(f"key {self.key}")
        clauses += [f"{name}={value}" for name, value in self.attributes]
        return ", ".join(clauses)

    def to_dict(self) -> dict[str, object]:
        """Return the parts as JSON data; what is open is None or an empty list."""
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
            "key": self.key,
            "attributes": dict(self.attributes),
        }


def _checked(parts: Parts, vocabulary: Vocabulary) -> Request:
    """Return the request that parts make; raises RequestError when they are not one whole question."""
    if (parts.role is None) == (parts.model is None):
        slug = "missing-model" if parts.role is None else "two-subjects"
        raise RequestError("ask for one model or one role", slug=slug)
    if parts.profile is not None and parts.model is not None:
        vocabulary.names.subject(f"{parts.profile}.{parts.model}")
    if parts.role is not None:
        vocabulary.roles[parts.role].share(parts.key)
    attributes = vocabulary.complete(parts.attributes)
    return Request(
        model=parts.model or "",
        residency=parts.residency,
        source=parts.source,
        endpoint=parts.endpoint or RUNTIME,
        profile=parts.profile,
        needs=parts.needs,
        api=parts.api,
        retention=parts.retention,
        key=parts.key,
        role=parts.role,
        attributes=attributes,
    )
