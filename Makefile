# Every target sets up what it needs; nothing is assumed but Python 3.11, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install --quiet

.PHONY: install install-dev run test lint format bench ui lock clean

install: $(VENV)/.installed ## the command, in .venv/bin/tongbao
install-dev: $(VENV)/.installed-dev

# venv without pip, filled by the pip that is there: Debian's python3-venv is not needed.
$(BIN)/python:
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.installed: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --require-hashes -r requirements-build.lock
	$(PIP) --no-build-isolation --no-deps --editable .
	$(BIN)/python -m pipelines.orchestration.dbt.dbt_project >/dev/null
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

run: install ## the main job on the five bulletins, ending with the comparison
	$(BIN)/tongbao run

ui: install ## the Dagster UI on http://127.0.0.1:3000
	$(BIN)/tongbao ui

test: install-dev ## all tests; what needs a missing system program is skipped and said
	$(BIN)/python -m pytest -rs -n auto --dist loadfile --no-loadscope-reorder

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint sql

bench: install-dev ## readers, names, indicators, models: beside their peers, on the same input
	$(BIN)/python -m benchmarks.indicators
	$(BIN)/python -m benchmarks.names
	$(BIN)/python -m benchmarks.names_noise
	$(BIN)/python -m benchmarks.readers
	$(BIN)/python -m benchmarks.models

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --quiet sql

lock: ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra server --generate-hashes --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet -c requirements.lock -o requirements-server.lock
	$(BIN)/uv pip compile --group build --generate-hashes --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet -c requirements.lock -o requirements-build.lock
	$(BIN)/uv pip compile --group dev --generate-hashes --no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet -c requirements.lock -c requirements-build.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) data
