from __future__ import annotations

import json
from datetime import date

import pytest

from bedrock_atlas.errors import RequestError
from bedrock_atlas.iam.evaluator import Level
from bedrock_atlas.iam.proof import Calls
from bedrock_atlas.iam.read.files import read_text
from bedrock_atlas.iam.review import review
from bedrock_atlas.iam.subjects import account_of, context_of, subjects
from bedrock_atlas.iam.universe import universe
from bedrock_atlas.loading import load_catalog, load_policy

DAY = date(2026, 11, 20)
ME = "123456789012"
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


@pytest.fixture(scope="module")
def space():
    """Return the routes of Sonnet 4.5 under eu-residency: enough to be wrong about."""
    catalog = load_catalog()
    whole = universe(catalog, load_policy("eu-residency", catalog=catalog), DAY)
    cases = tuple(case for case in whole.cases if case.model == SONNET)
    return type(whole)(whole.policy, DAY, "aws", cases, 0)


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def judged(space, *statements, asked=False, **more):
    found = read_text(json.dumps(document(*statements)), "a.json", **more)
    (subject,) = subjects(found.owners)
    known = context_of(subject.documents, ME, "", {})
    return review(subject, Calls(space, ME, known), asked=asked)


def slugs(found):
    return sorted({one.slug for one in found})


ALL = {"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}
MANTLE = {"Effect": "Allow", "Action": "bedrock-mantle:*", "Resource": "*"}
PIN = {
    "Effect": "Deny", "Action": ["bedrock:InvokeModel*", "bedrock-mantle:*"], "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1",
                                                              "eu-south-1", "eu-south-2"]}},
}  # fmt: skip


def test_everything_allowed_is_too_loose(space):
    """A role that may call everything is too loose from each Region outside, shown by a call each."""
    found = judged(space, ALL, MANTLE)
    assert slugs(found) == ["too-loose"]
    london = [one for one in found if "from eu-west-2" in one.message]
    assert len(london) == 1
    assert "GB" in london[0].message
    assert "stay-in-eu" in london[0].message


def test_a_pinned_role_is_exact(space):
    """With a Deny for all other Regions nothing is found: `unspecified` is one of them."""
    assert judged(space, ALL, MANTLE, PIN) == []


def test_a_forgotten_destination_is_too_tight(space):
    """A Deny that leaves out one destination is told with the destination, and by which statement."""
    regions = PIN["Condition"]["StringNotEquals"]["aws:RequestedRegion"]
    less = PIN | {
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": [one for one in regions if one != "eu-north-1"]}}
    }
    found = judged(space, ALL, MANTLE, less | {"Sid": "Deny"})
    assert slugs(found) == ["too-tight"]
    assert f"arn:aws:bedrock:eu-north-1::foundation-model/{SONNET} is refused by `Deny`" in found[0].message


def test_what_is_not_granted_is_a_note_unless_asked_for(space):
    """A role need not call everything; a route that was named it must."""
    nothing = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    assert [(one.slug, one.severity) for one in judged(space, nothing)] == [("not-granted", "note")]
    assert slugs(judged(space, nothing, asked=True)) == ["too-tight"]


def test_an_scp_that_allows_too_little_is_too_tight(space):
    """What an SCP does not allow no role can grant: that is an error, where a role that does not grant it is none."""
    few = ALL | {"Resource": "arn:aws:bedrock:*::foundation-model/*"}
    assert slugs(judged(space, few, MANTLE, PIN, kind="scp")) == ["too-tight"]


def test_a_profile_without_its_models_is_too_tight(space):
    """Who grants the profile alone grants a call that never passes."""
    half = {
        "Effect": "Allow",
        "Action": "bedrock:InvokeModel*",
        "Resource": "arn:aws:bedrock:*:*:inference-profile/eu.*",
    }
    assert "too-tight" in slugs(judged(space, half))


def test_what_depends_is_named(space):
    """A carve-out for a role is no hole and no wall: it depends on who calls."""
    exempt = PIN | {"Condition": PIN["Condition"] | {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}}
    found = judged(space, ALL, MANTLE, exempt)
    assert slugs(found) == ["depends"]
    assert all("depends on aws:PrincipalArn" in one.message for one in found)


def test_one_reading_alone_is_said(space):
    """A Deny that hangs on the profile's key is too loose under one reading only, and that is said."""
    sample = PIN | {"Condition": PIN["Condition"] | {
        "ArnNotLike": {"bedrock:InferenceProfileArn": "arn:aws:bedrock:*:*:inference-profile/eu.*"}}}  # fmt: skip
    found = judged(space, sample)
    loose = [one for one in found if one.slug == "too-loose"]
    assert {one.message.partition(",")[0] for one in loose} == {"from eu-central-2", "from eu-west-2"}
    assert all("if AWS puts bedrock:InferenceProfileArn" in one.message for one in loose)
    other = {"Effect": "Deny", "Action": "bedrock:*", "Resource": "*", "Condition": {
        "Null": {"bedrock:InferenceProfileArn": "true"}}}  # fmt: skip
    assert any("if AWS does not put" in one.message for one in judged(space, other) if one.slug == "too-tight")


def test_a_stream_alone_is_said(space):
    """What differs between a stream and a call says so."""
    call = ALL | {"Action": ["bedrock:InvokeModel"]}
    assert all("as a stream" in one.message or one.slug != "too-tight" for one in judged(space, call, MANTLE, PIN))
    stream = ALL | {"Action": ["bedrock:InvokeModelWithResponseStream"]}
    told = [one.message for one in judged(space, stream, MANTLE, PIN, asked=True) if "runtime" not in one.message]
    assert any("when it is no stream" in message for message in told)


@pytest.mark.parametrize(("statement", "idle"), [
    ({"Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonet"}, True),
    ({"Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-9::foundation-model/*"}, True),
    ({"Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*:*:application-inference-profile/abc"}, False),
    ({"Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*:*:provisioned-model/*"}, False),
    ({"Action": "bedrock:ListGuardrails", "Resource": "*"}, False),
    ({"Action": "s3:GetObject", "Resource": "*"}, False),
    ({"NotAction": "s3:*", "Resource": "arn:aws:sqs:*:*:x"}, False),
])  # fmt: skip
def test_statements_that_never_matter(space, statement, idle):
    """A statement about calling models that meets no call is idle; one about what the catalog does not hold is not."""
    found = judged(space, ALL, MANTLE, PIN, {"Effect": "Allow"} | statement)
    assert slugs(found) == (["idle-statement"] if idle else [])


def test_owners_are_judged_apart():
    """Each owner of identity policies is a subject under the same SCPs; without one the SCPs are judged alone."""
    allow, deny = ({"Effect": effect, "Action": "*", "Resource": "*"} for effect in ("Allow", "Deny"))
    first = read_text(json.dumps(document(allow)), "a.json")
    first.join(read_text(json.dumps(document(allow)), "b.json"))
    first.join(read_text(json.dumps(document(deny)), "c.json"))
    found = subjects(first.owners)
    assert [one.name for one in found] == ["a.json", "b.json"]
    assert [level.name for level in found[0].authority.levels] == ["scp", "identity"]
    alone = subjects(read_text(json.dumps(document(deny)), "c.json").owners)
    assert [one.name for one in alone] == [""]
    with pytest.raises(RequestError, match="no document"):
        subjects({})
    assert subjects({}, [Level("session", ())])


def test_the_account_of_documents():
    """The account is that of the ARNs when they name one, else some account that nobody names."""

    def named(*accounts):
        arns = [f"arn:aws:bedrock:eu-west-1:{one}:inference-profile/x" for one in accounts]
        found = read_text(json.dumps(document(ALL | {"Resource": [*arns, "*"]})), "a.json")
        return account_of(found.owners["a.json"])

    assert named("111122223333") == "111122223333"
    assert named("111122223333", "444455556666") == ME
    assert named("*") == ME


def test_what_is_known_of_calls():
    """What was said of a call counts, an empty value as absent; keys that AWS does not have are absent too."""
    key = {"StringEquals": {"bedrock:InferenceProfile": "x"}}
    found = read_text(json.dumps(document(ALL | {"Condition": key})), "a.json")
    known = context_of(found.owners["a.json"], ME, "arn:aws:iam::1:role/a", {"aws:SourceVpce": "", "aws:Referer": "r"})
    assert known["aws:principalarn"] == "arn:aws:iam::1:role/a"
    assert known["aws:referer"] == "r"
    assert (known["aws:sourcevpce"], known["bedrock:inferenceprofile"]) == (None, None)
