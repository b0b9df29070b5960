"""Ask AWS in every Region at once and keep what it said, or how it failed to.

A Region that fails says so in its own state and touches no other; whatever is still open at the deadline is
`unreachable`. Nothing here compares: the snapshot is written even when it is mostly refusals.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.observe.asking import Asker, Listing
from bedrock_atlas.aws.observe.pool import run
from bedrock_atlas.aws.observe.price_list import compact
from bedrock_atlas.aws.observe.refusals import classify, masker
from bedrock_atlas.aws.observe.snapshot import Call, CallResult, Snapshot
from bedrock_atlas.errors import ObservationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bedrock_atlas.facts.values import Region

__all__ = ["LISTS", "PRICE_CODES", "WORKERS", "Plan", "Progress", "observe"]

WORKERS = 8
"""Calls in flight at most."""
PRICE_CODES = ("AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService")
"""Codes under which the AWS Price List carries Bedrock."""

Progress = Callable[[int, int, str, str], None]
"""Called as each Region ends: how many are done, of how many, its code, its states in words."""

_HOME = {"aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1"}
_READ_S = 20.0
_CONNECT_S = 5.0
# AWS's console reads these from the same answers; they are long and no fact of the catalog is in them
_LEFT_OUT = ("consoleIDEMetadata", "converse")

_PROFILES = ("list_inference_profiles", "inferenceProfileSummaries", "inferenceProfileId")
LISTS: dict[Call, Listing] = {
    "foundation-models": Listing("list_foundation_models", "modelSummaries", "modelId"),
    "inference-profiles": Listing(*_PROFILES, {"typeEquals": "SYSTEM_DEFINED", "maxResults": 100}),
    "application-profiles": Listing(*_PROFILES, {"typeEquals": "APPLICATION", "maxResults": 100}),
}
_OPEN = CallResult("unreachable", error="the time for the run was over before AWS had answered")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask. `session` is a boto3 session and `known` the Regions of the catalog.

    `regions` narrows to these codes (empty: all of the partition). `endpoint_url` may hold `{region}` and `{service}`.
    `deadline_s` is for the whole run, `attempts` for one page.
    """

    session: Any
    known: Mapping[str, Region]
    partition: str = "aws"
    regions: tuple[str, ...] = ()
    application: bool = False
    availability: bool = False
    prices: bool = False
    endpoint_url: str | None = None
    workers: int = WORKERS
    attempts: int = 5
    deadline_s: float = 120.0
    show_account: bool = False


def observe(plan: Plan, *, now: datetime, progress: Progress | None = None) -> Snapshot:
    """Ask AWS and give what it said; `now` dates the snapshot.

    Raises ObservationError when there are no credentials at all; every other failure is a state in the snapshot.
    """
    observer = _Observer(plan, time.monotonic() + plan.deadline_s)
    regions, source, notes = observer.regions()
    jobs: dict[str, Callable[[], None]] = {}
    for code in PRICE_CODES if plan.prices else ():
        jobs[code] = lambda code=code: observer.ask_prices(code)  # type: ignore[misc]
    for code in regions:
        jobs[code] = lambda code=code: observer.ask_region(code)  # type: ignore[misc]
    for count, name in enumerate(run(jobs, plan.workers, observer.deadline), 1):
        if progress is not None:
            progress(count, len(jobs), name, observer.states(name))
    answers = {code: observer.answers(code) for code in regions}
    prices = {code: observer.prices.get(code, _OPEN) for code in PRICE_CODES if plan.prices}
    return Snapshot(now, plan.partition, answers, prices, source, tuple(notes))


@dataclass(slots=True)
class _Observer:
    """One run: makes clients one at a time, since a boto3 session is not for several threads, and gathers answers."""

    plan: Plan
    deadline: float
    found: dict[str, dict[Call, CallResult]] = field(default_factory=dict)
    prices: dict[str, CallResult] = field(default_factory=dict)
    askers: dict[str, Asker] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()
    _lock: threading.Lock = field(default_factory=threading.Lock)
    mask: Callable[[str], str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the secrets that no text may show."""
        self.mask = masker(_secrets(self.plan.session), show_account=self.plan.show_account)

    def regions(self) -> tuple[list[str], str, list[str]]:
        """Return the Regions to ask, where the list came from, and remarks on it."""
        if self.plan.regions:
            return sorted(set(self.plan.regions)), "option", []
        known = sorted(code for code, region in self.plan.known.items() if region.partition == self.plan.partition)
        home = self.plan.session.region_name
        try:
            client = self._client("ec2", home if home in known else _HOME.get(self.plan.partition, "us-east-1"))
            entries = client.describe_regions(AllRegions=True)["Regions"]
            states = {str(entry["RegionName"]): entry.get("OptInStatus") for entry in entries}
        except Exception as error:  # noqa: BLE001  # the catalog's Regions do as well
            _, text = classify(error, self.mask, opt_in=False)
            return (
                known,
                "catalog",
                [f"ec2:DescribeRegions did not answer, so the catalog's Regions were asked: {text}"],
            )
        self.disabled = frozenset(code for code, state in states.items() if state == "not-opted-in")
        return sorted(states), "ec2", []

    def ask_region(self, code: str) -> None:
        """Make every call of the plan in one Region."""
        answers = self.found[code] = {}
        if code in self.disabled:
            gone = CallResult("not-opted-in", error="ec2:DescribeRegions: the account has not enabled this Region")
            answers.update(dict.fromkeys(self._calls(), gone))
            return
        try:
            opt_in = code in self.plan.known and bool(self.plan.known[code].opt_in)
            asker = Asker(self._client("bedrock", code), self.mask, self.deadline, opt_in=opt_in)
            self.askers[code] = asker
        except Exception as error:  # noqa: BLE001  # a client that cannot be made is the state of this Region
            state, text = classify(error, self.mask, opt_in=False)
            answers.update(dict.fromkeys(self._calls(), CallResult(state, error=text)))
            return
        for call in self._calls():
            if call == "availability":
                ids = sorted(item["modelId"] for item in answers["foundation-models"].items)
                answers[call] = asker.each("get_foundation_model_availability", "modelId", ids)
            else:
                answer = asker.pages(LISTS[call])
                tagged = asker.tagged(answer) if call == "application-profiles" else answer
                answers[call] = self._kept(tagged)
        del self.askers[code]

    def ask_prices(self, code: str) -> None:
        """Read the price list of one service code; the list itself is an API of a few Regions."""
        home = {"aws": "us-east-1", "aws-cn": "cn-northwest-1"}.get(self.plan.partition, "us-east-1")
        listing = Listing("get_products", "PriceList", "", {"ServiceCode": code, "MaxResults": 100}, "NextToken")
        try:
            answer = Asker(self._client("pricing", home), self.mask, self.deadline).pages(listing)
            self.prices[code] = compact(answer)
        except Exception as error:  # noqa: BLE001  # as above
            state, text = classify(error, self.mask, opt_in=False)
            self.prices[code] = CallResult(state, error=text)

    def answers(self, code: str) -> dict[Call, CallResult]:
        """Return the answers of a Region; a call that has not ended is open."""
        found = dict(self.found.get(code, {}))
        for call in self._calls():
            if call not in found:
                found[call] = self.askers[code].unfinished() if code in self.askers else _OPEN
                break
        return {call: found.get(call, _OPEN) for call in self._calls()}

    def states(self, name: str) -> str:
        """Tell in words how the calls of a job ended."""
        if name in self.prices:
            return f"prices {self.prices[name].state}"
        return ", ".join(f"{call} {answer.state}" for call, answer in self.answers(name).items())

    def _calls(self) -> tuple[Call, ...]:
        optional: list[tuple[Call, bool]] = [
            ("application-profiles", self.plan.application),
            ("availability", self.plan.availability),
        ]
        return ("foundation-models", "inference-profiles", *(call for call, wanted in optional if wanted))

    def _kept(self, answer: CallResult) -> CallResult:
        """Return an answer as the snapshot keeps it: without secrets and the console's own fields."""
        items = tuple(
            {key: _masked(value, self.mask) for key, value in item.items() if key not in _LEFT_OUT}
            for item in answer.items
        )
        return CallResult(answer.state, items, answer.error, answer.pages, answer.retries)

    def _client(self, service: str, region: str) -> Any:  # noqa: ANN401  # boto3 has no types
        from botocore.config import Config

        left = max(1.0, self.deadline - time.monotonic())
        config = Config(
            connect_timeout=min(_CONNECT_S, left),
            read_timeout=min(_READ_S, left),
            retries={"mode": "adaptive", "total_max_attempts": self.plan.attempts},
            user_agent_extra="bedrock-atlas",
        )
        url = self.plan.endpoint_url
        if url is not None:
            url = url.replace("{region}", region).replace("{service}", service)
        with self._lock:
            return self.plan.session.client(service, region_name=region, config=config, endpoint_url=url)


def _secrets(session: Any) -> list[str]:  # noqa: ANN401  # boto3 has no types
    """Return the secrets in use; raises ObservationError when there are none, since then nobody would be asked."""
    token = os.environ.get("AWS_BEARER_TOKEN_BEDROCK", "")
    try:
        credentials = session.get_credentials()
        frozen = credentials.get_frozen_credentials() if credentials is not None else None
    except Exception as error:
        raise ObservationError(
            f"AWS credentials cannot be had: {type(error).__name__}", region="", cause=error
        ) from error
    if frozen is None and not token:
        raise ObservationError(
            "there are no AWS credentials\n  hint: `aws configure`, AWS_PROFILE, a role, or AWS_BEARER_TOKEN_BEDROCK",
            region="",
            cause=LookupError("no credentials"),
        )
    return [token, *(frozen or ())]


def _masked(value: Any, mask: Callable[[str], str]) -> Any:  # noqa: ANN401  # JSON data
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_masked(item, mask) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, mask) for key, item in value.items()}
    return value
