"""How one state takes the place of another, and what is kept for how long."""

from __future__ import annotations

import asyncio
import copy
import json
import os

import pytest

from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_policy
from bedrock_atlas.service.answers import DAY, Cache, KeptAnswer
from bedrock_atlas.service.counters import ADMITTED, FAILED, RELOADED, Counters
from bedrock_atlas.service.keeper import Keeper
from bedrock_atlas.service.questions import read_question
from bedrock_atlas.service.reading import fingerprint
from bedrock_atlas.service.settings import Settings, read_tokens
from bedrock_atlas.service.state import State
from tests.unit.service.conftest import COMPILED

MIDNIGHT = 20_000 * DAY


@pytest.fixture
def state():
    """Return the state of the small catalog under the default policy."""
    catalog = Catalog(COMPILED)
    return State(catalog, load_policy(catalog=catalog))


@pytest.fixture
def kept(tmp_path):
    """Return a keeper that has read a compiled catalog, the function that writes another one, and what is counted."""
    path = tmp_path / "catalog.json"

    def write(document):
        path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")

    write(COMPILED)
    counters = Counters()
    keeper = Keeper(Settings(catalog=(str(path),), watch=False), counters)
    asyncio.run(keeper.load())
    return keeper, write, counters


def test_a_broken_file_changes_nothing(kept):
    """A reload that fails leaves the state before it, says why and counts it; the next good one takes over."""
    keeper, write, counters = kept
    before = keeper.state
    write("{")
    assert asyncio.run(keeper.reload()) is False
    assert keeper.state is before
    assert [one.slug for one in keeper.findings] == ["bad-json"]
    write(COMPILED | {"digest": "sha256:2"})
    assert asyncio.run(keeper.reload()) is True
    assert (keeper.state is before, keeper.findings) == (False, ())
    assert (counters.total(FAILED), counters.total(RELOADED)) == (1, 1)


def test_a_catalog_with_a_damaged_model_never_takes_over(kept):
    """Every model is tried before a state answers, so that no question finds the damage."""
    keeper, write, _ = kept
    damaged = copy.deepcopy(COMPILED)
    del damaged["models"]["acme.odd-v1:0"]["evidence"]  # nothing but the model itself reads it
    write(damaged)
    assert asyncio.run(keeper.reload()) is False
    assert [one.slug for one in keeper.findings] == ["wrong-schema"]


def test_the_same_files_change_nothing(kept):
    """A reload of the same facts keeps the state with all its answers."""
    keeper, *_ = kept
    before = keeper.state
    assert asyncio.run(keeper.reload()) is True
    assert keeper.state is before


def test_the_catalog_of_a_new_state_is_another_answer(kept):
    """After a reload nobody is told that the old catalog is unchanged."""
    keeper, write, _ = kept
    old = keeper.catalog
    assert old.known_to(old.etag)
    assert old.unchanged()["status"] == 304
    write(COMPILED | {"digest": "sha256:2"})
    asyncio.run(keeper.reload())
    assert not keeper.catalog.known_to(old.etag)
    assert keeper.catalog.known_to(keeper.catalog.etag)


def test_answers_end_at_midnight(kept):
    """A question without a date is asked for the UTC day it comes on, from its first second to its last."""
    keeper, *_ = kept
    days = [keeper.answers(moment).on.isoformat() for moment in (MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + DAY - 1)]
    assert days == ["2024-10-03", "2024-10-04", "2024-10-04"]
    first = keeper.answers(MIDNIGHT)
    assert keeper.answers(MIDNIGHT + 5) is first
    question = read_question(b'{"ask": "Ruled"}')
    assert json.loads(first.answer(question).body)["on"] == "2024-10-04"
    assert json.loads(keeper.answers(MIDNIGHT + DAY).answer(question).body)["on"] == "2024-10-05"


def test_no_cache_keeps_an_answer_past_midnight(state):
    """An answer is fresh for five minutes, and in the last five of a day only for what is left of it."""

    def age(moment):
        return dict(KeptAnswer(state, b"{}").message(moment)["headers"])[b"cache-control"]

    assert [age(MIDNIGHT + DAY - left) for left in (DAY, 301, 300, 299, 1)] == [
        b"max-age=300", b"max-age=300", b"max-age=300", b"max-age=299", b"max-age=1",
    ]  # fmt: skip


def test_what_is_kept_is_bounded(state):
    """What is kept never passes twice its limit, and what is asked for again outlives what is not."""
    answer = KeptAnswer(state, b"")
    cache = Cache(10 * answer.size())
    for key in range(100):
        cache.put(key, answer, answer.size())
        assert cache.get(0) is answer
    assert 1 <= sum(cache.get(key) is not None for key in range(100)) <= 22
    assert cache.get(1) is None


def test_every_worker_is_counted(tmp_path):
    """Workers add to rows of their own in one file, and any of them tells the sum."""
    path = str(tmp_path / "counters")
    workers = [Counters(path, 3, number) for number in range(3)]
    for number, one in enumerate(workers):
        for _ in range(number + 1):
            one.decision(admitted=True, seconds=0.1)
    assert [one.total(ADMITTED) for one in workers] == [6, 6, 6]


def test_a_changed_file_has_another_fingerprint(tmp_path):
    """A file that is written, replaced or gone is seen; one that stays is not."""
    path, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text("a: 1")
    seen = [fingerprint((path,)), fingerprint((path,))]
    assert seen[0] == seen[1]
    other.write_text("a: 2")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    seen.append(fingerprint((path,)))
    path.write_text("a: 22")
    seen.append(fingerprint((path,)))
    path.unlink()
    seen.append(fingerprint((path,)))
    assert len(set(seen)) == 4


def test_a_token_is_long_and_only_its_digest_stays(tmp_path):
    """A token that could be guessed is refused, and what is kept of one is its digest."""
    path = tmp_path / "tokens"
    path.write_text("# ours\nabcdefghijklmnop # a comment\n")
    digests = read_tokens(str(path), "qrstuvwxyzabcdefg")
    assert len(digests) == 2
    assert all(len(one) == 32 for one in digests)
    path.write_text("# none\n")
    for text, words in (("", "holds no token"), ("short", "fewer than 16")):
        with pytest.raises(ValueError, match=words):
            read_tokens(str(path), text)
