# %% [markdown]
# # Exercises to 33: Counting your customers
#
# **Your company** A young online tea shop, open since 1 January 2023. Its customers are simulated and drawn by
# your name: nobody else has your numbers. `log` is its order log (订单流水) until 30 June 2024, one row an order:
# `customer_id`, `ordered_at`, `amount` (yuan).
#
# You stand at the end of 30 September 2023. `parts` holds the months until then, the calibration (校准期), and
# the 274 days from 1 October 2023 to 30 June 2024, the holdout (验证期). `bg` is a BG/NBD of the calibration.
#
# **Before this** [33 Counting your customers](../../notebooks/3_lifetime/33_counting.ipynb). **Time** 45
# minutes.

# %% [markdown] lang="zh"
# # 练习 33：还剩多少客户
#
# **你的公司** 一家年轻的网上茶叶店，2023 年 1 月 1 日开业。客户是模拟的，由你的姓名生成，别人的数字和你的不一样。`log` 是截至 2024 年 6 月 30 日的订单流水，每行一笔订单：`customer_id`（客户编号）、`ordered_at`（下单时间）、`amount`（金额，元）。
#
# 你站在 2023 年 9 月 30 日结束的时刻。`parts` 包含到这天为止的校准期，以及 2023 年 10 月 1 日至 2024 年 6 月 30 日共 274 天的验证期。`bg` 是用校准期拟合的 BG/NBD 模型。
#
# **先修** [33 还剩多少客户](../../../notebooks/zh/3_lifetime/33_counting.ipynb)。**用时** 45 分钟。

# %% data
import numpy as np
import pandas as pd

from crmkit.lifetime import BGNBD

# 1,500 customers come in the nine months of the calibration, 600 in the holdout.
_arrival = np.concatenate([[0.0], rng.uniform(0, 273, 1_499), rng.uniform(273, 547, 600)])
_true = BGNBD(
    r=rng.uniform(0.48, 0.56),
    alpha=rng.uniform(4.0, 4.8),
    a=rng.uniform(0.75, 0.9),
    b=rng.uniform(2.3, 2.6),
    period_days=7,
)
log = _true.simulate(len(_arrival), watched_days=547 - _arrival, rng=rng, start="2023-01-01")
# After September a rival opens: many repeat purchases no longer happen.
_repeat = log.duplicated("customer_id").to_numpy()
_late = (log["ordered_at"] >= pd.Timestamp("2023-10-01")).to_numpy()
log = log[~(_repeat & _late & (rng.random(len(log)) < rng.uniform(0.33, 0.4)))]
log = log.reset_index(drop=True)
log["customer_id"] += 10_001
log["amount"] = np.round(rng.gamma(4, 20, len(log)) + 15, 2)

margin = float(rng.integers(30, 34))
catalogue_cost = float(rng.integers(24, 27))

# %%
import numpy as np
import pandas as pd

from crmkit import summary
from crmkit.lifetime import BGNBD, MBGNBD, ParetoNBD, evaluation

# %%
log, margin, catalogue_cost = sheet["log"], sheet["margin"], sheet["catalogue_cost"]
parts = summary.split(log, calibration_end="2023-09-30", holdout_end="2024-06-30")
bg = BGNBD.fit(parts.calibration, period_days=7)
parts.calibration[["repeat_purchases", "age_at_last_days", "age_days"]].head(3)

# %% [markdown] points=1 decimals=1
# ## How many of the repeaters are left?
#
# How many of the calibration's customers with at least one repeat purchase (重复购买) are still customers on 30
# September 2023? Their expected number by `bg`, with 1 decimal.

# %% [markdown] lang="zh"
# ## 回头客还剩多少？
#
# 校准期内至少重复购买过一次的客户，到 2023 年 9 月 30 日还有多少人仍是客户？按 `bg` 给出期望人数，保留 1 位小数。

# %% solution
# Each counts with their probability of being alive; the sum is the expected number. Without a repeat purchase
# everybody is alive in the BG/NBD, so those are left out.
# zh: 每位客户按活跃概率计数，相加就是期望人数。在 BG/NBD 里，没有重复购买的客户一律算作活跃，所以要排除他们。
repeated = parts.calibration[parts.calibration["repeat_purchases"] > 0]
alive = bg.probability_alive(repeated)
q1 = alive.sum()

# %% wrong
# You summed over everybody. Without a repeat purchase a customer counts as fully alive here; leave those out.
# zh: 你把所有客户都加进去了。没有重复购买的客户在这个模型里一律算作活跃，应当排除。
repeated = parts.calibration
# You left out those who repeated once. One repeat purchase is enough.
# zh: 你漏掉了只重复购买过一次的客户。重复购买一次就算。
repeated = parts.calibration[parts.calibration["repeat_purchases"] > 1]
# You counted those above one half. A customer with 0.6 is no whole customer: add up the probabilities.
# zh: 你数的是概率超过一半的客户。概率 0.6 并不等于一整位客户：应当把概率相加。
q1 = (alive > 0.5).sum()
# That is the share of the repeaters who are alive. How many are they?
# zh: 这是回头客中仍活跃的比例。题目问的是人数。
q1 = alive.mean()
# That is how many ever repeated. How many of them has the shop lost since?
# zh: 这是曾经重复购买过的人数。其中有多少人已经流失？
q1 = len(repeated)
# That is how many of them have left. How many are still there?
# zh: 这是已经流失的人数。题目问的是还剩多少人。
q1 = (1 - alive).sum()

# %% hints
# How does the lesson turn probabilities into a number of customers?
# zh: 课上怎样由概率得到人数？

# First keep the rows with `repeat_purchases` above 0, then ask `bg` about them.
# zh: 先留下 `repeat_purchases` 大于 0 的行，再交给 `bg`。

# %% [markdown] points=2 decimals=3
# ## Another story
#
# Now customers may leave at any time: fit a Pareto/NBD to the same calibration, with `period_days=7`. By which
# share of the BG/NBD's number do these two change?
#
# - `"alive"`: the expected number of *all* the calibration's customers alive on 30 September 2023;
# - `"forecast"`: their expected purchases in the 274 days of the holdout, in total.
#
# With 3 decimals; a fall is negative (-0.5: half as many).

# %% [markdown] lang="zh"
# ## 换一个故事
#
# 现在假设客户随时可能离开：对同一校准期拟合 Pareto/NBD 模型，`period_days=7`。与 BG/NBD 的结果相比，下面两个数各变化了多大比例？
#
# - `"alive"`：校准期*全体*客户中，2023 年 9 月 30 日仍活跃的期望人数；
# - `"forecast"`：这些客户在验证期 274 天里的期望购买总次数。
#
# 保留 3 位小数；减少为负数（-0.5 表示减半）。

# %% solution
# Nobody sees a customer leave, so the number alive depends on the story. The forecast changes far less: it is
# tied to the purchases, which both models see.
# zh: 没有人看得见客户离开，所以活跃人数取决于模型讲的故事。预测值变化小得多：它由两个模型都看得见的购买记录决定。
known, pareto = parts.calibration, ParetoNBD.fit(parts.calibration, period_days=7)
days = 274
alive = [model.probability_alive(known).sum() for model in (bg, pareto)]
bought = [model.expected_purchases(known, horizon_days=days).sum() for model in (bg, pareto)]
q2 = {"alive": alive[1] / alive[0] - 1, "forecast": bought[1] / bought[0] - 1}

# %% wrong
# You divided by the Pareto/NBD's number. The BG/NBD's is where we start.
# zh: 你除以了 Pareto/NBD 的结果。应以 BG/NBD 的结果为基数。
q2 = {"alive": alive[0] / alive[1] - 1, "forecast": bought[0] / bought[1] - 1}
# That is new by old. The change is that less 1: nothing changed would be 0.
# zh: 这是新值与旧值之比。变化比例还要减 1：没有变化时应为 0。
q2 = {"alive": alive[1] / alive[0], "forecast": bought[1] / bought[0]}
# Those are differences in customers and purchases. Divide each by the BG/NBD's number.
# zh: 这是人数和次数的差。各除以 BG/NBD 的结果。
q2 = {"alive": alive[1] - alive[0], "forecast": bought[1] - bought[0]}
# That is the MBG/NBD, in which customers leave only after a purchase. Here they may leave at any time.
# zh: 这是 MBG/NBD，其中客户只在购买之后离开。这里客户随时可能离开。
known, pareto = parts.calibration, MBGNBD.fit(parts.calibration, period_days=7)
# `horizon_days` is in days, whatever the period of the model: 39 is 39 days, not weeks.
# zh: 不论模型的周期是多少，`horizon_days` 都以天为单位：39 就是 39 天，不是 39 周。
days = 39

# %% hints
# You need four numbers: from each of two models the number alive and the purchases.
# zh: 需要四个数：两个模型，各有活跃人数和购买次数。

# `probability_alive` and `expected_purchases` belong to both models. A change is new by old, less 1.
# zh: 两个模型都有 `probability_alive` 和 `expected_purchases`。变化比例是新值除以旧值再减 1。

# %% [markdown] points=2 decimals=3
# ## A colleague tests the forecast
#
# ```python
# forecast = bg.expected_purchases(parts.calibration, horizon_days=274).sum()
# came = (log["ordered_at"] >= "2023-10-01").sum()
# print(forecast / came - 1)
# ```
#
# Their two numbers are not about the same people. For the customers of the forecast alone, what is its bias
# (偏差) in the holdout: forecast over real purchases, less 1? Count purchases as `parts.holdout` does, a customer's
# orders of one day once. With 3 decimals; too low is negative.

# %% [markdown] lang="zh"
# ## 同事检验预测
#
# ```python
# forecast = bg.expected_purchases(parts.calibration, horizon_days=274).sum()
# came = (log["ordered_at"] >= "2023-10-01").sum()
# print(forecast / came - 1)
# ```
#
# 这两个数说的不是同一批客户。只看预测所涉及的客户，验证期的偏差（预测次数除以实际次数再减 1）是多少？购买次数按 `parts` 的口径：一位客户同一天的多笔订单算一次。保留 3 位小数；预测偏低为负数。

# %% solution
# The log also holds customers who first bought in the holdout; no forecast made in September knows them.
# Without them the forecast was far too high: a rival had opened in October, and constant rates cannot know that.
# zh: 流水里还有验证期才首次购买的客户，九月的预测不可能知道他们。去掉他们，预测其实偏高很多：十月有竞争对手开业，而购买率不变的模型无从得知。
table = evaluation.forecast(bg, parts)
q3 = table["expected"].sum() / table["actual"].sum() - 1

# %% wrong
# That is the colleague's own number. Whose orders are in the log after September, but not in the forecast?
# zh: 这就是同事算出的数。九月之后，哪些客户的订单在流水里，却不在预测里？
q3 = table["expected"].sum() / (log["ordered_at"] >= "2023-10-01").sum() - 1
# You divided by the forecast. Divide by the real purchases: they are the measure.
# zh: 你除以了预测值。应除以实际次数：实际次数才是标准。
q3 = table["actual"].sum() / table["expected"].sum() - 1
# That is how many purchases it was off. Which share of the real ones is that?
# zh: 这是相差的购买次数。它占实际次数的多大比例？
q3 = table["expected"].sum() - table["actual"].sum()
# The customers are right, but you counted orders. A customer's orders of one day are one purchase.
# zh: 客户选对了，但你数的是订单。一位客户同一天的多笔订单算一次购买。
late = log[log["ordered_at"] >= "2023-10-01"]
q3 = table["expected"].sum() / late["customer_id"].isin(table.index).sum() - 1
# You counted from the first day on, with the months that the model was fitted on. Test the unseen months.
# zh: 你从第一天数起，把拟合用过的月份也算进去了。只应检验模型没有见过的月份。
ends = {"calibration_end": "2023-09-30", "holdout_end": "2024-06-30"}
track = evaluation.tracking(bg, log, **ends, step_days=1)
q3 = track["expected"].iloc[-1] / track["actual"].iloc[-1] - 1

# %% hints
# `parts.holdout` has one row for each customer whom `bg` can know. Whose purchases does the log hold besides?
# zh: `parts.holdout` 里是 `bg` 可能知道的客户，每人一行。流水里还有谁的购买？

# `parts.holdout` has one row for each customer of the calibration, with their purchases in the holdout.
# zh: `parts.holdout` 对校准期的每位客户各有一行，记着他们在验证期的购买次数。

# %% [markdown] points=2
# ## When to worry?
#
# Anna made 6 repeat purchases, Bert 1, both the last at an age (客龄) of 170 days, and both are silent since.
# After how many days of silence does their probability of being alive (活跃概率) in `bg` first fall below one
# half? Whole days since the last purchase.

# %% [markdown] lang="zh"
# ## 什么时候该担心？
#
# Anna 重复购买过 6 次，Bert 1 次，最后一次都在客龄 170 天，此后两人都再没有购买。沉默多少天后，他们在 `bg` 中的活跃概率第一次低于二分之一？从末次购买算起，取整天数。

# %% solution
# Only the age grows. Anna falls below one half much sooner: she used to come every four weeks, so her silence
# says more.
# zh: 只有客龄在增长。Anna 早得多就跌破二分之一：她以前大约每四周来一次，所以她的沉默更说明问题。
silent = np.arange(1, 5001)
rows = pd.DataFrame({"age_at_last_days": 170, "age_days": 170 + silent})
anna = bg.probability_alive(rows.assign(repeat_purchases=6)).to_numpy()
bert = bg.probability_alive(rows.assign(repeat_purchases=1)).to_numpy()
q4 = {"Anna": silent[anna < 0.5][0], "Bert": silent[bert < 0.5][0]}

# %% wrong
# Those are ages, days since the first purchase. The silence begins with the last one.
# zh: 这是客龄，即从首次购买算起的天数。沉默从末次购买开始。
q4 = {name: days + 170 for name, days in q4.items()}
# That is the last day at one half or more. Which is the first one below?
# zh: 这是概率仍不低于二分之一的最后一天。第一次低于它是哪一天？
q4 = {name: days - 1 for name, days in q4.items()}
# You swapped the two. For whom are three months without a purchase unusual?
# zh: 你把两个人弄反了。三个月不购买，对谁来说才反常？
q4 = {"Anna": q4["Bert"], "Bert": q4["Anna"]}
# Those are weeks. The model's rates are per week, but the table and the answer are in days.
# zh: 这是周数。模型的购买率按周计，但表格和答案都按天计。
q4 = {name: days // 7 for name, days in q4.items()}
# You gave both the same wait. They differ in how often they bought: ask the model twice.
# zh: 你给两人同样的天数。他们的购买次数不同：要问模型两次。
q4["Anna"] = q4["Bert"]

# %% hints
# Make a table with one row for each day of silence. Which of the three columns changes from row to row?
# zh: 做一张表，沉默的每一天各占一行。三列中哪一列逐行变化？

# `age_at_last_days` is 170 in every row, `age_days` begins at 171. Which row is the first below one half?
# zh: 每一行的 `age_at_last_days` 都是 170，`age_days` 从 171 开始。哪一行第一次低于二分之一？

# %% [markdown] points=3 decimals=0
# ## Who gets the catalogue?
#
# In the holdout every customer of the calibration got a catalogue, for `catalogue_cost` yuan each. A purchase
# leaves `margin` (毛利) yuan. Whoever gets no catalogue buys nothing. Three lists were possible in September:
#
# - `"everybody"`: all customers of the calibration;
# - `"alive"`: those with a probability of being alive of at least one half in `bg`;
# - `"forecast"`: those whose expected purchases in the 274 days by `bg`, times `margin`, exceed
#   `catalogue_cost`.
#
# Look back from June 2024: a list's profit is the margin of the purchases that its customers *really* made in
# the holdout, less its catalogues. Which list earns most, and how many yuan more than `"everybody"` (0 if it
# is that list)? Whole yuan.

# %% [markdown] lang="zh"
# ## 产品目录寄给谁？
#
# 验证期内，校准期的每位客户都收到一份产品目录，每份成本 `catalogue_cost` 元。每次购买的毛利是 `margin` 元。没有收到目录的人不会购买。九月时有三份名单可选：
#
# - `"everybody"`：校准期的全体客户；
# - `"alive"`：在 `bg` 中活跃概率不低于二分之一的客户；
# - `"forecast"`：`bg` 预期的 274 天购买次数乘以 `margin` 高于 `catalogue_cost` 的客户。
#
# 从 2024 年 6 月回头看：名单的利润等于名单上的客户在验证期*实际*购买的毛利减去目录成本。哪份名单利润最高？比 `"everybody"` 多多少元（若就是它，填 0）？以元为单位，取整数。

# %% solution
# A customer earns the margin of their purchases, less a catalogue; a list is a sum. To be alive is not enough:
# whoever never came back counts as alive, but hardly buys. The forecast pays even though it was too high.
# zh: 一位客户的利润是购买毛利减去一份目录，名单的利润是各人之和。仅仅活跃还不够：从未再来的人也算活跃，却很少购买。预测虽然偏高，按它选人仍然划算。
table = evaluation.forecast(bg, parts)
earned = margin * table["actual"] - catalogue_cost
alive = bg.probability_alive(parts.calibration) >= 0.5
chosen = margin * table["expected"] > catalogue_cost
lists = {"alive": earned[alive].sum(), "everybody": earned.sum(), "forecast": earned[chosen].sum()}
best = max(lists, key=lists.get)
q5 = {"list": best, "gain": lists[best] - lists["everybody"]}

# %% wrong
# That list keeps all who never came back, since they count as alive. What do they earn?
# zh: 这份名单留下了所有从未再来的人，因为他们都算活跃。他们带来多少利润？
q5 = {"list": "alive", "gain": lists["alive"] - lists["everybody"]}
# Many customers buy nothing, and their catalogue is lost. Work out the other two lists, too.
# zh: 很多客户什么也不买，目录白寄了。把另外两份名单也算一算。
q5 = {"list": "everybody", "gain": 0}
# The list is right. Your gain is what the forecast promised: count the purchases that really came.
# zh: 名单选对了。你的差额是预测的数：应当用实际发生的购买。
earned = margin * table["expected"] - catalogue_cost
# The list is right. That is its whole profit: how much more is it than that of everybody?
# zh: 名单选对了。这是它的全部利润：比寄给所有人多多少？
q5 = {"list": "forecast", "gain": lists["forecast"]}
# The list is right. You counted the catalogues saved, but not the purchases lost with them.
# zh: 名单选对了。你算了省下的目录，却没有算因此失去的购买。
q5 = {"list": "forecast", "gain": catalogue_cost * (~chosen).sum()}
# You chose customers by the purchases that came later. In September nobody knew them: choose by the forecast.
# zh: 你用后来发生的购买来选客户。九月时没有人知道这些：应当按预测来选。
q5 = {"list": "forecast", "gain": earned[earned > 0].sum() - earned.sum()}

# %% hints
# `evaluation.forecast(bg, parts)` has one row a customer. Which column makes the list, which the profit?
# zh: `evaluation.forecast(bg, parts)` 每位客户一行。哪一列用来选名单，哪一列用来算利润？

# What did each customer really earn, a catalogue deducted? Add that up over each list.
# zh: 每位客户扣除目录成本后实际带来多少？对每份名单求和。
