"""The shapes of answers, for the OpenAPI document; what is sent is never validated against them at run time."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel

__all__ = ["CompactDecision", "Decided", "Decision", "Decisions", "JointDecision", "OpaResult", "ProblemDetails"]


class Decision(BaseModel):
    """A decision: the shape of an AuthZEN evaluation answer, with everything that follows from it."""

    model_config = ConfigDict(extra="allow", title="Decision")

    decision: bool = Field(description="Whether a route is admitted.")
    id: str | None = Field(description="The ID to invoke; null when no route is admitted.")
    model: str
    scope: str | None
    endpoint: str | None
    invoke_from: list[str] = Field(description="The source Regions from which the ID holds.")
    destinations: dict[str, list[str]] = Field(description="Source Region to the Regions that may process.")
    countries: list[str]
    price: dict[str, Any] | None = Field(description="USD per million tokens, as exact strings.")
    lifecycle: dict[str, Any]
    warnings: list[dict[str, Any]]
    obligations: list[dict[str, Any]] = Field(description="Duties of the caller for the answer to hold.")
    valid_until: str | None = Field(description="The first day of another answer; null when none is known.")
    on: str
    request: dict[str, Any]
    catalog: dict[str, str]
    policies: list[dict[str, str]]
    summary: str
    choices: list[str] = Field(description="The IDs to choose from where the question must say where; else empty.")
    rules: dict[str, int] = Field(description="How many routes each rule rejected.")
    nearest: dict[str, Any] | None = Field(description="The verdict on the route of this model recommended instead.")
    alternatives: list[dict[str, Any]] = Field(
        description="Other questions that are answered, what changes least first; none leaves the residency."
    )
    beyond: str | None = Field(description="What exists outside of what was asked, in words.")
    share: int | None = Field(description="The percent of keys for which the role begins as for this one.")
    ranked_by: list[str] = Field(description="By what IDs are ranked; the first counts most.")
    retries: list[dict[str, Any]] = Field(
        description="The next admitted answers in order, as many as the role tells to callers that retry."
    )
    verdicts: list[dict[str, Any]] = Field(description="Every route with the rules that rejected it.")
    authorizations: list[dict[str, Any]] = Field(
        description="What AWS checks for a call of the answer: actions, resource, the Region and profile asked."
    )


class CompactDecision(BaseModel):
    """What a caller acts on of a decision, for `compact: true`."""

    model_config = ConfigDict(extra="forbid", title="CompactDecision")

    decision: bool = Field(description="Whether a route is admitted.")
    id: str | None = Field(description="The ID to invoke; null when no route is admitted.")
    model: str
    endpoint: str | None
    invoke_from: list[str] = Field(description="The source Regions from which the ID holds.")
    countries: list[str]
    usd_per_mtok: dict[str, str] | None = Field(description="USD per million tokens, as exact strings.")
    status: str
    end_of_life: str | None
    warnings: list[str] = Field(description="The kinds of what the caller should know.")
    obligations: list[dict[str, Any]] = Field(description="Duties of the caller for the answer to hold.")
    choices: list[str] = Field(description="The IDs to choose from where the question must say where; else empty.")
    rules: dict[str, int] = Field(description="How many routes each rule rejected; empty for an answer.")
    on: str
    request: str = Field(description="The question in words.")
    catalog: str
    policies: list[str]


class Decided(RootModel[Decision | CompactDecision]):
    """A decision, whole or compact."""


class JointDecision(BaseModel):
    """The answer to several roles from one source Region."""

    model_config = ConfigDict(extra="allow", title="JointDecision")

    decision: bool = Field(description="Whether some Region has a route for each role.")
    invoke_from: list[str] = Field(description="The best source Regions, each with these IDs.")
    choices: list[list[str]] = Field(description="Groups of Regions to choose from where it must be said where.")
    on: str
    answers: list[dict[str, Any]] = Field(description="For each role its ID, model and destinations.")
    fails: dict[str, list[str]] = Field(description="For each role the Regions from which it has no route.")
    summary: str


class Refused(BaseModel):
    """One question of a batch that names something unknown."""

    decision: bool
    id: None
    problem: ProblemDetails


class Decisions(BaseModel):
    """The answers of a batch, in the order of the questions."""

    decisions: list[Decision | CompactDecision | Refused]


class Met(BaseModel):
    """One error of a text: which wording, where in it, how often, and what was read out of it."""

    error: int
    wording: str
    line: int
    count: int
    code: str | None
    id: str | None
    model: str | None
    source: str | None
    endpoint: str
    parts: dict[str, str]
    met: dict[str, str]


class Cause(BaseModel):
    """A cause that an error may have, with what speaks for it and what would tell it apart."""

    error: int
    slug: str
    title: str
    likelihood: str
    evidence: list[str]
    apart: str
    link: str


class Fix(BaseModel):
    """What helps: an ID that was decided, or a step that somebody has to take."""

    model_config = ConfigDict(extra="allow")

    error: int
    cause: str
    kind: str
    text: str


class Diagnosis(BaseModel):
    """What an error means: errors, their causes and fixes, each with the number of its error."""

    known: bool
    on: str
    errors: list[Met]
    causes: list[Cause]
    fixes: list[Fix]
    more: int
    catalog: dict[str, str]
    policies: list[dict[str, str]]


class OpaResult(BaseModel):
    """A decision in the envelope of OPA's data API."""

    result: Decision | CompactDecision


class ProblemDetails(BaseModel):
    """A problem as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str
    title: str
    status: int
    detail: str


Refused.model_rebuild()
