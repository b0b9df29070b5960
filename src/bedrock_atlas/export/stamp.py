"""What every export says of itself: how to make it again, from which catalog and policies, on which day, until when.

One form in every file, five parts with ` | ` between, on one line or one a line, so that one reader finds it in a
comment, a key or an annotation.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.export.order import PROGRAM, Order, read_order

if TYPE_CHECKING:
    from bedrock_atlas.export.pins import Pins

__all__ = ["Stamp", "read_stamp", "stamp_of"]

NEVER = "without a known end"
_DIGEST = r"sha256:[0-9a-f]+"
_COMMAND = re.compile(rf"\b{PROGRAM} (?:--catalog [^|\n\"]*)?export [^|\n\"]*")
_CATALOG = re.compile(rf"\bcatalog (\S+) ({_DIGEST})")
_POLICIES = re.compile(rf"\bpolicies ((?:\S+ {_DIGEST}(?:, )?)+)")
_DAYS = re.compile(rf"\bon (\d{{4}}-\d{{2}}-\d{{2}}), holds (?:until (\d{{4}}-\d{{2}}-\d{{2}})|{NEVER})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The origin of an export; `until` is the first day on which it is to be made anew, None: no such day is known.

    `catalog` is version and digest, `policies` pairs of name and digest, `left_out` the names without an answer.
    """

    command: str
    catalog: tuple[str, str]
    policies: tuple[tuple[str, str], ...]
    on: date
    until: date | None
    left_out: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts in words, one a line where a form has lines."""
        policies = ", ".join(" ".join(one) for one in self.policies)
        parts = (
            f"made by: {self.command}",
            f"catalog {' '.join(self.catalog)}",
            f"policies {policies}",
            f"on {self.on}, holds {f'until {self.until}' if self.until else NEVER}",
        )
        return (*parts, f"left out: {', '.join(self.left_out)}") if self.left_out else parts

    @property
    def line(self) -> str:
        """Return all of it in one line."""
        return " | ".join(self.parts)

    def order(self) -> Order:
        """Return what the export was asked for; raises RequestError (bad-stamp)."""
        try:
            words = shlex.split(self.command)
        except ValueError as error:
            raise RequestError(f"its stamp cannot be read: {str(error).lower()}", slug="bad-stamp") from error
        return read_order(words[1:])


def stamp_of(pins: Pins, until: date | None) -> Stamp:
    """Return the stamp of what is made from these answers and holds until that day."""
    left_out = dict.fromkeys(f"{one.name} from {one.source}" for one in pins.missing)
    return Stamp(
        command=pins.order.command(),
        catalog=(pins.catalog.version, pins.catalog.digest),
        policies=tuple((one.name, one.digest) for one in pins.policy.sources),
        on=pins.on,
        until=until,
        left_out=tuple(left_out),
    )


def read_stamp(text: str) -> Stamp:
    """Find the stamp in an exported file; raises RequestError (no-stamp) where there is none or not all of it."""
    found = [pattern.search(text) for pattern in (_COMMAND, _CATALOG, _POLICIES, _DAYS)]
    command, catalog, policies, days = found
    hint = "make it with `bedrock-atlas export TARGET … -O FILE`"
    if command is None or catalog is None or policies is None or days is None:
        raise RequestError("no export of bedrock-atlas: it does not say how it was made", slug="no-stamp", hint=hint)
    try:
        on = date.fromisoformat(days[1])
        until = date.fromisoformat(days[2]) if days[2] else None
    except ValueError as error:
        raise RequestError(f"its stamp cannot be read: {error}", slug="bad-stamp", hint=hint) from error
    return Stamp(
        command=command[0].strip(),
        catalog=(catalog[1], catalog[2]),
        policies=tuple(_pair(one) for one in policies[1].rstrip(", ").split(", ")),
        on=on,
        until=until,
    )


def _pair(text: str) -> tuple[str, str]:
    name, _, digest = text.rpartition(" ")
    return name, digest
