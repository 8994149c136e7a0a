"""Published results that take several models together; each model's own are in its own tests.

Half a unit of the last printed digit. Marketing Science: Fader, Hardie & Lee 2005, "Counting your
customers the easy way". JMR: Fader, Hardie & Lee 2005, "RFM and CLV: using iso-value curves".
"""

import numpy as np
import pytest

import crmkit.datasets
import crmkit.summary
from crmkit.lifetime import BGNBD, GammaGamma, ParetoNBD, evaluation, valuation

# A paper of weeks counts 52 of them a year.
WEEKS_52 = 52 * 7 / 365.25


@pytest.fixture(scope="module")
def log():
    return crmkit.datasets.load("cdnow_sample")


@pytest.fixture(scope="module")
def cdnow(log):
    return crmkit.summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")


@pytest.fixture(scope="module")
def models(cdnow):
    return {
        "BG": BGNBD.fit(cdnow.calibration, period_days=7),
        "Pareto": ParetoNBD.fit(cdnow.calibration, period_days=7),
    }


@pytest.fixture(scope="module")
def forecasts(cdnow, models):
    return {name: evaluation.forecast(model, cdnow) for name, model in models.items()}


# Marketing Science 2005: holdout of 39 weeks


def test_holdout_means_by_calibration_purchases_in_all_three_columns(forecasts):
    bg, pareto = (evaluation.conditional_means(forecasts[name]) for name in ("BG", "Pareto"))
    assert bg.index.tolist() == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert bg["customers"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    published = {
        "actual": [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359],
        "BG": [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157],
        "Pareto": [0.138, 0.600, 1.196, 1.714, 2.398, 2.907, 3.819, 6.403],
    }
    ours = {"actual": bg["actual"], "BG": bg["expected"], "Pareto": pareto["expected"]}
    for name, column in published.items():
        # The paper's .600 is .59947 at the top of the likelihood, and the parameters as printed
        # miss 2.398 as well: its search ended close to the top.
        within = 0.0006 if name == "Pareto" else 0.0005
        assert ours[name].tolist() == pytest.approx(column, abs=within), name


def test_correlations_of_the_forecasts_and_of_both_models(forecasts):
    bg, pareto = forecasts["BG"], forecasts["Pareto"]
    assert evaluation.errors(bg)["correlation"] == pytest.approx(0.626, abs=0.0005)
    assert evaluation.errors(pareto)["correlation"] == pytest.approx(0.630, abs=0.0005)
    assert bg["expected"].corr(pareto["expected"]) == pytest.approx(0.996, abs=0.0005)


def test_chi_square_of_the_frequencies_and_its_probability(cdnow, models):
    from scipy.stats import chi2

    x = cdnow.calibration["repeat_purchases"].clip(upper=7)
    expected = np.zeros(8)
    for days, customers in cdnow.calibration["age_days"].value_counts().items():
        shares = models["BG"].probability_of_purchases(np.arange(7), horizon_days=days)
        expected += customers * np.append(shares, 1 - shares.sum())
    statistic = ((np.bincount(x, minlength=8) - expected) ** 2 / expected).sum()
    assert statistic == pytest.approx(4.82, abs=0.005)
    # Eight groups less one less four parameters.
    assert chi2.sf(statistic, 3) == pytest.approx(0.19, abs=0.005)


@pytest.mark.parametrize(("name", "miss"), [("BG", -0.04), ("Pareto", -0.02)])
def test_cumulative_purchases_of_week_78(log, models, name, miss):
    tracked = evaluation.tracking(
        models[name], log, calibration_end="1997-09-30", holdout_end="1998-06-30"
    )
    last = tracked.iloc[-1]
    assert last["actual"] == 2457 + 1882
    assert last["expected"] / last["actual"] - 1 == pytest.approx(miss, abs=0.005)


# JMR 2005: the value of the customers of the master file


@pytest.fixture(scope="module")
def base():
    """All customers but the ten who spent most."""
    everybody = crmkit.summary.customers(crmkit.datasets.load("cdnow"), as_of="1998-06-30")
    return everybody.drop(everybody["total_spend"].nlargest(10).index)


@pytest.fixture(scope="module")
def values(log, base):
    """Value of each customer by the length of the paper's year, in money of today."""
    sample = crmkit.summary.customers(log, as_of="1998-06-30")
    purchases, spend = ParetoNBD.fit(sample, period_days=7), GammaGamma.fit(sample)
    # One customer's only repeat was free: the spend model knows no such order, and gives the
    # expectation after an order of nothing as the limit.
    free = base["mean_repeat_spend"] == 0
    after_free = spend.p * spend.gamma / (spend.p + spend.q - 1)
    means = spend.expected_spend(base[~free]).reindex(base.index, fill_value=after_free)
    return {
        year: valuation.customer_value(
            purchases.discounted_expected_transactions(base, annual_discount_rate=rate),
            means,
            margin_rate=0.30,
        )
        for year, rate in (("365.25 days", 0.15), ("52 weeks", 1.15 ** (1 / WEEKS_52) - 1))
    }


def test_the_base_of_the_paper(base):
    assert len(base) == 23_560
    assert (base["repeat_purchases"] == 0).sum() == 12_054
    assert (base["mean_repeat_spend"] == 0).sum() == 1


def test_all_customers_are_worth_just_over_1_1_million(values):
    assert values["52 weeks"].sum() == pytest.approx(1_100_623, abs=0.5)  # a figure of ours
    # Discounting by the calendar's year makes .26 per cent of difference.
    assert values["365.25 days"].sum() == pytest.approx(1_103_449, abs=0.5)  # ours too
    for value in values.values():
        assert value.sum() == pytest.approx(1_100_000, rel=0.005)
        assert value.mean() == pytest.approx(47, abs=0.5)


def test_customers_without_a_repeat_are_worth_4_40_each_and_53_000_together(values, base):
    for value in values.values():
        silent = value[base["repeat_purchases"] == 0]
        assert silent.sum() == pytest.approx(53_000, abs=500)
    silent = values["52 weeks"][base["repeat_purchases"] == 0]
    assert silent.mean() == pytest.approx(4.40, abs=0.005)
