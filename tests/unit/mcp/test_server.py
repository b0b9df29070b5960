from __future__ import annotations

import json
import random
import string

import jsonschema
import pytest

from bedrock_atlas.mcp.tools import TOOLS

META = "io.modelcontextprotocol/"
MODERN = {f"{META}protocolVersion": "2026-07-28", f"{META}clientCapabilities": {}}
SONNET = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"


def hello(version="2025-11-25", **capabilities):
    return {"id": 0, "method": "initialize", "params": {"protocolVersion": version, "capabilities": capabilities}}


def test_the_older_era_shakes_hands(exchange):
    """A known version is answered with itself, another with the newest of the era; a notification with nothing."""
    for version, said in (("2025-11-25", "2025-11-25"), ("2024-11-05", "2024-11-05"), ("2031-01-01", "2025-11-25")):
        (answer,) = exchange(hello(version), {"method": "notifications/initialized"})
        assert answer["result"]["protocolVersion"] == said
        assert answer["result"]["serverInfo"]["name"] == "bedrock-atlas"
        assert "resultType" not in answer["result"]


def test_the_newer_era_discovers(exchange):
    """Discovery names the versions, and each result of the era says that it is complete, by whom, and for how long."""
    asked = {"params": {"_meta": MODERN}}
    discovered, listed = exchange(
        {"id": 1, "method": "server/discover", **asked}, {"id": 2, "method": "tools/list", **asked}
    )
    assert discovered["result"]["supportedVersions"] == ["2026-07-28"]
    for one in (discovered, listed):
        assert one["result"]["resultType"] == "complete"
        assert one["result"]["cacheScope"] == "private"
        assert one["result"]["_meta"][f"{META}serverInfo"]["name"] == "bedrock-atlas"


def test_a_version_that_nobody_speaks_is_refused_with_those_that_are(exchange):
    """The refusal is the one from which a client of the newer era picks another version."""
    (answer,) = exchange(
        {"id": 1, "method": "tools/list", "params": {"_meta": {f"{META}protocolVersion": "2030-01-01"}}}
    )
    assert answer.get("error", {}).get("code") == -32022
    assert answer["error"]["data"] == {"supported": ["2026-07-28"], "requested": "2030-01-01"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"no json", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'{"id": 1, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 7}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/write"}', -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "rm"}}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": "file:///etc/passwd"}}', -32002),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": "atlas://policy/../x"}}', -32002),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "prompts/get", "params": {"name": "use-bedrock"}}', -32602),
        (b'"' + b"x" * (5 << 20) + b'"', -32600),
    ],
)
def test_what_is_no_request_is_refused(exchange, line, code):
    """Each fault has its code, and the server goes on."""
    *refused, pong = exchange(line, {"id": 9, "method": "ping"})
    assert [one["error"]["code"] for one in refused] == [code]
    assert pong == {"jsonrpc": "2.0", "id": 9, "result": {}}


def test_tools_are_read_only_and_described(exchange):
    """Six tools, each with title, description, both schemas and the hints of one that changes nothing."""
    (answer,) = exchange({"id": 1, "method": "tools/list"})
    tools = answer["result"]["tools"]
    assert [one["name"] for one in tools] == [
        "resolve_model", "explain_route", "find_replacement", "diagnose_error", "check_files", "whats_changing",
    ]  # fmt: skip
    for one in tools:
        assert one["title"]
        assert one["description"]
        assert one["annotations"]["readOnlyHint"] is True
        assert one["annotations"]["openWorldHint"] is False
        jsonschema.Draft202012Validator.check_schema(one["inputSchema"])
        jsonschema.Draft202012Validator.check_schema(one["outputSchema"])
        assert all("description" in part for part in one["inputSchema"]["properties"].values())


def valid(name, result):
    """Check a result: against its schema, and small unless it failed."""
    if not result.get("isError"):
        jsonschema.validate(result["structuredContent"], TOOLS[name].output)
    return result


@pytest.mark.parametrize(
    ("name", "arguments", "data"),
    [
        ("resolve_model", {"ask": "Sonnet 4.5, EU residency"}, {"decision": True, "id": SONNET}),
        ("resolve_model", {"ask": "Sonnet 3.7, EU residency"}, {"decision": False, "id": None}),
        ("explain_route", {"id": SONNET}, {"decision": True, "id": SONNET}),
        ("explain_route", {"id": "anthropic.claude-sonnet-4-5-20250929-v1:0"}, {"decision": False, "id": None}),
        ("explain_route", {"id": "eu.anthropic.claude-3-7-sonnet-20250219-v1:0"}, {"decision": False}),
        ("find_replacement", {"id": SONNET}, {"status": "LEGACY", "end_of_life": "2027-04-08"}),
        ("find_replacement", {"id": "eu.anthropic.claude-opus-5-5"}, {"status": "ACTIVE", "replacements": []}),
        ("diagnose_error", {"text": "Operation not allowed"}, {"known": True}),
        ("diagnose_error", {"text": "disk full"}, {"known": False, "causes": [], "fixes": []}),
        ("whats_changing", {"within_days": 10, "providers": ["ai21"]}, {"on": "2026-11-20", "count": 2}),
    ],
)
def test_a_tool_answers(call, name, arguments, data):
    """Each tool answers in the shape of its schema, with the same data as the command line."""
    result = valid(name, call(name, **arguments))
    assert {key: result["structuredContent"][key] for key in data} == data
    assert result["content"][0]["text"]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("resolve_model", {}, "`ask` is missing"),
        ("resolve_model", {"ask": 7}, "`ask` is a text"),
        ("resolve_model", {"ask": "Sonnet 4.5", "form": "eu"}, "unknown argument `form`"),
        ("resolve_model", {"ask": "Sonnet 4.5", "on": "tomorrow"}, "`on` is no date"),
        ("resolve_model", {"ask": "Sonet 4.5"}, "did you mean"),
        ("resolve_model", {"ask": "Sonnet 4.5", "policy": ["/etc/passwd"]}, "there is no shipped policy"),
        ("resolve_model", {"ask": "x" * 3000}, "`ask` is too long"),
        ("explain_route", {"id": "eu.nobody.knows-v1:0"}, "unknown model"),
        ("whats_changing", {"within_days": -1}, "`within_days` is 0 to"),
        ("whats_changing", {"within_days": True}, "`within_days` is a whole number"),
        ("diagnose_error", {"text": "x", "from": "mars-1"}, "unknown Region"),
        ("check_files", {}, "no folder may be read"),
    ],
)
def test_what_is_wrong_is_told_to_the_agent(call, name, arguments, said):
    """A wrong argument is an answer in words, so that the agent can ask better."""
    result = call(name, **arguments)
    assert result["isError"] is True
    assert said in result["content"][0]["text"]


def test_the_policy_of_the_server_holds_for_every_answer(call):
    """A tool may add a policy and can take none away."""
    strict = call("resolve_model", ask="Sonnet 4.5, from us-east-1", policies=("eu-residency",))
    assert strict["structuredContent"]["decision"] is False
    both = call("resolve_model", ask="Sonnet 4.5, from us-east-1", policies=("eu-residency",), policy=["default"])
    assert both["structuredContent"]["decision"] is False
    fixed = call("diagnose_error", text="Operation not allowed", set={"environment": "dev"}, policies=("company",),
                 attributes={"environment": "prod", "data": "public", "team": "search"})  # fmt: skip
    assert fixed["isError"] is True


@pytest.fixture
def workspace(tmp_path):
    """Return a workspace with a bad ID, beside it a secret place with another, and a link from one to the other."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside / "src", outside):
        folder.mkdir(parents=True)
    (inside / "src" / "a.py").write_text('MODEL = "eu.anthropic.claude-3-7-sonnet-20250219-v1:0"\n')
    (outside / "b.py").write_text('MODEL = "anthropic.claude-v2"\n')
    (outside / ".gitignore").write_text("src\n")
    (tmp_path / ".gitignore").write_text("*.py\n")
    (inside / "link.py").symlink_to(outside / "b.py")
    (inside / "out").symlink_to(outside)
    return inside


def test_files_are_read_within_the_roots_alone(call, workspace):
    """Nothing outside a root is read: not by a path, not through a link, not for what git ignores."""
    found = valid("check_files", call("check_files", roots=(workspace,)))["structuredContent"]
    assert [(one["path"], one["slug"]) for one in found["findings"]] == [("src/a.py", "end-of-life")]
    for path in ("../outside/b.py", "link.py", "out", "/etc/hosts", str(workspace.parent), "a\0b"):
        result = call("check_files", paths=[path], roots=(workspace,))
        assert result["isError"] is True, path
        assert "outside" in result["content"][0]["text"] or "no path" in result["content"][0]["text"]


def test_roots_of_the_older_era_are_asked_for(exchange, workspace):
    """The call waits for the roots, others are answered meanwhile, and the roots are asked for once."""
    check = {"method": "tools/call", "params": {"name": "check_files"}}
    answers = exchange(
        hello(roots={}),
        {"id": 1, **check},
        {"id": 2, "method": "ping"},
        {"id": "roots-1", "result": {"roots": [{"uri": workspace.as_uri()}, {"uri": "https://x/y"}, 7]}},
        {"id": 3, **check},
        {"method": "notifications/roots/list_changed"},
        {"id": 4, **check},
        {"id": "roots-2", "error": {"code": -1, "message": "no"}},
        {"id": "roots-9", "result": {}},
    )
    assert [one["id"] for one in answers] == [0, "roots-1", 2, 1, 3, "roots-2", 4]
    assert answers[1]["method"] == "roots/list"
    assert answers[3]["result"]["structuredContent"]["errors"] == 1
    assert answers[6]["result"]["isError"] is True


def test_a_cancelled_call_is_not_answered(exchange, workspace):
    """What is cancelled while it waits for roots is forgotten."""
    answers = exchange(
        hello(roots={}),
        {"id": 1, "method": "tools/call", "params": {"name": "check_files"}},
        {"method": "notifications/cancelled", "params": {"requestId": 1}},
        {"id": "roots-1", "result": {"roots": [{"uri": workspace.as_uri()}]}},
    )
    assert [one["id"] for one in answers] == [0, "roots-1"]


def test_roots_of_the_newer_era_come_with_the_call(call, workspace):
    """A client that can name roots is told to, and calls again with them; one that cannot is refused."""
    meta = MODERN | {f"{META}clientCapabilities": {"roots": {}}}
    asked = call("check_files", _meta=meta)
    assert asked["resultType"] == "input_required"
    assert asked["inputRequests"] == {"roots": {"method": "roots/list"}}
    roots = {"roots": {"roots": [{"uri": workspace.as_uri()}]}}
    found = call("check_files", _meta=meta, _more={"inputResponses": roots})
    assert found["structuredContent"]["errors"] == 1
    assert call("check_files", _meta=MODERN)["isError"] is True


def test_answers_are_small_unless_all_is_asked_for(call, workspace):
    """No answer has more than 2 KB, whatever is asked; `full` has everything."""
    ids = [SONNET, f"global.{SONNET[3:]}", "amazon.nova-pro-v1:0", "us.amazon.nova-2-lite-v1:0", "qwen.qwen3-32b-v1:0"]
    asks = [("resolve_model", {"ask": f"{one}, from us-east-1"}) for one in ids]
    asks += [(name, {"id": one}) for one in ids for name in ("explain_route", "find_replacement")]
    asks += [("diagnose_error", {"text": "The provided model identifier is invalid."}), ("whats_changing", {})]
    (workspace / "many.txt").write_text("eu.anthropic.claude-3-7-sonnet-20250219-v1:0\n" * 500)
    asks.append(("check_files", {"roots": (workspace,)}))
    for name, arguments in asks:
        result = valid(name, call(name, **arguments))
        assert len(json.dumps(result, separators=(",", ":")).encode()) <= 2048, (name, arguments)
        whole = valid(name, call(name, **arguments, full=True))
        assert "cut" not in whole["structuredContent"]
    assert len(whole["structuredContent"]["findings"]) == 501


def test_what_is_cut_is_never_where_data_goes(call):
    """Countries and Regions of an answer are all there, or not at all."""
    short = call("explain_route", id=f"global.{SONNET[3:]}")["structuredContent"]
    whole = call("explain_route", id=f"global.{SONNET[3:]}", full=True)["structuredContent"]
    for key in ("invoke_from", "countries", "destinations"):
        assert short.get(key) in (None, whole[key]), key


def test_resources_can_be_read(exchange):
    """Everything that is listed can be read, a model and a policy by their templates too."""
    (listed,) = exchange({"id": 1, "method": "resources/list"}, policies=("eu-residency",))
    uris = [one["uri"] for one in listed["result"]["resources"]]
    assert uris[:2] == ["atlas://catalog", "atlas://policy/eu-residency"]
    for uri in [*uris, f"atlas://model/{SONNET[3:]}"]:
        (answer,) = exchange({"id": 1, "method": "resources/read", "params": {"uri": uri}}, policies=("eu-residency",))
        (content,) = answer["result"]["contents"]
        assert json.loads(content["text"])
    templates, prompts = exchange({"id": 1, "method": "resources/templates/list"}, {"id": 2, "method": "prompts/list"})
    assert len(templates["result"]["resourceTemplates"]) == 2
    assert [one["name"] for one in prompts["result"]["prompts"]] == ["use-bedrock"]
    (asked,) = exchange(
        {"id": 1, "method": "prompts/get", "params": {"name": "use-bedrock", "arguments": {"task": "sum"}}}
    )
    assert asked["result"]["messages"][0]["content"]["text"].endswith("\n\nsum")


def message(dice):
    """Return a message that is wrong somewhere, or nowhere."""
    words = ["initialize", "tools/call", "tools/list", "ping", "resources/read", "server/discover", "prompts/get",
             "notifications/cancelled", "notifications/roots/list_changed", "", "x" * 300]  # fmt: skip
    values = [None, True, -1, 1e300, "", "x", [], {}, [[]], {"a": {"b": []}}, "\ud800", "atlas://model/%ff",
              *TOOLS, "2026-07-28", {"roots": {}}, {f"{META}protocolVersion": "2026-07-28"}, SONNET]  # fmt: skip
    keys = ["name", "arguments", "uri", "_meta", "capabilities", "inputResponses", "id", "ask", "text", "policy",
            "from",
            "set", "on", "paths", "within_days", "full", "protocolVersion", "requestId"]  # fmt: skip

    def some(depth=0):
        if depth < 2 and dice.random() < 0.5:
            return {dice.choice(keys): some(depth + 1) for _ in range(dice.randrange(4))}
        return dice.choice(values)

    whole = {
        "jsonrpc": "2.0",
        "id": dice.choice([1, "a", None, 2.5, []]),
        "method": dice.choice(words),
        "params": some(),
    }
    if dice.random() < 0.3:
        whole["params"] = {"name": dice.choice([*TOOLS]), "arguments": some(), "_meta": some()}
        whole["method"] = "tools/call"
    for key in list(whole):
        if dice.random() < 0.1:
            del whole[key]
    line = json.dumps(whole).encode()
    if dice.random() < 0.3:
        at = dice.randrange(len(line))
        noise = dice.choice([b"", b"\xff", b"\0", dice.choice(string.printable).encode()]).replace(b"\n", b"")
        line = line[:at] + noise + line[at + dice.randrange(3) :]
    return line.replace(b"\n", b" ")


def test_ten_thousand_messages_that_nobody_meant(exchange):
    """Every message is answered at most once, each answer is JSON-RPC, each result fits its schema, none is a crash."""
    dice = random.Random(17)  # noqa: S311  # the same messages each time
    answers = exchange(*(message(dice) for _ in range(10_000)), {"id": "end", "method": "ping"})
    assert answers[-1] == {"jsonrpc": "2.0", "id": "end", "result": {}}
    assert len(answers) <= 10_001
    assert all(
        one["jsonrpc"] == "2.0" and ("result" in one) + ("error" in one) + ("method" in one) == 1 for one in answers
    )
    assert [one for one in answers if one.get("error", {}).get("code") == -32603] == []
    assert sum("result" in one for one in answers) > 300
