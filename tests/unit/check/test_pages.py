"""`docs/rules.md` is made from the rules and their samples; BEDROCK_ATLAS_GOLDEN=write writes it anew."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bedrock_atlas.check.catalogs import REVIEWS, review_catalog
from bedrock_atlas.check.overlays import OVERLAY_KINDS
from bedrock_atlas.check.pages import PAGES
from bedrock_atlas.check.pages import kinds as check_kinds
from bedrock_atlas.scan.rules import RULES as SCAN_RULES
from bedrock_atlas.source.soundness import RULES

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples"
PAGE = ROOT / "docs" / "rules.md"

HEAD = """\
# Rules

Every finding of `scan` and `check`: what must hold, why, what to do, and a sample that breaks it. The samples are
tests. This page is made from the rules themselves.

A finding is accepted where it stands with a comment that says why: `atlas: ignore[slug] because …`.
"""


def fenced(text):
    return f"```text\n{text.rstrip()}\n```\n"


def scan_section(rule):
    bad = (SAMPLES / "scan" / "bad" / f"{rule.slug}.txt").read_text("utf-8").partition("\n")[2]
    good = (SAMPLES / "scan" / "good" / f"{rule.slug}.txt").read_text("utf-8").partition("\n")[2]
    parts = [f"### {rule.slug}\n", f"{rule.severity} · {rule.about}\n", f"{rule.why} {rule.fix}\n"]
    return "\n".join([*parts, "Wrong:\n", fenced(bad), "Right:\n", fenced(good)])


def excerpt(slug):
    """Return the lines of a bad sample where the finding stands, with the finding, as the tests hold it."""
    told = SAMPLES / "catalog" / "bad" / f"{slug}.txt"
    if not told.exists():
        return None
    found = next((line for line in told.read_text("utf-8").splitlines() if f"[{slug}]" in line), None)
    if found is None:
        return None
    number = int(found.split(":")[1])
    lines = told.with_suffix(".yaml").read_text("utf-8").splitlines()
    return fenced(f"{lines[number - 1]}\n\n{found}") if number <= len(lines) else fenced(found)


def reviewed(slug):
    """Return the line of a bad sample where a review finds something, with the finding; None when it has none."""
    sample = next((SAMPLES / "check" / "bad").glob(f"{slug}.*"), None)
    if sample is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "catalog")
        shutil.copytree(SAMPLES / "check" / "good", folder)
        first, _, rest = sample.read_text("utf-8").partition("\n")
        target = folder / first.removeprefix("# as ")
        target.parent.mkdir(exist_ok=True)
        target.write_text(rest, "utf-8")
        found = review_catalog(folder, on=date(2026, 11, 20), old=timedelta(days=365))
        one = next(one for one in found if one.slug == slug)
        line = Path(one.path).read_text("utf-8").splitlines()[one.line - 1]
        return fenced(f"{line}\n\n{one}".replace(f"{name}/", ""))


def promised(slug):
    """Return a bad policy, which is short."""
    sample = SAMPLES / "check" / "policies" / "bad" / f"{slug}.yaml"
    return fenced(sample.read_text("utf-8").partition("\n")[2]) if sample.exists() else None


def check_section(slug, kind):
    severity = next((one.severity for one in REVIEWS if one.slug == slug), None)
    why, fix = PAGES[slug]
    head = f"{severity} · {kind.about}" if severity else kind.about
    parts = [f"### {slug}\n", f"{head}\n", f"{why} {fix}\n"]
    sample = excerpt(slug) or reviewed(slug) or promised(slug)
    return "\n".join([*parts, sample] if sample else parts)


def page():
    """Return the page."""
    kinds = check_kinds()
    catalog = {rule.slug for rule in (*RULES, *REVIEWS)} | OVERLAY_KINDS.keys()
    groups = [
        ("## scan\n", [scan_section(rule) for rule in SCAN_RULES]),
        ("## check: catalogs and overlays\n", [check_section(slug, kinds[slug]) for slug in kinds if slug in catalog]),
        ("## check: policies\n", [check_section(slug, kinds[slug]) for slug in kinds if slug not in catalog]),
    ]
    form = sorted(
        {path.stem.partition("--")[0] for path in (SAMPLES / "catalog" / "bad").glob("*.yaml")} - kinds.keys()
    )
    tail = (
        "## check: the form of a file\n\nThese speak for themselves: " + ", ".join(f"`{slug}`" for slug in form) + ".\n"
    )
    return "\n".join([HEAD, *(part for title, sections in groups for part in (title, *sections)), tail])


def test_the_page_is_fresh():
    """The page holds every rule as it is today."""
    text = page()
    if os.environ.get("BEDROCK_ATLAS_GOLDEN") == "write":
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text, (
        "write it anew: BEDROCK_ATLAS_GOLDEN=write python -m pytest tests/unit/check"
    )
