"""`template`: a file of one's own with places to fill in, for every tool that has no target.

`${smart.id}` is a value and `$$` a dollar sign; there is nothing else, no expression and no loop, so a template of
somebody else's can do no more than name values. It must have `${made}`, by which the file says what it was made from;
an ID that the template itself has is judged as every other one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding, SourceError, did_you_mean
from bedrock_atlas.export.forms import Form
from bedrock_atlas.export.reach import Door, Reach
from bedrock_atlas.export.records import FIELDS, record
from bedrock_atlas.export.target import Target
from bedrock_atlas.scan.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bedrock_atlas.export.pins import Pins
    from bedrock_atlas.export.stamp import Stamp
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["template_target"]

_PLACE = re.compile(r"\$(?:\$|\{(?P<name>[^}\n]*)\}|(?P<bare>))")
_DOORS = (Door("values", "*", "reads the values that were filled in; what else it does is not known here"),)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A template with every place filled in: the IDs that were put into it, each with its Region."""

    text: str
    pins: frozenset[tuple[str, str]]
    sources: tuple[str, ...]


def template_target(path: Path, catalog: Catalog) -> Target:
    """Return the target that fills in a template; raises SourceError where it is no text, OSError without one."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError([Finding(str(path), 1, 1, "not-utf8", "the template is not UTF-8")]) from error

    def build(pins: Pins, stamp: Stamp) -> _Filled:
        """Fill in every place: a name alone where there is one Region, `NAME@REGION` in any case."""
        values = {"made": stamp.line}
        for pin in pins.pins:
            values |= {f"{pin.name}@{pin.source}.{field}": value for field, value in record(pin).items()}
            if len(pins.order.sources) == 1:
                values |= {f"{pin.name}.{field}": value for field, value in record(pin).items()}
        filled = frozenset((pin.id, pin.source) for pin in pins.pins)
        return _Filled(_filled(text, values, str(path)), filled, pins.order.sources)

    def reach(document: _Filled) -> Iterator[Reach]:
        """Judge the IDs that were filled in by their Region, and every other one of the text from each Region asked."""
        yield from (Reach(name, source, "values") for name, source in sorted(document.pins))
        own = {name for name, _ in document.pins}
        for hit in Finder(catalog).hits(document.text.encode()):
            if hit.mention.kind != "marker" and hit.mention.id not in own:
                yield from (Reach(hit.mention.id, source, "template") for source in document.sources)

    return Target(
        name="template",
        file="FILE",
        about="a template of your own",
        form=Form(lambda document, _: document.text, str),
        build=build,
        reach=reach,
        doors=_DOORS,
    )


def _filled(text: str, values: dict[str, str], path: str) -> str:
    """Fill in the places; raises SourceError with every place that names nothing."""
    findings = []

    def value(place: re.Match[str]) -> str:
        name = place["name"]
        if place[0] == "$$":
            return "$"
        if name in values:
            return values[name]
        line = text.count("\n", 0, place.start()) + 1
        column = place.start() - text.rfind("\n", 0, place.start())
        known = ", ".join(FIELDS)
        hint = did_you_mean(name or "", values, f"write ${{NAME.FIELD}}, or $$ for a dollar sign; fields: {known}")
        message = f"there is no value `{name}`" if name else "a dollar sign that begins no value"
        slug = "unknown-value" if name else "bad-place"
        findings.append(Finding(path, line, column, slug, message, hint))
        return ""

    filled = _PLACE.sub(value, text)
    if "${made}" not in text:
        hint = "write ${made} in a comment: by it `export --check` knows how to make the file again"
        findings.append(Finding(path, 1, 1, "no-stamp", "the template does not say where what was made belongs", hint))
    if findings:
        raise SourceError(findings)
    return filled
