# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 15 Which relationship for whom
#
# **Question** We cannot be partners with everybody. How close a relationship pays for which customers?
#
# **Who asks** The sales director of a supplier, who has to share out account managers.
#
# **Time** 30 minutes. **Before this** [14 Customer pyramid](14_pyramid.ipynb).
#
# **You will be able to**
# 1. name the five relationship levels and what each costs;
# 2. compute what a customer is worth at each level, by hand;
# 3. rebuild the textbook's grid and see which single number is behind it;
# 4. say by how much your figures must be wrong before the choice flips.
#
# **Data** an invented supplier, small enough to check every figure, and the textbook's grid.

# %%
import numpy as np
import pandas as pd
import seaborn as sns

from crmkit import datasets, plots
from crmkit.segmentation import relationship
from crmkit.segmentation import relationship_sensitivity as sensitivity

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
levels = relationship.default_levels()
levels

# %% [markdown]
# Five **relationship levels** (关系层次), from loose to close. *Basic* (基本型): sell, and leave it there.
# *Reactive* (被动型): answer when asked. *Accountable* (负责型): call after the sale. *Proactive* (能动型):
# come with ideas. *Partnership* (伙伴型): work in the customer's house.
#
# Each step costs more a year and keeps more customers, with smaller and smaller gains. The figures are
# invented; put in your own.

# %% [markdown]
# ## What the textbook says
#
# Kotler gives managers a grid: how many customers are there, and how large is the margin?

# %%
textbook = datasets.load("relationship_grid").pivot(
    index="customers", columns="margin", values="level"
)
textbook.loc[["many", "medium", "few"], ["high", "medium", "low"]]

# %% [markdown]
# Read it along the diagonals: many customers with a high margin, a medium number with a medium one, few
# with a low one, all get the *accountable* level. A rule with such a pattern follows one number. Which?

# %% [markdown]
# ## One customer by hand
#
# Divide a market among few customers and each is large. Take a dealer who carries a margin of 3,000 a
# year. They pay at the start of each year; a year later they are still there with the **retention rate**
# (保留率) of the level; money a year later is worth 10 % less.

# %%
margin, discount = 3000, 0.10
kept, cost = levels["retention_rate"]["reactive"], levels["annual_cost"]["reactive"]
years = np.arange(100)
print(round(((margin - cost) * (kept / (1 + discount)) ** years).sum()))

# %% [markdown]
# That is the value of a dealer served *reactively*: margin less cost, year after year, each year less
# likely and less worth. A hundred years are as good as endless, and an endless sum has a short form:
# (m - c)(1 + d) / (1 + d - r).

# %%
print(round((margin - cost) * (1 + discount) / (1 + discount - kept)))

# %% [markdown]
# Now the same for every level. Which one makes the dealer worth most?

# %%
at_3000 = relationship.value_per_customer([3000], annual_discount_rate=0.10)
at_3000.round(0)

# %% [markdown]
# *Accountable*, not far ahead of *reactive*. *Partnership* would cost 5,000 a year for a customer who brings 3,000: a loss,
# however loyal they become. Loyalty has a price, and not every customer can pay it.

# %% [markdown]
# ## Where the choice switches
#
# Each level is a straight line: a steeper one starts deeper. The best level is the highest line.

# %%
sensitivity.switch_points(annual_discount_rate=0.10)[["pays_from", "pays_to"]].round(0)

# %%
margins = np.geomspace(100, 60_000, 200)
values = relationship.value_per_customer(margins, annual_discount_rate=0.10)
ax = plots.relationship.level_value_lines(values)

# %% [markdown]
# So the margin that *one* customer carries decides: below 520 a year basic, above 21,500 partnership.

# %% [markdown]
# ## Back to the grid
#
# Take a market of 9 million and divide it among 900, 300 or 100 customers, at margins of 45, 15 and 5 %.
# Nothing else is put in.

# %%
grid = relationship.grid(annual_discount_rate=0.10)
grid

# %%
ax = plots.relationship.relationship_grid(grid)

# %% [markdown]
# All nine cells of the textbook come out, "basic or reactive" included: there the two are within 2 % of
# each other. The grid is no law of nature but the answer to a sum. Change the sum and it changes.

# %%
cheap = levels.assign(annual_cost=levels["annual_cost"] / 4)
relationship.grid(levels=cheap, annual_discount_rate=0.10)

# %% [markdown]
# When service costs a quarter (a good portal, a chat), everybody moves up: few with a medium margin are
# now worth a partnership. That is what self-service did to the textbook.

# %% [markdown]
# ## A supplier decides
#
# A supplier of resins has five segments. What pays for each, and how much is the choice worth?

# %%
names = ["car makers", "packaging", "pipe works", "laboratories", "workshops"]
segments = pd.DataFrame(index=pd.Index(names, name="segment"))
segments["market_revenue"] = [40e6, 24e6, 9e6, 3e6, 1e6]
segments["margin_rate"] = [0.12, 0.20, 0.15, 0.30, 0.08]
segments["customers"] = [12, 150, 300, 400, 2500]

# %%
choice = relationship.best_level(segments, annual_discount_rate=0.10)
choice.drop(columns="first_year_cost").round(0)

# %% [markdown]
# The column `lead` says what the choice is worth over the second best. For the laboratories it is 3 % of
# the value: there is no need to argue about it.

# %%
flips = sensitivity.flips(segments, annual_discount_rate=0.10)
flips.xs("cost_to_serve", level="lever").round(2)

# %% [markdown]
# Read a row aloud: pipe works stay *accountable* until the cost to serve falls to 0.56 of our estimate
# (then proactive pays) or rises to 1.79 times (then reactive does). Everything between is safe.

# %% [markdown]
# ## With a budget
#
# Close relationships are paid at once and pay back over years. If the first year may cost 600,000 in
# all, the segments compete for the money.

# %%
total = choice["first_year_cost"].sum()
limited = relationship.best_level(segments, annual_discount_rate=0.10, first_year_budget=600_000)
both = pd.DataFrame({"free": choice["level"], "with budget": limited["level"]})
both

# %% [markdown]
# The free choice would cost this much in its first year, and the budget costs us this much value:

# %%
print(f"first-year cost {total:,.0f}")
print(f"value given up {choice['value'].sum() - limited['value'].sum():,.0f}")

# %% [markdown]
# ## Published and ours

# %%
pairs = datasets.load("relationship_grid").set_index(["customers", "margin"])["level"]
ours = grid.astype(str).stack().reindex(pairs.index)
print((pairs.astype(str) == ours).sum(), "of", len(pairs))

# %% [markdown]
# Nine of nine cells, with levels that we chose so that they would; the point is that *one* table of
# retention and cost explains all nine.
#
# ## Limits
#
# Retention gains are guesses until tested on a random half of a segment (lesson 44 shows how). All
# customers of a segment count as equal here. And a partner who buys three quarters of your output has
# power over the price.
#
# **Terms** relationship level 关系层次 · retention rate 保留率 · margin 毛利 · discount rate 折现率
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/15_relationship.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. The laboratories' retention at the reactive level turns out to be 62 %. What pays now?
# 2. From which budget on is the free choice affordable? What is the first thing to give up below it?
# 3. A rival copies your portal and all retention gains halve. Redraw the grid.
