"""What the tests over a socket share: a compiled catalog, and one running service for those that change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bedrock_atlas.source.load import read, render
from tests.integration.served import Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the catalog once."""
    path = tmp_path_factory.mktemp("catalog") / "catalog.json"
    path.write_text(render(read(ROOT / "catalog")), "utf-8")
    return path


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Iterator[Served]:
    """Run one service for all tests of a process."""
    with serving(tmp_path_factory.mktemp("service"), catalog=compiled) as served:
        yield served
