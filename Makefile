# Everything a developer can do. Needs Python 3.11 or later with venv, git and make.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m eboard

.DEFAULT_GOAL := help
.PHONY: help run test check lint format audit lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/installed: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

run: $(VENV)/installed ## a running, populated network at http://localhost:8000
	$(RUN) db upgrade
	$(RUN) demo
	$(RUN) serve

test: $(VENV)/installed ## every check and every test
	.ci/test

check: $(VENV)/installed ## format, lint with security rules, types
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

format: $(VENV)/installed ## format the code
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

audit: ## compare the pinned libraries with published weaknesses
	.ci/audit

lock: ## renew the lock files (needs uv)
	uv lock --upgrade
	uv export -q --no-emit-project --no-header --no-dev --extra optimizer --extra pdf --extra postgres -o requirements.txt
	uv export -q --no-emit-project --no-header --all-extras --group test --group lint -o requirements-dev.txt

clean: ## remove what was installed and what was run; the demo network goes too
	rm -rf $(VENV) var
