"""Every figure is drawn as the course draws it, and closed again."""

import matplotlib.pyplot as plt
import pytest

from crmkit.plots import course_style


@pytest.fixture(autouse=True)
def _course():
    plt.switch_backend("agg")
    with plt.rc_context():
        course_style()
        yield
    plt.close("all")
