"""A decision in words: one line, plain text, Markdown; stable byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.decision.alternative import NO_ADVICE, listed
from bedrock_atlas.decision.causes import denied
from bedrock_atlas.decision.picked import of_mix
from bedrock_atlas.decision.ranking import ranked_by
from bedrock_atlas.decision.reasons import detail, partial_leak, reason
from bedrock_atlas.facts.intervals import counted
from bedrock_atlas.facts.prices import money
from bedrock_atlas.policy.constraints import ASKED_BACK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.decision.alternative import Advice
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.verdict import Verdict
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Obligation

__all__ = ["dispute_lines", "line", "markdown", "summary", "text"]

# Reasons that may differ from route to route, so that one line cannot tell them of every route.
_OF_ONE_ROUTE = frozenset(
    {"lifecycle.not-yet", "lifecycle.unproven", "lifecycle.withdrawn", "request.partition", "request.residency"}
)
_LABELS = {
    "input": "in",
    "output": "out",
    "cache_read": "cache read",
    "cache_write_5m": "cache write 5 m",
    "cache_write_1h": "cache write 1 h",
    "batch_input": "batch in",
    "batch_output": "batch out",
}


def summary(decision: Decision) -> str:
    """Return the answer in one line; for a denial how many candidates each rule rejected and what comes nearest."""
    return line(decision, decision.advice if decision.group is None else NO_ADVICE)


def line(decision: Decision, advice: Advice = NO_ADVICE) -> str:
    """Return the answer in one line, with this advice for a denial."""
    if decision.id is not None:
        return decision.id
    if decision.choices:
        return f"say from where or for whom: {listed(decision.choices)} rank alike [{ASKED_BACK}]"
    return "; ".join(filter(None, (denied(decision), _instead(decision, advice))))


def _instead(decision: Decision, advice: Advice) -> str:
    """Return what is recommended first, and from where it fails; what would go further, in words."""
    if not advice.alternatives:
        return advice.beyond
    first = advice.alternatives[0]
    said = f"nearest: {first}"
    source = decision.request.source
    here = [one for one in decision.verdicts if (one.route.id, one.route.source) == (first.id, source)]
    if here and [change.part for change in first.changes] == ["source"]:
        said += f"; from {source} it {detail(decision, here[0])}"
    return "; ".join(filter(None, (advice.beyond, said)))


def text(decision: Decision) -> str:
    """Return the whole answer as plain text, one fact a line, and why each other ID lost."""
    advice = decision.advice
    lines = [line(decision, advice), ""]
    lines += [f"  {label:<14}{value}" for label, value in _facts(decision)]
    lines += [f"  {'warning':<14}{one.slug}: {one.message}" for one in decision.warnings]
    lines += [f"  {'obligation':<14}{_obligation(one)}" for one in decision.obligations]
    lines += [f"  {label:<14}{value}" for label, value in _recommended(decision, advice)]
    for title, losers in (*_passed(decision), *_losing(decision)):
        lines += ["", title, *(f"  {line}" for line in losers)]
    return "\n".join(lines).rstrip() + "\n"


def markdown(decision: Decision) -> str:
    """Return the whole answer as Markdown, for a pull request or an issue."""
    advice = decision.advice
    lines = [f"**`{decision.id}`**" if decision else f"**{line(decision, advice)}**", "", "| | |", "|---|---|"]
    lines += [f"| {label} | {value} |" for label, value in _facts(decision)]
    lines += [f"| warning | `{one.slug}`: {one.message} |" for one in decision.warnings]
    lines += [f"| obligation | {_obligation(one)} |" for one in decision.obligations]
    lines += [f"| {label} | {value} |" for label, value in _recommended(decision, advice)]
    for title, losers in (*_passed(decision), *_losing(decision)):
        lines += ["", f"{title.capitalize()}:", "", *(f"* {line}" for line in losers)]
    return "\n".join(lines) + "\n"


def _recommended(decision: Decision, advice: Advice) -> Iterable[tuple[str, str]]:
    yield from (("instead" if decision.group is None else "next", str(one)) for one in advice.alternatives)
    for one in decision.retries:
        yield "retry", f"{one.id} from {', '.join(one.invoke_from)}, processed in {_processed(one)}"
    if advice.beyond:
        yield "further out", advice.beyond


def _facts(decision: Decision) -> Iterable[tuple[str, str]]:
    life, model = decision.lifecycle, decision.model
    yield "asked", str(decision.request)
    if decision.share is not None:
        first, key = _first(decision), decision.request.key
        yield "share", f"{decision.share} % of keys begin with {first}, key {key} is one of them"
    yield "on", f"{decision.on}, catalog {decision.catalog.version}, policy {decision.policy.name}"
    end = ""
    if life.end_of_life is not None:
        days = (life.end_of_life - decision.on).days
        end = f", end of life {life.end_of_life}" + (f" (in {counted(days)})" if days > 0 else "")
    elif life.end_of_life_not_before is not None:
        end = f", end of life no sooner than {life.end_of_life_not_before}"
    yield "model", f"{model.name}, {decision.status}{end}"
    if decision.group is None:
        yield "in the way", ", ".join(decision.blocking_rules) or "nothing: the catalog knows no route"
        return
    yield "route", f"{decision.group.scope} on {decision.group.endpoint}"
    yield "invoke from", ", ".join(decision.invoke_from)
    yield "processed in", _processed(decision)
    yield "price", _price(decision.price, decision.on)
    yield "ranked by", ", then ".join(ranked_by(decision))
    if decision.pick is not None:
        yield "picked as", f"{decision.pick}{_of_mix(decision, decision)}"
    yield "valid until", str(decision.valid_until or "no date known")


def _processed(decision: Decision) -> str:
    """Return where the answer may be processed: countries and Regions."""
    if decision.routes[0].scope == "global":
        return "every commercial Region"
    return f"{', '.join(decision.countries)} ({', '.join(decision.reached.destinations)})"


def _first(decision: Decision) -> str:
    """Return what a role is tried with first."""
    return (*decision.tried, decision)[0].model.name


def _price(price: Price | None, on: date) -> str:
    if price is None:
        return "not known"
    parts = ", ".join(f"${money(usd)} {_LABELS[name]}" for name, usd in price.usd_per_mtok.items())
    origin = f"listed: {_listed_by(price)}" if price.premium is None else f"{money(price.premium)} x base"
    tier = price.long_context
    longer = ""
    if tier and tier.holds(on):
        above = ", ".join(f"${money(usd)} {_LABELS[name]}" for name, usd in tier.usd_per_mtok.items())
        longer = f"; above {tier.above:,} tokens {above}"
    disputed = "".join(f"; {line}" for line in dispute_lines(price))
    return f"{parts} per million tokens{longer} ({origin}){disputed}"


def _listed_by(price: Price) -> str:
    """Return who lists a price: the source taken where two differ, else all that are evidence for it."""
    return price.dispute.taken if price.dispute else ", ".join(one.source for one in price.evidence) or "no source"


def dispute_lines(price: Price) -> Iterable[str]:
    """Return for each component that two sources differ on what both say."""
    if price.dispute:
        theirs, known = price.dispute.usd_per_mtok, price.usd_per_mtok
        for name, ours, usd in [(name, known[name], usd) for name, usd in theirs.items() if name in known]:
            words = f"{money(ours)} ({price.dispute.taken}), {money(usd)} ({price.dispute.other})"
            yield f"{_LABELS[name]} disputed: {words}"


def _obligation(obligation: Obligation) -> str:
    words = {
        "beta-header": f"send the header anthropic-beta: {obligation.value}",
        "citations": "enable citations for visual analysis" + (f" over {obligation.api}" if obligation.api else ""),
        "retention-mode": f"set the account's data-retention mode to {obligation.value}",
        "allow-regions": f"no SCP may block {obligation.value or ', '.join(obligation.regions)}",
    }
    return words.get(obligation.kind, f"{obligation.kind}: {obligation.value}")


def _passed(decision: Decision) -> Iterable[tuple[str, list[str]]]:
    """Return how the other models of a pick would answer, under a heading; nothing where there are none."""
    others = decision.others
    if others:
        yield (
            f"the others of {decision.pick}",
            [f"{one.model.name}: {line(one)}{_of_mix(decision, one)}" for one in others],
        )


def _of_mix(decision: Decision, one: Decision) -> str:
    """Return what the mix of a pick costs by one of its models; empty where it weighs none or has no answer."""
    pick = decision.pick
    if pick is None or not pick.mix or one.group is None:
        return ""
    mix = " + ".join(f"{weight} {_LABELS[name]}" for name, weight in pick.mix)
    usd = of_mix(one)
    return f", ${usd} for {mix}" if usd is not None else f", of no known price for {mix}"


def _losing(decision: Decision) -> Iterable[tuple[str, list[str]]]:
    """Return a heading with its lines for each model that was tried, in the order tried; nothing where nothing lost."""
    for one in (*decision.tried, decision):
        lines = list(_losers(one))
        if lines and (decision.tried or not one):
            yield f"why not {one.model.name}" if not one else f"why not another ID of {one.model.name}", lines
        elif lines:
            yield "why not the others", lines


def _losers(decision: Decision) -> Iterable[str]:
    """One line for each losing ID and reason, best ranked first; what every candidate shares stands once, first.

    Where a source Region was asked for, the routes from there are told and the others only counted.
    """
    source, full = decision.request.source, decision.candidates.full
    differs = _OF_ONE_ROUTE | ({"lifecycle.end-of-life"} if decision.model.elsewhere else frozenset())
    shared = [rule for rule, bits in decision.rejections if bits == full and rule not in differs]
    for rule in shared:
        yield f"every route: {reason(decision, list(decision.candidates.routes), rule)}"
    verdicts = decision.verdicts
    told = sum(source in {None, one.route.source} for one in verdicts)
    for group in decision.order:
        alike: dict[tuple[object, ...], list[Verdict]] = {}
        for index, one in enumerate(verdicts):
            lost = group is not decision.group or not one.admitted
            if lost and group.mask >> index & 1 and source in {None, one.route.source}:
                rules = tuple(rule for rule in one.rules if rule not in shared)
                since = one.route.since if "lifecycle.not-yet" in rules else None
                until = one.route.until if "lifecycle.withdrawn" in rules else None
                seen = one.route.seen if "lifecycle.unproven" in rules else None
                ended = "lifecycle.end-of-life" in rules
                end = decision.model.lifecycle_in(one.route.source).end_of_life if ended else None
                days = (since, until, seen, end)
                alike.setdefault((rules, partial_leak(decision, one.route), days), []).append(one)
        name = group.id if group.endpoint == "bedrock-runtime" else f"{group.id} on {group.endpoint}"
        for same in alike.values():
            rules = tuple(rule for rule in same[0].rules if rule not in shared)
            routes = [one.route for one in same]
            split = source is None and (len(alike) > 1 or group is decision.group)
            where = f" from {listed(route.source for route in routes)}" if split else ""
            why = "; ".join(reason(decision, routes, rule) for rule in rules)
            if why or not shared:
                yield f"{name}{where}: {why or 'ranked lower'}"
    if source is not None:
        yield f"{len(verdicts) - told} more routes are invoked from other Regions [request.source]"
