"""Simulated companies whose truth is known: what a method finds can be held against it.

The figures that drive a company stand on its card (`crmkit.datasets.describe("online_shop")`).
Say in a lesson that the data are simulated.
"""

from crmkit.companies.bank import Branches, Network, branches
from crmkit.companies.bonded import Bonded, BondedCustomers, bonded_customers
from crmkit.companies.brands import BrandPanel, Brands, brand_panel
from crmkit.companies.company import Parameters, Simulated
from crmkit.companies.inviting_customers import Inviting, InvitingCustomers, invitations
from crmkit.companies.loyalty_clubs import Clubs, LoyaltyClubs, loyalty_clubs
from crmkit.companies.loyalty_survey import LoyaltySurvey, Survey, loyalty_survey
from crmkit.companies.persuadable_customers import (
    Persuadable,
    PersuadableCustomers,
    persuadable_customers,
)
from crmkit.companies.service_recovery import ParcelService, ServiceRecovery, service_recovery
from crmkit.companies.service_survey import ServiceQuality, ServiceSurvey, service_survey
from crmkit.companies.shop import OnlineShop, Shop, online_shop
from crmkit.companies.shop_export import export

__all__ = [
    "Bonded",
    "BondedCustomers",
    "Branches",
    "BrandPanel",
    "Brands",
    "Clubs",
    "Inviting",
    "InvitingCustomers",
    "LoyaltyClubs",
    "LoyaltySurvey",
    "Network",
    "OnlineShop",
    "Parameters",
    "ParcelService",
    "Persuadable",
    "PersuadableCustomers",
    "ServiceQuality",
    "ServiceRecovery",
    "ServiceSurvey",
    "Shop",
    "Simulated",
    "Survey",
    "bonded_customers",
    "branches",
    "brand_panel",
    "export",
    "invitations",
    "loyalty_clubs",
    "loyalty_survey",
    "online_shop",
    "persuadable_customers",
    "service_recovery",
    "service_survey",
]
