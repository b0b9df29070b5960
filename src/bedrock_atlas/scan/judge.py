"""What a mention of an ID means on a date: at most one finding, the gravest.

Only Bedrock's calendar counts. A replacement is given where exactly one ID is right: the same model, spelled as Bedrock
spells it, or the one ID that can serve it; never one in another geography, unless a policy leaves that one alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import closest
from bedrock_atlas.scan.finder import Mention, vendor_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

    from bedrock_atlas.errors import Severity
    from bedrock_atlas.facts import Model
    from bedrock_atlas.scan.served import Service

__all__ = ["Judge", "Judgement"]

_KEPT = 4096
_SUGGESTED = 512  # a nearest name costs milliseconds; a tree with more unknown IDs than this has other worries
_SHOWN = 3
_SUFFIX = re.compile(r"-v\d+(?::\d+)?(?::\w+)?$")
_DATED = re.compile(r"-\d{8}(?:-v\d+)?$")
_GEOGRAPHY = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,5})?")
_NO_GEOGRAPHY = frozenset({"com", "org", "net", "io", "dev", "api", "app", "aws", "self", "this", "model", "www"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict. `day` is the date it turns on, None when it turns on none; `instead` the valid IDs, best first.

    `replacement` is the ID to write there instead where exactly one is right, else None.
    """

    slug: str
    severity: Severity
    message: str
    hint: str = ""
    day: date | None = None
    instead: tuple[str, ...] = ()
    replacement: str | None = None


class Judge:
    """Judges mentions for one catalog, date and policy; equal mentions are judged once."""

    def __init__(self, service: Service, *, within: timedelta) -> None:
        """Take how models are served, and how far ahead an end of life is worth a warning."""
        self._service, self._catalog, self._on, self._horizon = service, service.catalog, service.on, service.on + within
        models = self._catalog.document["models"]
        self._mantle = {entry["mantle_id"]: model_id for model_id, entry in models.items() if "mantle_id" in entry}
        self._vendor = {vendor_id(model_id): model_id for model_id in models if vendor_id(model_id)}
        self._known = sorted({*models, *self._mantle})
        self._kept: dict[Mention, Judgement | None] = {}
        self._suggested = 0

    def judge(self, mention: Mention) -> Judgement | None:
        """Give what is wrong with a mention; None when nothing is."""
        if mention in self._kept:
            return self._kept[mention]
        found = self._judge(mention)
        if len(self._kept) < _KEPT:
            self._kept[mention] = found
        return found

    def _judge(self, mention: Mention) -> Judgement | None:
        if mention.kind == "application-inference-profile":
            return None
        if mention.kind == "vendor-id":
            return self._aging(mention, self._catalog.model(self._vendor[mention.text]))
        model_id = self._mantle.get(mention.text, mention.text)
        if model_id not in self._catalog or (mention.prefix and mention.text in self._mantle):
            return self._unknown(mention)
        model = self._catalog.model(model_id)
        return self._profile(mention, model) or self._life(mention, model) or self._refused(mention, model) or (
            self._aging(mention, model)
        )

    def _unknown(self, mention: Mention) -> Judgement | None:
        """Judge an ID that is nobody's: cut short, misspelled, of an unknown model, or only the name of a family."""
        ends = [one for one in self._known if one.startswith(mention.text)]
        if ends and not (_DATED.search(mention.text) or (mention.prefix and re.search(r"\d", mention.text))):
            return None
        if not ends and not re.search(r"-.*\d|\d.*-", mention.text):
            return None
        same = [one for one in self._known if _stem(one) == _stem(mention.text)]
        whole = {self._mantle.get(one, one) for one in (ends or same)} if mention.prefix else set(ends or same)
        right = [f"{mention.prefix}.{one}" if mention.prefix else one for one in sorted(whole)]
        only = right[0] if len(right) == 1 and self._works(right[0], mention) else None
        instead = (only,) if only else tuple(right[:_SHOWN]) or self._near(mention)
        hint = f"did you mean {_listed(instead, ' or ')}?" if instead else "`bedrock-atlas models` lists the known ones"
        if ends:
            message = f"`{mention.id}` is the beginning of an ID, which cannot be invoked"
            return Judgement("incomplete-id", "error", message, hint, None, instead, only)
        return Judgement("unknown-model", "error", f"no model `{mention.id}` is known", hint, None, instead, only)

    def _works(self, replacement: str, mention: Mention) -> bool:
        """Say whether an ID could stand there without an error of its own."""
        prefix, text = (mention.prefix, replacement[len(mention.prefix) + 1 :]) if mention.prefix else (
            mention.prefix, replacement
        )
        found = self.judge(Mention(text, prefix, mention.kind, mention.region))
        return found is None or (found.severity == "warning" and found.replacement is None)

    def _near(self, mention: Mention) -> tuple[str, ...]:
        self._suggested += 1
        return closest(mention.text, self._known, 1) if self._suggested <= _SUGGESTED else ()

    def _profile(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge the prefix: whether such a profile is, was or never was."""
        if mention.kind == "foundation-model" and mention.prefix:
            message = f"`{mention.id}` is an inference profile, not a foundation model"
            return Judgement("arn-kind", "error", message, "write `inference-profile/` with the account's number")
        if mention.kind == "inference-profile" and mention.prefix is None:
            message = f"`{mention.id}` is a foundation model, not an inference profile"
            return Judgement("arn-kind", "error", message, "write `::foundation-model/`, or put a geography before the ID")
        if not mention.prefix or mention.prefix in model.profiles:
            return None
        only = self._only(model)
        instead = self._service.of(model).admitted
        hint = _valid(instead, model)
        if mention.prefix in self._catalog.geographies:
            message = f"no profile `{mention.id}` is known, past or present"
            return Judgement("unknown-profile", "error", message, hint, None, instead, only)
        if _GEOGRAPHY.fullmatch(mention.prefix) and mention.prefix not in _NO_GEOGRAPHY:
            message = f"`{mention.prefix}.` is no geography of Amazon Bedrock"
            return Judgement("unknown-geography", "error", message, hint, None, instead, only)
        return None

    def _life(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge by the calendar: the model has ended or not begun, the profile was withdrawn, the base ID serves nobody."""
        life, prefix = model.lifecycle, mention.prefix
        status = life.status(self._on)
        if status == "EOL" and life.end_of_life is not None:
            message = f"{model.name} reached its end of life on {life.end_of_life}"
            return self._successor("end-of-life", "error", message, life.end_of_life, mention, model)
        if status == "UPCOMING":
            message = f"{model.name} is there from {life.start_of_life} on"
            return Judgement("not-yet", "error", message, "", life.start_of_life)
        served = self._service.of(model)
        if prefix in {"", None} and mention.kind != "id":
            return None
        rows = [row for row in model.rows if (row.geography or "") == prefix] if prefix else model.rows
        if prefix == "" or not rows or mention.id in served.live:
            return self._source(mention, model)
        if prefix is None:
            message = f"`{mention.id}` cannot be invoked by itself, only through an inference profile"
            only = self._only(model) or (served.admitted[0] if len(served.admitted) == 1 else None)
            return Judgement("profile-only", "warning", message, _valid(served.admitted, model), None, served.admitted, only)
        ended = max((row.until for row in rows if row.until is not None and row.until <= self._on), default=None)
        begins = min((row.since for row in rows if row.since is not None and row.since > self._on), default=None)
        slug, day = ("withdrawn-profile", ended) if ended or begins is None else ("not-yet", begins)
        message = f"`{mention.id}` was withdrawn on {day}" if day is ended else f"`{mention.id}` is there from {day} on"
        hint = _valid(served.admitted, model)
        return Judgement(slug, "error", message, hint, day, served.admitted, self._only(model))

    def _source(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge the Region of a profile's ARN: whether the profile can be invoked from it."""
        if mention.kind != "inference-profile" or not mention.region or not mention.prefix:
            return None
        sources = sorted(route.source for route in self._service.of(model).routes if route.id == mention.id)
        if not sources or mention.region in sources:
            return None
        message = f"`{mention.id}` cannot be invoked from {mention.region}"
        return Judgement("arn-source", "error", message, f"it can from {', '.join(sources)}")

    def _refused(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge by the policy."""
        served = self._service.of(model)
        rules = served.rejected.get(mention.id)
        if rules is None or mention.kind == "foundation-model":
            return None
        message = f"the policy does not admit `{mention.id}`: {', '.join(rules)}"
        hint, only = _valid(served.admitted, model), self._only(model)
        return Judgement("not-admitted", "error", message, hint, None, served.admitted, only)

    def _only(self, model: Model) -> str | None:
        """Give the one ID that a policy leaves of several; None when it leaves more, none, or there was no choice."""
        served = self._service.of(model)
        return served.admitted[0] if len(served.admitted) == 1 and served.rejected else None

    def _aging(self, mention: Mention, model: Model) -> Judgement | None:
        """Warn of what is LEGACY, or will be, or will end within the horizon."""
        life, on = model.lifecycle, self._on
        status, end, legacy = life.status(on), life.end_of_life, life.legacy or life.legacy_seen
        if status == "EOL" and end is not None:
            return self._successor("end-of-life", "error", f"{model.name} reached its end of life on {end}", end, mention, model)
        if end is not None and end <= self._horizon:
            message = f"{model.name} reaches its end of life on {end}, in {(end - on).days} days"
            return self._successor("end-of-life-soon", "warning", message, end, mention, model)
        if status == "LEGACY":
            ends = f", its end of life is {end}" if end else ""
            return self._successor("legacy", "warning", f"{model.name} is LEGACY since {legacy}{ends}", legacy, mention, model)
        if legacy is not None and legacy <= self._horizon and legacy > on:
            message = f"{model.name} becomes LEGACY on {legacy}, in {(legacy - on).days} days"
            return self._successor("legacy-soon", "warning", message, legacy, mention, model)
        return None

    def _successor(  # noqa: PLR0913, PLR0917  # all of a judgement
        self, slug: str, severity: Severity, message: str, day: date | None, mention: Mention, model: Model
    ) -> Judgement:
        instead = tuple(self._successors(mention, model))[:_SHOWN]
        hint = f"newer: {_listed(instead)}" if instead else ""
        return Judgement(slug, severity, message, hint, day, instead)

    def _successors(self, mention: Mention, model: Model) -> Iterable[str]:
        """Give IDs of newer models of the same kind, newest first, that can stand where the mention does."""
        born = model.lifecycle.start_of_life
        newer = [
            other
            for other in self._catalog
            if _kin(other) == _kin(model)
            and other.lifecycle.status(self._on) == "ACTIVE"
            and (other.lifecycle.end_of_life is None or other.lifecycle.end_of_life > self._horizon)
            and (born is None or (other.lifecycle.start_of_life is not None and other.lifecycle.start_of_life > born))
        ]
        newer.sort(key=lambda other: (other.lifecycle.start_of_life or born, other.id), reverse=True)
        for other in newer:
            admitted = self._service.of(other).admitted
            if mention.kind == "vendor-id":
                yield from admitted[:1]
            elif mention.prefix == "" or mention.kind == "foundation-model":
                yield from [other.id][: len(admitted)]
            elif mention.prefix:
                yield from (one for one in admitted if one == f"{mention.prefix}.{other.id}")
            else:
                yield from (one for one in admitted if one == other.id)


def _stem(text: str) -> str:
    return _SUFFIX.sub("", text)


def _kin(model: Model) -> tuple[str, ...]:
    """Give what two versions of one line of models share: the provider, and the tier or the first word of the name."""
    first = re.split(r"[-.\d]", model.id.partition(".")[2])[0]
    return (model.provider, model.tier or first, *model.modalities.get("output", ()))


def _listed(ids: Iterable[str], between: str = ", ") -> str:
    return between.join(f"`{one}`" for one in ids)


def _valid(ids: tuple[str, ...], model: Model) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return f"valid: {_listed(ids[:_SHOWN])}{more}" if ids else f"no ID of {model.name} is left"
