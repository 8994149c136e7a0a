# %% [markdown]
# # Exercises to 16: Clusters and personas
#
# **Your company** An online shop for clothes has 20,000 customers. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `customers`: a sample of the customers, one row each, six columns: `orders` (a year), `basket` (yuan an order), `evening_share` (of orders), `discount_share`, `return_share` and `gift_share` (of spend).
# - `persona`: the five personas that an agency found in it by `clusters.k_means`, by customer.
# - `sister`: as `customers`, of a sister shop.
# - `pilot` and `quotes` are explained where they are used.
#
# Wherever an `rng` is asked for, write `np.random.default_rng(16)` in the call, so that your draws are those of the check.
#
# **Before this** [16 Clusters and personas](../../notebooks/1_segmentation/16_clusters.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 16：聚类与客户画像
#
# **你的公司** 一家网上服装店，共有 20,000 位客户。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `customers`：客户样本，每位客户一行，六个变量：`orders`（每年订单数）、`basket`（每单金额，元）、`evening_share`（晚间订单的比例）、`discount_share`、`return_share`、`gift_share`（消费中打折、退货、送礼的比例）。
# - `persona`：代理公司用 `clusters.k_means` 在样本中找到的五个画像，每位客户一个。
# - `sister`：姐妹店的客户，各列与 `customers` 相同。
# - `pilot` 和 `quotes` 用到时再说明。
#
# 凡是要给 `rng` 的地方，都在调用中写 `np.random.default_rng(16)`，这样你的抽样与检查时相同。
#
# **先修** [16 聚类与客户画像](../../../notebooks/zh/1_segmentation/16_clusters.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies
from crmkit.segmentation import clusters as _clusters
from crmkit.segmentation import personas as _personas

# Groups a little tighter than on the card are seen in a sample small enough to be drawn in no time.
_card = _companies.Wardrobe.from_card()
_tight = {"discount_share": 0.04, "return_share": 0.03, "gift_share": 0.036}
_card = _replace(_card, spread={**_card.spread, **_tight})
_names = {"bargain": "bargain hunters", "fitting room": "returners", "gift": "gift givers"}


def _shop(groups, n):
    small = rng.uniform(0.15, 0.19, 3)
    share = {"everyday": 1 - small.sum(), **dict(zip(_names, small, strict=True))}
    return _companies.persona_customers(
        n_customers=n,
        groups=groups,
        seed=int(rng.integers(1, 10**6)),
        parameters=_replace(_card, persona_share=share),
    )


def _named(shop):
    """The agency's names, if the cut leaves the three groups whole and halves the others."""
    cut = _clusters.k_means(shop.customers, list(shop.customers), clusters=5, seed=16)
    kind = shop.truth["persona"].groupby(cut).agg(lambda one: one.mode()[0])
    halves = list(kind.index[kind == "everyday"])
    if len(halves) != 2 or kind.nunique() != 4:
        return None
    late = shop.customers["evening_share"].groupby(cut).mean()[halves].idxmax()
    told = {one: _names.get(name, "early birds") for one, name in kind.items()}
    told[late] = "night owls"
    return cut.map(told).rename("persona")


while True:
    _made = _shop(True, int(rng.integers(220, 241)))
    persona = _named(_made)
    if persona is None:
        continue
    customers = _made.customers
    _again = _personas.found_again(
        customers, list(customers), persona=persona, draws=25, rng=_np.random.default_rng(16)
    )
    _overlap, _again = _again["overlap"], _again["found_share"]
    _halves, _whole = _again[["early birds", "night owls"]], _again[list(_names.values())]
    _least = _halves.min()
    # Both halves of nothing in particular, no tie for the weakest, no answer right by chance.
    _clear = abs(1 - _least - _overlap[_halves.idxmin()]) > 0.01 and abs(_least - 0.5) > 0.01
    if _clear and 0 < _least < _halves.max() - 0.005 < 0.75 and _whole.min() > 0.85:
        break
sister = _shop(False, len(customers)).customers
_uplift = {
    "bargain hunters": rng.uniform(10, 12),
    "gift givers": rng.uniform(8, 10),
    "returners": rng.uniform(3, 4),
    "early birds": rng.uniform(5, 6),
    "night owls": rng.uniform(6.5, 8),
}
_parts = []
for _one, _gain in _uplift.items():
    _n = 2 * int(rng.integers(150, 201))
    _own = rng.permutation(_np.arange(_n) % 2)
    # Every persona has another margin anyway, and luck of its own hardly blurs the pilot.
    _base = rng.uniform(70, 80) if _one in _names.values() else rng.uniform(50, 60)
    _margin = _pd.Series(_base * rng.gamma(4, 1 / 4, _n) + _gain * _own)
    _margin -= (_margin - _base - _gain * _own).groupby(_own).transform("mean")
    _parts.append(_pd.DataFrame({"persona": _one, "own": _own, "margin": _margin.round(2)}))
pilot = _pd.concat(_parts, ignore_index=True).sample(frac=1, random_state=1, ignore_index=True)
pilot.index.name = "customer"
_mean = pilot.groupby(["persona", "own"])["margin"].mean().unstack()
_gross = _again * persona.value_counts(normalize=True) * 20_000 * (_mean[1] - _mean[0])
_earn = _pd.Series(
    {
        "bargain hunters": rng.uniform(15_000, 18_000),
        "gift givers": rng.uniform(10_000, 12_000),
        "returners": -rng.uniform(6_000, 7_000),
        "early birds": -rng.uniform(5_000, 6_000),
        "night owls": -rng.uniform(4_000, 5_000),
    }
)
quotes = (_gross - _earn).round(-2).sort_index().rename("cost").rename_axis("persona")

# %%
import numpy as np

from crmkit.segmentation import cluster_count, clusters, personas

# %%
customers, persona, sister = sheet["customers"], sheet["persona"], sheet["sister"]
six = list(customers)
customers.head()

# %% [markdown] points=2 decimals=2
# ## How far apart?
#
# Take the first two rows of `customers`. What is the straight-line (Euclidean) distance between them over the six columns: as the columns are, and after each column was standardised over all of `customers`? With 2 decimals.

# %% [markdown] lang="zh"
# ## 相距多远？
#
# 取 `customers` 的前两行。这两位客户在六个变量上的直线（欧氏）距离是多少：用原始数据（`"raw"`）？每个变量在全部 `customers` 上标准化之后（`"standardised"`）？保留 2 位小数。

# %% solution
# In the raw columns the basket decides nearly alone; standardised, each column has its say.
# zh: 用原始数据时，几乎只由每单金额决定；标准化之后，每个变量都有发言权。
z = clusters.standardised(customers, six)


def distance(table):
    return float(np.sqrt(((table.iloc[0] - table.iloc[1]) ** 2).sum()))


q1 = {"raw": distance(customers), "standardised": distance(z)}

# %% wrong
# You did not take the root of the sum of squares.
# zh: 你没有对平方和开根号。
q1 = {name: one**2 for name, one in q1.items()}
# You added up the differences. Square each, add up, take the root.
# zh: 你把差值直接相加了。应当先平方、再相加、再开根号。
q1 = {
    "raw": (customers.iloc[0] - customers.iloc[1]).abs().sum(),
    "standardised": (z.iloc[0] - z.iloc[1]).abs().sum(),
}
# You exchanged the two.
# zh: 你把两者对调了。
q1 = {"raw": q1["standardised"], "standardised": q1["raw"]}
# You standardised over the two customers alone. Mean and spread are those of all of `customers`.
# zh: 你只用这两位客户做了标准化。均值和标准差要用全部 `customers` 的。
two = customers.iloc[:2]
q1["standardised"] = distance((two - two.mean()) / two.std())
# You divided by the mean of each column, not by its standard deviation.
# zh: 你除以了各变量的均值，而不是标准差。
q1["standardised"] = distance(customers / customers.mean())
# You brought each column between 0 and 1. Standardised, it has mean 0 and standard deviation 1.
# zh: 你把各变量压缩到了 0 到 1 之间。标准化是使均值为 0、标准差为 1。
q1["standardised"] = distance(customers / (customers.max() - customers.min()))

# %% hints
# `clusters.standardised(customers, six)` brings each column to mean 0 and standard deviation 1.
# zh: `clusters.standardised(customers, six)` 把每个变量变换成均值 0、标准差 1。

# `table.iloc[0] - table.iloc[1]` are the six differences: square them, add them up, take the root.
# zh: `table.iloc[0] - table.iloc[1]` 是六个差值：平方、相加、开根号。

# %% [markdown] points=2 decimals=3
# ## The agency's table
#
# In which persona is `return_share` highest on average, and what is that average? And what share of `customers` has that persona? The name as it is written, the shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 代理公司的表
#
# 哪个画像的 `return_share` 平均最高（`"persona"`，照原样写名称）？平均是多少（`"returned"`）？这个画像占 `customers` 的多大比例（`"share"`）？填 0 到 1 之间的数，保留 3 位小数。

# %% solution
# The table shows what the names come from. That they differ here proves nothing: the cut made it so.
# zh: 表中可以看出名称的由来。但这里的差别什么也证明不了：它正是聚类造成的。
table = clusters.profile(customers, persona, six)
name = table["return_share"].idxmax()
q2 = {
    "persona": name,
    "returned": table.loc[name, "return_share"],
    "share": table.loc[name, "customer_share"],
}

# %% wrong
# That is the average of all customers, the row "all".
# zh: 这是全部客户的平均数，即“all”那一行。
q2["returned"] = table.loc["all", "return_share"]
# You counted the customers. A share divides by all.
# zh: 你数了人数。比例还要除以全部客户数。
q2["share"] = table.loc[name, "customers"]
# That is the persona with the lowest average.
# zh: 这是平均最低的画像。
name = table["return_share"].idxmin()
q2 = {
    "persona": name,
    "returned": table.loc[name, "return_share"],
    "share": table.loc[name, "customer_share"],
}
# That is the persona with the highest `discount_share`.
# zh: 这是 `discount_share` 最高的画像。
name = table["discount_share"].idxmax()
q2 = {
    "persona": name,
    "returned": table.loc[name, "discount_share"],
    "share": table.loc[name, "customer_share"],
}
# That is the highest single customer of the persona. The average is asked for.
# zh: 这是该画像中最高的一位客户。题目要的是平均数。
q2["returned"] = customers.loc[persona == name, "return_share"].max()

# %% hints
# `clusters.profile(customers, persona, six)` has a row for each persona.
# zh: `clusters.profile(customers, persona, six)` 每个画像一行。

# `table["return_share"].idxmax()` is the name of the row with the highest value.
# zh: `table["return_share"].idxmax()` 就是数值最高的那一行的名称。

# %% [markdown] points=3 decimals=1
# ## Types here, types there?
#
# In both shops the columns are not skewed within a group, so BIC may count. Call `cluster_count.mixtures` with `most=5` and `seed=16` for `customers` and for `sister`. How many clouds does BIC choose for `customers`, and how many for `sister`? And by how much is BIC of `customers` lower with the chosen number than with one cloud (`gain`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 这里有类型，那里也有吗？
#
# 两家店的变量在每个类别内部都不偏斜，所以可以让 BIC 来数。用 `most=5` 和 `seed=16` 分别对 `customers` 和 `sister` 调用 `cluster_count.mixtures`。BIC 为 `customers` 选了几团云（`"customers"`）？为 `sister` 选了几团（`"sister"`）？对 `customers` 来说，所选团数的 BIC 比只有一团时低多少（`"gain"`）？保留 1 位小数。

# %% starter
q3 = {"customers": ..., "sister": ..., "gain": ...}

# %% solution
# Your shop has groups, though not the agency's five; the sister shop is one crowd, whatever k-means makes of it.
# zh: 你的店里确实有类别，但不是代理公司说的五个；姐妹店只是一群人，不管 k 均值把它切成几块。
shops = {"customers": customers, "sister": sister}
bic = {one: cluster_count.mixtures(t, six, most=5, seed=16)["bic"] for one, t in shops.items()}
chosen = {one: int(column.idxmin()) for one, column in bic.items()}
q3 = {**chosen, "gain": bic["customers"][1] - bic["customers"].min()}

# %% wrong
# Five is the agency's number. With which number is BIC lowest?
# zh: 五是代理公司的数目。几团云时 BIC 最低？
q3 = {"customers": 5, "sister": 5, "gain": bic["customers"][1] - bic["customers"][5]}
# You took the highest BIC. It is misfit plus a price: the lowest wins.
# zh: 你选了最高的 BIC。它是拟合的差距加上代价：最低者胜出。
q3 = {one: int(column.idxmax()) for one, column in bic.items()}
q3["gain"] = bic["customers"].max() - bic["customers"].min()
# You gave the sister shop the number of yours. It has a BIC of its own.
# zh: 你把自己店的团数用在了姐妹店上。姐妹店有自己的 BIC。
q3["sister"] = chosen["customers"]
# You exchanged the two shops.
# zh: 你把两家店对调了。
q3 = {"customers": chosen["sister"], "sister": chosen["customers"], "gain": q3["gain"]}
# You took one cloud off the chosen number. How much *lower* is BIC: a positive number.
# zh: 你减反了。题目问 BIC *低*多少：应为正数。
q3["gain"] = -q3["gain"]
# That is the BIC itself. By how much is it lower than with one cloud?
# zh: 这是 BIC 本身。它比只有一团时低多少？
q3["gain"] = bic["customers"].min()
# That is the lead over the agency's five. One cloud is asked for: are there any groups?
# zh: 这是比代理公司的五团低多少。题目要与一团相比：究竟有没有类别？
q3["gain"] = bic["customers"][5] - bic["customers"].min()

# %% hints
# `cluster_count.mixtures(customers, six, most=5, seed=16)["bic"]` has the BIC of each number of clouds.
# zh: `cluster_count.mixtures(customers, six, most=5, seed=16)["bic"]` 是各个团数的 BIC。

# `bic.idxmin()` is the number with the lowest BIC; `bic[1]` is that of one cloud.
# zh: `bic.idxmin()` 是 BIC 最低的团数；`bic[1]` 是一团的 BIC。

# %% [markdown] points=2 decimals=2
# ## Which name survives?
#
# Draw the customers anew with `personas.found_again(customers, six, persona=persona, draws=25, rng=np.random.default_rng(16))` (25 draws, to be quick). Which persona is found again least often, in which share of the draws, and with which mean overlap? Which persona is next? Names as they are written, numbers between 0 and 1, with 2 decimals.

# %% [markdown] lang="zh"
# ## 哪个名字站得住？
#
# 用 `personas.found_again(customers, six, persona=persona, draws=25, rng=np.random.default_rng(16))` 重新抽样（为了省时只抽 25 次）。哪个画像再次出现的次数最少（`"weakest"`）？它在多大比例的抽样中再次出现（`"found"`），平均重叠度是多少（`"overlap"`）？次数第二少的是哪个（`"next"`）？名称照原样写，数字填 0 到 1 之间的数，保留 2 位小数。

# %% solution
# The two halves of the everyday customers are cut elsewhere in each draw; the other names survive.
# zh: 普通客户的两半，每次抽样都切在不同的地方；其余的名字站得住。
again = personas.found_again(
    customers, six, persona=persona, draws=25, rng=np.random.default_rng(16)
)
ranked = again["found_share"].sort_values()
weakest = ranked.index[0]
q4 = {
    "weakest": weakest,
    "found": ranked.iloc[0],
    "overlap": again.loc[weakest, "overlap"],
    "next": ranked.index[1],
}

# %% wrong
# That is the mean overlap. In which share of the draws is the persona found again?
# zh: 这是平均重叠度。这个画像在多大比例的抽样中再次出现？
q4["found"] = again.loc[weakest, "overlap"]
# Those are found again most often.
# zh: 这是再次出现最多的。
q4 = {
    "weakest": ranked.index[-1],
    "found": ranked.iloc[-1],
    "overlap": again.loc[ranked.index[-1], "overlap"],
    "next": ranked.index[-2],
}
# That is the share of the draws in which it is *not* found again.
# zh: 这是*没有*再次出现的比例。
q4["found"] = 1 - ranked.iloc[0]
# You exchanged the two personas.
# zh: 你把两个画像对调了。
q4 = {
    "weakest": ranked.index[1],
    "found": ranked.iloc[1],
    "overlap": again.loc[ranked.index[1], "overlap"],
    "next": weakest,
}
# That is the number of draws. A share of the 25 draws is asked for.
# zh: 这是次数。题目要的是占 25 次抽样的比例。
q4["found"] = 25 * ranked.iloc[0]
# That is the bound `low` of the overlap. Its mean is the column `overlap`.
# zh: 这是重叠度的下限 `low`。平均值在 `overlap` 那一列。
q4["overlap"] = again.loc[weakest, "low"]
# That is the mean overlap of all personas. How large is it for the weakest?
# zh: 这是所有画像的平均重叠度。最弱的那个是多少？
q4["overlap"] = again["overlap"].mean()

# %% hints
# Two columns of the table count: `found_share` and `overlap`.
# zh: 要看的是 `found_share` 和 `overlap` 两列。

# `again["found_share"].sort_values()` begins with the weakest.
# zh: `again["found_share"].sort_values()` 从最弱的开始。

# %% [markdown] points=2 decimals=2
# ## What an own campaign brings
#
# `pilot = sheet["pilot"]` has other customers of the shop, one row each: `persona`, `own` (1: got the persona's own campaign, 0: the general one, by lot) and `margin` (yuan in the months after). How much more margin a customer does the own campaign bring to `bargain hunters`, and to `night owls`? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 专属活动带来多少？
#
# `pilot = sheet["pilot"]` 是本店另一批客户，每位一行：`persona`、`own`（由抽签决定，1 表示收到该画像的专属活动，0 表示普通活动）和 `margin`（之后几个月的毛利，元）。专属活动给 `bargain hunters` 和 `night owls` 平均每位客户多带来多少毛利？单位为元，保留 2 位小数。

# %% starter
pilot = sheet["pilot"]
q5 = {"bargain hunters": ..., "night owls": ...}

# %% solution
# Only against the lot's other half is it the campaign that counts.
# zh: 只有与抽签的另一半相比，才是活动本身的作用。
pilot = sheet["pilot"]
mean = pilot.groupby(["persona", "own"])["margin"].mean().unstack()
uplift = mean[1] - mean[0]
q5 = {one: uplift[one] for one in ("bargain hunters", "night owls")}

# %% wrong
# That is the margin with the own campaign. Take off that with the general one.
# zh: 这是有专属活动时的毛利。还要减去普通活动时的毛利。
q5 = {one: mean.loc[one, 1] for one in q5}
# You exchanged own and general.
# zh: 你把专属与普通对调了。
q5 = {one: -uplift[one] for one in q5}
# You exchanged the two personas.
# zh: 你把两个画像对调了。
q5 = {"bargain hunters": uplift["night owls"], "night owls": uplift["bargain hunters"]}
# That is the rise as a share of the margin. Yuan a customer are asked for.
# zh: 这是相对增幅。题目要的是每位客户多少元。
q5 = {one: uplift[one] / mean.loc[one, 0] for one in q5}
# That is the rise in per cent of the margin. Yuan a customer are asked for.
# zh: 这是增幅的百分数。题目要的是每位客户多少元。
q5 = {one: 100 * uplift[one] / mean.loc[one, 0] for one in q5}
# You compared medians. What a campaign brings to all adds up in the mean.
# zh: 你比较的是中位数。活动总共带来多少，要看平均数。
middle = pilot.groupby(["persona", "own"])["margin"].median().unstack()
q5 = {one: middle.loc[one, 1] - middle.loc[one, 0] for one in q5}
# That is the uplift over all personas together. Each has its own.
# zh: 这是所有画像合在一起的增量。每个画像要单独计算。
together = pilot.groupby("own")["margin"].mean()
q5 = {one: together[1] - together[0] for one in q5}
# You took off the mean of the whole persona, half of whom got the own campaign.
# zh: 你减去的是整个画像的平均数，其中一半人也收到了专属活动。
whole = pilot.groupby("persona")["margin"].mean()
q5 = {one: mean.loc[one, 1] - whole[one] for one in q5}
# You compared with all who got the general campaign. Each persona has its own control group.
# zh: 你与所有收到普通活动的人相比。每个画像有自己的对照组。
general = pilot.loc[pilot["own"] == 0, "margin"].mean()
q5 = {one: mean.loc[one, 1] - general for one in q5}
# That is the difference of the sums. Divide each by its customers.
# zh: 这是合计之差。各自还要除以人数。
total = pilot.groupby(["persona", "own"])["margin"].sum().unstack()
q5 = {one: total.loc[one, 1] - total.loc[one, 0] for one in q5}

# %% hints
# Within a persona, compare the mean margin of `own` 1 and `own` 0.
# zh: 在同一画像内，比较 `own` 为 1 和 0 的平均毛利。

# `pilot.groupby(["persona", "own"])["margin"].mean().unstack()` has both side by side.
# zh: `pilot.groupby(["persona", "own"])["margin"].mean().unstack()` 把两者并排列出。

# %% [markdown] points=4
# ## Which campaigns do you buy?
#
# `quotes = sheet["quotes"]` says what a campaign of its own costs for each persona, in yuan. Next year the file is cut anew. If the persona is found again (with the probability `found_share` of the fourth question), its campaign reaches its customers, who are 20,000 times the persona's share in `customers`, and each brings the uplift measured in `pilot`. If not, it brings nothing; the cost is paid either way. Which personas get a campaign? A set of names, such as `{"returners"}`. What counts is the expected profit of all of them together.

# %% [markdown] lang="zh"
# ## 买哪几场活动？
#
# `quotes = sheet["quotes"]` 是每个画像专属活动的费用（元）。明年要重新聚类。如果这个画像再次出现（概率为第四题的 `found_share`），活动就能触达它的客户，人数为 20,000 乘以该画像在 `customers` 中的比例，每人带来 `pilot` 中测得的增量毛利；如果没有再次出现，就什么也不带来。无论如何费用都要付。给哪些画像做专属活动？填名称组成的集合，例如 `{"returners"}`。看的是全部活动合计的期望利润。

# %% starter
quotes = sheet["quotes"]
q6 = ...

# %% solution
# A campaign must pass twice: the persona must be there again, and its uplift must pay for the cost.
# zh: 一场活动要过两关：画像要再次出现，增量毛利要抵得过费用。
again = personas.found_again(
    customers, six, persona=persona, draws=25, rng=np.random.default_rng(16)
)
quotes = sheet["quotes"]
mean = sheet["pilot"].groupby(["persona", "own"])["margin"].mean().unstack()
uplift = mean[1] - mean[0]
reached = 20_000 * persona.value_counts(normalize=True)
profit = again["found_share"] * reached * uplift - quotes
options, nothing = set(quotes.index), set()


def worth(names):
    return float(profit[sorted(names)].sum())


q6 = set(profit.index[profit > 0])

# %% wrong
# You took the pilot's word for each. The two halves of the everyday customers are too often not found again, and then their campaigns reach nobody.
# zh: 你只看了试点结果。普通客户的两半常常不再出现，那时活动谁也触达不到。
q6 = {"bargain hunters", "gift givers", "early birds", "night owls"}
# You bought for every persona that is found again. Returners are there, but an own campaign brings them less than it costs.
# zh: 你给每个再次出现的画像都买了。“returners”确实存在，但专属活动带来的不够付费用。
q6 = {"bargain hunters", "gift givers", "returners"}
# You bought all five. Two are too often not found again, and one does not pay though it is.
# zh: 你五场全买了。有两个常常不再出现，还有一个虽然会出现却不划算。
q6 = options
# Another persona pays, too: it is found again, and its uplift covers the cost.
# zh: 还有一个画像也划算：它会再次出现，增量毛利也抵得过费用。
q6 = {"bargain hunters"}
# Another persona pays even more: look at the largest uplift.
# zh: 还有一个画像更划算：看看增量毛利最大的是谁。
q6 = {"gift givers"}
# Night owls are a large crowd, but too often no such cluster is found, and the cost is paid all the same.
# zh: “night owls”人数不少，但这一类常常不再出现，费用却照付。
q6 = {"bargain hunters", "gift givers", "night owls"}
# Early birds are too often not found again: then their campaign reaches nobody, and the cost is paid all the same.
# zh: “early birds”常常不再出现：那时活动谁也触达不到，费用却照付。
q6 = {"bargain hunters", "gift givers", "early birds"}
# Those are the two halves of a crowd. Which personas are found again?
# zh: 这是一群人被切成的两半。哪些画像会再次出现？
q6 = {"early birds", "night owls"}
# You buy nothing. For two personas an own campaign earns more than it costs.
# zh: 你什么也没买。有两个画像，专属活动带来的多于费用。
q6 = nothing

# %% hints
# Expected profit of one campaign: `found_share` times the customers reached times the uplift, less the cost.
# zh: 一场活动的期望利润：`found_share` 乘以触达人数乘以增量毛利，再减费用。

# `profit = again["found_share"] * 20_000 * persona.value_counts(normalize=True) * uplift - quotes`; where is it above 0?
# zh: `profit = again["found_share"] * 20_000 * persona.value_counts(normalize=True) * uplift - quotes`，哪些大于 0？

# %% policies
from itertools import combinations

policies = {
    " + ".join(some) or "none": set(some)
    for size in range(6)
    for some in combinations(sorted(options), size)
}
