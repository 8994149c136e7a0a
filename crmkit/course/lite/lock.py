"""The lock that a browser reads: which wheel holds which import, what it needs, where it is had.

Pyodide's lock lists the wheels that it was built with. Ours take the place of the pure ones and add
what is missing; the rest stays where Pyodide publishes it. (The library for this, pyodide-lock,
reads today's locks on newer Pythons than our oldest only.)
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

Lock = dict[str, dict[str, Any]]  # the entries by the package's name

PURE = "wheels.lock"
PYTHON = "3.14"
# Where a requirement of a wheel asks whether it applies.
ENVIRONMENT = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": f"{PYTHON}.0",
    "python_version": PYTHON,
    "sys_platform": "emscripten",
    "extra": "",
}


def read(file: Path) -> Lock:
    """The entries of a lock; `write` wants its other half, which is kept under no name."""
    said = json.loads(file.read_text("utf-8"))
    python = said["info"]["python"]
    if not python.startswith(f"{PYTHON}."):
        raise ValueError(f"{file} is of Python {python}; the wheels here are chosen for {PYTHON}")
    return {"": said["info"]} | {
        str(canonicalize_name(entry["name"])): entry for entry in said["packages"].values()
    }


def write(lock: Lock, file: Path) -> None:
    """Write the lock as Pyodide reads it."""
    packages = {name: entry for name, entry in lock.items() if name}
    said = {"info": lock[""], "packages": packages}
    file.write_text(json.dumps(said, sort_keys=True), "utf-8")


def merged(
    lock: Lock, ours: Iterable[Path], *, server: str = "", left_out: Iterable[str] = ()
) -> Lock:
    """This lock with our wheels, which lie beside it; all others are had from `server`."""
    base = server.rstrip("/") + "/"
    together = {
        name: entry | {"file_name": base + entry["file_name"]} if name else entry
        for name, entry in lock.items()
    }
    for wheel in ours:
        entry = of_wheel(wheel)
        entry["depends"] = [name for name in entry["depends"] if name not in left_out]
        together[entry["name"]] = entry
    return together


def of_wheel(wheel: Path) -> dict[str, Any]:
    """The entry of a wheel: its imports are the names at its top, its needs those that apply."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        files = [Path(file) for file in archive.namelist()]
        about = next(
            str(f) for f in files if f.parts[0].endswith(".dist-info") and f.name == "METADATA"
        )
        metadata = HeaderParser().parsestr(archive.read(about).decode("utf-8"))
    python = [file for file in files if file.suffix == ".py"]
    imports = {file.parts[0].removesuffix(".py") for file in python}
    asked = map(Requirement, metadata.get_all("Requires-Dist", []))
    depends = {
        str(canonicalize_name(one.name))
        for one in asked
        if one.marker is None or one.marker.evaluate(ENVIRONMENT)
    }
    return {
        "name": str(name),
        "version": str(version),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(part for part in imports if part.isidentifier()),
        "depends": sorted(depends),
        "unvendored_tests": False,
    }


def reached(lock: Lock, names: Iterable[str]) -> tuple[set[str], set[str]]:
    """These packages with all that they need, and of those the ones that the lock lacks."""
    todo, found = [str(canonicalize_name(name)) for name in names], set[str]()
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += [str(canonicalize_name(one)) for one in lock.get(name, {}).get("depends", [])]
    return found, found - lock.keys()


def needed(lock: Lock, names: Iterable[str]) -> list[str]:
    """These packages with all that they need. Raises ValueError with the names that are nowhere."""
    found, missing = reached(lock, names)
    if missing:
        raise ValueError(
            f"neither Pyodide nor lite/{PURE} has {', '.join(sorted(missing))}: run "
            "`crmkit lite --renew`; what has no pure wheel either cannot be needed by a lesson"
        )
    return sorted(found)


def is_pure(lock: Lock, name: str) -> bool:
    """Whether a wheel of this name is Python alone; what Pyodide lacks had better be."""
    return name not in lock or lock[name]["file_name"].endswith("-none-any.whl")
