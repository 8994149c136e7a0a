# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["541", "24", "60", "200", "201", "20", "100", "50", "30"]
# ---

# %% [markdown]
# # 21 Loyalty or inertia?
#
# **Question** A household buys the same yogurt again. Does it prefer that brand, or has it just not moved?
#
# **Who asks** A brand manager who may give away samples: a sample moves only those whose last purchase decides the next one.
#
# **Time** 45 minutes. **Before this** [20 Four kinds of loyalty](20_four_kinds.ipynb).
#
# **You will be able to**
# 1. read who switches to whom, and test whether the switches are chance;
# 2. tell preference from order by shuffling each household's own purchases;
# 3. weigh the last purchase against a lasting preference, and see when the data cannot tell;
# 4. say what a free sample is worth.
#
# **Data** five panels of households (yogurt, catsup, crackers, tuna, ketchup), a typed table of coffee purchases, and a simulated
# company whose truth is known.

# %% [markdown] lang="zh"
# # 21 忠诚还是惯性？
#
# **问题** 一个家庭又买了同一种酸奶。它是真的偏好这个品牌，还是只是没有换？
#
# **谁会这样问** 正在考虑派发试用装的品牌经理：只有“上次买什么、这次就买什么”的人，才会被一份试用装改变。
#
# **用时** 45 分钟。**先修** [20 忠诚的四种类型](20_four_kinds.ipynb)。
#
# **学完你能够**
# 1. 看懂谁转向了哪个品牌，并检验这种转换是不是偶然；
# 2. 打乱每个家庭自己的购买顺序，把偏好与顺序区分开；
# 3. 权衡“上次购买”与长期偏好各占多少，并识别数据无法回答的情形；
# 4. 算出一份试用装值多少钱。
#
# **数据** 五个家庭消费面板（酸奶、饼干、金枪鱼罐头，以及两个番茄酱面板，分别叫 catsup 和 ketchup），一张手工录入的咖啡购买表，以及一家已知真相的模拟公司。

# %%
from dataclasses import replace

import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots
from crmkit.loyalty import choice, cross_price, hard_core, inertia, switching

# %%
plots.course_style()
yogurt = datasets.load("yogurt_panel")
one = yogurt.loc[yogurt["household"] == 11, "brand"]
print(*one, sep=" > ")

# %% [markdown]
# ## What follows what
#
# A **panel** (消费面板) records every purchase of the same households. This is household 11: {{len(one)}} purchases of yogurt, in
# order of time (*weight* is Weight Watchers). Put each purchase beside the one before it and count the pairs. How many of its
# {{len(one) - 1}} pairs are repeats?

# %% [markdown] lang="zh"
# ## 买完这个买哪个
#
# **消费面板**（panel）持续记录同一批家庭的每一次购买。上面是第 11 号家庭按时间顺序的 {{len(one)}} 次酸奶购买（weight 是 Weight Watchers）。把每次购买与前一次配成对，数一数各种配对。{{len(one) - 1}} 对之中有多少对是重复购买？

# %%
pairs = pd.crosstab(one.shift().rename("last"), one.rename("next"))
pairs

# %% [markdown]
# Repeats stand on the diagonal: {{np.trace(pairs)}} of {{pairs.to_numpy().sum()}}. The same count over all
# {{yogurt["household"].nunique()}} households is the **switching matrix** (品牌转换矩阵). Write down your guess before you run it:
# of 100 purchases of the whole panel, how many repeat the brand of last time?

# %% [markdown] lang="zh"
# 重复购买在对角线上：{{pairs.to_numpy().sum()}} 对中有 {{np.trace(pairs)}} 对。对全部 {{yogurt["household"].nunique()}} 个家庭这样计数，就得到**品牌转换矩阵**（switching matrix）。运行之前先写下你的猜测：在整个面板的 100 次购买中，有多少次与上次同一品牌？

# %%
counts = switching.switching_matrix(yogurt)
ax = plots.switching.switching_map(counts)

# %% [markdown]
# The **repeat rate** (重复购买率) is {{100 * np.trace(counts) / counts.to_numpy().sum():.0f}} %. If everybody drew a brand by
# lot, with the market shares as probabilities, two purchases would agree in only
# {{100 * (yogurt["brand"].value_counts(normalize=True) ** 2).sum():.0f}} % of cases. The excess is what the manager calls
# loyalty. Is it?

# %% [markdown] lang="zh"
# 图题说的是全部购买中与上次同品牌的比例，即**重复购买率**（repeat rate）：{{100 * np.trace(counts) / counts.to_numpy().sum():.0f}}%。假如人人按市场份额抽签决定买什么，两次购买同一品牌的概率只有 {{100 * (yogurt["brand"].value_counts(normalize=True) ** 2).sum():.0f}}%。超出的部分，经理称之为忠诚。真是这样吗？

# %% [markdown]
# ## Where do switchers go?
#
# First a smaller question. 541 households bought decaffeinated coffee twice. The table below counts them, a row for the first
# brand, a column for the second. If the first purchase said nothing about the second, every cell would hold row total times
# column total over 541. For High Point followed by Sanka, is that more than was seen, or fewer?

# %% [markdown] lang="zh"
# ## 换品牌的人去了哪里
#
# 先看一个小一点的问题。541 个家庭买过两次低因咖啡，下表的行是第一次的品牌，列是第二次的品牌。如果第一次与第二次无关，每一格都应等于“行合计 × 列合计 ÷ 541”。动手算一算：先买 High Point 再买 Sanka 的期望数，比实际多还是少？

# %%
brands = ["High Point", "Taster's", "Sanka", "Nescafé", "Brim"]
coffee = pd.DataFrame([[93, 17, 44, 7, 10], [9, 46, 11, 0, 9], [17, 11, 155, 9, 12],
                       [6, 4, 9, 15, 2], [10, 4, 12, 2, 27]], brands, brands)
expected = coffee.loc["High Point"].sum() * coffee["Sanka"].sum() / 541
print(f"seen {coffee.loc['High Point', 'Sanka']}, expected {expected:.1f}")

# %% [markdown]
# Fewer went from High Point to Sanka than chance would have it. The **likelihood-ratio statistic** (似然比统计量) G² adds up such
# gaps over all cells; the **p-value** (P值) says how often chance alone would make them as large. Three hypotheses: the first brand says nothing
# (**independence**, 独立性); it says nothing *about those who switch* (**quasi-independence**, 准独立性); as many go from A to B
# as come back (**symmetry**, 对称性). Which will fail?

# %% [markdown] lang="zh"
# 从 High Point 转到 Sanka 的人比偶然情形下少。**似然比统计量**（likelihood-ratio statistic）G² 把所有格子的这类差距汇总；**P值**（p-value）是仅凭偶然就出现这么大差距的概率。三个假设：第一次的品牌不提供任何信息（**独立性**，independence）；对*换品牌的人*不提供任何信息（**准独立性**，quasi-independence）；从 A 到 B 的人与从 B 到 A 的人一样多（**对称性**，symmetry）。你觉得哪个会被否定？

# %%
tests = switching.switching_tests(coffee)
tests[["g_squared", "p_value"]].round({"g_squared": 1, "p_value": 3})

# %% [markdown]
# Independence fails beyond doubt (0.000 is not zero, only too small for three digits). Among those who *switch*, nothing speaks
# against quasi-independence (p = {{tests.loc["quasi-independence", "p_value"]:.3f}}): they spread over the others by their pull, and no brand
# shows a special rival. Symmetry fails (p = {{tests.loc["symmetry", "p_value"]:.3f}}): on balance High Point loses
# {{coffee.loc["High Point"].sum() - coffee["High Point"].sum()}} buyers and Sanka wins {{coffee["Sanka"].sum() - coffee.loc["Sanka"].sum()}}. The loyalty sits on the diagonal.

# %% [markdown] lang="zh"
# 独立性毫无疑问被否定（0.000 并不是零，只是小到三位小数显示不出来）。在*换品牌*的人当中，没有证据否定准独立性（P = {{tests.loc["quasi-independence", "p_value"]:.3f}}）：他们按各品牌的吸引力分散到其他品牌，看不出哪个品牌有特定的对手。对称性不成立（P = {{tests.loc["symmetry", "p_value"]:.3f}}）：High Point 净流失 {{coffee.loc["High Point"].sum() - coffee["High Point"].sum()}} 个买家，Sanka 净增 {{coffee["Sanka"].sum() - coffee.loc["Sanka"].sum()}} 个。所谓忠诚全在对角线上。

# %% [markdown]
# ## A hard core?
#
# So let a part $a_i$ of each brand's buyers take it again without a look, its **hard core** (坚定忠诚者), while all others choose
# with shares $\pi_j$, whatever they had before: $P_{ij} = a_i\,1(i=j) + (1-a_i)\,\pi_j$, where $1(i=j)$ is 1 for a repeat and else 0.
# `fit` seeks the numbers under which the switches seen are most probable (their **likelihood**, 似然).
#
# Then let `sample` shuffle all rows: each household keeps its purchases, but "last time" means nothing any more. How large a hard
# core will the model still find?

# %% [markdown] lang="zh"
# ## 有坚定忠诚者吗？
#
# 那么，设每个品牌的买家中有比例 $a_i$ 的人看都不看就再买，他们是**坚定忠诚者**（hard core）；其余的人不管上次买了什么，都按份额 $\pi_j$ 选择：$P_{ij} = a_i\,1(i=j) + (1-a_i)\,\pi_j$，其中 $1(i=j)$ 在重复购买时为 1，否则为 0。`fit` 寻找使观测到的转换最可能出现的数值（这种可能性叫**似然**，likelihood）。
#
# 然后用 `sample` 随机打乱所有行：每个家庭买过的东西不变，但“上次”不再有任何意义。模型还会找到多少坚定忠诚者？

# %%
core = hard_core.HardCore.fit(counts).hard_core
shuffled = switching.switching_matrix(yogurt.sample(frac=1, random_state=1))
without = hard_core.HardCore.fit(shuffled).hard_core
pd.DataFrame({"as bought": core, "shuffled": without}).round(2)

# %% [markdown]
# Nobody in the shuffled panel repeats *because* of last time, and still {{100 * without["dannon"]:.0f}} % of Dannon's buyers (as bought:
# {{100 * core["dannon"]:.0f}} %) seem not even to look at another brand: a household that likes Dannon buys Dannon in any order. A switching
# matrix of many households cannot tell preference from habit. The shuffle can.

# %% [markdown] lang="zh"
# 在打乱的面板里，没有谁是*因为*上次买了才再买的，Dannon 的买家却似乎仍有 {{100 * without["dannon"]:.0f}}% 连看都不看别的品牌（按实际顺序是 {{100 * core["dannon"]:.0f}}%）：喜欢 Dannon 的家庭，不论什么顺序都买 Dannon。把许多家庭合在一起的转换矩阵，分不清偏好与习惯。打乱顺序却能做到。

# %% [markdown]
# ## Shuffle and see
#
# A preference does not care about order; **inertia** (惯性), buying a brand because it was bought last time, lives in nothing
# else. In random order any two purchases of a household may stand side by side. A household that bought A, A, A, B has six
# pairs, three of which agree: a repeat rate of 50 % on average. A brand bought k times of n makes k (k - 1) of n (n - 1). Here is
# household 11 again, by hand and by call.

# %% [markdown] lang="zh"
# ## 打乱顺序看一看
#
# 偏好与顺序无关；**惯性**（inertia），即因为上次买了所以这次还买，只存在于顺序之中。动手算：一个家庭买了 A、A、A、B，四次购买两两组合共六对，其中三对相同，所以随机排列时重复购买率平均为 50%。一般地，n 次中买过 k 次的品牌占 n (n - 1) 中的 k (k - 1)。再看第 11 号家庭，先动手算，再调用。

# %%
times, n = one.value_counts(), len(one)
by_hand = (times * (times - 1)).sum() / (n * (n - 1))
by_call = inertia.repeat_rates(yogurt[yogurt["household"] == 11])["shuffled_rate"]
print(f"household 11, shuffled: by hand {by_hand:.3f}, by call {by_call:.3f}")

# %% [markdown]
# As bought, the household repeated {{np.trace(pairs)}} times of {{pairs.to_numpy().sum()}}, a rate of
# {{np.trace(pairs) / pairs.to_numpy().sum():.3f}}. One household is an anecdote; the call does the same for all
# {{yogurt["household"].nunique()}}. Guess: how much of yogurt's {{100 * np.trace(counts) / counts.to_numpy().sum():.0f}} % is left?

# %% [markdown] lang="zh"
# 按实际顺序，这个家庭 {{pairs.to_numpy().sum()}} 次中重复了 {{np.trace(pairs)}} 次，即 {{np.trace(pairs) / pairs.to_numpy().sum():.3f}}。一个家庭只是个例；同样的调用可以算出全部 {{yogurt["household"].nunique()}} 个家庭。猜一猜：酸奶的 {{100 * np.trace(counts) / counts.to_numpy().sum():.0f}}% 还剩多少？

# %%
found = inertia.repeat_rates(yogurt)
found[["repeat_rate", "shuffled_rate", "chance_rate"]].round(3).to_frame("yogurt")

# %% [markdown]
# {{found["shuffled_rate"]:.3f}} of {{found["repeat_rate"]:.3f}} is left. Above chance stand
# {{100 * (found["repeat_rate"] - found["chance_rate"]):.1f}} points, and the order carries
# {{100 * (found["repeat_rate"] - found["shuffled_rate"]):.1f}} of them, an **order share** (顺序占比) of {{100 * found["order_share"]:.0f}} %. Most of the
# excess is what households like. Is it so everywhere? Before you look: what would you expect of a tin of tuna?

# %% [markdown] lang="zh"
# {{found["repeat_rate"]:.3f}} 中还剩 {{found["shuffled_rate"]:.3f}}。高于偶然水平的有 {{100 * (found["repeat_rate"] - found["chance_rate"]):.1f}} 个百分点，其中 {{100 * (found["repeat_rate"] - found["shuffled_rate"]):.1f}} 个随顺序一起消失，即**顺序占比**（order share）为 {{100 * found["order_share"]:.0f}}%。超出的部分大多是家庭的喜好。到处都是这样吗？看之前先想一想：金枪鱼罐头会怎样？

# %%
names = {"yogurt": "yogurt", "catsup": "catsup", "crackers": "cracker", "tuna": "tuna",
         "ketchup": "ketchup"}
panels = {name: datasets.load(f"{file}_panel") for name, file in names.items()}
rates = pd.DataFrame({name: inertia.repeat_rates(panel) for name, panel in panels.items()}).T
ax = plots.switching.repeat_bars(rates)

# %% [markdown]
# In three panels order carries {{100 * rates["order_share"].min():.0f}} to {{100 * rates["order_share"]["yogurt"]:.0f}} % of the
# excess, in tuna {{100 * rates["order_share"]["tuna"]:.0f}} % and in ketchup {{100 * rates["order_share"]["ketchup"]:.0f}} %. "Tuna
# buyers are asleep," says the manager. "Send them samples." Would you? Write down yes or no, and then look at some households
# before you decide.

# %% [markdown] lang="zh"
# 图题说的是顺序所占份额最小和最大的面板。有三个面板里顺序占超出部分的 {{100 * rates["order_share"].min():.0f}}% 到 {{100 * rates["order_share"]["yogurt"]:.0f}}%，金枪鱼却占 {{100 * rates["order_share"]["tuna"]:.0f}}%，ketchup 占 {{100 * rates["order_share"]["ketchup"]:.0f}}%。经理说：“金枪鱼的买家都在打瞌睡，给他们寄试用装吧。”你会同意吗？先写下“是”或“否”，看几个家庭再作决定。

# %% [markdown]
# ## Look at the rows
#
# Twelve households that bought two brands or more, ten to twenty-five times: first yogurt, then tuna (Starkist and Chicken of the
# Sea, in water *skw* and *cosw*, in oil *sko* and *coso*). Each square is a purchase, its color the brand; a white dot marks a return
# to a brand that had been left. What is odd about tuna?

# %% [markdown] lang="zh"
# ## 看一看原始的行
#
# 各取十二个家庭，买过两个以上品牌、十到二十五次：先看酸奶，再看金枪鱼（Starkist 和 Chicken of the Sea，水浸的是 skw 和 cosw，油浸的是 sko 和 coso）。每个方格是一次购买，颜色代表品牌，白点表示回到曾经离开过的品牌。金枪鱼有什么蹊跷？

# %%
def twelve(panel):
    seen = panel.groupby("household")["brand"].agg(purchases="size", brands="nunique")
    return seen.query("10 <= purchases <= 25 and brands > 1").index[:12]


ax = plots.switching.purchase_strips(yogurt, twelve(yogurt), name="Yogurt")

# %%
tuna = panels["tuna"]
ax = plots.switching.purchase_strips(tuna, twelve(tuna), name="Tuna")

# %%
in_order = tuna.groupby("household")["brand"].agg(lambda b: b.cat.codes.is_monotonic_increasing)
print(f"sorted by brand: {in_order.sum():,} of {len(in_order):,} households")

# %% [markdown]
# No tuna buyer ever comes back to a brand, and the brands come in one order for all {{len(in_order):,}} households. People do not buy
# like that: *the file is sorted by brand*. It has kept what was bought and lost when. The
# {{100 * rates["order_share"]["tuna"]:.0f}} % measure the sorting, and ketchup is sorted, too. `repeat_rates` counts whatever rows it is given;
# `shuffle_test` looks first.

# %% [markdown] lang="zh"
# 图题数的是回到旧品牌的家庭。金枪鱼的买家没有一个回到过原来的品牌，而且全部 {{len(in_order):,}} 个家庭的品牌次序完全一样。人不会这样买东西：*这个文件是按品牌排序的*，它保留了买什么，丢掉了什么时候买。{{100 * rates["order_share"]["tuna"]:.0f}}% 量出的是排序本身；ketchup 也一样。`repeat_rates` 给什么行就数什么；`shuffle_test` 会先检查。

# %%
try:
    inertia.shuffle_test(tuna, rng=np.random.default_rng(21))
except ValueError as told:
    print(*str(told).split(". "), sep=".\n")

# %% [markdown]
# Two panels drop out. For the other three, how sure are we? `shuffle_test` draws households with repeats for the **intervals**
# (置信区间), the ranges that agree with the data, and counts how many of 200 shuffles repeat as often as the households did. It also solves for the **inertia share** (惯性占比): in how
# many of 100 purchases is the last brand simply taken again? Guess for yogurt.

# %% [markdown] lang="zh"
# 两个面板出局。其余三个有多大把握？`shuffle_test` 对家庭做有放回抽样，得到**置信区间**（interval，与数据相容的取值范围），并数出 200 次打乱之中有多少次的重复购买率不低于实际。它还解出**惯性占比**（inertia share）：100 次购买里，有多少次只是照拿上次的品牌？先猜酸奶。

# %%
rng, dated = np.random.default_rng(21), ["yogurt", "catsup", "crackers"]
sure = {name: inertia.shuffle_test(panels[name], rng=rng) for name in dated}
share = pd.DataFrame({name: test.rates.loc["inertia_share"] for name, test in sure.items()}).T
share.assign(p_value=[test.p_value for test in sure.values()]).astype(float).round(3)

# %% [markdown]
# Order matters in all three: no shuffle repeated as often as the households did, so that p is 1 in 201 (the order seen counts as
# one). How much it matters depends on the category: in yogurt half of all purchases ({{100 * share.loc["yogurt", "estimate"]:.0f}} %) would be
# inertia, in catsup {{100 * share.loc["catsup", "estimate"]:.0f}} % and in crackers {{100 * share.loc["crackers", "estimate"]:.0f}} %.
#
# In a long panel the repeat rate is $r = q + (1-q)\,s$ with the shuffled rate s, so that $q = (r-s)/(1-s)$, for yogurt
# {{(found["repeat_rate"] - found["shuffled_rate"]) / (1 - found["shuffled_rate"]):.2f}}. The call finds {{share.loc["yogurt", "estimate"]:.2f}}: a short
# row of purchases holds some inertia even when shuffled, and the call takes that out.

# %% [markdown] lang="zh"
# 三个面板里顺序都起作用：没有一次打乱能达到实际的重复购买率，所以 P 值为 201 分之一（实际的顺序也算一次）。作用有多大，要看品类：酸奶有一半的购买（{{100 * share.loc["yogurt", "estimate"]:.0f}}%）是惯性，catsup 为 {{100 * share.loc["catsup", "estimate"]:.0f}}%，饼干为 {{100 * share.loc["crackers", "estimate"]:.0f}}%。
#
# 如果购买记录很长，重复购买率 r 等于 $q + (1-q)\,s$，其中 s 是打乱后的比例，于是 $q = (r-s)/(1-s)$，酸奶为 {{(found["repeat_rate"] - found["shuffled_rate"]) / (1 - found["shuffled_rate"]):.2f}}。调用得到的是 {{share.loc["yogurt", "estimate"]:.2f}}：短的购买记录即使打乱也还带着一些惯性，函数对此作了修正。

# %% [markdown]
# ## Does the method find the truth?
#
# `companies.brand_panel` simulates households that take the last brand unseen with a known probability and otherwise choose by
# taste, price and feature (1 if the brand was advertised). One company has an inertia share of 30 %; in the other nobody has any. Will
# the shuffle find both?

# %% [markdown] lang="zh"
# ## 方法能找到真相吗？
#
# `companies.brand_panel` 模拟一批家庭：以已知的概率照拿上次的品牌，否则按口味、价格和广告（feature，做了广告为 1）来选择。一家公司的惯性占比为 30%，另一家则完全没有惯性。打乱法能把两者都找出来吗？

# %%
settings = companies.Brands.from_card()
truth = {"some inertia": 0.30, "no inertia": 0.0}
made = {name: companies.brand_panel(seed=2, parameters=replace(settings, inertia_share=q)).purchases
        for name, q in truth.items()}
back = {name: inertia.shuffle_test(panel, rng=rng).rates.loc["inertia_share"]
        for name, panel in made.items()}
pd.DataFrame(back).T.assign(truth=truth).round(3)

# %% [markdown]
# Both intervals hold the truth. But shuffling knows nothing of prices, and a run of low prices, too, puts equal brands side by
# side. The next method looks at price and promotion.

# %% [markdown] lang="zh"
# 两个区间都包含真相。不过打乱法对价格一无所知，而一段时间的低价同样会让相同的品牌连在一起。下一个方法把价格和促销也考虑进来。

# %% [markdown]
# ## What does last time weigh?
#
# In a **conditional logit** (条件Logit模型) every brand has a utility: a constant plus weights times price, feature, display (a special
# place in the shop) and "bought last time". The **odds** (几率) of two brands, one probability over the other, are e to the difference of their
# utilities. In the simulated company *without* inertia, what should "last time" weigh?

# %% [markdown] lang="zh"
# ## “上次”有多重？
#
# 在**条件Logit模型**（conditional logit）里，每个品牌都有一个效用：常数项，加上价格、广告、特殊陈列（display）和“上次买过”各乘以一个权重。两个品牌的**几率**（odds，即概率之比）等于 e 的“效用之差”次方。在*没有*惯性的模拟公司里，“上次”应当有多大的权重？

# %%
awake = choice.occasions(made["no inertia"], attributes=["price", "feature"])
naive = choice.BrandChoice.fit(awake, ["price", "feature", "last"])
naive.intervals().loc[["price", "feature", "last"], ["estimate", "low", "high"]].round(2)

# %% [markdown]
# It should weigh nothing, and it gets {{naive.weights["last"]:.2f}}: as if the last purchase multiplied the odds by
# {{np.exp(naive.weights["last"]):.1f}}. Whoever likes a brand bought it last time, so "last time" takes the credit for the taste. The
# remedy is to tell the model what the household likes: the log of the brand's share of the household's *other* purchases.

# %% [markdown] lang="zh"
# 应当是零，结果却得到 {{naive.weights["last"]:.2f}}：好像上次购买能把几率变成 {{np.exp(naive.weights["last"]):.1f}} 倍。喜欢某个品牌的人上次多半就买了它，于是“上次”抢走了口味的功劳。办法是让模型知道这个家庭的喜好：该品牌在它*其他*购买中所占份额的对数。

# %%
promoted = {"yogurt": ["price", "feature"], "catsup": ["price", "feature", "display"],
            "crackers": ["price", "feature", "display"]}
weights = {name: choice.state_dependence(panels[name], attributes=with_)
           for name, with_ in promoted.items()}
weights["simulated,\nno inertia"] = choice.state_dependence(made["no inertia"],
                                                             attributes=["price", "feature"])
ax = plots.switching.last_weights(pd.concat(weights))

# %% [markdown]
# Preference takes away half of the weight in yogurt, two thirds in catsup, three quarters in crackers, and nearly all of it
# where there is no inertia. What is left, beyond price and promotion, is **state dependence** (状态依赖): the last purchase itself
# changes the next one. Where that is mere habit, it is the **spurious loyalty** (虚假忠诚) of lesson 20.

# %% [markdown] lang="zh"
# 图题说的是知道偏好以后权重减少的幅度：酸奶减少一半，catsup 减少三分之二，饼干减少四分之三，而在没有惯性的公司里几乎全部消失。扣除价格和促销之后仍剩下的，叫**状态依赖**（state dependence）：上次购买本身改变了下一次。如果这只是习惯，它就是第 20 课所说的**虚假忠诚**（spurious loyalty）。

# %% [markdown]
# ## What a free sample is worth
#
# A sample makes our brand the last one. With inertia share q, a household that otherwise picks us with probability p takes us
# next time with $q + (1-q)\,p$ instead of p: a gain of $(1-p)\,q$, then $(1-p)\,q^2$, and so on, together
# $(1-p)\,q/(1-q)$ packs. Let p be 20 %; a pack leaves a margin of 3 yuan, a sample costs 1.50. Guess the packs that a
# sample sells in yogurt, and in catsup. Where does it pay?

# %% [markdown] lang="zh"
# ## 一份试用装值多少
#
# 试用装让我们的品牌成为“上次的品牌”。设惯性占比为 q，一个家庭平时选我们的概率为 p；有了试用装，下一次选我们的概率从 p 变为 $q + (1-q)\,p$，增加 $(1-p)\,q$，再下一次增加 $(1-p)\,q^2$，依此类推，总共多卖 $(1-p)\,q/(1-q)$ 份。设 p 为 20%，每份的毛利是 3 元，一份试用装的成本是 1.50 元。猜一猜：一份试用装在酸奶和 catsup 里各能多卖几份？在哪里划算？

# %%
p, later = 0.20, np.arange(1, 9)
effects = {name: (1 - p) * q**later for name, q in share["estimate"].items()}
ax = plots.switching.sample_effect(pd.DataFrame(effects, index=later))

# %%
packs = (1 - p) * share / (1 - share)
profit = 3.00 * packs - 1.50
profit.round(2).add_suffix(" (yuan)")

# %% [markdown]
# In yogurt a sample earns
# {{profit.loc["yogurt", "estimate"]:.2f}} yuan (interval {{profit.loc["yogurt", "low"]:.2f}} to {{profit.loc["yogurt", "high"]:.2f}}); in
# catsup and crackers it loses money even at the upper end. The same {{100 * rates["repeat_rate"]["crackers"]:.0f}} % repeat rate
# that looks like inertia in crackers is nearly all taste, and a sample does not change a taste.

# %% [markdown] lang="zh"
# 在酸奶里，一份试用装赚 {{profit.loc["yogurt", "estimate"]:.2f}} 元（区间 {{profit.loc["yogurt", "low"]:.2f}} 到 {{profit.loc["yogurt", "high"]:.2f}}）；在 catsup 和饼干里，即使按区间上限算也是亏的。饼干 {{100 * rates["repeat_rate"]["crackers"]:.0f}}% 的重复购买率看着像惯性，其实几乎全是口味，而试用装改变不了口味。

# %% [markdown]
# ## Published and ours
#
# Coffee: Agresti, *Categorical Data Analysis*, 3rd ed. (Wiley 2013), ch. 11; the data are of Grover and Srinivasan, *Journal of
# Marketing Research* 24(2), 1987. The hard core is the model of Colombo and Morrison, *Marketing Science* 8(1), 1989; a logit with
# last time is in Guadagni and Little, *Marketing Science* 2(3), 1983.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 咖啡：Agresti，*Categorical Data Analysis*，第 3 版，Wiley 2013，第 11 章；数据来自 Grover 和 Srinivasan，*Journal of Marketing Research* 24(2)，1987。坚定忠诚者模型出自 Colombo 和 Morrison，*Marketing Science* 8(1)，1989；带“上次”的 Logit 模型见 Guadagni 和 Little，*Marketing Science* 2(3)，1983。

# %%
published = pd.Series({"independence": 346.4, "quasi-independence": 13.8, "symmetry": 22.5})
pd.DataFrame({"published G²": published, "ours": tests["g_squared"].round(1)})

# %% [markdown]
# Three textbook examples of the same tools, for those who check them: readers of a newspaper by income (the documentation of radiant), two stores whose customers move week by
# week (Anderson, Sweeney and Williams, *An Introduction to Management Science*), and what the own price does to the log of the odds of two catsup bottles against heinz28
# (radiant again).

# %% [markdown] lang="zh"
# 同样的工具，另有三个教科书例子供核对：按收入分的报纸读者（radiant 的文档）；两家商店的客户逐周流动（Anderson、Sweeney 和 Williams，*An Introduction to Management Science*）；以及自身价格对两种瓶装 catsup 相对 heinz28 的对数几率的影响（同样出自 radiant）。

# %%
news = switching.switching_tests(pd.DataFrame([[83, 276], [180, 41]]))
stores = pd.DataFrame([[0.90, 0.10], [0.20, 0.80]], ["first", "second"], ["first", "second"])
fifth = np.linalg.matrix_power(stores, 5)[1, 0]
own = cross_price.cross_price(panels["catsup"], base="heinz28").weights["estimate"]
ours = [news.loc["independence", "chi_square"], fifth, switching.steady_state(stores)["first"],
        own["heinz32", "heinz32"], own["hunts32", "hunts32"]]

# %%
published = {"newspapers, chi-square": "187.783", "stores, second to first in week 5": "0.555",
             "stores, in the end": "0.667", "heinz32, own price": "-2.296",
             "hunts32, own price": "-2.655"}
rounded = [f"{one:.3f}" for one in ours]
pd.DataFrame({"published": published.values(), "ours": rounded}, index=[*published])

# %% [markdown]
# The other figures of this lesson are ours: nothing published stands beside them, only the simulated companies, whose truth is
# known.
#
# ## The answer
#
# It depends on the category, and on whether the rows still know their order. Of every 100 purchases about
# {{100 * share.loc["yogurt", "estimate"]:.0f}} are inertia in yogurt, {{100 * share.loc["catsup", "estimate"]:.0f}} in catsup and
# {{100 * share.loc["crackers", "estimate"]:.0f}} in crackers; of tuna and ketchup nobody can say. Send samples of the yogurt: they
# earn about {{profit.loc["yogurt", "estimate"]:.2f}} yuan each if all of that is inertia. In catsup and crackers keep the
# money, and for tuna and ketchup ask for the dates first.

# %% [markdown] lang="zh"
# 本课其余的数字是我们自己的结果，没有已发表的数字可以对照，只有已知真相的模拟公司可以检验。
#
# ## 回答
#
# 要看品类，也要看数据的行是否还保留着时间顺序。每 100 次购买中，酸奶约有 {{100 * share.loc["yogurt", "estimate"]:.0f}} 次是惯性，catsup 有 {{100 * share.loc["catsup", "estimate"]:.0f}} 次，饼干有 {{100 * share.loc["crackers", "estimate"]:.0f}} 次；金枪鱼和 ketchup 谁也说不清。试用装应当派给酸奶（如果这些真的都是惯性，每份约赚 {{profit.loc["yogurt", "estimate"]:.2f}} 元），catsup 和饼干的钱省下来，金枪鱼和 ketchup 先去要购买日期。

# %% [markdown]
# ## Limits
#
# Order is more than inertia: runs of low prices and tastes that drift make it, too, so that the inertia share tends to be too high.
# The logit knows a preference only from some other purchases and leaves a little of it to last time, as in the simulated company.
# And whoever gets a sample free may not count it as "last time". Only an experiment that gives samples by lot settles it.

# %% [markdown] lang="zh"
# ## 局限
#
# 顺序不等于惯性：一段时间的低价、口味的逐渐变化也会造成顺序，所以惯性占比往往偏高。Logit 模型只能从其他购买推知偏好，因此“上次”可能残留一点权重，模拟公司里就是这样。而且白拿试用装的人未必把它当作“上次买的”。只有随机派发的实验才能下结论。

# %% [markdown]
# **Terms** panel 消费面板 · switching matrix 品牌转换矩阵 · repeat rate 重复购买率 · independence 独立性 · quasi-independence 准独立性 ·
# symmetry 对称性 · hard core 坚定忠诚者 · inertia 惯性 · order share 顺序占比 · inertia share 惯性占比 · conditional logit 条件Logit模型 · odds 几率 ·
# state dependence 状态依赖 · spurious loyalty 虚假忠诚
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/21_inertia.ipynb) give you a panel of your own and check your answers.
# For this lesson's data:
#
# 1. What would a free sample change if the inertia share were 5 %? If it were 60 %?
# 2. Sort the yogurt panel by brand within households. What does `repeat_rates` find, and what does `shuffle_test` say?
# 3. `switching.steady_state(switching.switching_rates(coffee))` is where the coffee market ends if its rates last. Who wins? Would
#    you bet on it?

# %% [markdown] lang="zh"
# **术语** 消费面板 panel · 品牌转换矩阵 switching matrix · 重复购买率 repeat rate · 独立性 independence · 准独立性 quasi-independence · 对称性 symmetry · 坚定忠诚者 hard core · 惯性 inertia · 顺序占比 order share · 惯性占比 inertia share · 条件Logit模型 conditional logit · 几率 odds · 状态依赖 state dependence · 虚假忠诚 spurious loyalty
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/21_inertia.ipynb)会给你一个专属的面板，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 如果惯性占比是 5%，一份试用装能改变什么？如果是 60% 呢？
# 2. 把酸奶面板在每个家庭内部按品牌排序。`repeat_rates` 会得到什么？`shuffle_test` 会说什么？
# 3. `switching.steady_state(switching.switching_rates(coffee))` 给出转换率不变时咖啡市场的最终份额（稳态）。谁会赢？你敢押注吗？
