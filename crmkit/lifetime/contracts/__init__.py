"""Customers with a contract, whose leaving is seen: who renews, and for how long."""

from crmkit.lifetime.contracts.tables import survivors

__all__ = ["survivors"]
