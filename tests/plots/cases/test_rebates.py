"""Figures of kickbacks and how they are found, read from their artists."""

import math

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit.plots import audits, digits, peer_rebates, repeated_game
from crmkit.plots.style import BAD, CONTRAST, EXPECTED, QUIET
from tests.plots.drawn import overlaps, texts, title

THRESHOLDS = pd.DataFrame({"discount_factor": [0.5, 2 / 3]}, index=["grim trigger", "tit for tat"])
ROTATION = pd.DataFrame(
    {"lowest_kickback": 20_000.0, "highest_kickback": [0.0, 12_000, 16_000, 21_000, 24_000],
     "holds": [False, False, False, True, True]}, index=[1, 2, 3, 6, 8],
)  # fmt: skip
TERMS = pd.Series([1.0, 2, 5, math.inf], index=[0.0, 0.1, 0.2, 0.3])
SHARES = pd.DataFrame(
    {"amounts": 10, "actual": 0.1, "low": 0.05, "high": 0.15,
     "expected": [0.301, 0.176, 0.125, 0.097, 0.079, 0.067, 0.058, 0.051, 0.046]},
    index=range(1, 10),
)  # fmt: skip
FITS = pd.DataFrame(
    {"amounts": [9_000, 400, 700], "p_value": [1e-9, 0.3, 0.001], "effect_size": [0.06, 0.0, 0.3],
     "low": [0.04, 0.0, 0.2], "high": [0.08, 0.1, 0.4]}, index=["S1", "S2", "S3"],
)  # fmt: skip
VALUES = pd.DataFrame(
    {"found": [19, 1], "estimate": [2e5, -6e4], "low": [9e4, -7e4], "high": [4e5, -5e4]},
    index=["peers", "lot"],
)


def dots(ax, color=None):
    return [
        (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if line.get_marker() == "o" and len(line.get_xdata()) == 1
    ]


def test_honesty_ends_where_the_line_crosses_the_threshold():
    ax = repeated_game.honesty(THRESHOLDS, discount_factor=0.9)
    found = [(pytest.approx(100 * (1 - one / 0.9)), one) for one in (0.5, 2 / 3)]
    assert dots(ax) == found
    assert title(ax) == "Honesty holds by grim trigger up to 44 % and by tit for tat up to 26 % " \
        "turnover"  # fmt: skip
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="no strategy holds"):
        repeated_game.honesty(THRESHOLDS, discount_factor=0.4)


def test_the_range_of_kickbacks_opens_after_the_last_term_without_one():
    ax = repeated_game.kickback_range(ROTATION)
    assert list(ax.lines[0].get_ydata()) == [0, 12, 16, 21, 24]
    assert title(ax) == "Rotated every 3 years or more often, no kickback holds"
    assert overlaps(ax) == []
    ax = repeated_game.kickback_range(ROTATION.iloc[:3])
    assert title(ax) == "No kickback holds at terms of up to 3 years"
    ax = repeated_game.kickback_range(ROTATION.iloc[3:])
    assert title(ax) == "Even at a term of 6 a kickback holds"


def test_marks_stand_on_the_line_of_terms():
    ax = repeated_game.breaking_terms(TERMS, marks={"lot": 0.04, "list": 0.3})
    assert dots(ax) == [(4, 1), (30, 12)]
    assert title(ax) == "Rotation needed: 1 year at 4 %, none needed at 30 % found out"
    assert texts(ax) == ["lot: 1 year", "list: none needed"] and overlaps(ax) == []


def test_the_digit_furthest_off_is_marked():
    ax = digits.digit_bars(SHARES)
    colors = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors == [CONTRAST] + [QUIET] * 8
    assert title(ax) == "Digit 1: 10.0 % of 90 invoices, by the law 30.1 %"


def test_files_are_red_by_p_value_and_counted_by_effect():
    ax = digits.effect_by_size(FITS, named=["S1", "S3"])
    assert title(ax) == "2 of 3 files fail the test; surely further off than w = 0.1: 1"
    first = ax.containers[0].lines[0]
    assert list(first.get_xdata()) == [9_000, 700] and first.get_color() == BAD
    assert overlaps(ax) == []
    with pytest.raises(ValueError, match="named"):
        digits.effect_by_size(FITS, named=["S9"])


def test_the_first_and_the_last_size_are_read_aloud():
    table = pd.DataFrame(
        {"effect_size": 0.034, "rejected_share": [0.14, 1.0]}, index=[2_000, 50_000]
    )
    ax = digits.rejected_by_size(table)
    assert title(ax) == ("The same fault (w = 0.034) fails 14 % of files of 2,000, 100 % of 50,000")
    assert texts(ax) == ["14 %", "100 %"] and overlaps(ax) == []


def test_the_flagged_and_the_bent_are_counted():
    peers = pd.DataFrame({"z": [5.0, 4, 0, 2]}, index=list("abcd"))
    chosen = pd.Series([1, 1, 0, 0], index=list("abcd"))
    volume = pd.Series([1e4, 2e5, 3e5, 1e6], index=list("abcd"))
    bent = pd.Series([1, 0, 0, 1], index=list("abcd"))
    ax = peer_rebates.flags(peers, chosen, volume, bent=bent)
    assert title(ax) == "2 of 4 buyers are flagged: 1 of 2 bent ones, and 1 honest"
    assert [list(line.get_ydata()) for line in ax.lines[:3]] == [[0, 2], [5, 4], [5, 2]]
    assert title(peer_rebates.flags(peers, chosen, volume)) == "2 of 4 buyers are flagged"


def test_the_chosen_order_is_blue():
    ax = audits.money_by_order(VALUES, chosen="peers", against="lot", files=40)
    bars = ax.containers[0].patches
    assert [bar.get_width() for bar in bars] == [-60, 200]
    assert to_hex(bars[1].get_facecolor()) == EXPECTED != to_hex(bars[0].get_facecolor())
    assert title(ax) == "By peers 40 files bring 200 thousand yuan, by lot -60"
    assert texts(ax) == ["1 proved", "19 proved"] and overlaps(ax) == []


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert digits.digit_bars(SHARES, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'found'"):
        audits.money_by_order(VALUES.drop(columns="found"), chosen="lot", against="lot", files=1)
