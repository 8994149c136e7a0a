# %% [markdown]
# # Exercises to 43: Exit management in five steps
#
# **Your company** A firm rents coffee machines to offices. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `customers`: one row a customer of the last five years: `size` (small, large), `annual_profit` (what they bring a year), `years` (for which they were seen as a customer) and `reason` (for which they left; missing for
#   those who are still there). A new customer takes the place of each who leaves.
# - `programmes` and `budget` are explained where they are used.
#
# The firm reckons with an annual discount rate of .10 throughout. Some calls want an `rng`, such as `np.random.default_rng(1)`: only the intervals of those calls depend on it, and none of them is asked for.
#
# **Before this** [43 Exit management in five steps](../../notebooks/4_retention/43_exit_management.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 43：流失管理五步法
#
# **你的公司** 一家向办公室出租咖啡机的公司。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `customers`：最近五年的客户，每位一行。`size` 是规模（`small` 小，`large` 大）；`annual_profit` 是每年带来的利润；`years` 是作为客户被观察的年数；`reason` 是离开的原因，缺失表示客户还在。每走一位客户，就有一位新客户补上。
# - `programmes` 和 `budget` 用到时再说明。
#
# 全部题目的年折现率都是 0.10。有些函数需要 `rng`，例如 `np.random.default_rng(1)`：只有区间与它有关，而题目不问这些区间。
#
# **先修** [43 流失管理五步法](../../../notebooks/zh/4_retention/43_exit_management.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies
from crmkit.retention import saving_programmes as _saving

_card = _companies.Transport.from_card()
_small = dict(price=0.042, product=0.012, service=0.013, market=0.017, technology=0.009, politics=0.005)
_large = dict(price=0.005, product=0.008, service=0.028, market=0.008, technology=0.009, politics=0.004)
_firm = _replace(
    _card,
    large_share=float(rng.uniform(0.18, 0.22)),
    annual_revenue={"small": float(rng.uniform(5000, 6000)), "large": float(rng.uniform(28000, 32000))},
    margin_rate=0.12,
    yearly_hazard={
        "small": {k: h * float(rng.uniform(0.95, 1.1)) for k, h in _small.items()},
        "large": {k: h * float(rng.uniform(0.95, 1.1)) for k, h in _large.items()},
    },
)
_made = _companies.transport_company(
    n_customers=int(rng.integers(3900, 4101)), years=5, seed=int(rng.integers(1, 10**6)), parameters=_firm
)
customers = _made.customers.drop(columns="annual_revenue").reset_index(drop=True).rename_axis("customer")
customers["size"] = customers["size"].astype("str")
# Costs follow from what each programme saves for a yuan: two pay well, one a little; price, the
# largest reason, and product pay at their bar only.
_plans = _pd.DataFrame(
    {
        "mends": ["price", "service", "product", "market", "technology", "politics"],
        "prevented_share": [0.4, 0.3, 0.3, 0.3, 0.4, 0.3],
        "yearly_cost": 1000.0,
    },
    index=_pd.Index(
        ["low tariff", "own technician", "better beans", "moving help", "app", "visits"], name="programme"
    ),
)
_goal = {
    "low tariff": rng.uniform(0.87, 0.92),
    "own technician": rng.uniform(1.9, 2.1),
    "better beans": rng.uniform(0.86, 0.92),
    "moving help": rng.uniform(1.45, 1.6),
    "app": rng.uniform(1.15, 1.22),
    "visits": rng.uniform(0.5, 0.6),
}
_each = _saving.values(
    customers, _plans, years="years", reason="reason", profit="annual_profit", by="size",
    horizon_years=8, annual_discount_rate=0.1, rng=_np.random.default_rng(1), draws=40,
)["saved_per_cost"]
programmes = _plans.assign(
    yearly_cost=[round(1000 * float(_each[k] / _goal[k]), -2) for k in _plans.index]
)
_cost = programmes["yearly_cost"]
budget = float(round(_cost[["low tariff", "own technician", "moving help", "app"]].sum() * 1.01, -3))

# %%
import numpy as np
import pandas as pd

from crmkit.retention import competing, exits, saving_programmes

# %%
customers = sheet["customers"]
customers.head()

# %% [markdown] points=1 decimals=4
# ## The leaving rate
#
# Which share of the customers leaves within a year, and between which bounds does it lie with 95 %? Three shares from 0 to 1, with 4 decimals.

# %% [markdown] lang="zh"
# ## 流失率
#
# 一年之内有多大比例的客户离开（`"rate"`）？95% 区间的两端是多少（`"low"`、`"high"`）？三个 0 到 1 之间的数，保留 4 位小数。

# %% solution
# Leavers by customer-years are the hazard; within a year 1 - exp(-hazard) leave.
# zh: 流失人数除以客户年就是风险率；一年之内离开的比例是 1 - exp(-风险率)。
rate = exits.leaving_rate(customers, years="years", reason="reason").loc["all"]
q1 = {"rate": rate["leaving_rate"], "low": rate["low"], "high": rate["high"]}

# %% wrong
# That is the share of all rows who left, in five years and not in one.
# zh: 这是全部行中离开的比例，是五年的，不是一年的。
q1["rate"] = customers["reason"].notna().mean()
# You divided the leavers among all rows by five years. Many were not customers for so long: divide by the customer-years.
# zh: 你把全部行中的流失比例除以五年。很多人做客户没有那么久：应除以客户年。
q1["rate"] = customers["reason"].notna().mean() / 5
# That is the hazard. A yearly rate is 1 - exp(-hazard): whoever has left cannot leave again.
# zh: 这是风险率。年流失率是 1 - exp(-风险率)：已经走了的人不会再走一次。
q1["rate"] = customers["reason"].notna().sum() / customers["years"].sum()
# That is the hazard, with its bounds. Carry all three over to the rate: 1 - exp(-hazard).
# zh: 这是风险率和它的区间。三个数都要换算成流失率：1 - exp(-风险率)。
q1 = {name: -np.log(1 - value) for name, value in q1.items()}
# That is the share of all rows who left, with its bounds: in five years and not in one.
# zh: 这是全部行中离开的比例和它的区间，是五年的，不是一年的。
from crmkit.rates import rate_interval

share, rows = customers["reason"].notna().mean(), len(customers)
wilson = rate_interval(pd.Series([customers["reason"].count()]), pd.Series([rows])).iloc[0]
q1 = {"rate": share, "low": wilson["low"], "high": wilson["high"]}
# That is the share of all rows who left, with its bounds: in five years and not in one.
# zh: 这是全部行中离开的比例和它的区间，是五年的，不是一年的。
share, rows = customers["reason"].notna().mean(), len(customers)
error = 1.96 * np.sqrt(share * (1 - share) / rows)
q1 = {"rate": share, "low": share - error, "high": share + error}
# You divided the leavers among all rows by five years. Many were not customers for so long: divide by the customer-years.
# zh: 你把全部行中的流失比例除以五年。很多人做客户没有那么久：应除以客户年。
from crmkit.rates import rate_interval

share, rows = customers["reason"].notna().mean(), len(customers)
wilson = rate_interval(pd.Series([customers["reason"].count()]), pd.Series([rows])).iloc[0]
q1 = {"rate": share / 5, "low": wilson["low"] / 5, "high": wilson["high"] / 5}
# That is the rate of the small customers alone.
# zh: 这只是小客户的流失率。
rate = exits.leaving_rate(customers[customers["size"] == "small"], years="years", reason="reason").loc["all"]
# Those are the bounds of the hazard. Carry them over to the rate: 1 - exp(-low), 1 - exp(-high).
# zh: 这是风险率的两端。要换算成流失率：1 - exp(-low)、1 - exp(-high)。
q1["low"], q1["high"] = -np.log(1 - rate["low"]), -np.log(1 - rate["high"])
# That is the share who stay.
# zh: 这是留下的比例。
q1["rate"] = 1 - rate["leaving_rate"]

# %% hints
# Customers were seen for different times. What do you divide the leavers by?
# zh: 各位客户被观察的时间不同。流失人数应当除以什么？

# `exits.leaving_rate(customers, years="years", reason="reason")` has the columns `leaving_rate`, `low` and `high`.
# zh: `exits.leaving_rate(customers, years="years", reason="reason")` 有 `leaving_rate`、`low`、`high` 三列。

# %% [markdown] points=1 decimals=3
# ## The reasons
#
# Which share of the leavers does the most frequent reason account for, and between which bounds, if the intervals of all reasons are to hold at once with 95 %? Three shares from 0 to 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 原因
#
# 最常见的原因占流失客户的多大比例（`"largest"`）？要让所有原因的区间以 95% 的把握同时成立，它的区间是多少（`"low"`、`"high"`）？三个 0 到 1 之间的数，保留 3 位小数。

# %% solution
# Only leavers have a reason; `exits.reasons` gives simultaneous intervals.
# zh: 只有离开的人才有原因；`exits.reasons` 给出同时成立的区间。
counts = customers["reason"].value_counts()
first = exits.reasons(counts).iloc[0]
q2 = {"largest": first["leaver_share"], "low": first["low"], "high": first["high"]}

# %% wrong
# You divided by all customers. The question is about the leavers.
# zh: 你除以了全部客户。题目问的是流失客户。
q2["largest"] = counts.max() / len(customers)
# You counted those who are still there as a reason. The question is about the leavers.
# zh: 你把还在的客户也算作一种原因。题目问的是流失客户。
counts = customers["reason"].fillna("none").value_counts()
first = exits.reasons(counts).iloc[1]
# Those who are still there are no leavers: the most frequent "reason" is none at all.
# zh: 还在的客户不是流失客户：这里最常见的“原因”其实是没有离开。
counts = customers["reason"].fillna("none").value_counts()
# That is the second most frequent reason.
# zh: 这是第二常见的原因。
first = exits.reasons(counts).iloc[1]
# That interval holds for one reason taken alone. With six at once each must be wider.
# zh: 这个区间只对单独一种原因成立。六个要同时成立，每个都得更宽。
from crmkit.rates import rate_interval

wilson = rate_interval(pd.Series([counts.max()]), pd.Series([counts.sum()])).iloc[0]
q2["low"], q2["high"] = wilson["low"], wilson["high"]
# That is the share of the two most frequent reasons together.
# zh: 这是最常见的两种原因合计的比例。
q2["largest"] = exits.reasons(counts)["cumulative_leaver_share"].iloc[1]

# %% hints
# Count the leavers by reason first. Those who are still there have none.
# zh: 先按原因统计流失客户的人数。还在的人没有原因。

# `exits.reasons(customers["reason"].value_counts())` sorts the reasons, the most frequent first.
# zh: `exits.reasons(customers["reason"].value_counts())` 会把原因排序，最常见的在最前。

# %% [markdown] points=2 decimals=0
# ## What the leavers take along
#
# Of the customers who are there today some will leave in the coming year. How much of one year's profit do they take along (all reasons together), and how much of the profit of all years to come, in money of today? Small and large
# customers have hazards and profits of their own. Yuan, rounded to whole ones.

# %% [markdown] lang="zh"
# ## 流失客户带走了什么
#
# 今天的客户中，来年会有一部分离开。全部原因合计，他们带走的一年利润是多少（`"year"`）？带走的今后所有年份的利润，折成今天的钱，又是多少（`"life"`）？小客户和大客户各有自己的风险率和利润。单位为元，四舍五入到整数。

# %% solution
# By size: the profit of those still there, times the share that leaves, times the margin multiple r / (1 + i - r).
# zh: 分规模计算：还在的客户的利润，乘离开的比例，再乘毛利倍数 r / (1 + i - r)。
money = {"years": "years", "reason": "reason", "profit": "annual_profit", "annual_discount_rate": 0.1}
lost = exits.profit_lost(customers, by="size", rng=np.random.default_rng(1), draws=40, **money)
q3 = {"year": lost.loc["all", "annual_profit_lost"], "life": lost.loc["all", "lifetime_profit_lost"]}

# %% wrong
# You let every leaver bring the average profit. Small customers leave more often: use by="size".
# zh: 你让每位流失客户都按平均利润算。小客户走得更多：请用 by="size"。
lost = exits.profit_lost(customers, rng=np.random.default_rng(1), draws=40, **money)
# That is worth having if nobody who stays could leave later: 1 / i. The multiple is r / (1 + i - r).
# zh: 只有留下的人以后永远不走，才值 1 / i。倍数是 r / (1 + i - r)。
q3["life"] = lost.loc["all", "annual_profit_lost"] / 0.1
# You took one multiple for all customers. Small and large ones have retention rates of their own.
# zh: 你对所有客户用了同一个倍数。小客户和大客户各有自己的保持率。
r = 1 - exits.leaving_rate(customers, years="years", reason="reason").loc["all", "leaving_rate"]
q3["life"] = lost.loc["all", "annual_profit_lost"] * r / (1.1 - r)
# The multiple holds all years to come: the one year's profit is not added to it.
# zh: 毛利倍数已包含今后所有年份：不必再加上那一年的利润。
q3["life"] = lost.loc["all", "annual_profit_lost"] + lost.loc["all", "lifetime_profit_lost"]
# That is the profit of all who left in the five years. Of today's customers, what will the leavers of one year take along?
# zh: 这是五年里所有流失客户的利润。今天的客户中，一年之内离开的人会带走多少？
r = 1 - exits.leaving_rate(customers, years="years", reason="reason").loc["all", "leaving_rate"]
gone = customers.loc[customers["reason"].notna(), "annual_profit"].sum()
q3 = {"year": gone, "life": gone * r / (1.1 - r)}
# You divided the profit of all who left by five years: newcomers who left again are among them. Take today's customers and the share that leaves within a year.
# zh: 你把全部流失客户的利润除以五年，其中还有来了又走的新客户。应当用今天的客户，乘一年之内离开的比例。
r = 1 - exits.leaving_rate(customers, years="years", reason="reason").loc["all", "leaving_rate"]
gone = customers.loc[customers["reason"].notna(), "annual_profit"].sum() / 5
q3 = {"year": gone, "life": gone * r / (1.1 - r)}
# You used the discount rate of the lesson, .12. Here it is .10.
# zh: 你用的是课上的折现率 0.12。这里是 0.10。
money = money | {"annual_discount_rate": 0.12}
lost = exits.profit_lost(customers, by="size", rng=np.random.default_rng(1), draws=40, **money)
# That is the profit lost for the most frequent reason. All reasons together are asked for.
# zh: 这是最常见原因造成的损失。题目要的是全部原因合计。
q3 = {"year": lost["annual_profit_lost"].iloc[0], "life": lost["lifetime_profit_lost"].iloc[0]}
# That is the profit of all who left in the five years. Of today's customers, what will the leavers of one year take along?
# zh: 这是五年里所有流失客户的利润。今天的客户中，一年之内离开的人会带走多少？
q3["year"] = customers.loc[customers["reason"].notna(), "annual_profit"].sum()

# %% hints
# Step 3 of the lesson, with the discount rate of this firm. What does `by` do there?
# zh: 这是课上的第三步，换成这家公司的折现率。那里的 `by` 起什么作用？

# `exits.profit_lost(customers, years=..., reason=..., profit="annual_profit", by="size", annual_discount_rate=0.1, rng=...)`, row "all".
# zh: `exits.profit_lost(customers, years=..., reason=..., profit="annual_profit", by="size", annual_discount_rate=0.1, rng=...)`，取 "all" 那一行。

# %% [markdown] points=2 decimals=3
# ## Half of the price exits
#
# Take the small customers alone. Suppose that half of the exits for `price` are prevented from now on. After 15 years: which share of the customers has been freed from leaving for the price, by the bar (half of its cumulative
# incidence, as it is today), which share is there because of it, and which share of customers was freed but has left all the same? Three shares of all small customers, 0 to 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 避免一半的价格流失
#
# 只看小客户。假设从现在起，因 `price` 离开的流失有一半得以避免。15 年之后：按柱子算（即目前累积发生率的一半），多大比例的客户不再因价格离开（`"bar"`）？多大比例的客户因此留了下来（`"kept"`）？多大比例的客户虽然不再因价格离开，却还是走了（`"left_anyway"`）？三个数都是占全部小客户的比例，0 到 1，保留 3 位小数。

# %% solution
# Those freed from one reason stay under all the others, and under the other half of the price exits.
# zh: 不再因价格离开的人，仍面对其他所有原因，以及另一半价格流失。
small = customers[customers["size"] == "small"]
hazards = competing.hazards(small, years="years", reason="reason")["estimate"]
h, price, years, half = hazards.sum(), hazards["price"], 15, 0.5
bar = half * price / h * (1 - np.exp(-h * years))
kept = np.exp(-(h - half * price) * years) - np.exp(-h * years)
q4 = {"bar": bar, "kept": kept, "left_anyway": bar - kept}

# %% wrong
# You mended the price altogether. Only half of its exits are prevented.
# zh: 你把价格原因完全消除了。只有一半得以避免。
half = 1.0
# You took small and large customers together.
# zh: 你把小客户和大客户放在了一起。
hazards = competing.hazards(customers, years="years", reason="reason")["estimate"]
h, price, years, half = hazards.sum(), hazards["price"], 15, 0.5
# You took 1 - exp(-h_k T) for the bar. It lets nobody leave for another reason first.
# zh: 你的柱子用了 1 - exp(-h_k T)，它假定没有人先因别的原因离开。
bar = half * (1 - np.exp(-price * years))
# You took the bar for what is kept. The freed can leave for other reasons.
# zh: 你把柱子当成了留下的人。不再因价格离开的人还会因别的原因离开。
q4 = {"bar": bar, "kept": bar, "left_anyway": 0.0}
# That is the share of the whole bar. The programme frees half of it.
# zh: 这是整根柱子。方案只让其中一半人不再因价格离开。
q4["bar"] = price / h * (1 - np.exp(-h * years))
# That is the share of the whole bar. The programme frees half of it.
# zh: 这是整根柱子。方案只让其中一半人不再因价格离开。
q4["bar"], q4["left_anyway"] = bar / half, bar / half - kept
# You halved what is kept if nobody leaves for the price. With half of its exits left, the freed meet them again.
# zh: 你把完全消除价格原因时留下的人减了半。还剩一半价格流失，避开过一次的人会再遇到它。
q4["kept"] = (np.exp(-(h - price) * years) - np.exp(-h * years)) / 2
q4["left_anyway"] = bar - q4["kept"]
# That is the incidence once half is prevented. By the bar, half of today's is freed.
# zh: 这是避免一半之后的发生率。按柱子算，避免的是目前发生率的一半。
rest = h - half * price
q4["bar"] = half * price / rest * (1 - np.exp(-rest * years))
q4["left_anyway"] = q4["bar"] - kept
# Those are shares of the freed. Shares of all small customers are asked for.
# zh: 这是占不再因价格离开者的比例。题目要的是占全部小客户的比例。
q4["kept"], q4["left_anyway"] = kept / bar, 1 - kept / bar
# That is the share who are still there after 15 years. How many of them only because price exits were prevented?
# zh: 这是 15 年后还在的比例。其中多少是因为避免了价格流失才留下的？
q4["kept"] = np.exp(-(h - half * price) * years)

# %% hints
# The lesson does this by hand for the whole of the price exits and 20 years. What changes if only half is prevented?
# zh: 课上对全部价格流失和 20 年动手算过。只避免一半时，哪里要改？

# `competing.mended(small, years="years", reason="reason", horizon_years=15, prevented_share=0.5, rng=...)`; its `incidence` is the whole bar.
# zh: `competing.mended(small, years="years", reason="reason", horizon_years=15, prevented_share=0.5, rng=...)`；其中 `incidence` 是整根柱子。

# %% [markdown] points=3 decimals=2
# ## A colleague and the cheapest leaver
#
# `programmes` has six saving programmes: the reason that each mends, the share of the exits for it that each prevents, and what each costs a year for all of today's customers. Each would run for 8 years. A colleague takes the one that saves a leaver at
# the lowest cost. How much profit does that one save for each yuan of its cost, other exits counted in, and how much does the programme that is really best? Use small and large customers apart (`by="size"`). Two numbers, with 2 decimals.

# %% [markdown] lang="zh"
# ## 同事与“最便宜的挽留”
#
# `programmes` 有六个挽留方案（`low tariff` 低价套餐、`own technician` 专属技师、`better beans` 更好的咖啡豆、`moving help` 搬迁协助、`app` 手机应用、`visits` 上门拜访）：`mends` 是针对的原因，`prevented_share` 是能避免的流失比例，`yearly_cost` 是面向今天全部客户的年成本。每个方案都执行 8 年。同事选了挽留一位客户成本最低的那个。把其他流失也算进去，它每一元成本挽回多少利润（`"colleague"`）？真正最好的方案又是多少（`"best"`）？小客户与大客户分开算（`by="size"`）。两个数，保留 2 位小数。

# %% starter
programmes = sheet["programmes"]
q5 = {"colleague": ..., "best": ...}

# %% solution
# The cheapest leavers are small customers. What counts is the profit that they would have taken along.
# zh: 挽留起来最便宜的是小客户。要看的是他们本来会带走的利润。
programmes = sheet["programmes"]
money = {"years": "years", "reason": "reason", "profit": "annual_profit", "by": "size", "annual_discount_rate": 0.1}
lost = exits.profit_lost(customers, rng=np.random.default_rng(1), draws=40, **money)
cheapest = saving_programmes.costs(programmes, lost)["cost_per_leaver_saved"].idxmin()
values = saving_programmes.values(
    customers, programmes, horizon_years=8, rng=np.random.default_rng(1), draws=40, **money
)
per_yuan = values["saved_per_cost"]
q5 = {"colleague": per_yuan[cheapest], "best": per_yuan.max()}

# %% wrong
# Those are the numbers at the bar, as if nobody who is freed ever left.
# zh: 这是按柱子算的数字，好像不再因某种原因离开的人就永远不走。
per_yuan = values["profit_at_bar"] / values["cost"]
# You took all customers together. Small customers leave mostly for the price, large ones mostly for service, and a large one brings more.
# zh: 你把所有客户放在了一起。小客户多因价格离开，大客户多因服务离开，而且大客户带来的利润更多。
money = money | {"by": None}
lost = exits.profit_lost(customers, rng=np.random.default_rng(1), draws=40, **money)
cheapest = saving_programmes.costs(programmes, lost)["cost_per_leaver_saved"].idxmin()
values = saving_programmes.values(
    customers, programmes, horizon_years=8, rng=np.random.default_rng(1), draws=40, **money
)
per_yuan = values["saved_per_cost"]
# You let the programmes run ten years, as in the lesson. Here it is 8.
# zh: 你让方案执行了十年，那是课上的年数。这里是 8 年。
values = saving_programmes.values(
    customers, programmes, horizon_years=10, rng=np.random.default_rng(1), draws=40, **money
)
per_yuan = values["saved_per_cost"]
# You used the discount rate of the lesson, .12. Here it is .10.
# zh: 你用的是课上的折现率 0.12。这里是 0.10。
money = money | {"annual_discount_rate": 0.12}
values = saving_programmes.values(
    customers, programmes, horizon_years=8, rng=np.random.default_rng(1), draws=40, **money
)
per_yuan = values["saved_per_cost"]
# That is the break-even cost of step 4 by the yearly cost: it looks at the leavers of one year. Each programme runs for 8.
# zh: 这是第四步的保本成本除以年成本，只看一年的流失客户。方案要执行 8 年。
steps = saving_programmes.costs(programmes, lost)
per_yuan = steps["break_even_cost"] / steps["yearly_cost"]
# That is what a leaver saved costs. How much profit does each yuan save?
# zh: 这是挽留一位客户的成本。题目问的是每一元挽回多少利润。
each = saving_programmes.costs(programmes, lost)["cost_per_leaver_saved"]
q5 = {"colleague": each[cheapest], "best": each[per_yuan.idxmax()]}
# That is the profit saved. How much is it *for each yuan* of the cost?
# zh: 这是挽回的利润。题目问的是*每一元*成本挽回多少。
q5 = {"colleague": values["profit_saved"][cheapest], "best": values["profit_saved"][per_yuan.idxmax()]}
# That is the profit saved. How much is it *for each yuan* of the cost?
# zh: 这是挽回的利润。题目问的是*每一元*成本挽回多少。
per_yuan = values["profit_saved"]
# You took off the yuan that is spent. The profit saved is asked for, before its cost.
# zh: 你减去了花掉的那一元。题目问的是挽回的利润，不扣成本。
per_yuan = values["saved_per_cost"] - 1
# The colleague does not take the programme for the largest reason, but the one with the cheapest leaver.
# zh: 同事选的不是针对最大原因的方案，而是挽留一位客户成本最低的那个。
q5["colleague"] = per_yuan["low tariff"]
# You took the programme with the dearest leaver for your colleague's.
# zh: 你把挽留一位客户成本最高的方案当成了同事的方案。
dearest = saving_programmes.costs(programmes, lost)["cost_per_leaver_saved"].idxmax()
q5["colleague"] = per_yuan[dearest]
# You divided the profit of all 8 years by the cost of one.
# zh: 你用 8 年的利润除以了一年的成本。
per_yuan = values["profit_saved"] / programmes["yearly_cost"]
# You subtracted the cost. How much profit is saved *for each yuan* of it?
# zh: 你减去了成本。题目问的是*每一元*成本挽回多少利润。
per_yuan = values["profit_saved"] - values["cost"]

# %% hints
# Step 4 finds your colleague's programme, step 5 what a yuan in it saves.
# zh: 第四步找出同事选的方案，第五步算出其中每一元挽回多少。

# `saving_programmes.costs(programmes, lost)` has `cost_per_leaver_saved`; `saving_programmes.values(customers, programmes, horizon_years=8, ...)` has `saved_per_cost`.
# zh: `saving_programmes.costs(programmes, lost)` 有 `cost_per_leaver_saved`；`saving_programmes.values(customers, programmes, horizon_years=8, ...)` 有 `saved_per_cost`。

# %% [markdown] points=4
# ## Which programmes?
#
# Each year there are `budget` yuan: the yearly costs of the programmes you take may add up to that. All run for 8 years, a programme as a whole or not at all. Which do you take? A set of their names. What counts is the profit that they save
# together, other exits counted in, less their cost, small and large customers apart. You need not spend the budget.

# %% [markdown] lang="zh"
# ## 选哪些方案？
#
# 每年有 `budget` 元：所选方案的年成本之和不得超过它。方案都执行 8 年，要么全做，要么不做。你选哪些？填名称组成的集合。看的是它们合起来挽回的利润（其他流失已算进去）减去成本，小客户与大客户分开算。预算不必用完。

# %% starter
budget = sheet["budget"]
q6 = ...

# %% solution
# A programme belongs in if it saves more than it costs; what seems to pay at its bar only stays out, even if there is money left.
# zh: 挽回的利润超过成本的方案才该做；只在按柱子算时才划算的，即使还有预算也不做。
budget, programmes = sheet["budget"], sheet["programmes"]
money = {"years": "years", "reason": "reason", "profit": "annual_profit", "by": "size", "annual_discount_rate": 0.1}
run = money | {"horizon_years": 8, "draws": 40}
sets = saving_programmes.under_budget(
    customers, programmes, annual_budget=budget, rng=np.random.default_rng(1), **run
)
values = saving_programmes.values(customers, programmes, rng=np.random.default_rng(1), **run)
options, nothing = set(programmes.index), set()
profit = {frozenset(names.split(" + ")) - {"none"}: value for names, value in zip(sets["programmes"], sets["profit"], strict=True)}


def worth(names):
    if frozenset(names) not in profit:
        raise ValueError("these programmes cost more than the budget a year")
    return profit[frozenset(names)]


q6 = set(max(profit, key=profit.get))

# %% wrong
# One of these pays only at its bar: those whom it saves leave for something else too often.
# zh: 其中有一个只有按柱子算才划算：它留住的人太多又因别的原因走了。
bar = values["profit_at_bar"] - values["cost"]
fits = [one for one in profit if programmes.loc[list(one), "yearly_cost"].sum() <= budget]
q6 = set(max(fits, key=lambda one: bar[list(one)].sum()))
# The largest reason is not where the money belongs: this programme costs more than it saves.
# zh: 钱不该花在最大的原因上：这个方案的成本超过它挽回的利润。
q6 = {"low tariff"}
# One of these costs more than it saves. There is money left, but it need not be spent.
# zh: 其中有一个的成本超过它挽回的利润。预算还有余，但不必用完。
q6 = q6 | {"better beans"}
# One of these costs more than it saves. There is money left, but it need not be spent.
# zh: 其中有一个的成本超过它挽回的利润。预算还有余，但不必用完。
q6 = q6 | {"visits"}
# The best programme alone leaves money on the table: others pay, too.
# zh: 只做最好的一个，就放过了其他也划算的方案。
q6 = {values.index[0]}
# Two pay well, but one more pays a little.
# zh: 有两个很划算，但还有一个也略有盈余。
q6 = set(values.index[:2])
# These cost more than they save.
# zh: 这些方案的成本都超过挽回的利润。
q6 = {"better beans", "visits"}

# %% hints
# Which programmes save more than a yuan for each yuan, and may they be paid together?
# zh: 哪些方案每一元能挽回一元以上？它们合起来付得起吗？

# `saving_programmes.under_budget(customers, programmes, annual_budget=budget, horizon_years=8, ...)` tries all sets, the best first.
# zh: `saving_programmes.under_budget(customers, programmes, annual_budget=budget, horizon_years=8, ...)` 会试遍所有组合，最好的在最前。
