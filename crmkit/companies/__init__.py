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
from crmkit.companies.power_utility import PowerUtility, Utility, power_utility
from crmkit.companies.restaurant_club import Club, RestaurantClub, restaurant_club
from crmkit.companies.service_recovery import ParcelService, ServiceRecovery, service_recovery
from crmkit.companies.service_survey import ServiceQuality, ServiceSurvey, service_survey
from crmkit.companies.shop import OnlineShop, Shop, online_shop
from crmkit.companies.shop_export import export
from crmkit.companies.subscription_firm import Subscribing, SubscriptionFirm, subscription_firm
from crmkit.companies.transport_company import Transport, TransportCompany, transport_company
from crmkit.companies.transport_weeks import TransportRegions, TransportWeeks, transport_weeks
from crmkit.companies.travel_agency import Agency, TravelAgency, travel_agency

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
    "LoyaltyClubs",
    "LoyaltySurvey",
    "MailOrder",
    "MailTests",
    "Network",
    "OnlineShop",
    "Parameters",
    "ParcelService",
    "PersonaCustomers",
    "Persuadable",
    "PersuadableCustomers",
    "PowerUtility",
    "Reporting",
    "RestaurantClub",
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
    "Utility",
    "Wardrobe",
    "basket_shop",
    "bonded_customers",
    "branches",
    "brand_panel",
    "car_buyers",
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
    "power_utility",
    "restaurant_club",
    "service_recovery",
    "service_survey",
    "subscription_firm",
    "transport_company",
    "transport_weeks",
    "travel_agency",
]
