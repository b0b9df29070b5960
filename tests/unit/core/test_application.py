"""Application inference profiles, seen through by model, source Region and the set of destinations."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas.errors import CatalogError, RequestError
from bedrock_atlas.facts.application import behind, reported, see_through
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_catalog
from bedrock_atlas.source.overlay import lay_over

ON = date(2026, 11, 20)
MODEL = "anthropic.claude-sonnet-4-6"
ARN = "arn:aws:bedrock:{}:123456789012:application-inference-profile/{}"
CORE = ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")


def models(*regions, model=MODEL):
    return [f"arn:aws:bedrock:{region}::foundation-model/{model}" for region in regions]


def test_every_route_is_found_again_by_its_destinations(catalog):
    """For every route of every model on the day, what AWS would report leads back to it, or says what is in doubt."""
    clear = 0
    for model in catalog:
        for route in catalog.candidates(model.id, ON).routes:
            if route.endpoint != "bedrock-runtime" or route.source not in catalog.commercial:
                continue
            live = (route.since or route.seen or ON) <= ON and (route.until is None or route.until > ON)
            found = behind(catalog, model.id, route.source, route.destinations, ON)
            assert (route in found.routes) == live
            assert (found.id is None) == bool(found.doubt)
            clear += found.id == route.id
    assert clear > 1000


def test_a_profile_is_known_by_what_aws_reports(catalog):
    """The set of Regions decides which profile was copied, and an ARN without a Region means all of them."""
    assert reported(catalog, "eu-central-1", models(*CORE), ON).id == f"eu.{MODEL}"
    everywhere = reported(catalog, "eu-central-1", models("", "eu-central-1"), ON)
    assert (everywhere.id, everywhere.destinations) == (f"global.{MODEL}", catalog.commercial)
    some = reported(catalog, "eu-central-1", models("eu-central-1", "eu-west-1"), ON)
    assert some.id is None
    assert some.doubt == f"no ID of {MODEL} from eu-central-1 goes to exactly eu-central-1, eu-west-1"


@pytest.mark.parametrize(
    ("arns", "slug"),
    [
        ([], "bad-arn"),
        (["arn:aws:s3:::bucket"], "bad-arn"),
        ([*models("eu-west-1"), *models("eu-west-1", model="amazon.nova-pro-v1:0")], "ambiguous-model"),
        (models("eu-west-1", model="acme.none-v1:0"), "unknown-model"),
    ],
)
def test_what_cannot_be_told_is_refused(catalog, arns, slug):
    """No ARN of a model, several models and an unknown one are errors of their own."""
    with pytest.raises(RequestError) as caught:
        reported(catalog, "eu-west-1", arns, ON)
    assert caught.value.slug == slug


@pytest.fixture
def twins(catalog):
    """Return the shipped document with a second profile of the model, `us.`, that goes where `eu.` goes."""
    document = copy.deepcopy(catalog.document)
    rows = document["models"][MODEL]["rows"]
    rows += [["us", *row[1:]] for row in rows if row[0] == "eu"]
    return document


def test_two_ids_of_one_set_are_ambiguous(twins):
    """Where two IDs go to the same Regions from the same source neither is taken, and both are named."""
    found = behind(Catalog(twins), MODEL, "eu-central-1", frozenset(CORE), ON)
    assert found.id is None
    assert found.doubt.startswith(f"eu.{MODEL} and us.{MODEL} both go from eu-central-1 to exactly eu-central-1, ")


def test_an_overlay_cannot_settle_what_is_ambiguous(twins, tmp_path):
    """Destinations that two IDs have are a finding, and the geography says which one is meant."""
    path = tmp_path / "overlay.yaml"
    path.write_text(OVERLAY.format(ARN.format("eu-central-1", "abc"), f"destinations: [{', '.join(CORE)}]"))
    with pytest.raises(CatalogError, match=r"ambiguous-destinations.*`eu` and `us` both go from `eu-central-1`"):
        lay_over(twins, tmp_path)


OVERLAY = """overlay: own
application_profiles:
  {}: {{model: anthropic.claude-sonnet-4-6, {}}}
"""


@pytest.fixture
def overlay(tmp_path):
    """Return a function that loads an overlay with one application profile."""

    def load(rest, region="eu-central-1", text=OVERLAY):
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "overlay.yaml").write_text(text.format(ARN.format(region, "abc"), rest))
        return load_catalog(tmp_path / "own")

    return load


def test_an_arn_of_an_overlay_is_seen_through(overlay):
    """By its geography or by its destinations an ARN leads to the same: model, source and set of Regions."""
    by_geography = see_through(overlay("geography: eu"), ARN.format("eu-central-1", "abc"), ON)
    by_regions = see_through(overlay(f"destinations: [{', '.join(CORE)}]"), ARN.format("eu-central-1", "abc"), ON)
    assert by_geography == by_regions
    assert (by_regions.id, by_regions.source, by_regions.doubt) == (f"eu.{MODEL}", "eu-central-1", "")
    assert by_regions.destinations == set(CORE)
    world = overlay("geography: eu")
    with pytest.raises(RequestError, match="does not know the application profile"):
        see_through(world, ARN.format("eu-central-1", "xyz"), ON)


def test_a_model_itself_is_known_by_its_own_region(overlay):
    """A copy of the model itself, In-Region, goes to its source alone."""
    world = overlay("destinations: [eu-west-2]", region="eu-west-2")
    found = see_through(world, ARN.format("eu-west-2", "abc"), ON)
    assert (found.id, found.destinations) == (MODEL, {"eu-west-2"})


def test_a_profile_of_unknown_routing_leads_nowhere(catalog):
    """A profile of which the catalog knows no row is in doubt, not guessed."""
    arn = ARN.format("us-gov-west-1", "abc").replace("arn:aws:", "arn:aws-us-gov:")
    known = {arn: {"model": "anthropic.claude-opus-5-5", "geography": "us-gov"}}
    found = see_through(Catalog(catalog.document | {"application_profiles": known}), arn, ON)
    assert (found.id, found.routes, found.destinations) == (None, (), frozenset())


@pytest.mark.parametrize(
    ("rest", "slug"),
    [
        ("destinations: [eu-central-1]", "unknown-destinations"),
        ("destinations: [eu-central-1], geography: eu", "two-values"),
        ("destinations: [europe]", "bad-region"),
    ],
)
def test_destinations_have_to_lead_to_one_id(overlay, rest, slug):
    """Regions that no ID reaches exactly, or that stand beside a geography, are a finding."""
    with pytest.raises(CatalogError) as caught:
        overlay(rest)
    assert [one.slug for one in caught.value.findings] == [slug]
    assert Path(caught.value.findings[0].path).name == "overlay.yaml"
