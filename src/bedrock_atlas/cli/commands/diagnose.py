"""`diagnose`: what an error of Amazon Bedrock means here, and what the policy admits instead."""

from __future__ import annotations

import codecs
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from bedrock_atlas.cli.command import on_option, output_option, split, subcommand
from bedrock_atlas.cli.completing import regions, residencies
from bedrock_atlas.cli.policy_options import attributes, chosen, policy_option, set_option
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import date

    from bedrock_atlas.diagnose.case import Known
    from bedrock_atlas.diagnose.diagnosis import Diagnosis

__all__ = ["command"]

_LONGEST = 1 << 20
_DOCUMENT = 16 << 20
_STANDARD_INPUT = "stdin"
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))


@subcommand(
    "diagnose",
    'bedrock-atlas diagnose "The provided model identifier is invalid." --id eu.anthropic.claude-sonnet-4-6 '
    "--from us-west-2",
    "bedrock-atlas diagnose \"data retention mode 'default' is not available for this model\" --id "
    "anthropic.claude-fable-5 --from eu-west-1 -o json",
    'bedrock-atlas diagnose "Too many tokens per day, please wait before trying again." --policy eu-residency',
    'bedrock-atlas diagnose "disk full"  # exit 1',
)
@click.argument("text", nargs=-1, metavar="[TEXT]")
@click.option("--file", "path", metavar="LOG", type=click.Path(exists=True, dir_okay=False),
              help="A log, traceback or CloudTrail file of any length, instead of TEXT.")  # fmt: skip
@click.option("--id", "name", metavar="ID", help="The ID or ARN that was invoked, where the text does not say it.")
@click.option("--from", "source", metavar="REGION", shell_complete=regions, help="The Region that was called.")
@click.option("--residency", multiple=True, metavar="NAME", shell_complete=residencies,
              help="Where it may be processed; several together allow the union.")  # fmt: skip
@click.option("--role", metavar="NAME", help="The role of the policy that was asked for; its next model may help.")
@policy_option
@set_option
@on_option
@output_option("text", "json", "sarif")
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    text: tuple[str, ...],
    path: str | None,
    on: date,
    output: str,
    **options: Any,  # noqa: ANN401  # what is said of the call
) -> None:
    """Say what an error of Amazon Bedrock means here: its causes, the evidence, and what helps.

    TEXT is an error as it was met, in any wrapping: a traceback, a JSON body, an event of CloudTrail. Without TEXT and
    `--file` it is read from stdin. Causes are weighed with the catalog; IDs that are proposed are admitted by the
    policy and stay within the residency, or else within what the given ID reaches. Exits with 1 when the text is not
    known.
    """
    from bedrock_atlas.diagnose.answer import diagnose, diagnose_lines

    if text and path is not None:
        raise RequestError("TEXT and `--file` are two texts", slug="two-subjects", hint="give one of them")
    known = _known(catalog, on, options)
    if text:
        found = diagnose(" ".join(text), known)
    else:
        with _opened(path) as source:
            document, lines = _read(source)
            found = diagnose_lines(lines, known) if document is None else diagnose(document, known)
    _tell(found, output, path or _STANDARD_INPUT)
    if not found:
        click.get_current_context().exit(1)


def _known(catalog: tuple[str, ...], on: date, options: dict[str, Any]) -> Known:
    """Return what the text is judged by; raises RequestError for a name that nobody knows."""
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.diagnose.case import Known

    facts, policy = chosen(catalog, options["policy"])
    role, subject = options["role"], {"model": next(iter(facts)).id}
    checked = Request.of(
        facts,
        policy,
        **({"role": role} if role else subject),
        source=options["source"],
        residency=list(split(options["residency"])),
        attributes=attributes(options["settings"]),
    )
    return Known(facts, policy, on, options["name"], checked.source, checked.residency, checked.role,
                 checked.attributes)  # fmt: skip


def _opened(path: str | None) -> AbstractContextManager[BinaryIO]:
    """Open a file, or stdin when there is none; raises RequestError where a person sits at it."""
    if path is not None:
        return Path(path).open("rb")
    if sys.stdin.isatty():
        hint = "give TEXT, `--file LOG`, or pipe it in"
        raise RequestError("there is no text to look at", slug="missing-text", hint=hint)
    return nullcontext(sys.stdin.buffer)


def _read(source: BinaryIO) -> tuple[str | None, Iterator[str]]:
    """Return a stream as one text when it is short or a JSON document, else as lines."""
    head = source.read(_LONGEST)
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")
    if head.lstrip().startswith((b"{", b"[")):
        head += source.read(_DOCUMENT)
    rest = source.read(1)
    if not rest:
        return head.decode(encoding, "replace"), iter(())
    return None, _lines(head + rest, source, encoding)


def _lines(head: bytes, source: BinaryIO, encoding: str) -> Iterator[str]:
    """Iterate over the lines of a stream whose beginning was read; a line that is too long comes in pieces."""
    decoder, text = codecs.getincrementaldecoder(encoding)("replace"), ""
    block = head
    while block:
        *whole, text = (text + decoder.decode(block)).split("\n")
        yield from whole
        if len(text) > _LONGEST:
            yield text
            text = ""
        block = source.read(_LONGEST)
    yield text + decoder.decode(b"", final=True)


def _tell(found: Diagnosis, output: str, path: str) -> None:
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump(found.to_dict())
    elif output == "sarif":
        click.echo(_sarif(found, path), nl=False)
    else:
        click.echo(found.explain(), nl=False)


def _sarif(found: Diagnosis, path: str) -> str:
    from bedrock_atlas import __version__
    from bedrock_atlas.diagnose.causes import CAUSES
    from bedrock_atlas.diagnose.diagnosis import to_findings
    from bedrock_atlas.report import Kind, Report, render

    findings = to_findings(found, path)
    kinds = {slug: Kind(cause.title, f"{cause.step or cause.apart}: {cause.link}") for slug, cause in CAUSES.items()}
    return render(Report("diagnose", __version__, findings, len(findings), 0, kinds), "sarif")
