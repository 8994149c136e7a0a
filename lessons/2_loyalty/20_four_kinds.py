# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["20", "99", "50", "148", "118", "4.33"]
# ---

# %% [markdown]
# # 20 Four kinds of loyalty
#
# **Question** Our survey asks customers whether they like us and whether they will stay. How many of them are loyal?
#
# **Who asks** A head of marketing who has to put one number before the board.
#
# **Time** 40 minutes. **Before this** [00 Welcome](../0_start/00_welcome.ipynb).
#
# **You will be able to**
# 1. clear survey answers of the codes that stand for "no answer";
# 2. sort customers into true, latent, spurious and no loyalty, by hand and by call;
# 3. report a range in place of a share that depends on where one cuts;
# 4. say why a survey alone is a poor guide to latent and spurious loyalty.
#
# **Data** a survey of 344 mobile phone customers; a trading experiment with 148 people at a sports card show; a simulated panel.

# %% [markdown] lang="zh"
# # 20 忠诚的四种类型
#
# **问题** 问卷问了客户两件事：喜不喜欢我们，会不会留下来。那么到底有多少客户是忠诚的？
#
# **谁会这样问** 要向董事会报一个数字的市场总监。
#
# **用时** 40 分钟。**先修** [00 欢迎](../0_start/00_welcome.ipynb)。
#
# **学完你能够**
# 1. 把问卷中代表“未作答”的代码清理掉；
# 2. 把客户分为真正忠诚、潜在忠诚、虚假忠诚和不忠诚四类，先动手算，再调用；
# 3. 当比例取决于分界点时，报告一个范围而不是一个数；
# 4. 说明为什么只靠问卷很难看清潜在忠诚和虚假忠诚。
#
# **数据** 344 位手机用户的问卷；一次球星卡展会上 148 个人的交换实验；一个模拟的消费者固定样本。

# %%
import pandas as pd

from crmkit import companies, datasets, plots
from crmkit.loyalty import survey, typology
from crmkit.rates import rate_interval

# %%
plots.course_style()
asked = ["cusa", "cusl_1", "cusl_2", "cusl_3"]
raw = datasets.load("corporate_reputation")[asked]
raw.describe().loc[["count", "mean", "min", "max"]].round(2)

# %% [markdown]
# ## Look before you average
#
# Customers of four mobile phone providers answered on a scale from 1 to 7. `cusa` asks how satisfied they are; the other three ask whether they
# would recommend the provider, choose it again and stay. Look at the row `min` above. What is wrong, and what will it do to
# a correlation?

# %% [markdown] lang="zh"
# ## 先看数据，再求平均
#
# 四家移动运营商的客户按 1 到 7 分作答。`cusa` 问满意程度，另外三题问会不会推荐、会不会再选、会不会留下。请看上表中的 `min` 一行：哪里不对？它会怎样影响相关系数？

# %%
given = survey.answers(raw, scale=(1, 7), missing_codes=[-99])
complete = given.dropna()
liking, loyalty = complete["cusa"], complete[asked[1:]].mean(axis="columns")
with_codes = raw["cusa"].corr(raw[asked[1:]].mean(axis="columns"))
pd.Series({"with the codes": with_codes, "without": liking.corr(loyalty)}, name="r").round(2)

# %% [markdown]
# In this file -99 means that somebody did not answer. {{len(raw) - len(complete)}} of {{len(raw)}} customers left a question out, and
# taken as points their codes pull the **correlation** (相关系数, 1 at most, 0 for no relation) down from {{liking.corr(loyalty):.2f}} to
# {{with_codes:.2f}}. `survey.answers` refuses any value outside the scale until you have said what it stands for. We go on with the
# {{len(complete)}} who answered everything.

# %% [markdown] lang="zh"
# 文件里的 -99 表示“未作答”。{{len(raw)}} 位客户中有 {{len(raw) - len(complete)}} 位漏答了题目；如果把 -99 当成分数一起平均，**相关系数**（correlation，1 为完全相关，0 为不相关）就会从 {{liking.corr(loyalty):.2f}} 降到 {{with_codes:.2f}}。`survey.answers` 遇到量表以外的数值会拒绝计算，直到你说明它代表什么。下面只用全部作答的 {{len(complete)}} 位。

# %% [markdown]
# ## By hand: two questions, four kinds
#
# Dick and Basu (1994) take loyalty apart into an attitude and a behaviour. Whoever likes the firm and stays shows **true loyalty** (真正忠诚).
# Liking without staying is **latent loyalty** (潜在忠诚), staying without liking is **spurious loyalty** (虚假忠诚): habit, a
# contract, no other shop nearby. Let "likes" and "stays" both begin at 6 points; "stays" is the mean of the three answers. What percentage do
# you expect to be latent or spurious?

# %% [markdown] lang="zh"
# ## 动手算：两个问题，四种类型
#
# Dick 和 Basu（1994）把忠诚拆成态度和行为两个方面。既喜欢又留下，是**真正忠诚**（true loyalty）；喜欢却不留下，是**潜在忠诚**（latent loyalty）；不喜欢却留下，是**虚假忠诚**（spurious loyalty），可能出于习惯、合约，或者附近没有别的店。设“喜欢”和“留下”都从 6 分算起，其中“留下”取三题的平均分。你估计潜在忠诚和虚假忠诚合起来占百分之几？

# %%
likes, stays = liking >= 6, loyalty >= 6
pd.crosstab(likes.rename("likes"), stays.rename("stays"))

# %% [markdown]
# Four cells, four kinds. `classify` gives each customer the name of their cell, and `type_table` counts them. Its last column says
# what the shares would be if as many people liked and as many stayed, but the two had *nothing to do with each other*.

# %% [markdown] lang="zh"
# 四个格子，四种类型。`classify` 给出每位客户所属的类型，`type_table` 负责计数。最后一列是另一种假设下的比例：喜欢的人和留下的人一样多，但两者*毫无关系*。

# %%
kinds = typology.classify(liking, loyalty, attitude_cut=6, behaviour_cut=6)
table = typology.type_table(kinds)
table.round(3)

# %%
points = loyalty.astype("int64").rename("says they will stay (points, rounded down)")
answers = pd.crosstab(liking.astype("int64").rename("satisfied (points)"), points)
ax = plots.typology.answer_map(answers, attitude_cut=6, behaviour_cut=6)

# %% [markdown]
# {{100 * table.loc["true", "customer_share"]:.0f}} % are truly loyal, {{100 * table.loc["latent", "customer_share"]:.0f}} % latent and
# {{100 * table.loc["spurious", "customer_share"]:.0f}} % spurious, each with an **interval** (置信区间) of {{50 * (table["high"] - table["low"]).min():.0f}} to {{50 * (table["high"] - table["low"]).max():.0f}} points to either side (`low` to `high`): the range of shares that
# is consistent with so few answers. The board could have its number. But look at the picture: the answers lie along the diagonal, and the
# lines cut right through the crowd.

# %% [markdown] lang="zh"
# 真正忠诚占 {{100 * table.loc["true", "customer_share"]:.0f}}%，潜在忠诚占 {{100 * table.loc["latent", "customer_share"]:.0f}}%，虚假忠诚占 {{100 * table.loc["spurious", "customer_share"]:.0f}}%。每个比例都带有上下约 {{50 * (table["high"] - table["low"]).min():.0f}} 到 {{50 * (table["high"] - table["low"]).max():.0f}} 个百分点的**置信区间**（interval，`low` 到 `high`），也就是在样本这么少的情况下，与数据相容的取值范围。董事会要的数字似乎有了。可是看看图：回答沿着对角线分布，而两条分界线正好从人群中间切过。

# %% [markdown]
# ## Where do you cut?
#
# Nothing in the questionnaire says that loyalty begins at 6 points. Another analyst would have taken 5, a strict one 7. Try every pair of cuts from 4 to 7.
# Between which two shares will true loyalty lie? Write both down.

# %% [markdown] lang="zh"
# ## 分界点定在哪里？
#
# 问卷里并没有写明忠诚从 6 分开始。换一位分析师可能取 5 分，严格的人会取 7 分。把 4 到 7 分之间的每一对分界点都试一遍：真正忠诚的比例会落在哪两个数之间？请先写下来。

# %%
shares = typology.shares_by_cut(
    liking, loyalty, attitude_cuts=[4, 5, 6, 7], behaviour_cuts=[4, 5, 6, 7]
)
ranges = typology.share_range(shares)
ax = plots.typology.share_ranges(ranges, chosen=table["customer_share"])

# %% [markdown]
# Of the same {{len(complete)}} people {{100 * ranges.loc["true", "lowest_share"]:.0f}} % or {{100 * ranges.loc["true", "highest_share"]:.0f}} %
# are truly loyal. The interval above allows only for the small number of answers; the range over the cuts is
# {{(ranges.loc["true", "highest_share"] - ranges.loc["true", "lowest_share"]) / (table.loc["true", "high"] - table.loc["true", "low"]):.0f}} times as wide. Whoever
# reports a share of loyal customers should report this range beside it, or the cuts together with the reason for them.

# %% [markdown] lang="zh"
# 同样的 {{len(complete)}} 个人，真正忠诚的比例可以是 {{100 * ranges.loc["true", "lowest_share"]:.0f}}%，也可以是 {{100 * ranges.loc["true", "highest_share"]:.0f}}%。前面的置信区间只反映样本少，而分界点的选择让比例变动的幅度，是置信区间宽度的 {{(ranges.loc["true", "highest_share"] - ranges.loc["true", "lowest_share"]) / (table.loc["true", "high"] - table.loc["true", "low"]):.0f}} 倍。要报告忠诚客户的比例，就应当同时报告这个范围，或者说明分界点及其理由。

# %% [markdown]
# ## The belief: the survey will show us whom we hold by habit alone
#
# Cuts aside, let us look for clear cases. Clearly latent: satisfied with 6 or 7, yet 4 or less on staying (4.33 is more). Clearly spurious:
# satisfied with 4 or less, yet 6 or more on staying. There are {{(liking >= 6).sum()}} satisfied and {{(liking <= 4).sum()}} not satisfied customers. How
# many clear cases of each kind do you expect among them?

# %% [markdown] lang="zh"
# ## 一种想法：问卷能告诉我们，谁只是出于习惯才留下
#
# 先不管分界点，只找明确的例子。明确的潜在忠诚：满意度 6 或 7 分，留下的意愿却不超过 4 分（4.33 分已经超过）。明确的虚假忠诚：满意度不超过 4 分，留下的意愿却不低于 6 分。样本里有 {{(liking >= 6).sum()}} 位满意的客户和 {{(liking <= 4).sum()}} 位不满意的客户。你估计其中各有多少明确的例子？

# %%
n, pleased, displeased = len(complete), liking >= 6, liking <= 4
leaving, staying = loyalty <= 4, loyalty >= 6
clear = pd.DataFrame({
    "found": [(pleased & leaving).sum(), (displeased & staying).sum()],
    "expected": [pleased.sum() * leaving.sum() / n, displeased.sum() * staying.sum() / n],
}, index=["clearly latent", "clearly spurious"])
ax = plots.typology.clear_cases(clear)

# %% [markdown]
# {{clear.loc["clearly latent", "found"]}} of {{pleased.sum()}} and {{clear.loc["clearly spurious", "found"]}} of {{displeased.sum()}}. If liking and
# staying had nothing to do with each other there would be {{clear.loc["clearly latent", "expected"]:.0f}} and {{clear.loc["clearly spurious", "expected"]:.0f}}.
# In the survey the two mixed kinds have all but vanished. So everybody who stays likes us? Or is it that both answers came out of one
# mouth, within one minute?

# %% [markdown] lang="zh"
# {{pleased.sum()}} 位中只有 {{clear.loc["clearly latent", "found"]}} 位，{{displeased.sum()}} 位中只有 {{clear.loc["clearly spurious", "found"]}} 位。如果喜欢与留下毫无关系，应当分别有 {{clear.loc["clearly latent", "expected"]:.0f}} 位和 {{clear.loc["clearly spurious", "expected"]:.0f}} 位。在问卷里，两种混合类型几乎消失了。难道留下的人都喜欢我们？还是说，两个回答不过是同一个人在同一分钟里随口给出的？

# %% [markdown]
# ## Ask the till
#
# We need customers of whom we know both what they say and what they buy. The next panel is *simulated*: the two answers share the mood of the day, and
# purchases depend on attitude and on convenience, which no question asks about. The strength of these links is invented; what counts is the
# mechanism. Satisfaction and stated loyalty correlate as in the real survey. Will satisfaction and purchases?

# %% [markdown] lang="zh"
# ## 去问收银台
#
# 我们需要既知道其说法、又知道其购买的客户。下面的固定样本是*模拟*的：两个回答都受当天心情的影响，而购买取决于态度和便利程度，后者问卷里没有问。这些影响的强弱是虚构的，重要的是其中的机制。满意度与口头忠诚的相关程度与真实问卷相同。那么满意度与实际购买呢？

# %%
panel = companies.loyalty_survey(seed=20)
said = survey.answers(panel.survey, scale=(1, 7), missing_codes=[-99]).dropna()
bought = panel.till.loc[said.index]
ours = bought["our_purchases"] / bought["category_purchases"]
pd.Series({"what they say": said["satisfied"].corr(said["stated_loyalty"]),
           "what they buy": said["satisfied"].corr(ours)}, name="correlation").round(2)

# %% [markdown]
# Now sort the same customers twice, by what they say and by what they buy. High begins at 6 points for the answers, and at half of the purchases in
# the category for the till.

# %% [markdown] lang="zh"
# 现在把同一批客户分两次类：一次按他们说的，一次按他们买的。回答从 6 分起算高，购买则以品类购买次数的一半在我们这里为界。

# %%
by_words = typology.classify(
    said["satisfied"], said["stated_loyalty"], attitude_cut=6, behaviour_cut=6
)
by_till = typology.classify(said["satisfied"], ours, attitude_cut=6, behaviour_cut=0.5)
both = pd.DataFrame({"the survey": typology.type_table(by_words)["customer_share"],
                     "the till": typology.type_table(by_till)["customer_share"]})
ax = plots.typology.shares_by_source(both)

# %% [markdown]
# The customers are the same and so is their satisfaction; only the source of the behaviour has changed, and the two mixed kinds have grown from
# {{100 * both.loc[["latent", "spurious"], "the survey"].sum():.0f}} to {{100 * both.loc[["latent", "spurious"], "the till"].sum():.0f}} %. These
# shares depend on the cuts, too; the two correlations do not. What is at stake? Look at the money that each kind leaves with us in a year.

# %% [markdown] lang="zh"
# 客户没有变，满意度也没有变，变的只是行为的来源，两种混合类型却从 {{100 * both.loc[["latent", "spurious"], "the survey"].sum():.0f}}% 增加到 {{100 * both.loc[["latent", "spurious"], "the till"].sum():.0f}}%。这些比例同样取决于分界点，前面的两个相关系数则与分界点无关。这关系到多少钱？来看每一类客户一年带来的销售额。

# %%
money = bought["our_spend"].groupby(by_till, observed=True).agg(["sum", "mean"])
money["share of sales"] = money["sum"] / money["sum"].sum()
money = money.drop(columns="sum").rename(columns={"mean": "yuan a customer"})
money.round({"yuan a customer": 0, "share of sales": 2})

# %% [markdown]
# {{100 * money.loc["spurious", "share of sales"]:.0f}} % of this firm's sales come from people who do not particularly like it and yet buy mostly there, as long as it
# is convenient. The survey puts {{100 * (by_words[by_till == "spurious"] == "none").mean():.0f}} % of them among those without any loyalty: nobody who reads only the survey sees how much a rival
# next door could take. The latent ones like the firm and buy mostly elsewhere: with them it is not the image that needs work, but the way to
# the shop.

# %% [markdown] lang="zh"
# 这家公司 {{100 * money.loc["spurious", "share of sales"]:.0f}}% 的销售额来自并不怎么喜欢它、却主要在它那里购买的人，他们图的是方便。问卷把其中 {{100 * (by_words[by_till == "spurious"] == "none").mean():.0f}}% 归为不忠诚：只看问卷，谁也看不出隔壁的竞争对手能抢走多少生意。潜在忠诚的客户喜欢公司，却主要在别处购买：对他们来说，需要改进的不是形象，而是购买的便利。

# %% [markdown]
# ## A good drawn by lot
#
# Can people really stay with something for no reason at all? List (2003) gave each of 148 people at a sports card show, half of them dealers, one of two
# collectors' goods of about equal value, *by lot*, and then offered to swap it. The lot knows nobody's taste, so half of them hold the one they like less. How many will swap?

# %% [markdown] lang="zh"
# ## 抽签得来的东西
#
# 人真的会毫无理由地守着一样东西吗？List（2003）在一次球星卡展会上，用*抽签*的办法给 148 个人（一半是卡商）每人一件收藏品，两种收藏品价值相近，然后问他们要不要交换。抽签不知道谁喜欢什么，所以应有一半人手里拿的是自己不太喜欢的那一件。你估计有多少人会交换？

# %%
visitors = datasets.load("sports_cards")
group = visitors["dealer"].map({"no": "visitors", "yes": "dealers"})
swapped = (visitors["traded"] == "yes").groupby(group, observed=True).agg(["sum", "count"])
rates = rate_interval(swapped["sum"], swapped["count"]).assign(
    rate=swapped["sum"] / swapped["count"])
ax = plots.typology.swap_rates(rates.loc[["visitors", "dealers"]])

# %% [markdown]
# {{100 * rates.loc["visitors", "rate"]:.0f}} % of the ordinary visitors swapped, not 50. Of those who would have done so for taste alone, more than half
# stayed with what chance had given them: behaviour that looks like loyalty, with no attitude behind it. Dealers, who trade for a living, are
# nearly free of it, and their interval includes 50 %. Staying put like this is called **inertia** (惯性);
# of things in the hand economists say endowment effect (禀赋效应).

# %% [markdown] lang="zh"
# 普通参观者中交换的只有 {{100 * rates.loc["visitors", "rate"]:.0f}}%，而不是 50%。单凭喜好本该交换的人，有一半以上守着偶然得到的东西：这种行为看上去像忠诚，背后却没有态度。以交易为生的卡商几乎不受影响，他们的置信区间包含 50%。这种维持现状的倾向叫作**惯性**（inertia）；对手里的东西，经济学家称之为禀赋效应（endowment effect）。

# %% [markdown]
# ## Published and ours
#
# List, J. A., "Does Market Experience Eliminate Market Anomalies?", *Quarterly Journal of Economics* 118(1), 2003: the share who swapped.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# List, J. A.，“Does Market Experience Eliminate Market Anomalies?”，*Quarterly Journal of Economics* 118(1)，2003：交换者的比例。

# %%
published = pd.Series({"visitors": 0.230, "dealers": 0.446})
pd.DataFrame({"published": published, "ours": rates["rate"].round(3)}).loc[published.index]

# %% [markdown]
# ## The answer
#
# The head of marketing should not give one number. With these answers true loyalty is anything from {{100 * ranges.loc["true", "lowest_share"]:.0f}} to
# {{100 * ranges.loc["true", "highest_share"]:.0f}} %, depending on the cuts. And the survey is a poor guide to spurious loyalty: both answers come from one mouth. Put
# behaviour from the till beside the attitude, and report the sales that hang on spurious loyalty, with the cuts.

# %% [markdown] lang="zh"
# ## 回答
#
# 市场总监不应当只报一个数。用这些回答，真正忠诚的比例可以是 {{100 * ranges.loc["true", "lowest_share"]:.0f}}% 到 {{100 * ranges.loc["true", "highest_share"]:.0f}}% 之间的任何数，取决于分界点。而且靠问卷很难看清虚假忠诚，因为两个回答出自同一个人之口。应当把收银台记录的行为放在态度旁边，报告有多少销售额依赖虚假忠诚，并写明分界点。

# %% [markdown]
# ## Limits
#
# The panel is simulated: that the till shows more mixed kinds is what its makers put in, though it has long been known that answers given together colour each other.
# The lot experiment is about a thing in the hand, not about a contract or a habit of years. And four boxes are themselves a cut through two things that have degrees.

# %% [markdown] lang="zh"
# ## 局限
#
# 固定样本是模拟的：收银台数据中混合类型更多，是设计时就放进去的，不过同一份问卷里的回答会互相影响，这是早已知道的事。抽签实验研究的是手里的一件东西，不是合约，也不是多年的习惯。而且态度和行为本来都有程度之分，四个格子本身就是人为的切分。

# %% [markdown]
# **Terms** true loyalty 真正忠诚 · latent loyalty 潜在忠诚 · spurious loyalty 虚假忠诚 · inertia 惯性 · correlation 相关系数 · interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/20_four_kinds.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. The data set `mobile_satisfaction` has other questions on a scale of 1 to 10 (CUSA1, CUSL3). Are its mixed kinds rarer or more common?
# 2. Which of your own loyal customers would be found out by a rival next door? What would you have to measure?
# 3. Two groups have the same share of true loyalty at cut 6. Could one have twice that of the other at cut 7?

# %% [markdown] lang="zh"
# **术语** 真正忠诚 true loyalty · 潜在忠诚 latent loyalty · 虚假忠诚 spurious loyalty · 惯性 inertia · 相关系数 correlation · 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/20_four_kinds.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 数据集 `mobile_satisfaction` 中的问题（CUSA1、CUSL3）按 1 到 10 分作答。那里的混合类型更少还是更多？
# 2. 如果隔壁开了一家竞争对手，你的哪些“忠诚”客户会露出真面目？你需要测量什么？
# 3. 两群客户在分界点 6 上真正忠诚的比例相同。到了分界点 7，其中一群可能是另一群的两倍吗？
