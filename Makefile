# Everything a contributor runs, in one virtual environment made by the newest Python found; `make` lists the targets.
# PYTHON=... chooses another interpreter, VENV=... another place (both together to test on several versions), WORKERS=0
# runs the tests in one process.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHONS := $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

.PHONY: help try serve check test test-all lint types coverage hooks bench load golden schema clean

help: ## list what can be run
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

try: $(VENV)/installed ## install the package and ask it the main question
	$(BIN)/bedrock-atlas resolve "Sonnet 4.5, EU residency"

serve: $(VENV)/installed ## answer over HTTP, with a page for people, on http://127.0.0.1:8321
	$(PIP) install --editable '.[service]'
	$(BIN)/bedrock-atlas serve

check: lint types ## check while you edit, in under a minute: style, workflows, types, unit tests
	$(BIN)/python -m pytest -n $(WORKERS) -q tests/unit

test: lint types ## check everything that is quick enough: style, workflows, types, tests, coverage of every room
	@$(MAKE) coverage

test-all: $(VENV)/tools ## run what `test` leaves out because it is slow: planted faults, soaks, installations
	$(BIN)/python -m pytest -n $(WORKERS) -m slow

lint: $(VENV)/tools ## check style, format and the workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/zizmor --offline --pedantic --quiet .
	$(BIN)/actionlint -shellcheck $(BIN)/shellcheck

types: $(VENV)/tools ## check types
	$(BIN)/mypy

coverage: $(VENV)/tools ## run the tests; every room has a floor of branches that must be covered
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=
	$(BIN)/python -m tests.coverage_floors

hooks: $(VENV)/tools ## check what is committed at each `git commit`, by pre-commit
	$(BIN)/pre-commit install

bench: $(VENV)/tools ## measure speed, side by side with the nearest peer
	$(PIP) install --group bench
	$(BIN)/python -m pytest tests/benchmarks --override-ini addopts= -s -q

load: $(VENV)/tools ## load the service beside its peers (needs wrk); SOAK=--soak adds two minutes of faults
	$(PIP) install --group bench
	$(BIN)/python tests/benchmarks/bench_service.py $(SOAK)

golden: $(VENV)/tools ## write the golden files anew from what the program prints now
	BEDROCK_ATLAS_GOLDEN=write $(BIN)/python -m pytest -n $(WORKERS) -q --ignore=tests/property

schema: $(VENV)/tools ## write the JSON Schemas of the catalog anew
	$(BIN)/python -m bedrock_atlas.source.schema

clean: ## remove everything that was made
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# The stamps say what was done; each is older than what it was made from only when that has changed.
$(VENV)/made:
	@for python in $(PYTHONS); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "making $(VENV) with $$python ($$("$$python" -c 'import platform; print(platform.python_version())'))"; \
	    "$$python" -m venv --clear $(VENV) && touch $@; exit; \
	  fi; \
	done; \
	echo "bedrock-atlas needs Python 3.11 or newer with its venv module; none among: $(PYTHONS)" >&2; \
	echo "  hint: on Debian and Ubuntu install python3-venv; PYTHON=/path/to/python3 names another interpreter" >&2; \
	exit 1

$(VENV)/installed: $(VENV)/made pyproject.toml $(wildcard hatch_build.py)
	$(PIP) install --editable .
	@touch $@

$(VENV)/tools: $(VENV)/installed
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --group test --group lint
	@touch $@
