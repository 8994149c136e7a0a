# %% [markdown]
# # Exercises to 23: Frequency rewards and clubs
#
# **Your company** A chain of tea houses gives 10 points a purchase. Points are valid for 12 months. Its figures are simulated and
# drawn by your name: nobody else has them. Money is in yuan.
#
# - `moves`: one row a movement of points, up to 31 December 2024: `customer_id`, `date`, `points` (above 0 given, below 0 redeemed).
# - `shop`: `basket` (yuan a purchase), `margin_rate` (margin before rewards, of the basket), `cost_of_point` (yuan, what one redeemed
#   point costs the chain).
# - `trial`: one row a customer. `invited` (by lot) and `joined` (only those invited could) are True or False; `year_before` and
#   `year_after` are purchases in the year before the club opened and in the year after the last members joined.
#
# **Before this** [23 Frequency rewards and clubs](../../notebooks/2_loyalty/23_rewards.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 23：常客奖励计划与会员俱乐部
#
# **你的公司** 一家连锁茶饮店每次购买送 10 分，积分有效期 12 个月。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `moves`：截至 2024 年 12 月 31 日的积分流水，每行一笔：`customer_id`、`date`、`points`（大于 0 为发放，小于 0 为兑换）。
# - `shop`：`basket`（每次购买的金额，元）、`margin_rate`（扣除奖励前的毛利率）、`cost_of_point`（每兑换一分的成本，元）。
# - `trial`：每行一位客户。`invited`（是否抽签获邀）和 `joined`（是否入会，只有获邀者可以入会）为 True 或 False；`year_before` 是俱乐部开办前一年的购买次数，`year_after` 是最后一批会员入会后一年的购买次数。
#
# **先修** [23 常客奖励计划与会员俱乐部](../../../notebooks/zh/2_loyalty/23_rewards.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies

_known = _replace(
    _companies.Clubs.from_card(),
    lift=float(rng.uniform(0.18, 0.28)),
    claiming_rate=float(rng.uniform(0.09, 0.16)),
)
_chain = _companies.loyalty_clubs(
    n_customers=12_000, seed=int(rng.integers(1_000_000)), parameters=_known
)
moves = _chain.points
trial = _pd.DataFrame(
    {
        "invited": _chain.customers["invited"],
        "joined": _chain.customers["joined"].notna(),
        "year_before": _chain.purchases.loc[:, 1:12].sum(axis=1),
        "year_after": _chain.purchases.loc[:, 25:36].sum(axis=1),
    }
)
shop = {
    "basket": int(rng.integers(40, 71)),
    "margin_rate": int(rng.integers(24, 31)) / 100,
    "cost_of_point": int(rng.integers(20, 29)) / 100,
}
office_per_point = int(rng.integers(5, 16)) / 1000
rate_of_plan = int(rng.integers(62, 79)) / 100
_neither = int(rng.integers(60, 71))
payoffs = {
    "neither": _neither,
    "alone": _neither + int(rng.integers(12, 19)),
    "against": _neither - int(rng.integers(20, 27)),
    "both": _neither - int(rng.integers(16, 20)),
}
_dearest = round(shop["cost_of_point"] * float(rng.uniform(1.9, 2.3)), 2)
_most = int(rng.integers(4, 9)) * 1_000_000
bank = {"most_points": _most, "dearest_price": _dearest}

# %%
import pandas as pd

from crmkit.loyalty import ClubGame, points, programme_effect, programmes

moves, shop, trial = sheet["moves"], sheet["shop"], sheet["trial"]
pd.Series(shop)

# %% [markdown] points=2 decimals=3
# ## The ledger
#
# Balance `moves` as of 31 December 2024. How many points can still be redeemed? And what is the redemption rate of the points given in
# the years 2022 and 2023 together, all of which are over by now? `open` in points, `rate` as a share with 3 decimals.

# %% [markdown] lang="zh"
# ## 积分台账
#
# 把 `moves` 结算到 2024 年 12 月 31 日。还有多少分可以兑换（`"open"`）？2022 和 2023 两年合计发放、如今都已到期或用完的积分，兑换率是多少（`"rate"`）？`open` 单位为分，`rate` 是比例，保留 3 位小数。

# %% solution
# Settle with the oldest first; then the points of the two years that are over are redeemed or run out, and no third.
# zh: 先用最早的积分结算；前两年的积分如今不是已兑换就是已过期，没有第三种去向。
lots = points.settle(moves, as_of="2024-12-31", life_months=12)
years = points.breakage_by_cohort(lots, period="year")
over = years.loc["2022":"2023"]
q1 = {"open": lots["outstanding"].sum(), "rate": over["redeemed"].sum() / over["issued"].sum()}

# %% wrong
# You counted all years for the rate. Points given in 2024 can still be redeemed, so their end is not known.
# zh: 你把所有年份都算进了兑换率。2024 年发放的积分还可以兑换，结局未知。
q1["rate"] = lots["redeemed"].sum() / lots["issued"].sum()
# You left out only the issues with open points. Of 2024 those remain that were redeemed quickly, so the rate is too high.
# zh: 你只去掉了尚有余额的批次。这样 2024 年里留下的都是很快兑换的批次，兑换率就偏高。
closed = lots[lots["outstanding"] == 0]
q1["rate"] = closed["redeemed"].sum() / closed["issued"].sum()
# That is the breakage. Which share was redeemed?
# zh: 这是沉淀的比例。被兑换的比例是多少？
q1["rate"] = over["expired"].sum() / over["issued"].sum()
# You deducted only what was redeemed. Points that ran out cannot be redeemed any more.
# zh: 你只扣除了已兑换的积分。过期的积分也不能再兑换了。
q1["open"] = moves["points"].sum()
# You counted all points given in 2024. Some of them have been redeemed already.
# zh: 你数的是 2024 年发放的全部积分。其中一部分已经兑换了。
q1["open"] = lots.loc[lots.index.get_level_values("issued_at") >= "2024-01-01", "issued"].sum()
# You took those open points that will probably be redeemed. All of them still can be.
# zh: 你算的是尚存积分中预计会兑换的部分。题目问的是可以兑换的，也就是全部。
q1["open"] = q1["open"] * q1["rate"]
# You set all redemptions against the points of two years. Those of 2024 also used points that were given in 2024.
# zh: 你用全部兑换数除以两年的发放数。2024 年的兑换也用掉了 2024 年发放的积分。
q1["rate"] = lots["redeemed"].sum() / over["issued"].sum()
# You counted only what was redeemed by the end of 2023. Points of 2023 could be redeemed in 2024, too.
# zh: 你只算了 2023 年底以前的兑换。2023 年发放的积分在 2024 年也可以兑换。
early = moves.loc[pd.to_datetime(moves["date"]) < "2024-01-01", "points"]
q1["rate"] = -early[early < 0].sum() / early[early > 0].sum()

# %% hints
# `points.settle` wants to know the day of the balance and how long points are valid.
# zh: `points.settle` 需要知道结算日和积分的有效期。

# `points.breakage_by_cohort(..., period="year")` adds up what became of the points of each year.
# zh: `points.breakage_by_cohort(..., period="year")` 汇总每一年积分的去向。

# %% [markdown] points=2 decimals=4
# ## The price of a point
#
# The chain wants to sell points to a cinema. A redeemed point costs `shop["cost_of_point"]`; staff and systems cost
# `sheet["office_per_point"]` for every point sold. At which price a point does the chain lose nothing, if 60, 70 or 80 % of the
# points are redeemed? Three prices in yuan, with 4 decimals.

# %% [markdown] lang="zh"
# ## 积分的价格
#
# 这家店想把积分卖给一家影院。每兑换一分的成本是 `shop["cost_of_point"]`；每卖出一分，人员和系统还要花 `sheet["office_per_point"]`。如果兑换率是 60%、70% 或 80%，每分卖多少钱才不亏？三个价格（`"at 60"`、`"at 70"`、`"at 80"`），单位为元，保留 4 位小数。

# %% solution
# Of each point sold only the redeemed share costs a reward; the office costs its money on all of them.
# zh: 每卖出一分，只有被兑换的那部分要付奖励成本；而人员和系统的费用每一分都要付。
office = sheet["office_per_point"]
price = programmes.price_of_point(
    [0.6, 0.7, 0.8], cost_of_redeemed_point=shop["cost_of_point"], running_cost_per_point=office
)
q2 = {"at 60": price[0.6], "at 70": price[0.7], "at 80": price[0.8]}

# %% wrong
# You left out the office. It costs money on each point sold.
# zh: 你漏掉了人员和系统的费用。每卖出一分都要花这笔钱。
office = 0
# You took the office only for the points that are redeemed. It costs money on each point sold.
# zh: 你只对被兑换的积分计了人员和系统费用。每卖出一分都要花这笔钱。
q2 = {key: (value - office) + int(key[-2:]) / 100 * office for key, value in q2.items()}
# You multiplied by the breakage. It is the redeemed points that cost money.
# zh: 你乘的是沉淀的比例。花钱的是被兑换的积分。
q2 = {f"at {n}": (1 - n / 100) * shop["cost_of_point"] + office for n in (60, 70, 80)}
# You divided by the rate. The fewer points are redeemed, the less a point sold must bring.
# zh: 你除以了兑换率。兑换得越少，每分需要卖的价钱就越低。
q2 = {f"at {n}": shop["cost_of_point"] / (n / 100) + office for n in (60, 70, 80)}
# You deducted the office. It is a cost, so the price has to be higher by it.
# zh: 你减去了人员和系统费用。它是成本，价格应当因此更高。
q2 = {key: value - 2 * office for key, value in q2.items()}
# You reckoned with every point being redeemed. The price depends on how many are.
# zh: 你按所有积分都被兑换来算。价格取决于有多少会被兑换。
q2 = dict.fromkeys(q2, shop["cost_of_point"] + office)

# %% hints
# Sell 100 points. How many of them cost a reward, and how many cost the office something?
# zh: 设想卖出 100 分：有多少分要付奖励成本？有多少分要付人员和系统费用？

# `programmes.price_of_point` takes a list of rates, and both costs by name.
# zh: `programmes.price_of_point` 可以一次接收几个兑换率，两项成本按名称传入。

# %% [markdown] points=2 decimals=3
# ## How much more must members buy?
#
# The plan reckons with a redemption rate of `sheet["rate_of_plan"]`. What do the 10 points of one purchase cost the chain? And what is
# the break-even lift, if nothing else is spent on the programme? `point_cost` in yuan a purchase, `lift` as a share (0.2 for 20 %), both
# with 3 decimals.

# %% [markdown] lang="zh"
# ## 会员要多买多少？
#
# 计划按 `sheet["rate_of_plan"]` 的兑换率估算。一次购买送出的 10 分，要花这家店多少钱（`"point_cost"`，元）？如果计划没有其他开支，盈亏平衡提升是多少（`"lift"`，比例，0.2 即 20%）？两个数都保留 3 位小数。

# %% solution
# Each purchase made anyway costs its points, and each extra one leaves its margin less its own points.
# zh: 每一次本来就会发生的购买都要付积分成本；每一次多出来的购买留下毛利，但要减去它自己的积分成本。
rate, margin = sheet["rate_of_plan"], shop["margin_rate"] * shop["basket"]
point_cost = 10 * shop["cost_of_point"] * rate
q3 = {"point_cost": point_cost, "lift": point_cost / (margin - point_cost)}

# %% wrong
# You left out the redemption rate: not all points are redeemed.
# zh: 你漏掉了兑换率：并不是所有积分都会被兑换。
rate = 1
# The cost is right. But extra purchases earn points, too: deduct them from the margin.
# zh: 成本算对了。但多出来的购买也得积分，要从毛利里扣掉。
q3["lift"] = point_cost / margin
# The cost is right. But an extra purchase leaves its margin, not the whole basket.
# zh: 成本算对了。但多出来的购买留下的是毛利，而不是全部金额。
q3["lift"] = point_cost / (shop["basket"] - point_cost)
# That is the cost of one point. A purchase earns 10.
# zh: 这是一分的成本。一次购买送 10 分。
point_cost = shop["cost_of_point"] * rate
# You added the points to the margin. They make an extra purchase bring less, not more.
# zh: 你把积分成本加到了毛利上。积分使多出来的购买赚得更少，而不是更多。
q3["lift"] = point_cost / (margin + point_cost)
# That is the cost as a share of the basket, the r of the formula. The lift is r over m - r.
# zh: 这是成本占购买金额的比例，也就是公式里的 r。提升是 r 除以 m - r。
q3["lift"] = point_cost / shop["basket"]
# You multiplied by the breakage. It is the redeemed points that cost money.
# zh: 你乘的是沉淀的比例。花钱的是被兑换的积分。
rate = 1 - sheet["rate_of_plan"]
# You added the office of the last question. Here nothing else is spent.
# zh: 你加上了上一题的人员和系统费用。这里没有其他开支。
point_cost = 10 * (shop["cost_of_point"] * rate + sheet["office_per_point"])

# %% hints
# What does a purchase cost that would have been made anyway? What does an extra purchase leave?
# zh: 一次本来就会发生的购买要花多少钱？一次多出来的购买能留下多少？

# In money a purchase: points over (margin less points). `programmes.break_even_lift` wants both as shares of the basket.
# zh: 按每次购买的金额算：积分成本除以（毛利减积分成本）。`programmes.break_even_lift` 则要求两者都是占购买金额的比例。

# %% [markdown] points=2 decimals=3
# ## A colleague and the members
#
# A colleague compares what members bought in `year_after` and in `year_before`, and takes the change for the lift. What does the colleague
# find? And what is the lift of the club by the lot, from `year_after` alone, without a baseline? Two shares with 3 decimals (0.2 for
# 20 % more).

# %% [markdown] lang="zh"
# ## 同事与会员
#
# 一位同事比较了会员在 `year_after` 和 `year_before` 的购买次数，把变化当作提升。同事得到的数是多少（`"colleague"`）？而按抽签、只用 `year_after`、不用基期调整，俱乐部的提升是多少（`"lot"`）？两个比例都保留 3 位小数（0.2 即多 20%）。

# %% solution
# The colleague counts lives that were changing anyway. The lot compares all invited with all others, gives the whole difference to the joiners,
# and divides it by what they would have bought without the club.
# zh: 同事把本来就在变化的生活也算了进去。抽签则比较全部获邀者与其余的人，把全部差异归于入会者，再除以他们没有俱乐部也会买的量。
member = trial[trial["joined"]]
colleague = member["year_after"].sum() / member["year_before"].sum() - 1
found = programme_effect.effect_of_invitation(
    trial["year_after"], invited=trial["invited"], joined=trial["joined"]
)["estimate"]
q4 = {"colleague": colleague, "lot": found["lift"]}

# %% wrong
# The two are exchanged: which of them looks at the members only?
# zh: 两个数写反了：哪一个只看会员？
q4 = {"colleague": found["lift"], "lot": colleague}
# For the lot you compared members with all others. Members chose to join; only the invitation was drawn.
# zh: 你在抽签一项里比较了会员与其他人。入会是会员自己的选择，只有邀请是抽签决定的。
q4["lot"] = member["year_after"].mean() / trial.loc[~trial["joined"], "year_after"].mean() - 1
# You compared those invited with the others, but did not divide by the share that joined: most of them are no members.
# zh: 你比较了获邀者与其他人，但没有除以入会的比例：他们中的多数并不是会员。
means = trial.groupby("invited")["year_after"].mean()
q4["lot"] = means[True] / means[False] - 1
# You divided the effect on a member by what the mean customer buys. Members would have bought more than that anyway.
# zh: 你用一位平均客户的购买量作分母。会员本来就买得比平均客户多。
q4["lot"] = found["a member"] / trial.loc[~trial["invited"], "year_after"].mean()
# You divided the effect by what members did buy. Take what they would have bought without the club.
# zh: 你用会员实际的购买量作分母。应当用没有俱乐部时他们会买的量。
q4["lot"] = found["a member"] / member["year_after"].mean()
# You divided the effect by what members bought in the year before. Their lives changed since: take what they would have bought without the club.
# zh: 你用会员前一年的购买量作分母。他们的生活后来变了：应当用没有俱乐部时他们会买的量。
q4["lot"] = found["a member"] / member["year_before"].mean()
# You compared members with those invited who did not join. Joining was their own choice: compare everybody invited with everybody else.
# zh: 你比较了会员与获邀而未入会的人。入会是自己的选择：应当比较全部获邀者与其余的人。
staying = trial[trial["invited"] & ~trial["joined"]]
q4["lot"] = member["year_after"].mean() / staying["year_after"].mean() - 1
# You compared members with those not invited. Members are the part of the invited that chose to join: compare everybody invited.
# zh: 你比较了会员与未获邀的人。会员只是获邀者中自己选择入会的那部分：应当用全部获邀者来比较。
q4["lot"] = member["year_after"].mean() / trial.loc[~trial["invited"], "year_after"].mean() - 1
# You deducted the change of the others from that of the members. Members join when their lives change, and those of the others do not change alike.
# zh: 你从会员的变化中减去了其他人的变化。会员在生活变化时入会，其他人的生活并没有同样的变化。
others = trial[~trial["invited"]]
q4["lot"] = colleague - (others["year_after"].sum() / others["year_before"].sum() - 1)
# That is purchases a customer invited. The lift is about members, and a share.
# zh: 这是每位获邀者多买的次数。提升说的是会员，而且是一个比例。
q4["lot"] = found["a customer invited"]
# That is purchases a member. The lift is their share of what members would have bought anyway.
# zh: 这是每位会员多买的次数。提升是它占会员本来会买的量的比例。
q4["lot"] = found["a member"]
# You took the colleague's change over all customers. The colleague looks at the members only.
# zh: 你计算的是所有客户的变化。同事只看会员。
q4["colleague"] = trial["year_after"].sum() / trial["year_before"].sum() - 1
# You took the colleague's change over all those invited. Not all of them joined.
# zh: 你计算的是全部获邀者的变化。他们并没有都入会。
asked = trial[trial["invited"]]
q4["colleague"] = asked["year_after"].sum() / asked["year_before"].sum() - 1
# You compared members with the others. The colleague compares two years of the members.
# zh: 你比较了会员与其他人。同事比较的是会员自己的两年。
rest = trial.loc[~trial["joined"], "year_after"].mean()
q4["colleague"] = member["year_after"].mean() / rest - 1
# That is purchases a member. Take the change as a share of the year before.
# zh: 这是每位会员多买的次数。变化要写成占前一年的比例。
q4["colleague"] = member["year_after"].mean() - member["year_before"].mean()
# That is one year over the other. The change is 1 less.
# zh: 这是两年之比。变化要再减 1。
q4["colleague"] = colleague + 1

# %% hints
# The colleague needs the rows with `joined` only. The lot needs everybody, in two groups.
# zh: 同事只用 `joined` 为 True 的行。抽签要用所有人，分成两组。

# `programme_effect.effect_of_invitation` wants the outcome, `invited=` and `joined=`, here without `baseline=`; its last row is the lift.
# zh: 把结果、`invited=` 和 `joined=` 交给 `programme_effect.effect_of_invitation`（这里不传 `baseline=`），最后一行就是提升。

# %% [markdown] points=2 decimals=3
# ## The rival
#
# `sheet["payoffs"]` is what each tea house earns in a year, in thousand yuan, under the names that `ClubGame` wants; the rival is alike. What does
# each do if they meet once (`choice`: `"club"` or `"no club"`)? If they meet every year and the rival plays tit for tat, how much must next
# year count for both to hold back (`weight`)? And up to which annual discount rate is that so (`discount`, from the weight before it is
# rounded)? Both with 3 decimals.

# %% [markdown] lang="zh"
# ## 竞争者
#
# `sheet["payoffs"]` 是每家店一年的利润（千元），名称就是 `ClubGame` 的参数名；竞争者与我们相同。如果只相遇一次，双方各会怎么做（`choice`：`"club"` 办俱乐部，或 `"no club"` 不办）？如果年年相遇、对方以牙还牙，明年的权重至少要多大，双方才会都不办（`weight`）？这相当于年折现率最高多少（`discount`，用四舍五入前的权重计算）？后两个数保留 3 位小数。

# %% solution
# A club pays whatever the rival does, so both open one. Tit for tat has to deter a firm that opens a club every other year, and next year counts
# 1 / (1 + discount rate).
# zh: 无论对方怎么做，办俱乐部都更有利，所以双方都办。以牙还牙还必须吓阻隔年办一次俱乐部的做法；明年的权重是 1 /（1 + 折现率）。
game = ClubGame(**sheet["payoffs"])
weight = game.patience_needed("tit for tat")
q5 = {"choice": game.equilibria()[0][0], "weight": weight, "discount": 1 / weight - 1}

# %% wrong
# That is the weight for grim trigger. Tit for tat forgives, so it deters less.
# zh: 这是冷酷触发所需的权重。以牙还牙会原谅对方，威慑较弱。
weight = game.patience_needed("grim trigger")
q5 = {"choice": "club", "weight": weight, "discount": 1 / weight - 1}
# Without clubs both earn more, but neither can rely on it: against a rival without a club, a club pays better.
# zh: 都不办时双方赚得更多，可是谁也靠不住：对方不办时，自己办更划算。
q5["choice"] = "no club"
# The weight is right. With the discount rate i next year counts 1 / (1 + i), and not 1 - i.
# zh: 权重算对了。折现率为 i 时，明年的权重是 1 /（1 + i），而不是 1 - i。
q5["discount"] = 1 - weight
# The weight is right. The last answer is a discount rate: solve weight = 1 / (1 + rate).
# zh: 权重算对了。最后一项是折现率：由“权重 = 1 /（1 + 折现率）”解出。
q5["discount"] = 1 / weight

# %% hints
# `ClubGame(**sheet["payoffs"])` is the game; it knows its equilibria and the patience that a strategy needs.
# zh: `ClubGame(**sheet["payoffs"])` 就是这个博弈，它知道自己的均衡，也知道每种策略所需的耐心。

# At the discount rate i, 1 yuan next year counts 1 / (1 + i) today. At which i is that the weight?
# zh: 折现率为 i 时，明年的 1 元今天算 1 /（1 + i）元。i 等于多少时它正好是这个权重？

# %% [markdown] points=4
# ## A price for the bank
#
# A bank wants points for its card holders. At a price of 0 it would take `bank["most_points"]` a year, at `bank["dearest_price"]` none,
# and in between in a straight line. A redeemed point costs `shop["cost_of_point"]`, there are no other costs. Nobody knows how many points
# the bank's customers will redeem: 60, 70 or 80 %, each as likely as the others.
#
# Name the price, in yuan a point. What counts is the chain's mean profit a year over the three cases. Doing nothing means to go on with the
# cautious price of today, at which the chain loses nothing at 80 %. A better price earns points, the best one all of them.

# %% [markdown] lang="zh"
# ## 给银行报个价
#
# 一家银行想买积分送给持卡人。价格为 0 时它一年要 `bank["most_points"]` 分，价格为 `bank["dearest_price"]` 时一分不要，两者之间按直线变化。每兑换一分的成本是 `shop["cost_of_point"]`，没有其他成本。银行的客户会兑换多少，谁也不知道：60%、70%、80% 三种情形的可能性相同。
#
# 请报一个价，单位为元/分。看的是三种情形下这家店一年利润的平均值。“什么都不做”就是沿用目前的谨慎价格：兑换率为 80% 时恰好不亏。比它更好的价格才得分，最好的得满分。

# %% starter
bank = sheet["bank"]
q6 = ...

# %% solution
# A higher price earns more on each point and sells fewer. With a straight line the best price is half-way between the mean cost of a point, at 70 %, and
# the price at which the bank buys none.
# zh: 价格越高，每分赚得越多，卖得越少。需求是直线时，最好的价格正好在平均成本（兑换率 70%）与银行一分不买的价格之间的中点。
bank = sheet["bank"]
most, dearest, cost = bank["most_points"], bank["dearest_price"], shop["cost_of_point"]


def worth(price):
    price = float(price)
    if not price >= 0:
        raise ValueError("price ≥ 0")
    sold = max(most * (1 - price / dearest), 0.0)
    return sum(sold * (price - redeemed * cost) for redeemed in (0.6, 0.7, 0.8)) / 3


nothing = 0.8 * cost
q6 = (0.7 * cost + dearest) / 2

# %% wrong
# At this price the chain loses nothing on average, and earns nothing either. The bank would pay more.
# zh: 这个价格平均不亏，可也不赚。银行愿意付更多。
q6 = 0.7 * cost
# At this price the bank buys no points.
# zh: 这个价格银行一分也不买。
q6 = dearest
# That brings the highest revenue. But points are redeemed: what is earned on each is the price less its cost.
# zh: 这个价格的收入最高。但积分会被兑换：每分赚到的是价格减成本。
q6 = dearest / 2
# You reckoned with every point being redeemed. Of 100 points 60 to 80 are, so a point sold costs less and the price may be lower.
# zh: 你按所有积分都被兑换来算。100 分里只有 60 到 80 分会被兑换，每分成本更低，价格也可以更低。
q6 = (cost + dearest) / 2
# You took a mark-up on the mean cost and did not ask how much the bank would still buy.
# zh: 你在平均成本上加了一个固定比例，没有考虑银行还会买多少。
q6 = 1.2 * 0.7 * cost
# At this price the chain loses money if more than 60 % are redeemed, and nothing is earned otherwise.
# zh: 兑换率一超过 60%，这个价格就亏；不超过也不赚。
q6 = 0.6 * cost

# %% hints
# Write down the profit for one price: points sold, times (price less what a point sold costs on average).
# zh: 先写出一个价格下的利润：卖出的积分数乘以（价格减去每卖一分的平均成本）。

# Try many prices between 0 and `bank["dearest_price"]`, as the lesson tries many fees. Which brings most?
# zh: 像课上试各种年费那样，在 0 和 `bank["dearest_price"]` 之间试很多价格。哪一个利润最高？
