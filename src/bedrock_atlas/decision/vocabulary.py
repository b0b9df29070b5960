"""What words mean for one catalog and policy: models, roles, residencies, attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError, closest
from bedrock_atlas.policy.picks import is_pick, read_pick

if TYPE_CHECKING:
    from bedrock_atlas.facts.names import Names
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Vocabulary"]


class Vocabulary:
    """What words mean for one catalog and policy: models, roles, residencies, attributes."""

    def __init__(self, names: Names, policy: Policy | None) -> None:
        """Take the catalog's names and the policy's own words; None means no policy."""
        self.names = names
        self.roles = policy.roles if policy else {}
        self.residencies = policy.residencies if policy else {}
        self.attributes = policy.attributes if policy else {}
        self.defaults = policy.defaults if policy else {}

    def role(self, text: str) -> str:
        """Return the name of a role, a pick in its one spelling; raises RequestError (unknown-role, as `read_pick`)."""
        if text not in self.roles and is_pick(text):
            return read_pick(text, self.names.entries).name
        if text not in self.roles:
            known = ", ".join(sorted(self.roles)) or "none"
            raise RequestError.unknown(
                f"unknown role `{text}`", slug="unknown-role", word=text, known=self.roles, otherwise=f"known: {known}"
            )
        return text

    def residency(self, text: str) -> str:
        """Return the name of a residency, the policy's own first; raises RequestError (unknown-residency)."""
        if text in self.residencies:
            return text
        try:
            return self.names.residency(text)
        except RequestError as error:
            if not closest(text, self.residencies):
                raise
            raise RequestError.unknown(error.message, slug=error.slug, word=text, known=self.residencies) from None

    def is_residency(self, text: str) -> bool:
        """Check whether a word is the name or alias of a residency."""
        return text in self.residencies or self.names.is_residency(text)

    def attribute(self, name: str, value: str) -> tuple[str, str]:
        """Return an attribute with one of its declared values; raises RequestError."""
        if name not in self.attributes:
            raise RequestError.unknown(
                f"unknown attribute `{name}`",
                slug="unknown-attribute",
                word=name,
                known=self.attributes,
                otherwise=f"the policy declares: {', '.join(sorted(self.attributes)) or 'none'}",
            )
        if value not in self.attributes[name]:
            raise RequestError.unknown(
                f"`{name}` has no value `{value}`",
                slug="unknown-value",
                word=value,
                known=self.attributes[name],
                otherwise=f"one of: {', '.join(self.attributes[name])}",
            )
        return name, value

    def complete(self, attributes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Return attributes with the defaults of those left out; raises RequestError (missing-attribute) for others."""
        given = {**self.defaults, **dict(attributes)}
        for name, values in self.attributes.items():
            if name not in given:
                hint = f"add `{name}=…`, one of: {', '.join(values)}"
                raise RequestError(f"the policy asks for `{name}`", slug="missing-attribute", hint=hint)
        return tuple(sorted(given.items()))
