"""The wrappers in which a refusal of Bedrock reaches its reader, as SDKs, proxies and logs write them."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from urllib.parse import quote_plus

SPELLED = {
    "accessdeniedexception": "AccessDeniedException",
    "resourcenotfoundexception": "ResourceNotFoundException",
    "serviceunavailableexception": "ServiceUnavailableException",
    "throttlingexception": "ThrottlingException",
    "unrecognizedclientexception": "UnrecognizedClientException",
    "validationexception": "ValidationException",
}
DAY = date(2026, 11, 20)


def code(wording):
    """Return the code that comes with a wording, as AWS spells it."""
    own = wording.codes[0] if wording.codes else "endpointconnectionerror"
    return SPELLED.get(own, own)


def botocore(wording):
    return f"An error occurred ({code(wording)}) when calling the Converse operation: {wording.said}"


def traceback(wording):
    return (
        'Traceback (most recent call last):\n  File "/app/chat.py", line 7, in ask\n    client.converse(modelId=name)\n'
        f"botocore.errorfactory.{code(wording)}: {botocore(wording)}\n"
    )


def litellm(wording):
    return f"litellm.BadRequestError: BedrockException - {json.dumps({'message': wording.said})}"


def javascript(wording):
    return f"{code(wording)}: {wording.said}\n    at de_CommandError (index.js:1:1)\n    at async /app/chat.js:3:9"


def java(wording):
    service = f"(Service: BedrockRuntime, Status Code: 400, Request ID: 00000000-{'0' * 12})"
    return f"software.amazon.awssdk.services.bedrockruntime.model.{code(wording)}: {wording.said} {service}"


def openai(wording):
    body = {"code": code(wording), "message": wording.said, "param": None, "type": "invalid_request_error"}
    return json.dumps({"error": body})


def anthropic(wording):
    return json.dumps({"type": "error", "error": {"type": code(wording), "message": wording.said}}, indent=2)


def converse(wording):
    return f"The model returned the following errors: {wording.said}"


def cloudtrail(wording):
    event = {
        "eventSource": "bedrock.amazonaws.com", "eventName": "Converse", "awsRegion": "eu-west-1",
        "errorCode": code(wording), "errorMessage": wording.said,
    }  # fmt: skip
    return json.dumps({"Records": [event]}, indent=2)


def url(wording):
    return f"GET /failed?why={quote_plus(botocore(wording))}"


def nested(wording):
    return f'level=error msg="{json.dumps(json.dumps(botocore(wording)))}"'


def wrapped(wording):
    return "\n".join(
        f"│ {line}" for line in textwrap.wrap(botocore(wording), 90, break_on_hyphens=False, break_long_words=False)
    )


WRAPPERS = (
    botocore, traceback, litellm, javascript, java, openai, anthropic, converse, cloudtrail, url, nested, wrapped,
)  # fmt: skip
