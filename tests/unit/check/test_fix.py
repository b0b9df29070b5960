"""`check --fix`: order alone, comments kept, twice the same as once."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.check.fix import fix_folder, fixed
from bedrock_atlas.source.load import read

ROOT = Path(__file__).parents[3]
GOOD = ROOT / "tests" / "samples" / "catalog" / "good"
BAD = ROOT / "tests" / "samples" / "catalog" / "bad"
PREFIXES = ("global", "us", "eu", "jp", "apac", "au", "in", "ca", "us-gov")
MODELS = sorted((ROOT / "catalog" / "models").rglob("*.yaml"))


def put_right(text):
    return fixed(text.encode(), "model", "model.yaml", PREFIXES).decode()


HEAD = "model: acme.one-v1:0\nname: One\n"
TAIL = "evidence:\n  - {source: A, as_of: 2026-01-01, covers: [release]}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # a flow list
        (
            "modalities: {input: [text, image], output: [text]}\n",
            "modalities: {input: [image, text], output: [text]}\n",
        ),
        # keys of a flow mapping
        ("limits: {max_output: 5, context_window: 9}\n", "limits: {context_window: 9, max_output: 5}\n"),
        # a block list whose entries have comments above them
        (
            "capabilities:\n  # about vision\n  - vision\n  # about pdf\n  - capability: pdf-visual\n"
            "    oblige: [{kind: citations}]\n  - batch  # beside\n",
            "capabilities:\n  - batch  # beside\n  # about pdf\n  - capability: pdf-visual\n"
            "    oblige: [{kind: citations}]\n  # about vision\n  - vision\n",
        ),
        # keys of a block mapping, of several lines
        (
            "lifecycle:\n  # the end\n  end_of_life: 2027-01-01\n  start_of_life: 2026-01-01\n",
            "lifecycle:\n  start_of_life: 2026-01-01\n  # the end\n  end_of_life: 2027-01-01\n",
        ),
        # profiles in the order of the geographies
        (
            "profiles:\n  eu:\n    - {from: [eu-west-1], to: [eu-west-1]}\n  # all\n  global:\n"
            "    - {from: [eu-west-1],\n       to: [commercial]}\n",
            "profiles:\n  # all\n  global:\n    - {from: [eu-west-1],\n       to: [commercial]}\n  eu:\n"
            "    - {from: [eu-west-1], to: [eu-west-1]}\n",
        ),
        # decimals of money
        ("price: {base: global, input: 3.0, output: 15}\n", "price: {base: global, input: 3.00, output: 15.00}\n"),
        # layout
        ("release: 2026-01-01   \r\n", "release: 2026-01-01\n"),
    ],
)
def test_put_in_order(before, after):
    """Each thing that is out of order is put right in the text, and its comments go with it."""
    assert put_right(HEAD + before + TAIL) == HEAD + after + TAIL


def test_keys_of_the_file():
    """The keys of the file move with their comments; the first line and what ends the file stay."""
    text = (
        "# yaml-language-server: $schema=../../schema/model.schema.json\n# about the name\nname: One\n"
        "# which one\nmodel: acme.one-v1:0\n" + TAIL + "# the end\n"
    )
    assert put_right(text) == (
        "# yaml-language-server: $schema=../../schema/model.schema.json\n# which one\nmodel: acme.one-v1:0\n"
        "# about the name\nname: One\n" + TAIL + "# the end\n"
    )


def test_what_is_not_safe_stays():
    """A flow list with a comment in it, or two entries on a line, is left to a person."""
    text = HEAD + "modalities:\n  input: [text, # words\n    image]\n" + TAIL
    assert put_right(text) == text


def test_a_broken_file_stays():
    """What cannot be read is not touched, not even its layout."""
    text = HEAD + "modalities: {input: [text, image]}   \nnobody: knows\n"
    assert put_right(text) == text


@pytest.mark.parametrize("path", MODELS[:: len(MODELS) // 25], ids=lambda path: path.stem)
def test_the_shipped_files_are_in_order(path):
    """Nothing of the shipped catalog is moved."""
    data = path.read_bytes()
    assert fixed(data, "model", path.name, PREFIXES) == data


def shuffled(text, seed):
    """Mix the top-level entries of a file, each with the comments above it."""
    lines = text.split("\n")[:-1]
    chunks, current = [], []
    for line in lines[1:]:
        if line[:1] not in {" ", ""} and any(one[:1] not in {"#", ""} for one in current):
            chunks.append(current)
            current = []
        current.append(line)
    chunks.append(current)
    random.Random(seed).shuffle(chunks)  # noqa: S311  # an order, not a secret
    return "\n".join([lines[0], *(line for chunk in chunks for line in chunk)]) + "\n"


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(MODELS), st.integers(0, 10**6))
def test_mixed_and_put_right(path, seed):
    """A shipped file whose keys are mixed comes back byte for byte, and a second time nothing moves."""
    text = path.read_text("utf-8")
    once = put_right(shuffled(text, seed))
    assert once == text
    assert put_right(once) == once


def test_a_folder(tmp_path):
    """A folder is put in order without touching a fact: it compiles to the same document, and again to no change."""
    folder = tmp_path / "catalog"
    shutil.copytree(GOOD, folder)
    document = read(folder)
    broken = [
        sample for sample in sorted(BAD.glob("*.yaml")) if sample.stem.partition("--")[0] in {"unsorted", "key-order"}
    ]
    assert broken
    assert fix_folder(folder) == 0
    for path in (folder / "models").rglob("*.yaml"):
        path.write_text(shuffled(path.read_text("utf-8"), 1), "utf-8")
        path.chmod(0o640)
    fix_folder(folder)
    assert read(folder) == document
    assert {path.stat().st_mode & 0o777 for path in (folder / "models").rglob("*.yaml")} == {0o640}
    assert fix_folder(folder) == 0
    assert not list(folder.rglob(".*"))
