"""Who is judged: each owner of identity policies under what is common to all, or that alone where there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.iam.authorizations import DIRECT_CALL
from bedrock_atlas.iam.evaluator import Authority, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedrock_atlas.iam.authorizations import Context
    from bedrock_atlas.iam.document import Document

__all__ = ["Subject", "account_of", "context_of", "subjects"]

_ACCOUNT = re.compile(r"\d{12}")
_SOME_ACCOUNT = "123456789012"


@dataclass(frozen=True, slots=True)
class Subject:
    """One owner (empty: nobody in particular) with the levels that judge its calls."""

    name: str
    authority: Authority

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents of all levels."""
        return tuple(one for level in self.authority.levels for one in level.documents)


def subjects(owners: Mapping[str, Sequence[Document]], more: Sequence[Level] = ()) -> tuple[Subject, ...]:
    """Return who is judged by the documents of some owners and by further levels; raises RequestError for none.

    SCPs found together are of one part of the organisation, unless levels say otherwise.
    """
    found = [document for documents in owners.values() for document in documents]
    common = list(more)
    for kind in ("scp", "endpoint", "boundary", "session"):
        documents = tuple(one for one in found if one.kind == kind)
        if documents:
            common.append(Level(kind, documents))
    mine = {name: tuple(one for one in documents if one.kind == "identity") for name, documents in owners.items()}
    named = [
        Subject(name, Authority([*common, Level("identity", documents)]))
        for name, documents in mine.items()
        if documents
    ]
    if not named and not common:
        hint = "the files hold no policy of IAM or Organizations whose document can be read"
        raise RequestError("there is no document to judge", slug="no-document", hint=hint)
    return tuple(named) or (Subject("", Authority(common)),)


def account_of(documents: Sequence[Document]) -> str:
    """Return the account that documents are for: the only one that their profiles and projects name, else any."""
    named = {
        parts[4]
        for document in documents
        for statement in document.statements
        for text in (*statement.resources.texts, *(value for one in statement.conditions for value in one.values))
        if len(parts := text.split(":", 5)) > len(("arn", "partition", "service", "region", "account"))
        and parts[2].startswith("bedrock")
        and _ACCOUNT.fullmatch(parts[4])
    }
    return named.pop() if len(named) == 1 else _SOME_ACCOUNT


def context_of(documents: Sequence[Document], account: str, principal: str, given: Mapping[str, str]) -> Context:
    """Return what is known of every call: that it is direct, by whom, and what was given.

    A value that is given empty says that the key is absent.
    """
    known: Context = dict(DIRECT_CALL) | {"aws:principalaccount": account}
    if principal:
        known["aws:principalarn"] = principal
    known |= {key: None for document in documents for key in document.absent}
    return known | {key.lower(): value or None for key, value in given.items()}
