"""`test`: the examples of policies, each asked and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.analysis.examples import Outcome, run_examples
from bedrock_atlas.cli.command import output_option, subcommand
from bedrock_atlas.cli.policy_options import files_argument
from bedrock_atlas.loading import load_catalog, load_policy, shipped_policies

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["command"]

Results = list[tuple[str, list[Outcome]]]


@subcommand(
    "test",
    "bedrock-atlas test",
    "bedrock-atlas test eu-residency company",
    "bedrock-atlas test production-lifecycle -o tap",
    "bedrock-atlas test eu-residency -o junit",
)
@files_argument
@output_option("text", "json", "junit", "tap")
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, policy: tuple[str, ...], output: str) -> None:
    """Run the examples of policies, every shipped one when none is named.

    POLICY is a file or the name of a shipped policy. Each example asserts the answer and the rules that decided. Exits
    with 1 when one fails or when there is none.
    """
    known = load_catalog(catalog)
    results: Results = []
    for name in policy or shipped_policies():
        loaded = load_policy(name, catalog=known)
        results.append((loaded.name, list(run_examples(known, loaded))))
    printers = {"text": _text, "json": _json, "junit": _junit, "tap": _tap}
    for line in printers[output](results):
        click.echo(line)
    outcomes = [one for _, found in results for one in found]
    if not outcomes or not all(one.passed for one in outcomes):
        click.get_current_context().exit(1)


def _text(results: Results) -> Iterator[str]:
    for name, outcomes in results:
        failed = [one for one in outcomes if not one.passed]
        yield f"{name}: {len(outcomes) - len(failed)} passed, {len(failed)} failed"
        for one in failed:
            place = one.example.location
            yield f"  {place.path}:{place.line}:{place.column}: `{one.example.ask}` on {one.example.on}"
            for failure in one.failures:
                yield from (f"    {line}" for line in failure.splitlines())
        if not outcomes:
            yield "  no examples: a policy without examples promises nothing"


def _json(results: Results) -> Iterator[str]:
    import json

    records = [
        {
            "policy": name,
            "ask": one.example.ask,
            "set": dict(one.example.attributes),
            "on": one.example.on.isoformat(),
            "expect": one.example.expect,
            "passed": one.passed,
            "failures": list(one.failures),
            "path": one.example.location.path,
            "line": one.example.location.line,
        }
        for name, outcomes in results
        for one in outcomes
    ]
    yield json.dumps(records, indent=2, ensure_ascii=False)


def _tap(results: Results) -> Iterator[str]:
    outcomes = [(name, one) for name, found in results for one in found]
    yield "TAP version 14"
    yield f"1..{len(outcomes)}"
    for number, (name, one) in enumerate(outcomes, 1):
        title = f"{name}: {one.example.ask} on {one.example.on}".replace("\\", "\\\\").replace("#", "\\#")
        yield f"{'ok' if one.passed else 'not ok'} {number} - {title}"
        for failure in one.failures:
            yield from (f"# {line}" for line in failure.splitlines())


def _junit(results: Results) -> Iterator[str]:
    from xml.etree import ElementTree as ET

    total = ET.Element("testsuites")
    for name, outcomes in results:
        failures = sum(not one.passed for one in outcomes)
        suite = ET.SubElement(total, "testsuite", name=name, tests=str(len(outcomes)), failures=str(failures))
        for one in outcomes:
            title = f"{one.example.ask} on {one.example.on}"
            case = ET.SubElement(suite, "testcase", classname=name, name=title, file=one.example.location.path)
            for failure in one.failures:
                ET.SubElement(case, "failure", message=failure.splitlines()[0]).text = failure
    ET.indent(total)
    yield ET.tostring(total, encoding="unicode", xml_declaration=True)
