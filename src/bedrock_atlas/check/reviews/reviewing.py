"""What a reviewer looks for in a sound catalog: rules that need a date, other files, or a judgement.

They are not part of reading: a catalog that breaks one still answers. Each is a function with a slug, like the rules of
soundness, and only `check` runs them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, timedelta
    from pathlib import Path

    from bedrock_atlas.errors import Finding, Severity
    from bedrock_atlas.source.authoring import Kind
    from bedrock_atlas.source.sheets import Sheets

__all__ = ["Review", "Terms", "review"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a review goes by: the day it is for, the age from which evidence is old, the catalog's folder."""

    on: date
    old: timedelta
    folder: Path


@dataclass(frozen=True, slots=True)
class Review:
    """One rule: `slug` names its findings, `about` says what must hold, `needs` lists the tables it looks into."""

    slug: str
    about: str
    severity: Severity
    needs: tuple[Kind, ...]
    function: Callable[[Sheets, Terms], Iterable[Finding]]

    def find(self, sheets: Sheets, terms: Terms) -> Iterator[Finding]:
        """Return what the rule finds, with its severity; nothing when a table that it needs could not be read."""
        if all(kind in sheets.tables for kind in self.needs):
            for finding in self.function(sheets, terms):
                yield replace(finding, severity=self.severity)


def review(severity: Severity, *needs: Kind) -> Callable[[Callable[[Sheets, Terms], Iterable[Finding]]], Review]:
    """Make a review of a function: its name is the slug, its docstring what must hold."""

    def make(function: Callable[[Sheets, Terms], Iterable[Finding]]) -> Review:
        return Review(function.__name__.replace("_", "-"), function.__doc__ or "", severity, needs, function)

    return make
