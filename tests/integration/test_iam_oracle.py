"""The evaluator beside `@cloud-copilot/iam-simulate`, which is run by node here and is no part of the package."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from bedrock_atlas.iam.authorizations import INVOKE, STREAM, Authorization
from bedrock_atlas.iam.document import make_document
from bedrock_atlas.iam.evaluator import Authority, Level
from tests.property.iam_worlds import (
    ACCOUNT,
    ACTION_PATTERNS,
    KEYS,
    OPERATORS,
    RESOURCE_PATTERNS,
    TARGETS,
    WILD,
)

PACKAGE = "@cloud-copilot/iam-simulate@0.1.173"
CASES = 20_000
AGREED = 0.999
SCRIPT = Path(__file__).with_name("iam_oracle.mjs")
ODD = "arn:*:bedrock:us-east-?:*:*/*small"
"""A wildcard within the word for a kind of resource, which the simulator never matches and AWS does: kept rare."""
WHOLE = tuple(text for text in RESOURCE_PATTERNS if text != ODD)
VERDICTS = {"Allowed": "allowed", "ExplicitlyDenied": "denied", "ImplicitlyDenied": "denied"}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    """Install the simulator with npm and return the folder; where that cannot be, say why."""
    folder = tmp_path_factory.mktemp("oracle")
    shutil.copy(SCRIPT, folder)
    why = "node and npm are not here" if shutil.which("npm") is None or shutil.which("node") is None else ""
    if not why:
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        why = done.stderr[-400:] if done.returncode else ""
    if why and os.environ.get("REQUIRE_NODE"):
        pytest.fail(f"the simulator is required and not here: {why}")
    if why:
        pytest.skip(f"the simulator is not here: {why}")
    return folder


def condition(choose):
    block = {}
    for key in choose.sample(sorted(KEYS), choose.randint(0, 2)):
        values = choose.sample((*KEYS[key], *WILD.get(key, ())), choose.randint(1, 2))
        operator = choose.choice((*OPERATORS[key], "Null"))
        if operator == "Null":
            values = [choose.choice(("true", "false"))]
        elif choose.random() < 0.3:
            operator += "IfExists"
        if operator.startswith(("IpAddress", "NotIpAddress")):
            values = [one if "/" in one else f"{one}/32" for one in values]
        block.setdefault(operator, {})[key] = values
    return block


def statement(choose, at):
    one = {"Sid": f"s{at}", "Effect": choose.choice(("Allow", "Allow", "Deny"))}
    for name, patterns in (("Action", ACTION_PATTERNS), ("Resource", WHOLE)):
        key = choose.choice((name, name, name, f"Not{name}"))
        one[key] = choose.sample(patterns, choose.randint(1, 3))
        if patterns is WHOLE and choose.random() < 0.002:
            one[key].append(ODD)
    block = condition(choose)
    return one | ({"Condition": block} if block else {})


def document(choose):
    return {"Version": "2012-10-17", "Statement": [statement(choose, at) for at in range(choose.randint(1, 4))]}


FULL = {"Version": "2012-10-17", "Statement": [{"Sid": "all", "Effect": "Allow", "Action": "*", "Resource": "*"}]}


def case(choose):
    levels = [("identity", [document(choose) for _ in range(choose.randint(1, 2))])]
    levels += [("scp", [document(choose), FULL][: choose.randint(1, 2)]) for _ in range(choose.randint(0, 2))]
    levels += [("boundary", [document(choose)])] * choose.randint(0, 1)
    context = {key: choose.choice(values) for key, values in KEYS.items() if choose.random() < 0.6}
    return {
        "levels": levels, "action": choose.choice((INVOKE, STREAM)), "resource": choose.choice(TARGETS),
        "principal": context.setdefault("aws:PrincipalArn", KEYS["aws:PrincipalArn"][0]), "account": ACCOUNT,
        "context": context,
    }  # fmt: skip


def ours(one):
    levels = []
    for at, (kind, documents) in enumerate(one["levels"]):
        # an identity policy's kind: no FullAWSAccess comes beside SCPs here, as the simulator adds none
        found = tuple(make_document(each, kind="identity") for each in documents)
        levels.append(Level(f"{kind} {at}", found))
    context = {key.lower(): one["context"].get(key) for key in KEYS}
    return Authority(levels).judge(Authorization(one["action"], one["resource"], context)).outcome


@pytest.mark.slow
def test_the_evaluator_agrees_with_the_simulator(simulator):
    """On 20,000 random documents and requests both say the same, wherever the simulator can judge."""
    choose = random.Random(16)  # noqa: S311  # the same cases every time
    cases = [case(choose) for _ in range(CASES)]
    lines = "".join(json.dumps(one) + "\n" for one in cases)
    command = ["node", SCRIPT.name]
    done = subprocess.run(command, cwd=simulator, input=lines, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout.splitlines()
    assert len(said) == CASES
    judged = [(one, VERDICTS[word]) for one, word in zip(cases, said, strict=True) if word in VERDICTS]
    unable = [word for word in said if word not in VERDICTS]
    assert len(judged) >= 0.99 * CASES, unable[:3]
    differ = [(one, verdict) for one, verdict in judged if ours(one) != verdict]
    assert len(differ) <= (1 - AGREED) * len(judged), json.dumps(differ[:3], indent=1)
    for one, verdict in differ:
        assert explained(one), f"the simulator says {verdict} of {json.dumps(one, indent=1)}"


def explained(one):
    """Check whether a difference is the one that is known: a wildcard within the word for a kind of resource."""
    return ODD in json.dumps(one)
