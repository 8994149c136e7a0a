"""The browser edition whole: its lock, its build, a kernel in Chromium, our code on its Python.

All of it in one file, since the tests share what npm and pip bring into `build/lite`.
"""

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from functools import partial
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from crmkit.course import lite
from crmkit.course.lite import contents, wheels
from crmkit.course.lite import lock as locks
from crmkit.course.lite.settings import Settings
from tests.test_environment import PROJECT

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build" / "lite"
SETTINGS = Settings.read(ROOT / "lite" / "settings.toml")
NODE, NPM = shutil.which("node"), shutil.which("npm")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NPM is None, reason="npm is not installed, which brings Pyodide"),
]


@pytest.fixture(scope="module")
def lock():
    """Pyodide's lock with the wheels that travel, as a site has it."""
    npm = wheels.npm_package(ROOT / "lite", WORK / "npm")
    pure = wheels.pure_wheels(ROOT / "lite" / locks.PURE, WORK / "wheels")
    ours = [*pure, wheels.own_wheel(ROOT, WORK / "own")]
    pyodide = locks.read(npm / wheels.PYODIDE_LOCK)
    return locks.merged(pyodide, ours, server="https://x/", left_out=SETTINGS.left_out)


def test_nothing_that_crmkit_needs_is_missing_from_the_lock(lock):
    found = set(locks.needed(lock, ["crmkit", *SETTINGS.also]))
    asked = {str(canonicalize_name(Requirement(one).name)) for one in PROJECT["dependencies"]}
    assert asked <= found
    # What only grading and the big engines need is not there, and nobody asks for it.
    assert not {"psutil", "ibis-framework", "pyspark-client"} & found


@pytest.mark.parametrize("asked", PROJECT["dependencies"])
def test_the_locked_version_is_one_that_crmkit_allows(lock, asked):
    needed = Requirement(asked)
    version = lock[str(canonicalize_name(needed.name))]["version"]
    assert needed.specifier.contains(Version(version))


def test_every_pure_wheel_travels_and_every_compiled_one_is_fetched(lock):
    for name in locks.needed(lock, ["crmkit", *SETTINGS.also]):
        file = lock[name]["file_name"]
        assert file.startswith("https://x/") != file.endswith("-none-any.whl")


def test_every_import_of_a_notebook_is_held_by_a_wheel(lock):
    held = imports_of(lock) | sys.stdlib_module_names
    books = [*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("exercises/**/*.ipynb")]
    assert len(books) > 200
    for book in books:
        for cell in json.loads(book.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                code = "".join(cell["source"])
                named = set(re.findall(r"^\s*(?:import|from) (\w+)", code, re.MULTILINE))
                assert named <= held, book.name


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A built site; the texts of licences, which it takes from downloads, are stand-ins."""
    pytest.importorskip("jupyterlite_core", reason="the extra `lite` is not installed")
    out = tmp_path_factory.mktemp("site") / "lite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "licence_text", lambda described, _: described.licence)
        return lite.build(ROOT, out)


def test_the_site_holds_the_course_and_no_answers(site):
    files = site.folder / "files"
    for folder in ("notebooks", "exercises"):
        there = {path.relative_to(files) for path in (files / folder).rglob("*.ipynb")}
        assert there == {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.ipynb")}
    assert not list(files.rglob("*.py")) and not list(files.rglob("*.progress.json"))
    assert site.size < 150e6
    assert set(site.tables) | site.left_out.keys() >= {"cdnow", "ta_feng", "film_ratings"}


def test_the_site_has_our_two_extensions_and_none_that_happens_to_be_installed(site):
    found = {path.parent for path in (site.folder / "extensions").rglob("install.json")}
    assert {str(path.relative_to(site.folder / "extensions")) for path in found} == set(
        lite.EXTENSIONS
    )


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_kernel_starts_reads_a_table_keeps_a_file_and_asks_no_other_host(site, tmp_path):
    from playwright.sync_api import expect, sync_playwright

    handler = partial(Quiet, directory=str(site.folder))
    log = tmp_path / "net.json"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run",
             f"--log-net-log={log}"]  # fmt: skip
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            shots = Path(os.environ.get("CRMKIT_SCREENSHOTS", tmp_path))

            def run(code, shows):
                page.goto(f"{origin}/lab/index.html?path=exercises/1_segmentation/13_rfm.ipynb")
                expect(page.locator(".jp-CodeCell").first).to_be_visible(timeout=120_000)
                expect(page.get_by_text("Python (Pyodide) | Idle")).to_be_visible(timeout=240_000)
                cell = page.locator(".jp-CodeCell").first
                cell.locator(".cm-content").click()
                page.keyboard.press("Control+A")
                page.keyboard.insert_text(code)
                page.keyboard.press("Shift+Enter")
                output = cell.locator(".jp-OutputArea-output")
                expect(output.first).to_contain_text(shows, timeout=120_000)

            run(
                "import hashlib, os, pathlib, sys, lazy_loader\n"
                "tables = pathlib.Path(os.environ['CRMKIT_TABLES'])\n"
                "table = next(tables.glob('cdnow-*'))\n"
                "pathlib.Path('13_rfm.progress.json').write_text('kept')\n"
                "sys.version[:4], hashlib.sha256(table.read_bytes()).hexdigest()[:8], table.stem",
                "('3.14', 'eff6889e', 'cdnow-eff6889ed364')",
            )
            run("open('13_rfm.progress.json').read()", "kept")
            page.screenshot(path=shots / "browser_edition.png")
            browser.close()
        server.shutdown()
    asked = [
        event["params"]["url"]
        for event in json.loads(log.read_text("utf-8"))["events"]
        # Chromium's own requests have no page that began them.
        if event.get("params", {}).get("initiator", "").startswith("http")
        and "url" in event["params"]
    ]
    assert any("lazy_loader" in url for url in asked)
    assert {url for url in asked if not url.startswith(origin)} == set()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def installed(lock, tmp_path_factory):
    """Our wheel, unpacked: what a browser has of crmkit, with its sealed sheets."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(next((WORK / "own").glob("crmkit-*.whl"))) as archive:
        archive.extractall(folder)
    return folder


def as_in_a_browser(cells, lock, installed, tmp_path):
    """What these cells print without processes, threads, pip and packages outside the lock."""
    tables = tmp_path / "tables"
    if not tables.exists():
        tables.mkdir()
        for name in ("cdnow", "cdnow_sample"):
            shutil.copy(contents.table_card(name).path, tables)
    imports, book = tmp_path / "imports.json", tmp_path / "book.ipynb"
    imports.write_text(json.dumps(sorted(imports_of(lock))), "utf-8")
    book.write_text(json.dumps({"cells": cells}), "utf-8")
    script = Path(__file__).with_name("as_in_a_browser.py")
    run = subprocess.run(
        [sys.executable, str(script), str(tables), str(imports), str(book)],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("name", ["0_start/00_welcome", "3_lifetime/33_counting"])
def test_a_lesson_runs_without_what_a_browser_lacks(lock, installed, tmp_path, name):
    book = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8"))
    count = sum(cell["cell_type"] == "code" for cell in book["cells"])
    assert as_in_a_browser(book["cells"], lock, installed, tmp_path).endswith(f"{count} cells\n")


def test_a_sheet_checks_hints_and_keeps_its_progress_without_what_a_browser_lacks(
    lock, installed, tmp_path
):
    code = (
        "import crmkit.course.exercises.source as source\n"
        "from crmkit.course import Sheet\n"
        "assert source.SEALED.is_dir()\n"
        'sheet = Sheet("13_rfm", student="Li Wei")\n'
        'print(repr(sheet.check("q1", ...)), repr(sheet.hint("q1")), repr(sheet.progress()))'
    )
    cell = {"cell_type": "code", "source": code}
    printed = as_in_a_browser([cell], lock, installed, tmp_path)
    assert "Not attempted" in printed and "1 of 2" in printed and "0 of 6" in printed
    assert (tmp_path / "13_rfm.progress.json").exists()


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed, which runs Python 3.14 here")
def test_every_line_of_ours_compiles_on_the_browsers_python_without_a_warning(tmp_path):
    pyodide = wheels.npm_package(ROOT / "lite", WORK / "npm")
    script = tmp_path / "compile.mjs"
    script.write_text(
        f"""
        import {{ loadPyodide }} from {json.dumps(str(pyodide / "pyodide.mjs"))};
        const python = await loadPyodide();
        python.FS.mkdir("/ours");
        python.FS.mount(python.FS.filesystems.NODEFS, {{ root: {json.dumps(str(ROOT))} }}, "/ours");
        console.log(python.runPython(`
import pathlib, sys, warnings
warnings.simplefilter("error")
folders = [pathlib.Path("/ours", name) for name in ("crmkit", "lessons", "datasets")]
files = [file for folder in folders for file in folder.rglob("*.py")]
for file in files:
    compile(file.read_bytes(), str(file), "exec")
f"{{len(files)}} files on {{sys.version[:4]}}"`));
        """,
        "utf-8",
    )
    run = subprocess.run([NODE, str(script)], capture_output=True, text=True, check=False)
    assert re.fullmatch(r"\d{3} files on 3\.14\n", run.stdout), run.stderr


def imports_of(lock):
    needed = locks.needed(lock, ["crmkit", *SETTINGS.also])
    return {name for package in needed for name in lock[package]["imports"]}
