"""How Sphinx makes the site of the folder that `crmkit site` assembles."""

import gettext
import html
import os
from pathlib import Path
from urllib.parse import quote

import pydata_sphinx_theme
import ziamath
from docutils import nodes

import crmkit

project = "crmkit"
copyright = "the crmkit authors"
version = release = crmkit.__version__
extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["*.txt"]
templates_path = ["_templates"]
default_role = "code"
toc_object_entries_show_parents = "hide"

# The notebooks hold what they printed; nothing runs here.
nb_execution_mode = "off"
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# A docstring says what its parameters are.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
# Without the web no other project's names can be looked up; ours must all be found (type variables
# have no page).
nitpick_ignore_regex = [
    (r"py:.*", r"(?!crmkit\b).*"),
    (r"py:.*", r"crmkit\.models\.bayes\.M|crmkit\.summary\.holdout\.Table"),
]

html_theme = "pydata_sphinx_theme"
html_title = "crmkit"
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_additional_pages = {"search": "search.html"}
html_sidebars = {"index": [], "index-zh": [], "GLOSSARY": []}
html_theme_options = {
    "logo": {"text": "crmkit"},
    "navbar_align": "left",
    "collapse_navigation": True,
    "header_links_before_dropdown": 7,
    "article_header_end": ["lesson-links.html"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

REPOSITORY = os.environ.get("CRMKIT_REPOSITORY", "")
BRANCH = os.environ.get("CRMKIT_BRANCH", "main")
COLAB, BINDER = "https://colab.research.google.com/github", "https://mybinder.org/v2/gh"
TWIN = {"course": "course-zh", "index": "index-zh"}
# What the theme says around a page, in the page's language.
TRANSLATED = Path(pydata_sphinx_theme.__file__).parent / "locale"
CHINESE = gettext.translation("sphinx", TRANSLATED, ["zh"])


def setup(app):
    app.add_html_math_renderer("drawn", (_inline, None), (_block, None))
    app.connect("builder-inited", _without_own_search)
    app.connect("html-page-context", _say_what_a_page_is)


# Formulas are drawn while the site is built: few machines have a font for mathematics, and a script
# for it would have to be loaded from somewhere. Each drawing holds its own outlines.
html_math_renderer = "drawn"
ziamath.config.svg2 = False


def _inline(self, node):
    formula = ziamath.Latex(node.astext(), size=17, color="currentColor", inline=True)
    _draw(self, "span", formula, node, f"vertical-align: {formula.getyofst():.1f}px")


def _block(self, node):
    _draw(self, "div", ziamath.Latex(node.astext(), size=18, color="currentColor"), node, "")


def _draw(self, tag, formula, node, style):
    said = html.escape(node.astext())
    self.body.append(
        f'<{tag} class="formula" role="img" aria-label="{said}" style="{style}">'
        f"{formula.svg()}</{tag}>"
    )
    raise nodes.SkipNode


def _without_own_search(app):
    # pagefind has the words of every page, Chinese ones too.
    app.builder.search = False


def _say_what_a_page_is(app, page, template, context, doctree):
    """Its language, its twin in the other one, and the notebook to be had."""
    chinese = "/zh/" in page or page.endswith("-zh")
    context["language"] = "zh-CN" if chinese else "en"
    if chinese:
        context["_"] = CHINESE.gettext
    context["twin"] = _twin(page, chinese) if _twin(page, chinese) in app.env.all_docs else None
    part, *_ = page.split("/")
    if part in ("notebooks", "exercises") and not page.endswith("index"):
        context["notebook"] = page.split("/")[-1] + ".ipynb"
        if REPOSITORY:
            path = quote(f"{page}.ipynb")
            context["colab"] = f"{COLAB}/{REPOSITORY}/blob/{BRANCH}/{path}"
            context["binder"] = f"{BINDER}/{REPOSITORY}/{BRANCH}?urlpath=lab/tree/{path}"


def _twin(page, chinese):
    if page in TWIN:
        return TWIN[page]
    if chinese:
        return page.removesuffix("-zh").replace("/zh/", "/")
    part, _, rest = page.partition("/")
    return f"{part}/zh/{rest}"
