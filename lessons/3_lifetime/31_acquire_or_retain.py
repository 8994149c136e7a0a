# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 31 Acquire or retain?
#
# **Question** "Keeping a customer is five times cheaper than winning one." So should all the money go into
# keeping?
#
# **Who asks** A marketing director with one budget and two departments.
#
# **Time** 25 minutes. **Before this** [30 What a customer is worth](30_worth.ipynb).
#
# **You will be able to**
# 1. describe how spending wins or keeps customers, with a ceiling and a speed;
# 2. find the best spending on both by the customer equity test;
# 3. say what "five times cheaper" does and does not tell.
#
# **Data** the example of Blattberg and Deighton (1996), as worked out by Pfeifer (2005).

# %%
import numpy as np
import pandas as pd
import seaborn as sns

from crmkit.lifetime import valuation

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})


def share(spend, ceiling, speed):
    return ceiling * (1 - np.exp(-speed * spend))


# %% [markdown]
# ## Spending has diminishing returns
#
# With no spending nobody comes; with endless spending a share comes that is called the **ceiling** (上限). Two
# numbers are enough, and managers can give them: "What share do you win now, for how much a prospect? And
# what share if money were no object?"

# %%
spend = np.linspace(0, 100, 101)
curves = pd.DataFrame({"won": share(spend, 0.4, 0.05), "kept": share(spend, 0.9, 0.03)})
curves.index = spend
ax = (100 * curves).plot(figsize=(6.5, 3.4))
_ = ax.set(title="The first dollars win and keep most", xlabel="spend a person", ylabel="share (%)")

# %% [markdown]
# ## By hand: how much to spend on keeping?
#
# A customer leaves 100 a year; money costs 10 %. Spending R a year keeps the share r(R). Their value is
# the margin, and then year after year r times (margin less what keeping one costs). Try every R.

# %%
kept = share(spend[1:], 0.9, 0.03)
value = 100 + (100 - spend[1:] / kept) * kept / (1 + 0.10 - kept)
best = value.argmax()
print(f"spend {spend[1:][best]:.0f}, keep {kept[best]:.0%}, value {value[best]:.1f}")

# %%
ax = sns.lineplot(x=spend[1:], y=value)
_ = ax.set(title="A customer is worth most at a spend of 47 a year", xlabel="spend a year",
           ylabel="value of a customer")

# %% [markdown]
# Both sides of the top lose: less spending loses customers, more spending pays more than it keeps.
#
# ## And on winning?
#
# A prospect is worth a(A) times that value, less A. So *keeping is decided first*: it fixes what a customer is
# worth, and that decides what winning may cost.

# %%
won = share(spend, 0.4, 0.05)
prospect = won * value[best] - spend
print(f"spend {spend[prospect.argmax()]:.0f} a prospect, win {won[prospect.argmax()]:.0%}")

# %% [markdown]
# `acquire_or_retain` finds both exactly.

# %%
example = {"acquisition_ceiling": 0.4, "acquisition_speed": 0.05,
           "retention_ceiling": 0.9, "retention_speed": 0.03}
plan = valuation.acquire_or_retain(annual_margin=100, annual_discount_rate=0.10, **example)
pd.Series(plan._asdict()).round(3)

# %% [markdown]
# ## The equity test
#
# Blattberg and Deighton's **customer equity test** (客户资产检验): at the best plan, the last dollar wins, or
# keeps, exactly one dollar's worth. The slope of either curve there is one over the value of a customer, so
# what the *last* customer won costs, the *last* kept costs, and a customer is worth, are one number.

# %%
last_won = 1 / (0.4 * 0.05 * np.exp(-0.05 * plan.acquisition_spend))
last_kept = 1 / (0.9 * 0.03 * np.exp(-0.03 * plan.retention_spend))
pd.Series({"last won costs": last_won, "last kept costs": last_kept,
           "a customer is worth": plan.customer_value}).round(2)

# %% [markdown]
# ## Five times cheaper?
#
# Now the saying. What does a customer cost on *average*, won and kept?

# %%
average_won = plan.acquisition_spend / plan.acquisition_rate
average_kept = plan.retention_spend / plan.retention_rate
print(f"won {average_won:.0f}, kept {average_kept:.0f}, ratio {average_won / average_kept:.1f}")

# %% [markdown]
# At the *best* plan of this firm winning costs 1.2 times as much as keeping. A ratio of averages says nothing
# about where the next dollar should go; the slopes do. Which ratio is best when the ceiling of winning
# changes?

# %%
ratios = {}
for ceiling in (0.05, 0.1, 0.2, 0.4, 0.8):
    one = valuation.acquire_or_retain(annual_margin=100, annual_discount_rate=0.10,
                                      **(example | {"acquisition_ceiling": ceiling}))
    won_at = one.acquisition_spend / one.acquisition_rate if one.acquisition_rate else np.nan
    ratios[ceiling] = won_at / (one.retention_spend / one.retention_rate)
pd.Series(ratios).rename_axis("ceiling of winning").round(2).to_frame("best ratio")

# %% [markdown]
# No five anywhere: from 0.8 where prospects are easily won to 1.8 where they are not; at 5 and 10 % winning
# does not pay at all (NaN). A ratio is what *comes out* of good spending, not a rule for it.
#
# Try your own firm (in a running notebook):

# %% tags=["slider", "nbval-ignore-output"]
from ipywidgets import interact


@interact(margin=(20, 300, 20), retention_ceiling=(0.3, 0.95, 0.05), discount=(0.02, 0.3))
def plan_for(margin=100, retention_ceiling=0.9, discount=0.1):
    known = example | {"annual_margin": margin, "annual_discount_rate": discount}
    known["retention_ceiling"] = retention_ceiling
    print(pd.Series(valuation.acquire_or_retain(**known)._asdict()).round(2))

# %% [markdown]
# ## Published and ours

# %%
published = pd.Series({"A": 21.986, "R": 46.646, "value": 150.101})
ours = pd.Series({"A": plan.acquisition_spend, "R": plan.retention_spend,
                  "value": plan.customer_value})
pd.DataFrame({"published": published, "ours": ours.round(3)})

# %% [markdown]
# ## Limits
#
# The curves are a manager's guess from two answers; an experiment would measure them (lesson 44). All
# customers are alike here, and a rival who copies the programme takes its effect away (lesson 23).
#
# **Terms** acquisition 获客 · retention 保留 · ceiling 上限 · customer equity 客户资产
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/3_lifetime/31_acquire_or_retain.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. The margin falls to 60. Which of the two spends falls more?
# 2. Find a firm for which five is the right ratio. Would you believe its figures?
# 3. Your prospects are 10,000 and the budget is 100,000 for everything. What gives first?
