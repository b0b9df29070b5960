"""`pin`: answers written into a lock file, and in CI what has moved since."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.cli.command import on_option, output_option, subcommand, warn
from bedrock_atlas.cli.policy_options import attributes, chosen, policy_option, set_option
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.lock.file import FILE, Lock, pinned, read_lock, write_lock
from bedrock_atlas.lock.holding import moves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.lock.holding import Move
    from bedrock_atlas.policy.policy import Policy

__all__ = ["command"]


@subcommand(
    "pin",
    'bedrock-atlas pin "newest Sonnet, EU residency" "Haiku 4.5, from eu-west-1" --lock my.lock',
    "bedrock-atlas pin --policy company --lock company.lock",
    "bedrock-atlas pin --check --lock no.lock  # exit 2",
)
@click.argument("asks", nargs=-1, metavar="[ASK]...")
@click.option("--check", is_flag=True, help="Write nothing; say what moved since, and exit with 1 where something did.")
@click.option("--lock", metavar="FILE", default=FILE, show_default=True, help="The lock file.")
@policy_option
@set_option
@on_option
@output_option("text", "json")
@click.pass_obj
def command(  # one parameter an option
    catalog: tuple[str, ...],
    /,
    *,
    asks: tuple[str, ...],
    check: bool,
    lock: str,
    policy: tuple[str, ...],
    settings: tuple[str, ...],
    on: date,
    output: str,
) -> None:
    """Write answers into a lock file, with digests of what they rest on.

    Each ASK is one question, quoted. Without any it pins again what the file holds; where there is no file, every role
    of the policy under every combination of its attributes that --set leaves open. `resolve --locked` then answers from
    the file, and only while what it says holds. Exits with 1, and writes nothing, when an ASK has no answer.
    """
    known, rules = chosen(catalog, policy)
    path = Path(lock)
    if check:
        if asks:
            raise click.UsageError("--check looks at what the file holds, and takes no ASK")
        _check(path, known, rules, on, output)
        return
    old = read_lock(path) if path.exists() or path.is_symlink() else None
    given = attributes(settings)
    if asks:
        questions = [Request.asked(ask, known, rules, attributes=given) for ask in asks]
    elif old is not None:
        questions = [Request.of(known, rules, **one.request) for one in old.answers.values()]
    else:
        questions = list(_roles(known, rules, given))
    decisions = [decide(known, rules, request, on=on) for request in questions]
    answered = [one for one in decisions if one]
    if len(answered) < len(decisions) and (asks or old is not None):
        for one in decisions:
            if not one:
                click.echo(f"`{one.request}`: {one.summary()}", err=True)
        click.get_current_context().exit(1)
    if not answered:
        raise RequestError("there is nothing to pin", slug="nothing-asked", hint='name a question: "newest Sonnet"')
    _write(path, known, rules, on, answered)
    if len(answered) < len(decisions):
        warn(f"{len(decisions) - len(answered)} of {len(decisions)} questions about roles have no answer to pin")
    _tell(path, answered, output)


def _write(path: Path, catalog: Catalog, policy: Policy, on: date, answered: list[Decision]) -> None:
    pins = [pinned(one) for one in answered]
    sources = tuple({"name": one.name, "digest": one.digest} for one in policy.sources)
    facts = {"version": catalog.version, "digest": catalog.digest}
    write_lock(path, Lock(on, facts, sources, {one.ask: one for one in pins}))


def _roles(catalog: Catalog, policy: Policy, given: dict[str, str]) -> Iterator[Request]:
    names = sorted(policy.attributes)
    for name, value in given.items():
        if name in policy.attributes and value in policy.attributes[name]:
            continue
        Request.of(catalog, policy, role=next(iter(policy.roles), ""), attributes=given)  # raises with the nearest word
    values = [[given[name]] if name in given else list(policy.attributes[name]) for name in names]
    for role in policy.roles:
        for combination in product(*values):
            yield Request.of(catalog, policy, role=role, attributes=dict(zip(names, combination, strict=True)))


def _tell(path: Path, answered: list[Decision], output: str) -> None:
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump({"lock": str(path), "pinned": {str(one.request): one.id for one in answered}})
        return
    for one in answered:
        click.echo(f"{one.request}: {one.id}")
    click.echo(f"{len(answered)} {'answer' if len(answered) == 1 else 'answers'} pinned in {path}")


def _check(path: Path, catalog: Catalog, policy: Policy, on: date, output: str) -> None:
    lock = read_lock(path)
    found = list(moves(lock, catalog, policy, on=on))
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump({"lock": str(path), "on": on.isoformat(), "pinned": len(lock.answers), "moved": [*map(_record, found)]})
    else:
        for one in found:
            still = "which still holds" if one.holds else "which no longer holds"
            click.echo(f"{one.pinned.ask}: {one.new or 'no route'} instead of {one.pinned.id}, {still}")
            for reason in one.reasons:
                click.echo(f"  {reason}")
        click.echo(f"{len(lock.answers)} pinned, {len(found)} moved")
    if found:
        click.get_current_context().exit(1)


def _record(move: Move) -> dict[str, object]:
    return {
        "ask": move.pinned.ask,
        "old": move.pinned.id,
        "new": move.new,
        "holds": move.holds,
        "reasons": list(move.reasons),
    }
