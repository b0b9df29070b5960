from __future__ import annotations

import re
from datetime import date

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.iam.answer import answer_data, authorizations_data
from bedrock_atlas.iam.authorizations import authorizations
from bedrock_atlas.loading import load_catalog, load_policy
from bedrock_atlas.snippet import write_snippet

DAY = date(2026, 11, 20)
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def decided(ask):
    catalog = load_catalog()
    return decide(catalog, load_policy(catalog=catalog), Request.parse(ask, catalog), on=DAY)


@pytest.mark.parametrize("ask", [
    "Sonnet 4.5, EU residency", "Sonnet 4.5, EU residency, from eu-west-1", "Sonnet 4.5", "Sonnet 4.6, UK residency",
    "Haiku 4.5, on bedrock-mantle", "Nova Lite, from us-gov-west-1",
])  # fmt: skip
def test_the_authorizations_of_an_answer_are_those_of_its_routes(ask):
    """Put in for `${Region}`, what an answer lists is exactly what AWS checks over each of its routes."""
    decision = decided(ask)
    said = {
        (action, one["resource"].replace("${Region}", source), one["requested_region"].replace("${Region}", source),
         (one["inference_profile_arn"] or "").replace("${Region}", source))
        for one in authorizations_data(decision)
        for source in one["from"]
        for action in one["actions"]
    }  # fmt: skip
    asked = {
        (check.action, check.resource, check.context["aws:requestedregion"],
         check.context.get("bedrock:inferenceprofilearn") or "")
        for route in decision.routes
        for action in ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
        for check in authorizations(route, action=action)
    }  # fmt: skip
    assert said == asked


def test_an_answer_from_one_region_names_it():
    """Where one Region calls, nothing but the account is left open."""
    assert "${Region}" not in str(authorizations_data(decided("Sonnet 4.5, EU residency, from eu-west-1")))
    several = authorizations_data(decided("Sonnet 4.5, EU residency"))
    assert several[0]["resource"] == f"arn:aws:bedrock:${{Region}}:${{Account}}:inference-profile/eu.{SONNET}"


def test_no_answer_has_no_authorizations():
    """A denial lists none; the key is the last one either way."""
    data = answer_data(decided("Sonnet 3.7, EU residency"))
    assert data["authorizations"] == []
    assert list(data)[-1] == "authorizations"


@pytest.mark.parametrize(
    "ask", ["Sonnet 4.5, EU residency", "Sonnet 4.5, from eu-west-1", "Haiku 4.5, on bedrock-mantle"]
)
def test_the_statements_for_terraform_name_what_is_checked(ask):
    """`--lang terraform-iam` grants every ARN that is checked for the answer, and no other."""
    decision = decided(ask)
    code = write_snippet(decision, "terraform-iam").replace(
        "${data.aws_caller_identity.current.account_id}", "${Account}"
    )
    granted = set(
        re.findall(r'^ +"(arn:.*?)",$', "".join(re.findall(r"resources = \[\n.*?\]", code, re.DOTALL)), re.MULTILINE)
    )
    assert granted == {check.resource for route in decision.routes for check in authorizations(route)}
