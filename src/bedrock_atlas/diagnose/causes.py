"""Every cause that a refusal of Bedrock may have: what it is called, what tells it apart, who can mend it and where.

`mend` says what kind of step helps, and so bounds what is proposed: only `route` and `model` are mended by another ID.
A right, a form, a quota or a payment is asked for; no other model is slipped in its place, unless a role names one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["CAUSES", "Cause", "Mend"]

Mend = Literal["route", "model", "right", "ask", "request", "wait", "credentials"]

_GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide/"
_LIFE = f"{_GUIDE}model-lifecycle.html"
_REGIONS = f"{_GUIDE}models-regions.html"
_PROFILES = f"{_GUIDE}inference-profiles-support.html"
_ACCESS = f"{_GUIDE}model-access.html"
_TROUBLE = f"{_GUIDE}troubleshooting-api-error-codes.html"
_GEOGRAPHIC = f"{_GUIDE}geographic-cross-region-inference.html"
_GLOBAL = f"{_GUIDE}global-cross-region-inference.html"
_QUOTAS = f"{_GUIDE}quotas.html"
_CONVERSE = f"{_GUIDE}conversation-inference-supported-models-features.html"
_ENDPOINTS = f"{_GUIDE}endpoints.html"
_DENIED = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"


class Cause(NamedTuple):
    """One cause: its name in words, what would tell it from others, the kind of step that mends it, that step, a page.

    `step` is what to do where no ID does it; empty where an ID says it all.
    """

    title: str
    apart: str
    mend: Mend
    step: str
    link: str


CAUSES: dict[str, Cause] = {
    "account-gate": Cause(
        "the account is not given this model",
        "no API tells; the text names neither a form, nor AWS Marketplace, nor a right", "ask",
        "ask AWS Sales or the account team for access to this model", _ACCESS),
    "account-restricted": Cause(
        "the account is restricted, often because it is new", "every model is refused alike", "ask",
        "open a case with AWS Support and name the account and Region", _TROUBLE),
    "after-end-of-life": Cause(
        "the model has reached its end of life", "the model's calendar", "model", "", _LIFE),
    "bearer-rights": Cause(
        "the identity may not use API keys", "the action named is CallWithBearerToken", "right",
        "allow the action named on the resource `*`; each endpoint has one of its own", f"{_GUIDE}api-keys.html"),
    "beta-header": Cause(
        "a beta flag that this model or API does not take", "the same request without the flag is accepted", "request",
        "leave the flag out, or send it over the API that takes it", _CONVERSE),
    "body-shape": Cause(
        "the body is that of another family of models", "the key that the text names", "request",
        "call Converse, which has one form for all, or write the body of this model", f"{_GUIDE}model-parameters.html"),
    "capacity": Cause(
        "Bedrock has no capacity at the moment", "it passes; a quota says 429 and this says 503", "wait",
        "retry with exponential backoff", _TROUBLE),
    "context-window": Cause(
        "the input is longer than the model's context window", "the count of tokens", "request",
        "shorten the input", _CONVERSE),
    "credentials": Cause(
        "the credentials are wrong or have expired, before Bedrock looked at the request",
        "`aws sts get-caller-identity` fails alike; an API key has no such call", "credentials",
        "renew the credentials; a key is of one Region and has an end", f"{_GUIDE}api-keys.html"),
    "denied": Cause(
        "a policy does not allow the action; the text does not say which kind",
        "IAM's policy simulator, or CloudTrail's whole errorMessage", "right",
        "look at identity, session, boundary and service control policies, in that order", _DENIED),
    "end-of-life": Cause(
        "the model has reached its end of life", "the model's calendar", "model", "", _LIFE),
    "endpoint-feature": Cause(
        "the endpoint does not take what the request asks for", "the other endpoint takes it", "request",
        "leave the feature out or call the other endpoint", _ENDPOINTS),
    "geo-block": Cause(
        "the provider does not serve the country that the account is registered in",
        "it is the account's country, not the caller's and not the Region's", "ask",
        "use models of other providers, or an account of a supported country", _ACCESS),
    "iam-deny": Cause(
        "an own policy of the identity denies the resource", "an explicit deny in an identity-based policy", "right",
        "narrow the Deny statement of the identity", _DENIED),
    "iam-deny-global": Cause(
        "a Region condition in an own policy refuses a `global.` profile, whose Region is `unspecified`",
        "the resource has no Region: `arn:aws:bedrock:::…`", "route",
        "allow `unspecified` for aws:RequestedRegion, or leave `global.`", _GLOBAL),
    "iam-missing-destination": Cause(
        "the identity may not invoke the model in a destination of the profile",
        "the resource is the model's ARN in a Region that was not called", "right",
        "allow the action on the model in every destination, and on the profile", _GEOGRAPHIC),
    "iam-missing-profile": Cause(
        "the identity may not use the inference profile", "the resource is a profile", "right",
        "allow the action on the profile, and on the model in every destination", _GEOGRAPHIC),
    "legacy-idle": Cause(
        "the model is LEGACY and this account has not used it of late", "other accounts may still call it", "model",
        "", _LIFE),
    "mantle-not-served": Cause(
        "bedrock-mantle does not serve this model", "the same model answers on bedrock-runtime", "route", "",
        _ENDPOINTS),
    "mantle-only-id": Cause(
        "the ID is one of bedrock-mantle and was sent to bedrock-runtime", "the endpoint that was called", "route", "",
        _ENDPOINTS),
    "mantle-profile-id": Cause(
        "an ID with a prefix or version was sent to bedrock-mantle, which takes its own", "the ID without its prefix",
        "route", "", _ENDPOINTS),
    "mantle-rights": Cause(
        "the identity may not use bedrock-mantle, whose actions are its own", "the action begins `bedrock-mantle:`",
        "right", "allow the action named on the project named", f"{_GUIDE}bedrock-mantle.html"),
    "marketplace-agreement": Cause(
        "the account has no agreement for this model in AWS Marketplace",
        "`aws bedrock get-foundation-model-availability` names the agreement", "ask",
        "have somebody with AWS Marketplace rights invoke the model once", _ACCESS),
    "marketplace-pending": Cause(
        "the agreement in AWS Marketplace is still being made", "it passes within 15 minutes", "wait",
        "wait 15 minutes and try again", _TROUBLE),
    "marketplace-rights": Cause(
        "the model is not enabled yet and this identity may not enable it",
        "an enabled model needs no Marketplace right to be invoked", "ask",
        "have an administrator invoke the model once; it is no right of the running service", _ACCESS),
    "misspelled-id": Cause(
        "no such ID was ever known", "the spelling", "route", "", _PROFILES),
    "no-endpoint": Cause(
        "the endpoint does not exist in that Region, or this network does not resolve it",
        "another network resolves it where it exists", "route",
        "call a Region that has the endpoint; where it has, look at DNS and VPC endpoints", _ENDPOINTS),
    "no-streaming": Cause(
        "the model does not do this while it streams", "the same request without streaming", "request",
        "call without streaming", _CONVERSE),
    "no-such-profile": Cause(
        "the model never had an inference profile with that prefix", "the prefix", "route", "", _PROFILES),
    "no-tool-use": Cause(
        "the model cannot use tools", "the same request without tools", "request", "send no tools", _CONVERSE),
    "not-from-region": Cause(
        "the model or profile cannot be called from that Region", "the Region that was really called", "route", "",
        _REGIONS),
    "not-yet": Cause(
        "the model or profile is not there yet", "the day", "route", "", _LIFE),
    "output-limit": Cause(
        "more output tokens are asked for than the model writes", "the limit that the text names", "request",
        "ask for no more than the limit", f"{_GUIDE}inference-parameters.html"),
    "payment-instrument": Cause(
        "the account has no way of paying that AWS Marketplace accepts", "models that AWS sells itself still answer",
        "ask", "add a valid way of paying in the billing console", _TROUBLE),
    "permissions-boundary": Cause(
        "the permissions boundary of the identity does not allow it", "the text names the boundary", "right",
        "allow the action in the permissions boundary too", _DENIED),
    "profile-needed": Cause(
        "the model is served through inference profiles alone, or not by itself from that Region",
        "an ID with a prefix is accepted", "route", "", _PROFILES),
    "quota-day": Cause(
        "the tokens of the day are spent", "it passes at midnight UTC; geographic and global profiles count apart",
        "ask", "ask for a higher quota in Service Quotas", _QUOTAS),
    "quota-minute": Cause(
        "the requests or tokens of the minute are spent", "it passes within a minute", "wait",
        "retry with backoff, or ask for a higher quota in Service Quotas", _QUOTAS),
    "region-mismatch": Cause(
        "the Region in the ARN is not the Region that was called", "the two Regions", "request",
        "call the Region that the ARN names", _REGIONS),
    "retention": Cause(
        "the account's data-retention mode is not one that the model accepts",
        "it is looked at before all else, so other faults may hide behind it", "ask",
        "let whoever answers for data retention decide on the mode, in that Region", f"{_GUIDE}data-retention.html"),
    "scp-destination": Cause(
        "a service control policy denies a destination of the profile", "the Region in the resource was not called",
        "route", "have the organisation allow every destination, or use a profile that avoids it", _GEOGRAPHIC),
    "scp-global": Cause(
        "a service control policy denies a `global.` profile, whose Region is `unspecified`",
        "the resource has no Region: `arn:aws:bedrock:::…`", "route", "use a profile of one geography", _GLOBAL),
    "scp-source": Cause(
        "a service control policy denies the Region that was called", "other services fail there alike", "right",
        "have the organisation allow the Region", _GEOGRAPHIC),
    "session-policy": Cause(
        "the session's policy does not allow it; the role's own policies are not the cause",
        "the role without that session may", "right", "allow the action in the policy that the session is made with",
        _DENIED),
    "unsigned-header": Cause(
        "the request-metadata header is not among the signed headers", "the same request without the header",
        "request", "set the header before the request is signed", _TROUBLE),
    "use-case-form": Cause(
        "the form for first use of Anthropic's models was not handed in, or minutes ago",
        "models of other providers answer", "ask",
        "fill in the form on the model's page of the console, once for the account, and wait 15 minutes", _ACCESS),
    "version-suffix": Cause(
        "the version at the end of the ID is missing, or one too many", "the end of the ID", "route", "", _PROFILES),
    "vpc-endpoint-policy": Cause(
        "the policy of the VPC endpoint does not allow it", "the text names the endpoint's policy", "right",
        "allow the action in the policy of the VPC endpoint", _DENIED),
    "withdrawn-profile": Cause(
        "the inference profile was withdrawn", "the day it ended", "route", "", _PROFILES),
    "wrong-api": Cause(
        "the model does not answer over this API", "what the model takes and gives", "request",
        "call the API that the model has: InvokeModel for embeddings, images and imported models", _CONVERSE),
    "zero-quota": Cause(
        "the account's quota for this model is zero", "Service Quotas shows the value", "ask",
        "ask for the quota in Service Quotas", _QUOTAS),
}  # fmt: skip
"""By slug."""
