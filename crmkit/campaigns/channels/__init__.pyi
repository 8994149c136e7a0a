from . import double_margin, ordered_choice, referral_fee

__all__ = ["double_margin", "ordered_choice", "referral_fee"]
