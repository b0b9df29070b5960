"""The examples of a policy: each question is asked, and the answer and the rules that decided are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Example

__all__ = ["Outcome", "run_examples"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example and what is wrong with it; empty `failures` means that it holds."""

    example: Example
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Check whether the example holds."""
        return not self.failures


def run_examples(catalog: Catalog, policy: Policy) -> Iterator[Outcome]:
    """Ask every example's question on its day, in the order of the file."""
    for example in policy.examples:
        yield Outcome(example, tuple(_failures(catalog, policy, example)))


def _failures(catalog: Catalog, policy: Policy, example: Example) -> Iterator[str]:
    try:
        request = Request.asked(example.ask, catalog, policy, attributes=dict(example.attributes))
    except RequestError as error:
        yield str(error)
        return
    decision = decide(catalog, policy, request, on=example.on)
    if decision.id != example.expect:
        yield f"expected {example.expect or 'no route'}, got {decision.summary()}"
    decided = deciding(decision)
    for rule in example.because:
        if rule not in decided:
            yield f"rule `{rule}` did not decide; these did: {', '.join(decided) or 'none'}"
