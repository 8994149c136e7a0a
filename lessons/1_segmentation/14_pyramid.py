# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["100", "15", "80", "12", "14", "33", "40", "60", "250"]
# ---

# %% [markdown]
# # 14 Customer pyramid and portfolio
#
# **Question** Which customers earn us money, which cost us money, and who is on the way up or down?
#
# **Who asks** A managing director who is about to treat "key accounts" differently from the rest.
#
# **Time** 40 minutes. **Before this** [12 80/20](12_concentration.ipynb).
#
# **You will be able to**
# 1. build a customer pyramid, cut by customers or by value;
# 2. draw a whale curve and find those who cost more than they bring;
# 3. follow customers from tier to tier, and tell change from chance;
# 4. sort customers into a portfolio, name the cuts that you used, and see what they do.
#
# **Data** Ta-Feng, a membership store in Taiwan: 817,741 lines of four months, with the cost of each line.

# %% [markdown] lang="zh"
# # 14 客户金字塔与客户组合
#
# **问题** 哪些客户为我们赚钱，哪些让我们亏钱？谁在上升，谁在下降？
#
# **谁会这样问** 一位准备对“重点客户”区别对待的总经理。
#
# **用时** 40 分钟。**先修** [12 二八定律](12_concentration.ipynb)。
#
# **学完你能够**
# 1. 按人数或按价值建立客户金字塔；
# 2. 画出鲸鱼曲线，找出成本高于贡献的客户；
# 3. 跟踪客户在各层之间的移动，并分辨变化与偶然；
# 4. 把客户分入客户组合，说明所用的分界线，并看清分界线的影响。
#
# **数据** Ta-Feng，台湾的一家会员制商店：四个月的购买明细，含每行商品的成本。

# %%
import pandas as pd

from crmkit import datasets, plots
from crmkit.segmentation import migration, portfolio, pyramid

plots.course_style()

# %%
log = datasets.load("ta_feng")
log[["customer_id", "ordered_at", "amount", "cost"]].head(3)

# %% [markdown]
# Amounts are New Taiwan dollars. The second line was sold for {{log["amount"][1]:.0f}} and had cost
# {{log["cost"][1]:.0f}}: the store lost money on it. What is left of sales after the cost of the goods is the
# **gross profit** (毛利).
#
# ## Profit a customer, by hand
#
# It takes one subtraction a line and one sum a customer.

# %% [markdown] lang="zh"
# 金额单位是新台币元。第二行以 {{log["amount"][1]:.0f}} 元售出，成本却是 {{log["cost"][1]:.0f}} 元：这一行亏了钱。销售额减去商品成本，就是**毛利**（gross profit）。
#
# ## 动手算每位客户的利润
#
# 每行做一次减法，每位客户求一次和。

# %%
by_hand = (log["amount"] - log["cost"]).groupby(log["customer_id"]).sum()
by_hand.loc[["00001069", "00001113", "00001250"]]

# %%
profit = pyramid.profit(log)
profit.loc[["00001069", "00001113", "00001250"]]

# %% [markdown]
# The call agrees. Over all customers, {{100 * profit.sum() / log["amount"].sum():.0f}} of every 100 dollars sold remain
# as gross profit. So much for the average; now for the differences.

# %% [markdown] lang="zh"
# 两种算法结果一致。就全部客户而言，每 100 元销售额留下 {{100 * profit.sum() / log["amount"].sum():.0f}} 元毛利。平均数说完了，下面看差异。

# %% [markdown]
# ## The pyramid
#
# The **customer pyramid** (客户金字塔) of Zeithaml, Rust and Lemon has four tiers: *platinum*, *gold*, *iron*
# and *lead*. A common cut is the top 1, the next 4, the next 15 and the other 80 per cent of customers.
# Write down your guess: what share of profit does the lead tier, those 80 per cent, bring?

# %% [markdown] lang="zh"
# ## 金字塔
#
# Zeithaml、Rust 和 Lemon 提出的**客户金字塔**（customer pyramid）有四层：*铂金*（platinum）、*黄金*（gold）、*铁*（iron）和*铅*（lead）。常见的切法是最高的 1%、其次的 4%、再次的 15% 和其余 80% 的客户。请写下猜测：铅层，也就是那 80% 的客户，贡献多少利润？

# %%
tiers = pyramid.tiers(profit, by="customers", shares=(0.01, 0.04, 0.15, 0.80))
table = pyramid.tier_table(profit, tiers)
table[["customers", "value", "value_share", "mean_value"]].round(2)

# %%
ax = plots.pyramid.tier_pyramid(table)
_ = ax.set_title("Lead, 80 % of the customers, brings as much profit as iron")

# %% [markdown]
# A platinum customer brings {{table.loc["platinum", "mean_value"] / table.loc["lead", "mean_value"]:.0f}} times as much as one
# of lead. Yet lead as a whole brings {{table.loc["lead", "value_share"]:.0%}}, as much as iron. A firm that drops its lead
# customers drops a third of its profit.

# %% [markdown] lang="zh"
# 一位铂金客户的贡献是铅层客户的 {{table.loc["platinum", "mean_value"] / table.loc["lead", "mean_value"]:.0f}} 倍。但整个铅层贡献了 {{table.loc["lead", "value_share"]:.0%}} 的利润，与铁层相当。放弃铅层客户的企业，等于放弃三分之一的利润。

# %% [markdown]
# The other way to cut is by value: each tier brings a quarter of the profit, from the best customer down. A
# customer who makes a loss counts as nothing here. How many of the {{len(profit):,}} customers do you expect in
# the top quarter?

# %% [markdown] lang="zh"
# 另一种切法是按价值：从最好的客户数起，每一层各贡献四分之一的利润。亏损的客户在这里按零计算。在 {{len(profit):,}} 位客户中，你认为最高的四分之一利润来自多少人？

# %%
no_loss = profit.clip(lower=0)
by_value = pyramid.tier_table(no_loss, pyramid.tiers(no_loss, by="value"))
by_value[["customers", "customer_share", "value_share"]].round(3)

# %% [markdown]
# A quarter of the profit comes from {{by_value.loc["platinum", "customers"]:,}} customers,
# {{by_value.loc["platinum", "customer_share"]:.1%}} of all. Cut by customers if you can look after a given number of
# them, and by value if you want to know how many carry a given part of the firm.

# %% [markdown] lang="zh"
# 四分之一的利润来自 {{by_value.loc["platinum", "customers"]:,}} 位客户，占全部客户的 {{by_value.loc["platinum", "customer_share"]:.1%}}。如果能照顾的人数有限，就按人数切；如果想知道多少客户支撑着企业的某一部分，就按价值切。

# %% [markdown]
# ## The whale curve
#
# Line the customers up from the most to the least profitable and add up their profit. Where the **whale curve**
# (鲸鱼曲线) rises above 100 per cent, the customers behind take money away. Guess: what share of the customers
# cost this store more than they bring?

# %% [markdown] lang="zh"
# ## 鲸鱼曲线
#
# 把客户从最赚钱到最不赚钱排成一列，逐个累加利润，得到**鲸鱼曲线**（whale curve）。曲线高于 100% 的地方，说明后面的客户会拿走利润。猜一猜：有多大比例的客户让这家店亏钱？

# %%
facts = pyramid.whale_facts(profit)
facts[["top_profit_share", "peak_customer_share", "peak_profit_share", "loss_maker_share"]].round(3)

# %%
ax = plots.pyramid.whale_curve(pyramid.whale_curve(profit))

# %% [markdown]
# The best fifth bring {{facts["top_profit_share"]:.0%}} of profit. {{facts["loss_makers"]:,.0f}} customers, or
# {{facts["loss_maker_share"]:.1%}}, make a loss, but all of them together only {{facts["peak_profit_share"] - 1:.1%}} of profit:
# the curve hardly rises above 100%. It would rise higher if each customer also bore the cost of serving
# them, which this file does not hold.

# %% [markdown] lang="zh"
# 最好的五分之一客户贡献 {{facts["top_profit_share"]:.0%}} 的利润。亏损客户有 {{facts["loss_makers"]:,.0f}} 位，占 {{facts["loss_maker_share"]:.1%}}，但他们合起来只拿走 {{facts["peak_profit_share"] - 1:.1%}} 的利润：曲线几乎没有高出 100%。如果把服务成本也算到每位客户头上，曲线会拱得更高，可惜这份数据里没有服务成本。

# %% [markdown]
# ## Up and down
#
# Build the pyramid twice, on the first and on the last 60 days, and compare. The **migration matrix**
# (迁移矩阵) counts who went where. "Lost" did not buy in the last 60 days, "new" not in the first.

# %% [markdown] lang="zh"
# ## 上升与下降
#
# 用前 60 天和后 60 天各建一个金字塔，然后比较。**迁移矩阵**（migration matrix）统计谁去了哪一层。lost 表示后 60 天没有购买，new 表示前 60 天没有购买。

# %%
first, last = log[log["ordered_at"] < "2000-12-31"], log[log["ordered_at"] >= "2000-12-31"]
before = pyramid.tiers(pyramid.profit(first))
after = pyramid.tiers(pyramid.profit(last))
moves = migration.migration_matrix(before, after)
moves

# %% [markdown]
# There are {{moves.loc["platinum"].sum()}} platinum customers in the first 60 days. The director plans a key-account
# programme for them. Write down your guess: what share of them is still platinum two months later?

# %% [markdown] lang="zh"
# 前 60 天有 {{moves.loc["platinum"].sum()}} 位铂金客户，总经理打算为他们设立重点客户计划。请写下猜测：两个月之后，其中多大比例仍是铂金客户？

# %%
rates = migration.migration_rates(moves)
ax = plots.migration.migration_map(rates)

# %% [markdown]
# Only {{rates.loc["platinum", "platinum"]:.0%}} are, {{rates.loc["platinum", "lead"]:.0%}} have dropped to lead, and
# {{rates.loc["platinum", "lost"]:.0%}} are gone. It looks like an alarm: "We are losing our best customers!" But some
# were at the top through one large purchase, and luck of that kind does not repeat. How much of the fall would
# chance alone produce?

# %% [markdown] lang="zh"
# 只有 {{rates.loc["platinum", "platinum"]:.0%}}；{{rates.loc["platinum", "lead"]:.0%}} 跌到了铅层，{{rates.loc["platinum", "lost"]:.0%}} 没有再来。看上去应该拉响警报：“我们正在失去最好的客户！”但有些人登上顶层只是因为一次大额购买，这样的运气不会重演。单凭偶然，会造成多少下滑？

# %% [markdown]
# ## The same customers, at the same time
#
# Deal each customer's shopping days at random into two halves of the same four months. No time passes between
# the halves, nobody gets better or worse, so every move between them is chance. What share of the platinum
# customers of one half will be platinum in the other? Guess again.

# %% [markdown] lang="zh"
# ## 同一批客户，同一段时间
#
# 把每位客户的购物日随机分到两个“半份”里，两个半份都来自同样的四个月。两者之间没有时间流逝，谁也没有变好或变差，所以它们之间的移动全是偶然。一个半份里的铂金客户，有多大比例在另一个半份里也是铂金？再猜一次。

# %%
days = log.groupby(["customer_id", "ordered_at"], as_index=False)[["amount", "cost"]].sum()
half = days.sample(frac=0.5, random_state=1).index
one = pyramid.tiers(pyramid.profit(days.loc[half]))
other = pyramid.tiers(pyramid.profit(days.drop(index=half)))
dealt = migration.migration_rates(migration.migration_matrix(one, other))
dealt.loc["platinum"].round(2)

# %%
where = pd.DataFrame({"two months later": rates.loc["platinum"]})
where["dealt at random"] = dealt.loc["platinum"]
ax = (100 * where).plot.bar(color=["C0", "C1"], rot=0, figsize=(7.5, 3.4), width=0.75)
for bars in ax.containers:
    ax.bar_label(bars, fmt="%.0f")
ax.set(title="By chance no more stay platinum than over two months", ylim=(0, 33))
_ = ax.set(xlabel="where platinum customers are afterwards", ylabel="platinum customers (%)")

# %% [markdown]
# Dealt at random, {{dealt.loc["platinum", "platinum"]:.0%}} stay platinum: as few as the {{rates.loc["platinum", "platinum"]:.0%}}
# over time; elsewhere the bars differ by some points in either direction. There is no cause for alarm, only luck that
# does not repeat. Before you reward a climber or mourn a customer who fell, make this check on data of your own.

# %% [markdown] lang="zh"
# 随机分开时，{{dealt.loc["platinum", "platinum"]:.0%}} 仍是铂金，与两个月后的 {{rates.loc["platinum", "platinum"]:.0%}} 一样少；其他各层互有几个百分点的高低。没有理由惊慌，只是好运没有重演。在奖励上升的客户、惋惜下滑的客户之前，请先用自己的数据做一次这样的检验。

# %% [markdown]
# So is the top tier worth nothing? Compare what the tiers of the first 60 days brought then and later. A lost
# customer counts with 0.

# %% [markdown] lang="zh"
# 那么顶层就毫无价值吗？比较前 60 天所分的各层客户，当时和后来各贡献多少。流失的客户按 0 计算。

# %%
then, later = pyramid.profit(first), pyramid.profit(last)
brought = pd.DataFrame({"first 60 days": then, "last 60 days": later}).loc[then.index].fillna(0)
brought = brought.groupby(before.reindex(then.index), observed=True).mean()[::-1]
brought.round(0)

# %% [markdown]
# A platinum customer of the first 60 days brought {{brought.iloc[0, 0]:,.0f}} dollars then and
# {{brought.iloc[0, 1]:,.0f}} later: much less, but still {{brought.iloc[0, 1] / brought.loc["lead"].iloc[1]:.0f}} times as much as
# one of lead. Lead alone went up. That those at the extremes come closer to the mean the next time is
# called **regression to the mean** (均值回归).

# %% [markdown] lang="zh"
# 前 60 天的铂金客户，当时人均贡献 {{brought.iloc[0, 0]:,.0f}} 元，后来是 {{brought.iloc[0, 1]:,.0f}} 元：少了很多，但仍是铅层客户的 {{brought.iloc[0, 1] / brought.loc["lead"].iloc[1]:.0f}} 倍。只有铅层上升了。处于两端的客户下一次会更接近平均水平，这种现象叫**均值回归**（regression to the mean）。

# %% [markdown]
# ## The portfolio: growth and share
#
# The Boston Consulting Group sorted products by growth and share; a **customer portfolio** (客户组合) does it with
# customers. *Stars* are large and growing, *cash cows* large and not growing, *question marks* small and
# growing, *dogs* neither. Everything depends on where you cut. Take the median size, and zero growth.

# %% [markdown] lang="zh"
# ## 客户组合：增长与份额
#
# 波士顿咨询公司按增长和份额给产品分类，**客户组合**（customer portfolio）把同样的办法用在客户身上。*明星*（star）既大又在增长，*金牛*（cash cow）大而不增长，*问号*（question mark）小而增长，*瘦狗*（dog）两者都不是。一切取决于分界线划在哪里。先取规模的中位数和零增长。

# %%
spend_before = first.groupby("customer_id")["amount"].sum()
spend_after = last.groupby("customer_id")["amount"].sum()
growth = portfolio.growth_and_share(spend_before, spend_after)
classes = portfolio.classify(growth, growth_cut=0.0, size_cut="median")
stars = portfolio.class_table(classes)
stars[["customers", "value", "value_share", "rule"]].round(2)

# %% [markdown]
# Stars hold {{stars.loc["star", "value_share"]:.0%}} of the money, which sounds splendid. But size is measured *after* the
# growth: a customer is large because this period went well. Measure size before the growth instead. Guess
# how many of a hundred large customers are then still growing.

# %% [markdown] lang="zh"
# 明星客户占了 {{stars.loc["star", "value_share"]:.0%}} 的金额，听起来很美。但这里的规模是增长*之后*量的：正因为这一期表现好，客户才显得大。改为在增长之前量规模。猜一猜：每一百位大客户里，还有多少在增长？

# %%
growth["size_before"] = growth["spend_before"] / spend_before.median()
known = growth[growth["spend_before"] > 0]
fair = portfolio.classify(known, size="size_before", size_cut=1.0)
fair_table = portfolio.class_table(fair)
fair_table[["customers", "value", "value_share", "rule"]].round(2)

# %%
large = fair_table.loc[["star", "cash cow"], "customers"]
some = known.sample(250, random_state=2).index
ax = plots.portfolio.portfolio_map(fair, shown=some)
cows = 100 * large["cash cow"] / large.sum()
_ = ax.set_title(f"Of the customers who were large before, {cows:.0f} % are cash cows")

# %% [markdown]
# (A bubble's area is the money of the last 60 days. 250 customers are drawn so that they can be told apart; the legend
# counts all. At -100% stand those who did not come back.) Only
# {{large["star"] / large.sum():.0%}} of the large are growing. Is the store losing its large customers, then? You know the
# check by now: do the same with the two halves that were dealt at random.

# %% [markdown] lang="zh"
# （气泡面积表示后 60 天的金额。图中只画 250 位客户以便分辨，图例统计的是全部客户。-100% 处是没有再来的客户。）大客户中只有 {{large["star"] / large.sum():.0%}} 在增长。那么这家店正在失去大客户吗？检验的办法你已经知道了：对随机分开的两个半份做同样的计算。

# %%
spend_one = days.loc[half].groupby("customer_id")["amount"].sum()
spend_other = days.drop(index=half).groupby("customer_id")["amount"].sum()
chance = portfolio.growth_and_share(spend_one, spend_other)
big = chance["spend_before"] > spend_one.median()
print(f"{(chance.loc[big, 'growth'] > 0).mean():.0%} of the large grow where no time passes")

# %% [markdown]
# By chance alone, {{(chance.loc[big, "growth"] > 0).mean():.0%}} would grow. Real time did a little better than that:
# there is no decline to explain. A portfolio is a picture of where customers stand, not a forecast of where
# they go.

# %% [markdown] lang="zh"
# 单凭偶然，增长的只有 {{(chance.loc[big, "growth"] > 0).mean():.0%}}。真实的时间过后，结果还略好一些：并没有什么下滑需要解释。客户组合描绘的是客户现在的位置，不是他们将来的去向。

# %% [markdown]
# ## The answer
#
# | the director asks | the store's data say |
# |---|---|
# | Who earns us money? | the best fifth {{facts["top_profit_share"]:.0%}} of profit, but the broad base a third |
# | Who costs us money? | {{facts["loss_makers"]:,.0f}} customers, together {{-facts["loss"]:,.0f}} of {{facts["profit"] / 1e6:.1f}} million dollars |
# | Who is on the way down? | {{1 - rates.loc["platinum", "platinum"]:.0%}} of platinum leave the tier; chance alone makes {{1 - dealt.loc["platinum", "platinum"]:.0%}} |
# | Key accounts? | of {{moves.loc["platinum"].sum()}}, {{moves.loc["platinum", "platinum"]}} were at the top again; all of them brought {{brought.iloc[0, 1] / brought.iloc[0, 0]:.0%}} of their former profit |

# %% [markdown] lang="zh"
# ## 回答
#
# | 总经理问 | 数据的回答 |
# |---|---|
# | 谁为我们赚钱？ | 最好的五分之一贡献 {{facts["top_profit_share"]:.0%}} 的利润，但底层也占三分之一 |
# | 谁让我们亏钱？ | {{facts["loss_makers"]:,.0f}} 位客户，合计 {{-facts["loss"]:,.0f}} 元，而总利润为 {{facts["profit"] / 1e4:,.0f}} 万元 |
# | 谁在走下坡路？ | {{1 - rates.loc["platinum", "platinum"]:.0%}} 的铂金客户离开了顶层，而单凭偶然也有 {{1 - dealt.loc["platinum", "platinum"]:.0%}} |
# | 重点客户计划？ | {{moves.loc["platinum"].sum()}} 位中只有 {{moves.loc["platinum", "platinum"]}} 位再次登上顶层；全体的利润是原先的 {{brought.iloc[0, 1] / brought.iloc[0, 0]:.0%}} |

# %% [markdown]
# ## Limits
#
# Profit here is before the cost of service, which can differ between customers more than margins do. Four months are
# short for tiers, and one deal at random is one draw: another seed moves the shares by one to three points. A tier
# is a fact about the past; lesson 33 asks about the future.

# %% [markdown] lang="zh"
# ## 局限
#
# 这里的利润没有扣除服务成本，而客户之间服务成本的差别可能比毛利的差别更大。四个月对于分层来说偏短；随机分一次也只是一次抽样，换一个种子，占比会变动一到三个百分点。层级说的是过去，第 33 课讨论未来。

# %% [markdown]
# **Source** Names of the tiers: Zeithaml, Rust and Lemon, "The customer pyramid" (2001), who print no data that
# we could repeat. All figures here are ours.
#
# **Terms** gross profit 毛利 · customer pyramid 客户金字塔 · whale curve 鲸鱼曲线 · migration matrix 迁移矩阵 ·
# regression to the mean 均值回归 · customer portfolio 客户组合

# %% [markdown] lang="zh"
# **来源** 各层的名称出自 Zeithaml、Rust 和 Lemon 的 “The customer pyramid”（2001）。该文没有可供重算的数据，这里的数字都是我们自己的结果。
#
# **术语** 毛利 gross profit · 客户金字塔 customer pyramid · 鲸鱼曲线 whale curve · 迁移矩阵 migration matrix · 均值回归 regression to the mean · 客户组合 customer portfolio

# %% [markdown]
# ## Your turn
#
# [The exercises to this lesson](../../exercises/1_segmentation/14_pyramid.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. Deal the days at random with five other seeds. Between which shares does "stayed platinum" lie?
# 2. Serving a customer costs 5 dollars a visit. How many make a loss, and how high is the whale's peak?
# 3. Raise the growth cut to one half (0.5). Who stops being a star, and would you tell the sales force?

# %% [markdown] lang="zh"
# ## 轮到你了
#
# [本课练习](../../../exercises/1_segmentation/14_pyramid.ipynb)给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 换五个随机种子重新分配购物日。“仍是铂金”的占比落在什么范围？
# 2. 每次服务一位客户要花 5 元。有多少客户亏损，鲸鱼曲线的最高点在哪里？
# 3. 把增长的分界线提高到一半（0.5）。谁不再是明星？你会告诉销售人员吗？
