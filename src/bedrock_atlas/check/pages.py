"""Why each rule of a check is there and what to do about it: the words of `docs/rules.md`.

What must hold stands with the rule itself. Slugs of the form of a file (an anchor, a date that does not exist) speak
for themselves and are listed with their samples alone.
"""

from __future__ import annotations

from bedrock_atlas.check.catalogs import REVIEWS
from bedrock_atlas.check.policy_findings import POLICY_KINDS
from bedrock_atlas.check.suppress import MARKERS
from bedrock_atlas.report import Kind
from bedrock_atlas.source.soundness import RULES

__all__ = ["PAGES", "kinds"]

PAGES: dict[str, tuple[str, str]] = {
    "all-but-newest": (
        "A list of all values but one is read as `all but that one`, and fails open for the next value declared.",
        "Say what is left out with `not` or `unless`, or who is excepted with `except`.",
    ),
    "alias-collision": (
        "A name that fits two models answers no question.",
        "Give one of them another alias.",
    ),
    "commercial-set": (
        "`global.` goes to every commercial Region; a set that lacks one hides where data may go.",
        "Add or remove the Region that is named.",
    ),
    "derived-price": (
        "A price that follows from a rule and is written down as well will differ from it one day.",
        "Remove it; keep only what AWS lists differently.",
    ),
    "duplicate-entry": ("The second one says nothing and hides a slip.", "Remove one; perhaps another was meant."),
    "ending-grant": (
        "What was granted for a time ends unnoticed, and then a request is refused in production.",
        "Extend it under a ticket, or move off it and remove it.",
    ),
    "evidence-future": (
        "Evidence has the source's date, and no source is of tomorrow.",
        "Correct `as_of`.",
    ),
    "evidence-missing": (
        "A fact without a source cannot be checked by anyone.",
        "Add the source, its date and what it covers.",
    ),
    "evidence-old": (
        "AWS moves dates and Regions; what nobody looked at for so long may no longer hold.",
        "Look again and add the evidence. `--evidence-older-than` sets the limit.",
    ),
    "evidence-order": (
        "The newest source is the one to trust first.",
        "Sort: newest first, then by source; `--fix` does.",
    ),
    "facts-missing": (
        "A file that `sync propose` wrote holds what AWS's API tells and no more; the rest is for a person to add.",
        "Fill in what the comment names, with evidence, and take the names out of it.",
    ),
    "interval-order": ("An interval that ends before it begins never holds.", "Correct one of the two days."),
    "key-order": ("One order makes diffs show facts alone.", "Move the key; `--fix` does."),
    "legacy-twice": ("Two days for one event contradict each other.", "Keep AWS's own date."),
    "lifecycle-order": ("A model cannot end before it begins.", "Correct one of the two dates."),
    "listed-without-route": ("A price of a route that is not there is never used.", "Remove it, or add the route."),
    "mantle-id-provider": (
        "An ID of another provider is another model.",
        "Correct the ID; leave it out where it is the same.",
    ),
    "news-missing": ("Users read NEWS.md to learn which decisions move.", "Add the entry for the version at the top."),
    "notice-short": (
        "AWS promises months between LEGACY and the end of life; less is most often a slip.",
        "Look at both dates again; accept it with a comment when AWS says so.",
    ),
    "overlapping-rows": ("Two answers for one Region at one time are none.", "End one row when the other begins."),
    "partition-crossed": ("No request leaves its AWS partition.", "Correct the Region."),
    "path-mismatch": (
        "A file is found by its path; the ID in it must be the same.",
        "Rename the file, or correct the ID.",
    ),
    "premium-contradicted": (
        "Base, premium and listed price cannot all be right.",
        "Name a premium that leaves the route out, or correct the number that has no evidence.",
    ),
    "price-missing": ("A policy cannot admit by price what has none.", "Add the price with its evidence."),
    "price-notation": ("Money reads best with two decimals or more.", "Write `3.00`."),
    "price-without-base": ("A number is a price only of a scope.", "Say whose price it is."),
    "profile-order": ("One order makes diffs show facts alone.", "Move it; `--fix` does."),
    "residency-collision": ("A word that means two residencies means none.", "Give one of them another alias."),
    "row-after-end": ("Nothing can be invoked after a model's end of life.", "Correct the day, or the end of life."),
    "scopes-contradict": (
        "A Region that a geographic profile reaches and the global one does not is a slip in one of the two.",
        "Correct the row that has no evidence.",
    ),
    "set-named-like-region": ("A reader could not tell which one is meant.", "Rename the set."),
    "suppression-without-reason": ("Nobody can tell later whether it still holds.", "Add `because` and the reason."),
    "unknown-geography": ("A prefix that AWS does not have makes an ID that does not exist.", "Correct it, or add it."),
    "unknown-premium": ("Without its rule no price follows.", "Correct the name, or add the rule."),
    "unknown-region": ("A Region that does not exist serves nobody.", "Correct the code, or add the Region."),
    "unknown-set": ("A set that does not exist holds no Region.", "Correct the name, or add the set."),
    "unsorted": ("Sorted lists make diffs show facts alone.", "Move it next to the neighbour named; `--fix` does."),
    "unused-suppression": ("It hides nothing today and something else tomorrow.", "Remove it, or correct the slug."),
    "version-future": ("A version is the day on which the data was true.", "Correct the version."),
    "withdrawn-without-end": (
        "A row without an end still answers questions, although the profile is gone.",
        "Give its rows `until`.",
    ),
    "dead-rule": ("A rule that never rejects gives a false sense of safety.", "Remove it, or widen it."),
    "example-fails": (
        "The policy, or the catalog below it, changed what people rely on.",
        "Correct the one that is wrong.",
    ),
    "idle-invariant": ("A promise about nothing promises nothing.", "Correct its `where`."),
    "invariant-fails": ("The policy breaks its own promise.", "Ask the question that is shown, and add the rule."),
    "no-examples": ("Examples say in questions and answers what the policy is for.", "Add a few."),
    "shadowed-rule": ("Removing it would change nothing.", "Remove it, or narrow the other."),
    "too-many-questions": ("What cannot be proved may be wrong.", "Declare fewer attributes or values."),
}
"""Slug → why it is a finding, and what to do."""


def kinds() -> dict[str, Kind]:
    """Return what each slug of a check stands for, as reports have it."""
    about = {rule.slug: rule.about for rule in RULES} | {rule.slug: rule.about for rule in REVIEWS}
    about |= MARKERS | POLICY_KINDS
    return {slug: Kind(text.strip(), " ".join(PAGES[slug])) for slug, text in sorted(about.items())}
