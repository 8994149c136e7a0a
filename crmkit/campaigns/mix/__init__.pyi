from . import (
    account_prices,
    key_accounts,
    like_for_like,
)

__all__ = [
    "account_prices",
    "key_accounts",
    "like_for_like",
]
