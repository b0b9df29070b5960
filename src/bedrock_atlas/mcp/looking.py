"""The tools that look at something: an error, files of the workspace, the calendar."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_atlas import __version__
from bedrock_atlas.diagnose.answer import diagnose
from bedrock_atlas.diagnose.case import Known
from bedrock_atlas.errors import RequestError
from bedrock_atlas.listings.lifecycle import event_records
from bedrock_atlas.mcp.shapes import ANY_LIST, INTEGER, STRING, TEXTS, input_schema, output_schema
from bedrock_atlas.mcp.tool import FROM, FULL, ON, POLICY, RESIDENCY, SET, Answer, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.mcp.context import Context

__all__ = ["LOOKING"]

_AHEAD = 180
_MOST = 1000
_MOST_TOLD = 3650


def _diagnose(context: Context, given: dict[str, Any], _: tuple[Path, ...]) -> Answer:
    policy = context.policy(tuple(given.get("policy", ())))
    role = given.get("role")
    subject = {"role": role} if role else {"model": next(iter(context.catalog)).id}
    asked = context.request(
        policy, **subject, source=given.get("from"), residency=given.get("residency", []),
        attributes=given.get("set", {}),
    )  # fmt: skip
    known = Known(
        context.catalog, policy, given.get("on") or context.today(), given.get("id"), asked.source, asked.residency,
        asked.role, asked.attributes,
    )  # fmt: skip
    found = diagnose(given["text"], known)
    return Answer(found.to_dict(short=not given.get("full", False)), found.explain())


def _check(context: Context, given: dict[str, Any], roots: tuple[Path, ...]) -> Answer:
    from bedrock_atlas.report import Report, counted, render
    from bedrock_atlas.scan.finder import Finder
    from bedrock_atlas.scan.judge import Judge
    from bedrock_atlas.scan.outcome import collect
    from bedrock_atlas.scan.run import Scan
    from bedrock_atlas.scan.served import Service
    from bedrock_atlas.scan.walk import Walk

    if not roots:
        hint = "the client names none; start the server with `--root FOLDER`"
        raise RequestError("no folder may be read", slug="no-roots", hint=hint)
    policy, catalog = context.policy(tuple(given.get("policy", ()))), context.catalog
    some = context.request(policy, model=next(iter(catalog)).id, attributes=given.get("set", {}))
    service = Service(catalog, policy, some.attributes, on=given.get("on") or context.today())
    job = Scan(Finder(catalog, vendor_ids=False), Judge(service, within=timedelta(_AHEAD)))
    named = [_inside(path, roots) for path in given.get("paths", ["."])]
    files = (file for root, path in named for file in Walk(job.problem, top=root).files([str(path)]))
    outcome = collect(job.run(_still_inside(files, roots)), most=0 if given.get("full") else _MOST)
    report = Report(
        "scan", __version__, outcome.shown, outcome.errors, outcome.warnings, {}, job.problems,
        counted(job.files, "file"),
    )  # fmt: skip
    data: dict[str, Any] = json.loads(render(report, "json"))
    for one in (*data["findings"], *data["problems"]):
        one["path"] = _shown(one["path"], roots)
    if not given.get("full"):
        data["findings"].sort(key=lambda one: one["severity"] != "error")
    return Answer(data | {"looked": report.looked}, f"{report.summary}\n" + "\n".join(_lines(data)))


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for one in data["findings"]:
        yield f"{one['path']}:{one['line']}:{one['column']}: {one['severity']}[{one['slug']}]: {one['message']}"


def _inside(path: str, roots: tuple[Path, ...]) -> tuple[Path, Path]:
    """Return a root and a path in it, both resolved; raises RequestError for a path outside of all roots."""
    for root in map(_resolved, roots):
        found = _resolved(root / path)
        if found == root or root in found.parents:
            return root, found
    raise RequestError(f"`{path[:200]}` is outside the workspace", slug="outside", hint="name a path in a root")


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise RequestError(f"`{str(path)[:200]!r}` is no path", slug="outside") from error


def _still_inside(files: Iterator[str], roots: tuple[Path, ...]) -> Iterator[str]:
    """Leave out what a link leads out of the roots."""
    tops = [_resolved(root) for root in roots]
    for file in files:
        parents = _resolved(Path(file)).parents
        if any(top in parents for top in tops):
            yield file


def _shown(path: str, roots: tuple[Path, ...]) -> str:
    for root in map(_resolved, roots):
        if root in Path(path).parents:
            return Path(path).relative_to(root).as_posix()
    return path


def _changing(context: Context, given: dict[str, Any], _: tuple[Path, ...]) -> Answer:
    on, days = given.get("on") or context.today(), given.get("within_days", _AHEAD)
    records = event_records(context.catalog, on, within=days)
    named = {context.catalog.names.subject(name).model for name in given.get("models", ())}
    providers = {name.lower() for name in given.get("providers", ())}
    records = [
        one for one in records
        if (not named or one["model"] in named) and (not providers or one["provider"] in providers)
    ]  # fmt: skip
    shown = records if given.get("full") else [
        {key: one[key] for key in ("date", "days", "event", "model", "regions") if one[key] is not None}
        for one in records
    ]  # fmt: skip
    lines = [f"{one['date']} {one['event'].replace('_', ' ')}: {one['name']}" for one in records]
    said = f"{len(records)} changes within {days} days of {on}"
    return Answer({"on": on.isoformat(), "count": len(records), "events": shown}, "\n".join([said, *lines]))


LOOKING = (
    Tool(
        "diagnose_error",
        "What a Bedrock error means",
        "Say what an error of Amazon Bedrock means here: its causes, likeliest first, each with evidence, and what "
        "helps within the policy in force. `known` is false for an error that is not in the table: do not guess then.",
        input_schema(
            ("text",),
            text=STRING | {"maxLength": 65_536, "description": "The error as it was met, in any wrapping."},
            id=STRING | {"maxLength": 512, "description": "The ID that was invoked, if the text does not say it."},
            role=STRING | {"description": "The role of the policy that was asked for."},
            **{"from": FROM, "residency": RESIDENCY, "policy": POLICY, "set": SET, "on": ON, "full": FULL},
        ),
        output_schema(
            ("known", "on", "errors", "causes", "fixes"),
            known={"type": "boolean"}, on=STRING, errors=ANY_LIST, causes=ANY_LIST, fixes=ANY_LIST, more=INTEGER,
        ),
        _diagnose,
    ),
    Tool(
        "check_files",
        "Check Bedrock IDs in the workspace",
        "Judge every Bedrock ID in files of the workspace: ended, withdrawn, misspelled, LEGACY, not admitted by the "
        "policy in force. Reads within the roots of the client alone and writes nothing.",
        input_schema(
            (),
            paths=TEXTS | {"maxItems": 100, "description": "Files or folders, relative to a root; all when left out."},
            policy=POLICY, set=SET, on=ON, full=FULL,
        ),
        output_schema(
            ("errors", "warnings", "findings", "problems"),
            errors=INTEGER, warnings=INTEGER, hidden=INTEGER, findings=ANY_LIST, problems=ANY_LIST, looked=STRING,
        ),
        _check,
    ),
    Tool(
        "whats_changing",
        "What changes on Bedrock",
        "List which models start, become LEGACY or reach their end of life on Amazon Bedrock, soonest first.",
        input_schema(
            (),
            within_days=INTEGER | {"minimum": 0, "maximum": _MOST_TOLD, "description": "How far ahead; else 180."},
            models=TEXTS | {"maxItems": 50, "description": "Only these models, by any name."},
            providers=TEXTS | {"maxItems": 20, "description": "Only models of these providers, such as anthropic."},
            on=ON, full=FULL,
        ),
        output_schema(("on", "count", "events"), on=STRING, count=INTEGER, events=ANY_LIST),
        _changing,
    ),
)  # fmt: skip
