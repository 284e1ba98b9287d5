# Everything starts here. `make help` lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# PORT=9000 make run and make run PORT=9000 both work. HOST is not taken from the environment: some shells put the machine's name there.
PORT ?= 8000
HOST = 127.0.0.1
# The Python to build the environment from; empty: the newest suitable one found.
PYTHON ?=
# Test processes side by side.
WORKERS ?= 2
# More words for pytest, as in: make test ARGS="-k undo".
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
SETUP := PYTHON='$(PYTHON)' scripts/setup

.PHONY: help setup setup-dev run test lint bench nightly lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.runtime.stamp ## build .venv with everything Parley needs to run
	@:

setup-dev: $(VENV)/.dev.stamp ## the same, with the tools for tests and lint
	@:

run: setup ## start Parley with its demo company (PORT=8000 HOST=127.0.0.1)
	@$(BIN)/parley init --demo
	@$(BIN)/parley serve --host $(HOST) --port $(PORT)

test: setup-dev ## run the tests (ARGS="-k undo", WORKERS=2)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: setup-dev ## style, types, import contracts, migrations, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m crm_store.migrations.check
	$(BIN)/python .ci/check_locks.py

bench: setup-dev ## print the table of speed figures
	@$(BIN)/python tests/benchmarks/run.py

nightly: setup-dev ## every test, the slow ones too, then the benchmarks
	@HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "slow or not slow" $(ARGS)
	@$(BIN)/python tests/benchmarks/run.py

lock: setup-dev ## write the lock files anew, with the newest allowed versions
	@scripts/lock

clean: ## remove the environment and every cache; records in .parley stay
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .files .chainlit-run artifacts dist
	@find assistant crm_store prompts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The dev lock holds the runtime lock, so either order of these two leaves one environment; nothing is ever uninstalled here.
$(VENV)/.dev.stamp: requirements-dev.lock requirements-setup.lock pyproject.toml scripts/setup
	@$(SETUP) dev
	@touch $(VENV)/.runtime.stamp $@

ifeq ($(wildcard $(VENV)/.dev.stamp),)
$(VENV)/.runtime.stamp: requirements.lock requirements-setup.lock pyproject.toml scripts/setup
	@$(SETUP) runtime
	@touch $@
else
$(VENV)/.runtime.stamp: $(VENV)/.dev.stamp requirements.lock
	@touch $@
endif
