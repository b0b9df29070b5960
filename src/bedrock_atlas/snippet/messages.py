"""The messages of a call in the two forms there are: Claude's own and that of Converse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.snippet.call import MAX_TOKENS

if TYPE_CHECKING:
    from bedrock_atlas.snippet.call import Call

__all__ = ["claude_arguments", "claude_messages", "converse_messages"]


def claude_arguments(call: Call, document: str) -> dict[str, object]:
    """Return the arguments of a call with an Anthropic SDK, in order; `document` stands for base64 text."""
    betas: dict[str, object] = {"betas": list(call.betas)} if call.betas else {}
    return {"model": call.model, "max_tokens": MAX_TOKENS, **betas, "messages": claude_messages(call, document)}


def claude_messages(call: Call, document: str) -> list[object]:
    """Return the messages as Claude's Messages API and InvokeModel take them; `document` stands for base64 text."""
    if not call.pdf:
        return [{"role": "user", "content": call.prompt}]
    source = {"type": "base64", "media_type": "application/pdf", "data": document}
    block: dict[str, object] = {"type": "document", "source": source}
    if call.citations:
        block["citations"] = {"enabled": True}
    return [{"role": "user", "content": [block, {"type": "text", "text": call.prompt}]}]


def converse_messages(call: Call, document: str) -> list[object]:
    """Return the messages as Converse takes them; `document` stands for the bytes."""
    text = {"text": call.prompt}
    if not call.pdf:
        return [{"role": "user", "content": [text]}]
    block: dict[str, object] = {"format": "pdf", "name": "document", "source": {"bytes": document}}
    if call.citations:
        block["citations"] = {"enabled": True}
    return [{"role": "user", "content": [{"document": block}, text]}]
