from __future__ import annotations

from datetime import date, timedelta

import pytest

from bedrock_atlas import load_catalog, load_policy
from bedrock_atlas.cli import run
from bedrock_atlas.scan.finder import Finder
from bedrock_atlas.scan.judge import Judge
from bedrock_atlas.scan.run import Scan
from bedrock_atlas.scan.served import Service

ON = date(2026, 11, 20)


@pytest.fixture
def scan(tmp_path, monkeypatch):
    """Return a function that scans text on a date and gives the findings."""
    monkeypatch.chdir(tmp_path)

    def findings(  # noqa: PLR0913  # what a scan goes by
        text, *, on=ON, policy=(), vendor_ids=False, within=180, name="file.txt"
    ):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        catalog = load_catalog()
        service = Service(catalog, load_policy(*policy), on=on)
        job = Scan(Finder(catalog, vendor_ids=vendor_ids), Judge(service, within=timedelta(within)))
        found = list(job.file(name))
        assert job.problems == []
        return found

    return findings


@pytest.fixture
def command(tmp_path, monkeypatch, capfd):
    """Return a function that runs `scan` in an empty folder on 2026-11-20 and gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def scan(*words):
        dated = [] if "--on" in words else ["--on", "2026-11-20"]
        code = run(["scan", *words, *dated])
        return (code, *capfd.readouterr())

    return scan
