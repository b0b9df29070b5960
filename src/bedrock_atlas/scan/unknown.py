"""IDs that the catalog does not have: cut short, misspelled, of an unknown model, or only the name of a family.

Code tests for a family of models by the beginning of its IDs (`"anthropic.claude-3" in model_id`), so a beginning is
wrong only where a date or a version shows that a whole ID was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.errors import closest, suggestion
from bedrock_atlas.scan.judgement import SHOWN, Judgement

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.scan.finder import Mention

__all__ = ["Unknown"]

_SUGGESTED = 512  # a nearest name costs milliseconds; a tree with more unknown IDs than this has other worries
_SUFFIX = re.compile(r"-v\d+(?::\d+)?(?::\w+)?$")
_DATED = re.compile(r"-\d{8}(?:-v\d+)?$")
_CUT = re.compile(r"-(?:\d{8}|v\d+)$")
_VERSIONED = re.compile(r"-.*\d|\d.*-")


class Unknown:
    """Judges unknown IDs of one catalog; `fate` is how an ID is judged in a mention's place."""

    def __init__(self, catalog: Catalog, fate: Callable[[str, Mention], Judgement | None]) -> None:
        """Index the known IDs by what is left of them without their version."""
        models = catalog.document["models"]
        self._models = {entry["mantle_id"]: model_id for model_id, entry in models.items() if "mantle_id" in entry}
        self._known = sorted({*models, *self._models})
        self._fate = fate
        self._suggested = 0

    def judge(self, mention: Mention) -> Judgement | None:
        """Return the verdict; None for the name of a family."""
        ends = [one for one in self._known if one.startswith(mention.text)]
        if (ends and not self._cut(mention)) or not (ends or _VERSIONED.search(mention.text)):
            return None
        stem = _SUFFIX.sub("", mention.text)
        same = ends or [one for one in self._known if _SUFFIX.sub("", one) == stem]
        whole = {self._models.get(one, one) if mention.prefix else one for one in same}
        named = sorted(f"{mention.prefix}.{one}" if mention.prefix else one for one in whole)
        near = named or ([] if ends else self._near(mention))
        right = [one for one in near if self._works(one, mention)]
        right.sort(key=lambda one: self._fate(one, mention) is not None)  # what is LEGACY after what is not
        only = right[0] if len(whole) == len(right) == 1 else None
        instead, hint = tuple(right[:SHOWN]), suggestion(right[:SHOWN])
        if near and not right and (fate := self._fate(near[0], mention)):
            instead, hint = fate.instead, f"{fate.message}; {fate.hint}"
        hint = hint or "`bedrock-atlas models` lists the known ones"
        if ends:
            message = f"`{mention.id}` is only the beginning of an ID"
            return Judgement("incomplete-id", "error", message, hint, None, instead, only)
        return Judgement("unknown-model", "error", f"no model `{mention.id}` is known", hint, None, instead, only)

    def _cut(self, mention: Mention) -> bool:
        """Check whether the beginning of an ID was meant as a whole one: by its date, or as a profile's."""
        if not mention.prefix:
            return _DATED.search(mention.text) is not None
        return mention.text in self._models or _CUT.search(mention.text) is not None

    def _near(self, mention: Mention) -> list[str]:
        """Return the nearest ID that works there; nothing once very many were looked for."""
        self._suggested += 1
        near = closest(mention.text, self._known) if self._suggested <= _SUGGESTED else ()
        named = (f"{mention.prefix}.{self._models.get(one, one)}" if mention.prefix else one for one in near)
        return [one for one in named if self._stands(one, mention)][:1]

    def _stands(self, name: str, mention: Mention) -> bool:
        """Check whether an ID is no error where the mention is."""
        fate = self._fate(name, mention)
        return fate is None or fate.severity == "warning"

    def _works(self, name: str, mention: Mention) -> bool:
        """Check whether an ID can be invoked as it is, and has not ended in some Regions."""
        fate = self._fate(name, mention)
        return fate is None or (fate.severity == "warning" and fate.slug != "profile-only" and not fate.partly)
