"""A revision of git, read with `git archive` into a folder that is gone afterwards: the working tree is not touched.

git itself finds the repository.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PREFIX", "RevisionError", "revision"]

PREFIX = "git:"
"""How the name of a revision begins where a path may stand too: `git:v1.0`."""


class RevisionError(AtlasError):
    """A git revision that cannot be read."""


@contextmanager
def revision(name: str) -> Iterator[Path]:
    """Lend a folder with the catalog/ and policies/ of `git:REVISION`; raises RevisionError."""
    with tempfile.TemporaryDirectory() as folder:
        _extract(name.removeprefix(PREFIX), Path(folder))
        yield Path(folder)


def _extract(revision: str, folder: Path) -> None:
    present = _git("ls-tree", "--name-only", "--full-tree", revision, "catalog", "policies").decode().split()
    if "catalog" not in present:
        raise RevisionError(f"revision `{revision}` has no catalog/ folder")
    top = _git("rev-parse", "--show-toplevel").decode().strip()
    archive = _git("-C", top, "archive", "--format=tar", revision, *present)
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        for member in tar:  # not extractall: its filter came with Python 3.11.4
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607  # fixed words
    except OSError as error:
        raise RevisionError(f"cannot run git: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError(f"git cannot read this revision: {said[-1] if said else 'no reason given'}")
    return done.stdout
