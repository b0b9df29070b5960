"""Whether a committed export is still what would be written today, and if not, what moved.

A file is made anew with the stamp that it has, so that only what a caller acts on is compared: neither the day nor a
new catalog that answers the same makes it stale. The options of a check have to be those of the file, since a file that
says itself which policy it obeys would pass by naming another one.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.export.making import make, too_short
from bedrock_atlas.export.stamp import read_stamp
from bedrock_atlas.loading import load_catalog, load_policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, timedelta
    from pathlib import Path

    from bedrock_atlas.export.making import Made
    from bedrock_atlas.export.stamp import Stamp
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Checked", "check_file"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One file judged: why it is not what would be written today, and the difference; both empty when it is.

    `until` is the first day on which it would have to be made anew, None: no such day is known.
    """

    path: str
    reasons: tuple[str, ...]
    diff: str
    until: date | None

    def __bool__(self) -> bool:
        """Check whether the file is what would be written today."""
        return not self.reasons


def check_file(path: Path, given: Mapping[str, object], on: date, valid_for: timedelta | None = None) -> Checked:
    """Judge one file on a day; `given` are options that its own must be, and with `valid_for` it has to hold so long.

    Raises RequestError for a file that is no export, OSError for one that cannot be read, and what making it raises.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(f"{path}: not UTF-8, so no export", slug="no-stamp") from error
    try:
        stamp = read_stamp(text)
        order = stamp.order()
    except RequestError as error:
        raise RequestError(f"{path}: {error.message}", slug=error.slug, hint=error.hint) from error
    foreign = order.differs(given)
    if foreign:
        return Checked(str(path), tuple(f"made with {one}" for one in foreign), "", None)
    catalog = load_catalog(order.catalogs or None)
    policy = load_policy(*order.policies, catalog=catalog)
    made = make(catalog, policy, order, on, stamp)
    reasons = [f"stays open: {leak}" for leak in made.leaks]
    if made.open and not order.accept_open:
        reasons += [f"stays open, which `--accept-open` accepts: {one}" for one in made.open]
    diff = ""
    if made.text != text:
        diff = _diff(str(path), text, made.text)
        reasons += _moved(text, stamp, catalog, policy, made)
    elif valid_for is not None:
        reasons += too_short(made, valid_for)
    return Checked(str(path), tuple(reasons), diff, made.stamp.until)


def _moved(text: str, stamp: Stamp, catalog: Catalog, policy: Policy, made: Made) -> list[str]:
    """Say what changed since the file was made: the policy, the catalog, the day, or the file itself."""
    policies = dict(stamp.policies)
    reasons = [
        f"the policy `{source.name}` is another one than on {stamp.on}"
        for source in policy.sources
        if policies.get(source.name) != source.digest
    ]
    if stamp.catalog[1] != catalog.digest:
        reasons.append(f"the catalog was {stamp.catalog[0]} and is {catalog.version}")
    if not made.text:
        reasons.append("nothing is admitted any more")
    if reasons:
        return reasons
    on_its_day = make(catalog, policy, stamp.order(), stamp.on, replace(stamp, left_out=()))
    if on_its_day.text == text:
        return [f"it was made for {stamp.on}, and on {made.pins.on} the answer is another one"]
    return ["the file was edited, or made by another version of bedrock-atlas"]


def _diff(path: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), path, f"{path} (today)", n=2
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in lines)
