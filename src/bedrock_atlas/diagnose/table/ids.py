"""What Bedrock says of an ID: not this way, not here, not any more."""

from __future__ import annotations

from bedrock_atlas.diagnose.wording import Wording

__all__ = ["IDS", "UNKNOWN_HERE"]

_TROUBLE = "https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html"

UNKNOWN_HERE = (
    "after-end-of-life",
    "withdrawn-profile",
    "not-yet",
    "no-such-profile",
    "version-suffix",
    "misspelled-id",
    "mantle-only-id",
    "not-from-region",
)
"""What may be wrong with an ID that Bedrock does not know where it was asked."""

IDS = (
    Wording(
        "profile-needed",
        "with on-demand throughput",
        r"invocation of model id {id} with on-demand throughput isn't supported",
        ("profile-needed",),
        ("validationexception",),
        "Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand throughput isn't supported. "
        "Retry your request with the ID or ARN of an inference profile that contains this model.",
        "https://github.com/gethouston/houston/issues/1381",
        "2026-06-01",
    ),
    Wording(
        "invalid-identifier",
        "the provided model identifier",
        r"the provided model identifier is invalid",
        UNKNOWN_HERE,
        ("validationexception",),
        "The provided model identifier is invalid.",
        "https://github.com/danny-avila/LibreChat/issues/5001",
        "2024-12-16",
    ),
    Wording(
        "unresolved-model",
        "resolve the foundation model",
        r"could not resolve the foundation model from the provided model identifier",
        UNKNOWN_HERE,
        ("resourcenotfoundexception", "validationexception"),
        "Could not resolve the foundation model from the provided model identifier.",
        "https://github.com/truera/trulens/issues/779",
        "2024-01-16",
    ),
    Wording(
        "wrong-api",
        "support the model that you provided",
        r"this action doesn't support the model that you provided",
        ("wrong-api",),
        ("validationexception",),
        "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html",
        "2026-09-01",
    ),
    Wording(
        "end-of-life",
        "reached the end of its life",
        r"this model version has reached the end of its life",
        ("end-of-life",),
        ("resourcenotfoundexception",),
        "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
        "https://github.com/BerriAI/litellm/issues/42053",
        "2026-08-01",
    ),
    Wording(
        "legacy-idle",
        "marked by provider as legacy",
        r"this model is marked by provider as legacy and you have not been actively using the model in the last "
        r"(?P<days>\d+) days",
        ("legacy-idle",),
        ("resourcenotfoundexception", "accessdeniedexception"),
        "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in "
        "the last 15 days. Please upgrade to an active model on Amazon Bedrock",
        "https://github.com/awslabs/llmeter/issues/35",
        "2026-02-01",
    ),
    Wording(
        "mantle-model-not-found",
        "does not exist",
        r"\bmodel(?:[ :`'\"]+(?-i:(?P<id>[a-z0-9][\w.:/-]*\w)))?[`'\"]* does not exist",
        ("mantle-profile-id", "mantle-not-served"),
        ("not_found_error", "notfounderror", "model_not_found"),
        "model does not exist",
        "https://github.com/anthropics/anthropic-on-aws/issues/294",
        "2026-08-15",
        shared=True,
    ),
    Wording(
        "mantle-model-refused",
        "supported on",
        r"\bmodel[ :`'\"]+{id}[`'\"]* (?:is not|isn't) supported on"
        r" (?:this route|this endpoint|this api|bedrock-mantle|[a-z]{2}(?:-[a-z]+)+-\d)",
        ("mantle-not-served", "mantle-profile-id"),
        ("validation_error", "invalid_request_error", "badrequesterror"),
        "model `meta.llama3-3-70b-instruct-v1:0` isn't supported on this route",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-responses-api.html",
        "2026-10-01",
        shared=True,
    ),
    Wording(
        "region-mismatch",
        "the provided arn is invalid",
        r"the provided arn is invalid for the service region",
        ("region-mismatch",),
        ("validationexception",),
        "The provided ARN is invalid for the service region",
        _TROUBLE,
        "2026-09-01",
        shared=True,
    ),
    Wording(
        "no-endpoint",
        "bedrock-",
        r"\bbedrock(?P<kind>-mantle|-runtime)\.{region}\.(?:api\.aws|amazonaws\.com)",
        ("no-endpoint",),
        (),
        "getaddrinfo ENOTFOUND bedrock-mantle.us-west-1.api.aws",
        "https://github.com/obra/lace/issues/355",
        "2026-07-01",
        beside=r"nxdomain|enotfound|name or service not known|nodename nor servname|no such host|failed to resolve"
        r"|could(?:n't| not) resolve host|could not connect to the endpoint url|name resolution",
    ),
)
