"""The lock that the browser reads, on wheels of a few lines."""

import hashlib
import json
import zipfile

import pytest

from crmkit.course.lite import lock as locks

SERVER = "https://wheels.example.org/v1/"


def write_wheel(folder, name="small_thing", needs=(), files=("small_thing/__init__.py",)):
    path = folder / f"{name}-1.5-py3-none-any.whl"
    about = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.5"]
    about += [f"Requires-Dist: {one}" for one in needs]
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            archive.writestr(file, "")
        archive.writestr(
            f"{name}-1.5.dist-info/METADATA", "\n".join(about) + "\n\nRead me: first\n"
        )
    return path


def entry(name, *depends, wheel="cp314-cp314-pyemscripten_2026_0_wasm32"):
    return {"name": name, "version": "1", "file_name": f"{name}-1-{wheel}.whl"} | {
        "depends": list(depends)
    }


@pytest.fixture
def lock(tmp_path):
    packages = {one["name"]: one for one in (entry("numpy"), entry("Pandas", "numpy"))}
    file = tmp_path / "pyodide-lock.json"
    file.write_text(json.dumps({"info": {"python": "3.14.2"}, "packages": packages}), "utf-8")
    return locks.read(file)


def test_a_wheel_is_entered_with_its_hash_and_imports(tmp_path):
    files = ("small_thing/core.py", "other.py", "small_thing-1.5.data/scripts/run.py")
    wheel = write_wheel(tmp_path, files=files)
    made = locks.of_wheel(wheel)
    assert made["name"] == "small-thing" and made["version"] == "1.5"
    assert made["imports"] == ["other", "small_thing"]
    assert made["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_a_wheel_needs_what_applies_in_a_browser(tmp_path):
    needs = [
        "Pandas>=3",
        "colorama; sys_platform == 'win32'",
        "tomli; python_version < '3.11'",
        "numpy; sys_platform == 'emscripten'",
        "pytest; extra == 'test'",
    ]
    assert locks.of_wheel(write_wheel(tmp_path, needs=needs))["depends"] == ["numpy", "pandas"]


def test_ours_lie_beside_the_lock_and_all_others_on_the_server(lock, tmp_path):
    made = locks.merged(lock, [write_wheel(tmp_path, needs=["pandas"])], server=SERVER)
    assert made["small-thing"]["file_name"] == "small_thing-1.5-py3-none-any.whl"
    assert made["pandas"]["file_name"].startswith(SERVER)
    assert not lock["pandas"]["file_name"].startswith(SERVER)


def test_ours_takes_the_place_of_a_wheel_of_the_same_name(lock, tmp_path):
    made = locks.merged(lock, [write_wheel(tmp_path, name="pandas")], server=SERVER)
    assert made["pandas"]["version"] == "1.5"


def test_what_a_package_needs_is_reached_through_others(lock, tmp_path):
    made = locks.merged(lock, [write_wheel(tmp_path, needs=["pandas"])])
    assert locks.needed(made, ["small_thing"]) == ["numpy", "pandas", "small-thing"]


def test_what_is_nowhere_is_named(lock, tmp_path):
    made = locks.merged(lock, [write_wheel(tmp_path, needs=["pandas", "psutil"])])
    with pytest.raises(ValueError, match=r"neither Pyodide nor lite/wheels\.lock has psutil"):
        locks.needed(made, ["small-thing"])


def test_what_is_left_out_is_not_asked_for(lock, tmp_path):
    wheel = write_wheel(tmp_path, needs=["pandas", "psutil"])
    made = locks.merged(lock, [wheel], left_out=["psutil"])
    assert "psutil" not in locks.needed(made, ["small-thing"])


def test_a_lock_of_another_python_is_refused(tmp_path):
    file = tmp_path / "pyodide-lock.json"
    file.write_text('{"info": {"python": "3.13.2"}, "packages": {}}', "utf-8")
    with pytest.raises(ValueError, match=r"of Python 3.13.2; the wheels here are chosen for 3.14"):
        locks.read(file)


def test_a_lock_is_written_as_it_is_read(lock, tmp_path):
    locks.write(lock, tmp_path / "again.json")
    assert locks.read(tmp_path / "again.json") == lock
