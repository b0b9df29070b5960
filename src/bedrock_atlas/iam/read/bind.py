"""From data with places to a document that can be judged, and everything that is wrong with it.

A document that AWS would not take is not judged. Actions and keys that do not exist AWS takes without a word: they are
errors, and the document is judged as it works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.errors import did_you_mean
from bedrock_atlas.iam.conditions import OPERATORS, Condition, parse_operator
from bedrock_atlas.iam.document import Document, Statement
from bedrock_atlas.iam.patterns import Patterns
from bedrock_atlas.iam.reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.errors import Finding, Location, Severity
    from bedrock_atlas.iam.document import Kind
    from bedrock_atlas.iam.read.node import Node

    Texts = Callable[[Node], str | None]

__all__ = ["bind_document", "plain_text"]

_ELEMENTS = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
    "Principal",
    "NotPrincipal",
)
_TOP = ("Version", "Id", "Statement")
_VERSIONS = ("2012-10-17", "2008-10-17")
_TAKEN = frozenset({"unknown-action", "unknown-key"})
"""Errors that AWS does not see: the document is taken, and does not do what it says."""
_OURS = ("bedrock:", "bedrock-mantle:")


def plain_text(node: Node) -> str | None:
    """Return the text of a value as IAM compares it; None for a list or a mapping."""
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return node.value if isinstance(node.value, str) else None


def bind_document(
    node: Node, name: str, kind: Kind | None, text: Texts = plain_text
) -> tuple[Document | None, list[Finding]]:
    """Return the document of a value, None where it has errors, and the findings.

    `kind` None means that the document itself says: one that only denies is an SCP. `text` gives the text of a value,
    with what a template leaves open; None where it is none.
    """
    binder = _Binder(name, text)
    statements = binder.statements(node)
    if binder.broken:
        return None, binder.findings
    guessed: Kind = "scp" if all(one.deny for one in statements) else "identity"
    return Document(name, statements, kind or guessed, node.location, frozenset(binder.absent)), binder.findings


class _Binder:
    def __init__(self, name: str, text: Texts) -> None:
        self.name, self.text = name, text
        self.findings: list[Finding] = []
        self.absent: set[str] = set()
        self.variables = True

    @property
    def broken(self) -> bool:
        """Check whether there is an error for which AWS refuses the document."""
        return any(one.severity == "error" and one.slug not in _TAKEN for one in self.findings)

    def report(self, place: Location, slug: str, message: str, hint: str = "", severity: Severity = "error") -> None:
        self.findings.append(place.finding(slug, message, hint, severity))

    def statements(self, node: Node) -> tuple[Statement, ...]:
        top = node.mapping()
        if "Statement" not in top:
            hint = "a policy document is a mapping with `Version` and `Statement`"
            self.report(node.location, "no-policy", "not a policy document", hint)
            return ()
        for key in top.keys() - set(_TOP):
            self.report(node.at(key), "unknown-element", f"unknown element `{key}`", did_you_mean(key, _TOP))
        version = top.get("Version")
        if version is not None and version.text() not in _VERSIONS:
            hint = f"the versions are {' and '.join(_VERSIONS)}"
            self.report(version.location, "bad-version", f"there is no version `{version.text()}`", hint)
        self.variables = version is not None and version.text() == _VERSIONS[0]
        found = [self.statement(one, at) for at, one in enumerate(top["Statement"].items())]
        if not found:
            self.report(node.at("Statement"), "no-statement", "the document has no statement")
        sids: dict[str, int] = {}
        for one in found:
            if one is not None and one.sid and sids.setdefault(one.sid, one.index) != one.index:
                self.report(one.location, "duplicate-sid", f"the Sid `{one.sid}` is given twice")
        return tuple(one for one in found if one is not None)

    def statement(self, node: Node, index: int) -> Statement | None:
        parts = node.mapping()
        if not parts:
            self.report(node.location, "bad-statement", "a statement is a mapping")
            return None
        for key in parts.keys() - set(_ELEMENTS):
            self.report(node.at(key), "unknown-element", f"unknown element `{key}`", did_you_mean(key, _ELEMENTS))
        for key in ("Principal", "NotPrincipal"):
            if key in parts:
                message = f"`{key}` is not judged: every caller is taken to be meant"
                self.report(node.at(key), "principal-ignored", message, severity="warning")
        effect = parts.get("Effect")
        if effect is None or effect.text() not in {"Allow", "Deny"}:
            place = effect.location if effect else node.location
            self.report(place, "bad-effect", "a statement has the effect `Allow` or `Deny`, spelled so")
        actions, not_actions = self.one_of(node, "Action")
        resources, not_resources = self.one_of(node, "Resource")
        self.actions(parts.get("NotAction" if not_actions else "Action"))
        return Statement(
            deny=effect is not None and effect.text() == "Deny",
            actions=Patterns(actions, "action", variables=False),
            resources=Patterns(resources, "resource", variables=self.variables),
            conditions=self.conditions(parts.get("Condition")),
            not_actions=not_actions,
            not_resources=not_resources,
            sid=parts["Sid"].text() if "Sid" in parts else "",
            index=index,
            document=self.name,
            location=node.location,
        )

    def one_of(self, node: Node, name: str) -> tuple[list[str], bool]:
        """Return the texts of an element or of its opposite, and whether it was the opposite."""
        given = [key for key in (name, f"Not{name}") if key in node.mapping()]
        if len(given) != 1:
            self.report(node.location, "bad-statement", f"a statement has either `{name}` or `Not{name}`")
            return [], False
        found = self.texts(node.mapping()[given[0]])
        if not found:
            self.report(node.at(given[0]), "bad-statement", f"`{given[0]}` is empty")
        return found, given[0] != name

    def texts(self, node: Node) -> list[str]:
        found = []
        for item in node.items() if isinstance(node.value, list) else [node]:
            text = self.text(item)
            if text is None:
                self.report(item.location, "bad-value", "a text is expected here")
            else:
                found.append(text)
        return found

    def actions(self, node: Node | None) -> None:
        """Report actions of Bedrock that AWS does not have."""
        known = reference()
        for item in node.items() if node is not None else ():
            text = self.text(item) or ""
            if text != "*" and ":" not in text and "\ue000" not in text:
                self.report(item.location, "bad-action", f"`{text}` is no action: a service and `:` come first")
            if not text.lower().startswith(_OURS) or "\ue000" in text:
                continue
            pattern = Patterns([text], "action", variables=False)
            if not any(pattern.match(one, {}) for one in known.actions):
                message = f"`{text}` matches no IAM action"
                self.report(item.location, "unknown-action", message, _meant(text))

    def conditions(self, node: Node | None) -> tuple[Condition, ...]:
        found = []
        for operator, keys in node.mapping().items() if node is not None else ():
            if parse_operator(operator) is None:
                place = node.at(operator) if node is not None else keys.location
                hint = did_you_mean(operator.rpartition(":")[2].removesuffix("IfExists"), OPERATORS)
                self.report(place, "unknown-operator", f"there is no condition operator `{operator}`", hint)
                continue
            for key, values in keys.mapping().items():
                self.key(key, keys.at(key))
                found.append(Condition(operator, key, self.texts(values), variables=self.variables))
            if not isinstance(keys.value, dict):
                self.report(keys.location, "bad-condition", "an operator holds a mapping of keys to values")
        if node is not None and not isinstance(node.value, dict):
            self.report(node.location, "bad-condition", "a condition is a mapping of operators")
        return tuple(found)

    def key(self, key: str, place: Location) -> None:
        """Report keys that AWS does not have, as far as they are global or Bedrock's own."""
        known = reference()
        if known.known_key(key) or not key.lower().startswith((*_OURS, "aws:")):
            return
        rest = key.partition(":")[2].lower()
        elsewhere = [one for low, one in known.keys.items() if low.partition(":")[2] == rest]
        hint = f"did you mean `{elsewhere[0]}`?" if elsewhere else did_you_mean(key, known.keys.values())
        sure = bool(elsewhere) or key.lower().startswith(_OURS)
        if sure:
            self.absent.add(key.lower())
        message = f"there is no condition key `{key}`: it is never in a request"
        self.report(place, "unknown-key", message, hint, "error" if sure else "warning")


def _meant(action: str) -> str:
    name = action.partition(":")[2].lower()
    if name.startswith("converse"):
        stream = "bedrock:InvokeModelWithResponseStream" if "stream" in name else "bedrock:InvokeModel"
        return f"the API Converse is authorised by `{stream}`"
    return did_you_mean(action, reference().spelled)
