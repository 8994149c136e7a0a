"""What a figure shows, read from its artists."""

import matplotlib.pyplot as plt


def title(ax) -> str:
    return ax.get_title(loc="left")


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def overlaps(ax) -> list[tuple[str, str]]:
    """Labels that lie on each other, as drawn."""
    ax.figure.canvas.draw()
    shown = [child for child in ax.get_children() if isinstance(child, plt.Text)]
    shown += ax.get_legend().get_texts() if ax.get_legend() else []
    # Of an annotation with an arrow, the extent of its letters alone.
    boxes = [(t.get_text(), plt.Text.get_window_extent(t)) for t in shown if t.get_text()]
    return [
        (one, other)
        for number, (one, box) in enumerate(boxes)
        for other, other_box in boxes[number + 1 :]
        if box.overlaps(other_box)
    ]
