"""What is a customer worth, in money: formulas for a constant retention rate, and sums of bases.

For customers who differ, use a model (SBG, BG/NBD, ...): one rate for all undervalues a base, see
`base_value`.
"""

from crmkit.lifetime.valuation.bases import (
    base_value,
    customer_equity,
    customer_value,
    segment_shares,
)
from crmkit.lifetime.valuation.budget import marginal_returns, move_in_steps
from crmkit.lifetime.valuation.firm import customers_to_come, elasticities
from crmkit.lifetime.valuation.retention import (
    FirstPayment,
    break_even_retention,
    constant_retention_value,
    margin_multiple,
    retention_elasticity,
    retention_programme_value,
)
from crmkit.lifetime.valuation.spending import SpendingPlan, acquire_or_retain

__all__ = [
    "FirstPayment",
    "SpendingPlan",
    "acquire_or_retain",
    "base_value",
    "break_even_retention",
    "constant_retention_value",
    "customer_equity",
    "customer_value",
    "customers_to_come",
    "elasticities",
    "margin_multiple",
    "marginal_returns",
    "move_in_steps",
    "retention_elasticity",
    "retention_programme_value",
    "segment_shares",
]
