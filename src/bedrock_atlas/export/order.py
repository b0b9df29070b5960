"""What an export is asked for, as a value that can be written into the file and read back from it.

The file itself says how to make it again, so `--check` needs no list of files with their options kept elsewhere. Only
words that every comment form can hold are taken: a stamp that a quote could end would not be read back.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Attributes

__all__ = ["PROGRAM", "Order", "read_order"]

PROGRAM = "bedrock-atlas"
_PLAIN = re.compile(r"[\w./:=,@+~ -]+")
_OPTIONS = {
    "--policy": "policies",
    "--set": "attributes",
    "--role": "roles",
    "--model": "models",
    "--from": "sources",
    "--template": "template",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What to export: a target, from which Regions, under which policies, which roles and models (none: all names).

    `catalogs` and `policies` are as they were named on the command line, `models` are model IDs and `template` is the
    file of the target `template`, empty for every other one.
    """

    target: str
    sources: tuple[str, ...]
    policies: tuple[str, ...] = ()
    attributes: Attributes = ()
    roles: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    catalogs: tuple[str, ...] = ()
    template: str = ""
    accept_open: bool = False

    def known(self, catalog: Catalog, policy: Policy) -> Order:
        """Return the order in the catalog's own spelling; raises RequestError for a name that nobody knows."""
        some = {"attributes": dict(self.attributes)}
        sources = tuple(dict.fromkeys(catalog.names.region(one) for one in self.sources))
        for role in self.roles:
            Request.of(catalog, policy, role=role, **some)
        models = [Request.of(catalog, policy, model=one, **some).model for one in self.models]
        roles = tuple(dict.fromkeys(self.roles))
        attributes = Request.of(catalog, policy, model=next(iter(catalog)).id, **some).attributes
        if not sources:
            hint = "say which Region calls: `--from eu-central-1`"
            raise RequestError("an export needs a source Region", slug="missing-source", hint=hint)
        return replace(self, sources=sources, roles=roles, models=tuple(dict.fromkeys(models)), attributes=attributes)

    def command(self) -> str:
        """Return the command line that makes the export again; raises RequestError (bad-word)."""
        words = [PROGRAM]
        for path in self.catalogs:
            words += ["--catalog", path]
        words += ["export", self.target]
        pairs = {"attributes": [f"{name}={value}" for name, value in self.attributes], "template": [self.template]}
        for option, field in _OPTIONS.items():
            for value in pairs.get(field) or getattr(self, field):
                words += [option, value] if value else []
        words += ["--accept-open"] if self.accept_open else []
        for word in words:
            if not _PLAIN.fullmatch(word):
                hint = "name the file without quotes and brackets: an export says in a comment how to make it again"
                raise RequestError(f"`{word}` cannot stand in an export", slug="bad-word", hint=hint)
        return shlex.join(words)

    def differs(self, given: Mapping[str, object]) -> tuple[str, ...]:
        """Return the options in which this order is not what was given; what is empty was not given."""
        names = {field: option for option, field in _OPTIONS.items()} | {"catalogs": "--catalog"}
        return tuple(
            f"{names[field.name]} {_shown(getattr(self, field.name)) or 'nothing'}, not {_shown(given[field.name])}"
            for field in fields(self)
            if given.get(field.name) and getattr(self, field.name) != given[field.name]
        )


def read_order(words: Sequence[str]) -> Order:
    """Read an order from the command line that `Order.command` wrote; raises RequestError (bad-stamp)."""
    left, catalogs = list(words), []
    values: dict[str, list[str]] = {field: [] for field in _OPTIONS.values()}
    accept_open = "--accept-open" in left
    left = [word for word in left if word != "--accept-open"]
    while left[:1] == ["--catalog"] and left[1:]:
        catalogs.append(left[1])
        left = left[2:]
    if left[:1] != ["export"] or len(left) % 2 or not left[1:]:
        raise _unreadable("no `export` command")
    target, pairs = left[1], left[2:]
    for option, value in zip(pairs[::2], pairs[1::2], strict=True):
        if option not in _OPTIONS:
            raise _unreadable(f"unknown option `{option}`", did_you_mean(option, _OPTIONS))
        values[_OPTIONS[option]].append(value)
    attributes = []
    for pair in values.pop("attributes"):
        name, _, value = pair.partition("=")
        attributes.append((name, value))
    template = "".join(values.pop("template")[-1:])
    return Order(
        target=target,
        catalogs=tuple(catalogs),
        attributes=tuple(sorted(attributes)),
        template=template,
        accept_open=accept_open,
        **{field: tuple(one) for field, one in values.items()},
    )


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    parts: Iterable[object] = value if isinstance(value, tuple) else ()
    return " ".join("=".join(one) if isinstance(one, tuple) else str(one) for one in parts)


def _unreadable(what: str, hint: str = "") -> RequestError:
    return RequestError(f"its stamp cannot be read: {what}", slug="bad-stamp", hint=hint or "make the file anew")
