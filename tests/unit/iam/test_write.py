from __future__ import annotations

import json
from datetime import date

import pytest

from bedrock_atlas.errors import AtlasError, RequestError
from bedrock_atlas.iam.document import make_document
from bedrock_atlas.iam.evaluator import Authority, Level
from bedrock_atlas.iam.proof import Calls
from bedrock_atlas.iam.universe import universe
from bedrock_atlas.iam.write.forms import FORMS, render
from bedrock_atlas.iam.write.patterns import covered, prefixes
from bedrock_atlas.iam.write.policies import FIXED, runtime_policy, service_control_policies
from bedrock_atlas.iam.write.shape import SIZES, measured
from bedrock_atlas.loading import load_catalog, load_policy

DAY = date(2026, 11, 20)
ME = "123456789012"
PERSONAL = {"environment": "prod", "data": "personal", "team": "research"}
OPUS = "anthropic.claude-opus-5-5"
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def asked(catalog, name, **more):
    return universe(catalog, load_policy(name, catalog=catalog), DAY, **more)


def test_the_example_of_aws(catalog):
    """US Sonnet 4.5 from us-east-1 comes out with the resources of AWS's own example, and its condition."""
    only = asked(catalog, "us-residency").narrowed({SONNET}, {"us-east-1"})
    found = [case for case in only.cases if case.admitted and case.route.geography == "us"]
    assert [case.route.id for case in found] == [f"us.{SONNET}"]
    written = runtime_policy(only, ME)
    statements = {one["Sid"]: one for one in written.documents[0]["Statement"]}
    profile = f"arn:aws:bedrock:us-east-1:{ME}:inference-profile/us.{SONNET}"
    assert statements["CallProfilesFromTheirRegions"]["Resource"] == [profile]
    through = statements["ReachModelsThroughTheProfiles"]
    assert through["Resource"] == [
        f"arn:aws:bedrock:{region}::foundation-model/{SONNET}" for region in ("us-east-1", "us-east-2", "us-west-2")
    ]
    assert through["Condition"] == {"StringEquals": {"bedrock:InferenceProfileArn": [profile]}}
    assert written.open_ends == ()


@pytest.mark.parametrize("mode", ["", "closed", "open"])
@pytest.mark.parametrize("kind", ["identity", "scp"])
def test_documents_of_a_residency(catalog, mode, kind):
    """In every mode the documents are within AWS's limits and let exactly the admitted routes pass."""
    space = asked(catalog, "japan-residency")
    written = runtime_policy(space, ME, mode) if kind == "identity" else service_control_policies(catalog, space, mode)
    limit = SIZES[kind]
    assert len(written.documents) <= limit.documents
    for document in written.documents:
        assert measured(json.dumps(document, separators=(",", ":")), limit) <= limit.characters
        sids = [one["Sid"] for one in document["Statement"]]
        assert len(sids) == len(set(sids))
        assert all(sid.isalnum() for sid in sids)
    level = Level(kind, tuple(make_document(one, kind=kind) for one in written.documents))
    assert list(Calls(space, ME).differences(Authority([level]))) == []
    assert (written.open_ends == ()) == (mode == "closed" or (mode == "" and kind == "scp"))


@pytest.mark.parametrize("kind", ["identity", "scp"])
def test_no_statement_and_no_resource_is_idle(catalog, kind):
    """Documents are minimal: without any statement or any resource of one another set of routes would pass.

    The guards of an SCP are left out: what they deny is denied once more where the catalog is right.
    """
    space = asked(catalog, "japan-residency").narrowed({SONNET}, set())
    written = runtime_policy(space, ME) if kind == "identity" else service_control_policies(catalog, space)
    (document,) = written.documents
    guards = {"DenyModelsInOtherRegions", "DenyMantle"}
    calls = Calls(space, ME)

    def holds(statements):
        whole = make_document({"Version": "2012-10-17", "Statement": statements}, kind=kind)
        return next(calls.differences(Authority([Level(kind, (whole,))])), None) is None

    statements = document["Statement"]
    assert holds(statements)
    for one in statements:
        rest = [other for other in statements if other is not one]
        alone = [other for other in rest if other["Sid"] not in guards]
        assert one["Sid"] in guards or not holds(alone)
        if kind == "identity":
            for resource in one["Resource"]:
                less = one | {"Resource": [other for other in one["Resource"] if other != resource]}
                assert not holds([*rest, less]), resource


def test_what_an_scp_denies_beyond_the_catalog(catalog):
    """An SCP denies models, profiles and Regions that the catalog does not know, and retention beyond the policy's."""
    from bedrock_atlas.iam.authorizations import Authorization

    written = service_control_policies(catalog, asked(catalog, "company", attributes=PERSONAL))
    documents = tuple(make_document(one, kind="scp") for one in written.documents)
    authority = Authority([Level("scp", documents)])
    profile = f"arn:aws:bedrock:eu-central-1:{ME}:application-inference-profile/abc"
    model = f"arn:aws:bedrock:eu-central-1::foundation-model/{OPUS}"

    def outcome(action, resource, **context):
        return authority.judge(Authorization(action, resource, context)).outcome

    invoke = "bedrock:InvokeModel"
    own = {"aws:requestedregion": "eu-central-1", "bedrock:inferenceprofilearn": None}
    assert outcome(invoke, f"arn:aws:bedrock:eu-central-1:{ME}:imported-model/x", **own) == "denied"
    assert outcome(invoke, "arn:aws:bedrock:eu-central-1::foundation-model/acme.new", **own) == "denied"
    through = own | {"bedrock:inferenceprofilearn": profile}
    assert outcome(invoke, model, **through) == "denied"
    inside = f"arn:aws:bedrock:eu-central-1:{ME}:inference-profile/eu.{OPUS}"
    away = {"aws:requestedregion": "eu-west-2", "bedrock:inferenceprofilearn": inside}
    assert outcome(invoke, model.replace("eu-central-1", "eu-west-2"), **away) == "denied"
    london = f"arn:aws:bedrock:eu-west-2:{ME}:inference-profile/eu.{OPUS}"
    assert outcome(invoke, model, **own | {"bedrock:inferenceprofilearn": inside}) == "allowed"
    assert outcome(invoke, model, **own | {"bedrock:inferenceprofilearn": london}) == "denied"
    keep = "bedrock:PutAccountDataRetention"
    assert outcome(keep, "*", **{"bedrock:dataretentionmode": "provider_data_share"}) == "denied"
    assert outcome(keep, "*", **{"bedrock:dataretentionmode": "none"}) == "allowed"
    assert outcome("s3:GetObject", "arn:aws:s3:::a/b") == "allowed"


def test_more_documents_than_can_be_attached(catalog):
    """Where closed documents would be too many the error says how many, and what to do."""
    with pytest.raises(RequestError, match="documents are needed, and there may be 10 managed policies") as caught:
        runtime_policy(asked(catalog, "us-residency"), ME, "closed")
    assert "--model" in caught.value.hint
    with pytest.raises(RequestError, match="a statement needs 22,") as caught:
        service_control_policies(catalog, asked(catalog, "default"), "closed")
    assert "--closed" in caught.value.hint


def test_a_closed_document_names_the_account(catalog):
    """Without an account a closed document would hold a wildcard: it is refused."""
    with pytest.raises(RequestError, match="closed documents name the account"):
        runtime_policy(asked(catalog, "japan-residency"), mode="closed")


def test_nothing_admitted(catalog):
    """A policy that admits nothing has no document: it would be an empty one."""
    space = asked(catalog, "japan-residency", partition="aws-us-gov")
    with pytest.raises(RequestError, match="admits no route in partition aws-us-gov"):
        runtime_policy(space, ME)
    with pytest.raises(RequestError, match="admits no route"):
        service_control_policies(catalog, space)


def test_another_partition(catalog):
    """In GovCloud every ARN is of its partition."""
    written = runtime_policy(asked(catalog, "default", partition="aws-us-gov"), ME)
    text = json.dumps(written.documents)
    assert "arn:aws-us-gov:bedrock:us-gov-west-1" in text
    assert "arn:aws:" not in text


@pytest.mark.parametrize(("more", "message"), [
    ({"attributes": {"environmen": "prod"}}, "unknown attribute `environmen`"),
    ({"attributes": {"environment": "production"}}, "`environment` has no value `production`"),
    ({"partition": "aws-moon"}, "unknown partition `aws-moon`"),
])  # fmt: skip
def test_words_that_nobody_knows(catalog, more, message):
    """An attribute, a value or a partition that is not known is refused with the known ones."""
    with pytest.raises(RequestError, match=message) as caught:
        asked(catalog, "company", **more)
    assert caught.value.hint


def test_attributes_left_open_admit_what_any_value_admits(catalog):
    """Without `--set` a route counts that some combination admits; with it only those of that value."""
    some = {"environment": "prod", "team": "research"}
    everything = {route.id for route in asked(catalog, "company", attributes=some).admitted}
    personal = {route.id for route in asked(catalog, "company", attributes=PERSONAL).admitted}
    assert personal < everything
    assert not any(name.startswith("global.") for name in personal)


def test_prefixes():
    """Names become prefixes only where no other name has them, cut behind a separator."""
    names = {"eu.acme.big-1", "eu.acme.big-2", "eu.acme.big", "eu.other.one"}
    assert prefixes(names, {"eu.acme.small"}) == ("eu.acme.big", "eu.acme.big-*", "eu.other.one")
    assert prefixes(names, {"us.acme.big"}) == ("eu.*",)
    assert prefixes({"a"}, set()) == ("a",)
    assert prefixes(set(), set()) == ()


def test_regions_are_left_open_only_where_nothing_else_fits():
    """A name is written for all Regions only when no Region has another name that it fits."""
    wanted = {"one": {"eu.a", "eu.b"}, "two": {"eu.a", "eu.b"}}
    assert covered(wanted, {}, names=True, regions=True) == (("*", "eu.*"),)
    assert covered(wanted, {"three": {"eu.c"}}, names=True, regions=True) == (("one", "eu.*"), ("two", "eu.*"))
    assert covered(wanted, {"three": {"eu.a"}}, names=False, regions=True) == (
        ("*", "eu.b"), ("one", "eu.a"), ("two", "eu.a"),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["identity", "scp"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_document(form, kind):
    """Each form carries the same statements; in Terraform `${…}` stays IAM's."""
    document = {"Version": "2012-10-17", "Statement": [
        {"Sid": "A", "Effect": "Deny", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::${aws:username}"]}]}  # fmt: skip
    one = render([document], kind, form, "eu-residency")
    two = render([document, document], kind, form, "eu-residency")
    assert one.endswith("\n")
    if form == "json":
        assert json.loads(one) == document
        assert json.loads(two) == [document, document]
    elif form == "cloudformation":
        (resource,) = json.loads(one)["Resources"].values()
        assert document in resource["Properties"].values()
        assert list(json.loads(two)["Resources"]) == ["EuResidency1", "EuResidency2"]
    else:
        kept = "$${aws:username}" if form == "terraform" else "${aws:username}"
        assert one.count(kept) == 1
        assert two.count(kept) == 2
        assert ("SERVICE_CONTROL_POLICY" in one) == (kind == "scp")


def test_the_fixed_documents_name_actions_alone():
    """What does not depend on a policy has no wildcard among its actions."""
    for statements in FIXED.values():
        assert all("*" not in action for one in statements for action in one["Action"])


def test_what_iam_cannot_say_is_an_error(catalog, monkeypatch):
    """Were the documents to differ from the policy, none would come out."""
    monkeypatch.setattr("bedrock_atlas.iam.write.policies.identity_statements", lambda *_: FIXED["read-only"])
    with pytest.raises(AtlasError, match="IAM cannot say what the policy says"):
        runtime_policy(asked(catalog, "japan-residency"), ME)
