"""The doctor finds what is broken, says how to mend it, and never stops at the first fault."""

from importlib import metadata

import pytest
from typer.testing import CliRunner

from crmkit import datasets
from crmkit.cli import app
from crmkit.course import doctor

run = CliRunner().invoke


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Two data sets stand for all, so that the tests are quick."""
    some = datasets.available().loc[["retention_tables", "shop_export"]]
    monkeypatch.setattr(datasets, "available", lambda: some)


def test_a_set_up_that_works_has_nothing_to_mend():
    findings = list(doctor.examine())
    assert [finding.check for finding in findings] == [
        "Python", "packages", "kernel", "plot", "data: retention_tables", "data: shop_export",
    ]  # fmt: skip
    assert all(finding.works for finding in findings)
    assert run(app, ["doctor"]).exit_code == 0


def test_a_missing_and_an_old_package_are_named(monkeypatch):
    def version(name):
        if name == "scipy":
            raise metadata.PackageNotFoundError(name)
        return "0.1" if name == "seaborn" else "999"

    monkeypatch.setattr(doctor.metadata, "version", version)
    finding = next(one for one in doctor.examine() if one.check == "packages")
    assert "scipy is missing" in finding.seen
    assert "seaborn 0.1, needed >=0.13.2" in finding.seen
    assert "make course" in finding.mend


def test_a_python_that_is_not_supported_is_named(monkeypatch):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 9, 1))
    finding = next(doctor.examine())
    assert finding.seen == "3.9.1"
    assert "install Python" in finding.mend


def test_damaged_data_do_not_hide_the_rest(monkeypatch):
    def verify(name):
        if name == "retention_tables":
            raise ValueError("its sha256 is wrong")

    monkeypatch.setattr(datasets, "verify", verify)
    result = run(app, ["doctor"])
    assert result.exit_code == 1
    text = " ".join(result.output.split())
    assert "broken data: retention_tables: its sha256 is wrong" in text
    assert "crmkit datasets fetch retention_tables" in text
    assert "works data: shop_export" in text


def test_a_kernel_that_does_not_start_is_reported(monkeypatch):
    def execute(notebook):
        raise RuntimeError("Kernel died before replying")

    monkeypatch.setattr("crmkit.course.build.execute", execute)
    findings = {finding.check: finding for finding in doctor.examine()}
    assert "Kernel died" in findings["kernel"].seen
    assert findings["plot"].works
