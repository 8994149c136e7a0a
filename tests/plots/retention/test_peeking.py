import pandas as pd

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

LOOKS = pd.RangeIndex(1, 4, name="look")
Z = pd.DataFrame({1: [0.1, 2.5, 1.0], 2: [0.5, 0.2, 0.3], 3: [1.0, 1.5, -2.2]}, index=LOOKS)
BOUNDS = pd.DataFrame({"z_bound": 1.96}, index=LOOKS)
RATES = {
    name: pd.DataFrame({"cumulative_crossed_share": shares}, index=LOOKS)
    for name, shares in {"usual": [0.05, 0.08, 0.11], "falling": [0.0, 0.02, 0.05]}.items()
}


def test_paths_that_pass_are_counted_and_marked_where_they_first_do():
    ax = plots.peeking.look_paths(Z, BOUNDS)
    assert title(ax) == "Of 3 tests 2 pass the bound at some look, 1 lies beyond it at the last"
    assert ax.collections[-1].get_offsets().tolist() == [[2.0, 2.5], [3.0, -2.2]]
    assert not overlaps(ax)


def test_false_alarms_are_lines_and_the_first_is_told():
    ax = plots.peeking.false_alarm_lines(RATES)
    assert title(ax) == "usual: 11 % of tests without effect raise an alarm in 3 looks"
    assert ax.lines[0].get_ydata().tolist() == [5, 8, 11]
    assert texts(ax) == ["11 %"]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["usual", "falling", "promised: 5 %"]
    assert not overlaps(ax)
