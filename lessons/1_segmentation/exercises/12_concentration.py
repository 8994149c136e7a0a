# %% [markdown]
# # Exercises to 12: 80/20, true and observed
#
# **Your company** A bookshop with a member card asks you whether it lives on few customers. It is simulated, and
# its members are drawn by your name: nobody else has your numbers.
#
# - `members`: the ids of all who have a card. All got it before week 1.
# - `visits`: one row a purchase: who (`customer_id`), in which `week` (1 to 52), for how many yuan (`amount`).
# - `purchases_between(1, 13)` counts each member's purchases in weeks 1 to 13, both included; 0 for those without.
# - `margin` and `card_cost` are for exercise 6.
#
# Week 1 begins shortly before the Spring Festival (春节), when many members travel home.
#
# **Before this** [12 80/20, true and observed](../../notebooks/1_segmentation/12_concentration.ipynb).
# **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 12：二八定律：表面与真相
#
# **你的公司** 一家实行会员卡的书店想知道：它是不是靠少数客户支撑？数据是模拟的，会员由你的姓名生成，别人的数字和你的不一样。
#
# - `members`：全部持卡会员的编号。所有人都在第 1 周以前办卡。
# - `visits`：每行一次购买：谁（`customer_id`）、第几周（`week`，1 到 52）、多少元（`amount`）。
# - `purchases_between(1, 13)`：每位会员在第 1 到 13 周（含首尾）的购买次数；没有购买的为 0。
# - `margin` 和 `card_cost` 在第 6 题用到。
#
# 第 1 周在春节前几天开始，许多会员回家过年。
#
# **先修** [12 二八定律：表面与真相](../../../notebooks/zh/1_segmentation/12_concentration.ipynb)。**用时** 40 分钟。

# %% data
import numpy as np
import pandas as pd

# Members' rates are a gamma, as the NBD assumes. But four weeks are no good sample: a part of the
# members is away all that time.
_n = int(rng.integers(2_400, 2_900))
_r = rng.uniform(0.5, 0.65)
_rate = rng.gamma(_r, rng.uniform(0.09, 0.11) / _r, _n)
_counts = rng.poisson(_rate[:, None], (_n, 52))
_counts[rng.random(_n) < rng.uniform(0.35, 0.45), :4] = 0
_week, _who = np.nonzero(_counts.T)
_times = _counts[_who, _week]
_who, _week = np.repeat(_who, _times), np.repeat(_week, _times)
_basket = rng.gamma(2.5, 9, _n)
members = pd.Index(10_001 + rng.permutation(_n), name="customer_id")
visits = pd.DataFrame(
    {
        "customer_id": members.to_numpy()[_who],
        "week": _week + 1,
        "amount": np.round(rng.gamma(3, 1, len(_who)) * _basket[_who] + 5, 2),
    }
)
margin = float(rng.integers(20, 31))
# In one half of the shops even a silent member is worth the cost of keeping, in the other half not.
_cheap = rng.random() < 0.5
card_cost = float(round(margin * (rng.uniform(0.75, 0.95) if _cheap else rng.uniform(1.8, 2.3)), 1))

# %%
import numpy as np
import pandas as pd

from crmkit.lifetime import NBD
from crmkit.segmentation import concentration

# %%
members, visits = sheet["members"], sheet["visits"]


def purchases_between(first_week, last_week):
    part = visits[visits["week"].between(first_week, last_week)]
    return part.groupby("customer_id").size().reindex(members, fill_value=0)

# %%
visits.head(3)

# %% [markdown] points=1 decimals=3
# ## Is it 80/20?
#
# Take the money that each member spent in the 52 weeks; those who bought nothing count with 0.
#
# - `"top_fifth"`: the share of all money that the best fifth of the members make;
# - `"needed"`: the smallest share of the members who together make 80 % of the money.
#
# Both between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 真的是二八吗？
#
# 看每位会员 52 周的消费总额；什么也没买的算 0。
#
# - `"top_fifth"`：消费最高的五分之一会员占全部金额的比例；
# - `"needed"`：最少要多大比例的会员，合起来才占全部金额的 80%。
#
# 两个 0 到 1 之间的比例，保留 3 位小数。

# %% solution
# The log knows only those who bought. The other members enter with 0; only then is a fifth a fifth of all.
# zh: 流水里只有买过的人。其余会员要以 0 计入，这样“五分之一”才是全体的五分之一。
spend = visits.groupby("customer_id")["amount"].sum().reindex(members, fill_value=0.0)
top, needed = concentration.top_share(spend), concentration.customers_for(spend)
q1 = {"top_fifth": top, "needed": needed}

# %% wrong
# You counted only those who bought. `members` knows the others, too.
# zh: 你只算了买过的人。其余的人也在 `members` 里。
spend = visits.groupby("customer_id")["amount"].sum()
# You counted purchases. Take the money.
# zh: 你算的是购买次数。应当看金额。
spend = purchases_between(1, 52)
# The two shares stand the wrong way round.
# zh: 两个比例放反了。
q1 = {"top_fifth": needed, "needed": top}
# Your `needed` tells who makes 20 % of the money. Ask for 80 %.
# zh: 你的 `needed` 是占金额 20% 所需的会员。题目问的是 80%。
needed = concentration.customers_for(spend, spend_share=0.2)
# You took the best tenth, one decile (十分位). A fifth is two of them.
# zh: 你取的是前十分之一，即一个十分位。五分之一是两个十分位。
top = concentration.top_share(spend, customer_share=0.1)

# %% hints
# The lesson has a call for each share. Both want one number a member.
# zh: 两个比例课上各有一个函数，都需要每位会员一个数。

# Add up `amount` by customer. Is the result as long as `members`? `purchases_between` shows how to add the zeros.
# zh: 按客户加总 `amount`。结果和 `members` 一样长吗？`purchases_between` 里有补 0 的写法。

# %% [markdown] points=2 decimals=3
# ## A colleague's mistake
#
# A colleague writes: "The longer we watch, the more the best fifth matter."
#
# ```python
# quarter = visits[visits["week"] <= 13].groupby("customer_id").size()
# year = visits.groupby("customer_id").size()
# concentration.top_share(year) - concentration.top_share(quarter)  # above 0
# ```
#
# But the two periods do not count the same people. Count all members in both: which share of the purchases do the
# best fifth make in weeks 1 to 13 (`"quarter"`), and in all 52 (`"year"`)? Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 同事的错误
#
# 一位同事写道：“观察得越久，前五分之一的会员越重要。”
#
# ```python
# quarter = visits[visits["week"] <= 13].groupby("customer_id").size()
# year = visits.groupby("customer_id").size()
# concentration.top_share(year) - concentration.top_share(quarter)  # > 0
# ```
#
# 可是两个时段里算的不是同一批人。请两次都算上全部会员：购买次数最多的五分之一，在第 1 到 13 周占全部购买次数的多大比例（`"quarter"`）？在 52 周里呢（`"year"`）？0 到 1 之间，保留 3 位小数。

# %% solution
# In 52 weeks there are many more buyers than in 13, so a fifth of the buyers is another crowd. With one base the
# share falls, as luck averages out.
# zh: 52 周的购买者比 13 周多得多，“购买者的五分之一”就不是同一批人。基数统一以后，比例是下降的，因为偶然性会相互抵消。
quarter, year = purchases_between(1, 13), purchases_between(1, 52)
q2 = {"quarter": concentration.top_share(quarter), "year": concentration.top_share(year)}

# %% wrong
# Those are the colleague's own numbers: only the buyers of each period. Count all members.
# zh: 这是同事自己的数：每个时段只算当时的购买者。应当算上全部会员。
quarter, year = quarter[quarter > 0], year[year > 0]
# Of the 52 weeks you counted only the buyers. Take all members in both periods.
# zh: 52 周里你只算了购买者。两个时段都要算全部会员。
year = year[year > 0]
# You took the buyers of the 52 weeks both times: one base, but some members are still left out.
# zh: 你两次都用了 52 周的购买者：基数统一了，但仍漏了一些会员。
quarter, year = quarter[year > 0], year[year > 0]
# You took the buyers of the 13 weeks both times: one base, but it leaves out all who bought later or never.
# zh: 你两次都用了前 13 周的购买者：基数统一了，但漏了后来才买和从没买过的会员。
quarter, year = quarter[quarter > 0], year[quarter > 0]
# Those are Gini coefficients (基尼系数). Give the share of the best fifth.
# zh: 这是基尼系数。题目要的是前五分之一的占比。
q2 = {"quarter": concentration.gini(quarter), "year": concentration.gini(year)}

# %% hints
# How long are `quarter` and `year`, and how long is `members`?
# zh: `quarter` 和 `year` 各有多长？`members` 有多长？

# `purchases_between` counts every member. Put its counts in place of the colleague's.
# zh: `purchases_between` 会算上每位会员。用它的结果代替同事的。

# %% [markdown] points=2 decimals=3
# ## What remains without luck?
#
# Take all members' purchases of weeks 1 to 13.
#
# - `"seen"`: the share of them that the best fifth made;
# - `"true"`: the true concentration (真实集中度): the share that the best fifth would make in the long run, by an NBD
#   (负二项分布) fitted to these counts.
#
# Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 去掉运气还剩多少？
#
# 取全部会员第 1 到 13 周的购买次数。
#
# - `"seen"`：前五分之一会员实际占的比例；
# - `"true"`：真实集中度，即用这些次数拟合负二项分布（NBD），长期来看前五分之一会占的比例。
#
# 0 到 1 之间，保留 3 位小数。

# %% solution
# In 13 weeks members differ by their rates and by luck. In endless periods only the rates remain: the lower share.
# zh: 13 周里，会员之间的差别既有购买率的不同，也有运气。时段无限长时只剩购买率的差别，所以比例更低。
quarter = purchases_between(1, 13)
table = concentration.true_concentration(NBD.fit(quarter), periods=[np.inf])
q3 = {"seen": concentration.top_share(quarter), "true": table.loc[np.inf, "top_share"]}

# %% wrong
# Your `true` is what the model expects for 13 weeks, luck included. Ask for the long run.
# zh: 你的 `true` 是模型对 13 周的预期，还含有运气。题目问的是长期。
table = concentration.true_concentration(NBD.fit(quarter), periods=[1])
q3["true"] = table.loc[1, "top_share"]
# Your `true` is that of members who are all alike: nothing but luck. Take away the luck instead.
# zh: 你的 `true` 是假设会员完全相同时的结果，全是运气。要的是去掉运气之后的部分。
alike = np.random.default_rng(1).poisson(quarter.mean(), len(quarter))
q3["true"] = concentration.top_share(pd.Series(alike))
# Your `seen` is of the buyers only. Take all members.
# zh: 你的 `seen` 只算了购买者。应当算全部会员。
q3["seen"] = concentration.top_share(quarter[quarter > 0])
# Your `true` is the Gini coefficient (基尼系数). The table has the share of the best fifth, too.
# zh: 你的 `true` 是基尼系数。表里也有前五分之一的占比。
q3["true"] = table.loc[np.inf, "gini"]

# %% hints
# Two steps of the lesson: fit a model to the counts, then ask a table for each length of time.
# zh: 课上的两步：先用次数拟合模型，再看各种时长对应的表。

# Which value of `periods` is the long run?
# zh: `periods` 取什么值表示长期？

# %% [markdown] points=2 decimals=3
# ## Four weeks instead of thirteen
#
# Fit the model to all members' purchases of weeks 1 to 4, as if you knew no more.
#
# - `"expected"`: the share of the purchases that this model expects of the best fifth of all members in 52 weeks;
# - `"seen"`: the share that they made in the 52 weeks.
#
# Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 只看四周
#
# 假设你只知道前 4 周：用全部会员第 1 到 4 周的购买次数拟合模型。
#
# - `"expected"`：模型预期的全体会员中前五分之一在 52 周里的占比；
# - `"seen"`：52 周里实际的占比。
#
# 0 到 1 之间，保留 3 位小数。

# %% solution
# A period is now 4 weeks, so 52 weeks are 13 periods. The model takes members who were away at the Spring Festival
# for people who hardly buy, and expects too much concentration.
# zh: 现在一个时段是 4 周，52 周就是 13 个时段。模型把春节不在的会员当成几乎不买的人，所以高估了集中度。
model = NBD.fit(purchases_between(1, 4))
table = concentration.true_concentration(model, periods=[13])
q4 = {
    "expected": table.loc[13, "top_share"],
    "seen": concentration.top_share(purchases_between(1, 52)),
}

# %% wrong
# You went on with four periods. A period is now 4 weeks: how many of them are 52 weeks?
# zh: 你沿用了四个时段。现在一个时段是 4 周：52 周是几个时段？
table = concentration.true_concentration(model, periods=[4])
q4["expected"] = table.loc[4, "top_share"]
# You counted in weeks. A period is as long as the time that the model saw, 4 weeks.
# zh: 你按周数了。模型看到的时间是 4 周，一个时段就是 4 周。
table = concentration.true_concentration(model, periods=[52])
q4["expected"] = table.loc[52, "top_share"]
# Your model saw 13 weeks. Show it the first 4 only.
# zh: 你的模型看了 13 周。只应给它看前 4 周。
table = concentration.true_concentration(NBD.fit(purchases_between(1, 13)), periods=[4])
q4["expected"] = table.loc[4, "top_share"]
# You gave the long run. 52 weeks still have some luck in them.
# zh: 你给的是长期的结果。52 周里仍有一些运气。
table = concentration.true_concentration(model, periods=[np.inf])
q4["expected"] = table.loc[np.inf, "top_share"]
# You gave the best fifth of the buyers. The question is about the best fifth of all members.
# zh: 你给的是购买者中的前五分之一。题目问的是全体会员中的前五分之一。
q4["expected"] = table.loc[13, "top_share_of_buyers"]

# %% hints
# In the lesson one period was 13 weeks, the time that the model saw. How long is it here?
# zh: 课上一个时段是 13 周，即模型看到的时间。这里是多长？

# Divide 52 by it: that many periods belong in the call. `"seen"` needs no model.
# zh: 用 52 除以它，就是要填的时段数。`"seen"` 不需要模型。

# %% [markdown] points=1 decimals=3
# ## What would go with the silent?
#
# The sales director wants to drop all members who bought nothing in weeks 1 to 13.
#
# - `"members"`: which share of all members are they?
# - `"purchases"`: which share of all purchases of weeks 14 to 52 did they make?
#
# Between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 放弃沉默的会员，会失去什么？
#
# 销售总监想放弃第 1 到 13 周什么也没买的会员。
#
# - `"members"`：他们占全部会员的多大比例？
# - `"purchases"`：他们占第 14 到 52 周全部购买次数的多大比例？
#
# 0 到 1 之间，保留 3 位小数。

# %% solution
# Choose by what was known after 13 weeks, measure by what came later. The silent bring far from nothing: many of
# them just had no reason to come in those weeks.
# zh: 按 13 周后已知的情况选人，用后来的情况衡量。沉默的会员带来的远不是零：许多人只是那几周碰巧没来。
silent = purchases_between(1, 13) == 0
later = purchases_between(14, 52)
q5 = {"members": silent.mean(), "purchases": later[silent].sum() / later.sum()}

# %% wrong
# You divided by the purchases of all 52 weeks. Take those of weeks 14 to 52.
# zh: 你除以了 52 周的全部购买次数。应当用第 14 到 52 周的。
q5["purchases"] = later[silent].sum() / len(visits)
# Those are the shares of the members who stay.
# zh: 这是留下的会员所占的比例。
q5 = {part: 1 - share for part, share in q5.items()}
# You chose those who bought nothing in 4 weeks. The director waits for 13.
# zh: 你选的是 4 周没买的会员。总监等的是 13 周。
silent = purchases_between(1, 4) == 0
# Your `purchases` is the share of the silent who bought later. How many of all purchases are theirs?
# zh: 你的 `purchases` 是沉默会员中后来又买的人的比例。全部购买次数中有多少是他们的？
q5["purchases"] = (later[silent] > 0).mean()

# %% hints
# You need two counts a member: one to choose the silent, one for the time after.
# zh: 每位会员需要两个次数：一个用来选出沉默者，一个看后来的情况。

# True or False from weeks 1 to 13 filters the counts of weeks 14 to 52.
# zh: 用第 1 到 13 周得到的 True 或 False 筛选第 14 到 52 周的次数。

# %% [markdown] points=3 decimals=2
# ## Whom do you keep?
#
# Keeping a member costs `card_cost` yuan for weeks 14 to 52, whether they buy or not. Each of their purchases in
# these weeks leaves `margin` yuan before this cost. A member who is dropped costs nothing and buys nothing more. Three
# policies, by the purchases of weeks 1 to 13: keep `"all"`, keep those with `"1 or more"`, keep those with `"2 or
# more"`.
#
# Which policy would have made the highest profit in weeks 14 to 52, and how much? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 留住谁？
#
# 留住一位会员，第 14 到 52 周要花 `card_cost` 元，买不买都一样。这段时间里，他们的每次购买留下 `margin` 元（未扣除这项成本）。被放弃的会员不花钱，也不再购买。按第 1 到 13 周的购买次数，有三个方案：`"all"`（全部留住）、`"1 or more"`（留住买过至少 1 次的）、`"2 or more"`（至少 2 次的）。
#
# 哪个方案在第 14 到 52 周利润最高，是多少？`policy` 填英文名称；`profit` 单位为元，保留 2 位小数。

# %% starter
margin, card_cost = sheet["margin"], sheet["card_cost"]
q6 = {"policy": ..., "profit": ...}

# %% solution
# Keep a group as long as its mean purchases times the margin are above the cost. Neither 80/20 nor silence decides.
# zh: 只要一群会员的平均购买次数乘以毛利大于成本，就值得留住。二八定律和沉默与否都说了不算。
before, later = purchases_between(1, 13), purchases_between(14, 52)
gain = later * sheet["margin"] - sheet["card_cost"]
least = {"all": 0, "1 or more": 1, "2 or more": 2}
profit = pd.Series({name: gain[before >= number].sum() for name, number in least.items()})
q6 = {"policy": profit.idxmax(), "profit": profit.max()}

# %% wrong
# You forgot what it costs to keep a member. Without that, it always pays to keep everybody.
# zh: 你忘了留住会员的成本。不算成本，全部留住总是最好的。
gain = later * sheet["margin"]
# You took the profit from weeks 1 to 13. They choose the members; the profit comes later.
# zh: 你用第 1 到 13 周算利润。这些周只用来选人，利润要看后来。
later = before
# You took all 52 weeks. The first 13 are past when the director decides.
# zh: 你用了全部 52 周。总监决定时，前 13 周已经过去了。
gain = purchases_between(1, 52) * sheet["margin"] - sheet["card_cost"]
# You charged the cost for each purchase. It is due once for each member who is kept.
# zh: 你对每次购买都扣了成本。每位留住的会员只扣一次。
gain = later * (sheet["margin"] - sheet["card_cost"])
# This profit is right, but another policy brings more. Compare all three.
# zh: 这个利润算对了，但另一个方案更高。请比较全部三个。
q6 = {"policy": profit.nlargest(2).index[1], "profit": profit.nlargest(2).iloc[1]}

# %% hints
# For each policy: how many members does it keep, and how many purchases did these make in weeks 14 to 52?
# zh: 每个方案留住多少会员？他们在第 14 到 52 周买了多少次？

# Profit is the purchases times `margin`, less the members kept times `card_cost`.
# zh: 利润等于购买次数乘以 `margin`，减去留住的人数乘以 `card_cost`。
