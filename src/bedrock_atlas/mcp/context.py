"""What the tools answer from: facts, the policies that are in force, the day, and the folders that may be read.

The policies of the server hold for every answer. What a tool names besides can only narrow further, and only names
policies that ship with the package, so that an agent reads no file by way of a policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Context"]


@dataclass(slots=True)
class Context:
    """What one server answers from; nothing of it is loaded before a tool needs it.

    `catalogs` and `policies` are as on the command line, `attributes` those of every question, `roots` folders that the
    set-up of the client names. `today` gives the day; the clock is not read here.
    """

    today: Callable[[], date]
    catalogs: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    prefer_from: str | None = None
    roots: tuple[Path, ...] = ()
    _catalog: Catalog | None = None
    _kept: dict[tuple[str, ...], tuple[Policy, tuple[dict[str, Any], ...]]] = field(default_factory=dict)

    @property
    def catalog(self) -> Catalog:
        """Return the catalog; raises CatalogError."""
        if self._catalog is None:
            from bedrock_atlas.loading.catalogs import load_catalog

            self._catalog = load_catalog(self.catalogs)
        return self._catalog

    def policy(self, named: tuple[str, ...] = ()) -> Policy:
        """Return the policies in force with those that are named besides; raises RequestError and PolicyError."""
        return self._read(named)[0]

    def documents(self, name: str) -> tuple[dict[str, Any], ...]:
        """Return a policy as it was written; raises RequestError when it is neither in force nor shipped."""
        known = {document["policy"]: document for document in self._read(())[1]}
        if name in known:
            return (known[name],)
        from bedrock_atlas.loading.policies import read_policies

        _shipped(name)
        return read_policies(name, catalog=self.catalog)[1]

    def names(self) -> tuple[str, ...]:
        """Return the names of the policies that can be read, those in force first."""
        from bedrock_atlas.loading.shipped import shipped_policies

        own = [document["policy"] for document in self._read(())[1]]
        return tuple(dict.fromkeys((*own, *shipped_policies())))

    def request(self, policy: Policy, **parts: Any) -> Request:  # noqa: ANN401  # the words of the JSON form
        """Make a request from an `ask` or from parts, with the attributes of the server; raises RequestError."""
        from bedrock_atlas.decision.request import Request

        text = parts.pop("ask", None)
        attributes = {name: one for name, one in self.attributes.items() if name in policy.attributes}
        given = parts.pop("attributes", {})
        for name, value in given.items():
            if attributes.setdefault(name, value) != value:
                raise RequestError(f"`{name}` is set to `{attributes[name]}` for this server", slug="given-twice")
        return Request.asked(text, self.catalog, policy, **parts, attributes=attributes)

    def _read(self, named: tuple[str, ...]) -> tuple[Policy, tuple[dict[str, Any], ...]]:
        from bedrock_atlas.loading.policies import read_policies

        for name in named:
            _shipped(name)
        if named not in self._kept:
            both = tuple(dict.fromkeys((*self.policies, *named)))
            self._kept[named] = read_policies(
                *both, catalog=self.catalog, prefer_from=self.prefer_from, first_leads=self.prefer_from is None
            )
        return self._kept[named]


def _shipped(name: str) -> None:
    from bedrock_atlas.loading.shipped import shipped_policies

    known = shipped_policies()
    if name not in known:
        hint = did_you_mean(name, known, f"shipped: {', '.join(known)}")
        raise RequestError(f"there is no shipped policy `{name[:80]}`", slug="unknown-policy", hint=hint)
