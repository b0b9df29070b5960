"""`doctor`: the checks that a newcomer's guide walks through, on this machine and with this account.

Each check is a function that gives lines and never raises: a refusal is a line of its own (`not allowed`), because a
doctor that stops at the first closed door is of no use. Nothing is changed; only the probe invokes a model.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.machine import Line, aws_cli, boto3_version
from bedrock_atlas.aws.meaning import meaning
from bedrock_atlas.aws.observe.client_regions import client_regions
from bedrock_atlas.aws.observe.refusals import classify, masker
from bedrock_atlas.iam.authorizations import authorizations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bedrock_atlas.decision.decision import Decision

__all__ = ["Line", "Patient", "examine"]

KEEP_DAYS = 30
"""For how long Anthropic and AWS ask to keep invocation logs at least."""
_RIGHTS = "bedrock-atlas sync iam-policy --doctor, and attach it to this identity"
_LOGGING = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html"


@dataclass(frozen=True, slots=True)
class Patient:
    """Whom to examine: a boto3 session, an endpoint if not AWS's own, a decision if a model was asked for.

    `environment` is that of the process; `probe` allows one real invocation.
    """

    session: Any
    environment: dict[str, str]
    endpoint_url: str | None = None
    decision: Decision | None = None
    probe: bool = False
    region: str | None = None
    mask: Callable[[str], str] = field(default=masker((), show_account=False))

    @property
    def home(self) -> str:
        """Return the Region to ask: the one given, that of the question, boto3's own, one that the route allows."""
        asked = self.decision.request.source if self.decision else None
        routes = self.decision.invoke_from if self.decision else ()
        own = self.session.region_name
        return self.region or asked or own or (routes[0] if routes else "us-east-1")

    def client(self, service: str) -> Any:  # noqa: ANN401  # boto3 has no types
        """Make a client that gives up soon."""
        from botocore.config import Config

        url = self.endpoint_url
        if url is not None:
            url = url.replace("{region}", self.home).replace("{service}", service)
        config = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 2})
        return self.session.client(service, region_name=self.home, endpoint_url=url, config=config)


def examine(patient: Patient) -> Iterator[Line]:
    """Return the lines of every check, in the order in which one would fix them."""
    yield aws_cli()
    yield boto3_version()
    yield from _guarded(patient, "credentials", _credentials, "aws configure")
    yield from client_regions(patient.session, patient.environment, Line)
    if patient.decision is not None:
        yield from _route(patient, patient.decision)
    yield from _guarded(patient, "invocation logging", _logging, _LOGGING)
    if patient.probe and patient.decision is not None and patient.decision.id:
        fix, rights = f"bedrock-atlas resolve {patient.decision.model.id}", _needed(patient, patient.decision)
        yield from _guarded(patient, "probe", _probe, fix, rights)


def _guarded(
    patient: Patient, check: str, look: Callable[[Patient], Iterator[Line]], fix: str, rights: str = _RIGHTS
) -> Iterator[Line]:
    """Run a check that asks AWS; what it may not see is a line and not an error, fixed by `rights`."""
    try:
        yield from look(patient)
    except Exception as error:  # noqa: BLE001  # whatever it was, the other checks go on
        state, text = classify(error, patient.mask, opt_in=False)
        code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
        closed = state == "denied" and ("AccessDenied" in code or "Unauthorized" in code)
        meant = meaning(patient.decision, patient.home, str(error)) if patient.decision else None
        if meant is not None and (meant.helps or not closed):
            yield Line("failed", check, f"{text}; {meant.words}", meant.helps or fix)
            return
        yield Line("not allowed", check, text, rights) if closed else Line("failed", check, text, fix)


def _credentials(patient: Patient) -> Iterator[Line]:
    if patient.environment.get("AWS_BEARER_TOKEN_BEDROCK"):
        yield Line("ok", "credentials", "AWS_BEARER_TOKEN_BEDROCK is set; it serves Bedrock and no other service")
    if patient.session.get_credentials() is None:
        if not patient.environment.get("AWS_BEARER_TOKEN_BEDROCK"):
            yield Line("failed", "credentials", "there are none", "aws configure")
        return
    arn = patient.client("sts").get_caller_identity()["Arn"]
    yield Line("ok", "credentials", f"you are {patient.mask(arn)}")


def _route(patient: Patient, decision: Decision) -> Iterator[Line]:
    if decision.id is None:
        asked = [f'bedrock-atlas resolve "{one.decision.request}"' for one in decision.alternatives[:1]]
        fix = "".join(asked) or "bedrock-atlas resolve, with another question"
        yield Line("failed", "route", decision.summary(), fix)
        return
    home = patient.home
    if home not in decision.invoke_from:
        near = _near(decision, home)
        message = f"{decision.id} cannot be called from {home}, only from {', '.join(decision.invoke_from)}"
        yield Line("failed", "route", message, f"export AWS_REGION={near} AWS_DEFAULT_REGION={near}")
        return
    models = f"aws bedrock list-foundation-models --region {home}"
    yield from _guarded(patient, "model access", lambda one: _access(one, decision), models)
    if decision.candidates and decision.id != decision.model.id and decision.routes[0].geography:
        profiles = f"aws bedrock list-inference-profiles --region {home}"
        yield from _guarded(patient, "route", lambda one: _visible(one, decision), profiles)


def _near(decision: Decision, home: str) -> str:
    """Return the Region to call instead of one that cannot: the one recommended, else the first that can."""
    asked, regions = decision.request, [decision.invoke_from[0]]
    if home in decision.catalog.regions:
        here = decision.means.again(decision, replace(asked, source=home), decision.on)
        regions = [one.decision.invoke_from[0] for one in here.alternatives if one.id == decision.id] + regions
    return next(one for one in regions if one in decision.invoke_from)


def _access(patient: Patient, decision: Decision) -> Iterator[Line]:
    model = decision.model.id
    answer = patient.client("bedrock").get_foundation_model_availability(modelId=model)
    agreement = answer["agreementAvailability"]["status"]
    offers = f"aws bedrock list-foundation-model-agreement-offers --model-id {model} --region {patient.home}"
    parts = (
        ("region", answer["regionAvailability"] == "AVAILABLE", f"{model} is not offered in {patient.home}", ""),
        ("authorization", answer["authorizationStatus"] == "AUTHORIZED", f"{model}: {answer['authorizationStatus']}",
         f"{_needed(patient, decision)}; for the account's first call: bedrock-atlas iam policy --for first-use"),
        ("entitlement", answer["entitlementAvailability"] == "AVAILABLE",
         f"{model}: the account has no entitlement", offers),
        ("agreement", agreement == "AVAILABLE", f"{model}: the agreement is {agreement}", offers),
    )  # fmt: skip
    wrong = [Line("failed", f"model access, {name}", message, fix) for name, good, message, fix in parts if not good]
    yield from wrong or [Line("ok", "model access", f"{model} is authorised, agreed to and offered in {patient.home}")]


def _needed(patient: Patient, decision: Decision) -> str:
    """Return what must be allowed for a call of the answer from here, by AWS's own checks."""
    routes = [route for route in decision.routes if route.source == patient.home] or decision.routes[:1]
    checks = [check for route in routes for check in authorizations(route)]
    arns = ", ".join(dict.fromkeys(check.resource for check in checks))
    return f"allow {checks[0].action} on {arns} (bedrock-atlas iam policy writes it)"


def _visible(patient: Patient, decision: Decision) -> Iterator[Line]:
    answer = patient.client("bedrock").get_inference_profile(inferenceProfileIdentifier=decision.id)
    codes = {arn["modelArn"].split(":")[3] for arn in answer["models"]}
    wanted = next((route.destinations for route in decision.routes if route.source == patient.home), frozenset())
    more = sorted(codes - wanted - {""})
    if more and "" not in codes:
        message = f"{decision.id} from {patient.home} may also go to {', '.join(more)}, which the catalog does not know"
        yield Line("warning", "route", message, "bedrock-atlas sync observe, then sync compare")
    else:
        yield Line("ok", "route", f"{decision.id} is visible from {patient.home}")


def _logging(patient: Patient) -> Iterator[Line]:
    config = patient.client("bedrock").get_model_invocation_logging_configuration().get("loggingConfig")
    logs, bucket = (config or {}).get("cloudWatchConfig"), (config or {}).get("s3Config")
    if not logs and not bucket:
        message = f"invocations are not logged in {patient.home}"
        yield Line(
            "warning",
            "invocation logging",
            message,
            f"aws bedrock put-model-invocation-logging-configuration, see {_LOGGING}",
        )
        return
    yield Line("ok", "invocation logging", f"on in {patient.home}")
    if logs:
        name = logs["logGroupName"]
        groups = f"aws logs describe-log-groups --log-group-name-prefix {name}"
        yield from _guarded(patient, "log retention", lambda one: _log_retention(one, name), groups)
    if bucket:
        yield from _guarded(
            patient, "log retention", lambda one: _bucket_retention(one, bucket), "aws s3api head-bucket"
        )


def _log_retention(patient: Patient, group: str) -> Iterator[Line]:
    groups = patient.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    found = [one for one in groups if one["logGroupName"] == group]
    if not found:
        yield Line(
            "failed",
            "log retention",
            f"there is no log group `{group}`",
            f"aws logs create-log-group --log-group-name {group}",
        )
        return
    fix = f"aws logs put-retention-policy --log-group-name {group} --retention-in-days {KEEP_DAYS}"
    yield _kept(found[0].get("retentionInDays"), f"log group `{group}`", fix)


def _bucket_retention(patient: Patient, config: dict[str, str]) -> Iterator[Line]:
    from botocore.exceptions import ClientError

    name, prefix = config["bucketName"], config.get("keyPrefix", "")
    try:
        rules = patient.client("s3").get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchLifecycleConfiguration":
            raise
        rules = []
    days = [
        rule["Expiration"]["Days"]
        for rule in rules
        if rule["Status"] == "Enabled" and "Days" in rule.get("Expiration", {}) and _concerns(rule, prefix)
    ]
    fix = (
        f"aws s3api put-bucket-lifecycle-configuration --bucket {name}, with an expiration of {KEEP_DAYS} days or more"
    )
    yield _kept(min(days, default=None), f"bucket `{name}`", fix)


def _concerns(rule: dict[str, Any], prefix: str) -> bool:
    """Check whether a lifecycle rule can touch objects under a prefix."""
    own = (
        rule.get("Prefix")
        or rule.get("Filter", {}).get("Prefix")
        or rule.get("Filter", {}).get("And", {}).get("Prefix")
        or ""
    )
    return str(own).startswith(prefix) or prefix.startswith(str(own))


def _kept(days: int | None, where: str, fix: str) -> Line:
    if days is None:
        return Line("ok", "log retention", f"{where} keeps everything")
    if days < KEEP_DAYS:
        return Line("warning", "log retention", f"{where} keeps {days} days, less than {KEEP_DAYS}", fix)
    return Line("ok", "log retention", f"{where} keeps {days} days")


def _probe(patient: Patient) -> Iterator[Line]:
    assert patient.decision is not None  # noqa: S101  # the caller looked
    identifier = patient.decision.id
    messages = [{"role": "user", "content": [{"text": "Say yes."}]}]
    answer = patient.client("bedrock-runtime").converse(
        modelId=identifier, messages=messages, inferenceConfig={"maxTokens": 1}
    )
    yield Line("ok", "probe", f"{identifier} answered from {patient.home}, stop reason {answer['stopReason']}")
