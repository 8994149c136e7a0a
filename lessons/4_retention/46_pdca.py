# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["95", "3", "6,600", "5", "1,000", "8", "10", "4", "14.445", "14.44", "17"]
# ---

# %% [markdown]
# # 46 PDCA
#
# **Question** More customers left this month than last. Has something changed, or do weeks just vary? And did our programme work?
#
# **Who asks** A head of customer care at a transport company who reports the exits every Monday.
#
# **Time** 45 minutes. **Before this** [24 Three bonds](../2_loyalty/24_bonds.ipynb).
#
# **You will be able to**
# 1. draw a control chart, and say what its limits promise;
# 2. find a small but lasting rise with a cumulative sum, and choose its limit by the false alarms that you can bear;
# 3. put money on the weeks until a rise is seen;
# 4. test whether weeks vary more than chance, and check a programme against a control group.
#
# **Data** a simulated transport company, and Complete Journey: 2,469 households that shopped at a grocery chain in 2017.

# %% [markdown] lang="zh"
# # 46 PDCA 循环
#
# **问题** 这个月流失的客户比上个月多。是真的出了什么事，还是每周本来就有波动？我们做的项目又有没有用？
#
# **谁会这样问** 运输公司的客户关系主管，每周一都要汇报流失人数。
#
# **用时** 45 分钟。**先修** [24 三种联系](../2_loyalty/24_bonds.ipynb)。
#
# **学完你能够**
# 1. 画出控制图，说清控制限承诺的是什么；
# 2. 用累积和发现幅度小但持续的上升，并按能承受的误报次数选定它的界限；
# 3. 把“晚几周才发现”折算成钱；
# 4. 检验各周的波动是否超出偶然，并用对照组检查项目的效果。
#
# **数据** 一家模拟的运输公司，以及 Complete Journey：2017 年在一家连锁超市购物的 2,469 户家庭。

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots
from crmkit.retention import before_after, charts, cusum, delays, ewma, run_lengths

# %%
plots.course_style()
company = companies.transport_weeks(seed=3)
weekly = company.weekly.loc[:156]
weekly.head(8).T

# %% [markdown]
# ## Plan: how much do weeks vary by themselves?
#
# **PDCA** (PDCA 循环) stands for plan, do, check, act: say beforehand what would count as a change, watch, compare, respond. Our simulated company has 6,600 customers, and for years 5 % have left
# annually. Chance alone makes one week unlike the next: a count with a mean of m has a standard deviation of the root of m. Between which numbers do you expect nearly all weeks?

# %% [markdown] lang="zh"
# ## 计划：各周本来有多大波动？
#
# **PDCA 循环**（PDCA）就是计划、执行、检查、处理：事先说好什么才算变化，然后观察、比较、应对。这家模拟的公司有 6,600 位客户，多年来每年流失 5%。单凭偶然，各周也不会相同：平均数为 m 的计数，标准差是 m 的平方根。你估计几乎所有的周会落在哪两个数之间？

# %%
usual = 6_600 * 0.05 / 52
top = usual + 3 * usual**0.5
print(f"{usual:.2f} exits a week; three deviations of {usual**0.5:.2f} above it: {top:.1f}")

# %%
chart = charts.c_chart(weekly, events="exits", mean=usual)
ax = plots.control_charts.weeks_out(chart, what="exits a week")

# %% [markdown]
# This is a **control chart** (控制图). Its **control limits** (控制限) lie three standard deviations from the centre; the lower one would be negative and is drawn at 0. Without any change a week would be above
# the upper limit once in {{run_lengths.shewhart_counts(mean=usual, limit=top):.0f}} weeks. In three years none was. "So nothing has happened," says the report. Do you agree?

# %% [markdown] lang="zh"
# 这就是**控制图**（control chart）。**控制限**（control limits）离中心线三个标准差；下限算出来是负数，画在 0 处。如果什么都没有变，平均每 {{run_lengths.shewhart_counts(mean=usual, limit=top):.0f}} 周才有一周越过上限。三年里一周也没有。报告说：“可见什么也没有发生。”你同意吗？

# %% [markdown]
# ## Do: a sum that remembers
#
# A single week is forgotten when the next begins. Instead, add up by how much each week exceeds a reference k, and never let the sum fall below 0. This is the **cumulative sum** (累积和), CUSUM
# for short. If a rise of a fifth is to be found, the best k lies between the old mean and the new: their difference, divided by the difference of their logarithms.
# By hand, from week {{94}}, before which the sum is back at 0:

# %% [markdown] lang="zh"
# ## 执行：有记忆的累积和
#
# 单独看一周，下一周一来就忘了。不如把每周超出参考值 k 的部分累加起来，但不让总和低于 0。这就是**累积和**（cumulative sum，CUSUM）。要发现五分之一的上升，最好的 k 介于新旧平均数之间：两者之差除以两者对数之差。从第 {{94}} 周起手算，此前累积和正好回到 0：

# %%
k = round(cusum.reference_value(mean=usual, ratio=1.2), 2)
total = 0.0
for week in range(94, 102):
    total = max(0, total + weekly.loc[week, "exits"] - k)
print(f"k = {k}; from week 94 to week 101 the sum rises from 0 to {total:.2f}")

# %%
sums = cusum.count_cusum(weekly, events="exits", k=k, h=14)
sums.loc[94:101, ["actual", "cusum", "weeks_in_run", "signal"]].round(2)

# %% [markdown]
# By hand and by the kit: {{total:.2f}}, above a limit of h = {{14}} (why {{14}}, below). So the sum raises an alarm in week {{cusum.first_signal(sums)["signalled_at"]}}. What do you think: a false one?

# %% [markdown] lang="zh"
# 手算与程序一致：{{total:.2f}}，超过了界限 h = {{14}}（为什么取 {{14}}，下文再说）。于是累积和在第 {{cusum.first_signal(sums)["signalled_at"]}} 周报警。你觉得这是误报吗？

# %%
ax = plots.control_charts.cusum_line(sums, h=14, changed=company.change_week)

# %% [markdown]
# It was true. In week {{company.change_week}} (shaded from there on) exits rose by a fifth, and stayed there. The chart of single weeks slept through {{156 - company.change_week + 1}} weeks of it. Was that bad luck? The
# **run length** (运行链长) is the number of weeks until a signal. After a rise of a fifth, guess the average for each of the two charts.

# %% [markdown] lang="zh"
# 是真的。从第 {{company.change_week}} 周起（阴影部分），流失上升了五分之一，而且一直没有降下来。逐周的控制图在这 {{156 - company.change_week + 1}} 周里始终一声不响。只是运气不好吗？到发出信号为止的周数叫做**运行链长**（run length）。上升五分之一之后，猜猜两种图平均各要多少周。

# %%
rise = {"mean": usual, "ratio": 1.2, "k": k, "limit": top, "value_per_customer": 1_000}
late = delays.delay_table(h=14, **rise)
ax = plots.control_charts.delay_bars(late)

# %% [markdown]
# With nearly the same rate of false alarms, single weeks need {{late.loc["single weeks", "expected"]:.0f}} weeks on average, the sum {{late.loc["CUSUM", "expected"]:.0f}}. Our alarm after
# {{cusum.first_signal(sums)["signalled_at"] - company.change_week + 1}} was a lucky one. A small rise hardly ever makes an extreme week, but it makes many weeks a little too high.

# %% [markdown] lang="zh"
# 误报率几乎相同，逐周看平均要 {{late.loc["single weeks", "expected"]:.0f}} 周，累积和只要 {{late.loc["CUSUM", "expected"]:.0f}} 周。我们第 {{cusum.first_signal(sums)["signalled_at"] - company.change_week + 1}} 周就收到警报，算是走运。小幅上升几乎不会造成极端的一周，却会让许多周都略微偏高。

# %% [markdown]
# ## What the delay costs, and which h to choose
#
# A lost customer costs 1,000 yuan. The higher h, the fewer false alarms, but the later the true one. One false alarm in three years is bearable, says the head. Which h is that, and what do the weeks of delay cost?

# %% [markdown] lang="zh"
# ## 晚发现的代价，与 h 的选择
#
# 流失一位客户的损失是 1,000 元。h 越高，误报越少，真的警报也来得越晚。主管说，三年误报一次可以接受。这时 h 是多少？晚发现的那几周又要损失多少钱？

# %%
least = run_lengths.choose_h_counts(mean=usual, k=k, weeks=156)
rows = {h: delays.delay_table(h=h, **rise) for h in (8, least - 0.5, least, 20)}
choice = pd.concat(rows, names=["h"]).xs("CUSUM", level="chart").drop(columns="extra_leavers")
choice.round({"false_alarm_weeks": 0, "expected": 1, "lost_value": -2})

# %% [markdown]
# Three years are 156 weeks, and the smallest h (in halves) that lasts them is {{least:g}}. Until it speaks, {{late.loc["CUSUM", "extra_leavers"]:.0f}} more customers have left than
# before, worth {{late.loc["CUSUM", "lost_value"].round(-2):,.0f}} yuan; with single weeks it would be {{late.loc["single weeks", "lost_value"].round(-2):,.0f}}. (`expected`: weeks until the signal, on average; eight of ten rises are seen between `low` and `high`.)

# %% [markdown] lang="zh"
# 三年是 156 周，平均能撑这么久才误报的最小 h（以 0.5 为一级）是 {{least:g}}。到它报警时，比以前多流失了 {{late.loc["CUSUM", "extra_leavers"]:.0f}} 位客户，损失 {{late.loc["CUSUM", "lost_value"].round(-2):,.0f}} 元；逐周看则是 {{late.loc["single weeks", "lost_value"].round(-2):,.0f}} 元。（`expected` 是到报警为止的平均周数；十次上升有八次在 `low` 与 `high` 之间被发现。）

# %%
when = cusum.when_changed(weekly, events="exits", mean=usual)
when.to_frame("found").T.astype(float).round(2)

# %% [markdown]
# Since when? The likeliest week is {{when["estimate"]}}, yet the 95 % **interval** (置信区间), the weeks consistent with the data, reaches from {{when["low"]}} to {{when["high"]}}. That exits rose is clear (`ratio`, new mean to old, is above 1 throughout its interval); which week is not. Whoever
# looks for "what we did in week {{when["estimate"]}}" will find something, and it need not be the reason.

# %% [markdown] lang="zh"
# 从哪一周开始的？可能性最大的是第 {{when["estimate"]}} 周，但 95% 的**置信区间**（interval），也就是与数据相容的各周，从第 {{when["low"]}} 周一直到第 {{when["high"]}} 周。流失上升了，这很清楚（`ratio` 是新旧平均数之比，整个区间都大于 1）；是哪一周，却不清楚。去找“第 {{when["estimate"]}} 周我们做了什么”的人总会找到点什么，但那未必是原因。

# %% [markdown]
# ## Real weeks cry wolf
#
# All this took for granted that chance alone moves a week. Does it? Complete Journey tells which households bought in each full week. If the variance of pure chance is 1, what is that of real weeks?

# %% [markdown] lang="zh"
# ## 真实数据会喊“狼来了”
#
# 以上都假定各周只受偶然影响。真是这样吗？Complete Journey 记录了每个整周有哪些家庭购物。若把纯属偶然的方差记为 1，真实各周的方差是多少？

# %%
log = datasets.load("complete_journey_transactions")
active = log.groupby("week")["customer_id"].nunique().loc[2:52]
real = pd.DataFrame({"active": active, "households": log["customer_id"].nunique()})
varies = charts.overdispersion(real, events="active", base="households")
varies.round(2).to_frame("found").T

# %% [markdown]
# {{varies["estimate"]:.1f}} times, between {{varies["low"]:.1f}} and {{varies["high"]:.1f}}: **over-dispersion** (过度离散). The p-value says how often chance alone would vary as much: practically never. Holidays or weather can move
# all households at once. Laney's chart therefore measures how much neighbouring weeks differ, and widens the limits.

# %% [markdown] lang="zh"
# {{varies["estimate"]:.1f}} 倍，区间从 {{varies["low"]:.1f}} 到 {{varies["high"]:.1f}}：这叫**过度离散**（over-dispersion）。p 值说的是单凭偶然出现这样大波动的概率：几乎没有。节假日和天气会同时影响所有家庭。因此 Laney 控制图先量出相邻各周相差多少，再把控制限放宽。

# %%
book = charts.p_chart(real, events="active", base="households")
laney = charts.laney_chart(real, events="active", base="households")
ax = plots.control_charts.two_limits(book, laney, what="share of households active")

# %% [markdown]
# This **p-chart** (p 控制图) is for shares of a base. Beyond the limits of chance alone lie {{book["out"].sum()}} of {{len(book)}} weeks, where chance would give one in {{run_lengths.shewhart():.0f}}:
# the week of Independence Day and the one before Christmas, true but no news. Limits {{laney["spread"].iloc[0]:.2f}} times as wide leave {{laney["out"].sum()}}. (The rest of the variance is a step in week {{19}}, which lasts: neighbours share it.) Now imagine that *exits* varied like this. What becomes of the false alarms?

# %% [markdown] lang="zh"
# 这张 **p 控制图**（p-chart）用于占总数的比例。只按偶然算出的控制限之外有 {{book["out"].sum()}} 周（共 {{len(book)}} 周），而单凭偶然平均每 {{run_lengths.shewhart():.0f}} 周才有一周：它们是美国独立日所在的周和圣诞节前的一周，确有其事，但算不上新发现。放宽到 {{laney["spread"].iloc[0]:.2f}} 倍之后只剩 {{laney["out"].sum()}} 周。（其余的方差来自第 {{19}} 周的一次阶跃，此后水平一直保持，相邻各周都一样。）现在设想*流失人数*也这样波动，误报会怎样？

# %%
wild = {"mean": usual, "dispersion": round(varies["estimate"], 1)}
alarms = [run_lengths.shewhart_counts(limit=top, **wild)]
alarms += [run_lengths.cusum_counts(k=k, h=14, **wild)]
wider = run_lengths.choose_h_counts(k=k, weeks=156, **wild)
delay = run_lengths.cusum_counts(k=k, h=wider, **wild | {"mean": 1.2 * usual})
print(f"weeks to a false alarm: {alarms[0]:.0f} for single weeks, {alarms[1]:.0f} for the sum")
print(f"with h = {wider} a rise is seen after {delay:.0f} weeks")

# %% [markdown]
# Limits of chance alone would cry wolf every {{alarms[0]:.0f}} weeks in place of {{late.loc["single weeks", "false_alarm_weeks"]:.0f}}, the sum every {{alarms[1]:.0f}} in place of {{late.loc["CUSUM", "false_alarm_weeks"]:.0f}}. To keep one in three years, h must be {{wider:g}}, and a true rise is then seen after {{delay:.0f}}
# weeks. That is the price of restless weeks. Measure your own before you draw limits.

# %% [markdown] lang="zh"
# 只按偶然算出的控制限会每 {{alarms[0]:.0f}} 周（而不是 {{late.loc["single weeks", "false_alarm_weeks"]:.0f}} 周）喊一次狼来了，累积和每 {{alarms[1]:.0f}} 周（而不是 {{late.loc["CUSUM", "false_alarm_weeks"]:.0f}} 周）一次。要保持三年一次，h 须取 {{wider:g}}，而真正的上升要 {{delay:.0f}} 周后才能看到。这就是波动大的代价。画控制限之前，先量一量自己的数据。

# %% [markdown]
# ## Check and act: did the programme work?
#
# In year 4 six of twelve regions, drawn by lot, got a programme. Comparing them before and after would credit it with whatever happened everywhere. The others show what would have happened anyway.
# The change with the programme less the change without it is the **difference in differences** (双重差分). Read it off the picture of the year before and year 4 (bars: 95 % intervals) before you go on.

# %% [markdown] lang="zh"
# ## 检查与处理：项目有用吗？
#
# 第 4 年，十二个地区中有六个由抽签选出，实施了一个项目。只比较它们的前后，会把各地都发生的事也算作项目的功劳。其余地区告诉我们没有项目会怎样。有项目地区的变化减去没有项目地区的变化，就是**双重差分**（difference in differences）。图中是项目前一年与第 4 年（竖线：95% 置信区间），先从图上读出它，再往下看。

# %%
panel = company.regional.query("week > 104")
panel = panel.assign(phase=np.where(panel["week"] < 157, "before", "after"))
names = {"outcome": "exits", "unit": "region", "group": "programme", "phase": "phase"}
ax = plots.control_charts.two_phases(
    before_after.phase_means(panel, **names), treated=1, what="exits of a region, a week"
)

# %%
effect = before_after.difference_in_differences(panel, treated=1, before="before", **names)
effect = effect.loc["after"]
saved = (-6 * 52 * effect[["estimate", "low", "high"]]).round(0)
effect.round(3).to_frame().T

# %% [markdown]
# {{effect["estimate"]:.2f}} exits a week in a region, interval {{effect["low"]:.2f}} to {{effect["high"]:.2f}}. In six regions that is {{saved["estimate"]:.0f}} customers kept in a year, worth {{1_000 * saved["estimate"]:,.0f}} yuan; anything from {{saved["high"]:.0f}} to {{saved["low"]:.0f}} customers fits the data. If the programme costs
# less than the low end, {{1_000 * saved["high"]:,.0f}} yuan, act: take it to all regions. (The truth, hidden in the simulation, is {{company.parameters.programme_effect * 1.2 * usual / 12:.2f}}.)

# %% [markdown] lang="zh"
# 每个地区每周 {{effect["estimate"]:.2f}} 人，区间从 {{effect["low"]:.2f}} 到 {{effect["high"]:.2f}}。六个地区一年就是留住 {{saved["estimate"]:.0f}} 位客户，折成钱是 {{1_000 * saved["estimate"]:,.0f}} 元；从 {{saved["high"]:.0f}} 位到 {{saved["low"]:.0f}} 位都与数据相容。如果项目的成本低于区间的低端，即 {{1_000 * saved["high"]:,.0f}} 元，就该进入“处理”这一步：推广到所有地区。（模拟中隐藏的真值是 {{company.parameters.programme_effect * 1.2 * usual / 12:.2f}}。）

# %% [markdown]
# ## Published and ours
#
# Juice cans (the share of bad ones in samples of 50) and a process whose mean shifts: D. C. Montgomery, *Introduction to Statistical Quality Control*. Over-dispersion: Wetherill and Brown, *Statistical Process Control* (1991), as in the R package qcc.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 果汁罐（每组 50 个中的不合格比例）与均值移动的过程：D. C. Montgomery，*Introduction to Statistical Quality Control*。过度离散：Wetherill 和 Brown，*Statistical Process Control*（1991），见 R 软件包 qcc。

# %%
series = datasets.load("control_charts").set_index(["series", "sample"])["value"]
three = ["juice cans", "juice cans, later", "items of 50"]
pieces = [series[name].to_frame("n").assign(of=50) for name in three]
cans, later = (charts.p_chart(one, events="n", base="of") for one in pieces[:2])
test = charts.overdispersion(pieces[2], events="n", base="of")

# %%
ours = [*cans.loc[1, ["centre", "lower_limit", "upper_limit"]], *cans.index[cans["out"]]]
ours += [later.loc[1, "centre"], test["estimate"], test["chi_square"], test["p_value"]]
published = [0.2313, 0.0524, 0.4102, 15, 23, 0.1108, 0.7645, 22.169, 0.8131]
rows = ["cans: centre", "lower limit", "upper limit", "out", "and", "later: centre"]
rows += ["over-dispersion: ratio", "statistic", "p-value"]
pd.DataFrame({"published": published, "ours": ours}, rows).astype(float).round(4)

# %%
moved = cusum.tabular_cusum(series["shifted process"], target=10, k=0.5, h=5)
signal = cusum.first_signal(moved)
out = (series["shifted process"] - 10).abs().gt(3).sum()
ours = [signal["signalled_at"], moved.loc[29, "cusum"], signal["weeks_in_run"], signal["estimate"]]
rows = ["signal at", "sum there", "weeks in run", "new mean", "sum at 30", "beyond 3 sigma"]
both = {"published": [29, 5.28, 7, 11.25, 5.30, 0], "ours": [*ours, moved.loc[30, "cusum"], out]}
pd.DataFrame(both, rows).astype(float).round(2)

# %% [markdown]
# Run lengths (Montgomery): the two-sided sum with k = ½ and h = {{5}}, and the chart of single weeks, by the shift of the mean in standard deviations.

# %% [markdown] lang="zh"
# 运行链长（Montgomery）：k = ½、h = {{5}} 的双侧累积和，以及逐周的控制图，按均值移动多少个标准差排列。

# %%
shifts = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4]
sides = [465, 139, 38.0, 17.0, 10.4, 5.75, 4.01, 3.11, 2.57, 2.01]
ours = [run_lengths.cusum(k=0.5, h=5, shift=shift) for shift in shifts]
pd.DataFrame([sides, ours], ["published", "ours"], pd.Index(shifts, name="shift")).round(2)

# %%
single = {0: 370.4, 0.5: 155.2, 1: 43.9, 1.5: 15.0, 2: 6.3, 3: 2.0}
ours = {shift: run_lengths.shewhart(shift=shift) for shift in single}
pd.DataFrame([single, ours], ["published", "ours"]).rename_axis(columns="shift").round(1)

# %% [markdown]
# The NIST/SEMATECH *e-Handbook of Statistical Methods* has a CUSUM of 20 group means (the last sum shown is 14.445, printed 14.44), and an **EWMA** (指数加权移动平均), an average in which older weeks count less and less.

# %% [markdown] lang="zh"
# NIST/SEMATECH 的 *e-Handbook of Statistical Methods* 有一个 20 组均值的累积和（所列最后一个累积和是 14.445，书中印作 14.44），还有一个**指数加权移动平均**（EWMA）：越早的周，分量越轻。

# %%
nist = cusum.tabular_cusum(series["handbook CUSUM"], target=325, k=0.3175, h=4.1959)
printed = [3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 14]
ours = [*nist.loc[13:18, "cusum"], cusum.first_signal(nist)["signalled_at"]]
groups = [*range(13, 19), "first signal"]
pd.DataFrame([printed, ours], ["published", "ours"], groups).astype(float).round(3)

# %%
values = {"target": 50, "standard_deviation": 2.0539, "weight": 0.3, "limits": "steady"}
mean = ewma.ewma_chart(series["handbook EWMA"], **values)
printed = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36]
printed += [49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99, 47.4115, 52.5884]
ours = [*mean["smoothed"], *mean[["lower_limit", "upper_limit"]].iloc[0]]
both = pd.DataFrame({"published": printed, "ours": ours}, [*mean.index, "lower", "upper"])
both.iloc[-7:].round(4)

# %% [markdown]
# Of the EWMA's {{len(mean)}} values the largest gap to the printed ones is {{np.abs(both["ours"] - both["published"]).iloc[:-2].max():.3f}}, which is rounding; the last are shown, with its limits.

# %% [markdown] lang="zh"
# 在 EWMA 的 {{len(mean)}} 个值中，与印出的值最大相差 {{np.abs(both["ours"] - both["published"]).iloc[:-2].max():.3f}}，属于四舍五入；上表列出最后几个值及控制限。

# %% [markdown]
# ## The answer
#
# One week above another says nothing; a sum of many weeks does. Watch exits with k = {{k:g}} and h = {{14}}: one false alarm in three years, and a rise of a fifth is known after {{late.loc["CUSUM", "expected"]:.0f}} weeks, at a price of {{late.loc["CUSUM", "lost_value"].round(-2):,.0f}} yuan in place of
# {{late.loc["single weeks", "lost_value"].round(-2):,.0f}}. First measure whether your weeks vary more than chance. And the programme worked: the regions drawn by lot show it.

# %% [markdown] lang="zh"
# ## 回答
#
# 这一周比那一周高，说明不了什么；许多周加起来才说明问题。用 k = {{k:g}}、h = {{14}} 来监控流失：三年误报一次，上升五分之一在 {{late.loc["CUSUM", "expected"]:.0f}} 周后得知，代价是 {{late.loc["CUSUM", "lost_value"].round(-2):,.0f}} 元，而不是 {{late.loc["single weeks", "lost_value"].round(-2):,.0f}} 元。但要先量一量自己各周的波动是否超出偶然。项目也确实有用：抽签选出的地区说明了这一点。

# %% [markdown]
# ## Limits
#
# Run lengths are averages: some rises are seen at once, others after a year. They start from a sum of 0, and from weeks that know nothing of one another; a slow drift or a season breaks that. The kind of restlessness in exits was assumed here, not
# observed. And a chart says that something changed, never why.

# %% [markdown] lang="zh"
# ## 局限
#
# 运行链长是平均数：有的上升立刻就能看到，有的要等一年。它假定累积和从 0 开始，各周彼此独立；缓慢的漂移或季节性会破坏这个前提。流失人数的额外波动在这里是假设的，并未实际观察到。控制图只告诉你有了变化，从不告诉你为什么。

# %% [markdown]
# **Terms** PDCA PDCA 循环 · control chart 控制图 · control limits 控制限 · p-chart p 控制图 · cumulative sum 累积和 · run length 运行链长 · over-dispersion 过度离散 · EWMA 指数加权移动平均 · interval 置信区间 · difference in differences 双重差分
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/4_retention/46_pdca.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Run the sum with a k for a rise of a half. Does it signal sooner?
# 2. Take the limits of the households from the first 17 weeks (`calibration_rows=17`). How many later weeks are out?
# 3. Draw another company with `seed=5`. Is its first alarm a true one?

# %% [markdown] lang="zh"
# **术语** PDCA 循环 PDCA · 控制图 control chart · 控制限 control limits · p 控制图 p-chart · 累积和 cumulative sum · 运行链长 run length · 过度离散 over-dispersion · 指数加权移动平均 EWMA · 置信区间 interval · 双重差分 difference in differences
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/4_retention/46_pdca.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 换成针对上升一半的 k，累积和会更早报警吗？
# 2. 用最初 17 周来定家庭数据的控制限（`calibration_rows=17`），之后有几周越限？
# 3. 用 `seed=5` 换一家公司。它的第一次警报是真的吗？
