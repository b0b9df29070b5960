"""Edits of the world that AWS answers from, each with exactly the drift that it must give."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from bedrock_atlas.aws.observe.snapshot import CallResult, Snapshot
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_catalog
from tests.aws_world import DATES, profile_of, world_of

ON = date(2026, 11, 21)
TAKEN = datetime(2026, 11, 21, 3, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "catalog"
MODELS = (
    "amazon.nova-lite-v1:0",
    "anthropic.claude-fable-5",
    "anthropic.claude-haiku-4-5-20251001-v1:0",
    "anthropic.claude-opus-4-8",
    "anthropic.claude-sonnet-4-5-20250929-v1:0",
    "anthropic.claude-sonnet-4-6",
    "mistral.mistral-large-2402-v1:0",
    "qwen.qwen3-32b-v1:0",
)


def small(folder=FOLDER) -> Catalog:
    """Return the catalog of a folder with a few models of different kinds."""
    document = dict(load_catalog(folder).document)
    document["models"] = {
        key: value for key, value in document["models"].items() if key in MODELS or key.startswith("acme.")
    }
    return Catalog(document)


CATALOG = small()
WORLD = world_of(CATALOG, ON)
ALIVE = sorted({one["modelId"] for lists in WORLD.values() for one in lists["models"]})
COMMERCIAL = sorted(code for code, region in CATALOG.regions.items() if region.partition == "aws")


def snapshot(world, taken=TAKEN) -> Snapshot:
    """Return the snapshot of a world, every call observed."""
    regions = {
        code: {
            "foundation-models": CallResult("observed", tuple(lists["models"]), pages=1),
            "inference-profiles": CallResult("observed", tuple(lists["profiles"]), pages=1),
        }
        for code, lists in world.items()
    }
    return Snapshot(taken, "aws", regions)


def twice(world) -> list[Snapshot]:
    """Return two snapshots of a world, a day apart: enough to confirm a removal."""
    return [snapshot(world), snapshot(world, TAKEN - timedelta(hours=24))]


def key(drift):
    return (
        drift.kind,
        drift.model,
        drift.profile,
        drift.region,
        drift.fact if "lifecycle" in drift.kind else "",
        drift.old,
        drift.new,
    )


def drift(kind, model, profile="", region="", fact="", old="", new=""):  # noqa: PLR0913, PLR0917  # as Drift has them
    return (kind, model, profile, region, fact, old, new)


def listed(world, model):
    """Return Region → summary of a model."""
    return {code: one for code, lists in world.items() for one in lists["models"] if one["modelId"] == model}


def profiles(world, model, *, everywhere=None):
    """Return prefix → Region → profile of a model; with or without those that go everywhere."""
    found: dict[str, dict[str, dict]] = {}
    for code, lists in world.items():
        for one in lists["profiles"]:
            if one["inferenceProfileId"].endswith(f".{model}"):
                is_global = any(":::" in arn["modelArn"] for arn in one["models"])
                if everywhere is None or everywhere == is_global:
                    found.setdefault(one["inferenceProfileId"].removesuffix(f".{model}"), {})[code] = one
    return found


def places(profile):
    return sorted(arn["modelArn"].split(":")[3] for arn in profile["models"])


def drop_profile(world, code, identifier):
    world[code]["profiles"] = [one for one in world[code]["profiles"] if one["inferenceProfileId"] != identifier]


@st.composite
def edit(draw, world, model):
    """Change what AWS says about one model; gives the drifts that this is."""
    kinds = draw(st.sampled_from((
        add_model, remove_model, change_date, add_profile, remove_profile, add_source, remove_source, add_destination,
        remove_destination, add_on_demand, remove_on_demand, add_geography,
    )))  # fmt: skip
    return kinds(draw, world, model)


def add_model(draw, world, model):
    new = f"acme.{model.partition('.')[2]}"
    first = next(iter(listed(world, model).values()))
    codes = draw(st.lists(st.sampled_from(COMMERCIAL), min_size=1, max_size=3, unique=True))
    on_demand = draw(st.booleans())
    for code in codes:
        summary = copy.deepcopy(first)
        summary |= {
            "modelId": new,
            "modelName": f"Acme {len(new)}",
            "inferenceTypesSupported": ["ON_DEMAND"] * on_demand,
        }
        summary["modelArn"] = f"arn:aws:bedrock:{code}::foundation-model/{new}"
        world[code]["models"].append(summary)
        if draw(st.booleans()):
            world[code]["profiles"].append(profile_of("us", new, "Acme", code, "aws", [code, "us-east-1"]))
    return {drift("model-added", new, new=f"Acme {len(new)}")}


def remove_model(_, world, model):
    for lists in world.values():
        lists["models"] = [one for one in lists["models"] if one["modelId"] != model]
        lists["profiles"] = [one for one in lists["profiles"] if not one["inferenceProfileId"].endswith(f".{model}")]
    return {drift("model-absent", model)}


def change_date(draw, world, model):
    name = draw(st.sampled_from(("end_of_life", "start_of_life")))
    known = CATALOG.document["models"][model].get("lifecycle", {})
    days = {
        "end_of_life": st.dates(date(2028, 1, 1), date(2029, 1, 1)),
        "start_of_life": st.dates(date(2023, 1, 1), date(2023, 6, 1)),
    }
    day = draw(days[name])
    written = draw(
        st.sampled_from(
            (
                f"{day}T00:00:00Z",
                f"{day} 00:00:00+00:00",
                datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp(),
            )
        )
    )
    for one in listed(world, model).values():
        one["modelLifecycle"][DATES[name]] = written
    return {drift("lifecycle-changed", model, fact=name, old=known.get(name, ""), new=str(day))}


def add_profile(draw, world, model):
    unused = [
        prefix
        for prefix in CATALOG.geographies
        if prefix not in CATALOG.model(model).profiles and prefix not in {"global", "us-gov"}
    ]
    prefix = draw(st.sampled_from(unused))
    for code in draw(st.lists(st.sampled_from(COMMERCIAL), min_size=1, max_size=3, unique=True)):
        reached = draw(st.lists(st.sampled_from(COMMERCIAL), min_size=1, max_size=4, unique=True))
        world[code]["profiles"].append(profile_of(prefix, model, "X", code, "aws", reached))
    return {drift("profile-added", model, prefix)}


def remove_profile(draw, world, model):
    found = profiles(world, model)
    if not found:
        return set()
    prefix = draw(st.sampled_from(sorted(found)))
    for code in found[prefix]:
        drop_profile(world, code, f"{prefix}.{model}")
    return {drift("profile-absent", model, prefix)}


def add_source(draw, world, model):
    found = profiles(world, model, everywhere=False)
    found.pop("us-gov", None)
    if not found:
        return set()
    prefix = draw(st.sampled_from(sorted(found)))
    code = draw(st.sampled_from([code for code in COMMERCIAL if code not in found[prefix]]))
    reached = draw(st.lists(st.sampled_from(COMMERCIAL), min_size=1, max_size=4, unique=True))
    world[code]["profiles"].append(profile_of(prefix, model, "X", code, "aws", reached))
    return {drift("source-added", model, prefix, code, new=", ".join(sorted(reached)))}


def remove_source(draw, world, model):
    found = {prefix: codes for prefix, codes in profiles(world, model).items() if len(codes) > 1}
    if not found:
        return set()
    prefix = draw(st.sampled_from(sorted(found)))
    code = draw(st.sampled_from(sorted(found[prefix])))
    drop_profile(world, code, f"{prefix}.{model}")
    return {drift("source-absent", model, prefix, code, old=code)}


def add_destination(draw, world, model):
    found = profiles(world, model, everywhere=False)
    found.pop("us-gov", None)
    if not found:
        return set()
    prefix = draw(st.sampled_from(sorted(found)))
    code = draw(st.sampled_from(sorted(found[prefix])))
    place = draw(st.sampled_from([one for one in COMMERCIAL if one not in places(found[prefix][code])]))
    found[prefix][code]["models"].append({"modelArn": f"arn:aws:bedrock:{place}::foundation-model/{model}"})
    return {drift("destination-added", model, prefix, code, new=place)}


def remove_destination(draw, world, model):
    found = [
        (prefix, code)
        for prefix, codes in profiles(world, model, everywhere=False).items()
        for code, one in codes.items()
        if len(places(one)) > 1
    ]
    if not found:
        return set()
    prefix, code = draw(st.sampled_from(sorted(found)))
    one = profiles(world, model)[prefix][code]
    place = draw(st.sampled_from(places(one)))
    one["models"] = [arn for arn in one["models"] if arn["modelArn"].split(":")[3] != place]
    return {drift("destination-absent", model, prefix, code, old=place)}


def add_on_demand(draw, world, model):
    codes = [code for code, one in listed(world, model).items() if "ON_DEMAND" not in one["inferenceTypesSupported"]]
    if not codes:
        return set()
    code = draw(st.sampled_from(sorted(codes)))
    listed(world, model)[code]["inferenceTypesSupported"].append("ON_DEMAND")
    return {drift("on-demand-added", model, region=code, new=code)}


def remove_on_demand(draw, world, model):
    codes = [code for code, one in listed(world, model).items() if "ON_DEMAND" in one["inferenceTypesSupported"]]
    if not codes:
        return set()
    code = draw(st.sampled_from(sorted(codes)))
    listed(world, model)[code]["inferenceTypesSupported"].remove("ON_DEMAND")
    return {drift("on-demand-absent", model, region=code, old=code)}


def add_geography(draw, world, model):
    code = draw(st.sampled_from(COMMERCIAL))
    world[code]["profiles"].append(profile_of("kr", model, "X", code, "aws", [code]))
    return {drift("profile-added", model, "kr"), drift("geography-added", "", "kr", new="kr")}


class Edited(NamedTuple):
    """A world after its edits and the drifts that these are; the world is too long to print."""

    world: dict
    wanted: set

    def __repr__(self):
        """Show the drifts."""
        return f"Edited({sorted(self.wanted)})"


@st.composite
def edited_worlds(draw):
    """Draw a world with up to three edits, each of another model, and the drifts that they are."""
    world, wanted = copy.deepcopy(WORLD), set()
    for model in draw(st.lists(st.sampled_from(ALIVE), min_size=1, max_size=3, unique=True)):
        wanted |= draw(edit(world, model))
    return Edited(world, wanted)
