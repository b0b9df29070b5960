"""A call with boto3 over Converse; its beta headers travel in the fields that are the model's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.snippet.call import MAX_TOKENS
from bedrock_atlas.snippet.literal import PYTHON, Code, literal
from bedrock_atlas.snippet.messages import converse_messages

if TYPE_CHECKING:
    from bedrock_atlas.snippet.call import Call

__all__ = ["render"]


def render(call: Call) -> str:
    """Return a Python program that needs `boto3`."""
    arguments: dict[str, object] = {
        "modelId": call.model,
        "messages": converse_messages(call, Code('Path("document.pdf").read_bytes()')),
        "inferenceConfig": {"maxTokens": MAX_TOKENS},
    }
    if call.betas:
        arguments["additionalModelRequestFields"] = {"anthropic_beta": list(call.betas)}
    lines = [*call.comments("#"), "# pip install boto3"]
    if call.pdf:
        lines += ["from pathlib import Path", ""]
    lines += [
        "import boto3",
        "",
        f'client = boto3.client("bedrock-runtime", region_name="{call.region}")',
        "response = client.converse(",
        *(f"    {name}={literal(value, PYTHON, 1)}," for name, value in arguments.items()),
        ")",
        'print(response["output"]["message"]["content"])',
    ]
    return "\n".join(lines) + "\n"
