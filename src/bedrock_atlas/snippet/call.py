"""What a call must carry, whatever the language: read from the decision once."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.values import Obligation, Route

__all__ = ["Call", "make_call"]

MAX_TOKENS = 1024
HELLO = "Say hello in one sentence."
DESCRIBE = "What do the charts in this document show?"
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the ID, the Region it is sent to and the obligations that show in code.

    `betas` are beta headers; `pdf` says that the prompt holds a document, `citations` that it must be cited. `notes`
    are sentences for comments: why this Region, and the obligations that code cannot fulfil.
    """

    model: str
    region: str
    mantle: bool
    betas: tuple[str, ...]
    pdf: bool
    citations: bool
    notes: tuple[str, ...]

    @property
    def prompt(self) -> str:
        """Return what the example asks the model."""
        return DESCRIBE if self.pdf else HELLO

    def comments(self, mark: str) -> list[str]:
        """Return the notes as comment lines after a mark such as `#`; long ones are wrapped and indented."""
        return [
            line
            for note in self.notes
            for line in textwrap.wrap(
                note,
                WIDTH,
                initial_indent=f"{mark} ",
                subsequent_indent=f"{mark}   ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        ]


def make_call(decision: Decision, apis: frozenset[str]) -> Call:
    """Read a decision that has an answer, for a client that speaks these APIs."""
    obligations = [obligation for obligation in decision.obligations if not obligation.api or obligation.api in apis]
    kinds = {obligation.kind for obligation in obligations}
    route = decision.routes[0]
    return Call(
        model=route.id,
        region=route.source,
        mantle=route.endpoint == "bedrock-mantle",
        betas=tuple(obligation.value for obligation in obligations if obligation.kind == "beta-header"),
        pdf="citations" in kinds or not decision.request.needs.isdisjoint({"pdf", "pdf-visual"}),
        citations="citations" in kinds,
        notes=tuple(_notes(decision, route, obligations)),
    )


def _notes(decision: Decision, route: Route, obligations: list[Obligation]) -> Iterator[str]:
    yield f"answer of bedrock-atlas for {decision.on}, catalog {decision.catalog.version}"
    yield f"asked: {decision.request}"
    if decision.valid_until is not None:
        yield f"holds until: {decision.valid_until}"
    if decision.request.source is not None:
        yield f"Region: {route.source}, as asked"
    elif len(decision.invoke_from) == 1:
        yield f"Region: {route.source}, the only one that may invoke it"
    else:
        yield f"Region: the first of those that may invoke it: {', '.join(decision.invoke_from)}"
    everywhere = route.scope == "global"
    places = "every commercial Region" if everywhere else ", ".join(sorted(route.destinations))
    yield f"processed in: {places}"
    for obligation in obligations:
        if obligation.kind == "allow-regions":
            yield f"obligation: no SCP may block {obligation.value if everywhere and obligation.value else places}"
        elif obligation.kind == "retention-mode":
            yield f"obligation: set the account's data-retention mode to {obligation.value}"
        elif obligation.kind not in {"beta-header", "citations"}:
            yield (
                f"obligation: {obligation.kind}: {obligation.value}"
                if obligation.kind != "note"
                else f"obligation: {obligation.value}"
            )
    for warning in decision.warnings:
        yield f"warning: {warning.message}"
