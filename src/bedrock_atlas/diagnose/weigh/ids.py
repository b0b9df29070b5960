"""What the catalog knows of an ID that Bedrock refused: its calendar, its rows and its spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.weigh.weighed import shown
from bedrock_atlas.facts.values import MANTLE, RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.diagnose.case import Case
    from bedrock_atlas.diagnose.weigh.weighed import Finding

__all__ = ["IDS", "holds_here", "same_but_suffix"]

_SUFFIX = re.compile(r"-v\d+(?::\d+)?$|:\d+$")
_OPEN: Finding = ("possible", ())


def holds_here(case: Case) -> tuple[str, ...]:
    """Return what the catalog says where it knows no fault."""
    if case.own and case.source:
        version = case.known.catalog.version
        listed = f"the catalog {version} lists {case.id} from {case.source}"
        return (f"{listed}: the call may have gone to another Region, or the account sees less than others",)
    return ()


def same_but_suffix(case: Case) -> list[str]:
    """Return the known IDs that differ from a case's in the version at the end alone."""
    if not case.id or case.exact:
        return []
    stem = _SUFFIX.sub("", case.id.lower())
    models = case.known.catalog
    ids = {row.id for model in models for row in model.rows} | {model.id for model in models}
    return sorted(one for one in ids if _SUFFIX.sub("", one) == stem)


def _after_end(case: Case) -> Finding:
    life, model = case.lifecycle, case.model
    if not case.id:
        return _OPEN
    if life is None or model is None or not case.exact or life.status(case.known.on) != "EOL":
        return None
    return "certain", (f"{model.name} reached its end of life on {life.end_of_life}{_where(case)}",)


def _where(case: Case) -> str:
    return f" in {case.source}" if case.source and case.model and case.source in case.model.elsewhere else ""


def _withdrawn(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    if case.model is None or not case.prefix or case.own or not case.exact:
        return None
    ended = [row.until for row in case.model.rows if row.id == case.id and row.until and row.until <= case.known.on]
    return ("certain", (f"{case.id} was withdrawn on {max(ended)}",)) if ended else None


def _not_yet(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    life, model, on = case.lifecycle, case.model, case.known.on
    if life is None or model is None:
        return None
    begins = [row.since for row in model.rows if row.id == case.id and row.since and row.since > on]
    if life.status(on) == "UPCOMING":
        begins.append(life.start_of_life or on)
    return ("certain", (f"{case.id} is there from {min(begins)} on",)) if begins and not case.own else None


def _no_profile(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    if case.problem is None or case.problem.slug not in {"unknown-profile", "unknown-geography"}:
        return None
    return "certain", (case.problem.message.replace("`", ""), case.problem.hint.replace("`", ""))


def _suffix(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    near = same_but_suffix(case)
    return ("certain", (f"{case.id} is not an ID, {shown(near)} is",)) if near else None


def _misspelled(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    if same_but_suffix(case):
        return None
    if case.problem is not None and case.problem.slug not in {"unknown-profile", "unknown-geography"}:
        hint = case.problem.hint.replace("`", "")
        return "likely", tuple(filter(None, (f"the catalog knows no {case.id}", hint)))
    if case.subject is not None and not case.exact and case.prefix is None:
        return "certain", (f"{case.id} is a name of {case.subject.model}, not an ID that Bedrock takes",)
    return None


def _mantle_only(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    ends = {row.endpoint for row in case.model.rows if row.id == case.id} if case.model else set()
    return ("certain", (f"{case.id} is known on {MANTLE} alone",)) if ends == {MANTLE} else None


def _not_from(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    if not case.own:
        return None
    sources = {one.source for one in case.own}
    if case.source is None:
        return "likely", (f"{case.id} can be called from {shown(sources)}; the text does not say which was called",)
    if case.source in sources:
        return None
    return "certain", (f"{case.id} can be called from {shown(sources)}, not from {case.source}",)


def _profile_needed(case: Case) -> Finding:
    here = [one for one in case.routes if one.endpoint == RUNTIME and case.source in {None, one.source}]
    profiles = shown(one.id for one in here if one.geography)
    where = f" from {case.source}" if case.source else ""
    bare = sorted({one.source for one in case.routes if one.geography is None and one.endpoint == RUNTIME})
    said = [f"profiles{where}: {profiles}" if profiles else f"no profile of it is known{where}"] if case.model else []
    if bare:
        said.append(f"by itself it can be called from {shown(bare)}")
    return "certain", tuple(said)


def _ended(case: Case) -> Finding:
    life, model = case.lifecycle, case.model
    if life is None or model is None:
        return "certain", ()
    if life.end_of_life and life.end_of_life <= case.known.on:
        return "certain", (f"{model.name} reached its end of life on {life.end_of_life}{_where(case)}",)
    return "certain", (f"the catalog {case.known.catalog.version} knows no end of {model.name} that has come",)


def _legacy(case: Case) -> Finding:
    life, model = case.lifecycle, case.model
    if life is None or model is None:
        return "certain", ()
    since = f"{model.name} is LEGACY since {life.legacy_from}" if life.legacy_from else ""
    end = f"its end of life is {life.end_of_life}" if life.end_of_life else ""
    return "certain", tuple(filter(None, (since, end)))


def _mantle_profile(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    on_mantle = {one.id for one in case.routes if one.endpoint == MANTLE}
    if case.model is None or not on_mantle or case.id in on_mantle:
        return None
    return "certain", (f"on {MANTLE} it is {shown(on_mantle)}",)


def _mantle_unserved(case: Case) -> Finding:
    if not case.id:
        return _OPEN
    sources = {one.source for one in case.routes if one.endpoint == MANTLE}
    if case.model is None:
        return "possible", (f"the catalog knows no {case.id}",)
    if case.source is not None and case.source not in sources:
        where = f"; it is in {shown(sources)}" if sources else ""
        return "certain", (f"{case.model.name} is not known on {MANTLE} in {case.source}{where}",)
    return ("certain", (f"{case.model.name} is not known on {MANTLE}",)) if not sources else None


def _mismatch(case: Case) -> Finding:
    named = case.subject.source if case.subject else None
    said = f"the ARN is of {named}" if named else ""
    return "certain", tuple(filter(None, (said, f"{case.source} was called" if case.source else "")))


def _no_endpoint(case: Case) -> Finding:
    region, endpoint = case.seen.parts["region"].lower(), f"bedrock{case.seen.parts['kind'].lower()}"
    if region not in case.known.catalog.regions:
        return "certain", (f"{region} is no Region that the catalog knows",)
    on = case.known.on
    served = {
        source for model in case.known.catalog for row in model.rows if row.endpoint == endpoint and row.holds(on)
        for source in row.sources
    }  # fmt: skip
    if region in served:
        return "certain", (f"{endpoint} is known in {region}: the name is not resolved here",)
    return "certain", (f"no model is known on {endpoint} in {region}",)


IDS: dict[str, Callable[[Case], Finding]] = {
    "after-end-of-life": _after_end,
    "end-of-life": _ended,
    "legacy-idle": _legacy,
    "mantle-not-served": _mantle_unserved,
    "mantle-only-id": _mantle_only,
    "mantle-profile-id": _mantle_profile,
    "misspelled-id": _misspelled,
    "no-endpoint": _no_endpoint,
    "no-such-profile": _no_profile,
    "not-from-region": _not_from,
    "not-yet": _not_yet,
    "profile-needed": _profile_needed,
    "region-mismatch": _mismatch,
    "version-suffix": _suffix,
    "withdrawn-profile": _withdrawn,
}
