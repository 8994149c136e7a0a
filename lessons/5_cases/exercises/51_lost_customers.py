# %% [markdown]
# # Exercises to 51: A transport company's lost customers
#
# **Your company** A firm brings drinking water to offices. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan. Your board has read that exits are falling, and meets on Friday.
#
# - `customers`: one row a customer, index `customer_id`: `region`, `route` (own or subcontracted drivers), `size` (small, large, key), `annual_revenue`, `annual_profit`, `customer_since`.
# - `register`: one row a report of an exit, up to 31 December 2025: `customer_id`, `left_on`, `reported_on`, `reason` (missing where nobody knows), `reopened_on` (a date where the account was opened again, so that nobody left). Some exits were noted twice. Exits have been noted since 1 January 2022.
# - `n`: how many customers there are at any time; each who leaves is replaced at once.
# - `programmes` and `budget` are explained where they are used.
#
# Quarters are those of the calendar. Intervals are those of 95 %. Some calls want an `rng`, such as `np.random.default_rng(1)`: only intervals that nobody asks for depend on it.
#
# **Before this** [51 A transport company's lost customers](../../notebooks/5_cases/51_lost_customers.ipynb). **Time** 60 minutes.

# %% [markdown] lang="zh"
# # 练习 51：一家运输公司流失的客户
#
# **你的公司** 一家向办公室送饮用水的公司。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。董事会听说流失在下降，周五开会。
#
# - `customers`：每位客户一行，索引为 `customer_id`。`region` 是地区，`route` 是自有（`own`）还是外包（`subcontracted`）司机，`size` 是规模（`small` 小、`large` 大、`key` 重点客户），另有 `annual_revenue`（年收入）、`annual_profit`（年利润）、`customer_since`（成为客户的日期）。
# - `register`：截至 2025 年 12 月 31 日，每条流失登记一行。`customer_id`、`left_on`（离开日期）、`reported_on`（登记日期）、`reason`（原因，没人知道则缺失）、`reopened_on`（若账户重新开通则有日期，说明客户并没有流失）。有的流失登记了两次。登记从 2022 年 1 月 1 日开始。
# - `n`：任何时候的客户数；每走一位，立刻有一位新客户补上。
# - `programmes` 和 `budget` 用到时再说明。
#
# 季度均为日历季度，区间均为 95%。有些函数需要 `rng`，例如 `np.random.default_rng(1)`：只有题目不问的区间与它有关。
#
# **先修** [51 一家运输公司流失的客户](../../../notebooks/zh/5_cases/51_lost_customers.ipynb)。**用时** 60 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies
from crmkit.retention import late_reports as _late
from crmkit.retention import saving_programmes as _saving

_card = _companies.Reporting.from_card()
_firm = _replace(
    _card,
    annual_revenue={
        "small": float(rng.uniform(2600, 3000)),
        "large": float(rng.uniform(11000, 13000)),
        "key": float(rng.uniform(80000, 90000)),
    },
    margin_rate=0.2,
    yearly_hazard={
        size: {reason: 1.3 * h * float(rng.uniform(0.95, 1.1)) for reason, h in by.items()}
        for size, by in _card.yearly_hazard.items()
    },
    tells_share={"price": 0.7, "product": 0.45, "service": 0.15, "market": 0.8, "technology": 0.45, "politics": 0.6},
    silent_days=float(rng.uniform(190, 250)),
)
n = int(4 * rng.integers(1375, 1476))
_made = _companies.late_exits(n_customers=n, seed=int(rng.integers(1, 10**6)), parameters=_firm)
customers, register = _made.customers, _made.exits
# Costs follow from what each programme saves for a yuan: three pay and fit, one pays a little and
# does not fit, two lose.
_left = register[register["reopened_on"].isna()].drop_duplicates("customer_id").set_index("customer_id")
_seen = _late.between(
    customers.join(_left[["left_on", "reason"]]),
    customer_since="customer_since", left_on="left_on", reason="reason",
    first_day="2022-01-01", last_day="2024-12-31",
)
_plans = _pd.DataFrame(
    {
        "mends": ["price", "service", "product", "market", "technology", "politics"],
        "prevented_share": [0.35, 0.3, 0.3, 0.3, 0.4, 0.3],
        "yearly_cost": 1000.0,
    },
    index=_pd.Index(
        ["price lock", "own drivers", "tea and coffee", "moving help", "ordering app", "visits"], name="programme"
    ),
)
_goal = {
    "price lock": rng.uniform(0.88, 0.94),
    "own drivers": rng.uniform(1.35, 1.45),
    "tea and coffee": rng.uniform(1.14, 1.2),
    "moving help": rng.uniform(1.9, 2.1),
    "ordering app": rng.uniform(1.5, 1.65),
    "visits": rng.uniform(0.55, 0.65),
}
_each = _saving.values(
    _seen, _plans, years="years", reason="reason", profit="annual_profit", by="size",
    horizon_years=8, annual_discount_rate=0.1, rng=_np.random.default_rng(1), draws=40,
)["saved_per_cost"]
programmes = _plans.assign(
    yearly_cost=[round(1000 * float(_each[k] / _goal[k]), -2) for k in _plans.index]
)
_cost = programmes["yearly_cost"]
budget = float(_np.ceil(_cost[["own drivers", "moving help", "ordering app"]].sum() / 1000 + 1) * 1000)

# %%
import numpy as np
import pandas as pd

from crmkit.retention import (
    ChainLadder,
    LeavingHazard,
    cohorts,
    exits,
    late_reports,
    saving_programmes,
)

# %%
customers, register, n = sheet["customers"], sheet["register"], sheet["n"]
register.head()

# %% [markdown] points=1 decimals=0
# ## The register
#
# Leave out accounts that were opened again, and keep of exits that were noted twice the first report. How many exits are there (`"exits"`), and how many of them have no reason (`"unsaid"`)? Whole numbers.

# %% [markdown] lang="zh"
# ## 登记表
#
# 去掉重新开通的账户；登记了两次的流失只留第一次。一共有多少次流失（`"exits"`）？其中多少没有原因（`"unsaid"`）？填整数。

# %% solution
# The register is in the order of the reports, so that the first row of a customer is the first report.
# zh: 登记表按登记日期排列，所以每位客户的第一行就是第一次登记。
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
q1 = {"exits": len(left), "unsaid": left["reason"].isna().sum()}

# %% wrong
# You kept the accounts that were opened again: nobody left there.
# zh: 你保留了重新开通的账户，而那些客户并没有流失。
noted = register
# You kept exits that were noted twice.
# zh: 你保留了登记了两次的流失。
left = noted.set_index("customer_id")
# Those are all rows of the register, as it came.
# zh: 这是登记表原样的全部行数。
q1 = {"exits": len(register), "unsaid": register["reason"].isna().sum()}
# Those are the exits with a reason. How many have none?
# zh: 这是有原因的流失。没有原因的有多少？
q1["unsaid"] = left["reason"].notna().sum()
# You kept the second report of an exit that was noted twice. It often lacks the reason.
# zh: 登记了两次的，你留了第二次。第二次往往没有原因。
left = noted.drop_duplicates("customer_id", keep="last").set_index("customer_id")

# %% hints
# `reopened_on` is missing where the customer really left.
# zh: 客户真的离开了，`reopened_on` 就是缺失的。

# `.drop_duplicates("customer_id")` keeps the first row of each customer.
# zh: `.drop_duplicates("customer_id")` 保留每位客户的第一行。

# %% [markdown] points=2 decimals=3
# ## How a quarter fills up
#
# Make the triangle of your mended exits by quarter of leaving and delay. By which factor do the exits known of a quarter grow from delay 0 to delay 1 (`"factor"`)? And which share of a quarter's exits is known at its end, by all factors together (`"known"`)? With 3 decimals.

# %% [markdown] lang="zh"
# ## 一个季度是怎样补齐的
#
# 把清洗后的流失记录按离开的季度和时滞排成三角表。一个季度已知的流失数，从时滞 0 到时滞 1 增长到多少倍（`"factor"`）？再用全部倍数，求一个季度结束时，已经知道该季度流失的多大比例（`"known"`，0 到 1）？保留 3 位小数。

# %% solution
# Sums over sums, of the quarters seen at both delays; the product of all factors leads to the end.
# zh: 用两个时滞都已观察到的季度，合计除以合计；全部倍数的乘积就是最终的倍数。
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
triangle = late_reports.triangle(
    left, left_on="left_on", reported_on="reported_on", since="2022-01-01", as_of="2025-12-31"
)
known = cohorts.cumulative(triangle)
fitted = ChainLadder.fit(known)
q2 = {"factor": fitted.factors[0], "known": 1 / fitted.factors.prod()}

# %% wrong
# You averaged the ratios of the quarters. Divide the sum at delay 1 by the sum at delay 0.
# zh: 你平均了各季度的比值。应当用时滞 1 的合计除以时滞 0 的合计。
q2["factor"] = (known[1] / known[0]).mean()
# The last quarter has no delay 1 yet, so that it does not belong below the line.
# zh: 最后一个季度还没有时滞 1，不应放进分母。
q2["factor"] = known[1].sum() / known[0].sum()
# That is what came in at delay 1 alone. The factor is of all known by then: add delay 0.
# zh: 这只是时滞 1 当季新登记的。倍数要看到那时为止已知的全部：加上时滞 0。
q2["factor"] = fitted.factors[0] - 1
# That is the factor to the end. The share known is its inverse.
# zh: 这是到最终的倍数。已知的比例是它的倒数。
q2["known"] = fitted.factors.prod()
# That is the share not yet known.
# zh: 这是还不知道的比例。
q2["known"] = 1 - 1 / fitted.factors.prod()
# That is the share of what is known a quarter later. Go on to the last delay.
# zh: 这是占下一季度末已知数的比例。要一直算到最后一个时滞。
q2["known"] = 1 / fitted.factors[0]
# You kept the second report of an exit that was noted twice: it is later, so that the quarters seem to fill more slowly.
# zh: 登记了两次的，你留了第二次：它更晚，各季度就显得补齐得更慢。
left = noted.drop_duplicates("customer_id", keep="last").set_index("customer_id")
# You left in what the first question took out of the register.
# zh: 第一题要去掉的行，你没有去掉。
left = register

# %% hints
# `late_reports.triangle` counts; `cohorts.cumulative` adds up along each row.
# zh: `late_reports.triangle` 负责计数；`cohorts.cumulative` 沿每一行累加。

# `ChainLadder.fit(known).factors` has all factors; their product is `.prod()`.
# zh: `ChainLadder.fit(known).factors` 给出全部倍数，乘积用 `.prod()`。

# %% [markdown] points=2 decimals=1
# ## The last quarter
#
# How many exits of the last quarter are known (`"seen"`), how many are expected in the end (`"expected"`), and what is Mack's standard error of what is still to come (`"error"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 最后一个季度
#
# 最后一个季度的流失，已知多少（`"seen"`）？预计最终多少（`"expected"`）？尚待登记部分的 Mack 标准误是多少（`"error"`）？保留 1 位小数。

# %% solution
# `outlook` has one row a quarter; the last has had no time to fill.
# zh: `outlook` 每个季度一行；最后一个季度还没有时间补齐。
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
triangle = late_reports.triangle(
    left, left_on="left_on", reported_on="reported_on", since="2022-01-01", as_of="2025-12-31"
)
fitted = ChainLadder.fit(cohorts.cumulative(triangle))
last = fitted.outlook().iloc[-1]
q3 = {"seen": last["seen"], "expected": last["expected"], "error": last["standard_error"]}

# %% wrong
# That is what is still to come. Expected in the end is more: add what is known.
# zh: 这是尚待登记的人数。最终预计数还要加上已知的。
q3["expected"] = last["to_come"]
# You took the quarter before the last.
# zh: 你取的是倒数第二个季度。
last = fitted.outlook().iloc[-2]
# You carried it on by one delay only. There are more factors to come.
# zh: 你只往后推了一个时滞。后面还有别的倍数。
q3["expected"] = last["seen"] * fitted.factors[0]
# That is the error of all quarters together.
# zh: 这是全部季度合计的标准误。
q3["error"] = fitted.total()["standard_error"]
# That is only the Poisson error of what is expected. Mack's error is of what is still to be reported.
# zh: 这只是预计数的泊松误差。Mack 标准误针对的是尚待登记的部分。
q3["error"] = np.sqrt(last["expected"])
# You added the chance of who happens to leave. Mack's error alone is asked for.
# zh: 你把去留的偶然性也算进去了。题目只问 Mack 标准误。
q3["error"] = np.sqrt(last["standard_error"] ** 2 + last["expected"])
# Those were reported in the last quarter; many of them left before it. Count those who left in it.
# zh: 这是最后一个季度登记的流失，其中许多人更早就离开了。要数的是在这个季度离开的人。
q3["seen"] = float((left["reported_on"] >= "2025-10-01").sum())
# You left in what the first question took out of the register.
# zh: 第一题要去掉的行，你没有去掉。
left = register

# %% hints
# `fitted.outlook()` has one row a quarter.
# zh: `fitted.outlook()` 每个季度一行。

# Its columns are seen, expected, to_come and standard_error.
# zh: 表中 `seen` 是已知的，`expected` 是预计最终的，`to_come` 是尚待登记的，`standard_error` 是标准误。

# %% [markdown] points=2 decimals=2
# ## The rate of 2025
#
# Your board reads that so many per cent left in 2025, by the exits reported (`"reported"`). Give that yearly rate, then the completed one (`"completed"`) and the bounds of its interval (`"low"`, `"high"`). All four in per cent, with 2 decimals. A quarter has n / 4 customer-years.

# %% [markdown] lang="zh"
# ## 2025 年的流失率
#
# 董事会看到的是按已登记的流失算出的 2025 年流失率（`"reported"`）。填这个数，再填补全后的流失率（`"completed"`）和它的区间两端（`"low"`、`"high"`）。四个数都用百分数，保留 2 位小数。每个季度有 n / 4 个客户年。

# %% solution
# The quarters of a year are completed by the same factors, so that their errors are not added one by one: `by` does it.
# zh: 一年的四个季度用同样的倍数补全，误差不能逐个相加：`by` 会处理。
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
triangle = late_reports.triangle(
    left, left_on="left_on", reported_on="reported_on", since="2022-01-01", as_of="2025-12-31"
)
fitted = ChainLadder.fit(cohorts.cumulative(triangle))
years = pd.Series(n / 4, triangle.index)
rates = late_reports.leaving_rates(fitted, years, by=triangle.index.year)
rate = 100 * rates.loc[2025]
q4 = {"reported": rate["rate_as_reported"], "completed": rate["leaving_rate"], "low": rate["low"], "high": rate["high"]}

# %% wrong
# That is 2024.
# zh: 这是 2024 年的。
rate = 100 * rates.loc[2024]
# Those are shares. Per cent are a hundred times as much.
# zh: 这是小数。百分数要乘以 100。
rate = rates.loc[2025]
# That is the last quarter of 2025 alone.
# zh: 这只是 2025 年最后一个季度。
rate = 100 * late_reports.leaving_rates(fitted, years).iloc[-1]
# You gave a quarter the customer-years of a whole year. It has a fourth of them.
# zh: 你把全年的客户年给了一个季度。一个季度只有四分之一。
years = pd.Series(float(n), triangle.index)
rates = late_reports.leaving_rates(fitted, years, by=triangle.index.year)
rate = 100 * rates.loc[2025]
# You left in what the first question took out of the register.
# zh: 第一题要去掉的行，你没有去掉。
left = register
# That is all four years together.
# zh: 这是四年合在一起的。
rate = 100 * late_reports.leaving_rates(fitted, years, by=["all"] * len(years)).loc["all"]
# You averaged the bounds of the four quarters. A whole year is surer than a quarter.
# zh: 你平均了四个季度的区间两端。全年的把握比一个季度大。
each = 100 * late_reports.leaving_rates(fitted, years).iloc[-4:].mean()
q4["low"], q4["high"] = each["low"], each["high"]
# That is the hazard, exits by customer-years. A yearly rate is 1 - exp(-hazard).
# zh: 这是风险率，即流失数除以客户年。年流失率是 1 - exp(-风险率)。
q4["completed"] = 100 * rates.loc[2025, "expected"] / n
# Those are hazards, exits by customer-years. A yearly rate is 1 - exp(-hazard).
# zh: 这两个是风险率，即流失数除以客户年。年流失率是 1 - exp(-风险率)。
q4["reported"], q4["completed"] = 100 * rates.loc[2025, "seen"] / n, 100 * rates.loc[2025, "expected"] / n
# That is the hazard, exits by customer-years. A yearly rate is 1 - exp(-hazard).
# zh: 这是风险率，即流失数除以客户年。年流失率是 1 - exp(-风险率)。
q4["reported"] = 100 * rates.loc[2025, "seen"] / n
# You counted the exits that were reported in 2025. Your board counts those of 2025 that are reported by now.
# zh: 你数的是 2025 年登记的流失。董事会数的是 2025 年离开、到现在已登记的客户。
q4["reported"] = 100 * (1 - np.exp(-(left["reported_on"].dt.year == 2025).sum() / n))
# Those were reported in 2025: some left before, and some of 2025 are missing. Complete the exits of 2025 by the factors.
# zh: 这是 2025 年登记的流失：有的更早就离开了，2025 年的又不全。应当用倍数补全 2025 年的流失。
q4["completed"] = 100 * (1 - np.exp(-(left["reported_on"].dt.year == 2025).sum() / n))
# Those bounds hold Mack's error alone. Who happens to leave is chance, too: `leaving_rates` has both.
# zh: 这个区间只含 Mack 标准误。客户去留本身也有偶然性：`leaving_rates` 两者都算。
q4["low"], q4["high"] = (
    100 * (1 - np.exp(-(rates.loc[2025, "expected"] + z * rates.loc[2025, "standard_error"]) / n)) for z in (-1.96, 1.96)
)

# %% hints
# `late_reports.leaving_rates` wants a Series of customer-years by the index of the triangle.
# zh: `late_reports.leaving_rates` 需要一个以三角表索引为索引的客户年 Series。

# With `by=triangle.index.year` it has one row a year.
# zh: 加上 `by=triangle.index.year`，每年一行。

# %% [markdown] points=2 decimals=2
# ## The west
#
# Watch your customers from 1 January 2022 to 31 December 2024, with `late_reports.between` and the mended exits. By which factor does the west multiply the hazard of leaving, alone (`"alone"`), and with `subcontracted` drivers (1 or 0) beside it in the model (`"equal"`)? Both with size as strata and late entry. With 2 decimals.

# %% [markdown] lang="zh"
# ## 西部
#
# 用 `late_reports.between` 和清洗后的流失记录，观察 2022 年 1 月 1 日到 2024 年 12 月 31 日的客户。模型中只有西部（`west`，1 或 0）时，它使流失的风险率变为几倍（`"alone"`）？加入外包司机（`subcontracted`，1 或 0）后呢（`"equal"`）？两个模型都以规模 `size` 分层，并考虑延迟进入。保留 2 位小数。

# %% solution
# What looks like the region is mostly who drives there.
# zh: 看似地区的差别，主要是那里由谁来送。
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
seen = late_reports.between(
    customers.join(left[["left_on", "reason"]]), customer_since="customer_since", left_on="left_on",
    reason="reason", first_day="2022-01-01", last_day="2024-12-31",
)
flags = seen.assign(
    west=(seen["region"] == "west").astype(int), subcontracted=(seen["route"] == "subcontracted").astype(int)
)
watch = {"tenure": "tenure", "left": "left", "entry": "entry", "strata": "size"}
alone = LeavingHazard.fit(flags, traits=["west"], **watch).hazard_ratios()
both = LeavingHazard.fit(flags, traits=["west", "subcontracted"], **watch).hazard_ratios()
q5 = {"alone": alone.loc["west", "estimate"], "equal": both.loc["west", "estimate"]}

# %% wrong
# You exchanged the two.
# zh: 你把两者对调了。
q5 = {"alone": q5["equal"], "equal": q5["alone"]}
# That is the ratio of the subcontracted drivers. The west is asked for.
# zh: 这是外包司机的风险比。题目问的是西部。
q5["equal"] = both.loc["subcontracted", "estimate"]
# Those are the logarithms. A hazard ratio is exp of them.
# zh: 这是对数。风险比是它的指数。
q5 = {name: np.log(one) for name, one in q5.items()}
# Those are by how much the hazard is higher. A factor of 1.2 is 20 % more.
# zh: 这是风险率高出多少。高 20% 的倍数是 1.2。
q5 = {name: one - 1 for name, one in q5.items()}
# You left out the late entry: customers of before 2022 were not watched from their first day.
# zh: 你没有考虑延迟进入：2022 年以前来的客户并不是从第一天起就被观察的。
watch = {"tenure": "tenure", "left": "left", "strata": "size"}
# You divided the shares of leavers. The hazard ratio comes from the model.
# zh: 你用的是流失比例之比。风险比要由模型得出。
q5["alone"] = flags.loc[flags["west"] == 1, "left"].mean() / flags.loc[flags["west"] == 0, "left"].mean()
# You divided by the west. By which factor does the west multiply?
# zh: 你把比值取反了。题目问西部使风险率变为几倍。
q5 = {name: 1 / one for name, one in q5.items()}
# You watched up to the end of 2025, where many exits are not reported: their customers count as stayers.
# zh: 你观察到了 2025 年底，而那时许多流失还没登记：这些客户被当成还在。
seen = late_reports.between(
    customers.join(left[["left_on", "reason"]]), customer_since="customer_since", left_on="left_on",
    reason="reason", first_day="2022-01-01", last_day="2025-12-31",
)

# %% hints
# `customers.join(left[["left_on", "reason"]])` brings the exits to the customers.
# zh: `customers.join(left[["left_on", "reason"]])` 把流失接到客户上。

# Fit twice and compare the row "west": `LeavingHazard.fit(flags, traits=["west"], tenure="tenure", left="left", entry="entry", strata="size").hazard_ratios()`.
# zh: 拟合两次，比较 "west" 那一行：`LeavingHazard.fit(flags, traits=["west"], tenure="tenure", left="left", entry="entry", strata="size").hazard_ratios()`。

# %% [markdown] points=2 decimals=1
# ## What goes with them
#
# From the same three years, by size and at an annual discount rate of .10: how much of one year's profit do the leavers of a year take with them (`"year"`), and how much of all years to come (`"life"`), as `exits.profit_lost` reckons both? Thousands of yuan. And which part of the annual profit of all who left in the three years was that of key accounts (`"key"`)? Per cent. All with 1 decimal.

# %% [markdown] lang="zh"
# ## 带走了多少
#
# 仍用这三年的数据，按规模分开，年折现率 0.10：用 `exits.profit_lost` 计算，一年的流失客户带走一年的利润多少（`"year"`）？今后所有年份的利润多少（`"life"`）？单位为千元。在这三年离开的全部客户的年利润中，重点客户（`key`）占百分之几（`"key"`）？都保留 1 位小数。

# %% solution
# Large customers leave less often than small ones, so the sizes are kept apart.
# zh: 大客户比小客户走得少，所以要按规模分开。
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
seen = late_reports.between(
    customers.join(left[["left_on", "reason"]]), customer_since="customer_since", left_on="left_on",
    reason="reason", first_day="2022-01-01", last_day="2024-12-31",
)
money = {"years": "years", "reason": "reason", "profit": "annual_profit", "by": "size", "annual_discount_rate": 0.1}
lost = exits.profit_lost(seen, rng=np.random.default_rng(1), draws=40, **money).loc["all"] / 1000
gone = seen[seen["left"] == 1]
share = gone.loc[gone["size"] == "key", "annual_profit"].sum() / gone["annual_profit"].sum()
q6 = {"year": lost["annual_profit_lost"], "life": lost["lifetime_profit_lost"], "key": 100 * share}

# %% wrong
# You threw the sizes together, as if the leavers were average customers.
# zh: 你没有按规模分开，好像流失的都是平均客户。
apart = {**money, "by": None}
lost = exits.profit_lost(seen, rng=np.random.default_rng(1), draws=40, **apart).loc["all"] / 1000
# That is yuan. Thousands are asked for.
# zh: 这是元。题目问的是千元。
q6["year"], q6["life"] = 1000 * q6["year"], 1000 * q6["life"]
# You discounted at .12. Here it is .10.
# zh: 你用了 0.12 的折现率。这里是 0.10。
lost = exits.profit_lost(seen, rng=np.random.default_rng(1), draws=40, **(money | {"annual_discount_rate": 0.12})).loc["all"] / 1000
# That is what the leavers of all three years took. How much is it in one?
# zh: 这是三年流失客户合计的。一年是多少？
q6["year"] = gone["annual_profit"].sum() / 1000
# That is a third of what left in three years. `profit_lost` reckons a year from the rate of each size and all its customers.
# zh: 这是三年流失利润的三分之一。`profit_lost` 由各规模的流失率和该规模的全部客户推算一年。
q6["year"] = gone["annual_profit"].sum() / 3000
# You took revenue. Profit is asked for.
# zh: 你用的是收入。题目问的是利润。
money = money | {"profit": "annual_revenue"}
# That is their part of the heads. Which part of the profit is theirs?
# zh: 这是他们占人数的比例。占利润的多少？
q6["key"] = 100 * (gone["size"] == "key").mean()
# That is the part of key accounts in the profit of all customers, leavers or not.
# zh: 这是重点客户占全部客户（不论走没走）利润的比例。
q6["key"] = 100 * seen.loc[seen["size"] == "key", "annual_profit"].sum() / seen["annual_profit"].sum()
# That is a share. In per cent it is a hundred times as much.
# zh: 这是小数。百分数要乘以 100。
q6["key"] = share
# You watched up to the end of 2025, where many exits are not reported: their customers count as stayers.
# zh: 你观察到了 2025 年底，而那时许多流失还没登记：这些客户被当成还在。
seen = late_reports.between(
    customers.join(left[["left_on", "reason"]]), customer_since="customer_since", left_on="left_on",
    reason="reason", first_day="2022-01-01", last_day="2025-12-31",
)

# %% hints
# `exits.profit_lost(seen, ..., by="size", annual_discount_rate=0.1, ...)` has the row "all".
# zh: `exits.profit_lost(seen, ..., by="size", annual_discount_rate=0.1, ...)` 有一行 "all"。

# Of the rows with `left == 1`, add up `annual_profit` of key accounts, and of all.
# zh: 在 `left == 1` 的行中，把重点客户的 `annual_profit` 相加，再把全部的相加。

# %% [markdown] points=4
# ## Your decision for Friday
#
# `programmes = sheet["programmes"]` has one row a programme: the reason it `mends`, the `prevented_share` of the exits for it, and `yearly_cost`. You may spend `budget = sheet["budget"]` yuan a year: the yearly costs of your set may not add up to more. Each runs for 8 years, or not at all. Which do you take? A set of
# names, such as `{"visits"}`. What counts is the profit that the set saves, the other exits counted, less its cost, as `saving_programmes.under_budget` reckons it from the three complete years (`seen` of the fifth question), by size and at .10.

# %% [markdown] lang="zh"
# ## 周五的决定
#
# `programmes = sheet["programmes"]` 每个方案一行：`mends` 是它针对的原因，`prevented_share` 是能避免该原因流失的比例，`yearly_cost` 是年成本。方案有：价格锁定 `price lock`、自有司机 `own drivers`、茶和咖啡 `tea and coffee`、搬迁协助 `moving help`、订水应用 `ordering app`、拜访 `visits`。每年有 `budget = sheet["budget"]` 元：所选方案的年成本之和不得超过它。方案都执行 8 年，要么全做，要么不做。你选哪些？填名称组成的集合，例如 `{"visits"}`。看的是它们合起来挽回的利润（其他流失已算进去）减去成本，由 `saving_programmes.under_budget` 根据三个完整的年份（第五题的 `seen`）计算，按规模分开，折现率 0.10。

# %% starter
programmes, budget = sheet["programmes"], sheet["budget"]
q7 = ...

# %% solution
# Take what saves more than it costs, as far as the money goes; what people said most often of late is not what to mend first.
# zh: 在预算之内，选挽回多于成本的方案；最近登记得最多的原因，并不是最该先解决的。
programmes, budget = sheet["programmes"], sheet["budget"]
noted = register[register["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
seen = late_reports.between(
    customers.join(left[["left_on", "reason"]]), customer_since="customer_since", left_on="left_on",
    reason="reason", first_day="2022-01-01", last_day="2024-12-31",
)
money = {"years": "years", "reason": "reason", "profit": "annual_profit", "by": "size", "annual_discount_rate": 0.1}
run = money | {"horizon_years": 8, "draws": 40}
sets = saving_programmes.under_budget(seen, programmes, annual_budget=budget, rng=np.random.default_rng(1), **run)
values = saving_programmes.values(seen, programmes, rng=np.random.default_rng(1), **run)
options, nothing = set(programmes.index), set()
profit = {frozenset(names.split(" + ")) - {"none"}: one for names, one in zip(sets["programmes"], sets["profit"], strict=True)}


def worth(names):
    if frozenset(names) not in profit:
        raise ValueError("these programmes cost more than the budget a year")
    return profit[frozenset(names)]


q7 = set(max(profit, key=profit.get))

# %% wrong
# The reason heard most of late is not what takes most money: this programme costs more than it saves.
# zh: 最近听得最多的原因，带走的钱并不最多：这个方案的成本超过它挽回的利润。
q7 = {"price lock"}
# The best programme for a yuan alone leaves most of the money on the table.
# zh: 只做每元挽回最多的那一个，大部分可赚的钱就放过了。
q7 = {values.index[0]}
# The two with the best ratio are the small ones. The programme for the service saves more than both.
# zh: 比率最高的两个都是小方案。针对服务的方案挽回的比它们都多。
q7 = set(values.index[:2])
# Service takes most money, but two smaller programmes beside it pay, too, and fit.
# zh: 服务带走的钱最多，但旁边两个较小的方案也划算，预算也够。
q7 = {"own drivers"}
# One of the small programmes that pay is missing, and there is money for it.
# zh: 还少一个划算的小方案，而预算还够。
q7 = {"own drivers", "moving help"}
# One of the small programmes that pay is missing, and there is money for it: the one that is the best for a yuan.
# zh: 还少一个划算的小方案，而预算还够：正是每元挽回最多的那一个。
q7 = {"own drivers", "ordering app"}
# One of these costs more than it saves.
# zh: 其中有一个的成本超过它挽回的利润。
q7 = {"moving help", "ordering app", "visits"}
# The small programme that pays leaves most of the money on the table: the one for the service saves more.
# zh: 这个小方案划算，但大部分可赚的钱就放过了：针对服务的方案挽回得更多。
q7 = {"ordering app"}
# Tea and coffee save a little more than they cost, but take the money of the programme for the service, which saves far more.
# zh: 茶和咖啡挽回的比成本略多，却占了针对服务的方案的预算，而后者挽回的多得多。
q7 = {"moving help", "ordering app", "tea and coffee"}
# The visits cost more than they save.
# zh: 拜访的成本超过它挽回的利润。
q7 = {"visits"}
# You take none. Three programmes pay, and there is money for them.
# zh: 你一个也不做。其实有三个方案划算，预算也够。
q7 = nothing

# %% policies
policies = {" + ".join(sorted(names)) or "none": set(names) for names in profit}

# %% hints
# Which programmes save more than a yuan for each yuan, and may they be paid together?
# zh: 哪些方案每一元能挽回一元以上？它们合起来付得起吗？

# `saving_programmes.under_budget(seen, programmes, annual_budget=budget, horizon_years=8, ...)` tries all sets, the best first.
# zh: `saving_programmes.under_budget(seen, programmes, annual_budget=budget, horizon_years=8, ...)` 会试遍所有组合，最好的在最前。
