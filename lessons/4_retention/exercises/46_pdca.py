# %% [markdown]
# # Exercises to 46: PDCA
#
# **Your company** A transport company in twelve regions. Its weeks are drawn by your name: nobody else has them. Money is in yuan.
#
# - `weekly`: one row a week, 208 of them: `customers` and `exits` of the whole company.
# - `regional`: one row a region and week: `week`, `region`, `programme` (1 if the region has it from week 157 on, by lot), `customers`, `exits`.
# - `active`: one row a week of another year: `orders` (customers who ordered) and `customers`.
# - `usual`: exits a week as they have been for many years. `ratio`: the rise that is to be found, as a factor.
#
# **Before this** [46 PDCA](../../notebooks/4_retention/46_pdca.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 46：PDCA 循环
#
# **你的公司** 一家运输公司，分十二个地区。各周数据由你的姓名生成，别人的数据和你的不一样。金额单位为元。
#
# - `weekly`：每周一行，共 208 周：全公司的 `customers`（客户数）和 `exits`（流失人数）。
# - `regional`：每个地区每周一行：`week`、`region`、`programme`（该地区从第 157 周起有项目则为 1，由抽签决定）、`customers`、`exits`。
# - `active`：另一年的数据，每周一行：`orders`（下单的客户数）和 `customers`。
# - `usual`：多年来每周的流失人数。`ratio`：要发现的上升倍数。
#
# **先修** [46 PDCA 循环](../../../notebooks/zh/4_retention/46_pdca.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies
from crmkit.retention import cusum as _cusum
from crmkit.retention import run_lengths as _run_lengths

ratio = 1.4
_firm = _replace(
    _companies.TransportRegions.from_card(),
    customers_per_region=int(rng.integers(350, 451)),
    annual_leaving_rate=round(float(rng.uniform(0.05, 0.065)), 3),
    rise=ratio,
)
usual = round(12 * _firm.customers_per_region * _firm.annual_leaving_rate / 52, 2)
_k = round(_cusum.reference_value(mean=usual, ratio=ratio), 1)
_h = _run_lengths.choose_h_counts(mean=usual, k=_k, weeks=156)
# A company whose first alarm is a true one.
for _ in range(200):
    _company = _companies.transport_weeks(seed=int(rng.integers(2**31)), parameters=_firm)
    _sums = _cusum.count_cusum(_company.weekly.loc[:156], events="exits", k=_k, h=_h)
    if _sums["signal"].any() and _sums.index[_sums["signal"]][0] >= _company.change_week:
        break
weekly, regional = _company.weekly, _company.regional
_size, _rate = int(rng.integers(2_000, 4_001)), rng.uniform(0.35, 0.6)
_away = _np.sqrt(rng.uniform(1, 2) * _rate * (1 - _rate) / _size)
active = _pd.DataFrame(
    {"orders": rng.binomial(_size, rng.normal(_rate, _away, 52)), "customers": _size},
    index=_pd.RangeIndex(1, 53, name="week"),
)
value = int(rng.integers(8, 16)) * 100
# So dear that the best h lies between none and that of three years.
alarm_cost = int(round(value * rng.uniform(0.8, 1.2), -1))

# %%
import numpy as np

from crmkit.retention import before_after, charts, cusum, run_lengths

# %%
weekly, regional, active = sheet["weekly"], sheet["regional"], sheet["active"]
usual, ratio = sheet["usual"], sheet["ratio"]
weekly.head()

# %% [markdown] points=2 decimals=2
# ## The limit of the first year
#
# Draw a control chart of `exits`, with a centre that comes from the first 52 weeks alone. Where does its upper limit lie, three standard deviations from the centre (exits a week, with 2 decimals), and how many of the
# weeks 53 to 156 lie above it?

# %% [markdown] lang="zh"
# ## 第一年的控制限
#
# 给 `exits` 画控制图，中心线只由最初 52 周算出。离中心线三个标准差的上限是多少（`"limit"`，每周流失人数，保留 2 位小数）？第 53 到 156 周中有几周在它之上（`"above"`）？

# %% solution
# A count has the root of its mean as standard deviation; later weeks are judged by the first year.
# zh: 计数的标准差是平均数的平方根；之后的各周由第一年来衡量。
chart = charts.c_chart(weekly, events="exits", calibration_rows=52)
limit = chart["upper_limit"].iloc[0]
above = (weekly.loc[53:156, "exits"] > limit).sum()
q1 = {"limit": limit, "above": above}

# %% wrong
# Your centre comes from all weeks, also from those after a change.
# zh: 你的中心线用了所有的周，包括变化之后的周。
chart = charts.c_chart(weekly, events="exits")
# Your centre comes from 156 weeks. The question wants the first 52 alone.
# zh: 你的中心线用了 156 周。题目只用最初 52 周。
chart = charts.c_chart(weekly.loc[:156], events="exits")
# Your centre is `usual`. The question wants the mean of the first 52 weeks.
# zh: 你的中心线是 `usual`。题目要的是最初 52 周的平均数。
chart = charts.c_chart(weekly, events="exits", mean=usual)
# Those are two standard deviations. The question has three.
# zh: 这是两个标准差。题目要三个。
chart = charts.c_chart(weekly, events="exits", calibration_rows=52, sigmas=2)
# You took three times the mean itself. The standard deviation of a count is the root of its mean.
# zh: 你加上了三倍的平均数。计数的标准差是平均数的平方根。
limit = 4 * weekly.loc[:52, "exits"].mean()
# That is the limit of the share of customers. Exits a week are asked for.
# zh: 这是客户比例的控制限。题目要的是每周流失人数。
q1["limit"] = limit / weekly["customers"].iloc[0]
# You counted the weeks that are *not* above the limit.
# zh: 你数的是*没有*越过上限的周。
q1["above"] = 104 - above

# %% hints
# Which function of the lesson draws limits for a plain count, and how does one keep later weeks out of its centre?
# zh: 课上哪个函数给计数画控制限？怎样不让后来的周进入中心线？

# `charts.c_chart(weekly, events="exits", calibration_rows=52)` has a column `upper_limit`.
# zh: `charts.c_chart(weekly, events="exits", calibration_rows=52)` 有一列 `upper_limit`。

# %% [markdown] points=2 decimals=1
# ## A sum with one false alarm in three years
#
# You want to find a rise of exits from `usual` to `ratio` times as many. Which k is the best (rounded to 1 decimal)? And with this rounded k, which h is the smallest multiple of 0.5 that gives at most one false alarm in three years,
# 156 weeks, on average?

# %% [markdown] lang="zh"
# ## 三年误报一次的累积和
#
# 要发现流失从 `usual` 上升到它的 `ratio` 倍。最好的 k 是多少（`"k"`，保留 1 位小数）？用这个取整后的 k，平均三年（156 周）至多误报一次的最小 h 是多少（`"h"`，取 0.5 的倍数）？

# %% solution
# False alarms are those of weeks without a change, so h follows from the usual mean.
# zh: 误报发生在没有变化的周里，所以 h 由平时的平均数决定。
k = round(cusum.reference_value(mean=usual, ratio=ratio), 1)
h = run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)
q2 = {"k": k, "h": h}

# %% wrong
# That is the mean as it usually is. k lies between this and the mean after the rise.
# zh: 这是平时的平均数。k 介于它与上升后的平均数之间。
k = round(usual, 1)
# With this h there is one false alarm a year.
# zh: 这个 h 一年就会误报一次。
h = run_lengths.choose_h_counts(mean=usual, k=k, weeks=52)
# With this h three years do not pass before a false alarm. Take the next step.
# zh: 用这个 h，不到三年就会误报。再上一级。
q2["h"] = h - 0.5
# That is the mean after the rise. k lies between the two means.
# zh: 这是上升之后的平均数。k 介于两个平均数之间。
k = round(usual * ratio, 1)
# That is the k of a rise by a fifth, as in the lesson. Yours is `ratio`.
# zh: 这是课上那种上升五分之一的 k。你的倍数是 `ratio`。
k = round(cusum.reference_value(mean=usual, ratio=1.2), 1)
# That is the h of the lesson. It belongs to that company's mean and k.
# zh: 这是课上的 h。它属于那家公司的平均数和 k。
q2["h"] = 14

# %% hints
# k follows from the two means, h from how long the sum runs while nothing changes.
# zh: k 由两个平均数决定，h 由没有变化时累积和能走多久决定。

# `cusum.reference_value(mean=usual, ratio=ratio)`, rounded, then `run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)`.
# zh: 先用 `cusum.reference_value(mean=usual, ratio=ratio)` 并取整，再用 `run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)`。

# %% [markdown] points=2 decimals=0
# ## When was it?
#
# Run the sum with your k and h over the weeks 1 to 156. In which week does it signal first? And, from all of these 156 weeks and with `usual` known as the mean before: which week is the likeliest first one of the new rate,
# and from which week to which does its 95 % interval reach? Four whole numbers.

# %% [markdown] lang="zh"
# ## 是什么时候？
#
# 用你的 k 和 h 在第 1 到 156 周上计算累积和。它首次报警是第几周（`"signal"`）？再用这全部 156 周，并把 `usual` 当作已知的变化前平均数：新水平最可能从第几周开始（`"change"`）？95% 置信区间从第几周（`"low"`）到第几周（`"high"`）？填四个整数。

# %% solution
# The alarm comes after the change; the interval says how well the change itself can be dated.
# zh: 警报总在变化之后；区间说明变化的时间能定得多准。
k = round(cusum.reference_value(mean=usual, ratio=ratio), 1)
h = run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)
seen = weekly.loc[:156]
sums = cusum.count_cusum(seen, events="exits", k=k, h=h)
signal = sums.index[sums["signal"]][0]
when = cusum.when_changed(seen, events="exits", mean=usual)
q3 = {"signal": signal, "change": when["estimate"], "low": when["low"], "high": when["high"]}

# %% wrong
# That is how many weeks the sum had been above 0. In which week is the signal?
# zh: 这是累积和大于 0 已经持续的周数。报警是第几周？
q3["signal"] = cusum.first_signal(sums)["weeks_in_run"]
# That is the last week of all. The first week above h is asked for.
# zh: 这是最后一周。题目要的是首次超过 h 的那一周。
q3["signal"] = 156
# That is the last week of the old rate. The first week of the new one is asked for.
# zh: 这是旧水平的最后一周。题目要的是新水平的第一周。
q3["change"] = when["estimate"] - 1
# The two ends of the interval are exchanged: `low` is the earlier week.
# zh: 区间的两端弄反了：`low` 是较早的那一周。
q3["low"], q3["high"] = when["high"], when["low"]
# You used all 208 weeks, also those with the programme. The question has the first 156.
# zh: 你用了全部 208 周，包括有项目的周。题目只用前 156 周。
when = cusum.when_changed(weekly, events="exits", mean=usual)
# You stopped at the signal. All 156 weeks tell when the change was.
# zh: 你只用到报警为止的各周。变化的时间要由全部 156 周来定。
when = cusum.when_changed(weekly.loc[:signal], events="exits", mean=usual)

# %% hints
# `weekly.loc[:156]` are the weeks before the programme.
# zh: `weekly.loc[:156]` 是项目开始之前的各周。

# `cusum.count_cusum(...)` has a column `signal`; `cusum.when_changed(seen, events="exits", mean=usual)` gives `estimate`, `low` and `high`.
# zh: `cusum.count_cusum(...)` 有一列 `signal`；`cusum.when_changed(seen, events="exits", mean=usual)` 给出 `estimate`、`low` 和 `high`。

# %% [markdown] points=2 decimals=1
# ## Restless weeks
#
# A colleague says: "Your sum gives one false alarm in three years; the book says so." Look at `active`. How many times as large as by pure chance is the variance of the weeks? And if exits varied as much,
# with `usual` as their mean: in how many weeks would your sum, with your k and h, give one false alarm on average? (Take the ratio unrounded.) Both with 1 decimal.

# %% [markdown] lang="zh"
# ## 波动偏大的周
#
# 同事说：“你的累积和三年才误报一次，书上就是这么写的。”看看 `active`：各周的方差是纯属偶然时的多少倍（`"ratio"`）？如果流失人数（平均数为 `usual`）也这样波动，用你的 k 和 h，平均多少周误报一次（`"weeks"`）？（倍数不要先取整。）都保留 1 位小数。

# %% solution
# The book reckons with chance alone. Where weeks are restless, the same limit is passed sooner.
# zh: 书上只考虑了偶然。各周波动更大时，同样的界限会更早被越过。
k = round(cusum.reference_value(mean=usual, ratio=ratio), 1)
h = run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)
varies = charts.overdispersion(active, events="orders", base="customers")["estimate"]
weeks = run_lengths.cusum_counts(mean=usual, k=k, h=h, dispersion=varies)
q4 = {"ratio": varies, "weeks": weeks}

# %% wrong
# That is the ratio of standard deviations. Variances are asked for.
# zh: 这是标准差之比。题目要的是方差之比。
varies = np.sqrt(charts.overdispersion(active, events="orders", base="customers")["estimate"])
# That is the false alarm of the book, as if chance were all.
# zh: 这是书上的误报间隔，仿佛只有偶然。
q4["weeks"] = run_lengths.cusum_counts(mean=usual, k=k, h=h)
# That is how long the sum takes after a rise. False alarms come while nothing has changed.
# zh: 这是上升之后累积和所需的周数。误报发生在没有变化的时候。
q4["weeks"] = run_lengths.cusum_counts(mean=usual * ratio, k=k, h=h, dispersion=varies)
# That is the interval's upper end. The best single value is asked for.
# zh: 这是区间的上端。题目要的是最佳的单个值。
q4["ratio"] = charts.overdispersion(active, events="orders", base="customers")["high"]
# That is the test statistic. The ratio of variances is it, divided by the degrees of freedom.
# zh: 这是检验统计量。它除以自由度才是方差之比。
q4["ratio"] = charts.overdispersion(active, events="orders", base="customers")["chi_square"]
# You compared the variance with the mean. Chance gives a share of a base less: the mean times one minus the share.
# zh: 你拿方差与平均数相比。对占总数的比例，偶然给出的方差更小：平均数乘以（1 减比例）。
varies = max(1, active["orders"].var() / active["orders"].mean())
# That is the factor of Laney's limits, from neighbouring weeks. The variance of all weeks is asked for.
# zh: 这是 Laney 控制限的倍数，由相邻各周得出。题目要的是所有周的方差。
varies = charts.laney_chart(active, events="orders", base="customers")["spread"].iloc[0]
# You divided three years by the ratio. Alarms grow faster than that: compute them with `dispersion`.
# zh: 你用三年除以倍数。误报增加得更快：要用 `dispersion` 来算。
weeks = 156 / varies
# That is the h that would keep one false alarm in three years. Your h stays; how long does it last?
# zh: 这是能保持三年误报一次的 h。你的 h 不变，它能撑多久？
weeks = run_lengths.choose_h_counts(mean=usual, k=k, weeks=156, dispersion=varies)

# %% hints
# `charts.overdispersion` compares weeks with pure chance.
# zh: `charts.overdispersion` 把各周与纯属偶然相比。

# `run_lengths.cusum_counts(mean=usual, k=k, h=h, dispersion=...)` is the mean number of weeks until an alarm.
# zh: `run_lengths.cusum_counts(mean=usual, k=k, h=h, dispersion=...)` 是到报警为止的平均周数。

# %% [markdown] points=2 decimals=3
# ## Did the programme work?
#
# Compare the year before the programme, weeks 105 to 156, with the year with it, weeks 157 to 208. By how many exits a week, in a region, did the programme change exits, once what happened in the other regions is taken off? The estimate and the
# ends of its interval, with 3 decimals.

# %% [markdown] lang="zh"
# ## 项目有用吗？
#
# 比较项目之前的一年（第 105 到 156 周）和有项目的一年（第 157 到 208 周）。扣除其他地区的变化之后，项目使一个地区每周的流失改变了多少？填估计值（`"estimate"`）和区间两端（`"low"`、`"high"`），保留 3 位小数。

# %% starter
q5 = {"estimate": ..., "low": ..., "high": ...}

# %% solution
# The change of the regions with the programme, less that of the others: a difference in differences.
# zh: 有项目的地区的变化减去其他地区的变化，即双重差分。
names = {"outcome": "exits", "unit": "region", "group": "programme", "phase": "phase"}
panel = regional[regional["week"] >= 105]
panel = panel.assign(phase=np.where(panel["week"] < 157, "before", "after"))
effect = before_after.difference_in_differences(panel, treated=1, before="before", **names)
q5 = effect.loc["after", ["estimate", "low", "high"]].to_dict()

# %% wrong
# That is how the regions with the programme changed. What happened in the others?
# zh: 这是有项目的地区的变化。其他地区怎样了？
q5["estimate"] = panel[panel["programme"] == 1].groupby("phase")["exits"].mean().diff().mul(-1)["before"]
# You took all weeks from the first on as "before". The question takes one year.
# zh: 你把从第 1 周起的所有周都当成了“之前”。题目只取一年。
panel = regional.assign(phase=np.where(regional["week"] < 157, "before", "after"))
# You turned the groups around: 1 is the one with the programme.
# zh: 你把两组弄反了：1 才是有项目的组。
effect = before_after.difference_in_differences(panel, treated=0, before="before", **names)
# Those are the exits of the whole year. The question is about a week.
# zh: 这是全年的流失人数。题目问的是每周。
q5 = {name: 52 * number for name, number in q5.items()}
# Those are the exits of six regions in a year. The question is about a week in one region.
# zh: 这是六个地区全年的流失人数。题目问的是一个地区的每周。
q5 = {name: 6 * 52 * number for name, number in q5.items()}
# You compared the two groups in the last year alone. Where did each stand before?
# zh: 你只比较了两组在最后一年的情况。它们之前各是多少？
q5["estimate"] = panel[panel["phase"] == "after"].groupby("programme")["exits"].mean().diff()[1]
# In your table week 157 is still "before". The programme starts with it.
# zh: 在你的表里第 157 周还算“之前”。项目从这一周就开始了。
panel = panel.assign(phase=np.where(panel["week"] <= 157, "before", "after"))
# You took 1.96 standard errors. Twelve regions are few: the t distribution, as in `low` and `high`, is wider.
# zh: 你用了 1.96 个标准误。只有十二个地区，应当用更宽的 t 分布，如 `low` 和 `high`。
error = effect.loc["after", "standard_error"]
q5["low"], q5["high"] = q5["estimate"] - 1.96 * error, q5["estimate"] + 1.96 * error

# %% hints
# Make a column that says "before" or "after", then use the control group.
# zh: 先做一列，写明 "before" 或 "after"，再利用对照组。

# The call is `before_after.difference_in_differences(panel, outcome="exits", unit="region", group="programme", treated=1, phase="phase", before="before")`.
# zh: 调用双重差分的函数：`before_after.difference_in_differences(panel, outcome="exits", unit="region", group="programme", treated=1, phase="phase", before="before")`。

# %% [markdown] points=4
# ## Which h pays?
#
# Next you decide on h yourself. Weeks are taken to vary by chance alone, k is that of question 2. Each alarm that turns out false costs `alarm_cost`. Once in three years, on average, exits rise to `ratio` times as many; until the sum signals, the firm loses
# `value` with each customer who leaves because of the rise. Cost a year: 52 / (weeks between false alarms) times `alarm_cost`, plus a third of the cost of one rise, with the mean number of weeks until the signal.
#
# Choose h, a multiple of 0.5 from 1 to 20; 0 means no chart, and a rise is seen after 52 weeks. What counts is the cost a year.

# %% [markdown] lang="zh"
# ## 哪个 h 最划算？
#
# 现在由你来决定 h。假定各周只受偶然影响，k 用第 2 题的。每次误报的成本是 `alarm_cost`。平均三年有一次，流失上升到 `ratio` 倍；在累积和报警之前，每多流失一位客户损失 `value`。每年的成本是：52 除以两次误报之间的周数，乘以 `alarm_cost`；再加上一次上升的成本的三分之一，报警所需的周数取平均值。
#
# 选择 h，取 1 到 20 之间 0.5 的倍数；0 表示不用控制图，此时上升在 52 周后才被发现。看的是每年的成本。

# %% starter
value, alarm_cost = sheet["value"], sheet["alarm_cost"]
q6 = ...

# %% solution
# A high h saves false alarms and pays with customers; the best one weighs both in money.
# zh: h 高，省下误报，却要赔上客户；最好的 h 是把两者都折成钱来权衡。
value, alarm_cost = sheet["value"], sheet["alarm_cost"]
k = round(cusum.reference_value(mean=usual, ratio=ratio), 1)
h = run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)
nothing = 0
extra = usual * (ratio - 1)


def worth(chosen):
    if chosen == 0:
        return -52 * extra * value / 3
    if not (1 <= chosen <= 20 and 2 * chosen == round(2 * chosen)):
        raise ValueError("h must be 0, or a multiple of 0.5 from 1 to 20")
    false = run_lengths.cusum_counts(mean=usual, k=k, h=chosen)
    late = run_lengths.cusum_counts(mean=usual * ratio, k=k, h=chosen)
    return -52 / false * alarm_cost - late * extra * value / 3


q6 = max(np.arange(1, 20.5, 0.5), key=worth)

# %% wrong
# You took the lowest h. It cries wolf all the time.
# zh: 你取了最低的 h。它会不停地误报。
q6 = 1
# You took the highest h. There are no false alarms, but many customers have left before the true one.
# zh: 你取了最高的 h。没有误报，但真的警报响起之前，许多客户已经走了。
q6 = 20
# That is the h of one false alarm in three years. Is a false alarm so dear, next to the customers who leave?
# zh: 这是三年误报一次的 h。与流失的客户相比，一次误报真有那么贵吗？
q6 = h
# That is the h of the lesson. Your mean, your k and your costs are others.
# zh: 这是课上的 h。你的平均数、k 和成本都不同。
q6 = 14

# %% hints
# Compute the two parts of the cost for some h. Which falls as h rises, and which rises?
# zh: 对几个 h 算出成本的两个部分。h 升高时，哪个下降，哪个上升？

# `run_lengths.cusum_counts` gives both run lengths: with `mean=usual`, and with `mean=usual * ratio`.
# zh: `run_lengths.cusum_counts` 给出两种运行链长：`mean=usual` 时和 `mean=usual * ratio` 时。
