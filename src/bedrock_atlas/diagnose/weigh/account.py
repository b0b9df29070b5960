"""What the catalog knows of access: whose models need a form or an agreement, and where a model is at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import MANTLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.diagnose.case import Case
    from bedrock_atlas.diagnose.weigh.weighed import Finding

__all__ = ["ACCOUNT", "SOLD_BY_AWS"]

SOLD_BY_AWS = frozenset({"amazon", "deepseek", "meta", "mistral", "qwen"})
"""Providers whose models need no agreement in AWS Marketplace.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
"""


def _form(case: Case) -> Finding:
    alone = case.seen.wording.causes == ("use-case-form",)
    if case.endpoint == MANTLE and not alone:
        return None
    if case.model is not None and case.model.provider != "anthropic":
        return None
    said = [f"{case.model.name} is of Anthropic, whose models ask for the form"] if case.model else []
    region = case.known.catalog.regions.get(case.source or "")
    if region is not None and region.opt_in:
        said.append(f"{region.code} is an opt-in Region, where the form counts anew")
    return "possible", tuple(said)


def _agreement(case: Case) -> Finding:
    if case.model is None:
        return "possible", ()
    if case.model.provider in SOLD_BY_AWS:
        return None
    return "possible", (f"{case.model.name} is sold through AWS Marketplace",)


def _gate(case: Case) -> Finding:
    said = f"{case.id} is in the catalog" if case.exact else ""
    return "possible", tuple(filter(None, (said, "it is neither IAM nor a form nor AWS Marketplace")))


def _country(case: Case) -> Finding:
    return "certain", (f"{case.model.name} is of Anthropic",) if case.model else ()


def _payment(case: Case) -> Finding:
    if case.model is None or case.model.provider in SOLD_BY_AWS:
        return "certain", ()
    return "certain", (f"{case.model.name} is sold through AWS Marketplace",)


ACCOUNT: dict[str, Callable[[Case], Finding]] = {
    "account-gate": _gate,
    "geo-block": _country,
    "marketplace-agreement": _agreement,
    "payment-instrument": _payment,
    "use-case-form": _form,
}
