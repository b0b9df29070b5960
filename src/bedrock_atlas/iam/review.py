"""What is wrong with documents, measured by a policy: too tight, too loose, what depends, and what never matters.

Calls that are alike (one statement, one source Region) are one finding, which shows the first as a concrete call and
counts the rest. What a document does not grant at all is a note, since a role need not call everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.errors import Finding, Location
from bedrock_atlas.facts.values import MANTLE
from bedrock_atlas.iam.authorizations import BATCH, INVOKE, MANTLE_CALL, READINGS, STREAM
from bedrock_atlas.iam.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bedrock_atlas.errors import Severity
    from bedrock_atlas.iam.document import Statement
    from bedrock_atlas.iam.proof import Calls, Judged
    from bedrock_atlas.iam.subjects import Subject

__all__ = ["review", "says"]

_SEVERITY: dict[str, Severity] = {"not-granted": "note", "depends": "warning"}
_SHOWN = 8
_INFERENCE = frozenset(name.lower() for name in (INVOKE, STREAM, BATCH, MANTLE_CALL, "bedrock:GetInferenceProfile"))
_OTHER_KINDS = ("application-inference-profile", "async-invoke", "custom-model-deployment", "default-prompt-router",
                "imported-model", "model-invocation-job", "project", "prompt-router", "provisioned-model",
                "system-tool")  # fmt: skip


class _Key(NamedTuple):
    """What makes calls alike: the kind of finding, where it stands, the source Region and what it depends on."""

    slug: str
    location: Location
    source: str
    depends: tuple[str, ...]


def review(subject: Subject, calls: Calls, *, asked: bool = False, whole: bool = True) -> list[Finding]:
    """Return the findings about one subject, sorted. With `asked` a route that is not granted at all is an error.

    `whole` says that the calls are all there are: only then can a statement be idle.
    """
    alike: dict[_Key, list[Judged]] = {}
    for judged in calls.judged(subject.authority):
        slug = _slug(judged, asked=asked)
        if slug:
            verdict = judged.verdict
            source = judged.case.route.source if slug == "too-loose" else ""
            key = _Key(slug, _place(judged, subject), source, tuple(sorted(verdict.depends)))
            alike.setdefault(key, []).append(judged)
    found = [_finding(key, judged, calls) for key, judged in alike.items()]
    return sorted({*found, *(_idle(subject, calls) if whole else ())})


def says(judged: Judged) -> str:
    """Return a call and where it may be processed, as a person says it."""
    route = judged.case.route
    places = sorted(route.countries)
    where = f"{len(places)} countries" if len(places) > _SHOWN else ", ".join(places)
    on = " on bedrock-mantle" if route.endpoint == MANTLE else ""
    return f"from {route.source}{on}, `{route.id}`, which may be processed in {where}"


def _slug(judged: Judged, *, asked: bool) -> str:
    outcome, admitted = judged.verdict.outcome, judged.case.admitted
    if outcome == ("allowed" if admitted else "denied"):
        return ""
    if outcome == "depends":
        return "depends"
    if not admitted:
        return "too-loose"
    first = judged.judgements[0]
    untouched = judged.verdict is first and first.statement is None and first.level == "identity"
    return "not-granted" if untouched and not asked else "too-tight"


def _place(judged: Judged, subject: Subject) -> Location:
    """Return where the statement stands that decided, or the document of the level that has none."""
    statement = judged.verdict.statement
    if statement is not None and statement.location.path:
        return statement.location
    levels = [level for level in subject.authority.levels if level.name == judged.verdict.level]
    return next((one.location for level in levels for one in level.documents), subject.documents[0].location)


def _finding(key: _Key, alike: list[Judged], calls: Calls) -> Finding:
    first = alike[0]
    policy, verdict = calls.universe.policy.name, first.verdict
    routes = {(one.case.route.id, one.case.route.source, one.case.route.endpoint) for one in alike}
    more = f"; {len(routes) - 1:,} more like it" if len(routes) > 1 else ""
    by = (
        f"by {verdict.statement.name}"
        if verdict.statement
        else f"since no statement of level {verdict.level} allows it"
    )
    check = first.decisive
    at = f"{check.action} on {check.resource} is refused {by}"
    only = _only(alike)
    if key.slug == "too-loose":
        rules = ", ".join(first.case.rules)
        message = f"{says(first)}, passes{only}, and {policy} rejects it ({rules}){more}"
        hint = f"`bedrock-atlas iam scp {policy}` writes documents that are proved to refuse it"
    elif key.slug == "depends":
        wanted = "admits" if first.case.admitted else "rejects"
        message = f"{says(first)}, which {policy} {wanted}, depends on {', '.join(key.depends)}{only}{more}"
        hint = "say what it is: --principal ARN, or --context KEY=VALUE"
    else:
        message = f"{says(first)}, which {policy} admits, does not pass{only}: {at}{more}"
        hint = "" if key.slug == "not-granted" else f"`bedrock-atlas iam policy {policy}` writes what the call needs"
    place = key.location
    return Finding(place.path, place.line, place.column, key.slug, message, hint, _SEVERITY.get(key.slug, "error"))


def _only(alike: list[Judged]) -> str:
    """Return under which reading alone, or as a stream or not alone, the calls go as they do."""
    first = alike[0]
    mine = [one for one in alike if one.case is first.case]
    notes = []
    readings = {one.reading for one in mine}
    if first.case.route.geography and len(readings) < len(READINGS):
        puts = "puts" if readings == {"present"} else "does not put"
        notes.append(f"if AWS {puts} bedrock:InferenceProfileArn into the check of the profile")
    actions = {one.action for one in mine}
    if len(actions) == 1 and first.case.route.endpoint != MANTLE:
        notes.append("as a stream" if actions == {STREAM} else "when it is no stream")
    return f" ({', '.join(notes)})" if notes else ""


def _idle(subject: Subject, calls: Calls) -> Iterator[Finding]:
    """Return statements about calling models that no call of the catalog ever meets."""
    asked = {
        statement for document in subject.documents for statement in document.statements if _about_calls(statement)
    }
    for judged in calls.judged(subject.authority) if asked else ():
        if not asked:
            break
        for check in judged.checks:
            asked -= {one for one in asked if one.about(check.action) and one.fits(*check) is not False}
    regions = sorted({case.route.source for case in calls.universe.cases})
    for one in asked:
        if one.location.path and not _elsewhere(one, regions, calls.universe.partition):
            message = f"{one.name} never matters: it meets no call of any model, profile and Region of the catalog"
            yield one.location.finding("idle-statement", message, severity="warning")


def _about_calls(statement: Statement) -> bool:
    """Check whether a statement speaks of calling models alone."""
    if statement.not_actions:
        return False
    named = {name for name in reference().actions if statement.actions.match(name, {}) is not False}
    return bool(named) and named <= _INFERENCE


def _elsewhere(statement: Statement, regions: Iterable[str], partition: str) -> bool:
    """Check whether it is for something that may be called and is no model or profile of the catalog."""
    return any(
        statement.fits(INVOKE, f"arn:{partition}:bedrock:{region}:{account}:{kind}/x", {}) is not False
        or any(f"{kind}/" in text for text in statement.resources.texts)
        for region in regions
        for account in ("123456789012",)
        for kind in _OTHER_KINDS
    )
