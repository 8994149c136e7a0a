# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 37: How sure are we?
#
# **Your company** You advise a tea dealer who wins customers at nine market days and then sells to them
# online. Its customers are drawn by your name: nobody else has your numbers. `log` is the order log (订单流水),
# one row an order: `customer_id`, `ordered_at` (date and time), `amount` (yuan). It ends on 30 September
# 2023, and there you stand.
#
# The cells below fit a BG/NBD, `bg`, and draw its posterior (后验分布), `believed`. `forecast` is the interval
# (置信区间) for the number of purchases that all these customers together will make in the next 273 days, as in
# the lesson: `estimate`, `median`, `low` and `high` (95 %). It knows how far the parameters may be off, not
# luck.
#
# **Before this** [37 How sure are we?](../../notebooks/3_lifetime/37_how_sure.ipynb). **Time** 50 minutes.

# %% tags=["data"]
import numpy as np

from crmkit.lifetime import BGNBD

_n = int(rng.integers(1400, 1650))
_true = BGNBD(
    r=rng.uniform(0.5, 0.62),
    alpha=rng.uniform(6.2, 7.0),
    a=rng.uniform(0.5, 0.65),
    b=rng.uniform(1.4, 1.8),
    period_days=7,
)
_days = np.concatenate([[272.0], rng.choice(np.arange(160.0, 273.0, 14), _n - 1)]) + 0.5
log = _true.simulate(_n, watched_days=_days, rng=rng, start="2023-01-01 12:00")
log["customer_id"] += 20_001
log["amount"] = np.round(rng.gamma(4, 20, len(log)) + 15, 2)

rebate = int(rng.integers(18, 27)) * 100
penalty = int(np.round(rebate * rng.uniform(13, 21), -2))

# %%
from statistics import NormalDist

import numpy as np
import pandas as pd

from crmkit import summary
from crmkit.lifetime import BGNBD
from crmkit.models import posterior

# %%
log, rebate, penalty = sheet["log"], sheet["rebate"], sheet["penalty"]
customers = summary.customers(log, as_of="2023-09-30")
bg = BGNBD.fit(customers, period_days=7)
believed = posterior(bg, customers, draws=500, rng=np.random.default_rng(1))


# %%
def total(one):
    return one.expected_purchases(customers, horizon_days=273).sum()


forecast = believed.interval_of(total, draws=120).iloc[0]

# %% [markdown] question="q1" points=1 decimals=2
# ## 1 Between which bounds does `a` lie?
#
# Give the 95 % interval of the parameter `a` of `bg` by the delta method (德尔塔法), as the lesson does: its
# lower and its upper end, with 2 decimals.

# %% tags=["starter"]
q1 = {"low": ..., "high": ...}

# %% tags=["solution"]
# `intervals` bends the parabola over the logarithm of `a`: there it is symmetric. Taken back from the
# logarithm, the upper end lies farther from the estimate than the lower one, and no end can be negative.
delta = bg.parameter_intervals()
q1 = {"low": delta.loc["a", "low"], "high": delta.loc["a", "high"]}

# %% tags=["wrong"]
# You took 1.96 standard errors up and down from the estimate. The method is symmetric in the logarithm of the
# parameter, not in the parameter; the table of the lesson has the ends ready.
a, error = bg.parameter_intervals().loc["a", ["estimate", "standard_error"]]
q1 = {"low": a - 1.96 * error, "high": a + 1.96 * error}

# %% tags=["wrong"]
# You took one standard error up and down: that is an interval of about two thirds, not of 95 %.
a, error = bg.parameter_intervals().loc["a", ["estimate", "standard_error"]]
q1 = {"low": a - error, "high": a + error}

# %% tags=["wrong"]
# That is the interval of the posterior. The question asks for the delta method, which looks at the bend at
# the top.
table = believed.parameter_intervals()
q1 = {"low": table.loc["a", "low"], "high": table.loc["a", "high"]}

# %% tags=["wrong"]
# That is the interval of `b`. Take the row of `a`.
delta = bg.parameter_intervals()
q1 = {"low": delta.loc["b", "low"], "high": delta.loc["b", "high"]}

# %% [markdown] tags=["hint"]
# The model itself knows how sharply its likelihood bends. Which method of `bg` does the lesson call in part
# 1?

# %% [markdown] tags=["hint"]
# The table has one row a parameter, and the columns `low` and `high`. `.loc[row, column]` takes one number
# out.

# %% [markdown] question="q2" points=2 decimals=2
# ## 2 Half the customers
#
# Suppose that you knew every second customer only: keep the rows of `customers` with an even `customer_id`
# (it is the index) and fit the BG/NBD again. How many times as wide as those of `bg` are the 95 % intervals
# of the delta method now? The width is the upper end less the lower end. Give a Series with one number for
# each of `r`, `alpha`, `a` and `b`, each with 2 decimals.

# %% tags=["starter"]
half = ...
q2 = ...

# %% tags=["solution"]
# Half the customers make errors about 1.41 times as large, the root of 2; the widths of `r` and `alpha` come
# near it. Those of `a` and `b` need not: their intervals are lopsided, and grow with the estimate, which
# moved, too.
half = BGNBD.fit(customers[customers.index % 2 == 0], period_days=7).parameter_intervals()
whole = bg.parameter_intervals()
q2 = (half["high"] - half["low"]) / (whole["high"] - whole["low"])

# %% tags=["wrong"]
# You divided the wrong way round: how many times as wide as the old interval is the new one?
half = BGNBD.fit(customers[customers.index % 2 == 0], period_days=7).parameter_intervals()
whole = bg.parameter_intervals()
q2 = (whole["high"] - whole["low"]) / (half["high"] - half["low"])

# %% tags=["wrong"]
# Half the customers, twice the width: it is not so simple. Fit the model again and compare the intervals.
q2 = pd.Series(2.0, index=bg.parameters.index)

# %% tags=["wrong"]
# The root of 2 is a good guess, but a guess. Fit the model again and compare the intervals.
q2 = pd.Series(2**0.5, index=bg.parameters.index)

# %% tags=["wrong"]
# You compared the standard errors. An interval need not be as many of them wide in both fits; take the ends.
half = BGNBD.fit(customers[customers.index % 2 == 0], period_days=7).parameter_intervals()
q2 = half["standard_error"] / bg.parameter_intervals()["standard_error"]

# %% tags=["wrong"]
# You compared the estimates. The question is about the widths of their intervals.
half = BGNBD.fit(customers[customers.index % 2 == 0], period_days=7)
q2 = half.parameters / bg.parameters

# %% tags=["wrong"]
# You kept the odd ids. The other half of the customers was asked for.
half = BGNBD.fit(customers[customers.index % 2 == 1], period_days=7).parameter_intervals()
whole = bg.parameter_intervals()
q2 = (half["high"] - half["low"]) / (whole["high"] - whole["low"])

# %% [markdown] tags=["hint"]
# An even number leaves no rest: `customers.index % 2` is 0. Fit with `period_days=7`, as above.

# %% [markdown] tags=["hint"]
# Both fits have `parameter_intervals()`. Subtract the column `low` from `high` in each; then divide one Series by the
# other.

# %% [markdown] question="q3" points=2 decimals=0
# ## 3 With luck
#
# `forecast` leaves out luck. Add it, as the lesson does: take the distribution of each customer's purchases
# in the next 273 days from `bg`, for 0 up to 60 purchases. By how many purchases up and down does luck alone
# move the total, with 95 % (`luck`)? And luck and parameters together (`both`), where the parameters move it
# by half the width of `forecast`? Two whole numbers.

# %% tags=["starter"]
q3 = {"luck": ..., "both": ...}

# %% tags=["solution"]
# Customers are independent, so their variances (方差) add up, and 1.96 standard deviations make 95 %. Luck and
# parameters are independent, too: their squares add up, and together they move less than their sum.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
q3 = {"luck": luck, "both": np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)}

# %% tags=["wrong"]
# The luck is right. You added the two reaches; that would be so if both always went the same way. Add their
# squares.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
q3 = {"luck": luck, "both": luck + (forecast["high"] - forecast["low"]) / 2}

# %% tags=["wrong"]
# Your luck is one standard deviation. For 95 % it takes more of them.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
q3 = {"luck": luck, "both": np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)}

# %% tags=["wrong"]
# The luck is right. For both you took the whole width of the forecast; up or down it is half of that.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
q3 = {"luck": luck, "both": np.hypot(luck, forecast["high"] - forecast["low"])}

# %% tags=["wrong"]
# You added the customers' standard deviations, as if all were lucky together. Add their variances, and take
# the root last.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt(spread @ counts**2 - (spread @ counts) ** 2).sum()
q3 = {"luck": luck, "both": np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)}

# %% [markdown] tags=["hint"]
# `bg.conditional_distribution` has one row a customer, and a column for each number of purchases. A variance
# is the mean of the squares less the square of the mean.

# %% [markdown] tags=["hint"]
# Sum the variances over the customers, take the root, and multiply by 1.96. Two independent reaches go
# together like the short sides of a right triangle: `np.hypot`.

# %% [markdown] question="q4" points=2 decimals=3
# ## 4 A colleague's mistake
#
# The mean chance to leave after a purchase is a / (a + b). A colleague gives it a 95 % interval by the
# bootstrap (自助法) and says: "We know next to nothing about it."
#
# ```python
# fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
# low, high = fits.quantile(0.025), fits.quantile(0.975)
# lowest = low["a"] / (low["a"] + high["b"])
# highest = high["a"] / (high["a"] + low["b"])
# ```
#
# His first line is right: keep these 50 replicates, with this `rng`. What he does with them is not. Between
# which ends does the chance to leave lie with 95 %? Two shares between 0 and 1, with 3 decimals.

# %% tags=["starter"]
fits = ...
q4 = {"low": ..., "high": ...}

# %% tags=["solution"]
# `a` and `b` belong together: in a replicate with a large `a`, `b` is large, too, and the chance hardly
# changes. His pairs never occur. So first compute the answer for each replicate, and only then take the
# quantiles.
fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
leave = fits["a"] / (fits["a"] + fits["b"])
q4 = {"low": leave.quantile(0.025), "high": leave.quantile(0.975)}

# %% tags=["wrong"]
# Those are the colleague's own ends. He pairs a small `a` with a large `b`, and the other way round; look in
# `fits` whether that happens.
fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
low, high = fits.quantile(0.025), fits.quantile(0.975)
q4 = {"low": low["a"] / (low["a"] + high["b"]), "high": high["a"] / (high["a"] + low["b"])}

# %% tags=["wrong"]
# You paired the two lower ends, and the two upper ends. These quantiles come from different replicates, too;
# keep the `a` and the `b` of one replicate together.
fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
low, high = fits.quantile(0.025), fits.quantile(0.975)
q4 = {"low": low["a"] / (low["a"] + low["b"]), "high": high["a"] / (high["a"] + high["b"])}

# %% tags=["wrong"]
# That is the chance to stay. The question asks for the chance to leave.
fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
stay = fits["b"] / (fits["a"] + fits["b"])
q4 = {"low": stay.quantile(0.025), "high": stay.quantile(0.975)}

# %% tags=["wrong"]
# You made the ends from the 5 % quantiles: that is an interval of 90 %. For 95 % a smaller share lies
# outside.
fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
leave = fits["a"] / (fits["a"] + fits["b"])
q4 = {"low": leave.quantile(0.05), "high": leave.quantile(0.95)}

# %% [markdown] tags=["hint"]
# `fits` has one row a replicate. Sort it by `a` and look at `b`: does his pair of a small and a large one
# occur?

# %% [markdown] tags=["hint"]
# He takes the quantiles (分位数) first and computes the chance last. Which order keeps `a` and `b` of one
# replicate together?

# %% [markdown] question="q5" points=3 decimals=0
# ## 5 Would you sign?
#
# A supplier offers: sign that your customers will make at least `promised` purchases in the next 273 days,
# and you get a rebate (返利) of `rebate` yuan, whatever happens. If they make fewer, you also pay `penalty`
# yuan. Your colleague: "`promised` is the lower end of our 95 % interval. We pay in 2.5 % of the cases only."
#
# He forgot luck. Take the number of purchases as normally distributed (正态分布): its mean is
# `forecast["estimate"]`, and 1.96 of its standard deviations are `both` of question 3. The probability of
# less than x is `NormalDist(mean, deviation).cdf(x)`. Do not round in between.
#
# - `gain`: what does signing bring on average, the rebate less what you expect to pay? Whole yuan, negative
#   if it is a loss.
# - `sign`: do you sign? True or False.

# %% tags=["starter"]
promised = forecast["low"]
q5 = {"sign": ..., "gain": ...}

# %% tags=["solution"]
# With luck the deviation is larger, so the total falls below the promise more often than the colleague
# thinks. Sign if the rebate is more than the penalty times that probability. The error of the model itself is
# in neither.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
both = np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)
fails = NormalDist(forecast["estimate"], both / 1.96).cdf(forecast["low"])
q5 = {"sign": rebate > penalty * fails, "gain": rebate - penalty * fails}

# %% tags=["wrong"]
# You took the colleague's 2.5 %. They hold for the parameters alone; with luck the promise fails more often.
q5 = {"sign": rebate > penalty * 0.025, "gain": rebate - penalty * 0.025}

# %% tags=["wrong"]
# You took luck alone. The parameters may be off as well; use both.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
fails = NormalDist(forecast["estimate"], luck).cdf(forecast["low"])
q5 = {"sign": rebate > penalty * fails, "gain": rebate - penalty * fails}

# %% tags=["wrong"]
# Your deviation is too large: `both` is 1.96 standard deviations, not one.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
both = np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)
fails = NormalDist(forecast["estimate"], both).cdf(forecast["low"])
q5 = {"sign": rebate > penalty * fails, "gain": rebate - penalty * fails}

# %% tags=["wrong"]
# You get the rebate in any case, also when you pay. You took it only when the promise holds.
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
both = np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)
fails = NormalDist(forecast["estimate"], both / 1.96).cdf(forecast["low"])
gain = rebate * (1 - fails) - penalty * fails
q5 = {"sign": gain > 0, "gain": gain}

# %% [markdown] tags=["hint"]
# First the probability that fewer purchases come than promised. Which standard deviation belongs to `both`?

# %% [markdown] tags=["hint"]
# The rebate is certain; the penalty comes with the probability that you have just computed. Their difference
# is the gain, and its sign is the decision.
