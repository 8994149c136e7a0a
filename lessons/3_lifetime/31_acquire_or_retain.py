# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["31", "30", "40", "90", "16", "0.01", "1000", "74", "13", "60", "10000", "100000"]
# ---

# %% [markdown]
# # 31 Acquire or retain?
#
# **Question** "Keeping a customer is five times cheaper than winning one." So should all the money go into keeping?
#
# **Who asks** A marketing director with one budget and two departments.
#
# **Time** 30 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb).
#
# **You will be able to**
# 1. describe how spending wins or keeps customers, with a ceiling and a speed;
# 2. find the best spending on keeping and on winning, by hand and by call;
# 3. check a budget by the customer equity test;
# 4. say what "five times cheaper" does and does not tell.
#
# **Data** the example of Blattberg and Deighton (1996), as worked out by Pfeifer (2005).

# %% [markdown] lang="zh"
# # 31 获客还是留客？
#
# **问题** “留住一位老客户的成本只有争取一位新客户的五分之一。”那么钱是不是应该全部用来留客？
#
# **谁会这样问** 手里一份预算、下面两个部门的营销总监。
#
# **用时** 30 分钟。**先修** [30 一位客户值多少钱](30_worth.ipynb)。
#
# **学完你能够**
# 1. 用“上限”和“速度”描述花钱如何带来或留住客户；
# 2. 求出留客和获客的最佳投入，先动手算，再调用；
# 3. 用客户资产检验来检查一份预算；
# 4. 说清“五倍之说”说明了什么，又没有说明什么。
#
# **数据** Blattberg 和 Deighton（1996）的例子，由 Pfeifer（2005）算出结果。

# %%
import numpy as np
import pandas as pd

from crmkit import plots
from crmkit.lifetime import valuation

# %%
plots.course_style()


def share(spend, ceiling, speed):
    return ceiling * (1 - np.exp(-speed * spend))


# %% [markdown]
# ## Spending has diminishing returns
#
# Spend nothing on a prospect (潜在客户) and nobody comes; spend without end and some still say no. The share that endless
# spending would win is called the **ceiling** (上限). In this firm the ceiling is 40 % for winning and 90 % for keeping. Guess:
# how much must be spent on one person to reach *half* of each?

# %% [markdown] lang="zh"
# ## 投入的回报递减
#
# 在一位潜在客户身上一分不花，没有人会来；无限花下去，仍有人拒绝。无限投入所能赢得的比例叫作**上限**（ceiling）。这家企业的获客上限是 40%，留客上限是 90%。猜一猜：要达到上限的*一半*，各需在每人身上花多少？

# %%
spend = np.arange(0, 101)
ceilings = pd.Series({"winning": 0.40, "keeping": 0.90})
curves = pd.DataFrame({"winning": share(spend, 0.40, 0.05), "keeping": share(spend, 0.90, 0.03)})
ax = plots.valuation.spending_curves(curves, ceilings=ceilings)

# %% [markdown]
# The first {{np.log(2) / 0.05:.0f}} win half of what can be won, the first {{np.log(2) / 0.03:.0f}} keep half of what can be kept, and after that each unit of money does
# less. The formula is $\text{ceiling} \cdot (1 - e^{-\text{speed} \cdot \text{spend}})$, with a **speed** (速度) that says how soon the
# curve bends: 0.05 for winning, 0.03 for keeping.

# %% [markdown] lang="zh"
# 前 {{np.log(2) / 0.05:.0f}} 块钱赢得可赢得的一半，前 {{np.log(2) / 0.03:.0f}} 块钱留住可留住的一半；再往后，每一块钱的作用越来越小。公式是 $\text{ceiling} \cdot (1 - e^{-\text{speed} \cdot \text{spend}})$，其中的**速度**（speed）说明曲线弯得多早：获客 0.05，留客 0.03。

# %% [markdown]
# Managers can give both numbers by answering two questions: "What share do you win now, for how much a prospect?" and "What
# share would you win if money were no object?" Say the answers are 16 % for 10, and 40 %. Solve the formula for the speed.

# %% [markdown] lang="zh"
# 管理者回答两个问题，就能给出这两个数字：“现在每位潜在客户花多少钱，能赢得多大比例？”“如果不计成本，能赢得多大比例？”假设回答是花 10 赢得 16%，以及 40%。由公式解出速度。

# %%
print(f"{-np.log(1 - 0.16 / 0.40) / 10:.2f}")

# %% [markdown]
# ## By hand: how much to spend on keeping?
#
# A customer pays a margin of 100 now, and the discount rate d is 10 %. At each year's end the firm spends R on every customer;
# the share r stays and pays 100. So a year brings 100 r - R. As in lesson 30, all years to come are worth
# $(100\,r - R) / (1 + d - r)$ today, and the 100 of now come on top. Guess the best R.

# %% [markdown] lang="zh"
# ## 动手算：留客该花多少？
#
# 一位客户现在付 100 的毛利，折现率 d 为 10%。每年年末，企业在每位客户身上花 R，比例为 r 的客户留下并付 100。所以一年带来 100 r - R。与第 30 课相同，未来各年合计在今天值 $(100\,r - R) / (1 + d - r)$，再加上现在的 100。猜一猜最佳的 R。

# %%
keep = pd.DataFrame({"kept": curves["keeping"]}).rename_axis("spend on keeping, a year")
keep["value"] = 100 + (100 * keep["kept"] - keep.index) / (1.10 - keep["kept"])
keep.loc[[0, 10, 30, 47, 70, 100]].round(2)

# %%
ax = plots.valuation.best_spend(keep["value"])

# %% [markdown]
# {{keep["value"].idxmax()}} a year keeps {{100 * keep["kept"][keep["value"].idxmax()]:.0f}} % and makes a customer worth
# {{keep["value"].max():.1f}}. Left of the top too many customers leave; right of it the firm pays more than the last customers
# kept are worth. Whoever spends 100 a year on a margin of 100 even ends below a firm that spends nothing.

# %% [markdown] lang="zh"
# 每年花 {{keep["value"].idxmax()}}，留住 {{100 * keep["kept"][keep["value"].idxmax()]:.0f}}%，一位客户值 {{keep["value"].max():.1f}}。在最高点左边，流失的客户太多；在右边，为最后留住的那些客户付出的钱超过了他们的价值。毛利只有 100 却每年花 100 来留客，结果还不如一分不花。

# %% [markdown]
# ## And on winning?
#
# A prospect on whom A is spent becomes a customer with the share a, so they are worth a times the value of a customer, less A.
# Keeping is therefore *decided first*: it fixes what a customer is worth, and that decides what winning may cost. Will the
# best A be more than {{keep["value"].idxmax()}}, or less?

# %% [markdown] lang="zh"
# ## 获客又该花多少？
#
# 在一位潜在客户身上花 A，成为客户的比例是 a，所以一位潜在客户的价值是 a 乘以客户价值，再减去 A。因此*先决定留客*：它决定一位客户值多少，再由此决定获客可以花多少。最佳的 A 会比 {{keep["value"].idxmax()}} 多还是少？

# %%
prospect = curves["winning"] * keep["value"].max() - spend
ax = plots.valuation.best_spend(
    prospect.rename_axis("spend on winning, a prospect"), what="a prospect"
)

# %% [markdown]
# {{prospect.idxmax()}} a prospect, which wins {{100 * curves["winning"][prospect.idxmax()]:.0f}} %. Whoever spends more than
# about {{prospect[prospect > 0].index.max()}} loses money with every prospect. `acquire_or_retain` finds both tops exactly,
# between the whole numbers that we have tried.

# %% [markdown] lang="zh"
# 在每位潜在客户身上花 {{prospect.idxmax()}}，赢得 {{100 * curves["winning"][prospect.idxmax()]:.0f}}%。花费超过大约 {{prospect[prospect > 0].index.max()}}，每一位潜在客户都会亏钱。`acquire_or_retain` 能在我们试过的整数之间精确找到两个最高点。

# %%
example = {"acquisition_ceiling": 0.40, "acquisition_speed": 0.05,
           "retention_ceiling": 0.90, "retention_speed": 0.03}
plan = valuation.acquire_or_retain(annual_margin=100, annual_discount_rate=0.10, **example)
pd.Series(plan._asdict(), name="best plan").round(2).to_frame()

# %% [markdown]
# ## The equity test
#
# How does a director see whether a budget is right without trying every spend? By looking at the *last* unit of money. If it
# wins 0.01 customers, the last customer won has cost 100. The slope of the curve says how many it wins, and one over the
# slope what the last one costs. At the best plan, do you expect the last one won to cost more than the last one kept?

# %% [markdown] lang="zh"
# ## 客户资产检验
#
# 不把每种投入都试一遍，总监怎么知道预算是否合适？看*最后*一块钱。如果它赢得 0.01 位客户，那么最后赢得的那位客户就花了 100。曲线的斜率是最后一块钱赢得的客户数，斜率的倒数就是最后一位客户的成本。在最佳方案下，你觉得最后赢得的客户会比最后留住的更贵吗？

# %%
def last_costs(spend, ceiling, speed):
    return 1 / (ceiling * speed * np.exp(-speed * spend))


pd.Series({
    "the last won costs": last_costs(plan.acquisition_spend, 0.40, 0.05),
    "the last kept costs": last_costs(plan.retention_spend, 0.90, 0.03),
    "a customer is worth": plan.customer_value,
}).round(2).to_frame("money")

# %% [markdown]
# Three equal numbers. This is Blattberg and Deighton's **customer equity test** (客户资产检验): at the best plan the last customer
# won and the last one kept cost exactly what a customer is worth. Where the last one costs less, spend more; where they cost
# more, spend less.

# %% [markdown] lang="zh"
# 三个数字相等。这就是 Blattberg 和 Deighton 的**客户资产检验**（customer equity test）：在最佳方案下，最后赢得的和最后留住的客户，成本都恰好等于一位客户的价值。最后一位的成本低于价值，就多花；高于价值，就少花。

# %% [markdown]
# ## Five times cheaper?
#
# Now take a firm for which the saying is true. Its customers bring a margin of 300 a year. It spends 10 on a
# prospect and 110 a year on a customer. It wins slowly (speed 0.004); all else is as before. What does one customer cost on *average*, won and
# kept?

# %% [markdown] lang="zh"
# ## 真的是五倍吗？
#
# 现在来看一家符合这句话的企业。它的客户每年带来 300 的毛利；它在每位潜在客户身上花 10，每年在每位客户身上花 110。获客很慢（速度 0.004），其余与前面相同。平均来看，赢得一位和留住一位客户各花多少？

# %%
won, kept = share(10, 0.40, 0.004), share(110, 0.90, 0.03)
average = pd.Series({"won": 10 / won, "kept": 110 / kept})
average.round(0).to_frame("one costs, on average")

# %% [markdown]
# Winning costs {{average["won"] / average["kept"]:.1f}} times as much as keeping, so the keeping department asks for the next 1,000. Write down your choice before you look:
# does the money go to keeping or to winning?

# %% [markdown] lang="zh"
# 获客成本是留客的 {{average["won"] / average["kept"]:.1f}} 倍，于是留客部门要求得到下一笔 1,000。看结果之前先写下你的选择：这笔钱给留客部门，还是给获客部门？

# %%
costs = pd.DataFrame({"average": average})
costs["last"] = [last_costs(10, 0.40, 0.004), last_costs(110, 0.90, 0.03)]
worth = 300 + (300 * kept - 110) / (1.10 - kept)
ax = plots.valuation.average_and_last(costs, value=worth)

# %% [markdown]
# To winning. The last customer won cost {{costs.loc["won", "last"]:.0f}} and is worth {{worth:.0f}}; the last one kept cost
# {{costs.loc["kept", "last"]:,.0f}}, more than they will ever bring. The average hides this, because the first customers kept
# are so cheap. A ratio of averages says nothing about the next unit of money.

# %% [markdown] lang="zh"
# 给获客部门。最后赢得的客户花了 {{costs.loc["won", "last"]:.0f}}，价值 {{worth:.0f}}；最后留住的客户花了 {{costs.loc["kept", "last"]:,.0f}}，超过他们能带来的一切。平均数掩盖了这一点，因为最先留住的客户非常便宜。平均成本之比，说明不了下一块钱该花在哪里。

# %%
slow = example | {"acquisition_speed": 0.004}
better = valuation.acquire_or_retain(annual_margin=300, annual_discount_rate=0.10, **slow)
now = [10, 110, won, kept, worth, won * worth - 10]
pd.DataFrame({"now": now, "best plan": better}, index=better._fields).round(2)

# %% [markdown]
# The best plan spends {{better.acquisition_spend:.0f}} on a prospect instead of 10 and a little less on keeping. Each prospect is
# then worth {{better.prospect_value:.0f}} instead of {{won * worth - 10:.0f}}: for 1,000 prospects
# about {{round(1000 * (better.prospect_value - won * worth + 10), -3):,.0f}} more. So much would the saying have cost.

# %% [markdown] lang="zh"
# 最佳方案在每位潜在客户身上花 {{better.acquisition_spend:.0f}} 而不是 10，留客则略微少花。每位潜在客户的价值从 {{won * worth - 10:.0f}} 升到 {{better.prospect_value:.0f}}：1,000 位潜在客户就多出大约 {{round(1000 * (better.prospect_value - won * worth + 10), -3):,.0f}}，这正是相信那句话的代价。

# %% [markdown]
# Is there at least a right ratio to aim at? Return to the first firm and let the ceiling of winning change, each time with
# the best plan. Do you expect five anywhere?

# %% [markdown] lang="zh"
# 那么，有没有一个应当追求的正确比例？回到第一家企业，让获客上限变化，每次都取最佳方案。你觉得哪里会出现五倍？

# %%
def best_ratio(ceiling):
    one = valuation.acquire_or_retain(annual_margin=100, annual_discount_rate=0.10,
                                      **(example | {"acquisition_ceiling": ceiling}))
    won_for = one.acquisition_spend / one.acquisition_rate
    return won_for / (one.retention_spend / one.retention_rate)


# %%
ratios = pd.Series({ceiling: best_ratio(ceiling) for ceiling in (0.20, 0.40, 0.60, 0.80)})
ratios.rename_axis("ceiling of winning").round(1).to_frame("winning costs so many times as much")

# %% [markdown]
# No five: the best ratio runs from {{ratios.iloc[-1]:.1f}} where prospects are easily won to {{ratios.iloc[0]:.1f}} where they are
# not (at a ceiling of 10 % winning does not pay at all). A ratio is what *comes out* of good spending, and no rule for it.

# %% [markdown] lang="zh"
# 没有五倍：潜在客户容易赢得时，最佳比例是 {{ratios.iloc[-1]:.1f}}；不容易时是 {{ratios.iloc[0]:.1f}}（上限为 10% 时，获客根本不划算）。比例是合理投入的*结果*，而不是投入的准则。

# %% [markdown]
# ## The answer
#
# No. In Blattberg and Deighton's firm the director spends {{plan.retention_spend:.0f}} a year on each customer and
# {{plan.acquisition_spend:.0f}} on each prospect; winning then costs {{ratios[0.40]:.1f}} times as much as keeping. In the firm where
# keeping is five times cheaper, the next money belongs to *winning*. Ask both departments what their last customer cost.

# %% [markdown] lang="zh"
# ## 回答
#
# 不应该。在 Blattberg 和 Deighton 的企业里，总监每年在每位客户身上花 {{plan.retention_spend:.0f}}，在每位潜在客户身上花 {{plan.acquisition_spend:.0f}}；这时赢得一位客户的成本是留住一位的 {{ratios[0.40]:.1f}} 倍。而在获客成本是留客五倍的那家企业，下一笔钱应当用于*获客*。请两个部门都报一报：最后一位客户花了多少钱？

# %% [markdown]
# ## Published and ours
#
# Blattberg and Deighton, "Manage Marketing by the Customer Equity Test", *Harvard Business Review* 74(4), 1996; Pfeifer, "The
# Optimal Ratio of Acquisition and Retention Costs", *Journal of Targeting, Measurement and Analysis for Marketing* 13(2), 2005.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 来源：Blattberg 和 Deighton，“Manage Marketing by the Customer Equity Test”，*Harvard Business Review* 74(4)，1996；Pfeifer，“The Optimal Ratio of Acquisition and Retention Costs”，*Journal of Targeting, Measurement and Analysis for Marketing* 13(2)，2005。

# %%
published = {"spend on a prospect": 21.986, "spend on a customer": 46.646,
             "customer value": 150.101}
ours = [plan.acquisition_spend, plan.retention_spend, plan.customer_value]
pd.DataFrame({"published": published, "ours": pd.Series(ours, index=[*published]).round(3)})

# %% [markdown]
# ## Limits
#
# The curves are a manager's guess from two answers; only an experiment measures them. All customers are alike here, and those
# won at great expense stay as long as the others, which is seldom so. And a rival who copies a programme takes its effect
# away.

# %% [markdown] lang="zh"
# ## 局限
#
# 这两条曲线只是管理者凭两个回答做出的估计，要靠实验才能测准。这里假定所有客户都一样，高价争取来的客户也留得同样久，现实中很少如此。而且，竞争者一旦照搬，项目的效果就会消失。

# %% [markdown]
# **Terms** acquisition 获客 · retention 留客 · prospect 潜在客户 · ceiling 上限 · speed 速度 · customer equity test 客户资产检验 ·
# customer equity 客户资产
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/31_acquire_or_retain.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. The margin falls to 60. Which of the two spends falls more?
# 2. Find a firm for which five is the right ratio. Would you believe its figures?
# 3. Your prospects are 10,000 and the budget is 100,000 for everything. What gives first?

# %% [markdown] lang="zh"
# **术语** 获客 acquisition · 留客 retention · 潜在客户 prospect · 上限 ceiling · 速度 speed · 客户资产检验 customer equity test · 客户资产 customer equity
#
# ## 轮到你了
#
# [本课练习](../../../exercises/3_lifetime/31_acquire_or_retain.ipynb)（英文）会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 毛利降到 60。两项投入中哪一项降得更多？
# 2. 找出一家以五倍为最佳比例的企业。你相信它的数字吗？
# 3. 你有 10,000 位潜在客户，全部预算是 100,000。先砍哪一项？
