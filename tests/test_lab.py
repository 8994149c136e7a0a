"""A learner's own path: JupyterLab in a browser, one notebook, run to its end."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from crmkit.course.exercises.source import load, opening_comment

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOTEBOOK = "notebooks/00_welcome.ipynb"
EXERCISES = "exercises/13_rfm.ipynb"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab that serves a lesson, without its outputs, and a sheet."""
    import nbformat

    notebook = nbformat.read(ROOT / "notebooks" / "0_start" / "00_welcome.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    for folder in ("notebooks", "exercises", "lessons"):
        (tmp_path / folder).mkdir()
    nbformat.write(notebook, tmp_path / NOTEBOOK)
    shutil.copy(ROOT / "exercises" / "1_segmentation" / "13_rfm.ipynb", tmp_path / EXERCISES)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A trainer's own settings, extensions and sessions play no part in the test.
    clean = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR")
    server = subprocess.Popen(
        [sys.executable, "-m", "crmkit", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
         f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=learner"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {name: str(tmp_path / name.lower()) for name in clean},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/lab/tree/{{}}?token=learner"
    try:
        _wait_for(address.format(NOTEBOOK))
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


@pytest.fixture
def page(lab, request, tmp_path):
    """A browser's page, and a screenshot of how it looked at the end."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
    shots = Path(os.environ.get("CRMKIT_SCREENSHOTS", tmp_path))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        page = browser.new_page(viewport={"width": 1280, "height": 4000})
        yield page
        page.screenshot(path=shots / f"{request.node.name}.png")
        browser.close()


def test_learner_opens_the_first_notebook_and_runs_it_to_the_end(lab, page):
    from playwright.sync_api import expect

    _open(page, lab.format(NOTEBOOK))
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # The last cell shows its number once everything before it has run.
    expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"), timeout=120_000)
    assert page.locator(".jp-OutputArea-output img").count() >= 1
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
    assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0


def test_learner_answers_wrong_then_right_and_asks_for_a_hint(lab, page, tmp_path):
    from playwright.sync_api import expect

    def run(shows, code=None):
        """Run the cell that shows this, with other code if some is given; its output."""
        cells = page.locator(".jp-CodeCell")
        expect(cells.filter(has_text=shows).first).to_be_visible(timeout=60_000)
        place = next(n for n, text in enumerate(cells.all_inner_texts()) if shows in text)
        cell = cells.nth(place)
        cell.locator(".cm-content").click()
        if code:
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(code)
        page.keyboard.press("Shift+Enter")
        return cell.locator(".jp-OutputArea-output")

    # The question as the sealed sheet has it: no answer stands in this file either.
    question = load("13_rfm").question("q1")
    _open(page, lab.format(EXERCISES))
    setup = 'from crmkit.course import Sheet\nsheet = Sheet("13_rfm", student="Li Wei")\nsheet'
    expect(run("import Sheet", setup)).to_contain_text("0 of 6 done", timeout=60_000)
    run("import pandas as pd")
    expect(run("customers = summary.customers")).to_contain_text("C000001", timeout=60_000)

    check = 'sheet.check("q1", q1)'
    run("q1 = ...")
    expect(run(check)).to_contain_text("Not attempted (未作答)", timeout=60_000)
    mistake, wrong = opening_comment(question.wrong[0])
    run("q1 = ...", wrong)
    expect(run(check)).to_contain_text(mistake[:40], timeout=60_000)
    expect(run("sheet.progress()", 'sheet.hint("q1")')).to_contain_text("Hint (提示) 1 of 2")
    run(wrong[:30], opening_comment(question.solution)[1])
    expect(run(check)).to_contain_text("Right (正确)", timeout=60_000)
    expect(
        page.locator(".jp-OutputArea-output").filter(has_text="1 of 6 done").first
    ).to_be_visible()
    assert (tmp_path / "exercises" / "13_rfm.progress.json").exists()
    assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
    # Neither the sources of the sheets nor a grader's menus stand in a learner's way.
    assert page.get_by_text("lessons", exact=True).count() == 0
    assert page.get_by_text("Nbgrader", exact=True).count() == 0


def _open(page, address):
    from playwright.sync_api import expect

    page.goto(address)
    expect(page.locator(".jp-CodeCell .jp-InputPrompt").first).to_be_visible(timeout=60_000)
    # Cells that are run before the kernel listens are not run at all.
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)


def _wait_for(address, *, seconds=90):
    for _ in range(seconds * 2):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"JupyterLab did not answer at {address} within {seconds} s")
