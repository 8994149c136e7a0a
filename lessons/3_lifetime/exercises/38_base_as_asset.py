# %% [markdown]
# # Exercises to 38: The base as an asset
#
# **Your company** A firm rents out coffee machines on contracts of a year, paid in advance. Its customers are simulated and drawn by your name: nobody else has them. It is the last day of 2025, just before the next renewals. Money is in yuan.
#
# - `cohorts`: one column a cohort (year in which it joined), one row a number of renewals: the customers still there.
# - `margin`: the margin of a customer in a year. `cost`: what it costs to win one. `discount`: the discount rate, a year.
#
# **Before this** [38 The base as an asset](../../notebooks/3_lifetime/38_base_as_asset.ipynb). **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 38：作为资产的客户
#
# **你的公司** 一家公司出租咖啡机，合约一年一签，费用预付。客户是模拟的，由你的姓名生成，别人的数据和你的不一样。今天是 2025 年的最后一天，新一轮续约就在眼前。金额单位为元。
#
# - `cohorts`：每列一个同期群（加入的年份），每行一个续约次数：还在的客户数。
# - `margin`：一位客户每年的毛利。`cost`：争取一位客户的成本。`discount`：年折现率。
#
# **先修** [38 作为资产的客户](../../../notebooks/zh/3_lifetime/38_base_as_asset.ipynb)。**用时** 40 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies
from crmkit.lifetime import contracts as _contracts

margin, cost = int(rng.integers(80, 141)), int(rng.integers(150, 221))
discount = float(rng.choice([0.08, 0.1, 0.14]))
_loyal = float(rng.uniform(0.25, 0.45))
_parameters = _replace(
    _companies.Subscribing.from_card(),
    first_cohort=int(rng.integers(1_500, 3_000)),
    cohort_growth=float(rng.uniform(0.1, 0.25)),
    segment_share={"loyal": _loyal, "fickle": 1 - _loyal},
    retention_rate={"loyal": float(rng.uniform(0.9, 0.94)), "fickle": float(rng.uniform(0.5, 0.6))},
)
_firm = _companies.subscription_firm(years=6, seed=seed % 2**31, parameters=_parameters)
cohorts = _contracts.survivors(_firm.customers, cohort="joined")
_kind = _firm.truth.loc[_firm.customers["active"], "segment"].value_counts().sort_index()
kinds = _pd.DataFrame(
    {
        "customers": _kind.to_numpy(),
        "retention_rate": [round(_parameters.retention_rate[name], 3) for name in _kind.index],
    },
    index=_pd.Index(_kind.index.astype(str), name="kind"),
)


# What one per cent of retention is worth, in per cent of the margin.
def _lever():
    r = kinds["retention_rate"]
    value = kinds["customers"] * r / (1 + discount - r)
    return float((value * (1 + discount) / (1 + discount - r)).sum() / value.sum())


_e = _lever()
_fair = {"app": (1, 0, 0.8), "hotline": (2, 0, 1.35), "magazine": (0.5, 0, 0.35)}
_fair |= {"cheaper filters": (0, 1, 0.5), "own vans": (0, 2, 1.3)}
programmes = _pd.DataFrame(
    {
        "retention_better": [float(r) for r, _, _ in _fair.values()],
        "margin_better": [float(m) for _, m, _ in _fair.values()],
        "annual_cost": [
            round(margin / 100 * f * (r * _e + m) * rng.uniform(0.95, 1.05), 2)
            for r, m, f in _fair.values()
        ],
    },
    index=_pd.Index(_fair, name="programme"),
)
programmes = programmes.loc[list(rng.permutation(programmes.index))]

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import BdW, valuation

# %%
cohorts = sheet["cohorts"]
margin, cost, discount = sheet["margin"], sheet["cost"], sheet["discount"]
cohorts.astype("Int64")

# %% [markdown] points=2 decimals=3
# ## The buyer's number
#
# Which share of the customers who were asked a year ago renewed (`"rate"`, 0 to 1)? And what is the whole base of today worth if every customer renews at that rate, for ever (`"value"`, million yuan)? Value a customer as in the lesson, just before a renewal paid in advance. Both with 3 decimals.

# %% [markdown] lang="zh"
# ## 买家的数字
#
# 一年前面临续约的客户，续约的占多大比例（`"rate"`，0 到 1）？如果今天的每位客户今后都以这个比例续约，整个客户群值多少（`"value"`，百万元）？客户的价值按课上的方法算，即预付续约的前一刻。都保留 3 位小数。

# %% solution
# The bottom of each column is today, the cell above it a year ago. The newest cohort has not been asked yet, but it belongs to the base.
# zh: 每列最下面是今天，它的上一格是一年前。最新的同期群还没有面临过续约，但属于今天的客户群。
today = cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])
before = cohorts.iloc[:, :-1].apply(lambda cohort: cohort.dropna().iloc[-2])
rate = today.iloc[:-1].sum() / before.sum()
each = margin * rate * (1 + discount) / (1 + discount - rate)
q1 = {"rate": rate, "value": today.sum() * each / 1e6}

# %% wrong
# You counted the newest cohort as if it had renewed already. Nobody has asked it yet.
# zh: 你把最新的同期群也当成已经续约的人。他们还没有面临过续约。
rate = today.sum() / before.sum()
q1 = {"rate": rate, "value": today.sum() * margin * rate * (1 + discount) / (1 + discount - rate) / 1e6}
# That is the first renewal of all cohorts. A year ago each cohort stood at another renewal.
# zh: 这是各同期群的首次续约。一年前，各同期群面临的是不同的续约。
rate = cohorts.iloc[1].sum() / cohorts.iloc[0, :-1].sum()
q1 = {"rate": rate, "value": today.sum() * margin * rate * (1 + discount) / (1 + discount - rate) / 1e6}
# You averaged the rates of the cohorts, as if the small old ones had as many customers as the others.
# zh: 你对各同期群的比例取了平均，仿佛人少的老同期群与其他的一样大。
rate = (today.iloc[:-1] / before).mean()
q1 = {"rate": rate, "value": today.sum() * margin * rate * (1 + discount) / (1 + discount - rate) / 1e6}
# That mixes all years. The buyer asks for the renewals of a year ago only.
# zh: 这混合了所有年份。买家只看一年前那一轮续约。
rate = cohorts.iloc[1:].sum().sum() / cohorts.shift().where(cohorts.notna()).sum().sum()
q1 = {"rate": rate, "value": today.sum() * margin * rate * (1 + discount) / (1 + discount - rate) / 1e6}
# You left the newest cohort out of the base. Its customers are customers of today.
# zh: 你没有把最新的同期群算进客户群。他们也是今天的客户。
q1["value"] = today.iloc[:-1].sum() * each / 1e6
# That is for a payment in a year. Here the next one is due now, if the customer renews: times (1 + d).
# zh: 这是一年之后才付款的算法。这里只要续约，马上就付下一笔款，要乘以 (1 + d)。
q1["value"] = today.sum() * margin * rate / (1 + discount - rate) / 1e6
# That counts the next payment as certain. It comes only from those who renew: times r.
# zh: 你把下一次付款当成了确定的。只有续约的人才付，要乘以 r。
q1["value"] = today.sum() * margin * (1 + discount) / (1 + discount - rate) / 1e6
# Nothing is discounted here. Divide by 1 + d - r, not by 1 - r.
# zh: 这里没有折现。应当除以 1 + d - r，而不是 1 - r。
q1["value"] = today.sum() * margin * rate / (1 - rate) / 1e6
# That is in yuan. The question asks for million yuan.
# zh: 这是以元为单位的。题目要的是百万元。
q1["value"] = today.sum() * each
# That is one customer. How many are there?
# zh: 这只是一位客户的价值。一共有多少位？
q1["value"] = each

# %% hints
# The lesson does this by hand: the last cell of each column, and the one above it.
# zh: 课上动手算过：取每列的最后一格，以及它的上一格。

# `cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])` is today; the newest cohort has no year before.
# zh: `cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])` 是今天的客户；最新的同期群没有上一年。

# %% [markdown] points=2 decimals=2
# ## The sum of cohorts
#
# Fit the BdW to `cohorts` (contracts of 365.25 days). What is the base of today worth by it, in million yuan, with 2 decimals?

# %% [markdown] lang="zh"
# ## 各个同期群之和
#
# 用 BdW 拟合 `cohorts`（合约为 365.25 天）。按它计算，今天的客户群值多少百万元？保留 2 位小数。

# %% solution
# A customer of the first cohort has made five renewals, one of the last none: each cohort has payments to come of its own.
# zh: 第一个同期群的客户续约过五次，最后一个一次也没有：各同期群的未来付款要分别算。
model = BdW.fit(cohorts, period_days=365.25)
made = [5, 4, 3, 2, 1, 0]
ahead = model.discounted_expected_residual_lifetime(made, annual_discount_rate=discount)
today = cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])
q2 = margin * (ahead.to_numpy() * today.to_numpy()).sum() / 1e6

# %% wrong
# You gave the payments to come of the newest cohort to the oldest, and so on: the first column has made five renewals.
# zh: 你把各同期群的次序弄反了：第一列的客户已经续约五次。
ahead = ahead[::-1]
# You took every customer for a new one. Those who have renewed are worth more.
# zh: 你把每位客户都当成了新客户。续约过的人更值钱。
ahead = ahead.iloc[[-1] * 6]
# You counted a payment that is certain and due now. Today's customers have paid for the year that ends; the next payment depends on renewing.
# zh: 你多算了一次马上就付、而且确定的付款。今天的客户已经付清了即将结束的这一年，下一次付款取决于续约。
q2 = margin * ((1 + ahead.to_numpy()) * today.to_numpy()).sum() / 1e6
# That is the value of a customer who joins today, for everyone: no renewals made, and a first payment that is certain.
# zh: 你给每个人用的都是今天刚加入的客户的价值：还没有续约过，而且首次付款是确定的。
q2 = margin * model.discounted_expected_lifetime(annual_discount_rate=discount) * today.sum() / 1e6
# You valued all who ever joined. Many of them have left.
# zh: 你给所有曾经加入的人都估了值。其中许多人已经离开。
today = cohorts.iloc[0]
# That is the number of payments to come. What does each of them leave?
# zh: 这是未来付款的次数。每次付款留下多少毛利？
q2 = (ahead.to_numpy() * today.to_numpy()).sum() / 1e6
# That is the sBG. The question asks for the BdW.
# zh: 这是 sBG 的结果。题目要的是 BdW。
from crmkit.lifetime import SBG

model = SBG.fit(cohorts, period_days=365.25)
ahead = model.discounted_expected_residual_lifetime(made, annual_discount_rate=discount)

# %% hints
# The lesson's function `cohort_values` does it: payments to come of each cohort, times the margin, times its customers.
# zh: 课上的函数 `cohort_values` 就是这样算的：每个同期群的未来付款，乘以毛利，再乘以人数。

# `model.discounted_expected_residual_lifetime([5, 4, 3, 2, 1, 0], annual_discount_rate=discount)`: the first column has made five renewals.
# zh: `model.discounted_expected_residual_lifetime([5, 4, 3, 2, 1, 0], annual_discount_rate=discount)`：第一列已经续约五次。

# %% [markdown] points=2 decimals=2
# ## Winning more
#
# The firm plans to win 3,000 customers at the end of each of the next four years (years 1 to 4 from now), at `cost` each. By the model of the question before, what does that add to the value of the firm today, the cost of winning them deducted? Million yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 争取更多客户
#
# 公司计划在今后四年的每年年末（从现在起第 1 到第 4 年）各争取 3,000 位客户，每位成本为 `cost`。按上一题的模型，扣除争取成本之后，这会给公司今天的价值增加多少？单位为百万元，保留 2 位小数。

# %% solution
# A new customer pays at once, so they are worth the discounted expected lifetime; both value and cost lie in the future and are discounted.
# zh: 新客户马上付第一笔款，所以用折现期望寿命；价值和成本都在将来，都要折现。
model = BdW.fit(cohorts, period_days=365.25)
new = margin * model.discounted_expected_lifetime(annual_discount_rate=discount)
plan = valuation.customers_to_come(
    pd.Series(3_000, index=range(1, 5)), customer_value=new, acquisition_cost=cost, annual_discount_rate=discount
)
q3 = plan["present_value"].sum() / 1e6

# %% wrong
# That is not discounted: a customer who comes in four years is worth less today.
# zh: 没有折现：四年之后才来的客户，今天没有那么值钱。
q3 = (plan["value"] - plan["cost"]).sum() / 1e6
# You left out what it costs to win them.
# zh: 你没有扣除争取客户的成本。
plan = valuation.customers_to_come(
    pd.Series(3_000, index=range(1, 5)), customer_value=new, acquisition_cost=0, annual_discount_rate=discount
)
# That leaves out the first payment, which a new customer makes at once.
# zh: 漏了首次付款，新客户一来就会付。
new = margin * model.discounted_expected_residual_lifetime(0, annual_discount_rate=discount)
plan = valuation.customers_to_come(
    pd.Series(3_000, index=range(1, 5)), customer_value=new, acquisition_cost=cost, annual_discount_rate=discount
)
# That leaves out the first payment, which a new customer makes at once.
# zh: 漏了首次付款，新客户一来就会付。
plan = valuation.customers_to_come(
    pd.Series(3_000, index=range(1, 5)), customer_value=new - margin, acquisition_cost=cost, annual_discount_rate=discount
)
# That is the base and the plan together. The question asks what the plan adds.
# zh: 这是现有客户与计划的总和。题目只问计划增加多少。
today = cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])
ahead = model.discounted_expected_residual_lifetime([5, 4, 3, 2, 1, 0], annual_discount_rate=discount)
q3 = (plan["present_value"].sum() + margin * (ahead.to_numpy() * today.to_numpy()).sum()) / 1e6
# Your first customers come today. They come in a year.
# zh: 你让第一批客户今天就来了。他们一年之后才来。
plan = valuation.customers_to_come(
    pd.Series(3_000, index=range(4)), customer_value=new, acquisition_cost=cost, annual_discount_rate=discount
)
# That is one year's customers. There are four.
# zh: 这只是一年的客户。一共有四年。
q3 = plan["present_value"].iloc[0] / 1e6

# %% hints
# `valuation.customers_to_come` of the lesson, with years 1 to 4.
# zh: 用课上的 `valuation.customers_to_come`，年份为 1 到 4。

# A new customer's first payment is certain: `margin * model.discounted_expected_lifetime(annual_discount_rate=discount)`.
# zh: 新客户的首次付款是确定的：`margin * model.discounted_expected_lifetime(annual_discount_rate=discount)`。

# %% [markdown] points=2 decimals=2
# ## The length of the lever
#
# A research institute tells the kinds of today's customers apart: `kinds` has their number and their retention rate. By how many per cent does the value of the base rise if everyone's retention gets one per cent better: with one rate for all (`"one"`, that of question 1), and with the two kinds (`"two"`)?
# Give the elasticities, to first order as `valuation.elasticities` does, with 2 decimals.

# %% [markdown] lang="zh"
# ## 杠杆的长度
#
# 一家研究机构把今天的客户分成了两类：`kinds` 给出每类的人数和保持率。每个人的保持率都提高百分之一时，客户群的价值上升百分之几？用第 1 题的单一保持率算一次（`"one"`），用两类客户算一次（`"two"`）。填弹性，按 `valuation.elasticities` 的做法取一阶近似，保留 2 位小数。

# %% starter
kinds = sheet["kinds"]
q4 = {"one": ..., "two": ...}

# %% solution
# A base of two kinds is a sum; its elasticity is that of the sum, so that the valuable kind counts for more.
# zh: 两类客户的价值是相加的，弹性是总和的弹性，更值钱的那一类分量更重。
kinds = sheet["kinds"]
today = cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])
before = cohorts.iloc[:, :-1].apply(lambda cohort: cohort.dropna().iloc[-2])
rate = today.iloc[:-1].sum() / before.sum()


def base(better, rates, customers):
    r = np.asarray(rates) * better
    return float((np.asarray(customers) * margin * r * (1 + discount) / (1 + discount - r)).sum())


one = valuation.elasticities(lambda better: base(better, [rate], [today.sum()]), {"better": 1})
two = valuation.elasticities(lambda better: base(better, kinds["retention_rate"], kinds["customers"]), {"better": 1})
q4 = {"one": one["elasticity"].iloc[0], "two": two["elasticity"].iloc[0]}

# %% wrong
# You exchanged the two.
# zh: 你把两个数弄反了。
q4 = {"one": two["elasticity"].iloc[0], "two": one["elasticity"].iloc[0]}
# That is r / (1 + d - r), for a payment that does not depend on renewing. Here the next one does: add 1.
# zh: 这是 r / (1 + d - r)，适用于首次付款与续约无关的情形。这里下一次付款取决于续约：要加 1。
q4["one"] = rate / (1 + discount - rate)
# You averaged the elasticities by customers. The loyal hold most of the value, and it is the value that counts.
# zh: 你按人数平均了弹性。忠诚客户占了大部分价值，应当按价值加权。
each = (1 + discount) / (1 + discount - kinds["retention_rate"])
q4["two"] = (each * kinds["customers"]).sum() / kinds["customers"].sum()
# That is the elasticity at the mean retention rate of the two kinds: one rate again.
# zh: 这是两类客户平均保持率下的弹性：又成了单一保持率。
mean = (kinds["retention_rate"] * kinds["customers"]).sum() / kinds["customers"].sum()
q4["two"] = (1 + discount) / (1 + discount - mean)
# You averaged the elasticities of the two kinds as if both held as much value. The loyal hold most of it.
# zh: 你把两类的弹性直接平均了，仿佛它们的价值一样多。忠诚客户占了大部分价值。
q4["two"] = ((1 + discount) / (1 + discount - kinds["retention_rate"])).mean()
# That is the rise with a whole one per cent. An elasticity is to first order: take a very small step, or `valuation.elasticities`.
# zh: 这是保持率整整提高百分之一的效果。弹性是一阶近似：步长要很小，或者用 `valuation.elasticities`。
q4 = {
    "one": 100 * (base(1.01, [rate], [today.sum()]) / base(1, [rate], [today.sum()]) - 1),
    "two": 100
    * (base(1.01, kinds["retention_rate"], kinds["customers"]) / base(1, kinds["retention_rate"], kinds["customers"]) - 1),
}
# That is per cent for one *point* of retention. One per cent of the rate is less than a point.
# zh: 这是保持率提高一个*百分点*的效果。保持率的百分之一不到一个百分点。
q4 = {"one": one["elasticity"].iloc[0] / rate, "two": two["elasticity"].iloc[0] / rate}

# %% hints
# `valuation.elasticities(value, {"better": 1})`, where `value(better)` is the worth of the base when all rates are multiplied by `better`.
# zh: 用 `valuation.elasticities(value, {"better": 1})`，其中 `value(better)` 是所有保持率乘以 `better` 时客户群的价值。

# With one rate: just before a renewal in advance the elasticity is (1 + d) / (1 + d - r). With two kinds add up the values, and let `elasticities` do the rest.
# zh: 单一保持率：预付续约前一刻的弹性是 (1 + d) / (1 + d - r)。两类客户：先把价值相加，其余交给 `elasticities`。

# %% [markdown] points=4
# ## Which programmes?
#
# `programmes` has five offers. Each makes every customer's retention better by `retention_better` per cent of itself, or the margin by `margin_better` per cent, and costs `annual_cost` yuan a year for each customer, which comes off the margin. Those carried out together multiply in retention, and add up in margin and cost.
#
# Which do you carry out? A set of names. What counts is the value of today's base, by the two kinds.

# %% [markdown] lang="zh"
# ## 选哪些措施？
#
# `programmes` 里有五项措施。每项让所有客户的保持率提高自身的 `retention_better`%，或者让毛利提高 `margin_better`%，每位客户每年花 `annual_cost` 元，从毛利中扣除。同时实行时，保持率的改善相乘，毛利和成本相加。
#
# 你实行哪些？填名称组成的集合。评判标准是今天客户群的价值，按两类客户计算。

# %% starter
programmes = sheet["programmes"]
q5 = ...

# %% solution
# One per cent of retention may cost as many per cent of the margin as its elasticity, one per cent of the margin at most one.
# zh: 保持率每提高百分之一，最多可以花掉毛利的“弹性”那么多个百分点；毛利每提高百分之一，最多只值百分之一。
from itertools import combinations

kinds, programmes = sheet["kinds"], sheet["programmes"]
options, nothing = set(programmes.index), set()


def worth(names):
    chosen = programmes.loc[list(names)]
    left = margin * (1 + chosen["margin_better"].sum() / 100) - chosen["annual_cost"].sum()
    r = kinds["retention_rate"] * (1 + chosen["retention_better"] / 100).prod()
    return float((kinds["customers"] * left * r * (1 + discount) / (1 + discount - r)).sum())


sets = [set(names) for n in range(6) for names in combinations(programmes.index, n)]
q5 = max(sets, key=worth)

# %% wrong
# You take all. Two of them cost more than they bring.
# zh: 你全选了。其中两项的成本高于收益。
q5 = options
# One more programme pays: you seem to have used one rate, by which retention looks less valuable than it is.
# zh: 还有一项划算：你大概用了单一保持率，它让留客显得没有那么值钱。
q5 = max(sets, key=worth) - {"app"}
# Only retention? A programme for the margin pays as well.
# zh: 只做留客？提高毛利的措施也有划算的。
q5 = {name for name in max(sets, key=worth) if programmes.loc[name, "retention_better"] > 0}
# Only the margin? Programmes that keep customers pay as well.
# zh: 只提高毛利？留客的措施也有划算的。
q5 = {name for name in max(sets, key=worth) if programmes.loc[name, "margin_better"] > 0}
# The best single one. But every programme that brings more than it costs adds value.
# zh: 这是单项中最好的一项。不过，凡是收益高于成本的措施都会增加价值。
q5 = {max(options, key=lambda name: worth({name}))}
# The greatest effect on retention is not the best bargain: it costs more than it brings.
# zh: 对保持率作用最大的，并不是最划算的：它的成本高于收益。
q5 = {programmes["retention_better"].idxmax()}

# %% hints
# Compare each cost, in per cent of the margin, with elasticity times per cent of retention, or with the per cent of margin.
# zh: 把每项成本（占毛利的百分数）与“弹性乘以保持率的百分数”或者毛利的百分数相比。

# The elasticity that counts is that of the two kinds, from the question before.
# zh: 应当用的是上一题里两类客户的弹性。
