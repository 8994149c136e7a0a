# %% [markdown]
# # Exercises to 41: Survival
#
# **Your company** A chain of gyms. Its members are drawn by your name: nobody else has them. Money is in yuan.
#
# - `members`: one row a member of the chain's own gyms: `months` (from joining to leaving, or until now), `left` (1: yes), `reason` (of those who left), `over_60` (1: yes), `plan` and `coach` (1: has a personal coach). Within each plan it was drawn by lot who got a coach.
# - `bought`: one row a member of gyms that the chain bought from others: `months` and `left` as above, and `entry`: how many months they had been members when the chain took over, and began to watch them.
#
# **Before this** [41 Survival](../../notebooks/4_retention/41_survival.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 41：生存分析
#
# **你的公司** 一家连锁健身房。会员由你的姓名生成，别人的数据和你的不一样。金额单位为元。
#
# - `members`：连锁自有健身房的会员，每位一行：`months`（从入会到离开或到现在的月数）、`left`（1 表示已离开）、`reason`（离开的原因）、`over_60`（1 表示 60 岁以上）、`plan`（套餐：flexible 灵活，yearly 包年）和 `coach`（1 表示有私人教练）。在每种套餐之内，谁得到教练由抽签决定。
# - `bought`：从别家收购来的健身房的会员，每位一行：`months` 和 `left` 同上；`entry` 是被收购、开始接受观察时，该会员已入会的月数。
#
# **先修** [41 生存分析](../../../notebooks/zh/4_retention/41_survival.ipynb)。**用时** 45 分钟。

# %% data
import numpy as _np
import pandas as _pd

from crmkit.retention import LeavingHazard as _LeavingHazard

_n = 4_000
_flexible = rng.random(_n) < 0.5
_old = (rng.random(_n) < _np.where(_flexible, 0.55, 0.15)).astype(int)
_coach = (rng.random(_n) < _np.where(_flexible, 0.7, 0.2)).astype(int)
_hazard = _np.where(_flexible, 0.055, 0.02) * 0.6**_coach
_life, _seen = rng.exponential(1 / _hazard), rng.uniform(0, 48, _n)
_left = (_life <= _seen).astype(int)
_why = rng.choice(["rival", "moved", "price"], _n, p=[0.35, 0.4, 0.25])
members = _pd.DataFrame(
    {
        "months": _np.ceil(_np.minimum(_life, _seen)).astype(int),
        "left": _left,
        "reason": _np.where(_left == 1, _why, ""),
        "over_60": _old,
        "plan": _np.where(_flexible, "flexible", "yearly"),
        "coach": _coach,
    }
)
# Some are fickle and some loyal: whoever was there at the entry is not as whoever joins.
_life = rng.exponential(_np.where(rng.random(1_500) < 0.5, 12, 90))
_entry = rng.uniform(-15, 40, 1_500).clip(0)
_end = _np.minimum(_life, _entry + rng.uniform(6, 42, 1_500))
bought = _pd.DataFrame(
    {
        "entry": _np.floor(_entry).astype(int),
        "months": _np.ceil(_end).astype(int),
        "left": (_life <= _end).astype(int),
    }
)[_life > _entry].reset_index(drop=True)
# What a coach costs lies below or above what it brings in each group, in an order drawn by lot.
_model = _LeavingHazard.fit(
    members, tenure="months", left="left", traits=["coach", "over_60"], strata="plan"
)
_groups = _pd.DataFrame(
    {"plan": ["flexible", "flexible", "yearly", "yearly"], "over_60": [0, 1, 0, 1]},
    index=["flexible under 60", "flexible over 60", "yearly under 60", "yearly over 60"],
)
_stay = [
    _model.survival(_groups.assign(coach=one), 24)["survival"].to_numpy() for one in (0, 1)
]
value = int(rng.integers(90, 131)) * 10
_factor = rng.permutation([0.6, 0.85]).tolist() + rng.permutation([1.2, 1.6]).tolist()
_factor = _np.array(_factor)[[0, 2, 1, 3] if rng.random() < 0.5 else [2, 0, 3, 1]]
groups = _groups.assign(
    members=rng.integers(150, 401, 4),
    cost=_np.round(value * (_stay[1] - _stay[0]) * _factor, 0).astype(int),
)

# %%
import pandas as pd

from crmkit.retention import LeavingHazard, incidence, survival

# %%
members, bought = sheet["members"], sheet["bought"]
time = {"tenure": "months", "left": "left"}
members.head()

# %% [markdown] points=1 decimals=3
# ## After a year
#
# Which share of all `members` is still there after 12 months (Kaplan-Meier)? The share and the ends of its 95 % interval, with 3 decimals.

# %% [markdown] lang="zh"
# ## 一年之后
#
# 全部 `members` 在 12 个月后还有多大比例留着（卡普兰-迈耶）？填比例（`"survival"`）及其 95% 区间的两端（`"low"`、`"high"`），保留 3 位小数。

# %% solution
# Members who joined lately count as long as they were seen, and no longer.
# zh: 最近才入会的会员，看到多久就算多久。
curve = survival.curves(members, **time)
at = survival.at(curve, 12).iloc[0]
q1 = {"survival": at["survival"], "low": at["low"], "high": at["high"]}

# %% wrong
# That is the share of members who have not left, whenever they joined. Many of them have not had their 12 months yet.
# zh: 这是尚未离开的会员所占的比例，不论何时入会。其中许多人还没有满 12 个月。
q1["survival"] = 1 - members["left"].mean()
# You counted everybody who stayed 12 months, as if those who joined lately had left.
# zh: 你数的是待满 12 个月的人，等于把最近才入会的人都当成离开了。
q1["survival"] = (members["months"] >= 12).mean()
# Those who left within 12 months are not all who will: many members have not had their 12 months yet.
# zh: 12 个月内已经离开的人，不是全部会离开的人：许多会员还没有满 12 个月。
q1["survival"] = 1 - ((members["left"] == 1) & (members["months"] <= 12)).mean()
# You counted everybody who stayed longer than 12 months, as if those who joined lately had left.
# zh: 你数的是待了 12 个月以上的人，等于把最近才入会的人都当成离开了。
q1["survival"] = (members["months"] > 12).mean()
# You dropped the members who are still there. They are censored: they count as long as they were seen.
# zh: 你删去了还在的会员。他们是删失的：看到多久就算多久。
curve = survival.curves(members.query("left == 1"), **time)
at = survival.at(curve, 12).iloc[0]
# That is the share that has left.
# zh: 这是已经离开的比例。
q1 = {"survival": 1 - at["survival"], "low": 1 - at["high"], "high": 1 - at["low"]}
# That is the curve after 24 months.
# zh: 这是 24 个月后的比例。
at = survival.at(curve, 24).iloc[0]

# %% hints
# The lesson does this for the telecoms customers: a curve, read at one time.
# zh: 课上对电信客户做过：先求曲线，再在一个时点上读数。

# `survival.curves(members, **time)` is the curve; `survival.at(curve, 12)` reads it.
# zh: `survival.curves(members, **time)` 给出曲线；`survival.at(curve, 12)` 读数。

# %% [markdown] points=2 decimals=2
# ## Are older members disloyal?
#
# By which factor is the hazard of members over 60 higher than that of the others? Once with `over_60` alone, and once comparing only members of the same plan. Two hazard ratios, with 2 decimals.

# %% [markdown] lang="zh"
# ## 年长会员不忠诚吗？
#
# 60 岁以上会员的风险率是其他会员的几倍？一次只看 `over_60`（`"alone"`），一次只比较套餐相同的会员（`"same_plan"`）。填两个风险比，保留 2 位小数。

# %% solution
# Members over 60 mostly have the flexible plan, and people on that plan leave more at any age.
# zh: 60 岁以上的会员多选灵活套餐，而用这种套餐的人不论年龄都走得更多。
alone = LeavingHazard.fit(members, **time, traits=["over_60"]).hazard_ratios()
same = LeavingHazard.fit(members, **time, traits=["over_60"], strata="plan").hazard_ratios()
q2 = {"alone": alone.loc["over_60", "estimate"], "same_plan": same.loc["over_60", "estimate"]}

# %% wrong
# You exchanged the two.
# zh: 你把两个数弄反了。
q2 = {"alone": q2["same_plan"], "same_plan": q2["alone"]}
# Those are log hazard ratios. `hazard_ratios()` has the factors.
# zh: 这是风险比的对数。`hazard_ratios()` 给出的才是倍数。
alone = LeavingHazard.fit(members, **time, traits=["over_60"]).coefficients()
same = LeavingHazard.fit(members, **time, traits=["over_60"], strata="plan").coefficients()
# For `alone` you divided two shares of leavers. A hazard counts the months, too.
# zh: `alone` 用的是两组离开比例之比。风险率还要考虑月数。
rates = members.groupby("over_60")["left"].mean()
q2["alone"] = rates[1] / rates[0]
# Those are the ratios of the others to the members over 60. Turn them round.
# zh: 这是其他会员对 60 岁以上会员的风险比，请倒过来。
q2 = {"alone": 1 / q2["alone"], "same_plan": 1 / q2["same_plan"]}
# You subtracted 1. A hazard ratio is the factor itself.
# zh: 你减去了 1。风险比就是倍数本身。
q2 = {"alone": q2["alone"] - 1, "same_plan": q2["same_plan"] - 1}
# Your second model compares members with and without a coach, not with the same plan.
# zh: 你的第二个模型是在有教练和没有教练的会员之内比较，不是在相同套餐之内。
same = LeavingHazard.fit(members, **time, traits=["over_60"], strata="coach").hazard_ratios()

# %% hints
# A stratum is a group within which alone members are compared.
# zh: 层是只在其内部比较会员的一组。

# `LeavingHazard.fit(members, **time, traits=["over_60"], strata="plan").hazard_ratios()` is the second one.
# zh: 第二个是 `LeavingHazard.fit(members, **time, traits=["over_60"], strata="plan").hazard_ratios()`。

# %% [markdown] points=2 decimals=2
# ## A colleague and the coach
#
# A colleague writes: "Members with a coach leave nearly as often as those without. Coaches do nothing." Correct it: the hazard ratio of `coach` among members of the same plan, with `over_60` as a second trait, and the ends of its 95 % interval. With 2 decimals.

# %% [markdown] lang="zh"
# ## 同事与教练
#
# 同事写道：“有教练的会员和没有教练的走得几乎一样多。教练没有用。”请纠正：在套餐相同的会员之内，并以 `over_60` 为第二个特征，`coach` 的风险比（`"estimate"`）及其 95% 区间的两端（`"low"`、`"high"`）是多少？保留 2 位小数。

# %% solution
# Coaches went mostly to the flexible plan, whose members leave more; that hid what coaches do.
# zh: 教练多分给了灵活套餐，而这些会员本来就走得更多，因此掩盖了教练的作用。
model = LeavingHazard.fit(members, **time, traits=["coach", "over_60"], strata="plan")
coach = model.hazard_ratios().loc["coach"]
q3 = {"estimate": coach["estimate"], "low": coach["low"], "high": coach["high"]}

# %% wrong
# That is your colleague's comparison: all members with a coach against all without.
# zh: 这就是同事的比较：所有有教练的会员对所有没有教练的会员。
coach = LeavingHazard.fit(members, **time, traits=["coach"]).hazard_ratios().loc["coach"]
# That is the ratio of `over_60`.
# zh: 这是 `over_60` 的风险比。
coach = model.hazard_ratios().loc["over_60"]
# Those are logarithms. Below 1, not below 0, means that fewer leave.
# zh: 这是对数。小于 1（而不是小于 0）才表示离开的更少。
coach = model.coefficients().loc["coach"]
# You hold age fixed, but not the plan.
# zh: 你固定了年龄，却没有固定套餐。
coach = LeavingHazard.fit(members, **time, traits=["coach", "over_60"]).hazard_ratios().loc["coach"]
# That is the ratio of those without a coach to those with one. Turn it round; then `low` and `high` change places.
# zh: 这是没有教练对有教练的风险比。请倒过来，`low` 和 `high` 也随之互换。
q3 = {"estimate": 1 / coach["estimate"], "low": 1 / coach["high"], "high": 1 / coach["low"]}
# That is by how much a coach lowers the hazard. The ratio is the factor itself.
# zh: 这是教练使风险率降低的幅度。风险比就是倍数本身。
q3 = {"estimate": 1 - coach["estimate"], "low": 1 - coach["high"], "high": 1 - coach["low"]}

# %% hints
# How many members of each plan have a coach? A cause can also be hidden.
# zh: 每种套餐有多少会员有教练？原因也可能被掩盖。

# Both columns are traits, the plan is the stratum: `traits=["coach", "over_60"], strata="plan"`.
# zh: 两列都是特征，套餐是层：`traits=["coach", "over_60"], strata="plan"`。

# %% [markdown] points=2 decimals=3
# ## Lost to rivals
#
# Which share of members has left for a rival by month 36? Give the cumulative incidence, and what a colleague finds who takes one minus Kaplan-Meier and treats all other leavers as censored. Two shares, with 3 decimals.

# %% [markdown] lang="zh"
# ## 被竞争者抢走的会员
#
# 到第 36 个月，有多大比例的会员因为竞争者（rival）而离开？填累积发生率（`"incidence"`），以及同事把其他离开者当作删失、用 1 减去卡普兰-迈耶曲线得到的数（`"colleague"`）。两个比例，保留 3 位小数。

# %% solution
# Who has moved away can no longer go to a rival. The colleague counts them as if they could.
# zh: 已经搬走的人不可能再投奔竞争者，同事却当作他们还可能。
reasons = incidence.curves(members, **time, reason="reason")
rival = survival.at(reasons, 36).loc["rival"].iloc[0]
q4 = {"incidence": rival["incidence"], "colleague": rival["one_minus_survival"]}

# %% wrong
# You exchanged the two: your colleague's number is the larger one.
# zh: 你把两个数弄反了：同事的数更大。
q4 = {"incidence": q4["colleague"], "colleague": q4["incidence"]}
# That is the share of all members who have left for a rival so far. Most have not been members for 36 months.
# zh: 这是到目前为止因竞争者而离开的会员比例。多数人入会还不满 36 个月。
q4["incidence"] = (members["reason"] == "rival").mean()
# That is the reason "moved".
# zh: 这是“moved”（搬家）这个原因。
rival = survival.at(reasons, 36).loc["moved"].iloc[0]
# The colleague's number is for this reason alone; you gave the share of all who have left.
# zh: 同事的数只针对这一个原因；你给的是全部离开者的比例。
q4["colleague"] = 1 - survival.at(survival.curves(members, **time), 36)["survival"].iloc[0]
# Most members have not had their 36 months yet: those who have left by then are not all who will.
# zh: 多数会员还没有满 36 个月：已经离开的人，不是到那时会离开的全部。
q4["incidence"] = ((members["reason"] == "rival") & (members["months"] <= 36)).mean()
# You divided by those who left. The question is about all members.
# zh: 你除以的是离开的人数。题目问的是全体会员。
q4["incidence"] = (members["reason"] == "rival").sum() / members["left"].sum()
# The colleague takes one minus that.
# zh: 同事的数是 1 减去它。
q4["colleague"] = 1 - q4["colleague"]
# Those are the shares that have not left for a rival. Take one minus both.
# zh: 这是没有因竞争者而离开的比例。两个数都要用 1 去减。
q4 = {"incidence": 1 - q4["incidence"], "colleague": 1 - q4["colleague"]}
# You dropped the other leavers. The colleague counts them as long as they were members.
# zh: 你删去了其他离开者。同事仍把他们算到离开为止。
some = members.query("left == 0 or reason == 'rival'")
q4["colleague"] = 1 - survival.at(survival.curves(some, **time), 36)["survival"].iloc[0]
# You read the curves at 24 months.
# zh: 你读的是第 24 个月的值。
rival = survival.at(reasons, 24).loc["rival"].iloc[0]

# %% hints
# The lesson does both for cancer and death.
# zh: 课上对患癌和去世做过这两种计算。

# `survival.at(incidence.curves(members, **time, reason="reason"), 36).loc["rival"]` has both columns.
# zh: `survival.at(incidence.curves(members, **time, reason="reason"), 36).loc["rival"]` 里两列都有。

# %% [markdown] points=2 decimals=3
# ## The gyms that were bought
#
# Which share of the members in `bought` is still there 36 months after joining? Once with their entry counted, and once as it would look if every one had been watched from the first day. Two shares, with 3 decimals.

# %% [markdown] lang="zh"
# ## 收购来的健身房
#
# `bought` 中的会员，入会 36 个月后还有多大比例留着？一次把进入观察的时间算进去（`"counted"`），一次当作人人从第一天起就在观察之中（`"ignored"`）。两个比例，保留 3 位小数。

# %% solution
# Who left before the chain came is not in the table. With the entry ignored, months count in which nobody could have been seen to leave.
# zh: 收购之前就离开的人不在表里。忽略进入时间，就把不可能看到有人离开的月份也算了进去。
counted = survival.curves(bought, **time, entry="entry")
ignored = survival.curves(bought, **time)
late, early = (survival.at(curve, 36)["survival"].iloc[0] for curve in (counted, ignored))
q5 = {"counted": late, "ignored": early}

# %% wrong
# You exchanged the two: without their entry, members seem to stay longer.
# zh: 你把两个数弄反了：忽略进入时间，会员看上去会待得更久。
q5 = {"counted": q5["ignored"], "ignored": q5["counted"]}
# You left the months before the entry out of the tenure. The question counts from joining.
# zh: 你从月数中减去了进入之前的月份。题目是从入会算起的。
short = bought.assign(months=bought["months"] - bought["entry"])
late = early = survival.at(survival.curves(short, **time), 36)["survival"].iloc[0]
q5 = {"counted": late, "ignored": early}
# Both are one curve. One of them has `entry="entry"`, the other does not.
# zh: 两个数来自同一条曲线。一条要写 `entry="entry"`，另一条不写。
q5 = {"counted": late, "ignored": late}
# Both are one curve. One of them has `entry="entry"`, the other does not.
# zh: 两个数来自同一条曲线。一条要写 `entry="entry"`，另一条不写。
q5 = {"counted": early, "ignored": early}
# Those are the shares that have left.
# zh: 这是已经离开的比例。
q5 = {"counted": 1 - late, "ignored": 1 - early}
# That is the share of rows with more than 36 months. Those who are still there before that are censored.
# zh: 这是月数超过 36 的行所占的比例。不满 36 个月而仍在的人是删失的。
q5["ignored"] = (bought["months"] > 36).mean()
# You read the curves at 24 months.
# zh: 你读的是第 24 个月的值。
q5 = {"counted": survival.at(counted, 24)["survival"].iloc[0], "ignored": survival.at(ignored, 24)["survival"].iloc[0]}

# %% hints
# Those who entered late are at risk only after their entry.
# zh: 中途进入的人，进入之后才算处在可能离开的人之中。

# `survival.curves(bought, **time, entry="entry")` counts the entry; without `entry=` it is ignored.
# zh: `survival.curves(bought, **time, entry="entry")` 把进入时间算了进去；不写 `entry=` 就是忽略。

# %% [markdown] points=2 decimals=3
# ## A new member
#
# A new member under 60 takes the flexible plan. With which probability are they still there after 24 months, without and with a coach? Use the model of question 3 (`coach` and `over_60`, plan as stratum). Two probabilities, with 3 decimals.

# %% [markdown] lang="zh"
# ## 一位新会员
#
# 一位不到 60 岁的新会员选了灵活套餐。没有教练（`"without"`）和有教练（`"with"`）时，24 个月后仍在的概率各是多少？用第 3 题的模型（特征为 `coach` 和 `over_60`，层为套餐）。两个概率，保留 3 位小数。

# %% solution
# A coach multiplies the hazard, so survival is raised to the power of the hazard ratio.
# zh: 教练把风险率乘以风险比，存续率就变为原来的乘方，指数就是风险比。
model = LeavingHazard.fit(members, **time, traits=["coach", "over_60"], strata="plan")
new = pd.DataFrame({"coach": [0, 1], "over_60": 0, "plan": "flexible"}, index=["without", "with"])
stay = model.survival(new, 24)["survival"].droplevel("months")
q6 = {"without": stay["without"], "with": stay["with"]}

# %% wrong
# Those are members with the yearly plan.
# zh: 这是包年套餐的会员。
q6 = model.survival(new.assign(plan="yearly"), 24)["survival"].droplevel("months").to_dict()
# You exchanged the two: with a coach more stay.
# zh: 你把两个数弄反了：有教练的留下更多。
q6 = {"without": q6["with"], "with": q6["without"]}
# You multiplied the survival by the hazard ratio. It multiplies the hazard.
# zh: 你把存续率乘以了风险比。风险比乘的是风险率。
q6["with"] = q6["without"] * model.hazard_ratios().loc["coach", "estimate"]
# Your model does not compare within plans.
# zh: 你的模型没有在套餐之内比较。
pooled = LeavingHazard.fit(members, **time, traits=["coach", "over_60"])
q6 = pooled.survival(new, 24)["survival"].droplevel("months").to_dict()
# You divided the survival by the hazard ratio. It multiplies the hazard.
# zh: 你把存续率除以了风险比。风险比乘的是风险率。
q6["with"] = q6["without"] / model.hazard_ratios().loc["coach", "estimate"]
# You multiplied the share that leaves by the hazard ratio. It multiplies the hazard in each month.
# zh: 你把离开的比例乘以了风险比。风险比乘的是每个月的风险率。
q6["with"] = 1 - (1 - q6["without"]) * model.hazard_ratios().loc["coach", "estimate"]
# Those are the probabilities of having left.
# zh: 这是已经离开的概率。
q6 = {"without": 1 - q6["without"], "with": 1 - q6["with"]}
# Those are the curves of such members alone. The question asks for the model.
# zh: 这是这类会员自己的曲线。题目要的是模型的预测。
such = members.query("plan == 'flexible' and over_60 == 0")
own = survival.at(survival.curves(such, **time, by="coach"), 24)["survival"].to_list()
q6 = {"without": own[0], "with": own[1]}
# Those are members over 60.
# zh: 这是 60 岁以上的会员。
q6 = model.survival(new.assign(over_60=1), 24)["survival"].droplevel("months").to_dict()
# That is after 36 months.
# zh: 这是 36 个月后的概率。
q6 = model.survival(new, 36)["survival"].droplevel("months").to_dict()
# That is after 12 months.
# zh: 这是 12 个月后的概率。
q6 = model.survival(new, 12)["survival"].droplevel("months").to_dict()

# %% hints
# The lesson predicts the curves of two new customers from a table with one row each.
# zh: 课上用一张每人一行的表，预测了两位新客户的曲线。

# The table needs the columns `coach`, `over_60` and `plan`; `model.survival(new, 24)` has one row for each of its rows.
# zh: 表里要有 `coach`、`over_60` 和 `plan` 三列；`model.survival(new, 24)` 对表的每一行给出一行。

# %% [markdown] points=4
# ## Who gets a coach?
#
# `groups` has four groups of new members: `plan`, `over_60`, how many `members`, and what a coach for one of them costs (`cost`, yuan). Each member who is still there after 24 months is worth `value` yuan. Without a decision nobody gets a coach. Measure what a coach changes by the model of question 3.
#
# A group gets coaches as a whole or not at all. Which groups do you choose? A set of their names. What counts is the worth of the members whom coaches keep, less the cost of coaches for the whole group.

# %% [markdown] lang="zh"
# ## 给谁配教练？
#
# `groups` 有四组新会员：`plan`、`over_60`、人数（`members`）和给其中一人配教练的成本（`cost`，元）。每位 24 个月后仍在的会员价值 `value` 元。不做决定就没有人得到教练。教练带来的变化用第 3 题的模型来衡量。
#
# 每组要么全部配教练，要么都不配。你选哪些组？填名称组成的集合。看的是教练留住的会员的价值，减去给整组配教练的成本。

# %% starter
groups, value = sheet["groups"], sheet["value"]
q7 = ...

# %% solution
# A coach pays for those whom it keeps, not for those who would have stayed anyway: the difference of two curves.
# zh: 教练的价值在于被留住的人，而不在于本来就会留下的人：要看两条曲线之差。
groups, value = sheet["groups"], sheet["value"]
model = LeavingHazard.fit(members, **time, traits=["coach", "over_60"], strata="plan")
stay = [model.survival(groups.assign(coach=one), 24)["survival"].droplevel("months") for one in (0, 1)]
profit = groups["members"] * (value * (stay[1] - stay[0]) - groups["cost"])
options, nothing = set(groups.index), set()


def worth(names):
    return profit[list(names)].sum()


q7 = set(profit.index[profit > 0])

# %% wrong
# You give everybody a coach. In some groups it costs more than those whom it keeps are worth.
# zh: 你给所有人都配教练。有的组里，成本高于留住的会员的价值。
q7 = options
# One more group pays. Compare, for each, `value` times the rise of survival with the cost.
# zh: 还有一组也划算。请逐组比较：`value` 乘以存续概率的提高，与成本相比。
q7 = {profit.idxmax()}
# In one of these a coach costs more than it brings. Whoever would have stayed anyway is no gain.
# zh: 其中有一组，教练的成本高于收益。本来就会留下的人不是收益。
q7 = set(profit.index[profit > 0]) | {profit[profit < 0].idxmax()}
# A coach keeps most members in the flexible plan, but in one of its two groups it costs more than it brings.
# zh: 教练在灵活套餐中留住的人最多，但其中有一组，成本高于收益。
q7 = {"flexible under 60", "flexible over 60"}
# In these a coach costs more than it brings.
# zh: 这些组里，教练的成本高于收益。
q7 = options - set(profit.index[profit > 0])

# %% hints
# Question 6 for four groups: what does a coach add to the probability of being there after 24 months?
# zh: 这是四组的第 6 题：教练使 24 个月后仍在的概率提高多少？

# `model.survival(groups.assign(coach=1), 24)["survival"].droplevel("months")` is the survival with a coach; do the same with 0.
# zh: `model.survival(groups.assign(coach=1), 24)["survival"].droplevel("months")` 是有教练时的概率；再用 0 算一次。
