"""A sales pipeline: hand work, published rows, its own simulation, peers and bad input."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from crmkit import companies, datasets
from crmkit.campaigns import leaks, pipeline_forecast, roll_rates, stages

DAY = "2026-06-30"
STEPS = pd.DataFrame(
    {
        "deal_id": [*"aaabbc"],
        "stage": ["lead", "offer", "won", "lead", "lost", "lead"],
        "entered": pd.to_datetime(
            ["2026-01-01", "2026-01-09", "2026-01-22", "2026-01-01", "2026-01-08", "2026-01-20"]
        ),
    }
)
DEALS = pd.DataFrame({"amount": [100.0, 250, 400], "chance": [0.5, 0.2, 0.9]})
MONEY = {"amount": "amount", "chance": "chance"}


@pytest.fixture(scope="module")
def firm():
    return companies.sales_pipeline(seed=3)


@pytest.fixture(scope="module")
def weeks(firm):
    made = stages.ledger(firm.steps.drop_duplicates(), as_of=DAY)
    return made.assign(size=made["deal"].map(firm.deals["size"]))


def rng(seed=1):
    return np.random.default_rng(seed)


def simulated(seed, n=800, forward=0.2, lost=0.1, length=30):
    """Deals of two stages that move with fixed rates, as a ledger; what is open is cut off."""
    draw = np.random.default_rng(seed)
    names = np.array(["lead", "offer", "won", "lost"])
    at, rows = np.zeros(n, int), []
    going, cut = np.arange(n), draw.integers(1, length, n)
    for week in range(length):
        rows.append(pd.DataFrame({"deal": going, "week": week, "state": names[at]}))
        keep = (at < 2) & (cut[going] > week)
        going, at = going[keep], at[keep]
        u = draw.random(len(at))
        at = np.where(u < forward, at + 1, np.where(u < forward + lost, 3, at))
    return pd.concat(rows, ignore_index=True)


def test_a_ledger_by_hand():
    made = stages.ledger(STEPS, as_of="2026-02-05")
    states = made.groupby("deal")["state"].agg(list).to_dict()
    assert states == {
        "a": ["lead", "lead", "offer", "won"],
        "b": ["lead", "lost"],
        "c": ["lead"] * 3,
    }
    assert made.groupby("deal")["week"].agg(list)["a"] == [0, 1, 2, 3]


def test_an_end_that_no_week_has_seen_yet_is_not_in_the_ledger():
    steps = STEPS.replace(pd.Timestamp("2026-01-08"), pd.Timestamp("2026-02-03"))
    made = stages.ledger(steps, as_of="2026-02-04")
    assert made[made["deal"] == "b"]["state"].tolist() == ["lead"] * 5


def test_the_ledger_and_the_stage_now_agree(firm, weeks):
    now = stages.stage_now(firm.steps.drop_duplicates(), as_of=DAY)
    last = weeks.groupby("deal")["state"].last()
    assert last.equals(now["stage"].astype("str").rename("state").rename_axis("deal"))
    assert (now["days_in_stage"] >= 0).all()


def test_chances_are_those_of_roll_rates(weeks):
    ours = stages.chances(weeks, rng=rng(), draws=40)["estimate"]
    moves = roll_rates.roll_rates(weeks[["deal", "week", "state"]], bill="deal", month="week")
    theirs = roll_rates.absorbed(roll_rates.matrix(moves))["won"]
    assert ours.to_dict() == pytest.approx(theirs.to_dict())


def test_chances_within_weeks_are_powers_of_the_chain(weeks):
    moves = roll_rates.roll_rates(weeks[["deal", "week", "state"]], bill="deal", month="week")
    chain = roll_rates.matrix(moves)
    whole = chain.reindex(chain.columns).fillna(0.0)
    for end in ("won", "lost"):
        whole.loc[end, end] = 1.0
    power = np.linalg.matrix_power(whole.to_numpy(), 13)[:4, list(whole.columns).index("won")]
    ours = stages.chances(weeks, rng=rng(), weeks=13, draws=40)["estimate"]
    assert ours.to_list() == pytest.approx(power.tolist())


def test_the_longer_the_time_the_more_are_won_and_never_more_than_in_the_end(weeks):
    many = [stages.chances(weeks, rng=rng(), weeks=w, draws=40)["estimate"] for w in (1, 13, 400)]
    end = stages.chances(weeks, rng=rng(), draws=40)["estimate"]
    assert (many[0] < many[1]).all() and (many[1] < end).all()
    assert np.allclose(many[2], end)


def test_won_and_lost_are_all_that_can_come(weeks):
    won, lost = (
        stages.chances(weeks, rng=rng(), won=one, draws=40)["estimate"] for one in ("won", "lost")
    )
    assert np.allclose(won + lost, 1)


def test_one_stage_by_hand():
    made = simulated(4)
    row = stages.passed(made).loc["offer"]
    assert row["rate"] == row["happened"] / row["deals"]
    assert stages.chances(made, rng=rng(), draws=40).loc["offer", "estimate"] == pytest.approx(
        row["rate"]
    )


def test_closed_deals_alone_are_lost_too_often_and_the_chain_is_right():
    """Of deals cut off while open, the lost ones have ended sooner: won / closed is too low."""
    made = simulated(5, n=4000, length=12)
    last = made.groupby("deal")["state"].last()
    closed = last[last.isin(["won", "lost"])]
    ours = stages.chances(made, rng=rng(), draws=100).loc["lead"]
    assert (closed == "won").mean() < 4 / 9 - 0.05
    assert ours["low"] < 4 / 9 < ours["high"]


@pytest.mark.slow
def test_intervals_of_chances_hold_the_truth():
    held = []
    for seed in range(200):
        one = stages.chances(simulated(seed, n=300), rng=rng(seed), draws=200).loc["lead"]
        held.append(one["low"] <= 4 / 9 <= one["high"])
    assert 0.9 <= np.mean(held) <= 0.985


def test_kinds_have_chains_of_their_own(weeks):
    kinds = stages.chances(weeks, rng=rng(), by="size", draws=40)["estimate"]
    for size in ("large", "small"):
        alone = stages.chances(weeks[weeks["size"] == size], rng=rng(), draws=40)["estimate"]
        assert kinds[size].to_dict() == pytest.approx(alone.to_dict())


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda t: t.drop(columns="stage"), "no column 'stage'"),
        (lambda t: t.assign(entered="2026-01-01"), "holds no dates"),
        (lambda t: t.assign(entered=t["entered"].where(t.index > 0)), "missing in 1 of 6"),
        (lambda t: pd.concat([t, t.iloc[:1]], ignore_index=True), "a step twice in 1 of 7"),
        (lambda t: t.assign(stage=[*t["stage"][:5], "Lead "]), "spellings"),
        (lambda t: t.iloc[:0], "0 rows"),
        (lambda t: t.assign(deal_id=[None, *t["deal_id"][1:]]), "missing"),
    ],
)
def test_steps_that_cannot_be_are_refused(change, match):
    with pytest.raises(ValueError, match=match):
        stages.ledger(change(STEPS), as_of="2026-02-05")


def test_steps_after_today_are_refused():
    with pytest.raises(ValueError, match="later than as_of=2026-01-20"):
        stages.ledger(STEPS, as_of="2026-01-20")


def test_bad_ledgers_are_refused(weeks):
    with pytest.raises(ValueError, match="no end of the ledger"):
        stages.chances(weeks, rng=rng(), won="win")
    with pytest.raises(ValueError, match="twice in a week"):
        stages.passed(pd.concat([weeks, weeks.iloc[:1]]))
    with pytest.raises(ValueError, match="no moves"):
        stages.passed(weeks[weeks["week"] == 0])
    with pytest.raises(ValueError, match="weeks=0 must"):
        stages.chances(weeks, rng=rng(), weeks=0)
    with pytest.raises(ValueError, match="changes within a deal"):
        stages.chances(weeks.assign(size=np.arange(len(weeks))), rng=rng(), by="size")
    with pytest.raises(ValueError, match=r"no state ends a deal|no end of the ledger"):
        stages.passed(weeks[weeks["state"] == "lead"])


def test_the_distribution_is_that_of_all_outcomes():
    """Eight outcomes of three deals, one by one."""
    found = pipeline_forecast.distribution(DEALS, step=50, **MONEY).set_index("value")
    sums: dict[float, float] = {}
    for won in product([0, 1], repeat=3):
        p = np.prod([c if w else 1 - c for w, c in zip(won, DEALS["chance"], strict=True)])
        total = float(np.dot(won, DEALS["amount"]))
        sums[total] = sums.get(total, 0) + p
    here = found["probability"]
    assert here[here > 0].to_dict() == pytest.approx(sums) and here.sum() == pytest.approx(1)


def test_equal_deals_are_a_binomial():
    from scipy.stats import binom

    deals = pd.DataFrame({"amount": [1.0] * 12, "chance": 0.3})
    found = pipeline_forecast.distribution(deals, step=1, **MONEY)["probability"]
    assert np.allclose(found, binom.pmf(range(13), 12, 0.3))


def test_expectation_and_variance_by_hand():
    found = pipeline_forecast.sum_of_deals(DEALS, **MONEY)
    assert found["estimate"] == pytest.approx(50 + 50 + 360)
    variance = 100**2 * 0.25 + 250**2 * 0.16 + 400**2 * 0.09
    assert found["standard_error"] == pytest.approx(variance**0.5)
    assert found["low"] <= found["estimate"] <= found["high"]


def test_sure_deals_have_no_spread():
    sure = DEALS.assign(chance=1.0)
    found = pipeline_forecast.sum_of_deals(sure, **MONEY)
    assert found.to_list() == pytest.approx([750, 0, 750, 750], abs=0.1)
    none = pipeline_forecast.sum_of_deals(DEALS.assign(chance=0.0), **MONEY)
    assert none.to_list() == [0, 0, 0, 0]


def test_large_deals_make_the_same_money_less_certain():
    many = pd.DataFrame({"amount": [10.0] * 40, "chance": 0.5})
    one = pd.DataFrame({"amount": [400.0], "chance": 0.5})
    spread = [pipeline_forecast.sum_of_deals(t, **MONEY)["standard_error"] for t in (many, one)]
    assert spread[1] == pytest.approx(spread[0] * 40**0.5)


@pytest.fixture(scope="module")
def open_deals(firm):
    now = stages.stage_now(firm.steps.drop_duplicates(), as_of=DAY).join(firm.deals)
    return now[~now["stage"].isin(["won", "lost"])]


def test_the_forecast_is_the_sum_of_amounts_times_chances(weeks, open_deals):
    asked = {"amount": "amount", "stage": "stage"}
    found = pipeline_forecast.forecast(open_deals, weeks, rng=rng(), weeks=13, **asked)
    chance = open_deals["stage"].map(
        stages.chances(weeks, rng=rng(), weeks=13, draws=40)["estimate"]
    )
    known = pipeline_forecast.sum_of_deals(open_deals.assign(chance=chance), **MONEY)
    row = found.loc["open deals"]
    assert row["estimate"] == pytest.approx(known["estimate"])
    # The doubt about the chances comes on top of the luck of the deals.
    assert row["standard_error"] > known["standard_error"] * 0.97
    assert row["low"] == pytest.approx(known["low"], rel=0.08)


def test_deals_to_come_add_up(firm, weeks, open_deals):
    coming = firm.deals[firm.deals["opened"] > pd.Timestamp(DAY) - pd.Timedelta(days=364)]
    asked = {"amount": "amount", "stage": "stage", "weeks": 13, "by": "size", "coming": coming}
    found = pipeline_forecast.forecast(open_deals, weeks, rng=rng(), **asked)
    assert list(found.index) == ["open deals", "deals to come", "together"]
    assert found["estimate"].iloc[:2].sum() == pytest.approx(found["estimate"].iloc[2])
    with pytest.raises(ValueError, match="coming needs weeks"):
        pipeline_forecast.forecast(
            open_deals, weeks, rng=rng(), amount="amount", stage="stage", coming=coming
        )


@pytest.mark.slow
def test_nine_quarters_in_ten_and_more_end_within_the_interval():
    """The simulated firm goes on: what the quarter brought, against what was forecast."""
    held, end = [], pd.Timestamp(DAY)
    quarter = end + pd.Timedelta(weeks=13)
    for seed in range(100):
        firm = companies.sales_pipeline(seed=seed)
        steps = firm.steps.drop_duplicates()
        made = stages.ledger(steps, as_of=DAY)
        made["size"] = made["deal"].map(firm.deals["size"])
        now = stages.stage_now(steps, as_of=DAY).join(firm.deals)
        now = now[~now["stage"].isin(["won", "lost"])]
        coming = firm.deals[firm.deals["opened"] > end - pd.Timedelta(days=364)]
        found = pipeline_forecast.forecast(
            now, made, amount="amount", stage="stage", by="size", weeks=13, coming=coming,
            rng=rng(seed), draws=400,
        ).loc["together"]  # fmt: skip
        came = 0.0
        for table in (firm.truth.loc[now.index].assign(amount=now["amount"]), firm.later):
            yes = (table["outcome"] == "won") & (table["ended_on"] <= quarter)
            came += table.loc[yes, "amount"].sum()
        held.append(found["low"] <= came <= found["high"])
    assert np.mean(held) >= 0.9


def test_bad_deals_are_refused(weeks, open_deals):
    with pytest.raises(ValueError, match="A chance runs from 0 to 1"):
        pipeline_forecast.sum_of_deals(DEALS.assign(chance=[50, 20, 90]), **MONEY)
    with pytest.raises(ValueError, match="negative"):
        pipeline_forecast.sum_of_deals(DEALS.assign(amount=-1.0), **MONEY)
    with pytest.raises(ValueError, match="larger step"):
        pipeline_forecast.distribution(DEALS, step=0.001, **MONEY)
    asked = {"amount": "amount", "stage": "stage", "rng": rng()}
    with pytest.raises(ValueError, match="'stage' is no stage"):
        pipeline_forecast.forecast(open_deals.assign(stage="won"), weeks, **asked)
    with pytest.raises(ValueError, match="is of no known kind"):
        pipeline_forecast.forecast(open_deals.assign(size="huge"), weeks, by="size", **asked)
    with pytest.raises(ValueError, match="0 rows"):
        pipeline_forecast.forecast(open_deals.iloc[:0], weeks, **asked)


def test_nothing_given_is_changed(weeks, open_deals):
    before = [one.copy() for one in (weeks, open_deals, DEALS, STEPS)]
    pipeline_forecast.forecast(open_deals, weeks, amount="amount", stage="stage", rng=rng())
    pipeline_forecast.sum_of_deals(DEALS, **MONEY)
    stages.ledger(STEPS, as_of=DAY)
    for one, other in zip(before, (weeks, open_deals, DEALS, STEPS), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_the_order_of_rows_does_not_matter(weeks):
    one = stages.chances(weeks, rng=rng(), draws=40)["estimate"]
    other = stages.chances(weeks.sample(frac=1, random_state=1), rng=rng(), draws=40)["estimate"]
    assert one.to_dict() == pytest.approx(other.to_dict())


def shop_funnel():
    clicks = datasets.load("shop_clicks")
    steps = ["product_view", "add_to_cart", "shipping_details", "payment_details", "purchase"]
    came = clicks.groupby("event")["session_id"].nunique()
    return clicks, came.reindex(steps)


def test_the_funnel_of_the_clicks_is_the_one_that_is_told():
    """3,605 sessions: 2,868 > 1,213 > 798 > 632 > 470; an error cuts .855 to .116."""
    clicks, came = shop_funnel()
    assert clicks["session_id"].nunique() == 3605
    assert came.to_list() == [2868, 1213, 798, 632, 470]
    table = leaks.funnel(came)
    assert table["lost"].idxmax() == "add_to_cart"
    did = {e: set(clicks.loc[clicks["event"] == e, "session_id"])
           for e in ("payment_details", "payment_error", "purchase")}  # fmt: skip
    hit = did["payment_details"] & did["payment_error"]
    free = did["payment_details"] - did["payment_error"]
    shares = [len(one & did["purchase"]) / len(one) for one in (free, hit)]
    assert [round(one, 3) for one in shares] == [0.855, 0.116]


def test_a_rise_brings_as_many_more_as_it_was_asked_for():
    people = pd.Series({"view": 200, "cart": 80, "paid": 40})
    rise = leaks.rise_needed(people, more=10)
    share = leaks.funnel(people)["conversion_rate"]
    for step in share.index:
        lifted = share.copy()
        lifted[step] += rise[step]
        assert 200 * lifted.prod() == pytest.approx(50)
    assert leaks.rise_needed(people, more=60).isna().tolist() == [False, True]


def test_funnels_that_widen_are_refused():
    with pytest.raises(ValueError, match="more than in the step before in 1 of 3"):
        leaks.funnel(pd.Series({"a": 5, "b": 6, "c": 1}))
    with pytest.raises(ValueError, match="fewer than two"):
        leaks.funnel(pd.Series({"a": 5}))
    with pytest.raises(ValueError, match="not above 0"):
        leaks.funnel(pd.Series({"a": 5, "b": 0}))


def test_a_mend_by_hand():
    """100 deals: at lead 1/3 are lost. Five points more, of which 2/3 go on from offer."""
    made = simulated(6, n=3000)
    row = leaks.mending(
        made, rises={"lead": 0.05}, costs={"lead": 40}, deals=100, value=30, rng=rng(), draws=60
    ).loc["lead"]
    rate = stages.passed(made)["rate"]
    assert row["more_won"] == pytest.approx(5 * rate["offer"])
    assert row["lost"] == pytest.approx(100 * (1 - rate["lead"]))
    assert row["profit"] == pytest.approx(30 * row["more_won"] - 40)
    assert row["low"] < row["profit"] < row["high"]


def test_a_late_mend_holds_deals_that_are_nearer_to_being_won():
    made = simulated(6, n=3000)
    same = {"rises": {"lead": 0.05, "offer": 0.05}, "costs": {"lead": 0, "offer": 0}}
    table = leaks.mending(made, deals=100, value=1, rng=rng(), draws=60, **same)
    rate = stages.passed(made)["rate"]
    # A rise at lead is worth the offers that are won; at offer, the leads that get there.
    assert table["more_won"].to_dict() == pytest.approx(
        {"lead": 5 * rate["offer"], "offer": 5 * rate["lead"]}
    )
    assert table["lost"].idxmax() == "lead"


def test_mends_that_cannot_be_are_refused(weeks):
    asked = {"deals": 100, "value": 1, "rng": rng(), "draws": 40}
    with pytest.raises(ValueError, match="name the same stages"):
        leaks.mending(weeks, rises={"lead": 0.1}, costs={"offer": 1}, **asked)
    with pytest.raises(ValueError, match="would go above 1"):
        leaks.mending(weeks, rises={"lead": 0.9}, costs={"lead": 1}, **asked)
    with pytest.raises(ValueError, match="5 points"):
        leaks.mending(weeks, rises={"lead": 5}, costs={"lead": 1}, **asked)
    with pytest.raises(ValueError, match="no option"):
        leaks.mending(weeks, rises={"won": 0.1}, costs={"won": 1}, **asked)


def test_a_deal_that_goes_on_after_its_end_is_refused():
    steps = pd.DataFrame(
        {
            "deal_id": ["a", "a", "a"],
            "stage": ["lead", "won", "lead"],
            "entered": pd.to_datetime(["2026-01-01", "2026-01-08", "2026-01-15"]),
        }
    )
    with pytest.raises(ValueError, match="go on after 'won' or 'lost' in 1 of 3"):
        stages.ledger(steps, as_of="2026-02-01")


def test_days_of_a_time_zone_are_days():
    days = pd.to_datetime(["2026-01-01", "2026-01-12"])
    steps = pd.DataFrame({"deal_id": "a", "stage": ["lead", "won"], "entered": days})
    there = steps.assign(entered=days.tz_localize("Asia/Shanghai"))
    plain, zoned = (stages.ledger(one, as_of="2026-01-20") for one in (steps, there))
    pd.testing.assert_frame_equal(plain, zoned)


def test_moves_over_missing_weeks_are_counted_and_told():
    weeks = pd.DataFrame(
        {"deal": list("aabb"), "week": [0, 2, 0, 1], "state": ["lead", "won", "lead", "lost"]}
    )
    with pytest.warns(UserWarning, match="1 move"):
        stages.passed(weeks)


def test_stages_that_nothing_leaves_cannot_be_mended():
    weeks = pd.DataFrame(
        {
            "deal": list("xxxxyyzz"),
            "week": [0, 1, 2, 3, 0, 1, 0, 1],
            "state": ["p", "q", "p", "q", "lead", "won", "lead", "lost"],
        }
    )
    with pytest.raises(ValueError, match="comes to an end"):
        leaks.mending(
            weeks, rises={"lead": 0.1}, costs={"lead": 1}, deals=9, value=9,
            rng=np.random.default_rng(1), draws=40,
        )  # fmt: skip


def test_amounts_far_too_large_for_their_step_are_refused():
    deals = pd.DataFrame({"amount": [1e60], "chance": [0.5]})
    with pytest.raises(ValueError, match="larger step"):
        pipeline_forecast.distribution(deals, amount="amount", chance="chance")


def test_nullable_types_change_no_chance():
    nullable = stages.ledger(STEPS.convert_dtypes(), as_of="2026-02-01").convert_dtypes()
    plain = stages.ledger(STEPS, as_of="2026-02-01")
    pd.testing.assert_frame_equal(stages.passed(nullable), stages.passed(plain))
