"""The condition operators of IAM, three-valued: a key whose value is not known makes the outcome depend on it.

A negated operator is true on an absent key, `ForAllValues` too, `ForAnyValue` is not; `IfExists` is true on it whatever
the operator. Sets of values need `ForAllValues` or `ForAnyValue`, as AWS requires.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import operator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.iam.patterns import Patterns, negated, open_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bedrock_atlas.iam.patterns import Kind, Truth

__all__ = ["OPERATORS", "Condition", "parse_operator"]

_PATTERNS: dict[str, Kind] = {
    "stringequals": "equal",
    "stringequalsignorecase": "folded",
    "stringlike": "like",
    "arnequals": "arn",
    "arnlike": "arn",
    "binaryequals": "equal",
    "bool": "folded",
    "null": "folded",
}
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "equals": operator.eq,
    "lessthan": operator.lt,
    "lessthanequals": operator.le,
    "greaterthan": operator.gt,
    "greaterthanequals": operator.ge,
}
_NEGATED = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
    "notipaddress": "ipaddress",
}
OPERATORS = (
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
    "StringNotLike", "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
    "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan",
    "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress",
    "NotIpAddress", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "Null",
)  # fmt: skip
_LOWER = {name.lower() for name in OPERATORS}


class _Operator(NamedTuple):
    """An operator taken apart: its positive form, whether it is negated, its set qualifier and `IfExists`."""

    base: str
    negated: bool
    every: bool
    some: bool
    if_exists: bool


def parse_operator(text: str) -> _Operator | None:
    """Return what an operator says; None for one that IAM does not have."""
    word = text.lower()
    every, some = word.startswith("forallvalues:"), word.startswith("foranyvalue:")
    word = word.partition(":")[2] if every or some else word
    if_exists = word.endswith("ifexists") and word != "null"
    word = word.removesuffix("ifexists")
    if word not in _LOWER or (word == "null" and (every or some or if_exists)):
        return None
    return _Operator(_NEGATED.get(word, word), word in _NEGATED, every, some, if_exists)


class Condition:
    """One operator on one key with its values; raises ValueError for an operator that IAM does not have."""

    __slots__ = ("_lower", "_operator", "_patterns", "key", "operator", "values")

    def __init__(self, name: str, key: str, values: Iterable[str], *, variables: bool = True) -> None:
        """Read the operator and compile the values."""
        parsed = parse_operator(name)
        if parsed is None:
            raise ValueError(name)
        self.operator, self.key, self.values = name, key, tuple(values)
        self._operator, self._lower = parsed, key.lower()
        kind = _PATTERNS.get(parsed.base, "equal")
        self._patterns = Patterns(self.values, kind, variables=variables)

    def holds(self, context: Mapping[str, str | tuple[str, ...] | None]) -> Truth:
        """Check whether it holds in a context (see `Context`), or name the keys that it depends on."""
        asked = self._operator
        value = context.get(self._lower, _UNKNOWN)
        if value is _UNKNOWN:
            return frozenset((self.key,))
        if asked.base == "null":
            return self._patterns.match("true" if value is None else "false", context)
        if value is None:
            return asked.if_exists or asked.every or (asked.negated and not asked.some)
        if not (asked.every or asked.some):
            return self._one(value, context) if isinstance(value, str) else False
        items = (value,) if isinstance(value, str) else value
        found = [self._one(item, context) for item in items]
        if asked.every:
            return negated(_any(negated(one) for one in found))
        return _any(found)

    def _one(self, value: str, context: Mapping[str, str | tuple[str, ...] | None]) -> Truth:
        base = self._operator.base
        if base in _PATTERNS:
            found = self._patterns.match(value, context)
        else:
            # what a template leaves open compares with nothing, unless one of the others matches
            found = any(_compare(base, value, one) for one in self.values) or self._open()
        return negated(found) if self._operator.negated else found

    def _open(self) -> Truth:
        names = frozenset(name for value in self.values for name in open_names(value))
        return names or False


_UNKNOWN = ("",)
"""What a context that does not have a key answers; no value is this very tuple."""


def _any(found: Iterable[Truth]) -> Truth:
    depends: set[str] = set()
    for one in found:
        if one is True:
            return True
        if not isinstance(one, bool):
            depends |= one
    return frozenset(depends) if depends else False


def _compare(base: str, value: str, wanted: str) -> bool:
    if base == "ipaddress":
        try:
            return ip_address(value) in ip_network(wanted, strict=False)
        except ValueError:
            return False
    read = _number if base.startswith("numeric") else _instant
    left, right = read(value), read(wanted)
    compare = _COMPARED[base.removeprefix("numeric").removeprefix("date")]
    return left is not None and right is not None and compare(left, right)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _instant(text: str) -> Decimal | None:
    """Return a moment in seconds since 1970 of a date, a date with time or such a number; None for anything else."""
    if text.lstrip("-").isdecimal() and len(text) != len("2026"):
        return Decimal(text)
    try:
        moment = datetime.fromisoformat(f"{text}-01-01" if text.isdecimal() else text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Decimal(str(aware.timestamp()))
