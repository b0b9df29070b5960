"""What must hold across the files of a catalog: one small function per rule, named after its slug.

A rule sees valid files only and says nothing about a table that could not be read: it is skipped when one it needs is
missing. A plain tuple of rules in `check` rather than a plug-in mechanism: the list is the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.authoring import Kind
    from bedrock_atlas.source.sheets import Sheets

__all__ = ["Rule", "rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `slug` names its findings, `about` says what must hold, `needs` lists the tables it looks into."""

    slug: str
    about: str
    needs: tuple[Kind, ...]
    find: Callable[[Sheets], Iterable[Finding]]


def rule(*needs: Kind) -> Callable[[Callable[[Sheets], Iterable[Finding]]], Rule]:
    """Make a rule of a function: its name is the slug, its docstring what must hold."""

    def make(find: Callable[[Sheets], Iterable[Finding]]) -> Rule:
        return Rule(find.__name__.replace("_", "-"), find.__doc__ or "", needs, find)

    return make
