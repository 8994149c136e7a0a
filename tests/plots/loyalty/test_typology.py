import pandas as pd
import pytest

from crmkit import plots
from crmkit.loyalty import typology
from tests.plots.drawn import overlaps, texts, title

LIKES = pd.Series([7, 7, 6, 2, 1, 2], name="satisfied")
BUYS = pd.Series([7, 6, 1, 6, 1, 2], name="stays")
CUTS = {"attitude_cut": 5, "behaviour_cut": 5}
KINDS = typology.type_table(typology.classify(LIKES, BUYS, **CUTS))


def test_map_names_its_corners_and_counts_the_mixed_kinds():
    ax = plots.typology.answer_map(pd.crosstab(LIKES, BUYS), **CUTS)
    assert title(ax) == "33 % are latent or spurious at these cuts"
    assert set(typology.TYPES) <= set(texts(ax))
    # The cuts: 2 of 4 rows (7, 6) lie above, 2 of 4 columns (1, 2) to the left.
    horizontal, vertical = ax.lines
    assert (horizontal.get_ydata()[0], vertical.get_xdata()[0]) == (2, 2)
    assert not overlaps(ax)


def test_ranges_are_bars_from_the_lowest_to_the_highest_share():
    shares = typology.shares_by_cut(LIKES, BUYS, attitude_cuts=[2, 7], behaviour_cuts=[2, 6])
    ranges = typology.share_range(shares)
    ax = plots.typology.share_ranges(ranges, chosen=KINDS["customer_share"])
    for bar, (low, high) in zip(ax.patches, ranges.to_numpy(), strict=True):
        assert [bar.get_x(), bar.get_x() + bar.get_width()] == pytest.approx(
            [100 * low, 100 * high]
        )
    assert ax.lines[0].get_xdata() == pytest.approx(100 * KINDS["customer_share"])
    low, high = 100 * ranges.loc["true"]
    assert title(ax) == f"True loyalty: {low:.0f} to {high:.0f} %, depending on the cuts"
    assert not overlaps(ax)


def test_clear_cases_stand_beside_what_chance_gives():
    cases = pd.DataFrame({"found": [3, 1], "expected": [30.2, 26.0]}, index=["latent", "spurious"])
    ax = plots.typology.clear_cases(cases)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([30.2, 26, 3, 1])
    assert title(ax) == "4 clear cases in place of the 56 that chance would give"


def test_sources_stand_side_by_side():
    shares = pd.DataFrame({"asked": KINDS["customer_share"], "seen": [0.2, 0.3, 0.4, 0.1]})
    ax = plots.typology.shares_by_source(shares)
    assert [bar.get_height() for bar in ax.patches][4:] == pytest.approx([20, 30, 40, 10])
    assert title(ax) == "Latent and spurious together: 33 % by asked, 70 % by seen"
    with pytest.raises(ValueError, match="two columns, one a source; found rows"):
        plots.typology.shares_by_source(shares[["asked"]])


def test_swap_rates_have_intervals_and_a_line_for_taste_alone():
    rates = pd.DataFrame(
        {"rate": [0.23, 0.45], "low": [0.15, 0.34], "high": [0.34, 0.56]},
        index=["visitors", "dealers"],
    )
    ax = plots.typology.swap_rates(rates)
    assert title(ax) == "Of the visitors, 77 % kept what the lot gave them"
    assert {"23 %", "45 %"} <= set(texts(ax))
    assert any(line.get_xdata()[0] == 50 for line in ax.lines)
