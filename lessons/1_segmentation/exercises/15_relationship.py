# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 15: which relationship for whom
#
# **Your company** A supplier of lubricants shares out its sales staff. Its figures are drawn by your name:
# nobody else has your numbers. `levels` holds its five relationship levels (关系层次): the retention rate (保留率)
# a year and the cost to serve one customer (yuan a year); there are no set-up costs. `segments` holds six
# segments: market revenue (yuan a year), margin rate (毛利率, a share of revenue) and number of customers.
# `discount` is the discount rate (折现率) a year. As in the lesson, all payments fall at the start of a year,
# and the first one now. `values` is the value (yuan) of each whole segment at each level, by the lesson's
# formula.
#
# **Before this** [15 Which relationship for whom](../../notebooks/1_segmentation/15_relationship.ipynb).
# **Time** 45 minutes.

# %% tags=["data"]
import numpy as np
import pandas as pd

_shift = rng.uniform(-0.02, 0.02)
levels = pd.DataFrame(
    {
        "retention_rate": (
            np.array([0.60, 0.70, 0.78, 0.84, 0.88]) + _shift + rng.uniform(-0.004, 0.004, 5)
        ).round(3),
        "annual_cost": np.array([20, 120, 600, 2000, 5000]) * rng.uniform(0.92, 1.08, 5).round(2),
        "setup_cost": 0.0,
    },
    index=pd.Index(
        ["basic", "reactive", "accountable", "proactive", "partnership"], name="level"
    ),
)
_rate = rng.uniform(0.10, 0.30, 6).round(2)
_customers = np.rint(
    np.array([15, 110, 280, 500, 900, 2400]) * rng.uniform(0.85, 1.15, 6)
).astype(int)
_margin = np.array([31000, 11500, 4600, 1700, 900, 250]) * rng.uniform(0.88, 1.12, 6)
segments = pd.DataFrame(
    {
        "market_revenue": (_margin * _customers / _rate).round(-4),
        "margin_rate": _rate,
        "customers": _customers,
    },
    index=pd.Index(
        ["shipyards", "bottlers", "printers", "farms", "garages", "hobby shops"], name="segment"
    ),
)
discount = float(rng.integers(8, 13)) / 100
dealer_margin = float(rng.integers(240, 361) * 10)
budget = float(rng.integers(40, 45) * 10_000)
loan_rate = float(rng.integers(12, 25)) / 100
portal_cost = float(rng.integers(5, 30) * 10_000)

# %%
import pandas as pd

from crmkit.segmentation import relationship
from crmkit.segmentation import relationship_sensitivity as sensitivity

# %%
levels, segments, discount = sheet["levels"], sheet["segments"], sheet["discount"]
values = relationship.level_values(segments, levels=levels, annual_discount_rate=discount)
values.round(0)

# %% [markdown] question="q1" points=1 decimals=2
# ## 1 One dealer by hand
#
# A dealer carries a margin (毛利) of `dealer_margin` yuan a year. What is the dealer worth at the level *reactive*
# (被动型)? Use `levels` and `discount`. Yuan, with 2 decimals.

# %% tags=["starter"]
dealer_margin = sheet["dealer_margin"]
q1 = ...

# %% tags=["solution"]
# Each year brings margin less cost, each year less likely to come and worth less today. The
# endless sum has the short form (m - c)(1 + d) / (1 + d - r); its first payment is not discounted.
kept, cost = levels["retention_rate"]["reactive"], levels["annual_cost"]["reactive"]
q1 = (sheet["dealer_margin"] - cost) * (1 + discount) / (1 + discount - kept)

# %% tags=["wrong"]
# You forgot what it costs to serve the dealer. Each year that cost goes off the margin.
kept = levels["retention_rate"]["reactive"]
q1 = sheet["dealer_margin"] * (1 + discount) / (1 + discount - kept)

# %% tags=["wrong"]
# Your first payment comes a year from now. Here the first one comes at once, and it is sure to come.
kept, cost = levels["retention_rate"]["reactive"], levels["annual_cost"]["reactive"]
q1 = (sheet["dealer_margin"] - cost) * kept / (1 + discount - kept)

# %% tags=["wrong"]
# You left out the discount rate (折现率). Money a year later is worth less than money now.
kept, cost = levels["retention_rate"]["reactive"], levels["annual_cost"]["reactive"]
q1 = (sheet["dealer_margin"] - cost) / (1 - kept)

# %% tags=["wrong"]
# You subtracted the cost once, from the sum. It is paid every year in which the dealer is still there.
kept, cost = levels["retention_rate"]["reactive"], levels["annual_cost"]["reactive"]
q1 = sheet["dealer_margin"] * (1 + discount) / (1 + discount - kept) - cost

# %% [markdown] tags=["hint"]
# The lesson has a short form for the endless sum. Which four numbers go into it?

# %% [markdown] tags=["hint"]
# Take the retention rate and the annual cost from the row of *reactive* in `levels`. The cost goes off the
# margin before anything is multiplied.

# %% [markdown] question="q2" points=1 decimals=2
# ## 2 Where the choice switches
#
# Between which two margins (yuan a customer and year) is *accountable* (负责型) the best level? Yuan, with 2
# decimals.

# %% tags=["starter"]
q2 = {"from": ..., "to": ...}

# %% tags=["solution"]
# Each level is a straight line in the margin, and the best level is the highest line. It takes over where
# it crosses the line of the level before, and hands over where the steeper next line crosses it.
row = sensitivity.switch_points(levels, annual_discount_rate=discount).loc["accountable"]
q2 = {"from": row["pays_from"], "to": row["pays_to"]}

# %% tags=["wrong"]
# Your first margin is where the level breaks even. There it is worth nothing yet, and another level is
# still better.
row = sensitivity.switch_points(levels, annual_discount_rate=discount).loc["accountable"]
q2 = {"from": row["breaks_even_at"], "to": row["pays_to"]}

# %% tags=["wrong"]
# You used the invented levels of the lesson. This firm has its own, in `levels`.
row = sensitivity.switch_points(annual_discount_rate=discount).loc["accountable"]
q2 = {"from": row["pays_from"], "to": row["pays_to"]}

# %% tags=["wrong"]
# That is the next level, *proactive* (能动型). It begins where accountable ends.
row = sensitivity.switch_points(levels, annual_discount_rate=discount).loc["proactive"]
q2 = {"from": row["pays_from"], "to": row["pays_to"]}

# %% tags=["wrong"]
# You took the margins at which each level costs as much as it brings. Look for those at which one level
# becomes better than another.
q2 = {"from": levels["annual_cost"]["accountable"], "to": levels["annual_cost"]["proactive"]}

# %% [markdown] tags=["hint"]
# The lesson prints a table with one row a level that says from where to where each one pays.

# %% [markdown] tags=["hint"]
# Pass your own `levels` and your own `discount` to the function that gives this table.

# %% [markdown] question="q3" points=2 decimals=2
# ## 3 A rival catches up
#
# A level's retention gain is its retention rate less that of *basic* (基本型). A rival copies what you do, and
# all gains halve; basic keeps its rate, and the costs stay. Each segment then gets the level that is best
# for it under the new rates. How many of the six segments change their level? And how much value do the six
# lose together, from the best levels before to the best levels after? A whole number, and yuan with 2
# decimals (above 0).

# %% tags=["starter"]
q3 = {"moved": ..., "value_lost": ...}

# %% tags=["solution"]
# Half the gain at the same cost: loyalty has become dearer, so several segments move to a looser level.
# Choosing anew saves a part of the loss, but no choice brings all of it back.
basic = levels["retention_rate"]["basic"]
weaker = levels.assign(retention_rate=basic + (levels["retention_rate"] - basic) / 2)
old = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
new = relationship.best_level(segments, levels=weaker, annual_discount_rate=discount)
q3 = {
    "moved": (old["level"] != new["level"]).sum(),
    "value_lost": old["value"].sum() - new["value"].sum(),
}

# %% tags=["wrong"]
# Your loss is that of segments which stay at their old levels. They may change: value each at what is best
# now.
basic = levels["retention_rate"]["basic"]
weaker = levels.assign(retention_rate=basic + (levels["retention_rate"] - basic) / 2)
old = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
new = relationship.best_level(segments, levels=weaker, annual_discount_rate=discount)
worth = relationship.level_values(segments, levels=weaker, annual_discount_rate=discount)
kept = sum(worth.loc[name, old["level"][name]] for name in segments.index)
q3 = {"moved": (old["level"] != new["level"]).sum(), "value_lost": old["value"].sum() - kept}

# %% tags=["wrong"]
# You halved the retention rates themselves. Only what a level gains over basic halves.
weaker = levels.assign(retention_rate=levels["retention_rate"] / 2)
old = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
new = relationship.best_level(segments, levels=weaker, annual_discount_rate=discount)
lost = old["value"].sum() - new["value"].sum()
q3 = {"moved": (old["level"] != new["level"]).sum(), "value_lost": lost}

# %% tags=["wrong"]
# The segments that move are right. You give the value that is left; asked is how much is lost.
basic = levels["retention_rate"]["basic"]
weaker = levels.assign(retention_rate=basic + (levels["retention_rate"] - basic) / 2)
old = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
new = relationship.best_level(segments, levels=weaker, annual_discount_rate=discount)
q3 = {"moved": (old["level"] != new["level"]).sum(), "value_lost": new["value"].sum()}

# %% tags=["wrong"]
# You halved the costs as well. The rival takes your gains; what your service costs stays the same.
basic = levels["retention_rate"]["basic"]
rates = basic + (levels["retention_rate"] - basic) / 2
weaker = levels.assign(retention_rate=rates, annual_cost=levels["annual_cost"] / 2)
old = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
new = relationship.best_level(segments, levels=weaker, annual_discount_rate=discount)
lost = old["value"].sum() - new["value"].sum()
q3 = {"moved": (old["level"] != new["level"]).sum(), "value_lost": lost}

# %% [markdown] tags=["hint"]
# The lesson changes the costs with `levels.assign(...)`. Change the retention rates in the same way.

# %% [markdown] tags=["hint"]
# Let the best levels be found twice, with the old and with the new table. Compare the two columns `level`,
# and the sums of the two columns `value`.

# %% [markdown] question="q4" points=2 decimals=2
# ## 4 A colleague's mistake
#
# A colleague has chosen a level for each segment, "by what one customer carries":
#
# ```python
# margin = segments["market_revenue"] / segments["customers"]                  # step A
# worth = relationship.value_per_customer(
#     margin, levels=levels, annual_discount_rate=discount
# )                                                                            # step B
# level = worth.idxmax(axis="columns")                                         # step C
# ```
#
# Which step is wrong ("A", "B" or "C")? And if the firm follows his levels, how much less are the six
# segments worth together than at their best levels? Judge both by `values`. Yuan, with 2 decimals (above
# 0).

# %% tags=["starter"]
q4 = {"step": ..., "value_lost": ...}

# %% tags=["solution"]
# Step A takes revenue for margin. Every customer looks several times too large, and gets a level that is
# too close and too dear. The true value of the colleague's choice stands in `values`, at the levels named.
his_margin = segments["market_revenue"] / segments["customers"]
worth = relationship.value_per_customer(his_margin, levels=levels, annual_discount_rate=discount)
his = worth.set_axis(segments.index).idxmax(axis="columns")
at_his = sum(values.loc[name, his[name]] for name in segments.index)
q4 = {"step": "A", "value_lost": values.max(axis="columns").sum() - at_his}

# %% tags=["wrong"]
# The step is right. You give what his levels are worth; how far is that below the best?
his_margin = segments["market_revenue"] / segments["customers"]
worth = relationship.value_per_customer(his_margin, levels=levels, annual_discount_rate=discount)
his = worth.set_axis(segments.index).idxmax(axis="columns")
q4 = {"step": "A", "value_lost": sum(values.loc[name, his[name]] for name in segments.index)}

# %% tags=["wrong"]
# The step is right. Your loss is that of one customer of each segment; a segment has many.
his_margin = segments["market_revenue"] / segments["customers"]
worth = relationship.value_per_customer(his_margin, levels=levels, annual_discount_rate=discount)
his = worth.set_axis(segments.index).idxmax(axis="columns")
each = values.div(segments["customers"], axis="index")
at_his = sum(each.loc[name, his[name]] for name in segments.index)
q4 = {"step": "A", "value_lost": each.max(axis="columns").sum() - at_his}

# %% tags=["wrong"]
# The step is right. You compare the value he believes in with the true one. Compare two true values
# instead: that of the best levels and that of his levels.
his_margin = segments["market_revenue"] / segments["customers"]
worth = relationship.value_per_customer(his_margin, levels=levels, annual_discount_rate=discount)
believed = (worth.set_axis(segments.index).max(axis="columns") * segments["customers"]).sum()
q4 = {"step": "A", "value_lost": believed - values.max(axis="columns").sum()}

# %% tags=["wrong"]
# The loss is right, the step is not: taking the level of the largest value is what one should do. Was that
# value computed from the right thing?
his_margin = segments["market_revenue"] / segments["customers"]
worth = relationship.value_per_customer(his_margin, levels=levels, annual_discount_rate=discount)
his = worth.set_axis(segments.index).idxmax(axis="columns")
at_his = sum(values.loc[name, his[name]] for name in segments.index)
q4 = {"step": "C", "value_lost": values.max(axis="columns").sum() - at_his}

# %% [markdown] tags=["hint"]
# Which three columns of `segments` does a customer's margin need? How many of them does the colleague use?

# %% [markdown] tags=["hint"]
# Run his lines: the rows of `level` are in the order of `segments`. For each segment find the value in
# `values` at his level, and the largest value of the row.

# %% [markdown] question="q5" points=2 decimals=3
# ## 5 How wrong may the costs be?
#
# The annual costs in `levels` are estimates. Suppose that in truth they are all higher, by the same factor
# above 1. Which segment is the first to change its best level as the factor rises from 1, and at which
# factor does it change? The name of the segment, and the factor with 3 decimals.

# %% tags=["starter"]
q5 = {"segment": ..., "factor": ...}

# %% tags=["solution"]
# `flips` gives for each segment the factor at which the choice turns, here `rises_to` of the cost to serve.
# The smallest one comes first. Below it nobody has to argue about the estimate.
flips = sensitivity.flips(segments, levels=levels, annual_discount_rate=discount)
rises_to = flips.xs("cost_to_serve", level="lever")["rises_to"]
q5 = {"segment": rises_to.idxmin(), "factor": rises_to.min()}

# %% tags=["wrong"]
# That is the segment that holds out longest. Which one is the first to change?
flips = sensitivity.flips(segments, levels=levels, annual_discount_rate=discount)
rises_to = flips.xs("cost_to_serve", level="lever")["rises_to"]
q5 = {"segment": rises_to.idxmax(), "factor": rises_to.max()}

# %% tags=["wrong"]
# You let the costs fall. They are higher than estimated, so look above 1.
flips = sensitivity.flips(segments, levels=levels, annual_discount_rate=discount)
falls_to = flips.xs("cost_to_serve", level="lever")["falls_to"]
q5 = {"segment": falls_to.idxmax(), "factor": falls_to.max()}

# %% tags=["wrong"]
# That is the lever of the margin rate. The question changes the cost to serve.
flips = sensitivity.flips(segments, levels=levels, annual_discount_rate=discount)
rises_to = flips.xs("margin_rate", level="lever")["rises_to"]
q5 = {"segment": rises_to.idxmin(), "factor": rises_to.min()}

# %% tags=["wrong"]
# You used the invented levels of the lesson. This firm has its own, in `levels`.
flips = sensitivity.flips(segments, annual_discount_rate=discount)
rises_to = flips.xs("cost_to_serve", level="lever")["rises_to"]
q5 = {"segment": rises_to.idxmin(), "factor": rises_to.min()}

# %% [markdown] tags=["hint"]
# The lesson reads a row of such a table aloud: until which factor a choice is safe. Which lever is it
# about?

# %% [markdown] tags=["hint"]
# One column holds the factors below 1, another those above 1. Compare the six segments in the second. An
# empty entry (NaN) means that no factor changes the choice.

# %% [markdown] question="q6" points=3 decimals=2
# ## 6 Stay, borrow, or build?
#
# The costs of the first year (to serve the customers of all six segments) may be no more than `budget`
# yuan. Three plans:
#
# - "stay": take the levels that make the most value within the budget.
# - "borrow": give each segment its best level, whatever the budget. What the first year then costs above
#   `budget` is lent by a bank, which takes `loan_rate` times that sum as its fee, once, now. Nothing else
#   of the loan counts.
# - "portal": build a portal for `portal_cost` yuan, paid once, now, and not out of the budget. The annual
#   cost of every level falls to 0.8 times what it is, retention stays. Then take the levels that make the
#   most value within the same budget.
#
# The worth of a plan is the value of the six segments less the bank's fee or the price of the portal. Which
# plan is worth most, and how much more is it worth than "stay"? Yuan, with 2 decimals.

# %% tags=["starter"]
budget, loan_rate, portal_cost = sheet["budget"], sheet["loan_rate"], sheet["portal_cost"]
q6 = {"plan": ..., "gain": ...}

# %% tags=["solution"]
# Three totals of value, made comparable by taking off what each plan costs. A budget that binds has a
# price, the value given up under it, and both a loan and a portal are ways to pay less than that price.
terms = {"annual_discount_rate": discount, "first_year_budget": sheet["budget"]}
cheap = levels.assign(annual_cost=0.8 * levels["annual_cost"])
stay = relationship.best_level(segments, levels=levels, **terms)["value"].sum()
portal = relationship.best_level(segments, levels=cheap, **terms)["value"].sum() - stay
free = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
borrow = free["value"].sum() - stay
fee = sheet["loan_rate"] * (free["first_year_cost"].sum() - sheet["budget"])
gains = {"stay": 0.0, "borrow": borrow - fee, "portal": portal - sheet["portal_cost"]}
q6 = {"plan": max(gains, key=gains.get), "gain": max(gains.values())}

# %% tags=["wrong"]
# The gain of this plan is computed well, but another plan gains more.
terms = {"annual_discount_rate": discount, "first_year_budget": sheet["budget"]}
cheap = levels.assign(annual_cost=0.8 * levels["annual_cost"])
stay = relationship.best_level(segments, levels=levels, **terms)["value"].sum()
portal = relationship.best_level(segments, levels=cheap, **terms)["value"].sum() - stay
free = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
borrow = free["value"].sum() - stay
fee = sheet["loan_rate"] * (free["first_year_cost"].sum() - sheet["budget"])
gains = {"stay": 0.0, "borrow": borrow - fee, "portal": portal - sheet["portal_cost"]}
second = sorted(gains, key=gains.get)[1]
q6 = {"plan": second, "gain": gains[second]}

# %% tags=["wrong"]
# You compare the values before the bank's fee and the price of the portal. Take them off first.
terms = {"annual_discount_rate": discount, "first_year_budget": sheet["budget"]}
cheap = levels.assign(annual_cost=0.8 * levels["annual_cost"])
stay = relationship.best_level(segments, levels=levels, **terms)["value"].sum()
portal = relationship.best_level(segments, levels=cheap, **terms)["value"].sum() - stay
free = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
borrow = free["value"].sum() - stay
gains = {"borrow": borrow, "portal": portal}
q6 = {"plan": max(gains, key=gains.get), "gain": max(gains.values())}

# %% tags=["wrong"]
# You give what the best plan is worth in all. The question asks how much more that is than with "stay".
terms = {"annual_discount_rate": discount, "first_year_budget": sheet["budget"]}
cheap = levels.assign(annual_cost=0.8 * levels["annual_cost"])
stay = relationship.best_level(segments, levels=levels, **terms)["value"].sum()
portal = relationship.best_level(segments, levels=cheap, **terms)["value"].sum() - stay
free = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
borrow = free["value"].sum() - stay
fee = sheet["loan_rate"] * (free["first_year_cost"].sum() - sheet["budget"])
gains = {"stay": 0.0, "borrow": borrow - fee, "portal": portal - sheet["portal_cost"]}
q6 = {"plan": max(gains, key=gains.get), "gain": stay + max(gains.values())}

# %% tags=["wrong"]
# You let the portal lift the budget. It makes service cheaper, but the first year's costs still have to
# fit.
terms = {"annual_discount_rate": discount, "first_year_budget": sheet["budget"]}
cheap = levels.assign(annual_cost=0.8 * levels["annual_cost"])
stay = relationship.best_level(segments, levels=levels, **terms)["value"].sum()
free = relationship.best_level(segments, levels=cheap, annual_discount_rate=discount)
q6 = {"plan": "portal", "gain": free["value"].sum() - stay - sheet["portal_cost"]}

# %% [markdown] tags=["hint"]
# Find the best levels three times: with the budget, without it, and with cheaper levels within the budget.

# %% [markdown] tags=["hint"]
# The table of best levels has `value` and `first_year_cost`; sum both. The bank lends the first-year cost
# of the free choice less the budget.
