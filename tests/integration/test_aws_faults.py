"""Each way in which AWS fails ends in the right state of that Region and call, and of no other."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from datetime import UTC, date, datetime

import boto3
import pytest

from bedrock_atlas.aws.observe.observe import Plan, observe
from bedrock_atlas.loading import load_catalog
from tests.aws_server import FakeAws
from tests.aws_world import ACCOUNT, world_of
from tests.integration import aws_faults as faults

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx"  # AWS's own example
MODELS, PROFILES = "ListFoundationModels", "ListInferenceProfiles"

BAD_TOKEN = faults.refused(403, "UnrecognizedClientException", "The security token included in the request is invalid")
BUSY = faults.refused(429, "ThrottlingException", "Too many requests")
SKEWED = "Signature expired: 20261121T000000Z is now earlier than 20261121T001000Z"

# Region → the call that fails, how, and the state that this is
PLAYED = {
    "eu-west-1": (
        MODELS,
        faults.refused(403, "AccessDeniedException", f"User: arn:aws:iam::{ACCOUNT}:user/b"),
        "denied",
    ),
    "ap-east-2": (MODELS, BAD_TOKEN, "not-opted-in"),
    "eu-west-2": (MODELS, BAD_TOKEN, "denied"),
    "eu-west-3": (PROFILES, faults.refused(403, "OptInRequired", "You are not subscribed"), "not-opted-in"),
    "eu-north-1": (MODELS, faults.recovering(1, BUSY), "observed"),
    "eu-south-1": (PROFILES, BUSY, "throttled"),
    "eu-central-1": (PROFILES, faults.on_page("page-10", faults.refused(400, "ValidationException")), "denied"),
    "us-east-1": (PROFILES, faults.endless, "malformed"),
    "us-east-2": (PROFILES, faults.ever_new(), "malformed"),
    "us-west-1": (MODELS, faults.cut, "unreachable"),
    "us-west-2": (PROFILES, faults.dripping, "unreachable"),
    "ca-central-1": (MODELS, faults.saying(b'{"modelSummaries": [{"modelId": '), "malformed"),
    "sa-east-1": (PROFILES, faults.saying({"inferenceProfileSummaries": []}), "observed"),
    "ap-south-1": (MODELS, faults.refused(403, "InvalidSignatureException", SKEWED), "denied"),
    "ap-northeast-1": (PROFILES, faults.refused(403, "ExpiredTokenException", "The token is expired"), "denied"),
    "ap-northeast-2": (MODELS, faults.refused(500, "InternalServerException", "oops"), "unreachable"),
    "ap-northeast-3": (PROFILES, faults.saying({"somethingElse": []}), "malformed"),
    "ap-southeast-1": (MODELS, faults.saying({"modelSummaries": [{"modelName": "no ID"}]}), "malformed"),
    "ap-southeast-2": (PROFILES, faults.saying(b"[]"), "malformed"),
}
HEALTHY = ("ap-southeast-3", "ap-south-2")
CALL = {MODELS: "foundation-models", PROFILES: "inference-profiles"}


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    return boto3.Session(aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="eu-west-1")


def asked(catalog, session, fake, **options):
    with fake.running():
        plan = Plan(session, catalog.regions, endpoint_url=f"{fake.url}/{{region}}", **options)
        return observe(plan, now=NOW)


def test_each_fault_ends_in_its_own_state_and_touches_no_other(catalog, session):
    """Nineteen Regions fail in nineteen ways at once; every other call in them and every healthy Region is observed."""
    codes = (*PLAYED, *HEALTHY)
    fake = FakeAws(world_of(catalog, date(2026, 11, 21), codes), page=10)
    fake.faults = {(code, call): fault for code, (call, fault, _) in PLAYED.items()}
    snapshot = asked(catalog, session, fake, regions=codes, attempts=3, deadline_s=12, workers=len(codes))
    got = {(code, call): answer.state for code, calls in snapshot.regions.items() for call, answer in calls.items()}
    wanted = {(code, call): "observed" for code in codes for call in CALL.values()}
    wanted |= {(code, CALL[call]): state for code, (call, _, state) in PLAYED.items()}
    assert got == wanted
    answers = {code: snapshot.regions[code][CALL[call]] for code, (call, _, _) in PLAYED.items()}
    assert all(bool(answer.error) == (answer.state != "observed") for answer in answers.values())
    assert not any(answer.items for answer in answers.values() if answer.state != "observed")
    assert answers["eu-north-1"].retries == 1
    assert answers["eu-south-1"].retries == 2
    assert answers["eu-central-1"].pages == 1
    assert snapshot.retries == sum(answer.retries for calls in snapshot.regions.values() for answer in calls.values())
    text = snapshot.render()
    assert ACCOUNT not in text
    assert KEY not in text
    assert SECRET not in text


def test_an_unknown_field_and_an_unknown_value_are_kept(catalog, session):
    """What botocore's model does not know still reaches the snapshot, as it was."""
    world = world_of(catalog, date(2026, 11, 21), ["eu-west-1"])
    world["eu-west-1"]["models"][0] |= {"tokenizer": {"vocabulary": 7}}
    world["eu-west-1"]["models"][0]["modelLifecycle"]["status"] = "PAUSED"
    snapshot = asked(catalog, session, FakeAws(world, check=False), regions=("eu-west-1",))
    model_id = world["eu-west-1"]["models"][0]["modelId"]
    kept = next(
        item for item in snapshot.regions["eu-west-1"]["foundation-models"].items if item["modelId"] == model_id
    )
    assert kept["tokenizer"] == {"vocabulary": 7}
    assert kept["modelLifecycle"]["status"] == "PAUSED"


def test_throttling_that_outlasts_the_deadline_is_throttling(catalog, session):
    """Where the time ends while a call is throttled it is throttled; the call after it was never made."""
    fake = FakeAws(world_of(catalog, date(2026, 11, 21), ["eu-west-1"]))
    fake.faults["eu-west-1", "*"] = BUSY
    snapshot = asked(catalog, session, fake, regions=("eu-west-1",), attempts=10, deadline_s=1.5)
    states = [answer.state for answer in snapshot.regions["eu-west-1"].values()]
    assert states == ["throttled", "unreachable"]


def test_a_region_that_is_not_enabled_is_not_asked(catalog, session):
    """Where EC2 says that the account has not opted in, no call to Bedrock is made."""
    fake = FakeAws(world_of(catalog, date(2026, 11, 21), ["eu-west-1", "ap-east-2"]), opted_out=["ap-east-2"])
    snapshot = asked(catalog, session, fake)
    assert snapshot.regions_from == "ec2"
    assert {answer.state for answer in snapshot.regions["ap-east-2"].values()} == {"not-opted-in"}
    assert not [call for call in fake.calls if call[0] == "ap-east-2"]


def test_without_ec2_the_regions_of_the_catalog_are_asked(catalog, session):
    """A refusal of ec2:DescribeRegions is a remark, and the Regions of the partition are asked nevertheless."""
    fake = FakeAws(world_of(catalog, date(2026, 11, 21)))
    fake.faults["eu-west-1", "DescribeRegions"] = faults.refused(403, "UnauthorizedOperation")
    snapshot = asked(catalog, session, fake)
    assert snapshot.regions_from == "catalog"
    assert set(snapshot.regions) == {code for code, region in catalog.regions.items() if region.partition == "aws"}
    assert len(snapshot.notes) == 1


def test_govcloud_is_asked_by_its_partition(catalog, session):
    """With the partition of GovCloud its two Regions are asked, and EC2 there."""
    fake = FakeAws(world_of(catalog, date(2026, 11, 21), ["us-gov-east-1", "us-gov-west-1"]))
    snapshot = asked(catalog, session, fake, partition="aws-us-gov")
    assert sorted(snapshot.regions) == ["us-gov-east-1", "us-gov-west-1"]
    assert fake.calls[0] == ("us-gov-west-1", "DescribeRegions")


def test_the_same_world_gives_the_same_bytes(catalog, session):
    """Two runs over one world, the second in another order of entries, render to the same text."""
    world = world_of(catalog, date(2026, 11, 21), ["eu-west-1", "us-east-1"])
    other = copy.deepcopy(world)
    for lists in other.values():
        lists["models"].reverse()
        lists["profiles"].reverse()
        for profile in lists["profiles"]:
            profile["models"].reverse()
    texts = [asked(catalog, session, FakeAws(one)).render() for one in (world, other)]
    assert texts[0] == texts[1]


def test_no_more_than_eight_calls_are_in_flight(catalog, session):
    """The pool is bounded, whatever the number of Regions."""
    fake = FakeAws(world_of(catalog, date(2026, 11, 21)), latency=0.01, page=50)
    asked(catalog, session, fake)
    assert 2 <= fake.most_in_flight <= 8


def test_application_profiles_and_availability_are_asked_when_wanted(catalog, session):
    """The optional calls are states of their own, and account IDs in application profiles are masked."""
    world = world_of(catalog, date(2026, 11, 21), ["eu-west-1"])
    own = copy.deepcopy(world["eu-west-1"]["profiles"][0])
    own |= {
        "type": "APPLICATION",
        "inferenceProfileId": "abc123",
        "inferenceProfileArn": f"arn:aws:bedrock:eu-west-1:{ACCOUNT}:application-inference-profile/abc123",
    }
    world["eu-west-1"]["profiles"].append(own)
    world["eu-west-1"]["tags"] = {own["inferenceProfileArn"]: {"team": "search"}}
    fake = FakeAws(world)
    snapshot = asked(catalog, session, fake, application=True, availability=True)
    answers = snapshot.regions["eu-west-1"]
    assert [item["inferenceProfileId"] for item in answers["application-profiles"].items] == ["abc123"]
    assert [item["tags"] for item in answers["application-profiles"].items] == [[{"key": "team", "value": "search"}]]
    assert len(answers["availability"].items) == len(answers["foundation-models"].items)
    assert ACCOUNT not in snapshot.render()
    shown = asked(catalog, session, FakeAws(world), application=True, show_account=True)
    assert ACCOUNT in shown.render()


@pytest.mark.skipif(
    shutil.which("openssl") is None, reason="a bearer token goes over TLS only, and there is no openssl"
)
def test_a_bearer_token_is_enough(catalog, monkeypatch, tmp_path):
    """With AWS_BEARER_TOKEN_BEDROCK alone both lists are read, and the token is in no snapshot."""
    token = "bedrock-api-key-c2VjcmV0LXRva2VuLW9mLXRoZS10ZXN0"  # noqa: S105  # made up
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", token)
    certificate = tmp_path / "loopback.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(certificate), "-out", str(tmp_path / "public.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    with certificate.open("a") as file:
        file.write((tmp_path / "public.pem").read_text())
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "public.pem"))
    fake = FakeAws(world_of(catalog, date(2026, 11, 21), ["eu-west-1"]), certificate=certificate)
    fake.faults["eu-west-1", PROFILES] = faults.refused(403, "AccessDeniedException", f"not with token {token}")
    snapshot = asked(catalog, boto3.Session(region_name="eu-west-1"), fake, regions=("eu-west-1",))
    states = {call: answer.state for call, answer in snapshot.regions["eu-west-1"].items()}
    assert states == {"foundation-models": "observed", "inference-profiles": "denied"}
    assert token not in snapshot.render()


def test_prices_are_kept_short(catalog, session):
    """A product of the price list becomes its attributes and its price; an unknown code is an observed empty list."""
    product = {
        "product": {
            "sku": "A1",
            "attributes": {
                "servicename": "X (Amazon Bedrock Edition)",
                "usagetype": "USE1-MP:USE1_InputTokenCount-Units",
                "regionCode": "us-east-1",
            },
        },
        "terms": {
            "OnDemand": {"t": {"priceDimensions": {"d": {"unit": "Units", "pricePerUnit": {"USD": "3.3000000000"}}}}}
        },
    }
    fake = FakeAws(
        world_of(catalog, date(2026, 11, 21), ["us-east-1"]), prices={"AmazonBedrockFoundationModels": [product]}
    )
    snapshot = asked(catalog, session, fake, regions=("us-east-1",), prices=True)
    assert {code: answer.state for code, answer in snapshot.prices.items()} == dict.fromkeys(
        snapshot.prices, "observed"
    )
    (item,) = json.loads(snapshot.render())["prices"]["AmazonBedrockFoundationModels"]["items"]
    assert item["prices"] == [{"unit": "Units", "usd": "3.3000000000"}]
