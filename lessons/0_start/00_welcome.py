# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %% [markdown]
# # 00 Welcome: your first customer question
#
# **Question** A shop has 23,570 customers. How much do the best fifth of them matter?
#
# **Who asks** Whoever decides where next year's marketing money goes.
#
# **Time** 10 minutes. **Before this** nothing; a little Python helps.
#
# **You will be able to**
# 1. say whether your set-up works, and mend it if not;
# 2. load a real data set and read where it comes from;
# 3. answer one question by hand and then with one call;
# 4. find your way through the course.
#
# **Data** CDNOW: every purchase of the people who first bought at an online music shop in early 1997.

# %% [markdown] lang="zh"
# # 00 欢迎：第一个客户问题
#
# **问题** 一家网店有 23,570 位客户。最好的那五分之一有多重要？
#
# **谁会这样问** 决定明年营销预算投向哪里的人。
#
# **用时** 10 分钟。**先修** 无；会一点 Python 更好。
#
# **学完你能够**
# 1. 判断自己的环境是否正常，出了问题知道怎么修；
# 2. 载入一份真实数据，并看懂它的来源；
# 3. 同一个问题，先动手算一遍，再用一行代码算一遍；
# 4. 知道整个课程怎么走。
#
# **数据** CDNOW：1997 年初首次在一家网上音像店购物的全部客户的购买记录。

# %% [markdown]
# ## Run a cell
#
# Click into the grey cell and press **Shift + Enter**: Python runs it and writes the answer below.
# Run the cells from top to bottom; nothing here can break.

# %% [markdown] lang="zh"
# ## 运行一个单元格
#
# 点进下面的灰色单元格，按 **Shift + Enter**：Python 会执行它，并把结果写在下方。
# 请从上往下依次运行；随便试，不会弄坏任何东西。

# %%
import seaborn as sns

from crmkit import datasets, plots
from crmkit.segmentation import concentration

sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})

# %% [markdown]
# No message means that it worked. If you see `ModuleNotFoundError` instead, type `make doctor` in a
# terminal (or `python -m crmkit doctor`): it checks everything and says how to mend what is broken.

# %% [markdown] lang="zh"
# 没有任何提示就说明成功了。如果看到 `ModuleNotFoundError`，请在终端输入 `make doctor`
# （或 `python -m crmkit doctor`）：它会逐项检查，并告诉你怎样修好。

# %% [markdown]
# ## Look at real data
#
# `load` gives a table. One row is one purchase: who (`customer_id`), when (`ordered_at`), how many
# CDs (`quantity`) and for how many dollars (`amount`). We call such a table an **order log** (订单流水).

# %% [markdown] lang="zh"
# ## 看看真实数据
#
# `load` 返回一张表，每行是一次购买：谁买的（`customer_id`）、什么时候（`ordered_at`）、
# 买了几张唱片（`quantity`）、花了多少美元（`amount`）。这种表叫**订单流水**（order log）。

# %%
log = datasets.load("cdnow")
log.head()

# %% [markdown]
# Never trust a table whose origin you do not know. Every data set of the course has a **card** that
# names its source, its terms, and the unit and meaning of each column.

# %% [markdown] lang="zh"
# 来历不明的数据不要轻信。课程里的每份数据都有一张**卡片**，写明来源、使用条款，
# 以及每一列的单位和含义。

# %%
datasets.describe("cdnow")

# %% [markdown]
# ## By hand: what do the best fifth spend?
#
# Add up what each customer spent, largest first. One number a customer is all that we need.

# %% [markdown] lang="zh"
# ## 动手算：最好的五分之一花了多少？
#
# 把每位客户的消费加总，从大到小排列。每位客户一个数字，就够了。

# %%
spend = log.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
spend.head(3)

# %% [markdown]
# The best fifth are the first 4,714 of 23,570. Their money, divided by all the money, is the answer.

# %% [markdown] lang="zh"
# 最好的五分之一，就是 23,570 人里的前 4,714 人。他们的消费除以总消费，就是答案。

# %%
best = spend.head(len(spend) // 5)
print(f"{best.sum() / spend.sum():.1%}")

# %% [markdown]
# Two thirds of all money come from one customer in five. Managers call this pattern the
# **80/20 rule** (二八定律); here it is rather 68/20. Lesson 12 asks how far such a number can be trusted.

# %% [markdown] lang="zh"
# 三分之二的钱来自五分之一的客户。管理者把这种现象叫作**二八定律**（80/20 rule）；
# 这里其实是“六八比二”。这样的数字有多可信，第 12 课会细讲。

# %% [markdown]
# ## With crmkit: the same in one call
#
# Now that you know what the number means, let the package compute it.

# %% [markdown] lang="zh"
# ## 用 crmkit：一行代码
#
# 既然知道了这个数字的含义，就可以交给工具包来算了。

# %%
print(f"{concentration.top_share(spend, customer_share=0.2):.1%}")

# %% [markdown]
# The same. And one picture says it for every share at once: read the curve from the left, where the
# smallest customers stand. The further it sags below the diagonal, the more unequal the customers.

# %% [markdown] lang="zh"
# 结果一致。一张图可以同时回答所有比例的问题：从左边最小的客户看起，
# 曲线离对角线越远，客户之间越不平均。

# %%
ax = plots.concentration.lorenz_curve(concentration.lorenz(spend))

# %% [markdown]
# ## How a lesson works
#
# Every lesson goes this way: a business question, real data, the idea by hand once, then one call,
# and a figure that makes one claim. It closes with the method's limits, the terms in English and
# Chinese, and questions for you. To answer those, change a number and run the cell again.
#
# Beside each lesson stand **exercises** (练习) that check themselves: write your name into the first cell, and
# you get a company of your own. A wrong answer is told what went wrong; hints wait for you.

# %% [markdown] lang="zh"
# ## 每一课怎么上
#
# 每一课都是同样的走法：先提一个业务问题，看真实数据，动手算一遍，再用一行代码算，
# 最后用一张图说清一个结论。结尾讲方法的局限、中英文术语，并留几个问题给你——
# 改一个数字，重新运行单元格，就能找到答案。
#
# 每课还配有能自己批改的**练习**（exercises）：在第一个单元格写上姓名，就有一家自己的公司；
# 答错了会告诉你错在哪里，还可以看提示。

# %% [markdown]
# ## The map
#
# | if you ask | lesson |
# |---|---|
# | Is my customer file clean, and what is in it? | 10 The customer file on three levels |
# | Where do our sales come from: new or old customers? | 11 Customer-base audit |
# | Do 20 % of the customers really make 80 % of the sales? | 12 80/20, true and observed |
# | Whom do I write to first? | 13 RFM |
# | Who earns us money, and who moves up or down? | 14 Customer pyramid and portfolio |
# | How close a relationship pays for whom? | 15 Which relationship for whom |
# | What is a customer worth, and what may it cost to win one? | 30, 31 |
# | How many subscribers will be left in five years? | 32 Contracts |
# | Who is still a customer, and what will they buy? | 33, 34 |
# | What is each customer worth in money? | 35 Money and value, 36 Markov value |
# | How sure are we of all this? | 37 How sure are we? |
#
# With data of your own, start at 10: it turns the export of a shop system into an order log.

# %% [markdown] lang="zh"
# ## 课程地图
#
# | 如果你想问 | 课 |
# |---|---|
# | 客户资料干净吗？里面有什么？ | 10 客户资料的三个层次 |
# | 销售额来自新客户还是老客户？ | 11 客户群审计 |
# | 20% 的客户真的带来 80% 的销售吗？ | 12 二八定律：表面与真相 |
# | 应该先联系谁？ | 13 RFM 模型 |
# | 谁在给我们赚钱？谁升级了，谁降级了？ | 14 客户金字塔与客户组合 |
# | 对谁值得维持多密切的关系？ | 15 关系层次的选择 |
# | 一位客户值多少钱？获客可以花多少钱？ | 30、31 |
# | 五年后还剩多少订户？ | 32 合约型客户 |
# | 谁还是我们的客户？他们还会买多少？ | 33、34 |
# | 每位客户折合多少钱？ | 35 金额与价值，36 马尔可夫价值 |
# | 这些结论有多大把握？ | 37 我们有多大把握？ |
#
# 如果想分析自己的数据，请从第 10 课开始：它把店铺后台导出的表变成订单流水。

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/0_start/00_welcome.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. What share of the money do the best 1 % make? And the best 50 %?
# 2. How many of the CDs do the best fifth buy (column `quantity`)? Is that more or less unequal?
#
# **Terms** order log 订单流水 · customer 客户 · 80/20 rule 二八定律 · Lorenz curve 洛伦兹曲线

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/0_start/00_welcome.ipynb)（英文）给你一家自己的公司，并当场检查答案。
# 用本课的数据还可以想一想：
#
# 1. 最好的 1% 的客户贡献了多少消费？最好的 50% 呢？
# 2. 最好的五分之一买走了多少唱片（`quantity` 列）？比消费额更不平均，还是更平均？
#
# **术语** 订单流水 order log · 客户 customer · 二八定律 80/20 rule · 洛伦兹曲线 Lorenz curve
