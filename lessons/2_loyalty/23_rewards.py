# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["5000", "120", "40", "22", "1000", "70", "32", "75", "29", "40000"]
# ---

# %% [markdown]
# # 23 Frequency rewards and clubs
#
# **Question** Members who have redeemed miles for a free flight fly four times as often as the others. Does the programme make
# them fly, or does it reward flights that they would have taken anyway?
#
# **Who asks** The head of a frequent flyer programme, the finance director who pays for it, and any shop with a points card.
#
# **Time** 45 minutes. **Before this** [31 Acquire or retain?](../3_lifetime/31_acquire_or_retain.ipynb).
#
# **You will be able to**
# 1. keep a ledger of points, and set the price of a point at which a club loses nothing;
# 2. say by how much members must buy more for a programme to pay;
# 3. see why buying more after joining proves nothing, and what would prove something;
# 4. say what is left of a club once the rival has one, too.
#
# **Data** 3,999 members of an airline's programme, real, and a chain of shops that is simulated, so that the truth is known.

# %% [markdown] lang="zh"
# # 23 常客奖励计划与会员俱乐部
#
# **问题** 用里程换过免费机票的会员，飞行次数是其他会员的四倍。是奖励计划让他们多飞了，还是奖励计划在为他们本来就会飞的航班买单？
#
# **谁会这样问** 航空公司常旅客计划的负责人，以及要为它付钱的财务总监。发积分卡的零售店也会问同样的问题。
#
# **用时** 45 分钟。**先修** [31 获客还是留客？](../3_lifetime/31_acquire_or_retain.ipynb)。
#
# **学完你能够**
# 1. 记一本积分台账，并算出俱乐部不亏本的积分单价；
# 2. 说出会员要多买多少，奖励计划才划算；
# 3. 看清为什么“入会后买得更多”说明不了问题，以及什么才能说明问题；
# 4. 说出竞争者也办起俱乐部之后，还剩下什么效果。
#
# **数据** 一家航空公司 3,999 位会员的真实数据；另有一家模拟的连锁店，它的真相是已知的。

# %%
import pandas as pd
import statsmodels.formula.api as smf

from crmkit import datasets, plots
from crmkit.companies import loyalty_clubs
from crmkit.loyalty import ClubGame, paid_clubs, points, programme_effect, programmes
from crmkit.rates import rate_difference

# %%
plots.course_style()
members = datasets.load("east_west_members")
flights = members.groupby("award")["flights"].agg(["size", "mean"])
flights.round(2)

# %% [markdown]
# ## What everybody believes
#
# {{flights.loc[True, "size"]:,}} of the {{len(members):,}} members of East-West Airlines have redeemed miles for a free flight, an
# *award*. They flew {{flights.loc[True, "mean"]:.1f}} times in the last year, the others {{flights.loc[False, "mean"]:.2f}} times. "The
# award makes them fly," says the head of this **frequency reward programme** (常客奖励计划).

# %% [markdown] lang="zh"
# ## 人人都相信的事
#
# 东西航空的 {{len(members):,}} 位会员中，有 {{flights.loc[True, "size"]:,}} 位用里程换过免费机票（award）。他们去年平均飞了 {{flights.loc[True, "mean"]:.1f}} 次，其他人只有 {{flights.loc[False, "mean"]:.2f}} 次。这个**常客奖励计划**（frequency reward programme）的负责人说：“是免费机票让他们飞得更多。”

# %% [markdown]
# Perhaps award holders are only the older members, or those with a credit card that earns miles. A regression with **controls**
# (控制变量) compares members who are alike in these. The gap without controls is
# {{flights.loc[True, "mean"] - flights.loc[False, "mean"]:.2f}} flights. Write down how much of it you expect to remain.

# %% [markdown] lang="zh"
# 也许拿到免费机票的人只是入会更久，或者有能积里程的信用卡。带**控制变量**（controls）的回归，比较的是这些方面相同的会员。不加控制时差距是 {{flights.loc[True, "mean"] - flights.loc[False, "mean"]:.2f}} 次。写下你的猜测：控制之后还剩多少？

# %%
cards = " + bonus_transactions + card_1_level + card_2_level + card_3_level"
other_miles = " + balance_miles + bonus_miles + qualifying_miles"
time = " + days_since_enrolment"
same = {"nothing": "", "time as a member": time, "also cards and their use": time + cards,
        "also all miles but those flown": time + cards + other_miles}

# %%
gaps = pd.DataFrame(index=["estimate", "low", "high"])
for what, terms in same.items():
    fit = smf.ols("flights ~ award" + terms, members).fit(cov_type="HC1")
    gaps[what] = [fit.params["award[T.True]"], *fit.conf_int().loc["award[T.True]"]]
gaps = gaps.T.rename_axis("members alike in")
gaps.round(2)

# %% [markdown]
# Time as a member explains next to nothing. Cards and their use take the gap to {{gaps["estimate"].iloc[2]:.2f}}, and with all columns but
# the miles flown {{gaps["estimate"].iloc[3]:.2f}} flights are still left. The interval (low to high, the values that fit the data) is far
# from zero. So is the case proved? Write down your verdict.

# %% [markdown] lang="zh"
# 入会时间几乎不起作用。信用卡及其使用把差距降到 {{gaps["estimate"].iloc[2]:.2f}}；放进除飞行里程以外的所有列，仍剩 {{gaps["estimate"].iloc[3]:.2f}} 次。置信区间（low 到 high，即与数据相容的取值）离零很远。那么结论成立了吗？写下你的判断。

# %% [markdown]
# ## A ledger by hand
#
# A programme promises. What it owes stands in a **points ledger** (积分台账). Points are valid for twelve months here, and the
# oldest are used first. Anna was given 100 points in January and 80 in June 2024, redeemed 120 in December, and got 50 more in
# March 2025. How many can she still use on 1 July 2025?

# %% [markdown] lang="zh"
# ## 动手记一本台账
#
# 奖励计划是一种承诺，欠多少记在**积分台账**（points ledger）里。这里积分有效期为十二个月，先用最早的积分。安娜 2024 年 1 月得 100 分，6 月得 80 分，12 月兑换 120 分，2025 年 3 月又得 50 分。到 2025 年 7 月 1 日，她还能用多少分？

# %%
anna = pd.DataFrame({"customer_id": "Anna", "points": [100, 80, -120, 50],
                     "date": ["2024-01-10", "2024-06-01", "2024-12-20", "2025-03-01"]})
points.settle(anna, as_of="2025-07-01", life_months=12)

# %% [markdown]
# The 120 came out of the 100 of January and 20 of June. The other {{100 + 80 - 120}} of June ran out after 1 June 2025, and 50 are open. No
# point is lost: each row adds up to what was issued. Points that run out unused are the **breakage** (积分沉淀); what is open is
# the firm's **points liability** (积分负债).

# %% [markdown] lang="zh"
# 那 120 分用掉了 1 月的 100 分和 6 月的 20 分。6 月剩下的 {{100 + 80 - 120}} 分在 2025 年 6 月 1 日之后过期，还有 50 分可用。一分也不会丢：每一行加起来都等于发放数。没用掉就过期的积分叫**积分沉淀**（breakage）；尚可兑换的是企业的**积分负债**（points liability）。

# %% [markdown]
# Now a whole programme: a *simulated* chain of shops with 40,000 customers. It gives 10 points a purchase, and 100 points
# buy a voucher. Which share of the points do you think runs out?

# %% [markdown] lang="zh"
# 再看一个完整的计划：一家*模拟的*连锁店，有 40,000 位客户。每买一次得 10 分，100 分换一张代金券。你估计有多大比例的积分会过期？

# %%
clubs = loyalty_clubs(seed=1)
lots = points.settle(clubs.points, as_of="2024-12-31", life_months=12)
cohorts = points.breakage_by_cohort(lots)
ax = plots.programmes.fates_of_points(cohorts)

# %%
rate = points.redemption_rate(lots)
rate.round(3).to_frame()

# %% [markdown]
# {{100 * rate["estimate"]:.0f}} % are redeemed in the end: the **redemption rate** (兑换率), between {{100 * rate["low"]:.1f}} and
# {{100 * rate["high"]:.1f}} %. Only periods that are over may be counted. Of the points of the last quarter
# {{100 * cohorts["redemption_rate"].iloc[-1]:.0f}} % have been redeemed so far, which says nothing about how many will be.

# %% [markdown] lang="zh"
# 最终被兑换的是 {{100 * rate["estimate"]:.0f}}%，这就是**兑换率**（redemption rate），区间为 {{100 * rate["low"]:.1f}}% 到 {{100 * rate["high"]:.1f}}%。图题的意思是：已经结束的各期里，有 {{100 - 100 * rate["estimate"]:.0f}}% 的积分没用就过期了。只能用已经结束的时期来算：最近一个季度的积分目前只兑换了 {{100 * cohorts["redemption_rate"].iloc[-1]:.0f}}%，这说明不了最终会兑换多少。

# %% [markdown]
# ## The price of a point
#
# A voucher costs this chain 40 yuan, so a point that is redeemed costs 0.40. Suppose it sells points to the café next door, which
# gives them to its own guests. At which price does the chain lose nothing? If the guests redeem as its own members do, only about
# {{100 * rate["estimate"]:.0f}} of 100 points sold are ever redeemed, so by hand:

# %% [markdown] lang="zh"
# ## 积分的价格
#
# 一张代金券花掉这家店 40 元，所以每兑换一分的成本是 0.40 元。假设它把积分卖给隔壁的咖啡馆，由咖啡馆送给自己的客人。卖多少钱一分才不亏？如果这些客人和会员一样兑换，每卖出 100 分，最终只有大约 {{100 * rate["estimate"]:.0f}} 分会被兑换，所以动手算：

# %%
print(f"{0.40 * rate['estimate']:.3f} yuan a point")

# %%
programmes.price_of_point(rate[["estimate", "low", "high"]], cost_of_redeemed_point=0.40).round(3)

# %% [markdown]
# The same, with the interval that comes from the rate. A chain that does not know its rate looks at several:

# %% [markdown] lang="zh"
# 调用给出同样的结果，并附上由兑换率而来的区间。还不知道兑换率的企业，可以多看几种情形：

# %%
programmes.price_of_point([0.60, 0.70, 0.80], cost_of_redeemed_point=0.40).to_frame()

# %% [markdown]
# And the airline? Its members hold {{members["balance_miles"].sum() / 1e6:.1f}} million miles. Say that a redeemed mile costs one cent,
# an assumption: the data hold no costs. How much does it owe, and how much less if ten more miles in a hundred are never redeemed?

# %% [markdown] lang="zh"
# 航空公司呢？会员手里有 {{members["balance_miles"].sum() / 1e8:.2f}} 亿英里的里程。假定每兑换一英里的成本是一美分（这是假设，数据里没有成本）。它欠多少？沉淀率（永远不会兑换的比例）每提高十个百分点，又会少欠多少？

# %%
miles = members["balance_miles"].sum()
owed = {f"{100 * breakage:.0f} % breakage": programmes.liability(
    miles, cost_of_redeemed_point=0.01, breakage_rate=breakage) for breakage in (0, 0.1, 0.2)}
pd.Series(owed, name="million dollars owed").div(1e6).round(2).to_frame()

# %% [markdown]
# {{owed["0 % breakage"] / 1e6:.1f}} million dollars, and each 10 % of breakage take {{(owed["0 % breakage"] - owed["10 % breakage"]) / 1e6:.2f}}
# million off. Whoever guesses the breakage decides what the programme seems to cost.

# %% [markdown] lang="zh"
# 大约欠 {{owed["0 % breakage"] / 1e4:.0f}} 万美元，沉淀率每高十个百分点就少 {{(owed["0 % breakage"] - owed["10 % breakage"]) / 1e4:.0f}} 万美元。谁来估计沉淀率，谁就决定了这个计划看起来要花多少钱。

# %% [markdown]
# ## How much more must members buy?
#
# A basket of the chain is 80 yuan, with a margin of 22 %. Members earn points on *all* purchases, also on those that they would
# have made anyway. So only extra purchases pay for the points. By hand: what do the points of one purchase cost, and how many extra
# purchases cover those of a hundred made anyway?

# %% [markdown] lang="zh"
# ## 会员要多买多少？
#
# 这家店平均每单 80 元，毛利率 22%。会员的*所有*购买都得积分，包括本来就会买的。所以积分的成本只能靠多出来的购买来补。动手算：一次购买的积分成本是多少？每一百次“本来就会买”的购买，要多出多少次才补得回来？

# %%
point_cost = 10 * 0.40 * rate["estimate"]
print(f"{point_cost:.2f} yuan a purchase; {100 * point_cost / (0.22 * 80 - point_cost):.1f} more")

# %%
shop = {"margin_rate": 0.22, "reward_rate": point_cost / 80}
needed = programmes.break_even_lift(**shop)
profit = programmes.programme_profit([0, 0.1, 0.2, 0.3, 0.4], spend=1_000_000, **shop)
ax = plots.programmes.profit_by_lift(profit, break_even=needed)

# %% [markdown]
# This is the **break-even lift** (盈亏平衡提升): {{100 * needed:.1f}} %. The formula is $r / (m - r)$, with the cost of rewards r and
# the margin m, both as shares of spend. A programme that changes nobody costs
# {{profit["reward_anyway"].iloc[0]:,.0f}} yuan on each million that members would have spent.

# %% [markdown] lang="zh"
# 这就是**盈亏平衡提升**（break-even lift）：{{100 * needed:.1f}}%。公式是 $r / (m - r)$，其中 r 是奖励成本、m 是毛利，都按占消费额的比例计。图题的意思是：提升低于这个数，计划的花费就超过带来的收益。一个什么也没改变的计划，会员本来会花的每一百万元要赔进 {{profit["reward_anyway"].iloc[0]:,.0f}} 元。

# %% [markdown]
# ## After joining they buy more
#
# The manager of the chain compares each member's twelve months before joining with the twelve after it.

# %% [markdown] lang="zh"
# ## 入会之后他们买得更多
#
# 这家连锁店的经理比较了每位会员入会前十二个月和入会后十二个月的购买次数。

# %%
joined = clubs.customers["joined"]
change = programme_effect.before_and_after(clubs.purchases, joined)
change.round(3).to_frame()

# %% [markdown]
# {{100 * change["estimate"]:.0f}} % more, and the interval starts at {{100 * change["low"]:.0f}} %: twice the break-even. The manager orders
# more cards. Write down: how much of this rise did the club bring about? All of it, half, a quarter?

# %% [markdown] lang="zh"
# 多了 {{100 * change["estimate"]:.0f}}%，连区间的下端也有 {{100 * change["low"]:.0f}}%，将近盈亏平衡提升的两倍。经理又订了一批会员卡。看图之前写下你的猜测：这个增长里有多少是俱乐部带来的？全部、一半，还是四分之一？

# %%
around = programme_effect.around_joining(clubs.purchases, joined)
anyway = programme_effect.around_joining(clubs.without_club, joined)["mean_purchases"]
ax = plots.programmes.around_joining(around, without_club=anyway)

# %% [markdown]
# Because the chain is simulated, we know what members would have bought without the club: the blue line. Most of the rise would
# have come anyway. People join when their lives change: they have moved near the shop, a child is born. This is the
# **before-and-after trap** (前后对比陷阱). (One joins at a purchase: so the month of joining sticks out, and the months before it,
# in which one did not join, lie a little low.)

# %% [markdown] lang="zh"
# 因为是模拟的，我们知道没有俱乐部时会员会买多少，就是那条蓝线。图题的意思是：入会后增长中的大部分，没有俱乐部也会发生。人们在生活变化时入会：搬到了店附近，有了孩子。这就是**前后对比陷阱**（before-and-after trap）。（人们在购买时入会，所以入会那个月特别高；而前几个月里买过的人往往那时就已入会，所以那里的点略低于蓝线。）

# %% [markdown]
# ## Let the lot decide
#
# In year two, the club's first, only those with an **invitation by lot** (抽签邀请) could join.
# But for chance, those invited and those not are alike in everything else, also in whose life is changing. So compare *everybody*
# invited, joiner or not, with everybody else, in year three, when all members are in.

# %% [markdown] lang="zh"
# ## 让抽签来决定
#
# 第二年俱乐部开办，这一年只有得到**抽签邀请**（invitation by lot）的人才能入会。除偶然因素外，被邀请的人和没被邀请的人在其他方面都一样，连生活正在变化的人也一样多。所以，到会员都已入会的第三年，比较*全部*被邀请的人（无论是否入会）与其余的人。

# %%
year_3 = clubs.purchases.loc[:, 25:36].sum(axis=1)
invited = clubs.customers["invited"]
means = year_3.groupby(invited).mean()
more, share = means[True] - means[False], joined[invited].notna().mean()
print(f"{more:.2f} purchases more each; {100 * share:.1f} % of those invited joined")

# %% [markdown]
# Those who did not join cannot have been changed by the club, so the whole difference comes from the joiners: divided by their share it is
# {{more / share:.1f}} purchases a member. The *lift* is the effect as a share of what members would have bought without the club.
# Our call also uses what customers bought in the first year, before there was a club: the interval gets narrower, and the numbers
# differ a little from those by hand.

# %% [markdown] lang="zh"
# 没有入会的人不会被俱乐部改变，所以全部差异都来自入会者：除以入会比例，就是每位会员多买 {{more / share:.1f}} 次。*提升*（lift）是这个效果占会员没有俱乐部也会买的量的比例。我们的调用还用俱乐部开办之前第一年的购买作调整，区间会更窄，所以结果与手算略有不同。

# %%
def by_lot(first, last, who=slice(None)):
    bought, known = clubs.purchases.loc[who], clubs.customers.loc[who]
    return programme_effect.effect_of_invitation(
        bought.loc[:, first:last].sum(axis=1), invited=known["invited"],
        joined=known["joined"].notna(), baseline=bought.loc[:, 1:12].sum(axis=1))


# %%
fair = by_lot(25, 36)
fair.round(3)

# %% [markdown]
# Members buy {{100 * fair.loc["lift", "estimate"]:.1f}} % more because of the club, between {{100 * fair.loc["lift", "low"]:.1f}} and
# {{100 * fair.loc["lift", "high"]:.1f}} %. It works, and it does not pay: even the upper end is below the
# {{100 * needed:.1f}} % that the points cost. What does that make for each million yuan of spend?

# %% [markdown] lang="zh"
# 因为俱乐部，会员多买 {{100 * fair.loc["lift", "estimate"]:.1f}}%，区间为 {{100 * fair.loc["lift", "low"]:.1f}}% 到 {{100 * fair.loc["lift", "high"]:.1f}}%。它有效，但不划算：就连区间上端也低于积分成本所要求的 {{100 * needed:.1f}}%。每一百万元消费，结果是赚还是赔？

# %%
lift = fair.loc["lift", ["estimate", "low", "high"]]
money = programmes.programme_profit(lift, spend=1_000_000, **shop)
money[["extra_margin", "reward_anyway", "reward_extra", "profit"]].round(0).astype(int)

# %% [markdown]
# A loss of about {{-round(money.loc["estimate", "profit"], -3):,.0f}} yuan on each million, from {{-round(money.loc["high", "profit"], -3):,.0f}} to
# {{-round(money.loc["low", "profit"], -3):,.0f}}. Most of the rewards go to purchases that would have been made anyway.

# %% [markdown] lang="zh"
# 每一百万元大约赔 {{-round(money.loc["estimate", "profit"], -3):,.0f}} 元，区间为 {{-round(money.loc["high", "profit"], -3):,.0f}} 到 {{-round(money.loc["low", "profit"], -3):,.0f}} 元。大部分奖励给了本来就会发生的购买。

# %% [markdown]
# ## When the rival copies
#
# In year four the rival opened a club of its own in half of the towns. Think of two shops that are alike. Without clubs each
# earns 3, in million yuan a year. With the only club in town one earns 5, and the other 0. If both have one, the rewards eat the
# margin, and each earns 1. What will they do?

# %% [markdown] lang="zh"
# ## 竞争者照搬之后
#
# 第四年，竞争者在一半的城镇也办起了俱乐部。设想两家条件相同的店（利润单位：百万元/年）：都没有俱乐部时各赚 3；只有一家有时，它赚 5，另一家赚 0；两家都有时，奖励吃掉毛利，各赚 1。它们会怎么做？

# %%
game = ClubGame(neither=3, alone=5, against=0, both=1)
game.table()

# %% [markdown]
# Whatever the rival does, a club pays: 5 is more than 3, and 1 is more than 0. The rival thinks the same. So both open one, and both earn 1 where
# they could have had 3: a **prisoner's dilemma** (囚徒困境), whose only **equilibrium** (纳什均衡), the pair of choices that neither
# regrets, is two clubs. The call agrees:

# %% [markdown] lang="zh"
# 无论对方怎么做，办俱乐部都更合算：5 大于 3，1 大于 0。对方也这样想。于是两家都办，各赚 1，本来却可以各赚 3：这就是**囚徒困境**（prisoner's dilemma）。它唯一的**纳什均衡**（equilibrium），即双方都不后悔的一对选择，是两家都办。调用的结果一致：

# %%
thresholds = {name: game.patience_needed(name) for name in ("grim trigger", "tit for tat")}
print(game.equilibria(), {name: round(weight, 3) for name, weight in thresholds.items()})

# %% [markdown]
# Can they hold back if they meet every year? If the rival answers a club with clubs for ever (**grim trigger**, 冷酷触发), both do without a club where next
# year counts at least {{thresholds["grim trigger"]:.2f}} of this one; if it does each year what we did the year before (**tit for
# tat**, 以牙还牙), at least {{thresholds["tit for tat"]:.2f}}. At a discount rate of 10 % it counts {{1 / 1.10:.2f}}, so both
# threats would do. But a club, once open, is hard to close.

# %% [markdown] lang="zh"
# 如果年年相遇，它们能忍住不办吗？若对方用“从此永远办俱乐部”来报复（**冷酷触发**，grim trigger），只要明年的权重至少是今年的 {{thresholds["grim trigger"]:.2f}}，双方就都不办；若对方每年照做我们上一年做的事（**以牙还牙**，tit for tat），则至少要 {{thresholds["tit for tat"]:.2f}}。折现率为 10% 时，明年的权重是 {{1 / 1.10:.2f}}，两种威胁都够用。可是俱乐部一旦办起来，就很难关掉。

# %% [markdown]
# Back to the simulated chain. What do you expect the comparison by lot to show in year four, in towns with a copy and in towns without one?

# %% [markdown] lang="zh"
# 回到模拟的连锁店。你估计第四年的抽签比较，在竞争者照搬了和没有照搬的城镇，各会显示什么？

# %%
copied = clubs.customers["rival_copied"]
found = {"before and after": change, "by lot, year 3": fair.loc["lift"],
         "year 4, no copy": by_lot(37, 48, ~copied).loc["lift"],
         "year 4, rival copied": by_lot(37, 48, copied).loc["lift"]}
truth = pd.Series([0.10, 0.10, 0.10, 0.02], index=list(found))
ax = plots.programmes.lifts(pd.DataFrame(found).T, break_even=needed, truth=truth)

# %% [markdown]
# Where the rival copied, a lift of {{100 * found["year 4, rival copied"]["estimate"]:.1f}} % is left, and the interval includes zero, while
# the rewards are paid as before. The crosses are the truth, and each interval found by lot holds it. The only estimate above the
# break-even is the one that is wrong. (The two lifts differ by {{(found["year 4, no copy"]["estimate"] - found["year 4, rival copied"]["estimate"]) / (found["year 4, no copy"]["standard_error"] ** 2 + found["year 4, rival copied"]["standard_error"] ** 2) ** 0.5:.1f}} standard errors: the
# loss through the copy is likely, not certain.)

# %% [markdown] lang="zh"
# 在竞争者照搬的城镇，提升只剩 {{100 * found["year 4, rival copied"]["estimate"]:.1f}}%，区间包含零，而奖励照付不误。叉号是真实值，抽签得到的每个区间都包含它。图题的意思是：确实高于盈亏平衡的只有“前后对比”，而它恰恰是错的那个。（第四年两个提升之差是其标准误的 {{(found["year 4, no copy"]["estimate"] - found["year 4, rival copied"]["estimate"]) / (found["year 4, no copy"]["standard_error"] ** 2 + found["year 4, rival copied"]["standard_error"] ** 2) ** 0.5:.1f}} 倍：照搬使效果变小是很可能的，但不能完全肯定。）

# %% [markdown]
# ## What a programme can do
#
# Rewards need not be dearer to work better. Nunes and Drèze (2006) gave 150 guests of a car wash a card with 8 places for stamps, and 150 others one with
# 10 places of which 2 were stamped already. Both had to come 8 times for a free wash. Which card was completed more often?

# %% [markdown] lang="zh"
# ## 奖励计划能做到什么
#
# 更有效的奖励不一定更贵。Nunes 和 Drèze（2006）给一家洗车店的 150 位客人发了 8 格的集章卡，给另外 150 位发了 10 格、其中 2 格已盖好章的卡。两种卡都要再来 8 次，才能换一次免费洗车。哪一种卡集满的更多？

# %%
head_start = rate_difference([28, 51], [150, 150])
more_cards = head_start[["estimate", "low", "high"]].round(3)
more_cards.to_frame("10 places, 2 stamped, less 8 places")

# %% [markdown]
# {{100 * 28 / 150:.0f}} and {{100 * 51 / 150:.0f}} %: the **head start** (起步优势) adds {{100 * head_start["estimate"]:.0f}} percentage points, between
# {{100 * head_start["low"]:.0f}} and {{100 * head_start["high"]:.0f}}. No guest chose their card, so here, too, only the card and chance can be the reason.

# %% [markdown] lang="zh"
# {{100 * 28 / 150:.0f}}% 对 {{100 * 51 / 150:.0f}}%：**起步优势**（head start）使集满率提高 {{100 * head_start["estimate"]:.0f}} 个百分点，区间为 {{100 * head_start["low"]:.0f}} 到 {{100 * head_start["high"]:.0f}}。卡不是客人自己挑的，所以这里的差别同样只可能来自卡本身和偶然。

# %% [markdown]
# ## A club with a fee
#
# In a paid club members pay first. Our chain plans free delivery for an annual fee. Delivery costs it 6 yuan an order
# and is worth 8 to the customer; members order 10 % more. The mean customer orders
# {{clubs.purchases.loc[:, 1:12].sum(axis=1).mean():.1f}} times a year. "At a fee of 80 we earn on each of them," says the plan. By hand:

# %% [markdown] lang="zh"
# ## 付费会员
#
# 付费俱乐部里，会员先付钱。这家店打算收年费、免运费。每单运费成本 6 元，对客户值 8 元；会员会多下 10% 的单。平均每位客户一年下 {{clubs.purchases.loc[:, 1:12].sum(axis=1).mean():.1f}} 单。计划书说：“年费 80 元，每位会员都能赚钱。”动手算：

# %%
orders = clubs.purchases.loc[:, 1:12].sum(axis=1)
each = 80 + 0.10 * orders.mean() * 0.22 * 80 - 1.10 * orders.mean() * 6
print(f"{each:.1f} yuan a mean customer")

# %%
terms = {"saving_per_order": 8, "cost_per_order": 6, "margin_per_order": 0.22 * 80}
club = paid_clubs.paid_club(orders, fees=range(0, 401, 20), purchase_lift=0.10, **terms)
digits = {"customer_share": 2, "mean_purchases": 1, "profit_per_member": 0}
club.loc[[40, 80, 160, 240], list(digits)].round(digits)

# %% [markdown]
# Only {{100 * club.loc[80, "customer_share"]:.0f}} % join at 80: those who save more than the fee. Before, they ordered
# {{club.loc[80, "mean_purchases"]:.0f}} times a year, and each loses the chain {{-club.loc[80, "profit_per_member"]:.0f}} yuan. This is
# **adverse selection** (逆向选择): a club attracts those who cost it most. So which fee is best?

# %% [markdown] lang="zh"
# 年费 80 元时只有 {{100 * club.loc[80, "customer_share"]:.0f}}% 的客户入会，就是那些省下的钱超过年费的人。他们此前一年下 {{club.loc[80, "mean_purchases"]:.0f}} 单，每人让这家店亏 {{-club.loc[80, "profit_per_member"]:.0f}} 元。这就是**逆向选择**（adverse selection）：俱乐部吸引来的，正是成本最高的客户。那么年费定多少最好？

# %%
ax = plots.programmes.fee_curve(club.loc[140:], mean_of_all=orders.mean())

# %% [markdown]
# A fee of {{club["profit"].idxmax()}} leaves {{club["profit"].max():,.0f}} yuan a year, from
# {{club.loc[club["profit"].idxmax(), "customers"]:,.0f}} members. (The band is the interval; the small steps come from whole orders.) From {{200}} to
# {{360}} yuan the profit is never below {{club.loc[200:360, "profit"].min():,.0f}}: there the exact fee matters little. But 80 is far too low.

# %% [markdown] lang="zh"
# 年费 {{club["profit"].idxmax()}} 元时一年赚 {{club["profit"].max():,.0f}} 元，来自 {{club.loc[club["profit"].idxmax(), "customers"]:,.0f}} 位会员。图题的意思是：利润最高的年费，靠的是用得最多的那批客户。（阴影是区间；曲线上的小台阶是因为订单数都是整数。）年费从 {{200}} 元到 {{360}} 元，利润都不低于 {{club.loc[200:360, "profit"].min():,.0f}} 元，在这个范围里精确数值关系不大；但 80 元实在太低。

# %% [markdown]
# ## The airline again
#
# Now return to the award holders. A free flight is of use to those who travel. So whoever travels much *redeems* miles, even if
# that makes nobody fly; and the free flight may itself be among the flights counted. Controls compare members who are alike in what
# the airline recorded, and it did not record whose work sends them on the road. There was no lot.

# %% [markdown] lang="zh"
# ## 回到航空公司
#
# 现在回到换过免费机票的会员。免费机票对常出门的人才有用。所以出门多的人*就会*用里程换机票，哪怕免费机票没有让任何人多飞；而且，免费的那一次可能也算在飞行次数里。控制变量只能让会员在航空公司记录过的方面相同；而谁的工作让他们常在路上，航空公司并没有记录。这里没有抽签。

# %% [markdown]
# One more guess. Of all miles that these members earned in the last year, which share did they earn by *flying*?

# %% [markdown] lang="zh"
# 再猜一次：会员们去年得到的全部里程中，有多大比例是*飞*出来的？

# %%
earned = members[["flight_miles", "bonus_miles"]].sum()
earned.index = ["earned by flying", "earned without flying"]
ax = plots.programmes.point_sources(earned, unit="miles")

# %%
grounded = members["flights"] == 0
with_card = members["card_1_level"] > 1
by_card = members.loc[with_card, "bonus_miles"].sum() / earned.iloc[1]
held = members.assign(members=1)[["members", "balance_miles", "bonus_miles"]]
shares = held[grounded].sum() / held.sum()
shares.index = ["members", "miles held", "miles earned without flying"]
ax = plots.programmes.split_bars(pd.DataFrame({"no flight": shares, "flew": 1 - shares}))

# %% [markdown]
# {{earned.iloc[0] / 1e6:.1f}} million miles were flown, {{earned.iloc[1] / 1e6:.1f}} million earned otherwise, {{100 * by_card:.0f}} % of these by members whose
# credit card brings over 5,000 a year. {{100 * grounded.mean():.0f}} % of members took no flight, and they hold
# {{100 * shares["miles held"]:.0f}} % of the miles. We asked whether the programme fills seats. But *here an airline sells points, not seats*:
# as a rule it is the bank behind the card that buys the miles.

# %% [markdown] lang="zh"
# 第一张图题的意思是：全部里程中有 {{100 * earned.iloc[1] / earned.sum():.0f}}% 不是飞出来的。飞出来的只有 {{earned.iloc[0] / 1e4:,.0f}} 万英里，其他途径得来的有 {{earned.iloc[1] / 1e4:,.0f}} 万英里，其中 {{100 * by_card:.0f}}% 属于信用卡一年能带来 5,000 英里以上的会员。第二张图题的意思是：{{100 * grounded.mean():.0f}}% 的会员一年没有飞过，却持有 {{100 * shares["miles held"]:.0f}}% 的里程。我们一直在问这个计划能不能填满座位，可是*这里的航空公司卖的是积分，不是座位*：里程通常由信用卡背后的银行买单。

# %% [markdown]
# ## The answer
#
# Nobody can say from these data whether the programme makes members fly: whoever travels wants a free flight, and no regression on these
# columns undoes that. An invitation by lot could tell. What can be said is money: at one cent a redeemed mile and 70 % redeemed, a mile must sell for at least
# {{0.7:.1f}} cents. Each tenth of a cent above it brings
# {{earned.iloc[1] * 0.001:,.0f}} dollars a year on the miles earned without flying, whether a seat is filled or not. In the chain,
# where the invitations were drawn, the answer is known: the club changes behaviour a little, and loses about
# {{-round(money.loc["estimate", "profit"], -3):,.0f}} yuan on each million.

# %% [markdown] lang="zh"
# ## 回答
#
# 用这些数据，谁也说不清这个计划是否让会员多飞：常出门的人才想要免费机票，用这些列做任何回归都消除不了这一点；抽签邀请则可以回答。能说清的是钱：若每兑换一英里成本一美分、兑换率 70%，一英里至少要卖 {{0.7:.1f}} 美分。每高出十分之一美分，光是非飞行得来的里程一年就多赚 {{earned.iloc[1] * 0.001:,.0f}} 美元，不管座位有没有坐满。而在做了抽签的连锁店，答案是清楚的：俱乐部确实让人多买了一点，但每一百万元消费要赔大约 {{-round(money.loc["estimate", "profit"], -3):,.0f}} 元。

# %% [markdown]
# ## Published and ours
#
# Nunes and Drèze, "The Endowed Progress Effect: How Artificial Advancement Increases Effort", *Journal of Consumer Research* 32(4), 2006 (shares of
# completed cards). Axelrod, *The Evolution of Cooperation*, 1984; and "The Emergence of Cooperation among Egoists", *American
# Political Science Review* 75(2), 1981 (thresholds, exact).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 来源：Nunes 和 Drèze，“The Endowed Progress Effect: How Artificial Advancement Increases Effort”，*Journal of Consumer Research* 32(4)，2006（集满率）；Axelrod，*The Evolution of Cooperation*，1984，以及“The Emergence of Cooperation among Egoists”，*American Political Science Review* 75(2)，1981（阈值，精确值）。

# %%
published = {"8 places": 0.19, "10 places, 2 stamped": 0.34,
             "grim trigger": 1 / 2, "tit for tat": 2 / 3}
ours = [28 / 150, 51 / 150, *thresholds.values()]
pd.DataFrame({"published": published, "ours": pd.Series(ours, index=[*published])}).round(3)

# %% [markdown]
# The shares are printed with two digits, so that the first may have been 28 or 29 cards.
#
# ## Limits
#
# The chain is simulated: its lift of 10 % is an invention, and so is the speed at which a copy takes it away. The price and the cost of
# a mile are assumptions. A lot shows the effect on those who joined because they could; a club open to all may draw others. And the
# game knows two firms that are alike, while real ones differ.

# %% [markdown] lang="zh"
# 论文只印两位小数，所以第一行的 0.19 可能是 28 张卡，也可能是 29 张。
#
# ## 局限
#
# 连锁店是模拟的：10% 的提升是设定的，照搬之后消失得多快也是设定的。里程的价格和成本是假设。抽签得到的是对那些有机会并且入会的人的效果；向所有人开放的俱乐部可能吸引另一些人。博弈里只有两家相同的企业，现实中的企业各不相同。

# %% [markdown]
# **Terms** frequency reward programme 常客奖励计划 · controls 控制变量 · points ledger 积分台账 · breakage 积分沉淀 · points liability 积分负债 · redemption rate 兑换率 ·
# break-even lift 盈亏平衡提升 · before-and-after trap 前后对比陷阱 · invitation by lot 抽签邀请 · prisoner's dilemma 囚徒困境 · equilibrium 纳什均衡 · grim trigger 冷酷触发 · tit for tat 以牙还牙 · head start 起步优势 · adverse selection 逆向选择
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/23_rewards.ipynb) give you a company of your own and check
# your answers. For this lesson's data:
#
# 1. The chain lets points live for 6 months. What happens to the liability, and what might happen to the lift?
# 2. Which invitation, in which city, would tell an airline whether its awards make members fly?
# 3. Write down the payoffs of a market in which a club pays only while the rival has none. Which equilibria are there now?
# 4. Users of the airline's cards bought a telephone plan twice as often as its other members (`any_card` and `bought_plan` in
#    `datasets.load("east_west_offers")`). What does that not show, and for whom is it worth money all the same?

# %% [markdown] lang="zh"
# **术语** 常客奖励计划 frequency reward programme · 控制变量 controls · 积分台账 points ledger · 积分沉淀 breakage · 积分负债 points liability · 兑换率 redemption rate · 盈亏平衡提升 break-even lift · 前后对比陷阱 before-and-after trap · 抽签邀请 invitation by lot · 囚徒困境 prisoner's dilemma · 纳什均衡 equilibrium · 冷酷触发 grim trigger · 以牙还牙 tit for tat · 起步优势 head start · 逆向选择 adverse selection
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/23_rewards.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 如果积分有效期改为 6 个月，积分负债会怎样？提升又可能怎样？
# 2. 航空公司要弄清免费机票是否让会员多飞，应当在哪个城市、用什么样的邀请来做抽签？
# 3. 设想一个市场：只有在对方没有俱乐部时，办俱乐部才合算。写出它的收益表。现在有哪些均衡？
# 4. 用这家航空公司信用卡的会员，购买电话套餐的比例是其他会员的两倍（`datasets.load("east_west_offers")` 里的 `any_card` 和 `bought_plan`）。这不能说明什么？它又对谁值钱？
