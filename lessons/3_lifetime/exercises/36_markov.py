# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 36: Markov value
#
# **Your company** You advise a wine merchant who sends every customer a parcel with two sample bottles once a
# year. Its figures are drawn by your name: nobody else has them. A period is a year; all money is in yuan.
#
# - A customer's state (状态) is how many years ago the last purchase was: 1 to 5, then `former`.
# - `again`: the probability to buy in the coming year, for the states 1 to 5, if a parcel is sent.
# - `contribution`: what the purchase of a year leaves, before the parcel. `mailing_cost`: one parcel.
# - `rate`: the annual discount rate (折现率), 0.1 for 10 %.
# - `now`: how many customers are in each of the states 1 to 5 today. `new_customers`: how many are won each
#   year.
#
# As in the lesson, money comes at the start of a year: state 1 has just brought `contribution`, and each
# state costs a parcel if it gets one. Who gets no parcel does not buy again, and nobody writes to former
# customers.
#
# **Before this** [36 Markov value](../../notebooks/3_lifetime/36_markov.ipynb). **Time** 50 minutes.

# %% tags=["data"]
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

# %% [markdown] question="q1" points=1 decimals=2
# ## 1 By hand: two years of a silent customer
#
# A customer is in state 2. He gets a parcel now, and another one next year, whether he buys or not. What is
# he worth, if you count this year and the next one only, as in the lesson's *By hand: one step*? The next
# year is discounted by `rate`. In yuan, with 2 decimals; it may be negative.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# Now only the parcel is spent: the purchase was two years ago. Next year he is in state 1 with the second
# probability, and has then brought the contribution less a parcel, or in state 3, where only the parcel is
# spent.
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = -mailing_cost + (again[1] * bought + (1 - again[1]) * silent) / (1 + rate)

# %% tags=["wrong"]
# You left this year's parcel out. The value counts from now on, and the first thing that happens is a cost.
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = (again[1] * bought + (1 - again[1]) * silent) / (1 + rate)

# %% tags=["wrong"]
# You did not discount: money of next year is worth less today.
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = -mailing_cost + again[1] * bought + (1 - again[1]) * silent

# %% tags=["wrong"]
# You used the probability of a fresh customer. This one is in state 2; look at the second row of the chain.
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = -mailing_cost + (again[0] * bought + (1 - again[0]) * silent) / (1 + rate)

# %% tags=["wrong"]
# You used the probability of state 3: Python counts from 0. This customer is in state 2, the second one.
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = -mailing_cost + (again[2] * bought + (1 - again[2]) * silent) / (1 + rate)

# %% tags=["wrong"]
# Next year's parcel is missing altogether. It is paid next year, whether he buys or not.
q1 = -mailing_cost + again[1] * contribution / (1 + rate)

# %% tags=["wrong"]
# Next year's parcel is missing where he stays silent. It is sent whether he buys or not.
q1 = -mailing_cost + again[1] * (contribution - mailing_cost) / (1 + rate)

# %% tags=["wrong"]
# You began with a purchase. That is a customer in state 1; in state 2 nothing comes in now.
bought, silent = contribution - mailing_cost, -mailing_cost
q1 = bought + (again[1] * bought + (1 - again[1]) * silent) / (1 + rate)

# %% [markdown] tags=["hint"]
# Write down what happens now, then the two states in which he can be next year, each with its probability.

# %% [markdown] tags=["hint"]
# Python counts from 0: the probability of state 2 is `again[1]`. Only next year's money is
# discounted, that is divided by `1 + rate`.

# %% [markdown] question="q2" points=1 decimals=1
# ## 2 How many customers in four years?
#
# Start from `now`. At the end of each year `new_customers` more arrive in state 1: the first of them in one
# year, the last in four years. All customers in the states 1 to 5 get parcels. How many customers are there
# in four years in the states 1 to 5 together? The expected number, with 1 decimal.

# %% tags=["starter"]
q2 = ...

# %% tags=["solution"]
# A migration (客户迁移) moves everybody by the chain and adds the new ones, year by year. Former customers stay
# in the table, so that nobody gets lost; as customers they do not count.
arriving = pd.Series({1: new_customers})
table = markov.project(chain, now, periods=4, new_customers=arriving)
q2 = table.loc[4].drop("former").sum()

# %% tags=["wrong"]
# The former customers are in your sum. They are in the table, but buy no more and get no parcel.
table = markov.project(chain, now, periods=4, new_customers=pd.Series({1: new_customers}))
q2 = table.loc[4].sum()

# %% tags=["wrong"]
# Nobody new arrives in your table. Tell the migration how many are won each year, and in which state.
q2 = markov.project(chain, now, periods=4).loc[4].drop("former").sum()

# %% tags=["wrong"]
# That is the number in three years. The first row of the table, row 0, is today.
table = markov.project(chain, now, periods=4, new_customers=pd.Series({1: new_customers}))
q2 = table.loc[3].drop("former").sum()

# %% tags=["wrong"]
# Those are the buyers of the fourth year, state 1. The silent customers of the other states count, too.
table = markov.project(chain, now, periods=4, new_customers=pd.Series({1: new_customers}))
q2 = table.loc[4, 1]

# %% [markdown] tags=["hint"]
# The last part of the lesson, *How many where?*, makes such a table: one row a year, one column a state.

# %% [markdown] tags=["hint"]
# `new_customers` must be a Series that says in which state they arrive. Then take the row of year 4 and leave
# one column out.

# %% [markdown] question="q3" points=2
# ## 3 If a parcel cost more, or less
#
# Find the best rule for `mailing_cost` with `markov.when_to_stop`: it mails up to some state. Now change the
# cost. Try every whole number of yuan from 10 to 90. What are the lowest and the highest of these costs for
# which the best rule mails exactly the same states as at `mailing_cost`? Two whole numbers.

# %% tags=["starter"]
q3 = {"lowest": ..., "highest": ...}

# %% tags=["solution"]
# How many states are mailed says which: the rule always mails up to a state and then stops. Between the two
# costs nobody needs to know the cost better, since it changes no decision.
rules = {}
for cost in range(10, 91):
    rule = markov.when_to_stop(again, mailing_cost=cost, **money).table
    rules[cost] = (rule["action"] == "mail").sum()
same = [cost for cost in rules if rules[cost] == rules[mailing_cost]]
q3 = {"lowest": min(same), "highest": max(same)}

# %% tags=["wrong"]
# You named the first costs at which the rule has changed. Asked are the last ones at which it has not.
rules = {}
for cost in range(10, 91):
    rule = markov.when_to_stop(again, mailing_cost=cost, **money).table
    rules[cost] = (rule["action"] == "mail").sum()
same = [cost for cost in rules if rules[cost] == rules[mailing_cost]]
q3 = {"lowest": min(same) - 1, "highest": max(same) + 1}

# %% tags=["wrong"]
# These are the costs for one state fewer: the rule that stops a year earlier. Which rule is best at
# `mailing_cost`?
rules = {}
for cost in range(10, 91):
    rule = markov.when_to_stop(again, mailing_cost=cost, **money).table
    rules[cost] = (rule["action"] == "mail").sum()
same = [cost for cost in rules if rules[cost] == rules[mailing_cost] - 1]
q3 = {"lowest": min(same), "highest": max(same)}

# %% tags=["wrong"]
# You compared the cost with next year's purchase only. Who buys is a fresh customer again and is worth more
# than this one purchase; let the best rule count that.
reach = [p * contribution / (1 + rate) for p in again]
q3 = {"lowest": int(reach[4]) + 1, "highest": int(reach[3])}

# %% [markdown] tags=["hint"]
# The lesson does this in *By how much can the figures be wrong?*, for seven costs. Here you need more of
# them.

# %% [markdown] tags=["hint"]
# Keep, for each cost, how many states have the action `mail`. Then look for the costs with the same number as
# `mailing_cost`.

# %% [markdown] question="q4" points=2 decimals=0
# ## 4 A colleague's mistake
#
# A colleague sends a parcel only where it pays at the next purchase, and writes:
#
# ```python
# pays = [p * contribution / (1 + rate) > mailing_cost for p in again]
# ```
#
# He mails the states with True, for ever, and stops in the others. Which state does he stop that the best
# rule mails? And what does his rule cost: how many yuan less are today's customers (`now`, without new ones)
# worth together, valued for ever, under his rule than under the best one? `state` is a whole number; `lost` a
# positive one, in whole yuan.

# %% tags=["starter"]
q4 = {"state": ..., "lost": ...}

# %% tags=["solution"]
# A purchase brings more than its contribution: it makes a fresh customer, who may buy again. So the best rule
# mails one state more. His rule is a shorter chain, and where he stops a customer is worth 0; but the fresh
# ones lose, too, since they may come there one day.
kept = sum(p * contribution / (1 + rate) > mailing_cost for p in again)
short = markov.recency_chain(again[:kept])
rewards = markov.recency_rewards(short, contribution=contribution, mailing_cost=mailing_cost)
his = markov.state_values(short, rewards, annual_discount_rate=rate)
best = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
lost = best[now.index] - his.reindex(now.index).fillna(0)
q4 = {"state": kept + 1, "lost": (lost * now).sum()}

# %% tags=["wrong"]
# The state is right. You counted the customers in that state only; those of the states before it may come
# there, and lose value today already.
kept = sum(p * contribution / (1 + rate) > mailing_cost for p in again)
best = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
q4 = {"state": kept + 1, "lost": best[kept + 1] * now[kept + 1]}

# %% tags=["wrong"]
# The state is right. Your loss is for one customer in each state; there are more of them, see `now`.
kept = sum(p * contribution / (1 + rate) > mailing_cost for p in again)
short = markov.recency_chain(again[:kept])
rewards = markov.recency_rewards(short, contribution=contribution, mailing_cost=mailing_cost)
his = markov.state_values(short, rewards, annual_discount_rate=rate)
best = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
q4 = {"state": kept + 1, "lost": (best[now.index] - his.reindex(now.index).fillna(0)).sum()}

# %% tags=["wrong"]
# The state is right. You compared his rule with parcels for everybody; the best rule does not mail all
# states.
kept = sum(p * contribution / (1 + rate) > mailing_cost for p in again)
short = markov.recency_chain(again[:kept])
rewards = markov.recency_rewards(short, contribution=contribution, mailing_cost=mailing_cost)
his = markov.state_values(short, rewards, annual_discount_rate=rate).reindex(now.index).fillna(0)
everybody = markov.state_values(*mail, annual_discount_rate=rate)
q4 = {"state": kept + 1, "lost": ((everybody[now.index] - his) * now).sum()}

# %% tags=["wrong"]
# The loss is right. The state is not: you named the last one that both rules mail. Where do they part?
kept = sum(p * contribution / (1 + rate) > mailing_cost for p in again)
short = markov.recency_chain(again[:kept])
rewards = markov.recency_rewards(short, contribution=contribution, mailing_cost=mailing_cost)
his = markov.state_values(short, rewards, annual_discount_rate=rate)
best = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
lost = best[now.index] - his.reindex(now.index).fillna(0)
q4 = {"state": kept, "lost": (lost * now).sum()}

# %% [markdown] tags=["hint"]
# Print `pays` beside the table of `when_to_stop`. What does his condition forget about a customer who buys?

# %% [markdown] tags=["hint"]
# His rule is a chain with fewer states: make it from the first probabilities alone and value it for ever. A
# state that he stops is worth 0. Then take the difference in each state times `now`.

# %% [markdown] question="q5" points=3 decimals=0
# ## 5 Is the call centre worth its fee?
#
# Instead of the parcel, a call centre can ring a customer up. A call costs `call_cost` a year; the
# probabilities to buy are then `again_call`. In each state, every year, the merchant now stops, mails or
# calls. As before, who gets neither parcel nor call does not buy again. `markov.best_policy` finds the best
# rule among named actions (行动), each with its chain and its rewards. For the two that you know it does what
# `when_to_stop` does:
#
# ```python
# markov.best_policy({"stop": stop, "mail": mail}, annual_discount_rate=rate).table
# ```
#
# The centre asks a fee once, today: `fee` yuan. Answer three things:
#
# - `call`: in which states does the best rule of the three actions call? A set or list of numbers.
# - `gain`: by how many yuan are today's customers (`now`, without new ones) worth more together under that
#   rule than under the best rule of two actions, before the fee? Whole yuan.
# - `sign`: do you pay the fee? True or False.

# %% tags=["starter"]
again_call, call_cost, fee = sheet["again_call"], sheet["call_cost"], sheet["fee"]
q5 = {"call": ..., "gain": ..., "sign": ...}

# %% tags=["solution"]
# A call pays where the parcel wins few and the call many more. Its worth is a difference: the base under the
# best rule with calls, less the base under the best rule without. More than the fee, and you sign.
calls = markov.recency_chain(sheet["again_call"])
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=sheet["call_cost"])
actions = {"stop": stop, "mail": mail, "call": (calls, rewards)}
three = markov.best_policy(actions, annual_discount_rate=rate).table
two = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table
gain = ((three["value"] - two["value"])[now.index] * now).sum()
called = set(three.index[three["action"] == "call"])
q5 = {"call": called, "gain": gain, "sign": gain > sheet["fee"]}

# %% tags=["wrong"]
# That is the whole value of the base with calls. Most of it is there without them: take the difference.
calls = markov.recency_chain(sheet["again_call"])
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=sheet["call_cost"])
actions = {"stop": stop, "mail": mail, "call": (calls, rewards)}
three = markov.best_policy(actions, annual_discount_rate=rate).table
worth = (three["value"][now.index] * now).sum()
called = set(three.index[three["action"] == "call"])
q5 = {"call": called, "gain": worth, "sign": worth > sheet["fee"]}

# %% tags=["wrong"]
# You compared with parcels for everybody. Without calls the merchant would use the best rule of two actions,
# and that one stops in time.
calls = markov.recency_chain(sheet["again_call"])
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=sheet["call_cost"])
actions = {"stop": stop, "mail": mail, "call": (calls, rewards)}
three = markov.best_policy(actions, annual_discount_rate=rate).table
mailed = markov.state_values(*mail, annual_discount_rate=rate)
gain = ((three["value"] - mailed)[now.index] * now).sum()
called = set(three.index[three["action"] == "call"])
q5 = {"call": called, "gain": gain, "sign": gain > sheet["fee"]}

# %% tags=["wrong"]
# You call everybody. A call raises the probability in every state, but not everywhere by enough to pay for
# it; let the best rule choose.
calls, cost = markov.recency_chain(sheet["again_call"]), sheet["call_cost"]
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=cost)
called = markov.state_values(calls, rewards, annual_discount_rate=rate)
two = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table["value"]
gain = ((called - two)[now.index] * now).sum()
q5 = {"call": {1, 2, 3, 4, 5}, "gain": gain, "sign": gain > sheet["fee"]}

# %% tags=["wrong"]
# The call's rewards have the parcel's cost. Calling costs `call_cost` a year; with that it pays in fewer
# states.
calls = markov.recency_chain(sheet["again_call"])
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=mailing_cost)
actions = {"stop": stop, "mail": mail, "call": (calls, rewards)}
three = markov.best_policy(actions, annual_discount_rate=rate).table
two = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table
gain = ((three["value"] - two["value"])[now.index] * now).sum()
called = set(three.index[three["action"] == "call"])
q5 = {"call": called, "gain": gain, "sign": gain > sheet["fee"]}

# %% tags=["wrong"]
# You took the fee off already. `gain` is asked before the fee; only `sign` compares the two.
calls = markov.recency_chain(sheet["again_call"])
rewards = markov.recency_rewards(calls, contribution=contribution, mailing_cost=sheet["call_cost"])
actions = {"stop": stop, "mail": mail, "call": (calls, rewards)}
three = markov.best_policy(actions, annual_discount_rate=rate).table
two = markov.when_to_stop(again, mailing_cost=mailing_cost, **money).table
gain = ((three["value"] - two["value"])[now.index] * now).sum() - sheet["fee"]
called = set(three.index[three["action"] == "call"])
q5 = {"call": called, "gain": gain, "sign": gain > 0}

# %% [markdown] tags=["hint"]
# The third action is a pair like the other two: a chain made from `again_call`, and rewards with the cost of
# a call.

# %% [markdown] tags=["hint"]
# Ask `best_policy` twice, with and without the call. Subtract the two `value` columns state by state,
# multiply by `now` and add up; compare the sum with the fee.
