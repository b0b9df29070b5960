"""Where in the catalog a drift stands: file, line and column of what should change, or of where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.errors import Location

if TYPE_CHECKING:
    from pathlib import Path

    from bedrock_atlas.aws.compare.drift import Drift
    from bedrock_atlas.source.strict_yaml import Document, Route

__all__ = ["locate", "model_file"]


def model_file(model_id: str) -> str:
    """Return the path of a model's file below the catalog folder."""
    provider, _, rest = model_id.partition(".")
    return f"models/{provider}/{rest.replace(':', '_')}.yaml"


def locate(drift: Drift, folder: Path | None, *, shown: str = "catalog") -> Location:
    """Return the location of a drift; line 1 where there is no folder, or no such file yet.

    `shown` is how the catalog folder is called in paths, such as its path from the top of the repository.
    """
    name = model_file(drift.model) if drift.model else "geographies.yaml" if drift.profile else "catalog.yaml"
    path = f"{shown}/{name}" if shown else name
    if folder is None or not (folder / name).is_file():
        return Location(path)
    from bedrock_atlas.source.strict_yaml import read_bytes

    document = read_bytes((folder / name).read_bytes(), name)
    route = _route(drift, document, folder)
    return Location(path, *document.at(route, key=len(route) > 0 and isinstance(route[-1], str)))


def _route(drift: Drift, document: Document, folder: Path) -> Route:
    """Return the steps to the value that a drift is about, as far as there is one."""
    value = document.value if isinstance(document.value, dict) else {}
    if drift.kind == "lifecycle-changed":
        known = value.get("lifecycle", {})
        steps = (drift.fact, "legacy_seen" if drift.fact == "legacy" else "", *list(known)[-1:])
        return ("lifecycle", next((step for step in steps if step in known), "")) if known else ("evidence",)
    if drift.kind in {"price-changed", "premium-changed"}:
        component = drift.fact.rpartition(" ")[2]
        return ("price", "premium" if drift.kind == "premium-changed" else component)
    if drift.kind.startswith("on-demand"):
        return (
            ("in_region", *_row(value.get("in_region", []), drift.region, folder))
            if "in_region" in value
            else ("evidence",)
        )
    if drift.profile and drift.model:
        rows = value.get("profiles", {}).get(drift.profile)
        if rows is None:
            return ("profiles",) if "profiles" in value else ("evidence",)
        return ("profiles", drift.profile, *_row(rows, drift.region, folder))
    return ("geographies",) if drift.profile else ()


def _row(rows: list[dict[str, list[str]]], region: str, folder: Path) -> Route:
    """Return the position of the last row that names a Region, by its code or in a set; empty when none does."""
    from bedrock_atlas.source.strict_yaml import read_bytes

    tables = read_bytes((folder / "regions.yaml").read_bytes(), "regions.yaml").value
    sets = tables.get("sets", {}) if isinstance(tables, dict) else {}
    fits = [
        index
        for index, row in enumerate(rows)
        if any(region == name or region in sets.get(name, ()) for name in row.get("from", ()))
    ]
    return (fits[-1],) if fits and region else ()
