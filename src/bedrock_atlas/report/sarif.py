"""SARIF 2.1.0, which code scanning reads.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
Written by hand: the objects are few, and the one library for it has stood still since 2019.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bedrock_atlas.report import dumped

if TYPE_CHECKING:
    from bedrock_atlas.errors import Finding
    from bedrock_atlas.report import Report

__all__ = ["SCHEMA", "render"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    """Return one run with its rules, results and, when something could not be looked into, notifications."""
    used = sorted({one.slug for one in report.findings} | report.kinds.keys())
    index = {slug: at for at, slug in enumerate(used)}
    seen: Counter[str] = Counter()
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "bedrock-atlas",
                "version": report.version,
                "rules": [_rule(slug, report) for slug in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "where the program ran"}}},
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [_problem(*one) for one in report.problems],
            }
        ],
        "results": [_result(one, index[one.slug], seen) for one in report.findings],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(slug: str, report: Report) -> dict[str, Any]:
    kind = report.kinds.get(slug)
    rule: dict[str, Any] = {"id": slug, "name": slug.title().replace("-", "")}
    if kind is not None:
        rule["shortDescription"] = {"text": kind.about}
        if kind.help:
            rule["help"] = {"text": kind.help}
    return rule


def _result(one: Finding, index: int, seen: Counter[str]) -> dict[str, Any]:
    region = {"startLine": one.line, "startColumn": one.column}
    end = getattr(one, "end_column", 0)
    if end:
        region["endColumn"] = end
    result: dict[str, Any] = {
        "ruleId": one.slug,
        "ruleIndex": index,
        "level": one.severity,
        "message": {"text": f"{one.message}\n{one.hint}" if one.hint else one.message},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(one.path), "region": region}}],
        "partialFingerprints": {"atlas/v1": _fingerprint(one, seen)},
    }
    details = getattr(one, "details", None)
    if details:
        result["properties"] = details
    return result


def _fingerprint(one: Finding, seen: Counter[str]) -> str:
    """Name a finding so that it stays the same when lines move: path, kind, message and how many alike came before."""
    alike = f"{one.path}\0{one.slug}\0{one.message}"
    seen[alike] += 1
    return hashlib.sha256(f"{alike}\0{seen[alike]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _artifact(path: str) -> dict[str, str]:
    uri = quote(os.fsencode(path.replace(os.sep, "/")))
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "ROOT"}


def _problem(path: str, reason: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"not looked into: {reason}"},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
    }
