"""Key accounts: prices against the mix, visits by quarter, and contracts, held against truth."""

import numpy as np
import pandas as pd
import pytest

from crmkit.campaigns import key_accounts
from crmkit.companies import restaurant_club

GUESTS = pd.DataFrame({"menu": ["lunch", "dinner"] * 3, "bill": [100.0, 200, 90, 190, 110, 210]})
FIRMS = pd.DataFrame(
    {
        "firm": ["a", "a", "b"],
        "menu": ["dinner", "lunch", "lunch"],
        "bill": [170.0, 90, 105],
        "covers": [9, 1, 4],
    }
)
ASKED = {"value": "bill", "account": "firm", "held": "menu"}
ACCOUNTS = pd.DataFrame(
    {
        "visits_without": [5.0, 10],
        "visits_with": [10.0, 10],
        "covers": 6.0,
        "bill": 160.0,
        "cost": 70.0,
        "visits_error": [1.0, 0],
        "bill_error": [0.0, 5],
    },
    index=["A", "B"],
)


def test_expected_is_the_mix_at_everybody_s_prices():
    found = key_accounts.against_mix(FIRMS, prices=GUESTS, **ASKED)
    assert found.loc["a", ["actual", "expected", "difference"]].to_list() == pytest.approx(
        [130, 150, -20]
    )
    weighed = key_accounts.against_mix(FIRMS, prices=GUESTS, weight="covers", **ASKED)
    assert weighed.loc["a", ["actual", "expected"]].to_list() == pytest.approx([162, 190])
    assert (weighed["high"] - weighed["low"] > 0).all()


def test_against_themselves_guests_pay_what_their_mix_suggests():
    guests = GUESTS.assign(firm=["x"] * 3 + ["y"] * 3)
    own = key_accounts.against_mix(guests, prices=GUESTS, **ASKED)
    assert (own["difference"] * own["purchases"]).sum() == pytest.approx(0, abs=1e-9)


def test_intervals_of_accounts_hold_their_own_factor():
    inside = []
    for seed in range(6):
        club = restaurant_club(seed=seed, n_guests=600)
        visits = club.visits.assign(
            bill=lambda t: t["amount"] / t["quantity"],
            month=lambda t: t["ordered_at"].dt.month_name(),
        )
        firm = visits["customer_id"].str.startswith("K")
        found = key_accounts.against_mix(
            visits[firm], prices=visits[~firm], value="bill", account="customer_id",
            held=["time", "menu", "month"], weight="quantity",
        )  # fmt: skip
        true = found["expected"] * (club.truth["own_factor"].reindex(found.index) - 1)
        inside += ((found["low"] < true) & (true < found["high"])).to_list()
    # Six clubs, about 350 accounts; in 40 clubs it was 95 %.
    assert 0.92 <= np.mean(inside) <= 0.99


def test_visits_of_silent_quarters_are_0_and_earlier_ones_left_out():
    log = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "c"],
            "ordered_at": pd.to_datetime(
                ["2024-12-31T20:00", "2024-10-01T00:00", "2024-10-02T00:00", "2023-01-01T00:00"]
            ),
        }
    )
    found = key_accounts.visits_by_period(log, last_day="2024-12-31", periods=2)
    assert found.to_dict("index") == {"a": {1: 1, 2: 1}, "b": {1: 0, 2: 1}}
    later = key_accounts.visits_by_period(log, last_day="2024-12-30", periods=1)
    assert later.index.to_list() == ["a", "b"]


def test_all_visits_of_the_club_s_two_years_are_counted():
    club = restaurant_club(seed=2, n_guests=50)
    counts = key_accounts.visits_by_period(club.visits, last_day="2025-12-28")
    assert counts.to_numpy().sum() == len(club.visits)


def test_states_begin_where_they_say():
    counts = pd.DataFrame({1: [0, 1, 2, 3, 9]})
    found = key_accounts.visit_states(counts)[1].to_list()
    assert found == ["silent", "seldom", "seldom", "often", "often"]
    assert key_accounts.visit_states(counts, often=2)[1].to_list()[2] == "often"
    with pytest.raises(ValueError, match="negative"):
        key_accounts.visit_states(-counts)
    with pytest.raises(ValueError, match="often=1 must be"):
        key_accounts.visit_states(counts, often=1)


def test_a_contract_by_hand():
    found = key_accounts.contract_values(ACCOUNTS, price=140)
    # A: 10 x 6 x (140 - 70) less 5 x 6 x (160 - 70); B: the same with 10 visits.
    assert found["estimate"].to_list() == [4200 - 2700, 4200 - 5400]
    assert found["break_even_price"].to_list() == [115, 160]
    # A: one visit is 6 x 90; B: ten visits of 6 at 5 yuan.
    z = 1.959964
    assert found.loc["A", "high"] - found.loc["A", "estimate"] == pytest.approx(z * 540, rel=1e-5)
    assert found.loc["B", "high"] - found.loc["B", "estimate"] == pytest.approx(z * 300, rel=1e-5)


def test_at_the_break_even_price_a_contract_earns_nothing():
    even = key_accounts.contract_values(ACCOUNTS, price=0)["break_even_price"]
    for name, price in even.items():
        found = key_accounts.contract_values(ACCOUNTS, price=price).loc[name, "estimate"]
        assert found == pytest.approx(0, abs=1e-9)
    ends = key_accounts.contract_values(ACCOUNTS, price=float(even["A"])).loc["A"]
    assert ends["low"] < 0 < ends["high"]
    assert ends["lowest_break_even"] < even["A"] < ends["highest_break_even"]


def test_a_higher_price_earns_more_and_without_errors_there_is_no_width():
    sure = ACCOUNTS.drop(columns=["visits_error", "bill_error"])
    low, high = (key_accounts.contract_values(sure, price=p) for p in (100, 150))
    assert (high["estimate"] > low["estimate"]).all()
    assert (low["low"] == low["high"]).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"visits_with": 0.0}, "'visits_with' is not above 0"),
        ({"bill": -1.0}, "'bill' is negative"),
        ({"cost": np.nan}, "'cost' is missing"),
        ({"covers": "six"}, "must be numbers"),
    ],
)
def test_contracts_of_bad_accounts_are_refused(change, said):
    with pytest.raises(ValueError, match=said):
        key_accounts.contract_values(ACCOUNTS.assign(**change), price=150)


def test_faults_are_named():
    with pytest.raises(ValueError, match="1 account"):
        key_accounts.contract_values(pd.concat([ACCOUNTS, ACCOUNTS.iloc[:1]]), price=150)
    with pytest.raises(ValueError, match="price=-1"):
        key_accounts.contract_values(ACCOUNTS, price=-1)
    with pytest.raises(ValueError, match=r"holds \['tasting'\], of which `prices` has no purchase"):
        key_accounts.against_mix(FIRMS.assign(menu="tasting"), prices=GUESTS, **ASKED)
    with pytest.raises(ValueError, match="no account has two purchases"):
        key_accounts.against_mix(FIRMS.iloc[1:], prices=GUESTS, **ASKED)
    with pytest.raises(ValueError, match="holds numbers in one table"):
        key_accounts.against_mix(FIRMS.assign(menu=1), prices=GUESTS, **ASKED)
    log = pd.DataFrame({"customer_id": ["a"], "ordered_at": ["2024-01-01"]})
    with pytest.raises(ValueError, match="holds no dates"):
        key_accounts.visits_by_period(log, last_day="2024-12-31")
    log["ordered_at"] = pd.Timestamp("2025-01-01")
    with pytest.raises(ValueError, match="no visit in the 2 periods"):
        key_accounts.visits_by_period(log, last_day="2024-12-31", periods=2)


def test_inputs_are_not_changed():
    firms, guests, accounts = FIRMS.copy(), GUESTS.copy(), ACCOUNTS.copy()
    key_accounts.against_mix(FIRMS, prices=GUESTS, weight="covers", **ASKED)
    key_accounts.contract_values(ACCOUNTS, price=150)
    assert FIRMS.equals(firms) and GUESTS.equals(guests) and ACCOUNTS.equals(accounts)


def test_intervals_of_contracts_hold_the_gain_that_true_visits_and_bills_make():
    rng = np.random.default_rng(7)
    n = 4_000
    true = pd.DataFrame(
        {
            "visits_without": rng.uniform(6, 16, n),
            "visits_with": 14.0,
            "covers": 6.0,
            "bill": rng.uniform(130, 200, n),
            "cost": 70.0,
        }
    )
    seen = true.assign(
        visits_without=true["visits_without"] + rng.normal(0, 1, n),
        bill=true["bill"] + rng.normal(0, 8, n),
        visits_error=1.0,
        bill_error=8.0,
    )
    gain = key_accounts.contract_values(true, price=150)["estimate"]
    found = key_accounts.contract_values(seen, price=150)
    inside = (found["low"] < gain) & (gain < found["high"])
    assert inside.mean() == pytest.approx(0.95, abs=0.012)


def test_visits_are_counted_by_place_where_the_index_of_the_log_repeats():
    log = pd.DataFrame({"customer_id": ["a", "a", "b"], "ordered_at": pd.to_datetime(
        ["2024-01-05", "2024-06-30", "2024-06-01"])}, index=[0, 0, 0])  # fmt: skip
    counts = key_accounts.visits_by_period(log, last_day="2024-06-30", periods=2)
    assert counts.to_numpy().tolist() == [[1, 1], [0, 1]]
    states = key_accounts.visit_states(counts.astype("Int64"))
    assert states.to_numpy().tolist() == [["seldom", "seldom"], ["silent", "seldom"]]
