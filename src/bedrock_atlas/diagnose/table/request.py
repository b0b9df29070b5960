"""What Bedrock says of a request: more than the model takes, or in a form that it does not."""

from __future__ import annotations

from bedrock_atlas.diagnose.wording import Wording

__all__ = ["REQUEST"]

_CONVERSE = "https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html"
_ENDPOINTS = "https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html"
_INVALID = ("validationexception", "invalid_request_error", "validation_error", "badrequesterror")

REQUEST = (
    Wording(
        "retention",
        "data retention mode",
        r"data retention mode ['\"`]?(?P<mode>[a-z_]+)['\"`]? is not available for this model",
        ("retention",),
        _INVALID,
        "data retention mode 'default' is not available for this model",
        "https://github.com/pydantic/pydantic-ai/issues/8170",
        "2026-08-01",
    ),
    Wording(
        "output-limit",
        "the maximum tokens you requested",
        r"the maximum tokens you requested exceeds the model limit of {number}",
        ("output-limit",),
        _INVALID,
        "The maximum tokens you requested exceeds the model limit of 64000. Try again with a maximum tokens value that "
        "is lower than 64000.",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-parameters.html",
        "2026-09-01",
    ),
    Wording(
        "context-window",
        "input is too long",
        r"input is too long for requested model",
        ("context-window",),
        _INVALID,
        "Input is too long for requested model.",
        "https://docs.claude.com/en/docs/claude-code/amazon-bedrock",
        "2026-08-01",
    ),
    Wording(
        "no-streaming",
        "in streaming mode",
        r"this model doesn't support (?:tool use|(?P<capability>[a-z ]{1,40})) in streaming mode",
        ("no-streaming",),
        _INVALID,
        "This model doesn't support tool use in streaming mode.",
        _CONVERSE,
        "2026-05-01",
    ),
    Wording(
        "no-tool-use",
        "support tool use",
        r"this model doesn't support tool use(?=[.\"'])",
        ("no-tool-use",),
        _INVALID,
        "This model doesn't support tool use.",
        _CONVERSE,
        "2026-05-01",
    ),
    Wording(
        "beta-header",
        "invalid beta flag",
        r"\binvalid beta flag\b",
        ("beta-header",),
        _INVALID,
        "invalid beta flag",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/"
        "model-parameters-anthropic-claude-messages-request-response.html",
        "2026-05-01",
    ),
    Wording(
        "body-shape",
        "malformed input request",
        r"malformed input request: ?#",
        ("body-shape",),
        _INVALID,
        "Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again.",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html",
        "2026-05-01",
    ),
    Wording(
        "mantle-structured-output",
        "output_config.format",
        r"\boutput_config\.format\b[`'\"]*:? (?:is not|not|isn't|extra inputs are not)"
        r" (?:supported|permitted|allowed|available)",
        ("endpoint-feature",),
        _INVALID,
        "output_config.format: Extra inputs are not permitted",
        _ENDPOINTS,
        "2026-09-01",
        shared=True,
    ),
    Wording(
        "mantle-application-profile",
        "application",
        r"application[ -]inference[ -]profiles? (?:arns? )?(?:is|are) not supported",
        ("endpoint-feature",),
        _INVALID,
        "application inference profile ARNs are not supported",
        _ENDPOINTS,
        "2026-09-01",
    ),
    Wording(
        "unsigned-header",
        "x-amzn-bedrock-request-metadata",
        r"\bx-amzn-bedrock-request-metadata\b",
        ("unsigned-header",),
        ("invalidsignatureexception", "signaturedoesnotmatch"),
        "InvalidSignatureException: the header X-Amzn-Bedrock-Request-Metadata must be signed",
        _ENDPOINTS,
        "2026-09-01",
        beside=r"invalidsignature|signaturedoesnotmatch|must be signed|not signed|unsigned",
    ),
)
