"""What the subcommands share: a command class with examples, dates, checked words and what a person is told aside.

An option's value becomes a checked value in a callback, so a bad one is refused before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import click

from bedrock_atlas.errors import RequestError, closest, suggestion

__all__ = ["Command", "known", "on_option", "output_option", "parse_date", "parse_days", "split", "subcommand", "warn"]

Function = TypeVar("Function", bound=Callable[..., Any])

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(r"(\d{1,4})([dw])", re.IGNORECASE)


class Command(click.Command):
    """A command whose help ends with examples, each a whole command line that the tests run.

    An example that does not end with exit code 0 says so in a comment: `  # exit 1`.
    """

    def __init__(self, *args: Any, examples: Sequence[str] = (), **options: Any) -> None:  # noqa: ANN401  # click's own
        """Keep the examples; the rest is click's."""
        super().__init__(*args, **options)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's own
        """Write the examples, one a line and never wrapped."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def subcommand(name: str, *examples: str) -> Callable[[Callable[..., Any]], Command]:
    """Decorate a function as the subcommand of that name with these examples."""
    return click.command(name, cls=Command, examples=examples)


def parse_date(text: str) -> date:
    """Read YYYY-MM-DD; raises RequestError (bad-date) for another form or a day that does not exist."""
    hint = "write it as YYYY-MM-DD, such as 2026-11-20"
    if not _DATE.fullmatch(text):
        raise RequestError(f"`{text}` is no date", slug="bad-date", hint=hint)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"there is no day `{text}`", slug="bad-date", hint=hint) from error


def parse_days(text: str) -> timedelta:
    """Read a span of days or weeks (`180d`, `26w`); raises RequestError (bad-span)."""
    found = _DAYS.fullmatch(text)
    if found is None:
        raise RequestError(f"`{text}` is no span of time", slug="bad-span", hint="write days or weeks: 180d, 26w")
    return timedelta(days=int(found[1]) * (7 if found[2].lower() == "w" else 1))


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date:
    return datetime.now(UTC).date() if text is None else parse_date(text)


def on_option(function: Function) -> Function:
    """Add `--on DATE`: the date the answer is for, today by default."""
    text = "The date the answer is for, YYYY-MM-DD.  [default: today, UTC]"
    return click.option("--on", metavar="DATE", callback=_day, help=text)(function)


def output_option(*formats: str) -> Callable[[Function], Function]:
    """Add `-o/--output`: one of these formats, the first by default."""
    return click.option(
        "-o",
        "--output",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The form of the output.",
    )


def split(values: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a repeatable option, each of which may hold several with commas between."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def known(values: Iterable[str], words: Iterable[str], what: str) -> tuple[str, ...]:
    """Return the words of a repeatable option when all are among the known ones.

    Raises RequestError (unknown-…) with the nearest known word, or all of them when they are few.
    """
    spellings = {word.lower(): word for word in words}
    found = []
    for value in split(values):
        if value.lower() not in spellings:
            near = closest(value.lower(), spellings)
            hint = suggestion([spellings[one] for one in near[:1]]) or f"known: {', '.join(sorted(spellings.values()))}"
            slug = f"unknown-{what.lower().replace(' ', '-')}"
            raise RequestError(f"unknown {what} `{value}`", slug=slug, hint=hint, matches=near)
        found.append(spellings[value.lower()])
    return tuple(dict.fromkeys(found))


def warn(message: str) -> None:
    """Tell a person something on stderr that is no part of the output."""
    click.echo(f"warning: {message}", err=True)
