"""The answer: one chosen ID or none, and everything that follows from it.

A decision keeps the bits it was made from and works the rest out when asked: judging takes microseconds, and most
callers want the ID alone. Everything here is a pure function of catalog, policy, request and date.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.decision.warnings import warnings
from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.facts.words import retention_rank
from bedrock_atlas.policy.constraints import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.decision.alternative import Advice, Alternative
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.decision.warnings import Warning  # noqa: A004  # the word of the JSON form; nothing here uses the builtin
    from bedrock_atlas.facts.candidates import Candidates, Group
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Lifecycle, Route, Status
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.program import Program, Waived
    from bedrock_atlas.policy.rules import Entry

__all__ = ["Decision", "Means", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One route judged: `rules` holds the ids of all rules that rejected it; empty means admitted."""

    route: Route
    rules: tuple[str, ...]

    @property
    def admitted(self) -> bool:
        """Check whether no rule rejected the route."""
        return not self.rules


class Means(NamedTuple):
    """What a decision is lent: how to ask again, what to recommend, and how to be told in words or as data."""

    again: Callable[[Decision, Request, date], Decision]
    advise: Callable[[Decision], Advice]
    summary: Callable[[Decision], str]
    text: Callable[[Decision], str]
    data: Callable[[Decision], dict[str, object]]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The answer to one request on one date.

    `rejections` pairs each rule that rejected anything with the bits of the routes it rejected, in the order judged;
    `admitted` holds the bits of the rest; `group` is the chosen ID with all its routes, None when nothing is admitted.
    `means` is what it is lent by whoever decides; `tried` holds the decisions on the models of a role that came before
    and had no route, `later` those after the answer that have one, where the role tells alternatives; `entry` is the
    line of the role that this one is about, None where a model was asked for.
    """

    catalog: Catalog
    policy: Policy
    request: Request
    on: date
    candidates: Candidates
    program: Program
    rejections: tuple[tuple[str, int], ...]
    admitted: int
    group: Group | None
    means: Means = field(repr=False)
    tried: tuple[Decision, ...] = ()
    entry: Entry | None = None
    later: tuple[Decision, ...] = ()

    def __bool__(self) -> bool:
        """Check whether a route is admitted."""
        return self.group is not None

    @property
    def id(self) -> str | None:
        """Return the ID to invoke; None when no route is admitted."""
        return self.group.id if self.group else None

    @property
    def model(self) -> Model:
        """Return the model asked for."""
        return self.candidates.model

    @property
    def status(self) -> Status:
        """Return the model's lifecycle status on the date."""
        return self.lifecycle.status(self.on)

    @property
    def lifecycle(self) -> Lifecycle:
        """Return the calendar that the answer lives by: that of the source Region asked for.

        Where none was, of the answer's Regions the one that ends first.
        """
        if not self.model.elsewhere or (self.request.source is None and self.group is None):
            return self.model.lifecycle
        sources = [self.request.source] if self.request.source else self.invoke_from
        lives = [self.model.lifecycle_in(source) for source in sources]
        return min(lives, key=lambda life: (life.end_of_life or date.max, life.legacy_from or date.max))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Return the admitted routes of the chosen ID, by source Region; empty when there is none."""
        return tuple(self.candidates.pick(self.admitted & self.group.mask)) if self.group else ()

    @property
    def invoke_from(self) -> tuple[str, ...]:
        """Return the source Regions from which the chosen ID holds, sorted."""
        return tuple(route.source for route in self.routes)

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries in which the request may be processed, sorted (ISO 3166-1 alpha-2)."""
        return tuple(sorted(frozenset().union(*(route.countries for route in self.routes))))

    @property
    def price(self) -> Price | None:
        """Return the price of the chosen ID; None when there is no ID or the price is not known."""
        return self.group.price if self.group else None

    @property
    def arn(self) -> str | None:
        """Return the ARN form; `${Region}` stays open when several Regions may call, `${Account}` always."""
        if self.group is None:
            return None
        partition = self.routes[0].partition
        region = self.invoke_from[0] if len(self.invoke_from) == 1 else "${Region}"
        if self.group.geography is None:
            return f"arn:{partition}:bedrock:{region}::foundation-model/{self.id}"
        return f"arn:{partition}:bedrock:{region}:${{Account}}:inference-profile/{self.id}"

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Judge every candidate once: which rules rejected it, in the order of the routes."""
        return tuple(
            Verdict(route, tuple(rule for rule, bits in self.rejections if bits >> index & 1))
            for index, route in enumerate(self.candidates.routes)
        )

    @property
    def histogram(self) -> dict[str, int]:
        """Count for each rule the candidates that it rejected, most first."""
        counts = {rule: bits.bit_count() for rule, bits in self.rejections}
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def advice(self) -> Advice:
        """Return what is recommended instead, worked out anew each time; see `bedrock_atlas.advice`."""
        return self.means.advise(self)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Return other questions that are answered, what changes least first; each obeys what was asked."""
        return self.advice.alternatives

    @property
    def nearest(self) -> Verdict | None:
        """Return the verdict on the route of this model that is recommended instead; None when none is."""
        return self.verdict_on(self.alternatives)

    def verdict_on(self, alternatives: tuple[Alternative, ...]) -> Verdict | None:
        """Return the verdict on the route that the first alternative with this model takes; None when none has it."""
        routes = [one.decision.routes[0] for one in alternatives if one.decision.model is self.model]
        wanted = [(route.id, route.endpoint, route.source) for route in routes[:1]]
        found = (one for one in self.verdicts if (one.route.id, one.route.endpoint, one.route.source) in wanted)
        return next(found, None) if self.group is None else None

    @property
    def blocking_rules(self) -> tuple[str, ...]:
        """Return the smallest set of rules without which what was asked would be admitted; empty when it is.

        Who asks for a profile by its ID asks for no other, so that the rule for it is in the way of the others alone.
        """
        misses = [rules for one in (*self.tried, self) for rules in _misses(one)] if self.group is None else []
        return min(misses, key=_severity, default=())

    @property
    def retries(self) -> tuple[Decision, ...]:
        """Return the next admitted answers in order, for callers that retry: as many as the role asked for tells.

        Each is another ID; first those of the same model, then those of the role's next entries.
        """
        role = self.policy.roles.get(self.request.role or "")
        if role is None or not role.alternatives or self.group is None:
            return ()
        found = {self.id: self}
        for one in (self, *self.later):
            for group in one.order:
                if group.mask & one.admitted:
                    found.setdefault(group.id, replace(one, group=group, tried=(), later=()))
        return tuple(found.values())[1 : role.alternatives + 1]

    @property
    def share(self) -> int | None:
        """Return the percent of keys for which the role asked for begins as it does for this one; None if not split."""
        role = self.policy.roles.get(self.request.role or "")
        first = role.share(self.request.key) if role else None
        return role.shares[role.entries.index(first)] if role and first else None

    @property
    def order(self) -> tuple[Group, ...]:
        """Return all IDs in order of preference, admitted or not."""
        return self.program.ranking_within if self.request.residency else self.program.ranking_anywhere

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """Return the caller's obligations for the answer to hold; empty when nothing is admitted."""
        if self.group is None:
            return ()
        obligations = [
            obligation
            for known in self.model.capabilities
            if known.name in self.request.needs and known.holds(self.on)
            for obligation in known.obligations
            if not obligation.api or self.request.api in {None, obligation.api}
        ]
        retention = self.model.retention_on(self.on)
        if retention_rank(retention):
            obligations.append(Obligation("retention-mode", retention))
        if self.group.scope != "in-region":
            reached = frozenset().union(*(route.destinations for route in self.routes))
            everywhere = "requests whose aws:RequestedRegion is unspecified" if self.group.scope == "global" else ""
            obligations.append(Obligation("allow-regions", everywhere, regions=tuple(sorted(reached))))
        mine, api = self.admitted & self.group.mask, self.request.api
        obligations += [
            duty for duty, bits in self.program.duties if bits & mine and (not duty.api or api in {None, duty.api})
        ]
        return tuple(dict.fromkeys(obligations))

    @property
    def waived(self) -> tuple[Waived, ...]:
        """Return the exceptions without which a rule would have rejected a route of the answer."""
        mine = self.admitted & self.group.mask if self.group else 0
        return tuple(one for one in self.program.waived if one.bits & mine)

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """Return what the caller should know although the answer stands."""
        return tuple(warnings(self))

    @property
    def valid_until(self) -> date | None:
        """Return the first day on which the answer is another one by the facts known today; None when there is none."""
        asked, mine = self.request, self.answer()
        days = self.policy.change_dates(self.catalog, asked.role, asked.model, asked.attributes)
        for day in sorted(days):
            if day > self.on and self.means.again(self, asked, day).answer() != mine:
                return day
        return None

    def answer(self) -> tuple[object, ...] | None:
        """Return what a caller acts on, to compare two dates by; None when nothing is admitted."""
        if self.group is None:
            return None
        told = (self, *self.retries)
        return tuple((one.id, one.routes, one.price, one.status, one.warnings, one.obligations) for one in told)

    def summary(self) -> str:
        """Return the answer in one line."""
        return self.means.summary(self)

    def explain(self) -> str:
        """Return the answer and why every other route lost, as plain text."""
        return self.means.text(self)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as JSON data; the keys and their order are the same everywhere."""
        return self.means.data(self)


def _misses(decision: Decision) -> list[tuple[str, ...]]:
    """Return the rules that reject each route, of the profile that was asked for where it has any."""
    rules = [one.rules for one in decision.verdicts]
    return [one for one in rules if "request.profile" not in one] or rules


def _severity(rules: tuple[str, ...]) -> tuple[int, int]:
    """Return how much is in the way: how many rules, and how grave the gravest is."""
    return len(rules), max((RULES.index(rule) if rule in RULES else len(RULES) for rule in rules), default=0)
