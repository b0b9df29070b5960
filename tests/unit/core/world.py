"""A catalog of a few models that have what the shipped facts have seldom or not at all."""

from __future__ import annotations

from datetime import date

from bedrock_atlas.facts.catalog import Catalog

ON = date(2026, 11, 20)
CARD = {"source": "AWS model card", "url": "https://example.com/card", "as_of": "2026-09-30", "covers": ["price"]}
DOCUMENT = {
    "schema": 2,
    "version": "2026.11.20",
    "digest": "sha256:0",
    "regions": {
        "eu-west-1": {"name": "Europe (Ireland)", "country": "IE", "partition": "aws", "opt_in": False},
        "eu-west-2": {"name": "Europe (London)", "country": "GB", "partition": "aws", "opt_in": False},
        "us-east-1": {"name": "US East (N. Virginia)", "country": "US", "partition": "aws", "opt_in": False},
        "us-gov-west-1": {"name": "AWS GovCloud (US-West)", "country": "US", "partition": "aws-us-gov"},
    },
    "geographies": {name: {"title": name} for name in ("global", "us", "eu", "us-gov")},
    "residencies": {
        "eu": {"title": "European Union", "aliases": ["europe"], "countries": ["IE"]},
        "uk": {"title": "United Kingdom", "countries": ["GB"]},
        "us": {"title": "United States", "countries": ["US"]},
    },
    "premiums": {
        "regional": {"factors": {"global": "1.00", "geographic": "1.10", "us-gov": "1.20"}, "evidence": [CARD]},
        "commercial": {"title": "no GovCloud", "factors": {"global": "1", "in-region": "1"}, "evidence": []},
    },
    "models": {
        # one rule for every price; long prompts cost double in the first half of the year
        "acme.ruled-v1:0": {
            "name": "Ruled",
            "family": "acme-1",
            "tier": "large",
            "release": "2026-01-15",
            "access": ["gated"],
            "lifecycle": {"end_of_life": "2027-01-15"},
            "capabilities": [
                {"capability": "vision", "from": "2026-03-01", "until": "2026-06-01"},
                {"capability": "pdf", "oblige": [{"kind": "note", "value": "read the card"}]},
                {"capability": "pdf-visual", "oblige": [{"kind": "citations", "api": "converse"}]},
            ],
            "price": {
                "base": "global", "premium": "regional", "input": "2.00", "output": "10.00",
                "long_context": {"above": 200000, "input": "4.00", "output": "20.00", "from": "2026-02-01",
                                 "until": "2026-07-01"},
            },
            "rows": [
                ["in-region", ["us-east-1"], [], None, None, None, None],
                ["global", ["eu-west-1", "us-east-1"], "commercial", None, None, None, None],
                ["eu", ["eu-west-1"], ["eu-west-1"], None, "2026-05-01", None, None],
                ["eu", ["eu-west-1"], ["eu-west-1", "eu-west-2"], "2026-05-01", None, None, None],
                ["us-gov", ["us-gov-west-1"], ["us-gov-west-1"], None, None, None, None],
            ],
            "evidence": [CARD],
        },
        # a price that AWS lists itself for one geography, a base price for GovCloud alone missing
        "acme.listed-v1:0": {
            "name": "Listed",
            "limits": {"context_window": 200000},
            "modalities": {"input": ["text", "image"], "output": ["text"]},
            "tier": "small",
            "lifecycle": {"start_of_life": "2026-03-01", "legacy_seen": "2026-06-01"},
            "price": {
                "base": "in-region", "input": "1.00", "output": "3.00",
                "listed": {"eu": {"input": "1.50", "output": "3.00", "long_context": {"above": 1000, "input": "3.00"}}},
            },
            "rows": [
                ["in-region", ["us-east-1", "us-gov-west-1"], [], None, None, None, None],
                ["eu", ["eu-west-1"], ["eu-west-1"], "2026-04-01", "2026-09-01", None, None],
                ["us-gov", [], [], None, None, None, None],
            ],
            "evidence": [CARD],
        },
        # a price of which nothing but the listed part is known
        "acme.odd-v1:0": {
            "name": "Odd",
            "price": {"base": "global", "premium": "commercial", "listed": {"us": {"cache_read": "0.10"}}},
            "rows": [["us", ["us-east-1"], ["us-east-1"], None, None, None, None], ["us-gov", ["us-gov-west-1"],
                     ["us-gov-west-1"], None, None, None, None]],
            "evidence": [],
        },
        # no route at all
        "acme.rumour-v1:0": {"name": "Rumour", "rows": [], "evidence": []},
        # on the other endpoint alone, under another ID, and only with retention
        "acme.kept": {
            "name": "Kept",
            "mantle_id": "acme.kept-mantle",
            "retention": [{"mode": "provider_data_share"}],
            "lifecycle": {"end_of_life_not_before": "2027-03-01"},
            "rows": [["mantle", ["us-east-1"], [], None, None, None, None]],
            "evidence": [],
        },
    },
}  # fmt: skip
SMALL = Catalog(DOCUMENT)
