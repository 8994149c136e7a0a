# %% [markdown]
# # Exercises to 42: Who will leave?
#
# **Your company** An online newspaper sells subscriptions. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `subscribers`: one row a subscriber of last year: `complaints` (number), `price_rise` (1: had one, 0: had none), `reads_a_week` (visits), `months` (how long they had been with the paper), `town`, and `left` (1: left within the year, 0: stayed).
# - `promised`: the probability of leaving that an agency's model gave each of them beforehand. The agency had never seen whether they left.
# - `offer` and `next_year` are explained where they are used.
#
# **Before this** [42 Who will leave?](../../notebooks/4_retention/42_who_will_leave.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 42：谁会流失？
#
# **你的公司** 一家出售订阅的网络报纸。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `subscribers`：去年的每位订户一行：`complaints`（投诉次数）、`price_rise`（1 表示被涨过价，0 表示没有）、`reads_a_week`（每周访问次数）、`months`（订阅了多少个月）、`town`（所在城镇）和 `left`（1 表示一年内流失，0 表示留下）。
# - `promised`：一家数据公司的模型事先给每位订户的流失概率。数据公司从未看到他们是否流失。
# - `offer` 和 `next_year` 用到时再说明。
#
# **先修** [42 谁会流失？](../../../notebooks/zh/4_retention/42_who_will_leave.ipynb)。**用时** 45 分钟。

# %% data
import numpy as _np
import pandas as _pd

from crmkit.retention import calibration as _calibration

_n = int(rng.integers(1900, 2101))
subscribers = _pd.DataFrame(
    {
        "complaints": rng.poisson(0.8, _n),
        "price_rise": rng.binomial(1, 0.4, _n),
        "reads_a_week": rng.gamma(1.5, 2.2, _n).round(1),
        "months": rng.integers(1, 61, _n),
        "town": [f"town {number:02d}" for number in rng.integers(1, 91, _n)],
    },
    index=_pd.RangeIndex(1, _n + 1, name="subscriber"),
)
_odds = (
    -1.9
    + rng.uniform(0.6, 0.7) * subscribers["complaints"]
    + rng.uniform(0.9, 1.1) * subscribers["price_rise"]
    - rng.uniform(0.25, 0.3) * (subscribers["reads_a_week"] - 3)
    - 0.02 * (subscribers["months"] - 30)
)
subscribers["left"] = (rng.random(_n) < 1 / (1 + _np.exp(-_odds))).astype(int)
# The agency knows the order well, and is far too sure of itself.
promised = (1 / (1 + _np.exp(-2.0 * _odds - 1.4 + rng.normal(0, 0.4, _n)))).round(4)
promised = promised.rename("promised")

offer = {
    "cost": int(rng.integers(14, 19)),
    "success": float(rng.choice([0.25, 0.3, 0.35])),
    "margin": int(rng.integers(100, 121)),
}

# Of five groups by promise, one pays by its promise and not by what came, one the other way round;
# of the others at least one pays either way, and one does not.
_groups = _calibration.by_group(promised, subscribers["left"], groups=5).set_axis(list("ABCDE"))
_ratio = _groups["expected"] / _groups["actual"]
_over = str(_ratio.idxmax())
_under = str(rng.choice(_ratio.index[_ratio < 0.8]))
_rest = rng.permutation([name for name in "ABCDE" if name not in (_over, _under)])
_pays = offer["cost"] / offer["success"] / _groups["actual"]
_factor = dict(zip(_rest, (1.5, 0.6, rng.choice([0.6, 1.5])), strict=True))
_factor |= {name: float(_ratio[name]) ** -0.5 for name in (_over, _under)}
next_year = _pd.DataFrame(
    {
        "subscribers": [int(rng.integers(300, 401)) for _ in "ABCDE"],
        "margin": [round(float(_pays[name] * _factor[name])) for name in "ABCDE"],
    },
    index=_pd.Index(list("ABCDE"), name="group"),
)
# Where the agency errs, a wrong turn is to be felt.
next_year.loc[[_over, _under], "subscribers"] += 300

# %%
import numpy as np
import pandas as pd

from crmkit.retention import calibration, churn, cut, ranking, rules

# %%
subscribers, promised = sheet["subscribers"], sheet["promised"]
subscribers.head()

# %% [markdown] points=1 decimals=3
# ## Three warning signs
#
# The paper's rule counts three signs: two or more complaints, a price rise, and fewer than two visits a week. Which share left of those with no sign, and of those with all three? Two numbers between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 三个预警信号
#
# 报社的规则数三个信号：投诉两次或更多、被涨过价、每周访问少于两次。一个信号都没有的订户流失了多大比例（`"none"`）？三个都有的呢（`"all"`）？填 0 到 1 之间的两个数，保留 3 位小数。

# %% solution
# Each sign is a column of 0 and 1; their sum is the rule, and each value of it a group.
# zh: 每个信号是一列 0 和 1；它们的和就是规则，和的每个取值是一组订户。
signs = pd.DataFrame(
    {
        "complained": subscribers["complaints"] >= 2,
        "dearer": subscribers["price_rise"] == 1,
        "silent": subscribers["reads_a_week"] < 2,
    }
)
count = rules.count_flags(signs, signs=list(signs))
by_count = rules.leaving_by_count(count, subscribers["left"])["leaving_rate"]
q1 = {"none": by_count[0], "all": by_count[3]}

# %% wrong
# Those are the shares of the *leavers* with no sign and with all three. Of the subscribers with that many signs, which share left?
# zh: 这是*流失者*中没有信号和三个都有的比例。在有那么多信号的订户中，流失了多大比例？
shares = count[subscribers["left"] == 1].value_counts(normalize=True)
q1 = {"none": shares[0], "all": shares[3]}
# You counted one complaint as a sign. Two or more are.
# zh: 你把一次投诉也算作信号。两次或更多才算。
signs["complained"] = subscribers["complaints"] >= 1
count = rules.count_flags(signs, signs=list(signs))
by_count = rules.leaving_by_count(count, subscribers["left"])["leaving_rate"]
q1 = {"none": by_count[0], "all": by_count[3]}
# You took those with two signs for those with all three.
# zh: 你把有两个信号的当成了三个都有的。
q1["all"] = by_count[2]
# You took those with one sign for those with none.
# zh: 你把有一个信号的当成了一个都没有的。
q1["none"] = by_count[1]
# Those are the shares who *stayed*.
# zh: 这是*留下*的比例。
q1 = {"none": 1 - by_count[0], "all": 1 - by_count[3]}
# Those are the shares of all subscribers who *have* no sign and all three. Which share of them left?
# zh: 这是一个信号都没有和三个都有的订户在全体中*占*的比例。他们当中流失了多大比例？
have = count.value_counts(normalize=True)
q1 = {"none": have[0], "all": have[3]}
# You counted complaints from three on. Two are a sign already.
# zh: 你从三次投诉起才算信号。两次就已经算了。
signs["complained"] = subscribers["complaints"] > 2
count = rules.count_flags(signs, signs=list(signs))
by_count = rules.leaving_by_count(count, subscribers["left"])["leaving_rate"]
q1 = {"none": by_count[0], "all": by_count[3]}

# %% hints
# Make a table of three columns that are True or False, and add them up for each subscriber.
# zh: 做一张有三列 True 或 False 的表，再对每位订户求和。

# `rules.count_flags(signs, signs=list(signs))` adds up; `rules.leaving_by_count(count, subscribers["left"])` has a row for each number of signs.
# zh: `rules.count_flags(signs, signs=list(signs))` 求和；`rules.leaving_by_count(count, subscribers["left"])` 对每个信号个数给出一行。

# %% [markdown] points=2 decimals=3
# ## Is the agency better?
#
# Rank the subscribers once by the number of signs and once by `promised`. By how much is the agency's AUC above the rule's? Also the ends of the paired 95 % interval (with `rng=np.random.default_rng(1)`), and by how much its lift in the top *fifth* is
# above the rule's. Four numbers with 3 decimals.

# %% [markdown] lang="zh"
# ## 数据公司更好吗？
#
# 给订户排两次序：一次按信号个数，一次按 `promised`。数据公司的 AUC 比规则高多少（`"auc"`）？再填配对 95% 区间的两端（`"low"`、`"high"`，用 `rng=np.random.default_rng(1)`），以及它在前*五分之一*的提升度比规则高多少（`"lift"`）。填四个数，保留 3 位小数。

# %% starter
q2 = {"auc": ..., "low": ..., "high": ..., "lift": ...}

# %% solution
# Both rankings judge the same subscribers, so they are compared in one call, and luck cancels.
# zh: 两种排序判断的是同一批订户，所以一次调用就能比较，运气相互抵消。
signs = pd.DataFrame(
    {
        "complained": subscribers["complaints"] >= 2,
        "dearer": subscribers["price_rise"] == 1,
        "silent": subscribers["reads_a_week"] < 2,
    }
)
count = rules.count_flags(signs, signs=list(signs))
rankings = pd.DataFrame({"rule": count, "agency": promised})
more = ranking.compare(
    rankings,
    subscribers["left"],
    against="rule",
    customer_share=0.2,
    rng=np.random.default_rng(1),
).loc["agency"]
q2 = {**more.loc["auc"].rename({"estimate": "auc"}), "lift": more.loc["lift", "estimate"]}

# %% wrong
# You compared the other way round: rule less agency.
# zh: 你比较反了：用规则减去了数据公司。
q2 = {"auc": -q2["auc"], "low": -q2["high"], "high": -q2["low"], "lift": -q2["lift"]}
# Your lift is that of the top *tenth*.
# zh: 你的提升度取的是前*十分之一*。
tenth = ranking.compare(
    rankings, subscribers["left"], against="rule", rng=np.random.default_rng(1)
).loc["agency"]
q2["lift"] = tenth.loc["lift", "estimate"]
# For the lift you gave the share of the leavers who are caught.
# zh: 提升度那一项，你填的是抓住的流失者比例。
q2["lift"] = more.loc["caught", "estimate"]
# Those are the agency's own numbers. By how much are they above the rule's?
# zh: 这是数据公司自己的数字。它们比规则高多少？
own = ranking.quality(
    rankings, subscribers["left"], customer_share=0.2, rng=np.random.default_rng(1)
).loc["agency"]
q2 = {**own.loc["auc"].rename({"estimate": "auc"}), "lift": own.loc["lift", "estimate"]}
# The ends are those of the lift's interval. The AUC's are asked for.
# zh: 你填的是提升度区间的两端。题目要的是 AUC 的。
q2["low"], q2["high"] = more.loc["lift", "low"], more.loc["lift", "high"]

# %% hints
# `ranking.compare` wants one table with a column for each ranking, and the name of the one that the others are held `against`.
# zh: `ranking.compare` 需要一张表，每种排序一列，并用 `against` 指明与哪一列比较。

# `customer_share=0.2` is the top fifth. Of the result, `.loc["agency"]` has rows `auc`, `lift` and `caught`.
# zh: `customer_share=0.2` 就是前五分之一。结果的 `.loc["agency"]` 有 `auc`、`lift` 和 `caught` 三行。

# %% [markdown] points=2 decimals=2
# ## A colleague and the town
#
# A colleague fits logits of their own, first on `complaints`, `price_rise`, `reads_a_week` and `months`, then on these and `town`. "The town makes the AUC jump!" They judged the subscribers from whom the model had learned. Judge fairly: what is the AUC
# without and with the town for subscribers whom the model has not seen? Ten folds, `seed=1`. Two numbers with 2 decimals.

# %% [markdown] lang="zh"
# ## 同事与城镇
#
# 一位同事自己拟合 Logit 模型，先用 `complaints`、`price_rise`、`reads_a_week` 和 `months`，再加上 `town`，然后说：“加上城镇，AUC 一下子就上去了！”他拿来检验的，正是模型学过的那些订户。请公平地检验：对模型没有见过的订户，不用城镇时 AUC 是多少（`"without"`）？用城镇呢（`"with"`）？分十份，`seed=1`。填两个数，保留 2 位小数。

# %% starter
q3 = {"without": ..., "with": ...}

# %% solution
# A logit with ninety towns remembers who left where; in other subscribers that luck does not repeat.
# zh: 带着九十个城镇的 Logit 模型记住的是哪里有谁流失了；换一批订户，这种偶然不会重演。
traits = ["complaints", "price_rise", "reads_a_week", "months"]
tried = {"without": traits, "with": [*traits, "town"]}
made = pd.DataFrame(
    {
        name: churn.out_of_fold(subscribers, left="left", traits=chosen, seed=1)
        for name, chosen in tried.items()
    }
)
found = ranking.quality(made, subscribers["left"], rng=np.random.default_rng(1), draws=20)
q3 = found["estimate"].xs("auc", level="measure").to_dict()

# %% wrong
# Those are your colleague's numbers: of subscribers from whom the model has learned.
# zh: 这是同事的数字：检验的是模型学过的订户。
made = pd.DataFrame(
    {
        name: churn.score_new(subscribers, subscribers, left="left", traits=chosen, seed=1)
        for name, chosen in tried.items()
    }
)
# You exchanged the two: which model knows the town?
# zh: 你把两个数填反了：哪个模型用了城镇？
q3 = {"without": q3["with"], "with": q3["without"]}
# Those are lifts. The AUC is asked for.
# zh: 这是提升度。题目要的是 AUC。
q3 = found["estimate"].xs("lift", level="measure").to_dict()
# You gave the model the town alone. It gets the four other traits as well.
# zh: 你只给了模型城镇这一项。另外四项也要给。
tried = {"without": traits, "with": ["town"]}
made = pd.DataFrame(
    {
        name: churn.out_of_fold(subscribers, left="left", traits=chosen, seed=1)
        for name, chosen in tried.items()
    }
)
found = ranking.quality(made, subscribers["left"], rng=np.random.default_rng(1), draws=20)
q3 = found["estimate"].xs("auc", level="measure").to_dict()

# %% hints
# Which function of the lesson judges each subscriber by a model fitted to the others?
# zh: 课上哪个函数用在其他订户上拟合的模型来判断每位订户？

# `churn.out_of_fold(subscribers, left="left", traits=[...], seed=1)` gives probabilities; put both into one table for `ranking.quality`.
# zh: `churn.out_of_fold(subscribers, left="left", traits=[...], seed=1)` 给出概率；把两列放进一张表，交给 `ranking.quality`。

# %% [markdown] points=2 decimals=3
# ## Does the agency keep its promises?
#
# Make ten equal groups by `promised`. Of the group with the highest promises: what share does the agency promise to leave on average, what share left, and between which bounds (95 %) does that share lie? Four numbers between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 数据公司兑现承诺了吗？
#
# 按 `promised` 分成人数相等的十组。承诺最高的那一组：数据公司平均承诺多大比例会流失（`"promised"`）？实际流失了多大比例（`"left"`）？这个比例的 95% 区间是多少（`"low"`、`"high"`）？填 0 到 1 之间的四个数，保留 3 位小数。

# %% solution
# The promise lies above the interval: the agency ranks well, and promises too much.
# zh: 承诺高于区间：数据公司排序不错，但承诺过头。
top = calibration.by_group(promised, subscribers["left"]).loc[1]
q4 = {"promised": top["expected"], "left": top["actual"], "low": top["low"], "high": top["high"]}

# %% wrong
# That is the group with the *lowest* promises.
# zh: 这是承诺*最低*的那一组。
top = calibration.by_group(promised, subscribers["left"]).loc[10]
# Those are five groups. The question is about ten.
# zh: 你分了五组。题目问的是十组。
top = calibration.by_group(promised, subscribers["left"], groups=5).loc[1]
# You exchanged what was promised and what came.
# zh: 你把承诺的和实际的填反了。
q4["promised"], q4["left"] = q4["left"], q4["promised"]
# You took the highest single promise. The mean of the group is asked for.
# zh: 你取的是最高的单个承诺。题目要的是这一组的平均数。
q4["promised"] = promised.max()
# Those are recalibrated promises. The question is about the agency's own.
# zh: 这是重新校准过的承诺。题目问的是数据公司自己的承诺。
mended = calibration.recalibrated(promised, subscribers["left"], seed=1)
top = calibration.by_group(mended, subscribers["left"]).loc[1]
q4 = {"promised": top["expected"], "left": top["actual"], "low": top["low"], "high": top["high"]}

# %% hints
# The lesson does this for the telephone company's logit.
# zh: 课上对电话公司的 Logit 模型做过同样的事。

# `calibration.by_group(promised, subscribers["left"])` has group 1 on top; `expected` is the mean promise, `actual` what came.
# zh: `calibration.by_group(promised, subscribers["left"])` 的第一行是第 1 组；`expected` 是平均承诺，`actual` 是实际比例。

# %% [markdown] points=2 decimals=0
# ## What do mended promises earn?
#
# An offer costs `offer["cost"]` yuan for each subscriber who gets it, keeps a share `offer["success"]` of those who would have left, and each one kept brings `offer["margin"]` yuan. Suppose that last year everybody had got it for whom it pays by the agency's promise (above the
# break-even probability): what would the profit have been? And had it been decided by recalibrated promises (isotonic, `seed=1`, else as the function has it)? Two whole numbers of yuan.

# %% [markdown] lang="zh"
# ## 修正后的承诺值多少钱？
#
# 每给一位订户提供优惠要花 `offer["cost"]` 元，本来会流失的人中能留住的比例是 `offer["success"]`，每留住一位带来 `offer["margin"]` 元。假设去年凡是按数据公司的承诺划算（高于盈亏平衡概率）的订户都得到了优惠，利润会是多少（`"as_promised"`）？如果改按重新校准的承诺（isotonic，`seed=1`，其余用函数的默认值）来决定呢（`"recalibrated"`）？单位为元，填两个整数。

# %% starter
offer = sheet["offer"]
q5 = {"as_promised": ..., "recalibrated": ...}

# %% solution
# The cut is the same for both; what differs is whom the promises put above it.
# zh: 两者的分界点相同，不同的是有哪些订户的承诺高于它。
offer = sheet["offer"]
left = subscribers["left"]
at = cut.break_even(**offer)
mended = calibration.recalibrated(promised, left, seed=1)
policies = pd.DataFrame({"as_promised": promised > at, "recalibrated": mended > at})
q5 = cut.policy_profit(policies, left, **offer)["profit"].to_dict()

# %% wrong
# You made an offer to everybody promised to leave with more than one half. The cut follows from the costs.
# zh: 你给所有承诺高于二分之一的人提供了优惠。分界点应当由成本推出。
at = 0.5
policies = pd.DataFrame({"as_promised": promised > at, "recalibrated": mended > at})
q5 = cut.policy_profit(policies, left, **offer)["profit"].to_dict()
# You forgot in the cut that the offer works only in a part of cases.
# zh: 你算分界点时忘了优惠只在一部分情况下有效。
at = offer["cost"] / offer["margin"]
policies = pd.DataFrame({"as_promised": promised > at, "recalibrated": mended > at})
q5 = cut.policy_profit(policies, left, **offer)["profit"].to_dict()
# You exchanged the two.
# zh: 你把两个数填反了。
q5 = {"as_promised": q5["recalibrated"], "recalibrated": q5["as_promised"]}
# You counted the margin of every leaver who gets the offer, as if it always worked.
# zh: 你把每位得到优惠的流失者的毛利都算进来了，好像优惠总是有效。
q5 = cut.policy_profit(policies, left, **{**offer, "success": 1.0})["profit"].to_dict()
# You forgot what the offers cost.
# zh: 你忘了优惠的成本。
q5 = cut.policy_profit(policies, left, **{**offer, "cost": 0})["profit"].to_dict()
# That is what the promises expect. What counts is who left.
# zh: 这是按承诺预期的利润。应当按实际流失的人来算。
saved = offer["success"] * offer["margin"]
q5 = {
    "as_promised": (saved * promised - offer["cost"])[promised > at].sum(),
    "recalibrated": (saved * mended - offer["cost"])[mended > at].sum(),
}
# You reckoned as if everybody who gets the offer would have left.
# zh: 你的算法好像得到优惠的人本来都会流失。
saved = offer["success"] * offer["margin"]
q5 = ((saved - offer["cost"]) * policies.sum()).to_dict()
# You paid for the leavers alone. Everybody above the cut gets the offer, and costs.
# zh: 你只算了流失者的成本。分界点以上的人都得到优惠，都有成本。
saved = offer["success"] * offer["margin"]
q5 = ((saved - offer["cost"]) * policies[left == 1].sum()).to_dict()
# You made the offer to those *below* the cut.
# zh: 你把优惠给了分界点*以下*的人。
policies = pd.DataFrame({"as_promised": promised <= at, "recalibrated": mended <= at})
q5 = cut.policy_profit(policies, left, **offer)["profit"].to_dict()
# You recalibrated by `way="logit"`. The question asks for isotonic.
# zh: 你用 `way="logit"` 重新校准。题目要的是 isotonic。
logit_way = calibration.recalibrated(promised, left, way="logit", seed=1)
policies = pd.DataFrame({"as_promised": promised > at, "recalibrated": logit_way > at})
q5 = cut.policy_profit(policies, left, **offer)["profit"].to_dict()

# %% hints
# First the probability from which an offer pays, then for each subscriber whether the promise is above it.
# zh: 先算优惠开始划算的概率，再看每位订户的承诺是否高于它。

# `cut.break_even(**offer)`, `calibration.recalibrated(promised, subscribers["left"], seed=1)`, and `cut.policy_profit` with a column of True or False for each policy.
# zh: `cut.break_even(**offer)`、`calibration.recalibrated(promised, subscribers["left"], seed=1)`，以及 `cut.policy_profit`，每种做法一列 True 或 False。

# %% [markdown] points=4
# ## Whom to call next year?
#
# Next year the agency sorts the new subscribers into five groups by its promise, A (the highest) to E. `next_year` says how many are in each group (`subscribers`) and what one who is kept brings there (`margin`, yuan). Cost and success are those of `offer`. Take it that of each group the same share will
# leave as left last year in the same fifth of `promised`.
#
# A group gets the offer as a whole or not at all. Which groups? A set of names such as `{"B", "E"}`. What counts is the profit of next year.

# %% [markdown] lang="zh"
# ## 明年联系谁？
#
# 明年，数据公司按自己的承诺把新订户分成五组，从 A（承诺最高）到 E。`next_year` 给出每组的人数（`subscribers`）和该组每留住一位带来的毛利（`margin`，元）。成本和成功率与 `offer` 相同。假定每组流失的比例，等于去年 `promised` 的同一个五分之一中实际流失的比例。
#
# 每一组要么全体得到优惠，要么都没有。选哪些组？填名称的集合，例如 `{"B", "E"}`。看的是明年的利润。

# %% starter
next_year, offer = sheet["next_year"], sheet["offer"]
q6 = ...

# %% solution
# What came decides, not what was promised: the agency promises too many leavers at the top and too few below.
# zh: 起决定作用的是实际结果，不是承诺：对承诺最高的几组，数据公司承诺的流失者太多；对后面的几组又太少。
next_year, offer = sheet["next_year"], sheet["offer"]
groups = calibration.by_group(promised, subscribers["left"], groups=5)
groups = groups.set_axis(list("ABCDE"))
saved = offer["success"] * next_year["margin"] * groups["actual"]
profit = next_year["subscribers"] * (saved - offer["cost"])
options, nothing = set(next_year.index), set()


def worth(names):
    return profit[list(names)].sum()


q6 = set(profit.index[profit > 0])

# %% wrong
# You decided by the agency's promises. How many left in each group?
# zh: 你按数据公司的承诺来决定。每组实际流失了多少？
q6 = set(
    groups.index[offer["success"] * next_year["margin"] * groups["expected"] > offer["cost"]]
)
# You call everybody. In some groups that costs more than it brings.
# zh: 你联系所有人。有的组里，成本高于带来的钱。
q6 = options
# One more group pays: the agency thinks too little of it.
# zh: 还有一组也划算，只是数据公司低估了它。
promising = offer["success"] * next_year["margin"] * groups["expected"] > offer["cost"]
q6 = set(profit.index[(profit > 0) & promising])
# In one of these groups the offers cost more than they bring: the agency promises too many leavers there.
# zh: 其中有一组，优惠的成本高于带来的钱：数据公司对那一组承诺的流失者太多。
promising = offer["success"] * next_year["margin"] * groups["expected"] > offer["cost"]
q6 = set(profit.index[(profit > 0) | promising])

# %% hints
# For each group: the share who left, times how often the offer works, times the margin. Is that more than the offer costs?
# zh: 对每一组：流失比例乘以优惠有效的比例，再乘以毛利。它高于优惠的成本吗？

# `calibration.by_group(promised, subscribers["left"], groups=5)["actual"]` has the share who left, from the highest promises (A) to the lowest (E).
# zh: `calibration.by_group(promised, subscribers["left"], groups=5)["actual"]` 从承诺最高（A）到最低（E）给出流失比例。
