# %% [markdown]
# # Exercises to 52: A gas utility's arrears
#
# **Your company** A gas utility has 6,000 accounts in arrears: homes, restaurants and boiler houses. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan. The board meets on Friday.
#
# - `ledger`: last year's overdue bills as the billing system wrote them, one row a bill and month: `bill`, `month`, `state` (reminded, final notice, cut off, paid, lost). Some states are spelt otherwise, some rows stand there twice.
# - `open_now`: the money that is open today, by state.
# - `bills`: one row an overdue bill: `late` (late bills in the year before), `cut_off` (1: cut off within four months, 0: not).
# - `applicants`, `trial` and `waiting` are explained where they are used.
#
# **Before this** [52 A power utility's arrears](../../notebooks/5_cases/52_arrears.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 52：燃气公司的欠费
#
# **你的公司** 一家燃气公司有 6,000 个欠费账户：居民、餐馆和锅炉房。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。星期五开董事会。
#
# - `ledger`：去年过期账单的台账，保持收费系统的原样，每张账单每月一行。`bill` 是账单，`month` 是月份，`state` 是状态（reminded：已提醒；final notice：最后通知；cut off：已停气；paid：付清；lost：损失）。有些状态写法不同，有些行重复。
# - `open_now`：今天未收的钱，按状态分。
# - `bills`：每张过期账单一行。`late` 是上一年逾期的账单数（分组），`cut_off` 为 1 表示四个月内停了气，0 表示没有。
# - `applicants`、`trial` 和 `waiting` 用到时再说明。
#
# **先修** [52 电力公司的欠费](../../../notebooks/zh/5_cases/52_arrears.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies
from crmkit.campaigns import roll_rates as _roll_rates
from crmkit.campaigns import visits as _visits

_firm = _replace(
    _companies.Utility.from_card(),
    kind_share={"home": 0.7, "restaurant": 0.24, "boiler house": 0.06},
    median_amount={"home": float(rng.uniform(200, 260)), "restaurant": float(rng.uniform(850, 1000)),
                   "boiler house": float(rng.uniform(1800, 2200))},
    amount_spread=0.5,
    late_bills={"home": 2.0, "restaurant": 2.5, "boiler house": 2.0},
    kind_effect={"home": 0.0, "restaurant": -0.4, "boiler house": 0.9},
    visit_effect={"home": 0.4, "restaurant": float(rng.uniform(1.4, 1.6)), "boiler house": 0.35},
    visit_effect_state={"reminded": 0.0, "final notice": 0.5, "cut off": -0.4},
    monthly_moves={"reminded": [0.6, 0.12, 0.28], "final notice": [0.52, 0.16, 0.32],
                   "cut off": [0.28, 0.34, 0.38]},
)  # fmt: skip
_made = _companies.power_utility(
    n_trial=24_000, seed=int(rng.integers(1, 10**6)), parameters=_firm
)
ledger = _made.ledger
open_now = _made.accounts.groupby("state")["amount"].sum().round(2)
_clean = ledger.assign(state=ledger["state"].str.strip().str.lower()).drop_duplicates()
_rolled = _roll_rates.reached(_clean, start="reminded", goal="cut off", within_months=4)
bills = _made.bills.join(_rolled.rename("cut_off"), how="inner")
_classes = _pd.cut(bills["late_bills"], [-1, 0, 2, 4, 12], labels=["0", "1-2", "3-4", "5-12"])
bills = _pd.DataFrame({"late": _classes.astype("str"), "cut_off": bills["cut_off"]})
# What a score promises is what comes, on average.
_chance = rng.beta(0.9, 3.5, 2400)
applicants = _pd.DataFrame(
    {"chance": _chance.round(4), "bad": (rng.random(2400) < _chance).astype("int64")},
    index=_pd.RangeIndex(1, 2401, name="applicant"),
)
_scores = _visits.out_of_fold_money(
    _made.trial, visited="visited", paid="paid", amount="amount",
    traits=["kind", "state", "tenant", "late_bills"], folds=2, seed=1,
)  # fmt: skip
trial = _made.trial[["kind", "state", "amount", "visited", "recovered"]].assign(
    group=_made.trial["kind"] + ", " + _made.trial["state"],
    risk=(1 - _scores["chance_alone"]).round(4),
    money_added=_scores["expected_gain"].round(2),
)
waiting = (_made.accounts["kind"] + ", " + _made.accounts["state"]).value_counts().sort_index()
waiting = waiting.rename_axis("group").rename("waiting")

# %%
import numpy as np
import pandas as pd

from crmkit.campaigns import cost_cut, roll_rates, scorecard, visits

# %%
ledger, bills, open_now = sheet["ledger"], sheet["bills"], sheet["open_now"]
applicants, trial, waiting = sheet["applicants"], sheet["trial"], sheet["waiting"]
ledger.head()

# %% [markdown] points=2 decimals=3
# ## The ledger as it came
#
# Write all states in small letters and without blanks around them; then drop what stands there twice. How many rows did you drop (`"doubled"`)? And of the bills with a final notice, what share is cut off a month later (`"rate"`, a share between 0 and 1 with 3 decimals)?

# %% [markdown] lang="zh"
# ## 原样的台账
#
# 先把状态统一成小写，去掉首尾空格，再删去重复的行。删了多少行（`"doubled"`）？收到最后通知（`final notice`）的账单，一个月后有多大比例停了气（`"rate"`，0 到 1 之间的数，保留 3 位小数）？

# %% solution
# A roll rate divides the moves by the bills of the state that they leave.
# zh: 迁徙率以出发状态的账单数为分母。
mended = ledger.assign(state=ledger["state"].str.strip().str.lower()).drop_duplicates()
moves = roll_rates.roll_rates(mended)
chain = roll_rates.matrix(moves)
q1 = {"doubled": len(ledger) - len(mended), "rate": chain.loc["final notice", "cut off"]}

# %% wrong
# That is how many rows are left. How many did you drop?
# zh: 这是剩下的行数。删了多少行？
q1["doubled"] = len(mended)
# You counted both rows of each pair. One of the two stays.
# zh: 成对的两行你都数了。每对要留一行。
q1["doubled"] = int(ledger.duplicated(keep=False).sum())
# That is the share that is paid a month later.
# zh: 这是一个月后付清的比例。
q1["rate"] = chain.loc["final notice", "paid"]
# That is the share that still has a final notice a month later.
# zh: 这是一个月后仍停在最后通知的比例。
q1["rate"] = chain.loc["final notice", "final notice"]
# You divided by all moves. A roll rate divides by the bills of the state that they leave.
# zh: 你除以了所有的转移。迁徙率以出发状态的账单数为分母。
q1["rate"] = moves.loc[("final notice", "cut off"), "happened"] / moves["happened"].sum()
# You divided by the bills that arrived. A roll rate divides by those that left.
# zh: 你除以了到达的账单。迁徙率以出发的账单为分母。
q1["rate"] = moves["happened"].unstack().pipe(lambda t: t["cut off"] / t["cut off"].sum())["final notice"]
# You counted rows by state. A bill that stays for months stands there several times; follow each bill from month to month.
# zh: 你数的是各状态的行数。停留数月的账单有好几行；要逐月跟踪每张账单。
q1["rate"] = (mended["state"] == "cut off").sum() / (mended["state"] == "final notice").sum()
# You counted what was respelt. How many rows did you drop?
# zh: 这是改了写法的行数。删了多少行？
q1["doubled"] = int((ledger["state"] != ledger["state"].str.strip().str.lower()).sum())
# You left the double rows in: a bill then seems to stay where it is.
# zh: 你没有删去重复的行，账单看上去就像停在原地。
rows = ledger.assign(state=ledger["state"].str.strip().str.lower()).sort_values(["bill", "month"])
rows["after"] = rows.groupby("bill")["state"].shift(-1)
following = rows.loc[rows["state"] == "final notice", "after"].dropna()
q1["rate"] = (following == "cut off").mean()
# You counted the final notices of the last month, too. What became of them nobody knows yet.
# zh: 你把最后一个月的最后通知也算进了分母。它们的下个月还不知道。
into = moves.loc[("final notice", "cut off"), "happened"]
q1["rate"] = into / (mended["state"] == "final notice").sum()
# That is the share that is ever cut off. How many are a month later?
# zh: 这是早晚会停气的比例。题目问的是一个月后。
ways = mended.groupby("bill")["state"].agg(set)
noticed = ways[ways.map(lambda way: "final notice" in way)]
q1["rate"] = noticed.map(lambda way: "cut off" in way).mean()
# That is the step before: of the bills in the first reminder, the share that gets a final notice.
# zh: 这是前一步：第一次提醒的账单中收到最后通知的比例。
q1["rate"] = chain.loc["reminded", "final notice"]

# %% hints
# `.str.strip().str.lower()` mends the spelling, `.drop_duplicates()` the double rows.
# zh: `.str.strip().str.lower()` 统一写法，`.drop_duplicates()` 去掉重复的行。

# `roll_rates.matrix(roll_rates.roll_rates(...))` has one row a state now and one column a state next month.
# zh: `roll_rates.matrix(roll_rates.roll_rates(...))` 每行是现在的状态，每列是下个月的状态。

# %% [markdown] points=2 decimals=0
# ## What will be lost
#
# With the roll rates of the first question (not rounded): how much of all the money in `open_now` will be lost in the end? Whole yuan.

# %% [markdown] lang="zh"
# ## 会损失多少
#
# 用第一题的迁徙率（不要四舍五入）：`open_now` 中的钱，最终一共会损失多少？单位为元，取整数。

# %% solution
# Each state has its own share that is lost in the end, whatever ways a bill takes.
# zh: 每种状态都有自己的最终损失比例，不管账单中间怎么走。
mended = ledger.assign(state=ledger["state"].str.strip().str.lower()).drop_duplicates()
chain = roll_rates.matrix(roll_rates.roll_rates(mended))
ends = roll_rates.absorbed(chain)
q2 = (ends.loc[open_now.index, "lost"] * open_now).sum()

# %% wrong
# That is what will be paid.
# zh: 这是最终能收回的钱。
q2 = (ends.loc[open_now.index, "paid"] * open_now).sum()
# That is lost within a month. Bills go on to roll after that.
# zh: 这是一个月内的损失。之后账单还会继续恶化。
q2 = (chain.loc[open_now.index, "lost"] * open_now).sum()
# That is the loss on bills that are cut off already. Some of the others will follow.
# zh: 这只是已停气账单的损失。其余的也有一部分会走到这一步。
q2 = ends.loc["cut off", "lost"] * open_now["cut off"]
# You averaged the shares of the three states, as if each held as much money.
# zh: 你把三种状态的比例简单平均，好像每种状态的钱一样多。
q2 = ends["lost"].mean() * open_now.sum()
# That is all that is not paid within a month. Much of it is paid later.
# zh: 这是一个月内没有付清的钱。其中很多以后会付。
q2 = ((1 - chain.loc[open_now.index, "paid"]) * open_now).sum()
# You took all that is cut off as lost. Some of it is still paid.
# zh: 你把已停气的全部算作损失。其中一部分还会付清。
q2 = open_now["cut off"]
# The two tables name the states in different orders. Multiply by name, not by place.
# zh: 两张表里状态的次序不同。要按名称相乘，不能按位置。
q2 = (ends["lost"].to_numpy() * open_now.to_numpy()).sum()
# You took the share of all last year's bills that was lost. What is open today stands further along.
# zh: 你用了去年全部账单的损失比例。今天未收的账单有不少已经走得更远。
q2 = (mended["state"] == "lost").sum() / mended["bill"].nunique() * open_now.sum()
# You rounded the shares before you multiplied.
# zh: 你先把比例四舍五入，再去相乘。
q2 = (ends.loc[open_now.index, "lost"].round(2) * open_now).sum()

# %% hints
# `roll_rates.absorbed` says of each state how likely a bill is to be paid in the end, and how likely lost.
# zh: `roll_rates.absorbed` 给出各状态的账单最终付清和损失的概率。

# Multiply the column `lost` by `open_now`, state by state, and add up.
# zh: 把 `lost` 一列与 `open_now` 按状态相乘，再求和。

# %% [markdown] points=2 decimals=3
# ## An early warning
#
# Take `bills`. What is the weight of evidence of the group `"5-12"` of `late` (`"woe"`; good, not cut off, over bad, cut off), and what is the information value of `late` (`"iv"`)? Both with 3 decimals.

# %% [markdown] lang="zh"
# ## 预警
#
# 用 `bills`。`late` 中 `"5-12"` 这一组的证据权重是多少（`"woe"`；好即没有停气，坏即停了气，好的占比除以坏的占比）？`late` 的信息值是多少（`"iv"`）？都保留 3 位小数。

# %% solution
# Many late bills speak against an account: that group is commoner among the bad than among the good.
# zh: 逾期次数多，对账户不利：这一组在坏账户中的占比高于在好账户中的占比。
woe = scorecard.weights_of_evidence(bills, bad="cut_off", trait="late")
values = scorecard.information_values(bills, bad="cut_off", traits=["late"])
q3 = {"woe": woe.loc["5-12", "estimate"], "iv": values.loc["late", "estimate"]}

# %% wrong
# The sign is turned: good goes above the line.
# zh: 符号反了：好客户应在分子上。
q3["woe"] = -q3["woe"]
# That is the logarithm of the good over the bad in the group. Weights compare its shares of all good and of all bad.
# zh: 这是组内好坏人数之比的对数。证据权重比较的是它在全部好客户和全部坏客户中的占比。
group = woe.loc["5-12"]
q3["woe"] = np.log((group["customers"] - group["bads"]) / group["bads"])
# That is the ratio of the two shares. The weight is its logarithm.
# zh: 这是两种占比之比。证据权重是它的对数。
q3["woe"] = np.exp(q3["woe"])
# You took the logarithm to base 10. The natural one is meant, `np.log`.
# zh: 你取了以 10 为底的对数。应取自然对数 `np.log`。
q3["woe"] = q3["woe"] / np.log(10)
# That is the weight of the group without late bills.
# zh: 这是没有逾期账单的那一组的权重。
q3["woe"] = woe.loc["0", "estimate"]
# You added up the weights. Each counts by the difference of the group's two shares.
# zh: 你把各组权重直接相加了。每个权重要乘以该组两种占比之差。
q3["iv"] = woe["estimate"].sum()
# You added up the sizes of the weights. Each counts by the difference of the group's two shares.
# zh: 你把权重的绝对值相加了。每个权重要乘以该组两种占比之差。
q3["iv"] = woe["estimate"].abs().sum()
# That is the part of one group. The information value adds up all groups.
# zh: 这只是其中一组。信息值要把各组加起来。
bad, all_ = woe["bads"], woe["customers"]
parts = ((all_ - bad) / (all_ - bad).sum() - bad / bad.sum()) * woe["estimate"]
q3["iv"] = parts["5-12"]
# You weighed with each group's share of all bills. Each weight counts by the difference of the shares of the good and of the bad.
# zh: 你用各组在全部账单中的占比加权了。每个权重要乘以好、坏两种占比之差。
q3["iv"] = (woe["estimate"] * woe["customers"] / woe["customers"].sum()).sum()

# %% hints
# `scorecard.weights_of_evidence(bills, bad="cut_off", trait="late")` has the weights in `estimate`.
# zh: `scorecard.weights_of_evidence(bills, bad="cut_off", trait="late")` 的 `estimate` 一列就是权重。

# `scorecard.information_values(bills, bad="cut_off", traits=["late"])` adds them up.
# zh: `scorecard.information_values(bills, bad="cut_off", traits=["late"])` 把它们汇总。

# %% [markdown] points=2 decimals=0
# ## Who must leave a deposit?
#
# `applicants` want gas: `chance` is the probability of not paying that a score gives, `bad` (1 or 0) what came of it. Asking a good applicant for a deposit puts them off and costs 60 yuan; not asking a bad one costs 180. What do all of them cost together if everybody with a chance above 0.5 must leave a deposit (`"half"`), and what with the cut that follows from the two costs (`"best"`)? Whole yuan.

# %% [markdown] lang="zh"
# ## 向谁收押金？
#
# `applicants` 是申请用气的客户：`chance` 是评分给出的不付款概率，`bad` 为 1 表示后来真的没付。向好客户收押金，惹恼客户的代价是 60 元；没有向坏客户收押金，代价是 180 元。若向概率高于 0.5 的人收押金，总代价是多少（`"half"`）？若用由这两种代价得出的分界点，总代价又是多少（`"best"`）？单位为元，取整数。

# %% solution
# The cut is 60 / (60 + 180): from there on a deposit costs less than it saves.
# zh: 分界点是 60 / (60 + 180)：从这里起，收押金的代价小于它省下的。
prices = {"false_alarm": 60, "miss": 180}
cuts = [0.5, cost_cut.best_cut(**prices)]
table = cost_cut.costs_by_cut(applicants["chance"], applicants["bad"], cuts=cuts, **prices)
q4 = {"half": table["cost"].iloc[0], "best": table["cost"].iloc[1]}

# %% wrong
# Your cut is 60 / 180. The cost of a deposit stands below the line, too: 60 / (60 + 180).
# zh: 你的分界点是 60 / 180。分母里也要有押金的代价：60 / (60 + 180)。
cuts = [0.5, 60 / 180]
# Your cut is 180 / (60 + 180). The dearer a missed bad one, the *lower* the cut.
# zh: 你的分界点是 180 / (60 + 180)。漏掉坏客户的代价越大，分界点应越*低*。
cuts = [0.5, 180 / 240]
# You exchanged the two costs.
# zh: 你把两种代价对调了。
prices = {"false_alarm": 180, "miss": 60}
# You exchanged the two answers.
# zh: 你把两个答案对调了。
q4 = {"half": q4["best"], "best": q4["half"]}
# That is for one applicant. All of them together are asked for.
# zh: 这是平均每位申请人的代价。题目问的是总代价。
q4 = {name: cost / len(applicants) for name, cost in q4.items()}
# You left out the bad ones who were not asked.
# zh: 你漏掉了没有收押金的坏客户。
q4 = {name: cost - 180 * missed for (name, cost), missed in zip(q4.items(), table["missed"], strict=True)}
# You charged everybody who must leave a deposit. With a bad one nothing is lost.
# zh: 你对每个收押金的人都算了代价。向坏客户收押金没有损失。
charged = 60 * table["refused"] + 180 * table["missed"]
q4 = {"half": charged.iloc[0], "best": charged.iloc[1]}
# You left out the good ones who were asked.
# zh: 你漏掉了被收押金的好客户。
q4 = dict(zip(q4, 180 * table["missed"], strict=True))
# That is the cut. What does it cost all of them together?
# zh: 这是分界点。题目问的是总代价。
q4["best"] = cuts[1]
# You looked for the cheapest cut in what came of these very applicants. The two costs give it beforehand.
# zh: 你用这些申请人后来的结果找出了最省的分界点。由两种代价，事先就能算出分界点。
every = sorted(applicants["chance"].unique())
tried = cost_cut.costs_by_cut(applicants["chance"], applicants["bad"], cuts=every, **prices)
q4["best"] = tried["cost"].min()
# Nobody leaves a deposit there. From the cut on, somebody must.
# zh: 这是谁都不收押金的代价。高于分界点的人要收。
q4["best"] = 180 * applicants["bad"].sum()

# %% hints
# `cost_cut.best_cut(false_alarm=60, miss=180)` is the cut.
# zh: `cost_cut.best_cut(false_alarm=60, miss=180)` 就是分界点。

# `cost_cut.costs_by_cut(applicants["chance"], applicants["bad"], cuts=[...], false_alarm=60, miss=180)` has the costs.
# zh: `cost_cut.costs_by_cut(applicants["chance"], applicants["bad"], cuts=[...], false_alarm=60, miss=180)` 给出代价。

# %% [markdown] points=2 decimals=0
# ## What the order is worth
#
# `trial` has accounts of last year among which a lot decided who was `visited`; `recovered` is what came in within 90 days. `risk` (the chance to pay nothing without a visit) and `money_added` (what a visit adds) come from models that had not seen the account. How much more do 500 visits to 6,000 accounts bring in the order of `money_added` than in that of `risk` (`"more"`), and what is the lower end of its 95 % interval (`"low"`)? Whole yuan.

# %% [markdown] lang="zh"
# ## 顺序值多少钱
#
# `trial` 是去年的账户，由抽签决定是否上门（`visited`）；`recovered` 是 90 天内收回的钱。`risk`（不上门就不付款的概率）和 `money_added`（上门多收的钱）都来自训练时没有用到该账户的模型。6,000 个账户上门 500 次，按 `money_added` 排序比按 `risk` 排序多带来多少（`"more"`）？其 95% 置信区间的下限是多少（`"low"`）？单位为元，取整数。

# %% solution
# Who comes first in both orders adds nothing to the difference, nor to its interval.
# zh: 在两种顺序中都靠前的账户，对差额没有影响，对区间也没有。
asked = {"orders": ["money_added", "risk"], "visited": "visited", "recovered": "recovered"}
asked |= {"visits": 500, "accounts": 6000}
values = visits.order_values(trial, **asked)
row = visits.order_differences(trial, against="money_added", **asked).loc["risk"]
q5 = {"more": row["estimate"], "low": row["low"]}

# %% wrong
# That is what the visits bring by `money_added`. How much more is it than by `risk`?
# zh: 这是按 `money_added` 排序带来的钱。比按 `risk` 多多少？
q5["more"] = values.loc["money_added", "estimate"]
# The sign is turned. `against` is the order that the others are taken from.
# zh: 符号反了。`against` 是被减的那个顺序。
q5 = {"more": -row["estimate"], "low": -row["high"]}
# That is for one visit. There are 500.
# zh: 这是平均每次上门的差额。一共 500 次。
q5 = {"more": row["estimate"] / 500, "low": row["low"] / 500}
# That is the upper end.
# zh: 这是上限。
q5["low"] = row["high"]
# You took one lower end from the other. The difference has an interval of its own: paired.
# zh: 你把两个下限相减了。差额有自己的（配对）区间。
q5["low"] = values["low"].diff().iloc[-1] * -1
# That is what the visits bring by `money_added`, both times. How much more is it than by `risk`?
# zh: 这两个数都只是按 `money_added` 排序带来的钱。比按 `risk` 多多少？
q5 = values.loc["money_added", ["estimate", "low"]].set_axis(["more", "low"]).to_dict()
# That is what the visits bring by `money_added` after their cost. How much more is it than by `risk`?
# zh: 这是按 `money_added` 排序带来的钱（已扣成本）。比按 `risk` 多多少？
kept = visits.order_values(trial, cost=80, **asked).loc["money_added"]
q5 = {"more": kept["estimate"], "low": kept["low"]}
# You took the cost off the difference. Both orders send 500, so it cancels.
# zh: 你从差额里又扣了成本。两种顺序都上门 500 次，成本已经抵消。
q5 = {"more": row["estimate"] - 500 * 80, "low": row["low"] - 500 * 80}
# You took the upper end of one order from the lower end of the other. The difference has an interval of its own: paired.
# zh: 你用一个顺序的下限减去另一个顺序的上限。差额有自己的（配对）区间。
q5["low"] = values.loc["money_added", "low"] - values.loc["risk", "high"]
# You compared what came in from the visited alone. Some of them would have paid without a visit.
# zh: 你只比较了上门后收回的钱。其中有些人不上门也会付。
first = {name: trial.nlargest(len(trial) * 500 // 6000, name) for name in asked["orders"]}
came = {name: at.loc[at["visited"] == 1, "recovered"].mean() for name, at in first.items()}
q5["more"] = 500 * (came["money_added"] - came["risk"])
# That is what the model promises. What did the lot show?
# zh: 这是模型预期的数。抽签试验的结果是多少？
first = {name: trial.nlargest(len(trial) * 500 // 6000, name) for name in asked["orders"]}
q5["more"] = 500 * (first["money_added"]["money_added"].mean() - first["risk"]["money_added"].mean())
# You compared with the order of `amount`. The present order is that of `risk`.
# zh: 你比较的是按 `amount` 排序。现行的顺序是按 `risk`。
asked["orders"] = ["money_added", "amount"]
row = visits.order_differences(trial, against="money_added", **asked).loc["amount"]
q5 = {"more": row["estimate"], "low": row["low"]}
# You took 500 visits of the accounts of the trial. The budget is 500 of 6,000.
# zh: 你按试验的账户数算了 500 次上门。预算是 6,000 户里上门 500 次。
asked["accounts"] = len(trial)

# %% hints
# `visits.order_differences` holds one order against another; `visits.order_values` gives each by itself.
# zh: `visits.order_differences` 比较两种顺序；`visits.order_values` 分别给出每一种。

# `orders=["money_added", "risk"], against="money_added", visits=500, accounts=6000`, and the columns `visited` and `recovered`.
# zh: `orders=["money_added", "risk"], against="money_added", visits=500, accounts=6000`，再加上 `visited` 和 `recovered` 两列。

# %% [markdown] points=4
# ## Where do the 500 go?
#
# `waiting` says how many accounts there are today in each `group` (kind and state). You have up to 500 visits at 80 yuan each. How many go to which group? Fill in a whole number for each of the nine groups, 0 where nobody goes; no group gets more than are waiting. Within a group the accounts are drawn by lot. What counts is the value of a visit as measured in `trial` by `group` (the estimate, after the cost), times the visits.

# %% [markdown] lang="zh"
# ## 500 次去哪里？
#
# `waiting` 给出今天各组（`group`，即类别和状态）的账户数。最多上门 500 次，每次 80 元。每组去几次？九个组各填一个整数，不去的填 0；每组不能超过该组的户数。组内由抽签决定去哪几户。看的是在 `trial` 中按 `group` 测得的一次上门的价值（估计值，已扣成本），乘以上门次数。

# %% starter
q6 = {
    "boiler house, cut off": ...,
    "boiler house, final notice": ...,
    "boiler house, reminded": ...,
    "home, cut off": ...,
    "home, final notice": ...,
    "home, reminded": ...,
    "restaurant, cut off": ...,
    "restaurant, final notice": ...,
    "restaurant, reminded": ...,
}

# %% solution
# Fill the group in which a visit brings most, then the next, until 500 are used or a visit no longer pays.
# zh: 先排满一次上门带来最多的组，再排下一组，直到用完 500 次，或上门不再划算。
measured = visits.visit_values(
    trial, visited="visited", recovered="recovered", by="group", cost=80
)
value = measured["estimate"].reindex(waiting.index)
options, nothing = set(waiting.index), dict.fromkeys(waiting.index, 0)


def worth(plan):
    sent = pd.Series(plan, dtype=float)
    if (sent < 0).any() or (sent % 1 != 0).any():
        raise ValueError("visits are whole numbers of 0 or more / 上门次数须为非负整数")
    if sent.sum() > 500:
        raise ValueError(f"these are {sent.sum():.0f} visits, and you have 500 / 超过了 500 次")
    over = sent[sent > waiting.reindex(sent.index)]
    if len(over):
        raise ValueError(f"more visits than accounts / 次数超过户数: {'; '.join(over.index)}")
    return float((sent * value.reindex(sent.index)).sum())


def filled(order):
    """The groups in this order, each in full, until 500 visits are used."""
    plan, left = dict.fromkeys(waiting.index, 0), 500
    for name in order:
        plan[name] = int(min(left, waiting[name]))
        left -= plan[name]
    return plan


q6 = filled(value[value > 0].sort_values(ascending=False).index)

# %% wrong
# You go to those most at risk. They rarely pay, visited or not.
# zh: 你去的是风险最高的组。无论上不上门，他们大多都不付。
q6 = filled(trial.groupby("group")["risk"].mean().sort_values(ascending=False).index)
# You go where most is owed, to the boiler houses. Most of them pay without a visit, too.
# zh: 你去的是欠得最多的锅炉房。不上门，其中大多数也会付。
q6 = filled(trial.groupby("group")["amount"].mean().sort_values(ascending=False).index)
# You send as many to each group as its share of all accounts. Most visits then go to homes, where they cost more than they bring.
# zh: 你按各组户数的比例分配。这样大多数上门去了居民家，花的比收回的多。
q6 = (waiting * 500 // waiting.sum()).to_dict()
# You spread the visits evenly. A visit brings far more in some groups than in others.
# zh: 你平均分配了。一次上门在有的组带来的钱比别的组多得多。
q6 = {name: int(min(55, number)) for name, number in waiting.items()}
# You fill the group in which a visit brings least first.
# zh: 你先排满了上门带来最少的组。
q6 = filled(value.sort_values().index)
# You go only to homes. A visit there costs more than it brings.
# zh: 你只去居民家。在那里，上门的花费超过收回的钱。
q6 = filled(["home, reminded"])
# The best group is right, but you have visits left, and other groups pay, too.
# zh: 最好的组选对了，但次数还有剩余，别的组也划算。
q6 = filled([value.idxmax()])

# %% policies
homes, restaurants, boilers = (
    [f"{kind}, {state}" for state in ("reminded", "final notice", "cut off")]
    for kind in ("home", "restaurant", "boiler house")
)
policies = {"nobody": nothing, "in proportion": (waiting * 500 // waiting.sum()).to_dict()}
policies["evenly"] = {name: int(min(55, number)) for name, number in waiting.items()}
for name in waiting.index:
    policies[f"only {name}"] = filled([name])
for name in ("risk", "amount", "money_added"):
    policies[f"groups by {name}"] = filled(
        trial.groupby("group")[name].mean().sort_values(ascending=False).index
    )
policies["groups by loss"] = filled(
    (trial["risk"] * trial["amount"]).groupby(trial["group"]).mean().sort_values().index[::-1]
)
for label, groups in (("restaurants", restaurants), ("boiler houses", boilers)):
    policies[f"{label}, in proportion"] = nothing | (
        waiting[groups] * min(500, waiting[groups].sum()) // waiting[groups].sum()
    ).to_dict()
for number in (50, 100, 150, 200):
    policies[f"{number} to restaurants with a final notice, the rest to homes"] = nothing | {
        restaurants[1]: number, homes[1]: 500 - number
    }  # fmt: skip
for number in (0, 100, 200):
    policies[f"{number} to boiler houses, then reminded restaurants"] = {
        **filled([boilers[0]]), restaurants[0]: number
    }  # fmt: skip
notices = waiting[[homes[1], restaurants[1], boilers[1]]]
policies["final notices, in proportion"] = nothing | (notices * 500 // notices.sum()).to_dict()
policies["250 to reminded restaurants"] = nothing | {restaurants[0]: 250}
policies["restaurants cut off, then reminded"] = filled([restaurants[2], restaurants[0]])

# %% hints
# `visits.visit_values(trial, visited="visited", recovered="recovered", by="group", cost=80)` values a visit. Where is it above 0?
# zh: `visits.visit_values(trial, visited="visited", recovered="recovered", by="group", cost=80)` 给出一次上门的价值。哪里大于 0？

# Begin with the highest value, take as many as are waiting, and go on to the next until 500 are used.
# zh: 从价值最高的组开始，等多少户就排多少次，再排下一组，直到用完 500 次。
