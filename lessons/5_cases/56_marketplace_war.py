# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["60", "70", "30", "80", "15", "40", "36", "24", "10", "6", "0.15", "0.2", "12", "45", "20", "1", "2", "2006", "17", "37", "4", "3", "100", "95", "600", "90", ".9", ".8", "0.9", "0.8"]
# ---

# %% [markdown]
# # 56 The marketplace war
#
# **Question** Free, paid, or for whom?
#
# **Who asks** The founder of a marketplace, who must tell the investors on Friday.
#
# **Time** 45 minutes. **Before this** [17 Demand states](../1_segmentation/17_demand_states.ipynb) and [47 Experiments](../4_retention/47_experiments.ipynb)
#
# **You will be able to**
# 1. say which side of a market should pay, and which may pay below cost;
# 2. measure how strongly one side draws the other, without being fooled by cities;
# 3. find the subsidy a month that the growth of the share carries for three years;
# 4. see where two firms come to rest, and how sure that is.
#
# **Data** a simulated marketplace in 40 cities, auctions on eBay, taxi bookings. Money is in yuan.
#
# > "Our rival has over 80 % of the market and takes 60 yuan a month from each seller. I want to announce: free for sellers for three years. My investors say that free is no business model. They offer a compromise: half the fee, and a bonus for buyers, for it is buyers who bring the money. A compromise sounds sensible. What do I tell them on Friday?"

# %% [markdown] lang="zh"
# # 56 电商平台之争
#
# **问题** 免费还是收费？对谁免费？
#
# **谁会这样问** 一家交易平台的创始人，星期五要答复投资人。
#
# **用时** 45 分钟。**先修** [17 需求状态](../1_segmentation/17_demand_states.ipynb)、[47 营销实验](../4_retention/47_experiments.ipynb)
#
# **学完你能够**
# 1. 判断市场的哪一边该付费、哪一边可以低于成本；
# 2. 不受城市差异误导，衡量一边对另一边的吸引力有多强；
# 3. 算出靠份额增长，三年里每月承担得起多少补贴；
# 4. 看出两家企业的博弈停在哪里，又有多大把握。
#
# **数据** 一家模拟的交易平台（40 个城市）、eBay 的拍卖、出租车预订。金额单位为元。
#
# > “对手占了八成以上的市场，每月向每位卖家收 60 元。我想宣布：卖家三年免费。投资人说，免费不算商业模式。他们提了个折中方案：费用减半，再给买家发红包，毕竟钱是买家带来的。折中听起来挺稳妥。星期五我该怎么答复？”

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, plots, rates
from crmkit.campaigns import cross_group, entry_game, share_race, two_sided

# %%
plots.course_style()

# %% [markdown]
# ## A war that was fought
#
# In 2003 eBay led the trade between consumers in China and took fees. In that year Alibaba opened Taobao, free of charge. In October 2005 Taobao promised three more free years; eBay answered that "free" was not a business model. By then it was late: in the reports of 2006 and 2007 Taobao has two thirds or more, eBay less than a third. eBay dropped its commission in 2006, and all fees in 2008.
#
# All this we have from press reports, which count shares in different ways. Nothing below is computed from it. Was free the reason? One story cannot tell. Here is what can be computed.

# %% [markdown] lang="zh"
# ## 一场真实的较量
#
# 2003 年，eBay 在中国个人间的网上交易中领先，向卖家收费；同年，阿里巴巴创办淘宝，不收费。2005 年 10 月，淘宝承诺再免费三年；eBay 回应说，“免费”不是一种商业模式。可是已经晚了：在 2006、2007 年的报道里，淘宝占三分之二以上，eBay 不到三分之一。eBay 于 2006 年取消交易佣金，2008 年全面免费。
#
# 以上都出自当年的新闻报道，各家统计份额的口径不一，下面的计算一个数字也没有用。是因为免费吗？单凭一个故事说不清。下面来看能算清楚的部分。

# %% [markdown]
# ## Which side pays?
#
# A marketplace is a **two-sided market** (双边市场): each side comes for the other. Say that serving a seller costs 12 yuan and a buyer 2; that all sellers together are worth 45 to a buyer, all buyers 10 to a seller; and that using the less-liked of two sites bothers a seller by 30 and a buyer by 30. Two sites compete. Guess what each side will pay.

# %% [markdown] lang="zh"
# ## 哪一边付费？
#
# 交易平台是一种**双边市场**（two-sided market）：每一边都冲着另一边而来。假设服务一位卖家的成本是 12 元，一位买家 2 元；全部卖家对一位买家值 45 元，全部买家对一位卖家值 10 元；用不太喜欢的那个平台，卖家和买家的不便都相当于 30 元。两家平台竞争。猜一猜：两边各付多少？

# %%
sides = pd.DataFrame(
    {"cost": [12.0, 2], "differentiation": [30.0, 30], "benefit": [10.0, 45]},
    index=["sellers", "buyers"])
prices = two_sided.duopoly(sides)
ax = plots.two_sided.price_bars(prices, unit="yuan")

# %%
print(f"by hand: sellers {12 + 30 - 45}, buyers {2 + 30 - 10}")

# %% [markdown]
# Armstrong's rule: price = cost + what the worse site bothers - what *the other side* gains. Sellers pay {{prices.loc["sellers", "price"]:.0f}}: they are paid, because buyers want them most. Buyers pay {{prices.loc["buyers", "price"]:.0f}}. Whoever asks only what each side can afford gets this backwards. Does a search over all prices agree?

# %% [markdown] lang="zh"
# Armstrong 的规则：价格 = 成本 + 用另一个平台的不便 - *另一边*从中得到的好处。卖家（sellers）付 {{prices.loc["sellers", "price"]:.0f}} 元，也就是倒贴给他们，因为买家最看重的就是卖家；买家（buyers）付 {{prices.loc["buyers", "price"]:.0f}} 元。只看哪一边付得起，正好弄反。再让计算机把各种价格都试一遍，结果一样吗？

# %%
two_sided.best_reply(sides, rival_prices=prices["price"]).round(2).to_frame().T

# %% [markdown]
# It does. But the rule is for two sites that have settled. Ours begins at 15 % of the sellers, and what matters is the road.
#
# ## What 40 cities say
#
# Each quarter a lot decided in each city how much a seller's fee was cut (`waiver`; beyond 60 yuan we pay sellers), and which bonus a buyer got. Some months were reported twice.

# %% [markdown] lang="zh"
# 一样。不过，这条规则说的是两家平台都已站稳的情形。我们从 15% 的卖家起步，关键是怎样走到那一步。
#
# ## 40 个城市的记录
#
# 每个季度，各城市抽签决定给卖家减免多少（waiver，超过 60 元就是倒贴），以及给买家发多少红包（bonus）。有些月份报了两次。

# %%
firm = companies.two_sided_market(seed=56)
records = firm.records.drop_duplicates()
print(f"{len(firm.records)} rows, {len(firm.records) - len(records)} reported twice and left out")

# %%
records.iloc[:3, :8].round(3)

# %% [markdown]
# The **cross-group effect** (交叉网络效应) is how much more members choose us, the more of the other side we have. Three methods could answer: a Markov chain, in which it is absent ([lesson 17](../1_segmentation/17_demand_states.ipynb)); comparing cities; comparing each city with itself, month by month. Choose one. If you compare cities, will the effect come out too weak, right or too strong?

# %% [markdown] lang="zh"
# **交叉网络效应**（cross-group effect）就是：另一边在我们这里的人越多，这一边越愿意选我们。有三种方法可选：马尔可夫链，它不含这种效应（[第 17 课](../1_segmentation/17_demand_states.ipynb)）；比较不同城市；让每个城市逐月与自己比较。先选一种。如果比较不同城市，得到的效应会偏弱、正好还是偏强？

# %%
seller = {"chose": "sellers_chose", "deciding": "sellers_deciding",
          "other_share": "buyer_share", "advantage": "waiver"}
buyer = {"chose": "buyers_chose", "deciding": "buyers_deciding",
         "other_share": "seller_share", "advantage": "bonus"}
naive = [cross_group.fitted(records, **side) for side in (seller, buyer)]
found = [cross_group.fitted(records, **side, city="city") for side in (seller, buyer)]

# %%
ways = {"between cities": naive, "within cities": found}
pulls = {way: pd.DataFrame({name: one.table().loc["effect"] for name, one in
                            zip(["sellers", "buyers"], fits, strict=True)}).T
         for way, fits in ways.items()}
truth = pd.Series(firm.parameters.effect).rename({"seller": "sellers", "buyer": "buyers"})
ax = plots.cross_group.pulls(pulls, truth=truth)

# %% [markdown]
# Too strong. From half of the other side to all of it, our log odds (the logarithm of chosen : not chosen) seem to rise by {{pulls["between cities"].loc["sellers", "estimate"]:.1f}} for sellers; the truth is {{truth["sellers"]:.1f}}. Some cities like us on both sides, and the comparison takes taste for pull. Within cities the 95 % **interval** (置信区间), the values that agree with the data, is {{pulls["within cities"].loc["sellers", "low"]:.2f}} to {{pulls["within cities"].loc["sellers", "high"]:.2f}}: its end just touches the truth (see Limits).
#
# ## Half of free
#
# Now the race: each month a part of each side decides anew, by the share of the other side and by money. For a start without any offer:

# %% [markdown] lang="zh"
# 偏强。横轴是对数几率（选我们与不选我们之比的对数）：买家份额从一半升到全部，卖家的对数几率似乎会增加 {{pulls["between cities"].loc["sellers", "estimate"]:.1f}}，真值却是 {{truth["sellers"]:.1f}}（图中橙色为城市之间比较，蓝色为城市内部比较，黑线为真值）。有些城市的买卖双方都偏爱我们，这样一比，偏好就被当成了吸引力。城市内部比较的 95% **置信区间**（interval，与数据相容的取值）是 {{pulls["within cities"].loc["sellers", "low"]:.2f}} 到 {{pulls["within cities"].loc["sellers", "high"]:.2f}}：上限刚好碰到真值（原因见“局限”）。
#
# ## 只免一半
#
# 现在来看份额之争：每个月，每一边都有一部分人重新选择，看的是另一边在谁那里多，以及能省下或拿到多少钱。先看没有任何优惠时的情形：

# %%
people = {"seller": firm.parameters.sellers / 40, "buyer": firm.parameters.buyers / 40}
moving = {f"{side}_moving": records[f"{side}s_deciding"].mean() / n for side, n in people.items()}
races = cross_group.races(*found, **moving, rng=np.random.default_rng(56))
start = {"seller_share": 0.15, "buyer_share": 0.12}
share_race.critical_share(races.iloc[0]).round(3)

# %% [markdown]
# The rows are where both shares can rest: near 10 % or near 90 %. Between lies the **critical mass** (临界规模), {{share_race.critical_share(races.iloc[0]).loc[1, "seller_share"]:.2f}} of the sellers: below it we shrink, above it we grow by ourselves. "Free" makes up for the 60 yuan that the rival takes. Which offers get there in 36 months?

# %% [markdown] lang="zh"
# 每一行是份额可以停住的一个点：要么停在一成上下，要么停在九成左右。两者之间是**临界规模**（critical mass），即卖家份额 {{share_race.critical_share(races.iloc[0]).loc[1, "seller_share"]:.2f}}：低于它，份额萎缩；高于它，份额自行增长。对手收 60 元，“免费”就等于让利 60 元。哪些方案能在 36 个月内达到临界规模？

# %%
offers = {"no offer": 0, "half": 30, "free": 60, "free + 10": 70}
roads = {name: share_race.path(races.iloc[0], months=36, seller_advantage=yuan, **start)
         for name, yuan in offers.items()}
critical = share_race.critical_share(races.iloc[0]).loc[1, "seller_share"]
ax = plots.share_race.share_lines(roads, critical=critical)

# %% [markdown]
# Now in money. The market has {{firm.parameters.sellers:,.0f}} sellers and {{firm.parameters.buyers / 1e6:.0f}} million buyers. A seller costs us 15 yuan a month, a buyer leaves 1 in advertising. The offer lasts three years; then sellers pay the rival's fee, and two further years are counted, at 10 % interest. You have seen that half the fee brings some share. Write down: does it gain about half of what free gains?

# %% [markdown] lang="zh"
# 现在换算成钱。整个市场有 {{firm.parameters.sellers / 1e4:.0f}} 万位卖家、{{firm.parameters.buyers / 1e4:.0f}} 万位买家。服务一位卖家每月花 15 元，一位买家每月带来 1 元广告收入。优惠为期三年，之后收费与对手相同，再计两年；年利率 10%。你已经看到，费用减半也能带来一些份额。写下你的猜测：它的收益约为免费的一半吗？

# %%
market = share_race.Market(firm.parameters.sellers, firm.parameters.buyers,
                           rival_fee=60, seller_cost=15, buyer_margin=1)
to_sellers = share_race.by_subsidy(
    races, market, side="sellers", subsidies=range(0, 126, 5), **start)
ax = plots.share_race.gain_line(to_sellers.loc[:45], marks={"half": 30})

# %% [markdown]
# **Half of free is worse than nothing.** It *loses* {{-to_sellers.loc[30, "estimate"] / 1e6:.1f}} million ({{-to_sellers.loc[30, "high"] / 1e6:.1f}} to {{-to_sellers.loc[30, "low"] / 1e6:.1f}}): fees are given away and critical mass is never reached. Whoever tests with small sums stops here. Further on:

# %% [markdown] lang="zh"
# **只免一半，不如不免。** 它*亏* {{-to_sellers.loc[30, "estimate"] / 1e6:.1f}} 百万元（{{-to_sellers.loc[30, "high"] / 1e6:.1f}} 到 {{-to_sellers.loc[30, "low"] / 1e6:.1f}}）：费用让出去了，却始终到不了临界规模。先拿小钱试水的人，到这里就放弃了。再往下看：

# %%
carried = share_race.carried(to_sellers)
marks = {"half": 30, "free": 60, "best": carried["best"], "carried": carried["largest_sure"]}
ax = plots.share_race.gain_line(to_sellers, marks=marks)

# %% [markdown]
# Free gains {{to_sellers.loc[60, "estimate"] / 1e6:.0f}} million ({{to_sellers.loc[60, "low"] / 1e6:.0f}} to {{to_sellers.loc[60, "high"] / 1e6:.0f}}), a subsidy of {{carried["best"]:.0f}} yuan most. Growth of the share **carries** a subsidy as long as it still gains, interval and all: up to {{carried["largest_sure"]:.0f}}. And the buyers' bonus, alone or as the investors want it?

# %% [markdown] lang="zh"
# 免费多赚 {{to_sellers.loc[60, "estimate"] / 1e6:.0f}} 百万元（{{to_sellers.loc[60, "low"] / 1e6:.0f}} 到 {{to_sellers.loc[60, "high"] / 1e6:.0f}}），补贴 {{carried["best"]:.0f}} 元赚得最多。只要整个区间仍大于 0，就说份额增长**承担得起**这笔补贴：最多 {{carried["largest_sure"]:.0f}} 元。那么给买家发红包呢？单独发，或者照投资人的折中方案发？

# %%
wanted = pd.DataFrame({"fee": [60, 30, 60 - carried["best"]], "bonus": [1, 1, 0]},
                      index=["bonus alone", "half and bonus", "best waiver"])
paid = share_race.value(races, market, offers=wanted, **start)
(paid[["cost", "estimate", "low", "high"]] / 1e6).round(1)

# %% [markdown]
# In million yuan: a bonus of 1 yuan costs {{paid.loc["bonus alone", "cost"] / 1e6:.1f}} a month and loses {{-paid.loc["bonus alone", "estimate"] / 1e6:.0f}}; the compromise loses {{-paid.loc["half and bonus", "estimate"] / 1e6:.0f}}. The best waiver costs {{paid.loc["best waiver", "cost"] / 1e6:.1f}} a month and gains {{paid.loc["best waiver", "estimate"] / 1e6:.0f}}. A **subsidy** (补贴) belongs to the side that draws the other.
#
# ## If the rival answers
#
# We may imitate, or spend 6 million on **differentiation** (差异化), as Taobao did with chat and online payment; say that it adds 0.15 to the log odds of both sides. The rival keeps its fee or goes free, too. Guess where this ends.

# %% [markdown] lang="zh"
# 单位为百万元：1 元红包（bonus alone）每月花 {{paid.loc["bonus alone", "cost"] / 1e6:.1f}}，亏 {{-paid.loc["bonus alone", "estimate"] / 1e6:.0f}}；折中方案（half and bonus）亏 {{-paid.loc["half and bonus", "estimate"] / 1e6:.0f}}；最好的减免方案（best waiver）每月花 {{paid.loc["best waiver", "cost"] / 1e6:.1f}}，赚 {{paid.loc["best waiver", "estimate"] / 1e6:.0f}}。**补贴**（subsidy）要给能吸引另一边的那一边。
#
# ## 如果对手应战
#
# 我们可以模仿，也可以花 600 万元做**差异化**（differentiation），像淘宝的聊天工具和在线支付那样；假设它使两边选我们的对数几率都增加 0.15。对手可以照旧收费（keep fees），也可以跟着免费（go free）。猜一猜：最后停在哪里？

# %%
moves = pd.DataFrame({"fee": [60, 0, 60, 0], "lead": [0, 0, 0.15, 0.15],
                      "setup_cost": [0, 0, 6e6, 6e6]},
                     index=["imitate, fees", "imitate, free", "differ, fees", "differ, free"])
answers = {"keep fees": 60, "go free": 0}
ours, theirs = entry_game.payoffs_of_race(
    races, market, moves=moves, rival_fees=answers, **start)

# %%
game = pd.DataFrame({"payoff": ours.iloc[0], "rival_payoff": theirs.iloc[0]})
replies = entry_game.best_replies(game)
ax = plots.entry_game.payoff_cells(replies)

# %%
better = moves.assign(lead=[0, 0, 0.2, 0.2])
again = entry_game.payoffs_of_race(races, market, moves=better, rival_fees=answers, **start)
rests = [entry_game.equilibrium_chances(*both).loc[("differ, free", "keep fees"), "chance"]
         for both in ((ours.iloc[1:], theirs.iloc[1:]), [one.iloc[1:] for one in again])]
pd.Series(rests, index=["lead 0.15", "lead 0.2"], name="chance of this rest").round(2).to_frame()

# %%
fees = {answer: ours[("imitate, fees", answer)] for answer in answers}
more = {"different": ours[("differ, free", "keep fees")] - fees["keep fees"],
        "war": ours[("imitate, free", "go free")] - fees["go free"]}
page = pd.DataFrame({name: [one.iloc[0], *one.iloc[1:].quantile([0.025, 0.975])]
                     for name, one in more.items()}, index=["estimate", "low", "high"]).T / 1e6

# %% [markdown]
# An **equilibrium** (纳什均衡) is where nobody gains by moving alone. We go free and differ; the rival keeps its fee and earns {{theirs.iloc[0][("differ, free", "keep fees")] / 1e6:.0f}} million, half of what it had, since going free would leave it {{theirs.iloc[0][("differ, free", "go free")] / 1e6:.0f}}. But this hangs by a thread. With 0.2 instead of 0.15 the rival does better by going free, and then free brings us {{ours.iloc[0][("imitate, free", "go free")] / 1e6:.0f}} million where fees would bring {{ours.iloc[0][("imitate, fees", "go free")] / 1e6:.0f}}. eBay did go free, but years late.

# %% [markdown] lang="zh"
# **纳什均衡**（equilibrium）就是谁单独改变做法都占不到便宜的局面（图中加框的格子；方括号表示最优反应）。我们免费加差异化（differ, free）；对手照旧收费，利润减半，剩 {{theirs.iloc[0][("differ, free", "keep fees")] / 1e6:.0f}} 百万元，因为跟着免费只剩 {{theirs.iloc[0][("differ, free", "go free")] / 1e6:.0f}} 百万元。但这个结论很脆弱：领先幅度（lead）若为 0.2，对手免费更合算，那时我们免费只赚 {{ours.iloc[0][("imitate, free", "go free")] / 1e6:.0f}} 百万元，收费反而有 {{ours.iloc[0][("imitate, fees", "go free")] / 1e6:.0f}} 百万元。eBay 后来确实免费了，只是晚了几年。

# %% [markdown]
# ## What does growth bring along?
#
# Two real files. On eBay a seller chooses the opening price; an auction is competitive if it drew a second bid. Prices are in dollars. And do auctions of well-rated sellers do best?

# %% [markdown] lang="zh"
# ## 增长会带来什么？
#
# 看两份真实数据。eBay 的卖家自己定起拍价；有第二次出价的拍卖算“有竞争”。另外，信誉评分高的卖家，拍卖更常有竞争吗？

# %%
auctions = datasets.load("ebay_auctions")
auctions["opening"] = pd.cut(auctions["open_price"], [0, 1, 10, np.inf],
                             labels=["up to 1", "1 to 10", "above 10"])
opening = rates.rate_by(auctions, happened="competitive", by="opening")
what = "share of auctions with a second bid, by opening price"
ax = plots.group_rates.rate_bars(opening, what=what)

# %%
quarters = ["lowest", "second", "third", "highest"]
auctions["rating"] = pd.qcut(auctions["seller_rating"], 4, labels=quarters)
rating = rates.rate_by(auctions, happened="competitive", by="rating")
rating.round(2)

# %% [markdown]
# Low openings go with second bids: {{opening.loc["up to 1", "rate"]:.2f}} against {{opening.loc["above 10", "rate"]:.2f}}. The quarter of auctions whose sellers are rated lowest does best, {{rating.loc["lowest", "rate"]:.2f}}, that of the highest worst, {{rating.loc["highest", "rate"]:.2f}}; in between it goes up and down. So a **free strategy** (免费策略), which lets newcomers in, does not have to spoil the market. But ratings grow with sales: perhaps large sellers just list more of the same.
#
# The other file: taxi bookings by channel. Which channel does the company itself cancel most?

# %% [markdown] lang="zh"
# 起拍价低的拍卖，更常有第二次出价：{{opening.loc["up to 1", "rate"]:.2f}} 对 {{opening.loc["above 10", "rate"]:.2f}}（图中从上到下：起拍价 1 美元以内、1 到 10 美元、10 美元以上）。按卖家评分分四档，评分最低的一档最好，{{rating.loc["lowest", "rate"]:.2f}}；最高的一档最差，{{rating.loc["highest", "rate"]:.2f}}；中间两档忽高忽低。可见**免费策略**（free strategy）引来新卖家，未必会把市场做坏。不过评分随成交累积，大卖家也许只是同类商品上架太多。
#
# 另一份数据是出租车预订。出租车公司自己取消得最多的是哪个渠道？

# %%
taxis = datasets.load("taxi_bookings")
web = [taxis["online"] == 1, taxis["mobile"] == 1]
taxis["channel"] = np.select(web, ["online", "mobile"], "telephone")
channel = rates.rate_by(taxis, happened="cancelled", by="channel")
channel.round(3)

# %%
dates = {name: pd.to_datetime(taxis[name], format="%m/%d/%y %H:%M")
         for name in ("starts_at", "booked_at")}
hours = (dates["starts_at"] - dates["booked_at"]).dt.total_seconds() / 3600
taxis["notice"] = pd.cut(hours, [-np.inf, 2, 6, 24, np.inf],
                         labels=["up to 2 hours", "2 to 6", "6 to 24", "over a day"])
notice = rates.rate_by(taxis, happened="cancelled", by=["notice", "channel"])
notice["rate"].unstack().round(3)

# %% [markdown]
# The cheap channels cost something of their own: {{channel.loc["online", "rate"]:.3f}} online and {{channel.loc["mobile", "rate"]:.3f}} on the mobile site, against {{channel.loc["telephone", "rate"]:.3f}} by telephone. But not everywhere: up to 2 hours ahead it is {{notice.loc[("up to 2 hours", "online"), "rate"]:.2f}} against {{notice.loc[("up to 2 hours", "telephone"), "rate"]:.2f}}, over a day ahead the two hardly differ. Perhaps a web page takes bookings that no car can serve, while on the telephone they are refused before they are counted.
#
# ## One page for the board
#
# | decision | million yuan, against the fee of today | interval |
# |---|---|---|
# | waive the fee for three years, and pay sellers {{carried["best"] - 60:.0f}} yuan a month | {{to_sellers.loc[carried["best"], "estimate"] / 1e6:.0f}} | {{to_sellers.loc[carried["best"], "low"] / 1e6:.0f}} to {{to_sellers.loc[carried["best"], "high"] / 1e6:.0f}} |
# | free, and no more | {{to_sellers.loc[60, "estimate"] / 1e6:.0f}} | {{to_sellers.loc[60, "low"] / 1e6:.0f}} to {{to_sellers.loc[60, "high"] / 1e6:.0f}} |
# | half the fee, and 1 yuan for buyers | {{paid.loc["half and bonus", "estimate"] / 1e6:.0f}} | {{paid.loc["half and bonus", "low"] / 1e6:.0f}} to {{paid.loc["half and bonus", "high"] / 1e6:.0f}} |
# | free and different, 6 million spent | {{page.loc["different"].iloc[0]:.0f}} | {{page.loc["different"].iloc[1]:.0f}} to {{page.loc["different"].iloc[2]:.0f}} |
# | free, but the rival goes free at once (against our fee, then) | {{page.loc["war"].iloc[0]:.0f}} | {{page.loc["war"].iloc[1]:.0f}} to {{page.loc["war"].iloc[2]:.0f}} |
#
# **We propose** the first line. **What would change it** a rival that goes free at once (then we keep the fee; free pays as long as the chance of it is below {{to_sellers.loc[60, "estimate"] / (to_sellers.loc[60, "estimate"] - 1e6 * page.loc["war", "estimate"]):.2f}}), fewer than {{critical:.2f}} of the sellers after three years, or a pull of buyers on sellers that a new trial by lot finds much weaker.

# %% [markdown] lang="zh"
# 便宜的渠道另有代价：公司取消订单的比例，网上（online）为 {{channel.loc["online", "rate"]:.3f}}，手机网站（mobile）{{channel.loc["mobile", "rate"]:.3f}}，电话（telephone）{{channel.loc["telephone", "rate"]:.3f}}。但并非处处如此：提前不到 2 小时（up to 2 hours）预订的，是 {{notice.loc[("up to 2 hours", "online"), "rate"]:.2f}} 对 {{notice.loc[("up to 2 hours", "telephone"), "rate"]:.2f}}；提前一天以上（over a day）的，两者相差无几。也许网页会接下派不出车的订单，而电话里当场就回绝了，没有记录。
#
# ## 给董事会的一页纸
#
# | 决定 | 与照收现行费用相比（百万元） | 区间 |
# |---|---|---|
# | 三年免费，每月再补给卖家 {{carried["best"] - 60:.0f}} 元 | {{to_sellers.loc[carried["best"], "estimate"] / 1e6:.0f}} | {{to_sellers.loc[carried["best"], "low"] / 1e6:.0f}} 到 {{to_sellers.loc[carried["best"], "high"] / 1e6:.0f}} |
# | 只免费 | {{to_sellers.loc[60, "estimate"] / 1e6:.0f}} | {{to_sellers.loc[60, "low"] / 1e6:.0f}} 到 {{to_sellers.loc[60, "high"] / 1e6:.0f}} |
# | 费用减半，买家每月 1 元红包 | {{paid.loc["half and bonus", "estimate"] / 1e6:.0f}} | {{paid.loc["half and bonus", "low"] / 1e6:.0f}} 到 {{paid.loc["half and bonus", "high"] / 1e6:.0f}} |
# | 免费加差异化（投入 6 百万） | {{page.loc["different"].iloc[0]:.0f}} | {{page.loc["different"].iloc[1]:.0f}} 到 {{page.loc["different"].iloc[2]:.0f}} |
# | 免费，但对手立刻跟进（与那时照收费用相比） | {{page.loc["war"].iloc[0]:.0f}} | {{page.loc["war"].iloc[1]:.0f}} 到 {{page.loc["war"].iloc[2]:.0f}} |
#
# **我们建议** 第一行。**什么会改变决定** 对手立刻跟着免费（那就照旧收费；只要这一概率低于 {{to_sellers.loc[60, "estimate"] / (to_sellers.loc[60, "estimate"] - 1e6 * page.loc["war", "estimate"]):.2f}}，免费就划算）；三年后卖家份额不到 {{critical:.2f}}；重新抽签试验，发现买家对卖家的吸引力弱得多。

# %% [markdown]
# ## Published and ours
#
# The rule for two sites: Armstrong (2006), *RAND Journal of Economics* 37(3), section 4, exact (f cost, t what the worse site bothers, a what a member is worth to the other side). A race without any pull is a Markov chain: the two food stores of Anderson, Sweeney & Williams (*An Introduction to Management Science*), .9 and .8 of whose customers stay.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 两家平台的规则：Armstrong（2006），*RAND Journal of Economics* 37(3)，第 4 节，精确相等（f 是成本，t 是不便，a 是一位成员给另一边的好处）。没有网络效应的份额之争就是马尔可夫链：Anderson、Sweeney 和 Williams（*An Introduction to Management Science*）的两家食品店，每周分别留住 0.9 和 0.8 的顾客。

# %%
alone = {"base": np.log(2), "effect": 0, "money": 0, "moving": 0.3}
stores = pd.Series({f"{side}_{k}": v for side in ("seller", "buyer") for k, v in alone.items()})
weeks = share_race.path(stores, months=5, seller_share=1, buyer_share=0).iloc[1:]
ours_now = [*weeks["seller_share"], *weeks["buyer_share"],
            share_race.critical_share(stores)["seller_share"].iloc[0]]
printed = [0.9, 0.83, 0.781, 0.747, 0.723, 0.2, 0.34, 0.438, 0.507, 0.555, 0.667]

# %%
rows = [f"store {k}, week {w}" for k in (1, 2) for w in range(1, 6)] + ["in the long run"]
table = pd.DataFrame({"published": printed, "ours": np.round(ours_now, 3)}, index=rows)
profit = two_sided.duopoly_profit(sides, prices=prices["price"], rival_prices=prices["price"])
table.loc["duopoly: sellers pay f + t - a"] = [12 + 30 - 45, prices.loc["sellers", "price"]]
table.loc["duopoly: profit (t + t - a - a) / 2"] = [(30 + 30 - 10 - 45) / 2, profit]
table.round(3)

# %% [markdown]
# ## The answer
#
# Free, for sellers, and all the way: it gains {{to_sellers.loc[60, "estimate"] / 1e6:.0f}} million ({{to_sellers.loc[60, "low"] / 1e6:.0f}} to {{to_sellers.loc[60, "high"] / 1e6:.0f}}), with {{carried["best"] - 60:.0f}} yuan on top {{to_sellers.loc[carried["best"], "estimate"] / 1e6:.0f}}. Growth of the share carries {{carried["largest_sure"]:.0f}} yuan a seller, {{to_sellers.loc[carried["largest_sure"], "cost"] / 1e6:.1f}} million a month, for three years; half a subsidy it does not carry. Nothing for buyers. Being different brings more only while the rival has no reason to answer; once it goes free, take the fee.

# %% [markdown] lang="zh"
# ## 回答
#
# 免费，对卖家免费，而且要免到底：多赚 {{to_sellers.loc[60, "estimate"] / 1e6:.0f}} 百万元（{{to_sellers.loc[60, "low"] / 1e6:.0f}} 到 {{to_sellers.loc[60, "high"] / 1e6:.0f}}），再补 {{carried["best"] - 60:.0f}} 元则为 {{to_sellers.loc[carried["best"], "estimate"] / 1e6:.0f}} 百万元。份额增长三年内每月承担得起每位卖家 {{carried["largest_sure"]:.0f}} 元，合计每月 {{to_sellers.loc[carried["largest_sure"], "cost"] / 1e6:.1f}} 百万元；减半的补贴反而承担不起。买家不补。差异化能多赚，但前提是对手没有理由应战；对手一旦免费，就改为收费。

# %% [markdown]
# ## Limits
#
# The cities are simulated, and their figures invented; nothing of Taobao or eBay was measured here. Intervals hold what the records leave open, and hold the truth slightly less often than 95 in 100, because a good month lives on in later shares; they do not hold errors of the model, such as members who use both sites. Near the critical mass small errors become large ones. The auctions and taxis are no experiments.

# %% [markdown] lang="zh"
# ## 局限
#
# 这些城市是模拟的，数字是虚构的；没有用淘宝和 eBay 的任何数据。区间只包含数据本身的不确定；某个月的好行情会影响此后的份额，所以区间覆盖真值的机会略低于 95%；模型本身的错误（比如有人两个平台都用）不在其中。在临界规模附近，小误差会变成大误差。拍卖和出租车的数据都不是试验。

# %% [markdown]
# **Terms** two-sided market 双边市场 · cross-group effect 交叉网络效应 · critical mass 临界规模 · subsidy 补贴 · free strategy 免费策略 · differentiation 差异化 · equilibrium 纳什均衡
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/56_marketplace_war.ipynb) give you a marketplace of your own and check your answers. For this lesson's data:
#
# 1. What would the board have decided with the effects found between cities?
# 2. At which margin of a buyer does half the fee begin to pay?

# %% [markdown] lang="zh"
# **术语** 双边市场 two-sided market · 交叉网络效应 cross-group effect · 临界规模 critical mass · 补贴 subsidy · 免费策略 free strategy · 差异化 differentiation · 纳什均衡 equilibrium
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/56_marketplace_war.ipynb)会给你一家自己的平台，并检查你的答案。用本课的数据还可以试试：
#
# 1. 如果用城市之间比较得到的效应，董事会会怎么决定？
# 2. 一位买家的毛利达到多少，费用减半才开始划算？
