from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """Print as through a pipe 100 columns wide, with no Region set."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def compare():
    """Return a function that compares text with a golden file, or writes it where BEDROCK_ATLAS_GOLDEN=write is set."""

    def check(path, text):
        if os.environ.get("BEDROCK_ATLAS_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{path.name} differs: see it with `make golden` and git diff"

    return check
