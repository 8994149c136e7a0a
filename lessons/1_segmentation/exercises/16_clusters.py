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

_card = _companies.Wardrobe.from_card()
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
    _made = _shop(True, int(rng.integers(260, 301)))
    persona = _named(_made)
    if persona is None:
        continue
    customers = _made.customers
    _again = _personas.found_again(
        customers, list(customers), persona=persona, rng=_np.random.default_rng(16)
    )
    _overlap, _again = _again["overlap"], _again["found_share"]
    _halves, _whole = _again[["early birds", "night owls"]], _again[list(_names.values())]
    _least = _halves.min()
    # Both halves of nothing in particular, no tie for the weakest, no answer right by chance.
    _clear = abs(1 - _least - _overlap[_halves.idxmin()]) > 0.03 and abs(_least - 0.5) > 0.03
    if _clear and 0.1 < _least < _halves.max() - 0.005 < 0.7 and _whole.min() > 0.85:
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
# In the raw columns the basket decides alone; standardised, each column has its say.
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
q1["standardised"] = distance((two - two.mean()) / two.std(ddof=0))
# You divided by the mean of each column, not by its standard deviation.
# zh: 你除以了各变量的均值，而不是标准差。
q1["standardised"] = distance(customers / customers.mean())

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

# %% [markdown] points=3 decimals=3
# ## Types here, types there?
#
# Call `cluster_count.silhouettes` with `most=5` and `clouds=19` for `customers`, and in a second call for `sister` (each with a fresh `np.random.default_rng(16)`). With which number of clusters is the silhouette of `customers` highest? By how much is it there above the bound of one cloud (`chance_silhouette`)? And by how much is the silhouette of `sister` above its own bound, with the same number of clusters? Differences with 3 decimals; below the bound is negative.

# %% [markdown] lang="zh"
# ## 这里有类型，那里也有吗？
#
# 用 `most=5` 和 `clouds=19` 分别对 `customers` 和 `sister` 调用 `cluster_count.silhouettes`（每次都用新的 `np.random.default_rng(16)`）。`customers` 聚成几类时轮廓系数最高（`"clusters"`）？这时比单一云的界限（`chance_silhouette`）高多少（`"customers"`）？在同样的聚类数下，`sister` 的轮廓系数比它自己的界限高多少（`"sister"`）？差值保留 3 位小数，低于界限为负数。

# %% starter
q3 = {"clusters": ..., "customers": ..., "sister": ...}

# %% solution
# Your shop has four groups and not the agency's five; in the sister shop k-means cuts a crowd.
# zh: 你的店里有四个类别，而不是代理公司说的五个；在姐妹店，k 均值切开的只是一群人。
apart = {
    name: cluster_count.silhouettes(table, six, most=5, clouds=19, rng=np.random.default_rng(16))
    for name, table in {"customers": customers, "sister": sister}.items()
}
best = int(apart["customers"]["silhouette"].idxmax())
more = {name: (t["silhouette"] - t["chance_silhouette"])[best] for name, t in apart.items()}
q3 = {"clusters": best, **more}

# %% wrong
# Five is the agency's number. With which number is the silhouette highest?
# zh: 五是代理公司的数目。聚成几类时轮廓系数最高？
more = {name: (t["silhouette"] - t["chance_silhouette"])[5] for name, t in apart.items()}
q3 = {"clusters": 5, **more}
# Those are the silhouettes themselves. Take the bound of one cloud off.
# zh: 这是轮廓系数本身。还要减去单一云的界限。
more = {name: t["silhouette"][best] for name, t in apart.items()}
q3 = {"clusters": best, **more}
# You took the silhouette off the bound. Above the bound is positive.
# zh: 你用界限减去了轮廓系数。高于界限应为正数。
q3 = {"clusters": best, **{name: -one for name, one in more.items()}}
# You held the sister shop against the bound of yours. It has one of its own.
# zh: 你用自己店的界限去衡量姐妹店。它有自己的界限。
mine = apart["customers"]["chance_silhouette"][best]
q3["sister"] = apart["sister"]["silhouette"][best] - mine
# You exchanged the two shops.
# zh: 你把两家店对调了。
q3 = {"clusters": best, "customers": more["sister"], "sister": more["customers"]}

# %% hints
# `apart["silhouette"].idxmax()` is the number of clusters with the highest silhouette.
# zh: `apart["silhouette"].idxmax()` 就是轮廓系数最高的聚类数。

# `(apart["silhouette"] - apart["chance_silhouette"])[4]` is the difference with four clusters.
# zh: `(apart["silhouette"] - apart["chance_silhouette"])[4]` 是聚成四类时的差值。

# %% [markdown] points=2 decimals=2
# ## Which name survives?
#
# Draw the customers anew with `personas.found_again(customers, six, persona=persona, rng=np.random.default_rng(16))` (100 draws). Which persona is found again least often, in which share of the draws, and which persona is next? Names as they are written, the share between 0 and 1, with 2 decimals.

# %% [markdown] lang="zh"
# ## 哪个名字站得住？
#
# 用 `personas.found_again(customers, six, persona=persona, rng=np.random.default_rng(16))` 重新抽样（100 次）。哪个画像最少再次出现（`"weakest"`）？占抽样的多大比例（`"found"`）？倒数第二的是哪个（`"next"`）？名称照原样写，比例填 0 到 1 之间的数，保留 2 位小数。

# %% solution
# The two halves of the everyday customers are cut elsewhere in each draw; the other names survive.
# zh: 普通客户的两半，每次抽样都切在不同的地方；其余的名字站得住。
again = personas.found_again(customers, six, persona=persona, rng=np.random.default_rng(16))
ranked = again["found_share"].sort_values()
q4 = {"weakest": ranked.index[0], "found": ranked.iloc[0], "next": ranked.index[1]}

# %% wrong
# That is the mean overlap. In which share of the draws is the persona found again?
# zh: 这是平均重叠度。这个画像在多大比例的抽样中再次出现？
q4["found"] = again.loc[ranked.index[0], "overlap"]
# Those are found again most often.
# zh: 这是再次出现最多的。
q4 = {"weakest": ranked.index[-1], "found": ranked.iloc[-1], "next": ranked.index[-2]}
# That is the share of the draws in which it is *not* found again.
# zh: 这是*没有*再次出现的比例。
q4["found"] = 1 - ranked.iloc[0]
# You exchanged the two names.
# zh: 你把两个名字对调了。
q4 = {"weakest": ranked.index[1], "found": ranked.iloc[1], "next": ranked.index[0]}
# That is the number of draws. A share of 100 draws is asked for.
# zh: 这是次数。题目要的是占 100 次抽样的比例。
q4["found"] = 100 * ranked.iloc[0]

# %% hints
# The column is `found_share`.
# zh: 要看的列是 `found_share`。

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
quotes = sheet["quotes"]
mean = sheet["pilot"].groupby(["persona", "own"])["margin"].mean().unstack()
uplift = mean[1] - mean[0]
again = personas.found_again(customers, six, persona=persona, rng=np.random.default_rng(16))
reached = 20_000 * persona.value_counts(normalize=True)
profit = again["found_share"] * reached * uplift - quotes
options, nothing = set(quotes.index), set()


def worth(names):
    return float(profit[sorted(names)].sum())


q6 = set(profit.index[profit > 0])

# %% wrong
# You took the pilot's word for each. The two halves of the everyday customers are seldom found again, and their campaigns then reach nobody.
# zh: 你只看了试点结果。普通客户的两半很少再次出现，那时活动谁也触达不到。
q6 = {"bargain hunters", "gift givers", "early birds", "night owls"}
# You bought for every persona that is found again. Returners are there, but an own campaign brings them less than it costs.
# zh: 你给每个再次出现的画像都买了。“returners”确实存在，但专属活动带来的不够付费用。
q6 = {"bargain hunters", "gift givers", "returners"}
# You bought all five. Two are seldom found again, and one does not pay though it is.
# zh: 你五场全买了。有两个很少再次出现，还有一个虽然出现却不划算。
q6 = options
# Another persona pays, too: it is found again, and its uplift covers the cost.
# zh: 还有一个画像也划算：它会再次出现，增量毛利也抵得过费用。
q6 = {"bargain hunters"}
# Another persona pays even more: look at the largest uplift.
# zh: 还有一个画像更划算：看看增量毛利最大的是谁。
q6 = {"gift givers"}
# Night owls are the larger crowd, but in most draws there is no such cluster.
# zh: “night owls”人数更多，但在多数抽样中没有这样的一类。
q6 = {"bargain hunters", "gift givers", "night owls"}
# Early birds are seldom found again: their campaign would reach nobody in most years.
# zh: “early birds”很少再次出现：多数年份里，活动谁也触达不到。
q6 = {"bargain hunters", "gift givers", "early birds"}
# Those are the halves of a crowd. Which personas are found again?
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
