from __future__ import annotations

import pytest

from bedrock_atlas.facts.values import Route
from bedrock_atlas.iam.authorizations import INVOKE, MANTLE_CALL, STREAM, authorizations, batch

ME = "123456789012"
MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def route(name, source, *destinations, scope="geographic", endpoint="bedrock-runtime"):
    geography = None if name == MODEL else name.partition(".")[0]
    reached = frozenset(destinations or (source,))
    partition = "aws-us-gov" if "gov" in source else "aws"
    return Route(name, geography, scope, endpoint, source, reached, frozenset({"XX"}), partition)


IN_REGION = route(MODEL, "us-east-1", scope="in-region")
US = route(f"us.{MODEL}", "us-east-1", "us-east-1", "us-east-2", "us-west-2")
OUTSIDE = route(f"eu.{MODEL}", "il-central-1", "eu-central-1", "eu-west-1")
GLOBAL = route(f"global.{MODEL}", "eu-west-1", "eu-west-1", "us-east-1", scope="global")
GOVCLOUD = route(f"us-gov.{MODEL}", "us-gov-east-1", "us-gov-east-1", "us-gov-west-1")
ON_MANTLE = route(MODEL, "eu-west-1", scope="in-region", endpoint="bedrock-mantle")

TABLE = [
    (IN_REGION, [("us-east-1", f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}", None)]),
    (US, [("us-east-1", f"arn:aws:bedrock:us-east-1:{ME}:inference-profile/us.{MODEL}", "own"),
          ("us-east-1", f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}", "own"),
          ("us-east-2", f"arn:aws:bedrock:us-east-2::foundation-model/{MODEL}", "own"),
          ("us-west-2", f"arn:aws:bedrock:us-west-2::foundation-model/{MODEL}", "own")]),
    (OUTSIDE, [("il-central-1", f"arn:aws:bedrock:il-central-1:{ME}:inference-profile/eu.{MODEL}", "own"),
               ("il-central-1", f"arn:aws:bedrock:il-central-1::foundation-model/{MODEL}", "own"),
               ("eu-central-1", f"arn:aws:bedrock:eu-central-1::foundation-model/{MODEL}", "own"),
               ("eu-west-1", f"arn:aws:bedrock:eu-west-1::foundation-model/{MODEL}", "own")]),
    (GLOBAL, [("eu-west-1", f"arn:aws:bedrock:eu-west-1:{ME}:inference-profile/global.{MODEL}", "own"),
              ("eu-west-1", f"arn:aws:bedrock:eu-west-1::foundation-model/{MODEL}", "own"),
              ("unspecified", f"arn:aws:bedrock:::foundation-model/{MODEL}", "own")]),
    (GOVCLOUD, [("us-gov-east-1", f"arn:aws-us-gov:bedrock:us-gov-east-1:{ME}:inference-profile/us-gov.{MODEL}", "own"),
                ("us-gov-east-1", f"arn:aws-us-gov:bedrock:us-gov-east-1::foundation-model/{MODEL}", "own"),
                ("us-gov-west-1", f"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/{MODEL}", "own")]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), TABLE, ids=lambda one: getattr(one, "scope", None))
@pytest.mark.parametrize("action", [INVOKE, STREAM])
@pytest.mark.parametrize("reading", ["present", "absent"])
def test_what_is_checked(asked, expected, action, reading):
    """A call is checked on its profile, then on the model in the source Region and wherever it may go."""
    found = authorizations(asked, ME, action=action, reading=reading)
    assert [(one.context["aws:requestedregion"], one.resource) for one in found] == [
        (region, resource) for region, resource, _ in expected
    ]
    assert {one.action for one in found} == {action}
    own = found[0].resource
    through = [own if key == "own" else key for _, _, key in expected]
    if reading == "absent":
        through[0] = None
    assert [one.context["bedrock:inferenceprofilearn"] for one in found] == through


def test_a_call_on_mantle():
    """On bedrock-mantle there is one check, on the project, whose context names the model."""
    (only,) = authorizations(ON_MANTLE, ME, action=STREAM)
    assert (only.action, only.resource) == (MANTLE_CALL, f"arn:aws:bedrock-mantle:eu-west-1:{ME}:project/default")
    assert (only.context["bedrock-mantle:model"], only.context["aws:requestedregion"]) == (MODEL, "eu-west-1")


def test_an_application_profile_stands_in_the_place_of_what_it_copies():
    """Through an application profile all is checked as through the profile it copies, under its own ARN."""
    arn = f"arn:aws:bedrock:us-east-1:{ME}:application-inference-profile/abc"
    plain, own = authorizations(US, ME), authorizations(US, ME, application=arn)
    assert own[0].resource == arn
    assert [one.resource for one in own[1:]] == [one.resource for one in plain[1:]]
    assert {one.context["bedrock:inferenceprofilearn"] for one in own} == {arn}


def test_an_application_profile_of_a_model_in_its_region():
    """One made from a base ID is checked on itself and on the model in its Region."""
    arn = f"arn:aws:bedrock:us-east-1:{ME}:application-inference-profile/abc"
    found = [one.resource for one in authorizations(IN_REGION, ME, application=arn)]
    assert found == [arn, f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}"]


def test_a_batch_job():
    """Starting a batch job is checked on the job and on the model in its Region, and knows no profile."""
    job, model = batch(US, ME)
    assert job.resource == f"arn:aws:bedrock:us-east-1:{ME}:model-invocation-job/*"
    assert model.resource == f"arn:aws:bedrock:us-east-1::foundation-model/{MODEL}"
    assert {job.context["bedrock:inferenceprofilearn"], model.context["bedrock:inferenceprofilearn"]} == {None}
