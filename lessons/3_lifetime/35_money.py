# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["23570", "500", "22", "56", "42", "27", "110", "40", "250", "60", "33", "43", "39", "1.15", "5000", "15", "30", "52", "78", "0.80", "1.1", "365.25"]
# ---

# %% [markdown]
# # 35 Money and value
#
# **Question** What is each of our 23,570 customers worth, and is the one who bought more always worth more?
#
# **Who asks** Anybody who ranks customers, or puts a figure on a customer base.
#
# **Time** 60 minutes. **Before this** [33 Counting your customers](33_counting.ipynb).
#
# **You will be able to**
# 1. say what a customer's next orders will cost, from few orders seen and from many;
# 2. turn expected purchases into discounted ones, and those into money;
# 3. compute a customer lifetime value for a whole file in five lines, and its interval in one call;
# 4. read iso-value curves, and find the heavier buyer who is worth less.
#
# **Data** CDNOW: the sample of one customer in ten for the models, the whole file for the values.

# %% [markdown] lang="zh"
# # 35 金额与价值
#
# **问题** 我们的 23,570 位客户各值多少钱？买得更多的客户一定更值钱吗？
#
# **谁会这样问** 需要给客户排序，或给整个客户群估值的人。
#
# **用时** 60 分钟。**先修** [33 还剩多少客户](33_counting.ipynb)。
#
# **学完你能够**
# 1. 根据少数或多次订单，说出一位客户今后每单大约花多少钱；
# 2. 把预期购买次数折现，再换算成金额；
# 3. 用五行代码算出整份名单的客户终身价值，再用一次调用得到它的区间；
# 4. 读懂等值曲线，找出买得更多却更不值钱的客户。
#
# **数据** CDNOW：模型用十分之一的客户样本拟合，价值按整份名单计算。

# %%
import numpy as np
import pandas as pd

from crmkit import datasets, plots, summary
from crmkit.lifetime import GammaGamma, ParetoNBD, valuation
from crmkit.lifetime.spend import independence
from crmkit.models import interval_of

# %% [markdown]
# ## One order of 200: what comes next?
#
# A customer came back once and spent 200 dollars, while the average repeat order is below 40. Write down your
# guess: what will their next order cost on average? Three answers suggest themselves: 200, because that is what they
# spend; the mean, because one order says nothing; or something between.

# %% [markdown] lang="zh"
# ## 一笔 200 美元的订单之后
#
# 一位客户回来过一次，花了 200 美元，而重复购买的平均金额不到 40 美元。请写下你的猜测：这位客户下一单平均会花多少？有三种回答：200，因为他们就花这么多；平均数，因为一单说明不了什么；或者介于两者之间。

# %%
plots.course_style()
log = datasets.load("cdnow")
orders = log.groupby(["customer_id", "ordered_at"], as_index=False)["amount"].sum()
orders["number"] = orders.groupby("customer_id").cumcount()
pairs = orders[orders["number"].isin([1, 2])].pivot(
    index="customer_id", columns="number", values="amount")
pairs = pairs.dropna().set_axis(["first", "second"], axis=1)

# %% [markdown]
# We need no model yet. {{len(pairs):,}} customers came back at least twice. We sort them by the amount of their first
# repeat, from below 10 dollars to above 250, and look at what the second one cost.
# The axes are logarithmic: equal steps multiply by equal factors.

# %% [markdown] lang="zh"
# 这里还不需要模型。有 {{len(pairs):,}} 位客户至少回来过两次。按第一次重复购买的金额分组，从 10 美元以下到 250 美元以上，再看第二次花了多少。图的两轴都是对数刻度：相等的距离表示相同的倍数。

# %%
bands = pd.cut(pairs["first"], [0, 10, 15, 20, 30, 50, 100, 150, 250, np.inf])
by_band = pairs.groupby(bands, observed=True).mean()
ax = plots.purchases.next_order(by_band, mean=pairs.stack().mean())

# %% [markdown]
# Between. Those who began with {{by_band["first"].iloc[-2]:.0f}} dollars went on with
# {{by_band["second"].iloc[-2]:.0f}}, and those who began with {{by_band["first"].iloc[0]:.0f}} with
# {{by_band["second"].iloc[0]:.0f}}. For 200 dollars that makes about
# {{np.interp(200, by_band["first"], by_band["second"]):.0f}}: how close was your guess? What somebody spent is partly who they
# are and partly luck, and luck does not repeat itself. This is called **regression to the mean** (均值回归).

# %% [markdown] lang="zh"
# 介于两者之间（图题的意思是：9 组的下一单全都落在第一次的金额与平均数之间）。第一次重复购买花 {{by_band["first"].iloc[-2]:.0f}} 美元的人，第二次花 {{by_band["second"].iloc[-2]:.0f}} 美元；第一次花 {{by_band["first"].iloc[0]:.0f}} 美元的人，第二次花 {{by_band["second"].iloc[0]:.0f}} 美元。照此推算，200 美元之后约为 {{np.interp(200, by_band["first"], by_band["second"]):.0f}} 美元：你猜得有多准？一个人花了多少，部分取决于自己的习惯，部分取决于运气，而运气不会重演。这种现象叫**均值回归**（regression to the mean）。

# %% [markdown]
# ## A model with three numbers
#
# How far does the next order fall back? That depends on which differs more: one customer's orders among themselves, or the
# customers. The **Gamma-Gamma** model (伽马-伽马模型; Fader and Hardie, 2013: "The Gamma-Gamma model of monetary value")
# has a gamma distribution for each. The sample's first 39 weeks are for this fit, as in Fader and Hardie; all its 78 weeks
# are for the values later; the whole file is only valued, never fitted.

# %% [markdown] lang="zh"
# ## 三个数的模型
#
# 要向均值退回多少？这取决于哪一种差异更大：同一位客户各次订单之间，还是客户与客户之间。**伽马-伽马模型**（Gamma-Gamma；Fader 和 Hardie，2013，《The Gamma-Gamma model of monetary value》）为两者各设一个伽马分布。三种用法请分清：样本的前 39 周用于这次拟合（与原作者相同），样本的全部 78 周用于后面的价值，整份名单只估值、不拟合。

# %%
sample_39 = summary.customers(datasets.load("cdnow_sample"), as_of="1997-09-30")
spend = GammaGamma.fit(sample_39)
axes = plots.purchases.spend_layers(spend, own_mean=35)

# %% [markdown]
# `p`, here {{spend.p:.2f}}, says how even one customer's orders are: the larger, the narrower the right-hand shape.
# `q` and `gamma`, here {{spend.q:.2f}} and {{spend.gamma:.2f}}, give the left-hand one: a small `q` means
# customers who differ much, and `gamma` (a parameter, not the distribution) sets the scale in dollars. The **mean spend**
# (平均消费金额) of all is $p\gamma/(q-1)$, with all digits {{spend.mean_spend:.2f}} dollars.

# %% [markdown] lang="zh"
# 图题的意思是：客户各有自己的平均金额（左），同一位客户的各次订单也有高有低（右）。`p`（这里是 {{spend.p:.2f}}）表示同一位客户的订单有多均匀：越大，右图越窄。`q` 和 `gamma`（{{spend.q:.2f}} 和 {{spend.gamma:.2f}}）决定左图：`q` 越小，客户差异越大；`gamma`（这里是参数，不是分布）定出以美元计的尺度。全体的**平均消费金额**（mean spend）是 $p\gamma/(q-1)$，用未取整的参数计算为 {{spend.mean_spend:.2f}} 美元。

# %% [markdown]
# With x repeats of mean z, the model mixes the mean of all and the customer's own:
#
# $$E = w \cdot \frac{p\gamma}{q - 1} + (1 - w) \cdot z, \qquad w = \frac{q - 1}{p x + q - 1}$$
#
# $E$ is the expected spend on an order. Each repeat adds `p` to the denominator, so `w`, the weight of the mean of
# all, shrinks. By hand for one repeat of 200 dollars:

# %% [markdown] lang="zh"
# 重复购买 x 次、平均金额为 z 时，模型把全体的平均数与客户自己的平均数混合起来：
#
# $$E = w \cdot \frac{p\gamma}{q - 1} + (1 - w) \cdot z, \qquad w = \frac{q - 1}{p x + q - 1}$$
#
# $E$ 是每单的预期金额。每多一次重复购买，分母就增加一个 `p`，于是全体平均数的权重 `w` 变小。动手算一次重复购买、200 美元的情形：

# %%
weight = (spend.q - 1) / (spend.p * 1 + spend.q - 1)
by_hand = weight * spend.mean_spend + (1 - weight) * 200
one = pd.DataFrame({"repeat_purchases": [1], "mean_repeat_spend": [200.0]})
call = spend.expected_spend(one).iloc[0]
print(f"weight of all {weight:.2f}; expected by hand {by_hand:.1f}, by call {call:.1f}")

# %%
seen = pd.DataFrame({"repeat_purchases": [1, 2, 5, 20], "mean_repeat_spend": 200.0})
seen["weight_of_all"] = (spend.q - 1) / (spend.p * seen["repeat_purchases"] + spend.q - 1)
seen.assign(expected_spend=spend.expected_spend(seen)).round(2)

# %% [markdown]
# After one order of 200 the model expects {{call:.0f}}, well above the {{np.interp(200, by_band["first"], by_band["second"]):.0f}} that the
# data suggested; after twenty of them it hardly looks at the mean of all. The model was fitted to means over 39 weeks
# only. How well does it forecast the other second orders of the first figure?

# %% [markdown] lang="zh"
# 看到一单 200 美元，模型预期 {{call:.0f}} 美元，比数据显示的约 {{np.interp(200, by_band["first"], by_band["second"]):.0f}} 美元高得多；看到二十单之后，几乎不再参考全体。模型只用 39 周的平均金额拟合，它能预测第一张图里的第二次订单吗？

# %%
firsts = pd.DataFrame({"repeat_purchases": 1, "mean_repeat_spend": by_band["first"]})
by_band["expected"] = spend.expected_spend(firsts)
ax = plots.purchases.next_order(by_band, mean=pairs.stack().mean())

# %% [markdown]
# The right direction, not far enough: {{by_band["expected"].iloc[-2]:.0f}} expected where
# {{by_band["second"].iloc[-2]:.0f}} came, and too little at the low end. At CDNOW a single order holds more luck than
# the model believes. Keep that in mind when you read the value of somebody with one large order.

# %% [markdown] lang="zh"
# 图题的意思是：高于平均数的 5 组，模型全都估得过高。方向对，但向均值回归得不够：预期 {{by_band["expected"].iloc[-2]:.0f}}，实际 {{by_band["second"].iloc[-2]:.0f}}；在低端又预期得太少。在 CDNOW，单次订单里的运气比模型所想的更多。看到只有一次大额订单的客户时，请记住这一点。

# %% [markdown]
# ## Do frequent buyers spend more on an order?
#
# The model assumes that how much and how often have nothing to do with each other. Two correlations test
# it: Pearson's by dollars, which a few large customers can rule, and Spearman's by ranks, which they cannot. If that
# were true, both would be close to zero. Are they?

# %% [markdown] lang="zh"
# ## 常买的人每单花得更多吗？
#
# 模型假定“每单花多少”与“多久买一次”无关。可以用两种相关系数检验：皮尔逊按金额计算，容易被少数大客户左右；斯皮尔曼按名次计算，不受此影响。如果假定成立，两者都应接近零。是这样吗？

# %%
linked = independence(sample_39)
linked.round(3)

# %% [markdown]
# No: {{linked.loc["pearson", "correlation"]:.2f}} and {{linked.loc["spearman", "correlation"]:.2f}}, and neither interval
# holds zero. Fader and Hardie report the first and go on. We should first ask what harm is done: in the holdout, do
# frequent buyers spend more than the model forecasts for them?

# %% [markdown] lang="zh"
# 不是：{{linked.loc["pearson", "correlation"]:.2f}} 和 {{linked.loc["spearman", "correlation"]:.2f}}，两个区间都不含零。论文只报告了前者，没有深究。我们应当先问危害有多大：在验证期里，常买的人每单的花费是否高于模型对他们的预测？

# %%
parts = summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")
known = parts.calibration[parts.calibration["mean_repeat_spend"] != 0]  # one free order, no money
check = pd.DataFrame({"forecast": spend.expected_spend(known), "came": parts.holdout["mean_spend"]})
by_repeats = check.dropna().groupby(known["repeat_purchases"].clip(upper=7)).mean()
by_repeats.rename(index={7: "7 or more"}).round(1)

# %% [markdown]
# Spend rises with frequency on the whole, from {{by_repeats["came"].iloc[0]:.0f}} to {{by_repeats["came"].iloc[-1]:.0f}} dollars,
# but so does the forecast, since it uses each customer's own orders. It is
# {{100 * ((1 - by_repeats["forecast"] / by_repeats["came"]).min()):.0f}} % to
# {{100 * ((1 - by_repeats["forecast"] / by_repeats["came"]).max()):.0f}} % too low everywhere. The assumption is wrong and the harm is
# small: we go on.

# %% [markdown] lang="zh"
# 每单金额总的来说随频率上升，从 {{by_repeats["came"].iloc[0]:.0f}} 美元升到 {{by_repeats["came"].iloc[-1]:.0f}} 美元；但预测也随之上升，因为它用到了每位客户自己的订单。各组预测都偏低 {{100 * ((1 - by_repeats["forecast"] / by_repeats["came"]).min()):.0f}} % 到 {{100 * ((1 - by_repeats["forecast"] / by_repeats["came"]).max()):.0f}} %。假定不成立，但危害不大，可以继续。

# %% [markdown]
# ## Purchases, discounted
#
# A purchase in three years is worth less than one today. The **discounted expected transactions** (折现期望购买次数,
# DET) add up all purchases to come, each divided by 1.15 for every year that we wait (15 % a year is an assumption). By
# hand, each year counts at its middle. Take a customer we have known for 78 weeks, with seven repeats, the last in
# week 35. Guess: how many more purchases, in today's terms?

# %% [markdown] lang="zh"
# ## 折现的购买次数
#
# 三年后的一次购买不如今天的一次值钱。**折现期望购买次数**（discounted expected transactions，DET）把今后的全部购买加起来，每晚一年就除以一次 1.15（每年 15 % 是假设）。动手算时，每年的购买都按年中计。设一位客户客龄 78 周，重复购买七次，最后一次在第 35 周。猜一猜：折算到今天，还会买多少次？

# %%
sample_78 = summary.customers(datasets.load("cdnow_sample"), as_of="1998-06-30")
buying = ParetoNBD.fit(sample_78, period_days=7)
history = pd.DataFrame({"repeat_purchases": [7], "age_at_last_days": [35 * 7], "age_days": [545]})
so_far = [buying.expected_purchases(history, horizon_days=365.25 * y).iloc[0] for y in range(41)]
ahead = pd.DataFrame({"purchases": np.diff(so_far)}, index=range(1, 41))
ahead["discounted"] = ahead["purchases"] / 1.15 ** (ahead.index - 0.5)

# %%
ax = plots.purchases.discounted_years(ahead.head(15), mark=10)

# %%
det = buying.discounted_expected_transactions(history, annual_discount_rate=0.15).iloc[0]
alive = buying.probability_alive(history).iloc[0]
print(f"by call {det:.2f}; by hand {ahead['discounted'].sum():.2f}; alive with {alive:.0%}")

# %% [markdown]
# Fewer than two, from somebody who has made eight. They have been silent for 43 weeks and are only {{100 * (alive):.0f}} % likely to
# be alive; if they are, they keep buying for many years, and the late years count for little. The sum by hand stops
# after forty years; the call is exact, over an infinite horizon.

# %% [markdown] lang="zh"
# 图题的意思是：第 10 年的一次购买只相当于今天的 27 %。买过八次的人，只剩不到两次。他们已沉默 43 周，仍活跃的概率只有 {{100 * (alive):.0f}} %；但只要活跃，就会继续买很多年，只是越晚分量越轻。手算到第四十年为止；函数则精确计算，不设期限。

# %% [markdown]
# ## Five lines from file to value
#
# **Customer lifetime value** (客户终身价值) is margin (30 %, an assumption) times mean spend times discounted purchases.
# The sample's models serve for all, as it takes every tenth customer, whatever they did:
# {{100 * ((sample_78["repeat_purchases"] > 0).mean()):.0f}} % of them repeated, in the file
# {{100 * ((log.groupby("customer_id")["ordered_at"].nunique() > 1).mean()):.0f}} %. Eleven are left out: the ten largest spenders, as in
# Fader, Hardie and Lee (2005: "RFM and CLV", *Journal of Marketing Research* 42(4)), who may well be resellers and no
# listeners (our guess), and one whose only repeat was free.

# %% [markdown] lang="zh"
# ## 五行代码：从名单到价值
#
# **客户终身价值**（customer lifetime value）= 毛利率（30 %，是假设）× 每单金额 × 折现购买次数。模型用样本拟合，用于整份名单，因为样本是每十人取一人，与他们的行为无关：样本中 {{100 * ((sample_78["repeat_purchases"] > 0).mean()):.0f}} % 的人重复购买过，整份名单中是 {{100 * ((log.groupby("customer_id")["ordered_at"].nunique() > 1).mean()):.0f}} %。有十一位不计：消费最多的十位（可能是转卖商而非普通听众，这是我们的推测；与 Fader、Hardie 和 Lee 的论文一致，2005，《RFM and CLV》，*Journal of Marketing Research* 42(4)），以及唯一一次重复购买是免费的那一位。

# %%
spent = log.groupby("customer_id")["amount"].sum()
left_out = [*spent.nlargest(10).index, "10244"]
kept = log[~log["customer_id"].isin(left_out)]

# %%
customers = summary.customers(kept, as_of="1998-06-30")
buying = ParetoNBD.fit(sample_78, period_days=7)
money = GammaGamma.fit(sample_78)
future = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = valuation.customer_value(future, money.expected_spend(customers), margin_rate=0.30)

# %% [markdown]
# That is all: five lines. The mean customer is worth {{value.mean():.0f}} dollars. Write down your guess before you look at
# the spread: what is the median customer worth, and what the best one?

# %% [markdown] lang="zh"
# 五行代码，到此为止。客户平均值 {{value.mean():.0f}} 美元。看分布之前请先写下你的猜测：中位数的客户值多少？最好的一位值多少？

# %%
value.describe().round(2)

# %% [markdown]
# The median customer is worth {{value.median():.2f}} and the best {{value.max():,.0f}}: a mean far above the median, as with
# spend in lesson 12. All {{len(value):,}} together are worth {{value.sum():,.0f}} dollars, and the best tenth hold
# {{100 * (value.nlargest(len(value) // 10).sum() / value.sum()):.0f}} % of it all. How sure are these figures? One call asks both models
# at once, each with its own uncertainty.

# %% [markdown] lang="zh"
# 中位数只有 {{value.median():.2f}} 美元，最高的达 {{value.max():,.0f}} 美元：平均数远高于中位数，与第 12 课的消费额一样。{{len(value):,}} 位客户共值 {{value.sum():,.0f}} 美元，最好的十分之一占全部价值的 {{100 * (value.nlargest(len(value) // 10).sum() / value.sum()):.0f}} %。这些数字有多可靠？下面用一次调用同时考虑两个模型各自的不确定性。

# %%
def value_of_all(purchases, spend):
    future = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.15)
    value = valuation.customer_value(future, spend.expected_spend(customers), margin_rate=0.30)
    return pd.Series({"sum": value.sum(), "mean": value.mean(), **value.head(3)})


bounds = interval_of(value_of_all, buying, money, rng=np.random.default_rng(1), draws=200)
bounds.round(2)

# %%
fixed = interval_of(lambda purchases: value_of_all(purchases, money), buying,
                    rng=np.random.default_rng(1), draws=200)
only = fixed.loc["sum"]
fixed.loc[["sum"]].round(2)

# %% [markdown]
# All together are worth between {{bounds.loc["sum", "low"] / 1e6:.2f}} and {{bounds.loc["sum", "high"] / 1e6:.2f}} million dollars. With
# the money model held fixed the range is still {{only["low"] / 1e6:.2f}} to {{only["high"] / 1e6:.2f}} million: what we do not
# know is how long customers will go on buying. And the interval holds for this story only, as lesson 33 has shown.

# %% [markdown] lang="zh"
# 全部客户值 {{bounds.loc["sum", "low"] / 1e4:.0f}} 万到 {{bounds.loc["sum", "high"] / 1e4:.0f}} 万美元。如果固定金额模型，区间仍是 {{only["low"] / 1e4:.0f}} 万到 {{only["high"] / 1e4:.0f}} 万，并没有变窄：不清楚的主要是客户还会买多久。而且正如第 33 课所见，区间只在这个模型的假设之内成立。

# %% [markdown]
# ## Where does the value sit?
#
# Half of the customers never came back. Reports like to call them dormant and strike them off. Write down
# your guess: what share of the total value do they hold, and what share do those with seven repeats or more?

# %% [markdown] lang="zh"
# ## 价值在哪里？
#
# 一半的客户从未回来。报告里常称他们为“休眠客户”，一笔勾销。请写下你的猜测：他们占全部价值的多少？重复购买七次及以上的客户又占多少？

# %%
group = customers["repeat_purchases"].clip(upper=7).astype(str).replace("7", "7 or more")
where = value.groupby(group.rename("repeat purchases")).agg(["size", "sum", "mean"])
where = where.set_axis(["customers", "value", "mean value"], axis=1)
ax = plots.purchases.value_by_repeats(where)

# %% [markdown]
# {{where["customers"].iloc[0]:,}} customers without a repeat are worth {{where["mean value"].iloc[0]:.2f}} dollars each, and yet
# {{where["value"].iloc[0]:,.0f}} together: to strike them off gives that away, and to keep one of them must not cost
# more than those few dollars. Those with seven repeats or more, {{100 * (where["customers"].iloc[-1] / len(value)):.0f}} % of the
# customers, hold {{100 * (where["value"].iloc[-1] / value.sum()):.0f}} % of the value; those without a repeat {{100 * (where["value"].iloc[0] / value.sum()):.0f}} %.

# %% [markdown] lang="zh"
# {{where["customers"].iloc[0]:,}} 位没有重复购买的客户，每人只值 {{where["mean value"].iloc[0]:.2f}} 美元，合计却有 {{where["value"].iloc[0]:,.0f}} 美元：一笔勾销等于白白放弃这笔钱，而挽留其中一位的花费也不应超过这几美元。重复购买七次及以上的客户只占 {{100 * (where["customers"].iloc[-1] / len(value)):.0f}} %，却拥有 {{100 * (where["value"].iloc[-1] / value.sum()):.0f}} % 的价值；没有重复购买的只占价值的 {{100 * (where["value"].iloc[0] / value.sum()):.0f}} %。这也是图题的意思。

# %% [markdown]
# ## Is the heavier buyer worth more?
#
# In that figure, and in every RFM score, more purchases mean more value. Now compare two customers who both bought
# last in week 30 of 78: one has made two repeats, the other twelve. Write down your guess: by which factor is the
# second one worth more?

# %% [markdown] lang="zh"
# ## 买得更多就更值钱吗？
#
# 在刚才的柱形图里，在任何 RFM 得分里，买得越多价值越高。现在比较两位客户，最后一次购买都在第 30 周（共 78 周）：一位重复购买两次，另一位十二次。请写下你的猜测：后者的价值是前者的多少倍？

# %%
grid = pd.DataFrame([(x, week, 7 * week, 545) for x in range(1, 15) for week in range(2, 78)],
                    columns=["repeat_purchases", "week", "age_at_last_days", "age_days"])
grid["value"] = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
grid["value"] *= 0.30 * money.mean_spend
surface = grid.pivot(index="repeat_purchases", columns="week", values="value")

# %% [markdown]
# The figure is a map: for each possible history the value, with lines that join equal values as a map
# joins equal heights. All customers get the same mean spend, so that only their purchases count. Go up
# along the dotted line, from two repeats to twelve: each line that you cross stands for a lower value. The numbers on the lines are dollars.

# %% [markdown] lang="zh"
# 这张图就像地图：每种可能的历史对应一个价值，价值相同的点连成线，如同等高线。所有客户都取相同的平均金额，只比较购买行为。沿点线从两次向上走到十二次，穿过的每条线价值都更低。线上的数字是美元。（图题的意思是：同一条线，同一价值；购买更多，价值可能更低。）

# %%
two, twelve = surface.loc[2, 30], surface.loc[12, 30]
ax = plots.iso_value_curves(surface, levels=[1, 5, 20, 40, 80, 160], unit="weeks", marks={
    f"2 repeats: {two:.0f} dollars": (2, 30), f"12 repeats: {twelve:.1f} dollars": (12, 30)})

# %% [markdown]
# The customer with twelve repeats is worth {{twelve:.2f}} dollars, the one with two {{two:.0f}}: not more, but
# {{two / twelve:.0f}} times *less*. An **iso-value curve** (等值曲线) that rises to the right says just that: with more repeats,
# the last must be later for the same value. Four of the six bend back to it, at weeks 22 to 56. Fader,
# Hardie and Lee call this the increasing-frequency paradox. By hand it is no paradox:

# %% [markdown] lang="zh"
# 重复购买十二次的客户值 {{twelve:.2f}} 美元，两次的值 {{two:.0f}} 美元：不是更多，十二次客户的价值只有两次客户的 1/{{two / twelve:.0f}}。向右上方延伸的**等值曲线**（iso-value curve）说的就是这件事：重复购买越多，要有同样的价值，最后一次购买就必须越晚。六条线中有四条在第 22 周到第 56 周之间折回。Fader、Hardie 和 Lee 称之为“频率递增悖论”。动手一算，就不算悖论了：

# %%
for repeats in (2, 12):
    gap = 30 / repeats
    print(f"{repeats} repeats: a gap of {gap:.1f} weeks, silent for {(78 - 30) / gap:.1f} gaps")

# %% [markdown]
# Somebody who came every {{30 / 12:.1f}} weeks and has now been silent for {{48 / 2.5:.0f}} such gaps is gone, as far as
# the model can tell. It is Anna from lesson 33 again, in dollars. At the right edge, where the last purchase is
# recent, it is as everybody expects: on the way up, each line that is crossed stands for a higher value.

# %% [markdown] lang="zh"
# 过去每 {{30 / 12:.1f}} 周来一次，如今连续错过了 {{48 / 2.5:.0f}} 个间隔：在模型看来，这位客户已经走了。与第 33 课安娜的情形相同，只是改用金额衡量。在图的右侧，最后一次购买就在近期，情况和大家预期的一样：越往上，穿过的每条线价值越高。

# %% [markdown]
# ## The answer
#
# *What is each worth?* From next to nothing to {{value.max():,.0f}} dollars, {{value.mean():.0f}} on average; the {{len(value):,}}
# together (eleven of the 23,570 are left out) {{value.sum() / 1e6:.2f}} million dollars, between
# {{bounds.loc["sum", "low"] / 1e6:.2f}} and {{bounds.loc["sum", "high"] / 1e6:.2f}}. The best 5,000 hold
# {{100 * (value.nlargest(5000).sum() / value.sum()):.0f}} % of it. *Is the one who bought more worth more?* Only if they bought
# lately. To pick 500 letters for nine months a count did as well (lesson 33); for value over all years, rank by value.

# %% [markdown] lang="zh"
# ## 回答
#
# *每位客户值多少？* 从几乎为零到 {{value.max():,.0f}} 美元，平均 {{value.mean():.0f}} 美元；{{len(value):,}} 位客户（23,570 位中有十一位不计）合计 {{value.sum() / 1e4:.0f}} 万美元，区间为 {{bounds.loc["sum", "low"] / 1e4:.0f}} 万到 {{bounds.loc["sum", "high"] / 1e4:.0f}} 万美元。最好的 5,000 位占其中的 {{100 * (value.nlargest(5000).sum() / value.sum()):.0f}} %。*买得更多就更值钱吗？* 只有近期买过才是。若只为今后九个月选 500 人寄信，按购买次数也一样好（第 33 课）；若看全部未来的价值，请按价值排序。

# %% [markdown]
# ## Published and ours
#
# The first four rows are from Fader and Hardie (2013), the others from Fader, Hardie and Lee (2005), whose year has 52
# weeks; ours has 365.25 days.

# %% [markdown] lang="zh"
# ## 文献数字与本课结果
#
# 前四行来自 Fader 和 Hardie（2013），其余来自 Fader、Hardie 和 Lee（2005）。后者的一年是 52 周，本课取 365.25 天。

# %%
rate = 1.15 ** (365.25 / (52 * 7)) - 1  # a year of 52 weeks
det_of_52 = buying.discounted_expected_transactions(history, annual_discount_rate=rate).iloc[0]
ours = [spend.p, spend.q, spend.gamma, spend.mean_spend, det, det_of_52, value.mean()]
published = [6.25, 3.74, 15.44, 35.17, 1.87, 1.87, 47]
table = pd.DataFrame({"published": published, "ours": np.round(ours, 2)})
table.set_axis(["p", "q", "gamma", "mean spend", "DET of 7 repeats, week 35",
                "the same, a year of 52 weeks", "mean value"])

# %% [markdown]
# With the paper's year the DET agrees as well. For the total the paper of 2005 says "just over 1.1 million" dollars. By the
# rounded parameters of the table the mean spend would be {{6.25 * 15.44 / 2.74:.2f}}; ours uses all digits.

# %% [markdown] lang="zh"
# 按论文的一年计算，DET 也一致。关于总价值，2005 年的论文的说法是“略高于 110 万美元”。用表中取整后的参数计算，平均金额会是 {{6.25 * 15.44 / 2.74:.2f}} 美元；这里用的是未取整的参数。

# %% [markdown]
# ## Limits
#
# One margin for all; returns and service are not deducted. The value is that of the future *as it runs now*: what a
# campaign changes is another question. The model overrates single large orders, and it underrates silent heavy buyers, who in
# lesson 33 came back more often than forecast. And 15 % and 30 % are assumptions: vary them.

# %% [markdown] lang="zh"
# ## 局限
#
# 所有客户用同一个毛利率；退货与服务成本没有扣除。这里的价值是*照现状发展*的未来：活动能改变什么，是另一个问题。模型高估单次大额订单，也低估沉默的常客：在第 33 课里，他们回来的次数多于预测。15 % 和 30 % 都是假设，请换几个数试试。

# %% [markdown]
# **Terms** regression to the mean 均值回归 · Gamma-Gamma 伽马-伽马模型 · mean spend 平均消费金额 · discounted expected transactions
# 折现期望购买次数 · customer lifetime value 客户终身价值 · interval 置信区间 · iso-value curve 等值曲线
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/35_money.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Halve the margin and double the discount rate. Who changes rank?
# 2. Rank by RFM cell and by value. Where do the two disagree most?
# 3. A mailing costs 0.80 and lifts purchases by 5 %. To whom does it pay?

# %% [markdown] lang="zh"
# **术语** 均值回归 regression to the mean · 伽马-伽马模型 Gamma-Gamma · 平均消费金额 mean spend · 折现期望购买次数 discounted expected transactions · 客户终身价值 customer lifetime value · 置信区间 interval · 等值曲线 iso-value curve
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/35_money.ipynb)会给你一家专属的模拟公司，并自动批改答案。用本课的数据还可以想一想：
#
# 1. 毛利率减半、折现率加倍，谁的名次会变？
# 2. 分别按 RFM 组合和按价值排序，两者在哪里分歧最大？
# 3. 一封信 0.80 美元，能使购买增加 5 %。寄给谁划算？
