# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 11 Customer-base audit
#
# **Question** Sales fell this year. Did we win too few customers, lose too many, or do those who stay
# buy less?
#
# **Who asks** A managing director, before anybody proposes a campaign; an investor, before buying a firm.
#
# **Time** 40 minutes. **Before this** [10 The customer file](10_customer_file.ipynb).
#
# **You will be able to**
# 1. split sales into customers, purchases a customer and money a purchase;
# 2. tell new from repeat sales, and follow a cohort;
# 3. explain the change between two periods by customers won, lost and kept;
# 4. say who has probably left, with the rule that you used.
#
# **Data** The Complete Journey (one year of a grocer's 2,469 households) and CDNOW (music, 18 months).

# %%
import pandas as pd
import seaborn as sns

from crmkit import datasets, summary

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
log = datasets.load("complete_journey_transactions")
log[["customer_id", "ordered_at", "order_id", "product_id", "amount"]].head(3)

# %% [markdown]
# One row is one product in one basket: 1.47 million of them. A **customer-base audit** (客户群审计) needs
# one row a customer. That is what `summary.customers` makes, as of a date that you name.

# %%
households = summary.customers(log, as_of="2017-12-31")
households.head(3).round(1)

# %% [markdown]
# Check one household by hand before you trust the table. Household 900 shopped on how many days?

# %%
one = log[log["customer_id"] == 900]
print(one["ordered_at"].dt.date.nunique(), "days,", f"{one['amount'].sum():.2f} dollars")

# %% [markdown]
# ## 1 How different are the customers?
#
# Sales are customers, times purchases a customer, times money a purchase. The audit starts with how
# each of these spreads.

# %%
households["mean_spend"] = households["total_spend"] / households["purchases"]
factors = households[["purchases", "mean_spend", "total_spend"]]
factors.quantile([0.1, 0.25, 0.5, 0.75, 0.9]).round(0)

# %% [markdown]
# The household at the 90 % mark spends about 25 times as much as the one at 10 %. Is that because it
# comes more often or because it buys more each time? Compare the spread of the two factors.

# %%
spread = factors.quantile([0.1, 0.9])
(spread.loc[0.9] / spread.loc[0.1]).round(1)

# %% [markdown]
# Mostly because it comes more often: 14 times against not quite 5 times as much each day. At this
# grocer, value is frequency; a campaign for larger baskets pulls the weaker lever.

# %%
ax = sns.histplot(households["purchases"], binwidth=10)
ax.set(title="Half the households shop on fewer than 40 days a year", xlabel="days with a purchase")
_ = ax.set_ylabel("households")

# %% [markdown]
# ## 2 Why did sales change?
#
# Compare two quarters. Every customer is in one of three groups: bought in both (**kept**, 留存), only in
# the first (**lost**, 流失), or only in the second (**won**, 新增).

# %%
quarter = log["ordered_at"].dt.quarter
money = log.groupby(["customer_id", quarter])["amount"].sum().unstack(fill_value=0.0)
before, after = money[1], money[4]

# %%
group = pd.Series("kept", index=money.index)
group[(before > 0) & (after == 0)] = "lost"
group[(before == 0) & (after > 0)] = "won"
group[(before == 0) & (after == 0)] = "in neither"

# %%
change = pd.DataFrame({"before": before, "after": after}).groupby(group).sum().round(0)
change.insert(0, "households", group.value_counts())
change["difference"] = change["after"] - change["before"]
change

# %% [markdown]
# Sales rose by 92 thousand dollars, 81 of them from households that bought in both quarters. Those won
# and lost are few and small, and nearly cancel. For this grocer, growth is a matter of the kept.

# %%
ax = sns.barplot(change.drop(index="in neither")["difference"] / 1000, color="C0")
ax.set(title="Kept households explain most of the growth", xlabel="")
ax.set_ylabel("change, thousand dollars")
_ = ax.axhline(0, color="black", linewidth=0.8)

# %% [markdown]
# ## 3 New or repeat?
#
# The grocer's year shows no birth of a customer: who first appears in January may have come for ten
# years. CDNOW is different. We know every customer from the first purchase.

# %%
music = datasets.load("cdnow")
first = music.groupby("customer_id")["ordered_at"].transform("min")
kind = (music["ordered_at"] == first).map({True: "first", False: "repeat"})
month = music["ordered_at"].dt.to_period("M").rename("month")

# %%
sales = music.groupby([month, kind])["amount"].sum().unstack(fill_value=0) / 1000
sales.loc["1997-01":"1997-06"].round(0)

# %%
ax = sales.plot.area(figsize=(8, 3.2), linewidth=0, color=["C1", "C0"])
ax.set(title="When winning stops, repeat sales carry the shop, and shrink", xlabel="")
ax.set_ylabel("thousand dollars")
_ = ax.legend(title="purchase")

# %% [markdown]
# From April 1997 on the file holds no new customers, by design: it follows one quarter's newcomers. Their
# repeat sales fall from 143 thousand in April to 76 thousand in June a year later.

# %% [markdown]
# ## 4 Follow the cohorts
#
# A **cohort** (同期群) is all customers who first bought in the same month. Who is alive at the same age?
# Divide each cohort's buyers by its size, month after month.

# %%
cohort = first.dt.to_period("M").rename("cohort")
buyers = music.groupby([cohort, month])["customer_id"].nunique().unstack()
shares = buyers.div(buyers.max(axis="columns"), axis="index")
shares.loc[:, "1997-01":"1997-08"].round(2)

# %% [markdown]
# Look along a row: a month after the first purchase 14 or 15 % come back, later 7 to 12 %. Look down the
# diagonals: the three cohorts behave alike. If later ones did worse, the shop would win worse customers.

# %% [markdown]
# ## 5 Who has left?
#
# Nobody tells a shop that they are leaving. A household that is silent for 60 days may be gone or on holiday.
# A fair rule asks how long *this* household usually stays away.

# %%
usual_gap = households["age_at_last_days"] / households["repeat_purchases"]
silence = households["days_since_last"] / usual_gap
print(f"{(silence > 5).mean():.1%}")

# %% [markdown]
# With the rule "silent for more than five times its usual gap" 5.8 % of the households count as left.
# A household with a single day has no usual gap, so the rule cannot call it left; say how many they are.

# %%
print((households["repeat_purchases"] == 0).sum(), "households with a single day")

# %% [markdown]
# Rules are choices. Make the choice visible: show what other ones would have said.

# %%
rules = pd.Series({f"silent > {k} x its gap": (silence > k).mean() for k in (3, 5, 10)})
rules["silent > 60 days"] = (households["days_since_last"] > 60).mean()
rules.round(3)

# %% [markdown]
# And what would we miss? Those households' share of the year's sales says how much the answer matters.

# %%
left = silence > 5
print(f"{households.loc[left, 'total_spend'].sum() / households['total_spend'].sum():.1%}")

# %% [markdown]
# ## The audit on one page
#
# | lens | finding |
# |---|---|
# | how different? | large customers come more often; baskets differ less |
# | why did sales change? | those who stayed bought more |
# | new or repeat? | the grocer lives on repeat; CDNOW's repeat sales halve within 14 months |
# | cohorts | alike in the first quarter of 1997 |
# | who left? | one household in seventeen, by a rule of five gaps |
#
# ## Limits
#
# "Won" and "first" need a history that begins with the customer. A quarter against another one mixes in
# the season. And rules of silence are rules of thumb; lesson 33 gives each customer a probability.
#
# **Source** the five lenses follow Fader, Hardie and Ross, *The Customer-Base Audit* (2022).
#
# **Terms** customer-base audit 客户群审计 · kept 留存 · lost 流失 · won 新增 · cohort 同期群
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/11_audit.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Compare the first half-year with the second. Does the story of the kept hold?
# 2. Leave out the ten largest households. By how much does the spread of spend shrink?
# 3. Which rule of silence would you defend before the director, and what does it cost if it is wrong?
