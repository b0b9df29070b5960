from __future__ import annotations

from datetime import date

from bedrock_atlas.check.policy_findings import review_policy
from bedrock_atlas.loading import load_catalog

ON = date(2026, 11, 20)
EXAMPLE = "  - {ask: Sonnet 4.6, on: 2026-11-20, expect: none}"
HEAD = "policy: own\ntitle: Our own\nexamples:\n"


def slugs(tmp_path, text, **options):
    """Return what is found in a policy of that text, by slug and line."""
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    return [(one.slug, one.line) for one in review_policy(str(path), load_catalog(), on=ON, **options)]


def test_a_comment_accepts_a_finding_of_a_policy(tmp_path):
    """A failing example is told, unless a comment with a reason stands above it or beside it."""
    accepted = "# atlas: ignore[example-fails] because the launch is on Monday"
    assert slugs(tmp_path, f"{HEAD}{EXAMPLE}\n", promises=False) == [("example-fails", 4)]
    assert slugs(tmp_path, f"{HEAD}  {accepted}\n{EXAMPLE}\n", promises=False) == []
    assert slugs(tmp_path, f"{HEAD}{EXAMPLE} {accepted}\n", promises=False) == []


def test_a_comment_accepts_its_own_line_alone(tmp_path):
    """Two examples fail and one comment stands: the other one is told."""
    accepted = "# atlas: ignore[example-fails] because the launch is on Monday"
    assert slugs(tmp_path, f"{HEAD}{EXAMPLE} {accepted}\n{EXAMPLE}\n", promises=False) == [("example-fails", 5)]


def test_a_comment_without_reason_or_use_is_told(tmp_path):
    """A comment that says no reason is told, and, when everything was looked at, one that accepts nothing."""
    mute = "# atlas: ignore[example-fails]"
    idle = "# atlas: ignore[shadowed-rule] because it was once"
    holds = "  - {ask: Sonnet 4.6, on: 2026-11-20, expect: global.anthropic.claude-sonnet-4-6}"
    assert slugs(tmp_path, f"{HEAD}{EXAMPLE} {mute}\n", promises=False) == [("suppression-without-reason", 4)]
    assert slugs(tmp_path, f"{HEAD}{holds} {idle}\n", promises=False) == []
    assert slugs(tmp_path, f"{HEAD}{holds} {idle}\n") == [("unused-suppression", 4)]
