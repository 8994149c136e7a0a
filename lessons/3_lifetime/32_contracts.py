# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 32 Contracts: why retention seems to rise
#
# **Question** Of 1,000 subscribers 491 are left after seven years. How many will be left after twelve?
#
# **Who asks** A publisher, a gym, an insurer, a telecoms firm: whoever sees customers leave on a date.
#
# **Time** 40 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb).
#
# **You will be able to**
# 1. read survival and retention rates off a table, by hand;
# 2. say why a straight line through them is a bad forecast;
# 3. fit the sBG and the BdW, and test them on years that they have not seen;
# 4. value customers whose retention rises with their age.
#
# **Data** two groups of subscribers of Fader and Hardie (2007), followed for twelve years.

# %%
import numpy as np
import pandas as pd
import seaborn as sns

from crmkit import datasets, plots
from crmkit.lifetime import SBG, BdW, Geometric

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
table = datasets.load("retention_tables")
survivors = table.pivot(index="year", columns="segment", values="customers")
survivors.head(4)

# %% [markdown]
# ## By hand: survival and retention
#
# **Survival** (存续率) compares with the beginning: 743 of 1,000 High End customers made two renewals, 74 %. The
# **retention rate** (保留率) compares with the year before: 743 of 869.

# %%
high_end = survivors["High End"]
retention = (high_end / high_end.shift()).dropna()
pd.DataFrame({"survival": high_end / 1000, "retention": retention}).round(3).head(8)

# %% [markdown]
# Survival falls, and retention *rises*: from 86 % in the first years to 95 % in the seventh. Do customers grow
# more loyal? Perhaps. First see what other reason there could be.

# %% [markdown]
# ## Nobody changes, and still it rises
#
# Take two kinds of customers. One third stay with 90 % every year, two thirds with 50 %, for ever. Watch 900.

# %%
years = np.arange(8)
loyal, fickle = 300 * 0.9**years, 600 * 0.5**years
both = loyal + fickle
shown = pd.DataFrame({"retention": both[1:] / both[:-1], "loyal": loyal[1:] / both[1:]})
shown.set_axis(years[1:]).round(2)

# %% [markdown]
# Retention rises from 63 to 88 % although *nobody* changed. The fickle leave first, so those who remain are
# more and more the loyal ones. This is **sorting** (筛选效应), and it is in every customer base.

# %% [markdown]
# ## A straight line?
#
# The spreadsheet's way: fit a line or a curve through the first seven years and read off the twelfth.

# %%
seen = high_end.loc[:7] / 1000
forecasts = pd.DataFrame({"actual": high_end / 1000})
for name, degree in {"straight line": 1, "parabola": 2}.items():
    forecasts[name] = np.polyval(np.polyfit(seen.index, seen, degree), high_end.index)
forecasts.loc[[7, 9, 12]].round(3)

# %% [markdown]
# The line predicts nearly nobody, the parabola that customers come *back*. Fader and Hardie print these two
# fits (R2 of .922 and .998): a good fit to the past is no forecast.

# %% [markdown]
# ## A model of people
#
# The **sBG** (shifted-beta-geometric) says only what we just saw: each customer leaves at every renewal with a
# probability of their own, and these probabilities follow a beta distribution over customers. The *geometric*
# model is the same with one probability for all.

# %%
sbg = SBG.fit(high_end.loc[:7], period_days=365.25)
sbg

# %%
geometric = Geometric.fit(high_end.loc[:7], period_days=365.25)
bdw = BdW.fit(high_end.loc[:7], period_days=365.25)
models = {"sBG": sbg, "geometric": geometric, "BdW": bdw}
pd.Series({name: model.report.log_likelihood for name, model in models.items()}).round(2)

# %% [markdown]
# The **BdW** (beta-discrete-Weibull) lets people themselves change as well, with one parameter more. Now the
# test: five years that no model has seen.

# %%
shares = pd.DataFrame({"actual": high_end / 1000})
for name, model in models.items():
    shares[name] = model.survival(high_end.index)
ax = plots.survival_projections(shares, fitted_up_to=7)

# %%
(shares.loc[12] / shares.loc[12, "actual"] - 1).drop("actual").map("{:+.1%}".format)

# %% [markdown]
# With two numbers the sBG lands 4 % below the truth after five unseen years. The geometric model, which
# assumes that all are alike, misses by far more.

# %% [markdown]
# ## Who leaves whom?
#
# The two groups differ. The beta distribution shows how the probabilities of leaving spread.

# %%
from scipy.stats import beta

regular = SBG.fit(survivors["Regular"].loc[:7], period_days=365.25)
grid = np.linspace(0.005, 0.995, 200)
density = pd.DataFrame({"High End": beta.pdf(grid, sbg.alpha, sbg.beta),
                        "Regular": beta.pdf(grid, regular.alpha, regular.beta)}, index=100 * grid)

# %%
ax = density.plot(figsize=(6.5, 3.2), ylim=(0, 5))
_ = ax.set(title="Most High End customers hardly ever leave; the Regular differ",
           xlabel="probability of leaving at a renewal (%)", ylabel="density")

# %% [markdown]
# ## Value: the old are worth more
#
# What are the renewals to come worth today, in annual payments, for a customer who has made 0, 1, ... 5? The
# sum is the **discounted expected residual lifetime** (DERL).

# %%
made = range(6)
one = Geometric.fit(survivors["Regular"].loc[:7], period_days=365.25)
pd.DataFrame({
    name: model.discounted_expected_residual_lifetime(made, annual_discount_rate=0.1)
    for name, model in {"sBG": regular, "one rate for all": one}.items()
}).round(2)

# %% [markdown]
# With one rate for all, a customer of five renewals seems worth no more than a new one. By the sBG they
# are worth twice as much as a new one: they have shown that they are loyal. Whoever values a base by its average
# retention undervalues the old customers, and the firm.

# %% [markdown]
# ## Published and ours

# %%
published = pd.DataFrame({"alpha": [0.668, 0.704], "beta": [3.806, 1.182]})
ours = pd.DataFrame([sbg.parameters, regular.parameters])
both = pd.concat({"published": published, "ours": ours.round(3)}, axis="columns")
both.set_axis(["High End, years 0-7", "Regular, years 0-7"])

# %% [markdown]
# The body of the paper prints an alpha of .688 for High End; its appendix has .668, and so have we. A misprint
# in a famous paper, found by recomputing.
#
# ## Limits
#
# Twelve years hold no crisis and no new rival. The model knows no calendar: a price rise in 2003 hits all
# cohorts at once. And survival needs contracts: whether a shop's customer has left, nobody sees (lesson 33).
#
# **Terms** survival 存续率 · retention rate 保留率 · sorting 筛选效应 · cohort 同期群 · residual lifetime 剩余寿命
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/32_contracts.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Fit on four renewals instead of seven. How far off is year 12 now?
# 2. In which year does the sBG's retention of the Regular group pass 95 %?
# 3. A competitor's base has the same average retention in its first year. Can it be worth twice as much?
