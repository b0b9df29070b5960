"""Which Region each client would use, and where it got it: they do not read the same places.

boto3 does not read AWS_REGION, the AWS CLI prefers it, and the Anthropic SDKs take it or us-east-1 without ever looking
into ~/.aws/config. So one machine can send the same call to two Regions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Choice", "choices", "client_regions"]

Result = TypeVar("Result")


class Choice(NamedTuple):
    """A client, the Region it would use (empty: it would refuse) and where that comes from."""

    client: str
    region: str
    source: str


def choices(configured: str | None, environment: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the choice of each client; `configured` is the Region of the profile in ~/.aws/config, None for none."""
    config = (configured or "", "~/.aws/config" if configured else "nowhere")
    region = (environment.get("AWS_REGION", ""), "AWS_REGION")
    default = (environment.get("AWS_DEFAULT_REGION", ""), "AWS_DEFAULT_REGION")
    return (
        Choice("boto3", *next((one for one in (default,) if one[0]), config)),
        Choice("the AWS CLI", *next((one for one in (region, default) if one[0]), config)),
        Choice("the Anthropic SDKs", *(region if region[0] else ("us-east-1", "their default"))),
    )


def client_regions(session: Any, environment: Mapping[str, str], line: Callable[..., Result]) -> Iterator[Result]:  # noqa: ANN401  # boto3 has no types
    """Return a line for each client, and a warning where they differ."""
    configured = _configured(session)
    found = choices(configured, environment)
    for one in found:
        if one.region:
            yield line("ok", "Region", f"{one.client}: {one.region}, from {one.source}")
        else:
            yield line("warning", "Region", f"{one.client} would have none", "aws configure set region eu-west-1")
    regions = {one.region for one in found}
    if len(regions) > 1:
        words = ", ".join(f"{one.client} {one.region or 'none'}" for one in found)
        want = next((one.region for one in found if one.region), "eu-west-1")
        yield line(
            "warning", "Region", f"the clients differ: {words}", f"export AWS_REGION={want} AWS_DEFAULT_REGION={want}"
        )


def _configured(session: Any) -> str | None:  # noqa: ANN401  # boto3 has no types
    """Return the Region that the profile has in ~/.aws/config."""
    from botocore.exceptions import BotoCoreError

    try:
        scoped = session._session.get_scoped_config()  # noqa: SLF001  # boto3 hides what botocore shows
    except BotoCoreError:
        return None
    region = scoped.get("region")
    return str(region) if region else None
