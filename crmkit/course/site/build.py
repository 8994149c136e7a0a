"""From a checkout to the finished site: Sphinx writes the pages, pagefind what a search finds."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from crmkit.course.site.pages import assemble


def build(root: Path, out: Path, *, repository: str | None = None) -> Path:
    """Where does the finished site begin?

    Parameters
    ----------
    root
        The checkout.
    out
        The folder for the pages. Beside it, in a folder with `-source` at its end, lies what
        they are made of.
    repository
        Where readers find the checkout, such as ``"owner/name"`` on GitHub: Binder and Colab
        open the lessons from there. None takes what docs/site/site.toml says; "" shows no buttons.

    Returns
    -------
    The first page.

    Raises
    ------
    ValueError
        If `repository` is not of the form owner/name.
    RuntimeError
        If a link is broken, or Sphinx warns of anything else; it has said of what.
    """
    settings = tomllib.loads((root / "docs/site/site.toml").read_text("utf-8"))
    repository = settings["repository"] if repository is None else repository
    if repository and repository.count("/") != 1:
        raise ValueError(f"repository={repository!r}: say owner/name, such as 'my-school/crmkit'")
    source = out.with_name(f"{out.name}-source")
    # No page of an earlier build stays; what is no site is left alone.
    if (out / ".buildinfo").exists():
        shutil.rmtree(out)
    assemble(root, source)
    _sphinx(root, source, out, repository, settings["branch"])
    for folder in ("notebooks", "exercises"):
        shutil.copytree(root / folder, out / folder, dirs_exist_ok=True, ignore=_no_notebook)
    _index(out)
    return out / "index.html"


def _no_notebook(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if "." in name and not name.endswith(".ipynb")]


def _sphinx(root: Path, source: Path, out: Path, repository: str, branch: str) -> None:
    told = {"CRMKIT_REPOSITORY": repository, "CRMKIT_BRANCH": branch}
    finished = subprocess.run(
        [sys.executable, "-m", "sphinx", "-c", root / "docs/site", "-W", "--keep-going", "-n",
         "-q", "-j", "auto", "-d", source / ".doctrees", source, out],
        check=False, env=os.environ | told,
    )  # fmt: skip
    if finished.returncode:
        raise RuntimeError("the site was not built: what Sphinx says above must be mended first")


def _index(out: Path) -> None:
    """pagefind finds Chinese words, too, since it cuts a sentence into words; Sphinx does not."""
    finished = subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", out, "--quiet",
         "--root-selector", "article.bd-article", "--exclude-selectors", "a.headerlink"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if finished.returncode:
        raise RuntimeError(f"no search: pagefind stopped with\n{finished.stdout}{finished.stderr}")
