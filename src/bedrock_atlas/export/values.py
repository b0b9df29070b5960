"""Targets that carry plain values: `terraform`, `cdk`, `env`, `github-output` and `kubernetes`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bedrock_atlas.export.forms import DOTENV, JSON, OUTPUTS, YAML
from bedrock_atlas.export.records import VALUES, flat, nested, values_reach
from bedrock_atlas.export.target import Target

if TYPE_CHECKING:
    from bedrock_atlas.export.pins import Pins
    from bedrock_atlas.export.stamp import Stamp

__all__ = ["CDK", "ENV", "GITHUB_OUTPUT", "KUBERNETES", "TERRAFORM"]

_NO_NAME = re.compile(r"[^A-Za-z0-9]")
_IDS = (
    "${{ for name, regions in local.bedrock : name => regions[var.bedrock_source_region].id"
    " if contains(keys(regions), var.bedrock_source_region) }}"
)


def _terraform(pins: Pins, stamp: Stamp) -> dict[str, Any]:
    """Return locals with every record, and a variable that picks the Region; a name without an answer is no key."""
    region = {
        "type": "string",
        "description": "The Region that calls Amazon Bedrock",
        "default": pins.order.sources[0],
        "validation": {
            "condition": f"${{contains({_list(pins)}, var.bedrock_source_region)}}",
            "error_message": f"Decided for: {', '.join(pins.order.sources)}.",
        },
    }
    return {
        "//": stamp.line,
        "variable": {"bedrock_source_region": region},
        "locals": {"bedrock": nested(pins), "bedrock_ids": _IDS},
    }


def _list(pins: Pins) -> str:
    return "[" + ", ".join(f'"{source}"' for source in pins.order.sources) + "]"


def _cdk(pins: Pins, stamp: Stamp) -> dict[str, Any]:
    return {"bedrock-atlas": {"made": stamp.line, "models": nested(pins)}}


def _kubernetes(pins: Pins, stamp: Stamp) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "bedrock-atlas", "annotations": {"bedrock-atlas/made": stamp.line}},
        "data": flat(pins, str),
    }


TERRAFORM = Target(
    name="terraform",
    file="bedrock.tf.json",
    about="locals and a variable of Terraform or OpenTofu",
    form=JSON,
    build=_terraform,
    reach=lambda document: values_reach(document["locals"]["bedrock"]),
    doors=VALUES,
)
CDK = Target(
    name="cdk",
    file="cdk.context.json",
    about="context of the AWS CDK",
    form=JSON,
    build=_cdk,
    reach=lambda document: values_reach(document["bedrock-atlas"]["models"]),
    doors=VALUES,
)
ENV = Target(
    name="env",
    file="bedrock.env",
    about="environment variables, one a line",
    form=DOTENV,
    build=lambda pins, _: flat(pins, lambda words: "BEDROCK_" + _NO_NAME.sub("_", words).upper()),
    reach=values_reach,
    doors=VALUES,
)
GITHUB_OUTPUT = Target(
    name="github-output",
    file="$GITHUB_OUTPUT",
    about="outputs of a step of GitHub Actions",
    form=OUTPUTS,
    build=lambda pins, _: flat(pins, lambda words: _NO_NAME.sub("_", words)),
    reach=values_reach,
    doors=VALUES,
)
KUBERNETES = Target(
    name="kubernetes",
    file="bedrock-configmap.yaml",
    about="a ConfigMap of Kubernetes",
    form=YAML,
    build=_kubernetes,
    reach=lambda document: values_reach(document["data"]),
    doors=VALUES,
)
