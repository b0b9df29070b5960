"""The six tools, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.mcp.looking import LOOKING
from bedrock_atlas.mcp.routing import ROUTING

if TYPE_CHECKING:
    from bedrock_atlas.mcp.tool import Tool

__all__ = ["TOOLS"]

TOOLS: dict[str, Tool] = {one.name: one for one in (*ROUTING, *LOOKING)}
