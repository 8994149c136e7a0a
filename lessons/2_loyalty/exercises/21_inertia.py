# %% [markdown]
# # Exercises to 21: Loyalty or inertia?
#
# **Your company** A firm sells tea and soap against three rivals. Two panels of households are drawn by your name: nobody
# else has them. They are simulated. Your brand is `east` in both. Money is in yuan.
#
# - `tea` and `soap`: one row a purchase, the rows of a household in order of time. `household`, `brand`, and for each brand
#   its price (`price_east` ...) and 1 if it was advertised (`feature_east` ...), else 0.
# - `one`: how often one household bought each brand. `files`: three panels of coffee, sent by three agencies.
# - `campaign`: what is known about free samples (exercise 6).
#
# **Before this** [21 Loyalty or inertia?](../../notebooks/2_loyalty/21_inertia.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 21：忠诚还是惯性？
#
# **你的公司** 一家公司卖茶和香皂，各有三个竞争品牌。两个家庭消费面板由你的姓名生成，别人的数字和你的不一样；它们都是模拟数据。你的品牌在两个品类里都叫 `east`。金额单位为元。
#
# - `tea`（茶）和 `soap`（香皂）：一行是一次购买，同一家庭的行按时间排列。列有 `household`（家庭）、`brand`（品牌），以及每个品牌的价格（`price_east` 等）和是否做了广告（`feature_east` 等，1 为是，0 为否）。
# - `one`：一个家庭购买各品牌的次数。`files`：三家调查公司送来的三个咖啡面板。
# - `campaign`：关于试用装的已知数据（第 6 题）。
#
# **先修** [21 忠诚还是惯性？](../../../notebooks/zh/2_loyalty/21_inertia.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

from crmkit import companies as _companies

_card = _companies.Brands.from_card()


def _panel(inertia_share, taste_spread, households=110, purchases=14.0):
    setting = _replace(
        _card, inertia_share=inertia_share, taste_spread=taste_spread, mean_purchases=purchases
    )
    made = _companies.brand_panel(
        n_households=households, seed=int(rng.integers(1, 10**9)), parameters=setting
    )
    return made.purchases


# Tea is habit, soap is taste; their repeat rates are much alike.
tea = _panel(float(rng.uniform(0.46, 0.56)), 0.9)
soap = _panel(float(rng.uniform(0.04, 0.07)), 3.4)
one = {
    "north": int(rng.integers(9, 20)),
    "east": int(rng.integers(4, 9)),
    "south": int(rng.integers(2, 4)),
    "west": 1,
}
_names = [str(name) for name in rng.permutation(["alpha", "beta", "gamma"])]
_kinds = [_panel(float(rng.uniform(0.2, 0.3)), 1.5, 60), _panel(0.05, 1.5, 60)]
_sorted = _panel(float(rng.uniform(0.05, 0.1)), 1.5, 60)
_sorted = _sorted.sort_values(["household", "brand"], kind="stable", ignore_index=True)
files = dict(sorted(zip(_names, [*_kinds, _sorted], strict=True)))
campaign = {
    "households_tea": int(rng.integers(20, 41)) * 100,
    "households_soap": int(rng.integers(20, 41)) * 100,
    "margin_tea": round(float(rng.uniform(2.4, 3.2)), 2),
    "margin_soap": round(float(rng.uniform(3.4, 4.4)), 2),
    "cost": round(float(rng.uniform(0.9, 1.1)), 2),
}

# %%
import numpy as np

from crmkit.loyalty import choice, inertia, switching

# %%
tea, soap, one, files = sheet["tea"], sheet["soap"], sheet["one"], sheet["files"]
tea[["household", "brand", "price_east", "feature_east"]].head()

# %% [markdown] points=1 decimals=3
# ## Repeat rates
#
# In each panel: of all purchases that have one before them in the same household, what share is of the same brand as that
# one? Two shares, 0 to 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 重复购买率
#
# 在两个面板中，凡同一家庭之前已有购买的那些购买，与前一次同品牌的占多大比例？两个比例（`"tea"` 和 `"soap"`），0 到 1，保留 3 位小数。

# %% starter
q1 = {"tea": ..., "soap": ...}

# %% solution
# The diagonal of the switching matrix holds the repeats; the whole matrix all purchases with one before them.
# zh: 转换矩阵的对角线是重复购买，整个矩阵是所有“之前已有购买”的购买。
q1 = {}
for name, panel in {"tea": tea, "soap": soap}.items():
    counts = switching.switching_matrix(panel).to_numpy()
    q1[name] = np.trace(counts) / counts.sum()

# %% wrong
# You divided by all purchases. The first one of a household has none before it and cannot be a repeat.
# zh: 你除以了全部购买次数。家庭的第一次购买之前没有购买，不可能是重复购买，不应计入分母。
q1 = {name: q1[name] * (1 - panel["household"].nunique() / len(panel))
      for name, panel in {"tea": tea, "soap": soap}.items()}
# You compared each row with the row above, also where the row above belongs to another household.
# zh: 你把每一行都与上一行比较，连上一行属于另一个家庭时也算进去了。
q1 = {name: (panel["brand"] == panel["brand"].shift()).iloc[1:].mean()
      for name, panel in {"tea": tea, "soap": soap}.items()}
# That is what market shares alone would give. How often did it happen?
# zh: 这是仅凭市场份额的偶然水平。实际发生的比例是多少？
q1 = {name: inertia.repeat_rates(panel)["chance_rate"]
      for name, panel in {"tea": tea, "soap": soap}.items()}
# Those are the rates after shuffling. The question is about the purchases as they were made.
# zh: 这是打乱顺序之后的比例。题目问的是实际顺序下的比例。
q1 = {name: inertia.repeat_rates(panel)["shuffled_rate"]
      for name, panel in {"tea": tea, "soap": soap}.items()}
# You averaged the rates of the four brands, as if all were equally large.
# zh: 你把四个品牌的比例简单平均了，好像它们一样大。
q1 = {name: float(np.diag(switching.switching_rates(switching.switching_matrix(panel))).mean())
      for name, panel in {"tea": tea, "soap": soap}.items()}
# You took the mean of the households' rates. A household with three purchases then counts as much as one with thirty; pool the
# purchases.
# zh: 你对各家庭的比例取了平均，买三次的家庭与买三十次的家庭就一样重了。请把所有购买放在一起算。
q1 = {name: (panel.groupby("household")["brand"]
             .agg(lambda b: (b.astype(str) == b.astype(str).shift())[1:].mean()).mean())
      for name, panel in {"tea": tea, "soap": soap}.items()}
# That is the share that switched. How many repeat?
# zh: 这是换了品牌的比例。重复购买的占多少？
q1 = {name: 1 - value for name, value in q1.items()}

# %% hints
# Which cells of a switching matrix are repeats?
# zh: 转换矩阵的哪些格子是重复购买？

# `switching.switching_matrix(tea)` counts the pairs; `np.trace` adds up a diagonal.
# zh: `switching.switching_matrix(tea)` 数出各种配对；`np.trace` 求对角线之和。

# %% [markdown] points=2 decimals=4
# ## One household by hand
#
# `one` says how often a household bought each brand. If its purchases stood in random order, what would its repeat rate be, on
# average over all orders? A share, 0 to 1, with 4 decimals.

# %% [markdown] lang="zh"
# ## 动手算一个家庭
#
# `one` 是一个家庭购买各品牌的次数。如果这些购买的顺序是随机的，它的重复购买率平均是多少（对所有可能的顺序取平均）？一个比例，0 到 1，保留 4 位小数。

# %% solution
# In random order any two purchases are as likely to be neighbours as any others. So count the pairs that agree among all
# pairs.
# zh: 在随机顺序下，任意两次购买相邻的可能性都一样，所以只要在所有配对中数出同品牌的配对。
n = sum(one.values())
q2 = sum(k * (k - 1) for k in one.values()) / (n * (n - 1))

# %% wrong
# You squared the shares, so that a purchase could be paired with itself.
# zh: 你对份额取了平方，这等于允许一次购买与它自己配对。
q2 = sum(k**2 for k in one.values()) / n**2
# You divided the pairs that agree by the square of the number of purchases. How many pairs are there without pairing a
# purchase with itself?
# zh: 你用同品牌的配对数除以购买次数的平方。不与自己配对时，一共有多少对？
q2 = sum(k * (k - 1) for k in one.values()) / n**2
# That is the repeat rate if each brand is bought in one run. The order is random here.
# zh: 这是每个品牌连着买时的重复购买率。这里的顺序是随机的。
q2 = (n - len(one)) / (n - 1)
# That is the share of the favourite brand. Two purchases of another brand agree, too, and one needs a pair.
# zh: 这是最常买的品牌所占的份额。其他品牌的两次购买也会相同，而且要数的是配对。
q2 = max(one.values()) / n
# You counted each pair that agrees once and each pair of all twice.
# zh: 同品牌的配对你数了一遍，全部配对却数了两遍。
q2 = sum(k * (k - 1) / 2 for k in one.values()) / (n * (n - 1))

# %% hints
# The lesson does it for A, A, A, B: six pairs, three of which agree.
# zh: 课上对 A、A、A、B 做过：共六对，其中三对相同。

# A brand bought k times makes k (k - 1) / 2 pairs that agree.
# zh: 买过 k 次的品牌有 k (k - 1) / 2 对相同的配对。

# %% [markdown] points=2 decimals=3
# ## What order carries
#
# In each panel: which share of the excess of the repeat rate over chance is lost when each household's purchases are shuffled?
# Chance means: by the market shares alone. Two shares with 3 decimals.

# %% [markdown] lang="zh"
# ## 顺序的作用
#
# 在两个面板中，打乱每个家庭自己的购买顺序后，重复购买率高出偶然水平的部分损失了多大比例？偶然水平指仅凭市场份额。两个比例（`"tea"` 和 `"soap"`），保留 3 位小数。

# %% starter
q3 = {"tea": ..., "soap": ...}

# %% solution
# The excess over chance is what looks like loyalty. What goes with the order was no lasting preference.
# zh: 高出偶然水平的部分看上去像忠诚，其中随顺序一起消失的，不是长期偏好。
q3 = {}
for name, panel in {"tea": tea, "soap": soap}.items():
    r = inertia.repeat_rates(panel)
    q3[name] = (r["repeat_rate"] - r["shuffled_rate"]) / (r["repeat_rate"] - r["chance_rate"])

# %% wrong
# That is what is left after shuffling. Which share is lost?
# zh: 这是打乱之后剩下的比例。损失了多大比例？
q3 = {name: 1 - value for name, value in q3.items()}
# Those are points of the repeat rate. Divide by the excess over chance.
# zh: 这是重复购买率下降的百分点。请除以高出偶然水平的部分。
q3 = {name: r["repeat_rate"] - r["shuffled_rate"]
      for name, r in {"tea": inertia.repeat_rates(tea), "soap": inertia.repeat_rates(soap)}.items()}
# You divided by the repeat rate itself. A part of it comes by chance alone and is no loyalty; leave it out.
# zh: 你除以了重复购买率本身。其中一部分只是偶然，不算忠诚，应当先减去。
q3 = {name: 1 - r["shuffled_rate"] / r["repeat_rate"]
      for name, r in {"tea": inertia.repeat_rates(tea), "soap": inertia.repeat_rates(soap)}.items()}
# That is the inertia share: of all purchases, not of the excess over chance.
# zh: 这是惯性占比，即占全部购买的比例，不是占高出偶然水平那部分的比例。
q3 = {name: inertia.repeat_rates(panel)["inertia_share"]
      for name, panel in {"tea": tea, "soap": soap}.items()}
# That is the excess over chance itself. How much of it is lost by shuffling?
# zh: 这是高出偶然水平的部分本身。打乱之后它损失了多少？
q3 = {name: r["repeat_rate"] - r["chance_rate"]
      for name, r in {"tea": inertia.repeat_rates(tea), "soap": inertia.repeat_rates(soap)}.items()}
# That is the lesson's q for long panels: it divides by 1 less the shuffled rate. Divide by the excess over chance.
# zh: 这是课上长面板的 q，除的是 1 减去打乱后的比例。请除以高出偶然水平的部分。
q3 = {name: (r["repeat_rate"] - r["shuffled_rate"]) / (1 - r["shuffled_rate"])
      for name, r in {"tea": inertia.repeat_rates(tea), "soap": inertia.repeat_rates(soap)}.items()}

# %% hints
# Three rates matter: as bought, shuffled, and by chance.
# zh: 要用到三个比例：实际的、打乱后的、偶然的。

# `inertia.repeat_rates(tea)` holds all three, and something else besides.
# zh: `inertia.repeat_rates(tea)` 包含这三个比例，还不止这些。

# %% [markdown] points=2 decimals=2
# ## The weight of last time
#
# Take the soap panel. What is the weight of "bought last time" in a conditional logit with price and feature, first without and
# then with the household's preference? Two weights with 2 decimals.

# %% [markdown] lang="zh"
# ## “上次”的权重
#
# 取香皂面板。在包含价格（price）和广告（feature）的条件Logit模型里，“上次买过”的权重是多少？先不考虑家庭偏好（`"without"`），再考虑家庭偏好（`"with"`）。两个权重，保留 2 位小数。

# %% solution
# Without the preference, last time takes the credit for it; with it, most of the weight is gone in soap.
# zh: 不考虑偏好时，“上次”抢走了偏好的功劳；考虑之后，香皂的权重大部分消失了。
weights = choice.state_dependence(soap, attributes=["price", "feature"])["estimate"]
q4 = {"without": weights.iloc[0], "with": weights.iloc[1]}

# %% wrong
# That is tea. The question is about soap.
# zh: 这是茶。题目问的是香皂。
weights = choice.state_dependence(tea, attributes=["price", "feature"])["estimate"]
# You left out the feature, so that advertised purchases count for something else.
# zh: 你漏掉了广告，广告的作用被算到了别的因素上。
weights = choice.state_dependence(soap, attributes=["price"])["estimate"]
# The two are exchanged: the model that knows the preference gives last time the smaller weight.
# zh: 两个数颠倒了：知道偏好的模型给“上次”的权重更小。
q4 = {"without": weights.iloc[1], "with": weights.iloc[0]}
# Those are factors on the odds, e to the weight. The question asks for the weights.
# zh: 这是几率的倍数，即 e 的“权重”次方。题目问的是权重。
q4 = {"without": np.exp(weights.iloc[0]), "with": np.exp(weights.iloc[1])}

# %% hints
# One call gives both weights; it has to know which attributes speak for a brand.
# zh: 一次调用就得到两个权重；要告诉它用哪些属性。

# `choice.state_dependence(soap, attributes=["price", ...])`
# zh: `choice.state_dependence(soap, attributes=["price", ...])`，省略号处填另一个属性。

# %% [markdown] points=2 decimals=3
# ## Three agencies
#
# A colleague runs `inertia.repeat_rates` on the three panels in `files` and picks the one with the largest `inertia_share`: "the
# sleepiest market". One of the three files cannot answer at all. Which one (`unusable`, its name), and which inertia share has
# the sleepiest market among the other two (`inertia_share`, with 3 decimals)?

# %% [markdown] lang="zh"
# ## 三家调查公司
#
# 同事对 `files` 中的三个面板运行 `inertia.repeat_rates`，选出 `inertia_share` 最大的一个，说这是“最不动脑筋的市场”。三个文件中有一个根本无法回答这个问题。是哪一个（`unusable`，填它的名称）？其余两个之中，惯性占比较大的那个是多少（`inertia_share`，保留 3 位小数）？

# %% solution
# In one file no household ever returns to a brand, and the brands come in one order for all: it is sorted by brand and has
# lost its time. `shuffle_test` refuses it.
# zh: 有一个文件，没有任何家庭回到过原来的品牌，而且所有家庭的品牌次序都一样：它是按品牌排序的，丢掉了时间。`shuffle_test` 会拒绝它。
shares, unusable = {}, None
for name, panel in files.items():
    shares[name] = inertia.repeat_rates(panel)["inertia_share"]
    try:
        inertia.shuffle_test(panel, shuffles=1, replicates=2, rng=np.random.default_rng(1))
    except ValueError:
        unusable = name
best = max(value for name, value in shares.items() if name != unusable)
q5 = {"unusable": unusable, "inertia_share": best}

# %% wrong
# The file is the right one, but that is its own share, an effect of sorting. Take the larger one of the other two.
# zh: 文件找对了，但这是它自己的惯性占比，是排序造成的。请取另外两个中较大的。
q5["inertia_share"] = shares[unusable]
# The file is the right one, but of the other two you took the smaller share.
# zh: 文件找对了，但你取了另外两个中较小的那个。
q5["inertia_share"] = min(value for name, value in shares.items() if name != unusable)
# A market with little inertia is no broken file. In which one does nobody ever return to a brand?
# zh: 惯性小的市场并不等于文件有问题。在哪个文件里，没有人回到过原来的品牌？
q5["unusable"] = min(shares, key=shares.get)
# That file has its order in time. In which one does nobody ever return to a brand?
# zh: 这个文件保留了时间顺序。在哪个文件里，没有人回到过原来的品牌？
q5["unusable"] = next(name for name, value in shares.items() if value == best)
# That is the share of the excess over chance. The question asks for the inertia share.
# zh: 这是占高出偶然水平那部分的比例。题目问的是惯性占比。
q5["inertia_share"] = max(inertia.repeat_rates(panel)["order_share"]
                          for name, panel in files.items() if name != unusable)
# You kept the file with the largest share and dropped another one. That share is an effect of sorting: look at its rows.
# zh: 你保留了惯性占比最大的文件，去掉了另一个。那个占比是排序造成的，请看一看它的行。
q5 = {"unusable": min(shares, key=shares.get), "inertia_share": shares[unusable]}
# You kept the file with the largest share, an effect of sorting, and dropped one that has its order in time.
# zh: 你保留了占比最大的文件，而那是排序造成的；去掉的那个文件倒是保留了时间顺序。
q5 = {"unusable": next(name for name, value in shares.items() if value == best),
      "inertia_share": shares[unusable]}
# You took the long-panel formula of the lesson. These panels are short; `inertia_share` allows for that.
# zh: 你用了课上长面板的公式。这些面板的记录很短，`inertia_share` 已对此作了修正。
q5["inertia_share"] = max((r["repeat_rate"] - r["shuffled_rate"]) / (1 - r["shuffled_rate"])
                          for r in (inertia.repeat_rates(panel)
                                    for name, panel in files.items() if name != unusable))

# %% hints
# Look at the rows of a few households of each file, as the lesson does with tuna.
# zh: 像课上看金枪鱼那样，看一看每个文件里几个家庭的行。

# `inertia.shuffle_test(panel, rng=np.random.default_rng(1))` says so if a panel has lost its order.
# zh: 如果面板丢失了顺序，`inertia.shuffle_test(panel, rng=np.random.default_rng(1))` 会说出来。

# %% [markdown] points=4
# ## Send samples
#
# How many households get a free sample of `east`, in tea and in soap? Up to `campaign["households_tea"]` and
# `campaign["households_soap"]` can be reached, each with one sample. A sample costs `campaign["cost"]`; a pack that it sells leaves
# `campaign["margin_tea"]` or `campaign["margin_soap"]`.
#
# What counts is the expected profit, as in the lesson: the extra packs follow from the panel's inertia share q
# (`repeat_rates`) and from p, the share of `east` in all purchases of the panel. Doing nothing means no samples.

# %% [markdown] lang="zh"
# ## 派发试用装
#
# 茶和香皂各给多少个家庭派发 `east` 的试用装（`"tea"` 和 `"soap"`，填家庭数）？最多能覆盖 `campaign["households_tea"]` 个和 `campaign["households_soap"]` 个家庭，每家一份。一份试用装的成本是 `campaign["cost"]` 元；它多卖出的每一份商品带来毛利 `campaign["margin_tea"]` 元（茶）或 `campaign["margin_soap"]` 元（香皂）。
#
# 看的是预期利润，算法与课上相同：多卖的份数由面板的惯性占比 q（见 `repeat_rates`）和 `east` 在面板全部购买中的份额 p 决定。“什么都不做”就是不派发。

# %% starter
campaign = sheet["campaign"]
q6 = {"tea": ..., "soap": ...}

# %% solution
# A sample sells (1 - p) q / (1 - q) packs. In tea, where the last purchase decides, their margin is above the cost; in soap people
# go back to what they like, and every sample loses nearly all it cost.
# zh: 一份试用装多卖 (1 - p) q / (1 - q) 份。茶的买家由上次购买决定，多卖部分的毛利高于成本；香皂的买家会回到自己喜欢的品牌，每份试用装的成本几乎全部损失。
campaign = sheet["campaign"]
gain = {}
for name, panel in {"tea": tea, "soap": soap}.items():
    q, p = inertia.repeat_rates(panel)["inertia_share"], (panel["brand"] == "east").mean()
    gain[name] = campaign[f"margin_{name}"] * (1 - p) * q / (1 - q) - campaign["cost"]
nothing = {"tea": 0, "soap": 0}


def worth(plan):
    for name in ("tea", "soap"):
        if not 0 <= plan[name] <= campaign[f"households_{name}"]:
            raise ValueError(f"0 ≤ {name} ≤ {campaign[f'households_{name}']:,}")
    return sum(gain[name] * plan[name] for name in gain)


q6 = {name: campaign[f"households_{name}"] if gain[name] > 0 else 0 for name in gain}

# %% wrong
# Samples for all: the repeat rates look alike, but soap is bought for its own sake, and there samples lose money.
# zh: 全部派发：两者的重复购买率看着差不多，但香皂是因为喜欢才买的，在那里派发要亏钱。
q6 = {name: campaign[f"households_{name}"] for name in gain}
# Soap has the higher margin. But hardly any further pack is sold there.
# zh: 香皂的毛利更高，但几乎卖不出更多的份数。
q6 = {"tea": 0, "soap": campaign["households_soap"]}
# Half of the tea households. If a sample pays for one household, why not for the others?
# zh: 只覆盖了一半的茶叶家庭。既然对一个家庭划算，为什么不给其余的？
q6["tea"] = campaign["households_tea"] // 2
# Half of each: a compromise that loses in soap and leaves profit in tea.
# zh: 各派一半：这种折中在香皂上亏钱，在茶上又少赚。
q6 = {name: campaign[f"households_{name}"] // 2 for name in gain}
# No samples at all is safe, but in tea each of them would earn more than it costs.
# zh: 一份也不派最稳妥，但在茶上，每一份的收益都高于成本。
q6 = {"tea": 0, "soap": 0}

# %% hints
# How many packs does one sample sell, all later purchases together? The lesson has a short formula.
# zh: 一份试用装在以后所有购买中总共多卖几份？课上有一个简短的公式。

# For each panel: q from `inertia.repeat_rates`, p as `(panel["brand"] == "east").mean()`. Is the margin on the packs above the
# cost?
# zh: 对每个面板，q 取自 `inertia.repeat_rates`，p 为 `(panel["brand"] == "east").mean()`。多卖部分的毛利高于成本吗？
