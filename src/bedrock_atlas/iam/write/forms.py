"""Written documents as JSON, Terraform, CloudFormation or CDK; a form holds what the JSON does and adds no right."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bedrock_atlas.iam.write.fit import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.iam.document import Kind
    from bedrock_atlas.iam.write.shape import Json

__all__ = ["FORMS", "render"]

FORMS = ("json", "terraform", "cloudformation", "cdk")
_WORD = re.compile(r"[A-Za-z0-9]+")


def render(documents: Sequence[Json], kind: Kind, form: str, name: str) -> str:
    """Return documents of a kind in one of FORMS; several are named by number. The text ends with a newline."""
    names = [name if len(documents) == 1 else f"{name}-{at}" for at in range(1, len(documents) + 1)]
    if form == "json":
        texts = [layout(document, kind) for document in documents]
        return f"{texts[0]}\n" if len(texts) == 1 else "[\n" + ",\n".join(texts) + "\n]\n"
    found = list(zip(names, documents, strict=True))
    if form == "terraform":
        return "\n".join(_terraform(one, document, kind) for one, document in found)
    if form == "cloudformation":
        return _cloudformation(found, kind)
    return _cdk(found, kind)


def _terraform(name: str, document: Json, kind: Kind) -> str:
    resource = "aws_organizations_policy" if kind == "scp" else "aws_iam_policy"
    argument = "content" if kind == "scp" else "policy"
    body = layout(document, kind).replace("${", "$${").replace("%{", "%%{")
    indented = body.replace("\n", "\n  ")
    lines = [f'resource "{resource}" "{name.replace("-", "_")}" {{', f'  name = "{name}"']
    if kind == "scp":
        lines.append('  type = "SERVICE_CONTROL_POLICY"')
    return "\n".join([*lines, f"  {argument} = jsonencode({indented})", "}"]) + "\n"


def _cloudformation(found: list[tuple[str, Json]], kind: Kind) -> str:
    resources = {
        _camel(name): (
            {"Type": "AWS::Organizations::Policy",
             "Properties": {"Name": name, "Type": "SERVICE_CONTROL_POLICY", "Content": document}}
            if kind == "scp" else
            {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": name, "PolicyDocument": document}}
        )
        for name, document in found
    }  # fmt: skip
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}, indent=2) + "\n"


def _cdk(found: list[tuple[str, Json]], kind: Kind) -> str:
    home = "organizations" if kind == "scp" else "iam"
    lines = [
        f"import {{ aws_{home} as {home} }} from 'aws-cdk-lib';",
        "import { Construct } from 'constructs';",
        "",
        "export function addPolicies(scope: Construct) {",
    ]
    for name, document in found:
        body = layout(document, kind).replace("\n", "\n    ")
        if kind == "scp":
            lines += [
                f"  new organizations.CfnPolicy(scope, '{_camel(name)}', {{",
                f"    name: '{name}',",
                "    type: 'SERVICE_CONTROL_POLICY',",
                f"    content: {body},",
            ]
        else:
            lines += [
                f"  new iam.ManagedPolicy(scope, '{_camel(name)}', {{",
                f"    managedPolicyName: '{name}',",
                f"    document: iam.PolicyDocument.fromJson({body}),",
            ]
        lines.append("  });")
    return "\n".join([*lines, "}"]) + "\n"


def _camel(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(name))
