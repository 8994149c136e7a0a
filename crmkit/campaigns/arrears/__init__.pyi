from . import cost_cut, roll_rates, scorecard, visits

__all__ = ["cost_cut", "roll_rates", "scorecard", "visits"]
