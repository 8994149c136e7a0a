"""Run a notebook without what a browser lacks: processes, threads, pip, packages not in its lock.

    python tests/lite/as_in_a_browser.py TABLES IMPORTS NOTEBOOK

TABLES is the folder of tables that travel, IMPORTS a JSON list of the names that the lock's wheels
hold. A stand-in: the compiled wheels are those of this machine. Prints how many cells ran.
"""

import ast
import errno
import json
import os
import subprocess
import sys
import tempfile
import threading
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import SimpleNamespace


class OnlyTheLock(MetaPathFinder):
    """Nothing else can be imported, but for the standard library."""

    def __init__(self, names):
        self.names = names | sys.stdlib_module_names

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        # A library that asks for another by way of a guess goes on without it.
        if top not in self.names and not top.startswith("_"):
            raise ModuleNotFoundError(f"No module named {name!r} in a browser", name=name)
        return None


def no_process(*_, **__):
    raise OSError(errno.ENOTSUP, "emscripten does not support processes.")


def no_thread(*_, **__):
    raise RuntimeError("can't start new thread")


def lock_in(tables, imports):
    os.environ |= {"CRMKIT_TABLES": tables, "MPLBACKEND": "agg"}
    os.environ["CRMKIT_CACHE"] = tempfile.mkdtemp(prefix="crmkit-")
    from crmkit.datasets import wheels
    from crmkit.summary.engine import threads

    for ours in (wheels, threads):
        ours.sys = SimpleNamespace(platform="emscripten")
    subprocess.Popen.__init__ = no_process
    threading.Thread.start = no_thread
    sys.meta_path.insert(0, OnlyTheLock(set(imports)))


def run(notebook):
    names, cells = {"__name__": "__main__"}, 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            body = ast.parse("".join(cell["source"]))
            last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
            exec(compile(body, f"<cell {cells}>", "exec"), names)
            if last is not None:
                repr(eval(compile(ast.Expression(last.value), f"<cell {cells}>", "eval"), names))
            cells += 1
    return cells


if __name__ == "__main__":
    tables, imports, notebook = sys.argv[1:]
    lock_in(tables, json.loads(Path(imports).read_text("utf-8")))
    print(run(json.loads(Path(notebook).read_text("utf-8"))), "cells")
