"""What Bedrock says of an account: access, forms, agreements, payment, countries, credentials, quotas and capacity."""

from __future__ import annotations

from bedrock_atlas.diagnose.wording import Wording

__all__ = ["ACCOUNT"]

_TROUBLE = "https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html"
_ACCESS = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html"
_QUOTAS = "https://docs.aws.amazon.com/bedrock/latest/userguide/quotas.html"
_THROTTLED = ("throttlingexception", "throttlederror", "throttlingerror", "ratelimiterror", "rate_limit_error",
              "rate_limit_exceeded", "too_many_requests")  # fmt: skip

ACCOUNT = (
    Wording(
        "no-access",
        "access to the model with the specified",
        r"you don't have access to the model with the specified model id",
        ("not-from-region", "use-case-form", "marketplace-agreement", "account-gate"),
        ("accessdeniedexception",),
        "You don't have access to the model with the specified model ID.",
        _TROUBLE,
        "2026-09-01",
    ),
    Wording(
        "account-gate",
        "not available for this account",
        r"(?:{id}|(?:this|the) model) is not available for this account",
        ("account-gate",),
        ("accessdeniedexception", "permission_error", "permission_denied"),
        "anthropic.claude-fable-5 is not available for this account. You can explore other available models on Amazon "
        "Bedrock. For additional access options, contact AWS Sales at https://aws.amazon.com/contact-us/sales-support/",
        _ACCESS,
        "2026-09-01",
    ),
    Wording(
        "use-case-form",
        "model use case details",
        r"model use case details have not been submitted for this account",
        ("use-case-form",),
        ("resourcenotfoundexception", "ftuformnotfilled"),
        "Model use case details have not been submitted for this account. Fill out the Anthropic use case details form "
        "before using the model. If you have already filled out the form, try again in 15 minutes.",
        _TROUBLE,
        "2026-09-01",
    ),
    Wording(
        "marketplace-rights",
        "aws marketplace actions",
        r"not authorized to perform the required aws marketplace actions",
        ("marketplace-rights",),
        ("accessdeniedexception",),
        "Model access is denied due to IAM user or service role is not authorized to perform the required AWS "
        "Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this "
        "model. Refer to the Amazon Bedrock documentation for further details. If you recently fixed this issue, try "
        "again after 2 minutes.",
        "https://github.com/anthropics/anthropic-on-aws/issues/251",
        "2026-05-01",
    ),
    Wording(
        "payment-instrument",
        "invalid_payment_instrument",
        r"(?:model access is denied due to invalid_payment_instrument\b"
        r"|\binvalid_payment_instrument: ?a valid payment instrument must be provided)",
        ("payment-instrument",),
        ("accessdeniedexception",),
        "Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.. Your "
        "AWS Marketplace subscription for this model cannot be completed at this time.",
        _TROUBLE,
        "2026-09-01",
    ),
    Wording(
        "marketplace-pending",
        "aws marketplace subscription",
        r"your aws marketplace subscription for this model is still being processed",
        ("marketplace-pending",),
        ("accessdeniedexception", "mpagreementbeingcreated"),
        "Your account is not authorized to access this model. Your AWS Marketplace subscription for this model is "
        "still being processed",
        _TROUBLE,
        "2026-09-01",
    ),
    Wording(
        "geo-block",
        "unsupported countries",
        r"access to anthropic models is not allowed from unsupported countries, regions, or territories",
        ("geo-block",),
        ("validationexception", "accessdeniedexception"),
        "Access to Anthropic models is not allowed from unsupported countries, regions, or territories.",
        "https://www.anthropic.com/supported-countries",
        "2026-05-01",
    ),
    Wording(
        "operation-not-allowed",
        "operation not allowed",
        r"\boperation not allowed\b",
        ("account-restricted", "zero-quota", "scp-source"),
        ("validationexception",),
        "Operation not allowed",
        _TROUBLE,
        "2026-05-01",
        shared=True,
    ),
    Wording(
        "quota-day",
        "too many tokens per day",
        r"too many tokens per day",
        ("quota-day",),
        _THROTTLED,
        "Too many tokens per day, please wait before trying again.",
        _QUOTAS,
        "2026-05-01",
    ),
    Wording(
        "quota-minute",
        "wait before trying again",
        r"too many (?:requests|tokens), please wait before trying again",
        ("quota-minute",),
        _THROTTLED,
        "Too many requests, please wait before trying again.",
        _QUOTAS,
        "2026-05-01",
        shared=True,
    ),
    Wording(
        "capacity",
        "bedrock is unable",
        r"bedrock is unable to process your request",
        ("capacity", "not-from-region"),
        ("serviceunavailableexception", "serviceunavailable"),
        "Bedrock is unable to process your request.",
        _TROUBLE,
        "2026-05-01",
    ),
    Wording(
        "mantle-key",
        "invalid bearer token",
        r"\binvalid bearer token\b",
        ("credentials",),
        ("invalid_api_key", "authentication_error", "authenticationerror", "unauthorized"),
        "Invalid bearer token",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
        "2026-09-01",
        shared=True,
    ),
    Wording(
        "credentials",
        "security token included",
        r"the security token included in the request is (?P<state>invalid|expired)",
        ("credentials",),
        ("unrecognizedclientexception", "invalidclienttokenid", "expiredtokenexception", "expiredtoken",
         "permissiondeniederror"),
        "The security token included in the request is invalid.",
        "https://github.com/anthropics/claude-code/issues/2260",
        "2025-06-18",
        shared=True,
    ),
)  # fmt: skip
