"""What each owner's own reader makes of an export; run by the interpreter of an environment that has the readers.

`python export_readers.py READER FILE` prints what was understood as JSON, and fails when the reader does.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

ANSWER = {
    "output": {"message": {"role": "assistant", "content": [{"text": "yes"}]}},
    "stopReason": "end_turn",
    "usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100},
    "metrics": {"latencyMs": 1},
}
RULES = """package p
import rego.v1
default allow := false
allow if data.bedrock_atlas.routes[input.region][input.id]
"""
PERMIT = """permit(principal, action == Action::"invoke", resource)
when { resource in BedrockAtlas::Region::"eu-central-1" && resource in BedrockAtlas::Geography::"eu" };"""


class Bedrock(BaseHTTPRequestHandler):
    """A stand-in for bedrock-runtime that notes which ID is called, and is out of order for those in `down`."""

    called: list[str] = []  # noqa: RUF012  # one server a run
    down: set[str] = set()  # noqa: RUF012  # as above

    def do_POST(self):
        """Answer a call of Converse."""
        self.rfile.read(int(self.headers["content-length"]))
        name = unquote(self.path).split("/")[2]
        self.called.append(name)
        body = json.dumps({"message": "out of order"} if name in self.down else ANSWER).encode()
        self.send_response(503 if name in self.down else 200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


def litellm(path):
    """Load the file as the proxy does, and call its first group while that group's own model is out of order."""
    os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bedrock)
    Thread(target=server.serve_forever, daemon=True).start()
    from litellm import Router, get_model_info
    from litellm.proxy.proxy_server import ProxyConfig

    proxy, models, _ = asyncio.run(ProxyConfig().load_config(router=None, config_file_path=path))
    address = f"http://127.0.0.1:{server.server_port}"
    for one in models:
        one["litellm_params"]["aws_bedrock_runtime_endpoint"] = address
    router = Router(model_list=models, fallbacks=proxy.fallbacks, num_retries=0)
    first = models[0]["model_name"]
    Bedrock.down = {
        one["litellm_params"]["model"].removeprefix("bedrock/") for one in models if one["model_name"] == first
    }
    answer = router.completion(model=first, messages=[{"role": "user", "content": "well?"}])
    costs = {one["model_info"]["id"]: get_model_info(one["model_info"]["id"]) for one in proxy.get_model_list()}
    return {
        "groups": sorted({*proxy.get_model_names()}),
        "fallbacks": proxy.fallbacks,
        "usd_per_mtok": {name: round(one["input_cost_per_token"] * 1e6, 6) for name, one in costs.items()},
        "called": Bedrock.called,
        "cost": answer._hidden_params["response_cost"],  # noqa: SLF001  # where LiteLLM documents it
    }


def opa(path):
    """Ask rego whether IDs stand in the data."""
    from regopy import Interpreter

    rego = Interpreter()
    rego.add_data_json(Path(path).read_text("utf-8"))
    rego.add_module("p", RULES)

    def ask(region, name):
        rego.set_input({"region": region, "id": name})
        return str(rego.query("data.p.allow")) == '{"expressions":[true]}'

    return [ask(*pair) for pair in json.loads(sys.stdin.read())]


def cedar(path):
    """Ask Cedar whether routes are permitted."""
    import cedarpy

    def ask(region, name):
        request = {
            "principal": 'User::"a"', "action": 'Action::"invoke"', "context": {},
            "resource": f'BedrockAtlas::Route::"{name}@{region}"',
        }  # fmt: skip
        found = cedarpy.is_authorized(request, PERMIT, Path(path).read_text("utf-8"))
        return [found.decision.name, found.diagnostics.errors]

    return [ask(*pair) for pair in json.loads(sys.stdin.read())]


def terraform(path):
    """Read every expression of the file by Terraform's own grammar."""
    import hcl2

    found = []

    def walk(value):
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, str) and value.startswith("${"):
            found.append(hcl2.loads(f"x = {value[2:-1]}\n")["x"])

    walk(json.loads(Path(path).read_text("utf-8")))
    return found


def kubernetes(path):
    """Validate the file by the published schemas of Kubernetes, unknown fields refused."""
    import kubernetes_validate
    import yaml

    data = yaml.safe_load(Path(path).read_text("utf-8"))
    kubernetes_validate.validate(data, kubernetes_validate.latest_version(), strict=True)
    return data["data"]


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(globals()[sys.argv[1]](sys.argv[2])) + "\n")
