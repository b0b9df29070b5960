"""What AWS checks when a route is called: every action on every resource with the context, all of which must pass.

One point is not documented: whether `bedrock:InferenceProfileArn` is in the context of the check of the profile itself.
It is an argument here, and whoever judges asks for both readings.
Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html and the pages on geographic
and global cross-Region inference beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from bedrock_atlas.facts.values import MANTLE

if TYPE_CHECKING:
    from bedrock_atlas.facts.values import Route

__all__ = [
    "ACCOUNT", "BATCH", "DIRECT_CALL", "INVOKE", "MANTLE_CALL", "READINGS", "STREAM", "Authorization", "Context",
    "Reading", "authorizations", "batch", "foundation_model", "profile_arn", "project_arn",
]  # fmt: skip

INVOKE = "bedrock:InvokeModel"
STREAM = "bedrock:InvokeModelWithResponseStream"
BATCH = "bedrock:CreateModelInvocationJob"
MANTLE_CALL = "bedrock-mantle:CreateInference"
ACCOUNT = "${Account}"
"""What stands for an account that is not known."""
UNSPECIFIED = "unspecified"
"""The value of aws:RequestedRegion where a global profile asks for the model without a Region."""

Reading = Literal["present", "absent"]
"""Whether the check of a profile carries `bedrock:InferenceProfileArn`."""
READINGS: tuple[Reading, ...] = ("present", "absent")

Context = dict[str, str | tuple[str, ...] | None]
"""Condition keys in lower case with their values, None for a key that is not in the request; others are not known."""

DIRECT_CALL: Context = {
    "aws:principalisawsservice": "false",
    "aws:viaawsservice": "false",
    "aws:calledvia": None,
    "aws:securetransport": "true",
    "bedrock:promptrouterarn": None,
}
"""What is known of every call that a principal makes itself."""


class Authorization(NamedTuple):
    """One check: the action on the resource, in a context (see `Context`)."""

    action: str
    resource: str
    context: Context


def authorizations(  # noqa: PLR0913  # what a call is, each with its usual value
    route: Route,
    account: str = ACCOUNT,
    *,
    action: str = INVOKE,
    reading: Reading = "present",
    application: str = "",
    known: Context = DIRECT_CALL,
) -> tuple[Authorization, ...]:
    """Return all checks of one call over a route, in the order profile, source Region, destinations by name.

    `action` is INVOKE (Converse too) or STREAM; on bedrock-mantle it has no meaning. `application` is the ARN of an
    application inference profile that copies the route's profile: it then stands in the profile's place. `known` are
    condition keys that every check carries.
    """
    partition, source = route.partition, route.source
    if route.endpoint == MANTLE:
        context = known | {"aws:requestedregion": source, "bedrock-mantle:model": route.id}
        return (Authorization(MANTLE_CALL, project_arn(partition, source, account), context),)
    model = route.id if route.geography is None else route.id.partition(".")[2]
    if route.geography is None and not application:
        context = known | {"aws:requestedregion": source, "bedrock:inferenceprofilearn": None}
        return (Authorization(action, foundation_model(partition, source, model), context),)
    through = application or profile_arn(partition, source, account, route.id)
    own = through if reading == "present" else None
    first = Authorization(action, through, known | {"aws:requestedregion": source, "bedrock:inferenceprofilearn": own})
    regions = [source, ""] if route.scope == "global" else [source, *sorted(route.destinations - {source})]
    return (
        first,
        *(
            Authorization(
                action,
                foundation_model(partition, region, model),
                known | {"aws:requestedregion": region or UNSPECIFIED, "bedrock:inferenceprofilearn": through},
            )
            for region in regions
        ),
    )


def batch(route: Route, account: str = ACCOUNT, known: Context = DIRECT_CALL) -> tuple[Authorization, ...]:
    """Return the checks of who starts a batch job; the role of the job then needs those of the route.

    The action knows neither profiles nor the key for them.
    """
    partition, source = route.partition, route.source
    model = route.id if route.geography is None else route.id.partition(".")[2]
    context = known | {"aws:requestedregion": source, "bedrock:inferenceprofilearn": None}
    job = f"arn:{partition}:bedrock:{source}:{account}:model-invocation-job/*"
    return (
        Authorization(BATCH, job, context),
        Authorization(BATCH, foundation_model(partition, source, model), context),
    )


def foundation_model(partition: str, region: str, model: str) -> str:
    """Return the ARN of a model in a Region, empty for the one without a Region of global profiles."""
    return f"arn:{partition}:bedrock:{region}::foundation-model/{model}"


def profile_arn(partition: str, region: str, account: str, profile: str) -> str:
    """Return the ARN of a system-defined inference profile."""
    return f"arn:{partition}:bedrock:{region}:{account}:inference-profile/{profile}"


def project_arn(partition: str, region: str, account: str, project: str = "default") -> str:
    """Return the ARN of a project on bedrock-mantle."""
    return f"arn:{partition}:bedrock-mantle:{region}:{account}:project/{project}"
