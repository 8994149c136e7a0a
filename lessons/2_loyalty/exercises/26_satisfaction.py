# %% [markdown]
# # Exercises to 26: Satisfaction, complaints, recovery
#
# **Your company** A broadband provider asks its customers, counts their complaints and has some money for offers. Its
# data are drawn by your name: nobody else has them. Money is in yuan.
#
# - `before` and `after`: what other customers answered in each of two surveys to "How likely are you to recommend us?", whole
#   numbers from 0 to 10.
# - `customers`: one row a customer: number of `complaints` in the year, `use` (`"light"` or `"heavy"`), and whether
#   they `left` (True or False). Nobody had an offer.
# - `repairs`: one row a customer after a day of repairs. `experience` is `"no failure"`, `"silent"` (a failure, no complaint),
#   or, after a complaint, `"poor recovery"` or `"excellent recovery"`, which was decided by lot. `satisfaction` (1 to 10), and
#   `bought_again` (True or False): renewed the contract.
# - `money`: `offer_cost` (an offer), `margin` (a customer who stays or renews brings it), `saved_share` (of those who
#   would leave, how many an offer holds), `recovery_cost` (what an excellent recovery costs more than a poor one).
#
# **Before this** [26 Satisfaction, complaints, recovery](../../notebooks/2_loyalty/26_satisfaction.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 26：满意度、抱怨与服务补救
#
# **你的公司** 一家宽带运营商调查客户、统计抱怨次数，并有一笔挽留经费。数据由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `before` 和 `after`：前后两次调查（客户不同）对“您有多大可能推荐我们？”的回答，0 到 10 的整数。
# - `customers`：每行一位客户，包括一年中的抱怨次数 `complaints`、用量 `use`（`"light"` 少，`"heavy"` 多）、是否离开 `left`（True 或 False）。当时没有人得到优惠。
# - `repairs`：检修日之后，每行一位客户。`experience` 是当天的经历：`"no failure"`（没有故障）、`"silent"`（有故障但没有抱怨），或者抱怨之后由抽签决定的 `"poor recovery"`（敷衍的补救）和 `"excellent recovery"`（出色的补救）。`satisfaction` 是满意度（1 到 10），`bought_again` 是有没有续约（True 或 False）。
# - `money`：`offer_cost`（一份优惠的成本）、`margin`（一位留下或续约的客户带来的毛利）、`saved_share`（本来会离开的人中，一份优惠能留住的比例）、`recovery_cost`（出色的补救比敷衍的补救多花的钱）。
#
# **先修** [26 满意度、抱怨与服务补救](../../../notebooks/zh/2_loyalty/26_satisfaction.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as np
import pandas as pd

from crmkit import companies as _companies

_sizes = rng.integers(260, 420, 2)
_up = rng.uniform(0.42, 0.48)
_down = rng.uniform(0.14, 0.20)
# In half of the firms the score really rose, in the other half hardly.
_rise = rng.choice([rng.uniform(0.00, 0.02), rng.uniform(0.11, 0.15)])


def _answers(up, down, n):
    side = rng.choice(3, n, p=[down, 1 - up - down, up])
    low, middle, high = rng.choice([0, 2, 3, 4, 5, 6], n), rng.integers(7, 9, n), rng.integers(9, 11, n)
    return pd.Series(np.choose(side, [low, middle, high]), name="recommend")


before = _answers(_up, _down, int(_sizes[0]))
after = _answers(_up + _rise, _down - 0.6 * _rise, int(_sizes[1]))

_n = int(rng.integers(5200, 6800))
_cliff = int(rng.integers(2, 5))
_complaints = np.minimum(rng.poisson(rng.gamma(2.2, (0.35 + 0.25 * _cliff) / 1.1, _n)), 7)
_light = rng.random(_n) < rng.uniform(0.45, 0.55)
# Silence is not loyalty: who never complains leaves a little more often than who does so once.
_base = np.where(_light, rng.uniform(0.04, 0.06), rng.uniform(0.09, 0.12)) + 0.05 * (_complaints == 0)
_more = np.clip(_complaints - _cliff, 0, 3)
_late = np.where(_light, rng.uniform(0.66, 0.72) + 0.07 * _more, rng.uniform(0.20, 0.24))
_leaves = np.where(_complaints >= _cliff, _late, _base)
customers = pd.DataFrame(
    {
        "complaints": _complaints,
        "use": np.where(_light, "light", "heavy"),
        "left": rng.random(_n) < _leaves,
    },
    index=pd.Index([f"B{number:04d}" for number in range(1, _n + 1)], name="customer_id"),
)

_card = _companies.ParcelService.from_card()
_again = _card.repurchase_probability | {
    "no failure": float(rng.uniform(0.74, 0.80)),
    "poor recovery": float(rng.uniform(0.33, 0.38)),
    "excellent recovery": float(rng.uniform(0.58, 0.64)),
}
_happy = _card.mean_satisfaction | {
    "no failure": float(rng.uniform(7.0, 7.4)),
    "excellent recovery": float(rng.uniform(7.9, 8.3)),
}
repairs = _companies.service_recovery(
    n_customers=int(rng.integers(5000, 7000)),
    seed=int(rng.integers(1, 100_000)),
    parameters=_replace(_card, repurchase_probability=_again, mean_satisfaction=_happy),
).customers[["experience", "satisfaction", "bought_again"]]
money = {
    "offer_cost": int(rng.integers(18, 24)),
    "margin": int(rng.integers(105, 131)),
    "saved_share": int(rng.integers(36, 44)) / 100,
    "recovery_cost": int(rng.integers(8, 15)),
}

# %%
import numpy as np
import pandas as pd

from crmkit.loyalty import complaints, loyalty_curve, satisfaction

# %%
before, after, money = sheet["before"], sheet["after"], sheet["money"]
customers, repairs = sheet["customers"], sheet["repairs"]
customers.head()

# %% [markdown] points=1 decimals=1
# ## A score and its margin
#
# What is the NPS of the survey `after`, in points (-100 to 100), and how far does its margin reach to either side: 1.96
# standard errors, in points? Both with 1 decimal.

# %% [markdown] lang="zh"
# ## 得分与误差范围
#
# 调查 `after` 的净推荐值是多少分（`"nps"`，-100 到 100）？它向两边的误差范围是多少分（`"margin"`，即 1.96 倍标准误）？都保留 1 位小数。

# %% solution
# Promoters answer 9 or 10, detractors 0 to 6. The error is that of a difference of two shares of the same sample.
# zh: 推荐者打 9 分或 10 分，贬损者打 0 到 6 分。误差是同一样本中两个比例之差的标准误。
promoters, detractors = (after >= 9).mean(), (after <= 6).mean()
nps = promoters - detractors
error = np.sqrt((promoters + detractors - nps**2) / len(after))
q1 = {"nps": 100 * nps, "margin": 100 * 1.96 * error}

# %% wrong
# You counted 8 as a promoter. Promoters answer 9 or 10.
# zh: 你把 8 分也算作推荐者了。推荐者只打 9 分或 10 分。
promoters = (after >= 8).mean()
nps = promoters - detractors
error = np.sqrt((promoters + detractors - nps**2) / len(after))
# You counted 7 as a detractor. Detractors answer 6 or less.
# zh: 你把 7 分也算作贬损者了。贬损者打 6 分及以下。
detractors = (after <= 7).mean()
nps = promoters - detractors
error = np.sqrt((promoters + detractors - nps**2) / len(after))
# You left the detractors out: that is the share of promoters.
# zh: 你漏掉了贬损者：这是推荐者的比例。
q1["nps"] = 100 * promoters
# That is one standard error. The margin is 1.96 of them.
# zh: 这是 1 倍标准误。误差范围是它的 1.96 倍。
q1["margin"] = 100 * error
# You left out the square of the NPS. Subtract it from the two shares before you divide.
# zh: 你漏掉了净推荐值的平方。除以人数之前要先减去它。
q1["margin"] = 196 * np.sqrt((promoters + detractors) / len(after))
# You took the root for a single share. A promoter counts 1, a detractor -1: see the lesson for the variance of these.
# zh: 你用的是单个比例的标准误公式。推荐者记 1，贬损者记 -1，方差的公式见课文。
q1["margin"] = 196 * np.sqrt(nps * (1 - nps) / len(after))
# You added the errors of the two shares as if they came from two surveys. In one survey a promoter is no detractor: see the lesson.
# zh: 你把两个比例当作来自两次调查，把误差合在一起了。同一次调查里，推荐者就不是贬损者：公式见课文。
q1["margin"] = 196 * np.sqrt((promoters * (1 - promoters) + detractors * (1 - detractors)) / len(after))
# That is the whole width, from one end to the other. The margin reaches to one side.
# zh: 这是从一端到另一端的全长。误差范围只算一边。
q1["margin"] *= 2
# You left out 6. Detractors answer 6 or less.
# zh: 你漏掉了 6 分。贬损者打 6 分及以下。
detractors = (after <= 5).mean()
nps = promoters - detractors
error = np.sqrt((promoters + detractors - nps**2) / len(after))
# You took the survey `before`.
# zh: 你用的是前一次调查 `before`。
promoters, detractors = (before >= 9).mean(), (before <= 6).mean()
nps = promoters - detractors
error = np.sqrt((promoters + detractors - nps**2) / len(before))
# Those are shares. The question asks for points, 100 times as many.
# zh: 这是比例。题目问的是分数，要乘以 100。
q1 = {"nps": nps, "margin": 1.96 * error}

# %% hints
# Which answers make a promoter, and which a detractor? `(after >= 9).mean()` is a share.
# zh: 哪些回答算推荐者，哪些算贬损者？`(after >= 9).mean()` 得到一个比例。

# The lesson writes the standard error out in one line, under "A score and its margin".
# zh: 课上在“得分与误差范围”一节用一行代码写出了标准误。

# %% [markdown] points=2 decimals=1
# ## More than luck?
#
# By how many points did the NPS change from `before` to `after`, and between which bounds does the change lie (95 %; take
# `low` and `high` of `nps_change`: 1.96 standard errors give not quite the same)? Three numbers in points with 1 decimal. And do
# the two surveys show that anything changed: `"yes"` or `"no"`?

# %% [markdown] lang="zh"
# ## 不只是运气？
#
# 从 `before` 到 `after`，净推荐值变化了多少分（`"change"`）？变化量的 95% 区间（取 `nps_change` 的 `low` 和 `high`，与 1.96 倍标准误算出的略有不同）从哪里（`"low"`）到哪里（`"high"`）？三个数单位都是分，保留 1 位小数。这两次调查能否说明真的发生了变化（`"shown"`）：能填 `"yes"`，不能填 `"no"`。

# %% solution
# What counts is whether the interval of the change holds 0, whatever the two scores look like.
# zh: 关键是变化量的区间是否包含 0，而不是两个得分看起来如何。
table = satisfaction.nps_change(before, after, scale=(0, 10))
low, change, high = 100 * table.loc["change", ["low", "estimate", "high"]]
shown = "yes" if low > 0 or high < 0 else "no"
q2 = {"change": change, "low": low, "high": high, "shown": shown}

# %% wrong
# The numbers are right. Does the interval hold 0, or not?
# zh: 数字都对。区间里有没有 0？
q2["shown"] = "no" if shown == "yes" else "yes"
# You went from `after` to `before`: the sign is turned.
# zh: 你是从 `after` 算到 `before` 的，符号反了。
q2 = {"change": -change, "low": -high, "high": -low, "shown": shown}
# Those are shares. The question asks for points.
# zh: 这是比例。题目问的是分数。
q2 = {"change": change / 100, "low": low / 100, "high": high / 100, "shown": shown}
# You took the margin of one survey. In a change, both surveys err.
# zh: 你只用了一次调查的误差范围。变化量要同时考虑两次调查的误差。
one = 196 * table.loc["after", "standard_error"]
q2["low"], q2["high"] = change - one, change + one
# You added the errors of the two surveys. They partly cancel: the row "change" of `nps_change` has the bounds.
# zh: 你把两次调查的误差直接相加了。它们会部分抵消：变化量的区间在 `nps_change` 的 "change" 一行。
both = 196 * table["standard_error"].iloc[:2].sum()
q2["low"], q2["high"] = change - both, change + both
# Those are the bounds of the survey `after`. Which row of the table is the change?
# zh: 这是 `after` 这次调查的区间。表中哪一行是变化量？
q2["low"], q2["high"] = 100 * table.loc["after", ["low", "high"]]
# You added the errors of the two surveys. They partly cancel: the row "change" of `nps_change` has the bounds.
# zh: 你把两次调查的误差直接相加了。它们会部分抵消：变化量的区间在 `nps_change` 的 "change" 一行。
q2["low"] = 100 * (table["low"]["after"] - table["high"]["before"])
q2["high"] = 100 * (table["high"]["after"] - table["low"]["before"])
# You subtracted bound from bound. The row "change" has the bounds of the change.
# zh: 你把两次调查的区间端点分别相减了。变化量的区间在 "change" 一行。
q2["low"], q2["high"] = 100 * (table.loc["after", ["low", "high"]] - table.loc["before", ["low", "high"]])
# That is in per cent of the first score. The question asks for points: one score less the other.
# zh: 这是相对前一次得分的百分比。题目问的是分数：两次得分相减。
q2["change"] = 100 * change / (100 * table["estimate"]["before"])

# %% hints
# `satisfaction.nps_change` wants the two surveys in their order, and the scale.
# zh: `satisfaction.nps_change` 依次需要两次调查的回答，以及量表范围。

# The row "change" has estimate, low and high as shares. If 0 lies between low and high, luck alone may have done it.
# zh: "change" 一行给出估计值和区间两端（比例）。如果 0 在两端之间，仅凭运气也可能出现这样的变化。

# %% [markdown] points=2 decimals=1
# ## Where is the cliff?
#
# At which number of complaints does the share of those who left jump most, compared with one complaint less? And
# by how many percentage points? Count customers with 6 or more complaints together, as `at_most=6` does. A whole number, and
# points with 1 decimal.

# %% [markdown] lang="zh"
# ## 悬崖在哪里？
#
# 与少抱怨一次的客户相比，流失率在第几次抱怨（`"at"`）处上升最多？上升多少个百分点（`"rise"`）？抱怨 6 次及以上的客户合在一起（`at_most=6`）。前者填整数，后者保留 1 位小数。

# %% solution
# The cliff is the largest step between two neighbours, not the highest rate.
# zh: 悬崖是相邻两级之间最大的一步，而不是最高的流失率。
curve = loyalty_curve.outcome_curve(customers["complaints"], customers["left"], at_most=6)
at = loyalty_curve.cliff(curve)
q3 = {"at": at, "rise": 100 * curve["rise"][at]}

# %% wrong
# You named the number before the jump. Which number of complaints is the first on the high side?
# zh: 你填的是跳升之前的次数。跳升之后的第一个次数是几？
q3["at"] = at - 1
# That is the share who left at the cliff. By how much is it more than with one complaint less?
# zh: 这是悬崖处的流失率。它比少抱怨一次的客户高多少？
q3["rise"] = 100 * curve["estimate"][at]
# You compared with the share of all customers. Compare with those who complained once less.
# zh: 你是与全体客户的流失率相比的。请与少抱怨一次的客户相比。
q3["rise"] = 100 * (curve["estimate"][at] - customers["left"].mean())
# You compared with those who never complained. Compare with one complaint less.
# zh: 你是与从不抱怨的客户相比的。请与少抱怨一次的客户相比。
q3["rise"] = 100 * (curve["estimate"][at] - curve["estimate"][0])
# That is a factor, how many times as many leave. The question asks for percentage points.
# zh: 这是倍数。题目问的是百分点。
q3["rise"] = curve["estimate"][at] / curve["estimate"][at - 1]
# That is a rise in per cent of the lower rate. The question asks for percentage points: one rate less the other.
# zh: 这是相对较低流失率的百分比。题目问的是百分点：两个流失率相减。
q3["rise"] = 100 * (curve["estimate"][at] / curve["estimate"][at - 1] - 1)
# You counted all who come to so many complaints or more. Here compare those with exactly so many.
# zh: 你数的是抱怨到这么多次及以上的所有客户。这里比较的是正好这么多次的客户。
coming = complaints.outcome_from(customers["complaints"], customers["left"])["estimate"]
q3["rise"] = 100 * (coming[at] - coming[at - 1])
# That is where most leave. The cliff is where the share rises most from one number to the next.
# zh: 那是流失率最高的次数。悬崖是与前一个次数相比上升最多的地方。
most = int(curve["estimate"].idxmax())
q3 = {"at": most, "rise": 100 * curve["rise"][most]}
# That is a share. The question asks for percentage points.
# zh: 这是比例。题目问的是百分点。
q3["rise"] = curve["rise"][at]

# %% hints
# `loyalty_curve.outcome_curve` gives the rate at each number, and its rise over the number below.
# zh: `loyalty_curve.outcome_curve` 给出每个次数的流失率，以及比前一个次数上升多少。

# `loyalty_curve.cliff(curve)` names the row with the largest step; the column `rise` says how large it is.
# zh: `loyalty_curve.cliff(curve)` 给出上升最多的那一行，`rise` 一列是上升的幅度。

# %% [markdown] points=2 decimals=1
# ## A colleague and the paradox
#
# "After an excellent recovery customers are more satisfied than without a failure," says a colleague. "So they are
# worth more to us." Compare `"excellent recovery"` with `"no failure"`: how many points higher is mean
# satisfaction, and by how many percentage points does the share who renewed differ (negative if it is lower)? And what does
# an excellent recovery bring, in yuan a complaint, compared with a *poor* one: margin of the additional renewals, less
# `recovery_cost`? All with 1 decimal.

# %% [markdown] lang="zh"
# ## 同事与悖论
#
# 同事说：“出色补救之后，客户比没有出故障时还满意，所以他们对我们更有价值。”把 `"excellent recovery"` 与 `"no failure"` 相比：平均满意度高多少分（`"satisfaction"`）？续约比例相差多少个百分点（`"renewed"`，更低则为负）？与*敷衍的*补救相比，出色的补救平均每次抱怨带来多少元（`"worth"`）：多出来的续约带来的毛利，减去 `recovery_cost`？都保留 1 位小数。

# %% starter
q4 = {"satisfaction": ..., "renewed": ..., "worth": ...}

# %% solution
# In words the recovery wins, in deeds it does not make up for the failure. Yet once something has failed, it pays: the
# right comparison is then the poor recovery.
# zh: 嘴上说的，是补救占了上风；实际做的，补救并没有抵消失误。但失误一旦发生，出色的补救是划算的：这时该与敷衍的补救相比。
happy = repairs.groupby("experience", observed=True)["satisfaction"].mean()
again = repairs.groupby("experience", observed=True)["bought_again"].mean()
more = again["excellent recovery"] - again["poor recovery"]
q4 = {
    "satisfaction": happy["excellent recovery"] - happy["no failure"],
    "renewed": 100 * (again["excellent recovery"] - again["no failure"]),
    "worth": money["margin"] * more - money["recovery_cost"],
}

# %% wrong
# You compared satisfaction with a poor recovery. The colleague speaks of no failure.
# zh: 你把满意度与敷衍的补救相比了。同事说的是与没有故障相比。
q4["satisfaction"] = happy["excellent recovery"] - happy["poor recovery"]
# You compared satisfaction and renewals with a poor recovery. The colleague speaks of no failure; only the money is compared with a
# poor one.
# zh: 你把满意度和续约比例都与敷衍的补救相比了。同事说的是与没有故障相比；只有金额才与敷衍的补救相比。
q4["satisfaction"] = happy["excellent recovery"] - happy["poor recovery"]
q4["renewed"] = 100 * more
# That is in per cent of the renewals without a failure. The question asks for percentage points: one share less the other.
# zh: 这是相对没有故障时续约比例的百分比。题目问的是百分点：两个比例相减。
q4["renewed"] = 100 * (again["excellent recovery"] / again["no failure"] - 1)
# You deducted the cost from the additional renewals alone. Each complaint that is handled well costs it.
# zh: 你只从多出来的续约中扣除了成本。每处理好一次抱怨都要花这笔钱。
q4["worth"] = more * (money["margin"] - money["recovery_cost"])
# You counted every renewal after an excellent recovery. After a poor one some renew, too: only the additional ones count.
# zh: 你把出色补救之后的续约全都算上了。敷衍补救之后也有人续约，只有多出来的才算。
q4["worth"] = money["margin"] * again["excellent recovery"] - money["recovery_cost"]
# That is for all excellent recoveries together. The question asks for one complaint.
# zh: 这是所有出色补救的合计。题目问的是平均每次抱怨。
q4["worth"] *= (repairs["experience"] == "excellent recovery").sum()
# You compared renewals with a poor recovery. The colleague speaks of no failure.
# zh: 你把续约比例与敷衍的补救相比了。同事说的是与没有故障相比。
q4["renewed"] = 100 * more
# The sign of the renewals is turned: are there more of them than without a failure, or fewer?
# zh: 续约比例的符号反了：与没有故障相比，续约的多了还是少了？
q4["renewed"] *= -1
# The renewals are given as a share. The question asks for percentage points.
# zh: 续约那一项是比例。题目问的是百分点。
q4["renewed"] /= 100
# You did not deduct what the excellent recovery costs.
# zh: 你没有扣除出色补救多花的钱。
q4["worth"] = money["margin"] * more
# You compared the money with no failure. Once it has failed and they have complained, the choice is between a poor and an
# excellent recovery.
# zh: 算金额时你与没有故障相比了。故障已经发生、客户已经抱怨，能选的只有敷衍或出色的补救。
q4["worth"] = money["margin"] * q4["renewed"] / 100 - money["recovery_cost"]
# You compared the money with customers who stayed silent. They got no recovery; the choice is between poor and excellent.
# zh: 算金额时你与沉默的客户相比了。他们没有得到补救，能选的只有敷衍或出色的补救。
silent = again["excellent recovery"] - again["silent"]
q4["worth"] = money["margin"] * silent - money["recovery_cost"]

# %% hints
# Group `repairs` by `experience` and take two means. The mean of True and False is a share.
# zh: 把 `repairs` 按 `experience` 分组，求两个平均值。True 和 False 的平均值就是比例。

# For the money: how many more of 100 complaints end in a renewal, and what does each of them bring?
# zh: 算金额：100 次抱怨中多出几位续约的客户？每位带来多少？

# %% [markdown] points=2 decimals=1
# ## How good must the offer be?
#
# Suppose that everybody who comes to the complaint at your cliff (exercise 3) gets an offer there, whatever they do afterwards. Which
# share of those who would leave must it hold, so that it just pays? In %, with 1 decimal.

# %% [markdown] lang="zh"
# ## 优惠要有多大效果？
#
# 假设凡是抱怨到了悬崖处那一次（第 3 题）的客户，不论之后如何，当时都得到一份优惠。它至少要留住本来会离开者的百分之几，才刚好不亏？单位为 %，保留 1 位小数。

# %% solution
# Who comes to this complaint has made so many or will make more. The offer costs the same for all of them, and only those
# who would leave can be held.
# zh: 抱怨到这一次的客户，包括正好这么多次的和以后还会抱怨的。优惠对所有人成本相同，而能被留住的只有本来会离开的人。
curve = loyalty_curve.outcome_curve(customers["complaints"], customers["left"], at_most=6)
at = loyalty_curve.cliff(curve)
leaving = complaints.outcome_from(customers["complaints"], customers["left"])["estimate"][at]
q5 = 100 * money["offer_cost"] / (money["margin"] * leaving)

# %% wrong
# You counted only those with exactly so many complaints. When they complain, nobody knows whether more will follow.
# zh: 你只数了正好抱怨这么多次的客户。抱怨当时，没有人知道以后还会不会再抱怨。
leaving = curve["estimate"][at]
# You took the share who left of all customers. The offer goes only to those who come to this complaint.
# zh: 你用了全体客户的流失率。优惠只给抱怨到这一次的客户。
leaving = customers["left"].mean()
# You begin too early: the offer goes only to those who come to the complaint at the cliff.
# zh: 起点太早了：优惠只给抱怨到悬崖处那一次的客户。
leaving = customers["left"][customers["complaints"] >= 1].mean()
# You took the light users alone. Here everybody who comes to this complaint gets the offer.
# zh: 你只算了用量少的客户。这里凡是抱怨到这一次的客户都得到优惠。
leaving = customers["left"][(customers["complaints"] >= at) & (customers["use"] == "light")].mean()
# You took the heavy users alone. Here everybody who comes to this complaint gets the offer.
# zh: 你只算了用量多的客户。这里凡是抱怨到这一次的客户都得到优惠。
leaving = customers["left"][(customers["complaints"] >= at) & (customers["use"] == "heavy")].mean()
# You begin too early: the offer goes only to those who come to the complaint at the cliff.
# zh: 起点太早了：优惠只给抱怨到悬崖处那一次的客户。
leaving = customers["left"][customers["complaints"] >= at - 1].mean()
# As if everybody would leave without an offer. What share of them would?
# zh: 这样算，好像没有优惠人人都会离开。其实会离开的占多大比例？
leaving = 1
# That is upside down: the cost stands above the line, what there is to win below it.
# zh: 分子和分母颠倒了：成本在上，可赢回的金额在下。
q5 = 100 * money["margin"] * leaving / money["offer_cost"]
# You deducted the cost of the offer from the margin. It stands above the line already.
# zh: 你又从毛利里扣除了优惠的成本。它已经在分子里了。
q5 = 100 * money["offer_cost"] / ((money["margin"] - money["offer_cost"]) * leaving)
# That is `saved_share`, what the offer does hold. The question asks what it must hold.
# zh: 这是 `saved_share`，即优惠实际能留住的比例。题目问的是至少要留住多少。
q5 = 100 * money["saved_share"]
# That is a share. The question asks for per cent.
# zh: 这是比例。题目问的是百分数。
q5 = money["offer_cost"] / (money["margin"] * leaving)

# %% hints
# Think of 100 customers who come to this complaint. What do their offers cost, and how many would leave?
# zh: 设想有 100 位客户抱怨到这一次：优惠一共花多少钱？其中多少人会离开？

# The lesson computes it by hand for the fourth call. `complaints.offer_by_count` has it in the column
# `saved_share_needed`.
# zh: 课上对第四次电话手算过一遍。`complaints.offer_by_count` 的 `saved_share_needed` 一列也给出这个数。

# %% [markdown] points=4
# ## At which complaint, and to whom?
#
# For each group of customers, `"light"` and `"heavy"`, decide at which complaint everybody of the group who comes to it gets one
# offer: a whole number from 1 to 7, or 0 for never. An offer costs `offer_cost` and holds the share `saved_share` of those who
# would leave; each of them brings `margin`.
#
# What counts is the margin of all who are held, less the cost of all offers, over the `customers` of both groups. Doing nothing means
# no offers.

# %% [markdown] lang="zh"
# ## 第几次抱怨，给谁？
#
# 对两群客户（`"light"` 用量少，`"heavy"` 用量多）分别决定：抱怨到第几次的人，每人得到一份优惠？填 1 到 7 的整数，0 表示从不给。一份优惠的成本是 `offer_cost`，能留住本来会离开者中 `saved_share` 的比例，每位被留住的客户带来 `margin`。
#
# 看的是两群客户（`customers`）中被留住者的毛利合计，减去全部优惠的成本。“什么都不做”就是不给任何优惠。

# %% starter
q6 = {"light": ..., "heavy": ...}

# %% solution
# Before the cliff most offers go to customers who would have stayed; long after it few are left to be held. And of those
# who complain a lot it is the light users who leave: to the heavy ones no offer pays.
# zh: 悬崖之前，多数优惠给了本来就会留下的人；悬崖之后很久，可留的人已所剩无几。而在多次抱怨的人中，离开的是用量少的客户：给用量多的客户任何优惠都不划算。
nothing = {"light": 0, "heavy": 0}


def brings(use, number):
    if not number:
        return 0
    reached = customers[(customers["use"] == use) & (customers["complaints"] >= number)]
    held = money["saved_share"] * reached["left"].sum()
    return held * money["margin"] - len(reached) * money["offer_cost"]


def worth(plan):
    if any(number != int(number) or not 0 <= number <= 7 for number in plan.values()):
        raise ValueError("0, 1, 2, ... 7")
    return sum(brings(use, int(plan[use])) for use in ("light", "heavy"))


best = {use: max(range(8), key=lambda n: brings(use, n)) for use in ("light", "heavy")}
q6 = dict(best)

# %% wrong
# You made the offer at the first complaint. Most of those would have stayed anyway.
# zh: 第一次抱怨就给优惠。其中多数人本来就会留下。
q6 = {"light": 1, "heavy": 1}
# You treat both groups alike. Look at who of those with many complaints leaves.
# zh: 你对两群客户一视同仁。看一看抱怨多的人中，离开的是哪一群。
q6["heavy"] = best["light"]
# To the heavy users no offer pays, not even a late one: few of them leave, however often they complain.
# zh: 给用量多的客户任何优惠都不划算，再晚也一样：他们抱怨再多，离开的也很少。
q6["heavy"] = 7
# You wait for the last complaint, when few are left to be held, and you treat both groups alike.
# zh: 你等到最后一次抱怨，那时可留的人已很少；而且你对两群客户一视同仁。
q6 = {"light": 7, "heavy": 7}
# You gave the offers to the heavy users alone. Few of them leave, however often they complain.
# zh: 你只把优惠给了用量多的客户。他们抱怨再多，离开的也很少。
q6 = {"light": 0, "heavy": best["light"]}
# You wait one complaint too long. The rate of leaving is no lower there, but fewer are left to be held.
# zh: 你多等了一次抱怨。那时流失率并不更低，但可留的人更少了。
q6["light"] = best["light"] + 1
# You wait for the last complaint, when hardly anybody is left to be held.
# zh: 你等到最后一次抱怨，那时几乎没有人可留了。
q6["light"] = 7
# You make the offer one complaint too early, and pay for many who would have stayed.
# zh: 你早了一次，为许多本来会留下的人花了钱。
q6["light"] = best["light"] - 1

# %% hints
# Write down what an offer to one group at one number brings: how many come to it, how many of them leave, how many are held?
# zh: 先写出对一群客户在某一次给优惠带来多少：抱怨到这一次的有多少人？其中多少人会离开？能留住多少？

# `complaints.offer_by_count` does it for one group in one call; its column `value` is what all offers bring. Do it for each
# of the two groups; where no number brings more than 0, the answer is 0.
# zh: `complaints.offer_by_count` 一次调用就能算出一群客户的结果，`value` 一列是全部优惠带来的金额。两群客户各算一次；如果哪一次都不大于 0，就填 0。
