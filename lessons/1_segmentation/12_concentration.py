# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["33", "40", "20", "80", "95", "0.969", "0.218", "649.7"]
# ---

# %% [markdown]
# # 12 80/20, true and observed
#
# **Question** "Twenty per cent of our customers make eighty per cent of our sales." Is it so, and
# would it still be so had we watched for longer?
#
# **Who asks** A sales director who wants to drop the small customers.
#
# **Time** 40 minutes. **Before this** [00 Welcome](../0_start/00_welcome.ipynb).
#
# **You will be able to**
# 1. build a table of purchase deciles and a Gini coefficient, by hand and by call;
# 2. state the 80/20 number of a customer base together with its period and its base;
# 3. say how much of that number is chance, and what it would be in the long run.
#
# **Data** CDNOW (an online music shop, 1997-98) and The Complete Journey (a grocer, 2017).

# %% [markdown] lang="zh"
# # 12 二八定律：表面与真相
#
# **问题** “我们 20% 的客户贡献了 80% 的销售额。”真是这样吗？如果观察的时间更长，还会是这样吗？
#
# **谁会这样问** 一位打算放弃小客户的销售总监。
#
# **用时** 40 分钟。**先修** [00 欢迎](../0_start/00_welcome.ipynb)。
#
# **学完你能够**
# 1. 先手工、再用一行代码得到购买十分位表和基尼系数；
# 2. 说出一个客户基础的二八数字，并同时交代观察时段和统计对象；
# 3. 判断这个数字里有多少是偶然，长期来看又会是多少。
#
# **数据** CDNOW（网上音像店，1997—1998 年）和 The Complete Journey（食品超市，2017 年）。

# %%
import numpy as np
import pandas as pd

from crmkit import datasets, plots
from crmkit.lifetime import NBD
from crmkit.segmentation import concentration

plots.course_style()

# %%
log = datasets.load("cdnow")
spend = log.groupby("customer_id")["amount"].sum()
spend.describe().round(1)

# %% [markdown]
# In eighteen months the mean customer spent {{spend.mean():.0f}} dollars, the median customer only
# {{spend.median():.0f}}. A mean so far above the median says that a few large customers pull it up. How few?
# Write down your guess: what share of all sales does the best tenth make?

# %% [markdown] lang="zh"
# 十八个月里，客户平均消费 {{spend.mean():.0f}} 美元，而中位数只有 {{spend.median():.0f}} 美元。平均数比中位数高出这么多，说明少数大客户把它拉高了。这个“少数”究竟有多少？请先写下你的猜测：最好的十分之一客户贡献了多大比例的销售额？

# %% [markdown]
# ## Deciles by hand
#
# Sort the customers by spend, largest first, and cut them into ten groups of equal size, the
# **purchase deciles** (购买十分位). With {{len(spend):,}} customers each group has {{len(spend) // 10:,}}.

# %% [markdown] lang="zh"
# ## 动手算十分位
#
# 把客户按消费额从高到低排序，再切成人数相等的十组，这就是**购买十分位**（purchase deciles）。共有 {{len(spend):,}} 位客户，每组 {{len(spend) // 10:,}} 人。

# %%
ranked = spend.sort_values(ascending=False)
decile = np.arange(len(ranked)) // (len(ranked) // 10) + 1
by_hand = ranked.groupby(decile).sum() / ranked.sum()
by_hand.rename_axis("decile").round(3)

# %% [markdown]
# The best tenth make {{by_hand[1]:.0%}} of all sales, and the last tenth {{by_hand[10]:.0%}}. How close was your
# guess? One call gives the same shares and adds them up.

# %% [markdown] lang="zh"
# 最好的十分之一贡献了 {{by_hand[1]:.0%}} 的销售额，最后的十分之一只有 {{by_hand[10]:.0%}}。你猜得有多接近？用一行代码可以得到同样的占比，并顺便累加。

# %%
deciles = concentration.deciles(spend)
deciles.round(3)

# %%
ax = plots.concentration.decile_bars(deciles)

# %% [markdown]
# The first two bars together make {{deciles["cumulative_spend_share"][2]:.0%}}, where the 80/20 rule promises 80%.
# Two calls answer directly: what the best fifth make, and how many customers it takes to reach 80%.

# %% [markdown] lang="zh"
# 前两根柱子合计 {{deciles["cumulative_spend_share"][2]:.0%}}，而二八定律说的是 80%。下面两个函数直接回答两个问题：最好的五分之一贡献多少，以及要达到 80% 需要多少客户。

# %%
fifth, needed = concentration.top_share(spend), concentration.customers_for(spend, spend_share=0.8)
print(f"best fifth: {fifth:.1%} of spend; 80 % of spend: {needed:.1%} of the customers")

# %% [markdown]
# ## One curve, one number
#
# Lesson 00 drew the Lorenz curve. The **Gini coefficient** (基尼系数) turns it into one number: how much of
# the triangle below the diagonal lies between diagonal and curve, 0 if all customers are equal.
# Five customers are enough to do it by hand.

# %% [markdown] lang="zh"
# ## 一条曲线，一个数字
#
# 第 00 课画过洛伦兹曲线。**基尼系数**（Gini coefficient）把它变成一个数字：对角线与曲线之间的部分，占对角线下方三角形的多大比例；所有客户都相同时为 0。用五位客户就可以手工算一遍。

# %%
five = pd.Series([4, 6, 10, 30, 50], index=list("abcde"))
heights = np.concatenate([[0], five.cumsum() / five.sum()])
heights

# %% [markdown]
# These are the heights of the curve at 0, 1, ... 5 customers. The area below it consists of five strips,
# each one fifth wide and as high as its middle. The triangle has the area one half, so the Gini
# coefficient is one minus twice the area below the curve.

# %% [markdown] lang="zh"
# 这是曲线在 0、1、……、5 位客户处的高度。曲线下方的面积由五个窄条组成，每条宽五分之一，高度取中点的高度。三角形的面积是二分之一，所以基尼系数等于 1 减去曲线下方面积的两倍。

# %%
below = ((heights[1:] + heights[:-1]) / 2 / 5).sum()
print(f"by hand {1 - 2 * below:.3f}, by call {concentration.gini(five):.3f}")

# %%
ax = plots.concentration.gini_area(concentration.lorenz(spend))

# %% [markdown]
# CDNOW's customers, at {{concentration.gini(spend):.3f}}, are more unequal than our five. The dot shows what the
# curve says at the middle: the lower half of the customers make only {{1 - deciles["cumulative_spend_share"][5]:.0%}}
# of sales, as the last five bars did.

# %% [markdown] lang="zh"
# CDNOW 客户的基尼系数为 {{concentration.gini(spend):.3f}}，比这五位客户更不均衡。图中的圆点是曲线在正中间的读数：消费较少的那一半客户只贡献了 {{1 - deciles["cumulative_spend_share"][5]:.0%}} 的销售额，与后五根柱子之和一致。

# %% [markdown]
# ## Who was counted, and for how long?
#
# Now we count purchases, and watch the same customers for 4, 13 or 52 weeks from April 1997. By then all
# of them had made their first purchase, so all of them could come back.

# %% [markdown] lang="zh"
# ## 统计了谁，观察了多久？
#
# 现在改为统计购买次数，从 1997 年 4 月起，对同一批客户分别观察 4 周、13 周和 52 周。那时他们都已完成首次购买，所以人人都有可能再来。

# %%
start = pd.Timestamp("1997-04-01")
visits = log[log["ordered_at"] >= start].drop_duplicates(["customer_id", "ordered_at"])


def purchases_within(weeks):
    early = visits[visits["ordered_at"] < start + pd.Timedelta(weeks=weeks)]
    return early.groupby("customer_id").size().reindex(spend.index, fill_value=0)


# %% [markdown]
# Reports also differ in whom they count: all customers, or only those who bought in the period, its
# *buyers*. Before you run the cell, write down a guess: what share of the purchases of 13 weeks does the
# best fifth of all customers make?

# %% [markdown] lang="zh"
# 各种报告的统计对象也不同：有的算全部客户，有的只算该时段内买过的人，即*购买者*。运行之前请先写下猜测：在 13 周里，全部客户中最好的五分之一贡献了多大比例的购买次数？

# %%
counts = {weeks: purchases_within(weeks) for weeks in (4, 13, 52)}
observed = pd.DataFrame({
    "of all customers": {w: concentration.top_share(n) for w, n in counts.items()},
    "of buyers only": {w: concentration.top_share(n[n > 0]) for w, n in counts.items()},
})
observed.rename_axis("weeks").round(3)

# %% [markdown]
# One shop, six answers, from {{observed.min().min():.0%}} to {{observed.max().max():.0%}}. When we watch for
# longer, the share among all customers falls, and the share among buyers rises, because more and more
# occasional customers count as buyers. An 80/20 number without its period and its base says nothing.

# %% [markdown] lang="zh"
# 同一家店，六个答案，从 {{observed.min().min():.0%}} 到 {{observed.max().max():.0%}}。观察时间越长，全部客户口径下的占比越低，购买者口径下的占比越高，因为越来越多偶尔光顾的客户也成了购买者。不说明时段和统计对象的二八数字，没有任何意义。

# %% [markdown]
# ## Chance alone makes "best customers"
#
# Over 13 weeks the best fifth of all customers make {{observed.loc[13, "of all customers"]:.0%}}. Now imagine customers
# who are all exactly the same and buy at the mean rate of those weeks. By chance some buy twice and
# most not at all; such counts follow the **Poisson distribution** (泊松分布), the law of events that come at a steady
# rate by pure chance. What share would *their* best fifth make? Guess before you run it.

# %% [markdown] lang="zh"
# ## 偶然也能造出“最好的客户”
#
# 13 周内，全部客户中最好的五分之一贡献了 {{observed.loc[13, "of all customers"]:.0%}}。现在设想所有客户完全相同，都以这 13 周的平均速度购买。由于偶然，有人买了两次，多数人一次也没买；这样的次数服从**泊松分布**（Poisson distribution），即以固定速度纯属偶然发生的事件次数的分布。*他们*当中最好的五分之一会占多少？先猜，再运行。

# %%
purchases = counts[13]
alike = np.random.default_rng(1).poisson(purchases.mean(), len(purchases))
print(f"{concentration.top_share(pd.Series(alike)):.0%}")

# %% [markdown]
# More than two thirds of the purchases come from a "best fifth" that does not exist. So the observed
# {{observed.loc[13, "of all customers"]:.0%}} mixes two things: customers who differ, and luck. To tell them apart
# we need a model that has both.

# %% [markdown] lang="zh"
# 三分之二以上的购买来自并不存在的“最好的五分之一”。所以，观测到的 {{observed.loc[13, "of all customers"]:.0%}} 混合了两样东西：客户之间的真实差异，以及运气。要把它们分开，需要一个同时包含两者的模型。

# %% [markdown]
# ## A model with luck in it
#
# Give every customer a buying rate of their own, and let luck decide how many purchases come of it. The
# rates follow a **gamma distribution** (伽马分布): a family of shapes for positive numbers, from nearly
# equal to very unequal. Purchases then follow the **negative binomial distribution** (NBD, 负二项分布).

# %% [markdown] lang="zh"
# ## 含有运气的模型
#
# 让每位客户有自己的购买率，再由运气决定实际买了几次。购买率服从**伽马分布**（gamma distribution）：它是描述正数的一族形状，可以从几乎相等变到极不均衡。这样得到的购买次数服从**负二项分布**（NBD）。

# %%
model = NBD.fit(purchases)
print(f"r = {model.r:.3f}, alpha = {model.alpha:.3f}, mean rate {model.r / model.alpha:.2f}")

# %% [markdown]
# Two numbers fix the gamma. `r` is its shape: the smaller, the more customers differ. `alpha` sets the
# scale: `r / alpha` is the mean rate, here {{model.r / model.alpha:.2f}} purchases in 13 weeks. The fit took those two
# numbers under which the counts that we saw are most probable; this is called **maximum likelihood** (极大似然).

# %% [markdown] lang="zh"
# 两个数字决定一个伽马分布。`r` 决定形状：越小，客户差异越大。`alpha` 决定尺度：`r / alpha` 是平均购买率，这里是每 13 周 {{model.r / model.alpha:.2f}} 次。拟合就是选出使观测数据出现概率最大的那一对数字，这叫**极大似然**（maximum likelihood）。

# %%
rng = np.random.default_rng(2)
rates = pd.Series(rng.gamma(model.r, 1 / model.alpha, len(purchases)), name="rate")
shown = pd.cut(rates, [0, 0.1, 0.2, 0.4, 0.8, 1.6, np.inf], right=False)
share = 100 * shown.value_counts(sort=False, normalize=True)

# %%
ax = share.plot.bar(color=[plots.style.EXPECTED] + [plots.style.QUIET] * 5, rot=0, figsize=(7, 3.2))
ax.bar_label(ax.containers[0], fmt="%.0f")
ax.set_xticklabels(["below 0.1", "0.1-0.2", "0.2-0.4", "0.4-0.8", "0.8-1.6", "1.6 or more"])
ax.set_title(f"The model: {share.iloc[0]:.0f} % of customers buy less than once in ten quarters")
_ = ax.set(ylim=(0, 57), xlabel="buying rate (purchases in 13 weeks)", ylabel="customers (%)")

# %% [markdown]
# So we can build the model by hand: draw a rate for each customer, then let luck make purchases of it.
# If the model is good, the simulated customers look like the real ones. How many buy 0, 1, 2 ... times?

# %% [markdown] lang="zh"
# 于是可以手工搭出这个模型：给每位客户抽一个购买率，再由运气生成购买次数。如果模型合适，模拟的客户应当和真实的客户相像。买 0 次、1 次、2 次……的各有多少人？

# %%
simulated = pd.Series(rng.poisson(rates))
table = pd.DataFrame({
    "seen": purchases.clip(upper=5).value_counts(),
    "simulated": simulated.clip(upper=5).value_counts(),
})
table.sort_index().rename(index={5: "5 or more"})

# %% [markdown]
# Row by row the two columns are close; the simulation has a few more of the eager ones. In the simulation, unlike in life, we know the rates. That lets us
# ask what the best fifth make before luck comes in, the **true concentration** (真实集中度). Guess: of the
# {{observed.loc[13, "of all customers"]:.0%}}, how many points will be left?

# %% [markdown] lang="zh"
# 两列逐行都很接近，只是模拟里多买几次的人略多。与现实不同，在模拟里我们知道每个人的购买率，所以可以问：在运气起作用之前，最好的五分之一占多少？这就是**真实集中度**（true concentration）。猜一猜：{{observed.loc[13, "of all customers"]:.0%}} 里会剩下多少？

# %%
with_luck, rates_only = concentration.top_share(simulated), concentration.top_share(rates)
print(f"with luck {with_luck:.1%}, rates only {rates_only:.1%}")

# %% [markdown]
# The call computes the same without drawing, for any number of periods; one period is our 13 weeks, `inf`
# the long run. **Penetration** (渗透率) is the share who bought at all. `low` and `high` bound a 95%
# **interval** (置信区间): the range of values that the data leave plausible.

# %% [markdown] lang="zh"
# 下面的函数不用抽样就能算出同样的结果，而且适用于任意多个时段：一个时段就是这里的 13 周，`inf` 表示长期。**渗透率**（penetration）是至少买过一次的客户占比。`low` 和 `high` 是 95% **置信区间**（interval）的两端，即数据所允许的取值范围。

# %%
true = concentration.true_concentration(model, periods=[1, 2, 4, 8, 16, np.inf])
true[["penetration", "top_share", "low", "high", "top_share_of_buyers"]].round(3)

# %%
long_run = true.loc[np.inf, "top_share"]
seen = {1: observed.loc[13, "of all customers"], 4: observed.loc[52, "of all customers"]}
ax = plots.concentration.true_concentration_curve(true, observed=seen)

# %% [markdown]
# From 13 weeks the model expects {{true.loc[4, "top_share"]:.1%}} over four periods, between
# {{true.loc[4, "low"]:.1%}} and {{true.loc[4, "high"]:.1%}}. The 52 weeks, of which it never saw the last
# three quarters, showed {{seen[4]:.1%}}. In the long run {{long_run:.0%}} remain, so
# {{100 * (seen[1] - long_run):.0f}} points of the {{seen[1]:.0%}} are chance.

# %% [markdown] lang="zh"
# 模型只看了 13 周，就预期四个时段后为 {{true.loc[4, "top_share"]:.1%}}，区间为 {{true.loc[4, "low"]:.1%}} 到 {{true.loc[4, "high"]:.1%}}。实际的 52 周（其中后四分之三模型从未见过）是 {{seen[4]:.1%}}。长期来看只剩 {{long_run:.0%}}，也就是说，{{seen[1]:.0%}} 当中有 {{100 * (seen[1] - long_run):.0f}} 个百分点是偶然。

# %% [markdown]
# ## The customers whom the director would drop
#
# After 13 weeks the director says: "{{(purchases == 0).mean():.0%}} of our customers bought nothing. Drop them, we
# lose nothing." In the quarter that is true to the letter. Write down your guess: what share of the
# purchases of the next 39 weeks do these silent customers make?

# %% [markdown] lang="zh"
# ## 总监想放弃的客户
#
# 13 周过后，总监说：“{{(purchases == 0).mean():.0%}} 的客户什么也没买，放弃他们毫无损失。”就这一季度而言，这话一点不错。请写下你的猜测：在随后的 39 周里，这些沉默的客户贡献了多大比例的购买次数？

# %%
silent = purchases == 0
later = counts[52] - purchases  # weeks 14 to 52, so 39 weeks
lost = later[silent].sum() / later.sum()
print(f"{silent.sum():,} silent customers make {lost:.1%} of the purchases that follow")

# %% [markdown]
# Not nothing, but {{lost:.0%}}. Most of the silent will hardly ever buy, but the others are good customers who
# had no luck with the calendar, and nobody can tell them apart yet. That a fifth makes
# {{long_run:.0%}} in the long run does not mean that one quarter shows us which fifth.

# %% [markdown] lang="zh"
# 不是零，而是 {{lost:.0%}}。沉默的客户大多确实几乎不买，但其余的是好客户，只是时间不凑巧，而现在谁也分不清哪些是哪些。长期来看五分之一的客户贡献 {{long_run:.0%}}，并不等于看一个季度就知道是哪五分之一。

# %% [markdown]
# ## Another trade
#
# Groceries are bought every week, so luck has little room. The Complete Journey follows a panel of
# frequent shoppers; we count days with a purchase over 13 weeks. Will chance add more points than at
# CDNOW, half as many, or hardly any?

# %% [markdown] lang="zh"
# ## 换一个行业
#
# 食品每周都要买，运气的余地很小。The Complete Journey 跟踪的是一批常客；我们统计 13 周内有购买的天数。与 CDNOW 相比，偶然增加的百分点会更多、减半，还是几乎没有？

# %%
grocer = datasets.load("complete_journey_transactions")
grocer = grocer.assign(day=grocer["ordered_at"].dt.normalize())
grocer = grocer.drop_duplicates(["customer_id", "day"])
quarter = grocer["day"] < grocer["day"].min() + pd.Timedelta(weeks=13)
days = quarter.groupby(grocer["customer_id"]).sum()

# %%
settled = concentration.true_concentration(NBD.fit(days), periods=[np.inf]).loc[np.inf, "top_share"]
top = pd.Series({"CDNOW": seen[1], "the grocer": concentration.top_share(days)})
true_top = pd.Series({"CDNOW": long_run, "the grocer": settled})
parts = pd.DataFrame({"equal": 0.2, "differences": true_top - 0.2, "luck": top - true_top}) * 100
parts.round(1)

# %%
ax = plots.concentration.luck_bars(parts)
ax.set_title("Luck adds much to a short look at music, next to nothing at the grocer's")
_ = ax.set_xlabel("share of 13 weeks' purchases made by the best fifth (points)")

# %% [markdown]
# A fifth of equal customers would make 20 points anyway. Differences between customers add
# {{parts.loc["CDNOW", "differences"]:.0f}} at CDNOW and {{parts.loc["the grocer", "differences"]:.0f}} at the grocer;
# luck adds {{parts.loc["CDNOW", "luck"]:.0f}} and {{abs(parts.loc["the grocer", "luck"]):.1f}}. Where customers buy often, a
# quarter shows them as they are; where they buy rarely, it shows mostly who happened to come.

# %% [markdown] lang="zh"
# 如果客户都一样，五分之一的客户本来就占 20 个百分点。客户之间的差异在 CDNOW 增加了 {{parts.loc["CDNOW", "differences"]:.0f}} 个百分点，在超市增加了 {{parts.loc["the grocer", "differences"]:.0f}} 个；运气分别增加了 {{parts.loc["CDNOW", "luck"]:.0f}} 个和 {{abs(parts.loc["the grocer", "luck"]):.1f}} 个。购买频繁的行业，一个季度就能看清客户；购买稀少的行业，一个季度看到的多半只是谁碰巧来了。

# %% [markdown]
# ## The answer
#
# "A fifth makes four fifths" is nearly right for one year's purchases ({{seen[4]:.0%}}). It says too much of
# the money of eighteen months ({{fifth:.0%}}) and too little of a single quarter ({{seen[1]:.0%}}), of which
# {{100 * (seen[1] - long_run):.0f}} points are chance. It is no reason to drop {{silent.sum():,}} silent customers: that
# would have cost {{lost:.0%}} of the later purchases. Drop by what customers cost and bring, not by one quarter.

# %% [markdown] lang="zh"
# ## 回答
#
# “二成客户贡献八成”：对一年的购买次数大致成立（{{seen[4]:.0%}}），对十八个月的金额来说说高了（{{fifth:.0%}}），对单个季度来说又说低了（{{seen[1]:.0%}}），而且其中 {{100 * (seen[1] - long_run):.0f}} 个百分点是偶然。它不能成为放弃 {{silent.sum():,}} 位沉默客户的理由：那样会失去后来 {{lost:.0%}} 的购买。放弃谁，要看客户带来多少、花费多少，而不是看一个季度。

# %%
billboards = datasets.load("billboard_exposures")
people = billboards["exposures"].repeat(billboards["people"])

# %% [markdown]
# ## Published and ours
#
# Can we trust our NBD? A teaching example has a published fit: how often each of {{len(people)}} people passed a
# billboard. The **log-likelihood** (对数似然) is the logarithm of the probability of the data under the model;
# of two models of the same data, the one nearer to zero fits better.

# %% [markdown] lang="zh"
# ## 文献与本课结果
#
# 我们的 NBD 可信吗？有一个教学例子公布了拟合结果：{{len(people)}} 个人各自经过某块广告牌多少次。**对数似然**（log-likelihood）是数据在模型下的概率的对数；同一份数据的两个模型，越接近零的拟合越好。

# %%
fit = NBD.fit(people)
published = pd.Series({"r": 0.969, "alpha": 0.218, "log-likelihood": -649.7})
ours = pd.Series([fit.r, fit.alpha, fit.report.log_likelihood], index=published.index)
pd.DataFrame({"published": published, "ours": ours.round(3)})

# %% [markdown]
# The argument of this lesson is that of Schmittlein, Cooper and Morrison (1993), repeated on other data.
#
# ## Limits
#
# The NBD assumes that rates stay as they are: nobody leaves, and no season counts. CDNOW's customers do
# leave; lesson 33 brings models that know it. Money can be more unequal than purchases where baskets differ.

# %% [markdown] lang="zh"
# 本课的论证来自 Schmittlein、Cooper 和 Morrison（1993），这里换用其他数据重做了一遍。
#
# ## 局限
#
# NBD 假定购买率保持不变：没有人流失，也没有季节影响。CDNOW 的客户其实会流失，第 33 课的模型会考虑这一点。在购物篮大小差异明显的行业，金额可能比购买次数更不均衡。

# %% [markdown]
# **Terms** purchase decile 购买十分位 · Gini coefficient 基尼系数 · Poisson distribution 泊松分布 ·
# gamma distribution 伽马分布 · NBD 负二项分布 ·
# maximum likelihood 极大似然 · log-likelihood 对数似然 · interval 置信区间 · true concentration 真实集中度 ·
# penetration 渗透率

# %% [markdown] lang="zh"
# **术语** 购买十分位 purchase decile · 基尼系数 Gini coefficient · 泊松分布 Poisson distribution · 伽马分布 gamma distribution · 负二项分布 NBD · 极大似然 maximum likelihood · 对数似然 log-likelihood · 置信区间 interval · 真实集中度 true concentration · 渗透率 penetration

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/12_concentration.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Fit the model on 4 weeks instead of 13. Does it still foresee the 52 weeks?
# 2. Drop only those who bought nothing in 52 weeks. Why can this lesson not say what that would cost?
# 3. Are CDs (`quantity`) more or less concentrated than dollars?

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/1_segmentation/12_concentration.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 用 4 周而不是 13 周的数据拟合模型，它还能预见 52 周的结果吗？
# 2. 如果只放弃 52 周都没有购买的客户，为什么本课无法说出代价？
# 3. 唱片张数（`quantity`）比消费额更集中，还是更分散？
