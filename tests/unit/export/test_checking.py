"""`export --check`: whether a committed file is what would be written today, and what moved when it is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
POLICY = "policy: own\ntitle: Own\nrules:\n  - {id: stay, require: {destinations_within: eu}, because: x}\n"
MADE = "export env --policy own.yaml --model 'Sonnet 4.5' --model 'Opus 4.8' --from eu-central-1 --out a.env"


@pytest.fixture
def made(cli):
    """Write a policy and an export of it, made in spring."""
    Path("own.yaml").write_text(POLICY)
    assert cli(f"{MADE} --on 2026-06-10").code == 0
    return cli


def test_a_file_that_still_holds_is_left_alone(made):
    """Another day with the same answers makes nothing stale, and the file itself does not change."""
    before = Path("a.env").read_bytes()
    found = made("export --check a.env --on 2026-07-01")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("a.env: as it would be written today")
    assert Path("a.env").read_bytes() == before


def test_the_day_is_the_reason(made):
    """When nothing changed but the day, the day is what is said, with the difference."""
    found = made("export --check a.env --on 2027-05-01")
    assert found.code == 1
    assert "a.env: it was made for 2026-06-10, and on 2027-05-01 the answer is another one" in found.out
    assert "-BEDROCK_CLAUDE_SONNET_4_5_20250929_ID=eu.anthropic.claude-sonnet-4-5-20250929-v1:0" in found.out


def test_the_policy_is_the_reason(made):
    """When the policy was changed that is what is said."""
    Path("own.yaml").write_text(POLICY.replace("destinations_within: eu", "status_in: [ACTIVE]"))
    found = made("export --check a.env --on 2026-06-10")
    assert found.code == 1
    assert "a.env: the policy `own` is another one than on 2026-06-10" in found.out


def test_the_catalog_is_the_reason(made):
    """When the facts were changed that is what is said, with both versions."""
    shutil.copytree(ROOT / "catalog", "catalog")
    head = Path("catalog/catalog.yaml")
    head.write_text(head.read_text("utf-8").replace("2026.11.20", "2026.11.21"))
    model = Path("catalog/models/anthropic/claude-opus-4-8.yaml")
    model.write_text(model.read_text("utf-8").replace("input: 5.00", "input: 6.00"))
    assert made("--catalog catalog export --check a.env --on 2026-06-10").out.startswith(
        "a.env: made with --catalog nothing, not catalog"
    )
    Path("a.env").write_text(
        Path("a.env").read_text("utf-8").replace("bedrock-atlas export", "bedrock-atlas --catalog catalog export")
    )
    found = made("--catalog catalog export --check a.env --on 2026-06-10")
    assert found.code == 1
    assert "a.env: the catalog was 2026.11.20 and is 2026.11.21" in found.out


def test_an_edit_is_the_reason(made):
    """When nothing moved the file itself was edited."""
    file = Path("a.env")
    file.write_text(file.read_text("utf-8").replace("eu.anthropic.claude-opus-4-8", "us.anthropic.claude-opus-4-8"))
    found = made("export --check a.env --on 2026-06-10")
    assert found.code == 1
    assert "a.env: the file was edited, or made by another version of bedrock-atlas" in found.out
    file.write_text(file.read_text("utf-8").rstrip("\n"))
    assert "no newline at the end" in made("export --check a.env --on 2026-06-10").out


FOREIGN = [
    ("--policy eu-residency", "made with --policy own.yaml, not eu-residency"),
    ("--from us-east-1", "made with --from eu-central-1, not us-east-1"),
    ("--model 'Opus 5.5'", "not anthropic.claude-opus-5-5"),
    ("--role smart", "made with --role nothing, not smart"),
    ("--set team=x", "made with --set nothing, not team=x"),
]


@pytest.mark.parametrize(("option", "reason"), FOREIGN, ids=[one for one, _ in FOREIGN])
def test_a_file_cannot_choose_another_policy(made, option, reason):
    """The options of a check have to be those of the file; one that names others does not pass."""
    found = made(f"export --check a.env {option} --on 2026-06-10")
    assert found.code == 1
    assert reason in found.out
    assert made("export --check a.env --policy own.yaml --from eu-central-1 --on 2026-06-10").code == 0


def test_an_answer_has_to_hold_long_enough(made):
    """`--valid-for` finds the answers that end sooner, and says when."""
    made(f"{MADE} --on 2026-11-20")
    assert made("export --check a.env --on 2026-11-20 --valid-for 30d").code == 0
    found = made("export --check a.env --on 2026-11-20 --valid-for 26w")
    assert found.code == 1
    assert "claude-sonnet-4-5-20250929 from eu-central-1 holds until 2027-04-08 only, 139 days" in found.out


def test_nothing_admitted_any_more_is_said(made):
    """When no answer is left the whole file differs."""
    Path("own.yaml").write_text(POLICY.replace("eu}", "japan}").replace("within: eu", "within: jp"))
    found = made("export --check a.env --on 2026-06-10")
    assert found.code == 1
    assert "nothing is admitted any more" in found.out


def test_what_stays_open_has_to_be_accepted_in_the_file(made):
    """A file whose stamp lost `--accept-open` does not pass."""
    made("export litellm --policy own.yaml --from eu-central-1 --accept-open --out l.yaml --on 2026-06-10")
    file = Path("l.yaml")
    assert made("export --check l.yaml --on 2026-06-10").code == 0
    file.write_text(file.read_text("utf-8").replace(" --accept-open", ""))
    found = made("export --check l.yaml --on 2026-06-10")
    assert found.code == 1
    assert "l.yaml: stays open, which `--accept-open` accepts: the proxy passes" in found.out


BAD = [
    ("hello\n", "no export of bedrock-atlas: it does not say how it was made"),
    ("# made by: bedrock-atlas export env --from eu-west-1\n", "no export of bedrock-atlas"),
    ("DAY 2026-13-01", "its stamp cannot be read: month must be in 1..12"),
    ("COMMAND export", "no export of bedrock-atlas"),
    ("COMMAND export env --from", "its stamp cannot be read: no `export` command"),
    ("COMMAND export env --form eu-west-1", "its stamp cannot be read: unknown option `--form`\n  hint: did you mean"),
    ("COMMAND export env 'x", "its stamp cannot be read: no closing quotation"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[one for one, _ in BAD])
def test_a_stamp_that_cannot_be_read_is_said(made, text, message):
    """What is no export, or has a damaged stamp, is bad input and says which file it is."""
    whole = Path("a.env").read_text("utf-8")
    if text.startswith("DAY "):
        text = whole.replace("on 2026-06-10", f"on {text[4:]}")
    elif text.startswith("COMMAND "):
        first = whole.partition("\n")[0]
        text = whole.replace(first, f"# made by: bedrock-atlas {text[8:]}")
    Path("b.env").write_text(text)
    Path("c.env").write_bytes(b"\xff\xfe")
    found = made("export --check b.env c.env gone.env a.env --on 2026-06-10")
    assert found.code == 2
    assert f"error: b.env: {message}" in found.err
    assert "error: c.env: not UTF-8, so no export" in found.err
    assert "error: gone.env: No such file or directory" in found.err
    assert found.out.startswith("a.env: as it would be written today")


def test_the_stamp_is_one_value_where_a_form_has_no_comments(made):
    """In JSON the stamp is a value of the target's own, and is found there."""
    assert made("export cdk --policy own.yaml --from eu-central-1 --out c.json --on 2026-06-10").code == 0
    assert json.loads(Path("c.json").read_text("utf-8"))["bedrock-atlas"]["made"].startswith("made by: ")
    assert made("export --check c.json --on 2026-06-10").code == 0
