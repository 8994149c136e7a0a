"""The look of the course: one size of letters, colours that keep their meaning, sharp pictures."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Dots an inch on the page; the picture holds twice as many, for today's screens.
DPI = 80

# Colours of seaborn's "colorblind" palette, each with one meaning in all lessons.
ACTUAL = "#303030"  # what happened
EXPECTED = "#0173b2"  # what a model expects, or the one thing that a picture is about
CONTRAST = "#de8f05"  # what it is held against: another model, another policy, a warning
GOOD, BAD = "#029e73", "#d55e00"  # gains and losses
QUIET = "#b0b0b0"  # what is there for comparison only


def course_style() -> None:
    """Draw as the course does: call it once, at the top of a notebook.

    Sets seaborn's theme with letters of one size, and in Jupyter pictures of twice the resolution
    that carry their title as a text for those who cannot see them.
    """
    import seaborn as sns

    sizes = dict.fromkeys(("axes.labelsize", "legend.fontsize", "font.size"), 11)
    sizes |= {"xtick.labelsize": 10, "ytick.labelsize": 10, "axes.titlesize": 12}
    rc = {"figure.dpi": DPI, "axes.titlelocation": "left", **sizes}
    sns.set_theme(style="whitegrid", palette="colorblind", rc=rc)
    _show_sharply()


def describe(figure: "Figure") -> str:
    """A figure in words: its titles, and what its axes hold.

    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> _ = ax.set(title="68 % of spend", xlabel="customers", ylabel="spend")
    >>> describe(figure)
    'Figure: 68 % of spend (customers, spend)'
    >>> plt.close(figure)
    """
    titles = [figure.get_suptitle()] if figure.get_suptitle() else []
    for ax in figure.axes:
        # A colour bar has no title of its own.
        title = ax.get_title() or ax.get_title(loc="left")
        labels = ", ".join(filter(None, (ax.get_xlabel(), ax.get_ylabel())))
        if title or labels:
            titles.append(f"{title} ({labels})".strip() if labels else title)
    return "Figure: " + "; ".join(" ".join(one.split()) for one in titles)


def _show_sharply() -> None:
    """Teach a notebook to show figures at twice the resolution, with their words beside them."""
    try:
        # Loading it sets its own formatters; ours come after.
        import matplotlib_inline.backend_inline  # noqa: F401
        from IPython.core.getipython import get_ipython
        from matplotlib.figure import Figure
    except ImportError:
        return
    shell = get_ipython()
    if shell is None or shell.display_formatter is None or "inline" not in _backend():
        return
    formatters = shell.display_formatter.formatters
    formatters["image/png"].for_type(Figure, _as_png)
    formatters["text/plain"].for_type(Figure, lambda figure, p, _: p.text(describe(figure)))


def _as_png(figure: "Figure") -> tuple[bytes, dict[str, Any]]:
    from IPython.core.pylabtools import retina_figure
    from PIL import Image

    # IPython types only a part of itself.
    png, shown = retina_figure(figure, base64=False)  # type: ignore[no-untyped-call]
    # Charts have few colours: a palette makes the picture a third as large, and none the worse.
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    small = BytesIO()
    picture.save(small, "png", optimize=True)
    return small.getvalue(), {**shown, "alt": describe(figure)}


def _backend() -> str:
    import matplotlib

    return matplotlib.get_backend().lower()
