"""Small worlds for the laws: documents, requests and dates that hypothesis can shrink."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.facts.words import CAPABILITIES

REGIONS = {
    "ap-southeast-2": "AU",
    "ap-southeast-6": "NZ",
    "eu-central-2": "CH",
    "eu-west-1": "IE",
    "eu-west-2": "GB",
    "us-east-1": "US",
    "us-gov-west-1": "US",
}
RESIDENCIES = {"au": ["AU"], "ch": ["CH"], "eu": ["DE", "IE"], "nz": ["NZ"], "uk": ["GB"], "us": ["US"]}
PREFIXES = ("global", "us", "eu", "au", "us-gov")
DAYS = [f"2026-{month:02}-01" for month in range(1, 13)]
MODELS = ("acme.model-1-v1:0", "acme.model-2")
MODES = ("none", "default", "aws_review", "provider_data_share")
NEEDS = ("context-1m", "pdf-visual", "vision")

days = st.sampled_from(DAYS)
codes = st.sampled_from(sorted(REGIONS))
some_codes = st.lists(codes, min_size=1, max_size=3, unique=True).map(sorted)
money = st.decimals("0.01", "99.99", places=2).map(lambda amount: f"{amount:f}")


@st.composite
def intervals(draw):
    """Draw (since, until), either open, never empty."""
    ends = sorted(draw(st.lists(days, max_size=2, unique=True)))
    if len(ends) == 2:
        return ends
    return draw(st.sampled_from([[None, None], [*ends, None], [None, *ends]])) if ends else [None, None]


@st.composite
def rows(draw):
    """Draw the rows of a model: no source has two rows of one ID at the same time."""
    found = []
    for kind in draw(st.lists(st.sampled_from(("in-region", "mantle", *PREFIXES)), max_size=5, unique=True)):
        sources = draw(some_codes)
        split = draw(st.one_of(st.none(), days))
        since, until = draw(intervals())
        for begin, end in [(since, until)] if split is None else [(None, split), (split, None)]:
            if kind in {"in-region", "mantle"}:
                reached = []
            elif kind == "global":
                reached = "commercial"
            else:
                reached = draw(some_codes)
            seen = draw(st.sampled_from([None, *(day for day in DAYS if end is None or day < end)]))
            found.append([kind, sources, reached, begin, end, None if begin else seen, None])
    return found


@st.composite
def models(draw):
    """Draw one model entry."""
    entry = {"name": draw(st.sampled_from(("Model 1", "Model 2"))), "rows": draw(rows()), "evidence": []}
    life = dict(zip(("start_of_life", "legacy", "end_of_life"), sorted(draw(st.tuples(days, days, days))), strict=True))
    entry["lifecycle"] = {key: life[key] for key in sorted(draw(st.sets(st.sampled_from(sorted(life)))))}
    if draw(st.booleans()):
        entry["price"] = {"base": "global", "input": draw(money), "output": draw(money)}
        if draw(st.booleans()):
            entry["price"]["premium"] = "rule"
        if draw(st.booleans()):
            entry["price"]["listed"] = {"eu": {"input": draw(money)}}
    entry["capabilities"] = []
    for name in sorted(draw(st.sets(st.sampled_from(NEEDS)))):
        since, until = draw(intervals())
        ends = {key: day for key, day in (("from", since), ("until", until)) if day}
        entry["capabilities"].append({"capability": name, **ends, "oblige": [{"kind": "note", "value": name}]})
    if draw(st.booleans()):
        first, then = draw(st.tuples(st.sampled_from(MODES), st.sampled_from(MODES)))
        entry["retention"] = [{"mode": first}, {"mode": then, "since": draw(days)}]
    if draw(st.booleans()):
        code = draw(st.lists(codes, min_size=1, max_size=2, unique=True))
        entry["lifecycle"]["elsewhere"] = [{"in": code, "end_of_life": draw(days)}]
    return entry


@st.composite
def documents(draw):
    """Draw a compiled document."""
    factors = draw(st.dictionaries(st.sampled_from(("global", "geographic", "in-region", "eu")), money))
    return {
        "schema": 2,
        "version": "2026.1.1",
        "digest": "sha256:0",
        "regions": {
            code: {"name": code, "country": country, "partition": "aws-us-gov" if "gov" in code else "aws"}
            for code, country in REGIONS.items()
        },
        "geographies": {prefix: {"title": prefix} for prefix in PREFIXES},
        "residencies": {
            name: {"title": f"the {name}", "aliases": [], "countries": countries}
            for name, countries in RESIDENCIES.items()
        },
        "premiums": {"rule": {"title": "a rule", "factors": factors, "evidence": []}},
        "models": {model_id: draw(models()) for model_id in MODELS},
    }


catalogs = documents().map(Catalog)
dates = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@st.composite
def requests(draw, *, profiles=PREFIXES):
    """Draw a request in the words of the small world."""
    return Request(
        model=draw(st.sampled_from(MODELS)),
        residency=frozenset(draw(st.sets(st.sampled_from(sorted(RESIDENCIES)), max_size=3))),
        source=draw(st.one_of(st.none(), codes)),
        endpoint=draw(st.sampled_from(("bedrock-runtime", "bedrock-runtime", "bedrock-mantle"))),
        profile=draw(st.one_of(st.none(), st.sampled_from(profiles))) if profiles else None,
        needs=frozenset(draw(st.sets(st.sampled_from(sorted(CAPABILITIES)), max_size=2))),
        api=draw(st.sampled_from((None, "converse", "invoke-model", "messages"))),
        retention=draw(st.sampled_from((None, None, *MODES))),
    )
