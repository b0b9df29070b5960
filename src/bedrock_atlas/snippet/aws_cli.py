"""A call with the AWS CLI over Converse. The request is a file: a document is too long for an argument."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from bedrock_atlas.snippet.call import MAX_TOKENS
from bedrock_atlas.snippet.messages import converse_messages

if TYPE_CHECKING:
    from bedrock_atlas.snippet.call import Call

__all__ = ["render"]

_DOCUMENT = "$(base64 < document.pdf | tr -d '\\n')"


def render(call: Call) -> str:
    """Return a shell script that needs the AWS CLI."""
    request: dict[str, object] = {"modelId": call.model, "messages": converse_messages(call, "DOCUMENT")}
    request["inferenceConfig"] = {"maxTokens": MAX_TOKENS}
    if call.betas:
        request["additionalModelRequestFields"] = {"anthropic_beta": list(call.betas)}
    text = json.dumps(request, indent=2).replace("DOCUMENT", _DOCUMENT)
    mark = "JSON" if call.pdf else "'JSON'"
    # without the flag a person's own setting decides whether the bytes are read as base64
    needs, flag = ("the AWS CLI 2", " --cli-binary-format base64") if call.pdf else ("the AWS CLI", "")
    lines = [
        *call.comments("#"),
        f"# needs {needs}",
        f"cat > request.json <<{mark}",
        text,
        "JSON",
        f"aws bedrock-runtime converse --region {shlex.quote(call.region)} --cli-input-json file://request.json{flag}",
    ]
    return "\n".join(lines) + "\n"
