"""What an exception of boto3 means for one call: a state and a short text without secrets.

An AWS error can quote the caller: account, access key, session token, a proxy's password. Texts are cut down to the
code and a masked message before anything keeps them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bedrock_atlas.aws.observe.snapshot import State

__all__ = ["DeadlineError", "Malformed", "classify", "masker"]

_ACCOUNT = re.compile(r"(?<![0-9A-Za-z.-])[0-9]{12}(?![0-9A-Za-z.-])")
_ACCESS_KEY = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}")
_LONG = re.compile(r"[A-Za-z0-9+/=_%-]{40,}")
_USER_IN_URL = re.compile(r"://[^/@\s]+@")
_MAX_TEXT = 200

_THROTTLED = {
    "LimitExceededException", "PriorRequestNotComplete", "RequestLimitExceeded", "RequestThrottled",
    "RequestThrottledException", "SlowDown", "Throttling", "ThrottledException", "ThrottlingException",
    "TooManyRequestsException", "ProvisionedThroughputExceededException", "BandwidthLimitExceeded", "429",
}  # fmt: skip
_OPT_IN = {"OptInRequired", "RegionDisabledException"}
_UNKNOWN_TOKEN = {"AuthFailure", "InvalidClientTokenId", "UnrecognizedClientException"}
_SERVER_FAULT = 500
_TOO_MANY = 429


class Malformed(Exception):  # noqa: N818  # it says what the answer is
    """An answer with status 200 that is not what the call promises."""


class DeadlineError(Exception):
    """The time for the whole run is over."""


def masker(secrets: Iterable[str], *, show_account: bool) -> Callable[[str], str]:
    """Return the function that takes secrets out of text: the given ones, whatever looks like one, account IDs."""
    known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def mask(text: str) -> str:
        for secret in known:
            text = text.replace(secret, "…")
        text = _USER_IN_URL.sub("://…@", _ACCESS_KEY.sub("…", text))
        return text if show_account else _ACCOUNT.sub("************", text)

    return mask


def classify(error: BaseException, mask: Callable[[str], str], *, opt_in: bool) -> tuple[State, str]:
    """Return the state and the masked text of a failed call.

    `opt_in` says that the Region is one an account must enable: there an unknown security token means that it did not.
    """
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        return _refused(error.response, mask, opt_in=opt_in)
    if isinstance(
        error, exceptions.NoCredentialsError | exceptions.CredentialRetrievalError | exceptions.NoAuthTokenError
    ):
        return "denied", _text(type(error).__name__, str(error), mask)
    if isinstance(error, exceptions.BotoCoreError | DeadlineError | OSError):
        return "unreachable", _text(type(error).__name__, str(error), mask)
    # botocore's parsers fail in many ways over what is no answer; some quote the body, which is cut off
    return "malformed", _text(type(error).__name__, str(error).partition(" Further retries")[0], mask)


def _refused(response: Mapping[str, Any], mask: Callable[[str], str], *, opt_in: bool) -> tuple[State, str]:
    """Judge an error that AWS itself gave."""
    error, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    code, status = str(error.get("Code", "")), metadata.get("HTTPStatusCode", 0)
    text = _text(code or f"HTTP {status}", str(error.get("Message", "")), mask)
    if code in _THROTTLED or status == _TOO_MANY:
        return "throttled", text
    if code in _OPT_IN or (code in _UNKNOWN_TOKEN and opt_in):
        return "not-opted-in", text
    return ("unreachable" if status >= _SERVER_FAULT else "denied"), text


def _text(name: str, message: str, mask: Callable[[str], str]) -> str:
    """Join name and message to one short line."""
    line = _LONG.sub("…", mask(" ".join(f"{name}: {message}".split()).rstrip(". :")))
    return line if len(line) <= _MAX_TEXT else line[: _MAX_TEXT - 1] + "…"
