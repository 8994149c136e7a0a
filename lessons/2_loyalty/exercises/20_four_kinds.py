# %% [markdown]
# # Exercises to 20: Four kinds of loyalty
#
# **Your company** A chain of bakeries asked a panel of customers two questions, and has a year of their receipts. All of it is drawn by your
# name: nobody else has these figures. Money is in yuan.
#
# - `survey`: one row a customer. `satisfied` (how satisfied they are) and `stated_loyalty` (how likely they are to buy again), on a scale
#   from 1 to 5. 99 means that the customer did not answer.
# - `till`: the same customers. `category_purchases` (all that they bought of bread and cake, anywhere), `our_purchases` (those with us) and
#   `our_spend` (yuan).
#
# **Before this** [20 Four kinds of loyalty](../../notebooks/2_loyalty/20_four_kinds.ipynb). **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 20：忠诚的四种类型
#
# **你的公司** 一家连锁面包店向一批固定客户问了两个问题，还有他们一年的小票。数据由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `survey`：每位客户一行。`satisfied`（满意程度）和 `stated_loyalty`（再次购买的意愿）按 1 到 5 分作答，99 表示未作答。
# - `till`：同一批客户。`category_purchases`（一年中在任何地方购买面包糕点的次数）、`our_purchases`（其中在本店的次数）、`our_spend`（在本店的消费，元）。
#
# **先修** [20 忠诚的四种类型](../../../notebooks/zh/2_loyalty/20_four_kinds.ipynb)。**用时** 40 分钟。

# %% data
from dataclasses import replace as _replace

from crmkit import companies as _companies

_parameters = _replace(
    _companies.Survey.from_card(),
    scale=(1, 5),
    mean_answer={
        "satisfied": float(rng.uniform(3.3, 3.5)),
        "stated_loyalty": float(rng.uniform(3.7, 3.9)),
    },
    answer_spread=float(rng.uniform(0.95, 1.05)),
    missing_share=0.03,
    missing_code=99,
    buying_base=float(rng.uniform(-0.1, 0.3)),
    spend_mean=float(rng.uniform(20, 30)),
)
_panel = _companies.loyalty_survey(n_customers=600, seed=seed % 2**31, parameters=_parameters)
survey, till = _panel.survey, _panel.till
rival = {"margin": 0.40, "moves": int(rng.integers(45, 61)) / 100, "card_cost": int(rng.integers(30, 46))}

# %%
from crmkit.loyalty import survey as questions
from crmkit.loyalty import typology

# %%
survey, till = sheet["survey"], sheet["till"]
survey.describe()

# %% [markdown] points=1 decimals=2
# ## Two answers
#
# How closely do the two answers go together? The correlation of `satisfied` and `stated_loyalty` among those who answered both, with 2 decimals.

# %% [markdown] lang="zh"
# ## 两个回答
#
# 两个回答的关系有多密切？在两题都作答的客户中，求 `satisfied` 与 `stated_loyalty` 的相关系数，保留 2 位小数。

# %% solution
# 99 is no answer and would count as a very good one. Whoever left one question out is left out here.
# zh: 99 不是回答，留着就会被当成极高的分数。漏答任何一题的客户都不计入。
given = questions.answers(survey, scale=(1, 5), missing_codes=[99]).dropna()
q1 = given["satisfied"].corr(given["stated_loyalty"])

# %% wrong
# You left 99s in. They stand for "no answer", not for 99 points.
# zh: 还有 99 没有去掉。它表示“未作答”，不是 99 分。
q1 = survey["satisfied"].corr(survey["stated_loyalty"])
# You counted a missing answer as 0. It is not a bad answer: it is none.
# zh: 你把未作答当成了 0 分。那不是差评，而是没有回答。
given = survey.replace(99, 0)
# You filled each missing answer with the mean. That invents customers to whom everything is average.
# zh: 你用平均分填补了未作答的题目，等于虚构了一些样样都一般的客户。
given = survey.where(survey != 99).pipe(lambda one: one.fillna(one.mean()))
# You left 99s in. They stand for "no answer", not for 99 points.
# zh: 还有 99 没有去掉。它表示“未作答”，不是 99 分。
given = survey[survey["satisfied"] <= 5]
# You left 99s in. They stand for "no answer", not for 99 points.
# zh: 还有 99 没有去掉。它表示“未作答”，不是 99 分。
given = survey[survey["stated_loyalty"] <= 5]

# %% hints
# Look at the largest value of each column. Can it be an answer?
# zh: 看看每一列的最大值，它可能是一个回答吗？

# `questions.answers(survey, scale=..., missing_codes=...)` as in the lesson; then `.dropna()` and `.corr`.
# zh: 像课上那样用 `questions.answers(survey, scale=..., missing_codes=...)`，再用 `.dropna()` 和 `.corr`。

# %% [markdown] points=2 decimals=3
# ## The four kinds by the survey
#
# Let high begin at 4 points for both questions. What shares of those who answered both are of each kind? Four shares between 0 and 1, with
# 3 decimals.

# %% [markdown] lang="zh"
# ## 按问卷分出的四种类型
#
# 两题都从 4 分起算高。在两题都作答的客户中，四种类型（真正忠诚 `"true"`、潜在忠诚 `"latent"`、虚假忠诚 `"spurious"`、不忠诚 `"none"`）各占多大比例？填四个 0 到 1 之间的数，保留 3 位小数。

# %% solution
# Latent: satisfied, but not likely to buy. Spurious: likely to buy, but not satisfied.
# zh: 潜在忠诚：满意却不打算再买。虚假忠诚：打算再买却不满意。
given = questions.answers(survey, scale=(1, 5), missing_codes=[99]).dropna()
kinds = typology.classify(
    given["satisfied"], given["stated_loyalty"], attitude_cut=4, behaviour_cut=4
)
found = kinds.value_counts(normalize=True)
q2 = {"true": found["true"], "latent": found["latent"],
      "spurious": found["spurious"], "none": found["none"]}

# %% wrong
# You let high begin above 4. A 4 is high here, too.
# zh: 你把高分定成了大于 4。这里 4 分也算高。
kinds = typology.classify(
    given["satisfied"], given["stated_loyalty"], attitude_cut=5, behaviour_cut=5
)
found = kinds.value_counts(normalize=True)
# Latent and spurious have changed places. Latent loyalty likes and does not buy.
# zh: 潜在忠诚和虚假忠诚写反了。潜在忠诚是喜欢而不购买。
q2["latent"], q2["spurious"] = found["spurious"], found["latent"]
# You divided by all customers. Those who left a question out have no kind.
# zh: 你除以了全部客户。漏答的客户没有类型，不应计入。
found = kinds.value_counts() / len(survey)
# Those are numbers of customers. Divide by all of them.
# zh: 这是人数，请再除以总人数。
found = kinds.value_counts()
# Those are the shares that one would expect if satisfaction and loyalty had nothing to do with each other.
# zh: 这是假定满意与忠诚毫无关系时的比例。
found = typology.type_table(kinds)["expected_share"]
# You left the 99s in. To `classify` a 99 is a very high answer.
# zh: 你没有去掉 99。在 `classify` 看来，99 是极高的分数。
kinds = typology.classify(
    survey["satisfied"], survey["stated_loyalty"], attitude_cut=4, behaviour_cut=4
)
found = kinds.value_counts(normalize=True)
# You let high begin at 3. Here it begins at 4.
# zh: 你从 3 分起算高。这里从 4 分起。
kinds = typology.classify(
    given["satisfied"], given["stated_loyalty"], attitude_cut=3, behaviour_cut=3
)
found = kinds.value_counts(normalize=True)

# %% hints
# Which answers make a customer latent? Satisfied: 4 or 5. Likely to buy again: 3 or less.
# zh: 怎样的回答算潜在忠诚？满意度 4 或 5 分，再次购买的意愿不超过 3 分。

# `typology.classify(attitude, behaviour, attitude_cut=..., behaviour_cut=...)`, then `.value_counts(normalize=True)`.
# zh: 先用 `typology.classify(attitude, behaviour, attitude_cut=..., behaviour_cut=...)`，再用 `.value_counts(normalize=True)`。

# %% [markdown] points=2 decimals=3
# ## A range, not a share
#
# Try the cuts 3, 4 and 5 for both questions, every pair of them. Between which two values does the share of *spurious* loyalty lie? Shares
# between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 一个范围，而不是一个比例
#
# 两题的分界点都试 3、4、5 分，每一种组合都算。*虚假忠诚*的比例落在哪两个数之间（最低 `"lowest"`，最高 `"highest"`）？填 0 到 1 之间的数，保留 3 位小数。

# %% solution
# Spurious loyalty is rarest where satisfaction is cut low and loyalty high, and most common the other way round.
# zh: 满意的分界点低、忠诚的分界点高时，虚假忠诚最少；反过来则最多。
given = questions.answers(survey, scale=(1, 5), missing_codes=[99]).dropna()
tried = typology.shares_by_cut(
    given["satisfied"], given["stated_loyalty"], attitude_cuts=[3, 4, 5], behaviour_cuts=[3, 4, 5]
)
spurious = tried["spurious"]
q3 = {"lowest": spurious.min(), "highest": spurious.max()}

# %% wrong
# You moved both cuts together: 3 and 3, 4 and 4, 5 and 5. The extremes need a low cut on one question and a high one on the other.
# zh: 你让两个分界点一起移动：3 和 3、4 和 4、5 和 5。最低和最高出现在一题取低、另一题取高的时候。
spurious = tried["spurious"][[(3, 3), (4, 4), (5, 5)]]
# That is the range of latent loyalty. Spurious loyalty buys without liking.
# zh: 这是潜在忠诚的范围。虚假忠诚是不喜欢却购买。
spurious = tried["latent"]
# That is the range of true loyalty.
# zh: 这是真正忠诚的范围。
spurious = tried["true"]
# You left satisfaction at 4 and moved only the other cut.
# zh: 你把满意的分界点固定在 4 分，只移动了另一个。
spurious = tried["spurious"].loc[4]
# You left loyalty at 4 and moved only the other cut.
# zh: 你把忠诚的分界点固定在 4 分，只移动了另一个。
spurious = tried["spurious"].xs(4, level="behaviour_cut")
# That is the interval of one share at one pair of cuts. Here the cuts themselves move.
# zh: 这是一对分界点下那个比例的置信区间。这里要让分界点本身变动。
kinds = typology.classify(
    given["satisfied"], given["stated_loyalty"], attitude_cut=4, behaviour_cut=4
)
q3["lowest"], q3["highest"] = typology.type_table(kinds).loc["spurious", ["low", "high"]]
# You left the 99s in. To `shares_by_cut` a 99 is a very high answer.
# zh: 你没有去掉 99。在 `shares_by_cut` 看来，99 是极高的分数。
tried = typology.shares_by_cut(
    survey["satisfied"], survey["stated_loyalty"], attitude_cuts=[3, 4, 5], behaviour_cuts=[3, 4, 5]
)
spurious = tried["spurious"]

# %% hints
# Three cuts for one question and three for the other make nine pairs.
# zh: 一题三个分界点，另一题三个，共有九种组合。

# `typology.shares_by_cut(..., attitude_cuts=[3, 4, 5], behaviour_cuts=[3, 4, 5])` has one row a pair.
# zh: `typology.shares_by_cut(..., attitude_cuts=[3, 4, 5], behaviour_cuts=[3, 4, 5])` 每种组合一行。

# %% [markdown] points=2 decimals=3
# ## A colleague and the survey
#
# A colleague reads exercise 2 and writes: "So we know what share of our customers buys without liking us. About the same share of our sales will
# depend on habit." Ask the till. High behaviour now means that at least half of the purchases in the category are ours; high satisfaction begins
# at 4 as before; the customers are those who answered both questions.
#
# What share of them is spuriously loyal by the till, and what share of their `our_spend` comes from these? Two shares between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 同事与问卷
#
# 同事看了第 2 题，写道：“这样就知道有多大比例的客户不喜欢我们却来购买了。靠习惯得来的销售额，大概也占这么大的比例。”去问收银台。现在，行为高是指品类购买次数中至少一半在本店；满意度仍从 4 分起算高；客户仍是两题都作答的那些。
#
# 按收银台数据，虚假忠诚的客户占多大比例（`"customers"`）？他们的 `our_spend` 占这些客户全部 `our_spend` 的多大比例（`"sales"`）？填两个 0 到 1 之间的数，保留 3 位小数。

# %% solution
# The survey and the till sort the same people differently, and those who buy without liking buy much: their share of the
# sales is larger than their share of the customers.
# zh: 同一批人，按问卷和按收银台分出的类型不同；不喜欢却购买的人买得多，占销售额的比例高于占人数的比例。
given = questions.answers(survey, scale=(1, 5), missing_codes=[99]).dropna()
bought = till.loc[given.index]
ours = bought["our_purchases"] / bought["category_purchases"]
kinds = typology.classify(given["satisfied"], ours, attitude_cut=4, behaviour_cut=0.5)
habit = kinds == "spurious"
q4 = {"customers": habit.mean(), "sales": bought["our_spend"][habit].sum() / bought["our_spend"].sum()}

# %% wrong
# You took the behaviour from the survey again. This time the till has to speak.
# zh: 行为还是取自问卷。这一次要用收银台的数据。
kinds = typology.classify(
    given["satisfied"], given["stated_loyalty"], attitude_cut=4, behaviour_cut=4
)
habit = kinds == "spurious"
# Those are the latent ones, who like you and buy elsewhere.
# zh: 这是潜在忠诚的客户，他们喜欢你，却在别处买。
habit = kinds == "latent"
# Those are the truly loyal, who like you and buy from you.
# zh: 这是真正忠诚的客户，他们喜欢你，也在你这里买。
habit = kinds == "true"
# You asked for more than half. Exactly half is high, too.
# zh: 你要求超过一半。正好一半也算高。
habit = (given["satisfied"] < 4) & (ours > 0.5)
# You counted those who answered 4 among the not satisfied. High satisfaction begins at 4.
# zh: 你把答 4 分的客户算作不满意。满意度从 4 分起就算高。
habit = (given["satisfied"] <= 4) & (ours >= 0.5)
# You divided by those who buy mostly with you. The question is about all who answered both questions.
# zh: 你除以了主要在本店购买的客户。题目问的是所有两题都作答的客户。
mostly = ours >= 0.5
q4["customers"] = habit.sum() / mostly.sum()
q4["sales"] = bought["our_spend"][habit].sum() / bought["our_spend"][mostly].sum()
# You left the 99s in. Keep only the customers who answered both questions.
# zh: 你没有去掉 99。请只留下两题都作答的客户。
bought, ours = till, till["our_purchases"] / till["category_purchases"]
habit = (survey["satisfied"] < 4) & (ours >= 0.5)
q4["customers"], q4["sales"] = habit.mean(), till["our_spend"][habit].sum() / till["our_spend"].sum()
# You kept everybody who answered `satisfied`. Some of them left the other question out.
# zh: 你留下了所有回答 `satisfied` 的客户，其中有些人漏答了另一题。
asked = survey["satisfied"] <= 5
bought, ours = till[asked], (till["our_purchases"] / till["category_purchases"])[asked]
habit = (survey["satisfied"][asked] < 4) & (ours >= 0.5)
q4["customers"] = habit.mean()
q4["sales"] = bought["our_spend"][habit].sum() / bought["our_spend"].sum()
# You divided by the whole panel, both the customers and their sales. The question is about those who answered both questions.
# zh: 人数和销售额你都除以了全部固定客户的。题目问的是两题都作答的客户。
q4["customers"] = habit.sum() / len(till)
q4["sales"] = bought["our_spend"][habit].sum() / till["our_spend"].sum()
# The customers are right. For the sales, add up their yuan and divide by all yuan.
# zh: 客户比例算对了。销售额的比例要把他们的消费额相加，再除以全部消费额。
q4["sales"] = habit.mean()
# You divided by the sales to the whole panel. The question is about those who answered both questions.
# zh: 你除以了全部固定客户的销售额。题目问的是两题都作答的客户。
q4["sales"] = bought["our_spend"][habit].sum() / till["our_spend"].sum()
# You compared yuan a customer with the mean of all. What part of all the yuan is theirs?
# zh: 你比较的是人均消费。他们的消费占全部消费的多大比例？
q4["sales"] = bought["our_spend"][habit].mean() / bought["our_spend"].mean()

# %% hints
# For each customer, `our_purchases / category_purchases` is the share that you get.
# zh: 对每位客户，`our_purchases / category_purchases` 就是本店所占的比例。

# `till.loc[given.index]` keeps the customers who answered; then classify with `behaviour_cut=0.5`.
# zh: 用 `till.loc[given.index]` 留下作答的客户，再以 `behaviour_cut=0.5` 分类。

# %% [markdown] points=4
# ## A rival next door
#
# A rival opens beside your shops. Customers who answered 4 or 5 on `satisfied` stay. Of the `our_spend` of everybody who answered 3 or less, the share
# `rival["moves"]` goes to the rival. Of those who did not answer this question nothing is known; count on their staying.
#
# A bonus card keeps a customer's spend with you, and costs `rival["card_cost"]` yuan, whoever gets it. Of each yuan kept, the share `rival["margin"]` is
# profit. Who gets a card? A list of the ids of customers (`C00001`, ...). What counts is the profit kept, less the cards.

# %% [markdown] lang="zh"
# ## 隔壁来了竞争对手
#
# 一家竞争对手开在你的店旁边。`satisfied` 答 4 或 5 分的客户不会走。答 3 分及以下的客户，其 `our_spend` 中会有 `rival["moves"]` 这一比例转到对手那里。没有回答这一题的客户情况不明，就当他们会留下。
#
# 一张优惠卡能把一位客户的消费全部留住，每张成本 `rival["card_cost"]` 元，发给谁都一样。留住的每一元中，利润占 `rival["margin"]`。卡发给谁？填客户编号（`C00001` 等）组成的列表。看的是留住的利润减去卡的成本。

# %% starter
rival = sheet["rival"]
q5 = ...

# %% solution
# A card pays where there is something to lose and enough of it: not satisfied, and a spend of which the part that
# would move leaves more profit than the card costs.
# zh: 只有会流失、而且流失得足够多的客户才值得发卡：不满意，并且将要转走的那部分消费带来的利润超过卡的成本。
rival = sheet["rival"]
doubtful = survey["satisfied"] <= 3
saved = till["our_spend"] * rival["moves"] * rival["margin"]
gain = saved.where(doubtful, 0) - rival["card_cost"]
options, nothing = set(till.index), set()


def worth(ids):
    return gain[list(ids)].sum()


q5 = set(gain.index[gain > 0])

# %% wrong
# You give a card to everybody. Most of them would have stayed without one, or spend too little.
# zh: 你给所有人都发了卡。其中大多数没有卡也会留下，或者花得太少。
q5 = options
# You give cards to your largest customers. Many of them like you and would not have moved.
# zh: 你把卡发给了消费最多的客户。他们当中很多人喜欢你，本来就不会走。
q5 = set(till.index[saved > rival["card_cost"]])
# You give a card to everybody who is not satisfied. For those who spend little, the card costs more than it keeps.
# zh: 你给所有不满意的客户都发了卡。对花得少的人，卡的成本超过了留住的利润。
q5 = set(till.index[doubtful])
# You trusted the answer about buying again. Many who are not satisfied say that they will stay, and move.
# zh: 你相信了“会再买”的回答。很多不满意的人嘴上说会留下，实际上会走。
q5 = set(till.index[survey["stated_loyalty"].le(3) & (saved > rival["card_cost"])])
# You counted all that they spend as saved. Only a part of it would have moved, and only a part of that is profit.
# zh: 你把他们的全部消费都算作留住的。其中只有一部分会转走，而转走的部分中又只有一部分是利润。
q5 = set(till.index[doubtful & (till["our_spend"] > rival["card_cost"])])
# You compared the card with the yuan that would move. Only a part of each yuan is profit.
# zh: 你把卡的成本与会转走的金额相比。每一元中只有一部分是利润。
q5 = set(till.index[doubtful & (till["our_spend"] * rival["moves"] > rival["card_cost"])])
# You give cards to the spuriously loyal alone. Others are not satisfied either, and some of them spend enough to be worth a card.
# zh: 你只给虚假忠诚的客户发了卡。不满意的还有别人，其中有些人的消费也值得一张卡。
mostly = (till["our_purchases"] / till["category_purchases"] >= 0.5) & (survey["stated_loyalty"] <= 5)
q5 = set(till.index[doubtful & mostly])
# You give cards to the spuriously loyal alone. Others are not satisfied either, and some of them spend enough to be worth a card.
# zh: 你只给虚假忠诚的客户发了卡。不满意的还有别人，其中有些人的消费也值得一张卡。
mostly = (till["our_purchases"] / till["category_purchases"] >= 0.5) & (survey["stated_loyalty"] <= 5)
q5 = set(gain.index[(gain > 0) & mostly])
# You reward the truly loyal. They like you and stay without a card.
# zh: 你奖励了真正忠诚的客户。他们喜欢你，没有卡也会留下。
answered = (survey <= 5).all(axis="columns")
mostly = till["our_purchases"] / till["category_purchases"] >= 0.5
q5 = set(till.index[answered & mostly & (survey["satisfied"] >= 4)])
# You left out those who answered 3. They move, too.
# zh: 你漏掉了答 3 分的客户。他们也会走。
q5 = set(gain.index[(gain > 0) & (survey["satisfied"] < 3)])
# You give cards to those who answered 4. They stay without one.
# zh: 你给答 4 分的客户也发了卡。他们没有卡也会留下。
q5 = set(till.index[(survey["satisfied"] <= 4) & (saved > rival["card_cost"])])

# %% hints
# For one customer: what would go to the rival, what profit is in it, and what does the card cost?
# zh: 对一位客户：会有多少消费转到对手那里？其中有多少利润？卡要花多少钱？

# `till["our_spend"] * rival["moves"] * rival["margin"]` is the profit that a card keeps of somebody who would move.
# `till.index[condition]` gives the ids of those who meet a condition.
# zh: `till["our_spend"] * rival["moves"] * rival["margin"]` 是一张卡能从会走的客户那里留住的利润。`till.index[条件]` 给出满足条件的编号。
