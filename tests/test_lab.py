"""A learner's own path: JupyterLab in a browser, one notebook, run to its end."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOTEBOOK = "00_welcome.ipynb"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab that serves a copy of one notebook, without its outputs."""
    import nbformat

    notebook = nbformat.read(ROOT / "notebooks" / "0_start" / NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, tmp_path / NOTEBOOK)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A trainer's own settings, extensions and sessions play no part in the test.
    clean = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
         f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=learner",
         "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {name: str(tmp_path / name.lower()) for name in clean},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK}?token=learner"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_learner_opens_the_first_notebook_and_runs_it_to_the_end(lab, tmp_path):
    from playwright.sync_api import expect, sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        page = browser.new_page(viewport={"width": 1280, "height": 2400})
        page.goto(lab)
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
        expect(prompts.first).to_be_visible(timeout=60_000)
        # Cells that are run before the kernel listens are not run at all.
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # The last cell shows its number once everything before it has run.
        expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"), timeout=120_000)
        page.screenshot(path=os.environ.get("CRMKIT_SCREENSHOT", str(tmp_path / "lab.png")))
        assert page.locator(".jp-OutputArea-output img").count() >= 1
        assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
        assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
        browser.close()


def _wait_for(address, *, seconds=90):
    for _ in range(seconds * 2):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"JupyterLab did not answer at {address} within {seconds} s")
