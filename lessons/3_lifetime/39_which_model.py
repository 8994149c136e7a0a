# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["32", "33", "34", "35", "37", "77", "26", "20", "14", "40", "181", "3,000", "3000", "60", "4.5", "72"]
# ---

# %% [markdown]
# # 39 Which model when?
#
# **Question** A charity, a music shop, a grocery chain and a coffee club all want a forecast. Which model does each need, and whom do we refuse?
#
# **Who asks** Whoever has more than one model and one customer file.
#
# **Time** 45 minutes. **Before this** [33 Counting your customers](33_counting.ipynb), [34 Discrete opportunities](34_discrete.ipynb).
#
# **You will be able to**
# 1. ask a customer file the four questions that decide on a model;
# 2. hold models against a rule that needs none, on several holdouts;
# 3. recognise buyers who come by the clock, and what that changes;
# 4. say when a history is too short, and refuse.
#
# **Data** donors of a charity; CDNOW; Ta-Feng and The Complete Journey, two grocers; a coffee club and an online shop, both simulated.

# %% [markdown] lang="zh"
# # 39 什么时候用什么模型？
#
# **问题** 慈善机构、音像店、连锁超市和咖啡俱乐部都想要一份预测。它们各需要哪个模型？又该拒绝谁？
#
# **谁会这样问** 手里有一份客户数据、又有不止一个模型的人。
#
# **用时** 45 分钟。**先修** [33 还剩多少客户](33_counting.ipynb)、[34 离散的购买机会](34_discrete.ipynb)。
#
# **学完你能够**
# 1. 用四个问题为一份客户数据选定模型；
# 2. 在多个验证期上，把模型与不需要模型的简单规则作比较；
# 3. 识别按固定节奏购买的客户，并知道这会改变什么；
# 4. 判断历史何时太短，并拒绝给出预测。
#
# **数据** 一家慈善机构的捐赠人；CDNOW；两家超市 Ta-Feng 与 The Complete Journey；以及模拟的咖啡俱乐部和网店。

# %%
import numpy as np
import pandas as pd
from scipy.stats import gamma

from crmkit import companies, datasets, plots, summary
from crmkit.lifetime import BGNBD, MBGCNBD, MBGNBD, ParetoNBD, advise, comparison, evaluation

# %% [markdown]
# ## Four questions
#
# Does a contract tell us who leaves? Can customers buy on any day, or only at set times? Do they come at random, or by the clock? And is
# the history long enough to tell a pause from a departure? The first two can be read off the columns. Look at the donors: which questions
# does this table settle?

# %% [markdown] lang="zh"
# ## 四个问题
#
# 有没有合约告诉我们谁离开了？客户哪天都能买，还是只能在固定时点购买？他们是随机地来，还是按节奏来？历史够不够长，足以分清暂停和离开？前两个问题看列名就能回答。请看捐赠人数据：这张表回答了哪几个问题？

# %%
plots.course_style()
donors = datasets.load("donations")
donors.head(3)

# %%
print(advise(donors).answer)

# %% [markdown]
# The column `periods` counts letters, so donors can give only when asked: lesson 34. Had the table had `renewals` instead, a contract
# would tell who left: lesson 32. CDNOW sells on any day, and nobody says goodbye. Its table gets a column `log_gaps`, which tells how even the gaps between
# purchases are. Guess which model `advise` puts first, and what it finds wrong with the others.

# %% [markdown] lang="zh"
# `periods` 数的是募捐信，捐赠人收到信才有机会捐，这是第 34 课的情形。如果表里是 `renewals`（续约次数），那么合约会告诉我们谁离开了，这是第 32 课的情形。在 CDNOW 哪天都能买，也没有客户会来告别。给它的表加上一列 `log_gaps`，用来说明购买间隔有多均匀。猜一猜：`advise` 把哪个模型排在第一位？它认为别的模型有什么问题？

# %%
log = datasets.load("cdnow_sample")
known = summary.customers(log, as_of="1997-09-30")
known["log_gaps"] = summary.log_gaps(log, as_of="1997-09-30")
advice = advise(known, horizon_days=181)
for name, fits, reason in advice.models.head(5).itertuples():
    print(f"{name}: {fits}; {reason}")

# %% [markdown]
# Every reason rests on a number computed from the file: {{100 * advice.evidence.loc["one_timer_share", "estimate"]:.0f}} % bought once, the
# average gap is {{advice.evidence.loc["typical_gap_days", "estimate"]:.0f}} days, and the history holds
# {{advice.evidence.loc["history_gaps", "estimate"]:.1f}} such gaps. Regularity is called k, and 1 means at random; more of it below. A reason is not a proof, though. Only a holdout shows whether a model is worth its trouble.

# %% [markdown] lang="zh"
# 每条理由都来自数据中算出的数：{{advice.evidence.loc["one_timer_share", "estimate"]:.0%}} 的客户只买过一次，平均间隔 {{advice.evidence.loc["typical_gap_days", "estimate"]:.0f}} 天，历史长度相当于 {{advice.evidence.loc["history_gaps", "estimate"]:.1f}} 个间隔。规律性记作 k，k = 1 表示随机，后面再讲。但理由不是证明。模型值不值得用，只有验证期说了算。

# %% [markdown]
# ## Against a rule that needs no model
#
# The simplest **naive forecast** (朴素预测) lets everybody go on at their past rate. By hand, for CDNOW and the next 181 days: repeat purchases by
# day, times days. Will the total be near, too high or too low?

# %% [markdown] lang="zh"
# ## 与不需要模型的规则相比
#
# 最简单的**朴素预测**（naive forecast）是让每个人按过去的速度继续购买。先动手算 CDNOW 今后 181 天：每位客户平均每天的重复购买次数乘以天数，再加起来。总量会接近、偏高还是偏低？

# %%
split = summary.split(log, calibration_end="1997-12-31", holdout_end="1998-06-30")
table = split.calibration
by_hand = (table["repeat_purchases"] / table["age_days"] * 181).sum()
print(f"by hand {by_hand:,.0f}, {comparison.past_rate(split)['expected'].sum():,.0f} by the kit; "
      f"{split.holdout['purchases'].sum():,} came")

# %% [markdown]
# The rule expects {{100 * (by_hand / split.holdout["purchases"].sum() - 1):.0f}} % too much, because it does not know that people leave. Now hold two models against
# it: on CDNOW from three cut dates, and at two grocers. The interval of each difference comes from drawing the *same* customers for both
# (a **paired** comparison, 配对比较).

# %% [markdown] lang="zh"
# 规则高估了 {{by_hand / split.holdout["purchases"].sum() - 1:.0%}}，因为它不知道客户会离开。现在拿两个模型与它比：CDNOW 取三个截止日，再加两家超市。每个差值的区间，都由两种预测反复抽取*同一批*客户得到，这叫**配对比较**（paired comparison）。

# %%
def tried(log, end, last, kinds=(MBGNBD, ParetoNBD)):
    split = summary.split(log, calibration_end=end, holdout_end=last)
    gaps = summary.log_gaps(log, as_of=end)
    split = split._replace(calibration=split.calibration.assign(log_gaps=gaps))
    return comparison.forecasts(split, kinds)

# %%
ta_feng, journey = datasets.load("ta_feng"), datasets.load("complete_journey_transactions")
trials = {"CDNOW June": tried(log, "1997-06-30", "1997-12-28"),
          "CDNOW September": tried(log, "1997-09-30", "1998-03-30"),
          "CDNOW December": tried(log, "1997-12-31", "1998-06-30"),
          "Ta-Feng": tried(ta_feng, "2001-01-31", "2001-02-28"),
          "Complete Journey": tried(journey, "2017-06-30", "2017-12-31")}

# %%
rng = np.random.default_rng(1)
found = {name: comparison.compare(one, against="past rate", rng=rng, draws=200)
         for name, one in trials.items()}
ax = plots.model_choice.beaten(found, measure="total", rule="past rate")

# %% [markdown]
# On CDNOW the models come much nearer to the total, though from September the interval of the MBG/NBD reaches just beyond zero. At Ta-Feng they gain a little. The households of The Complete Journey hardly leave, and so
# the rule that nobody leaves is as good as any. And whom to write to? Guess how many of the ten forecasts rank customers better.

# %% [markdown] lang="zh"
# 先看总量。在 CDNOW，两个模型都比规则准得多，只是九月那一次 MBG/NBD 的区间略微越过了零；在 Ta-Feng，模型略胜一筹。The Complete Journey 的家庭几乎不离开，“没有人离开”的规则与模型不相上下。那么该给谁写信呢？猜一猜：十个预测里，有几个的客户排序优于规则？

# %%
ax = plots.model_choice.beaten(found, measure="ranking", rule="past rate")

# %%
ranking = pd.concat(found).xs("ranking", level="measure")["difference"]
print(f"best gain {100 * ranking.max():.1f}, worst loss {100 * ranking.min():.1f} points")

# %% [markdown]
# Whoever bought often buys often: for a ranking the rule is hard to beat. The best model finds {{100 * ranking.max():.1f}} points more of the purchases among its top
# fifth. A model earns its place with the total, for stock, staff or the price of a company.

# %% [markdown] lang="zh"
# 过去买得多的人以后也买得多：单就排序而言，规则很难被超越。即使是最好的模型，选出的前五分之一客户的购买占比也只多 {{100 * ranking.max():.1f}} 个百分点。模型的价值在于总量：备货、排班，或给公司估值。

# %% [markdown]
# ## By the clock
#
# A coffee club has 3,000 members; its purchases are simulated, so we know who has left. One member reorders about every 14 days and has now been
# silent for 40. If purchases came at random, how probable would such a pause be? And if each wait is the sum of four
# shorter random ones, as in the **MBG/CNBD-k** (购买有规律的 MBG/NBD 模型) with k = 4? The larger k, the more even the gaps.

# %% [markdown] lang="zh"
# ## 按节奏购买
#
# 一家咖啡俱乐部有 3,000 位会员，购买是模拟的，所以我们知道谁已离开。一位会员大约每 14 天下一次单，现在已沉默 40 天。如果购买完全随机，停这么久的概率是多少？如果每次等待由四段较短的随机等待相加而成，即 k = 4 的**购买有规律的 MBG/NBD 模型**（MBG/CNBD-k）呢？k 越大，间隔越均匀。

# %%
pauses = {k: gamma.sf(40, k, scale=14 / k) for k in (1, 4)}
print({k: f"{chance:.2%}" for k, chance in pauses.items()})

# %%
ax = plots.purchases.time_line([13, 28, 41, 56, 70, 83, 98], age_days=138)

# %% [markdown]
# At random, {{100 * pauses[1]:.0f}} % of pauses are as long; by the clock, {{100 * pauses[4]:.1f}} %. So this silence speaks, to whoever knows the
# rhythm. Half a year after all members joined, three models of random timing count who is still there. "They are close to each other on CDNOW," says a colleague, "take any." How many of the 3,000
# will each call alive?

# %% [markdown] lang="zh"
# 若完全随机，这么长的停顿占 {{pauses[1]:.0%}}；若按节奏，只占 {{pauses[4]:.1%}}。所以，只要知道节奏，这段沉默就很说明问题。全体会员同时入会，半年之后，用三个假定随机购买的模型来数还剩多少人。一位同事说：“它们在 CDNOW 上相差不大，用哪个都行。”3,000 人中，每个模型会认为多少人还在？

# %%
truth = MBGCNBD(r=2, alpha=3, a=0.7, b=6, k=4, period_days=7)
club = truth.simulate(3000, watched_days=1500, rng=np.random.default_rng(1))
members = summary.customers(club, as_of="2024-06-30")
members["log_gaps"] = summary.log_gaps(club, as_of="2024-06-30")
return_some_day = summary.split(club, calibration_end="2024-06-30", holdout_end="2028-02-09")
really = (return_some_day.holdout["purchases"] > 0).sum()

# %%
fits = [kind.fit(members, period_days=7) for kind in (BGNBD, MBGNBD, ParetoNBD, MBGCNBD)]
alive = pd.Series({fit.TITLE: fit.probability_alive(members).sum() for fit in fits})
ax = plots.model_choice.alive_bars(alive, truth=really)

# %% [markdown]
# All three agree, and all three are wrong: {{alive.iloc[0]:,.0f}} of 3,000 alive, while only {{really:,}} ever return. Agreement between
# models that share an assumption is no evidence. The pauses of a random buyer would be so long that half a year cannot show a departure; P(alive) is 1 for
# everybody. The regular model finds {{alive.iloc[3]:,.0f}}.

# %% [markdown] lang="zh"
# 三个模型意见一致，却全错了：它们认为 3,000 人中有 {{alive.iloc[0]:,.0f}} 人还在，而以后真会回来的只有 {{really:,}} 人。共用同一假设的模型彼此一致，并不构成证据。如果购买真是随机的，停顿本来就可能很长，半年时间看不出谁离开了，于是人人的活跃概率都是 1。有规律的模型给出 {{alive.iloc[3]:,.0f}} 人。

# %% [markdown]
# Does time mend it? Look once more, a year after joining, and see what the MBG/NBD says then.

# %% [markdown] lang="zh"
# 时间能弥补吗？入会一年之后再看一次，MBG/NBD 会怎么说？

# %%
year = summary.customers(club, as_of="2024-12-31")
called = MBGNBD.fit(year, period_days=7).probability_alive(year).sum()
there = club.loc[club["ordered_at"] >= "2025-01-01", "customer_id"].nunique()
print(f"after a year: MBG/NBD {called:,.0f}, really {there:,}")

# %% [markdown]
# In part: it now counts {{called - there:,.0f}} members too many, where it was {{alive["MBG/NBD"] - really:,.0f}}. A wrong rhythm hurts most while the history is short.

# %% [markdown] lang="zh"
# 能弥补一部分：多算的会员从 {{alive["MBG/NBD"] - really:,.0f}} 人减到 {{called - there:,.0f}} 人。历史越短，看错节奏的代价越大。

# %%
club_says = advise(members)
print(club_says.answer)
print(club_says.models.loc["MBGNBD", "reason"])

# %% [markdown]
# `advise` names the model and says why P(alive) was 1. Groceries are bought every week; surely the regular model wins there, too? It also fits best: with k = 2 at The Complete Journey, and
# at Ta-Feng if cut at New Year. Guess, then compare it with the MBG/NBD on the holdout.

# %% [markdown] lang="zh"
# `advise` 指出了该用的模型，也说明了活跃概率为何是 1。人们每周都去超市，有规律的模型在那里也该胜出吧？它的拟合确实最好：The Complete Journey 的 k 为 2，Ta-Feng 若截至元旦前，k 也是 2。先猜一猜，再在验证期上与 MBG/NBD 比较。

# %%
pairs = {"Ta-Feng": tried(ta_feng, "2000-12-31", "2001-02-28", (MBGNBD, MBGCNBD)),
         "Complete Journey": tried(journey, "2017-06-30", "2017-12-31", (MBGNBD, MBGCNBD))}
grocers = pd.concat({name: comparison.compare(one, against="MBG/NBD", rng=rng, draws=200)
                     for name, one in pairs.items()}).xs("MBG/CNBD-k", level="forecast")
columns = ["estimate", "difference", "difference_low", "difference_high"]
grocers.drop(index="ranking", level="measure")[columns].round(2)

# %%
def fitted_k(log, end):
    known = summary.customers(log, as_of=end).assign(log_gaps=summary.log_gaps(log, as_of=end))
    return MBGCNBD.fit(known, period_days=7).k

ks = {"Complete Journey": fitted_k(journey, "2017-06-30"),
      "Ta-Feng": [fitted_k(ta_feng, end) for end in ("2000-12-31", "2001-01-31")]}
print(ks)

# %% [markdown]
# No. At Ta-Feng the regular model misses the total by {{100 * abs(grocers.loc[("Ta-Feng", "total"), "estimate"]):.0f}} %,
# {{100 * grocers.loc[("Ta-Feng", "total"), "difference"]:.0f}} points worse; at The Complete Journey it gains nothing. Weekly shopping is not a clock: k = 2 is half-way (a month later Ta-Feng's is {{ks["Ta-Feng"][1]}}), and a
# silent household may be on holiday. So `advise` says "with care" until k is 3.

# %% [markdown] lang="zh"
# 并没有。在 Ta-Feng，有规律的模型总量偏差 {{abs(grocers.loc[("Ta-Feng", "total"), "estimate"]):.0%}}，比 MBG/NBD 多 {{100 * grocers.loc[("Ta-Feng", "total"), "difference"]:.0f}} 个百分点；在 The Complete Journey 也没有好处。每周购物并不是时钟：k = 2 只算半有规律（Ta-Feng 再过一个月，k 就是 {{ks["Ta-Feng"][1]}}），沉默的家庭也许只是去度假了。所以 k 不到 3 时，`advise` 只说“谨慎使用”（with care）。

# %% [markdown]
# ## How much history?
#
# "Two gaps between purchases are enough," is a common rule. Cut CDNOW at the end of each month from March to December and forecast the next 181 days. From which month on are
# all three models within 20 % of what came?

# %% [markdown] lang="zh"
# ## 需要多长的历史？
#
# 常听人说：“历史有两个购买间隔那么长就够了。”把 CDNOW 从三月到十二月逐月截断，每次预测今后 181 天。从哪个月起，三个模型与实际总量的偏差都在 20% 以内？

# %%
def errors(end):
    one = tried(log, end, end + pd.Timedelta(days=181), (BGNBD, MBGNBD, ParetoNBD))
    return {name: evaluation.errors(table)["bias"] for name, table in one.items()}

ends = pd.date_range("1997-03-31", "1997-12-31", freq="ME")
ages = [summary.customers(log, as_of=end)["age_days"].mean() for end in ends]
off = pd.DataFrame(map(errors, ends), index=ages)
ax = plots.model_choice.history_lines(off)

# %%
def gaps_held(end):
    return advise(summary.customers(log, as_of=end)).evidence.loc["history_gaps", "estimate"]

held = pd.Series({end.month_name(): gaps_held(end) for end in ends[2:6]})
print("gaps held at the end of", held.round(1).to_dict())

# %% [markdown]
# From the end of June on, at {{ages[3]:.0f}} days. A month earlier the history already held {{held["May"]:.1f}} gaps, and the Pareto/NBD still missed
# {{100 * abs(off["Pareto/NBD"].iloc[2]):.0f}} % of the total. The gaps seen early are the short ones, so a short
# history also looks longer than it is. Two gaps are too few here; `advise` refuses below two and, to be safe, warns below 4.5, here until July.

# %% [markdown] lang="zh"
# 从六月底起，即平均客龄 {{ages[3]:.0f}} 天。早一个月，历史已相当于 {{held["May"]:.1f}} 个间隔，Pareto/NBD 的总量却仍偏差 {{abs(off["Pareto/NBD"].iloc[2]):.0%}}。早期看到的都是较短的间隔，所以短历史看上去比实际更长。在这里两个间隔太少；`advise` 低于两个就拒绝，为稳妥起见，低于 4.5 个就提醒：这里一直提醒到七月。

# %% [markdown]
# ## What no model knows
#
# The simulated online shop holds Double 11, a shopping festival. Follow the forecast of the Pareto/NBD, the very model that made the shop, week by week. Where will it fail?

# %% [markdown] lang="zh"
# ## 哪个模型都不知道的事
#
# 模拟的网店有双十一购物节。逐周跟踪 Pareto/NBD 的预测（这家店正是由这个模型生成的）。它会在哪里失手？

# %%
shop = companies.online_shop(n_customers=4000, seed=3).orders.query("amount > 0")
half = summary.customers(shop, as_of="2024-06-30")
weeks = evaluation.tracking(ParetoNBD.fit(half, period_days=7), shop,
                            calibration_end="2024-06-30", holdout_end="2024-12-29")
ax = plots.tracking_by_step(weeks)
top = ax.set_ylim(0, 360)

# %%
later = weeks[weeks["part"] == "holdout"]
busy = later["actual_in_step"] / later["expected_in_step"]
seen = advise(half, orders=shop[shop["ordered_at"] < "2024-07-01"])
print(f"busiest week {busy.max():.1f} times the forecast;\n{seen.models['reason'].iloc[0]}")

# %% [markdown]
# The week of the festival has {{busy.max():.1f}} times what was expected. None of these models has a calendar. With `orders`, `advise` at least sees last year's festival
# and names it. Plan by the quarter or the year, and put the festival on top by hand.

# %% [markdown] lang="zh"
# 购物节那一周的购买次数是预期的 {{busy.max():.1f}} 倍。这些模型都没有日历。给出 `orders` 后，`advise` 至少能看到去年的购物节并指出来。应当按季度或年度做计划，购物节的部分另行手工加上。

# %% [markdown]
# ## To refuse
#
# A new shop brings its first 60 customers. What would you tell it?

# %% [markdown] lang="zh"
# ## 拒绝
#
# 一家新店带来了它最早的 60 位客户。你会怎么说？

# %%
print(advise(known.head(60)).answer)

# %% [markdown]
# ## The answer
#
# The charity needs the BG/BB, the music shop the MBG/NBD or one of its relatives, and the coffee club the MBG/CNBD-k: models of random timing count
# {{alive.iloc[0] - really:,.0f}} members who are gone. The grocer of loyal households needs no model for its total, and the new shop gets a refusal. To rank customers, a count will do.

# %% [markdown] lang="zh"
# ## 回答
#
# 慈善机构用 BG/BB，音像店用 MBG/NBD 或与它相近的模型，咖啡俱乐部用 MBG/CNBD-k：假定随机购买的模型会把 {{alive.iloc[0] - really:,.0f}} 位早已离开的会员也算进来。客户忠诚的那家超市，预测总量不需要模型；新店则被拒绝。给客户排序，数一数购买次数就行。

# %% [markdown]
# ## Published and ours
#
# Wübben and von Wangenheim (2008), "Instant customer base analysis: managerial heuristics often 'get it right'", *Journal of Marketing* 72(3). On CDNOW they set a **hiatus rule** (沉默期规则, silent for
# 26 weeks is gone) against the Pareto/NBD: which is right about who buys in the holdout?

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Wübben 和 von Wangenheim（2008），“Instant customer base analysis: managerial heuristics often 'get it right'”，*Journal of Marketing* 72(3)。他们在 CDNOW 上比较**沉默期规则**（hiatus rule，沉默满 26 周即视为流失）与 Pareto/NBD：谁更能判断对哪些客户会在验证期里购买？

# %%
split = summary.split(log, calibration_end="1997-09-30", holdout_end="1998-06-30")
came = split.holdout["purchases"] > 0
model = ParetoNBD.fit(split.calibration, period_days=7).probability_alive(split.calibration)
right = {"hiatus rule": ((split.calibration["days_since_last"] <= 26 * 7) == came).mean(),
         "Pareto/NBD": ((model > 0.5) == came).mean()}
pd.DataFrame({"published %": 77, "ours %": (100 * pd.Series(right)).round(1)})

# %% [markdown]
# ## Limits
#
# Five companies are few. The limits that `advise` applies are rules of thumb of ours, set with these very holdouts in view, so the lesson is no test of them; a club simulated otherwise would be misjudged by more or by less. It reads no minds either: a file cannot say
# whether next year resembles the last. When it matters, keep a holdout.

# %% [markdown] lang="zh"
# ## 局限
#
# 五家公司不算多。`advise` 使用的界限是我们的经验规则，正是参照这些验证期定下的，所以本课并不是对它们的检验；换一种方式模拟俱乐部，误判可能更大，也可能更小。它也不会未卜先知：数据说不出明年是否像去年。事关重大时，请留出验证期。

# %% [markdown]
# **Terms** naive forecast 朴素预测 · paired comparison 配对比较 · hiatus rule 沉默期规则 · regularity 购买规律性 · probability of being alive 活跃概率
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/39_which_model.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Which silence would you choose for a hiatus rule of the coffee club?
# 2. Does the ranking of the rule suffer if the holdout is only one month?
# 3. Add `last_period` to the comparison. When is it better than the past rate?

# %% [markdown] lang="zh"
# **术语** 朴素预测 naive forecast · 配对比较 paired comparison · 沉默期规则 hiatus rule · 购买规律性 regularity · 活跃概率 probability of being alive
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/3_lifetime/39_which_model.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 给咖啡俱乐部定沉默期规则，你会选多长的沉默？
# 2. 如果验证期只有一个月，规则的排序会变差吗？
# 3. 把 `last_period` 加入比较。它什么时候好过“过去的速度”？
