"""Exit management: published figures, closed forms, and a company whose truth is known."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import transport_company
from crmkit.lifetime import valuation
from crmkit.retention import competing, exits, saving_programmes

WHO = {"years": "years", "reason": "reason"}
MONEY = WHO | {"profit": "annual_profit", "by": "size", "annual_discount_rate": 0.12}
RUN = MONEY | {"horizon_years": 10}
RATES = pd.Series({"price": 0.02, "service": 0.03, "product": 0.001})


def rng():
    return np.random.default_rng(1)


@pytest.fixture(scope="module")
def company():
    return transport_company(seed=1)


@pytest.fixture(scope="module")
def alike():
    """One size, everybody with a profit of 1,000 a year."""
    return pd.DataFrame(
        {
            "size": "small",
            "years": [4.0] * 800 + [2.0] * 200,
            "reason": [None] * 800 + ["price"] * 120 + ["service"] * 80,
            "annual_profit": 1000.0,
        }
    )


@pytest.fixture(scope="module")
def plans():
    return pd.DataFrame(
        {
            "mends": ["price", "price", "service"],
            "prevented_share": [0.4, 0.5, 0.3],
            "yearly_cost": [3e4, 1e5, 2e3],
        },
        index=["discount", "contract", "help"],
    )


# Published figures.


def test_transport_company_of_the_textbooks_loses_330_000_a_year():
    """6,600 customers, 5 in 100 leave, 10,000 revenue, margin 10 %: that programmes may cost."""
    leavers = round(-np.log(0.95) * 4 * 6_600)
    seen = pd.DataFrame(
        {
            "years": [4.0] * 6_600 + [0.0] * leavers,
            "reason": [None] * 6_600 + ["price"] * leavers,
            "annual_profit": 10_000 * 0.1,
        }
    )
    lost = exits.profit_lost(
        seen, rng=rng(), draws=40, profit="annual_profit", annual_discount_rate=0.12, **WHO
    ).loc["all"]
    assert lost["expected_leavers"] == pytest.approx(330, abs=0.5)
    assert lost["annual_profit_lost"] == pytest.approx(330_000, abs=500)
    # A multiple of that with the expected life: at a retention rate of .95 and 12 % a year.
    multiple = lost["lifetime_profit_lost"] / lost["annual_profit_lost"]
    assert multiple == pytest.approx(5.6, abs=0.05)


@pytest.mark.parametrize(("r", "to_r", "to_i"), [(0.8, 3.50, -0.37), (0.9, 5.09, -0.55)])
def test_elasticities_of_the_margin_multiple_are_the_formulas(r, to_r, to_i):
    found = exits.multiple_elasticities(retention_rate=r, annual_discount_rate=0.12)
    assert found["retention_rate"] == pytest.approx(to_r, abs=0.005 + 1e-9)
    assert found["annual_discount_rate"] == pytest.approx(to_i, abs=0.005 + 1e-9)
    assert found["annual_margin"] == 1
    ratio = -found["retention_rate"] / found["annual_discount_rate"]
    assert ratio == pytest.approx(9.3, abs=0.05)


def test_elasticities_are_those_of_the_multiple():
    def multiple(r, i):
        return valuation.margin_multiple(retention_rate=r, annual_discount_rate=i)

    found = exits.multiple_elasticities(retention_rate=0.95, annual_discount_rate=0.12)
    step = 1e-7
    by_r = np.log(multiple(0.95 * (1 + step), 0.12) / multiple(0.95, 0.12)) / step
    by_i = np.log(multiple(0.95, 0.12 * (1 + step)) / multiple(0.95, 0.12)) / step
    assert found["retention_rate"] == pytest.approx(by_r, rel=1e-4)
    assert found["annual_discount_rate"] == pytest.approx(by_i, rel=1e-4)


# Competing exits.


def test_shares_of_all_reasons_and_of_those_who_stay_add_up():
    found = competing.incidence(RATES, horizon_years=[0, 1, 20, 1e4])
    total = 1 - np.exp(-RATES.sum() * found.index.to_numpy())
    assert found.sum(axis=1).to_numpy() == pytest.approx(total)
    assert (found.loc[0] == 0).all()
    assert found.loc[1e4].to_numpy() == pytest.approx((RATES / RATES.sum()).to_numpy())
    assert (found.diff().iloc[1:] >= 0).all(axis=None)


def test_one_minus_survival_of_a_single_reason_is_more():
    found = competing.incidence(RATES, horizon_years=[20]).loc[20]
    assert (found < 1 - np.exp(-20 * RATES)).all()


def test_incidence_agrees_with_the_nonparametric_one(company):
    from statsmodels.duration.survfunc import CumIncidenceRight

    small = company.customers[company.customers["size"] == "small"]
    rates = competing.hazards(small, **WHO)["estimate"]
    status = small["reason"].map({name: n + 1 for n, name in enumerate(rates.index)}).fillna(0)
    peer = CumIncidenceRight(small["years"].to_numpy(), status.to_numpy(dtype=int))
    ours = competing.incidence(rates, horizon_years=[3]).loc[3]
    at = np.searchsorted(peer.times, 3, side="right") - 1
    for n, share in enumerate(ours):
        assert peer.cinc[n][at] == pytest.approx(share, abs=0.004)


def test_without_hazards_nobody_leaves():
    assert competing.incidence(0 * RATES, horizon_years=[5]).eq(0).all(axis=None)


def test_hazards_are_leavers_by_customer_years_with_the_exact_interval(alike):
    from scipy.stats import chi2

    found = competing.hazards(alike, **WHO)
    assert found["leavers"].to_dict() == {"price": 120, "service": 80}
    assert found.loc["price", "estimate"] == pytest.approx(120 / 3600)
    low, high = chi2.ppf(0.025, 240) / 2 / 3600, chi2.ppf(0.975, 242) / 2 / 3600
    assert found.loc["price", ["low", "high"]].to_list() == pytest.approx([low, high])


def test_whoever_is_freed_stays_or_leaves_anyway(alike):
    for share in (1.0, 0.4):
        found = competing.mended(
            alike, horizon_years=20, prevented_share=share, rng=rng(), draws=40, **WHO
        )
        freed = share * found["incidence"]
        assert (found["kept_share"] + found["leave_anyway"]).to_numpy() == pytest.approx(freed)
        assert (found["leave_anyway"] > 0).all()


def test_mending_a_reason_lowers_leaving_by_what_the_closed_form_says(alike):
    found = competing.mended(alike, horizon_years=20, rng=rng(), draws=40, **WHO)
    rates = competing.hazards(alike, **WHO)["estimate"]
    unmended, price_mended = 1 - np.exp(-20 * rates.sum()), 1 - np.exp(-20 * rates["service"])
    assert found.loc["price", "kept_share"] == pytest.approx(unmended - price_mended)


def test_the_bar_holds_for_a_year_and_fails_over_a_life(alike):
    kept = {
        years: competing.mended(alike, horizon_years=years, rng=rng(), draws=40, **WHO)
        for years in (1, 10, 40, 400)
    }
    part = [(one["kept_share"] / one["incidence"])["price"] for one in kept.values()]
    assert part == sorted(part, reverse=True)
    # In the end everybody leaves for something.
    assert part[0] > 0.97 and part[3] < 0.001


def test_mended_hazards_of_a_simulation_keep_as_many(company):
    """Without price as a reason, as many stay for ten years as the closed form foretells."""
    draws, years = np.random.default_rng(2), 10
    rates = company.parameters.yearly_hazard["small"]
    waits = {k: draws.exponential(1 / h, 200_000) for k, h in rates.items()}
    left = np.minimum.reduce(list(waits.values())) < years
    without = np.minimum.reduce([w for k, w in waits.items() if k != "price"]) < years
    every = sum(rates.values())
    kept = np.exp(-every * years) * np.expm1(rates["price"] * years)
    assert left.mean() - without.mean() == pytest.approx(kept, abs=0.005)


# The five steps.


def test_a_leaving_rate_counts_the_years_seen(alike):
    found = exits.leaving_rate(alike, **WHO).loc["all"]
    assert found["leaving_rate"] == pytest.approx(1 - np.exp(-200 / 3600))
    assert found["low"] < found["leaving_rate"] < found["high"]
    assert found[["customers", "leavers", "customer_years"]].to_list() == [1000, 200, 3600]


def test_a_rate_of_nobody_leaving_is_zero_with_an_upper_bound():
    seen = pd.DataFrame({"years": [1.0, 2.0], "reason": [None, None]})
    found = exits.leaving_rate(seen, **WHO).loc["all"]
    assert found["leaving_rate"] == found["low"] == 0
    # Exact: 1 - exp(-x / 3) with x the upper limit of a count of 0.
    assert found["high"] == pytest.approx(1 - np.exp(np.log(0.025) / 3))


def test_groups_add_up_to_all(company):
    groups = exits.leaving_rate(company.customers, by="size", **WHO)
    every = exits.leaving_rate(company.customers, **WHO).loc["all"]
    for column in ("customers", "leavers", "customer_years"):
        assert groups[column].sum() == pytest.approx(every[column])


def test_reasons_are_sorted_and_add_up(company):
    found = exits.reasons(company.customers["reason"].value_counts())
    assert found.index[0] == "price" and found["leavers"].is_monotonic_decreasing
    assert found["leaver_share"].sum() == pytest.approx(1)
    assert found["cumulative_leaver_share"].iloc[-1] == pytest.approx(1)
    assert (found["low"] < found["leaver_share"]).all()
    assert (found["leaver_share"] < found["high"]).all()


def test_profit_lost_by_reason_adds_up_and_is_the_multiple_of_a_year(alike):
    lost = exits.profit_lost(alike, rng=rng(), draws=40, **MONEY)
    reasons, every = lost.drop("all"), lost.loc["all"]
    for column in ("expected_leavers", "annual_profit_lost", "lifetime_profit_lost"):
        assert reasons[column].sum() == pytest.approx(every[column])
    r = np.exp(-200 / 3600)
    assert every["expected_leavers"] == pytest.approx(800 * (1 - r))
    assert every["annual_profit_lost"] == pytest.approx(800_000 * (1 - r))
    multiple = valuation.margin_multiple(retention_rate=r, annual_discount_rate=0.12)
    ratio = (lost["lifetime_profit_lost"] / lost["annual_profit_lost"]).to_numpy()
    assert ratio == pytest.approx(multiple)


def test_by_size_the_money_follows_who_leaves(company):
    together = exits.profit_lost(company.customers, rng=rng(), draws=40, **MONEY | {"by": None})
    apart = exits.profit_lost(company.customers, rng=rng(), draws=40, **MONEY)
    # Price takes small customers, service large ones.
    assert together["annual_profit_lost"].drop("all").idxmax() == "price"
    assert apart["annual_profit_lost"].drop("all").idxmax() == "service"
    assert apart.loc["all", "annual_profit_lost"] < together.loc["all", "annual_profit_lost"]


def test_costs_by_hand(alike, plans):
    lost = exits.profit_lost(alike, rng=rng(), draws=40, **MONEY)
    found = saving_programmes.costs(plans, lost).loc["discount"]
    saved = 0.4 * lost.loc["price", "expected_leavers"]
    assert found["leavers_saved"] == pytest.approx(saved)
    assert found["cost_per_leaver_saved"] == pytest.approx(3e4 / saved)
    worth = 0.4 * lost.loc["price", "lifetime_profit_lost"]
    assert found["break_even_cost"] == pytest.approx(worth)
    ends = 0.4 * lost.loc["price", ["lifetime_low", "lifetime_high"]]
    assert found[["break_even_low", "break_even_high"]].to_list() == pytest.approx(ends.to_list())


def test_profit_saved_is_what_a_simulation_year_by_year_finds(alike, plans):
    found = saving_programmes.values(alike, plans, rng=rng(), draws=40, **RUN).loc["discount"]
    rates = competing.hazards(alike, **WHO)["estimate"]
    with_it = np.exp(-(rates.sum() - 0.4 * rates["price"]))
    without = np.exp(-rates.sum())
    there, there_with, saved, spent = 800.0, 800.0, 0.0, 0.0
    for year in range(1, 2_000):
        if year <= 10:
            spent += 3e4 * there_with / 800 / 1.12 ** (year - 1)
        there *= without
        there_with *= with_it if year <= 10 else without
        saved += 1000 * (there_with - there) / 1.12**year
    assert found["profit_saved"] == pytest.approx(saved)
    assert found["cost"] == pytest.approx(spent)
    assert found["saved_per_cost"] == pytest.approx(saved / spent)


def test_profit_at_the_bar_lets_the_freed_stay_for_ever(alike, plans):
    found = saving_programmes.values(alike, plans, rng=rng(), draws=40, **RUN).loc["discount"]
    rates = competing.hazards(alike, **WHO)["estimate"]
    r = np.exp(-rates.sum())
    freed = 0.4 * rates["price"] / rates.sum() * (1 - r)
    bar = sum(800_000 * freed * r ** (t - 1) / 1.12**t * 1.12 / 0.12 for t in range(1, 11))
    assert found["profit_at_bar"] == pytest.approx(bar)


def test_the_gain_is_below_the_bar_and_grows_with_the_years(company):
    earlier = 0.0
    for years in (1, 5, 20):
        found = saving_programmes.values(
            company.customers, company.programmes, rng=rng(), draws=20, confidence=0.8,
            **RUN | {"horizon_years": years},
        )  # fmt: skip
        assert (found["profit_saved"] < found["profit_at_bar"]).all()
        assert found["profit_saved"].sum() > earlier
        earlier = found["profit_saved"].sum()


def test_profit_for_a_unit_of_cost_does_not_hang_on_the_years_where_customers_are_alike(
    alike, plans
):
    one, many = (
        saving_programmes.values(alike, plans, rng=rng(), draws=40, **RUN | {"horizon_years": t})
        for t in (1, 30)
    )
    assert one["saved_per_cost"].to_numpy() == pytest.approx(many["saved_per_cost"].to_numpy())


def test_best_comes_first_and_the_verdict_follows_the_interval(company):
    found = saving_programmes.values(company.customers, company.programmes, rng=rng(), **RUN)
    assert found["saved_per_cost"].is_monotonic_decreasing
    assert (found["verdict"] == "pays").eq(found["low"] > 1).all()
    assert (found["verdict"] == "does not pay").eq(found["high"] < 1).all()
    assert set(found["verdict"]) == {"pays", "unclear", "does not pay"}


def test_sets_within_the_budget_work_together(alike, plans):
    sets = saving_programmes.under_budget(
        alike, plans, annual_budget=1.3e5, rng=rng(), draws=40, **RUN
    )
    single = saving_programmes.values(alike, plans, rng=rng(), draws=40, **RUN)
    named = sets.set_index("programmes")
    nothing = named.loc["none", ["cost", "profit_saved", "profit"]].to_list()
    assert nothing == pytest.approx([0, 0, 0], abs=1e-6)
    for name in plans.index:
        both = (
            named.loc[name, "profit"],
            single.loc[name, "profit_saved"] - single.loc[name, "cost"],
        )
        assert both[0] == pytest.approx(both[1])
    # Two for one reason overlap; two for two reasons keep customers for each other.
    parts = single["profit_saved"]
    same = named.loc["discount + contract", "profit_saved"]
    assert same < parts["discount"] + parts["contract"]
    other = named.loc["discount + help", "profit_saved"]
    assert other > parts["discount"] + parts["help"]
    assert (sets["yearly_cost"] <= 1.3e5).all() and "contract + help" in named.index
    assert sets["profit"].is_monotonic_decreasing
    assert sets["best_share"].sum() == pytest.approx(1)


def test_without_a_budget_nothing_is_bought(alike, plans):
    sets = saving_programmes.under_budget(alike, plans, annual_budget=0, rng=rng(), draws=40, **RUN)
    assert sets["programmes"].to_list() == ["none"]


# Its own simulation.


def _truth(company):
    firm = company.parameters
    there = company.customers[company.customers["reason"].isna()]
    profits = there.groupby("size", observed=True)["annual_profit"].sum()
    return pd.DataFrame(firm.yearly_hazard).T, profits


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    """Of 120 companies; 95 % less three standard errors is 89 %."""
    inside: dict[str, list[bool]] = {}
    for seed in range(120):
        company = transport_company(n_customers=3_000, seed=seed)
        rates, profits = _truth(company)
        every = rates.sum(axis=1)
        leave = rates.mul((1 - np.exp(-every)) / every, axis=0)
        multiple = np.exp(-every) / (1.12 - np.exp(-every))
        share = company.parameters.large_share
        mixed = (1 - share) * every["small"] + share * every["large"]
        draws = np.random.default_rng(seed)

        rate = exits.leaving_rate(company.customers, **WHO).loc["all"]
        lost = exits.profit_lost(company.customers, rng=draws, draws=200, **MONEY)
        kept = saving_programmes.values(
            company.customers, company.programmes, rng=draws, draws=200, **RUN
        )
        small = company.customers[company.customers["size"] == "small"]
        mended = competing.mended(small, horizon_years=20, rng=draws, draws=200, **WHO)
        h = rates.loc["small"]
        stay = np.exp(-20 * h.sum()) * np.expm1(20 * h["price"])
        plan = company.programmes.loc["key-account care"]
        after = np.exp(-(every - plan["prevented_share"] * rates["service"])) / 1.12
        worth = after * (1 - after**10) / (1 - after) + after**10 * multiple - multiple
        for name, row, ends, true in (
            ("rate", rate, ("low", "high"), 1 - np.exp(-mixed)),
            ("year", lost.loc["price"], ("annual_low", "annual_high"), profits @ leave["price"]),
            ("life", lost.loc["all"], ("lifetime_low", "lifetime_high"),
             (profits * multiple) @ leave.sum(axis=1)),
            ("mended", mended.loc["price"], ("low", "high"), stay),
            ("saved", kept.loc["key-account care"], ("profit_saved_low", "profit_saved_high"),
             profits @ worth),
        ):  # fmt: skip
            inside.setdefault(name, []).append(bool(row[ends[0]] <= true <= row[ends[1]]))
    for name, hits in inside.items():
        assert np.mean(hits) >= 0.89, name
    assert np.mean([np.mean(hits) for hits in inside.values()]) <= 0.99


def test_shares_of_reasons_hold_the_truth(company):
    found = exits.reasons(company.customers["reason"].value_counts())
    rates, _ = _truth(company)
    weights = pd.Series({"small": 0.8, "large": 0.2})
    true = rates.mul(weights, axis=0).sum() / rates.mul(weights, axis=0).sum().sum()
    true = true.reindex(found.index)
    assert ((found["low"] < true) & (true < found["high"])).all()


# What cannot be used.


def test_days_for_years_are_noticed(alike):
    with pytest.warns(UserWarning, match="'years' goes up to 1,461: if it counts days"):
        competing.hazards(alike.assign(years=alike["years"] * 365.25), **WHO)


def test_a_group_of_few_has_no_interval(alike):
    few = alike.assign(size=["new"] * 9 + ["small"] * 991)
    with pytest.raises(ValueError, match=r"\['new'\] have fewer than 10 customers"):
        exits.profit_lost(few, rng=rng(), **MONEY)


@pytest.mark.filterwarnings("error")
def test_huge_hazards_keep_nobody_and_run_over_nowhere(alike):
    found = competing.mended(alike.assign(years=1e-9), horizon_years=5, rng=rng(), draws=40, **WHO)
    assert found["kept_share"].eq(0).all()
    assert found["incidence"].sum() == pytest.approx(1)


def test_columns_of_other_types_say_the_same(alike):
    typed = alike.astype({"reason": "category", "size": "category", "years": "Float64"})
    found = exits.profit_lost(typed, rng=rng(), draws=40, **MONEY)
    same = exits.profit_lost(alike, rng=rng(), draws=40, **MONEY)
    assert_frame_equal(found, same, check_index_type=False)


def test_tables_are_not_changed(alike, plans):
    before, lists = alike.copy(), plans.copy()
    lost = exits.profit_lost(alike, rng=rng(), draws=40, **MONEY)
    saving_programmes.costs(plans, lost)
    saving_programmes.under_budget(alike, plans, annual_budget=1e6, rng=rng(), draws=40, **RUN)
    assert_frame_equal(alike, before)
    assert_frame_equal(plans, lists)


def test_order_of_rows_and_index_do_not_matter(alike):
    mixed = alike.sample(frac=1, random_state=1)
    mixed.index = pd.Index([7] * len(mixed))
    assert_frame_equal(competing.hazards(mixed, **WHO), competing.hazards(alike, **WHO))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"years": -1.0}, "'years' is negative in 1 of 1,000 row"),
        ({"years": np.nan}, "'years' is missing in 1 of 1,000 row"),
        ({"years": np.inf}, "'years' is infinite in 1 of 1,000 row"),
        ({"reason": ""}, "'reason' is an empty text in 1 of 1,000 row"),
        ({"reason": "Price "}, "'reason' has one name in 2 spellings"),
        ({"reason": ["price"]}, "'reason' holds a list"),
        ({"annual_profit": np.nan}, "'annual_profit' is missing in 1 of 1,000 row"),
        ({"size": None}, "'size' is missing in 1 of 1,000 row"),
        ({"reason": "all"}, "has a reason 'all'"),
    ],
)
def test_what_a_row_cannot_be(alike, change, told):
    wrong = alike.copy()
    [(column, value)] = change.items()
    wrong[column] = wrong[column].astype(object)
    wrong.at[0, column] = value
    if column in ("years", "annual_profit"):
        wrong[column] = wrong[column].astype(float)
    with pytest.raises(ValueError, match=told):
        exits.profit_lost(wrong, rng=rng(), **MONEY)


def test_those_still_there_have_no_reason(alike):
    stayed = alike.assign(reason=alike["reason"].fillna("stayed"))
    with pytest.raises(ValueError, match=r"missing \(None\) for those who are still there"):
        exits.leaving_rate(stayed, **WHO)


def test_nobody_seen_and_nobody_left(alike):
    nobody = alike.assign(reason=None)
    for asked in (
        competing.hazards,
        lambda t, **w: competing.mended(t, horizon_years=1, rng=rng(), **w),
    ):
        with pytest.raises(ValueError, match="nobody left: 'reason' is missing for all"):
            asked(nobody, **WHO)
    with pytest.raises(ValueError, match="nobody left"):
        exits.profit_lost(nobody, rng=rng(), **MONEY)
    with pytest.raises(ValueError, match="nobody was seen for any time"):
        exits.leaving_rate(alike.assign(years=0.0), **WHO)
    with pytest.raises(ValueError, match="customers is empty"):
        exits.leaving_rate(alike[:0], **WHO)
    new = alike.assign(size=["new"] + ["small"] * 999)
    new.loc[0, "years"] = 0.0
    with pytest.raises(ValueError, match="'new' was seen for no time at all"):
        exits.leaving_rate(new, by="size", **WHO)


def test_counts_that_are_no_reasons():
    with pytest.raises(ValueError, match=r"1 reason\(s\); a share needs two"):
        exits.reasons(pd.Series({"price": 3}))
    with pytest.raises(ValueError, match="leavers is not a whole number"):
        exits.reasons(pd.Series({"price": 0.4, "help": 0.6}))
    with pytest.raises(ValueError, match="all counts are 0"):
        exits.reasons(pd.Series({"price": 0, "help": 0}))
    with pytest.raises(TypeError, match="must be a Series by reason"):
        exits.reasons([3, 4])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"mends": "weather"}, "'mends' is no reason for which anybody left"),
        ({"prevented_share": 40}, "'prevented_share' is above 1 .* Write .2 for 20 %"),
        ({"yearly_cost": 0.0}, "'yearly_cost' is not above 0"),
        ({"yearly_cost": np.nan}, "'yearly_cost' is missing"),
    ],
)
def test_what_a_programme_cannot_be(alike, plans, change, told):
    with pytest.raises(ValueError, match=told):
        saving_programmes.values(alike, plans.assign(**change), rng=rng(), **RUN)


def test_settings_out_of_range(alike, plans):
    for change, told in (
        ({"annual_discount_rate": 0}, "annual_discount_rate=0 must be a number above 0"),
        ({"horizon_years": 1.5}, "horizon_years=1.5 must be a whole number"),
        ({"confidence": 95}, "confidence=95"),
    ):
        with pytest.raises(ValueError, match=told):
            saving_programmes.values(alike, plans, rng=rng(), **RUN | change)
    with pytest.raises(TypeError, match="must be a generator"):
        saving_programmes.values(alike, plans, rng=1, **RUN)
    with pytest.raises(ValueError, match="11 programmes make too many sets"):
        many = pd.concat([plans] * 4, ignore_index=True)[:11]
        saving_programmes.under_budget(alike, many, annual_budget=1, rng=rng(), **RUN)
    with pytest.raises(ValueError, match="hazards is negative"):
        competing.incidence(-RATES, horizon_years=[1])


def test_a_programme_that_prevents_nothing_saves_nothing(alike, plans):
    idle = plans.assign(prevented_share=0.0)
    found = saving_programmes.values(alike, idle, rng=rng(), draws=40, **RUN)
    assert found["profit_saved"].to_numpy() == pytest.approx(0, abs=1e-6)
    lost = exits.profit_lost(alike, rng=rng(), draws=40, **MONEY)
    assert np.isinf(saving_programmes.costs(idle, lost)["cost_per_leaver_saved"]).all()
