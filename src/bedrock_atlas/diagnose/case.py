"""One recognised refusal beside what is known: what was called, from where, and what the catalog says of it.

What the caller says (`--id`, `--from`) goes before what the text says. What neither says stays open, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.advice.places import alive
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.values import MANTLE, RUNTIME

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.diagnose.recognise import Seen
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.names import Subject
    from bedrock_atlas.facts.values import Endpoint, Lifecycle, Route
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Case", "Known", "case_of"]

_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d"
_HOST = re.compile(rf"\bbedrock(?:-runtime|-mantle)(?:-fips)?\.({_REGION})\.(?:amazonaws\.com|api\.aws)", re.IGNORECASE)
_AWS_REGION = re.compile(rf"\b(?:aws_?region(?:_name)?|region_name)\b[\"' :=]+({_REGION})", re.IGNORECASE)
_PROFILE_ARN = re.compile(rf"arn:[\w-]+:bedrock:({_REGION}):\d*:(?:application-)?inference-profile/", re.IGNORECASE)
_MODEL_ID = re.compile(r"\bmodel_?id\b[\"' :=]+([\w.:/-]+\w)|/model/([\w.:%-]+)/(?:converse|invoke)", re.IGNORECASE)
_ROUTED = re.compile(r"^(?:bedrock|converse|amazon-bedrock|aws|anthropic)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What a refusal is judged by: facts, rules, the day, and what the caller says of the call.

    `id` is what was invoked and `source` the Region that was called, None where it is not said; `residency`, `role` and
    `attributes` are those of a request.
    """

    catalog: Catalog
    policy: Policy
    on: date
    id: str | None = None
    source: str | None = None
    residency: frozenset[str] = frozenset()
    role: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A refusal with what is known of it.

    `id` is the ID that was invoked, empty when neither caller nor text says it; `subject` what the catalog takes it
    for, None when it knows no such thing, and `problem` then why. `exact` says that the ID is spelled as Bedrock spells
    it. `source` is the Region that was called, None when it is not said.
    """

    known: Known
    seen: Seen
    id: str
    subject: Subject | None
    problem: RequestError | None
    exact: bool
    source: str | None
    endpoint: Endpoint
    _kept: dict[str, list[Route]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def model(self) -> Model | None:
        """Return the model that is meant; None when it is not known."""
        return self.known.catalog.model(self.subject.model) if self.subject else None

    @property
    def prefix(self) -> str | None:
        """Return the geography that the ID names; None where it names none."""
        return self.subject.geography if self.subject else None

    @property
    def lifecycle(self) -> Lifecycle | None:
        """Return the model's calendar in the Region that was called; None when the model is not known."""
        return self.model.lifecycle_in(self.source) if self.model else None

    @property
    def routes(self) -> list[Route]:
        """Return all routes of the model that the calendar leaves, on either endpoint."""
        if self.subject is None:
            return []
        model = self.subject.model
        if model not in self._kept:
            self._kept[model] = list(alive(self.known.catalog.candidates(model, self.known.on)))
        return self._kept[model]

    @property
    def own(self) -> list[Route]:
        """Return the routes of the very ID, on the endpoint that was called."""
        return [one for one in self.routes if one.id == self.id and one.endpoint == self.endpoint]

    def request(self, *, endpoint: Endpoint | None = None, profile: str | None = None, model: str = "") -> Request:
        """Return the question that this call was, with the caller's residency and attributes."""
        known = self.known
        return Request(
            model or (self.subject.model if self.subject else ""),
            residency=known.residency,
            source=self.source,
            endpoint=endpoint or self.endpoint,
            profile=profile,
            attributes=known.attributes,
        )

    def decide(self, request: Request, policy: Policy | None = None) -> Decision:
        """Answer another question under the same policy on the same day."""
        return decide(self.known.catalog, policy or self.known.policy, request, on=self.known.on)


def case_of(known: Known, seen: Seen, whole: str = "") -> Case:
    """Return a refusal as a case; `whole` is the text around its lines where that is about nothing else."""
    catalog, said = known.catalog, f"{seen.around}\n{seen.frame}\n{whole}"
    invoked = _MODEL_ID.search(said)
    text = known.id or (invoked and (invoked[1] or invoked[2])) or seen.parts.get("id") or _denied(seen)
    name = _plain(text)
    subject, problem = _subject(catalog, name)
    mantle = seen.wording.slug.startswith("mantle") or "bedrock-mantle" in seen.around.lower()
    return Case(
        known,
        seen,
        name.rpartition("/")[2] if name.startswith("arn:") else name,
        subject,
        problem,
        subject is not None and _exact(catalog.model(subject.model), name.rpartition("/")[2]),
        known.source or _source(catalog, seen, said, subject),
        MANTLE if mantle else RUNTIME,
    )


def _denied(seen: Seen) -> str:
    """Return the model or profile whose ARN was denied; empty where it was no such ARN."""
    found = re.search(r":(?:foundation-model|inference-profile)/([\w.:-]+)$", seen.parts.get("resource", ""))
    return found[1] if found else ""


def _plain(text: str) -> str:
    """Return an ID without what routers write before it."""
    while (found := _ROUTED.match(text)) is not None:
        text = text[found.end() :]
    return text


def _subject(catalog: Catalog, name: str) -> tuple[Subject | None, RequestError | None]:
    if not name:
        return None, None
    try:
        return catalog.names.subject(name), None
    except RequestError as error:
        return None, error


def _exact(model: Model, name: str) -> bool:
    return name == model.id or any(row.id == name for row in model.rows)


def _source(catalog: Catalog, seen: Seen, said: str, subject: Subject | None) -> str | None:
    """Return the Region that a text says was called: of its host, its event or the ARN of a profile; None if none."""
    found = [pattern.search(said) for pattern in (_HOST, _AWS_REGION, _PROFILE_ARN)]
    named = [one[1].lower() for one in found if one]
    if seen.wording.slug == "no-endpoint":
        named.insert(0, seen.parts["region"].lower())
    if subject is not None and subject.profile and subject.source:
        named.append(subject.source)
    return next((one for one in named if one in catalog.regions), None)
