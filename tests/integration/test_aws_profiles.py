"""Application inference profiles from the first plan to drift, over the wire: observe, plan, compare and doctor."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.loading import load_catalog
from tests.aws_server import FakeAws
from tests.aws_world import ACCOUNT, world_of
from tests.integration import aws_faults as faults

TODAY = datetime.now(UTC).date()
REGIONS = ("eu-central-1", "us-east-1")
OVERLAY = """overlay: own
profiles:
  smart: {role: smart, set: {environment: prod, data: personal, team: search}, from: eu-central-1, tags: {team: search}}
  fast: {role: fast, set: {environment: prod, data: internal, team: support}, from: us-east-1}
"""


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Return a fake AWS of two Regions, in a folder with an overlay that declares two profiles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "overlay.yaml").write_text(OVERLAY)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x" * 40, "AWS_CONFIG_FILE": "none",
        "AWS_SHARED_CREDENTIALS_FILE": "none", "AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    with FakeAws(world_of(load_catalog(), TODAY, REGIONS)).running() as aws:
        yield aws


@pytest.fixture
def atlas(fake, capfd):
    """Return a function that runs a command line over the overlay against the fake: its code, stdout and stderr."""

    def command(*words, asks=False):
        url = ["--endpoint-url", f"{fake.url}/{{region}}"] if asks else []
        code = run(["--catalog", "own", *words, *url])
        return code, *capfd.readouterr()

    return command


def carry_out(fake, steps):
    """Do in the fake what the steps of a plan say, as AWS would."""
    for number, step in enumerate(steps):
        here = fake.world[step["region"]]
        tags = here.setdefault("tags", {})
        if step["old"] is not None and step["kind"] in {"replace", "orphan", "forbidden"}:
            here["profiles"] = [one for one in here["profiles"] if one["inferenceProfileId"] != step["old"]["id"]]
        wanted = step["wanted"]
        if wanted is not None and step["kind"] in {"create", "replace", "forbidden"}:
            copied = next(one for one in here["profiles"] if one["inferenceProfileId"] == wanted["id"])
            arn = f"arn:aws:bedrock:{step['region']}:{ACCOUNT}:application-inference-profile/own{number}"
            new = {"inferenceProfileId": f"own{number}", "inferenceProfileArn": arn, "type": "APPLICATION"}
            here["profiles"].append({**copied, **new, "inferenceProfileName": wanted["name"]})
            tags[arn] = wanted["tags"]


def test_from_nothing_to_kept_and_on_to_drift(fake, atlas):
    """An empty account is planned, made and kept; compare and doctor then tell the one tag that somebody changed."""
    observe = ("sync", "observe", "--application", "--out", "s.json", "--regions", ",".join(REGIONS))
    planned = ("profiles", "plan", "--snapshot", "s.json", "--policy", "company")
    assert atlas(*observe, asks=True)[0] == 0
    code, out, _ = atlas(*planned, "-o", "json")
    steps = json.loads(out)
    assert (code, [step["kind"] for step in steps]) == (1, ["create", "create"])
    carry_out(fake, steps)
    assert atlas(*observe, asks=True)[0] == 0
    code, out, _ = atlas(*planned)
    assert (code, out.splitlines()[-1]) == (0, "2 keep")
    text = Path("s.json").read_text("utf-8")
    assert ACCOUNT not in text
    assert '"atlas:profile"' in text
    code, out, err = atlas("sync", "compare", "s.json", "--policy", "company")
    assert (code, err) == (0, "")
    lines = doctor(atlas)
    assert {line["state"] for line in lines} == {"ok"}
    for tags in fake.world["eu-central-1"]["tags"].values():
        tags["team"] = "sales"
    atlas(*observe, asks=True)
    code, _, err = atlas("sync", "compare", "s.json", "--policy", "company")
    assert (code, err) == (1, "profile smart in eu-central-1: tag: tags differ: team\n")
    assert [line["state"] for line in doctor(atlas)] == ["ok", "warning"]
    code, _, err = atlas("sync", "compare", "s.json")
    assert code == 0
    assert "declared profiles were not compared: declared profile `fast`: unknown role `fast`" in err
    code, out, _ = atlas("doctor", "-o", "json", asks=True)
    (told,) = (line for line in json.loads(out) if line["check"] == "profiles")
    assert (told["state"], told["fix"]) == ("warning", "name the policy that has what they ask for: --policy")


def doctor(atlas):
    """Return the doctor's lines on profiles."""
    _, out, _ = atlas("doctor", "--policy", "company", "-o", "json", asks=True)
    return [line for line in json.loads(out) if line["check"].startswith("profile ")]


def test_the_doctor_says_where_it_may_not_look(fake, atlas):
    """A Region that refuses is `not allowed`, and a Region without a profile says what to create."""
    fake.faults["eu-central-1", "ListTagsForResource"] = faults.refused(403, "AccessDeniedException")
    carry_out(fake, [{"kind": "create", "region": "eu-central-1", "old": None, "wanted": {
        "id": "eu.anthropic.claude-opus-5-5", "name": "smart", "tags": {},
    }}])  # fmt: skip
    fast, smart = doctor(atlas)
    assert (fast["state"], fast["check"]) == ("warning", "profile fast")
    assert fast["message"].startswith("create: ")
    assert fast["fix"].startswith("bedrock-atlas sync observe --application")
    assert (smart["state"], smart["message"][:16]) == ("not allowed", "not-seen: denied")


def test_a_client_that_cannot_be_made_is_a_state(fake):
    """Where boto3 itself refuses, the look at that Region says so."""
    from bedrock_atlas.aws.profiles.drift import look

    found = look(boto3.Session(), ["eu-central-1"], "no address", datetime.now(UTC))
    assert found.regions["eu-central-1"]["application-profiles"].state == "malformed"
    assert fake.calls == []
