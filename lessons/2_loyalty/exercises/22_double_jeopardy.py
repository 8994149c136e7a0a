# %% [markdown]
# # Exercises to 22: Double jeopardy
#
# **Your company** You manage *Lark*, a small brand of tea. A research firm sells you a panel: households that noted all
# their purchases for a year. The figures are drawn by your name: nobody else has them. Money is in yuan.
#
# - `tea`: purchases, one row a household that bought tea, one column a brand. Lark's rivals are Heron, Swift, Robin and Finch.
# - `shampoo`: the same households and another category, with the brands Oak, Elm, Birch and Pine.
# - `households`: all households of the panel, including those that bought nothing.
# - `plan`: figures for the last exercise.
#
# **Before this** [22 Double jeopardy](../../notebooks/2_loyalty/22_double_jeopardy.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 22：双重危机
#
# **你的公司** 你负责一个小茶叶品牌 *Lark*。一家调研公司卖给你一份消费面板数据：面板中的家庭记录了一年里的全部购买。数据由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `tea`：茶叶的购买次数，每行一个买过茶叶的家庭，每列一个品牌。Lark 的对手是 Heron、Swift、Robin 和 Finch。
# - `shampoo`：同一批家庭、另一个品类（洗发水），品牌有 Oak、Elm、Birch 和 Pine。
# - `households`：面板中的全部家庭数，什么也没买的也算在内。
# - `plan`：最后一题用到的数字。
#
# **先修** [22 双重危机](../../../notebooks/zh/2_loyalty/22_double_jeopardy.ipynb)。**用时** 45 分钟。

# %% data
from crmkit.loyalty import Dirichlet as _Dirichlet

households = int(rng.integers(30, 41)) * 50
_lark = int(rng.integers(8, 12)) / 100
_swift = int(rng.integers(22, 27)) / 100
_robin = int(rng.integers(16, 20)) / 100
_finch = int(rng.integers(5, 7)) / 100
_shares = {"Heron": 1 - _lark - _swift - _robin - _finch, "Swift": _swift, "Robin": _robin}
_tea = _Dirichlet(
    M=rng.uniform(6, 8),
    K=rng.uniform(0.55, 0.8),
    S=rng.uniform(2.6, 3.6),
    purchase_shares={**_shares, "Lark": _lark, "Finch": _finch},
)
tea = _tea.simulate(households, rng=rng)
_shampoo = _Dirichlet(
    M=rng.uniform(3, 4),
    K=rng.uniform(0.7, 1.0),
    S=rng.uniform(0.6, 1.0),
    purchase_shares={"Oak": 0.4, "Elm": 0.3, "Birch": 0.18, "Pine": 0.12},
)
shampoo = _shampoo.simulate(households, rng=rng)
plan = {
    "market_households": int(rng.integers(20, 41)) * 10_000,
    "margin": int(rng.integers(55, 76)) / 10,
    "cost_of_a_buyer": int(rng.integers(8, 12)),
    "discount": int(rng.integers(40, 61)) / 10_000,
}

# %%
import pandas as pd

from crmkit.loyalty import Dirichlet, brands, jeopardy

# %%
tea, shampoo = sheet["tea"], sheet["shampoo"]
households, plan = sheet["households"], sheet["plan"]
tea.head()

# %% [markdown] points=1 decimals=3
# ## Lark in three numbers
#
# What share of all households bought Lark (`"penetration"`)? How often did its buyers buy it (`"purchase_rate"`)? And what
# share of their purchases of tea is Lark (`"requirements_share"`)? Shares from 0 to 1; three numbers with 3 decimals.

# %% [markdown] lang="zh"
# ## 用三个数看 Lark
#
# 全部家庭中有多大比例买过 Lark（`"penetration"`，渗透率）？它的买家平均买了几次 Lark（`"purchase_rate"`）？这些买家的茶叶购买中，Lark 占多大份额（`"requirements_share"`，品类需求份额）？比例用 0 到 1 的数表示；三个数都保留 3 位小数。

# %% solution
# First keep those who bought Lark. Count them over all households; divide their purchases of Lark by their number, and by their
# purchases of any tea.
# zh: 先挑出买过 Lark 的家庭，即它的买家。买家数除以全部家庭数；买家购买 Lark 的次数，分别除以买家数和买家购买各品牌茶叶的总次数。
base = households
buyers = tea[tea["Lark"] > 0]
bought, all_tea = buyers["Lark"].sum(), buyers.sum().sum()
q1 = {"penetration": len(buyers) / base, "purchase_rate": bought / len(buyers),
      "requirements_share": bought / all_tea}

# %% wrong
# Your penetration is of those who bought tea. The households that bought none have no row in `tea`, but they count.
# zh: 你的渗透率以买过茶叶的家庭为分母。没有买茶叶的家庭在 `tea` 中没有行，但也要算进去。
base = len(tea)
# Your rate spreads the purchases over all households. The purchase rate is of the buyers of Lark.
# zh: 你把购买次数平摊到了全部家庭。平均购买次数只看 Lark 的买家。
q1["purchase_rate"] = bought / households
# Your rate is over all who bought tea. It is of the buyers of Lark alone.
# zh: 你的平均购买次数以所有买过茶叶的家庭为分母。只应看 Lark 的买家。
q1["purchase_rate"] = tea["Lark"].mean()
# That is how often Lark's buyers buy tea of any brand. The purchase rate counts Lark alone.
# zh: 那是 Lark 的买家购买各种品牌茶叶的次数。平均购买次数只数 Lark。
q1["purchase_rate"] = all_tea / len(buyers)
# That is Lark's share of everybody's purchases. The share of requirements looks at the purchases of Lark's buyers only.
# zh: 那是 Lark 在所有人的购买中的份额。品类需求份额只看 Lark 买家的购买。
q1["requirements_share"] = tea["Lark"].sum() / tea.sum().sum()
# You averaged the households' shares, as if one who bought once counted like one who bought thirty times. Divide all by all.
# zh: 你把各家庭的份额作了简单平均，好像买一次的家庭和买三十次的家庭分量一样。应当用总数除以总数。
q1["requirements_share"] = (buyers["Lark"] / buyers.sum(axis=1)).mean()
# You gave shares in per cent. They are asked for from 0 to 1.
# zh: 你给的比例是百分数。题目要的是 0 到 1 的数。
q1["penetration"], q1["requirements_share"] = 100 * len(buyers) / base, 100 * bought / all_tea

# %% hints
# The lesson does it for cereal 584, in one cell.
# zh: 课上用一个单元就为麦片 584 算出了这三个数。

# `tea[tea["Lark"] > 0]` are Lark's buyers, with all the tea they bought. How many are they, of how many households?
# zh: `tea[tea["Lark"] > 0]` 是 Lark 的买家，以及他们买的全部茶叶。他们有多少？全部家庭又有多少？

# %% [markdown] points=2 decimals=3
# ## What to expect of Lark
#
# Fit the Dirichlet to `tea`, as the lesson does (`Dirichlet.fit_counts`, its options untouched). What penetration and what share
# of requirements does a brand of Lark's size expect? Two shares from 0 to 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## Lark 本该是什么样
#
# 像课上那样，对 `tea` 拟合狄利克雷模型（`Dirichlet.fit_counts`，选项都不改）。Lark 这样规模的品牌，预期的渗透率（`"penetration"`）和品类需求份额（`"requirements_share"`）各是多少？两个 0 到 1 的数，保留 3 位小数。

# %% solution
# The model knows M and K of the category, one S, and Lark's share of purchases. `measures` sums over how often households buy.
# zh: 模型只知道品类的 M 和 K、一个 S，以及 Lark 的购买份额。`measures` 按各家庭买几次加权求和，得出预期。
brand = "Lark"
model = Dirichlet.fit_counts(tea, households=households)
expected = model.measures().loc[brand]
q2 = {"penetration": expected["penetration"], "requirements_share": expected["requirements_share"]}

# %% wrong
# That is what Lark has, counted. The question is what a brand of its size is to expect.
# zh: 这是 Lark 的实际数字。题目问的是同等规模的品牌预期如何。
expected = brands.brand_measures(tea, households=households).loc[brand]
# Those are the figures of Heron, the largest brand.
# zh: 这是最大品牌 Heron 的数字。
brand = "Heron"
# That is what comes out if all households choose by the market shares. They have brands of their own, so S matters.
# zh: 那是所有家庭都按市场份额选择时的结果。实际上家庭各有偏好，所以 S 起作用。
alike = Dirichlet(model.M, model.K, 1e6, model.purchase_shares)
expected = alike.measures().loc[brand]
# The penetration is right, but you gave Lark's market share. Lark's buyers give it more of their purchases than all households do.
# zh: 渗透率对了，但你给的是 Lark 的市场份额。Lark 在自己买家的购买中所占的比例，高于它在全部家庭的购买中所占的比例。
q2["requirements_share"] = expected["purchase_share"]
# You gave shares in per cent. They are asked for from 0 to 1.
# zh: 你给的是百分数。题目要的是 0 到 1 的数。
q2 = {name: 100 * share for name, share in q2.items()}

# %% hints
# `Dirichlet.fit_counts(tea, households=...)`: how many households are there in all?
# zh: `Dirichlet.fit_counts(tea, households=...)`：一共有多少个家庭？

# `measures()` of the fitted model is a table with one row a brand; take the row of Lark.
# zh: 拟合好的模型的 `measures()` 是一张表，每行一个品牌；取 Lark 那一行。

# %% [markdown] points=2 decimals=3
# ## Tea or shampoo?
#
# In which of the two categories does each household keep more to a brand of its own? Give the polarisation of both
# (`"tea"`, `"shampoo"`), with 3 decimals, and the category (`"more_loyal"`: `"tea"` or `"shampoo"`).

# %% [markdown] lang="zh"
# ## 茶叶还是洗发水？
#
# 在哪个品类中，每个家庭更固守自己的品牌？给出两个品类的极化程度（`"tea"`、`"shampoo"`），保留 3 位小数，并填写品类（`"more_loyal"`：`"tea"` 或 `"shampoo"`）。

# %% starter
q3 = {"tea": ..., "shampoo": ..., "more_loyal": ...}

# %% solution
# Polarisation is 1/(1+S): the smaller S, the further households' choices scatter, and the more each keeps to its own brand.
# zh: 极化程度是 1/(1+S)：S 越小，家庭与家庭之间的选择差别越大，每个家庭越固守自己的品牌。
S = {name: Dirichlet.fit_counts(one, households=households).S
     for name, one in {"tea": tea, "shampoo": shampoo}.items()}
q3 = {name: 1 / (1 + one) for name, one in S.items()}
q3["more_loyal"] = "shampoo" if q3["shampoo"] > q3["tea"] else "tea"

# %% wrong
# Those are the S. The polarisation is made of S, and lies between 0 and 1.
# zh: 这是 S。极化程度由 S 算出，在 0 和 1 之间。
q3["tea"], q3["shampoo"] = S["tea"], S["shampoo"]
# Those are the S, and they run the other way: the *smaller* S, the more each household keeps to a brand of its own.
# zh: 这是 S，而且方向相反：S *越小*，每个家庭越固守自己的品牌。
q3 = {**S, "more_loyal": "tea"}
# You took 1/S. It can exceed 1; the polarisation cannot.
# zh: 你算的是 1/S，它可能大于 1，而极化程度不会。
q3["tea"], q3["shampoo"] = 1 / S["tea"], 1 / S["shampoo"]
# That is S/(1+S), the other part of 1: it is large where households choose alike.
# zh: 那是 S/(1+S)，即 1 减去极化程度：各家庭的选择越相似，它越大。
q3["tea"], q3["shampoo"] = (S[name] / (1 + S[name]) for name in ("tea", "shampoo"))
# That is S/(1+S), 1 less the polarisation, so it also points to the wrong category.
# zh: 那是 S/(1+S)，即 1 减去极化程度，所以品类也选反了。
q3 = {**{name: one / (1 + one) for name, one in S.items()}, "more_loyal": "tea"}
# The two numbers are right. At 1 everybody has a brand of their own, at 0 nobody has.
# zh: 两个数算对了。极化程度为 1 表示人人都有自己的品牌，为 0 表示谁也没有。
q3["more_loyal"] = "tea"

# %% hints
# Which of the two worlds in the lesson, S of 0.3 or S of 30, has the households with a brand of their own?
# zh: 课上的两个世界，S 为 0.3 和 S 为 30，哪一个里的家庭有自己的品牌？

# Fit one model a category. `polarisation` belongs to the model, like `S`.
# zh: 每个品类拟合一个模型。`polarisation` 和 `S` 一样，是模型自带的。

# %% [markdown] points=2 decimals=3
# ## A colleague and the leader
#
# A colleague compares the shares of requirements: "Heron gets so much more of its buyers' purchases than we do. All of that is
# loyalty that we have failed to win." How large is the difference between Heron's and Lark's share of requirements
# (`"difference"`, Heron less Lark)? How large would it be if both were bought as the model fitted to `tea` expects of their sizes
# (`"by_size"`)? Two numbers from 0 to 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 同事与领先品牌
#
# 同事比较了品类需求份额：“Heron 从它的买家那里得到的份额比我们多这么多，差的全是我们没有赢得的忠诚。”Heron 与 Lark 的品类需求份额实际相差多少（`"difference"`，Heron 减 Lark）？如果两者都正如对 `tea` 拟合的模型按规模所预期的，又会相差多少（`"by_size"`）？两个 0 到 1 的数，保留 3 位小数。

# %% solution
# Both differences look at the same measure, one as it is counted and one as size alone has it. They are nearly the same: size explains
# the difference, and no loyalty programme would.
# zh: 两个差看的是同一个指标，一个是实际数出来的，一个只由规模决定。二者几乎一样：差距由规模就能解释，忠诚计划解释不了。
seen = brands.brand_measures(tea, households=households)["requirements_share"]
size = Dirichlet.fit_counts(tea, households=households).measures()["requirements_share"]
q4 = {"difference": seen["Heron"] - seen["Lark"], "by_size": size["Heron"] - size["Lark"]}

# %% wrong
# That is by how far Lark lags behind what its size lets expect. The question compares Heron with Lark twice.
# zh: 那是 Lark 比同等规模的预期低多少。题目两次都是拿 Heron 与 Lark 相比。
q4["by_size"] = size["Lark"] - seen["Lark"]
# That is the difference between the market shares. By size means: the shares of requirements that the model expects of brands of these sizes.
# zh: 那是市场份额之差。由规模决定的差，指的是模型对这两种规模预期的品类需求份额之差。
market = brands.brand_measures(tea, households=households)["purchase_share"]
q4["by_size"] = market["Heron"] - market["Lark"]
# You subtracted the market shares. The colleague compares shares of requirements.
# zh: 你减的是市场份额。同事比较的是品类需求份额。
shares = brands.brand_measures(tea, households=households)["purchase_share"]
q4["difference"] = shares["Heron"] - shares["Lark"]
# The sizes are right; take Heron less Lark.
# zh: 数值对了，符号反了：应当用 Heron 减去 Lark。
q4 = {part: -number for part, number in q4.items()}
# You compared the penetrations. The colleague speaks of shares of requirements.
# zh: 你比较的是渗透率。同事说的是品类需求份额。
seen = brands.brand_measures(tea, households=households)["penetration"]
size = Dirichlet.fit_counts(tea, households=households).measures()["penetration"]
# You gave ratios of Heron to Lark. The question asks for differences.
# zh: 你给出的是 Heron 与 Lark 之比。题目问的是差。
q4 = {"difference": seen["Heron"] / seen["Lark"], "by_size": size["Heron"] / size["Lark"]}

# %% hints
# `brand_measures` counts, `measures` of the model expects. Both have the column `requirements_share`.
# zh: `brand_measures` 是实际，模型的 `measures` 是预期，两张表都有 `requirements_share` 这一列。

# Twice the same subtraction: Heron less Lark, once as counted and once as expected.
# zh: 同样的减法做两次：Heron 减 Lark，一次用实际值，一次用预期值。

# %% [markdown] points=2 decimals=3
# ## Whose buyers?
#
# What is D, the duplication coefficient of tea, over all pairs of its five brands (`"D"`)? And what share of Lark's buyers does the
# duplication law expect to buy Heron, too (`"expected"`, 0 to 1)? Two numbers with 3 decimals.

# %% [markdown] lang="zh"
# ## 谁的买家？
#
# 茶叶五个品牌两两配对，购买重叠系数 D 是多少（`"D"`）？按购买重叠定律，Lark 的买家中预期有多大比例也买 Heron（`"expected"`，0 到 1）？两个数，保留 3 位小数。

# %% solution
# D is the mean duplication over the mean penetration. The law says D times the penetration of the *other* brand, whoever's buyers one asks.
# zh: D 等于平均重叠率除以平均渗透率。定律说的是 D 乘以*对方*品牌的渗透率，不论问的是谁的买家。
pairs = jeopardy.duplication_pairs(tea, households=households)
penetration = brands.brand_measures(tea, households=households)["penetration"]
D = pairs["duplication"].mean() / pairs["penetration"].mean()
q5 = {"D": D, "expected": D * penetration["Heron"]}

# %% wrong
# That is what Lark's buyers really did. The law expects D times Heron's penetration.
# zh: 那是 Lark 买家的实际情况。定律的预期是 D 乘以 Heron 的渗透率。
q5["expected"] = jeopardy.duplication(tea, households=households).loc["Lark", "Heron"]
# You multiplied by the penetration of Lark. The other brand counts: the question is who also buys Heron.
# zh: 你乘的是 Lark 的渗透率。要用的是对方品牌：题目问的是他们中有多少人也买 Heron。
q5["expected"] = D * penetration["Lark"]
# That is the share of *all* households that buy Heron. Of Lark's buyers, D times as many do.
# zh: 那是*全部*家庭中买 Heron 的比例。在 Lark 的买家中，比例是它的 D 倍。
q5["expected"] = penetration["Heron"]
# You multiplied both penetrations: that is the share of all households that buy the two. The question is about Lark's buyers.
# zh: 你把两个渗透率都乘上了：那是全部家庭中两个品牌都买的比例。题目问的是 Lark 的买家。
q5["expected"] = D * penetration["Heron"] * penetration["Lark"]
# Your D is of one pair, Lark and Heron. It is asked for over all pairs.
# zh: 你的 D 只用了 Lark 和 Heron 这一对。题目问的是全部配对的 D。
both = jeopardy.duplication(tea, households=households)
D = both.loc["Lark", "Heron"] / penetration["Heron"]
# Your D is the mean of the ratios. It is the ratio of the means.
# zh: 你的 D 是各比值的平均。D 应是两个平均数之比。
D = (pairs["duplication"] / pairs["penetration"]).mean()
# You gave the correlation of the pairs, which says how close they lie to one line. D is the slope of that line: how many times as many.
# zh: 你给的是各对品牌的相关系数，它说的是这些点离一条直线有多近。D 是这条直线的斜率，也就是多少倍。
q5["D"] = pairs["penetration"].corr(pairs["duplication"])
# Your D is upside down: buyers of one brand buy the others *more* often than households at random.
# zh: 你的 D 颠倒了：一个品牌的买家比随便一个家庭*更*可能买其他品牌。
D = pairs["penetration"].mean() / pairs["duplication"].mean()
# You left the households without tea out of the penetrations. They belong to the panel.
# zh: 你的渗透率没有算上没买茶叶的家庭。他们也属于面板。
pairs = jeopardy.duplication_pairs(tea, households=len(tea))
penetration = brands.brand_measures(tea, households=len(tea))["penetration"]
D = pairs["duplication"].mean() / pairs["penetration"].mean()

# %% hints
# `jeopardy.duplication_pairs(tea, households=households)` has one row a pair, and `jeopardy.duplication_coefficient` makes D of it.
# zh: `jeopardy.duplication_pairs(tea, households=households)` 每行一对品牌，`jeopardy.duplication_coefficient` 由它算出 D。

# Whose penetration is multiplied by D when Lark's buyers are asked for Heron?
# zh: 问 Lark 的买家是否也买 Heron 时，D 要乘以谁的渗透率？

# %% [markdown] points=4
# ## Twenty per cent, but how?
#
# The board wants Lark to sell 20 % more, "all by loyalty". You may choose otherwise. Fill in two whole numbers from 0 to 40: by how many per cent
# Lark is to grow by *reach*, and by how many by *loyalty*.
#
# - Take the model that you fitted to `tea`. The market has `plan["market_households"]` households like those of the panel.
# - Growing by R per cent by reach, Lark becomes a brand of (1 + R/100) times its share in the model, and is bought as the model has such a brand. Each buyer more than
#   now costs `plan["cost_of_a_buyer"]` yuan, and 4 % of that more for each per cent of R.
# - Loyalty then has the same buyers buy L per cent more often. It takes a discount of `plan["discount"]` times L squared,
#   in yuan, on *each* purchase of Lark, including those that would be made anyway.
# - Each purchase leaves `plan["margin"]` yuan before the discount. What counts is the margin of the purchases that Lark has more than now,
#   less both costs, for one year.
#
# The best plan earns all points; going on as now earns none.

# %% [markdown] lang="zh"
# ## 多卖两成，怎么卖？
#
# 董事会要求 Lark 多卖 20%，“全部靠忠诚”。你可以另作选择。填两个 0 到 40 的整数：Lark 靠*增加买家*增长百分之几（`reach`），靠*忠诚*增长百分之几（`loyalty`）。
#
# - 使用你对 `tea` 拟合的模型。市场上有 `plan["market_households"]` 个家庭，购买行为与面板中的家庭相同。
# - 靠增加买家增长 R%：Lark 在模型中的购买份额变为原来的 (1 + R/100) 倍，买家数和购买次数与模型中这样规模的品牌相同。比现在每多一个买家，花费 `plan["cost_of_a_buyer"]` 元；R 每增加一个百分点，这个单价再加 4%。
# - 忠诚再使这些买家的购买次数多 L%。为此，Lark 的*每次*购买（包括本来就会发生的）都要打折，折扣是 `plan["discount"]` 乘以 L 的平方（元）。
# - 每次购买在打折之前有 `plan["margin"]` 元毛利。衡量标准是一年里比现在多出的购买所带来的毛利，减去上述两项成本。
#
# 最好的方案得满分，维持现状不得分。

# %% starter
q6 = {"reach": ..., "loyalty": ...}

# %% solution
# New buyers pay until the next one costs what their purchases bring. Loyalty pays for the first few per cent only: the discount goes to all
# purchases, also to those that would have been made anyway, and it rises with the square.
# zh: 新买家值得争取，直到下一个买家的成本等于其购买带来的毛利。忠诚只有最初几个百分点划算：所有购买都要打折，包括本来就会发生的，而且折扣随 L 的平方上升。
model = Dirichlet.fit_counts(tea, households=households)
grown = pd.Series({R: model.purchase_shares["Lark"] * (1 + R / 100) for R in range(41)})
size = model.measures(grown)
buyers = plan["market_households"] * size["penetration"].to_numpy()
purchases = buyers * size["purchase_rate"].to_numpy()


def brings(reach, loyalty):
    then = purchases[reach] * (1 + loyalty / 100)
    a_buyer = plan["cost_of_a_buyer"] * (1 + 0.04 * reach)
    gain = plan["margin"] * (then - purchases[0])
    return gain - a_buyer * (buyers[reach] - buyers[0]) - plan["discount"] * loyalty**2 * then


def worth(choice):
    found = [choice["reach"], choice["loyalty"]]
    if any(one != int(one) or not 0 <= one <= 40 for one in found):
        raise ValueError("reach, loyalty: 0, 1, ..., 40")
    return brings(*map(int, found))


nothing = {"reach": 0, "loyalty": 0}
pairs = [(R, L) for R in range(41) for L in range(41)]
best = max(pairs, key=lambda choice: brings(*choice))
q6 = {"reach": best[0], "loyalty": best[1]}

# %% wrong
# All by loyalty, as the board wants. Such a rate is far above the line, and the discount on every purchase eats more than it brings.
# zh: 全靠忠诚，正如董事会所愿。这样的购买次数远在曲线之上，而每次购买都要打折，吃掉的比带来的还多。
q6 = {"reach": 0, "loyalty": 20}
# Half and half. The two do not cost alike: compare the last per cent of each.
# zh: 两者各占一半。可是两者的成本并不相同：请比较各自的最后一个百分点。
q6 = {"reach": 10, "loyalty": 10}
# You found the best loyalty without any reach. New buyers bring more.
# zh: 你找到的是完全不增加买家时最好的忠诚方案。新买家带来的更多。
q6 = {"reach": 0, "loyalty": max(range(41), key=lambda L: brings(0, L))}
# You found the best reach without any loyalty. The first per cent of loyalty costs little: the discount rises with its square.
# zh: 你找到的是完全不靠忠诚时最好的增加买家方案。忠诚最初的几个百分点很便宜：折扣随 L 的平方上升。
q6 = {"reach": max(range(41), key=lambda R: brings(R, 0)), "loyalty": 0}
# All by reach, to the end. The last buyers cost more than they bring.
# zh: 一味增加买家，直到上限。最后的那些买家花费多于收益。
q6 = {"reach": 40, "loyalty": 0}
# As much as allowed of both. Both get dearer the further one goes.
# zh: 两项都填到上限。两者都是越往后越贵。
q6 = {"reach": 40, "loyalty": 40}

# %% hints
# `model.measures({"larger": 1.2 * share})` says how a brand of that share is bought. Buyers are its penetration times the households of the
# market.
# zh: `model.measures({"larger": 1.2 * share})` 给出这个份额的品牌如何被购买。买家数等于渗透率乘以市场的家庭数。

# Write a function of R and L that returns the money, and try all pairs from 0 to 40. Compute the 41 sizes first, in one call of `measures`.
# zh: 写一个以 R 和 L 为自变量、返回金额的函数，把 0 到 40 的所有组合都试一遍。先用一次 `measures` 算出 41 种规模。
