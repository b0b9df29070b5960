"""`check`: everything that is wrong with catalogs and policies, before they are merged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import on_option, output_option, parse_days, subcommand
from bedrock_atlas.cli.reporting import LEVELS, MOST, report_options, tell
from bedrock_atlas.errors import CatalogError, RequestError
from bedrock_atlas.report import FORMATS, counted

if TYPE_CHECKING:
    from datetime import date, timedelta

    from bedrock_atlas.check.subjects import Subjects
    from bedrock_atlas.errors import Finding

__all__ = ["command"]

_OLD = "365d"


@subcommand(
    "check",
    "bedrock-atlas check --no-prove",
    "bedrock-atlas check catalog -o github",
    "bedrock-atlas check eu-residency --fail-on warning",
    "bedrock-atlas check catalog --fix",
)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--fix", is_flag=True, help="Put lists, keys and layout in order first; facts and comments stay as they are."
)
@click.option(
    "--prove/--no-prove",
    default=True,
    help="Prove the promises of policies, which takes seconds each.  [default: prove]",
)
@click.option("--evidence-older-than", "old", metavar="SPAN", help=f"From when evidence is old.  [default: {_OLD}]")
@report_options
@on_option
@output_option(*FORMATS)
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    paths: tuple[str, ...],
    fix: bool,
    prove: bool,
    old: str | None,
    fail_on: str | None,
    max_findings: int | None,
    config: str | None,
) -> None:
    """Check catalogs, overlays and policies: form, facts, prices, evidence, examples and promises.

    PATHS are catalog folders, overlay folders, policy files or names of shipped policies; without any, the shipped
    catalog and policies. Policies are checked against the catalog among the paths, or the one of --catalog. A comment
    on the line, `# atlas: ignore[slug] because ...`, accepts a finding.

    Exit codes: 0 clean, 1 findings, 2 bad input.
    """
    from bedrock_atlas.check.subjects import subjects
    from bedrock_atlas.cli.settings import find_settings, read_settings

    values = read_settings(Path(config) if config else find_settings(Path.cwd()), "check").values
    level = fail_on or values.get("fail-on", "error")
    if level not in LEVELS:
        raise RequestError(
            f"`fail-on` has no level `{level}`", slug="unknown-level", hint=f"one of: {', '.join(LEVELS)}"
        )
    age = parse_days(old or values.get("evidence-older-than", _OLD))
    wanted = subjects(paths)
    notes = _fixed(wanted) if fix else []
    findings, changes = _findings(wanted, catalog, on, age, promises=prove)
    most = values.get("max-findings", MOST) if max_findings is None else max_findings
    _tell(findings, wanted, output, [*notes, *changes], most)
    errors = any(finding.severity == "error" for finding in findings)
    if wanted.findings:
        click.get_current_context().exit(2)
    if level != "never" and (
        errors or (level == "warning" and any(finding.severity == "warning" for finding in findings))
    ):
        click.get_current_context().exit(1)


def _findings(
    wanted: Subjects, catalog: tuple[str, ...], on: date, age: timedelta, *, promises: bool
) -> tuple[list[Finding], tuple[str, ...]]:
    """Check everything; policies only against a catalog that can be read. Returns what overlays change in it too."""
    from bedrock_atlas.check.catalogs import review_catalog, review_overlay
    from bedrock_atlas.check.policy_findings import review_policy
    from bedrock_atlas.loading import catalog_sources, open_catalog, read_catalog

    findings = list(wanted.findings)
    for folder in wanted.catalogs:
        findings += review_catalog(folder, on=on, old=age)
    below = [*map(str, wanted.catalogs[:1]), *catalog, *map(str, wanted.overlays)]
    try:
        document, changes = read_catalog(below)
        known = open_catalog(document, catalog_sources(below)[0])
    except CatalogError as error:
        return sorted({*findings, *error.findings}), ()
    for folder in wanted.overlays:
        findings += review_overlay(document, folder, on=on, old=age)
    for name in wanted.policies:
        findings += review_policy(name, known, on=on, promises=promises)
    return sorted(set(findings)), changes


def _fixed(wanted: Subjects) -> list[str]:
    from bedrock_atlas.check.fix import fix_folder

    count = sum(fix_folder(folder) for folder in wanted.catalogs)
    return [f"put {counted(count, 'file')} in order"] if count else []


def _tell(findings: list[Finding], wanted: Subjects, output: str, notes: list[str], most: int) -> None:
    from bedrock_atlas.check.pages import kinds

    errors = sum(finding.severity == "error" for finding in findings)
    counts = [(len(wanted.catalogs), "catalog"), (len(wanted.overlays), "overlay")]
    looked = [counted(count, noun) for count, noun in counts if count]
    if wanted.policies:
        looked.append(f"{len(wanted.policies)} {'policy' if len(wanted.policies) == 1 else 'policies'}")
    tell(
        "check",
        output,
        findings=findings[: most or None],
        errors=errors,
        warnings=sum(finding.severity == "warning" for finding in findings),
        remarks=sum(finding.severity == "note" for finding in findings),
        kinds=kinds(),
        problems=(),
        looked=", ".join(looked),
        notes=notes,
    )
