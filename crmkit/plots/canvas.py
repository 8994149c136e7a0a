"""What every figure starts from: Axes to draw on, and colours for everybody."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def canvas(
    ax: "Axes | None", size: tuple[float, float] | None = None
) -> tuple["Axes", list[tuple[float, float, float]]]:
    """The given Axes or new ones (size in inches), and colours that everybody can tell apart."""
    import matplotlib.pyplot as plt
    import seaborn as sns

    if ax is None:
        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax, sns.color_palette("colorblind")


def check_columns(table: pd.DataFrame, columns: list[str]) -> None:
    """Refuse a table that is empty or lacks a column, naming what was found."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise KeyError(f"missing columns {missing}; found {table.columns.to_list()}")
    if table.empty:
        raise ValueError("the table has no rows")
