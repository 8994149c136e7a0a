# %% [markdown]
# # Exercises to 58: Property, salons, channels
#
# **Your channel** You make bathrooms and sell them through independent dealers. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `books`: two years in which dealers set the retail price themselves: `dealer_id`, `month`, `retail_price`, `units`. Some months were reported twice.
# - `trial`: six months in which a lot set it: the same columns.
# - `costs`: `unit_cost` (what a bathroom costs you), `dealer_cost` (what a dealer spends to install one, besides the wholesale price) and `wholesale_price` (as it is now).
# - `customers`: whom agents brought long ago: `margin` of the first sale, `returned_after` (years; missing: never), `referrals` (buyers whom they sent), `referred_after` (years, on average) and `watched_years`. A bathroom lasts seven years.
# - `leads`: households of a lot: `agent` (1: an agent might speak to them) and `bought`.
# - `dealers`: `size` (sales over those of the average dealer) and `least` (the profit a month that they insist on).
#
# **Before this** [58 Property, salons, channels](../../notebooks/5_cases/58_channels.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 58：房产、美容院与渠道
#
# **你的渠道** 你生产整体卫浴，通过独立经销商销售。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `books`：两年的账簿，零售价由经销商自己定。`dealer_id` 是经销商，`month` 是月份，`retail_price` 是零售价，`units` 是销量。有些月份报了两次。
# - `trial`：六个月的试验，零售价由抽签决定，列相同。
# - `costs`：`unit_cost` 是你的单位生产成本，`dealer_cost` 是经销商除批发价以外的安装成本，`wholesale_price` 是现在的批发价。
# - `customers`：早年由中介带来的客户。`margin` 是首次购买的毛利，`returned_after` 是几年后再买（缺失表示没有），`referrals` 是介绍来的买家数，`referred_after` 是这些买家平均在几年后购买，`watched_years` 是观察年数。一套卫浴用七年。
# - `leads`：参加抽签的住户。`agent` 为 1 表示中介可以去谈，`bought` 为 1 表示买了。
# - `dealers`：`size` 是销量与平均经销商之比，`least` 是经销商每月坚持要留下的利润。
#
# **先修** [58 房产、美容院与渠道](../../../notebooks/zh/5_cases/58_channels.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies

_cost = 500.0 * int(rng.integers(9, 13))
_own = 100.0 * int(rng.integers(6, 11))
_top = 500.0 * int(rng.integers(44, 53))
_now = float(round((_top + _cost - _own) / 2, -2))
_firm = _replace(
    _companies.Dealers.from_card(),
    highest_price=_top,
    slope=float(rng.uniform(0.0011, 0.0016)),
    unit_cost=_cost,
    dealer_cost=_own,
    wholesale_price=_now,
    demand_swing=1_500.0,
    trial_prices=[float(round(_top * one, -2)) for one in (0.5, 0.57, 0.64, 0.71, 0.78)],
    return_rate=float(rng.uniform(0.22, 0.38)),
    referrals=float(rng.uniform(0.2, 0.4)),
    mean_margin=float(rng.uniform(4_500, 6_000)),
    bought_alone=float(rng.uniform(0.04, 0.055)),
    bought_with_agent=float(rng.uniform(0.08, 0.1)),
    too_late=0.15,
)
_made = _companies.dealer_channel(
    n_dealers=40, n_customers=1_500, n_leads=9_000, seed=int(rng.integers(1, 10**6)),
    parameters=_firm,
)  # fmt: skip
_seen = ["dealer_id", "month", "retail_price", "units"]
books, trial = _made.books[_seen], _made.price_trial[_seen]
costs = {"unit_cost": _cost, "dealer_cost": _own, "wholesale_price": _now}
customers, leads = _made.customers, _made.leads
_earned = _firm.slope * (_top - _now - _own) ** 2 / 4
_size = rng.lognormal(0, 0.3, 40)
_size = (_size / _size.mean()).round(2)
dealers = _pd.DataFrame(
    {"size": _size, "least": (_earned * _size * rng.uniform(1.0, 1.35, 40)).round(-2)},
    index=_pd.Index([f"H{_one:03d}" for _one in range(1, 41)], name="dealer_id"),
)

# %%
import numpy as np
import pandas as pd

from crmkit.campaigns import double_margin, referral_fee

# %%
books, trial, costs = sheet["books"], sheet["trial"], sheet["costs"]
customers, leads, dealers = sheet["customers"], sheet["leads"], sheet["dealers"]
costs

# %% [markdown] points=2 decimals=2
# ## What does demand look like?
#
# How many units a month does the average dealer lose for each 1,000 yuan that the retail price rises (`"lost"`)? From which price on would nobody buy (`"highest"`, in thousand yuan)? With 2 decimals.

# %% [markdown] lang="zh"
# ## 需求是什么样的？
#
# 零售价每涨 1,000 元，平均一家经销商一个月少卖几套（`"lost"`）？价格到多少，就没有人买了（`"highest"`，单位为千元）？保留 2 位小数。

# %% starter
q1 = {"lost": ..., "highest": ...}

# %% solution
# Only the trial shows demand: in the books dealers charge more where more people want to buy.
# zh: 只有试验显示出需求：在账簿里，想买的人多，经销商就定价高。
line = double_margin.demand(trial, price="retail_price", units="units")
q1 = {"lost": 1_000 * line.slope, "highest": line.highest_price / 1_000}

# %% wrong
# That is the line of the books. It shows what dealers do, and not what customers do.
# zh: 这是账簿上的直线。它反映的是经销商的做法，不是顾客的需求。
slope, level = np.polyfit(books["retail_price"], books["units"], 1)
q1 = {"lost": 1_000 * slope, "highest": -level / slope / 1_000}
# That is the line of the books. It shows what dealers do, and not what customers do.
# zh: 这是账簿上的直线。它反映的是经销商的做法，不是顾客的需求。
once = books.drop_duplicates(["dealer_id", "month"])
slope, level = np.polyfit(once["retail_price"], once["units"], 1)
q1 = {"lost": 1_000 * slope, "highest": -level / slope / 1_000}
# That is the line of the books: dearer units seem to sell better, so that none are lost. Which table shows demand?
# zh: 这是账簿上的直线：看上去越贵卖得越好，少卖的套数成了负数。哪张表才反映需求？
slope, level = np.polyfit(books["retail_price"], books["units"], 1)
q1 = {"lost": -1_000 * slope, "highest": -level / slope / 1_000}
# That is the line of the books: dearer units seem to sell better, so that none are lost. Which table shows demand?
# zh: 这是账簿上的直线：看上去越贵卖得越好，少卖的套数成了负数。哪张表才反映需求？
once = books.drop_duplicates(["dealer_id", "month"])
slope, level = np.polyfit(once["retail_price"], once["units"], 1)
q1 = {"lost": -1_000 * slope, "highest": -level / slope / 1_000}
# You lost a sign: units that are lost count as positive here.
# zh: 符号错了：这里少卖的套数记为正数。
q1["lost"] = -q1["lost"]
# That is for one yuan. The question is about 1,000.
# zh: 这是涨一元时的数。题目问的是 1,000 元。
q1["lost"] = line.slope
# Those are yuan. The question asks for thousands.
# zh: 这是以元为单位。题目要的是千元。
q1["highest"] = line.highest_price
# That is the highest price of the trial. At it many still buy.
# zh: 这是试验中的最高价。在这个价格上仍有许多人买。
q1["highest"] = trial["retail_price"].max() / 1_000
# That is the number of units at a price of 0.
# zh: 这是价格为 0 时的销量。
q1["highest"] = line.intercept
# You put prices on units. Demand is units on prices.
# zh: 你用价格对销量做了回归。需求是销量对价格。
slope, level = np.polyfit(trial["units"], trial["retail_price"], 1)
q1 = {"lost": -1_000 / slope, "highest": level / 1_000}

# %% hints
# Which of the two tables holds prices that nobody has chosen?
# zh: 两张表中，哪一张的价格不是任何人挑选的？

# `double_margin.demand(trial, price="retail_price", units="units")` has `slope` and `highest_price`.
# zh: `double_margin.demand(trial, price="retail_price", units="units")` 有 `slope` 和 `highest_price`。

# %% [markdown] points=3 decimals=0
# ## What do two margins cost you?
#
# For the average dealer, with your demand of the first question and your `costs`: the retail price that a dealer sets now (`"apart"`), the price that would be best for both together (`"together"`), and by how much the common profit of a month would rise (`"gain"`). Whole yuan.

# %% [markdown] lang="zh"
# ## 两层加价让你损失多少？
#
# 以平均一家经销商为例，用第一题的需求和你的 `costs`：经销商现在会定的零售价（`"apart"`）、对双方合计最有利的零售价（`"together"`）、双方一个月的合计利润会增加多少（`"gain"`）。单位为元，取整数。

# %% starter
q2 = {"apart": ..., "together": ..., "gain": ...}

# %% solution
# Apart, the dealer counts only their own margin; together, one price counts both.
# zh: 各自定价时，经销商只算自己的毛利；统一定价则把双方都算进去。
line = double_margin.demand(trial, price="retail_price", units="units")
table = double_margin.arrangements(line, **costs)
prices, profits = table["retail_price"], table["channel_profit"]
q2 = {
    "apart": prices["apart"],
    "together": prices["together"],
    "gain": profits["together"] - profits["apart"],
}

# %% wrong
# You left out what a dealer spends to install.
# zh: 你漏掉了经销商的安装成本。
table = double_margin.arrangements(line, **(costs | {"dealer_cost": 0}))
prices, profits = table["retail_price"], table["channel_profit"]
# You left out what a bathroom costs you to make.
# zh: 你漏掉了你自己的生产成本。
table = double_margin.arrangements(line, **(costs | {"unit_cost": 0}))
prices, profits = table["retail_price"], table["channel_profit"]
# You exchanged the two prices. Which of them holds two margins?
# zh: 你把两个价格对调了。哪一个含有两层加价？
q2 = q2 | {"apart": q2["together"], "together": q2["apart"]}
# That is the mean retail price of the trial, which a lot has set.
# zh: 这是试验中零售价的平均值，那是抽签定的。
q2["apart"] = trial["retail_price"].mean()
# That is the common profit together, not by how much it rises.
# zh: 这是统一定价时的合计利润，不是增加的部分。
q2["gain"] = profits["together"]
# That is the wholesale price. The dealer adds a margin to it, and the cost of installing.
# zh: 这是批发价。经销商还要加上安装成本和自己的毛利。
q2["apart"] = costs["wholesale_price"]
# That is what the books show on average. The question asks for the best price at your demand.
# zh: 这是账簿里的平均零售价。题目问的是按你的需求算出的最有利价格。
q2["apart"] = books["retail_price"].mean()
# That is the cost of both, where nobody earns anything.
# zh: 这是双方成本之和，按这个价格谁也赚不到钱。
q2["together"] = costs["unit_cost"] + costs["dealer_cost"]
# You let the producer choose the best wholesale price. Take the one of `costs`, as it is now.
# zh: 你让厂家另选了最有利的批发价。请用 `costs` 里现在的批发价。
table = double_margin.arrangements(line, **{k: v for k, v in costs.items() if k != "wholesale_price"})
prices, profits = table["retail_price"], table["channel_profit"]
# You took off what the producer earns now. The dealer earns something now, too.
# zh: 你只减去了厂家现在的利润。经销商现在也有利润。
q2["gain"] = profits["together"] - table.loc["apart", "producer_profit"]
# You took off what the dealer earns now. You earn something now, too.
# zh: 你只减去了经销商现在的利润。你自己现在也有利润。
q2["gain"] = profits["together"] - table.loc["apart", "dealer_profit"]
# That is the gain with all 40 dealers. The question asks for one, the average dealer.
# zh: 这是 40 家经销商合计的增加额。题目问的是平均一家。
q2["gain"] = 40 * q2["gain"]
# That is what the dealer earns now.
# zh: 这是经销商现在的利润。
q2["gain"] = table.loc["apart", "dealer_profit"]
# That is the gain of a year.
# zh: 这是一年增加的利润。
q2["gain"] = 12 * q2["gain"]
# Together, the producer's own margin is no cost: start from the unit cost, not the wholesale price.
# zh: 统一定价时，生产商自己的毛利不是成本：要从生产成本算起，而不是批发价。
q2["together"] = (line.highest_price + costs["wholesale_price"]) / 2

# %% hints
# The lesson holds the two arrangements against each other for the salon.
# zh: 课上用美容院的例子比较过两种安排。

# `double_margin.arrangements(line, **costs)` has both, with `retail_price` and `channel_profit`.
# zh: `double_margin.arrangements(line, **costs)` 两种都有，列为 `retail_price` 和 `channel_profit`。

# %% [markdown] points=2 decimals=0
# ## Which fee would both sign?
#
# You offer the average dealer a wholesale price at your unit cost. Which fee a month is the lowest that you can accept, and which the highest that the dealer can, if each wants to earn at least what they earn now? Whole yuan.

# %% [markdown] lang="zh"
# ## 收多少费用，双方都肯签？
#
# 你向平均一家经销商提出：批发价等于你的生产成本。如果双方都要求不少于现在的利润，每月固定费用你最低能接受多少（`"lowest"`）？经销商最高能接受多少（`"highest"`）？单位为元，取整数。

# %% starter
q3 = {"lowest": ..., "highest": ...}

# %% solution
# At cost you earn nothing but the fee; the dealer earns all the rest.
# zh: 按成本价供货，你只赚固定费用，其余都归经销商。
line = double_margin.demand(trial, price="retail_price", units="units")
fees = double_margin.fee_range(line, **costs)
q3 = {"lowest": fees["lowest_fee"], "highest": fees["highest_fee"]}

# %% wrong
# You exchanged the two.
# zh: 你把两者对调了。
q3 = {"lowest": q3["highest"], "highest": q3["lowest"]}
# That is what there is to share: the distance between the two fees.
# zh: 这是可以分的总额，也就是两个费用之差。
q3["highest"] = fees["gain"]
# At that fee the dealer would earn nothing at all. They earn something now.
# zh: 收这么多，经销商就一分不剩了。他们现在是有利润的。
q3["highest"] = double_margin.arrangements(line, **costs).loc["together", "channel_profit"]
# That is what the dealer earns now. Which profit do you give up?
# zh: 这是经销商现在的利润。你放弃的是哪一份利润？
q3["lowest"] = double_margin.arrangements(line, **costs).loc["apart", "dealer_profit"]
# That is what the dealer earns now. What would be left to them at cost, and what must stay?
# zh: 这是经销商现在的利润。先算按成本价进货能赚多少，再减去必须留给他们的。
q3["highest"] = double_margin.arrangements(line, **costs).loc["apart", "dealer_profit"]
# At cost and without a fee you would earn nothing. You earn something now.
# zh: 按成本价供货又不收费用，你一分钱也赚不到。你现在是有利润的。
q3["lowest"] = 0
# Those are fees of all 40 dealers together.
# zh: 这是 40 家经销商合计的费用。
q3 = {name: 40 * one for name, one in q3.items()}
# Those are fees of a year.
# zh: 这是一年的费用。
q3 = {name: 12 * one for name, one in q3.items()}
# You left out what a dealer spends to install.
# zh: 你漏掉了经销商的安装成本。
fees = double_margin.fee_range(line, **(costs | {"dealer_cost": 0}))
# That is the middle of the two: a fair fee, but not the end of the range.
# zh: 这是两者的中点：是公平的费用，但不是范围的一端。
q3["highest"] = (fees["lowest_fee"] + fees["highest_fee"]) / 2

# %% hints
# What do you earn from the average dealer now, and what would the dealer earn at cost without a fee?
# zh: 你现在从平均一家经销商那里赚多少？若按成本价进货且不交费用，经销商能赚多少？

# `double_margin.fee_range(line, **costs)` gives both.
# zh: `double_margin.fee_range(line, **costs)` 给出这两个数。

# %% [markdown] points=2 decimals=0
# ## What is a customer worth after seven years?
#
# Leave out the customers who have been watched for less than 9 years. What is a customer whom an agent brings worth on the day of the first sale, with all that came later: just added up (`"added"`), and discounted at 10 % a year (`"today"`)? Whole yuan.

# %% [markdown] lang="zh"
# ## 七年之后，一位客户值多少？
#
# 观察不满 9 年的客户不计入。中介带来一位客户，连同后来的购买和转介绍，在首次购买那天值多少：直接相加（`"added"`）是多少？按每年 10% 折现（`"today"`）是多少？单位为元，取整数。

# %% starter
q4 = {"added": ..., "today": ...}

# %% solution
# Who bought too lately has had no chance to come back; and a yuan in seven years is half a yuan.
# zh: 买得太晚的人还来不及再买；七年后的一元钱，今天只值半元。
seen = customers[customers["watched_years"] >= 9]
later = {
    "margin": "margin", "returned_after": "returned_after", "referrals": "referrals",
    "referred_after": "referred_after",
}  # fmt: skip
rate = 0.1
parts = referral_fee.worth_parts(seen, **later, annual_discount_rate=rate)
q4 = {"added": parts.loc["total", "undiscounted"], "today": parts.loc["total", "present_value"]}

# %% wrong
# You kept those who bought too lately to have come back.
# zh: 你没有去掉买得太晚、还来不及再买的客户。
seen = customers
# The rate is 10 % here. Eight was the lesson's.
# zh: 这里的折现率是 10%，8% 是课上的。
rate = 0.08
# You exchanged the two. Which of them is smaller?
# zh: 你把两者对调了。哪一个更小？
q4 = {"added": q4["today"], "today": q4["added"]}
# That is the first sale alone.
# zh: 这只是首次购买。
q4["today"] = parts.loc["first_sale", "present_value"]
# You left out the buyers whom customers sent.
# zh: 你漏掉了客户介绍来的买家。
q4["today"] = parts.loc[["first_sale", "return"], "present_value"].sum()
# You left out those who came back.
# zh: 你漏掉了再次购买的客户。
q4["today"] = parts.loc[["first_sale", "referrals"], "present_value"].sum()
# You left out the buyers whom customers sent, in both sums.
# zh: 两个数你都漏掉了客户介绍来的买家。
q4 = {name: parts.loc[["first_sale", "return"], one].sum() for name, one in {"added": "undiscounted", "today": "present_value"}.items()}
# You left out those who came back, in both sums.
# zh: 两个数你都漏掉了再次购买的客户。
q4 = {name: parts.loc[["first_sale", "referrals"], one].sum() for name, one in {"added": "undiscounted", "today": "present_value"}.items()}
# You counted the customers who sent somebody, and not the buyers whom they sent: some sent two or more.
# zh: 你数的是介绍过别人的客户，不是他们介绍来的买家：有人介绍了不止一位。
q4["added"] = seen["margin"].mean() * (1 + parts.loc[["return", "referrals"], "customer_share"].sum())
# You put the referrals at seven years, too. They come earlier: see `referred_after`.
# zh: 你把转介绍也当作七年后的事。它来得早得多，见 `referred_after`。
q4["today"] = parts.loc["first_sale", "present_value"] + parts.loc[["return", "referrals"], "undiscounted"].sum() / 1.1**7
# You discounted the first sale, too. It is paid today.
# zh: 你把首次购买也折现了七年。它是今天就收到的。
q4["today"] = parts.loc["total", "undiscounted"] / 1.1**7
# You took 10 % off once. Seven years are seven times.
# zh: 你只打了一次九折。七年要折现七次。
plain = parts["undiscounted"]
q4["today"] = plain["first_sale"] + (plain["return"] + plain["referrals"]) / 1.1

# %% hints
# The lesson does it by hand first: the margin times one, plus what later sales are worth.
# zh: 课上先动手算过：毛利乘以（1 加上以后各次购买的折现值）。

# `referral_fee.worth_parts(..., annual_discount_rate=0.1)` has a row `total`.
# zh: `referral_fee.worth_parts(..., annual_discount_rate=0.1)` 有 `total` 一行。

# %% [markdown] points=2 decimals=2
# ## What may an agent cost?
#
# Which share of the buyers through an agent came because of the agent (`"because"`, between 0 and 1)? Up to which fee for each buyer does an agent pay, at 10 % a year (`"fee"`, in thousand yuan)? With 2 decimals.

# %% [markdown] lang="zh"
# ## 介绍费最多付多少？
#
# 经中介成交的买家中，有多大比例是因中介而来的（`"because"`，0 到 1 之间）？折现率为每年 10% 时，每位买家的介绍费最多付多少才不亏（`"fee"`，单位为千元）？保留 2 位小数。

# %% starter
q5 = {"because": ..., "fee": ...}

# %% solution
# Some would have come anyway, and for them, too, the fee falls due.
# zh: 有些人没有中介也会来，而对他们同样要付介绍费。
seen = customers[customers["watched_years"] >= 9]
later = {
    "margin": "margin", "returned_after": "returned_after", "referrals": "referrals",
    "referred_after": "referred_after",
}  # fmt: skip
parts = referral_fee.worth_parts(seen, **later, annual_discount_rate=0.1)
worth_today = parts.loc["total", "present_value"]
bought = leads.groupby("agent")["bought"].mean()
because = 1 - bought[0] / bought[1]
q5 = {"because": because, "fee": because * worth_today / 1_000}

# %% wrong
# That is the share of those who would have come anyway.
# zh: 这是没有中介也会来的比例。
because = bought[0] / bought[1]
# That is the difference of the two rates: a share of the households, and not of the buyers.
# zh: 这是两个购买率之差：它占的是住户，而不是买家。
because = bought[1] - bought[0]
# You divided the other way round: how many more came, for each who would have come anyway?
# zh: 分母弄反了：你算的是相对于本来就会来的人，多来了多少。
because = bought[1] / bought[0] - 1
# That is how many of all buyers had an agent. Some of those would have come anyway.
# zh: 这是全部买家中有中介的比例。其中有些人没有中介也会来。
because = leads.loc[leads["bought"] == 1, "agent"].mean()
# You counted every buyer as the agent's work. Some would have come anyway.
# zh: 你把所有买家都算作中介的功劳。有些人没有中介也会来。
q5["fee"] = worth_today / 1_000
# You left out all that comes after the first sale.
# zh: 你漏掉了首次购买之后的一切。
q5["fee"] = because * parts.loc["first_sale", "present_value"] / 1_000
# You did not discount. Seven years are long.
# zh: 你没有折现。七年可不短。
q5["fee"] = because * parts.loc["total", "undiscounted"] / 1_000
# Those are yuan. The question asks for thousands.
# zh: 这是以元为单位。题目要的是千元。
q5["fee"] = 1_000 * q5["fee"]

# %% hints
# Of the buyers with an agent, how many would there have been without one?
# zh: 有中介时的买家中，有多少人没有中介也会来？

# `leads.groupby("agent")["bought"].mean()` has both rates; the fourth question has the worth.
# zh: `leads.groupby("agent")["bought"].mean()` 有两个购买率；第四题有客户的价值。

# %% [markdown] points=4
# ## Your contract
#
# You offer all 40 dealers one contract: `"wholesale_price"` (a multiple of 500) and `"fee"` a month (a multiple of 1,000; both 0 or more). A dealer of size s sells s times what the average dealer sells, sets the best retail price, and signs if the profit after the fee is at least their `least`. Who does not sign goes on as now. What counts is your profit of a month from all dealers, above what it is now, by your demand of the first question.

# %% [markdown] lang="zh"
# ## 你的合同
#
# 你向全部 40 家经销商提出同一份合同：批发价 `"wholesale_price"`（500 的倍数）和每月固定费用 `"fee"`（1,000 的倍数），两者都不小于 0。规模（`size`）为 s 的经销商，销量是平均经销商的 s 倍，零售价定在对自己最有利的水平；交费后的利润不少于 `least` 才肯签。不签的照旧。看的是你一个月从全部经销商得到的利润比现在多多少，需求用第一题的结果。

# %% starter
q6 = {"wholesale_price": ..., "fee": ...}

# %% solution
# A lower wholesale price makes more to share, and the fee takes it. But one fee must suit large and small: a price above cost takes more from the large, and a lower fee keeps the small.
# zh: 批发价低，可分的利润就多，再用固定费用收回来。但同一笔费用要让大小经销商都能接受：批发价略高于成本，可以从大经销商那里多得一些，费用低一些，小经销商也肯签。
nothing = {"wholesale_price": costs["wholesale_price"], "fee": 0}
line = double_margin.demand(trial, price="retail_price", units="units")
made, sold = costs["unit_cost"], costs["dealer_cost"]
size, least = dealers["size"].to_numpy(), dealers["least"].to_numpy()


def one_dealer(price):
    """Profit of the producer and of the average dealer, before the fee."""
    offer = pd.DataFrame({"wholesale_price": [float(price)], "fee": 0.0})
    row = double_margin.contracts(line, offer, unit_cost=made, dealer_cost=sold).iloc[0]
    return row["producer_profit"], row["dealer_profit"]


now, kept = one_dealer(costs["wholesale_price"])


def gains(price, fees):
    """The producer's gain at one wholesale price, for each of several fees."""
    ours, theirs = one_dealer(price)
    fees = np.asarray(fees, dtype=float)[:, None]
    signs = size * theirs - fees >= least
    return (signs * (size * (ours - now) + fees)).sum(axis=1)


def worth(contract):
    price, fee = float(contract["wholesale_price"]), float(contract["fee"])
    if contract == nothing:
        return 0.0
    if price < 0 or price % 500:
        raise ValueError(f"wholesale_price (批发价)={price:g}: 0, 500, 1,000 ...")
    if fee < 0 or fee % 1_000:
        raise ValueError(f"fee (固定费用)={fee:g}: 0, 1,000, 2,000 ...")
    return float(gains(price, [fee])[0])


prices, fees = np.arange(0, 40_000, 500), np.arange(0, 150_000, 1_000)
table = np.array([gains(price, fees) for price in prices])
best, at = np.unravel_index(table.argmax(), table.shape)
q6 = {"wholesale_price": float(prices[best]), "fee": float(fees[at])}
range_of_fees = double_margin.fee_range(line, **costs)

# %% wrong
# You changed nothing: the two margins go on losing a quarter.
# zh: 你什么也没有改：两层加价照旧损失四分之一。
q6 = nothing
# You sell at cost and ask for nothing: the dealers take it all.
# zh: 你按成本价供货，却一分费用也不收：利润全归经销商。
q6 = {"wholesale_price": made, "fee": 0}
# That is the highest fee of the average dealer who insists on no more than now. Most of yours want more, and half are smaller.
# zh: 这是对“只求不比现在少”的平均经销商而言的最高费用。你的经销商大多要求更多，一半规模也更小。
q6 = {"wholesale_price": made, "fee": float(round(range_of_fees["highest_fee"], -3))}
# You take the middle of the range for the average dealer, as the lesson does. There each pays by size; yours is one fee for all, and the small do not sign.
# zh: 你取了平均经销商费用范围的中点。课上是按规模折算的，而这里所有经销商交同样的费用，小的就不肯签。
q6 = {
    "wholesale_price": made,
    "fee": float(round((range_of_fees["lowest_fee"] + range_of_fees["highest_fee"]) / 2, -3)),
}
# You ask for all that the average dealer would earn: almost nobody signs.
# zh: 你把平均经销商的利润全收走了：几乎没有人肯签。
q6 = {"wholesale_price": made, "fee": float(round(one_dealer(made)[1], -3))}
# You ask for little more than you give up: everybody signs, and you gain little or nothing.
# zh: 你收的费用只比放弃的略多：人人肯签，你却几乎不多赚。
q6 = {"wholesale_price": made, "fee": float(round(range_of_fees["lowest_fee"] * 1.02, -3))}
# You raise the wholesale price: nobody who can go on as now signs that.
# zh: 你提高了批发价：可以照旧的经销商没有人会签。
q6 = {"wholesale_price": 500 * round(costs["wholesale_price"] / 500 + 2), "fee": 0}
# You ask for a fee and leave the wholesale price as it is: there is nothing to pay it from.
# zh: 你要收费用，批发价却不降：经销商拿什么来交？
q6 = {"wholesale_price": 500 * round(costs["wholesale_price"] / 500), "fee": 20_000}
# You lower the wholesale price without a fee: dealers sell more, and you earn less.
# zh: 你降低批发价却不收费用：经销商卖得更多，你赚得更少。
q6 = {"wholesale_price": 500 * round((made + costs["wholesale_price"]) / 1_000), "fee": 0}

# %% hints
# Write a function that says for a wholesale price and a fee who signs and what you earn, and try many.
# zh: 写一个函数：给定批发价和费用，算出谁肯签、你赚多少，然后多试几组。

# `double_margin.contracts(line, offer, unit_cost=..., dealer_cost=...)` has both profits of the average dealer's month at a fee of 0: times `size`, less the fee for the dealer, plus the fee for you.
# zh: `double_margin.contracts(line, offer, unit_cost=..., dealer_cost=...)` 给出费用为 0 时平均经销商一个月双方的利润：乘以 `size`，经销商减去费用，你加上费用。

# %% policies
bounds = (range_of_fees["lowest_fee"], range_of_fees["highest_fee"])
cuts = {"at cost": 0.0, "a little above": 0.15, "a third of the margin": 0.33, "two thirds": 0.67}
parts_of = {"the least": 0.05, "a quarter": 0.25, "half": 0.5, "three quarters": 0.75, "all": 1.0}
policies = {}
for cut, part in cuts.items():
    price = 500 * round((made + part * (costs["wholesale_price"] - made)) / 500)
    ours, theirs = one_dealer(price)
    for name, share in parts_of.items():
        # Of what there is to share at this price, the producer takes so much.
        fee = (now - ours) + share * ((theirs - kept) - (now - ours))
        policies[f"{cut}, {name} of the gain"] = {
            "wholesale_price": price, "fee": float(max(0, round(fee, -3))),
        }  # fmt: skip
policies["as now"] = nothing
policies["at cost, no fee"] = {"wholesale_price": made, "fee": 0}
policies["a fee and no lower price"] = {
    "wholesale_price": 500 * round(costs["wholesale_price"] / 500), "fee": 20_000,
}  # fmt: skip
