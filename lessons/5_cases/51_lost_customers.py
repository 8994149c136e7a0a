# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["5.6", "2.5", "200", "260", "260000", "330000", "26", "33", "40", "41", "43", "23", "346"]
# ---

# %% [markdown]
# # 51 A transport company's lost customers
#
# **Question** Exits have halved since we began to pay a stay bonus. Do we prolong it, or put the money elsewhere?
#
# **Who asks** The board of a carrier, which votes on Friday.
#
# **Time** 45 minutes. **Before this** [40 Cohorts](../4_retention/40_cohorts.ipynb), [41 Survival](../4_retention/41_survival.ipynb) and [43 Exit management](../4_retention/43_exit_management.ipynb).
#
# **You will be able to**
# 1. complete exits that are reported late, and quote a leaving rate with its interval;
# 2. say which reasons and which routes lose customers, from records that are complete;
# 3. put a figure on the loss, and see how much of it hangs on a few key accounts;
# 4. write one page for a board: the decision, the money, and what would change it.
#
# **Data** a simulated carrier: 6,600 customers at any time, and its register of exits since 2022. Money is in yuan.
#
# > "Last winter we were losing customers at 5.6 % a year. In January we began to pay a stay bonus, 260,000 a year, and in the last quarter we were at 2.5 %. That is some 200 customers a year, far more than the bonus costs. On Friday I shall ask the board to prolong it,
# > and, since those who still leave mostly do so for the price, to add a price guarantee. Please send me one page with the figures." (The managing director)

# %% [markdown] lang="zh"
# # 51 一家运输公司流失的客户
#
# **问题** 发放续约奖励以来，流失减少了一半。是继续发，还是把钱用到别处？
#
# **谁会这样问** 一家运输公司的董事会，周五表决。
#
# **用时** 45 分钟。**先修** [40 同期群](../4_retention/40_cohorts.ipynb)、[41 生存分析](../4_retention/41_survival.ipynb)、[43 流失管理五步法](../4_retention/43_exit_management.ipynb)。
#
# **学完你能够**
# 1. 补全迟报的流失，给出带区间的流失率；
# 2. 根据已经完整的记录，说出哪些原因、哪些线路在流失客户；
# 3. 算出损失的金额，并看出其中多少取决于少数重点客户；
# 4. 给董事会写一页纸：怎么决定、涉及多少钱、什么情况会改变结论。
#
# **数据** 一家模拟的运输公司：任何时候都有 6,600 位客户，以及 2022 年以来的流失登记。金额单位为元。
#
# > “去年冬天，我们的年流失率是 5.6%。今年一月起发放续约奖励，每年 26 万元；到最近一个季度，流失率已降到 2.5%。这相当于每年少走约 200 位客户，远远超过奖励的成本。周五我将提请董事会继续发放；另外，现在还在走的客户大多是因为价格，我建议再加一项价格保证。请给我准备一页纸，写明数字。”（总经理）

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, models, plots
from crmkit.retention import ChainLadder, cohorts, exits, late_reports, saving_programmes

# %%
plots.course_style()
pd.set_option("display.max_colwidth", 80)
company = companies.late_exits(seed=35)
company.exits.head(4)

# %% [markdown]
# ## A register as it comes
#
# `left_on` is the day of the last freight, `reported_on` the day on which a branch noted the exit. Some accounts were opened again, some exits were noted by two branches, and many leavers gave no reason. First mend, and count. Rows are in the order of the reports, so `drop_duplicates` keeps the first of two.

# %% [markdown] lang="zh"
# ## 拿到手的登记表
#
# `left_on` 是最后一次发货的日期，`reported_on` 是网点登记流失的日期。有的账户后来又重新开通，有的流失被两个网点各登记了一次，还有许多客户没有留下原因。先清洗，并数清删去了多少。各行按登记日期排列，所以登记了两次的，`drop_duplicates` 留下第一次。

# %%
noted = company.exits[company.exits["reopened_on"].isna()]
left = noted.drop_duplicates("customer_id").set_index("customer_id")
pd.Series({"rows": len(company.exits), "account opened again": len(company.exits) - len(noted),
           "noted twice": len(noted) - len(left), "exits": len(left),
           "without a reason": left["reason"].isna().sum()}).to_frame("register")

# %% [markdown]
# ## The belief
#
# With 6,600 customers there are 1,650 customer-years in a quarter. Exits divided by these are a hazard $h$, and $1-e^{-h}$ is the share that leaves within a year: the board's chart.

# %% [markdown] lang="zh"
# ## 一种想法
#
# 有 6,600 位客户，每个季度就是 1,650 个客户年。流失人数除以它是风险率 $h$，再用 $1-e^{-h}$ 换算成一年内离开的比例，就得到董事会看到的图（横轴是离开的季度，数字据登记）。

# %%
quarters = left["left_on"].dt.to_period("Q").value_counts().sort_index()
reported = (1 - np.exp(-quarters / 1_650)).to_frame("rate_as_reported")
ax = plots.late_reports.reported_rates(reported)

# %% [markdown]
# A fall for a whole year, just since the bonus. What was the true rate of 2025? Write down a number, and say which way you would take to it:
#
# - **A** count the exits of 2025, as the board does;
# - **B** count the exits that were *reported* in 2025;
# - **C** leave 2025 out and quote 2024;
# - **D** complete 2025 by how earlier years filled up.

# %% [markdown] lang="zh"
# 整整一年都在下降，正好从发放奖励开始。2025 年真正的流失率是多少？写下一个数，再选一种算法：
#
# - **A** 像董事会那样，数 2025 年离开的客户；
# - **B** 数 2025 年*登记*的流失；
# - **C** 不看 2025 年，直接引用 2024 年的数；
# - **D** 参照往年逐渐补齐的规律，把 2025 年补全。

# %% [markdown]
# ## How a quarter fills up
#
# Customers who tell us that they are leaving are noted within weeks. Those who simply stop sending are found out quarters later. So each quarter of leaving has a row, and each column is a **report delay** (报告时滞) in quarters: how many of its exits were known by then?

# %% [markdown] lang="zh"
# ## 一个季度是怎样补齐的
#
# 主动告知的客户，几周内就会登记；悄悄停发的客户，要过几个季度才被发现。因此每个离开的季度占一行，每一列是以季度计的**报告时滞**（report delay）：到那时，已经知道其中多少人离开？

# %%
triangle = late_reports.triangle(left, left_on="left_on", reported_on="reported_on",
                                 since=company.first_day, as_of=company.last_day)
known = cohorts.cumulative(triangle)
known.iloc[-6:, :6]

# %% [markdown]
# The last row is not a good quarter; it is one of which we know only the first column. By which factor did the earlier quarters grow from the first column to the second?

# %% [markdown] lang="zh"
# 最后一行并不是流失少的季度，只是我们目前仅知道它的第一列。前面的季度从第一列到第二列，增长到多少倍？

# %%
older = known[known[1].notna()]
fitted = ChainLadder.fit(known)
print(f"{older[1].sum():.0f} / {older[0].sum():.0f} = {older[1].sum() / older[0].sum():.3f}; "
      f"fitted: {fitted.factors[0]:.3f}, then {fitted.factors[1]:.3f}, {fitted.factors[2]:.3f} ...")

# %% [markdown]
# The product of all factors, {{fitted.factors.prod():.2f}}, carries the last quarter from {{known[0].iloc[-1]:.0f}} to {{known[0].iloc[-1] * fitted.factors.prod():.0f}} exits: the chain ladder of lesson 40, with Mack's standard error. `leaving_rates` adds the chance of who happens to leave at all. Where will the
# last quarters come to lie: below 5 %, or where they always were?

# %% [markdown] lang="zh"
# 把所有倍数连乘得 {{fitted.factors.prod():.2f}}，最后一个季度就从 {{known[0].iloc[-1]:.0f}} 人补到 {{known[0].iloc[-1] * fitted.factors.prod():.0f}} 人：这就是第 40 课的链梯法，并附 Mack 标准误。`leaving_rates` 还加上了客户去留本身的偶然性。最近几个季度会落在哪里：低于 5%，还是和往常一样？（图中 as reported 为据登记，completed 为补全后，what came 为后来的实际情况。）

# %%
customer_years = pd.Series(1_650.0, triangle.index)
rates = late_reports.leaving_rates(fitted, customer_years)
ax = plots.late_reports.completed_rates(rates)

# %% [markdown]
# Nobody stayed longer: only the reports fell. The last quarter stands at {{100 * rates["leaving_rate"].iloc[-1]:.1f}} % ({{100 * rates["low"].iloc[-1]:.1f}} to {{100 * rates["high"].iloc[-1]:.1f}}), and the younger the exits, the more of each bar on the board's chart is missing.
#
# But this carrier was picked: of forty, simulated alike with a steady hazard and no bonus, we took one whose chart falls at every step. Guess how many of the forty end lower than a year before, and how many fall at every step.

# %% [markdown] lang="zh"
# 没有谁因此多留一天，下降的只是登记数：最近一个季度是 {{100 * rates["leaving_rate"].iloc[-1]:.1f}}%（{{100 * rates["low"].iloc[-1]:.1f}} 到 {{100 * rates["high"].iloc[-1]:.1f}}）；董事会图上的柱子变短，只因为流失发生得越近，登记得越不全。
#
# 不过，这家公司是挑出来的：我们用同样的参数模拟了四十家，风险率不变，也没有奖励，从中选了一家逐季下降的。猜一猜：四十家中，有几家最后一个季度低于一年前，又有几家逐季下降？（表中三行依次为：低于一年前、减半或更低、逐季下降。）

# %%
ends = []
for seed in range(1, 41):
    rows = companies.late_exits(seed=seed).exits
    real = rows[rows["reopened_on"].isna()].drop_duplicates("customer_id")
    ends.append(real["left_on"].dt.to_period("Q").value_counts().sort_index().to_numpy()[-5:])

# %%
ends = np.array(ends)
falls = pd.Series({"lower than a year before": (ends[:, -1] < ends[:, 0]).sum(),
                   "half of it or less": (ends[:, -1] <= ends[:, 0] / 2).sum(),
                   "lower at every step": (np.diff(ends) < 0).all(axis=1).sum()})
falls.to_frame("of 40 carriers")

# %% [markdown]
# {{"All" if falls.iloc[0] == 40 else falls.iloc[0]}} forty end lower: late reports make this chart fall at the end of any year, with a bonus or without. We picked only how smoothly: {{falls.iloc[2]}} fall at every step, and {{falls.iloc[1]}} halve. Back to our carrier, and your choice from A to D.

# %% [markdown] lang="zh"
# 四十家{{"全都" if falls.iloc[0] == 40 else "不全"}}低于一年前：无论发不发奖励，迟报都会让这张图在年底向下走。挑选的只是下降得平不平滑：逐季下降的有 {{falls.iloc[2]}} 家，减半的有 {{falls.iloc[1]}} 家。回到这家公司，看 A 到 D 四种算法。

# %%
by_year = late_reports.leaving_rates(fitted, customer_years, by=triangle.index.year)
in_2025 = [(day.dt.year == 2025).sum() for day in (left["reported_on"], company.truth["left_on"])]
by_report, truth = 1 - np.exp(-np.array(in_2025) / 6_600)
found = by_year["leaving_rate"]
ways = {"A as reported": by_year.loc[2025, "rate_as_reported"], "B by report": by_report,
        "C 2024": found[2024], "D completed": found[2025], "truth": truth}
(100 * pd.Series(ways)).round(2).to_frame("% left in 2025")

# %% [markdown]
# Only A is far off. B and C are near because nothing changed: had the bonus worked, B would still be counting leavers of 2024, and C would not look. D alone is both complete and of this year: {{100 * by_year.loc[2025, "leaving_rate"]:.1f}} %
# ({{100 * by_year.loc[2025, "low"]:.1f}} to {{100 * by_year.loc[2025, "high"]:.1f}}), after {{100 * by_year.loc[2024, "leaving_rate"]:.1f}} in 2024. Since the company is simulated, we can look up what came. The intervals are of the rate behind it, chance of leaving included, so few should miss.

# %% [markdown] lang="zh"
# 只有 A 差得远。B 和 C 接近，是因为什么都没有变：假如奖励真有效，B 还在数 2024 年离开的人，C 根本不看今年。只有 D 既完整，又是今年的数：{{100 * by_year.loc[2025, "leaving_rate"]:.1f}}%（{{100 * by_year.loc[2025, "low"]:.1f}} 到 {{100 * by_year.loc[2025, "high"]:.1f}}），2024 年是 {{100 * by_year.loc[2024, "leaving_rate"]:.1f}}%。公司是模拟的，所以后来的实际情况可以揭晓。区间针对的是背后的流失率，也包含客户去留的偶然性，所以落在区间之外的季度应当很少。

# %%
came = company.truth["left_on"].dt.to_period("Q").value_counts().sort_index()
ax = plots.late_reports.completed_rates(rates, actual=1 - np.exp(-came / 1_650))

# %% [markdown]
# ## Why and where, from complete years
#
# Price looms large of late, says the letter. Who tells us, and who just stops? Guess the share of price among all reasons known, for exits up to 2024 and for the last half-year.

# %% [markdown] lang="zh"
# ## 为什么走，哪里走得多：看完整的年份
#
# 信里说，最近价格成了主要原因。谁会告诉我们，谁又会悄悄停发？猜一猜：在已知的原因中，2024 年以前和最近半年，价格各占多大比例？

# %%
late, old = left["left_on"] >= "2025-07-01", left["left_on"] < "2025-01-01"
reasons = {"up to 2024": left.loc[old, "reason"], "last half-year": left.loc[late, "reason"]}
mix = pd.concat({when: exits.reasons(why.value_counts()).iloc[:, 1:4]
                 for when, why in reasons.items()}, axis="columns")
(100 * mix).round(0).astype(int).rename_axis("reason, %")

# %% [markdown]
# Those who leave for the price say so, to get a better one. Those who leave over the service just go. Recent exits include too few of them, so the letter's price guarantee answers the reports and not the customers. From here on we look at 2022 to 2024 only, which are all but complete. Customers who came before 2022
# are watched from then (late entry), those still there are censored, and a leaver without a reason counts as "not said".

# %% [markdown] lang="zh"
# 因价格离开的人会说出来，好讨个更低的价；因服务离开的人一声不响就走了。近期的流失里这些人登记得太少，所以信中的价格保证针对的是登记表，而不是客户。从这里起，只看 2022 到 2024 年，这几年已基本完整。2022 年以前来的客户从 2022 年起观察（延迟进入），仍在的客户按删失处理，没有留下原因的记为“未说明”（not said）。

# %%
from crmkit.retention import LeavingHazard, incidence, survival

books = company.customers.join(left[["left_on", "reason"]])
seen = late_reports.between(books, customer_since="customer_since", left_on="left_on",
                            reason="reason", first_day="2022-01-01", last_day="2024-12-31")
watch = {"tenure": "tenure", "left": "left", "entry": "entry"}
curves = survival.curves(seen, by="route", **watch)
ax = plots.survival.survival_curves(curves.loc[:, :20, :], at=10, unit="years")

# %% [markdown]
# Of the customers served by subcontracted lorries fewer are still there after ten years: {{100 * survival.at(curves, 10)["survival"].iloc[1]:.0f}} against {{100 * survival.at(curves, 10)["survival"].iloc[0]:.0f}} in a hundred. The sales team blames the west instead. After ten years, by region:

# %% [markdown] lang="zh"
# 由外包车队（subcontracted）服务的客户，十年后留下的更少：每一百位中 {{100 * survival.at(curves, 10)["survival"].iloc[1]:.0f}} 位，自有车队（own）是 {{100 * survival.at(curves, 10)["survival"].iloc[0]:.0f}} 位。销售部却怪西部（west）。十年后各地区还剩多少：

# %%
survival.at(survival.curves(seen, by="region", **watch), 10).round(2)

# %% [markdown]
# Is it the west, or its lorries? A hazard ratio says by what a trait multiplies the speed of leaving. Guess that of the west, alone and once routes are held equal.

# %% [markdown] lang="zh"
# 是西部的问题，还是车队的问题？风险比表示某个特征使离开的速度变为几倍。猜一猜：只看西部，风险比是多少？线路相同时呢？

# %%
flags = seen.assign(west=(seen["region"] == "west").astype(int),
                    subcontracted=(seen["route"] == "subcontracted").astype(int))
alone, both = (LeavingHazard.fit(flags, traits=t, strata="size", **watch).hazard_ratios()
               for t in (["west"], ["west", "subcontracted"]))
pd.concat([alone, both], keys=["west alone", "routes held equal"]).round(2)

# %% [markdown]
# With routes held equal, the west's excess falls from {{100 * (alone.loc["west", "estimate"] - 1):.0f}} to {{100 * (both.loc["west", "estimate"] - 1):.0f}} %, and what is left may be chance: the interval holds 1. Most of it is the lorries.
#
# ## What it costs
#
# The textbook: 6,600 customers, 5 %, 10,000 of revenue, 10 % of it profit. But which customers leave? Guess which reason takes most money.

# %% [markdown] lang="zh"
# 线路相同时，西部多出的风险从 {{100 * (alone.loc["west", "estimate"] - 1):.0f}}% 降到 {{100 * (both.loc["west", "estimate"] - 1):.0f}}%，区间包含 1，剩下的可能只是偶然。差别主要在车队。
#
# ## 损失多少钱
#
# 教科书的算法：6,600 位客户，5% 离开，每位 10,000 元收入，利润率 10%。但走的是哪些客户？猜一猜：哪种原因带走的钱最多？（图中灰色为占流失人数的比例，蓝色为占所失利润的比例。）

# %%
money = {"years": "years", "reason": "reason", "profit": "annual_profit", "by": "size",
         "annual_discount_rate": 0.12}
lost = exits.profit_lost(seen, rng=np.random.default_rng(1), **money)
ax = plots.exits.heads_and_money(lost)

# %%
def key_shares(rows):
    of_key = rows[rows["size"] == "key"]
    profit = of_key["annual_profit"].sum() / rows["annual_profit"].sum()
    return pd.Series({"of heads": len(of_key) / len(rows), "of profit lost": profit})


# %%
every, gone = lost.loc["all"] / 1_000, seen[seen["left"] == 1]
key = models.resampled(gone, key_shares, rng=np.random.default_rng(1))
textbook = 6_600 * 0.05 * 10_000 * 0.10
print(f"textbook {textbook:,.0f}, ours {1_000 * every['annual_profit_lost']:,.0f}")

# %%
(100 * key).round(1).rename_axis("key accounts, %")

# %% [markdown]
# A year's leavers take {{every["annual_profit_lost"]:,.0f}} thousand of a year's profit with them ({{every["annual_low"]:,.0f}} to {{every["annual_high"]:,.0f}}): less than 330,000, since large customers leave less often. Over the years they would have stayed it is {{every["lifetime_profit_lost"] / 1e3:.2f}} million ({{every["lifetime_low"] / 1e3:.2f}} to
# {{every["lifetime_high"] / 1e3:.2f}}). One leaver in {{1 / key.loc["of heads", "estimate"]:.0f}} is a **key account** (重点客户), and these few take {{100 * key.loc["of profit lost", "estimate"]:.0f}} % of the profit lost ({{100 * key.loc["of profit lost", "low"]:.0f}} to {{100 * key.loc["of profit lost", "high"]:.0f}}): two or three more or less move the figure. And the bonus?

# %% [markdown] lang="zh"
# 一年的流失客户带走一年的利润 {{every["annual_profit_lost"] / 10:,.1f}} 万元（{{every["annual_low"] / 10:,.1f}} 到 {{every["annual_high"] / 10:,.1f}}），少于 33 万元，因为大客户走得少；加上他们本会留下的年份，合计 {{every["lifetime_profit_lost"] / 10:,.0f}} 万元（{{every["lifetime_low"] / 10:,.0f}} 到 {{every["lifetime_high"] / 10:,.0f}}）。每 {{1 / key.loc["of heads", "estimate"]:.0f}} 位流失客户中有一位**重点客户**（key account），这寥寥几位却占了所失利润的 {{100 * key.loc["of profit lost", "estimate"]:.0f}}%（{{100 * key.loc["of profit lost", "low"]:.0f}} 到 {{100 * key.loc["of profit lost", "high"]:.0f}}）：多走或少走两三位，数字就会变。那么奖励呢？

# %%
fewer = by_year.loc[2024, "expected"] - by_year.loc[2025, "expected"]
error = np.sqrt((by_year.loc[2024:, "standard_error"] ** 2 + by_year.loc[2024:, "expected"]).sum())
each = every["lifetime_profit_lost"] / lost.loc["all", "expected_leavers"]
kept = pd.Series([fewer, fewer - 1.96 * error, fewer + 1.96 * error], ["estimate", "low", "high"])
pd.DataFrame({"fewer leavers": kept, "thousand yuan": each * kept}).round(0).astype(int)

# %% [markdown]
# The letter's 200 customers are {{fewer:.0f}}, worth {{each * fewer:,.0f}} thousand against 260 of cost. Zero lies well within the interval, and only its upper end would pay. So the money is free for something else.
#
# ## Which programmes pay?
#
# Six are on offer, each against one reason, with effects from trials. As in lesson 43, whoever is kept from one exit can still leave by another (full dots). "At its bar" (hollow) counts them as kept for ever. Which would you take?

# %% [markdown] lang="zh"
# 信中的 200 位客户其实是 {{fewer:.0f}} 位，价值 {{each * fewer / 10:,.1f}} 万元，而成本是 26 万元。零远在区间之内，只有区间的上端才够本。这笔钱可以另作他用。
#
# ## 哪些方案划算？
#
# 有六个方案可选，各针对一种原因，效果来自试验：price guarantee 价格保证，key-account care 重点客户关怀，more routes 增加线路，help with moving 协助搬迁，online tracking 在线追踪，visits to new owners 拜访新老板。第 43 课讲过，留住的客户以后仍可能因别的原因离开，要算进去（实心点，after competing exits）；“at its bar”（空心点）则把他们都当作永远留下。你会选哪几个？

# %%
run = money | {"horizon_years": 10}
values = saving_programmes.values(seen, company.programmes, rng=np.random.default_rng(1), **run)
ax = plots.exits.programmes_that_pay(values)

# %%
sets = saving_programmes.under_budget(seen, company.programmes, annual_budget=260_000,
                                      rng=np.random.default_rng(1), **run)
top = sets.set_index("programmes")[["yearly_cost", "profit", "low", "high"]] / 1_000
top.head(3).round(0).astype(int)

# %% [markdown]
# The best set costs {{top["yearly_cost"].iloc[0]:.0f}} thousand a year and leaves the rest of the budget alone. It looks a little worse than it is, since service exits without a reason stand under "not said".
#
# ## Published and ours
#
# The 330,000 is the standing example of the textbooks. Mack (1993), *ASTIN Bulletin* 23(2), completed the claims of Taylor and Ashe as we complete exits. Events by reason: Kyle et al. (2002), *NEJM* 346, as in [lesson 41](../4_retention/41_survival.ipynb); the shares, which nobody published, stand against our own earlier figure.

# %% [markdown] lang="zh"
# 最好的组合每年花 {{top["yearly_cost"].iloc[0] / 10:.0f}} 万元，剩下的预算不必动用。因服务离开而没留原因的人归在“未说明”里，所以它的实际效果比看上去略好。
#
# ## 已发表的结果与我们的结果
#
# 330,000 是教科书中的经典例子。Mack（1993），*ASTIN Bulletin* 23(2)，用同样的方法补全了 Taylor 和 Ashe 的赔款。按原因的事件数出自 Kyle 等（2002），*NEJM* 346，见[第 41 课](../4_retention/41_survival.ipynb)；比例没有发表过，所以那一行对照的是我们自己先前的数字。

# %%
claims = datasets.load("claims_triangle").pivot(index="year", columns="age", values="paid")
mack = ChainLadder.fit(claims)
people = datasets.load("monoclonal_gammopathy")
ill, died = people["malignancy"] == 1, people["died"] == 1
blood = pd.DataFrame({"left": (ill | died).astype(int), "reason": np.where(ill, "cancer", "death"),
                      "months": people["months"].where(~ill, people["months_to_malignancy"])})

# %%
shares = incidence.curves(blood, tenure="months", left="left", reason="reason")
cancer = survival.at(shares, [120, 240, 360]).loc["cancer", "incidence"].round(3)

# %%
claimed = [f"{one:,.0f}" for one in mack.total()]
ours = [f"{textbook:,.0f}", f"{mack.factors.iloc[0]:.4f}", *claimed,
        f"{ill.sum()}, {(died & ~ill).sum()}", ", ".join(f"{one:.3f}" for one in cancer)]
printed = ["330,000", "3.4906", "18,680,856", "2,447,095", "115, 860", "0.064, 0.100, 0.134"]
names = ["carrier, profit lost a year", "claims, first factor", "claims, still to pay",
         "claims, standard error", "cancer first, death first", "cancer by 10, 20, 30 years"]
pd.DataFrame({"published or known": printed, "ours": ours}, index=names)

# %% [markdown]
# ## The answer: one page for the board
#
# **Decision.** End the stay bonus (260,000 a year) and do not add the price guarantee. Take {{top.index[0].replace(" + ", " and ")}}, for {{1000 * top["yearly_cost"].iloc[0]:,.0f}} a year.
#
# **Rate.** {{100 * by_year.loc[2025, "leaving_rate"]:.1f}} % left in 2025 ({{100 * by_year.loc[2025, "low"]:.1f}} to {{100 * by_year.loc[2025, "high"]:.1f}}), as in the years before. The 2.5 % was a quarter still filling.
#
# **Reasons.** Price {{100 * mix.loc["price", ("up to 2024", "leaver_share")]:.0f}} % ({{100 * mix.loc["price", ("up to 2024", "low")]:.0f}} to {{100 * mix.loc["price", ("up to 2024", "high")]:.0f}}), service {{100 * mix.loc["service", ("up to 2024", "leaver_share")]:.0f}} % ({{100 * mix.loc["service", ("up to 2024", "low")]:.0f}} to {{100 * mix.loc["service", ("up to 2024", "high")]:.0f}}) of those who gave one; service takes more money. Customers of subcontracted lorries leave {{100 * (both.loc["subcontracted", "estimate"] - 1):.0f}} % faster ({{100 * (both.loc["subcontracted", "low"] - 1):.0f}} to {{100 * (both.loc["subcontracted", "high"] - 1):.0f}}), in the west or not.
#
# **Money.** Leavers of a year cost {{every["annual_profit_lost"]:,.0f}} thousand, {{every["lifetime_profit_lost"] / 1e3:.2f}} million in all years ({{every["lifetime_low"] / 1e3:.2f}} to {{every["lifetime_high"] / 1e3:.2f}}). For its 260 thousand a year the bonus kept customers worth {{each * fewer:,.0f}} (−{{-kept["low"] * each:,.0f}} to {{kept["high"] * each:,.0f}}). In ten years the two programmes leave {{top["profit"].iloc[0]:,.0f}} thousand after their cost ({{top["low"].iloc[0]:,.0f}} to {{top["high"].iloc[0]:,.0f}}).
#
# **What would change it.** A trial by lot that shows the bonus to pay. Online tracking at {{100 * (values.loc["online tracking", "saved_per_cost"] - 1):.0f}} % more cost, when it no longer pays; at {{100 * (values.loc["online tracking", "low"] - 1):.0f}} % more its interval reaches a loss.

# %% [markdown] lang="zh"
# ## 回答：给董事会的一页纸
#
# **决定** 停发续约奖励（每年 260,000 元），也不增加价格保证。改做重点客户关怀和在线追踪两项，每年 {{1000 * top["yearly_cost"].iloc[0]:,.0f}} 元。
#
# **流失率** 2025 年为 {{100 * by_year.loc[2025, "leaving_rate"]:.1f}}%（{{100 * by_year.loc[2025, "low"]:.1f}} 到 {{100 * by_year.loc[2025, "high"]:.1f}}），与往年相同。所谓 2.5%，只是一个还没登记齐的季度。
#
# **原因** 在留下原因的人中，价格占 {{100 * mix.loc["price", ("up to 2024", "leaver_share")]:.0f}}%（{{100 * mix.loc["price", ("up to 2024", "low")]:.0f}} 到 {{100 * mix.loc["price", ("up to 2024", "high")]:.0f}}），服务占 {{100 * mix.loc["service", ("up to 2024", "leaver_share")]:.0f}}%（{{100 * mix.loc["service", ("up to 2024", "low")]:.0f}} 到 {{100 * mix.loc["service", ("up to 2024", "high")]:.0f}}），但服务带走的钱更多。无论是否在西部，外包车队的客户流失风险都高出 {{100 * (both.loc["subcontracted", "estimate"] - 1):.0f}}%（{{100 * (both.loc["subcontracted", "low"] - 1):.0f}} 到 {{100 * (both.loc["subcontracted", "high"] - 1):.0f}}）。
#
# **金额** 一年的流失客户带走 {{every["annual_profit_lost"] / 10:,.1f}} 万元，算上以后各年为 {{every["lifetime_profit_lost"] / 10:,.0f}} 万元（{{every["lifetime_low"] / 10:,.0f}} 到 {{every["lifetime_high"] / 10:,.0f}}）。奖励每年花 26 万元，留住的客户价值 {{each * fewer / 10:,.1f}} 万元（−{{-kept["low"] * each / 10:,.1f}} 到 {{kept["high"] * each / 10:,.1f}}）。两个方案执行十年，扣除成本后剩 {{top["profit"].iloc[0] / 10:,.1f}} 万元（{{top["low"].iloc[0] / 10:,.1f}} 到 {{top["high"].iloc[0] / 10:,.1f}}）。
#
# **什么会改变结论** 抽签试验证明续约奖励划算；或者在线追踪的成本上升 {{100 * (values.loc["online tracking", "saved_per_cost"] - 1):.0f}}%，那时它不再划算（只上升 {{100 * (values.loc["online tracking", "low"] - 1):.0f}}%，区间就碰到亏损）。

# %% [markdown]
# ## Limits
#
# The chain ladder takes for granted that reports are as slow as they were. Had the branches noted exits faster in 2025, completing would add too many exits; slower, too few. A year before against a year after is no trial: something else may have hidden the bonus. And the effects of the programmes are taken as known.

# %% [markdown] lang="zh"
# ## 局限
#
# 链梯法假定登记的快慢与往年一样。假如 2025 年网点登记变快了，补全就会补得太多；变慢了，就补得太少。前后两年的比较不是试验：也许有别的变化掩盖了奖励的作用。各方案的效果也是当作已知的。

# %% [markdown]
# **Terms** report delay 报告时滞 · key account 重点客户
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/51_lost_customers.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Stand at the end of 2024 (`as_of="2024-12-31"`). Does the board's chart fall there, too, with no bonus?
# 2. Watch up to the end of 2025 in `between`. Which programme's value falls most, and why?
# 3. Leave out the late entry. How many then seem to be there after ten years?

# %% [markdown] lang="zh"
# **术语** 报告时滞 report delay · 重点客户 key account
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/51_lost_customers.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 站在 2024 年底（`as_of="2024-12-31"`）看，那时没有奖励，董事会的图是不是也在下降？
# 2. 在 `between` 中一直观察到 2025 年底。哪个方案的价值降得最多？为什么是它？
# 3. 不考虑延迟进入，十年后看上去还剩多少人？
