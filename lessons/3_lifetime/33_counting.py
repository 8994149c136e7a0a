# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["2357", "114", "19", "33", "35", "60", "13", "32", "95", "100", "26", "39"]
# ---

# %% [markdown]
# # 33 Counting your customers
#
# **Question** A shop has 2,357 customers on file. How many of them are still customers, and what will they
# buy in the next nine months?
#
# **Who asks** The manager of any shop without contracts: nobody tells a shop that they have left.
#
# **Time** 60 minutes. **Before this** [13 RFM](../1_segmentation/13_rfm.ipynb), [32 Contracts](32_contracts.ipynb).
#
# **You will be able to**
# 1. describe a customer by three numbers: x, t_x and T;
# 2. fit a BG/NBD model and say what its four parameters mean;
# 3. test a forecast on nine months that the model has not seen;
# 4. say how probable it is that a given customer is still alive, and how far to trust that number.
#
# **Data** CDNOW, the sample of 2,357 customers that the literature uses; first purchase in early 1997.

# %% [markdown] lang="zh"
# # 33 还剩多少客户
#
# **问题** 一家店的名单上有 2,357 位客户。其中还有多少人仍是客户？今后九个月他们会买多少次？
#
# **谁会这样问** 任何没有合约的商家的经理：客户离开时，不会有人通知商家。
#
# **用时** 60 分钟。**先修** [13 RFM 模型](../1_segmentation/13_rfm.ipynb)、[32 合约型客户](32_contracts.ipynb)。
#
# **学完你能够**
# 1. 用三个数描述一位客户：x、t_x 和 T；
# 2. 拟合 BG/NBD 模型，并说明四个参数的含义；
# 3. 用模型没有见过的九个月检验预测；
# 4. 说出某位客户仍然活跃的概率，以及这个数字可以信到什么程度。
#
# **数据** CDNOW 的 2,357 位客户样本，文献普遍采用；首次购买均在 1997 年初。

# %%
import numpy as np
import pandas as pd
from scipy import stats

from crmkit import datasets, plots, summary
from crmkit.lifetime import BGNBD, MBGNBD, ParetoNBD, evaluation
from crmkit.models import interval_of, prediction_interval

# %% [markdown]
# ## One customer on a time line
#
# We begin with a customer whom we make with dice. They come back after 30 days on average, sooner or later as luck
# has it, and after each repeat purchase they leave for good with a chance of one in five. We look at them
# on day 270.

# %% [markdown] lang="zh"
# ## 时间轴上的一位客户
#
# 先用随机数造一位客户：平均 30 天回来一次，早晚凭运气；每次重复购买之后，有五分之一的概率从此离开。我们在第 270 天观察这位客户。（图题的意思是：重复购买 5 次，随后沉默 114 天。）

# %%
plots.course_style()
rng = np.random.default_rng(485)
days = rng.exponential(30, 20).cumsum().round()
left = np.argmax(rng.random(20) < 0.2)
ax = plots.purchases.time_line(days[: left + 1], age_days=270, left_on=days[left])

# %% [markdown]
# The shop sees the dots, never the cross. What it knows are three numbers, all counted from the first
# purchase: the **repeat purchases** (重复购买次数, x), the **age at the last purchase** (末次购买时的客龄, t_x), and
# their **age** (客龄, T) on the day on which we look. The remaining days, T minus t_x, are silence.

# %% [markdown] lang="zh"
# 商家看得到圆点，看不到叉号。它知道的只有三个数，都从首次购买算起：**重复购买次数**（repeat purchases，x）、**末次购买时的客龄**（age at last purchase，t_x），以及观察时的**客龄**（age，T），单位都是天。T 减去 t_x，就是沉默的天数。

# %%
log = datasets.load("cdnow_sample")
ends = {"calibration_end": "1997-09-30", "holdout_end": "1998-06-30"}
parts = summary.split(log, **ends)
known = parts.calibration
known[["repeat_purchases", "age_at_last_days", "age_days"]].head(4)

# %% [markdown]
# These are the same three numbers for real customers as of 30 September 1997. A model may learn from the time
# until then, the **calibration** (校准期). The nine months that follow, the **holdout** (验证期), we keep to
# test it.

# %% [markdown] lang="zh"
# 这是真实客户截至 1997 年 9 月 30 日的同样三个数。到这一天为止的数据供模型学习，称为**校准期**（calibration）；随后的九个月留作检验，称为**验证期**（holdout）。

# %% [markdown]
# ## Anna or Bert? By hand
#
# Both are 270 days old, and both bought last on day 170. Anna has made six repeat purchases, Bert one. Write
# down your guess: who is more likely to be still a customer, and with what probability each?
#
# A hint: compare the silence of 100 days with the gaps that each of them used to leave.

# %% [markdown] lang="zh"
# ## 安娜还是伯特？动手算
#
# 两人的客龄都是 270 天，最后一次购买都在第 170 天。安娜（Anna）重复购买了六次，伯特（Bert）只有一次。请写下你的猜测：谁更可能仍是客户？各自的概率是多少？
#
# 提示：拿这 100 天的沉默与各自平时的购买间隔比一比。

# %%
anna_gap, bert_gap = 170 / 6, 170 / 1
print(f"Anna's gap {anna_gap:.0f} days: silent for {100 / anna_gap:.1f} gaps")
print(f"Bert's gap {bert_gap:.0f} days: silent for {100 / bert_gap:.1f} gaps")

# %% [markdown]
# Anna used to come every four weeks and has missed three visits; Bert comes twice a year, and his silence
# says little. So it is the *better* customer whom we should worry about. RFM gives both the same recency
# and Anna the higher frequency: it cannot see this. How worried should we be? For that we need a model.

# %% [markdown] lang="zh"
# 安娜过去每四周来一次，现在已经错过了三次；伯特一年来两次，沉默说明不了什么。所以真正该担心的反而是*更好的*客户。在 RFM 里两人的最近一次消费相同，安娜的消费频率更高，看不出这一点。那么该担心到什么程度？这就需要模型。

# %% [markdown]
# ## A story with four numbers
#
# Our dice customer had a rate and a chance of leaving. Real customers have their own, so we need
# shapes that say how much they differ. The **gamma distribution** (伽马分布) serves for rates, which can be any
# positive number, and the **beta distribution** (贝塔分布) for chances, which lie between 0 and 1.

# %% [markdown] lang="zh"
# ## 四个参数描述一群客户
#
# 刚才那位客户有一个购买率和一个离开的概率。真实客户各不相同，因此需要用形状来表示差异的大小。**伽马分布**（gamma distribution）用于购买率，取值为任意正数；**贝塔分布**（beta distribution）用于概率，取值在 0 与 1 之间。

# %%
bases = {"nearly alike": BGNBD(r=8, alpha=70, a=20, b=60, period_days=7),
         "different": BGNBD(r=1, alpha=8.7, a=1, b=3, period_days=7),
         "very different": BGNBD(r=0.25, alpha=2.2, a=0.3, b=0.9, period_days=7)}
axes = plots.purchases.rates_and_chances(bases)

# %% [markdown]
# Three customer bases, all with the same mean rate and the same mean chance of leaving. Small parameters
# mean customers who differ much: most buy hardly ever and a few very often; most stay for long, and some
# leave at the first opportunity. Which of the three will the music shop look like? Choose one.

# %% [markdown] lang="zh"
# 图题的意思是：平均数相同，客户却大不一样。参数越小，客户差异越大：多数人很少买，少数人常常买；多数人长期留下，有些人买一次就走。音像店会像哪一个？请选一个。

# %% [markdown]
# The **BG/NBD** model (Fader, Hardie and Lee, 2005) is this story. While alive, a customer buys at random at
# a rate of their own (gamma: `r`, `alpha`), and after each repeat purchase leaves with a probability of
# their own (beta: `a`, `b`). The mean rate is `r/alpha`, and `alpha` sets its scale, in weeks here; the mean
# chance of leaving is `a/(a+b)`. The fit picks the four under which the histories are most probable
# (**maximum likelihood**, 极大似然).

# %% [markdown] lang="zh"
# **BG/NBD** 模型（Fader、Hardie 和 Lee，2005）的假设（可以说是模型讲的故事）正是如此。客户活跃时按自己的购买率随机购买（伽马分布：`r`、`alpha`），每次重复购买之后以自己的概率离开（贝塔分布：`a`、`b`）。平均购买率是 `r/alpha`，其中 `alpha` 定出时间尺度（这里是周）；平均离开概率是 `a/(a+b)`。拟合就是选出使全部购买历史出现概率最大的四个数（**极大似然**，maximum likelihood）。

# %%
bg = BGNBD.fit(known, period_days=7)
bg

# %%
rates, chances = stats.gamma(bg.r, scale=1 / bg.alpha), stats.beta(bg.a, bg.b)
print(f"mean rate r/alpha: one purchase in {bg.alpha / bg.r:.0f} weeks;"
      f" {100 * rates.cdf(1 / 52):.0f} % buy less than once a year")
print(f"mean chance of leaving a/(a+b): {100 * bg.a / (bg.a + bg.b):.0f} %;"
      f" {100 * chances.cdf(0.1):.0f} % have less than 10 %")

# %% [markdown]
# In its rates the shop resembles the third shape, since `r` is near one quarter: at the mean rate a customer
# buys every {{1 / rates.mean():.0f}} weeks, but {{100 * (rates.cdf(1 / 52)):.0f}} % buy less than once a year. After a
# repeat purchase {{100 * (chances.mean()):.0f}} % leave on average; this shape lies between the second and the third.

# %% [markdown] lang="zh"
# 购买率属于第三种形状，因为 `r` 接近四分之一：按平均购买率，每 {{1 / rates.mean():.0f}} 周买一次，但有 {{100 * (rates.cdf(1 / 52)):.0f}} % 的客户一年买不到一次。每次重复购买之后，平均有 {{100 * (chances.mean()):.0f}} % 的人离开；这一项的形状介于第二种与第三种之间。

# %% [markdown]
# Now Anna. That she is alive, and that she left right after her last purchase, are two explanations of
# her silence. The model weighs one against the other, in weeks:
#
# $$P(\text{alive}) = 1 \Big/ \Big(1 + \frac{a}{b + x - 1}
# \Big(\frac{\alpha + T}{\alpha + t_x}\Big)^{r + x}\Big)$$
#
# This holds from the first repeat purchase on (x of 1 or more). What stands after the 1 is the odds of having
# left: the power says how surprising the silence is, and x makes it grow.

# %% [markdown] lang="zh"
# 回到安娜。她的沉默有两种解释：仍然活跃，或者最后一次购买后就离开了。模型把两者放在一起权衡（时间以周计）：
#
# $$P(\text{活跃}) = 1 \Big/ \Big(1 + \frac{a}{b + x - 1} \Big(\frac{\alpha + T}{\alpha + t_x}\Big)^{r + x}\Big)$$
#
# 公式适用于至少重复购买过一次的客户（x 不小于 1）。1 后面的一项是“已离开”对“仍活跃”的比：其中幂的部分表示沉默有多反常，x 越大它增长得越快。

# %%
two = pd.DataFrame({"repeat_purchases": [6, 1], "age_at_last_days": 170, "age_days": 270},
                   index=["Anna", "Bert"])
by_hand = 1 / (1 + bg.a / (bg.b + 5) * ((bg.alpha + 270 / 7) / (bg.alpha + 170 / 7)) ** (bg.r + 6))
call = bg.probability_alive(two)
print(f"Anna: by hand {by_hand:.3f}, by call {call['Anna']:.3f}. Bert: {call['Bert']:.3f}")

# %% [markdown]
# There is a {{100 * (call["Bert"]):.0f}} % chance that Bert is still alive, for Anna it is {{100 * (call["Anna"]):.0f}} %. Your ranking may have been right, but did you
# write off Anna? Three missed visits are a warning, not a proof: for her it is not far from an even bet.
# This number is the **probability of being alive** (活跃概率).

# %% [markdown] lang="zh"
# 伯特仍活跃的概率是 {{100 * (call["Bert"]):.0f}} %，安娜是 {{100 * (call["Anna"]):.0f}} %。你的排序也许对了，但有没有断定安娜已经流失？错过三次是警告，不是证明：对她而言，留下与离开的可能性相差不大。这个数就是**活跃概率**（probability of being alive）。

# %% [markdown]
# ## How many customers do we have?
#
# The sum of these probabilities is the expected number of customers. Write down your guess: how many of
# the {{len(known):,}} are left? The **interval** (置信区间) beside it holds the values consistent with the data (95 %).

# %% [markdown] lang="zh"
# ## 我们有多少客户？
#
# 把活跃概率加起来，就是客户人数的期望值。请写下你的猜测：{{len(known):,}} 人里还剩多少？表中同时给出**置信区间**（interval），即与数据相容的取值范围（95 %）。

# %%
def alive(model):
    chance, repeated = model.probability_alive(known), known["repeat_purchases"] > 0
    return pd.Series({"all": chance.sum(), "repeaters": chance[repeated].sum()})


interval_of(alive, bg, rng=np.random.default_rng(1)).round()

# %% [markdown]
# {{alive(bg)["all"]:,.0f}} customers, and a narrow interval: a result to take into a meeting. Or is it? In this story
# one can leave only after a *repeat* purchase. So all {{(known["repeat_purchases"] == 0).sum():,}} who never came back count as
# alive for certain. That was decided by the story, before it saw any data.

# %% [markdown] lang="zh"
# {{alive(bg)["all"]:,.0f}} 位客户，区间很窄，似乎可以直接写进报告了。真的吗？这个模型认为只有*重复*购买之后才可能离开，于是从未回来的 {{(known["repeat_purchases"] == 0).sum():,}} 人全部算作“肯定活跃”。这不是数据说的，而是模型预先假设的。

# %% [markdown]
# Two other stories: in the **MBG/NBD** a customer may also leave after the very first purchase, in the older
# **Pareto/NBD** at any time. Both have four parameters, too. By how much can such a detail change the number of
# customers? Guess before you run the cell.

# %% [markdown] lang="zh"
# 另有两种假设：**MBG/NBD** 认为首次购买后就可能流失；更早的 **Pareto/NBD** 认为随时都可能流失。两者同样只有四个参数。这样一个细节能让客户人数改变多少？先猜，再运行。

# %%
models = {"BG/NBD": bg, "MBG/NBD": MBGNBD.fit(known, period_days=7),
          "Pareto/NBD": ParetoNBD.fit(known, period_days=7)}
counted = pd.concat({name: interval_of(alive, model, rng=np.random.default_rng(1)).loc["all"]
                     for name, model in models.items()}, axis=1).T
counted["repeaters alive"] = [alive(model)["repeaters"] for model in models.values()]
counted["log-likelihood"] = [model.report.log_likelihood for model in models.values()]
counted.round(1)

# %% [markdown]
# {{counted.loc["BG/NBD", "estimate"]:,.0f}} customers or {{counted.loc["MBG/NBD", "estimate"]:,.0f}}, and no interval reaches
# from one to the other: an interval measures what is open *within* a story, never whether the story is
# true. About the {{(known["repeat_purchases"] > 0).sum()}} who did come back the three estimates are much closer:
# {{counted["repeaters alive"].min():,.0f}} to {{counted["repeaters alive"].max():,.0f}} are left.

# %% [markdown] lang="zh"
# 是 {{counted.loc["BG/NBD", "estimate"]:,.0f}} 位还是 {{counted.loc["MBG/NBD", "estimate"]:,.0f}} 位客户？没有哪个区间能同时包含两者：区间衡量的是假设*之内*的不确定，从不回答假设本身对不对。至于回来过的 {{(known["repeat_purchases"] > 0).sum()}} 位客户，三个估计值接近得多：还剩 {{counted["repeaters alive"].min():,.0f}} 到 {{counted["repeaters alive"].max():,.0f}} 人。

# %% [markdown]
# Can the data choose? The **log-likelihood** (对数似然) is the logarithm of how probable the data are under a
# model; nearer to zero is better. BG and MBG differ by
# {{abs(counted["log-likelihood"].iloc[1] - counted["log-likelihood"].iloc[0]):.1f}}: no choice at all. The Pareto/NBD, with as many
# parameters, is worse by {{counted["log-likelihood"].iloc[0] - counted["log-likelihood"].iloc[2]:.0f}}: clearly the weaker fit. What
# about Anna and Bert?

# %% [markdown] lang="zh"
# 数据能做出选择吗？**对数似然**（log-likelihood）是数据在模型下出现概率的对数，越接近零越好。BG 与 MBG 只差 {{abs(counted["log-likelihood"].iloc[1] - counted["log-likelihood"].iloc[0]):.1f}}，无从选择。Pareto/NBD 参数同样多，却差了 {{counted["log-likelihood"].iloc[0] - counted["log-likelihood"].iloc[2]:.0f}}，拟合明显较弱。那么安娜和伯特呢？

# %%
both = pd.DataFrame({name: model.probability_alive(two) for name, model in models.items()})
both.round(2)

# %% [markdown]
# For Anna the chance of being alive is {{100 * (both.loc["Anna"].min()):.0f}} % to {{100 * (both.loc["Anna"].max()):.0f}} %, for Bert
# {{100 * (both.loc["Bert"].min()):.0f}} % to {{100 * (both.loc["Bert"].max()):.0f}} %. The numbers depend on the story, the order does not: in all
# three, the customer who bought more is the one more likely to be lost.

# %% [markdown] lang="zh"
# 安娜仍活跃的概率在 {{100 * (both.loc["Anna"].min()):.0f}} % 到 {{100 * (both.loc["Anna"].max()):.0f}} % 之间，伯特在 {{100 * (both.loc["Bert"].min()):.0f}} % 到 {{100 * (both.loc["Bert"].max()):.0f}} % 之间。数值取决于假设，次序却不变：在三个模型里，买得更多的那一位都更可能已经流失。

# %% [markdown]
# ## The test: nine months unseen
#
# Who has left can never be checked; purchases can. In the calibration these customers made
# {{known["repeat_purchases"].sum():,}} repeat purchases. Write down your guess for the following nine months: more, as many,
# or fewer? In the figure the models have seen the part left of the dotted line only.

# %% [markdown] lang="zh"
# ## 检验：没有见过的九个月
#
# 谁已离开永远无法核对，购买次数却可以。校准期内这些客户共重复购买 {{known["repeat_purchases"].sum():,}} 次。请猜一猜随后的九个月：更多、相同，还是更少？图中，模型只见过竖直点线左边的部分。（图题的意思是：到期末，预测偏低 4 %。）

# %%
track = evaluation.tracking(bg, log, **ends)
ax = plots.tracking_cumulative(track)

# %% [markdown]
# Fewer, and the model knew: silent departures flatten the curve. At the end it lies 4 % below what came, as in
# the paper. But four per cent of *everything since January* flatters the forecast, since half of that time was
# known to it. Week by week, the unseen months can be judged by themselves.

# %% [markdown] lang="zh"
# 更少，而且模型预见到了：客户悄悄离开，曲线逐渐变平。到期末，预测比实际低 4 %，与论文一致。但这 4 % 是对*一月以来的全部*购买而言，其中一半时间模型早已见过，这个数字偏于好看。按周来看，就能单独评判没见过的月份。

# %%
ax = plots.tracking_by_step(track)

# %% [markdown]
# In the holdout alone the forecast is 11 % too low. Single weeks jump, and a model that knows no seasons misses
# the peaks of November and March. Sums over everybody can hide much, so the next question is finer: do customers who bought x times buy as often as forecast?

# %% [markdown] lang="zh"
# 图题的意思是：在验证期内，预测偏低 11 %。单周数字起伏很大，而模型不懂季节，没有料到十一月和三月的高峰。总数会掩盖很多，所以再问得细一些：过去买了 x 次的客户，今后的购买是否与预测相符？

# %%
forecasts = {name: evaluation.forecast(model, parts) for name, model in models.items()}
means = {name: evaluation.conditional_means(table) for name, table in forecasts.items()}
ax = plots.conditional_means(means)

# %% [markdown]
# All three put the groups in the right order. Where customers came back, the Pareto/NBD is mostly closest; at no
# repeats, with most of the customers, it is the BG/NBD. Two numbers sum this up. **Bias** (偏差) is how far the
# total is off. **Skill** (技巧得分) is the part of the squared error that a model saves against forecasting the same
# mean for everybody: 0 is no better, 1 perfect.

# %% [markdown] lang="zh"
# 图题的意思是：8 组中有 6 组是 Pareto/NBD 最接近实际，而零次重复购买的一组（人数最多）是 BG/NBD 最接近。三个模型都把各组的次序排对了。下面用两个数来概括：**偏差**（bias）是总量偏离的比例；**技巧得分**（skill score）是与“对所有人都预测同一个平均数”相比，平方误差减少的比例，0 表示毫无改进，1 表示完全准确。

# %%
errors = pd.DataFrame({name: evaluation.errors(table) for name, table in forecasts.items()})
errors.loc[["actual_total", "expected_total", "bias", "skill"]].round(3)

# %% [markdown]
# For the BG/NBD the bias is {{100 * (errors.loc["bias", "BG/NBD"]):.0f}} %. (The weekly figure expected {{track[track["part"] == "holdout"]["expected_in_step"].sum():,.0f}}: it knows only when
# each customer came first. The table expects {{errors.loc["expected_total", "BG/NBD"]:,.0f}}, since it also uses each history.) The
# skill is about {{100 * (errors.loc["skill"].mean()):.0f}} %: the rest is mostly luck, which no model foresees.

# %% [markdown] lang="zh"
# BG/NBD 的偏差为 {{100 * (errors.loc["bias", "BG/NBD"]):.0f}} %。（按周的那张图预期 {{track[track["part"] == "holdout"]["expected_in_step"].sum():,.0f}} 次，因为它只知道每位客户何时首次购买；这张表还用上了每个人的购买历史，所以是 {{errors.loc["expected_total", "BG/NBD"]:,.0f}} 次。）技巧得分约为 {{100 * (errors.loc["skill"].mean()):.0f}} %，其余大多是运气，任何模型都预见不到。

# %% [markdown]
# ## What can happen, with luck in it
#
# A forecast to plan by should be a range. `interval_of` asks what to expect on average. A **prediction interval**
# (预测区间) asks what can happen: it plays whole futures, dice included. Guess: in which of the three ranges will the
# {{errors.loc["actual_total", "BG/NBD"]:,.0f}} purchases lie that came?

# %% [markdown] lang="zh"
# ## 把随机性也算进去
#
# 用来做计划的预测应当是一个范围。`interval_of` 问的是平均会怎样；**预测区间**（prediction interval）问的是可能发生什么：连同运气在内，将未来模拟许多遍。猜一猜：实际的 {{errors.loc["actual_total", "BG/NBD"]:,.0f}} 次会落在三个模型中哪几个的预测区间里？

# %%
def nine_months(model, rng):
    return model.simulate_ahead(known, horizon_days=273, rng=rng).sum()


ahead = {name: prediction_interval(nine_months, model, rng=np.random.default_rng(1)).loc[0]
         for name, model in models.items()}
ahead = pd.DataFrame(ahead).T[["low", "high"]].assign(came=parts.holdout["purchases"].sum())
ahead.round().astype(int)

# %% [markdown]
# Only the Pareto/NBD's range holds it; what came lies just above the BG/NBD's and far above the MBG/NBD's.
# The better fit on the past did not make the better forecast. A 95 % range is valid only if the world keeps
# behaving as the model assumes; a season, or a shop that grows more popular, is not in it. Plan with some reserve.

# %% [markdown] lang="zh"
# 只有 Pareto/NBD 的预测区间包含了实际值；实际值刚好超出 BG/NBD 的上限，明显高于 MBG/NBD 的上限。对过去拟合得更好，并没有换来更好的预测。95 % 的区间以“世界照模型所假设的继续运行”为前提，季节变化、店铺走红都不在其中。做计划时应当留有余地。

# %% [markdown]
# ## Who is worth a letter?
#
# Suppose there is money for 500 letters. Four ways to choose: the highest probability of being alive (from
# two models), the highest expected purchases, or simply the most repeat purchases, without any model. Put them in
# order before you run the cell: which 500 customers bought most in the holdout?

# %% [markdown] lang="zh"
# ## 信寄给谁？
#
# 假设预算只够寄 500 封信。有四种选法：活跃概率最高（两个模型各一种）、预期购买次数最多，或者不用模型，只看重复购买次数。运行之前请先排个序：哪 500 位客户在验证期买得最多？

# %%
ways = {"alive, BG/NBD": bg.probability_alive(known),
        "alive, MBG/NBD": models["MBG/NBD"].probability_alive(known),
        "expected purchases, BG/NBD": forecasts["BG/NBD"]["expected"],
        "repeat purchases, counted": known["repeat_purchases"]}

# %%
came = parts.holdout["purchases"].sample(frac=1, random_state=1)  # ties in random order
chosen = {name: came[score.reindex(came.index).nlargest(500).index] for name, score in ways.items()}
letters = pd.DataFrame({name: {"who bought": (one > 0).sum(), "purchases": one.sum()}
                        for name, one in chosen.items()}).T
letters

# %% [markdown]
# Choosing by the BG/NBD's probability of being alive is a disaster: the top is full of people who never came back.
# Alive is not yet worth a letter. Choosing by expected purchases finds {{letters.iloc[2, 1]:,}} purchases, and simply
# counting repeats finds {{letters.iloc[3, 1]:,}}: for the ranking alone no model was needed. The same has been found in other industries (Wübben and von Wangenheim, 2008).

# %% [markdown] lang="zh"
# 按 BG/NBD 的活跃概率选人是一场灾难：排在最前面的全是从未回来的人。活跃并不等于值得寄信。按预期购买次数能找到 {{letters.iloc[2, 1]:,}} 次购买；而简单数一数重复购买次数也能找到 {{letters.iloc[3, 1]:,}} 次，单就排序而言并不需要模型。在其他行业也有同样的发现（Wübben 和 von Wangenheim，2008）。

# %% [markdown]
# So to rank, a count may do. What the model adds is *how much*: it expects
# {{forecasts["BG/NBD"]["expected"].nlargest(500).sum():,.0f}} purchases of its 500 and about
# {{forecasts["BG/NBD"]["expected"].nlargest(500).min():.1f}} of the last of them; times the margin on a purchase, that can be
# compared with the price of a letter. And it doubts some whom a count ranks high: customers like Anna. Here is every
# history of 270 days with a repeat. Is the model right to doubt?

# %% [markdown] lang="zh"
# 所以，只为排序，数一数就够了。模型多给的是*数量*：它预期这 500 人会买 {{forecasts["BG/NBD"]["expected"].nlargest(500).sum():,.0f}} 次，其中最后一位约 {{forecasts["BG/NBD"]["expected"].nlargest(500).min():.1f}} 次；乘以每次购买的毛利，就可以与一封信的成本比较。它还会怀疑一些购买次数很多的客户，例如安娜。下图列出客龄 270 天、至少重复购买过一次的全部历史（图题的意思是：重复购买越多，活跃概率反而越低）。这种怀疑有道理吗？

# %%
x, t_x = np.arange(1, 16), np.arange(20, 271, 10)
histories = pd.DataFrame([(n, t, 270) for t in t_x for n in x],
                         columns=["repeat_purchases", "age_at_last_days", "age_days"])
histories["alive"] = bg.probability_alive(histories)
grid = histories.pivot(index="age_at_last_days", columns="repeat_purchases", values="alive")

# %%
ax = plots.history_heatmap(grid, label="probability of being alive", percent=True,
                           marks={"Anna": (6, 170), "Bert": (1, 170)})

# %% [markdown]
# Follow the dotted line from Bert to Anna: at equal silence, each further purchase makes it darker. At the top,
# where the last purchase is recent, it is the other way round. But is it true that customers like Anna are
# lost? Take those with three or more repeats whom the model gives less than an even chance.

# %% [markdown] lang="zh"
# 沿点线从伯特走到安娜：沉默同样长时，每多买一次颜色就更深。最上方刚买过的一带则正好相反。可是，像安娜这样的客户真的流失了吗？来看重复购买三次及以上、而模型认为活跃概率不到一半的客户。

# %%
table = forecasts["BG/NBD"].assign(alive=bg.probability_alive(known))
silent = table[(table["repeat_purchases"] >= 3) & (table["alive"] < 0.5)]
print(f"{len(silent)} such customers: forecast {silent['expected'].mean():.2f} purchases each,"
      f" came {silent['actual'].mean():.2f}; alive {100 * silent['alive'].mean():.0f} % on average,"
      f" {100 * (silent['actual'] > 0).mean():.0f} % bought again")

# %% [markdown]
# The model was too gloomy: it gave them {{100 * (silent["alive"].mean()):.0f}} % on average, and {{100 * ((silent["actual"] > 0).mean()):.0f}} % bought
# again; their purchases were twice the forecast. With {{silent["actual"].mean():.2f}} purchases each they still beat the average
# customer, who made {{table["actual"].mean():.2f}}. Here the count was right: Anna is worth a letter. That she is less
# likely alive than Bert is a reason to write soon, not to strike her off.

# %% [markdown] lang="zh"
# 模型过于悲观：它给这些客户的活跃概率平均只有 {{100 * (silent["alive"].mean()):.0f}} %，却有 {{100 * ((silent["actual"] > 0).mean()):.0f}} % 的人又买了，购买次数约为预测的两倍。人均 {{silent["actual"].mean():.2f}} 次，仍高于全体的 {{table["actual"].mean():.2f}} 次。在这里，数次数是对的：安娜值得寄一封信。她活跃的可能性低于伯特，这是应当早些写信的理由，而不是放弃她的理由。

# %% [markdown]
# ## One customer over time
#
# A customer bought on days 0, 20, 35, 60 and 75 and then fell silent. We take the MBG/NBD, in which doubt
# begins on the first day. Write down your guess: after how many days of silence is it more likely that they
# have left?

# %% [markdown] lang="zh"
# ## 一位客户的活跃概率
#
# 一位客户在第 0、20、35、60、75 天购买，之后沉默。这里用 MBG/NBD，它从第一天起就存疑。请猜一猜：沉默多少天之后，已经离开的可能性更大？

# %%
bought = np.array([0, 20, 35, 60, 75])
days = pd.DataFrame({"age_days": np.arange(251)})
days["repeat_purchases"] = np.searchsorted(bought, days["age_days"], side="right") - 1
days["age_at_last_days"] = bought[days["repeat_purchases"]]
days["alive"] = models["MBG/NBD"].probability_alive(days)
path = days.set_index("age_days").assign(purchase=np.isin(days["age_days"], bought))

# %%
ax = plots.alive_over_time(path)

# %% [markdown]
# Each purchase lifts the curve, and silence lowers it. After
# {{path.index[(path["alive"] < 0.5) & (path.index > 75)][0] - 75}} days it falls below one half: more than three times the
# 19 days that this customer used to leave between purchases. It is Anna's story, told day by day.

# %% [markdown] lang="zh"
# 每次购买把曲线抬高，沉默使它下降。图题的意思是：沉默 {{path.index[(path["alive"] < 0.5) & (path.index > 75)][0] - 75}} 天后活跃概率低于一半，到期末只剩 9 %。这段时间是这位客户平时购买间隔（约 19 天）的三倍多。安娜的情形也是如此，只是这里按天来看。

# %% [markdown]
# ## The answer
#
# *How many are still customers?* Of {{len(known):,}}, {{counted["estimate"].min():,.0f}} to {{counted["estimate"].max():,.0f}} by the
# estimates of three models ({{counted["low"].min():,.0f}} to {{counted["high"].max():,.0f}} with their intervals), depending on
# which story you believe; certainly {{(came > 0).sum()}}, who bought again. The reason: of the
# {{(known["repeat_purchases"] == 0).sum():,}} who never came back, nobody can tell who has left and who buys rarely.

# %% [markdown] lang="zh"
# ## 回答
#
# *还有多少人是客户？* {{len(known):,}} 人中，三个模型的估计值为 {{counted["estimate"].min():,.0f}} 到 {{counted["estimate"].max():,.0f}} 人（连同置信区间为 {{counted["low"].min():,.0f}} 到 {{counted["high"].max():,.0f}} 人），取决于相信哪种假设；可以肯定的是 {{(came > 0).sum()}} 人，因为他们又买了。原因在于：从未回来的 {{(known["repeat_purchases"] == 0).sum():,}} 人当中，谁已离开、谁只是很少购买，没有人分得清。

# %% [markdown]
# *What will they buy in nine months?* The three models forecast {{errors.loc["expected_total"].min():,.0f}} to
# {{errors.loc["expected_total"].max():,.0f}} purchases; {{came.sum():,}} came. Plan with the ranges, from
# {{ahead["low"].min():,.0f}} to {{ahead["high"].max():,.0f}}. For 500 letters, choose by expected purchases: {{letters.iloc[2, 0]}} of those 500
# bought, and made {{100 * (letters.iloc[2, 1] / came.sum()):.0f}} % of all purchases. Whether a letter *causes* them is another question.

# %% [markdown] lang="zh"
# *九个月会买多少？* 三个模型预测 {{errors.loc["expected_total"].min():,.0f}} 到 {{errors.loc["expected_total"].max():,.0f}} 次，实际 {{came.sum():,}} 次；做计划时请用预测区间，即 {{ahead["low"].min():,.0f}} 到 {{ahead["high"].max():,.0f}} 次。500 封信按预期购买次数来寄：其中 {{letters.iloc[2, 0]}} 人买了 {{letters.iloc[2, 1]:,}} 次，占全部购买次数的 {{100 * (letters.iloc[2, 1] / came.sum()):.0f}} %。至于购买是不是信*带来*的，那是另一个问题。

# %% [markdown]
# ## Published and ours
#
# The paper's BG/NBD, the fit by `lifetimes` (the classic tool, no longer maintained; it calls x, t_x and T
# frequency, recency and T) and ours:

# %% [markdown] lang="zh"
# ## 文献数字与本课结果
#
# 论文的 BG/NBD 参数、经典工具 `lifetimes`（现已停止维护；它把 x、t_x、T 称为 frequency、recency、T）的拟合，以及本课的拟合：

# %%
from lifetimes import BetaGeoFitter

theirs = summary.to_frequency_recency_T(known, period_days=7)
classic = BetaGeoFitter().fit(theirs["frequency"], theirs["recency"], theirs["T"])
pd.DataFrame({"published": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
              "lifetimes": classic.params_, "ours": bg.parameters}).round(3)

# %% [markdown]
# ## Limits
#
# Rates that never change, no seasons, no campaigns, and customers who do not influence each other. New customers who
# join during the holdout are in no such forecast; a shop that still wins customers counts them separately.
# And a customer who is alive is not yet one whom a letter moves: that takes an experiment.

# %% [markdown] lang="zh"
# ## 局限
#
# 模型假定购买率永远不变，没有季节，没有促销，客户之间互不影响。验证期里新来的客户不在预测之内；仍在获客的商家应当另外统计。此外，客户活跃并不等于一封信能打动他们，那需要做实验。

# %% [markdown]
# **Terms** repeat purchases 重复购买次数 · age 客龄 · age at last purchase 末次购买时的客龄 · calibration 校准期 · holdout
# 验证期 · gamma distribution 伽马分布 · beta distribution 贝塔分布 · probability of being alive 活跃概率 · interval 置信区间 ·
# log-likelihood 对数似然 · maximum likelihood 极大似然 · prediction interval 预测区间 · bias 偏差 · skill 技巧得分
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/33_counting.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Fit with `period_days=1` instead of 7. Which parameters change, and by which factor?
# 2. For which customer is the difference between the BG/NBD and the Pareto/NBD largest, and why?
# 3. Calibrate on 26 weeks instead of 39. How far off is the sum of the holdout now?

# %% [markdown] lang="zh"
# **术语** 重复购买次数 repeat purchases · 客龄 age · 末次购买时的客龄 age at last purchase · 校准期 calibration · 验证期 holdout · 伽马分布 gamma distribution · 贝塔分布 beta distribution · 活跃概率 probability of being alive · 置信区间 interval · 对数似然 log-likelihood · 极大似然 maximum likelihood · 预测区间 prediction interval · 偏差 bias · 技巧得分 skill
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/33_counting.ipynb)会给你一家专属的模拟公司，并自动批改答案。用本课的数据还可以想一想：
#
# 1. 把 `period_days=7` 改成 1 再拟合。哪些参数变了？变为几倍？
# 2. 对哪位客户，BG/NBD 与 Pareto/NBD 的差别最大？为什么？
# 3. 校准期从 39 周缩短到 26 周，验证期总量的偏差变成多少？
