import numpy as np
import pandas as pd

from crmkit.loyalty import branch_means, branch_power, loglinear, service_profit, slopes

# Lesson 28: branches, answers, counts.
_BRANCHES = pd.DataFrame(np.random.default_rng(1).normal(size=(12, 3)), columns=list("abc"))
_ANSWERS = pd.DataFrame({"branch": list("aabb"), "answer": [1, 3, 6, 8]})
_CELLS = pd.MultiIndex.from_product([["x", "y"]] * 3, names=["a", "b", "own"])
_COUNTS = pd.Series(range(10, 18), _CELLS, name="n").reset_index()
_ROLES = {"count": "n", "outcome": "own", "factors": ["a", "b"]}
_CHAIN = {"stages": list("abc"), "rng": np.random.default_rng(1), "draws": 100}
_POWER = branch_power.chain_power(
    [20], slopes=[1.0], noise=[1.0], first_spread=1.0, simulations=100, rng=_CHAIN["rng"]
)

TABLES = {
    "slopes.alone": [slopes.alone(_BRANCHES, outcome="a", predictors=["b", "c"])],
    "slopes.table_of_numbers": [(slopes.table_of_numbers(_BRANCHES, ["a", "b"]), ["a", "b"])],
    "service_profit.chain": [service_profit.chain(_BRANCHES, **_CHAIN)],
    "service_profit.chain_draws": [
        (service_profit.chain_draws(_BRANCHES, **_CHAIN), ["a > b", "b > c", "chain"])
    ],
    "service_profit.mediation": [
        service_profit.mediation(
            _BRANCHES, cause="a", mediator="b", outcome="c", rng=_CHAIN["rng"], draws=100
        )
    ],
    "branch_means.branch_means": [branch_means.branch_means(_ANSWERS)],
    "branch_power.chain_power": [(_POWER, ["link 1"])],
    "loglinear.associations": [loglinear.associations(_COUNTS, **_ROLES)],
    "loglinear.rates": [loglinear.rates(_COUNTS, level="x", **_ROLES)],
}
