"""Faults in the rooms around: what people write, what a pull request brings, and what is printed."""

from __future__ import annotations

from tests.property.mutants.planting import Mutant

YAML, CHECKED = "tests/unit/source/test_strict_yaml.py::test_", "tests/unit/check/test_samples.py::test_"
STRICT, DATES = "bedrock_atlas.source.strict_yaml:", "bedrock_atlas.check.reviews.dates:"

AROUND = (
    Mutant("the last of two keys counts", STRICT + "_Constructor.mapping",
           'if len(result) != len(node.value) or "" in result', 'if "" in result',
           YAML + "everything_wrong_is_said_at_once"),
    Mutant("a decimal is a float", STRICT + "_Constructor.number", "return Decimal(text)", "return float(text)",
           YAML + "value"),
    Mutant("`no` is false", STRICT + "_Constructor.odd_scalar", "if text in _WORDS:",
           "if text == 'no':\n            return False\n        if text in _WORDS:", YAML + "value"),
    Mutant("a file may nest for ever", STRICT + "_Constructor.value", "if depth > MAX_DEPTH:", "if depth < 0:",
           YAML + "deep_nesting"),
    Mutant("evidence of tomorrow is evidence", DATES + "evidence_future", 'entry["as_of"] > terms.on',
           'entry["as_of"] is terms', CHECKED + "bad_sample[evidence-future]"),
    Mutant("a notice may be short", DATES + "notice_short", "end - legacy < promised", "end - legacy > promised",
           CHECKED + "bad_sample[notice-short]"),
    Mutant("a comment accepts what stands elsewhere", "bedrock_atlas.report.suppression:settled",
           "key = (finding.path, finding.line, finding.slug)",
           "key = next((k for k in first if k[2] == finding.slug), None)",
           "tests/unit/check/test_suppressed_policies.py"),
    Mutant("the first of several catalogs counts", "bedrock_atlas.loading.catalogs:catalog_sources",
           "wholes[-1] if wholes", "wholes[0] if wholes",
           "tests/unit/core/test_catalog.py::test_of_several_catalogs_the_last_counts"),
    Mutant("a file takes the name of a shipped policy", "bedrock_atlas.loading.policies:_read",
           "shipped = shipped_policy(path)", "shipped = None if Path(path).exists() else shipped_policy(path)",
           "tests/unit/core/test_policies.py::test_a_file_of_a_shipped_name_is_the_shipped_one"),
    Mutant("no route is an ID", "bedrock_atlas.ask:resolve", "if decision.id is None:", "if decision is None:",
           "tests/unit/core/test_errors.py"),
)  # fmt: skip
