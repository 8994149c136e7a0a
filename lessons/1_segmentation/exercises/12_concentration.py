# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 12: 80/20, true and observed
#
# **Your company** A bookshop with a member card asks you whether it lives on few customers. The shop is
# simulated. Its members are drawn by your name: nobody else has your numbers. `members` holds the ids of
# all who have a card; all of them got it before the first week. `visits` has one row a purchase: who
# (`customer_id`), in which `week` (1 to 52), for how many yuan (`amount`). Two rows of the same member in
# one week are two purchases. Week 1 begins on 5 February 2024, a few days before the Spring Festival (春节),
# when many members travel home.
#
# `purchases_between(1, 13)` counts each member's purchases from week 1 to week 13, both included; members
# without a purchase have 0.
#
# **Before this** [12 80/20, true and observed](../../notebooks/1_segmentation/12_concentration.ipynb).
# **Time** 45 minutes.

# %% tags=["data"]
import numpy as np
import pandas as pd

# Members' rates are a gamma, as the NBD assumes. But four weeks are no good sample: a part of the
# members is away all that time.
_n = int(rng.integers(2_400, 2_900))
_r = rng.uniform(0.5, 0.65)
_rate = rng.gamma(_r, rng.uniform(0.09, 0.11) / _r, _n)
_counts = rng.poisson(_rate[:, None], (_n, 52))
_counts[rng.random(_n) < rng.uniform(0.35, 0.45), :4] = 0
_week, _who = np.nonzero(_counts.T)
_times = _counts[_who, _week]
_who, _week = np.repeat(_who, _times), np.repeat(_week, _times)
_basket = rng.gamma(2.5, 9, _n)
members = pd.Index(10_001 + rng.permutation(_n), name="customer_id")
visits = pd.DataFrame(
    {
        "customer_id": members.to_numpy()[_who],
        "week": _week + 1,
        "amount": np.round(rng.gamma(3, 1, len(_who)) * _basket[_who] + 5, 2),
    }
)
margin = float(rng.integers(20, 31))
# In one half of the shops even a silent member is worth the cost of keeping, in the other half not.
_cheap = rng.random() < 0.5
card_cost = float(round(margin * (rng.uniform(0.75, 0.95) if _cheap else rng.uniform(1.8, 2.3)), 1))

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import NBD
from crmkit.segmentation import concentration

# %%
members, visits = sheet["members"], sheet["visits"]


def purchases_between(first_week, last_week):
    part = visits[visits["week"].between(first_week, last_week)]
    return part.groupby("customer_id").size().reindex(members, fill_value=0)


# %%
visits.head(3)

# %% [markdown] question="q1" points=1 decimals=3
# ## 1 Is it 80/20?
#
# Take the money that each member spent in the 52 weeks. Members who bought nothing count, with 0 yuan. Give
#
# - `top_fifth`: the share of all money that the best fifth of the members make;
# - `needed`: the share of the members who make 80 % of the money, counted from the highest spender.
#
# Both between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q1 = {"top_fifth": ..., "needed": ...}

# %% tags=["solution"]
# The log knows only those who bought. Members without a purchase are members, too: they enter with 0, and
# only then is a fifth a fifth of all.
spend = visits.groupby("customer_id")["amount"].sum().reindex(members, fill_value=0.0)
top, needed = concentration.top_share(spend), concentration.customers_for(spend)
q1 = {"top_fifth": top, "needed": needed}

# %% tags=["wrong"]
# You counted those who bought only. The log does not know the others; `members` does.
spend = visits.groupby("customer_id")["amount"].sum()
top, needed = concentration.top_share(spend), concentration.customers_for(spend)
q1 = {"top_fifth": top, "needed": needed}

# %% tags=["wrong"]
# You counted purchases. The question asks about money.
spend = purchases_between(1, 52)
top, needed = concentration.top_share(spend), concentration.customers_for(spend)
q1 = {"top_fifth": top, "needed": needed}

# %% tags=["wrong"]
# Your first share is right; the second one tells who makes 20 % of the money. Ask for 80 %.
spend = visits.groupby("customer_id")["amount"].sum().reindex(members, fill_value=0.0)
needed = concentration.customers_for(spend, spend_share=0.2)
q1 = {"top_fifth": concentration.top_share(spend), "needed": needed}

# %% tags=["wrong"]
# You took the best tenth, the first decile (十分位). A fifth is two of them.
spend = visits.groupby("customer_id")["amount"].sum().reindex(members, fill_value=0.0)
top, needed = concentration.top_share(spend, customer_share=0.1), concentration.customers_for(spend)
q1 = {"top_fifth": top, "needed": needed}

# %% [markdown] tags=["hint"]
# The lesson has a function for each of the two shares. Both want one number a member.

# %% [markdown] tags=["hint"]
# Sum `amount` by customer. Is the result as long as `members`? The given `purchases_between` shows how to
# add the zeros.

# %% [markdown] question="q2" points=2 decimals=3
# ## 2 A colleague's mistake
#
# A colleague watches the concentration of purchases:
#
# ```python
# quarter = visits[visits["week"] <= 13].groupby("customer_id").size()
# year = visits.groupby("customer_id").size()
# concentration.top_share(year) - concentration.top_share(quarter)
# ```
#
# His difference is above 0. "The longer we watch, the more the best fifth matter. The small members are of
# no use." But he does not count the same people in both periods. Which two shares does he find if he counts
# all members each time? Give the share of the purchases that the best fifth make, in the first 13 weeks
# (`quarter`) and in the 52 weeks (`year`). Both between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q2 = {"quarter": ..., "year": ...}

# %% tags=["solution"]
# His base changes: in 13 weeks he compares few buyers, in 52 weeks many more, and a fifth of these is another
# crowd. With one base for both the concentration does not rise but fall, as luck averages out.
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
q2 = {"quarter": concentration.top_share(quarter), "year": concentration.top_share(year)}

# %% tags=["wrong"]
# Those are his own numbers. In each period he counts only those who bought in it; count all members.
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
quarter, year = quarter[quarter > 0], year[year > 0]
q2 = {"quarter": concentration.top_share(quarter), "year": concentration.top_share(year)}

# %% tags=["wrong"]
# You counted all members in 13 weeks, but only the buyers in 52. Take the same people in both periods.
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
year = year[year > 0]
q2 = {"quarter": concentration.top_share(quarter), "year": concentration.top_share(year)}

# %% tags=["wrong"]
# You counted the buyers of the 52 weeks both times. That is one base, but some members are still left out.
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
quarter, year = quarter[year > 0], year[year > 0]
q2 = {"quarter": concentration.top_share(quarter), "year": concentration.top_share(year)}

# %% tags=["wrong"]
# You counted the buyers of the 13 weeks both times. That is one base, but it leaves out all who bought
# later or not at all.
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
quarter, year = quarter[quarter > 0], year[quarter > 0]
q2 = {"quarter": concentration.top_share(quarter), "year": concentration.top_share(year)}

# %% tags=["wrong"]
# Those are Gini coefficients (基尼系数). The question asks for the share of the best fifth.
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
q2 = {"quarter": concentration.gini(quarter), "year": concentration.gini(year)}

# %% [markdown] tags=["hint"]
# Who is in his `quarter`, and who is not? Compare its length with that of his `year` and that of `members`.

# %% [markdown] tags=["hint"]
# `purchases_between` counts every member. Put its counts for both periods in the place of his.

# %% [markdown] question="q3" points=2 decimals=3
# ## 3 What remains when luck has averaged out?
#
# Take the purchases of the first 13 weeks, of all members. Give
#
# - `seen`: the share of them that the best fifth made;
# - `true`: the true concentration (真实集中度), the share that the best fifth would make in the long run, by
#   an NBD (负二项分布) fitted to these counts.
#
# Both between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q3 = {"seen": ..., "true": ...}

# %% tags=["solution"]
# In 13 weeks members differ by their rates and by luck. The NBD keeps the rates apart from the luck, and in
# endless periods only the rates remain: the true share is the lower one.
quarter = purchases_between(1, 13)
table = concentration.true_concentration(NBD.fit(quarter), periods=[np.inf])
q3 = {"seen": concentration.top_share(quarter), "true": table.loc[np.inf, "top_share"]}

# %% tags=["wrong"]
# Your second share is what the model expects for 13 weeks, with the luck still in it. In the long run luck
# averages out.
quarter = purchases_between(1, 13)
table = concentration.true_concentration(NBD.fit(quarter), periods=[1])
q3 = {"seen": concentration.top_share(quarter), "true": table.loc[1, "top_share"]}

# %% tags=["wrong"]
# Your second share is that of members who are all the same: pure luck. The true concentration is what
# remains without the luck.
quarter = purchases_between(1, 13)
alike = np.random.default_rng(1).poisson(quarter.mean(), len(quarter))
true = concentration.top_share(pd.Series(alike))
q3 = {"seen": concentration.top_share(quarter), "true": true}

# %% tags=["wrong"]
# Your first share is of the buyers of the 13 weeks only. Take all members.
quarter = purchases_between(1, 13)
table = concentration.true_concentration(NBD.fit(quarter), periods=[np.inf])
seen = concentration.top_share(quarter[quarter > 0])
q3 = {"seen": seen, "true": table.loc[np.inf, "top_share"]}

# %% tags=["wrong"]
# Your second number is the Gini coefficient (基尼系数) in the long run. The table has the share of the best
# fifth, too.
quarter = purchases_between(1, 13)
table = concentration.true_concentration(NBD.fit(quarter), periods=[np.inf])
q3 = {"seen": concentration.top_share(quarter), "true": table.loc[np.inf, "gini"]}

# %% [markdown] tags=["hint"]
# Two steps of the lesson: a model is fitted to the counts, then a table says what it expects for each
# length of time.

# %% [markdown] tags=["hint"]
# In the lesson's table the long run has a row of its own. Which value of `periods` makes it?

# %% [markdown] question="q4" points=2 decimals=3
# ## 4 Four weeks instead of thirteen
#
# The lesson fitted the model to 13 weeks, and foresaw 52. Change this: fit it to the purchases of weeks 1
# to 4, of all members. Give
#
# - `foreseen`: the share of purchases that the best fifth of all members make in 52 weeks, as this model
#   expects;
# - `seen`: the share that they did make in the 52 weeks.
#
# Both between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q4 = {"foreseen": ..., "seen": ...}

# %% tags=["solution"]
# One period is now 4 weeks, so 52 weeks are 13 periods. The model thinks that the members who were away
# hardly ever buy, and foresees too much concentration: it cannot know that these four weeks are not like
# the others.
model = NBD.fit(purchases_between(1, 4))
table = concentration.true_concentration(model, periods=[13])
q4 = {
    "foreseen": table.loc[13, "top_share"],
    "seen": concentration.top_share(purchases_between(1, 52)),
}

# %% tags=["wrong"]
# You went on with four periods, as in the lesson. A period is now 4 weeks: how many of them are 52 weeks?
model, seen = NBD.fit(purchases_between(1, 4)), concentration.top_share(purchases_between(1, 52))
table = concentration.true_concentration(model, periods=[4])
q4 = {"foreseen": table.loc[4, "top_share"], "seen": seen}

# %% tags=["wrong"]
# You counted periods in weeks. A period is as long as the time in which the model saw its counts, here 4
# weeks.
model, seen = NBD.fit(purchases_between(1, 4)), concentration.top_share(purchases_between(1, 52))
table = concentration.true_concentration(model, periods=[52])
q4 = {"foreseen": table.loc[52, "top_share"], "seen": seen}

# %% tags=["wrong"]
# Your model saw 13 weeks. Show it the first 4 weeks only, and think again how many periods 52 weeks are.
model, seen = NBD.fit(purchases_between(1, 13)), concentration.top_share(purchases_between(1, 52))
table = concentration.true_concentration(model, periods=[4])
q4 = {"foreseen": table.loc[4, "top_share"], "seen": seen}

# %% tags=["wrong"]
# You gave the long run. The question asks what the model expects for 52 weeks, which still have some luck
# in them.
model, seen = NBD.fit(purchases_between(1, 4)), concentration.top_share(purchases_between(1, 52))
table = concentration.true_concentration(model, periods=[np.inf])
q4 = {"foreseen": table.loc[np.inf, "top_share"], "seen": seen}

# %% tags=["wrong"]
# You gave the best fifth of the buyers as the model expects it. The question is about the best fifth of all
# members.
model, seen = NBD.fit(purchases_between(1, 4)), concentration.top_share(purchases_between(1, 52))
table = concentration.true_concentration(model, periods=[13])
q4 = {"foreseen": table.loc[13, "top_share_of_buyers"], "seen": seen}

# %% [markdown] tags=["hint"]
# For the lesson's model one period was 13 weeks. How long is a period for yours?

# %% [markdown] tags=["hint"]
# Divide 52 by the weeks in a period: that many periods belong in the call. The share seen needs no model.

# %% [markdown] question="q5" points=1 decimals=3
# ## 5 What would go with the silent?
#
# The sales director wants to drop all members who bought nothing in weeks 1 to 13. Give
#
# - `members`: their share of all members;
# - `purchases`: their share of all purchases of the next 39 weeks (14 to 52).
#
# Both between 0 and 1, with 3 decimals.

# %% tags=["starter"]
q5 = {"members": ..., "purchases": ...}

# %% tags=["solution"]
# Choose by what was known after 13 weeks, and measure by what came later. The silent bring less than the
# others, but far from nothing: many of them only had no luck with the calendar.
silent = purchases_between(1, 13) == 0
later = purchases_between(14, 52)
q5 = {"members": silent.mean(), "purchases": later[silent].sum() / later.sum()}

# %% tags=["wrong"]
# You divided by the purchases of all 52 weeks. The question asks for the share of those in weeks 14 to 52.
silent = purchases_between(1, 13) == 0
later = purchases_between(14, 52)
q5 = {"members": silent.mean(), "purchases": later[silent].sum() / len(visits)}

# %% tags=["wrong"]
# Those are the shares of the members who stay. What goes with the others?
kept = purchases_between(1, 13) > 0
later = purchases_between(14, 52)
q5 = {"members": kept.mean(), "purchases": later[kept].sum() / later.sum()}

# %% tags=["wrong"]
# You chose the members who bought nothing in the first 4 weeks. The director waits for 13.
silent = purchases_between(1, 4) == 0
later = purchases_between(14, 52)
q5 = {"members": silent.mean(), "purchases": later[silent].sum() / later.sum()}

# %% tags=["wrong"]
# The second number is the share of the silent who bought later. The question asks for their share of the
# purchases.
silent = purchases_between(1, 13) == 0
later = purchases_between(14, 52)
q5 = {"members": silent.mean(), "purchases": (later[silent] > 0).mean()}

# %% [markdown] tags=["hint"]
# You need two counts for each member: one to choose the silent, and one for the time after.

# %% [markdown] tags=["hint"]
# True or False for each member, from weeks 1 to 13, filters the counts of weeks 14 to 52. Then divide two
# sums.

# %% [markdown] question="q6" points=3 decimals=2
# ## 6 Whom do you keep?
#
# To keep a member costs the shop `card_cost` yuan for the 39 weeks from week 14 to week 52 (catalogues and
# a birthday gift), whether they buy or not. Each of their purchases in these weeks leaves `margin` yuan before
# this cost. A member who is dropped costs nothing, and buys nothing more. Three policies, by the purchases
# of weeks 1 to 13:
#
# - `"all"`: keep everybody;
# - `"1 or more"`: keep those with at least 1 purchase, as the director wants;
# - `"2 or more"`: keep those with at least 2 purchases.
#
# Which policy would have brought the highest profit in weeks 14 to 52, and how much is it (yuan, 2 decimals)?

# %% tags=["starter"]
margin, card_cost = sheet["margin"], sheet["card_cost"]
q6 = {"policy": ..., "profit": ...}

# %% tags=["solution"]
# Keep a group while its mean purchases times the margin are above the cost of keeping. Neither the 80/20
# number nor the silence decides that, but the money that the small members still bring.
before, later = purchases_between(1, 13), purchases_between(14, 52)
gain = later * sheet["margin"] - sheet["card_cost"]
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You forgot what it costs to keep a member. Without that cost it would always pay to keep everybody.
before, later = purchases_between(1, 13), purchases_between(14, 52)
gain = later * sheet["margin"]
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You took the purchases of weeks 1 to 13 for the profit, too. They choose the members; the profit comes
# from the weeks after.
before = purchases_between(1, 13)
gain = before * sheet["margin"] - sheet["card_cost"]
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You took the purchases of all 52 weeks. The first 13 are past when the director decides.
before, year = purchases_between(1, 13), purchases_between(1, 52)
gain = year * sheet["margin"] - sheet["card_cost"]
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You charged the cost of keeping for each purchase. It falls due once for each member who is kept.
before, later = purchases_between(1, 13), purchases_between(14, 52)
gain = later * (sheet["margin"] - sheet["card_cost"])
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# The profit of this policy is right, but another of the three brings more. Compare all of them.
before, later = purchases_between(1, 13), purchases_between(14, 52)
gain = later * sheet["margin"] - sheet["card_cost"]
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.nlargest(2).index[1], "profit": profit.nlargest(2).iloc[1]}

# %% [markdown] tags=["hint"]
# For each policy you need two numbers: how many members it keeps, and how many purchases these made in
# weeks 14 to 52.

# %% [markdown] tags=["hint"]
# Profit is the purchases times `margin`, less the members kept times `card_cost`. Work it out for all three
# policies.
