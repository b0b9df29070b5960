"""Who may import whom, and what is loaded when.

The arrows stand here as data and are held on the syntax tree, so an import inside a function counts like any other.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import bedrock_atlas

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "bedrock_atlas"

# The rooms of the core, lowest first: a room imports those before it only.
CORE = ("errors", "facts", "policy", "decision", "advice", "analysis")
# What stands around the core, and what of it each may import besides itself.
AROUND = {
    "source": {"errors", "facts", "policy"},  # the forms of a policy follow the closed table of constraints
    "loading": {"errors", "facts", "policy", "source"},
    "ask": {"errors", "facts", "policy", "decision", "advice", "loading"},
    "writing": set(),  # how a file is written, whoever writes it
    "lock": {"errors", "facts", "policy", "decision", "advice", "writing"},
    "report": {"errors"},  # it knows nothing of what found the findings
    "iam": {*CORE, "report", "source"},  # of source the parser of YAML, since templates carry documents
    "snippet": {"errors", "facts", "policy", "decision", "iam"},
    "listings": {"errors", "facts", "policy", "decision", "advice"},
    "diagnose": {*CORE, "iam"},  # what errors mean; whoever meets one asks here
    "check": {*CORE, "loading", "report", "source", "writing"},
    "scan": {*CORE, "diagnose", "loading", "report", "writing"},
    "export": {*CORE, "loading", "scan"},  # the IDs in a template are found as those in code are
    "aws": {*CORE, "__init__", "diagnose", "iam", "loading", "report", "source", "writing"},
    "client": {*CORE, "__init__", "diagnose", "iam", "loading"},
    "service": {*CORE, "__init__", "diagnose", "iam", "listings", "loading", "report", "snippet", "source", "writing"},
    "mcp": {*CORE, "__init__", "diagnose", "listings", "loading", "report", "scan"},
    "cli": {*CORE, "__init__", "ask", "aws", "check", "diagnose", "export", "iam", "listings", "loading", "lock", "mcp",
            "report", "scan", "service", "snippet", "source", "writing"},
}  # fmt: skip


class Import(NamedTuple):
    """One import: what it reaches (`.name` for a part of this package), and where it stands."""

    target: str
    line: int
    lazy: bool
    types_only: bool


def target(dotted: str) -> str:
    """Name the distribution a dotted name belongs to, or the file of this package, with a dot in front."""
    top, *rest = dotted.split(".")
    if top != "bedrock_atlas":
        return top
    while rest and not (PACKAGE.joinpath(*rest).with_suffix(".py").is_file() or PACKAGE.joinpath(*rest).is_dir()):
        rest.pop()
    return "." + (".".join(rest) or "__init__")


def imports(path: Path) -> list[Import]:
    """Find every import of a file; relative ones are not used here."""
    found: list[Import] = []

    def visit(node: ast.AST, lazy: bool, types_only: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend(Import(target(alias.name), node.lineno, lazy, types_only) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found.extend(Import(target(name), node.lineno, lazy, types_only) for name in names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for child in node.body:
                visit(child, lazy, types_only=True)
            for child in node.orelse:
                visit(child, lazy, types_only)
        else:
            inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for child in ast.iter_child_nodes(node):
                visit(child, inside, types_only)

    visit(ast.parse(path.read_text("utf-8")), lazy=False, types_only=False)
    return found


def unit(path: Path) -> str:
    """Name the module or package directly under bedrock_atlas to which a file belongs."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module(path: Path) -> str:
    """Name a file as `target` does."""
    dotted = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return f".{dotted.removesuffix('.__init__')}"


def files(*names: str) -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if unit(path) in names]


def allowed(name: str) -> set[str]:
    """Name the modules and packages that one may import, itself included."""
    if name in AROUND:
        return AROUND[name] | {name}
    return {*CORE[: CORE.index(name) + 1]}


def test_every_module_has_a_place_among_the_rooms():
    """A new module of the package is given its place before it is used."""
    units = {unit(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "_data"}
    assert units == {*CORE, *AROUND}


def test_the_rooms_stand_in_an_order():
    """What stands around the core imports what is named before it, so that no two rooms need each other."""
    known = {*CORE, "__init__"}
    for name, below in AROUND.items():
        assert below <= known, name
        known.add(name)


def test_imports_follow_the_arrows():
    """No file imports one of a room above its own: not inside a function, not for types alone."""
    wrong = []
    for path in files(*CORE, *AROUND):
        for one in imports(path):
            other = one.target.removeprefix(".").partition(".")[0]
            if one.target.startswith(".") and other not in allowed(unit(path)):
                wrong.append(f"{path.relative_to(ROOT)}:{one.line}: {unit(path)} imports {other}")
    assert not wrong, "\n".join(wrong)


def test_no_two_files_need_each_other():
    """The imports between files make no circle, those inside functions and for types alone included."""
    needs = {
        module(path): {one.target for one in imports(path) if one.target.startswith(".")}
        for path in files(*CORE, *AROUND)
    }
    for name, others in needs.items():
        others -= {name, name.rpartition(".")[0]}  # a package's own surface
    tuple(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


def test_inside_the_package_homes_are_imported():
    """No file of the package takes from the facade what has a home."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {alias.name}"
        for path in files(*CORE, *AROUND)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "bedrock_atlas"
        for alias in node.names
        if alias.name in bedrock_atlas.__all__ and alias.name != "__version__"
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_knows_the_standard_library_and_itself_alone():
    """No core module names another distribution or a package around the core, not even for its types."""
    wrong = [
        f"{path.relative_to(ROOT)}:{one.line}: imports {one.target}"
        for path in files(*CORE, "__init__")
        for one in imports(path)
        if not one.target.startswith(".") and one.target not in sys.stdlib_module_names
    ]
    assert not wrong, "\n".join(wrong)


def test_heavy_distributions_are_declared():
    """Every distribution the package imports is a declared dependency, and every declared one is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    imported = {one.target for path in PACKAGE.rglob("*.py") for one in imports(path)}
    named = {"pyyaml": "yaml", "opentelemetry-api": "opentelemetry"}
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    declared, optional = (
        {named.get(name := re.split(r"[\[>]", line)[0], name.replace("-", "_")) for line in lines}
        for lines in (project["dependencies"], extras)
    )
    third_party = {name for name in imported if not name.startswith(".")} - set(sys.stdlib_module_names)
    assert declared <= third_party <= declared | optional | {"botocore", "pydantic_core"}


def loaded(code: str, *args: str) -> set[str]:
    """Name the top-level modules that running `code` adds to a fresh interpreter."""
    script = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script, *args], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


def test_importing_the_package_loads_the_standard_library_alone():
    """`import bedrock_atlas` loads no distribution."""
    assert loaded("import bedrock_atlas") - set(sys.stdlib_module_names) == {"bedrock_atlas"}


def test_importing_the_package_loads_none_of_its_modules():
    """`import bedrock_atlas` reads one file of the package: the rest comes when first used."""
    code = "import bedrock_atlas; assert not [name for name in sys.modules if name.startswith('bedrock_atlas.')]"
    assert "bedrock_atlas" in loaded(code)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel, as an installation does, and give the folder."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_an_installed_answer_loads_the_standard_library_alone(installed: Path):
    """From a wheel `resolve()`, a decision and its explanation load no distribution: all they read is JSON."""
    code = """
sys.path.insert(0, sys.argv[1])
from datetime import date
import bedrock_atlas
from bedrock_atlas import Request, decide, load_catalog, load_policy, resolve
assert bedrock_atlas.__file__.startswith(sys.argv[1])
day = date(2026, 11, 20)
assert resolve("Sonnet 4.5, EU residency", on=day) == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
catalog = load_catalog()
decision = decide(catalog, load_policy(), Request.parse("Sonnet 4.5, EU residency", catalog), on=day)
assert decision.explain() and decision.to_dict()
"""
    assert loaded(code, str(installed)) - set(sys.stdlib_module_names) == {"bedrock_atlas"}


@pytest.mark.parametrize("name", bedrock_atlas.__all__)
def test_every_public_name_is_there_and_documented(name: str):
    """Each name in `__all__` can be reached from the package and says what it is."""
    assert name in dir(bedrock_atlas)
    assert name == "__version__" or getattr(bedrock_atlas, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    """A name the package does not have is refused as by any module."""
    with pytest.raises(AttributeError, match="has no attribute 'reslove'"):
        bedrock_atlas.reslove  # noqa: B018  # reaching for it is the test
