"""The laws of comparing and proposing, over generated edits of the world that AWS answers from."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedrock_atlas.aws.compare.as_observed import as_observed
from bedrock_atlas.aws.compare.compare import compare
from bedrock_atlas.aws.compare.severity import changed_decisions
from bedrock_atlas.aws.observe.snapshot import CallResult, load_snapshot
from bedrock_atlas.aws.propose.propose import propose
from bedrock_atlas.loading import load_catalog
from tests.aws_world import world_of
from tests.property.aws_edits import (
    ALIVE,
    CATALOG,
    FOLDER,
    MODELS,
    ON,
    WORLD,
    edited_worlds,
    key,
    small,
    snapshot,
    twice,
)

STATES = ("denied", "not-opted-in", "throttled", "unreachable", "malformed")
REMOVALS = {"model-absent", "profile-absent", "source-absent", "destination-absent", "on-demand-absent"}
some = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example]
)
few = settings(some, max_examples=25)


def test_the_world_of_the_whole_catalog_is_in_sync():
    """What AWS would answer if every fact of the catalog were true differs from it in nothing."""
    catalog = load_catalog()
    found = compare(catalog, [snapshot(world_of(catalog, ON))])
    assert not found.drifts
    assert not found.unconfirmed
    assert not found.notes


def test_the_small_world_is_worth_editing():
    """The edits have models with profiles, with In-Region Regions, with both and with GovCloud to work on."""
    assert len(ALIVE) >= 6


@given(edited_worlds())
@some
def test_the_drift_is_exactly_the_edit(edited):
    """Whatever was changed is found, and nothing else is."""
    world, wanted = edited
    found = compare(CATALOG, twice(world))
    assert {key(drift) for drift in found.drifts} == wanted
    assert not found.unconfirmed


@given(edited_worlds(), st.randoms(use_true_random=False))
@few
def test_order_does_not_matter(edited, random):
    """Neither the order of snapshots nor that of Regions or of entries changes anything."""
    snapshots = twice(edited[0])
    shuffled = []
    for one in snapshots:
        codes = list(one.regions)
        random.shuffle(codes)
        regions = {
            code: {
                call: dataclasses.replace(answer, items=tuple(random.sample(answer.items, len(answer.items))))
                for call, answer in one.regions[code].items()
            }
            for code in codes
        }
        shuffled.append(dataclasses.replace(one, regions=regions))
    random.shuffle(shuffled)
    assert compare(CATALOG, shuffled) == compare(CATALOG, snapshots)


@given(
    edited_worlds(),
    st.sets(
        st.tuples(st.sampled_from(sorted(WORLD)), st.sampled_from(("foundation-models", "inference-profiles"))),
        min_size=1,
    ),
    st.sampled_from(STATES),
)
@some
def test_what_was_not_observed_is_never_removed(edited, blind, state):
    """No removal rests on a call that failed; a world that differs in nothing stays in sync however little is seen."""

    def blinded(one):
        regions = {
            code: {
                call: CallResult(state, (), "no") if (code, call) in blind else answer for call, answer in calls.items()
            }
            for code, calls in one.regions.items()
        }
        return dataclasses.replace(one, regions=regions)

    assert not compare(CATALOG, [blinded(one) for one in twice(WORLD)])
    found = compare(CATALOG, [blinded(one) for one in twice(edited[0])])
    for drift in (*found.drifts, *found.unconfirmed):
        if drift.kind in REMOVALS:
            call = "foundation-models" if drift.kind == "on-demand-absent" else "inference-profiles"
            assert not {(code, call) for code in drift.regions if drift.kind != "model-absent"} & blind
    gone = {
        (change.source, "foundation-models" if change.kind == "in-region" else "inference-profiles")
        for change in found.changes
        if change.destinations is None
    }
    assert not gone & blind


@given(edited_worlds())
@few
def test_one_look_confirms_no_removal(edited):
    """One snapshot, or two within twenty hours, leave every removal unconfirmed and change nothing by it."""
    world, wanted = edited
    once, near = snapshot(world), dataclasses.replace(snapshot(world), taken=snapshot(world).taken.replace(hour=22))
    for snapshots in ([once], [once, near]):
        found = compare(CATALOG, snapshots)
        assert {key(drift) for drift in found.drifts} == {one for one in wanted if one[0] not in REMOVALS}
        assert {key(drift) for drift in found.unconfirmed} == {one for one in wanted if one[0] in REMOVALS}
        assert not [change for change in found.changes if change.destinations is None]


@given(edited_worlds())
@few
def test_a_snapshot_reads_back_as_it_was(edited):
    """A written snapshot says the same when it is read again, and is written again with the same bytes."""
    one = snapshot(edited[0])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.json"
        path.write_text(one.render(), encoding="utf-8")
        again = load_snapshot(path)
    assert again.render() == one.render()
    assert compare(CATALOG, [again]) == compare(CATALOG, [one])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a catalog folder with the few models alone."""
    path = tmp_path_factory.mktemp("small") / "catalog"
    shutil.copytree(FOLDER, path, ignore=shutil.ignore_patterns("models"))
    for model in MODELS:
        provider, _, rest = model.partition(".")
        (path / "models" / provider).mkdir(parents=True, exist_ok=True)
        shutil.copy(FOLDER / "models" / provider / f"{rest.replace(':', '_')}.yaml", path / "models" / provider)
    return path


def described(catalog):
    """Return (model, kind, source) → its intervals of time with their destinations."""
    found: dict[tuple[str, str, str], set] = {}
    for model_id, entry in catalog.document["models"].items():
        for kind, sources, places, *days in entry["rows"]:
            for source in sources:
                where = places if places == "commercial" else tuple(places)
                found.setdefault((model_id, kind, source), set()).add((where, *days))
    return found


@given(edited_worlds())
@few
def test_propose_then_compare_is_in_sync(folder, edited):
    """After writing the proposal the same snapshots differ in nothing, and proposing again changes nothing.

    No comment and no file that says nothing new is touched; the catalog is the one that the decisions were asked of.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "catalog"
        shutil.copytree(folder, copy)
        before, snapshots = small(copy), twice(edited[0])
        found = compare(before, snapshots)
        proposal = propose(copy, found, {})
        assert proposal.left == ()
        untouched = {
            path: path.read_bytes()
            for path in copy.rglob("*.yaml")
            if str(path.relative_to(copy)) not in proposal.texts
        }
        comments = [
            line
            for path in copy.rglob("*.yaml")
            for line in path.read_text("utf-8").splitlines()
            if line.strip().startswith("#")
        ]
        proposal.write()
        after = load_catalog(copy)
        again = compare(after, snapshots)
        assert not again.drifts
        assert not again.unconfirmed
        assert not propose(copy, again, {})
        assert untouched == {path: path.read_bytes() for path in untouched}
        kept = [
            line
            for path in copy.rglob("*.yaml")
            for line in path.read_text("utf-8").splitlines()
            if line.strip().startswith("#")
        ]
        assert set(comments) <= set(kept)
        assert described(after) == described(as_observed(before, found))
        changed_decisions(before, after, found)
