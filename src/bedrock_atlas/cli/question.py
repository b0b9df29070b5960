"""The question of a command line: an ASK in words, options, or both.

Options refine an ASK: they fill what it leaves open and may repeat what it says. Where the two differ nothing is
guessed: it is an error. Needs add up, since asking for more contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bedrock_atlas.cli.command import split
from bedrock_atlas.cli.completing import models, regions, residencies
from bedrock_atlas.cli.policies import attributes, policy_option, set_option
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts import RUNTIME
from bedrock_atlas.request import Request

if TYPE_CHECKING:
    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.policy import Policy

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
    parts = {name: list(split(value)) if isinstance(value, tuple) else value for name, value in options.items()}
    parts["attributes"] = attributes(settings)
    if not text.strip():
        if model is None and role is None:
            hint = 'ask in words, such as "Sonnet 4.5, EU residency", or give --model'
            raise RequestError("no model is asked for", slug="missing-model", hint=hint)
        return Request.of(catalog, policy, model=model, role=role, **parts)
    asked = Request.parse(text + "".join(f", {one}" for one in split(settings)), catalog, policy)
    parts["attributes"] = dict(asked.attributes)
    subject = {"model": model, "role": role} if model or role else {"model": asked.model or None, "role": asked.role}
    refined = Request.of(catalog, policy, **subject, **parts)
    if (refined.model, refined.role) != (asked.model, asked.role):
        raise _contradiction("model", asked.role or asked.model, refined.role or refined.model)
    spoken = "runtime" in text.lower()
    given = {name for name, value in parts.items() if value}
    if asked.endpoint != refined.endpoint and "endpoint" in given and (spoken or asked.endpoint != RUNTIME):
        raise _contradiction("endpoint", asked.endpoint, refined.endpoint)
    merged: dict[str, Any] = {
        "endpoint": refined.endpoint if "endpoint" in given else asked.endpoint,
        "needs": asked.needs | refined.needs,
    }
    for part in ("residency", "source", "profile", "api", "retention"):
        said, added = getattr(asked, part), getattr(refined, part)
        if said and added and said != added:
            raise _contradiction(part, said, added)
        merged[part] = said or added
    return replace(asked, **merged)


def _contradiction(part: str, said: object, added: object) -> RequestError:
    words = [" or ".join(sorted(one)) if isinstance(one, frozenset) else str(one) for one in (said, added)]
    name = "source Region" if part == "source" else part
    return RequestError(
        f"the question says {name} `{words[0]}`, the options say `{words[1]}`",
        slug="contradiction",
        hint="say it once",
    )
