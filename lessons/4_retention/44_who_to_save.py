# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["30", "50", "95", "1000", "10000"]
# ---

# %% [markdown]
# # 44 Who to save?
#
# **Question** The budget reaches 30 % of our customers. Do we contact those likely to say yes, or those whom the contact moves?
#
# **Who asks** The head of retention, whose last campaign went to the best customers and "worked": most of them stayed.
#
# **Time** 45 minutes. **Before this** [13 RFM](../1_segmentation/13_rfm.ipynb).
#
# **You will be able to**
# 1. measure what a contact changes, from a test by lot;
# 2. rank customers by how far they are moved, and judge the ranking on others;
# 3. put money and an interval on a rule that spends a budget;
# 4. say when such a ranking is worth the trouble.
#
# **Data** Three tests by lot: a message to voters, a hair care promotion, DVD coupons. A simulated firm. The Complete Journey.

# %% [markdown] lang="zh"
# # 44 该挽留谁？
#
# **问题** 预算只够联系 30% 的客户。应当联系最可能点头的人，还是联系之后才会改变主意的人？
#
# **谁会这样问** 客户保持负责人。上一次活动针对最好的客户，看上去很“有效”：他们大多留了下来。
#
# **用时** 45 分钟。**先修** [13 RFM](../1_segmentation/13_rfm.ipynb)。
#
# **学完你能够**
# 1. 用随机试验测量一次联系究竟改变了什么；
# 2. 按客户受影响的程度排序，并用另一批客户检验；
# 3. 给一条花预算的规则算出金额和区间；
# 4. 判断这样的排序什么时候值得做。
#
# **数据** 三次随机试验：寄给选民的宣传信、护发产品促销、DVD 优惠券。一家模拟公司。The Complete Journey。

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots, rates
from crmkit.retention import Uplift, policy, qini, uplift

# %%
plots.course_style()
test = pd.DataFrame({"customers": [21_307, 21_306], "visits": [3_894, 2_262], "orders": [267, 122]})
test.index = ["e-mail", "none"]
shares = 100 * test[["visits", "orders"]].div(test["customers"], axis="index")
shares.round(3).add_suffix(", %")

# %% [markdown]
# ## What did the e-mail change?
#
# A shop sent an e-mail to customers drawn by lot and none to others. Of those who got it {{100 * 267 / 21307:.2f}} % ordered. How much of that is the e-mail's work? Not all: without it {{100 * 122 / 21306:.2f}} % ordered, too. Only
# the difference, the **uplift** (增益), was caused by it.

# %% [markdown] lang="zh"
# ## 邮件改变了什么？
#
# 一家店向抽签选出的客户发了邮件，对另一批人不发。收到的人有 {{100 * 267 / 21307:.2f}}% 下了单。其中多少是邮件的功劳？不是全部：没收到的人也有 {{100 * 122 / 21306:.2f}}% 下单。只有两者之差，即**增益**（uplift），才是邮件带来的。

# %%
mailed = rates.rate_difference([122, 267], [21_306, 21_307])
mailed[["estimate", "low", "high", "z"]].round(5).to_frame("orders")

# %% [markdown]
# The uplift is {{100 * mailed["estimate"]:.3f}} points, with a 95 % interval, the values consistent with the data, from {{100 * mailed["low"]:.2f}} to {{100 * mailed["high"]:.2f}}; z says that it is {{mailed["z"]:.1f}} times its standard error. But who was moved? Nobody
# is seen both with the e-mail and without. In a simulated firm, which calls subscribers by lot before their term ends, we can look:

# %% [markdown] lang="zh"
# 增益为 {{100 * mailed["estimate"]:.3f}} 个百分点，95% 置信区间（与数据相容的取值）为 {{100 * mailed["low"]:.2f}} 到 {{100 * mailed["high"]:.2f}}；z 表示它是标准误的 {{mailed["z"]:.1f}} 倍。可是，被打动的是谁？没有人能同时处在“收到”和“没收到”两种情形之下。在一家模拟公司里就能看到：它在订阅到期之前，抽签给部分订户打电话。

# %%
firm = companies.persuadable_customers(n_customers=8_000, seed=1)
firm.truth.groupby("kind", observed=True)[["stays_without", "stays_with"]].first()

# %% [markdown]
# Four kinds, each with its chance to stay without the call and with it. **Sure things** (必留客户) nearly all stay and **lost causes** (必失客户) nearly all leave, whatever we do. **Persuadables** (可说服客户) are saved by the call. **Sleeping dogs** (勿扰客户) had forgotten that they pay, and the call reminds them. If you call those most likely to
# stay, which kind do you mostly call? Guess its share.

# %% [markdown] lang="zh"
# 共有四类，表中是每一类不接电话和接到电话时留下的概率。无论我们做什么，**必留客户**（sure things）几乎都会留下，**必失客户**（lost causes）几乎都会离开。**可说服客户**（persuadables）能被电话留住。**勿扰客户**（sleeping dogs）早忘了自己还在付费，电话反而提醒了他们。如果打给最可能留下的人，打到的主要是哪一类？猜一猜比例。

# %%
names = {"outcome": "stayed", "treated": "called"}
both = {"response": "linear", "two models": "linear"}
training, held_out = uplift.halves(firm.customers, rng=np.random.default_rng(1), **names)
traits = ["logins", "complaints", "autopay"]
ranked = uplift.scores(training, held_out, traits=traits, methods=both, **names)
plans = policy.plans(ranked, scores=list(both), fraction=0.3)
ax = plots.uplift.kind_bars(plans[list(both)], firm.truth["kind"].loc[plans.index])

# %% [markdown]
# The **response model** (响应模型) predicts who stays if called. {{100 * plans.loc[firm.truth["kind"].loc[plans.index] == "sure thing", "response"].sum() / plans["response"].sum():.0f}} % of its picks are sure things. The **uplift model** (增益模型), here `"two models"`, predicts twice, from the called and from the others, and picks those whose two predictions differ most. Both learned from one half of the customers and rank the other half.

# %% [markdown] lang="zh"
# **响应模型**（response model）预测接到电话后谁会留下，挑中的人里 {{100 * plans.loc[firm.truth["kind"].loc[plans.index] == "sure thing", "response"].sum() / plans["response"].sum():.0f}}% 是必留客户。**增益模型**（uplift model）在这里是 `"two models"`：用接到电话的人和没接到的人各训练一个模型，挑两个预测相差最大的人。两者都用一半客户训练，再给另一半客户排序。

# %% [markdown]
# ## Two models, by hand
#
# Take a real test: half of 10,000 voters got a message by lot, and a survey asked who had `moved` towards the candidate. With party as the only trait (we keep those with exactly one), the two models are two rates for each party.

# %% [markdown] lang="zh"
# ## 动手做“两个模型”
#
# 看一次真实的试验：10,000 位选民中，一半抽签收到宣传信，随后的调查了解谁变得更倾向这位候选人（`moved`）。如果只看党派（只保留恰好登记一个党派的人），“两个模型”就是每个党派的两个比率。

# %%
voters = datasets.load("voter_persuasion")
parties = ["democrat", "republican", "independent"]
known = voters[voters[parties].sum(axis=1) == 1]
known = known.assign(party=known[parties].idxmax(axis=1))
by_hand = known.groupby(["party", "messaged"])["moved"].mean().unstack()
by_hand = by_hand.assign(difference=by_hand[1] - by_hand[0])
by_hand.round(3)

# %%
vote = {"outcome": "moved", "treated": "messaged"}
model = Uplift.fit(known, traits=["party"], method="two models", **vote)
model.score(known).groupby(known["party"]).first().round(3).to_frame("difference")

# %%
ax = plots.uplift.effects(known, by="party", **vote)

# %% [markdown]
# The same numbers, up to a thousandth: the models are held back a little from extreme rates. Notice how wide the intervals are, and that they overlap: for differences among groups, 10,000 voters are few.

# %% [markdown] lang="zh"
# 数字相同，相差不超过千分之一：模型把过高或过低的比率略微往回收。注意区间很宽，而且互相重叠：要比较各组的差异，10,000 位选民还是太少。

# %% [markdown]
# ## Is the ranking any good?
#
# Go down the ranking. Among the best so many, $R_t$ of $N_t$ called customers stayed, and $R_c$ of $N_c$ who were not called. The call then gained $u = R_t - R_c N_t / N_c$ customers. Drawn against the share treated, this is the **Qini curve** (Qini 曲线). Chance, a random order, is a straight line. At 30 %, does the response model lie above it?

# %% [markdown] lang="zh"
# ## 排序好不好？
#
# 沿着排名往下走。在最靠前的一批人里，接到电话的 $N_t$ 人中有 $R_t$ 人留下，没接到的 $N_c$ 人中有 $R_c$ 人留下。电话挽回了 $u = R_t - R_c N_t / N_c$ 位客户。以联系的比例为横轴画出来，就是 **Qini 曲线**（Qini curve）。随机排序对应一条直线。到 30% 时，响应模型会高于它吗？

# %%
table = held_out.join(ranked)
curves = {one: qini.curve(table, score=one, **names) for one in both}
ax = plots.qini.curves(curves)

# %%
sure = {"rng": np.random.default_rng(1), "draws": 200}
qini.areas(table, scores=list(both), **sure, **names).round(0).astype("int64")

# %% [markdown]
# It does not. The table holds the area between a curve and chance: how many customers more than chance, on average over all depths, with 95 % intervals from {{sure["draws"]}} redraws of the customers. The uplift curve rises and then falls: beyond its top are sleeping dogs. In money, let a customer who stays be worth 100 yuan, and a call cost 5:

# %% [markdown] lang="zh"
# 不会。表中是曲线与随机线之间的面积，即各种深度下平均比随机多挽回的客户数，95% 区间来自对客户的 {{sure["draws"]}} 次重抽样。增益模型的曲线先升后降：顶点之后是勿扰客户。换成钱：留下一位客户值 100 元，一通电话 5 元。

# %%
planned = held_out.join(plans)
money = {"margin": 100, "cost": 5, "against": "at random"}
gain = policy.value_differences(planned, plans=list(plans), **money, **names)
ax = plots.policy.difference_intervals(gain, against="at random", unit="yuan a customer")

# %% [markdown]
# This is the **policy value** (策略价值): customers whom the lot happened to treat as a rule would treat them speak for all whom it would treat so. The uplift model earns {{gain.loc["two models", "estimate"]:.1f}} yuan a customer more than calling as many at random, the response model {{gain.loc["response", "estimate"]:.1f}}.

# %% [markdown] lang="zh"
# 这就是**策略价值**（policy value）：抽签结果恰好与规则一致的客户，代表规则会同样对待的所有人。与随机打同样多的电话相比，增益模型平均每位客户多赚 {{gain.loc["two models", "estimate"]:.1f}} 元，响应模型 {{gain.loc["response", "estimate"]:.1f}} 元。

# %% [markdown]
# ## Then uplift always wins?
#
# So it seems, and vendors say so. Three real tests: the voters; a hair care promotion that 10,000 customers got or not; DVD coupons of 3 dollars against 1. In how many does the uplift model beat the response model? Write down a number. Each test is divided into halves
# again and again.

# %% [markdown] lang="zh"
# ## 那么增益模型总会赢？
#
# 看来如此，软件商也这样说。现在有三次真实试验：选民；10,000 位客户收到或没收到的护发产品促销；3 美元与 1 美元的 DVD 优惠券。增益模型在几次试验中胜过响应模型？写下一个数字。每次试验都反复随机分成两半。

# %%
hair = datasets.load("hair_care_promotion").rename(columns={"promoted": "treated"})
dvd = datasets.load("dvd_coupons").query("coupon == 1 or coupon == 3")
dvd = dvd.assign(treated=(dvd["coupon"] == 3).astype(int), bought=(dvd["bought"] == "yes") * 1)
voters = voters.rename(columns={"moved": "bought", "messaged": "treated"})
tests = {"hair care": (hair, 20), "voters": (voters, 10), "DVD coupon": (dvd, 10)}
real = {"outcome": "bought", "treated": "treated"}

# %%
splits = {}
for name, (rows, times) in tests.items():
    traits = [one for one in rows if one not in ("bought", "treated", "coupon")]
    options = {"methods": both, "splits": times, "rng": np.random.default_rng(44)}
    splits[name] = qini.over_splits(rows, traits=traits, **options, **real)
means = {name: qini.split_means(one) for name, one in splits.items()}
ax = plots.qini.area_bars(means)

# %%
more = {name: one["two models"] - one["response"] for name, one in splits.items()}
apart = pd.concat({name: qini.split_means(one.to_frame("")) for name, one in more.items()})
apart.droplevel(1).round(1)

# %% [markdown]
# One by the mean, none clearly. Hair care: the response model is ahead of the uplift model ({{means["hair care"].loc["response", "estimate"]:.1f}} against {{means["hair care"].loc["two models", "estimate"]:.1f}}), but the interval of the difference holds zero: {{hair["bought"].sum()}} purchases are too few to learn a *difference* from. DVD coupons: a tie; those inclined to buy are also those whom the dollars move. Voters: the uplift model has the
# larger mean, but the interval of the difference reaches from {{apart.loc["voters", "low"].iloc[0]:.0f}} to {{apart.loc["voters", "high"].iloc[0]:.0f}}, and it wins {{(more["voters"] > 0).sum()}} of 10 splits.

# %% [markdown] lang="zh"
# 增益模型按均值胜了一次，但没有一次明显胜出。护发产品：响应模型领先（{{means["hair care"].loc["response", "estimate"]:.1f}} 对 {{means["hair care"].loc["two models", "estimate"]:.1f}}），但差值的区间包含零：只有 {{hair["bought"].sum()}} 次购买，学不出*差异*。DVD 优惠券：打成平手，本来就想买的人，也正是优惠打动的人。选民：增益模型的均值较大，但差值的区间从 {{apart.loc["voters", "low"].iloc[0]:.0f}} 到 {{apart.loc["voters", "high"].iloc[0]:.0f}}，10 次划分中赢了 {{(more["voters"] > 0).sum()}} 次。

# %% [markdown]
# ## Spending on 30 % of the voters
#
# Learn from one half of the voters and value five plans on the other: nobody, everybody, 30 % at random, and the best 30 % by either model. The message costs nothing here; voters moved are what counts. Of the three that fit the budget, which would you choose if the picture had no intervals?

# %% [markdown] lang="zh"
# ## 只联系 30% 的选民
#
# 用一半选民训练，在另一半上评估五个方案：谁都不联系、联系所有人、随机 30%、两种模型各自排名前 30%。这里不计宣传信的成本，只看打动多少人。在预算之内的三个方案里，如果图上没有区间，你会选哪一个？

# %%
training, rest = uplift.halves(voters, rng=np.random.default_rng(44), **real)
traits = [one for one in voters if one not in ("bought", "treated")]
ranked = uplift.scores(training, rest, traits=traits, methods=both, **real)
chosen = policy.plans(ranked, scores=list(both), fraction=0.3)
value = {"plans": list(chosen), "against": "at random", **real}
moved = policy.value_differences(rest[["bought", "treated"]].join(chosen), **value)
ax = plots.policy.difference_intervals(moved, against="at random", unit="moved in 1,000", per=1_000)

# %% [markdown]
# Per 1,000 voters, reaching everybody moves {{1000 * moved.loc["everybody", "estimate"]:.0f}} more than a random 30 %. Without intervals you would choose the two models. But ranking the 30 % changes the number by {{1000 * moved.loc["two models", "estimate"]:+.0f}} (two models) or {{1000 * moved.loc["response", "estimate"]:+.0f}} (response), and both intervals hold zero. The message works; whom it works on, these data do not tell.

# %% [markdown] lang="zh"
# 以每 1,000 位选民中被打动的人数计：联系所有人比随机联系 30% 多 {{1000 * moved.loc["everybody", "estimate"]:.0f}} 人。不看区间，你会选“两个模型”。可是给这 30% 排序，打动的人数变化是 {{1000 * moved.loc["two models", "estimate"]:+.0f}} 人（两个模型）或 {{1000 * moved.loc["response", "estimate"]:+.0f}} 人（响应模型），两个区间都包含零。宣传信有效；对谁有效，这些数据说不出来。

# %% [markdown]
# ## Without a lot there is no uplift
#
# The Complete Journey mailed some households, and not by lot. Leave out those mailed before March 2017. How many dollars a household did those mailed later spend in January and February, *before* any mailing, and how many those never mailed? Guess the ratio.

# %% [markdown] lang="zh"
# ## 没有抽签，就没有增益
#
# The Complete Journey 只给部分家庭寄了促销资料，而且不是抽签决定的。去掉 2017 年 3 月之前就收到过资料的家庭。在寄出任何资料*之前*的一月和二月，后来收到资料的家庭平均消费多少美元？从未收到的呢？猜一猜倍数。

# %%
log = datasets.load("complete_journey_transactions")
starts = datasets.load("complete_journey_campaign_descriptions").set_index("campaign_id")
mail = datasets.load("complete_journey_campaigns").join(starts["starts_at"], on="campaign_id")
first = mail.groupby("customer_id")["starts_at"].min()
early = first.index[first < "2017-03-01"]

# %%
rows = log[~log["customer_id"].isin(early)]
when = (rows["ordered_at"] < "2017-03-01").map({True: "before", False: "later"})
spent = rows.groupby(["customer_id", when])["amount"].sum().unstack(fill_value=0)
spent = spent.groupby(spent.index.isin(first.index)).mean()
spent = spent.rename(index={True: "mailed", False: "not mailed"}).round(0).astype("int64")
spent

# %% [markdown]
# The mailed spend {{spent.loc["mailed", "later"] / spent.loc["not mailed", "later"]:.1f}} times as much from March on, but they spent {{spent.loc["mailed", "before"] / spent.loc["not mailed", "before"]:.1f}} times as much before any mailing. That is selection, not effect: the shop mailed its good customers.

# %% [markdown] lang="zh"
# 三月以后，收到资料的家庭消费是其他家庭的 {{spent.loc["mailed", "later"] / spent.loc["not mailed", "later"]:.1f}} 倍；但在寄出任何资料之前，就已经是 {{spent.loc["mailed", "before"] / spent.loc["not mailed", "before"]:.1f}} 倍。这是选择，不是效果：店家本来就寄给了好客户。

# %% [markdown]
# ## Published and ours
#
# The e-mail test was published by Hillstrom, MineThatData challenge (2008), the voters by Shmueli et al., *Data Mining for Business Analytics* (2019). The areas are not published: the column holds an earlier run of our own with other splits. Formula: Radcliffe (2007), *Direct Marketing Analytics Journal* 1.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 邮件试验由 Hillstrom 在 MineThatData challenge（2008）中发表，选民数据来自 Shmueli 等，*Data Mining for Business Analytics*（2019）。各面积并未发表过：表中带 earlier 的两列是我们早先用另一些划分算出的。公式见 Radcliffe（2007），*Direct Marketing Analytics Journal* 1。

# %%
rows = {"orders, % points": (0.681, 100 * mailed["estimate"]), "z": (7.4, mailed["z"])}
rows |= {"visits, e-mail": (0.1828, 3_894 / 21_307), "visits, none": (0.1062, 2_262 / 21_306)}
rate = voters.groupby("treated")["bought"].mean()
rows |= {"moved without": (0.3444, rate[0]), "moved with": (0.4024, rate[1])}
pd.DataFrame(rows, index=["published", "ours"]).T.round(4)

# %%
earlier = {"hair care": (3.7, 2.3), "voters": (5.7, 13.3), "DVD coupon": (52.7, 52.5)}
areas = pd.DataFrame({name: one["estimate"] for name, one in means.items()}).T.round(1)
pd.DataFrame(earlier, index=["response, earlier", "two models, earlier"]).T.join(areas)

# %% [markdown]
# The ranking of the first and the tie of the last return; the voters' advantage depends on the splits.

# %% [markdown] lang="zh"
# 第一项的次序和最后一项的平手都重现了；选民数据上的优势则取决于怎样划分。

# %% [markdown]
# ## The answer
#
# That the best customers stayed is no success: sure things nearly all stay uncalled, too. Contact those whom it moves, if you can tell them: in the simulated firm that earns {{gain.loc["two models", "estimate"]:.1f}} yuan a customer more than a random 30 %. You can tell them where those who move are not those inclined anyway, and where events are many. With {{hair["bought"].sum()}} purchases, or with effects as even as the voters', no uplift ranking is surely better than a lot (in hair care the response model is). Then contact
# at random once more, keep a group without, and learn.

# %% [markdown] lang="zh"
# ## 回答
#
# 最好的客户留了下来，不算成绩：必留客户不接电话也几乎都会留下。如果认得出来，就联系会被打动的人：在模拟公司里，这样比随机 30% 平均每位客户多赚 {{gain.loc["two models", "estimate"]:.1f}} 元。当本来就倾向于点头的人与会被打动的人不是同一批、且事件足够多时，才认得出来。只有 {{hair["bought"].sum()}} 次购买，或者像选民那样各组效果相近时，增益模型的排序不能确定胜过抽签（护发产品上，响应模型倒是可以）。这时就再随机联系一次，留一组不联系，继续学习。

# %% [markdown]
# ## Limits
#
# The lot must have decided, or its chances must be known and neither 0 nor 1. Effects fade: a ranking learned on one offer says little of the next. One division into halves is luck; repeated ones share customers, which widens the interval of their mean.

# %% [markdown] lang="zh"
# ## 局限
#
# 处理必须由抽签决定，或者概率已知，且既不为 0 也不为 1。效果会减弱：从一次优惠学到的排序，说明不了下一次。只分一次两半要靠运气；反复划分时各次共用客户，均值的区间因此更宽。

# %% [markdown]
# **Terms** uplift 增益 · sure thing 必留客户 · lost cause 必失客户 · persuadable 可说服客户 · sleeping dog 勿扰客户 · response model 响应模型 · uplift model 增益模型 · Qini curve Qini 曲线 · policy value 策略价值
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/4_retention/44_who_to_save.ipynb) give you a firm of your own and check your answers. For this lesson's data:
#
# 1. Compare coupons of 5 dollars with 1. Is it still a tie?
# 2. Value the firm's plans at a budget of 50 %. Which one loses most?

# %% [markdown] lang="zh"
# **术语** 增益 uplift · 必留客户 sure thing · 必失客户 lost cause · 可说服客户 persuadable · 勿扰客户 sleeping dog · 响应模型 response model · 增益模型 uplift model · Qini 曲线 Qini curve · 策略价值 policy value
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/4_retention/44_who_to_save.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 比较 5 美元与 1 美元的优惠券。还是平手吗？
# 2. 把预算改为 50%，再评估这家公司的各个方案。哪一个损失最大？
