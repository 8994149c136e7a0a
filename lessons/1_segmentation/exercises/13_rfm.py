# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 13: RFM
#
# **Your company** An online clothes shop asks you whom to write to. Its customers are drawn by your name:
# nobody else has your numbers. `orders` is its order log (订单流水), one row an order or a return: who
# (`customer_id`), when (`ordered_at`, date and time), for how many yuan (`amount`; a return is negative). You
# stand at the end of 31 March 2024; what came later stands in the log, too, so that you can check yourself.
#
# **Before this** [13 RFM](../../notebooks/1_segmentation/13_rfm.ipynb). **Time** 40 minutes.

# %% tags=["data"]
from crmkit import companies

orders = companies.online_shop(
    n_customers=int(rng.integers(1500, 2200)), days=540, seed=seed % 2**31
).orders
letter_cost = float(rng.integers(70, 100)) / 100
margin = float(rng.integers(28, 36))

# %%
import pandas as pd

from crmkit import summary
from crmkit.segmentation import rfm

# %%
orders = sheet["orders"]
customers = summary.customers(orders, as_of="2024-03-31")
customers[["days_since_last", "purchases", "total_spend"]].head(3)

# %% [markdown] question="q1" points=1
# ## 1 Who has been silent?
#
# How many customers made their last purchase more than 180 days before 31 March 2024? A whole number.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# Recency (最近一次购买) is counted backwards, from the as-of date to the last purchase. That is the column
# `days_since_last`. A comparison gives True or False for each customer, and in a sum True counts 1.
q1 = (customers["days_since_last"] > 180).sum()

# %% tags=["wrong"]
# You counted from the first purchase: that is the age of a customer (客龄). Recency (最近一次购买) is counted
# from the last one to the as-of date.
q1 = (customers["age_days"] > 180).sum()

# %% tags=["wrong"]
# You counted those who did buy in the last 180 days. The silent ones are the others.
q1 = (customers["days_since_last"] <= 180).sum()

# %% [markdown] tags=["hint"]
# The lesson warns of two columns that are both called recency elsewhere. Which one counts back from the as-of
# date?

# %% [markdown] tags=["hint"]
# Compare the column with 180. The result is True or False for each customer, and True counts 1 in a sum.

# %% [markdown] question="q2" points=1 decimals=3
# ## 2 What the champions bring
#
# Score the customers with five bins and name the segments, both as in the lesson, with nothing changed.
# Which share of `total_spend` do the *Champions* (冠军客户) make? A share between 0 and 1, with 3 decimals.

# %% tags=["starter"]
segments = ...
q2 = ...

# %% tags=["solution"]
# Score, name, then add up the money of the champions and divide by the money of all. `rfm.profile` has the
# same number in its column `spend_share`.
segments = rfm.name_segments(rfm.score(customers))
champions = customers[segments == "Champions"]
q2 = champions["total_spend"].sum() / customers["total_spend"].sum()

# %% tags=["wrong"]
# That is the champions' share of the customers. The question asks for their share of the money.
segments = rfm.name_segments(rfm.score(customers))
q2 = (segments == "Champions").mean()

# %% tags=["wrong"]
# That is the champions' share of the purchases. The question asks for the money, `total_spend`.
segments = rfm.name_segments(rfm.score(customers))
champions = customers[segments == "Champions"]
q2 = champions["purchases"].sum() / customers["purchases"].sum()

# %% [markdown] tags=["hint"]
# Two calls of the lesson lead to the segments: one gives scores, the other gives them names.

# %% [markdown] tags=["hint"]
# Filter the customers by the segment, sum their `total_spend`, and divide by the sum of everybody's.

# %% [markdown] question="q3" points=1 decimals=3
# ## 3 Three bins instead of five
#
# Score again, with `bins=3`. Which share of the customers now has the best score in all three measures?
# A share between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q3 = ...

# %% tags=["solution"]
# With three bins the best cell (RFM 单元格) is 333. It holds more customers than 555 did: a third of a third
# of a third would be 4 %, but those who buy often have also bought lately and spent much.
scores = rfm.score(customers, bins=3).scores
q3 = (scores["cell"] == "333").mean()

# %% tags=["wrong"]
# That is the best cell of five bins, 555. Tell `score` that there are three.
scores = rfm.score(customers).scores
q3 = (scores["cell"] == "555").mean()

# %% tags=["wrong"]
# You asked for the best score in at least one of the three measures. The question asks for all three.
scores = rfm.score(customers, bins=3).scores
q3 = (scores[["r_score", "f_score", "m_score"]] == 3).any(axis="columns").mean()

# %% tags=["wrong"]
# A third of a third of a third: that would be so if the three measures had nothing to do with one another.
q3 = 1 / 27

# %% [markdown] tags=["hint"]
# `rfm.score` takes the number of bins. Look at the first rows of its `scores`.

# %% [markdown] tags=["hint"]
# The best customers have the highest score in recency, frequency and monetary at once; their number divided
# by all customers is the share.

# %% [markdown] question="q4" points=2
# ## 4 A colleague's mistake
#
# A colleague writes to those who "bought lately". He works with `lifetimes`, where the column is called recency:
#
# ```python
# recency = customers["age_at_last_days"]
# letters = customers[recency < 60]
# ```
#
# How many of the customers in his `letters` have in truth *not* bought for more than 180 days?

# %% tags=["starter"]
q4 = ...

# %% tags=["solution"]
# In purchase models recency is the customer's age at the last purchase (末次购买时的客龄), and small is bad: he
# wrote to people who bought once or twice long ago and never came back. Keep his choice, and ask the right column.
letters = customers[customers["age_at_last_days"] < 60]
q4 = (letters["days_since_last"] > 180).sum()

# %% tags=["wrong"]
# That is everybody whom he writes to. How many of them have been silent for more than 180 days?
q4 = (customers["age_at_last_days"] < 60).sum()

# %% tags=["wrong"]
# That is how many he should have written to: those who really bought in the last 60 days. The question is about
# the people in his own list.
q4 = (customers["days_since_last"] < 60).sum()

# %% tags=["wrong"]
# Those are all silent customers of the shop, also the ones he does not write to.
q4 = (customers["days_since_last"] > 180).sum()

# %% [markdown] tags=["hint"]
# Do not mend his list; look into it. Which column says how long somebody has been silent?

# %% [markdown] tags=["hint"]
# Take his `letters` and count the rows whose days since the last purchase are above 180.

# %% [markdown] question="q5" points=2 decimals=3
# ## 5 Did it work?
#
# Look at what came after 31 March 2024. A customer *came back* if the log holds a purchase (`amount` above 0)
# of theirs from 1 April 2024 on. Unlike the lesson's log, this one holds the time of day: `> "2024-03-31"`
# would take orders of 31 March as well. By how much is the share who came back higher among the champions
# than among *all* customers of `customers` (champions included)? A difference of two shares, with 3 decimals.

# %% tags=["starter"]
after = ...
q5 = ...

# %% tags=["solution"]
# Segments are made with what was known in March, and tested on what came later. A return is no purchase, and
# whoever first bought after March is not in `customers`, so cannot come back.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
q5 = back[segments == "Champions"].mean() - back.mean()

# %% tags=["wrong"]
# You have the champions' share itself. How far is it above the share of all customers?
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
q5 = back[segments == "Champions"].mean()

# %% tags=["wrong"]
# You took the purchases up to March, too. Everybody has one of those; the test needs what came afterwards.
segments = rfm.name_segments(rfm.score(customers))
bought = orders[orders["amount"] > 0]
back = pd.Series(customers.index.isin(bought["customer_id"]), index=customers.index)
q5 = back[segments == "Champions"].mean() - back.mean()

# %% tags=["wrong"]
# You compared the champions with the others. The question compares them with all customers, champions included.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
q5 = back[segments == "Champions"].mean() - back[segments != "Champions"].mean()

# %% [markdown] tags=["hint"]
# The lesson does this for CDNOW: a True or False for each customer, and then the mean by segment.

# %% [markdown] tags=["hint"]
# `customers.index.isin(...)` of the ids with a purchase after March says who came back. Take two means.

# %% [markdown] question="q6" points=3 decimals=2
# ## 6 Whom do you write to?
#
# A letter costs `letter_cost` yuan. Assume that it brings one more purchase from a tenth of those who would come back
# anyway: in a segment in which a share s came back (question 5), a letter brings 0.1 × s purchases on average.
# A purchase leaves `margin` yuan. Write to a whole segment or to nobody of it. Which segments do you write to, and what
# profit (yuan, 2 decimals) do the letters bring in all, after their cost? `write_to` is a list or set of segment names.

# %% tags=["starter"]
letter_cost, margin = sheet["letter_cost"], sheet["margin"]
q6 = {"write_to": ..., "profit": ...}

# %% tags=["solution"]
# A segment pays if 0.1 s times the margin is more than the letter. Nobody needs a ranking: every segment that
# pays is written to, every other one is left alone.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
share = back.groupby(segments, observed=True).agg(["mean", "size"])
profit = share["size"] * (0.1 * share["mean"] * sheet["margin"] - sheet["letter_cost"])
q6 = {"write_to": set(profit.index[profit > 0]), "profit": profit[profit > 0].sum()}

# %% tags=["wrong"]
# You write to everybody. Some segments cost more than they bring: leave those alone.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = customers.index.isin(after["customer_id"])
profit = len(customers) * (0.1 * back.mean() * sheet["margin"] - sheet["letter_cost"])
q6 = {"write_to": set(segments.unique()), "profit": profit}

# %% tags=["wrong"]
# You counted the purchases that would come anyway. Only a tenth of them is the letters' work.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
share = back.groupby(segments, observed=True).agg(["mean", "size"])
profit = share["size"] * (share["mean"] * sheet["margin"] - sheet["letter_cost"])
q6 = {"write_to": set(profit.index[profit > 0]), "profit": profit[profit > 0].sum()}

# %% tags=["wrong"]
# You write to the champions alone. Other segments may pay as well: compare the letter with what it brings in
# each.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = customers.index.isin(after["customer_id"])[segments == "Champions"]
profit = len(back) * (0.1 * back.mean() * sheet["margin"] - sheet["letter_cost"])
q6 = {"write_to": {"Champions"}, "profit": profit}

# %% tags=["wrong"]
# The segments are right; your profit forgets what the letters cost.
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
share = back.groupby(segments, observed=True).agg(["mean", "size"])
gain = 0.1 * share["mean"] * sheet["margin"]
chosen = gain > sheet["letter_cost"]
q6 = {"write_to": set(gain.index[chosen]), "profit": (gain * share["size"])[chosen].sum()}

# %% [markdown] tags=["hint"]
# For each segment you need two numbers: how many customers it has, and the share who came back.

# %% [markdown] tags=["hint"]
# One letter brings 0.1 × s × margin and costs `letter_cost`. Where the difference is above 0, write; then
# multiply by the number of customers and add up.
