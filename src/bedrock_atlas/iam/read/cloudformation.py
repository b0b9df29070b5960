"""Policies in templates of CloudFormation, SAM and CDK; what only the stack knows stays open in them.

Parameters and attributes of resources are open parts. The account and the partition are put in where they were given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.iam.patterns import open_part
from bedrock_atlas.iam.read.bind import bind_document, plain_text
from bedrock_atlas.iam.read.found import Found
from bedrock_atlas.iam.read.json_text import read_embedded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bedrock_atlas.iam.document import Kind
    from bedrock_atlas.iam.read.node import Node

__all__ = ["is_template", "read_template"]

_SUB = re.compile(r"\$\{([^{}]*)\}")
_SCP = "AWS::Organizations::Policy"


def is_template(node: Node) -> bool:
    """Check whether a value is a template: resources, each with a type."""
    resources = node.get("Resources")
    return resources is not None and any(one.get("Type") for one in resources.mapping().values())


def read_template(node: Node, path: str, known: Mapping[str, str]) -> Found:
    """Return the policies of a template; `known` gives values of pseudo parameters (`AWS::AccountId`)."""
    found = Found()

    def text(one: Node) -> str | None:
        return _text(one, known)

    resources = node.get("Resources")
    for name, resource in resources.mapping().items() if resources else ():
        for label, owner, kind, body in _policies(name, resource):
            data = read_embedded(body, found.findings) if isinstance(body.value, str) else body
            document, findings = bind_document(data, f"{path}: {label}", kind, text)
            if kind == "scp":
                found.add("", document, findings)
                continue
            for one in owner:
                found.add(one, document, findings)
                findings = []
    return found


def _policies(name: str, resource: Node) -> Iterator[tuple[str, list[str], Kind, Node]]:
    """Return each policy of a resource: what it is called, to whom it belongs, its kind and the document."""
    kind = resource.get("Type")
    properties = resource.get("Properties")
    if kind is None or properties is None:
        return
    word = kind.text()
    if word == _SCP:
        body, sort = properties.get("Content"), properties.get("Type")
        if body is not None and sort is not None and sort.text() == "SERVICE_CONTROL_POLICY":
            yield name, [""], "scp", body
    elif word in {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy",
                  "AWS::IAM::GroupPolicy"}:  # fmt: skip
        body = properties.get("PolicyDocument")
        if body is not None:
            yield name, _owners(properties) or [name], "identity", body
    elif word == "AWS::EC2::VPCEndpoint":
        body = properties.get("PolicyDocument")
        if body is not None:
            yield name, [name], "endpoint", body
    for at, policy in enumerate(_items(properties.get("Policies"))):
        body = policy.get("PolicyDocument") or (policy if policy.get("Statement") else None)  # SAM writes it bare
        if body is not None:
            yield f"{name}.Policies[{at}]", [name], "identity", body


def _owners(properties: Node) -> list[str]:
    """Return the roles, users and groups that a policy names, as the template calls them."""
    named = []
    for key in ("Roles", "Users", "Groups", "RoleName", "UserName", "GroupName"):
        for one in _items(properties.get(key)):
            reference = one.get("Ref")
            named.append((reference or one).text() or key)
    return named


def _items(node: Node | None) -> list[Node]:
    return node.items() if node is not None else []


def _text(node: Node, known: Mapping[str, str]) -> str | None:
    """Return the text of a value with open parts for what only the stack knows; None for what is no text."""
    parts = node.mapping()
    if len(parts) != 1:
        return plain_text(node)
    ((name, argument),) = parts.items()
    if name == "Ref":
        return _named(argument.text(), known, {})
    if name == "Fn::Sub":
        template, *rest = argument.items() or [argument]
        own = rest[0].mapping() if rest else {}
        return _SUB.sub(lambda found: _named(found[1], known, own), template.text())
    if name == "Fn::Join" and isinstance(argument.value, list) and len(argument.value) > 1:
        by, items = argument.value[:2]
        if isinstance(items.value, list):
            return by.text().join(_text(one, known) or "" for one in items.value)
    if name.startswith("Fn::"):
        return open_part(name)
    return None


def _named(name: str, known: Mapping[str, str], own: Mapping[str, Node]) -> str:
    if name.startswith("!"):
        return f"${{{name[1:]}}}"
    if name in own:
        return _text(own[name], known) or open_part(name)
    return known.get(name) or open_part(name)
