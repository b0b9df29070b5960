"""A file with policies, whatever it is: its content says which reader is the one for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding, Location, SourceError
from bedrock_atlas.iam.read.bind import bind_document
from bedrock_atlas.iam.read.cloudformation import is_template, read_template
from bedrock_atlas.iam.read.found import Found
from bedrock_atlas.iam.read.json_text import read_json
from bedrock_atlas.iam.read.node import MAX_BYTES, refuse
from bedrock_atlas.iam.read.terraform import is_configuration, is_plan, read_configuration, read_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bedrock_atlas.iam.document import Kind
    from bedrock_atlas.iam.read.node import Node

__all__ = ["read_file", "read_text"]

_FORMS = "an IAM document, Terraform JSON or a plan, or a template of CloudFormation, SAM or CDK"


def read_file(path: str, kind: Kind | None = None, known: Mapping[str, str] | None = None) -> Found:
    """Return the policies of a file; see `read_text`. Raises SourceError where it cannot be read."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise refuse(Location(path), "unreadable-file", f"cannot read the file: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise refuse(Location(path), "too-large", f"the file is larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(Location(path, line), "not-utf8", f"byte 0x{data[error.start]:02x} is not UTF-8") from error
    return read_text(text, path, kind, known)


def read_text(text: str, path: str, kind: Kind | None = None, known: Mapping[str, str] | None = None) -> Found:
    """Return the policies of a text: those that have errors only as findings.

    `kind` is what plain IAM documents are, None where they say so themselves (one that only denies is an SCP). `known`
    gives values of pseudo parameters of a template. Raises SourceError for a text that holds no policy at all.
    """
    findings: list[Finding] = []
    if text.lstrip()[:1] in {"{", "["}:
        node = read_json(text, path, findings)
    else:
        from bedrock_atlas.iam.read.yaml_text import read_yaml

        node = read_yaml(text, path, findings)
    found = _found(node, path, kind, known or {})
    found.findings += findings
    return found


def _found(node: Node, path: str, kind: Kind | None, known: Mapping[str, str]) -> Found:
    if is_template(node):
        return read_template(node, path, known)
    if is_plan(node):
        return read_plan(node, path)
    if is_configuration(node):
        return read_configuration(node, path)
    found = Found()
    documents = node.items() if isinstance(node.value, list) else [node]
    for at, one in enumerate(documents):
        name = path if len(documents) == 1 else f"{path}[{at}]"
        document, findings = bind_document(one, name, kind)
        found.add(_owner(path, document.kind if document else "identity"), document, findings)
    if not documents or (all(one.slug == "no-policy" for one in found.findings) and found.findings):
        raise SourceError([_unknown(node, path)])
    return found


def _owner(path: str, kind: Kind) -> str:
    return path if kind == "identity" else ""


def _unknown(node: Node, path: str) -> Finding:
    return node.location.finding("no-policy", f"`{path}` holds no policy", f"it may be {_FORMS}")
