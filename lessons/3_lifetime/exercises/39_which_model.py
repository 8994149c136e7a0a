# %% [markdown]
# # Exercises to 39: Which model when?
#
# **Your company** A tea house sells on any day and has no contracts. Whether its customers (客户) come at random or by
# the clock you have to find out; it differs from student to student. The tea house is simulated and drawn by your name:
# nobody else has your numbers.
#
# - `log` has a row for each order: `customer_id`, `ordered_at`, `amount` (yuan).
# - `as_of` is the last day of the calibration, `holdout_end` the last day of the holdout.
# - `asked` holds three more tables, `"A"`, `"B"` and `"C"`, of acquaintances who ask for advice: a gym, a choir that
#   gives one concert a year, and a new kiosk. Which is whose, their columns tell.
#
# **Before this** [39 Which model when?](../../notebooks/3_lifetime/39_which_model.ipynb). **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 39：什么时候用什么模型？
#
# **你的公司** 一家茶庄，哪天都营业，没有合约。它的客户是随机地来，还是按节奏来，要由你来判断；每位同学的情况不同。茶庄是模拟的，由你的姓名生成，别人的数字和你的不一样。
#
# - `log` 每个订单一行：`customer_id`、`ordered_at`、`amount`（元）。
# - `as_of` 是校准期的最后一天，`holdout_end` 是验证期的最后一天。
# - `asked` 里另有三张表 `"A"`、`"B"`、`"C"`，来自向你求教的熟人：一家健身房、一个每年演出一场的合唱团和一家新开的小卖部。哪张是谁的，看列名就知道。
#
# **先修** [39 什么时候用什么模型？](../../../notebooks/zh/3_lifetime/39_which_model.ipynb)。**用时** 40 分钟。

# %% data
from crmkit import summary
from crmkit.lifetime import BGBB, MBGCNBD, SBG

_tea = MBGCNBD(r=rng.uniform(1.8, 2.2), alpha=rng.uniform(2.8, 3.2), a=0.7, b=rng.uniform(5.0, 7.0),
               k=3 + seed % 3, period_days=7)
_n = int(rng.integers(800, 1000))
log = _tea.simulate(_n, watched_days=365, rng=rng, start="2024-01-01")
log["amount"] = (40 + 30 * rng.random(len(log))).round(2)
as_of, holdout_end = "2024-07-31", "2024-12-30"

_gym = SBG(rng.uniform(0.6, 0.9), rng.uniform(3.0, 4.0)).simulate(
    int(rng.integers(700, 900)), renewals=5, rng=rng)[["renewals", "active"]]
_choir = BGBB(1.2, 0.8, 0.7, 2.8, period_days=365).simulate_customers(
    int(rng.integers(700, 900)), opportunities=6, rng=rng)
_columns = ["repeat_purchases", "last_period", "periods"]
_choir = summary.distinct_histories(_choir, _columns)
_small = MBGCNBD(r=0.8, alpha=5.0, a=0.7, b=2.0, k=1, period_days=7)
_sold = _small.simulate(int(rng.integers(40, 75)), watched_days=150, rng=rng, start="2024-03-03")
_kiosk = summary.customers(_sold, as_of=as_of)
_kiosk = _kiosk[["repeat_purchases", "age_at_last_days", "age_days"]]
_three = [_gym, _choir, _kiosk]
asked = {name: _three[place] for name, place in zip("ABC", rng.permutation(3), strict=True)}

# Question 5: what a present costs, and what it brings from a customer who is still there.
letter_cost = int(rng.integers(5, 8))
brings = int(rng.integers(15, 19))

# %%

from crmkit import summary
from crmkit.lifetime import MBGCNBD, advise, comparison

# %%
log, as_of, holdout_end = sheet["log"], sheet["as_of"], sheet["holdout_end"]
asked = sheet["asked"]
log.head(3)

# %% [markdown] points=2 decimals=0
# ## Three who ask
#
# Which model should each of the three begin with? Give the name of its class as a text, such as `"NBD"`, or
# `"refuse"`. And how many customers of the kiosk came back (`"came_back"`)? A whole number.

# %% [markdown] lang="zh"
# ## 三位求教者
#
# 这三家各应从哪个模型开始？填模型的类名（字符串），例如 `"NBD"`；若应拒绝，填 `"refuse"`。小卖部有多少客户回来过（`"came_back"`，取整数）？

# %% starter
q1 = {"A": ..., "B": ..., "C": ..., "came_back": ...}

# %% solution
# The gym has contracts: `renewals` and `active` say who left. The choir sings at set opportunities. The kiosk has too
# few customers with a repeat purchase to tell customers apart.
# zh: 健身房有合约：`renewals` 和 `active` 说明谁离开了。合唱团只有固定的购买机会。小卖部重复购买的客户太少，分不出客户之间的差别。
found = {name: advise(table).recommended or "refuse" for name, table in asked.items()}
whose = {model: name for name, model in found.items()}
kiosk = asked[whose["refuse"]]
q1 = {**found, "came_back": (kiosk["repeat_purchases"] > 0).sum()}

# %% wrong
# The gym knows who has left: nobody there has to be guessed alive.
# zh: 健身房知道谁离开了，不必猜谁还在。
q1[whose["SBG"]] = "ParetoNBD"
# The gym knows who has left: nobody there has to be guessed alive.
# zh: 健身房知道谁离开了，不必猜谁还在。
q1[whose["SBG"]] = "MBGNBD"
# With contracts, members of a gym differ in their chance to leave; a geometric model takes them for equal.
# zh: 健身房会员的离开概率各不相同，几何模型却把他们看作一样。
q1[whose["SBG"]] = "Geometric"
# The choir's friends can come only when there is a concert.
# zh: 合唱团的听众只有演出时才能来。
q1[whose["BGBB"]] = "MBGNBD"
# The columns tell whose table it is: `renewals` belong to a contract, `periods` count opportunities.
# zh: 列名说明这张表是谁的：`renewals` 属于合约，`periods` 数的是机会。
q1 |= {whose["SBG"]: "BGBB", whose["BGBB"]: "SBG"}
# So few came back that a model would fit their luck.
# zh: 回头客太少，模型拟合的只是运气。
q1[whose["refuse"]] = "MBGNBD"
# So few came back that a model would fit their luck.
# zh: 回头客太少，模型拟合的只是运气。
q1[whose["refuse"]] = "BGNBD"
# No model is right for all three: their columns differ.
# zh: 没有一个模型适合所有三家：它们的列名就不同。
q1 |= {name: "MBGNBD" for name in "ABC"}
# Those are repeat purchases. Who came back three times is one customer.
# zh: 这是重复购买的次数。回来过三次的人也只是一位客户。
q1["came_back"] = kiosk["repeat_purchases"].sum()
# Those are all customers of the kiosk, the ones who never came back among them.
# zh: 这是小卖部的全部客户，包括一次也没有回来过的人。
q1["came_back"] = len(kiosk)

# %% hints
# Which column says that somebody left? Which one counts opportunities?
# zh: 哪一列说明有人离开？哪一列数的是机会？

# `advise(table).recommended` is a name, or None for a refusal.
# zh: `advise(table).recommended` 是一个名字；若拒绝则为 None。

# %% [markdown] points=2 decimals=1
# ## A rule by hand
#
# How many purchases would all customers of the tea house known on `as_of` make in the holdout if everybody went on at
# their past rate (`"rule"`), and how many came (`"came"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 动手算规则
#
# 如果茶庄在 `as_of` 已有的客户都按过去的速度继续购买，验证期一共会购买多少次（`"rule"`）？实际购买了多少次（`"came"`）？保留 1 位小数。

# %% starter
q2 = {"rule": ..., "came": ...}

# %% solution
# Each customer goes on as before: repeat purchases over the days since the first one, times the days to come.
# zh: 每位客户：重复购买次数除以客龄天数，再乘以验证期天数。
split = summary.split(log, calibration_end=as_of, holdout_end=holdout_end)
known, later = split.calibration, split.holdout
rate = known["repeat_purchases"] / known["age_days"]
q2 = {"rule": (rate * later["days"]).sum(), "came": later["purchases"].sum()}

# %% wrong
# You counted the first purchase, too. It made them customers and says nothing of their rate.
# zh: 你把首次购买也算了进去。首次购买只是使人成为客户，说明不了购买的速度。
rate = known["purchases"] / known["age_days"]
q2 = {"rule": (rate * later["days"]).sum(), "came": later["purchases"].sum()}
# You divided by the age at the last purchase, as if the silence after it did not count.
# zh: 你除以的是末次购买时的客龄，好像此后的沉默不算数。
rate = (known["repeat_purchases"] / known["age_at_last_days"]).fillna(0)
q2 = {"rule": (rate * later["days"]).sum(), "came": later["purchases"].sum()}
# Those are the customers who came, not their purchases.
# zh: 这是来过的客户数，不是购买次数。
q2["came"] = (later["purchases"] > 0).sum()

# %% hints
# `summary.split` gives the calibration and the holdout; the holdout has a column `days`.
# zh: `summary.split` 给出校准期和验证期；验证期有一列 `days`。

# The rate is repeat purchases by `age_days`.
# zh: 速度等于重复购买次数除以 `age_days`。

# %% [markdown] points=2 decimals=0
# ## Random or by the clock?
#
# Fit an MBG/CNBD-k to the customers known on `as_of`, with `period_days=7`. Which k does it find (`"k"`), and how many
# customers does it call alive in all (`"alive"`)? Whole numbers.

# %% [markdown] lang="zh"
# ## 随机还是按节奏？
#
# 对 `as_of` 已有的客户拟合 MBG/CNBD-k，`period_days=7`。它得到的 k 是多少（`"k"`）？它认为一共多少客户还在（`"alive"`，取整数）？

# %% starter
q3 = {"k": ..., "alive": ...}

# %% solution
# The gaps say which k fits: `log_gaps` of the same day. The sum of the probabilities of being alive is the number of
# customers expected to be there.
# zh: k 由购买间隔决定，所以需要同一天的 `log_gaps`。活跃概率之和就是预期仍在的客户数。
known = summary.customers(log, as_of=as_of)
known["log_gaps"] = summary.log_gaps(log, as_of=as_of)
model = MBGCNBD.fit(known, period_days=7)
q3 = {"k": model.k, "alive": model.probability_alive(known).sum()}

# %% wrong
# That is the number of all customers. Add up the probabilities.
# zh: 这是全部客户数。应当把概率相加。
q3["alive"] = len(known)
# You fitted on the holdout, too. The model may see no day after `as_of`.
# zh: 你把验证期也拿来拟合了。模型不能看 `as_of` 以后的日子。
known = summary.customers(log, as_of=holdout_end)
known["log_gaps"] = summary.log_gaps(log, as_of=holdout_end)
model = MBGCNBD.fit(known, period_days=7)
q3["alive"] = model.probability_alive(known).sum()
# You forced k to be 2. Let the fit try them.
# zh: 你把 k 固定为 2。应让拟合自己去试。
q3["k"] = 2
# That is the MBG/NBD, which takes the purchases for random. Fit the MBG/CNBD-k.
# zh: 这是 MBG/NBD，它假定购买是随机的。应拟合 MBG/CNBD-k。
from crmkit.lifetime import MBGNBD

q3 = {"k": 1, "alive": MBGNBD.fit(known, period_days=7).probability_alive(known).sum()}

# %% hints
# The lesson adds a column `log_gaps` before it asks about regularity.
# zh: 课上在判断规律性之前，先加了一列 `log_gaps`。

# A fitted model has `k` and `probability_alive`.
# zh: 拟合好的模型有 `k` 和 `probability_alive`。

# %% [markdown] points=2 decimals=3
# ## Does the model beat the rule?
#
# Hold the MBG/CNBD-k against the past rate in the holdout. What is its error of the total (`"total"`: expected over
# came, less 1), and by how much does its mean absolute error a customer differ from that of the rule (`"difference"`,
# below 0 where the model is better)? With 3 decimals.

# %% [markdown] lang="zh"
# ## 模型胜过规则吗？
#
# 在验证期上比较 MBG/CNBD-k 与“过去的速度”。模型总量的误差是多少（`"total"`：预期除以实际，减 1）？每位客户的平均绝对误差与规则相差多少（`"difference"`，模型更好时小于 0）？保留 3 位小数。

# %% starter
q4 = {"total": ..., "difference": ...}

# %% solution
# Both forecasts are of the same customers in the same holdout, so they can be subtracted.
# zh: 两个预测针对同一批客户和同一个验证期，所以可以相减。
split = summary.split(log, calibration_end=as_of, holdout_end=holdout_end)
gaps = summary.log_gaps(log, as_of=as_of)
split = split._replace(calibration=split.calibration.assign(log_gaps=gaps))
both = comparison.forecasts(split, [MBGCNBD])
rule, model = both["past rate"], both["MBG/CNBD-k"]
away = {name: (table["expected"] - table["actual"]).abs().mean() for name, table in both.items()}
total = model["expected"].sum() / model["actual"].sum() - 1
q4 = {"total": total, "difference": away["MBG/CNBD-k"] - away["past rate"]}

# %% wrong
# You took the error of the rule.
# zh: 这是规则的误差。
q4["total"] = rule["expected"].sum() / rule["actual"].sum() - 1
# The sign is the other way round: the model less the rule.
# zh: 符号反了：应当是模型减规则。
q4["difference"] = -q4["difference"]
# That is expected over came; take 1 off.
# zh: 这是预期除以实际，还要减 1。
q4["total"] = total + 1
# That is the model's own mean error. By how much does it differ from that of the rule?
# zh: 这是模型自己的平均误差。它与规则的误差相差多少？
q4["difference"] = away["MBG/CNBD-k"]
# That compares the totals. Take the mean over customers of the distance between expected and actual.
# zh: 这是在比较总量。应先求每位客户预期与实际之差的绝对值，再取平均。
q4["difference"] = abs(total) - abs(rule["expected"].sum() / rule["actual"].sum() - 1)

# %% hints
# `comparison.forecasts` gives a table for each, with `expected` and `actual`.
# zh: `comparison.forecasts` 给出两张表，各有 `expected` 和 `actual`。

# `comparison.compare` shows both numbers, too.
# zh: `comparison.compare` 也会给出这两个数。

# %% [markdown] points=4
# ## Who gets a present?
#
# On `as_of` the tea house wants to send presents. One costs `letter_cost` yuan; sent to a customer who is still there it
# brings `brings` yuan, sent to one who has gone it brings nothing. Who gets one? A set of customer ids. Points are in
# proportion to the profit that the MBG/CNBD-k of question 3 expects: sending none earns none.

# %% [markdown] lang="zh"
# ## 给谁送礼物？
#
# 在 `as_of` 这一天，茶庄想寄送礼物。一份的成本是 `letter_cost` 元；寄给仍在的客户，带来 `brings` 元；寄给已离开的客户，什么也带不来。该寄给谁？答案是客户编号的集合。得分与第 3 题的 MBG/CNBD-k 所预期的利润成正比：一份不寄得零分。

# %% starter
letter_cost, brings = sheet["letter_cost"], sheet["brings"]
q5 = ...

# %% solution
# Send wherever the probability of being alive times what a present brings exceeds its cost. A model of random timing
# calls nearly everybody alive, and sends presents to those who have gone.
# zh: 凡是活跃概率乘以礼物带来的钱高于成本，就寄。假定随机购买的模型认为几乎人人都在，会把礼物寄给已离开的人。
known = summary.customers(log, as_of=as_of)
known["log_gaps"] = summary.log_gaps(log, as_of=as_of)
alive = MBGCNBD.fit(known, period_days=7).probability_alive(known)
profit = alive * sheet["brings"] - sheet["letter_cost"]
nothing = set()


def worth(chosen):
    if not set(chosen) <= set(profit.index):
        raise ValueError("these are no ids of customers known on as_of / 这些不是 as_of 已有客户的编号")
    return profit[list(chosen)].sum()


q5 = set(profit.index[profit > 0])

# %% wrong
# You send to everybody, as a model of random timing would. Many have gone.
# zh: 你给每个人都寄，假定随机购买的模型也会这样做。其实许多人已经离开。
q5 = set(known.index)
# You send to those who bought in the last month. Many others are not due yet.
# zh: 你只寄给最近一个月买过的人。还有许多人只是没到购买的时候。
q5 = set(known.index[known["days_since_last"] <= 30])
# You send to those who came back at least three times. Of them, too, some have gone.
# zh: 你寄给至少回来过三次的人。他们当中也有人已经离开。
q5 = set(known.index[known["repeat_purchases"] >= 3])

# %% hints
# What does a present to one customer bring on average, and what does it cost?
# zh: 寄给一位客户的礼物平均带来多少，成本多少？

# Question 3 has the probability of being alive of each customer, under the model that knows the rhythm.
# zh: 第 3 题的模型知道节奏，它给出了每位客户的活跃概率。
