"""Which model, profile or residency a person means: exact names only, never the nearest one.

A name is compared as its set of words, so `Sonnet 4.5`, `claude-sonnet-4-5` and `4.5 Sonnet` are one name; two
single-digit numbers in a row read as one version. A part of a name is refused even when it fits one model today:
the next launch would change the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError, closest, did_you_mean, suggestion
from bedrock_atlas.facts.entries import profiles
from bedrock_atlas.facts.words import IN_REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bedrock_atlas.facts.entries import Document
    from bedrock_atlas.facts.values import Geography, Region, Residency

__all__ = ["Names", "Subject"]

_BRANDS = frozenset({"amazon", "anthropic", "aws", "claude", "meta", "openai"})
_MANY = 100
_SUFFIX = re.compile(r"-v\d+(?::\d+)?$")
_DATED = re.compile(r"-\d{8}$")
_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):bedrock:(?P<region>[a-z0-9-]*):(?P<account>\d{12})?:"
    r"(?P<kind>foundation-model|inference-profile|application-inference-profile)/(?P<id>\S+)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is about: a model ID, the prefix when a profile was named, the Region when an ARN was.

    `profile` is IN_REGION for the ARN of a model, which names the base ID and no profile.
    """

    model: str
    profile: str | None = None
    source: str | None = None

    @property
    def geography(self) -> str | None:
        """Return the prefix of the profile that was named; None where none was."""
        return None if self.profile == IN_REGION else self.profile


class Names:
    """The names of one catalog, looked up by what people type."""

    def __init__(
        self,
        document: Document,
        regions: Mapping[str, Region],
        geographies: Mapping[str, Geography],
        residencies: Mapping[str, Residency],
    ) -> None:
        """Collect the names of every model and residency of a compiled document."""
        self._entries: Mapping[str, Document] = document["models"]
        self._application_profiles: Mapping[str, Document] = document.get("application_profiles", {})
        self._regions, self._geographies, self._known_residencies = regions, geographies, residencies
        self._exact: dict[str, str] = {}
        self._words: dict[frozenset[str], list[str]] = {}
        for model_id, entry in self._entries.items():
            self._exact[model_id.lower()] = self._exact[entry.get("mantle_id", model_id).lower()] = model_id
            # a model that is gone answers to its own name and ID alone, and takes no short name from those that live
            gone = not entry["rows"] and "end_of_life" in entry.get("lifecycle", {})
            short = () if gone else _short_ids(model_id)
            for name in (entry["name"], *entry.get("aliases", ()), *short):
                models = self._words.setdefault(_word_set(name), [])
                if model_id not in models:
                    models.append(model_id)
        self._residencies: dict[str, str] = {
            alias.lower(): name for name, entry in residencies.items() for alias in (name, entry.title, *entry.aliases)
        }

    @property
    def entries(self) -> Mapping[str, Document]:
        """Return the models of the document, by ID."""
        return self._entries

    def subject(self, text: str) -> Subject:
        """Return what a name, ID or ARN stands for; raises RequestError when it is nothing or more than one thing."""
        if text.lower().startswith("arn:"):
            return self._arn(text)
        return self._id(text) or Subject(self._model(text))

    def residency(self, text: str) -> str:
        """Return the name of a residency by its name, title or alias; raises RequestError (unknown-residency)."""
        name = self._residencies.get(" ".join(text.lower().split()))
        if name is None:
            if text.lower() in self._regions:
                hint = f"a residency is a set of countries; `from {text.lower()}` names the Region that is called"
                raise RequestError(f"`{text}` is a Region, no residency", slug="unknown-residency", hint=hint)
            raise RequestError.unknown(
                f"unknown residency `{text}`",
                slug="unknown-residency",
                word=text.lower(),
                known=self._residencies,
                otherwise=f"known: {', '.join(sorted(self._known_residencies))}",
            )
        return name

    def is_residency(self, text: str) -> bool:
        """Check whether a word is the name or alias of a residency."""
        return " ".join(text.lower().split()) in self._residencies

    def taken(self, word: str) -> str:
        """Return what a word already stands for, in words (`the residency eu`); empty when it is free.

        Case does not count. Tiers and families are taken as well: `sonnet` is asked for as if it were a model.
        """
        lowered = word.lower()
        named = self._residencies.get(lowered) or self._residencies.get(lowered.replace("-", " "))
        if named is not None:
            return f"the residency {named}"
        if lowered in self._geographies:
            return f"the geography prefix {lowered}"
        words = _word_set(word)
        for model_id in (self._words.get(words, ()) if words else ()) or self._exact.get(lowered, "").split():
            return f"the model {model_id}"
        kinds = {entry.get(key) for entry in self._entries.values() for key in ("tier", "family")}
        return "a tier or family of models" if lowered in kinds | _BRANDS else ""

    def region(self, text: str) -> str:
        """Return a Region code back when the catalog has it; raises RequestError (unknown-region)."""
        if text.lower() not in self._regions:
            raise RequestError.unknown(
                f"unknown Region `{text}`",
                slug="unknown-region",
                word=text.lower(),
                known=self._regions,
                otherwise="`bedrock-atlas regions` lists them",
            )
        return text.lower()

    def geography(self, text: str) -> str:
        """Return the prefix of a geography in the catalog's spelling, or IN_REGION, which stands for the base ID.

        Raises RequestError (unknown-geography).
        """
        prefix = text.lower().removesuffix(".")
        if prefix == IN_REGION:
            return prefix
        if prefix not in self._geographies:
            hint = f"known: {', '.join(self._geographies)}"  # the nearest prefix may be another continent
            raise RequestError(f"`{text}` is no geography prefix of Amazon Bedrock", slug="unknown-geography",
                               hint=hint)  # fmt: skip
        return prefix

    def _id(self, text: str) -> Subject | None:
        lowered = text.lower()
        if lowered in self._exact:
            return Subject(self._exact[lowered])
        prefix, _, rest = lowered.partition(".")
        if rest not in self._exact:
            return None
        model_id = self._exact[rest]
        known = profiles(self._entries[model_id])
        if prefix in known:
            return Subject(model_id, prefix)
        slug = "unknown-profile" if prefix in self._geographies else "unknown-geography"
        what = (
            f"no profile `{prefix}.` of `{model_id}` exists"
            if slug == "unknown-profile"
            else (f"`{prefix}` is no geography prefix of Amazon Bedrock")
        )
        had = ", ".join(f"`{one}.`" for one in known)
        hint = f"it has {had}: name a residency, and the right one is found" if had else "it has no inference profile"
        raise RequestError(what, slug=slug, hint=hint)

    def _arn(self, text: str) -> Subject:
        found = _ARN.fullmatch(text)
        if found is None:
            raise RequestError(f"not a Bedrock model or inference-profile ARN: `{text}`", slug="bad-arn")
        if found["kind"] == "application-inference-profile":
            made_from = self._application_profiles.get(text)
            if made_from is not None:
                return Subject(made_from["model"], made_from.get("geography", IN_REGION), found["region"])
            hint = "name the model it was made from, or add the profile to an overlay catalog"
            raise RequestError(f"the catalog does not know the application profile `{text}`", slug="unknown-profile",
                               hint=hint)  # fmt: skip
        subject = self._id(found["id"])
        if subject is None or (subject.profile is None) != (found["kind"] == "foundation-model"):
            kind = found["kind"].replace("-", " ")
            hint = did_you_mean(found["id"].lower(), self._exact) if subject is None else ""
            raise RequestError(f"`{found['id']}` is no {kind} the catalog knows", slug="unknown-model", hint=hint)
        source = self.region(found["region"]) if found["region"] else None
        return Subject(subject.model, subject.profile or IN_REGION, source)

    def _model(self, text: str) -> str:
        words = _word_set(text)
        models = self._words.get(words, []) if words else []
        if len(models) == 1:
            return models[0]
        partial = sorted({one for known, ids in self._words.items() if words < known for one in ids})
        if not words:  # a brand alone: it is part of IDs, and is no word of a name
            brand = text.strip().lower()
            partial = sorted(one for one in self._entries if brand in _BRANDS and brand in one)
        if models or partial[1:]:
            matches = self._titles(models or partial)
            raise RequestError(f"`{text}` could be any of {len(matches)} models", slug="ambiguous-model",
                               hint=f"one of: {', '.join(matches)}", matches=matches)  # fmt: skip
        near = self._titles(partial) or self._near(text)
        hint = suggestion(near, ", ") or "`bedrock-atlas models` lists them"
        if text.lower().endswith((" residency", " only")):
            hint = "put a comma after the model: `Sonnet 4.5, EU residency`"
        raise RequestError(f"unknown model `{text}`", slug="unknown-model", hint=hint, matches=near)

    def _titles(self, models: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self._entries[model_id]["name"] for model_id in models))

    def _near(self, text: str) -> tuple[str, ...]:
        by_name = {" ".join(sorted(_word_set(entry["name"]))): entry["name"] for entry in self._entries.values()}
        near = closest(" ".join(sorted(_word_set(text))), by_name)
        return tuple(by_name[name] for name in near) or closest(text.lower(), self._exact)


def _word_set(text: str) -> frozenset[str]:
    words = [word for word in re.split(r"[\s_\-./:,()]+", text.lower()) if word]
    joined: list[str] = []
    open_version = False
    for word in words:
        short = word.isdecimal() and int(word) < _MANY
        if short and open_version:
            joined[-1] += f".{word}"
        else:
            joined.append(word)
        open_version = short and not open_version
    return frozenset(joined) - _BRANDS


def _short_ids(model_id: str) -> tuple[str, ...]:
    """Return the spellings of an ID in use elsewhere: without provider, version and date (the vendor's own ID)."""
    vendor = _SUFFIX.sub("", model_id.partition(".")[2])
    return (model_id.partition(".")[2], vendor, _DATED.sub("", vendor))
