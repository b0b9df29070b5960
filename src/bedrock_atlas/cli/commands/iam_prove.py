"""`iam prove`: whether IAM documents let exactly those routes pass that a policy admits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.iam_options import asked, documents_options, read_judging
from bedrock_atlas.cli.policy_options import chosen

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.iam.proof import Difference

__all__ = ["command"]


@subcommand(
    "prove",
    "bedrock-atlas iam prove japan.json --policy japan-residency --on 2026-11-20",
    "bedrock-atlas iam prove scp.json --policy eu-residency -o json  # exit 1",
)
@documents_options
@on_option
@output_option("text", "json")
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    **options: Any,  # noqa: ANN401  # those of `documents_options`
) -> None:
    """Prove that documents let exactly those routes pass that a policy admits, or show the first difference.

    Asked are all routes that can be called on the date, as a stream and not, under both readings of what AWS leaves
    open. Each owner of identity policies is proved by itself. Exits with 1 when one differs.
    """
    from bedrock_atlas.iam.proof import Calls
    from bedrock_atlas.iam.review import says

    judging = read_judging(options)
    known, rules = chosen(catalog, options["policy"])
    universe = asked(known, rules, on, options["partition"], options["settings"])
    calls = Calls(universe, judging.account, judging.known)
    first = [(subject.name, next(calls.differences(subject.authority), None)) for subject in judging.subjects]
    records = [_record(name, difference) for name, difference in first]
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump({"policy": rules.name, "routes": len(universe.cases), "admitted": len(universe.admitted),
              "calls": len(calls), "subjects": records})  # fmt: skip
    else:
        scope = f"{len(universe.cases):,} routes, {len(universe.admitted):,} admitted, {len(calls):,} calls"
        for name, difference in first:
            whose = f"{name}: " if name else ""
            if difference is None:
                click.echo(f"{whose}equal to {rules.name} ({scope})")
            else:
                check = difference.judged.decisive
                click.echo(f"{whose}differs from {rules.name}, {difference.sort.replace('-', ' ')}: "
                           f"{says(difference.judged)}")  # fmt: skip
                click.echo(f"  {difference.judged.verdict.outcome}: {check.action} on {check.resource}")
    if any(difference is not None for _, difference in first):
        click.get_current_context().exit(1)


def _record(name: str, difference: Difference | None) -> dict[str, object]:
    if difference is None:
        return {"subject": name, "equal": True, "difference": None}
    judged = difference.judged
    return {
        "subject": name,
        "equal": False,
        "difference": {
            "sort": difference.sort,
            "id": judged.case.route.id,
            "from": judged.case.route.source,
            "action": judged.decisive.action,
            "resource": judged.decisive.resource,
            "outcome": judged.verdict.outcome,
            "inference_profile_arn": judged.reading,
            "depends_on": sorted(judged.verdict.depends),
            "rules": list(judged.case.rules),
        },
    }
