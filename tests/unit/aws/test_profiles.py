"""Application inference profiles as code: declarations, the account as a snapshot tells it, and the steps between."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import botocore.session
import pytest

from bedrock_atlas.aws.observe.snapshot import CallResult, Snapshot
from bedrock_atlas.aws.profiles.declared import declarations
from bedrock_atlas.aws.profiles.existing import account
from bedrock_atlas.aws.profiles.plan import plan
from bedrock_atlas.aws.profiles.render import to_cli, to_json, to_terraform, to_text
from bedrock_atlas.cli import run
from bedrock_atlas.errors import CatalogError, RequestError
from bedrock_atlas.loading import load_catalog, load_policy
from bedrock_atlas.source.overlay_profiles import NAME_LONGEST

ON = date(2026, 11, 20)
OWN = "111122223333"
OVERLAY = """overlay: own
profiles:
  search-smart: {role: smart, set: {environment: prod, data: personal, team: search}, from: eu-central-1,
                 tags: {cost-center: ai}}
  support-fast: {role: fast, set: {environment: prod, data: internal, team: support}, from: us-east-1,
                 description: 'costs $${5}, "fast"'}
  old-sonnet: {model: anthropic.claude-sonnet-4-5-20250929-v1:0, from: eu-west-1,
               set: {environment: prod, data: internal, team: support}}
""".replace("$$", "$")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Return the shipped catalog as a compiled file, which is read faster."""
    path = tmp_path_factory.mktemp("base") / "catalog.json"
    path.write_text(json.dumps(load_catalog().document), "utf-8")
    return path


@pytest.fixture
def world(tmp_path, base):
    """Return a function that loads an overlay of that text."""

    def load(text=OVERLAY):
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "overlay.yaml").write_text(text, "utf-8")
        return load_catalog([base, tmp_path / "own"])

    return load


def item(number, name, route, region, **tags):
    """Return a profile as AWS lists it, with its tags."""
    regions = ["", region] if len(route.destinations) > 20 else sorted(route.destinations)
    model = route.id.removeprefix(f"{route.geography}.") if route.geography else route.id
    return {
        "inferenceProfileId": f"id{number}",
        "inferenceProfileArn": f"arn:aws:bedrock:{region}:{OWN}:application-inference-profile/id{number}",
        "inferenceProfileName": name,
        "models": [{"modelArn": f"arn:aws:bedrock:{one}::foundation-model/{model}"} for one in regions],
        "type": "APPLICATION",
        "status": "ACTIVE",
        "tags": [{"key": key, "value": value} for key, value in tags.items()],
    }


def snapshot(items, day=20, regions=("eu-central-1", "eu-west-1", "us-east-1"), state="observed"):
    """Return a snapshot of these items by Region."""
    answers = {
        region: {
            "application-profiles": CallResult(state, tuple(items.get(region, ())), "" if state == "observed" else "no")
        }
        for region in regions
    }
    return Snapshot(datetime(2026, 11, day, tzinfo=UTC), "aws", answers)


def made(steps, items, start=0):
    """Return the items of an account after the steps were carried out, as AWS would list it."""
    after = {region: list(some) for region, some in items.items()}
    for number, step in enumerate(steps, start):
        if step.kind == "tag":
            after[step.source] = [
                one | {"tags": [{"key": key, "value": value} for key, value in step.wanted.all_tags.items()]}
                if one["inferenceProfileId"] == step.old.id else one
                for one in after[step.source]
            ]  # fmt: skip
        if step.creates is not None:
            one = step.creates
            new = item(number, one.aws_name, one.decision.routes[0], one.source, **one.all_tags)
            after.setdefault(one.source, []).append(new)
        if step.deletes is not None:
            after[step.source] = [one for one in after[step.source] if one["inferenceProfileId"] != step.deletes.id]
    return after


def planned(catalog, items, *, on=ON, **how):
    policy = load_policy("company", catalog=catalog)
    return plan(declarations(catalog, policy, on), account(catalog, [snapshot(items, **how)], on))


def kinds(steps):
    return [(step.kind, step.name) for step in steps]


def test_an_empty_account_gets_what_is_declared(world):
    """Each declaration with an answer is created; one without is forbidden, and says why."""
    steps = planned(world(), {})
    assert kinds(steps) == [("forbidden", "old-sonnet"), ("create", "search-smart"), ("create", "support-fast")]
    assert "no-legacy-in-prod" in steps[0].why
    assert (
        steps[1].creates.copies
        == "arn:aws:bedrock:eu-central-1:${Account}:inference-profile/eu.anthropic.claude-opus-5-5"
    )
    assert steps[1].creates.all_tags == {
        "cost-center": "ai", "atlas:profile": "search-smart", "atlas:revision": steps[1].creates.revision,
    }  # fmt: skip
    assert steps[1].creates.aws_name == f"search-smart-{steps[1].creates.revision}"


def test_what_was_made_is_kept(world):
    """After the steps of a plan the next plan keeps everything, and another one too."""
    catalog = world()
    items = made(planned(catalog, {}), {})
    assert kinds(planned(catalog, items)) == [
        ("forbidden", "old-sonnet"), ("keep", "search-smart"), ("keep", "support-fast"),
    ]  # fmt: skip


def test_another_answer_is_a_replacement(world):
    """A profile that was made for an earlier answer is replaced: the new one beside the old, then the old one goes."""
    catalog = world()
    items = made(planned(catalog, {}, on=date(2026, 10, 5)), {})  # before Opus 5.5 was settled
    steps = planned(catalog, items)
    assert ("replace", "search-smart") in kinds(steps)
    (step,) = (one for one in steps if one.name == "search-smart")
    assert step.why == "it leads to eu.anthropic.claude-opus-4-8; eu.anthropic.claude-opus-5-5 is the answer"
    assert step.creates.aws_name != step.deletes.aws_name
    assert {kind for kind, _ in kinds(planned(catalog, made(steps, items, 10)))} == {"forbidden", "keep"}


def test_tags_that_differ_are_set(world):
    """A profile that is right but for its tags is tagged, not replaced."""
    items = made(planned(world(), {}), {})
    changed = world(OVERLAY.replace("cost-center: ai", "cost-center: research"))
    steps = planned(changed, items)
    (step,) = (one for one in steps if one.name == "search-smart")
    assert (step.kind, step.why) == ("tag", "tags differ: cost-center")
    assert ("keep", "search-smart") in kinds(planned(changed, made(steps, items)))


def test_what_is_declared_no_more_is_an_orphan(world):
    """A profile of a declaration that is gone, or moved to another Region, is an orphan; a stranger is left alone."""
    catalog = world()
    items = made(planned(catalog, {}), {})
    stranger = {**items["us-east-1"][0], "inferenceProfileId": "other", "tags": [{"key": "team", "value": "x"}]}
    items["us-east-1"].append(stranger | {"inferenceProfileName": "theirs"})
    fewer = world(OVERLAY.replace("support-fast", "support-quick").replace("from: eu-central-1", "from: eu-west-1"))
    found = kinds(planned(fewer, items))
    assert sorted(found) == [
        ("create", "search-smart"), ("create", "support-quick"), ("forbidden", "old-sonnet"),
        ("orphan", "search-smart"), ("orphan", "support-fast"),
    ]  # fmt: skip


def test_two_of_one_declaration_are_one_too_many(world):
    """Where two profiles say that they are of one declaration the right one is kept and the other is an orphan."""
    catalog = world()
    items = made(planned(catalog, {}), {})
    before = made(planned(catalog, {}, on=date(2026, 10, 5)), {}, 10)
    items["eu-central-1"] += before["eu-central-1"]
    assert kinds(planned(catalog, items))[1:3] == [("orphan", "search-smart"), ("keep", "search-smart")]


def test_what_leads_outside_is_forbidden(world):
    """A profile that copies what the policy does not admit is forbidden, and what it shall copy takes its place."""
    catalog = world()
    candidates = catalog.candidates("anthropic.claude-opus-5-5", ON)
    route = next(one for one in candidates.routes if (one.geography, one.source) == ("global", "eu-central-1"))
    items = {"eu-central-1": [item(1, "x", route, "eu-central-1", **{"atlas:profile": "search-smart"})]}
    (step,) = (one for one in planned(catalog, items) if one.name == "search-smart")
    assert step.kind == "forbidden"
    assert step.why == "it leads to global.anthropic.claude-opus-5-5, which is not admitted"
    assert (step.creates.decision.id, step.deletes.id) == ("eu.anthropic.claude-opus-5-5", "id1")


def test_what_cannot_be_told_is_said(world):
    """A profile whose destinations no ID has, or that has two models, is replaced and says why it is not understood."""
    catalog = world()
    items = made(planned(catalog, {}), {})
    (mine,) = items["eu-central-1"]
    mine["models"] = mine["models"][:2]
    (step,) = (one for one in planned(catalog, items) if one.name == "search-smart")
    assert step.kind == "collision"  # its revision is that of the answer, so its name is taken until it is gone
    assert "is taken (id1) by itself: delete it first" in step.why
    mine["models"] = [{"modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0"}, *mine["models"]]
    mine["inferenceProfileName"] = "x"
    (step,) = (one for one in planned(catalog, items) if one.name == "search-smart")
    assert step.kind == "replace"
    assert step.why.startswith("where it leads cannot be told: one profile with 2 models")
    assert ("forbidden", "old-sonnet") in kinds(planned(catalog, {**items, "eu-west-1": [
        mine | {"tags": [{"key": "atlas:profile", "value": "old-sonnet"}]}
    ]}))  # fmt: skip


def test_a_name_that_is_taken_is_a_collision(world):
    """A profile of that very name that nobody here made is not touched, and nothing is created beside it."""
    catalog = world()
    items = made(planned(catalog, {}), {})
    items["us-east-1"][0]["tags"] = []
    (step,) = (one for one in planned(catalog, items) if one.name == "support-fast")
    assert (step.kind, step.creates, step.deletes) == ("collision", None, None)
    assert step.why.endswith("and was not made from this declaration")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"regions": ("eu-west-1",)}, "no snapshot asked for the account's own profiles there"),
        ({"state": "denied"}, "denied: no"),
    ],
)
def test_where_nothing_was_seen_nothing_is_planned(world, how, why):
    """A Region that was not asked, or did not answer, gets no step but its reason."""
    (step,) = (one for one in planned(world(), {}, **how) if one.name == "search-smart")
    assert (step.kind, step.why, step.creates) == ("not-seen", why, None)


def test_profiles_without_tags_are_not_seen(world):
    """A snapshot of an earlier version has no tags: then whose profiles these are is not known."""
    items = made(planned(world(), {}), {})
    for one in items["eu-central-1"]:
        del one["tags"]
    (step,) = (one for one in planned(world(), items) if one.name == "search-smart")
    assert (step.kind, step.why) == ("not-seen", "observed without tags")


def test_the_newest_look_counts(world):
    """Of two snapshots the newer one is believed, unless it saw nothing in that Region."""
    catalog = world()
    policy = load_policy("company", catalog=catalog)
    items = made(planned(catalog, {}), {})
    wanted = declarations(catalog, policy, ON)
    both = [snapshot({}, day=18), snapshot(items, day=19), snapshot({}, day=20, state="throttled")]
    found = plan(wanted, account(catalog, both, ON))
    assert ("keep", "search-smart") in kinds(found)


BAD = [
    ("role: smart,", "role: clever,", RequestError, "declared profile `search-smart`: unknown role `clever`"),
    ("team: search}", "team: sales}", RequestError, "declared profile `search-smart`: `team` has no value `sales`"),
    ("role: smart,", "role: smart, model: amazon.nova-pro-v1:0,", CatalogError, "two-subjects"),
    ("role: smart, ", "", CatalogError, "missing-model"),
    (
        "model: anthropic.claude-sonnet-4-5-20250929-v1:0",
        "model: anthropic.claude-sonnet-9",
        CatalogError,
        "unknown-model",
    ),
    ("from: us-east-1", "from: us-east-9", CatalogError, "unknown-region"),
    ("cost-center: ai", "atlas:profile: ai", CatalogError, "bad-tag"),
    ("cost-center: ai", "AWS:x: ai", CatalogError, "bad-tag"),
    ("cost-center: ai", "cost(center): ai", CatalogError, "bad-tag"),
    ("search-smart", "search--smart", CatalogError, "bad-profile-name"),
    ("search-smart", "s" * 56, CatalogError, "bad-profile-name"),
    ("search-smart: {", "search-smart: {override: true, ", CatalogError, "overlay-clash"),
    ('costs ${5}, "fast"', "x" * 201, CatalogError, "bad-text"),
]


@pytest.mark.parametrize(("old", "new", "error", "message"), BAD, ids=[one[1][:30] for one in BAD])
def test_a_declaration_that_cannot_be_is_refused(world, old, new, error, message):
    """Each mistake is told where it is made, or by the name of the declaration."""
    assert old in OVERLAY
    with pytest.raises(error) as caught:
        planned(world(OVERLAY.replace(old, new, 1)), {})
    assert message in str(caught.value)


def test_the_script_makes_first_and_deletes_nothing(world, tmp_path):
    """The script is a shell's, with every value quoted; what it would delete stands in comments."""
    catalog = world()
    items = made(planned(catalog, {}, on=date(2026, 10, 5)), {})
    items["us-east-1"][0]["tags"] = [one for one in items["us-east-1"][0]["tags"] if one["key"].startswith("atlas:")]
    script = to_cli(planned(catalog, items))
    called = tmp_path / "called"
    (tmp_path / "aws").write_text(f'#!/bin/sh\n[ "$1" = sts ] && echo {OWN} || printf "%s\\n" "$@" >> {called}\n')
    (tmp_path / "aws").chmod(0o755)
    subprocess.run(["sh", "-c", script], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True)
    words = called.read_text("utf-8").splitlines()
    assert words[:2] == ["bedrock", "create-inference-profile"]
    assert f"copyFrom=arn:aws:bedrock:eu-central-1:{OWN}:inference-profile/eu.anthropic.claude-opus-5-5" in words
    tags = json.loads(words[words.index("--tags") + 1])
    assert tags[0] == {"key": "cost-center", "value": "ai"}
    assert [one["key"] for one in tags] == ["cost-center", "atlas:profile", "atlas:revision"]
    assert not [word for word in words if "delete" in word]
    assert script.count("\n# aws bedrock delete-inference-profile") == script.count("delete-inference-profile") == 3


def test_the_script_tags_by_arn(world):
    """A profile that is right but for its tags is tagged by its ARN, whose account the snapshot may have masked."""
    items = made(planned(world(), {}), {})
    (mine,) = items["eu-central-1"]
    mine["inferenceProfileArn"] = mine["inferenceProfileArn"].replace(OWN, "*" * 12)
    script = to_cli(planned(world(OVERLAY.replace("cost-center: ai", "cost-center: r d")), items))
    (line,) = (one for one in script.splitlines() if "tag-resource" in one)
    assert '--resource-arn "arn:aws:bedrock:eu-central-1:${Account}:application-inference-profile/id1"' in line
    assert '{"key": "cost-center", "value": "r d"}' in line


def test_names_are_names_of_aws(world):
    """Every name, tag and description is within the pattern and length that AWS's own model of the call has."""
    shape = (
        botocore.session.get_session()
        .get_service_model("bedrock")
        .operation_model("CreateInferenceProfile")
        .input_shape
    )
    name, described = shape.members["inferenceProfileName"], shape.members["description"]
    longest = world(OVERLAY.replace("search-smart", "a" * NAME_LONGEST).replace("support-fast", "My profile_1 x-Y"))
    for step in planned(longest, {}):
        assert len(step.wanted.aws_name) <= name.metadata["max"]
        assert re.fullmatch(name.metadata["pattern"], step.wanted.aws_name)
        assert len(step.wanted.description) <= described.metadata["max"]


def test_terraform_has_every_profile_with_an_answer(world):
    """The blocks are made before the old ones go, and a text of a person is no template of Terraform's."""
    document = json.loads(to_terraform(planned(world(), {})))
    blocks = document["resource"]["aws_bedrock_inference_profile"]
    assert sorted(blocks) == ["search-smart", "support-fast"]
    assert blocks["support-fast"]["description"] == 'costs $${5}, "fast"'
    assert blocks["search-smart"]["model_source"]["copy_from"] == (
        "arn:aws:bedrock:eu-central-1:${data.aws_caller_identity.current.account_id}"
        ":inference-profile/eu.anthropic.claude-opus-5-5"
    )
    assert blocks["search-smart"]["lifecycle"] == {"create_before_destroy": True}
    assert document["output"]["bedrock_profiles"]["value"]["search-smart"] == (
        "${aws_bedrock_inference_profile.search-smart.arn}"
    )
    assert json.loads(to_terraform([])) == {}
    names = OVERLAY.replace("search-smart", "1 smart").replace("support-fast", "_")
    assert "_1_smart" in to_terraform(planned(world(names.replace("  _:", "  x:")), {}))
    with pytest.raises(RequestError, match="two declared profiles would both be `a_b` in Terraform"):
        to_terraform(planned(world(OVERLAY.replace("search-smart", "a b").replace("support-fast", "a_b")), {}))


def test_a_plan_is_told_in_words_and_as_data(world):
    """The text has a line a step and counts them; JSON has the same steps."""
    steps = planned(world(), {})
    text = to_text(steps)
    assert text.endswith("\n1 forbidden, 2 create\n")
    data = json.loads(to_json(steps))
    assert [one["kind"] for one in data] == ["forbidden", "create", "create"]
    assert data[0]["wanted"]["copies"] is None
    assert data[1]["old"] is None
    assert to_text([]).startswith("nothing is declared")


def test_the_command_ends_as_the_plan_does(world, tmp_path, capfd, monkeypatch):
    """0 when all is kept, 1 when something is to be done, 2 when nothing is declared, 3 when a Region was not seen."""
    monkeypatch.chdir(tmp_path)
    text = OVERLAY.partition("  old-sonnet")[0]
    catalog = world(text)
    items = made(planned(catalog, {}), {})
    line = ["--catalog", "own", "profiles", "plan", "--policy", "company", "--on", "2026-11-20", "--snapshot", "s.json"]
    Path("s.json").write_text(snapshot(items).render())
    assert run(line) == 0
    assert capfd.readouterr().out.endswith("\n2 keep\n")
    Path("s.json").write_text(snapshot({}).render())
    assert run([*line, "-o", "json"]) == 1
    capfd.readouterr()
    Path("s.json").write_text(replace(snapshot({}), regions={}).render())
    assert run([*line, "-o", "cli"]) == 3
    assert "note: not-seen: search-smart from eu-central-1" in capfd.readouterr().err
    assert run(line[2:]) == 2
    assert "no application profile is declared" in capfd.readouterr().err
