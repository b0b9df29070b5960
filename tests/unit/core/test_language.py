"""What the words of the policy language do to an answer, one claim each, over the shipped catalog."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import PolicyError, RequestError
from bedrock_atlas.facts.catalog import Catalog
from tests.unit.core.world import DOCUMENT, ON, SMALL

HEAD = "policy: p\ntitle: t\n"
TEAMS = "attributes: {environment: [prod, dev], team: [search, support, newteam]}\n"
SONNET = "Sonnet 4.5"
EU = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
GLOBAL = "global.anthropic.claude-sonnet-4-5-20250929-v1:0"


@pytest.fixture
def refused(policy):
    """Return a function that loads a policy that is wrong and gives its findings as (slug, message, hint)."""

    def told(text):
        with pytest.raises(PolicyError) as caught:
            policy(HEAD + text)
        return [(one.slug, one.message, one.hint) for one in caught.value.findings]

    return told


ENTRIES = {
    "eu.anthropic.claude-sonnet-4-6": "eu.anthropic.claude-sonnet-4-6",
    "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6": (
        "eu.anthropic.claude-sonnet-4-6"
    ),
    "Sonnet 4.6": "global.anthropic.claude-sonnet-4-6",
    "amazon.nova-pro-v1:0": "amazon.nova-pro-v1:0",
}


@pytest.mark.parametrize(("entry", "answer"), ENTRIES.items())
def test_an_entry_of_a_role_is_what_it_names(entry, answer, policy, ask):
    """A role's entry is a model with all its IDs, or a profile or In-Region ID and then only that."""
    decision = ask("role best", policy=policy(f"{HEAD}roles: {{best: ['{entry}']}}\n"))
    assert decision.id == answer
    assert {route.id for route in decision.candidates.pick(decision.admitted)} == {answer} or entry == "Sonnet 4.6"


def test_an_arn_in_a_role_is_called_from_its_region(policy, ask):
    """The Region of an ARN is part of the entry."""
    arn = "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6"
    decision = ask("role best", policy=policy(f"{HEAD}roles: {{best: ['{arn}']}}\n"))
    assert decision.invoke_from == ("eu-west-1",)
    other = ask("role best, from eu-west-3", policy=policy(f"{HEAD}roles: {{best: ['{arn}']}}\n"))
    assert other.id is None
    assert "the role names eu.anthropic.claude-sonnet-4-6 from eu-west-1 alone [role.entry]" in other.explain()


def test_an_in_region_entry_says_so(policy, ask):
    """What keeps the other IDs of a role's entry out is told."""
    decision = ask("role best, residency JP", policy=policy(f"{HEAD}roles: {{best: ['amazon.nova-pro-v1:0']}}\n"))
    assert "the role names amazon.nova-pro-v1:0 (In-Region) alone [role.entry]" in decision.explain()


def test_a_role_falls_to_another_id_of_the_same_model(policy, ask):
    """A role may name two IDs of one model, in the order wanted."""
    own = policy(f"{HEAD}roles: {{best: [jp.anthropic.claude-sonnet-4-5-20250929-v1:0, '{EU}']}}\n")
    assert ask("role best, residency EU", policy=own).id == EU
    assert own.roles["best"].models == ("anthropic.claude-sonnet-4-5-20250929-v1:0",)


def test_an_in_region_id_that_does_not_exist(refused):
    """A base ID of a model without In-Region use is refused in a role, with what can be written instead."""
    ((slug, message, hint),) = refused("roles: {best: [anthropic.claude-opus-4-5-20251101-v1:0]}\n")
    assert (slug, message) == (
        "no-in-region",
        "`anthropic.claude-opus-4-5-20251101-v1:0` is an In-Region ID, and the model has none",
    )
    assert hint.startswith("write `Claude Opus 4.5` for all its IDs, or one of: ")


def test_a_profile_is_no_model(refused):
    """Where a test takes models a profile is an error that names the tests for IDs and prefixes."""
    assert refused("rules: [{id: r, require: {model_in: [eu.anthropic.claude-sonnet-4-6]}}]\n") == [(
        "not-a-model",
        "`eu.anthropic.claude-sonnet-4-6` is an ID and stands for less than a model",
        "for that ID alone write `id_in: [eu.anthropic.claude-sonnet-4-6]`; "
        "for all IDs with its prefix `geography_in: [eu]`",
    )]  # fmt: skip
    arn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"
    assert refused(f"rules: [{{id: r, require: {{model_in: ['{arn}']}}}}]\n")[0][2] == (
        "for that ID alone write `id_in: [amazon.nova-pro-v1:0]`"
    )


def test_an_id_is_no_name(refused):
    """`id_in` takes IDs alone: a name or an ARN is refused with what to write."""
    first, second = refused(
        "rules: [{id: r, require: {id_in: [Nova Pro, "
        "'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0']}}]\n"
    )
    assert first[:2] == ("not-an-id", "`Nova Pro` is no ID that can be invoked")
    assert "amazon.nova-pro-v1:0" in first[2]
    assert second[2] == "write the ID, and the Region under `source_in`"


NEGATED = {
    "when: {environment: prod, not: {team: search}}": ["support", "newteam"],
    "when: {environment: prod}, unless: {team: search}": ["support", "newteam"],
    "when: {environment: prod, not: {team: [search, support]}}": ["newteam"],
    "unless: {environment: dev}, when: {team: search}": ["search"],
    "when: {not: {environment: prod, team: search}}": ["support", "newteam"],
}


@pytest.mark.parametrize(("selecting", "teams"), NEGATED.items())
def test_a_rule_is_for_all_but_some(selecting, teams, policy, ask):
    """`not` under `when` and `unless` leave out the requests for which all they name fits, so new values are in."""
    own = policy(f"{HEAD}{TEAMS}rules: [{{id: r, {selecting}, forbid: {{status_in: [LEGACY]}}}}]\n")
    denied = [
        team for team in own.attributes["team"] if not ask(f"{SONNET}, environment=prod, team={team}", policy=own)
    ]
    assert denied == teams


DEFAULTS = """\
attributes:
  data: {values: [public, personal], default: personal}
  team: {values: [search], optional: true}
rules:
  - {id: eu, when: {data: personal}, require: {destinations_within: eu}}
  - {id: known, when: {not: {team: search}}, forbid: {provider_in: [anthropic]}}
"""


def test_an_attribute_with_a_default_may_be_left_out(policy, ask, catalog):
    """A request that leaves out an attribute has its default, or `unstated` where it is optional."""
    own = policy(HEAD + DEFAULTS)
    assert ask(f"{SONNET}, team=search", policy=own).id == EU
    assert ask(f"{SONNET}, team=search, data=public", policy=own).id == GLOBAL
    assert ask(SONNET, policy=own).blocking_rules == ("known",)
    assert Request.parse(SONNET, catalog, own).attributes == (("data", "personal"), ("team", "unstated"))
    with pytest.raises(RequestError):
        Request.parse(f"{SONNET}, team=other", catalog, own)


def test_policies_agree_on_defaults(policy):
    """Two files that give an attribute another default, or one of them none, are refused together."""
    with pytest.raises(PolicyError) as caught:
        policy(
            "policy: a\ntitle: t\nattributes: {data: {values: [x, y], default: x}}\n",
            "policy: b\ntitle: t\nattributes: {data: [x, y]}\n",
        )
    assert [one.slug for one in caught.value.findings] == ["attribute-clash"]


WAIVED = f"""{TEAMS}\
rules:
  - id: no-legacy
    when: {{environment: prod}}
    forbid: {{status_in: [LEGACY]}}
    except: [{{when: {{team: search}}, models: [Sonnet 4.5], from: 2026-11-01, until: 2027-02-01, ticket: W-17,
              because: the move takes until January}}]
  - {{id: tagged, when: {{environment: prod}}, oblige: [{{kind: tag, value: a=b}}],
     except: [{{when: {{team: support}}, until: 2026-12-01, ticket: W-18}}]}}
"""


def test_an_exception_loosens_its_rule_alone(policy, ask):
    """For its attributes, models and days the rule does not count; for everybody else, new teams too, it does."""
    own = policy(HEAD + WAIVED)

    def answered(team, day=ON, model=SONNET, environment="prod"):
        return bool(ask(f"{model}, environment={environment}, team={team}", day, policy=own))

    assert [answered(team) for team in own.attributes["team"]] == [True, False, False]
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2027, 1, 31), date(2027, 2, 1)]
    assert [answered("search", day) for day in days] == [False, True, True, False]
    assert not answered("search", model="Opus 4.1")


def test_an_exception_is_named_where_it_let_through(policy, ask):
    """The trace names rule, ticket, end and reason on the answers that owe themselves to the exception, alone."""
    own = policy(HEAD + WAIVED)
    decision = ask(f"{SONNET}, environment=prod, team=search", policy=own)
    assert decision.valid_until == date(2027, 2, 1)
    assert (
        "waived-rule: rule no-legacy does not count here until 2027-02-01, by W-17: the move takes until January"
        in decision.explain()
    )
    for other in (f"{SONNET}, environment=dev, team=search", "Opus 5, environment=prod, team=search"):
        assert "waived-rule" not in ask(other, policy=own).explain()


def test_an_exception_is_not_named_where_it_did_nothing(policy, ask):
    """An answer that the rule would have let through as well owes nothing to the exception."""
    own = policy(
        f"{HEAD}{TEAMS}rules: [{{id: near, forbid: {{scope_in: [global]}}, "
        "except: [{when: {team: search}, until: 2027-02-01, ticket: W-19}]}]\n"
    )
    there = f"{SONNET}, environment=prod, team=search"
    assert [one.slug for one in ask(there, policy=own).warnings].count("waived-rule") == 1
    assert "waived-rule" not in [one.slug for one in ask(f"{there}, EU residency", policy=own).warnings]


def test_an_exception_to_a_duty_lifts_it(policy, ask):
    """An exception to a rule that obliges lifts the duty, and the trace says so."""
    own = policy(HEAD + WAIVED)
    tags = {
        team: [one.value for one in ask(f"Opus 5, environment=prod, team={team}", policy=own).obligations if one.rule]
        for team in ("search", "support")
    }
    assert tags == {"search": ["a=b"], "support": []}
    text = ask("Opus 5, environment=prod, team=support", policy=own).explain()
    assert "rule tagged does not count here until 2026-12-01, by W-18\n" in text


APPROVALS = """\
models:
  mrc: [{model: Opus 5, from: 2026-06-01, until: 2027-02-28, ticket: MRC-17},
        {model: Sonnet 5, until: 2027-06-30, ticket: MRC-18}]
roles: {best: [mrc, Haiku 4.5]}
rules: [{id: model-risk, forbid: {not: {approved_in: [mrc], provider_in: [anthropic]}, tier_in: [opus, sonnet]}}]
"""


def test_an_approval_has_an_end(policy, ask):
    """A model of a list is approved up to its day, in tests and in roles, and the answer ends with it."""
    own = policy(HEAD + APPROVALS)
    assert ask("Opus 5", policy=own).valid_until == date(2027, 2, 28)
    assert ask("Opus 5", date(2027, 2, 28), policy=own).blocking_rules == ("model-risk",)
    names = [
        ask("role best", day, policy=own).model.name
        for day in (ON, date(2027, 2, 27), date(2027, 2, 28), date(2027, 6, 30))
    ]
    assert names == ["Claude Opus 5", "Claude Opus 5", "Claude Sonnet 5", "Claude Haiku 4.5"]


def test_the_end_of_an_approval_is_told(policy, ask):
    """Where an entry of a role is not approved on the day, the trace names the ticket and the date."""
    own = policy(f"{HEAD}models: {{mrc: [{{model: Opus 5, from: 2026-09-01, until: 2027-02-28, ticket: MRC-17}}]}}\n"
                 "roles: {best: [mrc]}\n")  # fmt: skip
    assert (
        "its approval MRC-17 ended on 2027-02-28 [role.approval]"
        in ask("role best", date(2027, 3, 1), policy=own).explain()
    )
    assert (
        "its approval MRC-17 begins on 2026-09-01 [role.approval]"
        in ask("role best", date(2026, 8, 31), policy=own).explain()
    )
    assert ask("role best", policy=own).valid_until == date(2027, 2, 28)


ASKED = {
    "{residency: stated}": [False, True, False, False, False],
    "{residency: unstated}": [True, False, True, True, True],
    "{residency: [us, uk]}": [False, False, False, False, False],
    "{residency: eu}": [False, True, False, False, False],
    "{source: stated}": [False, False, True, False, False],
    "{needs: [vision]}": [False, False, False, True, False],
    "{api: converse}": [False, False, False, False, True],
    "{residency: [stated, unstated], api: unstated}": [True, True, True, True, False],
    "{endpoint: [bedrock-runtime], role: unstated}": [True] * 5,
    "{role: best}": [False] * 5,
    "{retention: none}": [False] * 5,
}


@pytest.mark.parametrize(("asked", "denied"), ASKED.items())
def test_a_rule_for_some_questions(asked, denied, policy, ask):
    """`ask` keeps a rule to questions whose parts have one of the values, are stated or are not."""
    own = policy(
        f"{HEAD}roles: {{best: [Opus 5]}}\nrules: [{{id: r, ask: {asked}, forbid: {{provider_in: [anthropic]}}}}]\n"
    )
    questions = ["", ", residency EU", ", from eu-west-1", ", needs vision", ", over converse"]
    assert [not ask(f"{SONNET}{one}", policy=own) for one in questions] == denied


def test_duties_by_route_and_by_api(policy, ask):
    """A duty may be for some routes only, and one for an API is told for that API, or while none is named."""
    own = policy(
        f"{HEAD}rules: [{{id: near, oblige: [{{kind: note, value: near}}], where: {{scope_in: [geographic]}}}},\n"
        "        {id: by-api, oblige: [{kind: note, value: chat, api: converse}]}]\n"
    )

    def told(question):
        return [one.value for one in ask(question, policy=own).obligations if one.rule]

    assert told(f"{SONNET}, residency EU") == ["near", "chat"]
    assert told(SONNET) == ["chat"]
    assert told(f"{SONNET}, over converse") == ["chat"]
    assert told(f"{SONNET}, over invoke-model") == []


def test_a_price_ceiling_meets_the_long_prompt(policy, ask):
    """A ceiling that the usual price keeps does not let a long prompt through at the price of the long one."""
    own = policy(f"{HEAD}rules: [{{id: cap, require: {{price_at_most: {{input: 3.00}}}}}}]\n")
    assert ask(SONNET, policy=own).id == GLOBAL
    assert ask(f"{SONNET}, needs 1m context", date(2026, 3, 1), policy=own).blocking_rules == ("cap",)


NAMES = {
    "roles: {sonnet: [Opus 5]}": ("role-clash", "role `sonnet` has the name of a tier or family of models"),
    "roles: {opus-5: [Opus 5]}": ("role-clash", "role `opus-5` has the name of the model anthropic.claude-opus-5"),
    "residencies: {european-union: {regions: [eu-west-1]}}": (
        "residency-clash",
        "residency `european-union` has the name of the residency eu",
    ),
    "residencies: {nowhere: {countries: [LI]}}": ("empty-residency", "no AWS Region lies in `nowhere`"),
    "attributes: {global: [a]}": ("attribute-clash", "attribute `global` has the name of the geography prefix global"),
    "attributes: {source: [a]}": ("attribute-clash", "attribute `source` has the name of a part of a question"),
    "models: {haiku: [{model: Opus 5, until: 2027-01-01, ticket: T-1}]}": (
        "list-clash",
        "list `haiku` has the name of a tier or family of models",
    ),
    "attributes: {data: {values: [a]}}": ("no-default", "`data` needs `default: …` or `optional: true`"),
    "attributes: {data: {values: [a], default: b}}": ("unknown-value", "`data` has no value `b`"),
    "rules: [{id: r, forbid: {days_to_eol_under: 999999}}]": (
        "bad-number",
        "expected a number of days from 1 to 36500, found `999999`",
    ),
    "rules: [{id: r, forbid: {days_to_eol_under: x}}]": (
        "wrong-type",
        "expected a whole number, found the text `x`",
    ),
}


@pytest.mark.parametrize(("text", "found"), NAMES.items())
def test_names_and_bounds(text, found, refused):
    """A name that the catalog has taken, in any case, and a number that reaches too far are errors."""
    assert [one[:2] for one in refused(f"{text}\n")] == [found]


def test_a_residency_may_name_countries_without_a_region(policy):
    """A country in which AWS has no Region adds none."""
    own = policy(f"{HEAD}residencies: {{dach: {{countries: [DE, AT, CH, LI]}}}}\n")
    assert own.residencies["dach"].regions == {"eu-central-1", "eu-central-2"}


def test_questions_are_kept_apart_up_to_a_number(policy, catalog, monkeypatch):
    """What is kept of questions that rules look at is bounded, and the answer does not depend on it."""
    monkeypatch.setattr("bedrock_atlas.policy.program._KEPT", 1)
    own = policy(f"{HEAD}rules: [{{id: r, ask: {{source: stated}}, forbid: {{provider_in: [anthropic]}}}}]\n")
    for source in ("eu-west-1", "eu-west-3", "us-east-1", "eu-west-1"):
        request = Request.parse(f"{SONNET}, from {source}", catalog, own)
        assert decide(catalog, own, request, on=ON).blocking_rules == ("r",)


def ruled(**parts):
    """Return the small catalog with other parts of its model Ruled."""
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.ruled-v1:0"] |= parts
    return Catalog(document)


def reached(catalog, day):
    """Return where the one route of the model Ruled goes on a day."""
    (route,) = catalog.candidates("acme.ruled-v1:0", day).routes
    return route.destinations


def test_of_several_rows_begun_the_one_that_ends_last_counts():
    """When no row of a route holds any more, what is told of it is the row that ended last, wherever it is listed."""
    rows = [["eu", ["eu-west-1"], ["eu-west-1"], None, "2026-06-01", None, None],
            ["eu", ["eu-west-1"], ["eu-west-2"], None, "2026-03-01", None, None]]  # fmt: skip
    assert reached(ruled(rows=rows), ON) == {"eu-west-1"}


def test_of_rows_to_come_the_first_counts():
    """When no row of a route has begun, what is told of it is the row that begins first, wherever it is listed."""
    rows = [["eu", ["eu-west-1"], ["eu-west-1"], "2026-06-01", None, None, None],
            ["eu", ["eu-west-1"], ["eu-west-2"], "2026-09-01", None, None, None]]  # fmt: skip
    assert reached(ruled(rows=rows), date(2026, 2, 1)) == {"eu-west-1"}
    assert reached(ruled(rows=rows[::-1]), date(2026, 2, 1)) == {"eu-west-1"}


def test_the_cost_of_a_mix_is_that_of_all_its_parts():
    """Every component of a mix counts by its weight."""
    group = next(one for one in SMALL.candidates("acme.ruled-v1:0", ON).groups if one.id.startswith("global."))
    assert group.cost((("input", 2), ("output", 1))) == 14


def test_the_default_mix_is_three_to_one(policy, ask):
    """Where no rule names a mix, a route is cheap by three parts of input to one of output."""
    listed = {"us": {"input": "1.00", "output": "12.00"}, "eu": {"input": "3.00", "output": "7.00"}}
    rows = [[prefix, ["eu-west-1"], ["eu-west-1"], None, None, None, None] for prefix in ("eu", "us")]
    catalog = ruled(rows=rows, price={"base": "global", "input": "1.00", "output": "1.00", "listed": listed})
    assert ask("Ruled, EU residency", over=catalog, policy=policy(HEAD, over=catalog)).id == "us.acme.ruled-v1:0"


def test_a_duty_is_told_once(ask):
    """A duty that two needs have in common stands in the answer once."""
    same = [{"capability": name, "oblige": [{"kind": "note", "value": "read"}]} for name in ("pdf", "vision")]
    decision = ask("Ruled, needs pdf, needs vision", over=ruled(capabilities=same))
    assert [one.value for one in decision.obligations].count("read") == 1


@pytest.mark.parametrize("mode", ["aws_review", "provider_data_share"])
def test_a_mode_of_review_is_a_mode(mode, ask):
    """A model that needs any mode of data retention is kept from an account that is in another one."""
    catalog = ruled(retention=[{"mode": mode}])
    assert ask(f"Ruled, retention {mode}", over=catalog)
    assert ask("Ruled, retention none", over=catalog).blocking_rules == ("request.retention",)


def test_regions_and_countries_add_up(policy):
    """An own residency that names countries and Regions holds both."""
    own = policy(f"{HEAD}residencies: {{mine: {{countries: [IE], regions: [eu-west-3]}}}}\n")
    assert own.residencies["mine"].regions == {"eu-west-1", "eu-west-3"}


def test_models_are_preferred_as_listed(policy, ask):
    """The order of a listed preference is that of the file."""
    own = policy(f"{HEAD}roles: {{best: [Opus 5, Sonnet 4.5]}}\nrules: [{{id: r, prefer: [{{models: "
                 "[Sonnet 4.5, Opus 5]}]}]\n")  # fmt: skip
    assert ask("role best", policy=own).model.name == "Claude Sonnet 4.5"
    turned = policy(f"{HEAD}roles: {{best: [Sonnet 4.5, Opus 5]}}\nrules: [{{id: r, prefer: [{{models: "
                    "[Opus 5, Sonnet 4.5]}]}]\n")  # fmt: skip
    assert ask("role best", policy=turned).model.name == "Claude Opus 5"


def test_the_promises_of_all_files_count(policy):
    """Policies together have the promises of each."""
    first = "policy: a\ntitle: t\ninvariants: [{id: x, then: {scope_in: [global]}}]\n"
    both = policy(first, first.replace("policy: a", "policy: b").replace("id: x", "id: y"))
    assert [one.id for one in both.invariants] == ["x", "y"]


def test_a_program_has_two_orders_and_no_other(policy, catalog):
    """What is worked out when first asked for are the two orders; any other name is an error like everywhere."""
    own = policy(f"{HEAD}rules: [{{id: r, prefer: [price]}}]\n")
    program = own.selection(()).program(catalog.candidates("anthropic.claude-opus-5", ON), ON)
    assert set(program.ranking_within) == set(program.ranking_anywhere)
    with pytest.raises(AttributeError):
        _ = program.ranking
