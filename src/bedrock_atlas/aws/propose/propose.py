"""The reviewed change: what would settle the differences, as edits of the catalog's files.

Nothing is deleted: rows end, dates that moved are named in the evidence, a new model comes with what AWS told and says
what it did not. The result is read and checked before anyone sees it; a file that would not pass stays as it is, with
the reason.
"""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.aws.compare.locate import model_file
from bedrock_atlas.aws.propose.edit import YamlFile, quoted
from bedrock_atlas.aws.propose.model_text import edited_model, new_model
from bedrock_atlas.aws.propose.news import with_news
from bedrock_atlas.errors import CatalogError
from bedrock_atlas.source.load import read
from bedrock_atlas.source.strict_yaml import read_bytes
from bedrock_atlas.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedrock_atlas.aws.compare.drift import Change, Comparison
    from bedrock_atlas.aws.compare.severity import Shift
    from bedrock_atlas.errors import Finding

__all__ = ["Proposal", "propose"]

_MODEL_ID = re.compile(r"[a-z0-9]+\.[a-z0-9]+([.:-][a-z0-9]+)*")
_PREFIX = re.compile(r"[a-z]{2,10}(-[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Proposal:
    """New texts by path below the catalog folder, in the order to write them, and what is left to a person."""

    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Check whether there is anything to write."""
        return bool(self.texts)

    def diff(self, shown: str = "catalog") -> str:
        """Return a unified diff that `git apply` takes; empty when nothing changes."""
        parts = []
        for name in sorted(self.texts):
            path = self.folder / name
            old = path.read_text(encoding="utf-8") if path.is_file() else ""
            head = f"a/{shown}/{name}" if path.is_file() else "/dev/null"
            lines = difflib.unified_diff(
                old.splitlines(keepends=True), self.texts[name].splitlines(keepends=True), head, f"b/{shown}/{name}"
            )
            parts.append(
                "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
            )
        return "".join(parts)

    def write(self) -> tuple[str, ...]:
        """Write each file as a whole and give their names; stopped half-way, another run goes on from there."""
        for name, text in self.texts.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
        return tuple(self.texts)


def propose(folder: Path, comparison: Comparison, shifts: Mapping[str, Sequence[Shift]]) -> Proposal:
    """Make the change to a catalog folder. Raises CatalogError when the folder itself is wrong."""
    read(folder)
    left = [f"{drift}: {drift.left}" for drift in comparison.drifts if drift.left]
    refused: dict[str, str] = {}
    while True:
        texts = _texts(folder, comparison, refused)
        if not texts:
            return Proposal(folder, {}, tuple(left + _reasons(refused)))
        _add_records(folder, texts, comparison, shifts)
        findings = _findings(folder, texts)
        if not findings:
            return Proposal(folder, texts, tuple(left + _reasons(refused)))
        wrong = {one.path: f"{one.slug}: {one.message}" for one in reversed(findings) if one.path in texts}
        known = {name: why for name, why in wrong.items() if name.startswith("models/")}
        if not known:
            raise CatalogError(findings)
        refused |= known


def _texts(folder: Path, comparison: Comparison, refused: Mapping[str, str]) -> dict[str, str]:
    """Return the new text of every file of facts that changes, tables first."""
    texts: dict[str, str] = {}
    if comparison.geographies:
        texts |= _geographies(folder, comparison)
    prefixes = _prefixes(texts.get("geographies.yaml") or (folder / "geographies.yaml").read_text(encoding="utf-8"))
    sets = read_bytes((folder / "regions.yaml").read_bytes(), "regions.yaml").value["sets"]
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in comparison.changes:
        if change.kind == "in-region" or change.kind in prefixes:
            changes[change.model].append(change)
    news = {model.id: model for model in comparison.models}
    seen = len(comparison.observed)
    for model_id in sorted({*changes, *comparison.lifecycles, *comparison.prices, *news}):
        name = model_file(model_id)
        if name in refused:
            continue
        if not _MODEL_ID.fullmatch(model_id):
            continue
        if model_id in news:
            if not (folder / name).exists():
                texts[name] = new_model(news[model_id], changes[model_id], sets, prefixes, comparison.on, seen)
            continue
        old = (folder / name).read_text(encoding="utf-8")
        new = edited_model(
            old, changes[model_id], comparison.lifecycles.get(model_id, {}), comparison.prices.get(model_id, {}),
            sets, prefixes, comparison.on, seen,
        )  # fmt: skip
        if new != old:
            texts[name] = new
    return texts


def _reasons(refused: Mapping[str, str]) -> list[str]:
    return [f"{name}: {why}" for name, why in sorted(refused.items())]


def _geographies(folder: Path, comparison: Comparison) -> dict[str, str]:
    """Add prefixes that nobody knew, with a title that says so."""
    name = "geographies.yaml"
    sheet = YamlFile((folder / name).read_text(encoding="utf-8"))
    order = [*sheet.keys("geographies")]
    added = [prefix for prefix in sorted(comparison.geographies) if prefix not in order and _PREFIX.fullmatch(prefix)]
    for prefix in added:
        order.append(prefix)
        title = quoted(f"not described yet, first seen on {comparison.geographies[prefix]}")
        sheet.insert(("geographies",), prefix, f"{{title: {title}}}", order)
    return {name: sheet.render()} if added else {}


def _prefixes(text: str) -> list[str]:
    return YamlFile(text).keys("geographies")


def _add_records(
    folder: Path, texts: dict[str, str], comparison: Comparison, shifts: Mapping[str, Sequence[Shift]]
) -> None:
    """Move the data version and write the news, last of all."""
    catalog = (folder / "catalog.yaml").read_text(encoding="utf-8")
    sheet = YamlFile(catalog)
    document = read_bytes(catalog.encode(), "catalog.yaml").value
    version = _next_version(str(document["version"]), comparison.on)
    path = folder / "NEWS.md"
    old = path.read_text(encoding="utf-8") if path.is_file() else "# News of the catalog\n"
    written = [
        drift for drift in comparison.drifts if not drift.left and (not drift.model or model_file(drift.model) in texts)
    ]
    texts["NEWS.md"] = with_news(old, version, written, shifts, comparison)
    sheet.replace(("version",), version)
    texts["catalog.yaml"] = sheet.render()


def _next_version(version: str, day: date) -> str:
    """Return the day's version, or the day after the current one: a version only ever grows."""
    current = date(*map(int, version.split(".")))
    new = day if day > current else current + timedelta(days=1)
    return f"{new.year}.{new.month}.{new.day}"


def _findings(folder: Path, texts: Mapping[str, str]) -> list[Finding]:
    """Read the catalog as it would be; gives what is wrong with it, by paths below the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "catalog"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        for name, text in texts.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8", newline="")
        try:
            read(copy)
        except CatalogError as error:
            return [replace(finding, path=finding.path.removeprefix(f"{copy}/")) for finding in error.findings]
    return []
