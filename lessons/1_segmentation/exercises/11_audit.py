# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 11: Customer-base audit
#
# **Your company** An investor wants to buy an online shop for pet food, and asks you for an audit first.
# The shop is simulated. Its customers are drawn by your name: nobody else has your numbers. `log` is its
# whole order log (订单流水), from the opening on 1 January 2021 to 31 December 2023, one row a product in an
# order: who (`customer_id`), on which day (`ordered_at`), for how many yuan (`amount`). Sales fell from
# 2022 to 2023.
#
# `june` has one row for each customer with a repeat purchase, as it was known on 30 June 2023; question 5
# explains its column `silence`. `came_back` says for each of them whether a purchase followed from 1 July
# to 31 December 2023.
#
# **Before this** [11 Customer-base audit](../../notebooks/1_segmentation/11_audit.ipynb).
# **Time** 45 minutes.

# %% tags=["data"]
import numpy as np
import pandas as pd

# Sales fall in every shop. In one half of them too few new customers come in 2023, in the other half
# the old ones buy less often.
_few_won = rng.random() < 0.5
_won = [*rng.integers(660, 741, 2), rng.integers(280, 331) if _few_won else rng.integers(860, 961)]
_joined = np.concatenate([365 * year + rng.integers(0, 365, n) for year, n in enumerate(_won)])
_rare = rng.random(len(_joined)) < 0.5
_per_year = np.where(_rare, rng.gamma(2, 0.45, len(_joined)), rng.gamma(3, 3.5, len(_joined)))
_life = rng.exponential(np.where(_rare, 2_500, 240 if _few_won else 600))
_life = np.minimum(_life, 1_094 - _joined)
_repeats = rng.poisson(_per_year / 365 * _life)
_after = np.ceil(rng.random(_repeats.sum()) * np.repeat(_life, _repeats)).astype("int64")
_customer = np.concatenate([np.arange(len(_joined)), np.repeat(np.arange(len(_joined)), _repeats)])
_day = np.concatenate([_joined, np.repeat(_joined, _repeats) + _after])
_kept = rng.random(len(_day)) < (0.97 if _few_won else 0.48)
_kept |= (_day < 730) | (np.arange(len(_day)) < len(_joined))
_customer, _day = _customer[_kept], _day[_kept]
_products = 1 + rng.poisson(np.where(_day < 730, 1.3, 1.05))
_ids = 1_001 + rng.permutation(len(_joined))
log = pd.DataFrame(
    {
        "customer_id": _ids[np.repeat(_customer, _products)],
        "ordered_at": pd.Timestamp("2021-01-01")
        + pd.to_timedelta(np.repeat(_day, _products), unit="D"),
        "amount": np.round(rng.gamma(3, 12, _products.sum()) + 6, 2),
    }
).sort_values(["ordered_at", "customer_id"], kind="stable", ignore_index=True)

advertising = float(100 * rng.integers(220, 380))
margin = float(rng.integers(30, 41))
voucher = float(rng.integers(30, 46))

# %%
import pandas as pd

from crmkit import summary

# %%
log = sheet["log"]
year = log["ordered_at"].dt.year.rename("year")
log.head(3)

# %%
june = summary.customers(log, as_of="2023-06-30")
june = june[june["repeat_purchases"] > 0]
usual_gap = june["age_at_last_days"] / june["repeat_purchases"]
june = june.assign(silence=(june["days_since_last"] / usual_gap).round(2))
later = log[log["ordered_at"] > "2023-06-30"]
came_back = pd.Series(june.index.isin(later["customer_id"]), index=june.index)

# %% [markdown] question="q1" points=1 decimals=3
# ## 1 Which factors fell?
#
# Split the sales of 2022 and those of 2023 into three factors:
#
# - `customers`: how many customers bought in that year;
# - `purchases`: purchases a customer of that year. As in the lesson, all that a customer buys on one day is
#   one purchase;
# - `money`: yuan a purchase.
#
# By what is each factor multiplied from 2022 to 2023? Give 2023 divided by 2022, with 3 decimals (0.5: half
# as much).

# %% tags=["starter"]
q1 = {"customers": ..., "purchases": ..., "money": ...}

# %% tags=["solution"]
# A purchase is a customer and a day, so rows of the same customer and day count once. The three ratios
# multiply to the ratio of the sales: that is the check that nothing is missing.
days = log.drop_duplicates(["customer_id", "ordered_at"])
people = log.groupby(year)["customer_id"].nunique()
purchases, sales = days.groupby(year).size(), log.groupby(year)["amount"].sum()
factors = {"customers": people, "purchases": purchases / people, "money": sales / purchases}
q1 = {name: factor[2023] / factor[2022] for name, factor in factors.items()}

# %% tags=["wrong"]
# You counted rows as purchases. A row is one product; what a customer buys on one day is one purchase.
people = log.groupby(year)["customer_id"].nunique()
purchases, sales = log.groupby(year).size(), log.groupby(year)["amount"].sum()
factors = {"customers": people, "purchases": purchases / people, "money": sales / purchases}
q1 = {name: factor[2023] / factor[2022] for name, factor in factors.items()}

# %% tags=["wrong"]
# You divided 2022 by 2023. The earlier year is the base: a factor that fell must come out below 1.
days = log.drop_duplicates(["customer_id", "ordered_at"])
people = log.groupby(year)["customer_id"].nunique()
purchases, sales = days.groupby(year).size(), log.groupby(year)["amount"].sum()
factors = {"customers": people, "purchases": purchases / people, "money": sales / purchases}
q1 = {name: factor[2022] / factor[2023] for name, factor in factors.items()}

# %% tags=["wrong"]
# You compared totals: customers, all purchases, all sales. The second factor is purchases a customer, the
# third is money a purchase; only so do the three multiply to the sales.
days = log.drop_duplicates(["customer_id", "ordered_at"])
people = log.groupby(year)["customer_id"].nunique()
purchases, sales = days.groupby(year).size(), log.groupby(year)["amount"].sum()
factors = {"customers": people, "purchases": purchases, "money": sales}
q1 = {name: factor[2023] / factor[2022] for name, factor in factors.items()}

# %% tags=["wrong"]
# You gave the relative change. The question asks for the number to multiply with: no change would be 1, not
# 0.
days = log.drop_duplicates(["customer_id", "ordered_at"])
people = log.groupby(year)["customer_id"].nunique()
purchases, sales = days.groupby(year).size(), log.groupby(year)["amount"].sum()
factors = {"customers": people, "purchases": purchases / people, "money": sales / purchases}
q1 = {name: factor[2023] / factor[2022] - 1 for name, factor in factors.items()}

# %% [markdown] tags=["hint"]
# For each year you need three totals: different customers, purchases, and yuan. The factors are ratios of
# these.

# %% [markdown] tags=["hint"]
# Keep one row for each customer and day before you count purchases. For the money keep all rows. Then
# multiply your three numbers: you must get the sales of 2023 divided by those of 2022.

# %% [markdown] question="q2" points=2 decimals=2
# ## 2 Kept, or won and lost?
#
# Compare 2022 with 2023 by the lesson's groups: kept (留存) bought in both years, lost (流失) only in 2022, won
# (新增) only in 2023. Give
#
# - `kept`: by how many yuan the sales to the kept changed from 2022 to 2023;
# - `won_and_lost`: by how many yuan the sales to the won and the lost, taken together, changed;
# - `main_cause`: which of the two pulled sales down more, `"kept"` or `"won and lost"`.
#
# Yuan with 2 decimals; a fall is negative.

# %% tags=["starter"]
q2 = {"kept": ..., "won_and_lost": ..., "main_cause": ...}

# %% tags=["solution"]
# Lost customers always lower the sales and won ones always raise them, so neither says anything alone: their
# balance does. What is left of the whole change is the work of the kept.
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
both = (money[2022] > 0) & (money[2023] > 0)
change = money[2023] - money[2022]
kept, others = change[both].sum(), change[~both].sum()
cause = "kept" if kept < others else "won and lost"
q2 = {"kept": kept, "won_and_lost": others, "main_cause": cause}

# %% tags=["wrong"]
# You set the lost alone against the kept. Every shop loses some: what did those who were won put in their
# place?
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
change, both = money[2023] - money[2022], (money[2022] > 0) & (money[2023] > 0)
kept, lost = change[both].sum(), change[money[2023] == 0].sum()
cause = "kept" if kept < lost else "won and lost"
q2 = {"kept": kept, "won_and_lost": lost, "main_cause": cause}

# %% tags=["wrong"]
# You took everybody who bought in 2022 for kept. Some of them never bought in 2023: those are the lost.
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
change, old = money[2023] - money[2022], money[2022] > 0
kept, others = change[old].sum(), change[~old].sum()
cause = "kept" if kept < others else "won and lost"
q2 = {"kept": kept, "won_and_lost": others, "main_cause": cause}

# %% tags=["wrong"]
# Your signs are turned round. A change is the later year less the earlier one, and a fall is negative.
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
change, both = money[2022] - money[2023], (money[2022] > 0) & (money[2023] > 0)
kept, others = change[both].sum(), change[~both].sum()
cause = "kept" if kept > others else "won and lost"
q2 = {"kept": kept, "won_and_lost": others, "main_cause": cause}

# %% tags=["wrong"]
# Both sums are right; look again at which of them is further below zero.
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
change, both = money[2023] - money[2022], (money[2022] > 0) & (money[2023] > 0)
kept, others = change[both].sum(), change[~both].sum()
cause = "kept" if kept > others else "won and lost"
q2 = {"kept": kept, "won_and_lost": others, "main_cause": cause}

# %% [markdown] tags=["hint"]
# Make the lesson's table with one row a customer and one column a year. The groups follow from who has 0
# where.

# %% [markdown] tags=["hint"]
# The lost take away what they spent in 2022, the won add what they spent in 2023. Add the two with their
# signs. The two numbers of your answer must add up to the whole change in sales.

# %% [markdown] question="q3" points=2 decimals=2
# ## 3 Who is really new?
#
# The lesson calls everybody won who bought in the second period and not in the first. Your log is better:
# it begins with the shop. So change this assumption, and count as *new* only those whose first purchase of
# all was in 2023. The shop spent `advertising` yuan in 2023 to win new customers. How many yuan is that for
# each new customer? With 2 decimals.

# %% tags=["starter"]
advertising = sheet["advertising"]
q3 = ...

# %% tags=["solution"]
# Some of those whom two years show as won bought in 2021 already, and only paused. They are no new
# customers, so each new one was dearer than it seems.
first = log.groupby("customer_id")["ordered_at"].min()
q3 = sheet["advertising"] / (first.dt.year == 2023).sum()

# %% tags=["wrong"]
# You divided by all who bought in 2023 and not in 2022. Some of these bought in 2021 already, and only
# paused for a year.
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
q3 = sheet["advertising"] / ((money[2023] > 0) & (money[2022] == 0)).sum()

# %% tags=["wrong"]
# You divided by everybody who bought in 2023. Many of them were customers before; the question asks for the
# new ones.
q3 = sheet["advertising"] / log.loc[year == 2023, "customer_id"].nunique()

# %% tags=["wrong"]
# You divided by the rows that the new customers have in the log. Each customer counts once, however often
# they bought.
first = log.groupby("customer_id")["ordered_at"].transform("min")
q3 = sheet["advertising"] / log[first.dt.year == 2023].shape[0]

# %% tags=["wrong"]
# You divided by those who came back after a pause: they bought in 2021, and so are not new.
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
paused = (money[2023] > 0) & (money[2022] == 0) & (money[2021] > 0)
q3 = sheet["advertising"] / paused.sum()

# %% [markdown] tags=["hint"]
# The groups of question 2 look at two years only. What does the third year say about the won?

# %% [markdown] tags=["hint"]
# Find the day of each customer's first purchase in the whole log, and count those that lie in 2023.

# %% [markdown] question="q4" points=2 decimals=2
# ## 4 A colleague's mistake
#
# A colleague compares cohorts (同期群), all customers who first bought in the same year, by their mean spend:
#
# ```python
# first = log.groupby("customer_id")["ordered_at"].transform("min")
# money = log.groupby(first.dt.year)["amount"].sum()
# people = log.groupby(first.dt.year)["customer_id"].nunique()
# money / people
# ```
#
# "The customers of 2023 are worth far less than those of 2021. The shop wins worse and worse customers."
# But the cohorts are not of the same age: those of 2021 had two years more to spend. Repeat his comparison
# at the same age. Take the customers whose first purchase was from 1 January to 30 June of the year, and
# only what they bought from the first purchase to 180 days after it (day 180 counts). What is their mean
# spend in the cohorts 2021 and 2023? Yuan a customer, with 2 decimals.

# %% tags=["starter"]
q4 = {2021: ..., 2023: ...}

# %% tags=["solution"]
# Both cohorts now have the same 180 days, and the log ends after the last of them. The gap is much smaller
# than his; what is left of it does not come from age.
first = log.groupby("customer_id")["ordered_at"].transform("min")
young = log[(first.dt.month <= 6) & ((log["ordered_at"] - first).dt.days <= 180)]
cohort = young.groupby(first.dt.year)
q4 = (cohort["amount"].sum() / cohort["customer_id"].nunique()).loc[[2021, 2023]]

# %% tags=["wrong"]
# Those are the colleague's own numbers. The older cohort has had more time to spend; compare at the same age.
first = log.groupby("customer_id")["ordered_at"].transform("min")
cohort = log.groupby(first.dt.year)
q4 = (cohort["amount"].sum() / cohort["customer_id"].nunique()).loc[[2021, 2023]]

# %% tags=["wrong"]
# You chose the right customers, but counted all that they ever bought. Stop 180 days after each one's first
# purchase.
first = log.groupby("customer_id")["ordered_at"].transform("min")
cohort = log[first.dt.month <= 6].groupby(first.dt.year)
q4 = (cohort["amount"].sum() / cohort["customer_id"].nunique()).loc[[2021, 2023]]

# %% tags=["wrong"]
# You took the customers of the whole year. The question asks for those whose first purchase was in the
# first half.
first = log.groupby("customer_id")["ordered_at"].transform("min")
cohort = log[(log["ordered_at"] - first).dt.days <= 180].groupby(first.dt.year)
q4 = (cohort["amount"].sum() / cohort["customer_id"].nunique()).loc[[2021, 2023]]

# %% tags=["wrong"]
# You left out the day of the first purchase. It counts, too: take the spend from that day on.
first = log.groupby("customer_id")["ordered_at"].transform("min")
age, half = (log["ordered_at"] - first).dt.days, log[first.dt.month <= 6]
people = half.groupby(first.dt.year)["customer_id"].nunique()
money = half[age[half.index].between(1, 180)].groupby(first.dt.year)["amount"].sum()
q4 = (money / people).loc[[2021, 2023]]

# %% tags=["wrong"]
# You gave the money a row, that is a product. Divide by the number of customers instead.
first = log.groupby("customer_id")["ordered_at"].transform("min")
young = log[(first.dt.month <= 6) & ((log["ordered_at"] - first).dt.days <= 180)]
q4 = young.groupby(first.dt.year)["amount"].mean().loc[[2021, 2023]]

# %% [markdown] tags=["hint"]
# For each row of the log you need two things: when its customer first bought, and how many days later this
# row is.

# %% [markdown] tags=["hint"]
# `(log["ordered_at"] - first).dt.days` is the age of the customer at each row. Filter the rows by this age
# and by the month of `first`; then go on as the colleague did.

# %% [markdown] question="q5" points=3 decimals=2
# ## 5 Which rule of silence?
#
# On 30 June 2023 the shop wants to send a voucher (优惠券) to those who have probably left. Take the customers
# of `june`. `silence` is the time since the last purchase, counted in usual gaps as in the lesson (3: three
# times the usual gap). Four rules are proposed. A customer is on the list if
#
# - `"3 gaps"`, `"5 gaps"`, `"10 gaps"`: `silence` is more than 3, 5 or 10;
# - `"60 days"`: the last purchase was more than 60 days ago (`days_since_last`).
#
# You can test them: those on the list who did not come back (`came_back`) had really left. Assume that the
# voucher brings back one in five (a share of 0.2) of these; each leaves `margin` yuan after the voucher is
# paid. The others on the list would have come anyway. Each of them uses the voucher, too, and it costs the
# shop `voucher` yuan for nothing. Sending is free. Which rule brings the highest profit, and how much is it
# (yuan, 2 decimals)?

# %% tags=["starter"]
margin, voucher = sheet["margin"], sheet["voucher"]
q5 = {"rule": ..., "profit": ...}

# %% tags=["solution"]
# A hasty rule finds more of those who left, and gives more vouchers to those who would have come anyway.
# The best rule balances a fifth of the margin against the voucher; other costs may ask for another rule.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({False: 0.2 * sheet["margin"], True: -sheet["voucher"]})
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You forgot those who would have come anyway: each of them costs a voucher.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({False: 0.2 * sheet["margin"], True: 0.0})
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You took all those who had left as won back. The voucher brings back only one in five of them.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({False: sheet["margin"], True: -sheet["voucher"]})
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You let everybody on the list cost a voucher. For those who are won back it is paid already: their margin
# is what is left after it.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({False: 0.2 * sheet["margin"], True: 0.0}) - sheet["voucher"]
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# You took everybody on the list for lost. Some came back by themselves: `came_back` tells which.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
profit = pd.Series({name: 0.2 * sheet["margin"] * on.sum() for name, on in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% tags=["wrong"]
# The profit of this rule is right, but another of the four brings more. Compare all of them.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({False: 0.2 * sheet["margin"], True: -sheet["voucher"]})
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()}).nlargest(2)
q5 = {"rule": profit.index[1], "profit": profit.iloc[1]}

# %% tags=["wrong"]
# You turned `came_back` round. True means that a purchase followed: such a customer had not left.
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({True: 0.2 * sheet["margin"], False: -sheet["voucher"]})
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% [markdown] tags=["hint"]
# For each rule count two kinds of people on its list: those who did not come back, and those who did.

# %% [markdown] tags=["hint"]
# The first kind brings 0.2 × `margin` each on average, the second kind costs `voucher` each. Make one
# profit for each of the four rules before you choose.
