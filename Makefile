# Everything that a learner, a teacher or a developer starts. `make help` lists it.
# Without make (Windows, conda): the README gives the same steps as `python -m crmkit ...`.

PYTHON ?= python3
RUN := .venv/bin/python -m crmkit

.DEFAULT_GOAL := help

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

course: .venv/installed  ## set up, fetch the sample data, execute every lesson into notebooks/
	@$(RUN) course

test: .venv/installed  ## set up, run the tests, replay every notebook
	@$(RUN) test

lab: .venv/installed  ## open JupyterLab on the notebooks
	@$(RUN) lab

site: .venv/installed  ## build the course as a site into build/site: lessons, data, guides, reference
	@$(RUN) site

doctor: .venv/installed  ## say whether the set-up works, and how to mend what does not
	@$(RUN) doctor

lint: .venv/installed  ## style, formatting, types, and which part may import which
	@$(RUN) lint

lite: .venv/installed  ## build the browser edition into build/browser (needs Node.js)
	@$(RUN) lite

bench: .venv/installed  ## time crmkit beside its peers
	@$(RUN) bench

oldest: .venv-oldest/installed  ## run the tests on the oldest versions that pyproject.toml names
	@.venv-oldest/bin/python -m pytest -n 2 --dist loadfile -q $(NOT_ON_THE_OLDEST)

spark: .venv-spark/installed  ## hold Spark's customers tables to those of memory, on PySpark with Java
	@java -version 2>/dev/null || { \
	  command -v apt-get >/dev/null || { echo "PySpark 4 needs Java 17: install it and try again."; exit 1; }; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq openjdk-17-jre-headless >/dev/null; }
	@.venv-spark/bin/python -m benchmarks.spark

lock:  ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; assert (3, 11) <= sys.version_info < (3, 15), \
	  'crmkit needs Python 3.11 to 3.14, this is ' + sys.version.split()[0] + '; try: make PYTHON=python3.12'"
	@echo "Setting up the environment in .venv (two to three minutes, once) ..."
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --progress-bar on --require-hashes -r requirements.lock
	@.venv/bin/python -m pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

# An environment of its own, beside the locked one. Only uv can ask for the lowest versions.
.venv-oldest/installed: pyproject.toml
	@echo "Setting up the oldest versions in .venv-oldest ..."
	@$(PYTHON) -m venv --clear .venv-oldest
	@.venv-oldest/bin/python -m pip install --quiet uv
	@.venv-oldest/bin/uv pip compile pyproject.toml --all-extras --group dev --resolution lowest-direct \
	  --python $(CURDIR)/.venv-oldest/bin/python --no-header --quiet --output-file .venv-oldest/requirements.txt
	@.venv-oldest/bin/uv pip install --quiet --python $(CURDIR)/.venv-oldest/bin/python \
	  --requirement .venv-oldest/requirements.txt
	@.venv-oldest/bin/uv pip install --quiet --python $(CURDIR)/.venv-oldest/bin/python \
	  --no-build-isolation --no-deps --editable .
	@touch $@

# PySpark with its Java classes takes the place of the client that the tests use. Ibis asks for one
# before 4.1.
.venv-spark/installed: pyproject.toml
	@echo "Setting up PySpark in .venv-spark ..."
	@$(PYTHON) -m venv --clear .venv-spark
	@.venv-spark/bin/python -m pip install --quiet hatchling editables psutil "pyspark==4.0.*"
	@.venv-spark/bin/python -m pip install --quiet --no-build-isolation --editable ".[scale]"
	@touch $@

# Old packages warn of what newer ones beneath them will drop: not ours to mend. The notebooks hold
# what the locked versions print, and one test is about the locked versions. Another shows where
# lifetimes has no answer: with SciPy before 1.16 it gives a number.
NOT_ON_THE_OLDEST := -W ignore::DeprecationWarning --ignore tests/test_notebooks.py --ignore tests/test_lab.py \
  --deselect tests/test_environment.py::test_running_environment_is_the_locked_one \
  --deselect tests/lifetime/test_crosscheck.py::test_lifetimes_has_no_answer_for_a_loyal_customer_whose_times_are_equal

.PHONY: help course test lab site lite doctor lint bench spark lock oldest
