"""Single mistakes in the sample overlay and in the shipped policies, in the form of those in the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.check.planted import Planted

__all__ = ["OVERLAY", "POLICIES"]

ARN = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123"
OWN = "models/acme/tuned-v1_0.yaml"
OVER = "overlay.yaml"
CONTRACT = "evidence:\n  - {source: our own contract, as_of: 2026-06-01, covers: [lifecycle,"

OVERLAY: list[Planted] = [
    (OVER, "aliases: [dach region]", "aliases: [germany]", "residency-collision"),
    (OVER, "aliases: [dach region]", "aliases: [eu]", "residency-collision"),
    (OVER, "  dach: {title", "  germany: {title", "residency-collision"),
    (OVER, "title: 'Germany, Austria and Switzerland'", "title: Germany", "residency-collision"),
    (OVER, "countries: [AT, CH, DE]", "countries: [AT, CH, DD]", "unknown-country"),
    (OVER, "countries: [AT, CH, DE]", "countries: [AT, CH, DE, UK]", "unknown-country"),
    (OVER, "countries: [AT, CH, DE]", "countries: [AU, CH, DE, KZ]", "country-without-region"),
    (OVER, "countries: [AT, CH, DE]", "countries: [AT]", "country-without-region"),
    (OVER, "countries: [GB, IE], override: true", "countries: [GB, IE]", "overlay-clash"),
    (OVER, "  uk: {title: United Kingdom and Ireland, countries: [GB, IE]",
     "  eu: {title: Our own Union, countries: [DE, FR]", "union-members"),
    (OVER, "overlay: acme\n", "overlay: acme\nsets:\n  own: [eu-west-9]\n", "unknown-region", "own:"),
    (OVER, ARN, ARN.replace("eu-west-1", "us-west-2"), "profile-source"),
    (OVER, ARN, ARN.replace("eu-west-1", "ap-south-1"), "profile-source"),
    (OVER, "geography: eu, name: chat", "geography: us, name: chat", "profile-source"),
    (OVER, "geography: eu, name: chat", "geography: eux, name: chat", "unknown-geography"),
    (OVER, ARN, ARN.replace("arn:aws:", "arn:aws-us-gov:"), "partition-crossed"),
    (OVER, ARN, ARN.replace("arn:aws:", "arn:aws-cn:"), "partition-crossed"),
    (OVER, ARN, ARN.replace("eu-west-1", "eu-west-9"), "unknown-region"),
    (OVER, "model: anthropic.claude-sonnet-4-6, geography", "model: anthropic.claude-sonnet-4-66, geography",
     "unknown-model"),
    (OVER, "input: 2.40", "input: 2400.00", "price-scale"),
    (OVER, "input: 2.40, output: 12.00", "input: 12.00, output: 2.40", "price-order"),
    (OVER, "output: 12.00", "output: 12.00, cache_read: 9.00", "price-order"),
    (OVER, "anthropic.claude-sonnet-4-6: {base: global", "amazon.nova-pro-v1:0: {base: global", "base-without-route"),
    (OVER, "premium: claude-regional", "premium: claude", "unknown-premium"),
    (OWN, "name: Acme Tuned", "name: Claude Sonnet 4.5", "name-taken"),
    (OWN, "name: Acme Tuned", "name: Acme Tuned\naliases: [sonnet-4.5]", "alias-collision", "aliases:"),
    (OWN, "name: Acme Tuned", "name: Acme Tuned\ntier: tuned", "unknown-word", "tier:"),
    (OWN, "end_of_life: 2027-12-31", "end_of_life: 2072-12-31", "date-implausible"),
    (OWN, "covers: [lifecycle, in_region]", "covers: [lifecycle, limits, in_region]", "evidence-idle"),
    (OWN, f"in_region:\n  - {{from: [eu-central-1, eu-west-1], last_seen: 2026-10-27}}\n{CONTRACT} in_region]}}",
     f"profiles:\n  eu:\n    - {{from: [eu-central-1], to: [us-east-1]}}\n{CONTRACT} profiles]}}",
     "geography-left", "to: [us-east-1]"),
    (OWN, "eu-west-1], last", "eu-west-1], since: 2025-06-01, last", "row-before-start"),
]  # fmt: skip

COMPANY, EU = "company.yaml", "eu-residency.yaml"

POLICIES: list[Planted] = [
    (COMPANY, "smart: [Opus 5.5, Opus 5,", "smart: [Opus 5.5, Opus 5.5,", "repeated-in-role"),
    (COMPANY, "fast: [Haiku 5.5, Haiku 4.5]", "fast: [Haiku 5.5, claude-haiku-5-5]", "repeated-in-role"),
    (COMPANY, "fast: [Haiku 5.5, Haiku 4.5]", "fast: [Haiku 5.5, Claude 3 Haiku]", "ended-in-role"),
    (COMPANY, "Sonnet 4.6, Sonnet 4.5]", "Sonnet 4.6, Sonnet 3.7]", "ended-in-role"),
    (EU, "invariants:", "  - {id: us-too, require: {destinations_within: us}}\ninvariants:",
     "contradicting-rules"),
    (EU, "invariants:", "  - {id: not-eu, forbid: {destinations_within: eu}}\ninvariants:",
     "contradicting-rules"),
    (EU, "invariants:", "  - {id: odd, require: {scope_in: [global]}}\n"
     "  - {id: even, require: {scope_in: [geographic, in-region]}}\ninvariants:", "contradicting-rules",
     "id: even"),
    (COMPANY, "  - {id: internal-near", "  - {id: personal-us, when: {data: [internal, personal]}, "
     "require: {destinations_in_regions: [us-east-1]}}\n  - {id: internal-near", "contradicting-rules"),
    (COMPANY, "  - {id: internal-near", "  - {id: one, require: {tier_in: [opus], model_in: [Opus 5.5]}}\n"
     "  - {id: two, forbid: {tier_in: [haiku, opus]}}\n  - {id: internal-near", "contradicting-rules", "id: two"),
    (COMPANY, "  - {id: internal-near", "  - {id: one, require: {destinations_within: eu, "
     "destinations_in_regions: [us-east-1]}}\n  - {id: internal-near", "contradicting-rules"),
    (COMPANY, "provider_in: [amazon, anthropic, cohere]", "provider_in: [amazon, antropic, cohere]",
     "unknown-provider"),
    (COMPANY, "when: {data: personal}, require", "when: {data: personnal}, require", "unknown-value"),
    (COMPANY, "tier_in: [fable, mythos, opus]", "tier_in: [fable, mythos, opuss]", "unknown-tier"),
    (COMPANY, "retention_at_most: none", "retention_at_most: nothing", "unknown-word"),
]  # fmt: skip
