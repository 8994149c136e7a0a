# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 37 How sure are we?
#
# **Question** The model says that our customers will buy 1,653 times in nine months. Would you sign for it?
#
# **Who asks** Whoever plans stock, staff or a purchase price by such a number.
#
# **Time** 40 minutes. **Before this** [33 Counting your customers](33_counting.ipynb).
#
# **You will be able to**
# 1. give a parameter an interval in three ways, and say what each assumes;
# 2. give a forecast an interval, and know what that interval leaves out;
# 3. say when the quick ways are good enough, and what a full sampler costs.
#
# **Data** CDNOW, the sample of 2,357 customers.

# %%
import numpy as np
import pandas as pd
import seaborn as sns

from crmkit import datasets, summary
from crmkit.lifetime import BGNBD
from crmkit.models import posterior

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
parts = summary.split(
    datasets.load("cdnow_sample"), calibration_end="1997-09-30", holdout_end="1998-06-30"
)
model = BGNBD.fit(parts.calibration, period_days=7)

# %% [markdown]
# ## By hand: how flat is the top?
#
# The fit found the parameters with the highest **likelihood** (似然). How much lower is it for others? Move
# `a` and leave the rest.

# %%
from dataclasses import replace

path = pd.Series({a: replace(model, a=a).log_likelihood(parts.calibration)
                  for a in np.linspace(0.5, 1.2, 36)})
near = path.index[path > path.max() - 2]

# %%
ax = sns.lineplot(x=path.index, y=path - path.max())
_ = ax.set(title=f"Values of a from {near.min():.2f} to {near.max():.2f} lie within 2 of the top",
           xlabel="a", ylabel="log-likelihood below the top")

# %% [markdown]
# A drop of 2 is the usual border of 95 %. But `a` and `b` belong together: if both grow, the share that leaves
# hardly changes. Moving `a` alone is too narrow. Three ways do it properly.

# %% [markdown]
# ## 1 The bend at the top: the delta method
#
# Near its top the log-likelihood is a parabola in all four logarithms. How sharply it bends gives the standard
# errors, in no time: this is the **delta method** (德尔塔法), and what `intervals` shows.

# %%
delta = model.parameter_intervals()
delta.round(3)

# %% [markdown]
# ## 2 Other customers: the bootstrap
#
# What if we had drawn other customers? Draw 2,357 out of our 2,357, with repetition, and fit again; many times.
# That is the **bootstrap** (自助法). It does not believe the model, only that customers are independent.

# %%
fits = model.bootstrap(parts.calibration, replicates=400, rng=np.random.default_rng(1))
fits.quantile([0.025, 0.975]).T.round(3)

# %% [markdown]
# ## 3 Belief after the data: the posterior
#
# Bayes' way: which parameters are probable after what we saw? The **posterior** (后验分布) is the likelihood times
# what was believed before (here: nothing in particular, on a log scale). We draw 4,000 parameters from a wide
# bell and weight each by its exact likelihood: **importance sampling** (重要性采样).

# %%
believed = posterior(model, parts.calibration, draws=4000, rng=np.random.default_rng(1))
believed.parameter_intervals().round(3)

# %%
print(believed.sentence)

# %% [markdown]
# ## Side by side

# %%
ways = pd.concat({
    "delta": delta[["low", "high"]],
    "bootstrap": fits.quantile([0.025, 0.975]).T.set_axis(["low", "high"], axis="columns"),
    "posterior": believed.parameter_intervals()[["low", "high"]],
}, axis="columns")
ways.round(2)

# %% [markdown]
# For `r` and `alpha` the three nearly agree. For `a` and `b` the posterior reaches further up than the delta
# method: its distribution is skewed, and a parabola is not. So far for the parameters; but nobody buys them.

# %% [markdown]
# ## The forecast
#
# How many purchases in nine months? Ask each of the posterior's models.


# %%
def total(one):
    return one.expected_purchases(parts.calibration, horizon_days=273).sum()


answer = believed.interval_of(total, draws=400)
answer.round(0)

# %%
print(f"came: {parts.holdout['purchases'].sum():,}")

# %% [markdown]
# 1,882 came, and that lies *outside* the interval. What went wrong? The interval says how far the parameters may
# be off **if the model is right**. It leaves out two things: luck in the purchases themselves, and a model
# that is wrong, say about seasons.

# %% [markdown]
# Luck first. The model gives each customer the probability of 0, 1, 2, ... purchases; their variances add up.

# %%
spread = model.conditional_distribution(parts.calibration, horizon_days=273, up_to=60)
counts = np.arange(61)
variance = (spread @ counts**2 - (spread @ counts) ** 2).sum()
print(f"luck adds +- {1.96 * np.sqrt(variance):.0f} purchases")

# %%
half = (answer["high"] - answer["low"]).iloc[0] / 2
both = np.hypot(half, 1.96 * np.sqrt(variance))
print(f"parameters +- {half:.0f}, both +- {both:.0f}")

# %% [markdown]
# Even with both, 1,882 lies just beyond the edge. The rest is the model: buyers of music bought more in 1998 than
# a story of steady rates foresees. **No interval of a model covers the error of the model itself.** That is why
# lesson 33 keeps a holdout.

# %% [markdown]
# ## And a full sampler?
#
# Samplers such as NUTS, in PyMC-Marketing, walk through the posterior and need no bell around the top. This was
# measured once, with a script that lies in `benchmarks/`; a flat prior for each parameter.

# %%
nuts = datasets.load("sampler_posterior").query("prior == 'flat'").set_index("parameter")
nuts[["low", "median", "high", "effective_draws", "seconds"]]

# %% [markdown]
# The same question to importance sampling: the same prior, "flat".

# %%
flat = posterior(model, parts.calibration, draws=4000, prior="flat",
                           rng=np.random.default_rng(1))
flat.parameter_intervals()[["low", "median", "high"]].round(2)

# %% [markdown]
# The same intervals, in a second instead of minutes. (The times are of two machines' states and the sampler's
# holds its compilation; take the order of magnitude.) A sampler earns its time with models of many parameters,
# or where the weights warn: `believed.sentence` would say so.
#
# And look at what the *prior* did: flat on logs, `a` ends at 1.34; flat, at 1.66. With 2,357 customers the
# choice still shows in the parameters. In the forecast it hardly does:

# %%
flat.interval_of(total, draws=400).round(0)

# %% [markdown]
# ## Limits
#
# All three ways take customers as independent and the story as true. For one customer the interval is wide in
# any case: who expects 2 purchases may well see none or five.
#
# **Terms** interval 置信区间 · likelihood 似然 · delta method 德尔塔法 · bootstrap 自助法 · posterior 后验分布 · prior
# 先验 · importance sampling 重要性采样
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/37_how_sure.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Give the number of customers alive an interval. Does it hold the Pareto/NBD's 1,052 of lesson 33?
# 2. Take every tenth customer only. Which of the three ways changes most?
# 3. A seller values the base at the upper end, a buyer at the lower. How far apart are they?
