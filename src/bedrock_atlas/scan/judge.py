"""What a mention of an ID means on a date: at most one finding, the most_severe.

Only Bedrock's calendar counts. A replacement is given where exactly one ID is right: the same model, spelled as Bedrock
spells it, or the one ID that is recommended for it. What is recommended comes from `bedrock_atlas.advice` alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bedrock_atlas.facts.intervals import counted
from bedrock_atlas.scan.finder import Kind, Mention, vendor_id
from bedrock_atlas.scan.judgement import Judgement, hinted
from bedrock_atlas.scan.rules import RULES
from bedrock_atlas.scan.unknown import Unknown

if TYPE_CHECKING:
    from datetime import timedelta

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Lifecycle, Row
    from bedrock_atlas.scan.served import Service

__all__ = ["Judge"]

_KEPT = 4096
_SEVERITIES = {rule.slug: rule.severity for rule in RULES}
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
        kind: Kind = "inference-profile" if subject.geography else "foundation-model"
        found = self.judge(Mention(subject.model, subject.geography, kind, subject.source or ""))
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
        had = ", ".join(f"`{one}.`" for one in model.profiles)
        hint = f"{model.name} has {had}; a residency says which" if had else f"{model.name} has no profile"
        if mention.prefix in self._catalog.geographies:
            message = f"no profile `{mention.id}` is known, past or present"
            return Judgement("unknown-profile", "error", message, hint)
        if _GEOGRAPHY.fullmatch(mention.prefix) and mention.prefix not in _NO_GEOGRAPHY:
            message = f"`{mention.prefix}.` is no geography of Amazon Bedrock"
            return Judgement("unknown-geography", "error", message, hint)
        return None

    def _calendar(self, mention: Mention, model: Model) -> Lifecycle:
        """Return the calendar that counts for a mention: that of its Region, else the rule while it goes on.

        Past the rule's end it is the one that ends last where that very ID can be invoked: an ID is ended when it is
        ended everywhere. An ID that no row has (a provider's own) goes by the rule.
        """
        if mention.region:
            return model.lifecycle_in(mention.region)
        rows = [] if mention.kind == "vendor-id" else _rows(mention, model)
        rows = [row for row in rows if row.holds(self._on)] or rows
        calendars = {model.lifecycle_in(source) for row in rows for source in row.sources} or {model.lifecycle}
        goes_on = model.lifecycle in calendars and model.lifecycle.status(self._on) != "EOL"
        return model.lifecycle if goes_on else max(calendars, key=_lasting)

    def _left(self, mention: Mention, model: Model) -> list[str]:
        """Return the Regions where an ID lives on past the rule's end; none where the rule goes on, or in an ARN."""
        rule = model.lifecycle
        if mention.region or rule.status(self._on) != "EOL" or rule == self._calendar(mention, model):
            return []
        held = {source for row in _rows(mention, model) if row.holds(self._on) for source in row.sources}
        return sorted(source for source in held if model.lifecycle_in(source).status(self._on) != "EOL")

    def _ended(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge by the model's calendar: whether it has ended or not begun."""
        life = self._calendar(mention, model)
        status = life.status(self._on)
        if status == "EOL" and life.end_of_life is not None:
            ended = "reached its end of life" if model.rows else "was retired"
            message = f"`{mention.id}` {ended} on {life.end_of_life}"
            return self._advised("end-of-life", message, mention, model, life.end_of_life)
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
            return self._advised("profile-only", message, mention, model, refused=True)
        ended = max((row.until for row in rows if row.until is not None and row.until <= self._on), default=None)
        begins = min((row.since for row in rows if row.since is not None and row.since > self._on), default=None)
        if ended is None and begins is not None:
            return self._advised("not-yet", f"`{mention.id}` is there from {begins} on", mention, model, begins)
        return self._advised("withdrawn-profile", f"`{mention.id}` was withdrawn on {ended}", mention, model, ended)

    def _source(self, mention: Mention, model: Model) -> Judgement | None:
        """Judge the Region of a profile's ARN: whether the profile can be invoked from it."""
        if mention.kind != "inference-profile" or not mention.region:
            return None
        routes = self._service.of(model).routes
        if any((route.id, route.source) == (mention.id, mention.region) for route in routes):
            return None
        message = f"`{mention.id}` cannot be invoked from {mention.region}"
        return self._advised("arn-source", message, mention, model, refused=True)

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
        return self._advised("not-admitted", message, mention, model, refused=True)

    def _aging(self, mention: Mention, model: Model) -> Judgement | None:
        """Warn of what is LEGACY, or will be, or will end within the horizon."""
        life, on = self._calendar(mention, model), self._on
        end, legacy = life.end_of_life, life.legacy_from
        if end is not None and end <= self._horizon:
            message = f"`{mention.id}` reaches its end of life on {end}, in {counted((end - on).days)}"
            return self._advised("end-of-life-soon", message, mention, model, end)
        if left := self._left(mention, model):
            gone = model.lifecycle.end_of_life
            message = (
                f"`{mention.id}` lives on in {', '.join(left)} alone; elsewhere it reached its end of life on {gone}"
            )
            return replace(self._advised("legacy", message, mention, model, gone), partly=True)
        if legacy is not None and legacy <= on:
            message = f"`{mention.id}` is LEGACY since {legacy}{f', its end of life is {end}' if end else ''}"
            return self._advised("legacy", message, mention, model, legacy)
        if legacy is not None and legacy <= self._horizon:
            message = f"`{mention.id}` becomes LEGACY on {legacy}, in {counted((legacy - on).days)}"
            return self._advised("legacy-soon", message, mention, model, legacy)
        return None

    def _advised(  # noqa: PLR0913  # what a finding is made of
        self, slug: str, message: str, mention: Mention, model: Model, day: date | None = None, *, refused: bool = False
    ) -> Judgement:
        """Return a finding with what is recommended instead.

        The ID is replaced where one alone is left, of the same model and day and from the same Regions.
        """
        advice = self._service.advice(model, "" if mention.kind == "vendor-id" else mention.prefix, mention.region,
                                      refused=refused)  # fmt: skip
        instead = tuple(dict.fromkeys(one.id for one in advice.alternatives))
        parts = {change.part for one in advice.alternatives for change in one.changes}
        alone = mention.kind == "id" and mention.prefix != "" and len(instead) == 1 and parts == {"profile"}
        return Judgement(slug, _SEVERITIES[slug], message, hinted(advice), day, instead, instead[0] if alone else None)


def _rows(mention: Mention, model: Model) -> list[Row]:
    """Return the rows of a mention's ID; those of every profile where its prefix is left open."""
    return [row for row in model.rows if row.geography == mention.prefix or (mention.prefix == "" and row.geography)]


def _lasting(life: Lifecycle) -> tuple[date, date]:
    """Return what sorts calendars by how long they go on: the end, then the day of LEGACY; unknown comes last."""
    return (life.end_of_life or date.max, life.legacy_from or date.max)
