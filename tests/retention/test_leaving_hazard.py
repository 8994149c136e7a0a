"""The stratified Cox model of leaving: by hand, published, simulated, on bad input."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.companies import bonded_customers
from crmkit.loyalty.three_bonds.bonds import has_bonds
from crmkit.retention import LeavingHazard

LEUKAEMIA = pd.DataFrame(
    {
        "months": [
            *(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35),
            *(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
        ],
        "left": [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, *[0] * 5, *[1] * 21],
        "placebo": [0] * 21 + [1] * 21,
    }
)
TRAITS = ["card", "adviser", "interface", "large"]
TIME = {"tenure": "tenure_months", "left": "left"}
# Row 53: lifelines' documentation (customer churn), ties by Efron, 13 strata.
PUBLISHED = {
    "male": -0.09, "partner": -0.53, "dependents": -0.05, "online_security": -0.62,
    "online_backup": -0.65, "One year": -1.59, "Two year": -3.11, "paperless_billing": 0.19,
    "Credit card (automatic)": -0.11, "Electronic check": 0.56, "Mailed check": 0.51,
    "senior_citizen": -0.06, "monthly_charges": -0.01, "multiple_lines": -0.44,
    "device_protection": -0.32, "tech_support": -0.40,
}  # fmt: skip
STRATA = ["internet_service", "streaming_movies", "streaming_tv", "phone_service"]
SMALL = pd.DataFrame(
    {
        "tenure_months": [1, 2, 2, 3, 4, 5, 6, 7],
        "left": [1, 1, 1, 0, 1, 0, 1, 1],
        "bond": [0, 0, 1, 1, 0, 1, 1, 0],
        "spend": [3.0, 1, 4, 1, 5, 9, 2, 6],
    },
    index=list("abcdefgh"),
)


def fitted(table=SMALL, traits=("bond",), **options):
    return LeavingHazard.fit(table, **TIME, traits=traits, **options)


def telecom():
    table = datasets.load("telecom_churn")
    words = ["multiple_lines", "online_security", "online_backup", "device_protection",
             "tech_support", "streaming_tv", "streaming_movies"]  # fmt: skip
    table[words] = has_bonds(table, words, yes="Yes")
    for column in ("contract", "payment_method"):
        table = table.join(pd.get_dummies(table[column].astype("str"), dtype=int))
    return table.assign(male=1 - table["female"], left=(table["churn"] == "Yes").astype(int))


@pytest.fixture(scope="module")
def published():
    return fitted(telecom(), list(PUBLISHED), strata=STRATA)


@pytest.fixture(scope="module")
def firm():
    return with_size(bonded_customers(seed=24))


def with_size(company):
    return company.customers.assign(
        large=(company.customers["size"] == "large").astype(int), attached=company.truth["attached"]
    )


# As published


@pytest.mark.parametrize("name", PUBLISHED)
def test_telecom_coefficients_are_those_published(published, name):
    assert published.coefficients().loc[name, "estimate"] == pytest.approx(
        PUBLISHED[name], abs=0.005
    )


def test_telecom_fit_measures_are_those_published(published):
    assert published.log_likelihood == pytest.approx(-10106.05, abs=0.005)
    assert published.aic == pytest.approx(20244.10, abs=0.005)
    assert published.likelihood_ratio == pytest.approx(2614.83, abs=0.005)
    assert (len(published.estimates), published.strata) == (16, 13)
    assert published.coefficients().loc["monthly_charges", "p_value"] == pytest.approx(
        0.81, abs=0.005
    )
    assert published.coefficients().loc["senior_citizen", "p_value"] == pytest.approx(
        0.32, abs=0.005
    )


def test_eleven_telecom_customers_of_tenure_zero_are_counted_and_say_nothing(published):
    assert (published.tenure_zero, published.tenure_zero_leavers) == (11, 0)
    assert (published.customers, published.leavers) == (7043, 1869)
    assert "11 with tenure 0, of whom 0 left" in str(published)
    table = telecom()
    without = fitted(table[table["tenure_months"] > 0], list(PUBLISHED), strata=STRATA)
    pd.testing.assert_series_equal(without.estimates, published.estimates)


def test_breslow_differs_in_the_second_or_third_decimal(published):
    breslow = fitted(telecom(), list(PUBLISHED), strata=STRATA, ties="breslow")
    gap = (breslow.estimates - published.estimates).abs()
    assert 0.005 < gap.max() < 0.05
    assert "ties by Breslow" in str(breslow)


def test_price_cannot_be_told_from_the_services_it_pays_for(published):
    ratio = published.hazard_ratios(steps={"monthly_charges": 10}).loc["monthly_charges"]
    # Ten dollars more go with anything from 0.6 to 1.5 times the hazard: unknown, not nothing.
    assert ratio["low"] < 0.65 and ratio["high"] > 1.45


# Rows 52, 54, 55.
RECIDIVISM = {"aid": (-0.379, 0.191), "age": (-0.057, None), "black": (0.314, None),
              "worked_before": (-0.150, None), "convictions": (0.091, None)}  # fmt: skip


def test_recidivism_is_as_published():
    men = datasets.load("recidivism")
    traits = [*RECIDIVISM, "married", "parole"]
    model = LeavingHazard.fit(men, tenure="weeks", left="arrested", traits=traits)
    table = model.coefficients()
    for name, (estimate, error) in RECIDIVISM.items():
        assert table.loc[name, "estimate"] == pytest.approx(estimate, abs=0.0005)
        if error is not None:
            assert table.loc[name, "standard_error"] == pytest.approx(error, abs=0.0005)
    assert model.log_likelihood == pytest.approx(-658.75, abs=0.005)
    assert model.concordance(men) == pytest.approx(0.64, abs=0.005)
    assert (model.customers, model.leavers) == (432, 114)


def test_leukaemia_cox_is_as_published():
    model = LeavingHazard.fit(LEUKAEMIA, tenure="months", left="left", traits=["placebo"])
    row = model.coefficients().loc["placebo"]
    assert row["estimate"] == pytest.approx(1.572, abs=0.0005)
    assert row["standard_error"] == pytest.approx(0.412, abs=0.0005)


def test_brain_cancer_by_sex_is_as_published():
    patients = datasets.load("brain_cancer")
    patients["male"] = (patients["sex"] == "Male").astype(int)
    model = LeavingHazard.fit(patients, tenure="months", left="died", traits=["male"])
    row = model.coefficients().loc["male"]
    assert row["estimate"] == pytest.approx(0.408, abs=0.0005)
    assert row["standard_error"] == pytest.approx(0.342, abs=0.0005)


@pytest.mark.parametrize(
    ("others", "published", "p"),
    [
        ([], (0.148, 0.162), 0.360),
        (
            ["many_centres", "clinical_endpoint", "sample_size", "budget", "impact"],
            (0.571, 0.176),
            0.0012,
        ),
    ],
)
def test_publication_of_positive_results_is_as_published(others, published, p):
    trials = datasets.load("publication_times")
    traits = ["positive", *others]
    model = LeavingHazard.fit(trials, tenure="months", left="published", traits=traits)
    row = model.coefficients().loc["positive"]
    assert row[["estimate", "standard_error"]].to_list() == pytest.approx(published, abs=0.0005)
    assert row["p_value"] == pytest.approx(p, abs=0.0005 if p > 0.01 else 0.00005)


# Late entry, predicted curves, concordance


def late(rng, customers=800):
    """Hazard ratio 0.5 of a bond; customers come under observation late, and then watched."""
    bond = rng.integers(0, 2, customers)
    lives = rng.exponential(20 / 0.5**bond)
    begin = rng.uniform(0, 30, customers) * rng.integers(0, 2, customers)
    end = np.minimum(lives, begin + rng.uniform(5, 40, customers))
    table = pd.DataFrame(
        {"tenure_months": end, "left": (lives <= end) * 1, "bond": bond, "begin": begin}
    )
    return table[lives > begin]


def test_entry_at_zero_is_no_late_entry():
    plain = fitted()
    found = fitted(SMALL.assign(begin=0), entry="begin")
    assert found.estimates["bond"] == pytest.approx(plain.estimates["bond"])
    assert found.baseline.hazard == pytest.approx(plain.baseline.hazard)


def test_late_entry_and_predicted_curves_hold_the_truth_about_as_often_as_they_say():
    rng, ratio, curve = np.random.default_rng(8), [], []
    profiles = pd.DataFrame({"bond": [0, 1]})
    truth = np.exp(-15 / 20 * np.array([1, 0.5]))
    for _ in range(200):
        model = fitted(late(rng), entry="begin")
        row = model.hazard_ratios().loc["bond"]
        ratio.append(row["low"] <= 0.5 <= row["high"])
        at = model.survival(profiles, 15)
        curve.append((at["low"].to_numpy() <= truth) & (truth <= at["high"].to_numpy()))
    assert 0.915 <= np.mean(ratio) <= 0.985
    assert (np.abs(np.mean(curve, axis=0) - 0.95) < 0.035).all()


def test_a_predicted_curve_by_hand():
    """Breslow: in each month leavers over the sum of hazards of those still there."""
    model = fitted(ties="breslow")
    b, total = model.estimates["bond"], 0.0
    for month in (1, 2, 4):
        there = SMALL[SMALL["tenure_months"] >= month]
        gone = ((SMALL["tenure_months"] == month) & (SMALL["left"] == 1)).sum()
        total += gone / np.exp(b * there["bond"]).sum()
    found = model.survival(pd.DataFrame({"bond": [0, 1]}), [0, 4])["survival"]
    assert found.to_list() == pytest.approx([1, np.exp(-total), 1, np.exp(-total * np.exp(b))])


def test_predicted_curves_fall_with_time_and_do_not_see_the_level_of_an_amount():
    model = fitted(traits=["bond", "spend"])
    one = pd.DataFrame({"bond": [1], "spend": [4.0]}, index=["new"])
    curve = model.survival(one, range(8))
    assert (curve["survival"].diff().dropna() <= 0).all()
    assert (curve["low"] <= curve["survival"]).all() and (curve["survival"] <= curve["high"]).all()
    assert curve.index.names == [None, "tenure_months"] and curve.index[0] == ("new", 0)
    moved = fitted(SMALL.assign(spend=SMALL["spend"] + 1e6), traits=["bond", "spend"])
    again = moved.survival(one.assign(spend=1e6 + 4), range(8))
    assert again.to_numpy() == pytest.approx(curve.to_numpy(), abs=1e-6)


def test_the_predicted_curve_of_a_stratum_is_its_own():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"bond": rng.integers(0, 2, 4000), "plan": rng.choice(["a", "b"], 4000)})
    lives = rng.exponential(np.where(table["plan"] == "a", 10, 40) / 0.5 ** table["bond"])
    table = table.assign(tenure_months=np.minimum(lives, 30), left=(lives <= 30) * 1)
    model = fitted(table, strata="plan")
    found = model.survival(pd.DataFrame({"bond": [0, 0], "plan": ["b", "a"]}), 10)["survival"]
    assert found.to_list() == pytest.approx(np.exp([-10 / 40, -10 / 10]), abs=0.03)
    with pytest.raises(ValueError, match=r"no customer of the fit had \['plan'\] = \('c',\)"):
        model.survival(pd.DataFrame({"bond": [0], "plan": ["c"]}), 10)


def test_curves_end_where_customers_do():
    with pytest.raises(ValueError, match="months asks for 9, but nobody there was seen beyond 7"):
        fitted().survival(pd.DataFrame({"bond": [0]}), [2, 9])
    with pytest.raises(ValueError, match="profiles has no column 'bond'"):
        fitted().survival(pd.DataFrame({"spend": [0]}), 2)
    with pytest.raises(ValueError, match="months is negative"):
        fitted().survival(pd.DataFrame({"bond": [0]}), -1)


def test_concordance_of_new_customers_is_that_of_their_order():
    model = fitted()
    table = SMALL.assign(bond=[0, 0, 0, 0, 1, 1, 1, 1], left=1)
    assert model.estimates["bond"] < 0
    assert model.concordance(table) == pytest.approx((16 + 11 / 2) / 27)


# By hand


def partial(b, table, efron):
    """Cox's log partial likelihood of one trait, written out; Efron 1977 for leavers of a month."""
    total, score = 0.0, np.exp(b * table["bond"])
    for month in table.loc[table["left"] == 1, "tenure_months"].unique():
        goes = (table["tenure_months"] == month) & (table["left"] == 1)
        risk, tied = score[table["tenure_months"] >= month].sum(), score[goes].sum()
        total += b * table.loc[goes, "bond"].sum()
        for place in range(goes.sum()):
            total -= np.log(risk - (place / goes.sum() * tied if efron else 0))
    return total


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_likelihood_is_the_papers_and_its_top_is_found(ties):
    model = fitted(ties=ties)
    b = model.estimates["bond"]
    assert model.log_likelihood == pytest.approx(partial(b, SMALL, ties == "efron"))
    assert model.null_log_likelihood == pytest.approx(partial(0, SMALL, ties == "efron"))
    for near in (b - 0.05, b + 0.05):
        assert partial(near, SMALL, ties == "efron") < model.log_likelihood


def test_criteria_follow_from_the_likelihood():
    model = fitted(traits=["bond", "spend"])
    assert model.aic == pytest.approx(4 - 2 * model.log_likelihood)
    gained = model.log_likelihood - model.null_log_likelihood
    assert model.likelihood_ratio == pytest.approx(2 * gained)


def test_ratios_are_the_exponentials_and_a_step_is_a_power():
    model = fitted(traits=["bond", "spend"])
    ratios, log = model.hazard_ratios(), model.coefficients()
    assert np.log(ratios["estimate"]).to_list() == pytest.approx(log["estimate"].to_list())
    steps = model.hazard_ratios(steps={"spend": 3})
    assert steps.loc["spend", "high"] == pytest.approx(ratios.loc["spend", "high"] ** 3)
    assert steps.loc["bond"].equals(ratios.loc["bond"])


def test_row_order_and_the_unit_of_tenure_do_not_matter():
    model = fitted()
    other = SMALL.iloc[::-1].assign(tenure_months=SMALL["tenure_months"] * 30.4)
    assert fitted(other).estimates["bond"] == pytest.approx(model.estimates["bond"])


def test_turning_a_bond_round_turns_its_ratio_round():
    one, other = fitted(), fitted(SMALL.assign(bond=1 - SMALL["bond"]))
    assert other.estimates["bond"] == pytest.approx(-one.estimates["bond"])
    assert other.log_likelihood == pytest.approx(one.log_likelihood)


def test_strata_of_one_kind_are_no_strata():
    assert fitted(SMALL.assign(all="x"), strata="all").estimates.equals(fitted().estimates)


def test_inputs_are_not_changed():
    kept = SMALL.copy()
    fitted(traits=["bond", "spend"], strata=None)
    assert_frame_equal(SMALL, kept)


# On its own simulation


def test_what_the_firm_can_see_is_adjusted_for(firm):
    """Large customers have the interface and stay anyway: alone it looks stronger than it is."""
    alone = fitted(firm, ["interface"]).hazard_ratios().loc["interface"]
    adjusted = fitted(firm, TRAITS).hazard_ratios().loc["interface"]
    assert alone["high"] < 0.45 and alone["estimate"] < adjusted["estimate"]
    assert adjusted["low"] < 0.45 < adjusted["high"]


def test_what_the_firm_cannot_see_is_not_adjusted_for(firm):
    """The card changes nothing, but those who take it stay."""
    assert fitted(firm, TRAITS).hazard_ratios().loc["card", "high"] < 0.75
    known = fitted(firm, [*TRAITS, "attached"]).hazard_ratios().loc["card"]
    assert known["low"] < 1 < known["high"]


def test_a_card_given_by_lot_shows_that_it_does_nothing():
    lot = with_size(bonded_customers(seed=24, card="by lot"))
    card = fitted(lot, TRAITS).hazard_ratios().loc["card"]
    assert card["low"] < 1 < card["high"]


@pytest.mark.slow
def test_intervals_hold_the_true_ratios_about_as_often_as_they_say():
    true = {"card": 1.0, "adviser": 0.7, "interface": 0.45, "large": 0.6, "attached": 0.4}
    held = []
    for seed in range(200):
        table = with_size(bonded_customers(n_customers=1_500, seed=seed))
        found = fitted(table, [*TRAITS, "attached"]).hazard_ratios()
        held.append([found.low[one] <= ratio <= found.high[one] for one, ratio in true.items()])
    assert (np.abs(np.mean(held, axis=0) - 0.95) < 0.045).all()


@pytest.mark.slow
def test_by_lot_the_card_is_found_to_do_nothing_as_often_as_the_interval_says():
    held = []
    for seed in range(200):
        table = with_size(bonded_customers(n_customers=1_500, card="by lot", seed=seed))
        card = fitted(table, TRAITS).hazard_ratios().loc["card"]
        held.append(card["low"] <= 1 <= card["high"])
    assert abs(np.mean(held) - 0.95) < 0.045


# Bad input


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bond": 1}, "everybody has 'bond': without a difference"),
        ({"bond": 0}, "nobody has 'bond': without a difference"),
        ({"bond": 7}, "'bond' is 7 for everybody"),
        ({"bond": list("nnyynyyn")}, "'bond' must be numbers.*zero_one"),
        ({"bond": [0, 0, 1, 1, 0, 1, 1, np.nan]}, r"'bond' is missing in 1 of 8.*\['h'\]"),
        ({"bond": [0, 0, 1, 1, 0, 1, 1, np.inf]}, "'bond' is infinite in 1 of 8"),
        ({"bond": [0, 0, 0, 1, 0, 1, 0, 0]}, "none of the 2 customers with 'bond' left"),
        ({"bond": [1, 1, 1, 0, 1, 0, 1, 1]}, "none of the 2 customers without 'bond' left"),
        ({"tenure_months": [1, 2, -2, 3, 4, 5, 6, 7]}, r"'tenure_months' is negative.*\['c'\]"),
        ({"left": 0}, "none of 8 customers left"),
        ({"left": list("nnyynyyn")}, "'left' must be 1 for those who left"),
    ],
)
def test_what_cannot_be_fitted_says_so(change, message):
    with pytest.raises(ValueError, match=message):
        fitted(SMALL.assign(**change))


def test_a_column_that_others_give_is_named():
    twin = SMALL.assign(twin=1 - SMALL["bond"])
    with pytest.raises(ValueError, match="'twin' follows from the columns before it"):
        fitted(twin, ["bond", "spend", "twin"])
    with pytest.raises(ValueError, match=r"'bond' follows from .* or from the strata"):
        fitted(SMALL, ["bond"], strata="bond")


def test_an_amount_that_separates_early_from_late_leavers_is_named():
    """Whoever spends less always leaves first: the likelihood has no top."""
    table = SMALL.assign(left=1, spend=SMALL["tenure_months"] ** 2.0)
    with pytest.raises(ValueError, match=r"rises without end along \['spend'\]"):
        fitted(table, ["spend"])


def test_two_columns_that_separate_together_are_named():
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 2, (2, 300))
    # Only who has neither leaves within the year; some of the others leave, all later.
    months = np.where(a + b == 0, rng.integers(1, 12, 300), rng.integers(20, 40, 300))
    table = pd.DataFrame({"a": a, "b": b, "tenure_months": months, "left": (a + b == 0) * 1})
    table.loc[[*table.index[(a == 1) & (b == 0)][:1], *table.index[(b == 1) & (a == 0)][:1]],
              "left"] = 1  # fmt: skip
    with pytest.raises(ValueError, match=r"rises without end along \['a', 'b'\]"):
        fitted(table, ["a", "b"])


def test_options_and_names_are_checked():
    with pytest.raises(ValueError, match="ties='exact' is no option; choose one of 'efron'"):
        fitted(ties="exact")
    with pytest.raises(ValueError, match="customers has no column 'club'"):
        fitted(traits=["club"])
    with pytest.raises(ValueError, match="traits is empty"):
        fitted(traits=[])
    with pytest.raises(ValueError, match="'layer' is missing in 8 of 8"):
        fitted(SMALL.assign(layer=np.nan), strata="layer")
    with pytest.raises(ValueError, match="the model has no column 'price'"):
        fitted().hazard_ratios(steps={"price": 10})
    with pytest.raises(ValueError, match=r"steps\['bond'\]=0 must be a number above 0"):
        fitted().hazard_ratios(steps={"bond": 0})
    with pytest.raises(ValueError, match="customers is empty"):
        fitted(SMALL.iloc[:0])
    with pytest.raises(ValueError, match="nobody has 'bond'"):
        fitted(SMALL.iloc[:1])


@pytest.mark.parametrize(("level", "unit"), [(1e9, 1), (0, 1e15)])
def test_the_level_and_the_unit_of_an_amount_do_not_matter(level, unit):
    # An amount in another unit, or a year in place of an age, is no separation and no twin.
    moved = SMALL.assign(spend=SMALL["spend"] * unit + level)
    plain, found = fitted(traits=["bond", "spend"]), fitted(moved, traits=["bond", "spend"])
    assert found.log_likelihood == pytest.approx(plain.log_likelihood)
    assert found.estimates["spend"] * unit == pytest.approx(plain.estimates["spend"], rel=1e-5)


def test_a_bond_of_which_a_part_is_missing_is_named():
    bond = SMALL["bond"].astype("boolean").where(SMALL.index != "c")
    with pytest.raises(ValueError, match=r"'bond' is missing in 1 of 8 row\(s\); first: \['c'\]"):
        fitted(SMALL.assign(bond=bond))
    with pytest.raises(TypeError, match="steps must map traits to differences"):
        fitted().hazard_ratios(steps=["bond"])


def test_tenures_that_are_all_alike_and_traits_that_tell_the_end_explain_nothing():
    with pytest.raises(ValueError, match="all tenures are 3: nobody left sooner"):
        fitted(SMALL.assign(tenure_months=3))
    for name in ("left", "tenure_months"):
        with pytest.raises(ValueError, match=rf"\['{name}'\] says who left when"):
            fitted(traits=["bond", name])


def test_repeated_labels_are_no_trouble():
    twice = SMALL.set_axis(["a"] * len(SMALL))
    assert fitted(twice, strata=None).estimates.equals(fitted().estimates)
    profiles = pd.DataFrame({"bond": [0, 0]}, index=["a", "a"])
    found = fitted().survival(profiles, [2, 4])
    assert list(found.index) == [("a", 2), ("a", 4)] * 2
