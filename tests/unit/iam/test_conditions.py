from __future__ import annotations

import pytest

from bedrock_atlas.iam.conditions import OPERATORS, Condition, parse_operator
from bedrock_atlas.iam.patterns import Patterns, open_part, shown

ARN = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.acme.model-v1:0"


@pytest.mark.parametrize(("pattern", "kind", "text", "expected"), [
    ("*", "resource", ARN, True),
    ("arn:aws:bedrock:*", "resource", ARN, True),
    ("arn:aws:bedrock", "resource", ARN, True),
    ("arn:aws:s3", "resource", ARN, False),
    ("arn:aws:bedrock:*:inference-profile/eu.*", "resource", ARN, True),
    ("arn:aws:bedrock:*:*:inference-profile/eu.*", "resource", ARN, True),
    ("arn:aws:bedrock:eu-*-1:*:inference-profile/*:0", "resource", ARN, True),
    ("arn:aws:bedrock:eu-*:inference-profile/eu.acme.model-v1:0:x", "resource", ARN, False),
    ("arn:aws:bedrock:eu-central-?:*:*", "resource", ARN, True),
    ("arn:aws:bedrock::*:inference-profile/eu.*", "resource", ARN, False),
    ("arn:aws:*:123456789012:inference-profile/eu.acme.model-v1:0", "resource", ARN, False),
    (ARN.upper(), "resource", ARN, False),
    ("arn:aws:bedrock:*::foundation-model/*", "resource", "arn:aws:bedrock:::foundation-model/acme.model", True),
    ("arn:aws:bedrock:*:*:inference-profile/eu.*", "arn", ARN, True),
    ("arn:aws:bedrock:*", "arn", ARN, False),
    ("*", "arn", ARN, False),
    ("arn:*:*:*:*:*", "arn", ARN, True),
    ("arn:*:*:*:*:*", "arn", "eu-central-1", False),
    ("bedrock:invoke*", "action", "bedrock:InvokeModel", True),
    ("BEDROCK:INVOKEMODEL", "action", "bedrock:InvokeModel", True),
    ("bedrock:InvokeMode?", "action", "bedrock:InvokeModel", True),
    ("bedrock:Converse", "action", "bedrock:InvokeModel", False),
    ("eu-*", "like", "eu-west-1", True),
    ("EU-*", "like", "eu-west-1", False),
    ("eu-*", "equal", "eu-west-1", False),
    ("eu-*", "equal", "eu-*", True),
    ("EU-WEST-1", "folded", "eu-west-1", True),
    ("a.c", "like", "abc", False),
    ("${*}", "like", "*", True),
    ("${*}", "like", "a", False),
    ("a${?}${$}", "equal", "a?$", True),
])  # fmt: skip
def test_patterns(pattern, kind, text, expected):
    """Wildcards match as AWS documents: within a segment of an ARN, beyond it in a short one."""
    assert Patterns([pattern], kind).match(text, {}) is expected


@pytest.mark.parametrize(("pattern", "context", "expected"), [
    ("arn:aws:iam::1:role/${aws:PrincipalTag/team}", {}, frozenset({"aws:PrincipalTag/team"})),
    ("arn:aws:iam::1:role/${aws:PrincipalTag/team}", {"aws:principaltag/team": "a"}, True),
    ("arn:aws:iam::1:role/${aws:PrincipalTag/team}", {"aws:principaltag/team": "*"}, False),
    ("arn:aws:iam::1:role/${aws:PrincipalTag/team}", {"aws:principaltag/team": None}, False),
    ("arn:aws:iam::1:role/${aws:PrincipalTag/team, 'a'}", {"aws:principaltag/team": None}, True),
    ("arn:aws:s3:::${aws:PrincipalTag/team}", {}, False),
    (f"arn:aws:iam::{open_part('AWS::AccountId')}:role/a", {}, frozenset({"AWS::AccountId"})),
    (f"arn:aws:iam::{open_part('AWS::AccountId')}:role/b", {}, False),
    (open_part("Arn"), {}, frozenset({"Arn"})),
])  # fmt: skip
def test_variables_and_open_parts(pattern, context, expected):
    """A variable takes its value from the context; what is not known is named, unless no value could match."""
    assert Patterns([pattern], "resource").match("arn:aws:iam::1:role/a", context) == expected


@pytest.mark.parametrize("pattern", ["*?" * 40 + "Z", "*-" * 30 + "*Z", "arn:*:" + "*e" * 30 + "Z"])
def test_no_pattern_takes_long(pattern):
    """A pattern with many wildcards that does not match fails at once, though there are many ways to try."""
    assert Patterns([pattern], "resource").match(f"{ARN}-{'e-' * 40}", {}) is False
    assert Patterns([pattern], "like").match(f"{ARN}-{'e-' * 40}Z", {}) is (pattern[:3] != "arn")


def test_a_plain_match_settles_what_is_open():
    """Where another pattern of the list matches for sure, nothing depends on an open one."""
    assert Patterns([open_part("Arn"), "arn:aws:iam::1:role/*"], "resource").match("arn:aws:iam::1:role/a", {}) is True


def test_version_2008_has_no_variables():
    """Without Version 2012-10-17 `${…}` is plain text."""
    assert Patterns(["${aws:username}"], "equal", variables=False).match("${aws:username}", {}) is True


def test_how_patterns_are_shown():
    """Open parts read as people write them."""
    assert shown(f"arn:aws:bedrock:*:{open_part('AWS::AccountId')}:x/*") == "arn:aws:bedrock:*:${AWS::AccountId}:x/*"


KEY = "aws:RequestedRegion"


@pytest.mark.parametrize(("operator", "values", "value", "expected"), [
    ("StringEquals", ["a", "b"], "b", True), ("StringNotEquals", ["a", "b"], "b", False),
    ("StringEquals", ["a"], None, False), ("StringNotEquals", ["a"], None, True),
    ("StringEqualsIfExists", ["a"], None, True), ("StringNotEqualsIfExists", ["a"], "a", False),
    ("StringEquals", ["a"], ("a",), False), ("StringNotEquals", ["b"], ("a",), False),
    ("ForAllValues:StringEquals", ["a"], None, True), ("ForAllValues:StringEquals", ["a"], (), True),
    ("ForAllValues:StringEquals", ["a"], ("a", "b"), False), ("ForAllValues:StringEquals", ["a"], ("a",), True),
    ("ForAllValues:StringNotEquals", ["a"], ("b", "a"), False), ("ForAllValues:StringNotEquals", ["a"], ("b",), True),
    ("ForAnyValue:StringEquals", ["a"], None, False), ("ForAnyValue:StringEquals", ["a"], ("b", "a"), True),
    ("ForAnyValue:StringNotEquals", ["a"], None, False), ("ForAnyValue:StringNotEquals", ["a"], ("a", "b"), True),
    ("ForAnyValue:StringEqualsIfExists", ["a"], None, True), ("ForAnyValue:StringLike", ["a*"], ("b", "ab"), True),
    ("Null", ["true"], None, True), ("Null", ["false"], None, False), ("Null", ["false"], "a", True),
    ("Null", ["TRUE"], None, True), ("Null", ["true", "false"], "a", True),
    ("Bool", ["true"], "True", True), ("BoolIfExists", ["false"], None, True),
    ("NumericLessThan", ["10"], "9.5", True), ("NumericLessThanEquals", ["10"], "10", True),
    ("NumericEquals", ["10"], "10.0", True), ("NumericNotEquals", ["10"], "11", True),
    ("NumericGreaterThan", ["10"], "ten", False), ("NumericGreaterThan", ["nan"], "1", False),
    ("DateLessThan", ["2026-11-20T00:00:00Z"], "2026-11-19", True), ("DateEquals", ["0"], "1970-01-01", True),
    ("DateGreaterThanEquals", ["2026"], "2026-01-01T00:00:00Z", True), ("DateNotEquals", ["x"], "2026-01-01", True),
    ("IpAddress", ["10.0.0.0/8"], "10.1.2.3", True), ("NotIpAddress", ["10.0.0.0/8"], "10.1.2.3", False),
    ("IpAddress", ["2001:db8::/32"], "2001:db8::1", True), ("IpAddress", ["x"], "10.1.2.3", False),
    ("BinaryEquals", ["QQ=="], "QQ==", True), ("stringequals", ["a"], "a", True),
])  # fmt: skip
def test_operators(operator, values, value, expected):
    """Each operator, with IfExists and for sets of values, on a key that is there, absent or a set."""
    assert Condition(operator, KEY, values).holds({KEY.lower(): value}) is expected


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_key_that_is_not_known(operator):
    """Whatever the operator, a key that is not known is what the outcome depends on."""
    assert Condition(operator, KEY, ["true"]).holds({}) == {KEY}


def test_a_value_that_only_a_template_knows():
    """A value that is open is named by number, date and text alike; one beside it that matches settles it."""
    opened = open_part("Limit")
    assert Condition("NumericLessThan", KEY, [opened]).holds({KEY.lower(): "5"}) == {"Limit"}
    assert Condition("NumericLessThan", KEY, [opened, "9"]).holds({KEY.lower(): "5"}) is True
    assert Condition("StringNotEquals", KEY, [opened]).holds({KEY.lower(): "5"}) == {"Limit"}
    assert Condition("ForAllValues:StringEquals", KEY, [opened]).holds({KEY.lower(): ("5",)}) == {"Limit"}


@pytest.mark.parametrize("name", ["StringEqual", "NullIfExists", "ForAllValues:Null", "", "ForSomeValues:Bool"])
def test_an_operator_that_iam_does_not_have(name):
    """Another operator is refused, never taken for true or false."""
    assert parse_operator(name) is None
    with pytest.raises(ValueError, match=name or r"\."):
        Condition(name or ".", KEY, [])
