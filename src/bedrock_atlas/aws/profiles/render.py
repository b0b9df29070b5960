"""A plan as text, JSON, a script of the AWS CLI or blocks of Terraform. None of them is run here.

The script makes first and deletes last, and what it would delete stands in comments: between the two somebody has to
let callers switch, since every new profile has a new ARN.
"""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.aws.profiles.declared import Declaration
    from bedrock_atlas.aws.profiles.plan import Step

__all__ = ["FORMATS", "to_cli", "to_json", "to_terraform", "to_text"]

_NO_LABEL = re.compile(r"[^A-Za-z0-9_-]")


def to_text(steps: Sequence[Step]) -> str:
    """Return a line a step, aligned, and a line that counts them."""
    if not steps:
        return "nothing is declared, and nothing was made from a declaration\n"
    rows = [(step.kind, step.name, step.source, step.why) for step in steps]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(part.ljust(width) for part, width in zip(row[:3], widths, strict=True)), row[3]]) for row in rows
    ]
    kinds = dict.fromkeys(step.kind for step in steps)
    counted = ", ".join(f"{sum(step.kind == kind for step in steps)} {kind}" for kind in kinds)
    return "\n".join([*lines, counted]) + "\n"


def to_json(steps: Sequence[Step]) -> str:
    """Return the steps as JSON; what there is none of is null."""
    return json.dumps([_step(step) for step in steps], indent=2, ensure_ascii=False) + "\n"


def _step(step: Step) -> dict[str, Any]:
    made, old = step.wanted, step.old
    return {
        "kind": step.kind,
        "name": step.name,
        "region": step.source,
        "why": step.why,
        "wanted": made
        and {
            "name": made.aws_name,
            "copies": made.copies or None,
            "id": made.decision.id,
            "revision": made.revision,
            "tags": made.all_tags,
        },
        "old": old
        and {
            "id": old.id,
            "arn": old.arn,
            "name": old.aws_name,
            "revision": old.revision,
            "leads_to": old.leads_to.id if old.leads_to else None,
        },
    }


def to_cli(steps: Sequence[Step]) -> str:
    """Return a shell script: profiles are made and tagged, and what is to be deleted later stands in comments."""
    lines = ["#!/bin/sh", "set -eu", "Account=$(aws sts get-caller-identity --query Account --output text)"]
    for step in steps:
        if step.creates is not None:
            lines += ["", f"# {step.kind} {step.name}: {step.why}", _create(step.creates)]
        elif step.kind == "tag" and step.wanted is not None and step.old is not None:
            lines += ["", f"# tag {step.name}: {step.why}", _tag(step.wanted, step.old.arn)]
    gone = [(step, step.deletes) for step in steps if step.deletes is not None]
    if gone:
        lines += ["", "# when nobody calls them any more:"]
    for step, old in gone:
        words = ["aws", "bedrock", "delete-inference-profile", "--region", step.source]
        lines.append(f"# {shlex.join([*words, '--inference-profile-identifier', old.id])}  # {step.kind} {step.name}")
    return "\n".join(lines) + "\n"


def _create(made: Declaration) -> str:
    words = ["aws", "bedrock", "create-inference-profile", "--region", made.source]
    words += ["--inference-profile-name", made.aws_name]
    words += ["--description", made.description] if made.description else []
    return f'{shlex.join(words)} --model-source "copyFrom={made.copies}" --tags {_tags(made)}'


def _tags(made: Declaration) -> str:
    """Return the tags as JSON in quotes: the short form of the AWS CLI trips over `=` and commas."""
    return shlex.quote(json.dumps([{"key": key, "value": value} for key, value in made.all_tags.items()]))


def _tag(made: Declaration, arn: str) -> str:
    # a snapshot masks the account unless it is told not to
    named = f'"{arn.replace("*" * 12, "${Account}")}"'
    return f"aws bedrock tag-resource --region {made.source} --resource-arn {named} --tags {_tags(made)}"


def to_terraform(steps: Sequence[Step]) -> str:
    """Return every declared profile that has an answer as a resource in Terraform's JSON; its state knows the rest.

    Raises RequestError (ambiguous-name) for two names that are one to Terraform, which takes neither spaces nor dots.
    """
    resources: dict[str, Any] = {}
    for made in [step.wanted for step in steps if step.wanted is not None and step.wanted.copies]:
        block: dict[str, Any] = {
            "region": made.source,
            "name": made.aws_name,
            "model_source": {
                "copy_from": made.copies.replace("${Account}", "${data.aws_caller_identity.current.account_id}")
            },
            "tags": made.all_tags,
            "lifecycle": {"create_before_destroy": True},
        }
        if made.description:
            block["description"] = made.description.replace("${", "$${").replace("%{", "%%{")
        label = _NO_LABEL.sub("_", made.name)
        label = label if label[0].isalpha() else f"_{label}"
        if label in resources:
            message, hint = f"two declared profiles would both be `{label}` in Terraform", "give one another name"
            raise RequestError(message, slug="ambiguous-name", hint=hint)
        resources[label] = block
    document = {
        "data": {"aws_caller_identity": {"current": {}}},
        "resource": {"aws_bedrock_inference_profile": resources},
        "output": {
            "bedrock_profiles": {
                "value": {name: f"${{aws_bedrock_inference_profile.{name}.arn}}" for name in resources},
            },
        },
    }
    return json.dumps(document if resources else {}, indent=2, ensure_ascii=False) + "\n"


FORMATS = {"text": to_text, "json": to_json, "cli": to_cli, "terraform": to_terraform}
