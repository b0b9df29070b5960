"""The tests catch planted faults: each mutant of the package fails the test that is named for it."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.property.mutants import MUTANTS
from tests.property.mutants.nursery import Nursery
from tests.property.mutants.planting import LostSymbolError, Mutant, find, plant

CAUGHT = {"AssertionError", "Failed"}


@pytest.fixture(scope="session")
def nursery():
    """Return the program that runs tests against a faulty package; one serves all mutants of a process."""
    program = Nursery()
    yield program
    program.close()


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: f"{one.symbol.partition(':')[2]}: {one.fault}")
def test_a_planted_fault_is_caught(mutant, nursery):
    """The test that is named for a fault fails on a package that has it: by what it asserts, not by a crash."""
    outcomes = nursery.run([mutant.caught_by], plant(mutant))
    assert outcomes
    assert set(outcomes.values()) - {"passed"} <= CAUGHT, outcomes
    assert set(outcomes.values()) & CAUGHT, "it survived: write the test that is missing"


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted({mutant.caught_by.partition("::")[0] for mutant in MUTANTS}))
def test_the_package_itself_is_not_caught(path, nursery):
    """Without a fault the same tests pass, so it is the faults that are caught."""
    tests = sorted({one.caught_by for one in MUTANTS if one.caught_by.partition("::")[0] == path})
    outcomes = nursery.run(tests)
    assert set(outcomes.values()) == {"passed"}, outcomes
    assert all(any(ran == one or ran.startswith((f"{one}[", f"{one}::")) for ran in outcomes) for one in tests)


def test_every_mutant_fits():
    """Each mutant has its symbol, its text once in it, and is still Python; all that no longer fit are told at once."""
    lost = []
    for mutant in MUTANTS:
        try:
            ast.parse(plant(mutant).source)
        except (LostSymbolError, SyntaxError) as error:
            lost.append(f"{mutant.fault}: {error}")
    assert not lost, "\n".join(lost)


def test_every_room_has_its_faults():
    """There are 120 mutants and more, no two alike, among them some of every room that decides or judges."""
    planted = Counter(mutant.symbol.partition(":")[0].split(".")[1] for mutant in MUTANTS)
    assert len({(one.symbol, one.old, one.new) for one in MUTANTS}) == len(MUTANTS) >= 120
    rooms = ("facts", "policy", "decision", "analysis", "scan", "aws", "service")
    least = dict.fromkeys(rooms, 20) | {"advice": 15, "iam": 15}
    assert {room: planted[room] >= count for room, count in least.items()} == dict.fromkeys(least, True)


OLD = "def one():\n    return 1\n\n\nclass Two:\n    def three(self):\n        return 1\n"


@pytest.fixture
def package(tmp_path):
    """Return a package with two modules."""
    folder = tmp_path / "bedrock_atlas"
    (folder / "room").mkdir(parents=True)
    (folder / "first.py").write_text(OLD)
    (folder / "room" / "second.py").write_text("LIST = [\n    1,\n    2,\n]\n")
    return folder


def test_a_symbol_is_found_where_it_moved(package):
    """A mutant whose symbol is in another module now is planted there."""
    mutant = Mutant("", "bedrock_atlas.gone:Two.three", "return 1", "return 2", "")
    planted = plant(mutant, package)
    assert (planted.module, planted.source) == ("bedrock_atlas.first", OLD[: OLD.rindex("1")] + "2\n")
    assert find("bedrock_atlas.first:LIST", package)[1:] == (1, 4)


@pytest.mark.parametrize(
    ("symbol", "old", "said"),
    [
        ("bedrock_atlas.first:four", "1", "`four` is in: nowhere"),
        ("bedrock_atlas.gone:one", "1", "`one` is in: first.py, room/third.py"),
        ("bedrock_atlas.first:one", "2", "'2' occurs 0 times in it"),
        ("bedrock_atlas.first:Two", "e", "'e' occurs 5 times in it"),
    ],
)
def test_a_mutant_that_fits_no_longer_is_told(package, symbol, old, said):
    """A symbol that is gone or ambiguous, or a text that does not stand in it once, silences no mutant."""
    (package / "room" / "third.py").write_text("def one():\n    return 1\n")
    with pytest.raises(LostSymbolError) as caught:
        plant(Mutant("", symbol, old, "", ""), package)
    assert said in str(caught.value)
