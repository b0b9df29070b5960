"""Policies: what an organisation adds to a request.

A policy can only remove routes, order routes and attach duties. Here is the default one, which adds nothing: it ranks
as AWS and Anthropic recommend, the global endpoint unless a residency is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.candidates import Candidates, Group
    from bedrock_atlas.request import Request

__all__ = ["DEFAULT_POLICY", "Policy", "load_policy"]

TOKEN_MIX = (("input", Decimal(3)), ("output", Decimal(1)))


@dataclass(frozen=True, slots=True)
class Policy:
    """A named set of rules; `title` is one sentence for people."""

    name: str
    title: str

    @property
    def digest(self) -> str:
        """Give the SHA-256 of what the policy says, as `sha256:…`."""
        import hashlib

        return f"sha256:{hashlib.sha256(f'{self.name} {self.title}'.encode()).hexdigest()}"

    def order(self, candidates: Candidates, request: Request) -> tuple[Group, ...]:
        """Give the candidates' IDs in order of preference for a request, best first; ties end with the ID."""
        bound = bool(request.residency)
        order = candidates.orders.get(bound)
        if order is None:
            order = candidates.orders[bound] = tuple(sorted(candidates.groups, key=_narrow if bound else _wide))
        return order


def _narrow(group: Group) -> tuple[Decimal, int, str, str]:
    return (group.cost(TOKEN_MIX), group.width, group.id, group.endpoint)


def _wide(group: Group) -> tuple[bool, Decimal, int, str, str]:
    return (group.scope != "global", *_narrow(group))


DEFAULT_POLICY = Policy("default", "the global endpoint unless a residency is asked for")


def load_policy() -> Policy:
    """Load the policy that ships with the package."""
    return DEFAULT_POLICY
