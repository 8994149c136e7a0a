"""The simulated transport company: a rise that is there, a programme that does what it should."""

from dataclasses import replace

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import TransportRegions, transport_weeks
from crmkit.retention import before_after, charts

FIRM = TransportRegions.from_card()


def test_same_seed_same_data():
    one, same, other = transport_weeks(seed=3), transport_weeks(seed=3), transport_weeks(seed=4)
    assert_frame_equal(one.regional, same.regional)
    assert not one.regional.equals(other.regional)
    assert one.change_week == same.change_week


def test_regions_add_up_to_the_company():
    company = transport_weeks(seed=2)
    by_week = company.regional.groupby("week")[["customers", "exits"]].sum()
    assert by_week["exits"].tolist() == company.weekly["exits"].tolist()
    assert by_week["customers"].tolist() == company.weekly["customers"].tolist() == [6_600] * 208
    assert company.truth.index.equals(company.weekly.index)


def test_the_truth_is_the_card():
    company = transport_weeks(seed=2)
    expected, change = company.truth["expected"], company.change_week
    usual = 6_600 * FIRM.annual_leaving_rate / 52
    assert FIRM.first_change_week <= change <= FIRM.last_change_week
    assert expected.loc[: change - 1].tolist() == pytest.approx([usual] * (change - 1))
    assert expected.loc[change:156].tolist() == pytest.approx([1.2 * usual] * (157 - change))
    with_programme = 1.2 * usual * (1 + FIRM.programme_effect / 2)
    assert expected.loc[157:].tolist() == pytest.approx([with_programme] * 52)
    by_lot = company.regional.groupby("region")["programme"].agg(["min", "max"])
    assert (by_lot["min"] == by_lot["max"]).all() and by_lot["min"].sum() == FIRM.programme_regions


def test_exits_are_what_was_expected():
    found = [transport_weeks(seed=seed) for seed in range(40)]
    exits = sum(one.weekly["exits"].sum() for one in found)
    expected = sum(one.truth["expected"].sum() for one in found)
    assert exits == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_weeks_vary_as_much_as_they_are_told_to():
    still = replace(FIRM, weeks=4_000, rise=1.0, programme_effect=0.0)
    for dispersion in (1.0, 2.1):
        weekly = transport_weeks(dispersion=dispersion, parameters=still, seed=5).weekly
        found = charts.overdispersion(weekly, events="exits", base="customers")
        assert found["low"] <= dispersion <= found["high"]


def test_the_control_group_gives_the_effect_of_the_programme():
    held = 0
    true = FIRM.programme_effect * 1.2 * 550 * FIRM.annual_leaving_rate / 52
    for seed in range(60):
        panel = transport_weeks(seed=seed, dispersion=2.1).regional.query("week > 104")
        panel = panel.assign(phase=np.where(panel["week"] < 157, "before", "after"))
        found = before_after.difference_in_differences(
            panel, outcome="exits", unit="region", group="programme", treated=1, phase="phase",
            before="before",
        ).loc["after"]  # fmt: skip
        held += found["low"] <= true <= found["high"]
    assert held >= 53


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"programme_regions": 12}, "must be without the programme"),
        ({"annual_leaving_rate": 5}, "annual_leaving_rate=5"),
        ({"programme_effect": -1}, "programme_effect"),
        ({"rise": 0}, "rise=0"),
        ({"weeks": 90}, "must lie in order within 90 weeks"),
        ({"customers_per_region": 0}, "customers_per_region=0"),
    ],
)
def test_parameters_are_checked(changed, message):
    with pytest.raises(ValueError, match=message):
        transport_weeks(parameters=replace(FIRM, **changed))


def test_dispersion_is_one_or_more():
    with pytest.raises(ValueError, match=r"dispersion=0.5 must be a number of 1 or more"):
        transport_weeks(dispersion=0.5)
