from . import account_forecasts, choice_by_criteria, shared_plans, ties

__all__ = ["account_forecasts", "choice_by_criteria", "shared_plans", "ties"]
