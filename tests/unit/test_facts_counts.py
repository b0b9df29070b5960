"""How much the catalog holds, and the answers that the project began with.

Counts move when a fact is added: change the number here in the same commit and say in catalog/NEWS.md what is new.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.loading import load_catalog, load_policy

MODELS = {
    "ai21": 9, "amazon": 24, "anthropic": 31, "cohere": 10, "deepseek": 3, "google": 6, "luma": 1, "meta": 18,
    "minimax": 3, "mistral": 14, "moonshot": 1, "moonshotai": 2, "nvidia": 4, "openai": 16, "qwen": 7, "stability": 23,
    "twelvelabs": 4, "writer": 3, "xai": 3, "zai": 5,
}  # fmt: skip
PROFILES = {
    "global": 34, "us": 76, "eu": 29, "jp": 8, "apac": 11, "au": 12, "in": 6, "ca": 1, "us-gov": 12,
}  # fmt: skip
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
ROWS = {
    "global": 986, "us": 309, "eu": 179, "jp": 15, "apac": 76, "au": 28, "in": 12, "ca": 2, "us-gov": 17,
}  # fmt: skip


@pytest.fixture(scope="module")
def catalog():
    """Return the shipped catalog."""
    return load_catalog()


@pytest.fixture(scope="module")
def answer(catalog):
    """Return a function that answers a question on a day by the shipped catalog and default policy."""
    policy = load_policy(catalog=catalog)

    def decided(text, on="2026-11-20"):
        return decide(catalog, policy, Request.parse(text, catalog, policy), on=date.fromisoformat(on))

    return decided


def test_the_models_of_each_provider(catalog):
    """Every confirmed model is in the catalog."""
    assert Counter(model.provider for model in catalog) == MODELS


def test_the_profiles_of_each_geography(catalog):
    """Every confirmed inference profile is in the catalog, withdrawn ones included."""
    assert Counter(prefix for model in catalog for prefix in model.profiles) == PROFILES


def test_the_rows_of_each_geography(catalog):
    """Every confirmed source of an inference profile is in the catalog, once for each interval of days."""
    rows = Counter()
    for model in catalog:
        for row in model.rows:
            if row.geography is not None:
                rows[row.geography] += len(row.sources)
    assert rows == ROWS


# global, us, eu, jp, apac; the guides said N for the jp. profile of Haiku 4.5: their one error
IN_DECEMBER = {
    "Sonnet 4.5": "YYYYN",
    "Sonnet 4": "YYYNY",
    "Claude 3.7 Sonnet": "NYYNY",
    "Opus 4.5": "YYYNN",
    "Opus 4.1": "NYNNN",
    "Opus 4": "NYNNN",
    "Claude 3 Opus": "NYNNN",
    "Haiku 4.5": "YYYYN",
    "Claude 3.5 Haiku": "NYNNN",
    "Claude 3 Haiku": "NYYNY",
}
IN_OCTOBER = {name: cells for name, cells in IN_DECEMBER.items() if name != "Opus 4.5"} | {
    "Claude 3.5 Sonnet v2": "NYNNY"
}


def cells(catalog, answer, name, on):
    """Return Y for each geography in which the model's profile answers on a day."""
    model = Request.parse(name, catalog).model
    known = catalog.model(model).profiles
    return "".join(
        "Y" if prefix in known and answer(f"{prefix}.{model}", on) else "N"
        for prefix in ("global", "us", "eu", "jp", "apac")
    )


@pytest.mark.parametrize(("name", "said"), IN_DECEMBER.items())
def test_the_guides_table_in_december_2025(name, said, catalog, answer):
    """On 2025-12-01 the newest revision of the guides' table comes out, cell for cell."""
    assert cells(catalog, answer, name, "2025-12-01") == said


@pytest.mark.parametrize(("name", "said"), IN_OCTOBER.items())
def test_the_guides_table_in_october_2025(name, said, catalog, answer):
    """On 2025-10-20 the older revision comes out: 3.5 Sonnet v2 is there."""
    assert cells(catalog, answer, name, "2025-10-20") == said


def test_a_model_before_its_launch(answer):
    """On 2025-10-20 Claude Opus 4.5 does not exist yet."""
    decision = answer("Opus 4.5", "2025-10-20")
    assert (decision.id, decision.status) == (None, "UPCOMING")


ANSWERS = {
    "Sonnet 4.5, EU residency": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "Sonnet 4.5, EU residency, from eu-west-2": None,
    "Sonnet 4.5, EU residency, from eu-central-2": None,
    "Fable 5, EU residency": None,
    "Sonnet 4.6, UK residency": "anthropic.claude-sonnet-4-6",
    "Haiku 4.5, Australia only, from ap-southeast-6": None,
    "Haiku 4.5, residency AU or NZ, from ap-southeast-6": "au.anthropic.claude-haiku-4-5-20251001-v1:0",
    "Sonnet 3.7, EU residency": None,
    "Opus 4.8, Japan only, from ap-northeast-1, 1M context": "jp.anthropic.claude-opus-4-8",
}


@pytest.mark.parametrize(("question", "id_"), ANSWERS.items())
def test_the_answers_the_project_began_with(question, id_, answer):
    """On 2026-11-20 each question of the first issue has its answer."""
    assert answer(question).id == id_


def test_a_legacy_model_answers_with_a_warning(answer):
    """Sonnet 4.5 still answers within the EU, and is LEGACY."""
    assert "legacy-model" in [one.slug for one in answer("Sonnet 4.5, EU residency").warnings]


@pytest.mark.parametrize(("source", "place"), [("eu-west-2", "Europe (London), GB"),
                                               ("eu-central-2", "Europe (Zurich), CH")])  # fmt: skip
def test_the_leak_is_named(source, place, answer):
    """From London or Zurich the `eu.` profile may process there, and the denial says so."""
    assert (
        f"may be processed in {source} ({place}), outside eu"
        in answer(f"Sonnet 4.5, EU residency, from {source}").explain()
    )


def test_a_withdrawn_profile_answers_for_its_time(answer):
    """The `eu.` profile of Fable 5 answers on a day before it was withdrawn."""
    assert answer("Fable 5, EU residency", "2026-06-15").id == "eu.anthropic.claude-fable-5"


def test_an_in_region_answer_holds_there_alone(answer):
    """Sonnet 4.6 stays in the UK from London only, by the base ID."""
    assert answer("Sonnet 4.6, UK residency").invoke_from == ("eu-west-2",)


def test_an_ended_model_says_when(answer):
    """Sonnet 3.7 is past its end of life, whose date the denial gives."""
    decision = answer("Sonnet 3.7, EU residency")
    day = decision.model.lifecycle.end_of_life
    assert decision.summary().startswith(f"no route: Claude 3.7 Sonnet reached its end of life on {day} (")


# the provider's own dates are shown and warned about; Bedrock's decide
NOTES = {
    "Claude 3.7 Sonnet": "2025-10-28",
    "Claude 3 Opus": "2025-06-30",
    "Claude 3.5 Haiku": "2025-12-19",
}


@pytest.mark.parametrize(("name", "day"), NOTES.items())
def test_the_guides_deprecation_notes(name, day, answer):
    """The deprecation dates of the guides' notes are the provider's, told as a warning beside an answer."""
    decision = answer(name, "2025-12-01")
    assert decision
    assert f"deprecation on {day}" in " ".join(one.message for one in decision.warnings)


def test_a_disputed_price_cites_who_says_it(catalog):
    """Its evidence is the source that was taken; the one that says otherwise is told beside it and is no evidence."""
    prices = [price for model in catalog for price in model.prices.values() if price.rule == "listed"]
    disputed = [price for price in prices if price.dispute]
    assert len(disputed) == 10
    for price in disputed:
        assert [one.source.startswith(price.dispute.taken) for one in price.evidence] == [True]


def test_a_listed_price_has_evidence(catalog):
    """No price of a profile's own stands without a source."""
    assert all(price.evidence for model in catalog for price in model.prices.values() if price.rule == "listed")
