"""Joined records, rules, offers under limits, and who is laid bare."""

import itertools

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets, models, rates
from crmkit.campaigns import anonymity, eligibility, linkage, offers
from crmkit.companies import data_platform

FIELDS = ["phone", "email", "name", "birth_year"]
COSTS = {"coupon": 1, "sample": 6, "call": 18}
TRIAL = {"bought": "bought", "offer": "offer", "by": "group", "control": "none"}


@pytest.fixture(scope="module")
def firm():
    return data_platform(seed=1)


@pytest.fixture(scope="module")
def compared(firm):
    pairs = linkage.pairs(firm.records, by=FIELDS)
    weighed = linkage.weights(firm.records, by=FIELDS)
    return pairs, weighed, linkage.scored(pairs, weighed)


def profits_of(customers, uplift):
    return offers.expected_profits(customers, uplift, by="group", margin="margin", costs=COSTS)


def truth_of(firm):
    true = firm.offer_truth
    return true.sub(true["none"], axis=0).drop(columns="none").stack()


# --- Linkage


def test_a_chain_of_shared_values_is_one_customer_and_missing_values_join_nothing():
    records = pd.DataFrame({"phone": ["1", "1", None, None], "mail": ["a", "b", "b", None]})
    assert linkage.exact(records, by=["phone", "mail"]).to_list() == [0, 0, 0, 1]


def test_weights_agree_with_the_share_of_true_pairs_that_agree(firm, compared):
    pairs, weighed, _ = compared
    person = firm.truth["person"]
    same = person[pairs["record_a"]].to_numpy() == person[pairs["record_b"]].to_numpy()
    true = pairs.loc[same, FIELDS].mean()
    gap = (weighed["m"] - true).abs()
    # A phone that a family shares agrees without the name: there independence is not quite true.
    assert gap.drop("phone").max() < 0.04 and gap["phone"] < 0.15
    assert (weighed["agree"] > 0).all() and (weighed["differ"] < 0).all()


def test_u_is_the_share_of_all_pairs_that_agree(firm, compared):
    few = firm.records.head(300)
    names = few["name"].dropna()
    hand = np.mean([one == two for one, two in itertools.combinations(names, 2)])
    found = linkage.weights(few, by=["phone", "name"])
    assert found.loc["name", "u"] == pytest.approx(hand)


def test_a_name_that_many_share_says_less_than_a_phone(compared):
    weighed = compared[1]["agree"]
    assert weighed["phone"] > weighed["name"] > weighed["birth_year"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_weights_make_fewer_errors_than_phone_or_name(seed):
    firm = data_platform(n_customers=700, n_trial=1, seed=seed)
    pairs = linkage.pairs(firm.records, by=FIELDS)
    score = linkage.scored(pairs, linkage.weights(firm.records, by=FIELDS))
    cut = np.log2(len(firm.records))
    person = firm.truth["person"]
    weighed = linkage.errors(linkage.joined(firm.records, pairs, score, least=cut), person)
    for by in ("phone", "name"):
        plain = linkage.errors(linkage.exact(firm.records, by=by), person)
        assert weighed["merged"] < plain["merged"]
        assert weighed[["merged", "split"]].sum() < plain[["merged", "split"]].sum()


def test_a_higher_cut_merges_fewer_and_splits_more(firm, compared):
    pairs, _, score = compared
    found = [
        linkage.errors(linkage.joined(firm.records, pairs, score, least=cut), firm.truth["person"])
        for cut in (4, 8, 12, 20)
    ]
    customers = [one["customers"] for one in found]
    assert customers == sorted(customers)
    assert [one["split"] for one in found] == sorted(one["split"] for one in found)


def test_truth_has_no_errors_and_records_are_conserved(firm):
    found = linkage.errors(firm.truth["person"], firm.truth["person"])
    assert found["merged"] == found["split"] == 0 and found["customers"] == found["people"]
    assert len(linkage.exact(firm.records, by="phone")) == len(firm.records)


def test_order_of_records_does_not_matter(firm):
    turned = firm.records.iloc[::-1]
    one = linkage.errors(linkage.exact(firm.records, by="phone"), firm.truth["person"])
    assert one.equals(linkage.errors(linkage.exact(turned, by="phone"), firm.truth["person"]))


def test_inputs_of_linkage_that_cannot_be_are_named(firm):
    records = firm.records.head(20)
    with pytest.raises(ValueError, match="no column 'fax'"):
        linkage.exact(records, by="fax")
    with pytest.raises(ValueError, match="missing in all 20 records"):
        linkage.exact(records.assign(phone=None), by="phone")
    with pytest.raises(ValueError, match="two columns or more"):
        linkage.weights(records, by=["phone"])
    with pytest.raises(ValueError, match="nothing to learn m from"):
        linkage.weights(pd.DataFrame({"a": list("xy"), "b": list("pq")}), by=["a", "b"])
    with pytest.raises(ValueError, match=r"more than once|each record|twice"):
        linkage.exact(pd.concat([records, records]), by="phone")
    pairs = linkage.pairs(records, by=["channel", "name"])
    with pytest.raises(ValueError, match="not among `records`"):
        linkage.joined(records.head(3), pairs, pairs["channel"], least=0)


# --- Eligibility


def test_who_is_excluded_is_counted_once_and_the_rest_is_eligible(firm):
    rules = {name: firm.customers[name] for name in ("opted_out", "minor", "complaint")}
    found = eligibility.excluded(rules)
    assert found["excluded"].sum() + found["customers"].iloc[-1] == len(firm.customers)
    assert found["customers"].iloc[-1] == eligibility.eligible(rules).sum()
    assert (found["excluded_alone"] <= found["excluded"]).all()


def test_rules_that_cannot_be_are_named():
    with pytest.raises(ValueError, match="one rule or more"):
        eligibility.eligible({})
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        eligibility.eligible({"age": pd.Series([17, 40])})
    with pytest.raises(ValueError, match="missing"):
        eligibility.eligible({"minor": pd.Series([1, None])})
    with pytest.raises(ValueError, match="customers"):
        eligibility.eligible({"a": pd.Series([1, 0]), "b": pd.Series([1])})


# --- Offers


def small(seed):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.normal(6, 6, (4, 3)).round(2), columns=list(COSTS))


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_within_the_limits_earns_more(seed):
    profits = small(seed)
    found = offers.best_plan(profits, costs=COSTS, budget=30, contacts=5, most_each=2)
    value = offers.plan_value(found, profits, costs=COSTS)
    best = 0.0
    for bits in itertools.product([0, 1], repeat=12):
        x = np.array(bits).reshape(4, 3)
        if x.sum() <= 5 and (x.sum(axis=1) <= 2).all() and (x * [1, 6, 18]).sum() <= 30:
            best = max(best, (x * profits.to_numpy()).sum())
    assert value["profit"] == pytest.approx(best)
    assert value["cost"] <= 30 and value["contacts"] <= 5 and value["beyond"] == 0


def test_where_only_contacts_are_short_the_most_profitable_first_is_best():
    profits = small(9)
    limits = {"costs": COSTS, "budget": 1e6, "contacts": 4, "most_each": 2}
    one, other = offers.best_plan(profits, **limits), offers.greedy_plan(profits, **limits)
    pd.testing.assert_frame_equal(one, other)


def test_the_best_plan_keeps_the_limits_beats_both_greedy_ones_and_nears_the_bound(firm):
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, eye, kron, vstack

    customers = firm.customers
    profits = profits_of(customers, truth_of(firm))
    each = 2 - customers["contacts"]
    limits = {"costs": COSTS, "budget": 5_000, "contacts": 1_000, "most_each": each}
    best = offers.plan_value(
        found := offers.best_plan(profits, **limits), profits, costs=COSTS, most_each=each
    )
    assert best["cost"] <= 5_000 and best["contacts"] <= 1_000 and best["beyond"] == 0
    assert (profits.to_numpy()[found.to_numpy()] > 0).all()
    for by in ("profit", "profit a unit of money"):
        plan = offers.greedy_plan(profits, **limits, by=by)
        other = offers.plan_value(plan, profits, costs=COSTS, most_each=each)
        assert other["cost"] <= 5_000 and other["contacts"] <= 1_000 and other["beyond"] == 0
        assert other["profit"] < best["profit"]
    n = len(profits)
    rows = vstack([csr_matrix(np.tile([1, 6, 18], n)[None]), csr_matrix(np.ones((1, 3 * n))),
                   kron(eye(n), np.ones((1, 3)))])  # fmt: skip
    ends = np.r_[5_000, 1_000, each]
    bound = -linprog(-profits.to_numpy().ravel(), A_ub=rows, b_ub=ends, bounds=(0, 1)).fun
    assert best["profit"] > 0.999 * bound


def test_more_money_and_more_contacts_never_earn_less(firm):
    profits = profits_of(firm.customers, truth_of(firm))
    limits = [(2_000, 500), (4_000, 500), (4_000, 900), (9_000, 900)]
    earned = [
        offers.plan_value(
            offers.best_plan(profits, costs=COSTS, budget=money, contacts=n), profits, costs=COSTS
        )["profit"]
        for money, n in limits
    ]
    assert earned == sorted(earned)


def test_everything_breaks_the_rule_and_pays_for_it():
    profits = small(2)
    plan = offers.everything(profits)
    free = offers.plan_value(plan, profits, costs=COSTS)
    paid = offers.plan_value(plan, profits, costs=COSTS, loss_beyond=10)
    assert free["beyond"] == 4 and free["profit"] - paid["profit"] == pytest.approx(40)


def test_uplift_is_a_difference_of_rates_and_finds_the_truth(firm):
    found = offers.uplifts(firm.trial, **TRIAL)
    trial = firm.trial.query("group == 'rare'").groupby("offer", observed=True)["bought"].mean()
    assert found.loc[("rare", "call"), "estimate"] == pytest.approx(trial["call"] - trial["none"])
    some = firm.trial.query("group == 'rare' and offer in ['none', 'call']")
    counts = (
        some.groupby("offer", observed=True)["bought"].agg(["sum", "size"]).loc[["none", "call"]]
    )
    peer = rates.rate_difference(counts["sum"].to_list(), counts["size"].to_list())
    mine = found.loc[("rare", "call")]
    assert np.allclose(mine, peer[mine.index])
    true = truth_of(firm).reindex(found.index)
    assert ((found["low"] <= true) & (true <= found["high"])).mean() >= 0.75


@pytest.mark.slow
def test_the_interval_of_a_plan_made_on_others_holds_its_true_profit():
    held = []
    for seed in range(40):
        firm = data_platform(n_customers=300, n_trial=6_000, seed=seed)
        first, second = firm.trial.iloc[:3_000], firm.trial.iloc[3_000:]
        learned = offers.uplifts(first, **TRIAL)["estimate"]
        limits = {"costs": COSTS, "budget": 900, "contacts": 200}
        plan = offers.best_plan(profits_of(firm.customers, learned), **limits)

        def earned(trial, firm=firm, plan=plan):
            uplift = offers.uplifts(trial, **TRIAL)["estimate"]
            return offers.plan_value(plan, profits_of(firm.customers, uplift), costs=COSTS)[
                "profit"
            ]

        true = offers.plan_value(plan, profits_of(firm.customers, truth_of(firm)), costs=COSTS)
        row = models.resampled(second, earned, rng=np.random.default_rng(seed), draws=40).iloc[0]
        held.append(row["low"] <= true["profit"] <= row["high"])
    assert np.mean(held) >= 0.85


def test_offers_that_cannot_be_are_named(firm):
    with pytest.raises(ValueError, match="nobody has 'offer' 'nothing'"):
        offers.uplifts(firm.trial, **{**TRIAL, "control": "nothing"})
    with pytest.raises(ValueError, match="each group needs each offer"):
        gone = firm.trial.query("not (group == 'new' and offer == 'call')")
        offers.uplifts(gone, **TRIAL)
    with pytest.raises(ValueError, match="no uplift is known of the groups"):
        profits_of(firm.customers.assign(group="old"), truth_of(firm))
    with pytest.raises(ValueError, match="budget"):
        offers.best_plan(small(1), costs=COSTS, budget=-1, contacts=2)
    with pytest.raises(ValueError, match="call"):
        offers.best_plan(small(1), costs={"coupon": 1, "sample": 2}, budget=1, contacts=2)
    with pytest.raises(ValueError, match=r"nan|missing|finite|number"):
        offers.best_plan(small(1).assign(call=np.nan), costs=COSTS, budget=1, contacts=2)
    with pytest.raises(ValueError, match="by='money'"):
        offers.greedy_plan(small(1), costs=COSTS, budget=1, contacts=2, by="money")


def test_nothing_given_is_changed(firm):
    profits, before = small(3), small(3)
    limits = {"costs": dict(COSTS), "budget": 20, "contacts": 3}
    offers.best_plan(profits, **limits)
    offers.greedy_plan(profits, **limits)
    pd.testing.assert_frame_equal(profits, before)
    records = firm.records.head(50).copy()
    linkage.pairs(records, by=FIELDS)
    pd.testing.assert_frame_equal(records, firm.records.head(50))


# --- Anonymity, on the customers of a bank


@pytest.fixture(scope="module")
def bank():
    return datasets.load("bank_loans")


@pytest.fixture(scope="module")
def market(bank):
    return bank.query("income > 100 and education > 1")


def test_two_rules_hold_the_market_of_the_bank(bank, market):
    assert (len(bank), bank["loan"].sum()) == (5_000, 480)
    assert (len(market), market["loan"].sum()) == (458, 359)
    assert market.query("income > 115")["loan"].all()


def test_small_lists_lay_bare_more(bank, market):
    by = {"postcode and age": ["postcode", "age"]}
    share = [anonymity.risk(one, columns=by)["unique_share"].iloc[0] for one in (market, bank)]
    assert np.round(share, 2).tolist() == [0.91, 0.61]
    among = anonymity.risk(market, columns=by, among=bank)["unique_share"].iloc[0]
    assert among < share[0]


def test_fewer_columns_never_make_more_people_unique(bank):
    found = anonymity.without_each(bank, by=["postcode", "age", "family"])
    assert (found["unique_share"] <= found["unique_share"].iloc[0]).all()
    assert found.index[0] == "all" and found["small_share"].ge(found["unique_share"]).all()


def test_lists_that_cannot_be_are_named(bank, market):
    with pytest.raises(ValueError, match="k="):
        anonymity.risk(market, columns={"age": ["age"]}, k=1)
    with pytest.raises(ValueError, match="must hold the list"):
        anonymity.group_sizes(bank, by="age", among=market)
    with pytest.raises(ValueError, match="missing"):
        anonymity.group_sizes(market.assign(age=None), by="age")
    with pytest.raises(ValueError, match="two columns or more"):
        anonymity.without_each(market, by=["age"])


def test_best_answerers_are_the_worst_givers():
    donors = datasets.load("fundraising")
    fifth = pd.qcut(donors["mean_gift"], 5, labels=False)
    found = donors.groupby(fifth)[["gave", "gift"]].mean()
    assert found["gave"].round(2).iloc[[0, -1]].to_list() == [0.61, 0.43]
    assert found["gift"].round(1).iloc[[0, -1]].to_list() == [3.4, 11.1]
    assert found["gave"].is_monotonic_decreasing and found["gift"].is_monotonic_increasing


def test_a_plan_in_words_is_refused_where_every_word_would_count_as_yes():
    profits = pd.DataFrame({"call": [12.0, 11]})
    for words in (["True", "False"], [1.0, np.nan], [2, 0]):
        with pytest.raises(ValueError, match="'call'"):
            offers.plan_value(pd.DataFrame({"call": words}), profits, costs={"call": 1})


def test_no_profit_is_missing_where_the_uplift_of_a_group_is_not_known():
    customers = pd.DataFrame({"group": [1, 2], "margin": [50.0, 60.0]})
    pairs = [(1, "call"), (2, "letter")]
    for index, message in (
        ([("1", "call"), ("2", "call")], "no uplift is known of the groups"),
        ([(1, "call"), (1, "call")], "more than once"),
        (pairs, "no uplift is known of an offer"),
    ):
        uplift = pd.Series([0.1, 0.2], pd.MultiIndex.from_tuples(index))
        with pytest.raises(ValueError, match=message):
            offers.expected_profits(customers, uplift, by="group", margin="margin",
                                    costs={"call": 9})  # fmt: skip


def test_blank_fields_do_not_make_strangers_one_customer():
    records = pd.DataFrame({"phone": ["1", "", " "], "name": ["Li", "Wu", "He"]})
    with pytest.raises(ValueError, match=r"'phone' is blank in 2 of 3 row\(s\); first: \[1, 2\]"):
        linkage.exact(records, by="phone")


def test_a_pair_whose_weight_is_missing_is_not_dropped():
    records = pd.DataFrame({"phone": ["1", "1", "2"], "name": ["Li", "Wu", "Wu"]})
    compared = linkage.pairs(records, by=["phone", "name"])
    for score, message in (
        (pd.Series([9.0, np.nan]), "score is missing in 1 of 2"),
        ([9.0, 3.0], "must be a Series"),
        (pd.Series(["9", "3"]), "score must be numbers"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            linkage.joined(records, compared, score, least=5)


def test_pairs_and_weights_that_are_no_numbers_are_named():
    compared = pd.DataFrame({"phone": [1.0, 1.0], "name": [0.0, np.nan]})
    weighed = pd.DataFrame({"agree": [8.0, 5], "differ": [-2.0, -4]}, index=["phone", "name"])
    for pair, weight, message in (
        (compared.assign(phone="yes"), weighed, "'phone' must be numbers"),
        (compared.assign(phone=2.0), weighed, "'phone' is above 1"),
        (compared, weighed.assign(agree=[np.nan, 5]), "'agree' is missing"),
    ):
        with pytest.raises(ValueError, match=message):
            linkage.scored(pair, weight)
