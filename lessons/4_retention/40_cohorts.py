# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["30", "95", "23", "16"]
# ---

# %% [markdown]
# # 40 Cohorts
#
# **Question** The sixth order of our customers is larger than the first, and comes after half the wait. Do customers get better with age?
#
# **Who asks** A head of marketing who wants money to "develop" new customers into good ones.
#
# **Time** 45 minutes. **Before this** [11 Customer-base audit](../1_segmentation/11_audit.ipynb).
#
# **You will be able to**
# 1. read a cohort triangle along its rows, its columns and its diagonals;
# 2. tell customers who change from customers who are merely left over;
# 3. say whether later cohorts are better or worse than earlier ones;
# 4. complete young cohorts, with an interval, and check it against what came.
#
# **Data** CDNOW: all customers who first bought CDs there in the first quarter of 1997, followed for a year and a half.

# %% [markdown] lang="zh"
# # 40 同期群
#
# **问题** 客户的第六笔订单比第一笔大，等待的时间也只有一半。客户是不是来得越久就越好？
#
# **谁会这样问** 想申请一笔钱把新客户“培养”成好客户的市场负责人。
#
# **用时** 45 分钟。**先修** [11 客户基础审计](../1_segmentation/11_audit.ipynb)。
#
# **学完你能够**
# 1. 沿着行、列和对角线读懂一张同期群三角表；
# 2. 分清客户是真的变了，还是只有好客户留了下来；
# 3. 说出后来的同期群比先前的更好还是更差；
# 4. 补全年轻的同期群，给出区间，并与后来发生的情况核对。
#
# **数据** CDNOW：1997 年第一季度首次在该店购买唱片的全部客户，跟踪一年半。

# %%
import pandas as pd

from crmkit import datasets, plots
from crmkit.retention import chain_ladder, cohorts

# %%
plots.course_style()
log = datasets.load("cdnow")
active = cohorts.triangle(log, as_of="1998-06-30").iloc[:3]
active.iloc[:, :8].astype("int64")

# %% [markdown]
# ## A triangle, by hand
#
# All customers who first bought in the same month make a **cohort** (同期群), and each has a row. The columns are their age in months; a cell counts the
# *active*, those who bought in that month, at age 0 everybody. A later cohort has been seen for fewer months, so that the whole table is a triangle. Of the {{active.iloc[0, 0]:,.0f}} who came in January {{active.iloc[0, 1]:,.0f}} bought in February. What share is that? And which share would you guess a year
# after the first purchase?

# %% [markdown] lang="zh"
# ## 动手算一张三角表
#
# 在同一个月首次购买的全部客户构成一个**同期群**（cohort），各占一行。列是以月计的客龄；每一格是*活跃*的人数，即当月有购买的人，在第 0 个月就是所有人。越晚来的同期群，已经观察到的月份越少，所以整张表呈三角形。一月来的 {{active.iloc[0, 0]:,.0f}} 人中，有 {{active.iloc[0, 1]:,.0f}} 人二月又买了。这是多大比例？再猜一猜：首次购买一年之后，还有多大比例？

# %%
by_hand = active.iloc[0, [1, 6, 12]] / active.iloc[0, 0]
by_hand.round(3).to_frame("active, January cohort")

# %%
shares = cohorts.retention(active)
ax = plots.cohorts.cohort_map(shares.loc[:, 1:12])

# %% [markdown]
# Along a row a cohort grows older: from {{100 * shares.iloc[0, 1]:.0f}} to {{100 * shares.iloc[0, 12]:.0f}} % within a year. Down a column are different cohorts at
# the same age. A diagonal is one month of the calendar: December 1997 is age 11 in January's row, 10 in February's, 9 in March's. Who is not active one
# month may be so the next; nobody here signs off.

# %% [markdown] lang="zh"
# 沿着一行看，是一个同期群在变老：一年之内从 {{100 * shares.iloc[0, 1]:.0f}}% 降到 {{100 * shares.iloc[0, 12]:.0f}}%。沿着一列看，是不同的同期群处于相同的客龄。一条对角线是日历上的同一个月：1997 年 12 月在一月那一行是客龄 11，在二月那一行是 10，在三月那一行是 9。这个月不活跃的人下个月还可能回来，这里没有人正式告别。

# %% [markdown]
# ## The belief: customers grow
#
# Now count orders in place of months: the first order of every customer, the second of everybody who made a second, and so on.

# %% [markdown] lang="zh"
# ## 一种想法：客户会成长
#
# 现在不按月数，而按订单数：每位客户的第一笔订单、下过第二单的人的第二笔订单，依此类推。

# %%
everybody = cohorts.by_order(log, orders=6)
everybody.round(1)

# %% [markdown]
# The amount rises from {{everybody["mean_amount"].iloc[0]:.0f}} to {{everybody["mean_amount"].iloc[-1]:.0f}} dollars, the wait for the next order (of those who made one) shrinks from
# {{everybody["mean_gap_days"].iloc[0]:.0f}} days after the first to {{everybody["mean_gap_days"].iloc[4]:.0f}} after the fifth. "So it pays to bring a new customer to the sixth order," says the head of
# marketing. Look at the column of customers before you agree. Those who made six orders: how large was *their* first one? Write down a guess.

# %% [markdown] lang="zh"
# 金额从 {{everybody["mean_amount"].iloc[0]:.0f}} 美元升到 {{everybody["mean_amount"].iloc[-1]:.0f}} 美元，到下一单的等待（只算后来又下单的人）从第一单之后的 {{everybody["mean_gap_days"].iloc[0]:.0f}} 天缩短到第五单之后的 {{everybody["mean_gap_days"].iloc[4]:.0f}} 天。市场负责人说：“所以，把新客户带到第六单是划算的。”同意之前，先看看人数那一列。那些下过六单的人，*他们的*第一单有多大？写下你的猜测。

# %%
same = cohorts.by_order(log, orders=6, at_least=6)
ax = plots.cohorts.order_lines(everybody, same, column="mean_amount")

# %%
# The wait after the fifth order is the last that all of them have.
waits = cohorts.by_order(log, orders=5), cohorts.by_order(log, orders=5, at_least=6)
ax = plots.cohorts.order_lines(*waits, column="mean_gap_days")

# %% [markdown]
# The {{same["customers"].iloc[0]:,}} customers who came so far spent {{same["mean_amount"].iloc[0]:.0f}} dollars on their first order and waited {{same["mean_gap_days"].iloc[0]:.0f}} days for the
# second. On average they never grew: they were large and quick from the start. The others left, and took their small orders and long waits out of the average. This is
# **survivorship** (幸存者偏差): who is left differs from who came.

# %% [markdown] lang="zh"
# 走到第六单的 {{same["customers"].iloc[0]:,}} 位客户，第一单就花了 {{same["mean_amount"].iloc[0]:.0f}} 美元，第二单也只等了 {{same["mean_gap_days"].iloc[0]:.0f}} 天。平均来看他们并没有成长，从一开始就又大又快。其余的人离开了，连同他们的小订单和长等待一起退出了平均数。这叫**幸存者偏差**（survivorship）：留下的人和当初来的人不一样。

# %% [markdown]
# In money: if each of the {{everybody["customers"].iloc[0]:,}} customers could be "developed", their sixth order would bring
# {{everybody["mean_amount"].iloc[-1] - everybody["mean_amount"].iloc[0]:.2f}} dollars more than their first. Of the customers who really made six the sixth brought
# {{abs(same["mean_amount"].iloc[-1] - same["mean_amount"].iloc[0]):.2f}} dollars *less* than the first. The growth that the plan was to buy is not there, not even in those who came furthest.

# %% [markdown] lang="zh"
# 折成钱：如果 {{everybody["customers"].iloc[0]:,}} 位客户个个都能“培养”，第六单会比第一单多 {{everybody["mean_amount"].iloc[-1] - everybody["mean_amount"].iloc[0]:.2f}} 美元。而真正下过六单的客户，第六单比第一单*少* {{abs(same["mean_amount"].iloc[-1] - same["mean_amount"].iloc[0]):.2f}} 美元。计划要花钱买的那种成长，连走得最远的客户身上也没有出现。

# %% [markdown]
# ## Are later cohorts worse?
#
# A firm that grows fast often fears that it now wins worse customers. Take the first twelve calendar weeks as cohorts (the first has only five days in the log), and ask which share of each has come back
# by a given age. Do you expect the last weeks below the first?

# %% [markdown] lang="zh"
# ## 后来的同期群更差吗？
#
# 快速增长的企业常常担心新来的客户越来越差。把最初的十二个日历周各作为一个同期群（第一周在记录里只有五天），看到某一客龄为止，各有多大比例的人回来过。你估计最后几周会低于最初几周吗？

# %%
returned = cohorts.triangle(log, as_of="1998-06-28", period="week", counted="returned").iloc[:12]
back = cohorts.cumulative(returned, since=1).div(returned[0], axis="index")
ax = plots.cohorts.returned_by_cohort(back.loc[:, :26])

# %% [markdown]
# The lines lie on one another, from dark (the first week) to light (the last): after half a year {{100 * back[26].min():.0f}} to {{100 * back[26].max():.0f}} % have come back, in
# no order. With about {{returned[0].mean():,.0f}} customers a week, chance alone moves such a share by two points to either side. Whenever they came, the cohorts of CDNOW were alike.

# %% [markdown] lang="zh"
# 从深色（第一周）到浅色（最后一周），各条线几乎重合：半年之后有 {{100 * back[26].min():.0f}}% 到 {{100 * back[26].max():.0f}}% 的人回来过，而且不分先后。每周大约 {{returned[0].mean():,.0f}} 位客户，单凭偶然，这个比例就会上下波动两个百分点。CDNOW 的各个同期群无论哪一周来，都差不多。

# %% [markdown]
# ## Completing the young cohorts
#
# Because cohorts are alike, the old ones tell what the young ones will come to. Go back to 30 March 1997. The oldest cohort has been seen for
# twelve weeks, the newest for one. How many of each will have come back by the age of twelve weeks? By hand for one step: by which factor does
# the number who have come back grow from age 1 to age 2?

# %% [markdown] lang="zh"
# ## 补全年轻的同期群
#
# 既然同期群彼此相似，老的就能告诉我们年轻的将来会怎样。回到 1997 年 3 月 30 日：最老的同期群已经观察了十二周，最新的只有一周。到十二周时，各会有多少人回来？先动手算一步：从客龄 1 到客龄 2，回来过的人数增加到多少倍？

# %%
then = cohorts.triangle(log, as_of="1997-03-30", period="week", counted="returned")
come = cohorts.cumulative(then, since=1)
both = come[come[2].notna()]
print(f"{both[2].sum():,.0f} / {both[1].sum():,.0f} = {both[2].sum() / both[1].sum():.2f}")

# %% [markdown]
# The newest cohort, with {{come[1].iloc[-1]:.0f}} people back after one week, should have {{come[1].iloc[-1] * both[2].sum() / both[1].sum():.0f}} after two. The next factor
# carries it to three weeks, and so on: a **chain ladder** (链梯法), as insurers complete claims that are reported late. Mack (1993) adds a standard error, and with it a 95 % interval, since
# factors rest on few cohorts and each cohort has its own luck. How wide will the interval of the newest one be?

# %% [markdown] lang="zh"
# 最新的同期群一周后有 {{come[1].iloc[-1]:.0f}} 人回来，两周后应有 {{come[1].iloc[-1] * both[2].sum() / both[1].sum():.0f}} 人。再乘下一个倍数就到第三周，依此类推。这就是**链梯法**（chain ladder），保险公司用它补全迟报的赔案。Mack（1993）给出了标准误，从而有了 95% 的区间，因为倍数只依据少数几个同期群，而每个同期群又各有运气。最新的那个同期群，区间会有多宽？

# %%
fitted = chain_ladder.ChainLadder.fit(come)
outlook = fitted.outlook()
width = outlook["high"] - outlook["low"]
ax = plots.chain_ladder.outlook_bars(outlook)

# %% [markdown]
# Of the newest cohort we expect {{outlook["expected"].iloc[-1]:.0f}}, somewhere from {{outlook["low"].iloc[-1]:.0f}} to {{outlook["high"].iloc[-1]:.0f}}: a width of
# {{width.iloc[-1]:.0f}}, against {{width.iloc[-6]:.0f}} for the one that has been seen for six weeks. Now turn the page: the log goes on, so we can see what came.

# %% [markdown] lang="zh"
# 最新的同期群预计有 {{outlook["expected"].iloc[-1]:.0f}} 人回来，可能在 {{outlook["low"].iloc[-1]:.0f}} 到 {{outlook["high"].iloc[-1]:.0f}} 之间，宽度为 {{width.iloc[-1]:.0f}}；已观察六周的同期群，宽度只有 {{width.iloc[-6]:.0f}}。现在翻到下一页：记录还在继续，我们可以看到后来发生了什么。

# %%
later = cohorts.cumulative(returned, since=1)[12]
ax = plots.chain_ladder.outlook_bars(outlook, actual=later)

# %%
missed = outlook.assign(actual=later).query("to_come > 0 and not (low <= actual <= high)")
missed[["seen", "low", "actual", "high"]].round(0)

# %% [markdown]
# One of eleven lies outside, and by a hair: one in twenty is what a 95 % interval allows, and with as few cohorts as here the intervals are
# known to be a little too narrow. To plan by, that is good enough; without the interval the newest bar would have looked as sure as the oldest.

# %% [markdown] lang="zh"
# 十一个中有一个落在区间之外，而且只差一点：95% 的区间本来就允许二十个里有一个，同期群这样少的时候，区间还会略微偏窄。用来做计划已经够用；如果没有区间，最新的那根柱子看上去会和最老的一样可靠。

# %% [markdown]
# ## Published and ours
#
# Mack, T., "Distribution-free Calculation of the Standard Error of Chain Ladder Reserve Estimates", *ASTIN Bulletin* 23(2) (1993), completes a famous triangle of claims by
# Taylor and Ashe. What is still to pay, in all, and its standard error:

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Mack, T.，“Distribution-free Calculation of the Standard Error of Chain Ladder Reserve Estimates”，*ASTIN Bulletin* 23(2)（1993）补全了 Taylor 和 Ashe 的一张著名的赔款三角表。尚待支付的总额及其标准误：

# %%
claims = datasets.load("claims_triangle").pivot(index="year", columns="age", values="paid")
total = chain_ladder.ChainLadder.fit(claims).total().round(0).astype("int64")
published = pd.Series({"to_come": 18_680_856, "standard_error": 2_447_095})
pd.DataFrame({"published": published, "ours": total})

# %% [markdown]
# ## The answer
#
# No. Customers who made six orders spent {{same["mean_amount"].iloc[0]:.0f}} dollars on the first and {{same["mean_amount"].iloc[-1]:.0f}} on the last of them; the average grows because the others
# leave. And no cohort of that quarter is better than another. So the money belongs not in developing customers, but in winning more of the kind that is good from the
# start, and in keeping those: they can be told by their first order and by how soon they return.

# %% [markdown] lang="zh"
# ## 回答
#
# 不是。下过六单的客户，第一单花了 {{same["mean_amount"].iloc[0]:.0f}} 美元，第六单花了 {{same["mean_amount"].iloc[-1]:.0f}} 美元；平均数上升，是因为其余的人离开了。这个季度的各个同期群之间也没有优劣之分。所以钱不该花在“培养”客户上，而应当用来争取更多一开始就好的客户，并把他们留住：从第一单的金额和多快再来，就能认出他们。

# %% [markdown]
# ## Limits
#
# That customers did not grow here does not prove that they cannot be made to; only an experiment would show it. Holding the customers fixed looks at those who stayed, who are not the rest: who
# makes six orders within a year and a half cannot have waited long. And the chain
# ladder takes for granted that tomorrow's cohorts behave as yesterday's did: after a change of the shop it continues the old one.

# %% [markdown] lang="zh"
# ## 局限
#
# 这里的客户没有成长，并不证明客户无法培养，那要靠实验才能知道。固定同一批客户，看到的只是留下来的人，他们和其余的人不同：一年半之内下满六单的人，本来就不可能等得很久。链梯法还假定明天的同期群与昨天的一样：店里有了变化，它仍会沿着老路往前算。

# %% [markdown]
# **Terms** cohort 同期群 · survivorship 幸存者偏差 · chain ladder 链梯法
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/4_retention/40_cohorts.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Take customers with at least four orders in place of six. Does their first order lie above or below that of the six-order customers?
# 2. Add up the diagonal of December 1997 in `active`, and that of November. Is Christmas visible?
# 3. Complete the cohorts from the view of 16 February. How wide is the newest interval now?

# %% [markdown] lang="zh"
# **术语** 同期群 cohort · 幸存者偏差 survivorship · 链梯法 chain ladder
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/4_retention/40_cohorts.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把“至少六单”换成“至少四单”。他们的第一单比六单客户的第一单大还是小？
# 2. 把 `active` 里 1997 年 12 月的对角线加起来，再把 11 月的也加起来。看得出圣诞节吗？
# 3. 站在 2 月 16 日补全各同期群。最新的区间现在有多宽？
