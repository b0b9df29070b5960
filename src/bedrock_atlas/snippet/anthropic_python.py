"""A call with the Anthropic SDK for Python; its beta headers travel in `betas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.snippet.literal import PYTHON, Code, literal
from bedrock_atlas.snippet.messages import claude_arguments

if TYPE_CHECKING:
    from bedrock_atlas.snippet.call import Call

__all__ = ["render"]


def render(call: Call) -> str:
    """Return a Python program that needs `anthropic[bedrock]`."""
    client = "AnthropicBedrockMantle" if call.mantle else "AnthropicBedrock"
    arguments = claude_arguments(call, Code("document"))
    lines = [*call.comments("#"), "# pip install 'anthropic[bedrock]'"]
    if call.pdf:
        lines += ["import base64", "from pathlib import Path", ""]
    lines += [f"from anthropic import {client}", "", f'client = {client}(aws_region="{call.region}")']
    if call.pdf:
        lines.append('document = base64.standard_b64encode(Path("document.pdf").read_bytes()).decode()')
    lines += [
        f"message = client.{'beta.' if call.betas else ''}messages.create(",
        *(f"    {name}={literal(value, PYTHON, 1)}," for name, value in arguments.items()),
        ")",
        "print(message.content)",
    ]
    return "\n".join(lines) + "\n"
