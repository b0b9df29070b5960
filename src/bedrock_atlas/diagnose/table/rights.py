"""What Bedrock says of rights: which action on which resource, and which kind of policy stood in the way."""

from __future__ import annotations

from bedrock_atlas.diagnose.wording import Wording

__all__ = ["RIGHTS"]

_DENIED = r"is not authorized to perform: (?P<action>bedrock:\w+) on resource: "
_MODEL = r"(?P<resource>arn:[\w-]+:bedrock:(?P<region>[a-z0-9-]+)::foundation-model/(?P<id>[\w.:*-]*[\w*]))"
_EVERYWHERE = r"(?P<resource>arn:[\w-]+:bedrock:::foundation-model/(?P<id>[\w.:*-]*[\w*]))"
_PROFILE = (
    r"(?P<resource>arn:[\w-]+:bedrock:(?P<region>[a-z0-9-]*):\d*\**:(?:application-)?inference-profile/"
    r"(?P<id>[\w.:*-]*[\w*]))"
)
_ANY = r"(?P<resource>\*|arn:[\w-]+:bedrock:[\w:/.*-]*[\w*])"
_NOBODY = r" because no identity-based policy allows the (?:bedrock:\w+) action"
_SCP = r" with an explicit deny in a service control policy"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"
_WHO = "User: arn:aws:sts::111122223333:assumed-role/app/i-0 is not authorized to perform: "
_CODES = ("accessdeniedexception", "accessdenied", "permission_denied", "permission_error")

RIGHTS = (
    Wording(
        "iam-missing-destination",
        "no identity-based policy allows",
        _DENIED + _MODEL + _NOBODY,
        ("iam-missing-destination",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-2::foundation-model/"
        "anthropic.claude-sonnet-4-5-20250929-v1:0 because no identity-based policy allows the bedrock:InvokeModel "
        "action",
        "https://github.com/aws/aws-cdk/issues/36774",
        "2026-01-20",
    ),
    Wording(
        "iam-missing-global",
        "no identity-based policy allows",
        _DENIED + _EVERYWHERE + _NOBODY,
        ("iam-missing-destination",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:::foundation-model/"
        "anthropic.claude-sonnet-4-5-20250929-v1:0 because no identity-based policy allows the bedrock:InvokeModel "
        "action",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html",
        "2026-09-01",
    ),
    Wording(
        "iam-missing-profile",
        "no identity-based policy allows",
        _DENIED + _PROFILE + _NOBODY,
        ("iam-missing-profile",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1:111122223333:inference-profile/"
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0 because no identity-based policy allows the bedrock:InvokeModel "
        "action",
        _IAM,
        "2026-05-01",
    ),
    Wording(
        "scp-destination",
        "explicit deny in a service control policy",
        _DENIED + _MODEL + _SCP,
        ("scp-destination",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:eu-north-1::foundation-model/"
        "anthropic.claude-sonnet-4-5-20250929-v1:0 with an explicit deny in a service control policy",
        "https://github.com/aws-solutions/customizations-for-aws-control-tower/issues/211",
        "2026-05-01",
    ),
    Wording(
        "scp-global",
        "explicit deny in a service control policy",
        _DENIED + _EVERYWHERE + _SCP,
        ("scp-global",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:::foundation-model/"
        "anthropic.claude-sonnet-4-5-20250929-v1:0 with an explicit deny in a service control policy: "
        "arn:aws:organizations::111122223333:policy/o-a1b2c3/service_control_policy/p-x1y2z3",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html",
        "2026-05-01",
    ),
    Wording(
        "scp-profile",
        "explicit deny in a service control policy",
        _DENIED + _PROFILE + _SCP,
        ("scp-source",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1:111122223333:inference-profile/"
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0 with an explicit deny in a service control policy",
        _IAM,
        "2026-05-01",
    ),
    Wording(
        "iam-deny",
        "explicit deny in an identity-based policy",
        _DENIED + _ANY + r" with an explicit deny in an identity-based policy",
        ("iam-deny-global", "iam-deny"),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:::foundation-model/"
        "anthropic.claude-sonnet-4-5-20250929-v1:0 with an explicit deny in an identity-based policy",
        "https://github.com/posit-dev/positron/issues/10683",
        "2025-11-25",
    ),
    Wording(
        "session-policy",
        "session policy",
        _DENIED + _ANY + r" (?:because no session policy allows|with an explicit deny in a session policy)",
        ("session-policy",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1::foundation-model/"
        "anthropic.claude-3-haiku-20240307-v1:0 because no session policy allows the bedrock:InvokeModel action",
        _IAM,
        "2026-05-01",
    ),
    Wording(
        "permissions-boundary",
        "permissions boundary",
        _DENIED + _ANY + r" (?:because no permissions boundary allows|with an explicit deny in a permissions boundary)",
        ("permissions-boundary",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1::foundation-model/"
        "anthropic.claude-3-haiku-20240307-v1:0 because no permissions boundary allows the bedrock:InvokeModel action",
        _IAM,
        "2026-09-01",
    ),
    Wording(
        "vpc-endpoint-policy",
        "vpc endpoint policy",
        _DENIED + _ANY + r" (?:because no vpc endpoint policy allows|with an explicit deny in a vpc endpoint policy)",
        ("vpc-endpoint-policy",),
        _CODES,
        _WHO + "bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1::foundation-model/"
        "anthropic.claude-3-haiku-20240307-v1:0 because no VPC endpoint policy allows the bedrock:InvokeModel action",
        _IAM,
        "2026-09-01",
    ),
    Wording(
        "bearer-rights",
        "callwithbearertoken",
        r"is not authorized to perform: (?P<action>bedrock(?:-mantle)?:callwithbearertoken)",
        ("bearer-rights",),
        (*_CODES, "unauthorized", "authentication_error"),
        _WHO + "bedrock-mantle:CallWithBearerToken on resource: * because no identity-based policy allows the "
        "bedrock-mantle:CallWithBearerToken action",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
        "2026-09-01",
    ),
    Wording(
        "mantle-rights",
        "perform: bedrock-mantle:",
        r"is not authorized to perform: (?P<action>bedrock-mantle:(?!callwithbearertoken)\w+) on resource: {resource}",
        ("mantle-rights",),
        (*_CODES, "unauthorized", "authentication_error"),
        _WHO + "bedrock-mantle:CreateInference on resource: "
        "arn:aws:bedrock-mantle:us-east-1:111122223333:project/default",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html",
        "2026-09-01",
    ),
    Wording(
        "denied",
        "is not authorized to perform: bedrock:",
        r"is not authorized to perform: (?P<action>bedrock:(?!callwithbearertoken)\w+)(?: on resource: " + _ANY + r")?",
        ("denied",),
        _CODES,
        _WHO + "bedrock:ListFoundationModels on resource: *",
        _IAM,
        "2026-05-01",
    ),
)
"""The last one is for what does not say which policy it was; it stands aside where another wording says so."""
