"""The AWS Price List: products of Bedrock as prices of models, USD per million tokens.

The list names models by the name AWS shows and routes only as `global` or not, so that much is read and no more: the
standard tier, tokens, one dimension. What is not understood is left alone and never guessed.
Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.observe.snapshot import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ListedPrice", "compact", "listed_prices"]

_EDITION = re.compile(r" \(Amazon Bedrock Edition\)$")
_USAGE = re.compile(r"^[A-Z0-9]+-(?:MP:)?[A-Z0-9]+[_-](?P<metric>[A-Za-z0-9_]+?)(?:-Units)?$")
_METRICS = {
    "inputtokencount": "input",
    "input_tokens_standard": "input",
    "outputtokencount": "output",
    "output_tokens_standard": "output",
    "cachereadinputtokencount": "cache_read",
    "cache_read_input_tokens_standard": "cache_read",
    "cachewriteinputtokencount": "cache_write_5m",
    "cache_write_input_tokens_standard": "cache_write_5m",
}
_FEATURE = "On-demand Inference"
_KINDS = {
    "input tokens": "input",
    "text input tokens": "input",
    "output tokens": "output",
    "text output tokens": "output",
}
_UNITS = {"1k tokens": 1000, "1m tokens": 1, "1m input tokens": 1, "1m output tokens": 1}
_KEPT = ("servicename", "model", "provider", "usagetype", "inferenceType", "feature", "service_tier", "regionCode")


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """One price of the list: a model by the name AWS shows, from a Region, global or not, USD per million tokens."""

    name: str
    region: str
    is_global: bool
    component: str
    usd_per_mtok: Decimal


def compact(answer: CallResult) -> CallResult:
    """Return the answer of `pricing:GetProducts` with each product as a short object; `malformed` when one is none."""
    items = []
    for text in answer.items:
        try:
            product = json.loads(text) if isinstance(text, str) else text
            items.append(_product(product))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            why = f"a product cannot be read: {type(error).__name__}"
            return CallResult("malformed", (), why, answer.pages, answer.retries)
    return CallResult(answer.state, tuple(items), answer.error, answer.pages, answer.retries)


def listed_prices(items: Iterable[Mapping[str, Any]]) -> Iterator[ListedPrice]:
    """Return the prices that are understood, in the order of the items."""
    for item in items:
        component, is_global = _component(item)
        name = item.get("model") or _EDITION.sub("", str(item.get("servicename", "")))
        amount = _amount(item)
        if component and name and amount is not None:
            yield ListedPrice(str(name), str(item.get("regionCode", "")), is_global, component, amount)


def _product(product: Mapping[str, Any]) -> dict[str, Any]:
    attributes = product["product"]["attributes"]
    short = {"sku": product["product"]["sku"]} | {key: attributes[key] for key in _KEPT if key in attributes}
    offers = [
        dimension
        for term in product.get("terms", {}).get("OnDemand", {}).values()
        for dimension in term.get("priceDimensions", {}).values()
    ]
    short["prices"] = [
        {"unit": dimension.get("unit", ""), "usd": dimension["pricePerUnit"]["USD"]}
        for dimension in offers
        if "USD" in dimension.get("pricePerUnit", {})
    ]
    return short


def _component(item: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the component of the catalog's price, empty when it is none, and whether it is the global route's."""
    if (item.get("service_tier", "standard"), item.get("feature", _FEATURE)) != ("standard", _FEATURE):
        return "", False
    found = _USAGE.match(str(item.get("usagetype", "")))
    metric = found["metric"].lower() if found else ""
    plain = metric.replace("_global", "")
    if plain in _METRICS:
        return _METRICS[plain], plain != metric
    usage = str(item.get("usagetype", "")).lower()
    if "model" in item and not any(
        word in usage for word in ("batch", "flex", "priority", "latency", "cache", "custom")
    ):
        return _KINDS.get(str(item.get("inferenceType", "")).lower(), ""), "global" in usage
    return "", False


def _amount(item: Mapping[str, Any]) -> Decimal | None:
    """Return USD per million tokens; None when the product has several prices or a unit that is no number of tokens."""
    prices = item.get("prices", [])
    if len(prices) != 1:
        return None
    unit = str(prices[0]["unit"]).lower()
    # the marketplace's unit is a million tokens and only its description says so
    factor = 1 if unit == "units" and "servicename" in item else _UNITS.get(unit)
    try:
        amount = Decimal(str(prices[0]["usd"]))
    except InvalidOperation:
        return None
    return amount * factor if factor and amount.is_finite() and amount > 0 else None
