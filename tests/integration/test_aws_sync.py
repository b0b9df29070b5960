"""The whole job by its own commands: observe over a socket, compare, propose, and again in sync."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest

from bedrock_atlas.aws.observe.iam import DOCTOR, OBSERVE, OPTIONAL, PROBE
from bedrock_atlas.aws.observe.snapshot import load_snapshot
from bedrock_atlas.loading import load_catalog
from tests.aws_server import FakeAws
from tests.aws_world import ACCOUNT, profile_of, world_of
from tests.unit.report.schemas import public_schema

ROOT = Path(__file__).parents[2]
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx"  # noqa: S105  # AWS's own example
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
# `SOAK_ROUNDS=50` kills for minutes
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "3"))
PROFILE = f"[profile audit]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {SECRET}\n"
BAD_STATE = json.dumps({
    "snapshot": 1, "taken": "2026-11-21T00:00:00Z", "partition": "aws",
    "regions": {"eu-west-1": {"foundation-models": {"state": "fine"}}},
})  # fmt: skip
CODES = ("eu-central-1", "eu-west-1", "eu-west-3", "us-east-1", "us-west-2", "ap-northeast-1")


def environment(tmp_path, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "no-credentials"),
        **more,
    }


def command(*arguments):
    return [
        sys.executable,
        "-c",
        "import sys; from bedrock_atlas.cli import main; sys.exit(main())",
        *map(str, arguments),
    ]


def atlas(tmp_path, *arguments, **more):
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        env=environment(tmp_path, **more),
    )


@pytest.fixture
def catalog_folder(tmp_path):
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")
    return tmp_path / "catalog"


def dated(path, days):
    """Move a snapshot back in time."""
    document = json.loads(path.read_text("utf-8"))
    taken = load_snapshot(path).taken - timedelta(days=days)
    document["taken"] = taken.strftime("%Y-%m-%dT%H:%M:%SZ")
    path.write_text(json.dumps(document), encoding="utf-8")


def planted(catalog, on):
    """Return a world that differs: a route withdrawn, a leak, a new Region, a new model, a moved end of life."""
    world = world_of(catalog, on, CODES)
    world["eu-west-1"]["profiles"] = [
        one for one in world["eu-west-1"]["profiles"] if one["inferenceProfileId"] != f"eu.{SONNET}"
    ]
    leak = next(one for one in world["eu-central-1"]["profiles"] if one["inferenceProfileId"] == f"eu.{SONNET}")
    leak["models"].append({"modelArn": f"arn:aws:bedrock:eu-west-2::foundation-model/{SONNET}"})
    world["ap-northeast-1"]["profiles"].append(profile_of("us", SONNET, "X", "ap-northeast-1", "aws", ["us-east-1"]))
    new = dict(
        world["us-east-1"]["models"][0],
        modelId="acme.fresh-v1:0",
        modelName="Fresh",
        inferenceTypesSupported=["ON_DEMAND"],
    )
    new["modelArn"] = "arn:aws:bedrock:us-east-1::foundation-model/acme.fresh-v1:0"
    world["us-east-1"]["models"].append(new)
    for lists in world.values():
        for one in lists["models"]:
            if one["modelId"] == SONNET:
                one["modelLifecycle"]["endOfLifeTime"] = "2027-06-01T00:00:00Z"
    return world


def test_the_job_finds_what_was_planted_proposes_it_and_is_then_in_sync(tmp_path, catalog_folder):
    """Two observations a day apart, compare, propose --write: the drift is what was planted, and then there is none."""
    catalog = load_catalog()
    fake = FakeAws(planted(catalog, date.today()), page=20)  # noqa: DTZ011  # the commands ask the clock too
    with fake.running():
        for name in ("one.json", "two.json"):
            done = atlas(tmp_path, "sync", "observe", "--out", name, "--endpoint-url", fake.url + "/{region}")
            assert done.returncode == 0, done.stderr
            assert f"{len(CODES)} of {len(CODES)} Regions observed" in done.stdout
            assert f"{len(CODES)}/{len(CODES)} " in done.stderr
            assert not {ACCOUNT, SECRET} & {word for word in (done.stdout + done.stderr).split() if len(word) > 11}
    assert ACCOUNT not in (tmp_path / "one.json").read_text("utf-8")
    dated(tmp_path / "one.json", 1)

    compared = atlas(tmp_path, "--catalog", "catalog", "sync", "compare", "two.json", "one.json", "-o", "json")
    assert compared.returncode == 1, compared.stderr
    report = json.loads(compared.stdout)
    assert sorted((drift["kind"], drift.get("model"), drift.get("region")) for drift in report["drifts"]) == [
        ("destination-added", SONNET, "eu-central-1"),
        ("lifecycle-changed", SONNET, None),
        ("model-added", "acme.fresh-v1:0", None),
        ("source-absent", SONNET, "eu-west-1"),
        ("source-added", SONNET, "ap-northeast-1"),
    ]
    leak = report["drifts"][1]
    lines = (tmp_path / leak["path"]).read_text("utf-8").splitlines()
    assert "eu-core" in lines[leak["line"] - 1]
    assert leak["level"] == "error"
    assert any(shift["before"] == f"eu.{SONNET}" and shift["after"] is None for shift in report["decisions"][SONNET])

    shown = atlas(tmp_path, "--catalog", "catalog", "sync", "propose", "one.json", "two.json")
    assert shown.returncode == 1
    assert atlas(tmp_path, "--catalog", "catalog", "sync", "compare", "one.json", "two.json").returncode == 1
    applied = shutil.copytree(catalog_folder, tmp_path / "applied" / "catalog")
    subprocess.run(["git", "apply", "-"], input=shown.stdout, text=True, check=True, cwd=applied.parent)
    written = atlas(tmp_path, "--catalog", "catalog", "sync", "propose", "one.json", "two.json", "--write")
    assert written.returncode == 0, written.stderr
    assert "catalog/NEWS.md" in written.stdout
    assert {path: path.read_bytes() for path in sorted(applied.rglob("*.*")) if path.is_file()} == {
        applied / path.relative_to(catalog_folder): path.read_bytes()
        for path in sorted(catalog_folder.rglob("*.*"))
        if path.is_file()
    }
    after = atlas(tmp_path, "--catalog", "catalog", "sync", "compare", "one.json", "two.json")
    assert after.returncode == 0, after.stdout
    asked = atlas(tmp_path, "check", "catalog", "--no-prove")
    assert "fresh-v1_0.yaml:2:1: warning[facts-missing]" in asked.stdout
    errors = [line for line in asked.stdout.splitlines() if " error[" in line]
    assert asked.returncode == 1, asked.stdout
    assert ["error[geography-left]" in line for line in errors] == [True, True], errors  # the leaks wait for a person
    again = atlas(tmp_path, "--catalog", "catalog", "sync", "propose", "one.json", "two.json", "--write")
    assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.parametrize("output", ["text", "markdown", "sarif", "github"])
@pytest.mark.usefixtures("catalog_folder")
def test_every_output_names_the_file_and_the_line(tmp_path, output):
    """Each form of the report says where in the catalog the difference stands."""
    fake = FakeAws(planted(load_catalog(), date.today()))  # noqa: DTZ011  # as above
    with fake.running():
        atlas(tmp_path, "sync", "observe", "--out", "one.json", "--endpoint-url", fake.url + "/{region}")
    done = atlas(tmp_path, "--catalog", "catalog", "sync", "compare", "one.json", "-o", output)
    assert done.returncode == 1
    name = "catalog/models/anthropic/claude-sonnet-4-5-20250929-v1_0.yaml"
    line = 1 + (tmp_path / name).read_text("utf-8").splitlines().index("    - {from: [eu-core], to: [eu-core]}")
    if output == "sarif":
        log = json.loads(done.stdout)
        jsonschema.Draft7Validator(public_schema("https://json.schemastore.org/sarif-2.1.0.json")).validate(log)
        (run,) = log["runs"]
        places = [(one["ruleId"], one["locations"][0]["physicalLocation"]) for one in run["results"]]
        assert (
            "destination-added",
            {"artifactLocation": {"uri": name}, "region": {"startLine": line, "startColumn": 7}},
        ) in places
        assert {rule for rule, _ in places} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    else:
        wanted = {
            "text": f"{name}:{line}:7",
            "markdown": f"`{name}:{line}`",
            "github": f"::error file={name},line={line},col=7,",
        }
        assert wanted[output] in done.stdout
    if output != "sarif":
        assert "can no longer be called from eu-west-1" in done.stdout or output == "github"


def test_too_little_observed_is_an_exit_code_of_its_own(tmp_path):
    """With most Regions refused compare and propose end with 3, and change nothing."""
    fake = FakeAws(world_of(load_catalog(), date.today(), CODES))  # noqa: DTZ011  # as above
    fake.faults = {(code, "*"): lambda handler, *_: handler.error(403, "AccessDeniedException") for code in CODES[1:]}
    with fake.running():
        seen = atlas(
            tmp_path,
            "sync",
            "observe",
            "--out",
            "s.json",
            "--endpoint-url",
            fake.url + "/{region}",
            "--region",
            CODES[0],
        )
        assert seen.returncode == 0, seen.stderr
        assert f"denied: {', '.join(sorted(CODES[1:]))}" in seen.stdout
    assert atlas(tmp_path, "sync", "compare", "s.json").returncode == 3
    assert atlas(tmp_path, "sync", "compare", "s.json", "--require-regions", "0.1").returncode == 0


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", "bad-json"),
        ("[1, 2", "bad-json"),
        ("[]", "wrong-schema"),
        ('{"snapshot": 99}', "wrong-schema"),
        ('{"snapshot": 1}', "bad-snapshot"),
        ('{"snapshot": 1, "taken": "today", "partition": "aws", "regions": {}}', "bad-snapshot"),
        ('{"snapshot": 1, "taken": "2026-11-21T00:00:00", "partition": "aws", "regions": {}}', "bad-snapshot"),
        (
            BAD_STATE,
            "bad-snapshot",
        ),
        ("[" * 100_000, "bad-json"),
    ],
)
def test_a_file_that_is_no_snapshot_is_bad_input(tmp_path, text, slug):
    """A wrong file is refused with its name, a place and a slug, and exit code 2."""
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    done = atlas(tmp_path, "sync", "compare", "s.json")
    assert done.returncode == 2
    assert f"s.json:1:" in done.stderr  # noqa: F541  # reads like the rest
    assert f"[{slug}]" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("sync", "observe", "--out", "s.json", "--regions", "Ireland"), 2, "is no Region code"),
        (("sync", "observe", "--out", "nowhere/s.json"), 2, "there is no folder `nowhere`"),
        (("sync", "observe", "--out", "s.json", "--endpoint-url", "host:80"), 2, "is no address"),
        (("sync", "observe", "--out", "s.json", "--profile", "nobody"), 2, "nobody"),
        (("sync", "observe"), 2, "--out"),
        (("sync", "compare"), 2, "SNAPSHOT"),
        (("sync", "compare", "none.json"), 2, "none.json"),
        (("--catalog", "c.json", "sync", "propose", "c.json"), 2, "needs the folder"),
        (("doctor", "--probe"), 2, "needs a question"),
        (("doctor", "Sonet 4.5"), 2, "did you mean"),
    ],
)
def test_bad_input_says_what_is_wrong(tmp_path, arguments, code, words):
    """Each mistake of a command line ends with 2 and a sentence about it."""
    (tmp_path / "c.json").write_text("{}", encoding="utf-8")
    done = atlas(tmp_path, *arguments)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr


def test_the_examples_of_each_help_are_true(tmp_path, catalog_folder):
    """Every example that --help shows runs, with the fake AWS named by boto3's own variable; none is bad input."""
    (tmp_path / "config").write_text(PROFILE, encoding="utf-8")
    fake = FakeAws(planted(load_catalog(), date.today()))  # noqa: DTZ011  # as above
    codes = {}
    with fake.running():
        env = {
            "AWS_ENDPOINT_URL": fake.url,
            "AWS_CONFIG_FILE": str(tmp_path / "config"),
            "AWS_DEFAULT_REGION": "eu-west-1",
        }
        assert atlas(tmp_path, "sync", "observe", "--out", "yesterday.json", **env).returncode == 0
        dated(tmp_path / "yesterday.json", 1)
        for words in (
            ("sync", "observe"),
            ("sync", "compare"),
            ("sync", "propose"),
            ("sync", "iam-policy"),
            ("doctor",),
        ):
            shown = atlas(tmp_path, *words, "--help").stdout.partition("Examples:\n")[2].splitlines()
            assert shown
            for line in shown:
                done = atlas(tmp_path, *shlex.split(line)[1:], **env)
                codes[line.strip().removeprefix("bedrock-atlas ")] = done.returncode
                assert done.stdout or "--write" in line, done.stderr
    assert list(codes.values()) == [0, 0, 1, 1, 0, 0, 0, 1, 1], codes
    assert load_catalog(catalog_folder).version > load_catalog().version


def test_without_credentials_nothing_is_observed(tmp_path):
    """No credentials at all is an error of its own, exit code 3, and no file is made."""
    env = {name: value for name, value in environment(tmp_path).items() if "KEY" not in name}
    done = subprocess.run(
        command("sync", "observe", "--out", "s.json"),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=env,
        timeout=60,
    )
    assert done.returncode == 3
    assert "there are no AWS credentials" in done.stderr
    assert not (tmp_path / "s.json").exists()


def test_the_rights_are_exactly_those_that_are_used(tmp_path):
    """The printed policy names each call that the fake AWS was asked for, and nothing else."""
    world = world_of(load_catalog(), date.today(), ["eu-west-1"])  # noqa: DTZ011  # as above
    first = world["eu-west-1"]["profiles"][0]
    world["eu-west-1"]["profiles"].append({**first, "type": "APPLICATION", "inferenceProfileId": "abc123"})
    fake = FakeAws(world)
    with fake.running():
        atlas(
            tmp_path,
            "sync",
            "observe",
            "--out",
            "s.json",
            "--endpoint-url",
            fake.url + "/{region}",
            "--prices",
            "--availability",
            "--application",
        )
    used = {operation for _, operation in fake.calls}
    policy = json.loads(atlas(tmp_path, "sync", "iam-policy", "--prices", "--availability", "--application").stdout)
    (statement,) = policy["Statement"]
    assert {action.partition(":")[2] for action in statement["Action"]} == used
    assert set(statement["Action"]) == {*OBSERVE, *OPTIONAL.values()}
    doctor = json.loads(atlas(tmp_path, "sync", "iam-policy", "--probe").stdout)["Statement"][1]
    assert set(doctor["Action"]) == {*DOCTOR, PROBE}
    assert not [action for action in (*OBSERVE, *DOCTOR) if "*" in action]


def test_a_kill_at_any_moment_leaves_whole_files(tmp_path, catalog_folder):
    """A kill -9 at a random moment of observe --out leaves the old snapshot or a whole new one.

    Of propose --write it leaves whole YAML files and a catalog that reads; another run ends where an undisturbed one
    would.
    """
    fake = FakeAws(planted(load_catalog(), date.today()), page=20)  # noqa: DTZ011  # as above
    chance = random.Random(5)  # noqa: S311  # a seed, so that a failure repeats
    with fake.running():
        observe = ("sync", "observe", "--out", "s.json", "--endpoint-url", fake.url + "/{region}")
        begun = time.monotonic()
        assert atlas(tmp_path, *observe).returncode == 0
        whole = time.monotonic() - begun
        for _ in range(ROUNDS):
            killed(tmp_path, observe, chance.uniform(0.5, 1.05) * whole)
            assert load_snapshot(tmp_path / "s.json").share() == 1
    propose = ("--catalog", "catalog", "sync", "propose", "s.json", "--write")
    before = {path: path.read_bytes() for path in catalog_folder.rglob("*.*") if path.is_file()}
    begun = time.monotonic()
    assert atlas(tmp_path, *propose).returncode == 0
    whole = time.monotonic() - begun
    after = {path: path.read_bytes() for path in catalog_folder.rglob("*.*") if path.is_file()}
    for _ in range(ROUNDS):
        for path in set(after) - set(before):
            path.unlink(missing_ok=True)
        for path, data in before.items():
            path.write_bytes(data)
        killed(tmp_path, propose, chance.uniform(0.7, 1.05) * whole)
        load_catalog(catalog_folder)
        left = {
            path: path.read_bytes() for path in catalog_folder.rglob("*.*") if path.is_file() and path.suffix != ".part"
        }
        assert all(data in {before.get(path), after.get(path)} for path, data in left.items())
    assert atlas(tmp_path, *propose).returncode == 0
    assert atlas(tmp_path, "--catalog", "catalog", "sync", "compare", "s.json").returncode == 0


def killed(tmp_path, arguments, after):
    """Run a command and kill it after so many seconds."""
    process = subprocess.Popen(
        command(*arguments),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
