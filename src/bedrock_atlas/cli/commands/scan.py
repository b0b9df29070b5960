"""`scan`: what the Bedrock IDs in a repository mean on a date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bedrock_atlas.cli.command import on_option, output_option, parse_days, subcommand
from bedrock_atlas.cli.policy_options import attributes, chosen, policy_option, set_option
from bedrock_atlas.cli.reporting import LEVELS, MOST, report_options, tell
from bedrock_atlas.errors import RequestError
from bedrock_atlas.report import FORMATS, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from bedrock_atlas.cli.settings import Settings
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.scan.baseline import Baseline
    from bedrock_atlas.scan.outcome import Outcome
    from bedrock_atlas.scan.run import Scan

    Function = TypeVar("Function", bound=Callable[..., Any])

__all__ = ["command"]

_WITHIN = "180d"

_OPTIONS = (
    click.argument("paths", nargs=-1, type=click.Path()),
    policy_option,
    set_option,
    click.option("--within", metavar="SPAN", help=f"How far ahead an end of life is a warning.  [default: {_WITHIN}]"),
    click.option("--vendor-ids", is_flag=True, help="Judge the providers' own IDs too (claude-sonnet-4-5-20250929)."),
    click.option("--fix", is_flag=True, help="Replace an ID where exactly one is right."),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Pass over what matches, as .gitignore has it."),
    click.option("--no-ignore", is_flag=True, help="Look into what git ignores and into vendored folders too."),
    click.option("--baseline", metavar="FILE", help="Findings that are accepted today."),
    click.option("--write-baseline", is_flag=True, help="Accept every finding: write them to the baseline."),
)  # fmt: skip


def _scan_options(function: Function) -> Function:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@subcommand(
    "scan",
    "bedrock-atlas scan catalog policies --within 26w  # exit 1",
    "bedrock-atlas scan --policy eu-residency -o sarif > scan.sarif  # exit 1",
    "bedrock-atlas scan --baseline atlas-baseline.json --write-baseline",
    "bedrock-atlas scan --baseline atlas-baseline.json --fix",
)
@_scan_options
@report_options
@on_option
@output_option(*FORMATS)
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, on: date, output: str, **options: Any) -> None:  # noqa: ANN401  # the options above
    """Find Bedrock model IDs, profile IDs and ARNs in files, and say what is wrong with each.

    PATHS are files and folders, the current one by default. What git ignores, vendored folders and binary files are
    passed over. A comment on the line, `atlas: ignore[slug] because ...`, silences a finding.

    Exit codes: 0 clean, 1 findings, 2 bad input or something could not be read.
    """
    from bedrock_atlas.cli.settings import find_settings, read_settings
    from bedrock_atlas.scan.outcome import collect, fix

    config = options.pop("config")
    settings = read_settings(Path(config) if config else find_settings(Path.cwd()), "scan")
    options = _merged(options, settings)
    scan = _scan(*chosen(catalog, options["policy"]), on, options)
    findings = scan.run(_files(scan, options, settings))
    baseline = _baseline(options)
    if options["write_baseline"]:
        if baseline is None:
            hint = "name it: --baseline FILE"
            raise RequestError("there is no baseline to write", slug="no-baseline", hint=hint)
        for finding in findings:
            baseline.note(finding)
        notes = [f"the baseline accepts {counted(baseline.write(), 'finding')}"]
        findings = iter(())
    else:
        notes = []
        findings = baseline.new(findings) if baseline else findings
    most = options["max_findings"]
    outcome = fix(findings, scan, most=most) if options["fix"] else collect(findings, most=most)
    _tell(scan, outcome, output, notes, left=baseline.left if baseline else 0)
    if scan.problems:
        click.get_current_context().exit(2)
    if outcome.fails(options["fail_on"]):
        click.get_current_context().exit(1)


def _merged(options: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return the options, those that are not set taken from the settings; raises RequestError."""
    values = settings.values
    merged = options | {
        "paths": options["paths"] or (".",),
        "policy": options["policy"] or tuple(map(_policy_path(settings), values.get("policy", ()))),
        "settings": options["settings"] or tuple(values.get("set", ())),
        "within": parse_days(options["within"] or values.get("within", _WITHIN)),
        "vendor_ids": options["vendor_ids"] or values.get("vendor-ids", False),
        "baseline": options["baseline"] or next(iter(settings.paths("baseline")), None),
        "fail_on": options["fail_on"] or values.get("fail-on", "error"),
        "max_findings": values.get("max-findings", MOST)
        if options["max_findings"] is None
        else options["max_findings"],
    }
    if merged["fail_on"] not in LEVELS:
        hint = f"one of: {', '.join(LEVELS)}"
        raise RequestError(f"`fail-on` has no level `{merged['fail_on']}`", slug="unknown-level", hint=hint)
    return merged


def _policy_path(settings: Settings) -> Callable[[str], str]:
    """Return what finds a policy of the settings: a file in their folder, else the name of a shipped one."""
    folder = settings.folder or Path()
    return lambda name: str(folder / name) if (folder / name).is_file() else name


def _scan(catalog: Catalog, policy: Policy, on: date, options: dict[str, Any]) -> Scan:
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.scan.finder import Finder
    from bedrock_atlas.scan.judge import Judge
    from bedrock_atlas.scan.run import Scan
    from bedrock_atlas.scan.served import Service

    some_model = next(iter(catalog)).id
    request = Request.of(catalog, policy, model=some_model, attributes=attributes(options["settings"]))
    service = Service(catalog, policy, request.attributes, on=on)
    return Scan(Finder(catalog, vendor_ids=options["vendor_ids"]), Judge(service, within=options["within"]))


def _files(scan: Scan, options: dict[str, Any], settings: Settings) -> Iterable[str]:
    from bedrock_atlas.scan.walk import Walk

    exclude = [(Path.cwd(), options["exclude"])]
    if settings.folder is not None and "exclude" in settings.values:
        exclude.append((settings.folder, tuple(settings.values["exclude"])))
    files = Walk(scan.problem, exclude, ignored=options["no_ignore"]).files(options["paths"])
    if options["baseline"] is None:
        return files
    own = Path(options["baseline"]).resolve()  # it holds the very IDs it accepts
    return (path for path in files if not path.endswith(own.name) or Path(path).resolve() != own)


def _baseline(options: dict[str, Any]) -> Baseline | None:
    from bedrock_atlas.scan.baseline import Baseline

    if options["baseline"] is None:
        return None
    path = Path(options["baseline"])
    return Baseline(path) if options["write_baseline"] else Baseline.read(path)


def _tell(scan: Scan, outcome: Outcome, output: str, notes: list[str], *, left: int) -> None:
    from bedrock_atlas.scan.rules import kinds

    if outcome.fixed:
        notes.append(f"fixed {counted(outcome.fixed, 'ID')}")
    if left:
        notes.append(f"{counted(left, 'accepted finding')} of the baseline no longer occur; write it anew")
    tell(
        "scan",
        output,
        findings=outcome.shown,
        errors=outcome.errors,
        warnings=outcome.warnings,
        kinds=kinds(),
        problems=scan.problems,
        looked=counted(scan.files, "file"),
        notes=notes,
    )
