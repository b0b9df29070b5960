"""Planted faults: small changes of the package, each with the test that has to catch it.

The laws of `test_small_world.py` ask every question about a small catalog and so need no luck; the other tests named
are as exact. A fault that survives shows that a test is missing.
"""

from __future__ import annotations

from tests.property.mutants.advice import ADVICE
from tests.property.mutants.analysis import ANALYSIS
from tests.property.mutants.around import AROUND
from tests.property.mutants.aws import AWS
from tests.property.mutants.core import DECISIONS, FACTS, LANGUAGES, POLICIES
from tests.property.mutants.errors import ERRORS
from tests.property.mutants.export import EXPORT
from tests.property.mutants.iam import IAM
from tests.property.mutants.roles import ROLES
from tests.property.mutants.scan import SCAN
from tests.property.mutants.service import SERVICE

__all__ = ["MUTANTS"]

MUTANTS = (
    *FACTS, *POLICIES, *LANGUAGES, *ROLES, *DECISIONS, *ADVICE, *ANALYSIS, *SCAN, *IAM, *AWS, *SERVICE, *ERRORS,
    *EXPORT, *AROUND,
)  # fmt: skip
