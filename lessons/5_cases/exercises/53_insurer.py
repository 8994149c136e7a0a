# %% [markdown]
# # Exercises to 53: An insurer
#
# **Your company** You run an insurer with customers to mail and orphan policies to care for. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `known`: 6,000 customers who were mailed last year: `car_class` and `fire_class` (classes of premium), `income_class`, `household` (people), `rented` (class of the share who rent), `contacts` (how many), and `bought` (1: bought the policy that is offered).
# - `waiting`: 4,000 customers who have not been mailed; the same columns, but nobody knows who will buy. A sale brings 100 yuan, a letter costs 3.
# - `policies`: one row a hand-over of a life policy to a new agent, in order of time: `policy_id`, `entry` (age of the policy in years at that hand-over), `years` (age when it lapsed or was last seen), `lapsed` (1: yes). Some policies were handed over twice.
# - `trial`: contracts that ran out: `alone` (how long without an agent), `margin` (yuan, if renewed), `called` (1: called by the new agent, by lot), `renewed`. A call costs 18 yuan.
#
# **Before this** [53 An insurer](../../notebooks/5_cases/53_insurer.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 53：一家保险公司
#
# **你的公司** 你经营一家保险公司，有客户要寄信，也有孤儿保单要照管。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `known`：去年收到过信的 6,000 位客户。`car_class` 和 `fire_class` 是车险和火险的保费档次，另有 `income_class`（收入档次）、`household`（家庭人数）、`rented`（租房比例档次）、`contacts`（联系次数），`bought` 为 1 表示买了推荐的保险。
# - `waiting`：还没有收到信的 4,000 位客户，列相同，但没有人知道谁会买。卖出一张赚 100 元，一封信 3 元。
# - `policies`：寿险保单每移交给新代理人一次就有一行，按时间先后排列。`policy_id` 是保单号，`entry` 是那次移交时保单已经生效的年数，`years` 是失效时（或最后一次观察到时）已经生效的年数，`lapsed` 为 1 表示已失效。有些保单移交过两次。
# - `trial`：到期的合同。`alone` 是没有代理人的时间（up to 1 year：不到一年；1 to 3 years：一到三年；over 3 years：三年以上），`margin` 是续保后的毛利（元），`called` 为 1 表示新代理人打了电话（由抽签决定），`renewed` 为 1 表示续保。一通电话 18 元。
#
# **先修** [53 一家保险公司](../../../notebooks/zh/5_cases/53_insurer.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies

_card = _companies.Insuring.from_card()
_level = float(rng.uniform(0.9, 1.1))
_firm = _replace(
    _card,
    buying_rate_class_6={name: _level * rate for name, rate in _card.buying_rate_class_6.items()},
    lapse_rate=float(rng.uniform(0.03, 0.045)),
    renewal_alone={"up to 1 year": 0.75, "1 to 3 years": 0.75, "over 3 years": 0.82},
    renewal_called={"up to 1 year": 0.89, "1 to 3 years": 0.77, "over 3 years": 0.74},
    mean_margin=float(rng.uniform(230, 270)),
)
_made = _companies.insurer(
    n_customers=10_000, n_policies=1_500, n_trial=12_000,
    seed=int(rng.integers(1, 10**6)), parameters=_firm,
)  # fmt: skip
known = _made.customers.iloc[:6_000]
waiting = _made.customers.iloc[6_000:].drop(columns="bought")
_until = _made.policies["lapsed_on"].fillna(_pd.Timestamp(_firm.as_of))
_began = _made.policies["began"]
policies = _pd.DataFrame(
    {
        "policy_id": _made.policies["policy_id"],
        "entry": ((_made.policies["handed_over"] - _began).dt.days / 365.25).round(3),
        "years": ((_until - _began).dt.days / 365.25).round(3),
        "lapsed": _made.policies["lapsed_on"].notna().astype("int64"),
    }
)
trial = _made.trial.astype({"alone": "str"})
due = _pd.Series(
    {one: int(rng.integers(500, 901)) for one in ("up to 1 year", "1 to 3 years", "over 3 years")},
    name="due",
).rename_axis("alone")

# %%
import numpy as np

from crmkit.campaigns import cell_scores, mailing_profit
from crmkit.retention import churn, survival, winback

# %%
known, waiting = sheet["known"], sheet["waiting"]
policies, trial = sheet["policies"], sheet["trial"]
known.head()

# %% [markdown] points=2 decimals=4
# ## A table of two columns
#
# Make the table of `car_class` and `fire_class` from `known`. In the cell of car class 6 and fire class 3: which share bought, and which score has the cell once it is filled up with five customers of the average kind? Shares between 0 and 1, with 4 decimals.

# %% [markdown] lang="zh"
# ## 两列的表
#
# 用 `known` 按 `car_class` 和 `fire_class` 做表。在车险 6 档、火险 3 档的格子里，买了的比例（`"rate"`）是多少？补进五位“平均客户”之后，格子的得分（`"expected"`）是多少？填 0 到 1 之间的数，保留 4 位小数。

# %% solution
# A small cell is drawn towards the rate of all, for much of its own rate is luck.
# zh: 人数少的格子要向总体的购买率靠拢，因为它自己的比例很大程度上是运气。
table = cell_scores.learned(known, happened="bought", by=["car_class", "fire_class"])
cell = table.loc[(6, 3)]
q1 = {"rate": cell["rate"], "expected": cell["expected"]}

# %% wrong
# You took car class 0. The question is about class 6.
# zh: 你取的是车险 0 档。题目问的是 6 档。
cell = table.loc[(0, 3)]
# You took fire class 4.
# zh: 你取的是火险 4 档。
cell = table.loc[(6, 4)]
# You exchanged the rate and the score.
# zh: 你把比例和得分对调了。
q1 = {"rate": cell["expected"], "expected": cell["rate"]}
# You did not fill the cell up: the score is the rate once more.
# zh: 你没有补进平均客户：这个得分就是比例本身。
q1["expected"] = cell["rate"]
# You filled up with five customers who bought nothing. The average kind buys now and then.
# zh: 你补进了五位什么都不买的客户。平均客户有时会买。
q1["expected"] = cell["happened"] / (cell["customers"] + 5)
# You filled up with five customers of this cell's own car class. It is the rate of all that counts.
# zh: 你补进的是车险同为 6 档的客户。应当用全体客户的购买率。
own = known.loc[known["car_class"] == 6, "bought"].mean()
q1["expected"] = (cell["happened"] + 5 * own) / (cell["customers"] + 5)
# You filled up with five buyers. The average kind buys now and then.
# zh: 你补进了五位购买者。平均客户只是有时会买。
q1["expected"] = (cell["happened"] + 5) / (cell["customers"] + 5)
# You added the buyers among the five, but not the five themselves: divide by five more.
# zh: 你加上了五人中的购买者，却没有加上这五个人：分母也要加 5。
q1["expected"] = cell["happened"] / cell["customers"] + 5 * known["bought"].mean() / cell["customers"]
# You took all of car class 6. The cell is that of fire class 3 alone.
# zh: 你取的是全部车险 6 档的客户。题目问的只是其中火险 3 档的那一格。
table = cell_scores.learned(known, happened="bought", by="car_class")
cell = table.loc[6]
# That is the rate of all customers. The question is about one cell.
# zh: 这是全体客户的购买率。题目问的是一个格子。
q1["rate"] = known["bought"].mean()

# %% hints
# The lesson computes such a score by hand for the framed cell.
# zh: 课上对加框的格子动手算过这样的得分。

# `cell_scores.learned(known, happened="bought", by=["car_class", "fire_class"])` has both columns.
# zh: `cell_scores.learned(known, happened="bought", by=["car_class", "fire_class"])` 里两列都有。

# %% [markdown] points=3 decimals=0
# ## What 800 letters earn
#
# Score each customer of `known` out of fold, with `seed=1`: by the table of the two columns, and by a logit with all six columns other than `bought` (`churn.out_of_fold`). What profit is to be expected from the best 800 of 4,000 letters by the table, by the logit, and by lot? Whole yuan.

# %% [markdown] lang="zh"
# ## 800 封信赚多少
#
# 用交叉验证给 `known` 的每位客户打分（`seed=1`）：一次用两列的表（`"table"`），一次用逻辑回归（`"logit"`），后者用除 `bought` 之外的全部六列（`churn.out_of_fold`）。在 4,000 人中给得分最高的 800 人寄信，按表、按逻辑回归、按抽签（`"lot"`），预期利润各是多少？单位为元，填整数。

# %% starter
q2 = {"table": ..., "logit": ..., "lot": ...}

# %% solution
# What counts is how many buyers stand at the top of each list, judged by methods that never saw them.
# zh: 要看每份名单的前列有多少购买者，而且判断他们的方法事先没有见过他们。
size, among, sale, letter = 800, 4_000, 100, 3
traits = list(known.columns.drop("bought"))
both = {"happened": "bought", "by": ["car_class", "fire_class"]}
scores = known[[]].assign(
    table=cell_scores.out_of_fold(known, seed=1, **both),
    logit=churn.out_of_fold(known, left="bought", traits=traits, seed=1),
    lot=0,
)
best = mailing_profit.best(
    scores, known["bought"], size=size, among=among, sale=sale, letter=letter,
    rng=np.random.default_rng(1), draws=40,
)  # fmt: skip
q2 = best["profit"].to_dict()

# %% wrong
# You forgot the letters: each of the 800 costs 3 yuan.
# zh: 你忘了信的成本：800 封，每封 3 元。
q2 = (best["profit"] + 3 * 800).to_dict()
# You paid for letters to all 4,000.
# zh: 你算了 4,000 封信的成本。
q2 = (best["profit"] - 3 * 3_200).to_dict()
# Those are the buyers. The question is about money.
# zh: 这是购买者的人数。题目问的是钱。
q2 = best["responses"].to_dict()
# You mailed the best 800 of 6,000. There are 4,000 customers waiting.
# zh: 你是从 6,000 人中选出 800 人。等待的客户有 4,000 位。
among = 6_000
# You mailed all 4,000: then every list earns the same.
# zh: 你给全部 4,000 人寄了信：这样每份名单赚的都一样。
size = 4_000
# You took the upper end of the interval.
# zh: 你取了区间的上限。
q2 = best["high"].to_dict()
# You charged the 3 yuan to the buyers alone. Everybody who gets a letter costs them.
# zh: 你只对购买者收了 3 元。每位收到信的人都要花 3 元。
q2 = (97 * best["responses"]).to_dict()
# The table had seen the customers whom it scores. Score them out of fold.
# zh: 这张表事先见过它所打分的客户。要用交叉验证打分。
table = cell_scores.applied(cell_scores.learned(known, **both), known)
scores = scores.assign(table=table)
# Your table has but the car class. It takes the fire class, too.
# zh: 你的表只有车险档次一列，还要加上火险档次。
both = {"happened": "bought", "by": ["car_class"]}
# Your logit has but the two columns of the table. It gets all six.
# zh: 你的逻辑回归只用了表里的两列。应当用全部六列。
traits = ["car_class", "fire_class"]
# By lot is not for nothing: some of the 800 buy.
# zh: 抽签并不是一无所获：800 人里总有人买。
q2["lot"] = -2_400

# %% hints
# A column of zeros is a ranking by lot.
# zh: 一列全是 0，就是抽签的排序。

# `mailing_profit.best(scores, known["bought"], size=800, among=4_000, sale=100, letter=3, rng=...)` has the column `profit`.
# zh: `mailing_profit.best(scores, known["bought"], size=800, among=4_000, sale=100, letter=3, rng=...)` 有 `profit` 一列。

# %% [markdown] points=1 decimals=0
# ## To how many does a letter pay?
#
# Score the 4,000 in `waiting` by the table learned from all of `known`. For how many of them does a letter pay? A whole number.

# %% [markdown] lang="zh"
# ## 给多少人寄信划算？
#
# 用全部 `known` 学到的表给 `waiting` 的 4,000 人打分。给其中多少人寄信划算？填整数。

# %% solution
# It pays where the score times 100 is above 3; 800 was nothing but a round number.
# zh: 得分乘以 100 大于 3，就划算；800 只不过是凑整的数。
both = {"happened": "bought", "by": ["car_class", "fire_class"]}
chance = cell_scores.applied(cell_scores.learned(known, **both), waiting)
q3 = int(mailing_profit.pays_for(chance, sale=100, letter=3).sum())

# %% wrong
# You counted the customers of `known`. The letters go to `waiting`.
# zh: 你数的是 `known` 的客户。信要寄给 `waiting`。
chance = cell_scores.applied(cell_scores.learned(known, **both), known)
# You counted those for whom a letter does not pay.
# zh: 你数的是寄信不划算的人。
q3 = int((chance <= 0.03).sum())
# You counted those above the average customer. A letter pays from 3 % on.
# zh: 你数的是高于平均的人。购买率超过 3% 就划算了。
q3 = int((chance > known["bought"].mean()).sum())
# You counted everybody of car class 6. The fire class matters, too.
# zh: 你数的是全部车险 6 档的人。火险的档次也有影响。
q3 = int((waiting["car_class"] == 6).sum())
# A letter of 3 yuan and a sale of 100 make 3 %, not 30 %.
# zh: 一封信 3 元，一张保单 100 元，界限是 3%，不是 30%。
q3 = int((chance > 0.3).sum())
# That is the share of `known` for whom it pays, scaled to 4,000. Score those who wait.
# zh: 你把 `known` 中划算的比例换算到了 4,000 人。要给等待的人本身打分。
own = cell_scores.out_of_fold(known, seed=1, **both)
q3 = round(4_000 * (own > 0.03).mean())
# Those are the buyers to be expected. The question is to how many a letter pays.
# zh: 这是预期的购买者人数。题目问的是给多少人寄信划算。
q3 = round(chance.sum())
# That is the director's round number. Count those whose score times 100 is above 3.
# zh: 这是总经理那个凑整的数。要数得分乘以 100 大于 3 的人。
q3 = 800
# Those are all who wait. For some the chance is below 3 %.
# zh: 这是所有等待的人。有些人的购买率低于 3%。
q3 = len(waiting)

# %% hints
# From which chance on do 100 yuan pay for a letter of 3?
# zh: 购买率达到多少，100 元才抵得过一封 3 元的信？

# `cell_scores.applied(table, waiting)` scores them; `mailing_profit.pays_for` says to whom it pays.
# zh: `cell_scores.applied(table, waiting)` 给他们打分；`mailing_profit.pays_for` 说明给谁寄划算。

# %% [markdown] points=2 decimals=1
# ## How long do orphans last?
#
# Keep the first hand-over of each policy. How many of 100 policies are still in force at the age of 12 years: if each counts from its hand-over on, and as a colleague has it, who ignores that they came late? With 1 decimal.

# %% [markdown] lang="zh"
# ## 孤儿保单能撑多久？
#
# 每张保单只保留第一次移交。一百张保单中，生效满 12 年时还有多少张有效：如果每张从移交之日起才计入观察（`"counted"`），是多少？一位同事忽略了它们是中途才进入观察的（`"ignored"`），他得到多少？保留 1 位小数。

# %% starter
q4 = {"counted": ..., "ignored": ...}

# %% solution
# Before its hand-over a policy could not have been seen to lapse; those that did are on no list.
# zh: 移交之前，不可能看到保单失效；已经失效的不在任何名单上。
first = policies.drop_duplicates("policy_id")
seen = {"tenure": "years", "left": "lapsed"}
curves = {
    "counted": survival.curves(first, entry="entry", **seen),
    "ignored": survival.curves(first, **seen),
}
q4 = {name: 100 * survival.at(one, 12)["survival"].iloc[0] for name, one in curves.items()}

# %% wrong
# You exchanged the two. Which of them is the flattering one?
# zh: 你把两者对调了。哪一个更好看？
q4 = {"counted": q4["ignored"], "ignored": q4["counted"]}
# You kept the second hand-overs, too: such a policy counts twice.
# zh: 你把第二次移交也留下了：这样的保单算了两次。
first = policies
# You kept the last hand-over of each policy: the years before it are lost to you.
# zh: 你保留的是每张保单的最后一次移交：这样就丢掉了此前观察到的年数。
first = policies.drop_duplicates("policy_id", keep="last")
# Those are the policies that were seen to the age of 12. Many others are still too young.
# zh: 这是观察到满 12 年的保单占比。其他许多保单还没有到 12 年。
q4["ignored"] = 100 * (first["years"] >= 12).mean()
# Those are shares. Of 100 policies, how many?
# zh: 这是用比例表示的。一百张里有多少张？
q4 = {name: one / 100 for name, one in q4.items()}
# Those are the policies that have lapsed by then. How many are still in force?
# zh: 这是到那时已经失效的。还有多少有效？
q4 = {name: 100 - one for name, one in q4.items()}
# You divided those that have not lapsed by all: many of them are not 12 years old yet.
# zh: 你用没有失效的除以全部保单：其中许多还不满 12 年。
q4["ignored"] = 100 * (1 - first["lapsed"].mean())
# That is after 10 years.
# zh: 这是满 10 年时的。
q4 = {name: 100 * survival.at(one, 10)["survival"].iloc[0] for name, one in curves.items()}
# You began the clock at the hand-over: that is 12 years in the new agent's books, or nearly, not an age of 12.
# zh: 你从移交时重新计时：那是在新代理人手里将近 12 年，而不是生效满 12 年。
first = first.assign(stay=first["years"] - first["entry"])
stay = survival.curves(first, tenure="stay", left="lapsed")
q4["counted"] = 100 * survival.at(stay, min(12, first["stay"].max()))["survival"].iloc[0]

# %% hints
# `survival.curves` knows late entry: `entry="entry"`.
# zh: `survival.curves` 能处理延迟进入：`entry="entry"`。

# `policies.drop_duplicates("policy_id")` keeps the first row; `survival.at(curve, 12)` reads the curve.
# zh: `policies.drop_duplicates("policy_id")` 保留第一行；`survival.at(curve, 12)` 读出曲线上的值。

# %% [markdown] points=2 decimals=1
# ## A colleague's average
#
# "Over all contracts of the trial a call is worth so much," says a colleague, and calls everybody. Compute the worth of one call over all contracts (`"all"`), for those without an agent for up to one year (`"short"`) and for over three years (`"long"`): renewal because of the call, times the mean margin of those in the group who renewed, less 18 yuan. Yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 同事的平均数
#
# “就试验的全部合同来看，一通电话值这么多。”一位同事说完，就给所有人打了电话。请计算一通电话的价值：全部合同（`"all"`）、失去代理人不到一年的（`"short"`）、三年以上的（`"long"`）。价值等于因电话而增加的续保率，乘以该组续保者的平均毛利，再减 18 元。单位为元，保留 1 位小数。

# %% starter
q5 = {"all": ..., "short": ..., "long": ...}

# %% solution
# The average hides that a call wins some customers and wakes others up.
# zh: 平均数掩盖了一件事：电话赢得了一些客户，却惊动了另一些。
call = {"called": "called", "returned": "renewed", "value": "margin"}
values = winback.call_values(trial, by="alone", cost=18, **call)["estimate"]
everybody = winback.call_values(trial.assign(all="all"), by="all", cost=18, **call)["estimate"]
q5 = {
    "all": everybody["all"],
    "short": values["up to 1 year"],
    "long": values["over 3 years"],
}

# %% wrong
# You forgot the cost of the call.
# zh: 你忘了电话的成本。
q5 = {name: one + 18 for name, one in q5.items()}
# A call costs 18 yuan here. Fifteen was the lesson's.
# zh: 这里一通电话 18 元，15 元是课上的。
q5 = {name: one + 3 for name, one in q5.items()}
# You credited the call with all who renewed after it. Most would have renewed anyway.
# zh: 你把接到电话后续保的人全算作电话的功劳。大多数人本来就会续保。
found = winback.call_values(trial, by="alone", cost=18, **call)
whole = winback.call_values(trial.assign(all="all"), by="all", cost=18, **call)
brought = {
    "all": whole.loc["all"], "short": found.loc["up to 1 year"], "long": found.loc["over 3 years"],
}  # fmt: skip
q5 = {name: one["return_rate"] * one["second_value"] - 18 for name, one in brought.items()}
# You compared the money of a contract with and without a call. Asked for is the renewal because of the call, times the mean margin.
# zh: 你比较的是打和不打电话时每份合同的钱。题目要的是因电话而增加的续保率乘以平均毛利。
money = trial.assign(money=trial["margin"] * trial["renewed"])
by_group = money.pivot_table(index="alone", columns="called", values="money")
of_all = money.groupby("called")["money"].mean()
q5 = {
    "all": of_all[1] - of_all[0] - 18,
    "short": by_group.loc["up to 1 year", 1] - by_group.loc["up to 1 year", 0] - 18,
    "long": by_group.loc["over 3 years", 1] - by_group.loc["over 3 years", 0] - 18,
}
# You averaged the three groups, as if each had as many contracts.
# zh: 你把三个组直接平均，好像每组的合同一样多。
q5["all"] = values.mean()
# That is the group of one to three years.
# zh: 这是一到三年的那一组。
q5["long"] = values["1 to 3 years"]
# You exchanged the short and the long.
# zh: 你把不到一年的和三年以上的对调了。
q5 = {"all": q5["all"], "short": q5["long"], "long": q5["short"]}
# Those are percentage points of renewal. The question is about yuan.
# zh: 这是续保率的百分点。题目问的是元。
found = winback.call_values(trial, by="alone", cost=18, **call)["return_uplift"]
whole = winback.call_values(trial.assign(all="all"), by="all", cost=18, **call)["return_uplift"]
q5 = {
    "all": 100 * whole["all"],
    "short": 100 * found["up to 1 year"],
    "long": 100 * found["over 3 years"],
}

# %% hints
# The lesson does this by hand for one group, with a call of 15 yuan.
# zh: 课上对一个组动手算过，当时一通电话 15 元。

# `winback.call_values(trial, called="called", returned="renewed", value="margin", by="alone", cost=18)` has `estimate`; for all, give every row the same group.
# zh: `winback.call_values(trial, called="called", returned="renewed", value="margin", by="alone", cost=18)` 有 `estimate`；算全部时，给每一行同样的组名。

# %% [markdown] points=4
# ## Your page for the board
#
# `due = sheet["due"]` says how many contracts run out soon, by how long they have been without an agent. Decide: how many letters go out to `waiting`, the highest score of the table first (0 to 4,000), and which of the three groups do the agents call as a whole (`True` or `False`)? What counts is the profit: for each letter 100 yuan times the score, less 3; for each call its value as measured in `trial` by `alone`, at 18 yuan.

# %% [markdown] lang="zh"
# ## 你给董事会的一页纸
#
# `due = sheet["due"]` 给出即将到期的合同份数，按没有代理人的时间分组。请决定：给 `waiting` 寄多少封信（`"letters"`，0 到 4,000，按表的得分从高到低寄）？代理人给三个组中的哪些组打电话（填 `True` 或 `False`，整组打或整组不打；组名保持英文）？看的是利润：每封信是 100 元乘以得分再减 3 元；每通电话是在 `trial` 中按 `alone` 测得的价值，成本 18 元。

# %% starter
due = sheet["due"]
q6 = {"letters": ..., "up to 1 year": ..., "1 to 3 years": ..., "over 3 years": ...}

# %% solution
# Mail as long as the next letter pays, and call where the call wins more than it wakes up.
# zh: 只要下一封信还划算就继续寄；电话赢得的多于惊动的，才打。
due = sheet["due"]
both = {"happened": "bought", "by": ["car_class", "fire_class"]}
chance = cell_scores.applied(cell_scores.learned(known, **both), waiting)
call = {"called": "called", "returned": "renewed", "value": "margin"}
values = winback.call_values(trial, by="alone", cost=18, **call)["estimate"]
earned = 100 * chance.sort_values(ascending=False).to_numpy() - 3
groups = list(due.index)
options = ["letters", *groups]
nothing = {"letters": 0} | dict.fromkeys(groups, False)


def worth(plan):
    letters = float(plan["letters"])
    if letters % 1 or not 0 <= letters <= len(earned):
        raise ValueError(f"letters (信)={letters:g}: 0, 1, ... {len(earned):,}")
    return earned[: int(letters)].sum() + sum(
        values[name] * due[name] for name in groups if bool(plan[name])
    )


calls = {name: bool(values[name] > 0) for name in groups}
q6 = {"letters": int((earned > 0).sum())} | calls

# %% wrong
# You stop at 800 letters. The next ones still bring more than 3 yuan each.
# zh: 你寄了 800 封就停了。后面的每封信仍然带来多于 3 元。
q6 = {"letters": 800} | calls
# You mail everybody. The last letters bring less than 3 yuan each.
# zh: 你给所有人寄信。最后那些信每封带来的不到 3 元。
q6 = {"letters": 4_000} | calls
# You mail nobody, although the best cells bring several times what a letter costs.
# zh: 你一封信也不寄，而最好的格子带来的是信成本的好几倍。
q6 = {"letters": 0} | calls
# You let nobody be called. Those who lost their agent lately renew more often when called.
# zh: 你谁也不让打电话。刚失去代理人的客户，接到电话后续保的更多。
q6 = q6 | dict.fromkeys(groups, False)
# You call everybody. Those without an agent for over three years renew less often when called, and the middle group does not pay for the call.
# zh: 你给所有人打电话。三年以上没有代理人的，接到电话续保的反而更少；中间那一组抵不过电话的成本。
q6 = q6 | dict.fromkeys(groups, True)
# The group of one to three years renews a little more often when called, but not enough for 18 yuan.
# zh: 一到三年的那一组，接到电话后续保的略多一些，但抵不过 18 元。
q6 = q6 | {"1 to 3 years": True}
# A call reminds those whom nobody has called for over three years of a policy they had forgotten.
# zh: 对三年多没有人联系过的客户，电话会让他们想起早已忘记的保单。
q6 = q6 | {"over 3 years": True}
# You call just those whom a call drives away, and not those whom it keeps.
# zh: 你恰好给会被电话赶走的人打，而没有给能留住的人打。
q6 = q6 | {"up to 1 year": False, "over 3 years": True}
# That is what the director was about to sign: 800 letters and a call to everybody. The calls lose more than the letters earn.
# zh: 这正是总经理的打算：800 封信，给每个人打电话。打电话亏的比寄信赚的还多。
q6 = {"letters": 800} | dict.fromkeys(groups, True)

# %% hints
# The third question counts the letters that pay; the fifth says where a call loses.
# zh: 第三题数出了划算的信，第五题说明了哪里打电话会亏。

# A group is called where `winback.call_values(..., by="alone", cost=18)["estimate"]` is above 0.
# zh: `winback.call_values(..., by="alone", cost=18)["estimate"]` 大于 0 的组，才打电话。

# %% policies
lists = {
    "no letters": 0, "300 letters": 300, "800 letters": 800,
    "letters that pay": q6["letters"], "4,000 letters": 4_000,
}  # fmt: skip
phoned = {
    "no calls": set(), "short": {"up to 1 year"}, "short and middle": set(groups[:2]),
    "everybody": set(groups), "the long alone": {"over 3 years"},
}  # fmt: skip
policies = {
    f"{one}, {other}": {"letters": lists[one]} | {name: name in phoned[other] for name in groups}
    for one in lists
    for other in phoned
}
