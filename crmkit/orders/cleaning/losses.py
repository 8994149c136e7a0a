"""Refuse a read that loses too much, and say what took it."""

from __future__ import annotations

import math

from crmkit.orders.cleaning.report import Report
from crmkit.orders.cleaning.rules import Cleaned

# What a rule that takes most of a file usually says about how the file was read.
_REMEDIES = {
    "wrong number of cells": "say how its cells are cut (delimiter=), or mend the rows",
    "cancelled order": "name the status column (status=) if that is right, or say with cancelled= "
    "which of its words mean that nothing was sold",
    "non-numeric amount": "name another column (amount=), or write its cells as plain numbers, "
    "without words and marks that are no known currency",
    "non-numeric refund": "name another column (refund=), or write 0 where nothing was given back",
    "unparseable date": "name another column (date=), or say how its dates are written "
    "(date_format=)",
    "missing customer": "name another column (customer=)",
    "exact duplicate": "say what they are: purchases (duplicates='keep') or repeats "
    "(duplicates='drop')",
    "date after as_of": "take a later as_of",
    "return": "keep them (returns='keep')",
    "returned purchase": "keep the returns as lines (returns='keep')",
    "unmatched return": "keep them (returns='keep')",
    "zero amount": "keep them (zeros='keep')",
}


def check_left(cleaned: Cleaned) -> None:
    """Refuse to give an empty log."""
    if not len(cleaned.rows):
        raise ValueError(
            f"no order line is left after cleaning. {_most(cleaned.report)}\n{cleaned.report}"
        )


def check_dropped(cleaned: Cleaned, may_drop: float) -> None:
    """Refuse to lose a large part of the rows or of the money in silence."""
    most = max(cleaned.rows_lost, cleaned.money_lost)
    if most > may_drop:
        totals, said = cleaned.total_lines
        raise ValueError(
            f"the rules drop {cleaned.rows_lost:.1%} of the rows and {cleaned.money_lost:.1%} of "
            f"the money, more than may_drop={may_drop:g}. "
            f"{' '.join(filter(None, (said, _most(cleaned.report, but=totals))))} "
            f"may_drop={math.ceil(most * 100) / 100:g} accepts the loss.\n{cleaned.report}"
        )


def _most(report: Report, but: int = 0) -> str:
    """The rule that took most rows, if more than those of which all is said, and what to do."""
    took = [rule for rule in report.rules if rule.name in _REMEDIES and rule.action != "kept"]
    rule = max(took, key=lambda rule: rule.rows)
    if rule.rows <= but:
        return ""
    return (
        f"Most goes to {rule.name!r} ({rule.rows:,} of {report.rows_in:,} rows): mend the source, "
        f"or {_REMEDIES[rule.name]}."
    )
