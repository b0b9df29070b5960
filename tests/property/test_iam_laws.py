from __future__ import annotations

from itertools import islice, product

from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.iam.authorizations import Authorization
from bedrock_atlas.iam.document import make_document
from bedrock_atlas.iam.evaluator import Authority, Level
from tests.property.iam_worlds import KEYS, calls, contexts, documents, levels, statements
from tests.property.reference_iam import naive_judge

settings.register_profile("iam", max_examples=50, deadline=None)
settings.load_profile("iam")


def authority(found):
    return Authority(
        Level(f"{kind} {at}", tuple(make_document(one, kind=kind) for one in given_documents))
        for at, (kind, given_documents) in enumerate(found)
    )


def plain(context):
    return {key: list(value) if isinstance(value, tuple) else value for key, value in context.items()}


@given(levels, calls, contexts)
def test_the_evaluator_gives_the_naive_judgement(found, call, context):
    """Where every key is known the evaluator allows exactly what the naive reference allows, and never wavers."""
    judged = authority(found).judge(Authorization(*call, context))
    assert judged.outcome == ("allowed" if naive_judge(found, *call, plain(context)) else "denied")


@given(levels, calls, contexts, st.sets(st.sampled_from(sorted(KEYS)), min_size=1, max_size=2))
def test_an_unknown_key_never_hides_a_judgement(found, call, context, unknown):
    """What is judged without knowing some keys holds for every value of them; else the keys it depends on are named."""
    known = {key: value for key, value in context.items() if key not in {name.lower() for name in unknown}}
    judged = authority(found).judge(Authorization(*call, known))
    if judged.outcome == "depends":
        assert judged.depends
        assert {name.lower() for name in judged.depends} <= {name.lower() for name in unknown}
        return
    fillings = product(*([None, *KEYS[name]] for name in sorted(unknown)))
    for filling in islice(fillings, 200):
        whole = plain(known) | dict(zip(map(str.lower, sorted(unknown)), filling, strict=True))
        assert naive_judge(found, *call, whole) == (judged.outcome == "allowed")


@given(levels, statements(effects=("Deny",)), calls, contexts)
def test_a_deny_more_never_allows(found, deny, call, context):
    """A document set only narrows when a Deny is added, wherever it is added."""
    before = authority(found).judge(Authorization(*call, context)).outcome
    for at, (kind, given_documents) in enumerate(found):
        more = {"Version": "2012-10-17", "Statement": [*given_documents[0]["Statement"], deny]}
        changed = [*found[:at], (kind, [more, *given_documents[1:]]), *found[at + 1 :]]
        after = authority(changed).judge(Authorization(*call, context)).outcome
        assert before == "allowed" or after == "denied"


@given(levels, calls, contexts, st.randoms(use_true_random=False))
def test_order_has_no_meaning(found, call, context, random):
    """The order of levels, of documents and of statements changes no judgement."""
    expected = authority(found).judge(Authorization(*call, context)).outcome
    shuffled = []
    for kind, given_documents in random.sample(found, len(found)):
        mixed = [
            {**one, "Statement": random.sample(one["Statement"], len(one["Statement"]))} for one in given_documents
        ]
        shuffled.append((kind, random.sample(mixed, len(mixed))))
    assert authority(shuffled).judge(Authorization(*call, context)).outcome == expected


@given(documents, documents, calls, contexts)
def test_documents_of_a_level_are_one_document(first, second, call, context):
    """Two documents attached at one place judge as one with the statements of both."""
    both = {"Version": "2012-10-17", "Statement": [*first["Statement"], *second["Statement"]]}
    asked = Authorization(*call, context)
    apart = authority([("identity", [first, second])]).judge(asked).outcome
    assert authority([("identity", [both])]).judge(asked).outcome == apart
