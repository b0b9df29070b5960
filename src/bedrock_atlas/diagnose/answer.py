"""The way in: text or lines → what is recognised → each kind once → causes weighed → what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.case import Case, case_of
from bedrock_atlas.diagnose.diagnosis import Diagnosis, Refusal
from bedrock_atlas.diagnose.fixes import fixes
from bedrock_atlas.diagnose.log import read_lines, read_text
from bedrock_atlas.diagnose.weigh import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.diagnose.case import Known
    from bedrock_atlas.diagnose.recognise import Seen

__all__ = ["diagnose", "diagnose_lines"]

MOST = 50
"""The kinds of errors of one text that are weighed; the rest is counted."""
_WHOLE = 16_384


def diagnose(text: str, known: Known) -> Diagnosis:
    """Return what is wrong in a text that is at hand; empty when nothing in it is known.

    A short text that holds one refusal is read as a whole for the Region and the ID.
    """
    found = list(read_text(text))
    whole = text if len(found) == 1 and len(text) <= _WHOLE else ""
    return _diagnosis(found, known, whole)


def diagnose_lines(lines: Iterable[str], known: Known) -> Diagnosis:
    """Return what is wrong in lines as they come, of any number."""
    return _diagnosis(read_lines(lines), known, "")


def _diagnosis(found: Iterable[Seen], known: Known, whole: str) -> Diagnosis:
    cases: dict[object, Case] = {}
    counts: dict[object, int] = {}
    others = set[object]()
    for seen in found:
        told = (seen.wording.slug, tuple(seen.parts.items()))
        if len(counts) >= MOST and told not in counts:
            others.add(hash(told))
            continue
        if told not in counts:
            cases[told] = case_of(known, seen, whole)
        counts[told] = counts.get(told, 0) + 1
    return Diagnosis(known, tuple(_refusal(case, counts[told]) for told, case in cases.items()), len(others))


def _refusal(case: Case, count: int) -> Refusal:
    return Refusal(case, count, tuple((one, tuple(fixes(case, one.slug))) for one in weigh(case)))
