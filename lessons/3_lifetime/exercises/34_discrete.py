# %% [markdown]
# # Exercises to 34: Discrete opportunities
#
# **Your company** A foundation pays for school meals and asks its donors (捐赠人) by letter once a year. All of
# them gave for the first time in year 0 and were asked in the years 1 to 6; you stand at the end of year 6. The
# donors are simulated and drawn by your name: nobody else has your numbers.
#
# - `histories` has a row for each distinct history: `answers`, six of them from year 1 on, y for a gift, n for
#   none; `customers`, the number of donors who share it.
# - `donors` says the same in two numbers: gifts after the first (`repeat_purchases`) and the year of the last one
#   (`last_period`, 0 for none), of so many opportunities (购买机会, `periods`), by so many donors (`customers`).
#
# **Before this** [34 Discrete opportunities](../../notebooks/3_lifetime/34_discrete.ipynb). **Time** 40
# minutes.

# %% [markdown] lang="zh"
# # 练习 34：离散的购买机会
#
# **你的公司** 一家基金会资助学校午餐，每年给捐赠人寄一次募捐信。所有人都在第 0 年首次捐款，第 1 到第 6 年每年各收到一封信；现在是第 6 年年末。捐赠人是模拟的，由你的姓名生成，别人的数字和你的不一样。
#
# - `histories` 每一种不同的历史占一行：`answers` 是从第 1 年起的六次回应，y 表示捐了，n 表示没捐；`customers` 是具有这一历史的人数。
# - `donors` 用两个数说同样的事：首次之后的捐款次数（`repeat_purchases`）和最后一次捐款的年份（`last_period`，没有则为 0），以及购买机会数（`periods`）和人数（`customers`）。
#
# **先修** [34 离散的购买机会](../../../notebooks/zh/3_lifetime/34_discrete.ipynb)。**用时** 40 分钟。

# %% data
# Donors of a BG/BB: whoever is still there gives with p, and leaves before a year with theta.
import pandas as pd

_n = int(rng.integers(3000, 4500))
_p = rng.beta(rng.uniform(1.1, 1.3), rng.uniform(0.70, 0.85), _n)[:, None]
_theta = rng.beta(rng.uniform(0.62, 0.75), rng.uniform(2.5, 3.0), _n)[:, None]
_there = (rng.random((_n, 6)) >= _theta).cumprod(axis=1) == 1
_gave = _there & (rng.random((_n, 6)) < _p)
_texts = pd.Series(["".join("y" if one else "n" for one in row) for row in _gave.tolist()])
_counts = _texts.value_counts().sort_index()
histories = _counts.rename_axis("answers").rename("customers").reset_index()

_two = pd.DataFrame({
    "repeat_purchases": histories["answers"].str.count("y"),
    "last_period": histories["answers"].str.rfind("y") + 1,
    "periods": 6,
    "customers": histories["customers"],
})
donors = _two.groupby(["repeat_purchases", "last_period", "periods"], as_index=False).sum()

# Question 5: at this cost, to write to everybody loses money.
mean_gift = int(rng.integers(70, 100))
letter_cost = round(mean_gift * rng.uniform(0.36, 0.42))

# %%
import pandas as pd

from crmkit.lifetime import BGBB

# %%
histories, donors = sheet["histories"], sheet["donors"]
histories.head(3)

# %%
donors.head(3)

# %% [markdown] points=1
# ## From answers to numbers
#
# Suppose only the first four answers of each history were on file. Of the donors with exactly *two* gifts in
# these four years, how many gave last in year 2, in year 3 and in year 4? A Series of whole numbers.

# %% [markdown] lang="zh"
# ## 从回应到数字
#
# 假设档案里只有每种历史的前四次回应。在这四年里恰好捐过*两次*的人中，最后一次捐款在第 2、第 3、第 4 年的各有多少人？给出一个 Series，取整数。

# %% starter
q1 = pd.Series({2: ..., 3: ..., 4: ...})

# %% solution
# Cut the history first; both numbers are read off what is left. Python counts places from 0, hence + 1. A row
# stands for many donors: add up `customers`.
# zh: 先截短历史，两个数都从剩下的部分读出。Python 从 0 数起，所以加 1。一行代表许多人：要把 `customers` 相加。
four = histories["answers"].str[:4]
two = four.str.count("y") == 2
last = four.str.rfind("y") + 1
q1 = histories["customers"][two].groupby(last).sum()

# %% wrong
# You counted histories. Each row stands for many donors.
# zh: 你数的是历史的种数。每一行代表许多人。
q1 = histories["customers"][two].groupby(last).count()
# You took donors with two gifts in all six years. Here only four years are on file.
# zh: 你要求六年里一共捐两次。这里档案只有四年。
two = (histories["answers"].str.count("y") == 2) & (four.str.count("y") == 2)
# You took two gifts or more. Exactly two are asked for.
# zh: 你取了捐过两次及以上的人。题目要求恰好两次。
two = four.str.count("y") >= 2
# Your years are the places that Python counts, from 0.
# zh: 你的年份是 Python 的位置，从 0 数起。
last = four.str.rfind("y")
# Those are the years of the first gift. When was the last?
# zh: 这是第一次捐款的年份。最后一次在哪一年？
last = four.str.find("y") + 1

# %% hints
# `histories["answers"].str` knows text: `[:4]` cuts, `count` counts, `rfind` finds the last place of a y (-1 if
# there is none).
# zh: `histories["answers"].str` 能处理文本：`[:4]` 截取，`count` 计数，`rfind` 找出最后一个 y 的位置（没有则为 -1）。

# Take the rows with two y in the cut history, and add up their `customers` by the year of the last y.
# zh: 取截短后恰有两个 y 的行，按最后一个 y 的年份把 `customers` 相加。

# %% [markdown] points=1 decimals=1
# ## The third year from now
#
# Fit a BG/BB to `donors`, with `period_days=365`. How many gifts do you expect from all donors together *in year
# 9 alone*? With 1 decimal.

# %% [markdown] lang="zh"
# ## 从现在起的第三年
#
# 对 `donors` 拟合 BG/BB 模型，`period_days=365`。*仅第 9 年一年*，全体捐赠人预期共捐款多少次？保留 1 位小数。

# %% solution
# `expected_purchases` adds up the opportunities to come: year 9 alone is three of them less two. It is a number
# a donor, so multiply by the donors of each history.
# zh: `expected_purchases` 把今后的各次机会加总：仅第 9 年等于三次机会减去两次机会。它是每人的数，所以要乘以每种历史的人数。
model, people = BGBB.fit(donors, period_days=365), donors["customers"]
three = model.expected_purchases(donors, opportunities=3)
two = model.expected_purchases(donors, opportunities=2)
q2 = ((three - two) * people).sum()

# %% wrong
# Those are the gifts of the years 7, 8 and 9 together.
# zh: 这是第 7、8、9 三年合计的次数。
q2 = (three * people).sum()
# You divided three years by three. Donors go on leaving, so the later years bring less.
# zh: 你把三年除以三。捐赠人不断离开，越往后越少。
q2 = (three * people).sum() / 3
# You added up one donor of each history. Many donors share a history.
# zh: 你每种历史只算了一个人。许多人有同样的历史。
q2 = (three - two).sum()
# That is the mean of a donor. How many gifts are it from all of them?
# zh: 这是每人的平均次数。全体合计是多少？
q2 = q2 / people.sum()
# You counted opportunities from year 0. Count those to come, after year 6.
# zh: 你从第 0 年数起。应当数第 6 年以后的机会。
three, two = (model.expected_purchases(donors, opportunities=n) for n in (9, 8))
# That is year 7, the first opportunity from now.
# zh: 这是第 7 年，从现在起的第一次机会。
q2 = (model.expected_purchases(donors, opportunities=1) * people).sum()

# %% hints
# With `opportunities=3`, `expected_purchases` answers for the next three years together. How do you get the third
# alone?
# zh: `opportunities=3` 时，`expected_purchases` 给出今后三年的合计。怎样得到单独的第三年？

# How many donors does each row stand for?
# zh: 每一行代表多少人？

# %% [markdown] points=2 decimals=1
# ## Four years instead of six
#
# Would the model have forecast the last two years? Make the four columns of `donors` from the first four answers
# alone, fit a BG/BB to them, and compare: how many gifts of all donors together did it expect in the years 5 and
# 6 (`"expected"`), and how many did they give (`"given"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 用四年代替六年
#
# 模型能预测最后两年吗？只用前四次回应做出 `donors` 的四列，拟合 BG/BB，然后比较：它预期全体捐赠人第 5、6 两年共捐款多少次（`"expected"`）？实际捐了多少次（`"given"`）？保留 1 位小数。

# %% solution
# All columns are those of somebody at the end of year 4, so `periods` is 4. Rows with the same numbers need not be
# put together. The years 5 and 6 are the next two opportunities.
# zh: 所有列都站在第 4 年年末来看，所以 `periods` 是 4。数字相同的行不必合并。第 5、6 年就是接下来的两次机会。
known = histories
four, later, people = known["answers"].str[:4], known["answers"].str[4:], known["customers"]
table = pd.DataFrame({"repeat_purchases": four.str.count("y"), "last_period": four.str.rfind("y") + 1})
table = table.assign(periods=4, customers=people)
expected = BGBB.fit(table, period_days=365).expected_purchases(table, opportunities=2)
q3 = {"expected": (expected * people).sum(), "given": (later.str.count("y") * people).sum()}

# %% wrong
# That model has seen the two years that it is tested on, and looks at the years 7 and 8.
# zh: 这个模型已经见过要检验的两年，预测的是第 7、8 年。
seen = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=2)
q3["expected"] = (seen * donors["customers"]).sum()
# You left `periods` at 6. So the model believes that everybody said no in the years 5 and 6.
# zh: 你的 `periods` 还是 6。模型会以为第 5、6 年谁都没有捐。
table = table.assign(periods=6, customers=people)
# Your model does not know how many donors share a history. The fit needs that column, too.
# zh: 你的模型不知道每种历史有多少人。拟合时也需要这一列。
table = table.drop(columns="customers")
# You left out those without a gift in the first four years. They, too, were asked.
# zh: 你漏掉了前四年没有捐过的人。他们也收到了信。
known = histories[histories["answers"].str[:4].str.contains("y")]
# The forecast is right, but you counted one row a history. Many donors share a history.
# zh: 预测算对了，但实际次数每种历史只算了一个人。许多人有同样的历史。
q3["given"] = later.str.count("y").sum()

# %% hints
# Question 1 shows how to read two of the columns off the cut history. What are the other two?
# zh: 第 1 题已经说明怎样从截短的历史读出其中两列。另外两列是什么？

# The years 5 and 6 are the next two opportunities of that fit, and the last two answers on file.
# zh: 第 5、6 年是这个模型接下来的两次机会，也是档案里的最后两次回应。

# %% [markdown] points=2 decimals=1
# ## A colleague's forecast
#
# Donors with the history yyynnn have not given since year 3. How many gifts will *these donors together* make in
# the next five years? A colleague writes, "three gifts are three gifts":
#
# ```python
# five = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
# people, three = donors["customers"], donors["repeat_purchases"] == 3
# mean = (five * people)[three].sum() / people[three].sum()  # a donor who gave three times
# gifts = mean * people[three & (donors["last_period"] == 3)].sum()
# ```
#
# Is their number `"too high"` or `"too low"` (`"claim"`)? What is it by the model (`"gifts"`, with 1 decimal)?

# %% [markdown] lang="zh"
# ## 同事的预测
#
# 历史为 yyynnn 的捐赠人，第 3 年以后再没有捐过。今后五年，*这些人合计*会捐款多少次？一位同事说“三次就是三次”，给他们用了所有捐过三次的人的平均值，于是写道：
#
# ```python
# five = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
# people, three = donors["customers"], donors["repeat_purchases"] == 3
# mean = (five * people)[three].sum() / people[three].sum()  # 捐过三次的人，平均每人捐款的次数
# gifts = mean * people[three & (donors["last_period"] == 3)].sum()  # 历史为 yyynnn 的人数乘以平均次数
# ```
#
# 同事的数是偏高（`"too high"`）还是偏低（`"too low"`）（填在 `"claim"`）？按模型应是多少（`"gifts"`，保留 1 位小数）？

# %% solution
# The colleague's mean is over all with three gifts, and most of it comes from those who gave in year 5 or 6. Donors
# silent for three years have probably left: take the expectation of their own history.
# zh: 同事的平均值取自所有捐过三次的人，其中大部分来自第 5 或第 6 年还捐过的人。沉默三年的人多半已经离开：应当用他们自己这种历史的期望值。
model, people = BGBB.fit(donors, period_days=365), donors["customers"]
five = model.expected_purchases(donors, opportunities=5)
three = donors["repeat_purchases"] == 3
own = three & (donors["last_period"] == 3)
q4 = {"claim": "too high", "gifts": (five * people)[own].sum()}

# %% wrong
# That is the colleague's number: it gives the silent donors the mean of all who gave three times.
# zh: 这是同事的数：它把所有捐过三次的人的平均值给了沉默的人。
q4["gifts"] = (five * people)[three].sum() / people[three].sum() * people[own].sum()
# That is one donor of this history. How many are they?
# zh: 这是这种历史的一个人。一共有多少人？
q4["gifts"] = five[own].sum()
# Your number is right. Compare it once more with the colleague's.
# zh: 数字算对了。再与同事的数比较一次。
q4["claim"] = "too low"
# You took donors whose third gift came in year 6. These have been silent since year 3.
# zh: 你取的是第三次捐款在第 6 年的人。题目里的人自第 3 年起就沉默了。
q4 = {"claim": "too low", "gifts": (five * people)[three & (donors["last_period"] == 6)].sum()}
# That is how many of them are still alive as donors. How many gifts will they make?
# zh: 这是其中仍然活跃的人数。他们会捐款多少次？
q4["gifts"] = (model.probability_alive(donors) * people)[own].sum()

# %% hints
# Two donors of the lesson both gave three times. Which of them does the colleague's mean describe?
# zh: 课上有两位捐赠人都捐过三次。同事的平均值描述的是哪一位？

# One row of `donors` holds exactly these donors. What is expected of one of them, and how many are they?
# zh: `donors` 里有一行正是这些人。每人预期捐几次，共有多少人？

# %% [markdown] points=3
# ## To whom do you write?
#
# In year 7 the foundation adds a calendar to each letter, and may leave some histories out. A letter then costs
# `letter_cost` yuan, a gift is `mean_gift` yuan on average; nobody gives without a letter, and only year 7 counts.
# Which rows of `donors` do you write to? A set of their numbers, the index of `donors`. Points are in proportion to
# the surplus that the BG/BB expects: gifts in yuan less letters.

# %% [markdown] lang="zh"
# ## 给谁写信？
#
# 第 7 年，基金会随信附赠台历，并且可以不给某些历史的人写信。这样一封信成本 `letter_cost` 元，一次捐款平均 `mean_gift` 元；没有收到信的人不会捐款，只计算第 7 年。给 `donors` 的哪些行写信？答案是行号（`donors` 的索引）的集合。得分与 BG/BB 预期的盈余（捐款金额减去信的成本）成正比。

# %% starter
letter_cost, mean_gift = sheet["letter_cost"], sheet["mean_gift"]
q5 = ...

# %% solution
# Write wherever the gift expected in year 7 exceeds the cost of the letter. One opportunity holds both: to be still
# there, and to say yes.
# zh: 凡是第 7 年预期捐款高于一封信的成本，就写。一次机会同时包含两点：人还在，并且愿意捐。
model = BGBB.fit(donors, period_days=365)
gifts = model.expected_purchases(donors, opportunities=1)
surplus = gifts * sheet["mean_gift"] - sheet["letter_cost"]
nothing = set()


def worth(rows):
    if not set(rows) <= set(donors.index):
        raise ValueError("these are no row numbers of donors / 这些不是 donors 的行号")
    return (surplus * donors["customers"])[list(rows)].sum()


q5 = set(donors.index[surplus > 0])

# %% wrong
# You wrote to everybody. Some histories bring less than their letters cost.
# zh: 你给所有人都写了。有些历史带来的捐款低于信的成本。
q5 = set(donors.index)
# You took the probability of being alive for that of a gift. Who is still a donor does not give every year.
# zh: 你把活跃概率当成了捐款概率。仍是捐赠人，不等于每年都捐。
alive = model.probability_alive(donors) * sheet["mean_gift"]
q5 = set(donors.index[alive > sheet["letter_cost"]])
# You set the gifts of five years against one letter. Only year 7 counts.
# zh: 你用五年的捐款与一封信的成本相比。只有第 7 年算数。
five = model.expected_purchases(donors, opportunities=5) * sheet["mean_gift"]
q5 = set(donors.index[five > sheet["letter_cost"]])
# You wrote to those who gave three times or more. Some are silent for long; some who gave less are not.
# zh: 你给捐过三次及以上的人写信。其中有人沉默已久，而有些捐得少的人并没有。
q5 = set(donors.index[donors["repeat_purchases"] >= 3])
# You wrote to those who gave in year 6. Some others may well give again.
# zh: 你给第 6 年捐过的人写信。另一些人也很可能再捐。
q5 = set(donors.index[donors["last_period"] == 6])

# %% hints
# What does a letter to one donor of a history bring in year 7, on average, and what does it cost?
# zh: 给某种历史的一个人写一封信，第 7 年平均带来多少，成本多少？

# `expected_purchases` with one opportunity is the gifts a letter. Keep the rows where they bring more than the cost.
# zh: `expected_purchases` 取一次机会，就是每封信带来的捐款次数。留下带来的钱高于成本的行。
