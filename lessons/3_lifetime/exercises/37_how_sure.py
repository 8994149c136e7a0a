# %% [markdown]
# # Exercises to 37: How sure are we?
#
# **Your company** A tea dealer wins customers at nine market days and then sells to them online. The customers
# are simulated and drawn by your name: nobody else has your numbers. `log` is the order log (订单流水) until 30
# September 2023, and there you stand.
#
# `bg` is a BG/NBD, `believed` its posterior (后验分布). `forecast` is the interval (置信区间) for the purchases that
# all these customers together will make in the next 273 days: `estimate`, `median`, and 95 % from `low` to
# `high`. It knows how far the parameters may be off, not luck.
#
# **Before this** [37 How sure are we?](../../notebooks/3_lifetime/37_how_sure.ipynb). **Time** 50 minutes.

# %% [markdown] lang="zh"
# # 练习 37：我们有多大把握？
#
# **你的公司** 一家茶商在九个集市日招揽客户，此后在网上向他们销售。客户是模拟的，由你的姓名生成，别人的数字和你的不一样。`log` 是截至 2023 年 9 月 30 日的订单流水，这一天就是你的“今天”。
#
# `bg` 是 BG/NBD 模型，`believed` 是它的后验分布。`forecast` 是全体客户今后 273 天购买总次数的置信区间：`estimate`（估计值）、`median`（中位数），以及 95 % 区间的两端 `low` 和 `high`。它只考虑参数的误差，不考虑运气。
#
# **先修** [37 我们有多大把握](../../../notebooks/zh/3_lifetime/37_how_sure.ipynb)。**用时** 50 分钟。

# %% data
import numpy as np

from crmkit.lifetime import BGNBD

_n = int(rng.integers(1400, 1650))
_true = BGNBD(
    r=rng.uniform(0.5, 0.62),
    alpha=rng.uniform(6.2, 7.0),
    a=rng.uniform(0.5, 0.65),
    b=rng.uniform(1.4, 1.8),
    period_days=7,
)
_days = np.concatenate([[272.0], rng.choice(np.arange(160.0, 273.0, 14), _n - 1)]) + 0.5
log = _true.simulate(_n, watched_days=_days, rng=rng, start="2023-01-01 12:00")
log["customer_id"] += 20_001
log["amount"] = np.round(rng.gamma(4, 20, len(log)) + 15, 2)

rebate = int(rng.integers(18, 27)) * 100
penalty = int(np.round(rebate * rng.uniform(13, 21), -2))

# %%
from statistics import NormalDist

import numpy as np
import pandas as pd

from crmkit import summary
from crmkit.lifetime import BGNBD
from crmkit.models import posterior

# %%
log, rebate, penalty = sheet["log"], sheet["rebate"], sheet["penalty"]
customers = summary.customers(log, as_of="2023-09-30")
bg = BGNBD.fit(customers, period_days=7)
believed = posterior(bg, customers, draws=500, rng=np.random.default_rng(1))


# %%
def total(one):
    return one.expected_purchases(customers, horizon_days=273).sum()


forecast = believed.interval_of(total, draws=120).iloc[0]

# %% [markdown] points=1 decimals=2
# ## Between which bounds does `a` lie?
#
# Give the 95 % interval of `bg`'s parameter `a` by the delta method, with 2 decimals.

# %% [markdown] lang="zh"
# ## `a` 在什么范围内？
#
# 用 Delta 方法给出 `bg` 的参数 `a` 的 95 % 置信区间，保留 2 位小数。

# %% solution
# The method works on the logarithm of `a`, where the interval is symmetric. Taken back, the upper end lies
# farther away than the lower one, and no end can be negative.
# zh: 这个方法作用于 `a` 的对数，区间在对数上对称。变换回来之后，上端离估计值比下端远，而且两端都不会为负。
table = bg.parameter_intervals()
q1 = {"low": table.loc["a", "low"], "high": table.loc["a", "high"]}

# %% wrong
# You took 1.96 standard errors up and down. That is symmetric in `a`; the method is so in its logarithm.
# zh: 你取了估计值上下各 1.96 个标准误。那样在 `a` 上对称，而这个方法是在它的对数上对称。
a, error = table.loc["a", ["estimate", "standard_error"]]
q1 = {"low": a - 1.96 * error, "high": a + 1.96 * error}
# One standard error up and down makes about two thirds, not 95 %.
# zh: 上下各一个标准误大约是三分之二的区间，不是 95 %。
a, error = table.loc["a", ["estimate", "standard_error"]]
q1 = {"low": a - error, "high": a + error}
# That is the interval of the posterior. The delta method is a question to `bg` itself.
# zh: 这是后验分布的区间。Delta 方法要问 `bg` 本身。
table = believed.parameter_intervals()
# That is the interval of `b`. Take the row of `a`.
# zh: 这是 `b` 的区间。应取 `a` 那一行。
q1 = {"low": table.loc["b", "low"], "high": table.loc["b", "high"]}

# %% hints
# Which method of `bg` does the lesson call in its first part?
# zh: 课上第一部分调用了 `bg` 的哪个方法？

# The table has a row for each parameter. `.loc[row, column]` takes one number out.
# zh: 表中每个参数一行。`.loc[行, 列]` 取出一个数。

# %% [markdown] points=2 decimals=2
# ## Half the customers
#
# Suppose you knew only every second customer: keep the rows of `customers` with an even `customer_id` (the
# index) and fit the BG/NBD again. How many times as wide as those of `bg` are the 95 % intervals of the delta
# method now? A Series with a number for each of `r`, `alpha`, `a`, `b`, with 2 decimals.

# %% [markdown] lang="zh"
# ## 只有一半客户
#
# 假设你只认识一半客户：留下 `customers` 中 `customer_id`（即索引）为偶数的行，重新拟合 BG/NBD。Delta 方法的 95 % 区间现在是 `bg` 的多少倍宽？给出一个 Series，`r`、`alpha`、`a`、`b` 各一个数，保留 2 位小数。

# %% solution
# Half the customers make errors about 1.41 times as large, the root of 2; `r` and `alpha` come near it. `a` and
# `b` need not: their intervals are lopsided and grow with the estimate, which moved, too.
# zh: 客户减半，误差大约是原来的 1.41 倍，即 2 的平方根；`r` 和 `alpha` 与此接近。`a` 和 `b` 则不一定：它们的区间不对称，随估计值变宽，而估计值本身也变了。
kept = customers[customers.index % 2 == 0]
half = BGNBD.fit(kept, period_days=7).parameter_intervals()
whole = bg.parameter_intervals()
q2 = (half["high"] - half["low"]) / (whole["high"] - whole["low"])

# %% wrong
# You divided the wrong way round: new width by old.
# zh: 你除反了：应当用新的宽度除以旧的。
q2 = 1 / q2
# Half the customers, twice the width: it is not so simple. Fit again and compare the intervals.
# zh: 客户减半，宽度加倍：没有这么简单。重新拟合，再比较区间。
q2 = pd.Series(2.0, index=bg.parameters.index)
# The root of 2 is a good guess, but a guess. Fit again and compare the intervals.
# zh: 2 的平方根是个好猜测，但只是猜测。重新拟合，再比较区间。
q2 = pd.Series(2**0.5, index=bg.parameters.index)
# You compared the standard errors. These intervals are lopsided: take their ends.
# zh: 你比较的是标准误。这些区间不对称：应当用两端相减。
q2 = half["standard_error"] / whole["standard_error"]
# You compared the estimates. Compare the widths of the intervals.
# zh: 你比较的是估计值。应当比较区间的宽度。
q2 = half["estimate"] / whole["estimate"]
# You kept the odd ids. Keep the even ones.
# zh: 你留下的是奇数编号。应当留下偶数编号。
kept = customers[customers.index % 2 == 1]

# %% hints
# For an even number `customers.index % 2` is 0. Fit with `period_days=7`, as above.
# zh: 偶数的 `customers.index % 2` 等于 0。拟合时和上面一样用 `period_days=7`。

# Subtract `low` from `high` in both tables of `parameter_intervals()`; then divide one Series by the other.
# zh: 在两张 `parameter_intervals()` 表里各用 `high` 减 `low`，再把两个 Series 相除。

# %% [markdown] points=2 decimals=0
# ## With luck
#
# Take the distribution of each customer's purchases in the next 273 days from `bg`, for 0 up to 60 purchases.
# By how many purchases up or down does luck alone move the total, with 95 % (`"luck"`)? And luck and parameters
# together (`"both"`), where the parameters move it by half the width of `forecast`? Whole numbers.

# %% [markdown] lang="zh"
# ## 加上运气
#
# 由 `bg` 求出每位客户今后 273 天购买次数的分布，从 0 次到 60 次。以 95 % 的把握，单凭运气会使总次数上下变动多少次（`"luck"`）？运气和参数误差合起来呢（`"both"`）？参数误差的幅度取 `forecast` 宽度的一半。取整数。

# %% solution
# Customers are independent, so their variances (方差) add up; 1.96 standard deviations make 95 %. Luck and
# parameters are independent, too: their squares add up, and together they move less than their sum.
# zh: 客户彼此独立，所以方差相加；1.96 个标准差对应 95 %。运气与参数误差也彼此独立：平方相加，合起来小于两者之和。
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
variances = spread @ counts**2 - (spread @ counts) ** 2
luck, parameters = 1.96 * np.sqrt(variances.sum()), (forecast["high"] - forecast["low"]) / 2
q3 = {"luck": luck, "both": np.hypot(luck, parameters)}

# %% wrong
# The luck is right. You added the two, as if both always went the same way. Add their squares.
# zh: 运气算对了。你把两者直接相加，好像它们总往同一方向变动。应当平方相加。
q3["both"] = luck + parameters
# Your luck is one standard deviation. How many make 95 %?
# zh: 你的运气是一个标准差。95 % 需要几个？
luck, parameters = np.sqrt(variances.sum()), (forecast["high"] - forecast["low"]) / 2
# The luck is right. For both you took the whole width of the forecast; up or down it is half of that.
# zh: 运气算对了。合并时你用了预测区间的全宽；向上或向下只有一半。
q3["both"] = np.hypot(luck, 2 * parameters)
# You added standard deviations, as if all were lucky together. Add the variances, take the root last.
# zh: 你把各人的标准差相加，好像大家一起走运。应当先把方差相加，最后开方。
luck, parameters = 1.96 * np.sqrt(variances).sum(), (forecast["high"] - forecast["low"]) / 2
# You took the variance to be the mean, as in a Poisson distribution. These customers may leave: it is larger.
# zh: 你像泊松分布那样令方差等于均值。这些客户可能离开，方差更大。
variances = spread @ counts

# %% hints
# `bg.conditional_distribution` has a row for each customer and a column for each number of purchases. A
# variance is the mean of the squares less the square of the mean.
# zh: `bg.conditional_distribution` 每位客户一行，每个购买次数一列。方差等于平方的均值减去均值的平方。

# Add up the variances, take the root, times 1.96. Two independent reaches go together like the short sides of a
# right triangle: `np.hypot`.
# zh: 方差相加，开方，乘以 1.96。两个独立的幅度像直角三角形的两条直角边那样合并：`np.hypot`。

# %% [markdown] points=2 decimals=3
# ## A colleague's mistake
#
# The mean chance to leave after a purchase is a / (a + b). A colleague gives it a 95 % interval by the
# bootstrap (自助法) and says: "We know next to nothing about it."
#
# ```python
# fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
# low, high = fits.quantile(0.025), fits.quantile(0.975)
# lowest = low["a"] / (low["a"] + high["b"])
# highest = high["a"] / (high["a"] + low["b"])
# ```
#
# The first line is right; keep its `rng`. What is the 95 % interval really? Two shares between 0 and 1, with 3
# decimals.

# %% [markdown] lang="zh"
# ## 同事的错误
#
# 每次购买后离开的平均概率是 a / (a + b)。一位同事用自助法给出它的 95 % 置信区间，说：“我们对它几乎一无所知。”
#
# ```python
# fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
# low, high = fits.quantile(0.025), fits.quantile(0.975)
# lowest = low["a"] / (low["a"] + high["b"])
# highest = high["a"] / (high["a"] + low["b"])
# ```
#
# 第一行是对的，保留其中的 `rng`。95 % 置信区间其实是多少？两个 0 到 1 之间的比例，保留 3 位小数。

# %% solution
# In a replicate with a large `a`, `b` is large, too, and the chance hardly changes: the colleague's pairs never
# occur. Compute the chance for each replicate first, and take the quantiles last.
# zh: `a` 大的那次抽样里，`b` 也大，所以概率几乎不变：同事的那种配对从不出现。先对每次抽样算出概率，最后再取分位数。
fits = bg.bootstrap(customers, replicates=50, rng=np.random.default_rng(1))
leave = fits["a"] / (fits["a"] + fits["b"])
q4 = {"low": leave.quantile(0.025), "high": leave.quantile(0.975)}

# %% wrong
# Those are the colleague's ends: a small `a` with a large `b`, and the other way round. Does that happen?
# zh: 这是同事的两端：小的 `a` 配大的 `b`，或者反过来。`fits` 里有这样的情况吗？
low, high = fits.quantile(0.025), fits.quantile(0.975)
q4 = {"low": low["a"] / (low["a"] + high["b"]), "high": high["a"] / (high["a"] + low["b"])}
# You paired the two lower ends, and the two upper ends. These come from different replicates, too.
# zh: 你把两个下端配在一起，两个上端配在一起。它们同样来自不同的抽样。
low, high = fits.quantile(0.025), fits.quantile(0.975)
q4 = {"low": low["a"] / (low["a"] + low["b"]), "high": high["a"] / (high["a"] + high["b"])}
# That is the chance to stay. How large is the chance to leave?
# zh: 这是留下的概率。离开的概率是多少？
leave = fits["b"] / (fits["a"] + fits["b"])
# Between the 5 % and the 95 % quantile lie 90 %. For 95 % less lies outside.
# zh: 5 % 与 95 % 分位数之间只有 90 %。95 % 区间之外的部分应更少。
q4 = {"low": leave.quantile(0.05), "high": leave.quantile(0.95)}
# Those are the smallest and the largest of the 50. A 95 % interval leaves 2.5 % out at each end.
# zh: 这是 50 次中的最小值和最大值。95 % 区间在两端各去掉 2.5 %。
q4 = {"low": leave.min(), "high": leave.max()}

# %% hints
# `fits` has a row for each replicate. Sort it by `a` and look at `b`: does a small one go with a large one?
# zh: `fits` 每次抽样一行。按 `a` 排序，再看 `b`：会有一小一大的搭配吗？

# The colleague takes the quantiles (分位数) first and the chance last. Which order keeps `a` and `b` together?
# zh: 同事先取分位数，后算概率。怎样的顺序才能让同一次抽样的 `a` 和 `b` 不分开？

# %% [markdown] points=3 decimals=0
# ## Would you sign?
#
# A supplier offers: promise that your customers will make at least `promised` purchases in the next 273 days, and
# you get a rebate (返利) of `rebate` yuan, whatever happens. If they make fewer, you also pay `penalty` yuan. A
# colleague: "`promised` is the lower end of our 95 % interval. We pay in 2.5 % of the cases only." They forgot
# luck.
#
# The purchases are normally distributed (正态分布) around `forecast["estimate"]`; 1.96 standard deviations are
# `"both"` of question 3, not rounded. `NormalDist(mean, deviation).cdf(x)` is the probability of less than x.
# What does signing bring on average, the rebate less what you expect to pay (`"gain"`, whole yuan, negative for a
# loss)? Do you sign (`"sign"`, True or False)?

# %% [markdown] lang="zh"
# ## 你会签吗？
#
# 一家供应商提出：只要你签字承诺全体客户今后 273 天至少购买 `promised` 次，无论结果如何都给你返利 `rebate` 元。如果达不到，你还要付违约金 `penalty` 元。同事说：“`promised` 是我们 95 % 区间的下端，只有 2.5 % 的情况要付钱。”同事忘了运气。
#
# 假设购买总次数服从正态分布，均值为 `forecast["estimate"]`，1.96 个标准差等于第 3 题的 `"both"`（不要先取整）。`NormalDist(均值, 标准差).cdf(x)` 是小于 x 的概率。签字平均带来多少元，即返利减去预期要付的违约金（`"gain"`，以元为单位，取整数，亏损为负）？签不签（`"sign"`，True 或 False）？

# %% starter
promised = forecast["low"]
q5 = {"gain": ..., "sign": ...}

# %% solution
# With luck the total falls below the promise more often than the colleague thinks. Sign if the rebate is more
# than the penalty times that probability.
# zh: 加上运气，总次数低于承诺的可能比同事想的大。返利高于违约金乘以这个概率，就签。
spread = bg.conditional_distribution(customers, horizon_days=273, up_to=60)
counts = np.arange(61)
luck = 1.96 * np.sqrt((spread @ counts**2 - (spread @ counts) ** 2).sum())
both = np.hypot(luck, (forecast["high"] - forecast["low"]) / 2)
fails = NormalDist(forecast["estimate"], both / 1.96).cdf(forecast["low"])
gain = rebate - penalty * fails
q5 = {"gain": gain, "sign": gain > 0}

# %% wrong
# You took the colleague's 2.5 %. With luck the promise fails more often.
# zh: 你用了同事的 2.5 %。加上运气，落空的可能更大。
fails = 0.025
# You took luck alone. The parameters may be off as well.
# zh: 你只考虑了运气。参数也可能有误差。
both = luck
# `both` is 1.96 standard deviations, not one.
# zh: `both` 是 1.96 个标准差，不是一个。
fails = NormalDist(forecast["estimate"], both).cdf(forecast["low"])
# You get the rebate in any case, also when you pay.
# zh: 返利无论如何都能拿到，付违约金时也一样。
gain = rebate * (1 - fails) - penalty * fails
# That is the probability that the promise holds. You pay when it fails.
# zh: 这是达成承诺的概率。达不到时才付钱。
fails = 1 - fails

# %% hints
# How probable are fewer purchases than promised? Which standard deviation belongs to `both`?
# zh: 购买次数少于承诺的概率是多少？`both` 对应多大的标准差？

# The rebate is certain; the penalty comes with the probability just found.
# zh: 返利是确定的；违约金则以刚求出的概率发生。
