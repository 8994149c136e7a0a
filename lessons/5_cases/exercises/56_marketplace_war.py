# %% [markdown]
# # Exercises to 56: The marketplace war
#
# **Your company** You run a young marketplace against an established one. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `sides`: what one could say of two settled sites: for sellers and buyers `cost`, `differentiation` (what using the less-liked site bothers a member) and `benefit` (what a member of this side gains from all of the other side).
# - `records`: one row a city and month, as in the lesson: `city`, `month`, `seller_share` and `buyer_share` (yours, before the month), `waiver` and `bonus` (yuan a month, by lot), `sellers_deciding`, `sellers_chose`, `buyers_deciding`, `buyers_chose`. Some months were reported twice.
# - `market`: a `share_race.Market` with your rival's fee, your costs and margins: an offer lasts 36 months, and 24 months after it count.
# - `start`: your share of each side today; `moving`: the share of each side that decides anew in a month.
#
# **Before this** [56 The marketplace war](../../notebooks/5_cases/56_marketplace_war.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 56：电商平台之争
#
# **你的公司** 你经营一家新平台，对手已经站稳。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `sides`：假如两家平台都已站稳，卖家（sellers）和买家（buyers）的 `cost`（成本）、`differentiation`（用不太喜欢的那个平台带来的不便）和 `benefit`（另一边全体成员给这一边一位成员带来的好处）。
# - `records`：与课上一样，每个城市每月一行。`city` 是城市，`month` 是月份，`seller_share` 和 `buyer_share` 是你在当月之前的份额，`waiver` 和 `bonus` 是抽签决定的卖家减免和买家红包（每月，元），`sellers_deciding` 和 `buyers_deciding` 是重新选择的人数，`sellers_chose` 和 `buyers_chose` 是其中选你的人数。有些月份报了两次。
# - `market`：一个 `share_race.Market`，含对手的费用、你的成本和毛利；优惠持续 36 个月，之后再计 24 个月。
# - `start`：你目前在两边的份额；`moving`：每月两边重新选择的比例。
#
# **先修** [56 电商平台之争](../../../notebooks/zh/5_cases/56_marketplace_war.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies
from crmkit.campaigns import share_race as _share_race

_card = _companies.Marketplace.from_card()
_firm = _replace(
    _card,
    base={"seller": float(rng.uniform(-0.02, 0.04)), "buyer": float(rng.uniform(0.08, 0.14))},
    effect={"seller": float(rng.uniform(2.35, 2.45)), "buyer": float(rng.uniform(3.35, 3.45))},
    rival_fee=float(rng.integers(56, 65)),
)
_made = _companies.two_sided_market(
    n_cities=24, seed=int(rng.integers(1, 10**6)), parameters=_firm
)  # fmt: skip
records = _made.records
sides = _pd.DataFrame(
    {
        "cost": [float(rng.integers(8, 15)), float(rng.integers(1, 5))],
        "differentiation": [float(rng.integers(28, 34)), float(rng.integers(24, 30))],
        "benefit": [float(rng.integers(6, 13)), float(rng.integers(36, 42))],
    },
    index=["sellers", "buyers"],
)
market = _share_race.Market(
    100_000, 3_000_000, rival_fee=_firm.rival_fee, seller_cost=float(rng.integers(13, 18)),
    buyer_margin=round(float(rng.uniform(0.9, 1.1)), 2),
)  # fmt: skip
start = {"seller_share": 0.15, "buyer_share": 0.12}
moving = {"seller_moving": 0.12, "buyer_moving": 0.18}

# %%
import numpy as np
import pandas as pd

from crmkit.campaigns import cross_group, entry_game, share_race, two_sided

# %%
sides, records, market = sheet["sides"], sheet["records"], sheet["market"]
start, moving = sheet["start"], sheet["moving"]
records.head()

# %% [markdown] points=1 decimals=1
# ## Who pays?
#
# If two sites like yours had settled, which price would each side pay, and what would a site earn for one seller and one buyer in the market? Yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 谁付费？
#
# 如果两家像你这样的平台都已站稳，卖家（`"sellers"`）和买家（`"buyers"`）各付多少？按市场上一位卖家加一位买家计，一家平台赚多少（`"profit"`）？单位为元，保留 1 位小数。

# %% starter
q1 = {"sellers": ..., "buyers": ..., "profit": ...}

# %% solution
# Each side pays its cost and what the less-liked site bothers it, less what the other side gains from it.
# zh: 每一边付的是成本加上不便，再减去另一边从它那里得到的好处。
prices = two_sided.duopoly(sides)
q1 = prices["price"].to_dict() | {"profit": prices["profit"].sum()}

# %% wrong
# You deducted what a side gains itself. It is what the *other* side gains from it that lowers its price.
# zh: 你减去的是这一边自己得到的好处。压低它价格的，是*另一边*从它那里得到的好处。
q1 = q1 | (sides["cost"] + sides["differentiation"] - sides["benefit"]).to_dict()
# You left out the cross-group effect: so one would price two shops that have nothing to do with each other.
# zh: 你没有算交叉网络效应：那是两个互不相干的市场的定价。
q1 = q1 | (sides["cost"] + sides["differentiation"]).to_dict()
# Those are the margins. The price has the cost on top.
# zh: 这是毛利。价格还要加上成本。
q1 = q1 | prices["margin"].to_dict()
# Each site serves half of each side: halve the margins.
# zh: 每家平台只服务每一边的一半：毛利要除以二。
q1 = q1 | {"profit": prices["margin"].sum()}
# You added the prices. What a site earns is what is left after the cost, on its half of each side.
# zh: 你把价格加了起来。平台赚的是扣除成本之后、自己那一半用户带来的钱。
q1 = q1 | {"profit": prices["price"].sum()}
# You exchanged the sides.
# zh: 你把两边对调了。
q1 = q1 | {"sellers": q1["buyers"], "buyers": q1["sellers"]}

# %% hints
# The lesson does it by hand in one line for each side.
# zh: 课上对每一边都用一行手算过。

# `two_sided.duopoly(sides)` has the columns `price` and `profit`.
# zh: `two_sided.duopoly(sides)` 有 `price` 和 `profit` 两列。

# %% [markdown] points=2 decimals=2
# ## A colleague compares cities
#
# "The more buyers a city has with us, the more sellers choose us: look at the cities." Leave out what was reported twice. How strong is the effect of the buyers' share on the sellers' choice (log odds) as the colleague finds it, comparing cities, and if each city is compared with itself? With 2 decimals.

# %% [markdown] lang="zh"
# ## 同事比较城市
#
# “一个城市的买家在我们这里越多，选我们的卖家就越多：比一比各城市就知道。”去掉重复上报的行。买家份额对卖家选择的效应（对数几率）有多强：同事在城市之间比较（`"between"`）得到多少？让每个城市与自己比较（`"within"`）又是多少？保留 2 位小数。

# %% starter
q2 = {"between": ..., "within": ...}

# %% solution
# A city that likes us does so on both sides; compared with itself, its taste drops out.
# zh: 偏爱我们的城市，买卖双方都偏爱；与自己比较，这种偏好就抵消了。
once = records.drop_duplicates()
seller = {"chose": "sellers_chose", "deciding": "sellers_deciding",
          "other_share": "buyer_share", "advantage": "waiver"}  # fmt: skip
between = cross_group.fitted(once, **seller)
within = cross_group.fitted(once, **seller, city="city")
q2 = {"between": between.estimates["effect"], "within": within.estimates["effect"]}

# %% wrong
# You exchanged the two. Which of them takes taste for pull?
# zh: 你把两者对调了。哪一个把偏好当成了吸引力？
q2 = {"between": q2["within"], "within": q2["between"]}
# That is the effect of sellers on buyers. The question is about the sellers' choice.
# zh: 这是卖家对买家的效应。题目问的是卖家的选择。
buyer = {"chose": "buyers_chose", "deciding": "buyers_deciding",
         "other_share": "seller_share", "advantage": "bonus"}  # fmt: skip
q2 = {"between": cross_group.fitted(once, **buyer).estimates["effect"],
      "within": cross_group.fitted(once, **buyer, city="city").estimates["effect"]}  # fmt: skip
# That is the base: log odds where buyers are split evenly.
# zh: 这是基础值，即买家各半时的对数几率。
q2 = {"between": between.estimates["base"], "within": within.estimates["base"]}
# That is the upper end of the interval.
# zh: 这是区间的上限。
q2["within"] = within.table().loc["effect", "high"]

# %% hints
# `cross_group.fitted` compares cities, unless it is told which column names them.
# zh: `cross_group.fitted` 默认在城市之间比较，除非告诉它哪一列是城市。

# `records.drop_duplicates()` first; then `fitted(..., city="city").estimates["effect"]`.
# zh: 先 `records.drop_duplicates()`，再取 `fitted(..., city="city").estimates["effect"]`。

# %% [markdown] points=2 decimals=3
# ## Critical mass
#
# Fit both sides within cities and make the race of them, with `moving`. From which share of the sellers on do you grow without any offer? And where does the share of the sellers stand after 36 months from `start`, if you take half of the rival's fee? Shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 临界规模
#
# 用城市内部比较拟合两边，再加上 `moving` 组成份额之争。没有任何优惠时，卖家份额超过多少，你就会自行增长（`"critical"`）？如果只收对手费用的一半，从 `start` 出发，36 个月后卖家份额是多少（`"half"`）？填 0 到 1 之间的数，保留 3 位小数。

# %% starter
q3 = {"critical": ..., "half": ...}

# %% solution
# Between the two shares at which it rests lies one that is not stable.
# zh: 在两个能停住的份额之间，有一个不稳定的点。
once = records.drop_duplicates()
seller = {"chose": "sellers_chose", "deciding": "sellers_deciding",
          "other_share": "buyer_share", "advantage": "waiver"}  # fmt: skip
buyer = {"chose": "buyers_chose", "deciding": "buyers_deciding",
         "other_share": "seller_share", "advantage": "bonus"}  # fmt: skip
race = cross_group.race(
    cross_group.fitted(once, **seller, city="city"),
    cross_group.fitted(once, **buyer, city="city"), **moving,
)  # fmt: skip
points = share_race.critical_share(race)
months, advantage, begin = 36, market.rival_fee / 2, start
road = share_race.path(race, months=months, seller_advantage=advantage, **begin)
q3 = {
    "critical": points.loc[~points["stable"], "seller_share"].iloc[0],
    "half": road["seller_share"].iloc[-1],
}

# %% wrong
# That is where a small share rests. The critical mass is the point that is not stable.
# zh: 这是小份额停住的地方。临界规模是不稳定的那个点。
q3["critical"] = points["seller_share"].iloc[0]
# That is where a large share rests. The critical mass is the point that is not stable.
# zh: 这是大份额停住的地方。临界规模是不稳定的那个点。
q3["critical"] = points["seller_share"].iloc[-1]
# That is free: the sellers save the whole fee of the rival.
# zh: 这是全免：卖家省下了对手的全部费用。
advantage = market.rival_fee
# That is without an offer. Half of the rival's fee is an advantage of the other half.
# zh: 这是没有优惠的情形。收一半，就等于让利另一半。
advantage = 0
# That is a share of buyers. The question is about sellers.
# zh: 这是买家的份额。题目问的是卖家。
q3 = {
    "critical": points.loc[~points["stable"], "buyer_share"].iloc[0],
    "half": road["buyer_share"].iloc[-1],
}
# That is after five years. The offer lasts three.
# zh: 这是五年之后。优惠持续三年。
months = 60
# That is after one year. The offer lasts three.
# zh: 这是一年之后。优惠持续三年。
months = 12
# You let the race begin at even shares.
# zh: 你让两家从各占一半出发。
begin = {"seller_share": 0.5, "buyer_share": 0.5}

# %% hints
# `cross_group.race(sellers, buyers, **moving)` puts the two fits together; `share_race.critical_share(race)` finds where it rests.
# zh: `cross_group.race(sellers, buyers, **moving)` 把两个拟合合在一起；`share_race.critical_share(race)` 找出停住的点。

# `share_race.path(race, months=36, seller_advantage=market.rival_fee / 2, **start)` ends in the share.
# zh: `share_race.path(race, months=36, seller_advantage=market.rival_fee / 2, **start)` 的最后一行就是份额。

# %% [markdown] points=3 decimals=2
# ## Which subsidy is carried?
#
# Try subsidies to sellers of 0, 5, 10, ... 130 yuan a month (each as a lower fee than the rival's) for three years, with 60 draws of `cross_group.races` from `np.random.default_rng(1)`. Which one gains most (`"best"`), which is the largest whose `estimate` still gains (`"largest"`; the interval may reach below 0), and what does the best one give away a month on average, in million yuan with 2 decimals (`"cost"`)?

# %% [markdown] lang="zh"
# ## 承担得起多少补贴？
#
# 给卖家每月补贴 0、5、10……130 元（即比对手少收这么多），为期三年；用 `cross_group.races` 从 `np.random.default_rng(1)` 抽 60 次。哪一档收益最大（`"best"`）？`estimate` 仍大于 0 的最大一档是多少（`"largest"`，区间可以低于 0）？最好的一档平均每月让出多少（`"cost"`，百万元，保留 2 位小数）？

# %% starter
q4 = {"best": ..., "largest": ..., "cost": ...}

# %% solution
# Past the best one each further yuan goes to sellers who are here anyway.
# zh: 过了最好的一档，再多的补贴只是给了本来就在的卖家。
once = records.drop_duplicates()
seller = {"chose": "sellers_chose", "deciding": "sellers_deciding",
          "other_share": "buyer_share", "advantage": "waiver"}  # fmt: skip
buyer = {"chose": "buyers_chose", "deciding": "buyers_deciding",
         "other_share": "seller_share", "advantage": "bonus"}  # fmt: skip
fits = [cross_group.fitted(once, **one, city="city") for one in (seller, buyer)]
races = cross_group.races(*fits, **moving, rng=np.random.default_rng(1), draws=60)
table = share_race.by_subsidy(
    races, market, side="sellers", subsidies=range(0, 131, 5), **start
)  # fmt: skip
found = share_race.carried(table)
q4 = {
    "best": found["best"],
    "largest": found["largest"],
    "cost": table.loc[found["best"], "cost"] / 1e6,
}

# %% wrong
# That is yuan. The question asks for million yuan.
# zh: 这是以元为单位。题目要的是百万元。
q4["cost"] = table.loc[found["best"], "cost"]
# That is what it gives away in all 36 months. The question is about one.
# zh: 这是 36 个月一共让出的钱。题目问的是每月。
q4["cost"] = 36 * table.loc[found["best"], "cost"] / 1e6
# That is what the largest subsidy gives away. The question is about the best one.
# zh: 这是最大一档让出的钱。题目问的是最好的一档。
q4["cost"] = table.loc[found["largest"], "cost"] / 1e6
# You exchanged the best and the largest.
# zh: 你把最好的和最大的对调了。
q4 = q4 | {"best": q4["largest"], "largest": q4["best"]}
# Free is no magic number: the best subsidy is the one with the largest `estimate`.
# zh: “免费”不是什么神奇的数字：最好的一档要看 `estimate` 最大的那一行。
q4["best"] = market.rival_fee
# You searched for the largest share of sellers. The largest share costs more than it brings.
# zh: 你找的是卖家份额最大的一档。份额最大，花的比赚的多。
q4["best"] = float(table["seller_share"].idxmax())
# You stopped too early. Small subsidies bring little or lose, larger ones gain: look at all of them.
# zh: 你停得太早。补贴太少收效甚微，甚至亏损，补贴到位才赚：要看完所有各档。
q4["largest"] = 0
# That one gains for sure, interval and all. The question asks for the largest whose estimate still gains.
# zh: 这一档连整个区间都大于 0。题目问的是估计值仍大于 0 的最大一档。
q4["largest"] = min(found["largest_sure"], found["largest"] - 5)
# You used the effects found between cities: they make the race look easier than it is.
# zh: 你用的是城市之间比较得到的效应：它让这场竞争看起来比实际容易。
fits = [cross_group.fitted(once, **one) for one in (seller, buyer)]
races = cross_group.races(*fits, **moving, rng=np.random.default_rng(1), draws=60)
table = share_race.by_subsidy(races, market, side="sellers", subsidies=range(0, 131, 5), **start)
q4["cost"] = table.loc[share_race.carried(table)["best"], "cost"] / 1e6

# %% hints
# `share_race.by_subsidy(races, market, side="sellers", subsidies=range(0, 131, 5), **start)` makes the table.
# zh: `share_race.by_subsidy(races, market, side="sellers", subsidies=range(0, 131, 5), **start)` 给出整张表。

# `share_race.carried(table)` has `best` and `largest`; the column `cost` is yuan a month.
# zh: `share_race.carried(table)` 有 `best` 和 `largest`；`cost` 一列是每月的元数。

# %% [markdown] points=2 decimals=1
# ## If the rival answers
#
# Take the estimated race. You may take the rival's fee or go free; the rival keeps its fee or goes free, too, for the same three years. You are not different in any other way. What do you earn in the four cases? Million yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 如果对手应战
#
# 用估计出的份额之争。你可以照对手收费，也可以免费；对手可以照旧收费，也可以跟着免费，同样为期三年。你在其他方面没有差别。四种情形下你各赚多少？`"fees, fees"` 是双方都收费，`"free, fees"` 是你免费而对手收费，`"fees, free"` 是你收费而对手免费，`"free, free"` 是双方都免费。单位为百万元，保留 1 位小数。

# %% starter
q5 = {"fees, fees": ..., "free, fees": ..., "fees, free": ..., "free, free": ...}

# %% solution
# Free pays while the rival keeps its fee; in a war of free offers nobody is drawn away.
# zh: 对手照旧收费时，免费才合算；双方都免费，谁也吸引不走谁。
once = records.drop_duplicates()
seller = {"chose": "sellers_chose", "deciding": "sellers_deciding",
          "other_share": "buyer_share", "advantage": "waiver"}  # fmt: skip
buyer = {"chose": "buyers_chose", "deciding": "buyers_deciding",
         "other_share": "seller_share", "advantage": "bonus"}  # fmt: skip
fits = [cross_group.fitted(once, **one, city="city") for one in (seller, buyer)]
race = cross_group.race(*fits, **moving)
moves = pd.DataFrame(
    {"fee": [market.rival_fee, 0.0], "lead": 0.0, "setup_cost": 0.0}, index=["fees", "free"]
)
answers = {"fees": market.rival_fee, "free": 0.0}
ours, theirs = entry_game.payoffs_of_race(race, market, moves=moves, rival_fees=answers, **start)
cases = [("fees", "fees"), ("free", "fees"), ("fees", "free"), ("free", "free")]
q5 = {f"{a}, {b}": ours.iloc[0][(a, b)] / 1e6 for a, b in cases}

# %% wrong
# Those are the rival's profits.
# zh: 这是对手的利润。
q5 = {f"{a}, {b}": theirs.iloc[0][(a, b)] / 1e6 for a, b in cases}
# That is yuan. The question asks for million yuan.
# zh: 这是以元为单位。题目要的是百万元。
q5 = {name: 1e6 * one for name, one in q5.items()}
# You exchanged who is free alone: "free, fees" is you free and the rival not.
# zh: 你把谁单独免费弄反了：`"free, fees"` 是你免费、对手收费。
q5 = q5 | {"free, fees": q5["fees, free"], "fees, free": q5["free, fees"]}
# Those are gains over the case in which both take fees. The question is what you earn.
# zh: 这是与双方都收费相比的增减。题目问的是赚多少。
q5 = {name: one - q5["fees, fees"] for name, one in q5.items()}
# You let the rival keep its fee in every case. When both are free, sellers save nothing with you.
# zh: 你让对手在每种情形下都照旧收费。双方都免费时，卖家在你这里并没有省下什么。
q5 = q5 | {"fees, free": q5["fees, fees"], "free, free": q5["free, fees"]}

# %% hints
# `entry_game.payoffs_of_race` takes your moves as a table: `fee`, `lead` (0 here) and `setup_cost` (0 here).
# zh: `entry_game.payoffs_of_race` 把你的选择作为一张表：`fee`、`lead`（这里为 0）和 `setup_cost`（这里为 0）。

# `rival_fees={"fees": market.rival_fee, "free": 0.0}`; of the two tables that come back the first is yours.
# zh: `rival_fees={"fees": market.rival_fee, "free": 0.0}`；返回的两张表中，第一张是你的。

# %% [markdown] points=4
# ## Friday
#
# Decide for three years: which fee do sellers pay a month (`"fee"`, yuan; below 0 you pay them; -60 to 100), and which bonus does a buyer get a month (`"bonus"`, 0 to 5 yuan)? Your advisers think that the rival keeps its fee with probability 0.9, and goes free for the three years with 0.1. What counts is your expected profit over all five years by the estimated race (`share_race.values` takes a fee, a bonus and a rival's fee).

# %% [markdown] lang="zh"
# ## 星期五
#
# 请为三年作出决定：每月向每位卖家收多少（`"fee"`，元；负数表示倒贴；-60 到 100）？每月给每位买家发多少红包（`"bonus"`，0 到 5 元）？你的顾问认为，对手照旧收费的概率是 0.9，三年内跟着免费的概率是 0.1。得分看五年的期望利润，按估计出的份额之争计算（`share_race.values` 可以给定费用、红包和对手的费用）。

# %% starter
q6 = {"fee": ..., "bonus": ...}

# %% solution
# Let sellers in for less than nothing, as far as the share grows by it; give buyers nothing.
# zh: 只要份额还在因此增长，就对卖家让利，甚至倒贴；买家不给。
once = records.drop_duplicates()
seller = {"chose": "sellers_chose", "deciding": "sellers_deciding",
          "other_share": "buyer_share", "advantage": "waiver"}  # fmt: skip
buyer = {"chose": "buyers_chose", "deciding": "buyers_deciding",
         "other_share": "seller_share", "advantage": "bonus"}  # fmt: skip
fits = [cross_group.fitted(once, **one, city="city") for one in (seller, buyer)]
race = cross_group.race(*fits, **moving)

at_fees = range(-40, 21)
kept, war = (
    [share_race.values(race, market, fee=fee, rival_fee=theirs, **start)["profit"].iloc[0]
     for fee in at_fees]
    for theirs in (market.rival_fee, 0.0)
)  # fmt: skip
expected = pd.Series(0.9 * np.array(kept) + 0.1 * np.array(war), index=at_fees)
q6 = {"fee": int(expected.idxmax()), "bonus": 0}
options = ["fee", "bonus"]
nothing = {"fee": market.rival_fee, "bonus": 0}


def worth(plan):
    fee, bonus = float(plan["fee"]), float(plan["bonus"])
    if not (-60 <= fee <= 100 and 0 <= bonus <= 5):
        raise ValueError(f"fee={fee:g}, bonus={bonus:g}: fee -60 ... 100, bonus 0 ... 5")
    kept, war = (
        share_race.values(race, market, fee=fee, bonus=bonus, rival_fee=theirs, **start)
        for theirs in (market.rival_fee, 0.0)
    )
    return 0.9 * kept["profit"].iloc[0] + 0.1 * war["profit"].iloc[0]

# %% wrong
# You take the rival's fee: the share slowly falls. That is what doing nothing earns.
# zh: 你照对手收费：份额慢慢下滑。这就是什么都不做的收益。
q6 = {"fee": market.rival_fee, "bonus": 0}
# Half the fee gives money away and does not reach the critical mass: it earns about as much as doing nothing.
# zh: 费用减半让出了钱，却到不了临界规模：和什么都不做差不多。
q6 = {"fee": market.rival_fee / 2, "bonus": 0}
# The compromise: half the fee and a bonus of 1 yuan. The one falls short of the critical mass, the other loses.
# zh: 折中方案：费用减半，加 1 元红包。前者到不了临界规模，后者亏钱。
q6 = {"fee": market.rival_fee / 2, "bonus": 1}
# You pay buyers and charge sellers. Buyers come for the sellers; the money is on the wrong side.
# zh: 你补贴买家、向卖家收费。买家是冲着卖家来的：钱花错了边。
q6 = {"fee": market.rival_fee, "bonus": 2}
# Free alone stops a little short. The next yuan still brings more share than it costs.
# zh: 只做到免费，还差一点。再多让一点，份额带来的仍然多于花费。
q6 = {"fee": 0, "bonus": 0}
# You buy the whole market: the last sellers cost far more than they bring.
# zh: 你想买下整个市场：最后一批卖家花的远多于带来的。
q6 = {"fee": -60, "bonus": 0}
# Free for sellers and a bonus for buyers: the bonus goes to all buyers and moves few.
# zh: 卖家免费，买家再发红包：红包人人有份，却没打动几个人。
q6 = {"fee": 0, "bonus": 2}
# You ask for more than the rival does: the sellers you have leave, and their buyers follow.
# zh: 你收得比对手还多：已有的卖家会走，买家也跟着走。
q6 = {"fee": 100, "bonus": 0}

# %% hints
# The fourth question says which subsidy is best while the rival keeps its fee. Does a tenth of war change it much?
# zh: 第四题说了对手照旧收费时哪一档最好。一成的应战可能会改变多少？

# Compute `0.9 * ... + 0.1 * ...` of `share_race.values(race, market, fee=..., bonus=..., rival_fee=..., **start)["profit"]` for many fees.
# zh: 对许多费用计算 `share_race.values(race, market, fee=..., bonus=..., rival_fee=..., **start)["profit"]` 的 `0.9 * ... + 0.1 * ...`。

# %% policies
fees = {"as the rival": market.rival_fee, "half": market.rival_fee / 2, "a sixth": round(market.rival_fee / 6), "5 yuan": 5,
        "free": 0, "pay 5": -5, "pay 20": -20, "pay 30": -30, "pay 40": -40}  # fmt: skip
bonuses = {"nothing for buyers": 0, "0.5 for buyers": 0.5, "1 for buyers": 1}
policies = {
    f"{one}, {other}": {"fee": fees[one], "bonus": bonuses[other]}
    for one in fees
    for other in bonuses
}
