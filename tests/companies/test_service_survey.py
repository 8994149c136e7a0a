"""The simulated survey of hotel guests: answers against the truth, the truth against the card."""

import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.companies import ServiceQuality, service_survey
from crmkit.datasets import cards


@pytest.fixture(scope="module")
def company():
    return service_survey(n_customers=20_000, seed=7)


@pytest.fixture(scope="module")
def card():
    with (cards.cards_folder() / "service_survey.toml").open("rb") as file:
        written = tomllib.load(file)["parameters"]
    return {name: parameter["value"] for name, parameter in written.items()}


def test_same_seed_same_survey_and_another_seed_another():
    one, same, other = (service_survey(n_customers=50, seed=seed) for seed in (1, 1, 2))
    assert_frame_equal(one.perceptions, same.perceptions)
    assert not one.perceptions.equals(other.perceptions)


def test_everybody_answers_every_item_on_its_scale(company, card):
    for table in (company.expectations, company.perceptions):
        assert table.shape == (20_000, sum(card["items"].values()))
        assert table.to_numpy().min() >= 1
        assert table.to_numpy().max() <= 7
    assert company.satisfaction.between(1, 10).all()
    assert (company.stated.sum(axis=1) == 100).all()
    assert {name: len(items) for name, items in company.dimensions.items()} == card["items"]


def test_means_are_those_of_the_card(company, card):
    for name, items in company.dimensions.items():
        # Few guests are near the ends of the scale, so that it takes little off.
        assert company.perceptions[items].to_numpy().mean() == pytest.approx(
            card["perception"][name], abs=0.06
        )
        assert company.expectations[items].to_numpy().mean() == pytest.approx(
            card["expectation"][name], abs=0.06
        )
    total = sum(card["stated"].values())
    assert (company.stated.mean() * total / 100).to_dict() == pytest.approx(card["stated"], abs=0.3)


def test_satisfaction_follows_from_the_answers_by_the_slopes_of_the_card(company, card):
    expected = card["constant"] + sum(
        card["slope"][name] * company.perceptions[items].mean(axis=1)
        for name, items in company.dimensions.items()
    )
    assert expected.to_numpy() == pytest.approx(company.truth["expected_satisfaction"].to_numpy())
    rest = company.satisfaction - expected
    assert rest.mean() == pytest.approx(0, abs=0.03)
    # Rounding to whole points adds 1/12 to the variance.
    assert rest.std() == pytest.approx(
        np.sqrt(card["satisfaction_scatter"] ** 2 + 1 / 12), abs=0.03
    )


def test_without_a_halo_dimensions_do_not_go_together():
    plain = service_survey(
        n_customers=5000, seed=1, parameters=replace(ServiceQuality.from_card(), halo=0.0)
    )
    means = pd.DataFrame(
        {name: plain.perceptions[items].mean(axis=1) for name, items in plain.dimensions.items()}
    )
    off = means.corr().to_numpy()[~np.eye(5, dtype=bool)]
    assert np.abs(off).max() < 0.06


def test_a_survey_needs_guests():
    with pytest.raises(ValueError, match="n_customers=0"):
        service_survey(n_customers=0)
