"""The reference: what the doors of the parts offer, under the names that readers import."""

import importlib
import inspect
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

# In the order in which data walk.
PARTS = ("orders", "summary", "datasets", "companies", "segmentation", "loyalty", "lifetime",
         "retention", "campaigns", "models", "rates", "plots", "course")  # fmt: skip
# What a part offers itself stands on one page up to here, and on pages of its own beyond.
ON_ONE_PAGE = 12
INTRO = """\
What each part offers, under the name by which you import it, in the order in which data walk: an
export becomes an order log, the log one row a customer, and that what you want to know."""


def pages() -> dict[str, str]:
    """A page for each module or class that a part offers, and one for each part."""
    made = {"api/index.rst": _index()}
    for part in PARTS:
        made |= _part(part)
    return made


def _part(part: str) -> dict[str, str]:
    module = importlib.import_module(f"crmkit.{part}")
    offered = {name: getattr(module, name) for name in public(module)}
    modules = {name: one for name, one in offered.items() if isinstance(one, ModuleType)}
    # A class that one of these modules names itself stands on its page.
    shown = {name for one in modules.values() for name in public(one)}
    own = {name: one for name, one in offered.items() if name not in modules and name not in shown}
    groups = list(_groups(own)) if len(offered) > ON_ONE_PAGE else []
    made: dict[str, str] = {}
    listed: list[tuple[str, Any]] = []
    for name, one in modules.items():
        made[f"api/{part}/{name}.rst"] = page(f"crmkit.{part}.{name}", one)
        listed.append((name, one))
    for group in groups:
        first = next(iter(group))
        entries = [_entry(f"crmkit.{part}.{name}", one) for name, one in group.items()]
        made[f"api/{part}/{first}.rst"] = _text(_heading(f"crmkit.{part}.{first}"), *entries)
        listed.append((first, group[first]))
    for base in _bases(own):
        heading = _heading(f"{base.__name__}: what these models share")
        entry = _entry(f"{base.__module__}.{base.__qualname__}", base)
        made[f"api/{part}/{base.__name__}.rst"] = _text(heading, entry)
        listed.append((base.__name__, base))
    texts = [_heading(f"crmkit.{part}"), _prose(module)]
    if not groups:
        texts += [_entry(f"crmkit.{part}.{name}", one) for name, one in own.items()]
    if listed:
        listed.sort(key=lambda row: row[0].lower())
        texts.append(_contents([(name, f"{part}/{name}", one) for name, one in listed]))
    return made | {f"api/{part}.rst": _text(*texts)}


def page(name: str, module: ModuleType) -> str:
    """A module: what it is about, then its functions and classes."""
    entries = [_entry(f"{name}.{one}", getattr(module, one)) for one in public(module)]
    return _text(_heading(name), _prose(module), *entries)


def public(module: ModuleType) -> list[str]:
    """The names in `__all__`, or those that the module defines without a dash before them."""
    if hasattr(module, "__all__"):
        return sorted(module.__all__, key=str.lower)
    return [name for name, one in vars(module).items()
            if not name.startswith("_") and getattr(one, "__module__", "") == module.__name__
            and (inspect.isclass(one) or inspect.isfunction(one))]  # fmt: skip


def _groups(own: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What was written in one file belongs together: a company, its parameters, its records."""
    by_file: dict[str, dict[str, Any]] = {}
    for name, one in own.items():
        by_file.setdefault(getattr(one, "__module__", ""), {})[name] = one
    for group in by_file.values():
        # Functions first: the page bears the name of the first.
        yield dict(sorted(group.items(), key=lambda item: inspect.isclass(item[1])))


def _bases(own: dict[str, Any]) -> list[type]:
    """Classes of ours that public ones stand on and that no door offers."""
    classes = {one for one in own.values() if inspect.isclass(one)}
    above = {base for one in classes for base in one.__mro__ if "crmkit." in base.__module__}
    return sorted(above - classes - _offered(), key=lambda base: base.__name__)


def _offered() -> set[type]:
    doors = [importlib.import_module(f"crmkit.{part}") for part in ("models", "companies")]
    found = [getattr(door, name) for door in doors for name in public(door)]
    return {one for one in found if inspect.isclass(one)}


def _entry(name: str, one: Any) -> str:
    if inspect.isclass(one):
        members = ", ".join(_members(one))
        shown = f"\n   :members: {members}" if members else ""
        return f".. autoclass:: {name}\n   :show-inheritance:{shown}"
    if inspect.isroutine(one):
        return f".. autofunction:: {name}"
    return f".. py:data:: {name}\n   :type: {type(one).__name__}"


def _members(one: type) -> list[str]:
    """Methods and properties of its own that have something to say."""
    fields = getattr(one, "_fields", ())
    kinds = (property, classmethod, staticmethod, FunctionType)
    return [name for name, member in vars(one).items()
            if isinstance(member, kinds) and inspect.getdoc(member)
            and not name.startswith("_") and name not in fields]  # fmt: skip


def _prose(one: Any) -> str:
    return inspect.getdoc(one) or ""


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _index() -> str:
    parts = [(f"crmkit.{one}", one, importlib.import_module(f"crmkit.{one}")) for one in PARTS]
    return _text(_heading("Reference"), INTRO, _contents(parts))


def _contents(rows: list[tuple[str, str, Any]]) -> str:
    """A table of names, each with the question that it answers, and the same for the sidebar."""
    table = ".. list-table::\n   :widths: 30 70\n"
    for name, place, one in rows:
        said = _prose(one).partition("\n")[0]
        table += f"\n   * - :doc:`{name} <{place}>`\n     - {said}"
    tree = "\n".join(f"   {name} <{place}>" for name, place, _ in rows)
    return f"{table}\n\n.. toctree::\n   :hidden:\n\n{tree}"


def _text(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks)) + "\n"
