"""A catalog of five models, small enough to know by heart: the tests of the command line do not move with the facts."""

from __future__ import annotations

EU = ["eu-central-1", "eu-west-1"]
US = ["us-east-1", "us-west-2"]
ALL = sorted([*EU, "eu-west-2", *US])
CARD = {"source": "AWS model card", "url": "https://example.com/card", "as_of": "2026-09-30", "covers": ["profiles"]}
FLAT = {"title": "one price", "factors": {"global": "1.00", "in-region": "1.10", "geographic": "1.10"}}


def obligation(kind, value="", api=""):
    return {key: part for key, part in {"kind": kind, "value": value, "api": api}.items() if part}


DOCUMENT = {
    "schema": 2,
    "version": "2026.11.20",
    "digest": "sha256:0",
    "regions": {
        "eu-central-1": {"name": "Europe (Frankfurt)", "country": "DE", "partition": "aws", "opt_in": False},
        "eu-west-1": {"name": "Europe (Ireland)", "country": "IE", "partition": "aws", "opt_in": False},
        "eu-west-2": {"name": "Europe (London)", "country": "GB", "partition": "aws", "opt_in": False},
        "us-east-1": {"name": "US East (N. Virginia)", "country": "US", "partition": "aws", "opt_in": False},
        "us-gov-west-1": {"name": "AWS GovCloud (US-West)", "country": "US", "partition": "aws-us-gov"},
        "us-west-2": {"name": "US West (Oregon)", "country": "US", "partition": "aws", "opt_in": False},
    },
    "geographies": {name: {"title": name} for name in ("global", "us", "eu", "us-gov")},
    "residencies": {
        "eu": {"title": "European Union", "aliases": ["europe"], "countries": ["DE", "IE"]},
        "uk": {"title": "United Kingdom", "aliases": [], "countries": ["GB"]},
        "us": {"title": "United States", "aliases": [], "countries": ["US"]},
    },
    "premiums": {"flat": FLAT | {"evidence": [CARD]}},
    "models": {
        "acme.words-v1:0": {
            "name": "Acme Words",
            "aliases": [],
            "modalities": {"input": ["text"], "output": ["text"]},
            "capabilities": [],
            "rows": [
                ["in-region", ["us-east-1"], [], None, None, None, None],
                ["mantle", ["us-east-1"], [], None, None, None, None],
            ],
            "evidence": [CARD],
        },
        "acme.vectors-v1:0": {
            "name": "Acme Vectors",
            "aliases": [],
            "modalities": {"input": ["text"], "output": ["embedding"]},
            "capabilities": [],
            "rows": [["in-region", ["us-east-1"], [], None, None, None, None]],
            "evidence": [CARD],
        },
        "anthropic.claude-lyric-3-20240301-v1:0": {
            "name": "Claude Lyric 3",
            "aliases": [],
            "tier": "lyric",
            "release": "2024-03-01",
            "lifecycle": {"start_of_life": "2024-03-01", "legacy": "2026-01-10", "end_of_life": "2026-07-10"},
            "provider_lifecycle": {"deprecated": "2025-06-30", "retirement": "2026-01-05"},
            "capabilities": [],
            "rows": [["us", US, US, None, "2026-07-01", None, None]],
            "evidence": [CARD],
        },
        "anthropic.claude-lyric-4-5-20250929-v1:0": {
            "name": "Claude Lyric 4.5",
            "aliases": ["lyric-4.5"],
            "family": "claude-4.5",
            "tier": "lyric",
            "release": "2025-09-29",
            "lifecycle": {
                "legacy": "2026-10-08",
                "public_extended_access": "2027-01-08",
                "end_of_life": "2027-04-08",
                "end_of_life_not_before": "2026-09-29",
            },
            "limits": {"context_window": 200000, "max_output": 64000},
            "modalities": {"input": ["image", "text"], "output": ["text"]},
            "capabilities": [
                {
                    "capability": "context-1m",
                    "until": "2026-04-30",
                    "oblige": [obligation("beta-header", "context-1m-2025-08-07")],
                },
                {"capability": "pdf", "oblige": []},
                {"capability": "pdf-visual", "oblige": [obligation("citations", api="converse")]},
                {"capability": "vision", "oblige": []},
            ],
            "price": {"base": "global", "premium": "flat", "input": "3.00", "output": "15.00"},
            "rows": [
                ["global", ALL, "commercial", None, None, None, None],
                ["us", US, US, None, None, None, None],
                ["eu", EU, EU, None, None, None, None],
                ["eu", ["eu-west-2"], sorted([*EU, "eu-west-2"]), None, None, None, None],
                ["us-gov", [], [], None, None, None, None],
            ],
            "evidence": [CARD],
        },
        "anthropic.claude-opus-9": {
            "name": "Claude Opus 9",
            "aliases": [],
            "tier": "opus",
            "release": "2026-09-22",
            "lifecycle": {"end_of_life_not_before": "2027-09-22"},
            "limits": {"context_window": 1000000},
            "capabilities": [
                {"capability": "computer-use", "oblige": [obligation("note", "ask for access first")]},
                {"capability": "pdf", "oblige": [obligation("citations")]},
                {"capability": "vision", "oblige": []},
            ],
            "retention": [{"mode": "provider_data_share"}],
            "mantle_id": "anthropic.claude-opus-9-mantle",
            "price": {
                "base": "global",
                "premium": "flat",
                "input": "5.00",
                "output": "25.00",
                "long_context": {"above": 100000, "input": "10.00", "output": "50.00"},
            },
            "rows": [
                ["mantle", ["us-east-1"], [], None, None, None, None],
                ["global", ALL, "commercial", None, None, None, None],
                ["us", US, US, None, None, None, None],
            ],
            "evidence": [CARD],
        },
    },
}
