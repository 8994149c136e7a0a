"""Customers with a contract, whose leaving is seen: who renews, and for how long."""

from crmkit.lifetime.contracts.tables import Contracts, survivors

__all__ = ["Contracts", "survivors"]
