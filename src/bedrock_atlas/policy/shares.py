"""Which share of a role a key falls to: a canary that needs no memory and no dice.

A key (a customer's number, a session) is hashed with the name of the role, so that the same key gets the same answer
from everybody who asks, and other keys are the first of another role. A share is a number of percent.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from itertools import count

from bedrock_atlas.errors import RequestError

__all__ = ["WHOLE", "key_of", "key_word", "slot"]

WHOLE = 100
"""What the shares of a role add up to."""
_KEY = re.compile(r"[A-Za-z0-9._:@/+-]{1,128}")


def slot(role: str, key: str) -> int:
    """Return the percent of a role on which a key falls, from 0 to 99.

    It is SHA-256 of `role:key` in UTF-8, its first eight bytes as a number (the highest first), times 100, without the
    64 lowest bits: whoever splits elsewhere can work it out.
    """
    digest = hashlib.sha256(f"{role}:{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") * WHOLE >> 64


@cache
def key_of(role: str, percent: int) -> str:
    """Return the smallest number that falls, as a key, on a percent of a role: what a proof asks with."""
    return next(key for key in map(str, count()) if slot(role, key) == percent)


def key_word(text: str) -> str:
    """Return a key as it is; raises RequestError (bad-key) for one that no question can be written with."""
    if not _KEY.fullmatch(text):
        hint = "up to 128 letters, digits and `. _ : @ / + -`; hash what is longer, and what names a person"
        raise RequestError(f"`{text[:40]}` is no key", slug="bad-key", hint=hint)
    return text
