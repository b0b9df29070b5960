"""`prove`: a policy over every question, not over a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.cli.command import on_option, output_option, parse_date, subcommand
from bedrock_atlas.cli.policy_options import chosen, files_argument, lead_option, limit_options, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.analysis.prove import Proof

__all__ = ["command"]


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
    own invariants, and, over the whole world, that no rule is dead or shadowed by others. Exits with 1 and the shortest
    counterexample of each broken promise.
    """
    known, loaded = chosen(catalog, policy)
    asked = world(known, loaded, on, all_time=all_time, named=(subjects, within, sources))
    proof = prove(asked, roles_until=until)
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump(_record(proof))
    else:
        click.echo("\n".join(_lines(proof)))
    if not proof:
        click.get_current_context().exit(1)


def _record(proof: Proof) -> dict[str, object]:
    return {
        "proved": bool(proof),
        "questions": proof.questions,
        "counterexamples": [
            {"promise": one.promise, "says": one.says, "decision": one.decision.to_dict()}
            for one in proof.counterexamples
        ],
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
    parts = [(len(proof.counterexamples), "broken promise"), (len(proof.findings), "finding")]
    told = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in parts if count)
    yield f"{'proved' if proof else f'not proved: {told}'}; {proof.questions:,} questions asked"
