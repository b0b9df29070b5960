"""Where Bedrock IDs stand in bytes: an Aho-Corasick automaton finds the few spots, small patterns read each of them.

The needles come from the catalog (`anthropic.claude`, `amazon.nova`, …), so a new model family needs no code. Bytes and
not text: most files hold no ID and are never decoded. Decided against: one big regular expression (30 times slower in
the standard library), and guessing at words that only look like an ID of an unknown provider (all noise).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["LONGEST", "LOOK_BACK", "Finder", "Hit", "Kind", "Mention"]

LONGEST = 256  # bytes of an ID; what is longer is none
LOOK_BACK = 256  # bytes before an ID that say what it is part of

Kind = Literal["id", "foundation-model", "inference-profile", "application-inference-profile", "vendor-id", "marker"]

_ID = re.compile(rb"[a-z0-9]+\.[a-z0-9]+(?:(?:[-.:]|%3[aA])[a-z0-9]+)*")
_ANY_ID = re.compile(rb"[A-Za-z0-9]+(?:(?:[-.:]|%3[aA])[A-Za-z0-9]+)*")
_VENDOR_ID = re.compile(rb"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_MARKER = re.compile(rb"atlas: ignore\[([^\]\r\n]{0,200})\]([^\r\n]{0,200})")
_TAIL = re.compile(rb"(?:[.:][a-z][a-z0-9-]*|:[0-9]+[km])\Z")
_PREFIX = re.compile(rb"([a-z]+(?:-[a-z]+)*)\.\Z")
_PREFIX_LONGEST = 24
_ESCAPE = re.compile(rb"(?:\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2}|\\[bfnrtv])\Z")
_ARN = re.compile(
    rb"arn:aws[a-z-]*:bedrock:(?P<region>[^:\s\"']{0,40}):(?P<account>[^:\s\"']{0,40}):"
    rb"(?P<kind>foundation-model|inference-profile|application-inference-profile)/\Z"
)
_ARN_KINDS: dict[bytes, Kind] = {
    b"foundation-model": "foundation-model",
    b"inference-profile": "inference-profile",
    b"application-inference-profile": "application-inference-profile",
}
_ARN_NEEDLES = (b"foundation-model/", b"inference-profile/")
# What stands right after a pattern or a template, not after an ID.
_OPEN = re.compile(rb"[A-Za-z0-9_*{$%<\[?@+(-]|\\[dwsDWS.*+?()\[-]|\.\.|\.[*?(\[\\{$]|\xe2\x80\xa6|:[*{$<]")
# Where an ID that nobody knows is meant for Amazon Bedrock all the same: Oracle Cloud spells its IDs in the same way.
_FOR_BEDROCK = re.compile(rb"bedrock[\w-]*/(?:[\w*-]+/)*\Z")
_VERSION = re.compile(r"-v\d+(?::\d+)?\Z")
_ORACLE = re.compile(rb"\boci(?:_\w+)?/\Z")
_WORD = re.compile(rb"[A-Za-z0-9_-]\Z")


@dataclass(frozen=True, slots=True)
class Mention:
    """What is said at one location, without the location: equal mentions are judged once.

    `text` is the ID without its prefix, or the whole ARN of an application profile. `prefix` is the word before it, as
    in `eu.`; None when there is none, empty when it is filled in elsewhere (`${geo}.anthropic.…`). `region` is the one
    an ARN names, empty when it names none or holds a placeholder.
    """

    text: str
    prefix: str | None = None
    kind: Kind = "id"
    region: str = ""

    @property
    def id(self) -> str:
        """Return the ID as it stands there."""
        return f"{self.prefix}.{self.text}" if self.prefix else self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A mention with the bytes it spans: `start` is the first, `end` the one after the last."""

    start: int
    end: int
    mention: Mention


class Finder:
    """Finds every mention of a Bedrock ID in bytes, for the models of one catalog.

    `needles` are the words that it looks for; where none of them stands there is no mention.
    """

    def __init__(self, catalog: Catalog, *, vendor_ids: bool = False) -> None:
        """Build the automaton; with `vendor_ids` it looks for the providers' own IDs too."""
        from ahocorasick_rs import BytesAhoCorasick

        models = catalog.document["models"]
        self._known = {*models, *(entry["mantle_id"] for entry in models.values() if "mantle_id" in entry)}
        self._sorted = sorted(self._known)
        self._geographies = frozenset(catalog.geographies)
        needles: dict[bytes, Kind] = {b"atlas: ignore[": "marker"}
        needles |= dict.fromkeys(_ARN_NEEDLES, "foundation-model")
        if vendor_ids:
            self._vendor = {name for name in map(vendor_id, models) if name}
            needles |= dict.fromkeys((re.split("[-.]", name)[0].encode() for name in self._vendor), "vendor-id")
        needles |= dict.fromkeys(map(_needle, self._known), "id")
        self.needles = tuple(needles)
        self._kinds = list(needles.values())
        self._automaton = BytesAhoCorasick(list(needles))

    def hits(self, data: bytes) -> Iterator[Hit]:
        """Return every mention in order of location; a pattern or template that could stand for several IDs is none."""
        readers = {"id": self._id, "foundation-model": self._arn, "vendor-id": self._vendor_id, "marker": self._marker}
        past = 0
        for needle, start, end in self._automaton.find_matches_as_indexes(data):
            hit = readers[self._kinds[needle]](data, start, end) if start >= past else None
            if hit is not None:
                past = hit.end
                yield hit

    def is_family(self, text: str) -> bool:
        """Check whether known IDs begin with the text: code that tests for a family of models spells it so."""
        at = bisect_left(self._sorted, text)
        return at < len(self._sorted) and self._sorted[at].startswith(text)

    def _id(self, data: bytes, start: int, _: int) -> Hit | None:
        found = _ID.match(data, start, start + LONGEST)
        if found is None or found.end() - start == LONGEST:
            return None
        text = self._trimmed(found[0])
        end = start + len(text)
        name = text.replace(b"%3A", b":").replace(b"%3a", b":").decode()
        if _OPEN.match(data, end) and (name not in self._known or _WORD.match(data[end : end + 1])):
            return None
        before = data[max(0, start - LOOK_BACK) : start]
        escape = _ESCAPE.search(before)
        prefix, begin = None, start
        if (not escape and _WORD.search(before)) or _ORACLE.search(before[-_PREFIX_LONGEST:]):
            return None
        if before.endswith(b".") and not escape:
            prefix, begin = self._prefix(before, start)
        arn = _ARN.search(data, max(0, begin - LOOK_BACK), begin)
        if arn is None:
            if name not in self._known and prefix not in self._geographies and not self._evident(name, before):
                return None
            return Hit(begin, end, Mention(name, prefix))
        return Hit(begin, end, Mention(name, prefix, _ARN_KINDS[arn["kind"]], _plain(arn["region"])))

    def _evident(self, name: str, before: bytes) -> bool:
        """Check whether an unknown ID can only be one of Amazon Bedrock, or names a family of models."""
        return (
            name.startswith("anthropic.")
            or _VERSION.search(name) is not None
            or (_FOR_BEDROCK.search(before) is not None or self.is_family(name))
        )

    def _prefix(self, before: bytes, start: int) -> tuple[str, int]:
        """Return the word that ends with a dot before an ID and where it begins; an empty one when it is no word."""
        near = before[-_PREFIX_LONGEST:]
        found = _PREFIX.search(near)
        if found is None:
            return "", start
        word, ahead = found[1].decode(), near[: found.start()]
        if ahead.endswith(b"\\") and word[0] in "bfnrtv":
            word, ahead = word[1:], b""
        if word not in self._geographies:
            last = word.rpartition("-")[2]
            if last in self._geographies:
                word = last
            elif not _ESCAPE.search(ahead) and re.search(rb"[\w.})\]-]\Z", ahead):
                return "", start
        return word, start - len(word) - 1

    def _trimmed(self, text: bytes) -> bytes:
        """Leave off what follows a known ID: `.json`, `:200k`."""
        short = text
        while short.replace(b"%3A", b":").replace(b"%3a", b":").decode() not in self._known:
            tail = _TAIL.search(short)
            if tail is None:
                return text
            short = short[: tail.start()]
        return short

    def _arn(self, data: bytes, start: int, end: int) -> Hit | None:
        """Read an ARN whose ID has no needle of its own: of a provider nobody knows, or of an application profile."""
        arn = _ARN.search(data, max(0, start - LOOK_BACK), end)
        found = _ANY_ID.match(data, end, end + LONGEST) if arn else None
        if arn is None or found is None or _OPEN.match(data, found.end()):
            return None
        if arn["kind"] == b"application-inference-profile":
            whole = data[arn.start() : found.end()].decode("utf-8", "replace")
            return Hit(arn.start(), found.end(), Mention(whole, None, "application-inference-profile"))
        if b"." not in found[0] or self._automaton.find_matches_as_indexes(found[0]):
            return None
        return Hit(end, found.end(), Mention(found[0].decode(), None, _ARN_KINDS[arn["kind"]], _plain(arn["region"])))

    def _vendor_id(self, data: bytes, start: int, _: int) -> Hit | None:
        found = _VENDOR_ID.match(data, start, start + LONGEST)
        if found is None or found[0].decode() not in self._vendor or _OPEN.match(data, found.end()):
            return None
        before = data[max(0, start - 8) : start]
        if not _ESCAPE.search(before) and re.search(rb"[\w.-]\Z", before):
            return None
        return Hit(start, found.end(), Mention(found[0].decode(), None, "vendor-id"))

    def _marker(self, data: bytes, start: int, _: int) -> Hit | None:
        found = _MARKER.match(data, start)
        if found is None:
            return None
        text = found[0].decode("utf-8", "replace")
        return Hit(start, found.end(1) + 1, Mention(text, None, "marker"))


def vendor_id(model_id: str) -> str:
    """Return the provider's own ID of a model, without what Bedrock adds; empty when it is not dated."""
    name = re.sub(r"-v\d+(?::\d+)?(?::\w+)?$", "", model_id.partition(".")[2])
    return name if re.search(r"-\d{8}$|^claude-", name) else ""


def _needle(model_id: str) -> bytes:
    """Return the part of an ID that a whole family shares: provider and first word (`anthropic.claude`)."""
    found = re.match(r"[a-z0-9]+\.[a-z]+", model_id)
    return found[0].encode() if found else model_id.encode()


def _plain(region: bytes) -> str:
    text = region.decode("utf-8", "replace")
    return text if re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}", text) else ""
