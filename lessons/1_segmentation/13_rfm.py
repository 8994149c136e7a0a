# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["95", "125", "555", "50", "0.80", "2200", "4000", "23570", "45", "30", "60", "100", "3000", "13"]
# ---

# %% [markdown]
# # 13 RFM
#
# **Question** There is money for 5,000 letters and there are 23,570 customers. Whom do we write to, and what do they
# bring in?
#
# **Who asks** A direct marketer with a customer file, a spreadsheet and a deadline.
#
# **Time** 45 minutes. **Before this** [12 80/20](12_concentration.ipynb).
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
# **问题** 预算只够寄 5,000 封信，客户却有 23,570 位。信寄给谁？能带来多少销售额？
#
# **谁会这样问** 手头只有一份客户名单和 Excel、又赶时间的直复营销人员。
#
# **用时** 45 分钟。**先修** [12 二八定律](12_concentration.ipynb)。
#
# **学完你能够**
# 1. 按最近一次消费、消费频率和消费金额给客户打分，先手算，再调用函数；
# 2. 说清数值相同的客户怎么处理，以及为什么要紧；
# 3. 用可以自己修改的规则，把得分变成有名称的细分客户群；
# 4. 检验细分结果能否泛化，并看到一个泛化失败的例子。
#
# **数据** CDNOW（网上音像店）和 CharlesBookClub（收到促销信的 4,000 位购书者）。

# %%
import pandas as pd

from crmkit import datasets, plots, summary
from crmkit.segmentation import rfm
from crmkit.segmentation.generalisation import generalise

plots.course_style()

# %%
log = datasets.load("cdnow")
customers = summary.customers(log, as_of="1997-12-31")
measures = ["days_since_last", "purchases", "total_spend"]
customers[measures].head(3)

# %% [markdown]
# RFM needs no more than these three columns. **Recency** (R) is the number of days since the last purchase, and few days are
# good. **Frequency** (F) counts the purchases, and **monetary value** (M) is all the money a customer has spent.
#
# We stand on 31 December 1997 and know nothing of 1998. Later we shall look at 1998 and see whether we were right.

# %% [markdown] lang="zh"
# RFM 只需要这三列。**最近一次消费**（Recency，R）是距上次购买的天数，越小越好；**消费频率**（Frequency，F）是购买次数；**消费金额**（Monetary，M）是累计花费。
#
# 我们站在 1997 年 12 月 31 日，对 1998 年一无所知。稍后再看 1998 年的数据，检验我们做得对不对。

# %% [markdown]
# ## By hand: five customers, five scores
#
# Take five customers. For each column, put them in order from worst to best and hand out the scores 1 to 5.

# %% [markdown] lang="zh"
# ## 动手算：五位客户，五个得分
#
# 先取五位客户。每一列都从最差排到最好，依次给 1 到 5 分。

# %%
five = customers.loc[["00003", "00004", "00006", "00012", "00021"], measures]
five

# %% [markdown]
# Two of them bought last on the very same day, {{five["days_since_last"].max()}} days ago. Write down the recency score that you would
# give to each of the two. May they differ?

# %% [markdown] lang="zh"
# 其中两位最后一次购买在同一天，都在 {{five["days_since_last"].max()}} 天以前。请写下你会给这两位的 R 得分：这两个得分应当相同吗？

# %%
by_hand = pd.DataFrame(index=five.index)
by_hand["R"] = five["days_since_last"].rank(ascending=False, method="min").astype(int)
by_hand["F"] = five["purchases"].rank(method="min").astype(int)
by_hand["M"] = five["total_spend"].rank(method="min").astype(int)
by_hand

# %% [markdown]
# Equal values get equal scores, so both have the lowest recency score, 1, and nobody gets a 2. In money no two customers are equal,
# and all five scores are handed out. The call `rfm.score` does the same and joins the three digits into a **cell**.

# %% [markdown] lang="zh"
# 数值相同，得分就相同：两位的 R 都是最低的 1 分，2 分空缺。消费金额没有相同的，所以五个分数都用上了。函数 `rfm.score` 做的是同一件事，并把三个得分连成一个 **RFM 组合**（cell）。

# %%
rfm.score(five).scores

# %% [markdown]
# ## The whole file
#
# For {{len(customers):,}} customers the scores are **quintiles**: the worst fifth get 1, the best fifth 5. The cell 555 is the
# best in all three columns. Our five customers now compete with everybody else, so their scores change.

# %% [markdown] lang="zh"
# ## 整份名单
#
# 对 {{len(customers):,}} 位客户，得分就是**五分位**（quintile）：最差的五分之一得 1 分，最好的五分之一得 5 分。组合 555 表示三项均为最高分。刚才的五位现在要和所有人比较，得分也就变了。

# %%
scored = rfm.score(customers)
scored.scores.loc[five.index]

# %% [markdown]
# A fifth of the file is {{len(customers) // 5:,}} customers. But most of these customers bought only once in 1997. Write down your guess: how many customers get the frequency score 1, and how many get 2?

# %% [markdown] lang="zh"
# 五分之一是 {{len(customers) // 5:,}} 人。不过，这些客户大多在 1997 年只买过一次。请先写下你的猜测：F 得 1 分的有多少人？得 2 分的有多少人？

# %%
frequency = scored.thresholds.query("measure == 'frequency'")
frequency[["score", "above", "up_to", "customers", "note"]]

# %% [markdown]
# Score 1 holds {{frequency["customers"].iloc[0]:,}} customers, and score 2 nobody. Those who bought once are equal, and to cut them in two
# by their position in the file would be a lottery, so they share the lowest score. Read the limits in purchases: a score holds those
# who bought more than `above` and at most `up_to` times, where -inf and inf mean no limit. The table names the empty score; so should your report.

# %% [markdown] lang="zh"
# 得 1 分的有 {{frequency["customers"].iloc[0]:,}} 人，得 2 分的一个也没有。只买过一次的人没有差别，按名单里的先后硬分成两半就成了抽签，所以他们同得最低分。表中的 `above` 和 `up_to` 是购买次数的分界：多于 `above` 次、不超过 `up_to` 次；-inf 和 inf 表示没有下限或上限。空缺的得分在表里写明了，你的报告也应当写明。

# %% [markdown]
# ## Beware of the other recency
#
# Purchase models, which come later in the course, also speak of recency. There it is the customer's *age at the last purchase*,
# counted from the first one, and a large number is good. Same word, opposite meaning, so crmkit uses two names.

# %% [markdown] lang="zh"
# ## 小心另一个“recency”
#
# 课程后面的购买模型也有 recency，但指的是*末次购买时的客龄*：从首次购买算起，越大越好。同一个词，意思正好相反，所以 crmkit 用了两个列名。

# %%
customers.loc[["00003"], ["days_since_last", "age_at_last_days"]]

# %% [markdown]
# ## Segments with names
#
# Five scores in three columns make 125 cells, too many for a meeting. Rules join them into **segments**. Each row of this table is a
# rule, with limits for each score (`r_min` to `r_max`, and so on): a cell gets the first name whose limits it meets.

# %% [markdown] lang="zh"
# ## 给客户群命名
#
# 三项各五档，一共 125 个组合，会上讲不清楚。用规则把它们合并成**细分客户群**（segment）。表中每一行是一条规则：从上往下，得分符合的第一条就是该组合的名称。

# %%
rfm.SEGMENTS.set_index("segment").drop(columns=["chinese", "action"])

# %% [markdown]
# Read a row: *At risk* are customers with a recency score of 1 or 2 and a frequency score of 3 or more, whatever they spent, unless *Cannot lose* has
# taken them before. What to do with each:
#
# | segment | action | segment | action |
# |---|---|---|---|
# | Champions | reward them, ask for a recommendation | New | welcome, help with the first use |
# | Cannot lose | call, find out what went wrong | Promising | remind, suggest a second purchase |
# | Loyal | a club, a subscription or related goods | Need attention | a limited offer now |
# | At risk | win back with what they used to buy | About to sleep | a low-cost reminder |
# | Big tickets | advise before the next order | Hibernating | seasonal mail only |
# | Potential loyal | a reason for the next purchase | Lost | leave alone |
#
# The rules are yours to change: pass your own table as `rules=`.
#
# Write down your guess: what share of all money did the *Champions* spend, with 4 or 5 in everything?

# %% [markdown] lang="zh"
# 以 *At risk* 一行为例：R 为 1 或 2、F 不低于 3 的客户，不论花了多少钱，只要没有先被 *Cannot lose* 归走，就属于流失预警客户。各群建议的做法是：
#
# | 客户群 | 做法 | 客户群 | 做法 |
# |---|---|---|---|
# | 冠军客户 Champions | 奖励，请他们推荐 | 新客户 New | 欢迎，指导首次使用 |
# | 不能流失的客户 Cannot lose | 打电话，弄清原因 | 萌芽客户 Promising | 提醒，推荐第二次购买 |
# | 忠诚客户 Loyal | 会员、订阅或相关商品 | 需要关注的客户 Need attention | 马上给一个限时优惠 |
# | 流失预警客户 At risk | 用他们买过的商品召回 | 即将沉睡客户 About to sleep | 低成本提醒 |
# | 大额低频客户 Big tickets | 下次购买前提供建议 | 沉睡客户 Hibernating | 只在旺季联系 |
# | 潜力客户 Potential loyal | 给一个再次购买的理由 | 已流失客户 Lost | 不再打扰 |
#
# 规则可以换成你自己的表（`rules=`）。请写下你的猜测：三项都是 4 或 5 分的冠军客户，贡献了多大比例的消费？

# %%
segments = rfm.name_segments(scored)
profile = rfm.profile(customers, segments)
ax = plots.rfm.segment_bars(profile)

# %% [markdown]
# *Champions* are {{100 * profile.loc["Champions", "customer_share"]:.0f}} % of the customers and made
# {{100 * profile.loc["Champions", "spend_share"]:.0f}} % of the money. The three groups at the bottom are more than half of the customers, with
# {{100 * profile["spend_share"].iloc[-3:].sum():.0f}} % of the money. The rule for *New* found nobody: all these customers came in the first
# three months of the year.

# %% [markdown] lang="zh"
# 图题的意思是：冠军客户（Champions）占客户的 {{profile.loc["Champions", "customer_share"]:.0%}}，却贡献了 {{profile.loc["Champions", "spend_share"]:.0%}} 的消费。最下面三群占客户的一半以上，只贡献了 {{profile["spend_share"].iloc[-3:].sum():.0%}}。新客户（New）一个也没有，因为这份名单里的人都是年初三个月首次购买的。

# %% [markdown]
# ## Two scores instead of five: the eight groups
#
# Textbooks in China cut each column in two at its mean: 2 x 2 x 2 = eight groups of customers. The function is the same; the cut
# points and the rules are others. The table below holds the result.

# %% [markdown] lang="zh"
# ## 只分两档：RFM 八类客户
#
# 国内教材通常以平均值为界，每项只分高低两档：2 × 2 × 2 = 八类，即 RFM 八类客户（也叫客户价值八分法）。函数不变，换成平均值分界和另一张规则表即可。结果见下面的表。

# %%
means = {column: [customers[column].mean()] for column in measures}
groups = rfm.name_segments(rfm.score(customers, cuts=means), rules=rfm.EIGHT_GROUPS)
eight = rfm.profile(customers, groups)[["customers", "spend_share"]]
low_share = (customers["purchases"] < means["purchases"][0]).mean()

# %% [markdown]
# | group | R | F | M | customers | % of the money | action |
# |---|---|---|---|---|---|---|
# | High value | high | high | high | {{eight["customers"].iloc[0]:,}} | {{100 * eight["spend_share"].iloc[0]:.0f}} | keep: the best service |
# | High value to develop | high | low | high | {{eight["customers"].iloc[1]:,}} | {{100 * eight["spend_share"].iloc[1]:.0f}} | raise the frequency |
# | High value to hold | low | high | high | {{eight["customers"].iloc[2]:,}} | {{100 * eight["spend_share"].iloc[2]:.0f}} | get in touch before they forget |
# | High value to save | low | low | high | {{eight["customers"].iloc[3]:,}} | {{100 * eight["spend_share"].iloc[3]:.0f}} | find out why, win back |
# | General value | high | high | low | {{eight["customers"].iloc[4]:,}} | {{100 * eight["spend_share"].iloc[4]:.0f}} | raise the basket |
# | General to develop | high | low | low | {{eight["customers"].iloc[5]:,}} | {{100 * eight["spend_share"].iloc[5]:.0f}} | introduce the range |
# | General to hold | low | high | low | {{eight["customers"].iloc[6]:,}} | {{100 * eight["spend_share"].iloc[6]:.0f}} | remind at low cost |
# | General to save | low | low | low | {{eight["customers"].iloc[7]:,}} | {{100 * eight["spend_share"].iloc[7]:.0f}} | let go |
#
# High means above the mean, in recency more recent than the mean. The first group, high in all three, holds {{eight["customers"].iloc[0]:,}} customers who made
# {{100 * eight["spend_share"].iloc[0]:.0f}} % of the money; the last, low in all three, holds {{eight["customers"].iloc[-1]:,}} of
# {{len(customers):,}}. A few large buyers pull up the means of
# purchases and spend: {{100 * low_share:.0f}} % bought less often than the mean. And most made their last purchase long ago.

# %% [markdown] lang="zh"
# | 客户群 | R | F | M | 客户数 | 消费占比 | 做法 |
# |---|---|---|---|---|---|---|
# | 重要价值客户 | 高 | 高 | 高 | {{eight["customers"].iloc[0]:,}} | {{eight["spend_share"].iloc[0]:.0%}} | 保持：提供最好的服务 |
# | 重要发展客户 | 高 | 低 | 高 | {{eight["customers"].iloc[1]:,}} | {{eight["spend_share"].iloc[1]:.0%}} | 提高购买频率 |
# | 重要保持客户 | 低 | 高 | 高 | {{eight["customers"].iloc[2]:,}} | {{eight["spend_share"].iloc[2]:.0%}} | 趁还记得我们，主动联系 |
# | 重要挽留客户 | 低 | 低 | 高 | {{eight["customers"].iloc[3]:,}} | {{eight["spend_share"].iloc[3]:.0%}} | 弄清原因，设法召回 |
# | 一般价值客户 | 高 | 高 | 低 | {{eight["customers"].iloc[4]:,}} | {{eight["spend_share"].iloc[4]:.0%}} | 提高客单价 |
# | 一般发展客户 | 高 | 低 | 低 | {{eight["customers"].iloc[5]:,}} | {{eight["spend_share"].iloc[5]:.0%}} | 介绍其他品类 |
# | 一般保持客户 | 低 | 高 | 低 | {{eight["customers"].iloc[6]:,}} | {{eight["spend_share"].iloc[6]:.0%}} | 低成本提醒 |
# | 一般挽留客户 | 低 | 低 | 低 | {{eight["customers"].iloc[7]:,}} | {{eight["spend_share"].iloc[7]:.0%}} | 放手 |
#
# 高于平均值为“高”，R 则是比平均更近为“高”。少数大买家拉高了购买次数和金额的平均值：{{100 * low_share:.0f}}% 的客户购买次数低于平均；多数客户的末次购买又已是很久以前。所以 {{len(customers):,}} 人里有 {{eight["customers"].iloc[-1]:,}} 人落在最后一类。

# %% [markdown]
# ## Did it work? Look at 1998
#
# A segmentation is a claim about the future, and ours used only what was known at the end of 1997. It **generalises** if what it says
# also holds for customers or for a time that it has not seen. So who bought again in the first half of 1998?

# %% [markdown] lang="zh"
# ## 管用吗？看看 1998 年
#
# 细分是对未来的判断。如果它所说的，对没有见过的客户或时期也成立，就说它能**泛化**。我们只用了 1997 年底以前的信息打分。1998 年上半年，谁又回来购买了？

# %%
after = log[log["ordered_at"] > "1997-12-31"]
returned = customers.index.isin(after["customer_id"])
back = pd.Series(returned, index=customers.index).astype(float)
print(f"{100 * back.mean():.1f} %")

# %% [markdown]
# Of everybody, {{100 * back.mean():.0f}} % came back. A letter costs the same whoever gets it, so the more of a group come back, the better it pays. Write down your guess for the *Champions* and for the *Lost*.

# %% [markdown] lang="zh"
# 全体客户中有 {{back.mean():.0%}} 回来购买。一封信寄给谁都是同样的成本，所以回来的人越多的群越值得寄。请写下你的猜测：冠军客户（Champions）有多少回来？已流失客户（Lost）呢？

# %%
by_segment = back.groupby(segments, observed=True).agg(customers="size", came_back="mean")
by_segment.sort_values("came_back", ascending=False).round(3)

# %%
counts = rfm.cell_grid(scored) * len(customers)
came_back = rfm.cell_grid(scored, values=back)
ax = plots.rfm.rfm_heatmap(came_back, counts=counts, label="share who came back")

# %% [markdown]
# {{100 * by_segment.loc["Champions", "came_back"]:.0f}} % of the champions came back and {{100 * by_segment.loc["Lost", "came_back"]:.0f}} % of the
# lost, so a letter to a champion reaches a buyer eight times as often. Up and to the right the picture darkens, to
# {{100 * came_back.loc[5, 5]:.0f}} %. One cell clearly breaks the pattern: recency 2, frequency 4 has {{100 * came_back.loc[2, 4]:.0f}} %, of only
# {{counts.loc[2, 4]:.0f}} customers.

# %% [markdown] lang="zh"
# 冠军客户有 {{by_segment.loc["Champions", "came_back"]:.0%}} 回来，已流失客户只有 {{by_segment.loc["Lost", "came_back"]:.0%}}：寄给冠军客户的信，收信人回购的概率大约是八倍。图题的意思是：回来比例最高的是 R 为 5、F 为 5 的组合，{{came_back.loc[5, 5]:.0%}}（每格大字是百分比，小字是人数；灰色格不到 30 人，人太少，不作判断）。越往右上颜色越深，只有一格明显不合规律：R 为 2、F 为 4 的组合有 {{came_back.loc[2, 4]:.0%}} 回来，但那里只有 {{counts.loc[2, 4]:.0f}} 人。

# %% [markdown]
# ## The 5,000 letters
#
# *Champions* are {{by_segment.loc["Champions", "customers"]:,}}, more than we have letters. So add up the three scores, take the highest sums, and let
# the money decide where sums are equal. Is that better than a plain spreadsheet that is sorted by one column?

# %% [markdown] lang="zh"
# ## 5,000 封信
#
# 冠军客户有 {{by_segment.loc["Champions", "customers"]:,}} 人，超过了信的数量。于是把三项得分相加，从总分最高的开始取，总分相同的按消费金额排。这样做，比表格里只按一列排序更好吗？

# %%
scores = scored.scores[["r_score", "f_score", "m_score"]]
ranked = customers.assign(rfm_sum=scores.sum(axis=1), recency=-customers["days_since_last"])
columns = {"spend alone": "total_spend", "frequency alone": "purchases"}
columns |= {"recency alone": "recency", "the RFM sum": "rfm_sum"}
ranks = {name: ranked.sort_values([column, "total_spend"]) for name, column in columns.items()}
lists = {name: table.index[-5000:] for name, table in ranks.items()}

# %% [markdown]
# Letters to 5,000 customers picked at random would reach {{5000 * back.mean():,.0f}} buyers. Write down two guesses: how many does the RFM sum
# reach, and how many the list that is sorted by recency alone?

# %% [markdown] lang="zh"
# 随机寄给 5,000 人，其中有 {{5000 * back.mean():,.0f}} 位会购买。请写下两个猜测：按 RFM 总分能命中多少位买家？只按最近一次消费排序呢？

# %%
buyers = pd.Series({name: back[ids].sum() for name, ids in lists.items()})
ax = plots.rfm.mailing_bars(buyers, letters=5000, at_random=5000 * back.mean())

# %% [markdown]
# The RFM sum reaches {{buyers["the RFM sum"]:,.0f}} buyers, {{buyers["the RFM sum"] / (5000 * back.mean()):.1f}} times as many as
# chance. But the list that is sorted by the date of the last order reaches {{buyers["recency alone"]:,.0f}}, so most of what
# three scores know is already in one column. Do they do better in money?

# %% [markdown] lang="zh"
# 图题的意思是：RFM 总分命中 {{buyers["the RFM sum"]:,.0f}} 位买家，比只看最近一次消费多 {{buyers["the RFM sum"] - buyers["recency alone"]:,.0f}} 位；是随机寄送的 {{buyers["the RFM sum"] / (5000 * back.mean()):.1f}} 倍。可是只按上次购买日期排序也能命中 {{buyers["recency alone"]:,.0f}} 位：三项得分包含的信息，大半已经在这一列里。换成金额来看，差别会大一些吗？

# %%
spent = after.groupby("customer_id")["amount"].sum().reindex(customers.index, fill_value=0.0)
money = pd.Series({name: spent[ids].sum() for name, ids in lists.items()}, name="dollars in 1998")
money.to_frame().assign(share=money / spent.sum()).round({"dollars in 1998": 0, "share": 3})

# %% [markdown]
# In half a year the 5,000 of the RFM sum spent {{money["the RFM sum"]:,.0f}} dollars, {{100 * money["the RFM sum"] / spent.sum():.0f}} % of all sales.
# That is {{round(money["the RFM sum"]) - round(money["recency alone"]):,}} dollars more than by recency alone, but only
# {{round(money["the RFM sum"]) - round(money["frequency alone"]):,}} more than by frequency alone. The three scores together win, though by little.

# %% [markdown] lang="zh"
# 半年里，RFM 总分选出的 5,000 人花了 {{money["the RFM sum"]:,.0f}} 美元，占全部销售额的 {{money["the RFM sum"] / spent.sum():.0%}}；比只看最近一次消费多 {{round(money["the RFM sum"]) - round(money["recency alone"]):,}} 美元，但比只看消费频率只多 {{round(money["the RFM sum"]) - round(money["frequency alone"]):,}} 美元。三项合在一起胜出，不过领先不多。

# %% [markdown]
# ## A success that did not last
#
# CharlesBookClub mailed an offer to 4,000 customers. It sorts them into RFM cells of its own, with four classes of recency, three of frequency (3 = often) and five of money; of these 60 cells, nine hold nobody. A manager measures each
# cell's response on the first 1,800 rows (**calibration**) and keeps the cells above average. The other 2,200 (**holdout**) test the choice.

# %% [markdown] lang="zh"
# ## 昙花一现的成功
#
# CharlesBookClub 给 4,000 位客户寄了促销信，并用自己的 RFM 组合划分客户：R 四档，F 三档（3 为常买），M 五档；60 个组合里有九个没有人。经理用前 1,800 行（**校准**样本，calibration）计算每个组合的响应率，只保留高于平均的组合；其余 2,200 人（**验证**样本，holdout）用来检验。

# %%
books = datasets.load("charles_book_club").astype({"bought": int})
club_cells = ["recency_code", "frequency_code", "money_code"]
test = generalise(books, response="bought", cells=club_cells, calibration_rows=1800)
rates = test.summary["response_rate"]
test.summary.loc["calibration", ["customers", "responses", "response_rate"]].round(3)

# %% [markdown]
# A triumph: the chosen cells respond at a rate of {{100 * rates["calibration", "chosen cells"]:.1f}} %, far above the average of
# {{100 * rates["calibration", "all"]:.1f}} %. Write down your guess: at what rate do the *same* cells respond among the other 2,200?

# %% [markdown] lang="zh"
# 大获成功：选出的组合响应率为 {{rates["calibration", "chosen cells"]:.1%}}，远高于平均值 {{rates["calibration", "all"]:.1%}}。请写下你的猜测：在另外 2,200 人中，*同样*的组合响应率是多少？

# %%
ax = plots.generalisation.cell_response(test.cells)

# %% [markdown]
# {{100 * rates["holdout", "chosen cells"]:.1f}} %, less than the {{100 * rates["holdout", "all"]:.1f}} % of all 2,200 (`rates["holdout", "all"]`). Each circle is a chosen cell, each square another one. The
# {{(test.cells[["customers_calibration", "customers_holdout"]].min(axis=1) < 30).sum()}} cells of fewer than 30 customers are not drawn but count in the two diamonds, all
# chosen and all other cells taken together. If the differences lasted, all would lie near the dotted line. The arrow is what the manager promised and did not get.

# %% [markdown] lang="zh"
# 只有 {{rates["holdout", "chosen cells"]:.1%}}，还不如这 2,200 人全体的 {{rates["holdout", "all"]:.1%}}（`rates["holdout", "all"]`）。图题的意思是：入选组合在挑选它们的样本里响应率为 {{rates["calibration", "chosen cells"]:.1%}}，在另一样本里只有 {{rates["holdout", "chosen cells"]:.1%}}。图中每个圆点是一个入选组合，每个方块是一个其他组合；有 {{(test.cells[["customers_calibration", "customers_holdout"]].min(axis=1) < 30).sum()}} 个组合不到 30 人，没有画出，但计入两个菱形（全部入选组合、全部其他组合）。如果差别是持久的，它们都应当在虚线附近。箭头的长度就是预期与实际的差距。

# %% [markdown]
# Chance is one culprit. {{len(test.cells)}} cells share {{test.summary.loc[("calibration", "all"), "responses"]:.0f}} buyers, three each: too few to tell
# a good cell from a lucky one. Whoever picks the best of many picks luck along with them: **overfitting**.
#
# Is it luck alone? Shuffle the rows, so that both parts hold the same kind of customers, and split again. Write down your guess: do the chosen cells fail once more?

# %% [markdown] lang="zh"
# 运气是原因之一。{{len(test.cells)}} 个组合分摊 {{test.summary.loc[("calibration", "all"), "responses"]:.0f}} 位买家，平均每个三位，分不清是真好还是走运。从许多组合里挑最好的，也就把运气一起挑了进来，这种现象叫**过拟合**（overfitting）。
#
# 只是运气吗？把各行打乱，让两部分的客户只有偶然的差别，再分一次。请写下你的猜测：选出的组合还会失败吗？

# %%
shuffled = books.sample(frac=1, random_state=13)
again = generalise(shuffled, response="bought", cells=club_cells, calibration_rows=1800)
fair = again.summary["response_rate"]
again.summary[["customers", "response_rate", "low", "high"]].round(3)

# %% [markdown]
# Now they keep part of their lead: {{100 * fair["calibration", "chosen cells"]:.1f}} % falls to {{100 * fair["holdout", "chosen cells"]:.1f}} %, against
# {{100 * fair["holdout", "other cells"]:.1f}} % of the other cells. But `low` and `high`, a 95 % **interval** (the rates that the data leave
# plausible), overlap, and this is one shuffle. So take 100.

# %% [markdown] lang="zh"
# 这次保住了一部分优势：响应率从 {{fair["calibration", "chosen cells"]:.1%}} 降到 {{fair["holdout", "chosen cells"]:.1%}}，其他组合为 {{fair["holdout", "other cells"]:.1%}}。不过，`low` 和 `high` 给出的 95% **置信区间**（与数据相容的取值范围）有重叠，而且这只是一次打乱。那就打乱 100 次。

# %%
split = {"response": "bought", "cells": club_cells, "calibration_rows": 1800}
shuffles = [books.sample(frac=1, random_state=seed) for seed in range(100)]
fair_rates = [generalise(rows, **split).summary["response_rate"]["holdout"] for rows in shuffles]
leads = pd.Series([rate["chosen cells"] - rate["all"] for rate in fair_rates])
print(f"above the average in {(leads > 0).sum()} of 100 splits, by {100 * leads.mean():.1f} points")

# %% [markdown]
# In {{(leads > 0).sum()}} of 100 splits the chosen cells beat the average of the holdout, though by far less than was promised. What is lost in a fair split is
# overfitting, and what remains is real. So what went wrong with the rows in their order? Compare the same two parts, class by class.

# %% [markdown] lang="zh"
# 100 次里有 {{(leads > 0).sum()}} 次，入选组合的响应率高于验证样本的平均值，只是平均仅高 {{100 * leads.mean():.1f}} 个百分点，远不如当初的预期。公平划分时失去的部分是过拟合，剩下的才是真本事。那么，按原来的顺序划分时，问题出在哪里？把同样的两部分逐档比较。

# %%
part = (books["row"] > 1800).map({False: "rows 1 to 1,800", True: "rows 1,801 to 4,000"})
answers = books.groupby([part, "frequency_code"])["bought"].mean().unstack()
answers = answers.rename(columns={1: "1 (once)", 2: "2 (twice)", 3: "3 (often)"})
ax = plots.generalisation.class_response(answers.rename_axis(columns="frequency class"))

# %% [markdown]
# In the calibration part those who bought often respond at a rate of {{100 * answers.iloc[0, -1]:.1f}} %, those who bought once at
# {{100 * answers.iloc[0, 0]:.1f}} %. In the holdout it is {{100 * answers.iloc[1, -1]:.1f}} % against {{100 * answers.iloc[1, 0]:.1f}} %: what held for the
# first customers does not hold for the later ones. The file does not say why. No method can learn from one group of customers what is not true of another.

# %% [markdown] lang="zh"
# 图题的意思是：消费频率最高的一档，响应率在校准样本里高于最低的一档，在验证样本里反而低于它。在校准样本里，常买的客户响应率为 {{answers.iloc[0, -1]:.1%}}，只买过一次的为 {{answers.iloc[0, 0]:.1%}}；在验证样本里，两者分别是 {{answers.iloc[1, -1]:.1%}} 和 {{answers.iloc[1, 0]:.1%}}。对前面的客户成立的规律，对后面的客户不成立，原因文件里没有说明。任何方法都不可能从一批客户身上学到对另一批客户并不成立的东西。

# %% [markdown]
# ## The answer
#
# Write to everybody whose RFM sum is above {{ranked.loc[lists["the RFM sum"], "rfm_sum"].min()}}, and give the
# remaining letters to the highest spenders among those with exactly {{ranked.loc[lists["the RFM sum"], "rfm_sum"].min()}}. Counted from `segments`,
# {{100 * segments[lists["the RFM sum"]].eq("Champions").mean():.0f}} % of these 5,000 are *Champions*.
#
# | 5,000 letters to | buyers in half a year | dollars |
# |---|---|---|
# | anybody | {{5000 * back.mean():,.0f}} | {{5000 * spent.mean():,.0f}} |
# | the latest buyers | {{buyers["recency alone"]:,.0f}} | {{money["recency alone"]:,.0f}} |
# | the most frequent buyers | {{buyers["frequency alone"]:,.0f}} | {{money["frequency alone"]:,.0f}} |
# | the largest buyers | {{buyers["spend alone"]:,.0f}} | {{money["spend alone"]:,.0f}} |
# | **the highest RFM sums** | **{{buyers["the RFM sum"]:,.0f}}** | **{{money["the RFM sum"]:,.0f}}** |
#
# These dollars are what the customers bought in the half year, without any letter, and not what the letters bring: that the data cannot
# tell. In a file that you do not know, mail a small random sample of the very customers you mean to write to, and choose by what they answer.

# %% [markdown] lang="zh"
# ## 回答
#
# 信先寄给 RFM 总分高于 {{ranked.loc[lists["the RFM sum"], "rfm_sum"].min()}} 分的全部客户；剩余名额按消费金额从高到低，给总分恰好为 {{ranked.loc[lists["the RFM sum"], "rfm_sum"].min()}} 分的客户。按 `segments` 统计，这 5,000 人里有 {{segments[lists["the RFM sum"]].eq("Champions").mean():.0%}} 是冠军客户。
#
# | 5,000 封信寄给 | 半年内的买家 | 美元 |
# |---|---|---|
# | 随机的客户 | {{5000 * back.mean():,.0f}} | {{5000 * spent.mean():,.0f}} |
# | 最近购买的客户 | {{buyers["recency alone"]:,.0f}} | {{money["recency alone"]:,.0f}} |
# | 购买最频繁的客户 | {{buyers["frequency alone"]:,.0f}} | {{money["frequency alone"]:,.0f}} |
# | 花钱最多的客户 | {{buyers["spend alone"]:,.0f}} | {{money["spend alone"]:,.0f}} |
# | **RFM 总分最高的客户** | **{{buyers["the RFM sum"]:,.0f}}** | **{{money["the RFM sum"]:,.0f}}** |
#
# 表中的美元是这些客户在没有收到信的半年里花的钱，并不是信带来的销售额；后者从这份数据里看不出来。面对一份不熟悉的名单，稳妥的做法是：先在真正要寄的客户里随机抽一小部分做测试，再根据他们的响应来选。

# %% [markdown]
# ## Limits
#
# These customers bought without any letter. RFM finds those who will buy, not those whom a letter moves: that takes a random group
# without letters beside them. Nor does RFM say *when* somebody will buy.
#
# Fifths are cut anew in each file, so a 5 in a bad year may be a 3 in a good one. Keep the thresholds and score next year's
# customers with them: `rfm.score_with(next_year, scored.thresholds)`.
#
# **Terms** RFM · recency · frequency · monetary value · quintile · RFM cell · segment · calibration, holdout · overfitting ·
# generalisation · interval

# %% [markdown] lang="zh"
# ## 局限
#
# 这些客户没有收到信也买了。RFM 找到的是会购买的人，而不是因为收到信才购买的人；要知道后者，需要随机留出一组不寄信的客户做对照。RFM 也不能说明客户*什么时候*会买。
#
# 五分位在每份名单里都要重新划线：行情差的年份里的 5 分，放到好年份也许只有 3 分。请保留分界点，明年用同一把尺子打分：`rfm.score_with(next_year, scored.thresholds)`。
#
# **术语** RFM 模型 · 最近一次消费 recency · 消费频率 frequency · 消费金额 monetary value · 五分位 quintile · RFM 组合 RFM cell · 细分客户群 segment · 校准、验证 calibration, holdout · 过拟合 overfitting · 泛化 generalisation · 置信区间 interval

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/13_rfm.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Score with three bins instead of five. Do customers in the best cell still come back with more than 50 %?
# 2. A letter costs 0.80 dollars, and a buyer brings a margin of 12 dollars. Which segments are worth a letter, if the letter itself made them buy?
# 3. Repeat the 100 shuffled splits with 3,000 rows for calibration. Do the chosen cells keep more of their lead?
# 4. Write rules with four segments that your colleagues would understand, and name all 125 cells.

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/1_segmentation/13_rfm.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把五档改成三档。最好的组合里，回来购买的客户还超过 50% 吗？
# 2. 一封信成本 0.80 美元，一位买家带来 12 美元毛利。假如购买都是信带来的，哪些客户群值得寄？
# 3. 校准样本改为 3,000 行，再打乱 100 次。入选组合能保住更多的优势吗？
# 4. 写一套同事都能看懂的四类规则，让 125 个组合都有名称。
