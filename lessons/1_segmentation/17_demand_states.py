# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["900", "60", "6", "3", "4", "-5", "5", "2", "11", "0.9", "0.6", "12", "95", "400", "500", "0"]
# ---

# %% [markdown]
# # 17 Demand states
#
# **Question** A test drive costs 900 yuan today, and nobody buys a car on the spot. Which prospects should get one?
#
# **Who asks** A car dealer whose salesmen are paid by what they sell each quarter.
#
# **Time** 45 minutes. **Before this** [14 Pyramid and portfolio](14_pyramid.ipynb).
#
# **You will be able to**
# 1. describe prospects by their demand, and what an action does to it;
# 2. weigh a cost of today against better states tomorrow;
# 3. find the best action for each state, and say how sure it is;
# 4. name the discount rate at which patience stops paying.
#
# **Data** Howard's toymaker (1960), and simulated prospects of a car dealer, in a trial by lot.

# %% [markdown] lang="zh"
# # 17 需求状态
#
# **问题** 一次试驾今天要花 900 元，而没有人会当场买车。该请哪些潜在客户来试驾？
#
# **谁会这样问** 一家汽车经销商，它的销售员按季度销售额拿提成。
#
# **用时** 45 分钟。**先修** [14 客户金字塔与客户组合](14_pyramid.ipynb)。
#
# **学完你能够**
# 1. 用需求状态来描述潜在客户，并说出一项行动会怎样改变它；
# 2. 权衡今天的花费与明天更好的状态；
# 3. 为每个状态找出最好的行动，并说明有多大把握；
# 4. 指出折现率高到多少时，耐心就不再划算。
#
# **数据** Howard 的玩具商（1960），以及模拟的汽车经销商潜在客户，行动由抽签决定。

# %%
import numpy as np
import pandas as pd

from crmkit import companies, plots
from crmkit.lifetime import markov, markov_policies, markov_trials

plots.course_style()

# %% [markdown]
# ## A toymaker
#
# A toy is in favour ("good") or not ("bad"). In a good season it earns 6, in a bad one it loses 3. The maker can act: advertise a good toy, or research a new one. Either costs 2, so a season brings 4 or -5 instead. Each row says where the toy is next season:

# %% [markdown] lang="zh"
# ## 一家玩具商
#
# 一款玩具要么走俏（good），要么滞销（bad）。走俏的一季赚 6，滞销的一季亏 3。厂家可以采取行动：给走俏的玩具做广告，或者研发新玩具。两者都要花 2，于是这一季只剩 4 或 -5。下表每一行说明玩具下一季会在哪个状态：

# %%
states = ["good", "bad"]
moves = {"wait": [[0.5, 0.5], [0.4, 0.6]], "act": [[0.8, 0.2], [0.7, 0.3]]}
money = {"wait": [6.0, -3.0], "act": [4.0, -5.0]}
chains = {name: pd.DataFrame(rows, states, states) for name, rows in moves.items()}
toys = {name: (chains[name], pd.Series(money[name], states)) for name in moves}
pd.concat(chains).rename_axis(["action", "now"])

# %% [markdown]
# How likely each next state is depends on the present **state** (状态) and the action alone: this is a **Markov chain** (马尔可夫链), and the rows of an action are its **transition matrix** (转移矩阵). Acting makes "good" likelier, and lowers what *every* state brings today. By hand, for a bad toy, over two seasons:

# %% [markdown] lang="zh"
# 下一季到哪个状态的概率，只取决于当前的**状态**（state）和所采取的行动，这就是**马尔可夫链**（Markov chain）；每种行动对应的几行就是它的**转移矩阵**（transition matrix）。采取行动使“走俏”更有可能，却让*每个*状态今天的收益都变少。拿滞销的玩具动手算两季：

# %%
wait = -3 + (0.4 * 6 + 0.6 * -3)
act = -5 + (0.7 * 4 + 0.3 * -5)
print(f"after two seasons: wait {wait:.1f}, act {act:.1f}")

# %% [markdown]
# After two seasons acting is still behind. Guess: does it ever catch up, and if so, after how many? (`horizon_periods` counts the seasons after this one.)

# %% [markdown] lang="zh"
# 两季之后，采取行动仍然落后。猜一猜：它追得上吗？追得上的话，要几季？（`horizon_periods` 是本季之后还有几季。）

# %%
seasons = pd.RangeIndex(1, 13, name="season")
earned = pd.DataFrame({
    name: [markov.state_values(*toy, annual_discount_rate=0, horizon_periods=n - 1)["bad"]
           for n in seasons]
    for name, toy in toys.items()
}, index=seasons)
ax = plots.markov_policies.earned_so_far(earned)

# %% [markdown]
# It does, in season {{earned.index[earned["act"] > earned["wait"]][0]}}, and the lines part for good. In the end each rises by an amount of its own, the same every season and wherever it began: its **long-run gain** (长期平均收益).

# %% [markdown] lang="zh"
# 追得上，在第 {{earned.index[earned["act"] > earned["wait"]][0]}} 季，此后差距越拉越大。最终两条线各以自己固定的幅度逐季上升，与起点无关，这就是**长期平均收益**（long-run gain）。

# %%
long = {name: markov_policies.long_run(*toy) for name, toy in toys.items()}
pd.DataFrame({name: {"gain a season": one.gain, "good ahead of bad by": one.relative["good"]}
              for name, one in long.items()}).round(2)

# %% [markdown]
# Acting costs 2 in every single season and doubles the gain, from {{long["wait"].gain:.0f}} to {{long["act"].gain:.0f}}. To begin good rather than bad is worth {{long["act"].relative["good"]:.0f}}, once.

# %% [markdown] lang="zh"
# 采取行动每一季都要花 2，平均收益却从 {{long["wait"].gain:.0f}} 升到 {{long["act"].gain:.0f}}，翻了一番。起点是走俏而不是滞销，只多赚这一次，多 {{long["act"].relative["good"]:.0f}}。

# %% [markdown]
# ## The price of impatience
#
# The gain comes later, and later money counts for less. The **discount factor** (折现因子) says how much: a unit of next season's money is worth that much today, 0.9 for a discount rate of about 11 %. A salesman who is paid by the season, and gone in the next, has a factor of 0. From which factor on should one act? Guess, then look.

# %% [markdown] lang="zh"
# ## 急躁的代价
#
# 收益来得晚，而晚来的钱要打折扣。**折现因子**（discount factor）说的就是打几折：下一季的一元钱今天值多少，折现率约为 11% 时是 0.9。一个按季拿提成、下一季就走人的销售员，折现因子是 0。折现因子要达到多少，才应该采取行动？先猜，再看。

# %%
factors = np.arange(0.01, 0.96, 0.005)
worth = {name: [markov.state_values(*toy, annual_discount_rate=1 / f - 1)["bad"] for f in factors]
         for name, toy in toys.items()}
gains = pd.Series(np.subtract(worth["act"], worth["wait"]), index=factors)
ax = plots.markov_policies.gain_by_factor(gains)

# %%
flips = markov_policies.flip_rates(toys)
rate = flips["annual_discount_rate"].iloc[0]
print(f"a rate of {rate:.0%} a season, a factor of {1 / (1 + rate):.3f}")

# %% [markdown]
# Above a factor of {{1 / (1 + rate):.2f}} acting is right, below it waiting is. So the salesman who does nothing is not lazy. He does what he is paid for: judged by the season, *he is right to do nothing*. The firm, which stays, loses half of its gain. Mend his pay before you preach to him.

# %% [markdown] lang="zh"
# 折现因子高于 {{1 / (1 + rate):.2f}}，采取行动是对的；低于它，等待是对的。所以什么也不做的销售员并不懒，他做的正是提成制度要他做的事：按季考核，*他什么都不做就是对的*。而要长期经营的公司，却因此丢掉了一半的平均收益。与其说教，不如先改他的考核办法。

# %% [markdown]
# ## Four states of demand
#
# A prospect *must* buy (the old car is failing), finds it *optional*, has a *latent* wish that nobody has woken, or has *none*: the **demand states** (需求状态). A simulated dealer followed prospects for eight quarters. Each quarter a lot decided between waiting, a letter (60 yuan) and a test drive (900).

# %% [markdown] lang="zh"
# ## 四种需求状态
#
# 潜在客户的需求分四种：刚需（must，旧车快不行了）、可买可不买（optional）、潜在需求（latent，有愿望，但还没有被唤起）和没有需求（none），这就是**需求状态**（demand states）。一家模拟的经销商对一批潜在客户跟踪了八个季度。每个季度由抽签决定：等待（wait）、寄信（letter，60 元）还是试驾（test drive，900 元）。

# %%
firm = companies.car_buyers(seed=1)
records = firm.records
records[["customer_id", "quarter", "state", "action", "bought", "reward", "next_state"]].head(4)

# %% [markdown]
# `reward` is what a sale brings ({{firm.parameters.car_margin:,.0f}} yuan, if there was one) less the cost of the action. What an action did is a count: where were they a quarter later? The table holds the share that was in "must", in percent. Look for where a test drive does most, and commit yourself: which states get the test drive?

# %% [markdown] lang="zh"
# `reward` 是卖车的毛利（成交才有，{{firm.parameters.car_margin:,.0f}} 元）减去行动成本。一项行动的效果数一数就知道：一个季度之后这些人在哪个状态？下表是其中处于刚需（must）的百分比。看看试驾在哪里效果最大，再写下你的决定：哪些状态该安排试驾？

# %%
to_must = records.assign(reached=100 * (records["next_state"] == "must"))
to_must = to_must.groupby(["state", "action"], observed=True)["reached"].mean().unstack()
to_must.round(1)

# %% [markdown]
# {{len(records.groupby("customer_id")):,}} prospects are on the list. With three actions in four states there are 3 x 3 x 3 x 3 policies, few enough to value each. `measured_actions` makes the chains out of the records; future money is discounted at 12 % a year. The salesmen's habit is among them: a test drive for those who must buy, who look most like buyers. Guess how much it brings over doing nothing; money in million yuan:

# %% [markdown] lang="zh"
# 名单上有 {{len(records.groupby("customer_id")):,}} 位潜在客户。四个状态、三种行动，一共是 3 x 3 x 3 x 3 种策略，不多，可以逐一估值。`measured_actions` 从记录中算出各个转移矩阵；未来的钱按每年 12% 折现。其中也有销售员的习惯做法：请刚需客户来试驾，因为他们看上去最像买家。猜一猜：它比什么都不做多带来多少？（表中金额单位为百万元。）

# %%
columns = {"action": "action", "state": "state", "next_state": "next_state", "reward": "reward"}
measured = markov_trials.measured_actions(records, **columns)
terms = {"annual_discount_rate": 0.12, "period_days": 365.25 / 4}
now = records.loc[records["quarter"] == 8, "next_state"].value_counts()
every = markov_policies.all_policies(measured, now, **terms)
million = every.assign(reward_now=every["reward_now"] / 1e6, value=every["value"] / 1e6)
million.head(3).round(2)

# %%
idle = dict.fromkeys(measured["wait"][0], "wait")
habit = idle | {"must": "test drive"}
bought = records[records["state"] == "must"].groupby("action", observed=True)["bought"].mean()
row = {name: every.index[(every[list(idle)] == pd.Series(rule)).all(axis=1)][0]
       for name, rule in {"do nothing": idle, "the habit": habit}.items()}
ax = plots.markov_policies.values(every, named={"the best": 0, **row})

# %% [markdown]
# The habit brings {{every.loc[row["the habit"], "value"] / 1e6:.0f}} million yuan in all, doing nothing {{every.loc[row["do nothing"], "value"] / 1e6:.0f}}: *the habit is worse than doing nothing*. Those who must buy come anyway: {{100 * bought["wait"]:.0f}} % of them buy in a quarter without a test drive, {{100 * bought["test drive"]:.0f}} % with one.
#
# The best rule keeps the test drive for the optional, writes to the latent, and leaves the rest alone. It brings {{every.loc[0, "value"] / 1e6:.0f}} million. But *this quarter* it brings {{every.loc[0, "reward_now"] / 1e6:.1f}} million, and doing nothing {{every.loc[row["do nothing"], "reward_now"] / 1e6:.1f}}: the salesmen are paid for the wrong column.

# %% [markdown] lang="zh"
# 习惯做法一共带来 {{every.loc[row["the habit"], "value"] / 1e4:,.0f}} 万元，什么都不做却有 {{every.loc[row["do nothing"], "value"] / 1e4:,.0f}} 万元：*习惯做法还不如什么都不做*。刚需客户反正会来：没有试驾，一个季度里也有 {{100 * bought["wait"]:.0f}}% 的人买车，有试驾是 {{100 * bought["test drive"]:.0f}}%。
#
# 最好的规则把试驾留给可买可不买的人，给有潜在需求的人写信，其余的不去打扰。它一共带来 {{every.loc[0, "value"] / 1e4:,.0f}} 万元。可是*这个季度*它只带来 {{every.loc[0, "reward_now"] / 1e4:,.0f}} 万元，什么都不做却有 {{every.loc[row["do nothing"], "reward_now"] / 1e4:,.0f}} 万元：提成看的是错误的那一列。

# %% [markdown]
# Nobody tries all policies when there are thousands. **Policy iteration** (策略迭代) values one, takes the better action in each state, and repeats until nothing changes. It finds the same rule in a few rounds, and what a prospect in each state is then worth, in yuan:

# %% [markdown] lang="zh"
# 策略成千上万时，没有人会逐一去试。**策略迭代**（policy iteration）先评估一种策略，再在每个状态换上更好的行动，如此反复，直到不再变化。它只用几轮就找到了同一条规则，并给出此时各状态的一位潜在客户值多少元：

# %%
policy = markov.best_policy(measured, **terms)
policy.table.round(0)

# %% [markdown]
# ## How sure?
#
# Had other prospects been in the trial, the shares would differ a little. The **bootstrap** (自助法) draws as many prospects out of those there are, with replacement, and decides anew, 400 times. Guess the state whose action is least sure.

# %% [markdown] lang="zh"
# ## 有多大把握？
#
# 如果参加试验的是另一批人，这些比例会略有不同。**自助法**（bootstrap）从现有的潜在客户中有放回地抽取同样多的人，重新选一次最好的行动，这样重复 400 次。猜一猜：哪个状态的行动最没有把握？

# %%
rng = np.random.default_rng(17)
draws = markov_trials.redrawn_actions(records, customer="customer_id", rng=rng, **columns)
sure = markov_trials.support(draws, **terms)
ax = plots.markov_policies.support(sure)

# %%
rules = {"the best": policy.table["action"].to_dict(), "the habit": habit}
compared = {"against": idle, "counts": now, **terms}
over = pd.DataFrame({name: markov_trials.policy_gain(measured, draws, policy=rule, **compared)
                     for name, rule in rules.items()}) / 1e6
over.T.round(1).rename_axis("million yuan over doing nothing")

# %% [markdown]
# In {{100 * sure.loc["optional", "test drive"]:.0f}} % of the draws the test drive is best for the optional, in the others a letter. The gain of the best rule over doing nothing is {{over["the best"]["estimate"]:.0f}} million, with a 95 % **interval** (置信区间) from {{over["the best"]["low"]:.0f}} to {{over["the best"]["high"]:.0f}}: the values that are plausible after a trial of this size. The whole interval of the habit is below 0. Last, impatience. Up to which rate does each action stay the best?

# %% [markdown] lang="zh"
# 在 {{100 * sure.loc["optional", "test drive"]:.0f}}% 的抽样中，对可买可不买的人最好的是试驾，其余的是寄信。最好的规则比什么都不做多 {{100 * over["the best"]["estimate"].round(1):,.0f}} 万元，95% **置信区间**（interval）为 {{100 * over["the best"]["low"].round(1):,.0f}} 到 {{100 * over["the best"]["high"].round(1):,.0f}} 万元，也就是在这种规模的试验之后，与数据相容的取值范围。习惯做法的区间则全部小于零。最后看急躁：折现率升到多高，各个状态的最好行动会变？

# %%
rates = np.geomspace(0.02, 20, 3000)
bands = {"annual_discount_rates": list(rates), "period_days": terms["period_days"]}
ax = plots.markov_policies.action_bands(markov_policies.actions_by_rate(measured, **bands))

# %%
truth = {name: (rows.droplevel(0)[list(idle)], rows.droplevel(0)["reward"])
         for name, rows in firm.truth.groupby(level=0, sort=False)}
flip = {name: markov_policies.flip_rates(one, period_days=terms["period_days"])
        for name, one in {"measured": measured, "true": truth}.items()}
pd.concat(flip).droplevel(1).round(2)

# %% [markdown]
# The rate of the first change is known far worse than the action at 12 %: measured {{100 * flip["measured"]["annual_discount_rate"].iloc[0]:.0f}} %, in truth {{100 * flip["true"]["annual_discount_rate"].iloc[0]:.0f}} %, which only a simulation can tell us. Near its flip an action hardly matters, and what hardly matters is hard to measure. Judged by one quarter alone, waiting is in truth best in every state.

# %% [markdown] lang="zh"
# 最好的行动在什么折现率上第一次改变，远不如在 12% 时该做什么那样有把握：测得 {{100 * flip["measured"]["annual_discount_rate"].iloc[0]:.0f}}%，真值是 {{100 * flip["true"]["annual_discount_rate"].iloc[0]:.0f}}%（只有模拟数据才能知道真值）。在临界点附近，选哪项行动本来就差别不大，而差别不大的东西很难测准。如果只看一个季度，按真值每个状态都该等待。

# %% [markdown]
# ## Published and ours
#
# Howard, R. A. (1960), *Dynamic Programming and Markov Processes*, MIT Press, prints the gains and the relative value. That waiting is best at a factor of 0.6 and acting at 0.9 is our own computation.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Howard, R. A.（1960），*Dynamic Programming and Markov Processes*，MIT Press，给出了平均收益和相对价值。折现因子为 0.6 时应等待、0.9 时应行动，是我们自己算的。

# %%
ours = [long["wait"].gain, long["act"].gain, long["act"].relative["good"]]
rows = ["gain without action", "gain with action", "relative value of good"]
pd.DataFrame({"published": [1, 2, 10], "ours": np.round(ours, 2)}, index=rows)

# %%
markov_policies.actions_by_rate(toys, annual_discount_rates=[1 / 0.9 - 1, 1 / 0.6 - 1])

# %% [markdown]
# ## The answer
#
# Give the test drive to those for whom a car is optional, a letter to the latent, and neither to those who must buy or have no demand: {{over["the best"]["estimate"]:.0f}} million yuan more than doing nothing ({{over["the best"]["low"]:.0f}} to {{over["the best"]["high"]:.0f}}). The habit, a test drive for those who must buy, brings less than doing nothing. This quarter the best rule costs {{(every.loc[row["do nothing"], "reward_now"] - every.loc[0, "reward_now"]) / 1e6:.1f}} million, so do not pay salesmen by the quarter.

# %% [markdown] lang="zh"
# ## 回答
#
# 试驾给可买可不买的人，信寄给有潜在需求的人；刚需客户和没有需求的人，两样都不给。与什么都不做相比，多 {{100 * over["the best"]["estimate"].round(1):,.0f}} 万元（{{100 * over["the best"]["low"].round(1):,.0f}} 到 {{100 * over["the best"]["high"].round(1):,.0f}} 万元）。习惯做法（请刚需客户试驾）还不如什么都不做。这个季度，最好的规则会少收入 {{(every.loc[row["do nothing"], "reward_now"] - every.loc[0, "reward_now"]) / 1e4:,.0f}} 万元，所以不要按季度给销售员发提成。

# %% [markdown]
# ## Limits
#
# The chain takes all prospects in a state as alike, and every quarter as the same. Somebody must judge which state a prospect is in, and will err. The best of {{len(every)}} policies was chosen with the records that value it, so it looks a little better than it is; in truth, at 12 %, it is the best as well. Without a lot the records would also show whom the salesmen liked.

# %% [markdown] lang="zh"
# ## 局限
#
# 模型把同一状态的人一视同仁，也假定每个季度的市场都相同。状态要靠人去判断，难免出错。从 {{len(every)}} 种策略里挑出最好的，用的又是给它估值的同一批记录，所以看上去比实际略好；不过按真值计算，在 12% 时它也确实是最好的。如果行动不由抽签决定，记录里还会混进销售员的偏好：他们更愿意找谁。

# %% [markdown]
# **Terms** demand state 需求状态 · Markov chain 马尔可夫链 · transition matrix 转移矩阵 · long-run gain 长期平均收益 · discount factor 折现因子 · policy iteration 策略迭代 · bootstrap 自助法
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/17_demand_states.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Value the policy that writes to everybody. Why is it worse than writing to the latent alone?
# 2. A test drive for 500 yuan: in which states does it pay now?
# 3. Pay the salesmen by the year: let four quarters count, and see which policy they choose.

# %% [markdown] lang="zh"
# **术语** 需求状态 demand state · 马尔可夫链 Markov chain · 转移矩阵 transition matrix · 长期平均收益 long-run gain · 折现因子 discount factor · 策略迭代 policy iteration · 自助法 bootstrap
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/1_segmentation/17_demand_states.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 给“人人都写信”的策略估值。它为什么不如只给潜在需求的人写信？
# 2. 如果试驾只要 500 元，现在在哪些状态划算？
# 3. 按年给销售员发提成：让四个季度都计入，看看他们会选哪种策略。
