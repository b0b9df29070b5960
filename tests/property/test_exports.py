"""No export reaches what its policy does not admit: every client, shipped policy, source Region and name.

What a client can reach is read from the text that was written, by the client's own form, and not from the data that it
was written from.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from itertools import product

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.export.making import make
from bedrock_atlas.export.order import Order
from bedrock_atlas.export.pins import FAMILIES
from bedrock_atlas.export.reach import leaks, reachable
from bedrock_atlas.export.stamp import read_stamp
from bedrock_atlas.export.table import TARGETS
from bedrock_atlas.loading import load_catalog, load_policy, shipped_policies

CATALOG = load_catalog()
ON = CATALOG.day
SPRING = date(2026, 3, 1)  # much was launched and ended since
POLICIES = {name: load_policy(name, catalog=CATALOG) for name in shipped_policies()}
TABLES = {"opa", "cedar"}  # they judge every route there is, so a Region of each kind is enough
FEW = ("eu-central-1", "eu-west-2", "us-east-1", "ap-northeast-1", "ap-southeast-6", "us-gov-west-1", "il-central-1")


def combinations(policy):
    names = sorted(policy.attributes)
    return [tuple(zip(names, values, strict=True)) for values in product(*(policy.attributes[name] for name in names))]


def admitted(policy, attributes, source):
    """Return every ID that the policy admits from a Region, decided model by model."""
    found = set()
    for model in CATALOG:
        decision = decide(CATALOG, policy, Request(model.id, source=source, attributes=attributes), on=ON)
        found |= {(route.id, source) for route in decision.candidates.pick(decision.admitted)}
    return found


def exports(target, *, every=False, regions=CATALOG.regions, on=ON):
    """Make the export of a target for each shipped policy, attributes and Region that has something to write."""
    for name, policy in POLICIES.items():
        chosen = combinations(policy)
        for attributes in chosen if every else chosen[:: max(1, len(chosen) // 2)]:
            for source in FEW if target in TABLES else regions:
                order = Order(target, (source,), (name,), attributes, accept_open=True)
                made = make(CATALOG, policy, order, on)
                if made.text:
                    yield policy, attributes, source, made


@pytest.fixture(scope="module")
def known():
    """Return the admitted IDs of a policy, attributes and Region, each worked out once."""
    kept = {}

    def of(policy, attributes, source):
        key = (policy.name, attributes, source)
        if key not in kept:
            kept[key] = admitted(policy, attributes, source)
        return kept[key]

    return of


@pytest.mark.parametrize("target", TARGETS)
def test_no_export_reaches_what_is_not_admitted(target, known):
    """All that a client can reach through the text of an export is admitted from its Region; it has no wild pick."""
    cells = 0
    for policy, attributes, source, made in exports(target):
        reaches = list(made.target.reach(made.target.form.read(made.text)))
        assert reachable(reaches, CATALOG, ON) <= known(policy, attributes, source), (policy.name, source)
        assert leaks(reaches, made.pins) == made.leaks == ()
        cells += len(made.pins.pins) + len(made.missing)
    assert cells >= 100


def test_claude_code_is_closed_in_every_cell(known):
    """For every shipped policy, all attributes of the company, every Region and alias: it leads where it may."""
    cells = 0
    for policy, attributes, source, made in exports("claude-code", every=True):
        document = made.target.form.read(made.text)
        allowed = {one for one, _ in known(policy, attributes, source)}
        for family in FAMILIES:
            assert document["env"][f"ANTHROPIC_DEFAULT_{family.upper()}_MODEL"] in allowed
            cells += 1
        assert document["env"]["ANTHROPIC_MODEL"] in allowed
        assert document["env"]["AWS_REGION"] == source
    assert cells >= 403


def spoiled(document):
    """Yield copies of a document with one entry taken out, or one ID in it made global, and what was done."""
    spots = []

    def walk(here, path):
        entries = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for key, value in entries:
            spots.append((*path, key))
            walk(value, (*path, key))

    walk(document, ())
    for spot in spots:
        one = copy.deepcopy(document)
        place = one
        for key in spot[:-1]:
            place = place[key]
        if isinstance(place[spot[-1]], str) and "anthropic.claude" in place[spot[-1]]:
            before, _, after = place[spot[-1]].rpartition("eu.")
            place[spot[-1]] = f"{before}global.{after}"
            yield "widened", spot, one
            one = copy.deepcopy(document)
            place = one
            for key in spot[:-1]:
                place = place[key]
        if isinstance(place, dict):
            del place[spot[-1]]
            yield "removed", spot, one


# What may be taken out of a file without opening anything: words for people, prices, keys that only narrow further.
HARMLESS = {
    "claude-code": {"$schema", "BEDROCK_ATLAS_EXPORT", "ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION",
                    "ANTHROPIC_DEFAULT_FABLE_MODEL_NAME"},
    "claude-gateway": {"label", "auth", "name", "upstreams", "id"},
    "opencode": {"$schema", "name", "models", "id"},
}  # fmt: skip


@pytest.mark.parametrize("target", HARMLESS)
def test_a_spoiled_export_is_caught(target):
    """One pin taken out, or one ID made global, and the file is no longer closed."""
    order = Order(target, ("eu-central-1",), ("eu-residency",))
    made = make(CATALOG, POLICIES["eu-residency"], order, ON)
    document = made.target.form.read(made.text)
    kinds = set()
    for what, spot, one in spoiled(document):
        if what == "removed" and (spot[-1] in HARMLESS[target] or (target == "opencode" and "models" in spot)):
            continue
        assert leaks(made.target.reach(one), made.pins), (what, spot)
        kinds.add(what)
    assert kinds == {"widened", "removed"}


ADDED = [
    ("claude-code", ("fallbackModel",), ["claude-opus-4-6"]),
    ("claude-code", ("fallbackModel",), ["us.anthropic.claude-opus-4-8"]),
    ("claude-code", ("availableModels",), ["opus"]),
    ("claude-code", ("availableModels",), ["claude-opus-4-6"]),
    ("claude-code", ("env", "CLAUDE_CODE_SUBAGENT_MODEL"), "global.anthropic.claude-opus-5-5"),
    ("claude-code", ("env", "CLAUDE_CODE_USE_MANTLE"), "1"),
    ("claude-code", ("env", "AWS_REGION"), "us-east-1"),
    ("claude-code", ("env", "ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION"), "eu-west-2"),
    ("claude-gateway", ("auto_include_builtin_models",), True),
    ("claude-gateway", ("upstreams", 0, "region"), "eu-west-2"),
    ("claude-gateway", ("upstreams", 0, "provider"), "anthropic"),
    ("litellm", ("router_settings", "fallbacks"), [{"opus": ["gpt-5"]}]),
    ("litellm", ("litellm_settings", "default_fallbacks"), ["bedrock/global.anthropic.claude-opus-5-5"]),
    ("litellm", ("model_list", 0, "litellm_params", "model"), "bedrock/*"),
    ("litellm", ("model_list", 0, "litellm_params", "model"), "anthropic/claude-opus-5-5"),
    ("litellm", ("model_list", 0, "litellm_params", "aws_region_name"), "eu-west-2"),
    ("litellm", ("general_settings", "store_model_in_db"), True),
    ("opencode", ("enabled_providers",), ["amazon-bedrock", "anthropic"]),
    ("opencode", ("small_model",), "amazon-bedrock/anthropic.claude-haiku-5-5"),
    ("opencode", ("provider", "amazon-bedrock", "options", "region"), "eu-west-2"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "path", "value"), ADDED, ids=lambda one: str(one)[:40])
def test_an_added_way_out_is_caught(target, path, value):
    """One fallback, wildcard, other provider or Region added, and the file is no longer closed."""
    made = make(CATALOG, POLICIES["eu-residency"], Order(target, ("eu-central-1",), ("eu-residency",)), ON)
    document = place = made.target.form.read(made.text)
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert leaks(made.target.reach(document), made.pins)


@pytest.mark.parametrize("target", TARGETS)
def test_an_export_says_how_it_was_made(target):
    """The stamp of a file reads back as the order, catalog, policies and days that it was made from."""
    for _, _, _, made in exports(target, regions=FEW):
        stamp = read_stamp(made.text)
        assert stamp.order() == made.pins.order
        assert (stamp.catalog, stamp.policies, stamp.on, stamp.until) == (
            made.stamp.catalog, made.stamp.policies, made.stamp.on, made.stamp.until,
        )  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_an_export_holds_until_its_day(target):
    """Made for the eve of its last day a file says what it says today, but for the days in its stamp."""
    held = 0
    for policy, _, _, made in exports(target, regions=FEW[:3], on=SPRING):
        if made.stamp.until is not None:
            eve = made.stamp.until - timedelta(days=1)
            later = make(CATALOG, policy, made.pins.order, eve, made.stamp)
            assert later.text == make(CATALOG, policy, made.pins.order, SPRING, made.stamp).text
            held += 1
    assert held
