"""One state of the facts and the policies: what answers are made from, replaced as a whole and never changed.

This is the one seam between HTTP and the engine: how a question becomes a request, which policies judge it and what
identifies the state. A question may name shipped policies beside those of the service; policies only narrow, so that
never widens an answer.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from bedrock_atlas import __version__
from bedrock_atlas.decision.request import Request
from bedrock_atlas.decision.together import read_together
from bedrock_atlas.diagnose.case import Known
from bedrock_atlas.errors import PolicyError, RequestError
from bedrock_atlas.loading import load_policy, shipped_policies
from bedrock_atlas.policy.compose import compose
from bedrock_atlas.service.problem import Problem

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.service.questions import Ask, Parts, Together, Trouble

__all__ = ["State"]

COMBINATIONS = 256


class State:
    """A catalog and a policy with the revision that stands for both.

    `revision` is 16 hexadecimal digits over the code's version, the catalog's digest and the policies' digests: two
    services with the same revision give the same answers. `documents` are the policies as plain data, for whoever wants
    to decide elsewhere. `seen` is the fingerprint of the files it was read from.
    """

    def __init__(self, catalog: Catalog, policy: Policy, documents: tuple[dict[str, Any], ...] = ()) -> None:
        """Take a loaded catalog and policy."""
        self.catalog, self.policy, self.documents = catalog, policy, documents
        self.seen: frozenset[tuple[str, int, int, int]] = frozenset()
        parts = [__version__, catalog.digest, *(f"{one.name} {one.digest}" for one in policy.sources)]
        self.revision = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        self.headers: tuple[tuple[bytes, bytes], ...] = (
            (b"atlas-revision", self.revision.encode()),
            (b"atlas-catalog", f"{catalog.version}; digest={catalog.digest}".encode()),
        )
        self._narrowed: dict[frozenset[str], Policy] = {frozenset(): policy}

    def ask(self, question: Ask | Parts) -> tuple[Policy, Request]:
        """Understand a question; raises Problem 422 when it names something unknown."""
        policy = self.narrowed(question.policies or ())
        try:
            parts = question.model_dump(exclude={"ask", "compact", "on", "policies"}, exclude_none=True)
            return policy, Request.asked(getattr(question, "ask", None), self.catalog, policy, **parts)
        except RequestError as error:
            raise Problem.of_request(error) from None

    def together(self, question: Together) -> tuple[Policy, tuple[Request, ...]]:
        """Understand a question about several roles; raises Problem 422 when it names something unknown."""
        policy = self.narrowed(question.policies or ())
        try:
            parts = question.model_dump(exclude={"on", "policies"}, exclude_none=True)
            return policy, read_together(None, self.catalog, policy, **parts)
        except RequestError as error:
            raise Problem.of_request(error) from None

    def known(self, trouble: Trouble, today: date) -> Known:
        """Return what an error is judged by; raises Problem 422 when it names something unknown."""
        policy = self.narrowed(trouble.policies or ())
        parts = trouble.model_dump(include={"source", "residency", "role", "attributes"}, exclude_none=True)
        some = {} if trouble.role else {"model": next(iter(self.catalog)).id}
        try:
            asked = Request.of(self.catalog, policy, **parts, **some)
        except RequestError as error:
            raise Problem.of_request(error) from None
        day = trouble.on or today
        return Known(self.catalog, policy, day, trouble.id, asked.source, asked.residency, asked.role, asked.attributes)

    def narrowed(self, names: tuple[str, ...] | list[str]) -> Policy:
        """Return the policy of the service together with shipped ones; raises Problem 422 for what is not shipped."""
        wanted = frozenset(names)
        found = self._narrowed.get(wanted)
        if found is None:
            for name in sorted(wanted - set(shipped_policies())):
                known = shipped_policies()
                message, otherwise = f"there is no shipped policy `{name}`", f"shipped: {', '.join(known)}"
                raise Problem.of_request(
                    RequestError.unknown(message, slug="unknown-policy", word=name, known=known, otherwise=otherwise)
                )
            try:
                named = (load_policy(name, catalog=self.catalog) for name in sorted(wanted))
                found = compose([self.policy, *named], self.policy.name)
            except PolicyError as error:
                first = error.findings[0]
                raise Problem.of_request(RequestError(first.message, slug=first.slug, hint=first.hint)) from None
            if len(self._narrowed) < COMBINATIONS:
                self._narrowed[wanted] = found
        return found

    def describe(self, names: list[str]) -> dict[str, Any]:
        """Return what judges a question that names these shipped policies, and what else may be named."""
        policy = self.narrowed(names)
        return {
            "name": policy.name,
            "title": policy.title,
            "policies": [{"name": one.name, "digest": one.digest} for one in policy.sources],
            "attributes": {name: list(values) for name, values in policy.attributes.items()},
            "roles": {name: list(role.models) for name, role in policy.roles.items()},
            "residencies": {one.name: {"title": one.title, "regions": sorted(one.regions)}
                            for one in policy.residencies.values()},
            "rules": [{"id": rule.id, "effect": rule.effect, "because": rule.because, "policy": rule.policy}
                      for rule in policy.rules],
            "shipped": list(shipped_policies()),
            "documents": list(self.documents),
        }  # fmt: skip
