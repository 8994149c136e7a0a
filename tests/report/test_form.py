"""The form of JupyterLab: a file goes in, the page comes out, and faults are said as text."""

from datetime import UTC, datetime

import ipywidgets
import pytest

from crmkit.report import audit_form
from crmkit.report.form import _options


def parts(form):
    return {type(one).__name__: one for one in form.children}


def test_a_file_that_is_sent_becomes_a_page(steady):
    form = audit_form(language="zh")
    found = parts(form)
    content = steady.to_csv(index=False).encode()
    sent = {"name": "../x<b>.csv", "content": content, "size": len(content), "type": "text/csv"}
    found["FileUpload"].value = ({**sent, "last_modified": datetime(2024, 1, 1, tzinfo=UTC)},)
    form.children[2].value = "customer=customer_id, date=ordered_at, amount=amount"
    found["Button"].click()
    said, shown = form.children[-2:]
    assert said.value.startswith('<a download="audit.html" href="data:text/html;base64,')
    assert shown.value.startswith("<iframe sandbox")
    assert "<b>" not in shown.value


def test_a_fault_is_text_and_without_a_file_nothing_happens(tmp_path):
    form = audit_form()
    button = parts(form)["Button"]
    assert isinstance(button, ipywidgets.Button)
    button.click()
    assert form.children[-2].value == "Choose a file first."
    (tmp_path / "a.csv").write_text("day,<script>\n2024-01-01,1\n", "utf-8")
    form.children[1].value = str(tmp_path / "a.csv")
    button.click()
    assert "&lt;script&gt;" in form.children[-2].value
    assert "<script>" not in form.children[-2].value


def test_options_are_names_and_values():
    assert _options("customer=Email, date='Day'") == {"customer": "Email", "date": "Day"}
    with pytest.raises(ValueError, match="'Email' is no option"):
        _options("Email")
