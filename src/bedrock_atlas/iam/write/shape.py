"""How far a document is compacted: each step opens one more part of it, the least telling first."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["EXACT", "LAST_RESORT", "SIZES", "STEPS", "Json", "Limit", "Shape", "measured", "statement"]

Json = dict[str, Any]


class Shape(NamedTuple):
    """What a document writes as a wildcard.

    `models`: the model behind a profile that is itself named. `through`: the model of a profile in a condition.
    `names`: models that share the beginning of their name. `regions`: Regions in which a name fits nothing else.
    """

    models: bool = False
    through: bool = False
    names: bool = False
    regions: bool = False


EXACT = Shape()
STEPS = {"identity": ("models", "through", "names", "regions"), "scp": ("through", "names", "regions")}
"""Kind of document → its steps in the order tried, each kept only where it admits no other route."""
LAST_RESORT = {("scp", "regions")}
"""Steps that are taken only where there would be too many documents: an SCP shall name the Regions of profiles."""


class Limit(NamedTuple):
    """What AWS takes: characters of one document, with white space or without, and documents at one place."""

    characters: int
    spaces: bool
    documents: int
    what: str


SIZES = {
    "identity": Limit(6144, False, 10, "managed policies on a role"),  # a row of a table
    "scp": Limit(10240, True, 10, "SCPs on an account, an organizational unit or a root"),  # as above
}
"""Kind of document → its limits (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html)."""


def measured(text: str, limit: Limit) -> int:
    """Return the characters that count."""
    return len(text) if limit.spaces else len("".join(text.split()))


def statement(  # noqa: PLR0913  # the elements of a statement
    sid: str,
    actions: list[str],
    resources: list[str],
    conditions: Json | None = None,
    *,
    deny: bool = False,
    but: bool = False,
) -> Json:
    """Return one statement, lists sorted; with `but` the resources are those that are not meant."""
    one: Json = {"Sid": sid, "Effect": "Deny" if deny else "Allow", "Action": sorted(actions)}
    one["NotResource" if but else "Resource"] = sorted(resources)
    return one | ({"Condition": conditions} if conditions else {})
