# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %% [markdown]
# # 13 RFM
#
# **Question** There is money for 5,000 letters and there are 23,570 customers. Whom do we write to first?
#
# **Who asks** A direct marketer with a customer file, a spreadsheet and a deadline.
#
# **Time** 40 minutes. **Before this** [12 80/20](12_concentration.ipynb).
#
# **You will be able to**
# 1. score customers by recency, frequency and monetary value, by hand and by call;
# 2. say what happens to ties, and why that matters;
# 3. turn scores into named segments with rules that you can change;
# 4. test whether a segmentation generalises, and see one that does not.
#
# **Data** CDNOW (an online music shop) and CharlesBookClub (4,000 book buyers who got an offer).

# %% [markdown] lang="zh"
# # 13 RFM 模型
#
# **问题** 预算只够寄 5,000 封信，客户却有 23,570 位。先寄给谁？
#
# **谁会这样问** 手里有客户名单、有表格、有截止日期的直复营销人员。
#
# **用时** 40 分钟。**先修** [12 二八定律](../../1_segmentation/12_concentration.ipynb)（英文）。
#
# **学完你能够**
# 1. 给客户的最近一次购买、购买频率和消费金额打分，先手算，再调用；
# 2. 说清分数相同的客户怎么处理，以及为什么要紧；
# 3. 把分数变成有名字的客户群，规则可以自己改；
# 4. 检验一种细分能否推广到其他客户，并看到一个推广失败的例子。
#
# **数据** CDNOW（网上音像店）和 CharlesBookClub（收到促销信的 4,000 位购书者）。

# %%
import pandas as pd
import seaborn as sns

from crmkit import datasets, plots, summary
from crmkit.segmentation import rfm
from crmkit.segmentation.generalisation import generalise

# %%
sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
log = datasets.load("cdnow")
customers = summary.customers(log, as_of="1997-12-31")
customers[["days_since_last", "purchases", "total_spend"]].head(3)

# %% [markdown]
# Three columns are all that RFM needs. **Recency** (最近一次购买, R): days since the last purchase, few is good.
# **Frequency** (购买频率, F): how many purchases. **Monetary value** (消费金额, M): how much in all.
#
# We stand on 31 December 1997 and know nothing of 1998. That will let us check ourselves later.

# %% [markdown] lang="zh"
# RFM 只需要三列。**最近一次购买**（Recency，R）：距今多少天，越小越好。
# **购买频率**（Frequency，F）：买过几次。**消费金额**（Monetary，M）：一共花了多少。
#
# 我们站在 1997 年 12 月 31 日，对 1998 年一无所知。这样稍后就能检验自己做得对不对。

# %% [markdown]
# ## By hand: five customers, five scores
#
# Sort by recency, worst first, and hand out 1 to 5.

# %% [markdown] lang="zh"
# ## 动手算：五位客户，五个分数
#
# 按最近一次购买排序，最差的在前，依次给 1 到 5 分。

# %%
five = customers.loc[["00003", "00004", "00006", "00012", "00021"]]
five = five[["days_since_last", "purchases", "total_spend"]]
five["by_hand"] = five["days_since_last"].rank(ascending=False, method="min").astype(int)
five

# %% [markdown]
# Two of them bought last on the same day and share the lowest score: equal customers, equal scores.
#
# For the whole file the scores are **quintiles** (五分位): the worst fifth of the customers get 1, the best
# fifth 5. `score` does it for all three measures and glues the scores together: 555 is best in all three.

# %% [markdown] lang="zh"
# 其中两位最后一次购买在同一天，所以同得最低分：客户相同，分数就相同。
#
# 对整份名单，分数就是**五分位**：最差的五分之一得 1 分，最好的五分之一得 5 分。
# `score` 对三个指标都这样打分，再把分数连起来：555 表示样样最好。

# %%
scored = rfm.score(customers)
scored.scores.head(3)

# %%
thresholds = scored.thresholds
thresholds[thresholds["measure"] == "frequency"][["score", "above", "up_to", "customers", "note"]]

# %% [markdown]
# Look at frequency. More than half of the customers bought exactly once. They are equal, so they must get
# the same score; cutting them in two by their place in the file would be a lottery. Score 1 therefore
# holds 13,000 customers and score 2 nobody. The table says so, and you should, too.

# %% [markdown] lang="zh"
# 看购买频率。一半以上的客户只买过一次。他们没有差别，就必须得同样的分数；
# 如果按名单里的先后硬分成两半，那就成了抽签。所以 1 分有约 13,000 人，2 分一个也没有。
# 这张表如实写明，你写报告时也应当写明。

# %% [markdown]
# ## Beware of the other recency
#
# The classic Python package `lifetimes` has a column of the same name. For customer 00003, who bought last
# 36 days before the end of the year:

# %% [markdown] lang="zh"
# ## 小心另一个“recency”
#
# 经典的 Python 包 `lifetimes` 里有一个同名的列。看看 00003 号客户：

# %%
from lifetimes.utils import summary_data_from_transaction_data

classic = summary_data_from_transaction_data(
    log, "customer_id", "ordered_at", observation_period_end="1997-12-31"
)
print("lifetimes:", classic.loc["00003", "recency"])
print("RFM:", customers.loc["00003", "days_since_last"])

# %% [markdown]
# In purchase models recency is the customer's *age at the last purchase*, and large is good. Same word,
# opposite meaning. crmkit gives the two their own names: `days_since_last` and `age_at_last_days`.

# %% [markdown] lang="zh"
# 在购买模型里，recency 指的是*末次购买时的客龄*，越大越好。同一个词，意思正好相反。
# crmkit 给了它们两个名字：`days_since_last`（距今天数）和 `age_at_last_days`（末次购买时的客龄）。

# %%
customers.loc[["00003"], ["days_since_last", "age_at_last_days"]]

# %% [markdown]
# ## Segments with names
#
# 125 cells are too many for a meeting. Rules join them into segments. The rules are a table: the first
# that fits wins, and you may replace it by your own.

# %% [markdown] lang="zh"
# ## 有名字的客户群
#
# 125 个单元格，会上讲不清楚。用规则把它们合并成客户群。规则就是一张表：
# 从上往下，第一条符合的生效；你可以换成自己的规则。

# %%
rfm.SEGMENTS.drop(columns="action").head(4)

# %%
segments = rfm.name_segments(scored)
profile = rfm.profile(customers, segments)
profile[["customers", "customer_share", "median_days_since_last", "spend_share"]].round(2)

# %%
ax = plots.rfm.segment_bars(profile)

# %% [markdown]
# *Champions* (冠军客户), not quite a quarter of the customers, made 63 % of the money. *At risk* (流失预警客户) bought
# often but not lately. Each name suggests what to do, and that is its purpose.
#
# Textbooks in China often use two scores instead of five, above or below the middle: 2 x 2 x 2 =
# eight groups (客户价值八分法). The same function, other rules:

# %% [markdown] lang="zh"
# *冠军客户*（Champions）不到客户的四分之一，却贡献了 63% 的消费。*流失预警客户*（At risk）过去常买，最近没来。
# 每个名字都提示该做什么，这正是命名的意义。
#
# 国内教材常把每个指标只分高低两档：2 × 2 × 2 = 八类，即**客户价值八分法**。函数不变，换一张规则表就行：

# %%
halves = rfm.score(customers, bins=2)
groups = rfm.name_segments(halves, rules=rfm.EIGHT_GROUPS)
rfm.profile(customers, groups)[["customers", "spend_share"]].round(2).head(4)

# %% [markdown]
# ## Did it work? Look at 1998
#
# A segmentation is a claim about the future. We scored with what was known in December 1997. Who came
# back in the first half of 1998?

# %% [markdown] lang="zh"
# ## 管用吗？看看 1998 年
#
# 细分是对未来的判断。我们只用了 1997 年 12 月以前的信息打分。1998 年上半年，谁回来了？

# %%
after = log[log["ordered_at"] > "1997-12-31"]
returned = customers.index.isin(after["customer_id"])
back = pd.Series(returned, index=customers.index).astype(float)

# %%
back.groupby(segments, observed=True).mean().round(3).sort_values(ascending=False)

# %%
ax = plots.rfm.rfm_heatmap(rfm.cell_grid(scored, values=back), label="share who came back")

# %% [markdown]
# Up and to the right it is bright: of those who bought lately *and* often, 71 % came back; of those who
# bought once and long ago, 7 %. Here RFM works: a letter to a champion (57 %) reaches a buyer eight times as
# often as one to a lost customer.

# %% [markdown] lang="zh"
# 右上角颜色最亮：最近买过*而且*常买的客户，71% 回来了；只买过一次、又很久没来的，只有 7%。
# 在这里 RFM 是管用的：一封信寄给冠军客户，遇到买家的机会（57%）大约是寄给已流失客户的八倍。

# %% [markdown]
# ## A case where it does not
#
# CharlesBookClub mailed an offer to 4,000 customers, who stand in RFM cells of its own. A manager measures
# each cell's response on the first 1,800 (**calibration**, 校准) and wants to mail only cells above average. The
# other 2,200 (**holdout**, 验证) test the choice.

# %% [markdown] lang="zh"
# ## 一个不管用的例子
#
# CharlesBookClub 给 4,000 位客户寄了促销信，客户按它自己的 RFM 单元格划分。
# 经理用前 1,800 人（**校准**样本，calibration）计算每个单元格的响应率，今后只打算寄给高于平均的单元格；
# 另外 2,200 人（**验证**样本，holdout）用来检验。

# %%
books = datasets.load("charles_book_club").astype({"bought": int})
cells = ["recency_code", "frequency_code", "money_code"]
summary_table, by_cell = generalise(books, response="bought", cells=cells, calibration_rows=1800)
summary_table[["customers", "responses", "response_rate", "low", "high"]].round(3)

# %% [markdown]
# On the 1,800 the chosen cells answer with 15.5 %, almost twice the average: a triumph. On the 2,200 others
# the *same* cells answer with 7.5 %, less than the 8.1 % of everybody. The triumph was chance.

# %% [markdown] lang="zh"
# 在前 1,800 人中，选出的单元格响应率 15.5%，几乎是平均的两倍，大获成功。
# 在另外 2,200 人中，*同样*的单元格只有 7.5%，还不如全体的 8.1%。那场“成功”只是运气。

# %%
ax = plots.generalisation.cell_response(by_cell)

# %% [markdown]
# Each dot is a cell. If cells had lasting differences, the dots would lie along the diagonal; they do not.
# With 51 cells and 159 buyers, a cell has three buyers on average: too few to tell good from lucky.
# This failure has a name, **overfitting** (过拟合).

# %% [markdown] lang="zh"
# 每个点是一个单元格。如果单元格之间的差别是持久的，点应该落在对角线附近；事实并非如此。
# 51 个单元格、159 位买家，平均每格三位，分不清是真好还是走运。这种失败叫**过拟合**（overfitting）。

# %% [markdown]
# Would a smoother method do better? A **logistic regression** (逻辑回归) uses three numbers instead of 51 rates.

# %% [markdown] lang="zh"
# 换个更平滑的方法会好些吗？**逻辑回归**只用三个数，而不是 51 个响应率。

# %%
import statsmodels.formula.api as smf

first, rest = books.iloc[:1800], books.iloc[1800:]
logit = smf.logit("bought ~ months_since_last + purchases + total_spend", first).fit(disp=False)
chosen = logit.predict(rest) > first["bought"].mean()
rest["bought"].groupby(chosen).mean().round(3)

# %% [markdown]
# 8.4 % against 8.0 %: no better than chance either. In this file, what happened in the first 1,800 rows
# says next to nothing about the rest. The honest advice is: mail all or none, and test first.

# %% [markdown] lang="zh"
# 8.4% 对 8.0%：同样不比碰运气好。在这份名单里，前 1,800 行的规律几乎不适用于其余客户。
# 老实的建议是：要么全寄，要么不寄，并且先做小规模测试。

# %% [markdown]
# ## Limits
#
# RFM describes; it does not say *when* somebody will buy, nor whether a letter changes anything (lesson 44).
# Fifths are cut anew in each file: a 5 in a bad year may be a 3 in a good one. Keep the thresholds and
# score the next year with them: `rfm.score_with(next_year, thresholds)`.
#
# **Terms** recency 最近一次购买 · frequency 购买频率 · monetary value 消费金额 · quintile 五分位 · RFM cell
# RFM 单元格 · overfitting 过拟合
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/13_rfm.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Score with three bins instead of five. Do champions still come back with more than 50 %?
# 2. You have 5,000 letters at 0.80 each, and a buyer brings a margin of 12. Which segments do you write to?
# 3. Split CharlesBookClub at row 3,000 instead of 1,800. Does the manager's rule work now?
# 4. Write rules with four segments that your colleagues would understand, and name all 125 cells.

# %% [markdown] lang="zh"
# ## 局限
#
# RFM 只描述现状，不能说明客户*什么时候*会买，也不能说明寄信有没有用（第 44 课）。
# 五分位在每份名单里重新划线：差年景的 5 分，放到好年景也许只有 3 分。
# 请保留分界点，明年用同一把尺子打分：`rfm.score_with(next_year, thresholds)`。
#
# **术语** 最近一次购买 recency · 购买频率 frequency · 消费金额 monetary value · 五分位 quintile ·
# RFM 单元格 RFM cell · 过拟合 overfitting
#
# ## 轮到你了
#
# [本课练习](../../../exercises/1_segmentation/13_rfm.ipynb)（英文）给你一家自己的公司，并当场检查答案。
# 用本课的数据还可以想一想：
#
# 1. 把五档改成三档。冠军客户的回头率还超过 50% 吗？
# 2. 有 5,000 封信，每封 0.80 元；每位买家带来 12 元毛利。你寄给哪些客户群？
# 3. 把 CharlesBookClub 的分界从第 1,800 行改到第 3,000 行。经理的规则这回管用吗？
# 4. 写一套同事都能看懂的四类规则，并让 125 个单元格都有名字。
