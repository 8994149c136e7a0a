# %% [markdown]
# # Exercises to 36: Markov value
#
# **Your company** A wine merchant sends customers a parcel with two sample bottles once a year. The figures are
# drawn by your name: nobody else has them. A period is a year; money is in yuan.
#
# - A customer's state (状态) is how many years ago the last purchase was: 1 to 5, then `former`.
# - `again`: the probability to buy in the coming year with a parcel, for the states 1 to 5.
# - `contribution`: what a purchase leaves, before the parcel. `mailing_cost`: one parcel.
# - `rate`: the annual discount rate (折现率), 0.1 for 10 %.
# - `now`: customers in each of the states 1 to 5 today. `new_customers`: customers won each year.
#
# As in the lesson, money comes at the start of a year: state 1 has just brought `contribution`, and each state
# that gets a parcel costs one. Without a parcel nobody buys again; former customers get none.
#
# **Before this** [36 Markov value](../../notebooks/3_lifetime/36_markov.ipynb). **Time** 50 minutes.

# %% [markdown] lang="zh"
# # 练习 36：马尔可夫价值
#
# **你的公司** 一家葡萄酒商每年给客户寄一次包裹，里面有两瓶试饮酒。数字由你的姓名生成，别人的和你的不一样。一个周期是一年，金额单位为元。
#
# - 客户的状态是末次购买距今几年：1 到 5，再往后是 `former`（流失客户）。
# - `again`：状态 1 到 5 的客户收到包裹后，来年购买的概率。
# - `contribution`：一次购买带来的毛利，未扣包裹成本。`mailing_cost`：一个包裹的成本。
# - `rate`：年折现率，0.1 即 10 %。
# - `now`：今天状态 1 到 5 各有多少客户。`new_customers`：每年新增的客户数。
#
# 与课上一样，收支发生在年初：状态 1 的客户刚带来 `contribution`，每个收到包裹的状态付出一个包裹的成本。没有包裹，谁也不会再购买；流失客户不寄包裹。
#
# **先修** [36 马尔可夫价值](../../../notebooks/zh/3_lifetime/36_markov.ipynb)。**用时** 50 分钟。

# %% data
import numpy as np
import pandas as pd

from crmkit.lifetime import markov

contribution = int(rng.integers(440, 561))
mailing_cost = int(rng.integers(46, 57))
rate = float(np.round(rng.integers(12, 17) / 100, 2))

# State 4 does not pay at once but does in the long run; state 5 does not pay at all.
_once = mailing_cost * (1 + rate) / contribution
_first = [rng.uniform(0.41, 0.47), rng.uniform(0.26, 0.31), _once * rng.uniform(1.35, 1.5)]
again = [float(np.round(one, 3)) for one in [*_first, _once * rng.uniform(0.76, 0.9)]]
_money = {"contribution": contribution, "annual_discount_rate": rate}
_fresh = markov.when_to_stop(again, mailing_cost=mailing_cost, **_money).table["value"][1]
_last = mailing_cost * (1 + rate) / _fresh * rng.uniform(0.45, 0.75)
again.append(float(np.round(_last, 3)))

_size = rng.uniform([2600, 1500, 1000, 800, 600], [3600, 2100, 1400, 1100, 900])
now = pd.Series(np.round(_size).astype(int), index=[1, 2, 3, 4, 5], name="customers")
new_customers = int(rng.integers(900, 1400))

call_cost = mailing_cost + int(rng.integers(44, 53))
_lift = rng.uniform([0.01, 0.03, 0.09, 0.09, 0.09], [0.02, 0.045, 0.11, 0.11, 0.13])
again_call = [float(np.round(p + more, 3)) for p, more in zip(again, _lift, strict=True)]

_chain, _call = markov.recency_chain(again), markov.recency_chain(again_call)
_gone = pd.DataFrame(0.0, index=_chain.index, columns=_chain.columns).assign(former=1.0)
_actions = {
    name: (moves, markov.recency_rewards(moves, contribution=contribution, mailing_cost=cost))
    for name, moves, cost in (
        ("stop", _gone, 0),
        ("mail", _chain, mailing_cost),
        ("call", _call, call_cost),
    )
}
_both = markov.best_policy(_actions, annual_discount_rate=rate).table["value"]
del _actions["call"]
_two = markov.best_policy(_actions, annual_discount_rate=rate).table["value"]
_gain = ((_both - _two)[now.index] * now).sum()
# Half of the students should sign, half should not.
_share = rng.uniform(0.6, 0.8) if rng.random() < 0.5 else rng.uniform(1.25, 1.5)
fee = int(np.round(_gain * _share, -3))

# %%
import pandas as pd

from crmkit.lifetime import markov

# %%
again, contribution, mailing_cost = sheet["again"], sheet["contribution"], sheet["mailing_cost"]
rate, now, new_customers = sheet["rate"], sheet["now"], sheet["new_customers"]
money = {"contribution": contribution, "annual_discount_rate": rate}  # the same in all calls
chain = markov.recency_chain(again)
chain

# %%
# Two actions, each a chain and its rewards. Question 5 needs them.
gone = pd.DataFrame(0.0, index=chain.index, columns=chain.columns).assign(former=1.0)
stop = (gone, markov.recency_rewards(gone, contribution=contribution, mailing_cost=0))
mail = (chain, markov.recency_rewards(chain, contribution=contribution, mailing_cost=mailing_cost))

# %% [markdown] points=1 decimals=2
# ## By hand: two years of a silent customer
#
# A customer in state 2 gets a parcel now and another one next year, whether they buy or not. What are they
# worth, counting this year and the next one only? Yuan, with 2 decimals; it may be negative.

# %% [markdown] lang="zh"
# ## 动手算：一位沉默客户的两年
#
# 一位处于状态 2 的客户现在收到一个包裹，明年无论是否购买都再收到一个。只算今年和明年，这位客户价值多少？单位为元，保留 2 位小数，可以为负。

# %% solution
# Now only the parcel is spent: the purchase was two years ago. Next year the customer is in state 1 with the
# second probability, or in state 3; a parcel is paid in both.
# zh: 现在只付包裹：购买是两年前的事。明年，客户以第二个概率进入状态 1，否则进入状态 3；两种情形都要付包裹。
p = again[1]
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = -mailing_cost + (p * bought + (1 - p) * silent) / (1 + rate)

# %% wrong
# You left this year's parcel out.
# zh: 你漏了今年的包裹。
q1 = q1 + mailing_cost
# You did not discount: next year's money is worth less today.
# zh: 你没有折现：明年的钱今天不值那么多。
q1 = -mailing_cost + p * bought + (1 - p) * silent
# You discounted this year's parcel, too. It is paid today.
# zh: 你把今年的包裹也折现了。它是今天付的。
q1 = (-mailing_cost + p * bought + (1 - p) * silent) / (1 + rate)
# You used the probability of state 1. This customer is in state 2.
# zh: 你用的是状态 1 的概率。这位客户处于状态 2。
p = again[0]
# You used the probability of state 3: Python counts from 0.
# zh: 你用的是状态 3 的概率：Python 从 0 数起。
p = again[2]
# Next year's parcel is missing. It is paid whether they buy or not.
# zh: 漏了明年的包裹。无论是否购买都要付。
bought, silent = contribution, 0
# Next year's parcel is missing where they stay silent.
# zh: 客户继续沉默的情形，漏了明年的包裹。
bought, silent = contribution - mailing_cost, 0
# You began with a purchase. That is state 1; in state 2 nothing comes in now.
# zh: 你从一次购买算起，那是状态 1；状态 2 现在没有收入。
q1 = q1 + contribution

# %% hints
# What happens now? Which two states may follow, each with which probability?
# zh: 现在发生什么？明年可能处于哪两个状态，概率各是多少？

# The probability of state 2 is `again[1]`. Only next year's money is divided by `1 + rate`.
# zh: 状态 2 的概率是 `again[1]`。只有明年的钱要除以 `1 + rate`。

# %% [markdown] points=1 decimals=1
# ## How many customers in four years?
#
# Start from `now`. At the end of each year `new_customers` more arrive in state 1, the last of them in four
# years; states 1 to 5 get parcels. How many customers are expected in the states 1 to 5 together in four years?
# With 1 decimal.

# %% [markdown] lang="zh"
# ## 四年后有多少客户？
#
# 从 `now` 出发。每年年末有 `new_customers` 位新客户进入状态 1，最后一批在四年之后；状态 1 到 5 都寄包裹。四年后状态 1 到 5 合计预期有多少客户？保留 1 位小数。

# %% solution
# The chain moves everybody and the new ones are added, year by year. Former customers stay in the table, so that
# nobody gets lost, but do not count.
# zh: 每年按转移矩阵移动所有人，再加上新客户。流失客户留在表里，这样不会丢人，但不计入客户数。
arriving = pd.Series({1: new_customers})
table = markov.project(chain, now, periods=4, new_customers=arriving)
q2 = table.loc[4].drop("former").sum()

# %% wrong
# The former customers are in your sum. They buy no more.
# zh: 你把流失客户也加进去了。他们不再购买。
q2 = table.loc[4].sum()
# Nobody new arrives in your table. Say how many are won each year, and in which state.
# zh: 你的表里没有新客户。要告诉函数每年新增多少、进入哪个状态。
table = markov.project(chain, now, periods=4)
# That is the number in three years. Row 0 of the table is today.
# zh: 这是三年后的人数。表的第 0 行是今天。
q2 = table.loc[3].drop("former").sum()
# Those are the buyers of the fourth year, state 1. The silent customers count, too.
# zh: 这是第四年的购买者，即状态 1。沉默的客户也要计入。
q2 = table.loc[4, 1]

# %% hints
# Near its end the lesson makes such a table: a row for each year, a column for each state.
# zh: 课的末尾做过这样一张表：每年一行，每个状态一列。

# `new_customers` must be a Series that says in which state they arrive. Then take row 4, without one column.
# zh: `new_customers` 要用 Series 写明进入哪个状态。然后取第 4 行，去掉一列。

# %% [markdown] points=2
# ## If a parcel cost more, or less
#
# The best rule by `markov.when_to_stop` mails up to some state. Try every whole cost from 10 to 90 yuan: at
# which lowest and highest cost is the best rule still the same as at `mailing_cost`?

# %% [markdown] lang="zh"
# ## 如果包裹更贵，或更便宜
#
# `markov.when_to_stop` 的最优策略会一直寄到某个状态为止。把 10 到 90 元之间的每个整数成本都试一遍：最优策略与 `mailing_cost` 时相同的最低成本（`"lowest"`）和最高成本（`"highest"`）各是多少？

# %% solution
# The rule mails up to a state and then stops, so the number of states mailed says which rule it is. Between the
# two costs a better figure for the cost would change no decision.
# zh: 策略总是寄到某个状态就停，所以寄几个状态就说明是哪个策略。在这两个成本之间，成本估得再准也不会改变决策。
rules = {}
for cost in range(10, 91):
    rule = markov.when_to_stop(again, mailing_cost=cost, **money).table
    rules[cost] = (rule["action"] == "mail").sum()
same = [cost for cost in rules if rules[cost] == rules[mailing_cost]]
q3 = {"lowest": min(same), "highest": max(same)}

# %% wrong
# Those are the first costs at which the rule has changed. Give the last ones at which it has not.
# zh: 这是策略刚刚改变时的成本。应给出策略尚未改变的最后成本。
q3 = {"lowest": min(same) - 1, "highest": max(same) + 1}
# Those are the costs for the rule that stops a state earlier. Which rule is best at `mailing_cost`?
# zh: 这是早一个状态停下的策略的成本。`mailing_cost` 时哪个策略最优？
same = [cost for cost in rules if rules[cost] == rules[mailing_cost] - 1]
# You compared the cost with next year's purchase only. Whoever buys is a fresh customer again, worth more.
# zh: 你只拿成本与明年的一次购买相比。购买者又成为新近客户，价值更高。
reach = [p * contribution / (1 + rate) for p in again]
q3 = {"lowest": int(reach[4]) + 1, "highest": int(reach[3])}

# %% hints
# The lesson does this for seven costs, where it asks how wrong the figures may be. Here you need more.
# zh: 课上讨论数字可以错多少时，对七个成本做过。这里要试更多。

# Keep for each cost how many states have the action `mail`. Which costs have the same number as
# `mailing_cost`?
# zh: 对每个成本记下有几个状态的行动是 `mail`。哪些成本与 `mailing_cost` 的个数相同？

# %% [markdown] points=2 decimals=0
# ## A colleague's mistake
#
# A colleague mails a state, for ever, only where it pays at the next purchase, and stops in the others:
#
# ```python
# pays = [p * contribution / (1 + rate) > mailing_cost for p in again]
# ```
#
# Which state do they stop that the best rule mails (`"state"`)? How much less are today's customers (`now`,
# without new ones) worth together under their rule than under the best one (`"lost"`, whole yuan, positive)?

# %% [markdown] lang="zh"
# ## 同事的错误
#
# 一位同事只在下一次购买就能收回成本的状态寄包裹（一直寄下去），其余状态停寄：
#
# ```python
# pays = [p * contribution / (1 + rate) > mailing_cost for p in again]
# ```
#
# 哪个状态同事停寄，而最优策略仍寄（`"state"`）？按同事的策略，今天的客户（`now`，不含新客户）合计比最优策略少值多少元（`"lost"`，以元为单位，取整数，正数）？

# %% solution
# A purchase brings more than its contribution: it makes a fresh customer, who may buy again. Their rule is a
# shorter chain; where it stops a customer is worth 0, and the fresh ones lose, too, for they may come there.
# zh: 一次购买带来的不只是毛利：它造就一位新近客户，以后还可能再买。同事的策略是一条较短的链；停寄的状态价值为 0，新近客户也有损失，因为他们将来可能走到那里。
kept = sum(p * contribution / (1 + rate) > mailing_cost for p in again)
short = markov.recency_chain(again[:kept])
rewards = markov.recency_rewards(short, contribution=contribution, mailing_cost=mailing_cost)
theirs = markov.state_values(short, rewards, annual_discount_rate=rate)
best = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
lost = best[now.index] - theirs.reindex(now.index).fillna(0)
q4 = {"state": kept + 1, "lost": (lost * now).sum()}

# %% wrong
# The state is right. You counted the customers in it only; those of earlier states lose value, too.
# zh: 状态找对了。你只算了该状态的客户；前面各状态的客户也损失价值。
q4["lost"] = lost[kept + 1] * now[kept + 1]
# The state is right. Your loss is for one customer in each state; see `now`.
# zh: 状态找对了。你算的是每个状态一位客户的损失；请看 `now`。
q4["lost"] = lost.sum()
# The state is right. You compared with parcels for everybody; the best rule does not mail all states.
# zh: 状态找对了。你比较的是给所有人寄包裹；最优策略并不寄所有状态。
best = markov.state_values(*mail, annual_discount_rate=rate)
# The loss is right. You named the last state that both rules mail. Where do they part?
# zh: 损失算对了。你说的是两个策略都寄的最后一个状态。它们从哪里开始不同？
q4["state"] = kept

# %% hints
# Print `pays` beside the table of `when_to_stop`. What does the condition forget about a customer who buys?
# zh: 把 `pays` 与 `when_to_stop` 的表并排看。对于购买的客户，这个条件忘了什么？

# Their rule is a chain of the first probabilities alone, valued for ever; a state that it stops is worth 0. Take
# the difference in each state times `now`.
# zh: 同事的策略是只用前几个概率的链，求其永久价值；停寄的状态价值为 0。各状态的差乘以 `now`。

# %% [markdown] points=3 decimals=0
# ## Is the call centre worth its fee?
#
# A call centre can ring a customer up in place of the parcel, for `call_cost` a year; the probabilities to buy
# are then `again_call`. In each state, every year, the merchant now stops, mails or calls. The centre asks a fee
# once, today: `fee` yuan. The best rule among named actions (行动), each a chain and its rewards, is
#
# ```python
# markov.best_policy({"stop": stop, "mail": mail}, annual_discount_rate=rate).table
# ```
#
# - `"call"`: in which states does the best rule of the three actions call? A set or list of numbers.
# - `"gain"`: how much more are today's customers (`now`, without new ones) worth together than under the best
#   rule without calls? Whole yuan, before the fee.
# - `"sign"`: do you pay the fee? True or False.

# %% [markdown] lang="zh"
# ## 呼叫中心值这个价吗？
#
# 呼叫中心可以代替包裹给客户打电话，每年成本 `call_cost`；此时购买概率为 `again_call`。在每个状态，商家每年从停、寄、打电话中选一样。呼叫中心今天一次性收费 `fee` 元。若干行动各有一条链和相应的收益，其中的最优策略是
#
# ```python
# markov.best_policy({"stop": stop, "mail": mail}, annual_discount_rate=rate).table
# ```
#
# - `"call"`：三种行动的最优策略在哪些状态打电话？填数字的集合或列表。
# - `"gain"`：与不打电话的最优策略相比，今天的客户（`now`，不含新客户）合计多值多少？以元为单位，取整数，未扣服务费。
# - `"sign"`：付不付这笔费用？True 或 False。

# %% starter
again_call, call_cost, fee = sheet["again_call"], sheet["call_cost"], sheet["fee"]
q5 = {"call": ..., "gain": ..., "sign": ...}

# %% solution
# A call pays where the parcel wins few and the call many more. Its worth is a difference: the base under the best
# rule with calls, less the base under the best rule without. More than the fee, and you sign.
# zh: 包裹赢回的人少、电话多赢回许多人的状态，才值得打电话。电话的价值是一个差：有电话时最优策略下的客户总价值，减去没有电话时的。高于费用就签。
calls, cost = markov.recency_chain(sheet["again_call"]), sheet["call_cost"]
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=cost)
actions = {"stop": stop, "mail": mail, "call": (calls, rewards)}
three = markov.best_policy(actions, annual_discount_rate=rate).table
called, values = set(three.index[three["action"] == "call"]), three["value"]
without = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
gain = ((values - without)[now.index] * now).sum()
q5 = {"call": called, "gain": gain, "sign": gain > sheet["fee"]}

# %% wrong
# That is the whole value of the base with calls. Most of it is there without them: take the difference.
# zh: 这是有电话时的全部客户价值。其中大部分没有电话也有：应当取差。
without = 0 * values
# You compared with parcels for everybody. Without calls the best rule stops in time.
# zh: 你比较的是给所有人寄包裹。没有电话时，最优策略会及时停寄。
without = markov.state_values(*mail, annual_discount_rate=rate)
# You call everybody. A call raises the probability everywhere, but not by enough to pay for it everywhere.
# zh: 你给所有人打电话。电话在每个状态都提高概率，但并非处处足以收回成本。
called, values = {1, 2, 3, 4, 5}, markov.state_values(calls, rewards, annual_discount_rate=rate)
# The call's rewards have the parcel's cost. With `call_cost` it pays in fewer states.
# zh: 打电话的收益里用了包裹的成本。改用 `call_cost`，值得打电话的状态更少。
calls, cost = markov.recency_chain(sheet["again_call"]), mailing_cost
# You took the fee off already. `gain` is before the fee; only `sign` compares the two.
# zh: 你已经扣了费用。`gain` 未扣费用；只有 `sign` 比较两者。
q5["gain"] = gain - sheet["fee"]
# States and gain are right. Is the gain more than the fee?
# zh: 状态和差额都对。差额高于费用吗？
q5["sign"] = not q5["sign"]

# %% hints
# The third action is a pair like the others: a chain made from `again_call`, and rewards with a call's cost.
# zh: 第三种行动与其他行动一样是一对：由 `again_call` 得到的链，和用电话成本算的收益。

# Ask `best_policy` with and without the call. Subtract the two `value` columns, times `now`, and add up.
# zh: 有电话和没有电话各问一次 `best_policy`。两列 `value` 相减，乘以 `now`，求和。
