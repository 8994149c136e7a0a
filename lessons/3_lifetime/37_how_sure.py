# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["37", "50", "200", "24", "33", "1653", "2357", "1.92", "95", "15", "19", "20"]
# ---

# %% [markdown]
# # 37 How sure are we?
#
# **Question** The model says that our customers will buy 1,653 times in nine months. Would you sign for it?
#
# **Who asks** Whoever plans stock, staff or a purchase price by such a number.
#
# **Time** 50 minutes. **Before this** [33 Counting your customers](33_counting.ipynb).
#
# **You will be able to**
# 1. give a parameter an interval in three ways, and say what each assumes;
# 2. tell what to expect from what will really happen, and know which range to plan by;
# 3. check on simulated companies how often a range holds;
# 4. recognise a fit that the data cannot settle, and say what to do then.
#
# **Data** CDNOW, the sample of 2,357 customers.

# %% [markdown] lang="zh"
# # 37 我们有多大把握？
#
# **问题** 模型说，我们的客户在九个月里会购买 1,653 次。你敢在这个数字上签字吗？
#
# **谁会这样问** 凡是要按这样的数字安排库存、人手或收购价格的人。
#
# **用时** 50 分钟。**先修** [33 还剩多少客户](33_counting.ipynb)。
#
# **学完你能够**
# 1. 用三种方法给参数一个区间，并说明每种方法假设了什么；
# 2. 区分“应当期望什么”和“实际会发生什么”，并知道该按哪一个范围做计划；
# 3. 用模拟公司检验一个范围有多少次是准的；
# 4. 识别数据无法判断的拟合，并知道这时该怎么办。
#
# **数据** CDNOW 抽样数据，2,357 位客户。

# %%
import warnings

import numpy as np
import pandas as pd

from crmkit import datasets, plots, summary
from crmkit.lifetime import BGNBD
from crmkit.models import interval_of, posterior, prediction_interval

# %%
plots.course_style()
log = datasets.load("cdnow_sample")
parts = summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")
customers = parts.calibration
model = BGNBD.fit(customers, period_days=7)
model.parameters.round(3)

# %% [markdown]
# These four numbers are the BG/NBD of lesson 33: `r` and `alpha` say how purchase rates differ between customers, `a` and
# `b` how easily they leave. From them follows the forecast. Write down a range for the purchases of the next nine months,
# so wide that you would bet 19 to 1 on it.

# %% [markdown] lang="zh"
# 这四个数就是第 33 课的 BG/NBD：`r` 和 `alpha` 描述客户的购买率有多大差别，`a` 和 `b` 描述客户有多容易离开。预测由它们推出。请为未来九个月的购买次数写下一个范围，宽到你愿意以 19 比 1 的赔率押它成立。

# %%
def forecast(one, base=customers, days=273):
    return one.expected_purchases(base, horizon_days=days).sum()


print(f"forecast: {forecast(model):,.0f} purchases")

# %% [markdown]
# ## By hand: how sharp is the top?
#
# The **likelihood** (似然) says how probable a model makes the data that we saw, and the fit takes the parameters where it is
# highest. But other values are nearly as good. Move `a` alone, and watch how fast the logarithm of the likelihood falls.

# %% [markdown] lang="zh"
# ## 动手算：峰顶有多尖？
#
# **似然**（likelihood）是模型下已观测数据出现的概率，拟合取的是使它最大的参数。但其他取值也几乎一样好。单独移动 `a`，看看对数似然下降得有多快。

# %%
histories = summary.distinct_histories(customers)


def height(logs):
    return BGNBD(*np.exp(logs), period_days=7).log_likelihood(histories)


# %%
top, a = np.log(model.parameters.to_numpy()), np.linspace(0.55, 1.1, 112)
path = pd.Series([height([top[0], top[1], np.log(one), top[3]]) for one in a])
ax = plots.uncertainty.likelihood_slice(path.set_axis(pd.Index(a, name="a")))

# %% [markdown]
# An **interval** (置信区间) is the range of values that the data leave plausible. For one parameter, 95 % intervals reach down
# to 1.92 below the top. A sharp top gives a narrow interval: the **curvature** (曲率), the bend at the top, is what the data
# know. From three points we can compute it.

# %% [markdown] lang="zh"
# **置信区间**（interval）是数据所允许的取值范围。对单个参数来说，95% 的区间从峰顶向下延伸 1.92。峰顶越尖，区间越窄：峰顶的弯曲程度，即**曲率**（curvature），就是数据所知道的东西。用三个点就能算出来。

# %%
step = np.array([0, 0, 0.01, 0])
bend = (2 * height(top) - height(top + step) - height(top - step)) / 0.01**2
alone = model.a * np.exp(np.array([-1.96, 1.96]) / np.sqrt(bend))
print(f"a, moved alone: {alone[0]:.2f} to {alone[1]:.2f}")

# %% [markdown]
# ## 1 The bend at the top: the delta method
#
# The three points agree with the picture. But `b` was held still. If `a` and `b` grow together, the share that leaves
# hardly changes. `parameter_intervals` uses the bend in all four directions, which is called the **delta method**
# (德尔塔法). Guess: how much wider does `a` become?

# %% [markdown] lang="zh"
# ## 1 峰顶的弯曲：德尔塔法
#
# 三个点的结果与图一致。但我们让 `b` 固定不动了。如果 `a` 和 `b` 一起变大，离开的比例几乎不变。`parameter_intervals` 用的是四个方向上的弯曲程度，这叫**德尔塔法**（delta method）。猜一猜：`a` 的区间会宽多少？

# %%
delta = model.parameter_intervals()
delta.round(2)

# %% [markdown]
# From {{delta.loc["a", "low"]:.2f}} to {{delta.loc["a", "high"]:.2f}}, and that is
# {{(delta.loc["a", "high"] - delta.loc["a", "low"]) / (alone[1] - alone[0]):.1f}} times as wide. The delta method costs
# nothing. It assumes that the model is true, and that the top is shaped like a parabola.

# %% [markdown] lang="zh"
# 从 {{delta.loc["a", "low"]:.2f}} 到 {{delta.loc["a", "high"]:.2f}}，宽度是原来的 {{(delta.loc["a", "high"] - delta.loc["a", "low"]) / (alone[1] - alone[0]):.1f}} 倍。德尔塔法几乎不费时间。它假设模型成立，并且峰顶的形状像抛物线。

# %% [markdown]
# ## 2 Other customers: the bootstrap
#
# What if other customers had come? Draw as many as there are out of our own customers, some twice and some never, and fit
# again; repeat it 200 times. That is the **bootstrap** (自助法). It needs no parabola, only customers who came
# independently of one another.

# %% [markdown] lang="zh"
# ## 2 换一批客户：自助法
#
# 如果来的是另一批客户呢？从现有客户中抽取同样多的人，有的抽到两次，有的一次也没有，再重新拟合；重复 200 次。这就是**自助法**（bootstrap）。它不需要抛物线，只要求客户彼此独立。

# %%
fits = model.bootstrap(customers, replicates=200, rng=np.random.default_rng(1))
fits.quantile([0.025, 0.975]).T.round(2)

# %% [markdown]
# ## 3 Belief after the data: the posterior
#
# The third way asks which parameters are probable now. A **prior** (先验分布) is what we believe before the data; the
# **posterior** (后验分布) is what we believe after them: prior times likelihood. Here the prior is even on logarithms, so
# doubling a parameter is as likely as halving it.

# %% [markdown] lang="zh"
# ## 3 看到数据之后的认识：后验分布
#
# 第三种方法问的是：现在哪些参数更可能？**先验分布**（prior）是看到数据之前的认识，**后验分布**（posterior）是看到数据之后的认识：先验乘以似然。这里的先验在对数尺度上是均匀的，也就是说，参数翻倍与减半同样可能。

# %% [markdown]
# To see the posterior, take a **random walk** (随机游走) on the likelihood's hill. Try a step. Uphill it is always taken,
# downhill only sometimes: the lower, the more rarely. The steps are differences between bootstrap fits, so they are about as
# long as the hill is wide. Where the walker has been is a picture of the posterior.

# %% [markdown] lang="zh"
# 要看到后验分布，可以在似然这座山上做一次**随机游走**（random walk）。每次试探一步：上坡总是走，下坡只是有时走，越低越少走。步子取两次自助拟合之差，所以长度与山的宽度相当。走过的足迹就是后验分布的样子。

# %%
logs, rng = np.log(fits.to_numpy()), np.random.default_rng(1)


def walk_on(here, level):
    one, other = logs[rng.integers(len(logs), size=2)]
    there = here + 0.8 * (one - other)
    new = height(there)
    return (there, new) if np.log(rng.random()) < new - level else (here, level)


# %%
places = [(top, height(top))]
while len(places) < 4000:
    places.append(walk_on(*places[-1]))
walked = pd.DataFrame(np.exp([place for place, _ in places]), columns=list(model.SCALES))
walked.quantile([0.025, 0.975]).T.round(2)

# %% [markdown]
# `posterior` comes to the same without walking. It throws 4,000 parameters around the top and weights each by its exact
# likelihood and the prior (**importance sampling**, 重要性采样). Do you expect the same cloud?

# %% [markdown] lang="zh"
# `posterior` 不用行走也能得到同样的结果：在峰顶周围撒下 4,000 组参数，再按精确的似然和先验给每组一个权重（**重要性采样**，importance sampling）。你估计会得到同样的一片点吗？

# %%
believed = posterior(model, customers, draws=4000, rng=np.random.default_rng(1))
weighted = believed.parameters.sample(4000, replace=True, weights=believed.weights, random_state=1)
axes = plots.uncertainty.clouds({"random walk": walked, "weighted draws": weighted}, x="a", y="b",
                                title="Both ways show one cloud: a and b grow together")

# %% [markdown]
# The two clouds cover the same ground. Both are long and slanted: `a` and `b` can grow together, which is why `a` moved
# alone looked so certain. Now all three ways side by side.

# %% [markdown] lang="zh"
# 两片点覆盖同一块区域，都又长又斜：`a` 和 `b` 可以一起变大，所以单独移动 `a` 时看上去才那么确定。现在把三种方法放在一起比较。

# %%
ends = ["low", "high"]
three = {"delta method": delta[ends], "posterior": believed.parameter_intervals()[ends],
         "bootstrap": fits.quantile([0.025, 0.975]).T.set_axis(ends, axis="columns")}
ways = pd.concat(three, axis="columns").round(2)
ways

# %% [markdown]
# For `r` and `alpha` the three nearly agree. For `b` the posterior reaches up to
# {{ways.loc["b", ("posterior", "high")]:.1f}}, the delta method to {{ways.loc["b", ("delta method", "high")]:.1f}}: the cloud
# is longer upwards than a parabola allows. It pays for that with an assumption more, the prior. What does it change?

# %% [markdown] lang="zh"
# `r` 和 `alpha` 三种方法几乎一致。`b` 的上端，后验分布到 {{ways.loc["b", ("posterior", "high")]:.1f}}，德尔塔法到 {{ways.loc["b", ("delta method", "high")]:.1f}}：这片点向上拖得比抛物线所允许的更长。代价是后验分布多了一项假设，即先验。它会改变什么？

# %% [markdown]
# ## Does the prior matter?
#
# "Even on logarithms" is a choice. Another is "flat": every value of a parameter is as likely as the next, so large values
# get more room. Guess: does `a` move, and does the forecast?

# %% [markdown] lang="zh"
# ## 先验重要吗？
#
# “在对数尺度上均匀”是一种选择。另一种选择是“flat”：参数的每个取值同样可能，于是大的取值占了更多地盘。猜一猜：`a` 会移动吗？预测会移动吗？

# %%
flat = posterior(model, customers, draws=4000, prior="flat", rng=np.random.default_rng(1))
both = {"even on logs": believed, "flat": flat}
shapes = {name: one.parameters["a"].sample(4000, replace=True, weights=one.weights, random_state=1)
          for name, one in both.items()}
ax = plots.uncertainty.spreads(shapes, label="a", digits=2,
                               title="The flat prior moves a upwards")

# %%
under = pd.concat({name: interval_of(forecast, one, rng=np.random.default_rng(1))
                   for name, one in both.items()}).droplevel(1)
under.round(0)

# %% [markdown]
# The prior moves the upper end of `a` from {{shapes["even on logs"].quantile(0.975):.2f}} to
# {{shapes["flat"].quantile(0.975):.2f}}. The forecast hardly notices: both ranges begin near
# {{under["low"].mean():,.0f}} and end near {{under["high"].mean():,.0f}}. What the prior moves is what the data say little
# of, and the forecast leans on what they say clearly.

# %% [markdown] lang="zh"
# 先验把 `a` 的上端从 {{shapes["even on logs"].quantile(0.975):.2f}} 移到了 {{shapes["flat"].quantile(0.975):.2f}}，预测却几乎没有变化：两个范围都从 {{under["low"].mean():,.0f}} 左右开始，到 {{under["high"].mean():,.0f}} 左右结束。先验能移动的，是数据说得不多的地方；而预测依靠的是数据说得清楚的地方。

# %% [markdown]
# ## What should we expect, and what will happen?
#
# These ranges answer "what should we *expect*?" But even with perfectly known parameters, customers buy by chance. So play the
# future 1,000 times: each time draw a model, then draw what every customer does. Will the range be a little wider, or much?

# %% [markdown] lang="zh"
# ## 应当期望什么，又会发生什么？
#
# 这些范围回答的是“应当*期望*什么”。但即使参数完全已知，客户的购买也有偶然性。所以把未来演 1,000 遍：每次先抽一个模型，再抽出每位客户会做什么。范围会稍宽一点，还是宽很多？

# %%
def future(one, rng, base=customers, days=273):
    return one.simulate_ahead(base, horizon_days=days, rng=rng).sum()


rng = np.random.default_rng(1)
drawn = model.draws(1000, rng=rng)
played = pd.Series([future(one, rng) for one in drawn])
expected = pd.Series([forecast(one) for one in drawn])

# %%
came = parts.holdout["purchases"].sum()
two = {"what to expect": expected, "what may happen": played}
ax = plots.uncertainty.spreads(two, label="purchases in nine months", actual=came,
                               title="What may happen spreads wider, and what came lies far out")

# %% [markdown]
# `prediction_interval` plays these futures for us and comes to the same range, give or take a purchase. Beside it stands `interval_of` for the
# expectation. Which of the two would you hand to the planner?

# %% [markdown] lang="zh"
# `prediction_interval` 会替我们演这些未来，得到的范围几乎相同。与它并列的是 `interval_of`，即期望值的区间。你会把哪一个交给做计划的人？

# %%
plan = pd.concat({
    "what to expect": interval_of(forecast, model, rng=np.random.default_rng(1), draws=1000),
    "what may happen": prediction_interval(future, model, rng=np.random.default_rng(1), draws=1000),
}).droplevel(1)
plan.round(0)

# %% [markdown]
# The range to plan by is the second: from {{plan.loc["what may happen", "low"]:,.0f}} to
# {{plan.loc["what may happen", "high"]:,.0f}}. In the holdout {{came:,}} purchases came. That lies outside the first range and
# at the very edge of the second: only {{100 * (played >= came).mean():.1f}} % of the futures played brought as many. Was yours wide
# enough?

# %% [markdown] lang="zh"
# 做计划要用第二个范围：从 {{plan.loc["what may happen", "low"]:,.0f}} 到 {{plan.loc["what may happen", "high"]:,.0f}}。验证期里实际发生了 {{came:,}} 次购买。它在第一个范围之外，处在第二个范围的最边缘：演过的未来中只有 {{100 * (played >= came).mean():.1f}}% 达到这么多。你写的范围够宽吗？

# %% [markdown]
# ## How often does each range hold?
#
# One company proves little. Let the computer make 40 companies for which the BG/NBD is *true*, with half as many customers each.
# Each orders stock for the next four weeks: we fit, give both ranges, and then let the weeks happen. Of 40 "95 % ranges", how many
# of either kind will hold what comes?

# %% [markdown] lang="zh"
# ## 每个范围有多少次是准的？
#
# 一家公司说明不了什么。让计算机造出 40 家公司，BG/NBD 对它们*完全成立*，每家的客户数是原来的一半。每家都要为今后四周备货：先拟合，给出两个范围，再让这四周发生。两种“95% 的范围”各 40 个，分别有多少个能包住实际结果？

# %%
ages, rng = customers["age_days"].iloc[::2], np.random.default_rng(2)


def company():
    base = model.simulate_customers(watched_days=ages, rng=rng)
    fit, ask = BGNBD.fit(base, period_days=7), {"rng": rng, "draws": 60}
    expect = interval_of(lambda one: forecast(one, base, 28), fit, **ask)
    happen = prediction_interval(lambda one, rng: future(one, rng, base, 28), fit, **ask)
    return expect.iloc[0], happen.iloc[0], future(model, rng, base, 28)


# %%
expect, happen, results = zip(*[company() for _ in range(40)], strict=True)
ranges = {"what to expect": pd.DataFrame(expect).reset_index(drop=True),
          "what may happen": pd.DataFrame(happen).reset_index(drop=True)}
results = pd.Series(results)
axes = plots.uncertainty.hits(ranges, results)

# %%
held = pd.Series({name: int(results.between(one["low"], one["high"]).sum())
                  for name, one in ranges.items()}, name="held, of 40")
held.to_frame()

# %% [markdown]
# The range of what may happen held {{held["what may happen"]}} times of 40, about as promised. The range of what to expect held
# only {{held["what to expect"]}} times, although every model was true. It is not wrong, since it answers another question. But over
# four weeks luck outweighs what we do not know of the parameters, and whoever plans by the first range is surprised again and again.

# %% [markdown] lang="zh"
# “会发生什么”的范围 40 次里准了 {{held["what may happen"]}} 次，与承诺相当。“应当期望什么”的范围只准了 {{held["what to expect"]}} 次，尽管每个模型都是对的。它并没有错，只是回答了另一个问题。但在四周这样短的时间里，运气的作用大过参数的不确定，按第一个范围做计划的人会一再感到意外。

# %% [markdown]
# ## Where the data cannot say
#
# Now go back to 15 January 1997, when the shop had watched its first customers for two weeks. The same model is fitted. How
# many purchases would you expect from a fit on two weeks, and how sure would it be?

# %% [markdown] lang="zh"
# ## 数据无法判断的时候
#
# 现在回到 1997 年 1 月 15 日，那时商店对首批客户只观察了两个星期。拟合同一个模型。只凭两周的数据，你估计它会预测多少次购买，又有多大把握？

# %%
early = summary.split(log, calibration_end="1997-01-15", holdout_end="1998-01-15")
young = BGNBD.fit(early.calibration, period_days=7)
print(young.assumption)

# %% [markdown]
# "Nobody ever leaves": in two weeks no silence is long enough to tell leaving from waiting, so `a` ran to zero. The fit is said to
# lie on a **boundary** (边界). The kit still gives a range, under a **weak prior** (弱先验) that only keeps parameters within
# plausible orders of magnitude, and it warns. We catch the warning to read it.

# %% [markdown] lang="zh"
# “没有人会离开”：两周之内，再长的沉默也分不清是离开还是等待，于是 `a` 跑到了零。这叫拟合落在**边界**（boundary）上。工具包仍然给出范围，用的是**弱先验**（weak prior），它只把参数限制在合理的数量级之内；同时发出警告。我们把警告接住，读一读。

# %%
def year(one, rng):
    return one.simulate_ahead(early.calibration, horizon_days=365, rng=rng).sum()


with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    wide = prediction_interval(year, young, rng=np.random.default_rng(1))
print(str(told[0].message).replace(". ", ".\n"))

# %%
year_came = early.holdout["purchases"].sum()
believing = young.expected_purchases(early.calibration, horizon_days=365).sum()
pd.Series({"nobody leaves": believing, "low": wide["low"].iloc[0], "high": wide["high"].iloc[0],
           "came": year_came}, name="purchases in a year").round(0).to_frame()

# %% [markdown]
# Taken at its word, the fit promises {{believing:,.0f}} purchases in a year. {{year_came:,}} came. The range under the weak prior runs
# from {{wide["low"].iloc[0]:,.0f}} to {{wide["high"].iloc[0]:,.0f}}: it is useless for planning, and it is honest. The single number
# was wrong by a factor of {{believing / year_came:.1f}} and looked exact. The remedy is in the warning: watch longer, or say what you
# know.

# %% [markdown] lang="zh"
# 如果照单全收，这个拟合承诺一年 {{believing:,.0f}} 次购买，实际只有 {{year_came:,}} 次。弱先验下的范围从 {{wide["low"].iloc[0]:,.0f}} 到 {{wide["high"].iloc[0]:,.0f}}：对做计划没有用，却是诚实的。那个单独的数字差了 {{believing / year_came:.1f}} 倍，看上去却很精确。补救办法就写在警告里：观察得更久，或者说出你已知的信息。

# %% [markdown]
# ## The answer
#
# Do not sign for {{forecast(model):,.0f}}. Sign for a range, {{plan.loc["what may happen", "low"]:,.0f}} to
# {{plan.loc["what may happen", "high"]:,.0f}} purchases, and say that it holds 19 times of 20 *if the model is right*. {{came:,}}
# came, at the edge. Whoever must not run out of stock plans beyond the upper end: no interval of a model covers the error of the
# model itself.

# %% [markdown] lang="zh"
# ## 回答
#
# 不要为 {{forecast(model):,.0f}} 签字。可以为一个范围签字：{{plan.loc["what may happen", "low"]:,.0f}} 到 {{plan.loc["what may happen", "high"]:,.0f}} 次购买，并说明*在模型正确的前提下*，20 次里有 19 次成立。实际来了 {{came:,}} 次，正在边缘。绝不能断货的人，要按高于上端的数量准备：模型给出的任何区间，都不包括模型自身的误差。

# %% [markdown]
# ## Published and ours
#
# Fader, Hardie and Lee (2005), *Marketing Science* 24, print the four parameters. A full **sampler** (采样器), a long and clever random
# walk (NUTS, in PyMC-Marketing), was run once for this course, with the flat prior. Our weighted draws should agree with it.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Fader、Hardie 和 Lee（2005），*Marketing Science* 24，给出了四个参数。本课程还用完整的**采样器**（sampler，即又长又聪明的随机游走：PyMC-Marketing 的 NUTS）在 flat 先验下运行过一次。我们的加权抽样应当与它一致。

# %%
nuts = datasets.load("sampler_posterior").query("prior == 'flat'").set_index("parameter")
pd.concat({
    "published": pd.Series({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}).to_frame("fit"),
    "ours": model.parameters.round(3).to_frame("fit"),
    "sampler": nuts[ends].round(2),
    "weighted draws": flat.parameter_intervals()[ends].round(2)}, axis="columns")

# %% [markdown]
# The fit agrees to all printed digits, and the intervals nearly. The sampler took {{nuts["seconds"].iloc[0]:.0f}} seconds with its
# preparation, the weighted draws about one. A sampler earns its time in models of many parameters, or where the weights
# warn: `reliable` says whether they behave.

# %% [markdown] lang="zh"
# 拟合值与论文印出的各位数字都一致，区间也几乎相同。采样器连同准备用了 {{nuts["seconds"].iloc[0]:.0f}} 秒，加权抽样约一秒。参数很多的模型，或者权重发出警告时，采样器才值得花这个时间。`reliable` 会告诉我们权重是否正常。

# %%
flat.reliable

# %% [markdown]
# ## Limits
#
# All ranges here take customers as independent and the model's story as true. CDNOW's customers bought more in 1998 than a
# story of steady rates foresees, and no calculation inside the model could know. That is what a holdout is for. For a single
# customer the range is wide in any case.

# %% [markdown] lang="zh"
# ## 局限
#
# 这里所有的范围都假设客户彼此独立，而且模型的故事成立。CDNOW 的客户在 1998 年买得比“购买率稳定”这个故事所预料的多，而模型内部的任何计算都不可能知道这一点。验证期的用处就在于此。对单个客户来说，范围无论如何都很宽。

# %% [markdown]
# **Terms** likelihood 似然 · interval 置信区间 · curvature 曲率 · delta method 德尔塔法 · bootstrap 自助法 · prior 先验分布 · posterior
# 后验分布 · random walk 随机游走 · importance sampling 重要性采样 · prediction interval 预测区间 · boundary 边界 · weak prior 弱先验 ·
# sampler 采样器
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/37_how_sure.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Give the number of customers alive an interval. Does it hold what the MBG/NBD of lesson 33 says?
# 2. Take every tenth customer only. Which of the three ways changes most?
# 3. A seller values the base at the upper end, a buyer at the lower. How far apart are they?

# %% [markdown] lang="zh"
# **术语** 似然 likelihood · 置信区间 interval · 曲率 curvature · 德尔塔法 delta method · 自助法 bootstrap · 先验分布 prior · 后验分布 posterior · 随机游走 random walk · 重要性采样 importance sampling · 预测区间 prediction interval · 边界 boundary · 弱先验 weak prior · 采样器 sampler
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/37_how_sure.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 给活跃客户数一个区间。第 33 课 MBG/NBD 给出的数字在这个区间里吗？
# 2. 只取十分之一的客户。三种方法中哪一种变化最大？
# 3. 卖方按区间上端给客户基础估值，买方按下端。两者相差多少？
