import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from pandas.testing import assert_frame_equal

from crmkit.plots import switching
from crmkit.plots.style import CONTRAST, EXPECTED
from tests.plots.drawn import overlaps, texts, title


def counts():
    return pd.DataFrame([[6, 2], [1, 1]], index=list("AB"), columns=list("AB"))


def panel():
    bought = {1: "AABAA", 2: "BBBB", 3: "AB"}
    rows = [(who, brand) for who, buys in bought.items() for brand in buys]
    return pd.DataFrame(rows, columns=["household", "brand"])


def rates():
    return pd.DataFrame(
        {
            "repeat_rate": [0.9, 0.7],
            "shuffled_rate": [0.8, 0.5],
            "chance_rate": [0.4, 0.3],
            "order_share": [0.2, 0.5],
        },
        index=["crackers", "yogurt"],
    )


def weights():
    one = pd.DataFrame(
        {"estimate": [2.0, 1.0], "low": [1.8, 0.7], "high": [2.3, 1.2]},
        index=["without preference", "with preference"],
    )
    return pd.concat({"yogurt": one, "catsup": one.mul([0.5, 0.25], axis=0)})


def effects():
    return pd.DataFrame({"catsup": [0.05, 0.0], "yogurt": [0.4, 0.2]}, index=[1, 2])


def test_the_map_shows_shares_of_the_row_and_frames_the_repeats():
    ax = switching.switching_map(counts())
    assert texts(ax) == ["75", "25", "50", "50"]
    assert [frame.get_xy() for frame in ax.patches] == [(0, 0), (1, 1)]
    assert title(ax) == "70 % of all purchases repeat the brand of last time"


def test_strips_are_the_purchases_in_order_and_dots_the_returns():
    ax = switching.purchase_strips(panel(), [1, 2, 3], name="Tea")
    a, b = (to_rgb(key.get_facecolor()) for key in ax.get_legend().get_patches())
    first, second, third = ([to_rgb(bar.get_facecolor()) for bar in line] for line in ax.containers)
    assert first == [a, a, b, a, a]
    assert second == [b] * 4
    assert third == [a, b]
    assert [list(line.get_xdata()) for line in ax.lines] == [[4], [], []]
    assert title(ax) == "Tea: 1 of 3 return to a brand they had left"


def test_the_key_of_the_strips_names_the_brands_shown_and_no_others():
    whole, part = (switching.purchase_strips(panel(), who) for who in ([1, 2], [2]))
    (b,) = part.get_legend().get_patches()
    assert [text.get_text() for text in part.get_legend().get_texts()] == ["B"]
    assert b.get_facecolor() == whole.get_legend().get_patches()[1].get_facecolor()


def test_bars_are_the_rates_and_carry_what_order_does():
    ax = switching.repeat_bars(rates())
    heights = [[bar.get_height() for bar in group] for group in ax.containers]
    assert heights == [pytest.approx(one) for one in ([90, 70], [80, 50], [40, 30])]
    assert texts(ax) == ["order: 20 %", "order: 50 %"]
    assert title(ax) == ("Order carries 20 % of the excess over chance in crackers, 50 % in yogurt")
    assert not overlaps(ax)


def test_weights_stand_with_their_intervals():
    ax = switching.last_weights(weights())
    without, known = ax.containers
    assert without[0].get_xdata().tolist() == [2.0, 1.0]
    assert known[0].get_xdata().tolist() == [1.0, 0.25]
    assert known[2][0].get_segments()[0][:, 0].tolist() == pytest.approx([0.7, 1.2])
    assert (without[0].get_color(), known[0].get_color()) == (CONTRAST, EXPECTED)
    assert title(ax) == "Known preference takes away 50 to 75 % of the weight of last time"
    assert not overlaps(ax)


def test_a_sample_is_summed_over_the_purchases_shown():
    ax = switching.sample_effect(effects())
    assert [line.get_ydata().tolist() for line in ax.lines] == [[40, 20], [5, 0]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "yogurt: 0.60 packs in all",
        "catsup: 0.05 packs in all",
    ]
    assert title(ax) == "A sample sells 0.60 packs more in yogurt, 0.05 in catsup"


def test_given_axes_are_used_and_tables_are_not_changed():
    for plot, table, more in (
        (switching.switching_map, counts(), ()),
        (switching.purchase_strips, panel(), ([1, 2],)),
        (switching.repeat_bars, rates(), ()),
        (switching.last_weights, weights(), ()),
        (switching.sample_effect, effects(), ()),
    ):
        _, ax = plt.subplots()
        kept = table.copy()
        assert plot(table, *more, ax=ax) is ax
        assert_frame_equal(table, kept)


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(ValueError, match="must be the same brands"):
        switching.switching_map(counts().iloc[:1])
    with pytest.raises(ValueError, match=r"no purchase followed in 1 of 2 .*\['B'\]"):
        switching.switching_map(counts().mul([1, 0], axis=0))
    with pytest.raises(ValueError, match="household 9 has no purchase"):
        switching.purchase_strips(panel(), [9])
    with pytest.raises(ValueError, match="no column 'order_share'"):
        switching.repeat_bars(rates().drop(columns="order_share"))
    with pytest.raises(ValueError, match="no column 'low'"):
        switching.last_weights(weights().drop(columns="low"))
    with pytest.raises(ValueError, match="effects is empty"):
        switching.sample_effect(effects().iloc[:0])
