"""The evaluation of IAM documents in its most naive form: plain data, every key known, wildcards by recursion.

It shares no code with the evaluator. What the evaluator says of keys that are not known is compared with this for
every way of filling them in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address, ip_network


def listed(value):
    return value if isinstance(value, list) else [value]


@cache
def glob(pattern, text):
    """Match `*` and `?` one character at a time."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return glob(pattern[1:], text) or (bool(text) and glob(pattern, text[1:]))
    return bool(text) and pattern[0] in {"?", text[0]} and glob(pattern[1:], text[1:])


def arn(pattern, text):
    """Match segment by segment, the sixth with all that follows."""
    left, right = pattern.split(":", 5), text.split(":", 5)
    return len(left) == len(right) == 6 and all(map(glob, left, right))


def resource(pattern, text):
    """Match a resource: `*` is everything, and a short ARN stands for all that begins like it."""
    if pattern.count(":") >= 5:
        return arn(pattern, text)
    return glob(pattern, text) or glob(f"{pattern}:*", text)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


COMPARE = {
    "StringEquals": lambda want, have: want == have,
    "StringEqualsIgnoreCase": lambda want, have: want.lower() == have.lower(),
    "StringLike": glob,
    "ArnLike": arn,
    "ArnEquals": arn,
    "Bool": lambda want, have: want.lower() == have.lower(),
    "BinaryEquals": lambda want, have: want == have,
    "NumericEquals": lambda want, have: float(want) == float(have),
    "NumericLessThan": lambda want, have: float(have) < float(want),
    "NumericLessThanEquals": lambda want, have: float(have) <= float(want),
    "NumericGreaterThan": lambda want, have: float(have) > float(want),
    "NumericGreaterThanEquals": lambda want, have: float(have) >= float(want),
    "DateEquals": lambda want, have: moment(have) == moment(want),
    "DateLessThan": lambda want, have: moment(have) < moment(want),
    "DateLessThanEquals": lambda want, have: moment(have) <= moment(want),
    "DateGreaterThan": lambda want, have: moment(have) > moment(want),
    "DateGreaterThanEquals": lambda want, have: moment(have) >= moment(want),
    "IpAddress": lambda want, have: ip_address(have) in ip_network(want),
}


def condition(operator, values, have):
    """Check one condition; `have` is None for an absent key, a list for one with several values."""
    if operator == "Null":
        return ("true" if have is None else "false") in [value.lower() for value in values]
    qualifier, _, rest = operator.rpartition(":")
    if rest.endswith("IfExists"):
        if have is None:
            return True
        rest = rest.removesuffix("IfExists")
    positive = rest.replace("Not", "", 1)
    negative = positive != rest

    def one(value):
        return any(COMPARE[positive](want, value) for want in values) != negative

    if qualifier == "ForAllValues":
        return have is None or all(map(one, listed(have)))
    if qualifier == "ForAnyValue":
        return have is not None and any(map(one, listed(have)))
    if have is None:
        return negative
    return not isinstance(have, list) and one(have)


def applies(statement, action, target, context):
    named = any(
        glob(one.lower(), action.lower()) for one in listed(statement.get("Action", statement.get("NotAction")))
    )
    meant = any(resource(one, target) for one in listed(statement.get("Resource", statement.get("NotResource"))))
    return (
        named == ("Action" in statement)
        and meant == ("Resource" in statement)
        and all(
            condition(operator, listed(values), context[key.lower()])
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def naive_judge(levels, action, target, context):
    """Return whether levels of documents allow an action; every level needs an Allow, and no Deny may apply.

    `levels` are pairs of a kind and documents; SCPs without any Allow have FullAWSAccess beside them.
    """
    allowed = True
    for kind, documents in levels:
        statements = [statement for document in documents for statement in listed(document["Statement"])]
        found = {one["Effect"] for one in statements if applies(one, action, target, context)}
        if "Deny" in found:
            return False
        bare = kind == "scp" and all(one["Effect"] == "Deny" for one in statements)
        allowed = allowed and (bare or "Allow" in found)
    return allowed
