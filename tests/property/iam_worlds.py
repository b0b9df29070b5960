"""Small worlds of IAM: documents whose statements speak of few actions, resources and keys, so that they often meet."""

from __future__ import annotations

from hypothesis import strategies as st

ACCOUNT = "123456789012"
ACTIONS = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:GetInferenceProfile")
ACTION_PATTERNS = ("*", "bedrock:*", "bedrock:Invoke*", "bedrock:invokemodel", "bedrock:InvokeMode?", "s3:*", *ACTIONS)
REGIONS = ("eu-central-1", "eu-west-2", "us-east-1")
MODELS = ("acme.big-v1:0", "acme.small")
PROFILES = tuple(
    f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{geography}.{model}"
    for region in REGIONS
    for geography in ("eu", "us", "global")
    for model in MODELS
)
TARGETS = (
    *PROFILES,
    *(f"arn:aws:bedrock:{region}::foundation-model/{model}" for region in REGIONS for model in MODELS),
)
RESOURCE_PATTERNS = (
    "*", "arn:aws:bedrock:*", "arn:aws:bedrock:*:*:*", "arn:aws:bedrock:*::foundation-model/*",
    "arn:aws:bedrock:eu-*::foundation-model/acme.*", "arn:aws:bedrock:*:*:inference-profile/eu.*",
    "arn:aws:bedrock:eu-central-1:*:inference-profile/*", "arn:*:bedrock:us-east-?:*:*/*small",
    "arn:aws:bedrock:*:*:inference-profile/global.acme.*:0", *TARGETS,
)  # fmt: skip
KEYS = {
    "aws:RequestedRegion": (*REGIONS, "unspecified"),
    "bedrock:InferenceProfileArn": PROFILES,
    "aws:PrincipalArn": tuple(f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("admin", "app", "app-two")),
    "bedrock:ServiceTier": ("default", "flex", "Priority"),
    "aws:MultiFactorAuthAge": ("10", "3600"),
    "aws:CurrentTime": ("2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z"),
    "aws:SourceIp": ("10.0.0.1", "203.0.113.9"),
    "aws:SecureTransport": ("true", "false"),
}
OPERATORS = {
    "aws:RequestedRegion": ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    "bedrock:InferenceProfileArn": ("ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", "StringLike", "StringEquals"),
    "aws:PrincipalArn": ("ArnLike", "ArnNotLike", "StringNotLike"),
    "bedrock:ServiceTier": ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringEquals"),
    "aws:MultiFactorAuthAge": ("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
                               "NumericGreaterThan", "NumericGreaterThanEquals"),
    "aws:CurrentTime": ("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
                        "DateGreaterThanEquals"),
    "aws:SourceIp": ("IpAddress", "NotIpAddress"),
    "aws:SecureTransport": ("Bool",),
}  # fmt: skip
WILD = {
    "aws:RequestedRegion": ("eu-*", "*", "us-east-?"),
    "bedrock:InferenceProfileArn": ("arn:aws:bedrock:*:*:inference-profile/eu.*",
                                    "arn:aws:bedrock:eu-central-1:*:inference-profile/*"),
    "aws:PrincipalArn": (f"arn:aws:iam::{ACCOUNT}:role/app*", "arn:aws:iam::*:role/admin"),
    "aws:SourceIp": ("10.0.0.0/8", "203.0.113.0/24"),
}  # fmt: skip


@st.composite
def conditions(draw):
    """Draw a Condition block of up to two keys."""
    block = {}
    for key in draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=2, unique=True)):
        values = draw(st.lists(st.sampled_from((*KEYS[key], *WILD.get(key, ()))), min_size=1, max_size=3, unique=True))
        operator = draw(st.sampled_from((*OPERATORS[key], "Null")))
        if operator == "Null":
            values = draw(st.lists(st.sampled_from(("true", "false")), min_size=1, max_size=2, unique=True))
        else:
            operator = draw(st.sampled_from(("", "", "", "ForAllValues:", "ForAnyValue:"))) + operator
            operator += draw(st.sampled_from(("", "", "IfExists")))
        if operator.endswith(("IpAddress", "IpAddressIfExists")):
            values = [one if "/" in one else f"{one}/32" for one in values]
        block.setdefault(operator, {})[key] = values if len(values) > 1 else draw(st.sampled_from((values, values[0])))
    return block


@st.composite
def statements(draw, effects=("Allow", "Allow", "Deny")):
    """Draw one statement."""
    one = {"Effect": draw(st.sampled_from(effects))}
    for name, patterns in (("Action", ACTION_PATTERNS), ("Resource", RESOURCE_PATTERNS)):
        key = draw(st.sampled_from((name, name, name, f"Not{name}")))
        one[key] = draw(st.lists(st.sampled_from(patterns), min_size=1, max_size=3, unique=True))
    block = draw(conditions())
    return one | ({"Condition": block} if block else {})


documents = st.lists(statements(), min_size=1, max_size=4).map(
    lambda found: {"Version": "2012-10-17", "Statement": found}
)
levels = st.lists(
    st.tuples(st.sampled_from(("scp", "identity", "boundary")), st.lists(documents, min_size=1, max_size=2)),
    min_size=1, max_size=3,
)  # fmt: skip
contexts = st.fixed_dictionaries({
    key.lower(): st.one_of(st.none(), st.sampled_from(values),
                           st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple))
    for key, values in KEYS.items()
})  # fmt: skip
calls = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(TARGETS))
