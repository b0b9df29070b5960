"""Code that calls an answer: the ID, an explicit Region and every obligation in the place its client wants it.

A language is a small module that writes one call; what the call must carry is worked out once, here. Decided against:
templates in files, since what changes from answer to answer is the shape of the call and not words in it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.snippet.call import Call, make_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.decision.decision import Decision

__all__ = ["LANGUAGES", "write_snippet"]

LANGUAGES = {
    "python": "the Anthropic SDK for Python",
    "typescript": "the Anthropic SDK for TypeScript",
    "boto3": "boto3 with Converse",
    "boto3-invoke": "boto3 with InvokeModel",
    "cli": "the AWS CLI with Converse",
    "terraform-iam": "Terraform, the IAM statements that allow the call",
}
_HOMES = {
    "python": "anthropic_python",
    "typescript": "anthropic_typescript",
    "boto3": "boto3_converse",
    "boto3-invoke": "boto3_invoke",
    "cli": "aws_cli",
    "terraform-iam": "terraform_iam",
}
_APIS = {
    "python": frozenset({"messages", "invoke-model"}),
    "typescript": frozenset({"messages", "invoke-model"}),
    "boto3": frozenset({"converse"}),
    "boto3-invoke": frozenset({"invoke-model"}),
    "cli": frozenset({"converse"}),
    "terraform-iam": frozenset({"converse", "invoke-model", "messages"}),
}
_CLAUDE_ONLY = frozenset({"python", "typescript", "boto3-invoke"})
_MANTLE = frozenset({"python", "typescript", "terraform-iam"})
_RIGHTS = "terraform-iam"


def write_snippet(decision: Decision, language: str) -> str:
    """Return code in one of `LANGUAGES` that calls the chosen ID of a decision which has one.

    Raises RequestError where that client cannot make the call: another provider's model, another API than the one
    asked for, an endpoint the client does not know, a model without text output.
    """
    _refuse(decision, language)
    call = make_call(decision, _APIS[language])
    home = import_module(f"{__name__}.{_HOMES[language]}")
    if language == _RIGHTS:
        rights: str = home.render(call, decision.routes)
        return rights
    render: Callable[[Call], str] = home.render
    return render(call)


def _refuse(decision: Decision, language: str) -> None:
    model, request = decision.model, decision.request
    title = LANGUAGES[language]
    if decision.group is None:
        raise ValueError("a decision without a route has no snippet")
    if language in _CLAUDE_ONLY and model.provider != "anthropic":
        hint = "use --lang boto3 or --lang cli: Converse takes the models of all providers"
        raise _error(f"{title} is for Claude models here, not for {model.name}", hint)
    outputs = model.modalities.get("output", ("text",))
    if "text" not in outputs and language != _RIGHTS:
        raise _error(
            f"{title} is for text, and {model.name} puts out {', '.join(outputs)}",
            "it takes InvokeModel with a body of its own",
        )
    if decision.group.endpoint == "bedrock-mantle" and language not in _MANTLE:
        hint = "use --lang python or --lang typescript" if model.provider == "anthropic" else "ask on bedrock-runtime"
        raise _error(f"{title} does not call bedrock-mantle", hint)
    if request.api is not None and request.api not in _APIS[language]:
        fitting = [one for one in LANGUAGES if request.api in _APIS[one] and one != _RIGHTS]
        hint = f"use --lang {' or --lang '.join(fitting)}"
        raise _error(f"the question says over {request.api}, and {title} is another API", hint)


def _error(message: str, hint: str) -> RequestError:
    return RequestError(message, slug="wrong-language", hint=hint)
