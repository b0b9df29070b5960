"""`iam policy`: the identity policy of who calls what a policy admits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, output_option, split, subcommand
from bedrock_atlas.cli.completing import models, regions
from bedrock_atlas.cli.iam_options import account_option, asked, partition_option
from bedrock_atlas.cli.policy_options import chosen, files_argument, set_option
from bedrock_atlas.cli.written import mode_of, mode_options, tell_written
from bedrock_atlas.iam.write.forms import FORMS, render

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.iam.universe import Universe
    from bedrock_atlas.policy.policy import Policy

__all__ = ["command"]

_PURPOSES = ("runtime", "read-only", "first-use", "sync")


@subcommand(
    "policy",
    "bedrock-atlas iam policy japan-residency --account 123456789012 --on 2026-11-20",
    "bedrock-atlas iam policy eu-residency --model 'Sonnet 4.5' --account 123456789012 --closed -o terraform",
    "bedrock-atlas iam policy company --role fast --set environment=prod,data=personal,team=search --on 2026-11-20",
    "bedrock-atlas iam policy --for first-use",
)
@files_argument
@click.option(
    "--for",
    "purpose",
    type=click.Choice(_PURPOSES),
    default="runtime",
    show_default=True,
    help="What the identity does: call models, look, make an account's first call, run `sync observe`.",
)
@click.option("--role", metavar="NAME", help="Only the models of this role of the policy.")
@click.option("--model", "names", multiple=True, metavar="NAME", shell_complete=models, help="Only these models.")
@click.option(
    "--from", "sources", multiple=True, metavar="REGION", shell_complete=regions, help="Only from these source Regions."
)
@set_option
@account_option
@partition_option
@mode_options
@on_option
@output_option(*FORMS)
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    policy: tuple[str, ...],
    purpose: str,
    account: str,
    **options: Any,  # noqa: ANN401  # what narrows the document, and how it is written
) -> None:  # fmt: skip
    """Write the identity policy for what POLICY admits, proved over every route.

    Each profile is granted in its source Region, and the models behind it through that profile alone. A document that
    is too long is compacted by wildcards, as far as nothing else passes, or split; `--closed` never writes a wildcard
    for a model or Region, `--open` wherever it admits the same and lists on stderr what tomorrow's models would match.
    """
    mode = mode_of(**{name: options.pop(name) for name in ("closed", "opened")})
    if purpose != "runtime":
        click.echo(render([_fixed(purpose)], "identity", output, f"bedrock-{purpose}"), nl=False)
        return
    from bedrock_atlas.iam.write.policies import runtime_policy

    known, rules = chosen(catalog, policy)
    universe = _meant(known, rules, on, **options)
    written = runtime_policy(universe, account, mode)
    click.echo(render(written.documents, "identity", output, rules.name.replace("+", "-")), nl=False)
    tell_written(written, universe, mode)


def _meant(
    catalog: Catalog,
    policy: Policy,
    on: date,
    *,
    role: str | None,
    names: tuple[str, ...],
    sources: tuple[str, ...],
    settings: tuple[str, ...],
    partition: str,
) -> Universe:
    """Return the universe with what the options leave of it."""
    from bedrock_atlas.decision.vocabulary import Vocabulary

    wanted = {catalog.names.subject(name).model for name in split(names)}
    if role is not None:
        wanted |= set(policy.roles[Vocabulary(catalog.names, policy).role(role)].models)
    regions = {catalog.names.region(name) for name in split(sources)}
    return asked(catalog, policy, on, partition, settings).narrowed(wanted, regions)


def _fixed(purpose: str) -> dict[str, Any]:
    if purpose == "sync":
        from bedrock_atlas.aws.observe.iam import policy

        return policy()
    from bedrock_atlas.iam.write.policies import FIXED

    return {"Version": "2012-10-17", "Statement": FIXED[purpose]}
