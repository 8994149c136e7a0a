# %% [markdown]
# # Exercises to 45: Win-back
#
# **Your company** A shop for coffee beans calls back customers who have fallen silent. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `wave`: one row a silent customer of a first wave, in which a lot decided who was called (without an offer): `months_silent`, `reason` (for leaving), `called` (1: called, 0: left alone), `returned` (1: came back), `second_value` (what they brought in the year after coming back, before an offer is paid; 0 without a return). A call costs 7 yuan, answered or not.
# - `trial`: customers who left over the price, all called, with an `offer` of 0 to 40 yuan by lot; otherwise as `wave`.
# - `weakest` and `waiting` are explained where they are used.
#
# **Before this** [45 Win-back](../../notebooks/4_retention/45_win_back.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 45：客户赢回
#
# **你的公司** 一家咖啡豆店给沉默的客户打电话。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `wave`：第一轮联系中每位沉默客户一行，由抽签决定给谁打电话（不带优惠）。`months_silent` 是沉默月数，`reason` 是离开的原因，`called` 为 1 表示打了电话，0 表示没有打扰，`returned` 为 1 表示回来了，`second_value` 是回来之后一年内带来的价值（未扣优惠；没回来为 0）。一通电话 7 元，不管有没有接通。
# - `trial`：因价格离开的客户，全部打了电话，并由抽签得到 0 到 40 元的优惠（`offer`）；其余各列与 `wave` 相同。
# - `weakest` 和 `waiting` 用到时再说明。
#
# **先修** [45 客户赢回](../../../notebooks/zh/4_retention/45_win_back.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies

_firm = _replace(
    _companies.Lapsing.from_card(),
    reason_share={"price": 0.25, "service": 0.25, "too many calls": 0.2, "unknown": 0.3},
    base_log_odds=float(rng.uniform(-1.3, -1.0)),
    silence_effect=float(rng.uniform(-0.8, -0.6)),
    call_effect={"price": -0.05, "service": 1.0, "too many calls": -0.9, "unknown": 0.8},
    offer_effect={"price": float(rng.uniform(0.42, 0.55)), "service": 0.0,
                  "too many calls": 0.0, "unknown": 0.0},
)  # fmt: skip


def _made(n, sizes, firm):
    made = _companies.lapsed_customers(
        n_customers=n,
        seed=int(rng.integers(1, 10**6)),
        parameters=_replace(firm, offer_sizes=sizes),
    ).customers
    return made.astype({"reason": "str"})


wave = _made(int(rng.integers(11_000, 12_001)), [0], _firm)
wave = wave[["months_silent", "reason", "called", "returned", "second_value"]]
_priced = _made(30_000, [0, 10, 20, 30, 40], _firm).query("called == 1 and reason == 'price'")
trial = _priced[["months_silent", "reason", "called", "offer", "returned", "second_value"]]
# Luck lifts the weakest; the mailing adds little.
_level = rng.gamma(2, 60, 3000)
_first, _second = (_level * rng.gamma(1.5, 1 / 1.5, 3000) for _ in range(2))
_low = _np.argsort(_first)[:300]
_mailed = rng.permutation(_np.arange(300) % 2)
weakest = _pd.DataFrame(
    {
        "before": _first[_low].round(2),
        "after": (_second[_low] + _mailed * rng.uniform(3, 9)).round(2),
        "mailed": _mailed,
    },
    index=_pd.RangeIndex(1, 301, name="customer"),
)
waiting = _pd.Series(
    {one: int(rng.integers(400, 901)) for one in ("price", "service", "too many calls", "unknown")},
    name="waiting",
).rename_axis("reason")

# %%
from crmkit import rates
from crmkit.retention import mean_reversion, offers, winback

# %%
wave, trial = sheet["wave"], sheet["trial"]
wave.head()

# %% [markdown] points=2 decimals=3
# ## Who comes back unasked?
#
# Of the customers in `wave` who were left alone, what share came back: of those silent for up to 12 months (12 included), and of those silent for longer? Shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 谁会自己回来？
#
# 在 `wave` 中没有打扰的客户里，沉默不超过 12 个月（含 12）的有多大比例回来了（`"short"`）？沉默更久的呢（`"long"`）？填 0 到 1 之间的数，保留 3 位小数。

# %% solution
# Only those left alone show what happens without a call.
# zh: 只有没被打扰的人，才显示不打电话会怎样。
alone = wave[wave["called"] == 0]
long = alone["months_silent"] > 12
q1 = {"short": alone["returned"][~long].mean(), "long": alone["returned"][long].mean()}

# %% wrong
# You took everybody, the called as well. What do they do unasked?
# zh: 你把打了电话的人也算进去了。没人打电话时他们会怎样？
alone = wave
# Those are the customers who were called.
# zh: 这是打了电话的客户。
alone = wave[wave["called"] == 1]
# Twelve months belong to the short silence.
# zh: 12 个月属于较短的沉默。
long = alone["months_silent"] >= 12
# You exchanged the two.
# zh: 你把两者对调了。
q1 = {"short": q1["long"], "long": q1["short"]}
# You divided by all who were left alone. Each share is of those with that silence.
# zh: 你除以了所有没有打扰的人。每个比例都以同样沉默时间的人为分母。
q1 = {"short": (alone["returned"] * ~long).mean(), "long": (alone["returned"] * long).mean()}
# You divided by those who came back. How many of those silent so long did?
# zh: 你除以了回来的人。沉默这么久的人里有多少回来了？
long = long[alone["returned"] == 1]
q1 = {"short": (~long).mean(), "long": long.mean()}
# Those are the shares that stayed away.
# zh: 这是没有回来的比例。
q1 = {name: 1 - share for name, share in q1.items()}
# You counted those who came back. A share divides by all with that silence.
# zh: 你数了回来的人数。比例还要除以同样沉默时间的全部人数。
q1 = {"short": alone["returned"][~long].sum(), "long": alone["returned"][long].sum()}

# %% hints
# `called` is 0 for those whom the lot left alone.
# zh: 抽签决定不打扰的人，`called` 为 0。

# The mean of a column of 0 and 1 is a share.
# zh: 由 0 和 1 组成的一列，平均数就是比例。

# %% [markdown] points=2 decimals=2
# ## One call
#
# In `wave`, what is one call worth to customers who left over `service`? First the return uplift in percentage points (10 for ten of a hundred more), then the value of a call in yuan: uplift as a share, times the mean second value of all of them who came back, less 7. Both with 2 decimals.

# %% [markdown] lang="zh"
# ## 一通电话
#
# 在 `wave` 中，给因 `service` 离开的客户打一通电话值多少？先填回流增益（`"points"`，百分点，一百个里多回来十个填 10），再填一通电话的价值（`"value"`，元）：用比例表示的增益，乘以这些客户中全部回来的人的平均二次价值，再减 7。都保留 2 位小数。

# %% solution
# What a call earns is what it adds to the returns; who would have come anyway earns nothing for it.
# zh: 电话赚的是它多带回来的人；本来就会回来的人不算。
calls = winback.call_values(
    wave, called="called", returned="returned", value="second_value", by="reason", cost=7
).loc["service"]
q2 = {"points": 100 * calls["return_uplift"], "value": calls["estimate"]}

# %% wrong
# You credited the call with all who came back after it. Some would have come anyway.
# zh: 你把接到电话后回来的人全算作电话的功劳。有些人本来就会回来。
q2 = {
    "points": 100 * calls["return_rate"],
    "value": calls["return_rate"] * calls["second_value"] - 7,
}
# You forgot the cost of the call.
# zh: 你忘了电话的成本。
q2["value"] = calls["estimate"] + 7
# You charged the 7 yuan only for those who return. Each call costs them.
# zh: 你只对回来的人收了 7 元。每通电话都要花 7 元。
q2["value"] = calls["return_uplift"] * (calls["second_value"] - 7)
# You took the customers who left over the price.
# zh: 你取的是因价格离开的客户。
calls = winback.call_values(
    wave, called="called", returned="returned", value="second_value", by="reason", cost=7
).loc["price"]
# You took all reasons together. The question is about `service`.
# zh: 你把所有原因合在一起了。题目只问 `service`。
calls = winback.call_values(
    wave.assign(all="all"), called="called", returned="returned", value="second_value",
    by="all", cost=7,
).loc["all"]  # fmt: skip
# That is the uplift as a share. Ten of a hundred more are 10 points.
# zh: 这是用比例表示的增益。一百个里多回来十个，是 10 个百分点。
q2["points"] = calls["return_uplift"]
# That is by how many per cent the rate is higher. Points are the difference of the two rates.
# zh: 这是回流率提高了百分之几（相对值）。百分点是两个比率之差。
q2["points"] = 100 * (calls["return_rate"] / calls["return_rate_anyway"] - 1)
# You multiplied by the points. Ten points are a share of 0.1.
# zh: 你乘的是百分点数。10 个百分点用比例表示是 0.1。
q2["value"] = 100 * calls["return_uplift"] * calls["second_value"] - 7
# You averaged the second value over all who left over service, those who stayed away included.
# zh: 你把没有回来的人也算进了二次价值的平均数。
service = wave[wave["reason"] == "service"]
q2["value"] = calls["return_uplift"] * service["second_value"].mean() - 7
# You averaged the second value of the called alone. All who came back count.
# zh: 你只平均了接到电话后回来的人的二次价值。全部回来的人都要算。
won = wave[(wave["reason"] == "service") & (wave["returned"] == 1)]
q2["value"] = calls["return_uplift"] * won.loc[won["called"] == 1, "second_value"].mean() - 7
# You averaged the second value of those left alone. All who came back count.
# zh: 你只平均了没有打扰而回来的人的二次价值。全部回来的人都要算。
won = wave[(wave["reason"] == "service") & (wave["returned"] == 1)]
q2["value"] = calls["return_uplift"] * won.loc[won["called"] == 0, "second_value"].mean() - 7
# You took the second value of all reasons. Those who left over service bring more.
# zh: 你用了所有原因的二次价值。因服务离开的人带来的更多。
won = wave.loc[wave["returned"] == 1, "second_value"].mean()
q2["value"] = calls["return_uplift"] * won - 7
# You compared what a called and an uncalled customer brought. The question has one mean for all who came back.
# zh: 你比较了打电话与不打电话的客户各带来多少。题目对全部回来的人用同一个平均数。
brought = wave[wave["reason"] == "service"].groupby("called")["second_value"].mean()
q2["value"] = brought[1] - brought[0] - 7
# A call costs 7 yuan here. Six was the lesson's.
# zh: 这里一通电话 7 元，6 元是课上的。
q2["value"] = calls["estimate"] + 1

# %% hints
# The lesson does this by hand, with a call of 6 yuan.
# zh: 课上动手算过，当时一通电话 6 元。

# `winback.call_values(..., by="reason", cost=7)` has `return_uplift` and `estimate`.
# zh: `winback.call_values(..., by="reason", cost=7)` 里有 `return_uplift` 和 `estimate`。

# %% [markdown] points=2 decimals=1
# ## A colleague's mailing
#
# `weakest = sheet["weakest"]` holds the lowest tenth of last half-year: `before` and `after` (spending in yuan in that half-year and in the next), and `mailed` (1: got the mailing, by lot). A colleague reports how much the mailed spend more than before. Give that number, and what the mailing did: how much more the mailed rose than the control group. Yuan a customer, with 1 decimal.

# %% [markdown] lang="zh"
# ## 同事的邮件
#
# `weakest = sheet["weakest"]` 是上个半年消费最低的十分之一：`before` 和 `after` 是那半年和下一个半年的消费（元），`mailed` 为 1 表示由抽签收到邮件。同事报告了收到邮件的人比以前多花了多少。填这个数（`"report"`），再填邮件的作用（`"effect"`）：收到邮件的人比对照组多涨了多少。每位客户多少元，保留 1 位小数。

# %% starter
weakest = sheet["weakest"]
q3 = {"report": ..., "effect": ...}

# %% solution
# The unmailed rise, too: that part is regression to the mean, and belongs to nobody.
# zh: 没收到邮件的人也上升了：那一部分是均值回归，不是谁的功劳。
weakest = sheet["weakest"]
found = mean_reversion.against_control(weakest, before="before", after="after", treated="mailed")
q3 = {"report": found["estimate"].iloc[0], "effect": found["estimate"].iloc[2]}

# %% wrong
# The effect is what the mailed rose more than the others, not what they rose in all.
# zh: 作用是收到邮件的人比其他人多涨的部分，不是他们的全部涨幅。
q3["effect"] = found["estimate"].iloc[0]
# That is what the control group rose, with no mailing at all.
# zh: 这是对照组的涨幅，他们没有收到邮件。
q3["effect"] = found["estimate"].iloc[1]
# That is the spending of the mailed in the second half. By how much is it above the first?
# zh: 这是收到邮件的人后半年的消费。比前半年多多少？
q3["report"] = weakest.loc[weakest["mailed"] == 1, "after"].mean()
# You took all of the weakest. Your colleague reports on the mailed.
# zh: 你取了全部最弱的客户。同事报告的是收到邮件的人。
q3["report"] = (weakest["after"] - weakest["before"]).mean()
# That is how many times as much they spend. Your colleague reports the difference in yuan.
# zh: 这是后来是原来的多少倍。同事报告的是相差多少元。
mailed = weakest[weakest["mailed"] == 1]
q3["report"] = mailed["after"].mean() / mailed["before"].mean()
# That is the rise in per cent. Your colleague reports it in yuan a customer.
# zh: 这是涨幅的百分数。同事报告的是每位客户多少元。
mailed = weakest[weakest["mailed"] == 1]
q3["report"] = 100 * (mailed["after"].mean() / mailed["before"].mean() - 1)
# That is the rise of all the mailed together. Divide by how many they are.
# zh: 这是收到邮件的人合计的涨幅。要除以人数。
mailed = weakest[weakest["mailed"] == 1]
q3["report"] = (mailed["after"] - mailed["before"]).sum()
# The interval may hold zero, but the estimate is asked for.
# zh: 区间也许包含零，但题目要的是估计值。
q3["effect"] = 0

# %% hints
# How much did those rise whom the lot left alone?
# zh: 抽签没有寄邮件的人升了多少？

# `mean_reversion.against_control(weakest, before="before", after="after", treated="mailed")` has both in `estimate`.
# zh: `mean_reversion.against_control(weakest, before="before", after="after", treated="mailed")` 的 `estimate` 里两个数都有。

# %% [markdown] points=1 decimals=0
# ## A test for the long silent
#
# A new kind of call is to be tested on customers silent for more than 12 months. Your base rate is `"long"` of the first question, not rounded. How many customers must be in *each* of the two groups to see 3 percentage points with 80 % power at 95 % confidence? A whole number.

# %% [markdown] lang="zh"
# ## 测试沉默已久的客户
#
# 要在沉默超过 12 个月的客户中测试一种新的电话。基准率用第一题的 `"long"`（不要四舍五入）。要以 80% 的功效、95% 的置信度看到 3 个百分点，两组中*每一组*需要多少位客户？填整数。

# %% solution
# The smaller the difference, the more customers: half of it needs about four times as many.
# zh: 差异越小，需要的人越多：差异减半，人数大约是四倍。
alone = wave[(wave["called"] == 0) & (wave["months_silent"] > 12)]
base = alone["returned"].mean()
q4 = rates.sample_size(base, 0.03)

# %% wrong
# That is both groups together. How many are in each?
# zh: 这是两组的总数。每组多少？
q4 = 2 * rates.sample_size(base, 0.03)
# You took the base rate of all customers left alone, also of the shortly silent.
# zh: 你用了所有未被打扰的客户的基准率，包括沉默不久的。
base = wave.loc[wave["called"] == 0, "returned"].mean()
# That is for a rise of 3 per cent of the rate, not of 3 points.
# zh: 这是比率提高 3%（相对值）所需的人数，不是 3 个百分点。
q4 = rates.sample_size(base, 0.03 * base)
# You took the base rate of the shortly silent. The test is on those silent for more than 12 months.
# zh: 你用了沉默不久者的基准率。测试的对象沉默超过 12 个月。
base = wave.loc[(wave["called"] == 0) & (wave["months_silent"] <= 12), "returned"].mean()
# Your base rate holds the called, too. It is the rate without a call.
# zh: 你的基准率里也有打了电话的人。基准率是不打电话时的比率。
base = wave.loc[wave["months_silent"] > 12, "returned"].mean()
# Your base rate is that of the called. It is the rate without a call.
# zh: 你用了打了电话的人的比率。基准率是不打电话时的比率。
base = wave.loc[(wave["months_silent"] > 12) & (wave["called"] == 1), "returned"].mean()
# `rates.sample_size` gives the number in each group already. Do not halve it.
# zh: `rates.sample_size` 给出的已经是每组的人数，不要再除以 2。
q4 = round(rates.sample_size(base, 0.03) / 2)
# You rounded the base rate to two decimals. Take it as it is.
# zh: 你把基准率四舍五入到两位小数了。请直接用原值。
base = round(base, 2)
# You exchanged power and confidence.
# zh: 你把功效和置信度对调了。
q4 = rates.sample_size(base, 0.03, power=0.95, confidence=0.8)
# That is for a fall of 3 points. The call is hoped to raise the rate.
# zh: 这是下降 3 个百分点所需的人数。希望的是电话提高比率。
q4 = rates.sample_size(base, -0.03)

# %% hints
# Three points are 0.03.
# zh: 3 个百分点就是 0.03。

# `rates.sample_size(base, 0.03)` gives the number in each group.
# zh: `rates.sample_size(base, 0.03)` 给出每组的人数。

# %% [markdown] points=2 decimals=2
# ## The size of the offer
#
# Fit the curve of `offers.offer_profits` to `trial`, with sizes of 0, 1, ... 40 yuan, a call of 7 yuan, and as second value the mean of those in `trial` who came back. Which size earns most (whole yuan), and how much a customer asked (yuan, 2 decimals)?

# %% [markdown] lang="zh"
# ## 优惠的大小
#
# 对 `trial` 用 `offers.offer_profits` 拟合曲线：优惠取 0、1、……、40 元，一通电话 7 元，二次价值取 `trial` 中回来的人的平均值。优惠多大时赚得最多（`"offer"`，填整数，单位为元）？这时平均每位接到电话的客户赚多少（`"profit"`，元，保留 2 位小数）？

# %% solution
# A larger offer brings more people, but everybody who returns gets it.
# zh: 优惠越大回来的人越多，但凡是回来的人都要给。
won = trial.loc[trial["returned"] == 1, "second_value"].mean()
curve = offers.offer_profits(
    trial, returned="returned", offer="offer", sizes=range(41), second_value=won, cost=7
)
q5 = {"offer": int(curve["profit"].idxmax()), "profit": curve["profit"].max()}

# %% wrong
# You averaged the second value over all, those who stayed away included.
# zh: 你把没有回来的人也算进了二次价值的平均数。
won = trial["second_value"].mean()
# You forgot the cost of the call.
# zh: 你忘了电话的成本。
q5["profit"] = curve["profit"].max() + 7
# That is what no offer earns.
# zh: 这是不给优惠时的利润。
q5 = {"offer": 0, "profit": curve["profit"].iloc[0]}
# That is the largest offer. It brings back most people, but does it leave most money?
# zh: 这是最大的优惠。它带回的人最多，但剩下的钱最多吗？
q5 = {"offer": 40, "profit": curve["profit"].iloc[-1]}
# You took the second value from `wave`, over all reasons. That of `trial` is asked for.
# zh: 你用了 `wave` 中所有原因的二次价值。题目要用 `trial` 的。
won = wave.loc[wave["returned"] == 1, "second_value"].mean()
# You took the second value from `wave`. That of `trial` is asked for.
# zh: 你用了 `wave` 的二次价值。题目要用 `trial` 的。
won = wave.loc[(wave["returned"] == 1) & (wave["reason"] == "price"), "second_value"].mean()
# You compared the five sizes of the trial. The curve also says what lies between them.
# zh: 你只比较了试验过的五种大小。曲线还能说明它们之间的情况。
rate = trial.groupby("offer")["returned"].mean()
tried = rate * (won - rate.index) - 7
q5 = {"offer": tried.idxmax(), "profit": tried.max()}
# You did not take the offer off. Everybody who returns gets it.
# zh: 你没有减去优惠。凡是回来的人都要给。
earned = curve["return_rate"] * won - 7
q5 = {"offer": earned.idxmax(), "profit": earned.max()}
# You paid the offer to everybody asked. Only those who return get it.
# zh: 你给每个接到电话的人都算了优惠。只有回来的人才有。
earned = (curve["return_rate"] * won - curve.index - 7).drop(0)
q5 = {"offer": earned.idxmax(), "profit": earned.max()}
# You charged the 7 yuan only for those who return. Each call costs them.
# zh: 你只对回来的人收了 7 元。每通电话都要花 7 元。
earned = curve["return_rate"] * (won - curve.index - 7)
q5 = {"offer": earned.idxmax(), "profit": earned.max()}
# That is what the best offer earns more than none. The profit itself is asked for.
# zh: 这是最佳优惠比不给优惠多赚的部分。题目要的是利润本身。
q5["profit"] = curve["profit"].max() - curve["profit"].iloc[0]
# That is the profit of all in `trial`. What is it for one customer asked?
# zh: 这是 `trial` 中全部客户的利润。平均每位接到电话的客户是多少？
q5["profit"] = curve["profit"].max() * len(trial)
# A call costs 7 yuan here. Six was the lesson's.
# zh: 这里一通电话 7 元，6 元是课上的。
q5["profit"] = curve["profit"].max() + 1

# %% hints
# Only those who came back have a second value.
# zh: 只有回来的人才有二次价值。

# `curve["profit"].idxmax()` is the size with the largest profit.
# zh: `curve["profit"].idxmax()` 就是利润最大的优惠。

# %% [markdown] points=4
# ## Whom do you call?
#
# `waiting = sheet["waiting"]` says how many silent customers, not yet called, there are by reason. A plain call costs 7 yuan. Whom do you call, and whom do you leave alone? A set of reasons, each called as a whole, such as `{"price"}`. What counts is the value of a call as measured in `wave` by reason, times those waiting.

# %% [markdown] lang="zh"
# ## 给谁打电话？
#
# `waiting = sheet["waiting"]` 给出各种原因下还没打过电话的沉默客户人数。普通电话一通 7 元。给谁打，不去打扰谁？填原因组成的集合，每种原因要么全打，要么全不打，例如 `{"price"}`。看的是在 `wave` 中按原因测得的一通电话的价值，乘以等待联系的人数。

# %% starter
waiting = sheet["waiting"]
q6 = ...

# %% solution
# Call where the uplift pays for the call. Some return anyway, and some stay away because they are called.
# zh: 增益抵得过电话成本的，才打。有的人本来就会回来，有的人正因为接到电话才不回来。
waiting = sheet["waiting"]
calls = winback.call_values(
    wave, called="called", returned="returned", value="second_value", by="reason", cost=7
)
profit = (calls["estimate"] * waiting).reindex(waiting.index)
options, nothing = set(waiting.index), set()


def worth(names):
    return profit[list(names)].sum()


q6 = set(profit.index[profit > 0])

# %% wrong
# You call everybody. For two reasons a call loses money, and for one it even keeps people away.
# zh: 你给所有人都打。有两种原因的客户，打电话会亏钱，其中一种甚至会把人赶走。
q6 = options
# Another reason pays, too: its customers are worth less, but a call brings back enough of them.
# zh: 还有一种原因也划算：那些客户价值低一些，但电话能带回来的人够多。
q6 = {"service"}
# Customers who left over the price come back as often without a plain call. They wait for an offer.
# zh: 因价格离开的人，不打电话也回来得一样多。他们等的是优惠。
q6 = {"service", "unknown", "price"}
# Those who left because of too many calls come back less often when called. Leave them alone.
# zh: 因电话太多而离开的人，接到电话回来得更少。不要打扰他们。
q6 = {"service", "unknown", "too many calls"}
# Those are the reasons to leave alone. Whom do you call?
# zh: 这是不该打扰的原因。你给谁打电话？
q6 = {"price", "too many calls"}
# Here a call loses most: it keeps away some who were coming anyway.
# zh: 给这些人打电话亏得最多：它会赶走本来会回来的人。
q6 = {"too many calls"}
# Another reason pays, too: its customers bring most when they come back.
# zh: 还有一种原因也划算：那些客户回来之后带来的最多。
q6 = {"unknown"}
# A plain call has no offer, so it does not pay for those who left over the price. It does for another reason.
# zh: 普通电话不带优惠，给因价格离开的人打不划算。另一种原因倒是划算。
q6 = {"service", "price"}
# You call nobody. There are reasons for which a call earns more than its 7 yuan.
# zh: 你一个电话也不打。有些原因的客户，一通电话带来的多于 7 元。
q6 = nothing

# %% hints
# `winback.call_values` by `reason` values a call. Is it above 0?
# zh: 按 `reason` 用 `winback.call_values` 算一通电话的价值。大于 0 吗？

# `set(calls.index[calls["estimate"] > 0])` names the reasons for which a call pays.
# zh: `set(calls.index[calls["estimate"] > 0])` 就是电话划算的那些原因。
