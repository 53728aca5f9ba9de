# Everything a person or the checks start. `make` alone lists the targets.
# Set-up needs Python 3.11 or later, Node with npm, and the network once; no root.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup system serve demo test coverage test-long check bench bench-web docs lock clean

VENV := .venv
BIN := $(VENV)/bin
ECHARTS := src/dualcarbon/charts/vendor/echarts.min.js
PAGES := src/dualcarbon/server/vendor
REFERENCE := docs/reference
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(VENV)/.package $(ECHARTS) $(PAGES)/.libraries  ## make .venv with everything in it; does nothing the second time

serve: setup  ## open the workbench on the Jiangsu study; PORT=8765
	$(BIN)/dualcarbon serve examples/jiangsu --port $(or $(PORT),8765)

demo: setup  ## run the Jiangsu study and print its peak table (QUICK=1: few members, no report)
	$(BIN)/dualcarbon run examples/jiangsu $(if $(QUICK),--quick)

system:  ## install the programs that some tests need (PostgreSQL, Chromium), as root; else tell what is missing
	@bash scripts/system.sh

test: setup system  ## all tests but the slow ones
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(WORKERS) $(ARGS)

coverage: setup system  ## the same with branch coverage, which takes half as long again and must be at least 90 %
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(WORKERS) --cov --cov-report=term $(ARGS)

test-long: setup system  ## the slow tests: full figures of what is promised
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -q -n $(WORKERS) -m slow $(ARGS)

check: setup  ## style, types, layers, and that the generated pages are current
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; \
	$(BIN)/python -m dualcarbon.cli.reference "$$fresh"; \
	diff -r "$$fresh" $(REFERENCE) || { echo "$(REFERENCE) is out of date: run 'make docs' and commit it"; exit 1; }

bench: setup $(VENV)/.peers  ## time the work beside its yardsticks; writes bench/results.json
	@for file in bench/[a-z]*.py; do $(BIN)/python "$$file"; done

bench-web: setup system  ## time the workbench in Chromium: slider to painted chart, alone and beside ten clients, first page, memory
	$(BIN)/python bench/web.py

docs: setup  ## write the generated reference pages
	$(BIN)/python -m dualcarbon.cli.reference $(REFERENCE)

# A step of set-up is done when its stamp is newer than what it reads.
$(BIN)/python:
	@python=$$(bash .ci/python); echo "making $(VENV) with $$python"; "$$python" -m venv $(VENV)

$(VENV)/.requirements: requirements.txt | $(BIN)/python
	@echo "installing the pinned requirements into $(VENV); a few minutes the first time"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.requirements
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.peers: requirements-bench.txt $(VENV)/.requirements
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-bench.txt
	@touch $@

node_modules/.libraries: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node 18 or later with npm, then run make again"; exit 1; }
	@npm ci --silent
	@touch $@

$(ECHARTS): node_modules/.libraries
	@mkdir -p $(@D)
	@cp node_modules/echarts/dist/echarts.min.js $@

$(PAGES)/.libraries: node_modules/.libraries
	@mkdir -p $(@D)
	@cp node_modules/htmx.org/dist/htmx.min.js node_modules/tabulator-tables/dist/js/tabulator.min.js \
	  node_modules/tabulator-tables/dist/css/tabulator.min.css $(@D)
	@touch $@

lock:  ## renew the pinned requirements from pyproject.toml (needs the network)
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	"$$(bash .ci/python)" -m venv "$$folder"; "$$folder/bin/pip" install --quiet pip-tools; \
	compile="$$folder/bin/pip-compile --quiet --generate-hashes --allow-unsafe --no-strip-extras --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host"; \
	$$compile --upgrade --extra test --extra dev --extra bench --build-deps-for editable -o requirements.txt pyproject.toml; \
	sed 's/ \\$$//; s/\[.*\]//; /--hash/d' requirements.txt > "$$folder/pinned.txt"; \
	$$compile --upgrade -c "$$folder/pinned.txt" -o requirements-bench.txt bench/peers.in

clean:  ## remove what set-up, tests and builds made; results of studies stay
	rm -rf $(VENV) node_modules $(dir $(ECHARTS)) $(PAGES) build dist htmlcov .coverage bench/results.json \
	  .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
