# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["11104", "29", "34", "45", "33", "32"]
# ---

# %% [markdown]
# # 34 Discrete opportunities
#
# **Question** A charity asks 11,104 donors once a year. Six years are on file. Who will give in the next five?
#
# **Who asks** Charities, cruise lines, fairs, schools: whoever offers one chance to buy a year.
#
# **Time** 45 minutes. **Before this** [33 Counting your customers](33_counting.ipynb).
#
# **You will be able to**
# 1. write a history of yes and no as two numbers;
# 2. fit a BG/BB model and read what it says of donors;
# 3. forecast gifts, and say who is still a donor;
# 4. choose whom to write to, better than by counting gifts.
#
# **Data** donors of a US charity, as printed by Fader, Hardie and Shang (2010).

# %% [markdown] lang="zh"
# # 34 离散的购买机会
#
# **问题** 一家慈善机构每年向 11,104 位捐赠人各募捐一次，手头有六年的记录。今后五年谁还会捐？
#
# **谁会这样问** 慈善机构、邮轮公司、展会、学校：凡是一年只提供一次购买机会的组织。
#
# **用时** 45 分钟。**先修** [33 还剩多少客户](33_counting.ipynb)。
#
# **学完你能够**
# 1. 把一串“捐”与“不捐”写成两个数；
# 2. 拟合 BG/BB 模型，并读懂它对捐赠人的描述；
# 3. 预测捐款次数，并判断谁还是捐赠人；
# 4. 选出该给谁写信，比数捐款次数选得更好。
#
# **数据** 一家美国慈善机构的捐赠人，数据印在 Fader、Hardie 和 Shang（2010）的论文里。

# %%
import numpy as np
import pandas as pd
from scipy.stats import beta

from crmkit import datasets, plots
from crmkit.lifetime import BGBB

# %%
plots.course_style()
donors = datasets.load("donations")
donors.tail(4)

# %% [markdown]
# All of them gave for the first time in 1995 and were then asked six times. A row counts the donors (`customers`) who share one
# history: so many gifts after the first (`repeat_purchases`), the last in this year (`last_period`), of so many **opportunities**
# (购买机会, `periods`).

# %% [markdown] lang="zh"
# 所有人都在 1995 年第一次捐款，此后被募捐六次。每一行是历史相同的一组捐赠人，`customers` 是人数：首次之后捐了几次（`repeat_purchases`），最后一次在第几年（`last_period`），一共有几次**购买机会**（opportunity，`periods`）。

# %%
everybody = donors["customers"].sum()
last_year = donors.loc[donors["last_period"] == 6, "customers"].sum()
print(f"{last_year:,} of {everybody:,} donors gave last year")

# %% [markdown]
# Only {{100 * (last_year / everybody):.0f}} % gave last year. Write down two guesses: which share of the gifts of the next five years will come from
# them, and how many of all donors will never give again in these five years?

# %% [markdown] lang="zh"
# 去年只有 {{last_year / everybody:.0%}} 的人捐款。请写下两个猜测：今后五年的捐款有多少来自他们？全体捐赠人中，有多少人今后五年一次也不会再捐？

# %% [markdown]
# ## By hand: six letters, two numbers
#
# Donor A answered the six letters with yyynnn, donor B with ynynny. Count the gifts, and find the year of the last one. To which
# of the two would you write?

# %% [markdown] lang="zh"
# ## 动手算：六封信，两个数
#
# 捐赠人 A 对六封信的回应是 yyynnn，B 是 ynynny（y 为捐，n 为不捐）。数一数捐了几次，再找出最后一次在第几年。你会给谁写信？

# %%
for name, history in {"A": "yyynnn", "B": "ynynny"}.items():
    print(name, "gifts:", history.count("y"), "last in year:", history.rindex("y") + 1)

# %%
ax = plots.discrete.answer_lines({"A": "yyynnn", "B": "ynynny"})

# %% [markdown]
# Both gave three times, but A has been silent for three years. Which years B missed in between does not matter: B gave later, so B was
# there all along. That is why two numbers are enough, and why {{everybody:,}} people have only {{len(donors)}} different histories.

# %% [markdown] lang="zh"
# 两人都捐了三次，但 A 已经沉默三年。B 中间漏了哪几年并不重要：B 后来又捐了，说明 B 一直都在。所以两个数就够了，{{everybody:,}} 个人也只有 {{len(donors)}} 种不同的历史。

# %% [markdown]
# ## The model
#
# The **BG/BB** tells a story of two chances. Before each letter a donor may leave for ever, with their own chance of leaving. Who is
# still there gives with their own chance of giving. Both differ between donors like beta distributions, the shapes of lesson 32: four
# numbers in all.

# %% [markdown] lang="zh"
# ## 模型
#
# **BG/BB** 模型讲的是两个概率的故事。每封信到来之前，捐赠人可能以自己的离开概率永远离开；还在的人则以自己的捐款概率捐款。两个概率都因人而异，服从第 32 课见过的贝塔分布，所以一共四个参数。

# %%
model = BGBB.fit(donors, period_days=365)
model.parameters.round(3)

# %%
edges = np.arange(0, 1.001, 0.1)
two = {"gives": (model.alpha, model.beta), "leaves": (model.gamma, model.delta)}
shares = pd.DataFrame({name: np.diff(beta.cdf(edges, *shape)) for name, shape in two.items()})
means = {name: a / (a + b) for name, (a, b) in two.items()}
ax = plots.discrete.chance_spread(shares.set_axis(edges[:-1]), means=means)

# %% [markdown]
# The averages hide much. {{100 * shares["leaves"].iloc[0]:.0f}} % of the donors leave with a chance below 10 % a year, while a few leave almost
# at once. And {{100 * shares["gives"].iloc[-1]:.0f}} % answer more than nine letters of ten as long as they are there.

# %% [markdown] lang="zh"
# 平均值掩盖了很多东西。{{shares["leaves"].iloc[0]:.0%}} 的捐赠人每年离开的概率低于 10%，也有少数人几乎马上就离开。还有 {{shares["gives"].iloc[-1]:.0%}} 的人，只要还在，十封信里会回应九封以上。

# %% [markdown]
# ## By hand: play donor A
#
# What does the story say of A? Let the computer play 300,000 donors over eleven letters. Keep those who look like A after six: three gifts,
# the last in year 3. How many of them are still there, and what do they give in the five letters to come?

# %% [markdown] lang="zh"
# ## 动手算：模拟捐赠人 A
#
# 按这个故事，A 会怎样？让计算机模拟 300,000 位捐赠人，每人收到十一封信。只留下前六封之后与 A 一样的人：捐了三次，最后一次在第 3 年。其中多少人还在？他们在后面五封信里会捐几次？

# %%
rng, many = np.random.default_rng(1), 300_000
gives, leaves = (rng.beta(*two[name], (many, 1)) for name in ("gives", "leaves"))
there = (rng.random((many, 11)) > leaves).cumprod(axis=1)
gifts = there * (rng.random((many, 11)) < gives)
like_a = (gifts[:, :6].sum(axis=1) == 3) & (gifts[:, 2] == 1) & (gifts[:, 3:6].sum(axis=1) == 0)
played = {"alive": there[like_a, 5].mean(), "next five": gifts[like_a, 6:].sum(axis=1).mean()}

# %%
donors["alive"] = model.probability_alive(donors)
donors["next five"] = model.expected_purchases(donors, opportunities=5)
a_and_b = donors.query("repeat_purchases == 3 and last_period in (3, 6)").set_axis(["A", "B"])
pd.concat([a_and_b[["alive", "next five"]].T, pd.Series(played, name="A played")],
          axis="columns").round(2)

# %% [markdown]
# The call gives what the played donors show: A was still there at the sixth letter with
# {{100 * a_and_b.loc["A", "alive"]:.0f}} % and will give {{a_and_b.loc["A", "next five"]:.2f}} times. B gave that year, so was there for certain, and will
# give {{a_and_b.loc["B", "next five"]:.2f}} times. A letter to B brings {{a_and_b.loc["B", "next five"] / a_and_b.loc["A", "next five"]:.0f}} times as
# much, after equally many gifts.

# %% [markdown] lang="zh"
# 函数给出的结果与模拟一致：A 在第六封信时还在的概率是 {{a_and_b.loc["A", "alive"]:.0%}}，今后会捐 {{a_and_b.loc["A", "next five"]:.2f}} 次。B 那一年捐了款，肯定还在，今后会捐 {{a_and_b.loc["B", "next five"]:.2f}} 次。捐款次数相同，给 B 写信的收获却是 A 的 {{a_and_b.loc["B", "next five"] / a_and_b.loc["A", "next five"]:.0f}} 倍。

# %% [markdown]
# ## More gifts, better donor?
#
# "If two donors have been silent equally long, the one who gave more often is the better one," says the fundraiser. Take four groups whose
# last gift was in year 4. They gave once, twice, three times, or every year up to then. Which will give least from now on?

# %% [markdown] lang="zh"
# ## 捐得越多，就越好吗？
#
# 募捐主管说：“沉默时间相同的两位捐赠人，捐得更多的那位更好。”取最后一次捐款都在第 4 年的四组人：捐过一次、两次、三次，以及到那时为止年年都捐。今后哪一组捐得最少？

# %%
names = ["gave once", "gave twice", "gave 3 times", "gave every year"]
four = donors[donors["last_period"] == 4].set_axis(names).rename_axis("last gift in year 4")
ax = plots.discrete.promise_bars(
    four.rename(columns={"next five": "expected"}), label="gifts in the next five years"
)

# %% [markdown]
# Those who gave *every* year up to year 4 promise least: {{four["next five"].iloc[3]:.2f}} gifts, less than those who gave once. From somebody who
# never missed a letter, two refusals in a row mean a departure: {{100 * four["alive"].iloc[3]:.0f}} % are still there. From a rare giver, two refusals mean
# nothing yet: {{100 * four["alive"].iloc[0]:.0f}} %.

# %% [markdown] lang="zh"
# 到第 4 年为止*年年*都捐的人，前景反而最差：今后捐 {{four["next five"].iloc[3]:.2f}} 次，比只捐过一次的人还少。从不漏捐的人连续两次不捐，多半已经离开，只有 {{four["alive"].iloc[3]:.0%}} 还在；偶尔才捐的人两次不捐，还说明不了什么，有 {{four["alive"].iloc[0]:.0%}} 还在。

# %%
grid = donors.pivot(index="last_period", columns="repeat_purchases", values="next five")
ax = plots.discrete.promise_grid(
    grid, label="gifts in the next five years", marks={"A": (3, 3), "B": (6, 3)}
)

# %% [markdown]
# Upwards, towards a later last gift, the promise always grows. To the right it grows all the way only in the top row, where all gave last year: in
# the rows of years 2 to 5 it falls at the end. There a list sorted by number of gifts reads the map
# in the wrong direction.

# %% [markdown] lang="zh"
# 往上走，最后一次捐款越近，前景总是越好。往右走，只有最上面一行（去年都捐了）前景一路变好；第 2 年到第 5 年的各行，到最右端反而下降。按捐款次数排序的名单，在这些地方就读错了方向。

# %% [markdown]
# ## Whom to write to
#
# The charity writes to everybody with three gifts or more. Give the same number of letters to the donors who promise most next year instead.
# How many gifts more do you expect: none, a few per cent, or half as many again?

# %% [markdown] lang="zh"
# ## 给谁写信
#
# 慈善机构原来给捐过三次及以上的人写信。现在把同样多的信，改寄给明年前景最好的捐赠人。你估计会多收到多少笔捐款：一样多、多百分之几，还是多一半？

# %%
donors["next year"] = model.expected_purchases(donors, opportunities=1)
often = donors[donors["repeat_purchases"] >= 3]
letters = often["customers"].sum()
ranked = donors.sort_values("next year", ascending=False)
ranked["sent"] = ranked["customers"].cumsum().clip(upper=letters).diff().fillna(ranked["customers"])
chosen = {"three gifts or more": often["customers"] @ often["next year"],
          "by the model": ranked["sent"] @ ranked["next year"]}

# %%
pd.Series(chosen, name=f"gifts next year from {letters:,} letters").round(0).to_frame()

# %% [markdown]
# The same {{letters:,}} letters bring {{chosen["by the model"]:,.0f}} gifts instead of {{chosen["three gifts or more"]:,.0f}},
# {{100 * (chosen["by the model"] / chosen["three gifts or more"] - 1):.0f}} % more, for the price of a better list. Who gave often is mostly a good
# choice; the gain comes from leaving out those who have fallen silent.

# %% [markdown] lang="zh"
# 同样的 {{letters:,}} 封信，收到 {{chosen["by the model"]:,.0f}} 笔捐款，而不是 {{chosen["three gifts or more"]:,.0f}} 笔，多了 {{100 * (chosen["by the model"] / chosen["three gifts or more"] - 1):.0f}}%，代价只是换一份更好的名单。捐得多的人大多仍是好的选择；增加的部分来自剔除那些已经沉默的人。

# %%
people, total = donors["customers"], donors["customers"] @ donors["next five"]
recent = donors["last_period"] == 6
never = people @ model.conditional_distribution(donors, opportunities=5, up_to=5)[0]
from_recent = (people * donors["next five"])[recent].sum()
pd.Series({"gifts in five years": total, "of them from last year's givers": from_recent,
           "donors who will not give": never}, name="forecast").round(0).to_frame()

# %% [markdown]
# ## The answer
#
# {{everybody:,}} donors will give about {{total:,.0f}} times in five years. {{100 * (from_recent / total):.0f}} % of these
# gifts come from the {{100 * (last_year / everybody):.0f}} % who gave last year; {{never:,.0f}} donors will not give at all. So write first to those who gave
# last year, then by the map, and not by the number of gifts. How close were your two guesses?

# %% [markdown] lang="zh"
# ## 回答
#
# {{everybody:,}} 位捐赠人今后五年大约会捐 {{total:,.0f}} 次。其中 {{from_recent / total:.0%}} 来自去年捐过的那 {{last_year / everybody:.0%}} 的人；{{never:,.0f}} 人一次也不会再捐。所以先写给去年捐过的人，再按上面的图来选，而不要按捐款次数。你的两个猜测有多接近？

# %% [markdown]
# ## Published and ours
#
# Fader, Hardie and Shang (2010), "Customer-base analysis in a discrete-time noncontractual setting", *Marketing Science* 29(6). They
# print the four parameters, and what to expect in five years by the number of gifts so far.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Fader、Hardie 和 Shang（2010），“Customer-base analysis in a discrete-time noncontractual setting”，*Marketing Science* 29(6)。他们给出了四个参数，以及按已捐次数划分的五年期望。

# %%
paper = pd.Series({"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783})
pd.DataFrame({"published": paper, "ours": model.parameters.round(3)})

# %%
by_gifts = donors.assign(gifts=people * donors["next five"]).groupby("repeat_purchases")
ours = by_gifts["gifts"].sum() / by_gifts["customers"].sum()
published = pd.Series([0.073, 0.325, 0.709, 1.334, 2.031, 2.784, 3.753])
pd.DataFrame({"published": published, "ours": ours.round(3)})

# %% [markdown]
# The parameters agree to the last printed digit, the second table to {{(ours - published).abs().max():.3f}} gifts. In it, more gifts promise more after all: averaged over *all* donors with as many gifts
# they do, because frequent givers are mostly recent ones. The average hides the paradox of the map.

# %% [markdown] lang="zh"
# 参数与论文印出的各位数字都一致，第二张表最多相差 {{(ours - published).abs().max():.3f}} 次。在第二张表里，捐得越多，前景终究越好：对捐款次数相同的*所有*人取平均，确实如此，因为常捐的人大多最近也捐过。平均值掩盖了图中的悖论。

# %% [markdown]
# ## Limits
#
# These are forecasts, and this file holds no later years to test them. The model knows how often, not how much. It takes all opportunities as
# equal, though a year with an earthquake is not. And donors whom nobody asked look like donors who said no.

# %% [markdown] lang="zh"
# ## 局限
#
# 以上都是预测，这份数据没有更晚的年份可供检验。模型只知道捐几次，不知道捐多少。它把每次机会看作相同，而发生地震的年份并不相同。此外，没有被募捐的人，看上去与拒绝捐款的人一样。

# %% [markdown]
# **Terms** opportunity 购买机会 · beta distribution 贝塔分布 · BG/BB BG/BB 模型 · probability of being alive 活跃概率
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/34_discrete.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. A letter costs 2 and a gift is worth 8 on average. To which histories do you write next year?
# 2. How many gifts do you expect in year 10 from all donors together?
# 3. In which rows of the map does one more gift promise less?

# %% [markdown] lang="zh"
# **术语** 购买机会 opportunity · 贝塔分布 beta distribution · BG/BB 模型 BG/BB · 活跃概率 probability of being alive
#
# ## 轮到你了
#
# [本课练习](../../../exercises/3_lifetime/34_discrete.ipynb)（英文）会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 一封信花 2 元，一笔捐款平均 8 元。明年你会给哪些历史的捐赠人写信？
# 2. 第 10 年，全体捐赠人一共会捐多少次？
# 3. 在图中哪几行，多捐一次反而前景更差？
