"""A revision of git, read with `git archive` into a folder that is gone afterwards: the working tree is not touched.

git itself finds the repository.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import AtlasError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["PREFIX", "RevisionError", "here", "revision"]

PREFIX = "git:"
"""How the name of a revision begins where a path may stand too: `git:v1.0`."""


class RevisionError(AtlasError):
    """A git revision that cannot be read."""


@contextmanager
def revision(name: str, paths: Sequence[str] = ()) -> Iterator[Path]:
    """Lend a folder with the catalog/, the policies/ and the named files of `git:REVISION`, those of them it has.

    `paths` begin at the top of the repository. What is found wrong in it is told at `git:REVISION:path`: the folder is
    gone when it is read. Raises RevisionError.
    """
    with tempfile.TemporaryDirectory() as folder:
        _extract(name.removeprefix(PREFIX), Path(folder), paths)
        try:
            yield Path(folder)
        except SourceError as error:
            raise type(error)(
                replace(finding, path=finding.path.replace(f"{folder}/", f"{name}:")) for finding in error.findings
            ) from None


def here() -> tuple[Path, str]:
    """Return where the repository around the current folder is checked out, and that folder's path in it."""
    top, prefix = (_git("rev-parse", what).decode().strip() for what in ("--show-toplevel", "--show-prefix"))
    return Path(top), prefix


def _extract(revision: str, folder: Path, paths: Sequence[str]) -> None:
    wanted = ["catalog", "policies", *sorted(set(paths))]
    present = _git("ls-tree", "-z", "--name-only", "--full-tree", revision, *wanted).decode().split("\0")[:-1]
    top, _ = here()
    archive = _git("-C", str(top), "archive", "--format=tar", revision, *present) if present else b""
    if not archive:
        return
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
