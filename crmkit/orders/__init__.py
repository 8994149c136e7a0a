"""Any order export becomes an order log, and every row and cent is accounted for."""

from crmkit.orders.presets import PRESETS
from crmkit.orders.reading import Reading, read
from crmkit.orders.report import Report, Rule

__all__ = ["PRESETS", "Reading", "Report", "Rule", "read"]
