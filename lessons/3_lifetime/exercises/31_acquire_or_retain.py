# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 31: Acquire or retain?
#
# **Your company** You advise a firm that sends coffee by post. It spends money on winning prospects (潜在客户)
# and on keeping customers (保留, retention). Its figures are drawn by your name: nobody else has them.
#
# - `firm`: ceiling (上限) and speed of the two curves, under the names that `acquire_or_retain` wants. Speeds
#   are per yuan.
# - `today`: what it spends now: `acquisition_spend`, yuan a prospect, once; `retention_spend`, yuan a
#   customer and year.
# - `margin`: yuan that one customer leaves in a year, before the spending on keeping him. `discount`: the
#   discount rate (折现率) a year, 0.10 for 10 %.
#
# A customer's value is counted as in the lesson: the margin of his first year at once, then year after year
# the margin less what keeping one costs. The firm spends on keeping at each year's end, on every customer,
# also on those who then leave. Money is in yuan of today. Do not round before the end.
#
# **Before this** [31 Acquire or retain?](../../notebooks/3_lifetime/31_acquire_or_retain.ipynb).
# **Time** 45 minutes.

# %% tags=["data"]
from crmkit.lifetime import valuation as _valuation

margin = int(rng.integers(300, 501))
lower_margin = round(0.8 * margin)
discount = int(rng.integers(8, 13)) / 100
# Winning is slow and its ceiling low; keeping is quick. So the slow curve answers more to the margin.
firm = {
    "acquisition_ceiling": int(rng.integers(34, 43)) / 100,
    "acquisition_speed": round(float(rng.uniform(2.6, 3.0)) / margin, 4),
    "retention_ceiling": int(rng.integers(80, 87)) / 100,
    "retention_speed": round(float(rng.uniform(6, 7)) / margin, 4),
}
_known = {"annual_margin": margin, "annual_discount_rate": discount}
_plan = _valuation.acquire_or_retain(**_known, **firm)
# Too little on winning, too much on keeping: the averages hide it.
today = {
    "acquisition_spend": round(0.4 * _plan.acquisition_spend),
    "retention_spend": round(1.4 * _plan.retention_spend),
}
prospects = int(rng.integers(80, 121)) * 100
agency = {"acquisition_ceiling": round(firm["acquisition_ceiling"] + 0.1, 2)}
club = {"retention_ceiling": round(firm["retention_ceiling"] + 0.05, 2)}
_brings = [
    prospects
    * (
        _valuation.acquire_or_retain(**_known, **(firm | _change)).prospect_value
        - _plan.prospect_value
    )
    for _change in (agency, club)
]
# Either may be the better one, whichever brings more before its fee.
_best = int(rng.integers(2))
_keeps = float(rng.uniform(0.5, 0.7)) * _brings[_best]
_other = float(rng.uniform(-0.3, 0.6)) * min(_keeps, _brings[1 - _best])
_left = (_keeps, _other) if _best == 0 else (_other, _keeps)
agency["fee"], club["fee"] = (round(_brings[_n] - _left[_n], -3) for _n in (0, 1))
agency["fee"], club["fee"] = int(agency["fee"]), int(club["fee"])

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import valuation


def share(spend, ceiling, speed):
    return ceiling * (1 - np.exp(-speed * spend))


# %%
firm, today = sheet["firm"], sheet["today"]
margin, discount = sheet["margin"], sheet["discount"]
pd.Series({**firm, **today, "margin": margin, "discount": discount})

# %% [markdown] question="q1" points=1 decimals=2
# ## 1 What one costs, on average
#
# At the spends of `today`: what does one customer won cost on average, and what does one customer kept for
# another year cost on average?
#
# A dict: `{"won": ..., "kept": ...}`, in yuan with 2 decimals.

# %% tags=["starter"]
q1 = {"won": ..., "kept": ...}

# %% tags=["solution"]
# The firm spends on all prospects but wins only a share of them, so one customer won costs the spend divided
# by that share. Keeping a customer is counted alike: all are spent on, a share stays.
won = share(today["acquisition_spend"], firm["acquisition_ceiling"], firm["acquisition_speed"])
kept = share(today["retention_spend"], firm["retention_ceiling"], firm["retention_speed"])
q1 = {"won": today["acquisition_spend"] / won, "kept": today["retention_spend"] / kept}

# %% tags=["wrong"]
# You left out the ceilings: you count as if endless spending won and kept everybody.
won = share(today["acquisition_spend"], 1, firm["acquisition_speed"])
kept = share(today["retention_spend"], 1, firm["retention_speed"])
q1 = {"won": today["acquisition_spend"] / won, "kept": today["retention_spend"] / kept}

# %% tags=["wrong"]
# You multiplied by the share. The money of those who do not come or stay is spent, too: one must cost more
# than the spend a person.
won = share(today["acquisition_spend"], firm["acquisition_ceiling"], firm["acquisition_speed"])
kept = share(today["retention_spend"], firm["retention_ceiling"], firm["retention_speed"])
q1 = {"won": today["acquisition_spend"] * won, "kept": today["retention_spend"] * kept}

# %% tags=["wrong"]
# You divided by the ceilings. They are reached with endless spending only; take the shares that come at the
# spends of today.
q1 = {
    "won": today["acquisition_spend"] / firm["acquisition_ceiling"],
    "kept": today["retention_spend"] / firm["retention_ceiling"],
}

# %% tags=["wrong"]
# That is what the last one costs, from the slopes of the curves. The average counts all money and all
# customers.
a, b = firm["acquisition_speed"], firm["retention_speed"]
q1 = {
    "won": np.exp(a * today["acquisition_spend"]) / (firm["acquisition_ceiling"] * a),
    "kept": np.exp(b * today["retention_spend"]) / (firm["retention_ceiling"] * b),
}

# %% [markdown] tags=["hint"]
# Think of 100 prospects: how much is spent on them, and how many of them are won?

# %% [markdown] tags=["hint"]
# `share` gives the share won or kept. Put in today's spend, and the ceiling and the speed of the same curve.

# %% [markdown] question="q2" points=2 decimals=2
# ## 2 What a customer and a prospect are worth today
#
# With the spends of `today`: what is one customer worth? And what is one prospect worth, once the spend on
# winning is deducted?
#
# A dict: `{"customer": ..., "prospect": ...}`, in yuan with 2 decimals.

# %% tags=["starter"]
q2 = {"customer": ..., "prospect": ...}

# %% tags=["solution"]
# The first margin comes at once; after it, year after year, r times (margin less what keeping one costs), and
# keeping one costs R / r. A prospect becomes such a customer with the share won, and costs A in any case.
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = margin + (margin - R / r) * r / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * customer - A}

# %% tags=["wrong"]
# You left out the margin of the first year. It comes at once, before anything is spent on keeping.
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = (margin - R / r) * r / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * customer - A}

# %% tags=["wrong"]
# You left out what keeping costs. From the second year on it is deducted from the margin.
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = margin * (1 + discount) / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * customer - A}

# %% tags=["wrong"]
# You deducted the spend on keeping from the first margin, too, and later only for those who stay. When does
# the firm spend it first, and on whom?
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = (margin - R) * (1 + discount) / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * customer - A}

# %% tags=["wrong"]
# You charged the spend on keeping only for those who stay. It is spent on the others, too, so keeping one
# costs more.
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = margin + (margin - R) * r / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * customer - A}

# %% tags=["wrong"]
# The customer is right. A prospect costs money before he is a customer, and so do those who never become one.
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = margin + (margin - R / r) * r / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * customer}

# %% tags=["wrong"]
# The customer is right. But you deducted the spend only for those who are won; it is spent on every prospect.
A, R = today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
customer = margin + (margin - R / r) * r / (1 + discount - r)
won = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"])
q2 = {"customer": customer, "prospect": won * (customer - A)}

# %% tags=["wrong"]
# That is the best plan of the firm. The question is about the spends of today.
plan = valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
q2 = {"customer": plan.customer_value, "prospect": plan.prospect_value}

# %% [markdown] tags=["hint"]
# The lesson tries every spend on keeping. Here there is one spend only: today's.

# %% [markdown] tags=["hint"]
# Keeping is decided first: compute the share kept, then the customer. A prospect is worth the share won times
# the customer, less something.

# %% [markdown] question="q3" points=2 decimals=2
# ## 3 Change the margin
#
# Coffee gets dearer: the yearly margin falls to `sheet["lower_margin"]`. All else stays. By how many yuan
# does the best spend on acquisition (获客) fall, and by how many the best spend on retention, from the best
# plan at `margin` to the best plan at the lower margin? Which of the two falls more?
#
# A dict: `{"falls_more": ..., "acquisition": ..., "retention": ...}`. The first is "acquisition" or
# "retention", the others are the falls: positive numbers, yuan a person with 2 decimals.

# %% tags=["starter"]
q3 = {"falls_more": ..., "acquisition": ..., "retention": ...}

# %% tags=["solution"]
# A lower margin makes a customer worth less, and at the best plan the last one won and the last one kept may
# cost just that. Both spends go back until it is so again, and on the slower curve the way back is longer.
known = {"annual_discount_rate": discount, **firm}
old = valuation.acquire_or_retain(annual_margin=margin, **known)
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
falls = {"acquisition": old.acquisition_spend - new.acquisition_spend,
         "retention": old.retention_spend - new.retention_spend}
q3 = {"falls_more": max(falls, key=falls.get), **falls}

# %% tags=["wrong"]
# Those are the new spends. The question asks how much less they are than before.
known = {"annual_discount_rate": discount, **firm}
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
now = {"acquisition": new.acquisition_spend, "retention": new.retention_spend}
q3 = {"falls_more": "acquisition", **now}

# %% tags=["wrong"]
# Those are the new spends, and the larger of them. The question asks how much less they are than before.
known = {"annual_discount_rate": discount, **firm}
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
now = {"acquisition": new.acquisition_spend, "retention": new.retention_spend}
q3 = {"falls_more": "retention", **now}

# %% tags=["wrong"]
# The two falls are right. Compare them again: which one is the larger?
known = {"annual_discount_rate": discount, **firm}
old = valuation.acquire_or_retain(annual_margin=margin, **known)
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
falls = {"acquisition": old.acquisition_spend - new.acquisition_spend,
         "retention": old.retention_spend - new.retention_spend}
q3 = {"falls_more": min(falls, key=falls.get), **falls}

# %% tags=["wrong"]
# You began with the spends of today. They are not the best ones; compare one best plan with another.
known = {"annual_discount_rate": discount, **firm}
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
falls = {"acquisition": today["acquisition_spend"] - new.acquisition_spend,
         "retention": today["retention_spend"] - new.retention_spend}
q3 = {"falls_more": max(falls, key=falls.get), **falls}

# %% tags=["wrong"]
# You gave the falls as shares of the old spends. The question asks for yuan a person.
known = {"annual_discount_rate": discount, **firm}
old = valuation.acquire_or_retain(annual_margin=margin, **known)
new = valuation.acquire_or_retain(annual_margin=sheet["lower_margin"], **known)
falls = {"acquisition": 1 - new.acquisition_spend / old.acquisition_spend,
         "retention": 1 - new.retention_spend / old.retention_spend}
q3 = {"falls_more": max(falls, key=falls.get), **falls}

# %% [markdown] tags=["hint"]
# You need two plans, one for each margin. The lesson makes one in a single call.

# %% [markdown] tags=["hint"]
# `valuation.acquire_or_retain(annual_margin=..., annual_discount_rate=..., **firm)` gives a plan; its parts
# are `acquisition_spend`, `retention_spend` and others. Subtract the new from the old.

# %% [markdown] question="q4" points=2 decimals=2
# ## 4 A colleague and his ratio
#
# A colleague takes the two averages of exercise 1 (and has them right):
#
# ```python
# ratio = q1["won"] / q1["kept"]
# next_yuan = "keeping" if ratio > 1 else "winning"
# ```
#
# "A customer won costs more than a customer kept, so the next yuan should go into keeping." These are the
# wrong figures for this decision. What does the *last* customer won cost at today's spends, and what the
# *last* one kept? Compute both as in the lesson's equity test, from the slopes of the curves at these spends.
# Into which of the two should the next yuan go, if it is to win or keep more customers?
#
# A dict: `{"next_yuan": ..., "last_won": ..., "last_kept": ...}`. The first is "winning" or "keeping", the
# others are yuan with 2 decimals.

# %% tags=["starter"]
q4 = {"next_yuan": ..., "last_won": ..., "last_kept": ...}

# %% tags=["solution"]
# The slope of a curve says how many customers the next yuan brings; one over it is what the last one costs.
# Both curves are steep at first and flat later: the firm is far out on the flat part of keeping, where the
# average still looks good. There the last one kept costs more than a customer is worth (exercise 2).
a, b = firm["acquisition_speed"], firm["retention_speed"]
last_won = np.exp(a * today["acquisition_spend"]) / (firm["acquisition_ceiling"] * a)
last_kept = np.exp(b * today["retention_spend"]) / (firm["retention_ceiling"] * b)
choice = "winning" if last_won < last_kept else "keeping"
q4 = {"next_yuan": choice, "last_won": last_won, "last_kept": last_kept}

# %% tags=["wrong"]
# Those are the averages of your colleague, and his decision. Early customers are cheap and pull an average
# down; what does the last one cost?
won = share(today["acquisition_spend"], firm["acquisition_ceiling"], firm["acquisition_speed"])
kept = share(today["retention_spend"], firm["retention_ceiling"], firm["retention_speed"])
last_won, last_kept = today["acquisition_spend"] / won, today["retention_spend"] / kept
q4 = {"next_yuan": "keeping", "last_won": last_won, "last_kept": last_kept}

# %% tags=["wrong"]
# The two costs are right. The next yuan wins or keeps more where the last customer was cheaper.
a, b = firm["acquisition_speed"], firm["retention_speed"]
last_won = np.exp(a * today["acquisition_spend"]) / (firm["acquisition_ceiling"] * a)
last_kept = np.exp(b * today["retention_spend"]) / (firm["retention_ceiling"] * b)
choice = "keeping" if last_won < last_kept else "winning"
q4 = {"next_yuan": choice, "last_won": last_won, "last_kept": last_kept}

# %% tags=["wrong"]
# You took the slopes at a spend of 0: that is what the *first* one costs. Put in today's spends.
a, b = firm["acquisition_speed"], firm["retention_speed"]
first_won, first_kept = 1 / (firm["acquisition_ceiling"] * a), 1 / (firm["retention_ceiling"] * b)
choice = "winning" if first_won < first_kept else "keeping"
q4 = {"next_yuan": choice, "last_won": first_won, "last_kept": first_kept}

# %% tags=["wrong"]
# You left out the ceilings. A curve with a lower ceiling is flatter everywhere, so its last customer costs
# more.
a, b = firm["acquisition_speed"], firm["retention_speed"]
last_won = np.exp(a * today["acquisition_spend"]) / a
last_kept = np.exp(b * today["retention_spend"]) / b
choice = "winning" if last_won < last_kept else "keeping"
q4 = {"next_yuan": choice, "last_won": last_won, "last_kept": last_kept}

# %% tags=["wrong"]
# You took the best plan, where both costs are the same. The question is about the spends of today.
plan = valuation.acquire_or_retain(annual_margin=margin, annual_discount_rate=discount, **firm)
q4 = {"next_yuan": "winning", "last_won": plan.customer_value, "last_kept": plan.customer_value}

# %% [markdown] tags=["hint"]
# Look at the figure of the lesson. How much does one more yuan bring on the steep part of a curve, and how
# much on the flat part?

# %% [markdown] tags=["hint"]
# The equity test (客户资产检验) of the lesson computes both costs at the best plan, as one over a slope. Use this
# firm's ceilings and speeds, and the spends of `today`.

# %% [markdown] question="q5" points=3 decimals=0
# ## 5 Agency or club?
#
# The firm will now follow its best plan, as `acquire_or_retain` finds it, and it can buy one thing more:
#
# - an advertising agency: it raises the ceiling of winning to `sheet["agency"]["acquisition_ceiling"]`, for a
#   fee of `sheet["agency"]["fee"]` yuan;
# - a customer club: it raises the ceiling of keeping to `sheet["club"]["retention_ceiling"]`, for a fee of
#   `sheet["club"]["fee"]` yuan.
#
# Each fee is paid once, now. Speeds and margin (`margin`, not the lower one) stay, and after the purchase the
# firm follows the plan that is best then. There are `sheet["prospects"]` prospects. Count only what they are
# worth; leave out the customers whom the firm has already.
#
# What do you buy, and by how much does it raise the value of all prospects together, its fee deducted,
# against the best plan without it?
#
# A dict: `{"buy": ..., "gain": ...}`. The first is "agency", "club" or "neither" (if both would lose money,
# with a gain of 0), the second yuan, rounded to a whole number.

# %% tags=["starter"]
q5 = {"buy": ..., "gain": ...}

# %% tags=["solution"]
# Each purchase changes one ceiling, and with it the best plan: compare the value of a prospect before and
# after, times the prospects, less the fee. The fee belongs into the comparison; what brings more may also
# cost more than it brings.
gain = {"neither": 0}
base = {"annual_margin": margin, "annual_discount_rate": discount, **firm}
before = valuation.acquire_or_retain(**base).prospect_value
for name, part in (("agency", "acquisition_ceiling"), ("club", "retention_ceiling")):
    after = valuation.acquire_or_retain(**(base | {part: sheet[name][part]})).prospect_value
    gain[name] = sheet["prospects"] * (after - before) - sheet[name]["fee"]
q5 = {"buy": max(gain, key=gain.get), "gain": max(gain.values())}

# %% tags=["wrong"]
# You compared what the two bring, but the gain is what is left after the fee. Deduct each fee first, then
# choose.
gain = {}
base = {"annual_margin": margin, "annual_discount_rate": discount, **firm}
before = valuation.acquire_or_retain(**base).prospect_value
for name, part in (("agency", "acquisition_ceiling"), ("club", "retention_ceiling")):
    after = valuation.acquire_or_retain(**(base | {part: sheet[name][part]})).prospect_value
    gain[name] = sheet["prospects"] * (after - before)
q5 = {"buy": max(gain, key=gain.get), "gain": max(gain.values())}

# %% tags=["wrong"]
# The gain of this purchase is computed well, but the other one leaves more. Work out both before you choose.
gain = {}
base = {"annual_margin": margin, "annual_discount_rate": discount, **firm}
before = valuation.acquire_or_retain(**base).prospect_value
for name, part in (("agency", "acquisition_ceiling"), ("club", "retention_ceiling")):
    after = valuation.acquire_or_retain(**(base | {part: sheet[name][part]})).prospect_value
    gain[name] = sheet["prospects"] * (after - before) - sheet[name]["fee"]
q5 = {"buy": min(gain, key=gain.get), "gain": min(gain.values())}

# %% tags=["wrong"]
# You counted the whole value of the prospects after the purchase. Much of it is there without it; count
# only what is added.
gain = {}
base = {"annual_margin": margin, "annual_discount_rate": discount, **firm}
for name, part in (("agency", "acquisition_ceiling"), ("club", "retention_ceiling")):
    after = valuation.acquire_or_retain(**(base | {part: sheet[name][part]})).prospect_value
    gain[name] = sheet["prospects"] * after - sheet[name]["fee"]
q5 = {"buy": max(gain, key=gain.get), "gain": max(gain.values())}

# %% tags=["wrong"]
# You measured the gain against the spends of today. The firm follows its best plan in any case; only what
# comes on top of that is due to the purchase.
gain, A, R = {}, today["acquisition_spend"], today["retention_spend"]
r = share(R, firm["retention_ceiling"], firm["retention_speed"])
before = (margin * (1 + discount) - R) / (1 + discount - r)
before = share(A, firm["acquisition_ceiling"], firm["acquisition_speed"]) * before - A
base = {"annual_margin": margin, "annual_discount_rate": discount, **firm}
for name, part in (("agency", "acquisition_ceiling"), ("club", "retention_ceiling")):
    after = valuation.acquire_or_retain(**(base | {part: sheet[name][part]})).prospect_value
    gain[name] = sheet["prospects"] * (after - before) - sheet[name]["fee"]
q5 = {"buy": max(gain, key=gain.get), "gain": max(gain.values())}

# %% [markdown] tags=["hint"]
# Three plans are needed: without a purchase, with the agency, with the club. Which part of a plan says what
# one prospect is worth?

# %% [markdown] tags=["hint"]
# `firm | {"retention_ceiling": ...}` is a firm with one figure changed, as in the lesson. The fee is for all
# prospects together, the value of a plan is for one.
