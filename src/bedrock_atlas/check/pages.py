"""Why each rule of a check is there and what to do about it: the words of `docs/rules.md`.

What must hold stands with the rule itself. Slugs of the form of a file (an anchor, a date that does not exist) speak
for themselves and are listed with their samples alone.
"""

from __future__ import annotations

from bedrock_atlas.check.catalogs import REVIEWS
from bedrock_atlas.check.overlays import OVERLAY_KINDS
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
    "alias-collision": ("A name that fits two models answers no question.", "Give one of them another alias."),
    "ambiguous-destinations": (
        "Two IDs that go to the same Regions may differ in price and in what they are called.",
        "Name the geography that it copies.",
    ),
    "bad-profile-name": (
        "AWS refuses the name, or the revision at its end would not fit.",
        "Write letters and digits, with single spaces, `_` or `-` between, 55 at most.",
    ),
    "bad-tag": (
        "AWS refuses the tag, or `profiles plan` would take the profile for another one.",
        "Choose another key or value.",
    ),
    "base-without-route": (
        "A price of a route that is not there gives every other price wrongly.",
        "Name the scope that the model has.",
    ),
    "commercial-set": (
        "`global.` goes to every commercial Region; a set that lacks one hides where data may go.",
        "Add or remove the Region that is named.",
    ),
    "country-without-region": (
        "A country without a Region holds no request; most often another was meant.",
        "Correct the code, or leave it out.",
    ),
    "date-implausible": (
        "A slip in a year makes an answer hold for years too long, or never.",
        "Look at the source again.",
    ),
    "derived-price": (
        "A price that follows from a rule and is written down as well will differ from it one day.",
        "Remove it; keep only what AWS lists differently.",
    ),
    "duplicate-entry": ("The second one says nothing and hides a slip.", "Remove one; perhaps another was meant."),
    "earlier-order": (
        "What was charged or asked on a day is read from the first entry that still held then.",
        "Sort: oldest first.",
    ),
    "ending-grant": (
        "What was granted for a time ends unnoticed, and then a request is refused in production.",
        "Extend it under a ticket, or move off it and remove it.",
    ),
    "evidence-future": ("Evidence has the source's date, and no source is of tomorrow.", "Correct `as_of`."),
    "evidence-idle": (
        "Evidence for what is not there hides that a section got lost.",
        "Remove the section from `covers`, or add it to the file.",
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
    "evidence-twice": ("Two entries for one source will differ one day.", "Put what both cover into one."),
    "factor-implausible": (
        "AWS's premiums are tenths; a factor of 11 is a slip for 1.10.",
        "Correct the factor, or the price.",
    ),
    "facts-missing": (
        "A file that `sync propose` wrote holds what AWS's API tells and no more; the rest is for a person to add.",
        "Fill in what the comment names, with evidence, and take the names out of it.",
    ),
    "geography-idle": (
        "A geography that is said to reach too far lets a wrong row pass.",
        "Remove the country or the Region, or add the row that reaches it.",
    ),
    "geography-left": (
        "A row that leaves its geography sends data where the prefix says that it does not go.",
        "Correct the row or the set; if AWS grew the geography, add the country with its evidence.",
    ),
    "geography-untold": (
        "What nobody stated, nobody can check.",
        "Add `reaches` with the countries, and the evidence.",
    ),
    "interval-order": ("An interval that ends before it begins never holds.", "Correct one of the two days."),
    "key-order": ("One order makes diffs show facts alone.", "Move the key; `--fix` does."),
    "legacy-twice": ("Two days for one event contradict each other.", "Keep AWS's own date."),
    "lifecycle-order": ("A model cannot end before it begins.", "Correct one of the two dates."),
    "limits-implausible": (
        "A digit too many or too few opens or closes a model to long requests.",
        "Count the digits again.",
    ),
    "listed-without-route": ("A price of a route that is not there is never used.", "Remove it, or add the route."),
    "mantle-id-provider": (
        "An ID of another provider is another model.",
        "Correct the ID; leave it out where it is the same.",
    ),
    "mantle-id-taken": ("A call with that ID reaches the other model.", "Correct the ID."),
    "missing-model": (
        "Without it nothing can be decided.",
        "Write `role:` or `model:`.",
    ),
    "name-mismatch": (
        "Policies allow and forbid by family and tier; a slip lets a model pass a rule that is meant for it.",
        "Correct the word, or the name.",
    ),
    "name-taken": ("A name that fits two models answers no question.", "Give each the name that AWS shows."),
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
    "price-order": ("Such a price is two numbers swapped or a slip.", "Look at the source again."),
    "price-scale": (
        "Price lists are per thousand tokens, per million or per hour; a policy about money believes the number.",
        "Convert it to USD per million tokens.",
    ),
    "price-without-base": ("A number is a price only of a scope.", "Say whose price it is."),
    "profile-order": ("One order makes diffs show facts alone.", "Move it; `--fix` does."),
    "profile-source": (
        "An ARN of a Region where the profile does not exist is refused by every call.",
        "Correct the ARN, or the geography.",
    ),
    "region-country": ("Residency is decided by the country of each Region.", "Correct the country, or the name."),
    "release-far": ("A year between both is most often a slip in one.", "Keep the one that the evidence bears out."),
    "reopened-silently": (
        "Users were told that the profile is gone; that it came back moves decisions too.",
        "Tell it in NEWS.md, with the word `reopened` and the model's name, or correct the row.",
    ),
    "residency-collision": ("A word that means two residencies means none.", "Give one of them another alias."),
    "route-missing": (
        "A model without routes answers every question with no, and nobody sees that its rows got lost.",
        "Add the rows, or say in `no_route` why there are none.",
    ),
    "row-after-end": ("Nothing can be invoked after a model's end of life.", "Correct the day, or the end of life."),
    "row-before-start": (
        "Nothing can be invoked before the model is there.",
        "Correct the day, or the start of the model.",
    ),
    "schema-edited": (
        "Editors check files by the schema; one that was edited accepts what `check` refuses.",
        "Make it anew: `make schema`.",
    ),
    "scopes-contradict": (
        "A Region that a geographic profile reaches and the global one does not is a slip in one of the two.",
        "Correct the row that has no evidence.",
    ),
    "seen-beside-since": (
        "Two first days of one row contradict each other, and nothing is proved before it is there.",
        "Keep `since` where the day it began is known, else `seen`.",
    ),
    "set-named-like-region": ("A reader could not tell which one is meant.", "Rename the set."),
    "stale-row": (
        "AWS withdraws profiles without a word; what nobody has seen for 90 days may be gone.",
        "Look whether AWS still lists it: give it a new `last_seen`, or `until`.",
    ),
    "successor-lives": (
        "A recommendation of a model that is gone, or of another kind, helps nobody.",
        "Name a model that lives, or leave it out.",
    ),
    "successor-unproved": (
        "Nobody can tell whether the successor stands in for the model.",
        "Add the output to its `modalities`, or leave `successor` out.",
    ),
    "suppression-without-reason": ("Nobody can tell later whether it still holds.", "Add `because` and the reason."),
    "two-subjects": (
        "Which of them counts nobody could tell.",
        "Remove one.",
    ),
    "two-values": (
        "Where they differ nobody could tell which counts.",
        "Remove one.",
    ),
    "union-members": (
        "A union that lacks a member denies what is allowed; one with a stranger lets data out.",
        "Name all members and nobody else.",
    ),
    "unknown-country": (
        "No Region stands in a country that does not exist.",
        "Correct the code; the United Kingdom is `GB`.",
    ),
    "unknown-destinations": (
        "What it leads to would be a guess.",
        "Look at what AWS lists for the ARN; the catalog may be behind: `sync compare`.",
    ),
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
    "contradicting-rules": (
        "A policy that admits nothing keeps every promise and serves nobody.",
        "Remove one of the two, or let them apply at different times or to different questions.",
    ),
    "dead-rule": ("A rule that never rejects gives a false sense of safety.", "Remove it, or widen it."),
    "ended-in-role": ("It makes a role look longer than it is.", "Remove the model."),
    "example-fails": (
        "The policy, or the catalog below it, changed what people rely on.",
        "Correct the one that is wrong.",
    ),
    "idle-invariant": (
        "A promise about nothing, or about questions that are all denied, promises nothing.",
        "Correct its `where`, or the rules.",
    ),
    "invariant-fails": ("The policy breaks its own promise.", "Ask the question that is shown, and add the rule."),
    "no-examples": ("Examples say in questions and answers what the policy is for.", "Add a few."),
    "nothing-admitted": ("Every promise holds of a policy that answers nothing.", "Loosen its rules."),
    "repeated-in-role": ("The second one says nothing; most often another model was meant.", "Remove one of them."),
    "shadowed-rule": ("Removing it would change nothing.", "Remove it, or narrow the other."),
    "too-many-questions": ("What cannot be proved may be wrong.", "Let rules tell fewer combinations apart."),
}
"""Slug → why it is a finding, and what to do."""


def kinds() -> dict[str, Kind]:
    """Return what each slug of a check stands for, as reports have it."""
    about = {rule.slug: rule.about for rule in RULES} | {rule.slug: rule.about for rule in REVIEWS}
    about |= MARKERS | OVERLAY_KINDS | POLICY_KINDS
    return {slug: Kind(text.strip(), " ".join(PAGES[slug])) for slug, text in sorted(about.items())}
