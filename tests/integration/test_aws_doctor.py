"""`doctor` against the fake AWS: each line in each of its states, with the command that fixes it."""

from __future__ import annotations

import os
import stat
from datetime import date

import boto3
import pytest

from bedrock_atlas import decide, load_catalog, load_policy
from bedrock_atlas.aws.doctor import Patient, examine
from bedrock_atlas.aws.observe.client_regions import choices
from bedrock_atlas.decision.request import Request
from tests.aws_server import FakeAws, problems
from tests.aws_world import ACCOUNT, profile_of, world_of
from tests.integration import aws_faults as faults

ON = date(2026, 11, 21)
MODEL = "anthropic.claude-sonnet-4-6"
SPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
IDENTITY = f"""<GetCallerIdentityResponse xmlns="{SPACE}"><GetCallerIdentityResult>
<Arn>arn:aws:sts::{ACCOUNT}:assumed-role/dev/bob</Arn><UserId>AIDA</UserId><Account>{ACCOUNT}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
LOGGING = {
    "loggingConfig": {
        "cloudWatchConfig": {"logGroupName": "/bedrock", "roleArn": f"arn:aws:iam::{ACCOUNT}:role/log"},
        "s3Config": {"bucketName": "our-logs", "keyPrefix": "b"},
    }
}
RULES = """<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix>{prefix}</Prefix></Filter><Status>Enabled</Status>
<Expiration><Days>{days}</Days></Expiration></Rule></LifecycleConfiguration>"""
CONVERSED = {
    "output": {"message": {"role": "assistant", "content": [{"text": "yes"}]}},
    "stopReason": "max_tokens",
    "usage": {"inputTokens": 4, "outputTokens": 1, "totalTokens": 5},
    "metrics": {"latencyMs": 9},
}


def groups(days):
    return {"logGroups": [{"logGroupName": "/bedrock", **({} if days is None else {"retentionInDays": days})}]}


HEALTHY = {
    "GetCallerIdentity": (200, IDENTITY),
    "GetModelInvocationLoggingConfiguration": (200, LOGGING),
    "DescribeLogGroups": (200, groups(90)),
    "GetBucketLifecycleConfiguration": (200, RULES.format(prefix="", days=365)),
    "Converse": (200, CONVERSED),
}


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """Make this a machine with one configured profile and no other trace of AWS."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    config = tmp_path / "config"
    config.write_text("[default]\nregion = eu-west-1\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx")
    return tmp_path


def examined(catalog, fake, ask=None, *, probe=False):
    """Return (check, state) → (message, fix) of one examination."""
    policy = load_policy(catalog=catalog)
    decision = decide(catalog, policy, Request.parse(ask, catalog), on=ON) if ask else None
    with fake.running():
        return list(examine(Patient(boto3.Session(), dict(os.environ), fake.url, decision, probe)))


def server(catalog, **extra):
    fake = FakeAws(world_of(catalog, ON, ["eu-west-1"]))
    fake.extra = HEALTHY | extra
    return fake


def said(lines, check):
    return [(line.state, line.message) for line in lines if line.check == check]


def test_the_answers_played_here_are_in_the_service_model():
    """What the fake says of logging and of the probe is what botocore's model allows."""
    assert not problems("bedrock", "GetModelInvocationLoggingConfiguration", LOGGING)
    assert not problems("logs", "DescribeLogGroups", groups(90))
    assert not problems("bedrock-runtime", "Converse", CONVERSED)


def test_a_healthy_machine_and_account(catalog, monkeypatch):
    """With everything in place every line is ok, the route is visible and the probe answers; the account is masked."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    lines = examined(catalog, server(catalog), "Sonnet 4.6, EU residency", probe=True)
    assert [line.state for line in lines] == ["ok"] * len(lines), lines
    assert said(lines, "AWS CLI") == [("ok", "not installed, and not needed")]
    assert said(lines, "credentials") == [("ok", "you are arn:aws:sts::************:assumed-role/dev/bob")]
    assert said(lines, "route") == [("ok", f"eu.{MODEL} is visible from eu-west-1")]
    assert len(said(lines, "Region")) == 3
    assert said(lines, "log retention") == [
        ("ok", "log group `/bedrock` keeps 90 days"),
        ("ok", "bucket `our-logs` keeps 365 days"),
    ]
    assert said(lines, "probe")[0][0] == "ok"


@pytest.mark.parametrize(
    ("version", "state"), [("2.13.22", "failed"), ("2.13.23", "ok"), ("2.9.0", "failed"), ("3.0.0", "ok")]
)
def test_the_aws_cli_must_be_new_enough(catalog, machine, monkeypatch, version, state):
    """From 2.13.23 on the AWS CLI knows Bedrock; versions compare as numbers."""
    script = machine / "aws"
    script.write_text(f"#!/bin/sh\necho aws-cli/{version} Python/3.11\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{machine}:/bin:/usr/bin")
    assert said(examined(catalog, server(catalog)), "AWS CLI")[0][0] == state


def test_a_closed_door_is_a_line_and_the_rest_goes_on(catalog):
    """A refusal says `not allowed` for its check alone."""
    fake = server(catalog)
    denied = faults.refused(403, "AccessDeniedException", f"User: arn:aws:iam::{ACCOUNT}:user/bob may not")
    fake.faults = {
        ("eu-west-1", "GetModelInvocationLoggingConfiguration"): denied,
        ("eu-west-1", "GetFoundationModelAvailability"): denied,
    }
    lines = examined(catalog, fake, "Sonnet 4.6, EU residency")
    assert said(lines, "invocation logging")[0][0] == "not allowed"
    assert said(lines, "model access")[0][0] == "not allowed"
    assert said(lines, "route")[0][0] == "ok"
    assert not [line for line in lines if ACCOUNT in line.message]


@pytest.mark.parametrize(
    ("code", "message", "words", "fix"),
    [
        ("AccessDeniedException", f"{MODEL} is not available for this account.", "account is not given", "AWS Sales"),
        ("ResourceNotFoundException", "Model use case details have not been submitted for this account.", "the form",
         "fill in the form"),
        ("ThrottlingException", "Too many tokens per day, please wait before trying again.", "tokens of the day",
         "Service Quotas"),
    ],
)  # fmt: skip
def test_a_refusal_of_the_probe_is_told_by_its_cause(catalog, code, message, words, fix):
    """What Bedrock says to the probe is told with its cause and what helps, not as a missing right."""
    fake = server(catalog)
    fake.faults = {("eu-west-1", "Converse"): faults.refused(400, code, message)}
    (line,) = [
        line for line in examined(catalog, fake, "Sonnet 4.6, EU residency", probe=True) if line.check == "probe"
    ]
    assert line.state == "failed"
    assert words in line.message
    assert fix in line.fix


def test_expired_credentials_fail_with_the_command_that_renews_them(catalog):
    """An expired token is a failed line, not a refusal to look."""
    fake = server(catalog)
    fake.faults = {("eu-west-1", "GetCallerIdentity"): lambda handler, *_: handler.reply(
        403, f'<ErrorResponse xmlns="{SPACE}"><Error><Code>ExpiredToken</Code></Error></ErrorResponse>'
    )}  # fmt: skip
    (line,) = [line for line in examined(catalog, fake) if line.check == "credentials"]
    assert (line.state, line.fix) == ("failed", "aws configure")
    assert "ExpiredToken" in line.message


def test_a_model_without_agreement_fails_by_its_part(catalog):
    """What is missing for a model is named: authorisation, entitlement, agreement or the Region."""
    answer = {
        "modelId": MODEL, "agreementAvailability": {"status": "NOT_AVAILABLE"}, "authorizationStatus": "AUTHORIZED",
        "entitlementAvailability": "NOT_AVAILABLE", "regionAvailability": "AVAILABLE",
    }  # fmt: skip
    lines = examined(catalog, server(catalog, GetFoundationModelAvailability=(200, answer)), "Sonnet 4.6, EU residency")
    wrong = [line for line in lines if line.state == "failed" and line.check.startswith("model")]
    assert [line.check for line in wrong] == ["model access, entitlement", "model access, agreement"]
    assert all("list-foundation-model-agreement-offers" in line.fix for line in wrong)


@pytest.mark.parametrize(
    ("extra", "check", "state"),
    [
        ({"GetModelInvocationLoggingConfiguration": (200, {})}, "invocation logging", "warning"),
        ({"DescribeLogGroups": (200, groups(7))}, "log retention", "warning"),
        ({"DescribeLogGroups": (200, groups(None))}, "log retention", "ok"),
        ({"DescribeLogGroups": (200, {"logGroups": []})}, "log retention", "failed"),
    ],
)
def test_invocations_are_logged_and_kept(catalog, extra, check, state):
    """No logging and less than thirty days are warnings, a missing log group fails, no limit is well."""
    assert said(examined(catalog, server(catalog, **extra)), check)[0][0] == state


@pytest.mark.parametrize(
    ("prefix", "days", "state"), [("", 7, "warning"), ("b/old", 7, "warning"), ("other", 7, "ok"), ("", 30, "ok")]
)
def test_a_bucket_keeps_what_its_rules_do_not_expire(catalog, prefix, days, state):
    """A lifecycle rule counts where it can touch the logs' prefix."""
    extra = {"GetBucketLifecycleConfiguration": (200, RULES.format(prefix=prefix, days=days))}
    assert said(examined(catalog, server(catalog, **extra)), "log retention")[1][0] == state


def test_a_bucket_without_rules_keeps_everything(catalog):
    """AWS answers 404 where a bucket has no lifecycle rules at all."""
    body = "<Error><Code>NoSuchLifecycleConfiguration</Code><Message>none</Message></Error>"
    lines = examined(catalog, server(catalog, GetBucketLifecycleConfiguration=(404, body)))
    assert said(lines, "log retention")[1] == ("ok", "bucket `our-logs` keeps everything")


def test_a_route_that_cannot_be_called_from_here_fails(catalog, monkeypatch):
    """The Region in use must be a source of the route."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    (line,) = [line for line in examined(catalog, server(catalog), "Sonnet 4.6, EU residency") if line.check == "route"]
    assert line.state == "failed"
    assert line.fix.startswith("export AWS_REGION=eu-")


def test_a_destination_that_the_catalog_does_not_know_is_a_warning(catalog):
    """What the account really sees may reach further than the catalog says."""
    fake = server(catalog)
    fake.world["eu-west-1"]["profiles"] = [profile_of("eu", MODEL, "X", "eu-west-1", "aws", ["eu-west-1", "us-east-1"])]
    lines = examined(catalog, fake, "Sonnet 4.6, EU residency")
    assert said(lines, "route")[0][0] == "warning"
    assert "us-east-1" in said(lines, "route")[0][1]


def test_a_question_without_a_route_fails(catalog):
    """Where the catalog has no answer nothing is asked of AWS about it."""
    lines = examined(catalog, server(catalog), "Sonnet 3.7")
    assert said(lines, "route")[0][0] == "failed"


@pytest.mark.parametrize(
    ("configured", "environment", "expected"),
    [
        (None, {}, ("", "", "us-east-1")),
        ("eu-west-1", {}, ("eu-west-1", "eu-west-1", "us-east-1")),
        ("eu-west-1", {"AWS_REGION": "eu-west-3"}, ("eu-west-1", "eu-west-3", "eu-west-3")),
        ("eu-west-1", {"AWS_DEFAULT_REGION": "eu-west-3"}, ("eu-west-3", "eu-west-3", "us-east-1")),
        (None, {"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}, ("b", "a", "a")),
    ],
)
def test_each_client_finds_its_region_in_its_own_way(configured, environment, expected):
    """boto3, the AWS CLI and the Anthropic SDKs read different places, and each says which."""
    assert tuple(one.region for one in choices(configured, environment)) == expected


def test_clients_that_differ_are_a_warning(catalog):
    """A Region in ~/.aws/config alone sends the SDKs elsewhere, and the line says how to settle it."""
    found = [line for line in examined(catalog, server(catalog)) if line.check == "Region" and line.state == "warning"]
    assert [line.fix for line in found] == ["export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1"]
