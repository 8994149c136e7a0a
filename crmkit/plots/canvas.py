"""What every figure starts from: Axes to draw on, and colours for everybody."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A name, or red, green, blue and perhaps how opaque, each from 0 to 1.
Color = str | tuple[float, float, float] | tuple[float, float, float, float]


def canvas(
    ax: "Axes | None", size: tuple[float, float] | None = None
) -> tuple["Axes", list[tuple[float, float, float]]]:
    """The given Axes or new ones (size in inches), and colours that everybody can tell apart."""
    import matplotlib.pyplot as plt
    import seaborn as sns

    if ax is None:
        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax, sns.color_palette("colorblind")


def ink(color: Color) -> str:
    """Black or white, whichever reads better on this colour."""
    from matplotlib.colors import to_rgb

    # Relative luminance of sRGB; on 0.18 black and white have the same contrast.
    red, green, blue = (part**2.2 for part in to_rgb(color))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18 else "black"
