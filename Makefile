# make run    the sample announcement, with pip alone
# make test   everything that CI runs
# make check  the same as CI: format, lint, types, contract, tests
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := inputs/phuket-2562.xlsx

.PHONY: help run test check format lint types contract tests bench wheel bundle lock docs clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Set PYTHON=... to another one."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment. On Debian or Ubuntu: sudo apt install python3-venv"; rm -rf $(VENV); exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

run: $(VENV)/.installed  ## build the sample announcement and say where it is
	$(BIN)/ita-docs build $(SAMPLE)

test: $(VENV)/.installed-dev  ## install what the tests need, then run everything that CI runs
	sh tools/install_test_programs.sh
	$(MAKE) --no-print-directory lint types contract tests

check: format test  ## format, then everything that CI runs

format: $(VENV)/.installed-dev  ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet . || true

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contract: $(VENV)/.installed-dev
	$(BIN)/lint-imports

tests: $(VENV)/.installed-dev
	$(BIN)/pytest -n 2 --dist loadgroup

lock:  ## pin the newest versions allowed by pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --quiet --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml
	uv pip compile --universal --generate-hashes --quiet --no-annotate --no-emit-index-url --no-emit-find-links --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

bench: $(VENV)/.installed-dev  ## measure this project and its peers; writes benchmarks/results/
	@if command -v npm >/dev/null; then cd benchmarks/node && npm ci --silent --no-audit --no-fund; else echo "npm is missing: its engines are skipped"; fi
	$(BIN)/python -m benchmarks.run

wheel: $(VENV)/.installed  ## dist/ita_docs-*.whl, to install on other machines
	$(BIN)/python -m pip wheel --quiet --no-deps -w dist .
	@ls dist/*.whl

bundle: $(VENV)/.installed  ## dist/ita-docs-windows.zip and -linux.zip, to install without a network
	$(BIN)/python -m tools.make_bundle windows linux

docs: $(VENV)/.installed-dev  ## make the pages of problems and options anew from their tables
	$(BIN)/python -m tools.make_problem_page
	$(BIN)/python -m tools.make_option_page
	$(BIN)/python -m tools.make_notices
	$(BIN)/python -m tools.make_column_page

clean:  ## remove what can be made again, not the outputs
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
