"""What holds of a scan for every ID of the catalog, wherever it stands and however it is wrong."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas import load_catalog, load_policy
from bedrock_atlas.scan.finder import Finder
from bedrock_atlas.scan.judge import Judge
from bedrock_atlas.scan.outcome import fix
from bedrock_atlas.scan.reader import chunks, locations
from bedrock_atlas.scan.run import Scan
from bedrock_atlas.scan.served import Service
from bedrock_atlas.scan.walk import Walk

CATALOG = load_catalog()
FINDER = Finder(CATALOG)
IDS = sorted(
    {one for model in CATALOG for one in (model.id, *(f"{prefix}.{model.id}" for prefix in model.profiles))}
    | {row.id for model in CATALOG for row in model.rows}
)
SHAPES = {
    "python": 'client.converse(\n    modelId="{}",  # ünïcode\n)\n',
    "python-single": "MODEL = '{}'\n",
    "typescript": "const model: string = `{}`;\n",
    "go": 'aws.String("{}"),\r\n',
    "java": '.modelId("{}")\n',
    "terraform": 'variable "model" {{\n  default = "{}"\n}}\n',
    "hcl-heredoc": "x = <<EOT\n{}\nEOT\n",
    "cloudformation": "Resources:\n  A:\n    Properties:\n      ModelId: {}\n",
    "yaml-flow": "{{models: [{}, other]}}\n",
    "yaml-key": '"{}":\n  alias: smart\n',
    "json": '{{"model": "{}"}}',
    "json-minified": '[1,"{}",2]',
    "notebook": '{{"cells": [{{"source": ["m = x\\n{}\\n"]}}]}}',
    "dotenv": "export BEDROCK_MODEL={}\n",
    "ini": "[a]\r\nmodel = {}\r\n",
    "toml": 'model = "{}" # comment\n',
    "markdown": "Use `{}`, or | {}.\n",
    "html": "<code>{}</code>&nbsp;<b>{}</b>",
    "shell": "aws bedrock-runtime converse --model-id {} --region x\n",
    "url": "https://bedrock-runtime.eu-west-1.amazonaws.com/model/{}/converse\n",
    "csv": "a,{},b\n",
    "xml": "<model id='{}'/>",
    "litellm": "model: bedrock/{}\n",
    "log": "2026-11-20T00:00:00Z modelId={} tokens=3\n",
    "sql": "WHERE model_id IN ('{}')\n",
}


def expected(shape, name):
    """Return where an ID stands in a shape, counted on the text itself: (line, column)."""
    at, found = shape.find("{}"), []
    text = shape.format(*[name] * shape.count("{}"))
    plain = shape.replace("{{", "{").replace("}}", "}")
    at = plain.find("{}")
    while at >= 0:
        before = plain[:at].replace("{}", name)
        found.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        at = plain.find("{}", at + 1)
    return text, found


def found(path, name):
    """Return where a scan sees the ID in a file, and that it sees nothing else."""
    (chunk,) = chunks(str(path))
    hits = list(FINDER.hits(chunk.data))
    assert {hit.mention.id for hit in hits} <= {name}
    return list(locations(chunk, [hit.start for hit in hits]))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_id_is_found_where_it_stands(shape, tmp_path):
    """Each ID of the catalog is found at its exact line and column in each of more than twenty kinds of files."""
    path = tmp_path / "file"
    for name in IDS:
        text, at = expected(SHAPES[shape], name)
        path.write_bytes(text.encode())
        assert found(path, name) == at, name


def misspelled(name, how):
    """Return an ID as people get it wrong."""
    prefix, dot, rest = name.partition(".") if name.split(".")[0] in CATALOG.geographies else ("", "", name)
    return {
        "right": name,
        "version": f"{name.removesuffix(':0')}-v1:0",
        "cut": name.removesuffix(":0").removesuffix("-v1"),
        "geography": f"uk.{rest}",
        "other": f"apac.{rest}",
        "bare": rest,
        "escaped": name.replace(":", "%3A"),
    }[how] + ("" if dot or how else prefix)


HOW = st.sampled_from(["right", "version", "cut", "geography", "other", "bare", "escaped"])
MENTIONS = st.builds(misspelled, st.sampled_from(IDS), HOW)
FILLERS = st.sampled_from(
    [b"\n", b" ", b"\r\n", b'", "', b"\xff ", "ü ".encode(), b"`\t`", b"<!-- -->", b"\xe2\x82 ", b"/"]
)
POLICIES = {name: load_policy(name) for name in ("default", "eu-residency", "cost-saver")}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(FILLERS, MENTIONS), min_size=1, max_size=30),
    st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.sampled_from(sorted(POLICIES)),
    st.sampled_from([0, 90, 400]),
)
def test_fixing_changes_ids_alone_and_only_once(tmp_path_factory, parts, on, policy, days):
    """After `--fix` nothing fixable is left, and every byte that is no replaced ID is as it was."""
    root = tmp_path_factory.mktemp("tree")
    files = {}
    for index, (filler, mention) in enumerate(parts):
        files.setdefault(f"f{index % 3}", bytearray()).extend(filler + mention.encode() + filler)
    for name, data in files.items():
        (root / name).write_bytes(data)
    service = Service(CATALOG, POLICIES[policy], on=on)
    judge = Judge(service, within=timedelta(days))

    def findings():
        job = Scan(FINDER, judge)
        return job, list(job.run(Walk(job.problem).files([str(root)])))

    job, first = findings()
    edits = {}
    for one in first:
        if getattr(one, "replacement", None):
            edits.setdefault(one.path, []).append((one.start, one.end, one.replacement))
    outcome = fix(iter(first), job, most=0)
    assert outcome.fixed == sum(map(len, edits.values()))
    for name, data in files.items():
        wanted, at = b"", 0
        for start, end, replacement in edits.get(str(root / name), ()):
            wanted += bytes(data[at:start]) + replacement.encode()
            at = end
        assert (root / name).read_bytes() == wanted + bytes(data[at:])
    again, second = findings()
    assert [one for one in second if getattr(one, "replacement", None)] == []
    assert (job.problems, again.problems) == ([], [])
    assert len(second) <= len(first)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(IDS), st.binary(max_size=300))
def test_any_bytes_around_an_id(before, name, after):
    """Whatever surrounds it, a scan never fails, spans lie in order, and each span is what the mention says."""
    data = before + name.encode() + after
    end = 0
    for hit in FINDER.hits(data):
        assert end <= hit.start < hit.end <= len(data)
        end = hit.end
        if hit.mention.kind != "marker":
            assert data[hit.start : hit.end].replace(b"%3A", b":").replace(b"%3a", b":").decode() == hit.mention.id


def test_judging_agrees_with_resolving():
    """An ID that the calendar admits is never called wrong, and what is called wrong is not admitted, on many days."""
    for on in (date(2025, 6, 1), date(2025, 12, 1), date(2026, 6, 15), date(2026, 11, 20), date(2027, 6, 1)):
        service = Service(CATALOG, POLICIES["default"], on=on)
        judge = Judge(service, within=timedelta(0))
        for model in CATALOG:
            live = set(service.of(model).live)
            for hit in FINDER.hits(" ".join(live).encode()):
                verdict = judge.judge(hit.mention)
                assert verdict is None or verdict.severity == "warning", (hit.mention, verdict)
            for name in {row.id for row in model.rows} - live:
                (hit,) = FINDER.hits(name.encode())
                assert judge.judge(hit.mention) is not None, name


def test_json_of_every_finding_is_json(tmp_path, capfd, monkeypatch):
    """The forms for programs stay readable by them for every ID in every way of being wrong."""
    from bedrock_atlas.cli import run

    monkeypatch.chdir(tmp_path)
    (tmp_path / "all.txt").write_text(
        "\n".join(misspelled(name, how) for name in IDS for how in ("right", "other", "cut"))
    )
    run(["scan", "--on", "2026-11-20", "-o", "json"])
    report = json.loads(capfd.readouterr().out)
    assert len(report["findings"]) == report["errors"] + report["warnings"]
