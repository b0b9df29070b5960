"""Profiles that drifted from their declaration, for those who look at something else: `sync compare` and `doctor`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.doctor import Line
from bedrock_atlas.aws.observe.asking import Asker
from bedrock_atlas.aws.observe.observe import LISTS
from bedrock_atlas.aws.observe.refusals import classify, masker
from bedrock_atlas.aws.observe.snapshot import CallResult, Snapshot
from bedrock_atlas.aws.profiles.declared import declarations
from bedrock_atlas.aws.profiles.existing import account
from bedrock_atlas.aws.profiles.plan import plan
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from bedrock_atlas.aws.machine import State
    from bedrock_atlas.aws.observe.snapshot import Call
    from bedrock_atlas.aws.profiles.plan import Kind, Step
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["drifted", "examined", "look"]

_DEADLINE_S = 30.0
_STATES: dict[Kind, State] = {
    "keep": "ok", "create": "warning", "tag": "warning", "replace": "warning", "orphan": "warning",
    "forbidden": "failed", "collision": "failed", "not-seen": "not allowed",
}  # fmt: skip
_FIX = "bedrock-atlas sync observe --application --out today.json; bedrock-atlas profiles plan --snapshot today.json"


def drifted(catalog: Catalog, policy: Policy, snapshots: Iterable[Snapshot], on: date) -> list[Step]:
    """Return the steps from what snapshots saw to what is declared; those that keep, and Regions not asked, left out.

    Raises RequestError for a declaration that names what the policy does not have.
    """
    seen = account(catalog, snapshots, on)
    steps = plan(declarations(catalog, policy, on), seen)
    asked = {*seen.seen, *seen.blind}
    return [step for step in steps if step.kind != "keep" and step.source in asked]


def look(session: Any, regions: Iterable[str], endpoint_url: str | None, now: datetime) -> Snapshot:  # noqa: ANN401  # boto3 has no types
    """Ask AWS for the application profiles of a few Regions, and nothing else; what fails is a state."""
    answers: dict[str, dict[Call, CallResult]] = {}
    mask = masker((), show_account=False)
    for region in sorted(set(regions)):
        url = endpoint_url and endpoint_url.replace("{region}", region).replace("{service}", "bedrock")
        try:
            client = session.client("bedrock", region_name=region, endpoint_url=url)
            asker = Asker(client, mask, time.monotonic() + _DEADLINE_S)
            answer = asker.tagged(asker.pages(LISTS["application-profiles"]))
        except Exception as error:  # noqa: BLE001  # a client that cannot be made is the state of this Region
            state, text = classify(error, mask, opt_in=False)
            answer = CallResult(state, error=text)
        answers[region] = {"application-profiles": answer}
    return Snapshot(now, "aws", answers)


def examined(catalog: Catalog, policy: Policy, snapshot: Snapshot, on: date) -> Iterator[Line]:
    """Return a line of the doctor for each declared profile, and for what is left of one."""
    try:
        wanted = declarations(catalog, policy, on)
    except RequestError as error:
        yield Line("warning", "profiles", error.message, "name the policy that has what they ask for: --policy")
        return
    for step in plan(wanted, account(catalog, [snapshot], on)):
        state = _STATES[step.kind]
        yield Line(state, f"profile {step.name}", f"{step.kind}: {step.why}", "" if state == "ok" else _FIX)
