from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from crmkit.companies import Survey, loyalty_survey
from crmkit.loyalty import survey


@pytest.fixture(scope="module")
def panel():
    return loyalty_survey(n_customers=20_000, seed=4)


@pytest.fixture(scope="module")
def said(panel):
    return survey.answers(panel.survey, scale=(1, 7), missing_codes=[-99])


def test_answers_agree_as_in_the_phone_survey(said):
    """The card says .69, as in corporate_reputation."""
    assert said.corr().iloc[0, 1] == pytest.approx(0.69, abs=0.02)


def test_answers_are_refused_as_often_as_the_card_says(panel, said):
    assert said.isna().mean().tolist() == pytest.approx(
        [panel.parameters.missing_share] * 2, abs=0.003
    )


def test_purchases_follow_the_truth(panel):
    till, truth = panel.till, panel.truth
    assert till["our_purchases"].sum() == pytest.approx(
        (till["category_purchases"] * truth["purchase_share"]).sum(), rel=0.01
    )
    assert till["category_purchases"].mean() == pytest.approx(25, rel=0.02)
    bought = till["our_purchases"].sum()
    assert till["our_spend"].sum() / bought == pytest.approx(60, rel=0.01)
    assert (till.loc[till["our_purchases"] == 0, "our_spend"] == 0).all()


def test_convenience_moves_purchases_and_no_answer(panel, said):
    convenience = panel.truth["convenience"]
    assert said.corrwith(convenience).abs().max() < 0.03
    assert convenience.corr(panel.truth["purchase_share"]) > 0.7


def test_same_seed_same_panel_and_parameters_can_be_changed():
    one, other = (loyalty_survey(n_customers=50, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one.survey, other.survey)
    pd.testing.assert_frame_equal(one.till, other.till)
    sure = replace(Survey.from_card(), missing_share=0.0)
    assert (loyalty_survey(n_customers=50, parameters=sure).survey > 0).all().all()


def test_a_panel_needs_a_customer():
    with pytest.raises(ValueError, match="n_customers=0 must be a whole number of 1 or more"):
        loyalty_survey(n_customers=0)
    assert np.isfinite(loyalty_survey(n_customers=1).till.to_numpy()).all()
