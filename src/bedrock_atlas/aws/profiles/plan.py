"""The steps from what is there to what shall be: a pure function of declarations and the account.

A profile that nobody here made is never touched. Where a Region was not seen nothing is planned, since what is there
might be made twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bedrock_atlas.aws.profiles.declared import Declaration
    from bedrock_atlas.aws.profiles.existing import Account, Existing

__all__ = ["Kind", "Step", "plan"]

Kind = Literal["create", "keep", "tag", "replace", "orphan", "forbidden", "collision", "not-seen"]
"""What is to be done. `replace` is create, switch, delete; `forbidden` is a profile, or a declaration, that leads where
the policy does not admit; `orphan` was made here and is declared no more."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what and why; `wanted` is what shall be there, `old` what is, either None where there is none."""

    kind: Kind
    name: str
    source: str
    why: str
    wanted: Declaration | None = None
    old: Existing | None = None

    @property
    def creates(self) -> Declaration | None:
        """Return the declaration that is to be created; None when none is."""
        makes = self.kind in {"create", "replace", "forbidden"}
        return self.wanted if makes and self.wanted is not None and self.wanted.copies else None

    @property
    def deletes(self) -> Existing | None:
        """Return the profile that is to be deleted, when nobody calls it any more; None when none is."""
        return self.old if self.kind in {"replace", "orphan", "forbidden"} else None


def plan(wanted: Sequence[Declaration], account: Account) -> list[Step]:
    """Return every step by name: one a declaration, then what is left over."""
    steps: list[Step] = []
    for one in wanted:
        mine = [old for old in account.profiles if (old.name, old.source) == (one.name, one.source)]
        steps += _steps(one, mine, account)
    declared = {(one.name, one.source) for one in wanted}
    for old in account.profiles:
        if old.name and (old.name, old.source) not in declared:
            steps.append(Step("orphan", old.name, old.source, "nothing declares it any more", None, old))
    return steps


def _steps(one: Declaration, mine: Sequence[Existing], account: Account) -> Iterator[Step]:
    name, source = one.name, one.source
    if source not in account.seen:
        why = account.blind.get(source, "no snapshot asked for the account's own profiles there")
        yield Step("not-seen", name, source, why, one)
        return
    current = next((old for old in mine if old.revision == one.revision and _is(old, one)), None)
    for old in mine:
        if old is not current:
            makes_way = current is None and old is mine[-1] and bool(one.copies)
            yield _checked(_old(one, old, one if makes_way else None), account)
    if not mine and not one.copies:
        yield Step("forbidden", name, source, one.decision.summary(), one)
    elif not mine:
        yield _checked(Step("create", name, source, f"{one.decision.id} is to be copied", one), account)
    elif current is not None:
        lacking = sorted(key for key, value in one.all_tags.items() if current.tags.get(key) != value)
        kind: Kind = "tag" if lacking else "keep"
        why = f"tags differ: {', '.join(lacking)}" if lacking else f"it is {one.decision.id}"
        yield Step(kind, name, source, why, one, current)


def _old(one: Declaration, old: Existing, successor: Declaration | None) -> Step:
    """Say what becomes of a profile that is not what its declaration asks for; `successor` takes its place."""
    leads_to = old.leads_to.id if old.leads_to else None
    told = f"it leads to {leads_to}" if leads_to else f"where it leads cannot be told: {old.doubt}"
    if leads_to and not _admitted(one, old):
        return Step("forbidden", one.name, one.source, f"{told}, which is not admitted", successor, old)
    if not one.copies:
        return Step("forbidden", one.name, one.source, f"{told}; {one.decision.summary()}", None, old)
    if successor is None:
        return Step("orphan", one.name, one.source, f"{told}; another one of this declaration is there", None, old)
    return Step("replace", one.name, one.source, f"{told}; {one.decision.id} is the answer", successor, old)


def _checked(step: Step, account: Account) -> Step:
    """Return a step, or a collision where the name of what it would create is taken in that Region."""
    made = step.creates
    taken = [old for old in account.profiles if made and (old.aws_name, old.source) == (made.aws_name, made.source)]
    if made is None or not taken:
        return step
    whose = "by itself: delete it first" if taken[0] is step.old else "and was not made from this declaration"
    why = f"the name `{made.aws_name}` is taken ({taken[0].id}) {whose}"
    return Step("collision", step.name, step.source, why, made, taken[0])


def _is(old: Existing, one: Declaration) -> bool:
    return old.leads_to is not None and old.leads_to.id == one.decision.id


def _admitted(one: Declaration, old: Existing) -> bool:
    """Check whether the policy admits where a profile leads, for the attributes of its declaration."""
    asked, leads_to = one.decision.request, old.leads_to
    if leads_to is None:
        return False
    request = Request(leads_to.model, source=one.source, attributes=asked.attributes)
    decision = decide(one.decision.catalog, one.decision.policy, request, on=one.decision.on)
    return any(route.id == leads_to.id for route in decision.candidates.pick(decision.admitted))
