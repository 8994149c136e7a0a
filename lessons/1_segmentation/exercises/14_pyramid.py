# %% [markdown]
# # Exercises to 14: Customer pyramid and portfolio
#
# **Your company** A wholesaler of kitchen goods asks who earns it money. Its customers are drawn by your name:
# nobody else has your numbers.
#
# - `log`: its order log (订单流水) of 120 days, one row an order: who (`customer_id`), when (`ordered_at`), for how
#   many yuan (`amount`), and what the goods cost the firm (`cost`). There are no returns.
# - `first` and `last`: the orders of the first 60 days (to 29 February 2024) and of the last 60.
# - `profit`: each customer's gross profit (毛利) of the 120 days, yuan.
# - `service_cost` is for exercises 3 and 6, `fee` for exercise 6.
#
# **Before this** [14 Customer pyramid](../../notebooks/1_segmentation/14_pyramid.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 14：客户金字塔与客户组合
#
# **你的公司** 一家厨具批发商想知道：谁在给公司赚钱？客户数据由你的姓名生成，别人的数字和你的不一样。
#
# - `log`：120 天的订单流水，每行一笔订单：谁买的（`customer_id`）、什么时候（`ordered_at`）、多少元（`amount`）、商品成本（`cost`，元）。没有退货。
# - `first` 和 `last`：前 60 天（到 2024 年 2 月 29 日为止）和后 60 天的订单。
# - `profit`：每位客户 120 天的毛利（元）。
# - `service_cost` 在第 3 题和第 6 题用到，`fee` 在第 6 题用到。
#
# **先修** [14 客户金字塔](../../../notebooks/zh/1_segmentation/14_pyramid.ipynb)。**用时** 45 分钟。

# %% data
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
# In one half of the firms the fee is clearly more than the loss-makers lose on an order, in the other clearly less.
_left = log.assign(left=log["amount"] - log["cost"] - service_cost)
_early = _left["ordered_at"] < "2024-03-01"
_past = _left[_early].groupby("customer_id")["left"].sum()
_loss = -_left.loc[~_early & _left["customer_id"].isin(_past.index[_past < 0]), "left"].mean()
_times = rng.choice([rng.uniform(0.5, 0.7), rng.uniform(1.5, 1.9)])
fee = round(float(_times * max(_loss, 2)), 1)

# %%
import pandas as pd

from crmkit.segmentation import migration, portfolio, pyramid

# %%
log = sheet["log"]
first, last = log[log["ordered_at"] < "2024-03-01"], log[log["ordered_at"] >= "2024-03-01"]
profit = pyramid.profit(log)
log.head(3)

# %% [markdown] points=1 decimals=3
# ## The broad base
#
# Build the customer pyramid (客户金字塔) of `profit`: the best 1 % of the customers, the next 4, the next 15, the
# other 80. Which share of all gross profit does *lead* (铅) bring? Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 宽阔的塔底
#
# 按 `profit` 建客户金字塔：最好的 1% 客户，其次 4%，再次 15%，其余 80%。铅层（*lead*）占全部毛利的多大比例？0 到 1 之间，保留 3 位小数。

# %% solution
# A tier's sum over the sum of all: `value_share`. A customer of lead brings little, but there are many of them.
# zh: 一层的毛利之和除以全部毛利，即 `value_share`。铅层的每位客户带来得少，但人数多。
tiers = pyramid.tiers(profit, by="customers", shares=(0.01, 0.04, 0.15, 0.80))
q1 = pyramid.tier_table(profit, tiers).loc["lead", "value_share"]

# %% wrong
# That is lead's share of the customers. What is its share of the profit?
# zh: 这是铅层占客户人数的比例。占毛利的比例是多少？
q1 = pyramid.tier_table(profit, tiers).loc["lead", "customer_share"]
# That is what the other three tiers bring.
# zh: 这是其余三层的占比。
q1 = 1 - q1
# You built the pyramid of sales (`amount`). Build that of gross profit.
# zh: 你建的是销售额（`amount`）的金字塔。应当用毛利。
spend = log.groupby("customer_id")["amount"].sum()
q1 = pyramid.tier_table(spend, pyramid.tiers(spend)).loc["lead", "value_share"]

# %% hints
# The lesson needs two calls: one sorts customers into tiers, the other adds up each tier.
# zh: 课上用两个函数：一个把客户分层，一个汇总每一层。

# The table has a row for each tier. Which of its shares is one of money?
# zh: 表中每层一行。哪个比例是金额的比例？

# %% [markdown] points=1 decimals=2
# ## Cut by value instead
#
# Now cut by value: a quarter of the gross profit to each tier. Let customers who make a loss count as 0
# (`profit.clip(lower=0)`).
#
# - `"customers"`: how many customers are *platinum* (铂金)?
# - `"lowest_profit"`: what does the least profitable of them bring? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 改为按价值切
#
# 现在按价值切：每层各占毛利的四分之一。亏损的客户按 0 计（`profit.clip(lower=0)`）。
#
# - `"customers"`：铂金层（*platinum*）有多少位客户？
# - `"lowest_profit"`：其中毛利最低的一位带来多少？单位为元，保留 2 位小数。

# %% solution
# Now a tier takes as many customers as its quarter needs. The best are so large that few of them reach it.
# zh: 现在一层要凑够四分之一的毛利才算满。最好的客户很大，几个人就够了。
gains = profit.clip(lower=0)
table = pyramid.tier_table(gains, pyramid.tiers(gains, by="value", shares=(0.25, 0.25, 0.25, 0.25)))
q2 = {
    "customers": table.loc["platinum", "customers"],
    "lowest_profit": table.loc["platinum", "lowest_value"],
}

# %% wrong
# You gave each tier a quarter of the customers. Give it a quarter of the profit.
# zh: 你给了每层四分之一的客户。应当是四分之一的毛利。
table = pyramid.tier_table(gains, pyramid.tiers(gains, shares=(0.25, 0.25, 0.25, 0.25)))
# That is the platinum tier of exercise 1. Cut by value this time.
# zh: 这是第 1 题的铂金层。这次要按价值切。
table = pyramid.tier_table(profit, pyramid.tiers(profit))
# The number is right. For the money you took the mean of the tier, not its smallest customer.
# zh: 人数对了。金额你取的是该层的平均值，而不是最小的一位。
q2["lowest_profit"] = table.loc["platinum", "mean_value"]
# You read the row of *gold* (黄金). Platinum is the first.
# zh: 你看的是黄金层（*gold*）那一行。铂金层是第一行。
q2 = {
    "customers": table.loc["gold", "customers"],
    "lowest_profit": table.loc["gold", "lowest_value"],
}

# %% hints
# The lesson cuts in both ways. Which option of `by` gives each tier a part of the value?
# zh: 课上两种切法都用过。参数 `by` 取哪个选项，才是每层各占一部分价值？

# Make tiers and table from the same clipped profit. Both numbers stand in the row of platinum.
# zh: 分层和汇总用同一个截断后的毛利。两个数都在铂金那一行。

# %% [markdown] points=2 decimals=3
# ## The cost of service
#
# Every order, large or small, also costs `service_cost` yuan to pack and deliver. Take that off.
#
# - `"loss_makers"`: how many customers now have a profit below 0 over the 120 days?
# - `"peak"`: how high is the peak of the whale curve (鲸鱼曲线), as a share of all profit after service? 1.5 would
#   be 150 %; 3 decimals.

# %% [markdown] lang="zh"
# ## 服务成本
#
# 每笔订单不论大小，还要花 `service_cost` 元打包配送。请扣除这项成本。
#
# - `"loss_makers"`：120 天合计，有多少位客户的利润低于 0？
# - `"peak"`：鲸鱼曲线的最高点是多少？用占服务后总利润的比例表示，1.5 即 150%；保留 3 位小数。

# %% starter
service_cost = sheet["service_cost"]
q3 = {"loss_makers": ..., "peak": ...}

# %% solution
# Service is paid by order, so add it to the cost of each row. Many small orders now make a loss, and the whale
# lifts its back.
# zh: 服务成本按订单支付，所以加到每一行的成本上。订单多而小的客户开始亏损，鲸鱼的背拱了起来。
served = log.assign(cost=log["cost"] + sheet["service_cost"])
facts = pyramid.whale_facts(pyramid.profit(served))
q3 = {"loss_makers": facts["loss_makers"], "peak": facts["peak_profit_share"]}

# %% wrong
# That is before service. Take `service_cost` off for every order.
# zh: 这是扣除服务成本之前的结果。每笔订单都要扣 `service_cost`。
served = log
# You took it off once for each customer. It is paid for every order.
# zh: 你对每位客户只扣了一次。每笔订单都要扣。
facts = pyramid.whale_facts(profit - sheet["service_cost"])
# The loss-makers are right. Your `peak` is its place, a share of customers. How high is it?
# zh: 亏损客户数对了。你的 `peak` 是最高点的位置，即客户比例。它有多高？
q3["peak"] = facts["peak_customer_share"]
# You counted orders that make a loss. Add up each customer's orders first.
# zh: 你数的是亏损的订单。应当先把每位客户的订单加总。
orders = served["amount"] - served["cost"]
q3 = {"loss_makers": (orders < 0).sum(), "peak": orders[orders > 0].sum() / orders.sum()}
# Your `peak` is what lies above 100 %. Give the height itself.
# zh: 你的 `peak` 是超出 100% 的部分。题目要的是高度本身。
q3["peak"] = facts["peak_profit_share"] - 1

# %% hints
# A row of `log` is an order. Which column should grow by the cost of service?
# zh: `log` 的一行是一笔订单。服务成本应当加到哪一列？

# Compute `pyramid.profit` again from the larger cost, then its `whale_facts`.
# zh: 用增加后的成本重新算 `pyramid.profit`，再看它的 `whale_facts`。

# %% [markdown] points=2 decimals=3
# ## A colleague's mistake
#
# A colleague reports: "Our large customers are growing."
#
# ```python
# spend_before = first.groupby("customer_id")["amount"].sum()
# spend_after = last.groupby("customer_id")["amount"].sum()
# growth = portfolio.growth_and_share(spend_before, spend_after)   # step A
# large = growth[growth["times_median"] > 1]                       # step B
# share_growing = (large["growth"] > 0).mean()                     # step C
# ```
#
# - `"step"`: which step mixes up size and growth, "A", "B" or "C"?
# - `"share_growing"`: mend that step as the lesson does and keep the others. Which share of the large customers
#   grow? Between 0 and 1, with 3 decimals. *Large* are those who spent more than the median of `spend_before`.

# %% [markdown] lang="zh"
# ## 同事的错误
#
# 一位同事报告说：“我们的大客户在增长。”
#
# ```python
# spend_before = first.groupby("customer_id")["amount"].sum()
# spend_after = last.groupby("customer_id")["amount"].sum()
# growth = portfolio.growth_and_share(spend_before, spend_after)   # A
# large = growth[growth["times_median"] > 1]                       # B
# share_growing = (large["growth"] > 0).mean()                     # C
# ```
#
# - `"step"`：哪一步把规模和增长混在了一起，"A"、"B" 还是 "C"？
# - `"share_growing"`：像课上那样改正这一步，其余不变。大客户中增长的占多大比例？0 到 1 之间，保留 3 位小数。消费高于 `spend_before` 中位数的客户算大客户。

# %% solution
# Step B measures size after the growth: customers are called large because they had a good period. Measured before, most
# of the large shrink. That is regression to the mean (均值回归), not bad service.
# zh: B 步用的是增长之后的规模：这段时间买得多的人，正因此才被算作大客户。改用增长之前的规模，大客户多数在缩小。这是均值回归，不是服务差。
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
large = growth[growth["spend_before"] / spend_before.median() > 1]
q4 = {"step": "B", "share_growing": (large["growth"] > 0).mean()}

# %% wrong
# The step is right, but the share is still your colleague's. In which period must size be measured?
# zh: 步骤对了，比例却还是同事的。规模应当用哪个时段来衡量？
large = growth[growth["times_median"] > 1]
# The step is right. Your median counts people who had not bought yet as customers of 0 yuan.
# zh: 步骤对了。你的中位数把当时还没买过的人也当成 0 元的客户了。
large = growth[growth["spend_before"] > growth["spend_before"].median()]
# The step is right. Your share is that of all customers of the first 60 days. Take the large ones.
# zh: 步骤对了。你算的是前 60 天全部客户的比例。应当只看大客户。
q4["share_growing"] = (growth.loc[spend_before.index, "growth"] > 0).mean()
# The share is right, the step is not: A only lays the two periods side by side.
# zh: 比例对了，步骤不对：A 只是把两个时段并排放在一起。
q4["step"] = "A"
# The share is right, the step is not: C only counts who grows. Who is called large?
# zh: 比例对了，步骤不对：C 只是数出谁在增长。谁被算作大客户？
q4["step"] = "C"

# %% hints
# Why did most of the value sit in "stars" in the lesson, and what was changed then?
# zh: 课上为什么大部分价值都落在“明星”里？后来改了什么？

# `times_median` comes from the second period. Make the same measure from the first.
# zh: `times_median` 来自后一时段。用前一时段做同样的度量。

# %% [markdown] points=2 decimals=3
# ## How much of it is chance?
#
# *The top* is platinum and gold together, in a pyramid of gross profit cut as in exercise 1.
#
# - `"over_time"`: of the customers at the top in `first`, which share is at the top in `last`?
# - `"by_chance"`: of those at the top on `odd` days of the month (`log[odd]`), which share is at the top on even
#   days (`log[~odd]`)?
#
# Customers who do not buy in the second half count, too: they are not at the top. Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 有多少是偶然？
#
# *顶层*指铂金层与黄金层合在一起；金字塔按毛利、用第 1 题的切法建立。
#
# - `"over_time"`：`first` 中的顶层客户，有多大比例在 `last` 中也在顶层？
# - `"by_chance"`：单数日（`log[odd]`）的顶层客户，有多大比例在双数日（`log[~odd]`）也在顶层？
#
# 后一半没有购买的客户也要计入，算作不在顶层。0 到 1 之间，保留 3 位小数。

# %% starter
odd = log["ordered_at"].dt.day % 2 == 1
q5 = {"over_time": ..., "by_chance": ...}

# %% solution
# Odd and even days belong to the same months, so each move between them is chance. Only what `over_time` falls
# below `by_chance` may be the work of time.
# zh: 单数日和双数日属于同样的月份，两者之间的变动都是偶然。只有 `over_time` 低于 `by_chance` 的部分，才可能是时间造成的。
odd = log["ordered_at"].dt.day % 2 == 1
best = ["platinum", "gold"]


def moves(one, other):
    return migration.migration_matrix(
        pyramid.tiers(pyramid.profit(one)), pyramid.tiers(pyramid.profit(other))
    )


def stay(table):
    return table.loc[best, best].sum().sum() / table.loc[best].sum().sum()


over_time, by_chance = moves(first, last), moves(log[odd], log[~odd])
q5 = {"over_time": stay(over_time), "by_chance": stay(by_chance)}

# %% wrong
# You followed platinum alone. The top is platinum and gold, before and after.
# zh: 你只看了铂金层。顶层是铂金层和黄金层，前后都是。
best = ["platinum"]
# You counted those who kept their own tier. A move between platinum and gold stays within the top.
# zh: 你数的是留在原层的人。铂金与黄金之间的移动仍在顶层之内。
q5 = {
    name: (table.loc["platinum", "platinum"] + table.loc["gold", "gold"]) / table.loc[best].sum().sum()
    for name, table in {"over_time": over_time, "by_chance": by_chance}.items()
}
# You left out those who do not buy in the second half. They were at the top, too.
# zh: 你漏了后一半没有购买的人。他们原来也在顶层。
q5 = {
    "over_time": stay(over_time.drop(columns="lost")),
    "by_chance": stay(by_chance.drop(columns="lost")),
}
# You divided by all customers. Divide by those who were at the top in the first half.
# zh: 你除以了全部客户。应当除以前一半的顶层客户。
q5 = {
    "over_time": over_time.loc[best, best].sum().sum() / over_time.sum().sum(),
    "by_chance": by_chance.loc[best, best].sum().sum() / by_chance.sum().sum(),
}

# %% hints
# Make the tiers of each half from the profit of that half, then count the moves as the lesson does.
# zh: 用每一半自己的毛利分层，再像课上那样数出移动的人数。

# Four cells of the matrix stay at the top. The two whole rows, "lost" included, were there.
# zh: 矩阵中有四格是留在顶层的人；那两整行（包括 "lost"）是原来在顶层的人。

# %% [markdown] points=3 decimals=2
# ## What do you do about the loss-makers?
#
# *Loss-makers* are the customers whose profit after service (exercise 3) was below 0 in `first`. Choose a plan for
# the next 60 days; it is judged by what these people did in `last`:
#
# - `"nothing"`: you serve them as before.
# - `"drop"`: you serve them no more, and all their orders of `last` fall away.
# - `"fee"`: they pay `fee` yuan on top of each order, all of it profit. Only 0.6 of their orders are still made, with
#   0.6 of their profit after service.
#
# Which plan makes the highest profit after service in `last`, and how much more than `"nothing"` (`gain`)? Yuan,
# with 2 decimals.

# %% [markdown] lang="zh"
# ## 怎样对待亏损客户？
#
# *亏损客户*是 `first` 中服务后利润（第 3 题）低于 0 的客户。为后 60 天选一个方案，用这些人在 `last` 中的实际情况来评判：
#
# - `"nothing"`：照旧服务。
# - `"drop"`：不再服务，他们在 `last` 中的订单全部消失。
# - `"fee"`：每笔订单另收 `fee` 元，全部是利润。他们的订单只剩 0.6 倍，服务后利润也只剩 0.6 倍。
#
# 哪个方案在 `last` 中的服务后利润最高？比 `"nothing"` 多多少（`gain`）？`plan` 填英文名称；`gain` 单位为元，保留 2 位小数。

# %% starter
service_cost, fee = sheet["service_cost"], sheet["fee"]
q6 = {"plan": ..., "gain": ...}

# %% solution
# Some lost money in `first` by bad luck and earn it back in `last`, so an order loses less than it seemed. Whom you
# keep must bring more than that: the fee pays only if it is larger than the loss on an order.
# zh: 有些人在 `first` 中亏损只是运气不好，在 `last` 中又赚了回来，所以一笔订单的亏损没有看上去那么大。只有收费高于每笔订单的亏损，收费才比放弃更划算。
past = pyramid.profit(first.assign(cost=first["cost"] + sheet["service_cost"]))
theirs = last[last["customer_id"].isin(past.index[past < 0])]
now = (theirs["amount"] - theirs["cost"] - sheet["service_cost"]).sum()
with_fee = 0.6 * (now + sheet["fee"] * len(theirs))
gains = {"nothing": 0.0, "drop": -now, "fee": with_fee - now}
plan = max(gains, key=gains.get)
q6 = {"plan": plan, "gain": gains[plan]}

# %% wrong
# That is what the loss-makers cost in `first`, partly by bad luck. What do they do in `last`?
# zh: 这是亏损客户在 `first` 中造成的亏损，其中有运气不好的成分。他们在 `last` 中怎样？
q6 = {"plan": "drop", "gain": -past[past < 0].sum()}
# This gain is right, but another plan brings more. Compare all three.
# zh: 这个增量算对了，但另一个方案更高。请比较全部三个。
plan = sorted(gains, key=gains.get)[1]
# You charge the fee on all their orders of `last`. Only 0.6 of these are still made.
# zh: 你对他们在 `last` 中的全部订单都收了费。订单只剩 0.6 倍。
q6 = {"plan": "fee", "gain": sheet["fee"] * len(theirs)}
# The fees are right. But the orders that fall away had a profit or loss of their own.
# zh: 收费算对了。但消失的订单本身也有盈亏。
q6 = {"plan": "fee", "gain": 0.6 * sheet["fee"] * len(theirs)}
# That is their profit under the plan. How much more is it than with "nothing"?
# zh: 这是方案下他们的利润。比 "nothing" 多多少？
q6["gain"] = gains[plan] + now
# You looked for loss-makers before service. Take `service_cost` off each order of `first`.
# zh: 你是在扣除服务成本之前找亏损客户的。`first` 的每笔订单都要扣 `service_cost`。
past = pyramid.profit(first)

# %% hints
# Find the loss-makers in `first`, then look at their orders in `last`: how many, and with what profit after service?
# zh: 先在 `first` 中找出亏损客户，再看他们在 `last` 中的订单：有多少笔？服务后利润是多少？

# Write down their profit in `last` under each plan, and take off that of "nothing".
# zh: 写出每个方案下他们在 `last` 中的利润，再减去 "nothing" 的利润。
