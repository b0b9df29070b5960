from __future__ import annotations

import pytest

from bedrock_atlas.errors import Finding
from bedrock_atlas.report.suppression import Marker, accepted, settled


def finding(line: int, slug: str = "legacy", path: str = "a.yaml") -> Finding:
    return Finding(path, line, 1, slug, "it is old")


def marker(line: int, target: int, *slugs: str, reasoned: bool = True) -> Marker:
    return Marker("a.yaml", line, 9, target, slugs, reasoned)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("atlas: ignore[legacy] because of a contract", (("legacy",), True)),
        ("atlas: ignore[legacy, end-of-life]because x -->", (("legacy", "end-of-life"), True)),
        ("atlas: ignore[legacy]", (("legacy",), False)),
        ("atlas: ignore[legacy] because ", (("legacy",), False)),
        ("atlas: ignore[legacy], because x", (("legacy",), False)),
        ("atlas: ignore[]", (("",), False)),
        ("atlas: ignore[legacy", None),
        ("# atlas: ignore[legacy]", None),
        ("atlas: accept[legacy]", None),
    ],
)
def test_what_a_comment_says(text: str, expected: tuple[tuple[str, ...], bool] | None):
    """It names slugs in brackets, and gives a reason when something follows `because`."""
    assert accepted(text) == expected


def test_a_comment_accepts_findings_of_its_kinds_on_its_line():
    """All findings of that kind on that line of that file are accepted; the others stay, in their order."""
    others = [finding(4), finding(3, "end-of-life"), finding(3, path="b.yaml")]
    assert list(settled([*others, finding(3), finding(3)], [marker(2, 3, "legacy")])) == others


def test_a_comment_of_no_use_is_told():
    """What accepts nothing, or only what a comment on another line accepts, is unused; on one line they share."""
    unused = Finding("a.yaml", 3, 9, "unused-suppression", "nothing is suppressed by `ignore[legacy]`", "remove it",
                     "warning")  # fmt: skip
    assert list(settled([], [marker(3, 3, "legacy")])) == [unused]
    assert list(settled([finding(3)], [marker(2, 3, "legacy"), marker(3, 3, "legacy")])) == [unused]
    assert list(settled([finding(3)], [marker(3, 3, "legacy"), marker(3, 3, "legacy", "legacy")])) == []
    (here,) = settled([], [marker(3, 3, "legacy")], where="here ")
    assert here.message == "nothing here is suppressed by `ignore[legacy]`"


def test_a_comment_without_a_reason_is_told():
    """It accepts all the same, and the hint shows a comment as it is written in such a file."""
    (told,) = settled([finding(3)], [marker(2, 3, "legacy", reasoned=False)], sign="# ")
    assert str(told) == (
        "a.yaml:2:9: warning[suppression-without-reason]: a suppression without a reason\n"
        "  hint: write `# atlas: ignore[slug] because …`"
    )
