"""What helps, by cause: an ID that the same policy admits within the same bounds, or a step that somebody must take.

The law of `advice` holds here too: every ID is the answer of `decide`, and none has a destination outside the residency
that was asked, or else outside what the given ID itself reaches. `global.` is never proposed to who did not name it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedrock_atlas.advice.alternatives import advise
from bedrock_atlas.advice.places import places
from bedrock_atlas.diagnose.causes import CAUSES
from bedrock_atlas.diagnose.weigh.ids import same_but_suffix
from bedrock_atlas.diagnose.weigh.rights import arns, brought
from bedrock_atlas.errors import closest
from bedrock_atlas.facts.values import MANTLE, RUNTIME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.decision.alternative import Answered
    from bedrock_atlas.diagnose.case import Case
    from bedrock_atlas.facts.values import Endpoint, Route

__all__ = ["Fix", "fixes"]

_SHOWN = 3
_GLOBAL = "global"
_SWITCH = {"mantle-not-served": RUNTIME, "mantle-only-id": MANTLE, "mantle-profile-id": MANTLE}
_RETRIED = frozenset({"capacity", "quota-day", "quota-minute"})
_AVOIDED = frozenset({"iam-deny-global", "scp-destination", "scp-global"})


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to do. `kind` is use (an ID), or what the cause's `mend` says; `text` says it.

    `id`, `invoke_from`, `endpoint` and `countries` are of the answer that was decided, empty where the fix is none;
    `action` and `resources` are of a right that is missing.
    """

    kind: str
    text: str
    link: str
    id: str = ""
    endpoint: str = ""
    invoke_from: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    action: str = ""
    resources: tuple[str, ...] = ()

    @property
    def statement(self) -> dict[str, object]:
        """Return the IAM statement that grants the right; empty where it is not known whole."""
        if not self.action or not self.resources:
            return {}
        return {"Effect": "Allow", "Action": [self.action], "Resource": list(self.resources)}

    def to_dict(self) -> dict[str, object]:
        """Return the parts that are set as JSON data, in a fixed order."""
        parts = {
            "kind": self.kind,
            "text": self.text,
            "id": self.id,
            "endpoint": self.endpoint,
            "invoke_from": list(self.invoke_from),
            "countries": list(self.countries),
            "action": self.action,
            "resources": list(self.resources),
            "statement": self.statement,
            "link": self.link,
        }
        return {key: part for key, part in parts.items() if part}


def fixes(case: Case, slug: str) -> list[Fix]:
    """Return what helps against one cause, best first; empty where nothing is known to."""
    cause = CAUSES[slug]
    found = list(_ids(case, slug))
    if cause.step:
        found.append(_step(case, slug))
    elif not found:
        found += _hint(case)
    return found + list(_role(case, slug))


def _step(case: Case, slug: str) -> Fix:
    cause = CAUSES[slug]
    if cause.mend != "right":
        return Fix(cause.mend, cause.step, cause.link)
    action = case.seen.parts.get("action", "")
    resources = ("*",) if slug == "bearer-rights" else tuple(arns(case))
    return Fix("right", cause.step, cause.link, action=action, resources=resources)


def _ids(case: Case, slug: str) -> Iterator[Fix]:
    """Iterate over the IDs that help, each decided."""
    if slug in {"misspelled-id", "version-suffix"}:
        found = _spelled(case)
    elif slug in _SWITCH:
        found = _switched(case, _SWITCH[slug])
    elif slug in _AVOIDED:
        found = _avoiding(case)
    elif CAUSES[slug].mend in {"route", "model"} or slug in _RETRIED:
        found = _advised(case)
    else:
        return
    told = set[str]()
    for decision, words in found:
        if decision.id and decision.id not in told and len(told) < _SHOWN:
            told.add(decision.id)
            if slug not in _RETRIED or (decision.model is case.model and decision.id != case.id):
                yield _use(decision, words, CAUSES[slug].link)


def _use(decision: Answered, words: str, link: str) -> Fix:
    group = decision.group
    endpoint = group.endpoint if group else ""
    text = f"use {decision.id}" + (f" {words}" if words else "")
    return Fix("use", text, link, decision.id or "", endpoint, decision.invoke_from, decision.countries)


def _advised(case: Case) -> Iterator[tuple[Answered, str]]:
    """Iterate over what is recommended beside the ID that was refused, and no further than the call went.

    An ID without a prefix says no place: then the Region that was called does, or the one geography that is admitted.
    """
    if case.subject is None:
        return
    decision = case.decide(case.request(profile=case.prefix))
    given = None if case.prefix else (case.id or case.subject.model)
    placed = bool(case.prefix or case.known.residency)
    admitted = {one.geography for one in decision.candidates.pick(decision.admitted) if one.scope != _GLOBAL}
    for one in advise(decision, given, refused=True).alternatives:
        moved = any(change.part == "source" for change in one.changes)
        near = placed or (not moved if case.source else len(admitted) == 1)
        if near and not _widens(case, one.decision) and one.decision.on == case.known.on:
            yield one.decision, str(one).removeprefix(one.id).strip()


def _widens(case: Case, decision: Answered) -> bool:
    """Check whether an answer goes everywhere although nobody named that."""
    return decision.group is not None and decision.group.scope == _GLOBAL and case.prefix != _GLOBAL


def _bounds(case: Case) -> frozenset[str] | None:
    """Return the Regions within which a fix may process; None when nothing says where the call was to go."""
    if case.known.residency:
        return case.known.policy.within(case.known.catalog, case.known.residency)
    if case.subject is None or not (case.prefix or case.source):
        return None
    decision = case.decide(case.request(endpoint=RUNTIME, profile=case.prefix))
    given = None if case.prefix else case.subject.model
    bare = {one.id for one in decision.candidates.routes if one.geography is None and one.endpoint == RUNTIME}
    if given is not None and given not in bare:
        return frozenset(filter(None, (case.source,))).union(*_led(case))
    return places(decision, given).regions


def _answered(case: Case) -> list[frozenset[str]]:
    """Return where the policy's own answer to the same question goes, unless it goes everywhere."""
    answer = case.decide(case.request(endpoint=RUNTIME))
    return [] if _widens(case, answer) else [route.destinations for route in answer.routes]


def _led(case: Case) -> list[frozenset[str]]:
    """Return where the routes go that lead to the resource which was denied; `global.` where no other does."""
    parts = case.seen.parts
    if not parts.get("region") and ":::foundation-model/" not in parts.get("resource", ""):
        return []
    routes = brought(case)
    return [one.destinations for one in routes if one.scope != _GLOBAL] or [one.destinations for one in routes]


def _avoiding(case: Case) -> Iterator[tuple[Answered, str]]:
    """Iterate over other profiles of the model that do not lead where a policy says no, the narrowest first."""
    allowed = _bounds(case)
    denied = case.seen.parts.get("region", "")
    if allowed is None:
        return
    everywhere = ":::foundation-model/" in case.seen.parts.get("resource", "")

    def good(route: Route) -> bool:
        return route.destinations <= allowed and denied not in route.destinations and route.scope != _GLOBAL

    prefixes = {one.geography for one in case.routes if good(one) and one.geography != (None if everywhere else "")}
    found = [case.decide(case.request(profile=one)) for one in sorted(filter(None, prefixes))]
    found.append(case.decide(case.request()))
    kept = [one for one in found if one.group and all(map(good, one.routes))]
    for decision in sorted(kept, key=lambda one: (max(len(route.destinations) for route in one.routes), one.id)):
        yield decision, f"which does not lead to {denied}" if denied else "which stays in its geography"


def _switched(case: Case, endpoint: Endpoint) -> Iterator[tuple[Answered, str]]:
    """Find the ID of the same model on the other endpoint, within the same bounds."""
    allowed = _bounds(case)
    if case.subject is None or allowed is None:
        return
    decision = case.decide(case.request(endpoint=endpoint))
    if decision.group and all(route.destinations <= allowed for route in decision.routes):
        yield decision, f"on {endpoint}"


def _spelled(case: Case) -> Iterator[tuple[Answered, str]]:
    """Iterate over IDs that are spelled nearly so, with the very prefix that was typed."""
    catalog = case.known.catalog
    head, _, rest = case.id.partition(".")
    prefix = head if rest and head in catalog.geographies else None
    known = {row.id for model in catalog for row in model.rows if row.geography == prefix and row.endpoint == RUNTIME}
    near = same_but_suffix(case) or list(closest(case.id.lower(), known, 1))
    if case.subject is not None and not case.exact:
        near.insert(0, f"{prefix}.{case.subject.model}" if prefix else case.subject.model)
    for name in near:
        if name in known:
            subject = catalog.names.subject(name)
            decision = case.decide(case.request(profile=prefix or "", model=subject.model, endpoint=RUNTIME))
            if decision.id == name:
                yield decision, ""


def _hint(case: Case) -> Iterator[Fix]:
    """Say what is missing for an ID to be proposed."""
    asked = [name for name, given in (("--id", case.id), ("--from", case.source)) if not given]
    if not case.known.residency and case.id:
        asked.append("--residency")
    if asked:
        words = f"{', '.join(asked)} would tell which ID to propose"
        yield Fix("ask", f"no ID is proposed; {words}", "")


def _role(case: Case, slug: str) -> Iterator[Fix]:
    """Find what else the caller's role names, where the model itself is out of reach."""
    known = case.known
    if known.role is None or case.model is None or CAUSES[slug].mend not in {"ask", "wait", "model", "request"}:
        return
    role = known.policy.role(known.role, known.catalog)
    others = tuple(one for one in role.entries if one.model != case.model.id)
    allowed = _bounds(case)
    if not others or allowed is None:
        return
    if not case.prefix and not known.residency:
        allowed = allowed.union(*_answered(case))
    policy = replace(known.policy, roles={**known.policy.roles, role.name: replace(role, entries=others)})
    asked = replace(case.request(endpoint=RUNTIME), model="", role=role.name)
    prefixes = dict.fromkeys((None, case.prefix, *(one.geography for one in case.decide(case.request()).routes)))
    for prefix in prefixes:
        decision = case.decide(replace(asked, profile=prefix), policy)
        if decision.group and all(route.destinations <= allowed for route in decision.routes):
            yield _use(decision, f"the next of role {role.name}", CAUSES[slug].link)
            return
