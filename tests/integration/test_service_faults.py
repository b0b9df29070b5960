"""What happens when files change or break, the day ends, a process dies or is told to stop."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from bedrock_atlas import load_catalog
from bedrock_atlas.source.load import digest
from tests.integration.served import COMMAND, ROOT, SONNET, Served, environment, free_port, serving, wait_until


def renamed(source: Path, version: str) -> str:
    """Return a compiled catalog under another version, with a digest of its own."""
    document = json.loads(source.read_text("utf-8"))
    document["version"] = version
    document["digest"] = digest(document)
    return json.dumps(document)


def swap(path: Path, text: str) -> None:
    """Replace a file the way deployments do: a new one takes the name at once."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)


def version(served: Served) -> str:
    return served.decide(SONNET).json()["catalog"]["version"]


@pytest.fixture
def catalog(tmp_path: Path, compiled: Path) -> Path:
    """Return a compiled catalog that a test may change."""
    folder = tmp_path / "facts"
    folder.mkdir()
    return Path(shutil.copy(compiled, folder / "catalog.json"))


def test_a_changed_file_is_answered_from(tmp_path: Path, catalog: Path, compiled: Path):
    """A new catalog takes over by itself, with its revision, its ETag and fresh answers."""
    with serving(tmp_path, catalog=catalog) as served:
        before = served.decide(SONNET)
        etag = served.client.get("/v1/catalog").headers["etag"]
        assert served.client.get("/v1/catalog", headers={"if-none-match": etag}).status_code == 304
        swap(catalog, renamed(compiled, "2030.01.01"))
        wait_until(lambda: version(served) == "2030.01.01")
        assert served.decide(SONNET).headers["atlas-revision"] != before.headers["atlas-revision"]
        assert served.client.get("/v1/catalog", headers={"if-none-match": etag}).status_code == 200
        assert served.metric('bedrock_atlas_reloads_total{outcome="succeeded"}') == 1


def test_a_broken_file_never_replaces_a_good_one(tmp_path: Path, catalog: Path, compiled: Path):
    """Whatever a catalog file turns into, the one before goes on answering, and log and metrics say what is wrong."""
    text = compiled.read_text("utf-8")
    document = json.loads(text)
    document["models"]["anthropic.claude-sonnet-4-6"]["rows"][0][1] = ["no-such-region"]
    broken = ["", "{", "[]", '{"schema": 1}', '{"schema": 2}', text[: len(text) // 2], json.dumps(document)]
    with serving(tmp_path, catalog=catalog) as served:
        before = served.decide(SONNET)
        for count, wrong in enumerate(broken, 1):
            swap(catalog, wrong)
            wait_until(lambda: served.metric('bedrock_atlas_reloads_total{outcome="failed"}') == count)  # noqa: B023
            after = served.decide(SONNET)
            assert (after.content, after.headers["atlas-revision"]) == (
                before.content,
                before.headers["atlas-revision"],
            )
            ready = served.client.get("/readyz")
            assert (ready.status_code, ready.json()["last_reload_failed"]) == (200, True)
            assert f'bedrock_atlas_reload_failure{{line="1",path="{catalog}"' in served.client.get("/metrics").text
            assert served.log.count(f"{catalog}:1:") == count
        swap(catalog, text)
        wait_until(lambda: not served.client.get("/readyz").json()["last_reload_failed"])


def test_a_folder_of_yaml_is_followed_with_file_and_line(tmp_path: Path):
    """A mistake in one YAML file is told with its file and line while the folder's last good state answers."""
    folder = tmp_path / "catalog"
    shutil.copytree(ROOT / "catalog", folder)
    file = folder / "models" / "anthropic" / "claude-sonnet-4-6.yaml"
    good = file.read_text("utf-8")
    with serving(tmp_path, catalog=folder) as served:
        assert served.decide(SONNET).status_code == 200
        swap(file, good.replace("name: Claude Sonnet 4.6", "name: Claude Sonnet 4.6\nname: again"))
        wait_until(lambda: served.client.get("/readyz").json()["last_reload_failed"], 20)
        line = 1 + good[: good.index("name: Claude")].count("\n") + 1
        assert f"{file}:{line}:" in served.log
        swap(file, good.replace("name: Claude Sonnet 4.6", "name: Claude Sonnet 4.6 renamed"))
        wait_until(lambda: served.client.get("/v1/models/claude-sonnet-4-6").json()["name"].endswith("renamed"), 20)


def test_sighup_reloads_without_watching(tmp_path: Path, catalog: Path, compiled: Path):
    """Told not to watch, it reads its files anew on SIGHUP and only then."""
    with serving(tmp_path, "--no-watch", catalog=catalog) as served:
        swap(catalog, renamed(compiled, "2030.01.02"))
        time.sleep(0.6)
        assert version(served) != "2030.01.02"
        served.process.send_signal(signal.SIGHUP)
        wait_until(lambda: version(served) == "2030.01.02")


def test_a_policy_is_followed_too(tmp_path: Path, compiled: Path):
    """A changed policy takes over; a broken one does not, and a missing one does not either."""
    policy = tmp_path / "rules" / "policy.yaml"
    policy.parent.mkdir()
    text = "policy: mine\ntitle: no LEGACY\nrules:\n  - {id: no-legacy, forbid: {status_in: [LEGACY]}}\n"
    policy.write_text(text.replace("forbid: {status_in: [LEGACY]}", "forbid: {status_in: [EOL]}"), "utf-8")
    with serving(tmp_path, "--policy", str(policy), catalog=compiled) as served:
        assert served.decide(SONNET).json()["decision"] is True
        swap(policy, text)
        wait_until(lambda: served.decide(SONNET).json()["decision"] is False)
        swap(policy, text.replace("LEGACY]", "NONSENSE]"))
        wait_until(lambda: served.client.get("/readyz").json()["last_reload_failed"])
        assert f"{policy}:4:" in served.log
        policy.unlink()
        wait_until(lambda: served.metric('bedrock_atlas_reloads_total{outcome="failed"}') >= 2)
        assert served.decide(SONNET).json()["rules"]["no-legacy"] > 0


def test_the_day_turns_over_without_a_restart(tmp_path: Path, compiled: Path):
    """At midnight UTC answers are those of the new day, and no answer of the old one may be kept beyond it."""
    script = tmp_path / "late.py"
    script.write_text(
        "import sys, time\nreal = time.time\nstart = real()\noffset = 86400 - start % 86400 - 2.5\n"
        "time.time = lambda: real() + offset\n"
        "from bedrock_atlas.cli import main\nsys.exit(main())\n"
    )
    with serving(tmp_path, catalog=compiled, command=[sys.executable, str(script)]) as served:
        before = served.decide(SONNET)
        assert int(before.headers["cache-control"].removeprefix("max-age=")) <= 3
        wait_until(lambda: served.decide(SONNET).json()["on"] != before.json()["on"])
        after = served.decide(SONNET).json()
        days = before.json()["lifecycle"]["days_to_end_of_life"]
        assert after["lifecycle"]["days_to_end_of_life"] == days - 1


def test_sigterm_drains(tmp_path: Path, compiled: Path):
    """Told to stop, it answers what has begun, takes nothing new, and ends with exit code 0."""
    with serving(tmp_path, catalog=compiled) as served:
        reader = httpx.Client(base_url=served.url, timeout=10)
        body = json.dumps(SONNET).encode()

        def slowly():
            for byte in body:
                time.sleep(0.02)
                yield bytes([byte])

        answers = []
        headers = {"content-type": "application/json", "content-length": str(len(body))}
        thread = threading.Thread(
            target=lambda: answers.append(reader.post("/v1/decision", content=slowly(), headers=headers))
        )
        thread.start()
        time.sleep(0.2)
        served.process.send_signal(signal.SIGTERM)
        thread.join(10)
        reader.close()
        assert answers[0].status_code == 200
        assert served.process.wait(10) in {0, -signal.SIGTERM}
        with pytest.raises(httpx.TransportError):
            served.client.get("/healthz")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that serve."""
    found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path, catalog: Path, compiled: Path):
    """Of two workers one dies by kill -9: the other answers on, it is replaced, counts go on, reloads reach both."""
    with serving(tmp_path, "--workers", "2", catalog=catalog) as served:
        wait_until(lambda: len(children(served.process.pid)) == 2)
        for _ in range(20):
            assert httpx.post(f"{served.url}/v1/decision", json=SONNET).status_code == 200
        count = 'bedrock_atlas_decisions_total{outcome="admitted",policy="default"}'
        assert served.metric(count) == 20
        first, second = children(served.process.pid)
        os.kill(first, signal.SIGKILL)
        answered = 0
        for _ in range(20):
            with contextlib.suppress(httpx.TransportError):
                answered += httpx.post(f"{served.url}/v1/decision", json=SONNET, timeout=10).status_code == 200
        assert answered >= 19
        wait_until(lambda: len(children(served.process.pid)) == 2 and first not in children(served.process.pid))
        assert second in children(served.process.pid)
        assert httpx.get(f"{served.url}/metrics").text.count(count) == 1
        assert served.metric(count) == 20 + answered
        swap(catalog, renamed(compiled, "2030.01.03"))
        served.process.send_signal(signal.SIGHUP)

        def everywhere() -> bool:
            asked = [httpx.post(f"{served.url}/v1/decision", json=SONNET).json() for _ in range(12)]
            return {one["catalog"]["version"] for one in asked} == {"2030.01.03"}

        wait_until(everywhere, 15)
        assert len(children(served.process.pid)) == 2
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(15) == 0
    assert not Path(f"/proc/{second}").exists()


def test_a_worker_that_hangs_is_replaced(tmp_path: Path, compiled: Path):
    """A worker that is stopped gives no sign of life, so it is killed and another takes its place."""
    with serving(tmp_path, "--workers", "2", catalog=compiled) as served:
        wait_until(lambda: len(children(served.process.pid)) == 2)
        served.client.close()
        first, second = children(served.process.pid)
        time.sleep(3)
        os.kill(first, signal.SIGSTOP)
        wait_until(lambda: first not in children(served.process.pid) and len(children(served.process.pid)) == 2, 25)
        assert second in children(served.process.pid)
        assert served.log.count("a worker died and is replaced") == 1
        for _ in range(8):
            assert httpx.post(f"{served.url}/v1/decision", json=SONNET, timeout=20).status_code == 200


def test_workers_that_cannot_start_end_it(tmp_path: Path, compiled: Path):
    """When a worker ends before it has begun, so would every other: it says so and ends, instead of trying for ever."""
    line = ["--catalog", str(compiled), "serve", "--port", "0", "--workers", "2"]
    done = subprocess.run(
        [*COMMAND, *line, "--decision-log", str(tmp_path / "missing" / "log")],
        env=environment(), capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "a worker cannot start, so none could" in done.stderr
    assert "error: the workers cannot start" in done.stderr


def test_a_worker_that_begins_while_the_files_are_broken_answers_as_the_others(tmp_path: Path, catalog: Path):
    """A worker that dies after the catalog broke is replaced by one with the last good state, not by none."""
    with serving(tmp_path, "--workers", "2", catalog=catalog) as served:
        wait_until(lambda: len(children(served.process.pid)) == 2)
        before = served.decide(SONNET)
        swap(catalog, "{")
        wait_until(lambda: served.log.count("reload failed") == 2)
        for worker in children(served.process.pid):
            os.kill(worker, signal.SIGKILL)
        served.client.close()
        answers = [httpx.post(f"{served.url}/v1/decision", json=SONNET, timeout=20) for _ in range(12)]
        assert {answer.headers["atlas-revision"] for answer in answers} == {before.headers["atlas-revision"]}
        assert {answer.content for answer in answers} == {before.content}


def test_metrics_say_what_happened(tmp_path: Path, compiled: Path):
    """Decisions by outcome, a latency histogram, problems, the catalog's age and the next end of life in use."""
    with serving(tmp_path, catalog=compiled) as served:
        served.decide(SONNET)
        served.decide({"ask": "Fable 5, EU residency"})
        served.decide({"ask": "nothing like it"})
        served.client.post("/v1/decisions", json={"requests": [SONNET, {"ask": "Fable 5, EU residency"}]})
        assert served.metric('bedrock_atlas_decisions_total{outcome="admitted",policy="default"}') == 2
        assert served.metric('bedrock_atlas_decisions_total{outcome="denied",policy="default"}') == 2
        assert served.metric('bedrock_atlas_problems_total{status="422"}') == 1
        assert served.metric("bedrock_atlas_decision_seconds_count") == 2
        assert served.metric('bedrock_atlas_decision_seconds_bucket{le="+Inf"}') == 2
        assert served.metric("bedrock_atlas_catalog_age_seconds") > 0
        end = served.decide(SONNET).json()["lifecycle"]["days_to_end_of_life"]
        assert served.metric("bedrock_atlas_days_to_end_of_life_in_use") == end
        catalog = load_catalog(compiled)
        assert f'catalog="{catalog.version}",digest="{catalog.digest}"' in served.client.get("/metrics").text


def test_the_decision_log_has_a_line_a_decision(tmp_path: Path, compiled: Path):
    """Each line holds the moment, the request, the ID, the rules and the digests; a valid trace stands in it too."""
    path = tmp_path / "decisions.jsonl"
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with serving(tmp_path, "--decision-log", str(path), catalog=compiled) as served:
        served.client.post("/v1/decision", json=SONNET, headers={"traceparent": trace})
        served.client.post("/v1/decision", json=SONNET, headers={"traceparent": 'no","trace":"'})
        served.decide({"ask": "Fable 5, EU residency"})
        served.client.get("/v1/decision", params={"ask": "Opus 4.8"})
        served.client.post("/v1/decisions", json={"requests": [SONNET]})
        digests = served.decide(SONNET).json()
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["decision"] for line in lines] == [True, True, False, True, True, True]
    assert lines[0]["id"] == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
    assert lines[0]["request"] == "anthropic.claude-sonnet-4-5-20250929-v1:0, residency eu"
    assert [line.get("traceparent") for line in lines[:2]] == [trace, None]
    assert "request.residency" in lines[2]["rules"]
    assert lines[0]["catalog"] == digests["catalog"]["digest"]
    assert lines[0]["policies"] == [one["digest"] for one in digests["policies"]]


def test_a_decision_log_that_cannot_be_written_stops_no_decision(tmp_path: Path, compiled: Path):
    """On a full disk decisions go on, and the lines that are lost are counted."""
    with serving(tmp_path, "--decision-log", "/dev/full", catalog=compiled) as served:
        for _ in range(3):
            assert served.decide(SONNET).status_code == 200
        wait_until(lambda: served.metric("bedrock_atlas_decision_log_dropped_total") == 3)


def test_it_is_an_asgi_application_too(tmp_path: Path, compiled: Path):
    """`bedrock_atlas.service:app` runs under a plain uvicorn, with settings from the environment."""
    port, log = free_port(), tmp_path / "log"
    env = environment(BEDROCK_ATLAS_CATALOG=str(compiled), BEDROCK_ATLAS_TOKENS="a-token-of-some-length")
    command = [COMMAND[0], "-m", "uvicorn", "bedrock_atlas.service:app", "--port", str(port)]
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, stderr=stderr, stdout=stderr, env=env)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: b"running on" in log.read_bytes(), 20)
        assert httpx.post(f"{url}/v1/decision", json=SONNET).status_code == 401
        headers = {"authorization": "Bearer a-token-of-some-length"}
        assert httpx.post(f"{url}/v1/decision", json=SONNET, headers=headers).json()["decision"] is True
    finally:
        process.terminate()
        process.wait(15)
