"""A fake AWS on loopback: answers in AWS's wire shape from a world of facts, and fails on purpose where told to.

One server plays every Region: by path (`/eu-west-1/foundation-models`) or by the Region a request is signed for. Each
good answer is checked against botocore's service model before it is sent.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import botocore.session
from botocore.validate import ParamValidator

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]+")
_SCOPE = re.compile(r"Credential=[^/]+/[0-9]{8}/([a-z0-9-]+)/([a-z0-9-]+)/")
_SESSION = botocore.session.get_session()
_MODELS: dict[str, object] = {}
_LOCK = threading.Lock()


def shape_of(service: str, operation: str):
    with _LOCK:
        if service not in _MODELS:
            _MODELS[service] = _SESSION.get_service_model(service)
        return _MODELS[service].operation_model(operation).output_shape


def problems(service: str, operation: str, answer: dict) -> str:
    """Return what botocore's service model has against an answer; empty when nothing."""
    report = ParamValidator().validate(answer, shape_of(service, operation))
    return report.generate_report()


class FakeAws:
    """The world and the faults of one server; `calls` records (Region, operation) in order."""

    def __init__(  # noqa: PLR0913  # knobs
        self, world, *, page=1000, latency=0.0, check=True, opted_out=(), prices=None, certificate=None
    ):
        """Take the world and the knobs; `faults` and `extra` are set afterwards."""
        self.world, self.page, self.latency, self.check = world, page, latency, check
        self.opted_out, self.prices, self.certificate = frozenset(opted_out), prices or {}, certificate
        self.faults: dict[tuple[str, str], object] = {}
        self.extra: dict[str, object] = {}
        self.calls: list[tuple[str, str]] = []
        self.in_flight = self.most_in_flight = 0
        self.url = ""
        self._lock = threading.Lock()
        self._checked: set[tuple[str, str, str]] = set()

    @contextmanager
    def running(self):
        """Serve on a free port of 127.0.0.1 until the block ends."""
        fake = self

        class Handler(_Handler):
            aws = fake

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.request_queue_size = 64
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        self.url = f"http{'s' if self.certificate else ''}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    @contextmanager
    def flight(self, region, operation):
        """Count a call while it lasts."""
        with self._lock:
            self.calls.append((region, operation))
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.latency:
                time.sleep(self.latency)
            yield
        finally:
            with self._lock:
                self.in_flight -= 1

    def listing(self, region, operation, query):
        """Return the page of a list that a query asks for."""
        kind, key = {
            "ListFoundationModels": ("models", "modelSummaries"),
            "ListInferenceProfiles": ("profiles", "inferenceProfileSummaries"),
        }[operation]
        items = self.world.get(region, {}).get(kind, [])
        if operation == "ListFoundationModels":
            return {key: items}
        wanted = query.get("type", ["SYSTEM_DEFINED"])[0]
        items = [item for item in items if item["type"] == wanted]
        size = min(self.page, int(query.get("maxResults", ["1000"])[0]))
        start = int(query.get("nextToken", ["page-0"])[0].removeprefix("page-"))
        answer = {key: items[start : start + size]}
        if start + size < len(items):
            answer["nextToken"] = f"page-{start + size}"
        return answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a body waits 40 ms for the acknowledgement of its headers
    aws: FakeAws

    def log_message(self, *_):
        pass

    def do_GET(self):  # http.server's own
        self._serve(b"")

    def do_POST(self):  # as above
        self._serve(self.rfile.read(int(self.headers.get("content-length", 0))))

    def _serve(self, body):
        url = urlsplit(self.path)
        path, query = unquote(url.path), parse_qs(url.query)
        signed = _SCOPE.search(self.headers.get("authorization", ""))
        region, service = signed.groups() if signed else ("us-east-1", "bedrock")
        first = path.strip("/").split("/")[0]
        if _REGION.fullmatch(first):
            region, path = first, path[len(first) + 1 :]
        operation = self._operation(service, path, body)
        with self.aws.flight(region, operation):
            fault = self.aws.faults.get((region, operation)) or self.aws.faults.get((region, "*"))
            if fault is not None and fault(self, region, operation, query):
                return
            self._answer((region, operation), path, query, body)

    def _operation(self, service, path, body):
        if service == "ec2":
            return parse_qs(body.decode())["Action"][0]
        if service == "sts":
            return parse_qs(body.decode())["Action"][0]
        target = self.headers.get("x-amz-target")
        if target:
            return target.rpartition(".")[2]
        table = {
            "/foundation-models": "ListFoundationModels",
            "/inference-profiles": "ListInferenceProfiles",
            "/listTagsForResource": "ListTagsForResource",
            "/logging/modelinvocations": "GetModelInvocationLoggingConfiguration",
        }
        for start, name in {
            "/foundation-model-availability/": "GetFoundationModelAvailability",
            "/inference-profiles/": "GetInferenceProfile",
            "/model/": "Converse",
        }.items():
            if path.startswith(start):
                return name
        return table.get(path.rstrip("/"), "GetBucketLifecycleConfiguration")

    def _answer(self, call, path, query, body):  # noqa: PLR0911  # one way out an operation
        aws, (region, operation) = self.aws, call
        if operation in aws.extra:
            status, answer = aws.extra[operation]
            return self.reply(status, answer)
        if operation == "DescribeRegions":
            return self.reply(200, _regions(aws))
        if operation in {"ListFoundationModels", "ListInferenceProfiles"}:
            answer = aws.listing(region, operation, query)
            key = (region, operation, query.get("nextToken", [""])[0])
            if aws.check and key not in aws._checked:  # noqa: SLF001  # the handler is part of the server
                wrong = problems("bedrock", operation, _timeless(answer))
                assert not wrong, wrong
                aws._checked.add(key)  # noqa: SLF001  # as above
            return self.reply(200, answer)
        if operation == "ListTagsForResource":
            tags = aws.world.get(region, {}).get("tags", {}).get(json.loads(body)["resourceARN"], {})
            answer = {"tags": [{"key": key, "value": value} for key, value in tags.items()]}
            assert not problems("bedrock", operation, answer)
            return self.reply(200, answer)
        if operation == "GetFoundationModelAvailability":
            answer = {
                "modelId": path.rpartition("/")[2],
                "agreementAvailability": {"status": "AVAILABLE"},
                "authorizationStatus": "AUTHORIZED",
                "entitlementAvailability": "AVAILABLE",
                "regionAvailability": "AVAILABLE",
            }
            assert not problems("bedrock", operation, answer)
            return self.reply(200, answer)
        if operation == "GetProducts":
            code = json.loads(body)["ServiceCode"]
            answer = {"FormatVersion": "aws_v1", "PriceList": [json.dumps(item) for item in aws.prices.get(code, [])]}
            assert not problems("pricing", operation, answer)
            return self.reply(200, answer)
        if operation == "GetInferenceProfile":
            name = path.rpartition("/")[2]
            found = [one for one in aws.world.get(region, {}).get("profiles", []) if one["inferenceProfileId"] == name]
            if not found:
                return self.error(404, "ResourceNotFoundException", "no such profile")
            return self.reply(200, found[0])
        return self.error(404, "UnknownOperationException", operation)

    def error(self, status, code, message="refused"):
        """Answer as AWS refuses."""
        self.reply(status, {"message": message, "__type": code}, {"x-amzn-errortype": code})
        return True

    def reply(self, status, answer, headers=()):
        text = (
            answer
            if isinstance(answer, bytes)
            else answer.encode()
            if isinstance(answer, str)
            else json.dumps(answer).encode()
        )
        self.send_response(status)
        self.send_header("content-type", "text/xml" if text.startswith(b"<") else "application/json")
        self.send_header("content-length", str(len(text)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)
        return True


def _timeless(value):
    """Return an answer as botocore would hand it over: its timestamps parsed."""
    from datetime import datetime

    if isinstance(value, dict):
        return {
            key: datetime.fromisoformat(item)
            if key.endswith(("Time", "edAt")) and isinstance(item, str)
            else _timeless(item)
            for key, item in value.items()
        }
    return [_timeless(item) for item in value] if isinstance(value, list) else value


def _regions(aws):
    entries = "".join(
        f"<item><regionName>{code}</regionName><regionEndpoint>ec2.{code}.amazonaws.com</regionEndpoint>"
        f"<optInStatus>{'not-opted-in' if code in aws.opted_out else 'opt-in-not-required'}</optInStatus></item>"
        for code in sorted(aws.world)
    )
    space = "http://ec2.amazonaws.com/doc/2016-11-15/"
    return (
        f'<DescribeRegionsResponse xmlns="{space}"><requestId>1</requestId>'
        f"<regionInfo>{entries}</regionInfo></DescribeRegionsResponse>"
    )
