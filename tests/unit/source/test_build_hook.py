from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from bedrock_atlas.source.load import read, render

ROOT = Path(__file__).parents[3]


def build(target, source, folder):
    """Build a wheel or an sdist of a source tree, with what is installed here, and give its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """Return the wheel built from the checkout and the one built from its sdist."""
    sdist = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # there since Python 3.11.4
        archive.extractall(unpacked, **safely)  # noqa: S202  # our own archive, just made
    (tree,) = unpacked.iterdir()
    return [build("wheel", source, tmp_path_factory.mktemp("wheel")) for source in (ROOT, tree)]


def test_the_wheel_carries_the_catalog_compiled(wheels):
    """From the checkout or from the sdist, the wheel has the very document that reading the YAML gives."""
    document = read(ROOT / "catalog")
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            text = archive.read("bedrock_atlas/_data/catalog.json").decode()
        assert text == render(document)
        assert json.loads(text) == document


def test_the_same_wheel_twice(wheels):
    """A wheel from the sdist is byte for byte the wheel from the checkout."""
    assert wheels[0].read_bytes() == wheels[1].read_bytes()


def test_a_broken_catalog_stops_the_build(tmp_path):
    """No wheel is built from a catalog with findings, and the build prints them."""
    tree = tmp_path / "tree"
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_bytes((ROOT / name).read_bytes())
    (tree / "src").symlink_to(ROOT / "src")
    (tree / "catalog").mkdir()
    (tree / "catalog" / "catalog.yaml").write_text("schema: 2\n")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        build("wheel", tree, tmp_path)
    assert b"catalog.yaml:1:1: error[missing-key]: `version` is missing" in caught.value.stderr
