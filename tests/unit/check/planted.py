"""Single mistakes in the shipped catalog, each with the slug and the line at which `check` must find it.

An entry is file, text, the text in its place, slug, and the text whose line the finding must stand at where that is not
the first line that differs.
"""

from __future__ import annotations

__all__ = ["CATALOG", "Planted"]

Planted = tuple[str, str, str, str] | tuple[str, str, str, str, str]

SONNET = "models/anthropic/claude-sonnet-4-5-20250929-v1_0.yaml"
OPUS = "models/anthropic/claude-opus-4-8.yaml"
HAIKU = "models/anthropic/claude-haiku-4-5-20251001-v1_0.yaml"
FABLE = "models/anthropic/claude-fable-5.yaml"
NOVA = "models/amazon/nova-pro-v1_0.yaml"
LITE = "models/amazon/nova-lite-v1_0.yaml"
SOL = "models/openai/gpt-5.6-sol.yaml"
OSS = "models/openai/gpt-oss-20b-1_0.yaml"
LLAMA = "models/meta/llama3-2-1b-instruct-v1_0.yaml"
DEEPSEEK = "models/deepseek/v3.2.yaml"
REGIONS, RESIDENCIES, GEOGRAPHIES = "regions.yaml", "residencies.yaml", "geographies.yaml"
PREMIUMS, HEAD, NEWS = "premiums.yaml", "catalog.yaml", "NEWS.md"

GONE, NEXT = "models/anthropic/claude-3-opus-20240229-v1_0.yaml", "successor: anthropic.claude-opus-4-1-20250805-v1:0"

WORDS: list[Planted] = [
    (GONE, NEXT, "successor: anthropic.claude-opus-4-11", "successor-lives"),
    (GONE, NEXT, "successor: anthropic.claude-opus-4-20250514-v1:0", "successor-lives"),
    (GONE, NEXT, "successor: amazon.titan-embed-text-v2:0", "successor-lives"),
    (GONE, NEXT, "successor: openai.gpt-5.5", "successor-unproved"),  # nobody knows what it gives
    (SONNET, "tier: sonnet", "tier: sonet", "unknown-word"),
    (SONNET, "tier: sonnet", "tier: Sonnet", "unknown-word"),
    (SONNET, "tier: sonnet", "tier: opus", "name-mismatch"),
    (OPUS, "tier: opus", "tier: opsu", "unknown-word"),
    (OPUS, "tier: opus", "tier: haiku", "name-mismatch"),
    (HAIKU, "tier: haiku", "tier: small", "unknown-word"),
    (FABLE, "tier: fable", "tier: mythos", "name-mismatch"),
    (SONNET, "family: claude-4.5", "family: claude-4.6", "name-mismatch"),
    (SONNET, "family: claude-4.5", "family: claud-4.5", "name-mismatch"),
    (OPUS, "family: claude-4.8", "family: claude-48", "name-mismatch"),
    (HAIKU, "family: claude-4.5", "family: claude-5.5", "name-mismatch"),
    (NOVA, "price:\n", "retention: [{mode: zero}]\nprice:\n", "unknown-word"),
    (NOVA, "price:\n", "retention: [{mode: provider_data_shared}]\nprice:\n", "unknown-word"),
    (NOVA, "price:\n", "retention: [{mode: aws-review}]\nprice:\n", "unknown-word"),
    (OPUS, "input: [image, text]", "input: [images, text]", "unknown-word"),
    (NOVA, "output: [text]", "output: [txt]", "unknown-word"),
    (NOVA, "input: [image, text, video]", "input: [image, pdf, text, video]", "unknown-word"),
    (NOVA, "tool-use, vision]", "tool-use, visoin]", "unknown-word"),
    (SONNET, "covers: [provider_lifecycle]", "covers: [provider]", "unknown-word"),
    (SONNET, "base: global", "base: worldwide", "unknown-word"),
    (SONNET, "policy: before-2026-09-07", "policy: old", "unknown-word"),
    (SONNET, "kind: citations, api: converse", "kind: citation, api: converse", "unknown-word"),
    (SONNET, "kind: citations, api: converse", "kind: citations, api: convers", "unknown-word"),
    (REGIONS, "country: IE, partition: aws,", "country: IE, partition: amazon,", "unknown-word"),
]

NAMES: list[Planted] = [
    (OPUS, "name: Claude Opus 4.8", "name: Claude Opus 4.7", "name-taken"),
    (LITE, "name: Nova Lite", "name: Nova Pro", "name-taken"),
    (LITE, "name: Nova Lite", "name: nova  pro", "name-taken"),
    (SONNET, "family:", "aliases: [sonnet-4.6, claude-sonnet-4-6]\nfamily:", "alias-collision"),
    (SONNET, "family:", "aliases: [claude-opus-4-8]\nfamily:", "alias-collision"),
    (HAIKU, "mantle_id: anthropic.claude-haiku-4-5", "mantle_id: anthropic.claude-opus-4-8", "mantle-id-taken"),
    (HAIKU, "mantle_id: anthropic.claude-haiku-4-5", "mantle_id: amazon.claude-haiku-4-5", "mantle-id-provider"),
    (OPUS, "mantle:\n", "mantle_id: anthropic.claude-opus-4-8\nmantle:\n", "mantle-id-provider"),
    (OPUS, "mantle:\n", "mantle_id: anthropic.claude-opus-4-7\nmantle:\n", "mantle-id-taken"),
    (OPUS, "mantle:\n", "mantle_id: anthropic.claude-sonnet-4-5\nmantle:\n", "mantle-id-taken"),
    (OPUS, "mantle:\n", "mantle_id: anthropic.claude-fable-5\nmantle:\n", "mantle-id-taken"),
    (OPUS, "model: anthropic.claude-opus-4-8", "model: anthropic.claude-opus-4-9", "path-mismatch"),
    (NOVA, "model: amazon.nova-pro-v1:0", "model: amazon.nova-pro-v1:1", "path-mismatch"),
    (NOVA, "model: amazon.nova-pro-v1:0", "model: nova-pro", "bad-id"),
    (NOVA, "name: Nova Pro", "nmae: Nova Pro", "unknown-key"),
    (NOVA, "name: Nova Pro\n", "", "missing-key", "model: amazon.nova-pro-v1:0"),
    (NOVA, "name: Nova Pro", "name: 42", "bad-text"),
    (SONNET, "premium: claude-regional", "premium: claude-regoinal", "unknown-premium"),
    (RESIDENCIES, "aliases: [france]", "aliases: [germany]", "residency-collision"),
    (RESIDENCIES, "aliases: [italy]", "aliases: [it]", "residency-collision"),
    (REGIONS, "  au-core:", "  eu-west-1:", "set-named-like-region"),
]

COUNTRIES: list[Planted] = [
    (REGIONS, "Europe (Ireland), country: IE", "Europe (Ireland), country: UK", "unknown-country"),
    (REGIONS, "Europe (Ireland), country: IE", "Europe (Ireland), country: GB", "region-country"),
    (REGIONS, "Europe (London), country: GB", "Europe (London), country: IE", "region-country"),
    (REGIONS, "Europe (Zurich), country: CH", "Europe (Zurich), country: DE", "region-country"),
    (REGIONS, "Asia Pacific (Osaka), country: JP", "Asia Pacific (Osaka), country: KR", "region-country"),
    (REGIONS, "US West (Oregon), country: US", "US West (Oregon), country: CA", "region-country"),
    (REGIONS, "name: Europe (Paris)", "name: Europe (London)", "region-country", "Europe (London), country: FR"),
    (REGIONS, "Europe (Milan), country: IT", "Europe (Milan), country: it", "bad-country"),
    (REGIONS, "Canada (Central), country: CA", "Canada (Central), country: XX", "unknown-country"),
    (RESIDENCIES, "countries: [GB]", "countries: [UK]", "unknown-country"),
    (RESIDENCIES, "countries: [CH]", "countries: [CZ]", "country-without-region"),
    (RESIDENCIES, "countries: [DE]", "countries: [DK]", "country-without-region"),
    (RESIDENCIES, "countries: [FR]", "countries: [DE, FR]", "union-members"),
    (RESIDENCIES, "countries: [CN]", "countries: [HK]", "union-members"),
    (RESIDENCIES, "countries: [FR]", "countries: [FX]", "unknown-country"),
    (RESIDENCIES, "[AU, HK, ID,", "[AT, AU, HK, ID,", "country-without-region"),
    (RESIDENCIES, "SG, TH, TW]", "SG, SZ, TH, TW]", "country-without-region"),
    (RESIDENCIES, "countries: [ZA]", "countries: [AZ]", "country-without-region"),
    (RESIDENCIES, "FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI,\n                SK]",
     "FR, GR, HR, HU, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI,\n                SK]", "union-members",
     "countries: [AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IT, LT"),
    (RESIDENCIES, "RO, SE, SI,\n                SK]", "RO, SE, SI]", "union-members",
     "countries: [AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT"),
    (RESIDENCIES, "FI, FR, GR, HR, HU, IE, IT, LT", "FI, FR, GB, GR, HR, HU, IE, IT, LT", "union-members"),
    (RESIDENCIES, "FI, FR, GR, HR, HU, IE, IS, IT,", "FI, FR, GR, HR, HU, IE, IT,", "union-members"),
    (RESIDENCIES, "BE, BG, CY, CZ, DE", "BE, BG, CH, CY, CZ, DE", "union-members"),
]  # fmt: skip

GEOGRAPHY: list[Planted] = [
    (SONNET, "{from: [eu-core], to: [eu-core]}", "{from: [eu-core], to: [eu-core, us-east-1]}", "geography-left"),
    (SONNET, "{from: [eu-west-2], to: [eu-core, eu-west-2]}",
     "{from: [eu-west-2], to: [eu-central-2, eu-core, eu-west-2]}",
     "geography-left"),
    (SONNET, "{from: [eu-core], to: [eu-core]}", "{from: [eu-core], to: [eu-core, eu-west-2]}", "geography-left"),
    (SONNET, "{from: [eu-core], to: [eu-core]}", "{from: [eu-core], to: [us-core]}", "geography-left"),
    (SONNET, "{from: [eu-core], to: [eu-core]}", "{from: [ap-south-1, eu-core], to: [eu-core]}", "geography-left"),
    (SONNET, "{from: [jp-core], to: [jp-core]}", "{from: [jp-core], to: [ap-northeast-2, jp-core]}", "geography-left"),
    (SONNET, "{from: [jp-core], to: [jp-core]}", "{from: [ap-northeast-2, jp-core], to: [jp-core]}", "geography-left"),
    (SONNET, "{from: [us-core], to: [us-core]}", "{from: [us-core], to: [ca-central-1, us-core]}", "geography-left"),
    (SONNET, "{from: [us-core], to: [us-core]}", "{from: [us-core], to: [eu-west-1, us-core]}", "geography-left"),
    (SONNET, "{from: [us-core], to: [us-core]}", "{from: [us-core], to: [mx-central-1, us-core]}", "geography-left"),
    (SONNET, "{from: [us-core], to: [us-core]}", "{from: [sa-east-1, us-core], to: [us-core]}", "geography-left"),
    (OPUS, "{from: [au-core], to: [au-core]}", "{from: [au-core], to: [ap-southeast-6, au-core]}", "geography-left"),
    (OPUS, "{from: [au-core], to: [au-core]}", "{from: [au-core], to: [ap-southeast-1, au-core]}", "geography-left"),
    (LITE, "to: [ca-central-1, ca-west-1]", "to: [ca-central-1, ca-west-1, us-east-1]", "geography-left"),
    (HAIKU, "{from: [in-core], to: [in-core]", "{from: [in-core], to: [ap-southeast-1, in-core]", "geography-left"),
    (NOVA, "to: [apac-wide, me-central-1]", "to: [apac-wide, me-south-1]", "geography-left"),
    (NOVA, "from: [ap-southeast-3], to: [apac-wide]", "from: [ap-southeast-3], to: [apac-wide, me-central-1]",
     "geography-left"),
    (OPUS, "me-south-1], to: [commercial]}", "me-south-1], to: [global-sources]}", "geography-left"),
    (REGIONS, "eu-core: [eu-central-1, ", "eu-core: [ap-south-1, eu-central-1, ", "geography-left"),
    (REGIONS, "us-core: [us-east-1, us-east-2, us-west-2]", "us-core: [sa-east-1, us-east-1, us-east-2, us-west-2]",
     "geography-left"),
    (REGIONS, "jp-core: [ap-northeast-1, ap-northeast-3]", "jp-core: [ap-northeast-1, ap-northeast-2, ap-northeast-3]",
     "geography-left"),
    (REGIONS, "au-core: [ap-southeast-2, ap-southeast-4]",
     "au-core: [ap-southeast-2, ap-southeast-4, ap-southeast-6]", "geography-left"),
    (GEOGRAPHIES, "reaches: [DE, ES, FR,", "reaches: [DE, ES, FR, GB,", "geography-idle"),
    (GEOGRAPHIES, "{title: Japan, reaches: [JP]}", "{title: Japan, reaches: [JO, JP]}", "country-without-region"),
    (GEOGRAPHIES, "at_home: [ca-central-1, ca-west-1]", "at_home: [ca-central-1, ca-west-1, sa-east-1]",
     "geography-idle"),
    (GEOGRAPHIES, "{title: Japan, reaches: [JP]}", "{title: Japan}", "geography-untold"),
    (GEOGRAPHIES, "{title: Japan, reaches: [JP]}", "{title: Japan, reaches: [JQ]}", "unknown-country"),
    (GEOGRAPHIES, "at_home: [ap-southeast-6]", "at_home: [ap-southeast-9]", "unknown-region"),
    (GEOGRAPHIES, "reaches: [DE, ES, FR, IE, IT, SE]", "reaches: [DE, FR, ES, IE, IT, SE]", "unsorted"),
    (SONNET, "  jp:\n", "  jpn:\n", "unknown-geography"),
    (SONNET, "{from: [jp-core], to: [jp-core]}", "{from: [jp-core], to: [jp-cor]}", "unknown-set"),
    (SONNET, "{from: [eu-west-2], to: [eu-core, eu-west-2]}", "{from: [eu-west-7], to: [eu-core, eu-west-2]}",
     "unknown-region"),
    (SONNET, "to: [us-gov-west-1]", "to: [us-east-1, us-gov-west-1]", "partition-crossed"),
    (REGIONS, "    us-west-2]\n  # eu. of the 2024 models", "    us-west-1]\n  # eu. of the 2024 models",
     "commercial-set",
     "  commercial: ["),
]  # fmt: skip

DATES: list[Planted] = [
    (LITE, "us-west-2], seen: 2026-10-27", "us-west-2], seen: 2024-10-27", "row-before-start"),
    (LITE, "us-west-2], seen: 2026-10-27", "us-west-2], seen: 2062-10-27", "date-implausible"),
    (SONNET, "to: [au-core], since: 2025-10-03", "to: [au-core], since: 2025-01-03", "row-before-start"),
    (SONNET, "to: [au-core], since: 2025-10-03", "to: [au-core], since: 2027-10-03", "row-after-end"),
    (SONNET, "to: [au-core], since: 2025-10-03", "to: [au-core], since: 2029-10-03", "row-after-end"),
    (FABLE, "to: [eu-core], until: 2026-07-02", "to: [eu-core], until: 2025-07-02", "row-before-start"),
    (FABLE, "to: [eu-core], until: 2026-07-02", "to: [eu-core], until: 2062-07-02", "date-implausible"),
    (SONNET, "  end_of_life: 2027-04-08", "  end_of_life: 2072-04-08", "date-implausible"),
    (SONNET, "  start_of_life: 2025-09-29", "  start_of_life: 2052-09-29", "date-implausible"),
    (OPUS, "start_of_life: 2026-05-28", "start_of_life: 2006-05-28", "date-implausible"),
    (OPUS, "release: 2026-05-28\nlife", "release: 2025-05-28\nlife", "release-far"),
    (OPUS, "release: 2026-05-28\nlife", "release: 2029-05-28\nlife", "release-far"),
    (SONNET, "release: 2025-09-30", "release: 2023-09-30", "release-far"),
    (SONNET, "  start_of_life: 2025-09-29", "  start_of_life: 2024-09-29", "release-far"),
    (NOVA, "release: 2024-12-05", "release: 2020-12-05", "date-implausible"),
    (SONNET, "retirement: 2026-11-30", "retirement: 2926-11-30", "date-implausible"),
    (SONNET, "until: 2026-04-30\n", "until: 2206-04-30\n", "date-implausible"),
    (SONNET, "  legacy: 2026-10-08", "  legacy: 2027-10-08", "lifecycle-order", "  public_extended_access:"),
    (SONNET, "  legacy: 2026-10-08", "  legacy: 2025-08-08", "lifecycle-order"),
    (SONNET, "  end_of_life: 2027-04-08", "  end_of_life: 2026-12-08", "lifecycle-order"),
    (SONNET, "  public_extended_access: 2027-01-08\n  end_of_life: 2027-04-08", "  end_of_life: 2026-12-08",
     "notice-short"),
    (SONNET, "  legacy: 2026-10-08", "  legacy: 2026-10-08\n  legacy_seen: 2026-10-10",
     "legacy-twice", "  legacy_seen"),
    (FABLE, "since: 2026-06-11, until: 2026-07-02", "since: 2026-08-11, until: 2026-07-02", "interval-order"),
    (FABLE, "until: 2026-07-02}\n    - {from: [eu-west-2], to: [eu-core, eu-west-2], until: 2026-07-02}",
     "until: 2026-07-02}\n    - {from: [eu-west-2], to: [eu-core, eu-west-2]}", "withdrawn-without-end"),
    (FABLE, "since: 2026-06-11, until: 2026-07-02", "since: 2026-06-11", "withdrawn-without-end"),
    (FABLE, "    - {from: [eu-west-2], to: [eu-core, eu-west-2], until: 2026-07-02}\n",
     "    - {from: [eu-west-2], to: [eu-core, eu-west-2], until: 2026-07-02}\n"
     "    - {from: [eu-west-2], to: [eu-core, eu-west-2], since: 2026-08-02, until: 2026-09-02}\n",
     "reopened-silently"),
    (FABLE, "    - {from: [ap-southeast-2], to: [au-core], since: 2026-06-11, until: 2026-07-02}\n",
     "    - {from: [ap-southeast-2], to: [au-core], since: 2026-06-11, until: 2026-07-02}\n"
     "    - {from: [ap-southeast-2], to: [au-core], since: 2026-10-01}\n", "reopened-silently"),
    (SONNET, "release: 2025-09-30", "release: 2025-09-31", "bad-date"),
    (SONNET, "release: 2025-09-30", "release: '2025-09-30'", "bad-date"),
    (SONNET, "release: 2025-09-30", "release: September 2025", "bad-date"),
    (HEAD, "version: 2026.11.20", "version: 2027.11.20", "version-future"),
    (HEAD, "version: 2026.11.20", "version: 2026.13.20", "version-future"),
    (HEAD, "version: 2026.11.20", "version: 2026.11.19", "news-missing", "NEWS.md"),
    (HEAD, "schema: ", "schema: 9", "unknown-format"),
    (NEWS, "## 2026.11.20", "## 2026.11.18", "news-missing", "NEWS.md"),
]  # fmt: skip

LIMITS: list[Planted] = [
    (SONNET, "max_output: 64000", "max_output: 640000", "limits-implausible"),
    (NOVA, "{context_window: 300000, max_output: 10000}", "{context_window: 10000, max_output: 300000}",
     "limits-implausible"),
    (SONNET, "context_window: 200000", "context_window: 200", "limits-implausible"),
    (OPUS, "context_window: 1000000", "context_window: 1000000000", "limits-implausible"),
    (SOL, "context_window: 1000000", "context_window: 10", "limits-implausible"),
    (DEEPSEEK, "max_output: 8000", "max_output: 800000000", "limits-implausible"),
    ("models/cohere/embed-v4_0.yaml", "context_window: 128000", "context_window: 128000000000", "limits-implausible"),
    (SONNET, "context_window: 200000", "context_window: 0", "bad-number"),
    (SONNET, "context_window: 200000", "context_window: 200k", "wrong-type"),
]  # fmt: skip

ROUTES: list[Planted] = [
    ("models/amazon/titan-embed-text-v2_0.yaml", "in_region:\n", "#in_region:\n", "bad-syntax", "  - {from: ["),
    ("models/amazon/rerank-v1_0.yaml", "in_region:", "no_route: we lost them\nin_region:",
     "route-missing", "no_route:"),
    ("models/amazon/nova-2-5-sonic.yaml", "us-west-2], seen: 2026-10-27",
     "us-west-2], seen: 2026-10-27, until: 2026-11-01",
     "route-missing"),
    ("models/cohere/embed-english-v3_0_512.yaml", "no_route: provisioned throughput alone in the recorded answers\n",
     "",
     "route-missing", "model: "),
    ("models/meta/llama4-scout-17b-instruct-v1_0_10m.yaml",
     "no_route: listed by the API with no inference type at all\n",
     "", "route-missing", "model: "),
    (SONNET, "- {from: [us-core], to: [us-core]}", "- {from: [ca-central-1, us-core], to: [us-core]}",
     "overlapping-rows"),
    (SONNET, "- {from: [us-core], to: [us-core]}", "- {from: [us-core, us-core], to: [us-core]}", "duplicate-entry"),
    (SONNET, "from: [us-west-1], to: [us-core, us-west-1]", "from: [us-west-1], to: [us-west-1, us-core]", "unsorted"),
    (SONNET, "- {from: [us-core], to: [us-core]}", "- {from: [us-core]}", "missing-key"),
    (SONNET, "- {from: [us-core], to: [us-core]}", "- {from: [], to: [us-core]}", "empty-value"),
    (SONNET, "- {from: [us-core], to: [us-core]}", "- {from: us-core, to: [us-core]}", "wrong-type"),
    (SONNET, "- {from: [us-core], to: [us-core]}", "- {from: [us-core], to: [us-core], form: x}", "unknown-key"),
]  # fmt: skip

EVIDENCE: list[Planted] = [
    (DEEPSEEK, "covers: [lifecycle, ", "covers: [release, lifecycle, ", "evidence-idle"),
    (SONNET, "covers: [capabilities, price]", "covers: [capabilities, price, mantle]", "evidence-idle"),
    (SONNET, "covers: [capabilities, price]", "covers: [capabilities, in_region, price]", "evidence-idle"),
    (SONNET, "covers: [capabilities, price]", "covers: [capabilities, capabilities, price]", "evidence-idle"),
    (SONNET, "evidence:\n", "evidence:\n  - {source: AWS, as_of: 2026-11-20, covers: [price]}\n"
     "  - {source: AWS, as_of: 2026-11-20, covers: [release]}\n", "evidence-twice", "covers: [release]}"),
    (REGIONS, "evidence:\n", "evidence:\n  - {source: AWS, as_of: 2026-11-20}\n"
     "  - {source: AWS, as_of: 2026-11-20, note: again}\n", "evidence-twice", "note: again"),
    (SONNET, "covers: [release, lifecycle, limits, capabilities]", "covers: [lifecycle, limits, capabilities]",
     "evidence-missing", "release: 2025-09-30"),
    (SONNET, "as_of: 2026-10-14", "as_of: 2026-12-14", "evidence-future"),
    (SONNET, "as_of: 2026-10-14", "as_of: 2025-10-14", "evidence-order", "  - {source: AWS model card,"),
    (SONNET, "url: https://platform.claude.com", "url: platform.claude.com", "bad-url"),
    (SONNET, "as_of: 2026-10-14, covers", "covers", "missing-key", "  - {source: AWS lifecycle page"),
    ("schema/model.schema.json", '"tier"', '"teir"', "schema-edited"),
    ("schema/regions.schema.json", '"minItems": 1', '"minItems": 0', "schema-edited"),
    ("schema/catalog.schema.json", "}\n", "}\n\n", "schema-edited"),
    (SONNET, "name: Claude Sonnet 4.5", "name: *anchor", "alias"),
    (SONNET, "name: Claude Sonnet 4.5", "name: Claude Sonnet 4.5\nname: Sonnet", "duplicate-key", "name: Sonnet"),
    (SONNET, "name: Claude Sonnet 4.5", "name:", "empty-value"),
]  # fmt: skip

CATALOG: list[Planted] = [
    *WORDS, *NAMES, *COUNTRIES, *GEOGRAPHY, *DATES, *LIMITS, *ROUTES, *EVIDENCE,
]  # fmt: skip
