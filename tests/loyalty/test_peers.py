"""Peer effects: against statsmodels, against their own simulation, and the rice farmers."""

import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty.referral.peers import WeakInstrumentWarning, least_squares, two_stages

CONTROLS = ["male", "age", "household_size", "rice_area", "literate", "own_training"]
CONTROLS += ["risk_averse", "disaster_risk"]
ASKED = {"outcome": "bought", "peers": "earlier_buyers", "controls": CONTROLS, "groups": "village"}


@pytest.fixture(scope="module")
def farmers():
    return datasets.load("village_insurance").dropna()


def neighbours(rng, *, groups=60, size=10, effect=0.5, push=0.4, likeness=0.5):
    """Groups with a lot, a liking that all members and their friends share, and an effect."""
    lot = rng.integers(0, 2, groups)
    liking = rng.normal(0, 1, groups)
    friends = push * lot + likeness * liking + rng.normal(0, 0.3, groups)
    group = np.repeat(np.arange(groups), size)
    bought = effect * friends[group] + likeness * liking[group] + rng.normal(0, 1, groups * size)
    columns = {"bought": bought, "friends": friends[group], "lot": lot[group]}
    return pd.DataFrame({**columns, "group": group})


# --- Published, and ours --------------------------------------------------------------------------


def test_rice_farmers_first_stage_and_f_are_as_published(farmers):
    assert len(farmers) == 1_378
    first = two_stages(farmers, instrument="default_buy", **ASKED).loc["first stage"]
    assert first["estimate"] == pytest.approx(0.118, abs=5e-4)
    assert first["f_statistic"] == pytest.approx(116, abs=0.5)


def test_rice_farmers_by_least_squares(farmers):
    """A figure of ours."""
    found = least_squares(farmers, **ASKED).loc["least squares"]
    assert found["estimate"] == pytest.approx(0.452, abs=5e-4)
    assert found["standard_error"] == pytest.approx(0.069, abs=5e-4)


def test_rice_farmers_by_two_stages_are_higher_and_far_less_certain(farmers):
    """A figure of ours: the lot fell on hamlets, so that F is 12 and not 116."""
    found = two_stages(farmers, instrument="default_buy", clusters="hamlet", **ASKED)
    assert found.loc["two stages", "estimate"] == pytest.approx(0.791, abs=5e-4)
    assert found.loc["two stages", "standard_error"] == pytest.approx(0.273, abs=5e-4)
    assert found.loc["first stage", "f_statistic"] == pytest.approx(11.7, abs=0.06)
    assert (farmers.groupby("hamlet")["default_buy"].nunique() == 1).all()


# --- Against other software -----------------------------------------------------------------------


@pytest.mark.parametrize("clusters", [None, "hamlet"])
def test_least_squares_is_that_of_statsmodels(farmers, clusters):
    formula = "bought ~ earlier_buyers + C(village) + " + " + ".join(CONTROLS)
    codes = pd.factorize(farmers["hamlet"])[0]
    how = {} if clusters is None else {"cov_type": "cluster", "cov_kwds": {"groups": codes}}
    theirs = smf.ols(formula, farmers).fit(**how)
    ours = least_squares(farmers, clusters=clusters, **ASKED).loc["least squares"]
    assert ours["estimate"] == pytest.approx(theirs.params["earlier_buyers"])
    assert ours["standard_error"] == pytest.approx(theirs.bse["earlier_buyers"])
    if clusters is None:
        ends = theirs.conf_int().loc["earlier_buyers"].to_list()
        assert ours[["low", "high"]].to_list() == pytest.approx(ends)


def test_two_stages_are_those_of_statsmodels(farmers):
    import patsy
    from statsmodels.sandbox.regression.gmm import IV2SLS

    rest = "C(village) + " + " + ".join(CONTROLS)
    x = patsy.dmatrix(f"earlier_buyers + {rest}", farmers, return_type="dataframe")
    z = patsy.dmatrix(f"default_buy + {rest}", farmers, return_type="dataframe")
    theirs = IV2SLS(farmers["bought"], x, z).fit()
    ours = two_stages(farmers, instrument="default_buy", **ASKED).loc["two stages"]
    assert ours["estimate"] == pytest.approx(theirs.params["earlier_buyers"])
    assert ours["standard_error"] == pytest.approx(theirs.bse["earlier_buyers"])


def test_two_stages_are_the_second_by_the_first(farmers):
    found = two_stages(farmers, instrument="default_buy", **ASKED)["estimate"]
    assert found["two stages"] == pytest.approx(found["reduced form"] / found["first stage"])


def test_anderson_rubin_holds_exactly_the_effects_that_the_lot_does_not_contradict(farmers):
    """By definition: at an end, the lot's slope on what is left has a t of the limit."""
    from scipy.stats import t

    asked = {**ASKED, "instrument": "default_buy", "clusters": "hamlet"}
    found = two_stages(farmers, interval="anderson_rubin", **asked).loc["two stages"]
    limit = t.ppf(0.975, farmers["hamlet"].nunique() - 1)
    for end in (found["low"], found["high"]):
        left = farmers.assign(left=farmers["bought"] - end * farmers["earlier_buyers"])
        slope = least_squares(
            left, outcome="left", peers="default_buy", controls=CONTROLS, groups="village",
            clusters="hamlet",
        ).loc["least squares"]  # fmt: skip
        assert abs(slope["estimate"] / slope["standard_error"]) == pytest.approx(limit, rel=1e-6)


# --- Their own simulation -------------------------------------------------------------------------


def test_two_stages_find_the_effect_where_least_squares_take_likeness_for_it():
    rng, rows = np.random.default_rng(5), []
    asked = {"outcome": "bought", "peers": "friends", "clusters": "group"}
    for _ in range(200):
        table = neighbours(rng, push=1.0)
        both = two_stages(table, instrument="lot", interval="anderson_rubin", **asked)
        rows.append([least_squares(table, **asked)["low"].iloc[0], *both.loc["two stages"]])
    found = pd.DataFrame(rows).to_numpy()
    # Likeness: hardly an interval of least squares reaches down to the effect.
    assert (found[:, 0] > 0.5).mean() > 0.95
    assert np.median(found[:, 1]) == pytest.approx(0.5, abs=0.05)
    held = (found[:, 3] < 0.5) & (found[:, 4] > 0.5)
    assert 0.91 <= held.mean() <= 0.99


def test_errors_that_forget_the_groups_are_too_small():
    table = neighbours(np.random.default_rng(2), push=1.0)
    asked = {"outcome": "bought", "peers": "friends"}
    plain, clustered = (
        least_squares(table, clusters=clusters, **asked)["standard_error"].iloc[0]
        for clusters in (None, "group")
    )
    assert clustered > 1.3 * plain


def test_a_group_effect_is_taken_out():
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(40), 25)
    friends = rng.random(1_000) + group / 20
    table = pd.DataFrame({"friends": friends, "group": group})
    table["bought"] = 0.3 * friends - group + rng.normal(0, 0.1, 1_000)
    found = least_squares(table, outcome="bought", peers="friends", groups="group")
    assert found["estimate"].iloc[0] == pytest.approx(0.3, abs=0.05)
    assert least_squares(table, outcome="bought", peers="friends")["estimate"].iloc[0] < -5


def test_a_weak_lot_is_warned_of_and_its_safe_interval_is_wide():
    table = neighbours(np.random.default_rng(1), push=0.05)
    asked = {"outcome": "bought", "peers": "friends", "instrument": "lot", "clusters": "group"}
    with pytest.warns(WeakInstrumentWarning, match="F of the first stage is .*, below 10"):
        found = two_stages(table, interval="anderson_rubin", **asked)
    assert np.isinf(found.loc["two stages", ["low", "high"]]).all()


def test_a_strong_lot_is_not():
    table = neighbours(np.random.default_rng(1), push=3.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        two_stages(table, outcome="bought", peers="friends", instrument="lot", clusters="group")


# --- Order, types, mutation -----------------------------------------------------------------------


def test_order_of_rows_and_type_of_yes_and_no_do_not_matter(farmers):
    mixed = farmers.sample(frac=1, random_state=1).assign(bought=lambda t: t["bought"] == 1)
    asked = {**ASKED, "instrument": "default_buy", "clusters": "hamlet"}
    assert_frame_equal(two_stages(farmers, **asked), two_stages(mixed, **asked))


def test_a_control_twice_over_changes_nothing(farmers):
    doubled = farmers.assign(months=12 * farmers["age"])
    asked = {**ASKED, "controls": [*CONTROLS, "months"]}
    one, other = least_squares(farmers, **ASKED), least_squares(doubled, **asked)
    assert other["estimate"].iloc[0] == pytest.approx(one["estimate"].iloc[0])


def test_tables_are_left_as_they_are(farmers):
    kept = farmers.copy()
    two_stages(farmers, instrument="default_buy", clusters="hamlet", **ASKED)
    assert_frame_equal(farmers, kept)


# --- What cannot be -------------------------------------------------------------------------------


def small(**changes):
    columns = {"bought": [0, 1, 0, 1, 1, 0], "friends": [0.1, 0.5, 0.3, 0.9, 0.6, 0.2]}
    return pd.DataFrame({**columns, "lot": [0, 1, 0, 1, 1, 0], "place": list("aabbcc"), **changes})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (small(bought=1), "'bought' does not vary: there is nothing to compare"),
        (small(friends=[0.1, np.nan, 0.3, 0.9, 0.6, 0.2]), "'friends' is missing in 1 of 6.*drop"),
        (small(friends=[0.1, np.inf, 0.3, 0.9, 0.6, 0.2]), "'friends' is infinite"),
        (small(friends=list("abcdef")), "'friends' must be numbers"),
        (small(lot=[0, 0, 0, 0, 0, 0]), "'lot' does not vary"),
        (small().drop(columns="friends"), "no column 'friends'"),
        (small().iloc[:0], "empty: it has 0 rows"),
        (small().iloc[:1], "1 rows are too few for 2 coefficients"),
        (small(place=[None, *"abbcc"]), "'place' is missing in 1 of 6"),
    ],
)
def test_tables_that_cannot_be_are_refused_with_the_mend(table, message):
    with pytest.raises(ValueError, match=message):
        two_stages(table, outcome="bought", peers="friends", instrument="lot", clusters="place")


def test_a_lot_drawn_by_group_cannot_be_compared_within_groups():
    asked = {"outcome": "bought", "peers": "friends", "instrument": "lot"}
    table = small(lot=[0, 0, 1, 1, 1, 1])
    with pytest.raises(ValueError, match="'lot' does not vary, once controls and 'place' are held"):
        two_stages(table, groups="place", **asked)


def test_a_lot_that_moved_nobody_is_refused():
    table = small(friends=[0.1, 0.1, 0.5, 0.5, 0.3, 0.3], lot=[0, 1, 0, 1, 1, 0])
    with pytest.raises(ValueError, match="did not move 'friends' at all"):
        two_stages(table, outcome="bought", peers="friends", instrument="lot")


def test_one_cluster_and_roles_given_twice_are_refused():
    asked = {"outcome": "bought", "peers": "friends"}
    with pytest.raises(ValueError, match="'place' has one value only"):
        least_squares(small(place="a"), clusters="place", **asked)
    with pytest.raises(ValueError, match="named twice"):
        two_stages(small(), instrument="friends", **asked)
    with pytest.raises(TypeError, match="controls must be a list"):
        least_squares(small(), controls="lot", **asked)
    with pytest.raises(ValueError, match="interval='ar' is no option"):
        two_stages(small(), instrument="lot", interval="ar", **asked)


def lots(**changes):
    rng = np.random.default_rng(0)
    lot = np.tile([0, 1], 30)
    friends = 0.2 + 0.4 * lot + rng.normal(0, 0.1, 60)
    bought = (rng.random(60) < friends).astype(int)
    return pd.DataFrame({"lot": lot, "friends": friends, "bought": bought}).assign(**changes)


DRAWN = {"outcome": "bought", "peers": "friends", "instrument": "lot"}


def test_the_unit_of_the_lot_does_not_matter():
    plain, large = two_stages(lots(), **DRAWN), two_stages(lots(lot=lots()["lot"] * 1e13), **DRAWN)
    assert_frame_equal(large.loc[["two stages"]], plain.loc[["two stages"]])


def test_true_and_false_may_be_of_the_type_that_knows_missing_values():
    flags = lots(bought=(lots()["bought"] == 1).astype("boolean"))
    assert_frame_equal(two_stages(flags, **DRAWN), two_stages(lots(), **DRAWN))


def test_codes_lists_and_text_are_named_with_their_own_mend():
    with pytest.raises(ValueError, match="'bought' is -99, a code for no answer, in 1 of 60"):
        two_stages(lots(bought=[-99, *[0, 1] * 29, 0]), **DRAWN)
    with pytest.raises(ValueError, match=r"'bought' must be numbers.*pd.to_numeric"):
        two_stages(lots(bought=["1"] * 60), **DRAWN)
    with pytest.raises(ValueError, match="'village' holds a list"):
        two_stages(lots(village=[[1]] * 60), clusters="village", **DRAWN)
