"""What was found in a text, as data, as words and as findings: each refusal once, its causes, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.causes import CAUSES
from bedrock_atlas.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.diagnose.case import Case, Known
    from bedrock_atlas.diagnose.fixes import Fix
    from bedrock_atlas.diagnose.weigh.weighed import Weighed

__all__ = ["Diagnosis", "Refusal", "to_findings"]

_SHORT = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: how often it was met, its causes likeliest first, each with what helps against it."""

    case: Case
    count: int
    causes: tuple[tuple[Weighed, tuple[Fix, ...]], ...]

    def to_dict(self, index: int) -> dict[str, object]:
        """Return what was met as JSON data."""
        seen = self.case.seen
        return {
            "error": index,
            "wording": seen.wording.slug,
            "line": seen.line,
            "count": self.count,
            "code": seen.code or None,
            "id": self.case.id or None,
            "model": self.case.subject.model if self.case.subject else None,
            "source": self.case.source,
            "endpoint": self.case.endpoint,
            "parts": dict(seen.parts),
            "met": {"where": seen.wording.source, "on": seen.wording.seen},
        }


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Every refusal of a text, in the order of their lines; `more` counts those beyond the ones that were weighed."""

    known: Known
    refusals: tuple[Refusal, ...]
    more: int = 0

    def __bool__(self) -> bool:
        """Check whether anything is known."""
        return bool(self.refusals)

    def to_dict(self, *, short: bool = False) -> dict[str, object]:
        """Return it as JSON data: errors, their causes and what helps, each with the number of its error.

        With `short` two causes an error are told, and two fixes a cause.
        """
        catalog = self.known.catalog
        most = _SHORT if short else None
        return {
            "known": bool(self),
            "on": self.known.on.isoformat(),
            "errors": [one.to_dict(at) for at, one in enumerate(self.refusals[:most])],
            "causes": [
                {
                    "error": at,
                    "slug": weighed.slug,
                    "title": CAUSES[weighed.slug].title,
                    "likelihood": weighed.likelihood,
                    "evidence": list(weighed.evidence),
                    "apart": CAUSES[weighed.slug].apart,
                    "link": CAUSES[weighed.slug].link,
                }
                for at, one in enumerate(self.refusals[:most])
                for weighed, _ in one.causes[:most]
            ],
            "fixes": [
                {"error": at, "cause": slugs[0], "for": slugs, **fix.to_dict()}
                for at, one in enumerate(self.refusals[:most])
                for slugs, fix in _shared(one, most)
            ],
            "more": self.more + (max(0, len(self.refusals) - _SHORT) if short else 0),
            "catalog": {"version": catalog.version, "digest": catalog.digest},
            "policies": [{"name": one.name, "digest": one.digest} for one in self.known.policy.sources],
        }

    def explain(self) -> str:
        """Return it as text, stable byte for byte; ends with a newline."""
        if not self:
            return "not known: no refusal of Amazon Bedrock that is known stands in the text\n"
        blocks = ["\n".join(_lines(one)) for one in self.refusals]
        if self.more:
            blocks.append(f"{self.more} more kinds of errors are not shown")
        return "\n\n".join(blocks) + "\n"


def _shared(one: Refusal, most: int | None) -> Iterator[tuple[list[str], Fix]]:
    """Iterate over what helps, each once, with the causes that it helps against."""
    found: dict[Fix, list[str]] = {}
    for weighed, helps in one.causes[:most]:
        for fix in helps[:most]:
            found.setdefault(fix, []).append(weighed.slug)
    return ((slugs, fix) for fix, slugs in found.items())


def _lines(one: Refusal) -> Iterator[str]:
    seen = one.case.seen
    times = f", {one.count} times" if one.count > 1 else ""
    about = ", ".join(filter(None, (one.case.id, one.case.source and f"from {one.case.source}")))
    yield f"{seen.wording.slug}{f' ({about})' if about else ''}, line {seen.line}{times}"
    for weighed, _ in one.causes:
        cause = CAUSES[weighed.slug]
        yield f"  {weighed.likelihood}: {cause.title} [{weighed.slug}]"
        yield from (f"    - {line}" for line in weighed.evidence)
        if len(one.causes) > 1 or weighed.likelihood != "certain":
            yield f"    tells it apart: {cause.apart}"
        yield f"    {cause.link}"
    for slugs, fix in _shared(one, None):
        against = f" (if {' or '.join(slugs)})" if len(one.causes) > 1 else ""
        yield f"  fix{against}: {fix.text}"
        if fix.invoke_from:
            yield f"    from {', '.join(fix.invoke_from)}; processed in {', '.join(fix.countries)}"
        if fix.action:
            yield f"    {fix.action} on {', '.join(fix.resources) or 'the resource denied'}"


def to_findings(diagnosis: Diagnosis, path: str) -> list[Finding]:
    """Return each refusal as a finding of a file, named by its likeliest cause."""
    found = []
    for one in diagnosis.refusals:
        weighed, helps = one.causes[0]
        others = [CAUSES[other.slug].title for other, _ in one.causes[1:]]
        said = "; ".join((CAUSES[weighed.slug].title, *weighed.evidence))
        message = said + (f"; or: {'; or: '.join(others)}" if others else "")
        hint = "; ".join(fix.text for fix in helps)
        found.append(Finding(path, one.case.seen.line, 1, weighed.slug, message, hint))
    return found
