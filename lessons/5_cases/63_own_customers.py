# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["10", "12", "13", "33", "35", "38", "39", "45", "47", "50", "40", "20", "80", "12", "8", "16", "30", "0.3", "0.12"]
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
# > *致最了解我们客户的人：* 你来公司一个月了。周五我们要告诉银行，客户值多少钱，还要决定办不办会员俱乐部：免运费，加一份生日礼物，每位会员每年 40 元，买不买都要花。兄弟店用抽签决定谁能入会，会员的消费多了 12%（8% 到 16%）。我想邀请最好的那五分之一。到时候每个人都会问你有多大把握。请写一页纸。

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
# With a file of your own, write its path into `file`, its last day into `as_of` and skip the next cell. Without one, your name draws a shop, and its export is as messy as they come: headers in Chinese, refunds, duplicates, blank names.

# %% [markdown] lang="zh"
# ## 1 文件
#
# 有自己的文件，就把路径写进 `file`、最后一天写进 `as_of`，跳过下一格。没有的话，你的姓名会生成一家店铺，它的导出文件和现实中一样乱：中文表头、退款、重复行、空白姓名。

# %%
plots.course_style()
name = "Li Wei"
seed = int.from_bytes(name.encode(), "big") % 10_000
file, as_of = Path(tempfile.mkdtemp()) / "orders.csv", "2024-12-30"
known = companies.export(companies.online_shop(n_customers=4_000, seed=seed), file, seed=seed)

# %%
log, report = orders.read(file, as_of=as_of)
report.table[["rows", "money"]].query("rows > 0")

# %% [markdown]
# Before you trust a total, account for every line. {{report.rows_in:,}} lines came in, {{len(log):,}} orders are left; the rest stands in the table, with its money. Is anything dropped that you would want back? Here {{report.table.loc["missing customer", "rows"]:,}} orders have no name: they are sales, but nobody's. What does [lesson 10](../1_segmentation/10_customer_file.ipynb) say of refunds?

# %% [markdown] lang="zh"
# 在相信任何总数之前，先交代清楚每一行的去向。文件有 {{report.rows_in:,}} 行，留下 {{len(log):,}} 笔订单；其余的连同金额都列在表里。有没有被剔除而你想要回来的？这里有 {{report.table.loc["missing customer", "rows"]:,}} 笔订单没有姓名：是销售，但不属于任何人。退款怎么处理，见[第 10 课](../1_segmentation/10_customer_file.ipynb)。

# %% [markdown]
# ## 2 Who they are
#
# Write down three guesses before you run the cell: what share of your customers has bought only once, what share of the money the best fifth brings, and how many days a customer has been silent on average.

# %% [markdown] lang="zh"
# ## 2 他们是谁
#
# 运行之前先写下三个猜测：只买过一次的客户占多少，最好的五分之一带来多少钱，客户平均沉默了多少天。

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
_ = ax.set(title=f"Old customers bring {share:.0%} of the last quarter", ylabel="thousand yuan")

# %% [markdown]
# The best fifth brings {{100 * top:.0f}} % of the money, and {{100 * once:.0f}} % of the customers came once. Part of both is chance ([lesson 12](../1_segmentation/12_concentration.ipynb)). Each fourth quarter stands above the line of growth: a shopping festival falls into it, which no model of this course knows by itself ([lesson 50](50_festival.ipynb)).

# %% [markdown] lang="zh"
# 最好的五分之一带来 {{100 * top:.0f}}% 的钱，{{100 * once:.0f}}% 的客户只来过一次，两者都有一部分是偶然（[第 12 课](../1_segmentation/12_concentration.ipynb)）。每年第四季度都高出增长的趋势：购物节就在其中，本课程的模型自己都不知道有购物节（[第 50 课](50_festival.ipynb)）。

# %% [markdown]
# ## 3 Choose a method
#
# Who is still a customer, and what will they buy? Three ways lie ready. *Last year again*: whoever bought will buy at the same rate. *Silence*: who has been quiet for half a year is gone. *A purchase model* ([lesson 33](../3_lifetime/33_counting.ipynb)). Commit yourself to one. Then ask the adviser of [lesson 39](../3_lifetime/39_which_model.ipynb).

# %% [markdown] lang="zh"
# ## 3 选择方法
#
# 谁还是客户？他们还会买多少？有三种办法。*照旧*：过去怎么买，以后还怎么买。*沉默*：半年没有动静就算走了。*购买模型*（[第 33 课](../3_lifetime/33_counting.ipynb)）。先选定一种，再看[第 39 课](../3_lifetime/39_which_model.ipynb)的顾问怎么说。

# %%
advice = advise(customers, orders=log)
print(advice.answer)

# %% [markdown]
# Advice is no proof. Your own past is: stand on the last day of June, forecast the half-year that you know already, and see who was right.

# %% [markdown] lang="zh"
# 建议不是证据，你自己的过去才是：站在六月的最后一天，预测你已经知道结果的半年，看谁对。

# %%
half = summary.split(log, calibration_end="2024-06-30", holdout_end=as_of)
forecasts = comparison.forecasts(half, (MBGNBD, ParetoNBD))
came = half.holdout["purchases"].sum()
totals = pd.Series({name: table["expected"].sum() for name, table in forecasts.items()})
silence = half.calibration["days_since_last"] < 182
rate = (half.calibration["repeat_purchases"] / half.calibration["age_days"].clip(lower=1) * 183)
totals["silence rule"] = rate[silence].sum()

# %%
off = (100 * (totals / came - 1)).sort_values()
ax = off.plot.barh(figsize=(7.5, 2.8), color=plots.style.QUIET)
ax.bar_label(ax.containers[0], fmt="%+.0f %%", padding=3)
ax.axvline(0, color=plots.style.ACTUAL, linewidth=1)
near = off.abs().idxmin()
ax.margins(x=0.2)
_ = ax.set(title=f"{came:,} purchases came; {near} was nearest", xlabel="forecast too high by (%)")

# %% [markdown]
# Past rate says {{totals["past rate"]:,.0f}} purchases and Pareto/NBD {{totals["Pareto/NBD"]:,.0f}}; {{came:,}} came. Old rates count on those who have left. One half-year is one test, with one festival in it: repeat it with other ends before you rely on a few per cent.

# %% [markdown] lang="zh"
# “照旧”预测 {{totals["past rate"]:,.0f}} 次，Pareto/NBD 预测 {{totals["Pareto/NBD"]:,.0f}} 次，实际 {{came:,}} 次。照旧的算法还指望着已经走掉的人。半年只是一次检验，里面还有一个购物节：在几个百分点上做文章之前，换几个截止日再试。

# %% [markdown]
# ## 4 What they are worth
#
# Now with all the data: what today's customers will still bring, 30 % of it margin, discounted at 10 % a year. By hand for an average one: purchases to come, times money a purchase, times 0.3. Guess the total before you look, and how wide its interval is.

# %% [markdown] lang="zh"
# ## 4 他们值多少钱
#
# 现在用全部数据：今天的客户以后还会带来多少钱，其中毛利 30%，按每年 10% 折现。平均一位可以手算：以后的购买次数，乘以每次的金额，再乘以 0.3。先猜总数，再猜区间有多宽。

# %%
purchases, spend = ParetoNBD.fit(customers, period_days=7), GammaGamma.fit(customers)
to_come = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)
print(f"{to_come.mean():.2f} purchases to come x {spend.expected_spend(customers).mean():.0f} yuan "
      f"x 0.3 = {to_come.mean() * spend.expected_spend(customers).mean() * 0.3:.0f} yuan")

# %%
def value(purchases, spend):
    future = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)
    money = spend.expected_spend(customers)
    return valuation.customer_value(future, money, margin_rate=0.3).sum()


worth = interval_of(value, purchases, spend, rng=np.random.default_rng(63)).iloc[0] / 1000
worth.round(0).to_frame("thousand yuan").T

# %% [markdown]
# Together {{worth["estimate"]:,.0f}} thousand yuan, {{worth["low"]:,.0f}} to {{worth["high"]:,.0f}}. The interval holds what two years of orders leave open of the model. It does not hold a new rival, another margin, or a festival that is cancelled. Customers to come are not in it ([lesson 38](../3_lifetime/38_base_as_asset.ipynb)).

# %% [markdown] lang="zh"
# 合计 {{worth["estimate"]:,.0f}} 千元，区间 {{worth["low"]:,.0f}} 到 {{worth["high"]:,.0f}}。这个区间包含的是两年订单对模型留下的不确定，不包含新的竞争对手、毛利的变化，也不包含购物节取消。将来的新客户不在其中（[第 38 课](../3_lifetime/38_base_as_asset.ipynb)）。

# %% [markdown]
# ## 5 For whom does the club pay?
#
# A member costs 40 yuan a year and spends 12 % more, of which 30 % are margin. So the club pays for whoever spends 40 / (0.12 x 0.3), or {{40 / (0.12 * 0.3):,.0f}} yuan a year. By last year's figures the best fifth spend far more. But they were chosen *because* they spent much, and the club begins now. The half-year that you kept shows what comes after. Write down what the best fifth of June spent in the year after, in per cent of the year before.

# %% [markdown] lang="zh"
# ## 5 俱乐部对谁划算？
#
# 一位会员每年花 40 元，消费多 12%，其中毛利 30%。所以每年消费达到 40 /（0.12 x 0.3），即 {{40 / (0.12 * 0.3):,.0f}} 元的人，俱乐部就划算。按去年的数字，最好的五分之一远远超过这个数。可是他们正是*因为*花得多才被挑出来的，而俱乐部从现在才开始。留出的半年可以告诉你以后怎样。请写下：六月时最好的五分之一，此后一年的消费是此前一年的百分之几。

# %%
terms = {"cost": 40, "lift": 0.12, "margin_rate": 0.3}
june = half.calibration
# A year; of customers younger than that, all that they have spent so far.
earlier = 365 * june["total_spend"] / june["age_days"].clip(lower=365)
later = 2 * half.holdout["total_spend"]  # a year at the pace of the half-year
best = june["total_spend"].rank(ascending=False) <= 0.2 * len(june)

# %%
fifth = pd.Series(np.where(best, "best fifth", "others"), index=june.index)
both = {"as it was": earlier, "as it came": later}
fifths = pd.DataFrame({name: member_gains.by_group(one, fifth, **terms).loc["best fifth"]
                       for name, one in both.items()})

# %%
spent = pd.Series({name: one[best].mean() for name, one in both.items()})
spent.round(0).to_frame("yuan a year").T

# %%
fifths.loc[["customers", "profit"]].astype(float).round(0).astype("int64")

# %% [markdown]
# They came down to {{100 * spent["as it came"] / spent["as it was"]:.0f}} %: who is on top was partly there by luck ([lesson 45](../4_retention/45_win_back.ipynb)), and some have left. Last year's figures promise {{fifths.loc["profit", "as it was"] / 1000:,.0f}} thousand yuan a year; what came would have made {{fifths.loc["profit", "as it came"] / 1000:,.0f}}. *Judge an offer by what customers did after they were chosen.* Which segments of [RFM](../1_segmentation/13_rfm.ipynb) would you invite in place of the fifth?

# %% [markdown] lang="zh"
# 他们降到了 {{100 * spent["as it came"] / spent["as it was"]:.0f}}%：排在最前的人有一部分靠运气（[第 45 课](../4_retention/45_win_back.ipynb)），还有人已经走了。去年的数字许诺每年 {{fifths.loc["profit", "as it was"] / 1000:,.0f}} 千元，按实际来的消费只有 {{fifths.loc["profit", "as it came"] / 1000:,.0f}} 千元。*评判一项优惠，要看客户被选中之后做了什么。*如果不邀请那五分之一，你会邀请 [RFM](../1_segmentation/13_rfm.ipynb) 的哪些细分客户群？

# %%
segment = rfm.name_segments(rfm.score(june))
club = member_gains.by_group(later, segment, **terms)
ax = plots.member_gains.by_group(club)

# %% [markdown]
# "Pays" means that the whole 95 % **interval** (置信区间) lies above zero: the values that fit customers like these. {{(club["verdict"] == "pays").sum()}} of {{len(club)}} segments pay, and together they earn {{club.loc[club["verdict"] == "pays", "profit"].sum() / 1000:,.0f}} thousand yuan a year. "Loyal" sounds as if it belonged there. Yet they spent {{later[segment == "Loyal"].mean():,.0f}} yuan in the year that followed, and the club needs {{40 / (0.12 * 0.3):,.0f}}.

# %% [markdown] lang="zh"
# “pays”（划算）表示整个 95% **置信区间**（interval）都在零以上，即与这样一批客户相容的数值。{{len(club)}} 个群里有 {{(club["verdict"] == "pays").sum()}} 个划算，一共每年赚 {{club.loc[club["verdict"] == "pays", "profit"].sum() / 1000:,.0f}} 千元。“Loyal”（忠诚）听上去应该在内，可是他们之后一年只花了 {{later[segment == "Loyal"].mean():,.0f}} 元，而俱乐部需要 {{40 / (0.12 * 0.3):,.0f}} 元。

# %%
rows = {f"{lift:.0%}": member_gains.by_group(later, segment, cost=40, lift=lift, margin_rate=0.3)
        for lift in (0.08, 0.12, 0.16)}
what_if = pd.DataFrame({name: {"groups that pay": (one["verdict"] == "pays").sum(),
                               "Champions, thousand": one.loc["Champions", "profit"] / 1000}
                        for name, one in rows.items()})
what_if.round(0).astype("int64").rename_axis("members spend more by", axis="columns")

# %% [markdown]
# ## The page for the board
#
# > **Decision.** Open the club for the segments that pay by what they spent *after* June ({{", ".join(club.index[club["verdict"] == "pays"])}}: {{club.loc[club["verdict"] == "pays", "customers"].sum():,}} customers), not for the best fifth.
# >
# > **Money.** It earns {{club.loc[club["verdict"] == "pays", "profit"].sum() / 1000:,.0f}} thousand yuan a year ({{(club["low"] * club["customers"])[club["verdict"] == "pays"].sum() / 1000:,.0f}} to {{(club["high"] * club["customers"])[club["verdict"] == "pays"].sum() / 1000:,.0f}}). Today's customers are worth {{worth["estimate"] / 1000:.1f}} million ({{worth["low"] / 1000:.1f}} to {{worth["high"] / 1000:.1f}}).
# >
# > **How we know.** The forecast was {{off["Pareto/NBD"]:+.0f}} % off in the last half-year, the rule "as before" {{off["past rate"]:+.0f}} %. {{report.rows_in - len(log):,}} of {{report.rows_in:,}} lines were set aside, each counted.
# >
# > **What would change it.** At a lift of 8 % the Champions earn {{what_if.loc["Champions, thousand", "8%"]:,.0f}} thousand, at 16 % {{what_if.loc["Champions, thousand", "16%"]:,.0f}}. The lift is the sister shop's: let a lot leave out some of ours, and measure it.

# %% [markdown] lang="zh"
# ## 给董事会的一页
#
# > **决定。** 只对按六月*以后*的消费划算的群开放俱乐部（{{"、".join(club.index[club["verdict"] == "pays"])}}，共 {{club.loc[club["verdict"] == "pays", "customers"].sum():,}} 位客户），而不是最好的五分之一。
# >
# > **金额。** 每年赚 {{club.loc[club["verdict"] == "pays", "profit"].sum() / 1000:,.0f}} 千元（{{(club["low"] * club["customers"])[club["verdict"] == "pays"].sum() / 1000:,.0f}} 到 {{(club["high"] * club["customers"])[club["verdict"] == "pays"].sum() / 1000:,.0f}}）。今天的客户值 {{worth["estimate"] / 1000:.1f}} 百万元（{{worth["low"] / 1000:.1f}} 到 {{worth["high"] / 1000:.1f}}）。
# >
# > **依据。** 最近半年，模型的预测偏差为 {{off["Pareto/NBD"]:+.0f}}%，“照旧”的算法为 {{off["past rate"]:+.0f}}%。{{report.rows_in:,}} 行中有 {{report.rows_in - len(log):,}} 行没有计入，每一行都有交代。
# >
# > **什么会改变决定。** 如果消费只多 8%，“Champions”每年赚 {{what_if.loc["Champions, thousand", "8%"]:,.0f}} 千元；多 16% 则是 {{what_if.loc["Champions, thousand", "16%"]:,.0f}} 千元。12% 是兄弟店的数字：请用抽签留出我们自己的一部分客户，量一量。

# %% [markdown]
# ## The answer
#
# The customers are worth {{worth["estimate"] / 1000:.1f}} million yuan, between {{worth["low"] / 1000:.1f}} and {{worth["high"] / 1000:.1f}}. The club pays for {{club.loc[club["verdict"] == "pays", "customers"].sum():,}} of {{len(june):,}}, and earns a good deal less than last year's figures promise.
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
# 客户值 {{worth["estimate"] / 1000:.1f}} 百万元，区间 {{worth["low"] / 1000:.1f}} 到 {{worth["high"] / 1000:.1f}}。俱乐部对 {{len(june):,}} 位客户中的 {{club.loc[club["verdict"] == "pays", "customers"].sum():,}} 位划算，赚的钱比去年的数字许诺的少得多。
#
# ## 用自己的文件：周五之前的十个问题
#
# 1. 没有计入的每一行，你都能向银行解释吗？
# 2. `as_of` 是导出的最后一天吗？这一天完整吗？
# 3. 同一位客户在门店、应用和电话里是同一个编号吗（[第 10 课](../1_segmentation/10_customer_file.ipynb)）？
# 4. 金额扣除退款了吗？是同一种货币吗？
# 5. 有多长的历史？不足一年就说“还太早”（[第 39 课](../3_lifetime/39_which_model.ipynb)）。
# 6. 期间有没有购物节、停业或涨价（[第 50 课](50_festival.ipynb)）？
# 7. 在*你的*最近半年里哪种预测胜出？再往前的半年呢？
# 8. 写出价值时，区间、毛利率和折现率都写了吗？
# 9. 评判优惠用的是之后的消费吗？它的效果是从哪里来的（[第 47 课](../4_retention/47_experiments.ipynb)）？
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
# 1. Write your own name into the first cell and read the page again. Does the decision hold?
# 2. Split in December 2023 instead of June 2024. Which forecast wins?
# 3. What may the club cost a member before nobody pays?

# %% [markdown] lang="zh"
# ## 局限
#
# 店铺是模拟的，方法不是。下半年有购物节，所以半年的两倍略多于一年。俱乐部的区间只反映客户的偶然性，不包含那 12% 的不确定；划算的群也是用给它估值的同一个半年挑出来的。估值假定客户以后和过去一样，走了的人不再回来。
#
# **术语** 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/63_own_customers.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把第一格改成你自己的姓名，再读一遍那一页。决定还成立吗？
# 2. 改在 2023 年 12 月切分，而不是 2024 年 6 月。哪种预测胜出？
# 3. 俱乐部每位会员的成本高到多少，就对谁都不划算了？
