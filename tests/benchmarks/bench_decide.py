"""The engine on the full catalog: one decision, and the proof of a policy."""

from __future__ import annotations

import resource
from datetime import date
from itertools import product
from time import perf_counter, process_time

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.decision.request import Request
from bedrock_atlas.loading import load_catalog, load_policy
from tests.benchmarks.timing import each, interleaved, tell

ON = date(2026, 11, 20)


def requests(catalog, sources, residencies, attributes=()):
    """Return a question for each model with these sources and residencies, in turn."""
    places = list(product(sources, residencies))
    return [
        Request(
            model, frozenset(places[number % len(places)][1]), places[number % len(places)][0], attributes=attributes
        )
        for number, model in enumerate(catalog.document["models"])
    ]


def test_decide():
    """decide() with every verdict kept, over all models in turn."""
    catalog = load_catalog()
    default, company = load_policy(catalog=catalog), load_policy("company", catalog=catalog)
    attributes = (("data", "personal"), ("environment", "prod"), ("team", "research"))
    sources, residencies = ("eu-west-1", "us-east-1", "eu-central-1"), (("eu",), ("us",))
    cases = {
        "residency and source": (default, requests(catalog, sources, residencies), "p50 <= 6, p99 <= 20"),
        "residency, no source": (default, requests(catalog, (None,), residencies), "p50 <= 60"),
        "nothing but the model": (default, requests(catalog, (None,), ((),)), "p50 <= 60"),
        "company policy, residency and source": (
            company, requests(catalog, sources, residencies, attributes), "p50 <= 10, p99 <= 30",
        ),
    }  # fmt: skip
    rows = []
    for name, (policy, asked, aim) in cases.items():
        p50, p99 = each(lambda request, policy=policy: decide(catalog, policy, request, on=ON), asked)
        rows.append((f"decide: {name}", f"{p50:.2f} us", f"p99 {p99:.2f} us (aim {aim})"))
    request = Request.parse("Sonnet 4.5, EU residency, from eu-central-1", catalog)
    decision = decide(catalog, default, request, on=ON)
    text = interleaved({
        "decide": lambda: decide(catalog, default, request, on=ON),
        "verdicts": lambda: decision.verdicts,
        "to_dict": decision.to_dict,
        "explain": decision.explain,
        "parse": lambda: Request.parse("Sonnet 4.5, EU residency, from eu-central-1", catalog),
    })  # fmt: skip
    denied = decide(catalog, default, Request.parse("Sonnet 3.7, Germany only", catalog), on=ON)
    ratios = interleaved({
        "decide": lambda: decide(catalog, default, request, on=ON),
        "alternatives of a denial, nothing found": lambda: denied.alternatives,
        "alternatives of a LEGACY answer": lambda: decision.alternatives,
    })  # fmt: skip
    rows += [(name, f"{us / ratios['decide']:.0f} x", "decide (aim <= 500 x, and 5 ms)") for name, us in ratios.items()]
    assert max(ratios.values()) <= 500 * ratios["decide"]
    rows += [(f"Sonnet 4.5, EU residency, from eu-central-1: {name}", f"{us:.1f} us", "") for name, us in text.items()]
    tell("one decision, full catalog", rows)


def test_prove():
    """The proof of the company policy over the world of today, on one core."""
    catalog = load_catalog()
    policy = load_policy("company", catalog=catalog)
    limits = Limits(
        models=tuple(model.id for model in catalog if model.provider == "anthropic"), roles=tuple(policy.roles)
    )
    begin, cpu = perf_counter(), process_time()
    proof = prove(QuestionSpace(catalog, policy, ON, limits))
    took, cpu = perf_counter() - begin, process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell("proof of the company policy, models of one provider and all roles", [
        ("questions", f"{proof.questions:,}", f"in {took:.1f} s, {cpu:.1f} s of processor time"),
        ("questions a second of processor time", f"{proof.questions / cpu:,.0f}", "aim >= 100,000"),
        ("memory of the process", f"{memory:.0f} MiB", "aim < 500"),
    ])  # fmt: skip
    assert proof.questions
