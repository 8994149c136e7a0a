# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["12", "29", "41", "2004", "5", "30", "32", "1.12", "120", "180", "95", "5000", "2.45", "6.75", "5.12", "3.42", "6.67", "8761000", "14020000", "0.9", "0.5", "10"]
# ---

# %% [markdown]
# # 38 The base as an asset
#
# **Question** A subscription firm is for sale. Counted in customers, what is it worth?
#
# **Who asks** A buyer, an owner, an investor, or a head of marketing who has to say what the customers are worth to the firm.
#
# **Time** 40 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb), [32 Contracts](32_contracts.ipynb).
#
# **You will be able to**
# 1. value a base of customers as a sum of cohorts;
# 2. say by how much one retention rate for all undervalues it, and why;
# 3. add the customers to come, and what it costs to win them;
# 4. turn an elasticity into the highest price that a programme may have.
#
# **Data** simulated: six cohorts of yearly subscribers who pay in advance, with a margin of 120 yuan each a year. Winning one costs 180 yuan; money is discounted by 12 % a year.

# %% [markdown] lang="zh"
# # 38 作为资产的客户
#
# **问题** 一家订阅公司正在出售。按客户来算，它值多少钱？
#
# **谁会这样问** 买家、业主、投资人，或者需要说明客户对公司值多少钱的市场负责人。
#
# **用时** 40 分钟。**先修** [30 一位客户值多少钱](30_worth.ipynb)、[32 合约型客户](32_contracts.ipynb)。
#
# **学完你能够**
# 1. 把各个同期群相加，给整个客户群估值；
# 2. 说出用同一个保持率会低估多少，以及为什么；
# 3. 加上未来的客户，并扣除争取他们的成本；
# 4. 把弹性换算成一项措施最多可以花多少钱。
#
# **数据** 模拟数据：六个同期群的年度订户，费用预付，每人每年带来毛利 120 元。争取一位客户的成本是 180 元，资金按每年 12% 折现。

# %%
import numpy as np
import pandas as pd

from crmkit import companies, models, plots
from crmkit.lifetime import SBG, BdW, contracts, valuation
from crmkit.rates import rate_interval

# %%
plots.course_style()
firm = companies.subscription_firm(seed=38)
margin, cost, discount = 120, 180, 0.12
cohorts = contracts.survivors(firm.customers, cohort="joined")
cohorts.astype("Int64")

# %% [markdown]
# Each column is a cohort, each row the customers still there after so many renewals. It is the last day of {{cohorts.columns[-1]}}, just before the next renewals: the
# customers of today stand at the bottom of each column.

# %% [markdown] lang="zh"
# 每一列是一个同期群，每一行是续约若干次之后还在的客户。今天是 {{cohorts.columns[-1]}} 年的最后一天，新一轮续约就在眼前：今天的客户在各列的最下面一格。

# %% [markdown]
# ## By hand: one rate for all
#
# A buyer knows one rate: of the customers who were asked a year ago, which share renewed? And from [lesson 30](30_worth.ipynb), just before a renewal paid in advance, a customer who
# renews with probability r is worth $m\, r\,(1 + d) / (1 + d - r)$.

# %% [markdown] lang="zh"
# ## 动手算：所有人用同一个保持率
#
# 买家只知道一个数：一年前面临续约的客户中，续约的占多大比例？按[第 30 课](30_worth.ipynb)，在预付续约的前一刻，以概率 r 续约的客户值 $m\, r\,(1 + d) / (1 + d - r)$。

# %%
today = cohorts.apply(lambda cohort: cohort.dropna().iloc[-1])
asked = cohorts.iloc[:, :-1].apply(lambda cohort: cohort.dropna().iloc[-2])
one_rate = today.iloc[:-1].sum() / asked.sum()
each = margin * one_rate * 1.12 / (1.12 - one_rate)
print(f"{one_rate:.3f}: {each:.0f} yuan for each of {today.sum():,.0f}, {today.sum() * each:,.0f}")

# %% [markdown]
# {{100 * one_rate:.0f}} % renewed, so a customer is worth {{each:.0f}} yuan, and the base of {{today.sum():,.0f}} customers {{today.sum() * each / 1e6:.2f}} million. "That is my offer," says
# the buyer. The owner feels that it is low. Before you look: is {{100 * one_rate:.0f}} % right for a customer of the first cohort, who has renewed five times already?

# %% [markdown] lang="zh"
# 续约的占 {{100 * one_rate:.0f}}%，所以一位客户值 {{each:.0f}} 元，{{today.sum():,.0f}} 位客户合计 {{today.sum() * each / 1e6:.2f}} 百万元。买家说：“这就是我的报价。”业主觉得低了。先想一想：第一个同期群的客户已经续约五次，{{100 * one_rate:.0f}}% 对他们也合适吗？

# %%
faced, made = cohorts.shift().where(cohorts.notna()).sum(axis=1), cohorts.iloc[1:].sum(axis=1)
rates = (made / faced[1:]).to_frame("retention_rate").join(rate_interval(made, faced[1:]))
model = BdW.fit(cohorts, period_days=365.25)
ax = plots.firm.renewal_rates(rates, one_rate=one_rate, model=model.retention_rate(range(1, 6)))

# %% [markdown]
# No: {{100 * rates["retention_rate"].iloc[0]:.0f}} % make the first renewal, {{100 * rates["retention_rate"].iloc[-1]:.0f}} % of those who get that far make the fifth. Nobody grew more loyal. Those who leave easily have gone, as in [lesson 32](32_contracts.ipynb), and
# the line is the BdW model of that lesson. A growing firm has many new customers, so that they set the one rate; and the rate of today is
# no rate for tomorrow, when those who are left will be the steadier ones.

# %% [markdown] lang="zh"
# 不合适：首次续约的比例是 {{100 * rates["retention_rate"].iloc[0]:.0f}}%，走到第五次的人里，有 {{100 * rates["retention_rate"].iloc[-1]:.0f}}% 续约。谁也没有变得更忠诚，只是容易离开的人先走了，和[第 32 课](32_contracts.ipynb)一样；图中的线就是那一课的 BdW 模型。成长中的公司新客户多，这一个保持率主要由他们决定；而且今天的比例不适用于明天，因为留下来的会是更稳定的人。

# %% [markdown]
# ## The sum of cohorts
#
# So each cohort gets payments to come of its own: the discounted renewals that the model expects of a customer who has made so many. Times the margin and the customers, and added up, that is the
# **customer equity** (客户资产) of today's base. How much more than {{today.sum() * each / 1e6:.2f}} million will it be? Write down a percentage.

# %% [markdown] lang="zh"
# ## 各个同期群之和
#
# 因此，每个同期群的未来付款要分别算：客户已经续约若干次，模型预期他今后还会续约多少次（折现之后）。乘以毛利和人数再相加，就是今天客户群的**客户资产**（customer equity）。它会比 {{today.sum() * each / 1e6:.2f}} 百万元多多少？先写下一个百分比。

# %%
renewals = [5, 4, 3, 2, 1, 0]


def cohort_values(model):
    to_come = model.discounted_expected_residual_lifetime(renewals, annual_discount_rate=discount)
    return margin * to_come.set_axis(today.index) * today


values = pd.DataFrame({"one rate": each * today, "the model": cohort_values(model)})
ax = plots.firm.cohort_values(values)

# %% [markdown]
# {{values["the model"].sum() / 1e6:.2f}} in place of {{values["one rate"].sum() / 1e6:.2f}} million: {{100 * (values["the model"].sum() / values["one rate"].sum() - 1):.0f}} % more for the same customers. Even the newest cohort is worth more than the buyer thinks, since some of it will stay for
# ever so long; the oldest is worth {{values["the model"].iloc[0] / values["one rate"].iloc[0]:.1f}} times as much. How sure is that? The data are simulated, so we may look at the truth: each customer is of one of two kinds, and renews at the rate of their kind.

# %% [markdown] lang="zh"
# 不是 {{values["one rate"].sum() / 1e6:.2f}}，而是 {{values["the model"].sum() / 1e6:.2f}} 百万元：同样的客户，多出 {{100 * (values["the model"].sum() / values["one rate"].sum() - 1):.0f}}%。就连最新的同期群也比买家以为的更值钱，因为其中有人会留很久；最老的同期群的价值则是买家估值的 {{values["the model"].iloc[0] / values["one rate"].iloc[0]:.1f}} 倍。这有多可靠？数据是模拟的，可以看看真相：每位客户属于两类之一，按自己那一类的保持率续约。

# %%
kinds = firm.truth[firm.customers["active"]]["retention_rate"]
true = (margin * kinds * 1.12 / (1.12 - kinds)).sum()

# %%
rivals, ends = {"BdW": model, "sBG": SBG.fit(cohorts, period_days=365.25)}, {}
for name, one in rivals.items():
    total = models.interval_of(lambda m: cohort_values(m).sum(), one, rng=np.random.default_rng(1))
    ends[name] = total.iloc[0]
seen = rates["retention_rate"].to_numpy()
miss = [100 * np.abs(m.retention_rate(range(1, 6)) - seen).mean() for m in rivals.values()]
(pd.DataFrame(ends).T / 1e6).assign(true=true / 1e6, miss_points=miss).round(2)

# %% [markdown]
# In truth the base is worth {{true / 1e6:.2f}} million. The BdW's 95 % interval, {{ends["BdW"]["low"] / 1e6:.2f}} to {{ends["BdW"]["high"] / 1e6:.2f}}, contains it. The sBG, with one parameter less, is nearer to the truth than one rate is, yet its interval ends at
# {{ends["sBG"]["high"] / 1e6:.2f}}: an interval covers the luck of the sample, never the error of the model itself. What one can see without the truth is `miss_points`: on average the BdW misses the dots of the first picture by {{miss[0]:.1f}} points, the sBG by {{miss[1]:.1f}}. Quote the range of the one that fits.

# %% [markdown] lang="zh"
# 真实价值是 {{true / 1e6:.2f}} 百万元。BdW 的 95% 区间从 {{ends["BdW"]["low"] / 1e6:.2f}} 到 {{ends["BdW"]["high"] / 1e6:.2f}}，包含真值。sBG 少一个参数，虽然比单一保持率更接近真值，区间却只到 {{ends["sBG"]["high"] / 1e6:.2f}}：区间只反映抽样的运气，不包括模型本身的误差。不知道真值时，可以看 `miss_points`：与第一张图中的各点相比，BdW 平均偏离 {{miss[0]:.1f}} 个百分点，sBG 平均偏离 {{miss[1]:.1f}} 个。采用更贴合数据的那个模型的范围。

# %% [markdown]
# ## The customers to come
#
# A firm is more than its base: it will win customers, and pay for them. Suppose 5,000 a year for five years. By the model a new customer, whose first payment is certain, is worth more than the 180 they cost; what is left of that,
# discounted, is the value of the customers to come. Is it more or less than the base?

# %% [markdown] lang="zh"
# ## 未来的客户
#
# 公司不只有现有客户，它还会争取新客户，并为此付钱。假设今后五年每年 5,000 位。新客户的首次付款是确定的，按模型，他们的价值高于 180 元的成本；两者之差折现之后，就是未来客户的价值。它比现有客户的价值大还是小？

# %%
new = margin * model.discounted_expected_lifetime(annual_discount_rate=discount)
to_come = valuation.customers_to_come(
    pd.Series(5_000, index=range(1, 6)), customer_value=new, acquisition_cost=cost,
    annual_discount_rate=discount)

# %%
shrink = 1.12 ** -to_come.index.to_numpy(float)
parts = {"customers\nof today": values["the model"].sum(),
         "customers\nto come": (to_come["value"] * shrink).sum(),
         "cost of\nwinning them": -(to_come["cost"] * shrink).sum()}
ax = plots.firm.value_bridge(pd.Series(parts))

# %% [markdown]
# A new customer is worth {{new:.0f}} yuan. The five years to come add {{to_come["present_value"].sum() / 1e6:.2f}} million after their cost, so that the firm is worth {{sum(parts.values()) / 1e6:.2f}} million. The base has been counted in contracts; the
# rest is a plan. Overheads that do not grow with the customers are still to be taken off.

# %% [markdown] lang="zh"
# 一位新客户值 {{new:.0f}} 元。未来五年扣除成本后增加 {{to_come["present_value"].sum() / 1e6:.2f}} 百万元，整家公司值 {{sum(parts.values()) / 1e6:.2f}} 百万元。现有客户是按合约数出来的，其余只是计划。不随客户增长的管理费用还要另外扣除。

# %% [markdown]
# ## Which lever, and at what price?
#
# The new owner wants more. For each lever, by how many per cent does the value of the base rise if the lever gets one per cent better: its **elasticity** (弹性)? First by one rate, then with the two kinds, each renewing one per cent more often. Guess which of the two has the
# longer lever.

# %% [markdown] lang="zh"
# ## 动哪根杠杆，最多花多少钱？
#
# 新业主希望客户群更值钱。每根杠杆改善百分之一，客户群的价值上升百分之几，这就是它的**弹性**（elasticity）。先用单一保持率算，再用两类客户算（每一类的保持率都提高百分之一）。猜一猜，用哪一种算法，杠杆更长？

# %%
def base(margin, retention, discount, rates=one_rate):
    worth = margin * retention * rates * (1 + discount) / (1 + discount - retention * rates)
    return worth * today.sum() if np.isscalar(rates) else worth.sum()

# %%
now = {"margin": margin, "retention": 1.0, "discount": discount}
levers = pd.DataFrame({
    "one rate": valuation.elasticities(base, now)["elasticity"],
    "two kinds": valuation.elasticities(lambda **x: base(**x, rates=kinds), now)["elasticity"]})
levers.round(2)

# %% [markdown]
# With two kinds retention has {{levers.loc["retention", "two kinds"]:.1f}} in place of {{levers.loc["retention", "one rate"]:.1f}}: whoever works with one rate undervalues the base *and* what keeping it is worth. It beats the margin's 1, and the discount rate's {{levers.loc["discount", "two kinds"]:.2f}} (negative, since a higher rate makes
# the base worth less). "So we put everything into retention," says the owner. But the length of a lever is not its price.

# %% [markdown] lang="zh"
# 分两类来算，保持率的弹性是 {{levers.loc["retention", "two kinds"]:.1f}}，而不是 {{levers.loc["retention", "one rate"]:.1f}}：只用一个保持率的人，既低估了客户群，*也*低估了留住他们的价值。它远超毛利的 1 和折现率的 {{levers.loc["discount", "two kinds"]:.2f}}（为负，因为折现率越高，客户群越不值钱）。业主说：“那就把钱全投到留客上。”可是，杠杆的长度并不是它的价钱。

# %% [markdown]
# A programme that keeps people costs money every year, with every customer, also with those who would have stayed. Let it take x % of the margin and add one per cent to everyone's retention. To first order the base gains as many per cent as the elasticity says, and loses x.

# %% [markdown] lang="zh"
# 留客的措施每年都要花钱，而且花在每一位客户身上，包括本来就会留下的人。设它花掉毛利的 x%，让每个人的保持率提高百分之一。粗略地说，客户群的价值增加的百分数就是弹性，减少的是 x。

# %%
costs = np.linspace(0, 10, 101)
gains = pd.DataFrame(index=costs)
for name, r in {"one rate": one_rate, "two kinds": kinds}.items():
    after = [base(margin * (1 - x / 100), 1.01, discount, r) for x in costs]
    gains[name] = np.array(after) - base(margin, 1, discount, r)
ax = plots.firm.one_percent(gains)

# %% [markdown]
# So an elasticity is the *highest price*, in per cent of the margin, of one per cent: about {{levers.loc["retention", "two kinds"] * margin / 100:.1f}} yuan a customer and year, for {{kinds.mean():.1f}} points of retention. The price at which the line of the picture crosses zero is a little lower, since the cost also comes off the value gained. One per cent of the margin, a saving or a price rise of little more than a yuan, is worth no more than one per cent of the margin, but
# often costs next to nothing. And retention has an end: nobody renews more often than always.

# %% [markdown] lang="zh"
# 所以，弹性就是每提高百分之一*最多能付的价钱*，以毛利的百分数表示：大约每位客户每年 {{levers.loc["retention", "two kinds"] * margin / 100:.1f}} 元，换来保持率提高 {{kinds.mean():.1f}} 个百分点。图中直线过零处的价钱略低一些，因为新增的那部分价值也要扣掉这笔成本。毛利提高百分之一，不过是节省或涨价一元多，最多值毛利的百分之一，却往往几乎不花钱。而且保持率有尽头：再高也高不过百分之百。

# %% [markdown]
# ## Published and ours
#
# Fader and Hardie ("Customer-Base Valuation in a Contractual Setting", *Marketing Science* 29(1), 2010) take two segments that renew with .9 (a third of the new customers) and .5, 100 a year, at 10 %. The elasticities of the margin multiple r / (1 + d - r)
# (lesson 30) are exact: (1 + d) / (1 + d - r) to retention, -d / (1 + d - r) to the discount rate, here at 12 %.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Fader 和 Hardie（“Customer-Base Valuation in a Contractual Setting”，*Marketing Science* 29(1)，2010）设有两类客户，续约概率为 0.9（占新客户的三分之一）和 0.5，每年 100，折现率 10%。毛利倍数 r / (1 + d - r)（第 30 课）的弹性有精确的公式：对保持率是 (1 + d) / (1 + d - r)，对折现率是 -d / (1 + d - r)，这里取 12%。

# %%
two = pd.DataFrame({"customer_share": [1 / 3, 2 / 3], "retention_rate": [0.9, 0.5]})
worth = 100 * two["retention_rate"] * 1.10 / (1.10 - two["retention_rate"])
after_two = valuation.segment_shares(two, renewals_made=2)
ours = [*worth, after_two[0], (after_two * worth).sum()]
rows = ["value at .9", "value at .5", "share of .9 after two renewals", "mean value then"]
pd.DataFrame({"published": [495.0, 91.7, 0.618, 341.1], "ours": ours}, index=rows).round(3)

# %%
def multiple(margin, r, d):
    return margin * valuation.margin_multiple(retention_rate=r, annual_discount_rate=d)


exact = {f"retention .{n}": valuation.elasticities(multiple, {"margin": 1, "r": n / 10, "d": 0.12})
         for n in (8, 9)}
exact = pd.concat(exact)["elasticity"].unstack()[["r", "d"]]

# %%
r = np.array([0.8, 0.9])
exact.assign(formula_r=1.12 / (1.12 - r), formula_d=-0.12 / (1.12 - r)).round(3)

# %% [markdown]
# The rest is only quoted. The base in their paper is worth 8,761,000 by one rate and 14,020,000 by two; to recompute that, one would need the sizes of its cohorts. Gupta, Lehmann and Stuart ("Valuing Customers", *Journal of Marketing Research* 41(1), 2004) report by how many per cent the value of five firms rises with one per cent of
# retention: 2.45 (Amazon), 6.75 (Ameritrade), 5.12 (Capital One), 3.42 (eBay) and 6.67 (E*Trade). On average that is about 5. For the margin it is 1, and for the discount rate about a fifth of what it is for retention.

# %% [markdown] lang="zh"
# 他们的客户群按单一保持率值 8,761,000，按两类值 14,020,000；要重算，就需要各同期群的规模，所以这里只作引用。同样只作引用的还有 Gupta、Lehmann 和 Stuart（“Valuing Customers”，*Journal of Marketing Research* 41(1)，2004）：保持率提高百分之一，公司价值上升 2.45%（Amazon）、6.75%（Ameritrade）、5.12%（Capital One）、3.42%（eBay）和 6.67%（E*Trade），平均约为 5。毛利的弹性是 1，折现率的弹性约为保持率的五分之一。

# %% [markdown]
# ## The answer
#
# The customers of today are worth {{ends["BdW"]["estimate"] / 1e6:.2f}} million yuan, between {{ends["BdW"]["low"] / 1e6:.2f}} and {{ends["BdW"]["high"] / 1e6:.2f}}; with five years of new customers the firm is worth {{sum(parts.values()) / 1e6:.2f}}. The buyer will quote
# {{values["one rate"].sum() / 1e6:.2f}} million, from one retention rate. An owner who knows the table of cohorts should not sell the base for that.

# %% [markdown] lang="zh"
# ## 回答
#
# 今天的客户值 {{ends["BdW"]["estimate"] / 1e6:.2f}} 百万元，在 {{ends["BdW"]["low"] / 1e6:.2f}} 到 {{ends["BdW"]["high"] / 1e6:.2f}} 之间；加上五年的新客户，公司值 {{sum(parts.values()) / 1e6:.2f}} 百万元。买家会根据单一保持率报价 {{values["one rate"].sum() / 1e6:.2f}} 百万元。手里有同期群表的业主，不应当按这个价钱卖掉客户。

# %% [markdown]
# ## Limits
#
# All rests on years that nobody has seen: the oldest cohort has faced five renewals, while {{100 * (1 - (margin * today * sum(model.survival(np.array(renewals) + t).to_numpy() / model.survival(renewals).to_numpy() * 1.12 ** (1 - t) for t in range(1, 6))).sum() / values["the model"].sum()):.0f}} % of the base's value comes after the fifth from now. The margin stays the same, and so does the market. Two
# kinds are the simplest difference; where customers also differ in margin and the loyal pay more, one rate undervalues the base even further.

# %% [markdown] lang="zh"
# ## 局限
#
# 这一切都取决于谁也没有见过的未来：最老的同期群只经历过五次续约，而客户群价值的 {{100 * (1 - (margin * today * sum(model.survival(np.array(renewals) + t).to_numpy() / model.survival(renewals).to_numpy() * 1.12 ** (1 - t) for t in range(1, 6))).sum() / values["the model"].sum()):.0f}}% 来自今后第五次续约之后。毛利和市场都假定不变。只分两类，是对客户差异最简单的刻画；如果客户的毛利也不同，而忠诚的人付得更多，单一保持率的低估还会更严重。

# %% [markdown]
# **Terms** customer equity 客户资产 · elasticity 弹性
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/38_base_as_asset.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Let the firm stop growing: `companies.subscription_firm` takes `parameters` with a `cohort_growth` of 0. Is one rate nearer to the truth?
# 2. From which acquisition cost on do the customers to come destroy value?
# 3. Value the base from the first four rows of `cohorts` only. How far do model and truth part?

# %% [markdown] lang="zh"
# **术语** 客户资产 customer equity · 弹性 elasticity
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/38_base_as_asset.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 让公司停止增长：`companies.subscription_firm` 的 `parameters` 里把 `cohort_growth` 设为 0。单一保持率是不是更接近真值？
# 2. 争取一位客户的成本高到多少时，未来的客户反而会减损价值？
# 3. 只用 `cohorts` 的前四行给客户群估值。模型与真值相差多远？
