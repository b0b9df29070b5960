"""`iam check`: what is wrong with IAM documents, measured by a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.iam_options import asked, documents_options, narrowed, read_judging, route_options
from bedrock_atlas.cli.policy_options import chosen
from bedrock_atlas.cli.reporting import LEVELS, MOST, tell
from bedrock_atlas.report import FORMATS, counted

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]


@subcommand(
    "check",
    "bedrock-atlas iam check scp.json --policy eu-residency --on 2026-11-20  # exit 1",
    "bedrock-atlas iam check role.json --route us.anthropic.claude-sonnet-4-5-20250929-v1:0 "
    "--from us-east-1 --on 2026-11-20",
    "bedrock-atlas iam check --scp scp.json --identity role.json "
    "--policy us-residency --on 2026-11-20 -o github  # exit 1",
)
@documents_options
@route_options
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="error", show_default=True, help="What ends with exit code 1."
)
@click.option(
    "--max-findings",
    type=click.IntRange(0),
    default=MOST,
    show_default=True,
    metavar="N",
    help="Show so many at most, 0 for all; all are counted.",
)
@on_option
@output_option(*FORMATS)
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    routes: tuple[str, ...],
    sources: tuple[str, ...],
    fail_on: str,
    max_findings: int,
    **options: Any,  # noqa: ANN401  # those of `documents_options`
) -> None:  # fmt: skip
    """Find where IAM documents are too tight or too loose for a policy, and what in them never matters.

    FILE is IAM JSON, Terraform JSON or a plan (`terraform show -json`), or a template of CloudFormation, SAM or CDK. A
    plain document that only denies is an SCP; without an identity policy SCPs are judged alone, and SCPs stand beside
    FullAWSAccess. Each owner of identity policies is judged by itself.

    Exit codes: 0 clean, 1 findings, 2 bad input.
    """
    from bedrock_atlas.iam.kinds import KINDS
    from bedrock_atlas.iam.proof import Calls
    from bedrock_atlas.iam.review import review

    judging = read_judging(options)
    known, rules = chosen(catalog, options["policy"])
    universe = asked(known, rules, on, options["partition"], options["settings"])
    if routes or sources:
        universe = narrowed(universe, known, routes, sources)
    calls = Calls(universe, judging.account, judging.known)
    whole = not (routes or sources)
    findings = sorted(
        {
            *judging.findings,
            *(one for subject in judging.subjects for one in review(subject, calls, asked=bool(routes), whole=whole)),
        }
    )
    counts = {level: sum(one.severity == level for one in findings) for level in ("error", "warning", "note")}
    tell(
        "iam check",
        output,
        findings=findings[: max_findings or None],
        errors=counts["error"],
        warnings=counts["warning"],
        remarks=counts["note"],
        kinds=KINDS,
        problems=(),
        looked=f"{counted(judging.files, 'file')}, {counted(len(calls), 'call')}",
        notes=(),
    )
    if (counts["error"] and fail_on != "never") or (counts["warning"] and fail_on == "warning"):
        click.get_current_context().exit(1)
