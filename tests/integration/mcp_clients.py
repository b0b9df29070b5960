"""What a client of the official SDK sees of the server; run by the tests with an SDK of either major version.

    python mcp_clients.py ROOT PROGRAM...

Prints one JSON object for each era that the SDK speaks.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import sys
from pathlib import Path

ASKED = (
    ("resolve_model", {"ask": "Sonnet 4.5, EU residency", "on": "2026-11-20"}),
    ("explain_route", {"id": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "on": "2026-11-20"}),
    ("find_replacement", {"id": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "on": "2026-11-20"}),
    ("diagnose_error", {"text": "Operation not allowed", "on": "2026-11-20"}),
    ("check_files", {"on": "2026-11-20"}),
    ("whats_changing", {"on": "2026-11-20"}),
    ("resolve_model", {"ask": "no such model"}),
)


async def seen(session, version):
    """Return what a session is told, whatever the SDK calls it; the SDK itself checks results against schemas."""
    tools = (await session.list_tools()).tools
    listed = (await session.list_resources()).resources
    contents = (await session.read_resource(str(listed[0].uri) if version else listed[0].uri)).contents
    prompts = (await session.list_prompts()).prompts
    prompt = await session.get_prompt("use-bedrock", {"task": "sum up"})
    answers = []
    for name, arguments in ASKED:
        result = await session.call_tool(name, arguments)
        data = result.structured_content if version else result.structuredContent
        answers.append([name, bool(result.is_error if version else result.isError), data])
    return {
        "tools": [one.name for one in tools],
        "read_only": all(
            (one.annotations.read_only_hint if version else one.annotations.readOnlyHint) for one in tools
        ),
        "resources": len(listed),
        "catalog": json.loads(contents[0].text)["version"],
        "prompts": [one.name for one in prompts],
        "messages": len(prompt.messages),
        "answers": answers,
    }


async def first(root, program):
    """Speak as the SDK 1.x does."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client
    from mcp.types import ListRootsResult, Root

    async def roots(_):
        return ListRootsResult(roots=[Root(uri=Path(root).as_uri())])

    parameters = StdioServerParameters(command=program[0], args=program[1:])
    async with (
        stdio_client(parameters) as (source, target),
        ClientSession(source, target, list_roots_callback=roots) as session,
    ):
        hello = await session.initialize()
        return [{"version": hello.protocolVersion, **await seen(session, 0)}]


async def second(root, program):
    """Speak as the SDK 2.x does, by discovery and by handshake."""
    from mcp import Client, StdioServerParameters
    from mcp_types import ListRootsResult, Root

    async def roots(_):
        return ListRootsResult(roots=[Root(uri=Path(root).as_uri())])

    found = []
    for mode in ("auto", "legacy"):
        parameters = StdioServerParameters(command=program[0], args=program[1:])
        async with Client(parameters, mode=mode, list_roots_callback=roots) as client:
            found.append({"version": client.protocol_version, **await seen(client, 1)})
    return found


def main():
    """Print what the client sees."""
    modern = importlib.metadata.version("mcp").startswith("2.")
    print(json.dumps(asyncio.run((second if modern else first)(sys.argv[1], sys.argv[2:]))))  # noqa: T201  # its output


if __name__ == "__main__":
    main()
