# Chores. `make run` and `make test` are all that a new machine with Python 3.11+ and make needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run setup test check accessibility eval calibrate support leash reading latency load memory contract bench bench-scale precision kills chroma-server screenshots audit licences sbom clean

run: setup
	$(BIN)/python app.py

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("askreviews needs Python 3.11 or newer; name one with: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

test: check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Every tab under axe-core at both widths in both colours; `make test` takes two of the four.
accessibility: setup
	EVERY_LOOK=yes $(BIN)/python -m pytest tests/browser/test_accessibility.py tests/browser/test_prepare.py tests/browser/test_access.py

# The figures that the documentation quotes.
eval: setup
	$(BIN)/askreviews index
	$(BIN)/askreviews eval evals/starter.jsonl --gate evals/gate.yaml

SHELVES := training/collections
calibrate: setup
	$(BIN)/python benchmarks/calibrate.py --write --fit evals/answers.jsonl:corpus \
	  $(SHELVES)/d/questions.jsonl:$(SHELVES)/d/documents \
	  $(SHELVES)/e/questions.jsonl:$(SHELVES)/e/documents \
	  --report $(SHELVES)/f/questions.jsonl:$(SHELVES)/f/documents

support: setup
	$(BIN)/python benchmarks/support.py

leash: setup
	$(BIN)/python tools/leash_replies.py
	$(BIN)/python benchmarks/leash.py

reading: setup
	$(BIN)/python benchmarks/reading.py

latency: setup
	$(BIN)/askreviews index
	$(BIN)/python benchmarks/latency.py evals/starter.jsonl --index index

# Two hundred kills at random moments: some minutes of one core, more where others are at work.
kills: setup
	$(BIN)/python benchmarks/kills.py --kills 200

# Beside LlamaIndex and Chroma; a large collection; float32 beside bfloat16. See benchmarks/RESULTS.md.
bench: setup
	$(BIN)/python benchmarks/encoding.py
	$(BIN)/python benchmarks/bench.py --work .bench

bench-scale: setup
	$(BIN)/python benchmarks/scale.py build --work .bench
	$(BIN)/python benchmarks/scale.py measure --work .bench

precision: setup
	$(BIN)/python benchmarks/precision.py evals/starter.jsonl:corpus

# Fifty conversations at once for five minutes; ten thousand questions and what memory grows by.
load: setup
	$(BIN)/askreviews index
	$(BIN)/python benchmarks/load.py evals/starter.jsonl --index index

memory: setup
	$(BIN)/askreviews index
	$(BIN)/python benchmarks/memory.py evals/starter.jsonl --index index

# The HTTP API held to its description by schemathesis (MIT), which stands apart as the auditors do.
CONTRACT := $(VENV)/contract
$(CONTRACT)/.installed: constraints-contract.txt
	$(PYTHON) -m venv $(CONTRACT)
	$(CONTRACT)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints-contract.txt schemathesis
	touch $@

contract: setup $(CONTRACT)/.installed
	$(BIN)/askreviews index
	$(BIN)/python benchmarks/contract.py $(CONTRACT)/bin/st

chroma-server: setup
	$(BIN)/python benchmarks/chroma_server.py

screenshots: setup
	$(BIN)/python tools/screenshots.py

# Known weaknesses of what is installed (asks a service on the internet), and licences (does not).
# The tools, Apache-2.0, stand apart from the program's own environment: what is listed is the program.
AUDIT := $(VENV)/audit
$(AUDIT)/.installed: constraints-audit.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints-audit.txt pip-audit cyclonedx-bom
	touch $@

audit: licences $(AUDIT)/.installed
	$(AUDIT)/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

licences: setup
	$(BIN)/python tools/licences.py

sbom: setup $(AUDIT)/.installed
	$(AUDIT)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file sbom.json $(BIN)/python

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find index -mindepth 1 ! -name README.md -delete
