# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["32", "491", "45", "30", "900", "90", "50", "0.922", "0.998", "15", "21", "0.688", "33", "95", "390", "85"]
# ---

# %% [markdown]
# # 32 Contracts: why retention seems to rise
#
# **Question** Of 1,000 subscribers 491 are left after seven years. How many will be left after twelve?
#
# **Who asks** A publisher, a gym, an insurer, a telecoms firm: whoever has contracts and sees customers leave on a known date.
#
# **Time** 45 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb).
#
# **You will be able to**
# 1. read survival and retention rates off a table, by hand;
# 2. say why a straight line or a parabola through them is a bad forecast;
# 3. fit the sBG and the BdW, and test them on years that they have not seen;
# 4. value customers whose retention rises with the years.
#
# **Data** two groups of subscribers, *High End* and *Regular*, of Fader and Hardie (2007), followed for twelve years.

# %% [markdown] lang="zh"
# # 32 合约型客户：保持率为什么看起来在上升
#
# **问题** 1,000 位订户，七年后还剩 491 位。十二年后还剩多少？
#
# **谁会这样问** 出版社、健身房、保险公司、电信公司：凡是有合约、能看到客户在某一天离开的企业。这类业务叫合约型（也叫契约型）；没有合约、看不到客户离开的叫非合约型（非契约型）。
#
# **用时** 45 分钟。**先修** [30 一位客户值多少钱](30_worth.ipynb)。
#
# **学完你能够**
# 1. 动手从一张表里算出存续率和客户保持率；
# 2. 说明为什么用直线或抛物线外推是糟糕的预测；
# 3. 拟合 sBG 和 BdW 模型，并用它们没有见过的年份来检验；
# 4. 给保持率逐年上升的客户估值。
#
# **数据** Fader 和 Hardie（2007）的两组订户：High End（高端）和 Regular（普通），各跟踪十二年。

# %%
import numpy as np
import pandas as pd
from scipy.stats import beta

from crmkit import datasets, plots
from crmkit.lifetime import SBG, BdW, Geometric

# %%
plots.course_style()
table = datasets.load("retention_tables")
survivors = table.pivot(index="year", columns="segment", values="customers")
seen = survivors.loc[:7]
seen

# %% [markdown]
# Each group began with 1,000 subscribers who pay once a year; year t ends with renewal t. We stand at the end of year seven
# and know nothing of what comes. Write down your guess: of the {{seen.loc[7, "High End"]}} High End subscribers who
# are left, how many will still be there in year twelve?

# %% [markdown] lang="zh"
# 两组各从 1,000 位订户开始，每年续费一次，第 t 年以第 t 次续约结束。我们站在第七年年末，对以后一无所知。请写下你的猜测：剩下的 {{seen.loc[7, "High End"]}} 位 High End 订户，到第十二年还有多少位？

# %% [markdown]
# ## By hand: survival and retention
#
# **Survival** (存续率) compares with the beginning: {{seen.loc[2, "High End"]}} of 1,000 made two renewals. The
# **retention rate** (客户保持率) compares with the year before: {{seen.loc[2, "High End"]}} of
# {{seen.loc[1, "High End"]}}. Two divisions give both columns.

# %% [markdown] lang="zh"
# ## 动手算：存续率与客户保持率
#
# **存续率**（survival，统计教材多称生存率）与最初相比：1,000 人中有 {{seen.loc[2, "High End"]}} 人完成了两次续约。**客户保持率**（retention rate，合约业务中也叫续约率，两者是一回事）与上一年相比：{{seen.loc[1, "High End"]}} 人中的 {{seen.loc[2, "High End"]}} 人。两列各用一次除法。

# %%
high_end = seen["High End"]
pd.DataFrame({"survival": high_end / 1000, "retention": high_end / high_end.shift()}).round(3)

# %%
retention = (seen / seen.shift()).dropna()
ax = plots.contracts.retention_lines(retention)

# %% [markdown]
# Survival falls, as it must, but retention *rises*: in the Regular group every year, from
# {{100 * retention["Regular"].iloc[0]:.0f}} to {{100 * retention["Regular"].iloc[-1]:.0f}} %; in the High End group from
# {{100 * retention["High End"].iloc[0]:.0f}} to {{100 * retention["High End"].iloc[-1]:.0f}} %, after a small fall in year two
# ({{retention["High End"].iloc[0]:.3f}} to {{retention["High End"].iloc[1]:.3f}}). The axis does not start at zero. "The longer they are with
# us, the more loyal they become," says the director. Do you believe that? Write down yes or no before you read on.

# %% [markdown] lang="zh"
# 存续率下降是必然的，而客户保持率在*上升*。图题的意思是：Regular 组年年上升，从 {{100 * retention["Regular"].iloc[0]:.0f}}% 升到 {{100 * retention["Regular"].iloc[-1]:.0f}}%；High End 组第二年先略降（{{retention["High End"].iloc[0]:.3f}} 到 {{retention["High End"].iloc[1]:.3f}}），七年里从 {{100 * retention["High End"].iloc[0]:.0f}}% 升到 {{100 * retention["High End"].iloc[-1]:.0f}}%（注意纵轴不从零开始）。总监说：“客户跟我们越久就越忠诚。”你相信吗？先写下“是”或“否”，再往下读。

# %% [markdown]
# ## Nobody changes, and still it rises
#
# Take 900 customers of two kinds. 300 are loyal: 90 % of them renew, every year. 600 are fickle: 50 % renew, every
# year. Nobody ever changes. In the first year {{100 * (300 * 0.9 + 600 * 0.5) / 900:.0f}} % of all renew. What
# do you expect in the seventh: fewer, the same share, or more?

# %% [markdown] lang="zh"
# ## 谁也没有变，保持率照样上升
#
# 设想 900 位客户，分为两类。300 位忠诚：每年都有 90% 续约；600 位易流失：每年只有 50% 续约。谁也不会改变。第一年全体的续约率是 {{100 * (300 * 0.9 + 600 * 0.5) / 900:.0f}}%。你估计第七年会更低、不变，还是更高？

# %%
years = np.arange(8)
kinds = pd.DataFrame({"loyal": 300 * 0.90**years, "fickle": 600 * 0.50**years})
kinds["all"] = kinds.sum(axis="columns")
kinds["retention"] = kinds["all"] / kinds["all"].shift()
kinds.round(2)

# %%
ax = plots.contracts.survivors_by_kind(kinds[["loyal", "fickle"]].rename_axis("year"))

# %% [markdown]
# Retention rises to {{100 * kinds["retention"].iloc[-1]:.0f}} % although neither kind has changed. The fickle leave first, so
# those who remain are more and more the loyal ones: {{100 * 300 / 900:.0f}} % of all at the start,
# {{100 * kinds["loyal"].iloc[-1] / kinds["all"].iloc[-1]:.0f}} % in the end. This is **sorting** (筛选效应). A rising
# rate alone therefore proves no growing loyalty.

# %% [markdown] lang="zh"
# 图题的意思是：全体的续约率起初是 {{100 * kinds["retention"].iloc[1]:.0f}}%，最后是 {{100 * kinds["retention"].iloc[-1]:.0f}}%，而两类客户都没有变。易流失的客户先离开，留下来的越来越多是忠诚客户：开始时占 {{100 * 300 / 900:.0f}}%，最后占 {{100 * kinds["loyal"].iloc[-1] / kinds["all"].iloc[-1]:.0f}}%。这叫**筛选效应**（sorting）。所以，单凭保持率上升，并不能证明客户越来越忠诚。

# %% [markdown]
# ## A straight line?
#
# The spreadsheet offers a trend line: a straight line or a parabola through the eight points of years 0 to 7, read off at
# year twelve.
# Fader and Hardie report how close both are to the past: an R² (the share of the variation that the curve explains, 1 at
# best) of 0.922 and 0.998. Which would you trust?

# %% [markdown] lang="zh"
# ## 画一条直线？
#
# 电子表格里有现成的趋势线：用直线或抛物线穿过第 0 年到第 7 年的八个点，再读出第十二年的值。Fader 和 Hardie 报告了两者与过去的吻合程度：R²（曲线所解释的变异比例，最高为 1）分别为 0.922 和 0.998。你更相信哪一条？

# %%
shares = pd.DataFrame({"actual": high_end / 1000}, index=survivors.index)
for name, degree in {"line": 1, "parabola": 2}.items():
    trend = np.polyfit(high_end.index, high_end / 1000, degree)
    shares[name] = np.polyval(trend, shares.index)
trends = ["line", "parabola"]
ax = plots.contracts.survival_projections(shares, fitted_up_to=7, trends=trends)

# %% [markdown]
# The line forecasts {{1000 * shares.loc[12, "line"]:.0f}} subscribers and would soon go below zero. The parabola, with
# the nearly perfect R², forecasts {{1000 * shares.loc[12, "parabola"]:.0f}}, as if subscribers who left came *back*; nobody
# in this table can. Both describe the past and know nothing of customers.

# %% [markdown] lang="zh"
# 图题说的是两种预测的终点相差多远（黑点是实际人数）。直线预测剩 {{1000 * shares.loc[12, "line"]:.0f}} 位，再往后就会变成负数。R² 近乎完美的抛物线预测 {{1000 * shares.loc[12, "parabola"]:.0f}} 位：仿佛走掉的订户又*回来*了，而在这张表里这不可能发生。两条曲线都只描述了过去，对客户却一无所知。

# %% [markdown]
# ## A model of people
#
# Let us keep the two kinds in mind, but why just two? Let every customer have a probability of leaving of their own. In
# both groups drawn below it is 15 % on average. In one group customers are much alike, in the other they differ.

# %% [markdown] lang="zh"
# ## 以人为单位的模型
#
# 记住前面的两类客户，不过何必只有两类？让每位客户都有自己的离开概率。下图两组客户的平均离开概率都是 15%：一组客户彼此相近，另一组差别很大。

# %%
edges = np.arange(0, 1.01, 0.05)
shapes = {"alike": (15, 85), "different": (0.3, 1.7)}
spread = pd.DataFrame({name: np.diff(beta.cdf(edges, *two)) for name, two in shapes.items()})
means = {name: a / (a + b) for name, (a, b) in shapes.items()}
ax = plots.contracts.leaving_spread(
    spread.set_axis(edges[:-1]), means=means, colors=["#56606b", "#cc78bc"])

# %% [markdown]
# Shapes of this family are called **beta distributions** (贝塔分布). Two positive numbers, α and β, choose one: α / (α + β)
# is the mean, and the smaller both are, the more customers differ. In which of the two groups will retention rise the more in
# seven years? Write down your choice, and from 85 % to how many.

# %% [markdown] lang="zh"
# 这一族形状叫**贝塔分布**（beta distribution），由两个正数 α 和 β 决定：α / (α + β) 是平均值；两个数越小，客户之间的差别越大。图题的意思是：离开概率低于 5% 的，“alike”（彼此相近）组一位也没有，“different”（差别大）组有 {{1000 * spread["different"][0]:.0f}} 位。七年之中，哪一组的保持率会升得更多？请写下你的选择，以及它会从 85% 升到多少。

# %% [markdown]
# That is the whole **sBG** model (shifted-beta-geometric): everyone keeps their own probability for ever, and these
# probabilities follow a beta distribution. `fit` tries α and β until the seven years seen become as probable as
# possible; how probable the data are under a model is called its **likelihood** (似然). (`period_days` says that a contract runs for a year; only
# discounting needs it, later.)

# %% [markdown] lang="zh"
# 这就是 **sBG**（移位贝塔几何模型）的全部内容：每个人的离开概率终身不变，这些概率服从贝塔分布。`fit` 不断调整 α 和 β，直到已经看到的七年数据出现的概率最大；数据在模型下出现的概率叫**似然**（likelihood）。（`period_days` 说明合约为期一年，后面折现时才用得到。）

# %%
sbg = SBG.fit(high_end, period_days=365.25)
sbg.parameters.round(3)

# %% [markdown]
# Now twelve years by hand. Put 1,000 customers in a row, from the most loyal to the most fickle, each with the probability
# that the fitted shape gives to their place. A customer who leaves with probability p is still there after twelve
# renewals with (1 - p)¹². Add up.

# %% [markdown] lang="zh"
# 现在动手推算十二年。让 1,000 位客户从最忠诚到最易流失排成一队，按拟合出的形状给每个位置一个离开概率。离开概率为 p 的客户，十二次续约之后仍在的概率是 (1 - p)¹²。把它们加起来。

# %%
place = (np.arange(1000) + 0.5) / 1000
p = beta.ppf(place, sbg.alpha, sbg.beta)
by_hand, by_call = ((1 - p) ** 12).sum(), 1000 * sbg.survival(12)
print(f"by hand {by_hand:.1f}, by call {by_call:.1f}")

# %% [markdown]
# The sBG forecasts {{by_call:.0f}} of 1,000. The call needs no row of customers, since the sum has a short form. In
# year t the retention rate is $r_t = (\beta + t - 1) / (\alpha + \beta + t - 1)$, and survival is the product of these
# rates. By year seven the *alike* reach {{100 * (shapes["alike"][1] + 6) / (sum(shapes["alike"]) + 6):.0f}} %, the *different*
# {{100 * (shapes["different"][1] + 6) / (sum(shapes["different"]) + 6):.0f}} %: among them there is far more to sort.

# %% [markdown] lang="zh"
# sBG 预测 1,000 位中还剩 {{by_call:.0f}} 位。调用函数不必把客户排成队，因为这个和有简短的公式：第 t 年的保持率是 $r_t = (\beta + t - 1) / (\alpha + \beta + t - 1)$，存续率就是这些保持率的乘积。到第七年，“alike”组的保持率是 {{100 * (shapes["alike"][1] + 6) / (sum(shapes["alike"]) + 6):.0f}}%，“different”组是 {{100 * (shapes["different"][1] + 6) / (sum(shapes["different"]) + 6):.0f}}%：差别越大，可筛选的余地越大。

# %% [markdown]
# ## Two rivals
#
# The **geometric model** (几何模型) gives everybody the same probability of leaving. The **BdW** (beta-discrete-Weibull) lets
# customers differ like the sBG and also *change*: whoever leaves with probability p at first is still there after t years with
# $(1 - p)^{t^c}$. A c of 1 gives the sBG; above 1 they tire, below 1 they grow attached. Which of the three will fit the seven years best?

# %% [markdown] lang="zh"
# ## 两个对照模型
#
# **几何模型**（geometric model）让所有人的离开概率都相同。**BdW**（贝塔离散威布尔模型）像 sBG 一样允许客户各不相同，还允许他们*改变*：起初离开概率为 p 的客户，t 年后仍在的概率是 $(1 - p)^{t^c}$。c 等于 1 就是 sBG；大于 1 表示客户日渐厌倦，小于 1 表示日渐依恋。猜一猜，三个模型中哪一个与这七年最吻合？

# %%
models = {
    "geometric": Geometric.fit(high_end, period_days=365.25),
    "sBG": sbg,
    "BdW": BdW.fit(high_end, period_days=365.25),
}
fit = {name: model.report.log_likelihood for name, model in models.items()}
pd.Series(fit, name="log-likelihood").round(1).to_frame()

# %% [markdown]
# The logarithm of the likelihood is below zero; the larger (closer to zero) the better. Letting customers differ gains
# {{fit["sBG"] - fit["geometric"]:.0f}}, which is much: a difference of 2 or 3 would already count as a hint, since it means
# that the data are {{np.exp(2):.0f}} to {{np.exp(3):.0f}} times as probable. Letting them change as well gains another {{fit["BdW"] - fit["sBG"]:.0f}}. But a good fit to the past is no forecast, as the
# parabola has shown.

# %% [markdown] lang="zh"
# 似然的对数是负数，越大（越接近零）越好。允许客户各不相同，提高了 {{fit["sBG"] - fit["geometric"]:.0f}}，这已经很多：两个模型相差 2 到 3 就值得注意，因为这意味着数据出现的概率相差 {{np.exp(2):.0f}} 到 {{np.exp(3):.0f}} 倍。再允许客户改变，又提高了 {{fit["BdW"] - fit["sBG"]:.0f}}。不过抛物线已经告诉我们，对过去拟合得好，并不等于预测得好。

# %% [markdown]
# ## The test: five years that nobody has seen
#
# Look at your guess once more. Now we uncover the years eight to twelve and lay all five forecasts beside them.

# %% [markdown] lang="zh"
# ## 检验：谁也没有见过的五年
#
# 再看一眼你的猜测。现在揭开第八年到第十二年，把五种预测放在一起比较。

# %%
shares["actual"] = survivors["High End"] / 1000
for name, model in models.items():
    shares[name] = model.survival(shares.index)
order = ["actual", "sBG", "BdW", "geometric", *trends]
ax = plots.contracts.survival_projections(shares[order], fitted_up_to=7, trends=trends)

# %%
ends = pd.DataFrame({"of 1,000": 1000 * shares.loc[12, order]})
ends["off by customers"] = ends["of 1,000"] - ends.loc["actual", "of 1,000"]
ends["off by per cent"] = 100 * ends["off by customers"] / ends.loc["actual", "of 1,000"]
ends.round(1)

# %% [markdown]
# {{ends.loc["actual", "of 1,000"]:.0f}} subscribers were left. The sBG said {{ends.loc["sBG", "of 1,000"]:.0f}}, the BdW
# {{ends.loc["BdW", "of 1,000"]:.0f}}: {{-ends.loc["sBG", "off by per cent"]:.0f}} % too few and
# {{ends.loc["BdW", "off by per cent"]:.1f}} % too many, after five unseen years. The geometric model, for which all are
# alike, missed almost a third of them. How far off was your guess?

# %% [markdown] lang="zh"
# 图题说的是实际剩下的人数，以及最接近的两种预测和最远的一种。实际还剩 {{ends.loc["actual", "of 1,000"]:.0f}} 位。五年未见的数据之后，sBG 预测 {{ends.loc["sBG", "of 1,000"]:.0f}} 位，少了 {{-ends.loc["sBG", "off by per cent"]:.0f}}%；BdW 预测 {{ends.loc["BdW", "of 1,000"]:.0f}} 位，多了 {{ends.loc["BdW", "off by per cent"]:.1f}}%。认为人人相同的几何模型少算了将近三分之一。你的猜测差多少？

# %% [markdown]
# ## Do they grow more loyal? Ask the data
#
# Back to the director: "the longer they stay, the more loyal they become". If so, c must be below 1. An
# **interval** (置信区间) is the range of values that agree with the data. Before you look: below 1, or above?

# %% [markdown] lang="zh"
# ## 客户变得更忠诚了吗？让数据回答
#
# 回到总监的话：“跟我们越久就越忠诚。”如果真是这样，c 就应当小于 1。**置信区间**（interval）是与数据相容的取值范围。先猜一猜：c 小于 1，还是大于 1？

# %%
bdw = {name: BdW.fit(seen[name], period_days=365.25) for name in seen}
c = pd.DataFrame({name: model.parameter_intervals().loc["c"] for name, model in bdw.items()}).T
c[["estimate", "low", "high"]].astype(float).round(2)

# %% [markdown]
# In the High End group c is {{c.loc["High End", "estimate"]:.2f}}, and 1 lies outside its interval: by this model each
# customer renews *less* readily every year. In the Regular group 1 lies inside: those data cannot tell. Neither group
# shows growing loyalty. How can the rate of the group rise if everybody's falls? Take three customers, by the fitted
# BdW, who at first leave with a probability of 0.1 %, 2 % and 30 %, and lay their renewal rates beside what was seen of all.

# %% [markdown] lang="zh"
# High End 组的 c 是 {{c.loc["High End", "estimate"]:.2f}}，1 落在区间之外：按这个模型，每位客户一年比一年*更不*愿意续约。Regular 组的区间包含 1，数据无法判断。两组都没有显示忠诚度在上升。人人的续约率都在下降，群体的怎么会上升？按拟合出的 BdW 设想三位客户，起初的离开概率分别是 0.1%、2% 和 30%，把他们的续约率与全体的实际数字放在一起。

# %%
steps = np.diff(np.arange(13) ** bdw["High End"].c)
three = {"0.1 %": 0.001, "2 %": 0.02, "30 %": 0.3}
rates = pd.DataFrame({name: (1 - p) ** steps for name, p in three.items()}, index=range(1, 13))
rates["all, as seen"] = shares["actual"] / shares["actual"].shift()
rates.loc[[1, 6, 12]].rename_axis("year").round(2)

# %% [markdown]
# Each of the three falls, and still the group rises: by the model, those of 30 % are gone by year twelve, and most who remain
# are at least as loyal as those of 0.1 %. What looks like growing loyalty is the departure of the others. A manager who rewards long membership
# because "it makes people loyal" would be paying for mere sorting.
#
# Use the BdW to ask whether customers change. To count and value them, the sBG below is close enough and simpler.

# %% [markdown] lang="zh"
# 三位客户的续约率都在下降，群体的却在上升：按这个模型，到第十二年，30% 的那类客户早已走光，留下的大多至少像 0.1% 的那样忠诚。看上去忠诚度在提高，其实是别人先走了。如果管理者以为“年头越长越忠诚”而奖励老会员，他其实只是在为筛选效应买单。
#
# 要问客户有没有改变，用 BdW；要数人数、估价值，下面用的 sBG 已经够接近，也更简单。

# %% [markdown]
# ## How the two groups differ
#
# Both groups sort, but they do not hold the same customers. The fitted shapes tell where the fickle are.
# Guess: how many of 1,000 High End customers leave with a probability below 5 %?

# %% [markdown] lang="zh"
# ## 两组客户有什么不同
#
# 两组都有筛选效应，但客户并不相同。拟合出的形状告诉我们，易流失的客户在哪一组。猜一猜：1,000 位 High End 客户中，有多少位的离开概率低于 5%？

# %%
regular = SBG.fit(seen["Regular"], period_days=365.25)
groups = {"High End": sbg, "Regular": regular}
spread = {name: np.diff(beta.cdf(edges, m.alpha, m.beta)) for name, m in groups.items()}
means = {name: m.alpha / (m.alpha + m.beta) for name, m in groups.items()}
ax = plots.contracts.leaving_spread(pd.DataFrame(spread, index=edges[:-1]), means=means)

# %% [markdown]
# A third of the High End customers ({{1000 * spread["High End"][0]:.0f}} of 1,000) leave with a probability below 5 % a year;
# few stand to the right of 50 %. Of the Regular only {{1000 * spread["Regular"][0]:.0f}} are so loyal, and their outline reaches
# far to the right: about a third are more likely to leave than to stay.

# %% [markdown] lang="zh"
# 图题数的是离开概率低于 5% 的客户。High End 组有三分之一（1,000 人中的 {{1000 * spread["High End"][0]:.0f}} 人），50% 以上的很少。Regular 组只有 {{1000 * spread["Regular"][0]:.0f}} 人这样忠诚，轮廓线一直伸到右边：大约三分之一的人离开的可能性大于留下。

# %% [markdown]
# ## Value: the old are worth more
#
# What are the renewals to come worth today, in annual payments? Their sum, each weighted by the chance that it is made and
# discounted by 10 % a year, is the **discounted expected residual lifetime** (折现期望剩余寿命, DERL). Guess, for the Regular
# group: how many times as much is a customer with five renewals worth as a new one? By hand, for a new customer whose first
# renewal is due now: renewal t is made with probability S(t), the survival, and is divided by $1.10^{t-1}$.

# %% [markdown] lang="zh"
# ## 价值：老客户更值钱
#
# 未来的续约在今天值多少次年费？把每次续约按发生的概率加权、每年按 10% 折现后相加，就是**折现期望剩余寿命**（discounted expected residual lifetime，DERL）。猜一猜：在 Regular 组里，续约过五次的客户，价值是新客户的几倍？先手算新客户（第一次续约就在眼前）：第 t 次续约发生的概率是存续率 S(t)，再除以 $1.10^{t-1}$，然后相加。

# %%
print(f"{sum(regular.survival(t) / 1.10 ** (t - 1) for t in range(1, 200)):.2f}")

# %%
one_rate = Geometric.fit(seen["Regular"], period_days=365.25)
lifetime = pd.DataFrame({
    name: model.discounted_expected_residual_lifetime(range(6), annual_discount_rate=0.10)
    for name, model in {"sBG": regular, "one rate for all": one_rate}.items()
})
lifetime.rename_axis("renewals made").round(2)

# %% [markdown]
# By the sBG {{lifetime["sBG"][5]:.1f}} payments against {{lifetime["sBG"][0]:.1f}}, that is
# {{lifetime["sBG"][5] / lifetime["sBG"][0]:.1f}} times as much: five renewals make it probable that the
# customer is a loyal one. With one rate for all, the old seem worth no more than the new. Whoever values a base by its average retention undervalues the old customers.

# %% [markdown] lang="zh"
# 按 sBG，老客户值 {{lifetime["sBG"][5]:.1f}} 次年费，新客户值 {{lifetime["sBG"][0]:.1f}} 次，前者是后者的 {{lifetime["sBG"][5] / lifetime["sBG"][0]:.1f}} 倍：续约五次，说明这多半是位忠诚客户。如果所有人用同一个保持率，老客户看上去并不比新客户更值钱。用平均保持率给整个客户群估值，就会低估老客户。

# %%
pd.DataFrame({"sBG": {name: 1000 * model.survival(12) for name, model in groups.items()},
              "BdW": {name: 1000 * model.survival(12) for name, model in bdw.items()},
              "left in year 12": survivors.loc[12]}).round().astype(int)

# %% [markdown]
# ## The answer
#
# Of 1,000 High End subscribers the sBG forecasts {{ends.loc["sBG", "of 1,000"]:.0f}} after twelve years and the BdW
# {{ends.loc["BdW", "of 1,000"]:.0f}}; {{ends.loc["actual", "of 1,000"]:.0f}} were left. For the Regular group both come within
# five. Tell the publisher to plan with about 390. The two forecasts are no range that is sure to hold the truth, though here
# it lay between them. And they should not plan on a loyalty that grows by itself.

# %% [markdown] lang="zh"
# ## 回答
#
# 1,000 位 High End 订户，十二年后 sBG 预测剩 {{ends.loc["sBG", "of 1,000"]:.0f}} 位，BdW 预测 {{ends.loc["BdW", "of 1,000"]:.0f}} 位，实际剩 {{ends.loc["actual", "of 1,000"]:.0f}} 位。Regular 组的两个预测与实际都相差不到五位。所以可以告诉出版社：按大约 390 位来计划。这两个数是两个点预测，并不是必定包含真值的区间，只是这次真值恰好落在中间。还有，不要指望忠诚度会自己增长。

# %% [markdown]
# ## Published and ours
#
# The source of data and figures is Fader and Hardie (2007), "How to project customer retention", *Journal of Interactive
# Marketing* 21(1). Their models saw the same seven years.

# %% [markdown] lang="zh"
# ## 文献数字与本课结果
#
# 数据和数字的来源：Fader 和 Hardie（2007），“How to project customer retention”，*Journal of Interactive Marketing* 21(1)。他们的模型看到的也是这七年。

# %%
published = {"High End: alpha": 0.668, "High End: beta": 3.806, "Regular: alpha": 0.704,
             "Regular: beta": 1.182, "High End, year 12: off by per cent": -4.1}
ours = [*sbg.parameters, *regular.parameters, ends.loc["sBG", "off by per cent"]]
pd.DataFrame({"published": published, "ours": pd.Series(ours, index=[*published]).round(3)})

# %% [markdown]
# The body of the paper prints an α of 0.688 for High End, its appendix 0.668, and so do we: a misprint in a famous paper,
# found by recomputing. Our forecast for year twelve is off by what the paper reports.

# %% [markdown] lang="zh"
# 论文正文里 High End 的 α 印成 0.688，附录里是 0.668，我们算出的也是 0.668：名篇里也有印刷错误，重算一遍就能发现。第十二年的预测误差也与论文一致。

# %% [markdown]
# ## Limits
#
# Twelve years hold no crisis and no new rival. The models count renewals and know no calendar, so they do not foresee a price
# rise that in one year hits every **cohort** (同期群), that is, the customers of every starting year. What we said of c rests on eight numbers and a beta shape. And all this needs
# contracts: a shop does not see whether a customer has left (lesson 33).

# %% [markdown] lang="zh"
# ## 局限
#
# 这十二年里没有危机，也没有新的竞争者。模型只数续约次数，不知道日历：如果某年全面涨价，各届客户（每一届就是一个**同期群**，cohort）同时受影响，模型预料不到。关于 c 的结论只依据八个数字和贝塔分布的假设。而且，这一切都以合约为前提：商店看不到客户是否已经离开（第 33 课）。

# %% [markdown]
# **Terms** survival 存续率 · retention rate 客户保持率 · sorting 筛选效应 · beta distribution 贝塔分布 · likelihood 似然 · sBG
# 移位贝塔几何模型 · geometric model 几何模型 · BdW 贝塔离散威布尔模型 · interval 置信区间 · cohort 同期群 · discounted expected
# residual lifetime 折现期望剩余寿命
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/32_contracts.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Fit on four renewals instead of seven. How far off is year 12 now?
# 2. In which year does the sBG's retention of the Regular group pass 95 %?
# 3. A competitor's base has the same average retention in its first year. Can it be worth twice as much?

# %% [markdown] lang="zh"
# **术语** 存续率 survival · 客户保持率 retention rate · 筛选效应 sorting · 贝塔分布 beta distribution · 似然 likelihood · 移位贝塔几何模型 sBG · 几何模型 geometric model · 贝塔离散威布尔模型 BdW · 置信区间 interval · 同期群 cohort · 折现期望剩余寿命 discounted expected residual lifetime
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/32_contracts.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 只用前四次续约来拟合，第 12 年会差多少？
# 2. Regular 组的 sBG 保持率在哪一年超过 95%？
# 3. 另一家企业的整个客户群，第一年的平均保持率与此相同。它的价值有可能高出一倍吗？
