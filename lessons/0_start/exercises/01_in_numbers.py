# %% [markdown]
# # Exercises to 01: Relationship marketing in numbers
#
# **Your company** A chain of language schools has a branch in each of 140 cities. Apart from a year of test it has spent most of its money on strangers. Its figures are simulated and drawn by your name: nobody else has them.
#
# - `cities`: one row for each city, from the year of test. In each city a lot decided what was spent on strangers (`stranger_spend`) and another lot what was spent on customers (`customer_spend`): 0, 100, ... 600 thousand yuan. The other columns count people, as in the lesson: `reached`, `asked`, `advised`, `booked` (strangers); `customers` (when the year began), `came_back`, `recommended` (customers); `told`, `friends_booked` (friends).
# - `margin`: what each booking of a course leaves, whoever books (yuan).
# - `budget`: what may be spent in each city next year, and `today`: how it is divided now (thousand yuan a city).
# - `supplier` belongs to the first question and is explained there.
#
# **Before this** [01 Relationship marketing in numbers](../../notebooks/0_start/01_in_numbers.ipynb). **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 01：用数字看关系营销
#
# **你的公司** 一家语言培训连锁机构，在 140 个城市各有一家分校，除了试验的那一年，钱大多花在陌生人身上。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。
#
# - `cities`：试验年度的数据，每个城市一行。每个城市在陌生人身上花多少（`stranger_spend`）由抽签决定，在老客户身上花多少（`customer_spend`）由另一次抽签决定，都是 0、100、……、600（千元）。其余各列是人数，与课上相同：`reached`、`asked`、`advised`、`booked` 是陌生人；`customers`（年初）、`came_back`、`recommended` 是老客户；`told`、`friends_booked` 是朋友。
# - `margin`：每笔课程预订带来的毛利（元），不管是谁订的。
# - `budget`：明年每个城市可以花的钱；`today`：目前的分法（都是每个城市多少千元）。
# - `supplier` 用于第一题，到时再说明。
#
# **先修** [01 用数字看关系营销](../../../notebooks/zh/0_start/01_in_numbers.ipynb)。**用时** 40 分钟。

# %% data
from dataclasses import replace as _replace

from crmkit import companies as _companies
from crmkit.lifetime import valuation as _valuation

supplier = {
    "approached": int(rng.integers(400, 601)),
    "won": int(rng.integers(220, 320)),
    "cost_of_winning": int(rng.integers(180, 260)) * 1000,
    "customers": int(rng.integers(300, 400)),
    "cost_of_keeping_a_year": int(rng.integers(55, 75)) * 1000,
    "years_a_customer_stays": int(rng.integers(25, 41)) / 10,
}


def _returns(cities, margin):
    kept = cities["came_back"] + cities["friends_booked"]
    cities = cities.assign(won=margin / 1000 * cities["booked"], kept=margin / 1000 * kept)
    pairs = {"strangers": ("stranger_spend", "won"), "customers": ("customer_spend", "kept")}
    return {
        side: _valuation.marginal_returns(cities, spend=spend, value=value)
        for side, (spend, value) in pairs.items()
    }


def _profits(returns, most):
    steps = range(0, 601, 100)
    gained = {
        side: table["added_value"].cumsum().reindex(steps, fill_value=0)
        for side, table in returns.items()
    }
    return {
        (a, b): gained["strangers"][a] + gained["customers"][b] - a - b
        for a in steps
        for b in steps
        if a + b <= most
    }


def _stop(cities, most, start):
    won = cities.groupby("stranger_spend")["booked"].mean()
    back = cities.groupby("customer_spend")["came_back"].mean()
    for a in range(start, 0, -100):
        if a / won[a] < 5 * (most - a) / back[most - a]:
            return a
    return 0


# A school for which the saying stops too early and the best split spends all of the budget, and
# in which no mistake is right by chance.
while True:
    margin = 10 * int(rng.integers(26, 37))
    budget = 100 * int(rng.integers(5, 8))
    _firm = _replace(
        _companies.Agency.from_card(),
        reached_ceiling=1000.0 * int(rng.integers(110, 171)),
        reached_speed=int(rng.integers(17, 25)) / 10000,
        back_ceiling=int(rng.integers(24, 35)) / 100,
        back_speed=int(rng.integers(50, 71)) / 10000,
        back_share=int(rng.integers(10, 16)) / 100,
        told_mean=float(rng.integers(4, 7)),
        accepted_share=int(rng.integers(12, 19)) / 100,
        booking_margin=float(margin),
    )
    cities = _companies.travel_agency(seed=int(rng.integers(10**6)), parameters=_firm).cities
    today = {"strangers": min(budget - 100, 500)}
    today["customers"] = budget - today["strangers"]
    _found, _people = _returns(cities, margin), cities.sum()
    _each = _profits(_found, budget)
    _best = max(_each, key=_each.get)
    _spends = [(side, spend) for side, spend in zip(_found, _best, strict=True) if spend]
    _moves = _valuation.move_in_steps(_found, start=today)
    _end = [] if _moves.empty else _moves[["strangers", "customers"]].iloc[-1].to_list()
    if (
        sum(_best) == budget
        and 200 <= _best[0] <= 300
        and _best[1] < 600
        and list(_best) == _end
        and min(_found[side]["estimate"].loc[spend] for side, spend in _spends) > 1.15
        and _found["customers"]["estimate"].loc[_best[1]]
        > 0.2 + _found["strangers"]["estimate"].loc[_best[0] + 100]
        and _found["strangers"]["estimate"].loc[_best[0]]
        > 0.2 + _found["customers"]["estimate"].loc[_best[1] + 100]
        and abs(_people["friends_booked"] / _people["customers"] - _firm.accepted_share) > 0.02
        and abs(_people["friends_booked"] / _people["customers"] - _firm.back_share) > 0.02
        and _best[0] < _stop(cities, budget, today["strangers"]) < today["strangers"]
    ):
        break

# %%
from crmkit.lifetime import valuation

# %%
cities, margin = sheet["cities"], sheet["margin"]
budget, today = sheet["budget"], sheet["today"]
cities.head(3)

# %% [markdown] points=2 decimals=2
# ## How many times cheaper?
#
# `supplier = sheet["supplier"]` sells to schools. Last year it approached `approached` firms and spent `cost_of_winning` yuan (in all) on winning; `won` of them became customers. On keeping its `customers` customers it spent `cost_of_keeping_a_year` yuan (in all). A customer stays for `years_a_customer_stays` years. How many times as much as keeping one customer does winning one cost, if keeping is counted for a year (`"year"`), and for all the years that they stay (`"life"`)? With 2 decimals.

# %% [markdown] lang="zh"
# ## 便宜多少倍？
#
# `supplier = sheet["supplier"]` 是一家向学校供货的企业。去年它接触了 `approached` 家，获客总共花了 `cost_of_winning` 元，其中 `won` 家成为客户；留住现有的 `customers` 家客户，一年总共花了 `cost_of_keeping_a_year` 元。一家客户平均留下 `years_a_customer_stays` 年。赢得一家客户的成本是留住一家的多少倍：留客按一年算（`"year"`），以及按客户留下的全部年份算（`"life"`）？保留 2 位小数。

# %% starter
supplier = sheet["supplier"]
q1 = {"year": ..., "life": ...}

# %% solution
# Winning is paid once, keeping every year. So a ratio must say for how long.
# zh: 获客的钱只花一次，留客的钱年年要花，所以说倍数必须说明按多长时间算。
supplier = sheet["supplier"]
won = supplier["cost_of_winning"] / supplier["won"]
kept = supplier["cost_of_keeping_a_year"] / supplier["customers"]
q1 = {"year": won / kept, "life": won / (kept * supplier["years_a_customer_stays"])}

# %% wrong
# You divided by all whom it approached. The cost is for one who became a customer.
# zh: 你除以了接触过的全部企业。成本要按成为客户的企业来算。
won = supplier["cost_of_winning"] / supplier["approached"]
# You turned the ratio round: that is how many times as much keeping costs.
# zh: 你把比倒过来了：这是留客成本为获客成本的多少倍。
q1 = {"year": kept / won, "life": kept * supplier["years_a_customer_stays"] / won}
# You divided the totals, or both by the same number. Winning is for those won last year, keeping for all customers.
# zh: 你用的是总额之比，或者两项除以了同一个家数。获客要除以去年赢得的家数，留客要除以现有客户数。
won, kept = supplier["cost_of_winning"], supplier["cost_of_keeping_a_year"]
# Over a life keeping costs more than in a year, not less: the cost comes every year.
# zh: 按一生算，留客的成本比一年多，而不是少：这笔钱年年都要花。
q1["life"] = won / (kept / supplier["years_a_customer_stays"])
# You exchanged the year and the life.
# zh: 你把“一年”和“一生”弄反了。
q1 = {"year": q1["life"], "life": q1["year"]}
# That is the cost of one won, in yuan. By how many times is it larger than that of one kept?
# zh: 这是赢得一家的成本（元）。它是留住一家的多少倍？
q1 = {"year": won, "life": won}

# %% hints
# First the cost of one: won, and kept for a year.
# zh: 先算一家的成本：赢得一家，以及留住一家一年。

# Keeping for a life costs the yearly amount times the years.
# zh: 留住一家一辈子的成本，等于每年的成本乘以年数。

# %% [markdown] points=2 decimals=2
# ## A funnel and a loudspeaker
#
# Over all cities together: how many of 1,000 strangers reached book (`"booked"`)? How many friends does a customer who comes back bring (`"k"`)? And if friends bring friends at the same rate, and so on, how many will 10 customers who come back have become in the end, themselves included (`"in_the_end"`)? With 2 decimals.

# %% [markdown] lang="zh"
# ## 漏斗与喇叭
#
# 把所有城市合在一起：触达 1,000 位陌生人，有多少位预订（`"booked"`）？一位再次光顾的客户带来多少位朋友（`"k"`）？如果朋友又以同样的比率带来朋友，一轮一轮下去，10 位再次光顾的客户最终会变成多少位，包括他们自己（`"in_the_end"`）？保留 2 位小数。

# %% solution
# A chain of rates is a product, so it is the last number by the first.
# zh: 一串转化率相乘，就等于最后一个人数除以第一个人数。
total = cities.sum()
k = total["friends_booked"] / total["came_back"]
q2 = {"booked": 1000 * total["booked"] / total["reached"], "k": k, "in_the_end": 10 / (1 - k)}

# %% wrong
# You stopped after the first round. Friends bring friends, too.
# zh: 你只算了第一轮。朋友也会带来朋友。
q2["in_the_end"] = 10 * (1 + k)
# You stopped after the second round. It goes on.
# zh: 你只算到第二轮。后面还有。
q2["in_the_end"] = 10 * (1 + k + k**2)
# That is how many more there are. The ten belong to them.
# zh: 这是多出来的人数。那十位也要算在内。
q2["in_the_end"] = 10 / (1 - k) - 10
# You counted the friends who were told. Who of them booked?
# zh: 你数的是被告知的朋友。其中预订的有多少？
k = total["told"] / total["came_back"]
q2["k"] = k
# That is what one who recommends brings. Not everybody who comes back recommends.
# zh: 这是一位推荐者带来的人数。再次光顾的人并不都推荐。
k = total["friends_booked"] / total["recommended"]
q2["k"] = k
# You divided by all customers of the start of the year. The question is about those who came back.
# zh: 你除以了年初的全部客户。题目问的是再次光顾的客户。
k = total["friends_booked"] / total["customers"]
q2["k"] = k
# That is the share of the friends told who book: the last rate of the chain alone.
# zh: 这是被告知的朋友中预订的比例，只是最后一个转化率。
k = total["friends_booked"] / total["told"]
q2["k"] = k
# That is for one stranger reached. Of 1,000 there are a thousand times as many.
# zh: 这是触达一位的结果。1,000 位是它的一千倍。
q2["booked"] = total["booked"] / total["reached"]
# You began with those who asked. The chain begins with those reached.
# zh: 你从咨询的人算起了。漏斗从触达的人开始。
q2["booked"] = 1000 * total["booked"] / total["asked"]
# You began with those who were advised: that is the last step alone.
# zh: 你从接受讲解的人算起了，这只是最后一步。
q2["booked"] = 1000 * total["booked"] / total["advised"]

# %% hints
# `cities.sum()` adds up each column.
# zh: `cities.sum()` 把每一列加总。

# The sum 1 + K + K² + ... is 1 / (1 - K).
# zh: 课上讲过，各轮人数之和 1 + K + K² + …… 有一个简单的公式：1 / (1 - K)。

# %% [markdown] points=2 decimals=1
# ## The last 100 and the next
#
# At the split of `today`, in a city: what did the last 100 on strangers bring (`"last"`: over a spend that is 100 lower), and what would the next 100 on customers bring, with the friends who booked (`"next"`)? From the means of the cities in thousand yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 最后 100 与下一个 100
#
# 按 `today` 的分法，在一个城市里：花在陌生人身上的最后 100 带来了多少（`"last"`，与少花 100 相比）？如果在老客户身上再花 100，会带来多少，预订的朋友也算上（`"next"`）？用各城市的平均数计算，单位为千元，保留 1 位小数。

# %% solution
# A step is the difference of two means, in money. What the first steps brought is spent and gone.
# zh: 每一档带来的，是两个平均数之差，再换成钱。前几档带来多少，与这一步无关。
thousand = margin / 1000
a, b = today["strangers"], today["customers"]
won = thousand * cities.groupby("stranger_spend")["booked"].mean()
both = cities["came_back"] + cities["friends_booked"]
kept = thousand * both.groupby(cities["customer_spend"]).mean()
q3 = {"last": won[a] - won[a - 100], "next": kept[b + 100] - kept[b]}

# %% wrong
# You left the friends out. They book because somebody came back.
# zh: 你漏掉了朋友。他们预订，是因为有人再次光顾并推荐。
kept = thousand * cities.groupby("customer_spend")["came_back"].mean()
q3["next"] = kept[b + 100] - kept[b]
# Those are bookings. How much money do they leave?
# zh: 这是预订数。它们留下多少钱？
q3 = {name: one / thousand for name, one in q3.items()}
# Those are yuan. The question is about thousand yuan.
# zh: 这是元。题目的单位是千元。
q3 = {name: 1000 * one for name, one in q3.items()}
# You took the average over all of the money spent. What did the last 100 alone bring?
# zh: 你取的是全部投入的平均。最后那 100 单独带来多少？
q3["last"] = 100 * won[a] / a
# That is the next 100 on strangers. The last one brought you to `today`.
# zh: 这是陌生人的下一个 100。最后一个 100 是花到 `today` 为止的那一个。
q3["last"] = won[a + 100] - won[a]
# That is what the last 100 on customers brought. What does the next one bring?
# zh: 这是花在老客户身上的最后 100 带来的。下一个 100 会带来多少？
q3["next"] = kept[b] - kept[b - 100]
# Those are totals up to the spend. What a step brings is the difference to the step before.
# zh: 这是花到这一档为止的总数。某一档带来多少，要减去前一档。
q3 = {"last": won[a], "next": kept[b + 100]}
# That is all that comes back at the next spend, also who would have come anyway.
# zh: 这是下一档的全部回头客，其中包括不花钱也会来的人。
q3["next"] = kept[b + 100]
# You took the 100 itself off. The question is what it brings, not what is left.
# zh: 你减去了这 100 本身。题目问的是它带来多少，不是剩下多少。
q3 = {name: one - 100 for name, one in q3.items()}
# That is for each unit of money. The question is about 100 of them.
# zh: 这是每一单位钱带来的。题目问的是 100。
q3 = {name: one / 100 for name, one in q3.items()}
# You exchanged the last and the next.
# zh: 你把“最后”和“下一个”弄反了。
q3 = {"last": q3["next"], "next": q3["last"]}

# %% hints
# `cities.groupby("stranger_spend")["booked"].mean()` has the mean bookings at each spend.
# zh: `cities.groupby("stranger_spend")["booked"].mean()` 给出每一档的平均预订数。

# `valuation.marginal_returns` also has it, in `added_value`: the row of a spend is the step up to it. The lesson makes the money of a booking first.
# zh: `valuation.marginal_returns` 的 `added_value` 里也有：某一档的那一行，是花到这一档的一步。课上先把预订换成了钱。

# %% [markdown] points=2 decimals=1
# ## A colleague's average
#
# "Last year we spent so many yuan for each customer who came back", reports a colleague: all the money on customers, by all who came back. Give this cost (`"report"`). Then take away those who would have come back anyway, in each city as many as came back on average where nothing was spent on customers: what did one customer cost who came back because of the money (`"because"`)? In yuan, with 1 decimal.

# %% [markdown] lang="zh"
# ## 同事的平均数
#
# 同事报告：“去年我们为每位再次光顾的客户花了多少多少元”，算法是花在老客户身上的全部支出除以全部再次光顾的人数。先填这个成本（`"report"`）。再从人数里减去不花钱也会来的人，每个城市都按在老客户身上一分钱没花的那些城市的平均人数计：因为花了钱才回来的客户，每位的成本是多少（`"because"`）？单位为元，保留 1 位小数。

# %% solution
# Who would have come anyway costs nothing and proves nothing. The average counts them all the same.
# zh: 本来就会来的人，不花钱也会来，不能证明什么；平均数却把他们也算了进去。
spent = 1000 * cities["customer_spend"].sum()
back = cities["came_back"].sum()
anyway = len(cities) * cities.loc[cities["customer_spend"] == 0, "came_back"].mean()
q4 = {"report": spent / back, "because": spent / (back - anyway)}

# %% wrong
# You took away only those of the cities without spending. In the others, too, some would have come anyway.
# zh: 你只减去了没有花钱的城市里的人。其他城市里，也有本来就会来的人。
anyway = cities.loc[cities["customer_spend"] == 0, "came_back"].sum()
# You took away one city's number. There are 140 cities.
# zh: 你只减去了一个城市的人数。一共有 140 个城市。
anyway = cities.loc[cities["customer_spend"] == 0, "came_back"].mean()
# That is what one would cost of those who came anyway.
# zh: 这是把钱摊到本来就会来的人身上。
q4["because"] = spent / anyway
# Those are thousand yuan. The question is about yuan.
# zh: 这是千元。题目的单位是元。
q4 = {"report": spent / back / 1000, "because": spent / (back - anyway) / 1000}
# You divided by all customers. Your colleague divides by those who came back.
# zh: 你除以了全部客户。同事除以的是再次光顾的人。
q4["report"] = spent / cities["customers"].sum()
# You added the friends. The report is about those who came back.
# zh: 你把朋友也加上了。同事的报告只数再次光顾的人。
q4["report"] = spent / (back + cities["friends_booked"].sum())
# You took the money on strangers, too. The report is about the money on customers.
# zh: 你把花在陌生人身上的钱也算进去了。报告说的是花在老客户身上的钱。
q4["report"] = (spent + 1000 * cities["stranger_spend"].sum()) / back
# You took the mean of the cities' costs. Your colleague divides all the money by all who came back.
# zh: 你取的是各城市成本的平均数。同事用的是全部支出除以全部人数。
q4["report"] = (1000 * cities["customer_spend"] / cities["came_back"]).mean()
# That is the money on strangers, for one of them who booked.
# zh: 这是花在陌生人身上的钱，摊到每位预订的陌生人。
q4["report"] = 1000 * cities["stranger_spend"].sum() / cities["booked"].sum()
# You added the friends to those who came because of the money. The question is about customers who came back.
# zh: 你把朋友也算进了因为花钱才来的人。题目问的是再次光顾的客户。
q4["because"] = spent / (back - anyway + cities["friends_booked"].sum())
# You compared with the cities of the highest spend, not with all.
# zh: 你只看了花得最多的城市，不是全部城市。
most = cities[cities["customer_spend"] == 600]["came_back"].mean() - anyway / len(cities)
q4["because"] = 600_000 / most

# %% hints
# In how many cities would some have come back anyway: in 20, or in all?
# zh: 有多少个城市存在本来就会来的人：20 个，还是全部？

# `cities.loc[cities["customer_spend"] == 0, "came_back"].mean()` are those of one city.
# zh: `cities.loc[cities["customer_spend"] == 0, "came_back"].mean()` 是一个城市的人数。

# %% [markdown] points=3 decimals=1
# ## Where the saying stops
#
# A colleague believes in "five times cheaper". They begin at `today` and move 100 at a time from strangers to customers, as long as one stranger who booked costs at least five times as much as one customer who came back: the average costs of both at the split where they then stand, each as spend by the mean number of people. At which spend on strangers do they stop (`"stop"`, thousand yuan a city)? How much less does that split earn than the best split of the whole `budget` (`"less"`, thousand yuan a city, friends included)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 五倍之说停在哪里
#
# 一位同事相信“便宜五倍”。他从 `today` 出发，每次把 100 从陌生人移到老客户：只要在当时的分法下，一位预订的陌生人的平均成本至少是一位再次光顾的客户的五倍，就再移一次（平均成本都是投入除以平均人数）。他停下来时，陌生人那边还剩多少（`"stop"`，每个城市千元）？与用完全部 `budget` 的最佳分法相比，这样分要少赚多少（`"less"`，每个城市千元，朋友也算上）？保留 1 位小数。

# %% solution
# Averages lag behind the steps: the saying stops although the next 100 still brings more on the other side.
# zh: 平均成本的变化落后于每一档的回报：照五倍之说已经该停了，可是再移 100，另一边带来的仍然更多。
booked = cities.groupby("stranger_spend")["booked"].mean()
back = cities.groupby("customer_spend")["came_back"].mean()
friends = cities.groupby("customer_spend")["friends_booked"].mean()
earns = {}
for spend in range(0, budget + 1, 100):
    if max(spend, budget - spend) <= 600:
        rest = budget - spend
        people = booked[spend] + back[rest] + friends[rest]
        earns[spend] = margin / 1000 * people - budget
stop = today["strangers"]
while stop / booked[stop] >= 5 * (budget - stop) / back[budget - stop]:
    stop -= 100
q5 = {"stop": stop, "less": max(earns.values()) - earns[stop]}

# %% wrong
# That is the last split at which the saying still holds. There they make one more move.
# zh: 在这种分法下，五倍之说最后一次成立，所以他还会再移一次。
stop = q5["stop"] + 100
q5 = {"stop": stop, "less": max(earns.values()) - earns[stop]}
# That is the best split. Where does the saying stop?
# zh: 这是最佳分法。五倍之说停在哪里？
q5["stop"] = max(earns, key=earns.get)
# You let them move as long as customers are cheaper at all. The saying wants five times.
# zh: 你让他只要老客户更便宜就继续移。这位同事要的是五倍。
stop = 100
q5 = {"stop": 100, "less": max(earns.values()) - earns[100]}
# Nothing is left for strangers. That is where it ends if any saving will do; this colleague wants five times.
# zh: 陌生人一分钱也没有了。只要便宜就移，才会移到这里；这位同事要的是五倍。
q5 = {"stop": 0, "less": max(earns.values()) - earns[min(earns)]}
# You left the friends out. They book because somebody came back.
# zh: 你漏掉了朋友。他们预订，是因为有人再次光顾并推荐。
earns = {a: one - margin / 1000 * friends[budget - a] for a, one in earns.items()}
q5["less"] = max(earns.values()) - earns[stop]
# That is what the saying gains over `today`. By how much does it fall short of the best?
# zh: 这是照五倍之说比 `today` 多赚的。它比最佳分法少赚多少？
q5["less"] = earns[stop] - earns[today["strangers"]]
# That is what today's split loses against the best. What does the saying's lose?
# zh: 这是目前的分法比最佳分法少赚的。五倍之说停下的地方少赚多少？
q5["less"] = max(earns.values()) - earns[today["strangers"]]
# Those are bookings. How much money do they leave?
# zh: 这是预订数。它们留下多少钱？
q5["less"] = (max(earns.values()) - earns[stop]) * 1000 / margin
# Those are yuan. The question is about thousand yuan.
# zh: 这是元。题目的单位是千元。
q5["less"] = 1000 * (max(earns.values()) - earns[stop])
# Less is a positive number: by how much the best split earns more.
# zh: “少赚多少”是正数：最佳分法多赚的部分。
q5["less"] = earns[stop] - max(earns.values())
# That is all 140 cities. The question is about one.
# zh: 这是 140 个城市合计。题目问的是一个城市。
q5["less"] = 140 * (max(earns.values()) - earns[stop])

# %% hints
# The lesson's `averages` has both average costs at each split of 600. Yours is a split of `budget`.
# zh: 课上的 `averages` 给出 600 的各种分法下的两个平均成本。你要分的是 `budget`。

# A split earns `margin / 1000` for each booking, by strangers, customers and friends, less the money.
# zh: 一种分法赚的钱，是陌生人、老客户和朋友的每笔预订各 `margin / 1000` 千元，再减去投入。

# %% [markdown] points=4
# ## Divide the budget
#
# What will you spend on strangers and on customers in each city next year? Steps of 100, each from 0 to 600, together at most `budget` (thousand yuan a city); what you do not spend, you keep. What counts is the profit of a city as measured in the year of test: `margin` for each booking (friends included, means by spend), less the money. It is held against what `today` earns.

# %% [markdown] lang="zh"
# ## 分配预算
#
# 明年每个城市在陌生人和老客户身上各花多少？两边都是 100 的整数倍，各在 0 到 600 之间，合计不超过 `budget`（每个城市千元）；没花的钱留在手里。评分看一个城市的利润，按试验年度的结果计算：每笔预订 `margin` 元（朋友也算上，取各档的平均数），减去投入，再与 `today` 的利润比较。

# %% starter
q6 = {"strangers": ..., "customers": ...}

# %% solution
# Move 100 as long as it brings more on the other side. At the end the last 100 brings about the same on both, and more than it costs.
# zh: 只要 100 放到另一边带来的更多，就移过去。最后，两边的最后 100 带来的差不多，而且都超过成本。
both = cities["came_back"] + cities["friends_booked"]
won = margin / 1000 * cities.groupby("stranger_spend")["booked"].mean()
kept = margin / 1000 * both.groupby(cities["customer_spend"]).mean()
nothing = dict(today)


def worth(plan):
    spends = [plan["strangers"], plan["customers"]]
    if sum(spends) > budget or not all(spend in range(0, 601, 100) for spend in spends):
        raise ValueError(f"0, 100, ... 600; strangers + customers ≤ {budget}")
    return won[spends[0]] + kept[spends[1]] - sum(spends)


money = cities.assign(won=margin / 1000 * cities["booked"], kept=margin / 1000 * both)
returns = {
    "strangers": valuation.marginal_returns(money, spend="stranger_spend", value="won"),
    "customers": valuation.marginal_returns(money, spend="customer_spend", value="kept"),
}
moves = valuation.move_in_steps(returns, start=today)
q6 = {side: int(moves[side].iloc[-1]) for side in returns}

# %% wrong
# You leave it as it is. The last 100 on strangers brings less than the next on customers.
# zh: 你维持现状。陌生人的最后 100 带来的，比老客户的下一个 100 少。
q6 = dict(today)
# That is where the saying stops. One more move still brings more than it gives up.
# zh: 五倍之说停在这里。再移一次，得到的仍比放弃的多。
back = cities.groupby("customer_spend")["came_back"].mean()
booked = cities.groupby("stranger_spend")["booked"].mean()
stop = today["strangers"]
while stop / booked[stop] >= 5 * (budget - stop) / back[budget - stop]:
    stop -= 100
q6 = {"strangers": stop, "customers": budget - stop}
# You move 100 too often: only 100 is left for strangers, and one more there would bring more than your last on customers.
# zh: 你移过头了：陌生人只剩 100，在那里再花 100，带来的比老客户的最后 100 多。
q6 = {"strangers": 100, "customers": min(600, budget - 100)}
# Nothing is left for strangers, because customers are cheaper on average. But their first 100 brings more than your last on customers.
# zh: 因为老客户平均更便宜，你一分钱都没留给陌生人。可是陌生人的第一个 100，带来的比老客户的最后 100 多。
q6 = {"strangers": 0, "customers": min(600, budget)}
# All for strangers: nobody comes back because of you, and the first 100 on customers is the best of all.
# zh: 全部给陌生人：没有人因为你而再次光顾，而老客户的第一个 100 恰恰是最划算的。
q6 = {"strangers": min(600, budget), "customers": 0}
# You keep 100 that would bring more on customers than it costs.
# zh: 你留下了 100，把它花在老客户身上，带来的会超过成本。
q6 = {"strangers": q6["strangers"], "customers": q6["customers"] - 100}
# You keep 100 that would bring more on strangers than it costs.
# zh: 你留下了 100，把它花在陌生人身上，带来的会超过成本。
q6 = {"strangers": q6["strangers"] - 100, "customers": q6["customers"]}
# You spend nothing. The first 100 on either side brings more than it costs.
# zh: 你一分钱也不花。无论哪一边，第一个 100 带来的都超过成本。
q6 = {"strangers": 0, "customers": 0}

# %% hints
# Compare the last 100 on one side with the next 100 on the other, and begin at `today`.
# zh: 从 `today` 出发，比较一边的最后 100 和另一边的下一个 100。

# `valuation.move_in_steps` does it, from two tables of `valuation.marginal_returns` and `start=today`.
# zh: `valuation.move_in_steps` 就是做这件事的：给它两张 `valuation.marginal_returns` 的表和 `start=today`。

# %% policies
policies = {
    f"{a} on strangers, {b} on customers": {"strangers": a, "customers": b}
    for a in range(0, 601, 100)
    for b in range(0, 601, 100)
    if a + b <= budget
}
