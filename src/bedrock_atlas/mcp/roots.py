"""The folders that a client names: the only ones that are read."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["folders"]


def folders(listed: object) -> tuple[Path, ...]:
    """Return the folders of a client's answer to `roots/list`; what is no file URL is left out."""
    roots = listed.get("roots") if isinstance(listed, dict) else None
    found = []
    for root in roots if isinstance(roots, list) else ():
        uri = root.get("uri") if isinstance(root, dict) else None
        parts = urlsplit(uri) if isinstance(uri, str) else None
        if (
            parts is not None
            and parts.scheme == "file"
            and parts.netloc in {"", "localhost"}
            and "\0" not in parts.path
        ):
            found.append(Path(unquote(parts.path)))
    return tuple(found)
