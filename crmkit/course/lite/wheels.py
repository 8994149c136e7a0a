"""Python for the browser: Pyodide's interpreter, and the pure wheels that travel with it.

Pyodide comes by npm, of the version and hash of `lite/package-lock.json`; the wheels by pip, of the
versions and hashes of `lite/wheels.lock`. What is there already is not asked for again.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from packaging.utils import parse_wheel_filename

from crmkit.course.lite import lock as locks
from crmkit.course.lite.lock import Lock
from crmkit.course.lite.settings import Settings

# The interpreter and its standard library; the rest of the npm package is for other uses.
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
PYODIDE_LOCK = "pyodide-lock.json"


def distribution(
    root: Path, work: Path, out: Path, settings: Settings, *, wheels_from: str
) -> Lock:
    """Write the interpreter, the pure wheels and the lock of all wheels into `out`.

    Raises ValueError when something that crmkit or a lesson needs is nowhere.
    """
    npm = npm_package(root / "lite", work / "npm")
    ours = [
        *pure_wheels(root / "lite" / locks.PURE, work / "wheels"),
        own_wheel(root, work / "own"),
    ]
    out.mkdir(parents=True)
    for file in (*(npm / name for name in RUNTIME), *ours):
        shutil.copy2(file, out)
    merged = locks.merged(
        locks.read(npm / PYODIDE_LOCK),
        ours,
        server=wheels_from.format(version=npm_version(npm)),
        left_out=settings.left_out,
    )
    locks.needed(merged, ["crmkit", *settings.also])
    locks.write(merged, out / PYODIDE_LOCK)
    return merged


def npm_package(lite: Path, work: Path) -> Path:
    """Pyodide as npm brings it; raises FileNotFoundError where there is no npm."""
    package = work / "node_modules" / "pyodide"
    wanted = (lite / "package-lock.json").read_bytes()
    copy = work / "package-lock.json"
    if package.is_dir() and copy.is_file() and copy.read_bytes() == wanted:
        return package
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError(
            "npm is not installed, which brings Python for the browser: "
            "install Node.js 18 or newer and try again"
        )
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", ".npmrc", "package-lock.json"):
        shutil.copy2(lite / name, work)
    _run(npm, "ci", "--silent", where=work)
    return package


def npm_version(package: Path) -> str:
    """The version that a package of npm's says it has."""
    found = re.search(r'"version": *"(.+?)"', (package / "package.json").read_text("utf-8"))
    if found is None:
        raise ValueError(f"{package / 'package.json'} names no version")
    return found[1]


def pure_wheels(lock: Path, folder: Path) -> list[Path]:
    """The wheels of this lock, each with its hash."""
    wanted = set(re.findall(r"--hash=sha256:(\w+)", lock.read_text("utf-8")))
    there = _by_hash(folder)
    if not wanted <= there.keys():
        _download("--require-hashes", "--requirement", str(lock.resolve()), folder=folder)
        there = _by_hash(folder)
    return sorted(there[sha256] for sha256 in wanted)


def own_wheel(root: Path, folder: Path) -> Path:
    """Our wheel, with the sealed sheets and the data that are ours."""
    shutil.rmtree(folder, ignore_errors=True)
    build = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    _run(sys.executable, "-m", "pip", *build, str(root), where=root)
    return next(folder.glob("crmkit-*.whl"))


def renew(root: Path, work: Path, settings: Settings) -> int:
    """Write `wheels.lock` anew; how many wheels it holds.

    Pure wheels have the version of Pyodide's lock, or that of `requirements.lock` where Pyodide
    lacks them; each is asked what it needs.
    """
    pyodide = locks.read(npm_package(root / "lite", work / "npm") / PYODIDE_LOCK)
    own = own_wheel(root, work / "own")
    requirements = (root / "requirements.lock").read_text("utf-8")
    versions = dict(re.findall(r"^([\w.-]+)==([\w.]+)", requirements, re.MULTILINE))
    pure: dict[str, Path] = {}
    while True:
        so_far = locks.merged(pyodide, [own, *pure.values()], left_out=settings.left_out)
        wanted, _ = locks.reached(so_far, ["crmkit", *settings.also])
        new = {name for name in wanted - pure.keys() - {"crmkit"} if locks.is_pure(pyodide, name)}
        if not new:
            break
        for name in sorted(new):
            version = pyodide[name]["version"] if name in pyodide else versions[name]
            pure[name] = _wheel(name, version, work / "wheels")
    lines = [
        f"{name}=={parse_wheel_filename(file.name)[1]} --hash=sha256:{sha256(file)}"
        for name, file in sorted(pure.items())
    ]
    heading = (
        "# Written by `crmkit lite --renew`: the pure wheels that travel with the browser edition."
    )
    (root / "lite" / locks.PURE).write_text("\n".join([heading, *lines, ""]), "utf-8")
    return len(lines)


def sha256(file: Path) -> str:
    """The hash by which locks know a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _wheel(name: str, version: str, folder: Path) -> Path:
    _download(f"{name}=={version}", folder=folder)
    return next(
        file
        for file in folder.glob("*.whl")
        if parse_wheel_filename(file.name)[0] == name
        and str(parse_wheel_filename(file.name)[1]) == version
    )


def _by_hash(folder: Path) -> dict[str, Path]:
    return {sha256(file): file for file in folder.glob("*.whl")}


def _download(*what: str, folder: Path) -> None:
    """Pure wheels for the browser's Python, whatever Python runs this."""
    folder.mkdir(parents=True, exist_ok=True)
    pure = ("--no-deps", "--only-binary=:all:", "--implementation=py", "--abi=none")
    python = ("--platform=any", f"--python-version={locks.PYTHON}", "--dest", str(folder))
    _run(sys.executable, "-m", "pip", "download", "--quiet", *pure, *python, *what, where=folder)


def _run(*command: str, where: Path) -> None:
    run = subprocess.run(
        command, cwd=where, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if run.returncode:
        raise FileNotFoundError(f"{' '.join(command)} did not work:\n{run.stdout}{run.stderr}")
