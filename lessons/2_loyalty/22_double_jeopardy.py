# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["794", "1046", "667", "20", "147", "1.2"]
# ---

# %% [markdown]
# # 22 Double jeopardy
#
# **Question** "Our buyers give us 16 % of their cereal purchases, the leader's give 33 %. We have a loyalty problem!" Have we?
#
# **Who asks** The manager of a small brand, with money for a loyalty programme.
#
# **Time** 45 minutes. **Before this** [12 80/20](../1_segmentation/12_concentration.ipynb).
#
# **You will be able to**
# 1. measure how many buy a brand, how often, and what share of their purchases it gets;
# 2. say what a brand of its size should expect, with the NBD-Dirichlet;
# 3. find the brands that are different by more than chance, and whom brands share buyers with;
# 4. judge a plan to grow by loyalty alone.
#
# **Data** The Complete Journey: a year of cereal, yogurt, pizza and detergent, bought by the cardholders of one grocery chain.

# %% [markdown] lang="zh"
# # 22 双重危机
#
# **问题** “我们的买家只把 16% 的麦片购买给了我们，领先品牌的买家给了它 33%。我们的忠诚度有问题！”真有问题吗？
#
# **谁会这样问** 一个小品牌的经理，手里有一笔钱想做忠诚计划。
#
# **用时** 45 分钟。**先修** [12 二八定律](../1_segmentation/12_concentration.ipynb)。
#
# **学完你能够**
# 1. 计算有多少人买一个品牌、买几次，以及它占这些人品类购买的多大份额；
# 2. 用 NBD-狄利克雷模型说出这样规模的品牌本该是什么样；
# 3. 找出哪些品牌的不同超出了偶然，以及各品牌与谁共享买家；
# 4. 评判一份“只靠忠诚来增长”的计划。
#
# **数据** The Complete Journey：一家连锁超市持卡家庭一年中购买的麦片、酸奶、冷冻披萨和洗衣剂。

# %%
import numpy as np
import pandas as pd

from crmkit import datasets, plots
from crmkit.lifetime import NBD
from crmkit.loyalty import Dirichlet, brands, dirichlet_tables, jeopardy

# %%
plots.course_style()
log = datasets.load("complete_journey_transactions")
products = datasets.load("complete_journey_products")
households = log["customer_id"].nunique()

# %% [markdown]
# ## Who buys what
#
# A brand is here a manufacturer, known by a number only; number 69 is the chain's own, the *store brand*. A purchase is one
# brand in one basket, however many boxes. The eight largest keep their numbers, the rest is "other". One row per household:

# %% [markdown] lang="zh"
# ## 谁买了什么
#
# 这里把一家制造商看作一个品牌，只有编号；69 号是连锁超市自己的，即*自有品牌*（store brand）。一个购物篮里出现一个品牌算一次购买，不论几盒。最大的八个保留编号，其余归入“其他”（other）。每行一个家庭：

# %%
def counts_of(category, last_week=53):
    bought = log.merge(products[products["product_category"] == category], on="product_id")
    sold = bought.query("amount > 0 and week <= @last_week")
    counts = brands.purchase_counts(sold, brand="manufacturer_id", largest=8)
    return counts.rename(columns=lambda number: "store brand" if number == 69 else str(number))


cereal = counts_of("COLD CEREAL")
cereal.head(4)

# %% [markdown]
# Our manager's brand is 584. Three numbers describe it: its **penetration** (渗透率), the share of all households that bought it;
# its **purchase rate** (平均购买次数), purchases per buyer; and its **share of requirements** (品类需求份额), the part of its buyers'
# cereal purchases that goes to it. By hand:

# %% [markdown] lang="zh"
# 这位经理的品牌是 584 号。三个数字可以描述它：**渗透率**（penetration），即买过它的家庭占全部家庭的比例；**平均购买次数**（purchase rate），即每个买家买了几次；**品类需求份额**（share of requirements），即它的买家的麦片购买中归它的部分。动手算：

# %%
ours = cereal[cereal["584"] > 0]
by_hand = {"penetration": len(ours) / households, "purchase_rate": ours["584"].mean(),
           "requirements_share": ours["584"].sum() / ours.sum().sum()}
pd.Series(by_hand, name="584").round(3).to_frame()

# %% [markdown]
# {{100 * by_hand["penetration"]:.0f}} % of the households buy it, {{by_hand["purchase_rate"]:.1f}} times a year, and give it
# {{100 * by_hand["requirements_share"]:.0f}} % of their cereal purchases. Now the leader, 794, which twice as many households buy.
# Guess: do its buyers buy it about as often, or more often?

# %% [markdown] lang="zh"
# {{100 * by_hand["penetration"]:.0f}}% 的家庭买它，一年 {{by_hand["purchase_rate"]:.1f}} 次，并把麦片购买的 {{100 * by_hand["requirements_share"]:.0f}}% 给了它。再看领先品牌 794，买它的家庭多一倍。猜一猜：它的买家买它的次数差不多，还是更多？

# %%
def measured(counts, smallest=0.02):
    table = brands.brand_measures(counts, households=households)
    return table[table["purchase_share"] >= smallest]


seen = measured(cereal)
seen[["purchase_share", "penetration", "purchase_rate", "requirements_share"]].round(3)

# %%
ax = plots.dirichlet.double_jeopardy(jeopardy.jeopardy_line(seen))

# %% [markdown]
# `brand_measures` gives the same numbers for 584 (brands below 2 % of purchases are left out: too few buyers). Small brands
# are punished twice: fewer buy them, and those who do buy them less often. This is **double jeopardy** (双重危机). Only the
# store brand stands out.

# %% [markdown] lang="zh"
# `brand_measures`对 584 给出同样的三个数字（购买份额不到 2% 的品牌没有列出，买家太少）。图题的意思是：{{100 * seen.loc["584", "penetration"]:.0f}}% 的家庭买 584，每家 {{seen.loc["584", "purchase_rate"]:.1f}} 次；{{100 * seen.loc["794", "penetration"]:.0f}}% 的家庭买 794，每家 {{seen.loc["794", "purchase_rate"]:.1f}} 次。小品牌受两次惩罚：买的人少，买的人还买得少。这就是**双重危机**（double jeopardy）。只有自有品牌（store brand）显得突出。

# %% [markdown]
# The line is a rule of thumb: with b the penetration and w the purchase rate, $w\,(1 - b)$ is nearly the same for all brands, here
# {{jeopardy.jeopardy_constant(seen):.2f}}. So a brand with few buyers has a low w without having done anything wrong. But why?
# Write down a reason before you read on.

# %% [markdown] lang="zh"
# 这条线是一条经验法则：记渗透率为 b，平均购买次数为 w，则各品牌的 $w\,(1 - b)$ 几乎相同，这里是 {{jeopardy.jeopardy_constant(seen):.2f}}。所以，买家少的品牌，w 也低，它并没有做错什么。可是为什么？往下读之前，先写下一个理由。

# %% [markdown]
# ## A world without loyalty programmes
#
# Let us build a world in which brands differ in *nothing* but size, and see how far it is from the real one. First the
# category. Each household has its own rate of buying cereal, luck does the rest: the NBD (负二项分布) of lesson 12. It has two numbers: M, purchases
# per household, and K, small where rates are very unequal.

# %% [markdown] lang="zh"
# ## 一个没有忠诚计划的世界
#
# 我们来造一个世界：品牌之间除了规模，*没有任何*差别；再看它与真实世界是否不同。先看品类。每个家庭有自己购买麦片的速率，其余全凭运气，这就是第 12 课的负二项分布（NBD）。它有两个数：M 是每个家庭的购买次数，K 越小，各家庭的速率越悬殊。

# %%
model = Dirichlet.fit_counts(cereal, households=households)
actual = cereal.sum(axis="columns").value_counts().reindex(range(25), fill_value=0)
actual[0] = households - len(cereal)
times = pd.DataFrame({"actual": actual, "expected": households * model.purchase_distribution(24)})
ax = plots.dirichlet.count_bars(times, what="purchases of cereal in the year", who="households")

# %% [markdown]
# M is counted, {{model.M:.2f}}. K is {{model.K:.2f}}, the number that leaves exactly as many households without a purchase as
# there are: $(1 + M/K)^{-K} = 1 - b$ with b the penetration of the category. All other bars follow, and come close.

# %% [markdown] lang="zh"
# 图题的意思是：没有一根柱子与模型相差超过 {{(times["actual"] - times["expected"]).abs().max():.0f}} 个家庭。M 直接数出来，是 {{model.M:.2f}}。K 是 {{model.K:.2f}}，它使“一次也没买”的家庭恰好与实际一样多：$(1 + M/K)^{-K} = 1 - b$，b 是品类的渗透率。其余各柱由此推出，与实际很接近。

# %% [markdown]
# Then the choice. Each household has its own probabilities of taking each brand, drawn around the market shares. How far they
# scatter is one number, S. Here are three households of a world with a small S, and three with a large one. Which is the world of
# loyal households?

# %% [markdown] lang="zh"
# 再看选择。每个家庭选各品牌的概率各不相同，围绕市场份额散开；散开的程度只由一个数 S 决定。下面是 S 很小和 S 很大的两个世界，各取三个家庭。哪一个是忠诚家庭的世界？

# %%
rng = np.random.default_rng(22)
drawn = {S: pd.DataFrame(rng.dirichlet(S * seen["purchase_share"], 3), columns=seen.index)
         for S in (0.3, 30)}
pd.concat(drawn, names=["S", "household"]).round(2)

# %% [markdown]
# With S at 0.3 each household all but keeps to one brand; with 30 all choose nearly by the market shares. The NBD for how often,
# this for which brand: together the **NBD-Dirichlet** (NBD-狄利克雷模型) of Goodhardt, Ehrenberg and Chatfield. Its
# **polarisation** (极化程度), 1/(1+S), runs from 0 (nobody has a brand of their own) to 1 (everybody has).

# %% [markdown] lang="zh"
# S 为 0.3 时，每个家庭几乎只认一个品牌；S 为 30 时，大家几乎都按市场份额来选。NBD 管买几次，这一部分管买哪个，合起来就是 Goodhardt、Ehrenberg 和 Chatfield 的 **NBD-狄利克雷模型**（NBD-Dirichlet）。它的**极化程度**（polarisation）是 1/(1+S)，从 0（谁也没有自己的品牌）到 1（人人都有）。

# %% [markdown]
# By hand, for 584. Write $\alpha = S \cdot \text{share}$. The first purchase is of another brand with probability
# $(S - \alpha)/S$, the next with $(S - \alpha + 1)/(S + 1)$, and so on: who has taken another brand tends to do so again. Multiply, weight
# by how many households buy 0, 1, 2, ... times, and take that from 1: the penetration.

# %% [markdown] lang="zh"
# 为 584 动手算一次。记 $\alpha = S \cdot \text{份额}$。第一次买的是别的品牌，概率为 $(S - \alpha)/S$；下一次仍是别的品牌，概率为 $(S - \alpha + 1)/(S + 1)$，依此类推：买过别的品牌的人，往往还会再买别的。连乘起来，按购买 0、1、2……次的家庭比例加权，用 1 减去它，就是渗透率。

# %%
alpha, i = model.S * seen.loc["584", "purchase_share"], np.arange(400)
never = np.append(1, np.cumprod((model.S - alpha + i) / (model.S + i)))
expected = 1 - (model.purchase_distribution(400) * never).sum()
print(f"by hand {expected:.3f}, by call {model.measures().loc['584', 'penetration']:.3f}")

# %% [markdown]
# Expected {{100 * expected:.1f}} %, actual {{100 * seen.loc["584", "penetration"]:.1f}} %. All that is special to 584 in it is its share.
# Here, then, is a reason: a brand that is chosen more is chosen by more households *and* more often by each, without any loyalty of its own.
#
# S was found like K: each brand of 2 % or more has an S that makes its penetration exact, and their mean (of logs, weighted by
# share) serves for all.

# %% [markdown] lang="zh"
# 模型预期 {{100 * expected:.1f}}%，实际 {{100 * seen.loc["584", "penetration"]:.1f}}%。其中专属于 584 的只有它的份额。理由就在这里：一个品牌被选得越多，选它的家庭就越多，*而且*每家选它的次数也越多，并不需要特别的忠诚。
#
# S 的求法与 K 类似：份额不低于 2% 的每个品牌，各有一个使其渗透率完全吻合的 S；取它们的平均（对数平均，按份额加权），大家共用一个。

# %% [markdown]
# ## One number per category
#
# Now the belief to be tested: every brand has its story. Some have been on breakfast tables for a century, some live on coupons,
# some never advertise. Take all brands of 2 % or more in four categories, and one S per category. How far off
# will the penetrations be on average: 1 point, 5 or 10? Write it down.

# %% [markdown] lang="zh"
# ## 一个品类一个数
#
# 现在来检验一种信念：每个品牌都有自己的故事。有的摆上早餐桌已经一百年，有的靠优惠券，有的从不做广告。取四个品类中份额不低于 2% 的全部品牌，每个品类只用一个 S。渗透率平均会差多少：1、5 还是 10 个百分点？请写下来。

# %%
names = {"laundry detergents": "LAUNDRY DETERGENTS", "yogurt": "YOGURT",
         "frozen pizza": "FROZEN PIZZA", "cold cereal": "COLD CEREAL"}
panels = {name: counts_of(category) for name, category in names.items()}
models = {name: Dirichlet.fit_counts(c, households=households) for name, c in panels.items()}
tables = {name: measured(counts) for name, counts in panels.items()}

# %%
def beside(name, measure):
    expected = models[name].measures()[measure].loc[tables[name].index]
    return pd.DataFrame({"actual": tables[name][measure], "expected": expected})


sizes = {name: beside(name, "penetration") for name in names}
ax = plots.dirichlet.penetrations(sizes)

# %%
off = {name: (table["actual"] - table["expected"]).abs().mean() for name, table in sizes.items()}
pd.DataFrame({name: {"brands": len(tables[name]), "M": one.M, "K": one.K, "S": one.S,
                     "polarisation": one.polarisation, "mean points off": 100 * off[name]}
              for name, one in models.items()}).T.round(3)

# %% [markdown]
# {{100 * min(off.values()):.1f}} to {{100 * max(off.values()):.1f}} points. Whatever the stories are, {{sum(map(len, tables.values()))}} brands
# have about as many buyers as their size lets expect. To be fair, S was fitted to these very penetrations. But it is *one* number
# for up to eight brands, and the next test uses a measure that no S has seen.

# %% [markdown] lang="zh"
# 图题的意思是：四个品类的 {{sum(map(len, tables.values()))}} 个品牌平均只差 {{100 * pd.concat(sizes).eval("actual - expected").abs().mean():.1f}} 个百分点。各品类平均差 {{100 * min(off.values()):.1f}} 到 {{100 * max(off.values()):.1f}} 个百分点。不管有什么样的故事，这些品牌的买家数与同等规模的品牌差不多。公平地说，S 正是用这些渗透率拟合的。但它是*一个*数，最多要管八个品牌；而且下一个检验所用的指标，S 从没见过。

# %% [markdown]
# ## Whose loyalty is it?
#
# Detergent 667 and cereal 584 have about the same share of their markets, {{100 * tables["laundry detergents"].loc["667", "purchase_share"]:.0f}} and
# {{100 * seen.loc["584", "purchase_share"]:.0f}} %. But 667 gets {{100 * tables["laundry detergents"].loc["667", "requirements_share"]:.0f}} % of its buyers' purchases, twice as much as 584.
# "They are better at loyalty than we are," says our manager. Do you agree?

# %% [markdown] lang="zh"
# ## 这是谁的忠诚？
#
# 洗衣剂 667 和麦片 584 在各自市场的份额差不多：{{100 * tables["laundry detergents"].loc["667", "purchase_share"]:.0f}}% 和 {{100 * seen.loc["584", "purchase_share"]:.0f}}%。但 667 得到其买家品类购买的 {{100 * tables["laundry detergents"].loc["667", "requirements_share"]:.0f}}%，是 584 的两倍。我们的经理说：“人家的忠诚度做得比我们好。”你同意吗？

# %%
rising = pd.Series({f"{share:.2f}": share for share in np.arange(0.02, 0.56, 0.02)})
curves = {name: one.measures(rising) for name, one in models.items()}
two = {name: tables[name] for name in ("laundry detergents", "cold cereal")}
ax = plots.dirichlet.requirements_by_share(
    two, curves, marked={"laundry detergents": "667", "cold cereal": "584"})

# %% [markdown]
# No. A detergent of that size should expect {{100 * models["laundry detergents"].measures().loc["667", "requirements_share"]:.0f}} %, so 667 is *below* its curve; 584 is
# {{100 * (model.measures().loc["584", "requirements_share"] - seen.loc["584", "requirements_share"]):.1f}} points below its own. Households keep to a detergent and play with
# cereals: the category sets the level, size sets the place on the curve. In cereal little is left for the brand.

# %% [markdown] lang="zh"
# 不同意。图题的意思是：份额为 10% 的品牌，在洗衣剂中可以预期得到 {{100 * curves["laundry detergents"].loc["0.10", "requirements_share"]:.0f}}%，在麦片中只有 {{100 * curves["cold cereal"].loc["0.10", "requirements_share"]:.0f}}%。667 这样规模的洗衣剂本该得到 {{100 * models["laundry detergents"].measures().loc["667", "requirements_share"]:.0f}}%，所以 667 反而*低于*它的曲线；584 只比自己的曲线低 {{100 * (model.measures().loc["584", "requirements_share"] - seen.loc["584", "requirements_share"]):.1f}} 个百分点。家庭对洗衣剂比较专一，对麦片喜欢换着吃。水平高低由品类决定，在曲线上的位置由规模决定。在麦片中，留给品牌自己的很少。

# %% [markdown]
# In detergents the model has a fault: the small ones lie well below the curve. One S for all is too simple there: the leader's
# buyers are more devoted, so loyalty beyond size favours the *large* brand. How sure are the two S?
# An **interval** (置信区间) is the range that is consistent with the data; here from panels drawn anew out of our households.

# %% [markdown] lang="zh"
# 在洗衣剂中，模型有一个缺陷：小品牌明显低于曲线。那里只用一个 S 过于简单：领先品牌的买家更专一，所以超出规模的忠诚偏爱的是*大*品牌。两个 S 有多可靠？**置信区间**（interval）是与数据相容的取值范围，这里的做法是从我们的家庭中反复重新抽取样本。

# %%
def polarised(name):
    drawn = {"households": households, "rng": np.random.default_rng(22), "replicates": 100}
    return dirichlet_tables.parameter_intervals(panels[name], **drawn).loc["polarisation"]


polarisation = pd.DataFrame({name: polarised(name) for name in two}).T
polarisation.round(2)

# %% [markdown]
# From {{polarisation.loc["laundry detergents", "low"]:.2f}} to {{polarisation.loc["laundry detergents", "high"]:.2f}} against
# {{polarisation.loc["cold cereal", "low"]:.2f}} to {{polarisation.loc["cold cereal", "high"]:.2f}}: the intervals are far apart. That detergents are more polarised is no accident of this panel.

# %% [markdown] lang="zh"
# {{polarisation.loc["laundry detergents", "low"]:.2f}} 到 {{polarisation.loc["laundry detergents", "high"]:.2f}}，对 {{polarisation.loc["cold cereal", "low"]:.2f}} 到 {{polarisation.loc["cold cereal", "high"]:.2f}}：两个区间相距很远。洗衣剂极化得更厉害，这不是抽样的偶然。

# %% [markdown]
# ## Who is really different?
#
# Not every point lies on the line. Which of the five cereals are off by more than chance? Look at the first figure again and name them
# before you run the cell. Each bar is an interval of how far a brand's penetration is from what its size explains.

# %% [markdown] lang="zh"
# ## 谁真的与众不同？
#
# 并非每个点都落在线上。五个麦片品牌中，哪些偏离得超出了偶然？再看一眼第一张图，先说出名字，再运行下面的单元。每条横线是一个置信区间：渗透率与规模所解释的相差多少。

# %%
drawn = {"households": households, "rng": np.random.default_rng(22), "replicates": 100}
compared = dirichlet_tables.compare(cereal, **drawn).loc[seen.index]
ax = plots.dirichlet.deviations(compared, what="penetration")

# %% [markdown]
# Two. The store brand has {{abs(100 * compared.loc["store brand", "deviation"]):.0f}} points fewer buyers than a brand of its sales should have, and they buy it more often. A
# likely reason: no other chain sells it, while the other brands are bought elsewhere, too, where we do not see it. 1046 is the
# opposite, a brand that many buy for a change. Our manager's 584 has the buyers that its size explains.

# %% [markdown] lang="zh"
# 两个。图题的意思是：超出偶然的是 store brand（自有品牌）和 1046。自有品牌的买家比按销量预期的少 {{abs(100 * compared.loc["store brand", "deviation"]):.0f}} 个百分点，但买得更勤。可能的原因是：它只在这家连锁超市有售，而其他品牌在别处也买得到，那些购买我们看不见。1046 正相反，是大家偶尔换换口味的品牌。而经理的 584，买家数正是其规模所解释的。

# %% [markdown]
# ## Whose buyers are they?
#
# Loyal buyers of one brand would not buy the others. Take the buyers of any one cereal: which other do most of them buy? Guess: the one
# most like it, or the largest?

# %% [markdown] lang="zh"
# ## 这些是谁的买家？
#
# 一个品牌的忠诚买家应当不买别的品牌。任取一个麦片品牌的买家：在其他品牌中，他们里买的人最多的是哪一个？猜一猜：最像它的那个，还是最大的那个？

# %%
pairs = jeopardy.duplication_pairs(cereal[[*seen.index, "other"]], households=households)
ax = plots.dirichlet.duplication(pairs)

# %% [markdown]
# The largest, whoever is asked. Each column of dots is one brand. Any other brand's buyers are about {{jeopardy.duplication_coefficient(pairs):.2f}} times as likely to buy it
# as all households are. This is the **duplication of purchase** (购买重叠), and the factor is called D. A brand's buyers are mostly other
# brands' buyers who sometimes buy it. Now eight categories, with the eight largest brands of each:

# %% [markdown] lang="zh"
# 不论问谁的买家，都是最大的那个。图题的意思是：买家还买什么，取决于对方的规模（相关系数 {{pairs["penetration"].corr(pairs["duplication"]):.2f}}）。每一列点是一个品牌，分别被其他各品牌的买家购买：比例是全部家庭的 {{jeopardy.duplication_coefficient(pairs):.2f}} 倍。这叫**购买重叠**（duplication of purchase），这个倍数记作 D。一个品牌的买家，大多是别的品牌的买家偶尔来买它。再看八个品类，各取最大的八个品牌：

# %%
more = ["COFFEE", "BAG SNACKS", "SOUP", "ORAL HYGIENE PRODUCTS"]
wider = panels | {category.lower(): counts_of(category) for category in more}
eight = {category: jeopardy.duplication_pairs(counts, households=households)
         for category, counts in wider.items()}

# %%
law = pd.DataFrame({category: {"correlation": one["penetration"].corr(one["duplication"]),
                               "D": jeopardy.duplication_coefficient(one)}
                    for category, one in eight.items()}).T.round(2)
both = jeopardy.duplication(panels["laundry detergents"], households=households)
cheap = both.loc["2683", "store brand"]
law

# %% [markdown]
# Correlations from {{law["correlation"].min():.2f}} to {{law["correlation"].max():.2f}} (at 1 all points would lie on one straight line), D from {{law["D"].min():.1f}} to
# {{law["D"].max():.1f}}; cereal's is higher here because its three tiny brands are in. Detergents come last: {{100 * cheap:.0f}} % of the buyers of 2683 buy the store
# brand, too, which {{100 * tables["laundry detergents"].loc["store brand", "penetration"]:.0f}} % of all households do. Those two are rivals beyond their size.

# %% [markdown] lang="zh"
# 相关系数从 {{law["correlation"].min():.2f}} 到 {{law["correlation"].max():.2f}}（为 1 表示所有点都在一条直线上），D 从 {{law["D"].min():.1f}} 到 {{law["D"].max():.1f}}；麦片的 D 比上面大，因为这里还算进了三个极小的品牌。洗衣剂排在最后：2683 的买家中有 {{100 * cheap:.0f}}% 也买自有品牌，而全部家庭中只有 {{100 * tables["laundry detergents"].loc["store brand", "penetration"]:.0f}}%。这两个品牌之间的竞争，超出了规模所能解释的程度。

# %% [markdown]
# ## Twenty per cent more, by loyalty alone
#
# The manager of pizza 1755 wants 20 % more sales, and all of it from present buyers. A brand that grows as brands do gets
# some of it from more buyers and some from buyers who buy more. What part, do you expect, comes from *more buyers*? In the table,
# `expected` is the rate of a brand with so many buyers.

# %% [markdown] lang="zh"
# ## 只靠忠诚，多卖两成
#
# 披萨 1755 的经理想多卖 20%，而且全部来自现有买家。一个品牌如果像别的品牌那样增长，一部分来自买家变多，一部分来自买家买得更勤。你估计*买家变多*占增长的多大部分？表中的`expected`，是有这么多买家的品牌预期的平均购买次数。

# %%
pizza = models["frozen pizza"]
routes = dirichlet_tables.growth_routes(pizza, "1755", growth=0.20)
routes[["purchase_share", "penetration", "purchase_rate", "expected"]].round(3)

# %%
line = pizza.line(tables["frozen pizza"])
curve = pizza.measures(rising[rising < 0.26])
ax = plots.dirichlet.growth_map(routes, curve, line, brand="1755")

# %%
sold = routes[["purchase_share", "penetration"]]
grown = np.log(sold.loc["as the model"] / sold.loc["now"])
from_buyers = grown["penetration"] / grown["purchase_share"]
above = pd.concat({name: one.line(tables[name]) for name, one in models.items()})
furthest = (above["actual"] / above["expected"] - 1).sort_values(ascending=False)
furthest.head(3).round(2).to_frame("above the line")

# %% [markdown]
# {{100 * from_buyers:.0f}} % of the growth comes from more buyers (on a scale of logs, on which factors add up). By loyalty alone 1755 would stand
# 20 % above the line, the highest pizza {{100 * (line["actual"] / line["expected"] - 1).max():.0f}} %. Of {{len(furthest)}} brands in four categories not one is there: the furthest is the store brand
# of cereal, {{100 * furthest.iloc[0]:.0f}} %, with a whole chain behind it; the next is at {{100 * furthest.iloc[1]:.0f}} %.

# %% [markdown] lang="zh"
# 增长的 {{100 * from_buyers:.0f}}% 来自买家变多（按对数计算，这样各因子可以相加）。图题的意思是：只靠忠诚，1755 要高出曲线 20%，而披萨中最高的品牌只高出 {{100 * (line["actual"] / line["expected"] - 1).max():.0f}}%。四个品类的 {{len(furthest)}} 个品牌中，一个也没有做到 20%：最远的是麦片的自有品牌，高出 {{100 * furthest.iloc[0]:.0f}}%，它背后是整家连锁超市；其次只有 {{100 * furthest.iloc[1]:.0f}}%。

# %% [markdown]
# ## The answer
#
# Small brands do have less loyal buyers, but that is a matter of size. 584 gets {{100 * seen.loc["584", "requirements_share"]:.1f}} % of its buyers' purchases, where
# a brand of its size expects {{100 * model.measures().loc["584", "requirements_share"]:.1f}} %; at most the difference is its own doing. The leader gets {{100 * seen.loc["794", "requirements_share"]:.1f}} % where
# its size expects {{100 * model.measures().loc["794", "requirements_share"]:.1f}} %. Larger brands are larger mostly because more households buy them, so the money should
# go first to households that do not buy 584 yet.

# %% [markdown] lang="zh"
# ## 回答
#
# 小品牌的买家确实不那么忠诚，但这是规模问题。584 得到其买家购买的 {{100 * seen.loc["584", "requirements_share"]:.1f}}%，而这样规模的品牌预期是 {{100 * model.measures().loc["584", "requirements_share"]:.1f}}%，最多只有两者之差是它自己造成的。领先品牌得到 {{100 * seen.loc["794", "requirements_share"]:.1f}}%，按规模预期 {{100 * model.measures().loc["794", "requirements_share"]:.1f}}%。大品牌之所以大，主要是因为买它的家庭更多；所以，钱应当先花在还没买过 584 的家庭身上。

# %% [markdown]
# ## Published and ours
#
# Goodhardt, Ehrenberg and Chatfield, "The Dirichlet: A Comprehensive Model of Buying Behaviour", *Journal of the Royal Statistical Society A*
# 147(5), 1984: toothpaste. The paper takes S as 1.2; the R package `NBDdirichlet` leaves out brands with a far larger S than the
# others (`rule="notch"`). The billboards are those of lesson 12 (Fader and Hardie's tutorial).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 来源：Goodhardt、Ehrenberg 和 Chatfield，“The Dirichlet: A Comprehensive Model of Buying Behaviour”，*Journal of the Royal Statistical Society A* 147(5)，1984，牙膏。论文取 S 为 1.2；R 软件包 `NBDdirichlet` 则去掉 S 远大于其他品牌的品牌（`rule="notch"`）。广告牌的例子见第 12 课（Fader 和 Hardie 的讲义）。

# %%
shares = [0.25, 0.19, 0.10, 0.10, 0.09, 0.08, 0.03, 0.02]
toothpaste = pd.DataFrame({"purchase_share": shares,
                           "penetration": [0.20, 0.17, 0.09, 0.08, 0.08, 0.07, 0.03, 0.02]})
category = {"penetration": 0.56, "purchase_rate": 2.6}
fits = {rule: Dirichlet.fit(toothpaste, rule=rule, **category) for rule in ("notch", "mean")}
colgate, macleans = (fits["notch"].measures().loc[place] for place in (0, 1))

# %%
billboards = datasets.load("billboard_exposures")
nbd = NBD.fit(billboards["exposures"].repeat(billboards["people"]))
fitted = fits["notch"]
figures = [nbd.r, nbd.alpha, nbd.report.log_likelihood, 1 - nbd.penetration(periods=4),
           nbd.expected_purchases_of_new(periods=4), fitted.M, fitted.K, fitted.S, fits["mean"].S,
           *colgate[["penetration", "purchase_rate", "category_rate"]], macleans["purchase_rate"]]

# %%
published = {"billboards: r": "0.969", "alpha": "0.218", "log-likelihood": "-649.7",
             "none in 4 weeks": "0.056", "mean of 4 weeks": "17.82", "toothpaste: M": "1.456",
             "K": "0.779", "S, notch": "1.30", "S, mean": "1.55", "Colgate: penetration": "0.200",
             "rate": "1.82", "category rate": "3.16", "Macleans: rate": "1.76"}
each = zip(published.values(), figures, strict=True)
rounded = [f"{one:.{len(text.split('.')[1])}f}" for text, one in each]
pd.DataFrame({"published": [*published.values()], "ours": rounded}, index=[*published])

# %% [markdown]
# ## Limits
#
# The model stands still: no promotions, no new brands, and every household's habits last. So it can be wrong about time. Fitted to the first
# half-year and asked for the whole (`over(2)`), it says:

# %% [markdown] lang="zh"
# ## 局限
#
# 模型是静止的：没有促销，没有新品牌，每个家庭的习惯不变。所以在时间上它可能出错。用上半年拟合，再问全年（`over(2)`），结果是：

# %%
half = counts_of("COLD CEREAL", last_week=26)
forecast = Dirichlet.fit_counts(half, households=households).over(2).measures()["penetration"]
ahead = pd.DataFrame({"expected": forecast, "actual": seen["penetration"]}).dropna()
ahead.sort_values("actual").round(3)

# %% [markdown]
# All but the store brand are forecast low, by up to {{100 * (ahead["actual"] - ahead["expected"]).max():.0f}} points: over time more households try a brand than fixed habits
# allow. Nor does the model say *why* a brand is large, and comparing brands is no experiment: it shows how large ones differ from
# small ones, not what a campaign would do. And what it calls loyalty is buying again, not liking.

# %% [markdown] lang="zh"
# 除自有品牌外都预测得偏低，最多低 {{100 * (ahead["actual"] - ahead["expected"]).max():.0f}} 个百分点：时间一长，尝试某个品牌的家庭比“习惯不变”所允许的更多。模型也不说一个品牌*为什么*大；品牌之间的比较也不是实验，它只说明大品牌与小品牌有何不同，不能说明一次营销活动会带来什么。而且这里所说的忠诚是行为忠诚，即一买再买，并不等于喜欢。

# %% [markdown]
# **Terms** penetration 渗透率 · purchase rate 平均购买次数 · share of requirements 品类需求份额 · double jeopardy 双重危机 · NBD-Dirichlet
# NBD-狄利克雷模型 · polarisation 极化程度 · duplication of purchase 购买重叠 · interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/22_double_jeopardy.ipynb) give you a category of your own and check
# your answers. For this lesson's data:
#
# 1. Put the two smallest pizzas together as one brand. Does the model still fit, and does it have to?
# 2. In detergents, leave the leader out and fit the rest alone. Which S do you get?
# 3. Your board wants the share of requirements as the target of the year. What do you propose instead?

# %% [markdown] lang="zh"
# **术语** 渗透率 penetration · 平均购买次数 purchase rate · 品类需求份额 share of requirements · 双重危机 double jeopardy · NBD-狄利克雷模型 NBD-Dirichlet · 极化程度 polarisation · 购买重叠 duplication of purchase · 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/22_double_jeopardy.ipynb)会给你一个专属的品类，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把两个最小的披萨品牌合成一个品牌。模型还吻合吗？它必须吻合吗？
# 2. 在洗衣剂中去掉领先品牌，只拟合其余的。得到的 S 是多少？
# 3. 董事会想把品类需求份额定为今年的目标。你会建议换成什么？
