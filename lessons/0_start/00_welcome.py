# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["23570", "80", "20", "15", "00", "14", "13", "30", "31", "32", "33", "34", "35", "36", "37", "50", "16", "17", "21", "22", "23", "24", "25", "26", "27", "28", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "51", "52", "53", "54", "55", "56", "57", "58", "59", "60", "61", "62", "63"]
# ---

# %% [markdown]
# # 00 Welcome: your first customer question
#
# **Question** A shop has 23,570 customers. How much do the best fifth of them matter?
#
# **Who asks** Whoever decides where next year's marketing money goes.
#
# **Time** 15 minutes. **Before this** nothing; a little Python helps.
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
# **用时** 15 分钟。**先修** 无；会一点 Python 更好。
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
# Click into the grey cell and press **Shift + Enter**: Python runs it and writes the answer below. Run the cells from top to bottom. You
# cannot break anything here.

# %% [markdown] lang="zh"
# ## 运行一个单元格
#
# 点进下面的灰色单元格，按 **Shift + Enter**：Python 会执行它，并把结果写在下方。请从上往下依次运行；随便试，不会弄坏任何东西。

# %%
from crmkit import datasets, plots
from crmkit.segmentation import concentration

plots.course_style()

# %% [markdown]
# No message means that it worked. If you see `ModuleNotFoundError` instead, type `make doctor` in a terminal (or
# `python -m crmkit doctor`). It checks the whole set-up and says how to mend what is broken.

# %% [markdown] lang="zh"
# 没有任何提示就说明成功了。如果看到 `ModuleNotFoundError`，请在终端输入 `make doctor`（或 `python -m crmkit doctor`）：它会检查整个环境，并告诉你怎样修好。

# %% [markdown]
# ## Look at real data
#
# `load` gives a table. Each row is one purchase: who bought (`customer_id`), when (`ordered_at`), how many CDs (`quantity`) and for how
# many dollars (`amount`). We call such a table an **order log**.

# %% [markdown] lang="zh"
# ## 看看真实数据
#
# `load` 返回一张表，每行是一次购买：谁买的（`customer_id`）、什么时候（`ordered_at`）、买了几张唱片（`quantity`）、花了多少美元（`amount`）。这种表叫**订单流水**（order log）。

# %%
log = datasets.load("cdnow")
log.head()

# %% [markdown]
# Never trust a table whose origin you do not know. Every data set of the course has a **card** that names its source, its terms, and
# the unit and meaning of each column.

# %% [markdown] lang="zh"
# 来历不明的数据不要轻信。课程里的每份数据都有一张**卡片**（card），写明来源、使用条款，以及每一列的单位和含义。

# %%
datasets.describe("cdnow")

# %% [markdown]
# ## By hand: what do the best fifth spend?
#
# Add up what each customer spent and put the largest first. One number for each **customer** is all that we need.

# %% [markdown] lang="zh"
# ## 动手算：最好的五分之一花了多少？
#
# 把每位**客户**（customer）的消费加总，从大到小排列。每位客户一个数字，就够了。

# %%
spend = log.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
spend.head(3)

# %% [markdown]
# The best fifth are the first {{len(spend) // 5:,}} of {{len(spend):,}} customers. If all spent the same, they would make
# 20 % of the money; managers like to say 80 %. Write down your guess before you run the next cell.

# %% [markdown] lang="zh"
# 最好的五分之一，就是 {{len(spend):,}} 人里的前 {{len(spend) // 5:,}} 人。如果人人花得一样多，他们贡献 20% 的消费；管理者常说是 80%。请先写下你的猜测，再运行下一个单元格。

# %%
best = spend.head(len(spend) // 5)
print(f"{best.sum() / spend.sum():.1%}")

# %% [markdown]
# Two thirds of all money come from one customer in five. The claim that a fifth of the customers make four fifths of the sales is
# called the **80/20 rule**. Here we see {{100 * best.sum() / spend.sum():.0f}}/20, less than the rule and far more than equal. A [later lesson](../1_segmentation/12_concentration.ipynb)
# asks how far such a number can be trusted.

# %% [markdown] lang="zh"
# 三分之二的钱来自五分之一的客户。“两成客户贡献八成销售额”的说法叫**帕累托法则**，也叫**二八定律**（80/20 rule）。这里更像“{{100 * best.sum() / spend.sum():.0f}}/20”：前 20% 的客户贡献了 {{best.sum() / spend.sum():.0%}} 的消费，不到八成，但远非平均。这样的数字有多可信，[第 12 课](../1_segmentation/12_concentration.ipynb)会细讲。

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
# The same. A picture answers for every share at once. Before you look, write down one more guess: what share of the money do the *lower half* of the customers
# make?

# %% [markdown] lang="zh"
# 结果一致。一张图可以同时回答所有比例的问题。看图之前再猜一次：消费较少的*那一半*客户，一共贡献了多少？

# %%
points = concentration.lorenz(spend)
ax = plots.concentration.lorenz_curve(points)

# %% [markdown]
# This is the **Lorenz curve**. Read it from the left, where the smallest customers stand: at 50 % of the customers it has climbed to
# {{100 * points["cumulative_spend_share"].iloc[len(spend) // 2]:.0f}} % of the money. The shaded part belongs to the top
# 20 %, who add the last {{100 * best.sum() / spend.sum():.0f}} %. The further the curve sags below the dotted line, the more unequal the customers.

# %% [markdown] lang="zh"
# 这就是**洛伦兹曲线**（Lorenz curve）。从左边消费最少的客户看起：到 50% 的客户为止，曲线只升到消费的 {{points["cumulative_spend_share"].iloc[len(spend) // 2]:.0%}}。阴影部分属于前 20% 的客户，最后的 {{best.sum() / spend.sum():.0%}} 由他们贡献。曲线离虚线越远，消费分布越不均衡。

# %% [markdown]
# ## The answer
#
# The best fifth of the customers spent {{best.sum() / 1e6:.1f}} of {{spend.sum() / 1e6:.1f}} million dollars. One of them spent {{best.mean():,.0f}} dollars on average, one of the others
# {{spend.iloc[len(best):].mean():.0f}}: to lose one of the best costs as much as to lose {{best.mean() / spend.iloc[len(best):].mean():.0f}} others. It is worth knowing who they are
# before the marketing money is shared out.
#
# All this looks back over eighteen months. It does not say who will be among the best next year, nor whom an advertisement would move.

# %% [markdown] lang="zh"
# ## 回答
#
# 全部消费 {{spend.sum() / 1e4:,.0f}} 万美元，最好的五分之一贡献了 {{best.sum() / 1e4:,.0f}} 万。他们平均每人花了 {{best.mean():,.0f}} 美元，其他人平均 {{spend.iloc[len(best):].mean():.0f}} 美元：失去一位最好的客户，相当于失去 {{best.mean() / spend.iloc[len(best):].mean():.0f}} 位其他客户。所以分配营销预算之前，应当先弄清他们是谁。
#
# 这只是回顾过去的一年半，并不能说明明年谁会是最好的客户，也不能说明广告能打动谁。

# %% [markdown]
# ## How a lesson works
#
# Every lesson has the same structure: a business question, real data, the idea by hand once, then one call. Before a result it asks you for a guess. Do
# write it down: a surprise is what you remember. Each lesson ends with the answer, the limits of the method, its terms and
# questions for you.
#
# Beside each lesson stand **exercises** that check themselves. Write your name into the first cell, and you get a company of your own.

# %% [markdown] lang="zh"
# ## 每一课怎么上
#
# 每一课的结构都一样：业务问题，真实数据，动手算一遍，再用一行代码算。看结果之前会请你先猜一猜。请真的写下来：出乎意料的事最容易记住。结尾是问题的回答、方法的局限、术语，以及留给你的问题。
#
# 每课还配有可自动批改的**练习**（exercises）：在第一个单元格写上姓名，就会得到一家专属的模拟公司。

# %% [markdown]
# ## The map
#
# | if you ask | lessons |
# |---|---|
# | What is relationship marketing, in numbers? | [01 Relationship marketing in numbers](01_in_numbers.ipynb) |
# | Who are my customers, and whom do I treat how? | [10 The customer file on three levels](../1_segmentation/10_customer_file.ipynb) · [11 Customer-base audit](../1_segmentation/11_audit.ipynb) · [12 80/20, true and observed](../1_segmentation/12_concentration.ipynb) · [13 RFM](../1_segmentation/13_rfm.ipynb) · [14 Customer pyramid and portfolio](../1_segmentation/14_pyramid.ipynb) · [15 Which relationship for whom](../1_segmentation/15_relationship.ipynb) · [16 Clusters and personas](../1_segmentation/16_clusters.ipynb) · [17 Demand states](../1_segmentation/17_demand_states.ipynb) |
# | Who is loyal, and what makes them so? | [20 Four kinds of loyalty](../2_loyalty/20_four_kinds.ipynb) · [21 Loyalty or inertia?](../2_loyalty/21_inertia.ipynb) · [22 Double jeopardy](../2_loyalty/22_double_jeopardy.ipynb) · [23 Frequency rewards and clubs](../2_loyalty/23_rewards.ipynb) · [24 Three bonds](../2_loyalty/24_bonds.ipynb) · [25 Service quality](../2_loyalty/25_service_quality.ipynb) · [26 Satisfaction, complaints, recovery](../2_loyalty/26_satisfaction.ipynb) · [27 Word of mouth](../2_loyalty/27_word_of_mouth.ipynb) · [28 Internal customers](../2_loyalty/28_internal_customers.ipynb) |
# | What is a customer worth? | [30 What a customer is worth](../3_lifetime/30_worth.ipynb) · [31 Acquire or retain?](../3_lifetime/31_acquire_or_retain.ipynb) · [32 Contracts: why retention seems to rise](../3_lifetime/32_contracts.ipynb) · [33 Counting your customers](../3_lifetime/33_counting.ipynb) · [34 Discrete opportunities](../3_lifetime/34_discrete.ipynb) · [35 Money and value](../3_lifetime/35_money.ipynb) · [36 Markov value: when to stop mailing](../3_lifetime/36_markov.ipynb) · [37 How sure are we?](../3_lifetime/37_how_sure.ipynb) · [38 The base as an asset](../3_lifetime/38_base_as_asset.ipynb) · [39 Which model when?](../3_lifetime/39_which_model.ipynb) |
# | Who leaves, whom do we keep, and did it work? | [40 Cohorts](../4_retention/40_cohorts.ipynb) · [41 Survival](../4_retention/41_survival.ipynb) · [42 Who will leave?](../4_retention/42_who_will_leave.ipynb) · [43 Exit management in five steps](../4_retention/43_exit_management.ipynb) · [44 Who to save?](../4_retention/44_who_to_save.ipynb) · [45 Win-back](../4_retention/45_win_back.ipynb) · [46 PDCA](../4_retention/46_pdca.ipynb) · [47 Experiments](../4_retention/47_experiments.ipynb) |
# | What would you decide by Friday? | [50 A shopping festival](../5_cases/50_festival.ipynb) · [51 A transport company's lost customers](../5_cases/51_lost_customers.ipynb) · [52 A power utility's arrears](../5_cases/52_arrears.ipynb) · [53 An insurer](../5_cases/53_insurer.ipynb) · [54 A restaurant club's key accounts](../5_cases/54_key_accounts.ipynb) · [55 An online shop](../5_cases/55_online_shop.ipynb) · [56 The marketplace war](../5_cases/56_marketplace_war.ipynb) · [57 A travel agency, a car dealer, a phone maker](../5_cases/57_scarcity.ipynb) · [58 Property, salons, channels](../5_cases/58_channels.ipynb) · [59 Grey marketing](../5_cases/59_grey_marketing.ipynb) · [60 Precision marketing](../5_cases/60_precision_marketing.ipynb) · [61 A producer and its partners](../5_cases/61_partners.ipynb) · [62 The whole CRM process](../5_cases/62_crm_process.ipynb) · [63 Your own customers](../5_cases/63_own_customers.ipynb) |
#
# With data of your own, start at 10: it turns the export of a shop system into an order log.

# %% [markdown] lang="zh"
# ## 课程地图
#
# | 如果你想问 | 课 |
# |---|---|
# | 关系营销用数字怎么说？ | [01 用数字看关系营销](01_in_numbers.ipynb) |
# | 我的客户是谁？该怎样对待不同的客户？ | [10 客户资料的三个层次](../1_segmentation/10_customer_file.ipynb) · [11 客户基础审计](../1_segmentation/11_audit.ipynb) · [12 二八定律：表面与真相](../1_segmentation/12_concentration.ipynb) · [13 RFM 模型](../1_segmentation/13_rfm.ipynb) · [14 客户金字塔与客户组合](../1_segmentation/14_pyramid.ipynb) · [15 关系层次的选择](../1_segmentation/15_relationship.ipynb) · [16 聚类与客户画像](../1_segmentation/16_clusters.ipynb) · [17 需求状态](../1_segmentation/17_demand_states.ipynb) |
# | 谁忠诚？忠诚从哪里来？ | [20 忠诚的四种类型](../2_loyalty/20_four_kinds.ipynb) · [21 忠诚还是惯性？](../2_loyalty/21_inertia.ipynb) · [22 双重危机](../2_loyalty/22_double_jeopardy.ipynb) · [23 常客奖励计划与会员俱乐部](../2_loyalty/23_rewards.ipynb) · [24 三种联系](../2_loyalty/24_bonds.ipynb) · [25 服务质量](../2_loyalty/25_service_quality.ipynb) · [26 满意度、抱怨与服务补救](../2_loyalty/26_satisfaction.ipynb) · [27 口碑](../2_loyalty/27_word_of_mouth.ipynb) · [28 内部客户](../2_loyalty/28_internal_customers.ipynb) |
# | 一位客户值多少钱？ | [30 一位客户值多少钱](../3_lifetime/30_worth.ipynb) · [31 获客还是留客？](../3_lifetime/31_acquire_or_retain.ipynb) · [32 合约型客户：保持率为什么看起来在上升](../3_lifetime/32_contracts.ipynb) · [33 还剩多少客户](../3_lifetime/33_counting.ipynb) · [34 离散的购买机会](../3_lifetime/34_discrete.ipynb) · [35 金额与价值](../3_lifetime/35_money.ipynb) · [36 马尔可夫价值：什么时候停止寄目录](../3_lifetime/36_markov.ipynb) · [37 我们有多大把握？](../3_lifetime/37_how_sure.ipynb) · [38 作为资产的客户](../3_lifetime/38_base_as_asset.ipynb) · [39 什么时候用什么模型？](../3_lifetime/39_which_model.ipynb) |
# | 谁会流失？留住谁？措施有效吗？ | [40 同期群](../4_retention/40_cohorts.ipynb) · [41 生存分析](../4_retention/41_survival.ipynb) · [42 谁会流失？](../4_retention/42_who_will_leave.ipynb) · [43 流失管理五步法](../4_retention/43_exit_management.ipynb) · [44 该挽留谁？](../4_retention/44_who_to_save.ipynb) · [45 客户赢回](../4_retention/45_win_back.ipynb) · [46 PDCA 循环](../4_retention/46_pdca.ipynb) · [47 营销实验](../4_retention/47_experiments.ipynb) |
# | 如果是你，周五之前怎么决定？ | [50 购物节](../5_cases/50_festival.ipynb) · [51 一家运输公司流失的客户](../5_cases/51_lost_customers.ipynb) · [52 电力公司的欠费](../5_cases/52_arrears.ipynb) · [53 一家保险公司](../5_cases/53_insurer.ipynb) · [54 餐饮会所的大客户](../5_cases/54_key_accounts.ipynb) · [55 一家网店](../5_cases/55_online_shop.ipynb) · [56 电商平台之争](../5_cases/56_marketplace_war.ipynb) · [57 旅行社、车商与手机厂商](../5_cases/57_scarcity.ipynb) · [58 房产、美容院与渠道](../5_cases/58_channels.ipynb) · [59 灰色营销](../5_cases/59_grey_marketing.ipynb) · [60 精准营销](../5_cases/60_precision_marketing.ipynb) · [61 生产商与它的伙伴](../5_cases/61_partners.ipynb) · [62 CRM 全流程](../5_cases/62_crm_process.ipynb) · [63 你自己的客户](../5_cases/63_own_customers.ipynb) |
#
# 如果想分析自己的数据，请从第 10 课开始：它把店铺后台导出的表变成订单流水。

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/0_start/00_welcome.ipynb) give you a company of your own and check
# your answers. For this lesson's data, change a number and run the cell again:
#
# 1. What share of the money do the best 1 % make? And the best 50 %?
# 2. What share of the CDs do the best fifth buy (column `quantity`)? Is that more unequal than the money, or less?
#
# **Terms** order log · customer · 80/20 rule · Lorenz curve

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/0_start/00_welcome.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想（改一个数字，重新运行单元格）：
#
# 1. 最好的 1% 的客户贡献了多少消费？最好的 50% 呢？
# 2. 最好的五分之一买走了多少唱片（`quantity` 列）？比消费额更不均衡，还是更均衡？
#
# **术语** 订单流水 order log · 客户 customer · 帕累托法则（二八定律）80/20 rule · 洛伦兹曲线 Lorenz curve
