# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["30", "35", "110", "40", "101", "80.8", "9.9", "2.45", "6.75", "41", "17", "2003", "50", "16", "32", "25"]
# ---

# %% [markdown]
# # 30 What a customer is worth
#
# **Question** A customer brings us a margin of 100 yuan a year, and each year 80 % of such customers stay. Money in
# hand earns 10 % a year. What may it cost to win one?
#
# **Who asks** Whoever signs the advertising budget; whoever is weighing a takeover priced by "customer value".
#
# **Time** 35 minutes. **Before this** [00 Welcome](../0_start/00_welcome.ipynb).
#
# **You will be able to**
# 1. compute a customer lifetime value by hand, payment by payment;
# 2. say which of four formulas fits, by the timing of the first payment;
# 3. use a margin multiple, and know what it assumes;
# 4. say which of margin, retention and discount rate matters most.
#
# **Data** none but a few figures; published ones are reproduced at the end.

# %% [markdown] lang="zh"
# # 30 一位客户值多少钱
#
# **问题** 一位客户每年给我们带来 100 元的毛利，这样的客户每年有 80% 留下。手里的钱每年能赚 10%。争取一位客户最多可以花多少钱？
#
# **谁会这样问** 审批广告预算的人；正在评估一桩以“客户价值”定价的收购案的人。
#
# **用时** 35 分钟。**先修** [00 欢迎](../0_start/00_welcome.ipynb)。
#
# **学完你能够**
# 1. 把各年的付款逐笔相加，手算客户终身价值；
# 2. 根据首笔付款的时间，判断四个公式中该用哪一个；
# 3. 使用毛利倍数，并知道它的假设；
# 4. 说清毛利、客户保持率和折现率哪一个最重要。
#
# **数据** 只有几个数字；最后会重算已发表的结果。

# %%
import numpy as np
import pandas as pd

from crmkit import plots
from crmkit.lifetime import valuation

# %% [markdown]
# Three numbers describe the customer. The **margin** (毛利) is what is left of their payments after the cost of what they
# bought; it is 100 yuan a year, and every payment below means this margin. The **retention rate** (客户保持率) is the share
# of customers who are still customers a year later.

# %% [markdown] lang="zh"
# 三个数字就能描述这位客户。**毛利**（margin）是客户付款减去所售商品成本后的余额，这里是每年 100 元；下文说的“付款”都指这笔毛利。**客户保持率**（retention rate）是一年之后仍是客户的比例。

# %% [markdown]
# The **discount rate** (折现率) makes money of different years comparable. Whoever can earn 10 % a year turns 100 today into
# 110 next year; so 110 next year is worth 100 today, and any payment is divided by 1.10 for each year that one waits for it.

# %% [markdown] lang="zh"
# **折现率**（discount rate）让不同年份的钱可以比较。如果每年能赚 10%，今天的 100 明年就变成 110；所以明年的 110 在今天值 100。一笔钱每晚一年到手，就要除以一次 1.10。

# %%
plots.course_style()
margin, retention, discount = 100, 0.80, 0.10
growth = 1 + discount  # 1.10

# %% [markdown]
# ## By hand: year by year
#
# The customer pays 100 yuan now. In a year they pay again if they are still there, which happens with a probability of
# 80 %: that is 80 on average, and 80 / 1.10 today. Write down your guess: what are all payments, over all time, worth today?

# %% [markdown] lang="zh"
# ## 动手算：一年一年来
#
# 客户现在付 100 元。一年后如果还在就再付一次，可能性是 80%：平均为 80，在今天值 80 / 1.10。请写下你的猜测：从现在到永远，所有付款加起来在今天值多少？

# %%
payments = pd.DataFrame({"year": range(6)}).set_index("year")
payments["still_there"] = retention**payments.index
payments["expected"] = margin * payments["still_there"]
payments["worth_today"] = payments["expected"] / growth**payments.index
payments.round(2)

# %% [markdown]
# Each number of the last column is the one above it times 0.80 / 1.10. Six of them add up to
# {{payments["worth_today"].sum():.0f}} yuan. Add up the first two hundred, after which nothing worth counting is left, and
# you have the **customer lifetime value** (客户终身价值, CLV).

# %% [markdown] lang="zh"
# 最后一列里，每个数都是上一个数乘以 0.80 / 1.10。前六个加起来是 {{payments["worth_today"].sum():.0f}} 元。加到第两百项，余下的可忽略，得到的就是**客户终身价值**（customer lifetime value，CLV）。

# %%
step = retention / growth
lifetime_value = sum(margin * step**year for year in range(200))
undiscounted = margin / (1 - retention)
ax = plots.valuation.payments_today(payments, total=lifetime_value, expected=undiscounted)

# %% [markdown]
# {{lifetime_value:.0f}} yuan: was your guess higher? Without discounting (the grey bars) the payments would add up to
# {{undiscounted:.0f}}. Later years count less for two reasons: fewer customers are left to pay, and their money comes later.

# %% [markdown] lang="zh"
# 图题的意思是：全部付款在今天值 {{lifetime_value:.0f}} 元，其中前六笔占 {{payments["worth_today"].sum():.0f}} 元（灰柱是预期付款，蓝柱是它在今天的价值，最右边是以后各年之和）。你猜高了吗？不折现的话，总和是 {{undiscounted:.0f}} 元。越晚的年份分量越轻，原因有两个：留下来付款的客户更少，钱也来得更晚。

# %% [markdown]
# An endless sum in which each term is the same share of the one before has a short form: the first term, divided by one
# minus that share. Here the share is r / (1 + d), with margin m, retention rate r and discount rate d. So the value is
# $m \,/\, (1 - r / (1 + d))$, or $m (1 + d) / (1 + d - r)$.

# %% [markdown] lang="zh"
# 如果无穷多项中每一项都是前一项的同一比例，它们的和就有简短的公式：首项除以（1 减去这个比例）。用 m 表示毛利，r 表示客户保持率，d 表示折现率，这里的比例就是 r / (1 + d)，所以价值是 $m \,/\, (1 - r / (1 + d))$，也就是 $m (1 + d) / (1 + d - r)$。

# %%
print(f"{margin / (1 - step):.2f}")

# %% [markdown]
# ## Which formula is yours?
#
# Textbooks print four formulas for one customer and seldom say why. They answer two questions differently: does the
# first payment come now or in a year? And is it certain, or must the customer stay (or renew) first? Guess by how much the
# largest of the four values exceeds the smallest.

# %% [markdown] lang="zh"
# ## 你该用哪个公式？
#
# 同一位客户，教科书里有四个公式，却很少说明原因。它们对两个问题的回答不同：首笔付款是现在来，还是一年后来？这笔钱是确定的，还是要等客户先留下（或续约）？猜一猜，四个价值中最大的比最小的多多少。

# %%
firsts = {
    "now, certain": margin,
    "in a year, certain": margin / growth,
    "now, if they renew": margin * retention,
    "in a year, if they stay": margin * retention / growth,
}

# %%
wait = np.array([0, 1, 0, 1])
when = np.arange(6) - wait[:, None]
table = np.array([*firsts.values()])[:, None] * step ** when.clip(0) * (when >= 0)
totals = pd.Series(firsts) / (1 - step)
ax = plots.valuation.payment_times(pd.DataFrame(table, index=totals.index), values=totals)

# %% [markdown]
# Only the first payment is set differently; every later disc follows from it, times the same 0.80 / 1.10. So all four
# values are *the first payment, as worth today,* divided by $1 - r / (1 + d)$:
#
# | first payment | example | formula |
# |---|---|---|
# | now, certain | a new subscription, paid in advance | $m (1 + d) / (1 + d - r)$ |
# | in a year, certain | a bill at the year's end | $m / (1 + d - r)$ |
# | now, if they renew | a contract that ends today | $m r (1 + d) / (1 + d - r)$ |
# | in a year, if they stay | this year's payment is made | $m r / (1 + d - r)$ |

# %% [markdown] lang="zh"
# 图题的意思是：同一位客户有四个价值，从 {{totals.min():.0f}} 到 {{totals.max():.0f}} 元（圆点下面是这笔付款在今天的价值）。只有首笔付款的设定不同，之后每个圆点都由它乘以同样的 0.80 / 1.10 得来。所以四个价值都等于*首笔付款在今天的价值*除以 $1 - r / (1 + d)$：
#
# | 首笔付款 | 例子 | 公式 |
# |---|---|---|
# | now, certain（现在，确定） | 新订户，预付一年 | $m (1 + d) / (1 + d - r)$ |
# | in a year, certain（一年后，确定） | 年末结账 | $m / (1 + d - r)$ |
# | now, if they renew（现在，若续约） | 合约今天到期 | $m r (1 + d) / (1 + d - r)$ |
# | in a year, if they stay（一年后，若留下） | 今年的款已付 | $m r / (1 + d - r)$ |

# %%
names = ["now", "in_a_year", "now_if_retained", "in_a_year_if_retained"]
known = {"annual_margin": margin, "retention_rate": retention, "annual_discount_rate": discount}
calls = [valuation.constant_retention_value(first_payment=name, **known) for name in names]
pd.DataFrame({"by hand": totals, "first_payment=": names, "by call": calls}).round(2)

# %% [markdown]
# From {{totals.min():.2f}} to {{totals.max():.2f}} yuan for the same customer. The largest and the smallest differ by
# exactly one margin, the payment of today. When somebody quotes a customer value, first ask when the first payment comes.

# %% [markdown] lang="zh"
# 同一位客户，价值从 {{totals.min():.2f}} 到 {{totals.max():.2f}} 元。最大与最小恰好相差一年的毛利，也就是今天的这笔付款。有人报出一个客户价值时，先问首笔付款什么时候来。

# %% [markdown]
# ## The margin multiple
#
# Divide the last value by the margin: {{totals.iloc[-1] / margin:.2f}}. Gupta and Lehmann (2003) call it the **margin
# multiple** (毛利倍数), $r / (1 + d - r)$: how many annual margins a customer is still worth after this year's payment. It
# needs two rates only, so a small table is enough. A step from 80 to 90 % is ten *points*. Which moves the multiple more, six
# points of the discount rate or ten points of retention? Choose before you look.

# %% [markdown] lang="zh"
# ## 毛利倍数
#
# 把最后一个价值除以毛利，得 {{totals.iloc[-1] / margin:.2f}}。Gupta 和 Lehmann（2003）称之为**毛利倍数**（margin multiple），即 $r / (1 + d - r)$：今年付款之后，一位客户还值多少个年毛利。它只取决于两个比率，一张小表就够用。从 80% 到 90% 是十个*百分点*。哪一个影响更大：折现率的六个百分点，还是客户保持率的十个百分点？先选一个再看。

# %%
rates = pd.Index([0.60, 0.70, 0.80, 0.90], name="retention rate")
multiples = pd.DataFrame({
    d: valuation.margin_multiple(retention_rate=rates.to_numpy(), annual_discount_rate=d)
    for d in (0.10, 0.12, 0.14, 0.16)
}, index=rates)
multiples.rename_axis(columns="discount rate").round(2)

# %% [markdown]
# Read along the row of 80 %: raising the discount rate from 10 to 16 % takes the multiple from
# {{multiples.iloc[2, 0]:.2f}} to {{multiples.iloc[2, 3]:.2f}}. Read down the first column: ten points more retention take it to
# {{multiples.iloc[3, 0]:.2f}}. The multiple assumes that margin and retention stay the same for ever.

# %% [markdown] lang="zh"
# 沿 80% 这一行看：折现率从 10% 升到 16%，倍数从 {{multiples.iloc[2, 0]:.2f}} 降到 {{multiples.iloc[2, 3]:.2f}}。沿第一列往下看：客户保持率再高十个百分点，倍数就升到 {{multiples.iloc[3, 0]:.2f}}。毛利倍数假定毛利和客户保持率永远不变。

# %% [markdown]
# ## Ten points are not ten points
#
# A programme raises retention by ten points. Manager A has customers whose retention is 40 %, manager B some whose
# retention is 80 %.
# "Ten points are ten points," says the director, "so A and B gain the same." Write down your guess: how many times as much
# does B gain?

# %% [markdown] lang="zh"
# ## 同样是十个百分点，效果大不相同
#
# 一个项目能把客户保持率提高十个百分点。经理 A 的客户保持率是 40%，经理 B 的是 80%。总监说：“十个百分点就是十个百分点，A 和 B 的收获一样。”请写下你的猜测：B 的收获是 A 的几倍？

# %%
stay = np.arange(28, 96) / 100
values = pd.DataFrame({
    f"discount rate {100 * d:.0f} %": valuation.constant_retention_value(
        annual_margin=margin, retention_rate=stay, annual_discount_rate=d, first_payment="now")
    for d in (0.10, 0.05, 0.20)
}, index=stay)
ax = plots.valuation.value_curve(values, steps=[(0.40, 0.50), (0.80, 0.90)])

# %%
worth = values["discount rate 10 %"]
gains = pd.Series({"A": worth[0.50] - worth[0.40], "B": worth[0.90] - worth[0.80]})
gains.round(1).to_frame("gain per customer")

# %% [markdown]
# B gains {{gains["B"] / gains["A"]:.0f}} times as much: {{gains["B"]:.0f}} yuan, by chance the whole value at 50 %. The
# curve bends upwards because a customer makes 1 / (1 - r) payments on average: ten at a retention of 90 %, five at 80 %. The
# other curves show other discount rates. In a running notebook a slider moves all three numbers; on a static page the figure
# takes its place.

# %% [markdown] lang="zh"
# 图题的意思是：保持率从 40% 提高到 50%，价值增加 {{gains["A"]:.0f}} 元；从 80% 提高到 90%，增加 {{gains["B"]:.0f}} 元（碰巧等于保持率 50% 时的全部价值）。B 的收获是 A 的 {{gains["B"] / gains["A"]:.0f}} 倍。曲线向上弯，是因为一位客户平均付款 1 / (1 - r) 次：保持率 90% 时是十次，80% 时只有五次。另外两条曲线表明，换一个折现率结论也一样。在运行中的笔记本里，可以用滑块改动三个数字；只阅读网页时，看上图即可。

# %% tags=["slider", "nbval-ignore-output"]
from ipywidgets import interact


@interact(margin=(10, 200, 10), retention=(0.3, 0.95, 0.05), discount=(0.0, 0.3, 0.02))
def worth_of(margin=100, retention=0.8, discount=0.1):
    print(f"{margin * (1 + discount) / (1 + discount - retention):,.2f}")


# %% [markdown]
# ## Which lever?
#
# Now let each of the three get better by one *per cent* of itself (not one point): a margin of 101, a retention of 80.8 %, a
# discount rate of 9.9 %. By how many per cent does the value of {{lifetime_value:.0f}} rise? Order the three before you look.

# %% [markdown] lang="zh"
# ## 改善哪一个最有效？
#
# 现在让三个数字各自改善自身的*百分之一*（不是一个百分点）：毛利 101、客户保持率 80.8%、折现率 9.9%。{{lifetime_value:.0f}} 的价值各上升百分之几？看结果之前，先给三者排个序。

# %%
def value(m, r, d):
    return m * (1 + d) / (1 + d - r)


better = pd.Series({"margin": value(101, 0.80, 0.10), "retention": value(100, 0.808, 0.10),
                    "discount rate": value(100, 0.80, 0.099)})
(100 * (better / value(100, 0.80, 0.10) - 1)).round(2).to_frame("value rises by (%)")

# %% [markdown]
# By how many per cent the value moves when a number moves by one per cent is called its **elasticity** (弹性). For small steps
# there are short forms: the margin has 1, retention $r / (1 + d - r)$, the very formula of the margin multiple, and the
# discount rate $d\, r / ((1 + d)(1 + d - r))$ for a *fall* (with a minus for a rise). Retention's is
# {{multiples.iloc[2, 0]:.2f}}; the {{100 * (better["retention"] / value(100, 0.8, 0.1) - 1):.2f}} above is a little more because a full per cent is not a small step on a bending curve.

# %% [markdown] lang="zh"
# 一个数字变动百分之一，价值随之变动百分之几，这叫作**弹性**（elasticity）。变动很小时有简短的公式：毛利的弹性是 1，客户保持率的是 $r / (1 + d - r)$，与毛利倍数是同一个公式；折现率*下降*时是 $d\, r / ((1 + d)(1 + d - r))$（上升时要加负号）。客户保持率的弹性是 {{multiples.iloc[2, 0]:.2f}}；上表的 {{100 * (better["retention"] / value(100, 0.8, 0.1) - 1):.2f}} 略大，因为曲线是弯的，整整百分之一已经不算很小的一步。

# %%
rates = np.array([0.60, 0.80, 0.90])
by_retention = valuation.retention_elasticity(
    retention_rate=rates, annual_discount_rate=discount, first_payment="now")
by_discount = discount * rates / (growth * (growth - rates))  # for a rate that falls
elasticities = pd.DataFrame(
    {"margin": 1.0, "retention": by_retention, "discount rate, falling": by_discount},
    index=["60 %", "80 %", "90 %"]).T

# %%
ax = plots.valuation.levers(elasticities.rename(columns="at {} retention".format))

# %% [markdown]
# At 80 % retention its lever ({{elasticities.loc["retention", "80 %"]:.2f}}) is almost three times as long as the margin's
# and {{by_retention[1] / by_discount[1]:.0f}} times as long as the discount rate's ({{by_discount[1]:.2f}}). But the length of a lever is not its price: one per cent of retention may cost more than one per cent of margin.

# %% [markdown] lang="zh"
# 图题的意思是：客户保持率提高百分之一，价值最多上升 {{by_retention[2]:.1f}}%（图中是各项的弹性，折现率指下降）。保持率为 80% 时，它的弹性（{{by_retention[1]:.2f}}）差不多是毛利的三倍，是折现率（{{by_discount[1]:.2f}}）的 {{by_retention[1] / by_discount[1]:.0f}} 倍。不过，效果大不等于成本低：客户保持率提高百分之一，可能比毛利提高百分之一更贵。

# %% [markdown]
# Firms differ as the bars do: for retention, Gupta, Lehmann and Stuart report an elasticity of 2.45 for Amazon and 6.75 for Ameritrade
# ("Valuing Customers", *Journal of Marketing Research* 41(1), 2004). We quote these two and have not recomputed them.

# %% [markdown] lang="zh"
# 企业之间的差别也像这些柱子一样大：Gupta、Lehmann 和 Stuart 报告的保持率弹性，亚马逊为 2.45，Ameritrade 为 6.75（“Valuing Customers”，*Journal of Marketing Research* 41(1)，2004）。这两个数字只是引用，我们没有重算。

# %% [markdown]
# ## What if winning one costs 500 yuan?
#
# More than the {{lifetime_value:.0f}} that a customer who pays in advance is worth. It can still pay, if customers stay longer.
# Set the value equal to the cost and solve for r. Guess the retention rate that is needed, then look.

# %% [markdown] lang="zh"
# ## 如果争取一位客户要花 500 元呢？
#
# 这超过了预付客户的价值 {{lifetime_value:.0f}} 元。如果客户留得更久，仍然可能划算。令价值等于成本，解出 r。先猜需要多高的客户保持率，再看结果。

# %%
needed = valuation.break_even_retention(
    annual_margin=margin, acquisition_cost=500, annual_discount_rate=discount, first_payment="now"
)
print(f"{100 * needed:.0f} %, by hand {100 * growth * (1 - margin / 500):.0f} %")

# %% [markdown]
# ## The answer
#
# Winning a customer may cost up to {{totals.iloc[0]:.0f}} yuan if they pay in advance, and up to {{totals.iloc[1]:.0f}} if the
# first payment comes in a year. At a cost of 500 one needs a retention of {{100 * needed:.0f}} % instead of 80 %. And whoever is
# offered a company by its customer value asks two things first: when does the first payment come, and is one retention
# rate used for all?

# %% [markdown] lang="zh"
# ## 回答
#
# 预付的客户，争取一位最多可以花 {{totals.iloc[0]:.0f}} 元；首笔付款要等一年的，最多 {{totals.iloc[1]:.0f}} 元。如果成本是 500 元，客户保持率要达到 {{100 * needed:.0f}}%，而不是 80%。有人按客户价值出售一家公司时，先问两件事：首笔付款什么时候来？是不是所有客户都用同一个保持率？

# %% [markdown]
# ## Published and ours
#
# Gupta and Lehmann, "Customers as Assets", *Journal of Interactive Marketing* 17(1), 2003, print the sixteen multiples
# of our table. All agree to the second decimal.

# %% [markdown] lang="zh"
# ## 文献数字与本课结果
#
# Gupta 和 Lehmann（“Customers as Assets”，*Journal of Interactive Marketing* 17(1)，2003）给出了本课表中的十六个毛利倍数，保留两位小数全部一致。

# %%
printed = pd.DataFrame(
    [[1.20, 1.15, 1.11, 1.07], [1.75, 1.67, 1.59, 1.52], [2.67, 2.50, 2.35, 2.22],
     [4.50, 4.09, 3.75, 3.46]], index=multiples.index, columns=multiples.columns)
both = {"published": printed, "ours": multiples.round(2)}
pd.concat(both, axis="columns")

# %% [markdown]
# ## Limits
#
# One retention rate for everybody and for ever. In real files the loyal stay and the others go, so the rate of a cohort
# (同期群), the customers who came in the same year, *rises* with time. [Lesson 32](32_contracts.ipynb) shows that the formulas
# above then undervalue old customers.

# %% [markdown] lang="zh"
# ## 局限
#
# 所有客户、所有年份都用同一个客户保持率。在真实数据里，忠诚的客户留下，其他人离开，所以同期群（同一年到来的客户）的保持率会随时间*上升*。[第 32 课](32_contracts.ipynb)会说明，这时上面的公式会低估老客户。

# %% [markdown]
# **Terms** customer lifetime value 客户终身价值 · margin 毛利 · retention rate 客户保持率 · discount rate 折现率 · margin multiple
# 毛利倍数 · elasticity 弹性
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/30_worth.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Redo the table by hand with quarterly payments of 25 yuan. Is the customer worth more or less?
# 2. A magazine pays 60 yuan to win a subscriber (margin 30 a year, in advance, 10 %). Which retention does it need?
# 3. Your director wants 5 points of retention for 8 yuan per customer per year. Worth it at 60 %? At 90 %?

# %% [markdown] lang="zh"
# **术语** 客户终身价值 customer lifetime value · 毛利 margin · 客户保持率 retention rate · 折现率 discount rate · 毛利倍数 margin multiple · 弹性 elasticity
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/30_worth.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 改为每季度付 25 元，重做那张手算表。客户的价值变高还是变低？
# 2. 一家杂志花 60 元争取一位订户（每年毛利 30 元，预付，折现率 10%）。需要多高的客户保持率？
# 3. 总监想用每位客户每年 8 元的成本，把保持率提高 5 个百分点。保持率为 60% 时值得吗？90% 时呢？
