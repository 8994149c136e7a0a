"""Loyalty: what it is, what looks like it, and what makes it. Part 2 of the course.

`typology` (lesson 20) and `survey`, the check of answers, stand here; each other lesson has a room:
repeat_buying (21), double_jeopardy (22), rewards (23), three_bonds (24), quality (25), experience
(26), referral (27), internal_customers (28). What they offer is imported from here:
`from crmkit.loyalty import switching`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
