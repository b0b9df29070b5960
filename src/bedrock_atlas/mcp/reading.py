"""Resources and the prompt: what a client may read of catalog and policies, and how an agent is told to ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from bedrock_atlas.errors import AtlasError, RequestError
from bedrock_atlas.listings.card import card
from bedrock_atlas.listings.models import model_records

if TYPE_CHECKING:
    from bedrock_atlas.mcp.context import Context

__all__ = ["PROMPTS", "TEMPLATES", "prompt", "read", "resources"]

_JSON = "application/json"
_CATALOG, _MODEL, _POLICY = "atlas://catalog", "atlas://model/", "atlas://policy/"
_NAME = "use-bedrock"

TEMPLATES = [
    {"uriTemplate": _MODEL + "{id}", "name": "model", "title": "Everything known of a model", "mimeType": _JSON},
    {"uriTemplate": _POLICY + "{name}", "name": "policy", "title": "A policy as it was written", "mimeType": _JSON},
]
PROMPTS = [
    {
        "name": _NAME,
        "title": "Use a model on Amazon Bedrock",
        "description": "Have the agent take the ID, Region and duties for a task from the policy in force.",
        "arguments": [{"name": "task", "description": "What the model is for, and where its data may go.",
                       "required": True}],
    }
]  # fmt: skip


def resources(context: Context) -> list[dict[str, Any]]:
    """Return what can be read: the models of the catalog, and the policies; raises CatalogError and PolicyError."""
    listed = [{"uri": _CATALOG, "name": "catalog", "title": "Models as they stand today", "mimeType": _JSON}]
    listed += [
        {"uri": _POLICY + quote(name), "name": f"policy {name}", "title": f"The policy {name}", "mimeType": _JSON}
        for name in context.names()
    ]
    return listed


def read(context: Context, uri: str) -> list[dict[str, Any]]:
    """Return the contents of a resource; raises RequestError (unknown-resource) for one that there is not."""
    on, catalog = context.today(), context.catalog
    data: object
    try:
        if uri == _CATALOG:
            models = [one for one in model_records(catalog, on) if one["status"] in {"ACTIVE", "LEGACY"}]
            keys = ("id", "name", "status", "end_of_life", "geographies")
            listed = [{key: one[key] for key in keys} for one in models]
            data = {"version": catalog.version, "digest": catalog.digest, "on": on.isoformat(), "models": listed}
        elif uri.startswith(_MODEL):
            data = card(catalog, catalog.model(unquote(uri.removeprefix(_MODEL))), on)
        elif uri.startswith(_POLICY):
            data = context.documents(unquote(uri.removeprefix(_POLICY)))[0]
        else:
            raise RequestError("no such resource", slug="unknown-resource")
    except AtlasError as error:
        raise RequestError(f"unknown resource `{uri[:200]}`", slug="unknown-resource", hint=str(error)) from error
    return [{"uri": uri, "mimeType": _JSON, "text": json.dumps(data, ensure_ascii=False)}]


def prompt(name: object, arguments: object, instructions: str) -> dict[str, Any]:
    """Return the prompt with its arguments in place; raises RequestError for another one or a missing argument."""
    task = arguments.get("task") if isinstance(arguments, dict) else None
    if name != _NAME:
        raise RequestError(f"unknown prompt `{str(name)[:80]}`", slug="unknown-prompt", hint=f"there is {_NAME}")
    if not isinstance(task, str) or not task.strip():
        raise RequestError("`task` is missing", slug="missing-argument")
    text = (
        f"{instructions} Put the obligations of the answer in place, and note its valid_until beside the ID.\n\n{task}"
    )
    message = {"role": "user", "content": {"type": "text", "text": text}}
    return {"description": PROMPTS[0]["description"], "messages": [message]}
