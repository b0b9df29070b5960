"""Exports, read by those for whom they are written.

What its owner publishes in a registry is installed into an environment of the test's own: LiteLLM's proxy and Router,
Cedar, a Rego engine, Terraform's grammar, the schemas of Kubernetes, opencode's own types. Terraform itself and OPA's
engine for this Python are not to be had there, and neither are the schemas of Claude Code's settings and gateway.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import venv
from pathlib import Path

import jsonschema
import pytest

from bedrock_atlas.export.table import registered
from tests.unit.report.schemas import public_schema

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "exports"
READERS = (
    "litellm[proxy]==1.106.2", "python-hcl2==8.1.4", "cedarpy==4.12.2", "regopy==1.5.2", "kubernetes-validate==1.37.0",
)  # fmt: skip
TYPES = ("@opencode-ai/sdk@1.19.3", "typescript@5.9.3")
EU, GLOBAL = "eu.anthropic.claude-haiku-5-5", "global.anthropic.claude-haiku-5-5"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Install the readers and return a function that runs one of them over a golden file."""
    folder = tmp_path_factory.mktemp("readers")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *READERS]
    subprocess.run(install, check=True, capture_output=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_", "AWS_"))}

    def read(name, file, asked=()):
        done = subprocess.run(
            [python, HERE / "export_readers.py", name, GOLDEN / file],
            input=json.dumps(asked), capture_output=True, text=True, check=False, env=clean, cwd=folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return read


@pytest.mark.slow
def test_litellm_loads_the_file_and_falls_back_inside_it(reader):
    """The proxy's own loader takes every group with our prices, and a Router in need calls what the file names."""
    found = reader("litellm", "litellm.yaml")
    document = registered("litellm").form.read((GOLDEN / "litellm.yaml").read_text("utf-8"))
    models = document["model_list"]
    ids = {one["litellm_params"]["model"].removeprefix("bedrock/") for one in models}
    assert found["groups"] == sorted({one["model_name"] for one in models})
    assert found["usd_per_mtok"]["smart@eu-central-1"] == 4.4
    assert set(found["called"]) <= ids
    groups = {one["litellm_params"]["model"].removeprefix("bedrock/"): one["model_name"] for one in models}
    assert [groups[one] for one in found["called"]] == ["smart", "smart-fallback-1"]
    assert found["cost"] == pytest.approx((1000 * 5.5 + 100 * 27.5) / 1e6)


@pytest.mark.slow
def test_rego_allows_what_is_in_the_data(reader):
    """A rule that asks for a route allows an admitted one from its Region, and no other."""
    asked = [("eu-central-1", EU), ("eu-central-1", GLOBAL), ("us-east-1", EU)]
    assert reader("opa", "opa.json", asked) == [True, False, False]


@pytest.mark.slow
def test_cedar_permits_what_is_an_entity(reader):
    """A policy over Region and geography permits an admitted route, and no other, without an error."""
    asked = [("eu-central-1", EU), ("eu-central-1", GLOBAL), ("us-east-1", EU)]
    assert reader("cedar", "cedar.json", asked) == [["Allow", []], ["Deny", []], ["Deny", []]]


@pytest.mark.slow
def test_terraforms_grammar_reads_every_expression(reader):
    """Each `${…}` of the file is an expression of Terraform's language."""
    assert len(reader("terraform", "terraform.json")) == 2


@pytest.mark.slow
def test_kubernetes_takes_the_configmap(reader):
    """The ConfigMap is valid by the published schema, with texts alone in it."""
    assert reader("kubernetes", "kubernetes.yaml")["fast.eu-central-1.id"] == EU


@pytest.mark.slow
def test_opencodes_own_types_take_the_configuration(tmp_path):
    """The TypeScript compiler takes the file as opencode's `Config`, and refuses it with one key misspelled."""
    subprocess.run(["npm", "install", "--silent", *TYPES], cwd=tmp_path, check=True, capture_output=True)
    text = (GOLDEN / "opencode.jsonc").read_text("utf-8")

    def compiled(name, data):
        head = 'import type { Config } from "@opencode-ai/sdk"\nexport const config: Config =\n'
        (tmp_path / name).write_text(head + data)
        options = "--noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext"
        return subprocess.run(
            ["npx", "tsc", *shlex.split(options), name], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    good, bad = compiled("good.ts", text), compiled("bad.ts", text.replace('"whitelist"', '"whitelst"'))
    assert good.returncode == 0, good.stdout
    assert "whitelst" in bad.stdout


def test_the_context_is_a_cdk_configuration():
    """The public schema of cdk.json takes the file as its context."""
    data = json.loads((GOLDEN / "cdk.json").read_text("utf-8"))
    jsonschema.validate({"app": "x", "context": data}, public_schema("https://json.schemastore.org/cdk.json"))


def test_a_shell_reads_the_variables(tmp_path):
    """`set -a; . bedrock.env` gives each value as it was meant."""
    shutil.copy(GOLDEN / "bedrock.env", tmp_path)
    script = "set -aeu; . ./bedrock.env; exec env"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    seen = dict(line.partition("=")[::2] for line in done.stdout.splitlines())
    expected = registered("env").form.read((GOLDEN / "bedrock.env").read_text("utf-8"))
    assert expected.items() <= seen.items()
    assert seen["BEDROCK_OPUS_DESTINATIONS"].startswith("eu-central-1 eu-north-1")


def test_python_knows_its_own_readers():
    """Each JSON form is JSON, and each line of a step's output is one name and one value."""
    for name in ("cdk", "cedar", "claude-code", "opa", "terraform"):
        assert json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    lines = (GOLDEN / "github-output.txt").read_text("utf-8").splitlines()
    assert all(line.partition("=")[0].replace("_", "").isalnum() and line.partition("=")[2] for line in lines)
