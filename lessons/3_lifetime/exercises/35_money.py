# %% [markdown]
# # Exercises to 35: Money and value
#
# **Your company** An online shop for kitchen goods. Its customers are simulated and drawn by your name: nobody
# else has your numbers. `customers` has one row a customer as of 30 June 2024; all came in 2023; money is in
# yuan.
#
# `money` is a Gamma-Gamma, `buying` a Pareto/NBD model of them; `margin_rate` is the share of spend left as
# margin (毛利). The value (客户终身价值) of a customer is as in the lesson: margin rate times expected spend times
# discounted expected transactions (折现期望购买次数), at 15 % a year unless a question says otherwise.
#
# **Before this** [35 Money and value](../../notebooks/3_lifetime/35_money.ipynb). **Time** 50 minutes.

# %% [markdown] lang="zh"
# # 练习 35：金额与价值
#
# **你的公司** 一家网上厨房用品店。客户是模拟的，由你的姓名生成，别人的数字和你的不一样。`customers` 每位客户一行，截止日为 2024 年 6 月 30 日；所有客户都在 2023 年首次购买；金额单位为元。
#
# `money` 是这些客户的伽马-伽马模型，`buying` 是帕累托/NBD 模型；`margin_rate` 是消费额中留作毛利的比例。客户终身价值与课上相同：毛利率 × 期望消费金额 × 折现期望购买次数；题目没有另说时，年折现率为 15 %。
#
# **先修** [35 金额与价值](../../../notebooks/zh/3_lifetime/35_money.ipynb)。**用时** 50 分钟。

# %% data
import numpy as np

from crmkit import summary
from crmkit.lifetime import GammaGamma, ParetoNBD

_arrival = np.concatenate([[0.0], rng.uniform(0, 365, 1_999)])
_buying = ParetoNBD(
    r=rng.uniform(0.65, 0.75),
    alpha=rng.uniform(8.5, 10.5),
    s=rng.uniform(0.65, 0.75),
    beta=rng.uniform(9, 11),
    period_days=7,
)
_log = _buying.simulate(len(_arrival), watched_days=547 - _arrival, rng=rng, start="2023-01-01")
_log["customer_id"] += 20_001
_money = GammaGamma(p=rng.uniform(4.5, 6), q=rng.uniform(4, 5), gamma=rng.uniform(75, 95))
_log["amount"] = np.round(_money.simulate(_log["customer_id"], rng=rng), 2).clip(min=1)
customers = summary.customers(_log, as_of="2024-06-30")

margin_rate = float(rng.integers(28, 39)) / 100
mailing_cost = float(rng.integers(16, 21)) / 10
call_cost = float(rng.integers(80, 96)) / 10

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import GammaGamma, ParetoNBD

# %%
customers, margin_rate = sheet["customers"], sheet["margin_rate"]
mailing_cost, call_cost = sheet["mailing_cost"], sheet["call_cost"]
money = GammaGamma.fit(customers)
buying = ParetoNBD.fit(customers, period_days=7)
customers[["repeat_purchases", "age_at_last_days", "age_days", "mean_repeat_spend"]].head(3)

# %% [markdown] points=1 decimals=1
# ## One large purchase, or ten
#
# Two customers have a mean of 400 yuan a repeat purchase: one repeated once, the other ten times. What does
# `money` expect each to spend on a coming purchase? Yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 一次大额购买，还是十次
#
# 两位客户的重复购买平均金额都是 400 元：一位只重复购买过一次（`"once"`），另一位十次（`"ten times"`）。`money` 预期他们下一次购买各花多少？单位为元，保留 1 位小数。

# %% solution
# What a customer spent is partly the customer and partly luck. One purchase says little, so the model goes far
# back to the mean of all; ten purchases at this level can hardly be luck.
# zh: 过去的消费一部分来自客户本人，一部分来自运气。只有一次购买说明不了多少，模型就大幅向总体平均靠拢；十次都在这个水平，就很难只是运气。
seen = pd.DataFrame({"repeat_purchases": [1, 10], "mean_repeat_spend": 400.0})
once, ten = money.expected_spend(seen)
q1 = {"once": once, "ten times": ten}

# %% wrong
# That is what they spent so far. How much of it was luck, and for whom is luck more likely?
# zh: 这是他们以往的平均金额。其中有多少是运气？谁更可能只是运气好？
q1 = {"once": 400, "ten times": 400}
# You swapped the two. Whose mean can you trust more?
# zh: 你把两个人弄反了。谁的平均值更可信？
q1 = {"once": ten, "ten times": once}
# That is what somebody spends of whom nothing is known. Of these two something is known.
# zh: 这是对一无所知的客户的预期。这两位客户并非一无所知。
q1 = {"once": money.mean_spend, "ten times": money.mean_spend}
# You mixed their mean and that of all yourself: half and half, and ten to one. Ask the model for its weights.
# zh: 你自己定了权重：一次时各占一半，十次时十比一。权重应由模型给出。
mean = money.mean_spend
q1 = {"once": (400 + mean) / 2, "ten times": (10 * 400 + mean) / 11}

# %% hints
# The lesson asks the same of customers of CDNOW. Which two columns does the model need?
# zh: 课上对 CDNOW 的客户问过同样的问题。模型需要哪两列？

# Make a table with a row for each of the two and give it to `money.expected_spend`.
# zh: 做一张表，两位客户各一行，交给 `money.expected_spend`。

# %% [markdown] points=2 decimals=0
# ## What is the customer base worth?
#
# Compute each customer's value. What is the sum over all customers (`"total"`), and over those without a repeat
# purchase (`"never_repeated"`)? Whole yuan.

# %% [markdown] lang="zh"
# ## 全部客户价值多少？
#
# 计算每位客户的终身价值。全体客户之和（`"total"`）是多少？没有重复购买的客户之和（`"never_repeated"`）是多少？以元为单位，取整数。

# %% solution
# Purchases to come, discounted, times what each will cost, times the margin rate. Whoever never repeated is
# worth little, but they are many; the model gives them a spend, too: the mean of all.
# zh: 未来的购买次数（已折现）乘以每次金额，再乘以毛利率。没有重复购买的客户每人价值很小，但人数很多；模型也给他们一个预期金额：总体平均。
spend = money.expected_spend(customers)
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * spend * bought
never = customers["repeat_purchases"] == 0
q2 = {"total": value.sum(), "never_repeated": value[never].sum()}

# %% wrong
# That is revenue. Of each yuan of spend only the margin is left.
# zh: 这是收入。每一元消费中只有毛利留下来。
value = spend * bought
# You took the mean of the purchases seen. Coming purchases want the expected spend.
# zh: 你用的是以往购买的平均金额。未来的购买要用期望消费金额。
spend = customers["mean_repeat_spend"].fillna(0)
# The total is right. Those without a repeat are not worth 0: the model gives them the mean spend of all.
# zh: `total` 对了。没有重复购买的客户并不是 0：模型给他们总体平均金额。
q2["never_repeated"] = 0.0
# You gave everybody the mean spend of all. The model knows more of those who repeated.
# zh: 你给每个人都用了总体平均金额。对重复购买过的客户，模型知道得更多。
value = margin_rate * money.mean_spend * bought
# You counted the purchases of one year. The value holds all that will ever come, discounted.
# zh: 你只算了一年的购买。终身价值包含今后的全部购买，并经过折现。
bought = buying.expected_purchases(customers, horizon_days=365)
# Those are means a customer. What are they worth together?
# zh: 这是人均价值。合起来值多少？
q2 = {"total": value.mean(), "never_repeated": value[never].mean()}
# The total is right. For the second sum you took those who repeated; take the others.
# zh: 总和算对了。第二个和你取的是重复购买过的客户，应当取其余的人。
q2["never_repeated"] = value[~never].sum()

# %% hints
# The lesson goes from a file to values: purchases first, then spend, then the margin rate.
# zh: 课上从文件一直算到价值：先是购买次数，再是金额，最后是毛利率。

# The value is a Series by customer. Sum it up for all, and for the rows with `repeat_purchases` equal to 0.
# zh: 价值是一个 Series，每位客户一个数。对全体求和，再对 `repeat_purchases` 等于 0 的行求和。

# %% [markdown] points=2 decimals=3
# ## Half the margin, or twice the discount?
#
# Change one assumption at a time. Which share of the total value, between 0 and 1, is *lost*
#
# - `"margin"`: when the margin rate is halved?
# - `"discount"`: when the discount rate (折现率) is 30 % a year instead of 15 %?
#
# And `"ranks"`: which of the two changes the order of customers by value, `"margin"` or `"discount"`? Shares
# with 3 decimals.

# %% [markdown] lang="zh"
# ## 毛利率减半，还是折现率加倍？
#
# 每次只改变一个假设。总价值会*损失*多大比例（0 到 1 之间）？
#
# - `"margin"`：毛利率减半；
# - `"discount"`：年折现率由 15 % 变为 30 %。
#
# 再答 `"ranks"`：两者中哪一个会改变客户按价值的排序，`"margin"` 还是 `"discount"`？比例保留 3 位小数。

# %% solution
# The margin rate multiplies every value alike: nobody changes places. The discount hits late purchases most, so
# customers who will stay long lose more.
# zh: 毛利率对每个人的价值同比例缩放，没有人换位置。折现率对晚发生的购买影响最大，所以会长期留下的客户损失更多。
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.30):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (bought * spend).sum()
q3 = {"margin": 0.5, "discount": 1 - total[0.30] / total[0.15], "ranks": "discount"}

# %% wrong
# Twice the discount does not halve the value: purchases that come soon hardly lose. Compute the total anew.
# zh: 折现率加倍不等于价值减半：不久就会发生的购买几乎不受影响。重新计算总价值。
q3["discount"] = 0.5
# For the discount that is the share that is left. Which share is lost?
# zh: 折现率一项，这是剩下的比例。损失的比例是多少？
q3["discount"] = 1 - q3["discount"]
# You discounted as if all purchases came in a year. They come at all times: compute each customer anew.
# zh: 你当作所有购买都在一年后发生。购买随时都会发生：应对每位客户重新计算。
q3["discount"] = 1 - 1.15 / 1.30
# The shares are right. Can a factor that is the same for everybody move one customer past another?
# zh: 比例算对了。一个对所有人都相同的因子，能让一位客户超过另一位吗？
q3["ranks"] = "margin"

# %% hints
# Which factor of the value holds the margin rate, which the discount rate? Which is the same for everybody?
# zh: 毛利率在价值的哪个因子里，折现率在哪个里？哪一个对所有人都相同？

# Compute the total twice, with `annual_discount_rate` 0.15 and 0.30.
# zh: 把总价值算两遍，`annual_discount_rate` 分别取 0.15 和 0.30。

# %% [markdown] points=2 decimals=2
# ## Is more always better?
#
# Fourteen customers with an age (客龄) of 545 days made their last purchase at an age of 350 days. The first
# repeated once, the second twice, ..., the last 14 times. Take `money.mean_spend` for all of them. Whose value
# is highest: how many repeat purchases, and how many yuan (2 decimals)?

# %% [markdown] lang="zh"
# ## 越多越好吗？
#
# 十四位客户的客龄都是 545 天，末次购买时的客龄都是 350 天。第一位重复购买过 1 次，第二位 2 次，……，最后一位 14 次。每次购买的金额都用 `money.mean_spend`。谁的价值最高：重复购买几次（`"repeat_purchases"`），价值多少元（`"value"`，保留 2 位小数）？

# %% solution
# Two things grow with the purchases: the buying rate, and the weight of the silence. At first the rate wins,
# then the silence: the heaviest buyers have probably left.
# zh: 购买次数越多，两样东西同时增长：购买率，和沉默的分量。起初购买率占上风，后来沉默占上风：买得最多的人多半已经离开。
grid = pd.DataFrame({"repeat_purchases": range(1, 15), "age_at_last_days": 350, "age_days": 545})
bought = buying.discounted_expected_transactions(grid, annual_discount_rate=0.15)
value = margin_rate * money.mean_spend * bought
best = value.idxmax()
q4 = {"repeat_purchases": grid["repeat_purchases"][best], "value": value[best]}

# %% wrong
# You took the heaviest buyer. They used to come every 25 days: what does their silence say?
# zh: 你选了买得最多的人。此人以前每 25 天来一次：现在的沉默说明什么？
best = 13
# You took the one most probably alive. They buy so seldom that another one is worth more.
# zh: 你选了活跃概率最高的人。此人买得太少，另一位更有价值。
best = buying.probability_alive(grid).idxmax()
# The customer is right. You gave discounted purchases: turn them into money.
# zh: 客户选对了。你给的是折现购买次数：要换算成钱。
q4["value"] = bought[best]
# The customer is right. You gave revenue: only the margin counts.
# zh: 客户选对了。你给的是收入：只有毛利才算。
q4["value"] = value[best] / margin_rate
# That is the row, counted from 0. How often did the customer in this row repeat?
# zh: 这是行号，从 0 数起。这一行的客户重复购买过几次？
q4["repeat_purchases"] = best

# %% hints
# Make a table of 14 rows with the three columns that `buying` needs. Only one of them differs.
# zh: 做一张 14 行的表，包含 `buying` 需要的三列。只有一列逐行不同。

# Value is margin rate times spend times discounted transactions. Which row has the highest?
# zh: 价值等于毛利率乘以金额乘以折现期望购买次数。哪一行最高？

# %% [markdown] points=2 decimals=0
# ## A colleague's four steps
#
# ```python
# # A  Customers without a repeat are in this table, too; the fit leaves them out by itself.
# money = GammaGamma.fit(customers)
# # B  The weeks are only the unit of the rates; the table stays in days.
# buying = ParetoNBD.fit(customers, period_days=7)
# # C  The model counts in weeks, so the yearly discount rate has to be a weekly one.
# bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
# # D  Margin times spend times purchases.
# total = (margin_rate * money.expected_spend(customers) * bought).sum()
# ```
#
# One step is wrong, and so is its comment. Which (`"A"`, `"B"`, `"C"` or `"D"`), and by how much is the total too
# high? *Thousands* of yuan, rounded to whole thousands.

# %% [markdown] lang="zh"
# ## 同事的四个步骤
#
# ```python
# # A  表里也有没有重复购买的客户；拟合时会自动排除他们。
# money = GammaGamma.fit(customers)
# # B  周只是购买率的单位；表格仍以天计。
# buying = ParetoNBD.fit(customers, period_days=7)
# # C  模型按周计，所以年折现率要换成周折现率。
# bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15 / 52)
# # D  毛利率乘以金额乘以购买次数。
# total = (margin_rate * money.expected_spend(customers) * bought).sum()
# ```
#
# 有一步是错的，注释也是错的。是哪一步（`"step"`：`"A"`、`"B"`、`"C"` 或 `"D"`）？总价值因此高估了多少（`"too_high"`）？以*千元*为单位，取整数。

# %% solution
# The discount rate is a year's, whatever the period of the model: its name says so. Divided by 52 it hardly
# counts, and purchases decades from now are added nearly in full.
# zh: 不论模型的周期是多少，折现率都是年折现率，参数名已经写明。除以 52 之后几乎不起作用，几十年后的购买也差不多全额计入。
spend, total = money.expected_spend(customers), {}
for rate in (0.15, 0.15 / 52):
    bought = buying.discounted_expected_transactions(customers, annual_discount_rate=rate)
    total[rate] = (margin_rate * spend * bought).sum() / 1000
q5 = {"step": "C", "too_high": total[0.15 / 52] - total[0.15]}

# %% wrong
# The step is right. Those are yuan: give thousands of yuan.
# zh: 步骤找对了。你给的是元：应以千元为单位。
q5["too_high"] *= 1000
# The step is right. That is the colleague's whole total: how far is it above the right one?
# zh: 步骤找对了。这是同事的总价值：它比正确的高多少？
q5["too_high"] = total[0.15 / 52]
# The step is right. That is the right total: how far is the colleague's above it?
# zh: 步骤找对了。这是正确的总价值：同事的比它高多少？
q5["too_high"] = total[0.15]
# Step A does no harm: the fit leaves out those without a repeat anyhow. Look at the units.
# zh: 步骤 A 没有问题：拟合本来就会排除没有重复购买的客户。注意单位。
q5 = {"step": "A", "too_high": 0}
# Step B does no harm: a fit by days has parameters in other units, and the same values.
# zh: 步骤 B 没有问题：按天拟合只是参数单位不同，价值相同。
q5 = {"step": "B", "too_high": 0}
# Step D is the lesson's formula. Look at what goes into it.
# zh: 步骤 D 就是课上的公式。看看代入公式的是什么。
q5 = {"step": "D", "too_high": total[0.15 / 52] - margin_rate * money.mean_spend * bought.sum() / 1000}

# %% hints
# Compare the steps with the lesson, argument by argument.
# zh: 把这些步骤与课上的代码逐个参数比较。

# Compute the total twice: with the wrong step as it is, and with the step mended.
# zh: 把总价值算两遍：一遍照错的步骤，一遍改正后。

# %% [markdown] points=3 decimals=0
# ## Nothing, a mailing, or a call?
#
# A mailing costs `mailing_cost` yuan and lifts a customer's value by 5 %; a call costs `call_cost` yuan and
# lifts it by 12 %. For each customer choose what leaves most, the lift in yuan less the cost: nothing (leaves
# 0), a mailing, or a call; never both. How many get a `"mailing"`, how many a `"call"`, and what is the
# `"profit"` of all together (whole yuan)?

# %% [markdown] lang="zh"
# ## 什么都不做、寄信，还是打电话？
#
# 给一位客户寄信成本 `mailing_cost` 元，使其价值提高 5 %；打电话成本 `call_cost` 元，使其价值提高 12 %。对每位客户选择净收益最高的做法（价值的提高减去成本，单位为元）：什么都不做（净收益为 0）、寄信或打电话，不能同时做两样。多少人收到信（`"mailing"`）？多少人接到电话（`"call"`）？总利润（`"profit"`）是多少？以元为单位，取整数。

# %% solution
# A call must beat the mailing, not only its own cost: for customers in the middle both pay, and the mailing
# leaves more.
# zh: 打电话不仅要收回成本，还要胜过寄信：对处在中间的客户，两样都划算，而寄信的净收益更高。
bought = buying.discounted_expected_transactions(customers, annual_discount_rate=0.15)
value = margin_rate * money.expected_spend(customers) * bought
mailing, call = 0.05 * value - mailing_cost, 0.12 * value - call_cost
write, ring = (mailing > 0) & (mailing >= call), (call > 0) & (call > mailing)
q6 = {"mailing": write.sum(), "call": ring.sum(), "profit": mailing[write].sum() + call[ring].sum()}

# %% wrong
# You call everybody for whom a call pays. For some of them a mailing would leave more: compare the two.
# zh: 只要打电话划算，你就打。对其中一些人，寄信的净收益更高：要比较两者。
write, ring = (call <= 0) & (mailing > 0), call > 0
# Some of your customers get both. Each gets one at most: the one that leaves more.
# zh: 你让一些客户既收信又接电话。每人至多一样：选净收益更高的。
write, ring = mailing > 0, call > 0
# You send a mailing wherever it pays, and no calls. For the most valuable customers a call leaves more.
# zh: 只要寄信划算你就寄，却不打电话。对价值最高的客户，打电话的净收益更高。
q6 = {"mailing": (mailing > 0).sum(), "call": 0, "profit": mailing[mailing > 0].sum()}
# You lifted revenue. What a campaign lifts is value: of spend only the margin is left.
# zh: 你提高的是收入。活动提高的是价值：消费额中只有毛利留下来。
value = money.expected_spend(customers) * bought
# The customers are right. From the profit you forgot to take the cost of mailings and calls.
# zh: 客户选对了。利润里忘了扣除寄信和打电话的成本。
q6["profit"] = 0.05 * value[write].sum() + 0.12 * value[ring].sum()
# You gave everybody the better of the two. For many customers neither of them pays.
# zh: 你给每个人都用了两者中较好的一样。对许多客户，两样都不划算。
write, ring = mailing >= call, call > mailing

# %% hints
# What does a mailing leave for each customer, and what a call? Where both are negative, do nothing.
# zh: 对每位客户，寄信的净收益是多少？打电话呢？两者都为负时，什么都不做。

# A call goes to those for whom it leaves more than 0 *and* more than a mailing.
# zh: 打电话的净收益既大于 0，*又*大于寄信的，才打电话。
