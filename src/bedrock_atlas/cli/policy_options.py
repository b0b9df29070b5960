"""What the commands over policies share: which policies, which attributes, which part of the world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bedrock_atlas.cli.command import split
from bedrock_atlas.cli.completing import models, policies, regions, residencies
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.analysis.questions import Limits, QuestionSpace
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = [
    "attributes",
    "chosen",
    "files_argument",
    "lead",
    "limit_options",
    "limits",
    "policy_option",
    "set_option",
    "shared_limits",
    "world",
]

_LEAD = "bedrock_atlas.prefer_from"

Function = TypeVar("Function", bound=Callable[..., Any])


def files_argument(function: Function) -> Function:
    """Add `[POLICY]...`: policy files or names of shipped ones, `default` when there are none."""
    return click.argument("policy", nargs=-1, metavar="[POLICY]...", shell_complete=policies)(function)


def policy_option(function: Function) -> Function:
    """Add `--policy POLICY` (files or names of shipped ones, put together) and `--prefer-from`."""
    function = lead_option(function)
    text = "A policy file or the name of a shipped one; several apply together.  [default: default]"
    return click.option("--policy", multiple=True, metavar="POLICY", shell_complete=policies, help=text)(function)


def lead_option(function: Function) -> Function:
    """Add `--prefer-from NAME`; what is said is kept with the context, where `lead` finds it."""

    def keep(context: click.Context, _: click.Parameter, name: str | None) -> None:
        context.meta[_LEAD] = name

    text = "Of several policies that prefer, the one whose preferences count first."
    return click.option("--prefer-from", metavar="NAME", callback=keep, expose_value=False, help=text)(function)


def lead() -> str | None:
    """Return the name that `--prefer-from` gave to the running command; None where it was not given."""
    name: str | None = click.get_current_context().meta.get(_LEAD)
    return name


def set_option(function: Function) -> Function:
    """Add `--set ATTRIBUTE=VALUE`, repeatable."""
    text = "An attribute that the policy asks for; repeatable."
    return click.option("--set", "settings", multiple=True, metavar="ATTRIBUTE=VALUE", help=text)(function)


def attributes(settings: tuple[str, ...]) -> dict[str, str]:
    """Return the attributes of `--set`; raises RequestError for one without `=` or one that is set twice."""
    found: dict[str, str] = {}
    for setting in split(settings):
        name, equals, value = setting.partition("=")
        if not equals or not name or not value:
            raise RequestError(f"`{setting}` sets nothing", slug="bad-setting", hint="write `--set environment=prod`")
        if found.setdefault(name, value) != value:
            raise RequestError(f"`{name}` is set twice", slug="given-twice")
    return found


def chosen(catalog: tuple[str, ...], policy: tuple[str, ...]) -> tuple[Catalog, Policy]:
    """Load the catalog and the policies that were named; raises CatalogError and PolicyError."""
    from bedrock_atlas.loading import load_catalog, load_policy

    known = load_catalog(catalog)
    return known, load_policy(*policy, catalog=known, prefer_from=lead())


def limit_options(function: Function) -> Function:
    """Add the options that leave out a part of the world."""
    for option in (
        click.option("--from", "sources", multiple=True, metavar="REGION", shell_complete=regions,
                     help="Only questions from these source Regions; `none` leaves the Region open."),
        click.option("--residency", "within", multiple=True, metavar="NAME", shell_complete=residencies,
                     help="Only questions with these residencies; `none` asks for none."),
        click.option("--model", "subjects", multiple=True, metavar="NAME", shell_complete=models,
                     help="Only these models or roles."),
    ):  # fmt: skip
        function = option(function)
    return function


def limits(
    catalog: Catalog, policy: Policy, subjects: tuple[str, ...], within: tuple[str, ...], sources: tuple[str, ...]
) -> Limits:
    """Return the part of the world that is meant; raises RequestError for a name that nobody knows."""
    from bedrock_atlas.analysis.questions import Limits

    named = split(subjects)
    return Limits.of(
        catalog,
        policy,
        models=(name for name in named if name not in policy.roles),
        roles=(name for name in named if name in policy.roles),
        residencies=split(within),
        sources=split(sources),
    )


def shared_limits(
    sides: Sequence[tuple[Catalog, Policy]],
    subjects: tuple[str, ...],
    within: tuple[str, ...],
    sources: tuple[str, ...],
) -> Limits:
    """Return the part that is meant of several worlds; raises RequestError for a name that none of them knows."""
    from bedrock_atlas.analysis.questions import Limits

    found = [
        _first(sides, name, kind) for kind, names in enumerate((subjects, within, sources)) for name in split(names)
    ]
    return Limits(
        models=tuple(one for part in found for one in part.models),
        roles=tuple(one for part in found for one in part.roles),
        residencies=tuple(one for part in found for one in part.residencies),
        sources=tuple(one for part in found for one in part.sources),
    )


def _first(sides: Sequence[tuple[Catalog, Policy]], name: str, kind: int) -> Limits:
    """Return what the first side that knows a name means by it."""
    given = tuple((name,) if place == kind else () for place in range(3))
    *others, last = sides
    for catalog, policy in others:
        try:
            return limits(catalog, policy, *given)
        except RequestError:
            continue
    return limits(*last, *given)


def world(
    catalog: Catalog, policy: Policy, day: date, *, all_time: bool, named: tuple[tuple[str, ...], ...]
) -> QuestionSpace:
    """Return the world from a day on, or of all time, with what `limit_options` left of it."""
    from bedrock_atlas.analysis.questions import QuestionSpace

    return QuestionSpace(catalog, policy, None if all_time else day, limits(catalog, policy, *named))
