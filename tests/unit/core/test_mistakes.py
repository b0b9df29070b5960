"""Mistakes that people make in policies, and what they are told: `mistakes.txt` holds each with its findings.

With BEDROCK_ATLAS_GOLDEN=write the findings are written anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bedrock_atlas.errors import PolicyError
from bedrock_atlas.loading import load_policy

GOLDEN = Path(__file__).parent / "mistakes.txt"
HEAD = "policy: mine\ntitle: Ours\n"
DECLARED = (
    f"{HEAD}attributes: {{environment: [prod, dev], team: [search, fraud]}}\nroles: {{best: [Opus 5]}}\nrules:\n  - "
)

MISTAKES = (
    # names
    "{id: r, when: {env: prod}, forbid: {status_in: [LEGACY]}}",
    "{id: r, when: {environment: production}, forbid: {status_in: [LEGACY]}}",
    "{id: r, when: {environment: {not: prod}}, forbid: {status_in: [LEGACY]}}",
    "{id: r, when: {not: prod}, forbid: {status_in: [LEGACY]}}",
    "{id: r, unless: {squad: search}, forbid: {status_in: [LEGACY]}}",
    "{id: r, require: {destination_within: eu}}",
    "{id: r, require: {destinations_within: europa}}",
    "{id: r, require: {destinations_within: eu-west-1}}",
    "{id: r, require: {destinations_in_regions: [eu-west-9]}}",
    "{id: r, require: {destinations_in_countries: [de]}}",
    "{id: r, require: {model_in: [Opus 9]}}",
    "{id: r, require: {model_in: [eu.anthropic.claude-opus-5]}}",
    "{id: r, require: {model_in: [opus]}}",
    "{id: r, require: {id_in: [Opus 5]}}",
    "{id: r, require: {approved_in: [model-risk]}}",
    "{id: r, require: {provider_in: [Anthropic]}}",
    "{id: r, require: {tier_in: [sonet]}}",
    "{id: r, require: {geography_in: [emea]}}",
    "{id: r, require: {capability: [images]}}",
    "{id: r, require: {retention_in: [zero]}}",
    # values
    "{id: r, forbid: {status_in: [Legacy]}}",
    "{id: r, forbid: {days_to_eol_under: 999999}}",
    "{id: r, forbid: {days_to_eol_under: 90d}}",
    "{id: r, require: {guaranteed_days: 0}}",
    "{id: r, require: {end_of_life_not_before: next year}}",
    "{id: r, require: {price_at_most: 5.00}}",
    "{id: r, require: {price_at_most: {in: 5.00}}}",
    "{id: r, require: {price_at_most: {input: '5.00'}}}",
    "{id: r, require: {opt_in: 'no'}}",
    "{id: r, require: {modalities: [image]}}",
    # shape
    "{id: r, require: {any_of: [{any_of: [{tier_in: [opus]}]}]}}",
    "{id: r, require: {not: {not: {tier_in: [opus]}}}}",
    "{id: r, require: {}}",
    "{id: r}",
    "{id: r, require: {tier_in: [opus]}, forbid: {scope_in: [global]}}",
    "{id: r, require: {tier_in: [opus]}, where: {scope_in: [global]}}",
    "{id: r, prefer: [cheap]}",
    "{id: r, prefer: [cheepest]}",
    "{id: r, prefer: [{price: {input: 3}, models: [Opus 5]}]}",
    "{id: request.residency, require: {tier_in: [opus]}}",
    "{id: r, from: 2027-02-01, until: 2027-01-01, require: {tier_in: [opus]}}",
    # exceptions, questions, duties
    "{id: r, require: {tier_in: [opus]}, except: [{until: 2027-01-01, ticket: W-1}]}",
    "{id: r, require: {tier_in: [opus]}, except: [{when: {team: search}, ticket: W-1}]}",
    "{id: r, require: {tier_in: [opus]}, except: [{when: {team: search}, until: 2027-01-01}]}",
    "{id: r, require: {tier_in: [opus]}, "
    "except: [{when: {team: search}, from: 2027-02-01, until: 2027-01-01, ticket: W-1}]}",
    "{id: r, prefer: [price], except: [{when: {team: search}, until: 2027-01-01, ticket: W-1}]}",
    "{id: r, ask: {residence: stated}, require: {tier_in: [opus]}}",
    "{id: r, ask: {role: worst}, require: {tier_in: [opus]}}",
    "{id: r, ask: {api: chat}, require: {tier_in: [opus]}}",
    "{id: r, oblige: [{kind: tags, value: a=b}]}",
)

# what stands beside rules: roles, shares, lists, attributes, residencies
BESIDE = (
    "roles: {sonnet: [Opus 5]}",
    "roles: {best: []}",
    "roles: {best: {alternatives: 3}}",
    "roles: {best: {models: [Opus 5], alternatives: 0}}",
    "roles: {best: {models: [Opus 5], weights: [{model: Opus 5, share: 50}, {model: Opus 4.8, share: 50}]}}",
    "roles: {best: {weights: [{model: Opus 5, share: 10}, {model: Opus 4.8, share: 80}]}}",
    "roles: {best: {weights: [{model: Opus 5, share: 80}, {model: Opus 4, share: 30}, {model: Nova Pro, share: 5}]}}",
    "roles: {best: {weights: [{model: Opus 5, share: 100}]}}",
    "roles: {best: {weights: [{model: Opus 5, share: 50%}, {model: Opus 4.8, share: 50}]}}",
    "roles: {best: {weights: {Opus 5: 10, Opus 4.8: 90}}}",
    "roles: {best: {weights: [{model: Opus 5, share: 50}, {model: claude-opus-5, share: 50}]}}",
    "roles: {best: {weights: [{model: Opus 5, share: 50}, {model: Opus 99, share: 50}]}}",
    "models: {mrc: [{model: Opus 4.8, until: 2027-01-01, ticket: T}]}\n"
    "roles: {best: {weights: [{model: Opus 5, share: 50}, {model: mrc, share: 50}]}}",
    "models: {mrc: [{model: eu.anthropic.claude-opus-5, until: 2027-01-01, ticket: T}]}",
    "models: {mrc: [{model: Opus 5, until: 2027-01-01}]}",
    "attributes: {key: [a, b]}",
    "attributes: {team: {values: [a, b], default: c}}",
    "attributes: {team: {values: [a, b], default: a, optional: true}}",
    "residencies: {EU: {countries: [DE]}}",
    "residencies: {own: {regions: [eu-west-9]}}",
)


@pytest.mark.parametrize("mistake", [f"{DECLARED}{one}" for one in MISTAKES] + [f"{HEAD}{one}" for one in BESIDE])
def test_a_mistake_is_refused(mistake, tmp_path, catalog):
    """No mistake loads."""
    path = tmp_path / "mine.yaml"
    path.write_text(f"{mistake}\n", "utf-8")
    with pytest.raises(PolicyError):
        load_policy(path, catalog=catalog)


def test_a_mistake_is_told_as_a_colleague_would(tmp_path, monkeypatch, catalog, compare):
    """Each mistake has its place, what is wrong and, where there is one, what was meant; nothing of the machine."""
    monkeypatch.chdir(tmp_path)
    told = []
    for head, mistake in [*((DECLARED, one) for one in MISTAKES), *((HEAD, one) for one in BESIDE)]:
        Path("mine.yaml").write_text(f"{head}{mistake}\n", "utf-8")
        with pytest.raises(PolicyError) as caught:
            load_policy("mine.yaml", catalog=catalog)
        told.append(f"{mistake}\n{caught.value}\n")
        assert "hint: hint:" not in str(caught.value)
        assert "\\n" not in str(caught.value)
    compare(GOLDEN, "\n".join(told))
