"""Every target by name: the one place where they are registered; the module of one is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from bedrock_atlas.export.order import Order
    from bedrock_atlas.export.target import Target
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["NAMES", "TARGETS", "TEMPLATE", "registered", "target_of"]

TARGETS = {
    "claude-code": "claude_code",
    "claude-gateway": "claude_gateway",
    "litellm": "litellm",
    "opencode": "opencode",
    "terraform": "values",
    "cdk": "values",
    "opa": "verdicts",
    "cedar": "verdicts",
    "env": "values",
    "github-output": "values",
    "kubernetes": "values",
}
"""Name to the module that has it, under its own name in capitals."""
TEMPLATE = "template"
"""The target that is made of a file."""
NAMES = (*TARGETS, TEMPLATE)


def registered(name: str) -> Target:
    """Return a target by its name; raises KeyError."""
    module = import_module(f"bedrock_atlas.export.{TARGETS[name]}")
    target: Target = getattr(module, name.replace("-", "_").upper())
    return target


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
    target = registered(order.target)
    if target.one_source and len(order.sources) > 1:
        hint = "make a file for each Region"
        raise RequestError(f"`{target.name}` calls from one Region", slug="several-sources", hint=hint)
    return target
