# %% [markdown]
# # Exercises to 47: Experiments
#
# **Your company** A mail-order firm tests its mailings. Everything is simulated and drawn by your name: nobody else has your numbers. Money is in yuan.
#
# - `tests`: one row a customer of four randomised tests: `test` (its name), `group` ("mail" or "none", half of the customers each), `past_spend` (the year before), `ordered` (0 or 1), `spend` (since the mailing, 0 for who did not order).
# - `orders`, `mailed`, `dates`: the order log of other customers, who got the campaign "best", and its first and last day. Nobody drew lots for it.
# - `past`: one row a past mailing: how many were `mailed`, how many `ordered`.
#
# **Before this** [47 Experiments](../../notebooks/4_retention/47_experiments.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 47：营销实验
#
# **你的公司** 一家邮购公司对自己的邮件做测试。一切都是模拟的，由你的姓名生成，别人的数据和你的不一样。金额单位为元。
#
# - `tests`：四次抽签测试，每位客户一行：`test`（测试名称）、`group`（"mail" 或 "none"，各占一半）、`past_spend`（上一年的消费）、`ordered`（0 或 1）、`spend`（寄出以来的消费，没有下单的为 0）。
# - `orders`、`mailed`、`dates`：另一批客户的订单记录、谁收到了活动“best”的邮件，以及活动的第一天和最后一天。这次活动没有抽签。
# - `past`：以往的邮件，每封一行：寄给多少人（`mailed`）、多少人下单（`ordered`）。
#
# **先修** [47 营销实验](../../../notebooks/zh/4_retention/47_experiments.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies

_names = dict(
    zip(
        ["spring", "summer", "autumn", "winter"],
        rng.permutation(["tea", "coffee", "honey", "rice"]),
        strict=True,
    )
)
_card = _companies.MailOrder.from_card()
_firm = _companies.mail_tests(
    seed=int(rng.integers(1, 10**6)),
    parameters=_replace(
        _card,
        customers={
            "spring": int(rng.integers(70, 91)) * 200,
            "summer": int(rng.integers(50, 71)) * 200,
            "autumn": int(rng.integers(70, 91)) * 200,
            "winter": int(rng.integers(7, 11)) * 200,
        },
        effect={
            "spring": float(rng.uniform(0.022, 0.03)),
            "summer": 0.0,
            "autumn": 0.0,
            "winter": 0.004,
        },
        campaign_effect=float(rng.choice([0.0, 0.2])),
    ),
)
tests = _firm.tests.drop(columns="day").assign(test=_firm.tests["test"].map(_names))
tests = tests.sample(frac=1, random_state=int(rng.integers(1, 10**6)))
orders, mailed, dates = _firm.orders, _firm.mailed, _firm.dates
good = str(_names["spring"])
cost, margin = round(float(rng.uniform(0.5, 1.2)), 2), int(rng.integers(28, 37)) / 100
looks = int(rng.integers(8, 41))
confidence = float(rng.choice([0.9, 0.95, 0.98, 0.99]))
_rate = _np.clip(rng.normal(0.05, 0.006, 16), 0.03, 0.07)
_asked = rng.integers(20, 41, 16) * 1000
past = _pd.DataFrame({"mailed": _asked, "ordered": rng.binomial(_asked, _rate)})
audience = int(rng.integers(180, 241)) * 1000
per_order = int(rng.integers(40, 61))

# %%
import numpy as np

from crmkit.retention import campaigns, experiments, peeking, roll_out

# %%
tests, past = sheet["tests"], sheet["past"]
orders, mailed, dates = sheet["orders"], sheet["mailed"], sheet["dates"]
tests.head()

# %% [markdown] points=1 decimals=4
# ## One test
#
# The name of one test is in `good`. By how much does its mail raise the share of customers who order, and between which ends does the 95 % interval lie? Shares (0.01 is one point), with 4 decimals.

# %% [markdown] lang="zh"
# ## 一次测试
#
# `good` 是其中一次测试的名称。这封邮件把下单客户的比例提高了多少（`"estimate"`）？95% 置信区间的两端（`"low"`、`"high"`）是多少？填比例（0.01 即一个百分点），保留 4 位小数。

# %% starter
good = sheet["good"]
q1 = {"estimate": ..., "low": ..., "high": ...}

# %% solution
# Rate of the mailed less rate of the others, of this test alone.
# zh: 只看这次测试：邮件组的下单率减去对照组的下单率。
good = sheet["good"]
one = tests[tests["test"] == good]
found = experiments.rate_effects(one, group="group", control="none", outcome="ordered").loc["mail"]
q1 = {name: found[name] for name in ("estimate", "low", "high")}

# %% wrong
# You held all four tests together. This question is about one of them.
# zh: 你把四次测试合在了一起。题目只问其中一次。
one = tests
# That is the share of the mailed who order. By how much is it above that of the others?
# zh: 这是邮件组的下单率。它比对照组高多少？
q1["estimate"] = found["response_rate"]
# That is the rise in proportion to the control. By how many points, as a share, is the rate higher?
# zh: 这是相对于对照组的增幅。下单率本身相差多少（写成比例）？
q1["estimate"] = found["estimate"] / (found["response_rate"] - found["estimate"])
# You exchanged the groups: the control is "none".
# zh: 两组颠倒了：对照组是 "none"。
turned = experiments.rate_effects(one, group="group", control="mail", outcome="ordered").loc["none"]
q1 = {name: turned[name] for name in ("estimate", "low", "high")}
# That is the interval of 90 %.
# zh: 这是 90% 的区间。
narrow = experiments.rate_effects(
    one, group="group", control="none", outcome="ordered", confidence=0.9
).loc["mail"]
q1 = {name: narrow[name] for name in ("estimate", "low", "high")}
# You took money, not the share who ordered.
# zh: 你用的是金额，而不是下单的比例。
spend = experiments.mean_effects(one, group="group", control="none", outcome="spend").loc["mail"]
q1 = {name: spend[name] for name in ("estimate", "low", "high")}

# %% hints
# Keep the rows of one test first.
# zh: 先只留下这次测试的行。

# `experiments.rate_effects(one, group="group", control="none", outcome="ordered")` has a row "mail".
# zh: `experiments.rate_effects(one, group="group", control="none", outcome="ordered")` 有一行 "mail"。

# %% [markdown] points=2 decimals=0
# ## A broken draw
#
# Each test gave the mail to exactly half of its customers; but from one test customers were lost afterwards. Which test is it (its name), and how many of its mailed customers are missing? A name and a whole number.

# %% [markdown] lang="zh"
# ## 失衡的抽签
#
# 每次测试都恰好给一半客户寄了邮件；但有一次测试之后丢失了客户。是哪一次（`"test"`，填名称）？它的邮件组少了多少人（`"missing"`）？填一个名称和一个整数。

# %% solution
# Both groups began alike, so as many of the mailed are missing as the control has more.
# zh: 两组开始时人数相同，所以对照组多出多少人，邮件组就少了多少人。
sizes = tests.groupby(["test", "group"]).size().unstack()
gap = sizes["none"] - sizes["mail"]
q2 = {"test": str(gap.idxmax()), "missing": int(gap.max())}

# %% wrong
# That is half of the gap: `expected` halves those who are left. The control lost nobody.
# zh: 这只是差距的一半：`expected` 是把剩下的人平分。对照组并没有丢人。
q2["missing"] = round(gap.max() / 2)
# That test is small, but its groups are alike.
# zh: 这次测试规模小，但两组人数相同。
q2["test"] = str(sizes.sum(axis=1).idxmin())
# That test has the largest effect. Its groups are of one size.
# zh: 这次测试的效果最大。它的两组人数相同。
q2["test"] = sheet["good"]
# Those are the mailed who are left. How many are missing?
# zh: 这是邮件组剩下的人数。少了多少？
q2["missing"] = int(sizes.loc[gap.idxmax(), "mail"])

# %% hints
# A random draw leaves groups of the size that was planned.
# zh: 抽签之后，各组人数应当符合计划。

# `experiments.sample_ratio(one, group="group")` shows `customers` and `expected` of one test; its p-value tells chance from loss.
# zh: `experiments.sample_ratio(one, group="group")` 给出一次测试的 `customers` 和 `expected`；p 值用来分辨偶然与丢失。

# %% [markdown] points=2 decimals=2
# ## Does it pay?
#
# A mail costs `cost` yuan, and of the money that customers spend `margin` remains (both stand in the cell below). What does a mail of the test `good` earn, its cost deducted, and between which ends does the 95 % interval lie? Yuan a mail, with 2 decimals.

# %% [markdown] lang="zh"
# ## 划算吗？
#
# 一封邮件成本 `cost` 元，客户消费中有 `margin` 是毛利（两个数都在下面的单元格里）。测试 `good` 的一封邮件扣除成本后赚多少（`"profit"`）？95% 置信区间的两端（`"low"`、`"high"`）是多少？填每封多少元，保留 2 位小数。

# %% starter
cost, margin = sheet["cost"], sheet["margin"]
q3 = {"profit": ..., "low": ..., "high": ...}

# %% solution
# The effect on money over everybody who was mailed, buyers or not; the cost shifts all three numbers alike.
# zh: 对所有收到邮件的人（无论是否下单）计算金额上的效果；成本使三个数同样下移。
cost, margin = sheet["cost"], sheet["margin"]
one = tests[tests["test"] == sheet["good"]]
spend = experiments.mean_effects(one, group="group", control="none", outcome="spend").loc["mail"]
q3 = {"profit": margin * spend["estimate"] - cost}
q3 |= {end: margin * spend[end] - cost for end in ("low", "high")}

# %% wrong
# You did not deduct the cost.
# zh: 你没有扣除成本。
cost = 0
# You counted all of the money as profit. Only the margin remains.
# zh: 你把全部消费都当成了利润。留下的只有毛利。
margin = 1
# You compared buyers only. Who did not order counts with a zero, or the groups are no longer random.
# zh: 你只比较了下单的人。没有下单的要记零，否则两组就不再由抽签产生。
one = one[one["ordered"] == 1]
# That is what the mailed spent. Part of it they would have spent anyway.
# zh: 这是邮件组的消费。其中一部分没有邮件也会发生。
q3["profit"] = margin * spend["mean"] - cost
# You took the cost off the estimate only; the ends of the interval move with it.
# zh: 你只从估计值中扣了成本；区间的两端也要一起下移。
q3["low"], q3["high"] = margin * spend["low"], margin * spend["high"]
# You deducted the cost before the margin was taken.
# zh: 你在乘毛利率之前就扣了成本。
q3 = {"profit": margin * (spend["estimate"] - cost)}
q3 |= {end: margin * (spend[end] - cost) for end in ("low", "high")}

# %% hints
# What does the mail change in `spend`, over all customers of the test?
# zh: 在这次测试的全部客户中，邮件使 `spend` 改变了多少？

# `experiments.mean_effects(one, group="group", control="none", outcome="spend")` gives estimate, low and high; each of them times the margin, less the cost.
# zh: `experiments.mean_effects(one, group="group", control="none", outcome="spend")` 给出 estimate、low 和 high；各自乘以毛利率，再减成本。

# %% [markdown] points=2 decimals=3
# ## A colleague looks
#
# A colleague will look at the next test `looks` times, each time after as many further customers, with the usual bound for a confidence of `confidence`, and stop as soon as it is passed. (1) Which share of tests without effect will pass? (2) With O'Brien and Fleming's bounds for the same confidence: which z-value must be reached at
# the first look, and (3) which at the last? With 3 decimals.

# %% [markdown] lang="zh"
# ## 同事在偷看
#
# 同事打算对下一次测试查看 `looks` 次，每次之间增加同样多的客户，每次都用置信度 `confidence` 的平常界限，一旦越过就停。（1）毫无效果的测试中，有多大比例会越过（`"false_alarms"`）？（2）改用同一置信度的 O'Brien–Fleming 界限，第一次查看时 z 值必须达到多少（`"first"`）？（3）最后一次呢（`"last"`）？保留 3 位小数。

# %% starter
looks, confidence = sheet["looks"], sheet["confidence"]
q4 = {"false_alarms": ..., "first": ..., "last": ...}

# %% solution
# The usual bound promises its share for one look; the other bounds share it among all looks.
# zh: 平常的界限只在查看一次时守得住承诺；另一种界限把误报率分摊到每一次查看。
looks, confidence = sheet["looks"], sheet["confidence"]
usual = peeking.bounds(looks, shape="unchanged", confidence=confidence)
alarms = peeking.crossing_rates(usual)["cumulative_crossed_share"]
falling = peeking.bounds(looks, confidence=confidence)["z_bound"]
q4 = {"false_alarms": alarms.iloc[-1], "first": falling.iloc[0], "last": falling.iloc[-1]}

# %% wrong
# That would hold if each look saw customers of its own. The looks share theirs, so luck repeats itself.
# zh: 只有每次查看的都是另一批客户才会这样。各次查看的客户大部分相同，运气会重复出现。
q4["false_alarms"] = 1 - confidence**looks
# That is what one look promises. How many pass at one look or another?
# zh: 这是只看一次时的承诺。在任何一次查看中越过的共有多少？
q4["false_alarms"] = 1 - confidence
# Those are Pocock's bounds, the same at each look.
# zh: 这是 Pocock 界限，每次查看都相同。
flat = peeking.bounds(looks, shape="pocock", confidence=confidence)["z_bound"]
q4 |= {"first": flat.iloc[0], "last": flat.iloc[-1]}
# You exchanged the first and the last look: early, one must go far.
# zh: 第一次和最后一次颠倒了：越早看，要求越高。
q4 |= {"first": falling.iloc[-1], "last": falling.iloc[0]}
# That is the share that passes at the last look for the first time.
# zh: 这是在最后一次查看时才第一次越过的比例。
q4["false_alarms"] = peeking.crossing_rates(usual)["crossed_share"].iloc[-1]
# You used another confidence than your colleague: pass `confidence` to every call.
# zh: 你用的置信度与同事的不同：每次调用都要传入 `confidence`。
confidence = 0.9 if sheet["confidence"] == 0.95 else 0.95
# You added up what each look promises. A test that passes twice then counts twice.
# zh: 你把每次查看的承诺相加了。越过两次的测试就会算两次。
q4["false_alarms"] = looks * (1 - confidence)
# Those are p-values. The z-values are in `z_bound`.
# zh: 这是 p 值。z 值在 `z_bound` 中。
small = peeking.bounds(looks, confidence=confidence)["p_value"]
q4 |= {"first": small.iloc[0], "last": small.iloc[-1]}
# You forgot one look.
# zh: 你少算了一次查看。
short = peeking.bounds(looks - 1, shape="unchanged", confidence=confidence)
q4["false_alarms"] = peeking.crossing_rates(short)["cumulative_crossed_share"].iloc[-1]

# %% hints
# `peeking.bounds` has `shape` and `confidence`; `peeking.crossing_rates` says how many tests pass.
# zh: `peeking.bounds` 有参数 `shape` 和 `confidence`；`peeking.crossing_rates` 给出有多少测试越过界限。

# The usual bound at every look is `shape="unchanged"`; take the last row of `cumulative_crossed_share`.
# zh: 每次都用平常的界限，就是 `shape="unchanged"`；取 `cumulative_crossed_share` 的最后一行。

# %% [markdown] points=2 decimals=2
# ## The best customers
#
# The campaign "best" went to those who had ordered most. (1) By how much a week did the mailed spend more than the others while it lasted? (2) By how much did their spending a week change more than that of the others, against the 56 days before? (3) What is the number of (2) for a campaign that was not there, in the 28 days before the real one, against the 56 days before these? Yuan a
# week and customer, with 2 decimals; negative where it is.

# %% [markdown] lang="zh"
# ## 最好的客户
#
# 活动“best”寄给了下单最多的客户。（1）活动期间，收到邮件的客户每周比其他人多消费多少（`"during"`）？（2）与之前 56 天相比，他们每周消费的变化比其他人的多多少（`"effect"`）？（3）假想真实活动之前的 28 天里有一次“活动”（其实没有），与再往前的 56 天相比，第（2）问的数是多少（`"placebo"`）？填每人每周多少元，保留 2 位小数；是负数就填负数。

# %% starter
q5 = {"during": ..., "effect": ..., "placebo": ...}

# %% solution
# During the campaign the gap is the old gap and the change together.
# zh: 活动期间的差距，等于原有的差距加上变化。
sent = {"mailed": mailed, "dates": dates}
change = campaigns.effects(orders, **sent).loc["best"]
nothing_there = campaigns.placebo(orders, **sent).loc["best"]
gap_before = change["mean_before"] - change["mean_before_others"]
q5 = {"during": gap_before + change["estimate"], "effect": change["estimate"]}
q5["placebo"] = nothing_there["estimate"]

# %% wrong
# That is the gap before the campaign. The change comes on top of it.
# zh: 这是活动之前的差距。还要加上变化。
q5["during"] = gap_before
# That is how far they were apart while the campaign lasted. They had been before, too.
# zh: 这是活动期间的差距。他们之前就有差距。
q5["effect"] = gap_before + change["estimate"]
# You took 28 days before the campaign, not 56.
# zh: 你取的是活动之前的 28 天，而不是 56 天。
q5["effect"] = campaigns.effects(orders, before_days=28, **sent).loc["best", "estimate"]
# Your campaign that was not there lasts a week. Let it last 28 days.
# zh: 你那个并不存在的“活动”只有一周。应当是 28 天。
q5["placebo"] = campaigns.placebo(orders, placebo_days=7, **sent).loc["best", "estimate"]
# That is the change. How far apart were they while the campaign lasted?
# zh: 这是变化。活动期间两者相差多少？
q5["during"] = change["estimate"]
# That is for the whole campaign, not for a week.
# zh: 这是整个活动期间的，不是每周的。
days = (dates["ends_at"] - dates["starts_at"]).dt.days.iloc[0] + 1
q5["during"] = (gap_before + change["estimate"]) * days / 7
# You deducted the placebo. It stands beside the effect as a warning, not as a correction.
# zh: 你减去了安慰剂的数。它放在旁边是提醒，而不是修正。
q5["effect"] = change["estimate"] - nothing_there["estimate"]
# You let the campaign that was not there last 56 days. Let it last 28; the 56 are before it.
# zh: 你让那个并不存在的“活动”长达 56 天。它应当是 28 天，56 天是它之前的时间。
q5["placebo"] = campaigns.placebo(orders, placebo_days=56, **sent).loc["best", "estimate"]
# You exchanged the campaign and the placebo.
# zh: 活动与安慰剂颠倒了。
q5 |= {"effect": q5["placebo"], "placebo": q5["effect"]}

# %% hints
# `campaigns.effects` and `campaigns.placebo` take the three tables as they are; 56 and 28 days are their defaults.
# zh: `campaigns.effects` 和 `campaigns.placebo` 直接使用这三张表；56 天和 28 天就是默认值。

# For (1): the gap before is `mean_before` less `mean_before_others`; by how much did it change?
# zh: 第（1）问：之前的差距是 `mean_before` 减 `mean_before_others`；它又变化了多少？

# %% [markdown] points=4 decimals=0
# ## How large a test?
#
# Two new mailings, both untried, are ready for `audience` customers, of whom each gets one. You will test them on n customers each and send the better one to all others. An order brings `per_order` yuan. How large should n be? Past mailings show how such mailings differ: take the mean and the standard deviation (`prior_sd`, luck removed) that `roll_out.prior_from_tests` estimates
# from `past`; one customer's standard deviation is that of a share of this mean. What counts is what is gained on average over no test at all, in yuan. A whole number: customers in *each* group.

# %% [markdown] lang="zh"
# ## 测试该多大？
#
# 两封都没有试过的新邮件，准备寄给 `audience` 位客户，每人收到其中一封。你先在每组 n 位客户身上测试，再把较好的一封寄给其余所有人。一笔订单带来 `per_order` 元。n 应取多大？以往的邮件说明这类邮件相差多少：均值和标准差（`prior_sd`，已扣除偶然）用 `roll_out.prior_from_tests` 从 `past` 估计；单个客户的标准差，取比例等于该均值时的标准差。看的是比完全不测试平均多赚多少元。填整数：*每组*的客户数。

# %% starter
audience, per_order = sheet["audience"], sheet["per_order"]
q6 = ...

# %% solution
# A larger test chooses better, but leaves fewer customers to send the better mail to.
# zh: 测试越大，选得越准，但能收到较好邮件的其余客户也越少。
audience, per_order = sheet["audience"], sheet["per_order"]
prior = roll_out.prior_from_tests(past, responses="ordered", counts="mailed")["estimate"]
mean, sd = prior["prior_mean"], prior["prior_sd"]
customer_sd = np.sqrt(mean * (1 - mean))
design = {"audience": audience, "outcome_sd": customer_sd, "prior_sd": sd}
nothing = 0


def worth(n):
    gains = roll_out.expected_profits([n], prior_mean=mean, **design)
    return per_order * gains["gain"].iloc[0]


q6 = round(roll_out.best_size(**design))

# %% wrong
# You test on everybody: nobody is left to get the better mail.
# zh: 你拿所有人做测试，没有人能再收到较好的那一封。
q6 = audience // 2
# That is n for both groups together. Each group needs so many.
# zh: 你把它当成了两组的总人数。每一组都需要这么多。
q6 = round(roll_out.best_size(**design) / 2)
# One customer's standard deviation is the root of rate times 1 less rate. You left out the root.
# zh: 单个客户的标准差是“比例乘以一减比例”的平方根。你漏了开方。
q6 = round(roll_out.best_size(**{**design, "outcome_sd": mean * (1 - mean)}))
# `roll_out.best_size` already gives the number in each group. You doubled it.
# zh: `roll_out.best_size` 给出的已经是每组人数。你把它加倍了。
q6 = 2 * round(roll_out.best_size(**design))
# You took one standard deviation in yuan and the other as a share. Both need the same unit.
# zh: 两个标准差一个以元计，一个是比例。单位必须相同。
q6 = round(roll_out.best_size(**{**design, "outcome_sd": per_order * customer_sd}))
# You exchanged the two standard deviations.
# zh: 两个标准差颠倒了。
q6 = round(roll_out.best_size(audience=audience, outcome_sd=sd, prior_sd=customer_sd))
# So few customers choose hardly better than a coin.
# zh: 这么少的客户，选得比抛硬币好不了多少。
q6 = 100
# You planned to *see* a rise by a tenth in 80 of 100 tests. Half of the customers spent on that certainty get the worse mail.
# zh: 你规划的是在 100 次测试中有 80 次*看见*一成的提升。为了这份把握而占用的客户，有一半收到的是较差的邮件。
q6 = round(2 * customer_sd**2 * ((1.96 + 0.84) / (0.1 * mean)) ** 2)

# %% hints
# `roll_out.best_size` needs the audience and two standard deviations: of one customer's outcome, and of the treatments.
# zh: `roll_out.best_size` 需要客户总数和两个标准差：单个客户结果的，以及各种做法之间的。

# A share of `mean` has the standard deviation `np.sqrt(mean * (1 - mean))` from customer to customer.
# zh: 比例为 `mean` 时，客户之间的标准差是 `np.sqrt(mean * (1 - mean))`。
