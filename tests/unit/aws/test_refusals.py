"""What a refusal of AWS means, and that nothing of the caller stays in it."""

from __future__ import annotations

import pytest
from botocore import exceptions

from bedrock_atlas.aws.observe.refusals import DeadlineError, Malformed, classify, masker

ACCOUNT, KEY, SECRET = "210987654321", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI"  # AWS's own example


def refused(code, status=400, message="no"):
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return exceptions.ClientError(answer, "ListFoundationModels")


STATES = {
    "denied": (refused("AccessDeniedException", 403), False, "denied"),
    "throttled by its code": (refused("ThrottlingException"), False, "throttled"),
    "throttled by its status": (refused("", 429), False, "throttled"),
    "not subscribed": (refused("OptInRequired", 403), False, "not-opted-in"),
    "an unknown token where one must opt in": (refused("UnrecognizedClientException", 403), True, "not-opted-in"),
    "an unknown token elsewhere": (refused("UnrecognizedClientException", 403), False, "denied"),
    "a fault of the server": (refused("InternalServerException", 500), False, "unreachable"),
    "no credentials": (exceptions.NoCredentialsError(), False, "denied"),
    "no network": (exceptions.EndpointConnectionError(endpoint_url="https://x"), False, "unreachable"),
    "a connection that was cut": (ConnectionError("cut"), False, "unreachable"),
    "no more time": (DeadlineError("over"), False, "unreachable"),
    "no list": (Malformed("there is no list"), False, "malformed"),
}


@pytest.mark.parametrize(("error", "opt_in", "state"), STATES.values(), ids=STATES)
def test_a_refusal_is_the_state_it_means(error, opt_in, state):
    """Each way in which a call fails is one state, and an unknown token is one only where accounts must opt in."""
    said, text = classify(error, str, opt_in=opt_in)
    assert said == state
    assert text


def test_an_error_holds_no_secret():
    """Account, keys, tokens and passwords are masked before anything keeps a text; the account only on request."""
    told = f"User arn:aws:iam::{ACCOUNT}:user/b with {KEY}, {SECRET}, {'A' * 60}, via http://me:{SECRET[:5]}@proxy:1"
    _, text = classify(refused("AccessDeniedException", 403, told), masker([SECRET], show_account=False), opt_in=False)
    for secret in (ACCOUNT, KEY, SECRET, "A" * 40, "me:", SECRET[:5]):
        assert secret not in text, secret
    assert "AccessDeniedException: User arn:aws:iam::************:user/b" in text
    assert ACCOUNT in masker([SECRET], show_account=True)(told)
    assert KEY not in masker([SECRET], show_account=True)(told)
