from __future__ import annotations

import json
import runpy
from datetime import date
from pathlib import Path

from bedrock_atlas.iam.reference import reference

ROOT = Path(__file__).parents[3]
FILE = ROOT / "src" / "bedrock_atlas" / "iam" / "service_authorization.json"
SCRIPT = ROOT / ".github" / "scripts" / "service_authorization.py"


def test_the_data_have_a_source_and_a_date():
    """What is known of IAM's actions says from which package it was taken, and of which day it is."""
    known = reference()
    assert known.source.startswith("pkg:npm/%40cloud-copilot/iam-data@")
    assert date.fromisoformat(known.as_of) >= date(2026, 9, 26)
    assert "bedrock:invokemodel" in known.actions
    assert "bedrock:converse" not in known.actions
    assert "bedrock:inferenceprofilearn" in known.actions["bedrock:invokemodel"]
    assert "bedrock:inferenceprofilearn" not in known.actions["bedrock:createmodelinvocationjob"]


def test_keys_are_known_by_name_and_tags_by_their_beginning():
    """Keys are known whatever their case; one about tags is known with any tag."""
    known = reference()
    assert all(map(known.known_key, ("aws:requestedregion", "BEDROCK:InferenceProfileArn", "aws:PrincipalTag/team")))
    assert not any(map(known.known_key, ("aws:InferenceProfileArn", "aws:PrincipalTags/team", "bedrock-mantle:Models")))


def test_the_script_writes_the_file_from_the_package(tmp_path):
    """Run over a package, the script writes actions with resources and keys, and keeps the global keys."""
    (tmp_path / "package.json").write_text('{"version": "0.30.202701021"}')
    for service in ("bedrock", "bedrock-mantle"):
        for part in ("actions", "conditionKeys"):
            (tmp_path / "data" / part).mkdir(parents=True, exist_ok=True)
        action = {"name": "Do", "resourceTypes": [{"name": "b"}, {"name": "a"}], "conditionKeys": [f"{service}:Key"]}
        (tmp_path / "data" / "actions" / f"{service}.json").write_text(json.dumps({"do": action}))
        (tmp_path / "data" / "conditionKeys" / f"{service}.json").write_text(
            json.dumps({"k": {"key": f"{service}:Key"}})
        )
    script = runpy.run_path(str(SCRIPT))
    target = tmp_path / "out.json"
    target.write_text(FILE.read_text("utf-8"), "utf-8")
    script["main"].__globals__["FILE"] = target
    script["main"](str(tmp_path))
    written = json.loads(target.read_text("utf-8"))
    assert (written["source"], written["as_of"]) == ("pkg:npm/%40cloud-copilot/iam-data@0.30.202701021", "2027-01-02")
    assert written["services"]["bedrock"] == {
        "actions": {"Do": {"resources": ["a", "b"], "keys": ["bedrock:Key"]}}, "keys": ["bedrock:Key"],
    }  # fmt: skip
    assert written["global_keys"] == json.loads(FILE.read_text("utf-8"))["global_keys"]
