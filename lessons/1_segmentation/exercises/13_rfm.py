# %% [markdown]
# # Exercises to 13: RFM
#
# **Your company** An online clothes shop asks you whom to write to. Its customers are drawn by your name:
# nobody else has your numbers.
#
# - `orders` is its order log (订单流水): who (`customer_id`), when (`ordered_at`, day and time), for how many
#   yuan (`amount`; a return is negative).
# - You stand at the end of 31 March 2024, and `customers` tells what was known then. The log goes on, so that
#   you can see later who came back.
# - `silent_days` is a number of days; `letter_cost` and `margin` are for exercise 6.
#
# **Before this** [13 RFM](../../notebooks/1_segmentation/13_rfm.ipynb). **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 13：RFM 模型
#
# **你的公司** 一家网上服装店想知道：信该寄给谁？客户数据由你的姓名生成，别人的数字和你的不一样。
#
# - `orders` 是订单流水：谁买的（`customer_id`）、什么时候（`ordered_at`，日期和时刻）、多少元（`amount`，退货为负数）。
# - 你站在 2024 年 3 月 31 日结束之时，`customers` 只包含当时已知的情况。订单流水还有后面的记录，供你事后查看谁回来购买了。
# - `silent_days` 是一个天数；`letter_cost` 和 `margin` 在第 6 题用到。
#
# **先修** [13 RFM 模型](../../../notebooks/zh/1_segmentation/13_rfm.ipynb)。**用时** 40 分钟。

# %% data
import pandas as pd

from crmkit import companies, summary

orders = companies.online_shop(
    n_customers=int(rng.integers(1500, 2200)), days=540, seed=seed % 2**31
).orders[["customer_id", "ordered_at", "quantity", "amount"]]
letter_cost = float(rng.integers(70, 100)) / 100
margin = float(rng.integers(28, 36))
# Of those whose only purchase is in spring, some make it on 31 March, some send it back in April: nobody who
# takes the wrong day or counts returns is right by chance.
_once = orders[~orders["customer_id"].duplicated(keep=False)]
_once = rng.permutation(_once.index[_once["ordered_at"].between("2024-02-01", "2024-03-25")])
orders.loc[_once[:6], "ordered_at"] = pd.Timestamp("2024-03-31 09:12:30")
_returned = orders.loc[_once[6:20]]
_returned = _returned.assign(
    amount=-_returned["amount"], ordered_at=_returned["ordered_at"] + pd.Timedelta(days=60)
)
orders = pd.concat([orders, _returned]).sort_values("ordered_at", ignore_index=True)
# A limit on which some customers stand exactly.
_days = summary.customers(orders, as_of="2024-03-31")["days_since_last"]
silent_days = int(_days[_days.between(165, 195)].mode()[0])

# %%
import pandas as pd

from crmkit import summary
from crmkit.segmentation import rfm

# %%
orders, silent_days = sheet["orders"], sheet["silent_days"]
customers = summary.customers(orders, as_of="2024-03-31")
customers[["days_since_last", "purchases", "total_spend"]].head(3)

# %% [markdown] points=1
# ## Who has been silent?
#
# How many customers made their last purchase more than `silent_days` days before 31 March 2024?

# %% [markdown] lang="zh"
# ## 谁很久没来了？
#
# 有多少位客户的最后一次购买距 2024 年 3 月 31 日超过 `silent_days` 天？

# %% solution
# Recency (最近一次消费) is counted back from the as-of date: the column `days_since_last`. True counts 1.
# zh: 最近一次消费从截止日往回数，即 `days_since_last` 列。求和时 True 算 1。
q1 = (customers["days_since_last"] > silent_days).sum()

# %% wrong
# You counted from the first purchase, which gives a customer's age (客龄). Recency starts from the last one.
# zh: 你是从首次购买算起的，那是客龄。最近一次消费要从末次购买算起。
q1 = (customers["age_days"] > silent_days).sum()
# You used the age at the last purchase, which counts from the first one. Count back from the as-of date.
# zh: 你用的是末次购买时的客龄，从首次购买算起。这里要从截止日往回数。
q1 = (customers["age_at_last_days"] > silent_days).sum()
# That is a share. The question asks for a number of customers.
# zh: 这是比例，题目问的是人数。
q1 = (customers["days_since_last"] > silent_days).mean()
# Those are the customers who did buy in the last `silent_days` days. The silent ones are the others.
# zh: 这是最近 `silent_days` 天内买过的客户。很久没来的是其余的人。
q1 = (customers["days_since_last"] <= silent_days).sum()
# You included those who bought exactly `silent_days` days ago. The question asks for more days than that.
# zh: 你把恰好 `silent_days` 天的客户也算进去了。题目问的是超过这个天数。
q1 = (customers["days_since_last"] >= silent_days).sum()

# %% hints
# The lesson warns of two columns called recency. Which one counts back from the as-of date?
# zh: 课上提醒过，有两列都叫 recency。哪一列是从截止日往回数的？

# Compare that column with `silent_days` and add up: True counts 1.
# zh: 把那一列与 `silent_days` 比较，再求和：True 算 1。

# %% [markdown] points=1 decimals=3
# ## What the champions bring
#
# Score the customers and name the segments as in the lesson. Which share of all `total_spend` do the
# *Champions* (冠军客户) make? Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 冠军客户的贡献
#
# 像课上那样打分并给客户群命名。冠军客户（*Champions*）占全部 `total_spend` 的多大比例？0 到 1 之间，保留 3 位小数。

# %% starter
segments = ...
q2 = ...

# %% solution
# Score, name, add up the champions' money, divide by everybody's: `spend_share` of `rfm.profile`.
# zh: 打分、命名，把冠军客户的消费相加，再除以全体的消费，即 `rfm.profile` 的 `spend_share` 列。
segments = rfm.name_segments(rfm.score(customers))
champions = customers[segments == "Champions"]
q2 = champions["total_spend"].sum() / customers["total_spend"].sum()

# %% wrong
# That is their share of the customers. What is their share of the money?
# zh: 这是他们占客户人数的比例。占消费金额的比例是多少？
q2 = (segments == "Champions").mean()
# That is their share of the purchases. What is their share of the money?
# zh: 这是他们占购买次数的比例。占消费金额的比例是多少？
q2 = champions["purchases"].sum() / customers["purchases"].sum()
# You took the cell 555 alone. *Champions* are all with 4 or 5 in everything.
# zh: 你只取了 555 这一个组合。三项都是 4 或 5 分的客户都是冠军客户。
champions = customers[rfm.score(customers).scores["cell"] == "555"]

# %% hints
# Two calls of the lesson lead to the segments: one scores, the other names.
# zh: 课上用两个函数得到客户群：一个打分，一个命名。

# `customers[segments == "Champions"]` are the champions. Add up one column, here and for everybody.
# zh: `customers[segments == "Champions"]` 就是冠军客户。对他们和全体客户各求一次同一列的和。

# %% [markdown] points=1 decimals=3
# ## Three scores instead of five
#
# Score again with `bins=3` (a `cell` is a text such as `"123"`). Which share of the customers has the best score in all three columns? Between 0
# and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 三档代替五档
#
# 用 `bins=3` 重新打分（`cell` 是文本，例如 `"123"`）。三项都得最高分的客户占多大比例？0 到 1 之间，保留 3 位小数。

# %% solution
# The best cell (RFM 组合) is now 333. A third of a third of a third would be 4 %, but those who buy often have
# also bought lately and spent much.
# zh: 最好的 RFM 组合现在是 333。三分之一连乘三次只有 4%，但买得勤的人往往最近也买过、花得也多。
scores = rfm.score(customers, bins=3).scores
q3 = (scores["cell"] == "333").mean()

# %% wrong
# That is 555, the best cell of five scores. Tell `rfm.score` that there are three.
# zh: 这是五档时的最好组合 555。要告诉 `rfm.score` 只分三档。
scores = rfm.score(customers).scores
q3 = (scores["cell"] == "555").mean()
# With three scores nobody can have a 5. Which cell is the best one now?
# zh: 只分三档时没有人能得 5 分。现在最好的是哪个组合？
q3 = (scores["cell"] == "555").mean()
# You counted those with the best score in at least one column. It must be the best in all three.
# zh: 你算的是至少一项得最高分的客户。题目要求三项都是。
q3 = (scores[["r_score", "f_score", "m_score"]] == 3).any(axis="columns").mean()
# A third of a third of a third: true only if the three columns had nothing to do with one another.
# zh: 三分之一连乘三次：只有三列互不相关时才成立。
q3 = 1 / 27

# %% hints
# Look at the first rows of `rfm.score(customers, bins=3).scores`.
# zh: 看看 `rfm.score(customers, bins=3).scores` 的前几行。

# The best customers are one cell. How do you write it with three scores?
# zh: 最好的客户在同一个组合里。分三档时它怎么写？

# %% [markdown] points=2
# ## A colleague's mistake
#
# A colleague wants to write to customers who "bought lately":
#
# ```python
# recency = customers["age_at_last_days"]
# letters = customers[recency < 60]
# ```
#
# How many of the customers in `letters` have *not* bought for more than `silent_days` days?

# %% [markdown] lang="zh"
# ## 同事的错误
#
# 一位同事想给“最近买过”的客户写信：
#
# ```python
# recency = customers["age_at_last_days"]
# letters = customers[recency < 60]
# ```
#
# `letters` 里有多少位客户其实已超过 `silent_days` 天*没有*购买？

# %% solution
# The recency of purchase models is the age at the last purchase (末次购买时的客龄). Small is bad there: a
# customer who bought once, long ago, has 0.
# zh: 购买模型里的 recency 是末次购买时的客龄，越小越差：很久以前只买过一次的人，值是 0。
letters = customers[customers["age_at_last_days"] < 60]
q4 = (letters["days_since_last"] > silent_days).sum()

# %% wrong
# Those are all who get a letter. How many of them have been silent for so long?
# zh: 这是他要写信的全部客户。其中有多少位已经这么久没来了？
q4 = len(letters)
# Those did buy in the last 60 days: the list that was meant. Look into the list that was made.
# zh: 这是真正在 60 天内买过的客户，是他本来想要的名单。请看他实际得到的名单。
q4 = (customers["days_since_last"] < 60).sum()
# Those are all silent customers, including those who get no letter.
# zh: 这是全部很久没来的客户，包括他没有写信的。
letters = customers

# %% hints
# Do not mend the list, look into it. Which column says how long somebody has been silent?
# zh: 不要改他的名单，看看里面是谁。哪一列说明一位客户多久没来了？

# Run the two lines and use the column of exercise 1 on `letters`.
# zh: 运行他的两行代码，再对 `letters` 用第 1 题的那一列。

# %% [markdown] points=2 decimals=3
# ## Did it work?
#
# A customer of `customers` *came back* if they made a purchase (`amount` above 0) on 1 April 2024 or later.
# What share of the *Champions* came back, less the share of all `customers` (champions included)? A difference of
# two shares, with 3 decimals.

# %% [markdown] lang="zh"
# ## 管用吗？
#
# `customers` 中的一位客户，如果在 2024 年 4 月 1 日或以后有过购买（`amount` 大于 0），就算*回来了*。冠军客户中回来的比例，比 `customers` 全体（包括冠军客户）中回来的比例高多少？两个比例之差，保留 3 位小数。

# %% starter
after = ...
q5 = ...

# %% solution
# Segments are made with what was known in March and tested on what came later.
# zh: 客户群用三月底已知的信息划分，用后来发生的事检验。
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
q5 = back[segments == "Champions"].mean() - back.mean()

# %% wrong
# That is the champions' own share. How far is it above the share of all customers?
# zh: 这是冠军客户自己的比例。它比全体客户的比例高多少？
q5 = back[segments == "Champions"].mean()
# You compared the champions with the others. Compare them with all customers, champions included.
# zh: 你是与其余客户相比的。应当与全体客户相比，包括冠军客户。
q5 = back[segments == "Champions"].mean() - back[segments != "Champions"].mean()
# You counted purchases up to March as well, and everybody has one of those.
# zh: 你把三月底以前的购买也算进去了，而那时人人都买过。
after = orders
# You counted orders of 31 March: `ordered_at` holds the time of day, so `> "2024-03-31"` begins at midnight
# before that day.
# zh: 你把 3 月 31 日的订单也算进去了：`ordered_at` 含有时刻，`> "2024-03-31"` 从那一天零点就开始了。
after = orders[(orders["ordered_at"] > "2024-03-31") & (orders["amount"] > 0)]
# You counted returns as purchases. A customer who only sent something back did not buy.
# zh: 你把退货当成了购买。只退货的客户没有购买。
after = orders[orders["ordered_at"] >= "2024-04-01"]

# %% hints
# The lesson does this for CDNOW: a True or False for each customer, then two means.
# zh: 课上对 CDNOW 做过：每位客户一个 True 或 False，再求两个平均值。

# `customers.index.isin(...)` with the ids of the purchases after March says who came back.
# zh: `customers.index.isin(...)` 里放三月以后购买者的编号，就知道谁回来了。

# %% [markdown] points=3
# ## Whom do you write to?
#
# A letter costs `letter_cost` yuan. If a share s of a segment came back (exercise 5), each letter to it brings
# 0.1 × s additional purchases: 200 letters where 30 % came back bring 6. Each leaves `margin` yuan.
#
# A segment gets letters as a whole or not at all. Which segments do you write to? A set of their names. You earn
# in proportion to the profit of all your letters.

# %% [markdown] lang="zh"
# ## 给谁写信？
#
# 一封信的成本是 `letter_cost` 元。如果某客户群有比例 s 的人回来（第 5 题），寄给该群的每封信平均带来 0.1 × s 次额外购买：在 30% 回来的群里寄 200 封信，带来 6 次。每次额外购买留下 `margin` 元。
#
# 一个客户群要么全寄，要么不寄。寄给哪些客户群？填英文名称组成的集合。得分与全部信件的利润成正比。

# %% starter
letter_cost, margin = sheet["letter_cost"], sheet["margin"]
q6 = ...

# %% solution
# A segment pays if 0.1 × s × margin is more than a letter costs. No ranking is needed: each segment stands alone.
# zh: 只要 0.1 × s × margin 大于一封信的成本，这个群就值得寄。不必排名，也与其他群无关。
segments = rfm.name_segments(rfm.score(customers))
after = orders[(orders["ordered_at"] >= "2024-04-01") & (orders["amount"] > 0)]
back = pd.Series(customers.index.isin(after["customer_id"]), index=customers.index)
share = back.groupby(segments, observed=True).agg(["mean", "size"])
profit = share["size"] * (0.1 * share["mean"] * sheet["margin"] - sheet["letter_cost"])
options, nothing = set(profit.index), set()


def worth(names):
    return profit[list(names)].sum()


q6 = set(profit.index[profit > 0])

# %% wrong
# You write to everybody. Some segments cost more than they bring.
# zh: 你写给了所有人。有些客户群的成本大于收益。
q6 = options
# You write to the champions alone. They are the best, but not the only ones worth a letter.
# zh: 你只写给冠军客户。他们最好，但值得写的不止他们。
q6 = {"Champions"}
# You write to those whom the shop is losing. Few of them come back, and a letter brings a tenth of these few.
# zh: 你写给了正在流失的客户。他们回来的很少，而信只能带来其中的十分之一。
q6 = options & {"At risk", "Cannot lose", "About to sleep", "Hibernating"}

# %% hints
# For each segment find the share who came back, and compare what one letter brings with what it costs.
# zh: 先求每个客户群回来的比例，再比较一封信带来多少、成本多少。

# `back.groupby(segments, observed=True).mean()` gives the shares.
# zh: `back.groupby(segments, observed=True).mean()` 给出各群的比例。
