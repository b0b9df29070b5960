"""Who may come in, what may be sent, and what never goes out: each over a real socket."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.integration.served import COMMAND, JSON, SONNET, Served, environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKENS = ("first-token-of-the-file", "second-token-of-the-file")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Iterator[Served]:
    """Run a service that wants a token and has little patience."""
    folder = tmp_path_factory.mktemp("guarded")
    tokens = folder / "tokens"
    tokens.write_text(f"# who may ask\n{TOKENS[0]}\n\n{TOKENS[1]}  # the other team\n", "utf-8")
    with serving(folder, "--token-file", str(tokens), "--patience", "1", catalog=compiled) as served:
        yield served


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("token", TOKENS)
def test_every_token_of_the_file_is_let_in(guarded: Served, token):
    """Several tokens are valid at once, so that they can be changed one after the other."""
    assert guarded.client.post("/v1/decision", json=SONNET, headers=bearer(token)).status_code == 200
    assert guarded.client.get("/v1/models", headers={"authorization": f"bearer  {token}"}).status_code == 200


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKENS[0]}", f"Bearer {TOKENS[0]}x", "Bearer é"]
)
def test_nobody_else_is_let_in(guarded: Served, authorization):
    """Without a valid token every path with facts is 401 with a challenge."""
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    for path in ("/v1/models", "/v1/catalog", "/metrics", "/v1/decision?ask=Opus+4.8", "/nowhere"):
        answer = guarded.client.get(path, headers=headers)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert guarded.client.post("/v1/decision", json=SONNET, headers=headers).status_code == 401


@pytest.mark.parametrize("path", ["/", "/docs", "/page/main.js", "/healthz", "/readyz", "/openapi.json"])
def test_what_holds_no_facts_is_open(guarded: Served, path):
    """Probes and the empty page need no token."""
    assert guarded.client.get(path).status_code == 200


def test_a_token_given_twice_is_refused(guarded: Served):
    """Two Authorization headers are ambiguous."""
    headers = [("authorization", f"Bearer {TOKENS[0]}"), ("authorization", "Bearer wrong")]
    assert guarded.client.get("/v1/models", headers=headers).status_code == 400


def test_tokens_never_stand_in_the_log(guarded: Served):
    """Neither a valid nor a wrong token is logged."""
    guarded.client.get("/v1/models", headers=bearer("a-wrong-token-of-some-length"))
    assert not [token for token in (*TOKENS, "a-wrong-token") if token in guarded.log]


def refusal(*arguments: str, **env: str) -> str:
    """Start a service that must not start and give what it says."""
    done = subprocess.run(
        [*COMMAND, "serve", "--port", "0", *arguments], env=environment(**env), capture_output=True, text=True,
        timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    return done.stderr


def test_beyond_loopback_it_wants_to_know_who_asks(tmp_path: Path, compiled: Path):
    """Without tokens or client certificates it refuses to listen beyond loopback, unless it is told to."""
    said = refusal("--host", "0.0.0.0")  # noqa: S104  # it must refuse
    assert "beyond loopback" in said
    assert "--insecure" in said
    checked = [*COMMAND, "--catalog", str(compiled), "serve", "--check", "--port", "0", "--host", "0.0.0.0"]  # noqa: S104
    for more, env in ((["--insecure"], {}), ([], {"BEDROCK_ATLAS_TOKENS": TOKENS[0]})):
        done = subprocess.run([*checked, *more], env=environment(**env), capture_output=True, timeout=30, check=False)
        assert done.returncode == 0, done
    assert tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--token-file", "missing"], "missing: No such file"),
        (["--host", "no.such.host.invalid"], "cannot listen on"),
        (["--tls-key", "key.pem"], "need `--tls-cert`"),
        (["--policy", "nonsense"], "there is no shipped policy"),
        (["--policy", "missing.yaml"], "missing.yaml"),
    ],
)
def test_a_service_that_cannot_be_safe_does_not_start(compiled: Path, arguments, said):
    """Wrong settings end it at once with exit code 2 and one clear message."""
    arguments = ["--insecure", *arguments] if "--host" in arguments else arguments
    assert said in refusal(*arguments)
    assert compiled


def test_short_tokens_are_refused():
    """A token that can be guessed is none."""
    assert "fewer than 16 characters" in refusal(BEDROCK_ATLAS_TOKENS="short")


def test_a_port_in_use_is_told():
    """A port that something else listens on ends it with the address."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert "cannot listen on 127.0.0.1:" in refusal("--port", str(other.getsockname()[1]))


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(service: Served):
    """A Content-Length beyond 64 KiB is answered at once, and so is a chunked body when it grows too large."""
    head = b"POST /v1/decision HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    began = time.monotonic()
    assert service.raw(head + b"Content-Length: 65537\r\n\r\n").startswith(b"HTTP/1.1 413 ")
    chunks = (b"4000\r\n" + b" " * 0x4000 + b"\r\n") * 5
    assert service.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks).startswith(b"HTTP/1.1 413 ")
    assert time.monotonic() - began < 3
    largest = json.dumps({"ask": "x"}).encode().ljust(65536)
    assert service.client.post("/v1/decision", content=largest, headers=JSON).status_code == 422
    assert service.client.post("/v1/decision", content=largest + b" ", headers=JSON).status_code == 413


def test_a_huge_head_is_refused(service: Served):
    """A head beyond 32 KiB is 431, in one header or in many."""
    for headers in (b"X-Long: " + b"x" * 70_000, b"\r\n".join(b"X-%d: y" % n for n in range(9000))):
        answer = service.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + headers)
        assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")) or not answer


def test_who_sends_slowly_is_cut_off(guarded: Served):
    """A head, a body or nothing at all that takes longer than the patience ends the connection."""
    body = (
        b"POST /v1/decision HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n"
        b"Authorization: Bearer " + TOKENS[0].encode() + b"\r\n\r\n{"
    )
    began = time.monotonic()
    assert guarded.raw(b"GET /healthz HTT").startswith(b"HTTP/1.1 408 ")
    assert guarded.raw(b"") == b""
    assert guarded.raw(body).startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 10


def test_who_drips_is_cut_off(guarded: Served):
    """A byte now and then buys no more time."""
    with socket.create_connection(("127.0.0.1", guarded.port), timeout=5) as one:
        one.sendall(b"POST /v1/decision HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        began = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012  # which byte it is cannot be known
            while time.monotonic() - began < 8:
                one.sendall(b"X: y\r\n")
                time.sleep(0.1)


def test_hundreds_of_silent_connections_stop_nobody(guarded: Served):
    """While 300 connections say half a head, others are answered, and all of them are closed in the end."""
    silent = []
    try:
        for _ in range(300):
            one = socket.create_connection(("127.0.0.1", guarded.port), timeout=5)
            one.sendall(b"POST /v1/decision HTTP/1.1\r\nHost: ")
            silent.append(one)
        began = time.monotonic()
        for _ in range(20):
            assert guarded.client.get("/healthz").status_code == 200
        assert time.monotonic() - began < 2
        for one in silent:
            assert one.recv(100).startswith(b"HTTP/1.1 408 ")
    finally:
        for one in silent:
            one.close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("LOCALHOST:1", 200), ("127.0.0.1:8321", 200), ("[::1]:8321", 200), ("evil.example", 400),
        ("localhost.evil.example", 400), ("", 400), ("127.0.0.1.nip.io", 400), ("user@localhost", 400),
    ],
)  # fmt: skip
def test_a_foreign_host_is_refused(service: Served, host, status):
    """Only the names of loopback, or those it was given, are answered to: a page elsewhere cannot rebind its name."""
    answer = service.raw(b"GET /healthz HTTP/1.1\r\nHost: " + host.encode() + b"\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d " % status)


def test_a_host_that_is_missing_or_given_twice_is_refused(service: Served):
    """No Host, or two, is 400."""
    for hosts in (b"", b"Host: localhost\r\nHost: evil.example\r\n"):
        answer = service.raw(b"GET /healthz HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_name_that_it_was_given_is_answered_to(tmp_path: Path, compiled: Path):
    """--allow-host adds a name."""
    with serving(tmp_path, "--allow-host", "atlas.example", catalog=compiled) as served:
        assert served.client.get("/healthz", headers={"host": "atlas.example"}).status_code == 200
        assert served.client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_other_origins_get_nothing(service: Served):
    """There is no CORS: no preflight is granted, and what a form of another site can send is refused."""
    preflight = service.client.options(
        "/v1/decision", headers={"origin": "https://evil.example", "access-control-request-method": "POST"}
    )
    assert preflight.status_code == 405
    answer = service.client.get("/v1/models", headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        posted = service.client.post("/v1/decision", content=json.dumps(SONNET), headers={"content-type": kind})
        assert posted.status_code == 415


@pytest.mark.parametrize("path", ["/", "/docs", "/page/main.js", "/v1/models", "/nowhere", "/v1/decision?ask=Opus+4.8"])
def test_every_answer_has_security_headers(service: Served, path):
    """No sniffing, no framing, no referrer, and a policy under which nothing foreign loads."""
    headers = service.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "server" not in headers


def test_nothing_can_be_written(service: Served):
    """No path takes PUT, PATCH or DELETE, and a POST is a question."""
    paths = service.client.get("/openapi.json").json()["paths"]
    for path in [*paths, "/", "/page/main.js"]:
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            answer = service.client.request(method, path.replace("{id}", "sonnet-4.5"))
            assert answer.status_code == 405, (method, path)
            assert answer.headers["allow"]


@pytest.mark.parametrize(
    "path",
    ["/page/../settings.py", "/page/%2e%2e/settings.py", "/page/..%2fsettings.py", "/page//etc/passwd", "/page/"],
)
def test_no_other_file_can_be_read(service: Served, path):
    """Only the files of the page are served."""
    answer = service.raw(b"GET " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404 ")


def test_a_fault_tells_the_client_an_id_and_the_log_the_rest(tmp_path: Path, compiled: Path):
    """What breaks inside is a 500 with the id under which the log holds the stack; the answer holds none of it."""
    script = tmp_path / "broken.py"
    script.write_text(
        "import sys\nfrom bedrock_atlas.cli import main\nfrom bedrock_atlas.service.state import State\n"
        "def broken(*_):\n    raise RuntimeError('a secret of the inside')\n"
        "State.ask = broken\nsys.exit(main())\n"
    )
    with serving(tmp_path, catalog=compiled, command=[sys.executable, str(script)]) as served:
        answer = served.decide(SONNET)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        lines = [json.loads(line) for line in served.log.splitlines() if line.startswith("{")]
        (line,) = [one for one in lines if one.get("request_id") == answer.json()["request_id"]]
        assert "a secret of the inside" in line["exception"]
        assert served.client.get("/healthz").status_code == 200


def test_the_log_holds_no_text_of_a_request(tmp_path: Path, compiled: Path):
    """At info neither an ask nor a query stands in the access log; at debug the query does."""
    for level, there in (("info", False), ("debug", True)):
        with serving(tmp_path, "--access-log", "--log-level", level, catalog=compiled) as served:
            served.client.get("/v1/decision", params={"ask": "Opus 4.8, EU residency"})
            served.decide({"ask": "Sonet 4.5"})
        assert ("Opus" in served.log) is there
        assert "Sonet" not in served.log
        lines = [json.loads(line) for line in served.log.splitlines() if line.startswith("{")]
        requests = [line for line in lines if line["message"] == "request" and line["path"] == "/v1/decision"]
        assert [line["status"] for line in requests] == [200, 422]
        assert all(len(line["request_id"]) == 32 for line in requests)


def make_certificates(folder: Path) -> None:
    """Make an authority, a certificate for 127.0.0.1 and one for a client."""
    commands = [
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca"
        " -addext keyUsage=critical,keyCertSign,cRLSign",
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1",
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile san",
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout client.key -out client.csr -subj /CN=client",
        "x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out client.pem -days 2 -extfile keys",
    ]
    keys = "authorityKeyIdentifier=keyid,issuer\nsubjectKeyIdentifier=hash\n"  # wanted strictly from Python 3.13 on
    (folder / "keys").write_text(keys)
    (folder / "san").write_text(f"{keys}subjectAltName=IP:127.0.0.1")
    for command in commands:
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)


def test_client_certificates_let_in_who_has_one(tmp_path: Path, compiled: Path):
    """With --client-ca a client shows a certificate of that authority or gets no answer at all."""
    make_certificates(tmp_path)
    files = ("--tls-cert", "server.pem", "--tls-key", "server.key", "--client-ca", "ca.pem")
    arguments = [str(tmp_path / one) if one.endswith((".pem", ".key")) else one for one in files]
    with serving(tmp_path, *arguments, catalog=compiled) as served:
        trusting = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        with httpx.Client(verify=trusting) as client, pytest.raises(httpx.TransportError):
            client.get(f"{served.url}/healthz")
        trusting.load_cert_chain(tmp_path / "client.pem", tmp_path / "client.key")
        with httpx.Client(verify=trusting) as client:
            assert client.post(f"{served.url}/v1/decision", json=SONNET).status_code == 200
