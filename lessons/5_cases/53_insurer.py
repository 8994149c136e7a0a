# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["800", "4000", "3", "100", "85", "121", "48", "238", "60", "348", "5822", "27", "41", "42", "44", "15", "80", "95", "68", "64", "9", "50", ".118", "116", "0.118", "10"]
# ---

# %% [markdown]
# # 53 An insurer
#
# **Question** Whom do we mail among 4,000 customers, and what do we do with the policies whose agents have left?
#
# **Who asks** The director of an insurer, who has to sign on Friday.
#
# **Time** 45 minutes. **Before this** [41 Survival](../4_retention/41_survival.ipynb) and [42 Who will leave?](../4_retention/42_who_will_leave.ipynb)
#
# **You will be able to**
# 1. rank customers for a mailing by a table of two columns, and hold it against models;
# 2. say what a mailing earns, with an interval, and how many letters pay;
# 3. see how late entry flatters old policies, and what that costs;
# 4. decide from a trial by lot whom an agent should call.
#
# **Data** the customers of the CoIL Challenge, a simulated insurer, Chinese rice farmers, a retirement home. Money is in yuan.
#
# > "The printer is waiting. We have 4,000 customers and money for 800 letters at 3 yuan; a caravan policy sold brings 100. My analysts want all 85 columns and another month. Then there are the policies whose agents have left. In our books more than 80 in 100 of them last twelve years, so sales calls them our most loyal customers: value them accordingly, and let the new agents phone everybody. Shall I sign both?"

# %% [markdown] lang="zh"
# # 53 一家保险公司
#
# **问题** 4,000 位客户里该给谁寄信？代理人已经离职的那些保单又该怎么办？
#
# **谁会这样问** 一家保险公司的总经理，星期五要签字。
#
# **用时** 45 分钟。**先修** [41 生存分析](../4_retention/41_survival.ipynb)、[42 谁会流失](../4_retention/42_who_will_leave.ipynb)
#
# **学完你能够**
# 1. 用只有两列的表给客户排序寄信，并与模型比较；
# 2. 说出一次邮寄赚多少钱（附区间），以及寄多少封才划算；
# 3. 看出延迟进入怎样美化老保单，代价又是多少；
# 4. 根据抽签试验决定代理人该给谁打电话。
#
# **数据** CoIL 竞赛的客户、一家模拟的保险公司、中国的水稻种植户、一所养老院。金额单位为元。
#
# > “印刷厂在催。我们有 4,000 位客户，预算够寄 800 封信，每封 3 元；卖出一张房车险赚 100 元。分析部门说 85 个变量都要用上，还要再等一个月。另外，有一批保单的代理人已经离职。账面上，这些保单一百张里有八十多张能撑过十二年，销售部说他们是最忠诚的客户，要照此估值，再让新代理人给每个人打电话。这两件事，我签不签？”

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, models, plots, rates
from crmkit.campaigns import cell_scores, mailing_profit
from crmkit.retention import churn, survival, winback

# %%
plots.course_style()
insured = datasets.load("caravan")
insured["bought"] = (insured["bought"] == "Yes").astype(int)
insured[["car_premium", "fire_premium", "MINKGEM", "bought"]].head(3)

# %% [markdown]
# ## Whom to mail
#
# **Cross-selling** (交叉销售) offers customers a second product. Of these 5,822 people 348 have insured a caravan. The 85 columns describe their other policies and their postcode area (`MINKGEM`: its mean income). Premiums come in classes: 0 is no such policy, 6 from 1,000 guilders a year. The list could come from nearest neighbours (what did the most similar customers do?), from a logit or boosting ([lesson 42](../4_retention/42_who_will_leave.ipynb)), or from a table that one can read. Commit yourself to one before you look.

# %% [markdown] lang="zh"
# ## 给谁寄信
#
# **交叉销售**（cross-selling）就是向客户推荐第二种产品。这 5,822 人中有 348 人投保了房车险。85 列记录的是他们的其他保单和所住的邮编区（例如 `MINKGEM` 是该区的平均收入）。保费（premium）按档记录：0 档表示没有买这种保险，6 档表示每年 1,000 荷兰盾以上。名单可以用最近邻（看最相似的客户买了没有）、逻辑回归（logit）或提升树（boosting，均见[第 42 课](../4_retention/42_who_will_leave.ipynb)）来做，也可以用一张看得懂的表。先选定一种，再往下看。

# %%
by_car = rates.rate_by(insured, happened="bought", by="car_premium")
by_car[by_car["customers"] >= 50].round(3)

# %% [markdown]
# Class 6 buys at {{by_car.loc[6, "rate"]:.3f}}, customers without car insurance at {{by_car.loc[0, "rate"]:.3f}}. The last two columns are the 95 % **interval** (置信区间), the true rates that agree with the data. Now a second column: fire insurance.

# %% [markdown] lang="zh"
# 6 档的购买率是 {{by_car.loc[6, "rate"]:.3f}}，没有车险的人是 {{by_car.loc[0, "rate"]:.3f}}。最后两列是 95% **置信区间**（interval），即与数据相容的真实比例。现在加上第二列：火险（fire premium）。

# %%
both = {"happened": "bought", "by": ["car_premium", "fire_premium"]}
cells = cell_scores.learned(insured, **both)
ax = plots.cell_scores.cells(cells)

# %% [markdown]
# Class 6 with a fire premium of class 3 or more: {{insured.query("car_premium == 6 and fire_premium >= 3")["bought"].mean():.3f}} of {{len(insured.query("car_premium == 6 and fire_premium >= 3")):,}} people. Cells of fewer than 50 people (white here) have rates that are mostly luck, so each cell is filled up with five customers of the average kind before it becomes a score. By hand for the framed one:

# %% [markdown] lang="zh"
# 车险 6 档、火险 3 档以上的有 {{len(insured.query("car_premium == 6 and fire_premium >= 3")):,}} 人，购买率 {{insured.query("car_premium == 6 and fire_premium >= 3")["bought"].mean():.3f}}。不足 50 人的格子（图中留白），购买率多半是运气，所以每个格子都先补进五位“平均客户”，再算得分。用加框的格子手算一遍：

# %%
one, of_all = cells.loc[(6, 4)], insured["bought"].mean()
by_hand = (one["happened"] + 5 * of_all) / (one["customers"] + 5)
print(f"by hand {by_hand:.4f}, by call {one['expected']:.4f}")

# %% [markdown]
# ## Two columns against 85
#
# The contest asked for the best 800 among 4,000 customers, 238 of them buyers. Chance finds 48; the winner of the contest found 121. Those 4,000 are not in our data. So we judge each customer by methods that learned from the other nine tenths (**cross-validation**, 交叉验证), and scale to 4,000. Write down the buyers that the logit finds with 85 columns, and the table with two.

# %% [markdown] lang="zh"
# ## 两列与 85 列的较量
#
# 竞赛要求在 4,000 位客户（其中 238 位购买者）里选出最可能购买的 800 位。随机抽取能找到 48 位，冠军找到了 121 位。那 4,000 人不在我们的数据里，所以每位客户都由在其余九成客户上学到的方法来打分（**交叉验证**，cross-validation），再换算到 4,000 人。写下你的猜测：逻辑回归用 85 列能找到多少位购买者？两列的表呢？

# %%
columns = list(insured.columns.drop("bought"))
asked = {"left": "bought", "traits": columns, "seed": 53}
found = pd.DataFrame({
    "two columns": cell_scores.out_of_fold(insured, seed=53, **both),
    "logit": churn.out_of_fold(insured, **asked),
    "boosting": churn.out_of_fold(insured, **asked, method="boosting"),
    "lot": 0})

# %%
mail = {"among": 4_000, "sale": 100, "letter": 3}
rng = np.random.default_rng(53)
best = mailing_profit.best(found, insured["bought"], size=800, rng=rng, **mail)
winner = {"the contest's winner, 121 buyers": 100 * 121 - 3 * 800}
ax = plots.mailing_profit.profit_bars(best, marks=winner)

# %% [markdown]
# A table that fits on a postcard finds {{best.loc["two columns", "responses"]:.0f}} buyers, the logit {{best.loc["logit", "responses"]:.0f}}, boosting with all 85 columns {{best.loc["boosting", "responses"]:.0f}}. The winner lies well inside the table's interval, which holds the luck of who is in the data and of who will be mailed. Is the table better than the logit, then?

# %% [markdown] lang="zh"
# 图中从上到下是两列的表、85 列的逻辑回归、85 列的提升树和抽签；虚线是竞赛冠军。一张明信片就写得下的表找到 {{best.loc["two columns", "responses"]:.0f}} 位购买者，逻辑回归 {{best.loc["logit", "responses"]:.0f}} 位，用上全部 85 列的提升树 {{best.loc["boosting", "responses"]:.0f}} 位。冠军的成绩稳稳落在这张表的区间之内；区间包含两种偶然：哪些人进了数据，哪些人将收到信。那么，表比逻辑回归更好吗？

# %%
same = {"against": "logit", "size": 800, "among": 4_000, "sale": 100}
more = mailing_profit.gains(found, insured["bought"], rng=rng, **same)
more.round(0).astype("int64")

# %% [markdown]
# That cannot be said: the table's {{more.loc["two columns", "gain"]:,.0f}} more lie between {{more.loc["two columns", "low"]:,.0f}} and {{more.loc["two columns", "high"]:,.0f}}. Somebody will object that we chose the second column with the answers at hand. So let one half of the customers choose it, and the other half judge.

# %% [markdown] lang="zh"
# 不能这样说：表多赚 {{more.loc["two columns", "gain"]:,.0f}} 元，但区间是 {{more.loc["two columns", "low"]:,.0f}} 到 {{more.loc["two columns", "high"]:,.0f}}。有人会说，第二列是我们看过答案才选的。那就让一半客户来选，用另一半来检验。

# %%
half = insured.sample(frac=0.5, random_state=53)
others = [one for one in columns if one != "car_premium"]
to_choose = {"happened": "bought", "by": "car_premium", "candidates": others, "seed": 53}
choice = cell_scores.next_columns(half, **to_choose)
choice.head(3).round(3)

# %%
rest = insured.drop(index=half.index)
judged = {name: cell_scores.applied(
    cell_scores.learned(half, happened="bought", by=["car_premium", name]), rest)
    for name in choice.index[:3]}
fair = mailing_profit.best(pd.DataFrame(judged), rest["bought"], size=800, rng=rng, **mail)
fair.round(0).astype("int64")

# %% [markdown]
# Of {{len(others)}} columns the half puts `{{choice.index[0]}}` (number of third party policies; `{{choice.index[2]}}` is their premium) first, a hair before `{{choice.index[1]}}`. In the other half it finds {{fair["responses"].iloc[0]:.0f}} buyers ({{(fair["low"].iloc[0] + 2400) / 100:.0f}} to {{(fair["high"].iloc[0] + 2400) / 100:.0f}}); `{{choice.index[1]}}` finds {{fair["responses"].iloc[1]:.0f}}. Even without hindsight two columns nearly win the contest. No month of modelling is worth waiting for. And who says 800? A letter pays where the expected rate times 100 exceeds 3. How many of the 4,000 is that?

# %% [markdown] lang="zh"
# 这一半客户在 {{len(others)}} 列中把 `{{choice.index[0]}}`（个人第三者责任险的保单数，`{{choice.index[2]}}` 是它的保费档次）排在第一，只比 `{{choice.index[1]}}` 领先一点点。用另一半检验，它找到 {{fair["responses"].iloc[0]:.0f}} 位购买者（{{(fair["low"].iloc[0] + 2400) / 100:.0f}} 到 {{(fair["high"].iloc[0] + 2400) / 100:.0f}}），`{{choice.index[1]}}` 找到 {{fair["responses"].iloc[1]:.0f}} 位。即使选列时没有看过答案，两列的表也差一点就能赢得竞赛。不值得再等一个月去建模。再说，为什么是 800 封？只要预期购买率乘以 100 大于 3，寄信就划算。4,000 人里有多少人是这样？

# %%
letters = round(4_000 * mailing_profit.pays_for(found["two columns"], sale=100, letter=3).mean())
counts = sorted([*range(100, 4_001, 100), letters])
two = found[["two columns", "logit"]]
sizes = mailing_profit.by_size(two, insured["bought"], sizes=counts, rng=rng, **mail)
ax = plots.mailing_profit.size_lines(sizes, sizes={"the list": 800, "all that pay": letters})

# %%
longer = mailing_profit.longer_list(
    found["two columns"], insured["bought"], sizes=[800, letters], rng=rng, **mail)
longer.round(0).astype("int64").to_frame("beyond 800").T

# %% [markdown]
# {{letters:,}} letters earn {{sizes.loc[("two columns", letters), "profit"]:,.0f}} yuan ({{sizes.loc[("two columns", letters), "low"]:,.0f}} to {{sizes.loc[("two columns", letters), "high"]:,.0f}}), the list of 800 {{sizes.loc[("two columns", 800), "profit"]:,.0f}}. The longer list costs {{3 * (letters - 800):,}} yuan above the budget and, these paid, earns {{longer["gain"]:,.0f}} more ({{longer["low"]:,.0f}} to {{longer["high"]:,.0f}}): the budget matters more than the method.

# %% [markdown] lang="zh"
# 寄 {{letters:,}} 封赚 {{sizes.loc[("two columns", letters), "profit"]:,.0f}} 元（{{sizes.loc[("two columns", letters), "low"]:,.0f}} 到 {{sizes.loc[("two columns", letters), "high"]:,.0f}}），800 封的名单（the list）赚 {{sizes.loc[("two columns", 800), "profit"]:,.0f}} 元。名单加长要超出预算 {{3 * (letters - 800):,}} 元，扣除之后还多赚 {{longer["gain"]:,.0f}} 元（{{longer["low"]:,.0f}} 到 {{longer["high"]:,.0f}}）：预算比方法更要紧。

# %% [markdown]
# ## Policies whose agents have left
#
# **Orphan policies** (孤儿保单) are handed to a new agent years after they began. This insurer is simulated. Its export lists a policy once for each hand-over; we keep the first, and count.

# %% [markdown] lang="zh"
# ## 代理人离职之后的保单
#
# **孤儿保单**（orphan policy）往往在生效多年之后才转给新代理人。这家保险公司是模拟的。导出的文件里，保单每移交一次就有一行；我们保留第一次移交的那一行，并记下去掉了多少行。

# %%
firm = companies.insurer(seed=53)
policies = firm.policies.drop_duplicates("policy_id").copy()
print(f"{len(firm.policies):,} rows, {len(policies):,} policies, "
      f"{len(firm.policies) - len(policies)} second hand-overs left out")

# %%
until = policies["lapsed_on"].fillna(pd.Timestamp("2026-06-30"))
policies["entry"] = (policies["handed_over"] - policies["began"]).dt.days / 365.25
policies["years"] = (until - policies["began"]).dt.days / 365.25
policies["lapsed"] = policies["lapsed_on"].notna()
policies.drop(columns="lapsed_on").head(3).round({"entry": 1, "years": 1})

# %% [markdown]
# The first policy was {{policies["entry"].iloc[0]:.1f}} years old when it came. Had it lapsed before, it would be on no list. So nobody could have been seen to lapse in those years: **late entry** (延迟进入, 左截断), as in [lesson 41](../4_retention/41_survival.ipynb). Sales says over 80 in 100 last twelve years. How many, if a policy counts only from its hand-over on?

# %% [markdown] lang="zh"
# 第一张保单移交时已经生效 {{policies["entry"].iloc[0]:.1f}} 年。如果它此前就失效了，根本不会出现在任何名单上。所以在那些年里，不可能看到失效：这就是**延迟进入**（late entry，即左截断），见[第 41 课](../4_retention/41_survival.ipynb)。销售部说一百张里有八十多张能撑过十二年。如果每张保单从移交之日起才计入观察，还剩多少？

# %%
seen = {"tenure": "years", "left": "lapsed"}
ways = {"entry counted": survival.curves(policies, entry="entry", **seen),
        "entry ignored": survival.curves(policies, **seen)}
lasting = pd.concat(ways).droplevel(1)
ax = plots.survival.survival_curves(lasting, at=12, state="in force", unit="years")

# %% [markdown]
# Not {{100 * survival.at(ways["entry ignored"], 12)["survival"].iloc[0]:.0f}} but {{100 * survival.at(ways["entry counted"], 12)["survival"].iloc[0]:.0f}} (the simulation's truth: {{100 * np.exp(-12 * firm.parameters.lapse_rate):.0f}}). The loyal orphans are those who survived until somebody looked. At 60 yuan of margin a year, not discounted, a policy's first twelve years are worth:

# %% [markdown] lang="zh"
# 不是 {{100 * survival.at(ways["entry ignored"], 12)["survival"].iloc[0]:.0f}} 张，而是 {{100 * survival.at(ways["entry counted"], 12)["survival"].iloc[0]:.0f}} 张（图中 entry counted；模拟的真值是 {{100 * np.exp(-12 * firm.parameters.lapse_rate):.0f}}）。所谓忠诚的孤儿保单，不过是撑到了移交那一天的那些。按每年 60 元毛利（不折现），一张保单头十二年的价值是：

# %%
middles = np.arange(0.125, 12, 0.25)
booked = 60 * 12 * survival.at(ways["entry ignored"], middles)["survival"].mean()
worth = models.resampled(
    policies, lambda t: 60 * 12 * survival.at(
        survival.curves(t, entry="entry", **seen), middles)["survival"].mean(), rng=rng, draws=200)
worth.round(0).assign(booked=round(booked)).astype("int64")

# %% [markdown]
# The books hold {{booked:.0f}} yuan a policy; {{worth["estimate"].iloc[0]:.0f}} are there ({{worth["low"].iloc[0]:.0f}} to {{worth["high"].iloc[0]:.0f}}).
#
# ## Whom should the agents call?
#
# For other contracts, which run out now, a lot decided whom the new agent called, at 15 yuan. **Renewal** (续保) brings a margin. By hand for those without an agent for up to a year:

# %% [markdown] lang="zh"
# 账面上每张保单 {{booked:.0f}} 元；实际只有 {{worth["estimate"].iloc[0]:.0f}} 元（{{worth["low"].iloc[0]:.0f}} 到 {{worth["high"].iloc[0]:.0f}}）。
#
# ## 代理人该给谁打电话？
#
# 另一批合同眼下到期，新代理人给谁打电话由抽签决定，每通 15 元。**续保**（renewal）带来毛利（margin）。先手算失去代理人不到一年的那一组（up to 1 year）：

# %%
trial = firm.trial
short = trial[trial["alone"] == "up to 1 year"]
rate = short.groupby("called")["renewed"].mean()
won = short.loc[short["renewed"] == 1, "margin"].mean()
print(f"({rate[1]:.3f} - {rate[0]:.3f}) x {won:.1f} - 15 = {(rate[1] - rate[0]) * won - 15:.1f}")

# %% [markdown]
# Some have heard from nobody for over three years. Guess: does a call help most there, or least?

# %% [markdown] lang="zh"
# 有的客户三年多没有人联系过（over 3 years）。猜一猜：电话对他们最有用，还是最没用？

# %%
renewing = {"called": "called", "returned": "renewed", "value": "margin"}
calls = winback.call_values(trial, by="alone", cost=15, **renewing)
ax = plots.winback.call_values(calls)

# %% [markdown]
# After up to a year a call earns {{calls.loc["up to 1 year", "estimate"]:.0f}} yuan. After more than three it loses {{-calls.loc["over 3 years", "estimate"]:.0f}}: renewal falls from {{calls.loc["over 3 years", "return_rate_anyway"]:.2f}} to {{calls.loc["over 3 years", "return_rate"]:.2f}}, perhaps because the call reminds people of a policy that they had forgotten. In between, test more.

# %% [markdown] lang="zh"
# 失去代理人不到一年的，每通电话赚 {{calls.loc["up to 1 year", "estimate"]:.0f}} 元。三年以上的反而亏 {{-calls.loc["over 3 years", "estimate"]:.0f}} 元：续保率从 {{calls.loc["over 3 years", "return_rate_anyway"]:.2f}} 降到 {{calls.loc["over 3 years", "return_rate"]:.2f}}，也许是因为电话让人想起一张早已忘记的保单。介于两者之间的，还要再做试验（test more）。

# %% [markdown]
# ## A class or a default?
#
# Sales also proposes long classes on insurance. Among rice farmers two things were drawn by lot: in some hamlets one was insured unless one said *no*, in others only if one said *yes* (the **default**, 默认选项); and some households got a long class, the others a short one. The default was set in the first round; these are the farmers of the second. Which lot moved them more?

# %% [markdown] lang="zh"
# ## 办讲座，还是改默认选项？
#
# 销售部还建议举办更长的保险讲座。有一项试验在水稻种植户中抽了两次签：有的自然村默认投保，不买才要说“不”，有的自然村默认不投保，想买才要说“要”（**默认选项**，default）；有的农户听长讲座，其余的听短讲座。默认选项是在第一轮设的，这里看的是第二轮的农户。哪一次抽签对他们的影响更大？

# %%
import statsmodels.formula.api as smf

farmers = datasets.load("village_insurance")
hamlets = {"cov_type": "cluster", "cov_kwds": {"groups": pd.factorize(farmers["hamlet"])[0]}}
lots = {"default of the neighbours": "default_buy", "long class of their own": "own_training"}
fits = {name: smf.ols(f"bought ~ {lot}", farmers).fit(**hamlets) for name, lot in lots.items()}

# %%
moved = pd.DataFrame({name: [f.params.iloc[1], *f.conf_int().iloc[1]] for name, f in fits.items()})
moved = moved.T.set_axis(["estimate", "low", "high"], axis=1)
ax = plots.experiments.effect_intervals(moved, unit="percentage points more buyers", scale=100)

# %% [markdown]
# Where buying was the neighbours' default, {{farmers.loc[farmers["default_buy"] == 1, "bought"].mean():.2f}} bought, elsewhere {{farmers.loc[farmers["default_buy"] == 0, "bought"].mean():.2f}}, though nothing had changed for these households ([lesson 27](../2_loyalty/27_word_of_mouth.ipynb)). With a long class it was {{farmers.loc[farmers["own_training"] == 1, "bought"].mean():.3f}}, with a short one {{farmers.loc[farmers["own_training"] == 0, "bought"].mean():.3f}}.

# %% [markdown] lang="zh"
# 邻居那一轮默认投保的地方，{{farmers.loc[farmers["default_buy"] == 1, "bought"].mean():.2f}} 的农户买了，其他地方 {{farmers.loc[farmers["default_buy"] == 0, "bought"].mean():.2f}}，而这些农户自己的条件毫无变化（见[第 27 课](../2_loyalty/27_word_of_mouth.ipynb)）；图中上面一行是邻居的默认选项，下面一行是自己听长讲座。听长讲座的购买率是 {{farmers.loc[farmers["own_training"] == 1, "bought"].mean():.3f}}，听短讲座的是 {{farmers.loc[farmers["own_training"] == 0, "bought"].mean():.3f}}。

# %% [markdown]
# ## One page for the board
#
# | decision | yuan | interval |
# |---|---|---|
# | mail the {{letters:,}} of 4,000 for whom two columns say that it pays ({{3 * (letters - 800):,}} above the budget) | {{sizes.loc[("two columns", letters), "profit"]:,.0f}} | {{sizes.loc[("two columns", letters), "low"]:,.0f}} to {{sizes.loc[("two columns", letters), "high"]:,.0f}} |
# | value a policy's first twelve years at (books: {{booked:.0f}}) | {{worth["estimate"].iloc[0]:.0f}} | {{worth["low"].iloc[0]:.0f}} to {{worth["high"].iloc[0]:.0f}} |
# | call those up to one year without an agent; a call earns | {{calls.loc["up to 1 year", "estimate"]:.0f}} | {{calls.loc["up to 1 year", "low"]:.0f}} to {{calls.loc["up to 1 year", "high"]:.0f}} |
# | leave those over three years alone; a call would lose | {{-calls.loc["over 3 years", "estimate"]:.0f}} | {{-calls.loc["over 3 years", "high"]:.0f}} to {{-calls.loc["over 3 years", "low"]:.0f}} |
#
# **What would change it** a letter at 10 yuan (then far fewer pay), a model that beats the table on *new* customers, a larger trial among those between one and three years.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# | 决定 | 元 | 区间 |
# |---|---|---|
# | 按两列的表，给 4,000 人中划算的 {{letters:,}} 人寄信（超出预算 {{3 * (letters - 800):,}} 元） | {{sizes.loc[("two columns", letters), "profit"]:,.0f}} | {{sizes.loc[("two columns", letters), "low"]:,.0f}} 到 {{sizes.loc[("two columns", letters), "high"]:,.0f}} |
# | 一张保单头十二年的估值改为（账面 {{booked:.0f}}） | {{worth["estimate"].iloc[0]:.0f}} | {{worth["low"].iloc[0]:.0f}} 到 {{worth["high"].iloc[0]:.0f}} |
# | 给失去代理人不到一年的打电话，每通赚 | {{calls.loc["up to 1 year", "estimate"]:.0f}} | {{calls.loc["up to 1 year", "low"]:.0f}} 到 {{calls.loc["up to 1 year", "high"]:.0f}} |
# | 三年以上的不打扰；若打，每通亏 | {{-calls.loc["over 3 years", "estimate"]:.0f}} | {{-calls.loc["over 3 years", "high"]:.0f}} 到 {{-calls.loc["over 3 years", "low"]:.0f}} |
#
# **什么会改变决定** 一封信涨到 10 元（那时划算的人少得多）；有模型在*新*客户上胜过这张表；一到三年的客户有了更大规模的试验。

# %% [markdown]
# ## Published and ours
#
# Caravan: James et al. (2023), *An Introduction to Statistical Learning with Applications in Python*, ch. 4 (all columns standardised, 1,000 judged), and its R edition (the first 1,000 judged). A cell says how many were predicted to buy and how many of these did. Farmers: Cai, de Janvry & Sadoulet (2015), *AEJ: Applied* 7(2), as in Huntington-Klein, *The Effect*.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 房车险：James 等（2023），*An Introduction to Statistical Learning with Applications in Python*，第 4 章（所有列标准化，用 1,000 人检验）及其 R 语言版（用前 1,000 人检验）。表中斜线前是预测购买的人数，斜线后是其中真正购买的人数。农户：Cai、de Janvry 和 Sadoulet（2015），*AEJ: Applied* 7(2)，见 Huntington-Klein，*The Effect*。

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

# %%
x, y = StandardScaler().fit_transform(insured[columns]), insured["bought"].to_numpy()
a, b, a_bought, b_bought = train_test_split(x, y, test_size=1_000, random_state=0)
near = {f"K {k}": KNeighborsClassifier(k).fit(a, a_bought).predict(b) for k in (1, 2, 4, 5)}
chance = LogisticRegression(C=1e10, solver="liblinear").fit(a, a_bought).predict_proba(b)[:, 1]
yes = near | {"logit above .5": chance > 0.5, "logit above .25": chance > 0.25}
ours = {name: f"{one.sum()}/{(one * b_bought).sum()}" for name, one in yes.items()}

# %%
first = KNeighborsClassifier(1).fit(x[1_000:], y[1_000:]).predict(x[:1_000])
ours["K 1, first 1,000"] = f"{first.sum()}/{(first * y[:1_000]).sum()}"
ours["its error"] = f"{(first != y[:1_000]).mean():.3f}"
ours["buyers among the judged"] = f"{b_bought.mean():.3f}"
printed = ["62/9", "6/1", "4/0", "7/1", "2/0", "29/9", "77/9", "0.118", "0.067"]
pd.DataFrame({"published": printed, "ours": list(ours.values())}, index=list(ours))

# %%
from crmkit.loyalty import peers

traits = ["male", "age", "household_size", "rice_area", "literate", "risk_averse"]
like = {"groups": "village", "controls": [*traits, "own_training", "disaster_risk"]}
asked = {"outcome": "bought", "peers": "earlier_buyers"}
lot = peers.two_stages(farmers.dropna(), instrument="default_buy", **asked, **like)
plain = peers.least_squares(farmers.dropna(), **asked, **like)
rows = pd.concat([lot.loc[["first stage"]], plain])[["estimate", "standard_error", "f_statistic"]]

# %%
rows.round(3)

# %% [markdown]
# All agree; whoever chose nearest neighbours sees {{(near["K 1"] * b_bought).sum()}} buyers among {{near["K 1"].sum()}} named. Published are the first stage (.118, F 116); the {{rows["estimate"].iloc[1]:.3f}} ({{rows["standard_error"].iloc[1]:.3f}}) are ours. (One stored run of K 1 says 64/9.) Of the contest (van der Putten & van Someren 2000) we have no rows to compare: 121 and 48 were counted on other customers. The residents of a home (Hyde 1980) show late entry in real data; the shares are ours:

# %% [markdown] lang="zh"
# 全部一致；选了最近邻的读者可以看到，K 为 1 时预测的 {{near["K 1"].sum()}} 人中有 {{(near["K 1"] * b_bought).sum()}} 人购买。已发表的是第一阶段（0.118，F 为 116），{{rows["estimate"].iloc[1]:.3f}}（{{rows["standard_error"].iloc[1]:.3f}}）是我们的数字。K 为 1 时，另有一次存档的运行给出 64/9。竞赛（van der Putten 和 van Someren，2000）没有可比的数据：121 和 48 是在另一批客户上数出来的。养老院的住户（Hyde，1980）用真实数据展示了延迟进入；下面的比例是我们算的：

# %%
home = datasets.load("retirement_home").query("age_months > 68 * 12")
home = home.assign(entry=home["entry_months"].clip(lower=68 * 12),
                   who=home["gender"].map({1: "men", 2: "women"}))
ages = {"tenure": "age_months", "left": "died", "by": "who"}
curves = {"entry counted": survival.curves(home, entry="entry", **ages),
          "entry ignored": survival.curves(home, **ages)}

# %%
reach = pd.DataFrame({n: survival.at(c, [960, 1020])["survival"] for n, c in curves.items()})
reach.rename(index={960: "80 years", 1020: "85 years"}).round(3)

# %% [markdown]
# Of 100 men of 68, {{100 * reach.loc[("men", 960), "entry counted"]:.0f}} reach 80, and not {{100 * reach.loc[("men", 960), "entry ignored"]:.0f}}: the same error.
#
# ## The answer
#
# Sign neither as it stands. Mail by the table of two columns, and not 800 but {{letters:,}}: {{sizes.loc[("two columns", letters), "profit"]:,.0f}} yuan ({{sizes.loc[("two columns", letters), "low"]:,.0f}} to {{sizes.loc[("two columns", letters), "high"]:,.0f}}). Value a policy's first twelve years at {{worth["estimate"].iloc[0]:.0f}} yuan and not {{booked:.0f}}. Let agents call within the first year, and leave alone those whom nobody has called for over three. Do not pay for long classes on this evidence; test a default: renewed unless they say no, where the law allows it.

# %% [markdown] lang="zh"
# 100 位 68 岁的男性中有 {{100 * reach.loc[("men", 960), "entry counted"]:.0f}} 位活到 80 岁，而不是 {{100 * reach.loc[("men", 960), "entry ignored"]:.0f}} 位：犯的是同一种错误。
#
# ## 回答
#
# 两件事都不能照原样签。按两列的表寄信，但不是 800 封，而是 {{letters:,}} 封：赚 {{sizes.loc[("two columns", letters), "profit"]:,.0f}} 元（{{sizes.loc[("two columns", letters), "low"]:,.0f}} 到 {{sizes.loc[("two columns", letters), "high"]:,.0f}}）。一张保单头十二年按 {{worth["estimate"].iloc[0]:.0f}} 元估值，而不是 {{booked:.0f}} 元。让代理人在第一年内打电话，三年多没人联系过的不要打扰。凭这些数据不值得花钱办长讲座；可以在法律允许的范围内试一试默认续保：不想续保再说“不”。

# %% [markdown]
# ## Limits
#
# The contest's own 4,000 might have judged otherwise. Having a caravan policy is not the same as buying one when mailed; only a trial by lot tells what a letter adds ([lesson 44](../4_retention/44_who_to_save.ipynb)). Late entry is mended only if hand-over has nothing to do with who is about to lapse. The farmers of the second round may have heard from the first what a long class teaches: the authors hold that knowledge spreads, rather than the example.

# %% [markdown] lang="zh"
# ## 局限
#
# 换成竞赛的那 4,000 人，结果可能不同。拥有房车险和收到信才买不是一回事；一封信究竟多带来多少，只有抽签试验才知道（见[第 44 课](../4_retention/44_who_to_save.ipynb)）。只有当移交与哪些保单快要失效无关时，延迟进入才能这样校正。长讲座的内容，第二轮的农户可能早已从第一轮的邻居那里听说：原作者认为，传开的是知识，而不是榜样。

# %% [markdown]
# **Terms** cross-selling 交叉销售 · orphan policy 孤儿保单 · late entry 延迟进入 (左截断) · renewal 续保 · default 默认选项 · cross-validation 交叉验证
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/53_insurer.ipynb) give you an insurer of your own and check your answers. For this lesson's data:
#
# 1. Which third column would you add to the table, and does it find more buyers?
# 2. How many letters pay at 10 yuan each?

# %% [markdown] lang="zh"
# **术语** 交叉销售 cross-selling · 孤儿保单 orphan policy · 延迟进入（左截断）late entry · 续保 renewal · 默认选项 default · 交叉验证 cross-validation
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/53_insurer.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 你会给这张表加上哪个第三列？它能找到更多购买者吗？
# 2. 一封信若要 10 元，寄多少封才划算？
