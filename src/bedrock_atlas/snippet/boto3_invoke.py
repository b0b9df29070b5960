"""A call with boto3 over InvokeModel, whose body is Claude's own; its beta headers travel in that body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.snippet.call import MAX_TOKENS
from bedrock_atlas.snippet.literal import PYTHON, Code, literal
from bedrock_atlas.snippet.messages import claude_messages

if TYPE_CHECKING:
    from bedrock_atlas.snippet.call import Call

__all__ = ["render"]


def render(call: Call) -> str:
    """Return a Python program that needs `boto3`."""
    body: dict[str, object] = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": MAX_TOKENS}
    if call.betas:
        body["anthropic_beta"] = list(call.betas)
    body["messages"] = claude_messages(call, Code("document"))
    lines = [*call.comments("#"), "# pip install boto3"]
    lines += ["import base64", "import json", "from pathlib import Path", ""] if call.pdf else ["import json", ""]
    lines += ["import boto3", "", f'client = boto3.client("bedrock-runtime", region_name="{call.region}")']
    if call.pdf:
        lines.append('document = base64.standard_b64encode(Path("document.pdf").read_bytes()).decode()')
    lines += [
        f"body = {literal(body, PYTHON)}",
        f'response = client.invoke_model(modelId="{call.model}", body=json.dumps(body))',
        'print(json.loads(response["body"].read())["content"])',
    ]
    return "\n".join(lines) + "\n"
