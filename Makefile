# Every command of the registry. A bare clone needs Python 3.11 and make; nothing else for `run` and `test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SIZE ?= 1k
PROCESSES ?= auto
SEED ?= 1
QUESTIONS ?= 20000
FIRST ?= 0
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
PO := $(wildcard locale/*/LC_MESSAGES/*.po locale/packages/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
COLLECT ?= $(BIN)/python manage.py collectstatic --noinput --verbosity 0
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help run install test test-all fuzz browser handbook picture fix check benchmark fixtures messages messages-compiled lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run .env $(MO) ## the registry on 127.0.0.1:8000 (PORT=…), with the memorandum in it
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py first_records
	@$(COLLECT)
	@echo "Registry:  http://127.0.0.1:$(PORT)/kk/   /ru/   /en/"
	@echo "Editing:   http://127.0.0.1:$(PORT)/admin/"
	@exec $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning

test: $(VENV)/.dev .env $(MO) ## every test but the browser's: SQLite, or the database of DATABASE_URL
	@$(COLLECT)
	@$(BIN)/python -m pytest -m "not browser" --numprocesses $(PROCESSES) --maxprocesses 4 --dist worksteal --durations 10 $(ARGS)

test-all: ## every test, on the database of DATABASE_URL, with as many rounds and random requests as before a release
	@ROUNDS=1000 $(MAKE) test fuzz

fuzz: $(VENV)/.dev .env $(MO) ## ask the desk 20,000 random questions (SEED=…, QUESTIONS=…, FIRST=…), on either database
	@FUZZ_SEED=$(SEED) FUZZ_QUESTIONS=$(QUESTIONS) FUZZ_FIRST=$(FIRST) $(BIN)/python -m pytest tests/integration/test_desk_fuzz.py --numprocesses $(PROCESSES) --maxprocesses 4 --dist worksteal $(ARGS)

browser: $(VENV)/.dev .env $(MO) ## journeys and accessibility in Chromium against a real server, on SQLite or DATABASE_URL
	@test -n "$(CHROMIUM)" || { echo "Chromium was not found. Install it (Debian: the package chromium) or set CHROMIUM=/path/to/it."; exit 1; }
	@$(COLLECT)
	@CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -m browser --numprocesses $(PROCESSES) --maxprocesses 2 --dist worksteal $(ARGS)

handbook: $(VENV)/.dev .env $(MO) ## photograph the desk anew for docs/editing.md
	@$(COLLECT)
	@CHROMIUM="$(CHROMIUM)" HANDBOOK=docs/editing $(BIN)/python -m pytest -m browser tests/browser/staff/test_report_to_page.py $(ARGS)

picture: $(VENV)/.dev .env $(MO) ## photograph a commitment beside its sentence anew for README.md
	@$(COLLECT)
	@CHROMIUM="$(CHROMIUM)" PICTURE=docs/commitment.png $(BIN)/python -m pytest -m browser tests/browser/website/test_picture.py $(ARGS)

install: $(VENV)/.dev .env $(MO) ## everything for working on the code: packages, settings, catalogues

fix: $(VENV)/.dev ## mend what a machine can: imports and idioms, format of code and templates
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES) || $(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	$(BIN)/djhtml --tabwidth 2 templates

check: $(VENV)/.dev .env $(MO) ## every gate
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy --no-incremental .
	$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	$(BIN)/djhtml --tabwidth 2 --check templates
	$(BIN)/django-upgrade --target-version 5.2 $$(git ls-files '*.py')
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=true $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py build_fixture --check
	$(BIN)/python -m tests.support.catalogues

benchmark: $(VENV)/.benchmark .env $(MO) ## lists beside other ways to make them (SIZE=1k, 10k or 100k agreements)
	@$(COLLECT)
	@$(BIN)/python -m benchmarks.lists --size $(SIZE) $(ARGS)

fixtures: $(VENV)/.dev .env ## build fixtures/*.json from the records people write
	$(BIN)/python manage.py build_fixture

messages: $(VENV)/.dev .env ## collect the strings of code and templates into the catalogues (needs GNU gettext)
	$(BIN)/python manage.py makemessages -l kk -l ru -l en --no-location --no-wrap -e html,txt,py,jinja --ignore $(VENV) --ignore collected_static

lock: $(VENV)/.dev ## pin every dependency anew, with hashes and without an index address
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group benchmark -c requirements/run.txt -o requirements/benchmark.txt

clean: ## remove what was built, but not the database and .env
	rm -rf $(VENV) collected_static .mypy_cache .pytest_cache .ruff_cache
	find locale -name '*.mo' -delete

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/python
	@echo "Installing the registry's packages…"
	@$(PIP) -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing the packages for development…"
	@$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.run

$(VENV)/.benchmark: requirements/benchmark.txt | $(VENV)/.dev
	@echo "Installing what the registry is measured against…"
	@$(PIP) -r requirements/benchmark.txt
	@touch $@

.env:
	@$(PYTHON) config/write_env.py

messages-compiled: $(MO)

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel --quiet compile --locale en --input-file $< --output-file $@
