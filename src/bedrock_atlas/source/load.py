"""The compiled document: the whole catalog as one JSON object, every Region set written out.

It is all that answers read. The wheel carries it as a file, a checkout computes it from the YAML; both are the same
because there is this one way to make it. The order of entries is kept (that of geographies.yaml is the order they are
shown in); the digest does not depend on it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import CatalogError
from bedrock_atlas.source.sheets import Sheets, gather
from bedrock_atlas.source.soundness import find_unsound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bedrock_atlas.source.strict_yaml import Value

__all__ = ["compile_model", "compile_sheets", "digest", "plain", "read", "render"]

_AS_WRITTEN = ("family", "tier", "release", "access", "provider_lifecycle", "successor", "limits", "modalities")


def read(folder: Path) -> dict[str, Any]:
    """Read a catalog folder and give its compiled document. Raises CatalogError with every finding of every file."""
    sheets, findings = gather(Path(folder))
    findings += find_unsound(sheets)
    if findings:
        raise CatalogError(findings)
    return compile_sheets(sheets)


def render(document: dict[str, Any]) -> str:
    """Return the document as the text of the file in the wheel: one line, the same bytes for the same catalog."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def digest(document: dict[str, Any]) -> str:
    """Return `sha256:` and the hash of a document without its own digest; the order of keys plays no part."""
    rest = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def compile_sheets(sheets: Sheets) -> dict[str, Any]:
    """Return the document of sheets without findings."""
    catalog = sheets.tables["catalog"].value
    models = sorted((sheet.value for sheet in sheets.models), key=lambda value: str(value["model"]))
    body = {
        "schema": catalog["schema"],
        "version": catalog["version"],
        "regions": dict(sorted(sheets.table("regions").items())),
        "geographies": sheets.table("geographies"),
        "residencies": {name: {"aliases": []} | entry for name, entry in sheets.table("residencies").items()},
        "premiums": plain(sheets.table("premiums")),
        "models": {value["model"]: compile_model(value, sheets) for value in models},
    }
    head = {"schema": body["schema"], "version": body["version"], "digest": digest(body)}
    return head | body


def compile_model(value: dict[str, Any], sheets: Sheets) -> dict[str, Any]:
    """Return one model; what the file leaves out stays out."""
    result: dict[str, Any] = {"name": value["name"], "aliases": value.get("aliases", [])}
    for key in _AS_WRITTEN:
        if key in value:
            result[key] = plain(value[key])
    if "lifecycle" in value:
        result["lifecycle"] = _lifecycle(value["lifecycle"], sheets)
    result["capabilities"] = [_capability(entry) for entry in value.get("capabilities", ())]
    for key in ("retention", "price", "mantle_id", "mantle_apis"):
        if key in value:
            result[key] = plain(value[key])
    result["rows"] = list(_rows(value, sheets))
    result["evidence"] = plain(value["evidence"])
    return result


def _capability(entry: str | dict[str, Any]) -> dict[str, Any]:
    """Return a capability in its long form."""
    if isinstance(entry, str):
        return {"capability": entry, "oblige": []}
    written: dict[str, Any] = plain(entry)
    return written | {"oblige": written.get("oblige", [])}


def _lifecycle(entry: dict[str, Any], sheets: Sheets) -> dict[str, Any]:
    """Return a lifecycle with the Region sets of its parts written out."""
    written: dict[str, Any] = plain(entry)
    if "elsewhere" in written:
        written["elsewhere"] = [part | {"in": list(sheets.expand(part["in"]))} for part in written["elsewhere"]]
    return written


def _rows(value: dict[str, Any], sheets: Sheets) -> Iterator[list[Any]]:
    """Return the rows of a model: in-Region, mantle, then its profiles in the order of geographies.yaml."""
    for label, key in (("in-region", "in_region"), ("mantle", "mantle")):
        for row in value.get(key, ()):
            yield [label, list(sheets.expand(row["from"])), [], *_days(row)]
    profiles = value.get("profiles", {})
    for prefix in sheets.table("geographies"):
        for row in profiles.get(prefix, ()):
            to = "commercial" if row["to"] == ["commercial"] else list(sheets.expand(row["to"]))
            yield [prefix, list(sheets.expand(row["from"])), to, *_days(row)]
        if profiles.get(prefix) == []:
            yield [prefix, [], [], *_days({})]


def _days(row: dict[str, Any]) -> list[Any]:
    """Return the days of a row in the order that the document has them."""
    return [plain(row.get(key)) for key in ("since", "until", "seen", "last_seen")]


def plain(value: Value) -> Value:
    """Return a value as JSON has it: money and factors as text exactly as written, dates as text."""
    convert = _CONVERSIONS.get(type(value))
    return value if convert is None else convert(value)


_CONVERSIONS: dict[type, Callable[[Any], Any]] = {
    dict: lambda value: {key: plain(item) for key, item in value.items()},
    list: lambda value: [plain(item) for item in value],
    Decimal: lambda value: format(value, "f"),
    date: date.isoformat,
}
