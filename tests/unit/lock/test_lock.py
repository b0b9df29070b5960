"""The lock file: what is pinned is answered while it holds, and no fault of a file makes an answer."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_catalog, load_policy
from bedrock_atlas.lock.file import Lock, LockError, pinned, read_lock, write_lock
from bedrock_atlas.lock.holding import held, moves
from bedrock_atlas.policy.policy import Policy
from tests.unit.core.world import DOCUMENT

JUNE, NOVEMBER = date(2026, 6, 1), date(2026, 11, 20)
NEWEST, HAIKU = "newest sonnet, EU residency", "Haiku 4.5, from eu-west-1"
EMPTY = Policy("none", "no rules")


@pytest.fixture
def made(tmp_path):
    """Return a lock of two questions as written in June, and its path."""
    path = tmp_path / "atlas.lock"
    return locked(path, load_catalog(), load_policy(), (NEWEST, HAIKU), JUNE), path


def locked(path, catalog, policy, asks, on):
    """Write a lock of some questions and return it."""
    pins = [pinned(decide(catalog, policy, Request.parse(ask, catalog, policy), on=on)) for ask in asks]
    sources = tuple({"name": one.name, "digest": one.digest} for one in policy.sources)
    facts = {"version": catalog.version, "digest": catalog.digest}
    lock = Lock(on, facts, sources, {one.ask: one for one in pins})
    write_lock(path, lock)
    return lock


def test_a_lock_reads_back(made):
    """What was written is what is read, and writing it again writes the same bytes."""
    lock, path = made
    before = path.read_bytes()
    assert read_lock(path) == lock
    write_lock(path, read_lock(path))
    assert path.read_bytes() == before


def test_a_pinned_answer_stays(made):
    """A newer model moves the answer of today and not the pinned one, which still holds."""
    lock, _ = made
    catalog, policy = load_catalog(), load_policy()
    one = lock.answers[str(Request.parse(NEWEST, catalog))]
    now = held(one, catalog, policy, on=NOVEMBER)
    assert now.decision.id == one.id == "eu.anthropic.claude-sonnet-4-6"
    assert {route.source for route in now.decision.routes} == one.routes.keys()
    (move,) = moves(lock, catalog, policy, on=NOVEMBER)
    assert (move.new, move.holds) == ("eu.anthropic.claude-sonnet-5-5", True)
    assert move.reasons == (
        "eu.anthropic.claude-sonnet-5-5 ranks before it",
        "with time: on 2026-06-01 these facts gave the pinned answer",
    )
    assert list(moves(lock, catalog, policy, on=JUNE)) == []


def ended(document):
    document["models"]["acme.ruled-v1:0"]["lifecycle"]["end_of_life"] = "2026-05-15"


def withdrawn(document):
    document["models"]["acme.ruled-v1:0"]["rows"][3][4] = "2026-05-20"


def farther(document):
    document["models"]["acme.ruled-v1:0"]["rows"][3][2] = ["eu-west-1", "eu-west-2", "us-east-1"]


def dearer(document):
    document["models"]["acme.ruled-v1:0"]["price"]["input"] = "3.00"


def forgotten(document):
    del document["models"]["acme.ruled-v1:0"]


def nothing(document):
    document["models"]["acme.listed-v1:0"]["price"]["input"] = "9.00"


ASK = "eu.acme.ruled-v1:0, from eu-west-1"
CHANGES = [
    (ended, "reached its end of life on 2026-05-15 [lifecycle.end-of-life]"),
    (withdrawn, "withdrawn, gone from 2026-05-20 [lifecycle.withdrawn]"),
    (farther, "eu.acme.ruled-v1:0 from eu-west-1 may be processed and now us-east-1"),
    (dearer, "its price was $2.20 input, $11.00 output and is $3.30 input, $11.00 output"),
    (forgotten, "the question is no longer understood: unknown model"),
    (nothing, None),
]


@pytest.mark.parametrize(("change", "says"), CHANGES, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_no_longer_true_is_no_longer_answered(change, says, tmp_path):
    """An ID that ended, was withdrawn, goes farther, costs something else or is unknown does not hold: why is told."""
    before, after = Catalog(copy.deepcopy(DOCUMENT)), copy.deepcopy(DOCUMENT)
    change(after)
    after["digest"] = "sha256:1"
    lock = locked(tmp_path / "atlas.lock", before, EMPTY, [ASK], JUNE)
    (one,) = lock.answers.values()
    now = held(one, Catalog(after), EMPTY, on=JUNE)
    assert (now.decision is None) == (says is not None)
    assert not says or says in now.reasons[0]
    found = list(moves(lock, Catalog(after), EMPTY, on=JUNE))
    assert [says is not None] * len(found) == [not one.holds for one in found] == [True] * (says is not None)
    assert all("the catalog was 2026.11.20 and is 2026.11.20, with another digest" in one.reasons for one in found)


def test_a_pin_is_of_its_question_alone(made):
    """A file that says another ID of the same question is of no use: it is judged as every route is."""
    lock, _ = made
    catalog, policy = load_catalog(), load_policy()
    (one,) = [one for one in lock.answers.values() if one.model.startswith("anthropic.claude-sonnet")]
    forged = {"id": "global.anthropic.claude-sonnet-4-6", "model": one.model}
    wider = type(one)(**{**{name: getattr(one, name) for name in one.__dataclass_fields__}, **forged})
    assert held(wider, catalog, policy, on=JUNE).decision is None
    other = type(one)(**{**{name: getattr(one, name) for name in one.__dataclass_fields__},
                         "id": "eu.anthropic.claude-opus-4-8", "model": "anthropic.claude-opus-4-8"})  # fmt: skip
    assert held(other, catalog, policy, on=NOVEMBER).decision is None


def test_every_part_of_a_file_is_refused(made):
    """A file cut short at any byte is no lock."""
    _, path = made
    whole = path.read_bytes()
    for length in range(0, len(whole) - 2, 11):
        path.write_bytes(whole[:length])
        with pytest.raises(LockError, match="hint: "):
            read_lock(path)


def test_every_edit_is_refused(made):
    """A character changed anywhere is refused, or changes nothing that the file says."""
    lock, path = made
    whole = path.read_text("utf-8")
    for at in range(0, len(whole), 7):
        path.write_text(f"{whole[:at]}~{whole[at + 1 :]}", "utf-8")
        with pytest.raises(LockError):
            read_lock(path)
    path.write_text(whole.replace("\n", "\n  "), "utf-8")
    assert read_lock(path) == lock


def signed(**parts):
    """Return a file with a digest of its own, whatever it says."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return json.dumps(parts | {"digest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}).encode()


PARTS = {"on": "2026-06-01", "catalog": {}, "policies": [], "answers": []}
ANSWER = {"ask": "a", "request": {}, "id": "i", "model": "m", "routes": {}, "price": None, "valid_until": None}
FOREIGN = {
    "empty": (b"", "is empty"),
    "spaces": (b" \n", "is empty"),
    "an object": (b"{}", "is no lock file of bedrock-atlas"),
    "a list": (b"[1]", "is no lock file of bedrock-atlas"),
    "another lock": (b'{"name": "x", "lockfileVersion": 3}', "is no lock file of bedrock-atlas"),
    "no text": (b"\xff\xfe\x00", "is cut short or no JSON"),
    "conflict": (b"<<<<<<< HEAD\n{}\n=======\n", "is cut short or no JSON"),
    "deep": (b"[" * 200_000, "is cut short or no JSON"),
    "a later schema": (b'{"atlas_lock": 2}', "is of schema `2`, and this program reads 1"),
    "a true schema": (b'{"atlas_lock": true}', "is of schema `True`"),
    "no digest": (b'{"atlas_lock": 1}', "is not as it was written"),
    "no parts": (signed(atlas_lock=1), "is not as it was written"),
    "wrong catalog": (signed(atlas_lock=1, **PARTS | {"catalog": 1}), "is not as it was written"),
    "wrong answers": (signed(atlas_lock=1, **PARTS | {"answers": [1]}), "is not as it was written"),
    "wrong routes": (signed(atlas_lock=1, **PARTS | {"answers": [ANSWER | {"routes": []}]}), "is not as it was"),
    "wrong price": (
        signed(atlas_lock=1, **PARTS | {"answers": [ANSWER | {"price": {"input": 1}}]}),
        "is not as it was",
    ),
    "wrong day": (signed(atlas_lock=1, **PARTS | {"on": "June"}), "is not as it was written"),
}


@pytest.mark.parametrize(("content", "says"), FOREIGN.values(), ids=FOREIGN)
def test_foreign_files_are_refused(content, says, tmp_path):
    """What is no lock file of this program is refused by name, with what to do."""
    path = tmp_path / "atlas.lock"
    path.write_bytes(content)
    with pytest.raises(LockError, match="hint: ") as caught:
        read_lock(path)
    assert says in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    """No file is an error that says how to write one, a folder in its place is one that says so."""
    with pytest.raises(LockError, match="write it with `bedrock-atlas pin`"):
        read_lock(tmp_path / "atlas.lock")
    with pytest.raises(LockError, match="is a directory"):
        read_lock(tmp_path)


WRITER = """
import sys
from pathlib import Path
from bedrock_atlas.lock.file import read_lock, write_lock
one, two, path = map(Path, sys.argv[1:])
locks = [read_lock(one), read_lock(two)]
print("ready", flush=True)
while True:
    for lock in locks:
        write_lock(path, lock)
"""


def test_a_kill_at_any_point_leaves_a_whole_file(tmp_path):
    """Whoever writes is killed at random: the file is the old one or the new one, each time."""
    names = [tmp_path / name for name in ("one", "two", "atlas.lock")]
    locks = [locked(path, load_catalog(), load_policy(), asks, JUNE)
             for path, asks in zip(names, ((NEWEST,), (NEWEST, HAIKU)), strict=False)]  # fmt: skip
    chance = random.Random(11)  # noqa: S311  # when to kill is no secret
    for _ in range(8):
        with subprocess.Popen([sys.executable, "-c", WRITER, *map(str, names)], stdout=subprocess.PIPE) as writer:
            writer.stdout.readline()
            time.sleep(0.02 + chance.random() / 20)
            writer.kill()
        assert read_lock(names[2]) in locks


def test_a_full_disk_leaves_the_old_file(made):
    """Where the new file does not fit, the old one stays and nothing is left beside it."""
    lock, path = made
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)); "
        "from bedrock_atlas.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", limited, "pin", "Sonnet 4.6, EU residency", "--lock", str(path)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, "error: " in done.stderr) == (2, True), done.stderr
    assert read_lock(path) == lock
    assert [one.name for one in path.parent.iterdir()] == ["atlas.lock"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody can write")
def test_a_folder_in_which_nothing_can_be_written(made):
    """An error, and no file."""
    lock, _ = made
    with pytest.raises(OSError, match=r"No such file|not permitted|denied"):
        write_lock(Path("/proc/atlas.lock"), lock)
    assert not os.path.lexists("/proc/atlas.lock")
