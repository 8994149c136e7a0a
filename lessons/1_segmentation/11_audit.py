# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["33", "40", "18", "14", "2469", "10", "90"]
# ---

# %% [markdown]
# # 11 Customer-base audit
#
# **Question** Sales are not what they were. Did we win more customers or lose some, do those who stay buy
# differently, and who has left for good?
#
# **Who asks** A managing director, before anybody proposes a campaign; an investor, before buying a firm.
#
# **Time** 40 minutes. **Before this** [10 The customer file](10_customer_file.ipynb).
#
# **You will be able to**
# 1. split sales into customers, purchases a customer and money a purchase;
# 2. explain the change between two periods by customers won, lost and kept;
# 3. tell new from repeat sales, and compare cohorts at the same age;
# 4. say who has probably left, with a rule that you have checked.
#
# **Data** The Complete Journey (one year of a grocer's 2,469 households) and CDNOW (music, 18 months).

# %% [markdown] lang="zh"
# # 11 客户基础审计
#
# **问题** 销售额和从前不一样了。是赢得了更多客户，还是失去了一些？留下来的客户买法变了吗？谁是真的走了？
#
# **谁会这样问** 总经理，在任何人提出营销活动之前；投资人，在收购一家公司之前。
#
# **用时** 40 分钟。**先修** [10 客户资料的三个层次](10_customer_file.ipynb)。
#
# **学完你能够**
# 1. 把销售额拆成客户数、人均购买次数和单次购买金额；
# 2. 用新增、流失和留存的客户解释两个时段之间的变化；
# 3. 区分首购与复购，并在相同客龄上比较各个同期群；
# 4. 用一条经过检验的规则判断谁可能已经流失。
#
# **数据** The Complete Journey（一家食品超市 2,469 户家庭一年的购物记录）和 CDNOW（音像，18 个月）。

# %%
import pandas as pd

from crmkit import datasets, plots, summary

plots.course_style()

# %%
log = datasets.load("complete_journey_transactions")
log[["customer_id", "ordered_at", "order_id", "product_id", "amount"]].head(3)

# %% [markdown]
# One row is one product in one basket: {{len(log) / 1e6:.2f}} million rows. A **customer-base audit**
# (客户基础审计) looks at sales through customers, not products, so it needs one row a customer. That is what
# `summary.customers` makes, as of a day that you name; of its columns we need purchases and spend now, ages later.

# %% [markdown] lang="zh"
# 每一行是一个购物篮里的一件商品，共 {{len(log) / 1e4:.0f}} 万行。**客户基础审计**（customer-base audit）透过客户而不是商品来看销售，因此需要每位客户一行的表。`summary.customers` 按你指定的截止日生成这张表；其中的购买次数和消费总额马上要用，客龄各列后面再用。

# %%
households = summary.customers(log, as_of="2017-12-31")
households.head(3).round(1).T

# %% [markdown]
# Check one household by hand before you trust such a table. A purchase is a day with at least one basket.
# How often did household 900 shop, and for how much?

# %% [markdown] lang="zh"
# 在相信这样一张表之前，先手工核对一户。这里“一次购买”指有购物的一天。900 号家庭购物多少次，花了多少钱？

# %%
one = log[log["customer_id"] == 900]
print(one["ordered_at"].dt.date.nunique(), "days,", f"{one['amount'].sum():.2f} dollars")

# %% [markdown]
# The table holds the same: {{households.loc[900, "purchases"]:.0f}} purchases and
# {{households.loc[900, "total_spend"]:,.2f}} dollars.
#
# ## 1 Three factors make the sales
#
# Sales are customers, times purchases a customer, times money a purchase. We compute all three for each
# quarter. Which factor do you expect to have moved most from the first quarter to the fourth? Choose one.

# %% [markdown] lang="zh"
# 表中的结果相同：{{households.loc[900, "purchases"]:.0f}} 次购买，{{households.loc[900, "total_spend"]:,.2f}} 美元。
#
# ## 1 销售额由三个因素构成
#
# 销售额 = 客户数 × 人均购买次数 × 单次购买金额。下面按季度算出这三项。从第一季度到第四季度，你认为哪一项变化最大？请选一项。

# %%
quarter = log["ordered_at"].dt.quarter.rename("quarter")
day = log["ordered_at"].dt.date.rename("day")
visits = log.groupby([quarter, "customer_id", day])["amount"].sum().groupby("quarter")
sales, purchases = visits.sum(), visits.size()
customers = log.groupby(quarter)["customer_id"].nunique()

# %%
factors = pd.DataFrame({"sales": sales, "customers": customers})
factors["purchases each"] = purchases / customers
factors["dollars each"] = sales / purchases
factors.round(2)

# %%
growth = 100 * (factors.loc[4] / factors.loc[1] - 1)
growth.rename("growth, %").round(1)

# %% [markdown]
# No factor stands out: customers rose by {{growth["customers"]:.1f}}%, purchases by {{growth["purchases each"]:.1f}}%
# and the money of each by {{growth["dollars each"]:.1f}}%. Multiplied, they make sales grow by
# {{growth["sales"]:.1f}}%. There is no single cause to look for, so the audit goes on to who changed.

# %% [markdown] lang="zh"
# 没有哪一项特别突出：客户数增长 {{growth["customers"]:.1f}}%，人均购买次数增长 {{growth["purchases each"]:.1f}}%，单次购买金额增长 {{growth["dollars each"]:.1f}}%。三者相乘，销售额增长 {{growth["sales"]:.1f}}%。没有单一的原因可找，所以接下来要看是哪些客户发生了变化。

# %% [markdown]
# ## 2 How different are the customers?
#
# Averages hide how much households differ. The household at the 90% mark spends far more in a year than the
# one at 10%. Is that because it comes more often, or because it buys more each time? Guess before you run
# the next two cells.

# %% [markdown] lang="zh"
# ## 2 客户之间差异有多大？
#
# 平均数看不出家庭之间的差别。处在 90% 位置的家庭，一年的消费远高于处在 10% 位置的家庭。这是因为来得更勤，还是每次买得更多？运行下面两个单元格之前，先猜一猜。

# %%
households["mean_spend"] = households["total_spend"] / households["purchases"]
spread = households[["purchases", "mean_spend", "total_spend"]].quantile([0.1, 0.5, 0.9])
spread.round(0)

# %%
times = spread.loc[0.9] / spread.loc[0.1]
times.rename("90 % mark over 10 % mark").round(1)

# %% [markdown]
# The large household spends {{times["total_spend"]:.0f}} times as much, and mostly because it comes more often:
# {{times["purchases"]:.0f}} times as many days against {{times["mean_spend"]:.1f}} times as much each day. At this grocer
# value is frequency, so a campaign for larger baskets pulls the weaker lever.

# %% [markdown] lang="zh"
# 大户的消费是小户的 {{times["total_spend"]:.0f}} 倍，主要因为来得更勤：购物天数是 {{times["purchases"]:.0f}} 倍，而每次金额只有 {{times["mean_spend"]:.1f}} 倍。在这家超市，价值主要来自频率；设法做大购物篮的活动，用的是较弱的那根杠杆。

# %%
median = households["purchases"].median()
days = households["purchases"]
ax = days.plot.hist(bins=range(0, 320, 10), color=plots.style.QUIET, figsize=(7, 3.2))
ax.axvline(median, color=plots.style.EXPECTED, linewidth=2)
ax.text(median + 5, 340, f"median {median:.0f} days", color=plots.style.EXPECTED)
ax.set(title="Half the households shop on fewer than 40 days a year", ylabel="households")
_ = ax.set_xlabel("days with a purchase")

# %% [markdown]
# ## 3 Won, lost and kept
#
# Now explain the change from the first to the fourth quarter household by household. Each of them is in one
# group: it bought in both quarters (**kept**, 留存), only in the first (**lost**, 流失) or only in the fourth
# (**won**, 新增). What share of the growth comes from the kept: a fifth, a half or more? Guess.

# %% [markdown] lang="zh"
# ## 3 新增、流失与留存
#
# 现在逐户解释从第一季度到第四季度的变化。每户家庭属于其中一组：两个季度都买过（**留存**，kept），只在第一季度买过（**流失**，lost），或只在第四季度买过（**新增**，won）。增长中有多少来自留存的家庭：五分之一、一半，还是更多？请先猜。

# %%
money = log.groupby(["customer_id", quarter])["amount"].sum().unstack(fill_value=0.0)
before, after = money[1], money[4]
group = pd.Series("kept", index=money.index)
group[(before > 0) & (after == 0)] = "lost"
group[(before == 0) & (after > 0)] = "won"
group[(before == 0) & (after == 0)] = "in neither"

# %%
change = pd.DataFrame({"before": before, "after": after}).groupby(group).sum().round(0)
change.insert(0, "households", group.value_counts())
change["difference"] = change["after"] - change["before"]
change

# %%
by_group = change.loc[["won", "lost", "kept"], "difference"] / 1000
colors = [plots.style.GOOD if one > 0 else plots.style.BAD for one in by_group]
ax = by_group.plot.bar(color=colors, rot=0, figsize=(6, 3.2))
ax.bar_label(ax.containers[0], fmt="%+.0f", padding=2)
ax.axhline(0, color="black", linewidth=0.8)
ax.set(title="The kept explain most of the growth", ylim=(-30, 95), xlabel="")
_ = ax.set_ylabel("change (thousand dollars)")

# %% [markdown]
# Sales rose by {{change["difference"].sum() / 1000:.0f}} thousand dollars, {{by_group["kept"]:.0f}} of them ({{by_group["kept"] / by_group.sum():.0%}}) from
# the kept. Won and lost are few, and together bring {{by_group["won"] + by_group["lost"]:.0f}}. Is it all quiet among the kept, then? Their total may hide
# movements in both directions, so look once more.

# %% [markdown] lang="zh"
# 销售额增加了 {{change["difference"].sum() / 1000:.0f}} 千美元，其中 {{by_group["kept"]:.0f}} 千（{{by_group["kept"] / by_group.sum():.0%}}）来自留存家庭。新增和流失的家庭很少，合计只带来 {{by_group["won"] + by_group["lost"]:.0f}} 千。那么留存家庭内部就风平浪静吗？合计数可能掩盖两个方向的变动，所以再看一步。

# %%
moved = ((after - before)[group == "kept"]) / 1000
up, down = moved[moved > 0].sum(), moved[moved < 0].sum()
print(f"up {up:+.0f}, down {down:+.0f}, together {up + down:+.0f} thousand dollars")

# %% [markdown]
# Those who spend more add {{up:.0f}} thousand and those who spend less take away {{-down:.0f}}. The director who only
# counts lost households sees {{-by_group["lost"]:.0f}} thousand go, while {{-down / -by_group["lost"]:.0f}} times as much
# goes with households that are still there. A customer can leave bit by bit.

# %% [markdown] lang="zh"
# 消费增加的家庭带来 {{up:.0f}} 千美元，消费减少的家庭带走 {{-down:.0f}} 千美元。只数流失家庭的总经理看到的损失是 {{-by_group["lost"]:.0f}} 千美元，而留下来的家庭少花的钱是它的 {{-down / -by_group["lost"]:.0f}} 倍。客户也会一点一点地离开。

# %% [markdown]
# ## 4 New or repeat?
#
# The grocer's file does not show a customer's beginning: who first appears in January may have come for ten
# years. CDNOW's does. It follows everybody who first bought in the first quarter of 1997, and nobody
# else, so from April on all sales are repeat sales. Guess: how much of April's level is left 14 months later?

# %% [markdown] lang="zh"
# ## 4 首购还是复购？
#
# 超市的数据看不到客户的起点：一月才首次出现的家庭，也许已经来了十年。CDNOW 则可以。它只跟踪 1997 年第一季度首次购买的客户，所以从四月起，全部销售都是复购。猜一猜：14 个月以后，还剩下四月水平的多少？

# %%
music = datasets.load("cdnow")
first = music.groupby("customer_id")["ordered_at"].transform("min")
kind = (music["ordered_at"] == first).map({True: "first", False: "repeat"}).rename("purchase")
month = music["ordered_at"].dt.to_period("M").rename("month")
monthly = music.groupby([month, kind])["amount"].sum().unstack(fill_value=0) / 1000
monthly.loc[["1997-01", "1997-03", "1997-04", "1998-06"]].round(0)

# %%
ax = monthly.plot.area(figsize=(8, 3.4), linewidth=0, color=["C1", "C0"])
for when in ("1997-04", "1998-06"):
    height, shift = monthly.loc[when, "repeat"], -10 if when > "1998" else 12
    ax.annotate(f"{height:.0f}", (pd.Period(when), height), (shift, 18), textcoords="offset points",
                ha="center", arrowprops={"arrowstyle": "->", "color": plots.style.ACTUAL})
ax.set(title="Without new customers repeat sales carry the shop, and shrink", xlabel="")
_ = ax.set_ylabel("sales (thousand dollars)")

# %% [markdown]
# Repeat sales fall from {{monthly.loc["1997-04", "repeat"]:.0f}} thousand dollars in April 1997 to
# {{monthly.loc["1998-06", "repeat"]:.0f}} in June 1998: {{monthly.loc["1998-06", "repeat"] / monthly.loc["1997-04", "repeat"]:.0%}} are
# left. A shop that wins nobody does not stand still; it shrinks. How fast its customers thin out is what a
# cohort shows.

# %% [markdown] lang="zh"
# 复购额从 1997 年四月的 {{monthly.loc["1997-04", "repeat"]:.0f}} 千美元降到 1998 年六月的 {{monthly.loc["1998-06", "repeat"]:.0f}} 千美元，只剩 {{monthly.loc["1998-06", "repeat"] / monthly.loc["1997-04", "repeat"]:.0%}}。不再赢得新客户的店不会停在原地，而会慢慢萎缩。客户减少得有多快，要看同期群。

# %% [markdown]
# ## 5 Compare cohorts at the same age
#
# A **cohort** (同期群) is all customers who first bought in the same month. Divide the number of its members who
# buy in a month by its size, and count months from the first purchase: then cohorts can be compared at the
# same age.

# %% [markdown] lang="zh"
# ## 5 在相同客龄上比较同期群
#
# **同期群**（cohort）是首次购买发生在同一个月的全部客户。用当月购买的成员数除以同期群的总人数，并从首次购买那个月起数月份，就可以在相同客龄上比较各个同期群。

# %%
cohort = first.dt.to_period("M").rename("cohort")
age = month.astype("int64") - cohort.astype("int64")
buyers = music.groupby([age.rename("months"), cohort])["customer_id"].nunique().unstack()
back = 100 * buyers / buyers.loc[0]
back.loc[:6].round(1)

# %%
ax = back.loc[1:].plot(figsize=(7, 3.4))
start, end = back.loc[1].mean(), back.loc[15].mean()
ax.annotate(f"{start:.0f} % a month later", (1, start), (2, 14.3))
ax.annotate(f"{end:.0f} %", (15, end), (14.6, 4))
ax.set(title="Three cohorts follow nearly the same curve", ylim=(0, 17))
_ = ax.set(xlabel="months since the month of the first purchase", ylabel="cohort that buys (%)")

# %% [markdown]
# About {{start:.0f}}% come back in the month after, and {{end:.0f}}% fifteen months later. The three lines nearly
# coincide; the bumps at 12 to 14 months are all March 1998. If later cohorts ran below earlier ones, the shop
# would be winning worse customers, however good its sales looked.

# %% [markdown] lang="zh"
# 次月约有 {{start:.0f}}% 的客户回来，十五个月后为 {{end:.0f}}%。三条线几乎重合；第 12 至 14 个月的小高峰都是 1998 年三月。如果后来的同期群一路低于先前的，那么不管销售额多好看，这家店赢得的客户正在变差。

# %% [markdown]
# ## 6 Who has left?
#
# Nobody tells a shop that they are leaving. A fair rule asks how long *this* household usually stays away: its
# **usual gap** (通常间隔), the days from its first to its last purchase (`age_at_last_days`) divided by the purchases
# after the first. We call a household left when its silence is longer than five usual gaps. As of 30 September, how many are that?

# %% [markdown] lang="zh"
# ## 6 谁已经流失？
#
# 没有客户会通知商店自己要走。合理的规则要看*这户家庭*通常隔多久来一次：它的**通常间隔**（usual gap）是从首次到末次购买的天数（`age_at_last_days`）除以首次之后的购买次数，也就是相邻两次购买之间的平均时间。沉默超过五个通常间隔，我们就认为它已经流失。截至 9 月 30 日，这样的家庭有多少？

# %%
known = summary.customers(log[log["ordered_at"] < "2017-10-01"], as_of="2017-09-30")
usual_gap = known["age_at_last_days"] / known["repeat_purchases"]
silence = known["days_since_last"] / usual_gap
left = silence > 5
print(f"{left.sum()} of {len(known):,} households, {usual_gap.isna().sum()} have no usual gap")

# %% [markdown]
# {{left.mean():.1%}} count as left. Those with a single purchase have no gap, so the rule is silent about them; say
# how many they are. It is a plausible rule, and the file goes on: we can look at what the
# {{left.sum()}} did in the next three months. Write down your guess: how many of a hundred shopped again?

# %% [markdown] lang="zh"
# {{left.mean():.1%}} 的家庭被认为已流失。只买过一次的家庭没有间隔，规则对它们无话可说，应当说明有多少户。这条规则听上去合理，而数据还没有结束：我们可以看看这 {{left.sum()}} 户随后三个月做了什么。请写下你的猜测：每一百户里有多少户又来购物了？

# %%
again = after.reindex(known.index) > 0
print(f"called left {again[left].mean():.0%}, all others {again[~left].mean():.0%} shopped again")

# %% [markdown]
# Of the households that the rule calls left, {{again[left].mean():.0%}} were back within three months. So is the rule only too
# impatient? Try others, by gaps and by plain days. Which of them do you expect to be right about most?

# %% [markdown] lang="zh"
# 规则认为已流失的家庭，{{again[left].mean():.0%}} 在三个月内又回来了。只是因为规则太心急吗？换一些规则试试，按间隔算，或者直接按天数算。你认为其中哪一条对多数家庭判断正确？

# %%
called = {f"{k} gaps": silence > k for k in (3, 5, 10)}
called |= {f"{d} days": known["days_since_last"] > d for d in (30, 60, 90)}
rules = pd.DataFrame({"households": {rule: who.sum() for rule, who in called.items()}})
rules["back in 3 months, %"] = {rule: 100 * again[who].mean() for rule, who in called.items()}
rules.round(0)

# %%
ax = rules["back in 3 months, %"].plot.bar(color=plots.style.QUIET, rot=0, figsize=(7, 3.2))
ax.bar_label(ax.containers[0], fmt="%.0f")
ax.axhline(50, color=plots.style.BAD)
ax.text(5.6, 51, "half", color=plots.style.BAD)
ax.set(title='By every rule, most of those called "left" came back', ylim=(0, 100), xlim=(-0.6, 6))
_ = ax.set(xlabel="silent for more than", ylabel="back within three months (%)")

# %% [markdown]
# No rule finds households that are mostly gone. The silent do come back less often than the others, so a rule
# tells whom to *ask*, not whom to write off. What would a mistake cost? The {{left.sum()}} made
# {{after.reindex(known.index)[left].sum() / after.sum():.1%}} of the next quarter's sales.

# %% [markdown] lang="zh"
# 没有一条规则能找出多数已离开的家庭。沉默的家庭确实比其他家庭回来得少，所以规则告诉我们应该*问候*谁，而不是放弃谁。判断错了代价多大？这 {{left.sum()}} 户贡献了下一季度 {{after.reindex(known.index)[left].sum() / after.sum():.1%}} 的销售额。

# %% [markdown]
# ## The answer
#
# | the director asks | the audit says |
# |---|---|
# | What changed? | the grocer's sales rose by {{change["difference"].sum() / 1000:.0f}} thousand dollars, each factor by {{growth.drop("sales").min():.0f}} to {{growth.drop("sales").max():.0f}}% |
# | Whom did we win and lose? | won {{by_group["won"]:+.0f}}, lost {{by_group["lost"]:+.0f}}, kept {{by_group["kept"]:+.0f}} thousand |
# | Do those who stay buy differently? | yes, both ways: {{up:+.0f}} and {{down:+.0f}} thousand |
# | What if we win nobody? | at CDNOW {{monthly.loc["1998-06", "repeat"] / monthly.loc["1997-04", "repeat"]:.0%}} of repeat sales were left after 14 months |
# | Who has left? | of {{left.sum()}} "left" households {{again[left].mean():.0%}} came back: ask them, do not count them out |

# %% [markdown] lang="zh"
# ## 回答
#
# | 总经理问 | 审计的回答 |
# |---|---|
# | 变化在哪里？ | 超市销售额增加 {{change["difference"].sum() / 1000:.0f}} 千美元，三个因素各增长 {{growth.drop("sales").min():.0f}}% 至 {{growth.drop("sales").max():.0f}}% |
# | 赢得了谁，失去了谁？ | 新增 {{by_group["won"]:+.0f}}，流失 {{by_group["lost"]:+.0f}}，留存 {{by_group["kept"]:+.0f}}（千美元） |
# | 留下来的客户买法变了吗？ | 变了，而且两个方向都有：{{up:+.0f}} 和 {{down:+.0f}}（千美元） |
# | 如果不再有新客户？ | 14 个月后，CDNOW 的复购额只剩 {{monthly.loc["1998-06", "repeat"] / monthly.loc["1997-04", "repeat"]:.0%}} |
# | 谁已经流失？ | 被认为流失的 {{left.sum()}} 户中有 {{again[left].mean():.0%}} 又回来了：应当问候，而不是放弃 |

# %% [markdown]
# ## Limits
#
# "Won" and "first" need a history that begins with the customer. The grocer's panel was chosen for frequent
# shoppers, and a fourth quarter against a first mixes in the season. Rules of silence are rules of thumb:
# lesson 33 gives each customer a probability.

# %% [markdown] lang="zh"
# ## 局限
#
# 要判断“新增”和“首购”，历史记录必须从客户的起点开始。超市的样本是特意选出的常客，而且第四季度与第一季度相比混入了季节因素。沉默规则只是经验规则：第 33 课会给每位客户一个概率。

# %% [markdown]
# **Source** The questions follow Fader, Hardie and Ross, *The Customer-Base Audit* (2022), which prints no
# data that we could repeat; all figures here are ours.
#
# **Terms** customer-base audit 客户基础审计 · kept 留存 · lost 流失 · won 新增 · cohort 同期群 · usual gap 通常间隔

# %% [markdown] lang="zh"
# **来源** 本课的问题参照 Fader、Hardie 和 Ross 的 *The Customer-Base Audit*（2022）。该书没有可供重算的数据，这里的数字都是我们自己的结果。
#
# **术语** 客户基础审计 customer-base audit · 留存 kept · 流失 lost · 新增 won · 同期群 cohort · 通常间隔 usual gap

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/11_audit.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Compare the first half-year with the second. Does the story of the kept hold?
# 2. Leave out the ten largest households. By how much does the spread of spend shrink?
# 3. A letter to a silent household costs one dollar. Which rule would you use, and what else would you have to
#    know to say whether it pays?

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/1_segmentation/11_audit.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 比较上半年和下半年，关于留存家庭的结论还成立吗？
# 2. 去掉消费最多的十户，消费的差距会缩小多少？
# 3. 给沉默的家庭寄一封信要花一美元。你会用哪条规则？要判断是否划算，还需要知道什么？
