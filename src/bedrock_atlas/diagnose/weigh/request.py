"""What the catalog knows of a request that was too much or in the wrong form: limits, capabilities, retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.weigh.weighed import shown
from bedrock_atlas.facts.words import retention_rank

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.diagnose.case import Case
    from bedrock_atlas.diagnose.weigh.weighed import Finding

__all__ = ["REQUEST"]


def _retention(case: Case) -> Finding:
    mode = case.seen.parts["mode"].lower()
    wanted = case.model.retention_on(case.known.on) if case.model else ""
    said = [f"the account's mode there is {mode}"]
    if case.model and wanted:
        less = " at least" if retention_rank(mode) < retention_rank(wanted) else ""
        said.append(f"{case.model.name} asks for {wanted}{less}")
    return "certain", tuple(said)


def _limit(case: Case) -> Finding:
    said = [f"the limit that Bedrock names is {case.seen.parts['limit']}"]
    known = case.model.limits.get("max_output") if case.model else None
    if known is not None:
        said.append(f"the catalog says {known}")
    return "certain", tuple(said)


def _window(case: Case) -> Finding:
    known = case.model.limits.get("context_window") if case.model else None
    return "certain", (f"its context window is {known:,} tokens",) if known else ()


def _capability(name: str, word: str) -> Callable[[Case], Finding]:
    def weigher(case: Case) -> Finding:
        if case.model is None:
            return "certain", ()
        has = case.model.has(name, case.known.on)
        return "certain", (f"the catalog {'says it has' if has else 'knows of no'} {word}",)

    return weigher


def _api(case: Case) -> Finding:
    if case.model is None:
        return "certain", ()
    ways = [f"{way}: {shown(kinds)}" for way, kinds in case.model.modalities.items() if kinds]
    return "certain", (f"{case.model.name} has {'; '.join(ways)}",) if ways else ()


def _beta(case: Case) -> Finding:
    if case.model is None:
        return "certain", ()
    on = case.known.on
    flags = [
        (duty.value, one.holds(on), duty.api)
        for one in case.model.capabilities
        for duty in one.obligations
        if duty.kind == "beta-header"
    ]
    said = []
    for flag, holds, api in flags:
        over = f" over {api}" if api else ""
        said.append(f"{flag} is one that it takes{over}" if holds else f"{flag} has ended or not begun")
    return "certain", tuple(dict.fromkeys(said))


REQUEST: dict[str, Callable[[Case], Finding]] = {
    "beta-header": _beta,
    "context-window": _window,
    "no-streaming": _capability("streaming", "streaming"),
    "no-tool-use": _capability("tool-use", "tool use"),
    "output-limit": _limit,
    "retention": _retention,
    "wrong-api": _api,
}
