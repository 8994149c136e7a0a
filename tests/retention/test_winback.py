"""Win-back: by hand, as published, on simulations whose truth is known, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import companies, datasets
from crmkit.retention import mean_reversion, offers, winback

LOG = pd.DataFrame(
    {
        "customer_id": ["a", "a", "b", "b", "c", "d"],
        "ordered_at": pd.to_datetime(
            ["2024-01-01", "2024-01-31", "2024-01-11", "2024-02-20", "2024-01-21", "2024-02-21"]
        ),
        "amount": [10.0, 10, 10, 25, 10, 99],
    }
)
WAVE = {"called": "called", "returned": "back", "value": "value", "by": "cell"}


def wave(rng, *, n=400, alone=0.2, called=0.3, value=100.0):
    rang = np.arange(n) % 2
    back = (rng.random(n) < np.where(rang == 1, called, alone)).astype(int)
    worth = value * rng.gamma(3, 1 / 3, n)
    return pd.DataFrame({"cell": "one", "called": rang, "back": back, "value": worth})


def offered(rng, *, n=2000, a=-1.5, b=0.04):
    x = rng.choice([0, 10, 20, 30, 40], n)
    back = rng.random(n) < 1 / (1 + np.exp(-a - b * x))
    return pd.DataFrame({"cell": "one", "offer": x, "back": back.astype(int)})


# As published


def test_a_donor_s_answers_and_gifts_are_those_of_franses_and_paap():
    import statsmodels.formula.api as smf

    people = datasets.load("charity_mailing")
    assert (people["gift"] == 0).sum() == 2561
    assert people["gift"].mean() == pytest.approx(7.44, abs=0.005)
    one = smf.ols("gift ~ mails_a_year", people).fit()
    assert one.params.to_list() == pytest.approx([2.01, 2.65], abs=0.005)
    assert one.rsquared == pytest.approx(0.0138, abs=0.00005)
    two = smf.ols("gift ~ mails_a_year + last_gift + response_share", people).fit()
    assert two.params.to_list() == pytest.approx([-4.55, 2.17, 0.0059, 15.36], abs=0.005)
    assert two.params["last_gift"] == pytest.approx(0.0059, abs=0.00005)
    assert two.rsquared == pytest.approx(0.0834, abs=0.00005)


def test_one_donor_turns_the_sign_of_the_last_gift():
    import statsmodels.formula.api as smf

    people = datasets.load("charity_mailing")
    formula = "gift ~ mails_a_year + last_gift + response_share + mean_gift"
    all_, others = (smf.ols(formula, t).fit() for t in (people, people.query("last_gift < 10000")))
    assert all_.params["last_gift"] == pytest.approx(-0.26, abs=0.005)
    assert all_.get_influence().cooks_distance[0].argmax() == people["last_gift"].argmax()
    assert others.params["last_gift"] > all_.params["last_gift"] + 0.2


# By hand


def test_silence_counts_to_the_day_and_a_return_only_until_the_end():
    found = winback.lapsed(LOG, as_of="2024-01-31", until="2024-02-20")
    assert list(found.index) == ["a", "b", "c"]
    assert found["days_silent"].to_list() == [0, 20, 10]
    assert found["purchases"].to_list() == [2, 1, 1]
    assert found["returned"].to_list() == [0, 1, 0]
    assert found["spend_after"].to_list() == [0, 25, 0]
    assert winback.lapsed(LOG, as_of="2024-01-31", until="2024-02-19")["returned"].sum() == 0


def test_returns_and_customers_are_conserved_in_the_cells():
    table = wave(np.random.default_rng(1)).assign(half=lambda t: np.arange(len(t)) < 90)
    found = winback.return_rates(table, returned="back", by=["half", "called"])
    assert found["customers"].sum() == len(table)
    assert (found["customers"] * found["return_rate"]).sum() == pytest.approx(table["back"].sum())
    assert (found["low"] < found["return_rate"]).all()
    assert (found["return_rate"] < found["high"]).all()


def test_the_value_of_a_call_is_uplift_times_second_value_less_cost():
    table = wave(np.random.default_rng(2))
    [row] = winback.call_values(table, cost=4, **WAVE).to_dict("records")
    rate = table.groupby("called")["back"].mean()
    second = table.loc[table["back"] == 1, "value"].mean()
    assert row["estimate"] == pytest.approx((rate[1] - rate[0]) * second - 4)
    assert row["second_value"] == pytest.approx(second)
    dearer = winback.call_values(table, cost=9, **WAVE)
    assert dearer["estimate"].iloc[0] == pytest.approx(row["estimate"] - 5)


def test_groups_hold_everybody_and_expected_agrees_on_average():
    rng = np.random.default_rng(3)
    level = rng.gamma(2, 50, 1003)
    people = pd.DataFrame({f"h{k}": rng.poisson(level) for k in (1, 2)})
    found = mean_reversion.by_first_half(people, before="h1", after="h2")
    n = found["customers"]
    assert n.sum() == 1003 and n.max() - n.min() <= 1
    for column in ("spend_after", "expected"):
        assert (found[column] * n).sum() / 1003 == pytest.approx(people["h2"].mean())
    assert found["spend_before"].is_monotonic_increasing


# On simulations


def test_luck_alone_lifts_the_lowest_and_the_control_group_shows_that_nothing_was_done():
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(200):
        level = rng.gamma(2, 10, 400)
        people = pd.DataFrame(
            {f"h{k}": rng.poisson(level * rng.gamma(2, 0.5, 400)) for k in (1, 2)}
        )
        lowest = people.nsmallest(80, "h1").assign(mailed=lambda t: np.arange(len(t)) % 2)
        found = mean_reversion.against_control(lowest, before="h1", after="h2", treated="mailed")
        assert found["low"].iloc[0] > 0
        held += found["low"].iloc[2] <= 0 <= found["high"].iloc[2]
    assert 180 <= held <= 199


def test_intervals_of_a_call_cover_its_value():
    rng = np.random.default_rng(5)
    found = [winback.call_values(wave(rng), cost=5, **WAVE).iloc[0] for _ in range(200)]
    held = sum(row["low"] <= 0.1 * 100 - 5 <= row["high"] for row in found)
    assert 180 <= held <= 199


def test_profits_of_offers_cover_the_truth():
    rng, held = np.random.default_rng(6), 0
    truth = np.array([100 / (1 + np.exp(1.5)), 70 / (1 + np.exp(1.5 - 1.2))])
    for _ in range(100):
        found = offers.offer_profits(
            offered(rng), returned="back", offer="offer", sizes=[0, 30], second_value=100
        )
        held += sum((found["low"] <= truth) & (truth <= found["high"]))
    assert 180 <= held <= 199


def test_a_steep_curve_wants_a_larger_offer_than_a_flat_one():
    rng = np.random.default_rng(7)
    steep, flat = offered(rng, b=0.05), offered(rng, b=0.0).assign(cell="two")
    found = offers.best_offers(
        pd.concat([steep, flat]), returned="back", offer="offer", sizes=range(41),
        second_value=100, by="cell", rng=rng,
    )  # fmt: skip
    assert found.loc["one", "low"] > found.loc["two", "high"]
    assert (found["low"] <= found["estimate"]).all() and (found["estimate"] <= found["high"]).all()
    x = np.arange(41)
    best = x[((100 - x) / (1 + np.exp(1.5 - 0.05 * x))).argmax()]
    assert found.loc["one", "low"] <= best <= found.loc["one", "high"]


def test_the_company_s_callers_find_whom_to_leave_alone():
    firm = companies.lapsed_customers(seed=1)
    plain = firm.customers[firm.customers["offer"] == 0]
    found = winback.call_values(
        plain, called="called", returned="returned", value="second_value", by="reason", cost=6
    )
    truth = firm.truth.join(firm.customers["reason"])
    uplift = (truth["return_called"] - truth["return_alone"]).groupby(truth["reason"]).mean()
    assert found["action"]["service"] == "call" and uplift["service"] > 0
    assert found["action"]["too many calls"] == "leave alone" and uplift["too many calls"] < 0


# Bad input


def test_inputs_are_not_changed():
    rng = np.random.default_rng(8)
    table, asked, log = wave(rng), offered(rng), LOG.copy()
    kept = table.copy(), asked.copy(), log.copy()
    winback.call_values(table, cost=1, **WAVE)
    offers.offer_profits(asked, returned="back", offer="offer", sizes=[0], second_value=9)
    winback.lapsed(log, as_of="2024-01-31", until="2024-02-20")
    for one, other in zip((table, asked, log), kept, strict=True):
        assert_frame_equal(one, other)


def test_a_treatment_given_to_nobody_or_everybody_is_refused():
    table = wave(np.random.default_rng(9))
    for everybody in (0, 1):
        with pytest.raises(ValueError, match="fewer than two were called, left alone"):
            winback.call_values(table.assign(called=everybody), cost=1, **WAVE)
    people = pd.DataFrame({"h1": [1, 2, 3], "h2": [2, 3, 4], "mailed": 0})
    with pytest.raises(ValueError, match="keep a control group by lot"):
        mean_reversion.against_control(people, before="h1", after="h2", treated="mailed")


def test_what_is_no_number_no_flag_or_no_later_day_is_refused():
    table = wave(np.random.default_rng(10))
    with pytest.raises(ValueError, match="'value' is missing"):
        winback.call_values(table.assign(value=np.nan), cost=1, **WAVE)
    with pytest.raises(ValueError, match="'back' must be 1 for those who came back"):
        winback.return_rates(table.assign(back="yes"), returned="back", by="cell")
    with pytest.raises(ValueError, match="which is measured"):
        winback.return_rates(table, returned="back", by="back")
    with pytest.raises(ValueError, match="nobody came back"):
        winback.second_values(table.assign(back=0), returned="back", value="value", by="cell")
    with pytest.raises(ValueError, match="must be later"):
        winback.lapsed(LOG, as_of="2024-01-31", until="2024-01-31")
    with pytest.raises(ValueError, match="no order by"):
        winback.lapsed(LOG, as_of="2023-01-31", until="2024-01-31")
    with pytest.raises(ValueError, match="is empty"):
        winback.return_rates(table.iloc[:0], returned="back", by="cell")


def test_offers_that_tell_nothing_are_refused():
    asked = offered(np.random.default_rng(11))
    call = {"returned": "back", "offer": "offer", "sizes": [0, 10], "second_value": 100}
    with pytest.raises(ValueError, match="sizes that differ must be tried"):
        offers.offer_profits(asked.assign(offer=10), **call)
    with pytest.raises(ValueError, match="nobody came back of 2,000"):
        offers.offer_profits(asked.assign(back=0), **call)
    with pytest.raises(ValueError, match="separates those who came back"):
        offers.offer_profits(asked.assign(back=(asked["offer"] > 10).astype(int)), **call)
    with pytest.raises(ValueError, match="second_value"):
        offers.offer_profits(asked, **call | {"second_value": 0})


def test_groups_need_customers_who_differ():
    people = pd.DataFrame({"h1": [1.0, 1, 1, 1], "h2": [1.0, 2, 3, 4]})
    with pytest.raises(ValueError, match="'h1' is the same for everybody"):
        mean_reversion.by_first_half(people, before="h1", after="h2", groups=2)
    with pytest.raises(ValueError, match="ask for fewer"):
        mean_reversion.by_first_half(people, before="h1", after="h2", groups=3)
    with pytest.raises(ValueError, match="'h2' is negative"):
        mean_reversion.by_first_half(people.assign(h2=-1.0), before="h1", after="h2", groups=2)


def test_one_column_has_one_role():
    table = wave(np.random.default_rng(1))
    for twice in ({"called": "back"}, {"value": "back"}, {"value": "called"}):
        with pytest.raises(ValueError, match="stands for two things"):
            winback.call_values(table, cost=1, **WAVE | twice)
    with pytest.raises(ValueError, match="'back' stands for two things"):
        winback.second_values(table, returned="back", value="back", by="cell")
    with pytest.raises(ValueError, match="returned and offer are both 'back'"):
        offers.offer_profits(table, returned="back", offer="back", sizes=[1], second_value=9)


@pytest.mark.parametrize(
    "day", ["nonsense", "31.03.2024", None, pd.NaT, 5, pd.Timestamp("2024-03-31", tz="UTC")]
)
def test_a_day_that_cannot_be_read_is_named(day):
    with pytest.raises(ValueError, match=r"as_of=.*(not a da|time zone)"):
        winback.lapsed(LOG, as_of=day, until="2024-06-30")
    with pytest.raises(ValueError, match=r"until=.*(not a da|time zone)"):
        winback.lapsed(LOG, as_of="2024-01-31", until=day)


def test_a_log_that_ends_by_as_of_shows_no_return():
    with pytest.raises(ValueError, match="the log ends on 2024-02-21"):
        winback.lapsed(LOG, as_of="2024-02-21", until="2024-06-30")


def test_a_segment_that_tells_nothing_is_named():
    asked = offered(np.random.default_rng(1))
    asked["cell"] = np.where(asked.index < 1000, "a", "b")
    asked.loc[asked["cell"] == "b", "back"] = 0
    with pytest.raises(ValueError, match="'cell' = 'b': nobody came back of 1,000"):
        offers.best_offers(
            asked, returned="back", offer="offer", sizes=[0, 9], second_value=99, by="cell",
            rng=np.random.default_rng(1),
        )  # fmt: skip


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1e6])
def test_profits_do_not_depend_on_the_unit_of_money(unit):
    asked = offered(np.random.default_rng(1))
    names = {"returned": "back", "offer": "offer"}
    one = offers.offer_profits(asked, sizes=[0, 30], second_value=100, **names)
    other = offers.offer_profits(
        asked.assign(offer=asked["offer"] * unit),
        sizes=[0, 30 * unit], second_value=100 * unit, **names,
    )  # fmt: skip
    assert other["return_rate"].to_numpy() == pytest.approx(one["return_rate"].to_numpy())
    assert other["low"].to_numpy() / unit == pytest.approx(one["low"].to_numpy())
    with pytest.raises(ValueError, match="sizes that differ must be tried"):
        offers.offer_profits(
            asked.assign(offer=asked["offer"] + 1e9), sizes=[0], second_value=9, **names
        )


@pytest.mark.parametrize("unit", [1e-100, 1, 1e96])
def test_a_programme_s_interval_is_welch_s_in_any_unit(unit):
    from scipy.stats import ttest_ind

    rng = np.random.default_rng(1)
    people = pd.DataFrame(rng.gamma(2, 50, (60, 2)), columns=["h1", "h2"])
    people["mailed"] = (np.arange(60) < 20).astype(int)
    change = people["h2"] - people["h1"]
    welch = ttest_ind(change[:20], change[20:], equal_var=False).confidence_interval()
    found = mean_reversion.against_control(
        people.assign(h1=people["h1"] * unit, h2=people["h2"] * unit),
        before="h1", after="h2", treated="mailed",
    ).iloc[2]  # fmt: skip
    assert [found["low"] / unit, found["high"] / unit] == pytest.approx([*welch])
