# From nothing but Python 3.11, pip and make. Each target does its own set-up; the stamp files
# .venv/.run and .venv/.dev remember what is in place, so a second run needs no network.
PY ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SEED ?= 1
SIZE ?= kolding
# Two workers halve the time on two cores; WORKERS=0 runs everything in one process.
WORKERS ?= 2
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help demo serve test notebooks lint lock bench clean

help: ## say what the targets do
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/'

demo: .venv/.run ## write a synthetic municipality, plan it, print the plan and say where the files are
	@mkdir -p demo
	$(BIN)/brobygger demo --size $(SIZE) --seed $(SEED) --out demo/$(SIZE).xlsx --overwrite
	$(BIN)/brobygger plan demo/$(SIZE).xlsx --out demo/$(SIZE)-plan.xlsx
	@echo "The municipality: demo/$(SIZE).xlsx"
	@echo "The plan:         demo/$(SIZE)-plan.xlsx"

serve: .venv/.run ## run the service with the demo municipality on this machine
	@mkdir -p demo
	$(BIN)/brobygger serve --size $(SIZE) --database sqlite:///demo/$(SIZE).db

test: .venv/.dev ## run every test
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -ra $(TESTS)

notebooks: .venv/.dev ## run the evaluator's notebooks and write them as pages with their pictures
	@mkdir -p demo
	$(BIN)/python -m matcher.notebooks notebooks demo/notebooks

lint: .venv/.dev ## check style, format, types and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.dev ## measure speed and worth against bounds and peers; fails where a bound is not met
	@status=0; for part in tests.benchmark tests.benchmark.service; do \
		echo "$(BIN)/python -m $$part"; $(BIN)/python -m $$part || status=1; done; exit $$status

lock: .venv/.dev ## resolve the dependencies again and write both locks
	$(BIN)/uv pip compile pyproject.toml requirements-build.in $(COMPILE) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml requirements-build.in --extra dev -c requirements.lock $(COMPILE) -o requirements-dev.lock

# Hashes without host names: the locks install from any mirror. UPGRADE=--upgrade takes the newest versions.
COMPILE = --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header $(UPGRADE)

clean: ## remove the environment, the caches and the demo files
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build demo *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian packs ensurepip in python3.11-venv. Without it the environment is made without pip, and the pip outside installs into it.
.venv/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Brobygger needs Python 3.11 or newer; say which with make PY=/path/to/python3.11")'
	@$(PY) -c 'import ensurepip' 2>/dev/null && $(PY) -m venv .venv || $(PY) -m venv --without-pip .venv

INSTALL = if $(BIN)/python -c 'import pip' 2>/dev/null; then pip="$(BIN)/python -m pip"; else pip="$(PY) -m pip --python $(BIN)/python"; fi; \
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore; \
	$$pip install -q --require-hashes --no-deps --only-binary :all: -r $(1) && \
	$$pip install -q --no-build-isolation --no-deps -e .

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up: downloading and installing the packages of $< (a minute or two)"
	@$(call INSTALL,requirements.lock)
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/.run
	@echo "Setting up: adding the packages for tests and checks"
	@$(call INSTALL,requirements-dev.lock)
	@touch $@
