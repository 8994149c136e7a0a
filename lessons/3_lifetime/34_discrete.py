# ---
# jupyter:
#   crmkit:
#     languages: [en]
#     given: [25]
# ---

# %% [markdown]
# # 34 Discrete opportunities
#
# **Question** A charity asks 11,104 donors once a year. Six years are on file. Who will give in the next five?
#
# **Who asks** Charities, cruise lines, fairs, schools: whoever offers one chance to buy a year.
#
# **Time** 30 minutes. **Before this** [33 Counting your customers](33_counting.ipynb).
#
# **You will be able to**
# 1. write a history of yes and no as two numbers;
# 2. fit a BG/BB model and read what it says of donors;
# 3. forecast gifts, and say who is still a donor;
# 4. compare two donors whom a simple count would call equal.
#
# **Data** donors of a US charity, as printed by Fader, Hardie and Shang (2010).

# %%
import pandas as pd
import seaborn as sns

from crmkit import datasets, plots
from crmkit.lifetime import BGBB

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
donors = datasets.load("donations")
donors.head(4)

# %% [markdown]
# All gave in 1995 for the first time and were then asked six times. A row says: so many gifts
# (`repeat_purchases`), the last one at this opportunity (`last_period`), of so many (`periods`), by so many
# donors. There are only {{len(donors)}} different histories among {{donors["customers"].sum():,}} people.

# %% [markdown]
# ## By hand: six letters, two numbers
#
# Donor A gave in years 1, 2 and 3 (yyynnn), donor B in 1, 3 and 6 (ynynny). Count and last year:

# %%
for name, history in {"A": "yyynnn", "B": "ynynny"}.items():
    print(name, history, "gifts", history.count("y"), "last", history.rindex("y") + 1)

# %% [markdown]
# Equal in number, but A has been silent for three years and B gave last year. Which years B missed in between
# does not matter to the model: that is why two numbers suffice.

# %% [markdown]
# ## The model
#
# The **BG/BB**: while alive, a donor gives with their own probability at each opportunity; before each they
# may leave for ever, with another probability of their own. Both follow beta distributions: four numbers. The
# opportunities are a year apart, `period_days=365`: only horizons in days and discounting need it.

# %%
model = BGBB.fit(donors, period_days=365)
model

# %% [markdown]
# Read the means: how often does a donor who is alive say yes, and how many leave a year?

# %%
print(f"gives with {model.alpha / (model.alpha + model.beta):.0%}")
print(f"leaves with {model.gamma / (model.gamma + model.delta):.0%} a year")

# %% [markdown]
# ## Who is still a donor?

# %%
donors["alive"] = model.probability_alive(donors)
donors["next five"] = model.expected_purchases(donors, opportunities=5)
grid = donors.pivot(index="last_period", columns="repeat_purchases", values="alive")
(100 * grid).round(0).sort_index(ascending=False)

# %% [markdown]
# Read a row: of those whose last gift was in year 4, those who gave four times are *less* probably alive
# than those who gave once: their silence is the stranger. The same paradox as in the lesson before.

# %%
expected = donors.pivot(index="last_period", columns="repeat_purchases", values="next five")
ax = plots.history_heatmap(expected, label="gifts in five years", unit="years")

# %% [markdown]
# ## A and B
#
# Both gave three times. What may the charity expect of them?

# %%
a_and_b = donors[(donors["repeat_purchases"] == 3) & donors["last_period"].isin([3, 6])]
a_and_b[["last_period", "customers", "alive", "next five"]].round(2)

# %% [markdown]
# A letter to B is worth ten times one to A. A list sorted by number of gifts would not see it.

# %% [markdown]
# ## All donors
#
# What will all of them give in the next five years, by the number of gifts so far?

# %%
weights = donors["customers"]
by_gifts = (donors["next five"] * weights).groupby(donors["repeat_purchases"]).sum()
ours = by_gifts / weights.groupby(donors["repeat_purchases"]).sum()
published = pd.Series([0.073, 0.325, 0.709, 1.334, 2.031, 2.784, 3.753])
pd.DataFrame({"published": published, "ours": ours.round(3)})

# %% [markdown]
# ## Published and ours

# %%
paper = pd.Series({"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783})
pd.DataFrame({"published": paper, "ours": model.parameters.round(3)})

# %% [markdown]
# ## Limits
#
# The model knows how often, not how much. It takes each opportunity as equal: a year with an earthquake is not.
# And donors who were never asked again look like donors who said no.
#
# **Terms** opportunity 购买机会 · donor 捐赠人 · probability of being alive 活跃概率
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/34_discrete.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. A letter costs 2 and a gift is 25 on average. To which histories do you write next year?
# 2. How many gifts do you expect in year 10 from all donors together?
# 3. Fit on the first four years only (you must rebuild the counts). What changes?
