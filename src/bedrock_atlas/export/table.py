"""Every target by name: the one place where they are registered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.export.claude_code import CLAUDE_CODE
from bedrock_atlas.export.claude_gateway import CLAUDE_GATEWAY
from bedrock_atlas.export.litellm import LITELLM
from bedrock_atlas.export.opencode import OPENCODE
from bedrock_atlas.export.values import CDK, ENV, GITHUB_OUTPUT, KUBERNETES, TERRAFORM
from bedrock_atlas.export.verdicts import CEDAR, OPA

if TYPE_CHECKING:
    from bedrock_atlas.export.order import Order
    from bedrock_atlas.export.target import Target
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["NAMES", "TARGETS", "TEMPLATE", "target_of"]

TARGETS = {
    one.name: one
    for one in (
        CLAUDE_CODE, CLAUDE_GATEWAY, LITELLM, OPENCODE, TERRAFORM, CDK, OPA, CEDAR, ENV, GITHUB_OUTPUT, KUBERNETES,
    )
}  # fmt: skip
TEMPLATE = "template"
"""The target that is made of a file."""
NAMES = (*TARGETS, TEMPLATE)


def target_of(order: Order, catalog: Catalog) -> Target:
    """Return the target of an order; raises RequestError for one that nobody knows, or that lacks its template."""
    if order.target not in NAMES:
        known = f"known: {', '.join(NAMES)}"
        raise RequestError.unknown(
            f"unknown target `{order.target}`",
            slug="unknown-target",
            word=order.target,
            known=NAMES,
            otherwise=known,
        )
    if (order.target == TEMPLATE) != bool(order.template):
        hint = "`bedrock-atlas export template --template FILE …`"
        raise RequestError(
            "the target `template` and a file of `--template` go together", slug="no-template", hint=hint
        )
    if order.target == TEMPLATE:
        from bedrock_atlas.export.template import template_target  # its matcher takes longer to load than all others

        return template_target(Path(order.template), catalog)
    target = TARGETS[order.target]
    if target.one_source and len(order.sources) > 1:
        hint = "make a file for each Region"
        raise RequestError(f"`{target.name}` calls from one Region", slug="several-sources", hint=hint)
    return target
