from . import cell_scores, mailing_profit

__all__ = ["cell_scores", "mailing_profit"]
