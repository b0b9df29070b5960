"""From statements to documents within the limits: exact first, then step by step more compact, else split.

Each step is kept only where the evaluator proves that the documents still let exactly the admitted routes pass.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import AtlasError, RequestError
from bedrock_atlas.iam.document import make_document
from bedrock_atlas.iam.evaluator import Authority, Level
from bedrock_atlas.iam.write.shape import EXACT, LAST_RESORT, SIZES, STEPS, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bedrock_atlas.iam.document import Kind
    from bedrock_atlas.iam.proof import Calls, Difference
    from bedrock_atlas.iam.write.shape import Json, Limit, Shape

    Parts = Callable[[list[Json], Shape], Iterator[list[Json]]]

__all__ = ["Written", "fit", "layout"]


@dataclass(frozen=True, slots=True)
class Written:
    """Documents that were proved: how far they were compacted, and over how many calls."""

    kind: Kind
    documents: tuple[Json, ...]
    shape: Shape
    calls: int

    @property
    def open_ends(self) -> tuple[str, ...]:
        """Return the patterns that would let models and Regions pass that are not there yet, sorted.

        What is behind a profile is open only where the profile is, and what is denied elsewhere only where it is not.
        """
        statements = [one for document in self.documents for one in document["Statement"]]
        found = {text for one in statements for text in (_denied if one["Effect"] == "Deny" else _granted)(one)}
        return tuple(sorted(found))


def fit(
    kind: Kind,
    calls: Calls,
    render: Callable[[Shape], list[Json]],
    parts: Parts,
    mode: str = "",
) -> Written:
    """Return documents for what a policy admits.

    `render` writes the statements in a shape, `parts` divides them into documents where they do not fit in one. `mode`
    is empty (wildcards where needed), `closed` (none) or `open` (all that admit the same). Raises RequestError where
    more documents are needed than can be attached, and AtlasError where IAM cannot say what the policy says.
    """
    limit = SIZES[kind]
    shape, found = EXACT, render(EXACT)
    first = _difference(kind, calls, [found])
    if first is not None:
        raise AtlasError(_cannot(first))
    best = (shape, _divided(found, shape, limit, parts))
    for step in () if mode == "closed" else STEPS[kind]:
        enough = limit.documents if (kind, step) in LAST_RESORT else 1
        if len(best[1]) <= enough and (mode != "open" or enough > 1):
            break
        further = shape._replace(**{step: True})
        compact = render(further)
        if compact != found and _difference(kind, calls, [compact]) is None:
            shape, found = further, compact
            divided = _divided(found, shape, limit, parts)
            if mode == "open" or len(divided) < len(best[1]):
                best = (shape, divided)
    shape, whole = best
    _within(limit, kind, whole)
    last = _difference(kind, calls, whole) if len(whole) > 1 else None
    if last is not None:
        raise AtlasError(_cannot(last))
    return Written(kind, tuple(map(_document, whole)), shape, len(calls))


def _divided(found: list[Json], shape: Shape, limit: Limit, parts: Parts) -> list[list[Json]]:
    return [found] if _size(found, limit) <= limit.characters else list(parts(found, shape))


def _within(limit: Limit, kind: Kind, whole: list[list[Json]]) -> None:
    long = max(_size(one, limit) for one in whole)
    if len(whole) <= limit.documents and long <= limit.characters:
        return
    if long > limit.characters:
        message = f"a statement needs {long:,} characters, and a document may have {limit.characters:,}"
    else:
        message = f"{len(whole)} documents are needed, and there may be {limit.documents} {limit.what}"
    narrow = "name the models (--model), source Regions (--from) or attributes (--set) that are meant"
    hint = narrow if kind == "identity" else "leave --closed out, so that wildcards may stand for models"
    raise RequestError(message, slug="too-many-documents", hint=hint)


def layout(document: Json, kind: Kind) -> str:
    """Return a document as text: indented where that fits, else a line a statement."""
    text = json.dumps(document, indent=2)
    limit = SIZES[kind]
    if measured(text, limit) <= limit.characters:
        return text
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in document["Statement"])
    return f'{{"Version":"{document["Version"]}","Statement":[\n{lines}\n]}}'


def _document(statements: list[Json]) -> Json:
    return {"Version": "2012-10-17", "Statement": statements}


def _size(statements: list[Json], limit: Limit) -> int:
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in statements)
    return measured(f'{{"Version":"2012-10-17","Statement":[\n{lines}\n]}}', limit)


def _difference(kind: Kind, calls: Calls, parts: Sequence[list[Json]]) -> Difference | None:
    documents = tuple(make_document(_document(one), f"document {at}", kind) for at, one in enumerate(parts, 1))
    return next(calls.differences(Authority([Level(kind, documents)])), None)


def _cannot(difference: Difference) -> str:
    judged = difference.judged
    return (
        f"IAM cannot say what the policy says of {judged.case.route.id} from {judged.case.route.source}: "
        f"the documents would be {difference.sort.replace('-', ' ')}"
    )


def _granted(one: Json) -> Iterator[str]:
    """Return the open patterns of an Allow: of profiles, of models called by their base ID, of models on Mantle."""
    conditions = one.get("Condition", {})
    through = any(key.endswith("InferenceProfileArn") for keys in conditions.values() for key in keys)
    for text in () if through else one["Resource"]:
        parts = text.split(":", 5)
        if "*" in parts[3] + parts[5]:
            yield text
    for model in conditions.get("StringLike", {}).get("bedrock-mantle:Model", ()):
        if "*" in model:
            yield f"bedrock-mantle:Model {model}"


def _denied(one: Json) -> Iterator[str]:
    """Return the open patterns among what a Deny leaves out: names of models."""
    for text in one.get("NotResource", ()):
        name = text.partition("foundation-model/")[2]
        if "*" in name:
            yield text
