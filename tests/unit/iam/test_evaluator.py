from __future__ import annotations

import pytest

from bedrock_atlas.errors import Location
from bedrock_atlas.iam.authorizations import Authorization
from bedrock_atlas.iam.document import make_document
from bedrock_atlas.iam.evaluator import ALLOWED, Authority, Judgement, Level, together
from bedrock_atlas.iam.patterns import open_part
from bedrock_atlas.iam.read.bind import bind_document
from bedrock_atlas.iam.read.node import Node

PLACE = Location("a.json")

ALLOW = {"Sid": "allow", "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"}
DENY = ALLOW | {"Sid": "deny", "Effect": "Deny"}
OTHER = {"Sid": "other", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}
WHO = {"Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}}}
CALL = Authorization("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/acme.big", {"a:known": "a"})


def judge(*levels):
    """Judge the call by levels, each a kind with the statements of its one document."""
    return Authority([
        Level(kind, (make_document({"Version": "2012-10-17", "Statement": list(statements)}, kind=kind),))
        for kind, *statements in levels
    ]).judge(CALL)  # fmt: skip


@pytest.mark.parametrize(("levels", "outcome", "level", "sid"), [
    ([("identity", ALLOW)], "allowed", "identity", "allow"),
    ([("identity", OTHER)], "denied", "identity", None),
    ([("identity", ALLOW, DENY)], "denied", "identity", "deny"),
    ([("identity", ALLOW), ("boundary", OTHER)], "denied", "boundary", None),
    ([("boundary", OTHER), ("identity", ALLOW)], "denied", "boundary", None),
    ([("scp", OTHER), ("identity", ALLOW)], "denied", "scp", None),
    ([("scp", DENY | {"Action": "s3:*"}), ("identity", ALLOW)], "allowed", "identity", "allow"),
    ([("scp", DENY), ("identity", ALLOW)], "denied", "scp", "deny"),
    ([("scp", DENY | WHO), ("identity", ALLOW)], "depends", "scp", "deny"),
    ([("scp", DENY | WHO), ("identity", ALLOW, DENY)], "denied", "identity", "deny"),
    ([("scp", DENY | WHO), ("identity", OTHER)], "denied", "identity", None),
    ([("identity", ALLOW | WHO)], "depends", "identity", "allow"),
    ([("identity", ALLOW | WHO, ALLOW)], "allowed", "identity", "allow"),
    ([("identity", ALLOW | {"Action": "*", "NotResource": "*"})], "denied", "identity", None),
    ([], "allowed", "", None),
])  # fmt: skip
def test_how_levels_are_judged(levels, outcome, level, sid):
    """A Deny anywhere refuses and each level must allow; what only may apply hides nothing that does."""
    levels = [
        (kind, *({key: value for key, value in one.items() if key != "Resource" or "NotResource" not in one}
                 for one in statements))
        for kind, *statements in levels
    ]  # fmt: skip
    judged = judge(*levels)
    assert (judged.outcome, judged.level) == (outcome, level)
    assert (judged.statement.sid if judged.statement else None) == sid
    assert judged.depends == ({"aws:PrincipalTag/team"} if outcome == "depends" else set())


def test_what_it_depends_on_adds_up():
    """Every key that could change the outcome is named."""
    other = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
    assert judge(("scp", DENY | WHO), ("identity", ALLOW | other)).depends == {
        "aws:PrincipalTag/team", "aws:MultiFactorAuthPresent",
    }  # fmt: skip


def test_an_open_action_is_depended_on():
    """An action that only a template knows may be this one, or not."""
    bound, _ = bind_document(
        Node({"Version": Node("2012-10-17", PLACE), "Statement": Node({
            "Effect": Node("Allow", PLACE), "Action": Node(open_part("Action"), PLACE), "Resource": Node("*", PLACE),
        }, PLACE)}, PLACE), "a", None,
    )  # fmt: skip
    judged = Authority([Level("identity", (bound,))]).judge(CALL)
    assert (judged.outcome, judged.depends) == ("depends", {"Action"})


def test_a_call_is_its_checks_together():
    """A call is refused by its first refusal, else depends, else is allowed."""
    refused, depends = Judgement("denied", "a"), Judgement("depends", "b")
    assert together([ALLOWED, depends, refused]) is refused
    assert together([ALLOWED, depends]) is depends
    assert together([ALLOWED]) is ALLOWED
    assert together([]) is ALLOWED
