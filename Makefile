# The commands of this house. Needs Python 3.11 to 3.13 and a package index, nothing else.

SHELL := /bin/sh
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin

# A virtual environment is made once, and packages are installed only when the pins have changed since; what was
# installed is remembered as a hash. Byte code is written at first use, not for all 300 MB at once.
define environment
	@set -e; \
	if ! $(BIN)/python -c '' 2>/dev/null; then \
		chosen=; \
		for candidate in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
			if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then chosen=$$candidate; break; fi; \
		done; \
		if [ -z "$$chosen" ]; then \
			echo "Evident needs Python 3.11, 3.12 or 3.13, and found none$(if $(PYTHON), at $(PYTHON)): install one, or name it with PYTHON=/path/to/python3" >&2; exit 1; \
		fi; \
		if ! "$$chosen" -c 'import venv, ensurepip' 2>/dev/null; then \
			echo "$$chosen cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; \
		fi; \
		echo "Making $(VENV) with $$("$$chosen" --version)…"; \
		rm -rf $(VENV); "$$chosen" -m venv $(VENV); \
	fi; \
	wanted=$$(cat $(1) | $(BIN)/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'); \
	if [ "$$wanted" != "$$(cat $(2) 2>/dev/null)" ]; then \
		echo "Installing packages…"; \
		if ! $(BIN)/python -m pip install --quiet --disable-pip-version-check --prefer-binary --no-compile -r $(lastword $(1)); then \
			echo "The packages of $(lastword $(1)) could not be installed; is the package index reachable?" >&2; exit 1; \
		fi; \
		echo "$$wanted" > $(2); \
	fi
endef

.PHONY: help run test bench bench-spam demo-reset screenshots environment environment-dev

help:
	@echo "make run         start Evident with its demo (HOST, PORT, DATA_DIR, DEMO_PASSWORD)"
	@echo "make test        run every test (TESTS='tests/cms -k worker' chooses)"
	@echo "make bench       measure what answers cost, beside bare Wagtail (BENCH_SECONDS)"
	@echo "make bench-spam  measure the spam score on comments it has not seen (EVIDENT_INPUTS)"
	@echo "make demo-reset  start over with a fresh demo; the old one is kept in DATA_DIR/backups"
	@echo "make screenshots take the README's pictures anew (needs Chromium)"

environment:
	$(call environment,requirements.txt,$(VENV)/installed)

environment-dev:
	$(call environment,requirements.txt requirements-dev.txt,$(VENV)/installed-dev)

run: environment
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/python manage.py serve

demo-reset: environment
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/python manage.py demo_reset

# Class by class, in the order that tests/conftest.py gives them; not those of most tests first, which is what xdist would do:
# the longest are of few tests, each with a browser or a server, and would come last.
TESTS ?= tests
test: environment-dev
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder -rsR --rerun-show-tracebacks $(TESTS)

bench: environment-dev
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/python -m bench

bench-spam: environment-dev
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/python -m bench.spam

screenshots: environment-dev
	@exec $(BIN)/python docs/screenshots.py
