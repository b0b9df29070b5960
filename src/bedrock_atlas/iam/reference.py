"""The IAM actions and condition keys that AWS lists for Amazon Bedrock: data with its source and date, not code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Reference", "reference"]

_FILE = Path(__file__).with_name("service_authorization.json")


class Reference(NamedTuple):
    """Action (in lower case) → its condition keys; every action and key as AWS spells it, keys by lower case."""

    source: str
    as_of: str
    actions: dict[str, frozenset[str]]
    spelled: tuple[str, ...]
    keys: dict[str, str]

    def known_key(self, key: str) -> bool:
        """Check whether AWS has a key; one about tags is known by what stands before its `/`."""
        return key.lower() in self.keys or key.lower().partition("/")[0] + "/" in self.keys


@cache
def reference() -> Reference:
    """Return what the file of this package says."""
    data = json.loads(_FILE.read_text("utf-8"))
    actions = {f"{service}:{name}": one for service, each in data["services"].items()
               for name, one in each["actions"].items()}  # fmt: skip
    named = [*data["global_keys"]["keys"], *(key for each in data["services"].values() for key in each["keys"])]
    return Reference(
        source=data["source"],
        as_of=data["as_of"],
        actions={name.lower(): frozenset(key.lower() for key in one["keys"]) for name, one in actions.items()},
        spelled=tuple(actions),
        keys={key.lower().partition("${")[0]: key for key in named},
    )
