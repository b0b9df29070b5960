"""`diff`: what a change of catalog or policies does to answers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from bedrock_atlas.analysis.diff import CLASSES, diff
from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.cli.command import known as known_words
from bedrock_atlas.cli.command import on_option, output_option, subcommand, warn
from bedrock_atlas.cli.policy_options import lead, limit_options, policy_option, shared_limits
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.prices import money
from bedrock_atlas.loading.sides import open_sides

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.analysis.diff import Affected, Change, Diff

__all__ = ["command", "markdown"]

_SAYS = {
    "denied": "now denied",
    "allowed": "newly allowed",
    "asks-back": "asks back where",
    "settled": "no longer asks where",
    "id-changed": "ID changed",
    "widened": "residency widened",
    "narrowed": "residency narrowed",
    "duties-dropped": "duties dropped",
    "duties-added": "duties added",
    "fewer-sources": "callable from fewer Regions",
    "more-sources": "callable from more Regions",
    "price": "price moved",
    "status": "status changed",
    "nearer-to-eol": "nearer to end of life",
    "later-eol": "further from end of life",
    "warnings": "other warnings",
    "retries": "other answers for retries",
    "validity": "holds until another day",
}


@subcommand(
    "diff",
    "bedrock-atlas diff shipped shipped --on 2026-11-20",
    "bedrock-atlas diff git:HEAD . --on 2026-11-20 --fail-on widened,denied",
    "bedrock-atlas diff policies/cost-saver.yaml policies/eu-residency.yaml --model 'Sonnet 4.5' --on 2026-11-20"
    " -o markdown",
)
@click.argument("old")
@click.argument("new")
@policy_option
@on_option
@click.option("--all-time", is_flag=True, help="Compare every day of history too, not only from --on.")
@limit_options
@click.option(
    "--fail-on", multiple=True, metavar="CLASS,...", help=f"Exit with 1 when one occurs: {', '.join(CLASSES)}."
)
@output_option("text", "json", "markdown")
@click.pass_obj
def command(
    _catalog: tuple[str, ...], /, *, old: str, new: str, policy: tuple[str, ...], on: date, all_time: bool,
    subjects: tuple[str, ...], within: tuple[str, ...], sources: tuple[str, ...], fail_on: tuple[str, ...],
    output: str,
) -> None:  # fmt: skip
    """Compare the answers of two worlds, OLD and NEW.

    Each is a repository (a folder with catalog/ or policies/ in it), a catalog folder or compiled catalog, a policy
    file over the shipped catalog, `shipped`, or `git:REVISION`. What --policy names is each side's own: the file of
    that folder or revision, for a name the one in its policies/ first. A policy that one side lacks is left out of it.
    Exits with 1 when a class named with --fail-on occurs.
    """
    severe = known_words(fail_on, CLASSES, "class")
    sides = open_sides(old, new, policy, lead())
    for word, one in zip(("OLD", "NEW"), sides, strict=True):
        for name in one.lacks:
            warn(f"{word} lacks policy `{name}`: its answers are those without it")
    part = shared_limits([(one.catalog, one.policy) for one in sides], subjects, within, sources)
    before, after = (QuestionSpace(one.catalog, one.policy, None if all_time else on, part) for one in sides)
    found = diff(before, after)
    if not found.compared:
        raise RequestError("no question was compared", slug="nothing-compared", hint="name models that a side has")
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump(_record(found))
    else:
        click.echo("\n".join(_lines(found) if output == "text" else markdown(found)))
    if set(severe) & set(found.counts()):
        click.get_current_context().exit(1)


def _record(found: Diff) -> dict[str, object]:
    return {
        "questions_compared": found.compared,
        "questions_alike": found.alike,
        "counts": found.counts(),
        "changes": [
            {
                "classes": list(one.change.classes),
                "subject": one.change.subject,
                "old": one.change.old,
                "new": one.change.new,
                "valid_from": one.since.isoformat(),
                "valid_to": one.until and one.until.isoformat(),
                "countries_old": list(one.change.countries_old),
                "countries_new": list(one.change.countries_new),
                "prices": {
                    name: {"old": old and money(old), "new": new and money(new)} for name, old, new in one.change.prices
                },
                "duties_dropped": [duty.to_dict() for duty in one.change.dropped],
                "duties_added": [duty.to_dict() for duty in one.change.added],
                "valid_until_old": one.change.valid_until_old and one.change.valid_until_old.isoformat(),
                "valid_until_new": one.change.valid_until_new and one.change.valid_until_new.isoformat(),
                "end_of_life_old": one.change.end_of_life_old and one.change.end_of_life_old.isoformat(),
                "end_of_life_new": one.change.end_of_life_new and one.change.end_of_life_new.isoformat(),
                "questions": one.questions,
                "example": one.example,
            }
            for one in found.found
        ],
    }


def _lines(found: Diff) -> Iterator[str]:
    for name in found.counts():
        alike = [one for one in found.found if one.change.classes[0] == name]
        if not alike:
            continue
        yield f"{_SAYS[name]}: {_count(sum(one.questions for one in alike))}"
        for one in alike:
            yield f"  {one.change.subject}: {_move(one)}, {_when(one)}, {_count(one.questions)}"
            yield from (f"    {line}" for line in _besides(one))
            yield f"    e.g. {one.example}"
    yield _total(found)


def markdown(found: Diff) -> Iterator[str]:
    """Return the diff as Markdown lines, for a pull request."""
    yield "### Decisions that change"
    yield ""
    if not found.found:
        yield _total(found)
        return
    yield "| what | subject | before | after | when | questions |"
    yield "|---|---|---|---|---|---|"
    for one in found.found:
        what = ", ".join(_SAYS[name] for name in one.change.classes)
        extra = f"<br>{'; '.join(_besides(one))}" if _besides(one) else ""
        before, after = (f"`{name}`" if name else "no route" for name in (one.change.old, one.change.new))
        example = f"<br>`{one.example}`"
        yield f"| {what}{extra} | {one.change.subject} | {before} | {after} | {_when(one)} | {one.questions}{example} |"
    yield ""
    yield _total(found)


def _total(found: Diff) -> str:
    if not found.found:
        return f"no decision changes: {_count(found.compared)} compared"
    told = ", ".join(f"{count} {_SAYS[name]}" for name, count in found.counts().items())
    return f"{told}; {_count(found.compared)} compared"


def _move(one: Affected) -> str:
    old, new = one.change.old or "no route", one.change.new or "no route"
    return old if old == new else f"{old} -> {new}"


def _when(one: Affected) -> str:
    since = "from the beginning" if one.since.year == 1 else f"from {one.since}"
    return since if one.until is None else f"{since} until {one.until}"


def _besides(one: Affected) -> list[str]:
    change, told = one.change, []
    if {"widened", "narrowed"} & set(change.classes) and change.countries_old != change.countries_new:
        told.append(f"processed in {', '.join(change.countries_old)} -> {', '.join(change.countries_new)}")
    if change.prices:
        told.append(_prices(change))
    for word, duties in (("dropped", change.dropped), ("added", change.added)):
        said = (" ".join(filter(None, (one.kind, one.value, one.api and f"over {one.api}"))) for one in duties)
        if duties:
            told.append(f"{word}: {'; '.join(said)}")
    if change.end_of_life_old != change.end_of_life_new and change.old and change.new:
        told.append(f"end of life {change.end_of_life_old or 'not known'} -> {change.end_of_life_new or 'not known'}")
    if "validity" in change.classes:
        told.append(f"holds until {change.valid_until_old or 'no known day'} -> "
                    f"{change.valid_until_new or 'no known day'}")  # fmt: skip
    return told


def _prices(change: Change) -> str:
    """Return by what factor all components move, or each that moves."""
    factors = {new / old if old and new else None for _, old, new in change.prices}
    if len(factors) == 1 and None not in factors:
        (factor,) = factors
        return f"price x {money(round(factor or Decimal(0), 4))}"
    moves = ((name, *(one if one is None else money(one) for one in pair)) for name, *pair in change.prices)
    return ", ".join(f"{name} {old or 'not known'} -> {new or 'not known'}" for name, old, new in moves)


def _count(number: int) -> str:
    return f"{number:,} question{'' if number == 1 else 's'}"
