from __future__ import annotations

import json
from datetime import date

import pytest

from bedrock_atlas import load_catalog, load_policy
from bedrock_atlas.diagnose.answer import diagnose
from bedrock_atlas.diagnose.case import Known
from bedrock_atlas.diagnose.causes import CAUSES
from bedrock_atlas.diagnose.table import WORDINGS
from bedrock_atlas.scan.rules import REFUSED_FOR, RULES

ON = date(2026, 11, 20)
SAID = {one.slug: one.said for one in WORDINGS}
INVALID = SAID["invalid-identifier"]
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
DENIED = "x is not authorized to perform: bedrock:InvokeModel on resource: "


@pytest.fixture(scope="module")
def asked():
    """Return a function that diagnoses a text over the shipped catalog."""
    catalog = load_catalog()

    def found(  # noqa: PLR0913  # what is known of a call
        text, name=None, source=None, *, residency=(), role=None, policy=(), on=ON, attributes=()
    ):
        known = Known(
            catalog, load_policy(*policy, catalog=catalog), on, name, source, frozenset(residency), role, attributes
        )
        return diagnose(text, known)

    return found


def causes(found):
    return [(one["slug"], one["likelihood"]) for one in found.to_dict()["causes"]]


def ids(found):
    return [one["id"] for one in found.to_dict()["fixes"] if "id" in one]


@pytest.mark.parametrize(
    ("name", "source", "cause", "fixed"),
    [
        (None, None, None, []),
        (f"eu.{SONNET}", "us-west-2", "not-from-region", [f"eu.{SONNET}"]),
        (f"eu.{SONNET}", None, "not-from-region", [f"eu.{SONNET}"]),
        (f"eu.{SONNET.removesuffix('-v1:0')}", "eu-west-1", "version-suffix", [f"eu.{SONNET}"]),
        ("eu.anthropic.claude-sonnet-4-6-v1:0", "eu-west-1", "version-suffix", ["eu.anthropic.claude-sonnet-4-6"]),
        ("eu.anthropic.claude-sonet-4-6", "eu-west-1", "misspelled-id", ["eu.anthropic.claude-sonnet-4-6"]),
        ("claude-sonnet-4-6", "eu-west-2", "misspelled-id", ["anthropic.claude-sonnet-4-6"]),
        ("eu.openai.gpt-5.5", "eu-west-1", "no-such-profile", []),
        ("xx.anthropic.claude-sonnet-4-6", "eu-west-1", "no-such-profile", []),
        ("anthropic.claude-3-opus-20240229-v1:0", "us-west-2", "after-end-of-life", None),
        ("anthropic.claude-haiku-4-5", "us-east-1", "mantle-only-id", None),
        (f"eu.{SONNET}", "eu-west-1", "not-from-region", None),
    ],
)
def test_seven_causes_of_one_text(asked, name, source, cause, fixed):
    """What the catalog knows of the ID tells the causes of one and the same text apart."""
    found = asked(INVALID, name, source)
    if cause is None:
        assert len(causes(found)) == 8
        assert {likelihood for _, likelihood in causes(found)} == {"possible"}
    else:
        assert causes(found)[0][0] == cause
        assert len(causes(found)) == 1
        assert found.to_dict()["causes"][0]["evidence"]
    if fixed is not None:
        assert ids(found)[: len(fixed) or None] == fixed


def test_the_region_that_was_called_makes_it_certain(asked):
    """From a Region that cannot call the ID the cause is certain; from one that can it is possible at most."""
    assert causes(asked(INVALID, f"eu.{SONNET}", "us-west-2")) == [("not-from-region", "certain")]
    assert causes(asked(INVALID, f"eu.{SONNET}")) == [("not-from-region", "likely")]
    assert causes(asked(INVALID, f"eu.{SONNET}", "eu-west-1")) == [("not-from-region", "possible")]


def test_a_day_tells_causes_apart(asked):
    """The same ID on other days: not there yet, withdrawn, ended."""
    assert causes(asked(INVALID, "anthropic.claude-sonnet-5-5", "us-east-1", on=date(2024, 1, 1)))[0][0] == "not-yet"
    gone = asked(INVALID, "eu.anthropic.claude-fable-5", "eu-west-1", on=date(2026, 11, 20))
    assert causes(gone)[0][0] in {"withdrawn-profile", "no-such-profile"}


@pytest.mark.parametrize(
    ("text", "name", "source", "cause", "kinds"),
    [
        (SAID["end-of-life"], "anthropic.claude-3-opus-20240229-v1:0", None, "end-of-life", {"ask"}),
        (SAID["legacy-idle"], f"eu.{SONNET}", "eu-west-1", "legacy-idle", {"use"}),
        (SAID["wrong-api"], "amazon.titan-embed-text-v2:0", "us-east-1", "wrong-api", {"request"}),
        (SAID["account-gate"], None, "eu-west-1", "account-gate", {"ask"}),
        (SAID["use-case-form"], f"eu.{SONNET}", "eu-west-1", "use-case-form", {"ask"}),
        (SAID["use-case-form"], f"il.{SONNET}", "il-central-1", "use-case-form", {"ask"}),
        (SAID["marketplace-rights"], f"eu.{SONNET}", None, "marketplace-rights", {"ask"}),
        (SAID["payment-instrument"], f"eu.{SONNET}", None, "payment-instrument", {"ask"}),
        (SAID["payment-instrument"], "amazon.nova-pro-v1:0", None, "payment-instrument", {"ask"}),
        (SAID["marketplace-pending"], None, None, "marketplace-pending", {"wait"}),
        (SAID["geo-block"], f"eu.{SONNET}", None, "geo-block", {"ask"}),
        (SAID["quota-minute"], f"eu.{SONNET}", "eu-west-1", "quota-minute", {"wait"}),
        (SAID["retention"], "global.anthropic.claude-fable-5", None, "retention", {"ask"}),
        (SAID["output-limit"], "amazon.nova-pro-v1:0", None, "output-limit", {"request"}),
        (SAID["context-window"], "amazon.nova-pro-v1:0", None, "context-window", {"request"}),
        (SAID["no-tool-use"], "amazon.nova-pro-v1:0", None, "no-tool-use", {"request"}),
        (SAID["no-streaming"], None, None, "no-streaming", {"request"}),
        (SAID["beta-header"], f"eu.{SONNET}", None, "beta-header", {"request"}),
        (SAID["body-shape"], None, None, "body-shape", {"request"}),
        (SAID["unsigned-header"], None, None, "unsigned-header", {"request"}),
        (SAID["region-mismatch"], f"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.{SONNET}", "eu-west-3",
         "region-mismatch", {"request"}),
        (SAID["no-endpoint"], None, None, "no-endpoint", {"route"}),
        (SAID["mantle-model-not-found"], f"global.{SONNET}", "us-east-1", "mantle-not-served", None),
        (SAID["mantle-model-refused"], None, "us-east-1", "mantle-not-served", None),
        (SAID["credentials"], None, None, "credentials", {"credentials"}),
        (SAID["bearer-rights"], None, None, "bearer-rights", {"right"}),
        (SAID["mantle-rights"], None, None, "mantle-rights", {"right"}),
        (SAID["denied"], None, None, "denied", {"right"}),
        (SAID["session-policy"], None, None, "session-policy", {"right"}),
        (SAID["iam-deny"], None, "eu-west-1", "iam-deny-global", {"use", "route"}),
        (DENIED + f"arn:aws:bedrock:eu-west-1::foundation-model/{SONNET} with an explicit deny in an identity-based "
         "policy",
         None, "eu-west-1", "iam-deny", {"right"}),
    ],
)  # fmt: skip
def test_a_cause_and_the_kind_of_step_that_mends_it(  # noqa: PLR0913, PLR0917  # a row of the table
    asked, text, name, source, cause, kinds
):
    """A request, a right or a form is named as such, and mended by no other model."""
    found = asked(text, name, source)
    assert causes(found)[0] == (cause, "certain")
    if kinds is not None:
        assert {one["kind"] for one in found.to_dict()["fixes"]} == kinds


def test_a_text_with_several_causes_has_them_all_less_those_ruled_out(asked):
    """Of no access: the Region, the form, the agreement, the account; facts leave away what cannot be."""
    every = ["not-from-region", "use-case-form", "marketplace-agreement", "account-gate"]
    assert [slug for slug, _ in causes(asked(SAID["no-access"]))] == every
    here = asked(SAID["no-access"], f"eu.{SONNET}", "eu-west-1")
    assert [slug for slug, _ in causes(here)] == ["use-case-form", "marketplace-agreement", "account-gate"]
    nova = asked(SAID["no-access"], "eu.amazon.nova-lite-v1:0", "eu-west-1")
    assert [slug for slug, _ in causes(nova)] == ["account-gate"]
    assert len(causes(asked(SAID["operation-not-allowed"]))) == 3
    assert len(causes(asked(SAID["capacity"]))) == 2


def test_a_missing_right_names_every_resource_of_the_route(asked):
    """Where ID and Region leave one route, the profile and the model in all its destinations are named."""
    said = SAID["iam-missing-destination"].replace("us-east-2", "eu-north-1")
    (fix,) = asked(said, f"eu.{SONNET}", "eu-west-1").to_dict()["fixes"]
    assert fix["action"] == "bedrock:InvokeModel"
    assert fix["resources"][0] == f"arn:aws:bedrock:eu-west-1:ACCOUNT:inference-profile/eu.{SONNET}"
    assert len(fix["resources"]) == 7
    (alone,) = asked(said).to_dict()["fixes"]
    assert alone["resources"] == [f"arn:aws:bedrock:eu-north-1::foundation-model/{SONNET}"]
    (everywhere,) = asked(SAID["iam-missing-global"], f"global.{SONNET}", "eu-west-1").to_dict()["fixes"]
    assert everywhere["resources"] == [
        f"arn:aws:bedrock:eu-west-1:ACCOUNT:inference-profile/global.{SONNET}",
        f"arn:aws:bedrock:eu-west-1::foundation-model/{SONNET}",
        f"arn:aws:bedrock:::foundation-model/{SONNET}",
    ]


def test_a_denied_destination_is_traced_to_its_profiles_and_avoided(asked):
    """The evidence names who leads there; the fix does not, and stays in the geography."""
    said = SAID["scp-destination"].replace("eu-north-1", "ap-southeast-2")
    found = asked(said, None, "ap-northeast-1").to_dict()
    assert f"ap-southeast-2 is a destination of global.{SONNET} from ap-northeast-1" in found["causes"][0]["evidence"]
    assert [one["id"] for one in found["fixes"] if "id" in one] == [f"jp.{SONNET}"]
    assert ids(asked(SAID["scp-destination"], None, "eu-west-1")) == []
    assert ids(asked(SAID["scp-global"], None, "eu-west-1")) == [f"eu.{SONNET}"]
    assert ids(asked(SAID["scp-global"])) == []


def test_what_is_said_bounds_what_is_proposed(asked):
    """A bare ID says no place: without Region, residency or policy none is proposed, and global never."""
    text = SAID["profile-needed"]
    assert ids(asked(text)) == []
    assert ids(asked(text, None, "eu-west-1")) == [f"eu.{SONNET}"]
    assert ids(asked(text, residency=("jp",))) == [f"jp.{SONNET}"]
    assert ids(asked(text, policy=("eu-residency",))) == [f"eu.{SONNET}"]
    assert ids(asked(text, None, "us-east-1", policy=("eu-residency",))) == []
    assert ids(asked(text, None, "sa-east-1")) == []
    assert "residency" in asked(text).to_dict()["fixes"][0]["text"]


def test_another_model_is_proposed_where_a_role_names_one(asked):
    """Without a role access is asked for; with one its next model is proposed as well."""
    attributes = (("data", "public"), ("environment", "prod"), ("team", "research"))
    text = "anthropic.claude-opus-5-5 is not available for this account."
    plain = asked(text, None, "eu-west-1", policy=("company",), attributes=attributes)
    assert ids(plain) == []
    role = asked(text, None, "eu-west-1", policy=("company",), attributes=attributes, role="smart")
    assert ids(role) == ["eu.anthropic.claude-opus-5"]
    other = asked(text, None, "eu-west-1", policy=("company",), attributes=attributes, role="fast")
    assert ids(other) == ["eu.anthropic.claude-haiku-5-5"]
    bare = asked(text, policy=("company",), attributes=attributes, role="smart")
    assert ids(bare) == []


def test_the_text_itself_says_what_was_called(asked):
    """Region and ID are read out of hosts, events, frames of a traceback and ARNs; what the caller says goes first."""
    host = f"{INVALID} https://bedrock-runtime.us-west-2.amazonaws.com/model/eu.{SONNET}/converse"
    assert asked(host).refusals[0].case.source == "us-west-2"
    assert asked(host).refusals[0].case.id == f"eu.{SONNET}"
    assert asked(host, None, "eu-west-1").refusals[0].case.source == "eu-west-1"
    event = {"eventSource": "bedrock.amazonaws.com", "awsRegion": "eu-west-3", "errorMessage": INVALID,
             "requestParameters": {"modelId": f"us.{SONNET}"}}  # fmt: skip
    case = asked(json.dumps({"Records": [event, event]}, indent=1)).refusals[0].case
    assert (case.source, case.id) == ("eu-west-3", f"us.{SONNET}")
    arn = f"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.{SONNET}"
    assert asked(INVALID, arn).refusals[0].case.source == "eu-west-1"
    assert asked(INVALID, f"bedrock/converse/eu.{SONNET}").refusals[0].case.id == f"eu.{SONNET}"


def test_of_many_kinds_the_first_are_weighed_and_the_rest_counted(asked):
    """A log of a thousand kinds of errors costs no more than one of fifty."""
    text = "\n".join(f"data retention mode 'm{chr(97 + at // 26)}{chr(97 + at % 26)}' is not available for this model"
                     for at in range(120))  # fmt: skip
    found = asked(text)
    assert (len(found.refusals), found.more) == (50, 70)
    assert "70 more kinds" in found.explain()
    assert asked("\n".join([text] * 2)).refusals[0].count == 2


def test_scan_names_the_same_causes():
    """What scan finds wrong has the cause for which Bedrock then refuses, by the slug of the one table."""
    assert REFUSED_FOR.keys() <= {rule.slug for rule in RULES}
    assert set(REFUSED_FOR.values()) <= CAUSES.keys()


@pytest.mark.parametrize("name", ["eu.anthropic.claude-fable-5", "anthropic.claude-3-opus-20240229-v1:0",
                                  "xx.anthropic.claude-sonnet-4-6", f"eu.{SONNET.removesuffix('-v1:0')}"])  # fmt: skip
def test_scan_and_diagnose_agree(asked, name, tmp_path):
    """The cause that scan foretells is the one that diagnose then finds."""
    from datetime import timedelta

    from bedrock_atlas.scan.finder import Finder
    from bedrock_atlas.scan.judge import Judge
    from bedrock_atlas.scan.run import Scan
    from bedrock_atlas.scan.served import Service

    path = tmp_path / "a.txt"
    path.write_text(name)
    catalog = load_catalog()
    service = Service(catalog, load_policy(), on=ON)
    (found,) = Scan(Finder(catalog, vendor_ids=False), Judge(service, within=timedelta(0))).file(str(path))
    assert found.details["cause"] == causes(asked(INVALID, name))[0][0]
