"""The tools about IDs: which to invoke, what one means, what replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.advice.alternatives import advise
from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.prices import money
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.mcp.shapes import ANY_LIST, NULLABLE, STRING, TEXTS, input_schema, output_schema
from bedrock_atlas.mcp.tool import FROM, FULL, ON, POLICY, RESIDENCY, SET, Answer, Tool

if TYPE_CHECKING:
    from pathlib import Path

    from bedrock_atlas.decision.alternative import Answered
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.mcp.context import Context

__all__ = ["ROUTING"]

_SHORT = (
    "decision", "id", "arn", "model", "scope", "geography", "endpoint", "invoke_from", "destinations", "countries",
    "price", "lifecycle", "warnings", "obligations", "valid_until", "on", "summary", "blocking_rules", "alternatives",
    "beyond", "policies",
)  # fmt: skip
_MANY = 12
_DECISION = {
    "decision": {"type": "boolean", "description": "Whether a route is admitted."},
    "id": NULLABLE | {"description": "The ID to invoke, verbatim; null when none is admitted."},
    "model": STRING,
    "endpoint": NULLABLE,
    "invoke_from": TEXTS | {"description": "The Regions from which this holds."},
    "destinations": {"type": "object", "additionalProperties": TEXTS},
    "countries": TEXTS | {"description": "Where a request may be processed."},
    "price": {"type": ["object", "null"]},
    "lifecycle": {"type": "object"},
    "warnings": ANY_LIST,
    "obligations": ANY_LIST,
    "valid_until": NULLABLE | {"description": "The first day on which to ask again; null when none is known."},
    "on": STRING,
    "summary": STRING,
    "alternatives": ANY_LIST,
}
_ID = STRING | {"maxLength": 512, "description": "An ID, a profile ID or an ARN, as it is invoked."}


def _data(decision: Decision, *, full: bool) -> dict[str, Any]:
    """Return a decision as data, short unless all is asked for."""
    data = decision.to_dict()
    if full:
        return data
    kept = {key: data[key] for key in _SHORT}
    price = kept["price"]
    if isinstance(price, dict):
        kept["price"] = {"usd_per_mtok": price["usd_per_mtok"]}
    life: Any = kept["lifecycle"]
    kept["lifecycle"] = {key: life[key] for key in ("status", "end_of_life", "days_to_end_of_life")}
    alternatives: Any = kept["alternatives"]
    kept["alternatives"] = [{"id": one["id"], "summary": one["summary"]} for one in alternatives[:2]]
    duties: Any = kept["obligations"]
    kept["obligations"] = [_duty(one) for one in duties]
    policies: Any = kept["policies"]
    kept["policies"] = [one["name"] for one in policies]
    return kept


def _duty(one: dict[str, Any]) -> dict[str, Any]:
    """Return a duty, of one about very many Regions their number."""
    regions = one.get("regions", ())
    if len(regions) <= _MANY:
        return one
    return {key: part for key, part in one.items() if key != "regions"} | {"number_of_regions": len(regions)}


def _resolve(context: Context, given: dict[str, Any], _: tuple[Path, ...]) -> Answer:
    policy = context.policy(tuple(given.get("policy", ())))
    request = context.request(policy, ask=given["ask"], source=given.get("from"), attributes=given.get("set", {}))
    decision = decide(context.catalog, policy, request, on=given.get("on") or context.today())
    return Answer(_data(decision, full=given.get("full", False)), decision.explain())


def _about(context: Context, given: dict[str, Any], *, refused: bool = False) -> tuple[Decision, str]:
    """Decide on the very ID that is named, and return it as the catalog spells it; raises RequestError."""
    policy = context.policy(tuple(given.get("policy", ())))
    name = given["id"].rpartition("/")[2] if given["id"].startswith("arn:") else given["id"]
    checked = context.request(
        policy, model=given["id"], source=given.get("from"), residency=given.get("residency", []),
        attributes=given.get("set", {}),
    )  # fmt: skip
    ends = {row.endpoint for row in context.catalog.model(checked.model).rows if row.id == name}
    asked = Request(
        checked.model,
        residency=checked.residency,
        source=checked.source,
        endpoint=MANTLE if ends == {MANTLE} else RUNTIME,
        profile=checked.profile if refused else (checked.profile or ""),
        attributes=checked.attributes,
    )
    decision = decide(context.catalog, policy, asked, on=given.get("on") or context.today())
    return decision, checked.named or name


def _explain(context: Context, given: dict[str, Any], _: tuple[Path, ...]) -> Answer:
    decision, _name = _about(context, given)
    return Answer(_data(decision, full=given.get("full", False)), decision.explain())


def _replace(context: Context, given: dict[str, Any], _: tuple[Path, ...]) -> Answer:
    decision, name = _about(context, given, refused=True)
    advice = advise(decision, None if decision.request.profile else name)
    found = [one for one in advice.alternatives if one.decision.on == decision.on]
    life = decision.lifecycle
    data: dict[str, Any] = {
        "id": name,
        "model": decision.model.id,
        "status": decision.status,
        "end_of_life": life.end_of_life and life.end_of_life.isoformat(),
        "replacements": [
            one.to_dict()
            | {"usd_per_mtok": _price(one.decision), "differences": _differences(decision.model, one.decision)}
            for one in found
        ],
        "beyond": advice.beyond or None,
        "on": decision.on.isoformat(),
    }
    end = f", its end of life is {life.end_of_life}" if life.end_of_life else ""
    said = f"{name} is {decision.status}{end}"
    if not found:
        needed = "" if not decision or decision.status != "ACTIVE" else "; nothing has to replace it"
        return Answer(data, f"{said}{needed}; {advice.beyond or 'nothing else is recommended'}")
    return Answer(data, "\n".join([said, *(f"instead: {one}" for one in found)]))


def _price(decision: Answered) -> dict[str, str] | None:
    price = decision.price
    if price is None:
        return None
    return {part: money(usd) for part, usd in price.usd_per_mtok.items() if part in {"input", "output"}}


def _differences(old: Model, decision: Answered) -> dict[str, Any]:
    """Return what a prompt may rely on and is another thing now: limits, kinds of input, capabilities, retention."""
    new, on = decision.model, decision.on
    if new is old:
        return {}
    had = {one.name for one in old.capabilities if one.holds(on)} if old.capabilities else set()
    has = {one.name for one in new.capabilities if one.holds(on)} if new.capabilities else set()
    pairs = {
        **{key: (old.limits.get(key), new.limits.get(key)) for key in ("context_window", "max_output")},
        "input": (list(old.modalities.get("input", ())), list(new.modalities.get("input", ()))),
        "retention": (old.retention_on(on) or None, new.retention_on(on) or None),
        "capabilities_lost": ([], sorted(had - has) if has else []),
        "capabilities_gained": ([], sorted(has - had) if had else []),
    }
    return {key: list(pair) if "_" not in key or key[0] != "c" or key == "context_window" else pair[1]
            for key, pair in pairs.items() if pair[0] != pair[1]}  # fmt: skip


ROUTING = (
    Tool(
        "resolve_model",
        "Which Bedrock ID to invoke",
        "Say which Amazon Bedrock model or profile ID to invoke, from which Regions, where it is processed, what it "
        "costs and until when, under the policy in force. Ask before writing an ID; write the `id` verbatim. When "
        "`decision` is false there is none: tell the user, never invent one.",
        input_schema(
            ("ask",),
            ask=STRING
            | {
                "maxLength": 2000,
                "description": "A model or `role NAME`, then, with commas between: a residency, a source Region, an "
                "endpoint, an API, capabilities. Such as `Sonnet 4.5, EU residency, from eu-central-1, needs vision`.",
            },
            **{"from": FROM, "policy": POLICY, "set": SET, "on": ON, "full": FULL},
        ),
        output_schema(("decision", "id", "model", "on", "summary"), **_DECISION),
        _resolve,
    ),
    Tool(
        "explain_route",
        "What a Bedrock ID means",
        "Explain an ID that stands in code: its destinations and countries, price, lifecycle, and whether the policy "
        "in force admits it.",
        input_schema(("id",), id=_ID, **{"from": FROM, "policy": POLICY, "set": SET, "on": ON, "full": FULL}),
        output_schema(("decision", "id", "model", "on", "summary"), **_DECISION),
        _explain,
    ),
    Tool(
        "find_replacement",
        "What replaces a Bedrock ID",
        "Find what the policy in force admits instead of an ID whose model ends, has ended or is not admitted, with "
        "its price and what a prompt may rely on that differs. It goes nowhere the given ID does not.",
        input_schema(
            ("id",), id=_ID,
            **{"from": FROM, "residency": RESIDENCY, "policy": POLICY, "set": SET, "on": ON, "full": FULL},
        ),
        output_schema(
            ("id", "model", "status", "replacements", "on"),
            id=STRING, model=STRING, status=STRING, end_of_life=NULLABLE, replacements=ANY_LIST, beyond=NULLABLE,
            on=STRING,
        ),
        _replace,
    ),
)  # fmt: skip
