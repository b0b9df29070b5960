"""What a policy document declares beside its rules: attributes, lists of approved models, roles, exceptions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError, did_you_mean
from bedrock_atlas.facts.intervals import read_day
from bedrock_atlas.facts.words import api_word, capability_word, endpoint_word, retention_word
from bedrock_atlas.policy.approval import Approval
from bedrock_atlas.policy.asked import PARTS, STATED, UNSTATED
from bedrock_atlas.policy.rules import Entry, Role, Waiver
from bedrock_atlas.policy.shares import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bedrock_atlas.policy.lookup import Document, Lookup, Path
    from bedrock_atlas.policy.rules import Selectors

__all__ = ["approvals", "ask", "defaults", "role", "waivers"]


def defaults(lookup: Lookup, document: Document) -> dict[str, str]:
    """Return the value of each attribute that a request may leave out; reports names that cannot be asked for."""
    found: dict[str, str] = {}
    for name, entry in document.get("attributes", {}).items():
        at: Path = ("attributes", name)
        lookup.free(at, "attribute", name)
        if name in {*PARTS, "key", "model", "not", "profile"}:
            hint = "choose another name"
            lookup.report(at, "attribute-clash", f"attribute `{name}` has the name of a part of a question", hint)
        if isinstance(entry, list):
            continue
        if ("default" in entry) == ("optional" in entry):
            message = f"`{name}` needs `default: …` or `optional: true`"
            lookup.report(at, "no-default", message, "write one of the two, or a plain list of values")
        elif "optional" in entry:
            found[name] = UNSTATED
        elif entry["default"] in entry["values"]:
            found[name] = entry["default"]
        else:
            message = f"`{name}` has no value `{entry['default']}`"
            hint = did_you_mean(entry["default"], entry["values"], f"one of: {', '.join(entry['values'])}")
            lookup.report((*at, "default"), "unknown-value", message, hint)
    return found


def approvals(lookup: Lookup, document: Document) -> dict[str, tuple[Approval, ...]]:
    """Return the document's lists of approved models."""
    found: dict[str, tuple[Approval, ...]] = {}
    for name, entries in document.get("models", {}).items():
        lookup.free(("models", name), "list", name)
        listed: list[Approval] = []
        for index, entry in enumerate(entries):
            at: Path = ("models", name, index)
            since, until = interval(lookup, at, entry)
            models = lookup.each((*at, "model"), [entry["model"]], lookup.model)
            listed += [Approval(model, until, entry["ticket"], since, lookup.location(at)) for model in models]
        found[name] = tuple(listed)
    return found


def interval(lookup: Lookup, at: Path, entry: Document) -> tuple[date | None, date]:
    """Return the bounds of an entry that has an end; reports those that are the wrong way round."""
    since, until = read_day(entry.get("from")), date.fromisoformat(entry["until"])
    if since is not None and since >= until:
        lookup.report((*at, "until"), "interval-order", f"`until` {until} is not after `from` {since}")
    return since, until


def role(lookup: Lookup, name: str, said: list[str] | Document) -> Role:
    """Return a role; a word is a model, an ID (then only that ID) or a list of approved models."""
    at: Path = ("roles", name)
    lookup.free(at, "role", name)
    document: Document = {"models": said} if isinstance(said, list) else said
    if ("models" in document) == ("weights" in document):
        hint = "write `models: [Opus 5, Opus 4.8]`, or `weights` with a share for each"
        lookup.report(at, "no-entries", f"role `{name}` needs `models` or `weights`, one of the two", hint)
        return Role(name, (), location=lookup.location(at))
    words, places = document.get("models", ()), at if isinstance(said, list) else (*at, "models")
    shares = tuple(_shares(lookup, name, document["weights"])) if "weights" in document else ()
    if shares:
        words, places = [one["model"] for one in document["weights"]], (*at, "weights")
    named = list(lookup.each(places, words, lambda word: _entries(lookup, word)))
    whole = len(named) == len(words)
    for index, some in enumerate(named if whole else ()):
        if some in named[:index]:
            hint = "remove one of them; perhaps another model was meant"
            message = f"`{words[index]}` is in role `{name}` already"
            lookup.report((*places, index), "repeated-in-role", message, hint)
        elif shares and words[index] in lookup.approvals:
            message = f"`{words[index]}` is a list, and a share is of one model or ID"
            lookup.report((*places, index, "model"), "shared-list", message, "give each of its models a share")
    entries = tuple(dict.fromkeys(one for some in named for one in some))
    _living(lookup, name, entries)
    sound = whole and len(entries) == len(shares)
    return Role(name, entries, shares if sound else (), document.get("alternatives", 0), lookup.location(at))


def _shares(lookup: Lookup, name: str, weights: list[Document]) -> Iterator[int]:
    """Return the shares of a role; reports those that are not the whole."""
    together = sum(one["share"] for one in weights)
    if together != WHOLE:
        last = weights[-1]["share"] + WHOLE - together
        hint = (
            f"with {last} for `{weights[-1]['model']}` they would" if last > 0 else f"{together - WHOLE} are too many"
        )
        message = f"the shares of role `{name}` add up to {together}, not to {WHOLE}"
        lookup.report(("roles", name, "weights"), "shares-sum", message, hint)
    yield from (one["share"] for one in weights)


def _living(lookup: Lookup, name: str, entries: tuple[Entry, ...]) -> None:
    """Report a role of which every model has ended by the catalog's own day."""
    catalog = lookup.catalog
    if entries and all(catalog.model(one.model).lifecycle.status(catalog.day) == "EOL" for one in entries):
        message = f"every model of role `{name}` has reached its end of life"
        lookup.report(("roles", name), "dead-role", message, "add a model that lives; `bedrock-atlas lifecycle` tells")


def _entries(lookup: Lookup, word: str) -> tuple[Entry, ...]:
    if word in lookup.approvals:
        return tuple(Entry(one.model, approval=one) for one in lookup.approvals[word])
    subject = lookup.catalog.names.subject(word)
    if subject.profile is not None:
        return (Entry(subject.model, subject.profile, subject.source),)
    model = lookup.catalog.model(subject.model)
    if word.lower() != subject.model.lower() and not word.lower().startswith("arn:"):
        return (Entry(subject.model),)
    if all(row.geography is not None for row in model.rows):
        hint = f"write `{model.name}` for all its IDs, or one of: {', '.join(model.profiles)}"
        raise RequestError(f"`{word}` is an In-Region ID, and the model has none", slug="no-in-region", hint=hint)
    return (Entry(subject.model, "", subject.source),)


def waivers(lookup: Lookup, at: Path, entries: list[Document]) -> Iterator[Waiver]:
    """Return the exceptions to a rule."""
    for index, entry in enumerate(entries):
        here: Path = (*at, index)
        since, until = interval(lookup, here, entry)
        if "when" not in entry and "models" not in entry:
            hint = "add `when: {…}` or `models: […]`; to end the rule for all give it an `until`"
            lookup.report(here, "wide-exception", "the exception does not say for whom it is", hint)
        yield Waiver(
            ticket=entry["ticket"],
            until=until,
            since=since,
            when=lookup.when((*here, "when"), entry.get("when", {})),
            models=frozenset(lookup.models((*here, "models"), entry.get("models", ()))),
            because=entry.get("because", ""),
            location=lookup.location(here),
        )


def ask(lookup: Lookup, at: Path, entry: Document, roles: Document) -> Selectors:
    """Return the parts of a question that a rule is for, each with its values."""
    known = f"known: {', '.join(sorted(roles)) or 'none'}"

    def known_role(word: str) -> str:
        if word not in roles:
            raise RequestError(f"there is no role `{word}`", slug="unknown-role", hint=did_you_mean(word, roles, known))
        return word

    find: dict[str, Callable[[str], str]] = {
        "residency": lookup.residency,
        "source": lookup.catalog.names.region,
        "endpoint": endpoint_word,
        "api": api_word,
        "needs": capability_word,
        "retention": retention_word,
        "role": known_role,
    }
    pairs = []
    for part, value in entry.items():
        words = [value] if isinstance(value, str) else value
        reserved = {STATED, UNSTATED}.intersection(words)
        named = lookup.each((*at, part), [word for word in words if word not in reserved], find[part])
        pairs.append((part, frozenset(named) | reserved))
    return tuple(pairs)
