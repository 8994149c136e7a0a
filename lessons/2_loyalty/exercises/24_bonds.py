# %% [markdown]
# # Exercises to 24: Three bonds
#
# **Your company** A chain of gyms. It ties its members (会员) in three ways: points for each visit (a financial bond), a
# coach who knows them (social), and a training record that only the chain can read (structural). Its figures are simulated
# and drawn by your name: nobody else has them. Money is in yuan.
#
# - `members`: one row a member: `plan` (basic or premium); `points`, `coach`, `record` (1: has it, 0: has not);
#   `tenure_months` (until leaving, or until now); `left` (1: left). Members chose the points themselves.
# - `trial`: the same columns for other members of the chain, among whom the points were given out by lot.
# - `year`, `gyms` and `offers` are explained where they are used.
#
# **Before this** [24 Three bonds](../../notebooks/2_loyalty/24_bonds.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 24：三种联系
#
# **你的公司** 一家连锁健身房，用三种方式维系会员：每次到店送积分（财务联系）、熟悉会员的教练（社会联系）、只有本店能读取的训练档案（结构性联系）。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `members`：每位会员一行。`plan` 是套餐（`basic` 普通，`premium` 高级）；`points`（积分）、`coach`（教练）、`record`（档案）为 1 表示有，0 表示没有；`tenure_months` 是入会至离开（或至今）的月数；`left` 为 1 表示已离开。是否要积分由会员自己选择。
# - `trial`：同样的列，但是另一批会员，积分由抽签决定发给谁。
# - `year`、`gyms` 和 `offers` 用到时再说明。
#
# **先修** [24 三种联系](../../../notebooks/zh/2_loyalty/24_bonds.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as pd

from crmkit import companies as _companies

_firm = _replace(
    _companies.Bonded.from_card(),
    monthly_hazard=float(rng.uniform(0.05, 0.06)),
    bond_ratio={
        "card": 1.0,
        "adviser": float(rng.uniform(0.62, 0.7)),
        "interface": float(rng.uniform(0.42, 0.48)),
    },
)
_names = {"size": "plan", "card": "points", "adviser": "coach", "interface": "record"}


def _people(how, n):
    made = _companies.bonded_customers(
        n_customers=n, card=how, seed=int(rng.integers(1, 10**6)), parameters=_firm
    ).customers.rename(columns=_names)
    made["plan"] = made["plan"].astype("str").map({"small": "basic", "large": "premium"})
    return made.reset_index(drop=True).rename_axis("member")


members, trial = _people("chosen", int(rng.integers(2600, 3001))), _people("by lot", 4000)

# Of those with a contract for a year nobody leaves inside; at its end many do, or few.
_month = rng.uniform(0.025, 0.035)
_at_end = 1 - (1 - _month) ** 12 - (0.0 if rng.random() < 0.5 else rng.uniform(0.12, 0.16))
_start = {"monthly": int(rng.integers(900, 1101)), "yearly": int(rng.integers(900, 1101))}
_before = {"monthly": round(_start["monthly"] * (1 - (1 - _month) ** 11)), "yearly": 0}
_end = {
    "monthly": round((_start["monthly"] - _before["monthly"]) * _month),
    "yearly": round(_start["yearly"] * _at_end),
}
year = pd.DataFrame({"members": _start, "left_before_end": _before, "left_at_end": _end})

# A fee for booked classes that are missed, in five of eight gyms; a season moves all of them.
_season = {"before": 0, "fee": -int(rng.integers(2, 5)), "after": -int(rng.integers(3, 7))}
_effect = {"before": 0, "fee": int(rng.integers(8, 13)), "after": int(rng.integers(8, 13))}
_rows = []
for _gym in range(1, 9):
    _level = rng.uniform(18, 26)
    for _week in range(1, 13):
        _phase = "before" if _week <= 4 else "fee" if _week <= 8 else "after"
        _mean = _level + _season[_phase] + _effect[_phase] * (_gym <= 5)
        _rows.append((_gym, "fee" if _gym <= 5 else "none", _week, _phase, rng.poisson(_mean)))
gyms = pd.DataFrame(_rows, columns=["gym", "group", "week", "phase", "missed"])

_margin = {"basic": int(rng.integers(60, 71)), "premium": int(rng.integers(270, 301))}
_hazard = {"basic": int(rng.integers(48, 56)) / 1000, "premium": int(rng.integers(19, 23)) / 1000}
_count = {"basic": int(rng.integers(50, 61)) * 10, "premium": int(rng.integers(20, 26)) * 10}
_cost = {
    ("basic", "points"): 30,
    ("basic", "coach"): 130,
    ("basic", "record"): 150,
    ("premium", "points"): 30,
    ("premium", "coach"): 130,
    ("premium", "record"): int(rng.integers(76, 82)) * 10,
}
offers = pd.DataFrame(
    [(p, b, _count[p], _hazard[p], _margin[p], c) for (p, b), c in _cost.items()],
    columns=["plan", "bond", "members", "monthly_hazard", "monthly_margin", "cost"],
)

# %%
import pandas as pd

from crmkit.loyalty import bonds
from crmkit.retention import LeavingHazard, before_after

# %%
members, trial = sheet["members"], sheet["trial"]
year, gyms, offers = sheet["year"], sheet["gyms"], sheet["offers"]
three = ["points", "coach", "record"]
members.head()

# %% [markdown] points=1 decimals=3
# ## Without a bond and with several
#
# In `members`: what share left of those who have none of the three bonds, and of those who have two or three of them?
# Two shares from 0 to 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 没有联系与有多种联系
#
# 在 `members` 中：三种联系都没有的会员流失了多大比例（`"none"`）？有两种或三种联系的呢（`"two_or_three"`）？两个 0 到 1 之间的比例，保留 3 位小数。

# %% solution
# Count the bonds of each member; the mean of a column of 0 and 1 is the share of ones. Two and three go into one
# group, so that each member counts once.
# zh: 数出每位会员的联系数；由 0 和 1 组成的一列，平均值就是 1 的比例。两种和三种合为一组，每位会员只算一次。
count = members[three].sum(axis="columns")
none, several = members[count == 0], members[count >= 2]
q1 = {"none": none["left"].mean(), "two_or_three": several["left"].mean()}

# %% wrong
# You divided by all members. The question is about the share within each group.
# zh: 你除以了全部会员。题目问的是每一组之内的比例。
q1 = {"none": none["left"].sum() / len(members), "two_or_three": several["left"].sum() / len(members)}
# You divided by all who left. The question is which share *of the group* left.
# zh: 你除以了所有离开的人。题目问的是*该组*中有多大比例离开了。
gone = members["left"].sum()
q1 = {"none": none["left"].sum() / gone, "two_or_three": several["left"].sum() / gone}
# Your second group has exactly two bonds. Those with three belong to it as well.
# zh: 你的第二组恰好有两种联系。有三种的也属于这一组。
several = members[count == 2]
# Your second group begins at one bond. It should begin at two.
# zh: 你的第二组从一种联系算起，应当从两种算起。
several = members[count >= 1]
# Those are the shares who stayed.
# zh: 这是留下的比例。
q1 = {"none": 1 - none["left"].mean(), "two_or_three": 1 - several["left"].mean()}
# You averaged the rates of two and of three bonds, as if both groups were equally large.
# zh: 你把“两种”和“三种”的流失率直接平均了，好像两组人数相同。
rates = members.groupby(count)["left"].mean()
q1["two_or_three"] = (rates[2] + rates[3]) / 2
# Your second group has all three bonds. Those with two belong to it as well.
# zh: 你的第二组三种联系都有。只有两种的也属于这一组。
several = members[count == 3]
# You used `trial`. The question is about `members`.
# zh: 你用了 `trial`，题目问的是 `members`。
count = trial[three].sum(axis="columns")
none, several = trial[count == 0], trial[count >= 2]

# %% hints
# How many bonds does each member have? The three columns hold 0 and 1.
# zh: 每位会员有几种联系？这三列里只有 0 和 1。

# `members[three].sum(axis="columns")` counts them. Choose rows with it, then take the mean of `left`.
# zh: `members[three].sum(axis="columns")` 数出联系数。用它挑出行，再求 `left` 的平均值。

# %% [markdown] points=2 decimals=2
# ## The hazard by hand
#
# In `members`: how many of 100 members leave in a month, among those with a coach and among those without? As in the
# lesson: leavers divided by all months, times 100. Two numbers with 2 decimals.

# %% [markdown] lang="zh"
# ## 动手算风险率
#
# 在 `members` 中：有教练的会员（`"coach"`）每月每 100 人中离开几人？没有教练的（`"without"`）呢？算法与课上相同：离开的人数除以总月数，再乘以 100。两个数，保留 2 位小数。

# %% solution
# All months count, also those of members who are still there: they could have left in each of them.
# zh: 所有的月份都算，仍在的会员的月份也算：他们在其中每个月都有可能离开。
groups = members.groupby("coach")
hazard = 100 * groups["left"].sum() / groups["tenure_months"].sum()
q2 = {"coach": hazard[1], "without": hazard[0]}

# %% wrong
# Those are leaving rates: they count members and not months.
# zh: 这是流失率：数的是人，不是月。
hazard = 100 * groups["left"].mean()
# You counted only the months of those who left. Those who stayed could have left as well.
# zh: 你只算了离开者的月数。留下的人也曾有可能离开。
gone = members[members["left"] == 1].groupby("coach")
hazard = 100 * gone["left"].sum() / gone["tenure_months"].sum()
# You forgot to multiply by 100.
# zh: 你忘了乘以 100。
hazard = groups["left"].sum() / groups["tenure_months"].sum()
# The two groups are swapped: 1 means that a member has a coach.
# zh: 两组颠倒了：1 表示有教练。
q2 = {"coach": hazard[0], "without": hazard[1]}
# You averaged over members what should be one division: all leavers by all months.
# zh: 应当只做一次除法：离开总人数除以总月数。你却先算每位会员的比，再取平均。
seen = members[members["tenure_months"] > 0]
each = 100 * (seen["left"] / seen["tenure_months"]).groupby(seen["coach"]).mean()
q2 = {"coach": each[1], "without": each[0]}
# That is the mean tenure of each group, in months.
# zh: 这是每组的平均在会月数。
hazard = groups["tenure_months"].mean()
# You divided by the months of all members. Each group has its own months.
# zh: 你除以了全部会员的月数。每一组要除以自己的月数。
hazard = 100 * groups["left"].sum() / members["tenure_months"].sum()
# You used `trial`. The question is about `members`.
# zh: 你用了 `trial`，题目问的是 `members`。
groups = trial.groupby("coach")

# %% hints
# How many members with a coach left, and how many months have all members with a coach been there together?
# zh: 有教练的会员离开了几位？所有有教练的会员加在一起，一共在会多少个月？

# `members.groupby("coach")` makes both groups; take the sum of `left` and the sum of `tenure_months`.
# zh: `members.groupby("coach")` 分出两组，再对 `left` 和 `tenure_months` 求和。

# %% [markdown] points=2 decimals=3
# ## Holding the rest fixed
#
# In `members`: what is the hazard ratio of the training record in a Cox model that holds nothing else, and in one
# that also holds the points, the coach and the premium plan (1: premium, 0: basic) fixed? Efron's rule, no strata.
# Two ratios with 3 decimals.

# %% [markdown] lang="zh"
# ## 固定其他因素
#
# 在 `members` 中：只放训练档案的 Cox 模型给出的风险比是多少（`"alone"`）？再同时固定积分、教练和高级套餐（1 为高级，0 为普通）时呢（`"fixed"`）？用 Efron 规则，不分层。两个风险比，保留 3 位小数。

# %% solution
# Premium members have the record more often and leave less anyway. Alone, the record gets the credit for both.
# zh: 高级会员更常有档案，本来也更少离开。单独看时，两者的功劳都算在了档案头上。
table = members.assign(premium=(members["plan"] == "premium").astype(int))
time = {"tenure": "tenure_months", "left": "left"}
alone = LeavingHazard.fit(table, traits=["record"], **time)
fixed = LeavingHazard.fit(table, traits=[*three, "premium"], **time)
q3 = {
    "alone": alone.hazard_ratios().loc["record", "estimate"],
    "fixed": fixed.hazard_ratios().loc["record", "estimate"],
}

# %% wrong
# Those are logarithms, from `coefficients`. The ratio is what `hazard_ratios` gives.
# zh: 这是对数，来自 `coefficients`。风险比由 `hazard_ratios` 给出。
q3 = {"alone": alone.estimates["record"], "fixed": fixed.estimates["record"]}
# Your second model lacks the plan. It is what premium members bring that should be held fixed.
# zh: 你的第二个模型缺少套餐。要固定的正是高级会员本身的差别。
fixed = LeavingHazard.fit(table, traits=three, **time)
# That is by how much the record lowers the hazard. The ratio is 1 less that.
# zh: 这是档案使风险率降低的比例。风险比等于 1 减去它。
q3 = {part: 1 - ratio for part, ratio in q3.items()}
# You used Breslow's rule. The question asks for Efron's.
# zh: 你用的是 Breslow 规则，题目要求 Efron 规则。
alone = LeavingHazard.fit(table, traits=["record"], ties="breslow", **time)
fixed = LeavingHazard.fit(table, traits=[*three, "premium"], ties="breslow", **time)
# Those ratios compare members without the record with those who have it. Turn them round.
# zh: 这是“没有档案”相对于“有档案”的比。请倒过来。
q3 = {part: 1 / ratio for part, ratio in q3.items()}
# You used `trial`. The question is about `members`.
# zh: 你用了 `trial`，题目问的是 `members`。
table = trial.assign(premium=(trial["plan"] == "premium").astype(int))
# You divided leaving rates, as if all members had been there equally long. The ratios come from a Cox model.
# zh: 你用的是两组流失率之比，好像所有会员在会一样久。风险比要由 Cox 模型得出。
rates = members.groupby("record")["left"].mean()
q3["alone"] = rates[1] / rates[0]
# Your second ratio is that of the points. The question asks for the record in both models.
# zh: 你的第二个数是积分的风险比。两个模型问的都是档案。
q3["fixed"] = fixed.hazard_ratios().loc["points", "estimate"]
# Your second ratio is that of the coach. The question asks for the record in both models.
# zh: 你的第二个数是教练的风险比。两个模型问的都是档案。
q3["fixed"] = fixed.hazard_ratios().loc["coach", "estimate"]
# The models are right, but swapped.
# zh: 模型对了，但两个数颠倒了。
q3 = {"alone": q3["fixed"], "fixed": q3["alone"]}

# %% hints
# The plan is a text; a Cox model wants numbers. Make a column that is 1 for premium and 0 for basic.
# zh: 套餐是文字，Cox 模型要数字。先做一列：高级为 1，普通为 0。

# `LeavingHazard.fit(table, tenure="tenure_months", left="left", traits=[...])`, once with one trait and once with
# four; then `.hazard_ratios()`.
# zh: 调用两次 `LeavingHazard.fit(table, tenure="tenure_months", left="left", traits=[...])`，一次一个变量，一次四个，再用 `.hazard_ratios()`。

# %% [markdown] points=2 decimals=3
# ## A bond or a wall?
#
# `year` follows two groups of another chain for twelve months: `monthly` members may leave each month, `yearly`
# ones only at the end of the twelfth. `members` began; `left_before_end` of them left in the first eleven months,
# `left_at_end` in the last one. A colleague sees that no yearly member left in eleven months and calls the contract a
# strong bond.
#
# Judge at the gate: what share of each group has left when the year is over? And is the contract a `"bond"` or a
# `"wall"`? Call it a bond if the yearly share is lower by more than 0.05, else a wall. Two shares from 0 to 1 with 3
# decimals, and a word.

# %% [markdown] lang="zh"
# ## 联系还是壁垒？
#
# `year` 记录了另一家连锁健身房的两组会员在十二个月中的情况：`monthly`（按月）会员每月都可以离开，`yearly`（按年）会员只能在第十二个月月末离开。`members` 是年初人数，`left_before_end` 是前十一个月离开的人数，`left_at_end` 是最后一个月离开的人数。同事看到前十一个月没有一位按年会员离开，就说合约是很强的联系。
#
# 要在开门的那一刻评价：一年结束时，两组各有多大比例已经离开（`"monthly"`、`"yearly"`）？合约（`"contract"`）是 `"bond"`（联系）还是 `"wall"`（壁垒）？按年组的比例低 0.05 以上就算联系，否则算壁垒。两个 0 到 1 之间的比例，保留 3 位小数，另加一个词。

# %% solution
# Over the whole year both groups had the chance to leave. A wall moves leaving to its gate; only a bond makes it less.
# zh: 放到一整年来看，两组都有过离开的机会。壁垒只是把离开推迟到开门那一刻，只有联系才会减少离开。
gone = year["left_before_end"] + year["left_at_end"]
left = gone / year["members"]
contract = "bond" if left["yearly"] < left["monthly"] - 0.05 else "wall"
q4 = {"monthly": left["monthly"], "yearly": left["yearly"], "contract": contract}

# %% wrong
# You counted the first eleven months only, as your colleague does. The gate opens in the twelfth.
# zh: 你和同事一样，只算了前十一个月。大门在第十二个月才打开。
gone = year["left_before_end"]
# You counted the last month only. The monthly members could leave before.
# zh: 你只算了最后一个月。按月会员在此之前就可以离开。
gone = year["left_at_end"]
# The shares are right. Compare them with the rule in the question once more.
# zh: 比例对了。请再对照一下题目里的判断标准。
contract = "wall" if contract == "bond" else "bond"
# Those are the shares who stayed.
# zh: 这是留下的比例。
q4 = {"monthly": 1 - left["monthly"], "yearly": 1 - left["yearly"], "contract": contract}
# The last month's leavers were divided by those still there then. All are to be compared with the beginning.
# zh: 你用最后一个月还在的人数去除那个月离开的人数。应当都与年初人数相比。
left = year["left_at_end"] / (year["members"] - year["left_before_end"])

# %% hints
# When the year is over, how many of those who began are gone?
# zh: 一年结束时，年初的人中一共走了几位？

# Add the two columns of leavers and divide by `year["members"]`.
# zh: 把两列离开人数相加，再除以 `year["members"]`。

# %% [markdown] points=2 decimals=2
# ## A fee on missed classes
#
# In five of eight gyms (`group` is `"fee"`) a fee was put on booked classes that members miss, in weeks 5 to 8, and lifted
# again. `gyms` has one row a gym and week; `missed` is the number of classes missed, `phase` is before, fee or after. A
# colleague compares the five gyms with themselves.
#
# By how many classes a week did the fee change `missed` in a gym, once what happened in the other three is taken off?
# Compare both later phases with `before`: two differences in differences, with 2 decimals.

# %% [markdown] lang="zh"
# ## 缺课收费
#
# 八家店中的五家（`group` 为 `"fee"`）在第 5 至第 8 周对预约后缺席的课程收费，之后取消。`gyms` 每家店每周一行，`missed` 是缺席的课数，`phase` 是阶段（`before` 之前、`fee` 收费、`after` 之后）。同事只拿这五家与它们自己相比。
#
# 扣除另外三家发生的变化之后，收费使每家店每周的 `missed` 变化了多少节课？两个后来的阶段都与 `before` 相比，给出收费期间（`"fee"`）和取消之后（`"after"`）的两个双重差分，保留 2 位小数。

# %% solution
# The five gyms alone mix the fee with whatever else changed in those weeks. The other three say what would have
# happened without the fee.
# zh: 只看收费的五家店，收费的作用就和那几周的其他变化混在一起。另外三家告诉我们，没有收费会怎样。
effect = before_after.difference_in_differences(
    gyms, outcome="missed", unit="gym", group="group", treated="fee", phase="phase",
    before="before",
)  # fmt: skip
q5 = {"fee": effect.loc["fee", "estimate"], "after": effect.loc["after", "estimate"]}

# %% wrong
# That is your colleague's comparison: the five gyms with themselves. Take off what happened in the other three.
# zh: 这是同事的比法：五家店只与自己相比。请扣除另外三家的变化。
means = gyms.groupby(["group", "phase"])["missed"].mean()
q5 = {part: means["fee", part] - means["fee", "before"] for part in ("fee", "after")}
# You compared the two groups with each other in the later phases. They were not alike before.
# zh: 你在后来的阶段里直接比较了两组。可是两组之前就不一样。
means = gyms.groupby(["group", "phase"])["missed"].mean()
q5 = {part: means["fee", part] - means["none", part] for part in ("fee", "after")}
# The sign is wrong: the change of the gyms with the fee comes first.
# zh: 符号反了：先写收费店的变化，再减去其他店的变化。
q5 = {part: -change for part, change in q5.items()}
# For the time after the fee you compared with the time of the fee. Both are to be compared with before.
# zh: “取消之后”你是与收费期间相比的。两个阶段都应当与之前相比。
q5["after"] = q5["after"] - q5["fee"]
# You added the change of the other gyms. It is to be taken off.
# zh: 你加上了其他店的变化，应当减去。
means = gyms.groupby(["group", "phase"])["missed"].mean()
q5 = {
    part: means["fee", part] - means["fee", "before"] + means["none", part] - means["none", "before"]
    for part in ("fee", "after")
}
# Those are how many classes were missed in the gyms with the fee. The question asks for the change.
# zh: 这是收费店的缺课数。题目问的是变化。
means = gyms.groupby(["group", "phase"])["missed"].mean()
q5 = {part: means["fee", part] for part in ("fee", "after")}
# You added up gyms and weeks. Five gyms add up to more than three; take the mean of a gym and week.
# zh: 你把各店各周的数加了起来。五家店的总数自然多于三家；应当取每店每周的平均。
totals = gyms.groupby(["group", "phase"])["missed"].sum()
q5 = {
    part: totals["fee", part] - totals["fee", "before"] - totals["none", part] + totals["none", "before"]
    for part in ("fee", "after")
}
# You added up the gyms, and five add up to more than three. The question asks for one gym.
# zh: 你把各店加了起来，五家的总数自然多于三家。题目问的是每家店。
totals = gyms.groupby(["group", "phase"])["missed"].sum() / 4
q5 = {
    part: totals["fee", part] - totals["fee", "before"] - totals["none", part] + totals["none", "before"]
    for part in ("fee", "after")
}
# You subtracted ratios. The question asks for classes: subtract the means.
# zh: 你减的是倍数。题目问的是节数，请用平均数相减。
means = gyms.groupby(["group", "phase"])["missed"].mean()
q5 = {
    part: means["fee", part] / means["fee", "before"] - means["none", part] / means["none", "before"]
    for part in ("fee", "after")
}

# %% hints
# How did `missed` change in the five gyms, and how in the other three?
# zh: 五家店的 `missed` 变化了多少？另外三家呢？

# `before_after.difference_in_differences` of the lesson, with `outcome="missed"`, `unit="gym"` and `treated="fee"`.
# zh: 用课上的 `before_after.difference_in_differences`，其中 `outcome="missed"`，`unit="gym"`，`treated="fee"`。

# %% [markdown] points=4
# ## Which bond for whom?
#
# The chain can give each member of a plan one bond that they do not have, or `"nothing"`. `offers` has one row a plan and bond:
# how many `members` would get it, their `monthly_hazard` and `monthly_margin` without it, and its `cost` for each
# member, once. Decide for each plan: `"points"`, `"coach"`, `"record"` or `"nothing"`.
#
# What counts is the value over 24 months, all members together, as `bond_value` computes it. The hazard ratio of each
# bond is the one that a Cox model finds in `trial`, where the points were given by lot, with the three bonds and the
# premium plan as traits.

# %% [markdown] lang="zh"
# ## 给谁建哪种联系？
#
# 公司可以给每种套餐的会员一种他们还没有的联系，也可以什么都不给（`"nothing"`）。`offers` 每种套餐和联系一行：会得到它的会员数 `members`，没有它时的月风险率 `monthly_hazard` 和月毛利 `monthly_margin`，以及每位会员一次性的成本 `cost`。请为每种套餐决定：`"points"`、`"coach"`、`"record"` 或 `"nothing"`。
#
# 看的是 24 个月内全部会员合计的价值，由 `bond_value` 计算。每种联系的风险比取自 `trial`（积分由抽签发放）上的 Cox 模型，变量为三种联系和高级套餐。

# %% starter
q6 = {"basic": ..., "premium": ...}

# %% solution
# In `members` the points look like a bond, because those who stay anyway like to collect them; by lot they do
# nothing. The record is the strongest bond, but its price for premium members eats what they would stay longer.
# zh: 在 `members` 中，积分看起来像一种联系，因为本来就会留下的人喜欢攒积分；抽签发放时它毫无作用。档案是最强的联系，但给高级会员建档的成本，吃掉了他们多留下来带来的好处。
lots = trial.assign(premium=(trial["plan"] == "premium").astype(int))
ratios = LeavingHazard.fit(
    lots, tenure="tenure_months", left="left", traits=[*three, "premium"]
).hazard_ratios()


def values(found):
    each = pd.concat(
        bonds.bond_value(offers[offers["bond"] == bond], hazard_ratio=found.loc[bond],
                         horizon_months=24)
        for bond in three
    )["value"]  # fmt: skip
    total = (each * offers["members"]).set_axis(offers["plan"] + " " + offers["bond"])
    return total.to_dict()


known = values(ratios)


def worth(decision):
    total = 0
    for plan in ("basic", "premium"):
        bond = decision[plan]
        if bond != "nothing" and bond not in three:
            raise ValueError(f"{plan}: {bond!r}; points | coach | record | nothing")
        total += 0 if bond == "nothing" else known[f"{plan} {bond}"]
    return total


def best(by):
    return {
        plan: max(["nothing", *three], key=lambda bond: by.get(f"{plan} {bond}", 0))
        for plan in ("basic", "premium")
    }


nothing = {"basic": "nothing", "premium": "nothing"}
q6 = best(known)

# %% wrong
# You took the ratios from `members`, where those who stay anyway chose the points. By lot the points do nothing.
# zh: 你用了 `members` 的风险比，而那里的积分是由本来就会留下的人自己选的。抽签发放时，积分毫无作用。
q6 = {"basic": "points", "premium": "points"}
# The record is the strongest bond. But for premium members it costs more than a weaker bond that pays better.
# zh: 档案是最强的联系。但给高级会员建档成本很高，有一种较弱的联系反而更划算。
q6 = {"basic": "record", "premium": "record"}
# A coach is cheap. But basic members leave so fast that the stronger bond is worth its price.
# zh: 教练便宜。但普通会员走得快，更强的联系值得它的成本。
q6 = {"basic": "coach", "premium": "coach"}
# You gave each plan the bond that suits the other one.
# zh: 你把适合两种套餐的联系对调了。
q6 = {"basic": q6["premium"], "premium": q6["basic"]}
# Premium members leave seldom, but each month of theirs brings much. A bond pays for them, too.
# zh: 高级会员很少离开，但他们每多留一个月都带来很多毛利。给他们建联系同样划算。
q6["premium"] = "nothing"
# Basic members bring little a month, but many of them leave. A bond pays for them, too.
# zh: 普通会员每月毛利不多，但离开的人多。给他们建联系同样划算。
q6["basic"] = "nothing"
# Some bonds lose money, but not all: for each plan there is one that is worth more than its cost.
# zh: 有的联系会亏钱，但不是都亏：每种套餐都有一种联系的价值超过成本。
q6 = {"basic": "nothing", "premium": "nothing"}
# The points are cheap, but by lot they do nothing: basic members with points leave as fast as without.
# zh: 积分便宜，但抽签发放时毫无作用：普通会员有没有积分，离开得一样快。
q6["basic"] = "points"
# The points are cheap, but by lot they do nothing: premium members with points leave as fast as without.
# zh: 积分便宜，但抽签发放时毫无作用：高级会员有没有积分，离开得一样快。
q6["premium"] = "points"

# %% hints
# Fit the Cox model on `trial`. Is 1 inside the interval of the points?
# zh: 在 `trial` 上拟合 Cox 模型。积分的区间包含 1 吗？

# `bonds.bond_value(offers[offers["bond"] == "coach"], hazard_ratio=ratios.loc["coach"], horizon_months=24)` values
# one bond for both plans; multiply each value by `members`, then compare within a plan.
# zh: 用 `bonds.bond_value(offers[offers["bond"] == "coach"], hazard_ratio=ratios.loc["coach"], horizon_months=24)` 算出一种联系对两种套餐的价值，乘以 `members`，再在同一套餐内比较。
