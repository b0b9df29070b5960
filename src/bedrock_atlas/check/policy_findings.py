"""What `check` finds in policies: their form, their examples, their promises, and rules that are of no use.

It proves what `prove` proves, over the same questions, or says that it does not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.contradictions import contradicting_rules
from bedrock_atlas.analysis.endings import endings
from bedrock_atlas.analysis.examples import run_examples
from bedrock_atlas.analysis.prove import TooManyQuestionsError, prove
from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.check.reviews.generated import edited_schemas
from bedrock_atlas.check.suppress import settled
from bedrock_atlas.errors import Finding, Location, PolicyError
from bedrock_atlas.loading import load_policy, shipped_catalog
from bedrock_atlas.policy.asked import UNSTATED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["POLICY_KINDS", "review_policy"]

POLICY_KINDS = {
    "all-but-newest": "A rule for all values of an attribute but the last one says so with `not`.",
    "contradicting-rules": "Rules that apply together can all hold.",
    "dead-rule": "Every rule rejects a route that some question could lead to.",
    "ended-in-role": "No model of a role has reached its end of life.",
    "ending-grant": "No exception and no approval of a policy ends within thirty days or has ended.",
    "example-fails": "Every example of a policy gives the answer, and by the rules, that it promises.",
    "idle-invariant": "Every invariant is about a question that can be asked and, but for `answered`, has an answer.",
    "invariant-fails": "Every promise of a policy, and those that hold for all policies, hold for every question.",
    "no-examples": "A policy has examples.",
    "nothing-admitted": "A policy admits something.",
    "repeated-in-role": "A role names each model once.",
    "shadowed-rule": "Every rule rejects something that no other rule rejects.",
    "too-many-questions": "A policy's world is small enough to be proved whole.",
}


def review_policy(name: str, catalog: Catalog, *, on: date, promises: bool = True) -> list[Finding]:
    """Return all that is wrong with a policy, a file or the name of a shipped one, from a day on, sorted.

    Without `promises` its invariants and the use of its rules are left out: proving takes seconds. A comment in a file
    that is sound accepts a finding, as in a catalog; which comments are unused only the whole look can tell.
    """
    try:
        policy = load_policy(name, catalog=catalog)
    except PolicyError as error:
        return list(error.findings)
    proved = _promises(catalog, policy, on, name) if promises else ()
    folder = Path(name).parent if Path(name).is_file() else shipped_catalog().parent / "policies"
    findings = [
        *edited_schemas(folder),
        *_examples(catalog, policy, name),
        *contradicting_rules(policy),
        *_roles(catalog, policy, on),
        *_grants(policy, on),
        *_lists(policy),
        *proved,
    ]
    left = settled(findings, {name: Path(name).read_bytes() if Path(name).is_file() else None})
    return [one for one in left if promises or one.slug != "unused-suppression"]


def _examples(catalog: Catalog, policy: Policy, name: str) -> Iterator[Finding]:
    for outcome in run_examples(catalog, policy):
        for failure in outcome.failures:
            message, _, rest = failure.partition("\n")
            yield outcome.example.location.finding("example-fails", message, rest.strip())
    if not policy.examples:
        hint = "an example is a question with the answer it must get"
        yield Finding(name, 1, 1, "no-examples", "the policy has no examples", hint, "warning")


def _grants(policy: Policy, on: date) -> Iterator[Finding]:
    for one in endings(policy, on):
        hint = "extend it under a ticket, or remove it" if one.left > 0 else "remove it: it changes no answer"
        yield one.location.finding("ending-grant", str(one), hint, "warning")


def _lists(policy: Policy) -> Iterator[Finding]:
    """Find rules for all values of an attribute but the last: the next value declared would be left out as well."""
    for rule in policy.rules:
        for name, values in rule.when:
            *others, newest = [value for value in policy.attributes[name] if value != UNSTATED]
            if len(others) > 1 and values == set(others):
                message = f"rule `{rule.id}` is for every `{name}` but `{newest}`, and so for none that is added"
                hint = f"write `when: {{not: {{{name}: {newest}}}}}`, or name `{newest}` under `except:`"
                yield rule.location.finding("all-but-newest", message, hint, "warning")


def _roles(catalog: Catalog, policy: Policy, on: date) -> Iterator[Finding]:
    for role in (one for one in policy.roles.values() if one.pick is None):
        for model in (catalog.model(name) for name in role.models):
            if model.lifecycle.status(on) == "EOL":
                message = f"`{model.name}` of role `{role.name}` ended on {model.lifecycle.end_of_life}"
                hint = "remove it: no question leads to it any more"
                yield role.location.finding("ended-in-role", message, hint, "warning")


def _promises(catalog: Catalog, policy: Policy, on: date, name: str) -> Iterator[Finding]:
    try:
        proof = prove(QuestionSpace(catalog, policy, on))
    except TooManyQuestionsError as error:
        message = str(error).partition("\n")[0]
        yield Finding(name, 1, 1, "too-many-questions", message, "let rules tell fewer combinations apart", "warning")
        return
    for left_out in proof.left_out:
        yield Finding(
            name, 1, 1, "too-many-questions", f"not asked: {left_out}", "declare fewer residencies", "warning"
        )
    yield from proof.findings
    locations = {one.id: one.location for one in policy.invariants}
    for failed in proof.counterexamples:
        message = f"`{failed.promise}` does not hold: {failed.says}"
        hint = f"ask `{failed.decision.request}` on {failed.decision.on}"
        yield locations.get(failed.promise, Location(name)).finding("invariant-fails", message, hint)
