"""Simulated companies whose truth is known: what a method finds can be held against it.

The figures that drive a company stand on its card (`crmkit.datasets.describe("online_shop")`).
Say in a lesson that the data are simulated.
"""

from crmkit.companies.bank import Branches, Network, branches
from crmkit.companies.basket_shop import Basketing, BasketShop, basket_shop
from crmkit.companies.bonded import Bonded, BondedCustomers, bonded_customers
from crmkit.companies.brands import BrandPanel, Brands, brand_panel
from crmkit.companies.car_buyers import CarBuyers, Dealing, car_buyers
from crmkit.companies.company import Parameters, Simulated
from crmkit.companies.data_platform import DataPlatform, Platform, data_platform
from crmkit.companies.dealer_channel import DealerChannel, Dealers, dealer_channel
from crmkit.companies.festival_year import Festival, FestivalYear, festival_year
from crmkit.companies.insurer import Insurer, Insuring, insurer
from crmkit.companies.inviting_customers import Inviting, InvitingCustomers, invitations
from crmkit.companies.lapsed_customers import LapsedCustomers, Lapsing, lapsed_customers
from crmkit.companies.late_exits import LateExits, Reporting, late_exits
from crmkit.companies.loyalty_clubs import Clubs, LoyaltyClubs, loyalty_clubs
from crmkit.companies.loyalty_survey import LoyaltySurvey, Survey, loyalty_survey
from crmkit.companies.mail_tests import MailOrder, MailTests, mail_tests
from crmkit.companies.persona_customers import PersonaCustomers, Wardrobe, persona_customers
from crmkit.companies.persuadable_customers import (
    Persuadable,
    PersuadableCustomers,
    persuadable_customers,
)
from crmkit.companies.petrochemical_accounts import (
    PetrochemicalAccounts,
    Producing,
    petrochemical_accounts,
)
from crmkit.companies.phone_launch import Launching, PhoneLaunch, phone_launch
from crmkit.companies.power_utility import PowerUtility, Utility, power_utility
from crmkit.companies.rebate_ledger import RebateLedger, Rebating, rebate_ledger
from crmkit.companies.restaurant_club import Club, RestaurantClub, restaurant_club
from crmkit.companies.sales_pipeline import SalesPipeline, Selling, sales_pipeline
from crmkit.companies.service_recovery import ParcelService, ServiceRecovery, service_recovery
from crmkit.companies.service_survey import ServiceQuality, ServiceSurvey, service_survey
from crmkit.companies.shop import OnlineShop, Shop, online_shop
from crmkit.companies.shop_export import export
from crmkit.companies.subscription_firm import Subscribing, SubscriptionFirm, subscription_firm
from crmkit.companies.transport_company import Transport, TransportCompany, transport_company
from crmkit.companies.transport_weeks import TransportRegions, TransportWeeks, transport_weeks
from crmkit.companies.travel_agency import Agency, TravelAgency, travel_agency
from crmkit.companies.two_sided_market import Marketplace, TwoSidedMarket, two_sided_market

__all__ = [
    "Agency",
    "BasketShop",
    "Basketing",
    "Bonded",
    "BondedCustomers",
    "Branches",
    "BrandPanel",
    "Brands",
    "CarBuyers",
    "Club",
    "Clubs",
    "DataPlatform",
    "DealerChannel",
    "Dealers",
    "Dealing",
    "Festival",
    "FestivalYear",
    "Insurer",
    "Insuring",
    "Inviting",
    "InvitingCustomers",
    "LapsedCustomers",
    "Lapsing",
    "LateExits",
    "Launching",
    "LoyaltyClubs",
    "LoyaltySurvey",
    "MailOrder",
    "MailTests",
    "Marketplace",
    "Network",
    "OnlineShop",
    "Parameters",
    "ParcelService",
    "PersonaCustomers",
    "Persuadable",
    "PersuadableCustomers",
    "PetrochemicalAccounts",
    "PhoneLaunch",
    "Platform",
    "PowerUtility",
    "Producing",
    "RebateLedger",
    "Rebating",
    "Reporting",
    "RestaurantClub",
    "SalesPipeline",
    "Selling",
    "ServiceQuality",
    "ServiceRecovery",
    "ServiceSurvey",
    "Shop",
    "Simulated",
    "Subscribing",
    "SubscriptionFirm",
    "Survey",
    "Transport",
    "TransportCompany",
    "TransportRegions",
    "TransportWeeks",
    "TravelAgency",
    "TwoSidedMarket",
    "Utility",
    "Wardrobe",
    "basket_shop",
    "bonded_customers",
    "branches",
    "brand_panel",
    "car_buyers",
    "data_platform",
    "dealer_channel",
    "export",
    "festival_year",
    "insurer",
    "invitations",
    "lapsed_customers",
    "late_exits",
    "loyalty_clubs",
    "loyalty_survey",
    "mail_tests",
    "online_shop",
    "persona_customers",
    "persuadable_customers",
    "petrochemical_accounts",
    "phone_launch",
    "power_utility",
    "rebate_ledger",
    "restaurant_club",
    "sales_pipeline",
    "service_recovery",
    "service_survey",
    "subscription_firm",
    "transport_company",
    "transport_weeks",
    "travel_agency",
    "two_sided_market",
]
