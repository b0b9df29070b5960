from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bedrock_atlas.errors import CatalogError
from bedrock_atlas.source.load import digest, read, render

GOOD = Path(__file__).parents[2] / "samples" / "catalog" / "good"
SMALL = "models/amazon/small-v1_0.yaml"


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the good catalog to spoil."""
    return Path(shutil.copytree(GOOD, tmp_path / "catalog"))


def said(folder):
    """Return what reading the folder says, with paths from the folder's parent."""
    with pytest.raises(CatalogError) as caught:
        read(folder)
    return str(caught.value).replace(f"{folder.parent}/", "").splitlines()


def test_every_problem_of_every_file_in_one_run(folder):
    """Broken syntax, unknown words and a bad date in three files are all said at once, sorted by place."""
    (folder / "catalog.yaml").write_text("schema: [\n")
    (folder / "premiums.yaml").write_text("premium: {}\n")
    (folder / SMALL).write_text("model: amazon.small-v1:0\nname: 7\nrelease: 2026-02-30\n")
    assert said(folder) == [
        "catalog/catalog.yaml:2:1: error[bad-syntax]: while parsing a flow node: did not find expected node content",
        "  hint: it begins on line 2",
        f"catalog/{SMALL}:1:1: error[missing-key]: `evidence` is missing",
        "  hint: add it after `release`",
        f"catalog/{SMALL}:2:7: error[bad-text]: expected text with a letter in it, found the number `7`",
        f"catalog/{SMALL}:3:10: error[bad-date]: there is no day `2026-02-30`",
        "  hint: dates are written `YYYY-MM-DD`",
        "catalog/premiums.yaml:1:1: error[missing-key]: `premiums` is missing",
        "  hint: add it as the first key",
        "catalog/premiums.yaml:1:1: error[unknown-key]: unknown key `premium`",
        "  hint: did you mean `premiums`?",
    ]


def test_a_broken_table_does_not_accuse_the_others(folder):
    """With regions.yaml unreadable no model is told that its Regions are unknown."""
    (folder / "regions.yaml").write_bytes(b"\xff")
    assert [line for line in said(folder) if "error" in line] == [
        "catalog/regions.yaml:1:1: error[not-utf8]: byte 0xff is not UTF-8",
    ]


def test_no_such_folder(tmp_path):
    """A folder that is not there is one clear finding."""
    assert said(tmp_path / "catalog") == ["catalog:1:1: error[missing-folder]: there is no such folder"]


def test_a_file_where_the_folder_belongs(tmp_path):
    """A file in place of the catalog folder is one clear finding."""
    (tmp_path / "catalog").write_text("schema: 2\n")
    assert said(tmp_path / "catalog") == ["catalog:1:1: error[not-a-folder]: a folder belongs here"]


def test_a_pipe_where_the_folder_belongs(tmp_path):
    """A named pipe in place of the catalog folder does not hang the run."""
    os.mkfifo(tmp_path / "catalog")
    assert said(tmp_path / "catalog") == ["catalog:1:1: error[not-a-folder]: a folder belongs here"]


def test_an_empty_folder(tmp_path):
    """An empty folder names every file it lacks."""
    (tmp_path / "catalog").mkdir()
    names = ["catalog.yaml", "geographies.yaml", "models", "premiums.yaml", "regions.yaml", "residencies.yaml"]
    assert said(tmp_path / "catalog") == [
        f"catalog/{name}:1:1: error[missing-file]: the catalog has no `{name}`" for name in names
    ]


def test_a_folder_that_cannot_be_listed(tmp_path):
    """A folder the system will not list is a finding with the system's own words, for root as well."""
    (tmp_path / "catalog").symlink_to(tmp_path / "catalog")
    assert said(tmp_path / "catalog") == [
        "catalog:1:1: error[unreadable]: cannot list the folder: Too many levels of symbolic links",
    ]


def test_a_name_too_long_to_open(tmp_path):
    """A path the system cannot even look up is a finding too."""
    path = tmp_path / ("x" * 300)
    with pytest.raises(CatalogError) as caught:
        read(path)
    assert [one.slug for one in caught.value.findings] == ["unreadable"]


def test_a_folder_where_a_file_belongs(folder):
    """A folder in place of a file is said to be one."""
    (folder / "catalog.yaml").unlink()
    (folder / "catalog.yaml").mkdir()
    assert said(folder) == ["catalog/catalog.yaml:1:1: error[not-a-file]: a plain file belongs here"]


def test_a_pipe_where_a_file_belongs(folder):
    """A named pipe in place of a file does not hang the run."""
    (folder / SMALL).unlink()
    os.mkfifo(folder / SMALL)
    assert said(folder) == [f"catalog/{SMALL}:1:1: error[not-a-file]: a plain file belongs here"]


def test_a_symlink_is_not_followed(folder, tmp_path):
    """Neither a file nor a folder is read through a symlink, whether it leads out or nowhere."""
    (tmp_path / "secret.yaml").write_text("key: value\n")
    (folder / SMALL).unlink()
    (folder / SMALL).symlink_to(tmp_path / "secret.yaml")
    (folder / "models" / "amazon" / "gone.yaml").symlink_to(tmp_path / "gone")
    (folder / "models" / "elsewhere").symlink_to(tmp_path)
    assert said(folder) == [
        "catalog/models/amazon/gone.yaml:1:1: error[symlink]: a symlink is not followed",
        "  hint: put the file itself here",
        f"catalog/{SMALL}:1:1: error[symlink]: a symlink is not followed",
        "  hint: put the file itself here",
        "catalog/models/elsewhere:1:1: error[symlink]: a symlink is not followed",
        "  hint: put the files themselves here",
    ]


def test_stray_files(folder):
    """What has no place in a catalog is named; what begins with a dot is an editor's business."""
    (folder / "regions.yml").write_text("")
    (folder / "README").write_text("")
    (folder / "models" / "loose.yaml").write_text("")
    (folder / "models" / "amazon" / "small.yaml~").write_text("")
    (folder / "models" / "amazon" / "more").mkdir()
    (folder / "models" / "amazon" / ".small.yaml.swp").write_text("")
    assert said(folder) == [
        "catalog/README:1:1: error[stray-file]: this does not belong in a catalog",
        "  hint: move or remove it",
        "catalog/models/amazon/more:1:1: error[stray-file]: this does not belong in a catalog",
        "  hint: move or remove it",
        "catalog/models/amazon/small.yaml~:1:1: error[stray-file]: this does not belong in a catalog",
        "  hint: move or remove it",
        "catalog/models/loose.yaml:1:1: error[stray-file]: this does not belong in a catalog",
        "  hint: move or remove it",
        "catalog/regions.yml:1:1: error[stray-file]: this does not belong in a catalog",
        "  hint: rename it to `regions.yaml`",
    ]


def test_a_huge_file(folder):
    """A file of more than a mebibyte is refused without being read to its end."""
    with (folder / SMALL).open("ab") as file:
        file.truncate(1 << 40)
    assert said(folder) == [
        f"catalog/{SMALL}:1:1: error[too-large]: the file is larger than 1048576 bytes",
        "  hint: split it",
    ]


def test_many_findings_of_one_file_are_bounded(folder):
    """A file with tens of thousands of problems is answered with the first two hundred."""
    (folder / SMALL).write_text("".join(f"k{number}: 1\n" for number in range(50_000)))
    assert len([line for line in said(folder) if "error" in line]) == 200


def test_the_same_bytes_for_the_same_catalog(folder):
    """Reading twice, or from another place, renders the same bytes on one line."""
    text = render(read(folder))
    assert text == render(read(GOOD))
    assert text.count("\n") == 1


def test_the_digest_covers_every_fact(folder):
    """One changed price changes the digest; the order of keys does not."""
    before = read(folder)
    path = folder / "models" / "anthropic" / "claude-test-4-5-20250929-v1_0.yaml"
    path.write_text(path.read_text().replace("input: 3.00", "input: 3.01"))
    assert read(folder)["digest"] != before["digest"]
    assert digest(dict(reversed(before.items()))) == before["digest"]
