# %% [markdown]
# # Exercises to 55: An online shop
#
# **Your company** An online shop for the garden has one slot beside each of its twelve products in the basket. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `log`: one row an order line of last week, already cleaned: `order_id`, `product`.
# - `products`: one row a product: `margin` (what a sale leaves) and `showings` (how often its slot is seen, a week).
# - `trial`: one row a pair (index `product`, `other`) of a quarter in which the slots were filled at random: `shown` (how often the other was shown beside the product), `bought` (how many of those bought the other), `not_shown` and `bought_anyway` (the same where something else was shown).
# - `critics` is explained where it is used.
#
# **Before this** [55 An online shop](../../notebooks/5_cases/55_online_shop.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 55：一家网店
#
# **你的公司** 一家园艺网店，购物车里十二种商品旁边各有一个推荐位。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `log`：上周的订单，每行一条明细，已清洗：`order_id`（订单号），`product`（商品）。
# - `products`：每种商品一行：`margin` 是单件毛利，`showings` 是它旁边的推荐位每周被看到的次数。
# - `trial`：一个季度的试验，推荐位里放什么由抽签决定，每个组合一行（索引为 `product` 和 `other`）。`shown` 是在前者旁边展示后者的次数，`bought` 是其中买了后者的人数；`not_shown` 和 `bought_anyway` 是展示别的商品时的同样两项。
# - `critics` 用到时再说明。
#
# **先修** [55 一家网店](../../../notebooks/zh/5_cases/55_online_shop.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies

# Chance by occasion (sowing, potting, lawn, birds, tools), margin; all moved by the name.
_table = {
    "potting soil": ([0.85, 0.92, 0.50, 0.55, 0.50], 6),
    "seeds": ([0.90, 0.10, 0.15, 0.12, 0.05], 4),
    "seed tray": ([0.45, 0.06, 0.01, 0.02, 0.02], 9),
    "grow lamp": ([0.14, 0.05, 0.004, 0.01, 0.03], 45),
    "flower pot": ([0.12, 0.75, 0.03, 0.10, 0.06], 8),
    "plant stand": ([0.01, 0.22, 0.004, 0.03, 0.02], 30),
    "fertiliser": ([0.20, 0.40, 0.55, 0.04, 0.10], 7),
    "spreader": ([0.004, 0.004, 0.24, 0.006, 0.08], 38),
    "bird food": ([0.08, 0.10, 0.10, 0.88, 0.06], 5),
    "bird house": ([0.01, 0.02, 0.02, 0.30, 0.04], 24),
    "secateurs": ([0.04, 0.12, 0.08, 0.03, 0.60], 26),
    "gloves": ([0.22, 0.30, 0.35, 0.05, 0.62], 5),
}
_occasions = ["sowing", "potting", "lawn", "birds", "tools"]
_share = rng.uniform(0.8, 1.2, 5) * [0.24, 0.30, 0.16, 0.16, 0.14]
_firm = _replace(
    _companies.Basketing.from_card(),
    occasion_share=dict(zip(_occasions, (_share / _share.sum()).tolist(), strict=True)),
    chance={
        one: dict(
            zip(_occasions, _np.clip(_np.array(p) * rng.uniform(0.85, 1.1, 5), 0, 0.96).tolist(),
                strict=True)
        )
        for one, (p, _) in _table.items()
    },
    price={one: 3.0 * m for one, (_, m) in _table.items()},
    margin={one: round(float(m * rng.uniform(0.85, 1.15)), 1) for one, (_, m) in _table.items()},
    attention=0.09,
    orders_a_week=int(rng.integers(60_000, 80_000)),
    repeated_share=0.0,
    misspelt_share=0.0,
    returned_share=0.0,
)  # fmt: skip
_shop = _companies.basket_shop(
    n_orders=int(rng.integers(7000, 8001)), seed=int(rng.integers(1, 10**6)), parameters=_firm
)
log = _shop.export[["order", "product"]].rename(columns={"order": "order_id"})
products = _shop.products[["margin", "showings"]]
trial = _shop.trial
# An and Cai are like Gu; Du is half so, and at odds over the last two, so that a weight matters; Bo
# and Fei like what the others do not.
_taste = _np.append(rng.permutation([2.0, 4.0, 6.0, 8.0]), rng.permutation([2.5, 7.5]))
_half = _np.array([{2: 4, 4: 2, 6: 8, 8: 6, 2.5: 6, 7.5: 4}[one] for one in _taste])
_given = [
    base + rng.normal(0, away, 6)
    for base, away in (
        (_taste, 0.7), (10 - _taste, 0.9), (_taste, 0.7), (_half, 0.4), (10 - _taste, 0.8),
        (_taste, 0.5),
    )
]
critics = _pd.DataFrame(
    _np.clip(_given, 0, 10).round(1), index=["An", "Bo", "Cai", "Du", "Fei", "Gu"],
    columns=["Spade", "Hose", "Rake", "Lamp", "Bench", "Shed"],
)  # fmt: skip
critics.loc["Gu", ["Bench", "Shed"]] = _np.nan

# %%
import pandas as pd

from crmkit.campaigns import affinity, neighbours, slots

# %%
log, products, trial = sheet["log"], sheet["products"], sheet["trial"]
trial.head()

# %% [markdown] points=3 decimals=3
# ## Seeds and soil
#
# Of the orders in `log`: what share holds both seeds and potting soil (`"support"`), what share of those with seeds holds potting soil, too (`"confidence"`), and what is the lift of the pair (`"lift"`)? With 3 decimals.

# %% [markdown] lang="zh"
# ## 种子与营养土
#
# 在 `log` 的订单中：同时含有种子（seeds）和营养土（potting soil）的占多大比例（`"support"`）？含种子的订单中有多大比例也含营养土（`"confidence"`）？这个组合的提升度（`"lift"`）是多少？都保留 3 位小数。

# %% solution
# Support is of all orders, confidence of those with seeds; lift asks whether that is more than usual.
# zh: 支持度以全部订单为分母，置信度以含种子的订单为分母，提升度再看这是否高于平常。
held = pd.crosstab(log["order_id"], log["product"]) > 0
seeds, soil = held["seeds"], held["potting soil"]
both = (seeds & soil).mean()
q1 = {
    "support": both,
    "confidence": both / seeds.mean(),
    "lift": both / seeds.mean() / soil.mean(),
}

# %% wrong
# That is the confidence the other way round: of the orders with soil, those with seeds.
# zh: 方向反了：这是含营养土的订单中也含种子的比例。
q1["confidence"] = both / soil.mean()
# You divided by order lines, not by orders. One order has several lines.
# zh: 你除以的是明细行数，不是订单数。一张订单有好几行。
q1["support"] = (seeds & soil).sum() / len(log)
q1["lift"] = q1["confidence"] / (soil.sum() / len(log))
# That is the number of orders with both. What share of all orders is it?
# zh: 这是同时含有两者的订单数。占全部订单多大比例？
q1["support"] = (seeds & soil).sum()
# That is the difference of confidence and base rate. Lift divides.
# zh: 这是置信度与基准比例之差。提升度要用除法。
q1["lift"] = both / seeds.mean() - soil.mean()
# You divided by the share of seeds once more. The base rate is that of the soil.
# zh: 你又除了一次种子的比例。基准比例应是营养土的。
q1["lift"] = both / seeds.mean() / seeds.mean()
# You divided confidence by support. Divide it by the share of all orders with soil.
# zh: 你用置信度除以了支持度。应除以全部订单中营养土的比例。
q1["lift"] = q1["confidence"] / q1["support"]
# That is the share of orders with seeds, with soil or without. Support asks for both.
# zh: 这是含种子的订单的比例，不管有没有营养土。支持度要求两者都有。
q1["support"] = seeds.mean()
# You gave the base rate of the soil in place of the confidence.
# zh: 你填的是营养土在全部订单中的比例，不是置信度。
q1["confidence"] = soil.mean()
# You counted the orders with seeds or soil. Support asks for both.
# zh: 你数的是含种子或营养土的订单。支持度要求两者都有。
q1["support"] = (seeds | soil).mean()

# %% hints
# Which orders stand below the line: all, or those with seeds?
# zh: 分母是哪些订单：全部，还是含种子的？

# `affinity.pairs(log, product="product").loc[("seeds", "potting soil")]` has all three.
# zh: `affinity.pairs(log, product="product").loc[("seeds", "potting soil")]` 三个数都有。

# %% [markdown] points=2 decimals=2
# ## The colleague's rule
#
# A colleague wants to show potting soil beside bird food: "Most who buy bird food buy soil, too." What is the lift of bird food and potting soil (`"lift"`, 2 decimals), and do the two surely go together, surely apart, or neither, by its 95 % interval (`"verdict"`: `"together"`, `"apart"` or `"neither"`)?

# %% [markdown] lang="zh"
# ## 同事的规则
#
# 一位同事想在鸟食（bird food）旁边放营养土：“买鸟食的人多半也买营养土。”这两种商品的提升度是多少（`"lift"`，保留 2 位小数）？按它的 95% 区间，两者是确定相伴（`"together"`）、确定相斥（`"apart"`），还是都不能确定（`"neither"`）？填在 `"verdict"` 里。

# %% solution
# Soil is in most orders anyway. Where the whole interval of lift is below 1, the two go apart.
# zh: 营养土本来就在多数订单里。提升度的整个区间都小于 1，就是相斥。
rules = affinity.pairs(log, product="product")
one = rules.loc[("bird food", "potting soil")]
verdict = "together" if one["lift_low"] > 1 else "apart" if one["lift_high"] < 1 else "neither"
q2 = {"lift": one["lift"], "verdict": verdict}

# %% wrong
# That is the confidence. Hold it against the share of all orders with soil.
# zh: 这是置信度。要把它和全部订单中营养土的比例相比。
q2["lift"] = one["confidence"]
# A high confidence alone does not say so: look on which side of 1 the interval of lift lies.
# zh: 光是置信度高不能说明：看提升度的区间在 1 的哪一边。
q2["verdict"] = "together"
# The interval does not hold 1, so you can be sure.
# zh: 区间不包含 1，所以可以确定。
q2["verdict"] = "neither"
# That is the share of all orders with soil.
# zh: 这是全部订单中营养土的比例。
q2["lift"] = one["base_rate"]
# You divided the wrong way round: confidence goes above the line.
# zh: 除反了：置信度应在分子上。
q2 = {"lift": 1 / one["lift"], "verdict": "together"}
# That is the confidence, and most orders hold soil anyway. Divide it by their share first.
# zh: 这是置信度，而多数订单本来就含营养土。先除以全部订单中营养土的比例。
q2 = {"lift": one["confidence"], "verdict": "together"}

# %% hints
# Is soil more frequent with bird food than in all orders?
# zh: 含鸟食的订单里，营养土比在全部订单里更常见吗？

# `lift_low` and `lift_high` are the ends of the interval.
# zh: `lift_low` 和 `lift_high` 是区间的两端。

# %% [markdown] points=2 decimals=3
# ## What would Gu say?
#
# `critics = sheet["critics"]` has the ratings (0 to 10) of six garden writers, one row each; Gu has not yet rated the bench and the shed. How alike are Gu and An (Pearson's correlation over what both have rated, `"An"`), and what would Gu give the bench, by Segaran's weighted mean of all who are alike (`"Bench"`)? With 3 decimals.

# %% [markdown] lang="zh"
# ## Gu 会怎么说？
#
# `critics = sheet["critics"]` 是六位园艺作者的评分（0 到 10 分），每人一行；Gu 还没给长椅（Bench）和棚屋（Shed）打分。Gu 与 An 有多相似（在两人都评过的商品上的皮尔逊相关系数，`"An"`）？按 Segaran 的加权平均，由所有相似的人来预测，Gu 会给长椅打几分（`"Bench"`）？都保留 3 位小数。

# %% starter
critics = sheet["critics"]
q3 = {"An": ..., "Bench": ...}

# %% solution
# Each rating counts by the likeness of who gave it, if that is above 0. Four products are few.
# zh: 每个评分按打分者的相似程度加权，只取相似度大于 0 的人。只有四件商品，是很少的。
critics = sheet["critics"]
near = neighbours.nearest(critics, "Gu")["estimate"]
like = near.clip(lower=0)
bench = critics["Bench"].drop("Gu")
q3 = {"An": near["An"], "Bench": (like * bench).sum() / like.sum()}

# %% wrong
# That is the plain mean of the others. Who is more alike counts for more.
# zh: 这是其他人的普通平均。越相似的人权重越大。
q3["Bench"] = bench.mean()
# You divided by the likeness of all. Who is unlike, below 0, counts neither above nor below the line.
# zh: 你的除数把所有人的相似度都算进去了。相似度小于 0 的人，分子分母都不该有。
q3["Bench"] = (like * bench).sum() / near.abs().sum()
# Who is unlike Gu, below 0, has no say in Segaran's mean. You let them speak against.
# zh: 在 Segaran 的加权平均里，相似度小于 0 的人不参与。你让他们以负权重参与了。
q3["Bench"] = (near * bench).sum() / near.abs().sum()
# Who is unlike Gu, below 0, has no say: leave them out above and below the line.
# zh: 相似度小于 0 的人不参与：分子分母都要去掉他们。
q3["Bench"] = (near * bench).sum() / near.sum()
# That is the plain mean of those who are alike. Weigh each by the likeness.
# zh: 这是相似的几位的普通平均。应按相似程度加权。
q3["Bench"] = bench[near[near > 0].index].mean()
# You asked products like the bench. Ask people like Gu.
# zh: 你参考的是与长椅相似的商品。题目要的是与 Gu 相似的人。
q3["Bench"] = neighbours.predicted_by_items(critics, "Gu").loc["Bench", "expected"]
# You did not divide by the sum of the weights.
# zh: 你没有除以权重之和。
q3["Bench"] = (like * bench).sum()
# That is the cosine. The correlation is asked for.
# zh: 这是余弦相似度。题目要的是相关系数。
q3["An"] = neighbours.nearest(critics, "Gu", by="cosine")["estimate"]["An"]
q3["Bench"] = neighbours.predicted(critics, "Gu", by="cosine").loc["Bench", "expected"]
# That is what Gu would give the shed.
# zh: 这是 Gu 会给棚屋打的分。
shed = critics["Shed"].drop("Gu")
q3["Bench"] = (like * shed).sum() / like.sum()
# That is the rating of the one most like Gu. All who are alike have a say.
# zh: 这是最像 Gu 的那一位的评分。所有相似的人都应算进来。
q3["Bench"] = bench[near.idxmax()]

# %% hints
# `neighbours.nearest(critics, "Gu")` says how alike everybody is.
# zh: `neighbours.nearest(critics, "Gu")` 给出每个人的相似程度。

# `neighbours.predicted(critics, "Gu")` has the weighted means in `expected`.
# zh: `neighbours.predicted(critics, "Gu")` 的 `expected` 就是加权平均。

# %% [markdown] points=2 decimals=2
# ## What one slot adds
#
# By the trial: if potting soil is shown beside flower pots a thousand times, how much more margin does the shop earn than if something else is shown (`"potting soil"`)? And if the plant stand is shown there (`"plant stand"`)? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 一个推荐位带来多少
#
# 根据试验：在花盆（flower pot）旁边展示营养土一千次，比展示别的商品时多赚多少毛利（`"potting soil"`）？展示花架（plant stand）呢（`"plant stand"`）？单位为元，保留 2 位小数。

# %% starter
q4 = {"potting soil": ..., "plant stand": ...}

# %% solution
# Who would have bought the soil anyway is no merit of the slot.
# zh: 本来就会买营养土的人，不是推荐位的功劳。
margin = products["margin"]
tried = slots.extra_margins(trial, margins=margin)
q4 = tried.loc["flower pot", "estimate"][["potting soil", "plant stand"]].to_dict()

# %% wrong
# That counts all who bought it where it was shown. Take off those who buy it anyway.
# zh: 这把展示时买的人全算进去了。要减去本来就会买的人。
for name in q4:
    q4[name] = 1000 * tried.loc[("flower pot", name), "rate"] * margin[name]
# You took the margin of the flower pot. The slot sells the product shown.
# zh: 你用了花盆的毛利。推荐位卖出的是所展示的商品。
for name in q4:
    q4[name] = q4[name] / margin[name] * margin["flower pot"]
# That is for one showing. A thousand are asked for.
# zh: 这是一次展示的。题目要的是一千次。
for name in q4:
    q4[name] = q4[name] / 1000
# That is how many more are sold. How much margin do they leave?
# zh: 这是多卖的件数。它们留下多少毛利？
for name in q4:
    q4[name] = q4[name] / margin[name]
# That is the pair the other way round: the flower pot is what is shown.
# zh: 方向反了：这里展示的成了花盆。
for name in q4:
    q4[name] = tried.loc[(name, "flower pot"), "estimate"]
# That is for a week's showings. A thousand are asked for.
# zh: 这是一周展示次数的金额。题目要的是一千次。
for name in q4:
    q4[name] = q4[name] * products["showings"]["flower pot"] / 1000
# You subtracted purchases, but something else was shown far more often. Subtract shares.
# zh: 你用购买次数相减，可是展示别的商品的次数多得多。应该用比例相减。
for name in q4:
    beside = trial.loc[("flower pot", name)]
    q4[name] = (beside["bought"] - beside["bought_anyway"]) * margin[name]

# %% hints
# How many of a thousand bought it where it was shown, and how many where something else was?
# zh: 一千次里，展示时多少人买？展示别的商品时多少人买？

# `slots.extra_margins(trial, margins=products["margin"])` has it in `estimate`, for the pair `("flower pot", "plant stand")`.
# zh: `slots.extra_margins(trial, margins=products["margin"])` 的 `estimate` 里，找组合 `("flower pot", "plant stand")`。

# %% [markdown] points=2 decimals=0
# ## The software firm's offer
#
# A firm would fill all twelve slots by the highest confidence in `log`. By the trial, what would that earn a week (`"confidence"`), and what would the highest lift earn (`"lift"`)? Use `products["showings"]`. Whole yuan.

# %% [markdown] lang="zh"
# ## 软件公司的方案
#
# 一家公司会按 `log` 中置信度最高的来填满十二个推荐位。根据试验，这样每周能赚多少（`"confidence"`）？按提升度最高的来填呢（`"lift"`）？用 `products["showings"]`。单位为元，取整数。

# %% solution
# Popular products need no slot. What goes together more than usual is what a slot can still sell.
# zh: 畅销的不需要推荐位。相伴程度高于平常的，推荐位才卖得动。
rules = affinity.pairs(log, product="product")
money = {"margins": products["margin"], "showings": products["showings"]}


def earned(score):
    return slots.slot_value(trial, slots.best_beside(rules, rules[score]), **money)["estimate"]


q5 = {"confidence": earned("confidence"), "lift": earned("lift")}

# %% wrong
# You exchanged the two.
# zh: 你把两者对调了。
q5 = {"confidence": q5["lift"], "lift": q5["confidence"]}
# You took the upper end of the interval. The estimate is asked for.
# zh: 你取了区间的上端。题目要的是估计值。
filled = slots.best_beside(rules, rules["lift"])
q5["lift"] = slots.slot_value(trial, filled, **money)["high"]
# You filled by support. Take lift.
# zh: 你是按支持度填的。请用提升度。
q5["lift"] = earned("support")
# You counted all purchases of what is shown, not those that the slot adds.
# zh: 你把展示商品的全部购买都算进去了，应只算推荐位带来的。
rate = trial["bought"] / trial["shown"]
for name in q5:
    q5[name] = sum(
        products["showings"][a] * rate[a, b] * products["margin"][b]
        for a, b in slots.best_beside(rules, rules[name]).items()
    )
# That is for a thousand showings of each slot. How often is each seen in a week?
# zh: 这是每个推荐位各展示一千次的金额。每个位置一周被看到多少次？
tried = slots.extra_margins(trial, margins=products["margin"])["estimate"]
for name in q5:
    q5[name] = sum(tried[pair] for pair in slots.best_beside(rules, rules[name]).items())
# You took the showings of what is shown. A slot is seen as often as the product it stands beside.
# zh: 你用了所展示商品的展示次数。推荐位被看到多少次，取决于它旁边的那种商品。
tried = slots.extra_margins(trial, margins=products["margin"])["estimate"]
for name in q5:
    filled = slots.best_beside(rules, rules[name])
    q5[name] = sum(products["showings"][b] * tried[a, b] / 1000 for a, b in filled.items())
# You took the margin of the product in the basket. The slot sells the product shown.
# zh: 你用了购物车里那种商品的毛利。推荐位卖出的是所展示的商品。
tried = slots.extra_margins(trial, margins=products["margin"])["extra_rate"]
for name in q5:
    filled = slots.best_beside(rules, rules[name])
    q5[name] = sum(
        products["showings"][a] * tried[a, b] * products["margin"][a] for a, b in filled.items()
    )
# That is how many more are sold. How much margin do they leave?
# zh: 这是多卖的件数。它们留下多少毛利？
tried = slots.extra_margins(trial, margins=products["margin"])["extra_rate"]
for name in q5:
    filled = slots.best_beside(rules, rules[name])
    q5[name] = sum(products["showings"][a] * tried[a, b] for a, b in filled.items())
# You filled by lift times margin. The highest lift is asked for.
# zh: 你按提升度乘毛利填了。题目要的是提升度最高的。
score = rules["lift"] * products["margin"].loc[rules.index.get_level_values("other")].to_numpy()
q5["lift"] = slots.slot_value(trial, slots.best_beside(rules, score), **money)["estimate"]
# That is for a quarter of thirteen weeks. One week is asked for.
# zh: 这是十三周一个季度的。题目要的是一周。
q5 = {name: 13 * value for name, value in q5.items()}

# %% hints
# `slots.best_beside(rules, rules["confidence"])` fills the slots.
# zh: `slots.best_beside(rules, rules["confidence"])` 会填好推荐位。

# `slots.slot_value(trial, filled, margins=products["margin"], showings=products["showings"])["estimate"]` is money a week.
# zh: `slots.slot_value(trial, filled, margins=products["margin"], showings=products["showings"])["estimate"]` 就是每周的金额。

# %% [markdown] points=4
# ## Fill the slots
#
# Now you decide. What stands beside each product? A dict of product to what is shown, such as `"seeds": "seed tray"`; `"empty"` leaves a slot empty. There is one condition: the warehouse can serve no product that is shown beside more than two others. What counts is the margin a week as measured in `trial`. It is more than ten times as large as the lesson's, so luck decides less, and here the trial may choose.

# %% [markdown] lang="zh"
# ## 填写推荐位
#
# 现在由你决定。每种商品旁边放什么？填一个字典，从商品到所展示的商品，例如 `"seeds": "seed tray"`；填 `"empty"` 就让推荐位空着。有一个条件：一种商品最多只能放在两种商品旁边，再多仓库供应不上。评判标准是在 `trial` 中测得的每周毛利。这次试验的规模是课上的十倍以上，运气的影响较小，所以这里可以直接用试验来选。

# %% starter
q6 = {
    "potting soil": ...,
    "seeds": ...,
    "seed tray": ...,
    "grow lamp": ...,
    "flower pot": ...,
    "plant stand": ...,
    "fertiliser": ...,
    "spreader": ...,
    "bird food": ...,
    "bird house": ...,
    "secateurs": ...,
    "gloves": ...,
}

# %% solution
# Each slot is worth showings x extra rate x margin. Where a product is wanted in more than two slots, it goes where it earns most beyond the next best.
# zh: 每个推荐位的价值是展示次数乘以增加的购买率再乘以毛利。一种商品若有两个以上的位置想要，就放到比次优方案多赚最多的地方。
from scipy.optimize import linear_sum_assignment

weekly = slots.extra_margins(trial, margins=products["margin"])["estimate"].unstack() / 1000
weekly = weekly.mul(products["showings"], axis=0).loc[products.index, products.index]
nothing = dict.fromkeys(products.index, "empty")


def worth(decision):
    shown = [other for other in decision.values() if other != "empty"]
    if strange := sorted({str(one) for one in shown if one not in weekly.columns}):
        raise ValueError(f"no product of the shop (没有这种商品): {strange}")
    if many := sorted({one for one in shown if shown.count(one) > 2}):
        raise ValueError(f"shown beside more than two others (放在两种以上的商品旁边): {many}")
    if same := sorted(one for one, other in decision.items() if one == other):
        raise ValueError(f"shown beside themselves (放在自己旁边): {same}")
    pairs = ((one, other) for one, other in decision.items() if other != "empty")
    return float(sum(weekly.loc[one, other] for one, other in pairs))


twice = pd.concat([weekly.fillna(-1e6)] * 2, axis=1)
rules = affinity.pairs(log, product="product")
rows, places = linear_sum_assignment(twice.to_numpy(), maximize=True)
q6 = {weekly.index[r]: twice.columns[c] for r, c in zip(rows, places, strict=True)}
q6 = {one: other if weekly.loc[one, other] > 0 else "empty" for one, other in q6.items()}

# %% wrong
# You fill by lift alone. Much of what goes together leaves little margin.
# zh: 你只按提升度填。相伴的商品里，有不少毛利很低。
q6 = {}
for one in weekly.index:
    for other in rules["lift"][one].sort_values(ascending=False).index:
        if list(q6.values()).count(other) < 2:
            q6[one] = other
            break
# You fill by confidence. What most also bought, they buy anyway.
# zh: 你按置信度填。多数人还买了的东西，他们本来就会买。
q6 = {}
for one in weekly.index:
    for other in rules["confidence"][one].sort_values(ascending=False).index:
        if list(q6.values()).count(other) < 2:
            q6[one] = other
            break
# You fill by lift times margin. This trial is large enough to choose by what it measured.
# zh: 你按提升度乘毛利填。这次试验够大，可以直接按测得的结果来选。
score = rules["lift"].unstack() * products["margin"].reindex(rules["lift"].unstack().columns)
q6 = {}
for one in weekly.index:
    for other in score.loc[one].dropna().sort_values(ascending=False).index:
        if list(q6.values()).count(other) < 2:
            q6[one] = other
            break
# You fill four slots only, and leave the others empty. They would earn, too.
# zh: 你只填了四个位置，其余空着。它们本来也能赚钱。
q6 = nothing | dict(list(q6.items())[:4])
# You show what leaves most on a sale, whether or not it goes with the product.
# zh: 你展示单件毛利最高的，不管它与商品是否相伴。
q6 = {}
for one in weekly.index:
    for other in products["margin"].drop(one).sort_values(ascending=False).index:
        if list(q6.values()).count(other) < 2:
            q6[one] = other
            break
# You leave all slots empty. Many pairs add margin.
# zh: 你让推荐位全都空着。许多组合是能增加毛利的。
q6 = nothing

# %% hints
# `slots.extra_margins(...)["estimate"]`, by 1000 and times the showings of the product, is what each pair earns a week.
# zh: `slots.extra_margins(...)["estimate"]` 除以 1000，再乘以该商品的展示次数，就是每个组合每周赚的钱。

# First give each product its best; then look which is shown too often, and where moving it to the second best costs least.
# zh: 先给每种商品放最好的；再看哪种放得太多，把它换成次优的，先换损失最小的位置。

# %% policies
from itertools import product as _every


def _by(score, start=0, floor=-1e9, most=2):
    filled = dict(nothing)
    for one in weekly.index:
        ranked = score.loc[one].drop(one, errors="ignore").dropna().sort_values(ascending=False)
        for other in ranked.index[start:]:
            if list(filled.values()).count(other) < most and ranked[other] > floor:
                filled[one] = other
                break
    return filled


_lift, _sure = rules["lift"].unstack(), rules["confidence"].unstack()
_low, _base = rules["lift_low"].unstack(), rules["base_rate"].unstack()
_margin = products["margin"].reindex(_lift.columns)
_scores = {
    "confidence": _sure,
    "lift": _lift,
    "lift x margin": _lift * _margin,
    "lower lift": _low,
    "lower lift x margin": _low * _margin,
    "confidence x margin": _sure * _margin,
    "more than usual": _sure - _base,
    "more than usual x margin": (_sure - _base) * _margin,
    "margin": _lift * 0 + _margin,
    "popular": _base,
    "support": rules["support"].unstack(),
    "trial": weekly,
    "rate in the trial": (trial["bought"] / trial["shown"]).unstack(),
    "extra rate": (trial["bought"] / trial["shown"] - trial["bought_anyway"] / trial["not_shown"]).unstack(),
}  # fmt: skip
policies = {
    f"{name}, {most} times at most, from {start + 1}": _by(score, start, most=most)
    for (name, score), (most, start) in _every(_scores.items(), [(2, 0), (1, 0), (2, 1)])
}
