"""The kinds of findings of a scan: what each says, why it matters and what to do. `docs/rules.md` is made from this."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.diagnose.causes import CAUSES
from bedrock_atlas.report import Kind

if TYPE_CHECKING:
    from bedrock_atlas.errors import Severity

__all__ = ["REFUSED_FOR", "RULES", "ScanRule", "kinds"]


class ScanRule(NamedTuple):
    """One kind of finding: `about` is what must hold, `why` the harm, `fix` what to do, all sentences."""

    slug: str
    severity: Severity
    about: str
    why: str
    fix: str


RULES: tuple[ScanRule, ...] = (
    ScanRule(
        "arn-kind",
        "error",
        "An ARN says `foundation-model` of a base ID and `inference-profile` of a profile's.",
        "An IAM statement with the wrong kind matches nothing, and every call is denied.",
        "Write the other kind: a foundation model's ARN has no account number, a profile's has one.",
    ),
    ScanRule(
        "arn-source",
        "error",
        "The Region in a profile's ARN is one from which the profile can be invoked.",
        "The profile does not exist in other Regions, whatever its prefix suggests.",
        "Take one of the Regions named, or another profile of the model.",
    ),
    ScanRule(
        "end-of-life",
        "error",
        "A model that is named has not reached its end of life on Amazon Bedrock.",
        "Every call to it fails from that day on.",
        "Move to one of the newer IDs named; they go no further than the old one did.",
    ),
    ScanRule(
        "end-of-life-soon",
        "warning",
        "No model that is named reaches its end of life within the horizon (`--within`).",
        "The day is known; what still names the model then stops working.",
        "Plan the move to one of the newer IDs named.",
    ),
    ScanRule(
        "incomplete-id",
        "error",
        "An ID is whole, down to its version.",
        "Amazon Bedrock takes no abbreviations: the call fails.",
        "Write the whole ID; `--fix` does so where there is one.",
    ),
    ScanRule(
        "legacy",
        "warning",
        "No model that is named is LEGACY, or lives on in a few Regions alone.",
        "A LEGACY model has an end of life ahead, may cost more in extended access and is closed to new accounts.",
        "Move to one of the newer IDs named.",
    ),
    ScanRule(
        "legacy-soon",
        "warning",
        "No model that is named becomes LEGACY within the horizon (`--within`).",
        "From that day on its end of life is near.",
        "Plan the move to one of the newer IDs named.",
    ),
    ScanRule(
        "not-admitted",
        "error",
        "An ID that is named is admitted by the policies given with `--policy`.",
        "The organisation decided who may use what; the rules named are against it.",
        "Take one of the IDs named, which the policies admit.",
    ),
    ScanRule(
        "not-yet",
        "error",
        "A model or profile that is named is already there on the date.",
        "Calls fail until then.",
        "Wait for the day named, or take another ID.",
    ),
    ScanRule(
        "profile-only",
        "warning",
        "A bare model ID is one that can be invoked by itself somewhere.",
        "Many newer models are served through inference profiles alone; invoking the base ID fails.",
        "Put the geography's prefix before it; which one decides where requests are processed.",
    ),
    ScanRule(
        "suppression-without-reason",
        "warning",
        "A comment that suppresses a finding says why: `atlas: ignore[slug] because …`.",
        "Nobody can tell later whether the reason still holds.",
        "Add `because` and the reason.",
    ),
    ScanRule(
        "unknown-geography",
        "error",
        "The prefix of an inference profile is a geography of Amazon Bedrock.",
        "There is no such profile: the call fails.",
        "Take one of the profiles named.",
    ),
    ScanRule(
        "unknown-model",
        "error",
        "A model that is named is in the catalog.",
        "It is misspelled, never was on Amazon Bedrock, or ended before the catalog begins.",
        "Correct the spelling; `--fix` does so where one model fits. A model of your own goes into an overlay catalog.",
    ),
    ScanRule(
        "unknown-profile",
        "error",
        "The model that is named has an inference profile in that geography.",
        "No such profile is known, today or earlier: the call fails.",
        "Take one of the profiles named.",
    ),
    ScanRule(
        "unused-suppression",
        "warning",
        "A comment that suppresses a finding stands beside one.",
        "It hides nothing today and would hide something else tomorrow.",
        "Remove the comment, or correct the slug in it.",
    ),
    ScanRule(
        "withdrawn-profile",
        "error",
        "An inference profile that is named is still there on the date.",
        "AWS withdrew it: the call fails, although the model lives on elsewhere.",
        "Take one of the IDs named; mind where they process requests.",
    ),
)
"""Every kind of finding, by slug."""
REFUSED_FOR = {
    "arn-source": "not-from-region",
    "end-of-life": "after-end-of-life",
    "incomplete-id": "version-suffix",
    "not-yet": "not-yet",
    "profile-only": "profile-needed",
    "unknown-geography": "no-such-profile",
    "unknown-model": "misspelled-id",
    "unknown-profile": "no-such-profile",
    "withdrawn-profile": "withdrawn-profile",
}
"""Kind of finding to the cause for which Bedrock then refuses the call, as `diagnose` names it."""


def kinds() -> dict[str, Kind]:
    """Return what each slug stands for, as reports have it."""
    return {rule.slug: Kind(rule.about, f"{rule.why} {rule.fix}{_refused(rule.slug)}") for rule in RULES}


def _refused(slug: str) -> str:
    """Return the sentence that says for what cause a call is refused; empty where none is."""
    cause = REFUSED_FOR.get(slug)
    return f" Bedrock refuses the call: {CAUSES[cause].title} (`{cause}` of diagnose)." if cause else ""
