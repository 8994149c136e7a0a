"""What all tests share: property tests draw the same examples on every machine, without a clock."""

from hypothesis import settings

settings.register_profile("same everywhere", derandomize=True, deadline=None)
settings.load_profile("same everywhere")
