"""`prove`: a policy over every question, not over a sample."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.cli.command import on_option, output_option, parse_date, subcommand
from bedrock_atlas.cli.policy_options import chosen, files_argument, lead_option, limit_options, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.analysis.prove import Proof
    from bedrock_atlas.analysis.questions import QuestionSpace

__all__ = ["command"]

_MANY = 5_000  # models and roles times combinations of attributes: some tenths of a second


@subcommand(
    "prove",
    "bedrock-atlas prove eu-residency --on 2026-11-20",
    "bedrock-atlas prove company --model smart --model fast --on 2026-11-20",
    "bedrock-atlas prove cost-saver --all-time --model 'Sonnet 4.5'",
    "bedrock-atlas prove production-lifecycle --residency eu --residency none --from none --on 2026-11-20 -o json",
)
@files_argument
@lead_option
@on_option
@click.option("--all-time", is_flag=True, help="Ask for every day of history too, not only from --on.")
@click.option(
    "--until",
    metavar="DATE",
    callback=lambda _, __, text: text and parse_date(text),
    help="Every role must resolve under all attributes until this day.  [default: on the first day]",
)
@limit_options
@output_option("text", "json")
@click.pass_obj
def command(
    catalog: tuple[str, ...], /, *, policy: tuple[str, ...], on: date, all_time: bool, until: date | None,
    subjects: tuple[str, ...], within: tuple[str, ...], sources: tuple[str, ...], output: str,
) -> None:  # fmt: skip
    """Ask every question there is and check what is promised.

    POLICY is a file or the name of a shipped policy; several apply together. Checked are the promises that hold under
    every policy (destinations within the residency, nothing past its end of life, every role resolves), the policy's
    own invariants, and, over the whole world, that no rule is dead or shadowed by others. A promise that no answer puts
    to the test is not proved. Exits with 1 and the shortest counterexample of each broken promise; Ctrl-C says what was
    found by then.
    """
    known, loaded = chosen(catalog, policy)
    asked = world(known, loaded, on, all_time=all_time, named=(subjects, within, sources))
    proof = _told(asked, until)
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump(_record(proof))
    else:
        click.echo("\n".join(_lines(proof)))
    if not proof:
        click.get_current_context().exit(1)


def _told(asked: QuestionSpace, until: date | None) -> Proof:
    """Prove on all cores where it takes long, with a bar for a person who waits."""
    many = asked.apart() * len(asked.subjects()) >= _MANY
    processes = len(os.sched_getaffinity(0)) if many and hasattr(os, "sched_getaffinity") else 1
    if not many or not sys.stderr.isatty():
        return prove(asked, roles_until=until, processes=processes)
    with click.progressbar(length=len(asked.subjects()), label="models and roles", file=sys.stderr) as bar:
        return prove(
            asked, roles_until=until, processes=processes, tell=lambda settled, _: bar.update(settled - bar.pos)
        )


def _record(proof: Proof) -> dict[str, object]:
    return {
        "proved": bool(proof),
        "questions": proof.questions,
        "counterexamples": [
            {"promise": one.promise, "says": one.says, "decision": one.decision.to_dict()}
            for one in proof.counterexamples
        ],
        "left_out": proof.left_out,
        "settled": proof.settled,
        "subjects": proof.subjects,
        "findings": [
            {"slug": one.slug, "path": one.path, "line": one.line, "column": one.column, "message": one.message,
             "hint": one.hint}
            for one in proof.findings
        ],
    }  # fmt: skip


def _lines(proof: Proof) -> Iterator[str]:
    for one in proof.counterexamples:
        yield f"broken promise {one.promise}: {one.says}"
        yield "\n".join(f"  {line}".rstrip() for line in one.decision.explain().splitlines())
        yield ""
    yield from map(str, proof.findings)
    yield from (f"left out: {one}" for one in proof.left_out)
    parts = [(len(proof.counterexamples), "broken promise"), (len(proof.findings), "finding")]
    told = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in parts if count)
    if proof.settled < proof.subjects:
        stopped = f"stopped after {proof.settled:,} of {proof.subjects:,} models and roles"
        told = f"{stopped}, {told}" if told else stopped
    yield f"{'proved' if proof else f'not proved: {told}'}; {proof.questions:,} questions asked"
