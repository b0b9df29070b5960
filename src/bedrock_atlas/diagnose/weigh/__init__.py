"""The causes of a case, likeliest first: what the facts rule out is left away, what they show is said with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.weigh.account import ACCOUNT
from bedrock_atlas.diagnose.weigh.ids import IDS, holds_here
from bedrock_atlas.diagnose.weigh.request import REQUEST
from bedrock_atlas.diagnose.weigh.rights import RIGHTS
from bedrock_atlas.diagnose.weigh.weighed import ORDER, Weighed

if TYPE_CHECKING:
    from bedrock_atlas.diagnose.case import Case

__all__ = ["weigh"]

_WEIGHERS = IDS | RIGHTS | ACCOUNT | REQUEST


def weigh(case: Case) -> list[Weighed]:
    """Return the causes that a case may have, likeliest first; at least one."""
    slugs = case.seen.wording.causes
    found = [one for slug in slugs if (one := _weighed(slug, case)) is not None]
    if not found:
        found = [Weighed(slugs[-1], "possible", holds_here(case))]
    return sorted(found, key=lambda one: (ORDER.index(one.likelihood), slugs.index(one.slug)))


def _weighed(slug: str, case: Case) -> Weighed | None:
    """Return one cause with its evidence; None where the facts rule it out."""
    alone = len(case.seen.wording.causes) == 1
    weigher = _WEIGHERS.get(slug)
    found = weigher(case) if weigher else ("possible", ())
    if found is None:
        return Weighed(slug, "possible", holds_here(case)) if alone else None
    likelihood, evidence = found
    return Weighed(slug, "certain" if alone else likelihood, evidence)
