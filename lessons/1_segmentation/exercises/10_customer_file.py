# %% [markdown]
# # Exercises to 10: The customer file
#
# **Your company** An online clothes shop gives you the export of its shop system. It is simulated and drawn by your
# name: nobody else has your numbers, and no real person is in them.
#
# - `raw` is the export, every cell a text, with the columns of the lesson.
# - `log` and `report` are what `orders.read` makes of it: the order log (订单流水; `amount` in yuan) and the cleaning
#   report (清洗报告), at the end of 30 December 2024.
# - `customers` is `summary.customers` of this log, one row a customer.
#
# **Before this** [10 The customer file](../../notebooks/1_segmentation/10_customer_file.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 10：客户资料的三个层次
#
# **你的公司** 一家网上服装店把店铺后台的导出文件交给你。数据是模拟的，由你的姓名生成：别人的数字和你的不一样，其中没有真实的人。
#
# - `raw` 是导出文件，每个单元格都是文字，列与课上相同。
# - `log` 和 `report` 是 `orders.read` 处理的结果：订单流水（`amount` 单位为元）和清洗报告，截止日是 2024 年 12 月 30 日。
# - `customers` 是这份流水的 `summary.customers`，每位客户一行。
#
# **先修** [10 客户资料的三个层次](../../../notebooks/zh/1_segmentation/10_customer_file.ipynb)。**用时** 45 分钟。

# %% data
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

import duckdb
import pandas as pd

from crmkit import orders, summary

# %%
raw = sheet["raw"]
log, report = orders.read(raw, as_of="2024-12-30")
customers = summary.customers(log, as_of="2024-12-30")
report

# %% [markdown] points=1 decimals=2
# ## What is missing
#
# How much of the money in the source is not in the order log? What was bought and sent back stands in the source
# twice, once above and once below zero, and adds up to nothing. Yuan with 2 decimals.

# %% [markdown] lang="zh"
# ## 少了多少
#
# 源文件的金额中，有多少不在订单流水里？买了又退的商品在源文件里有两行，一正一负，合计为零。单位为元，保留 2 位小数。

# %% solution
# Money in, then what each rule took, then money out: the difference is what was dropped.
# zh: 先是转入金额，然后是每条规则拿走的，最后是转出金额：差额就是丢掉的钱。
q1 = report.money_in - report.money_out

# %% wrong
# That is one rule only. Compare the top of the report with its bottom.
# zh: 这只是一条规则。请比较报告的开头和结尾。
q1 = report.table.loc["missing customer", "money"]
# Those are rows. The question asks for their money.
# zh: 这是行数。题目问的是金额。
q1 = report.rows_in - report.rows_out
# That is the money in the order log. How much is not in it?
# zh: 这是订单流水里的金额。不在里面的有多少？
q1 = report.money_out
# You added the returns and the returned purchases as if both were lost. They have opposite signs and cancel.
# zh: 你把退货和被退的购买都当作损失加起来了。它们符号相反，互相抵消。
q1 = report.table["money"].abs().sum()
# You left out the returns: they stand in the report, too, below zero.
# zh: 你漏掉了退货：它们也在报告里，是负数。
q1 = report.table["money"].clip(lower=0).sum()
# You deducted the returns once more. In the source they are deducted already, as lines below zero.
# zh: 你又扣了一次退货。它们在源文件里是负数，已经扣过了。
q1 = q1 + report.table.loc["return", "money"]

# %% hints
# Which line of the report tells the money of the source, and which that of the order log?
# zh: 报告的哪一行是源文件的金额，哪一行是订单流水的金额？

# The lesson checks the sum of the report with `money_in`.
# zh: 课上用 `money_in` 核对了报告的合计。

# %% [markdown] points=2 decimals=3
# ## Another policy for returns
#
# `log` was read with `returns="net"`. Read `raw` again with "drop", and again with "keep".
#
# - `"overstated"`: by which share are the sales (the sum of `amount`) higher with "drop" than with "net"? 3 decimals
#   (0.050: 5 % higher).
# - `"vanished"`: how many customers stand in the log with "keep" but not with "net"?

# %% [markdown] lang="zh"
# ## 换一种退货处理
#
# `log` 是用 `returns="net"` 读出的。再用 "drop" 和 "keep" 各读一遍 `raw`。
#
# - `"overstated"`：用 "drop" 的销售额（`amount` 之和）比用 "net" 高出多大比例？保留 3 位小数（0.050 即高 5%）。
# - `"vanished"`：有多少位客户在 "keep" 的流水里，却不在 "net" 的流水里？

# %% solution
# "drop" forgets that money went back. With "keep", whoever sent everything back still has lines; with "net" they
# vanish.
# zh: "drop" 忘了钱已经退回。用 "keep" 时，全部退掉的客户仍有记录；用 "net" 时他们就消失了。
dropped, _ = orders.read(raw, as_of="2024-12-30", returns="drop")
kept, _ = orders.read(raw, as_of="2024-12-30", returns="keep")
base = log["amount"].sum()
q2 = {
    "overstated": dropped["amount"].sum() / base - 1,
    "vanished": kept["customer_id"].nunique() - log["customer_id"].nunique(),
}

# %% wrong
# You took "drop" as the base: the question compares with "net".
# zh: 你以 "drop" 为基准了：题目是与 "net" 相比。
q2["overstated"] = 1 - base / dropped["amount"].sum()
# You gave the ratio of the sales. By which share are they higher?
# zh: 你给出的是两个销售额之比。高出的比例是多少？
q2["overstated"] = dropped["amount"].sum() / base
# You gave yuan. The question asks for a share of the sales with "net".
# zh: 你给出的是金额。题目问的是占 "net" 销售额的比例。
q2["overstated"] = dropped["amount"].sum() - base
# You counted everybody who ever sent something back; most of them kept something else and stay in the log.
# zh: 你数的是退过货的所有人；他们大多还留下了别的商品，仍在流水里。
q2["vanished"] = kept.loc[kept["amount"] < 0, "customer_id"].nunique()
# You counted lines. A customer can have many.
# zh: 你数的是行数。一位客户可能有很多行。
q2["vanished"] = len(kept) - len(log)
# You read with "keep". There the returns are still in the log, so its sum is that of "net".
# zh: 你用的是 "keep"。退货仍在流水里，所以合计与 "net" 相同。
dropped = log

# %% hints
# `orders.read` gives two things, a log and a report. The lesson reads the file once for each policy.
# zh: `orders.read` 返回两样东西：流水和报告。课上每种处理各读一遍文件。

# For the first part compare two sums of `amount`, for the second two numbers of different `customer_id`.
# zh: 第一部分比较两个 `amount` 之和，第二部分比较两个不同 `customer_id` 的个数。

# %% [markdown] points=1 decimals=2
# ## The ten best of 2024, in SQL
#
# Add up `amount` of the lines of `log` from 1 January 2024 on, by customer. How much do the ten customers with the most
# make together? Yuan with 2 decimals.

# %% [markdown] lang="zh"
# ## 用 SQL 找出 2024 年的前十名
#
# 对 `log` 中 2024 年 1 月 1 日起的各行，按客户加总 `amount`。金额最高的十位客户合计多少？单位为元，保留 2 位小数。

# %% starter
best = duckdb.sql("""
    SELECT customer_id, sum(amount) AS money
    FROM log
    GROUP BY customer_id
""").df()
q3 = ...

# %% solution
# WHERE chooses lines before they are added up, ORDER BY ... DESC puts the largest first, LIMIT cuts after ten.
# zh: WHERE 在加总之前选出行，ORDER BY ... DESC 把最大的排在前面，LIMIT 只留十行。
in_2024 = duckdb.sql("SELECT * FROM log WHERE ordered_at >= '2024-01-01'").df()
best = duckdb.sql("""
    SELECT customer_id, sum(amount) AS money FROM in_2024
    GROUP BY customer_id ORDER BY money DESC LIMIT 10
""").df()
q3 = best["money"].sum()

# %% wrong
# You added up both years. Which lines belong to 2024?
# zh: 你把两年都加进去了。哪些行属于 2024 年？
in_2024 = log
# You chose the ten best of both years, and added up their money of 2024. Choose the lines of 2024 first.
# zh: 你选的是两年合计的前十名，再加总他们 2024 年的金额。应先选出 2024 年的行。
ten = log.groupby("customer_id")["amount"].sum().nlargest(10).index
q3 = in_2024.loc[in_2024["customer_id"].isin(ten), "amount"].sum()
# Those are the ten largest lines of 2024. Add them up by customer first.
# zh: 这是 2024 年金额最大的十行。应先按客户加总。
q3 = in_2024["amount"].nlargest(10).sum()
# That is the money of all customers in 2024. The question asks for ten of them.
# zh: 这是 2024 年所有客户的金额。题目只问前十名。
q3 = in_2024["amount"].sum()
# You took the ten smallest. DESC puts the largest first.
# zh: 你取的是金额最低的十位。DESC 把最大的排在前面。
q3 = in_2024.groupby("customer_id")["amount"].sum().nsmallest(10).sum()
# You took the lines before 2024.
# zh: 你取的是 2024 年以前的行。
in_2024 = log[log["ordered_at"] < "2024-01-01"]

# %% hints
# The starter makes one row a customer, of both years. WHERE chooses lines, and stands behind FROM; a day is written
# '2024-01-01', with quotes.
# zh: 起始代码给出两年合计、每位客户一行。WHERE 用来选行，写在 FROM 之后；日期写作 '2024-01-01'，带引号。

# ORDER BY sorts (DESC: largest first), LIMIT says how many rows you want. Then add up the column of the result.
# zh: ORDER BY 排序（DESC：从大到小），LIMIT 规定行数。最后把结果的那一列加总。

# %% [markdown] points=2 decimals=3
# ## Another cut
#
# In the lesson, customers with more than four days with a purchase are *regular* (经常购买). Your shop hires an adviser
# for its regular customers, who has time for at most `capacity` of them. So the cut must move: regular is who has *more
# than* `cut` days (column `purchases` of `customers`).
#
# - `"cut"`: the smallest whole number for which at most `capacity` customers are regular.
# - `"money"`: the share of `total_spend` that these make, between 0 and 1, with 3 decimals.

# %% [markdown] lang="zh"
# ## 换一条分界线
#
# 课上把购买天数超过四天的客户称为*经常购买*。你的店为这类客户聘请一位顾问，最多只顾得上 `capacity` 位。所以分界线要移动：购买天数（`customers` 的 `purchases` 列）*大于* `cut` 才算经常购买。
#
# - `"cut"`：使经常购买的客户不超过 `capacity` 位的最小整数。
# - `"money"`：这些客户占 `total_spend` 的比例，0 到 1 之间，保留 3 位小数。

# %% starter
capacity = sheet["capacity"]
q4 = {"cut": ..., "money": ...}

# %% solution
# Try the cuts one after the other; the first that leaves no more than `capacity` is it. Four is no law of nature.
# zh: 从小到大逐个尝试，第一个使人数不超过 `capacity` 的就是答案。四天并不是自然规律。
days, spend = customers["purchases"], customers["total_spend"]
cut = next(n for n in range(1, 1000) if (days > n).sum() <= sheet["capacity"])
regular = days > cut
q4 = {"cut": cut, "money": spend[regular].sum() / spend.sum()}

# %% wrong
# That is the lesson's cut. It leaves more regular customers than the adviser has time for.
# zh: 这是课上的分界线。这样的客户多得顾问顾不过来。
cut = 4
# You counted those who have `cut` days or more. The question says more than `cut`.
# zh: 你数的是天数大于或等于 `cut` 的人。题目说的是大于。
cut = next(n for n in range(1, 1000) if (days >= n).sum() <= sheet["capacity"])
regular = days >= cut
# Your share is that of the customers. The question asks for their money.
# zh: 你给出的是人数的比例。题目问的是金额的比例。
q4["money"] = regular.mean()
# Your money is in yuan. Which share of everybody's is it?
# zh: 你给出的是金额。它占全部客户的多大比例？
q4["money"] = spend[regular].sum()
# That cut is one too small: more than `capacity` customers are above it.
# zh: 这条分界线小了 1：超过它的客户多于 `capacity` 位。
cut = next(n for n in range(1, 1000) if (days > n).sum() <= sheet["capacity"]) - 1

# %% hints
# How many customers have more than 4 days? More than 5? Go on until there are few enough.
# zh: 超过 4 天的客户有多少位？超过 5 天的呢？继续下去，直到人数够少。

# Once you know the cut: the `total_spend` of those above it, divided by everybody's.
# zh: 知道分界线之后：用超过它的客户的 `total_spend` 除以全部客户的。

# %% [markdown] points=2
# ## A colleague's pseudonyms
#
# A colleague replaces each name in the log by a pseudonym (假名), and publishes the table together with these two lines:
#
# ```python
# codes = [hashlib.sha256(name.encode()).hexdigest()[:10] for name in log["customer_id"]]
# published = log.assign(customer_id=codes)
# ```
#
# "Nobody can turn such a code back into a name." But `forum` is a list of names that everybody can read in the shop's
# forum: some are customers, some not.
#
# - `"named"`: of how many customers in `published` can a reader of the forum tell the name?
# - `"missing"`: what would have prevented it? `"longer codes"`, `"a secret key"`, or `"shuffled rows"`.

# %% [markdown] lang="zh"
# ## 同事的假名
#
# 一位同事把流水里的姓名都换成假名，并把这张表连同下面两行代码一起发布：
#
# ```python
# codes = [hashlib.sha256(name.encode()).hexdigest()[:10] for name in log["customer_id"]]
# published = log.assign(customer_id=codes)
# ```
#
# “谁也无法把这样的编号还原成姓名。”可是 `forum` 是店铺论坛上人人可见的名单：有些是客户，有些不是。
#
# - `"named"`：看得到论坛的人，能说出 `published` 里多少位客户的姓名？
# - `"missing"`：怎样才能避免？填 `"longer codes"`（更长的编号）、`"a secret key"`（密钥）或 `"shuffled rows"`（打乱行的顺序）。

# %% starter
forum = sheet["forum"]
q5 = {"named": ..., "missing": ...}

# %% solution
# Nobody needs to compute backwards: do to every name of the forum what the colleague did, and see which codes are in the table.
# Only a secret key stops that.
# zh: 不需要反向计算：对论坛上的每个名字照做一遍，看哪些编号在表里。只有密钥能阻止这一点。
found = set(sheet["forum"]) & set(log["customer_id"])
q5 = {"named": len(found), "missing": "a secret key"}

# %% wrong
# Nobody, says the colleague. But the code is known: what happens if you do the same to the names of the forum?
# zh: 同事说谁也做不到。可是代码是公开的：对论坛上的名字照做一遍会怎样？
found = set()
# You counted every name of the forum. Some are not in the published table.
# zh: 你数的是论坛上的全部名字。有些不在发布的表里。
found = sheet["forum"]
# You counted lines. The question asks for customers.
# zh: 你数的是行数。题目问的是客户数。
q5["named"] = log["customer_id"].isin(sheet["forum"]).sum()
# You counted all customers in the table. Only those in the forum are given away.
# zh: 你数的是表里的全部客户。只有出现在论坛上的才会暴露。
q5["named"] = log["customer_id"].nunique()
# The number is right. But trying names works with a code of any length.
# zh: 人数对了。但逐个试名字，对多长的编号都有效。
q5["missing"] = "longer codes"
# The number is right. But a code can be looked up in whatever order the rows stand.
# zh: 人数对了。但不管行的顺序怎样，编号都能查到。
q5["missing"] = "shuffled rows"

# %% hints
# A reader cannot compute backwards, but can do the same with any name. What does the lesson use beside the name?
# zh: 读者无法反向计算，但可以对任何名字照做一遍。课上除了姓名还用了什么？

# Make the codes of the names in `forum` exactly as the colleague did, and count which of them stand in `published`.
# zh: 用同事的方法给 `forum` 里的名字编号，数出其中有多少在 `published` 里。

# %% [markdown] points=3
# ## Which table do you sell?
#
# A market researcher buys one table about all customers in `people`, without names. `traits` says which columns the
# tables A, B, C and D show, `prices` what each brings (yuan). The contract asks for k-anonymity (k-匿名) with k = 5: for
# each *customer* whose combination of the table's traits is shared by fewer than 5 (themselves included) you pay a fine
# of `fine` yuan.
#
# Which `table` leaves you the most, and what is `left`: its price less its fines, in whole yuan?

# %% [markdown] lang="zh"
# ## 卖哪张表？
#
# 一位市场研究员要买一张关于 `people` 中全部客户的表，不含姓名。`traits` 说明 A、B、C、D 各表包含哪些列，`prices` 是各表的价格（元）。合同要求 k-匿名，k = 5：如果一位*客户*在该表中的特征组合（连本人在内）不足 5 人共有，就要为这位客户付违约金 `fine` 元。
#
# 哪张表（`"table"`）给你留下的钱最多？留下多少（`"left"`：价格减去违约金，取整数元）？

# %% starter
people, traits = sheet["people"], sheet["traits"]
prices, fine = sheet["prices"], sheet["fine"]
q6 = {"table": ..., "left": ...}

# %% solution
# Give each customer the size of their group; a size below 5 costs a fine. More traits make the table dearer and the
# groups smaller, until the fines eat the price.
# zh: 给每位客户标上所在组的人数，不足 5 就要付违约金。特征越多，表越贵，组越小，最后违约金会吃掉价格。
people, traits = sheet["people"], sheet["traits"]
sizes = {table: people.groupby(names)["city"].transform("size") for table, names in traits.items()}
fined = pd.Series({table: (size < 5).sum() for table, size in sizes.items()})
left = sheet["prices"] - sheet["fine"] * fined
q6 = {"table": left.idxmax(), "left": left.max()}

# %% wrong
# That is the dearest table without its fines. How many of its customers share their *combination* with too few?
# zh: 这是最贵的表，没有扣违约金。其中有多少客户的特征*组合*与人共有得太少？
left = sheet["prices"]
# You paid one fine for each small group. The contract fines each customer in it.
# zh: 你每个小组只付了一份违约金。合同按组里的每位客户计算。
fined = pd.Series({t: (people.groupby(names).size() < 5).sum() for t, names in traits.items()})
# You fined only those who are the only one of their kind. The contract asks for groups of 5 or more.
# zh: 你只为独一无二的客户付了违约金。合同要求每组至少 5 人。
fined = pd.Series({table: (size == 1).sum() for table, size in sizes.items()})
# What this table leaves is right, but another one leaves more. Compare all four.
# zh: 这张表留下的钱算对了，但另一张留下的更多。请比较全部四张表。
q6 = {"table": left.nlargest(2).index[1], "left": left.nlargest(2).iloc[1]}
# What this table leaves is right, but two others leave more.
# zh: 这张表留下的钱算对了，但有两张留下的更多。
q6 = {"table": left.nlargest(3).index[2], "left": left.nlargest(3).iloc[2]}
# What this table leaves is right, but it is the least of the four.
# zh: 这张表留下的钱算对了，但它是四张中最少的。
q6 = {"table": left.idxmin(), "left": left.min()}

# %% hints
# The lesson counts for each household how many share its traits, with `groupby` and `transform("size")`.
# zh: 课上用 `groupby` 和 `transform("size")` 数出每户的特征组合有多少户共有。

# For each table count the customers whose group is smaller than 5; take the fines from the price; compare.
# zh: 对每张表，数出所在组不足 5 人的客户，从价格中扣去违约金，再比较。
