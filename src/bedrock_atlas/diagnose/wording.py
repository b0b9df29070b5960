"""One way in which AWS words a refusal: the pattern that knows it, the causes that it may have, and where it was seen.

Patterns are read over normal text (see `normal`): straight apostrophes, single spaces. They know the frame of a
sentence and name its parts, so that a longer or shorter sentence around the frame changes nothing; none spans free
text, so that two texts side by side never make a third.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Wording"]

_FRAGMENTS = {
    "{id}": r"(?P<id>[A-Za-z0-9](?:[\w.:/-]*\w)?)",
    "{resource}": r"(?P<resource>\*|arn:[\w:/.*-]*[\w*])",
    "{region}": r"(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)",
    "{number}": r"(?P<limit>\d[\d,]*)",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A refusal as AWS words it.

    `anchor` is what every form of it holds in normal text, in lower case: what lacks it is not looked at twice.
    `causes` are slugs, likeliest first. `codes` are the error codes it comes with, in lower case. `shared` words are
    common: they count only where Bedrock is named or nothing else is said. `beside` is a second pattern that the same
    lines must hold. `said` is a sample; `source` and `seen` tell where and when it was met.
    """

    slug: str
    anchor: str
    pattern: str
    causes: tuple[str, ...]
    codes: tuple[str, ...]
    said: str
    source: str
    seen: str
    shared: bool = False
    beside: str = ""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)
    compiled_beside: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    @property
    def gate(self) -> str:
        """Return the longest word of the anchor, which stands even in text that is escaped or wrapped."""
        words: list[str] = re.findall(r"[a-z_]+", self.anchor)
        return max(words, key=len)

    def __post_init__(self) -> None:
        """Compile the patterns."""
        pattern = self.pattern
        for name, fragment in _FRAGMENTS.items():
            pattern = pattern.replace(name, fragment)
        object.__setattr__(self, "compiled", re.compile(pattern, re.IGNORECASE))
        beside = re.compile(self.beside, re.IGNORECASE) if self.beside else None
        object.__setattr__(self, "compiled_beside", beside)
