"""Small tables lose more than a tenth soon: their tests say that they may."""

from functools import partial

from crmkit import orders

read = partial(orders.read, may_drop=1)
