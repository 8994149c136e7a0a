# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["14", "45", "15", "40", "100", "70", "1.10", "1.00", "3000", "150", "60", "62", "30", "600000", "60000", "5000", "1.5"]
# ---

# %% [markdown]
# # 15 Which relationship for whom
#
# **Question** We cannot be partners with everybody. How close a relationship pays for which customers?
#
# **Who asks** The sales director of a supplier, who has to allocate account managers.
#
# **Time** 40 minutes. **Before this** [14 Customer pyramid](14_pyramid.ipynb).
#
# **You will be able to**
# 1. name the five relationship levels and what each costs;
# 2. compute what a customer is worth at each level, by hand;
# 3. rebuild the textbook's grid and see which single number is behind it;
# 4. say by how much your figures must be wrong before the choice flips.
#
# **Data** A textbook's grid, and an invented supplier, small enough to check every figure.

# %% [markdown] lang="zh"
# # 15 关系层次的选择
#
# **问题** 不可能和每位客户都结成伙伴。对哪类客户值得投入多深的关系？
#
# **谁会这样问** 要把客户经理分配到各类客户的销售总监。
#
# **用时** 40 分钟。**先修** [14 客户金字塔](14_pyramid.ipynb)。
#
# **学完你能够**
# 1. 说出关系营销的五个层次，以及每个层次的成本；
# 2. 动手算出一位客户在每个层次上的价值；
# 3. 重现教科书里的那张表，并看出它背后只有一个数；
# 4. 说明你的估计要错多少，选择才会改变。
#
# **数据** 教科书里的一张表，以及一家虚构的供应商：规模很小，每个数字都可以验算。

# %%
import numpy as np
import pandas as pd

from crmkit import datasets, plots
from crmkit.segmentation import relationship
from crmkit.segmentation import relationship_sensitivity as sensitivity

plots.course_style()

# %% [markdown]
# ## Five levels
#
# A **relationship level** says how closely we keep in touch. *Basic*: we sell, and that is all. *Reactive*: we answer when the
# customer asks. *Accountable*: we call after the sale. *Proactive*: we bring ideas from time to time. *Partnership*: our people work with theirs all year round.

# %% [markdown] lang="zh"
# ## 五个层次
#
# **关系层次**（relationship level）说的是我们与客户联系得多紧密。*基本型*（basic）：卖完就结束。*被动型*（reactive）：客户来问，我们就答。*负责型*（accountable）：售后主动回访。*能动型*（proactive）：经常带着建议上门。*伙伴型*（partnership）：常年派人与客户一起工作。

# %%
levels = relationship.default_levels()
levels[["retention_rate", "annual_cost"]]

# %% [markdown]
# The **retention rate** is the share of customers who are still customers a year later; the annual cost is for serving one of them.
# Each step up costs more and keeps more customers, but the gains shrink. The figures are invented, so put in your own, in any currency.

# %% [markdown] lang="zh"
# **客户保持率**（retention rate）是一年后仍是客户的比例；年成本（annual cost）是服务一位客户一年的费用。每升一级，成本更高，留住的客户更多，但增加的部分越来越少。这些数字是虚构的，你可以换成自己的，货币不限。

# %% [markdown]
# ## What the textbook says
#
# Kotler's textbook chooses the level by two things: how many customers there are, and how large the margin on their purchases is. In this lesson
# **margin** is money, what one customer leaves us in a year; the *margin rate* is margin divided by revenue, and it is a rate that the textbook calls high or low.
#
# Most people feel that a high margin rate deserves a close relationship. Write down your guess: which level for *many* customers at a *high* margin, and which for *few* at
# a *low* one?

# %% [markdown] lang="zh"
# ## 教科书怎么说
#
# 科特勒的教科书按两点来选层次：客户有多少，他们的购买带来的毛利有多高。本课里**毛利**（margin）是金额，即一位客户一年给我们留下的钱；*毛利率*是毛利除以收入，教科书说的高低指的是毛利率。
#
# 多数人觉得毛利率高就值得深交。请写下你的猜测：客户*多*（many）而毛利*高*（high）时选哪个层次？客户*少*（few）而毛利*低*（low）时呢？

# %%
pairs = datasets.load("relationship_grid").set_index(["customers", "margin"])["level"]
order = ["many", "medium", "few"], ["high", "medium", "low"]
textbook = pairs.unstack().loc[order]
textbook

# %% [markdown]
# Both are *{{textbook.loc["few", "low"]}}*. Look along the diagonal: many customers at a high margin, a medium number at a medium one and
# few at a low one all get the same level. A rule with such a pattern hides one number behind the two. Keep asking which
# one it might be.

# %% [markdown] lang="zh"
# 两处都是 *accountable*（负责型）。沿对角线看：客户多而毛利高、都居中、客户少而毛利低，层次都一样。有这种规律的表，两个条件背后往往藏着同一个数。它会是什么？

# %% [markdown]
# ## One dealer by hand
#
# A dealer brings a margin of 3,000 a year, paid at the start of each year. Served *reactively*, 70 of 100 such dealers are still with us a year
# later. And later money counts for less: with a **discount rate** of 10 %, 1.10 in a year is worth 1.00 today, so we divide
# by 1.10 for each year.

# %% [markdown] lang="zh"
# ## 动手算一位经销商
#
# 一位经销商每年年初带来 3,000 的毛利。按*被动型*服务，100 位这样的经销商一年后还剩 70 位。此外，越晚到手的钱越不值钱：**折现率**（discount rate）为 10% 时，一年后的 1.10 相当于今天的 1.00，所以每晚一年就除以 1.10。

# %%
margin, discount = 3000, 0.10
kept, cost = levels.loc["reactive", ["retention_rate", "annual_cost"]]
years = pd.DataFrame({"still_here": kept ** np.arange(100)})
years["one_is_worth_today"] = 1 / (1 + discount) ** np.arange(100)
years["value"] = (margin - cost) * years["still_here"] * years["one_is_worth_today"]
years.head(4).round(2)

# %% [markdown]
# Read the second row: next year {{100 * years["still_here"][1]:.0f}} % are still here, and each unit of money is worth
# {{years["one_is_worth_today"][1]:.2f}} today. So of {{margin - cost:,.0f}}, the margin less the cost, {{years["value"][1]:,.0f}} remains.
#
# What are all 100 years of the table worth together? The picture draws the first 10.

# %% [markdown] lang="zh"
# 看第二行：一年后有 {{years["still_here"][1]:.0%}} 的客户还在，一元钱相当于今天的 {{years["one_is_worth_today"][1]:.2f}} 元。毛利减去成本是 {{margin - cost:,.0f}}，这样就只剩 {{years["value"][1]:,.0f}}。
#
# 表里 100 年加起来值多少？图中只画前 10 年。

# %%
ax = plots.relationship.value_by_year(years["value"])

# %% [markdown]
# {{years["value"].sum():,.0f}}, not three times this year's {{margin - cost:,.0f}}. Every bar is the same part of the one before,
# $r / (1 + d)$, and a sum of that kind has a short form: $(m - c)\,(1 + d) / (1 + d - r)$, with margin $m$, cost $c$, retention rate $r$ and
# discount rate $d$. It gives the same.

# %% [markdown] lang="zh"
# 图题的意思是：总价值 {{years["value"].sum():,.0f}}，前两年就占 {{years["value"][:2].sum() / years["value"].sum():.0%}}。总数还不到今年 {{margin - cost:,.0f}} 的三倍。每根柱子都是前一根的 $r / (1 + d)$ 倍，这样的和有一个简式：$(m - c)\,(1 + d) / (1 + d - r)$，其中 $m$ 是毛利，$c$ 是成本，$r$ 是客户保持率，$d$ 是折现率。结果一致。

# %%
print(f"{(margin - cost) * (1 + discount) / (1 + discount - kept):,.0f}")

# %% [markdown]
# ## All five levels
#
# *Partnership* keeps {{100 * levels["retention_rate"]["partnership"]:.0f}} % of the dealers, *basic* only
# {{100 * levels["retention_rate"]["basic"]:.0f}} %. At a margin of 3,000, which level makes a dealer worth most? Make your choice before you look. In the picture each level is a line,
# straight because each further unit of margin adds the same value.

# %% [markdown] lang="zh"
# ## 五个层次一起比
#
# *伙伴型*能留住 {{levels["retention_rate"]["partnership"]:.0%}} 的经销商，*基本型*只有 {{levels["retention_rate"]["basic"]:.0%}}。毛利为 3,000 时，哪个层次让经销商的价值最高？先选好，再看图。图中每个层次是一条直线，因为在同一层次内，毛利每多一元，价值的增量是固定的。

# %%
margins = np.arange(0, 6001, 500)
dealer = relationship.value_per_customer(margins, annual_discount_rate=discount)
ax = plots.relationship.level_value_lines(dealer, at=3000)

# %%
dealer.loc[[3000]].round(0).astype(int)

# %% [markdown]
# *Accountable*, a little ahead of *reactive*, whose {{dealer.loc[3000, "reactive"]:,.0f}} we know from above. *Partnership*, with the most loyal dealers of all, comes last: it costs
# {{levels["annual_cost"]["partnership"]:,.0f}} a year for a dealer who brings 3,000, a loss however long they stay.

# %% [markdown] lang="zh"
# 图题的意思是：年毛利为 3,000 时，*负责型*（accountable）价值最高，略高于*被动型*（它的 {{dealer.loc[3000, "reactive"]:,.0f}} 就是刚才算出的数）。最忠诚的*伙伴型*反而垫底：为一位只带来 3,000 的经销商每年花 {{levels["annual_cost"]["partnership"]:,.0f}}，留得再久也是亏损。忠诚是有代价的。

# %% [markdown]
# ## Where the choice switches
#
# *Partnership* costs 5,000 a year, so from a margin of 5,000 on it earns something. Write down your guess: at what margin does it become the *best* level?

# %% [markdown] lang="zh"
# ## 选择在哪里改变
#
# *伙伴型*每年花 5,000，所以毛利超过 5,000 就不再亏损。请写下你的猜测：毛利达到多少，它才是*最好*的层次？

# %%
switches = sensitivity.switch_points(annual_discount_rate=discount)
switches[["breaks_even_at", "pays_from", "pays_to"]].round(0)

# %% [markdown]
# At {{switches["pays_from"]["partnership"]:,.0f}}, more than four times its cost (`inf`: there is no upper end). Its rival is not zero but
# *proactive*, which keeps nearly as many customers for less.
#
# The next picture shows all margins at once. To fit them in, it gives each level's value as a share of the
# best one, and this bends the lines to curves. The highest curve wins; each has its name at its right end.

# %% [markdown] lang="zh"
# 要到 {{switches["pays_from"]["partnership"]:,.0f}}，是成本的四倍多（`inf` 表示没有上限）。它要胜过的不是“什么都不做”，而是花费少、留客差不多的*能动型*。下一张图把所有毛利放在一起：为了放得下，纵轴改成相对于最佳层次的百分比，直线因此变成了曲线。最高的曲线胜出，曲线的名称标在右端。

# %%
margins = np.geomspace(100, 60_000, 200)
values = relationship.value_per_customer(margins, annual_discount_rate=discount)
ax = plots.relationship.level_value_curves(values)

# %% [markdown]
# Read it from left to right. Below {{switches["pays_to"]["basic"]:,.0f}} a year *basic* lies on top, then *reactive*, up to *partnership*
# on the far right. Around each border two curves are close, so a wrong choice costs little there. Far
# from a border it costs much: at the right end, a margin of 60,000, the *basic* level loses {{100 * (1 - values["basic"] / values.max(axis=1)).iloc[-1]:.0f}} % of the value.

# %% [markdown] lang="zh"
# 图题的意思是：最高的曲线胜出，低于 {{switches["pays_to"]["basic"]:,.0f}} 是基本型，超过 {{switches["pays_from"]["partnership"]:,.0f}} 是伙伴型。从左往右看：年毛利低于 {{switches["pays_to"]["basic"]:,.0f}} 时*基本型*在最上面，然后是*被动型*，最右边是*伙伴型*。在每条分界线附近，两条曲线靠得很近，选错了损失也不大；离分界线远了，损失就大：在右端，毛利 60,000 的客户若只用*基本型*，价值会少 {{(1 - values["basic"] / values.max(axis=1)).iloc[-1]:.0%}}。

# %% [markdown]
# ## Back to the grid: one number
#
# Take a market of {{relationship.MARKET_REVENUE / 1e6:.0f}} million and divide it among {{relationship.CUSTOMER_COUNTS["many"]}},
# {{relationship.CUSTOMER_COUNTS["medium"]}} or {{relationship.CUSTOMER_COUNTS["few"]}} customers, at margin rates of
# 45, 15 or 5 %. Then compute one thing for each cell: the margin that *one* customer brings in a year.
#
# The belief was that a margin rate of 45 % deserves more than one of 5 %. Does it?

# %% [markdown] lang="zh"
# ## 回到那张表：背后的一个数
#
# 把一个 {{relationship.MARKET_REVENUE / 1e4:.0f}} 万的市场分给 {{relationship.CUSTOMER_COUNTS["many"]}}、{{relationship.CUSTOMER_COUNTS["medium"]}} 或 {{relationship.CUSTOMER_COUNTS["few"]}} 位客户，毛利率为 45%、15% 或 5%。每一格只算一个数：*一位*客户一年带来多少毛利。
#
# 我们原以为 45% 的毛利率应当比 5% 得到更深的关系。真是这样吗？

# %%
rates = pd.Series(relationship.MARGIN_RATES)
per_customer = relationship.MARKET_REVENUE / pd.Series(relationship.CUSTOMER_COUNTS)
each = pd.DataFrame({name: rate * per_customer for name, rate in rates.items()})
grid = relationship.grid(annual_discount_rate=discount)
ax = plots.relationship.relationship_grid(grid, margins=each)

# %% [markdown]
# No. Look at the framed cells: many customers at 45 % bring {{each.loc["many", "high"]:,.0f}} each, and so do few at 5 %. Both stand in the same place on the curves above, so both
# get *accountable*. The rate alone decides nothing, nor does the number of customers; what *one* customer brings decides.

# %% [markdown] lang="zh"
# 并非如此。图题的意思是：九个格子里只有五个不同的毛利，毛利相同，层次就相同。请看加框的格子：客户多、毛利率 45% 时，每位带来 {{each.loc["many", "high"]:,.0f}}；客户少、毛利率 5% 时，也是 {{each.loc["few", "low"]:,.0f}}。两者在上面的曲线图中处于同一位置，所以都是*负责型*。单看毛利率不行，单看客户数也不行，起决定作用的是*一位*客户带来多少毛利。

# %%
edge = relationship.value_per_customer([each.loc["many", "low"]], annual_discount_rate=discount)
edge[["basic", "reactive"]].round(0).astype(int)

# %% [markdown]
# Even the textbook's "basic or reactive" comes out. At a margin of {{each.loc["many", "low"]:,.0f}} the two are worth nearly the same,
# {{100 * (1 - edge["reactive"] / edge["basic"]).iloc[0]:.0f}} % apart, and `grid` names both levels wherever they are within 2 %.

# %% [markdown] lang="zh"
# 连教科书里的“基本型或被动型”（basic or reactive）也重现了：毛利为 {{each.loc["many", "low"]:,.0f}} 时，两者的价值只差 {{100 * (1 - edge["reactive"] / edge["basic"]).iloc[0]:.0f}}%；`grid` 规定，相差不超过 2% 时两个层次都写上。

# %% [markdown]
# ## Cheaper service
#
# The grid is the answer to a sum, not a law of nature. Suppose that a portal and a chat cut every cost of service to a quarter. Write
# down your guess: do customers now get closer relationships, or looser ones?

# %% [markdown] lang="zh"
# ## 服务变便宜了
#
# 这张表是算出来的，不是自然规律。假设自助网站和在线客服把各层次的服务成本都降到四分之一。请写下你的猜测：关系会变得更深，还是更浅？

# %%
cheap = levels.assign(annual_cost=levels["annual_cost"] / 4)
portal = relationship.grid(levels=cheap, annual_discount_rate=discount)
portal

# %% [markdown]
# Closer: {{(portal.astype(str) != grid.astype(str)).sum().sum() - 1}} of 9 cells move up one step, "basic or reactive" becomes plain *reactive*, and the ninth cell was at the top already. Cheap service does not replace
# relationships but makes closer ones pay for smaller customers.

# %% [markdown] lang="zh"
# 更深：9 格中有 {{(portal.astype(str) != grid.astype(str)).sum().sum() - 1}} 格升了一级，“基本型或被动型”一格变为*被动型*，剩下一格本来就是最高级。便宜的服务并没有取代关系，而是让更小的客户也值得更深的关系。

# %% [markdown]
# ## A supplier decides
#
# A supplier of resins sells to five segments, from twelve car makers to thousands of workshops. Write down your guess: which
# of them deserve a partnership?

# %% [markdown] lang="zh"
# ## 一家供应商的决定
#
# 一家树脂供应商有五个细分市场：汽车厂（car makers）、包装厂（packaging）、管材厂（pipe works）、实验室（laboratories）和修理作坊（workshops）。请写下你的猜测：哪些值得结成伙伴？

# %%
names = ["car makers", "packaging", "pipe works", "laboratories", "workshops"]
segments = pd.DataFrame(index=pd.Index(names, name="segment"))
segments["market_revenue"] = [40_000_000, 24_000_000, 9_000_000, 3_000_000, 1_000_000]
segments["margin_rate"] = [0.12, 0.20, 0.15, 0.30, 0.08]
segments["customers"] = [12, 150, 300, 400, 2500]
segments

# %% [markdown]
# `best_level` chooses the level of the largest value. `value` is what the whole segment is worth at it, `runner_up` the second-best level, and
# `lead` by how much the choice is worth more than that.

# %% [markdown] lang="zh"
# `best_level` 选出价值最大的层次。`value` 是整个细分市场在该层次上的价值，`runner_up` 是第二名，`lead` 是所选层次比第二名多出的价值。

# %%
choice = relationship.best_level(segments, annual_discount_rate=discount)
shown = choice.round(0).astype({"margin_per_customer": int, "value": int, "lead": int})
shown[["margin_per_customer", "level", "value", "runner_up", "lead"]]

# %% [markdown]
# Car makers and packaging deserve a partnership. The laboratories have the best margin rate, 30 %, and get *reactive*, with a lead of only {{100 * choice["lead"]["laboratories"] / choice["value"]["laboratories"]:.0f}} % of their value. For the workshops
# the lead exceeds their value of {{choice["value"]["workshops"]:,.0f}}, because the runner-up would lose money:
# {{choice["value"]["workshops"] - choice["lead"]["workshops"]:,.0f}}.

# %% [markdown] lang="zh"
# 值得结成伙伴的是汽车厂和包装厂。实验室的毛利率最高（30%），得到的却是*被动型*，领先只占其价值的 {{100 * choice["lead"]["laboratories"] / choice["value"]["laboratories"]:.0f}}%。修理作坊的领先超过其价值 {{choice["value"]["workshops"]:,.0f}}，因为第二名是亏损的：{{choice["value"]["workshops"] - choice["lead"]["workshops"]:,.0f}}。

# %% [markdown]
# ## How wrong may we be?
#
# All these figures are estimates. A segment in the middle of its band can tolerate a large error, one near a border only a small one.
# Which segment is least sure?

# %% [markdown] lang="zh"
# ## 估计错多少才要紧？
#
# 这些数字都是估计。处在区间中间的细分市场经得起很大的误差，靠近分界线的则经不起。哪一个最没有把握？

# %%
ax = plots.relationship.segment_margins(choice, switches)

# %% [markdown]
# Each grey line runs to the nearest border, and the words at the right say how many times too high or too low our margin must be to get there. The laboratories are least
# sure. But recall their lead of {{100 * choice["lead"]["laboratories"] / choice["value"]["laboratories"]:.0f}} %: where the choice is least sure, a wrong one costs least. And if the error lies
# in the costs? `flips` changes one figure at a time, called a `lever`, here all costs.

# %% [markdown] lang="zh"
# 灰线通向最近的分界线，右侧的数字表示：毛利高估（too high）或低估（too low）多少倍时，选择才会改变。图题的意思是：最没有把握的是实验室，毛利只要高出 {{100 * (switches["pays_to"]["reactive"] / choice["margin_per_customer"]["laboratories"] - 1):.0f}}%，层次就变了。不过别忘了，它的领先只有 {{100 * choice["lead"]["laboratories"] / choice["value"]["laboratories"]:.0f}}%：越没有把握的地方，选错的损失也越小。如果错的是成本呢？`flips` 每次只改变一个量（称为 `lever`），这里取全部成本。

# %%
flips = sensitivity.flips(segments, annual_discount_rate=discount)
costs = flips.xs("cost_to_serve", level="lever").round(2)
costs

# %% [markdown]
# Below and above speak of the costs: `level_below` pays if costs fall below `falls_to` times our estimate, `level_above` if they rise above
# `rises_to` times. Pipe works become *proactive* below {{costs["falls_to"]["pipe works"]:.2f}} and *reactive* above {{costs["rises_to"]["pipe works"]:.2f}}, the same factor as in the picture, because only margin against cost
# counts. NaN: no error in that direction changes anything.
#
# `lead` also says what a partnership may cost to set up: with packaging, not more than {{choice["lead"]["packaging"]:,.0f}}.

# %% [markdown] lang="zh"
# 列名里的 below 和 above 说的是成本：成本降到估计值的 `falls_to` 倍以下时选 `level_below`，升到 `rises_to` 倍以上时选 `level_above`。管材厂在 {{costs["falls_to"]["pipe works"]:.2f}} 倍以下改为*能动型*，在 {{costs["rises_to"]["pipe works"]:.2f}} 倍以上改为*被动型*；后者与图中的倍数相同，因为起作用的只是毛利与成本之比。NaN 表示往该方向无论偏多少，选择都不变。
#
# `lead` 还说明建立伙伴关系最多可以投入多少：对包装厂不应超过 {{choice["lead"]["packaging"]:,.0f}}。

# %% [markdown]
# ## With a budget
#
# The free choice costs {{choice["first_year_cost"].sum():,.0f}} in its first year, the sum of the column `free costs`. Suppose that the first year may cost
# 600,000. Which segments have to step down?

# %% [markdown] lang="zh"
# ## 预算有限
#
# 自由选择在第一年要花 {{choice["first_year_cost"].sum():,.0f}}，即下表 `free costs` 一列之和。假设第一年最多花 60 万，哪些细分市场要降级？

# %%
limited = relationship.best_level(
    segments, annual_discount_rate=discount, first_year_budget=600_000
)
both_ways = pd.DataFrame({"free": choice["level"], "free costs": choice["first_year_cost"]})
both_ways["budget"], both_ways["budget costs"] = limited["level"], limited["first_year_cost"]
both_ways.astype({"free costs": int, "budget costs": int})

# %% [markdown]
# Two do: packaging becomes *proactive* and the laboratories *basic*, because saving money there costs least. Still, to save {{choice["first_year_cost"].sum() - limited["first_year_cost"].sum():,.0f}} in the first year the supplier
# gives up a value of {{choice["value"].sum() - limited["value"].sum():,.0f}}, which is a good reason to ask for a larger budget.

# %% [markdown] lang="zh"
# 有两个：包装厂降为*能动型*，实验室降为*基本型*：在这两处省钱，损失最小。为了在第一年少花 {{choice["first_year_cost"].sum() - limited["first_year_cost"].sum():,.0f}}，全部价值减少了 {{choice["value"].sum() - limited["value"].sum():,.0f}}。值得去争取更多的预算。

# %% [markdown]
# ## The answer
#
# Look at the margin that one customer brings, neither at the margin rate nor at the size of the segment.
#
# | segment | one customer brings | level | with 600,000 in the first year |
# |---|---|---|---|
# | car makers | {{choice["margin_per_customer"]["car makers"]:,.0f}} | {{choice["level"]["car makers"]}} | {{limited["level"]["car makers"]}} |
# | packaging | {{choice["margin_per_customer"]["packaging"]:,.0f}} | {{choice["level"]["packaging"]}} | {{limited["level"]["packaging"]}} |
# | pipe works | {{choice["margin_per_customer"]["pipe works"]:,.0f}} | {{choice["level"]["pipe works"]}} | {{limited["level"]["pipe works"]}} |
# | laboratories | {{choice["margin_per_customer"]["laboratories"]:,.0f}} | {{choice["level"]["laboratories"]}} | {{limited["level"]["laboratories"]}} |
# | workshops | {{choice["margin_per_customer"]["workshops"]:,.0f}} | {{choice["level"]["workshops"]}} | {{limited["level"]["workshops"]}} |
#
# All segments together are worth {{choice["value"].sum() / 1e6:.1f}} million, or {{limited["value"].sum() / 1e6:.1f}} million within the budget. So
# account managers go to the car makers and to packaging first.

# %% [markdown] lang="zh"
# ## 回答
#
# 要看一位客户带来多少毛利，而不是看毛利率，也不是看细分市场的大小。
#
# | 细分市场 | 每位客户的年毛利 | 层次 | 第一年预算 60 万时 |
# |---|---|---|---|
# | 汽车厂 | {{choice["margin_per_customer"]["car makers"]:,.0f}} | 伙伴型 | 伙伴型 |
# | 包装厂 | {{choice["margin_per_customer"]["packaging"]:,.0f}} | 伙伴型 | 能动型 |
# | 管材厂 | {{choice["margin_per_customer"]["pipe works"]:,.0f}} | 负责型 | 负责型 |
# | 实验室 | {{choice["margin_per_customer"]["laboratories"]:,.0f}} | 被动型 | 基本型 |
# | 修理作坊 | {{choice["margin_per_customer"]["workshops"]:,.0f}} | 基本型 | 基本型 |
#
# 全部细分市场的价值合计 {{choice["value"].sum() / 1e4:,.0f}} 万，预算有限时为 {{limited["value"].sum() / 1e4:,.0f}} 万。客户经理应当首先派给汽车厂和包装厂。

# %% [markdown]
# ## Published and ours
#
# The nine cells of the textbook beside ours, sorted by what one customer brings in a year.

# %% [markdown] lang="zh"
# ## 文献数字与本课结果
#
# 教科书的九格与我们算出的九格，按每位客户的年毛利从高到低排列。

# %%
ours = grid.astype(str).stack().reindex(pairs.index)
both = pd.DataFrame({"textbook": pairs.astype(str), "ours": ours, "one brings": each.stack()})
both.sort_values("one brings", ascending=False)

# %% [markdown]
# All {{(both["textbook"] == both["ours"]).sum()}} cells agree. That proves less than it seems, as we chose the costs and retention rates so that they would. What we did
# not choose is that five levels and one column, sorted, explain the whole grid.
#
# The grid: P. Kotler and K. L. Keller, *Marketing Management*, Pearson, "levels of relationship marketing", as cited on the
# data card, which records neither edition nor page.

# %% [markdown] lang="zh"
# {{(both["textbook"] == both["ours"]).sum()}} 格全部一致。但不要高估这个结果：成本和保持率本来就是我们为此选定的。不过，有一点不是选出来的：五个层次加上一列数，排好序，就解释了整张表。
#
# 表的来源：P. Kotler、K. L. Keller，*Marketing Management*（《营销管理》），Pearson，“关系营销的层次”（引自数据卡，其中没有记录版次和页码）。

# %% [markdown]
# ## Limits
#
# What a closer relationship gains in retention is a guess until you have tested it: give it to a random half of a segment and compare. All customers
# of a segment count as equal here, though some are larger. And a partner who buys three quarters of your output has power over
# the price.
#
# **Terms** relationship level · retention rate · margin · discount rate

# %% [markdown] lang="zh"
# ## 局限
#
# 更深的关系能把保持率提高多少，在检验之前只是猜测：可以随机选细分市场里的一半客户试行，再作比较。这里把同一细分市场的客户都当作一样，其实有大有小。另外，如果一个伙伴买走了你四分之三的产量，定价权就在对方手里了。
#
# **术语** 关系层次 relationship level · 客户保持率 retention rate · 毛利 margin · 折现率 discount rate

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/15_relationship.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. The laboratories' retention rate at the reactive level turns out to be 62 %. What pays now?
# 2. From which budget on is the free choice affordable? What is the first thing to give up below it?
# 3. A rival copies your portal, and all retention gains halve. Draw the grid again.

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/1_segmentation/15_relationship.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 实验室在被动型层次上的保持率其实只有 62%。现在选哪个层次？
# 2. 预算达到多少，自由选择才负担得起？低于这个数，首先放弃什么？
# 3. 竞争对手照搬了你的自助网站，各层次提高的保持率都减半。请重画那张表。
