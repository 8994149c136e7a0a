# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["801", "45", "30", "31", "20"]
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
# 2. ask a database questions in SQL;
# 3. mine the file for a rule, and check that it holds for other customers;
# 4. protect the people in the file with pseudonyms and k-anonymity.
#
# **Data** the export of a simulated online shop (as messy as real ones, but nobody's secrets), and the
# household traits of The Complete Journey.

# %% [markdown] lang="zh"
# # 10 客户资料的三个层次
#
# **问题** 店铺后台导出了一张订单表。我们有多少客户？他们花了多少钱？这些信息可以怎么用？
#
# **谁会这样问** 店主、第一天上班的分析师、数据保护负责人。
#
# **用时** 45 分钟。**先修** [00 欢迎](../0_start/00_welcome.ipynb)。
#
# **学完你能够**
# 1. 把杂乱的导出文件整理成订单流水，并交代每一行、每一分钱的去向；
# 2. 用 SQL 向数据库提问；
# 3. 从资料中挖掘规则，并检验它对其他客户是否成立；
# 4. 用假名和 k-匿名保护资料里的人。
#
# **数据** 一家模拟网店的导出文件（和真实的一样杂乱，但不涉及任何人的隐私），以及 The Complete Journey 的家庭特征。

# %%
import hashlib
import hmac

import duckdb
import pandas as pd

from crmkit import datasets, orders, plots, summary

plots.course_style()

# %% [markdown]
# ## Level 1: the spreadsheet
#
# Here is the file as it left the shop system, with Chinese headers and in GBK, a Chinese way to store letters as
# bytes. 订单编号 is the order number, 买家会员名 the member name, 买家实际支付金额 the amount paid, 订单付款时间
# the time of payment.

# %% [markdown] lang="zh"
# ## 第一层：电子表格
#
# 这是店铺后台导出的原始文件，表头是中文，编码是 GBK。先看其中几列：订单编号、买家会员名、买家实际支付金额和订单付款时间。

# %%
raw = datasets.load("shop_export")
raw[["订单编号", "买家会员名", "买家实际支付金额", "订单付款时间", "订单状态"]].head(3)

# %%
paid, when = raw["买家实际支付金额"], raw["订单付款时间"].fillna("")
odd = (when == "") | (paid == "待付款") | when.str.contains("-02-30")
raw.loc[odd, ["订单编号", "买家实际支付金额", "订单付款时间"]].head(6)

# %% [markdown]
# Trouble at first sight: lines without a date, an amount that reads 待付款 ("to be paid"), a 30th of
# February. Somebody in a hurry would simply add up the column of amounts and leave out what is no number.
# Guess: how many of the {{len(raw):,}} amounts would go missing?

# %% [markdown] lang="zh"
# 一眼就能看出问题：有的行没有日期，有的金额写着“待付款”，还有 2 月 30 日。着急的人会直接把金额一列加总，不是数字的就略过。猜一猜：{{len(raw):,}} 个金额里会漏掉多少个？

# %%
amounts = pd.to_numeric(paid, errors="coerce")
yuan = paid[amounts.isna()].str.startswith("￥").sum()
print(f"{amounts.isna().sum()} amounts are no numbers, {yuan} of them written like ￥1,426.13")

# %% [markdown]
# {{amounts.isna().sum()}} amounts would be lost without a word, and all but {{amounts.isna().sum() - yuan}} of them are
# perfectly good money, only written with a currency sign. Whoever does not count what is dropped does not know
# what is left. What else is wrong with the file?

# %% [markdown] lang="zh"
# {{amounts.isna().sum()}} 个金额会无声无息地丢失，其中只有 {{amounts.isna().sum() - yuan}} 个真的不是金额，其余都是正常的钱，只是带了货币符号。不清点丢掉了什么，就不知道剩下的是什么。这份文件还有哪些问题？

# %%
blank = (raw["买家会员名"].fillna("").str.strip() == "").sum()
print(f"{raw.duplicated().sum()} duplicates, {blank} blank names, {(amounts < 0).sum()} returns")

# %% [markdown]
# `orders.read` knows this kind of export and applies each rule once. It gives two things: an **order log** with
# one row an order line, and a **cleaning report** (清洗报告) that says what became of the rest. The report is as
# important as the table.

# %% [markdown] lang="zh"
# `orders.read` 认得这类导出文件，每条规则只用一次。它返回两样东西：每行一条订单明细的**订单流水**（order log），以及交代其余数据去向的**清洗报告**（cleaning report）。报告和表同样重要。

# %%
log, report = orders.read(datasets.path("shop_export"), as_of="2024-12-30")
report

# %% [markdown]
# Read it from top to bottom like a bank statement. It starts with the rows and the money of the source, ends
# with those of the order log, and every line between says what happened. Check both sums by hand.

# %% [markdown] lang="zh"
# 像看银行对账单那样从上往下读：开头是源文件的行数和金额，结尾是订单流水的行数和金额，中间每一行说明发生了什么。把两个合计都亲手核对一遍。

# %%
rows, cents = report.table["rows"].sum(), report.table["money"].sum()
print(f"rows  {report.rows_in:,} - {rows:,} = {report.rows_in - rows:,}, in the log {len(log):,}")

# %%
print(f"money {report.money_in:,.2f} - {cents:,.2f} = {report.money_in - cents:,.2f}")
print(f"in the log {log['amount'].sum():,.2f}")

# %% [markdown]
# ## A return is a decision
#
# A **return** (退货) gives money back. What is a customer who sent everything back? With `returns="net"` the
# purchase goes with its return, with "keep" both lines stay, with "drop" we pretend that nothing came back.
# Which of the three policies will show the most customers, and which the most money? Choose before you run it.

# %% [markdown] lang="zh"
# ## 退货怎么算，是一个决定
#
# **退货**（return）把钱退还给客户。一位把全部商品都退掉的人，算不算客户？`returns="net"` 让购买与退货一起抵消，"keep" 两行都保留，"drop" 则当作没有退货。三种处理中，哪一种客户最多，哪一种金额最大？先选，再运行。

# %%
choices = {}
for policy in ("net", "keep", "drop"):
    other, _ = orders.read(datasets.path("shop_export"), as_of="2024-12-30", returns=policy)
    choices[policy] = [len(other), other["customer_id"].nunique(), other["amount"].sum().round()]
policies = pd.DataFrame(choices, index=["lines", "customers", "money"]).T.astype(int)
policies

# %% [markdown]
# "drop" overstates sales by {{(policies.loc["drop", "money"] - policies.loc["net", "money"]) / 1000:.0f}} thousand yuan. "net"
# and "keep" agree on the money but not on the customers: {{policies.loc["keep", "customers"] - policies.loc["net", "customers"]}} bought,
# sent everything back, and count under "keep" only. No policy is right in itself; the report names the one you used.

# %% [markdown] lang="zh"
# "drop" 把销售额夸大了 {{(policies.loc["drop", "money"] - policies.loc["net", "money"]) / 1000:.0f}} 千元。"net" 和 "keep" 金额一致，客户数却不同：有 {{policies.loc["keep", "customers"] - policies.loc["net", "customers"]}} 位买了又全部退掉，只在 "keep" 下算作客户。没有哪种处理天生正确，报告会写明你用了哪一种。

# %% [markdown]
# ## Level 2: the database
#
# A spreadsheet answers the question that it was built for. A database answers any, in a language called
# **SQL** (结构化查询语言). DuckDB is a database inside Python and reads our `log` as if it were one of its tables.
# `SELECT` says what we want to see, `FROM` out of which table.

# %% [markdown] lang="zh"
# ## 第二层：数据库
#
# 电子表格只回答事先设计好的问题。数据库可以回答任何问题，所用的语言叫 **SQL**（结构化查询语言）。DuckDB 是 Python 里的数据库，可以直接把 `log` 当作一张表来查。`SELECT` 说明要看什么，`FROM` 说明从哪张表里看。

# %%
duckdb.sql("""
    SELECT count(DISTINCT customer_id) AS customers, count(*) AS lines,
           round(sum(amount), 2) AS money
    FROM log
""").df()

# %% [markdown]
# `GROUP BY` makes one row a customer; `::date` keeps the day of a moment; `CASE WHEN` sorts into kinds. We call
# customers with two to four days with a purchase **occasional** (偶尔购买) and those with more **regular** (经常购买). Guess: what
# share of the money do the regular ones bring?

# %% [markdown] lang="zh"
# `GROUP BY` 把数据汇总成每位客户一行，`::date` 只保留日期、去掉钟点，`CASE WHEN` 用来分类。有购买的天数为 2 到 4 天的客户称为**偶尔购买**（occasional），更多的称为**经常购买**（regular）。猜一猜：经常购买的客户贡献了多大比例的金额？

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
# `summary.customers` takes the same step, one row a customer, and adds all that later lessons need. It agrees
# with SQL:

# %% [markdown] lang="zh"
# `summary.customers` 做的是同一步，即每位客户汇总成一行，并补上后面各课需要的各列。结果与 SQL 一致：

# %%
customers = summary.customers(log, as_of="2024-12-30")
kind = pd.cut(customers["purchases"], [0, 1, 4, 1000], labels=["one-time", "occasional", "regular"])
kinds = customers.groupby(kind, observed=True)["total_spend"].agg(["size", "sum"])
kinds.round()

# %%
shares = (100 * kinds / kinds.sum()).set_axis(["customers", "money"], axis="columns")
ax = shares.plot.bar(rot=0, figsize=(6.5, 3.2), color=[plots.style.QUIET, plots.style.EXPECTED])
for bars in ax.containers:
    ax.bar_label(bars, fmt="%.0f")
ax.set(title="The regular fifth of the customers brings most of the money", ylim=(0, 80))
_ = ax.set(xlabel="", ylabel="share (%)")

# %% [markdown]
# {{shares.loc["regular", "customers"]:.0f}}% of the customers are regular, and they bring {{shares.loc["regular", "money"]:.0f}}% of
# the money. Was your guess that high? Naturally the shop would like to know early who will become one of them.

# %% [markdown] lang="zh"
# {{shares.loc["regular", "customers"]:.0f}}% 的客户经常购买，他们贡献了 {{shares.loc["regular", "money"]:.0f}}% 的金额。你猜到有这么高吗？店铺当然想早点知道谁会成为这样的客户。

# %% [markdown]
# ## Level 3: knowledge
#
# A database says what was. **Data mining** (数据挖掘) looks for a rule that says what will be. We take the
# customers whose first purchase is a year old or more, deal them alternately into two halves, and count what
# each of them bought from day 31 to day 365. The rule may only be looked for in half one.

# %% [markdown] lang="zh"
# ## 第三层：知识
#
# 数据库说明过去，**数据挖掘**（data mining）则寻找能说明将来的规则。取首次购买已满一年的客户，轮流分到两个半组，统计每人从第 31 天到第 365 天的购买次数。规则只许在第一个半组（one）里找。

# %%
first = log.groupby("customer_id")["ordered_at"].min()
day = (log["ordered_at"] - log["customer_id"].map(first)).dt.days
old = customers.index[customers["age_days"] >= 365]
later = log[(day > 30) & (day <= 365)].groupby("customer_id").size().reindex(old, fill_value=0)
half = pd.Series(["one", "other"] * len(old), name="half").iloc[: len(old)].set_axis(old)

# %%
weekday = first.reindex(old).dt.day_name().rename("first purchase on")
by_day = later.groupby([weekday, half]).mean().unstack()
by_day["one"].sort_values(ascending=False).round(2)

# %% [markdown]
# In half one, those who first came on a {{by_day["one"].idxmax()}} bought {{by_day["one"].max():.2f}} times later, those
# of a {{by_day["one"].idxmin()}} only {{by_day["one"].min():.2f}} times. "Win customers on {{by_day["one"].idxmax()}}s!" says a
# colleague. Write down your guess: which place of the seven will {{by_day["one"].idxmax()}} take in the other half?

# %% [markdown] lang="zh"
# 在第一个半组里，首次购买在星期二（{{by_day["one"].idxmax()}}）的客户后来平均又买了 {{by_day["one"].max():.2f}} 次，在星期三（{{by_day["one"].idxmin()}}）的只有 {{by_day["one"].min():.2f}} 次。同事说：“要在星期二拉新！”请写下猜测：在另一个半组里，星期二会排在七天中的第几位？

# %%
best = by_day["one"].idxmax()
order = by_day["one"].sort_values(ascending=False).index
ax = by_day.loc[order].plot.bar(rot=0, figsize=(9, 3.2), width=0.8, color=["C0", "C1"])
for bars in ax.containers:
    ax.bar_label(bars, fmt="%.1f")
ax.set(title=f"{best} is first in one half and last in the other", ylim=(0, 4.6), xlabel="")
_ = ax.set_ylabel("later purchases")

# %% [markdown]
# From first place to last. One of seven days had to come out on top in half one, whether days matter or not.
# Whoever looks at many rules finds a splendid one among them; only customers who were not used in the search can
# tell whether it holds. (Monday does well twice, and would deserve a third test.)

# %% [markdown] lang="zh"
# 从第一名变成了最后一名。不管星期几是否真有影响，七天之中总有一天排第一。规则试得多了，总能碰上一条漂亮的；只有没参与寻找的客户才能说明它是否成立。（星期一两次都不错，值得再检验一次。）

# %% [markdown]
# Try a rule for which there is a reason: who buys again within 30 days has liked the shop. Will it survive the
# other half?

# %% [markdown] lang="zh"
# 换一条有道理的规则：30 天内再次购买的人，说明喜欢这家店。它能通过另一个半组的检验吗？

# %%
early = log[(day > 0) & (day <= 30)].groupby("customer_id").size().reindex(old, fill_value=0) > 0
by_early = later.groupby([early.rename("again within 30 days"), half]).mean().unstack()
by_early.round(2)

# %% [markdown]
# It does: {{by_early.loc[True, "one"] / by_early.loc[False, "one"]:.1f}} times as many later purchases in half one,
# {{by_early.loc[True, "other"] / by_early.loc[False, "other"]:.1f}} times in the other. The rule tells *who* becomes a
# regular. It does not tell that a voucher on day 20 would *make* somebody one: for that you have to send the
# voucher to half of them, drawn at random, and compare.

# %% [markdown] lang="zh"
# 通过了：后来的购买次数，在第一个半组是 {{by_early.loc[True, "one"] / by_early.loc[False, "one"]:.1f}} 倍，在另一个半组是 {{by_early.loc[True, "other"] / by_early.loc[False, "other"]:.1f}} 倍。这条规则说明*谁*会成为常客，却不说明第 20 天发一张优惠券就能把人*变成*常客：要知道后者，得随机抽一半人发券，再作比较。

# %% [markdown]
# ## The people in the file
#
# 快乐的小猫 ("happy kitten") is a member name, and a person. An analysis does not need it. A **pseudonym** (假名)
# replaces the name by a code. `hmac` computes the code with a secret key, so that nobody without the key can find a
# person by trying out names.

# %% [markdown] lang="zh"
# ## 资料里的人
#
# “快乐的小猫”是一个会员名，也是一个人。分析并不需要知道是谁。**假名**（pseudonym）用编号代替姓名。`hmac` 用一把密钥计算编号，没有密钥的人无法靠逐个试名字找到本人。

# %%
key = b"kept in the safe, not in the notebook"
names = log["customer_id"]
codes = [hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:10] for name in names]
log.assign(customer_id=codes).head(3)

# %% [markdown]
# Names are not all that gives people away. The grocer's file has no names, but traits of 801 households. Taken
# alone, no age class and no income class has fewer than a handful of members. How many households are the only
# one with their *combination* of age, income and composition (who lives there)? Guess.

# %% [markdown] lang="zh"
# 泄露身份的不只是姓名。超市的资料没有姓名，却有 801 户家庭的特征。单看年龄或单看收入，每一档都至少有好几户。年龄、收入和家庭构成*合在一起*，有多少户是独一无二的？请猜一猜。

# %%
people = datasets.load("complete_journey_demographics")
traits = ["age", "income", "household_composition"]
smallest = min(people[trait].value_counts().min() for trait in ("age", "income"))
shared = people.groupby(traits, observed=True)["customer_id"].transform("size")
print(f"smallest class of one trait {smallest}; {(shared == 1).sum()} households are alone")

# %% [markdown]
# The smallest class of a single trait has {{smallest}} households, but {{(shared == 1).sum()}} households
# are the only one of their kind. Whoever knows a neighbour's age, income and family finds that household, and all its
# purchases. A table is **k-anonymous** (k-匿名) if each combination is shared by at least k. Coarser classes help.

# %% [markdown] lang="zh"
# 单个特征最小的一档有 {{smallest}} 户，但有 {{(shared == 1).sum()}} 户家庭的组合独一无二。知道邻居的年龄、收入和家庭情况，就能找到这户人家和他们的全部购物记录。如果每一种组合都至少由 k 户共有，这张表就是 **k-匿名**（k-anonymous）的。把分类变粗会有帮助。

# %%
young = people["age"].isin(["19-24", "25-34"]).rename("young")
family = (people["children"] != "0").rename("family")
groups = people.groupby([young, family]).size()
groups

# %% [markdown]
# Two yes-no traits instead of three fine ones: now every household hides among at least {{groups.min()}}, and that is the
# k of this table. The price is detail. How much detail a question needs should be asked before the data are handed out.

# %% [markdown] lang="zh"
# 用两个是非特征代替三个细特征之后，每户家庭都藏在至少 {{groups.min()}} 户之中，这就是这张表的 k。代价是丢失细节。一个问题需要多少细节，应当在提供数据之前问清楚。

# %% [markdown]
# ## The answer
#
# | they ask | the file says |
# |---|---|
# | How many customers? | {{log["customer_id"].nunique():,}}, if returns are netted; {{policies.loc["keep", "customers"]:,}} ever ordered |
# | What did they spend? | {{log["amount"].sum():,.2f}} yuan, {{shares.loc["regular", "money"]:.0f}}% of it by the regular {{shares.loc["regular", "customers"]:.0f}}% |
# | Who will be a regular? | those who buy again within 30 days; not those of a {{best}} |
# | What may we hand out? | codes in place of names, and traits so coarse that nobody is alone |

# %% [markdown] lang="zh"
# ## 回答
#
# | 他们问 | 资料的回答 |
# |---|---|
# | 有多少客户？ | 退货抵消后 {{log["customer_id"].nunique():,}} 位；曾经下过单的 {{policies.loc["keep", "customers"]:,}} 位 |
# | 他们花了多少？ | {{log["amount"].sum():,.2f}} 元，其中 {{shares.loc["regular", "money"]:.0f}}% 来自经常购买的 {{shares.loc["regular", "customers"]:.0f}}% 的客户 |
# | 谁会成为常客？ | 30 天内再次购买的人；与是否星期二首购无关 |
# | 哪些资料可以提供出去？ | 以编号代替姓名，特征粗到没有人是独一无二的 |

# %% [markdown]
# ## Limits
#
# A report counts what rules can see. A misspelt address, one person with two accounts, a gift bought for another: no
# rule finds them all. Pseudonyms can be undone by whoever holds the key, so such data stay personal data in law. And
# k-anonymity protects a row, not a secret that all members of a group share. The shop is simulated: there is
# nothing published to compare with.

# %% [markdown] lang="zh"
# ## 局限
#
# 报告只能统计规则看得见的问题。地址写错、一人两个账号、替别人买的礼物，没有哪条规则能全部发现。持有密钥的人可以还原假名，所以这类数据在法律上仍然是个人信息。k-匿名保护的是单条记录，保护不了一组人共有的秘密。这家店是模拟的，没有已发表的结果可供比较。

# %% [markdown]
# **Terms** order log 订单流水 · cleaning report 清洗报告 · return 退货 · SQL 结构化查询语言 · occasional 偶尔购买 ·
# regular 经常购买 · data mining 数据挖掘 · pseudonym 假名 · k-anonymity k-匿名

# %% [markdown] lang="zh"
# **术语** 订单流水 order log · 清洗报告 cleaning report · 退货 return · 结构化查询语言 SQL · 偶尔购买 occasional · 经常购买 regular · 数据挖掘 data mining · 假名 pseudonym · k-匿名 k-anonymity

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/10_customer_file.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Read the export with `duplicates="keep"`. By how much do sales rise, and who would notice?
# 2. Write the SQL for the ten best customers of 2024.
# 3. Where should the cut between occasional and regular be? Defend it with a number.
# 4. Add `income` to the coarse table. How small is the smallest group?

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/1_segmentation/10_customer_file.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 用 `duplicates="keep"` 读入文件。销售额会多出多少？谁会发现？
# 2. 写出查询 2024 年消费最高的十位客户的 SQL。
# 3. 偶尔购买与经常购买的分界线应该划在哪里？用一个数字说明理由。
# 4. 在变粗的表里再加上 `income`，最小的一组有多少户？
