"""Which files are looked into: git's own answer is the reference for what is ignored."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.scan.walk import Walk

NAMES = st.sampled_from(["a", "b", "build", "x.py", "y.log", "k p", "#h", "ü.txt", "deep"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
LINES = st.sampled_from([
    "*.log", "!y.log", "build/", "/a", "a/b", "**/deep", "deep/**", "a/**/x.py", "*", "!*/", "!x.py", "# note", "",
    "\\#h", "k\\ p", "[ab]", "?.py", "!a/", "/build/*", "ü.*", "y.log  ",
    "[!a-c]", "[", "[]a]*", "a/*", "!a/b", "**", "a**", "**/build/**", "!**/x.py", "/**/b", "\\!x", "[[:alpha:]]", "\\",
    "x.py\\ ", "**/", "a/**/", "//a", "/", "!", "[^x].*",
])  # fmt: skip


def walked(*paths, **options):
    problems = []
    exclude = options.pop("exclude", ())
    files = list(Walk(lambda *problem: problems.append(problem), exclude, **options).files(paths))
    assert problems == []
    return files


@settings(max_examples=60, deadline=None)
@given(st.lists(PATHS, min_size=1, max_size=8), st.lists(LINES, max_size=6), st.lists(LINES, max_size=3))
def test_ignored_as_git_has_it(tmp_path_factory, paths, lines, deeper):
    """What the walk passes over is what git passes over, for any mix of patterns and nested .gitignore files."""
    root = tmp_path_factory.mktemp("tree")
    subprocess.run(["git", "init", "-q", root], check=True)
    for path in paths:
        file = root / path
        if not any(parent.is_file() for parent in file.parents) and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("text")
    (root / ".gitignore").write_text("\n".join(lines) + "\n")
    if (root / "a").is_dir():
        (root / "a" / ".gitignore").write_text("\n".join(deeper) + "\n")
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--others", "--exclude-standard"], capture_output=True, check=True
    ).stdout
    expected = {os.fsdecode(name) for name in listed.split(b"\0") if name}
    assert {os.path.relpath(path, root) for path in walked(str(root))} == expected


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("src/a.py", "node_modules/b.js", "src/vendor/c.go", "pic.png", "env/pyvenv.cfg", "env/d.py", ".env",
                 ".github/e.yml", "out/f.txt"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path


@pytest.mark.usefixtures("tree")
def test_vendored_and_binary_are_passed_over():
    """What others wrote is passed over below a path; hidden files that people write are not."""
    assert walked(".") == [".env", ".github/e.yml", "out/f.txt", "src/a.py"]
    assert walked("node_modules", "pic.png") == ["node_modules/b.js", "pic.png"]
    everything = walked(".", ignored=True)
    assert "src/vendor/c.go" in everything
    assert "env/d.py" in everything


def test_excluded(tree):
    """Patterns to exclude are relative to their folder and win over everything."""
    assert walked(".", exclude=[(tree, ["out/", "*.yml"])]) == [".env", "src/a.py"]
    assert walked("src", exclude=[(tree, ["/src/a.py"])]) == []


def test_below_a_repository(tree, monkeypatch):
    """A walk that begins in a folder heeds what the folders above it ignore, up to the top of the repository."""
    (tree / ".git").mkdir()
    (tree / ".gitignore").write_text("a.py\n")
    assert walked("src") == []
    monkeypatch.chdir(tree / "src")
    assert walked(".") == []
    assert walked("a.py") == ["a.py"]


@pytest.mark.usefixtures("tree")
def test_a_file_is_seen_once():
    """A file that several paths lead to is looked into once."""
    assert walked("src", "src/a.py", ".", "./src").count("src/a.py") == 1


def test_symlinks_are_not_followed(tree):
    """A loop of symlinks ends the walk no later; a link that is named is looked into."""
    (tree / "src" / "loop").symlink_to(tree)
    (tree / "src" / "link.py").symlink_to(tree / "src" / "a.py")
    assert walked("src") == ["src/a.py"]
    assert walked("src/link.py") == ["src/link.py"]


def test_an_unreadable_folder_is_a_problem(tree):
    """A folder that vanished or cannot be listed is told, and the others are walked."""
    problems = []
    assert list(Walk(lambda *one: problems.append(one)).files(["gone", "src"])) == ["gone", "src/a.py"]
    deep = tree / "src"
    for _ in range(40):
        deep /= "d" * 120
        os.mkdir(os.path.relpath(deep, Path.cwd())) if len(str(deep)) < 4000 else None  # noqa: PTH102
    assert list(Walk(lambda *one: problems.append(one)).files(["src"])) == ["src/a.py"]
