# %% [markdown]
# # Exercises to 17: Demand states
#
# **Your company** A kitchen studio wrote down its prospects' demand for six quarters. Each quarter a lot decided
# whether to wait, to send a letter or to make a home visit. The prospects are simulated and drawn by your name: nobody
# else has them. A period is a quarter; money is in yuan.
#
# - `records`: one row a prospect and quarter: `customer_id`, `quarter`, `state` (`must`, `optional`, `latent` or `none`),
#   `action` (`wait`, `letter` or `visit`), `bought` (1 or 0), `reward` (margin less the cost of the action) and
#   `next_state`, the state a quarter later.
# - `now`: how many prospects are in each state today. `rate`: the annual discount rate (折现率), 0.1 for 10 %.
# - `toys`: another firm in the manner of Howard's toymaker, with two states and two actions, for questions 3 and 4.
#
# **Before this** [17 Demand states](../../notebooks/1_segmentation/17_demand_states.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 17：需求状态
#
# **你的公司** 一家橱柜店记下了潜在客户六个季度的需求状态。每个季度由抽签决定：等待、寄信，还是上门拜访。客户是模拟的，由你的姓名生成，别人的和你的不一样。一个周期是一个季度，金额单位为元。
#
# - `records`：每行是一位潜在客户的一个季度：`customer_id`、`quarter`、`state`（`must` 刚需、`optional` 可买可不买、`latent` 潜在需求、`none` 没有需求）、`action`（`wait` 等待、`letter` 寄信、`visit` 上门）、`bought`（1 或 0）、`reward`（毛利减去行动成本）和 `next_state`（一个季度后的状态）。
# - `now`：今天各个状态有多少人。`rate`：年折现率，0.1 即 10 %。
# - `toys`：另一家类似 Howard 玩具商的企业，两个状态、两种行动，用于第 3、4 题。
#
# **先修** [17 需求状态](../../../notebooks/zh/1_segmentation/17_demand_states.ipynb)。**用时** 45 分钟。

# %% data
import pandas as pd

from crmkit import companies

_margin = float(rng.integers(80, 111) * 100)
_costs = {
    "wait": 0.0,
    "letter": float(rng.integers(50, 71)),
    "visit": float(rng.integers(52, 66) * 10),
}
_card = companies.Dealing.from_card()
_visit = {
    "must": [0.16, 0.13, 0.03, 0.68],
    "optional": [float(rng.integers(36, 46)) / 100, 0.0, 0.14, 0.1],
    "latent": [0.05, 0.22, 0.6, 0.13],
    "none": [0.0, 0.02, 0.11, 0.87],
}
_visit["optional"][1] = round(0.76 - _visit["optional"][0], 2)
_firm = companies.car_buyers(
    n_customers=15_000,
    quarters=6,
    seed=int(rng.integers(1, 10**6)),
    parameters=companies.Dealing(
        state_share=_card.state_share,
        buying_rate=_card.buying_rate,
        moves={"wait": _card.moves["wait"], "letter": _card.moves["letter"], "visit": _visit},
        action_cost=_costs,
        car_margin=_margin,
    ),
)
records = _firm.records
now = records.loc[records["quarter"] == 6, "next_state"].value_counts()[list(_card.state_share)]
now = pd.Series(now.to_numpy(), index=list(now.index), name="customers")
rate = float(rng.integers(8, 16)) / 100

_a, _b = float(rng.integers(45, 56)) / 100, float(rng.integers(30, 41)) / 100
_more = float(rng.integers(28, 37)) / 100
_good, _bad, _cost = (
    float(rng.integers(50, 71)),
    -float(rng.integers(20, 41)),
    float(rng.integers(12, 18)),
)
_two = ["good", "bad"]
toys = {
    name: (
        pd.DataFrame([[p, 1 - p], [q, 1 - q]], index=_two, columns=_two).round(2),
        pd.Series([_good - cost, _bad - cost], index=_two),
    )
    for name, p, q, cost in (("wait", _a, _b, 0), ("act", _a + _more, _b + _more, _cost))
}

# %%
import pandas as pd

from crmkit.lifetime import markov, markov_policies, markov_trials

# %%
records, now, rate, toys = sheet["records"], sheet["now"], sheet["rate"], sheet["toys"]
terms = {"annual_discount_rate": rate, "period_days": 365.25 / 4}
measured = markov_trials.measured_actions(
    records, action="action", state="state", next_state="next_state", reward="reward"
)
records.head()

# %%
now

# %%
chain_wait, rewards_wait = toys["wait"]
chain_act, rewards_act = toys["act"]
pd.concat({name: chain.assign(reward=money) for name, (chain, money) in toys.items()})

# %% [markdown] points=1 decimals=1
# ## What a visit does
#
# Of the prospects who were `optional` and got a `visit`, what percentage was in the state `must` a quarter later? With
# 1 decimal.

# %% [markdown] lang="zh"
# ## 上门有什么效果
#
# 原来处于 `optional`、并被上门拜访（`visit`）的潜在客户中，一个季度之后有百分之几处于 `must` 状态？保留 1 位小数。

# %% solution
# The rows with that state and that action are the whole; those whose next state is must are the part.
# zh: 状态和行动都符合的行是全体（分母），其中下一状态是 must 的是部分（分子）。
visited = records[(records["state"] == "optional") & (records["action"] == "visit")]
q1 = 100 * (visited["next_state"] == "must").mean()

# %% wrong
# That is a share. In percent it is a hundred times as much.
# zh: 这是比例。换成百分数要乘以 100。
q1 = q1 / 100
# You counted all visits. The question is about those who were optional.
# zh: 你算的是所有上门。题目只问原来是 optional 的人。
visited = records[records["action"] == "visit"]
# Those are all who were optional, whatever was done with them.
# zh: 这是所有 optional 的人，不论对他们采取了什么行动。
visited = records[records["state"] == "optional"]
# You asked where those came from who must buy. The question goes forward: of the visited, how many get there?
# zh: 你算反了：你算的是变成刚需的人当初来自哪里。题目问的是：上门拜访过的人里，有多少变成了刚需？
arrived = records[(records["next_state"] == "must") & (records["action"] == "visit")]
q1 = 100 * (arrived["state"] == "optional").mean()
# That is what a letter does.
# zh: 这是寄信的效果。
visited = records[(records["state"] == "optional") & (records["action"] == "letter")]

# You went backward, from those who got from optional to must. Of those visited, how many get there?
# zh: 你算反了：分母取成了从 optional 变成 must 的人。题目问的是：上门拜访过的人里，有多少变成了 must？
arrived = records[(records["next_state"] == "must") & (records["state"] == "optional")]
q1 = 100 * (arrived["action"] == "visit").mean()
# You went backward, from those who then must buy. Of those visited, how many get there?
# zh: 你算反了：分母取成了一个季度后处于 must 的人。题目问的是：上门拜访过的人里，有多少变成了 must？
q1 = 100 * (visited["next_state"] == "must").sum() / (records["next_state"] == "must").sum()
# That is what becomes of them without a visit.
# zh: 这是没有上门、只是等待的结果。
visited = records[(records["state"] == "optional") & (records["action"] == "wait")]
# That is how much more a visit does than waiting. The question is about those visited alone.
# zh: 这是上门比等待多出来的部分。题目只问上门拜访过的人。
waited = records[(records["state"] == "optional") & (records["action"] == "wait")]
q1 = q1 - 100 * (waited["next_state"] == "must").mean()
# You divided by all records. The whole are those who were optional and got a visit.
# zh: 你除以了全部记录。分母应是原来处于 optional、并被上门拜访的人。
q1 = 100 * (visited["next_state"] == "must").sum() / len(records)

# %% hints
# Which rows of `records` are the whole? Two conditions pick them.
# zh: `records` 里哪些行是全体？要用两个条件来选。

# `(visited["next_state"] == "must").mean()` is the share of True.
# zh: `(visited["next_state"] == "must").mean()` 就是 True 所占的比例。

# %% [markdown] points=2 decimals=0
# ## By hand: two quarters
#
# An `optional` prospect gets a visit now, and the studio waits in the next quarter. What do these two quarters bring on
# average? Use the chains and rewards in `measured`, and do not discount. Yuan, as a whole number; it may be negative.

# %% [markdown] lang="zh"
# ## 动手算：两个季度
#
# 店里现在上门拜访一位 `optional` 潜在客户，下一季度只是等待。这两个季度平均一共带来多少钱？用 `measured` 里的转移矩阵和收益，不折现。单位为元，取整数，可以为负。

# %% solution
# This quarter brings the reward of a visit. The next one brings that of waiting, in whichever state the visit leads to.
# zh: 这个季度是上门的收益；下一季度是等待的收益，视上门之后到了哪个状态而定。
visit, paid = measured["visit"]
_, waiting = measured["wait"]
q2 = paid["optional"] + visit.loc["optional"] @ waiting

# %% wrong
# In the next quarter the studio waits. You paid for a second visit.
# zh: 下一季度店里只是等待，你又算了一次上门的费用。
waiting = paid
# You left out what this quarter brings.
# zh: 你漏了这个季度的收益。
q2 = visit.loc["optional"] @ waiting
# You added up both quarters of one who stays optional. Where does the visit lead?
# zh: 你算成了客户一直停留在 optional。上门之后，客户会转到哪些状态？
q2 = paid["optional"] + waiting["optional"]
# The moves are those of the visit, since the visit comes first.
# zh: 先上门，所以要用上门的转移矩阵。
visit = measured["wait"][0]
# This quarter's reward is that of a visit, too.
# zh: 这个季度的收益也应是上门的收益。
q2 = waiting["optional"] + visit.loc["optional"] @ waiting

# That is this quarter alone. What does the next one bring, in the states that the visit leads to?
# zh: 这只是这个季度。上门之后客户转到了别的状态，下一季度又带来多少？
q2 = paid["optional"]
# That is two quarters of waiting. The studio makes a visit now.
# zh: 这是两个季度都等待。店里现在要上门一次。
q2 = waiting["optional"] + measured["wait"][0].loc["optional"] @ waiting
# You waited first and visited then. The visit comes first.
# zh: 你先等待、后上门。应该先上门。
q2 = waiting["optional"] + measured["wait"][0].loc["optional"] @ paid
# You discounted the next quarter. Here nothing is discounted.
# zh: 你把下一季度折现了。这里不折现。
q2 = paid["optional"] + (1 + rate) ** -0.25 * (visit.loc["optional"] @ waiting)
# You discounted the next quarter, by a whole year at that. Here nothing is discounted.
# zh: 你把下一季度折现了，而且折了一整年。这里不折现。
q2 = paid["optional"] + (visit.loc["optional"] @ waiting) / (1 + rate)
# That is how much more this brings than two quarters of waiting. The question is what it brings.
# zh: 这是比两个季度都等待多带来的钱。题目问的是一共带来多少。
q2 = q2 - waiting["optional"] - measured["wait"][0].loc["optional"] @ waiting
# You took a column of the chain. Where an optional prospect goes stands in its row.
# zh: 你取了转移矩阵的一列。optional 客户转到哪里，写在它那一行里。
q2 = paid["optional"] + visit["optional"] @ waiting

# %% hints
# `measured["visit"]` is a pair: the chain and the rewards. Which of the four pieces do you need for which quarter?
# zh: `measured["visit"]` 里有两样：转移矩阵和收益，`measured["wait"]` 也是。这四样里，哪个季度用哪一样？

# A row of the chain times the rewards of the next quarter: `chain.loc["optional"] @ rewards`.
# zh: 转移矩阵的一行乘以下一季度的收益：`chain.loc["optional"] @ rewards`。

# %% [markdown] points=2 decimals=2
# ## The long run
#
# `toys` has two actions, each with its chain and its rewards. What does each bring a season in the long run? With 2
# decimals.

# %% [markdown] lang="zh"
# ## 长期
#
# `toys` 有两种行动，各有转移矩阵和收益。长期来看，每种行动每季各带来多少？保留 2 位小数。

# %% solution
# In the end a chain brings the same each season, wherever it began: that is its gain.
# zh: 最终每季的收益固定不变，与起点无关：这就是长期平均收益。
q3 = {name: markov_policies.long_run(*toy).gain for name, toy in toys.items()}

# %% starter
q3 = {"wait": ..., "act": ...}

# %% wrong
# You averaged the rewards of the two states, as if the firm were in each half of the time.
# zh: 你把两个状态的收益平均了，好像企业各有一半时间在这两个状态。
q3 = {name: rewards.mean() for name, (_, rewards) in toys.items()}
# That is how far "good" is ahead of "bad" in all. The question is what a season brings.
# zh: 这是“good”一共比“bad”多多少。题目问的是每季带来多少。
q3 = {name: markov_policies.long_run(*toy).relative["good"] for name, toy in toys.items()}
# That is the first season of a good toy only.
# zh: 这只是走俏玩具的第一季。
q3 = {name: rewards["good"] for name, (_, rewards) in toys.items()}
# You paired each chain with the rewards of the other action.
# zh: 你把转移矩阵和另一种行动的收益配在了一起。
q3 = {
    "wait": markov_policies.long_run(chain_wait, rewards_act).gain,
    "act": markov_policies.long_run(chain_act, rewards_wait).gain,
}

# That is the second season of a toy that began good. The long run does not depend on where it began.
# zh: 这是起点为走俏的玩具的第二季。长期来看，与起点无关。
q3 = {name: chain.loc["good"] @ rewards for name, (chain, rewards) in toys.items()}
# That is the second season of a toy that began bad. The long run does not depend on where it began.
# zh: 这是起点为滞销的玩具的第二季。长期来看，与起点无关。
q3 = {name: chain.loc["bad"] @ rewards for name, (chain, rewards) in toys.items()}

# %% hints
# `markov_policies.long_run` takes a chain and its rewards.
# zh: `markov_policies.long_run` 接收一个转移矩阵和它的收益。

# Of what it gives back, `gain` is money a season, `relative` compares starting points.
# zh: 它返回的结果中，`gain` 是每季的钱，`relative` 比较的是起点。

# %% [markdown] points=2 decimals=3
# ## The price of impatience
#
# From which discount factor (折现因子) of a season on does acting pay in `toys`? A number between 0 and 1, with 3
# decimals. A season is a year here.

# %% [markdown] lang="zh"
# ## 急躁的代价
#
# 在 `toys` 中，每季的折现因子达到多少，采取行动才划算？答案在 0 到 1 之间，保留 3 位小数。这里一季就是一年。

# %% solution
# `flip_rates` gives the rate at which the best action changes; the factor is 1 / (1 + rate).
# zh: `flip_rates` 给出最好行动改变时的折现率，折现因子等于 1 / (1 + 折现率)。
flip = markov_policies.flip_rates(toys)["annual_discount_rate"].iloc[0]
q4 = 1 / (1 + flip)

# %% wrong
# That is the discount rate. The factor is 1 / (1 + rate).
# zh: 这是折现率。折现因子等于 1 / (1 + 折现率)。
q4 = flip
# A factor is 1 / (1 + rate), not 1 less the rate.
# zh: 折现因子是 1 / (1 + 折现率)，不是 1 减折现率。
q4 = 1 - flip
# You compared only the next season: what acting adds then, against its cost today. Later seasons profit, too.
# zh: 你只拿下一季多带来的钱和今天的成本相比。再往后的各季也会受益。
cost = (rewards_wait - rewards_act)["good"]
step = (chain_act - chain_wait).loc["good", "good"] * (rewards_wait["good"] - rewards_wait["bad"])
q4 = cost / step
# That is the rate for a season of a quarter. Here a season is a year.
# zh: 这是把一季当作一个季度时的数。这里一季就是一年。
flip = markov_policies.flip_rates(toys, period_days=365.25 / 4, most=9999)["annual_discount_rate"].iloc[0]

# %% hints
# `markov_policies.flip_rates(toys)` shows the annual rates at which the best action changes.
# zh: `markov_policies.flip_rates(toys)` 列出最好行动发生改变的年折现率。

# Turn that rate into a factor: a unit that comes a year later, divided by 1 + rate.
# zh: 把折现率换成折现因子：一年后的一元钱，除以 1 + 折现率。

# %% [markdown] points=2 decimals=0
# ## What the best policy is worth
#
# The studio stays for good and discounts at `rate`. How much more is the best policy worth than doing nothing (waiting in
# every state), for all prospects in `now` together? Yuan, as a whole number.

# %% [markdown] lang="zh"
# ## 最好的策略值多少
#
# 店铺长期经营，折现率为 `rate`。对 `now` 里的全部潜在客户，最好的策略比什么都不做（每个状态都等待）一共多值多少？单位为元，取整数。

# %% solution
# Each state has a value under the best policy and one under waiting; the prospects in it weigh their difference.
# zh: 每个状态在最好的策略下有一个价值，一直等待也有一个价值；两者之差按该状态的人数加权求和。
best = markov.best_policy(measured, **terms).table["value"]
waiting = markov.state_values(*measured["wait"], **terms)
more = (best - waiting)[list(now.index)]
q5 = (more * now).sum()

# %% wrong
# That is the value of the best policy itself. Doing nothing brings something, too.
# zh: 这是最好策略本身的价值。什么都不做也有收入。
q5 = (best[list(now.index)] * now).sum()
# That is for one prospect in each state. How many are there?
# zh: 这是每个状态各一位客户。实际各有多少人？
q5 = more.sum()
# That is a mean prospect. The question is about all of them together.
# zh: 这是平均每位客户。题目问的是全部加在一起。
q5 = (more * now).sum() / now.sum()
# You took a quarter for a year: hand `period_days` on, too.
# zh: 你把一个季度当成了一年：`period_days` 也要传进去。
best = markov.best_policy(measured, annual_discount_rate=rate).table["value"]
waiting = markov.state_values(*measured["wait"], annual_discount_rate=rate)
# You visit everybody. The best policy visits only where it pays.
# zh: 你对每个人都上门。最好的策略只在划算的状态上门。
best = markov.state_values(*measured["visit"], **terms)
# You write to everybody. The best policy does more in one state, and nothing in others.
# zh: 你给每个人都寄信。最好的策略在一个状态做得更多，在有的状态什么都不做。
best = markov.state_values(*measured["letter"], **terms)
# That is this quarter alone. What an action costs comes back later.
# zh: 这只是这个季度。行动的花费以后才会收回。
acts = markov.best_policy(measured, **terms).table["action"]
best = pd.Series({state: measured[act][1][state] for state, act in acts.items()})
waiting = measured["wait"][1]

# That is the value of doing nothing. How much more is the best policy worth?
# zh: 这是什么都不做的价值。最好的策略比它多值多少？
q5 = (waiting[list(now.index)] * now).sum()
# That is in million yuan. Yuan are asked for.
# zh: 这是以百万元为单位的。题目要的是元。
q5 = q5 / 1e6
# You divided the annual rate by four. The rate of a quarter is (1 + rate) ** 0.25 - 1: hand on `period_days`.
# zh: 你把年折现率除以了四。一个季度的折现率是 (1 + rate) ** 0.25 - 1：请把 `period_days` 传进去。
best = markov.best_policy(measured, annual_discount_rate=rate / 4).table["value"]
waiting = markov.state_values(*measured["wait"], annual_discount_rate=rate / 4)

# %% hints
# `markov.best_policy(measured, **terms)` has a `.table` with a `value` for each state. What is each worth when one waits?
# zh: `markov.best_policy(measured, **terms)` 的 `.table` 里有每个状态的 `value`。如果一直等待，每个状态又值多少？

# `markov.state_values(*measured["wait"], **terms)` values waiting. Then weigh by `now`.
# zh: `markov.state_values(*measured["wait"], **terms)` 给等待估值。然后按 `now` 加权。

# %% [markdown] points=4
# ## Your decision: two states only
#
# The studio's staff can look after two states of demand at most: in the others it waits. For which states do you do
# what? Name an action for each state, `"wait"` for at least two of them. What counts is the money, in
# yuan, that your policy brings for the prospects in `now` over doing nothing, discounted at `rate`.

# %% [markdown] lang="zh"
# ## 你的决定：只能照顾两个状态
#
# 店里的人手最多只能照顾两个需求状态，其余的只能等待。你在哪些状态做什么？给每个状态写一种行动，其中至少两个是 `"wait"`。评分依据是：对 `now` 里的潜在客户，你的策略比什么都不做多带来多少元，按 `rate` 折现。

# %% solution
# There are 81 policies; of those that leave two states alone, the first in the sorted table is the best.
# zh: 一共有 81 种策略；在至少两个状态等待的策略里，排序后的第一种就是最好的。
every = markov_policies.all_policies(measured, now, **terms)
states = list(now.index)
possible = every[(every[states] == "wait").sum(axis=1) >= 2]
worths = possible.set_index(states)["value"]
nothing = dict.fromkeys(states, "wait")
idle = worths.loc[tuple(nothing.values())]


def worth(policy):
    if set(policy) != set(states) or not set(policy.values()) <= set(measured):
        raise ValueError(f"name wait, letter or visit for each of {states}")
    if sum(action == "wait" for action in policy.values()) < 2:
        raise ValueError("the staff can look after two states at most: wait in two or more")
    return worths.loc[tuple(policy[state] for state in states)] - idle


q6 = possible.iloc[0][states].to_dict()

# %% starter
q6 = {"must": ..., "optional": ..., "latent": ..., "none": ...}

# %% wrong
# The salesmen's habit: you visit those who must buy. They come anyway, and the visit is mostly lost.
# zh: 这是销售员的习惯：拜访刚需客户。他们反正会来，上门的钱大多白花了。
q6 = nothing | {"must": "visit"}
# You visit those who must buy and those for whom it is optional. The first would come anyway.
# zh: 你拜访刚需的和可买可不买的人。前者反正会来。
q6 = nothing | {"must": "visit", "optional": "visit"}
# You write to the two states in the middle. For one of them a visit brings more than it costs over a letter.
# zh: 你给中间两个状态都寄信。其中一个状态，上门多带来的钱超过比寄信多花的钱。
q6 = nothing | {"optional": "letter", "latent": "letter"}
# You visit the optional, and leave the latent alone. They are many, and a letter is cheap.
# zh: 你只拜访可买可不买的人，没有管潜在需求的人。这些人很多，而寄信很便宜。
q6 = nothing | {"optional": "visit"}
# You visit both middle states. For the latent a visit hardly does more than a letter.
# zh: 你两个中间状态都上门。对潜在需求的人，上门的效果并不比寄信好多少。
q6 = nothing | {"optional": "visit", "latent": "visit"}
# You write to the latent alone. There is a state for which a visit pays, and the staff could make it.
# zh: 你只给潜在需求的人写信。还有一个状态值得上门，人手也够。
q6 = nothing | {"latent": "letter"}

# You write to those who must buy. They are few, and come anyway.
# zh: 你给刚需客户写信。他们人数少，而且反正会来。
q6 = nothing | {"must": "letter"}
# You write to those without demand, too. They are most of all, and hardly any letter wakes them.
# zh: 你还给没有需求的人写信。他们人数最多，而写信几乎唤不起需求。
q6 = nothing | {"latent": "letter", "none": "letter"}
# You write to those who must buy. They come anyway: the staff does more in another state.
# zh: 你给刚需客户写信。他们反正会来，人手用在另一个状态作用更大。
q6 = nothing | {"must": "letter", "latent": "letter"}
# You write to those who must buy. They come anyway: the staff does more in another state.
# zh: 你给刚需客户写信。他们反正会来，人手用在另一个状态作用更大。
q6 = nothing | {"must": "letter", "optional": "visit"}
# You do nothing in any state. The staff can look after two, and in two it pays.
# zh: 你在哪个状态都什么也不做。人手可以照顾两个状态，而且有两个状态值得做。
q6 = nothing

# %% hints
# `markov_policies.all_policies(measured, now, **terms)` values all 81. Which of them wait in two states or more?
# zh: `markov_policies.all_policies(measured, now, **terms)` 给 81 种策略都估了值。哪些至少在两个状态等待？

# `(every[list(now.index)] == "wait").sum(axis=1)` counts the states in which a policy waits.
# zh: `(every[list(now.index)] == "wait").sum(axis=1)` 数出一种策略在几个状态等待。

# %% policies
policies = {
    f"{one}: {first}, {two}: {second}": nothing | {one: first, two: second}
    for one, two in (
        ("must", "optional"),
        ("must", "latent"),
        ("optional", "latent"),
        ("optional", "none"),
        ("latent", "none"),
    )
    for first in ("letter", "visit")
    for second in ("letter", "visit")
}
policies |= {f"{one}: {act}": nothing | {one: act} for one in states for act in ("letter", "visit")}
