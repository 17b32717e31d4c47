# The two commands that matter: `make run` shows labelsync at work, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
BENCHED := .venv/.benched
LABELSYNC := $(BIN)/labelsync

.PHONY: setup run check test prove soak break kills bench pictures format clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)

$(BENCHED): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $(BENCHED)

# Plan, apply and plan again on the emulated accounts of states/, from their seeds.
run: $(STAMP)
	@for account in shop agency chat; do $(LABELSYNC) sandbox reset $$account; done
	$(LABELSYNC) plan states
	$(LABELSYNC) apply states --auto-approve
	$(LABELSYNC) plan states

check: $(STAMP)
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache

test: check
	$(BIN)/pytest -n 3 -m "not prove and not served"

# What needs servers, real time or minutes.
prove: $(STAMP)
	$(BIN)/pytest -n 3 -m "prove or served"

# Seeds of the whole-engine simulation on all cores: 20,000 of them, or ten minutes.
soak: $(STAMP)
	$(BIN)/python -m labelsync.testing.soak --seeds 20000 --seconds 600

# Break each fact of the emulators once, and see the test fail that holds it. Takes a quarter of an hour.
break: $(STAMP)
	$(BIN)/python -m tests.sandbox.breaking

# kill -9 at fifty random moments, `resume` after each. Takes a quarter of an hour.
kills: $(STAMP)
	$(BIN)/python -m tests.crash.kills 50

# What labelsync costs, beside others. Takes twenty minutes.
bench: $(BENCHED)
	$(BIN)/python -m bench

# A session as a terminal shows it, and reports in a browser, drawn for docs/. Needs Debian's chromium.
pictures: $(STAMP)
	$(BIN)/python docs/pictures/draw.py

format: $(STAMP)
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

clean:
	rm -rf .venv .labelsync .mypy_cache .ruff_cache .pytest_cache .hypothesis
