"""One mistake at a time is planted in the shipped catalog, an overlay and policies, and found at its line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bedrock_atlas import load_catalog
from bedrock_atlas.check.catalogs import REVIEWS, review_overlay
from bedrock_atlas.check.policy_findings import review_policy
from bedrock_atlas.check.reviews.reviewing import Terms
from bedrock_atlas.errors import CatalogError
from bedrock_atlas.source.sheets import Sheets, gather
from bedrock_atlas.source.soundness import find_unsound
from bedrock_atlas.source.strict_yaml import read_bytes
from bedrock_atlas.source.validate import validate
from tests.unit.check.planted import CATALOG
from tests.unit.check.planted_elsewhere import OVERLAY, POLICIES
from tests.unit.check.planted_prices import PRICES

ROOT = Path(__file__).parents[3]
ON = date(2026, 11, 20)
OLD = timedelta(days=365)


def name_of(entry):
    return f"{entry[3]}-{Path(entry[0]).stem}"


def edited(text, old, new):
    """Return a text with the mistake in it, and the number of the first line that differs."""
    assert old in text, f"the file no longer has: {old}"
    changed = text.replace(old, new, 1)
    pairs = enumerate(zip([*text.split("\n"), ""], [*changed.split("\n"), ""], strict=False), 1)
    return changed, next(number for number, (one, other) in pairs if one != other)


def line_of(text, anchor, line):
    """Return the line of an anchor, or the one given when there is none; a file's name stands for its first line."""
    if anchor == "NEWS.md":
        return 1
    return text[: text.index(anchor)].count("\n") + 1 if anchor else line


@pytest.fixture(scope="module")
def shipped():
    """Read the shipped catalog once."""
    sheets, findings = gather(ROOT / "catalog")
    assert findings == []
    return sheets


def planted(sheets, name, text):
    """Return the catalog with one file read anew, and what reading it found."""
    old = next(one for one in sheets.all() if one.name == name)
    document = read_bytes(text.encode(), old.document.path)
    value, problems = validate(document, old.kind)
    findings = [*document.findings, *problems]
    if findings:
        tables = {kind: one for kind, one in sheets.tables.items() if one is not old}
        return Sheets(tables, tuple(one for one in sheets.models if one is not old)), findings
    new = replace(old, document=document, value=value)
    tables = {kind: new if one is old else one for kind, one in sheets.tables.items()}
    return Sheets(tables, tuple(new if one is old else one for one in sheets.models)), []


@pytest.mark.parametrize("entry", [*CATALOG, *PRICES], ids=name_of)
def test_catalog(entry, shipped, tmp_path):
    """A mistake in a file of the shipped catalog is found under its slug at its line."""
    name, old, new, slug, *rest = entry
    text, line = edited((ROOT / "catalog" / name).read_text("utf-8"), old, new)
    shutil.copytree(ROOT / "catalog" / "schema", tmp_path / "schema")
    shutil.copyfile(ROOT / "catalog" / "NEWS.md", tmp_path / "NEWS.md")
    sheets, findings = shipped, []
    if name.endswith(".yaml"):
        sheets, findings = planted(shipped, name, text)
    else:
        (tmp_path / name).write_text(text, "utf-8")
    findings += find_unsound(sheets)
    findings += [one for rule in REVIEWS for one in rule.find(sheets, Terms(ON, OLD, tmp_path))]
    anchor = rest[0] if rest else ""
    where = [(Path(one.path).name, one.line) for one in findings if one.slug == slug]
    other = anchor if anchor == "NEWS.md" else name
    assert (Path(other).name, line_of(text, anchor, line)) in where, findings


@pytest.mark.parametrize("entry", OVERLAY, ids=name_of)
def test_overlay(entry, tmp_path):
    """A mistake in an overlay is found under its slug at its line, on loading or by its review."""
    name, old, new, slug, *rest = entry
    folder = tmp_path / "acme"
    shutil.copytree(ROOT / "tests" / "samples" / "overlay", folder)
    text, line = edited((folder / name).read_text("utf-8"), old, new)
    (folder / name).write_text(text, "utf-8")
    try:
        findings = review_overlay(load_catalog(folder).document, folder, on=ON, old=OLD)
    except CatalogError as error:
        findings = error.findings
    where = [(one.path, one.line) for one in findings if one.slug == slug]
    assert (str(folder / name), line_of(text, rest[0] if rest else "", line)) in where, findings


@pytest.mark.parametrize("entry", POLICIES, ids=name_of)
def test_policy(entry, tmp_path):
    """A mistake in a policy is found under its slug at its line, without a proof."""
    name, old, new, slug, *rest = entry
    text, line = edited((ROOT / "policies" / name).read_text("utf-8"), old, new)
    path = tmp_path / name
    path.write_text(text, "utf-8")
    findings = review_policy(str(path), load_catalog(), on=ON, promises=False)
    where = [one.line for one in findings if one.slug == slug]
    assert line_of(text, rest[0] if rest else "", line) in where, findings


def test_the_list_is_long_enough():
    """Enough mistakes are planted, each once."""
    entries = [*CATALOG, *PRICES, *OVERLAY, *POLICIES]
    assert len(entries) >= 200
    assert len({(one[0], one[1], one[2]) for one in entries}) == len(entries)
