"""One state of the facts and the policies: what answers are made from, replaced as a whole and never changed.

This is the one seam between HTTP and the engine: how a question becomes a request, which policy judges it and what
identifies the state.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bedrock_atlas import Request, __version__, decide
from bedrock_atlas.errors import RequestError
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.questions import Ask, Parts

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas import Catalog, Decision, Policy

__all__ = ["World"]


class World:
    """A catalog and a policy with the revision that stands for both.

    `revision` is 16 hexadecimal digits over the code's version, the catalog's digest and the policies' digests: two
    services with the same revision give the same answers.
    """

    def __init__(self, catalog: Catalog, policy: Policy) -> None:
        """Take a loaded catalog and policy."""
        self.catalog, self.policy = catalog, policy
        self.policies = tuple({"name": one.name, "digest": one.digest} for one in policy.sources)
        parts = [__version__, catalog.digest, *(one["digest"] for one in self.policies)]
        self.revision = hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]
        self.headers: tuple[tuple[bytes, bytes], ...] = (
            (b"atlas-revision", self.revision.encode()),
            (b"atlas-catalog", f"{catalog.version}; digest={catalog.digest}".encode()),
        )

    def request(self, question: Ask | Parts) -> Request:
        """Understand a question; raises Problem 422 when it names something unknown."""
        try:
            if isinstance(question, Ask):
                return Request.parse(question.ask, self.catalog, self.policy)
            return Request.of(self.catalog, self.policy, **question.model_dump(exclude={"on"}, exclude_none=True))
        except RequestError as error:
            raise Problem.of_request(error) from None

    def decide(self, request: Request, on: date) -> Decision:
        """Answer one request on one date."""
        return decide(self.catalog, self.policy, request, on=on)
