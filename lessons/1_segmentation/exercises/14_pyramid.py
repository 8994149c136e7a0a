# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 14: customer pyramid and portfolio
#
# **Your company** A wholesaler of kitchen goods asks who earns it money. Its customers are drawn by your
# name: nobody else has your numbers. `log` is its order log (订单流水) of 120 days, one row an order: who
# (`customer_id`), on which day (`ordered_at`), for how many yuan (`amount`), and what the goods of the
# order cost the firm (`cost`, yuan). There are no returns. `first` holds the first 60 days (1 January to 29
# February 2024), `last` the next 60 (1 March to 29 April). `profit` is each customer's gross profit (毛利) of
# all 120 days, yuan. `service_cost` (yuan) is used from question 3 on.
#
# **Before this** [14 Customer pyramid](../../notebooks/1_segmentation/14_pyramid.ipynb). **Time** 50
# minutes.

# %% tags=["data"]
import numpy as np
import pandas as pd

_n = int(rng.integers(1700, 2100))
_rate = 0.3 + rng.gamma(1.1, 2.2, _n)
_drift = np.exp(rng.normal(-0.08, 0.4, _n))
_size = np.exp(rng.normal(np.log(260), 0.75, _n))
_margin = rng.normal(0.17, 0.055, _n)
_known = rng.random(_n) < 0.8
_counts = np.concatenate([rng.poisson(_rate * _known), rng.poisson(_rate * _drift)])
_who = np.repeat(np.tile(np.arange(_n), 2), _counts)
_half = np.repeat(np.repeat([0, 60], _n), _counts)
_day = _half + rng.integers(0, 60, len(_who))
_amount = np.maximum(_size[_who] * rng.gamma(4, 0.25, len(_who)), 5).round(2)
_share = np.clip(_margin[_who] + rng.normal(0, 0.07, len(_who)), -0.2, 0.5)
log = pd.DataFrame(
    {
        "customer_id": [f"K{number:04d}" for number in _who + 1],
        "ordered_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(_day, unit="D"),
        "amount": _amount,
        "cost": (_amount * (1 - _share)).round(2),
    }
)
log = log.sort_values(["ordered_at", "customer_id"], kind="stable", ignore_index=True)
service_cost = float(rng.integers(25, 29))
fee = float(rng.integers(82, 91)) / 10

# %%
import pandas as pd

from crmkit.segmentation import migration, portfolio, pyramid

# %%
log = sheet["log"]
first, last = log[log["ordered_at"] < "2024-03-01"], log[log["ordered_at"] >= "2024-03-01"]
profit = pyramid.profit(log)
log.head(3)

# %% [markdown] question="q1" points=1 decimals=3
# ## 1 The broad base
#
# Build the customer pyramid (客户金字塔) of `profit`, cut by customers at 1, 4, 15 and 80 per cent. Which share
# of all gross profit does the tier *lead* (铅) bring? A share between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# A tier's share of profit is its sum over the sum of all customers: the column `value_share`. One customer
# of lead brings little, but there are four of them for each of the others. So dropping lead is expensive.
tiers = pyramid.tiers(profit, by="customers", shares=(0.01, 0.04, 0.15, 0.80))
q1 = pyramid.tier_table(profit, tiers).loc["lead", "value_share"]

# %% tags=["wrong"]
# That is the tier's share of the customers, which you chose yourself. The question asks for its share of
# the profit.
tiers = pyramid.tiers(profit)
q1 = pyramid.tier_table(profit, tiers).loc["lead", "customer_share"]

# %% tags=["wrong"]
# That is the share of the other three tiers together. Lead has the rest.
tiers = pyramid.tiers(profit)
q1 = pyramid.tier_table(profit, tiers)["value_share"].drop("lead").sum()

# %% tags=["wrong"]
# You built the pyramid of sales, from `amount`. Here the tiers and the shares are those of the gross
# profit.
spend = log.groupby("customer_id")["amount"].sum()
q1 = pyramid.tier_table(spend, pyramid.tiers(spend)).loc["lead", "value_share"]

# %% [markdown] tags=["hint"]
# The lesson needs two calls: one sorts the customers into tiers, the other adds up each tier.

# %% [markdown] tags=["hint"]
# The table of the tiers has a row for each tier. One of its columns is a share of money, another a share of
# people.

# %% [markdown] question="q2" points=1 decimals=2
# ## 2 Cut by value instead
#
# Now cut by value, a quarter of the gross profit to each tier. A customer who makes a loss counts as 0
# here: use `profit.clip(lower=0)`. How many customers are *platinum* (铂金), and how much gross profit does
# the smallest of them bring? A whole number, and yuan with 2 decimals.

# %% tags=["starter"]
q2 = {"customers": ..., "lowest_profit": ...}

# %% tags=["solution"]
# By value, a tier is as many customers as are needed for its quarter of the profit. The best are so large
# that few of them reach a quarter; the size of the tier is now a result, not a choice.
gains = profit.clip(lower=0)
table = pyramid.tier_table(gains, pyramid.tiers(gains, by="value", shares=(0.25, 0.25, 0.25, 0.25)))
q2 = {
    "customers": table.loc["platinum", "customers"],
    "lowest_profit": table.loc["platinum", "lowest_value"],
}

# %% tags=["wrong"]
# You gave a quarter of the customers to each tier. Cut by value: a quarter of the profit to each.
gains = profit.clip(lower=0)
table = pyramid.tier_table(gains, pyramid.tiers(gains, shares=(0.25, 0.25, 0.25, 0.25)))
row = table.loc["platinum"]
q2 = {"customers": row["customers"], "lowest_profit": row["lowest_value"]}

# %% tags=["wrong"]
# That is the platinum tier of question 1, the best hundredth of the customers. Cut by value this time.
table = pyramid.tier_table(profit, pyramid.tiers(profit))
row = table.loc["platinum"]
q2 = {"customers": row["customers"], "lowest_profit": row["lowest_value"]}

# %% tags=["wrong"]
# The number of customers is right. For the money you took the tier's mean, not its smallest customer.
gains = profit.clip(lower=0)
row = pyramid.tier_table(gains, pyramid.tiers(gains, by="value")).loc["platinum"]
q2 = {"customers": row["customers"], "lowest_profit": row["mean_value"]}

# %% tags=["wrong"]
# You cut by value, but read the row of another tier: gold (黄金) comes second.
gains = profit.clip(lower=0)
row = pyramid.tier_table(gains, pyramid.tiers(gains, by="value")).loc["gold"]
q2 = {"customers": row["customers"], "lowest_profit": row["lowest_value"]}

# %% [markdown] tags=["hint"]
# `pyramid.tiers` has an argument `by`, with two options. The lesson used the other one.

# %% [markdown] tags=["hint"]
# Both numbers stand in the row of platinum in the tier table. Make the tiers and the table from the same
# clipped profit.

# %% [markdown] question="q3" points=2 decimals=3
# ## 3 The cost of service
#
# Goods are not the only cost. Every order, large or small, is taken, packed and driven out for
# `service_cost` yuan. Take that off. How many customers now make a loss (profit below 0, all 120 days
# together), and how high is the peak of the whale curve (鲸鱼曲线)? A whole number, and the peak as a share of
# all profit after service, with 3 decimals (1.5 would mean 150 %).

# %% tags=["starter"]
service_cost = sheet["service_cost"]
q3 = {"loss_makers": ..., "peak": ...}

# %% tags=["solution"]
# Service is paid by order, so a customer with ten small orders costs ten times as much as one with a single
# order. Add it to the cost of each row; then the lesson's calls do the rest. The whale now lifts its back.
served = log.assign(cost=log["cost"] + sheet["service_cost"])
facts = pyramid.whale_facts(pyramid.profit(served))
q3 = {"loss_makers": facts["loss_makers"], "peak": facts["peak_profit_share"]}

# %% tags=["wrong"]
# These are the facts before service. Take `service_cost` off for every order first.
facts = pyramid.whale_facts(profit)
q3 = {"loss_makers": facts["loss_makers"], "peak": facts["peak_profit_share"]}

# %% tags=["wrong"]
# You took the service off once for each customer. It is paid for every order.
facts = pyramid.whale_facts(profit - sheet["service_cost"])
q3 = {"loss_makers": facts["loss_makers"], "peak": facts["peak_profit_share"]}

# %% tags=["wrong"]
# The loss-makers are right. As peak you gave the place where it stands, a share of customers; asked is its
# height, a share of profit.
served = log.assign(cost=log["cost"] + sheet["service_cost"])
facts = pyramid.whale_facts(pyramid.profit(served))
q3 = {"loss_makers": facts["loss_makers"], "peak": facts["peak_customer_share"]}

# %% tags=["wrong"]
# You counted orders that make a loss. Add up each customer's orders first, then count customers.
served = log.assign(cost=log["cost"] + sheet["service_cost"])
orders = served["amount"] - served["cost"]
q3 = {"loss_makers": (orders < 0).sum(), "peak": orders[orders > 0].sum() / orders.sum()}

# %% [markdown] tags=["hint"]
# Each row of `log` is one order. Which column should grow by the cost of service?

# %% [markdown] tags=["hint"]
# Compute the profit of each customer again from the log with the larger cost, then ask for the facts of the
# whale. The peak has a share of customers (its place) and a share of profit (its height).

# %% [markdown] question="q4" points=2 decimals=3
# ## 4 A colleague's mistake
#
# A colleague reports to the board: "Our large customers are growing." This is his work:
#
# ```python
# spend_before = first.groupby("customer_id")["amount"].sum()
# spend_after = last.groupby("customer_id")["amount"].sum()
# growth = portfolio.growth_and_share(spend_before, spend_after)   # step A
# large = growth[growth["times_median"] > 1]                       # step B
# share_growing = (large["growth"] > 0).mean()                     # step C
# ```
#
# One of the steps mixes up size and growth. Which one ("A", "B" or "C")? Mend it as the lesson does, keep
# the other two, and say which share of the large customers grow. A share between 0 and 1, with 3 decimals.
# A customer is large who spends more than the median; the median is that of those who bought in the period
# by which you measure size.

# %% tags=["starter"]
q4 = {"step": ..., "share_growing": ...}

# %% tags=["solution"]
# Step B measures size in the second period, after the growth: who had a good period is called large because
# of it. Measured before the growth, most of the large shrink. That is regression to the mean (均值回归), no bad
# service.
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
large = growth[growth["spend_before"] / spend_before.median() > 1]
q4 = {"step": "B", "share_growing": (large["growth"] > 0).mean()}

# %% tags=["wrong"]
# You found the step, but the share is still your colleague's. In which period must size be measured?
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
large = growth[growth["times_median"] > 1]
q4 = {"step": "B", "share_growing": (large["growth"] > 0).mean()}

# %% tags=["wrong"]
# The step is right. Your median also counts people who had not bought yet, as customers of 0 yuan.
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
large = growth[growth["spend_before"] > growth["spend_before"].median()]
q4 = {"step": "B", "share_growing": (large["growth"] > 0).mean()}

# %% tags=["wrong"]
# The step is right. Your share is that of all customers of the first 60 days; asked are the large ones
# among them.
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
q4 = {"step": "B", "share_growing": (growth.loc[spend_before.index, "growth"] > 0).mean()}

# %% tags=["wrong"]
# The share is right, the step is not: A only lays the two periods side by side. Where does your repair
# differ from the colleague's lines?
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
large = growth[growth["spend_before"] / spend_before.median() > 1]
q4 = {"step": "A", "share_growing": (large["growth"] > 0).mean()}

# %% [markdown] tags=["hint"]
# Read the section on growth and share again: why did most of the value sit in "stars", and what did the
# lesson change then?

# %% [markdown] tags=["hint"]
# `times_median` is made from the spend of the second period. Make the same measure from the spend of the
# first.

# %% [markdown] question="q5" points=2 decimals=3
# ## 5 How much of it is chance?
#
# Take "the top" to be platinum and gold together, in a pyramid of gross profit (before service) with the
# cut of question 1. Of the customers at the top in `first`, which share is at the top in `last`? That is
# `over_time`. Then part all 120 days into two halves between which no time passes: the orders of odd days
# of the month (`log["ordered_at"].dt.day % 2 == 1`) and those of even days. Of the customers at the top on
# odd days, which share is at the top on even days? That is `by_chance`. Both are shares between 0 and 1,
# with 3 decimals. Whoever does not buy at all in the second of the two halves is not at the top, but counts
# in the share.

# %% tags=["starter"]
odd = log["ordered_at"].dt.day % 2 == 1
q5 = {"over_time": ..., "by_chance": ...}

# %% tags=["solution"]
# Four pyramids, two migration matrices. Odd and even days belong to the same months, so each move between
# them is chance. Only what `over_time` falls below `by_chance` may be the work of time, and with so few
# people at the top a gap of some points, up or down, is luck too.
odd = log["ordered_at"].dt.day % 2 == 1
stay = {}
for name, one, two in [("over_time", first, last), ("by_chance", log[odd], log[~odd])]:
    before, after = pyramid.tiers(pyramid.profit(one)), pyramid.tiers(pyramid.profit(two))
    top = migration.migration_matrix(before, after).loc[["platinum", "gold"]]
    stay[name] = top[["platinum", "gold"]].sum().sum() / top.sum().sum()
q5 = stay

# %% tags=["wrong"]
# You followed platinum alone. The top is platinum and gold together, on both sides of the move.
odd = log["ordered_at"].dt.day % 2 == 1
stay = {}
for name, one, two in [("over_time", first, last), ("by_chance", log[odd], log[~odd])]:
    before, after = pyramid.tiers(pyramid.profit(one)), pyramid.tiers(pyramid.profit(two))
    moves = migration.migration_rates(migration.migration_matrix(before, after))
    stay[name] = moves.loc["platinum", "platinum"]
q5 = stay

# %% tags=["wrong"]
# You counted only those who kept their own tier. A move from gold to platinum, or back, stays within the
# top.
odd = log["ordered_at"].dt.day % 2 == 1
stay = {}
for name, one, two in [("over_time", first, last), ("by_chance", log[odd], log[~odd])]:
    before, after = pyramid.tiers(pyramid.profit(one)), pyramid.tiers(pyramid.profit(two))
    top = migration.migration_matrix(before, after).loc[["platinum", "gold"]]
    stay[name] = (top.loc["platinum", "platinum"] + top.loc["gold", "gold"]) / top.sum().sum()
q5 = stay

# %% tags=["wrong"]
# You left out those who do not buy in the second of the two halves. They were at the top, too, and count.
odd = log["ordered_at"].dt.day % 2 == 1
stay = {}
for name, one, two in [("over_time", first, last), ("by_chance", log[odd], log[~odd])]:
    before, after = pyramid.tiers(pyramid.profit(one)), pyramid.tiers(pyramid.profit(two))
    top = migration.migration_matrix(before, after).loc[["platinum", "gold"]].drop(columns="lost")
    stay[name] = top[["platinum", "gold"]].sum().sum() / top.sum().sum()
q5 = stay

# %% tags=["wrong"]
# You divided by all customers. The share is of those who were at the top in the first of the two halves.
odd = log["ordered_at"].dt.day % 2 == 1
stay = {}
for name, one, two in [("over_time", first, last), ("by_chance", log[odd], log[~odd])]:
    before, after = pyramid.tiers(pyramid.profit(one)), pyramid.tiers(pyramid.profit(two))
    moves = migration.migration_matrix(before, after)
    top = moves.loc[["platinum", "gold"], ["platinum", "gold"]]
    stay[name] = top.sum().sum() / moves.sum().sum()
q5 = stay

# %% [markdown] tags=["hint"]
# Make the tiers of each half from the profit of that half. Then count the moves, as the lesson does, twice.

# %% [markdown] tags=["hint"]
# In the matrix of counts, the four cells of platinum and gold are those who stay at the top; the two whole
# rows are all who were there, "lost" included.

# %% [markdown] question="q6" points=3 decimals=2
# ## 6 What do you do about the loss-makers?
#
# On 29 February you look back on `first`. The *loss-makers* are the customers whose profit after service
# (as in question 3) was below 0 in `first`. You choose a plan for the next 60 days. It is judged by what
# the same people did in `last`:
#
# - "nothing": you serve everybody as before.
# - "drop": you serve the loss-makers no more. All their orders of `last` fall away, with their profit after
#   service.
# - "fee": a loss-maker pays `fee` yuan on top of each order, all of it profit. Assume that the firm then
#   gets 0.6 of these people's orders in `last`, hence 0.6 of their profit after service, and the fee for
#   that many orders.
#
# Which plan gives the most profit after service in `last`, and how much more than "nothing" does it give?
# Yuan, with 2 decimals.

# %% tags=["starter"]
service_cost, fee = sheet["service_cost"], sheet["fee"]
q6 = {"plan": ..., "gain": ...}

# %% tags=["solution"]
# Some lost money in `first` by bad luck, and earn it back in `last`. So their loss per order is smaller
# than it looked, smaller than the fee, and a customer who pays the fee is worth keeping. Judged by `first`
# alone, you would have dropped them.
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
theirs = last[last["customer_id"].isin(past.index[past < 0])]
now = (theirs["amount"] - theirs["cost"] - sheet["service_cost"]).sum()
with_fee = 0.6 * (now + sheet["fee"] * len(theirs))
gains = {"nothing": 0.0, "drop": -now, "fee": with_fee - now}
plan = max(gains, key=gains.get)
q6 = {"plan": plan, "gain": gains[plan]}

# %% tags=["wrong"]
# You judged by the past: that is what the loss-makers cost in `first`. A part of it was bad luck. What do
# the same people do in `last`?
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
q6 = {"plan": "drop", "gain": -past[past < 0].sum()}

# %% tags=["wrong"]
# The gain from "drop" is computed well. Compare it with the gain from "fee".
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
theirs = last[last["customer_id"].isin(past.index[past < 0])]
now = (theirs["amount"] - theirs["cost"] - sheet["service_cost"]).sum()
q6 = {"plan": "drop", "gain": -now}

# %% tags=["wrong"]
# You charge the fee on all the loss-makers' orders in `last`. Not all of these are still made once there is a
# fee.
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
theirs = last[last["customer_id"].isin(past.index[past < 0])]
q6 = {"plan": "fee", "gain": sheet["fee"] * len(theirs)}

# %% tags=["wrong"]
# The fees are right. But the orders that are no longer made had a profit or a loss of their own, which
# changes too.
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
theirs = last[last["customer_id"].isin(past.index[past < 0])]
q6 = {"plan": "fee", "gain": 0.6 * sheet["fee"] * len(theirs)}

# %% tags=["wrong"]
# That is the loss-makers' profit under the plan. The question asks how much more it is than with "nothing".
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
theirs = last[last["customer_id"].isin(past.index[past < 0])]
now = (theirs["amount"] - theirs["cost"] - sheet["service_cost"]).sum()
q6 = {"plan": "fee", "gain": 0.6 * (now + sheet["fee"] * len(theirs))}

# %% tags=["wrong"]
# You found the loss-makers before service. Take `service_cost` off each order of `first`, then see who is
# below 0.
past = pyramid.profit(first)
theirs = last[last["customer_id"].isin(past.index[past < 0])]
now = (theirs["amount"] - theirs["cost"] - sheet["service_cost"]).sum()
q6 = {"plan": "fee", "gain": 0.6 * (now + sheet["fee"] * len(theirs)) - now}

# %% [markdown] tags=["hint"]
# Find the loss-makers in `first`, then look only at their orders in `last`. How many are there, and what
# profit after service do they leave?

# %% [markdown] tags=["hint"]
# For each plan write down the loss-makers' profit in `last` under the plan, and take off what it is with
# "nothing". With "fee" each order that is made brings its profit after service and the fee.
