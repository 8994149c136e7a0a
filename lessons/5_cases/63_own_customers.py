# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["10", "12", "13", "33", "35", "38", "39", "45", "47", "50", "40", "20", "80", "12", "8", "16", "30", "95"]
# ---

# %% [markdown]
# # 63 Your own customers
#
# **Question** "What are our customers worth, and for whom does the club pay?"
#
# **Who asks** Your board, on Friday.
#
# **Time** 60 minutes. **Before this** [13 RFM](../1_segmentation/13_rfm.ipynb) and [35 Money and value](../3_lifetime/35_money.ipynb).
#
# **You will be able to**
# 1. take an export from the raw file to one row a customer, and account for every line;
# 2. choose a forecast by a test that your own past gives;
# 3. value the customers, with an interval and what it takes for granted;
# 4. write the page that a board can sign.
#
# **Data** your own export, or a shop simulated for your name.

# %% [markdown] lang="zh"
# # 63 你自己的客户
#
# **问题** “我们的客户值多少钱？会员俱乐部对哪些人划算？”
#
# **谁会这样问** 你的董事会，周五就要答案。
#
# **用时** 60 分钟。**先修** [13 RFM 模型](../1_segmentation/13_rfm.ipynb)、[35 金额与价值](../3_lifetime/35_money.ipynb)。
#
# **学完你能够**
# 1. 从原始导出文件做到每位客户一行，并交代清楚每一行的去向；
# 2. 用自己的历史数据检验，从而选定预测方法；
# 3. 给客户估值，给出区间，并说明依据的假设；
# 4. 写出一页董事会可以签字的报告。
#
# **数据** 你自己的导出文件，或者按你的姓名模拟的一家店铺。

# %% [markdown]
# > *To whoever knows our customers.* You have been with us a month. On Friday we must tell the bank what our customers are worth, and decide on the club: free delivery and a birthday gift, 40 yuan a member a year, whether they buy or not. Our sister shop let a lot decide who may join; members spent 12 % more (8 to 16). I would invite the best fifth. Everyone in the room will ask you how sure you are. One page, please.

# %% [markdown] lang="zh"
# > *致最了解我们客户的人：* 你来公司一个月了。周五我们要告诉银行，客户值多少钱，还要决定办不办会员俱乐部：免运费，加一份生日礼物，每位会员每年 40 元，买不买都要花。兄弟店抽签决定谁能入会，结果会员的消费多了 12%（8% 到 16%）。我想邀请最好的那五分之一。到时候在座的每个人都会问你有多大把握。请写成一页纸。

# %%
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

# %%
from crmkit import companies, orders, plots, summary
from crmkit.campaigns import member_gains
from crmkit.lifetime import MBGNBD, GammaGamma, ParetoNBD, advise, comparison, valuation
from crmkit.models import interval_of
from crmkit.segmentation import concentration, rfm

# %% [markdown]
# ## 1 The file
#
# With a file of your own, write its path, its columns and its last complete day into the next cell, and what your club costs and brings. Without one, your name draws a shop, and its export is as messy as they come: headers in Chinese, refunds, duplicates, blank names. The texts speak of that shop; the cells follow your file.

# %% [markdown] lang="zh"
# ## 1 文件
#
# 有自己的文件，就在下一格写上路径、各列的名称和最后一个完整的日子，再写上俱乐部的成本和效果。没有的话，你的姓名会生成一家店铺，它的导出文件和现实中一样乱：中文表头、退款、重复行、空白姓名。文字说的是这家店铺，各个单元格则按你的文件计算。

# %%
own_file = None  # or a csv, Excel or Parquet file: "orders.csv"
columns = {}  # what your file calls them: {"customer": "Client", "date": "Day", "amount": "Paid"}
as_of = "2024-12-30"
lifts = 0.08, 0.12, 0.16  # how much more members spend: low, estimate, high
terms = {"cost": 40, "lift": lifts[1], "margin_rate": 0.3}

# %%
plots.course_style()
name = "Li Wei"
seed = int.from_bytes(name.encode(), "big") % 10_000
file = own_file or Path(tempfile.mkdtemp()) / "orders.csv"
if own_file is None:
    companies.export(companies.online_shop(n_customers=4_000, seed=seed), file, seed=seed)

# %%
log, report = orders.read(file, as_of=as_of, **columns)
print(f"the last order is of {log['ordered_at'].max():%Y-%m-%d}, as_of is {as_of}")

# %%
report.table[["rows", "money"]].query("rows > 0")

# %% [markdown]
# Before you trust a total, account for every line. {{report.rows_in:,}} lines came in, {{len(log):,}} orders are left; the rest stands in the table, with its money. Is anything dropped that you would want back? Here {{report.table.loc["missing customer", "rows"]:,}} orders have no name: they are sales, but nobody's. What does [lesson 10](../1_segmentation/10_customer_file.ipynb) say of refunds?

# %% [markdown] lang="zh"
# 在相信任何总数之前，先交代清楚每一行的去向。文件有 {{report.rows_in:,}} 行，留下 {{len(log):,}} 笔订单；其余的连同金额都列在表里。剔除的订单里，有没有本该留下的？这里有 {{report.table.loc["missing customer", "rows"]:,}} 笔订单没有姓名：确实卖出去了，却不知道是谁买的。退款怎么处理，见[第 10 课](../1_segmentation/10_customer_file.ipynb)。

# %% [markdown]
# ## 2 Who they are
#
# Write down three guesses before you run the cell: what share of your customers has bought only once, what share of the money the best fifth brings, and how many days a customer has been silent on average.

# %% [markdown] lang="zh"
# ## 2 他们是谁
#
# 运行之前先写下三个猜测：只买过一次的客户占多少，最好的五分之一贡献了销售额的百分之几，客户平均已有多少天没有购买（“沉默”）。

# %%
customers = summary.customers(log, as_of=as_of)
once = (customers["purchases"] == 1).mean()
top = concentration.top_share(customers["total_spend"], customer_share=0.2)
silent = customers["days_since_last"].mean()
print(f"{once:.0%} bought once; the best fifth brings {top:.0%}; silent for {silent:.0f} days")

# %%
points = concentration.lorenz(customers["total_spend"])
ax = plots.concentration.lorenz_curve(points, customer_share=0.2)

# %%
first = log.groupby("customer_id")["ordered_at"].transform("min")
new = (log["ordered_at"].dt.normalize() == first.dt.normalize()).map({True: "new", False: "old"})
quarter = log["ordered_at"].dt.to_period("Q").rename("quarter")
sales = log.groupby([quarter, new.rename("from")])["amount"].sum().unstack() / 1000
ax = sales[["old", "new"]].plot.bar(stacked=True, rot=0, figsize=(7.5, 3.4), color=["C0", "C1"])
share = sales["old"].iloc[-1] / sales.iloc[-1].sum()
_ = ax.set(title=f"Old customers bring {share:.0%} of {sales.index[-1]}", ylabel="thousand yuan")

# %% [markdown]
# The best fifth brings {{100 * top:.0f}} % of the money, and {{100 * once:.0f}} % of the customers came once. Part of both is chance ([lesson 12](../1_segmentation/12_concentration.ipynb)). Each fourth quarter stands above the line of growth: a shopping festival falls into it, which no model of this course knows by itself ([lesson 50](50_festival.ipynb)).

# %% [markdown] lang="zh"
# 最好的五分之一贡献了 {{100 * top:.0f}}% 的销售额，{{100 * once:.0f}}% 的客户只来过一次，两者都有一部分是偶然（[第 12 课](../1_segmentation/12_concentration.ipynb)）。每年第四季度都高于增长趋势：购物节就在这一季，而本课程的模型都不知道有购物节（[第 50 课](50_festival.ipynb)）。

# %% [markdown]
# ## 3 Choose a method
#
# Who is still a customer, and what will they buy? Three ways lie ready. *Past rate*: all go on at the rate of their past. *Silence rule*: so do those who bought in the last half-year; the others are gone. *A purchase model*, MBG/NBD or Pareto/NBD ([lesson 33](../3_lifetime/33_counting.ipynb)). Commit yourself to one. Then ask the adviser of [lesson 39](../3_lifetime/39_which_model.ipynb).

# %% [markdown] lang="zh"
# ## 3 选择方法
#
# 谁还是客户？他们还会买多少？有三种办法。*照旧*（past rate）：过去怎么买，以后还怎么买。*沉默规则*（silence rule）：半年没有购买就算走了，其余的人照旧。*购买模型*：MBG/NBD 或 Pareto/NBD（[第 33 课](../3_lifetime/33_counting.ipynb)）。先选定一种，再看[第 39 课](../3_lifetime/39_which_model.ipynb)的顾问怎么说。

# %%
advice = advise(customers, orders=log)
print(advice.answer)

# %% [markdown]
# Advice is no proof. Your own past is: go half a year back (here to the last day of June), forecast the half-year that you know already, and see who was right.

# %% [markdown] lang="zh"
# 建议不是证据，你自己的过去才是：退回半年前（这里是六月的最后一天），预测你已经知道结果的这半年，看谁对。

# %%
split_day = pd.Timestamp(as_of) - pd.Timedelta(days=183)
half = summary.split(log, calibration_end=split_day, holdout_end=as_of)
then, models = half.calibration, {"MBG/NBD": MBGNBD, "Pareto/NBD": ParetoNBD}
forecasts = comparison.forecasts(half, tuple(models.values()))
totals = pd.Series({name: table["expected"].sum() for name, table in forecasts.items()})
rate = then["repeat_purchases"] / then["age_days"].clip(lower=1) * 183
totals["silence rule"] = rate[then["days_since_last"] < 183].sum()

# %%
came = half.holdout["purchases"].sum()
off = (100 * (totals / came - 1)).sort_values()
near = off.abs().idxmin()

# %%
ax = off.plot.barh(figsize=(7.5, 2.8), color=plots.style.QUIET)
ax.bar_label(ax.containers[0], fmt="%+.0f %%", padding=3)
ax.axvline(0, color=plots.style.ACTUAL, linewidth=1)
ax.margins(x=0.2)
ax.grid(visible=False, axis="y")
_ = ax.set(title=f"{came:,} purchases came; {near} was nearest", xlabel="forecast too high by (%)")

# %% [markdown]
# The past rate says {{totals["past rate"]:,.0f}} purchases and Pareto/NBD {{totals["Pareto/NBD"]:,.0f}}; {{came:,}} came. Old rates count on those who have left. One half-year is one test, with one festival in it: repeat it with other ends before you rely on a few per cent.

# %% [markdown] lang="zh"
# “照旧”（past rate）预测 {{totals["past rate"]:,.0f}} 次，Pareto/NBD 预测 {{totals["Pareto/NBD"]:,.0f}} 次，实际 {{came:,}} 次。“照旧”把已经走掉的人也算了进去。半年只是一次检验，里面还有一个购物节：想凭几个百分点的差别下结论，先换几个截止日再试。

# %% [markdown]
# ## 4 What they are worth
#
# Now with all the data: what today's customers will still bring, 30 % of it margin, discounted at 10 % a year. By hand for an average one: purchases to come, times money a purchase, times the margin. The model is the one that came nearer in the test. Guess the total before you look, and how wide its interval is.

# %% [markdown] lang="zh"
# ## 4 他们值多少钱
#
# 现在用全部数据：今天的客户以后还会带来多少钱，其中毛利 30%，按每年 10% 折现。平均一位可以手算：以后的购买次数，乘以每次的金额，再乘以毛利率。模型用检验中更接近的那一个。先猜总数，再猜区间有多宽。

# %%
model = off[list(models)].abs().idxmin()
purchases, spend = models[model].fit(customers, period_days=7), GammaGamma.fit(customers)
to_come = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1).mean()
each, margin = spend.expected_spend(customers).mean(), terms["margin_rate"]
print(f"{to_come:.2f} purchases to come x {each:.0f} yuan x {margin} "
      f"= {to_come * each * margin:.0f} yuan")

# %%
def value(purchases, spend):
    future = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)
    money = spend.expected_spend(customers)
    return valuation.customer_value(future, money, margin_rate=margin).sum()


worth = interval_of(value, purchases, spend, rng=np.random.default_rng(63)).iloc[0] / 1000
worth.round(0).to_frame("thousand yuan").T

# %% [markdown]
# Together {{worth["estimate"]:,.0f}} thousand yuan, {{worth["low"]:,.0f}} to {{worth["high"]:,.0f}}. The interval holds what two years of orders leave open of the model. It does not hold a new rival, another margin, or a festival that is cancelled. Customers to come are not in it ([lesson 38](../3_lifetime/38_base_as_asset.ipynb)).

# %% [markdown] lang="zh"
# 合计 {{worth["estimate"] / 10:,.0f}} 万元，区间为 {{worth["low"] / 10:,.0f}} 万到 {{worth["high"] / 10:,.0f}} 万元（表中单位为千元）。区间反映的是只凭两年订单估计模型的不确定性，不包含新的竞争对手、毛利率的变化，也不包含购物节取消。将来的新客户也没有算在内（[第 38 课](../3_lifetime/38_base_as_asset.ipynb)）。

# %% [markdown]
# ## 5 For whom does the club pay?
#
# A member costs 40 yuan a year and spends 12 % more (the *lift*), of which 30 % are margin. So the club pays for whoever spends cost / (lift x margin), or {{terms["cost"] / (terms["lift"] * terms["margin_rate"]):,.0f}} yuan a year. By their figures so far the best fifth spend far more. But they were chosen *because* they spent much, and the club begins now. The half-year that you kept shows what comes after. Write down at what pace the best fifth of June went on, in per cent of their pace until then.

# %% [markdown] lang="zh"
# ## 5 俱乐部对谁划算？
#
# 一位会员每年的成本是 40 元，消费多 12%（提升率，lift），其中毛利 30%。所以每年消费超过 成本 /（提升率 x 毛利率），即 {{terms["cost"] / (terms["lift"] * terms["margin_rate"]):,.0f}} 元的人，请他入会就划算。按到六月为止的数字，最好的五分之一远远超过这个数。可是他们正是*因为*花得多才被挑出来的，而俱乐部现在才开办。留出的半年能告诉你后来怎样。请写下：六月时最好的五分之一，后来的消费速度是之前的百分之几。

# %%
# A year at the pace so far; of customers younger than a year, all that they have spent.
earlier = 365 * then["total_spend"] / then["age_days"].clip(lower=365)
later = 2 * half.holdout["total_spend"]  # a year at the pace of the half-year
best = then["total_spend"].rank(ascending=False) <= 0.2 * len(then)

# %%
fifth = pd.Series(np.where(best, "best fifth", "others"), index=then.index)
both = {"as it was": earlier, "as it came": later}
fifths = pd.DataFrame({name: member_gains.by_group(one, fifth, **terms).loc["best fifth"]
                       for name, one in both.items()})

# %%
spent = pd.Series({name: one[best].mean() for name, one in both.items()})
spent.round(0).to_frame("yuan a year").T

# %%
fifths.loc[["customers", "profit"]].astype(float).round(0).astype("int64")

# %% [markdown]
# Their pace came down to {{100 * spent["as it came"] / spent["as it was"]:.0f}} %: who is on top was partly there by luck ([lesson 45](../4_retention/45_win_back.ipynb)), and some have left. The figures until June promise {{fifths.loc["profit", "as it was"] / 1000:,.0f}} thousand yuan a year; what came would have made {{fifths.loc["profit", "as it came"] / 1000:,.0f}}. *Judge an offer by what customers did after they were chosen.* Which segments of [RFM](../1_segmentation/13_rfm.ipynb) would you invite in place of the fifth?

# %% [markdown] lang="zh"
# 他们后来的消费（as it came）只有之前（as it was）的 {{100 * spent["as it came"] / spent["as it was"]:.0f}}%：排在最前的人有一部分靠运气（[第 45 课](../4_retention/45_win_back.ipynb)），还有人已经走了。按六月以前的数字，每年能赚 {{fifths.loc["profit", "as it was"] / 10_000:,.1f}} 万元；按后来的实际消费，只有 {{fifths.loc["profit", "as it came"] / 10_000:,.1f}} 万元。*评判一项优惠，要看客户被选中之后做了什么。* 如果不邀请那五分之一，你会邀请 [RFM](../1_segmentation/13_rfm.ipynb) 的哪些细分客户群？

# %%
segment = rfm.name_segments(rfm.score(then))
club = member_gains.by_group(later, segment, **terms)
ax = plots.member_gains.by_group(club)
_ = ax.set_xlabel("gain of a member (yuan a year)")

# %% [markdown]
# "Pays" means that the whole 95 % **interval** (置信区间) lies above zero: the values that fit customers like these. The club pays for {{(club["verdict"] == "pays").sum()}} of {{len(club)}} segments, and earns {{club.loc[club["verdict"] == "pays", "profit"].sum() / 1000:,.0f}} thousand yuan a year with them. "Loyal" sounds as if it belonged there. Yet they went on at {{later[segment == "Loyal"].mean():,.0f}} yuan a year, and the club needs {{terms["cost"] / (terms["lift"] * terms["margin_rate"]):,.0f}}.

# %% [markdown] lang="zh"
# “pays”（划算）表示整个 95% **置信区间**（interval）都在零以上，即与这批客户的数据相容的取值范围。{{len(club)}} 个客户群里有 {{(club["verdict"] == "pays").sum()}} 个划算，每年共赚 {{club.loc[club["verdict"] == "pays", "profit"].sum() / 10_000:,.1f}} 万元。“Loyal”（忠诚客户）听上去也该划算，可是他们后来每年只花 {{later[segment == "Loyal"].mean():,.0f}} 元，而要 {{terms["cost"] / (terms["lift"] * terms["margin_rate"]):,.0f}} 元才划算。

# %%
paying = list(club.index[club["verdict"] == "pays"])
invite = paying or [club.index[0]]  # where none pays: the best, to see what it lacks
names = ", ".join(invite)

# %%
rows = {f"{lift:.0%}": member_gains.by_group(later, segment, **(terms | {"lift": lift}))
        for lift in lifts}
what_if = pd.DataFrame({name: {"groups that pay": (one["verdict"] == "pays").sum(),
                               f"{names}, thousand yuan": one.loc[invite, "profit"].sum() / 1000}
                        for name, one in rows.items()})
what_if.round(0).astype("int64").rename_axis("members spend more by", axis="columns")

# %% [markdown]
# ## The page for the board
#
# June's segments showed for whom it pays. You invite today's. Here are the numbers of the page; with a file of your own, write them into its words.

# %% [markdown] lang="zh"
# ## 给董事会的一页
#
# 对谁划算，是用六月的客户群看出来的；要邀请的，是今天属于这些群的客户。下面先列出这一页要用的数字；用自己的文件时，把你的数字填进后面的文字。

# %%
chosen = segment.isin(invite)
groups = pd.Series(np.where(chosen, "invited", "others"), index=then.index)
earns = member_gains.by_group(later, groups, **terms).loc["invited"]
low, high = earns["low"] * earns["customers"] / 1000, earns["high"] * earns["customers"] / 1000
needed = terms["cost"] / (terms["margin_rate"] * later[chosen].mean())
today = rfm.name_segments(rfm.score(customers)).isin(invite).sum()

# %%
page = pd.Series({
    "invite": names if paying else f"nobody; the best are {invite[0]}",
    "customers at the split; today": f"{chosen.sum():,}; {today:,}",
    "club, thousand yuan a year": f"{earns['profit'] / 1000:,.0f} ({low:,.0f} to {high:,.0f})",
    "club pays above a lift of": f"{needed:.1%}"})

# %%
page["base, thousand yuan"] = "{estimate:,.0f} ({low:,.0f} to {high:,.0f})".format(**worth)
page["forecast off"] = f"{model} {off[model]:+.0f} %; past rate {off['past rate']:+.0f} %"
page["lines set aside"] = f"{report.rows_in - len(log):,} of {report.rows_in:,}"
page.to_frame("for the page")

# %% [markdown]
# > **Decision.** Open the club for the segments that pay by what they spent *after* June ({{page["invite"]}}: {{today:,}} customers today), not for the best fifth.
# >
# > **Money.** With June's {{chosen.sum():,}} it would have earned {{earns["profit"] / 1000:,.0f}} thousand yuan a year ({{low:,.0f}} to {{high:,.0f}}), with the best fifth {{fifths.loc["profit", "as it came"] / 1000:,.0f}}. Today's customers are worth {{worth["estimate"] / 1000:.1f}} million yuan ({{worth["low"] / 1000:.1f}} to {{worth["high"] / 1000:.1f}}).
# >
# > **How we know.** In the last half-year our forecast was {{off[model]:+.0f}} % off, the past rate {{off["past rate"]:+.0f}} %. {{report.rows_in - len(log):,}} of {{report.rows_in:,}} lines were set aside, each counted.
# >
# > **What would change it.** The lift is the sister shop's. At 8 % the club earns {{what_if.iloc[1, 0]:,.0f}} thousand yuan, at 16 % {{what_if.iloc[1, 2]:,.0f}}; below {{100 * needed:.1f}} % it costs money. Let a lot leave out some of our customers, and measure it.

# %% [markdown] lang="zh"
# > **决定。** 只对按六月*以后*的消费划算的客户群开放俱乐部（{{page["invite"]}}，今天共有 {{today:,}} 位），而不是最好的五分之一。
# >
# > **金额。** 若按六月时的 {{chosen.sum():,}} 位计算，每年能赚 {{earns["profit"] / 10_000:,.1f}} 万元（{{low / 10:,.1f}} 万到 {{high / 10:,.1f}} 万）；邀请最好的五分之一，则是 {{fifths.loc["profit", "as it came"] / 10_000:,.1f}} 万元。今天的全部客户值 {{worth["estimate"] / 10:,.0f}} 万元（{{worth["low"] / 10:,.0f}} 万到 {{worth["high"] / 10:,.0f}} 万）。
# >
# > **依据。** 在最近半年里，我们的预测偏差为 {{off[model]:+.0f}}%，“照旧”为 {{off["past rate"]:+.0f}}%。{{report.rows_in:,}} 行中有 {{report.rows_in - len(log):,}} 行没有计入，每一行都有交代。
# >
# > **什么会改变决定。** 提升率来自兄弟店。如果只有 8%，俱乐部每年赚 {{what_if.iloc[1, 0] / 10:,.1f}} 万元；16% 则是 {{what_if.iloc[1, 2] / 10:,.1f}} 万元；低于 {{100 * needed:.1f}}% 就要亏钱。请抽签留出一部分客户不入会，测出我们自己的提升率。

# %% [markdown]
# ## The answer
#
# The customers are worth {{worth["estimate"] / 1000:.1f}} million yuan, between {{worth["low"] / 1000:.1f}} and {{worth["high"] / 1000:.1f}}. The club pays for {{chosen.sum():,}} of June's {{len(then):,}}, and earns a good deal less than their figures until June promise.
#
# ## With your own file: ten questions before Friday
#
# 1. Is every line that was set aside one that you can explain to the bank?
# 2. Is `as_of` the last day of the export, and complete?
# 3. Does a customer keep one id over shop, app and telephone ([lesson 10](../1_segmentation/10_customer_file.ipynb))?
# 4. Is the money net of refunds, in one currency?
# 5. How much history is there? Under a year, say "too early" ([lesson 39](../3_lifetime/39_which_model.ipynb)).
# 6. Did a festival, a closure or a price rise fall into it ([lesson 50](50_festival.ipynb))?
# 7. Which forecast won on *your* half-year, and on the one before?
# 8. Does the value stand with its interval, its margin and its discount rate?
# 9. Was the offer judged by what came after, and where did its effect come from ([lesson 47](../4_retention/47_experiments.ipynb))?
# 10. What single number would turn the decision?

# %% [markdown] lang="zh"
# ## 回答
#
# 客户值 {{worth["estimate"] / 10:,.0f}} 万元，区间为 {{worth["low"] / 10:,.0f}} 万到 {{worth["high"] / 10:,.0f}} 万。六月的 {{len(then):,}} 位客户里，俱乐部只对 {{chosen.sum():,}} 位划算，赚的钱也比六月以前的数字所许诺的少得多。
#
# ## 用自己的文件：周五之前的十个问题
#
# 1. 没有计入的每一行，你都能向银行解释清楚吗？
# 2. `as_of` 是导出文件的最后一天吗？这一天的数据完整吗？
# 3. 同一位客户在门店、手机应用和电话订购中是同一个编号吗（[第 10 课](../1_segmentation/10_customer_file.ipynb)）？
# 4. 金额已经扣除退款了吗？是同一种货币吗？
# 5. 有多长的历史？不足一年，就说“还太早”（[第 39 课](../3_lifetime/39_which_model.ipynb)）。
# 6. 期间有没有购物节、停业或涨价（[第 50 课](50_festival.ipynb)）？
# 7. 在*你的*最近半年里，哪种预测胜出？再往前半年呢？
# 8. 客户价值有没有连同区间、毛利率和折现率一起写出？
# 9. 评判优惠用的是之后的消费吗？它的效果又是怎么测出来的（[第 47 课](../4_retention/47_experiments.ipynb)）？
# 10. 哪一个数字会让决定翻转？

# %% [markdown]
# ## Limits
#
# The shop is simulated; the method is not. The second half of the year holds a festival, so twice a half-year is somewhat more than a year. The club's interval is that of the customers, not of the lift, and the segments that pay were picked by the half-year that values them. The value takes for granted that customers go on as they did, and that "left" cannot be undone.
#
# **Terms** interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/63_own_customers.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Write your own name into `name`, run all cells and look at the numbers for the page. Does the decision hold?
# 2. Set `as_of` half a year earlier and read the file again. Which forecast wins?
# 3. What may the club cost a member before it pays for nobody?

# %% [markdown] lang="zh"
# ## 局限
#
# 店铺是模拟的，方法不是。下半年有购物节，所以半年的两倍略多于一年。俱乐部的区间只反映这批客户的偶然性，不包含提升率的不确定；划算的客户群，又是用给它们估值的同一个半年挑出来的。估值假定客户以后的行为和过去一样，走了的人不再回来。
#
# **术语** 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/63_own_customers.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把 `name` 改成你自己的姓名，运行所有单元格，看那一页的数字。决定还成立吗？
# 2. 把 `as_of` 提前半年，重新读入文件。哪种预测胜出？
# 3. 俱乐部每位会员的成本高到多少，就对谁都不划算了？
