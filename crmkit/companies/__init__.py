"""Simulated companies whose truth is known: what a method finds can be held against it.

The figures that drive a company stand on its card (`crmkit.datasets.describe("online_shop")`).
Say in a lesson that the data are simulated.
"""

from crmkit.companies.bank import Branches, Network, branches
from crmkit.companies.company import Parameters, Simulated
from crmkit.companies.shop import OnlineShop, Shop, online_shop
from crmkit.companies.shop_export import export

__all__ = [
    "Branches",
    "Network",
    "OnlineShop",
    "Parameters",
    "Shop",
    "Simulated",
    "branches",
    "export",
    "online_shop",
]
