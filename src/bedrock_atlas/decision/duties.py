"""What a caller must do for an answer to hold: duties of the model, of its data retention, of AWS and of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.facts.words import retention_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Group
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route

__all__ = ["obligations"]


def obligations(  # noqa: PLR0913  # what duties come from
    request: Request, model: Model, group: Group, routes: tuple[Route, ...], duties: Iterable[Obligation], *, on: date
) -> Iterator[Obligation]:
    """Return the duties of an answer by an ID and its routes, some perhaps twice; `duties` are the policy's own."""
    api = request.api
    for known in model.capabilities:
        if known.name in request.needs and known.holds(on):
            yield from (one for one in known.obligations if not one.api or api in {None, one.api})
    retention = model.retention_on(on)
    if retention_rank(retention):
        yield Obligation("retention-mode", retention)
    if group.scope != "in-region":
        reached = frozenset().union(*(route.destinations for route in routes))
        everywhere = "requests whose aws:RequestedRegion is unspecified" if group.scope == "global" else ""
        yield Obligation("allow-regions", everywhere, regions=tuple(sorted(reached)))
    yield from (duty for duty in duties if not duty.api or api in {None, duty.api})
