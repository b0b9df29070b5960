from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from bedrock_atlas import loading
from bedrock_atlas.errors import CatalogError, RequestError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.facts.prices import Premium
from bedrock_atlas.facts.values import Capability
from bedrock_atlas.loading import load_catalog
from tests.unit.core.world import DOCUMENT, ON, SMALL

RULED, LISTED, ODD = (SMALL.model(f"acme.{name}-v1:0") for name in ("ruled", "listed", "odd"))


def usd(model, scope, geography):
    """Return a price as text, with its factor, its factor over the base and its rule; None when it is not known."""
    price = model.prices.get((scope, geography))
    if price is None:
        return None
    told = {name: str(amount) for name, amount in price.usd_per_mtok.items()}
    factors = [None if one is None else str(one) for one in (price.premium, price.over_base)]
    return (told, *factors, price.rule)


PRICES = [
    # base x the factor of the scope, or of the geography where it has one; never where the rule has none
    (RULED, "global", "global", ({"input": "2.0000", "output": "10.0000"}, "1.00", "1.00", "regional")),
    (RULED, "geographic", "eu", ({"input": "2.2000", "output": "11.0000"}, "1.10", "1.10", "regional")),
    (RULED, "geographic", "us-gov", ({"input": "2.4000", "output": "12.0000"}, "1.20", "1.20", "regional")),
    (RULED, "in-region", None, None),
    # a price that AWS lists itself wins; its factor is the highest ratio of its components
    (LISTED, "in-region", None, ({"input": "1.00", "output": "3.00"}, "1", "1", "base")),
    (LISTED, "geographic", "eu", ({"input": "1.50", "output": "3.00"}, None, "1.5", "listed")),
    # GovCloud is never priced by a commercial rule, whatever the ID
    (LISTED, "in-region", "us-gov", None),
    (ODD, "geographic", "us-gov", None),
    # a listed component without a base has no factor
    (ODD, "geographic", "us", ({"cache_read": "0.10"}, None, None, "listed")),
]


@pytest.mark.parametrize(("model", "scope", "geography", "said"), PRICES)
def test_a_price(model, scope, geography, said):
    """A price is base times a stated factor, or as AWS lists it, or not known: never anything else."""
    told = usd(model, scope, geography)
    if said is not None:
        told = ({name: str(Decimal(one)) for name, one in told[0].items()}, *told[1:])
        said = ({name: str(Decimal(one)) for name, one in said[0].items()}, *said[1:])
    assert told == said


def test_long_prompts_are_priced_with_the_same_factor():
    """The price of a long prompt is raised by the route's premium; a listed price has one of its own or none."""
    tier = RULED.prices["geographic", "eu"].long_context
    assert (tier.above, tier.usd_per_mtok["input"]) == (200_000, Decimal("4.40"))
    assert (tier.since, tier.until) == (date(2026, 2, 1), date(2026, 7, 1))
    assert LISTED.prices["geographic", "eu"].long_context.usd_per_mtok == {"input": Decimal("3.00")}
    assert LISTED.prices["in-region", None].long_context is None


def test_a_price_names_its_evidence():
    """A price carries the evidence that covers prices, and that of its rule."""
    assert [one.source for one in RULED.prices["global", "global"].evidence] == ["AWS model card"] * 2
    assert ODD.prices["geographic", "us"].evidence == ()


def test_govcloud_needs_a_factor_of_its_own():
    """A rule without the key `us-gov` says nothing about GovCloud; a geography's own key wins over its scope's."""
    rule = Premium("r", "r", {"geographic": Decimal("1.1"), "eu": Decimal("1.2")})
    assert rule.factor("geographic", "eu") == Decimal("1.2")
    assert rule.factor("geographic", "us") == Decimal("1.1")
    assert rule.factor("geographic", "us-gov") is None
    assert rule.factor("global", None) is None


def test_a_premium_is_read_once():
    """A price rule is one value, however often it is named; a rule without title has its name."""
    assert SMALL.premium("regional") is SMALL.premium("regional")
    assert (SMALL.premium("regional").title, SMALL.premium("commercial").title) == ("regional", "no GovCloud")
    with pytest.raises(KeyError):
        SMALL.premium("none")


LIVES = [
    # start, legacy, end of life known: every status on its first day and the day before the next
    ("acme.ruled-v1:0", "2026-01-14", "UPCOMING"),
    ("acme.ruled-v1:0", "2026-01-15", "ACTIVE"),
    ("acme.ruled-v1:0", "2027-01-14", "ACTIVE"),
    ("acme.ruled-v1:0", "2027-01-15", "EOL"),
    ("acme.listed-v1:0", "2026-02-28", "UPCOMING"),
    ("acme.listed-v1:0", "2026-05-31", "ACTIVE"),
    ("acme.listed-v1:0", "2026-06-01", "LEGACY"),
    ("acme.rumour-v1:0", "2026-06-01", "ACTIVE"),
]


@pytest.mark.parametrize(("model", "day", "status"), LIVES)
def test_a_status(model, day, status):
    """The status follows from the dates: the first day of each counts."""
    assert SMALL.model(model).lifecycle.status(date.fromisoformat(day)) == status


def test_days_to_the_end_of_life():
    """The days are 1 on the last day, 0 on the end of life and None when no date is known."""
    life = RULED.lifecycle
    assert [life.days_to_end_of_life(date(2027, 1, day)) for day in (14, 15, 16)] == [1, 0, -1]
    assert LISTED.lifecycle.days_to_end_of_life(ON) is None


def test_a_capability_holds_from_its_first_day():
    """A capability has a first day and a first day without it; either may be open."""
    vision = RULED.capabilities[0]
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [vision.holds(day) for day in days] == [False, True, True, False]
    assert all(Capability("x").holds(day) for day in days)


def test_the_dates_of_a_model():
    """The dates on which a model changes are those of its life, rows, capabilities and long prompts."""
    assert [str(day) for day in SMALL.change_dates("acme.ruled-v1:0")] == [
        "2026-01-15", "2026-02-01", "2026-03-01", "2026-05-01", "2026-06-01", "2026-07-01", "2027-01-15",
    ]  # fmt: skip
    assert [str(day) for day in SMALL.change_dates("acme.listed-v1:0")] == [
        "2026-03-01", "2026-04-01", "2026-06-01", "2026-09-01",
    ]  # fmt: skip


def test_candidates_are_kept_between_dates():
    """All days between two dates share one set of candidates."""
    first, second = (SMALL.candidates("acme.ruled-v1:0", date(2026, 7, day)) for day in (1, 31))
    assert first is second
    assert (first.since, first.until) == (date(2026, 7, 1), date(2027, 1, 15))
    assert SMALL.candidates("acme.ruled-v1:0", date(2020, 1, 1)).since is None
    assert SMALL.candidates("acme.ruled-v1:0", date(2028, 1, 1)).until is None


@pytest.mark.parametrize(
    ("ask", "hint"),
    [("acme.ruled-v1", "did you mean `acme.ruled-v1:0`?"), ("zzz", "`bedrock-atlas models` lists them")],
)
def test_an_unknown_model(ask, hint):
    """An ID nobody knows is refused with the nearest ones."""
    for question in (SMALL.model, SMALL.change_dates, lambda one: SMALL.candidates(one, ON)):
        with pytest.raises(RequestError) as caught:
            question(ask)
        assert str(caught.value) == f"unknown model `{ask}`\n  hint: {hint}"
    assert ask not in SMALL


def test_a_catalog_is_a_collection_of_models():
    """A catalog iterates over its models by ID and knows which it has."""
    assert [model.id for model in SMALL] == list(DOCUMENT["models"])
    assert "acme.kept" in SMALL


def test_what_is_kept_is_bounded(monkeypatch):
    """However many residencies and needs are asked, what is kept stays small and the answers stay right."""
    monkeypatch.setattr("bedrock_atlas.facts.catalog._KEPT", 1)
    monkeypatch.setattr("bedrock_atlas.facts.candidates._KEPT", 1)
    fresh = Catalog(DOCUMENT)
    candidates = fresh.candidates("acme.ruled-v1:0", ON)
    for names in (frozenset({"eu"}), frozenset({"uk"}), frozenset({"eu", "uk"}), frozenset({"uk"})):
        allowed = fresh.within(names)
        assert allowed == SMALL.within(names)
        assert candidates.destinations(allowed) == candidates.reject(
            lambda route, allowed=allowed: not route.destinations <= allowed
        )
    for needs in (frozenset({"pdf"}), frozenset({"vision"}), frozenset({"vision"})):
        assert candidates.capabilities(needs) == (0 if needs == {"pdf"} else candidates.full)
    kept = (fresh._within, candidates._destinations, candidates._capabilities)  # noqa: SLF001  # what is kept is private
    assert [len(one) for one in kept] == [1, 1, 1]
    with pytest.raises(KeyError):
        fresh.within(frozenset({"mars"}))


def test_a_compiled_catalog(tmp_path):
    """A compiled file is read as it is; the shipped catalog is read once."""
    path = tmp_path / "catalog.json"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    assert [model.name for model in load_catalog(path)] == [model.name for model in SMALL]
    assert load_catalog() is load_catalog()


def test_of_several_catalogs_the_last_counts(tmp_path):
    """Of several compiled files the last is the catalog."""
    paths = [tmp_path / f"{number}.json" for number in range(2)]
    for number, path in enumerate(paths):
        path.write_text(json.dumps(DOCUMENT | {"version": f"2026.1.{number + 1}"}), encoding="utf-8")
    assert load_catalog(paths).version == "2026.1.2"


def test_where_the_shipped_catalog_is(tmp_path, monkeypatch):
    """A package with compiled data reads it there, a checkout from its folder of YAML."""
    package = tmp_path / "src" / "bedrock_atlas"
    (package / "_data").mkdir(parents=True)
    monkeypatch.setattr(loading.shipped, "_PACKAGE", package)
    with pytest.raises(CatalogError, match="catalog"):
        loading.catalogs._shipped.__wrapped__()  # noqa: SLF001  # where to look is decided there, once a process
    (package / "_data" / "catalog.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    assert loading.catalogs._shipped.__wrapped__().version == "2026.11.20"  # noqa: SLF001  # as above


BROKEN = {
    "missing": (None, "1:1: error[unreadable-file]: cannot read the compiled catalog: No such file or directory"),
    "not JSON": (b'{"schema":\n 1,,}', "2:4: error[bad-json]: not JSON: Expecting property name enclosed "
                 "in double quotes"),
    "not UTF-8": (b'{"schema": "\xff"}', "1:1: error[bad-encoding]: not UTF-8"),
    "a list": (b"[]", "1:1: error[wrong-schema]: not a compiled catalog of schema 2"),
    "half of one": (b'{"schema": 2}', "1:1: error[wrong-schema]: not a whole catalog: KeyError('version')"),
    "another schema": (b'{"schema": 3}', "1:1: error[wrong-schema]: not a compiled catalog of schema 2"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_compiled_catalog(data, said, tmp_path, monkeypatch):
    """A compiled file that is missing, cut off or of another kind is told with its place and how to build one."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "catalog.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CatalogError) as caught:
        load_catalog("catalog.json")
    assert str(caught.value) == f"catalog.json:{said}\n  hint: build it with `bedrock-atlas compile`"


def test_what_is_worked_out_for_routes_is_bounded(monkeypatch):
    """What many sets of routes reach, and what many rules say of them, is right whether it is kept or not."""
    monkeypatch.setattr("bedrock_atlas.facts.candidates._KEPT", 1)
    candidates = Catalog(DOCUMENT).candidates("acme.ruled-v1:0", ON)
    for bits in (candidates.full, 1, 1):
        reached = candidates.reached(bits)
        assert reached.sources == tuple(route.source for route in candidates.pick(bits))
    for rule in ("first", "second", "second"):
        assert candidates.kept(rule, ON, None, lambda _: True) == candidates.full
