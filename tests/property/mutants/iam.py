"""Faults in what AWS is said to check, in the judge of documents, and in the documents that are written."""

from __future__ import annotations

from tests.property.mutants.planting import Mutant

CHECKED, CONDITIONS = "tests/unit/iam/test_authorizations.py::test_", "tests/unit/iam/test_conditions.py::test_"
REVIEWED, READ = "tests/unit/iam/test_review.py::test_", "tests/unit/iam/test_read.py::test_"
WRITTEN, JUDGED = "tests/unit/iam/test_write.py::test_", "tests/unit/iam/test_evaluator.py::test_how_levels_are_judged"

CALLS, PATTERNS = "bedrock_atlas.iam.authorizations:", "bedrock_atlas.iam.patterns:"
HOLDS, FITS = "bedrock_atlas.iam.conditions:Condition.holds", "bedrock_atlas.iam.document:Statement.fits"

IAM = (
    Mutant("the source Region of a profile needs no model", CALLS + "authorizations",
           "[source, *sorted(route.destinations - {source})]", "sorted(route.destinations)",
           CHECKED + "what_is_checked"),
    Mutant("a global call names its Region", CALLS + "authorizations", "region or UNSPECIFIED", "region or source",
           CHECKED + "what_is_checked"),
    Mutant("both readings are one", CALLS + "authorizations", 'if reading == "present" else None',
           "if reading else None", CHECKED + "what_is_checked"),
    Mutant("a wildcard runs over segments", PATTERNS + "_regex", '_glob(part, "[^:]")', '_glob(part, ".")',
           CONDITIONS + "patterns"),
    Mutant("a value is taken for a pattern", PATTERNS + "_match_open",
           'return value.replace("*", _STAR).replace("?", _MARK)', "return value",
           CONDITIONS + "variables_and_open_parts"),
    Mutant("a key that is not known is absent", HOLDS, "return frozenset((self.key,))", "value = None",
           CONDITIONS + "a_key_that_is_not_known"),
    Mutant("a negated operator needs its key", HOLDS, "or (asked.negated and not asked.some)", "or asked is None",
           CONDITIONS + "operators"),
    Mutant("any value of a set will do", HOLDS, "return negated(_any(negated(one) for one in found))",
           "return _any(found)", CONDITIONS + "operators"),
    Mutant("what is not meant is meant", FITS, "found = negated(found)", "pass",
           JUDGED),
    Mutant("a Deny that may apply hides one that does", "bedrock_atlas.iam.evaluator:Authority.judge",
           "if found is not False:", 'if found is not False and not depends:\n                return '
           'Judgement("depends", name, statement, found)\n            if found is not False:',
           JUDGED),
    Mutant("one level that allows is enough", "bedrock_atlas.iam.evaluator:Authority.judge",
           'if judged.outcome == "denied":', 'if judged.outcome == "denied" and len(levels) == 1:',
           JUDGED),
    Mutant("an SCP forgets where a profile is called from", "bedrock_atlas.iam.write.scp:_through",
           'profile_arn(partition, "*" if geography in free else region, "*", name)',
           'profile_arn(partition, "*", "*", name)', WRITTEN + "what_an_scp_denies_beyond_the_catalog"),
    Mutant("a prefix may fit others", "bedrock_atlas.iam.write.patterns:prefixes",
           "not any(name.startswith(start) for name in others)", "not (others and start in others)",
           WRITTEN + "prefixes"),
    Mutant("what depends passes", "bedrock_atlas.iam.review:_slug", 'return "depends"', 'return ""',
           REVIEWED + "what_depends_is_named"),
    Mutant("what has ended is asked", "bedrock_atlas.iam.universe:universe", "if not _GONE.isdisjoint(rules):",
           "if _GONE is rules:", "tests/golden/test_cli.py::test_output[iam-prove-equal]"),
    Mutant("the last of two keys of JSON counts", "bedrock_atlas.iam.read.json_text:_Reader.mapping",
           "if name in keys:", "if name is keys:", READ + "bad_keys_hide_no_other_fault"),
    Mutant("an expression of Terraform is a variable of IAM", "bedrock_atlas.iam.read.terraform:_configured",
           "else open_part(found[3])", 'else f"${{{found[3]}}}"', READ + "terraform_as_json"),
)  # fmt: skip
