# %% [markdown]
# # Exercises to 00: Your first customer question
#
# **Your company** An online clothes shop asks you how much its best customers matter. Its customers are drawn
# by your name: nobody else has your numbers. They are simulated; no real person is among them.
#
# - `log` is its order log (订单流水) of two years. One row is one order: who (`customer_id`), when
#   (`ordered_at`), how many items (`quantity`), for how many yuan (`amount`). Nothing was sent back.
# - `spend` is what each customer spent in these two years: one number (yuan) a customer, largest first.
# - `margin` and `gift_cost` are for exercise 4.
#
# The number of customers is a multiple of ten, so a fifth or a half of them is always a whole number.
#
# **Before this** [00 Welcome](../../notebooks/0_start/00_welcome.ipynb). **Time** 20 minutes.

# %% [markdown] lang="zh"
# # 练习 00：第一个客户问题
#
# **你的公司** 一家网上服装店想知道：最好的客户到底有多重要？客户数据由你的姓名生成，
# 别人的数字和你的不一样。数据是模拟的，其中没有真实的人。
#
# - `log` 是两年的订单流水。每行是一笔订单：谁买的（`customer_id`）、什么时候（`ordered_at`）、
#   买了几件（`quantity`）、花了多少元（`amount`）。没有退货。
# - `spend` 是每位客户两年里的消费总额：每位客户一个数（元），从大到小排列。
# - `margin` 和 `gift_cost` 在第 4 题用到。
#
# 客户人数是十的倍数，所以五分之一或一半的客户总是整数。
#
# **先修** [00 欢迎](../../../notebooks/zh/0_start/00_welcome.ipynb)。**用时** 20 分钟。

# %% data
from crmkit import companies

log = companies.online_shop(
    n_customers=100 * int(rng.integers(8, 16)), days=730, seed=seed % 2**31
).orders
log = log.loc[log["amount"] > 0, ["customer_id", "ordered_at", "quantity", "amount"]]
log = log.reset_index(drop=True)
margin = int(rng.integers(30, 46)) / 100
# The customer for whom the gift just pays stands between the best fifth and the best half.
_spend = log.groupby("customer_id")["amount"].sum()
gift_cost = round(0.1 * margin * float(_spend.quantile(rng.uniform(0.57, 0.74))), 1)

# %%
from crmkit.segmentation import concentration

# %%
log = sheet["log"]
spend = log.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
log.head(3)

# %% [markdown] points=1 decimals=2
# ## Rows and people
#
# A row of an order log is an order, not a customer. What is the mean of what the customers spent in the two
# years? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 行与人
#
# 订单流水的一行是一笔订单，不是一位客户。这两年里，每位客户的消费总额平均是多少？
# 单位为元，保留 2 位小数。

# %% solution
# In the order log (订单流水) a customer has as many rows as orders. `spend` has one number a customer, so
# its mean is money a customer. The mean of the column `amount` would be money an order.
# zh: 在订单流水里，一位客户下了几笔订单就占几行。`spend` 每位客户只有一个数，它的平均值就是人均消费；
# `amount` 列的平均值则是每笔订单的平均金额。
q1 = spend.mean()

# %% wrong
# That is the mean of one order. A customer who ordered five times stands in five rows, but is one person.
# zh: 这是每笔订单的平均金额。下过五笔订单的客户占五行，但只是一个人。
q1 = log["amount"].mean()
# That is the median: half of the customers spent less. The question asks for the mean, which a few large
# customers pull up.
# zh: 这是中位数：有一半客户的消费比它低。题目问的是平均值，少数大客户会把它拉高。
q1 = spend.median()
# That is all the money of the shop. How much is it for one customer?
# zh: 这是全店的销售额。平均到每位客户是多少？
q1 = log["amount"].sum()

# %% hints
# How many rows does `log` have, and how many has `spend`? Which of the two has one row a customer?
# zh: `log` 有多少行？`spend` 有多少行？哪一个是每位客户一行？

# A Series such as `spend` knows its mean.
# zh: `spend` 是一个 Series，它有求平均值的方法。

# %% [markdown] points=2 decimals=3
# ## Money and items
#
# The lesson ranks customers by money. Change that: rank them by items.
#
# - `"money"`: which share of all money do the best fifth by money make?
# - `"items"`: which share of all items (column `quantity`) do the best fifth by items buy?
#
# Two shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 金额与件数
#
# 课上按金额给客户排序。现在换一个标准：按件数排序。
#
# - `"money"`：按金额排在前五分之一的客户，贡献了全部金额的多大比例？
# - `"items"`：按件数（`quantity` 列）排在前五分之一的客户，买走了全部件数的多大比例？
#
# 两个 0 到 1 之间的比例，保留 3 位小数。

# %% solution
# The same question twice, with another number for each customer: once the sum of the money, once the sum of
# the items. Customers differ in how much they buy and in what an item costs them. Money holds both
# differences, items only the first; so money is the more unequal.
# zh: 同一个问题问两遍，每位客户的数字不同：一次是金额合计，一次是件数合计。客户之间有两种差别：
# 买多少件，每件多少钱。金额同时包含这两种差别，件数只包含前一种，所以金额分布得更不均衡。
items = log.groupby("customer_id")["quantity"].sum()
q2 = {
    "money": concentration.top_share(spend, customer_share=0.2),
    "items": concentration.top_share(items, customer_share=0.2),
}

# %% wrong
# Your money is right. For the items you kept the best fifth by money; who are the best fifth by items?
# zh: 金额算对了。算件数时，你用的还是按金额排在前五分之一的客户；按件数排，前五分之一是谁？
best = spend.head(len(spend) // 5)
q2["items"] = items[best.index].sum() / items.sum()
# You took the largest fifth of the orders. The question is about customers: add up their orders first.
# zh: 你取的是最大的五分之一订单。题目问的是客户：先把每位客户的订单加总。
q2 = {
    "money": concentration.top_share(log["amount"], customer_share=0.2),
    "items": concentration.top_share(log["quantity"], customer_share=0.2),
}
# That is what the other four fifths make. The question asks for the best fifth.
# zh: 这是其余五分之四客户的份额。题目问的是最好的五分之一。
q2 = {part: 1 - share for part, share in q2.items()}

# %% hints
# The lesson answers the first part twice: by hand, and with one call.
# zh: 第一部分课上做过两遍：先动手算，再用一行代码。

# For the second part make a Series like `spend`, but of the column `quantity`, and ask it the same question.
# zh: 第二部分：仿照 `spend`，对 `quantity` 列做一个 Series，再问它同样的问题。

# %% [markdown] points=2 decimals=3
# ## A colleague reads a curve
#
# A colleague draws the Lorenz curve (洛伦兹曲线) of `spend`, as in the lesson. He goes to 0.6 on the axis of
# customers, reads the height of the curve there, and writes: "This is the share of the money that the best
# 60 % of our customers bring."
#
# His number belongs to other customers. Which share of the money do the best 60 % of the customers really
# bring? A share between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 同事怎样读曲线
#
# 一位同事像课上那样画出 `spend` 的洛伦兹曲线，在客户轴上找到 0.6，读出曲线在那里的高度，然后写道：
# “这就是最好的 60 % 客户带来的金额比例。”
#
# 这个数字说的其实是另一群客户。最好的 60 % 客户实际带来了多大比例的金额？
# 0 到 1 之间的比例，保留 3 位小数。

# %% solution
# The curve starts with the smallest customers: at 0.6 it tells what the smallest 60 % bring. The best 60 %
# are all but the smallest 40 %, so they bring what is above the height of the curve at 0.4.
# zh: 曲线从消费最少的客户开始：0.6 处的高度，是消费最少的 60 % 客户带来的比例。最好的 60 %，
# 就是除去消费最少的 40 % 之后的人，所以他们带来的是 1 减去曲线在 0.4 处的高度。
q3 = concentration.top_share(spend, customer_share=0.6)

# %% wrong
# That is the number he read: it belongs to the smallest 60 %. With whom does the curve begin on the left?
# zh: 这就是他读出的数，说的是消费最少的 60 % 客户。曲线最左边从谁开始？
q3 = 1 - concentration.top_share(spend, customer_share=0.4)
# That is what the best 40 % bring, everything above the height that he read. How many people did he speak of?
# zh: 这是最好的 40 % 客户带来的比例，也就是他读出的高度以上的部分。他说的是百分之多少的客户？
q3 = concentration.top_share(spend, customer_share=0.4)
# That is what the smallest 40 % bring, the height of the curve at 0.4. What do all the others bring?
# zh: 这是消费最少的 40 % 客户带来的比例，即曲线在 0.4 处的高度。其余的人带来多少？
q3 = 1 - q3

# %% hints
# Draw the curve as in the lesson. On which side stand the smallest customers?
# zh: 像课上那样画出曲线。消费最少的客户在哪一边？

# If you leave out the best 60 %, who is left? Where on the axis of customers do those end?
# zh: 去掉最好的 60 %，还剩谁？这些人在客户轴上到哪里为止？

# %% [markdown] points=3 decimals=2
# ## Who gets a gift?
#
# The shop believes in the 80/20 rule (二八定律) and wants to send its best customers a gift. A gift costs
# `gift_cost` yuan. Assume that whoever gets one makes additional purchases, worth a tenth of their `spend`.
# Of each yuan of additional purchases the shop keeps `margin` (a number between 0 and 1). There are four
# plans; each takes the best customers by `spend`: `"best tenth"`, `"best fifth"`, `"best half"`,
# `"everybody"`.
#
# Which plan brings the highest profit, and how much? `plan` is one of the four texts. `profit` is in yuan,
# after the cost of the gifts, with 2 decimals; count the additional purchases only.

# %% [markdown] lang="zh"
# ## 礼物送给谁？
#
# 这家店相信二八定律，想给最好的客户送一份礼物。每份礼物成本 `gift_cost` 元。假设收到礼物的客户都会
# 额外购买，金额是其 `spend` 的十分之一。额外购买的每一元里，店里能留下 `margin`（0 到 1 之间的数）。
# 有四个方案，每个都取 `spend` 最高的客户：`"best tenth"`（前十分之一）、`"best fifth"`（前五分之一）、
# `"best half"`（前一半）、`"everybody"`（所有人）。
#
# 哪个方案利润最高，是多少？`plan` 填这四个英文名称之一。`profit` 以元为单位，扣除礼物成本，
# 保留 2 位小数；只计算额外购买带来的部分。

# %% starter
margin, gift_cost = sheet["margin"], sheet["gift_cost"]
q4 = {"plan": ..., "profit": ...}

# %% solution
# A customer brings a tenth of the spend times the margin, and costs one gift. `spend` is sorted, so a plan
# is its first n customers. A larger plan is better as long as those whom it adds bring more than their gifts
# cost. No rule of 80/20 tells where that ends: it depends on the cost.
# zh: 一位客户带来的是消费额的十分之一乘以毛利率，成本是一份礼物。`spend` 已排好序，所以一个方案就是
# 前 n 位客户。只要新加进来的客户带来的比礼物成本多，方案就值得扩大。到哪里为止，二八定律说不了：
# 这取决于成本。
gain = 0.1 * sheet["margin"] * spend - sheet["gift_cost"]
sizes = {"best tenth": 0.1, "best fifth": 0.2, "best half": 0.5, "everybody": 1}
profit = {plan: gain.head(round(share * len(gain))).sum() for plan, share in sizes.items()}
plan = max(profit, key=profit.get)
q4 = {"plan": plan, "profit": profit[plan]}

# %% wrong
# You left out what the gifts cost. Without that, more gifts always look better.
# zh: 你没有扣除礼物成本。不算成本，礼物总是送得越多越好。
q4 = {"plan": "everybody", "profit": (0.1 * sheet["margin"] * spend).sum()}
# You counted all the money of the additional purchases. Only the share `margin` of it stays with the shop.
# zh: 你把额外购买的全部金额都算进去了。其中只有 `margin` 这一部分留在店里。
gain = 0.1 * spend - sheet["gift_cost"]
# That plan brings the most for each gift. The shop wants the most in all: what would the next customers add?
# zh: 这个方案每份礼物带来的利润最高。但店里要的是总利润最高：再加一批客户会增加多少？
q4 = {"plan": "best tenth", "profit": gain.head(len(gain) // 10).sum()}
# You counted the whole of what the customers spend. Count only what the gift adds to it.
# zh: 你把客户的全部消费都算进去了。只应计算礼物带来的增量。
gain = sheet["margin"] * spend - sheet["gift_cost"]

# %% hints
# Begin with one customer: what does the gift bring, and what does it cost? That gives one number a customer.
# zh: 先看一位客户：礼物带来多少，成本多少？这样每位客户得到一个数。

# `spend` is sorted, so the best n customers are its first n. Add up their numbers for each plan, and compare
# the four sums.
# zh: `spend` 已排好序，最好的 n 位客户就是前 n 位。对每个方案把他们的数加总，再比较这四个和。
