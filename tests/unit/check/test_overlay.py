"""Overlays: what they add, what they replace, and what they may not."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bedrock_atlas import load_catalog, resolve
from bedrock_atlas.check.catalogs import review_overlay
from bedrock_atlas.cli import run
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import CatalogError, PolicyError
from bedrock_atlas.loading import load_policy
from bedrock_atlas.source.overlay import lay_over

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "tests" / "samples" / "overlay"
ON = date(2026, 11, 20)
ARN = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123"


@pytest.fixture
def overlay(tmp_path):
    """Return a function that makes a copy of the sample with texts replaced."""

    def make(*replacements, name="overlay.yaml"):
        folder = tmp_path / "acme"
        shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
        path = folder / name
        text = path.read_text("utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return folder

    return make


def test_answers_over_an_overlay():
    """An own model, residency, price and application profile answer as if they were the catalog's."""
    catalog = load_catalog(SAMPLE)
    assert catalog.version == f"{load_catalog().version}+acme"
    assert catalog.digest != load_catalog().digest
    assert resolve("Acme Tuned, residency dach", on=ON, catalog=catalog) == "acme.tuned-v1:0"
    assert resolve(ARN, on=ON, catalog=catalog) == "eu.anthropic.claude-sonnet-4-6"
    request = Request.parse(ARN, catalog)
    assert (request.source, request.profile) == ("eu-west-1", "eu")
    price = catalog.model("anthropic.claude-sonnet-4-6").prices["geographic", "eu"]
    assert str(price.usd_per_mtok["input"].normalize()) == "2.64"
    assert load_catalog().residencies["uk"].countries == {"GB"}
    assert catalog.residencies["uk"].countries == {"GB", "IE"}


def test_changes_are_listed():
    """Each thing that an overlay adds or replaces is told."""
    _, changes = lay_over(load_catalog().document, SAMPLE)
    assert changes == (
        "adds model acme.tuned-v1:0",
        "adds residency dach",
        "replaces residency uk",
        f"adds application profile {ARN}",
        "adds application profile arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/old999",
        "replaces price of anthropic.claude-sonnet-4-6",
    )


@pytest.mark.parametrize(
    ("old", "new", "slug", "line"),
    [
        ("countries: [GB, IE], override: true", "countries: [GB, IE]", "overlay-clash", 5),
        ("output: 12.00, override: true", "output: 12.00", "overlay-clash", 10),
        ("countries: [AT, CH, DE]", "countries: [AT, CH, DE], override: true", "overlay-clash", 4),
        ("countries: [AT, CH, DE]", "countries: [AT, CH, ZZ]", "unknown-country", 4),
        ("{model: anthropic.claude-sonnet-4-6, geography: eu", "{model: anthropic.claude-sonnet-4-9, geography: eu",
         "unknown-model", 7),
        ("geography: eu", "geography: apac", "unknown-geography", 7),
        ("eu-west-1:1234", "eu-west-9:1234", "unknown-region", 7),
        ("premium: claude-regional", "premium: claude-regoinal", "unknown-premium", 10),
        ("123456789012:application-inference-profile/abc", "12:application-inference-profile/abc", "bad-arn", 7),
        ("overlay: acme", "overlay: acme\nmodels: {acme.other-v1:0: {override: true}}", "unknown-model", 3),
        ("overlay: acme", "overlay: acme\nmodel: 3", "unknown-key", 3),
    ],
)  # fmt: skip
def test_bad_overlays(overlay, old, new, slug, line):
    """What clashes, replaces nothing or names what nobody knows is a finding at its line."""
    with pytest.raises(CatalogError) as caught:
        load_catalog(overlay((old, new)))
    (found,) = caught.value.findings
    assert (found.slug, found.line) == (slug, line)


def test_a_model_needs_leave_to_replace_another(overlay):
    """A model file of an ID that is there is an error until `overlay.yaml` says that it replaces it."""
    folder = overlay(("model: acme.tuned-v1:0", "model: amazon.nova-pro-v1:0"), name="models/acme/tuned-v1_0.yaml")
    (folder / "models/amazon").mkdir()
    (folder / "models/acme/tuned-v1_0.yaml").rename(folder / "models/amazon/nova-pro-v1_0.yaml")
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder)
    assert [one.slug for one in caught.value.findings] == ["overlay-clash"]
    overlay(("overlay: acme", "overlay: acme\nmodels: {amazon.nova-pro-v1:0: {override: true}}"))
    shutil.rmtree(folder / "models/acme")
    assert load_catalog(folder).model("amazon.nova-pro-v1:0").name == "Acme Tuned"


def test_overlays_add_up_in_order(overlay):
    """Two overlays lie one over the other; of whole catalogs the last one counts, wherever it stands."""
    second = overlay(
        ("overlay: acme", "overlay: second"), ("countries: [AT, CH, DE]", "countries: [DE], override: true")
    )
    for one in (second / "models", second / "overlay.yaml"):
        assert one.exists()
    shutil.rmtree(second / "models")
    text = (second / "overlay.yaml").read_text("utf-8")
    (second / "overlay.yaml").write_text(text.partition("application_profiles:")[0], "utf-8")
    catalog = load_catalog([SAMPLE, second])
    assert catalog.residencies["dach"].countries == {"DE"}
    assert catalog.version.endswith("+acme+second")
    good = ROOT / "tests" / "samples" / "check" / "good"
    assert set(load_catalog([ROOT / "catalog", good]).document["models"]) == set(load_catalog(good).document["models"])
    assert "dach" in load_catalog([SAMPLE, ROOT / "catalog"]).residencies


def test_commands_over_an_overlay(capfd, tmp_path):
    """`--catalog` may be given again for every command; `check` lists its changes; `scan` knows its ARNs and models."""
    assert run(["check", str(SAMPLE), "--on", "2026-11-20"]) == 0
    assert "note: " in capfd.readouterr().err
    code = tmp_path / "app.py"
    code.write_text(
        f'"{ARN}", "acme.tuned-v1:0"\n"{ARN.replace("eu-west-1", "us-east-1").replace("abc123", "old999")}"\n'
    )
    over = ["--catalog", str(ROOT / "catalog"), "--catalog", str(SAMPLE)]
    assert run([*over, "scan", str(code), "--on", "2026-11-20"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith(f"{code}:2:2: error[end-of-life]: its application profile leads on: ")
    assert lines[-1] == "1 error, 0 warnings in 1 file"
    assert run([*over, "compile", "--out", str(tmp_path / "all.json")]) == 0
    assert load_catalog(tmp_path / "all.json").version.endswith("+acme")


def test_the_models_of_an_overlay_are_reviewed(overlay):
    """Evidence that is old or of tomorrow is told in an overlay too, and a comment accepts it."""
    folder = overlay(name="overlay.yaml")
    path = folder / "models" / "acme" / "tuned-v1_0.yaml"
    base = load_catalog(folder).document

    def slugs(text, on):
        path.write_text(text, "utf-8")
        found = review_overlay(base, folder, on=on, old=timedelta(days=365))
        return {one.slug for one in found if one.severity != "note"}

    text = path.read_text("utf-8")
    assert slugs(text, date(2026, 11, 20)) == set()
    assert slugs(text, date(2027, 10, 1)) == {"evidence-old"}
    assert slugs(text, date(2020, 1, 1)) == {"evidence-future"}
    accepted = text.replace("evidence:", "# atlas: ignore[evidence-old] because the model is our own\nevidence:")
    assert slugs(accepted, date(2027, 10, 1)) == set()


def test_roles_over_an_overlay(overlay, tmp_path):
    """A policy with roles is read over an overlay, whose version has a name behind the date."""
    (tmp_path / "own.yaml").write_text("policy: own\ntitle: Our own\nroles: {own: [acme.tuned-v1:0]}\n", "utf-8")
    policy = load_policy(tmp_path / "own.yaml", catalog=load_catalog(overlay(name="overlay.yaml")))
    assert policy.roles["own"].models == ("acme.tuned-v1:0",)


def test_a_country_is_known_in_an_overlay_and_in_a_policy_alike(tmp_path):
    """What an overlay may name as a country a policy may too, whether or not AWS has a Region there."""
    dach = "{title: 'Germany, Austria and Switzerland', countries: [AT, CH, DE]}"
    head = "policy: own\ntitle: Our own\n"
    rule = "rules: [{id: near, require: {destinations_in_countries: [AT, CH, DE]}}]\n"
    (tmp_path / "own.yaml").write_text(f"{head}residencies: {{alps: {dach}}}\n{rule}", "utf-8")
    policy = load_policy(tmp_path / "own.yaml")
    assert policy.residencies["alps"].regions == load_catalog(SAMPLE).residencies["dach"].regions
    (tmp_path / "own.yaml").write_text(f"{head}residencies: {{isles: {{countries: [UK]}}}}\n", "utf-8")
    with pytest.raises(PolicyError, match=r"unknown country `UK`\n  hint: did you mean `GB`\?"):
        load_policy(tmp_path / "own.yaml")
