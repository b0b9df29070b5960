"""What a shell offers when TAB is pressed: names of the catalog, and nothing at all when it cannot be read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bedrock_atlas.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["models", "policies", "regions", "residencies"]


def models(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001  # click's own
    """Return the names and IDs of models that begin with what is typed."""
    catalog = _catalog(ctx)
    entries = catalog.document["models"] if catalog else {}
    names = (name for model_id, entry in entries.items() for name in (model_id, *entry["aliases"]))
    return _beginning(names, incomplete)


def regions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001  # click's own
    """Return the Region codes that begin with what is typed."""
    catalog = _catalog(ctx)
    return _beginning(catalog.regions if catalog else (), incomplete)


def residencies(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001  # click's own
    """Return the names of residencies that begin with what is typed."""
    catalog = _catalog(ctx)
    return _beginning(catalog.residencies if catalog else (), incomplete)


def policies(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001  # click's own
    """Return the names of shipped policies and the files that begin with what is typed."""
    from pathlib import Path

    from bedrock_atlas.loading import shipped_policies

    return _beginning((*shipped_policies(), *map(str, Path().glob(f"{incomplete}*"))), incomplete)


def _catalog(ctx: click.Context) -> Catalog | None:
    from bedrock_atlas.loading import load_catalog

    with suppress(AtlasError, OSError):
        return load_catalog(ctx.find_root().params.get("catalog"))
    return None


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted({name for name in names if name.lower().startswith(incomplete.lower())})
