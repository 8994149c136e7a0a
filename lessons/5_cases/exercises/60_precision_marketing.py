# %% [markdown]
# # Exercises to 60: Precision marketing
#
# **Your company** You run the data platform of a retailer. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `records`: the records of three channels: `channel`, `phone`, `email`, `name`, `birth_year`; a field is missing where it was not asked.
# - `person`: whose record each is, as clerks have found out (a Series by record).
# - `customers`: the customers so checked: `group`, `margin` (of a purchase of theirs, yuan), `opted_out`, `minor`, `complaint` (1: yes), and `contacts` (offers they have had this month).
# - `trial`: other customers, who had an `offer` by lot (coupon, sample, call, or none): `group`, `offer`, `bought` (1: within the month).
# - `prospects`: a list that a partner asks for, without names: `postcode`, `age`.
#
# A coupon costs 1 yuan, a sample 6, a call 18. This month there are 5,000 yuan and 1,000 contacts; a customer may have two offers a month, those already had included.
#
# **Before this** [60 Precision marketing](../../notebooks/5_cases/60_precision_marketing.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 60：精准营销
#
# **你的公司** 你负责一家零售企业的数据管理平台。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `records`：三个渠道的记录，有 `channel`（渠道）、`phone`（手机号）、`email`（邮箱）、`name`（姓名）、`birth_year`（出生年份）；没有问过的就是缺失。
# - `person`：人工核实的结果，每条记录是谁的（按记录编号的 Series）。
# - `customers`：核实后的客户，有 `group`（组：new 新客、rare 偶尔买、regular 常买、best 最好）、`margin`（每次购买的毛利，元）、`opted_out`（已退订）、`minor`（未成年）、`complaint`（投诉未结，均为 1 表示是）、`contacts`（本月已经收到的优惠次数）。
# - `trial`：另一批客户，由抽签得到 `offer`（coupon 优惠券、sample 试用装、call 电话，或 none 没有），另有 `group` 和 `bought`（1 表示当月购买）。
# - `prospects`：合作方想要的名单，不带姓名，有 `postcode`（邮编）和 `age`（年龄）。
#
# 优惠券每份 1 元，试用装 6 元，电话 18 元。本月有 5,000 元预算、1,000 次触达；每位客户每月最多两次优惠，已经收到的也算在内。
#
# **先修** [60 精准营销](../../../notebooks/zh/5_cases/60_precision_marketing.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies

_card = _companies.Platform.from_card()
_level = {name: float(rng.uniform(0.92, 1.08)) for name in _card.group_share}
_firm = _replace(
    _card,
    shared_phone=float(rng.uniform(0.08, 0.16)),
    mean_margin={name: _level[name] * money for name, money in _card.mean_margin.items()},
)
_made = _companies.data_platform(
    n_trial=24_000, seed=int(rng.integers(1, 10**6)), parameters=_firm
)  # fmt: skip
records = _made.records
person = _made.truth["person"]
customers = _made.customers.astype({"group": "str"})
trial = _made.trial.astype({"group": "str", "offer": "str"})
_size = int(rng.integers(380, 481))
prospects = _pd.DataFrame(
    {
        "postcode": rng.choice(_np.arange(510_000, 510_024), _size),
        "age": rng.integers(25, 66, _size),
    },
    index=_pd.RangeIndex(1, _size + 1, name="row"),
)

# %%
import itertools

import numpy as np

from crmkit.campaigns import anonymity, eligibility, linkage, offers

# %%
records, person = sheet["records"], sheet["person"]
customers, trial, prospects = sheet["customers"], sheet["trial"], sheet["prospects"]
costs = {"coupon": 1, "sample": 6, "call": 18}
customers.head()

# %% [markdown] points=2 decimals=0
# ## One phone, one customer?
#
# Join the records that share a phone number. How many of the customers so found hold records of two people or more (`merged`), and how many people are spread over two customers or more (`split`)? Whole numbers.

# %% [markdown] lang="zh"
# ## 一个手机号一位客户？
#
# 把手机号相同的记录合并。得到的客户中，有多少位混有两个人或更多人的记录（`"merged"`）？有多少人被拆到两位或更多客户名下（`"split"`）？填整数。

# %% solution
# A family that shares a phone is merged; a person with two phones, or none on file, is split.
# zh: 共用手机号的一家人被合并；有两个号码的人，或没有留号码的人，被拆开。
by = ["phone"]
found = linkage.errors(linkage.exact(records, by=by), person)
q1 = {"merged": found["merged"], "split": found["split"]}

# %% wrong
# You exchanged the two. Merged are strangers under one customer.
# zh: 你把两者对调了。“混合”是一位客户名下有陌生人。
q1 = {"merged": found["split"], "split": found["merged"]}
# You joined by name: namesakes are many.
# zh: 你是按姓名合并的：重名的人很多。
by = ["name"]
# You joined by phone or e-mail. The question is about the phone alone.
# zh: 你按手机号或邮箱合并。题目问的只是手机号。
by = ["phone", "email"]
# You joined by e-mail.
# zh: 你是按邮箱合并的。
by = ["email"]
# You subtracted the people from the customers: splits and mergers cancel out there.
# zh: 你用客户数减了人数：拆开的和合并的在这里互相抵消了。
q1["split"] = found["customers"] - found["people"]
# You counted the people under such customers. The question is how many customers they are.
# zh: 你数的是这些客户名下的人。题目问的是这样的客户有几位。
mixed = person.groupby(linkage.exact(records, by=by)).nunique()
q1["merged"] = mixed[mixed > 1].sum()
# You counted all customers with two records or more. Most are one person, rightly joined.
# zh: 你数的是有两条或更多记录的客户。其中多数是同一个人，合并得没错。
q1["merged"] = (linkage.exact(records, by=by).value_counts() > 1).sum()
# You left out the records without a phone. Each of them stays a customer of its own.
# zh: 你漏了没有手机号的记录。这样的记录各自算一位客户。
q1["split"] = (records["phone"].groupby(person).nunique() > 1).sum()
# You took all records without a phone for one customer. What is missing joins nothing.
# zh: 你把没有手机号的记录都算成了同一位客户。缺失值不能用来合并。
phone = records["phone"].fillna("none")
q1 = {
    "merged": (person.groupby(phone).nunique() > 1).sum(),
    "split": (phone.groupby(person).nunique() > 1).sum(),
}
# You gave the number of customers found, good and bad ones together.
# zh: 你给的是找到的客户数，对的错的都在内。
q1["merged"] = found["customers"]

# %% hints
# `linkage.exact` joins, `linkage.errors` counts against the truth.
# zh: `linkage.exact` 负责合并，`linkage.errors` 与真相对照计数。

# `linkage.errors(linkage.exact(records, by="phone"), person)` has both.
# zh: `linkage.errors(linkage.exact(records, by="phone"), person)` 里两者都有。

# %% [markdown] points=1 decimals=0
# ## Who may be contacted?
#
# Left out are those who opted out, minors, those with an open complaint, and those who have had two offers this month. How many customers remain? A whole number.

# %% [markdown] lang="zh"
# ## 可以联系谁？
#
# 已退订的、未成年的、投诉未结的、本月已经收到两次优惠的，都要排除。还剩多少位客户？填整数。

# %% solution
# Whom two rules keep out is out once.
# zh: 被两条规则同时排除的人，只排除一次。
rules = {name: customers[name] for name in ("opted_out", "minor", "complaint")}
rules["two already"] = customers["contacts"] >= 2
q2 = int(eligibility.eligible(rules).sum())

# %% wrong
# You subtracted each rule's number from all: whom two rules keep out, you took off twice.
# zh: 你用总数逐条相减：被两条规则同时排除的人减了两次。
q2 = len(customers) - sum(int(one.sum()) for one in rules.values())
# You forgot those who have had two offers already.
# zh: 你忘了本月已经收到两次优惠的人。
q2 = int(eligibility.eligible({k: v for k, v in rules.items() if k != "two already"}).sum())
# You also left out those who have had one offer. They may have another.
# zh: 你把收到过一次的人也排除了。他们还可以再收一次。
q2 = int(eligibility.eligible(rules | {"two already": customers["contacts"] >= 1}).sum())
# You counted those who are kept out.
# zh: 你数的是被排除的人。
q2 = int((~eligibility.eligible(rules)).sum())
# You left out only those who opted out.
# zh: 你只排除了已退订的人。
q2 = int((customers["opted_out"] == 0).sum())

# %% hints
# A rule is a Series of yes and no, one answer a customer.
# zh: 一条规则就是一个“是或否”的 Series，每位客户一个答案。

# `eligibility.eligible({"opted out": customers["opted_out"], ...}).sum()`; the last rule is `customers["contacts"] >= 2`.
# zh: `eligibility.eligible({"opted out": customers["opted_out"], ...}).sum()`；最后一条规则是 `customers["contacts"] >= 2`。

# %% [markdown] points=2 decimals=2
# ## What a call brings
#
# By the whole trial: by how many percentage points does a call raise buying among the `regular` (`points`), and what may it be expected to earn, in yuan, with one of them whose margin is 150 (`profit`)? With 2 decimals.

# %% [markdown] lang="zh"
# ## 一通电话带来什么
#
# 用全部试验数据：在 `regular` 组里，电话把购买率提高了多少个百分点（`"points"`）？对其中一位毛利为 150 元的客户，一通电话预期赚多少元（`"profit"`）？保留 2 位小数。

# %% solution
# What counts is the rise over those without an offer; many regulars would have bought anyway.
# zh: 要看比没有优惠的人高多少；常买的客户很多本来就会买。
rate = trial[trial["group"] == "regular"].groupby("offer")["bought"].mean()
rise = rate["call"] - rate["none"]
q3 = {"points": 100 * rise, "profit": rise * 150 - 18}

# %% wrong
# You credited the call with everybody who bought after it. Some buy without an offer.
# zh: 你把接到电话后购买的都算作电话的功劳。有些人没有优惠也会买。
rise = rate["call"]
# You forgot the cost of the call.
# zh: 你忘了电话的成本。
q3["profit"] = rise * 150
# You took all groups together. The question is about the regular ones.
# zh: 你把所有组放在一起了。题目问的是 regular 组。
rate = trial.groupby("offer")["bought"].mean()
rise = rate["call"] - rate["none"]
# That is the sample, not the call.
# zh: 这是试用装，不是电话。
rise = rate["sample"] - rate["none"]
# You compared the call with the coupon. The control group had none.
# zh: 你把电话和优惠券相比。对照组什么都没有。
rise = rate["call"] - rate["coupon"]
# You compared the call with all others. Those with a coupon or a sample are no control group.
# zh: 你把电话和其余所有人相比。得到优惠券或试用装的人不是对照组。
regular = trial[trial["group"] == "regular"]
rise = rate["call"] - regular.loc[regular["offer"] != "call", "bought"].mean()
# You took half of the trial, as the lesson does. Here it is the whole.
# zh: 你像课上那样只用了一半试验数据。这里要用全部。
half = trial.sample(frac=0.5, random_state=60)
rate = half[half["group"] == "regular"].groupby("offer")["bought"].mean()
rise = rate["call"] - rate["none"]
# The call costs 18 yuan whether they buy or not. You took it off only where they buy.
# zh: 不论买不买，一通电话都要花 18 元。你只在购买时才扣成本。
q3["profit"] = rise * (150 - 18)
# That is how many per cent more buy. Percentage points are the difference of the two rates.
# zh: 这是购买率提高了百分之几。百分点是两个购买率之差。
q3["points"] = 100 * rise / rate["none"]
# That is a share. In percentage points it is a hundred times as much.
# zh: 这是小数。换成百分点要乘以 100。
q3["points"] = rise

# %% hints
# Two rates of one group, with a call and with none.
# zh: 同一组的两个购买率：有电话的和没有优惠的。

# `offers.uplifts(trial, bought="bought", offer="offer", by="group", control="none")` has `estimate`; a call costs 18 yuan.
# zh: `offers.uplifts(trial, bought="bought", offer="offer", by="group", control="none")` 里有 `estimate`；一通电话 18 元。

# %% [markdown] points=3 decimals=0
# ## Greedy, optimal, everything
#
# Expect by the whole trial what each offer earns with each customer who may be contacted. What do three plans earn by that expectation: `greedy` (the largest profit first, within the limits), `best` (the integer programme, within the limits), and `everything` (all three offers to all of them, each offer beyond two a month losing 12 yuan)? A customer who has had one offer may have one more. Whole yuan.

# %% [markdown] lang="zh"
# ## 贪心、最优、全发
#
# 用全部试验数据，算出每种优惠对每位可以联系的客户预期赚多少。按这个预期，三种方案各赚多少：`"greedy"`（在限制之内，先取利润最大的）、`"best"`（在限制之内，整数规划）、`"everything"`（三种优惠发给所有这些客户，每月超过两次的每次损失 12 元）？已经收到一次的客户还可以再收一次。单位为元，填整数。

# %% starter
q4 = {"greedy": ..., "best": ..., "everything": ...}

# %% solution
# Greedy spends the money on calls; the programme weighs what else a yuan and a contact could do.
# zh: 贪心法把钱花在电话上；整数规划会权衡一元钱、一次触达还能做什么。
budget, contacts, beyond = 5_000, 1_000, 12
out = customers[["opted_out", "minor", "complaint"]].any(axis=1) | (customers["contacts"] >= 2)
may = customers[~out]
each = 2 - may["contacts"]
uplift = offers.uplifts(trial, bought="bought", offer="offer", by="group", control="none")
profits = offers.expected_profits(may, uplift["estimate"], by="group", margin="margin", costs=costs)
limits = {"costs": costs, "budget": budget, "contacts": contacts, "most_each": each}
rule = {"costs": costs, "most_each": each, "loss_beyond": beyond}
plans = {
    "greedy": offers.greedy_plan(profits, **limits),
    "best": offers.best_plan(profits, **limits),
    "everything": offers.everything(profits),
}
q4 = {name: offers.plan_value(plan, profits, **rule)["profit"] for name, plan in plans.items()}

# %% wrong
# You forgot what each offer beyond the rule loses.
# zh: 你忘了超出规则的每次优惠带来的损失。
q4["everything"] = offers.plan_value(plans["everything"], profits, costs=costs)["profit"]
# You let greedy rank by the profit of a yuan. It was to take the largest profit first.
# zh: 你让贪心法按每元利润排序。题目要的是先取利润最大的。
ranked = offers.greedy_plan(profits, **limits, by="profit a unit of money")
q4["greedy"] = offers.plan_value(ranked, profits, **rule)["profit"]
# You gave two offers also to customers who have had one this month.
# zh: 你给本月已经收到一次的客户也发了两次。
limits = limits | {"most_each": 2}
plans = {name: make(profits, **limits) for name, make in
         {"greedy": offers.greedy_plan, "best": offers.best_plan}.items()}  # fmt: skip
q4 = q4 | {name: offers.plan_value(plan, profits, costs=costs)["profit"]
           for name, plan in plans.items()}  # fmt: skip
# You gave two offers also to customers who have had one this month, and counted them as within the rule.
# zh: 你给本月已经收到一次的客户也发了两次，还当作没有超出规则。
limits = {"costs": costs, "budget": budget, "contacts": contacts, "most_each": 2}
plans = {
    "greedy": offers.greedy_plan(profits, **limits),
    "best": offers.best_plan(profits, **limits),
    "everything": offers.everything(profits),
}
rule = {"costs": costs, "most_each": 2, "loss_beyond": beyond}
q4 = {name: offers.plan_value(plan, profits, **rule)["profit"] for name, plan in plans.items()}
# You exchanged greedy and best. No plan within the limits earns more than the programme's.
# zh: 你把贪心和最优对调了。在限制之内，没有方案比整数规划赚得更多。
q4 = q4 | {"greedy": q4["best"], "best": q4["greedy"]}
# You contacted customers who may not be contacted.
# zh: 你联系了不能联系的客户。
may = customers
each = (2 - may["contacts"]).clip(lower=0)
profits = offers.expected_profits(may, uplift["estimate"], by="group", margin="margin", costs=costs)
limits = limits | {"most_each": each}
rule = rule | {"most_each": each}
plans = {
    "greedy": offers.greedy_plan(profits, **limits),
    "best": offers.best_plan(profits, **limits),
    "everything": offers.everything(profits),
}
q4 = {name: offers.plan_value(plan, profits, **rule)["profit"] for name, plan in plans.items()}
# You took half of the trial, as the lesson does. Here it is the whole.
# zh: 你像课上那样只用了一半试验数据。这里要用全部。
half = trial.sample(frac=0.5, random_state=60)
uplift = offers.uplifts(half, bought="bought", offer="offer", by="group", control="none")
profits = offers.expected_profits(may, uplift["estimate"], by="group", margin="margin", costs=costs)
plans = {
    "greedy": offers.greedy_plan(profits, **limits),
    "best": offers.best_plan(profits, **limits),
    "everything": offers.everything(profits),
}
q4 = {name: offers.plan_value(plan, profits, **rule)["profit"] for name, plan in plans.items()}
# You credited each offer with everybody who buys with it. Count only what it adds to buying without.
# zh: 你把有优惠时的购买都算作优惠的功劳。只能算比没有优惠时多出来的。
rates = trial.groupby(["group", "offer"])["bought"].mean()
profits = offers.expected_profits(may, rates, by="group", margin="margin", costs=costs)
plans = {
    "greedy": offers.greedy_plan(profits, **limits),
    "best": offers.best_plan(profits, **limits),
    "everything": offers.everything(profits),
}
q4 = {name: offers.plan_value(plan, profits, **rule)["profit"] for name, plan in plans.items()}
# You added the cost back. The profit has it taken off.
# zh: 你又把成本加了回去。利润是已经扣除成本的。
value = {name: offers.plan_value(plan, profits, **rule) for name, plan in plans.items()}
q4 = {name: one["profit"] + one["cost"] for name, one in value.items()}
# You took the cost off twice. `expected_profits` has taken it off already.
# zh: 你扣了两次成本。`expected_profits` 已经扣过了。
value = {name: offers.plan_value(plan, profits, **rule) for name, plan in plans.items()}
q4 = {name: one["profit"] - one["cost"] for name, one in value.items()}
# You allowed two offers to those, too, who have had one: in `everything`, their second is one too many.
# zh: 你让已经收到一次的人也再收两次：在 `everything` 里，他们的第二次就已经超出规则。
q4["everything"] = offers.plan_value(
    plans["everything"], profits, costs=costs, most_each=2, loss_beyond=beyond
)["profit"]
# You forgot the limit of 1,000 contacts.
# zh: 你忘了 1,000 次触达的限制。
contacts = 100_000
limits = {"costs": costs, "budget": budget, "contacts": contacts, "most_each": each}
plan = offers.best_plan(profits, **limits)
q4["best"] = offers.plan_value(plan, profits, **rule)["profit"]
# That is what the plans cost. The question is what they earn.
# zh: 这是各方案的成本。题目问的是赚多少。
q4 = {name: offers.plan_value(plan, profits, **rule)["cost"] for name, plan in plans.items()}
# You ranked customers by how likely they buy with the offer, not by what it adds.
# zh: 你按有优惠时的购买率排序，而不是按优惠增加了多少。
rates = trial.groupby(["group", "offer"])["bought"].mean()
gross = offers.expected_profits(may, rates, by="group", margin="margin", costs=costs)
plans = {"greedy": offers.greedy_plan(gross, **limits), "best": offers.best_plan(gross, **limits)}
q4 = q4 | {name: offers.plan_value(plan, gross, **rule)["profit"] for name, plan in plans.items()}

# %% hints
# The lesson makes these plans one after the other; here `trial` is not halved.
# zh: 课上依次做过这些方案；这里 `trial` 不用分成两半。

# `most_each = 2 - may["contacts"]` goes into the plans and into `offers.plan_value(..., loss_beyond=12)`.
# zh: `most_each = 2 - may["contacts"]` 要用在方案里，也要用在 `offers.plan_value(..., loss_beyond=12)` 里。

# %% [markdown] points=2 decimals=1
# ## "There are no names on it"
#
# says a colleague of the list `prospects`. Of 100 people on it, how many are unique by postcode and age together (`unique`)? And how many stand in a group smaller than five if the age is told in decades (30 to 39 and so on) and the postcode as it is (`decades`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## “上面又没有名字”
#
# 一位同事这样评价 `prospects` 这份名单。每 100 人中，按邮编和年龄合起来看，独一无二的有多少（`"unique"`）？如果年龄按十岁一档（30 到 39 岁等等），邮编不变，处在不足五人的组里的有多少（`"decades"`）？保留 1 位小数。

# %% solution
# Without a name, but alone with what is told: whoever knows the two finds the row.
# zh: 没有名字，但组合独一无二：知道这两样的人就能找到那一行。
size = 5
table = prospects.assign(decade=prospects["age"] // 10)
fine = anonymity.group_sizes(table, by=["postcode", "age"])
rough = anonymity.group_sizes(table, by=["postcode", "decade"])
q5 = {"unique": 100 * (fine == 1).mean(), "decades": 100 * (rough < size).mean()}

# %% wrong
# Those are shares. Of 100 people, how many?
# zh: 这是小数。每 100 人有多少？
q5 = {name: one / 100 for name, one in q5.items()}
# You counted groups. The question is about people.
# zh: 你数的是组。题目问的是人。
counts = table.value_counts(["postcode", "age"])
q5["unique"] = 100 * (counts == 1).mean()
# You counted groups in both parts. The question is about people.
# zh: 两部分你数的都是组。题目问的是人。
counts = table.value_counts(["postcode", "age"])
wide = table.value_counts(["postcode", "decade"])
q5 = {"unique": 100 * (counts == 1).mean(), "decades": 100 * (wide < size).mean()}
# You counted those who stand in no small group, and those who are not unique.
# zh: 你数反了：数的是并非独一无二的人，以及不在小组里的人。
q5 = {name: 100 - one for name, one in q5.items()}
# You counted groups of five, too. Smaller than five is four at most.
# zh: 你把正好五人的组也算进去了。不足五人，最多是四人。
q5["decades"] = 100 * (rough <= size).mean()
# You counted those who are not unique.
# zh: 你数的是并非独一无二的人。
q5["unique"] = 100 - q5["unique"]
# You took the exact age in the second part, too.
# zh: 第二部分你用的也是确切的年龄。
q5["decades"] = 100 * (fine < size).mean()
# You counted the unique ones in the second part. It is groups smaller than five that count.
# zh: 第二部分你数的是独一无二的人。要数的是不足五人的组。
q5["decades"] = 100 * (rough == 1).mean()
# You left the postcode out of the second part.
# zh: 第二部分你漏了邮编。
q5["decades"] = 100 * (anonymity.group_sizes(table, by="decade") < size).mean()

# %% hints
# `anonymity.group_sizes` says with how many each person shares the combination.
# zh: `anonymity.group_sizes` 说明每个人与多少人共有同一组合。

# `table = prospects.assign(decade=prospects["age"] // 10)`; then `anonymity.risk(table, columns={...}, k=5)` has `unique_share` and `small_share`.
# zh: `table = prospects.assign(decade=prospects["age"] // 10)`；再用 `anonymity.risk(table, columns={...}, k=5)`，看 `unique_share` 和 `small_share`。

# %% [markdown] points=4
# ## A rule for Friday
#
# The call centre cannot carry out a list of yes and no: it needs one rule a group. Decide for `new`, `rare`, `regular` and `best` which offers they get: `"none"`, `"coupon"`, `"sample"`, `"call"`, `"coupon+sample"`, `"coupon+call"` or `"sample+call"`. It then goes through all customers who may be contacted: each offer named for their group, unless it is expected to lose money with them; who has had one offer this month gets only the more profitable of two. The largest profit comes first, until the next offer would exceed 5,000 yuan or 1,000 contacts. What counts is the profit expected by the whole trial, as in question 4.

# %% [markdown] lang="zh"
# ## 星期五的规则
#
# 呼叫中心执行不了一长串“给或不给”，它需要每组一条规则。请为 `new`、`rare`、`regular`、`best` 四组各选定优惠：`"none"`、`"coupon"`、`"sample"`、`"call"`、`"coupon+sample"`、`"coupon+call"` 或 `"sample+call"`（写法保持英文）。执行时遍历所有可以联系的客户：给出该组规定的优惠，预期会亏的不给；本月已经收到一次的，两种里只给利润较大的一种。按利润从大到小发放，直到下一份会超过 5,000 元或 1,000 次触达为止。评分看的是按全部试验数据算出的预期利润，同第 4 题。

# %% starter
q6 = {"new": ..., "rare": ..., "regular": ..., "best": ...}

# %% solution
# A call uses up the money of three samples: make it only where no sample comes near.
# zh: 一通电话的钱够发三份试用装：只在试用装远远比不上的地方打电话。
out = customers[["opted_out", "minor", "complaint"]].any(axis=1) | (customers["contacts"] >= 2)
may = customers[~out]
uplift = offers.uplifts(trial, bought="bought", offer="offer", by="group", control="none")
profits = offers.expected_profits(may, uplift["estimate"], by="group", margin="margin", costs=costs)
groups = ["new", "rare", "regular", "best"]
ways = ["none", "coupon", "sample", "call", "coupon+sample", "coupon+call", "sample+call"]
options = groups
nothing = dict.fromkeys(groups, "none")


def handed_out(group, way):
    names = [] if way == "none" else way.split("+")
    rows = may["group"] == group
    gain = profits.loc[rows, names].to_numpy()
    given = gain > 0
    if len(names) == 2:
        last = (may.loc[rows, "contacts"] == 1).to_numpy()[:, None]
        given &= ~(last & (gain < gain.max(axis=1, keepdims=True)))
    spent = np.broadcast_to([float(costs[name]) for name in names], gain.shape)
    return gain[given], spent[given]


lots = {(group, way): handed_out(group, way) for group in groups for way in ways}


def worth(plan):
    for group in groups:
        if plan[group] not in ways:
            raise ValueError(f"{group}: {plan[group]!r}; {', '.join(ways)}")
    gain, spent = (np.concatenate([lots[g, plan[g]][part] for g in groups]) for part in (0, 1))
    first = np.argsort(-gain, kind="stable")[:1_000]
    fits = np.cumsum(spent[first]) <= 5_000
    return float(gain[first][fits].sum())


every = (dict(zip(groups, one, strict=True)) for one in itertools.product(ways, repeat=4))
q6 = max(every, key=worth)

# %% wrong
# You call everybody. Each call takes the money of three samples, and the money is gone long before the contacts.
# zh: 你给所有组打电话。一通电话花掉三份试用装的钱，钱早早用完，触达次数还剩很多。
q6 = dict.fromkeys(groups, "call")
# You send coupons to everybody. The contacts are gone and most of the money is left.
# zh: 你给所有组发优惠券。触达次数用完了，钱却大半没花。
q6 = dict.fromkeys(groups, "coupon")
# You give the two dearest offers to everybody: the money goes to calls where a sample would do.
# zh: 你给所有组两种最贵的优惠：本来试用装就够的地方，钱花在了电话上。
q6 = dict.fromkeys(groups, "sample+call")
# You keep to samples. A second, cheaper offer would still have paid, and so would calls to the best.
# zh: 你只发试用装。再加一种便宜的优惠仍然划算，给最好的客户打电话也划算。
q6 = dict.fromkeys(groups, "sample")
# You give all groups coupons and samples. Calls pay with some of those whose margin is large.
# zh: 你给所有组优惠券和试用装。对一部分毛利高的客户，打电话更划算。
q6 = dict.fromkeys(groups, "coupon+sample")
# You contact only the best customers. Most of them buy anyway, and three groups get nothing.
# zh: 你只联系最好的客户。他们多半本来就会买，另外三组什么都没有。
q6 = dict.fromkeys(groups, "none") | {"best": "sample+call"}
# You spend on those who buy most and give the new and the rare nothing: an offer moves them, too.
# zh: 你只顾买得最多的，新客和偶尔买的什么都没有：优惠也能打动他们。
q6 = dict.fromkeys(groups, "none") | {"regular": "sample+call", "best": "sample+call"}
# You leave out the regular customers, whom samples move most.
# zh: 你漏了常买的客户，而试用装对他们最有用。
q6 = q6 | {"regular": "none"}
# You do nothing, although nearly every offer pays with somebody.
# zh: 你什么也不做，而几乎每种优惠都有划算的客户。
q6 = dict.fromkeys(groups, "none")

# %% hints
# What does an offer earn a yuan, and what a contact? Compare the mean of `profits` by group; 5,000 yuan for 1,000 contacts make 5 a contact.
# zh: 一种优惠每元赚多少，每次触达赚多少？按组比较 `profits` 的平均值；1,000 次触达配 5,000 元，平均每次 5 元。

# There are seven ways for each of four groups: a loop can try all 2,401. Or see which offers the programme of question 4 makes in each group: `plans["best"].groupby(may["group"]).sum()`.
# zh: 四组各有七种选法，用循环可以试遍全部 2,401 种。也可以看第 4 题的整数规划在每组发了什么：`plans["best"].groupby(may["group"]).sum()`。

# %% policies
policies = {f"{way} for all": dict.fromkeys(groups, way) for way in ways}
policies["the best rule"] = q6
policies |= {
    f"{low} for new and rare, {high} for the others": {
        "new": low, "rare": low, "regular": high, "best": high,
    }
    for low in ("none", "coupon", "sample", "coupon+sample")
    for high in ("sample", "call", "coupon+call", "sample+call")
}  # fmt: skip
policies |= {
    f"{way} for all but the best, who get calls": dict.fromkeys(groups, way) | {"best": "call"}
    for way in ("none", "coupon", "sample")
}
