# %% [markdown]
# # Exercises to 11: Customer-base audit
#
# **Your company** An investor wants to buy an online shop for pet food, and asks you for an audit first. The shop is
# simulated; its customers are drawn by your name: nobody else has your numbers. Sales fell from 2022 to 2023.
#
# - `log` is its whole order log (订单流水), from the opening on 1 January 2021 to 31 December 2023, one row a product
#   in an order: who (`customer_id`), on which day (`ordered_at`), for how many yuan (`amount`).
# - `june` and `came_back` are for exercise 5.
#
# **Before this** [11 Customer-base audit](../../notebooks/1_segmentation/11_audit.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 11：客户基础审计
#
# **你的公司** 一位投资人想收购一家宠物食品网店，请你先做审计。这家店是模拟的，客户由你的姓名生成，别人的数字和你的不一样。2023 年的销售额低于 2022 年。
#
# - `log` 是全部订单流水，从 2021 年 1 月 1 日开业到 2023 年 12 月 31 日。每行是订单里的一种商品：谁买的（`customer_id`）、哪一天（`ordered_at`）、花了多少元（`amount`）。
# - `june` 和 `came_back` 在第 5 题用到。
#
# **先修** [11 客户基础审计](../../../notebooks/zh/1_segmentation/11_audit.ipynb)。**用时** 45 分钟。

# %% data
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

# %% [markdown] points=1 decimals=3
# ## Which factors fell?
#
# Sales are customers who bought in the year, times `purchases` a customer (all that a customer buys on one day is one
# purchase), times `money` a purchase. By what is each factor multiplied from 2022 to 2023? Three numbers with
# 3 decimals (0.5: half as much).

# %% [markdown] lang="zh"
# ## 哪些因素下降了？
#
# 销售额等于当年购买过的客户数（`"customers"`），乘以人均购买次数（`"purchases"`，一位客户一天之内买的算一次），再乘以每次购买的金额（`"money"`）。从 2022 年到 2023 年，三个因素各变为原来的多少倍？保留 3 位小数（0.5 即减半）。

# %% starter
q1 = {"customers": ..., "purchases": ..., "money": ...}

# %% solution
# A purchase is a customer and a day. The three ratios multiply to the ratio of the sales: nothing is missing.
# zh: 一次购买就是“一位客户的一天”。三个比值相乘等于销售额之比，说明没有遗漏。
days = log.drop_duplicates(["customer_id", "ordered_at"])
people = log.groupby(year)["customer_id"].nunique()
purchases, sales = days.groupby(year).size(), log.groupby(year)["amount"].sum()
factors = {"customers": people, "purchases": purchases / people, "money": sales / purchases}
q1 = {name: factor[2023] / factor[2022] for name, factor in factors.items()}

# %% wrong
# You counted rows as purchases. A row is one product; all that a customer buys on one day is one purchase.
# zh: 你把行数当成了购买次数。一行是一种商品；一位客户一天之内买的算一次。
days = log
# You divided 2022 by 2023. The earlier year is the base: a factor that fell comes out below 1.
# zh: 你用 2022 年除以了 2023 年。应以较早的年份为基准：下降的因素小于 1。
q1 = {name: 1 / ratio for name, ratio in q1.items()}
# You compared totals. The second factor is purchases a customer, the third money a purchase.
# zh: 你比较的是总量。第二个因素是人均次数，第三个是每次的金额。
factors = {"customers": people, "purchases": purchases, "money": sales}
# You gave the relative change. The question asks for the number to multiply with: no change is 1, not 0.
# zh: 你给出的是变化率。题目问的是倍数：没有变化是 1，不是 0。
q1 = {name: ratio - 1 for name, ratio in q1.items()}
# Your third factor is money a customer. How much is it a purchase?
# zh: 你的第三个因素是人均金额。每次购买是多少？
q1["money"] = sales[2023] / people[2023] / (sales[2022] / people[2022])

# %% hints
# For each year you need three totals: different customers, purchases, yuan. The factors are ratios of these.
# zh: 每年需要三个总量：不同的客户数、购买次数、金额。因素是它们之间的比。

# Keep one row for each customer and day to count purchases; for the money keep all rows.
# zh: 数购买次数时，每位客户每天只留一行；算金额时保留所有行。

# %% [markdown] points=2 decimals=2
# ## Kept, or won and lost?
#
# From 2022 to 2023, in the lesson's groups: kept (留存) bought in both years, lost (流失) only in 2022, won (新增) only
# in 2023. By how many yuan did the sales to the `kept` change, and by how many those to the won and the lost taken
# together? 2 decimals; a fall is negative. `main_cause` is what pulled sales down more: `"kept"` or `"won and lost"`.

# %% [markdown] lang="zh"
# ## 留存，还是新增与流失？
#
# 按课上的分组比较 2022 与 2023 年：留存客户两年都买过，流失客户只在 2022 年买过，新增客户只在 2023 年买过。留存客户带来的销售额变化了多少元（`"kept"`）？新增与流失客户合计变化了多少元（`"won_and_lost"`）？保留 2 位小数，下降为负数。`main_cause` 是销售额下降的主要原因：`"kept"`（留存）或 `"won and lost"`（新增与流失）。

# %% solution
# The lost always lower the sales and the won always raise them; only their balance says something. The rest of the
# change is the work of the kept.
# zh: 流失必然使销售额减少，新增必然使它增加，只有两者的净额才能说明问题。其余的变化来自留存客户。
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
kept, change = (money[2022] > 0) & (money[2023] > 0), money[2023] - money[2022]
parts = {"kept": change[kept].sum(), "won and lost": change[~kept].sum()}
cause = min(parts, key=parts.get)
q2 = {"kept": parts["kept"], "won_and_lost": parts["won and lost"], "main_cause": cause}

# %% wrong
# You set the lost alone against the kept. What did the won put in their place?
# zh: 你只拿流失与留存相比。新增客户又补回了多少？
parts = {"kept": change[kept].sum(), "won and lost": change[money[2023] == 0].sum()}
# You took everybody who bought in 2022 for kept. Some never bought in 2023: those are the lost.
# zh: 你把 2022 年买过的人都当作留存。有些人 2023 年没有再买，那是流失。
kept = money[2022] > 0
# Your signs are turned round. A change is the later year less the earlier one.
# zh: 符号反了。变化等于后一年减前一年。
q2 = {"kept": -parts["kept"], "won_and_lost": -parts["won and lost"], "main_cause": cause}
# Both sums are right; look again at which of them is further below zero.
# zh: 两个数都算对了；再看看哪一个下降得更多。
cause = max(parts, key=parts.get)
# Your two sums are exchanged.
# zh: 两个数颠倒了。
parts = {"kept": parts["won and lost"], "won and lost": parts["kept"]}

# %% hints
# Make the lesson's table: one row a customer, one column a year. Who has 0 where?
# zh: 做出课上的表：每位客户一行，每年一列。谁在哪一列是 0？

# The lost take away what they spent in 2022, the won add what they spent in 2023. Your two numbers must add up to the
# whole change in sales.
# zh: 流失客户带走他们 2022 年的消费，新增客户带来他们 2023 年的消费。你的两个数之和必须等于销售额的全部变化。

# %% [markdown] points=2 decimals=2
# ## Who is really new?
#
# The lesson calls those won who bought in the second period and not in the first. Your log begins with the shop, so
# count as *new* only those whose first purchase of all was in 2023. The shop spent `advertising` yuan in 2023 to win
# new customers. How many yuan is that for each new customer? 2 decimals.

# %% [markdown] lang="zh"
# ## 谁才是真正的新客户？
#
# 课上把只在后一时段买过的客户叫作新增。你的流水从开业算起，所以可以只把首次购买发生在 2023 年的人算作*新*客户。这家店 2023 年为争取新客户花了广告费 `advertising` 元。平均每位新客户多少元？保留 2 位小数。

# %% starter
advertising = sheet["advertising"]
q3 = ...

# %% solution
# Some who seem won bought in 2021 already and only paused. They are not new, so each new customer was dearer.
# zh: 有些看似新增的客户 2021 年就买过，只是停了一年。他们不是新客户，所以每位新客户的成本更高。
first = log.groupby("customer_id")["ordered_at"].min()
new = (first.dt.year == 2023).sum()
q3 = sheet["advertising"] / new

# %% wrong
# You divided by all who bought in 2023 and not in 2022. Some of these bought in 2021 already.
# zh: 你除以的是 2023 年买过而 2022 年没有买的人。其中有些人 2021 年就买过。
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
new = ((money[2023] > 0) & (money[2022] == 0)).sum()
# You divided by everybody who bought in 2023. Many of them were customers before.
# zh: 你除以的是 2023 年买过的所有人。其中很多是老客户。
new = log.loc[year == 2023, "customer_id"].nunique()
# You divided by the rows of the new customers. Each customer counts once.
# zh: 你除以的是新客户的行数。每位客户只算一次。
first = log.groupby("customer_id")["ordered_at"].transform("min")
# You divided by those who came back after a pause: they bought in 2021, and so are not new.
# zh: 你除以的是停了一年又回来的人：他们 2021 年买过，不是新客户。
money = log.groupby(["customer_id", year])["amount"].sum().unstack(fill_value=0.0)
new = ((money[2023] > 0) & (money[2022] == 0) & (money[2021] > 0)).sum()
# That is the number of new customers. How much does one of them cost?
# zh: 这是新客户的人数。平均每位花了多少钱？
q3 = new

# %% hints
# The groups of exercise 2 look at two years only. What does the year 2021 say about the won?
# zh: 第 2 题的分组只看两年。对于新增客户，2021 年能说明什么？

# Find the day of each customer's first purchase in the whole log, and count those in 2023.
# zh: 在全部流水里找出每位客户首次购买的日期，数出 2023 年的有多少。

# %% [markdown] points=2 decimals=2
# ## A colleague's cohorts
#
# A colleague compares cohorts (同期群), the customers who first bought in the same year, by their mean spend:
#
# ```python
# first = log.groupby("customer_id")["ordered_at"].transform("min")
# money = log.groupby(first.dt.year)["amount"].sum()
# people = log.groupby(first.dt.year)["customer_id"].nunique()
# money / people
# ```
#
# "The customers of 2023 are worth far less than those of 2021." But those of 2021 had two more years to spend. Compare
# at the same age: take the customers who first bought from 1 January to 30 June of the year, and what they bought from
# that day to 180 days after it (day 180 counts). What is the mean spend a customer, in the cohorts 2021 and 2023? Yuan
# with 2 decimals.

# %% [markdown] lang="zh"
# ## 同事的同期群
#
# 一位同事按平均消费比较同期群，即首次购买在同一年的客户：
#
# ```python
# first = log.groupby("customer_id")["ordered_at"].transform("min")
# money = log.groupby(first.dt.year)["amount"].sum()
# people = log.groupby(first.dt.year)["customer_id"].nunique()
# money / people
# ```
#
# “2023 年的客户远不如 2021 年的值钱。”可是 2021 年的客户多了两年消费时间。请在相同客龄上比较：只取首次购买在当年 1 月 1 日至 6 月 30 日的客户，只计从首次购买当天到其后第 180 天（含第 180 天）的消费。2021 年和 2023 年两个同期群的人均消费各是多少？单位为元，保留 2 位小数。

# %% starter
q4 = {2021: ..., 2023: ...}

# %% solution
# Both cohorts now have the same 180 days, and the log ends after the last of them. Most of the gap was age.
# zh: 两个同期群现在都有同样的 180 天，而且流水在最后一天之后才结束。原来的差距大多来自客龄。
first = log.groupby("customer_id")["ordered_at"].transform("min")
age, half = (log["ordered_at"] - first).dt.days, first.dt.month <= 6
people = log[half].groupby(first.dt.year)["customer_id"].nunique()
counted = half & (age <= 180)
money = log[counted].groupby(first.dt.year)["amount"].sum()
q4 = (money / people).loc[[2021, 2023]]

# %% wrong
# Those are the colleague's own numbers. Compare at the same age.
# zh: 这是同事的数。请在相同客龄上比较。
half = first == first
counted = half
# You chose the right customers, but counted all that they ever bought. Stop after 180 days.
# zh: 客户选对了，但你计入了他们的全部消费。只应算到第 180 天。
counted = half
# You took the customers of the whole year. The question asks for those who first bought in the first half.
# zh: 你取了全年的客户。题目问的是上半年首次购买的客户。
half = first == first
# You left out the day of the first purchase. It counts, too.
# zh: 你漏掉了首次购买当天。那天也要算。
counted = half & (age > 0) & (age <= 180)
# You took the first half of the calendar year. The 180 days begin with each customer's own first purchase.
# zh: 你取的是日历上的上半年。180 天应从每位客户自己的首次购买算起。
counted = half & (log["ordered_at"].dt.month <= 6) & (year == first.dt.year)
# You gave the money a row, that is a product. Divide by the number of customers.
# zh: 你算的是每行即每种商品的金额。应除以客户数。
q4 = (money / log[counted].groupby(first.dt.year).size()).loc[[2021, 2023]]

# %% hints
# For each row you need two things: when its customer first bought, and how many days later this row is.
# zh: 对每一行要知道两件事：这位客户首次购买是哪天，这一行在其后第几天。

# `(log["ordered_at"] - first).dt.days` is the age at each row. Filter by it and by the month of `first`; then go on as
# the colleague did.
# zh: `(log["ordered_at"] - first).dt.days` 是每一行对应的客龄。按它和 `first` 的月份筛选，然后照同事的做法继续。

# %% [markdown] points=3 decimals=2
# ## Which rule of silence?
#
# On 30 June 2023 the shop wants to send a voucher (优惠券) to those who have probably left. `june` holds the customers
# with a repeat purchase, as known on that day; `silence` is the time since their last purchase in usual gaps, as in the
# lesson. A rule puts on the list whoever has been silent for longer: `"3 gaps"`, `"5 gaps"`, `"10 gaps"` (by
# `silence`), or `"60 days"` (by `days_since_last`).
#
# You can test it: `came_back` says who bought again in the second half of 2023. On average one in five (0.2) of those
# on the list who did *not* come back would have returned with a voucher, and left `margin` yuan after it is paid. Those
# who came back would use their voucher as well: `voucher` yuan for nothing. Sending is free. Which rule brings the
# highest profit, and how much? Yuan with 2 decimals.

# %% [markdown] lang="zh"
# ## 哪一条沉默规则？
#
# 2023 年 6 月 30 日，这家店想给可能已经流失的客户发优惠券。`june` 是截至当日有过重复购买的客户；`silence` 和课上一样，是距末次购买的时间，以通常间隔为单位。每条规则把沉默时间超过界限的客户列入名单：`"3 gaps"`、`"5 gaps"`、`"10 gaps"`（`silence` 大于 3、5、10），或 `"60 days"`（`days_since_last` 大于 60）。
#
# 规则可以检验：`came_back` 说明谁在 2023 年下半年又买过。名单上*没有*回来的人，平均每五位有一位（0.2）会被优惠券唤回，扣除券后带来 `margin` 元。自己回来的人也会用券，每位白白花掉 `voucher` 元。寄送免费。哪条规则（`"rule"`）利润最高，是多少（`"profit"`）？单位为元，保留 2 位小数。

# %% starter
margin, voucher = sheet["margin"], sheet["voucher"]
q5 = {"rule": ..., "profit": ...}

# %% solution
# A hasty rule finds more of those who left, and wastes more vouchers. The best rule balances a fifth of the margin
# against the voucher; other costs may ask for another rule.
# zh: 心急的规则能找到更多流失的客户，也浪费更多优惠券。最好的规则在毛利的五分之一与券的成本之间取得平衡；成本变了，规则也可能要变。
rules = {f"{k} gaps": june["silence"] > k for k in (3, 5, 10)}
rules["60 days"] = june["days_since_last"] > 60
gain = came_back.map({False: 0.2 * sheet["margin"], True: -sheet["voucher"]})
profit = pd.Series({name: gain[on_list].sum() for name, on_list in rules.items()})
q5 = {"rule": profit.idxmax(), "profit": profit.max()}

# %% wrong
# You forgot those who would have come anyway: each of them costs a voucher.
# zh: 你忘了本来就会回来的人：每位都要花掉一张券。
gain = came_back.map({False: 0.2 * sheet["margin"], True: 0.0})
# You took all who had left as won back. The voucher brings back only one in five.
# zh: 你把流失的人全算作被唤回。五位中只有一位会回来。
gain = came_back.map({False: sheet["margin"], True: -sheet["voucher"]})
# You let everybody on the list cost a voucher. For those won back it is deducted from `margin` already.
# zh: 你让名单上的每个人都花掉一张券。被唤回的人的 `margin` 已经扣过券了。
gain = came_back.map({False: 0.2 * sheet["margin"], True: 0.0}) - sheet["voucher"]
# You took everybody on the list for lost. `came_back` tells who was not.
# zh: 你把名单上的人都当作流失。`came_back` 说明谁没有流失。
gain = came_back.map({False: 0.2 * sheet["margin"], True: 0.2 * sheet["margin"]})
# The profit of this rule is right, but another one brings more. Compare all four.
# zh: 这条规则的利润算对了，但另一条更高。请比较全部四条。
q5 = {"rule": profit.nlargest(2).index[1], "profit": profit.nlargest(2).iloc[1]}
# The profit of this rule is right, but two others bring more.
# zh: 这条规则的利润算对了，但有两条更高。
q5 = {"rule": profit.nlargest(3).index[2], "profit": profit.nlargest(3).iloc[2]}
# The profit of this rule is right, but it is the lowest of the four.
# zh: 这条规则的利润算对了，但它是四条中最低的。
q5 = {"rule": profit.idxmin(), "profit": profit.min()}
# That is the profit a customer on the list. The shop wants the most in all.
# zh: 这是名单上人均的利润。店里要的是总利润。
profit = pd.Series({name: gain[on_list].mean() for name, on_list in rules.items()})
# You turned `came_back` round. True means that a purchase followed.
# zh: 你把 `came_back` 弄反了。True 表示后来又买过。
gain = came_back.map({True: 0.2 * sheet["margin"], False: -sheet["voucher"]})

# %% hints
# For each rule count two kinds of people on its list: those who did not come back, and those who did.
# zh: 对每条规则，数出名单上的两类人：没有回来的和回来了的。

# The first kind brings 0.2 × `margin` each, the second costs `voucher` each. That gives four profits to compare.
# zh: 前一类每位平均带来 0.2 × `margin`，后一类每位花掉 `voucher`。这样得到四个利润，再比较。
