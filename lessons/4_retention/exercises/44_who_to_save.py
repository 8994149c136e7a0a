# %% [markdown]
# # Exercises to 44: Who to save?
#
# **Your firm** A firm calls subscribers, by lot, a month before their term ends. Its customers are drawn by your name: nobody else has them. They are simulated. Money is in yuan.
#
# - `training` and `held_out`: one row a customer, two parts made by lot: `logins` (past month), `complaints` (past year), `autopay` (1: pays by itself), `called` (1: by lot), `stayed` (1: renewed).
# - `margin`: what a customer who stays is worth; `cost`: what a call costs.
#
# The traits are `logins`, `complaints` and `autopay`, in this order. All learners are the linear ones.
#
# **Before this** [44 Who to save?](../../notebooks/4_retention/44_who_to_save.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 44：该挽留谁？
#
# **你的公司** 一家公司在订阅到期前一个月，抽签给部分订户打电话。客户由你的姓名生成，别人的数据和你的不一样。数据是模拟的。金额单位为元。
#
# - `training` 和 `held_out`：每行一位客户，两部分随机划分而成：`logins`（上月登录次数）、`complaints`（过去一年的投诉次数）、`autopay`（1：自动扣款）、`called`（1：抽签接到电话）、`stayed`（1：续订）。
# - `margin`：留下一位客户的价值；`cost`：一通电话的成本。
#
# 特征依次为 `logins`、`complaints` 和 `autopay`，学习器一律用线性的。
#
# **先修** [44 该挽留谁？](../../../notebooks/zh/4_retention/44_who_to_save.ipynb)。**用时** 45 分钟。

# %% data
from crmkit import companies as _companies
from crmkit.retention import uplift as _uplift

_firm = _companies.persuadable_customers(n_customers=8_000, seed=seed % 2**31)
# Only the call has the same share in both parts: the uplift of one is not that of the other.
training, held_out = _uplift.halves(_firm.customers, treated="called", rng=rng)
margin = int(rng.integers(8, 15)) * 10
cost = int(rng.integers(4, 8))

# %%
from crmkit.retention import policy, qini, uplift

# %%
training, held_out = sheet["training"], sheet["held_out"]
margin, cost = sheet["margin"], sheet["cost"]
held_out.head()

# %% [markdown] points=1 decimals=3
# ## What the call does
#
# By how much does the call raise the share of customers who stay? Take the customers of `held_out`; a share between -1 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 电话的作用
#
# 电话使留下的客户比例提高了多少？只用 `held_out` 的客户。填 -1 到 1 之间的数，保留 3 位小数。

# %% solution
# The lot made two groups alike but for the call: the difference of their shares is its work.
# zh: 抽签使两组除电话之外彼此相同，两个比例之差就是电话的作用。
share = held_out.groupby("called")["stayed"].mean()
q1 = share[1] - share[0]

# %% wrong
# That is the share of the called who stayed. Most would have stayed without the call.
# zh: 这是接到电话的人中留下的比例。其中多数人不接电话也会留下。
q1 = share[1]
# That is the uplift in `training`. Take `held_out`.
# zh: 这是 `training` 里的增益。请用 `held_out`。
share = training.groupby("called")["stayed"].mean()
# That is a ratio. By how many points do the two shares differ?
# zh: 这是比值。两个比例相差多少？
q1 = share[1] / share[0] - 1
# You took both parts together. Take `held_out` alone.
# zh: 你把两部分合在一起了。请只用 `held_out`。
share = (
    held_out.groupby("called")["stayed"].sum() + training.groupby("called")["stayed"].sum()
) / (held_out.groupby("called").size() + training.groupby("called").size())

# %% hints
# Who shows what the called would have done without the call?
# zh: 谁能说明，接到电话的人如果没接到会怎样？

# `held_out.groupby("called")["stayed"].mean()` has the two shares.
# zh: `held_out.groupby("called")["stayed"].mean()` 给出两个比例。

# %% [markdown] points=2 decimals=3
# ## Two models, by hand
#
# The same question in `held_out`, once for customers who pay by themselves (`"autopay"`: `autopay` is 1) and once for the others (`"others"`). Two shares, with 3 decimals.

# %% [markdown] lang="zh"
# ## 动手做“两个模型”
#
# 仍用 `held_out`，分别对自动扣款的客户（`"autopay"`，即 `autopay` 为 1）和其余客户（`"others"`）回答同一个问题。填两个数，保留 3 位小数。

# %% solution
# Of customers with one trait, two models are two shares for each group. The call wakes those who pay by themselves.
# zh: 只有一个特征时，“两个模型”就是每组的两个比例。电话会惊动自动扣款的客户。
both = held_out.groupby(["autopay", "called"])["stayed"].mean().unstack()
effect = both[1] - both[0]
q2 = {"autopay": effect[1], "others": effect[0]}

# %% wrong
# You exchanged the two groups.
# zh: 你把两组弄反了。
q2 = {"autopay": effect[0], "others": effect[1]}
# Those are the shares who stay if called: a response, not an uplift.
# zh: 这是接到电话后留下的比例：是响应，不是增益。
effect = both[1]
# You took the uncalled less the called.
# zh: 你用没接到电话的减去了接到电话的。
effect = both[0] - both[1]
# Those are the uplifts in `training`. Take `held_out`.
# zh: 这是 `training` 里的增益。请用 `held_out`。
both = training.groupby(["autopay", "called"])["stayed"].mean().unstack()
# Those are ratios. By how many points do the two shares of each group differ?
# zh: 这是比值。每组的两个比例相差多少？
effect = both[1] / both[0] - 1
# Those are the shares who stay, called or not. What does the call change in them?
# zh: 这是不分接没接到电话的留下比例。电话使它改变了多少？
effect = held_out.groupby("autopay")["stayed"].mean()

# %% hints
# Each group has called and uncalled customers.
# zh: 每组里都有接到和没接到电话的客户。

# `held_out.groupby(["autopay", "called"])["stayed"].mean().unstack()` has one row a group.
# zh: `held_out.groupby(["autopay", "called"])["stayed"].mean().unstack()` 每行一组。

# %% [markdown] points=2 decimals=1
# ## Which ranking is better?
#
# Fit the response model and the two models on `training` and rank `held_out`. How large is the area between each Qini curve and chance? `"response"` and `"two models"`: customers, with 1 decimal.

# %% [markdown] lang="zh"
# ## 哪种排序更好？
#
# 用 `training` 拟合响应模型（`"response"`）和“两个模型”（`"two models"`），给 `held_out` 排序。各自的 Qini 曲线与随机线之间的面积是多少？单位为客户数，保留 1 位小数。

# %% solution
# Judged by customers that the models have not seen. The response model finds those who stay anyway.
# zh: 要用模型没见过的客户来检验。响应模型找到的是本来就会留下的人。
names = {"outcome": "stayed", "treated": "called"}
kinds = {"response": "linear", "two models": "linear"}
traits = ["logins", "complaints", "autopay"]
ranked = uplift.scores(training, held_out, traits=traits, methods=kinds, **names)
scored = held_out.join(ranked)
area = {one: qini.area(scored, score=one, **names) for one in kinds}
q3 = {"response": area["response"], "two models": area["two models"]}

# %% wrong
# You judged the models by the customers who trained them: that flatters them.
# zh: 你用训练模型的客户来检验模型，结果会偏乐观。
models = {one: uplift.Uplift.fit(training, traits=traits, method=one, **names) for one in kinds}
scored = training.assign(**{one: models[one].score(training) for one in kinds})
# You learned from `held_out` and ranked `training`. Do it the other way round.
# zh: 你用 `held_out` 训练，给 `training` 排序。请反过来做。
ranked = uplift.scores(held_out, training, traits=traits, methods=kinds, **names)
scored = training.join(ranked)
# Those are the customers gained by calling everybody, whatever the ranking. The area is asked for.
# zh: 这是给所有人打电话挽回的客户数，与排序无关。题目问的是面积。
area = {one: qini.curve(scored, score=one, **names)["gained"].iloc[-1] for one in kinds}
# Those are the customers gained by the best 30 %: one height of the curve. The area is asked for.
# zh: 这是排名前 30% 挽回的客户数，只是曲线上的一个高度。题目问的是面积。
import numpy as np

drawn = {one: qini.curve(scored, score=one, **names) for one in kinds}
area = {
    one: np.interp(0.3, drawn[one]["customer_share"], drawn[one]["gained"]) for one in kinds
}
# That is the area above zero. Take away what lies below the line of chance.
# zh: 这是零线以上的面积。请减去随机线以下的部分。
everybody = {one: qini.curve(scored, score=one, **names)["gained"].iloc[-1] for one in kinds}
area = {one: qini.area(scored, score=one, **names) + everybody[one] / 2 for one in kinds}
# You exchanged the two models.
# zh: 你把两种模型弄反了。
q3 = {"response": area["two models"], "two models": area["response"]}

# %% hints
# Learn from one part, judge by the other.
# zh: 用一部分训练，用另一部分检验。

# `uplift.scores(training, held_out, ...)` ranks; join it to `held_out` and ask `qini.area` for each score.
# zh: `uplift.scores(training, held_out, ...)` 给出得分；并入 `held_out` 后，对每个得分用 `qini.area`。

# %% [markdown] points=2 decimals=3
# ## A colleague's success
#
# A colleague would call the best 30 % by the response model: "Nearly all whom we call will stay." Of these customers of `held_out` (1,200 of 4,000; where the budget ends among customers of one score, weigh each by the plan's share), which share stayed when called (`"called"`), and which when not (`"not_called"`)? With 3 decimals.

# %% [markdown] lang="zh"
# ## 同事的“成功”
#
# 同事想给响应模型排名前 30% 的客户打电话：“打过电话的几乎都会留下。”在 `held_out` 的这些客户中（4,000 人中的 1,200 人；如果预算在同分客户之间用完，每人按方案给出的份额加权），接到电话的有多大比例留下（`"called"`）？没接到的呢（`"not_called"`）？保留 3 位小数。

# %% solution
# They stay without the call, too. A high rate among the called is no success of the call.
# zh: 不打电话他们也会留下。接到电话的人留下得多，并不是电话的功劳。
names = {"outcome": "stayed", "treated": "called"}
kinds = {"response": "linear", "two models": "linear"}
traits = ["logins", "complaints", "autopay"]
ranked = uplift.scores(training, held_out, traits=traits, methods=kinds, **names)
plans = policy.plans(ranked, scores=list(kinds), fraction=0.3)
weight = plans["response"]
total = (weight * held_out["stayed"]).groupby(held_out["called"]).sum()
share = total / weight.groupby(held_out["called"]).sum()
q4 = {"called": share[1], "not_called": share[0]}

# %% wrong
# Those are the picks of the two models. Your colleague follows the response model.
# zh: 这是“两个模型”挑出的客户。同事用的是响应模型。
weight = plans["two models"]
# Those are all customers of `held_out`. Which ones would your colleague call?
# zh: 这是 `held_out` 的全部客户。同事会打给哪些人？
weight = plans["everybody"]
# You took those whom the rule does not call.
# zh: 你取的是规则不打电话的客户。
weight = 1 - plans["response"]
# You divided by all 1,200. Divide by the called and by the uncalled among them.
# zh: 你除以了全部 1,200 人。请分别除以其中接到电话和没接到的人数。
share = total / weight.sum()
# You took the last 30 % of the ranking. The best have the highest scores.
# zh: 你取的是排名最后的 30%。得分最高的才是排在前面的。
plans = policy.plans(-ranked, scores=list(kinds), fraction=0.3)
# Those are customers of `training`. Learn from `training` and take the best of `held_out`.
# zh: 这是 `training` 的客户。请用 `training` 训练，取 `held_out` 中排名靠前的人。
training, held_out = held_out, training
ranked = uplift.scores(training, held_out, traits=traits, methods=kinds, **names)

# %% hints
# Some of those whom the rule would call were not called by the lot. They show what happens without.
# zh: 规则想打给的人里，有些人抽签时没接到电话。他们说明不打会怎样。

# `policy.plans(ranked, scores=["response", "two models"], fraction=0.3)["response"]` is 1 for those picked, 0 for the others, and a share at the edge.
# zh: `policy.plans(ranked, scores=["response", "two models"], fraction=0.3)["response"]` 对选中的人为 1，其余为 0，边界上的同分客户是一个份额。

# %% [markdown] points=3 decimals=2
# ## Three rules in money
#
# A budget for 30 % of the customers. How much more is the best 30 % by the two models worth than 30 % at random, with your `margin` and `cost`? Estimate (`"estimate"`) and ends of its 95 % interval (`"low"`, `"high"`), and the ends for the response model (`"response_low"`, `"response_high"`). Yuan a customer of `held_out`, with 2 decimals. A rule whose interval holds zero is no reason to give up the lot, which
# teaches more.

# %% [markdown] lang="zh"
# ## 用钱比较三条规则
#
# 预算够联系 30% 的客户。按你的 `margin` 和 `cost`，“两个模型”排名前 30% 比随机 30% 多值多少？填估计值（`"estimate"`）和 95% 区间两端（`"low"`、`"high"`），以及响应模型的区间两端（`"response_low"`、`"response_high"`）。单位为元，按 `held_out` 的每位客户计，保留 2 位小数。区间包含零的规则，不足以让人放弃抽签：抽签还能让人学到更多。

# %% solution
# Both rules are compared with the lot on the same customers: the difference has an interval of its own.
# zh: 两条规则都在同一批客户上与抽签比较，差值有自己的区间。
names = {"outcome": "stayed", "treated": "called"}
kinds = {"response": "linear", "two models": "linear"}
traits = ["logins", "complaints", "autopay"]
ranked = uplift.scores(training, held_out, traits=traits, methods=kinds, **names)
fraction, against, money = 0.3, "at random", {"margin": margin, "cost": cost}
plans = policy.plans(ranked, scores=list(kinds), fraction=fraction)
gain = policy.value_differences(
    held_out.join(plans), plans=list(kinds), against=against, **money, **names
)
ours, rival = gain.loc["two models"], gain.loc["response"]
q5 = {
    "estimate": ours["estimate"],
    "low": ours["low"],
    "high": ours["high"],
    "response_low": rival["low"],
    "response_high": rival["high"],
}

# %% wrong
# You compared with calling nobody. Compare with calling 30 % at random.
# zh: 你比的是谁也不打。请与随机打 30% 比较。
against = "nobody"
# You compared with calling everybody. Compare with calling 30 % at random.
# zh: 你比的是给所有人打。请与随机打 30% 比较。
against = "everybody"
# Those are shares of customers who stay. Multiply by `margin`: yuan are asked for.
# zh: 这是留下客户的比例。题目要的是元，请用 `margin`。
money = {}
# You took half of the customers. The budget reaches 30 %.
# zh: 你取了一半客户。预算只够 30%。
fraction = 0.5
# You exchanged the two models.
# zh: 你把两种模型弄反了。
ours, rival = rival, ours
# You exchanged `margin` and `cost`.
# zh: 你把 `margin` 和 `cost` 弄反了。
money = {"margin": cost, "cost": margin}
# Those are the values of the rules themselves. How much more are they than that of 30 % at random?
# zh: 这是规则本身的价值。它们比随机 30% 多多少？
gain = policy.values(held_out.join(plans), plans=list(kinds), **money, **names)
# That is what each customer called brings. Yuan for each customer of `held_out` are asked for.
# zh: 这是每位接到电话的客户带来的价值。题目要的是 `held_out` 每位客户多少元。
gain = gain / fraction
# That is the sum over all customers of `held_out`. Yuan for each of them are asked for.
# zh: 这是 `held_out` 全部客户的总和。题目要的是每位客户多少元。
gain = gain * len(held_out)
# You compared the two models with the response model. Compare each with 30 % at random.
# zh: 你把“两个模型”与响应模型相比了。请把两者分别与随机 30% 比较。
beside = policy.value_differences(
    held_out.join(plans), plans=list(kinds), against="response", **money, **names
)
ours, rival = beside.loc["two models"], gain.loc["response"]
# You learned from `held_out` and valued the rules on `training`. Do it the other way round.
# zh: 你用 `held_out` 训练，在 `training` 上评估规则。请反过来做。
training, held_out = held_out, training
ranked = uplift.scores(training, held_out, traits=traits, methods=kinds, **names)

# %% hints
# Make the plans of a fraction of 0.3, then value their differences.
# zh: 先用 0.3 的比例做出方案，再计算价值之差。

# `policy.value_differences(held_out.join(plans), plans=[...], against="at random", margin=margin, cost=cost, outcome="stayed", treated="called")`.
# zh: 方案并入 `held_out` 之后，把两种方案与随机比较，差值和区间都在这张表里：`policy.value_differences(held_out.join(plans), plans=[...], against="at random", margin=margin, cost=cost, outcome="stayed", treated="called")`。

# %% [markdown] points=4
# ## How far down the list?
#
# There is no budget now. You may call the best 0.1, 0.2, ... or 0.9 of the customers by the two models, or nobody (0). Which fraction? What counts is the value a customer of `held_out`, estimated as in the last question, less that of calling nobody.

# %% [markdown] lang="zh"
# ## 名单打到哪里为止？
#
# 现在没有预算限制。你可以按“两个模型”的排名，给前 0.1、0.2、……或 0.9 的客户打电话，也可以谁都不打（0）。选哪个比例？看的是按上一题的方法估计的 `held_out` 每位客户的价值，减去谁也不打的价值。

# %% solution
# One more tenth pays as long as the call gains more margin in it than it costs. Far down the list it wakes sleeping dogs. The best of ten estimates flatters itself: new customers would show what it is worth.
# zh: 只要下一个十分之一里，电话多带来的收益高于成本，就值得打。名单后段会惊动勿扰客户。十个估计中最大的那个难免偏高，要用新客户再评估一次。
names = {"outcome": "stayed", "treated": "called"}
kinds = {"two models": "linear"}
traits = ["logins", "complaints", "autopay"]
ranked = uplift.scores(training, held_out, traits=traits, methods=kinds, **names)
nothing = 0


def worth(fraction):
    if round(10 * fraction) / 10 != fraction or not 0 <= fraction <= 0.9:
        raise ValueError("choose 0, 0.1, 0.2, ... or 0.9")
    if fraction == 0:
        return 0.0
    plans = policy.plans(ranked, scores=["two models"], fraction=fraction)
    gain = policy.value_differences(
        held_out.join(plans),
        plans=["two models"],
        against="nobody",
        margin=margin,
        cost=cost,
        **names,
    )
    return gain["estimate"].iloc[0]


q6 = max((one / 10 for one in range(10)), key=worth)

# %% wrong
# So far down the list the call wakes sleeping dogs, and it costs money for sure things.
# zh: 名单打到这么后面，会惊动勿扰客户，还在必留客户身上花钱。
q6 = 0.9
# You stop too early: further down the list the calls still gain more than they cost.
# zh: 你停得太早：名单再往后，电话带来的收益仍高于成本。
q6 = 0.1

# %% hints
# Value the plan of each fraction, not only of 0.3.
# zh: 对每个比例都评估一次，不只是 0.3。

# A loop over `fraction`: `policy.plans(ranked, scores=["two models"], fraction=fraction)`, then `policy.value_differences(..., against="nobody")`.
# zh: 对 `fraction` 循环：先 `policy.plans(ranked, scores=["two models"], fraction=fraction)`，再 `policy.value_differences(..., against="nobody")`。
