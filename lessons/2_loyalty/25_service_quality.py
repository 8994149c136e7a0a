# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["400", "22", "95", "100", "23", "250", "48", "5000"]
# ---

# %% [markdown]
# # 25 Service quality
#
# **Question** Our customers have rated us on seven points. Where does the next unit of effort belong?
#
# **Who asks** The head of service at a mobile phone provider, who has a budget and a list of complaints.
#
# **Time** 45 minutes. **Before this** [13 RFM](../1_segmentation/13_rfm.ipynb).
#
# **You will be able to**
# 1. measure the gap between what customers expect and what they perceive, and say what a negative gap means;
# 2. check with Cronbach's alpha and with factors whether a set of questions measures one thing;
# 3. tell stated importance from derived importance, and say what the halo does to a correlation;
# 4. spread a hundred points of effort by gap, by importance and by both, and say how sure the difference is.
#
# **Data** `service_survey`, a simulated chain of hotels whose truth is known; `mobile_satisfaction`, 250 customers of a
# phone provider; `clinic_experience`, 95 groups of American clinics; `lecture_ratings` from ETH Zurich.

# %% [markdown] lang="zh"
# # 25 服务质量
#
# **问题** 客户就七个方面给我们打了分。下一份投入应该放在哪里？
#
# **谁会这样问** 一家移动通信运营商的服务总监，手里有一笔预算，还有一长串投诉。
#
# **用时** 45 分钟。**先修** [13 RFM](../1_segmentation/13_rfm.ipynb)。
#
# **学完你能够**
# 1. 度量客户的期望与感知之间的差距，并说明负的差距意味着什么；
# 2. 用克朗巴哈 α 系数和因子分析检验一组题目测的是不是同一件事；
# 3. 区分“自述重要性”与“推导重要性”，并说明晕轮效应对相关系数有什么影响；
# 4. 按差距、按重要性、两者兼顾来分配一百点投入，并说明差别有多可靠。
#
# **数据** `service_survey`，一家真相已知的模拟连锁酒店；`mobile_satisfaction`，一家电信运营商的 250 位客户；`clinic_experience`，美国 95 家诊所集团；`lecture_ratings`，苏黎世联邦理工学院的课程评分。

# %%
import numpy as np
import pandas as pd

from crmkit import datasets, plots
from crmkit.companies import service_survey
from crmkit.loyalty import derived_importance, effort_plans, reliability, service_quality
from crmkit.models import resampled

# %%
plots.course_style()
rng = np.random.default_rng(25)
hotel = service_survey(n_customers=400, seed=25)
hotel.perceptions.filter(like="_1").head(3)

# %% [markdown]
# ## What guests expected, and what they got
#
# We begin with a **simulated** chain of hotels, because there we can look behind the answers. Its 400 guests were asked 22
# questions twice, from 1 to 7: what do you expect of a good hotel, and what did you find here? The table above holds what three
# guests found, one question from each of five dimensions.

# %% [markdown] lang="zh"
# ## 客人的期望与实际感受
#
# 先看一家**模拟**的连锁酒店，因为在这里我们可以看到答案背后的真相。400 位客人就 22 道题各答了两遍，都是 1 到 7 分：你对一家好酒店有什么期望？你在这里实际感受到了什么？上表是三位客人的实际感受，从五个维度中各取一道题。

# %% [markdown]
# The five are known by their initials as **RATER** (服务质量五维度): reliability (keeping promises), assurance (being trusted), tangibles
# (rooms and equipment), empathy (care for each guest) and responsiveness (quick help). The **service quality gap** (服务质量差距)
# of each is expectation less perception; SERVQUAL, the classic questionnaire of this kind, subtracts the other way round. By hand, for
# tangibles:

# %% [markdown] lang="zh"
# 这五个维度按英文首字母合称 **RATER**（服务质量五维度）：可靠性（reliability，说到做到）、保证性（assurance，值得信任）、有形性（tangibles，房间与设备）、移情性（empathy，关心每位客人）、响应性（responsiveness，及时帮助）。每个维度的**服务质量差距**（service quality gap）等于期望减去感知；这类问卷中最经典的 SERVQUAL 则反过来减。以有形性为例，动手算一遍：

# %%
items = hotel.dimensions["tangibles"]
expected, perceived = hotel.expectations[items], hotel.perceptions[items]
print(f"{expected.mean().mean():.2f} - {perceived.mean().mean():.2f} = "
      f"{(expected - perceived).mean().mean():.2f}")

# %% [markdown]
# More than one and a half points on a scale of seven. Other guests might have answered a little differently, so each gap comes with its
# **interval** (置信区间), the range of values that are consistent with these answers, here at 95 %. We call a gap sure if its whole interval lies on one side of
# zero. In how many of the five dimensions do you expect a gap that is surely above zero?

# %% [markdown] lang="zh"
# 在七分制里差了一分半还多。换一批客人，答案会略有不同，所以每个差距都附有**置信区间**（interval），即与这些答案相容的取值范围（这里取 95%）。整个区间都在零的同一侧，我们就说差距是肯定的。你猜五个维度中有几个的差距肯定大于零？

# %%
gaps = service_quality.dimension_gaps(hotel.expectations, hotel.perceptions,
                                      dimensions=hotel.dimensions, scale=(1, 7))
ax = plots.service_quality.gap_intervals(gaps)

# %% [markdown]
# Four. In empathy guests found {{-gaps.loc["empathy", "estimate"]:.2f}} points *more* than they had expected. A negative gap is
# nothing to correct: it says that expectations are exceeded there, and perhaps that effort could be moved elsewhere. But
# should it all go to tangibles? The gap says where service is short. It does not say whether anybody minds.

# %% [markdown] lang="zh"
# 四个。在移情性上，客人感受到的比期望*多出* {{-gaps.loc["empathy", "estimate"]:.2f}} 分。负的差距不是错误：它说明这里超出了期望，也许可以把一部分投入转到别处。那么，应该全部投到有形性上吗？差距只说明哪里不足，并没有说明客人在不在乎。

# %% [markdown]
# ## Do the questions measure one thing?
#
# Before questions are averaged, look for codes: some files hold `-99` where nobody answered, and a mean takes it for a number. And the
# questions should say the same thing in different words. Now to **real** data: 250 customers of a phone
# provider rated seven sides of its quality from 1 to 10. If the seven had nothing in common, the variance of
# their sum would be the sum of their variances. How much larger is it?

# %% [markdown] lang="zh"
# ## 这些题目测的是同一件事吗？
#
# 把几道题平均之前，先找代码：有的文件用 `-99` 表示没有作答，求平均时却会把它当成分数。还要确认这些题是在用不同的说法问同一件事。现在来看**真实**数据：一家电信运营商的 250 位客户就质量的七个方面打了 1 到 10 分。如果这七道题毫无共同之处，总分的方差就等于各题方差之和。实际上大了多少？

# %%
mobile = datasets.load("mobile_satisfaction")
names = ["overall quality", "network", "advice", "services used", "range", "reliability", "clarity"]
mobile = mobile.rename(columns={f"PERQ{place}": name for place, name in enumerate(names, 1)})
separate, together = mobile[names].var().sum(), mobile[names].sum(axis=1).var()
print(f"{separate:.1f} separately, {together:.1f} together")

# %% [markdown]
# Together it is {{together / separate:.1f}} times as much, so the answers rise and fall with one another. **Cronbach's alpha** (克朗巴哈α系数) puts this on a
# scale that ends at 1: $\alpha = \frac{k}{k-1} \left(1 - \frac{\text{variances, summed}}{\text{variance of the sum}}\right)$ for $k$ questions. Once by hand, then by call:

# %% [markdown] lang="zh"
# 合在一起是分开时的 {{together / separate:.1f}} 倍，可见各题的答案同升同降。**克朗巴哈 α 系数**（Cronbach's alpha）把这一点换算到最大为 1 的尺度上：$k$ 道题时，$\alpha = \frac{k}{k-1} \left(1 - \frac{\text{各题方差之和}}{\text{总分的方差}}\right)$。先动手算，再调用：

# %%
print(f"{7 / 6 * (1 - separate / together):.3f} by hand")

# %%
alpha = reliability.cronbach_alpha(mobile, names)
alpha.round(3)

# %% [markdown]
# The two agree. *Standardised* alpha gives every question the same weight first, for scales of different lengths. A value so
# near to 1 looks reassuring. But now take all 22 questions of the hotel, five dimensions in one pot. Will their alpha be lower than that of these
# seven?

# %% [markdown] lang="zh"
# 两者一致。*标准化* α 先让每道题权重相同，题目的量表长短不一时要用它。这么接近 1 的数值看上去让人放心。可是，如果把酒店的 22 道题、五个维度放在一锅里算，α 会比上面七道题的低吗？

# %%
everything = [*hotel.perceptions]
pot = reliability.cronbach_alpha(hotel.perceptions, everything).loc["raw", "estimate"]
print(f"{pot:.3f}")

# %% [markdown]
# It is higher, {{pot:.3f}}, because there are so many questions. Alpha says how well a sum repeats itself, and not that it is *one*
# thing. For that we count factors: directions in which answers vary together. A factor's **eigenvalue** (特征值) is how many questions' worth
# of variance it holds. **Parallel analysis** (平行分析) compares it with the eigenvalues of random answers. How many factors will stand out?

# %% [markdown] lang="zh"
# 反而更高，是 {{pot:.3f}}，因为题目多。α 说明总分有多稳定，并不说明它测的是*一件*事。要回答后者，就得数因子，也就是答案一起变动的方向。一个因子的**特征值**（eigenvalue）表示它相当于几道题的方差。**平行分析**（parallel analysis）把它与随机答案的特征值相比。你猜有几个因子会超出？

# %%
factors = reliability.parallel_analysis(hotel.perceptions, everything, rng=rng)
ax = plots.service_quality.scree(factors)

# %% [markdown]
# {{int(factors["kept"].sum())}} factors stand out. Their **loadings** (载荷), the correlations of each question with each factor, sort all 22 questions into
# the five dimensions; below are four questions. The first eigenvalue is by far the largest because it also holds what *all*
# questions share.

# %% [markdown] lang="zh"
# 有 {{int(factors["kept"].sum())}} 个因子超出。它们的**载荷**（loadings），也就是每道题与每个因子的相关系数，把 22 道题正好归入五个维度；下面列出其中四道。第一个特征值远大于其他，是因为它还包含了*所有*题目共有的部分。

# %%
loaded = reliability.loadings(hotel.perceptions, everything, factors=5)
shown = ["tangibles_1", "tangibles_2", "empathy_1", "empathy_2"]
loaded.loc[shown].drop(columns="communality").round(2)

# %% [markdown]
# ## Asked or derived: what matters?
#
# What all questions share here is the **halo** (晕轮效应): a guest in a good mood rates everything higher. Now, which dimension
# moves satisfaction? We may *ask* guests to share 100 points out (**stated importance**, 自述重要性), or *derive* it from how
# answers and satisfaction go together (**derived importance**, 推导重要性).

# %% [markdown] lang="zh"
# ## 重要性：直接问，还是推导？
#
# 所有题目共有的部分，在这里就是**晕轮效应**（halo）：心情好的客人给每一项都打高分。那么，哪个维度真正影响满意度？我们可以直接*问*，请客人把 100 分分给五个维度（**自述重要性**，stated importance）；也可以从各题与满意度的共同变化中*推导*（**推导重要性**，derived importance）。

# %%
seen = {name: hotel.perceptions[some].mean(axis=1) for name, some in hotel.dimensions.items()}
seen = pd.DataFrame(seen).assign(satisfaction=hotel.satisfaction)
known = {"items": [*hotel.dimensions], "outcome": "satisfaction"}
slopes = derived_importance.regression_weights(seen, **known)
slopes.round(2)

# %% [markdown]
# A **regression weight** (回归权重) says by how many points satisfaction rises with one point on this dimension *while the others stay as they are*. A correlation
# does not hold the others fixed. A **relative weight** (相对权重) shares out what all five explain together. Here we know the truth:
# which of the four comes closest to it, and which is furthest off?

# %% [markdown] lang="zh"
# **回归权重**（regression weight）表示*其他维度不变时*，这个维度提高一分，满意度提高几分。相关系数没有让其他维度保持不变。**相对权重**（relative weight）把五个维度共同解释的部分分摊给每一个。这里的真相是已知的：四种办法中哪一种最接近，哪一种差得最远？

# %%
ways = {"stated": hotel.stated.mean(),
        "correlation": derived_importance.correlations(seen, **known)["estimate"],
        "regression": slopes["estimate"],
        "relative weight": derived_importance.relative_weights(seen, **known, rng=rng)["estimate"]}
ways, truth = pd.DataFrame(ways), pd.Series(hotel.parameters.slope)
ax = plots.service_quality.recovered_weights(ways / ways.sum(), truth=truth / truth.sum())

# %% [markdown]
# Guests *say* that rooms and equipment matter ({{hotel.stated["tangibles"].mean():.0f}} points of 100); in truth they carry
# {{100 * truth["tangibles"] / truth.sum():.0f}}. The correlation is misled as well, by the halo: it gives even tangibles
# {{100 * (ways / ways.sum()).loc["tangibles", "correlation"]:.0f}} %. The two that take the other dimensions into account find reliability. With 400 guests
# neither is exact (the slope of reliability lies between {{slopes.loc["reliability", "low"]:.2f}} and {{slopes.loc["reliability", "high"]:.2f}}), and which of the two is closer changes from sample to sample.

# %% [markdown] lang="zh"
# 客人*嘴上*看重房间与设备（100 分里给了 {{hotel.stated["tangibles"].mean():.0f}} 分），真实权重只占 {{100 * truth["tangibles"] / truth.sum():.0f}}%。相关系数也被晕轮效应误导：连有形性也分到 {{100 * (ways / ways.sum()).loc["tangibles", "correlation"]:.0f}}%。把其他维度一并考虑的两种办法都找到了可靠性。不过只有 400 位客人，两种都不精确（可靠性的斜率在 {{slopes.loc["reliability", "low"]:.2f}} 到 {{slopes.loc["reliability", "high"]:.2f}} 之间），换一批客人，更接近真相的可能就是另一种。

# %% [markdown]
# ## Mend the worst first?
#
# Back to the phone company, which is real. It did not ask for expectations question by question, so the gap is counted to the top of the
# scale, 10. Here are the means. The usual way to read such a table is from the bottom: mend first what is worst.

# %% [markdown] lang="zh"
# ## 先补最差的？
#
# 回到真实的电信公司。它没有逐题询问期望，所以差距就算到量表的最高分 10 为止。下面是各题的平均分。这种表通常从最后一行读起：先补最差的。

# %%
means = mobile[names].mean().sort_values(ascending=False)
pd.DataFrame({"mean": means, "gap to 10": 10 - means}).round(2)

# %% [markdown]
# The network it is: {{10 - means["network"]:.1f}} points from the top, further than anything else. Before you run the next
# cell, write down two guesses. Where among the seven does the network rank in importance, measured as most surveys do it, by the correlation
# with overall satisfaction? And where does the item that matters most rank in *quality*?

# %% [markdown] lang="zh"
# 那就是网络了：离满分差 {{10 - means["network"]:.1f}} 分，比哪一项都差。运行下一格之前，先写下两个猜测：按多数调查的做法，以与总体满意度的相关系数衡量，网络的重要性在七项中排第几？而最重要的那一项，*质量*排第几？

# %%
matters = derived_importance.correlations(mobile, names, outcome="CUSA1")
ax = plots.service_quality.importance_performance(means, matters, nudges={
    "overall quality": (-8, 6), "services used": (-8, 8), "advice": (-8, 4), "range": (-8, -14)})

# %% [markdown]
# The network is next to last. What goes most closely with satisfaction is overall quality, and that is already the best. The dashed
# lines are the two means; the usual advice is to act in the upper left corner, on what matters and is poor. Only clarity
# is there, by a hair. Could it be chance that the network and overall quality differ so much? Their correlations are {{matters.loc["overall quality", "estimate"]:.2f}} and {{matters.loc["network", "estimate"]:.2f}}.

# %% [markdown] lang="zh"
# 网络排在倒数第二。与满意度关系最密切的是总体质量，而它已经是得分最高的一项。虚线是两个平均值；通常的建议是先做左上角的项目，也就是重要而做得差的。那里只有信息清晰度，而且是勉强进去的。网络与总体质量相差这么多，会不会是偶然？它们的相关系数分别是 {{matters.loc["overall quality", "estimate"]:.2f}} 和 {{matters.loc["network", "estimate"]:.2f}}。

# %%
def difference(table):
    return table["overall quality"].corr(table["CUSA1"]) - table["network"].corr(table["CUSA1"])


apart = resampled(mobile, difference, rng=rng)
apart.round(2)

# %% [markdown]
# `resampled` is the **bootstrap** (自助法): it draws one of the 250 customers 250 times, so that some come up several times and some never, computes the difference, and repeats all this. The
# difference lies between {{apart["low"].item():.2f}} and {{apart["high"].item():.2f}}: surely above zero. Now for the whole order: how well do the list by gap and the list by importance
# agree? **Rank agreement** (等级相关) is 1 for the same order and -1 for the opposite one.

# %% [markdown] lang="zh"
# `resampled` 就是**自助法**（bootstrap）：从 250 位客户中有放回地抽 250 次，有人被抽中好几次，有人一次也没有，算出这个差，如此反复。它在 {{apart["low"].item():.2f}} 到 {{apart["high"].item():.2f}} 之间，肯定大于零。再看整个排序：按差距排和按重要性排，一致程度如何？**等级相关**（rank agreement）在顺序完全相同时为 1，完全相反时为 -1。

# %%
def gap(table):
    return 10 - table[names].mean()


def weight(table):
    return table[names].corrwith(table["CUSA1"])


agree = derived_importance.rank_agreement(mobile, gap, weight, rng=rng)
agree.round(2)

# %% [markdown]
# {{agree["estimate"].item():.2f}}: gap and importance run against each other. But the interval reaches up to
# {{agree["high"].item():.2f}}. And `CUSA1` is a single question; the survey has two more on satisfaction.
# Will the mean of all three say the same?

# %% [markdown] lang="zh"
# {{agree["estimate"].item():.2f}}：差距与重要性的排序大体相反。但置信区间的上限到了 {{agree["high"].item():.2f}}。而且 `CUSA1` 只是一道题，调查中还有两道满意度的题。三道题的平均会给出同样的结论吗？

# %%
mobile["satisfied"] = mobile[["CUSA1", "CUSA2", "CUSA3"]].mean(axis=1)
again = derived_importance.correlations(mobile, names, outcome="satisfied")["estimate"]
both = pd.DataFrame({"one question": matters["estimate"], "three questions": again})
both.assign(gap=gap(mobile)).corr("spearman").loc["gap", [*both]].round(2).to_frame("agreement")

# %% [markdown]
# Less clearly: "clarity" of information is now the weightiest ({{again["clarity"]:.2f}}), and that is second from the bottom in quality. The network is
# last now. So this is the safe reading: the two lists are *not the same list*, and neither can stand for the other. Does that hold outside telephones?

# %% [markdown] lang="zh"
# 没有那么明显：现在权重最大的是信息清晰度（{{again["clarity"]:.2f}}），而它的质量得分是倒数第二；网络则排到了最后。稳妥的说法是：这两张清单*不是同一张*，谁也不能代替谁。换一个行业还成立吗？

# %%
clinics = datasets.load("clinic_experience").pivot(index="group_id", columns="measure",
                                                   values="score")
clinics = clinics[["CAHPS_GRP_1", "CAHPS_GRP_2", "CAHPS_GRP_3"]].dropna()
clinics.columns = ["timely care", "communication", "rating"]
care = derived_importance.correlations(clinics, ["timely care", "communication"], outcome="rating")
care.insert(0, "mean", clinics.mean())
care.round(2)

# %%
def lead(table):
    return table["communication"].corr(table["rating"]) - table["timely care"].corr(table["rating"])


ahead = resampled(clinics, lead, rng=rng)
ahead.round(2)

# %% [markdown]
# The same again, in the {{len(clinics)}} groups of clinics with all three scores. Waiting for care is
# {{care.loc["communication", "mean"] - care.loc["timely care", "mean"]:.0f}} points of 100 worse than how doctors talk to patients, yet it is the talk that goes more closely with the rating of the
# doctor: {{care.loc["communication", "estimate"]:.2f}} against {{care.loc["timely care", "estimate"]:.2f}}, a difference of {{ahead["low"].item():.2f}} to {{ahead["high"].item():.2f}}.

# %% [markdown] lang="zh"
# 结果相同。在三项得分齐全的 {{len(clinics)}} 家诊所集团里，就诊及时性比医患沟通低 {{care.loc["communication", "mean"] - care.loc["timely care", "mean"]:.0f}} 分（满分 100 分），但与医生总评关系更密切的是沟通：{{care.loc["communication", "estimate"]:.2f}} 对 {{care.loc["timely care", "estimate"]:.2f}}，相差 {{ahead["low"].item():.2f}} 到 {{ahead["high"].item():.2f}}。

# %% [markdown]
# ## A hundred points of effort
#
# Nobody can buy "overall quality": it is a verdict, and no lever. That leaves six. Suppose that effort closes a gap ever more slowly: $e$ points close the share
# $1 - e^{-0.03\,e}$ of it, half with the first 23. A plan then lifts satisfaction by the sum of
# weight x gap x share closed. Three managers spread 100 points; a fourth puts all on the worst.

# %% [markdown] lang="zh"
# ## 一百点投入
#
# 谁也买不到“总体质量”：它是一个评判，不是可以下手的地方。剩下六项。假设弥补差距越来越难：$e$ 点投入补上差距的 $1 - e^{-0.03\,e}$，前 23 点补上一半。那么一个方案使满意度提高的幅度，是各项“权重×差距×补上的比例”之和。三位经理各分配 100 点，第四位全部投在最差的一项上。

# %%
levers = names[1:]
weights = derived_importance.regression_weights(mobile, levers, outcome="CUSA1")
room = 10 - mobile[levers].mean()
spent = effort_plans.plans(room, weights["estimate"], points=100, speed=0.03)
spent["worst_only"] = 100.0 * (room == room.max())
spent.round(0).astype(int)

# %% [markdown]
# A plan counts in points of satisfaction, so its weights are regression weights. By them the network is number
# {{int(weights["estimate"].rank(ascending=False)["network"])}} of {{len(levers)}}, for the others' correlations hold more of what all items share. `by_both` goes where the next point does
# most, until the last point does the same wherever there is one; {{int((spent["by_both"] == 0).sum())}} items get nothing at all. By hand, what the network alone gains from all
# hundred points:

# %% [markdown] lang="zh"
# 方案以满意度的分数计，所以用回归权重。按回归权重，网络在 {{len(levers)}} 项中排第 {{int(weights["estimate"].rank(ascending=False)["network"])}}：其他项目的相关系数里，有更多是彼此共有的部分。`by_both` 总是把下一点投在作用最大的地方，直到各个有投入的项目最后一点的作用相等；有 {{int((spent["by_both"] == 0).sum())}} 个项目一点也分不到。动手算一下，一百点全投在网络上能提高多少：

# %%
print(f"{weights.loc['network', 'estimate']:.3f} x {room['network']:.2f} x (1 - e^-3) = "
      f"{weights.loc['network', 'estimate'] * room['network'] * (1 - np.exp(-3)):.3f}")

# %%
given = {"outcome": "CUSA1", "ceiling": 10, "speed": 0.03, "rng": rng}
gains = effort_plans.plan_gains(mobile, spent, **given).sort_values("estimate")
ax = plots.service_quality.plan_gains(gains)

# %% [markdown]
# Everything on the worst item brings {{gains.loc["worst_only", "estimate"]:.2f}} points, both criteria together
# {{gains.loc["by_both", "estimate"]:.2f}}. Most of the difference comes from spreading: no item alone would bring more than {{(weights["estimate"] * room).max() * (1 - np.exp(-3)):.2f}}. The intervals overlap, but they rest on the same customers, so the difference has to be asked for by
# itself. Which plans are surely better or worse than the one by gap? Guess, then look.

# %% [markdown] lang="zh"
# 全部投在最差的一项上，只提高 {{gains.loc["worst_only", "estimate"]:.2f}} 分；两者兼顾提高 {{gains.loc["by_both", "estimate"]:.2f}} 分。差别主要来自分散投入：任何一项单独拿走一百点，最多也只提高 {{(weights["estimate"] * room).max() * (1 - np.exp(-3)):.2f}} 分。几个置信区间互相重叠，但它们来自同一批客户，所以要单独问“差”有多大。哪些方案肯定比按差距分配更好或更差？先猜，再看。

# %%
more = effort_plans.plan_differences(mobile, spent, against="by_gap", **given)
more.round(2)

# %% [markdown]
# Only one thing is sure: putting all on the worst item is worse. Whether `by_both` beats `by_gap`, 250 customers cannot
# tell ({{more.loc["by_both", "low"]:.2f}} to {{more.loc["by_both", "high"]:.2f}}). In the hotels, where gaps and weights are further apart and the truth is known, it can be
# said what planning by gap alone costs:

# %% [markdown] lang="zh"
# 只有一点是肯定的：全部投在最差的一项上更差。`by_both` 是否胜过 `by_gap`，250 位客户还说不清（{{more.loc["by_both", "low"]:.2f}} 到 {{more.loc["by_both", "high"]:.2f}}）。在酒店里，差距与权重相距更远，而且真相已知，于是可以算出只看差距的代价：

# %%
hotel_plans = effort_plans.plans(gaps["estimate"], slopes["estimate"])
true_gain = pd.Series({plan: effort_plans.gain(hotel_plans[plan], gaps["estimate"], truth)
                       for plan in hotel_plans})
true_gain.round(2).to_frame("true gain")

# %% [markdown]
# The plan by gap puts {{hotel_plans.loc["tangibles", "by_gap"]:.0f}} of its 100 points into rooms and equipment and gains {{true_gain["by_gap"]:.2f}}; the plan by both, made from the same 400
# answers, gains {{true_gain["by_both"]:.2f}}, {{100 * (true_gain["by_both"] / true_gain["by_gap"] - 1):.0f}} % more for the same money. The plan by importance comes
# close ({{true_gain["by_importance"]:.2f}}).

# %% [markdown] lang="zh"
# 按差距分配把 100 点中的 {{hotel_plans.loc["tangibles", "by_gap"]:.0f}} 点投在房间与设备上，提高 {{true_gain["by_gap"]:.2f}} 分；两者兼顾的方案用的是同样 400 份答卷，提高 {{true_gain["by_both"]:.2f}} 分，花同样的钱多得 {{100 * (true_gain["by_both"] / true_gain["by_gap"] - 1):.0f}}%。按重要性分配与它相差不多（{{true_gain["by_importance"]:.2f}}）。

# %% [markdown]
# ## The customer is part of the score
#
# One more thing before branches or clerks are compared. At ETH Zurich some lectures are for students of the lecturer's own
# department, and others are a service for another department. Students rate them from 1 to 5.

# %% [markdown] lang="zh"
# ## 分数里也有客户自己
#
# 在比较门店或员工之前，还有一件事。在苏黎世联邦理工学院，有的课开给本系学生，有的是为外系开的“服务课”。学生打 1 到 5 分。

# %%
ratings = datasets.load("lecture_ratings")
plain = ratings.groupby("service")["rating"].mean().rename({0: "own students", 1: "other students"})
plain.round(2).to_frame("mean rating")

# %% [markdown]
# Other departments' students give {{plain.iloc[0] - plain.iloc[1]:.2f}} points less. Is that because of the lecturers who are sent there, or of the students who sit
# there? A regression with a level of its own for each lecturer compares each of them only with themselves. How much of the difference will be left?

# %% [markdown] lang="zh"
# 外系学生给的分低 {{plain.iloc[0] - plain.iloc[1]:.2f}} 分。这是因为派去的老师不同，还是因为坐在下面的学生不同？给每位老师一个自己的水平再做回归，就只拿每位老师与自己相比。这个差还会剩下多少？

# %%
lectures = service_quality.same_provider(ratings, rating="rating", provider="lecturer",
                                         other="service")
ax = plots.service_quality.same_provider(lectures, names=("lecturer", "outside students"))

# %% [markdown]
# Most of it: {{-lectures.loc["same provider", "estimate"]:.2f}}, from {{-lectures.loc["same provider", "high"]:.2f}} to {{-lectures.loc["same provider", "low"]:.2f}}, among the
# {{lectures.loc["same provider", "providers"]}} lecturers whom both kinds have rated. The same person gets a lower score from students who study something else (in another lecture, which may
# be part of the reason). So a branch with other customers may have another score for the same service, and a ranking of branches is partly a ranking of customers.

# %% [markdown] lang="zh"
# 大部分都还在：在两类学生都评过的 {{lectures.loc["same provider", "providers"]}} 位老师身上，差 {{-lectures.loc["same provider", "estimate"]:.2f}} 分（{{-lectures.loc["same provider", "high"]:.2f}} 到 {{-lectures.loc["same provider", "low"]:.2f}}）。同一位老师，从外系学生那里得到的分数就低一些（课也不是同一门，这可能是一部分原因）。所以客户不同的门店，同样的服务也可能得到不同的分数；给门店排名，有一部分是在给客户排名。

# %% [markdown]
# ## Published and ours
#
# Standardised alphas as they are commonly quoted for six blocks of questions in this survey, which statistics packages ship as `mobi`. The
# data are those of Tenenhaus, Esposito Vinzi, Chatelin and Lauro, "PLS Path Modeling", *Computational Statistics & Data Analysis* 48(1), 2005.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 这份调查在统计软件包中名为 `mobi`，下面是其中六组题目通常引用的标准化 α。数据出自 Tenenhaus、Esposito Vinzi、Chatelin 和 Lauro，“PLS Path Modeling”，*Computational Statistics & Data Analysis* 48(1)，2005。

# %%
published = {"IMAG": 0.723, "CUEX": 0.452, "PERQ": 0.877, "PERV": 0.824, "CUSA": 0.779,
             "CUSL": 0.472}
survey = datasets.load("mobile_satisfaction")
ours = {block: reliability.cronbach_alpha(survey, [*survey.filter(like=block)]).loc["standardised"]
        for block in published}
pd.DataFrame({"published": published, **pd.DataFrame(ours).T}).round(3)

# %% [markdown]
# All six agree. Two of the blocks are loose: expectation ({{ours["CUEX"]["estimate"]:.2f}}) and loyalty ({{ours["CUSL"]["estimate"]:.2f}}). Their questions do not say one
# thing, and a mean of them is hard to read.

# %% [markdown] lang="zh"
# 六个都一致。注意其中两组很松散：期望（{{ours["CUEX"]["estimate"]:.2f}}）和忠诚（{{ours["CUSL"]["estimate"]:.2f}}）。组内各题说的不是同一件事，平均起来就难以解读。

# %% [markdown]
# ## The answer
#
# Not on the worst item alone, nor on any other alone. A hundred points on the network would lift satisfaction by about {{gains.loc["worst_only", "estimate"]:.1f}} points of 10; the same hundred, nearly all of it spread over network,
# services used and clarity, by about {{gains.loc["by_both", "estimate"]:.1f}} ({{gains.loc["by_both", "low"]:.1f}} to {{gains.loc["by_both", "high"]:.1f}}). Multiply gap by weight before you spend, and
# spread. Whether to prefer that to a plan by gap, this survey is too small to say.

# %% [markdown] lang="zh"
# ## 回答
#
# 不要只补最差的一项，也不要只补任何别的一项。一百点全投在网络上，满意度大约提高 {{gains.loc["worst_only", "estimate"]:.1f}} 分（满分 10 分）；同样一百点，几乎全部分给网络、所用服务和信息清晰度，大约提高 {{gains.loc["by_both", "estimate"]:.1f}} 分（{{gains.loc["by_both", "low"]:.1f}} 到 {{gains.loc["by_both", "high"]:.1f}}）。花钱之前先把差距乘以权重，并且分散投入。至于它是否优于按差距分配，这份调查的样本太小，还说不准。

# %% [markdown]
# ## Limits
#
# A weight derived from answers is no proof of cause: a mood can lift quality and satisfaction alike, and only an experiment
# would tell. The speed of closing a gap is a judgement that no survey holds, and here it is the same for every item, as is the price of a point. The
# clinics are groups, and what holds among groups need not hold among patients. And the plan made from these answers looks a little better on them than it will prove to be.

# %% [markdown] lang="zh"
# ## 局限
#
# 从答卷推导出的权重不能证明因果：心情可以同时抬高质量分和满意度，只有实验才能分辨。弥补差距的速度是一种判断，调查里没有；这里还假定每一项的速度和每一点的价格都相同。诊所的数据以集团为单位，集团之间成立的，在患者之间未必成立。而且，由这些答卷制定的方案，在这些答卷上看起来总会比实际好一点。

# %% [markdown]
# **Terms** RATER 服务质量五维度 · service quality gap 服务质量差距 · Cronbach's alpha 克朗巴哈α系数 · eigenvalue 特征值 · parallel analysis 平行分析 · loadings 载荷 · halo 晕轮效应 ·
# stated importance 自述重要性 · derived importance 推导重要性 · regression weight 回归权重 · relative weight 相对权重 · rank agreement 等级相关 · bootstrap 自助法
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/25_service_quality.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Take `satisfied` for `CUSA1` in the plans. Which item gets most points now, and why?
# 2. Draw 5,000 guests instead of 400. Which of the four ways comes closer to the truth, and which does not?
# 3. Double the speed. Does it matter more, or less, how the points are spread?

# %% [markdown] lang="zh"
# **术语** RATER 服务质量五维度 · 服务质量差距 service quality gap · 克朗巴哈 α 系数 Cronbach's alpha · 特征值 eigenvalue · 平行分析 parallel analysis · 载荷 loadings · 晕轮效应 halo · 自述重要性 stated importance · 推导重要性 derived importance · 回归权重 regression weight · 相对权重 relative weight · 等级相关 rank agreement · 自助法 bootstrap
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/25_service_quality.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 在方案中用 `satisfied` 代替 `CUSA1`。现在哪一项分到的点数最多，为什么？
# 2. 把 400 位客人换成 5,000 位。四种办法中哪些更接近真相，哪一种没有？
# 3. 把速度加倍。点数怎样分配，是更要紧了，还是更不要紧了？
