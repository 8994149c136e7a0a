"""What a fit says of itself, on searches whose curvature is known."""

import numpy as np
import pytest

from crmkit.models import FitReport
from crmkit.models.maximise import Optimum
from crmkit.models.report import FLAT


def report_of(information, *, gradient=None, boundary=(), at_wall=None):
    n = len(information)
    found = Optimum(
        free=np.zeros(n),
        log_likelihood=-100.0,
        gradient=np.zeros(n) if gradient is None else np.asarray(gradient, float),
        hessian=-np.asarray(information, float),
        evaluations=12,
        starts=2,
        at_wall=np.zeros(n, bool) if at_wall is None else np.asarray(at_wall),
    )
    return FitReport.of(found, customers=50.0, distinct=20, boundary=boundary)


def test_covariance_of_an_ordinary_top_is_the_inverse_of_the_information():
    information = [[4.0, 1.0], [1.0, 9.0]]
    report = report_of(information)
    assert report.covariance == pytest.approx(np.linalg.inv(information))
    assert report.open_directions.shape == (2, 0)
    assert report.interior
    assert report.tells(np.array([1.0, 0.0])) and report.tells(np.array([1.0, -1.0]))
    assert "converged after 12 evaluations from 2 starting points" in report.sentence


def test_where_only_a_difference_is_told_the_sum_is_open():
    """Two logs of which the data tell the difference alone: that of a ratio."""
    report = report_of([[25.0, -25.0], [-25.0, 25.0]])
    assert np.abs(report.open_directions.T @ [1, 1]) == pytest.approx(np.sqrt(2))
    assert report.tells(np.array([1.0, -1.0]))
    assert not report.tells(np.array([1.0, 0.0]))
    assert not report.interior
    assert "The top is flat" in report.sentence
    # Of the difference it is the ordinary one: an information of 25 in it is a variance of 1/25.
    way = np.array([1.0, -1.0])
    assert way @ report.covariance @ way == pytest.approx(1 / 25)


def test_what_the_data_tell_of_one_parameter_stays_where_another_is_open():
    report = report_of([[16.0, 0.0], [0.0, 1e-6]])
    assert report.tells(np.array([1.0, 0.0]))
    assert not report.tells(np.array([0.0, 1.0]))
    assert report.covariance == pytest.approx(np.diag([1 / 16, 0]))


@pytest.mark.parametrize(("error", "interior"), [(FLAT * 0.99, True), (FLAT * 1.01, False)])
def test_a_standard_error_of_a_factor_of_thousands_is_none(error, interior):
    assert report_of([[error**-2]]).interior == interior


def test_a_curvature_that_is_no_number_or_bends_upward_tells_nothing():
    for information in ([[np.nan, 0], [0, 1]], [[-1.0, 0], [0, -2.0]]):
        report = report_of(information)
        assert not report.interior
        assert report.covariance.tolist() == [[0, 0], [0, 0]]
        assert report.open_directions.shape == (2, 2)


def test_a_boundary_is_named_and_its_slope_does_not_count():
    report = report_of(np.eye(2), gradient=[30.0, 0.0], boundary=("s",), at_wall=[True, False])
    assert report.gradient_norm == 0
    assert report.converged
    assert not report.interior
    assert "lies on a boundary: s ran to zero or infinity" in report.sentence


def test_a_slope_that_is_left_is_a_search_that_stopped_early():
    report = report_of(np.eye(2), gradient=[0.2, 0.0])
    assert not report.converged
    assert "stopped before the top: the slope is still 0.2" in report.sentence


def test_information_criteria_weigh_the_parameters():
    report = report_of(np.eye(3))
    assert report.aic == 206
    assert report.bic == pytest.approx(200 + 3 * np.log(50))
