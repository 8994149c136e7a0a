"""The built site: no link is broken, nothing comes from another host, the search knows Chinese."""

import functools
import http.server
import importlib
import re
import shutil
import threading
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import nbformat
import pytest

from crmkit.course.site import build

pytest.importorskip("sphinx")
pytest.importorskip("pagefind")

ROOT = Path(__file__).parents[2]
# The package offers its function under the module's name.
build_module = importlib.import_module("crmkit.course.site.build")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.slow

# One of each kind, and lessons with formulas, many tables and Chinese.
PAGES = (
    "index", "index-zh", "course", "notebooks/0_start/00_welcome", "notebooks/3_lifetime/35_money",
    "notebooks/zh/1_segmentation/13_rfm", "exercises/zh/1_segmentation/13_rfm", "datasets/cdnow",
    "docs/own-data", "api/segmentation/rfm", "GLOSSARY",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The whole site, built once; a warning of Sphinx would have stopped it."""
    out = tmp_path_factory.mktemp("built") / "site"
    return build(ROOT, out, repository="my-school/crmkit").parent


@pytest.fixture(scope="module")
def address(site):
    """The site as a server gives it."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, address):
    """A page that writes down what it asks for and what goes wrong in it."""
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    opened.asked, opened.wrong = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on(
        "response",
        lambda answer: opened.wrong.append(answer.url) if answer.status >= 400 else None,
    )
    yield opened
    opened.close()


def test_every_lesson_sheet_card_and_guide_is_a_page(site):
    for path in (*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("exercises/**/*.ipynb")):
        place = site / path.relative_to(ROOT)
        assert place.with_suffix(".html").exists()
        assert place.read_bytes() == path.read_bytes(), "the notebook that a reader downloads"
    for path in (*ROOT.glob("datasets/*.toml"), *ROOT.glob("docs/*.md")):
        assert (site / path.relative_to(ROOT)).with_suffix(".html").exists()


def test_no_link_is_broken(site):
    anchors, links = {}, {}
    pages = [path for path in site.rglob("*.html") if path.parent.name != "_static"]
    for path in pages:
        text = path.read_text("utf-8")
        name = path.relative_to(site).as_posix()
        anchors[name] = set(re.findall(r'\bid="([^"]+)"', text))
        links[name] = set(re.findall(r'\b(?:href|src)="([^"]+)"', text))
    broken = []
    for name, found in links.items():
        for link in found:
            to = urlsplit(urljoin(f"https://site/{name}", link.replace("&amp;", "&")))
            if to.netloc != "site" or to.scheme != "https":
                continue
            target = unquote(to.path).lstrip("/")
            if not (site / target).is_file() or (
                to.fragment and target in anchors and unquote(to.fragment) not in anchors[target]
            ):
                broken.append((name, link))
    assert not broken


def test_no_page_style_or_script_loads_anything_from_another_host(site):
    loading = re.compile(
        r"""<(?:script|img|iframe|source|embed|audio|video)\b[^>]*\bsrc=["'](?:https?:)?//"""
        r"""|<link\b(?=[^>]*rel=["'](?:stylesheet|icon|preload|modulepreload)["'])"""
        r"""[^>]*href=["'](?:https?:)?//"""
        r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(["']?(?:https?:)?//""",
    )
    read = [path for end in ("html", "css") for path in site.rglob(f"*.{end}")]
    assert len(read) > 500
    assert not [path for path in read if loading.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_asks_no_other_host_and_a_phone_need_not_scroll_sideways(page, address, name):
    page.goto(f"{address}/{name}.html", wait_until="networkidle")
    assert len(page.asked) > 3
    assert not [url for url in page.asked if not url.startswith((address, "data:"))]
    assert not page.wrong
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_colours_turn_dark_with_the_reader_s_machine(page, address):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/index.html")
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize(
    "asked, first, in_the_list",
    [
        ("survival", "Survival", "41 生存分析"),
        ("重复购买", "", "33 还剩多少客户"),
        ("双重危机", "双重危机", "22 双重危机"),
    ],
)
def test_the_search_finds_words_in_both_languages(page, address, asked, first, in_the_list):
    from playwright.sync_api import expect

    page.goto(f"{address}/index.html")
    page.keyboard.press("Control+K")
    page.locator("#pst-search-dialog input").fill(asked)
    page.keyboard.press("Enter")
    found = page.locator("ol.found a")
    expect(found.filter(has_text=in_the_list).first).to_be_visible(timeout=30_000)
    assert first in found.first.inner_text()
    assert not [url for url in page.asked if not url.startswith((address, "data:"))]


def test_a_search_in_a_page_opened_as_a_file_says_what_it_needs(browser, site):
    from playwright.sync_api import expect

    opened = browser.new_page()
    opened.goto((site / "search.html").as_uri())
    expect(opened.locator("#found")).to_contain_text("python -m http.server")
    opened.close()


def test_every_formula_of_the_lessons_is_drawn(site):
    for path in ROOT.glob("notebooks/**/*.ipynb"):
        texts = [one.source for one in nbformat.read(path, 4).cells if one.cell_type == "markdown"]
        text = re.sub(r"`[^`]*`", "", "\n\n".join(texts))
        written = len(re.findall(r"(?s)\$\$.+?\$\$|(?<![\\\w])\$(?! )[^$\n]+(?<! )\$(?!\d)", text))
        page = (site / path.relative_to(ROOT)).with_suffix(".html").read_text("utf-8")
        assert page.count('class="formula"') == written, path
        assert page.count("<svg", page.find("<article")) >= written


def test_a_page_names_its_language_and_leads_to_its_twin(site):
    for path in ROOT.glob("notebooks/[0-9]_*/*.ipynb"):
        part, name = path.parent.name, path.stem
        english = (site / f"notebooks/{part}/{name}.html").read_text("utf-8")
        chinese = (site / f"notebooks/zh/{part}/{name}.html").read_text("utf-8")
        assert '<html lang="en"' in english and '<html lang="zh-CN"' in chinese
        assert f'href="../zh/{part}/{name}.html" hreflang="zh-CN"' in english
        assert f'href="../../{part}/{name}.html" hreflang="en"' in chinese


def test_the_buttons_open_this_very_notebook_in_the_repository_that_was_named(site):
    text = (site / "notebooks/zh/1_segmentation/13_rfm.html").read_text("utf-8")
    path = "notebooks/zh/1_segmentation/13_rfm.ipynb"
    assert (ROOT / path).exists()
    assert (
        f'href="https://colab.research.google.com/github/my-school/crmkit/blob/main/{path}"' in text
    )
    assert (
        f'href="https://mybinder.org/v2/gh/my-school/crmkit/main?urlpath=lab/tree/{path}"' in text
    )
    assert '<a href="13_rfm.ipynb" download>' in text


@pytest.mark.parametrize("repository", ["crmkit", "https://github.com/my-school/crmkit"])
def test_a_repository_that_is_no_owner_and_name_is_refused(repository, tmp_path):
    with pytest.raises(ValueError, match="say owner/name"):
        build(ROOT, tmp_path / "site", repository=repository)
    assert not list(tmp_path.iterdir())


def test_a_broken_link_stops_the_build(tmp_path):
    """A checkout in small: Sphinx gets a guide that leads nowhere, and nothing else is wrong."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text("# First\n\n[A guide](docs/none.md)\n", "utf-8")
    with pytest.raises(RuntimeError, match="must be mended first"):
        build_module._sphinx(ROOT, source, tmp_path / "site", "", "main")
