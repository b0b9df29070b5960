"""A list that never ends, over a real socket."""

from __future__ import annotations

from datetime import UTC, date, datetime

import boto3

from bedrock_atlas.aws.observe.observe import Plan, observe
from bedrock_atlas.loading import load_catalog
from tests.aws_server import FakeAws
from tests.aws_world import world_of
from tests.integration import aws_faults as faults

CODE = "eu-west-1"


def test_a_list_that_never_ends_is_none(monkeypatch):
    """A page that names itself as the next one makes the list malformed at once, and nothing of it is kept."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    catalog = load_catalog()
    session = boto3.Session(aws_access_key_id="A" * 20, aws_secret_access_key="B" * 40, region_name=CODE)
    fake = FakeAws(world_of(catalog, date(2026, 11, 21), (CODE,)), check=False)
    fake.faults = {(CODE, "ListInferenceProfiles"): faults.endless}
    with fake.running():
        plan = Plan(session, catalog.regions, endpoint_url=f"{fake.url}/{{region}}", regions=(CODE,), deadline_s=3)
        calls = observe(plan, now=datetime(2026, 11, 21, 3, tzinfo=UTC)).regions[CODE]
    assert calls["foundation-models"].state == "observed"
    assert (calls["inference-profiles"].state, calls["inference-profiles"].items) == ("malformed", ())
