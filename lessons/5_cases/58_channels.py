# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["60", "6.6", "26", "54", "75000", "6000", "3000", "600", "66", "8", "24", "1681", "8000", "95", "40"]
# ---

# %% [markdown]
# # 58 Property, salons, channels
#
# **Question** Long cycles and middlemen: where does the relationship lie, and what is it worth?
#
# **Who asks** The director of a property group, who sells fitted kitchens through dealers and lets flats.
#
# **Time** 45 minutes. **Before this** [26 Satisfaction](../2_loyalty/26_satisfaction.ipynb), [47 Experiments](../4_retention/47_experiments.ipynb) and [54 Key accounts](54_key_accounts.ipynb)
#
# **You will be able to**
# 1. say what two margins, one on the other, cost a channel;
# 2. measure demand where dealers set the prices, and write a contract that a dealer signs;
# 3. say up to which fee an agent pays over a cycle of seven years;
# 4. turn answers in steps into shares, and compare houses like for like.
#
# **Data** a simulated maker of kitchens; 1,681 tenants in Copenhagen; houses in West Roxbury, Boston, as assessed for tax. Money is in yuan unless stated.
#
# > "Our 60 dealers propose to buy kitchens at our cost and to pay us 75,000 yuan a month each, sold or not. My accountant says that selling at cost gives our margin away. Estate agents want 6,000 for each buyer they bring; sales says that a customer lasts for decades. Letting wants nicer flats to please the tenants, and the brochure promises that a recent remodel adds 66 thousand dollars to a house. On Friday I sign, or I do not."

# %% [markdown] lang="zh"
# # 58 房产、美容院与渠道
#
# **问题** 周期长、又隔着中间商：关系究竟在哪里，值多少钱？
#
# **谁会这样问** 一家房产集团的总经理，集团通过经销商卖整体厨房，也出租公寓。
#
# **用时** 45 分钟。**先修** [26 满意度](../2_loyalty/26_satisfaction.ipynb)、[47 实验](../4_retention/47_experiments.ipynb)、[54 重点客户](54_key_accounts.ipynb)
#
# **学完你能够**
# 1. 说出两层加价让渠道损失多少；
# 2. 在经销商自己定价的情况下测出需求，并拟出经销商愿意签的合同；
# 3. 按七年的更换周期，算出中介的介绍费最多可以付多少；
# 4. 把分档的回答换算成人数占比，并在同等条件下比较房屋。
#
# **数据** 一家模拟的厨房制造商；哥本哈根的 1,681 位租户；波士顿西罗克斯伯里的房屋及其计税估值。除另有注明外，金额单位为元。
#
# > “我们的 60 家经销商提议：按成本价向我们进货，每家每月交 75,000 元，卖不卖得出去都交。会计说，按成本价供货等于把毛利白送出去。房产中介每带来一位买家要 6,000 元，销售部说客户可以做几十年的生意，值。租赁部想把公寓装修得更好，让租户满意；宣传册上还写着，近年翻新过的房子能多值 6.6 万美元。星期五签还是不签，请给我一个说法。”

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots
from crmkit.campaigns import double_margin, like_for_like, ordered_choice, referral_fee
from crmkit.loyalty import satisfaction_drivers
from crmkit.retention import experiments

# %% [markdown]
# ## Two margins
#
# Begin small. A salon sells a shampoo that costs nothing to make; at a price *p* customers take 1 − *p*. The maker adds a margin, the salon another: **double marginalisation** (双重加价). Guess: which share of their common profit do they lose against one price for both?

# %% [markdown] lang="zh"
# ## 两层加价
#
# 先看一个小例子。美容院卖一种洗发水，生产成本为零；价格为 *p* 时，顾客买 1 − *p* 瓶。厂家加一层价，美容院再加一层，这就是**双重加价**（double marginalisation）。猜一猜：与统一定一个价相比，双方合计损失了几成利润？

# %%
plots.course_style()
price = np.arange(0, 1.01, 0.05)
together = max(price * (1 - price))
salon = {w: max(price, key=lambda p: (p - w) * (1 - p)) for w in price[::2]}
wholesale = max(salon, key=lambda w: w * (1 - salon[w]))
by_hand = salon[wholesale] * (1 - salon[wholesale])
print(f"wholesale {wholesale:.2f}, retail {salon[wholesale]:.2f}: {by_hand:.4f} of {together:.4f}")

# %%
line = double_margin.LinearDemand(intercept=1, slope=1)
salons = double_margin.arrangements(line, unit_cost=0)
ax = plots.double_margin.two_margins(salons)

# %% [markdown]
# By hand and by call alike: each took the best price for themselves, and the salon ends at {{salons.loc["apart", "retail_price"]:.2f}} instead of {{salons.loc["together", "retail_price"]:.2f}}. A rectangle's area is a profit: a quarter is lost. Nobody was greedy. Each added their margin without counting what the other loses by it. Any straight line of demand loses these shares, whatever the costs.

# %% [markdown] lang="zh"
# 手算和调用结果一致（图中 apart 是各自定价，together 是统一定价，长方形的面积就是利润）：双方各取对自己最有利的价格，零售价成了 {{salons.loc["apart", "retail_price"]:.2f}}，而不是 {{salons.loc["together", "retail_price"]:.2f}}。利润少了四分之一，销量少了一半。并不是谁贪心，只是各自加价时都没有算上对方因此受的损失。只要需求是一条直线，无论成本多少，损失的比例都一样。

# %% [markdown]
# ## What do our dealers lose?
#
# That needs the demand for kitchens. Three sources could tell: the books of 24 months, a trial in which a lot set the retail prices, and a trial in which a lot gave half of the dealers the contract that they propose. Commit yourself to one. A kitchen costs us 8,000 to make, and the dealer 1,000 to install.

# %% [markdown] lang="zh"
# ## 我们的经销商损失了多少？
#
# 这要先知道厨房的需求。有三种依据：24 个月的账簿；抽签决定零售价的试验；抽签选出一半经销商、让他们试行所提合同的试验。先选定一种，再往下看。一套厨房的生产成本是 8,000 元，经销商的安装成本是 1,000 元。

# %%
firm = companies.dealer_channel(seed=58)
books = firm.books.drop_duplicates(["dealer_id", "month"])
print(f"{len(firm.books):,} rows, {len(firm.books) - len(books)} months reported twice left out")

# %%
asked = {"price": "retail_price", "units": "units"}
ax = plots.double_margin.books_and_trial(books, firm.price_trial, **asked)

# %% [markdown]
# According to the books, dearer kitchens sell better! Dealers charge more when more people want one, so the books show what dealers do and not what customers do. Only the lot shows demand. From it follows what a **two-part contract** (两部制合同) would bring: the **wholesale price** (批发价) at cost, and a fixed fee.

# %% [markdown] lang="zh"
# 照账簿看，越贵卖得越好！想买的人多，经销商就把价格定高，所以账簿（books）反映的是经销商的做法，不是顾客的需求。只有抽签定价的试验（trial）才显示出需求。由此可以算出**两部制合同**（two-part contract）的价值：**批发价**（wholesale price）等于成本，另收一笔固定费用。

# %%
costs = {"unit_cost": 8_000, "dealer_cost": 1_000, "wholesale_price": 19_500}
rng = np.random.default_rng(58)
worth = double_margin.sharing_value(firm.price_trial, dealer="dealer_id", rng=rng, **asked, **costs)
worth.loc[["profit_apart", "profit_together", "gain"]].round(0).astype("int64")

# %% [markdown]
# At today's wholesale price of {{costs["wholesale_price"]:,}} a dealer's month brings the channel {{worth.loc["profit_apart", "estimate"]:,.0f}} yuan; one price for both would bring {{worth.loc["gain", "estimate"]:,.0f}} more. The last columns are the 95 % **interval** (置信区间), the true values that agree with the data. The third source needs no straight line. We count the channel's profit, in which the fee cancels out:

# %% [markdown] lang="zh"
# 按现在的批发价 {{costs["wholesale_price"]:,}} 元，一家经销商一个月给渠道带来 {{worth.loc["profit_apart", "estimate"]:,.0f}} 元利润（profit_apart）；统一定价可以再多 {{worth.loc["gain", "estimate"]:,.0f}} 元（gain）。最后两列是 95% **置信区间**（interval），即与数据相容的真值范围。第三种依据不需要假定需求是直线。这里算的是渠道合计利润，固定费用在内部抵消：

# %%
months = firm.contract_trial.copy()
months["lot"] = months["shared"].map({0: "as now", 1: "shared"})
months["profit"] = (months["retail_price"] - 8_000 - 1_000) * months["units"]
dealers = months.groupby(["dealer_id", "lot"], as_index=False)[["profit", "units"]].mean()
lots = {"group": "lot", "control": "as now"}
tried = experiments.mean_effects(dealers, outcome="profit", **lots).loc["shared"]
sold = dealers.groupby("lot")["units"].mean()

# %%
ways = pd.DataFrame({"trial of prices": worth.loc["gain"], "trial of the contract": tried}).T
unit = "channel's gain, 1,000 yuan a dealer and month"
ax = plots.experiments.effect_intervals(ways, unit=unit, scale=1 / 1000)

# %% [markdown]
# Both trials agree, and dealers with the contract sold {{sold["shared"]:.1f}} kitchens a month instead of {{sold["as now"]:.1f}}. The trial of prices is sharper but assumes a straight line; the trial of the contract needs none, and its interval is wide.

# %% [markdown] lang="zh"
# 两种试验互相吻合（图中上面是定价试验，下面是合同试验），试行合同的经销商每月卖出 {{sold["shared"]:.1f}} 套，其余的卖 {{sold["as now"]:.1f}} 套。定价试验更精确，但假定需求是直线；合同试验不需要这个假定，区间却宽得多。

# %% [markdown]
# ## Does selling at cost give the margin away?
#
# The accountant is right that no kitchen earns us anything then. But the fee does, and the **channel relationship** (渠道关系) sets how the gain is shared. Guess: which fees would leave *both* sides better off?

# %% [markdown] lang="zh"
# ## 按成本价供货，等于白送毛利吗？
#
# 会计说得对：那样每套厨房一分钱也不赚。可是固定费用赚钱，而多出来的利润怎么分，要看**渠道关系**（channel relationship）。猜一猜：费用定在什么范围，*双方*都比现在好？

# %%
kitchens = double_margin.demand(firm.price_trial, **asked)
now = double_margin.arrangements(kitchens, **costs).loc["apart"]
offers = pd.DataFrame({"wholesale_price": 8_000, "fee": np.arange(60_000, 120_001, 5_000)})
own = {"unit_cost": 8_000, "dealer_cost": 1_000, "dealer_least": now["dealer_profit"]}
signed = double_margin.contracts(kitchens, offers, **own)
earn = {"producer_now": now["producer_profit"], "dealer_now": now["dealer_profit"]}
ax = plots.double_margin.fee_lines(signed, **earn)

# %%
safe = worth.loc[["lowest_fee", "highest_fee"]].round(0).astype("int64")
fee = int(round((safe.loc["lowest_fee", "high"] + safe.loc["highest_fee", "low"]) / 2, -3))
ours = 60 * 12 * (fee - worth.loc["lowest_fee", ["estimate", "high", "low"]]) / 1e6
whole = 60 * 12 * worth.loc["gain"] / 1e6
safe.assign(proposed=fee)

# %% [markdown]
# The ends of the band are estimates, too. Between {{safe.loc["lowest_fee", "high"]:,}} and {{safe.loc["highest_fee", "low"]:,}} both gain even at the worse ends of their intervals; {{fee:,}} lies in the middle. As dealers differ in size, let each pay in proportion to past sales, {{fee:,}} on average; one fee for all would frighten off the small ones (the exercises take this up). Over 60 dealers and 12 months the channel gains {{whole["estimate"]:.1f}} million yuan, and we {{ours["estimate"]:.1f}} ({{ours["high"]:.1f}} to {{ours["low"]:.1f}}). Selling at cost is what earns it.

# %% [markdown] lang="zh"
# 绿色范围的两端本身也是估计值。费用在 {{safe.loc["lowest_fee", "high"]:,}} 到 {{safe.loc["highest_fee", "low"]:,}} 元之间时，即使取区间中不利的一端，双方（图中 producer 是厂家，dealer 是经销商）都有得赚；{{fee:,}} 元正在中间。经销商规模不同，各家的费用应按过去的销量折算，平均 {{fee:,}} 元；若一律收同样的费用，小经销商就不肯签了（练习里会遇到）。60 家经销商、12 个月合计，渠道一年多赚 {{100 * whole["estimate"]:,.0f}} 万元，其中我们多赚 {{100 * ours["estimate"]:,.0f}} 万元（{{100 * ours["high"]:,.0f}} 到 {{100 * ours["low"]:,.0f}}）。这笔钱恰恰是按成本价供货赚来的。

# %% [markdown]
# ## The agent's fee
#
# A kitchen lasts seven years: the **long cycle of durable goods** (大宗耐用品的长周期). Customers whom agents brought more than nine years ago may have returned since, or sent others (**referral**, 转介绍). Those who bought too lately to return are left out. By hand, with money at 8 % a year:

# %% [markdown] lang="zh"
# ## 中介的介绍费
#
# 一套厨房用七年，这就是**大宗耐用品的长周期**（long cycle of durable goods）。九年多以前由中介带来的客户，有的后来又回来买，有的介绍了别人（**转介绍**，referral）。买得太晚、还来不及再买的客户不计入。资金成本按每年 8% 计，先手算：

# %%
seen = firm.customers[firm.customers["watched_years"] > 9]
back = (1.08 ** -seen["returned_after"]).sum() / len(seen)
sent = (seen["referrals"] * 1.08 ** -seen["referred_after"]).sum() / len(seen)
margin = seen["margin"].mean()
print(f"{len(firm.customers) - len(seen)} left out; "
      f"{margin:,.0f} x (1 + {back:.3f} + {sent:.3f}) = {margin * (1 + back + sent):,.0f}")

# %% [markdown]
# {{seen["returned_after"].notna().mean():.0%}} returned, but seven years on a yuan is worth {{1.08 ** -7:.2f}}. And would the buyer have come anyway? A lot decided to whom agents spoke: {{firm.leads.loc[firm.leads["agent"] == 1, "bought"].mean():.3f}} bought with an agent, {{firm.leads.loc[firm.leads["agent"] == 0, "bought"].mean():.3f}} without. Agents ask 6,000. What is the most an **agent's fee** (介绍费) may be?

# %% [markdown] lang="zh"
# 有 {{seen["returned_after"].notna().mean():.0%}} 的客户回来再买，可是七年后的一元钱今天只值 {{1.08 ** -7:.2f}} 元。再说，没有中介，买家会不会照样来？中介找谁谈由抽签决定：有中介的购买率是 {{firm.leads.loc[firm.leads["agent"] == 1, "bought"].mean():.3f}}，没有的是 {{firm.leads.loc[firm.leads["agent"] == 0, "bought"].mean():.3f}}。中介要价 6,000 元。**介绍费**（agent's fee）最多能付多少？

# %%
later = {"margin": "margin", "returned_after": "returned_after", "referrals": "referrals",
         "referred_after": "referred_after", "annual_discount_rate": 0.08}
parts = referral_fee.worth_parts(seen, **later)
lot = {"agent": "agent", "bought": "bought"}
fees = referral_fee.break_even(seen, firm.leads, **later, **lot, rng=rng)
ax = plots.referral_fee.fee_steps(parts, fees, asked=6_000)

# %% [markdown]
# Sales adds up {{parts.loc["total", "undiscounted"]:,.0f}}; the call agrees with the {{parts.loc["total", "present_value"]:,.0f}} by hand; and {{fees.loc["because_of_agent", "estimate"]:.0%}} of these buyers came because of the agent. A fee of 6,000 loses money, even without any discount. At 3,000, with 600 such buyers a year, the agents earn us {{600 * (fees.loc["break_even_fee", "estimate"] - 3000) / 1e6:.2f}} million yuan a year ({{600 * (fees.loc["break_even_fee", "low"] - 3000) / 1e6:.2f}} to {{600 * (fees.loc["break_even_fee", "high"] - 3000) / 1e6:.2f}}).

# %% [markdown] lang="zh"
# 图中从上到下：销售部把所有销售直接相加，是 {{parts.loc["total", "undiscounted"]:,.0f}} 元；折成今天的钱是 {{parts.loc["total", "present_value"]:,.0f}} 元，与手算一致；其中确实因中介而来的买家占 {{fees.loc["because_of_agent", "estimate"]:.0%}}。付 6,000 元要亏，即使完全不折现也是如此。付 3,000 元，一年 600 位这样的买家，中介为我们赚 {{600 * (fees.loc["break_even_fee", "estimate"] - 3000) / 1e4:.0f}} 万元（{{600 * (fees.loc["break_even_fee", "low"] - 3000) / 1e4:.0f}} 到 {{600 * (fees.loc["break_even_fee", "high"] - 3000) / 1e4:.0f}}）。

# %% [markdown]
# ## Comfort or a voice?
#
# 1,681 tenants in Copenhagen said how satisfied they were: low, medium or high. An **ordered logit** (有序逻辑回归) asks twice, "better than low?" and "better than medium?"; a trait multiplies the **odds** (几率), yes against no, by the same factor both times. From these factors follow shares. Guess what goes with **tenant satisfaction** (租户满意度) most: the type of housing, contact with neighbours, or influence on the management?

# %% [markdown] lang="zh"
# ## 要舒适，还是要话语权？
#
# 哥本哈根的 1,681 位租户回答了对住房的满意程度：低、中、高。**有序逻辑回归**（ordered logit）问两次：比“低”好吗？比“中”好吗？它假定一个因素在两问中把**几率**（odds，即“是”与“否”之比）乘上同一个倍数，由此可以算出各种回答的人数占比。猜一猜，与**租户满意度**（tenant satisfaction）关系最大的是哪一项：住房类型、与邻居来往，还是对管理方的影响力？

# %%
tenants = datasets.load("tenant_satisfaction")
traits = {"predictors": ["influence", "housing", "contact"], "counts": "customers"}
shares = ordered_choice.predicted_shares(tenants, answer="satisfaction", step="High", **traits)
ax = plots.ordered_choice.share_moves(shares, answer="high satisfaction")

# %% [markdown]
# A voice comes first: were all tenants of high influence, {{shares.loc[("influence", "High"), "predicted_share"]:.0%}} would be highly satisfied, of low influence {{shares.loc[("influence", "Low"), "predicted_share"]:.0%}}. Contact counts least. But housing is a close second: terraces stand {{-100 * shares.loc[("housing", "Terrace"), "estimate"]:.0f}} points below towers. To say that a voice beats comfort would claim more than these data show.

# %% [markdown] lang="zh"
# 话语权排第一：假如所有租户的影响力都高，会有 {{shares.loc[("influence", "High"), "predicted_share"]:.0%}} 的人非常满意；假如都低，只有 {{shares.loc[("influence", "Low"), "predicted_share"]:.0%}}。与邻居来往（contact）作用最小。不过住房类型（housing）紧随其后：联排（Terrace）比高层（Tower）低 {{-100 * shares.loc[("housing", "Terrace"), "estimate"]:.0f}} 个百分点。要说“话语权胜过舒适”，这份数据还不足以支持。

# %% [markdown]
# ## What does a remodel add?
#
# The brochure compares recently remodelled houses with those never remodelled. [Lesson 54](54_key_accounts.ipynb) compares like for like. Guess how much of the 66 thousand dollars remains among houses of the same living area.

# %% [markdown] lang="zh"
# ## 翻新值多少钱？
#
# 宣传册比较的是近年翻新过的房子和从未翻新的房子。[第 54 课](54_key_accounts.ipynb)教过同等条件下的比较。猜一猜：居住面积相同时，6.6 万美元还剩多少？

# %%
houses = datasets.load("west_roxbury").query("remodel != 'Old'")
houses = houses.assign(recent=(houses["remodel"] == "Recent").astype(int))
compared = {"value": "value", "group": "recent", "held": ["living_area", "lot_area", "full_baths"]}
steps = like_for_like.one_by_one(houses, **compared)
ax = plots.like_for_like.gap_left(steps, unit="thousand dollars", held="size")

# %% [markdown]
# Only {{steps["estimate"].iloc[1]:.0f}} thousand ({{steps["low"].iloc[1]:.0f}} to {{steps["high"].iloc[1]:.0f}}): large houses are remodelled more often, or remodels make houses larger. The brochure sells size.

# %% [markdown] lang="zh"
# 只剩 {{steps["estimate"].iloc[1] / 10:.1f}} 万美元（{{steps["low"].iloc[1] / 10:.1f}} 到 {{steps["high"].iloc[1] / 10:.1f}}；图中单位是千美元）。横轴从左到右依次控制居住面积、占地面积和浴室数。大房子更常翻新，或者翻新时扩大了面积。宣传册卖的其实是面积。

# %% [markdown]
# ## One page for the board
#
# | decision | million yuan a year | 95 % interval |
# |---|---|---|
# | offer all dealers the wholesale price of 8,000 and a fee of {{fee:,}} a month on average, by size: if all sign, we gain | {{ours["estimate"]:.1f}} | {{ours["high"]:.1f}} to {{ours["low"]:.1f}} |
# | what the channel gains by it | {{whole["estimate"]:.1f}} | {{whole["low"]:.1f}} to {{whole["high"]:.1f}} |
# | pay agents 3,000 for a buyer (600 a year) | {{600 * (fees.loc["break_even_fee", "estimate"] - 3000) / 1e6:.2f}} | {{600 * (fees.loc["break_even_fee", "low"] - 3000) / 1e6:.2f}} to {{600 * (fees.loc["break_even_fee", "high"] - 3000) / 1e6:.2f}} |
# | refuse their 6,000, which would lose | {{600 * (6000 - fees.loc["break_even_fee", "estimate"]) / 1e6:.2f}} | {{600 * (6000 - fees.loc["break_even_fee", "high"]) / 1e6:.2f}} to {{600 * (6000 - fees.loc["break_even_fee", "low"]) / 1e6:.2f}} |
#
# Take the 66 thousand out of the brochure. Before paying for nicer flats, give some houses, drawn by lot, a tenants' council.
#
# **What would change it** dealers who can sell elsewhere (a lower fee), demand that swings so much that small dealers fear a fixed fee, agents who bring people who would not have come.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# | 决定 | 万元/年 | 95% 置信区间 |
# |---|---|---|
# | 对所有经销商提出：批发价 8,000 元，每月固定费用平均 {{fee:,}} 元，按规模折算；全部签约时，我们多赚 | {{100 * ours["estimate"]:,.0f}} | {{100 * ours["high"]:,.0f}} 到 {{100 * ours["low"]:,.0f}} |
# | 渠道合计因此多赚 | {{100 * whole["estimate"]:,.0f}} | {{100 * whole["low"]:,.0f}} 到 {{100 * whole["high"]:,.0f}} |
# | 每位买家付中介 3,000 元（一年 600 位） | {{600 * (fees.loc["break_even_fee", "estimate"] - 3000) / 1e4:.0f}} | {{600 * (fees.loc["break_even_fee", "low"] - 3000) / 1e4:.0f}} 到 {{600 * (fees.loc["break_even_fee", "high"] - 3000) / 1e4:.0f}} |
# | 拒绝 6,000 元的要价；若接受，亏 | {{600 * (6000 - fees.loc["break_even_fee", "estimate"]) / 1e4:.0f}} | {{600 * (6000 - fees.loc["break_even_fee", "high"]) / 1e4:.0f}} 到 {{600 * (6000 - fees.loc["break_even_fee", "low"]) / 1e4:.0f}} |
#
# 宣传册上的 6.6 万美元要删掉。花钱装修公寓之前，先抽签选几栋楼成立租户委员会试试看。
#
# **什么会改变决定** 经销商另有货源可卖（费用就得降低）；需求波动太大，小经销商不敢承担固定费用；中介带来的确实是本来不会来的人。

# %% [markdown]
# ## Published and ours
#
# Linear demand: Spengler (1950), *Journal of Political Economy* 58(4), exact. Tenants: Madsen (1976), *Scandinavian Journal of Statistics* 3; the `polr` example of the MASS package (Venables and Ripley, 2002). [Lesson 26](../2_loyalty/26_satisfaction.ipynb) has the fit.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 线性需求：Spengler（1950），*Journal of Political Economy* 58(4)，精确值。租户：Madsen（1976），*Scandinavian Journal of Statistics* 3；数值取自 MASS 软件包的 `polr` 示例（Venables 和 Ripley，2002）。拟合方法见[第 26 课](../2_loyalty/26_satisfaction.ipynb)。

# %%
fit = satisfaction_drivers.proportional_odds(tenants, satisfaction="satisfaction", **traits)
named = ["influence Medium", "influence High", "housing Terrace", "contact High"]
found = {"price " + name: row["retail_price"] for name, row in salons.iterrows()}
found |= {"profit " + name: row["channel_profit"] for name, row in salons.iterrows()}
found |= {**fit.effects["estimate"][named], "lower cut": fit.cuts.iloc[0], "deviance": fit.deviance}
printed = [0.75, 0.5, 0.1875, 0.25, 0.5664, 1.2888, -1.0910, 0.3603, -0.4961, 3479.149]
pd.DataFrame({"published": printed, "ours": list(found.values())}, list(found)).round(4).astype(str)

# %% [markdown]
# ## The answer
#
# The relationship lies in the contract, in seven years and in a voice. Sign with the dealers: cost price, and a fixed fee by size. Their 75,000 would earn us {{60 * 12 * (75000 - worth.loc["lowest_fee", "estimate"]) / 1e6:.1f}} million a year; {{fee:,}} on average, which they can still accept, earns {{ours["estimate"]:.1f}} ({{ours["high"]:.1f}} to {{ours["low"]:.1f}}). Offer agents 3,000 and not 6,000. Correct the brochure, and let tenants speak before you buy them comfort.

# %% [markdown] lang="zh"
# ## 回答
#
# 与经销商的关系要落实在合同上，与客户的关系要放到七年里去看，与租户的关系则在于给他们发言权。与经销商签约：按成本价供货，固定费用按规模折算。按他们提的 75,000 元，我们一年多赚 {{60 * 12 * (75000 - worth.loc["lowest_fee", "estimate"]) / 1e4:,.0f}} 万元；平均收 {{fee:,}} 元，他们仍然可以接受，我们多赚 {{100 * ours["estimate"]:,.0f}} 万元（{{100 * ours["high"]:,.0f}} 到 {{100 * ours["low"]:,.0f}}）。给中介每位买家 3,000 元，不给 6,000 元。宣传册要改正；花钱把公寓装修得更好之前，先让租户有发言权。

# %% [markdown]
# ## Limits
#
# The channel is simulated with straight demand and equal costs; with curved demand the quarter becomes another share. Fixing the retail price instead is restricted by competition law in many countries, China among them. Customers who return in seven years may return once more, which we left out. Satisfied tenants may only *feel* influential: a trial by lot would tell. A tax assessment is not a price paid.

# %% [markdown] lang="zh"
# ## 局限
#
# 这条渠道是模拟的，需求是直线，成本人人相同；需求若是曲线，损失就不是四分之一。如果改为限定零售价，许多国家（包括中国）的竞争法都有限制。七年后再买的客户以后可能还会买，这里没有计入。满意的租户也许只是*觉得*自己有影响力，要靠抽签试验来回答。计税估值也不是成交价。

# %% [markdown]
# **Terms** channel relationship 渠道关系 · double marginalisation 双重加价 · two-part contract 两部制合同 · wholesale price 批发价 · referral 转介绍 · agent's fee 介绍费 · long cycle of durable goods 大宗耐用品的长周期 · ordered logit 有序逻辑回归 · odds 几率 · tenant satisfaction 租户满意度 · interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/58_channels.ipynb) give you a channel of your own and check your answers. For this lesson's data:
#
# 1. Half of the dealers are small. Which fee would a dealer half the average size sign?
# 2. At a rate of 0, how much may an agent's fee be, and why is that not 6,000 either?

# %% [markdown] lang="zh"
# **术语** 渠道关系 channel relationship · 双重加价 double marginalisation · 两部制合同 two-part contract · 批发价 wholesale price · 转介绍 referral · 介绍费 agent's fee · 大宗耐用品的长周期 long cycle of durable goods · 有序逻辑回归 ordered logit · 几率 odds · 租户满意度 tenant satisfaction · 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/58_channels.ipynb)会给你一条专属的模拟渠道，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 假如一半经销商规模较小。规模只有平均一半的经销商，会接受多少固定费用？
# 2. 假如利率为 0，介绍费最多能付多少？为什么还是到不了 6,000 元？
