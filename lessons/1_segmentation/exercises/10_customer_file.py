# ---
# jupyter:
#   crmkit:
#     languages: [en]
# ---

# %% [markdown]
# # Exercises to 10: The customer file
#
# **Your company** An online clothes shop gives you the export of its shop system. The shop is simulated and
# drawn by your name: nobody else has your numbers, and no real person is in them.
#
# - `raw` is the export as it left the system, every cell a text, with the columns of the lesson. It is as
#   messy as the lesson's file, but not in the same places.
# - `log` and `report` are what `orders.read` makes of it: the order log (订单流水; `amount` in yuan) and the
#   cleaning report (清洗报告). You stand at the end of 30 December 2024.
# - `customers` is `summary.customers` of this log, one row a customer.
# - Exercises 4 to 6 bring further tables and figures; each says which.
#
# **Before this** [10 The customer file](../../notebooks/1_segmentation/10_customer_file.ipynb).
# **Time** 45 minutes.

# %% tags=["data"]
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from crmkit import companies

_defects = {
    "exact duplicate": int(rng.integers(40, 90)),
    "missing customer": int(rng.integers(30, 60)),
    "unparseable date": int(rng.integers(20, 40)),
    "non-numeric amount": int(rng.integers(10, 20)),
    "zero amount": int(rng.integers(25, 50)),
    "date after as_of": int(rng.integers(5, 12)),
}
_shop = replace(companies.Shop.from_card(), export_defects=_defects)
_company = companies.online_shop(
    n_customers=int(rng.integers(650, 850)), days=730, seed=seed % 2**31, parameters=_shop
)
with TemporaryDirectory() as _folder:
    _file = Path(_folder) / "orders.csv"
    companies.export(_company, _file, seed=seed % 2**31)
    raw = pd.read_csv(_file, encoding="gbk", dtype="str", keep_default_na=False, na_values=[""])

_size = len(_company.customers)
capacity = int(rng.uniform(0.06, 0.10) * _size)

# Question 5: the forum shows customers and others.
_members = raw["买家会员名"].dropna().str.strip()
_members = _members[(_members != "") & (_members != "测试账号")].drop_duplicates().tolist()
_writers = [_members[i] for i in rng.permutation(len(_members))[: int(rng.integers(100, 320))]]
_others = [f"路过的访客{i}" for i in rng.permutation(900)[: int(rng.integers(40, 90))] + 100]
forum = [str(name) for name in rng.permutation(_writers + _others)]

# Question 6: table A shows most and is dearest, but its groups are small.
_ages = _shop.age_share
people = pd.DataFrame(
    {
        "city": _company.customers["city"].astype("str").to_numpy(),
        "age_group": rng.choice(list(_ages), size=_size, p=list(_ages.values())),
        "gender": _company.truth["gender"].astype("str").to_numpy(),
    },
    index=_company.customers.index,
)
traits = {
    "A": ["city", "age_group", "gender"],
    "B": ["city", "age_group"],
    "C": ["city", "gender"],
    "D": ["age_group", "gender"],
}
fine = int(rng.integers(40, 81))
prices = pd.Series(
    [int(rng.integers(low, low + 15)) * 100 for low in (90, 60, 40, 20)],
    index=pd.Index(["A", "B", "C", "D"], name="table"),
    name="price",
)

# %%
import hashlib

import duckdb
import pandas as pd

from crmkit import orders, summary

# %%
raw = sheet["raw"]
log, report = orders.read(raw, as_of="2024-12-30")
customers = summary.customers(log, as_of="2024-12-30")
report

# %% [markdown] question="q1" points=1 decimals=2
# ## 1 What is missing
#
# How many yuan of the money in the source are not in the order log? What was bought and sent back stands in
# the source twice, once above and once below zero, and so adds up to nothing. Yuan, with 2 decimals.

# %% tags=["starter"]
q1 = ...

# %% tags=["solution"]
# The report reads like a bank statement: money in, then what each rule took, then money out. Returns and
# returned purchases cancel, so the difference is the money of the lines that were dropped.
q1 = report.money_in - report.money_out

# %% tags=["wrong"]
# That is one rule only. Several rules took money out: compare the top of the statement with its bottom.
q1 = report.table.loc["missing customer", "money"]

# %% tags=["wrong"]
# Those are rows. The question asks for their money.
q1 = report.rows_in - report.rows_out

# %% tags=["wrong"]
# You added the returns and the returned purchases as if both were lost. They have opposite signs and cancel.
q1 = report.table["money"].abs().sum()

# %% tags=["wrong"]
# You counted what was bought and sent back as lost. Its return stands in the report, too, below zero: the two
# cancel.
q1 = report.table["money"].clip(lower=0).sum()

# %% tags=["wrong"]
# You took the money of the returns from the money in the source. It had been deducted there already: a return
# is a line below zero.
q1 = report.money_in - report.money_out + report.table.loc["return", "money"]

# %% [markdown] tags=["hint"]
# Which line of the report tells the money of the source, and which the money of the order log?

# %% [markdown] tags=["hint"]
# The lesson checks the sum of the report with `money_in` and `money_out`.

# %% [markdown] question="q2" points=2 decimals=3
# ## 2 Another policy for returns
#
# `log` was read with `returns="net"`. Change that: read `raw` again with "drop", and again with "keep".
#
# - `"overstated"`: by which share are the sales (the sum of `amount`) higher with "drop" than with "net"?
#   0.05 would mean: 5 % higher than with "net". 3 decimals.
# - `"vanished"`: how many customers stand in the log with "keep" but not with "net"? A whole number.

# %% tags=["starter"]
q2 = {"overstated": ..., "vanished": ...}

# %% tags=["solution"]
# "drop" forgets that money went back, so sales look too high; the honest base is the net sales. With "keep"
# whoever sent everything back still has lines in the log; with "net" these customers vanish.
dropped, _ = orders.read(raw, as_of="2024-12-30", returns="drop")
kept, _ = orders.read(raw, as_of="2024-12-30", returns="keep")
q2 = {
    "overstated": dropped["amount"].sum() / log["amount"].sum() - 1,
    "vanished": kept["customer_id"].nunique() - log["customer_id"].nunique(),
}

# %% tags=["wrong"]
# You divided by the sales with "drop". The question measures against the sales with "net".
back = -report.table.loc["return", "money"]
kept, _ = orders.read(raw, as_of="2024-12-30", returns="keep")
q2 = {
    "overstated": back / (log["amount"].sum() + back),
    "vanished": kept["customer_id"].nunique() - log["customer_id"].nunique(),
}

# %% tags=["wrong"]
# The share is right. For the customers you counted everybody who ever sent something back; most of them kept
# something else and stay in the log.
back = -report.table.loc["return", "money"]
kept, _ = orders.read(raw, as_of="2024-12-30", returns="keep")
q2 = {
    "overstated": back / log["amount"].sum(),
    "vanished": kept.loc[kept["amount"] < 0, "customer_id"].nunique(),
}

# %% tags=["wrong"]
# The share is right. For the customers you counted lines; a customer can have many lines in the log.
back = -report.table.loc["return", "money"]
kept, _ = orders.read(raw, as_of="2024-12-30", returns="keep")
q2 = {"overstated": back / log["amount"].sum(), "vanished": len(kept) - len(log)}

# %% tags=["wrong"]
# For the share you read with "keep". There the returns are still in the log, as lines below zero, so its sum is
# that of "net". In which log are they left out?
kept, _ = orders.read(raw, as_of="2024-12-30", returns="keep")
q2 = {
    "overstated": 0.0,
    "vanished": kept["customer_id"].nunique() - log["customer_id"].nunique(),
}

# %% [markdown] tags=["hint"]
# `orders.read` gives two things, a log and a report. The lesson reads the file once for each policy.

# %% [markdown] tags=["hint"]
# For the first part compare two sums of `amount`, for the second two numbers of different `customer_id`.

# %% [markdown] question="q3" points=1 decimals=2
# ## 3 The ten best of 2024, in SQL
#
# Who are the ten customers with the most money in 2024? Add up `amount` of the lines of `log` from
# 1 January 2024 on, by customer. How much do these ten make together in 2024? Yuan, with 2 decimals.

# %% tags=["starter"]
best = duckdb.sql("""
    SELECT customer_id, sum(amount) AS money
    FROM log
    GROUP BY customer_id
""").df()
q3 = ...

# %% tags=["solution"]
# WHERE chooses lines before they are added up, GROUP BY makes one row a customer, ORDER BY ... DESC puts the
# largest first, and LIMIT cuts after ten. The order of the steps is the point: year first, then the ten.
best = duckdb.sql("""
    SELECT customer_id, sum(amount) AS money FROM log
    WHERE ordered_at >= '2024-01-01'
    GROUP BY customer_id ORDER BY money DESC LIMIT 10
""").df()
q3 = best["money"].sum()

# %% tags=["wrong"]
# You added up both years. Which lines belong to 2024?
best = log.groupby("customer_id")["amount"].sum().nlargest(10)
q3 = best.sum()

# %% tags=["wrong"]
# You chose the ten best of both years, and then added up their money of 2024. Choose the lines of 2024 first.
best = log.groupby("customer_id")["amount"].sum().nlargest(10).index
in_2024 = log[log["ordered_at"] >= "2024-01-01"]
q3 = in_2024.loc[in_2024["customer_id"].isin(best), "amount"].sum()

# %% tags=["wrong"]
# Those are the ten largest lines of 2024. A customer has several: add them up by customer first.
q3 = log.loc[log["ordered_at"] >= "2024-01-01", "amount"].nlargest(10).sum()

# %% tags=["wrong"]
# That is the money of all customers in 2024. Only ten of them are asked for.
q3 = log.loc[log["ordered_at"] >= "2024-01-01", "amount"].sum()

# %% tags=["wrong"]
# You took the lines up to the end of 2023. The question asks for those after.
q3 = log[log["ordered_at"] < "2024-01-01"].groupby("customer_id")["amount"].sum().nlargest(10).sum()

# %% [markdown] tags=["hint"]
# The starter makes one row a customer, of both years. SQL's word for choosing lines is WHERE; a day is written
# like '2023-05-31', with quotes.

# %% [markdown] tags=["hint"]
# ORDER BY sorts (DESC: largest first), LIMIT says how many rows you want. Then add up the column of the result.

# %% [markdown] question="q4" points=2 decimals=3
# ## 4 Another cut
#
# The lesson calls customers with more than four days with a purchase *regular* (经常购买). Your shop hires a
# personal adviser for its regular customers; she has time for at most `capacity` of them. So the cut must
# move: customers with *more than* `cut` days (column `purchases` of `customers`) are regular.
#
# - `"cut"`: the smallest whole number for which at most `capacity` customers are regular.
# - `"money"`: which share of `total_spend` do these regular customers make? Between 0 and 1, with 3 decimals.

# %% tags=["starter"]
capacity = sheet["capacity"]
q4 = {"cut": ..., "money": ...}

# %% tags=["solution"]
# Try the cuts one after the other and count who is above. The first that leaves no more than `capacity` is
# the cut. Four is no law of nature: here the cut follows from what the shop can do for its regulars.
days, cut = customers["purchases"], 1
while (days > cut).sum() > sheet["capacity"]:
    cut = cut + 1
spend = customers["total_spend"]
q4 = {"cut": cut, "money": spend[days > cut].sum() / spend.sum()}

# %% tags=["wrong"]
# That is the lesson's cut. With it there are more regular customers than the adviser has time for.
days, spend = customers["purchases"], customers["total_spend"]
q4 = {"cut": 4, "money": spend[days > 4].sum() / spend.sum()}

# %% tags=["wrong"]
# You counted those who have `cut` days or more. The question says more than `cut`.
days, cut = customers["purchases"], 1
while (days >= cut).sum() > sheet["capacity"]:
    cut = cut + 1
spend = customers["total_spend"]
q4 = {"cut": cut, "money": spend[days >= cut].sum() / spend.sum()}

# %% tags=["wrong"]
# The cut is right. Your share is that of the customers; the question asks for their money.
days, cut = customers["purchases"], 1
while (days > cut).sum() > sheet["capacity"]:
    cut = cut + 1
q4 = {"cut": cut, "money": (days > cut).mean()}

# %% [markdown] tags=["hint"]
# How many customers have more than 4 days? More than 5? Go on until there are few enough.

# %% [markdown] tags=["hint"]
# Once you know the cut: the `total_spend` of those above it, divided by everybody's.

# %% [markdown] question="q5" points=2
# ## 5 A colleague's pseudonyms
#
# A colleague wants to publish the order log. He replaces each name by a pseudonym (假名):
#
# ```python
# codes = [hashlib.sha256(name.encode()).hexdigest()[:10] for name in log["customer_id"]]
# published = log.assign(customer_id=codes)
# ```
#
# "Nobody can turn such a code back into a name", he says, and prints these two lines beside the table. But
# `forum` is a list of names that everybody can read in the shop's forum: some are customers, some not.
#
# - `"named"`: of how many customers in `published` can a reader of the forum tell the name? A whole number.
# - `"missing"`: which one of these would have prevented it? `"longer codes"`, `"a secret key"`, or
#   `"shuffled rows"`.

# %% tags=["starter"]
forum = sheet["forum"]
q5 = {"named": ..., "missing": ...}

# %% tags=["solution"]
# Nobody computes a code backwards, and nobody needs to: do to every name of the forum what he did, and look
# which codes are in the table. Longer codes and another order do not stop that; a key that is secret does.
codes = [hashlib.sha256(name.encode()).hexdigest()[:10] for name in log["customer_id"]]
tried = [hashlib.sha256(name.encode()).hexdigest()[:10] for name in sheet["forum"]]
q5 = {"named": len(set(tried) & set(codes)), "missing": "a secret key"}

# %% tags=["wrong"]
# He says that nobody can. But his code is known: what happens if you do the same to the names of the forum?
q5 = {"named": 0, "missing": "a secret key"}

# %% tags=["wrong"]
# You counted every name of the forum. Some of them are not in the published table.
q5 = {"named": len(sheet["forum"]), "missing": "a secret key"}

# %% tags=["wrong"]
# You counted the lines of these customers. The question asks for customers.
q5 = {"named": log["customer_id"].isin(sheet["forum"]).sum(), "missing": "a secret key"}

# %% tags=["wrong"]
# The number is right. But trying names works with a code of any length.
q5 = {"named": len(set(sheet["forum"]) & set(log["customer_id"])), "missing": "longer codes"}

# %% tags=["wrong"]
# The number is right. But a code can be looked up in whatever order the rows stand.
q5 = {"named": len(set(sheet["forum"]) & set(log["customer_id"])), "missing": "shuffled rows"}

# %% [markdown] tags=["hint"]
# A reader cannot compute backwards, but can do the same with any name. What does the lesson use beside the
# name?

# %% [markdown] tags=["hint"]
# Make the codes of the names in `forum` exactly as he did, and count which of them stand in `published`.

# %% [markdown] question="q6" points=3
# ## 6 Which table do you sell?
#
# A market researcher buys one table about the customers in `people`. It shows every customer, without name,
# with some of the traits: `traits` says which columns of `people` table A, B, C and D show, and `prices` what
# he pays for each (yuan).
#
# The contract protects the customers: the table should be k-anonymous (k-匿名) with k = 5. The customers who
# share one combination of the table's traits are a group. For each *customer* in a group of fewer than 5 you
# pay a fine of `fine` yuan.
#
# - `"table"`: which table leaves you the most? `"A"`, `"B"`, `"C"` or `"D"`.
# - `"left"`: its price less its fines, in whole yuan.

# %% tags=["starter"]
people, traits = sheet["people"], sheet["traits"]
prices, fine = sheet["prices"], sheet["fine"]
q6 = {"table": ..., "left": ...}

# %% tags=["solution"]
# Give each customer the size of their group; a size below 5 costs a fine. Each trait more makes the table
# dearer and the groups smaller, and at some point the fines eat the price.
people, left = sheet["people"], sheet["prices"].copy()
for table, names in sheet["traits"].items():
    size = people.groupby(names)["city"].transform("size")
    left[table] = left[table] - sheet["fine"] * (size < 5).sum()
q6 = {"table": left.idxmax(), "left": left.max()}

# %% tags=["wrong"]
# That is the dearest table without its fines. How many of its customers are in groups of fewer than 5?
q6 = {"table": "A", "left": sheet["prices"]["A"]}

# %% tags=["wrong"]
# You paid one fine for each small group. The contract fines each customer in it.
people, left = sheet["people"], sheet["prices"].copy()
for table, names in sheet["traits"].items():
    left[table] = left[table] - sheet["fine"] * (people.groupby(names).size() < 5).sum()
q6 = {"table": left.idxmax(), "left": left.max()}

# %% tags=["wrong"]
# You fined only those who are the only one of their kind. The contract asks for groups of 5 or more.
people, left = sheet["people"], sheet["prices"].copy()
for table, names in sheet["traits"].items():
    size = people.groupby(names)["city"].transform("size")
    left[table] = left[table] - sheet["fine"] * (size == 1).sum()
q6 = {"table": left.idxmax(), "left": left.max()}

# %% tags=["wrong"]
# That is safe, and leaves less than you could have. Compare what is left of all four tables.
q6 = {"table": "D", "left": sheet["prices"]["D"]}

# %% [markdown] tags=["hint"]
# The lesson counts for each household how many share its traits, with `groupby` and `transform("size")`.

# %% [markdown] tags=["hint"]
# For each table count the customers whose group is smaller than 5; take the fines from the price; compare.
