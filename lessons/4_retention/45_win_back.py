# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["95", "40", "42", "59", "730", "4268", "80"]
# ---

# %% [markdown]
# # 45 Win-back
#
# **Question** "We mailed our weakest customers, and they spend several times as much as before. Shall we call all the silent ones?"
#
# **Who asks** A sales manager with a call centre and a budget for offers.
#
# **Time** 45 minutes. **Before this** [40 Cohorts](40_cohorts.ipynb).
#
# **You will be able to**
# 1. estimate who comes back, by silence and past purchases, and what they are then worth;
# 2. see regression to the mean, and take it off with a control group;
# 3. put a value on a call, and name the customers to leave alone;
# 4. choose the size of an offer, and of the test that must come first.
#
# **Data** a charity's mailing, the online record shop CDNOW, the grocery chain of The Complete Journey, and simulated lapsed customers.

# %% [markdown] lang="zh"
# # 45 客户赢回
#
# **问题** “我们给最弱的一批客户寄了邮件，他们现在的消费是以前的好几倍。是不是该给所有沉默客户都打电话？”
#
# **谁会这样问** 手里有呼叫中心和优惠预算的销售经理。
#
# **用时** 45 分钟。**先修** [40 同期群](40_cohorts.ipynb)。
#
# **学完你能够**
# 1. 按沉默时间和过去的购买，估计谁会回来，回来之后值多少；
# 2. 看出均值回归，并用对照组把它扣除；
# 3. 算出一通电话的价值，指出哪些客户不该打扰；
# 4. 选定优惠的大小，以及事先该做多大的测试。
#
# **数据** 一家慈善机构的募捐信、网上唱片店 CDNOW、The Complete Journey 连锁超市，以及模拟的流失客户。

# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

from crmkit import companies, datasets, plots, rates
from crmkit.retention import mean_reversion, offers, winback

# %%
plots.course_style()
donors = datasets.load("charity_mailing")
cuts, names = [0, 26, 52, 104, 200], ["to 26", "27-52", "53-104", "over 104"]
donors["silent"] = pd.cut(donors["weeks_silent"], cuts, labels=names)
donors[["weeks_silent", "silent", "last_gift", "mean_gift", "responded", "gift"]].head(3)

# %% [markdown]
# ## Silence
#
# **Win-back** (客户赢回) starts with those who have fallen silent. A charity wrote to 4,268 people who had given before. Of those whose last answer was at most
# half a year ago, how many in a hundred will answer again? And after more than two years? Write both down.

# %% [markdown] lang="zh"
# ## 沉默
#
# **客户赢回**（win-back）从沉默的人开始。一家慈善机构给 4,268 位曾经捐过款的人写了信。上次回应在半年以内的人，一百个里有几个会再次回应？上次回应已过两年的呢？把两个数都写下来。

# %%
donors.groupby("silent", observed=True)["responded"].mean().round(3).to_frame("return_rate")

# %%
answers = winback.return_rates(donors, returned="responded", by="silent")
ax = plots.winback.rates_by_silence({"donors": answers}, what="answered", xlabel="weeks silent")

# %% [markdown]
# By hand and by `return_rates` the same: {{100 * answers["return_rate"].iloc[0]:.0f}} against {{100 * answers["return_rate"].iloc[-1]:.0f}} in a hundred. The bars are 95 %
# **intervals** (置信区间): the true rates that are plausible with so many people. CDNOW is not known to have called anybody, so its log shows who returns unasked. Here are those who had bought at least twice by the end of 1997, and their next half-year.

# %% [markdown] lang="zh"
# 手算与 `return_rates` 的结果相同：一百个里分别有 {{100 * answers["return_rate"].iloc[0]:.0f}} 个和 {{100 * answers["return_rate"].iloc[-1]:.0f}} 个。竖线是 95% **置信区间**（interval），即在这样的人数下，与数据相容的真实比例。据我们所知 CDNOW 没有给客户打过电话，所以记录显示的是谁会自己回来。下面是到 1997 年底至少买过两次的客户，以及他们随后的半年。

# %%
buyers = winback.lapsed(datasets.load("cdnow"), as_of="1997-12-31", until="1998-06-30")
repeat = buyers.query("purchases > 1").assign(many=lambda t: t["purchases"] > 3)
quarters = ["to 3", "4-6", "7-9", "10-12"]
repeat["silent"] = pd.cut(repeat["days_silent"], [-1, 91, 182, 273, 365], labels=quarters)
back = winback.return_rates(repeat, returned="returned", by=["many", "silent"])
groups = {"4 or more purchases": back.loc[True], "2 or 3": back.loc[False]}
ax = plots.winback.rates_by_silence(groups, xlabel="months silent")

# %% [markdown]
# The more often people used to come, the more points their silence costs. What they bring once they are back is their **second lifetime value** (二次终身价值), and it falls with silence, too. Here it is what those who came back spent in that half-year, on average, in dollars:

# %% [markdown] lang="zh"
# 过去来得越勤，沉默使回流率（回来的人所占的比例）下降的百分点越多。客户回来之后带来的价值叫**二次终身价值**（second lifetime value），它同样随沉默时间下降。这里是回来的人在那半年里的平均消费（美元）：

# %%
second = winback.second_values(repeat, returned="returned", value="spend_after", by="silent")
second.round(0).astype("int64")

# %% [markdown]
# ## Is a large last gift a bad sign?
#
# A **regression** (回归分析) gives the slope of the gift on each thing (letters a year, last gift, share of letters answered, mean gift) with the others held still. The charity's says: given the mean gift, those with a *larger* last gift give *less*.
# Before you find a psychology for it, look for a reason in the data. What would you check?

# %% [markdown] lang="zh"
# ## 上次捐得多，是坏兆头吗？
#
# **回归分析**（regression）给出在其他因素不变时，捐款对每个因素（每年的信件数、上次捐款、回应比例、平均捐款）的斜率。这家机构的结果是：在平均捐款相同时，上次捐得*更多*的人这次捐得*更少*。先别急着找心理学的解释，看看数据里有没有原因。你会检查什么？

# %%
formula = "gift ~ mails_a_year + last_gift + response_share + mean_gift"
usual = donors[donors["last_gift"] < donors["last_gift"].max()]
people = {"all": donors, "without one donor": usual}
signs = {name: smf.ols(formula, t).fit().params for name, t in people.items()}
signs = pd.DataFrame(signs).loc[["last_gift", "mean_gift"]].round(2)
signs

# %%
donors.nlargest(3, "last_gift")[["last_gift", "mean_gift", "weeks_silent", "gift"]].round(0)

# %% [markdown]
# One donor had last given {{donors["last_gift"].max():,.0f}} guilders (the next largest: {{usual["last_gift"].max():,.0f}}) and now gave ten. So far out, one row pulls the whole plane: **leverage** (杠杆作用).
# Without it the slope turns from {{signs.loc["last_gift", "all"]:.2f}} to +{{signs.loc["last_gift", "without one donor"]:.2f}}: a large last gift is a *good* sign. The bad sign was a single person.

# %% [markdown] lang="zh"
# 有一位捐赠者上次捐了 {{donors["last_gift"].max():,.0f}} 荷兰盾（第二大的是 {{usual["last_gift"].max():,.0f}}），这次只捐了 10。离群这么远，一行数据就能拉动整个回归平面，这叫**杠杆作用**（leverage）。去掉它，斜率就从 {{signs.loc["last_gift", "all"]:.2f}} 变成 +{{signs.loc["last_gift", "without one donor"]:.2f}}：上次捐得多是*好*兆头。所谓坏兆头，只是一个人造成的。

# %% [markdown]
# ## "It works"
#
# Now the weakest customers. Sort a grocery chain's households by their spending in the first half of a year, pick the lowest tenth, treat them in the second. The manager's customers now spend several times as much. You would be convinced by how much:
# twice, four times? Write it down. Then look at a year in which no programme was made for these tenths.

# %% [markdown] lang="zh"
# ## “有效果”
#
# 再看最弱的客户。把一家连锁超市的家庭按上半年的消费排序，挑出最低的十分之一，下半年对他们采取措施。那位经理的客户，现在的消费是以前的好几倍。涨到几倍你才会信服：两倍，还是四倍？写下来。然后来看这样的一年：没有任何项目专门针对这十组家庭。

# %%
lines = datasets.load("complete_journey_transactions")
half = np.where(lines["ordered_at"] < "2017-07-02", "first", "second")
spend = lines.groupby(["customer_id", half])["amount"].sum().unstack(fill_value=0)
tenths = mean_reversion.by_first_half(spend, before="first", after="second")
ax = plots.mean_reversion.halves(tenths)

# %% [markdown]
# The lowest tenth goes from {{tenths["spend_before"].iloc[0]:.0f}} to {{tenths["spend_after"].iloc[0]:.0f}} dollars, {{tenths["spend_after"].iloc[0] / tenths["spend_before"].iloc[0]:.0f}} times as much; the top loses {{-100 * tenths["growth"].iloc[-1]:.0f}} %.
# Nobody had singled them out. Whoever is lowest was partly there by chance: away, ill, not yet a customer. Chance does not repeat: **regression to the mean** (均值回归). Any programme for the lowest "works", and any for the best "fails".

# %% [markdown] lang="zh"
# 最低的十分之一从 {{tenths["spend_before"].iloc[0]:.0f}} 美元升到 {{tenths["spend_after"].iloc[0]:.0f}} 美元，是原来的 {{tenths["spend_after"].iloc[0] / tenths["spend_before"].iloc[0]:.0f}} 倍；最高的则下降 {{-100 * tenths["growth"].iloc[-1]:.0f}}%。没有人专门针对过他们。排在最低的人，有一部分只是碰巧：出门、生病、还没成为客户。运气不会重演，这就是**均值回归**（regression to the mean）。针对最低者的任何项目都“有效”，针对最高者的都“无效”。

# %% [markdown]
# How far back they come follows from the **correlation** (相关系数) of the halves, which is 1 if all keep their place and 0 if luck decides alone. By hand for the lowest tenth: the later mean, plus the slope (the correlation times later over earlier standard deviation) times their distance from the earlier mean.

# %% [markdown] lang="zh"
# 会向平均数靠拢多少，由上下半年的**相关系数**（correlation）决定：人人保持名次时为 1，全凭运气时为 0。动手算最低的十分之一：下半年的平均数，加上斜率（相关系数乘以下半年与上半年标准差之比）乘以他们与上半年平均数的距离。

# %%
mean, sd, r = spend.mean(), spend.std(), spend["first"].corr(spend["second"])
away = tenths["spend_before"].iloc[0] - mean["first"]
expected = mean["second"] + r * sd["second"] / sd["first"] * away
print(f"correlation {r:.2f}: expected {expected:.0f}, came {tenths['spend_after'].iloc[0]:.0f}")

# %% [markdown]
# So the rise was to be expected, within {{abs(round(tenths["spend_after"].iloc[0]) - round(expected)):.0f}} dollars, with no programme. The right comparison is a **control group** (对照组): draw lots among the lowest, treat half, leave half alone. Here the "treatment" is nothing at all. Three rows follow: the rise of the treated, that of the control group, and the difference. What should they say?

# %% [markdown] lang="zh"
# 可见，即使没有任何项目，这个升幅也在预料之中，只差 {{abs(round(tenths["spend_after"].iloc[0]) - round(expected)):.0f}} 美元。正确的比较对象是**对照组**（control group）：在最低者中抽签，一半采取措施，一半不动。这里的“措施”其实什么也没做。下面三行是：措施组的升幅、对照组的升幅、两者之差。它们应该各是多少？

# %%
lowest = spend.nsmallest(tenths["customers"].iloc[0], "first")
lot = np.random.default_rng(45).permutation(len(lowest)) % 2
lowest = lowest.assign(mailed=lot)
found = mean_reversion.against_control(lowest, before="first", after="second", treated="mailed")
found.round(0).astype("int64")

# %% [markdown]
# Before and after, nothing "earned" {{found["estimate"].iloc[0]:.0f}} dollars a household, with an interval far from zero. Against the control group it did {{found["estimate"].iloc[2]:.0f}}, between {{found["low"].iloc[2]:.0f}} and {{found["high"].iloc[2]:.0f}}: consistent with the truth, which is zero.

# %% [markdown] lang="zh"
# 只比较前后，“什么也没做”竟为每户“带来”{{found["estimate"].iloc[0]:.0f}} 美元，区间远离零。与对照组相比则是 {{found["estimate"].iloc[2]:.0f}}，在 {{found["low"].iloc[2]:.0f}} 到 {{found["high"].iloc[2]:.0f}} 之间，与真实值零相容。

# %% [markdown]
# ## Whom to call
#
# So a firm drew lots. Its lapsed customers are simulated; half were called, and the reason for leaving is noted where it is known. Take calls without an offer, at 6 yuan each. A call is worth the **return uplift** (回流增益: rate of the called less rate of those left alone) times the second value (here yuan in the year after the return), less its cost. By hand for "service":

# %% [markdown] lang="zh"
# ## 该给谁打电话
#
# 于是有一家企业抽了签。它的流失客户是模拟的；一半接到了电话，离开的原因，只要知道，都有记录。先看不带优惠的电话，每通 6 元。一通电话的价值等于**回流增益**（return uplift，即接到电话者的回流率减去未被打扰者的回流率）乘以二次价值（这里指回来后一年内带来的钱，单位为元），再减去成本。先动手算“service”（服务问题）：

# %%
firm = companies.lapsed_customers(seed=1).customers
plain = firm[firm["offer"] == 0]
one = plain[plain["reason"] == "service"]
rate = one.groupby("called")["returned"].mean()
won = one.loc[one["returned"] == 1, "second_value"].mean()
print(f"({rate[1]:.3f} - {rate[0]:.3f}) x {won:.1f} - 6 = {(rate[1] - rate[0]) * won - 6:.1f}")

# %% [markdown]
# Those who left because of too many calls come back by themselves at {{100 * plain[(plain["reason"] == "too many calls") & (plain["called"] == 0)]["returned"].mean():.0f}} %. Commit yourself: which of the four reasons deserve a call, and is there one where it does harm?

# %% [markdown] lang="zh"
# 因为电话太多而离开的人（“too many calls”），有 {{100 * plain[(plain["reason"] == "too many calls") & (plain["called"] == 0)]["returned"].mean():.0f}}% 会自己回来。先写下你的判断：四种原因里，哪些值得打电话？有没有打了反而有害的？

# %%
measured = {"returned": "returned", "value": "second_value"}
calls = winback.call_values(plain, called="called", by="reason", cost=6, **measured)
calls[["return_rate_anyway", "return_rate", "second_value", "estimate"]].round(2)

# %%
ax = plots.winback.call_values(calls)

# %% [markdown]
# "Service" earns {{calls.loc["service", "estimate"]:.0f}} yuan a call. "Too many calls" loses {{-calls.loc["too many calls", "estimate"]:.0f}}, more than the call costs, as it keeps away some who were coming anyway: leave them alone. For the other two the interval holds zero. More of the called returned, yet at 6 yuan a call that may not pay.

# %% [markdown] lang="zh"
# “service”每通电话赚 {{calls.loc["service", "estimate"]:.0f}} 元。“too many calls”亏 {{-calls.loc["too many calls", "estimate"]:.0f}} 元，比电话本身的成本还多，因为它赶走了本来会回来的人：不要打扰他们。另外两种的区间包含零：接到电话的人回来得多一些，但一通电话要 6 元，未必划算。

# %% [markdown]
# ## How large an offer?
#
# Each called customer got an offer of 0 to 40 yuan by lot. A larger one brings more people back, but all who return get it. A **logit** (逻辑回归) draws the return rate as an S-curve of the size. The profit of asking a customer is that rate times what is left of the second value after the offer, less 6 yuan for the call. Guess the best size for those who left over the price, and for the rest.

# %% [markdown] lang="zh"
# ## 优惠该多大？
#
# 每位接到电话的客户由抽签得到 0 到 40 元的优惠。优惠越大，回来的人越多，但凡是回来的人都要给。**逻辑回归**（logit）把回流率画成随优惠大小变化的 S 形曲线。联系一位客户的利润，等于回流率乘以（二次价值减优惠），再减去电话的 6 元。猜一猜：对因价格离开的人，优惠多大最合适？对其余的人呢？

# %%
called = firm[firm["called"] == 1]
price = called["price_driven"] == 1
segments = {"price": called[price], "others": called[~price]}
asked = {"returned": "returned", "offer": "offer", "sizes": range(41)}

# %%
worth = {name: t.query("returned == 1")["second_value"].mean() for name, t in segments.items()}
curves = {name: offers.offer_profits(t, second_value=worth[name], cost=6, **asked)
          for name, t in segments.items()}
ax = plots.winback.offer_curves(curves)

# %%
rng = np.random.default_rng(45)
best = {name: offers.best_offers(t, by="price_driven", second_value=worth[name], rng=rng, **asked)
        for name, t in segments.items()}
best = pd.concat(best).droplevel(1)
best[["customers", "estimate", "low", "high"]].astype("int64")

# %% [markdown]
# Who left over the price should get {{best.loc["price", "estimate"]:.0f}} yuan, with an interval of {{best.loc["price", "low"]:.0f}} to {{best.loc["price", "high"]:.0f}}, where our trial ends. That leaves {{curves["price"]["profit"].max():.0f}} yuan a customer; left alone they bring {{calls.loc["price", "return_rate_anyway"] * calls.loc["price", "second_value"]:.0f}}, so with the offer the call pays. For the others the best offer is {{best.loc["others", "estimate"]:.0f}} ({{best.loc["others", "low"]:.0f}} to {{best.loc["others", "high"]:.0f}}): a larger one would go mostly to people who come for the call alone.

# %% [markdown] lang="zh"
# 因价格离开的人应给 {{best.loc["price", "estimate"]:.0f}} 元，区间是 {{best.loc["price", "low"]:.0f}} 到 {{best.loc["price", "high"]:.0f}}，上端已到试验范围的尽头。这样平均每位客户赚 {{curves["price"]["profit"].max():.0f}} 元；不去打扰时他们带来 {{calls.loc["price", "return_rate_anyway"] * calls.loc["price", "second_value"]:.0f}} 元，所以带上优惠，电话就划算了。对其余的人，最好的优惠是 {{best.loc["others", "estimate"]:.0f}}（区间 {{best.loc["others", "low"]:.0f}} 到 {{best.loc["others", "high"]:.0f}}）：更大的优惠大多会落到单凭一通电话就会回来的人手里。

# %% [markdown]
# ## How many must be tested?
#
# Of the donors silent for over two years {{100 * answers["return_rate"].iloc[-1]:.0f}} % answer. You hope that a call adds 3 points. Guess how many you must call, and leave alone, to see that with 80 % **power** (检验功效: how often a true effect shows).

# %% [markdown] lang="zh"
# ## 测试要多少人？
#
# 沉默两年以上的捐赠者有 {{100 * answers["return_rate"].iloc[-1]:.0f}}% 会回应。你希望一通电话能提高 3 个百分点。要以 80% 的**检验功效**（power，即真实效果显现出来的机会）看到它，猜一猜：需要给多少人打电话，又留多少人不打？

# %%
base = answers["return_rate"].iloc[-1]
needed = rates.sample_size(base, 0.03)
visible = rates.detectable_difference(base, 300)
print(f"{needed:,} in each group; 300 show only {100 * visible:.1f} points or more")

# %% [markdown]
# {{needed:,}} called and as many left alone. A pilot of 300 in each group has this power only from {{100 * visible:.1f}} points up, and "no significant effect" in it means little.

# %% [markdown] lang="zh"
# 给 {{needed:,}} 人打电话，再留同样多的人不打。每组 300 人的小规模试点，要有 {{100 * visible:.1f}} 个百分点以上的效果才有这样的功效，其中的“不显著”说明不了什么。

# %% [markdown]
# ## Published and ours
#
# Franses, P. H. and Paap, R., *Quantitative Models in Marketing Research* (Cambridge University Press, 2001); the two regressions, the second marked (2), are in the worked exercises of Wooldridge, J. M., *Introductory Econometrics*, 5th ed. (South-Western, 2013).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Franses, P. H. 和 Paap, R.，*Quantitative Models in Marketing Research*（Cambridge University Press，2001）；两个回归（第二个标有 (2)）见 Wooldridge, J. M.，*Introductory Econometrics* 第 5 版（South-Western，2013）的习题。

# %%
small = smf.ols("gift ~ mails_a_year", donors).fit()
full = smf.ols("gift ~ mails_a_year + last_gift + response_share", donors).fit()
plainly = [(donors["gift"] == 0).sum(), donors["gift"].mean()]
ours = [*plainly, *small.params, small.rsquared, *full.params, full.rsquared]
published = [2561, 7.44, 2.01, 2.65, 0.0138, -4.55, 2.17, 0.0059, 15.36, 0.0834]
rows = ["no gift", "mean gift", *small.params.index, "R2", *(full.params.index + " (2)"), "R2 (2)"]
pd.DataFrame({"published": published, "ours": np.round(ours, 4)}, index=rows).astype(str)

# %% [markdown]
# All agree. The published slope of the last gift, too, hangs on one donor: without them it is {{smf.ols("gift ~ mails_a_year + last_gift + response_share", usual).fit().params["last_gift"]:.2f}}. Wübben and von Wangenheim (2008) ask of CDNOW whether silence alone tells who is gone; [lesson 42](42_who_will_leave.ipynb) answers it. Kumar and Petersen's win-back table (59 % regained, second value 730) is known to us only at second hand.

# %% [markdown] lang="zh"
# 全部一致。已发表的“上次捐款”斜率也系于那一个人：去掉之后是 {{smf.ols("gift ~ mails_a_year + last_gift + response_share", usual).fit().params["last_gift"]:.2f}}。Wübben 和 von Wangenheim（2008）用 CDNOW 的数据考察：单凭沉默能否判断谁已离开？答案见[第 42 课](42_who_will_leave.ipynb)。Kumar 和 Petersen 的赢回表（赢回 59%，二次价值 730）我们只是间接得知。

# %% [markdown]
# ## The answer
#
# No. The weakest come to spend {{tenths["spend_after"].iloc[0] / tenths["spend_before"].iloc[0]:.0f}} times as much with no mailing at all. In the simulated firm call those who left over service ({{calls.loc["service", "estimate"]:.0f}} yuan a call), and those who left over the price with an offer of {{best.loc["price", "estimate"]:.0f}} yuan; leave alone those who were called too often ({{calls.loc["too many calls", "estimate"]:.0f}}), and test more where the reason is unknown. The charity needs {{needed:,}} in each group to see 3 points.

# %% [markdown] lang="zh"
# ## 回答
#
# 不是。即使不寄任何邮件，最弱的客户消费也会变成原来的 {{tenths["spend_after"].iloc[0] / tenths["spend_before"].iloc[0]:.0f}} 倍。在这家模拟企业里：给因服务离开的人打电话（每通 {{calls.loc["service", "estimate"]:.0f}} 元），给因价格离开的人打电话并给 {{best.loc["price", "estimate"]:.0f}} 元优惠；别打扰嫌电话太多的人（{{calls.loc["too many calls", "estimate"]:.0f}} 元），原因不明的再测试。那家慈善机构要看到 3 个百分点，每组需要 {{needed:,}} 人。

# %% [markdown]
# ## Limits
#
# A call's value assumes that those whom it wins back are worth as much as those who return unasked; they may be worth less. The reason for leaving is known only if somebody asks. Customers learn that silence earns an offer. Households that made no purchase in the first half are among the lowest: without them the factor is {{spend[spend["first"] > 0].nsmallest(239, "first").mean().pipe(lambda m: m["second"] / m["first"]):.1f}}. The chain ran coupon campaigns, which reached {{100 * lowest.index.isin(datasets.load("complete_journey_campaigns")["customer_id"]).mean():.0f}} % of the lowest tenth.

# %% [markdown] lang="zh"
# ## 局限
#
# 电话的价值假定：被赢回的人和自己回来的人价值一样，实际上可能更低。离开的原因要有人问过才知道。客户还会学到“沉默就有优惠”。最低者中包括上半年没有买过的家庭：去掉他们，倍数是 {{spend[spend["first"] > 0].nsmallest(239, "first").mean().pipe(lambda m: m["second"] / m["first"]):.1f}}。这家超市做过优惠券活动，覆盖了最低十分之一中的 {{100 * lowest.index.isin(datasets.load("complete_journey_campaigns")["customer_id"]).mean():.0f}}%。

# %% [markdown]
# **Terms** win-back 客户赢回 · second lifetime value 二次终身价值 · leverage 杠杆作用 · regression to the mean 均值回归 · control group 对照组 · return uplift 回流增益
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/4_retention/45_win_back.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Cut the calls by reason and by silence. Is there anybody among "price" whom a plain call wins?
# 2. Group the households into fifths. Is the factor of the lowest smaller? Why?
# 3. How many customers show 1 point in place of 3?

# %% [markdown] lang="zh"
# **术语** 客户赢回 win-back · 二次终身价值 second lifetime value · 杠杆作用 leverage · 均值回归 regression to the mean · 对照组 control group · 回流增益 return uplift
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/4_retention/45_win_back.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 把电话按原因和沉默时间交叉分组。“price”里有没有单凭电话就能赢回的人？
# 2. 把家庭分成五组。最低组的倍数变小了吗？为什么？
# 3. 要看到 1 个百分点而不是 3 个，需要多少客户？
