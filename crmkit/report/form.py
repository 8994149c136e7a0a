"""A form in JupyterLab that asks for the file: two lines, and no more code."""

import base64
import html
import tempfile
from pathlib import Path
from typing import Any

from crmkit.report.auditing import audit
from crmkit.report.page import framed
from crmkit.report.wording import Language, words_of

__all__ = ["audit_form"]

KINDS = ".csv,.txt,.tsv,.xlsx,.xls,.parquet,.gz,.zip"


def audit_form(*, language: Language = "en") -> Any:
    """Which file shall be looked at? A form for JupyterLab that asks for it and shows the page.

    Parameters
    ----------
    language : "en" or "zh"
        In which the form begins; it asks for the page's.

    Returns
    -------
    ipywidgets.VBox
        A button to choose a file (or a line for its path: JupyterLab takes no upload above 10 MB),
        the language, whether to mask ids, and a button that makes the page and a link to save it.
        What cannot be read is said with the argument of `audit` that mends it, which the line
        "options" takes, such as customer=Email.

    Examples
    --------
    >>> audit_form()  # doctest: +SKIP
    """
    import ipywidgets as widgets

    words = words_of(language)
    wide = widgets.Layout(width="32rem")
    upload = widgets.FileUpload(accept=KINDS, description=words("form.file"), layout=wide)
    path = widgets.Text(placeholder=words("form.path"), layout=wide)
    options = widgets.Text(placeholder="customer=Email, date=Day, as_of=2024-12-31", layout=wide)
    chosen = widgets.Dropdown(options=[("English", "en"), ("中文", "zh")], value=language,
                              description=words("form.language"))  # fmt: skip
    mask = widgets.Checkbox(description=words("form.mask"), indent=False)
    button = widgets.Button(description=words("form.make"), button_style="primary")
    said, shown = widgets.HTML(), widgets.HTML()

    def make(_: Any) -> None:
        shown.value = ""
        if not upload.value and not path.value.strip():
            said.value = html.escape(words("form.nothing"))
            return
        button.disabled = True
        try:
            with tempfile.TemporaryDirectory() as folder:
                source = _written(upload.value, folder) if upload.value else path.value.strip()
                found = audit(
                    source, language=chosen.value, mask=mask.value, progress=_told(said),
                    **_options(options.value),
                )  # fmt: skip
        except (ValueError, TypeError, OSError, ImportError) as error:
            said.value = f"<pre>{html.escape(str(error))}</pre>"
        else:
            said.value = _link(found.html, words("form.save"))
            shown.value = framed(found.html)
        finally:
            button.disabled = False

    button.on_click(make)
    return widgets.VBox([upload, path, options, chosen, mask, button, said, shown])


def _written(files: Any, folder: str) -> Path:
    """The file that was sent, under its own name, which may be anything."""
    name = Path(str(files[0]["name"]).replace("\\", "/")).name or "orders.csv"
    path = Path(folder, name)
    path.write_bytes(bytes(files[0]["content"]))
    return path


def _options(text: str) -> dict[str, Any]:
    """customer=Email, date=Day as arguments."""
    parts = [part.partition("=") for part in text.split(",") if part.strip()]
    if strange := [name for name, equals, _ in parts if not equals]:
        raise ValueError(
            f"{strange[0].strip()!r} is no option: write them as customer=Email, date=Day"
        )
    return {name.strip(): value.strip().strip("'\"") for name, _, value in parts}


def _told(line: Any) -> Any:
    def progress(step: str) -> None:
        line.value = html.escape(f"{step} ...")

    return progress


def _link(content: str, label: str) -> str:
    address = base64.b64encode(content.encode()).decode()
    href = f"data:text/html;base64,{address}"
    return f'<a download="audit.html" href="{href}">{html.escape(label)}</a>'
