# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["20", "24", "30", "31", "36", "45", "60", "75", "95", "553", "561"]
# ---

# %% [markdown]
# # 50 A shopping festival
#
# **Question** "The week of Double 11 brought more than four ordinary weeks. Do we take part again?"
#
# **Who asks** The owner of an online shop, who must sign by Friday.
#
# **Time** 45 minutes. **Before this** [45 Win-back](../4_retention/45_win_back.ipynb), [47 Experiments](../4_retention/47_experiments.ipynb).
#
# **You will be able to**
# 1. read the factor of a festival from years of sales, and say what such a series cannot tell;
# 2. measure what a festival moved from the weeks around it, and its net gain, with a control group;
# 3. say up to which share pulled forward it still pays, and for which customers;
# 4. choose the size of a coupon by margin.
#
# **Data** a simulated tea shop's export, a souvenir shop (1987 to 1993), a Walmart store, coupons for a DVD.
#
# > *Dear analyst, in the week of 11 November our tea shop took more than in four ordinary weeks. I call that our best week. The platform wants my signature by Friday: 60,000 yuan for fee and advertising, and 20 % off for all 60,000 members, much as last year. My partner says that we only sold our own November too cheaply. You find the export attached. Last year a fifth of the members, drawn by lot, did not get the discount: the platform wanted to test it. Do we sign? Lin*

# %% [markdown] lang="zh"
# # 50 购物节
#
# **问题** “双 11 那一周的销售额，超过平常四周。今年还参加吗？”
#
# **谁会这样问** 一家网店的店主，星期五之前必须签字。
#
# **用时** 45 分钟。**先修** [45 客户赢回](../4_retention/45_win_back.ipynb)、[47 实验](../4_retention/47_experiments.ipynb)。
#
# **学完你能够**
# 1. 从多年的销售中读出节日让销售变成平时的几倍，并说清这样的序列回答不了什么；
# 2. 借助对照组，测出购物节从前后几周挪来了多少销售，净增量又是多少；
# 3. 算出需求前移到什么程度仍然划算，对哪些客户划算；
# 4. 按毛利选定优惠券的面额。
#
# **数据** 一家模拟茶叶店的订单导出、一家纪念品商店（1987 至 1993 年）、一家沃尔玛门店、一批 DVD 优惠券。
#
# > *分析师：您好！去年双 11 那一周，我们茶叶店的销售额超过平常四周，我认为那是全年最好的一周。平台要求星期五之前签约：参加费和广告费共 60,000 元，和去年差不多，给全部 60,000 名会员打八折。合伙人却说，我们不过是把自己 11 月的生意贱卖了。订单数据见附件。去年平台想做个测试，抽签选出五分之一的会员，没有给他们折扣。这个约，签还是不签？林*

# %%
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from crmkit import companies, datasets, orders, plots, rates
from crmkit.campaigns import coupon_size, festival, net_gain

# %%
plots.course_style()
year = companies.festival_year(seed=1)
columns = {"customer": "member", "date": "paid_at", "amount": "paid", "order": "order"}
log, report = orders.read(year.export(), keep=["goods"], **columns)
report.table.query("rows > 0")[["rows", "money"]].round(0).astype("int64")

# %% [markdown]
# ## What the letter sees
#
# The shop is simulated. Of {{report.rows_in:,}} lines {{report.rows_in - report.rows_out:,}} are left out: exported twice, tests, or without a member and so in neither group. `goods` is what an order's goods cost: {{100 * (1 - year.parameters.margin_rate):.0f}} % of the full price. How does the festival's week compare with the others?

# %% [markdown] lang="zh"
# ## 信里看到的
#
# 这家店是模拟的。{{report.rows_in:,}} 行导出中有 {{report.rows_in - report.rows_out:,}} 行没有用：重复导出的、测试用的，以及没有会员号、分不进任何一组的。`goods` 是每单商品的成本，占原价的 {{100 * (1 - year.parameters.margin_rate):.0f}}%。双 11 那一周与其他各周相比如何？

# %%
log["margin"] = log["amount"] - log["goods"]
weekly = log.resample("7D", on="ordered_at")["amount"].sum()
peak, ordinary = weekly.max(), weekly.drop(weekly.idxmax()).mean()
print(f"{peak:,.0f} against {ordinary:,.0f} yuan: {peak / ordinary:.1f} times, "
      f"{peak - ordinary:,.0f} on top")

# %% [markdown]
# So {{(peak - ordinary) / 1e6:.1f}} million yuan "on top". Write down how much of it you believe. Three methods could answer:
#
# - **before and after**, as above;
# - a **regression on years** of sales, in which trend and season stand for what would have been sold;
# - a **control group** (对照组), as in [lesson 45](../4_retention/45_win_back.ipynb).
#
# Commit yourself to one before you read on.

# %% [markdown] lang="zh"
# 也就是说，“多卖了”{{(peak - ordinary) / 1e4:.0f}} 万元。其中你相信多少？写下来。有三种方法可以回答：
#
# - **前后比较**，就像上面这样；
# - 用**多年的销售做回归**，由趋势和季节代表“本来会卖多少”；
# - **对照组**（control group），见[第 45 课](../4_retention/45_win_back.ipynb)。
#
# 先选定一种，再往下读。

# %% [markdown]
# ## Years in place of people
#
# A souvenir shop on a beach has seven years of sales and, from the second year on, a surfing festival each March. A **regression** (回归分析) of the logarithm of sales on **trend** (趋势), month and festival gives factors: what March is multiplied by. If visitors only came earlier, April must pay for it.

# %% [markdown] lang="zh"
# ## 用年份代替人
#
# 海滩边有一家纪念品商店，留下了七年的销售；从第二年起，每年三月举办冲浪节。用**回归分析**（regression），以**趋势**（trend）、月份和节日解释销售额的对数，得到的是倍数：办了节，三月的销售变成原来的几倍。如果游客只是提前来买，四月就会相应减少。

# %%
shop = datasets.load("souvenirs")
shop[["year", "name"]] = shop["month"].str.split(" ", expand=True)
for event, month in {"March": "Mar", "April": "Apr"}.items():
    shop[event] = ((shop["name"] == month) & (shop["year"] > "1987")).astype(int)
found = festival.effects(shop, value="sales", season="name", events=["March", "April"])
ax = plots.festival.factors(found)

# %% [markdown]
# March takes {{found.loc["March", "estimate"]:.2f}} times its usual sales; April shows no clear dip. But look at the **intervals** (置信区间), the factors that are plausible: in April from {{found.loc["April", "low"]:.2f}} to {{found.loc["April", "high"]:.2f}}. A single March and April without a festival carry the comparison. And Ms Lin has one year: in it Double 11 and the season of November are the same week.

# %% [markdown] lang="zh"
# 三月的销售是平时的 {{found.loc["March", "estimate"]:.2f}} 倍，四月没有明显下滑。但请看**置信区间**（interval），即数据所允许的倍数范围：四月是 {{found.loc["April", "low"]:.2f}} 到 {{found.loc["April", "high"]:.2f}}。没有冲浪节的三月和四月各只有一个，整个比较全靠它们。而林女士只有一年的数据：双 11 的作用和 11 月的季节性落在同一周，分不开。

# %% [markdown]
# Weeks show more. One Walmart department peaks in the week that ends just before Christmas. Guess the week two weeks later, as a share of an ordinary one.

# %% [markdown] lang="zh"
# 按周看，能看到更多。沃尔玛某个部门的销售在圣诞节前一周达到高峰。猜一猜：两周之后，销售是平常一周的几成？

# %%
store = datasets.load("walmart_weeks")
one = store[store["department"] == 1]
christmas = {"2010": "2010-12-24", "2011": "2011-12-23"}
around = festival.aligned(one, date="week_ends", value="sales", festivals=christmas)
ax = plots.festival.around(around)

# %%
flag = store.groupby("holiday", observed=True)["sales"].mean()
flagged = store.loc[store["holiday"] == "TRUE", "week_ends"].unique()
print(flag.round(0).to_dict(), [f"{day:%d %b}" for day in sorted(flagged)[:4]])

# %% [markdown]
# A peak of {{around.loc[0].max():.2f}} and {{around.loc[0].min():.2f}} ordinary weeks, then {{around.loc[2].mean():.2f}}. Is that stock in people's cupboards, or just January? No year without Christmas exists to tell. And the file's own holiday flag raises nothing: {{flag["TRUE"]:,.0f}} against {{flag["FALSE"]:,.0f}} dollars a department. It marks the week ending 31 December; the peak ended on the 24th. Check what a flag marks before you regress on it.

# %% [markdown] lang="zh"
# 高峰分别是平常一周的 {{around.loc[0].max():.2f}} 倍和 {{around.loc[0].min():.2f}} 倍，随后降到 {{around.loc[2].mean():.2f}}。这是因为家里囤了货，还是一月份本来就淡？没有哪一年不过圣诞节，所以无从判断。再看文件自带的节假日标记：有标记的周平均每个部门 {{flag["TRUE"]:,.0f}} 美元，没有标记的周 {{flag["FALSE"]:,.0f}} 美元，并不更高。原来它标的是 12 月 31 日结束的那一周，高峰却在 24 日结束的那一周。做回归之前，先查清标记标的是什么。

# %% [markdown]
# ## The members whom the lot left out
#
# Ms Lin's fifth without a discount lived through the same November. What the others spent beyond them in the festival's week, the offer added; what they spent less before and after, it moved: **pull-forward** (需求前移), orders that would have come in other weeks at full price. Guess how much of the money added was moved: 0, 30 or 60 %?

# %% [markdown] lang="zh"
# ## 抽签没给折扣的会员
#
# 林女士那五分之一没有折扣的会员，经历的是同一个 11 月。其他会员在双 11 那周比他们多花的钱，是优惠带来的；在前后几周比他们少花的钱，是被优惠挪走的。后者叫**需求前移**（pull-forward）：这些订单本来会在别的周以原价成交。猜一猜：多花的钱里有多少是挪来的，0、30% 还是 60%？

# %%
people = year.customers
lived = net_gain.by_week(log, people, offered="offered", first="2025-10-06", last="2025-12-28")
ax = plots.net_gain.weeks(lived)

# %% [markdown]
# There is the partner's November: members wait for the offer before it, and drink up their tea after it. (The control group's small peak is the festival without a discount; the offer did not cause it.) Add up four weeks before, the week and six after. By hand, the **net gain** (净增量) is what a member with the offer spent in all eleven weeks, less what one without it did, times the members with the offer:

# %% [markdown] lang="zh"
# 合伙人说的 11 月就在这里：会员节前等着打折，节后慢慢喝囤下的茶。（对照组也有一个小高峰，那是没有折扣的双 11，与优惠无关。）把节前四周、当周和节后六周加起来。先手算一遍：**净增量**（net gain）等于有优惠的会员在这十一周的人均消费，减去没有优惠的人均消费，再乘以有优惠的人数：

# %%
spend = net_gain.by_customer(log, people, windows=year.windows)
mean = spend.groupby("offered")[list(year.windows)].mean().sum(axis=1)
print(f"({mean[1]:.2f} - {mean[0]:.2f}) x {people['offered'].sum():,} = "
      f"{(mean[1] - mean[0]) * people['offered'].sum():,.0f}")

# %%
asked = {"windows": list(year.windows), "offered": "offered"}
sales = net_gain.gains(spend, **asked)
ax = plots.net_gain.windows(sales)

# %%
sides = {"festival": "festival", "around": ["before", "after"], "offered": "offered"}
share = net_gain.pulled_forward(spend, **sides)
print(share.round(2).to_dict())

# %%
margins = net_gain.by_customer(log, people, windows=year.windows, value="margin")
profit = net_gain.gains(margins, **asked)
profit[["estimate", "low", "high"]].round(-3).astype("int64")

# %% [markdown]
# The figure's net is the one counted by hand. Of what the offer added to the week, {{100 * share["estimate"]:.0f}} % ({{100 * share["low"]:.0f}} to {{100 * share["high"]:.0f}}) is missing around it. The methods part here: before and after says {{(peak - ordinary) / 1e6:.1f}} million, the control group {{sales.loc["net", "estimate"] / 1e6:.2f}} million of net sales, and the years cannot say.
#
# Sales are not money earned. The table has the margin: **{{profit.loc["net", "estimate"] / 1e3:+,.0f}} thousand yuan** ({{profit.loc["net", "low"] / 1e3:,.0f}} to {{profit.loc["net", "high"] / 1e3:,.0f}}), before the fee. The interval all but touches zero: the offer itself may have just broken even. With the fee the loss is clear: {{(profit.loc["net", "estimate"] - 60_000) / 1e3:,.0f}} ({{(profit.loc["net", "low"] - 60_000) / 1e3:,.0f}} to {{(profit.loc["net", "high"] - 60_000) / 1e3:,.0f}}). Much of what the best week sold at 20 % off would have been sold in full.

# %% [markdown] lang="zh"
# 图中的净增量与手算一致。优惠给那一周带来的销售，有 {{100 * share["estimate"]:.0f}}%（{{100 * share["low"]:.0f}} 到 {{100 * share["high"]:.0f}}）在前后几周里少掉了。三种方法的答案就此分开：前后比较得出 {{(peak - ordinary) / 1e4:.0f}} 万元，对照组得出的净销售只有 {{sales.loc["net", "estimate"] / 1e4:.0f}} 万元，多年的销售则回答不了。
#
# 销售额不等于赚到的钱。上表是毛利：**{{profit.loc["net", "estimate"] / 1e4:+.1f}} 万元**（{{profit.loc["net", "low"] / 1e4:.1f}} 到 {{profit.loc["net", "high"] / 1e4:.1f}}），还没扣参加费。区间几乎碰到零：优惠本身也可能刚好不亏不赚。扣掉参加费，亏损就很明确：{{(profit.loc["net", "estimate"] - 60_000) / 1e4:.1f}} 万元（{{(profit.loc["net", "low"] - 60_000) / 1e4:.1f}} 到 {{(profit.loc["net", "high"] - 60_000) / 1e4:.1f}}）。“最好的一周”里打八折卖掉的茶，许多本来能以原价卖出。

# %% [markdown]
# ## If nobody had been left out
#
# Most shops have no control group. They can still ask how much pull-forward the festival could bear. Take what was paid for orders that the offer caused and for those that would have come anyway (without a control group one assumes an ordinary week), the margin of 45 % of the full price and the fee, and try shares. Where does the profit, fee included, reach zero?

# %% [markdown] lang="zh"
# ## 如果没有对照组
#
# 多数店铺没有对照组，但仍可以问：购物节经得起多大的需求前移？先取两个金额：优惠带来的订单付了多少，本来就会有的订单付了多少（没有对照组时，可用平常一周代替）；再加上占原价 45% 的毛利和参加费，逐个试不同的前移份额。扣掉参加费之后，份额为多少时利润刚好为零？

# %%
n, week = people["offered"].sum(), sales.loc["festival"]
anyway = n * week["mean_control"] * (1 - 0.20)
peak_sales = {"extra_sales": n * week["mean_offered"] - anyway, "anyway_sales": anyway}
deal = {"discount": 0.20, "margin_rate": 0.45, "cost": 60_000}
even = net_gain.break_even_share(**peak_sales, **deal)
net_gain.by_pulled_share([0, 0.3, 0.6], **peak_sales, **deal).round(-3).astype("int64")

# %%
moved = -sales.loc[["before", "after"], "estimate"].sum()
moved = moved / (peak_sales["extra_sales"] / (1 - 0.20))
print(f"breaks even at {100 * even:.0f} %, measured {100 * moved:.0f} % of the added orders")

# %% [markdown]
# The festival can bear that {{100 * even:.0f}} % of the added orders are moved; it moved {{100 * moved:.0f}} %. (Both count orders at full price. Of the *money* added it was {{100 * share["estimate"]:.0f}} %, since the discount makes what was added smaller, not what is missing.) Whoever guesses zero signs, and whoever guesses 60 % does not: the decision hangs on a number that most shops never measure.

# %% [markdown] lang="zh"
# 新增订单中挪来的占 {{100 * even:.0f}}%，购物节还能保本；实际占 {{100 * moved:.0f}}%。（两个数都按原价计。按增加的*金额*算是 {{100 * share["estimate"]:.0f}}%，因为打折使增加的金额变小，少掉的金额却没有变小。）猜 0 的人会签字，猜 60% 的人不会：决定全看这个数，而多数店铺从来不去测它。

# %% [markdown]
# ## For whom?
#
# The file knows what members bought the year before: the regular often, the occasional now and then, the dormant almost nothing. Everybody again, the regular alone, all but the regular, the dormant alone, or stay away: which would you sign, fee included?

# %% [markdown] lang="zh"
# ## 给谁优惠？
#
# 数据里有会员前一年的购买情况：常买的（regular）、偶尔买的（occasional）、几乎不买的沉默会员（dormant）。有五个方案：给所有人、只给常客、给常客以外的、只给沉默会员、不参加。扣掉参加费，你签哪一个？

# %%
some = {"everybody again": ["regular", "occasional", "dormant"], "the regular alone": ["regular"]}
some |= {"all but the regular": ["occasional", "dormant"]}
some |= {"the dormant alone": ["dormant"], "stay away": []}
plan = net_gain.plans(margins, by="segment", offers_to=some, cost=60_000, **asked)
ax = plots.net_gain.plans(plan)

# %%
regular = net_gain.pulled_forward(spend[spend["segment"] == "regular"], **sides)
more = {"occasional": ["occasional"]}
more = net_gain.plans(margins, by="segment", offers_to=more, **asked).loc["occasional"]
print("share moved, regular:", regular.round(2).to_dict())
print("yuan, occasional:", more[["estimate", "low", "high"]].round(-3).to_dict())

# %% [markdown]
# Everybody again, the control group included: {{plan.loc["everybody again", "estimate"] / 1e3:+,.0f}} thousand yuan. The same festival without the regular members: {{plan.loc["all but the regular", "estimate"] / 1e3:+,.0f}}. All of the loss is made with the best customers: what the offer added to their week is missing around it ({{100 * regular["estimate"]:.0f}} %, {{100 * regular["low"]:.0f}} to {{100 * regular["high"]:.0f}}). The occasional are less clear: they add {{more["estimate"] / 1e3:+,.0f}}, but perhaps nothing ({{more["low"] / 1e3:,.0f}} to {{more["high"] / 1e3:,.0f}}).

# %% [markdown] lang="zh"
# （图中单位是千元。）给所有人，连对照组也算上：{{plan.loc["everybody again", "estimate"] / 1e4:+.1f}} 万元。同一个购物节，不给常客优惠：{{plan.loc["all but the regular", "estimate"] / 1e4:+.1f}} 万元。亏损全出在最好的客户身上：优惠给他们那一周带来的销售，在前后几周里又少掉了（{{100 * regular["estimate"]:.0f}}%，{{100 * regular["low"]:.0f}} 到 {{100 * regular["high"]:.0f}}）。偶尔买的会员就没有这么明确：他们贡献 {{more["estimate"] / 1e4:+.1f}} 万元，但也可能为零（{{more["low"] / 1e4:.1f}} 到 {{more["high"] / 1e4:.1f}}）。

# %% [markdown]
# ## How large a coupon?
#
# Ms Lin tried one size. A DVD seller tried five, 1 to 5 dollars, by lot. The dearest coupon always sells most. Guess the best one at a margin of 4 dollars, and at 8.

# %% [markdown] lang="zh"
# ## 优惠券面额多大？
#
# 林女士只试过一种折扣。一家卖 DVD 的商家抽签试了五种面额，1 到 5 美元。面额最大的总是卖得最多。猜一猜：毛利为 4 美元时，哪种最好？8 美元时呢？

# %%
trial = datasets.load("dvd_coupons")
trial["bought"] = (trial["bought"] == "yes").astype(int)
size = {"bought": "bought", "coupon": "coupon"}
curves = {m: coupon_size.coupon_profits(trial, margin=m, **size) for m in (4, 5, 6, 8)}
ax = plots.coupon_size.profits(curves)

# %%
rng = np.random.default_rng(50)
best = coupon_size.best_coupons(trial, margins=[4, 5, 6, 8], rng=rng, **size)
best[["estimate", "low", "high", "rate", "profit"]].round(2)

# %% [markdown]
# The best coupon follows the margin: {{best["estimate"].iloc[0]}}, {{best["estimate"].iloc[1]}}, {{best["estimate"].iloc[2]}}, {{best["estimate"].iloc[3]}} dollars. At margins of 4 and 8 the choice is open by one dollar (`low`, `high`).
#
# A last thing that festivals hide: money can also be kept. Frederick and others asked students whether they would buy a video, and reminded half of them of that in a few words. How many of these 75 still said yes?

# %% [markdown] lang="zh"
# 毛利越高，最好的面额越大：{{best["estimate"].iloc[0]}}、{{best["estimate"].iloc[1]}}、{{best["estimate"].iloc[2]}}、{{best["estimate"].iloc[3]}} 美元。毛利为 4 和 8 时，最好的面额可能差 1 美元（见 `low`、`high`）。
#
# 购物节还让人忘了一件事：钱也可以不花。Frederick 等人问学生愿不愿意买一部影片，对其中一半人多加了几个字，提醒他们钱可以留着。这 75 人中还有多少人说愿意？

# %%
table = pd.DataFrame({"bought": [56, 41], "of": [75, 75]}, index=["plain", "reminded"])
kept = rates.rate_difference(table["bought"], table["of"])
print((table["bought"] / table["of"]).round(2).to_dict(), kept[["low", "high"]].round(2).to_dict())

# %% [markdown]
# {{100 * 56 / 75:.0f}} % fall to {{100 * 41 / 75:.0f}} %. This **opportunity cost** (机会成本), what the money could do instead, is seldom in a buyer's mind, nor in an owner's: for Ms Lin it is the full-price order of next week.

# %% [markdown] lang="zh"
# 从 {{100 * 56 / 75:.0f}}% 降到 {{100 * 41 / 75:.0f}}%。**机会成本**（opportunity cost），即这笔钱如果另作他用能带来的好处，买家很少想到，店主也一样：对林女士来说，它就是下周的原价订单。

# %% [markdown]
# ## One page for the board
#
# > **Decision** Do not sign as last year. Take part, with 20 % off for occasional and dormant members only.
# >
# > **Money** {{plan.loc["all but the regular", "estimate"] / 1e3:+,.0f}} thousand yuan ({{plan.loc["all but the regular", "low"] / 1e3:,.0f}} to {{plan.loc["all but the regular", "high"] / 1e3:,.0f}}) after the fee; everybody again {{plan.loc["everybody again", "estimate"] / 1e3:,.0f}} ({{plan.loc["everybody again", "low"] / 1e3:,.0f}} to {{plan.loc["everybody again", "high"] / 1e3:,.0f}}).
# >
# > **What would change it** A fee above {{(plan.loc["all but the regular", "estimate"] + 60_000) / 1e3:,.0f}} thousand: then stay away (above {{(plan.loc["all but the regular", "low"] + 60_000) / 1e3:,.0f}} a gain is no longer sure). A platform that demands one price for all: stay away, too.
# >
# > **Next** Keep the control group, and draw lots among 10, 20 and 30 % off: the best size is not known.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# > **决定** 不按去年的条件签约。参加，但只给偶尔买的和沉默的会员打八折。
# >
# > **金额** 扣掉参加费后 {{plan.loc["all but the regular", "estimate"] / 1e4:+.1f}} 万元（{{plan.loc["all but the regular", "low"] / 1e4:.1f}} 到 {{plan.loc["all but the regular", "high"] / 1e4:.1f}}）；给所有人则是 {{plan.loc["everybody again", "estimate"] / 1e4:.1f}} 万元（{{plan.loc["everybody again", "low"] / 1e4:.1f}} 到 {{plan.loc["everybody again", "high"] / 1e4:.1f}}）。
# >
# > **什么情况下要改主意** 参加费超过 {{(plan.loc["all but the regular", "estimate"] + 60_000) / 1e4:.1f}} 万元：不参加（超过 {{(plan.loc["all but the regular", "low"] + 60_000) / 1e4:.1f}} 万元，就不能肯定还能盈利）。平台要求对所有会员统一价格：同样不参加。
# >
# > **下一步** 保留对照组，并抽签试九折、八折和七折：最合适的折扣还不知道。

# %% [markdown]
# ## Published and ours
#
# Makridakis, S., Wheelwright, S. C. and Hyndman, R. J., *Forecasting: Methods and Applications*, 3rd ed. (Wiley, 1998). The regression is an exercise in Hyndman, R. J. and Athanasopoulos, G., *Forecasting: Principles and Practice* (OTexts); its two values are those commonly quoted; we have not checked them in print. Frederick, S. et al., "Opportunity cost neglect", *Journal of Consumer Research* 36 (2009), 553–561, as told in *OpenIntro Statistics*.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Makridakis, S.、Wheelwright, S. C. 和 Hyndman, R. J.，*Forecasting: Methods and Applications* 第 3 版（Wiley，1998）。这个回归是 Hyndman, R. J. 和 Athanasopoulos, G. 的 *Forecasting: Principles and Practice*（OTexts）中的一道习题；两个数值是人们通常引用的，没有对照原书核实。Frederick, S. 等，“Opportunity cost neglect”，*Journal of Consumer Research* 36（2009），553–561，转引自 *OpenIntro Statistics*。

# %%
alone = festival.effects(shop, value="sales", season="name", events=["March"])["estimate"]
counts = [[56, 75 - 56], [41, 75 - 41]]
ours = [*np.log(alone), 56, 41, chi2_contingency(counts, correction=False).statistic]
names = ["log trend a month", "log festival", "bought", "bought, reminded", "chi-square"]
published = ["0.0220", "0.5015", "56", "41", "6.56"]
pd.DataFrame({"quoted": published, "ours": np.round(ours, 4).astype(str)}, index=names)

# %% [markdown]
# ## The answer
#
# Yes, but not as last year. The week took {{peak / ordinary:.1f}} times an ordinary one, but {{100 * share["estimate"]:.0f}} % of what the offer added came out of the weeks around it, and after the fee its margin was {{(profit.loc["net", "estimate"] - 60_000) / 1e3:+,.0f}} thousand yuan ({{(profit.loc["net", "low"] - 60_000) / 1e3:,.0f}} to {{(profit.loc["net", "high"] - 60_000) / 1e3:,.0f}}). Offered to occasional and dormant members alone it brings {{plan.loc["all but the regular", "estimate"] / 1e3:+,.0f}} thousand, between {{plan.loc["all but the regular", "low"] / 1e3:,.0f}} and {{plan.loc["all but the regular", "high"] / 1e3:,.0f}}.

# %% [markdown] lang="zh"
# ## 回答
#
# 参加，但不按去年的条件。那一周的销售是平常的 {{peak / ordinary:.1f}} 倍，但优惠带来的销售有 {{100 * share["estimate"]:.0f}}% 是从前后几周挪来的，扣掉参加费之后，毛利是 {{(profit.loc["net", "estimate"] - 60_000) / 1e4:+.1f}} 万元（{{(profit.loc["net", "low"] - 60_000) / 1e4:.1f}} 到 {{(profit.loc["net", "high"] - 60_000) / 1e4:.1f}}）。只给偶尔买的和沉默的会员，则能带来 {{plan.loc["all but the regular", "estimate"] / 1e4:+.1f}} 万元，区间是 {{plan.loc["all but the regular", "low"] / 1e4:.1f}} 到 {{plan.loc["all but the regular", "high"] / 1e4:.1f}}。

# %% [markdown]
# ## Limits
#
# The plan was picked on the data that value it, so its estimate may flatter. (The simulation knows the truth: {{(year.truth.loc[people["segment"] != "regular", "margin_net"].sum() - 60_000) / 1e3:+,.0f}} thousand yuan, within our interval.) The lot measured the discount, not taking part: whether a shop that stays away also loses the control group's small peak is not known. Members who see others pay less may be annoyed; new customers, who have no past to pull forward, are not in the file. Whether awakened members come back, next year will tell. Pull-forward over more than six weeks would be missed. Errors of neighbouring months go together, so the regression's intervals are rough.

# %% [markdown] lang="zh"
# ## 局限
#
# 方案是用给它估值的同一份数据选出来的，估计可能偏高。（模拟数据知道真值：{{(year.truth.loc[people["segment"] != "regular", "margin_net"].sum() - 60_000) / 1e4:+.1f}} 万元，在我们的区间之内。）抽签测的是折扣，不是参加本身：如果不参加，对照组的那个小高峰会不会也没有，不得而知。会员看到别人更便宜，可能不满；新客户没有可以提前的消费，但不在数据里。被唤醒的会员还会不会再来，要到明年才知道。超过六周的需求前移会被漏掉。相邻月份的误差彼此相关，所以回归的区间只是大致的。

# %% [markdown]
# **Terms** pull-forward 需求前移 · net gain 净增量 · trend 趋势 · opportunity cost 机会成本 · control group 对照组
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/50_festival.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. End the weeks after the festival on 30 November. What does the net gain become, and who would like that?
# 2. Does another department of the store dip after Christmas?
# 3. At which margin is a coupon of 1 dollar the best?

# %% [markdown] lang="zh"
# **术语** 需求前移 pull-forward · 净增量 net gain · 趋势 trend · 机会成本 opportunity cost · 对照组 control group
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/50_festival.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把“节后”截止到 11 月 30 日，净增量变成多少？谁会喜欢这个算法？
# 2. 门店的其他部门在圣诞节后也下滑吗？
# 3. 毛利为多少时，1 美元的优惠券最好？
