"""pyproject.toml, requirements.lock and environment.yml say the same; stubs say what is there."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import rattler
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))

EXTRAS = PROJECT["optional-dependencies"]
COURSE = [
    Requirement(line) for line in PROJECT["dependencies"] + EXTRAS["course"] + EXTRAS["report"]
]
# What an extra asks of crmkit itself stands above already.
SITE = [line for line in EXTRAS["site"] + EXTRAS["pack"] if not line.startswith("crmkit[")]
OTHERS = EXTRAS["scale"] + EXTRAS["nbgrader"] + EXTRAS["lite"] + SITE + GROUPS["dev"]
EVERYTHING = COURSE + [Requirement(line) for line in OTHERS]

# Packages that conda-forge calls by another name.
CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "jupyter-core": "jupyter_core",
    "matplotlib": "matplotlib-base",
    "seaborn": "seaborn-base",
}

conda_specs = [line for line in CONDA["dependencies"] if isinstance(line, str)]
pip_lines = next(line["pip"] for line in CONDA["dependencies"] if isinstance(line, dict))
locked = {
    canonicalize_name(name): Version(version)
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, flags=re.MULTILINE)
}


@pytest.mark.parametrize("needed", EVERYTHING, ids=lambda needed: needed.name)
def test_lock_holds_every_dependency_at_a_version_that_fits(needed):
    assert needed.specifier.contains(locked[canonicalize_name(needed.name)])


def test_every_locked_package_has_a_hash_and_no_address():
    packages = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)[1:]
    assert len(packages) >= len(EVERYTHING)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in LOCK


@pytest.mark.parametrize("spec", conda_specs)
def test_conda_can_parse_every_spec(spec):
    assert rattler.MatchSpec(spec).name is not None


@pytest.mark.parametrize("needed", COURSE, ids=lambda needed: needed.name)
def test_conda_environment_asks_for_what_the_course_needs(needed):
    wanted = f"{CONDA_NAMES.get(needed.name, needed.name)} {needed.specifier}"
    assert wanted in conda_specs or f"{needed.name} {needed.specifier}" in pip_lines


def test_conda_environment_asks_for_nothing_that_the_project_does_not_name():
    back = {conda: ours for ours, conda in CONDA_NAMES.items()}
    named = {needed.name for needed in EVERYTHING} | {"python", "pip"}
    assert {back.get(spec.split()[0], spec.split()[0]) for spec in conda_specs} <= named


def test_conda_python_is_one_that_the_project_supports():
    python = next(spec for spec in conda_specs if spec.startswith("python "))
    assert Version(python.split("=")[1]) in Requirement(f"x{PROJECT['requires-python']}").specifier


def test_running_environment_is_the_locked_one():
    from importlib.metadata import version

    lines = re.findall(r"^([\w.-]+)==([\w.]+)(?: ; (.+?))? \\$", LOCK, flags=re.MULTILINE)
    for name, locked_version, marker in lines:
        needed = Requirement(f"{name} ; {marker}" if marker else name)
        if needed.marker is None or needed.marker.evaluate():
            assert version(name) == locked_version


STUBS = sorted(ROOT.glob("crmkit/**/__init__.pyi"))


def test_the_doors_of_the_package_have_stubs_and_it_is_typed():
    """Behind a lazy module an editor sees no name but those of its stub."""
    modules = ROOT.glob("crmkit/**/__init__.py")
    lazy = [path.parent for path in modules if "lazy_loader" in path.read_text("utf-8")]
    assert ROOT / "crmkit" in lazy and ROOT / "crmkit" / "lifetime" in lazy
    assert [stub.parent for stub in STUBS] == sorted(lazy)
    assert (ROOT / "crmkit" / "py.typed").exists()


@pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.parent.name)
def test_stub_lists_exactly_the_names_of_its_module(stub):
    tree = ast.parse(stub.read_text("utf-8"))
    imported = [
        alias.asname or alias.name
        for line in tree.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    ]
    declared = [line.target.id for line in tree.body if isinstance(line, ast.AnnAssign)]
    [listed] = [
        ast.literal_eval(line.value)
        for line in tree.body
        if isinstance(line, ast.Assign) and line.targets[0].id == "__all__"
    ]
    assert sorted(listed) == sorted(imported)
    module = importlib.import_module(".".join(stub.parent.relative_to(ROOT).parts))
    assert sorted(module.__all__) == sorted(listed)
    for name in [*imported, *declared]:
        assert getattr(module, name) is not None


def test_import_is_light():
    """Heavy libraries load when they are used: a bare import brings none of them."""
    heavy = ["pandas", "numpy", "scipy", "matplotlib", "duckdb", "pydantic", "ibis"]
    code = f"import sys, crmkit; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("part", ["campaigns", "loyalty", "plots", "retention", "segmentation"])
def test_no_room_is_called_like_a_module_that_its_part_offers(part):
    # The one that is imported first would hide the other.
    package = importlib.import_module(f"crmkit.{part}")
    rooms = {found.name for found in pkgutil.iter_modules(package.__path__) if found.ispkg}
    assert not rooms & set(package.__all__)
