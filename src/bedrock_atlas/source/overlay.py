"""An organisation's own facts over a catalog: models, residencies, application profiles and prices.

An overlay works on the compiled document, so it lies over the catalog of a wheel as over a folder of YAML. It adds;
to replace what is there an entry says `override: true`, so that nothing is shadowed by accident when the catalog below
grows the same name. Every change is listed.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import CatalogError, RequestError
from bedrock_atlas.facts.countries import country
from bedrock_atlas.source.load import compile_model, digest, plain
from bedrock_atlas.source.overlay_profiles import declared_wrong, geography_of
from bedrock_atlas.source.sheets import Sheet, Sheets, gather_models, read_file
from bedrock_atlas.source.soundness import find_unsound
from bedrock_atlas.source.validate import hint_for, validate

if TYPE_CHECKING:
    from pathlib import Path

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.strict_yaml import Document, Route

__all__ = ["FILE", "lay_over", "overlay_sheets"]

FILE = "overlay.yaml"


def lay_over(base: dict[str, Any], folder: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a catalog's document with an overlay on top, and its changes in words. Raises CatalogError."""
    document = read_file(str(folder / FILE))
    value, problems = validate(document, "overlay")
    findings = [*document.findings, *problems]
    if findings:
        raise CatalogError(findings)
    layer = _Layer(base, value, document)
    models, problems = gather_models(folder) if (folder / "models").exists() else ((), [])
    layer.findings += problems
    layer.models(models)
    layer.residencies()
    layer.profiles()
    layer.declared()
    layer.prices()
    if layer.findings:
        raise CatalogError(layer.findings)
    return layer.result(), tuple(layer.changes)


def overlay_sheets(base: dict[str, Any], folder: Path) -> Sheets:
    """Return the models and residencies of a sound overlay with the tables they are judged by, of the catalog below."""
    document = read_file(str(folder / FILE))
    value, _ = validate(document, "overlay")
    models, _ = gather_models(folder) if (folder / "models").exists() else ((), [])
    own = {"residencies": {"residencies": value.get("residencies", {})}, "overlay": value}
    sheets = {kind: Sheet(kind, FILE, document, entry) for kind, entry in own.items()}  # type: ignore[arg-type]
    return Sheets(_tables(base, value.get("sets", {}), document) | sheets, models)


class _Layer:
    """One overlay on its way into a document."""

    def __init__(self, base: dict[str, Any], value: dict[str, Any], source: Document) -> None:
        self.document, self.value, self.source = deepcopy(base), value, source
        self.findings: list[Finding] = []
        self.changes: list[str] = []

    def clash(self, what: str, name: str, known: object, override: object, route: Route) -> None:
        """Note what an entry does: adds, replaces, or stands in the way of something without saying so."""
        if known and not override:
            message, hint = f"{what} `{name}` is in the catalog already", "add `override: true` to replace it"
            self.findings.append(self.source.finding("overlay-clash", route, message, hint, key=True))
        elif override and not known:
            message, hint = f"there is no {what} `{name}` to replace", "remove `override: true`"
            self.findings.append(self.source.finding("overlay-clash", route, message, hint, key=True))
        self.changes.append(f"{'replaces' if known else 'adds'} {what} {name}")

    def models(self, own: tuple[Sheet, ...]) -> None:
        """Add model files, checked by every rule of a catalog."""
        sheets = Sheets(_tables(self.document, self.value.get("sets", {}), self.source), own)
        self.findings += find_unsound(sheets)
        replaced = self.value.get("models", {})
        known = self.document["models"]
        for sheet in own:
            name = sheet.value["model"]
            if name in known and name not in replaced:
                message = f"model `{name}` is in the catalog already"
                hint = f"say so in {FILE}: `models: {{{name}: {{override: true}}}}`"
                self.findings.append(sheet.document.finding("overlay-clash", ("model",), message, hint))
            self.changes.append(f"{'replaces' if name in known else 'adds'} model {name}")
        for name in replaced:
            if name not in {sheet.value["model"] for sheet in own}:
                message = f"the overlay has no file of model `{name}`"
                self.findings.append(self.source.finding("unknown-model", ("models", name), message, key=True))
        if not self.findings:
            compiled = {sheet.value["model"]: compile_model(sheet.value, sheets) for sheet in own}
            self.document["models"] = dict(sorted((known | compiled).items()))

    def residencies(self) -> None:
        """Add residencies; AWS need not have a Region in every country of one."""
        for name, entry in self.value.get("residencies", {}).items():
            known = self.document["residencies"]
            self.clash("residency", name, name in known, entry.get("override"), ("residencies", name))
            self.words(name, entry)
            for index, code in enumerate(entry["countries"]):
                try:
                    country(code)
                except RequestError as error:
                    route = ("residencies", name, "countries", index)
                    self.findings.append(self.source.finding(error.slug, route, error.message, error.hint))
            known[name] = {
                "title": entry["title"],
                "aliases": entry.get("aliases", []),
                "countries": entry["countries"],
            }

    def words(self, name: str, entry: dict[str, Any]) -> None:
        """Report the words of a residency that already mean another: the last one would answer without a word."""
        owners = {
            " ".join(word.lower().split()): other
            for other, known in self.document["residencies"].items()
            if other != name
            for word in (other, known["title"], *known["aliases"])
        }
        words: list[tuple[str, Route, bool]] = [(name, (), True), (entry["title"], ("title",), False)]
        words += [(alias, ("aliases", index), False) for index, alias in enumerate(entry.get("aliases", ()))]
        for word, at, key in words:
            owner = owners.get(" ".join(word.lower().split()))
            if owner is not None:
                message, hint = f"`{word}` already means `{owner}`", "give the residency words of its own"
                route: Route = ("residencies", name, *at)
                self.findings.append(self.source.finding("residency-collision", route, message, hint, key=key))

    def profiles(self) -> None:
        """Add application inference profiles."""
        known = self.document.setdefault("application_profiles", {})
        for arn, entry in self.value.get("application_profiles", {}).items():
            route: Route = ("application_profiles", arn)
            self.clash("application profile", arn, arn in known, entry.get("override"), route)
            model = self.document["models"].get(entry["model"])
            if model is None:
                self.unknown_model(entry["model"], (*route, "model"))
                continue
            scope = entry.get("geography")
            served = {row[0] for row in model["rows"]}
            if scope is not None and scope not in served:
                message = f"`{entry['model']}` has no profile `{scope}.`"
                self.findings.append(self.source.finding("unknown-geography", (*route, "geography"), message))
            region = arn.split(":")[3]
            if region not in self.document["regions"]:
                message, hint = f"unknown Region `{region}`", hint_for(region, self.document["regions"])
                self.findings.append(self.source.finding("unknown-region", route, message, hint, key=True))
            else:
                self.reached(arn, entry, model["rows"], region)
            copied = self.copied(arn, entry, model["rows"], region) if "destinations" in entry else {}
            known[arn] = {key: (entry | copied)[key] for key in ("model", "geography", "name") if key in entry | copied}
        if not known:
            del self.document["application_profiles"]

    def copied(self, arn: str, entry: dict[str, Any], rows: list[list[Any]], region: str) -> dict[str, str]:
        """Return the geography of what an ARN leads to by its destinations; report where none or several do."""
        route: Route = ("application_profiles", arn, "destinations")
        document = self.document["regions"].items()
        commercial = sorted(code for code, one in document if one["partition"] == "aws")
        found = geography_of(rows, region, entry["destinations"], commercial)
        if "geography" in entry:
            message, hint = "a profile has a `geography` or its `destinations`", "remove one of them"
            self.findings.append(self.source.finding("two-values", route, message, hint, key=True))
        elif not found:
            message = f"no ID of `{entry['model']}` from `{region}` goes to exactly these Regions"
            hint = "AWS may have changed what it copies, or the catalog is behind: `sync compare`"
            self.findings.append(self.source.finding("unknown-destinations", route, message, hint, key=True))
        elif found[1:]:
            message = f"{' and '.join(f'`{one}`' for one in found)} both go from `{region}` to exactly these Regions"
            hint = "name the `geography` it copies instead"
            self.findings.append(self.source.finding("ambiguous-destinations", route, message, hint, key=True))
        return {"geography": found[0]} if found and found[0] != "in-region" else {}

    def declared(self) -> None:
        """Add the application profiles that shall be; what they copy is decided by a policy."""
        for name, entry in self.value.get("profiles", {}).items():
            known = self.document.setdefault("profiles", {})
            route: Route = ("profiles", name)
            self.clash("declared profile", name, name in known, entry.get("override"), route)
            for slug, at, message, hint in declared_wrong(name, entry, self.document):
                self.findings.append(self.source.finding(slug, (*route, *at), message, hint, key=not at))
            known[name] = {key: value for key, value in entry.items() if key != "override"}

    def reached(self, arn: str, entry: dict[str, Any], rows: list[list[Any]], region: str) -> None:
        """Report an ARN that cannot be: of another partition, or from where what it copies cannot be invoked."""
        route: Route = ("application_profiles", arn)
        partition, stands = arn.split(":")[1], self.document["regions"][region]["partition"]
        if partition != stands:
            message, hint = f"`{region}` lies in the partition `{stands}`", f"write `arn:{stands}:…`"
            self.findings.append(self.source.finding("partition-crossed", route, message, hint, key=True))
        if "destinations" in entry:
            return
        scope = entry.get("geography")
        sources = {source for row in rows if row[0] == (scope or "in-region") for source in row[1]}
        if region not in sources and (sources or scope is None):
            what = f"{scope}.{entry['model']}" if scope else entry["model"]
            message = f"`{what}` cannot be invoked from `{region}`"
            hint = (
                f"only from {', '.join(sorted(sources))}"
                if sources
                else "name the `geography` of the profile it copies"
            )
            self.findings.append(self.source.finding("profile-source", route, message, hint, key=True))

    def prices(self) -> None:
        """Put negotiated prices in the place of the catalog's."""
        for name, entry in self.value.get("prices", {}).items():
            route: Route = ("prices", name)
            model = self.document["models"].get(name)
            if model is None:
                self.unknown_model(name, route, key=True)
                continue
            self.clash("price of", name, "price" in model, entry.get("override"), route)
            premium = entry.get("premium")
            if premium is not None and premium not in self.document["premiums"]:
                message, hint = f"unknown premium `{premium}`", hint_for(premium, self.document["premiums"])
                self.findings.append(self.source.finding("unknown-premium", (*route, "premium"), message, hint))
            model["price"] = plain({key: amount for key, amount in entry.items() if key != "override"})

    def unknown_model(self, name: str, route: Route, *, key: bool = False) -> None:
        """Report that nobody knows a model."""
        message, hint = f"unknown model `{name}`", hint_for(name, self.document["models"])
        self.findings.append(self.source.finding("unknown-model", route, message, hint, key=key))

    def result(self) -> dict[str, Any]:
        """Return the document with its version and digest."""
        body = self.document | {"version": f"{self.document['version']}+{self.value['overlay']}"}
        return body | {"digest": digest(body)}


def _tables(document: dict[str, Any], sets: dict[str, list[str]], source: Document) -> dict[Any, Sheet]:
    """Return the tables that rules look into, from a document: its sets are written out, but for `commercial`.

    What is wrong with the overlay's own sets is found where they stand in `source`.
    """
    commercial = sorted(code for code, entry in document["regions"].items() if entry["partition"] == "aws")
    premiums = {
        name: {"factors": {scope: Decimal(factor) for scope, factor in entry["factors"].items()}, "evidence": []}
        for name, entry in document["premiums"].items()
    }
    tables: dict[str, dict[str, Any]] = {
        "regions": {"regions": document["regions"], "sets": {"commercial": commercial} | sets},
        "geographies": {"geographies": document["geographies"]},
        "premiums": {"premiums": premiums},
    }
    return {kind: Sheet(kind, FILE, replace(source, value=value), value) for kind, value in tables.items()}  # type: ignore[arg-type]
