# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %% [markdown]
# # Your own data
#
# From your export to named segments and to what the customers are worth. As it stands it reads the file beside it, `sample_export.csv`, of a simulated shop. Run it once like that. Then write your own file into the first cell and run all cells again (*Run*, *Run All Cells*).
#
# Your file stays on this machine: nothing here uses the network.

# %% [markdown] lang="zh"
# # 你自己的数据
#
# 从你的导出文件，做到有名称的客户群和客户价值。不作改动时，它读取旁边的 `sample_export.csv`，那是一家模拟店铺的文件。先照原样运行一遍，再把自己的文件写进第一格，重新运行所有单元格（菜单 *Run*，*Run All Cells*）。
#
# 你的文件不会离开这台电脑：这里不使用网络。

# %% [markdown]
# ## 1 The file
#
# The quotes behind `customer`, `date` and `amount` are for what your file calls these columns. Leave them empty where the export is from a shop system that the kit knows. `as_of` is the last day that is complete in the file.

# %% [markdown] lang="zh"
# ## 1 文件
#
# `customer`、`date`、`amount` 后面的引号里，写你的文件中客户、日期、金额这三列的名称；如果文件出自本工具认得的店铺后台，就留空。`as_of` 是文件中最后一个完整的日子。

# %%
file = "sample_export.csv"  # or your own: csv, Excel or Parquet
columns = {"customer": "", "date": "", "amount": ""}
as_of = "2024-12-30"
margin_rate = 0.30  # what is left of 1 yuan of sales after the cost of the goods

# %%
from crmkit import orders, plots, summary

plots.course_style()
named = {ours: theirs for ours, theirs in columns.items() if theirs}
log, report = orders.read(file, as_of=as_of, **named)
report

# %% [markdown]
# Account for every line before you trust a total. Is anything dropped that you would want back? If the cell stopped with an error, read its last lines: they say what to write.

# %% [markdown] lang="zh"
# 在相信任何总数之前，先交代清楚每一行的去向。剔除的行里，有没有本该留下的？如果这一格报错停下，请看报错的最后几行，那里写着该怎么改。

# %% [markdown]
# ## 2 The customers
#
# One row a customer. Guess before you run it: what share of them bought once, and what share of the money do the best fifth bring?

# %% [markdown] lang="zh"
# ## 2 客户
#
# 每位客户一行。运行之前先猜一猜：只买过一次的占多少？最好的五分之一贡献了多少销售额？

# %%
from crmkit.segmentation import concentration, rfm

customers = summary.customers(log, as_of=as_of)
once = (customers["purchases"] == 1).mean()
top = concentration.top_share(customers["total_spend"], customer_share=0.2)
print(f"{len(customers):,} customers: {once:.0%} bought once, the best fifth brings {top:.0%}")

# %%
segments = rfm.name_segments(rfm.score(customers))
profile = rfm.profile(customers, segments)
ax = plots.rfm.segment_bars(profile)

# %% [markdown]
# Whom would you write to this week, and what would you tell them? Decide for one segment before you go on.

# %% [markdown] lang="zh"
# 这个星期你会先联系哪一群客户，对他们说什么？选定一群，再往下看。

# %% [markdown]
# ## 3 What they are worth
#
# The adviser says which model the orders allow, or that it is too early. The models below learn from all customers how often they buy, when they leave and how much they spend; future money is discounted at 10 % a year.

# %% [markdown] lang="zh"
# ## 3 客户价值
#
# 顾问先说明这份订单适合哪种模型，或者为时过早。下面的模型从全部客户身上学到他们多久买一次、什么时候离开、每次花多少；将来的钱按每年 10% 折现。

# %%
from crmkit.lifetime import MBGNBD, GammaGamma, advise, valuation

print(advise(customers, orders=log).answer)

# %%
purchases = MBGNBD.fit(customers, period_days=7)
spend = GammaGamma.fit(customers)
to_come = purchases.discounted_expected_transactions(customers, annual_discount_rate=0.1)
value = valuation.customer_value(to_come, spend.expected_spend(customers), margin_rate=margin_rate)
worth = value.groupby(segments, observed=True).agg(["size", "mean", "sum"]).round().astype("int64")
worth.set_axis(["customers", "value of one", "value of all"], axis="columns")

# %% [markdown]
# These are estimates for groups. Lesson 63 tests the forecast on your own last half-year and puts an interval around the value: do both before a number leaves the house. The next cell keeps the list, under the ids of your file: treat it as you treat the file itself.

# %% [markdown] lang="zh"
# 这些是对客户群的估计。第 63 课会用你自己最近半年的数据检验预测，并给价值加上区间：数字拿出去之前，两件事都要做。下一格把名单保存下来，里面是你文件中的客户编号，请像对待原文件一样保管。

# %%
table = customers.assign(segment=segments, value=value.round(2))
table.sort_values("value", ascending=False).to_csv("my_customers.csv", encoding="utf-8-sig")
table[["segment", "purchases", "total_spend", "value"]].head(3)
