"""The exact IAM actions: what `sync observe` and `doctor` may do, and nothing more. All of them only read."""

from __future__ import annotations

__all__ = ["DOCTOR", "OBSERVE", "OPTIONAL", "PROBE", "policy"]

OBSERVE = ("bedrock:ListFoundationModels", "bedrock:ListInferenceProfiles", "ec2:DescribeRegions")
"""What `sync observe` calls."""
OPTIONAL = {
    "application": "bedrock:ListTagsForResource",
    "availability": "bedrock:GetFoundationModelAvailability",
    "prices": "pricing:GetProducts",
}
"""Option of `sync observe` → the action that it adds; without ec2:DescribeRegions the catalog's Regions are asked."""
DOCTOR = (
    "bedrock:GetFoundationModelAvailability",
    "bedrock:GetInferenceProfile",
    "bedrock:GetModelInvocationLoggingConfiguration",
    "logs:DescribeLogGroups",
    "s3:GetLifecycleConfiguration",
    "sts:GetCallerIdentity",
)
"""What `doctor` calls; `--probe` adds PROBE."""
PROBE = "bedrock:InvokeModel"


def policy(
    *,
    application: bool = False,
    availability: bool = False,
    prices: bool = False,
    doctor: bool = False,
    probe: bool = False,
) -> dict[str, object]:
    """Return the IAM policy document: a statement for each command, actions sorted, no wildcard among them.

    None of the actions of `observe` can be narrowed to resources, hence `*`.
    """
    wanted = {"application": application, "availability": availability, "prices": prices}
    observe = sorted([*OBSERVE, *(action for name, action in OPTIONAL.items() if wanted[name])])
    statements = [_statement("BedrockAtlasSync", observe)]
    if doctor:
        statements.append(_statement("BedrockAtlasDoctor", sorted([*DOCTOR, *([PROBE] if probe else [])])))
    return {"Version": "2012-10-17", "Statement": statements}


def _statement(name: str, actions: list[str]) -> dict[str, object]:
    return {"Sid": name, "Effect": "Allow", "Action": actions, "Resource": "*"}
