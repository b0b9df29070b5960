"""What `check` finds in policies: their form, their examples, their promises, and rules that are of no use.

Invariants are proved without naming source Regions: with the Region left open, what is admitted covers the routes from
every one of them. Those that an invariant itself names are asked too. `prove` asks everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding, PolicyError
from bedrock_atlas.examples import run_examples
from bedrock_atlas.policies import load_policy
from bedrock_atlas.prove import WorldTooLargeError, prove
from bedrock_atlas.world import Limits, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.policy import Policy

__all__ = ["POLICY_KINDS", "review_policy"]

POLICY_KINDS = {
    "dead-rule": "Every rule rejects a route that some question could lead to.",
    "example-fails": "Every example of a policy gives the answer, and by the rules, that it promises.",
    "idle-invariant": "Every invariant is about a question that can be asked.",
    "invariant-fails": "Every promise of a policy, and those that hold for all policies, hold for every question.",
    "no-examples": "A policy has examples.",
    "shadowed-rule": "Every rule rejects something that no other rule rejects.",
    "too-many-questions": "A policy's world is small enough to be proved.",
}


def review_policy(name: str, catalog: Catalog, *, on: date) -> list[Finding]:
    """Give all that is wrong with a policy, a file or the name of a shipped one, from a day on."""
    try:
        policy = load_policy(name, catalog=catalog)
    except PolicyError as error:
        return list(error.findings)
    return sorted({*_examples(catalog, policy, name), *_promises(catalog, policy, on, name)})


def _examples(catalog: Catalog, policy: Policy, name: str) -> Iterator[Finding]:
    for outcome in run_examples(catalog, policy):
        place = outcome.example.place
        for failure in outcome.failures:
            message, _, rest = failure.partition("\n")
            yield Finding(place.path, place.line, place.column, "example-fails", message, rest.strip())
    if not policy.examples:
        hint = "an example is a question with the answer it must get"
        yield Finding(name, 1, 1, "no-examples", "the policy has no examples", hint, "warning")


def _promises(catalog: Catalog, policy: Policy, on: date, name: str) -> Iterator[Finding]:
    named = {value for one in policy.invariants for part, values in one.where if part == "source" for value in values}
    world = World(catalog, policy, on, Limits(sources=(None, *sorted(named))))
    try:
        proof = prove(world)
    except WorldTooLargeError as error:
        message, _, hint = str(error).partition("\n")
        yield Finding(name, 1, 1, "too-many-questions", message, hint.strip().removeprefix("hint: "), "warning")
        return
    yield from proof.findings
    places = {one.id: one.place for one in policy.invariants}
    for failed in proof.counterexamples:
        place = places.get(failed.promise)
        path, line, column = (place.path, place.line, place.column) if place else (name, 1, 1)
        message = f"`{failed.promise}` does not hold: {failed.says}"
        hint = f"ask `{failed.decision.request}` on {failed.decision.on}"
        yield Finding(path, line, column, "invariant-fails", message, hint)
