"""The documents that are asked for, by what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.words import RETENTION_ORDER, retention_rank
from bedrock_atlas.iam.proof import Calls
from bedrock_atlas.iam.write.fit import fit
from bedrock_atlas.iam.write.identity import identity_statements
from bedrock_atlas.iam.write.scp import scp_statements
from bedrock_atlas.iam.write.shape import SIZES, statement
from bedrock_atlas.iam.write.split import by_routes, by_statements
from bedrock_atlas.policy.constraints import AllOf, AnyOf, Not, Test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.iam.universe import Universe
    from bedrock_atlas.iam.write.fit import Written
    from bedrock_atlas.iam.write.shape import Json
    from bedrock_atlas.policy.constraints import Condition

__all__ = ["FIXED", "runtime_policy", "service_control_policies"]

_SOME_ACCOUNT = "123456789012"
_LOOKS = ("bedrock:GetFoundationModel", "bedrock:GetFoundationModelAvailability", "bedrock:GetInferenceProfile",
          "bedrock:ListFoundationModels", "bedrock:ListInferenceProfiles")  # fmt: skip
_FORM = ("bedrock:GetUseCaseForModelAccess", "bedrock:PutUseCaseForModelAccess")
_AGREE = ("bedrock:CreateFoundationModelAgreement", "bedrock:GetFoundationModelAvailability",
          "bedrock:ListFoundationModelAgreementOffers")  # fmt: skip
_BUY = ("aws-marketplace:Subscribe", "aws-marketplace:Unsubscribe", "aws-marketplace:ViewSubscriptions")

FIXED: dict[str, list[Json]] = {
    "read-only": [statement("LookAtModelsAndProfiles", list(_LOOKS), ["*"])],
    "first-use": [
        statement("AgreeToModelTerms", list(_AGREE), ["*"]),
        statement("FillInTheUseCaseForm", list(_FORM), ["*"]),
        statement("SubscribeThroughBedrock", list(_BUY), ["*"],
                  {"StringEquals": {"aws:CalledViaLast": "bedrock.amazonaws.com"}}),
    ],
}  # fmt: skip
"""Purposes whose documents are the same under every policy: to look, and the first call of an account.
https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html"""


def runtime_policy(universe: Universe, account: str = "", mode: str = "") -> Written:
    """Return the identity policies of who calls what a universe admits; see `fit` for `mode` and what is raised.

    Without an account its place in ARNs is `*`, which `closed` does not allow.
    """
    if mode == "closed" and not account:
        hint = "give --account: without it the account in profile ARNs is a wildcard"
        raise RequestError("closed documents name the account", slug="missing-account", hint=hint)
    admitted, rejected = universe.admitted, universe.rejected
    if not admitted:
        raise _nothing(universe)
    written = account or "*"
    limit = SIZES["identity"]
    return fit(
        "identity",
        Calls(universe, account or _SOME_ACCOUNT),
        lambda shape: identity_statements(admitted, rejected, shape, written),
        lambda _, shape: by_routes(
            admitted, lambda routes: identity_statements(routes, rejected, shape, written), limit
        ),
        mode,
    )


def service_control_policies(catalog: Catalog, universe: Universe, mode: str = "") -> Written:
    """Return the SCPs that deny what a universe does not admit; see `fit` for `mode` and what is raised."""
    if not universe.admitted:
        raise _nothing(universe)
    modes = _retention(catalog, universe)
    return fit(
        "scp",
        Calls(universe, _SOME_ACCOUNT),
        lambda shape: scp_statements(universe.admitted, universe.rejected, shape, universe.partition, modes),
        lambda found, _: by_statements(found, SIZES["scp"]),
        mode,
    )


def _nothing(universe: Universe) -> RequestError:
    message = f"policy {universe.policy.name} admits no route in partition {universe.partition} on {universe.on}"
    return RequestError(message, slug="nothing-admitted", hint="`bedrock-atlas table` shows what it answers")


def _retention(catalog: Catalog, universe: Universe) -> tuple[str, ...]:
    """Return the modes that no admitted model goes beyond, where a rule speaks of retention; empty: every mode."""
    tests = {test.name for rule in universe.policy.rules if rule.condition for test in _tests(rule.condition)}
    models = {case.model for case in universe.cases if case.admitted}
    most = max(retention_rank(catalog.model(model).retention_on(universe.on)) for model in models)
    if tests.isdisjoint({"retention_in", "retention_at_most"}) or most + 1 == len(RETENTION_ORDER):
        return ()
    return RETENTION_ORDER[: most + 1]


def _tests(condition: Condition) -> Iterator[Test]:
    match condition:
        case Test():
            yield condition
        case Not(inner):
            yield from _tests(inner)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _tests(part)
