# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 34: Discrete opportunities
#
# **Your company** You advise a foundation that pays for school meals. It asks its donors (捐赠人) by letter
# once a year. All of them gave for the first time in year 0 and were then asked six times, in the years 1
# to 6. You stand at the end of year 6. The donors are drawn by your name: nobody else has your numbers.
#
# `histories` has one row a distinct history: `answers`, six of them, y for yes (a gift) and n for no, year 1
# first; and `customers`, the number of donors who share it. `donors` says the same in two numbers, as in the
# lesson: gifts after the first (`repeat_purchases`), the year of the last one (`last_period`), of so many
# opportunities (购买机会, `periods`), by so many donors (`customers`). The gift of year 0 never counts.
#
# **Before this** [34 Discrete opportunities](../../notebooks/3_lifetime/34_discrete.ipynb). **Time** 40
# minutes.

# %% tags=["data"]
# Never shown to the student. Donors of a BG/BB: who is still there gives with p, and leaves before a year
# with theta.
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

# Question 5: cost of a letter and mean gift, in yuan.
mean_gift = int(rng.integers(70, 100))
letter_cost = round(mean_gift * rng.uniform(0.12, 0.17))

# %%
import pandas as pd

from crmkit.lifetime import BGBB

# %%
histories, donors = sheet["histories"], sheet["donors"]
histories.head(3)

# %%
donors.head(3)

# %% [markdown] question="q1" points=1
# ## 1 From answers to numbers
#
# Suppose that only the years 1 to 4 were on file: read only the first four answers of each history. Take
# the donors with exactly *two* gifts in these four years. How many donors gave last in year 2, in year 3
# and in year 4? Return a Series of three whole numbers, with the year of the last gift (2, 3, 4) as index.

# %% tags=["starter"]
q1 = pd.Series({2: ..., 3: ..., 4: ...})

# %% tags=["solution"]
# Cut the history first; count and last year are both read off what is left. Python counts places from 0 and
# years from 1, hence + 1. Each row stands for many donors: add up `customers`, do not count rows.
four = histories["answers"].str[:4]
two = four.str.count("y") == 2
q1 = histories["customers"][two].groupby(four.str.rfind("y") + 1).sum()

# %% tags=["wrong"]
# You counted histories. Each row of `histories` stands for many donors.
four = histories["answers"].str[:4]
two = four.str.count("y") == 2
q1 = histories["customers"][two].groupby(four.str.rfind("y") + 1).count()

# %% tags=["wrong"]
# You took donors with two gifts in all six years; here only the first four are on file.
four = histories["answers"].str[:4]
two = (histories["answers"].str.count("y") == 2) & (four.str.count("y") == 2)
q1 = histories["customers"][two].groupby(four.str.rfind("y") + 1).sum()

# %% tags=["wrong"]
# You took donors with two gifts or more. Asked are those with exactly two.
four = histories["answers"].str[:4]
two = four.str.count("y") >= 2
q1 = histories["customers"][two].groupby(four.str.rfind("y") + 1).sum()

# %% tags=["wrong"]
# Your years are the places that Python counts, and it counts them from 0.
four = histories["answers"].str[:4]
two = four.str.count("y") == 2
q1 = histories["customers"][two].groupby(four.str.rfind("y")).sum()

# %% [markdown] tags=["hint"]
# `histories["answers"].str` knows the methods of text, for all rows at once: `[:4]` cuts, `count` counts, and
# `rfind` finds the last place of a y (-1 if there is none).

# %% [markdown] tags=["hint"]
# Choose the rows with two y in the cut history. Group their `customers` by the year of the last y, and add
# up.

# %% [markdown] question="q2" points=1 decimals=1
# ## 2 The third year from now
#
# Fit a BG/BB to `donors`. How many gifts do you expect *in year 9 alone*, from all donors together? Year 9
# is the third opportunity from now. A number of gifts, with 1 decimal.

# %% tags=["starter"]
q2 = ...

# %% tags=["solution"]
# `expected_purchases` adds up the opportunities to come. Year 9 alone is what three opportunities bring,
# less what two bring. It is a number a donor, so multiply by the donors of each history before you add up.
model = BGBB.fit(donors, period_days=365)
three = model.expected_purchases(donors, opportunities=3)
two = model.expected_purchases(donors, opportunities=2)
q2 = ((three - two) * donors["customers"]).sum()

# %% tags=["wrong"]
# These are the gifts of the three years 7, 8 and 9 together. Asked is year 9 alone.
model = BGBB.fit(donors, period_days=365)
three = model.expected_purchases(donors, opportunities=3)
q2 = (three * donors["customers"]).sum()

# %% tags=["wrong"]
# You divided three years by three. But donors go on leaving, so that the later of these years bring less.
model = BGBB.fit(donors, period_days=365)
three = model.expected_purchases(donors, opportunities=3)
q2 = (three * donors["customers"]).sum() / 3

# %% tags=["wrong"]
# You added up one donor of each history. Many donors share a history.
model = BGBB.fit(donors, period_days=365)
three = model.expected_purchases(donors, opportunities=3)
q2 = (three - model.expected_purchases(donors, opportunities=2)).sum()

# %% tags=["wrong"]
# You counted opportunities from the first gift. The model counts those to come, from the end of year 6 on.
model = BGBB.fit(donors, period_days=365)
nine = model.expected_purchases(donors, opportunities=9)
q2 = ((nine - model.expected_purchases(donors, opportunities=8)) * donors["customers"]).sum()

# %% tags=["wrong"]
# This is year 7, the first opportunity from now.
model = BGBB.fit(donors, period_days=365)
q2 = (model.expected_purchases(donors, opportunities=1) * donors["customers"]).sum()

# %% [markdown] tags=["hint"]
# With `opportunities=3`, `expected_purchases` answers for the next three years together. How do you get the
# third alone?

# %% [markdown] tags=["hint"]
# What do two opportunities bring, and what three? And how many donors does each row stand for?

# %% [markdown] question="q3" points=2 decimals=1
# ## 3 Four years instead of six
#
# Would the model have forecast the last two years? Rebuild the table from the first four answers of each
# history (all donors, those without a gift too), with `periods` 4. Fit a BG/BB to it, and expect from it
# the gifts of all donors together in the years 5 and 6. Then count the gifts that they did give in the
# years 5 and 6. Return a dict, with 1 decimal: `{"expected": ..., "given": ...}`.

# %% tags=["starter"]
q3 = {"expected": ..., "given": ...}

# %% tags=["solution"]
# All three columns are those of someone who stands at the end of year 4. Rows with the same two numbers
# need not be put together: the fit takes each with its number of donors. The years 5 and 6 are the next two
# opportunities.
four, later = histories["answers"].str[:4], histories["answers"].str[4:]
table = pd.DataFrame({"repeat_purchases": four.str.count("y"), "periods": 4})
table["last_period"] = four.str.rfind("y") + 1
table["customers"] = histories["customers"]
expected = BGBB.fit(table, period_days=365).expected_purchases(table, opportunities=2) * table["customers"]
q3 = {"expected": expected.sum(), "given": (later.str.count("y") * table["customers"]).sum()}

# %% tags=["wrong"]
# You stood at the end of year 6: that model has seen the two years that it is tested on, and looks at 7 and
# 8.
given = histories["answers"].str[4:].str.count("y") * histories["customers"]
expected = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=2) * donors["customers"]
q3 = {"expected": expected.sum(), "given": given.sum()}

# %% tags=["wrong"]
# You left `periods` at 6. So the model believes that everybody said no in the years 5 and 6.
four, later = histories["answers"].str[:4], histories["answers"].str[4:]
table = pd.DataFrame({"repeat_purchases": four.str.count("y"), "periods": 6})
table["last_period"] = four.str.rfind("y") + 1
table["customers"] = histories["customers"]
expected = BGBB.fit(table, period_days=365).expected_purchases(table, opportunities=2) * table["customers"]
q3 = {"expected": expected.sum(), "given": (later.str.count("y") * table["customers"]).sum()}

# %% tags=["wrong"]
# Your model knew only which histories there are, not how many donors share each. The fit needs that column,
# too.
four, later = histories["answers"].str[:4], histories["answers"].str[4:]
table = pd.DataFrame({"repeat_purchases": four.str.count("y"), "periods": 4})
table["last_period"] = four.str.rfind("y") + 1
expected = BGBB.fit(table, period_days=365).expected_purchases(table, opportunities=2) * histories["customers"]
q3 = {"expected": expected.sum(), "given": (later.str.count("y") * histories["customers"]).sum()}

# %% tags=["wrong"]
# Your forecast is right, but you counted the gifts in one row for each history. Many donors share a history.
four, later = histories["answers"].str[:4], histories["answers"].str[4:]
table = pd.DataFrame({"repeat_purchases": four.str.count("y"), "periods": 4})
table["last_period"] = four.str.rfind("y") + 1
table["customers"] = histories["customers"]
expected = BGBB.fit(table, period_days=365).expected_purchases(table, opportunities=2) * table["customers"]
q3 = {"expected": expected.sum(), "given": later.str.count("y").sum()}

# %% [markdown] tags=["hint"]
# Your table needs the four columns of `donors`, one row for each row of `histories`. Exercise 1 has shown how
# to read two of them off the cut history.

# %% [markdown] tags=["hint"]
# After the fit, the years 5 and 6 are the next two opportunities. What was given stands in the last two
# answers.

# %% [markdown] question="q4" points=2 decimals=1
# ## 4 A colleague's forecast
#
# Donors of the history yyynnn gave in the years 1, 2 and 3, and never since. A colleague wants to know how
# many gifts all of *these donors together* will make in the next five years. The colleague writes:
#
# ```python
# model = BGBB.fit(donors, period_days=365)
# donors["next five"] = model.expected_purchases(donors, opportunities=5)
# three = donors[donors["repeat_purchases"] == 3]
# mean = (three["next five"] * three["customers"]).sum() / three["customers"].sum()
# gifts = mean * three.loc[three["last_period"] == 3, "customers"].sum()
# ```
#
# "Three gifts are three gifts", they say. Is their number "too high" or "too low", and what is the number
# by the model? Return a dict, with the gifts of these donors together and 1 decimal:
# `{"claim": ..., "gifts": ...}`.

# %% tags=["starter"]
q4 = {"claim": ..., "gifts": ...}

# %% tags=["solution"]
# The colleague's mean is over all with three gifts, and most of what these will give comes from those who
# gave in year 6 or 5. Donors silent for three years have probably left: count with the expectation of their own history.
donors["next five"] = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
own = donors[(donors["repeat_purchases"] == 3) & (donors["last_period"] == 3)]
q4 = {"claim": "too high", "gifts": (own["next five"] * own["customers"]).sum()}

# %% tags=["wrong"]
# This is the colleague's own number. It gives the silent donors the mean of all who gave three times.
donors["next five"] = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
three = donors[donors["repeat_purchases"] == 3]
mean = (three["next five"] * three["customers"]).sum() / three["customers"].sum()
gifts = mean * three.loc[three["last_period"] == 3, "customers"].sum()
q4 = {"claim": "too high", "gifts": gifts}

# %% tags=["wrong"]
# The claim is right, but this is what one donor will give. Asked are all donors of this history.
donors["next five"] = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
own = donors[(donors["repeat_purchases"] == 3) & (donors["last_period"] == 3)]
q4 = {"claim": "too high", "gifts": own["next five"].sum()}

# %% tags=["wrong"]
# Your number is right. Compare it once more with the colleague's.
donors["next five"] = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
own = donors[(donors["repeat_purchases"] == 3) & (donors["last_period"] == 3)]
q4 = {"claim": "too low", "gifts": (own["next five"] * own["customers"]).sum()}

# %% tags=["wrong"]
# You took donors with three gifts of whom the last came in year 6. The donors asked for have been silent
# since year 3.
donors["next five"] = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
own = donors[(donors["repeat_purchases"] == 3) & (donors["last_period"] == 6)]
q4 = {"claim": "too low", "gifts": (own["next five"] * own["customers"]).sum()}

# %% tags=["wrong"]
# The claim is right, but this is how many of them are still alive as donors. Asked is how many gifts they
# will make.
donors["alive"] = BGBB.fit(donors, period_days=365).probability_alive(donors)
own = donors[(donors["repeat_purchases"] == 3) & (donors["last_period"] == 3)]
q4 = {"claim": "too high", "gifts": (own["alive"] * own["customers"]).sum()}

# %% [markdown] tags=["hint"]
# Look at the lesson's donors A and B: both gave three times. Which of them does the colleague's mean
# describe?

# %% [markdown] tags=["hint"]
# One row of `donors` holds exactly these donors. What is expected of one of them, and how many are they?

# %% [markdown] question="q5" points=3 decimals=0
# ## 5 To whom do you write?
#
# In year 7 the foundation may write to some histories and leave others out. A letter costs
# `sheet["letter_cost"]` yuan, and a gift is `sheet["mean_gift"]` yuan on average, for every donor. Only
# the gifts of year 7 count; nobody gives without a letter. Fit the BG/BB to `donors`, and choose the
# histories (rows of `donors`) so that the expected surplus is as large as possible: gifts in yuan minus the
# cost of the letters.
#
# To how many donors do you write, and what surplus do you expect from them in all? Return a dict; the
# surplus in yuan, rounded to whole yuan: `{"donors": ..., "surplus": ...}`.

# %% tags=["starter"]
q5 = {"donors": ..., "surplus": ...}

# %% tags=["solution"]
# A letter is worth writing where the gift expected in year 7 exceeds its cost. That is one opportunity, and
# it holds both: to be still there, and to say yes. Each history with a positive surplus is written to, no
# other.
gifts = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=1)
surplus = gifts * sheet["mean_gift"] - sheet["letter_cost"]
people = donors["customers"][surplus > 0]
q5 = {"donors": people.sum(), "surplus": (surplus * people).sum()}

# %% tags=["wrong"]
# You wrote to everybody. Some histories bring less than their letters cost.
gifts = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=1)
surplus = gifts * sheet["mean_gift"] - sheet["letter_cost"]
q5 = {"donors": donors["customers"].sum(), "surplus": (surplus * donors["customers"]).sum()}

# %% tags=["wrong"]
# You took the probability of being alive (活跃概率) for that of a gift. Who is still a donor does not give
# every year.
alive = BGBB.fit(donors, period_days=365).probability_alive(donors)
surplus = alive * sheet["mean_gift"] - sheet["letter_cost"]
people = donors["customers"][surplus > 0]
q5 = {"donors": people.sum(), "surplus": (surplus * people).sum()}

# %% tags=["wrong"]
# You set the gifts of five years against the cost of one letter. Only year 7 counts here.
gifts = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=5)
surplus = gifts * sheet["mean_gift"] - sheet["letter_cost"]
people = donors["customers"][surplus > 0]
q5 = {"donors": people.sum(), "surplus": (surplus * people).sum()}

# %% tags=["wrong"]
# Your donors are right, but these are the gifts; the letters have to be paid.
gifts = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=1) * sheet["mean_gift"]
people = donors["customers"][gifts > sheet["letter_cost"]]
q5 = {"donors": people.sum(), "surplus": (gifts * people).sum()}

# %% tags=["wrong"]
# You counted histories, with one donor in each. Many donors share a history.
gifts = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=1)
surplus = gifts * sheet["mean_gift"] - sheet["letter_cost"]
q5 = {"donors": (surplus > 0).sum(), "surplus": surplus[surplus > 0].sum()}

# %% tags=["wrong"]
# You wrote to those who gave three times or more. Some of them are silent for long, and some who gave less
# are not.
gifts = BGBB.fit(donors, period_days=365).expected_purchases(donors, opportunities=1)
surplus = gifts * sheet["mean_gift"] - sheet["letter_cost"]
people = donors["customers"][donors["repeat_purchases"] >= 3]
q5 = {"donors": people.sum(), "surplus": (surplus * people).sum()}

# %% [markdown] tags=["hint"]
# What does one letter to one donor of a history bring in year 7, on average, and what does it cost?

# %% [markdown] tags=["hint"]
# `expected_purchases` with one opportunity gives the gifts a letter. Keep the rows where they bring more
# than the cost, then weight with `customers`.
