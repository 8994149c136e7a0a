"""The browser edition: lessons and exercises in a JupyterLite site, a folder for any web server.

`build` puts it together: Python for the browser (Pyodide, by npm), the pure wheels (by pip),
JupyterLite itself (an installed package), the notebooks, and the tables that may be passed on. npm
and pip ask their registries while it is built; a reader's browser asks nobody but the site and, for
the compiled wheels, the one server that `lite/settings.toml` names.

Grading is left out: it starts processes, which a browser does not have.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from crmkit.course.lite import contents, lock, wheels
from crmkit.course.lite.settings import Settings

__all__ = ["Site", "build"]

# Where the kernel sees the folders of the site.
DRIVE = "/drive"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager")


@dataclass(frozen=True)
class Site:
    """A built site: where it stands, its size in bytes, and which tables it holds."""

    folder: Path
    size: int
    tables: tuple[str, ...]
    left_out: dict[str, str]  # tables that do not travel: why
    wheels: tuple[str, ...]  # that travel
    fetched: tuple[str, ...]  # wheels that the lessons need and the browser fetches


def build(root: Path, out: Path, *, wheels_from: str | None = None) -> Site:
    """Build the site of the checkout `root` into `out`, which is replaced.

    `wheels_from` is the address of the compiled wheels; None: that of `lite/settings.toml`.
    Raises FileNotFoundError where npm, pip or a file of theirs cannot be had.
    """
    settings = Settings.read(root / "lite" / "settings.toml")
    work = root / "build" / "lite"
    shutil.rmtree(work / "site", ignore_errors=True)
    pyodide = work / "site" / "static" / "pyodide"
    merged = wheels.distribution(
        root, work, pyodide, settings, wheels_from=wheels_from or settings.wheels_from
    )
    tables = contents.write(root, work, settings)
    _configure(work / "site")
    _jupyter_lite(work, out)
    needed = lock.needed(merged, ["crmkit", *settings.also])
    fetched = [name for name in needed if "/" in merged[name]["file_name"]]
    return Site(
        folder=out,
        size=sum(file.stat().st_size for file in out.rglob("*") if file.is_file()),
        tables=tuple(tables.held),
        left_out=tables.left_out,
        wheels=tuple(sorted(set(needed) - set(fetched))),
        fetched=tuple(fetched),
    )


def _configure(site: Path) -> None:
    """What JupyterLite reads: where the tables stand, and that no package index is asked."""
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"env": {"CRMKIT_TABLES": f"{DRIVE}/tables"}},
    }
    lite = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "crmkit",
            "litePluginSettings": {KERNEL: kernel},
        },
    }
    (site / "jupyter-lite.json").write_text(json.dumps(lite, indent=1), "utf-8")


def _jupyter_lite(work: Path, out: Path) -> None:
    """JupyterLite's own build, with two extensions and none that happen to be installed."""
    import jupyter_core.paths

    places = [Path(folder, "labextensions") for folder in jupyter_core.paths.jupyter_path()]
    chosen = []
    for name in EXTENSIONS:
        found = next((place / name for place in places if (place / name).is_dir()), None)
        if found is None:
            raise FileNotFoundError(f"{name} is not installed: pip install 'crmkit[lite,course]'")
        chosen.append(str(found))
    config = {
        "LiteBuildConfig": {
            "federated_extensions": chosen,
            "ignore_sys_prefix": ["federated_extensions"],
            "contents": [str(work / "contents")],
            "output_dir": str(out.resolve()),
            "cache_dir": str(work / "cache"),
            "apps": ["lab", "notebooks"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
        }
    }
    file = work / "site" / "jupyter_lite_config.json"
    file.write_text(json.dumps(config, indent=1), "utf-8")
    shutil.rmtree(out, ignore_errors=True)
    run = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=work / "site",
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise FileNotFoundError(f"JupyterLite did not build the site:\n{run.stdout}{run.stderr}")
