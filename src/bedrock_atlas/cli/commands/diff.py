"""`diff`: what a change of catalog or policies does to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.analysis.diff import CLASSES, diff
from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.cli.command import known as known_words
from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.policy_options import lead, limit_options, limits, policy_option
from bedrock_atlas.facts.prices import money
from bedrock_atlas.loading.sides import open_side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.analysis.diff import Affected, Diff

__all__ = ["command", "markdown"]

_SAYS = {
    "denied": "now denied",
    "allowed": "newly allowed",
    "id-changed": "ID changed",
    "widened": "residency widened",
    "narrowed": "residency narrowed",
    "price": "price moved",
    "nearer-to-eol": "nearer to end of life",
    "later-eol": "further from end of life",
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

    Each is a folder with catalog/ and policies/, a catalog folder or compiled catalog, a policy file over the shipped
    catalog, `shipped`, or `git:REVISION`. Names given with --policy are looked up in each side's policies/ first. Exits
    with 1 when a class named with --fail-on occurs.
    """
    grave = known_words(fail_on, CLASSES, "class")
    worlds = []
    for side in (old, new):
        catalog, loaded = open_side(side, policy or (() if side.endswith((".yaml", ".yml")) else ("default",)), lead())
        part = limits(catalog, loaded, subjects, within, sources)
        worlds.append(QuestionSpace(catalog, loaded, None if all_time else on, part))
    found = diff(*worlds)
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump(_record(found))
    else:
        click.echo("\n".join(_lines(found) if output == "text" else markdown(found)))
    if set(grave) & set(found.counts()):
        click.get_current_context().exit(1)


def _record(found: Diff) -> dict[str, object]:
    return {
        "questions_compared": found.compared,
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
                "price_factor": None if one.change.price is None else money(round(one.change.price, 4)),
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
    if change.price is not None:
        told.append(f"price x {money(round(change.price, 4))}")
    if change.end_of_life_old != change.end_of_life_new and change.old and change.new:
        told.append(f"end of life {change.end_of_life_old or 'not known'} -> {change.end_of_life_new or 'not known'}")
    return told


def _count(number: int) -> str:
    return f"{number:,} question{'' if number == 1 else 's'}"
