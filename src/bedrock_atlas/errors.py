"""The exceptions of bedrock-atlas and the finding they carry.

Errors are values first: a reader collects findings and raises once, so one run shows every problem.
A message is lower case without a final period, quotes in backticks what was typed, and keeps its hint apart so that
each caller (terminal, JSON, a pull request) prints it in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "AtlasError",
    "CatalogError",
    "Finding",
    "Location",
    "ObservationError",
    "PolicyError",
    "RequestError",
    "Severity",
    "SourceError",
    "closest",
    "did_you_mean",
    "suggestion",
]

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem at one place in a file.

    `path` is the file as it was named to us; `line` and `column` count from 1. `slug` names the kind of problem and
    never changes its meaning. `hint` says what to do; empty when the message already does.
    """

    path: str
    line: int
    column: int
    slug: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return `path:line:column: severity[slug]: message`, the hint on a line of its own."""
        head = f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.slug}]: {self.message}"
        return f"{head}\n  hint: {self.hint}" if self.hint else head


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where something stands in a file; line and column count from 1."""

    path: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return `path:line:column`."""
        return f"{self.path}:{self.line}:{self.column}"

    def finding(self, slug: str, message: str, hint: str = "", severity: Severity = "error") -> Finding:
        """Return a finding here."""
        return Finding(self.path, self.line, self.column, slug, message, hint, severity)


class AtlasError(Exception):
    """The root of every error this package raises on purpose."""


class SourceError(AtlasError):
    """Files are wrong; `findings` holds every problem of the run, sorted by path, line and column."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings sorted and without repeats."""
        self.findings: tuple[Finding, ...] = tuple(sorted(set(findings)))
        super().__init__("\n".join(map(str, self.findings)))


class CatalogError(SourceError):
    """The catalog cannot be read or contradicts itself."""


class PolicyError(SourceError):
    """A policy cannot be read, contradicts another one or names what nobody knows."""


class RequestError(AtlasError, ValueError):
    """A request that names something unknown or is not in the grammar.

    `text` is what was typed and `span` the characters at fault (start, end), both None for structured input.
    `slug` names the kind of problem; `matches` holds the candidates when a name fits several or nearly fits.
    """

    def __init__(  # noqa: PLR0913  # an error gathers what its printers need
        self,
        message: str,
        *,
        slug: str,
        hint: str = "",
        text: str | None = None,
        span: tuple[int, int] | None = None,
        matches: Sequence[str] = (),
    ) -> None:
        """Keep the parts; the rendered message carries the caret and the hint."""
        self.message, self.slug, self.hint, self.text, self.span = message, slug, hint, text, span
        self.matches = tuple(matches)
        lines = [message]
        if text is not None and span is not None:
            start, end = span
            lines += [f"  {text}", "  " + " " * start + "^" * max(1, end - start)]
        if hint:
            lines.append(f"  hint: {hint}")
        super().__init__("\n".join(lines))

    @classmethod
    def unknown(cls, message: str, *, slug: str, word: str, known: Iterable[str], otherwise: str = "") -> RequestError:
        """Return the error for a word nobody knows: `matches` and the hint name the known ones most like it.

        `otherwise` is the hint where none is near.
        """
        near = closest(word, known)
        return cls(message, slug=slug, hint=suggestion(near[:1]) or otherwise, matches=near)


class ObservationError(AtlasError):
    """AWS refused, throttled or could not be reached. `region` is where; `cause` is the error underneath."""

    def __init__(self, message: str, *, region: str, cause: BaseException) -> None:
        """Keep the Region and the cause."""
        self.region, self.cause = region, cause
        super().__init__(message)


def closest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the known words most like `word`, best first; empty when nothing is near."""
    from difflib import get_close_matches

    return tuple(get_close_matches(word, sorted(known), n=count, cutoff=0.6))


def suggestion(near: Sequence[str], between: str = " or ") -> str:
    """Return the hint that asks whether one of these words was meant; empty when there are none."""
    return f"did you mean {between.join(f'`{one}`' for one in near)}?" if near else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint for a word nobody knows: the known one most like it, `otherwise` where none is near."""
    return suggestion(closest(word, known, 1)) or otherwise
