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
# > *Dear analyst, in the week of 11 November our tea shop took more than in four ordinary weeks. I call that our best week. The platform wants my signature by Friday: 60,000 yuan for fee and advertising, and 20 % off for all 60,000 members, as last year. My partner says that we only sold our own November too cheaply. You find the export attached. A fifth of the members, drawn by lot, did not get the discount: the platform wanted to test that. Do we sign? Lin*

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
# 1. 从多年的销售中读出节日的倍数，并说清这样的序列回答不了什么；
# 2. 借助对照组，测出购物节从前后几周挪来了多少，净增量是多少；
# 3. 说出提前消费的份额多大时仍然划算，对哪些客户划算；
# 4. 按毛利选定优惠券的面额。
#
# **数据** 一家模拟茶叶店的订单导出、一家纪念品商店（1987 至 1993 年）、一家沃尔玛门店、一批 DVD 优惠券。
#
# > *分析师：您好！去年双 11 那一周，我们茶叶店的销售额超过平常四周，我认为那是全年最好的一周。平台要求星期五之前签约：参加费和广告费共 60,000 元，并像去年一样给全部 60,000 名会员打八折。合伙人却说，我们不过是把自己 11 月的生意贱卖了。订单导出见附件。平台想做个测试，抽签抽出了五分之一的会员，没有给他们折扣。这个约，签还是不签？林*

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
# The shop is simulated. Of {{report.rows_in:,}} lines {{report.rows_in - report.rows_out:,}} are no orders: exported twice, without a member, or tests. `goods` is what the goods of an order cost. How does the festival's week compare with the others?

# %% [markdown] lang="zh"
# ## 信里看到的
#
# 这家店是模拟的。{{report.rows_in:,}} 行导出中有 {{report.rows_in - report.rows_out:,}} 行不是订单：重复导出的、没有会员号的、测试用的。`goods` 是每单商品的成本。双 11 那一周与其他各周相比如何？

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
# 也就是“多卖了”{{(peak - ordinary) / 1e4:.0f}} 万元。其中你相信多少？写下来。有三种方法可以回答：
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
# 海滩边有一家纪念品商店，留下了七年的销售；从第二年起，每年三月举办冲浪节。把销售额的对数对**趋势**（trend）、月份和节日做**回归分析**（regression），得到的是倍数：三月的销售乘以多少。如果游客只是提前来买，四月就得还账。

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
# 三月的销售是平时的 {{found.loc["March", "estimate"]:.2f}} 倍，四月没有明显下滑。但请看**置信区间**（interval），即与数据相容的倍数：四月是 {{found.loc["April", "low"]:.2f}} 到 {{found.loc["April", "high"]:.2f}}。没有冲浪节的三月和四月各只有一个，整个比较都靠它们。而林女士只有一年的数据：双 11 和 11 月的季节落在同一周，分不开。

# %% [markdown]
# Weeks show more. One Walmart department peaks in the week that ends just before Christmas. Guess the week two weeks later, as a share of an ordinary one.

# %% [markdown] lang="zh"
# 按周看，能看到更多。沃尔玛有一个部门的高峰在圣诞节前的那一周。猜一猜：两周之后，销售是平常一周的几成？

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
# 高峰分别是平常一周的 {{around.loc[0].max():.2f}} 倍和 {{around.loc[0].min():.2f}} 倍，随后降到 {{around.loc[2].mean():.2f}}。这是因为家里囤了货，还是一月份本来就淡？没有哪一年不过圣诞节，所以无从判断。而文件自带的节假日标记毫无作用：每个部门 {{flag["TRUE"]:,.0f}} 美元，没有标记的周 {{flag["FALSE"]:,.0f}} 美元。它标的是截至 12 月 31 日的那一周，高峰却在截至 24 日的那一周。做回归之前，先查清标记标的是什么。

# %% [markdown]
# ## The members whom the lot left out
#
# Ms Lin's fifth without a discount lived through the same November. What others have more in the festival's week, the offer caused; what they have less before and after, it moved: **pull-forward** (需求前移), orders that would have come in other weeks at full price. Guess its share: 0, 30 or 60 %?

# %% [markdown] lang="zh"
# ## 抽签留下的会员
#
# 林女士那五分之一没有折扣的会员，经历的是同一个 11 月。其他会员在双 11 那周多出来的，是优惠引起的；在前后几周少掉的，是优惠挪走的，这叫**需求前移**（pull-forward）：本来会在别的周以原价成交的订单。猜一猜它的份额：0、30% 还是 60%？

# %%
people = year.customers
lived = net_gain.by_week(log, people, offered="offered", first="2025-10-06", last="2025-12-28")
ax = plots.net_gain.weeks(lived)

# %% [markdown]
# There is the partner's November: members wait for the offer before it, and drink up their tea after it. Add it up over four weeks before and six after. By hand, the **net gain** (净增量) is what a member with the offer spent in all eleven weeks, less what one without it did, times the members with the offer:

# %% [markdown] lang="zh"
# 合伙人说的 11 月就在这里：会员在节前等优惠，节后慢慢喝存货。把节前四周、节后六周加进来。动手算：**净增量**（net gain）等于有优惠的会员在这十一周的人均消费，减去没有优惠的人均消费，再乘以有优惠的人数：

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
share = net_gain.pulled_forward(
    spend, festival="festival", around=["before", "after"], offered="offered"
)
margins = net_gain.by_customer(log, people, windows=year.windows, value="margin")
profit = net_gain.gains(margins, **asked)
profit[["estimate", "low", "high"]].round(-3).astype("int64")

# %% [markdown]
# The same net. Of what the offer added to the week, {{100 * share["estimate"]:.0f}} % ({{100 * share["low"]:.0f}} to {{100 * share["high"]:.0f}}) is missing around it. The methods part here: before and after says {{(peak - ordinary) / 1e6:.1f}} million, the control group {{sales.loc["net", "estimate"] / 1e6:.2f}} million of net sales, and the years cannot say.
#
# Sales are not money earned. The table has the margin: **{{profit.loc["net", "estimate"] / 1e3:+,.0f}} thousand yuan** ({{profit.loc["net", "low"] / 1e3:,.0f}} to {{profit.loc["net", "high"] / 1e3:,.0f}}), before the fee. The best week of the year lost money: it sold at 20 % off what would have been sold in full.

# %% [markdown] lang="zh"
# 净增量与手算一致。优惠给那一周带来的销售，有 {{100 * share["estimate"]:.0f}}%（{{100 * share["low"]:.0f}} 到 {{100 * share["high"]:.0f}}）在前后几周里少掉了。三种方法在这里分出了高下：前后比较说 {{(peak - ordinary) / 1e4:.0f}} 万元，对照组说净销售只有 {{sales.loc["net", "estimate"] / 1e4:.0f}} 万元，年份则回答不了。
#
# 销售额不等于赚到的钱。上表是毛利：**{{profit.loc["net", "estimate"] / 1e4:+.1f}} 万元**（{{profit.loc["net", "low"] / 1e4:.1f}} 到 {{profit.loc["net", "high"] / 1e4:.1f}}），还没扣参加费。全年“最好的一周”亏了钱：本来能以原价卖出的东西，按八折卖掉了。

# %% [markdown]
# ## If nobody had been left out
#
# Most shops have no control group. They can still ask how much pull-forward the festival could bear. Take what was paid for orders that the offer caused and for those that would have come anyway (without a control group one assumes an ordinary week), and try shares. Where does the profit, fee included, reach zero?

# %% [markdown] lang="zh"
# ## 如果没有对照组
#
# 多数店铺没有对照组，但仍可以问：购物节经得起多大的需求前移？取优惠引起的订单和本来就会有的订单各付了多少（没有对照组时，后者可假定为平常一周），逐个试不同的份额。扣掉参加费之后，利润在哪里变成零？

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
# The festival can bear that {{100 * even:.0f}} % of the added orders are moved; it moved {{100 * moved:.0f}} %. (Both count orders at full price. Of the *money* added it was {{100 * share["estimate"]:.0f}} %, as each was paid at 20 % off here and in full elsewhere, and the discount also went to orders that came anyway.) Whoever guesses zero signs, and whoever guesses 60 % does not: the decision hangs on a number that most shops never measure.

# %% [markdown] lang="zh"
# 新增订单中有 {{100 * even:.0f}}% 是挪来的，购物节还能保本；实际挪了 {{100 * moved:.0f}}%。（两个数都按原价计。按增加的*金额*算是 {{100 * share["estimate"]:.0f}}%，因为挪来的订单在这里按八折付款，在别的周是原价，何况本来就会来的订单也拿了折扣。）猜 0 的人会签字，猜 60% 的人不会：这个决定取决于一个多数店铺从来不测的数。

# %% [markdown]
# ## For whom?
#
# The file knows what members bought the year before: the regular often, the occasional now and then, the dormant almost nothing. Which of five plans would you sign, fee included?

# %% [markdown] lang="zh"
# ## 给谁优惠？
#
# 文件里记着会员前一年买得多不多：常买的（regular）、偶尔买的（occasional）、几乎不买的沉默会员（dormant）。下面五个方案，扣掉参加费，你签哪一个？

# %%
some = {"everybody again": ["regular", "occasional", "dormant"], "the regular alone": ["regular"]}
some |= {"all but the regular": ["occasional", "dormant"]}
some |= {"the dormant alone": ["dormant"], "stay away": []}
plan = net_gain.plans(margins, by="segment", offers_to=some, cost=60_000, **asked)
ax = plots.net_gain.plans(plan)

# %% [markdown]
# Everybody again: {{plan.loc["everybody again", "estimate"] / 1e3:+,.0f}} thousand yuan. The same festival without the regular members: {{plan.loc["all but the regular", "estimate"] / 1e3:+,.0f}}. All of the loss is made with the best customers: most of their orders would have come anyway, a little earlier or later and at full price.

# %% [markdown] lang="zh"
# （图中单位是千元。）照旧给所有人：{{plan.loc["everybody again", "estimate"] / 1e4:+.1f}} 万元。同一个购物节，不给常客优惠：{{plan.loc["all but the regular", "estimate"] / 1e4:+.1f}} 万元。亏损全出在最好的客户身上：他们的订单多半本来就会有，只是早一点或晚一点，而且是原价。

# %% [markdown]
# ## How large a coupon?
#
# Ms Lin tried one size. A DVD seller tried five, 1 to 5 dollars, by lot. The dearest coupon always sells most. Guess the best one at a margin of 4 dollars, and at 8.

# %% [markdown] lang="zh"
# ## 优惠券面额多大？
#
# 林女士只试过一种折扣。一家 DVD 卖家抽签试了五种面额，1 到 5 美元。面额越大，卖得越多，从无例外。毛利为 4 美元时，哪种最好？8 美元时呢？

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
# A last thing that festivals hide: money can also be kept. When Frederick and others reminded buyers of that in a few words, how many of 75 still bought?

# %% [markdown] lang="zh"
# 最好的面额随毛利走：{{best["estimate"].iloc[0]}}、{{best["estimate"].iloc[1]}}、{{best["estimate"].iloc[2]}}、{{best["estimate"].iloc[3]}} 美元。毛利为 4 和 8 时，选择还有 1 美元的余地（见 `low`、`high`）。
#
# 购物节还掩盖了一件事：钱也可以不花。Frederick 等人只加了几个字，提醒买家钱可以留着，75 人中还有多少人买？

# %%
table = pd.DataFrame({"bought": [56, 41], "of": [75, 75]}, index=["plain", "reminded"])
kept = rates.rate_difference(table["bought"], table["of"])
print((table["bought"] / table["of"]).round(2).to_dict(), kept[["low", "high"]].round(2).to_dict())

# %% [markdown]
# {{100 * 56 / 75:.0f}} % fall to {{100 * 41 / 75:.0f}} %. This **opportunity cost** (机会成本), what the money could do instead, is seldom in a buyer's mind, nor in an owner's: for Ms Lin it is the full-price order of next week.

# %% [markdown] lang="zh"
# 从 {{100 * 56 / 75:.0f}}% 降到 {{100 * 41 / 75:.0f}}%。**机会成本**（opportunity cost），即这笔钱本可以做的别的事，买家很少想到，店主也一样：对林女士来说，它就是下周的原价订单。

# %% [markdown]
# ## One page for the board
#
# > **Decision** Do not sign as last year. Take part, with 20 % off for occasional and dormant members only.
# >
# > **Money** {{plan.loc["all but the regular", "estimate"] / 1e3:+,.0f}} thousand yuan ({{plan.loc["all but the regular", "low"] / 1e3:,.0f}} to {{plan.loc["all but the regular", "high"] / 1e3:,.0f}}) after the fee; as last year {{plan.loc["everybody again", "estimate"] / 1e3:,.0f}} ({{plan.loc["everybody again", "low"] / 1e3:,.0f}} to {{plan.loc["everybody again", "high"] / 1e3:,.0f}}).
# >
# > **What would change it** A fee above {{(plan.loc["all but the regular", "estimate"] + 60_000) / 1e3:,.0f}} thousand: then stay away. A platform that demands one price for all: stay away, too.
# >
# > **Next** Keep the control group, and draw lots among 10, 20 and 30 % off: the best size is not known.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# > **决定** 不照去年的条件签。参加，但只给偶尔买的和沉默的会员打八折。
# >
# > **金额** 扣掉参加费后 {{plan.loc["all but the regular", "estimate"] / 1e4:+.1f}} 万元（{{plan.loc["all but the regular", "low"] / 1e4:.1f}} 到 {{plan.loc["all but the regular", "high"] / 1e4:.1f}}）；照去年的做法是 {{plan.loc["everybody again", "estimate"] / 1e4:.1f}} 万元（{{plan.loc["everybody again", "low"] / 1e4:.1f}} 到 {{plan.loc["everybody again", "high"] / 1e4:.1f}}）。
# >
# > **什么会改变决定** 参加费超过 {{(plan.loc["all but the regular", "estimate"] + 60_000) / 1e4:.1f}} 万元：不参加。平台要求对所有会员统一价格：同样不参加。
# >
# > **下一步** 保留对照组，并抽签试九折、八折和七折：最合适的折扣还不知道。

# %% [markdown]
# ## Published and ours
#
# Makridakis, S., Wheelwright, S. C. and Hyndman, R. J., *Forecasting: Methods and Applications*, 3rd ed. (Wiley, 1998), with the values of Hyndman, R. J. and Athanasopoulos, G., *Forecasting: Principles and Practice* (OTexts); Frederick, S. et al., "Opportunity cost neglect", *Journal of Consumer Research* 36 (2009), 553–561, as told in *OpenIntro Statistics*.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Makridakis, S.、Wheelwright, S. C. 和 Hyndman, R. J.，*Forecasting: Methods and Applications* 第 3 版（Wiley，1998），数值见 Hyndman, R. J. 和 Athanasopoulos, G.，*Forecasting: Principles and Practice*（OTexts）；Frederick, S. 等，“Opportunity cost neglect”，*Journal of Consumer Research* 36（2009），553–561，转引自 *OpenIntro Statistics*。

# %%
alone = festival.effects(shop, value="sales", season="name", events=["March"])["estimate"]
counts = [[56, 75 - 56], [41, 75 - 41]]
ours = [*np.log(alone), 56, 41, chi2_contingency(counts, correction=False).statistic]
names = ["log trend a month", "log festival", "bought", "bought, reminded", "chi-square"]
published = ["0.0220", "0.5015", "56", "41", "6.56"]
pd.DataFrame({"published": published, "ours": np.round(ours, 4).astype(str)}, index=names)

# %% [markdown]
# ## The answer
#
# Not as last year. The week took {{peak / ordinary:.1f}} times an ordinary one, but {{100 * share["estimate"]:.0f}} % of what the offer added came out of the weeks around it, and the margin was {{profit.loc["net", "estimate"] / 1e3:+,.0f}} thousand yuan before the fee. Offered to occasional and dormant members alone it brings {{plan.loc["all but the regular", "estimate"] / 1e3:+,.0f}} thousand, between {{plan.loc["all but the regular", "low"] / 1e3:,.0f}} and {{plan.loc["all but the regular", "high"] / 1e3:,.0f}}.

# %% [markdown] lang="zh"
# ## 回答
#
# 不照去年的条件参加。那一周的销售是平常的 {{peak / ordinary:.1f}} 倍，但优惠带来的销售有 {{100 * share["estimate"]:.0f}}% 是从前后几周挪来的，毛利在扣参加费之前就是 {{profit.loc["net", "estimate"] / 1e4:+.1f}} 万元。只给偶尔买的和沉默的会员，则能带来 {{plan.loc["all but the regular", "estimate"] / 1e4:+.1f}} 万元，区间是 {{plan.loc["all but the regular", "low"] / 1e4:.1f}} 到 {{plan.loc["all but the regular", "high"] / 1e4:.1f}}。

# %% [markdown]
# ## Limits
#
# The plan was picked on the data that value it, so its estimate may flatter. (The simulation knows the truth: {{(year.truth.loc[people["segment"] != "regular", "margin_net"].sum() - 60_000) / 1e3:+,.0f}} thousand yuan, within our interval.) Members who see others pay less may be annoyed; new customers, who have no past to pull forward, are not in the file. Whether awakened members come back next year needs next year. Pull-forward over more than six weeks would be missed. Errors of neighbouring months go together, so the regression's intervals are rough.

# %% [markdown] lang="zh"
# ## 局限
#
# 方案是用给它估值的同一份数据选出来的，估计可能偏高。（模拟数据知道真值：{{(year.truth.loc[people["segment"] != "regular", "margin_net"].sum() - 60_000) / 1e4:+.1f}} 万元，在我们的区间之内。）会员看到别人更便宜，可能不满；新客户没有“可提前”的消费，但不在文件里。被唤醒的会员明年还来不来，要等明年。超过六周的需求前移会被漏掉。相邻月份的误差彼此相关，所以回归的区间只是大致的。

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
