"""What a reader found in a file: documents that belong to somebody, and what was wrong or could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.errors import Finding
    from bedrock_atlas.iam.document import Document

__all__ = ["Found"]


@dataclass(slots=True)
class Found:
    """Documents by whom they are attached to, `owners` (SCPs to none), in the order found; and the findings."""

    owners: dict[str, list[Document]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, owner: str, document: Document | None, findings: list[Finding]) -> None:
        """Take a document as it was bound."""
        self.findings += findings
        if document is not None:
            self.owners.setdefault(owner, []).append(document)

    def join(self, other: Found) -> None:
        """Take what was found in another file."""
        self.findings += other.findings
        for owner, documents in other.owners.items():
            self.owners.setdefault(owner, []).extend(documents)
