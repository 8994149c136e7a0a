# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["50", "190", "110", "1100", "1000", "40", "222280", "219", "10"]
# ---

# %% [markdown]
# # 57 A travel agency, a car dealer, a phone maker
#
# **Question** "First impressions, the right question, a phone that is sold out: what do they earn?"
#
# **Who asks** The head of a group of three firms, who must place an order by Friday.
#
# **Time** 45 minutes. **Before this** [01 In numbers](../0_start/01_in_numbers.ipynb), [47 Experiments](../4_retention/47_experiments.ipynb).
#
# **You will be able to**
# 1. say from an experiment what a question is worth;
# 2. find the order for a launch, and what a shorter one gives up;
# 3. say how many customers turned away must bring a sale later for scarcity to break even;
# 4. measure, by drawing lots, whether they do, and order by city.
#
# **Data** an experiment with 219 sellers; a published order of wetsuits; the launches of a simulated phone maker. Money is in yuan.
#
# > *Dear analyst, by Friday I must order our new phone for 20 large, 60 middle and 150 small cities. Production has worked out 4,196 for a middle city. Marketing wants 3,500, and the same cut everywhere: a queue is the best advertisement, and more than half of those whom we turn away come back. Sales calls it throwing money away. Short on purpose, or enough? One more thing: our dealer buys used cars, our agency meets new guests. Tell them what to ask first. Zhou*

# %% [markdown] lang="zh"
# # 57 旅行社、车商与手机厂商
#
# **问题** “第一印象、问对问题、手机卖断货，这些到底能赚多少钱？”
#
# **谁会这样问** 一位旗下有三家公司的集团老总，星期五之前必须下订单。
#
# **用时** 45 分钟。**先修** [01 用数字说话](../0_start/01_in_numbers.ipynb)、[47 实验](../4_retention/47_experiments.ipynb)。
#
# **学完你能够**
# 1. 从一项实验中算出一个问题值多少钱；
# 2. 求出新品首发的最优订货量，并说出少订会放弃多少利润；
# 3. 算出没买到的顾客里要有多少人日后带来一笔销售，饥饿营销才不亏；
# 4. 用抽签试验测出他们是否真会如此，并按城市类型订货。
#
# **数据** 一项有 219 位卖家参加的实验；一个已发表的潜水服订货例题；一家模拟手机厂商的历次首发。金额单位为元。
#
# > *分析师：您好！星期五之前，我要为新手机下订单，20 个大城市、60 个中等城市、150 个小城市同时首发。生产部算出来，一个中等城市应订 4,196 台。市场部主张只订 3,500 台，别处按同样幅度压缩：排队就是最好的广告，何况没买到的人有一半以上会回来。销售部说这是白白扔钱。是有意少订，还是订够？另外，集团的车商要收二手车，旅行社要接待新客人，也请告诉他们，见面先问什么。周*

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, models, plots, rates
from crmkit.campaigns import newsvendor, repeat_demand

# %% [markdown]
# ## What to ask first
#
# A **first impression** (第一印象) is the first step of the funnel in [lesson 01](../0_start/01_in_numbers.ipynb): whom you lose there, no later step wins back. What you learn there depends on what you ask. In an experiment 219 people played the seller of a music player with a hidden fault. The buyer's question was drawn by lot: *What can you tell me about it?*, *It doesn't have any problems, does it?* or *What problems does it have?* Guess: of 100, how many tell of the fault after each?

# %% [markdown] lang="zh"
# ## 见面先问什么
#
# **第一印象**（first impression）就是[第 01 课](../0_start/01_in_numbers.ipynb)中漏斗的第一步：在这里失去的人，后面哪一步也赢不回来。而在这一步能了解到什么，取决于你问什么。有一项实验，219 人扮演卖家，出售一台有暗病的音乐播放器。买家问哪句话由抽签决定：“这台机器怎么样？”（What can you tell me about it?）、“它没什么毛病吧？”（It doesn't have any problems, does it?）、“它有什么毛病？”（What problems does it have?）。猜一猜：每种问法之下，100 人里有几人会说出毛病？

# %%
plots.course_style()
sellers = datasets.load("ask_seller")
sellers["told"] = (sellers["response"] == "disclose").astype(int)
told = rates.rate_by(sellers, happened="told", by="wording")
ax = plots.questions.answers(told)

# %%
count = sellers.groupby("question", observed=True)["told"].agg(["sum", "size"])
two = count.loc[["general", "neg_assumption"]]
more = rates.rate_difference(two["sum"].to_list(), two["size"].to_list())
dealer = 60 * 2_000 * more[["estimate", "low", "high"]]
dealer.round(-3).astype("int64").to_frame("yuan a year").T

# %% [markdown]
# The same honesty, {{100 * told["rate"].min():.0f}} or {{100 * told["rate"].max():.0f}} in 100: answers are made by the question. If 60 cars a year reach the dealer with a hidden fault, and each one told in time saves 2,000 yuan, asking for problems instead of asking openly earns {{round(dealer["estimate"], -3):,.0f}} yuan a year ({{round(dealer["low"], -3):,.0f}} to {{round(dealer["high"], -3):,.0f}}; the **interval**, 置信区间, holds the values that agree with the data). The agency has drawn no lots yet: "What went wrong on your last trip?" instead of "How was it?" is worth a test.

# %% [markdown] lang="zh"
# （图中横轴是每 100 人中说出毛病的人数。）各组卖家由抽签分定，本来一样诚实；100 人里说出毛病的，少则 {{100 * told["rate"].min():.0f}} 人，多则 {{100 * told["rate"].max():.0f}} 人：问法不同，答案就不同。假定车商每年收到 60 辆有暗病的车，及时得知一辆能省 2,000 元，那么直接问毛病比泛泛地问一年多赚 {{round(dealer["estimate"], -3):,.0f}} 元（{{round(dealer["low"], -3):,.0f}} 到 {{round(dealer["high"], -3):,.0f}} 元；**置信区间**，interval，是与数据相容的取值范围）。旅行社还没有做过抽签试验：把“上次玩得怎么样”换成“上次旅行有什么不满意”，值得一试。

# %% [markdown]
# ## How many to order
#
# Production's example is published: a wetsuit with a mean demand of 3,192 and a standard deviation of 1,181. Our phone has the same, with ten times the money: price 1,900, cost 1,100, and 900 for what is left over, the **salvage value** (残值). One order, before anybody knows the demand: a **newsvendor** (报童模型). A sale lost costs 800, a phone left over 200: one more phone pays as long as its chance of a sale is above 200 in 1,000. So the best order is enough in 800 of every 1,000 launches: this share is the **critical ratio** (临界比).

# %% [markdown] lang="zh"
# ## 订多少
#
# 生产部用的是一个已发表的例题：一款潜水服，平均需求 3,192 件，标准差 1,181 件。我们的手机需求与它相同，金额是它的十倍：售价 1,900 元，成本 1,100 元，剩货还能卖 900 元，即**残值**（salvage value）。在需求未知时就要一次订完，这就是**报童模型**（newsvendor）。少卖一台损失 800 元，剩下一台损失 200 元：只要多订的那一台在 1,000 次首发中能卖掉 200 次以上，就值得多订。所以最优的订货量在每 1,000 次首发中有 800 次够卖；这个比例称为**临界比**（critical ratio，也叫临界分位数）。

# %%
money = {"price": 1_900, "cost": 1_100, "salvage": 900}
demand = {"mean": 3_192, "standard_deviation": 1_181}
ratio = 800 / (800 + 200)
print(f"by hand {ratio:.2f}: 3,192 + 0.8416 x 1,181 = {3_192 + 0.8416 * 1_181:,.0f}; "
      f"by call {newsvendor.best_order(**demand, **money):,.0f}")

# %% [markdown]
# (0.8416 is how many standard deviations a normal demand exceeds in 20 % of launches. The book's table rounds it to .85: hence 4,196.) Now guess: what part of its profit does a middle city give up with 3,500, and how many times as often does it have a **stock-out** (缺货)?

# %% [markdown] lang="zh"
# （需求服从正态分布时，有 20% 的机会比均值高出 0.8416 个标准差以上。书里查表取 0.85，于是得到 4,196。）现在猜一猜：只订 3,500 台，一个中等城市要放弃百分之几的利润？**缺货**（stock-out）的次数会是原来的几倍？

# %%
curve = newsvendor.outcomes([*range(1_000, 7_001, 100), 4_196], **demand, **money)
ax = plots.newsvendor.profit_curve(curve, order=3_500, against=4_196)

# %% [markdown]
# It runs out twice as often, and earns {{100 * (1 - curve.loc[3500, "profit"] / curve.loc[4196, "profit"]):.1f}} % less: near its peak the curve is flat. Marketing has a point: **hunger marketing** (饥饿营销), to offer less than is wanted on purpose, is cheap. Cheap is not free: how much must come back?

# %% [markdown] lang="zh"
# （纵轴是平均利润，单位千元。）断货的机会翻了一倍，利润只少 {{100 * (1 - curve.loc[3500, "profit"] / curve.loc[4196, "profit"]):.1f}}%：曲线在顶点附近很平。市场部有道理，**饥饿营销**（hunger marketing，即有意让供应少于需求）确实便宜。但便宜不等于免费：日后要补回多少？

# %%
needed = repeat_demand.break_even(
    curve, order=3_500, against=4_196, later_margin=800, later_demand=3_192)
ax = plots.repeat_demand.break_even(needed, later_margin=800)

# %% [markdown]
# By hand: {{needed["cost"]:,.0f}} yuan / ({{needed["turned_away"]:.0f}} x 800) = {{needed["needed_share"]:.2f}}. For each 100 more turned away, {{100 * needed["needed_share"]:.0f}} sales must come later. Put differently: if a city sells as many phones again later, {{100 * needed["needed_lift"]:.1f}} % more of them are enough.
#
# ## Do they come back?
#
# Before each launch the maker has drawn lots: a city's order is short (a little below its mean demand) or enough. Here is the export: one row a launch and city.

# %% [markdown] lang="zh"
# （横轴是每多 100 人没买到日后带来的销售笔数，纵轴是与多订相比的利润，单位千元。）手算：{{needed["cost"]:,.0f}} 元 /（{{needed["turned_away"]:.0f}} × 800）= {{needed["needed_share"]:.2f}}。每多 100 人没买到，日后就要多出 {{100 * needed["needed_share"]:.0f}} 笔销售。换个说法：如果一个城市日后还会卖出同样多的手机，那么只要多卖 {{100 * needed["needed_lift"]:.1f}}% 就够了。
#
# ## 他们回来了吗
#
# 这家厂商每次首发之前，都用抽签决定一个城市是少订（略低于平均需求）还是订够。下面是导出的数据，每个城市每次首发一行。

# %%
firm = companies.phone_launch(seed=57)
once = firm.export.drop_duplicates("launch_id")
launches = once.dropna().copy()
print(f"{len(firm.export)} rows, {len(firm.export) - len(once)} sent twice, "
      f"{len(once) - len(launches)} in which nobody counted the queue: {len(launches)} launches")

# %%
launches.drop(columns="ordered").head(3).set_index("launch_id").astype({
    "demand": int, "turned_away": int, "came_back": int})

# %% [markdown]
# The firm is simulated. `later` is all that was sold in the 90 days after a launch, `came_back` the **return rate** (回头率) in heads: those turned away who bought by then. Three methods could answer:
#
# - **count** who came back;
# - **compare** launches that ran out with launches that did not;
# - **the lot**: compare orders that the lot made short with the others.
#
# Commit yourself to one. Do all three give more than {{100 * needed["needed_share"]:.0f}}?

# %% [markdown] lang="zh"
# 这家厂商是模拟的。`later` 是首发后 90 天内的全部销量，`came_back` 是没买到、在这 90 天内又回来买的人数；它占没买到的人数（`turned_away`）的比例就是**回头率**（return rate）。有三种方法可以回答：
#
# - **数人头**：有多少人回来；
# - **比首发**：断货的首发与没断货的首发相比；
# - **看抽签**：抽到少订的与抽到订够的相比。
#
# 先选定一种。三种方法的结果都会超过 {{100 * needed["needed_share"]:.0f}} 吗？

# %%
rng = np.random.default_rng(57)
back = models.resampled(
    launches, lambda t: t["came_back"].sum() / t["turned_away"].sum(), rng=rng)

# %%
launches["ran_out"] = (launches["turned_away"] > 0).astype(int)
asked = {"wanted": "demand", "turned_away": "turned_away", "later": "later"}
ran_out = repeat_demand.later_effects(launches, short="ran_out", **asked)
lot = repeat_demand.later_effects(launches, short="short", **asked)

# %%
ways = pd.concat([back, ran_out, lot])
ways.index = ["counting heads", "comparing launches", "the lot"]
ax = plots.repeat_demand.effects(ways, needed=needed["needed_share"])

# %% [markdown]
# Counting says {{100 * ways["estimate"].iloc[0]:.0f}}, the comparison {{100 * ways["estimate"].iloc[1]:.0f}} (its interval reaches below {{100 * needed["needed_share"]:.0f}}): both speak for marketing, the first loudly. The lot says {{100 * lot["estimate"].iloc[0]:.0f}} ({{100 * lot["low"].iloc[0]:.0f}} to {{100 * lot["high"].iloc[0]:.0f}}). Counting forgets that a customer who is *served* brings others, too, and that a queue may annoy as well as attract. And what ran out was a hot model: it would have sold later anyway. By hand, the lot gives:

# %% [markdown] lang="zh"
# （图中从上到下是数人头、比首发、看抽签；虚线是保本所需。）数人头得到 {{100 * ways["estimate"].iloc[0]:.0f}}，比首发得到 {{100 * ways["estimate"].iloc[1]:.0f}}（区间的下端低于 {{100 * needed["needed_share"]:.0f}}），都支持市场部，前者尤其有力。抽签得到的却只有 {{100 * lot["estimate"].iloc[0]:.0f}}（{{100 * lot["low"].iloc[0]:.0f}} 到 {{100 * lot["high"].iloc[0]:.0f}}）。数人头忘了一件事：*买到*的顾客也会带来别人；而排队既能吸引人，也能惹恼人。至于比首发，卖断货的本来就是热门机型，日后照样卖得多。抽签的结果手算如下：

# %%
each = pd.DataFrame({"turned_away": launches["turned_away"] / launches["demand"],
                     "later": launches["later"] / launches["demand"]})
mean = each.groupby(launches["short"]).mean()
print(mean.round(3).to_dict("index"))
print(f"{(mean.loc[1] - mean.loc[0])['later'] / (mean.loc[1] - mean.loc[0])['turned_away']:.2f}")

# %% [markdown]
# The short orders turned away {{100 * (mean.loc[1, "turned_away"] - mean.loc[0, "turned_away"]):.0f}} more of 100 customers, and {{100 * (mean.loc[1, "later"] - mean.loc[0, "later"]):.1f}} more phones were sold later; dividing gives the effect of *one* more turned away. Is it the same everywhere? Guess: where does a queue help most, in large, middle or small cities?

# %% [markdown] lang="zh"
# 抽到少订的，每 100 位顾客多 {{100 * (mean.loc[1, "turned_away"] - mean.loc[0, "turned_away"]):.0f}} 人没买到，日后多卖 {{100 * (mean.loc[1, "later"] - mean.loc[0, "later"]):.1f}} 台；两者相除，就是*多一人*没买到的效果。各地都一样吗？猜一猜：排队在大、中、小哪类城市最管用？

# %%
by_city = repeat_demand.later_effects(launches, short="short", by="city", **asked)
ax = plots.repeat_demand.effects(by_city, needed=needed["needed_share"], what="city")

# %% [markdown]
# (In standard deviations the cut is the same everywhere, so {{100 * needed["needed_share"]:.0f}} holds for every city.) In large cities 100 more turned away bring {{100 * by_city.loc["large", "estimate"]:.0f}} sales ({{100 * by_city.loc["large", "low"]:.0f}} to {{100 * by_city.loc["large", "high"]:.0f}}; the simulation's truth is {{100 * firm.truth.loc["large", "later_effect"]:.0f}}), in small ones they cost {{-100 * by_city.loc["small", "estimate"]:.0f}}. The truth there: of 100 turned away, {{100 * firm.truth.loc["small", "come_back_rate"]:.0f}} come back, but served they would have brought {{100 * firm.parameters.later_rate_served:.0f}} others, and their anger drives {{-100 * firm.parameters.talk["small"]:.0f}} away: {{100 * firm.truth.loc["small", "later_effect"]:.0f}} in all.

# %% [markdown] lang="zh"
# （图中从上到下是大、中、小城市。按标准差算，各类城市少订的幅度相同，所以 {{100 * needed["needed_share"]:.0f}} 对每类城市都适用。）在大城市，多 100 人没买到，日后带来 {{100 * by_city.loc["large", "estimate"]:.0f}} 笔销售（{{100 * by_city.loc["large", "low"]:.0f}} 到 {{100 * by_city.loc["large", "high"]:.0f}}；模拟的真值是 {{100 * firm.truth.loc["large", "later_effect"]:.0f}}）；在小城市反而失去 {{-100 * by_city.loc["small", "estimate"]:.0f}} 笔。模拟设定是这样的：那里没买到的 100 人中有 {{100 * firm.truth.loc["small", "come_back_rate"]:.0f}} 人回来，但他们若买到了，本会带来 {{100 * firm.parameters.later_rate_served:.0f}} 笔销售，而他们的不满又赶走了 {{-100 * firm.parameters.talk["small"]:.0f}} 笔，合计 {{100 * firm.truth.loc["small", "later_effect"]:.0f}} 笔。

# %% [markdown]
# ## Orders by city
#
# If a customer turned away brings *g* sales later ({{by_city.loc["large", "estimate"]:.2f}} in large cities), each leaving 800, turning one away costs not 800 but 800 - 800 *g*. So order as if the price were lower by 800 *g*, or higher where *g* is below 0. Four plans: enough everywhere, marketing's cut everywhere, that cut in large cities alone, or for each kind of city its own order.

# %% [markdown] lang="zh"
# ## 按城市订货
#
# 如果一位没买到的顾客日后带来 *g* 笔销售（大城市是 {{by_city.loc["large", "estimate"]:.2f}}），每笔赚 800 元，那么少卖一台的损失就不是 800 元，而是 800 - 800 *g* 元。所以订货时，就当售价低了 800 *g* 元；*g* 为负，则当售价更高。四个方案：处处订够、处处按市场部的幅度少订、只在大城市这样少订、每类城市用自己的订货量。

# %%
of_city = launches.groupby("city", observed=True)["demand"].agg(["mean", "std"])
price = 1_900 - 800 * by_city["estimate"]
enough, own = ({city: newsvendor.best_order(
    mean=row["mean"], standard_deviation=row["std"], price=at[city], cost=1_100, salvage=900)
    for city, row in of_city.iterrows()} for at in (dict.fromkeys(of_city.index, 1_900), price))
short = (of_city["mean"] + (3_500 - 3_192) / 1_181 * of_city["std"]).to_dict()

# %%
plan = {"enough": enough, "short everywhere": short, "each its own order": own}
plan["short in large cities"] = {**enough, "large": short["large"]}
found = repeat_demand.plans(
    launches, orders=plan, against="enough", effects=by_city, wanted="demand", by="city",
    to_come={"large": 20, "middle": 60, "small": 150}, later_margin=800, **money)
ax = plots.net_gain.plans(found)
_ = ax.set_xlabel("profit above that of enough everywhere (thousand yuan), 95 % interval")

# %%
pd.DataFrame({"enough": enough, "short": short, "own": own}).round(-1).astype("int64")

# %% [markdown]
# Against enough everywhere, marketing's plan loses {{-found.loc["short everywhere", "estimate"] / 1e6:.1f}} million yuan ({{-found.loc["short everywhere", "high"] / 1e6:.1f}} to {{-found.loc["short everywhere", "low"] / 1e6:.1f}}). The same cut in large cities alone earns {{found.loc["short in large cities", "estimate"] / 1e6:.1f}} million. Orders of their own look best at {{found.loc["each its own order", "estimate"] / 1e6:.1f}}, but they were fitted to this very estimate, and their interval is wider: the page takes the simpler plan.

# %% [markdown] lang="zh"
# （图中单位是千元，与处处订够相比；从上到下是处处少订、每类城市自己的订货量、只在大城市少订。）与处处订够相比，市场部的方案亏 {{-found.loc["short everywhere", "estimate"] / 1e4:,.0f}} 万元（{{-found.loc["short everywhere", "high"] / 1e4:,.0f}} 到 {{-found.loc["short everywhere", "low"] / 1e4:,.0f}}）。同样的幅度，只用在大城市，赚 {{found.loc["short in large cities", "estimate"] / 1e4:,.0f}} 万元。每类城市各用自己的订货量看上去最好，有 {{found.loc["each its own order", "estimate"] / 1e4:,.0f}} 万元，但这些订货量正是照着这组估计值定的，区间也更宽：给董事会的一页纸采用更简单的方案。

# %% [markdown]
# ## One page for the board
#
# | decision | thousand yuan | interval |
# |---|---|---|
# | {{short["large"]:,.0f}} for each of 20 large cities (not {{enough["large"]:,.0f}}); enough, {{enough["middle"]:,.0f}}, for each of 60 middle and {{enough["small"]:,.0f}} for each of 150 small ones; against enough everywhere | +{{found.loc["short in large cities", "estimate"] / 1e3:,.0f}} | {{found.loc["short in large cities", "low"] / 1e3:,.0f}} to {{found.loc["short in large cities", "high"] / 1e3:,.0f}} |
# | not short everywhere: it would lose | {{-found.loc["short everywhere", "estimate"] / 1e3:,.0f}} | {{-found.loc["short everywhere", "high"] / 1e3:,.0f}} to {{-found.loc["short everywhere", "low"] / 1e3:,.0f}} |
# | dealer: ask "What problems does it have?" (a year, if sellers of cars answer as in the experiment) | +{{dealer["estimate"] / 1e3:,.0f}} | {{dealer["low"] / 1e3:,.0f}} to {{dealer["high"] / 1e3:,.0f}} |
#
# **What would change it** a rival who launches in the same week; a later margin well below 800; a queue in large cities that brings fewer than {{100 * needed["needed_share"]:.0f}} sales for 100 turned away. So draw lots again.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# | 决定 | 千元 | 区间 |
# |---|---|---|
# | 20 个大城市每城订 {{short["large"]:,.0f}} 台（而不是 {{enough["large"]:,.0f}} 台）；其余订够：60 个中等城市每城 {{enough["middle"]:,.0f}} 台，150 个小城市每城 {{enough["small"]:,.0f}} 台；与处处订够相比 | +{{found.loc["short in large cities", "estimate"] / 1e3:,.0f}} | {{found.loc["short in large cities", "low"] / 1e3:,.0f}} 到 {{found.loc["short in large cities", "high"] / 1e3:,.0f}} |
# | 不要处处少订，否则会亏 | {{-found.loc["short everywhere", "estimate"] / 1e3:,.0f}} | {{-found.loc["short everywhere", "high"] / 1e3:,.0f}} 到 {{-found.loc["short everywhere", "low"] / 1e3:,.0f}} |
# | 车商：直接问“有什么毛病”（每年；假定卖车的人与实验中的卖家反应相同） | +{{dealer["estimate"] / 1e3:,.0f}} | {{dealer["low"] / 1e3:,.0f}} 到 {{dealer["high"] / 1e3:,.0f}} |
#
# **什么会改变决定** 对手在同一周首发；日后每台的毛利远低于 800 元；在大城市，100 位没买到的顾客带来的销售不到 {{100 * needed["needed_share"]:.0f}} 笔。所以下次首发要继续抽签。

# %% [markdown]
# ## Published and ours
#
# Order: Cachon & Terwiesch (2013), *Matching Supply with Demand*, ch. 12 (price 190, cost 110, salvage 90). Question: OpenIntro's table `ask`, which names J. A. Minson, N. E. Ruedy and M. E. Schweitzer, *There is such a thing as a stupid question*, as its source.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 订货：Cachon 和 Terwiesch（2013），*Matching Supply with Demand*，第 12 章（售价 190，成本 110，残值 90）。提问：OpenIntro 的数据表 `ask`，其中注明来源为 J. A. Minson、N. E. Ruedy 和 M. E. Schweitzer 的 *There is such a thing as a stupid question*。

# %%
suit = {**demand, "price": 190, "cost": 110, "salvage": 90}
order = round(3_192 + 0.85 * 1_181)
row = newsvendor.outcomes([order], **suit).loc[order].round()
ours = {"critical ratio": newsvendor.critical_ratio(price=190, cost=110, salvage=90),
        "order at z .85": order, **row[["lost", "sold", "left_over"]].astype(int),
        "profit": int(80 * row["sold"] - 20 * row["left_over"])}

# %%
ours |= {f"told, {name}": f"{one['sum']} of {one['size']}" for name, one in count.iterrows()}
printed = [0.8, 4196, 130, 3062, 1134, 222280, "2 of 73", "23 of 73", "36 of 73"]
pd.DataFrame({"published": printed, "ours": list(ours.values())}, index=list(ours))

# %% [markdown]
# All agree. The book's profit of 222,280 comes from rounded entries; without rounding it is {{row["profit"]:,.0f}}. That 3,500 gives up only 3 % is our figure.
#
# ## The answer
#
# Neither short nor enough: short where the queue brings customers. Order {{short["large"]:,.0f}} for each large city, {{enough["middle"]:,.0f}} for each middle and {{enough["small"]:,.0f}} for each small one; that earns {{found.loc["short in large cities", "estimate"] / 1e6:.1f}} million yuan ({{found.loc["short in large cities", "low"] / 1e6:.1f}} to {{found.loc["short in large cities", "high"] / 1e6:.1f}}) above the plan of enough everywhere. Marketing was right that scarcity is cheap, and wrong about who comes back because of it. The dealer asks for problems; the agency tests it first.

# %% [markdown] lang="zh"
# 全部一致。书中的利润 222,280 由四舍五入后的数算出；不舍入则为 {{row["profit"]:,.0f}}。少订到 3,500 只放弃 3% 的利润，这是我们算的。
#
# ## 回答
#
# 既不是处处少订，也不是处处订够：排队能带来顾客的地方才少订。每个大城市订 {{short["large"]:,.0f}} 台，中等城市 {{enough["middle"]:,.0f}} 台，小城市 {{enough["small"]:,.0f}} 台，比处处订够多赚 {{found.loc["short in large cities", "estimate"] / 1e4:,.0f}} 万元（{{found.loc["short in large cities", "low"] / 1e4:,.0f}} 到 {{found.loc["short in large cities", "high"] / 1e4:,.0f}}）。市场部说饥饿营销便宜，这没错；错在把回来的人都算成了少订的功劳。车商见面就问有什么毛病；旅行社先做试验再说。

# %% [markdown]
# ## Limits
#
# The effect covers 90 days; those who are annoyed may stay away from the next model, too. The lots tested *one* short order, a little below the mean and so a harsher cut than marketing's; other cuts need not work in proportion. Sellers in the experiment played a part for a small sum. That it can cost a sale to remind people what else their money could buy is shown in [lesson 50](50_festival.ipynb). Demand was taken as normal, and cities as independent: if a whole model fails, all orders fail together.

# %% [markdown] lang="zh"
# ## 局限
#
# 这里的效果只看了 90 天；被惹恼的人可能连下一款也不买。抽签只试了*一种*少订的幅度，略低于平均需求，比市场部主张的还要少；换一种幅度，效果未必按比例变化。实验里的卖家只是扮演角色，涉及的钱也很少。提醒人们钱还有别的用处，可能会丢掉一笔生意，见[第 50 课](50_festival.ipynb)。我们假定需求是正态的，各城市互不相关：如果整款机型不受欢迎，所有城市会一起滞销。

# %% [markdown]
# **Terms** first impression 第一印象 · newsvendor 报童模型 · critical ratio 临界比 (临界分位数) · salvage value 残值 · stock-out 缺货 · hunger marketing 饥饿营销 · return rate 回头率
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/57_scarcity.ipynb) give you a phone maker of your own and check your answers. For this lesson's data:
#
# 1. At which later margin does marketing's cut in large cities break even?
# 2. Which order would `newsvendor.best_order_of_draws` choose for the small cities?

# %% [markdown] lang="zh"
# **术语** 第一印象 first impression · 报童模型 newsvendor · 临界比（临界分位数）critical ratio · 残值 salvage value · 缺货 stock-out · 饥饿营销 hunger marketing · 回头率 return rate
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/57_scarcity.ipynb)给你一家自己的手机厂商，并批改你的答案。也可以用本课的数据做：
#
# 1. 日后每台的毛利为多少时，在大城市按市场部的幅度少订正好保本？
# 2. `newsvendor.best_order_of_draws` 会给小城市选多大的订货量？
