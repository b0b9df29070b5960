"""A call with the Anthropic SDK for TypeScript, as a module that is plain JavaScript too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.snippet.literal import JAVASCRIPT, Code, literal
from bedrock_atlas.snippet.messages import claude_arguments

if TYPE_CHECKING:
    from bedrock_atlas.snippet.call import Call

__all__ = ["render"]


def render(call: Call) -> str:
    """Return an ES module that needs `@anthropic-ai/bedrock-sdk`."""
    client = "AnthropicBedrockMantle" if call.mantle else "AnthropicBedrock"
    arguments = claude_arguments(call, Code("document"))
    lines = [*call.comments("//"), "// npm install @anthropic-ai/bedrock-sdk"]
    if call.pdf:
        lines.append('import { readFile } from "node:fs/promises";')
    lines += [
        f'import {{ {client} }} from "@anthropic-ai/bedrock-sdk";',
        "",
        f'const client = new {client}({{ awsRegion: "{call.region}" }});',
    ]
    if call.pdf:
        lines.append('const document = (await readFile("document.pdf")).toString("base64");')
    lines += [
        f"const message = await client.{'beta.' if call.betas else ''}messages.create({{",
        *(f"  {name}: {literal(value, JAVASCRIPT, 1)}," for name, value in arguments.items()),
        "});",
        "console.log(message.content);",
    ]
    return "\n".join(lines) + "\n"
