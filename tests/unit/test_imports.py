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
from pathlib import Path
from typing import NamedTuple

import pytest

import bedrock_atlas

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "bedrock_atlas"

# The core, lowest first: a module imports those in earlier lines only.
CORE = (
    {"errors", "prices"},
    {"facts"},
    {"candidates", "constraints", "entries", "names"},
    {"catalog", "program"},
    {"policy", "request"},
    {"decision", "grammar"},
    {"binding", "engine", "world"},
    {"explain", "policies"},
    {"as_data", "ask", "diff", "examples", "forecast", "prove", "table"},
)
# What surrounds the core, and what it may import besides itself.
AROUND = {
    "aws": set().union(*CORE) | {"source"},
    "check": set().union(*CORE) | {"__init__", "report", "source"},
    "cli": set().union(*CORE) | {"__init__", "aws", "check", "report", "scan", "service", "snippet", "source"},
    "client": set().union(*CORE) | {"__init__"},
    "report": {"errors"},  # it knows nothing of what found the findings
    "scan": set().union(*CORE) | {"__init__", "report"},
    "service": set().union(*CORE) | {"__init__", "snippet", "source"},
    "snippet": set().union(*CORE),
    "source": {
        "constraints",
        "errors",
        "facts",
        "prices",
    },  # the forms of a policy follow the closed table of constraints
}
# Imports against the arrows, each inside a function: a method that is the public name of something further up.
SANCTIONED = {
    ("catalog", "source"),  # load_catalog() on a folder of YAML
    ("decision", "as_data"),  # Decision.to_dict()
    ("decision", "engine"),  # Decision.valid_until asks again for later dates
    ("decision", "explain"),  # Decision.explain() and its kin
    ("policies", "source"),  # load_policy() on a YAML file
    ("request", "grammar"),  # Request.parse()
}


class Import(NamedTuple):
    """One import: what it reaches (`.name` for a part of this package), and where it stands."""

    target: str
    line: int
    lazy: bool
    types_only: bool


def target(dotted: str) -> str:
    """Name the distribution a dotted name belongs to, or the part of this package, with a dot in front."""
    top, *rest = dotted.split(".")
    if top != "bedrock_atlas":
        return top
    name = rest[0] if rest else "__init__"
    home = getattr(bedrock_atlas, name, None)
    public = name in bedrock_atlas.__all__ and len(rest) == 1
    return f".{getattr(home, '__module__', 'bedrock_atlas.__init__').split('.')[1] if public else name}"


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


def files(*names: str) -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if unit(path) in names]


def allowed(name: str) -> set[str]:
    """Name the modules and packages that one may import, itself included."""
    if name in AROUND:
        return AROUND[name] | {name}
    below: set[str] = set()
    for layer in CORE:
        if name in layer:
            return below | {name}
        below |= layer
    raise AssertionError(f"{name} has no place among the layers")


def test_every_module_has_a_place_among_the_layers():
    """A new module of the package is put into a layer before it is used."""
    units = {unit(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "_data"}
    assert units == set().union(*CORE) | set(AROUND)


def test_coverage_is_asked_of_the_whole_core():
    """The gate leaves out what surrounds the core and nothing else."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]
    assert settings["run"]["omit"] == [f"*/bedrock_atlas/{name}/*" for name in sorted(AROUND)]
    assert settings["report"]["fail_under"] == 100


def test_imports_follow_the_arrows():
    """No module imports one above it, inside a function or not, but for the sanctioned ones."""
    wrong, used = [], set()
    for path in files(*set().union(*CORE), *AROUND):
        name = unit(path)
        for one in imports(path):
            other = one.target.removeprefix(".")
            if other == one.target or one.types_only:
                continue
            if one.lazy and (name, other) in SANCTIONED:
                used.add((name, other))
            elif other not in allowed(name):
                wrong.append(f"{path.relative_to(ROOT)}:{one.line}: {name} imports {other}")
    assert not wrong, "\n".join(wrong)
    assert used == SANCTIONED


def test_the_core_knows_the_standard_library_and_itself_alone():
    """No core module names another distribution or a package around the core, not even for its types."""
    core = set().union(*CORE) | {"__init__"}
    known = {f".{name}" for name in core} | set(sys.stdlib_module_names)
    wrong = [
        f"{path.relative_to(ROOT)}:{one.line}: imports {one.target}"
        for path in files(*core)
        for one in imports(path)
        if one.target not in known and (unit(path), one.target[1:]) not in SANCTIONED
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
decision = decide(load_catalog(), load_policy(), Request.parse("Sonnet 4.5, EU residency"), on=day)
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
