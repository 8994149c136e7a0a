import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.companies import service_survey
from crmkit.loyalty import service_quality

EXPECTED = pd.DataFrame({"on_time": [7, 6, 7, 7], "rooms": [5, 4, 5, 6]}, index=list("wxyz"))
GOT = pd.DataFrame({"on_time": [5, 6, 4, 6], "rooms": [6, 5, 5, 7]}, index=list("wxyz"))
NAMED = {"dimensions": {"reliability": ["on_time"], "tangibles": ["rooms"]}, "scale": (1, 7)}


# --- Gaps -----------------------------------------------------------------------------------


def test_gap_is_expectation_less_perception_with_student_interval_by_hand():
    gap = service_quality.item_gaps(EXPECTED, GOT, **NAMED).loc["on_time"]
    # Differences 2, 0, 3, 1: mean 1.5, sd sqrt(5/3); t of 3 degrees is 3.1824.
    error = np.sqrt(5 / 3) / 2
    assert (gap["dimension"], gap["expectation"], gap["perception"]) == ("reliability", 6.75, 5.25)
    assert gap["estimate"] == 1.5
    assert gap["standard_error"] == pytest.approx(error)
    assert gap["high"] == pytest.approx(1.5 + 3.1824 * error, abs=1e-3)


def test_more_than_expected_is_a_negative_gap_and_no_error():
    assert service_quality.item_gaps(EXPECTED, GOT, **NAMED).loc["rooms", "estimate"] == -0.75


def test_a_dimension_is_the_mean_of_its_items():
    both = {"dimensions": {"all": ["on_time", "rooms"]}, "scale": (1, 7)}
    items = service_quality.item_gaps(EXPECTED, GOT, **both)
    whole = service_quality.dimension_gaps(EXPECTED, GOT, **both)
    assert whole.loc["all", "estimate"] == pytest.approx(items["estimate"].mean())


def test_customers_are_matched_by_name_and_not_by_place():
    straight = service_quality.item_gaps(EXPECTED, GOT, **NAMED)
    shuffled = service_quality.item_gaps(EXPECTED, GOT.iloc[[2, 0, 3, 1]], **NAMED)
    assert_frame_equal(straight, shuffled)


def test_expectations_that_all_share_are_fine():
    everybody = EXPECTED.assign(on_time=7)
    assert service_quality.item_gaps(everybody, GOT, **NAMED).loc["on_time", "estimate"] == 1.75


def test_gaps_of_the_simulated_hotels_meet_the_card():
    survey = service_survey(n_customers=4000, seed=3)
    given = {"dimensions": survey.dimensions, "scale": (1, 7)}
    found = service_quality.dimension_gaps(survey.expectations, survey.perceptions, **given)
    known = pd.Series(survey.parameters.expectation) - pd.Series(survey.parameters.perception)
    # The scale ends at 7, which takes a little off what is expected there.
    assert found["estimate"].to_dict() == pytest.approx(known.to_dict(), abs=0.08)


@pytest.mark.slow
def test_intervals_of_gaps_hold_95_percent():
    truth, held = 0.6, 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        expected = pd.DataFrame({"a": rng.uniform(5, 7, 60)})
        got = pd.DataFrame({"a": rng.uniform(4.4, 6.4, 60)})
        named = {"dimensions": {"all": ["a"]}, "scale": (1, 7)}
        gap = service_quality.item_gaps(expected, got, **named).loc["a"]
        held += gap["low"] <= truth <= gap["high"]
    assert 0.92 < held / 400 < 0.98


def test_gaps_refuse_other_customers_items_and_scales():
    with pytest.raises(ValueError, match="differ in their customers"):
        service_quality.item_gaps(EXPECTED, GOT.rename(index={"w": "v"}), **NAMED)
    with pytest.raises(ValueError, match="perceptions has no column 'rooms'"):
        service_quality.item_gaps(EXPECTED, GOT[["on_time"]], **NAMED)
    with pytest.raises(ValueError, match="outside its scale, 1 to 5"):
        service_quality.item_gaps(EXPECTED, GOT, **(NAMED | {"scale": (1, 5)}))
    with pytest.raises(ValueError, match="'rooms' is -99, a code for no answer"):
        service_quality.item_gaps(EXPECTED, GOT.assign(rooms=[6, -99, 5, 7]), **NAMED)
    with pytest.raises(ValueError, match="more than once"):
        twice = {"dimensions": {"x": ["rooms"], "y": ["rooms"]}, "scale": (1, 7)}
        service_quality.item_gaps(EXPECTED, GOT, **twice)
    with pytest.raises(ValueError, match="must map names to lists"):
        service_quality.item_gaps(EXPECTED, GOT, dimensions={"x": "rooms"}, scale=(1, 7))
    with pytest.raises(ValueError, match="1 customer"):
        service_quality.item_gaps(EXPECTED.iloc[:1], GOT.iloc[:1], **NAMED)


# --- The customer as part of the score ------------------------------------------------------

CLERKS = pd.DataFrame(
    {
        "clerk": list("aaabbbcc"),
        "stars": [5, 5, 4, 3, 2, 1, 5, 4],
        "visitor": [0, 0, 1, 0, 1, 1, 0, 1],
    }
)
NAMES = {"rating": "stars", "provider": "clerk", "other": "visitor"}


def test_within_difference_by_hand():
    found = service_quality.same_provider(CLERKS, **NAMES)["estimate"]
    assert found["all ratings"] == pytest.approx(11 / 4 - 18 / 4)
    # Differences -1, -1.5, -1 of the clerks, weighted by n0 n1 / n: 2/3, 2/3, 1/2.
    assert found["same provider"] == pytest.approx(-(2 / 3 + 1 + 1 / 2) / (11 / 6))


def test_a_good_provider_with_many_visitors_does_not_flatter_visitors():
    rng = np.random.default_rng(1)
    clerk = rng.integers(0, 40, 3000)
    skill = rng.normal(0, 1, 40)
    visitor = (rng.random(3000) < 1 / (1 + np.exp(-2 * skill[clerk]))).astype(int)
    stars = 3 + skill[clerk] - 0.3 * visitor + rng.normal(0, 1, 3000)
    table = pd.DataFrame({"clerk": clerk, "stars": stars, "visitor": visitor})
    found = service_quality.same_provider(table, **NAMES)["estimate"]
    assert found["all ratings"] > 0.5
    assert found["same provider"] == pytest.approx(-0.3, abs=0.1)


def test_the_same_lecturer_is_rated_a_tenth_lower_by_other_departments():
    ratings = datasets.load("lecture_ratings")
    found = service_quality.same_provider(
        ratings, rating="rating", provider="lecturer", other="service"
    )
    assert found["estimate"].round(2).tolist() == [-0.13, -0.10]
    assert found["providers"].tolist() == [1128, 662]
    assert found.loc["same provider", ["low", "high"]].round(2).tolist() == [-0.15, -0.05]


@pytest.mark.slow
def test_intervals_of_the_within_difference_hold_95_percent():
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        clerk = np.repeat(np.arange(60), 12)
        visitor = rng.integers(0, 2, 720)
        own = rng.normal(0, 1, 60)[clerk] + rng.normal(0, 0.4, 60)[clerk] * visitor
        table = pd.DataFrame({"clerk": clerk, "visitor": visitor})
        table["stars"] = 3 + own - 0.2 * visitor + rng.normal(0, 1, 720)
        row = service_quality.same_provider(table, **NAMES).loc["same provider"]
        held += row["low"] <= -0.2 <= row["high"]
    assert 0.90 < held / 200 < 0.99


def test_a_comparison_needs_providers_whom_both_kinds_rated():
    with pytest.raises(ValueError, match=r"1 clerk\(s\) rated by both kinds"):
        apart = CLERKS.assign(visitor=[0, 0, 1, 1, 1, 1, 0, 0])
        service_quality.same_provider(apart, **NAMES)
    with pytest.raises(ValueError, match="'visitor' is not 0 or 1 in 1 of 8"):
        service_quality.same_provider(CLERKS.assign(visitor=[2, *[0, 1] * 3, 0]), **NAMES)
    with pytest.raises(ValueError, match="'clerk' is missing in 1 of 8"):
        service_quality.same_provider(CLERKS.assign(clerk=[None, *"aabbbcc"]), **NAMES)


def test_ratings_and_surveys_are_not_changed():
    kept = [table.copy() for table in (EXPECTED, GOT, CLERKS)]
    service_quality.dimension_gaps(EXPECTED, GOT, **NAMED)
    service_quality.same_provider(CLERKS, **NAMES)
    for table, before in zip((EXPECTED, GOT, CLERKS), kept, strict=True):
        assert_frame_equal(table, before)


def test_providers_whom_one_kind_rated_make_the_comparison_no_surer():
    lonely = pd.DataFrame({"clerk": range(50), "stars": [1, 5] * 25, "visitor": 0})
    alone = service_quality.same_provider(CLERKS, **NAMES).loc["same provider"]
    many = service_quality.same_provider(
        pd.concat([CLERKS, lonely.astype({"clerk": str})]), **NAMES
    )
    assert many.loc["same provider"].tolist() == pytest.approx(alone.tolist())


def test_codes_and_exchanged_columns_are_no_ratings():
    with pytest.raises(ValueError, match="'stars' is -99, a code for no answer"):
        service_quality.same_provider(CLERKS.assign(stars=[-99, *CLERKS["stars"][1:]]), **NAMES)
    with pytest.raises(ValueError, match="must be three columns"):
        service_quality.same_provider(CLERKS, rating="stars", provider="clerk", other="stars")


def test_a_scale_and_lists_of_items_are_needed():
    with pytest.raises(ValueError, match="scale=None must be the lowest and the highest answer"):
        service_quality.item_gaps(EXPECTED, GOT, dimensions=NAMED["dimensions"], scale=None)
    with pytest.raises(ValueError, match="must map names to lists"):
        service_quality.item_gaps(EXPECTED, GOT, dimensions=["rooms"], scale=(1, 7))
    with pytest.raises(ValueError, match="must map names to lists"):
        service_quality.item_gaps(EXPECTED, GOT, dimensions={"x": 3}, scale=(1, 7))
