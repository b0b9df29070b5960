from __future__ import annotations

import pytest
import yaml

from bedrock_atlas.source.nodes import find, step

TEXT = "rows:\n  - {from: [a, b]}\n  - {from: [c]}\nname: x\n"
ROOT = yaml.compose(TEXT, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ((), TEXT),
        (("name",), "x"),
        (("rows", 1), "{from: [c]}"),
        (("rows", 0, "from", 1), "b"),
        (("rows", 2), None),
        (("rows", "from"), None),
        (("name", "x"), None),
        (("nothing", 0, "from"), None),
    ],
)
def test_the_node_at_a_route(route: tuple[str | int, ...], expected: str | None):
    """Keys and positions lead to the very node that stands there; what is not there is None, and so is all below it."""
    node = find(ROOT, route)
    found = node and TEXT[node.start_mark.index : node.end_mark.index]
    assert found == expected


def test_an_empty_document_has_no_nodes():
    """Nothing can be found where there is no value at all."""
    assert find(None, ()) is None
    assert find(None, ("name",)) is None


def test_a_step_tells_key_and_value():
    """In a mapping the key is told beside the value; an item of a list stands for both."""
    key, value = step(ROOT, "name")
    assert (key.value, value.value) == ("name", "x")
    rows = find(ROOT, ("rows",))
    assert step(rows, 0) == (rows.value[0], rows.value[0])
