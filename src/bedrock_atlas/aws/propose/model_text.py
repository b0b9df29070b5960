"""The text of a model file: an existing one with rows, dates and prices changed in place, or a new one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, get_args

from bedrock_atlas.aws.compare.drift import EVERYWHERE
from bedrock_atlas.aws.compare.lifecycles import lifecycle_with
from bedrock_atlas.aws.compare.rows import Add, Drop, End, Narrow, Span, plan
from bedrock_atlas.aws.propose.edit import YamlFile, flow, quoted, wrapped
from bedrock_atlas.source.authoring import TO_FILL_IN, Model
from bedrock_atlas.source.forms import Modality
from bedrock_atlas.source.strict_yaml import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bedrock_atlas.aws.compare.drift import Change, Destinations, NewModel

__all__ = ["edited_model", "new_model"]

_KEYS = tuple(Model.__annotations__)
_LIFECYCLE = (
    "start_of_life", "legacy", "legacy_seen", "public_extended_access", "end_of_life", "end_of_life_not_before",
    "legacy_period", "policy",
)  # fmt: skip


def edited_model(
    text: str,
    changes: Sequence[Change],
    dates: Mapping[str, date],
    prices: Mapping[str, str],
    sets: Mapping[str, Sequence[str]],
    prefixes: Sequence[str],
    on: date,
    regions: int,
) -> str:
    """Return a model file with changes of rows, lifecycle dates and prices, and the evidence for them."""
    value = read_bytes(text.encode(), "").value
    sheet = YamlFile(text)
    covers = _edit_rows(sheet, value, changes, sets, prefixes)
    notes = []
    if dates:
        covers.add("lifecycle")
        notes += _edit_dates(sheet, value.get("lifecycle", {}), dates)
    if prices:
        covers.add("price")
        for component, amount in prices.items():
            notes.append(f"{component} was {value['price'][component]:f}")
            sheet.replace(("price", component), amount)
    if covers:
        _add_evidence(sheet, value["evidence"], covers, notes, on, regions)
    return sheet.render()


def new_model(
    new: NewModel,
    changes: Sequence[Change],
    sets: Mapping[str, Sequence[str]],
    prefixes: Sequence[str],
    on: date,
    regions: int,
) -> str:
    """Return the file of a model that nobody knew: what AWS told, and a line on what it did not."""
    seen = new.seen
    lines = [f"model: {new.id}", f"name: {quoted(new.name)}"]
    covers = []
    told = {} if seen is None else dict(seen.dates)
    if seen is not None and seen.status == "LEGACY" and "legacy" not in told:
        told["legacy_seen"] = on
    if told:
        covers.append("lifecycle")
        lines += ["lifecycle:", *(f"  {key}: {told[key]}" for key in _LIFECYCLE if key in told)]
    kinds = {} if seen is None else {"input": seen.input, "output": seen.output}
    known = {side: sorted(set(words) & set(get_args(Modality))) for side, words in kinds.items()}
    if any(known.values()):
        covers.append("modalities")
        lines.append("modalities: " + flow((side, f"[{', '.join(words)}]") for side, words in known.items() if words))
    rows: dict[str, list[str]] = defaultdict(list)
    for operation in plan([], changes):
        if isinstance(operation, Add):
            rows[operation.span.kind].append(_row(operation.span, sets))
    if rows["in-region"]:
        covers.append("in_region")
        lines += ["in_region:", *(wrapped(row, 2) for row in rows["in-region"])]
    if any(rows[prefix] for prefix in prefixes):
        covers.append("profiles")
        lines.append("profiles:")
        for prefix in prefixes:
            lines += [f"  {prefix}:", *(wrapped(row, 4) for row in rows[prefix])] if rows[prefix] else []
    evidence = _evidence(regions, on, covers or ["lifecycle"], [])
    head = [
        "# yaml-language-server: $schema=../../schema/model.schema.json",
        f"{TO_FILL_IN}release, limits, capabilities, price",
    ]
    return "\n".join([*head, *lines, "evidence:", wrapped(evidence, 2)]) + "\n"


def _edit_rows(
    sheet: YamlFile,
    value: Mapping[str, Any],
    changes: Sequence[Change],
    sets: Mapping[str, Sequence[str]],
    prefixes: Sequence[str],
) -> set[str]:
    """Carry out the plan on the rows; gives the sections that changed."""
    routes: list[tuple[str | int, ...]] = [("in_region", index) for index in range(len(value.get("in_region", ())))]
    profiles = value.get("profiles", {})
    routes += [("profiles", prefix, index) for prefix in profiles for index in range(len(profiles[prefix]))]
    spans = [_span(value, route, sets) for route in routes]
    added: dict[str, list[Span]] = defaultdict(list)
    covers = set()
    for operation in plan(spans, changes):
        if isinstance(operation, Add):
            added[operation.span.kind].append(operation.span)
            covers.add("in_region" if operation.span.kind == "in-region" else "profiles")
            continue
        route = routes[operation.index]
        covers.add(str(route[0]))
        if isinstance(operation, Drop):
            sheet.remove_item(route[:-1], int(route[-1]))
        elif isinstance(operation, Narrow):
            sheet.replace((*route, "from"), f"[{', '.join(_compressed(operation.sources, sets))}]")
        elif isinstance(operation, End):
            if sheet.has(*route, "until"):
                sheet.replace((*route, "until"), str(operation.day))
            else:
                sheet.insert(route, "until", str(operation.day), ("from", "to", "since", "until"))
    _add_rows(sheet, value, added, sets, prefixes)
    return covers


def _add_rows(
    sheet: YamlFile,
    value: Mapping[str, Any],
    added: Mapping[str, Sequence[Span]],
    sets: Mapping[str, Sequence[str]],
    prefixes: Sequence[str],
) -> None:
    here = added.get("in-region", ())
    if here and sheet.has("in_region"):
        for span in here:
            sheet.append(("in_region",), _row(span, sets), 0)
    elif here:
        sheet.insert((), "in_region", "".join(f"\n{wrapped(_row(span, sets), 2)}" for span in here), _KEYS)
    fresh = [prefix for prefix in prefixes if added.get(prefix)]
    if fresh and not sheet.has("profiles"):
        blocks = "".join(f"\n  {prefix}:{_block(added[prefix], sets)}" for prefix in fresh)
        sheet.insert((), "profiles", blocks, _KEYS)
        return
    for prefix in fresh:
        if prefix in value["profiles"]:
            for span in added[prefix]:
                sheet.append(("profiles", prefix), _row(span, sets), 2)
        else:
            sheet.insert(("profiles",), prefix, _block(added[prefix], sets), prefixes)


def _block(spans: Iterable[Span], sets: Mapping[str, Sequence[str]]) -> str:
    return "".join(f"\n{wrapped(_row(span, sets), 4)}" for span in spans)


def _edit_dates(sheet: YamlFile, known: Mapping[str, Any], dates: Mapping[str, date]) -> list[str]:
    """Write lifecycle dates; gives what they were before, so that it is not lost."""
    notes = [f"{key} was {known[key]}" for key in _LIFECYCLE if key in dates and key in known]
    if not known:
        sheet.insert((), "lifecycle", flow((key, str(dates[key])) for key in _LIFECYCLE if key in dates), _KEYS)
        return notes
    if "legacy" in dates and "legacy_seen" in known:
        notes.append(f"legacy_seen was {known['legacy_seen']}")
    wanted = lifecycle_with(known, dates)
    for key in _LIFECYCLE:
        if key in dates and key in known:
            sheet.replace(("lifecycle", key), str(wanted[key]))
        elif key == "legacy" and key in dates and "legacy_seen" in known:
            sheet.rename(("lifecycle",), "legacy_seen", f"legacy: {dates[key]}")
        elif key in dates:
            sheet.insert(("lifecycle",), key, str(dates[key]), _LIFECYCLE)
    return notes


def _add_evidence(
    sheet: YamlFile,
    entries: Sequence[Mapping[str, Any]],
    covers: set[str],
    notes: Sequence[str],
    on: date,
    regions: int,
) -> None:
    """Add the snapshot to the evidence where it belongs: newest first, then by source."""
    source = _source(regions)
    for index, entry in enumerate(entries):
        if (entry["source"], entry["as_of"]) == (source, on):
            every = [key for key in _KEYS if key in covers | set(entry["covers"])]
            before = [entry["note"]] if "note" in entry else []
            sheet.replace(("evidence", index), _evidence(regions, on, every, [*before, *notes]))
            return
    mine = (-on.toordinal(), source)
    later = [index for index, entry in enumerate(entries) if (-entry["as_of"].toordinal(), entry["source"]) > mine]
    ordered = [key for key in _KEYS if key in covers]
    sheet.insert_item(("evidence",), later[0] if later else len(entries), _evidence(regions, on, ordered, notes))


def _source(regions: int) -> str:
    return f"AWS API answers of {regions} {'Region' if regions == 1 else 'Regions'}"


def _evidence(regions: int, on: date, covers: Sequence[str], notes: Sequence[str]) -> str:
    parts = [("source", _source(regions)), ("as_of", str(on)), ("covers", f"[{', '.join(covers)}]")]
    return flow([*parts, ("note", "'" + "; ".join(notes).replace("'", "''") + "'")] if notes else parts)


def _span(value: Mapping[str, Any], route: tuple[str | int, ...], sets: Mapping[str, Sequence[str]]) -> Span:
    row: Any = value
    for step in route:
        row = row[step]
    kind = "in-region" if route[0] == "in_region" else str(route[1])
    destinations: Destinations = EVERYWHERE if row.get("to") == [EVERYWHERE] else _expanded(row.get("to", ()), sets)
    return Span(kind, _expanded(row["from"], sets), destinations, row.get("since") or row.get("seen"), row.get("until"))


def _row(span: Span, sets: Mapping[str, Sequence[str]]) -> str:
    parts = [("from", f"[{', '.join(_compressed(span.sources, sets))}]")]
    if span.kind != "in-region":
        destinations = (
            [EVERYWHERE] if span.destinations == EVERYWHERE else _compressed(frozenset(span.destinations), sets)
        )
        parts.append(("to", f"[{', '.join(destinations)}]"))
    parts += [(key, str(day)) for key, day in (("since", span.since), ("until", span.until)) if day is not None]
    return flow(parts)


def _expanded(names: Iterable[str], sets: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(code for name in names for code in sets.get(name, (name,)))


def _compressed(codes: frozenset[str], sets: Mapping[str, Sequence[str]]) -> list[str]:
    """Write Regions in the fewest words: the largest sets that fit, then single codes, sorted."""
    rest, words = set(codes), []
    for name in sorted(sets, key=lambda one: (-len(sets[one]), one)):
        if len(sets[name]) > 1 and rest.issuperset(sets[name]):
            words.append(name)
            rest -= set(sets[name])
    return sorted([*words, *rest])
