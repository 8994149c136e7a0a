# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 35: Money and value
#
# **Your company** You advise an online shop for kitchen goods. It has its own customers, drawn by your name:
# nobody else has your numbers. `customers` has one row a customer as of 30 June 2024, made from the shop's
# order log by `summary.customers`; money is in yuan. All customers came in 2023.
#
# `money` is a Gamma-Gamma model and `buying` a Pareto/NBD model of these customers. `margin_rate` is the
# share of spend that is left as margin (毛利). Values are as in the lesson: margin rate times expected spend
# times discounted expected transactions (折现期望购买次数), at 15 % a year unless a question says otherwise.
#
# **Before this** [35 Money and value](../../notebooks/3_lifetime/35_money.ipynb). **Time** 50 minutes.

# %% tags=["data"]
import numpy as np

from crmkit import summary
from crmkit.lifetime import GammaGamma, ParetoNBD

_arrival = np.concatenate([[0.0], rng.uniform(0, 365, 1_999)])
_buying = ParetoNBD(
    r=rng.uniform(0.65, 0.75),
    alpha=rng.uniform(8.5, 10.5),
    s=rng.uniform(0.65, 0.75),
    beta=rng.uniform(9, 11),
    period_days=7,
)
_log = _buying.simulate(len(_arrival), watched_days=547 - _arrival, rng=rng, start="2023-01-01")
_log["customer_id"] += 20_001
_money = GammaGamma(p=rng.uniform(4.5, 6), q=rng.uniform(4, 5), gamma=rng.uniform(75, 95))
_log["amount"] = np.round(_money.simulate(_log["customer_id"], rng=rng), 2).clip(min=1)
customers = summary.customers(_log, as_of="2024-06-30")

margin_rate = float(rng.integers(28, 39)) / 100
mailing_cost = float(rng.integers(16, 21)) / 10
call_cost = float(rng.integers(80, 96)) / 10

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import GammaGamma, ParetoNBD, valuation

# %%
customers, margin_rate = sheet["customers"], sheet["margin_rate"]
mailing_cost, call_cost = sheet["mailing_cost"], sheet["call_cost"]
money = GammaGamma.fit(customers)
buying = ParetoNBD.fit(customers, period_days=7)
customers[["repeat_purchases", "age_at_last_days", "age_days", "mean_repeat_spend"]].head(3)

# %% [markdown] question="q1" points=1 decimals=1
# ## 1 One large purchase, or ten
#
# Two customers have a mean spend (平均消费) of 400 yuan a repeat purchase. The first one repeated once, the
# second one ten times. What does `money` expect each of them to spend on a coming purchase? Yuan, with 1
# decimal.

# %% tags=["starter"]
q1 = {"once": ..., "ten times": ...}

# %% tags=["solution"]
# What a customer spent is partly the customer and partly luck. One purchase says little, so that the model goes
# a long way back to the mean of all; ten purchases at this level can hardly be luck.
seen = pd.DataFrame({"repeat_purchases": [1, 10], "mean_repeat_spend": 400.0})
once, ten = money.expected_spend(seen)
q1 = {"once": once, "ten times": ten}

# %% tags=["wrong"]
# That is what they spent so far. How much of it was luck, and for whom is luck more likely?
q1 = {"once": 400, "ten times": 400}

# %% tags=["wrong"]
# You have exchanged the two. Whose mean can you trust more?
seen = pd.DataFrame({"repeat_purchases": [1, 10], "mean_repeat_spend": 400.0})
once, ten = money.expected_spend(seen)
q1 = {"once": ten, "ten times": once}

# %% tags=["wrong"]
# That is what a customer spends of whom nothing is known. Of these two something is known.
q1 = {"once": money.mean_spend, "ten times": money.mean_spend}

# %% tags=["wrong"]
# You set the own mean and that of all half and half for one purchase, and ten to one for ten. The model
# finds the mixture by itself: ask it.
mean = money.mean_spend
q1 = {"once": (400 + mean) / 2, "ten times": (10 * 400 + mean) / 11}

# %% [markdown] tags=["hint"]
# The lesson asks the same of customers with a mean of 200 dollars. Which two columns does the model need?

# %% [markdown] tags=["hint"]
# Make a table with two rows, one a customer, and give it to `money.expected_spend`.

# %% [markdown] question="q2" points=2 decimals=0
# ## 2 What is the customer base worth?
#
# Compute each customer's lifetime value (客户终身价值) as in the lesson. Give two sums, each rounded to whole yuan:
# `total`, the value of all customers, and `never_repeated`, the value of those without a repeat purchase.

# %% tags=["starter"]
q2 = {"total": ..., "never_repeated": ...}

# %% tags=["solution"]
# Purchases to come, discounted, times what each will cost, times the margin. Who never repeated is worth
# little, but there are many of them, and the model gives them a spend, too: the mean of all.
transactions = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = valuation.customer_value(
    transactions, money.expected_spend(customers), margin_rate=margin_rate
)
q2 = {"total": value.sum(), "never_repeated": value[customers["repeat_purchases"] == 0].sum()}

# %% tags=["wrong"]
# That is revenue. Of each yuan of spend only the margin is left.
transactions = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = transactions * money.expected_spend(customers)
q2 = {"total": value.sum(), "never_repeated": value[customers["repeat_purchases"] == 0].sum()}

# %% tags=["wrong"]
# You took the mean of the purchases seen, and nothing where there was none. Coming purchases want the
# expected spend.
transactions = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * transactions * customers["mean_repeat_spend"].fillna(0)
q2 = {"total": value.sum(), "never_repeated": value[customers["repeat_purchases"] == 0].sum()}

# %% tags=["wrong"]
# You gave everybody the mean spend of all. The model knows more of those who repeated.
transactions = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * transactions * money.mean_spend
q2 = {"total": value.sum(), "never_repeated": value[customers["repeat_purchases"] == 0].sum()}

# %% tags=["wrong"]
# You gave means a customer. Asked are sums: what are they worth together?
transactions = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * transactions * money.expected_spend(customers)
q2 = {"total": value.mean(), "never_repeated": value[customers["repeat_purchases"] == 0].mean()}

# %% tags=["wrong"]
# The total is right. For the second sum you took those who repeated; asked are the others.
transactions = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * transactions * money.expected_spend(customers)
q2 = {"total": value.sum(), "never_repeated": value[customers["repeat_purchases"] > 0].sum()}

# %% [markdown] tags=["hint"]
# "Five lines from file to value" in the lesson is the way: purchases first, then spend, then the margin.

# %% [markdown] tags=["hint"]
# The value is a Series by customer, in the order of `customers`: sum it up, once for all and once for the
# rows with `repeat_purchases` equal to 0.

# %% [markdown] question="q3" points=2 decimals=3
# ## 3 Half the margin, or twice the discount?
#
# The value of the base rests on two assumptions. Change one at a time, and leave the other as it was.
#
# - `margin`: by which share does the total value fall when the margin rate is halved?
# - `discount`: by which share does it fall when the discount rate (折现率) is 30 % a year instead of 15 %?
# - `ranks`: which of the two changes the order of the customers by value, `"margin"` or `"discount"`?
#
# Shares of the old total, between 0 and 1, with 3 decimals (0.1: a tenth of the value is lost).

# %% tags=["starter"]
q3 = {"margin": ..., "discount": ..., "ranks": ...}

# %% tags=["solution"]
# The margin multiplies every value alike: the total falls with it, and nobody changes places. The discount
# hits late purchases most, so that customers who will stay long lose more than those who will soon leave.
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.30):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (bought * spend).sum()
q3 = {"margin": 0.5, "discount": 1 - total[0.30] / total[0.15], "ranks": "discount"}

# %% tags=["wrong"]
# Twice the discount does not halve the value: purchases that come soon hardly lose. Compute the total anew.
q3 = {"margin": 0.5, "discount": 0.5, "ranks": "discount"}

# %% tags=["wrong"]
# For the discount you gave the share that is left. Asked is the share that is lost.
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.30):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (bought * spend).sum()
q3 = {"margin": 0.5, "discount": total[0.30] / total[0.15], "ranks": "discount"}

# %% tags=["wrong"]
# You discounted as if all purchases came one year from now. They come at all times: discount each customer's
# purchases anew.
q3 = {"margin": 0.5, "discount": 1 - 1.15 / 1.30, "ranks": "discount"}

# %% tags=["wrong"]
# The shares are right. A factor that is the same for everybody: can it move one customer past another?
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.30):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (bought * spend).sum()
q3 = {"margin": 0.5, "discount": 1 - total[0.30] / total[0.15], "ranks": "margin"}

# %% [markdown] tags=["hint"]
# Which factor of the value holds the margin rate, and which the discount rate? Which is the same for
# everybody?

# %% [markdown] tags=["hint"]
# For the discount compute the total twice, with `annual_discount_rate` .15 and .30.

# %% [markdown] question="q4" points=2 decimals=2
# ## 4 Is more always better?
#
# Fourteen customers of 545 days made their last purchase at the age (客龄) of 350 days. The first repeated
# once, the second twice, ..., the last 14 times. Take `money.mean_spend` for all of them, as the lesson does
# for its curves. Whose value is highest: with how many repeat purchases, and how many yuan (2 decimals)?

# %% tags=["starter"]
q4 = {"repeat_purchases": ..., "value": ...}

# %% tags=["solution"]
# With the repeats two things grow: the rate at which a customer buys while alive, and the weight of their
# silence. At first the rate wins, then the silence: the heaviest buyers have probably left.
grid = pd.DataFrame({"repeat_purchases": range(1, 15), "age_at_last_days": 350, "age_days": 545})
bought = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
value = margin_rate * money.mean_spend * bought
best = value.idxmax()
q4 = {"repeat_purchases": grid["repeat_purchases"][best], "value": value[best]}

# %% tags=["wrong"]
# You took the heaviest buyer. They used to come every 25 days: what does their silence say?
grid = pd.DataFrame({"repeat_purchases": range(1, 15), "age_at_last_days": 350, "age_days": 545})
bought = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
q4 = {"repeat_purchases": 14, "value": margin_rate * money.mean_spend * bought[13]}

# %% tags=["wrong"]
# You took the one who is most probably alive. They buy so seldom that another one is worth more.
grid = pd.DataFrame({"repeat_purchases": range(1, 15), "age_at_last_days": 350, "age_days": 545})
bought = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
best = buying.probability_alive(grid).idxmax()
value = margin_rate * money.mean_spend * bought[best]
q4 = {"repeat_purchases": grid["repeat_purchases"][best], "value": value}

# %% tags=["wrong"]
# The customer is right. You gave what they are good for in purchases: turn them into money.
grid = pd.DataFrame({"repeat_purchases": range(1, 15), "age_at_last_days": 350, "age_days": 545})
bought = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
best = bought.idxmax()
q4 = {"repeat_purchases": grid["repeat_purchases"][best], "value": bought[best]}

# %% tags=["wrong"]
# You gave the row of the table, which is counted from 0. How often did the customer in this row repeat?
grid = pd.DataFrame({"repeat_purchases": range(1, 15), "age_at_last_days": 350, "age_days": 545})
bought = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
value = margin_rate * money.mean_spend * bought
q4 = {"repeat_purchases": value.idxmax(), "value": value.max()}

# %% [markdown] tags=["hint"]
# Make a table of 14 rows, one a customer, with the three columns that `buying` needs. Only one of them
# differs.

# %% [markdown] tags=["hint"]
# Value is margin rate times spend times discounted transactions; then look for the row with the highest one.

# %% [markdown] question="q5" points=2 decimals=0
# ## 5 A colleague's four steps
#
# A colleague tells the board what the customer base is worth:
#
# ```python
# # A  Customers without a repeat are in this table, too; the fit leaves them out by itself.
# money = GammaGamma.fit(customers)
# # B  The weeks are only the unit of the rates; the table stays in days.
# buying = ParetoNBD.fit(customers, period_days=7)
# # C  The model counts in weeks, so the yearly discount rate has to be a weekly one.
# bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
# # D  Margin times spend times purchases.
# total = (margin_rate * money.expected_spend(customers) * bought).sum()
# ```
#
# One step is wrong, and so is what its comment says. Which one (`"A"`, `"B"`, `"C"` or `"D"`), and by how much is
# the total too high? Give it in *thousands* of yuan, rounded to whole thousands.

# %% tags=["starter"]
q5 = {"step": ..., "too_high": ...}

# %% tags=["solution"]
# The discount rate is a year's, whatever the period of the model: its name says so. Divided by 52 it hardly
# counts, and purchases of the far future, in decades, are added up nearly in full.
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.15 / 52):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (margin_rate * spend * bought).sum() / 1000
q5 = {"step": "C", "too_high": total[0.15 / 52] - total[0.15]}

# %% tags=["wrong"]
# The step is right. You gave yuan; asked are thousands of yuan.
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.15 / 52):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (margin_rate * spend * bought).sum()
q5 = {"step": "C", "too_high": total[0.15 / 52] - total[0.15]}

# %% tags=["wrong"]
# The step is right. You gave the colleague's whole total: how far is it above the right one?
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
total = (margin_rate * money.expected_spend(customers) * bought).sum()
q5 = {"step": "C", "too_high": total / 1000}

# %% tags=["wrong"]
# The step is right. You gave the right total: how far is the colleague's above it?
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
total = (margin_rate * money.expected_spend(customers) * bought).sum()
q5 = {"step": "C", "too_high": total / 1000}

# %% tags=["wrong"]
# To fit on those with a repeat alone changes nothing: the fit leaves the others out anyhow. Look at the
# units.
mended = GammaGamma.fit(customers[customers["repeat_purchases"] > 0])
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
more = money.expected_spend(customers) - mended.expected_spend(customers)
q5 = {"step": "A", "too_high": (margin_rate * more * bought).sum() / 1000}

# %% tags=["wrong"]
# A fit by days gives the parameters other units, and every customer the same value. Step B does no harm.
daily = ParetoNBD.fit(customers, period_days=1)
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
other = daily.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
more = margin_rate * money.expected_spend(customers) * (bought - other)
q5 = {"step": "B", "too_high": more.sum() / 1000}

# %% tags=["wrong"]
# Step D is the lesson's formula. Look at what goes into it.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
more = money.expected_spend(customers) - money.mean_spend
q5 = {"step": "D", "too_high": (margin_rate * more * bought).sum() / 1000}

# %% [markdown] tags=["hint"]
# Compare the steps with the lesson's "five lines from file to value", argument by argument.

# %% [markdown] tags=["hint"]
# Compute the total twice: with the wrong step as it is, and with the step mended. The answer is the difference.

# %% [markdown] question="q6" points=3 decimals=0
# ## 6 Nothing, a mailing, or a call?
#
# Two campaigns can be sent to a customer. A mailing costs `mailing_cost` (yuan a customer) and lifts all their
# purchases to come by 5 %, and so their value. A call costs `call_cost` (yuan a customer) and lifts them by
# 12 %. Each customer gets one of three: nothing, a mailing, or a call (never both).
#
# Choose for each customer what brings the most: the lift of their value in yuan, less the cost; nothing brings
# 0. How many customers get a `mailing`, how many a `call`, and what is the `profit` of all together (whole
# yuan)?

# %% tags=["starter"]
q6 = {"mailing": ..., "call": ..., "profit": ...}

# %% tags=["solution"]
# A call must beat the mailing, not only its own cost: for customers in the middle both pay, and the mailing
# brings more. So compare what each of the three leaves, customer by customer.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
best = np.maximum(0, np.maximum(mailing, call))
q6 = {"mailing": ((mailing > 0) & (mailing >= call)).sum(),
      "call": ((call > 0) & (call > mailing)).sum(), "profit": best.sum()}

# %% tags=["wrong"]
# You call everybody for whom a call pays. For some of them a mailing would leave more: compare the two.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
write = (call <= 0) & (mailing > 0)
q6 = {"mailing": write.sum(), "call": (call > 0).sum(),
      "profit": mailing[write].sum() + call[call > 0].sum()}

# %% tags=["wrong"]
# Some of your customers get both, a mailing and a call. Each gets one at most: the one that leaves more.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
q6 = {"mailing": (mailing > 0).sum(), "call": (call > 0).sum(),
      "profit": mailing[mailing > 0].sum() + call[call > 0].sum()}

# %% tags=["wrong"]
# You send a mailing wherever it pays, and no calls. For the most valuable customers a call leaves more.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
mailing = 0.05 * margin_rate * money.expected_spend(customers) * bought - mailing_cost
q6 = {"mailing": (mailing > 0).sum(), "call": 0, "profit": mailing[mailing > 0].sum()}

# %% tags=["wrong"]
# You lifted revenue. What a campaign brings is the lift of value: of spend only the margin is left.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
q6 = {"mailing": ((mailing > 0) & (mailing >= call)).sum(),
      "call": ((call > 0) & (call > mailing)).sum(),
      "profit": np.maximum(0, np.maximum(mailing, call)).sum()}

# %% tags=["wrong"]
# The customers are right. From the profit you forgot to take the cost of the mailings and calls.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
write, phone = (mailing > 0) & (mailing >= call), (call > 0) & (call > mailing)
q6 = {"mailing": write.sum(), "call": phone.sum(),
      "profit": 0.05 * value[write].sum() + 0.12 * value[phone].sum()}

# %% tags=["wrong"]
# You gave everybody the better of the two campaigns. For many customers neither of them pays.
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
q6 = {"mailing": (mailing >= call).sum(), "call": (call > mailing).sum(),
      "profit": np.maximum(mailing, call).sum()}

# %% [markdown] tags=["hint"]
# For each customer work out what a mailing leaves and what a call leaves. Where both are negative, leave them
# alone.

# %% [markdown] tags=["hint"]
# A call goes to those for whom it leaves more than 0 *and* more than a mailing. `np.maximum` takes the larger
# of two Series, row by row.
