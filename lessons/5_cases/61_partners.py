# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["2", "24", "58", "400", "60000", "360000", "8000", "30", "18", "2018", "1980", "1950", "60", "50", ".547", "547", "7.1", "6200", "5800", "5400", "150", "300000", "95", "0.1"]
# ---

# %% [markdown]
# # 61 A producer and its partners
#
# **Question** Forecast by account or in total, and whom do we tie to?
#
# **Who asks** The sales director of a petrochemical producer, to whom the plant listens on Friday.
#
# **Time** 45 minutes. **Before this** [24 Bonds](../2_loyalty/24_bonds.ipynb), [54 Key accounts](54_key_accounts.ipynb)
#
# **You will be able to**
# 1. forecast lumpy accounts, and say whether a forecast for each helps;
# 2. put a price on a customer's plan;
# 3. say how far a choice by criteria is from turning;
# 4. value a tie as an option, and put it all on one page.
#
# **Data** a simulated producer; thirty bicycle shops, simulated by others; Saudi oil production; a published choice of a leader. Money is in yuan.
#
# > *Tuesday.* I sell polymers (石化产品) to thirty customers, six of whom are half of the sales. On Friday the plant wants my figure for January; each tonne too much or too little costs us 400 yuan. My account managers want to forecast each of their customers: nobody knows them better. For 18 months the six have told us what they would order next month; nothing obliges them to go on. I can pay for one tie, with shared plans and a gauge in the tank, 60,000 a month; our committee has scored three customers and A06 has won. And a supplier offers up to 8,000 tonnes more at short notice, for 360,000 a month. What do I sign? *Qiao*

# %% [markdown] lang="zh"
# # 61 生产商与它的伙伴
#
# **问题** 按客户预测，还是预测总量？和谁建立紧密的合作？
#
# **谁会这样问** 石化企业的销售总监，周五要向工厂报数。
#
# **用时** 45 分钟。**先修** [24 纽带](../2_loyalty/24_bonds.ipynb)、[54 重点客户](54_key_accounts.ipynb)
#
# **学完你能够**
# 1. 对忽多忽少的客户做预测，并判断逐个客户预测是否有用；
# 2. 给客户的采购计划定价；
# 3. 说出一次多准则选择离“翻盘”还有多远；
# 4. 把合作当作期权来估值，并写成一页纸。
#
# **数据** 一家模拟的生产商；三十家自行车店（由发布者模拟）；沙特石油产量；一个已发表的选领导者的例子。金额单位为元。
#
# > *周二。* 我把石化产品卖给三十家客户，其中六家占销售的一半。周五工厂要我报一月份的数，多报或少报一吨，都要损失 400 元。客户经理们主张各自预测自己的客户，说没有人比他们更了解。最近 18 个月，六大客户每月都提前告诉我们下个月打算订多少，不过他们没有义务一直这样做。我的预算只够和一家建立结构性联系：共享计划，加装储罐液位计，每月 60,000 元。委员会给三家打了分，A06 胜出。另外，一家供应商提出：每月付 360,000 元，就可以临时多供最多 8,000 吨。我该签什么？*乔*

# %%
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from crmkit import companies, datasets, orders, plots
from crmkit.campaigns import account_forecasts, choice_by_criteria, shared_plans, ties

# %% [markdown]
# ## What the books hold

# %% [markdown] lang="zh"
# ## 账上有什么

# %%
plots.course_style()
firm = companies.petrochemical_accounts(seed=49)
columns = {"customer": "account", "date": "ordered", "amount": "amount", "order": "order_no"}
log, report = orders.read(firm.export, **columns, quantity="tonnes")
tonnes = account_forecasts.monthly(log, amount="quantity")
report.table.query("rows > 0")

# %% [markdown]
# Of {{report.rows_in}} lines {{report.rows_out}} are orders; the rest stood there twice, named nobody or were cancelled. `monthly` keeps the silent months as zeros. Guess: the total varies by about {{100 * account_forecasts.variation(tonnes)["variation"].iloc[0]:.0f}} % of its mean from month to month. By how much does the median account vary?

# %% [markdown] lang="zh"
# {{report.rows_in}} 行里有 {{report.rows_out}} 行是真正的订单，其余是重复、没有客户名或已取消的。`monthly` 把没有订单的月份记为零。猜一猜：总量逐月的标准差约为均值的 {{100 * account_forecasts.variation(tonnes)["variation"].iloc[0]:.0f}}%。换成波动居中的那家客户（中位数），又是多少？

# %%
varied = account_forecasts.variation(tonnes)
ax = plots.account_forecasts.variation(varied, periods=36)

# %% [markdown]
# By {{100 * varied["variation"].iloc[1:].median():.0f}} %, because most order in lumps: nothing, nothing, then a shipload. In the sum, one account's silence meets another's shipload. The bicycle shops, after which we set our firm, are the same (`share_of_six`: of the six largest):

# %% [markdown] lang="zh"
# {{100 * varied["variation"].iloc[1:].median():.0f}}%（橙色虚线；蓝线是总量），因为多数客户一阵一阵地订：几个月不订，一订就是一船。加总之后，这家没订，那家正好来一船，彼此抵消。我们这家企业就是照着那些自行车店设定的，情形相同（`share_of_six` 是最大六家的占比）：

# %%
bikes = datasets.load("bike_sales")
shop_months = account_forecasts.monthly(bikes, account="shop", date="ordered_on", amount="amount")
both = {"bicycle shops": account_forecasts.variation(shop_months), "our firm": varied}
each = {name: one.drop("total") for name, one in both.items()}
table = pd.DataFrame({"total": {n: one["variation"].iloc[0] for n, one in both.items()}})
table["median account"] = [one["variation"].median() for one in each.values()]
table.assign(share_of_six=[o["value_share"].nlargest(6).sum() for o in each.values()]).round(2)

# %% [markdown]
# ## Thirty forecasts or one?
#
# **Exponential smoothing** (指数平滑) moves the last forecast towards what happened, by a share alpha of the miss. By hand for oil, a series without accounts:

# %% [markdown] lang="zh"
# ## 三十个预测，还是一个？
#
# **指数平滑**（exponential smoothing）把上一期的预测朝实际值移动，移动的幅度是误差乘以 alpha。先拿石油产量手算一遍，它只有总数，不分客户：

# %%
oil = datasets.load("oil_production").set_index("year")["million_tonnes"].loc[1996:]
smooth = account_forecasts.smoothed(oil)
level = smooth["start"]
for produced in oil:
    level = level + smooth["alpha"] * (produced - level)
print(f"by hand {level:.1f}, crmkit {smooth['expected']:.1f}, alpha {smooth['alpha']:.3f}")

# %% [markdown]
# Now the firm, in the last 18 months, each forecast a month before. Commit to one: **top-down** (自上而下预测), the total smoothed; **bottom-up** (自下而上预测), thirty forecasts added up; or plans added to a smoothed rest, those of all six and those of five, without A06 (the reason comes below). Is bottom-up much better than top-down, a little, or no better?

# %% [markdown] lang="zh"
# 再看这家企业最近 18 个月，每次都提前一个月预测。请先选定一种：**自上而下预测**（top-down），只平滑总量；**自下而上预测**（bottom-up），三十个预测相加；或者把客户报的计划加到其余客户的平滑值上，六家全用，或者只用五家、不含 A06（原因后面会讲）。自下而上比自上而下好很多、好一点，还是并不更好？

# %%
total, honest = tonnes.sum(axis=1), firm.plans.drop(columns="A06")
accounts = account_forecasts.one_ahead(tonnes, holdout=18)
one = account_forecasts.one_ahead(total.to_frame("total"), holdout=18)["total"]
ways = {"top-down": one, "bottom-up": accounts.sum(axis=1)}
ways["six plans"] = shared_plans.with_plans(tonnes, firm.plans)
ways["five plans"] = shared_plans.with_plans(tonnes, honest)

# %%
errors = shared_plans.compared(ways, total, cost=400)
ax = plots.shared_plans.compared(errors)

# %% [markdown]
# No better: {{errors.loc["bottom-up", "difference"] / 1000:+.0f}} thousand yuan a month, and the **interval** (置信区间), the differences that fit these months, holds zero. With one alpha for all, the sum of the forecasts would *be* the forecast of the sum. The errors of the thirty add up to {{(accounts - tonnes.loc[one.index]).abs().sum(axis=1).mean():,.0f}} tonnes a month, against {{(one - total.loc[one.index]).abs().mean():,.0f}} for the total; splitting the total by past shares does as well ({{(account_forecasts.split(one, tonnes) - tonnes.loc[one.index]).abs().sum(axis=1).mean():,.0f}}). Past orders do not know when the next ship comes. The customer does: five plans take {{-100 * errors.loc["five plans", "difference"] / errors.loc["top-down", "estimate"]:.0f}} % off.

# %% [markdown] lang="zh"
# 并不更好：每月反而多花 {{errors.loc["bottom-up", "difference"] / 1e4:.1f}} 万元（图中单位为千元），而**置信区间**（interval，与这 18 个月的数据不矛盾的差值）包含零。如果所有客户用同一个 alpha，预测之和就*等于*总量的预测。三十个客户的误差加起来每月 {{(accounts - tonnes.loc[one.index]).abs().sum(axis=1).mean():,.0f}} 吨，总量的误差只有 {{(one - total.loc[one.index]).abs().mean():,.0f}} 吨；把总量按以往占比拆下去，也不比逐个预测差（{{(account_forecasts.split(one, tonnes) - tonnes.loc[one.index]).abs().sum(axis=1).mean():,.0f}} 吨）。过去的订单看不出下一船什么时候来，客户自己却知道：五家的计划（five plans）让误差成本下降 {{-100 * errors.loc["five plans", "difference"] / errors.loc["top-down", "estimate"]:.0f}}%。

# %%
shown = {name: ways[name] for name in ("top-down", "five plans")}
ax = plots.account_forecasts.months(total, shown)

# %% [markdown]
# A plan sees the ship coming; the past sees an average.
#
# ## Whom to tie to: the committee
#
# The committee compared its criteria two at a time on Saaty's scale: 1 is equal, 3 moderately more, 9 extremely. We lend it the judgements of a published example, a choice of a leader, with customers as candidates. This is the **analytic hierarchy** (层次分析法).

# %% [markdown] lang="zh"
# 计划（蓝线）看得见下一船，过去的数据（橙色虚线）只看得见平均。
#
# ## 和谁合作：委员会的算法
#
# 委员会把准则两两比较，用萨蒂（Saaty）的标度：1 表示同等重要，3 稍微重要，9 极端重要。这里借用一个已发表的例子（选领导者）里的判断，只是把候选人换成客户，准则换成可靠（reliability）、技术（technology）、成长（growth）、距离（nearness）。这就是**层次分析法**（analytic hierarchy，AHP）。

# %%
def judged(names, values):
    pairs = combinations(names, 2)
    return choice_by_criteria.comparisons(names, dict(zip(pairs, values, strict=True)))


# %%
criteria = judged(["reliability", "technology", "growth", "nearness"], [4, 3, 7, 1/3, 3, 5])
named = {"reliability": [1/4, 4, 9], "technology": [3, 1/5, 1/7],
         "growth": [5, 9, 4], "nearness": [1/3, 5, 9]}
by = {name: judged(["A01", "A06", "A04"], values) for name, values in named.items()}
choice_by_criteria.scores(criteria, by).round(3)

# %% [markdown]
# A number in the table is the criterion's weight times the customer's share in it; the sum is the score. The weights are the *principal eigenvector* of the comparisons: the weights that agree with them best. The **consistency ratio** (一致性比率) says how much they contradict one another; {{choice_by_criteria.consistency(criteria)["consistency_ratio"]:.3f}} is below the usual bar of 0.1. A06 wins clearly, {{choice_by_criteria.scores(criteria, by)["score"].iloc[0]:.2f}} to {{choice_by_criteria.scores(criteria, by)["score"].iloc[1]:.2f}}. Guess: how many of the judgements would turn that, if one is moved by two steps of the scale (3 to 2 is a step, 1 to 1/2 another)?

# %% [markdown] lang="zh"
# 表中每个数是准则权重乘以客户在该准则下的占比，各列相加就是得分（score）。权重是判断矩阵的*主特征向量*，也就是与这些判断最吻合的一组权重。**一致性比率**（consistency ratio）说明判断之间有多矛盾；{{choice_by_criteria.consistency(criteria)["consistency_ratio"]:.3f}} 低于通常的界限 0.1。A06 以 {{choice_by_criteria.scores(criteria, by)["score"].iloc[0]:.2f}} 比 {{choice_by_criteria.scores(criteria, by)["score"].iloc[1]:.2f}} 明显胜出。猜一猜：只把一个判断挪动两级（从 3 到 2、从 1 到 1/2 都算一级），有几个判断能让结果翻盘？

# %%
turns = choice_by_criteria.turning_points(criteria, by)
ax = plots.choice_by_criteria.turning_points(turns, judgements=18)

# %% [markdown]
# None. Three steps in one of two judgements do, and so do two steps in one with a single step in another:

# %% [markdown] lang="zh"
# 一个也没有。要挪三级：有两个判断，动其中任意一个，A01 就会胜出。也可以两个一起动，一个挪两级，另一个挪一级：

# %%
pairs = choice_by_criteria.turning_pairs(criteria, by)
pairs[["one", "steps_one", "other", "steps_other"]].head(1).T

# %% [markdown]
# So report the distance with the winner: "A06, unless growth matters twice as much as reliability". But no criterion was money.
#
# ## Whom to tie to: the money
#
# What does each plan, alone, save a month? A06 is our largest customer. Guess its place among the six.

# %% [markdown] lang="zh"
# 所以报告赢家时，要一并报告距离：“选 A06，除非成长性比可靠性重要一倍”。可是，这些准则里没有一条是钱。
#
# ## 和谁合作：算钱
#
# 每家的计划单独来看，每月省多少钱？A06 是我们最大的客户。猜一猜它在六家里排第几。

# %%
values = shared_plans.plan_values(tonnes, firm.plans, cost=400)
ax = plots.shared_plans.plan_values(values)

# %% [markdown]
# A04, the committee's last, is worth {{values.loc["A04", "estimate"] / 1000:,.0f}} thousand yuan a month, and the only one whose interval excludes zero. A06, its winner, is fifth and saved nothing ({{values.loc["A06", "estimate"] / 1000:,.0f}}, interval {{values.loc["A06", "low"] / 1000:,.0f}} to {{values.loc["A06", "high"] / 1000:,.0f}}): it plans {{values.loc["A06", "plan_ratio"]:.2f}} times what it orders, to be served first. A01 orders every month; what is known anyway is worth little.
#
# That is each plan alone. What does one add, if the other four go on telling?

# %% [markdown] lang="zh"
# 委员会排在最后的 A04，每月值 {{values.loc["A04", "estimate"] / 1e4:,.1f}} 万元，也是唯一区间不含零的。委员会选中的 A06 只排第五，一分钱也没省下（{{values.loc["A06", "estimate"] / 1e4:,.1f}} 万元，区间为 {{values.loc["A06", "low"] / 1e4:,.1f}} 到 {{values.loc["A06", "high"] / 1e4:,.1f}} 万元）：它报的计划是实际订货的 {{values.loc["A06", "plan_ratio"]:.2f}} 倍，为的是让我们优先给它供货。A01 每个月都订；本来就知道的事，值不了多少钱。
#
# 以上是每家的计划单独来看。如果另外四家照样报计划，再加一家能多省多少？

# %%
added = pd.DataFrame({
    name: shared_plans.compared(
        {"four": shared_plans.with_plans(tonnes, honest.drop(columns=name)),
         "five": ways["five plans"]}, total, cost=400).loc["five"]
    for name in honest}).T  # fmt: skip
added = -added[["difference", "difference_high", "difference_low"]] / 1000
added.set_axis(["added, thousand yuan a month", "low", "high"], axis=1).round()

# %% [markdown]
# Now A04's adds {{added.loc["A04", "difference"]:,.0f}} thousand and A05's {{added.loc["A05", "difference"]:,.0f}}: with the others known, these two are most of what is left to know. A04 is first alone and level here, so it is the safer choice.

# %% [markdown] lang="zh"
# 这时 A04 的计划每月多省 {{added.loc["A04", "difference"] / 10:,.1f}} 万元，A05 的多省 {{added.loc["A05", "difference"] / 10:,.1f}} 万元：其他客户的计划都知道之后，剩下的不确定主要来自这两家。A04 单独看排第一，在这里也不输，所以选它更稳妥。

# %% [markdown]
# ## A tie as an option
#
# A **structural bond** (结构性联系), for short a tie, can pay in two ways. One is a single margin: if maker and dealer each add their own, both sell less ([lesson 24](../2_loyalty/24_bonds.ipynb) showed what binds; this is what it earns). For a demand of 1 - price and no costs:

# %% [markdown] lang="zh"
# ## 把合作当作期权
#
# **结构性联系**（structural bond）有两种赚钱的方式。一种是只加一次价：厂家和经销商如果各加各的价，双方都会卖得少（[第 24 课](../2_loyalty/24_bonds.ipynb)讲的是什么把双方绑在一起，这里讲它赚多少）。设需求为 1 减价格，成本为零：

# %%
margins = ties.channel()
margins[["price", "quantity", "profit"]]

# %% [markdown]
# Together they earn a third more, at a lower price. But no offer to Qiao sets a price; that of a **strategic supplier** (战略供应商) is the other way, an option: the fee buys the right to more, not the duty. A tonne sells at 6,200 and costs 5,800, at short notice 150 more; unsold it is worth 5,400 (hence the 400 either way). With the offer and without, the plant makes what earns most (`ties.best_orders`). What is the offer worth a year, if demand varies by 10, 30 or 50 %? Which of them does not pay?

# %% [markdown] lang="zh"
# 双方合在一起，利润多三分之一，价格还更低。不过乔手上的合同都不涉及定价；**战略供应商**（strategic supplier）的合同属于另一种，即期权：付的费用买的是多要货的权利，不是义务。一吨卖 6,200 元，成本 5,800 元，临时追加的每吨再贵 150 元，卖不掉还值 5,400 元（所以多一吨、少一吨都损失 400 元）。签与不签，工厂都按利润最高的数量备货（`ties.best_orders`）。需求波动 10%、30%、50% 时，这份合同一年各值多少？哪一种不划算？

# %%
offer = ties.Tie(price=6200, cost=5800, salvage=5400, premium=150, flexible=8000, fee=360_000)
levels = ties.values_by_variation(offer, mean_demand=total.mean(), variations=[0.1, 0.3, 0.5],
                                  rng=np.random.default_rng(1))  # fmt: skip
ax = plots.ties.values_by_variation(levels)

# %% [markdown]
# What counts is not how much demand varies but how much of it comes unforeseen. So we take the mean and add each way's errors:

# %% [markdown] lang="zh"
# 要看的不是需求波动多大，而是其中有多少没料到。所以这里的需求用均值加上每种预测的误差：

# %%
ways["A04's plan"] = shared_plans.with_plans(tonnes, honest[["A04"]])
known = {name: (total - ways[name]).dropna() for name in ("top-down", "A04's plan", "five plans")}
worth = pd.DataFrame({
    name: ties.tie_value((total.mean() + e).clip(lower=0), offer, rng=np.random.default_rng(1))
    for name, e in known.items()}).T  # fmt: skip
worth["unforeseen"] = [e.std() / total.mean() for e in known.values()]
(worth / [1e6, 1e6, 1e6, 1]).round(2)

# %% [markdown]
# Without plans the tie to the supplier is worth {{worth["estimate"].iloc[0] / 1e6:.1f}} million yuan a year, with five plans nothing ({{worth["estimate"].iloc[2] / 1e6:.2f}}); 18 months are few, and both intervals hold zero. Knowing and being flexible do the same work; whoever buys both pays twice.
#
# ## The figure for Friday

# %% [markdown] lang="zh"
# 没有计划时，和供应商的合同一年值 {{worth["estimate"].iloc[0] / 1e4:,.0f}} 万元；有五家的计划时几乎为零（{{worth["estimate"].iloc[2] / 1e4:,.0f}} 万元）；18 个月不算多，两个区间都包含零。信息和弹性解决的是同一个问题，两样都买，等于花两份钱。
#
# ## 周五要报的数

# %%
told = firm.coming[honest.columns].sum(axis=1).iloc[0]
rest = account_forecasts.smoothed(tonnes.drop(columns=honest.columns).sum(axis=1))["expected"]
reach = stats.t.ppf(0.975, 17) * known["five plans"].std()
print(f"{told:,.0f} + {rest:,.0f} = {told + rest:,.0f} tonnes, plus or minus {reach:,.0f}")

# %% [markdown]
# In January {{firm.truth["ordered_next"].sum():,.0f}} tonnes came (the simulation knows): inside the interval, though the smoothed total, {{account_forecasts.smoothed(total)["expected"]:,.0f}}, was nearer. One month says little; go by the 18.
#
# ## One page for the board
#
# | decision | yuan a year | 95 % interval |
# |---|---|---|
# | forecast the total, not thirty accounts: saves | {{12 * errors.loc["bottom-up", "difference"] / 1e6:.1f}} m | {{12 * errors.loc["bottom-up", "difference_low"] / 1e6:.1f}} to {{12 * errors.loc["bottom-up", "difference_high"] / 1e6:.1f}} m |
# | go on asking five for their plans: saves | {{-12 * errors.loc["five plans", "difference"] / 1e6:.1f}} m | {{-12 * errors.loc["five plans", "difference_high"] / 1e6:.1f}} to {{-12 * errors.loc["five plans", "difference_low"] / 1e6:.1f}} m |
# | tie to A04, to keep its plan (a part of the line above): alone, after 60,000 a month | {{12 * (values.loc["A04", "estimate"] - 60_000) / 1e6:.1f}} m | {{12 * (values.loc["A04", "low"] - 60_000) / 1e6:.1f}} to {{12 * (values.loc["A04", "high"] - 60_000) / 1e6:.1f}} m |
# | the same, if the other four go on telling | {{12 * (added.loc["A04", "difference"] - 60) / 1000:.1f}} m | {{12 * (added.loc["A04", "difference_high"] - 60) / 1000:.1f}} to {{12 * (added.loc["A04", "difference_low"] - 60) / 1000:.1f}} m |
# | do not sign with the supplier: worth with plans | {{round(worth["estimate"].iloc[2] / 1e6, 1) + 0:.1f}} m | {{worth["low"].iloc[2] / 1e6:.1f}} to {{worth["high"].iloc[2] / 1e6:.1f}} m |
#
# **What would change it** plans that stop or turn out inflated (hold them against orders each quarter); a fee of 300,000, at which the supplier's tie is worth {{(worth["estimate"].iloc[2] + 12 * 60_000) / 1e6:.1f}} m; for A06, a price to pay when its plan is wrong.

# %% [markdown] lang="zh"
# 一月份实际来了 {{firm.truth["ordered_next"].sum():,.0f}} 吨（模拟才知道）：在区间之内，不过这一次，只平滑总量得到的 {{account_forecasts.smoothed(total)["expected"]:,.0f}} 吨更接近。一个月说明不了什么，还是要看那 18 个月。
#
# ## 给董事会的一页纸
#
# | 决定 | 每年（万元） | 95% 区间 |
# |---|---|---|
# | 预测总量，不逐户预测，节省 | {{12 * errors.loc["bottom-up", "difference"] / 1e4:,.0f}} | {{12 * errors.loc["bottom-up", "difference_low"] / 1e4:,.0f}} 到 {{12 * errors.loc["bottom-up", "difference_high"] / 1e4:,.0f}} |
# | 继续向五家要计划，节省 | {{-12 * errors.loc["five plans", "difference"] / 1e4:,.0f}} | {{-12 * errors.loc["five plans", "difference_high"] / 1e4:,.0f}} 到 {{-12 * errors.loc["five plans", "difference_low"] / 1e4:,.0f}} |
# | 与 A04 建立联系，保住它的计划（已含在上一行里）：单独算，已扣每月 60,000 元 | {{12 * (values.loc["A04", "estimate"] - 60_000) / 1e4:,.0f}} | {{12 * (values.loc["A04", "low"] - 60_000) / 1e4:,.0f}} 到 {{12 * (values.loc["A04", "high"] - 60_000) / 1e4:,.0f}} |
# | 同上，但另外四家照样报计划 | {{12 * (added.loc["A04", "difference"] - 60) / 10:,.0f}} | {{12 * (added.loc["A04", "difference_high"] - 60) / 10:,.0f}} 到 {{12 * (added.loc["A04", "difference_low"] - 60) / 10:,.0f}} |
# | 不签供应商的合同；有计划时它值 | {{round(worth["estimate"].iloc[2] / 1e4) + 0:,.0f}} | {{worth["low"].iloc[2] / 1e4:,.0f}} 到 {{worth["high"].iloc[2] / 1e4:,.0f}} |
#
# **什么会改变决定** 计划中断或开始虚报（每季度与实际订货核对）；费用降到每月 300,000 元，那时供应商的合同值 {{(worth["estimate"].iloc[2] + 12 * 60_000) / 1e4:,.0f}} 万元；A06 如果报错计划也要付出代价，才值得再考虑它。

# %% [markdown]
# ## Published and ours
#
# Oil: Hyndman & Athanasopoulos (2018), *Forecasting: Principles and Practice*, section 7.1. Leader: the worked example after Saaty (1980), *The Analytic Hierarchy Process*; its first weight is quoted as .547, too. Two margins: Spengler (1950), *Journal of Political Economy* 58(4).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 石油：Hyndman 和 Athanasopoulos（2018），*Forecasting: Principles and Practice*，7.1 节。选领导者：萨蒂（1980）*The Analytic Hierarchy Process* 之后的算例，第一个权重也有写作 .547 的。两次加价：Spengler（1950），*Journal of Political Economy* 58(4)。

# %%
weights = choice_by_criteria.weights(criteria)
found = [*smooth[["alpha", "start", "expected"]], *weights,
         choice_by_criteria.consistency(criteria)["consistency_ratio"],
         *margins["profit"], *margins["price"]]  # fmt: skip
printed = [".834", "446.6", "542.7", ".548", ".127", ".270", ".056", ".044",
           ".1875", ".25", ".75", ".5"]  # fmt: skip
names = ["oil: alpha", "oil: start", "oil: forecast", *weights.index, "consistency ratio"]

# %%
names += ["profit apart", "profit tied", "price apart", "price tied"]
ours = [f"{one:.{len(text.split('.')[1])}f}" for one, text in zip(found, printed, strict=True)]
pd.DataFrame({"published": printed, "ours": ours}, index=names)

# %% [markdown]
# ## The answer
#
# Forecast the total, and ask the large customers. Thirty forecasts are no better than one; five plans save {{-12 * errors.loc["five plans", "difference"] / 1e6:.1f}} million yuan a year. Tell the plant {{told + rest:,.0f}} tonnes. Tie to A04, which orders in shiploads and plans truthfully, not to A06, the largest customer and the one with the best score. Leave the supplier's offer: with plans it is worth about nothing.

# %% [markdown] lang="zh"
# ## 回答
#
# 预测总量，并向大客户要计划。三十个预测不比一个好；五家的计划每年节省 {{-12 * errors.loc["five plans", "difference"] / 1e4:,.0f}} 万元。向工厂报 {{told + rest:,.0f}} 吨。合作选 A04：它成船地订货，计划又可信；不选 A06，尽管它最大、得分也最高。供应商的合同不签：有了计划，它几乎不值钱。

# %% [markdown]
# ## Limits
#
# A04 was picked as the best of six, and A06 left out once its plans were known; expect less than was seen. Bottom-up here knows each account's past orders; managers who know more were not tested. Over 60 other firms of this simulation it was about 2 % cheaper than top-down: it need not lose, but it gains little. Months count as independent. The committee's criteria may hold what no month shows, such as who will still be there in ten years.

# %% [markdown] lang="zh"
# ## 局限
#
# A04 是从六家里挑出来的最好的，A06 是看过计划之后才剔除的，以后的效果多半不如所见。这里的自下而上只用了各家过去的订单；客户经理知道得更多时会怎样，我们没有检验。我们另外模拟了 60 家企业，自下而上平均比自上而下便宜约 2%：它不一定更差，只是好处很小。各个月份在这里视为相互独立。委员会的准则里，也许有月度数据看不到的东西，比如十年后谁还在。

# %% [markdown]
# **Terms** exponential smoothing 指数平滑 · bottom-up, top-down 自下而上、自上而下预测 · analytic hierarchy 层次分析法 · consistency ratio 一致性比率 · structural bond 结构性联系 · strategic supplier 战略供应商 · key account 重点客户
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/61_partners.ipynb) give you a producer of your own and check your answers. For this lesson's data:
#
# 1. Divide A06's plans by its ratio of the first nine months. What are they worth in the last nine?
# 2. At which fee does the supplier's tie pay with A04's plan alone?

# %% [markdown] lang="zh"
# **术语** 指数平滑 exponential smoothing · 自下而上、自上而下预测 bottom-up, top-down · 层次分析法 analytic hierarchy · 一致性比率 consistency ratio · 结构性联系 structural bond · 战略供应商 strategic supplier · 重点客户 key account
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/61_partners.ipynb)会给你一家专属的模拟企业，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把 A06 的计划除以它前九个月的虚报倍数，后九个月还值多少？
# 2. 只有 A04 的计划时，供应商的费用降到多少才划算？
