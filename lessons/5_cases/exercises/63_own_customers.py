# %% [markdown]
# # Exercises to 63: Your own customers
#
# **Your company** An online shop hands you its export, as it is. The shop is simulated and drawn by your name: nobody else
# has it. Money is in yuan. The last complete day is 30 December 2024 (`as_of`), the split is at the end of June 2024.
#
# - `export`: the lines of the file as text, with Chinese headers, refunds, duplicates and blanks.
# - `cost`: what a member of the club costs a year. `lift`: how much more members spend, 0.1 for 10 %, from a sister shop's
#   trial. `margin_rate`: margin as a share of sales.
#
# The cell below the data cleans the export and makes the tables of the lesson; the questions go through its steps.
#
# **Before this** [63 Your own customers](../../notebooks/5_cases/63_own_customers.ipynb). **Time** 60 minutes.

# %% [markdown] lang="zh"
# # 练习 63：你自己的客户
#
# **你的公司** 一家网店把原始导出文件交给了你。店铺是模拟的，由你的姓名生成，别人的和你的不一样。金额单位为元。最后一个完整的日子是 2024 年 12 月 30 日（`as_of`），切分点是 2024 年 6 月底。
#
# - `export`：文件的各行，全是文本，有中文表头、退款、重复行和空白。
# - `cost`：一位会员每年的成本。`lift`：会员多消费的比例，0.1 即 10 %，来自兄弟店的试验。`margin_rate`：毛利占销售额的比例。
#
# 数据下面的一格会清洗文件，做出课上的那些表；题目沿着这些步骤走。
#
# **先修** [63 你自己的客户](../../../notebooks/zh/5_cases/63_own_customers.ipynb)。**用时** 60 分钟。

# %% data
import tempfile
from pathlib import Path

import pandas as pd

from crmkit import companies

with tempfile.TemporaryDirectory() as _folder:
    _file = Path(_folder) / "orders.csv"
    _shop = companies.online_shop(n_customers=1_200, seed=seed % 10**6)
    companies.export(_shop, _file, seed=seed % 10**6)
    export = pd.read_csv(_file, encoding="gbk", dtype=str, keep_default_na=False)
cost = int(rng.integers(30, 46))
lift = float(rng.integers(10, 16)) / 100
margin_rate = float(rng.integers(28, 36)) / 100

# %%
import pandas as pd

from crmkit import orders, summary
from crmkit.lifetime import MBGNBD, GammaGamma, comparison, valuation
from crmkit.segmentation import concentration

# %%
export, as_of = sheet["export"], "2024-12-30"
cost, lift, margin_rate = sheet["cost"], sheet["lift"], sheet["margin_rate"]
log, report = orders.read(export, as_of=as_of)
customers = summary.customers(log, as_of=as_of)
half = summary.split(log, calibration_end="2024-06-30", holdout_end=as_of)
june = half.calibration
later = 2 * half.holdout["total_spend"]  # a year at the pace of the half-year
report

# %% [markdown] points=2
# ## Every line
#
# How many lines has the export, how many orders are left in `log`, and how many lines were set aside or netted? Whole
# numbers that add up.

# %% [markdown] lang="zh"
# ## 每一行
#
# 导出文件有多少行，`log` 里留下多少笔订单，有多少行没有计入或被冲抵？三个整数，要对得上账。

# %% solution
# What came in is what is left and what is not: nothing may be lost uncounted.
# zh: 进来的等于留下的加上没有留下的：一行都不能不明不白地丢掉。
lines, left = len(export), len(log)
q1 = {"lines": lines, "orders": left, "set aside": lines - left}

# %% starter
q1 = {"lines": ..., "orders": ..., "set aside": ...}

# %% wrong
# You counted customers. How many orders are in `log`?
# zh: 你数的是客户。`log` 里有多少笔订单？
left = log["customer_id"].nunique()
# A duplicate is one of several rules; the report lists them all.
# zh: 重复行只是其中一条规则，报告里列出了全部。
q1["set aside"] = int(report.table.loc["exact duplicate", "rows"])
# Those are rules. How many lines did they hit?
# zh: 这是规则的条数。它们一共涉及多少行？
q1["set aside"] = int((report.table["rows"] > 0).sum())
# `purchases` counts days with a purchase. How many orders are in `log`?
# zh: `purchases` 是有购买的天数。`log` 里有多少笔订单？
left = int(customers["purchases"].sum())
# Refunds are lines, too, and so are the purchases that they cancel.
# zh: 退款也是行，被它们冲掉的购买也是行。
q1["set aside"] = int(report.table["rows"].drop(["return", "returned purchase"]).sum())
# You counted the refunds alone.
# zh: 你只数了退款。
q1["set aside"] = int(report.table.loc["return", "rows"])

# %% hints
# `len` of a table counts its rows.
# zh: 表的 `len` 就是行数。

# What is not in `log` was set aside: take the difference, and see it in the report.
# zh: 不在 `log` 里的就是没有计入的：取差，再到报告里核对。

# %% [markdown] points=2 decimals=1
# ## Who they are
#
# What percentage of the `customers` bought only once, and what percentage of the money do the best 20 % bring? With
# 1 decimal.

# %% [markdown] lang="zh"
# ## 他们是谁
#
# `customers` 中只买过一次的占百分之几？最好的 20 % 贡献了销售额的百分之几？保留 1 位小数。

# %% solution
# One is a share of heads, the other a share of money.
# zh: 一个是人数的比例，一个是钱的比例。
once = (customers["purchases"] == 1).mean()
money = concentration.top_share(customers["total_spend"], customer_share=0.2)
q2 = {"bought once": 100 * once, "best fifth": 100 * money}

# %% starter
q2 = {"bought once": ..., "best fifth": ...}

# %% wrong
# Those are shares. In percent they are a hundred times as much.
# zh: 这是比例。换成百分数要乘以 100。
q2 = {"bought once": once, "best fifth": money}
# `repeat_purchases` of 1 is a second purchase. Who came once has 0 of them.
# zh: `repeat_purchases` 等于 1 表示买过第二次。只来过一次的是 0。
once = (customers["repeat_purchases"] == 1).mean()
# That is the share of those who came again.
# zh: 这是再次购买的客户的比例。
once = (customers["purchases"] > 1).mean()
# You took the customers of June. The question is about today's.
# zh: 你取的是六月的客户。题目问的是今天的。
once = (june["purchases"] == 1).mean()
# You took the money of June. The question is about today's customers.
# zh: 你取的是六月的消费。题目问的是今天的客户。
money = concentration.top_share(june["total_spend"], customer_share=0.2)
# You took the best 20 % by number of purchases. The question is about money.
# zh: 你按购买次数取了最好的 20%。题目问的是钱。
top = customers["purchases"].rank(ascending=False, method="first") <= 0.2 * len(customers)
money = customers.loc[top, "total_spend"].sum() / customers["total_spend"].sum()
# You took the best 80 %.
# zh: 你取的是最好的 80%。
money = concentration.top_share(customers["total_spend"], customer_share=0.8)

# %% hints
# `customers["purchases"]` counts the days with a purchase.
# zh: `customers["purchases"]` 是有购买的天数。

# `concentration.top_share(customers["total_spend"], customer_share=0.2)` is a share.
# zh: `concentration.top_share(customers["total_spend"], customer_share=0.2)` 是一个比例。

# %% [markdown] points=2 decimals=1
# ## Which forecast?
#
# By how many percent were the totals of the forecasts "past rate" and "MBG/NBD" too high (+) or too low (-) in the half-year
# that came? Use `comparison.forecasts(half, (MBGNBD,))`. With 1 decimal.

# %% [markdown] lang="zh"
# ## 哪种预测？
#
# 在后来的半年里，“past rate”和“MBG/NBD”两种预测的总数高了（+）或低了（-）百分之几？用 `comparison.forecasts(half, (MBGNBD,))`。保留 1 位小数。

# %% solution
# The total that was expected, against the total that came.
# zh: 预期的总数，与实际的总数相比。
forecasts = comparison.forecasts(half, (MBGNBD,))
came = half.holdout["purchases"].sum()
total = {name: table["expected"].sum() for name, table in forecasts.items()}
q3 = {name: 100 * (expected / came - 1) for name, expected in total.items()}

# %% starter
q3 = {"past rate": ..., "MBG/NBD": ...}

# %% wrong
# You divided the wrong way round: the forecast is held against what came.
# zh: 除反了：是拿预测去比实际。
q3 = {name: 100 * (came / expected - 1) for name, expected in total.items()}
# That is the forecast in percent of what came. By how much is it off?
# zh: 这是预测占实际的百分之几。偏差是多少？
q3 = {name: 100 * expected / came for name, expected in total.items()}
# Those are purchases, not percent.
# zh: 这是购买次数，不是百分数。
q3 = {name: expected - came for name, expected in total.items()}
# Those are shares. In percent they are a hundred times as much.
# zh: 这是比例。换成百分数要乘以 100。
q3 = {name: expected / came - 1 for name, expected in total.items()}
# You held the forecasts against all purchases. What came in the half-year after the split stands in `half.holdout`.
# zh: 你拿预测去比全部购买。切分之后半年的购买在 `half.holdout` 里。
came = customers["purchases"].sum()

# %% hints
# Each of the two tables has a column `expected`, one number a customer.
# zh: 两张表都有一列 `expected`，每位客户一个数。

# 100 * (forecast / what came - 1).
# zh: 100 *（预测 / 实际 - 1）。

# %% [markdown] points=2 decimals=0
# ## What they are worth
#
# Fit `MBGNBD` (`period_days=7`) and `GammaGamma` to `customers`. What is today's base worth, at `margin_rate` and an annual
# discount rate of 10 %? Thousands of yuan, as a whole number.

# %% [markdown] lang="zh"
# ## 他们值多少钱
#
# 对 `customers` 拟合 `MBGNBD`（`period_days=7`）和 `GammaGamma`。毛利率为 `margin_rate`、年折现率 10 % 时，今天的全部客户值多少钱？以千元为单位，取整数。

# %% solution
# Purchases to come, each less worth the later it comes, times money a purchase, times the margin.
# zh: 以后的购买次数（越晚越不值钱），乘以每次的金额，再乘以毛利率。
purchases, spend = MBGNBD.fit(customers, period_days=7), GammaGamma.fit(customers)
future = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)
each = valuation.customer_value(future, spend.expected_spend(customers), margin_rate=margin_rate)
q4 = each.sum() / 1000

# %% wrong
# That is sales. Of these only the margin is yours.
# zh: 这是销售额，其中只有毛利是你的。
q4 = each.sum() / margin_rate / 1000
# That is a mean customer, in yuan.
# zh: 这是平均每位客户，单位为元。
q4 = each.mean()
# That is in yuan. How many thousands?
# zh: 这是以元为单位。是多少千元？
q4 = each.sum()
# You valued the customers of June. The question is about today's.
# zh: 你给六月的客户估了值。题目问的是今天的。
purchases, spend = MBGNBD.fit(june, period_days=7), GammaGamma.fit(june)
future = purchases.discounted_expected_transactions(june, annual_discount_rate=0.1)
each = valuation.customer_value(future, spend.expected_spend(june), margin_rate=margin_rate)
# The mean of a product is not the product of the means: who buys more often may spend more, too. Multiply customer by
# customer.
# zh: 乘积的平均不等于平均的乘积：买得多的人每次也可能花得更多。要逐位客户相乘，再求和。
q4 = future.mean() * spend.expected_spend(customers).mean() * margin_rate * len(customers) / 1000
# That is one year ahead, not discounted. Later years count, too.
# zh: 这只是往后一年，没有折现。再往后的年份也要算。
future = purchases.expected_purchases(customers, horizon_days=365)
each = valuation.customer_value(future, spend.expected_spend(customers), margin_rate=margin_rate)

# %% hints
# `purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)`, and the spend's `expected_spend`.
# zh: `purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)`，以及金额模型的 `expected_spend`。

# `valuation.customer_value(future, money, margin_rate=...)` gives yuan for each customer.
# zh: `valuation.customer_value(future, money, margin_rate=...)` 给出每位客户的价值，单位为元。

# %% [markdown] points=2 decimals=0
# ## The promise and what came
#
# The board would invite the best 20 % of June by `total_spend` (`rank(ascending=False) <= 0.2 * len(june)`). What would the
# club earn with them in a year, if they went on at their pace up to June (`promised`: of `total_spend` and `age_days` make
# spend a year; for customers known for less than 365 days take all that they spent so far), and what by
# `later` (`came`)? Yuan, as whole numbers.

# %% [markdown] lang="zh"
# ## 许诺的与实际的
#
# 董事会想邀请六月时 `total_spend` 最高的 20 %（`rank(ascending=False) <= 0.2 * len(june)`）。如果他们以后保持六月以前的消费速度，俱乐部一年从他们身上赚多少（`promised`：用 `total_spend` 和 `age_days` 换算成每年的消费；成为客户不到 365 天的，取到那时为止的全部消费）？按 `later` 又是多少（`came`）？单位为元，取整数。

# %% solution
# The same customers twice: by what made them the best, and by what they did afterwards.
# zh: 同样的客户算两次：一次按让他们成为最好的那些消费，一次按他们之后的消费。
best = june["total_spend"].rank(ascending=False) <= 0.2 * len(june)
earlier = 365 * june["total_spend"] / june["age_days"].clip(lower=365)
gain = {name: (one * lift * margin_rate - cost)[best].sum() for name, one in
        {"promised": earlier, "came": later}.items()}
q5 = gain

# %% starter
q5 = {"promised": ..., "came": ...}

# %% wrong
# You left out what the members cost.
# zh: 你漏了会员的成本。
gain = {name: (one * lift * margin_rate)[best].sum() for name, one in
        {"promised": earlier, "came": later}.items()}
# You counted all that they spend. The club adds only the lift.
# zh: 你算了他们的全部消费。俱乐部带来的只有多出来的那部分。
gain = {name: (one * margin_rate - cost)[best].sum() for name, one in
        {"promised": earlier, "came": later}.items()}
# You counted sales. Of these only the margin is yours.
# zh: 你算的是销售额，其中只有毛利是你的。
gain = {name: (one * lift - cost)[best].sum() for name, one in
        {"promised": earlier, "came": later}.items()}
# That is for one member on average. How many are invited?
# zh: 这是平均每位会员。一共邀请了多少位？
gain = {name: (one * lift * margin_rate - cost)[best].mean() for name, one in
        {"promised": earlier, "came": later}.items()}
# `total_spend` of June holds up to eighteen months. What is a year of it?
# zh: 六月的 `total_spend` 最长包含十八个月。一年是多少？
q5["promised"] = (june["total_spend"] * lift * margin_rate - cost)[best].sum()
# You took the orders of the last twelve months. Their pace is all that they spent, by the time that you know them.
# zh: 你取的是最近十二个月的订单。速度是全部消费除以成为客户的时间。
_year = log[log["ordered_at"].between("2023-07-01", "2024-06-30 23:59:59.999999")]
_spent = _year.groupby("customer_id")["amount"].sum().reindex(june.index, fill_value=0)
q5["promised"] = (_spent * lift * margin_rate - cost)[best].sum()
# For customers known for less than 365 days take what they spent, and make no year of it.
# zh: 成为客户不到 365 天的，直接取已有的消费，不要放大成一年。
_pace = 365 * june["total_spend"] / june["age_days"].clip(lower=1)
q5["promised"] = (_pace * lift * margin_rate - cost)[best].sum()
# `half.holdout` holds half a year; `later` is made to a year.
# zh: `half.holdout` 只有半年，`later` 已经换算成一年。
q5["came"] = (later / 2 * lift * margin_rate - cost)[best].sum()
# You took those who turned out the best. In June nobody knew them.
# zh: 你取的是后来表现最好的人。六月时谁也不知道会是他们。
top = later.rank(ascending=False) <= 0.2 * len(later)
q5["came"] = (later * lift * margin_rate - cost)[top].sum()

# %% hints
# A member earns spend x lift x margin_rate - cost. Add up over those invited.
# zh: 一位会员赚 消费 x lift x margin_rate - cost。对受邀者求和。

# A year of what was: `365 * june["total_spend"] / june["age_days"].clip(lower=365)`.
# zh: 过去一年的消费：`365 * june["total_spend"] / june["age_days"].clip(lower=365)`。

# %% [markdown] points=4
# ## Your decision: a rule for the club
#
# The shop wants a rule that it can use again: invite whoever had spent at least `min_spend` yuan by the end of June
# (`june["total_spend"]`) and had then been silent for less than `max_silence` days (`june["days_since_last"]`). Which two
# numbers? `min_spend` from 0 to 4,000 in steps of 100, `max_silence` from 30 to 540 in steps of 30. What counts is what the
# club earns in a year with those invited, by `later`, in yuan.

# %% [markdown] lang="zh"
# ## 你的决定：俱乐部的规则
#
# 店里想要一条以后还能用的规则：到六月底累计消费至少 `min_spend` 元（`june["total_spend"]`）、当时沉默不到 `max_silence` 天（`june["days_since_last"]`）的客户，就邀请。这两个数取多少？`min_spend` 从 0 到 4000，每 100 一档；`max_silence` 从 30 到 540，每 30 一档。评分看的是：按 `later` 计算，俱乐部一年能从受邀者身上赚多少元。

# %% solution
# Both numbers matter: much spent and long silent is a customer who has left. Try every pair, judged by what came.
# zh: 两个数都重要：花得多但沉默已久的，是已经走了的客户。每一对都试一试，按之后实际的消费评判。
gain = later * lift * margin_rate - cost
spends, silences = range(0, 4001, 100), range(30, 541, 30)
nothing = {"min_spend": 4000, "max_silence": 0}


had, silent, gains = june["total_spend"].to_numpy(), june["days_since_last"].to_numpy(), gain.to_numpy()


def worth(rule):
    least, most = rule["min_spend"], rule["max_silence"]
    if least not in spends or most not in (0, *silences):
        raise ValueError("min_spend: 0, 100, ..., 4000; max_silence: 30, 60, ..., 540")
    return gains[(had >= least) & (silent < most)].sum()


pairs = [{"min_spend": x, "max_silence": y} for x in spends for y in silences]
q6 = max(pairs, key=worth)

# %% starter
q6 = {"min_spend": ..., "max_silence": ...}

# %% wrong
# You invite everybody. Most of them never spend what a member costs.
# zh: 你邀请了所有人。他们大多花不到一位会员所需的消费。
q6 = {"min_spend": 0, "max_silence": 540}
# You ask for money and forget silence: some of those who spent much had left long ago.
# zh: 你只看金额，忘了沉默：有些花得多的人早就走了。
q6 = {"min_spend": 1500, "max_silence": 540}
# You ask for silence and forget money: who came lately and buys little costs more than they bring.
# zh: 你只看沉默，忘了金额：最近来过但买得少的人，花的成本多于带来的钱。
q6 = {"min_spend": 0, "max_silence": 60}
# You invite so few that most of the gain is left lying.
# zh: 你邀请得太少，大部分收益没有拿到。
q6 = {"min_spend": 3500, "max_silence": 30}

# %% hints
# For a pair of numbers: `gain[(june["total_spend"] >= x) & (june["days_since_last"] < y)].sum()`, with `gain` as in the
# question before.
# zh: 对一对数：`gain[(june["total_spend"] >= x) & (june["days_since_last"] < y)].sum()`，`gain` 与上一题相同。

# Two loops, one over each number; keep the pair with the largest sum.
# zh: 写两层循环，每个数一层，留下总和最大的那一对。

# %% policies
policies = {
    f"spent {x:,}, silent up to {y}": {"min_spend": x, "max_silence": y}
    for x in (0, 500, 1000, 1500, 2000, 3000, 4000)
    for y in (30, 90, 180, 360, 540)
}
