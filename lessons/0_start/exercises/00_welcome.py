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

# %% solution
# In the order log (订单流水) a customer has as many rows as orders. `spend` has one number a customer, so
# its mean is money a customer. The mean of the column `amount` would be money an order.
q1 = spend.mean()

# %% wrong
# That is the mean of one order. A customer who ordered five times stands in five rows, but is one person.
q1 = log["amount"].mean()
# That is the median: half of the customers spent less. The question asks for the mean, which a few large
# customers pull up.
q1 = spend.median()
# That is all the money of the shop. How much is it for one customer?
q1 = log["amount"].sum()

# %% hints
# How many rows does `log` have, and how many has `spend`? Which of the two has one row a customer?

# A Series such as `spend` knows its mean.

# %% [markdown] points=2 decimals=3
# ## Money and items
#
# The lesson ranks customers by money. Change that: rank them by items.
#
# - `"money"`: which share of all money do the best fifth by money make?
# - `"items"`: which share of all items (column `quantity`) do the best fifth by items buy?
#
# Two shares between 0 and 1, with 3 decimals.

# %% solution
# The same question twice, with another number for each customer: once the sum of the money, once the sum of
# the items. Customers differ in how much they buy and in what an item costs them. Money holds both
# differences, items only the first; so money is the more unequal.
items = log.groupby("customer_id")["quantity"].sum()
q2 = {
    "money": concentration.top_share(spend, customer_share=0.2),
    "items": concentration.top_share(items, customer_share=0.2),
}

# %% wrong
# Your money is right. For the items you kept the best fifth by money; who are the best fifth by items?
best = spend.head(len(spend) // 5)
q2["items"] = items[best.index].sum() / items.sum()
# You took the largest fifth of the orders. The question is about customers: add up their orders first.
q2 = {
    "money": concentration.top_share(log["amount"], customer_share=0.2),
    "items": concentration.top_share(log["quantity"], customer_share=0.2),
}
# That is what the other four fifths make. The question asks for the best fifth.
q2 = {part: 1 - share for part, share in q2.items()}

# %% hints
# The lesson answers the first part twice: by hand, and with one call.

# For the second part make a Series like `spend`, but of the column `quantity`, and ask it the same question.

# %% [markdown] points=2 decimals=3
# ## A colleague reads a curve
#
# A colleague draws the Lorenz curve (洛伦兹曲线) of `spend`, as in the lesson. He goes to 0.6 on the axis of
# customers, reads the height of the curve there, and writes: "This is the share of the money that the best
# 60 % of our customers bring."
#
# His number belongs to other customers. Which share of the money do the best 60 % of the customers really
# bring? A share between 0 and 1, with 3 decimals.

# %% solution
# The curve starts with the smallest customers: at 0.6 it tells what the smallest 60 % bring. The best 60 %
# are all but the smallest 40 %, so they bring what is above the height of the curve at 0.4.
q3 = concentration.top_share(spend, customer_share=0.6)

# %% wrong
# That is the number he read: it belongs to the smallest 60 %. With whom does the curve begin on the left?
q3 = 1 - concentration.top_share(spend, customer_share=0.4)
# That is what the best 40 % bring, everything above the height that he read. How many people did he speak of?
q3 = concentration.top_share(spend, customer_share=0.4)
# That is what the smallest 40 % bring, the height of the curve at 0.4. What do all the others bring?
q3 = 1 - q3

# %% hints
# Draw the curve as in the lesson. On which side stand the smallest customers?

# If you leave out the best 60 %, who is left? Where on the axis of customers do those end?

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

# %% starter
margin, gift_cost = sheet["margin"], sheet["gift_cost"]
q4 = {"plan": ..., "profit": ...}

# %% solution
# A customer brings a tenth of the spend times the margin, and costs one gift. `spend` is sorted, so a plan
# is its first n customers. A larger plan is better as long as those whom it adds bring more than their gifts
# cost. No rule of 80/20 tells where that ends: it depends on the cost.
gain = 0.1 * sheet["margin"] * spend - sheet["gift_cost"]
sizes = {"best tenth": 0.1, "best fifth": 0.2, "best half": 0.5, "everybody": 1}
profit = {plan: gain.head(round(share * len(gain))).sum() for plan, share in sizes.items()}
plan = max(profit, key=profit.get)
q4 = {"plan": plan, "profit": profit[plan]}

# %% wrong
# You left out what the gifts cost. Without that, more gifts always look better.
q4 = {"plan": "everybody", "profit": (0.1 * sheet["margin"] * spend).sum()}
# You counted all the money of the additional purchases. Only the share `margin` of it stays with the shop.
gain = 0.1 * spend - sheet["gift_cost"]
# That plan brings the most for each gift. The shop wants the most in all: what would the next customers add?
q4 = {"plan": "best tenth", "profit": gain.head(len(gain) // 10).sum()}
# You counted the whole of what the customers spend. Count only what the gift adds to it.
gain = sheet["margin"] * spend - sheet["gift_cost"]

# %% hints
# Begin with one customer: what does the gift bring, and what does it cost? That gives one number a customer.

# `spend` is sorted, so the best n customers are its first n. Add up their numbers for each plan, and compare
# the four sums.
