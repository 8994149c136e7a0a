from . import cross_group, entry_game, share_race, two_sided

__all__ = ["cross_group", "entry_game", "share_race", "two_sided"]
