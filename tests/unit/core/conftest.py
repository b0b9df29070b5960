from __future__ import annotations

import os
from pathlib import Path

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.loading import load_catalog, load_policy
from tests.unit.core.world import ON


@pytest.fixture(scope="session")
def catalog():
    """Return the shipped catalog."""
    return load_catalog()


@pytest.fixture
def policy(tmp_path, monkeypatch, catalog):
    """Return a function that loads policies from their text, each a file (`policy.yaml`, then `policy-2.yaml`, …)."""
    monkeypatch.chdir(tmp_path)

    def load(*texts, over=catalog):
        names = ["policy.yaml" if number == 1 else f"policy-{number}.yaml" for number in range(1, len(texts) + 1)]
        for name, text in zip(names, texts, strict=True):
            Path(name).write_text(text, encoding="utf-8")
        return load_policy(*names, catalog=over)

    return load


@pytest.fixture
def ask(catalog):
    """Return a function that decides a question in words, by the shipped catalog and policy unless others are given."""

    def decided(text, on=ON, policy=None, over=catalog):
        policy = policy or load_policy(catalog=over)
        return decide(over, policy, Request.parse(text, over, policy), on=on)

    return decided


@pytest.fixture
def compare():
    """Return a function that compares a text with a golden file, or writes the file when told to."""

    def check(path, text):
        if os.environ.get("BEDROCK_ATLAS_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{path.name} differs: see it with `make golden` and git diff"

    return check
