"""One name for one thing: the columns of the kit's public tables, and what each holds.

A share has the name of what it is a share of; `cumulative_` in front says that it is counted up.
GLOSSARY.md explains the terms; a test holds every public table to this list.
"""

COLUMNS: dict[str, str] = {
    # Whole numbers.
    "customers": "number of customers",
    "purchases": "number of purchases",
    "responses": "number of customers who answered",
    # Shares, 0 to 1.
    "customer_share": "of all customers",
    "spend_share": "of all spend",
    "value_share": "of all value (spend or profit)",
    "profit_share": "of all profit",
    "purchase_share": "of all purchases",
    "penetration": "of customers who bought at least once",
    "response_rate": "of customers who answered",
    "cumulative_customer_share": "of all customers, counted up",
    "cumulative_spend_share": "of all spend, counted up",
    "cumulative_profit_share": "of all profit, counted up",
    # Money.
    "spend": "money spent",
    "mean_spend": "money spent, a customer",
    "profit": "money earned less what it cost",
    "value": "money: spend or profit, whichever was given",
    "mean_value": "value, a customer",
    # Intervals.
    "estimate": "the best single value",
    "standard_error": "of the estimate",
    "low": "lower end of an interval",
    "high": "upper end of an interval",
    # Forecasts.
    "expected": "what a model expects",
    "actual": "what happened",
}
