# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["140", "20", "730", "162", "15000", "100000", "300", "400", "100", "600", "500", "338", "95", "1000", "27", "31", "74", "13", "17", "700"]
# ---

# %% [markdown]
# # 01 Relationship marketing in numbers
#
# **Question** "Keeping a customer is five times cheaper than winning one." So should the next 100 yuan go to a stranger or to a customer?
#
# **Who asks** The owner of a travel agency, who divides next year's budget.
#
# **Time** 35 minutes. **Before this** [00 Welcome](00_welcome.ipynb).
#
# **You will be able to**
# 1. say what sets relationship marketing apart from transaction marketing;
# 2. read a funnel and a loudspeaker as chains of conversion rates;
# 3. ask of every "so many times cheaper" what was divided by what;
# 4. measure what the next 100 bring, and move a budget until both sides bring about the same.
#
# **Data** a simulated travel agency, and three figures of a published table.

# %% [markdown] lang="zh"
# # 01 用数字看关系营销
#
# **问题** “留住一位老客户的成本只有争取一位新客户的五分之一。”那么，下一笔 100 元该花在陌生人身上，还是花在老客户身上？
#
# **谁会这样问** 正在分配明年预算的旅行社老板。
#
# **用时** 35 分钟。**先修** [00 欢迎](00_welcome.ipynb)。
#
# **学完你能够**
# 1. 说清关系营销与交易营销的区别；
# 2. 把漏斗和喇叭读成两条转化率的链条；
# 3. 听到“便宜多少倍”时，先问是什么除以什么；
# 4. 测出下一笔 100 带来多少，并把预算调整到两边的回报大致相等为止。
#
# **数据** 一家模拟的旅行社，以及一张已发表的数据表里的三个数字。

# %%
import pandas as pd

from crmkit import companies, plots
from crmkit.lifetime import valuation
from crmkit.loyalty import word_of_mouth

plots.course_style()

# %% [markdown]
# ## Two ways to see a sale
#
# **Transaction marketing** (交易营销) wants this sale, and counts sales. **Relationship marketing** (关系营销) wants the buyer to come back and bring friends, and counts customers. Three lists of words mark the way from the one to the other:
#
# | list | stands for | asks |
# |---|---|---|
# | 4P | product, price, place, promotion | What do we sell, and how? |
# | 4C | customer, cost, convenience, communication | What does it mean to the buyer? |
# | 4R | relevance, reaction, relationship, reward | What ties us together, and what do both gain? |
#
# None of the lists says how much to spend on what. That takes numbers.

# %% [markdown] lang="zh"
# ## 看待一笔生意的两种方式
#
# **交易营销**（transaction marketing）追求这一次成交，数的是成交笔数；**关系营销**（relationship marketing）希望买家再来，还带朋友来，数的是客户。从前者到后者，营销学里先后有三组词：
#
# | 组合 | 内容 | 关心的问题 |
# |---|---|---|
# | 4P | 产品、价格、渠道、促销 | 我们卖什么，怎么卖？ |
# | 4C | 顾客、成本、便利、沟通 | 对买家意味着什么？ |
# | 4R | 关联、反应、关系、回报 | 双方靠什么联系在一起，各得到什么？ |
#
# 三组词都没有说钱该怎么分，这要靠数字来回答。

# %% [markdown]
# ## Five times cheaper than what?
#
# A published table has both costs, for a firm that sells to other firms. Of 500 firms approached, 338 became customers. To win one of them cost 730 dollars; to keep one cost 162 dollars a year, or 497 over all the years that they stayed. So how many times as much does winning cost? Write your number down.

# %% [markdown] lang="zh"
# ## 五倍，跟什么比？
#
# 一张已发表的数据表里，两种成本都有。表里的公司向其他企业供货（B2B），接触了 500 家企业，其中 338 家成为客户。赢得一家平均花 730 美元；留住一家每年花 162 美元，从它成为客户到离开合计花 497 美元。那么，获客成本是留客成本的多少倍？先写下你的数字。

# %%
won, kept_a_year, kept_a_life = 730, 162, 497
times = {"keeping for a year": won / kept_a_year, "keeping for a life": won / kept_a_life}
ax = plots.budget.ratios(pd.Series(times), what="One table")

# %% [markdown]
# {{times["keeping for a year"]:.1f}} or {{times["keeping for a life"]:.1f}}, from the same table, and neither is wrong. Divide by the cost of a year, and the saying is nearly true; divide by the cost of all {{kept_a_life / kept_a_year:.0f}} years that a customer stays, and little is left of it. Whoever quotes a ratio without saying "a year" or "a life" has told you nothing.

# %% [markdown] lang="zh"
# 图中两条分别按一年（a year）和全程（a life，客户留下的全部年份）的留客成本计算，虚线是“五倍之说”（the saying）。{{times["keeping for a year"]:.1f}} 倍或 {{times["keeping for a life"]:.1f}} 倍，出自同一张表，两个数都没有算错。除以一年的成本，五倍之说差不多成立；客户平均留 {{kept_a_life / kept_a_year:.0f}} 年，除以这些年的总成本，倍数就所剩无几了。只报倍数，不说按“一年”还是按“全程”，等于什么也没说。

# %% [markdown]
# ## A funnel
#
# Now the agency, which is simulated. It has branches in 140 cities, with 15,000 customers each when the year begins. Money is in thousand yuan: "100" is 100,000 yuan. Strangers pass through a **funnel** (漏斗): some of those whom an advertisement reaches ask for a trip, some of these let themselves be advised, some book. The share that goes on to the next step is its **conversion rate** (转化率).

# %% [markdown] lang="zh"
# ## 漏斗
#
# 再来看旅行社，它是模拟的：在 140 个城市设有分店，年初每个城市有 15,000 位客户。金额单位为千元，“100”就是 10 万元。陌生人（潜在客户）要经过一个**漏斗**（funnel）：广告触达（reached）的人里有一些来咨询（asked），其中一些听了顾问的讲解（advised），其中又有一些预订（booked）。走到下一步的比例叫作**转化率**（conversion rate）。

# %%
cities = companies.travel_agency(seed=1).cities
total = cities.sum()
funnel = total[["reached", "asked", "advised", "booked"]].to_frame("people")
funnel["conversion_rate"] = (funnel["people"] / funnel["people"].shift()).round(2)
funnel["yuan_each"] = (1000 * total["stranger_spend"] / funnel["people"]).round(0)
funnel

# %% [markdown]
# Multiply the rates: {{total["asked"] / total["reached"]:.2f}} x {{total["advised"] / total["asked"]:.2f}} x {{total["booked"] / total["advised"]:.2f}} = {{total["booked"] / total["reached"]:.2f}}. Of a hundred who are reached, two book. The same money is shared among fewer at each step: {{funnel.loc["reached", "yuan_each"]:.0f}} yuan for one who is reached, {{funnel.loc["booked", "yuan_each"]:.0f}} yuan for one who books.

# %% [markdown] lang="zh"
# 把转化率连乘：{{total["asked"] / total["reached"]:.2f}} × {{total["advised"] / total["asked"]:.2f}} × {{total["booked"] / total["advised"]:.2f}} = {{total["booked"] / total["reached"]:.2f}}，触达一百人，有两人预订。钱还是那些钱，人却越来越少，所以越往后每人越贵：触达一人花 {{funnel.loc["reached", "yuan_each"]:.0f}} 元，得到一位预订的客户要花 {{funnel.loc["booked", "yuan_each"]:.0f}} 元。

# %% [markdown]
# ## A loudspeaker
#
# Customers form the opposite, a **loudspeaker** (喇叭): few people reach many. Some of those who come back recommend the agency, these tell friends, and some of the friends book. Which of the three rates do you expect to be above one?

# %% [markdown] lang="zh"
# ## 喇叭
#
# 老客户走的不是漏斗，而是反过来的**喇叭**（loudspeaker）：开头人少，传到的人多。再次光顾（came_back）的客户里，有一些会推荐（recommended）；他们告诉朋友（told），其中一些朋友预订（friends_booked）。下面三个比率里，你认为哪一个会大于一？

# %%
loudspeaker = total[["came_back", "recommended", "told", "friends_booked"]].to_frame("people")
loudspeaker["conversion_rate"] = (loudspeaker["people"] / loudspeaker["people"].shift()).round(2)
loudspeaker

# %% [markdown]
# The second: one who recommends tells {{total["told"] / total["recommended"]:.0f}} friends. The product of all three is {{total["friends_booked"] / total["came_back"]:.2f}}: a customer who comes back brings half a friend on average. This is the **K factor** (K 因子). If friends bring friends at the same rate, and so on, how many will 1,000 customers have become in the end?

# %% [markdown] lang="zh"
# 是第二个：一位推荐者会告诉 {{total["told"] / total["recommended"]:.0f}} 位朋友。三个比率之积是 {{total["friends_booked"] / total["came_back"]:.2f}}，也就是说，一位再次光顾的客户平均带来半个朋友。这个数叫作 **K 因子**（K factor）。如果朋友又以同样的比率带来朋友，一轮一轮下去，1,000 位客户最终会变成多少？

# %%
k = total["friends_booked"] / total["came_back"]
rounds = {"come back": 1, "with friends": 1 + k, "with friends of friends": 1 + k + k**2,
          "in the end": word_of_mouth.final_size(starting_customers=1, k_factor=k)}
ax = plots.budget.chains(funnel["people"], pd.Series(rounds))

# %% [markdown]
# 1,000 strangers shrink to {{1000 * total["booked"] / total["reached"]:.0f}}, 1,000 customers grow to about {{1000 * rounds["in the end"]:,.0f}}: the sum $1 + K + K^2 + \dots$ comes to $1 / (1 - K)$. Only the first round was counted; the others are what the rate would lead to. From K = 1 on there is no end ([lesson 27](../2_loyalty/27_word_of_mouth.ipynb)).

# %% [markdown] lang="zh"
# 漏斗把 1,000 人变成 {{1000 * total["booked"] / total["reached"]:.0f}} 人，喇叭把 1,000 人变成大约 {{1000 * rounds["in the end"]:,.0f}} 人。$1 + K + K^2 + \dots$ 之和等于 $1 / (1 - K)$。旅行社这一年只数到了第一轮，后面几轮是按同样比率推算的。K 达到 1，喇叭就没有尽头了，见[第 27 课](../2_loyalty/27_word_of_mouth.ipynb)。

# %% [markdown]
# ## The owner's split
#
# What did the agency spend last year, on average, for one stranger who booked, and for one customer who came back?

# %% [markdown] lang="zh"
# ## 老板的分法
#
# 去年，旅行社平均花多少钱换来一位预订的陌生人？又花多少钱换来一位再次光顾的老客户？

# %%
cost_won = 1000 * total["stranger_spend"] / total["booked"]
cost_kept = 1000 * total["customer_spend"] / total["came_back"]
print(f"won {cost_won:.0f} yuan, kept {cost_kept:.0f} yuan: {cost_won / cost_kept:.1f} times")

# %% [markdown]
# The saying is true here. So the owner divides next year's 600 a city five to one: 500 for customers, 100 for strangers. Every booking leaves a margin of 300 yuan, whoever books. Now commit yourself. Of the 500 on customers, what did the *last* 100 bring? And what would 100 more on strangers bring?

# %% [markdown] lang="zh"
# 在这里，五倍之说成立。于是老板把明年每个城市的 600 按五比一来分：500 给老客户，100 给陌生人。每笔预订，不管是谁订的，都留下 300 元毛利。现在请写下你的判断：花在老客户身上的 500 里，*最后*那 100 带来了多少？如果在陌生人身上再花 100，又会带来多少？

# %% [markdown]
# ## What the last 100 brought
#
# Last year was a test. For each city a lot was drawn that decided how much to spend on strangers, and another one for customers: 0, 100, ... 600, each in 20 cities. So the cities differ by these lots and by luck alone. By hand, for the step from 400 to 500 on customers:

# %% [markdown] lang="zh"
# ## 最后 100 带来了多少
#
# 去年其实是一次试验：每个城市在陌生人身上花多少由抽签决定，在老客户身上花多少由另一次抽签决定，都是 0、100、……、600，每档 20 个城市。因此城市之间的差别只来自抽签和运气。先动手算老客户从 400 到 500 这一档：

# %%
# 0.3 thousand yuan a booking
cities["won"] = 0.3 * cities["booked"]
cities["kept"] = 0.3 * (cities["came_back"] + cities["friends_booked"])
brought = cities.groupby("customer_spend")["kept"].mean()
print(f"{brought[500]:,.0f} - {brought[400]:,.0f} = {brought[500] - brought[400]:.0f}")

# %% [markdown]
# These 100 brought {{brought[500] - brought[400]:.0f}}, friends included: less than they cost. What a step brings for each yuan spent is its **marginal return** (边际回报), here {{(brought[500] - brought[400]) / 100:.2f}}. `marginal_returns` computes it for every step (`estimate`). Luck blurs it, so there is an **interval** (置信区间), from `low` to `high`: the returns that are plausible with 20 cities a step.

# %% [markdown] lang="zh"
# 连朋友也算上，这 100 只带来 {{brought[500] - brought[400]:.0f}}，本钱都没有收回。某一档里每花一元带来的钱，叫作这一档的**边际回报**（marginal return），这里是 {{(brought[500] - brought[400]) / 100:.2f}}。`marginal_returns` 算出每一档的边际回报（`estimate`）。其中有运气的成分，所以还给出**置信区间**（interval），从 `low` 到 `high`：每档只有 20 个城市，边际回报在这个范围内都说得通。

# %%
returns = {
    "strangers": valuation.marginal_returns(cities, spend="stranger_spend", value="won"),
    "customers": valuation.marginal_returns(cities, spend="customer_spend", value="kept"),
}
returns["customers"][["units", "added_value", "estimate", "low", "high"]].round(2)

# %%
ax = plots.budget.returns_by_step(returns, split={"strangers": 100, "customers": 500},
                                  unit="thousand yuan a city")

# %% [markdown]
# Above the dotted line a step brings more than it costs. The first 100 on customers brings {{100 * returns["customers"]["estimate"].iloc[0]:.0f}}, {{returns["customers"]["estimate"].iloc[0] / returns["strangers"]["estimate"].iloc[0]:.0f}} times the first on strangers. But each further 100 brings only about half of the one before. At the owner's split the next 100 on strangers brings {{100 * returns["strangers"]["estimate"].iloc[1]:.0f}} ({{100 * returns["strangers"]["low"].iloc[1]:.0f}} to {{100 * returns["strangers"]["high"].iloc[1]:.0f}}), the last on customers brought {{100 * returns["customers"]["estimate"].iloc[4]:.0f}} ({{100 * returns["customers"]["low"].iloc[4]:.0f}} to {{100 * returns["customers"]["high"].iloc[4]:.0f}}). The cheap side is the one that gets too much.

# %% [markdown] lang="zh"
# 横轴是花到第几个 100（每个城市），纵轴是这 100 带来的钱（对数刻度）；虚线以上，带来的比花掉的多。花在老客户（customers）身上的第一个 100 带来 {{100 * returns["customers"]["estimate"].iloc[0]:.0f}}，是陌生人（strangers）第一个 100 的 {{returns["customers"]["estimate"].iloc[0] / returns["strangers"]["estimate"].iloc[0]:.0f}} 倍。但每再花 100，带来的只有前一个 100 的一半左右。按老板的分法，再给陌生人 100 会带来 {{100 * returns["strangers"]["estimate"].iloc[1]:.0f}}（{{100 * returns["strangers"]["low"].iloc[1]:.0f}} 到 {{100 * returns["strangers"]["high"].iloc[1]:.0f}}），而老客户的最后 100 只带来 {{100 * returns["customers"]["estimate"].iloc[4]:.0f}}（{{100 * returns["customers"]["low"].iloc[4]:.0f}} 到 {{100 * returns["customers"]["high"].iloc[4]:.0f}}）。钱给多了的，恰恰是“便宜”的那一边。

# %% [markdown]
# ## Why the average hid it
#
# In cities where nothing was spent on customers, {{cities[cities["customer_spend"] == 0]["came_back"].mean():,.0f}} of 15,000 came back all the same. The average credits the money with them, too. Let us count again: first only those who came back because of the money, then only the next 100 on strangers and the last 100 on customers (with their friends).

# %% [markdown] lang="zh"
# ## 平均数为什么看不出来
#
# 在老客户身上一分钱没花的城市，15,000 人里照样有 {{cities[cities["customer_spend"] == 0]["came_back"].mean():,.0f}} 人再次光顾。平均数把这些人也算成了花钱的功劳。下面换两种算法：先只数因为花了钱才回来的人，再只看陌生人的下一个 100 和老客户的最后 100（连朋友一起算）。

# %%
anyway = cities.loc[cities["customer_spend"] == 0, "came_back"].mean() * len(cities)
because = 1000 * total["customer_spend"] / (total["came_back"] - anyway)
step = returns["customers"]["estimate"].loc[500] / returns["strangers"]["estimate"].loc[200]
ways = {"all who came back": cost_won / cost_kept, "because of the money": cost_won / because,
        "next 100, last 100": step}
ax = plots.budget.ratios(pd.Series(ways), what="One agency")

# %% [markdown]
# From {{ways["all who came back"]:.1f}} to {{ways["because of the money"]:.1f}} to {{ways["next 100, last 100"]:.1f}}: where the owner stands, one more booking by a stranger costs about *half* of one by a customer. An average looks back over all the money; a decision is about the next 100.

# %% [markdown] lang="zh"
# 三条从上到下：按全部再次光顾的人算是 {{ways["all who came back"]:.1f}} 倍，只算因为花钱才回来的人是 {{ways["because of the money"]:.1f}} 倍，按下一个 100 和最后 100 算是 {{ways["next 100, last 100"]:.1f}} 倍。也就是说，在老板现在的分法下，多得一笔陌生人的预订，成本只有老客户的*一半*左右。平均数回顾的是全部的钱，决策关心的是下一笔 100。

# %% [markdown]
# ## Move the money
#
# Where would the saying stop? It moves money to customers as long as one of them is cheaper on average. Below are both averages, in yuan, at each split of the 600: what strangers do not get, customers do. Guess first at which split they meet.

# %% [markdown] lang="zh"
# ## 移动预算
#
# 照五倍之说，钱会移到哪里为止？只要老客户平均更便宜，就继续把钱移过去。下面是 600 的各种分法下两边的平均成本（元；陌生人没有用的，都归老客户）。先猜一猜：两者在哪里相等？

# %%
booked = cities.groupby("stranger_spend")["booked"].mean()
back = cities.groupby("customer_spend")["came_back"].mean()
averages = pd.DataFrame({"one_won": 1000 * booked.index / booked})
averages["one_kept"] = (1000 * back.index / back).to_numpy()[::-1]
averages.loc[100:500].round(0).astype("int64")

# %% [markdown]
# Nowhere. One kept is cheaper at every split, so the saying takes the last yuan from the strangers. Begin there, and give strangers 100 at a time as long as it brings more there (`next_return`) than it brought with customers (`last_return`), both for each yuan spent. `gain` is in thousand yuan a city.

# %% [markdown] lang="zh"
# 哪里都不相等。无论怎么分，老客户总是更便宜（one_won 是赢得一位，one_kept 是留住一位），所以照五倍之说，陌生人会一分钱也拿不到。就从这里出发，每次移 100 给陌生人，只要它在那里带来的（`next_return`）比在老客户身上带来的（`last_return`）多，就继续；两者都按每一元计，`gain` 的单位是每个城市千元。

# %%
moves = valuation.move_in_steps(returns, start={"strangers": 0, "customers": 600})
moves.drop(columns="given_to").round(2)

# %%
steps = range(0, 601, 100)
gained = {side: table["added_value"].cumsum().reindex(steps, fill_value=0)
          for side, table in returns.items()}
profit = gained["strangers"] + gained["customers"].to_numpy()[::-1] - 600
profit = profit.rename_axis("on strangers, the rest of the 600 on customers (a city)")
ax = plots.budget.splits(profit, named={"the owner's": 100, "the saying's": 0},
                         unit="thousand yuan")

# %% [markdown]
# Two moves, and the returns nearly meet: a third would give up {{100 * returns["customers"]["estimate"].loc[400]:.0f}} for {{100 * returns["strangers"]["estimate"].loc[300]:.0f}}, a loss that the data do not prove. (In the picture, profit is what is earned beyond a year without spending.) The move from the owner's split gains {{moves["gain"].iloc[1]:.0f}} thousand yuan a city, between {{moves["low"].iloc[1]:.0f}} and {{moves["high"].iloc[1]:.0f}}.

# %% [markdown] lang="zh"
# 移两次，两边的回报就差不多了：再移一次，是放弃 {{100 * returns["customers"]["estimate"].loc[400]:.0f}} 去换 {{100 * returns["strangers"]["estimate"].loc[300]:.0f}}，要吃亏，不过凭这些数据还不能断定。（图中 best 是最佳分法，the owner's 是老板的分法，the saying's 是照五倍之说的分法；利润是比一分不花多赚的部分，单位为千元。）从老板的分法移一次，每个城市多赚 {{moves["gain"].iloc[1]:.0f}} 千元，置信区间为 {{moves["low"].iloc[1]:.0f}} 到 {{moves["high"].iloc[1]:.0f}}。

# %% [markdown]
# ## The answer
#
# To a stranger. At the owner's split the next 100 brings {{100 * returns["strangers"]["estimate"].loc[200]:.0f}} there, while the last 100 on customers brought {{100 * returns["customers"]["estimate"].loc[500]:.0f}}. Move 100 in each city, to {{moves["strangers"].iloc[-1]:.0f}} on strangers and {{moves["customers"].iloc[-1]:.0f}} on customers. This earns {{moves["gain"].iloc[-1] * len(cities) / 1000:.1f}} million yuan more a year ({{moves["low"].iloc[-1] * len(cities) / 1000:.1f}} to {{moves["high"].iloc[-1] * len(cities) / 1000:.1f}}). Customers still get twice as much: not because they are five times cheaper, but because there the last 100 brings about the same on both sides.

# %% [markdown] lang="zh"
# ## 回答
#
# 花在陌生人身上。按老板的分法，下一笔 100 在那里带来 {{100 * returns["strangers"]["estimate"].loc[200]:.0f}}，而老客户的最后 100 只带来 {{100 * returns["customers"]["estimate"].loc[500]:.0f}}。每个城市移 100 过去，变成陌生人 {{moves["strangers"].iloc[-1]:.0f}}、老客户 {{moves["customers"].iloc[-1]:.0f}}，一年多赚 {{moves["gain"].iloc[-1] * len(cities) / 10:,.0f}} 万元（{{moves["low"].iloc[-1] * len(cities) / 10:,.0f}} 到 {{moves["high"].iloc[-1] * len(cities) / 10:,.0f}}）。老客户得到的仍然是陌生人的两倍，不是因为“便宜五倍”，而是因为这样分，两边的最后 100 带来的差不多一样多。

# %% [markdown]
# ## Published and ours
#
# (At a first reading you may pass over this section.) Does the rule hold elsewhere? In the firm of Blattberg and Deighton, as worked out by Pfeifer (2005), returns fall along curves, not in steps. At its best plan they are equal on both sides: the last customer won and the last one kept both cost what a customer is worth ([lesson 31](../3_lifetime/31_acquire_or_retain.ipynb)). For the loudspeaker, Skok (2009) lets 10 customers with K = 2 grow for 20 days, in rounds of 2 days.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# （初读可以跳过这一节。）换一家企业，这条规则还成立吗？在 Blattberg 和 Deighton 的例子里（结果由 Pfeifer 于 2005 年算出），回报沿曲线下降，而不是一档一档地降。在最佳方案下，两边的边际回报也相等：赢得最后一位客户和留住最后一位客户，成本都等于一位客户的价值（见[第 31 课](../3_lifetime/31_acquire_or_retain.ipynb)）。喇叭则用 Skok（2009）的例子：10 位客户，K = 2，每轮 2 天，增长 20 天。

# %%
curves = {"acquisition_ceiling": 0.40, "acquisition_speed": 0.05,
          "retention_ceiling": 0.90, "retention_speed": 0.03}
plan = valuation.acquire_or_retain(annual_margin=100, annual_discount_rate=0.10, **curves)
# The last one costs 1 over the slope of the curve.
last_won = 1 / (0.05 * (0.40 - plan.acquisition_rate))
last_kept = 1 / (0.03 * (0.90 - plan.retention_rate))
viral = word_of_mouth.growth([20], starting_customers=10, k_factor=2, cycle_days=2).loc[20]

# %%
ours = {"spend on a prospect": plan.acquisition_spend, "spend on a customer": plan.retention_spend,
        "a customer is worth": plan.customer_value, "the last one won costs": last_won,
        "the last one kept costs": last_kept, "customers after 20 days": viral}
published = [21.986, 46.646, 150.101, 150.101, 150.101, 20470]
pd.DataFrame({"published": published, "ours": pd.Series(ours).round(3)}, index=[*ours])

# %% [markdown]
# Sources: Blattberg and Deighton, *Harvard Business Review* 74(4), 1996; Pfeifer, *Journal of Targeting, Measurement and Analysis for Marketing* 13(2), 2005; Skok, "Lessons Learned: Viral Marketing", forentrepreneurs.com, 2009. The 730, 162 and 497 are means of the teaching data to Kumar and Petersen, *Statistical Methods in Customer Relationship Management* (Wiley, 2012), known to us at second hand. 4P: McCarthy (1960); 4C: Lauterborn (1990); 4R as in Chinese textbooks, after Schultz.

# %% [markdown] lang="zh"
# 来源：Blattberg 和 Deighton，*Harvard Business Review* 74(4)，1996；Pfeifer，*Journal of Targeting, Measurement and Analysis for Marketing* 13(2)，2005；Skok，“Lessons Learned: Viral Marketing”，forentrepreneurs.com，2009。730、162、497 是 Kumar 和 Petersen 的 *Statistical Methods in Customer Relationship Management*（Wiley，2012）所附教学数据的平均值，我们是从第二手资料得知的。4P：McCarthy（1960）；4C：Lauterborn（1990）；4R 按国内教材的通行说法，源自 Schultz。

# %% [markdown]
# ## Limits
#
# Few firms draw lots for their budgets. Without a lot, money often goes where much would have come anyway. The best of several splits looks better than it is, since luck helped to choose it. Here every booking is worth the same, and only this year counts: friends of friends do not, and neither does what a customer brings later, the theme of part 3.

# %% [markdown] lang="zh"
# ## 局限
#
# 很少有企业靠抽签定预算；没有抽签，钱往往流向本来就会有收获的地方。从几种分法里挑出的最好那个，往往有运气帮忙，看上去会比实际更好。这里假定每笔预订价值相同，而且只看这一年：朋友的朋友没有算进去，客户以后带来的也没有，那是第三部分的主题。

# %% [markdown]
# **Terms** transaction marketing 交易营销 · relationship marketing 关系营销 · 4P, 4C, 4R · funnel 漏斗 · loudspeaker 喇叭 · conversion rate 转化率 · K factor K 因子 · marginal return 边际回报 · interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/0_start/01_in_numbers.ipynb) give you a company of your own and check your answers. For this lesson's data:
#
# 1. Leave the friends out of `kept`. Where do the moves end, and is the last one proven?
# 2. The owner gets 700 a city. Which side gets the additional 100, and does it pay?
# 3. Find a "so many times cheaper" in a newspaper. What was divided by what?

# %% [markdown] lang="zh"
# **术语** 交易营销 transaction marketing · 关系营销 relationship marketing · 4P、4C、4R · 漏斗 funnel · 喇叭 loudspeaker · 转化率 conversion rate · K 因子 K factor · 边际回报 marginal return · 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/0_start/01_in_numbers.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 计算 `kept` 时不算朋友。预算会移到哪里为止？最后那一步，数据撑得住吗？
# 2. 老板每个城市有 700 可用。多出的 100 给哪一边？划算吗？
# 3. 在新闻里找一个“便宜多少倍”的说法。是什么除以什么？
