"""Every wording that is known: what is said of IDs, of rights, of the account and of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.table.account import ACCOUNT
from bedrock_atlas.diagnose.table.ids import IDS
from bedrock_atlas.diagnose.table.request import REQUEST
from bedrock_atlas.diagnose.table.rights import RIGHTS

if TYPE_CHECKING:
    from bedrock_atlas.diagnose.wording import Wording

__all__ = ["WORDINGS"]

WORDINGS: tuple[Wording, ...] = (*IDS, *RIGHTS, *ACCOUNT, *REQUEST)
