"""The text form of a request: a name, then clauses in any order.

Each production is one function. A clause that is not understood is an error with a caret, never a guess: `EU` alone
could be a residency or a profile, so it is refused with the two spellings. `str()` of a request is in this grammar and
parses back to the same request.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bedrock_atlas.decision.parts import Parts
from bedrock_atlas.errors import RequestError, did_you_mean
from bedrock_atlas.facts.words import (
    CAPABILITY_WORDS,
    ENDPOINT_WORDS,
    JOINED,
    api_word,
    capability_word,
    endpoint_word,
    retention_word,
)
from bedrock_atlas.policy.shares import key_word

if TYPE_CHECKING:
    from bedrock_atlas.decision.vocabulary import Vocabulary

__all__ = ["read_text"]

_KEYWORDS = re.compile(
    r"\s+(?=(?:from|on|over|with|needs|needing|retention|key)\s)|(?<!residency)\s+(?=(?:in|within)\s)", re.IGNORECASE
)


def read_text(text: str, words: Vocabulary) -> Parts:
    """Read one question; raises RequestError with a caret under the clause at fault."""
    return _Parser(text, words).parts()


class _Parser:
    """One pass over the text; `at` is where the clause in hand begins."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text, self.words, self.at, self.seen = text, words, 0, set[str]()

    def parts(self) -> Parts:
        """Ask := subject (("," | keyword) clause)*."""
        clauses = list(_clauses(self.text))
        if not clauses:
            raise RequestError("nothing is asked", slug="empty-request", hint="try `Sonnet 4.5, EU residency`")
        try:
            self.at, first = clauses[0]
            parts = self.subject(first)
            for self.at, clause in clauses[1:]:
                parts = self.clause(clause, parts)
        except RequestError as error:
            length = len(dict(clauses)[self.at])
            raise RequestError(
                error.message,
                slug=error.slug,
                hint=error.hint,
                text=self.text,
                span=(self.at, self.at + length),
                matches=error.matches,
            ) from None
        return parts

    def subject(self, text: str) -> Parts:
        """Subject := ["role"] ROLE | NAME | ID | ARN."""
        head, _, rest = text.partition(" ")
        if head.lower() == "role" and rest:
            return Parts(role=self.words.role(rest.strip()))
        if text in self.words.roles:
            return Parts(role=text)
        found = self.words.names.subject(text)
        return Parts(model=found.model, profile=found.profile, source=found.source)

    def clause(self, clause: str, parts: Parts) -> Parts:  # noqa: PLR0911  # one return a production
        """Clause := key | from | on | over | needs | retention | attribute | residency | capability | endpoint."""
        head, _, rest = clause.partition(" ")
        rest, keyword = rest.strip(), head.lower()
        if rest and keyword == "key":
            return self.once("key", replace(parts, key=key_word(rest)))
        name, equals, value = clause.partition("=")
        if equals:
            pair = self.words.attribute(name.strip(), value.strip())
            changed = replace(parts, attributes=tuple(sorted({*parts.attributes, pair})))
            return self.once(f"attribute {pair[0]}", changed)
        if rest and keyword == "from":
            source = self.words.names.region(rest)
            if parts.source is not None and parts.source != source:
                raise RequestError(f"two source Regions: `{parts.source}` and `{source}`", slug="two-values")
            return replace(parts, source=source)
        if rest and keyword == "on":
            return self.once("endpoint", replace(parts, endpoint=endpoint_word(rest)))
        if rest and keyword == "over":
            return self.once("api", replace(parts, api=api_word(rest)))
        if rest and keyword in {"needs", "needing", "with"}:
            return replace(parts, needs=parts.needs | {capability_word(one) for one in JOINED.split(rest)})
        if rest and keyword == "retention":
            return self.once("retention", replace(parts, retention=retention_word(rest)))
        return self.bare(clause, parts)

    def bare(self, clause: str, parts: Parts) -> Parts:
        """Bare := residency | capability | endpoint, each recognisable by its own words."""
        spoken = _spoken_residency(clause)
        if spoken is not None:
            names = frozenset(self.words.residency(one) for one in JOINED.split(spoken))
            return self.once("residency", replace(parts, residency=names))
        lowered = " ".join(clause.lower().split())
        if lowered in CAPABILITY_WORDS:
            return replace(parts, needs=parts.needs | {CAPABILITY_WORDS[lowered]})
        if lowered.removesuffix(" endpoint") in ENDPOINT_WORDS:
            return self.once("endpoint", replace(parts, endpoint=endpoint_word(lowered)))
        raise _not_understood(clause, self.words)

    def once(self, part: str, parts: Parts) -> Parts:
        """Refuse a part that was given before."""
        if part in self.seen:
            raise RequestError(f"the {part} is given twice", slug="given-twice", hint="join names with `or`")
        self.seen.add(part)
        return parts


def _clauses(text: str) -> list[tuple[int, str]]:
    """Return the clauses, each with the offset where it begins: split at commas and before keywords."""
    found: list[tuple[int, str]] = []
    at = 0
    for piece in text.split(","):
        inner = at
        for clause in _KEYWORDS.split(piece):
            start = text.index(clause, inner) if clause else inner
            inner = start + len(clause)
            if clause.strip():
                found.append((start + len(clause) - len(clause.lstrip()), clause.strip()))
        at += len(piece) + 1
    return found


def _spoken_residency(clause: str) -> str | None:
    """Residency := ("in" | "within") ["the"] NAMES | "residency" ["in"] NAMES | NAMES ("residency" | "only")."""
    words = clause.split()
    lowered = [word.lower() for word in words]
    if lowered[-1] in {"residency", "only"} and len(words) > 1:
        words, lowered = words[:-1], lowered[:-1]
        if lowered[-1] == "data" and len(words) > 1:
            words, lowered = words[:-1], lowered[:-1]
    elif lowered[0] not in {"in", "within", "residency"} or len(words) == 1:
        return None
    while len(words) > 1 and lowered[0] in {"in", "within", "residency", "the"}:
        words, lowered = words[1:], lowered[1:]
    return " ".join(word for word, low in zip(words, lowered, strict=True) if low != "the")


def _not_understood(clause: str, words: Vocabulary) -> RequestError:
    if words.is_residency(clause):
        hint = f"write `{clause} residency` for where it is processed, or the full profile ID for one profile"
        return RequestError(f"`{clause}` alone is ambiguous", slug="ambiguous-clause", hint=hint)
    expected = (
        "`EU residency`, `from REGION`, `on ENDPOINT`, `over API`, `needs CAPABILITY`, `retention MODE` or `key ID`"
    )
    hint = did_you_mean(clause.lower(), (*CAPABILITY_WORDS, *ENDPOINT_WORDS), f"expected {expected}")
    return RequestError(f"cannot read `{clause}`", slug="bad-clause", hint=hint)
