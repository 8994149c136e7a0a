# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["330000", "230000", "270000", "25", "8.3", "85", "50", "13", "17", "41", "68"]
# ---

# %% [markdown]
# # 43 Exit management in five steps
#
# **Question** What may be spent to keep the customers who would leave this year, and on which of their reasons?
#
# **Who asks** The managing director of a carrier, with six proposals on the desk.
#
# **Time** 45 minutes. **Before this** [35 Money and value](../3_lifetime/35_money.ipynb) and [24 Three bonds](../2_loyalty/24_bonds.ipynb).
#
# **You will be able to**
# 1. compute the leaving rate and the reasons with their intervals;
# 2. say what leavers take along, in a year and in all years, and for which reason;
# 3. tell how many customers stay if one reason is mended, now that other reasons wait for them;
# 4. rank saving programmes by profit saved for a unit of cost, and choose among them under a budget.
#
# **Data** a simulated transport company: 6,600 customers at any time, four years of exits, six reasons. Money is in yuan.

# %% [markdown] lang="zh"
# # 43 流失管理五步法
#
# **问题** 为了留住今年会走的客户，最多可以花多少钱？该花在哪一种流失原因上？
#
# **谁会这样问** 一家运输公司的总经理，桌上放着六份提案。
#
# **用时** 45 分钟。**先修** [35 金额与价值](../3_lifetime/35_money.ipynb)、[24 三种联系](../2_loyalty/24_bonds.ipynb)。
#
# **学完你能够**
# 1. 计算流失率和各种流失原因的占比，并给出区间；
# 2. 说出流失客户带走了多少利润：一年的、今后所有年份的，分别因为哪种原因；
# 3. 判断消除一种原因之后能多留下多少客户，因为还有别的原因在等着他们；
# 4. 按每一元成本挽回的利润给挽留方案排序，并在预算之内作出选择。
#
# **数据** 一家模拟的运输公司：任何时候都有 6,600 位客户，四年的流失记录，六种流失原因。金额单位为元。

# %%
import numpy as np
import pandas as pd

from crmkit import companies, plots
from crmkit.lifetime import valuation
from crmkit.retention import competing, exits, saving_programmes

# %%
plots.course_style()
company = companies.transport_company(seed=1)
customers = company.customers
customers[["size", "annual_profit", "years", "reason"]].head(5)

# %% [markdown]
# ## Step 1: how many leave?
#
# **Exit management** (流失管理) has five steps: the leaving rate, the reasons, the profit lost, the cost of keeping, and then to act. `years` says how long a customer was
# on the books, four at most; `reason` is missing for those who are still there. A new customer takes the place of each who leaves. Which share left in a year? Guess, then count.

# %% [markdown] lang="zh"
# ## 第一步：走了多少人？
#
# **流失管理**（exit management）分五步：算流失率，找原因，算利润损失，算挽留成本，然后行动。`years` 是客户在册的年数，最多四年；`reason` 缺失表示客户还在。每走一位客户，就有一位新客户补上。一年走掉多大比例？先猜，再数。

# %%
left, years = customers["reason"].notna().sum(), customers["years"].sum()
hazard = left / years
print(f"{left:,} leavers in {years:,.0f} years: {hazard:.4f}, or 1 - exp(-h) = "
      f"{1 - np.exp(-hazard):.4f} a year")

# %% [markdown]
# Leavers per **customer-year** (客户年) are the **hazard** (风险率), the speed at which those who are still there leave. It becomes a yearly rate by
# $1 - e^{-h}$. The call gives the same with its interval, the range of true rates that agree with so many leavers.

# %% [markdown] lang="zh"
# 平均每个**客户年**（customer-year）有多少人离开，就是**风险率**（hazard），即仍在的客户离开的速度。用 $1 - e^{-h}$ 换算成年流失率。函数给出同样的结果，并附上区间：与这样的流失人数相容的真实流失率的范围。

# %%
seen = {"years": "years", "reason": "reason"}
rates = pd.concat([exits.leaving_rate(customers, by=by, **seen) for by in (None, "size")])
rates.drop(columns="customers").round(3).round({"customer_years": 0})

# %% [markdown]
# Five in a hundred leave a year ({{100 * rates.loc["all", "low"]:.1f}} to {{100 * rates.loc["all", "high"]:.1f}}), small customers more often than large ones.
#
# ## Step 2: for which reasons?
#
# Leavers were asked. The textbooks name six kinds: price, product, service, market (they moved or closed down), technology (they found another way) and politics (a new owner has another carrier). What share of the leavers does
# the largest account for? The intervals in the picture are wider than those of one share alone, for all six are to hold at once.

# %% [markdown] lang="zh"
# 每年每一百位客户走五位（{{100 * rates.loc["all", "low"]:.1f}} 到 {{100 * rates.loc["all", "high"]:.1f}}），小客户比大客户走得多。
#
# ## 第二步：为什么走？
#
# 公司问过离开的客户。教科书列出六类原因：价格（price）、产品（product）、服务（service）、市场（market，客户搬迁或停业）、技术（technology，客户换了别的办法）和政治（politics，客户换了老板，新老板另有合作的运输公司）。最大的一类占流失客户的百分之几？图中的区间比单看一种原因时宽，因为六个区间要同时成立。

# %%
reasons = exits.reasons(customers["reason"].value_counts())
ax = plots.exits.reason_bars(reasons)

# %% [markdown]
# ## Step 3: what do they take along?
#
# The textbook multiplies: 6,600 customers, of whom 5 % leave, 10,000 yuan of revenue each, 10 % of it profit. "Any saving programme that costs less pays." What does this forget?

# %% [markdown] lang="zh"
# ## 第三步：他们带走了什么？
#
# 教科书的算法是连乘：6,600 位客户，5% 离开，每位 10,000 元收入，利润率 10%。“只要花费低于这个数，挽留方案就划算。”这样算漏掉了什么？

# %%
a_year = 6_600 * 0.05 * 10_000 * 0.10
multiple = valuation.margin_multiple(retention_rate=0.95, annual_discount_rate=0.12)
print(f"{a_year:,.0f} in one year; times {multiple:.1f}: {multiple * a_year:,.0f} in all years")

# %% [markdown]
# It forgets the years after. Whoever leaves takes along every later profit, too, as long as they would have stayed. In money of today they come to the **margin multiple** (毛利倍数) $r/(1+i-r)$: with a retention rate $r$ of .95 and a
# discount rate $i$ of 12 % it is {{multiple:.1f}} annual profits. And the textbook forgets *who* leaves: an average leaver need not be an average customer. Which reason takes most money?

# %% [markdown] lang="zh"
# 漏掉了以后的年份。客户一走，他若留下本会带来的以后各年利润也全都没了。把它们折成今天的钱，再除以一年的利润，就是**毛利倍数**（margin multiple）$r/(1+i-r)$：保持率 $r$ 为 0.95、折现率 $i$ 为 12% 时，相当于 {{multiple:.1f}} 个年利润。教科书还漏掉了走的是*谁*：流失客户的平均情况未必就是全体客户的平均情况。哪种原因带走的钱最多？

# %%
money = seen | {"profit": "annual_profit", "by": "size", "annual_discount_rate": 0.12}
lost = exits.profit_lost(customers, rng=np.random.default_rng(1), **money)
ax = plots.exits.heads_and_money(lost)

# %% [markdown]
# Of the small leavers {{100 * (customers.loc[customers["size"] == "small", "reason"].dropna() == "price").mean():.0f}} % go for the price, of the large {{100 * (customers.loc[customers["size"] == "large", "reason"].dropna() == "service").mean():.0f}} % for service, and a large customer brings
# {{customers.groupby("size", observed=True)["annual_profit"].mean().pipe(lambda mean: mean["large"] / mean["small"]):.1f}} times the profit of a small one. In all, the leavers of the coming year take {{lost.loc["all", "annual_profit_lost"]:,.0f}} yuan of one year's profit along
# ({{lost.loc["all", "annual_low"]:,.0f}} to {{lost.loc["all", "annual_high"]:,.0f}}). That is less than 330,000, since the large customers leave less often. Over all years it is
# {{lost.loc["all", "lifetime_profit_lost"] / 1e6:.2f}} million ({{lost.loc["all", "lifetime_low"] / 1e6:.2f}} to {{lost.loc["all", "lifetime_high"] / 1e6:.2f}}).

# %% [markdown] lang="zh"
# 流失的小客户有 {{100 * (customers.loc[customers["size"] == "small", "reason"].dropna() == "price").mean():.0f}}% 因价格离开，流失的大客户有 {{100 * (customers.loc[customers["size"] == "large", "reason"].dropna() == "service").mean():.0f}}% 因服务离开；一位大客户的利润是小客户的 {{customers.groupby("size", observed=True)["annual_profit"].mean().pipe(lambda mean: mean["large"] / mean["small"]):.1f}} 倍。来年的流失客户一共带走一年的利润 {{lost.loc["all", "annual_profit_lost"]:,.0f}} 元（{{lost.loc["all", "annual_low"]:,.0f}} 到 {{lost.loc["all", "annual_high"]:,.0f}}），少于 330,000 元，因为大客户走得少；今后所有年份合计 {{lost.loc["all", "lifetime_profit_lost"] / 1e4:,.0f}} 万元（{{lost.loc["all", "lifetime_low"] / 1e4:,.0f}} 到 {{lost.loc["all", "lifetime_high"] / 1e4:,.0f}}）。

# %% [markdown]
# ## Step 4: what does keeping cost?
#
# Six programmes, one for each reason. Each prevents a share of the exits for it, which we take as known from a trial. Guess first: which saves a leaver at the lowest cost?

# %% [markdown] lang="zh"
# ## 第四步：挽留要花多少钱？
#
# 六个方案，各针对一种原因，依次是价格保证、大客户关怀、增加线路、协助搬迁、在线追踪、拜访新老板。每个方案能避免该原因的一部分流失，这个比例来自试验，视为已知。先猜一猜：哪个方案挽留一位客户的成本最低？

# %%
costs = saving_programmes.costs(company.programmes, lost).round(0).astype(int)
company.programmes[["mends", "prevented_share"]].join(costs.iloc[:, :3])

# %% [markdown]
# Help with moving saves a leaver at the lowest cost, {{costs.loc["help with moving", "cost_per_leaver_saved"]:,}} yuan. With the price guarantee it is {{costs.loc["price guarantee", "cost_per_leaver_saved"]:,}}, with key-account care {{costs.loc["key-account care", "cost_per_leaver_saved"]:,}}: by heads the guarantee is cheaper.
# But the guarantee saves almost only small customers, and the other many large ones, so step 5 counts in money.

# %% [markdown] lang="zh"
# 挽留一位客户，协助搬迁最便宜，只要 {{costs.loc["help with moving", "cost_per_leaver_saved"]:,}} 元；价格保证要 {{costs.loc["price guarantee", "cost_per_leaver_saved"]:,}} 元，大客户关怀要 {{costs.loc["key-account care", "cost_per_leaver_saved"]:,}} 元：按人头算，价格保证更便宜。但价格保证留住的几乎都是小客户，大客户关怀留住的有许多大客户，所以第五步要按钱来算。

# %% [markdown]
# ## The belief: mend the largest reason, keep its bar
#
# Take the small customers, for whom price matters most. Drawn for the years to come, its bar says how many in a hundred will leave for it within so many years. Suppose that nobody has to leave for
# the price any more. After $T$ years the share still there is then $e^{-(h-h_k)T}$ in place of $e^{-hT}$, where $h$ is the hazard and $h_k$ the part of it for the price. Of those who would have left for it within 20 years, how many are still
# there at the end: all of them, nine in ten, fewer?

# %% [markdown] lang="zh"
# ## 一种想法：消除最大的原因，就能留下整根柱子
#
# 看小客户，价格对他们影响最大。若按今后若干年来画，价格的柱子表示这段时间内每一百位客户有多少位因价格离开。假设今后没有人再因价格离开。$T$ 年之后还在的比例就是 $e^{-(h-h_k)T}$，而不是 $e^{-hT}$；$h$ 是风险率，$h_k$ 是其中属于价格的部分。那些本会在 20 年内因价格离开的客户，到期末还剩多少：全部、九成，还是更少？

# %%
small = customers[customers["size"] == "small"]
by_hand = competing.hazards(small, **seen)["estimate"]
h, price = by_hand.sum(), by_hand["price"]
bar = price / h * (1 - np.exp(-20 * h))
kept = np.exp(-20 * (h - price)) - np.exp(-20 * h)
print(f"after 20 years the bar is {bar:.3f}, but {kept:.3f} are kept")

# %%
mended = pd.DataFrame({
    t: competing.mended(small, horizon_years=t, rng=np.random.default_rng(1), **seen).loc["price"]
    for t in (1, 5, 10, 15, 20, 25, 30)}).T
ax = plots.exits.kept_by_horizon(mended, reason="price")

# %% [markdown]
# Over one year the bar is right: {{100 * mended.loc[1, "kept_share"] / mended.loc[1, "incidence"]:.0f}} % of it is kept. Within 20 years {{100 * mended.loc[20, "incidence"]:.0f}} in
# a hundred are freed, and {{100 * mended.loc[20, "leave_anyway"]:.0f}} of these have left all the same: for service, or because they moved. Reasons are **competing exits** (竞争风险): whoever
# goes out by one door cannot use another, and whoever finds it locked still can. After 25 years the number kept even falls: in the end everybody leaves for something.

# %% [markdown] lang="zh"
# 一年之内，柱子是对的：{{100 * mended.loc[1, "kept_share"] / mended.loc[1, "incidence"]:.0f}}% 留了下来。20 年之后，每一百位客户中本会因价格离开的 {{100 * mended.loc[20, "incidence"]:.0f}} 位里，有 {{100 * mended.loc[20, "leave_anyway"]:.0f}} 位还是走了：因为服务，或者因为搬迁。各种原因是**竞争风险**（competing exits）：从一扇门出去的人不会再走另一扇；这扇门锁上了，还有别的门。25 年之后，多留下的人数甚至开始下降：到最后人人都会因某种原因离开。

# %% [markdown]
# The bar itself is the **cumulative incidence** (累积发生率), $h_k/h\,(1-e^{-hT})$. A common mistake is $1-e^{-h_kT}$, which treats those who left for another reason as if
# they could still leave for this one. Do such shares add up?

# %% [markdown] lang="zh"
# 柱子本身是**累积发生率**（cumulative incidence），$h_k/h\,(1-e^{-hT})$。常见的错误是用 $1-e^{-h_kT}$，把因别的原因离开的人当作还可能因这种原因离开。这样的比例加起来对吗？

# %%
right = competing.incidence(by_hand, horizon_years=[20]).loc[20]
shares = pd.DataFrame({"incidence": right, "one reason alone": 1 - np.exp(-20 * by_hand)})
pd.concat([shares, shares.sum().rename("sum").to_frame().T]).round(3)

# %% [markdown]
# {{100 * (1 - np.exp(-20 * h)):.1f}} in a hundred leave within 20 years; the incidences add up to that, those of one reason alone to more.
#
# ## Step 5: which programmes pay?
#
# Now in money, for programmes of ten years, paid at the start of each year for the customers still there. "At its bar" counts everybody who is freed from a reason as kept for ever. That is worth $1/i$, or 8.3 annual profits, where the multiple is only {{multiple:.1f}}: the
# difference is that whoever is kept can still leave later. How many of the six pay at their bar, and how many once the other exits count?

# %% [markdown] lang="zh"
# 20 年内每一百位走 {{100 * (1 - np.exp(-20 * h)):.1f}} 位；累积发生率加起来正是这个数，“只看一种原因”的比例加起来更大。
#
# ## 第五步：哪些方案划算？
#
# 现在折成钱，方案期限为十年，每年年初为仍在的客户付费。图中“at its bar”把不再因某种原因离开的人都当作永远留下，那样每位就值 $1/i$，即 8.3 个年利润，而毛利倍数只有 {{multiple:.1f}}：差别在于留住的人以后还会走。六个方案中，按柱子算有几个划算？算上其他流失呢？（图中 pays 为划算，unclear 为说不准，does not pay 为不划算。）

# %%
ten = money | {"horizon_years": 10}
worth = saving_programmes.values(customers, company.programmes, rng=np.random.default_rng(1), **ten)
ax = plots.exits.programmes_that_pay(worth)

# %% [markdown]
# The price guarantee, for the reason with the most leavers, saves {{worth.loc["price guarantee", "profit_saved"] / 1e6:.2f}} million where its bar promises
# {{worth.loc["price guarantee", "profit_at_bar"] / 1e6:.2f}}, and costs {{worth.loc["price guarantee", "cost"] / 1e6:.2f}} in its ten years. What looked like a gain is a loss. Key-account care saves
# {{worth.loc["key-account care", "saved_per_cost"]:.2f}} and help with moving {{worth.loc["help with moving", "saved_per_cost"]:.2f}} yuan for each one spent. The multiple of step 3 had warned us: by it (`break_even_cost` in `costs`) the guarantee may cost
# {{costs.loc["price guarantee", "break_even_cost"]:,}} a year ({{costs.loc["price guarantee", "break_even_low"]:,}} to {{costs.loc["price guarantee", "break_even_high"]:,}}), and it costs 230,000. All reasons are in its $r$. What misleads is the bar, read as customers kept for good.

# %% [markdown] lang="zh"
# 价格保证针对流失人数最多的原因，它挽回 {{worth.loc["price guarantee", "profit_saved"] / 1e4:,.0f}} 万元，按柱子算本该有 {{worth.loc["price guarantee", "profit_at_bar"] / 1e4:,.0f}} 万元，十年的成本是 {{worth.loc["price guarantee", "cost"] / 1e4:,.0f}} 万元。看上去赚，其实亏。大客户关怀和协助搬迁每花一元，分别挽回 {{worth.loc["key-account care", "saved_per_cost"]:.2f}} 元和 {{worth.loc["help with moving", "saved_per_cost"]:.2f}} 元。其实第三步的倍数早有提示：按它算（`costs` 的 `break_even_cost` 列），价格保证每年最多可花 {{costs.loc["price guarantee", "break_even_cost"]:,}} 元（{{costs.loc["price guarantee", "break_even_low"]:,}} 到 {{costs.loc["price guarantee", "break_even_high"]:,}}），实际却要 230,000 元。这个 $r$ 已包含所有原因。误导人的，是把柱子当成永远留下的客户。

# %% [markdown]
# The director has 270,000 a year. Programmes help each other, since customers saved by one are there for the next; so all sets are tried. Would you fill the budget?

# %% [markdown] lang="zh"
# 总经理每年有 270,000 元。方案之间会互相帮忙：一个方案留住了客户，下一个方案才有机会再留住他们。因此要把所有组合都试一遍。你会把预算用满吗？

# %%
sets = saving_programmes.under_budget(customers, company.programmes, annual_budget=270_000,
                                      rng=np.random.default_rng(1), **ten)
top = sets.set_index("programmes")[["yearly_cost", "profit", "low", "high", "best_share"]].head(3)
top.round({"yearly_cost": 0, "profit": -3, "low": -3, "high": -3, "best_share": 2})

# %% [markdown]
# After its cost the best set leaves {{top["profit"].iloc[0] / 1e6:.2f}} million, {{(top["profit"].iloc[0] - top["profit"].iloc[1]) / 1e3:,.0f}} thousand more than the second, which is the same without
# online tracking; with the customers drawn anew it is the best in {{100 * top["best_share"].iloc[0]:.0f}} % of the draws. The third set all but fills the budget, and leaves less.

# %% [markdown] lang="zh"
# 扣除成本，最好的组合留下 {{top["profit"].iloc[0] / 1e4:,.0f}} 万元，比第二名（少了在线追踪）多 {{(top["profit"].iloc[0] - top["profit"].iloc[1]) / 1e4:,.1f}} 万元；把客户重新抽样，它在 {{100 * top["best_share"].iloc[0]:.0f}}% 的抽样中是最好的。第三名几乎把预算用满，反而剩得少。

# %% [markdown]
# ## Published and ours
#
# The carrier's 330,000 is the standing example of textbooks on relationship marketing; their six kinds of leavers are those of DeSouza, G., "Designing a Customer Retention Plan", *Journal of Business
# Strategy* 13(2) (1992). The multiple is that of Gupta and Lehmann, "Customers as Assets", *Journal of Interactive Marketing* 17(1) (2003). By how many per cent does it move with one per cent of $r$ or of $i$?
# Only the first row is a published number; the others are set against the formula, not against a paper.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 运输公司损失 330,000 元是关系营销教科书中的经典例子；六类流失客户出自 DeSouza, G.，“Designing a Customer Retention Plan”，*Journal of Business Strategy* 13(2)（1992）。毛利倍数出自 Gupta 和 Lehmann，“Customers as Assets”，*Journal of Interactive Marketing* 17(1)（2003）。$r$ 或 $i$ 变动百分之一，它变动百分之几？表中只有第一行是发表过的数字；其余各行对照的是公式，不是论文。

# %%
low, high = (exits.multiple_elasticities(retention_rate=r, annual_discount_rate=0.12)
             for r in (0.8, 0.9))
ours = [a_year, *low.iloc[[0, 2]], *high.iloc[[0, 2]], -high.iloc[0] / high.iloc[2]]
names = ["profit lost a year", "% for 1 % of r, r = .8", "% for 1 % of i, r = .8",
         "% for 1 % of r, r = .9", "% for 1 % of i, r = .9", "ratio of the two"]
reference = [330_000, 3.50, -0.37, 5.09, -0.55, 9.3]
pd.DataFrame({"published or exact": reference, "ours": np.round(ours, 3)}, index=names)

# %% [markdown]
# One per cent of retention moves the value nine times as far as one per cent of the discount rate, at any $r$: $(1+i)/i$. For the values of five firms Gupta, Lehmann and Stuart
# ("Valuing Customers", *Journal of Marketing Research* 41(1), 2004) report almost five times. Reichheld and Sasser ("Zero Defections", *Harvard Business Review* 68(5), 1990) report that five points less defection raised
# profits by 85 % in bank branches, 50 % at an insurance broker, 30 % in car service. Sharp (*How Brands Grow*, 2010) answers that this is a thought experiment: from ten leavers in a hundred to five,
# the expected life doubles on paper. We could not check these reports.

# %% [markdown] lang="zh"
# 保持率变动百分之一，对价值的影响是折现率变动百分之一的九倍，与 $r$ 无关：$(1+i)/i$。Gupta、Lehmann 和 Stuart（“Valuing Customers”，*Journal of Marketing Research* 41(1)，2004）对五家公司的价值报告的是将近五倍。Reichheld 和 Sasser（“Zero Defections”，*Harvard Business Review* 68(5)，1990）报告：流失率降低五个百分点，银行分行的利润提高 85%，保险经纪公司提高 50%，汽车服务提高 30%。Sharp（*How Brands Grow*，2010）反驳说这只是思想实验：流失从百分之十降到百分之五，客户的期望寿命在纸面上就翻了一倍。这些报告我们都无法核对。

# %% [markdown]
# ## The answer
#
# To keep all leavers of a year, up to {{lost.loc["all", "lifetime_profit_lost"] / 1e6:.2f}} million may be spent ({{lost.loc["all", "lifetime_low"] / 1e6:.2f}} to {{lost.loc["all", "lifetime_high"] / 1e6:.2f}}), not 330,000; but no programme keeps them all. Spend first on service and moving, by key-account care and help with moving:
# together {{sets.set_index("programmes").loc["key-account care + help with moving", "yearly_cost"]:,.0f}} a year, for {{sets.set_index("programmes").loc["key-account care + help with moving", "profit"] / 1e6:.2f}} million more than they cost
# ({{sets.set_index("programmes").loc["key-account care + help with moving", "low"] / 1e6:.2f}} to {{sets.set_index("programmes").loc["key-account care + help with moving", "high"] / 1e6:.2f}}). Online tracking can be tried. The largest reason, price, is not where the money belongs.

# %% [markdown] lang="zh"
# ## 回答
#
# 要留住一年的全部流失客户，可以花到 {{lost.loc["all", "lifetime_profit_lost"] / 1e4:,.0f}} 万元（{{lost.loc["all", "lifetime_low"] / 1e4:,.0f}} 到 {{lost.loc["all", "lifetime_high"] / 1e4:,.0f}}），而不是 330,000 元；但没有哪个方案能全部留住。先把钱花在服务和搬迁这两种原因上，即大客户关怀和协助搬迁：两项每年共 {{sets.set_index("programmes").loc["key-account care + help with moving", "yearly_cost"]:,.0f}} 元，扣除成本后净赚 {{sets.set_index("programmes").loc["key-account care + help with moving", "profit"] / 1e4:,.0f}} 万元（{{sets.set_index("programmes").loc["key-account care + help with moving", "low"] / 1e4:,.0f}} 到 {{sets.set_index("programmes").loc["key-account care + help with moving", "high"] / 1e4:,.0f}}）。在线追踪可以试试。最大的原因是价格，但钱不该先花在那里。

# %% [markdown]
# ## Limits
#
# Hazards are taken as steady, and reasons as independent: if those who leave for the price are also those who would leave for service, even less is kept. What leavers say need not be why they left. The
# intervals know how few leavers there are, but take the effect of each programme as known; in truth that is the weakest number, and only a trial gives it.

# %% [markdown] lang="zh"
# ## 局限
#
# 这里假定风险率不随时间变化，各原因相互独立：如果因价格离开的人也正是会因服务离开的人，能留下的就更少。离开的人说的理由，未必是真正的原因。区间反映了流失人数不多，却把各方案的效果当作已知；其实那是最不可靠的数字，只有做试验才能得到。

# %% [markdown]
# **Terms** exit management 流失管理 · customer-year 客户年 · hazard 风险率 · margin multiple 毛利倍数 · competing exits 竞争风险 · cumulative incidence 累积发生率
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/4_retention/43_exit_management.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Leave `by="size"` out of steps 3 and 5. Does the price guarantee seem to pay then, and why is that wrong?
# 2. Mend service in place of price for large customers. Is more or less of the bar kept after 20 years?
# 3. At which discount rate does the price guarantee break even?

# %% [markdown] lang="zh"
# **术语** 流失管理 exit management · 客户年 customer-year · 风险率 hazard · 毛利倍数 margin multiple · 竞争风险 competing exits · 累积发生率 cumulative incidence
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/4_retention/43_exit_management.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 第三步和第五步不用 `by="size"` 再算一次。那样价格保证看上去划算吗？为什么其实不划算？
# 2. 对大客户，消除的不是价格而是服务。20 年之后，留下的占柱子的比例更大还是更小？
# 3. 折现率是多少时，价格保证方案刚好不赚不亏？
