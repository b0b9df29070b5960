"""`litellm`: models, fallbacks and prices of a LiteLLM proxy or Router.

Every fallback leads to a group of this file, so that none is called by a name that LiteLLM would read for itself; our
prices stand in it, since a geography that LiteLLM does not know costs 0 there. A model whose price is not known is left
out for the same reason. What the proxy passes through to Bedrock no setting shuts, and that is said.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.export.forms import YAML, Raw
from bedrock_atlas.export.reach import ANYWHERE, Door, Reach, Wild, opened
from bedrock_atlas.export.target import Target, keep_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.export.pins import Pin, Pins
    from bedrock_atlas.export.stamp import Stamp

__all__ = ["LITELLM"]

_PREFIX = "bedrock/"
_MILLION = Decimal(1_000_000)
_COSTS = {
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "cache_read": "cache_read_input_token_cost",
    "cache_write_5m": "cache_creation_input_token_cost",
    "cache_write_1h": "cache_creation_input_token_cost_above_1hr",
}
_ROUTING = "https://docs.litellm.ai/docs/routing"
_FALLBACKS = "https://docs.litellm.ai/docs/proxy/reliability"
_PASSING = "https://docs.litellm.ai/docs/pass_through/bedrock"
_GROUPS = "a name that is no group of the file is called as it stands"
_KINDS = ("fallbacks", "context_window_fallbacks", "content_policy_fallbacks")
_DEPLOYMENT = "deployment"
DOORS = (
    Door(_DEPLOYMENT, "model_list.*.litellm_params.model", "a group calls this; `*` stands for every ID", url=_ROUTING),
    Door(_DEPLOYMENT, "model_list.*.litellm_params.model_id", "a group calls this ARN instead", url=_ROUTING),
    Door("region", "model_list.*.litellm_params.aws_region_name", "the Region is found in the surroundings",
         absent=Wild(), region=True, url=_ROUTING),
    *(
        Door(kind.replace("_", "-"), f"{table}.{kind}.*.*.*", f"tried when a call fails; {_GROUPS}", url=_FALLBACKS)
        for table in ("router_settings", "litellm_settings")
        for kind in _KINDS
    ),
    Door("default-fallbacks", "litellm_settings.default_fallbacks.*", f"tried for every group; {_GROUPS}",
         url=_FALLBACKS),
    Door("default-fallbacks", "router_settings.default_fallbacks.*", f"tried for every group; {_GROUPS}",
         url=_FALLBACKS),
    Door("aliases", "router_settings.model_group_alias.*", f"another name of a group; {_GROUPS}", url=_ROUTING),
    Door("database", "general_settings.store_model_in_db", "models that were added by hand are served too", must=False,
         unless=Wild(), url=_ROUTING),
    Door("endpoints", "general_settings.pass_through_endpoints", "requests are passed on to other addresses",
         present=Wild(outside=True), url=_PASSING),
)  # fmt: skip
OPEN = (
    (
        "the proxy passes `/bedrock/model/ID/…` on for any ID, with its own credentials: only IAM shuts that "
        f"({_PASSING}); a Router in a program of its own has no such path"
    ),
)


def _build(pins: Pins, _: Stamp) -> dict[str, Any]:
    models: list[dict[str, Any]] = []
    fallbacks: dict[str, list[str]] = {}
    for pin in pins.pins:
        models.append(_deployment(pin.name, pin.source, pin.decision))
        for index, spare in enumerate(_priced(pin), 1):
            group = f"{pin.name}-fallback-{index}"
            models.append(_deployment(group, pin.source, spare))
            groups = fallbacks.setdefault(pin.name, [])
            groups += [] if group in groups else [group]
    return {
        "model_list": models,
        "router_settings": {
            "num_retries": 2,
            "fallbacks": [{name: groups} for name, groups in fallbacks.items()],
            "context_window_fallbacks": [],
            "content_policy_fallbacks": [],
        },
        "litellm_settings": {"default_fallbacks": []},
        "general_settings": {"store_model_in_db": False},
    }


def _deployment(group: str, source: str, decision: Decision) -> dict[str, Any]:
    name = f"{_PREFIX}{decision.id}"
    prices = _costs(decision)
    return {
        "model_name": group,
        "litellm_params": {"model": name, "aws_region_name": source, **prices},
        "model_info": {"id": f"{group}@{source}", "base_model": name, **prices},
    }


def _costs(decision: Decision) -> dict[str, Raw]:
    """Return the prices as LiteLLM names them, USD a token; a long prompt has prices of its own."""
    price = decision.price
    if price is None:
        return {}
    costs = {_COSTS[name]: _token(usd) for name, usd in price.usd_per_mtok.items() if name in _COSTS}
    if price.long_context is not None:
        above = f"_above_{price.long_context.above // 1000}k_tokens"
        for name, usd in price.long_context.usd_per_mtok.items():
            if name in {"input", "output", "cache_read", "cache_write_5m"}:
                costs[f"{_COSTS[name]}{above}"] = _token(usd)
    return costs


def _token(usd_per_mtok: Decimal) -> Raw:
    return Raw(f"{(usd_per_mtok / _MILLION).normalize():f}")


def _priced(pin: Pin) -> list[Decision]:
    return [one for one in pin.spare if not _unpriced(one)]


def _unpriced(decision: Decision) -> str:
    known = decision.price.usd_per_mtok if decision.price else {}
    lacking = [name for name in ("input", "output") if name not in known]
    return f"the price of {decision.id} is not known, and LiteLLM would count 0" if lacking else ""


def _reach(document: dict[str, Any]) -> Iterator[Reach]:
    deployments = document.get("model_list", ())
    groups = {one["model_name"] for one in deployments}
    for one in deployments:
        given = one["litellm_params"]
        source = given.get("aws_region_name", ANYWHERE)
        yield Reach(_called(given.get("model_id", given["model"])), source, _DEPLOYMENT)
    for what, door in opened(DOORS, document):
        if isinstance(what, Wild):
            yield Reach(what, ANYWHERE, door.slug)
        elif door.slug != _DEPLOYMENT and what not in groups:
            yield Reach(_called(what), ANYWHERE, door.slug)


def _called(name: str) -> str | Wild:
    """Return what LiteLLM calls for the name of a model."""
    if "*" in name:
        return Wild()
    bedrock = name.startswith((_PREFIX, "arn:"))
    return name.removeprefix(_PREFIX).removeprefix("converse/") if bedrock else Wild(outside=True)


LITELLM = Target(
    name="litellm",
    file="litellm.yaml",
    about="the configuration of a LiteLLM proxy or Router",
    form=YAML,
    build=_build,
    reach=_reach,
    keep=lambda pins: keep_where(pins, lambda pin: _unpriced(pin.decision)),
    doors=DOORS,
    open=OPEN,
)
