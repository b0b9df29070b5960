"""`profiles`: which inference profiles exist on a date, from where they are called and where they may land.

A group with one subcommand, `plan`, for the account's own profiles; without it, it lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import Command, known, split
from bedrock_atlas.cli.selection import Listing, listing
from bedrock_atlas.listings.profiles import profile_records

if TYPE_CHECKING:
    from bedrock_atlas.facts.values import Route

__all__ = ["command"]

COLUMNS = {
    "id": "PROFILE",
    "status": "STATUS",
    "sources": "CALLED FROM",
    "destinations": "MAY LAND IN",
    "countries": "COUNTRIES",
}


class _Group(Command, click.Group):
    """The listing, and its subcommand, which is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the signature is click's
        """Return the one name."""
        return ["plan"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """Import the subcommand; None when there is none of that name."""
        if cmd_name != "plan":
            return None
        from bedrock_atlas.cli.commands.profiles_plan import command as plan

        return plan


@click.option(
    "--geography", multiple=True, metavar="PREFIX", help="Only profiles with this prefix: global, us, eu, ..."
)
@click.option("--source", multiple=True, metavar="REGION", help="Only as called from this Region.")
@click.option("--destination", multiple=True, metavar="REGION", help="Only where a request may land in this Region.")
@click.option(
    "--residency", multiple=True, metavar="NAME", help="Only where no request can leave it; several: the union."
)
@listing("table", "json", "csv")
def _list(
    wanted: Listing,
    /,
    *,
    geography: tuple[str, ...],
    source: tuple[str, ...],
    destination: tuple[str, ...],
    residency: tuple[str, ...],
) -> None:
    """Print the profiles that are meant."""
    names = wanted.catalog.names
    prefixes = known(geography, wanted.catalog.geographies, "geography")
    sources = {names.region(one) for one in split(source)}
    reached = {names.region(one) for one in split(destination)}
    allowed = wanted.catalog.within(frozenset(names.residency(one) for one in split(residency)))

    def keep(route: Route) -> bool:
        return (
            (not prefixes or route.geography in prefixes)
            and (not sources or route.source in sources)
            and reached <= route.destinations
            and (not residency or route.destinations <= allowed)
        )

    records = profile_records(wanted.catalog, wanted.on, wanted.models(), keep)
    wanted.print(list(map(_line, records)) if wanted.output == "table" else records, COLUMNS)


@click.command(
    "profiles",
    cls=_Group,
    invoke_without_command=True,
    subcommand_metavar="[plan ...]",
    params=list(reversed(_list.__click_params__)),  # type: ignore[attr-defined]  # where click's decorators keep options
    examples=(
        "bedrock-atlas profiles --geography eu --provider anthropic",
        "bedrock-atlas profiles --geography eu --residency eu -o csv",
        "bedrock-atlas profiles --source eu-west-2 --destination eu-west-2 -o json",
    ),
)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401  # those of the listing
    """List inference profiles with their source and destination Regions on a date.

    A profile has a line for every set of destinations: where a request may land depends on the Region it is called
    from, not on the prefix alone. With `plan`, it is about the account's own profiles.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(_list, **options)


def _line(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as one line of a table has it."""
    counted = {"sources": "Regions", "destinations": "Regions", "countries": "countries"}
    return record | {key: _counted(record[key], what) for key, what in counted.items()}


def _counted(words: list[str], what: str) -> str:
    """Return a list that fits a line as it is and a longer one as its length."""
    return ", ".join(words) if len(words) <= _SHOWN else f"{len(words)} {what}"


_SHOWN = 9
