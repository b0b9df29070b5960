"""From files to the core: the only way in for catalogs and policies, whoever asks.

It alone knows where the shipped files are, how overlays lie over a catalog and what a policy's name stands for. YAML is
read by `bedrock_atlas.source`, which is imported only when there is some: an installed answer reads JSON.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import CatalogError, Finding, PolicyError, did_you_mean
from bedrock_atlas.facts.catalog import SCHEMA, Catalog
from bedrock_atlas.policy.binding import bind
from bedrock_atlas.policy.compose import compose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.facts.entries import Document
    from bedrock_atlas.policy.policy import Policy

__all__ = ["load_catalog", "load_policy", "shipped_catalog", "shipped_policies"]

_PACKAGE = Path(__file__).parent


def load_catalog(path: str | Path | Sequence[str | Path] | None = None) -> Catalog:
    """Load the catalog: the one that ships with the package (None), a folder of YAML, or a compiled JSON file.

    Of several the last one counts, and folders with an `overlay.yaml` lie over it in the order given, over the shipped
    one when there is no other. That is read once a process. Raises CatalogError with every finding.
    """
    paths = [path] if isinstance(path, str | Path) else list(path or ())
    if not paths:
        return _shipped()
    whole = [Path(one) for one in paths if not (Path(one) / "overlay.yaml").exists()]
    catalog = _load_catalog(whole[-1]) if whole else _shipped()
    layers = [Path(one) for one in paths if Path(one) not in whole]
    if not layers:
        return catalog
    from bedrock_atlas.source.overlay import lay_over

    document = catalog.document
    for folder in layers:
        document, _ = lay_over(document, folder)
    return Catalog(document)


def shipped_catalog() -> Path:
    """Return where the shipped catalog is: the compiled file of an installation, the folder of a checkout."""
    compiled = _PACKAGE / "_data" / "catalog.json"
    return compiled if compiled.is_file() else _PACKAGE.parents[1] / "catalog"


@cache
def _shipped() -> Catalog:
    return _load_catalog(shipped_catalog())


def _load_catalog(path: Path) -> Catalog:
    if path.suffix == ".json":
        return Catalog(_read_json(path))
    from bedrock_atlas.source.load import read

    return Catalog(read(path))


def _read_json(path: Path) -> Document:
    def wrong(slug: str, message: str, line: int = 1, column: int = 1) -> CatalogError:
        return CatalogError([Finding(str(path), line, column, slug, message, "build it with `bedrock-atlas compile`")])

    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise wrong("unreadable-file", f"cannot read the compiled catalog: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise wrong("bad-json", f"not JSON: {error.msg}", error.lineno, error.colno) from error
    except UnicodeDecodeError as error:
        raise wrong("bad-encoding", "not UTF-8") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise wrong("wrong-schema", f"not a compiled catalog of schema {SCHEMA}")
    return document


def load_policy(*paths: str | Path, catalog: Catalog | None = None, prefer_from: str | None = None) -> Policy:
    """Load policies and put them together: files, or names of shipped ones (`eu-residency`); none means `default`.

    `prefer_from` names the policy whose preferences count first; several that prefer are refused without it.
    Names in them are looked up in the catalog, the shipped one by default. Raises PolicyError with every finding.
    """
    catalog = catalog or load_catalog()
    wanted = paths or ("default",)
    policies, findings = [], []
    for path in dict.fromkeys(map(str, wanted)):
        policy, found = _load_policy(path, catalog)
        findings += found
        policies.append(policy)
    if findings:
        raise PolicyError(findings)
    return compose([policy for policy in policies if policy is not None], prefer_from)


def shipped_policies() -> tuple[str, ...]:
    """Return the names of the policies that ship with the package, sorted."""
    folder, suffix = _shipped_folder()
    return tuple(sorted(path.name.removesuffix(suffix) for path in folder.glob(f"*{suffix}")))


def _load_policy(path: str, catalog: Catalog) -> tuple[Policy | None, list[Finding]]:
    folder, suffix = _shipped_folder()
    if path in shipped_policies():
        name, path = path, f"policies/{path}.yaml"
        if suffix == ".json":
            document = json.loads((folder / f"{name}{suffix}").read_bytes())
            return bind(document, catalog, path, lambda _: (1, 1))
        return _read(folder / f"{name}{suffix}", catalog, path)
    if "/" not in path and not path.endswith(".yaml") and not Path(path).exists():
        known = shipped_policies()
        hint = did_you_mean(path, known, f"shipped: {', '.join(known)}; or name a file")
        return None, [Finding(path, 1, 1, "unknown-policy", f"there is no shipped policy `{path}`", hint)]
    return _read(Path(path), catalog, path)


def _read(path: Path, catalog: Catalog, shown: str) -> tuple[Policy | None, list[Finding]]:
    from bedrock_atlas.source.policy_file import read_policy

    sheet = read_policy(path)
    if sheet.document is None:
        return None, sheet.findings
    policy, findings = bind(sheet.document, catalog, shown, sheet.at, also=sheet.rules)
    return policy, [*sheet.findings, *findings]


@cache
def _shipped_folder() -> tuple[Path, str]:
    compiled = _PACKAGE / "_data" / "policies"
    return (compiled, ".json") if compiled.is_dir() else (_PACKAGE.parents[1] / "policies", ".yaml")
