"""crmkit audit, as somebody types it, and the page in a browser that would tell of any request."""

import shutil

import pytest
from typer.testing import CliRunner

from crmkit import companies
from crmkit.cli import app
from crmkit.report.typed import as_typed

run = CliRunner().invoke
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "orders.csv"
    companies.export(companies.online_shop(n_customers=500, seed=4), path)
    return path


def test_the_command_writes_the_page_and_says_what_stands_out(export, tmp_path):
    page = tmp_path / "audit.html"
    done = run(app, ["audit", str(export), "--out", str(page), "--lang", "zh",
                     "--as-of", "2024-12-30", "--mask"])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "客户金字塔" in page.read_text("utf-8")
    assert done.output.count("- ") >= 3


def test_what_is_wrong_is_said_with_what_to_type(export, tmp_path):
    out = ["--out", str(tmp_path / "audit.html")]
    done = run(app, ["audit", str(export), *out])
    assert done.exit_code == 2
    assert "--as-of 2024-12-30" in done.output
    done = run(app, ["audit", str(export), "--customer", "Email", *out])
    assert done.exit_code == 2
    assert "Email" in done.output and "Traceback" not in done.output
    assert not (tmp_path / "audit.html").exists()


def test_an_argument_becomes_an_option():
    said = as_typed("Pass date_format='%d/%m/%Y', or may_drop=0.2.", ["date_format", "may_drop"])
    assert said == "Pass --date-format %d/%m/%Y, or --may-drop 0.2."
    said = as_typed("pass rates={'USD': 7.1, 'CNY': 1}", ["rates"])
    assert said == "pass --rate USD=7.1 --rate CNY=1"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [1400, 390])
def test_the_page_draws_its_figures_and_asks_nobody(page, tmp_path, width):
    from playwright.sync_api import sync_playwright

    written = page.save(tmp_path / "audit.html")
    asked, faults = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": width, "height": 900})
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("pageerror", lambda fault: faults.append(str(fault)))
        shown.goto(written.as_uri())
        shown.wait_for_selector("#figure-left svg")
        assert shown.locator(".chart svg").count() == 8
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        browser.close()
    assert asked == [written.as_uri()]
    assert not faults
