# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 12 80/20, true and observed
#
# **Question** "Twenty per cent of our customers make eighty per cent of our sales." Is it so, and
# would it still be so had we watched for longer?
#
# **Who asks** A sales director who wants to drop the small customers.
#
# **Time** 35 minutes. **Before this** [00 Welcome](../0_start/00_welcome.ipynb).
#
# **You will be able to**
# 1. build a table of purchase deciles and a Lorenz curve, by hand and by call;
# 2. state the 80/20 number of a customer base, and who was counted in it;
# 3. show how much of it is chance, and what it would be in the long run.
#
# **Data** CDNOW (an online music shop, 1997-98) and Ta-Feng (a grocer, 2000-01).

# %%
import numpy as np
import pandas as pd
import seaborn as sns

from crmkit import datasets, plots
from crmkit.lifetime import NBD
from crmkit.segmentation import concentration

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
log = datasets.load("cdnow")
spend = log.groupby("customer_id")["amount"].sum()
spend.describe().round(1)

# %% [markdown]
# The mean customer spent 106 dollars in eighteen months, the median customer only 43. When the mean
# is far above the median, a few large customers pull it up. How few?

# %% [markdown]
# ## Deciles by hand
#
# Sort the customers by spend, largest first, and cut them into ten groups of equal size: the
# **purchase deciles** (购买十分位). With 23,570 customers a group has 2,357.

# %%
ranked = spend.sort_values(ascending=False)
decile = np.arange(len(ranked)) // (len(ranked) // 10) + 1
(ranked.groupby(decile).sum() / ranked.sum()).round(3)

# %% [markdown]
# The first decile makes half of all sales, the last one a hundredth. `deciles` gives the same table,
# and says what happens when the number of customers does not divide by ten.

# %%
deciles = concentration.deciles(spend)
deciles.round(3)

# %%
ax = plots.concentration.decile_bars(deciles)

# %% [markdown]
# Add the first two shares: the best fifth make 68 %. The 80/20 rule promises 80 % for 20 %; here it
# takes a third of the customers to reach 80 %.

# %%
print(f"{concentration.top_share(spend, customer_share=0.2):.1%}")

# %%
print(f"{concentration.customers_for(spend, spend_share=0.8):.1%}")

# %% [markdown]
# ## One curve, one number
#
# The **Lorenz curve** (洛伦兹曲线) starts at the smallest customer: at 50 % it says what the poorer half
# spend. The **Gini coefficient** (基尼系数) is twice the area between curve and diagonal. Five customers
# are enough to do it by hand.

# %%
five = pd.Series([4, 6, 10, 30, 50], index=list("abcde"))
heights = np.concatenate([[0], five.cumsum() / five.sum()])
heights

# %% [markdown]
# The area under the curve is that of five strips, each 1/5 wide and as high as its middle.

# %%
area = ((heights[1:] + heights[:-1]) / 2 / 5).sum()
print(f"{1 - 2 * area:.3f}")

# %%
print(f"five: {concentration.gini(five):.3f}, CDNOW: {concentration.gini(spend):.3f}")

# %% [markdown]
# The same .464 for the five. CDNOW's customers, at .635, are more unequal than these.

# %%
ax = plots.concentration.lorenz_curve(concentration.lorenz(spend))

# %% [markdown]
# ## Who was counted, and for how long?
#
# So far so simple. Now let us count purchases, and watch the same customers for 4, 13 or 52 weeks
# from April 1997. By then all had made their first purchase, so all of them could have come back.

# %%
start = pd.Timestamp("1997-04-01")
visits = log[log["ordered_at"] >= start].drop_duplicates(["customer_id", "ordered_at"])


def purchases_within(weeks):
    early = visits[visits["ordered_at"] < start + pd.Timedelta(weeks=weeks)]
    return early.groupby("customer_id").size().reindex(spend.index, fill_value=0)


# %% [markdown]
# Reports differ in whom they count. Some take every customer, most take only those who bought in the
# period. Here is the share of the top 20 % both ways.

# %%
counts = {weeks: purchases_within(weeks) for weeks in (4, 13, 52)}
observed = pd.DataFrame({
    "of all customers": {w: concentration.top_share(n) for w, n in counts.items()},
    "of buyers only": {w: concentration.top_share(n[n > 0]) for w, n in counts.items()},
})
observed.rename_axis("weeks").round(3)

# %% [markdown]
# One shop, six answers, from 38 % to 100 %. Longer periods push one figure down and the other up.
# A number without its period and its base says nothing about the customers.

# %% [markdown]
# ## Chance alone makes "best customers"
#
# Imagine 23,570 customers who are all the same and buy with the mean rate of those 13 weeks. By chance
# some buy twice and most not at all. Their top fifth seems to matter, too.

# %%
purchases = purchases_within(13)
alike = np.random.default_rng(1).poisson(purchases.mean(), len(purchases))
print(f"{concentration.top_share(pd.Series(alike)):.0%}")

# %% [markdown]
# Two thirds of all purchases come from a "best fifth" that does not exist: all were equal. So the
# observed 93 % mixes two things, customers who differ and luck. How to part them?

# %% [markdown]
# ## A model with luck in it
#
# Let each customer have a buying rate of their own, let rates follow a gamma distribution, and let
# luck do the rest. Purchase counts then follow the **negative binomial distribution** (NBD, 负二项分布).
# Two numbers describe the base: `r`, small when customers differ much, and `alpha`.

# %%
model = NBD.fit(purchases)
print(f"r = {model.r:.3f}, alpha = {model.alpha:.3f}")

# %% [markdown]
# A fit must show that it fits. How many customers should buy 0, 1, 2 ... times in 13 weeks?

# %%
from scipy.stats import nbinom

table = purchases.clip(upper=5).value_counts().sort_index().rename("seen").to_frame()
chance = model.alpha / (model.alpha + 1)
table["expected"] = [*nbinom.pmf(range(5), model.r, chance), nbinom.sf(4, model.r, chance)]
table["expected"] = (table["expected"] * len(purchases)).round().astype(int)
table

# %% [markdown]
# Close, row by row (the last row is "5 or more"). Now the model can say what a longer period would
# show, and what remains when luck has averaged out: the **true concentration** (真实集中度).

# %%
true = concentration.true_concentration(model, periods=[1, 4, np.inf])
true[["penetration", "top_share", "low", "high", "top_share_of_buyers"]].round(3)

# %% [markdown]
# **Penetration** (渗透率) is the share of customers who bought at all.
# One period is 13 weeks. From these alone the model expects that over four periods the top fifth make
# 80.5 % of purchases, between 79.4 and 81.5 %. The 52 weeks, 39 of which it never saw, showed 80.9 %. In
# the long run it would be 75 %.

# %%
ax = plots.concentration.true_concentration_curve(concentration.true_concentration(model))

# %% [markdown]
# So the sales director's "small customers" are partly good customers who had no luck with the calendar.
# In 13 weeks it looks as if 20 % made 93 %; in truth it is three quarters.

# %% [markdown]
# ## Another trade
#
# Groceries are bought every week, so luck should weigh less. Ta-Feng's customers, four months, by money:

# %%
grocer = datasets.load("ta_feng").groupby("customer_id")["amount"].sum()
print(f"top fifth {concentration.top_share(grocer):.1%}, Gini {concentration.gini(grocer):.3f}")

# %% [markdown]
# ## Published and ours
#
# Schmittlein, Cooper and Morrison showed in 1993 that observed concentration depends on the length of
# the period, and that the NBD can undo it. We repeat their argument on other data; the NBD itself
# is checked against a published fit of exposures to billboards.

# %%
billboards = datasets.load("billboard_exposures")
billboards.head(3)

# %%
people = billboards["exposures"].repeat(billboards["people"])
fit = NBD.fit(people)
published = pd.Series({"r": 0.969, "alpha": 0.218, "log-likelihood": -649.7})
ours = pd.Series([fit.r, fit.alpha, fit.report.log_likelihood], index=published.index)
pd.DataFrame({"published": published, "ours": ours.round(3)})

# %% [markdown]
# ## Limits
#
# The NBD assumes that rates stay: nobody leaves, nothing is seasonal. CDNOW's customers do leave, and
# lesson 33 brings models that know it. Money is more unequal than purchases where baskets differ.
#
# **Terms** purchase decile 购买十分位 · Lorenz curve 洛伦兹曲线 · Gini coefficient 基尼系数 · true
# concentration 真实集中度 · penetration 渗透率 · NBD 负二项分布
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/12_concentration.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Fit the model on 4 weeks instead of 13. Does it still foresee the 52 weeks?
# 2. The director drops the customers who bought nothing in 13 weeks. Which share of the purchases of
#    the next 39 weeks would go with them?
# 3. Are CDs (`quantity`) more or less concentrated than dollars?
