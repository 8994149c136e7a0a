from .mix import key_accounts, like_for_like

__all__ = [
    "key_accounts",
    "like_for_like",
]
