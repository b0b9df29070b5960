"""The question of a command line: an ASK in words, options, or both.

Options refine an ASK: they fill what it leaves open and may repeat what it says. Where the two differ nothing is
guessed: it is an error. Needs add up, since asking for more contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bedrock_atlas.cli.command import split
from bedrock_atlas.cli.completing import models, regions, residencies
from bedrock_atlas.cli.policy_options import attributes, policy_option, set_option
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["question_options", "read_question"]

Function = TypeVar("Function", bound=Callable[..., Any])

_OPTIONS = (
    click.argument("ask", nargs=-1, metavar="[ASK]", shell_complete=models),
    click.option("--role", metavar="NAME", help="A role of the policy, instead of a model."),
    click.option("--model", metavar="NAME", shell_complete=models, help="A model, profile ID or ARN, not an ASK."),
    click.option("--residency", multiple=True, metavar="NAME", shell_complete=residencies,
                 help="Where it may be processed; several together allow the union."),
    click.option("--from", "source", metavar="REGION", shell_complete=regions, help="The Region it is invoked from."),
    click.option("--profile", metavar="PREFIX", help="This very profile: global, us, eu, jp, apac, au, ..."),
    click.option("--endpoint", metavar="NAME", help="bedrock-runtime (default) or bedrock-mantle."),
    click.option("--api", metavar="NAME", help="converse, invoke-model or messages."),
    click.option("--need", "needs", multiple=True, metavar="CAPABILITY",
                 help="Something it must be able to do, such as context-1m or vision; all are needed."),
    click.option("--retention", metavar="MODE", help="The account's data-retention mode."),
    click.option("--key", metavar="ID", help="By whom it is asked, where a role is split by shares."),
    policy_option,
    set_option,
)  # fmt: skip


def question_options(function: Function) -> Function:
    """Add ASK and the options that refine it; the function gets them as keywords for `read_question`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def read_question(
    catalog: Catalog,
    policy: Policy,
    ask: tuple[str, ...],
    model: str | None,
    role: str | None,
    settings: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # the options above
) -> Request:
    """Make the request; raises RequestError for a question that is not understood or contradicts itself.

    Several words of an ASK are one text, so quoting it is a matter of taste.
    """
    text = " ".join(ask)
    if not text.strip() and model is None and role is None:
        hint = 'ask in words, such as "Sonnet 4.5, EU residency", or give --model'
        raise RequestError("no model is asked for", slug="missing-model", hint=hint)
    parts = {name: list(split(value)) if isinstance(value, tuple) else value for name, value in options.items()}
    parts |= {"model": model, "role": role, "attributes": attributes(settings)}
    return Request.asked(text if text.strip() else None, catalog, policy, **parts)
