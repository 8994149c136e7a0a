# %% [markdown]
# # Exercises to 40: Cohorts
#
# **Your company** An online clothes shop opened on 1 January 2023. Its orders are drawn by your name: nobody else has them. Money is in yuan.
#
# - `log`: one row an order or a return, up to 31 May 2024: `customer_id`, `ordered_at`, `amount` (below 0 for a return).
# - `customers`: one row a customer: `joined` (day of the first order) and `channel` (that brought them).
#
# **Before this** [40 Cohorts](../../notebooks/4_retention/40_cohorts.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 40：同期群
#
# **你的公司** 一家网上服装店于 2023 年 1 月 1 日开业。订单由你的姓名生成，别人的数据和你的不一样。金额单位为元。
#
# - `log`：截至 2024 年 5 月 31 日，每行一笔订单或退货：`customer_id`、`ordered_at`、`amount`（退货为负）。
# - `customers`：每位客户一行：`joined`（首单日期）和 `channel`（带来这位客户的渠道）。
#
# **先修** [40 同期群](../../../notebooks/zh/4_retention/40_cohorts.ipynb)。**用时** 45 分钟。

# %% data
import pandas as _pd

from crmkit import companies as _companies

_shop = _companies.online_shop(n_customers=4_000, days=517, seed=seed % 2**31)
log = _shop.orders[["customer_id", "ordered_at", "amount"]]
customers = _shop.customers[["joined", "channel"]].astype({"channel": "str"})
# Two channels cost less than a customer brings in half a year, two cost more; one of each so
# narrowly that customers who joined lately, or returns forgotten, turn the decision.
_day = log["ordered_at"].dt.normalize() - customers["joined"].reindex(log["customer_id"]).to_numpy()
_half_year = log[_day <= _pd.Timedelta(days=182)].groupby("customer_id")["amount"].sum()
_old = customers["joined"] <= _pd.Timestamp("2023-12-01")
_value = 0.4 * _half_year.reindex(customers.index[_old]).groupby(customers["channel"]).mean()
_factor = dict(zip(rng.permutation(list(_value.index)), (0.8, 0.94, 1.06, 1.25), strict=True))
margin = 0.4
channels = _pd.DataFrame(
    {
        "cost": [round(float(_value[name] * _factor[name]), 1) for name in _value.index],
        "places": rng.integers(200, 401, len(_value)),
    },
    index=_pd.Index(_value.index, name="channel"),
)

# %%
import pandas as pd

from crmkit.retention import chain_ladder, cohorts

# %%
log, customers = sheet["log"], sheet["customers"]
log.head()

# %% [markdown] points=1
# ## A cell of the triangle
#
# Cohorts are months. How many customers first bought in March 2023, and how many of these bought in July 2023? Two whole numbers.

# %% [markdown] lang="zh"
# ## 三角表中的一格
#
# 按月划分同期群。2023 年 3 月首次购买的客户有多少位（`"march"`）？其中有多少位在 2023 年 7 月买过（`"july"`）？填两个整数。

# %% solution
# July is the fourth month after March: row March, column 4.
# zh: 七月是三月之后的第四个月：三月那一行，第 4 列。
active = cohorts.triangle(log, as_of="2024-05-31")
cohort = active.loc["2023-03"]
q1 = {"march": int(cohort[0]), "july": int(cohort[4])}

# %% wrong
# August is the fifth month after March: March itself is age 0.
# zh: 八月是三月之后的第五个月：三月本身是客龄 0。
q1["july"] = int(cohort[5])
# That is how many have come back *by* July. How many bought *in* July?
# zh: 这是*到七月为止*回来过的人数。七月*当月*买过的有多少？
returned = cohorts.triangle(log, as_of="2024-05-31", counted="returned")
q1["july"] = int(cohorts.cumulative(returned, since=1).loc["2023-03", 4])
# Those are their orders in July. Who ordered twice counts once.
# zh: 这是他们七月的订单数。下了两单的人只算一次。
came = log[log["amount"] > 0].groupby("customer_id")["ordered_at"].transform("min").dt.to_period("M")
july = log["ordered_at"].dt.to_period("M") == pd.Period("2023-07")
q1["july"] = int((july & (log["amount"] > 0) & (came == pd.Period("2023-03"))).sum())
# Those are all who bought in March, also those who had come before.
# zh: 这是三月的全部购买者，包括之前就来过的人。
march = log[(log["ordered_at"].dt.to_period("M") == pd.Period("2023-03")) & (log["amount"] > 0)]
q1["march"] = march["customer_id"].nunique()
# You took April and August: March is the cohort, and July its fourth month.
# zh: 你取的是四月和八月。三月是同期群，七月是它的第四个月。
q1 = {"march": int(active.loc["2023-04", 0]), "july": int(active.loc["2023-04", 4])}
# Those are the customers who came back for the *first* time in July. Who had been back before counts, too.
# zh: 这是七月*第一次*回来的客户。之前回来过的也要算。
q1["july"] = int(cohorts.triangle(log, as_of="2024-05-31", counted="returned").loc["2023-03", 4])
# Those are all who bought in July, whenever they had come first.
# zh: 这是七月的全部购买者，不论何时首次购买。
july = log[(log["ordered_at"].dt.to_period("M") == pd.Period("2023-07")) & (log["amount"] > 0)]
q1["july"] = july["customer_id"].nunique()

# %% hints
# Which row is the cohort of March, and how old is it in July?
# zh: 三月的同期群是哪一行？到七月它的客龄是几个月？

# `cohorts.triangle(log, as_of="2024-05-31")` has months as rows and ages as columns; `.loc["2023-03", age]` reads a cell.
# zh: `cohorts.triangle(log, as_of="2024-05-31")` 的行是月份，列是客龄；用 `.loc["2023-03", age]` 取一格。

# %% [markdown] points=2 decimals=3
# ## One curve for all cohorts
#
# What share of the customers is active three months after the month of their first purchase? Take the cohorts that have been seen at that age together, as if they were
# one large cohort. A share between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 一条总的曲线
#
# 首次购买之后第三个月，有多大比例的客户活跃？把已经观察到这一客龄的所有同期群合在一起，当作一个大的同期群来算。填 0 到 1 之间的数，保留 3 位小数。

# %% solution
# Add up who was active at age 3, and divide by the sizes of the same cohorts. The youngest have no age 3 yet.
# zh: 把第 3 个月活跃的人数相加，再除以这些同期群的总规模。最年轻的几个还没有第 3 个月。
active = cohorts.triangle(log, as_of="2024-05-31")
seen = active[active[3].notna()]
q2 = seen[3].sum() / seen[0].sum()

# %% wrong
# You divided by all customers, also by those who are too young to have been seen at that age.
# zh: 你除以了全部客户，包括还没有到这一客龄的年轻同期群。
q2 = seen[3].sum() / active[0].sum()
# You added up ages 1 to 3. The question is about the third month alone.
# zh: 你把第 1 到第 3 个月加在了一起。题目只问第三个月。
q2 = seen.loc[:, 1:3].sum().sum() / seen[0].sum()
# Those are the customers who came back for the *first* time in the third month. Who had been back before counts, too.
# zh: 这是第三个月*第一次*回来的客户。之前回来过的也要算。
returned = cohorts.triangle(log, as_of="2024-05-31", counted="returned").loc[seen.index]
q2 = returned[3].sum() / seen[0].sum()
# That is the share that has come back *by* the third month. Which share bought *in* it?
# zh: 这是*到第三个月为止*回来过的比例。第三个月*当月*买过的比例是多少？
returned = cohorts.triangle(log, as_of="2024-05-31", counted="returned").loc[seen.index]
q2 = returned.loc[:, 1:3].sum().sum() / seen[0].sum()

# %% hints
# Some cohorts have no number at age 3 yet. They belong neither above nor below the line.
# zh: 有些同期群在第 3 个月还没有数字，它们既不该进分子，也不该进分母。

# `active[active[3].notna()]` keeps the cohorts that have been seen at that age.
# zh: `active[active[3].notna()]` 留下已经观察到这一客龄的同期群。

# %% [markdown] points=2 decimals=2
# ## Do they grow?
#
# By how much is the mean amount of the fourth order above that of the first: once over all customers who made each order, once for the same customers, those with at
# least four orders? Yuan, with 2 decimals; negative if the fourth is smaller.

# %% [markdown] lang="zh"
# ## 他们在成长吗？
#
# 第四单的平均金额比第一单高多少？一次用下过该单的全部客户（`"all"`），一次用同一批客户，即至少下过四单的客户（`"same"`）。单位为元，保留 2 位小数；第四单更小则填负数。

# %% solution
# Only the second comparison is about customers who change. In the first one the customers themselves change.
# zh: 只有第二种比较说的是客户的变化。第一种比较里，变的是客户本身。
everybody = cohorts.by_order(log, orders=4)["mean_amount"]
same = cohorts.by_order(log, orders=4, at_least=4)["mean_amount"]
q3 = {"all": everybody[4] - everybody[1], "same": same[4] - same[1]}

# %% wrong
# You took the third order for the fourth.
# zh: 你把第三单当成了第四单。
q3 = {"all": everybody[3] - everybody[1], "same": same[3] - same[1]}
# For the same customers you took those with at least five orders.
# zh: 你的“同一批客户”取成了至少五单的客户。
same = cohorts.by_order(log, orders=4, at_least=5)["mean_amount"]
# Those are the amounts of the fourth order. By how much are they above the first?
# zh: 这是第四单的金额。它比第一单高多少？
q3 = {"all": everybody[4], "same": same[4]}
# You gave shares of the first order. Yuan are asked for.
# zh: 你给出的是相对第一单的比例。题目要的是元。
q3 = {"all": everybody[4] / everybody[1] - 1, "same": same[4] / same[1] - 1}
# You counted the lines of the log. A return is no order.
# zh: 你数的是记录的行数。退货不是订单。
lines = log.sort_values("ordered_at")
lines = lines.assign(number=lines.groupby("customer_id").cumcount() + 1)
lines["lines"] = lines.groupby("customer_id")["number"].transform("max")
everybody = lines.groupby("number")["amount"].mean()
same = lines[lines["lines"] >= 4].groupby("number")["amount"].mean()
q3 = {"all": everybody[4] - everybody[1], "same": same[4] - same[1]}
# You took customers with exactly four orders. Those with more have made four, too.
# zh: 你取的是恰好四单的客户。超过四单的客户同样下过四单。
orders = log[log["amount"] > 0].sort_values("ordered_at")
orders = orders.assign(number=orders.groupby("customer_id").cumcount() + 1)
orders = orders[orders.groupby("customer_id")["number"].transform("max") == 4]
q3["same"] = float(orders.groupby("number")["amount"].mean().diff(3)[4])

# %% hints
# The lesson shows both comparisons for six orders, the second by `at_least`.
# zh: 课上对六单做过两种比较，第二种用了 `at_least`。

# `cohorts.by_order(log, orders=4, at_least=4)` holds the customers fixed; its column `mean_amount` has the order number as index.
# zh: `cohorts.by_order(log, orders=4, at_least=4)` 固定了客户；它的 `mean_amount` 列以订单序号为索引。

# %% [markdown] points=2 decimals=1
# ## A colleague and the wait
#
# A colleague writes: "After the first order our customers wait longer than after the fourth. The more they buy, the sooner they come back." They compared everybody who made each order. Compare fairly: of
# the customers with at least five orders, how many days do they wait on average after the first order, and how many after the fourth? Days, with 1 decimal.

# %% [markdown] lang="zh"
# ## 同事与等待时间
#
# 同事写道：“客户下完第一单后的等待，比第四单之后长。可见买得越多，回来得越快。”他比较的是下过该单的所有人。请公平地比较：在至少下过五单的客户中，第一单之后平均等待多少天（`"first"`）？第四单之后呢（`"fourth"`）？单位为天，保留 1 位小数。

# %% solution
# Each of these customers has a wait after the first and after the fourth order. Those who came back late or never are in neither.
# zh: 这些客户每人都有第一单之后和第四单之后的等待。来得晚或不再来的人，两边都不在其中。
waits = cohorts.by_order(log, orders=4, at_least=5)["mean_gap_days"]
q4 = {"first": waits[1], "fourth": waits[4]}

# %% wrong
# Those are your colleague's numbers: everybody who made the order and came back.
# zh: 这是同事的数字：下过该单并且回来了的所有人。
waits = cohorts.by_order(log, orders=4)["mean_gap_days"]
# You took customers with at least four orders. Some of them have no wait after the fourth.
# zh: 你取了至少四单的客户，其中有些人没有第四单之后的等待。
waits = cohorts.by_order(log, orders=4, at_least=4)["mean_gap_days"]
# That is the wait before the fourth order. Which one comes after it?
# zh: 这是第四单之前的等待。第四单之后的是哪一个？
q4["fourth"] = waits[3]
# You took customers with at least six orders.
# zh: 你取了至少六单的客户。
waits = cohorts.by_order(log, orders=4, at_least=6)["mean_gap_days"]
# You took customers with exactly five orders.
# zh: 你取的是恰好五单的客户。
number, more = (cohorts.by_order(log, orders=4, at_least=least) for least in (5, 6))
days = number["mean_gap_days"] * number["customers"] - more["mean_gap_days"] * more["customers"]
waits = days / (number["customers"] - more["customers"])

# %% hints
# Whoever has a wait after the fourth order has made a fifth.
# zh: 有第四单之后的等待，就一定下过第五单。

# `cohorts.by_order(log, orders=4, at_least=5)["mean_gap_days"]` has the wait after order 1, 2, 3 and 4.
# zh: `cohorts.by_order(log, orders=4, at_least=5)["mean_gap_days"]` 给出第 1、2、3、4 单之后的等待。

# %% [markdown] points=2 decimals=0
# ## The cohort of April
#
# How many of the customers who first bought in April 2024 will have come back by the time that the cohort is six months old? Complete the monthly cohorts of returned customers, ages 1 to 6, as of
# 31 May 2024. The number expected, and the ends of its interval, rounded to whole customers.

# %% [markdown] lang="zh"
# ## 四月的同期群
#
# 2024 年 4 月首次购买的客户，到满六个月时会有多少人回来过？以 2024 年 5 月 31 日为准，用按月的“已回来”客户、客龄 1 到 6 补全各同期群。填预期人数（`"expected"`）和区间两端（`"low"`、`"high"`），四舍五入到整数。

# %% solution
# The older cohorts tell by which factor one grows from age to age; April has been seen at age 1 only.
# zh: 较老的同期群告诉我们每一期增长多少倍；四月的同期群只看到了第 1 个月。
returned = cohorts.triangle(log, as_of="2024-05-31", counted="returned")
come = cohorts.cumulative(returned, since=1).loc[:, :6]
outlook = chain_ladder.ChainLadder.fit(come).outlook().loc["2024-04"]
q5 = {"expected": outlook["expected"], "low": outlook["low"], "high": outlook["high"]}

# %% wrong
# You took active customers, so that who buys in three months counts three times. Count each returned customer once.
# zh: 你用了活跃客户，一个人在三个月里都买就算了三次。每位回来的客户只应算一次。
returned = cohorts.triangle(log, as_of="2024-05-31")
# That is what is still to come. Who has come already belongs to the number, too.
# zh: 这是还会回来的人数。已经回来的也要算在内。
q5["expected"] = outlook["to_come"]
# You went on to the last age there is. The question stops at six months.
# zh: 你一直算到了最后的客龄。题目只问到六个月。
come = cohorts.cumulative(returned, since=1)
# You began at age 0, so that the size of the cohort counts as returned.
# zh: 你从客龄 0 算起，把同期群的规模也当成了回来的人。
come = cohorts.cumulative(returned).loc[:, :6]
# That is one standard error to either side. `outlook()` has the interval, `low` and `high`.
# zh: 这是左右各一个标准误。`outlook()` 里有区间，即 `low` 和 `high`。
low, high = outlook["expected"] - outlook["standard_error"], outlook["expected"] + outlook["standard_error"]
q5 = {"expected": outlook["expected"], "low": low, "high": high}
# That is 1.96 standard errors to either side. What is above 0 reaches further up than down: take `low` and `high` from `outlook()`.
# zh: 这是左右各 1.96 个标准误。总在 0 以上的数，向上比向下伸得更远：请取 `outlook()` 的 `low` 和 `high`。
reach = 1.96 * outlook["standard_error"]
q5 = {"expected": outlook["expected"], "low": outlook["expected"] - reach, "high": outlook["expected"] + reach}
# You stopped at age 5.
# zh: 你只算到了客龄 5。
come = cohorts.cumulative(returned, since=1).loc[:, :5]
# That is the cohort of March.
# zh: 这是三月的同期群。
outlook = chain_ladder.ChainLadder.fit(come).outlook().loc["2024-03"]

# %% hints
# The lesson does this for weeks: a triangle of returned customers, its running sums from age 1, the chain ladder.
# zh: 课上对周做过：已回来客户的三角表，从客龄 1 起累计，再用链梯法。

# `cohorts.cumulative(returned, since=1).loc[:, :6]` is what `chain_ladder.ChainLadder.fit` needs; `.outlook()` has one row a cohort.
# zh: `cohorts.cumulative(returned, since=1).loc[:, :6]` 就是 `chain_ladder.ChainLadder.fit` 所需的表；`.outlook()` 每个同期群一行。

# %% [markdown] points=4
# ## Where do new customers come from?
#
# Next year the shop can buy new customers from four channels. `channels` says what one customer costs (`cost`, yuan) and how many there are to be had (`places`). A new customer is worth `margin` of the money that
# they leave (returns deducted) from the day they join up to and including the 182nd day after it. Measure that on those customers who have been
# seen for so long: who joined on 1 December 2023 or earlier.
#
# A channel is taken as a whole or not at all. Which channels do you take? A set of their names. What counts is the worth of all new customers, less their cost.

# %% [markdown] lang="zh"
# ## 新客户从哪里来？
#
# 明年店里可以从四个渠道购买新客户。`channels` 给出每位客户的成本（`cost`，元）和可以获得的人数（`places`）。一位新客户的价值，是其从加入之日起到第 182 天（含）为止的净消费（扣除退货）乘以 `margin`。只用已经观察了这么久的客户来测量，即 2023 年 12 月 1 日或更早加入的客户。
#
# 每个渠道要么全要，要么不要。你选哪些渠道？填名称组成的集合。看的是全部新客户的价值减去成本。

# %% starter
channels, margin = sheet["channels"], sheet["margin"]
q6 = ...

# %% solution
# Customers who joined lately have not had their half-year: with them in the mean, every channel looks worse than it is.
# zh: 最近加入的客户还没有过完半年，把他们算进平均数，每个渠道都会显得比实际更差。
channels, margin = sheet["channels"], sheet["margin"]
day = log["ordered_at"].dt.normalize() - customers["joined"].reindex(log["customer_id"]).to_numpy()
spent = log[day <= pd.Timedelta(days=182)].groupby("customer_id")["amount"].sum()
old = customers[customers["joined"] <= "2023-12-01"]
value = margin * spent.reindex(old.index).groupby(old["channel"]).mean()
profit = channels["places"] * (value - channels["cost"])
options, nothing = set(channels.index), set()


def worth(names):
    return profit[list(names)].sum()


q6 = set(profit.index[profit > 0])

# %% wrong
# You take every channel. In some a customer costs more than they bring in half a year.
# zh: 你所有渠道都要。有的渠道里，一位客户的成本高于半年带来的价值。
q6 = options
# One more channel pays. Are customers in your mean who joined after 1 December? They have not had their half-year.
# zh: 还有一个渠道也划算。你的平均数里有没有 12 月 1 日之后加入的客户？他们还没有过完半年。
q6 = {(value - channels["cost"]).idxmax()}
# One of these costs more than its customers bring, once returns are deducted.
# zh: 扣除退货之后，其中有一个渠道的成本高于客户带来的价值。
q6 = set(profit.index[profit > 0]) | {profit[profit < 0].div(value * channels["places"]).idxmax()}
# In these a customer costs more than they bring in half a year.
# zh: 这些渠道里，一位客户的成本高于半年带来的价值。
q6 = options - set(profit.index[profit > 0])

# %% hints
# A customer who joined last month has had no half-year. Leave the young ones out, as with a triangle.
# zh: 上个月才加入的客户还没有过完半年。像三角表那样，把年轻的排除在外。

# For each order, the days since its customer joined: `log["ordered_at"].dt.normalize()` less `customers["joined"]` of the same customer.
# zh: 对每笔订单，算出距该客户加入的天数：`log["ordered_at"].dt.normalize()` 减去同一客户的 `customers["joined"]`。
