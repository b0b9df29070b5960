"""The law of recommendations, over the whole shipped world.

No alternative has a destination outside the residency that was asked, or, where none was, outside the places that the
given ID could reach on the last day it lived; none is in another partition, on another endpoint or of another kind of
output; none is dead, LEGACY before an ACTIVE one, or not callable. Where a given ID could reach is worked out here from
the document, with nothing of the package.

Questions that differ in nothing that a recommendation looks at are asked once: residencies that leave the same Regions
to the model and its successors, Regions from which all of these have the same routes, attributes under which the same
rules are in force. One of each kind is asked each time, another one for another model.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import islice, product

import pytest

from bedrock_atlas.advice.alternatives import advise
from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.words import RETENTION_ORDER
from bedrock_atlas.loading.catalogs import load_catalog
from bedrock_atlas.loading.policies import load_policy, shipped_policies
from tests.property.reference import calendar
from tests.property.reference import routes as naive_routes

# Of so many questions `make test` asks one (of all, of single IDs), primes so that no two kinds march in step, and
# `make test-all` all. The company's policy has eighteen times as many.
SHARES = {"company": (1501, 199)}
SHARE = (151, 11)


@cache
def catalog():
    """Return the shipped catalog."""
    return load_catalog()


@cache
def living(model_id, day):
    """Return the model's routes that the calendar leaves on a day, naively: (ID, endpoint, source) to Regions."""
    document, on = catalog().document, day.isoformat()
    model, found = document["models"][model_id], naive_routes(document, model_id, on)
    lives = {key: calendar(model, key[2]) for key in found}
    return {
        key: route["to"]
        for key, route in found.items()
        if (lives[key].get("start_of_life") or model.get("release") or "") <= on
        if on < (lives[key].get("end_of_life") or "9999")
        if (route["since"] or route["seen"] or "") <= on
        and route["closeness"][:2] > (0, on)  # it has begun, and not ended
    }


@cache
def reach(model_id, prefix, endpoint, partition, on):
    """Return where an ID could be processed on the last day it lived, naively; prefix None: any ID of the model."""
    document, given = catalog().document, f"{prefix}.{model_id}".removeprefix(".")
    written = {part for row in document["models"][model_id]["rows"] for part in row[3:6] if part}
    life = document["models"][model_id].get("lifecycle", {})
    lives = (life, *life.get("elsewhere", ()))
    written |= {one[key] for one in lives for key in ("start_of_life", "end_of_life") if one.get(key)}
    written |= {document["models"][model_id].get("release")} - {None}
    days = sorted({date.fromisoformat(one) for one in written})
    past = [day - timedelta(days=1) for day in reversed(days) if day <= on]
    for day in [on, *past, *(day for day in days if day > on)]:
        reached = [
            to
            for (name, on_endpoint, source), to in living(model_id, day).items()
            if on_endpoint == endpoint and document["regions"][source]["partition"] == partition
            if prefix is None or name == given or (prefix == "" and on_endpoint == "bedrock-mantle")
        ]
        if reached:
            return frozenset().union(*reached)
    return frozenset()


def allowed(policy, request, on):
    """Return the Regions in which a recommendation may be processed."""
    document, regions = catalog().document, catalog().document["regions"]
    if request.residency:
        own = frozenset().union(
            *(policy.residencies[one].regions for one in request.residency & set(policy.residencies))
        )
        named = request.residency - set(policy.residencies)
        countries = {country for name in named for country in document["residencies"][name]["countries"]}
        return own | {code for code, region in regions.items() if region["country"] in countries}
    home = "aws-us-gov" if request.profile == "us-gov" else "aws"
    partition = regions[request.source]["partition"] if request.source else home
    answer = decide(catalog(), policy, request, on=on)
    if answer:  # a successor goes no further than the answer it follows
        return reach(answer.model.id, answer.group.geography or "", request.endpoint, partition, on)
    members = policy.roles[request.role].models if request.role else (request.model,)
    return frozenset().union(*(reach(one, request.profile, request.endpoint, partition, on) for one in members))


def held(policy, request, on, advice, inside=None, given=None):  # noqa: PLR0913, PLR0917  # a question, and its advice
    """Hold the law for the advice on one question and count what it recommends.

    `inside` replaces what the request says of where, for an ID `given` without a prefix.
    """
    document = catalog().document
    inside = allowed(policy, request, on) if inside is None else inside
    home = "aws-us-gov" if request.profile == "us-gov" else "aws"
    partition = document["regions"][request.source]["partition"] if request.source else home
    members = policy.roles[request.role].models if request.role else (request.model,)
    told = f"{policy.name}: {request} on {on}"
    ranks = []
    for one in advice.alternatives:
        found, got = one.decision, one.decision.request
        again = decide(catalog(), policy, got, on=found.on)
        assert (again.id, again.routes) == (one.id, found.routes), told
        assert found.policy is policy, told
        assert one.id, told
        assert (got.residency, got.needs, got.api, got.endpoint, got.role, got.attributes) == (
            request.residency, request.needs, request.api, request.endpoint, request.role, request.attributes,
        ), told  # fmt: skip
        assert got.retention in {request.retention, found.model.retention_on(found.on)}, told
        assert {change.part for change in one.changes} == parts(request, on, one, given), told
        for route in found.routes:
            assert route.destinations <= inside, told
            assert route.endpoint == request.endpoint, told
            assert document["regions"][route.source]["partition"] == partition, told
            assert (route.id, route.endpoint, route.source) in living(found.model.id, found.on), told
        if found.model.id not in members:
            old = catalog().model(request.model)
            outputs = {each for each in (old.modalities.get("output"), found.model.modalities.get("output")) if each}
            assert len(outputs) <= 1, told
            named = found.model.id in successors_named(old)
            assert named or (outputs and found.model.tier == old.tier), told
            left = found.lifecycle.days_to_end_of_life(on)
            assert found.status == "ACTIVE", told
            assert named or left is None or left >= 180, told
        ranks.append(found.status != "ACTIVE")
    assert ranks == sorted(ranks), told
    assert len(ranks) <= 3, told
    return len(ranks)


def parts(request, on, one, given):
    """Return the parts of a question that an alternative changes."""
    found, got = one.decision, one.decision.request
    changed = {part for part in ("source", "retention", "model") if getattr(request, part) != getattr(got, part)}
    if (request.profile or given) and found.group.geography != request.profile:
        changed.add("profile")
    if found.model.id != request.model and "model" in changed:
        new, old = (
            RETENTION_ORDER.index(model.retention_on(day) or "none")
            for model, day in ((found.model, found.on), (catalog().model(request.model), on))
        )
        changed |= {"retention"} if new > old and request.retention is None else set()
    return changed | ({"on"} if found.on != on else set())


def successors_named(model):
    """Return the models that AWS names after one, one after the other."""
    named = []
    while model.successor and model.successor in catalog() and model.successor not in named:
        named.append(model.successor)
        model = catalog().model(model.successor)
    return named


@cache
def lines():
    """Return for each model the models that a recommendation may look at."""
    models = list(catalog())
    return {
        model.id: [
            other
            for other in models
            if other is model
            or other.id in successors_named(model)
            or (model.tier and (other.provider, other.tier) == (model.provider, model.tier))
        ]
        for model in models
    }


@cache
def footprint(subjects, region):
    """Return what a Region is to some models: its partition, and what they are called by from there and may reach."""
    rows = {
        (row.id, row.endpoint, row.destinations, row.since, row.until, row.seen)
        for one in subjects
        for row in catalog().model(one).rows
        if region in row.sources
    }
    return catalog().regions[region].partition, frozenset(rows)


def questions(world, role, model, turn, step):
    """Return one request of every `step`-th kind about a subject: places and Regions that differ, rules in force."""
    policy = world.policy
    members = policy.members(catalog(), role, model)
    subjects = tuple(sorted({other.id for one in members for other in lines()[one]}))
    reached = frozenset().union(
        *(row.destinations or frozenset(row.sources) for one in subjects for row in catalog().model(one).rows)
    )
    homes = {}
    for residency in world.residencies():
        named = frozenset() if residency is None else frozenset((residency,))
        key = None if residency is None else policy.within(catalog(), named) & reached
        homes.setdefault(key, []).append(named)
    places = {}
    for source in world.sources():
        places.setdefault(None if source is None else footprint(subjects, source), []).append(source)
    rules = {}
    for attributes in world.attributes():
        rules.setdefault(tuple(one.id for one in policy.selection(attributes).rules), []).append(attributes)
    kinds = product(world.endpoints(role, model), homes.values(), places.values(), rules.values())
    for endpoint, residencies, sources, attributes in islice(kinds, turn % step, None, step):
        yield Request(
            model,
            residencies[turn % len(residencies)],
            sources[turn % len(sources)],
            endpoint,
            role=role,
            attributes=attributes[turn % len(attributes)],
        )
        turn += 1


def ids(world, role, model, turn, step):
    """Return a request for each ID of a model from nowhere in particular and from one Region of each kind, in turn."""
    if role is not None:
        return
    rules = {tuple(one.id for one in world.policy.selection(each).rules): each for each in world.attributes()}
    places = {footprint((model,), source): source for source in catalog().regions}
    kinds = product(catalog().model(model).profiles, (None, *places.values()), rules.values())
    for prefix, source, attributes in islice(kinds, turn % step, None, step):
        yield Request(model, source=source, profile=prefix, attributes=attributes)


def hold(name, asked, step):
    """Hold the law under a policy for every `step`-th question on every day of change."""
    policy = load_policy(name, catalog=catalog())
    world = QuestionSpace(catalog(), policy, None)
    told = 0
    for turn, (role, model) in enumerate(world.subjects()):
        for request in asked(world, role, model, turn, step):
            for day, _ in world.intervals(role, model, request.attributes):
                told += held(policy, request, day, decide(catalog(), policy, request, on=day).advice)
    assert told, "nothing was recommended"


@pytest.mark.parametrize("asked", [questions, ids], ids=["models", "ids"])
@pytest.mark.parametrize("name", shipped_policies())
def test_the_law_of_recommendations(name, asked):
    """Nothing that is recommended breaks the law: a share of all questions, taken in turn."""
    hold(name, asked, SHARES.get(name, SHARE)[asked is ids])


@pytest.mark.slow
@pytest.mark.parametrize("asked", [questions, ids], ids=["models", "ids"])
@pytest.mark.parametrize("name", shipped_policies())
def test_the_law_of_recommendations_over_everything(name, asked):
    """Nothing that is recommended breaks the law: every kind of question."""
    hold(name, asked, 1)


def test_the_law_of_mentions():
    """A bare ID is replaced by none that goes further than it did, or than its model where it never ran."""
    policy = load_policy(catalog=catalog())
    told = 0
    for model in catalog():
        for day in (date(2025, 10, 20), date(2026, 6, 15), date(2026, 11, 20), date(2027, 4, 8)):
            request = Request(model.id)
            decision = decide(catalog(), policy, request, on=day)
            inside = next(
                filter(None, (reach(model.id, one, "bedrock-runtime", "aws", day) for one in ("", None))), set()
            )
            for refused in (False, True):
                advice = advise(decision, model.id, refused=refused)
                told += held(policy, request, day, advice, inside, model.id)
    assert told > 100
