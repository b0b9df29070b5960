"""Puts the compiled data into the wheel, so that answering needs neither PyYAML nor pydantic.

The reader is imported from the source tree being built: there is one way to make the document. Editable installs get
nothing, as a checkout reads the YAML itself. The sdist carries the YAML, and a wheel built from it compiles the same.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledData(BuildHookInterface):  # type: ignore[type-arg]  # its configuration is of no use here
    """Compile catalog/ and policies/ to JSON under `bedrock_atlas/_data` in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled files outside the tree and tell hatchling where they go."""
        if self.target_name != "wheel" or version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        for name, text in self._compiled().items():
            path = Path(self._folder.name) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            build_data["force_include"][str(path)] = f"bedrock_atlas/_data/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what `initialize` wrote."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    def _compiled(self) -> dict[str, str]:
        """Return the files of `_data` by name."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from bedrock_atlas.source import load, policy_file

            files = {"catalog.json": load.render(load.read(root / "catalog"))}
            for path in sorted((root / "policies").glob("*.yaml")):
                files[f"policies/{path.stem}.json"] = policy_file.render(path)
            return files
        finally:
            sys.path.remove(str(root / "src"))
