from . import calibration, churn, cut, logit, ranking, rules

__all__ = ["calibration", "churn", "cut", "logit", "ranking", "rules"]
