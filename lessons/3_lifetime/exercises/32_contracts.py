# %% [markdown]
# # Exercises to 32: Contracts
#
# **Your company** A gym chain. A contract runs for one year; at its end a member renews it, or leaves and does not
# come back. The members are drawn by your name: nobody else has your numbers.
#
# `members` says how many of all who joined in 2012 were still there after 0, 1, ... 12 renewals (续约). Row 0 is the
# number who joined. Other figures come with their question.
#
# **Before this** [32 Contracts](../../notebooks/3_lifetime/32_contracts.ipynb). **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 32：合约型客户
#
# **你的公司** 一家连锁健身房。合约一年一签；到期时会员要么续约，要么离开，不再回来。会员由你的姓名生成，别人的数字和你的不一样。
#
# `members` 是 2012 年入会的全部会员在 0、1……12 次续约之后仍在的人数。第 0 行是入会人数。其他数据随题目给出。
#
# **先修** [32 合约型客户](../../../notebooks/zh/3_lifetime/32_contracts.ipynb)。**用时** 40 分钟。

# %% data
# Never shown to the student. A cohort of the sBG, drawn renewal by renewal.
import pandas as pd

from crmkit.lifetime import SBG

_alpha, _beta = rng.uniform(0.62, 0.78), rng.uniform(1.10, 1.35)
_counts = [int(rng.integers(2000, 2900))]
for _t in range(1, 13):
    _counts.append(int(rng.binomial(_counts[-1], (_beta + _t - 1) / (_alpha + _beta + _t - 1))))
members = pd.Series(_counts, index=pd.RangeIndex(13, name="renewals"), name="members")

# Question 2: two kinds of members who never change.
loyal, fickle = int(rng.integers(250, 400)), int(rng.integers(550, 800))
loyal_retention = int(rng.integers(88, 94)) / 100
fickle_retention = int(rng.integers(45, 58)) / 100

# Question 4: a sister club.
sister_members = int(rng.integers(400, 700))

# Question 5: two lists of members, at a price below what either is worth.
margin = int(rng.integers(40, 80)) * 10
new_members = int(rng.integers(500, 700))
old_members = round(new_members * rng.uniform(0.70, 0.78))
_worth = SBG(alpha=_alpha, beta=_beta, period_days=365.25).discounted_expected_residual_lifetime(
    0, annual_discount_rate=0.1
)
price = int(round(rng.uniform(0.45, 0.60) * new_members * margin * _worth, -3))

# %%
import pandas as pd

from crmkit.lifetime import SBG, Geometric

# %%
members = sheet["members"]
members.to_frame().T

# %% [markdown] points=1 decimals=3
# ## Survival and retention
#
# What was the survival (存续率) after five renewals, and what was the retention rate of the fifth renewal? Two
# shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 存续率与保持率
#
# 五次续约之后的存续率是多少（`"survival"`）？第五次续约的客户保持率是多少（`"retention"`）？两个 0 到 1 之间的比例，保留 3 位小数。

# %% solution
# Survival compares with all who joined, retention with those who could make the fifth renewal: who were there
# after four.
# zh: 存续率与入会人数相比；保持率与有资格做第五次续约的人相比，也就是四次续约之后仍在的人。
q1 = {"survival": members[5] / members[0], "retention": members[5] / members[4]}

# %% wrong
# Your two figures are exchanged: survival compares with the beginning, retention with the year before.
# zh: 两个数颠倒了：存续率与最初相比，保持率与上一年相比。
q1 = {"survival": q1["retention"], "retention": q1["survival"]}
# You took the fifth row. The first row stands for 0 renewals.
# zh: 你取的是第五行。第一行是 0 次续约。
q1 = {"survival": members[4] / members[0], "retention": members[4] / members[3]}
# Your retention is a mean over all five renewals; the question asks for the fifth alone.
# zh: 你的保持率是五次续约的平均；题目只问第五次。
q1["retention"] = (members[5] / members[0]) ** (1 / 5)
# These are the shares of those who left. Survival and retention count those who stayed.
# zh: 这是离开者的比例。存续率和保持率数的是留下的人。
q1 = {part: 1 - share for part, share in q1.items()}

# %% hints
# Both divide the members after five renewals by something. Which members could make the fifth renewal?
# zh: 两者都是五次续约之后的人数除以另一个数。哪些会员有资格做第五次续约？

# `members[5]` is above the line in both. Below it stands once the beginning, once the year before.
# zh: 两个分子都是 `members[5]`。分母一个是最初的人数，一个是上一年的人数。

# %% [markdown] points=1 decimals=3
# ## Another mixture
#
# Of the members who joined one club, `sheet["loyal"]` are loyal: each of their renewals is made with probability
# `sheet["loyal_retention"]`. The other `sheet["fickle"]` are fickle, with `sheet["fickle_retention"]`. Nobody ever
# changes.
#
# What is the retention rate of all together at the *fifth* renewal? Calculate with expected numbers of members, not
# rounded. A share between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 换一种构成
#
# 一家分店的入会会员中，`sheet["loyal"]` 位是忠诚的：每次续约的概率是 `sheet["loyal_retention"]`。其余 `sheet["fickle"]` 位是易变的，概率是 `sheet["fickle_retention"]`。谁也不会改变。
#
# 全体会员*第五次*续约的保持率是多少？用期望人数计算，中间不要取整。0 到 1 之间的比例，保留 3 位小数。

# %% starter
loyal, fickle = sheet["loyal"], sheet["fickle"]
loyal_retention, fickle_retention = sheet["loyal_retention"], sheet["fickle_retention"]
q2 = ...

# %% solution
# Add both kinds up after four and after five renewals: the ratio is the retention of all. It is near that of the
# loyal, because most of the fickle have left: sorting (筛选效应).
# zh: 把两类会员在四次和五次续约之后的人数分别相加，两个和之比就是全体的保持率。它接近忠诚会员的保持率，因为易变的大多已经离开：这就是筛选效应。
loyal = pd.Series([sheet["loyal"] * sheet["loyal_retention"] ** t for t in range(7)])
fickle = pd.Series([sheet["fickle"] * sheet["fickle_retention"] ** t for t in range(7)])
both, made = loyal + fickle, 5
q2 = both[made] / both[made - 1]

# %% wrong
# You weighted the two rates with the members who joined: that is the first renewal.
# zh: 你用入会人数给两个保持率加权：那是第一次续约。
made = 1
# You took the plain mean of the two rates. The two kinds are not equally many, and their numbers change.
# zh: 你取了两个保持率的简单平均。两类人数不等，而且一直在变。
q2 = (sheet["loyal_retention"] + sheet["fickle_retention"]) / 2
# That is the survival after five renewals: it compares with all who joined.
# zh: 这是五次续约之后的存续率：它与入会人数相比。
q2 = both[5] / both[0]
# That is one renewal later. Who can still make the fifth has made four.
# zh: 这是下一次续约的保持率。能做第五次续约的人，已经做过四次。
made = 6
# That is one renewal earlier. At row 0 nobody has renewed yet.
# zh: 这是上一次续约的保持率。第 0 行还没有人续约。
made = 4

# %% hints
# How many loyal members are expected after four renewals, and how many fickle ones? And after five?
# zh: 四次续约之后，期望还有多少忠诚会员、多少易变会员？五次之后呢？

# After t renewals a kind has its first number times its retention to the power t. Add the kinds before you divide.
# zh: t 次续约之后，每一类的人数等于最初人数乘以保持率的 t 次方。先把两类相加，再相除。

# %% [markdown] points=2 decimals=3
# ## Fewer years seen
#
# The lesson fits on the renewals 0 to 7. Forecast earlier: fit the sBG and the geometric model on the renewals 0 to
# 4 of `members` only. How far is each off at renewal 12? Divide the forecast survival by the actual one and subtract
# 1, with 3 decimals (0.050: 5 % too high). `period_days` is not needed here.

# %% [markdown] lang="zh"
# ## 只看更少的年份
#
# 课上用第 0 到 7 次续约拟合。现在提前预测：只用 `members` 的第 0 到 4 次续约，拟合 sBG 和几何模型（`"geometric"`）。它们在第 12 次续约处各偏差多少？用预测的存续率除以实际的存续率，再减 1，保留 3 位小数（0.050 即偏高 5%）。这里不需要 `period_days`。

# %% starter
q3 = {"sBG": ..., "geometric": ...}

# %% solution
# The geometric model takes one rate for all from the early years, when the fickle leave: far too low. The sBG knows
# of sorting, and four renewals bring it much nearer.
# zh: 几何模型从易变者纷纷离开的头几年得到一个统一的保持率，结果偏低很多。sBG 考虑了筛选效应，只用四次续约就接近得多。
seen, actual = members.loc[:4], members[12] / members[0]
forecast = {"sBG": SBG.fit(seen).survival(12), "geometric": Geometric.fit(seen).survival(12)}
q3 = {name: share / actual - 1 for name, share in forecast.items()}

# %% wrong
# You fitted on the renewals 0 to 7, as the lesson does. Here the models may see fewer.
# zh: 你和课上一样用了第 0 到 7 次续约。这里只能让模型看更少的年份。
seen = members.loc[:7]
# Your models saw four rows, and so only three renewals. Row 0 is no renewal.
# zh: 你的模型看到四行，也就是只有三次续约。第 0 行不是续约。
seen = members.iloc[:4]
# You divided the actual survival by the forecast. An error is measured against what came true.
# zh: 你用实际值除以了预测值。误差要以实际发生的为基准。
q3 = {name: actual / share - 1 for name, share in forecast.items()}
# You subtracted the two survivals. The question asks for the error as a share of the actual one.
# zh: 你把两个存续率相减了。题目问的是误差占实际值的比例。
q3 = {name: share - actual for name, share in forecast.items()}
# These are the forecasts. How far are they off?
# zh: 这是预测值本身。它们偏差多少？
q3 = forecast
# These are the forecasts divided by the actual survival. Subtract 1.
# zh: 这是预测值除以实际值。还要减 1。
q3 = {name: share / actual for name, share in forecast.items()}

# %% hints
# Row 4 of `members` is the last one that the models may see, and row 0 is needed, too.
# zh: 模型最多能看到 `members` 的第 4 行，第 0 行也要用。

# A fitted model has the method `survival`. The actual survival comes from the whole table.
# zh: 拟合好的模型有 `survival` 方法。实际存续率从整张表里算。

# %% [markdown] points=2 decimals=1
# ## A colleague's forecast
#
# A sister club has `sheet["sister_members"]` members, who have all made four renewals already. They are like the
# members in your table. How many of them will make *three more*? A colleague writes:
#
# ```python
# model = SBG.fit(members.loc[:7])                     # step 1
# share = model.survival(3)                            # step 2
# still_there = sheet["sister_members"] * share        # step 3
# ```
#
# One step is wrong, and the result is too low. Which one (1, 2 or 3), and how many members are expected to make
# three more renewals (1 decimal)? Keep the fit.

# %% [markdown] lang="zh"
# ## 同事的预测
#
# 姊妹店有 `sheet["sister_members"]` 位会员，每位都已续约四次。他们与你表里的会员同类。其中多少人会*再*续约三次？一位同事写道：
#
# ```python
# model = SBG.fit(members.loc[:7])                     # 第 1 步
# share = model.survival(3)                            # 第 2 步
# still_there = sheet["sister_members"] * share        # 第 3 步
# ```
#
# 有一步错了，结果偏低。是哪一步（`"step"`：1、2 或 3）？再续约三次的期望人数是多少（`"members"`，保留 1 位小数）？拟合方式不变。

# %% solution
# survival(3) is for members who have just joined, with all the fickle among them. Of those who have made four
# renewals, the share S(7) / S(4) makes seven.
# zh: survival(3) 说的是刚入会的人，易变者都在其中。已续约四次的人当中，做到七次的比例是 S(7) / S(4)。
model = SBG.fit(members.loc[:7])
share = model.survival(7) / model.survival(4)
q4 = {"step": 2, "members": sheet["sister_members"] * share}

# %% wrong
# Survival after seven renewals counts from the day of joining; these members have passed four of them for certain.
# zh: 七次续约后的存续率从入会那天算起；而这些会员已经确定完成了四次。
share = model.survival(7)
# You used the retention rate of the fourth renewal three times. It lies behind these members, and the rate rises.
# zh: 你把第四次续约的保持率用了三遍。那次续约已经过去，而且保持率还在上升。
share = model.retention_rate(4) ** 3
# You used the retention rate of the fifth renewal three times. It goes on rising at the sixth and the seventh.
# zh: 你把第五次续约的保持率用了三遍。到第六、第七次，它还会上升。
share = model.retention_rate(5) ** 3
# Your number is the colleague's own: three renewals from the day of joining.
# zh: 你的数就是同事的数：从入会那天算起的三次续约。
share = model.survival(3)
# You changed the model, and one rate for all forgets sorting. The fit is sound; look at what is asked of it.
# zh: 你换了模型，而统一的保持率忽略了筛选效应。拟合没有问题，看看后面怎样用它。
q4 = {"step": 1, "members": sheet["sister_members"] * Geometric.fit(members.loc[:7]).survival(3)}
# The number is right. Look again which line has to change to get it.
# zh: 人数算对了。再看看要改哪一行才能得到它。
q4["step"] = 3

# %% hints
# Of whom does `model.survival(3)` speak? Are the sister club's members such people?
# zh: `model.survival(3)` 说的是哪些人？姊妹店的会员是这样的人吗？

# Of 1,000 who join, how many make four renewals, and how many seven? What share of the first are the second?
# zh: 1,000 人入会，多少人做到四次续约，多少人做到七次？后者占前者多大比例？

# %% [markdown] points=3 decimals=1
# ## Which list do you buy?
#
# A rival closes and sells its contracts. You can buy one list, or neither, for `sheet["price"]` yuan, paid today:
#
# - list A: `sheet["new_members"]` members who have made no renewal yet;
# - list B: `sheet["old_members"]` members who have made five.
#
# All are about to decide on their next renewal; whoever makes it pays at once. Each renewal leaves a margin of
# `sheet["margin"]` yuan. Use the sBG, fitted on the renewals 0 to 7 with `period_days=365.25`. Count all renewals to
# come, with a discount rate of 10 % a year.
#
# Which list has the largest gain, its renewals' value today less its price? `buy` is `"A"`, `"B"` or `"neither"`
# (gain 0); `gain` is in *thousand* yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 买哪份名单？
#
# 一家同行停业，出售它的合约。你可以买一份名单，也可以都不买。每份 `sheet["price"]` 元，今天付款：
#
# - 名单 A：`sheet["new_members"]` 位还没有续约过的会员；
# - 名单 B：`sheet["old_members"]` 位已续约五次的会员。
#
# 所有人马上要决定下一次续约，续约者当即付款。每次续约带来毛利 `sheet["margin"]` 元。用 sBG，以第 0 到 7 次续约拟合，`period_days=365.25`。计入今后全部续约，年折现率 10%。
#
# 哪份名单的净收益（今后续约的现值减去价格）最大？`buy` 填 `"A"`、`"B"` 或 `"neither"`（都不买，净收益为 0）；`gain` 的单位是*千*元，保留 1 位小数。

# %% solution
# A member is worth the margin times the discounted residual lifetime. After five renewals it is about twice that of
# a new member, so the shorter list is worth more.
# zh: 一位会员的价值是毛利乘以折现的剩余寿命。续约五次的会员，剩余寿命约为新会员的两倍，所以较短的名单反而更值钱。
model = SBG.fit(members.loc[:7], period_days=365.25)
lifetime = model.discounted_expected_residual_lifetime([0, 5], annual_discount_rate=0.1)
price, people = sheet["price"], [sheet["new_members"], sheet["old_members"]]
gains = pd.Series([*(lifetime * sheet["margin"] * people - price), 0], ["A", "B", "neither"])
best = gains.idxmax()
q5 = {"buy": best, "gain": gains[best] / 1000}

# %% wrong
# You took one rate for all. Then five renewals tell nothing about a member, and the longer list always wins.
# zh: 你对所有人用了同一个保持率。那样五次续约说明不了任何问题，较长的名单总会胜出。
model = Geometric.fit(members.loc[:7], period_days=365.25)
# This is the gain of list A. Is a member of five renewals worth as much as a new one?
# zh: 这是名单 A 的净收益。续约过五次的会员和新会员价值一样吗？
best = "A"
# You valued list B as if its members were new. They have made five renewals, and the model can be told so.
# zh: 你把名单 B 的会员当作新会员估值。他们已续约五次，可以把这一点告诉模型。
q5["gain"] = (lifetime.iloc[0] * sheet["margin"] * people[1] - price) / 1000
# The list is right, but you have not deducted its price.
# zh: 名单选对了，但你没有扣除价格。
price = 0
# You added a payment that is certain. These members have yet to decide: the next one comes only if they renew.
# zh: 你多算了一笔确定的付款。这些会员还没有决定：续约了才有下一笔。
lifetime = 1 + model.discounted_expected_residual_lifetime([0, 5], annual_discount_rate=0.1)
# Your gain is in yuan; the question asks for thousand yuan.
# zh: 你的净收益以元为单位；题目要的是千元。
q5["gain"] = gains[best]

# %% hints
# The lesson's last section on value has the method. It wants to know how many renewals have been made, and counts
# annual payments.
# zh: 课程最后讲估值的一节有这个方法。它需要知道已续约几次，结果以年付款次数计。

# For each list: members times margin times residual lifetime, less the price. Then compare with 0.
# zh: 每份名单：人数乘以毛利乘以剩余寿命，再减去价格。然后与 0 比较。
