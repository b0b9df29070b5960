"""Several roles asked for in one question: `role smart,fast,embed, from eu-west-1`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["read_together"]

_ROLES = re.compile(r"\s*role\s+([^\s,]+(?:,[^\s,]+)+)\s*,?\s*(.*)", re.IGNORECASE | re.DOTALL)


def read_together(text: str | None, catalog: Catalog, policy: Policy, /, **parts: Any) -> tuple[Request, ...]:  # noqa: ANN401  # the words of the JSON form
    """Return a question for each of the roles that are asked for together; the one question where there is one.

    `roles` lists them as a part; in a text they stand after `role`, with commas and no spaces between. What else is
    said holds for each of them. Raises RequestError as `Request.asked` does, and for a role given twice.
    """
    roles, said = list(parts.pop("roles", None) or ()), text
    found = _ROLES.fullmatch(text or "")
    names = found[1].split(",") if found else []
    if found and names[1] in policy.roles:
        roles, said = [*names, *roles], found[2]
    if not roles:
        return (Request.asked(text, catalog, policy, **parts),)
    for name in roles:
        if roles.count(name) > 1:
            raise RequestError(f"role `{name}` is given twice", slug="given-twice", hint="name each role once")
    texts = [None if not (said or "").strip() else f"role {name}, {said}" for name in roles]
    return tuple(
        Request.asked(asked, catalog, policy, **parts | {"role": name})
        for name, asked in zip(roles, texts, strict=True)
    )
