# %% [markdown]
# # Exercises to 61: A producer and its partners
#
# **Your company** You sell the output of a petrochemical plant to thirty accounts. Its figures are simulated and drawn by your name: nobody else has them. Tonnes are a month's, money is in yuan.
#
# - `tonnes`: 36 months, one row a month, one column an account (`A01` to `A30`).
# - `plans`: what the six large accounts, `A01` to `A06`, said a month before that they would order; the last 18 of these months.
# - `criteria` and `by`: your board's comparisons of three criteria, and of the suppliers K and L by each.
# - `offers`: what K and L offer, as `ties.Tie`: up to so many tonnes more at short notice, for a fee a month.
#
# **Before this** [61 A producer and its partners](../../notebooks/5_cases/61_partners.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 61：生产商与它的伙伴
#
# **你的公司** 你负责一家石化厂的销售，有三十家客户。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。吨数均为每月吨数，金额单位为元。
#
# - `tonnes`：36 个月的订货量，每月一行，每家客户一列（`A01` 到 `A30`）。
# - `plans`：六家大客户（`A01` 到 `A06`）提前一个月报的订货计划，对应其中最后 18 个月。
# - `criteria` 和 `by`：董事会对三条准则的两两比较，以及按每条准则对供应商 K 和 L 的比较。
# - `offers`：K 和 L 的报价，都是 `ties.Tie`：每月付一笔费用，就可以临时追加一定吨数。
#
# **先修** [61 生产商与它的伙伴](../../../notebooks/zh/5_cases/61_partners.ipynb)。**用时** 45 分钟。

# %% data
from crmkit import companies as _companies
from crmkit.campaigns import choice_by_criteria as _choice
from crmkit.campaigns import shared_plans as _shared
from crmkit.campaigns import ties as _ties

while True:
    _firm = _companies.petrochemical_accounts(seed=int(rng.integers(1, 10**6)))
    tonnes = _firm.tonnes.set_axis(_firm.tonnes.index.astype("str"))
    plans = _firm.plans.set_axis(_firm.plans.index.astype("str"))
    _values = _shared.plan_values(tonnes, plans, cost=500)["estimate"]
    _largest = tonnes[plans.columns].sum().idxmax()
    _best = _values.idxmax()
    _second = _values.nlargest(2).iloc[1]
    if _values.max() > 1.2 * _second and _values.max() > 250_000 and _best not in (_largest, "A06"):
        break
while True:
    _one, _two, _three = (float(rng.integers(2, 7)) for _ in range(3))
    criteria = _choice.comparisons(
        ["price", "delivery", "technology"],
        {("price", "delivery"): 1 / _one, ("delivery", "technology"): _two,
         ("price", "technology"): 1 / _three},
    )  # fmt: skip
    _pairs = zip(["price", "delivery", "technology"], (1, -1, 1), strict=True)
    by = {
        name: _choice.comparisons(["K", "L"], {("K", "L"): float(rng.integers(3, 8)) ** sign})
        for name, sign in _pairs
    }
    _ratio = _choice.consistency(criteria)["consistency_ratio"]
    _turns = _choice.turning_points(criteria, by)
    if 0.004 < _ratio < 0.3 and len(_turns) > 1 and 2 <= _turns["steps"].abs().min() <= 6:
        break
_money = {"price": 7000.0, "cost": 6300.0, "salvage": 6000.0}
offers = {
    "K": _ties.Tie(**_money, premium=150.0, flexible=8000.0,
                   fee=1000.0 * int(rng.integers(420, 521))),
    "L": _ties.Tie(**_money, premium=400.0, flexible=3000.0,
                   fee=1000.0 * int(rng.integers(100, 161))),
}  # fmt: skip

# %%
import numpy as np
import pandas as pd

from crmkit.campaigns import account_forecasts, choice_by_criteria, shared_plans, ties

# %%
tonnes, plans = sheet["tonnes"], sheet["plans"]
criteria, by, offers = sheet["criteria"], sheet["by"], sheet["offers"]
plans.head()

# %% [markdown] points=1 decimals=2
# ## How unsteady?
#
# By how much of its mean does the total vary from month to month, and by how much the median account (standard deviation over mean, with 2 decimals)? How many accounts order every month?

# %% [markdown] lang="zh"
# ## 波动有多大？
#
# 总量（`"total"`）逐月的标准差是均值的多少？中位数客户（`"median"`）呢？保留 2 位小数。每个月都订货的客户有几家（`"always"`）？

# %% starter
q1 = {"total": ..., "median": ..., "always": ...}

# %% solution
# In the sum one account's silence meets another's shipload.
# zh: 加总时，有人空着，就有人到货，互相抵消。
table = account_forecasts.variation(tonnes)
accounts = table.drop("total")
q1 = {
    "total": table.loc["total", "variation"],
    "median": accounts["variation"].median(),
    "always": int((accounts["months_ordered"] == 36).sum()),
}

# %% wrong
# Those are tonnes. Divide the standard deviation by the mean.
# zh: 这是吨数。要用标准差除以均值。
q1["total"] = tonnes.sum(axis=1).std()
# You took the median account's variation for the total's, and the other way round.
# zh: 你把总量和中位数客户的波动对调了。
q1 = q1 | {"total": q1["median"], "median": q1["total"]}
# You averaged over the accounts. Some ups of one meet downs of another: add up first.
# zh: 你对各家的波动取了平均。一家的高峰会遇上另一家的低谷，要先加总。
q1["total"] = accounts["variation"].mean()
# You averaged the accounts' variations. The question is about the median.
# zh: 你对各家的波动取了平均，题目问的是中位数。
q1["median"] = accounts["variation"].mean()
# Those are percent. Give shares of the mean, such as 0.38.
# zh: 这是百分数。请填占均值的比例，例如 0.38。
q1 = q1 | {"total": 100 * q1["total"], "median": 100 * q1["median"]}
# You left the silent months out. They are what makes an account lumpy.
# zh: 你漏掉了没有订货的月份，而正是这些月份让客户忽多忽少。
seen = tonnes.where(tonnes > 0)
q1["median"] = (seen.std() / seen.mean()).median()
# You counted the row of the total, too.
# zh: 你把总量那一行也算进去了。
q1["always"] = q1["always"] + 1
# You counted those that skip a month.
# zh: 你数的是有月份没订货的客户。
q1["always"] = 30 - q1["always"]

# %% hints
# `account_forecasts.variation(tonnes)` has the total in its first row.
# zh: `account_forecasts.variation(tonnes)` 的第一行是总量。

# `months_ordered` is 36 for an account that orders every month.
# zh: 每个月都订货的客户，`months_ordered` 等于 36。

# %% [markdown] points=2 decimals=0
# ## Thirty forecasts or one?
#
# Forecast the total of each of the last 18 months one month ahead: the total smoothed (`"top_down"`), thirty smoothed accounts added up (`"bottom_up"`), and the plans of `A01` to `A05` added to the others smoothed together (`"plans"`). By how many tonnes is each off, on average (mean absolute error)? Whole tonnes.

# %% [markdown] lang="zh"
# ## 三十个预测，还是一个？
#
# 对最后 18 个月的总量各提前一个月做预测：平滑总量（`"top_down"`）；三十家分别平滑再相加（`"bottom_up"`）；`A01` 到 `A05` 的计划，加上其余客户合在一起的平滑值（`"plans"`）。平均各差多少吨（平均绝对误差）？填整数。

# %% starter
q2 = {"top_down": ..., "bottom_up": ..., "plans": ...}

# %% solution
# The past does not know when the next ship comes; the customer does.
# zh: 过去的订单不知道下一船什么时候来，客户自己知道。
told, holdout = plans.drop(columns="A06"), 18
total = tonnes.sum(axis=1)
ways = {
    "top_down": account_forecasts.one_ahead(total.to_frame("total"), holdout=holdout)["total"],
    "bottom_up": account_forecasts.one_ahead(tonnes, holdout=holdout).sum(axis=1),
    "plans": shared_plans.with_plans(tonnes, told),
}
q2 = {name: (one - total.loc[one.index]).abs().mean() for name, one in ways.items()}

# %% wrong
# You included A06. The question is about A01 to A05.
# zh: 你把 A06 也算进来了。题目问的是 A01 到 A05。
told = plans
# You let errors up and down cancel. A tonne too much costs as well as one too little.
# zh: 你让正负误差互相抵消了。多一吨和少一吨都要花钱。
q2 = {name: (one - total.loc[one.index]).mean() for name, one in ways.items()}
# You let errors up and down cancel. Take the absolute errors before the mean.
# zh: 你让正负误差互相抵消了。先取绝对值，再求平均。
q2 = {name: (total.loc[one.index] - one).mean() for name, one in ways.items()}
# That is the root of the mean squared error. Take the mean of the absolute ones.
# zh: 这是均方根误差。题目要的是绝对误差的平均。
q2 = {name: ((one - total.loc[one.index]) ** 2).mean() ** 0.5 for name, one in ways.items()}
# You added up the errors of the accounts. In the sum of the forecasts they partly cancel.
# zh: 你把各家的误差加了起来。预测相加之后，误差会部分抵消。
each = account_forecasts.one_ahead(tonnes, holdout=18)
q2["bottom_up"] = (each - tonnes.loc[each.index]).abs().sum(axis=1).mean()
# You smoothed the other accounts one by one. Add them up first, then smooth.
# zh: 你把其余客户逐家平滑了。要先加总，再平滑。
others = account_forecasts.one_ahead(tonnes.drop(columns=told.columns), holdout=18).sum(axis=1)
q2["plans"] = (others + told.sum(axis=1) - total.loc[told.index]).abs().mean()
# You took the five plans for the total. The other 25 accounts order, too.
# zh: 你把五家的计划当成了总量。另外 25 家也要订货。
q2["plans"] = (told.sum(axis=1) - total.loc[told.index]).abs().mean()

# %% hints
# `account_forecasts.one_ahead(table, holdout=18)` forecasts each column; the total is a table of one column.
# zh: `account_forecasts.one_ahead(table, holdout=18)` 对每一列做预测；总量也要写成只有一列的表。

# `shared_plans.with_plans(tonnes, plans.drop(columns="A06"))` is the third way.
# zh: 第三种预测是 `shared_plans.with_plans(tonnes, plans.drop(columns="A06"))`。

# %% [markdown] points=2 decimals=0
# ## Whose plan?
#
# A tonne too much or too little costs 500 yuan. Which account's plan, alone, is worth most, and how many thousand yuan a month is it worth? Give the name, and whole thousands.

# %% [markdown] lang="zh"
# ## 谁的计划？
#
# 多一吨或少一吨都要损失 500 元。单独来看，哪家客户（`"account"`）的计划最值钱？每月值多少千元（`"value"`）？填客户代号和以千元为单位的整数。

# %% starter
q3 = {"account": ..., "value": ...}

# %% solution
# Worth most is a plan that can be believed, of an account whose ships are large and hard to foresee.
# zh: 最值钱的是可信的计划，而且来自船大、又难以预料的客户。
cost = 500
values = shared_plans.plan_values(tonnes, plans, cost=cost)
best = values["estimate"].idxmax()
q3 = {"account": best, "value": values.loc[best, "estimate"] / 1000}

# %% wrong
# That is the largest account. What is known anyway, or planned wrongly, is worth little.
# zh: 这是最大的客户。本来就知道的，或者报得不准的，都不值钱。
best = tonnes[plans.columns].sum().idxmax()
# Another plan is worth more. The table keeps the order of the plans: look for the largest estimate.
# zh: 还有更值钱的计划。表按计划的顺序排列，要找 `estimate` 最大的那一行。
largest = tonnes[plans.columns].sum().idxmax()
best = next(one for one in values.index if one not in (best, largest))
# You compared the errors of this account. The plant pays for the error of the total.
# zh: 你比较的是这一家自己的误差，而工厂承担的是总量的误差。
alone = account_forecasts.one_ahead(tonnes[[best]], holdout=18)[best]
ordered = tonnes.loc[alone.index, best]
less = (alone - ordered).abs().mean() - (plans[best] - ordered).abs().mean()
q3["value"] = cost * less / 1000
# Those are yuan. The question is about thousands.
# zh: 单位错了：题目问的是千元。
q3["value"] = values.loc[best, "estimate"]
# A tonne costs 500 yuan here. Four hundred was the lesson's.
# zh: 这里一吨损失 500 元，400 元是课上的。
cost = 400
# That is for a year. The question is about a month.
# zh: 这是一年的。题目问的是一个月。
q3["value"] = 12 * values.loc[best, "estimate"] / 1000
# That is the lower end of the interval.
# zh: 这是区间的下限。
q3["value"] = values.loc[best, "low"] / 1000
# You took the account whose plans run highest above its orders: it plans to be served first.
# zh: 你选了计划虚报最多的客户：它这样报，是为了优先供货。
best = values["plan_ratio"].idxmax()

# %% hints
# `shared_plans.plan_values(tonnes, plans, cost=500)` has one row an account.
# zh: `shared_plans.plan_values(tonnes, plans, cost=500)` 每家客户一行。

# `values["estimate"].idxmax()` is the name of the best.
# zh: `values["estimate"].idxmax()` 是最好的那一家的代号。

# %% [markdown] points=2 decimals=3
# ## How far from turning?
#
# What is the consistency ratio of `criteria`, what is the score of the supplier that wins (both with 3 decimals), and how many steps of the scale must the nearest single judgement move until the other one wins (a whole number, without sign)?

# %% [markdown] lang="zh"
# ## 离翻盘有多远？
#
# `criteria` 的一致性比率（`"ratio"`）是多少？胜出的供应商得分（`"score"`）是多少？保留 3 位小数。最接近翻盘的那一个判断，要在标度上挪几级（`"steps"`，不带正负号的整数），另一家才会胜出？

# %% starter
q4 = {"ratio": ..., "score": ..., "steps": ...}

# %% solution
# A winner without its distance from turning is half a report.
# zh: 只报赢家，不报离翻盘多远，这份报告只做了一半。
table = choice_by_criteria.scores(criteria, by)
turns = choice_by_criteria.turning_points(criteria, by)
q4 = {
    "ratio": choice_by_criteria.consistency(criteria)["consistency_ratio"],
    "score": table["score"].iloc[0],
    "steps": int(turns["steps"].abs().min()),
}

# %% wrong
# That is the consistency index. Divide it by that of judgements by chance.
# zh: 这是一致性指标。还要除以随机判断的指标。
q4["ratio"] = choice_by_criteria.consistency(criteria)["consistency_index"]
# That is the score of the supplier that loses.
# zh: 这是落败的供应商的得分。
q4["score"] = table["score"].iloc[1]
# You averaged the suppliers' weights over the criteria, as if each counted alike.
# zh: 你把各准则下的权重直接平均，好像每条准则同样重要。
even = pd.DataFrame({name: choice_by_criteria.weights(one) for name, one in by.items()})
q4["score"] = even.mean(axis=1)[table.index[0]]
# That is the judgement that is farthest from turning it.
# zh: 这是离翻盘最远的那个判断。
q4["steps"] = int(turns["steps"].abs().max()) + int(turns["steps"].abs().nunique() == 1)
# You stop one step early: there the winner still wins.
# zh: 你少挪了一级：那里还没有翻盘。
q4["steps"] = q4["steps"] - 1

# %% hints
# `choice_by_criteria.consistency`, `scores` and `turning_points` have one part each.
# zh: `choice_by_criteria` 的 `consistency`、`scores`、`turning_points` 各给出一部分。

# `turns["steps"].abs().min()` is the nearest.
# zh: `turns["steps"].abs().min()` 就是最近的距离。

# %% [markdown] points=2 decimals=0
# ## Two suppliers, one tie
#
# Demand is 12,000 tonnes a month on average. "Flexibility always pays," says a colleague. What is the tie to K worth a year if demand varies by 10 %, by 30 % and by 50 %? Take the `estimate` of `ties.values_by_variation`; whole thousand yuan.

# %% [markdown] lang="zh"
# ## 两家供应商，只签一家
#
# 需求平均每月 12,000 吨。一位同事说：“有弹性总是划算的。”需求波动 10%（`"10 %"`）、30%（`"30 %"`）、50%（`"50 %"`）时，和 K 签约一年各值多少？用 `ties.values_by_variation` 的 `estimate`，单位为千元，填整数。

# %% starter
q5 = {"10 %": ..., "30 %": ..., "50 %": ...}

# %% solution
# The fee buys a right. Where demand hardly varies, it is hardly used.
# zh: 费用买的是权利。需求几乎不变时，这个权利也几乎用不上。
offer, levels = offers["K"], [0.1, 0.3, 0.5]
rng = np.random.default_rng(1)
found = ties.values_by_variation(offer, mean_demand=12_000, variations=levels, rng=rng)
q5 = dict(zip(["10 %", "30 %", "50 %"], found["estimate"] / 1000, strict=True))

# %% wrong
# That is the other supplier, L.
# zh: 这是另一家供应商 L 的。
offer = offers["L"]
# Those are yuan. The question is about thousands.
# zh: 单位错了：题目问的是千元。
q5 = {name: 1000 * one for name, one in q5.items()}
# You forgot the fee, which is paid each month.
# zh: 你忘了每月都要付的费用。
q5 = {name: one + 12 * offer.fee / 1000 for name, one in q5.items()}
# That is a month's worth. The question is about a year.
# zh: 这是一个月的。题目问的是一年。
q5 = {name: one / 12 for name, one in q5.items()}
# You exchanged 10 % and 50 %. Where is an option worth more?
# zh: 你把 10% 和 50% 对调了。期权在哪种情况下更值钱？
q5 = q5 | {"10 %": q5["50 %"], "50 %": q5["10 %"]}
# You took the mean of your own months. The question says 12,000 tonnes.
# zh: 你用的是自己数据的均值。题目给的是 12,000 吨。
mean = tonnes.sum(axis=1).mean()
found = ties.values_by_variation(offer, mean_demand=mean, variations=levels, rng=rng)
q5 = dict(zip(["10 %", "30 %", "50 %"], found["estimate"] / 1000, strict=True))
# That is the worst of single years. Expect the estimate.
# zh: 这是差年景的下限。应当取期望值。
q5 = dict(zip(["10 %", "30 %", "50 %"], found["low"] / 1000, strict=True))
# That is the best of single years. Expect the estimate.
# zh: 这是好年景的上限。应当取期望值。
q5 = dict(zip(["10 %", "30 %", "50 %"], found["high"] / 1000, strict=True))

# %% hints
# `ties.values_by_variation(offers["K"], mean_demand=12_000, variations=[...], rng=...)` has a row for each.
# zh: `ties.values_by_variation(offers["K"], mean_demand=12_000, variations=[...], rng=...)` 每种波动一行。

# 10 % is 0.1; the single years' luck moves low and high, not the estimate.
# zh: 10% 写成 0.1；随机数只影响 `low` 和 `high`，不影响 `estimate`。

# %% [markdown] points=4
# ## Your page for the board
#
# Decide three things. `customer`: with which of the six large accounts you share plans for 60,000 yuan a month (`"none"` or one name). `supplier`: `"none"`, `"K"` or `"L"`. `reserve`: how many tonnes above the forecast the plant makes each month (-6,000 to 6,000; below 0 is less). The forecast is top-down, or with that customer's plan. What counts is the profit a year, had you done so in the last 18 months: the mean month of `offers["K"].profits(demand, made, tied=True)` times 12, less what the customer's tie costs; `made` is the forecast plus the reserve, 0 or more. Without a supplier it is `tied=False`, the same with either offer. Today there is no tie, and no reserve.

# %% [markdown] lang="zh"
# ## 你给董事会的一页纸
#
# 请决定三件事。`customer`：和六大客户中的哪一家共享计划，每月 60,000 元（填 `"none"` 或一个客户代号）。`supplier`：`"none"`、`"K"` 或 `"L"`。`reserve`：工厂每月在预测之上多备多少吨（-6,000 到 6,000，负数表示少备）。预测用自上而下，或者加上那家客户的计划。看的是年利润：假如最近 18 个月都这样做，取 `offers["K"].profits(demand, made, tied=True)` 的月平均乘以 12，再减去与客户共享计划的费用；`made` 是预测加备货量，不小于 0。不签供应商时用 `tied=False`，K 和 L 结果一样。现在没有任何合作，也不多备货。

# %% starter
q6 = {"customer": ..., "supplier": ..., "reserve": ...}

# %% solution
# What is known need not be held in reserve, and what comes at short notice need not either: choose the three together.
# zh: 已经知道的不必备货，能临时追加的也不必备货：三件事要放在一起选。
months = plans.index
demand = tonnes.sum(axis=1)
forecasts = {
    "none": account_forecasts.one_ahead(demand.to_frame("total"), holdout=18)["total"],
    **{one: shared_plans.with_plans(tonnes, plans[[one]]) for one in plans.columns},
}
came = demand.loc[months].to_numpy()
suppliers = ["none", "K", "L"]
options = {
    "customer": list(forecasts), "supplier": suppliers, "reserve": "-6,000 ... 6,000"
}  # fmt: skip
nothing = {"customer": "none", "supplier": "none", "reserve": 0}


def worth(plan):
    customer, supplier, reserve = plan["customer"], plan["supplier"], float(plan["reserve"])
    if customer not in forecasts:
        raise ValueError(f"customer={customer!r}: {', '.join(forecasts)}")
    if supplier not in suppliers:
        raise ValueError(f"supplier={supplier!r}: {', '.join(suppliers)}")
    if not -6_000 <= reserve <= 6_000:
        raise ValueError(f"reserve={reserve:g}: -6,000 ... 6,000")
    made = np.maximum(forecasts[customer].loc[months].to_numpy() + reserve, 0)
    offer = offers["K" if supplier == "none" else supplier]
    earned = offer.profits(came, made, tied=supplier != "none").mean()
    return 12 * (earned - 60_000 * (customer != "none"))


def bends(customer, supplier):
    """Profit bends where a month is met exactly, by the plant alone or with the supplier's tonnes."""
    missed = came - forecasts[customer].loc[months].to_numpy()
    more = [0] if supplier == "none" else [0, offers[supplier].flexible]
    return np.unique(np.clip(np.subtract.outer(missed, more), -6_000, 6_000))


def best_of(customers=tuple(forecasts), some=tuple(suppliers), reserves=None):
    plans_ = [
        {"customer": one, "supplier": other, "reserve": float(reserve)}
        for one in customers
        for other in some
        for reserve in (bends(one, other) if reserves is None else reserves)
    ]
    return max(plans_, key=worth)


q6 = best_of()

# %% wrong
# You change nothing but the reserve. A plan, or tonnes at short notice, would do more.
# zh: 你只调了备货量。计划或者临时追加的吨数，作用更大。
q6 = best_of(["none"], ["none"])
# You hold the largest reserve: it seldom sells, and each tonne left over costs 300 yuan.
# zh: 你备的货最多：这些货很少卖得掉，每剩一吨就亏 300 元。
q6 = q6 | {"reserve": 6_000}
# You make the fewest tonnes: what is missing costs more than twice as much as what is left over.
# zh: 你备的货最少：缺一吨的损失是剩一吨的两倍多。
q6 = q6 | {"reserve": -6_000}
# You tie to the account whose plans run highest above its orders, and hold the reserve that suits another.
# zh: 你选了计划虚报最多的客户，备货量却是按另一家定的。
q6 = q6 | {"customer": "A06", "reserve": min(q6["reserve"] + 1_500, 6_000)}
# Of the three choices of a supplier this one earns least with these errors.
# zh: 面对这样的预测误差，三种供应商选择里这一种赚得最少。
q6 = min(
    (best_of([q6["customer"]], [one], [q6["reserve"]]) for one in suppliers), key=worth
)  # fmt: skip
# You tie to an account that orders every month. What is known anyway needs no plan.
# zh: 你选了每个月都订货的客户。本来就知道的，不需要计划。
q6 = best_of(["A01"], ["none"], [0])
# You do nothing, as today.
# zh: 你什么也没改变。
q6 = nothing

# %% hints
# `ties.best_orders` finds the reserve: give it the mean of demand plus the errors of the forecast, and take the mean off again.
# zh: 备货量可以用 `ties.best_orders` 来找：把“需求均值加预测误差”交给它，再减去均值。

# Try the seven forecasts with the three choices of a supplier, each with its own best reserve: 21 plans.
# zh: 七种预测配三种供应商选择，各自取最好的备货量：一共 21 个方案。

# %% policies
forecasters = ["none", "A01", "A04", "A05", "A06", best_of()["customer"]]
amounts = [0, 1_000, 2_500, -1_500, 6_000]
policies = {
    f"{one}, {other}, {reserve:+}": {"customer": one, "supplier": other, "reserve": reserve}
    for one in forecasters
    for other in suppliers
    for reserve in amounts
}
