"""What the slugs of `iam check` mean: the sentence that must hold, and what to do."""

from __future__ import annotations

from bedrock_atlas.report import Kind

__all__ = ["KINDS"]

KINDS: dict[str, Kind] = {
    "too-loose": Kind("Documents let no route pass that the policy rejects.",
                      "The message shows one call that gets through; deny it where the source Region is pinned in "
                      "bedrock:InferenceProfileArn, or let `bedrock-atlas iam scp` write the documents."),
    "too-tight": Kind("Documents let every route pass that the policy admits, or do not grant it at all.",
                      "A profile needs its own ARN, and the model in the source Region and in every destination."),
    "not-granted": Kind("A role grants what its policy admits, as far as it needs it."),
    "depends": Kind("What passes does not depend on who asks, or it is said who does."),
    "idle-statement": Kind("Every statement about calling models meets a call of the catalog."),
    "unknown-action": Kind("Every action is one of IAM's.", "Converse is authorised by bedrock:InvokeModel."),
    "unknown-key": Kind("Every condition key is one of IAM's.",
                        "A key that AWS does not have is absent in every request: a negated operator on it is true."),
    "unknown-operator": Kind("Every condition operator is one of IAM's."),
    "unknown-element": Kind("A document has the elements of the IAM policy language and no others."),
    "unknown-document": Kind("Every document can be read where it stands."),
    "principal-ignored": Kind("Documents are judged whoever calls."),
    "no-policy": Kind("A policy document has statements."),
    "no-statement": Kind("A policy document has a statement."),
    "bad-statement": Kind("A statement has an effect, actions and resources."),
    "bad-effect": Kind("An effect is Allow or Deny."),
    "bad-action": Kind("An action begins with its service."),
    "bad-value": Kind("Actions, resources and values of conditions are texts."),
    "bad-condition": Kind("A condition maps operators to keys to values."),
    "bad-version": Kind("A document is of version 2012-10-17 or 2008-10-17."),
    "duplicate-sid": Kind("A Sid is given once in a document."),
    "duplicate-key": Kind("A key is given once in a mapping."),
}  # fmt: skip
"""Slug → what it is about."""
