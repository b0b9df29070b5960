"""Ten seconds of what the benchmark does for two minutes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.integration.served import serving
from tests.integration.soaking import run_soak

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_files_that_change_and_break_under_load_fail_no_request(tmp_path: Path, compiled: Path):
    """Every answer under full load is the decision under the revision it names, and memory does not grow."""
    folder = tmp_path / "facts"
    folder.mkdir()
    catalog = folder / "catalog.json"
    shutil.copy(compiled, catalog)
    with serving(tmp_path, catalog=catalog) as served:
        soak = run_soak(served, catalog, seconds=10)
        assert soak.failed == []
        assert len(soak.revisions) == 2
        assert soak.swaps >= 8
        assert soak.answers > 1000
        assert served.metric('bedrock_atlas_reloads_total{outcome="failed"}') >= 2
        assert soak.resident[-1] - soak.resident[3] < 16
