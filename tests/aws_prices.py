"""The AWS Price List as it would be if the catalog's prices were true, in the shape of `pricing:GetProducts`."""

from __future__ import annotations

from collections import Counter

from bedrock_atlas.facts.prices import price_geography

USAGE = {
    "input": "InputTokenCount",
    "output": "OutputTokenCount",
    "cache_read": "CacheReadInputTokenCount",
    "cache_write_5m": "CacheWriteInputTokenCount",
}


def products_of(catalog, on):
    """Return the products of AmazonBedrockFoundationModels: a price a model, source Region, component and side."""
    names = Counter(model.name for model in catalog)
    products = []
    for model in catalog:
        if names[model.name] > 1:
            continue
        sides = {}
        for row in model.rows:
            holds = (row.since is None or row.since <= on) and (row.until is None or on < row.until)
            if not holds or row.endpoint != "bedrock-runtime":
                continue
            for source in row.sources:
                price = model.prices.get((row.scope, price_geography(row.geography, catalog.regions[source].partition)))
                if price is not None:
                    sides.setdefault((source, row.scope == "global"), price)
        for (source, is_global), price in sides.items():
            for component, amount in price.usd_per_mtok.items():
                if component in USAGE:
                    products.append(product(model.name, source, component, amount, is_global=is_global))
    return products


def product(name, region, component, amount, *, is_global):
    usage = f"{USAGE[component]}_Global-Units" if is_global else f"{USAGE[component]}-Units"
    attributes = {
        "servicename": f"{name} (Amazon Bedrock Edition)",
        "usagetype": f"USE1-MP:USE1_{usage}",
        "regionCode": region,
    }
    dimension = {"unit": "Units", "description": "Million tokens", "pricePerUnit": {"USD": f"{amount:.10f}"}}
    return {
        "product": {"sku": f"{name}-{region}-{usage}", "attributes": attributes},
        "terms": {"OnDemand": {"T": {"priceDimensions": {"D": dimension}}}},
    }
