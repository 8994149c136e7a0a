# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 14 Customer pyramid and portfolio
#
# **Question** Which customers earn us money, which cost us money, and who is on the way up or down?
#
# **Who asks** A managing director who is about to treat "key accounts" differently from the rest.
#
# **Time** 40 minutes. **Before this** [12 80/20](12_concentration.ipynb).
#
# **You will be able to**
# 1. build a customer pyramid by customers or by value;
# 2. draw a whale curve and find those who cost more than they bring;
# 3. follow customers from tier to tier, and tell change from chance;
# 4. sort customers into a portfolio and name the cuts that you used.
#
# **Data** Ta-Feng, a membership store in Taiwan: 817,741 lines of four months, with the cost of each line.

# %%
import seaborn as sns

from crmkit import datasets, plots
from crmkit.segmentation import migration, portfolio, pyramid

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
log = datasets.load("ta_feng")
log[["customer_id", "ordered_at", "amount", "cost"]].head(3)

# %% [markdown]
# Amounts are New Taiwan dollars. The second line was sold for 46 and had cost 48: the store lost money on
# it. What is left after cost is the **gross profit** (毛利).

# %% [markdown]
# ## Profit a customer, by hand
#
# One subtraction a line, one sum a customer.

# %%
by_hand = (log["amount"] - log["cost"]).groupby(log["customer_id"]).sum()
by_hand.loc[["00001069", "00001113", "00001250"]]

# %%
profit = pyramid.profit(log)
profit.loc[["00001069", "00001113", "00001250"]]

# %%
print(f"{profit.sum() / log['amount'].sum():.1%}")

# %% [markdown]
# Of every 100 dollars sold 15 remain. So much for the mean; now for the customers.

# %% [markdown]
# ## The pyramid
#
# The **customer pyramid** (客户金字塔) of Zeithaml, Rust and Lemon has four tiers: *platinum* (铂金), *gold*
# (黄金), *iron* (铁) and *lead* (铅). A common cut is the top 1, the next 4, the next 15 and the other 80 per
# cent of customers.

# %%
tiers = pyramid.tiers(profit, by="customers", shares=(0.01, 0.04, 0.15, 0.80))
table = pyramid.tier_table(profit, tiers)
table[["customers", "value", "value_share", "mean_value"]].round(2)

# %%
ax = plots.pyramid.tier_pyramid(table)

# %% [markdown]
# A platinum customer brings 25 times as much as one of lead. But count the tiers' sums: lead as a whole
# brings as much as iron. A firm that drops its lead customers drops a third of its profit.

# %% [markdown]
# ## The whale curve
#
# Line the customers up from the most to the least profitable and add up. Where the curve is above 100 %,
# the rest of the customers take money away. It looks like a whale that comes up to breathe.

# %%
facts = pyramid.whale_facts(profit)
facts[["top_profit_share", "peak_customer_share", "peak_profit_share", "loss_maker_share"]].round(3)

# %%
ax = plots.pyramid.whale_curve(pyramid.whale_curve(profit))

# %% [markdown]
# The best fifth bring 65 % of profit. 8.2 % of the customers cost the store money, but all of them together
# only 0.9 % of profit: this whale swims flat. Banks show peaks of 150 % and more, because there the cost
# of service counts; here only the cost of goods does.

# %% [markdown]
# ## Up and down
#
# Build the pyramid twice, on the first and on the last 60 days, and compare. The **migration matrix**
# (迁移矩阵) counts who went where.

# %%
first, last = log[log["ordered_at"] < "2000-12-31"], log[log["ordered_at"] >= "2000-12-31"]
before = pyramid.tiers(pyramid.profit(first))
after = pyramid.tiers(pyramid.profit(last))
moves = migration.migration_matrix(before, after)
moves

# %% [markdown]
# Nobody is dropped: "lost" did not buy in the last 60 days, "new" not in the first. Read a row as shares:
# where did the platinum customers go?

# %%
rates = migration.migration_rates(moves)
ax = plots.migration.migration_map(rates)

# %% [markdown]
# Only 28 % of the platinum customers are platinum two months later, 9 % are gone. That looks like drama.
# Is it? Some of them were in the top tier by one large purchase: luck, which does not repeat.

# %% [markdown]
# ## How much of it is chance?
#
# Deal each customer's shopping days at random into two halves of the same four months. No time passes
# between the halves, so every move between them is chance.

# %%
days = log.groupby(["customer_id", "ordered_at"], as_index=False)[["amount", "cost"]].sum()
half = days.sample(frac=0.5, random_state=1).index
one = pyramid.tiers(pyramid.profit(days.loc[half]))
other = pyramid.tiers(pyramid.profit(days.drop(index=half)))
migration.migration_rates(migration.migration_matrix(one, other)).loc["platinum"].round(2)

# %% [markdown]
# Dealt at random, 27 % stay platinum: as few as the 28 % over time. So the fall from platinum is what
# chance alone makes in two months. Before you reward a climber or mourn a faller, do this check on your
# own data.

# %% [markdown]
# ## The portfolio: growth and share
#
# The **portfolio** (客户组合) of the Boston Consulting Group, with customers in the place of products. *Stars*
# (明星) are large and growing, *cash cows* (金牛) large and not, *question marks* (问题) small and growing,
# *dogs* (瘦狗) neither. Everything depends on where you cut.

# %%
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
classes = portfolio.classify(growth, growth_cut=0.0, size_cut="median")

# %%
portfolio.class_table(classes)[["customers", "value", "value_share", "rule"]].round(2)

# %% [markdown]
# Cut at the median, most of the value sits in "stars". That is the trap of the method: a customer is large
# *because* this period went well, so size and growth are mixed up. Measure size before the growth instead:

# %%
growth["size_before"] = growth["spend_before"] / spend_before.median()
fair = portfolio.classify(growth, size="size_before", size_cut=1.0)
portfolio.class_table(fair)[["customers", "value", "value_share", "rule"]].round(2)

# %%
known = fair.customers[fair.customers["spend_before"] > 0]
some = known.sample(250, random_state=2).index
ax = plots.portfolio.portfolio_map(fair.only(some))

# %% [markdown]
# (250 customers, so that the bubbles can be seen.) Now most of the large are cows: who was large before
# tends to be smaller after. That is chance again, under its old name **regression to the mean** (均值回归).

# %% [markdown]
# ## Published and ours
#
# The tiers' names and the advice are Zeithaml, Rust and Lemon's (2001); they print no data. The facts of
# Ta-Feng are figures of ours, held by tests: margin 15.0 %, 8.2 % of customers at a loss, top fifth 65 %.
#
# ## Limits
#
# Profit here is before the cost of service, which differs between customers more than margins do. Four
# months are short for tiers. And a tier is a fact about the past: lesson 33 asks about the future.
#
# **Terms** customer pyramid 客户金字塔 · gross profit 毛利 · whale curve 鲸鱼曲线 · migration matrix 迁移矩阵 ·
# customer portfolio 客户组合 · regression to the mean 均值回归
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/14_pyramid.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Cut the pyramid by value, a quarter each (losses count as nothing: `profit.clip(lower=0)`). How few
#    customers are platinum now?
# 2. Serving a customer costs 5 dollars a visit. How many make a loss, and how high is the whale's peak?
# 3. Raise the growth cut to 50 %. Who stops being a star, and would you tell the sales force?
