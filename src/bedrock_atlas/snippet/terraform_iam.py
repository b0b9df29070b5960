"""The rights that the answer needs, as a policy document of Terraform; the account is that of its provider."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bedrock_atlas.iam.write.identity import identity_statements
from bedrock_atlas.iam.write.shape import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.iam.write.shape import Json
    from bedrock_atlas.snippet.call import Call

__all__ = ["render"]

_ACCOUNT = "${data.aws_caller_identity.current.account_id}"


def render(call: Call, routes: Sequence[Route]) -> str:
    """Return the statements for every route of the answer; they are attached with the document's `json`."""
    lines = [
        *call.comments("#"),
        'data "aws_caller_identity" "current" {}',
        "",
        'data "aws_iam_policy_document" "bedrock" {',
    ]
    for one in identity_statements(routes, (), EXACT, _ACCOUNT):
        lines += _statement(one)
    return "\n".join([*lines, "}"]) + "\n"


def _statement(one: Json) -> Iterator[str]:
    yield "  statement {"
    yield f"    sid       = {json.dumps(one['Sid'])}"
    yield f"    actions   = {_list(one['Action'], 4)}"
    yield f"    resources = {_list(one['Resource'], 4)}"
    for test, keys in one.get("Condition", {}).items():
        for variable, values in keys.items():
            yield "    condition {"
            yield f"      test     = {json.dumps(test)}"
            yield f"      variable = {json.dumps(variable)}"
            yield f"      values   = {_list(values if isinstance(values, list) else [values], 6)}"
            yield "    }"
    yield "  }"


def _list(values: Sequence[str], indent: int) -> str:
    inner = "".join(f"{'':{indent + 2}}{json.dumps(value)},\n" for value in values)
    return f"[\n{inner}{'':{indent}}]"
