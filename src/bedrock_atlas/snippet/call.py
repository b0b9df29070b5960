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
    """One call: the ID, the Region it is sent to and the duties that show in code.

    `betas` are beta headers; `pdf` says that the prompt holds a document, `citations` that it must be cited. `notes`
    are sentences for comments: why this Region, and the duties that code cannot fulfil.
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
    duties = [duty for duty in decision.obligations if not duty.api or duty.api in apis]
    kinds = {duty.kind for duty in duties}
    route = decision.routes[0]
    return Call(
        model=route.id,
        region=route.source,
        mantle=route.endpoint == "bedrock-mantle",
        betas=tuple(duty.value for duty in duties if duty.kind == "beta-header"),
        pdf="citations" in kinds or not decision.request.needs.isdisjoint({"pdf", "pdf-visual"}),
        citations="citations" in kinds,
        notes=tuple(_notes(decision, route, duties)),
    )


def _notes(decision: Decision, route: Route, duties: list[Obligation]) -> Iterator[str]:
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
    for duty in duties:
        if duty.kind == "allow-regions":
            yield f"duty: no SCP may block {duty.value if everywhere and duty.value else places}"
        elif duty.kind == "retention-mode":
            yield f"duty: set the account's data-retention mode to {duty.value}"
        elif duty.kind not in {"beta-header", "citations"}:
            yield f"duty: {duty.kind}: {duty.value}" if duty.kind != "note" else f"duty: {duty.value}"
    for warning in decision.warnings:
        yield f"warning: {warning.message}"
