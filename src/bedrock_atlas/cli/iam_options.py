"""What the commands over IAM documents share: which documents, who calls, and what of the world is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from bedrock_atlas.cli.command import split
from bedrock_atlas.cli.completing import regions
from bedrock_atlas.cli.policy_options import attributes, policy_option, set_option
from bedrock_atlas.errors import RequestError, SourceError

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.iam.authorizations import Context
    from bedrock_atlas.iam.document import Kind
    from bedrock_atlas.iam.subjects import Subject
    from bedrock_atlas.iam.universe import Universe
    from bedrock_atlas.policy.policy import Policy

__all__ = [
    "Judging",
    "account_option",
    "asked",
    "documents_options",
    "narrowed",
    "partition_option",
    "read_judging",
    "route_options",
]

Function = TypeVar("Function", bound=Callable[..., Any])

_ACCOUNT = re.compile(r"\d{12}")
_LEVELS = {
    "scps": ("scp", "--scp", "SCPs of one level of the organisation, with commas between; repeat it for each level."),
    "identities": ("identity", "--identity", "Identity policies, whatever they hold."),
    "boundaries": ("boundary", "--boundary", "A permissions boundary."),
    "sessions": ("session", "--session", "A session policy."),
    "endpoints": ("endpoint", "--endpoint-policy", "The policy of a VPC endpoint."),
}  # fmt: skip


class Judging(NamedTuple):
    """What is judged: the subjects, what is known of every call, the account, and findings of reading."""

    subjects: tuple[Subject, ...]
    known: Context
    account: str
    findings: tuple[Finding, ...]
    files: int


def account_option(function: Function) -> Function:
    """Add `--account`: twelve digits."""
    text = "The account that profile ARNs are of, twelve digits."
    return click.option("--account", metavar="ID", callback=_account, help=text)(function)


def partition_option(function: Function) -> Function:
    """Add `--partition`."""
    text = "The partition: aws, aws-us-gov, aws-cn."
    return click.option("--partition", default="aws", show_default=True, metavar="NAME", help=text)(function)


def route_options(function: Function) -> Function:
    """Add `--route` and `--from`, repeatable."""
    function = click.option("--from", "sources", multiple=True, metavar="REGION", shell_complete=regions,
                            help="Only calls from these source Regions.")(function)  # fmt: skip
    return click.option("--route", "routes", multiple=True, metavar="ID",
                        help="Only calls of these IDs: a profile ID or a base ID.")(function)  # fmt: skip


def documents_options(function: Function) -> Function:
    """Add FILE... and the options that say what files are and who calls."""
    options = [
        click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path()),
        *(click.option(option, name, multiple=True, metavar="FILE", help=text)
          for name, (_, option, text) in _LEVELS.items()),
        account_option,
        partition_option,
        click.option("--principal", metavar="ARN", default="", help="Who calls; else what hangs on it depends."),
        click.option("--context", "context", multiple=True, metavar="KEY=VALUE",
                     help="A condition key of every call; KEY= says that it is absent. Repeatable."),
        policy_option,
        set_option,
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def read_judging(options: dict[str, Any]) -> Judging:
    """Read all files of `documents_options`; raises SourceError with everything that cannot be read."""
    from bedrock_atlas.iam.evaluator import Level
    from bedrock_atlas.iam.read.files import read_file
    from bedrock_atlas.iam.read.found import Found
    from bedrock_atlas.iam.subjects import account_of, context_of, subjects

    account = options["account"] or _of_principal(options["principal"])
    known = {"AWS::Partition": options["partition"]} | ({"AWS::AccountId": account} if account else {})
    whole, count = Found(), 0
    levels: list[Level] = []
    errors: list[Finding] = []
    for kind, names, level in _named(options):
        found = Found()
        for name in names:
            count += 1
            try:
                found.join(read_file(name, kind, known))
            except SourceError as error:
                errors += error.findings
        if level and kind != "identity":
            whole.findings += found.findings
            documents = tuple(one for each in found.owners.values() for one in each)
            if documents:
                levels.append(Level(level, documents))
        else:
            whole.join(found)
    broken = [one for one in whole.findings if one.severity == "error" and one.slug not in _TAKEN]
    if errors or broken:
        raise SourceError([*errors, *broken])
    judged = subjects(whole.owners, levels)
    documents = tuple(one for subject in judged for one in subject.documents)
    account = account or account_of(documents)
    given = dict(_pair(text) for text in options["context"])
    known_of = context_of(documents, account, options["principal"], given)
    return Judging(judged, known_of, account, tuple(sorted(set(whole.findings))), count)


_TAKEN = frozenset({"unknown-action", "unknown-key"})


def _named(options: dict[str, Any]) -> list[tuple[Kind | None, tuple[str, ...], str]]:
    """Return (kind or None, files, name of the level or empty) of everything that was named."""
    found: list[tuple[Kind | None, tuple[str, ...], str]] = [(None, options["files"], "")]
    for name, (kind, _, _) in _LEVELS.items():
        for at, text in enumerate(options[name], 1):
            level = f"{kind} {at}" if len(options[name]) > 1 else kind
            found.append((kind, split([text]), level))  # type: ignore[arg-type]  # the words of the table
    if not any(files for _, files, _ in found):
        hint = "name files, or say what they are: --scp FILE, --identity FILE"
        raise RequestError("there is no file to judge", slug="no-document", hint=hint)
    return [one for one in found if one[1]]


def narrowed(universe: Universe, catalog: Catalog, routes: tuple[str, ...], sources: tuple[str, ...]) -> Universe:
    """Return a universe with the calls meant alone; raises RequestError for an ID or a Region that is not there."""
    from dataclasses import replace

    regions = {catalog.names.region(name) for name in split(sources)}
    wanted = set(split(routes))
    known = {case.route.id for case in universe.cases}
    for name in sorted(wanted - known):
        slug, hint = "unknown-route", "`bedrock-atlas profiles` lists the IDs"
        raise RequestError.unknown(
            f"no call of `{name}` is possible", slug=slug, word=name, known=known, otherwise=hint
        )
    cases = tuple(
        case for case in universe.cases
        if (not wanted or case.route.id in wanted) and (not regions or case.route.source in regions)
    )  # fmt: skip
    if not cases:
        hint = "`bedrock-atlas profiles` lists the source Regions of each ID"
        raise RequestError("no such call is possible", slug="unknown-route", hint=hint)
    return replace(universe, cases=cases)


def asked(catalog: Catalog, policy: Policy, on: date, partition: str, settings: tuple[str, ...]) -> Universe:
    """Return the universe of a policy with the attributes of `--set`; raises RequestError."""
    from bedrock_atlas.iam.universe import universe

    return universe(catalog, policy, on, partition=partition, attributes=attributes(settings))


def _account(_: click.Context, __: click.Parameter, text: str | None) -> str:
    if text is not None and not _ACCOUNT.fullmatch(text):
        raise RequestError(f"`{text}` is no account", slug="bad-account", hint="write its twelve digits")
    return text or ""


def _of_principal(arn: str) -> str:
    if not arn:
        return ""
    parts = arn.split(":", 5)
    if len(parts) < len(("arn", "partition", "iam", "region", "account", "name")) or not _ACCOUNT.fullmatch(parts[4]):
        hint = "write it as arn:aws:iam::123456789012:role/NAME"
        raise RequestError(f"`{arn}` is no principal", slug="bad-principal", hint=hint)
    return parts[4]


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or ":" not in key:
        hint = "write --context aws:SourceVpce=vpce-1"
        raise RequestError(f"`{text}` says nothing of a condition key", slug="bad-context", hint=hint)
    return key, value
