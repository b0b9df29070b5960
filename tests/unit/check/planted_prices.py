"""Single mistakes in the prices of the shipped catalog, in the form of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.check.planted import DEEPSEEK, LITE, NOVA, OPUS, OSS, PREMIUMS, SOL, SONNET

if TYPE_CHECKING:
    from tests.unit.check.planted import Planted

__all__ = ["PRICES"]

PRICES: list[Planted] = [
    (SONNET, "  input: 3.00", "  input: 3000.00", "price-scale"),
    (SONNET, "  input: 3.00", "  input: 0.003", "price-scale"),
    (SONNET, "  output: 15.00", "  output: 0.015", "price-scale"),
    (SONNET, "  output: 15.00", "  output: 15000.00", "price-scale"),
    (SONNET, "  cache_read: 0.30", "  cache_read: 0.0003", "price-scale"),
    (SONNET, "  cache_write_5m: 3.75", "  cache_write_5m: 3750.00", "price-scale"),
    (SONNET, "  cache_write_1h: 6.00", "  cache_write_1h: 0.006", "price-scale"),
    (SONNET, "  batch_input: 1.50", "  batch_input: 0.0015", "price-scale"),
    (NOVA, "  input: 0.80", "  input: 0.0008", "price-scale"),
    (NOVA, "  output: 3.20", "  output: 3200.00", "price-scale"),
    (OSS, "  input: 0.07", "  input: 70.00", "price-scale"),
    ("models/amazon/titan-embed-text-v2_0.yaml", "  input: 0.02", "  input: 20.00", "price-scale"),
    ("models/amazon/titan-embed-text-v2_0.yaml", "  input: 0.02", "  input: 0.00002", "price-scale"),
    ("models/cohere/embed-v4_0.yaml", "  input: 0.12", "  input: 120.00", "price-scale"),
    ("models/ai21/jamba-1-5-mini-v1_0.yaml", "  input: 0.20", "  input: 0.0002", "price-scale"),
    (OPUS, "  input: 5.00\n  output: 25.00", "  input: 25.00\n  output: 5.00", "price-order"),
    (DEEPSEEK, "  input: 0.62", "  input: 1.90", "price-order"),
    (OPUS, "  cache_read: 0.50", "  cache_read: 5.50", "price-order"),
    (NOVA, "  cache_read: 0.20", "  cache_read: 2.00", "price-order"),
    (OPUS, "  cache_write_1h: 10.00", "  cache_write_1h: 1.00", "price-order", "  cache_write_5m: 6.25"),
    (SONNET, "  batch_input: 1.50", "  batch_input: 3.50", "price-order"),
    (SONNET, "  batch_output: 7.50", "  batch_output: 75.00", "price-order"),
    (NOVA, "apac: {input: 0.84, output: 3.36, cache_read: 0.21}", "apac: {input: 0.84, output: 3.36, cache_read: 2.10}",
     "price-order"),
    (SOL, "input: 8.00, output: 30.00", "input: 0.80, output: 30.00", "price-order"),
    (SOL, "input: 8.00, output: 30.00", "input: 8.00, output: 3.00", "price-order"),
    (PREMIUMS, "{global: 1.00, in-region: 1.10, geographic: 1.10, us-gov: 1.20}",
     "{global: 1.00, in-region: 11.00, geographic: 1.10, us-gov: 1.20}", "factor-implausible"),
    (PREMIUMS, "{global: 1.00, in-region: 1.10, geographic: 1.10, us-gov: 1.20}",
     "{global: 1.00, in-region: 1.10, geographic: 0.10, us-gov: 1.20}", "factor-implausible"),
    (PREMIUMS, "{global: 1.00, us: 1.10, us-gov: 1.32}", "{global: 1.00, us: 1.10, us-gov: 13.20}",
     "factor-implausible"),
    (NOVA, "eu: {input: 1.05,", "eu: {input: 10.50,", "factor-implausible"),
    (LITE, "eu: {input: 0.078,", "eu: {input: 0.0078,", "factor-implausible"),
    (NOVA, "base: in-region", "base: global", "base-without-route"),
    (OSS, "base: in-region", "base: geographic", "base-without-route"),
    (SONNET, "  output: 15.00", "  output: 1.50", "price-order"),
    (DEEPSEEK, "base: in-region", "base: global", "base-without-route"),
    (SONNET, "  base: global\n", "", "price-without-base", "price:"),
    (SONNET, "  input: 3.00", "  input: 3", "price-notation"),
    (SONNET, "  input: 3.00", "  input: '3.00'", "bad-price"),
    (SONNET, "  input: 3.00", "  input: -3.00", "bad-price"),
    (SONNET, "  input: 3.00", "  inptu: 3.00", "unknown-key"),
    (SONNET, "  input: 3.00\n  output: 15.00", "  output: 15.00\n  input: 3.00", "key-order", "  input: 3.00"),
    (NOVA, "    apac: {input: 0.84", "    jp: {input: 0.84", "listed-without-route"),
    (NOVA, "  listed:\n", "  listed:\n    us: {input: 0.80, output: 3.20}\n", "derived-price", "    us: {input: 0.80"),
    (NOVA, "  listed:\n", "  listed:\n    us: {input: 0.90, output: 3.60}\n", "premium-contradicted",
     "    us: {input: 0.90"),
]  # fmt: skip
