"""Policies in what Terraform writes and reads as JSON: plans and states (`terraform show -json`), and `.tf.json`.

A plan has documents whole, `aws_iam_policy_document` worked out, which is why it is the better thing to check. In a
`.tf.json` every `${...}` is an expression and stays open, `$${...}` and `&{...}` are variables of IAM.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.errors import SourceError
from bedrock_atlas.iam.patterns import open_part
from bedrock_atlas.iam.read.bind import bind_document, plain_text
from bedrock_atlas.iam.read.found import Found
from bedrock_atlas.iam.read.json_text import read_embedded
from bedrock_atlas.iam.read.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bedrock_atlas.iam.document import Kind

__all__ = ["is_configuration", "is_plan", "read_configuration", "read_plan"]

_ATTRIBUTES: dict[str, tuple[str, Kind, tuple[str, ...]]] = {
    "aws_organizations_policy": ("content", "scp", ()),
    "aws_iam_policy": ("policy", "identity", ()),
    "aws_iam_role_policy": ("policy", "identity", ("role",)),
    "aws_iam_user_policy": ("policy", "identity", ("user",)),
    "aws_iam_group_policy": ("policy", "identity", ("group",)),
    "aws_ssoadmin_permission_set_inline_policy": ("inline_policy", "identity", ("permission_set_arn",)),
    "aws_vpc_endpoint": ("policy", "endpoint", ()),
    "aws_vpc_endpoint_policy": ("policy", "endpoint", ()),
}
"""Type of a resource → the attribute that holds the document, what it is, and the attributes that name its owner."""
_EXPRESSION = re.compile(r"\$\$\{([^{}]*)\}|&\{([^{}]*)\}|\$\{([^{}]*)\}")
_WHOLE = re.compile(r"\$\{.*\}", re.DOTALL)
_ELEMENTS = {"sid": "Sid", "actions": "Action", "not_actions": "NotAction", "resources": "Resource",
             "not_resources": "NotResource"}  # fmt: skip


def is_plan(node: Node) -> bool:
    """Check whether a value is a plan or a state, as `terraform show -json` writes them."""
    return node.get("format_version") is not None and (node.get("planned_values") or node.get("values")) is not None


def is_configuration(node: Node) -> bool:
    """Check whether a value is a `.tf.json`."""
    return isinstance(node.value, dict) and bool({"resource", "data"} & node.value.keys())


def read_plan(node: Node, path: str) -> Found:
    """Return the policies of a plan or a state."""
    reader = _Reader(path, plain_text)
    root = node.get("planned_values", "root_module") or node.get("values", "root_module")
    for resource in _resources(root):
        kind, values, address = resource.get("type"), resource.get("values"), resource.get("address")
        if kind is not None and values is not None:
            reader.take(address.text() if address is not None else "", kind.text(), values)
    return reader.found


def read_configuration(node: Node, path: str) -> Found:
    """Return the policies of a `.tf.json`, those of its data sources too."""
    reader = _Reader(path, _configured)
    for kind, name, values in _blocks(node.get("resource")):
        reader.take(f"{kind}.{name}", kind, values)
    for kind, name, values in _blocks(node.get("data")):
        if kind == "aws_iam_policy_document":
            label = f"data.{kind}.{name}"
            document, findings = bind_document(_from_blocks(values), f"{path}: {label}", None, _configured)
            reader.found.add(label, document, findings)
    return reader.found


class _Reader:
    """Takes the policies of resources; `text` gives the text of a value, as the syntax has it."""

    def __init__(self, path: str, text: Callable[[Node], str | None]) -> None:
        self.path, self.text, self.found = path, text, Found()

    def take(self, name: str, kind: str, values: Node) -> None:
        """Take the documents of one resource."""
        inline = values.get("inline_policy") if kind == "aws_iam_role" else None
        for role_policy in inline.items() if inline is not None else ():
            self.document(name, name, "identity", role_policy.get("policy") or role_policy)
        if kind not in _ATTRIBUTES:
            return
        attribute, sort, owners = _ATTRIBUTES[kind]
        wanted = values.get("type")
        if sort == "scp" and wanted is not None and wanted.text() != "SERVICE_CONTROL_POLICY":
            return
        named = next((one.text() for key in owners if (one := values.get(key)) and one.text()), "")
        body = values.get(attribute)
        if body is not None or sort != "endpoint":  # without a policy an endpoint lets everything pass
            self.document(name, named or name, sort, body or values)

    def document(self, name: str, owner: str, kind: Kind, body: Node) -> None:
        """Take one document: a text that is JSON."""
        if not body.text() or _WHOLE.fullmatch(body.text()):
            hint = "check the plan: terraform show -json"
            message = f"the document of `{name}` is not known here"
            self.found.findings.append(body.location.finding("unknown-document", message, hint, "warning"))
            return
        try:
            data = read_embedded(body, self.found.findings)
        except SourceError as error:
            self.found.findings += error.findings
            return
        self.found.add(owner, *bind_document(data, f"{self.path}: {name}", kind, self.text))


def _resources(module: Node | None) -> Iterator[Node]:
    stack = [module] if module is not None else []
    while stack:
        one = stack.pop()
        resources, children = one.get("resources"), one.get("child_modules")
        yield from resources.items() if resources else ()
        stack += reversed(children.items() if children else [])


def _blocks(node: Node | None) -> Iterator[tuple[str, str, Node]]:
    """Return (type, name, body) of the blocks of a `.tf.json`, whose levels may each be a list."""
    for types in node.items() if node else ():
        for kind, names in types.mapping().items():
            for group in names.items():
                for name, bodies in group.mapping().items():
                    for body in bodies.items():
                        yield kind, name, body


def _from_blocks(values: Node) -> Node:
    """Return an `aws_iam_policy_document` in the form of IAM, every part where it stood."""
    block = values.get("statement")
    statements = [_statement(one) for one in (block.items() if block else ())]
    version = values.get("version") or Node("2012-10-17", values.location)
    return Node({"Version": version, "Statement": Node(statements, values.at("statement"))}, values.location)


def _statement(block: Node) -> Node:
    parts = {_ELEMENTS[key]: value for key, value in block.mapping().items() if key in _ELEMENTS}
    parts["Effect"] = block.get("effect") or Node("Allow", block.location)
    for key in ("principals", "not_principals"):
        if block.get(key) is not None:
            parts["Principal" if key == "principals" else "NotPrincipal"] = block.mapping()[key]
    conditions: dict[str, dict[str, Node]] = {}
    asked = block.get("condition")
    for one in asked.items() if asked else ():
        test, variable, values = one.get("test"), one.get("variable"), one.get("values")
        if test is not None and variable is not None and values is not None:
            conditions.setdefault(test.text(), {})[variable.text()] = values
    if asked is not None:
        parts["Condition"] = Node(
            {name: Node(dict(keys), asked.location) for name, keys in conditions.items()}, asked.location
        )
    keys = {_ELEMENTS[key]: place for key, place in block.keys.items() if key in _ELEMENTS}
    return Node(parts, block.location, keys)


def _configured(node: Node) -> str | None:
    text = plain_text(node)
    if text is None:
        return None

    def part(found: re.Match[str]) -> str:
        variable = found[1] if found[1] is not None else found[2]
        return f"${{{variable}}}" if variable is not None else open_part(found[3])

    return _EXPRESSION.sub(part, text)
