"""The simulated bank: what its surveys say against what is true."""

from dataclasses import replace

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import Network, branches


@pytest.fixture(scope="module")
def bank():
    return branches(n_branches=20_000, employees_asked=4, customers_asked=5, seed=3)


def slope(x, y):
    return np.polyfit(x, y, 1)[0]


def test_same_seed_same_bank():
    one, other = branches(seed=5), branches(seed=5)
    for table in ("branches", "employee_answers", "customer_answers", "truth"):
        assert_frame_equal(getattr(one, table), getattr(other, table))
    assert not branches(seed=6).branches.equals(one.branches)


def test_every_branch_gives_as_many_answers_as_were_asked():
    bank = branches(n_branches=12, employees_asked=3, customers_asked=7, seed=1)
    assert (bank.employee_answers["branch"].value_counts() == 3).all()
    assert (bank.customer_answers["branch"].value_counts() == 7).all()
    assert bank.employee_answers["answer"].between(0, 100).all()


def test_a_branch_is_known_by_the_mean_of_its_answers():
    bank = branches(seed=2)
    means = bank.customer_answers.groupby("branch")["answer"].mean()
    assert bank.branches["customers"].to_list() == pytest.approx(means.to_list())


def test_each_path_is_the_one_on_the_card(bank):
    net, seen, true = bank.parameters, bank.branches, bank.truth
    assert slope(seen["training"], true["employees"]) == pytest.approx(net.employees_slope, rel=0.1)
    assert slope(true["employees"], true["customers"]) == pytest.approx(
        net.customers_slope, rel=0.1
    )
    assert slope(true["customers"], seen["profit"]) == pytest.approx(net.profit_slope, rel=0.1)


def test_answers_spread_around_their_branch_as_the_card_says(bank):
    off = bank.employee_answers["answer"] - bank.employee_answers["branch"].map(
        bank.truth["employees"]
    )
    assert off.std() == pytest.approx(bank.parameters.employees_within, rel=0.02)
    assert off.mean() == pytest.approx(0, abs=0.2)


def test_few_answers_flatten_the_slope(bank):
    flat = slope(bank.branches["employees"], bank.truth["customers"])
    # 144 / 4 is the variance of the error, 36 that of the branches.
    assert flat == pytest.approx(0.5 * bank.parameters.customers_slope, rel=0.1)


def test_a_direct_path_adds_to_profit():
    net = replace(Network.from_card(), direct_slope=30.0)
    with_path, without = branches(seed=4, parameters=net), branches(seed=4)
    more = with_path.branches["profit"] - without.branches["profit"]
    mood = without.truth["employees"] - net.employees_mean
    assert more.to_list() == pytest.approx((30 * mood).to_list(), abs=0.11)


def test_nobody_to_ask_is_refused():
    with pytest.raises(ValueError, match="n_branches=0 must be a whole number of 1 or more"):
        branches(n_branches=0)
    with pytest.raises(ValueError, match="employees_asked=0"):
        branches(employees_asked=0)
    with pytest.raises(ValueError, match="customers_asked="):
        branches(customers_asked=2.5)
    assert len(branches(n_branches=1).branches) == 1
