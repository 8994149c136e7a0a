# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["95", "100", "2.5", "1000", "120", "15", "2015", "30", "90"]
# ---

# %% [markdown]
# # 27 Word of mouth
#
# **Question** "Our customers bring customers." How much growth is that, and how would we know?
#
# **Who asks** A founder who would rather pay customers for inviting their friends than pay for advertising.
#
# **Time** 45 minutes. **Before this** [12 80/20](../1_segmentation/12_concentration.ipynb).
#
# **You will be able to**
# 1. say what growth by invitation depends on, and where it ends;
# 2. read K off a table of invitations, with an interval, and find the most that a referral may cost;
# 3. fit Bass's model to sales, and say when its forecast can be trusted;
# 4. tell friends who influence one another from friends who are merely alike.
#
# **Data** a simulated app; three durables of Bass (1969) and of Srinivasan and Mason (1986); 1,410 Chinese farm
# households of Cai, de Janvry and Sadoulet (2015).

# %% [markdown] lang="zh"
# # 27 口碑
#
# **问题** “我们的客户会带来客户。”这样的增长究竟有多少？怎样才能知道？
#
# **谁会这样问** 一位创业者：与其花钱打广告，不如付钱请客户邀请朋友。
#
# **用时** 45 分钟。**先修** [12 二八定律](../1_segmentation/12_concentration.ipynb)。
#
# **学完你能够**
# 1. 说明靠邀请带来的增长取决于什么，又在哪里停下；
# 2. 从邀请记录中估计 K 及其置信区间，并算出推荐奖励的上限；
# 3. 用 Bass 模型拟合销量，并判断它的预测什么时候可信；
# 4. 分清朋友之间是相互影响，还是本来就相似。
#
# **数据** 一款模拟的应用；Bass（1969）以及 Srinivasan 和 Mason（1986）的三种耐用品；Cai、de Janvry 和 Sadoulet（2015）的 1,410 户中国农户。

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots
from crmkit.loyalty import Bass, bass_early, invitations, peers, word_of_mouth

# %% [markdown]
# ## By hand: generations
#
# Ten customers each invite ten friends, and 20 % of these join: two for each customer. This number, invitations times the share
# accepted, is the **K factor** (K 因子, also 病毒系数). Those who join invite in turn. Each wave of friends is a
# generation, and the time from one to the next is the **cycle** (传播周期), here 2 days.

# %% [markdown] lang="zh"
# ## 动手算：一代又一代
#
# 十位客户每人邀请十位朋友，其中 20% 加入，即每位客户带来两位。这个数等于“人均邀请数 × 接受率”，叫作 **K 因子**（K factor，也叫病毒系数）。加入的人再去邀请别人，每一批朋友就是一代；从一代到下一代所需的时间叫作**传播周期**（cycle），这里是 2 天。

# %%
plots.course_style()
people = [10 * (10 * 0.20) ** generation for generation in range(11)]
pd.Series(people, name="new customers").rename_axis("generation").astype(int).to_frame().T

# %%
by_call = word_of_mouth.growth([20], starting_customers=10, k_factor=2, cycle_days=2)
print(f"by hand {sum(people):,.0f}, by call {by_call.iloc[0]:,.0f}")

# %% [markdown]
# After 20 days there are {{sum(people):,.0f}} customers. The sum has a formula, with $C_0$ customers at the start, time $t$ and cycle $ct$:
# $C(t) = C_0 \, (K^{t/ct + 1} - 1) / (K - 1)$. Marketing can make customers invite *twice as many* friends; engineering can make the
# cycle *half as long*. Guess: how many times as many customers will there be by day 20 with each?

# %% [markdown] lang="zh"
# 20 天后共有 {{sum(people):,.0f}} 位客户。这个和有一个公式，其中 $C_0$ 是最初的客户数，$t$ 是时间，$ct$ 是周期：$C(t) = C_0 \, (K^{t/ct + 1} - 1) / (K - 1)$。可以改进的有两处：市场部可以让客户邀请*多一倍*的朋友，技术部可以让周期*缩短一半*。猜一猜：到第 20 天，两种办法得到的客户数各是现在做法的多少倍？

# %%
days = range(21)
curves = pd.DataFrame({
    "today": word_of_mouth.growth(days, starting_customers=10, k_factor=2, cycle_days=2),
    "twice the invitations":
        word_of_mouth.growth(days, starting_customers=10, k_factor=4, cycle_days=2),
    "half the cycle": word_of_mouth.growth(days, starting_customers=10, k_factor=2, cycle_days=1)})
ax = plots.word_of_mouth.growth_curves(curves)

# %% [markdown]
# Not twice as many: {{curves.iloc[-1, 1] / curves.iloc[-1, 0]:,.0f}} and {{curves.iloc[-1, 2] / curves.iloc[-1, 0]:,.0f}} times.
# K is multiplied over and over again, and the cycle says how often. And the short cycle wins: nobody invites one friend more,
# they only do it a day sooner.

# %% [markdown] lang="zh"
# 不是两倍，而是 {{curves.iloc[-1, 1] / curves.iloc[-1, 0]:,.0f}} 倍和 {{curves.iloc[-1, 2] / curves.iloc[-1, 0]:,.0f}} 倍。K 是被反复相乘的数，周期决定乘多少次，所以两者的作用都会层层累积。而且缩短周期胜出：没有人多邀请一位朋友，只是早了一天。

# %% [markdown]
# Is that a law? Two short cycles in place of a long one make $K \times K$ of one customer; twice the invitations make $2K$. So it
# should depend on K. Which wins where K is below 2, as it mostly is?

# %% [markdown] lang="zh"
# 这是规律吗？用两个短周期代替一个长周期，一位客户变成 $K \times K$ 位；邀请翻倍，则变成 $2K$ 位。可见结果应当取决于 K。现实中的 K 大多小于 2，那时哪一种胜出？

# %%
def after_20(k, cycle):
    return word_of_mouth.growth([20], starting_customers=10, k_factor=k, cycle_days=cycle).iloc[0]


change = {k: [after_20(k, 2), after_20(2 * k, 2), after_20(k, 1)] for k in (1.5, 2, 3)}
law = pd.DataFrame(change, index=curves.columns).T.rename_axis("K today")
law.round(0).astype("int64").map("{:,}".format)

# %% [markdown]
# At 3 the cycle wins by far. At 2 it is ahead by half, and stays there. At {{law.index[0]}} the invitations win: they bring
# {{law.iloc[0, 1] / law.iloc[0, 2]:.0f}} times as many as the cycle. So first find out what K is.

# %% [markdown] lang="zh"
# K 为 3 时，缩短周期遥遥领先；等于 2 时，短周期多出一半，以后也一直多一半；K 为 {{law.index[0]}} 时，邀请翻倍胜出，客户数是缩短周期的 {{law.iloc[0, 1] / law.iloc[0, 2]:.0f}} 倍。所以，先要弄清 K 是多少。

# %% [markdown]
# ## Below one
#
# When each customer brings fewer than one other, every generation is smaller than the one before, and the sum has an end:
# $C_0 / (1 - K)$. A firm with 1,000 customers and K = 0.6 halves its cycle from 20 days to 10. How many more customers will it have?

# %% [markdown] lang="zh"
# ## K 小于 1
#
# 每位客户带来的新客户不到一位时，一代比一代少，总和就有尽头：$C_0 / (1 - K)$。一家企业有 1,000 位客户，K = 0.6，把周期从 20 天缩短到 10 天。它最终会多出多少客户？

# %%
small = {"starting_customers": 1000, "k_factor": 0.6}
slow_and_fast = pd.DataFrame({
    f"cycle of {cycle} days": word_of_mouth.growth(range(201), cycle_days=cycle, **small)
    for cycle in (20, 10)})
ax = plots.word_of_mouth.growth_to_limit(slow_and_fast, limit=word_of_mouth.final_size(**small))

# %% [markdown]
# None. It has its {{word_of_mouth.final_size(**small):,.0f}} customers sooner. Below one, word of mouth is a *multiplier* on customers who come in
# some other way: each of those stands for {{1 / (1 - 0.6):.1f}}.

# %% [markdown] lang="zh"
# 一位也不多，只是更早达到 {{word_of_mouth.final_size(**small):,.0f}} 位。K 小于 1 时，口碑是一个*乘数*：通过其他途径来的每一位客户，最终相当于 {{1 / (1 - 0.6):.1f}} 位。

# %% [markdown]
# ## Our own K
#
# A simulated language app has kept records for 120 days. The obvious count: which share of its customers came by an invitation?
# Each was brought by one customer, so this share is also the number brought by each customer so far.

# %% [markdown] lang="zh"
# ## 自己的 K 是多少
#
# 一款模拟的语言学习应用保存了 120 天的记录。最直接的数法是：全部客户中有多大比例是受邀而来的？每位受邀者都由一位客户带来，所以这个比例也就是平均每位客户至今带来的人数。

# %%
app = companies.invitations(days=120, seed=1)
naive = app.customers["invited_by"].notna().mean()
print(f"{len(app.customers):,} customers, K by the obvious count {naive:.2f}")

# %% [markdown]
# But whoever joined yesterday has had no time to invite anybody. Is the true K above or below {{naive:.2f}}? `k_factor` watches
# only customers who joined at least 60 days before the end, each for 60 days. It gives an **interval** (置信区间): 95 in 100 such
# intervals hold the true value.

# %% [markdown] lang="zh"
# 但是昨天才加入的人还来不及邀请别人。真正的 K 比 {{naive:.2f}} 大还是小？`k_factor` 只看在记录结束前至少 60 天加入的客户，每人看满 60 天，并给出**置信区间**（interval）：100 个这样的区间中，有 95 个包含真实值。

# %%
records = {"customers": app.customers, "invitations": app.invitations, "as_of": app.last_day}
found = invitations.k_factor(**records, window_days=60)
found.loc[["k_factor", "cycle_days"]].round(2)

# %% [markdown]
# K is {{found.loc["k_factor", "estimate"]:.2f}}, and between {{found.loc["k_factor", "low"]:.2f}} and
# {{found.loc["k_factor", "high"]:.2f}} by its interval; the obvious count lies below both ends. (We built the app with
# {{app.parameters.k_factor:.1f}}.) So 1,000 customers who come by themselves become
# {{1000 / (1 - found.loc["k_factor", "low"]):,.0f}} to {{1000 / (1 - found.loc["k_factor", "high"]):,.0f}}.

# %% [markdown] lang="zh"
# K 是 {{found.loc["k_factor", "estimate"]:.2f}}，区间为 {{found.loc["k_factor", "low"]:.2f}} 到 {{found.loc["k_factor", "high"]:.2f}}；最直接的数法得到的值比区间的下端还小。（我们设定的真实值是 {{app.parameters.k_factor:.1f}}。）因此，1,000 位自己找来的客户最终会变成 {{1000 / (1 - found.loc["k_factor", "low"]):,.0f}} 到 {{1000 / (1 - found.loc["k_factor", "high"]):,.0f}} 位。

# %% [markdown]
# ## What may a referral cost?
#
# A customer is worth 90 yuan, and at K = 0.6 each stands for 2.5. So marketing reckons: "An invited customer is worth
# {{90 / (1 - 0.6):.0f}} yuan, and we can pay 100 for each." With this **referral fee** (推荐奖励) K is to rise to 0.7. Would you
# sign?

# %% [markdown] lang="zh"
# ## 推荐奖励最多付多少？
#
# 一位客户价值 90 元，K = 0.6 时每位相当于 2.5 位。于是市场部算道：“一位受邀客户值 {{90 / (1 - 0.6):.0f}} 元，每位付 100 元没有问题。”付了这笔**推荐奖励**（referral fee），K 预计升到 0.7。你会签字吗？

# %%
fees = word_of_mouth.referral_fees([0.65, 0.7, 0.8, 0.9], customer_value=90, k_before=0.6)
fees[["invited_before", "invited_with_fee", "because_of_fee", "highest_fee"]].round(2)

# %% [markdown]
# No. Each customer who comes by themselves brings $K / (1 - K)$ others: {{fees["invited_before"].iloc[0]:.1f}} before and
# {{fees.loc[0.7, "invited_with_fee"]:.2f}} with the fee. It is paid for all of these, but only
# {{100 * fees.loc[0.7, "because_of_fee"]:.0f}} % come because of it. So the most to pay is that share of 90:
# {{fees.loc[0.7, "highest_fee"]:.0f}} yuan, where nothing of the gain is left. ({{90 / (1 - 0.6):.0f}} yuan would be right if *nothing* were paid
# for those whom they bring in turn.)

# %% [markdown] lang="zh"
# 不能签。每位自己找来的客户会带来 $K / (1 - K)$ 位客户：原来是 {{fees["invited_before"].iloc[0]:.1f}} 位，付奖励后是 {{fees.loc[0.7, "invited_with_fee"]:.2f}} 位。奖励要付给其中每一位，而真正因奖励而来的只有 {{100 * fees.loc[0.7, "because_of_fee"]:.0f}}%。所以上限就是 90 元的这一比例：{{fees.loc[0.7, "highest_fee"]:.0f}} 元，付到这里企业就一分不赚了。（只有在*不*为受邀客户再带来的人付钱时，{{90 / (1 - 0.6):.0f}} 元才算对。）

# %% [markdown]
# ## A market fills up
#
# No market is endless. Of those who have not bought yet, Bass lets a share p buy each year of their own accord (**innovation**,
# 创新系数), and others because they see it in use: q times the share of the market that has bought (**imitation**, 模仿系数). The
# whole market is m. First purchases of room air conditioners in the United States, in thousands:

# %% [markdown] lang="zh"
# ## 市场会饱和
#
# 没有哪个市场是无限的。按照 Bass，每年在尚未购买的人中，比例为 p 的人自己决定购买（**创新系数**，innovation）；另一些人是因为看到别人有才买，比例等于 q 乘以市场中已购买者的比例（**模仿系数**，imitation）。整个市场的大小是 m。以下是美国室内空调的首次购买量，单位为千台：

# %%
durables = datasets.load("durables").set_index("year")
sales = durables.loc[durables["product"] == "room air conditioner", "sales"]
sales = sales.rename("thousands")
sales.to_frame().T

# %% [markdown]
# Multiplied out, sales are a parabola in what was sold before, $Y$: $\;pm + (q - p)\,Y - (q/m)\,Y^2$. So Bass drew a parabola through the
# points by **least squares** (最小二乘法: the curve with the smallest sum of squared gaps). Where it comes back to 0, the market is full.

# %% [markdown] lang="zh"
# 展开以后，销量是此前累计销量 $Y$ 的抛物线：$pm + (q - p)\,Y - (q/m)\,Y^2$。于是 Bass 用**最小二乘法**（least squares，即使差距的平方和最小）画出一条抛物线。抛物线回到 0 的地方，就是市场饱和之处。

# %%
sold_before = sales.cumsum() - sales
parabola = np.polyfit(sold_before, sales, 2)
by_hand = np.roots(parabola).max()
by_call = Bass.fit(sales, method="regression").m
print(f"the market m: by hand {by_hand:,.0f}, by call {by_call:,.0f}")

# %% [markdown]
# The parabola takes a year for a moment. Srinivasan and Mason count what the curve gains over the whole year, as `Bass.fit` does
# unless told otherwise.

# %% [markdown] lang="zh"
# 这条抛物线把一年当成了一瞬间。Srinivasan 和 Mason 改为计算曲线在一整年里的增量，`Bass.fit` 默认就用这种方法。

# %%
fit = Bass.fit(sales)
bounds = fit.parameter_intervals()
bounds.loc[["p", "q", "m", "peak_time"]].round(4)

# %%
ax = plots.bass.sales_and_fit(sales, fit.expected_sales(20), peak_time=fit.peak_time)

# %% [markdown]
# p is {{fit.p:.4f}} and q {{fit.q:.2f}}: few begin, and most follow. The market is
# {{fit.m:,.0f}} thousand, between {{bounds.loc["m", "low"]:,.0f}} and {{bounds.loc["m", "high"]:,.0f}}, and the peak came
# {{fit.peak_time:.1f}} years after the launch, in year {{int(fit.peak_time) + 1}}.

# %% [markdown] lang="zh"
# p 为 {{fit.p:.4f}}，q 为 {{fit.q:.2f}}：带头的人很少，大多数是跟随者。市场规模为 {{fit.m:,.0f}} 千台（区间 {{bounds.loc["m", "low"]:,.0f}} 到 {{bounds.loc["m", "high"]:,.0f}}），销售高峰出现在上市 {{fit.peak_time:.1f}} 年之后，即第 {{int(fit.peak_time) + 1}} 年。

# %% [markdown]
# ## The forecast before the peak
#
# The curve came too late: whoever builds a factory must know m *before* the peak. So go back. It is year seven, sales have
# risen every year, and you fit Bass's parabola with its interval. How near will it come to the {{Bass.fit(sales, method="regression").m:,.0f}} of thirteen years?

# %% [markdown] lang="zh"
# ## 高峰之前的预测
#
# 曲线来得太晚：要建工厂的人必须在高峰*之前*知道 m。那就回到过去。现在是第七年，销量连涨七年，你用 Bass 的抛物线拟合，并算出区间。它离十三年数据给出的 {{Bass.fit(sales, method="regression").m:,.0f}} 有多近？

# %%
early = bass_early.refit(sales, method="regression")
ax = plots.bass.early_fits(early, sold=sales)

# %% [markdown]
# After seven years the fit says {{early.loc[7, "estimate"]:,.0f}}, and by its interval {{early.loc[7, "high"]:,.0f}} at most; nearly twice as
# many were sold by year 13. After nine, with the record year past, it says {{early.loc[9, "high"]:,.0f}} at most, still too low. An
# interval assumes that the model is right, and before the peak no data can tell *where the curve bends*: one weak year, the
# seventh, looks like the beginning of the end.

# %% [markdown] lang="zh"
# 七年的数据给出 {{early.loc[7, "estimate"]:,.0f}}，按区间最多 {{early.loc[7, "high"]:,.0f}}；到第 13 年实际卖出的却将近它的两倍。到第九年，最高的一年已经过去，区间的上端也只有 {{early.loc[9, "high"]:,.0f}}，仍然偏低。区间以模型正确为前提；而在高峰之前，没有数据能说明曲线*在哪里转弯*，第七年增长一慢，看上去就像快到尽头了。

# %% [markdown]
# The whole-year method does little better: {{bass_early.refit(sales).loc[7, "estimate"]:,.0f}} after seven years. `Bass.fit` therefore warns as
# long as a series has no peak. Until then, take p and q from similar products that have had theirs, and m from a survey.

# %% [markdown] lang="zh"
# 按整年计算的方法也好不了多少：七年的数据给出 {{bass_early.refit(sales).loc[7, "estimate"]:,.0f}}。所以只要序列还没有出现高峰，`Bass.fit` 就会发出警告。在此之前，p 和 q 应取自已经过了高峰的类似产品，m 则来自市场调查。

# %% [markdown]
# ## Influence, or birds of a feather?
#
# Bass *assumes* that buyers pull buyers. Do they? Chinese rice farmers were offered insurance against bad weather, in two
# rounds. How many of the second buy where few neighbours of the first bought, and where nearly all did?

# %% [markdown] lang="zh"
# ## 相互影响，还是物以类聚？
#
# Bass 模型*假定*购买者会带动别人购买。真是这样吗？中国的水稻种植户先后分两轮被推荐购买天气保险。在第二轮农户中，如果第一轮的邻居很少有人买，会有多少人买？如果几乎都买了呢？

# %%
farmers = datasets.load("village_insurance").dropna()
ax = plots.peers.rates_by_peers(farmers["bought"], farmers["earlier_buyers"])

# %% [markdown]
# The bars climb like a staircase. But neighbours share soil, weather and trust in the insurer, and would buy together without a
# word spoken. That is **homophily** (同质性): friends are alike. So the staircase should overstate influence. By how much, would
# you say: a quarter, half, all of it?

# %% [markdown] lang="zh"
# 柱子像楼梯一样逐级升高。但是邻居之间土壤、天气相同，对保险公司的信任也相近，即使从不交谈，也会一起购买。这就是**同质性**（homophily）：朋友本来就相似。所以这段“楼梯”应当高估了影响。你认为高估了多少：四分之一、一半，还是全部？

# %% [markdown]
# The researchers drew lots. In some hamlets a farmer of the first round was insured unless they said *no*, in others only if they
# said *yes*. This default made more neighbours buy, and had nothing to do with the soil. Such a lot is an **instrument** (工具变量).

# %% [markdown] lang="zh"
# 研究者用抽签来回答。在一些自然村，第一轮农户不想买要说“不”；在另一些村，想买要说“是”。仅仅是默认选项不同，就使更多邻居购买，而这与土壤毫无关系。这样的抽签叫作**工具变量**（instrument）。

# %%
lot = farmers.groupby("default_buy")[["earlier_buyers", "bought"]].mean()
lot.loc["moved by"] = lot.loc[1] - lot.loc[0]
lot.round(3)

# %% [markdown]
# The lot moved the neighbours by {{100 * lot.loc["moved by", "earlier_buyers"]:.0f}} points, and those asked later by
# {{100 * lot.loc["moved by", "bought"]:.0f}}, though nothing had been changed for them. The second divided by the first is the effect of
# neighbours. **Two-stage least squares** (两阶段最小二乘法) is this division; it can also keep to one village, and to people alike in
# age, land and so on.

# %% [markdown] lang="zh"
# 抽签使邻居的购买率提高了 {{100 * lot.loc["moved by", "earlier_buyers"]:.0f}} 个百分点，使后来的农户提高了 {{100 * lot.loc["moved by", "bought"]:.0f}} 个百分点，尽管后者自己的条件毫无变化。后一个数除以前一个数，就是邻居的影响。**两阶段最小二乘法**（two-stage least squares）做的就是这个除法；它还可以只在同一个村、年龄和耕地等相近的农户之间比较。

# %%
asked = {"outcome": "bought", "peers": "earlier_buyers"}
by_call = peers.two_stages(farmers, instrument="default_buy", **asked)["estimate"]
by_hand = lot.loc["moved by", "bought"] / lot.loc["moved by", "earlier_buyers"]
print(f"by hand {by_hand:.2f}, by call {by_call['two stages']:.2f}")

# %%
personal = ["male", "age", "household_size", "rice_area", "literate", "risk_averse"]
like = {"groups": "village", "controls": [*personal, "own_training", "disaster_risk"]}
as_if = peers.two_stages(farmers, instrument="default_buy", **asked, **like)
as_if.loc[["two stages"], ["estimate", "standard_error"]].round(2)

# %% [markdown]
# Within villages it is {{as_if.loc["two stages", "estimate"]:.2f}}. How sure is that? **F of the first stage** (第一阶段 F 值) says how
# clearly the lot moved the neighbours; below 10 the instrument is weak and its answer unreliable. The published F counts every household as a draw of its own, but lots were drawn for whole hamlets.

# %% [markdown] lang="zh"
# 在同一个村内比较，影响是 {{as_if.loc["two stages", "estimate"]:.2f}}。这有多大把握？**第一阶段 F 值**（F of the first stage）说明抽签对邻居的推动是否清楚；低于 10 就是弱工具变量，得到的答案不可靠。已发表的 F 值把每户都当作一次独立的抽签，但签是按整个自然村抽的。

# %%
as_drawn = peers.two_stages(farmers, instrument="default_buy", clusters="hamlet", **asked, **like)
strength = {"households": as_if["f_statistic"], "hamlets": as_drawn["f_statistic"]}
pd.DataFrame(strength).head(1).round(1).rename_axis("F, counted by")

# %% [markdown]
# Not {{as_if.loc["first stage", "f_statistic"]:.0f}} but {{as_drawn.loc["first stage", "f_statistic"]:.0f}}: {{farmers["hamlet"].nunique()}} draws say less than
# {{len(farmers):,}}. That is just enough; and Anderson and Rubin have an interval that holds even where an instrument is weak. If
# likeness inflates the staircase, the effect by the lot must be smaller than that of least squares. Is it?

# %% [markdown] lang="zh"
# 不是 {{as_if.loc["first stage", "f_statistic"]:.0f}}，而是 {{as_drawn.loc["first stage", "f_statistic"]:.0f}}：{{farmers["hamlet"].nunique()}} 次抽签提供的信息远少于 {{len(farmers):,}} 次，刚刚够用。对这种情形，Anderson 和 Rubin 给出了一种即使工具变量较弱也成立的区间。如果楼梯只是因为相似，抽签得到的影响应当小于最小二乘法的结果。会这样吗？

# %%
plain = peers.least_squares(farmers, clusters="hamlet", **asked, **like)
safe = peers.two_stages(farmers, instrument="default_buy", clusters="hamlet",
                        interval="anderson_rubin", **asked, **like)
both = pd.concat([plain, safe.loc[["two stages"]]])[["estimate", "low", "high"]]
ax = plots.peers.effects(both)

# %% [markdown]
# By the lot the effect is {{both.loc["two stages", "estimate"]:.2f}}, *larger* than the {{both.loc["least squares", "estimate"]:.2f}} that we
# took for exaggerated. The interval is wide and holds both, so we cannot say that it is larger; but it leaves out 0. Likeness alone does not
# explain the staircase.

# %% [markdown] lang="zh"
# 由抽签得到的影响是 {{both.loc["two stages", "estimate"]:.2f}}，比我们以为被高估的 {{both.loc["least squares", "estimate"]:.2f}} 还*大*。区间很宽，两个值都在其中，所以不能断言影响更大；但区间不包含 0。单凭“物以类聚”解释不了这段楼梯。

# %% [markdown]
# ## The answer
#
# In the founder's app a customer brings {{found.loc["k_factor", "estimate"]:.2f}} others ({{found.loc["k_factor", "low"]:.2f}} to
# {{found.loc["k_factor", "high"]:.2f}}) in about {{found.loc["cycle_days", "estimate"]:.0f}} days: 1,000 customers won otherwise become about
# {{1000 / (1 - found.loc["k_factor", "estimate"]):,.0f}}, and no more. We know it by watching customers long enough; that it is *influence*, only a lot
# can tell. A fee that lifts K from 0.6 to 0.7 may cost up to {{fees.loc[0.7, "highest_fee"]:.0f}} yuan, not 100.

# %% [markdown] lang="zh"
# ## 回答
#
# 在这位创业者的应用里，一位客户在大约 {{found.loc["cycle_days", "estimate"]:.0f}} 天内带来 {{found.loc["k_factor", "estimate"]:.2f}} 位客户（{{found.loc["k_factor", "low"]:.2f}} 到 {{found.loc["k_factor", "high"]:.2f}}）：通过其他途径赢得的 1,000 位客户最终变成大约 {{1000 / (1 - found.loc["k_factor", "estimate"]):,.0f}} 位，不会更多。要知道这一点，就得对客户观察足够长的时间；而这是否出于*影响*，只有抽签能够回答。能把 K 从 0.6 提到 0.7 的奖励最多付 {{fees.loc[0.7, "highest_fee"]:.0f}} 元，而不是 100 元。

# %% [markdown]
# ## Published and ours
#
# Bass, "A New Product Growth for Model Consumer Durables", *Management Science* 15(5), 1969; Srinivasan and Mason, "Nonlinear Least
# Squares Estimation of New Product Diffusion Models", *Marketing Science* 5(2), 1986; Skok, "Lessons Learned: Viral Marketing",
# forentrepreneurs.com, 2009; Cai, de Janvry and Sadoulet, "Social Networks and the Decision to Insure", *American Economic Journal: Applied
# Economics* 7(2), 2015, with the figures of Huntington-Klein, *The Effect*, 2021. What we have found in no publication is marked —.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 来源：Bass，“A New Product Growth for Model Consumer Durables”，*Management Science* 15(5)，1969；Srinivasan 和 Mason，“Nonlinear Least Squares Estimation of New Product Diffusion Models”，*Marketing Science* 5(2)，1986；Skok，“Lessons Learned: Viral Marketing”，forentrepreneurs.com，2009；Cai、de Janvry 和 Sadoulet，“Social Networks and the Decision to Insure”，*American Economic Journal: Applied Economics* 7(2)，2015，数字见 Huntington-Klein，*The Effect*，2021。没有找到出处的，以 — 表示。

# %%
published = {"room air conditioner": ("0.00944", "0.3748", "18,713"),
             "clothes dryer": ("0.0136", "0.3267", "16,497"),
             "colour television": ("0.01847", "0.6159", "39,659")}
series = {name: Bass.fit(durables.loc[durables["product"] == name, "sales"]) for name in published}
pq_and_m = {name: [f"{one.p:.5f}", f"{one.q:.4f}", f"{one.m:,.0f}"] for name, one in series.items()}
both_of = {"published": published, "ours": pq_and_m}
pd.concat({k: pd.DataFrame(v, index=["p", "q", "m"]).T for k, v in both_of.items()}, axis=1)

# %%
old = {"air conditioners": (0.010399, 0.41861, 16_895), "dryers": (0.017206, 0.35688, 15_092),
       "bed coverings": (0.005876, 0.24387, 76_589)}
peaks = {f"peak of {name}, years": round(Bass(*pqm).peak_time, 1) for name, pqm in old.items()}
printed = dict(zip(peaks, (8.6, 8.1, 14.9), strict=True))
pd.DataFrame({"published, from the p and q of 1969": printed, "ours": peaks})

# %%
more = {"customers after 20 days": ("20,470", f"{sum(people):,.0f}"),
        "first stage": ("0.118", f"{as_if.loc['first stage', 'estimate']:.3f}"),
        "F": ("116", f"{as_if.loc['first stage', 'f_statistic']:.0f}"),
        "least squares": ("—", f"{plain['estimate'].iloc[0]:.3f}"),
        "m after 8, 10, 12, 13 years":
            ("—", " ".join(f"{m:,.0f}" for m in early.loc[[8, 10, 12, 13], "estimate"]))}
pd.DataFrame(more, index=["published", "ours"]).T

# %% [markdown]
# ## Limits
#
# K is an average of what has been; the first customers often like the product best and bring most. Customers who leave again are
# not deducted. The lot shows that neighbours matter, not how: the authors, who also varied what farmers were told, hold that
# knowledge passes on rather than the example. And the lot must act on the farmer through the neighbours alone, which no figure can test.

# %% [markdown] lang="zh"
# ## 局限
#
# K 是过去的平均数；最早的客户往往最喜欢产品，带来的人也最多。后来又离开的客户没有扣除。抽签说明邻居有影响，却没有说明怎样影响：作者还改变了告诉农户的信息，他们认为传开的是知识，而不是榜样。此外，抽签只能通过邻居影响农户，不能有别的途径，而这一点没有任何数字可以检验。

# %% [markdown]
# **Terms** word of mouth 口碑 · K factor K 因子 · cycle 传播周期 · referral fee 推荐奖励 · AARRR 海盗指标 · innovation 创新系数 ·
# imitation 模仿系数 · interval 置信区间 · least squares 最小二乘法 · homophily 同质性 · instrument 工具变量 · two-stage least squares
# 两阶段最小二乘法 · F of the first stage 第一阶段 F 值
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/27_word_of_mouth.ipynb) give you a company of your own and check your answers. For this
# lesson's data:
#
# 1. Watch customers for 30 days instead of 60. What happens to K, and why?
# 2. Fit the clothes dryers on the first eight years. Is this early fit any better?
# 3. Count the farmers' errors by village instead of hamlet. What does the warning say?
# 4. Invitations are one link of **AARRR** (海盗指标): acquisition, activation, retention, referral, revenue. With `aarrr` of
#    `crmkit.loyalty` and `steps = pd.Series([20_000, 5_000, 2_000, 1_000, 200], index=["reached", *aarrr.STEPS])`, at which step does
#    a point more bring most? `aarrr.gains(steps, invited=8_000, customer_value=300)` answers. Why not at the lowest rate?

# %% [markdown] lang="zh"
# **术语** 口碑 word of mouth · K 因子 K factor · 传播周期 cycle · 推荐奖励 referral fee · 海盗指标 AARRR · 创新系数 innovation · 模仿系数 imitation · 置信区间 interval · 最小二乘法 least squares · 同质性 homophily · 工具变量 instrument · 两阶段最小二乘法 two-stage least squares · 第一阶段 F 值 F of the first stage
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/27_word_of_mouth.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 每位客户只观察 30 天而不是 60 天，K 会怎样？为什么？
# 2. 用前八年的数据拟合干衣机。这次早期拟合更好吗？
# 3. 按行政村而不是自然村来计算误差。警告说了什么？
# 4. 邀请是 **AARRR**（海盗指标）这条链中的一环：获取、激活、留存、推荐、收入。从 `crmkit.loyalty` 导入 `aarrr`，写 `steps = pd.Series([20_000, 5_000, 2_000, 1_000, 200], index=["reached", *aarrr.STEPS])`，先猜一猜：哪一步的转化率提高一个百分点收益最大？`aarrr.gains(steps, invited=8_000, customer_value=300)` 给出答案。为什么不是转化率最低的一步？
