"""Policy documents as values: statements that are ready to judge, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bedrock_atlas.errors import Location
from bedrock_atlas.iam.conditions import Condition
from bedrock_atlas.iam.patterns import Patterns, negated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedrock_atlas.iam.patterns import Truth

__all__ = ["FULL_ACCESS", "Document", "Kind", "Statement", "make_document"]

Kind = Literal["identity", "scp", "boundary", "session", "endpoint"]
"""What a document is: an identity policy, a service control policy, a permissions boundary, a session policy, the
policy of a VPC endpoint."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One statement: `deny` or allow; actions and resources with whether they are those that are NOT meant."""

    deny: bool
    actions: Patterns
    resources: Patterns
    conditions: tuple[Condition, ...] = ()
    not_actions: bool = False
    not_resources: bool = False
    sid: str = ""
    index: int = 0
    document: str = field(default="", compare=False)
    location: Location = field(default=Location(), compare=False)

    @property
    def name(self) -> str:
        """Return how people know it: its Sid, else its place from 1 in the document."""
        return f"`{self.sid}`" if self.sid else f"statement {self.index + 1}"

    def about(self, action: str) -> bool:
        """Check whether it speaks of an action."""
        found = self.actions.match(action, {})
        return found is not self.not_actions if isinstance(found, bool) else True

    def fits(self, action: str, resource: str, context: Mapping[str, str | tuple[str, ...] | None]) -> Truth:
        """Check whether it is for a resource in a context, once it is about the action."""
        found = self.resources.match(resource, context)
        if self.not_resources:
            found = negated(found)
        if found is False:
            return False
        depends = frozenset[str]() if isinstance(found, bool) else found
        if self.actions.open:
            named = self.actions.match(action, context)
            depends |= frozenset() if isinstance(named, bool) else named
        for condition in self.conditions:
            held = condition.holds(context)
            if held is False:
                return False
            if not isinstance(held, bool):
                depends |= held
        return depends or True


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One policy document; `name` is what it is called where it was found, `kind` what it is.

    `absent` are condition keys in it that AWS does not have, in lower case: no request has them.
    """

    name: str
    statements: tuple[Statement, ...]
    kind: Kind = "identity"
    location: Location = field(default=Location())
    absent: frozenset[str] = frozenset()

    @property
    def denies_only(self) -> bool:
        """Check whether no statement allows anything."""
        return all(statement.deny for statement in self.statements)


def make_document(data: Mapping[str, Any], name: str = "", kind: Kind = "identity") -> Document:
    """Return the document of plain data in the form of IAM that is known to be sound (written here or bound before).

    Raises KeyError, TypeError or ValueError where it is not.
    """
    variables = data.get("Version") == "2012-10-17"
    found = data["Statement"]
    statements = found if isinstance(found, list) else [found]
    return Document(name, tuple(_statement(one, at, name, variables) for at, one in enumerate(statements)), kind)


def _statement(data: Mapping[str, Any], index: int, document: str, variables: bool) -> Statement:
    not_actions, not_resources = "NotAction" in data, "NotResource" in data
    actions = _list(data["NotAction" if not_actions else "Action"])
    resources = _list(data["NotResource" if not_resources else "Resource"])
    return Statement(
        deny=data["Effect"] == "Deny",
        actions=Patterns(actions, "action", variables=False),
        resources=Patterns(resources, "resource", variables=variables),
        conditions=tuple(
            Condition(operator, key, _list(values), variables=variables)
            for operator, keys in data.get("Condition", {}).items()
            for key, values in keys.items()
        ),
        not_actions=not_actions,
        not_resources=not_resources,
        sid=data.get("Sid", ""),
        index=index,
        document=document,
    )


def _list(value: object) -> Sequence[str]:
    return [_text(one) for one in value] if isinstance(value, list) else [_text(value)]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


FULL_ACCESS = Document(
    "FullAWSAccess",
    (
        Statement(
            deny=False, actions=Patterns(["*"], "action"), resources=Patterns(["*"], "resource"), sid="FullAWSAccess"
        ),
    ),
    "scp",
)
"""What AWS attaches to every part of an organisation: the SCP that allows everything."""
