from . import audits, digits, peer_rebates, repeated_game

__all__ = ["audits", "digits", "peer_rebates", "repeated_game"]
