"""What a mention of an ID means on a date: at most one finding, the most_severe.

Only Bedrock's calendar counts. A replacement is given where exactly one ID is right: the same model, spelled as Bedrock
spells it, or the one ID that can serve it; never one in another geography, unless a policy leaves that one alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bedrock_atlas.scan.finder import Kind, Mention, vendor_id
from bedrock_atlas.scan.judgement import SHOWN, Judgement, listed, valid
from bedrock_atlas.scan.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.scan.served import Service

__all__ = ["Judge"]

_KEPT = 4096
_GEOGRAPHY = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,5})?")
_NO_GEOGRAPHY = frozenset({"com", "org", "net", "io", "dev", "api", "app", "aws", "self", "this", "model", "www"})


class Judge:
    """Judges mentions for one catalog, date and policy; equal mentions are judged once."""

    def __init__(self, service: Service, *, within: timedelta) -> None:
        """Take how models are served, and how far ahead an end of life is worth a warning."""
        self._service, self._catalog, self._on = service, service.catalog, service.on
        self._horizon = service.on + within
        models = self._catalog.document["models"]
        self._mantle = {entry["mantle_id"]: model_id for model_id, entry in models.items() if "mantle_id" in entry}
        self._vendor = {vendor_id(model_id): model_id for model_id in models if vendor_id(model_id)}
        self._unknown = Unknown(self._catalog, self._fate)
        self._kept: dict[Mention, Judgement | None] = {}

    def judge(self, mention: Mention) -> Judgement | None:
        """Return what is wrong with a mention; None when nothing is."""
        if mention in self._kept:
            return self._kept[mention]
        found = self._judge(mention)
        if len(self._kept) < _KEPT:
            self._kept[mention] = found
        return found

    def _judge(self, mention: Mention) -> Judgement | None:
        if mention.kind == "application-inference-profile":
            return self._application(mention)
        if mention.kind == "vendor-id":
            model = self._catalog.model(self._vendor[mention.text])
            return self._ended(mention, model) or self._refused(mention, model) or self._aging(mention, model)
        model_id = self._mantle.get(mention.text, mention.text)
        if model_id not in self._catalog or (mention.prefix and mention.text in self._mantle):
            return self._unknown.judge(mention)
        model = self._catalog.model(model_id)
        judges = (self._kind, self._profile, self._ended, self._served, self._refused, self._aging)
        return next((found for judge in judges if (found := judge(mention, model)) is not None), None)

    def _application(self, mention: Mention) -> Judgement | None:
        """Judge an application profile by what it was made from; None when no overlay knows it."""
        if mention.text not in self._catalog.document.get("application_profiles", {}):
            return None
        subject = self._catalog.names.subject(mention.text)
        kind: Kind = "inference-profile" if subject.profile else "foundation-model"
        found = self.judge(Mention(subject.model, subject.profile, kind, subject.source or ""))
        return found and replace(found, message=f"its application profile leads on: {found.message}", replacement=None)

    def _fate(self, name: str, mention: Mention) -> Judgement | None:
        """Judge another ID in a mention's place."""
        text = name[len(mention.prefix) + 1 :] if mention.prefix else name
        return self.judge(Mention(text, mention.prefix, mention.kind, mention.region))

    def _kind(self, mention: Mention, _: Model) -> Judgement | None:
        """Judge an ARN by what it says the ID is."""
        if mention.kind == "foundation-model" and mention.prefix:
            message = f"`{mention.id}` is an inference profile, not a foundation model"
            return Judgement("arn-kind", "error", message, "write `inference-profile/`, with the account's number")
        if mention.kind == "inference-profile" and mention.prefix is None:
            message = f"`{mention.id}` is a foundation model, not an inference profile"
            return Judgement("arn-kind", "error", message, "write `::foundation-model/`, or name a profile")
        return None

    def _profile(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge the prefix: whether such a profile is or was."""
        if not mention.prefix or mention.prefix in model.profiles:
            return None
        instead = self._service.of(model).admitted
        hint, only = valid(instead, model), self._only(mention, model)
        if mention.prefix in self._catalog.geographies:
            message = f"no profile `{mention.id}` is known, past or present"
            return Judgement("unknown-profile", "error", message, hint, None, instead, only)
        if _GEOGRAPHY.fullmatch(mention.prefix) and mention.prefix not in _NO_GEOGRAPHY:
            message = f"`{mention.prefix}.` is no geography of Amazon Bedrock"
            return Judgement("unknown-geography", "error", message, hint, None, instead, only)
        return None

    def _ended(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge by the model's calendar: whether it has ended or not begun."""
        life = model.lifecycle_in(mention.region or None)
        status = life.status(self._on)
        if status == "EOL" and life.end_of_life is not None:
            ended = "reached its end of life" if model.rows else "was retired"
            message = f"`{mention.id}` {ended} on {life.end_of_life}"
            return self._with_newer("end-of-life", message, life.end_of_life, mention, model)
        if status == "UPCOMING":
            message = f"`{mention.id}` is there from {life.start_of_life} on"
            return Judgement("not-yet", "error", message, "", life.start_of_life)
        return None

    def _served(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge by the rows: whether that very ID can be invoked on the date, and from the Region of its ARN."""
        served, prefix = self._service.of(model), mention.prefix
        if prefix == "" or mention.kind == "foundation-model":
            return None
        if mention.id in served.live:
            return self._source(mention, model)
        rows = [row for row in model.rows if not prefix or row.geography == prefix]
        if not rows:
            return None
        if prefix is None:
            message = f"`{mention.id}` cannot be invoked by itself, only through an inference profile"
            instead = served.admitted
            only = instead[0] if len(instead) == 1 else None
            return Judgement("profile-only", "warning", message, valid(instead, model), None, instead, only)
        ended = max((row.until for row in rows if row.until is not None and row.until <= self._on), default=None)
        begins = min((row.since for row in rows if row.since is not None and row.since > self._on), default=None)
        hint, only = valid(served.admitted, model), self._only(mention, model)
        if ended is None and begins is not None:
            message = f"`{mention.id}` is there from {begins} on"
            return Judgement("not-yet", "error", message, hint, begins, served.admitted, only)
        message = f"`{mention.id}` was withdrawn on {ended}"
        return Judgement("withdrawn-profile", "error", message, hint, ended, served.admitted, only)

    def _source(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge the Region of a profile's ARN: whether the profile can be invoked from it."""
        if mention.kind != "inference-profile" or not mention.region:
            return None
        sources = sorted(route.source for route in self._service.of(model).routes if route.id == mention.id)
        if mention.region in sources:
            return None
        message = f"`{mention.id}` cannot be invoked from {mention.region}"
        return Judgement("arn-source", "error", message, f"it can from {', '.join(sources)}")

    def _refused(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge by the policy."""
        served = self._service.of(model)
        rules = set(served.rejected.get(mention.id, ()))
        if mention.kind == "vendor-id" or mention.prefix == "":
            rules = set() if served.admitted else {rule for each in served.rejected.values() for rule in each}
        elif mention.region:
            rules |= set(served.rejected_from.get((mention.id, mention.region), ()))
        if mention.kind == "foundation-model":
            return None
        unknown = not any(row.geography == mention.prefix for row in model.rows) if mention.prefix else not model.rows
        if not rules and unknown and self._service.narrows:
            rules = {"where it is processed is not known"}
        if not rules:
            return None
        where = f" from {mention.region}" if mention.region else ""
        message = f"the policy does not admit `{mention.id}`{where}: {', '.join(sorted(rules))}"
        hint, only = valid(served.admitted, model), self._only(mention, model)
        return Judgement("not-admitted", "error", message, hint, None, served.admitted, only)

    def _only(self, mention: Mention, model: Model) -> str | None:
        """Return the one ID that a policy leaves of several; None when it leaves more or none, or had no choice."""
        served = self._service.of(model)
        alone = mention.kind == "id" and mention.prefix != "" and len(served.admitted) == 1
        return served.admitted[0] if alone and served.rejected else None

    def _aging(self, mention: Mention, model: Model) -> Judgement | None:
        """Warn of what is LEGACY, or will be, or will end within the horizon."""
        life, on = model.lifecycle_in(mention.region or None), self._on
        end, legacy = life.end_of_life, life.legacy_from
        if end is not None and end <= self._horizon:
            message = f"`{mention.id}` reaches its end of life on {end}, in {(end - on).days} days"
            return self._with_newer("end-of-life-soon", message, end, mention, model)
        if legacy is not None and legacy <= on:
            message = f"`{mention.id}` is LEGACY since {legacy}{f', its end of life is {end}' if end else ''}"
            return self._with_newer("legacy", message, legacy, mention, model)
        if legacy is not None and legacy <= self._horizon:
            message = f"`{mention.id}` becomes LEGACY on {legacy}, in {(legacy - on).days} days"
            return self._with_newer("legacy-soon", message, legacy, mention, model)
        return None

    def _with_newer(self, slug: str, message: str, day: date, mention: Mention, model: Model) -> Judgement:
        instead = tuple(self._newer(mention, model))[:SHOWN]
        words = [f"AWS recommends `{model.successor}`"] if model.successor else []
        hint = "; ".join([*words, f"newer: {listed(instead)}"] if instead else words)
        return Judgement(slug, "error" if slug == "end-of-life" else "warning", message, hint, day, instead)

    def _newer(self, mention: Mention, model: Model) -> Iterable[str]:
        """Return IDs of newer models of the same line, newest first, that can stand where the mention does."""
        born = model.lifecycle.start_of_life
        newer = [
            (other.lifecycle.start_of_life, other.id, other)
            for other in self._catalog
            if _line(other) == _line(model)
            and other.lifecycle.status(self._on) == "ACTIVE"
            and (other.lifecycle.end_of_life is None or other.lifecycle.end_of_life > self._horizon)
            and other.lifecycle.start_of_life is not None
            and (born is None or other.lifecycle.start_of_life > born)
        ]
        for _, _, other in sorted(newer, key=lambda one: one[:2], reverse=True):
            admitted = self._service.of(other).admitted
            if mention.kind == "vendor-id":
                yield from admitted[:1]
            elif mention.prefix == "" or mention.kind == "foundation-model":
                yield from [other.id][: len(admitted)]
            elif mention.prefix:
                wanted = f"{mention.prefix}.{other.id}"
                yield from [wanted][: wanted in admitted]
            else:  # a bare ID serves a newer model in few places, if at all: its profiles are what can stand there
                yield from [one for one in admitted if one != other.id] or admitted


def _line(model: Model) -> tuple[str, ...]:
    """Return what two versions of one line of models share: provider, and tier or first word of the name."""
    first = re.split(r"[-.\d]", model.id.partition(".")[2])[0]
    return (model.provider, model.tier or first, *model.modalities.get("output", ()))
