"""What is there: the application inference profiles of snapshots, with their tags, the newest look at each Region."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.aws.profiles.declared import NAME_TAG, REVISION_TAG
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.application import reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bedrock_atlas.aws.observe.snapshot import Snapshot
    from bedrock_atlas.facts.application import Application
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["Account", "Existing", "account"]


@dataclass(frozen=True, slots=True)
class Existing:
    """One profile of the account. `leads_to` is None, and `doubt` says why, where what it leads to cannot be told."""

    id: str
    arn: str
    aws_name: str
    source: str
    tags: Mapping[str, str]
    leads_to: Application | None
    doubt: str

    @property
    def name(self) -> str:
        """Return the declaration that it says it is of; empty for one that nobody here made."""
        return self.tags.get(NAME_TAG, "")

    @property
    def revision(self) -> str:
        """Return the revision that it says it is."""
        return self.tags.get(REVISION_TAG, "")


@dataclass(slots=True)
class Account:
    """All profiles that were seen, and why a Region was not: a Region in neither was not asked."""

    profiles: list[Existing] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    blind: dict[str, str] = field(default_factory=dict)


def account(catalog: Catalog, snapshots: Iterable[Snapshot], on: date) -> Account:
    """Gather the application profiles of snapshots; of each Region the newest look that says something counts."""
    found = Account()
    for snapshot in sorted(snapshots, key=lambda one: one.taken, reverse=True):
        for region, calls in snapshot.regions.items():
            answer = calls.get("application-profiles")
            if region in found.seen or answer is None:
                continue
            untagged = [item for item in answer.items if not isinstance(item.get("tags"), list)]
            if answer.state != "observed" or untagged:
                why = "observed without tags" if untagged else f"{answer.state}: {answer.error}".rstrip(": ")
                found.blind.setdefault(region, why)
                continue
            found.seen.add(region)
            found.blind.pop(region, None)
            found.profiles += [_existing(catalog, region, item, on) for item in answer.items]
    return found


def _existing(catalog: Catalog, region: str, item: Mapping[str, object], on: date) -> Existing:
    models, tags = item.get("models"), item.get("tags")
    arns = [str(one.get("modelArn")) for one in models if isinstance(one, dict)] if isinstance(models, list) else []
    try:
        leads_to, doubt = reported(catalog, region, arns, on), ""
    except RequestError as error:
        leads_to, doubt = None, error.message
    return Existing(
        id=str(item["inferenceProfileId"]),
        arn=str(item.get("inferenceProfileArn", "")),
        aws_name=str(item.get("inferenceProfileName", "")),
        source=region,
        tags={str(one["key"]): str(one["value"]) for one in tags} if isinstance(tags, list) else {},
        leads_to=leads_to,
        doubt=doubt or (leads_to.doubt if leads_to else ""),
    )
