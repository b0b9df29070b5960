"""`export` from the command line: what is refused, what is left out, what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DAY = "--on 2026-11-20"
CLAUDE = f"export claude-code --policy eu-residency --from eu-central-1 {DAY}"
REFUSED = [
    ("export", 2, "an export has one target\n  hint: one of: claude-code, claude-gateway, litellm"),
    ("export claude-cod --from eu-west-1", 2, "unknown target `claude-cod`\n  hint: did you mean `claude-code`?"),
    ("export env", 2, "an export needs a source Region\n  hint: say which Region calls: `--from eu-central-1`"),
    ("export env --from eu-west-9", 2, "unknown Region `eu-west-9`"),
    ("export env --from eu-west-1 --role smart", 2, "unknown role `smart`\n  hint: known: none"),
    ("export env --from eu-west-1 --model 'Opus 99'", 2, "unknown model `Opus 99`"),
    ("export env --policy company --from eu-west-1", 2, "the policy asks for `environment`"),
    ("export env --policy company --from eu-west-1 --set team", 2, "`team` sets nothing"),
    ("export claude-code --from eu-west-1 --from us-east-1", 2,
     "`claude-code` calls from one Region\n  hint: make a file for each Region"),
    ("export opencode --from eu-west-1,us-east-1", 2, "`opencode` calls from one Region"),
    ("export template --from eu-west-1", 2, "the target `template` and a file of `--template` go together"),
    ("export env --template a.yml --from eu-west-1", 2, "the target `template` and a file of `--template` go together"),
    ("export template --template a.yml --from eu-west-1", 2, "a.yml: No such file or directory"),
    ("export --check", 2, "a check takes files, and writes none"),
    ("export --check a.json --out b.json", 2, "a check takes files, and writes none"),
    ("export env --from eu-west-1 --valid-for soon", 2, "`soon` is no span of time"),
    ("export claude-code --policy eu-residency --from us-east-1", 1, "error: nothing is admitted"),
    ("export claude-code --model 'Nova Lite' --from us-east-1", 1, "Nova Lite is no Claude model"),
    ("export env --policy eu-residency --model 'Opus 5.5' --from us-east-1", 1,
     "error: claude-opus-5-5 from us-east-1: no route: 0 of"),
    ("export litellm --from us-east-1", 1, "stays open: the proxy passes `/bedrock/model/ID/…` on for any ID"),
    ("export env --model 'Sonnet 4.5' --from eu-west-1 --valid-for 500d", 1,
     "error: claude-sonnet-4-5-20250929 from eu-west-1 holds until 2027-04-08 only, 139 days"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code", "message"), REFUSED, ids=lambda one: str(one)[:60])
def test_what_cannot_be_exported_is_said(cli, line, code, message):
    """Each line ends with its code, says why on stderr and writes nothing."""
    found = cli(f"{line} {DAY}")
    assert (found.code, found.out) == (code, "")
    assert message in found.err


def test_a_file_that_stays_open_is_not_written(cli):
    """Without `--accept-open` there is no file; with it there is one, and what stays open is still said."""
    line = f"export litellm --policy eu-residency --from eu-central-1 --out litellm.yaml {DAY}"
    assert cli(line).code == 1
    assert not Path("litellm.yaml").exists()
    found = cli(f"{line} --accept-open")
    assert (found.code, found.out) == (0, "")
    assert "note: stays open: the proxy passes" in found.err
    assert "--accept-open" in Path("litellm.yaml").read_text("utf-8")


def test_what_is_left_out_is_said(cli):
    """A family without an admitted model is told on stderr and in the file, and its alias stands for the default."""
    found = cli(CLAUDE)
    assert found.code == 0
    assert found.err == "note: left out: fable from eu-central-1: none of 2 models is admitted\n"
    env = json.loads(found.out)["env"]
    assert env["BEDROCK_ATLAS_EXPORT"].endswith("| left out: fable from eu-central-1")
    assert env["ANTHROPIC_DEFAULT_FABLE_MODEL"] == env["ANTHROPIC_MODEL"]


def test_roles_and_models_that_are_named_are_all_there_is(cli):
    """`--role` and `--model` name everything that is pinned; other families of Claude Code stand for the first."""
    found = cli(f"{CLAUDE} --model 'Sonnet 4.6' --model 'Haiku 4.5'")
    settings = json.loads(found.out)
    assert settings["availableModels"] == ["claude-haiku-4-5-20251001", "claude-sonnet-4-6"]
    assert settings["env"]["ANTHROPIC_DEFAULT_OPUS_MODEL"] == "eu.anthropic.claude-sonnet-4-6"
    assert settings["env"]["ANTHROPIC_DEFAULT_HAIKU_MODEL"] == "eu.anthropic.claude-haiku-4-5-20251001-v1:0"


ROLES = """policy: own
title: Own
roles: {a-b: [Opus 5.5], a.b: [Opus 4.8]}
"""


def test_two_names_that_become_one_are_refused(cli):
    """Where a name could mean two answers nothing is written: one asked for twice, or alike once a target spells it."""
    Path("own.yaml").write_text(ROLES)
    line = f"export env --policy own.yaml --from us-east-1 {DAY}"
    assert cli(f"{line} --role a-b --role a-b").code == 0
    alike = cli(f"{line} --role a-b --role a.b")
    assert (alike.code, alike.out) == (2, "")
    assert "two names would both be `BEDROCK_A_B_ID`" in alike.err
    assert cli(f"{line} --model 'Sonnet 4.5' --model claude-sonnet-4-5").out.count("_ID=") == 1


def test_a_path_that_no_comment_can_hold_is_refused(cli):
    """A quote in the name of a policy would end the stamp in some form, so it is refused."""
    Path('a"b.yaml').write_text("policy: own\ntitle: Own\n")
    found = cli(f"export env --policy 'a\"b.yaml' --from us-east-1 {DAY}")
    assert (found.code, found.out) == (2, "")
    assert "cannot stand in an export" in found.err


def test_an_unpriced_model_is_not_for_litellm(cli):
    """LiteLLM counts 0 for a price it does not know, so a model without one is left out and named."""
    found = cli(f"export litellm --model 'Titan Text Embeddings V2' --from us-east-1 --accept-open {DAY}")
    assert found.code == 1
    assert "is not known, and LiteLLM would count 0" in found.err


def test_an_id_that_opencode_would_change_is_left_out(cli):
    """In London opencode would call `eu.` instead of the model's own ID, which leaves the United Kingdom."""
    Path("uk.yaml").write_text(
        "policy: uk\ntitle: UK\nrules:\n  - {id: uk, require: {destinations_within: uk}, because: x}\n"
    )
    found = cli(f"export opencode --policy uk.yaml --model 'Opus 5.5' --from eu-west-2 {DAY}")
    assert found.code == 1
    assert "opencode may call `eu.anthropic.claude-opus-5-5` instead of `anthropic.claude-opus-5-5`" in found.err


TEMPLATE = "# ${made}\nmodel: ${opus.id}\nlist: [${opus@eu-central-1.destinations}]\nfee: $$1\n"


def test_a_template_is_filled_in(cli):
    """Values stand where their names stood, `$$` is a dollar sign, and a check makes the file again."""
    Path("a.yml").write_text(TEMPLATE)
    line = f"export template --policy eu-residency --from eu-central-1 --template a.yml --out b.yml {DAY}"
    assert cli(line).code == 0
    first, *rest = Path("b.yml").read_text("utf-8").splitlines()
    assert first.startswith("# made by: bedrock-atlas export template --policy eu-residency --from eu-central-1")
    assert rest == [
        "model: eu.anthropic.claude-opus-5-5",
        "list: [eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3]",
        "fee: $1",
    ]
    assert cli(f"export --check b.yml {DAY}").code == 0
    Path("a.yml").write_text(TEMPLATE.replace("$$1", "$$2"))
    assert cli(f"export --check b.yml {DAY}").code == 1


def test_everything_wrong_with_a_template_is_said_at_once(cli):
    """Each place that names nothing is found where it stands, and a template without its stamp too."""
    Path("a.yml").write_text("model: ${opsu.id}\n  weak: $x ${fable.id}\n")
    found = cli(f"export template --policy eu-residency --from eu-central-1 --template a.yml {DAY}")
    assert found.code == 2
    for line in (
        "a.yml:1:1: error[no-stamp]", "a.yml:1:8: error[unknown-value]: there is no value `opsu.id`",
        "hint: did you mean `opus.id`?", "a.yml:2:9: error[bad-place]", "a.yml:2:12: error[unknown-value]",
    ):  # fmt: skip
        assert line in found.err
    Path("a.yml").write_bytes(b"\xff ${made}")
    assert "not-utf8" in cli(f"export template --from eu-central-1 --template a.yml {DAY}").err


def test_an_id_that_a_template_brings_is_judged(cli):
    """A template cannot carry past the policy what it has itself."""
    Path("a.yml").write_text("# ${made}\nmodel: ${opus.id}\nweak: global.anthropic.claude-haiku-5-5\n")
    found = cli(f"export template --policy eu-residency --from eu-central-1 --template a.yml {DAY}")
    assert (found.code, found.out) == (1, "")
    assert "stays open: template: global.anthropic.claude-haiku-5-5 from eu-central-1" in found.err


GOLDEN = Path(__file__).parents[2] / "golden" / "exports"


@pytest.mark.parametrize("name", ["claude-code.json", "opencode.jsonc", "bedrock.env", "aider.conf.yml"])
def test_a_scan_finds_an_export_clean_and_a_widened_one_not(cli, name):
    """A scan under the same policy finds nothing in an export, and every ID when all were made global."""
    text = (GOLDEN / name).read_text("utf-8")
    Path(name).write_text(text)
    assert cli(f"scan {name} --policy eu-residency {DAY}").code == 0
    Path(name).write_text(text.replace("eu.anthropic.claude", "global.anthropic.claude"))
    found = cli(f"scan {name} --policy eu-residency {DAY} -o json")
    assert len(json.loads(found.out)["findings"]) == text.count("eu.anthropic.claude")
