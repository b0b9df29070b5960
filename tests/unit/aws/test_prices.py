"""The price list against the catalog's prices."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bedrock_atlas.aws.compare.compare import compare
from bedrock_atlas.aws.compare.price_drift import money
from bedrock_atlas.aws.observe.price_list import compact, listed_prices
from bedrock_atlas.aws.observe.snapshot import CallResult, Snapshot
from bedrock_atlas.loading import load_catalog
from tests.aws_prices import product, products_of

ON = date(2026, 11, 21)
SONNET = "Claude Sonnet 4.6"
SONNET_ID = "anthropic.claude-sonnet-4-6"


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def priced(products):
    answer = compact(CallResult("observed", tuple(json.dumps(one) for one in products), pages=1))
    return Snapshot(datetime(2026, 11, 21, tzinfo=UTC), "aws", {}, {"AmazonBedrockFoundationModels": answer})


def scaled(products, name, component, factor, *, is_global=None):
    """Return the products with one component of one model's price multiplied."""

    def changed(one):
        attributes = one["product"]["attributes"]
        mine = attributes["servicename"].startswith(f"{name} (") and f"_{component}" in attributes["usagetype"]
        side = is_global is None or is_global == ("_Global" in attributes["usagetype"])
        if not (mine and side):
            return one
        amount = Decimal(one["terms"]["OnDemand"]["T"]["priceDimensions"]["D"]["pricePerUnit"]["USD"]) * Decimal(factor)
        kind = {"InputTokenCount": "input", "OutputTokenCount": "output"}[component]
        return product(name, attributes["regionCode"], kind, amount, is_global="_Global" in attributes["usagetype"])

    return [changed(one) for one in products]


def test_the_price_list_of_the_catalog_is_in_sync(catalog):
    """Prices that follow from the catalog differ from it in nothing."""
    products = products_of(catalog, ON)
    assert len(products) > 1000
    assert not compare(catalog, [priced(products)])


def test_a_new_price_is_one_drift(catalog):
    """A price that moved on every route alike is one changed base price, and the premium stands."""
    found = compare(catalog, [priced(scaled(products_of(catalog, ON), SONNET, "InputTokenCount", "1.5"))])
    assert [(drift.kind, drift.model, drift.fact, drift.old, drift.new) for drift in found.drifts] == [
        ("price-changed", SONNET_ID, "input", "3.00", "4.50")
    ]
    assert found.prices == {SONNET_ID: {"input": "4.50"}}


def test_a_new_premium_is_one_drift_and_left_to_a_person(catalog):
    """A price that moved on the regional routes alone is a changed premium, whose rule other models share."""
    found = compare(
        catalog, [priced(scaled(products_of(catalog, ON), SONNET, "OutputTokenCount", "1.2", is_global=False))]
    )
    (drift,) = found.drifts
    assert (drift.kind, drift.model, drift.fact) == ("premium-changed", SONNET_ID, "in-region output")
    assert (drift.old, drift.new) == ("16.50", "19.80")
    assert drift.left
    assert not found.prices


@pytest.mark.parametrize(
    "change",
    [
        {"usagetype": "USE1-MP:USE1_InputTokenCount_Batch-Units"},
        {"usagetype": "USE1-MP:USE1_ReservedTierInput-Units"},
        {"servicename": "A model nobody knows (Amazon Bedrock Edition)"},
        {"regionCode": "xx-moon-1"},
        {"service_tier": "priority"},
        {"feature": "Batch Inference"},
    ],
)
def test_what_is_not_understood_is_no_price(catalog, change):
    """Another tier, an unknown model or an unknown Region compares with nothing."""
    one = product(SONNET, "us-east-1", "input", Decimal(99), is_global=False)
    one["product"]["attributes"] |= change
    assert not compare(catalog, [priced([one])])


@pytest.mark.parametrize("usd", ["0", "NaN", "Infinity", "-1", "ten"])
def test_an_amount_that_is_none_is_no_price(usd):
    """Zero, what is not finite and what is no number never become a price."""
    item = {
        "servicename": SONNET,
        "usagetype": "USE1-MP:USE1_InputTokenCount-Units",
        "regionCode": "us-east-1",
        "prices": [{"unit": "Units", "usd": usd}],
    }
    assert list(listed_prices([item])) == []


def test_a_price_per_thousand_tokens_is_read_per_million():
    """Amazon's own models are listed per thousand tokens, under `model` and `inferenceType`."""
    item = {
        "model": "Nova Lite", "inferenceType": "Input tokens", "usagetype": "USE1-NovaLite-input-tokens",
        "feature": "On-demand Inference",
        "regionCode": "us-east-1", "prices": [{"unit": "1K tokens", "usd": "0.0000600000"}],
    }  # fmt: skip
    (found,) = listed_prices([item])
    assert (found.name, found.is_global, found.component, found.usd_per_mtok) == (
        "Nova Lite",
        False,
        "input",
        Decimal("0.06"),
    )


@pytest.mark.parametrize("text", ["no JSON", "{}", "[]", '{"product": {"attributes": {}}}'])
def test_a_product_that_cannot_be_read_makes_the_answer_malformed(text):
    """One product that is none says that the list is not to be trusted."""
    assert compact(CallResult("observed", (text,))).state == "malformed"


def test_money_is_written_plain():
    """An amount has two decimals at least, and no exponent."""
    assert [money(Decimal(text)) for text in ("3", "3.0000000000", "0.0375", "1E+1", "0.10")] == [
        "3.00",
        "3.00",
        "0.0375",
        "10.00",
        "0.10",
    ]


def test_the_newest_observed_list_counts(catalog):
    """A list that was refused today leaves yesterday's in force."""
    old = priced(scaled(products_of(catalog, ON), SONNET, "InputTokenCount", "2"))
    new = dataclasses.replace(
        old,
        taken=datetime(2026, 11, 22, tzinfo=UTC),
        prices={"AmazonBedrockFoundationModels": CallResult("denied", error="no")},
    )
    assert len(compare(catalog, [new, old]).drifts) == 1
