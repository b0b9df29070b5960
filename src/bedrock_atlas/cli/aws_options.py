"""What the subcommands that talk to AWS share: the profile, the Region and the endpoint, as boto3's users know them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from bedrock_atlas.errors import ObservationError, RequestError

__all__ = ["aws_options", "session_of"]

Function = TypeVar("Function", bound=Callable[..., Any])

_URL = re.compile(r"https?://[^\s/?#]+[^\s]*")


def aws_options(function: Function) -> Function:
    """Add `--profile`, `--region` and `--endpoint-url`."""
    options = (
        click.option("--profile", metavar="NAME", help="A profile of ~/.aws  [default: boto3's own chain]"),
        click.option("--region", metavar="REGION", help="The Region to begin with  [default: boto3's own chain]"),
        click.option("--endpoint-url", metavar="URL", callback=_url,
                     help="Ask here instead; {region} and {service} are filled in."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def session_of(profile: str | None, region: str | None) -> Any:  # noqa: ANN401  # boto3 has no types
    """Make a boto3 session. Raises ObservationError without boto3, RequestError for an unknown profile."""
    try:
        import boto3
    except ImportError as error:
        hint = "pip install 'bedrock-atlas[sync]'"
        raise ObservationError(f"boto3 is not installed\n  hint: {hint}", region="", cause=error) from error
    from botocore.exceptions import BotoCoreError

    try:
        return boto3.Session(profile_name=profile, region_name=region)
    except BotoCoreError as error:
        raise RequestError(
            f"no session with AWS: {error}", slug="bad-session", hint="`aws configure list-profiles`"
        ) from error


def _url(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    if text is not None and not _URL.fullmatch(text):
        raise RequestError(
            f"`{text}` is no address", slug="bad-url", hint="write it as https://host, with {region} if need be"
        )
    return text
