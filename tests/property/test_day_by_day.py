"""What `table`, `forecast` and `diff` say of whole intervals is what the reference answers on each of their days."""

from __future__ import annotations

import os
from itertools import pairwise, product
from random import Random

import pytest

from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import COLUMNS, rows
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from tests.property.reference_policy import naive_entries, naive_policy_decide
from tests.property.reference_proof import ENDPOINTS, subsets
from tests.property.small_pairs import APIS, DAYS, FIRST, MODES, NEEDS, REGIONS, RESIDENCIES, pair

BACK = "where?"
BEGIN, END = map(int, os.environ.get("ATLAS_PAIRS", "0-6").split("-"))


def answer(document, policy, request, day):
    """Return the ID that the reference gives, BACK where it asks back, None for no route or subject."""
    if request.model and request.model not in document["models"]:
        return None
    for entry in naive_entries(document, policy, request, day):
        chosen, verdicts = naive_policy_decide(document, policy, request, entry, day)
        if chosen or {"request.geography"} in verdicts.values():
            return chosen or BACK
    return None


def said(told):
    """Return an answer as the reference says it: choices are BACK."""
    return BACK if told is not None and " or " in told else told


BESIDE = list(product((None, *APIS), subsets(NEEDS), (None, *MODES)))


def attributes(*policies):
    """Return every combination of the attributes of some policies."""
    declared = {name: values for policy in policies for name, values in policy.attributes.items()}
    names = sorted(declared)
    return [tuple(zip(names, one, strict=True)) for one in product(*(declared[name] for name in names))]


def subjects(document, policy):
    """Return (role, model) for all there is to ask for."""
    return [*((None, model) for model in document["models"]), *((role, "") for role in policy.roles)]


@pytest.mark.parametrize("number", range(BEGIN, END))
def test_a_table_holds_on_every_day(number):
    """On each day a question has one row, and its ID is the reference's."""
    document, policy = pair(number)
    random = Random(number)  # noqa: S311  # no secret
    some = Limits(residencies=(None, "eu"), sources=(None, random.choice(sorted(REGIONS))))
    table = list(rows(QuestionSpace(Catalog(document), policy, FIRST, some)))
    for row in random.sample(table, 4):
        same = [one for one in table if all(one[name] == row[name] for name in COLUMNS[:10])]
        names = frozenset(filter(None, [row["residency"]]))
        request = Request(row["model"] or "", names, row["source"], row["endpoint"], None, frozenset(row["needs"]),
                          row["api"], row["retention"], row["role"], tuple(row["attributes"].items()),
                          row["key"])  # fmt: skip
        for day in map(str, DAYS):
            (held,) = [
                one["id"] or (BACK if one["choices"] else None)
                for one in same
                if one["valid_from"] <= day and (one["valid_to"] or "9") > day
            ]
            assert held == answer(document, policy, request, day), (str(request), day)


@pytest.mark.parametrize("number", range(BEGIN, END))
def test_a_forecast_tells_every_day_on_which_an_answer_changes(number):
    """The steps of a subject are the days on which the reference's answer is another than the day before."""
    document, policy = pair(number)
    steps = forecast(QuestionSpace(Catalog(document), policy, FIRST))
    for (role, model), given in product(subjects(document, policy), attributes(policy)):
        asked = Request(model, role=role, attributes=given)
        told = [(str(one.day), said(one.old), said(one.new)) for one in steps
                if {said(one.old), said(one.new)} != {BACK}
                and (one.subject, one.role, one.attributes, one.asks) == (role or model, bool(role), given, "")
                and one.day <= DAYS[-1]]  # fmt: skip
        days = [(str(day), answer(document, policy, asked, str(day))) for day in DAYS]
        changes = [(day, old, new) for (_, old), (day, new) in pairwise(days) if old != new]
        dark = [(days[0][0], None, None)] * (role is not None and days[0][1] is None)
        assert told == [*dark, *changes], str(asked)


@pytest.mark.parametrize("number", range(BEGIN, END))
def test_a_diff_tells_every_day_on_which_answers_differ(number):
    """On each day the IDs that a diff says move are those that the reference gives differently on the two sides."""
    (document, old), (other, new) = pair(number), pair(number + 10_000)
    changed = {**document, "models": {**document["models"], "acme.one": other["models"]["acme.one"]}}
    random = Random(number)  # noqa: S311  # no secret
    name, source = random.choice((None, *RESIDENCIES)), random.choice((None, *REGIONS))
    role, model = random.choice(subjects(document, old))
    part = Limits((model,) * (not role), (role,) if role else (), (name,), (source,))
    found = diff(QuestionSpace(Catalog(document), old, FIRST, part), QuestionSpace(Catalog(changed), new, FIRST, part))
    sides = ((document, old), (changed, new))
    whole = random.sample(DAYS[::3], 2)
    for day in DAYS[::3]:
        told = {(said(one.change.old), said(one.change.new)) for one in found.found
                if one.since <= day and (one.until is None or day < one.until)}  # fmt: skip
        moved, differ = {ids for ids in told if ids[0] != ids[1]}, {}
        for beside, given, end in product(BESIDE if day in whole else BESIDE[:1], attributes(old, new), ENDPOINTS):
            api, needs, mode = beside
            ids = tuple(
                answer(facts, policy, Request(model, frozenset(filter(None, [name])), source, end, None, needs, api,
                                              mode, role, tuple(one for one in given if one[0] in policy.attributes)),
                       str(day)) for facts, policy in sides
            )  # fmt: skip
            differ.setdefault(ids, beside)
        differ = {ids: beside for ids, beside in differ.items() if ids[0] != ids[1]}
        assert {ids for ids, beside in differ.items() if beside == BESIDE[0]} <= moved, day
        if day in whole:
            assert moved <= differ.keys(), day
            assert model in {"", "acme.one"} or moved == differ.keys(), day
