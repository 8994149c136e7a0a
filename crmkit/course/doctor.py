"""Does the set-up work? For a trainer's first five minutes in a new room."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from io import BytesIO

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

# The extras without which the course does not run; `scale` is for data beyond memory.
_NEEDED_EXTRAS = ("", "course")


@dataclass(frozen=True)
class Finding:
    """What one check saw, and, where it failed, how to mend it."""

    check: str
    seen: str
    mend: str = ""

    @property
    def works(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


def examine() -> Iterator[Finding]:
    """Every check in turn; none of them stops the others."""
    checks: dict[str, Callable[[], Finding]] = {
        "Python": _python,
        "packages": _packages,
        "kernel": _kernel,
        "plot": _plot,
    }
    for name, check in checks.items():
        try:
            yield check()
        except Exception as error:
            yield Finding(name, f"{type(error).__name__}: {error}", _REINSTALL)
    yield from _data()


_REINSTALL = "run `make course` again (without make: the three lines in the README)"


def _python() -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    wanted = metadata.metadata("crmkit")["Requires-Python"]
    mend = "" if seen in SpecifierSet(wanted) else f"install Python {wanted}, then `make course`"
    return Finding("Python", seen, mend)


def _packages() -> Finding:
    needed = [
        requirement
        for requirement in map(Requirement, metadata.requires("crmkit") or [])
        if requirement.marker is None
        or any(requirement.marker.evaluate({"extra": extra}) for extra in _NEEDED_EXTRAS)
    ]
    wrong = []
    for requirement in needed:
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} {version}, needed {requirement.specifier}")
    if wrong:
        return Finding("packages", "; ".join(wrong), _REINSTALL)
    return Finding("packages", f"all {len(needed)} at versions that fit")


def _kernel() -> Finding:
    from nbformat.v4 import new_code_cell, new_notebook

    from crmkit.course.build import execute

    ran = execute(new_notebook(cells=[new_code_cell("import crmkit; print(6 * 7)")]))
    text = "".join(output.get("text", "") for output in ran.cells[0].outputs).strip()
    mend = "" if text == "42" else _REINSTALL
    return Finding("kernel", f"starts and computes 6 x 7 = {text}", mend)


def _plot() -> Finding:
    from matplotlib.figure import Figure

    picture = BytesIO()
    figure = Figure(figsize=(2, 2))
    figure.subplots().plot([1, 2, 3])
    figure.savefig(picture, format="png")
    return Finding("plot", f"drawn, {len(picture.getvalue()):,} bytes")


def _data() -> Iterator[Finding]:
    from crmkit import datasets

    for name in datasets.available().index:
        try:
            datasets.verify(name)
        except Exception as error:
            yield Finding(f"data: {name}", str(error), f"run `crmkit datasets fetch {name}`")
        else:
            yield Finding(f"data: {name}", "present, checksum right")
