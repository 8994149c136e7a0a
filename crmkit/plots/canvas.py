"""What every figure starts from: Axes to draw on, and colours for everybody."""

from typing import TYPE_CHECKING

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
