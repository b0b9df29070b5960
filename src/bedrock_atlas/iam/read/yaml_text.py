"""YAML of CloudFormation with the place of every value; `!Sub x` and its like become `{"Fn::Sub": x}`.

The strict reader of catalogs refuses tags, which are what templates are made of, so libyaml's nodes are read here. As
there, nesting is bounded before libyaml composes, and anchors are refused: an alias can make a file of a kilobyte huge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml import YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from bedrock_atlas.errors import Location, SourceError
from bedrock_atlas.iam.read.node import MAX_DEPTH, Node, refuse
from bedrock_atlas.source.yaml_syntax import CParser, syntax_finding

if TYPE_CHECKING:
    from yaml._yaml import Mark as QuickMark
    from yaml.error import Mark
    from yaml.nodes import Node as YamlNode

    from bedrock_atlas.errors import Finding

__all__ = ["read_yaml"]

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_OWN = {"Ref", "Condition"}


class _Composer(CParser):
    """libyaml's composer that leaves values without a tag of their own as they are written."""

    def descend_resolver(self, _parent: YamlNode | None, _index: object) -> None:
        """Do nothing."""

    def ascend_resolver(self) -> None:
        """Do nothing."""

    def resolve(self, _kind: type[YamlNode], _value: str | None, _implicit: object) -> str:
        """Return no tag."""
        return ""


def read_yaml(text: str, path: str, findings: list[Finding]) -> Node:
    """Return the value of a YAML text, its bad keys in `findings`; raises SourceError where it cannot be read."""
    try:
        _bounded(text, path)
        root = _Composer(text.encode()).get_single_node()
        if root is None:
            raise refuse(Location(path), "empty-file", "the file holds no value")
        return _node(root, path, findings)
    except YAMLError as error:
        raise SourceError([syntax_finding(error, path)]) from error


def _bounded(text: str, path: str) -> None:
    get = _Composer(text.encode()).get_event
    depth = 0
    while (event := get()) is not None:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        mark = event.start_mark
        if depth > MAX_DEPTH and mark is not None:
            raise refuse(_place(mark, path), "too-deep", f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, AliasEvent) and mark is not None:
            raise refuse(_place(mark, path), "alias", f"the alias `*{event.anchor}` is not read", "write the value out")


def _node(node: YamlNode, path: str, findings: list[Finding]) -> Node:
    place = _place(node.start_mark, path)
    inner = _plain(node, place, path, findings)
    name = str(node.tag or "")
    if not name.startswith("!") or name == "!":
        return inner
    word = name[1:]
    return Node({word if word in _OWN else f"Fn::{word}": inner}, place)


def _plain(node: YamlNode, place: Location, path: str, findings: list[Finding]) -> Node:
    if isinstance(node, SequenceNode):
        return Node([_node(item, path, findings) for item in node.value], place)
    if isinstance(node, MappingNode):
        found: dict[str, Node] = {}
        keys: dict[str, Location] = {}
        for key, value in node.value:
            at = _place(key.start_mark, path)
            if not isinstance(key, ScalarNode):
                findings.append(at.finding("bad-key", "a key must be a plain word, not a list or a mapping"))
                continue
            if key.value in keys:
                hint = f"it is first given on line {keys[key.value].line}"
                findings.append(at.finding("duplicate-key", f"`{key.value}` is given twice", hint))
            keys.setdefault(key.value, at)
            found[key.value] = _node(value, path, findings)
        return Node(found, place, keys)
    text = str(node.value)
    quoted = getattr(node, "style", None)
    return Node(_WORDS[text] if not quoted and text in _WORDS else text, place)


def _place(mark: Mark | QuickMark, path: str) -> Location:
    return Location(path, mark.line + 1, mark.column + 1)
