# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # 10 The customer file on three levels
#
# **Question** Our shop system exports a table of orders. How many customers do we have, what did they
# spend, and what may we do with that knowledge?
#
# **Who asks** A shop owner, an analyst on the first day, a data protection officer.
#
# **Time** 45 minutes. **Before this** [00 Welcome](../0_start/00_welcome.ipynb).
#
# **You will be able to**
# 1. turn a messy export into an order log, and account for every row and every cent;
# 2. ask a database the same questions in SQL;
# 3. mine the file for a rule, and check that it holds on other customers;
# 4. protect the people in the file: pseudonyms and k-anonymity.
#
# **Data** the export of a simulated online shop (as messy as real ones, but nobody's secrets), and the
# household traits of The Complete Journey.

# %%
import hashlib
import hmac

import duckdb
import pandas as pd
import seaborn as sns

from crmkit import datasets, orders, summary

# %% [markdown]
# ## Level 1: the spreadsheet
#
# Here is the file as it left the shop system: in the Chinese encoding GBK, with Chinese headers. 订单编号 is
# the order number, 买家会员名 the member name, 买家实际支付金额 what was paid, 订单付款时间 when.

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
raw = datasets.load("shop_export")
raw[["订单编号", "买家实际支付金额", "订单付款时间", "订单状态"]].head(3)

# %%
paid, when = raw["买家实际支付金额"], raw["订单付款时间"].fillna("")
odd = (when == "") | (paid == "待付款") | when.str.contains("-02-30")
raw.loc[odd, ["订单编号", "买家实际支付金额", "订单付款时间"]].head(6)

# %% [markdown]
# Trouble at first sight: lines without a date, an amount that reads 待付款 ("to be paid"), a 30th of
# February. Somebody in a hurry would add up the column of amounts. Let us try.

# %%
amounts = pd.to_numeric(paid, errors="coerce")
print(f"{amounts.isna().sum()} amounts are no numbers; the others sum to {amounts.sum():,.2f}")

# %% [markdown]
# 315 amounts are lost: 300 of them only because they are written like ¥1,234.50. Whoever does not count what
# is dropped does not know what is left. What else is wrong, by hand?

# %%
blank = (raw["买家会员名"].fillna("").str.strip() == "").sum()
print(f"{raw.duplicated().sum()} duplicates, {blank} blank names, {(amounts < 0).sum()} returns")

# %% [markdown]
# `orders.read` knows this kind of export, applies each rule once, and reports. The report is as important
# as the table.

# %%
log, report = orders.read(datasets.path("shop_export"), as_of="2024-12-30")
report

# %% [markdown]
# Read it from top to bottom like a bank statement: it starts with the money in the source and ends with
# the money in the order log. Every line between says what happened. Check the sum yourself:

# %%
between = report.table["money"].sum()
print(f"{report.money_in:,.2f} - {between:,.2f} = {report.money_in - between:,.2f}")

# %% [markdown]
# ## A return is a decision
#
# What is a customer who sent everything back? With `returns="net"` the purchase vanishes with the return;
# with "keep" both lines stay; with "drop" we pretend that nothing came back.

# %%
choices = {}
for policy in ("net", "keep", "drop"):
    other, _ = orders.read(datasets.path("shop_export"), as_of="2024-12-30", returns=policy)
    choices[policy] = [len(other), other["customer_id"].nunique(), other["amount"].sum().round()]
pd.DataFrame(choices, index=["lines", "customers", "money"]).T.astype(int)

# %% [markdown]
# "drop" overstates the sales by 175 thousand yuan, a seventh. "net" and "keep" agree on the money but not on
# the customers: 66 bought, sent everything back, and count under "keep" only. No policy is right in itself;
# the report names the one that you used.

# %% [markdown]
# ## Level 2: the database
#
# A spreadsheet answers one question at a time. A database answers any, in the language **SQL**. DuckDB is a
# database inside Python, and reads our `log` as if it were one of its tables.

# %%
duckdb.sql("""
    SELECT count(DISTINCT customer_id) AS customers, count(*) AS lines,
           round(sum(amount), 2) AS money
    FROM log
""").df()

# %% [markdown]
# SQL's `GROUP BY` makes one row a customer. How many bought once, a few times, regularly? We call up to
# four days with a purchase *occasional* (偶尔购买) and more *regular* (经常购买).

# %%
per_customer = duckdb.sql("""
    SELECT customer_id, count(DISTINCT ordered_at::date) AS days, sum(amount) AS money
    FROM log GROUP BY customer_id
""")

# %%
duckdb.sql("""
    SELECT CASE WHEN days = 1 THEN 'one-time' WHEN days <= 4 THEN 'occasional'
           ELSE 'regular' END AS kind, count(*) AS customers, round(sum(money)) AS money
    FROM per_customer GROUP BY kind ORDER BY min(days)
""").df()

# %% [markdown]
# `summary.customers` does the same step and adds all that later lessons need. It agrees with SQL:

# %%
customers = summary.customers(log, as_of="2024-12-30")
kind = pd.cut(customers["purchases"], [0, 1, 4, 1000], labels=["one-time", "occasional", "regular"])
customers.groupby(kind, observed=True)["total_spend"].agg(["size", "sum"]).round()

# %%
shares = customers.groupby(kind, observed=True)["total_spend"].agg(["size", "sum"])
shares = (100 * shares / shares.sum()).set_axis(["customers", "money"], axis="columns")
ax = shares.plot.bar(rot=0, figsize=(6, 3.2))
ax.set(title="A fifth of the customers, the regular ones, bring 71 % of the money", xlabel="")
_ = ax.set_ylabel("share (%)")

# %% [markdown]
# ## Level 3: knowledge
#
# A database says what was. **Data mining** (数据挖掘) looks for a rule that says what will be. A candidate: who
# buys again within 30 days becomes a regular. Take the customers whose first purchase is a year old or more,
# and count what they bought *after* day 30.

# %%
day = (log["ordered_at"] - log.groupby("customer_id")["ordered_at"].transform("min")).dt.days
old = customers.index[customers["age_days"] >= 365]
early = log[(day > 0) & (day <= 30)].groupby("customer_id").size().reindex(old, fill_value=0) > 0
later = log[(day > 30) & (day <= 365)].groupby("customer_id").size().reindex(old, fill_value=0)

# %%
later.groupby(early.rename("again within 30 days")).agg(["size", "mean"]).round(2)

# %% [markdown]
# A rule found on some customers must hold for others. Deal the customers at random into two halves and look
# at each.

# %%
half = pd.Series("one", index=old).where(pd.Series(range(len(old)), index=old) % 2 == 0, "other")
later.groupby([half.rename("half"), early.rename("again within 30 days")]).mean().unstack().round(2)

# %% [markdown]
# The rule holds in both halves: more than three times as many purchases. It tells *who* becomes a regular. It does not tell that a voucher on day 20
# would *make* somebody one: those who come back early may simply like the shop more (lesson 44).

# %% [markdown]
# ## The people in the file
#
# 快乐的小猫 ("happy kitten") is a member name, and a person. An analysis does not need it. A **pseudonym** (假名)
# replaces the name by a code; with a secret key nobody can find the code by trying names.

# %%
key = b"kept in the safe, not in the notebook"
names = log["customer_id"]
codes = [hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:10] for name in names]
log.assign(customer_id=codes).head(3)

# %% [markdown]
# Names are not all that gives people away. The grocer's file has no names, but traits of 801 households.
# How many households share a combination of age, income and composition?

# %%
people = datasets.load("complete_journey_demographics")
traits = ["age", "income", "household_composition"]
shared = people.groupby(traits, observed=True)["customer_id"].transform("size")
print(f"{(shared == 1).sum()} of {len(people)} households are the only one of their kind")

# %% [markdown]
# Who knows a neighbour's age, income and family finds that household, and all its purchases. A table is
# **k-anonymous** (k-匿名) if each combination is shared by at least k. Coarser classes help:

# %%
young = people["age"].isin(["19-24", "25-34"]).rename("young")
family = (people["children"] != "0").rename("family")
people.groupby([young, family]).size()

# %% [markdown]
# Two yes-no traits instead of three fine ones: now every household hides among many, and the smallest group
# is the k. What is lost is detail; how much detail a question needs should be asked first.

# %% [markdown]
# ## Limits
#
# A report counts what rules can see. An address typed wrongly, one person with two accounts, a gift bought for
# another: no rule finds them all. Pseudonyms can be undone by whoever holds the key, so such data stay
# personal data in law.
#
# **Terms** return 退货 · cleaning report 清洗报告 · occasional 偶尔购买 · regular 经常购买 · data mining 数据挖掘 ·
# pseudonym 假名 · k-anonymity k-匿名
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/10_customer_file.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Read the export with `duplicates="keep"`. By how much do sales rise, and who would notice?
# 2. Write the SQL for the ten best customers of 2024.
# 3. Where should the cut between occasional and regular be? Defend it with a number.
# 4. Add `income` to the coarse table. How small is the smallest group?
