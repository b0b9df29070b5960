"""`iam explain`: every authorisation of one call, and the statement that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.iam_options import asked, documents_options, narrowed, read_judging, route_options
from bedrock_atlas.cli.policy_options import chosen
from bedrock_atlas.errors import RequestError
from bedrock_atlas.iam.authorizations import BATCH, INVOKE, READINGS, STREAM, authorizations
from bedrock_atlas.iam.authorizations import batch as batch_checks
from bedrock_atlas.iam.proof import Judged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.cli.iam_options import Judging
    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.iam.authorizations import Authorization, Reading
    from bedrock_atlas.iam.evaluator import Judgement

__all__ = ["command"]


@subcommand(
    "explain",
    "bedrock-atlas iam explain scp.json --route "
    "eu.anthropic.claude-sonnet-4-5-20250929-v1:0 --from eu-west-2 --on 2026-11-20  # exit 1",
    "bedrock-atlas iam explain role.json --route us.anthropic.claude-sonnet-4-5-20250929-v1:0 "
    "--from us-east-1 --on 2026-11-20 -o json",
)
@documents_options
@route_options
@click.option("--stream", is_flag=True, help="A call that streams its answer.")
@click.option("--batch", is_flag=True, help="Starting a batch job; its role needs the checks of the call itself too.")
@click.option("--application", metavar="ARN", default="", help="Through this application profile, made from the ID.")
@on_option
@output_option("text", "json")
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    routes: tuple[str, ...],
    sources: tuple[str, ...],
    stream: bool,
    batch: bool,
    application: str,
    **options: Any,  # noqa: ANN401  # those of `documents_options`
) -> None:
    """Show every check that AWS makes for one call, and the statement that decides each.

    One --route and one --from name the call. Where the two readings of AWS's documentation (whether the check of a
    profile carries bedrock:InferenceProfileArn) differ, both are shown. Exits with 1 when the call does not pass.
    """
    if len(routes) != 1 or len(sources) != 1:
        hint = "give one --route ID and one --from REGION"
        raise RequestError("one call is explained at a time", slug="missing-route", hint=hint)
    judging = read_judging(options)
    known, rules = chosen(catalog, options["policy"])
    universe = narrowed(asked(known, rules, on, options["partition"], options["settings"]), known, routes, sources)
    if batch and (stream or application):
        raise RequestError("--batch goes with neither --stream nor --application", slug="contradiction")
    action = BATCH if batch else STREAM if stream else INVOKE
    found = [
        (subject.name, Judged(case, action, reading, checks, subject.authority.judge_all(checks)))
        for subject in judging.subjects
        for case in universe.cases
        for reading, checks in _asked(case.route, judging, action, application)
    ]
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump([{"subject": name, **_record(judged)} for name, judged in found])
    else:
        click.echo("\n".join(line for name, judged in _distinct(found) for line in _lines(name, judged)))
    if any(judged.verdict.outcome != "allowed" for _, judged in found):
        click.get_current_context().exit(1)


def _asked(
    route: Route, judging: Judging, action: str, application: str
) -> Iterator[tuple[Reading, tuple[Authorization, ...]]]:
    """Return the checks of a call under each reading that makes a difference to it."""
    if action == BATCH:
        yield READINGS[0], batch_checks(route, judging.account, judging.known)
        return
    for reading in READINGS if route.geography or application else READINGS[:1]:
        yield (
            reading,
            authorizations(
                route, judging.account, action=action, reading=reading, application=application, known=judging.known
            ),
        )


def _distinct(found: list[tuple[str, Judged]]) -> Iterator[tuple[str, Judged]]:
    """Leave out the second reading where it changes no check."""
    seen: set[tuple[object, ...]] = set()
    for name, judged in found:
        key = (name, judged.case, *((one.outcome, one.statement) for one in judged.judgements))
        if key not in seen:
            seen.add(key)
            yield name, judged


def _lines(name: str, judged: Judged) -> Iterator[str]:
    verdict, route = judged.verdict, judged.case.route
    whose = f"{name}: " if name else ""
    reading = f" (bedrock:InferenceProfileArn {judged.reading} in the check of the profile)"
    reading = reading if "inference-profile/" in judged.checks[0].resource else ""
    yield f"{whose}{route.id} from {route.source}: {verdict.outcome}{reading}"
    for check, judgement in zip(judged.checks, judged.judgements, strict=True):
        yield f"  {judgement.outcome:<8}{check.action} on {check.resource}"
        yield f"          aws:RequestedRegion={check.context['aws:requestedregion']}: {_why(judgement)}"


def _why(judgement: Judgement) -> str:
    statement = judgement.statement
    if statement is None:
        return f"no statement of level {judgement.level} allows it" if judgement.level else "nothing speaks against it"
    where = f" at {statement.location}" if statement.location.path else ""
    keys = f"depends on {', '.join(sorted(judgement.depends))}, in " if judgement.depends else ""
    return f"{keys}{statement.name}{where}"


def _record(judged: Judged) -> dict[str, object]:
    return {
        "id": judged.case.route.id,
        "from": judged.case.route.source,
        "outcome": judged.verdict.outcome,
        "inference_profile_arn": judged.reading,
        "checks": [
            {
                "action": check.action,
                "resource": check.resource,
                "requested_region": check.context["aws:requestedregion"],
                "outcome": judgement.outcome,
                "level": judgement.level,
                "statement": judgement.statement.name.strip("`") if judgement.statement else None,
                "location": str(judgement.statement.location)
                if judgement.statement and judgement.statement.location.path else None,
                "depends_on": sorted(judgement.depends),
            }
            for check, judgement in zip(judged.checks, judged.judgements, strict=True)
        ],
    }  # fmt: skip
