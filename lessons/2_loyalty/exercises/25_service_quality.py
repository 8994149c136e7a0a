# %% [markdown]
# # Exercises to 25: Service quality
#
# **Your company** A chain of hot-pot restaurants asks its guests. The answers are drawn by your name: nobody else has them.
#
# - `survey`: this year's answers, one row a guest. Five items (`food`, `speed`, `room`, `warmth`, `bill`) and
#   `satisfaction`, each from 1 to 10.
# - `last_year`: the same for last year, as the agency sent it. Some guests did not answer about the room; the file says -99 there.
# - `ratings`: one row a rating from 1 to 10 (`stars`) that a guest gave to a `waiter`; `tourist` is 1 for a tourist and 0 for a
#   guest who lives in town.
#
# Gaps are counted to the top of the scale, 10, as for the phone company in the lesson.
#
# **Before this** [25 Service quality](../../notebooks/2_loyalty/25_service_quality.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 25：服务质量
#
# **你的公司** 一家火锅连锁店做了一次顾客调查。答卷由你的姓名生成，别人的和你的不一样。
#
# - `survey`：今年的答卷，每位客人一行。五个项目（`food` 菜品、`speed` 上菜速度、`room` 环境、`warmth` 热情、`bill` 账单准确）和满意度 `satisfaction`，都是 1 到 10 分。
# - `last_year`：去年的同一调查，是调查公司发来的原始文件。有些客人没有回答环境一题，文件里记作 -99。
# - `ratings`：每个评分一行。`stars` 是客人给服务员 `waiter` 打的 1 到 10 分；`tourist` 为 1 表示游客，为 0 表示本地客人。
#
# 差距都算到量表的最高分 10，与课上的电信公司相同。
#
# **先修** [25 服务质量](../../../notebooks/zh/2_loyalty/25_service_quality.ipynb)。**用时** 45 分钟。

# %% data
import numpy as np
import pandas as pd

from crmkit.loyalty import derived_importance as _importance
from crmkit.loyalty import effort_plans as _plans

_items = ["food", "speed", "room", "warmth", "bill"]
_mean = np.array([8.3, 7.2, 5.9, 6.9, 7.8]) + rng.uniform(-0.15, 0.15, 5)
_slope = np.array([0.42, 0.18, 0.05, 0.30, 0.10]) + rng.uniform(-0.02, 0.02, 5)
_scatter = np.array([0.8, 1.2, 1.6, 1.0, 1.1])


def _asked(mean, n):
    mood = rng.normal(0, 0.7, (n, 1))
    points = np.clip(np.rint(mean + mood + rng.normal(0, _scatter, (n, 5))), 1, 10).astype("int64")
    satisfied = np.rint(7.1 + (points - _mean) @ _slope + rng.normal(0, 0.7, n))
    table = pd.DataFrame(points, columns=_items, index=pd.RangeIndex(1, n + 1, name="guest"))
    table["satisfaction"] = np.clip(satisfied, 1, 10).astype("int64")
    return table


survey = _asked(_mean, int(rng.integers(280, 341)))
_better = np.array([0, 0, rng.uniform(0.2, 0.5), 0, 0])
last_year = _asked(_mean - _better, int(rng.integers(230, 271)))
_silent = rng.choice(len(last_year), int(rng.integers(12, 21)), replace=False)
last_year.loc[last_year.index[_silent], "room"] = -99

_waiters = 24
_skill = rng.normal(0, 0.6, _waiters)
_who = rng.integers(0, _waiters, 900)
_tourist = (rng.random(900) < 1 / (1 + np.exp(-2.5 * _skill[_who]))).astype("int64")
_stars = np.rint(7 + _skill[_who] - rng.uniform(0.3, 0.5) * _tourist + rng.normal(0, 1, 900))
ratings = pd.DataFrame(
    {
        "waiter": [f"W{number + 1:02d}" for number in _who],
        "tourist": _tourist,
        "stars": np.clip(_stars, 1, 10).astype("int64"),
    }
)

# A point of satisfaction is worth so much that the best plan spends about two thirds of the money.
_weights = _importance.regression_weights(survey, _items, outcome="satisfaction")["estimate"]
_gaps = 10 - survey[_items].mean()


def _best(worth_of_a_point):
    found = {}
    for total in range(1, 101):
        plan = _plans.plans(_gaps, _weights, points=total, speed=0.03)["by_both"]
        found[total] = worth_of_a_point * _plans.gain(plan, _gaps, _weights, speed=0.03) - total
    return max(found, key=found.get)


campaign = {"budget": 100, "speed": 0.03}
campaign["worth_of_a_point"] = next(worth for worth in range(60, 600, 5) if _best(worth) >= 62)

# %%
import numpy as np
import pandas as pd

from crmkit.loyalty import derived_importance, effort_plans, reliability, service_quality

# %%
items = ["food", "speed", "room", "warmth", "bill"]
survey, last_year, ratings = sheet["survey"], sheet["last_year"], sheet["ratings"]
survey.head()

# %% [markdown] points=1 decimals=2
# ## Has the room become better?
#
# In `last_year` leave out the guests who did not answer about the room. How many guests remain, and by how much has the mean of
# `room` changed from last year to this year (`survey`)? A whole number of guests, and a change in points with 2 decimals, below 0 if the room
# has become worse.

# %% [markdown] lang="zh"
# ## 环境变好了吗？
#
# 在 `last_year` 中去掉没有回答环境一题的客人。还剩多少位客人（`"guests"`）？从去年到今年（`survey`），`room` 的平均分变化了多少（`"change"`）？人数为整数，变化以分计，保留 2 位小数，变差则为负。

# %% solution
# -99 is no answer but a code. Averaged like a number it would pull last year down by points.
# zh: -99 不是分数，而是“未作答”的代码。把它当数字平均，去年的均值会被拉低好几分。
answered = last_year[last_year["room"] != -99]
q1 = {"guests": len(answered), "change": survey["room"].mean() - answered["room"].mean()}

# %% wrong
# You kept the guests with -99. That is a code for no answer; no guest has rated the room so.
# zh: 你保留了 -99 的客人。那是“未作答”的代码，没有哪位客人给环境打过这个分。
answered = last_year
# The guests are counted right, but last year's mean still holds -99. Take it from those who remain.
# zh: 人数对了，但去年的均值里还有 -99。请用剩下的客人来算。
q1["change"] = survey["room"].mean() - last_year["room"].mean()
# The change is right, but you counted all guests of last year, with those who did not answer.
# zh: 变化对了，但你数的是去年的全部客人，包括没有作答的。
q1["guests"] = len(last_year)
# Those are this year's guests. How many of last year's remain?
# zh: 这是今年的客人数。去年的客人还剩多少位？
q1["guests"] = len(survey)
# You counted those who did not answer. How many remain?
# zh: 你数的是没有作答的人。还剩多少人？
q1["guests"] = int((last_year["room"] == -99).sum())
# You put 0 in place of -99. Zero is off the scale and as wrong as the code.
# zh: 你把 -99 换成了 0。0 不在量表之内，和代码一样不能参与平均。
q1["change"] = survey["room"].mean() - last_year["room"].replace(-99, 0).mean()
# The sign is turned round: this year less last year.
# zh: 正负号反了：应当是今年减去去年。
q1["change"] = -q1["change"]
# That is the change in per cent. The question asks for points of the scale.
# zh: 这是变化的百分比。题目要的是量表上的分数。
q1["change"] = 100 * (survey["room"].mean() / answered["room"].mean() - 1)
# That is last year's mean. By how much does this year's differ?
# zh: 这是去年的平均分。今年与它相差多少？
q1["change"] = answered["room"].mean()

# %% hints
# Look at `last_year["room"].value_counts()`. Which value can no guest have meant?
# zh: 看一看 `last_year["room"].value_counts()`。哪个值不可能是客人打的分？

# `last_year[last_year["room"] != -99]` keeps the others. `len` counts rows, `.mean()` averages a column.
# zh: `last_year[last_year["room"] != -99]` 留下其余的客人。`len` 数行数，`.mean()` 求一列的平均。

# %% [markdown] points=2 decimals=3
# ## Do the five items hold together?
#
# From here on take this year's answers, `survey`. What is Cronbach's alpha (raw) of the five items? With 3 decimals.

# %% [markdown] lang="zh"
# ## 五个项目是否一致？
#
# 从这一题起，只用今年的答卷 `survey`。五个项目的克朗巴哈 α 系数（raw，即未标准化）是多少？保留 3 位小数。

# %% solution
# The variance of the sum is larger than the sum of the variances, because a guest's mood moves all five.
# zh: 总分的方差大于各项方差之和，因为客人的心情会同时影响五个项目。
used, k = items, 5
q2 = k / (k - 1) * (1 - survey[used].var().sum() / survey[used].sum(axis=1).var())

# %% wrong
# You took satisfaction as a sixth item. It is what the items are to explain.
# zh: 你把满意度当成了第六个项目。它是要由这些项目来解释的。
used, k = [*items, "satisfaction"], 6
# You left out the factor k / (k - 1).
# zh: 你漏掉了 k / (k - 1)。
q2 = 1 - survey[used].var().sum() / survey[used].sum(axis=1).var()
# That is the standardised alpha. The question asks for the raw one.
# zh: 这是标准化 α。题目要的是未标准化的（raw）。
q2 = reliability.cronbach_alpha(survey, used).loc["standardised", "estimate"]
# k is the number of items: five here, not the seven of the lesson.
# zh: k 是项目的个数：这里是五个，不是课上的七个。
used, k = items, 7
# That is last year's alpha. The question asks for this year's answers, `survey`.
# zh: 这是去年的 α。题目要的是今年的答卷 `survey`。
q2 = reliability.cronbach_alpha(last_year[last_year["room"] != -99], used).loc["raw", "estimate"]
# That is how many times as large the variance of the sum is. Alpha goes on from there: see the formula of the lesson.
# zh: 这是总分的方差是各项方差之和的多少倍。α 还要往下算一步：见课上的公式。
q2 = survey[used].sum(axis=1).var() / survey[used].var().sum()
# You divided the variance of the sum by the sum of the variances. Which one belongs on top?
# zh: 你用总分的方差除以各项方差之和。哪个该在分子上？
q2 = k / (k - 1) * (1 - survey[used].sum(axis=1).var() / survey[used].var().sum())

# %% hints
# The lesson computes alpha once by hand and once by a call.
# zh: 课上先动手算 α，再用一次调用得到它。

# `reliability.cronbach_alpha(survey, items)` has a row "raw" and a row "standardised".
# zh: `reliability.cronbach_alpha(survey, items)` 的结果有两行：`raw` 是未标准化的，`standardised` 是标准化的。

# %% [markdown] points=2 decimals=3
# ## The worst item
#
# The room is the worst of the five. How much does it matter? Give its correlation with `satisfaction`, and its regression weight:
# points of satisfaction for one point on the room while the other four items stay. Both with 3 decimals.

# %% [markdown] lang="zh"
# ## 最差的项目
#
# 环境是五项中最差的。它有多重要？给出它与 `satisfaction` 的相关系数（`"correlation"`），以及它的回归权重（`"weight"`）：其他四项不变时，环境提高一分，满意度提高几分。都保留 3 位小数。

# %% solution
# The correlation counts in what the room shares with the other items: guests in a good mood. The weight does not.
# zh: 相关系数把环境与其他项目共有的部分（客人的心情）也算了进去，回归权重则没有。
weights = derived_importance.regression_weights(survey, items, outcome="satisfaction")["estimate"]
correlation = survey["room"].corr(survey["satisfaction"])
q3 = {"correlation": correlation, "weight": weights["room"]}

# %% wrong
# The correlation is right. For the weight you regressed on the room alone, so the others did not stay.
# zh: 相关系数对了。权重却只用环境一项来回归，其他项目并没有保持不变。
q3["weight"] = derived_importance.regression_weights(survey, ["room"], outcome="satisfaction")["estimate"]["room"]
# The correlation is right. Instead of the regression weight you took the relative weight, a share of what is explained.
# zh: 相关系数对了。但你用的不是回归权重，而是相对权重，也就是所解释部分中的份额。
q3["weight"] = derived_importance.relative_weights(
    survey, items, outcome="satisfaction", rng=np.random.default_rng(0))["estimate"]["room"]
# Both are of last year. From exercise 2 on the answers are this year's, `survey`.
# zh: 两个数都是去年的。从第 2 题起，用的是今年的答卷 `survey`。
earlier = last_year[last_year["room"] != -99]
earlier_weights = derived_importance.regression_weights(earlier, items, outcome="satisfaction")["estimate"]
q3 = {"correlation": earlier["room"].corr(earlier["satisfaction"]), "weight": earlier_weights["room"]}
# The two are swapped.
# zh: 两个数填反了。
q3 = {"correlation": weights["room"], "weight": correlation}
# That is the share of variance, the correlation squared.
# zh: 这是相关系数的平方，即解释的方差比例。
correlation = survey["room"].corr(survey["satisfaction"]) ** 2
# You have the row of the food. The question is about the room.
# zh: 这是菜品一行的数字。题目问的是环境。
q3 = {"correlation": survey["food"].corr(survey["satisfaction"]), "weight": weights["food"]}

# %% hints
# `derived_importance` has a function for either. Only one of them holds the other items fixed.
# zh: `derived_importance` 里两种都有对应的函数。只有一种让其他项目保持不变。

# `derived_importance.regression_weights(survey, items, outcome="satisfaction")`: take the row of the room, column
# `estimate`.
# zh: `derived_importance.regression_weights(survey, items, outcome="satisfaction")`，取 `room` 一行的 `estimate`。

# %% [markdown] points=2 decimals=3
# ## A colleague begins at the bottom
#
# "The room is worst, so all 100 points of effort go there." Count with the regression weights of exercise 3, gaps to 10 and a speed of 0.03.
# By how many points does satisfaction rise with your colleague's plan, and by how many if the 100 points are spread
# over the five items in proportion to their gaps? Two numbers, with 3 decimals, below 0 if satisfaction
# falls. Take the weights as they are.

# %% [markdown] lang="zh"
# ## 同事从最差的做起
#
# “环境最差，所以 100 点投入全部放在环境上。”用第 3 题的回归权重、到 10 分的差距和 0.03 的速度来计算。按同事的方案，满意度提高多少分（`"room_only"`）？如果把 100 点按差距的比例分给五个项目，又提高多少（`"by_gap"`）？权重照原样使用。两个数，保留 3 位小数，满意度下降则为负。

# %% solution
# The room has the largest gap and next to no weight, and the last of a hundred points on one item do very little. So even a plan by gap
# does better.
# zh: 环境的差距最大，权重却几乎为零；而且在同一项上投到第一百点时，已经没有什么作用。所以哪怕只按差距分配也更好。
weights = derived_importance.regression_weights(survey, items, outcome="satisfaction")["estimate"]
gaps = 10 - survey[items].mean()
effect, speed = weights, 0.03
by_gap = 100 * gaps / gaps.sum()
room_only = pd.Series(0.0, index=items)
room_only["room"] = 100
q4 = {"room_only": (effect * gaps * (1 - np.exp(-speed * room_only))).sum(),
      "by_gap": (effect * gaps * (1 - np.exp(-speed * by_gap))).sum()}

# %% wrong
# You took correlations for weights. A correlation is no number of points of satisfaction a point.
# zh: 你用相关系数代替了权重。相关系数并不表示“每提高一分，满意度提高几分”。
effect = survey[items].corrwith(survey["satisfaction"])
# You left out the gaps: effort closes a share of the gap, and a small gap leaves little to close.
# zh: 你漏掉了差距：投入补上的是差距的一个比例，差距小，可补的就少。
q4 = {"room_only": (effect * (1 - np.exp(-speed * room_only))).sum(),
      "by_gap": (effect * (1 - np.exp(-speed * by_gap))).sum()}
# You left out the weights: that is by how much the answers to the items rise, not satisfaction.
# zh: 你漏掉了权重：这是各项得分提高多少，不是满意度提高多少。
effect = pd.Series(1.0, index=items)
# The first is right. The second is the plan by both, gap and weight. The question asks for the plan by gap alone.
# zh: 第一个数对了。第二个数是差距与权重两者兼顾的方案。题目要的是只按差距分配。
by_gap = effort_plans.plans(gaps, weights, points=100, speed=speed)["by_both"]
# That is the share that stays open, e^(-speed points). Effort closes the rest.
# zh: e^(-速度×点数) 是还没有补上的比例。补上的是其余部分。
q4 = {"room_only": (effect * gaps * np.exp(-speed * room_only)).sum(),
      "by_gap": (effect * gaps * np.exp(-speed * by_gap)).sum()}
# You counted what stays open of a gap, e^(-speed points), not what effort closes.
# zh: 你算的是差距中还没有补上的部分 e^(-速度×点数)，而不是投入补上的部分。
q4 = {"room_only": effect["room"] * gaps["room"] * np.exp(-speed * 100),
      "by_gap": (effect * gaps * np.exp(-speed * by_gap)).sum()}
# You multiplied weights by points of effort. A point of effort is no point of the answers: it closes a share of the gap.
# zh: 你用权重乘以投入的点数。一点投入不等于得分提高一分：它只补上差距的一个比例。
q4 = {"room_only": (effect * room_only).sum(), "by_gap": (effect * by_gap).sum()}
# You let effort close the gaps wholly. A hundred points close 95 % of one gap, and much less of five.
# zh: 你让投入把差距全部补上了。一百点补上一项差距的 95%，分到五项就少得多。
q4 = {"room_only": effect["room"] * gaps["room"], "by_gap": (effect * gaps).sum()}
# The first is right. Spread by gap does not mean 20 points each: the larger the gap, the more points.
# zh: 第一个数对了。按差距分配不是每项 20 点：差距越大，点数越多。
by_gap = pd.Series(20.0, index=items)
# You took the mean answers for the gaps. The gap is what is missing to 10.
# zh: 你把平均分当成了差距。差距是离 10 分还差多少。
gaps = survey[items].mean()

# %% hints
# The lesson does it by hand for the network: weight x gap x share closed.
# zh: 课上为“网络”一项动手算过：权重×差距×补上的比例。

# `effort_plans.plans(gaps, weights)` has the plan by gap; `effort_plans.gain(plan, gaps, weights)` gives the rise.
# zh: `effort_plans.plans(gaps, weights)` 里有按差距分配的方案；`effort_plans.gain(plan, gaps, weights)` 给出提高的分数。

# %% [markdown] points=2 decimals=3
# ## Tourists and waiters
#
# How much higher (or, below zero, lower) do tourists rate than guests from town: over all ratings, and by the same waiter, as
# in the lesson's comparison of lecturers? Two numbers in points, with 3 decimals.

# %% [markdown] lang="zh"
# ## 游客与服务员
#
# 游客的评分比本地客人高多少（低则为负）：就全部评分来看（`"all"`），以及对同一位服务员来看（`"same"`），算法与课上比较老师相同？两个数，单位为分，保留 3 位小数。

# %% solution
# Tourists are served by the better waiters, and that hides how strictly they rate. Whoever compares waiters has to allow for their guests.
# zh: 游客更多地由优秀的服务员接待，这掩盖了他们打分偏严。比较服务员时，必须考虑他们的客人是谁。
found = service_quality.same_provider(ratings, rating="stars", provider="waiter", other="tourist")
estimate = found["estimate"]
q5 = {"all": estimate["all ratings"], "same": estimate["same provider"]}

# %% wrong
# The signs are turned round: tourists less guests from town.
# zh: 正负号反了：应当是游客减去本地客人。
q5 = {part: -size for part, size in q5.items()}
# The two are swapped.
# zh: 两个数填反了。
q5 = {"all": q5["same"], "same": q5["all"]}
# For the second you averaged the waiters' differences as if each had as many guests. The regression of the lesson weighs them.
# zh: 第二个数你把各位服务员的差简单平均，好像他们的客人一样多。课上的回归会按人数加权。
sides = ratings.pivot_table(index="waiter", columns="tourist", values="stars")
q5["same"] = (sides[1] - sides[0]).mean()
# Both are by the same waiter. The first is over all ratings, whoever served.
# zh: 两个数都是对同一位服务员的差。第一个数要就全部评分来算，不论是谁接待的。
q5["all"] = q5["same"]
# Both are the difference over all ratings. Compare each waiter only with themselves for the second.
# zh: 两个数都是全部评分的差。第二个数要让每位服务员只与自己相比。
q5["same"] = q5["all"]

# %% hints
# `service_quality.same_provider` gives both rows. Which columns are the rating, the provider, the other customers?
# zh: `service_quality.same_provider` 给出两行。哪一列是评分，哪一列是服务者，哪一列是另一类客人？

# Here `rating="stars"`, `provider="waiter"`, `other="tourist"`.
# zh: 这里 `rating="stars"`，`provider="waiter"`，`other="tourist"`。

# %% [markdown] points=4
# ## Spend the budget
#
# You have up to `campaign["budget"]` thousand yuan. A thousand yuan buys one point of effort on any item, with the speed
# `campaign["speed"]`. Each point of satisfaction is worth `campaign["worth_of_a_point"]` thousand yuan. How many thousand
# yuan will you spend on each item? `q6` is one amount an item, each 0 or more.
#
# What counts is what the rise of satisfaction is worth, by the weights of exercise 3 and the gaps to 10, less what you spend. Nobody makes you
# spend it all. Doing nothing is worth 0.

# %% [markdown] lang="zh"
# ## 花掉预算
#
# 你最多有 `campaign["budget"]` 千元。一千元在任何一项上相当于一点投入，速度为 `campaign["speed"]`。满意度每提高一分，价值 `campaign["worth_of_a_point"]` 千元。每个项目花多少千元？`q6` 给每个项目一个金额，都不小于 0。
#
# 看的是满意度提高带来的价值（按第 3 题的权重和到 10 分的差距计算）减去支出。没有人要求你把钱花完。什么都不做，价值为 0。

# %% starter
campaign = sheet["campaign"]
q6 = {"food": ..., "speed": ..., "room": ..., "warmth": ..., "bill": ...}

# %% solution
# Multiply gap by weight, spend where the next thousand does most, and stop when it no longer earns a thousand: on the
# room at once, and on the others before the budget is gone.
# zh: 用差距乘以权重，把下一千元花在作用最大的地方；当它挣不回一千元时就停下：环境几乎一分也不该花，其他项目也在预算花完之前就该停。
campaign = sheet["campaign"]
worth_of_a_point, speed = campaign["worth_of_a_point"], campaign["speed"]
weights = derived_importance.regression_weights(survey, items, outcome="satisfaction")["estimate"]
gaps = 10 - survey[items].mean()


def earned(plan):
    plan = pd.Series(plan, dtype=float)
    return worth_of_a_point * effort_plans.gain(plan, gaps, weights, speed=speed) - plan.sum()


def worth(plan):
    if min(plan.values()) < 0 or sum(plan.values()) > campaign["budget"] + 0.5:
        raise ValueError(f"0 ≤ each amount, all together ≤ {campaign['budget']}")
    return earned(plan)


nothing = {item: 0 for item in items}
tried = [effort_plans.plans(gaps, weights, points=total, speed=speed)["by_both"]
         for total in range(1, campaign["budget"] + 1)]
q6 = max(tried, key=earned).round(1).to_dict()

# %% wrong
# All on the room, because it is worst. But guests hardly mind, and the last ten thousand there do next to nothing.
# zh: 全部花在环境上，因为它最差。可是客人不太在意，而且最后一万元几乎没有作用。
q6 = nothing | {"room": campaign["budget"]}
# Nothing spent, nothing gained. The first thousands on the food and on warmth earn more than they cost.
# zh: 一分不花，也就一无所得。花在菜品和热情上的最初几千元，挣回的比花掉的多。
q6 = nothing
# All on the food, because it weighs most. It is nearly at its best already, and one item alone is soon used up.
# zh: 全部花在菜品上，因为它权重最大。可是菜品已经接近满分，而且只投一项，很快就没有余地了。
q6 = nothing | {"food": campaign["budget"]}
# By gap: the room gets most, and guests hardly mind it.
# zh: 按差距分配：环境分到最多，而客人不太在意它。
q6 = effort_plans.plans(gaps, weights, points=100, speed=speed)["by_gap"].to_dict()
# By importance: the food gets most, though little is left to gain there, and you spent to the end.
# zh: 按重要性分配：菜品分到最多，可是那里已经没有多少可提高的；而且你把钱花完了。
q6 = effort_plans.plans(gaps, weights, points=100, speed=speed)["by_importance"].to_dict()
# The proportions are the best for a hundred, but the last thousands earn less than they cost. Stop earlier.
# zh: 这是花一百时的最佳比例，但最后的几千元挣回的比花掉的少。应当早些停下。
q6 = effort_plans.plans(gaps, weights, points=100, speed=speed)["by_both"].to_dict()
# The same on each item: fair to five departments, and a fifth of it goes to the room.
# zh: 每项一样多：对五个部门公平，但五分之一的钱花在了环境上。
q6 = {item: 20 for item in items}
# Those are shares of the money. The question asks for thousands of yuan.
# zh: 这是占比。题目要的是多少千元。
q6 = {item: amount / 100 for item, amount in q6.items()}

# %% hints
# For a plan, add up weight x gap x share closed over the items, multiply by the worth of a point, and take off what it costs.
# zh: 对一个方案，把各项“权重×差距×补上的比例”加总，乘以每分的价值，再减去花的钱。

# `effort_plans.plans(gaps, weights, points=total, speed=...)["by_both"]` is the best plan for one total. Try many
# totals; which one earns most?
# zh: `effort_plans.plans(gaps, weights, points=total, speed=...)["by_both"]` 是总额为 total 时的最佳方案。试遍各种总额，哪一个挣得最多？
