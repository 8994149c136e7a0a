# %% [markdown]
# # Exercises to 54: A restaurant club's key accounts
#
# **Your company** A restaurant club of your own, its figures simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `visits`: two years, one row a table of a guest: `guest`, `loyal` (1: one of the loyal), `time`, `menu`, `month`, `covers` (people at the table), `bill` (a head).
# - `firms`: the same for companies, with `company` in place of `guest`.
# - `company`, `lunches`, `asking`, `ahead` and `price` are explained where they are used.
#
# **Before this** [54 Key accounts](../../notebooks/5_cases/54_key_accounts.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 54：餐饮会所的大客户
#
# **你的公司** 一家属于你的餐饮会所，数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `visits`：两年的数据，客人的每桌一行。`guest` 是客人，`loyal` 为 1 表示忠诚客人，`time` 是时段，`menu` 是菜单，`month` 是月份，`covers` 是就餐人数，`bill` 是人均消费。
# - `firms`：公司宴请的数据，列相同，只是 `guest` 换成 `company`。
# - `company`、`lunches`、`asking`、`ahead` 和 `price` 用到时再说明。
#
# **先修** [54 餐饮会所的大客户](../../../notebooks/zh/5_cases/54_key_accounts.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies
from crmkit.campaigns import key_accounts as _key_accounts
from crmkit.lifetime import markov as _markov

_base = _companies.Club.from_card()
_level = float(rng.uniform(0.92, 1.08))
_club = _replace(
    _base,
    loyalty_effect=-float(rng.uniform(0.04, 0.07)),
    menu_price={name: one * _level for name, one in _base.menu_price.items()},
    account_spread=0.14,
)
_made = _companies.restaurant_club(
    n_guests=int(rng.integers(700, 801)),
    n_accounts=60,
    seed=int(rng.integers(1, 10**6)),
    parameters=_club,
)
_log = _made.visits.assign(
    month=_made.visits["ordered_at"].dt.month_name().astype("str"),
    covers=_made.visits["quantity"].astype("int64"),
    bill=(_made.visits["amount"] / _made.visits["quantity"]).round(2),
)
_firm = _log["customer_id"].str.startswith("K")
_loyal = (_log["customer_id"].map(_made.truth["kind"]) == "loyal").astype("int64")
_columns = ["time", "menu", "month", "covers", "bill"]
visits = _log.assign(loyal=_loyal)[~_firm].rename(columns={"customer_id": "guest"})
visits = visits[["guest", "loyal", *_columns]].reset_index(drop=True)
firms = _log[_firm].rename(columns={"customer_id": "company"})
firms = firms[["company", *_columns]].reset_index(drop=True)

_counts = _key_accounts.visits_by_period(_made.visits[_firm], last_day="2025-12-28")
_states = _key_accounts.visit_states(_counts)
_later = _states.iloc[:, 1:].set_axis(_states.columns[:-1], axis=1)
_chain = _markov.transition_matrix(_states.iloc[:, :-1].stack(), _later.stack())
_mean = _counts.stack().groupby(_states.stack()).mean()
_ahead = _markov.state_values(_chain, _mean, annual_discount_rate=0, horizon_periods=4) - _mean
ahead = _ahead.round(1).rename("visits").rename_axis("state")

_heads = firms.groupby("company")["covers"].sum()
_cost = firms["menu"].map(_club.menu_cost) * firms["covers"]
_all = _pd.DataFrame(
    {
        "state": _states[8].astype("str"),
        "visits_with": _counts[[5, 6, 7, 8]].sum(axis=1).astype("int64"),
        "covers": firms.groupby("company")["covers"].mean().round(1),
        "bill": ((firms["bill"] * firms["covers"]).groupby(firms["company"]).sum() / _heads),
        "cost": (_cost.groupby(firms["company"]).sum() / _heads),
    }
).round({"bill": 1, "cost": 1})
_all = _all[_all["state"] != "silent"].rename_axis("company")
asking = _all.iloc[: min(14, len(_all))]
_even = _key_accounts.contract_values(
    asking.assign(visits_without=asking["state"].map(ahead)), price=1
)["break_even_price"]
price = int(_even.median()) + 1
company = str(firms["company"].value_counts().index[int(rng.integers(3, 12))])
lunches = int(rng.integers(18, 27))

# %%
from crmkit.campaigns import key_accounts, like_for_like

# %%
visits, firms = sheet["visits"], sheet["firms"]
visits.head()

# %% [markdown] points=2 decimals=2
# ## As it is, and like for like
#
# By how much is the bill a head of the loyal above (+) or below (-) that of the others: the mean of their tables less that of the others' (`"raw"`), and with `time` and `menu` held equal by standardisation, weighted as what the loyal buy (`"same"`)? One table counts as one. Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 表面的差距，与同样消费的差距
#
# 忠诚客人的人均消费比其他客人高（+）或低（-）多少？先填表面的差距：他们各桌的平均数减去其他客人的（`"raw"`）；再填用标准化让 `time` 和 `menu` 保持相同、按忠诚客人的消费结构加权之后的差距（`"same"`）。每桌算一次。单位为元，保留 2 位小数。

# %% solution
# Most of the gap is what they buy. But here something is left: in this club somebody does give discounts.
# zh: 差距大半来自买什么。但这里还剩下一些：这家会所真的有人在打折。
same = {"value": "bill", "group": "loyal", "held": ["time", "menu"]}
gaps = like_for_like.gap(visits, cluster="guest", **same)["estimate"]
q1 = {"raw": gaps["as it is"], "same": gaps["same strata"]}

# %% wrong
# That is the gap as it is in both places. Hold time and menu equal in the second.
# zh: 你两处填的都是表面的差距。第二处要让时段和菜单保持相同。
q1["same"] = gaps["as it is"]
# That is the regression. It is close, but it weights otherwise; standardisation was asked for.
# zh: 这是回归的结果。数字接近，但加权方式不同；题目要的是标准化。
q1["same"] = gaps["regression"]
# You exchanged the two.
# zh: 你把两者对调了。
q1 = {"raw": gaps["same strata"], "same": gaps["as it is"]}
# The sign is turned: it is the loyal less the others.
# zh: 正负号反了：应当是忠诚客人减去其他客人。
q1 = {name: -one for name, one in q1.items()}
# You held the menu equal, but not the time.
# zh: 你让菜单保持相同，却没有固定时段。
same = {"value": "bill", "group": "loyal", "held": ["menu"]}
# You held the time equal, but not the menu.
# zh: 你让时段保持相同，却没有固定菜单。
same = {"value": "bill", "group": "loyal", "held": ["time"]}
# You held the month equal, too. Only time and menu were asked for.
# zh: 你连月份也固定了。题目只要求时段和菜单。
same = {"value": "bill", "group": "loyal", "held": ["time", "menu", "month"]}
# You weighted the lines as the others buy. Weight them as the loyal do.
# zh: 你按其他客人的消费结构加权了。应当按忠诚客人的。
strata = like_for_like.by_stratum(visits, **same)
each = strata["mean_in_group"] - strata["mean_of_others"]
q1["same"] = (strata["share_of_others"] * each).sum()
# You averaged the lines as if each were bought equally often.
# zh: 你把各行简单平均了，好像每一行都买得一样多。
strata = like_for_like.by_stratum(visits, **same)
q1["same"] = (strata["mean_in_group"] - strata["mean_of_others"]).mean()
# You weighted the raw means by the people at the table. One table counts as one.
# zh: 表面的差距，你按就餐人数加权了。每桌算一次。
paid = (visits["bill"] * visits["covers"]).groupby(visits["loyal"]).sum()
a_head = paid / visits.groupby("loyal")["covers"].sum()
q1["raw"] = a_head[1] - a_head[0]
# You averaged each guest first. One table counts as one, not one guest.
# zh: 表面的差距，你先对每位客人求了平均。每桌算一次，而不是每位客人算一次。
each_guest = visits.groupby(["loyal", "guest"])["bill"].mean().groupby("loyal").mean()
q1["raw"] = each_guest[1] - each_guest[0]

# %% hints
# The lesson has both numbers in one table of three methods.
# zh: 课上有一张三种方法的表，两个数都在里面。

# `like_for_like.gap(visits, value="bill", group="loyal", held=["time", "menu"])` has a column `estimate`.
# zh: `like_for_like.gap(visits, value="bill", group="loyal", held=["time", "menu"])` 里有 `estimate` 一列。

# %% [markdown] points=2 decimals=2
# ## Which column does it?
#
# Split the gap over `time` and `menu` by `like_for_like.parts`. Give the parts of both, and what is left over. Yuan, with 2 decimals and their signs.

# %% [markdown] lang="zh"
# ## 是哪一列造成的？
#
# 用 `like_for_like.parts` 把差距分解到 `time` 和 `menu` 上。填这两部分（`"time"`、`"menu"`），以及剩下的部分（`"left"`）。单位为元，带正负号，保留 2 位小数。

# %% solution
# The three add up to the raw gap, in whatever order the columns are named.
# zh: 三个数之和等于表面的差距，与列的先后顺序无关。
asked = {"value": "bill", "group": "loyal", "held": ["time", "menu"]}
split = like_for_like.parts(visits, **asked)["estimate"]
q2 = {"time": split["time"], "menu": split["menu"], "left": split["left over"]}

# %% wrong
# These are the steps in one order. The second column gets only what the first leaves.
# zh: 这是按一种顺序逐步得到的。第二列只分到第一列剩下的。
steps = like_for_like.one_by_one(visits, **asked)["estimate"].diff()
q2 = {"time": -steps["+ time"], "menu": -steps["+ menu"], "left": split["left over"]}
# You exchanged time and menu.
# zh: 你把时段和菜单对调了。
q2 = {"time": split["menu"], "menu": split["time"], "left": split["left over"]}
# What is left over is not the whole gap.
# zh: 剩下的部分不是全部差距。
q2["left"] = split["gap"]
# That is left over by standardisation. `parts` splits by regression: only then do the three add up.
# zh: 这是用标准化剩下的差距。`parts` 用回归来分解，三个数之和才等于总差距。
q2["left"] = like_for_like.gap(visits, **asked).loc["same strata", "estimate"]
# The signs are turned: the loyal pay less, so the parts are below zero.
# zh: 正负号反了：忠诚客人付得少，各部分应小于零。
q2 = {name: -one for name, one in q2.items()}
# Those are shares of the gap. The parts in yuan were asked for.
# zh: 这是占差距的比例。题目要的是多少元。
q2 = {name: one / split["gap"] for name, one in q2.items()}

# %% hints
# `parts` has a row for each column held equal, one for what is left over and one for the gap.
# zh: `parts` 的结果里，保持相同的每一列各有一行，另有“left over”和“gap”两行。

# The parts are the column `estimate` of `like_for_like.parts(visits, value="bill", group="loyal", held=["time", "menu"])`.
# zh: 各部分在 `like_for_like.parts(visits, value="bill", group="loyal", held=["time", "menu"])` 的 `estimate` 一列。

# %% [markdown] points=2 decimals=0
# ## What does the discount cost?
#
# In your club something is left. Take `"same"` of the first question (not rounded) as the discount a head. What did it cost the club in a year, over all people at the tables of the loyal? `visits` holds two years. Yuan above 0, as a whole number.

# %% [markdown] lang="zh"
# ## 打折花了多少钱？
#
# 你的会所确实剩下了差距。把第一题的 `"same"`（不要四舍五入）当作人均折扣。按忠诚客人各桌的全部就餐人数计算，会所一年为此花了多少钱？`visits` 是两年的数据。单位为元，填大于 0 的整数。

# %% solution
# The raw gap would have named several times the sum: most of it nobody gave away.
# zh: 若用表面的差距来算，会是这个数的好几倍，而其中大部分并没有人让出去。
same = {"value": "bill", "group": "loyal", "held": ["time", "menu"]}
discount = -like_for_like.gap(visits, **same).loc["same strata", "estimate"]
people = visits.loc[visits["loyal"] == 1, "covers"].sum()
q3 = round(discount * people / 2)

# %% wrong
# That is the cost of two years.
# zh: 这是两年的花费。
q3 = round(discount * people)
# You took the raw gap: most of it is mix, and cost nothing.
# zh: 你用了表面的差距：其中大部分是结构效应，没有花钱。
discount = -like_for_like.gap(visits, **same).loc["as it is", "estimate"]
# You counted tables. The discount is a head.
# zh: 你数的是桌数。折扣是按人算的。
people = (visits["loyal"] == 1).sum()
# You counted everybody's tables. Only the loyal got it.
# zh: 你把所有客人都算进去了。只有忠诚客人享受折扣。
people = visits["covers"].sum()
# You counted the guests, not the people at their tables.
# zh: 你数的是会员人数，不是各桌的就餐人数。
people = visits.loc[visits["loyal"] == 1, "guest"].nunique()
# It is a cost: write it above 0.
# zh: 这是花费，请写成大于 0 的数。
q3 = -q3
# You used the regression. The question takes `"same"`, by standardisation.
# zh: 你用了回归的结果。题目用的是标准化得到的 `"same"`。
discount = -like_for_like.gap(visits, **same).loc["regression", "estimate"]

# %% hints
# How many people sat at the tables of the loyal?
# zh: 忠诚客人的各桌一共坐了多少人？

# `visits.loc[visits["loyal"] == 1, "covers"].sum()` are the people of two years.
# zh: `visits.loc[visits["loyal"] == 1, "covers"].sum()` 是两年的就餐人数。

# %% [markdown] points=2 decimals=2
# ## One company and its mix
#
# `company = sheet["company"]` names one company. What would its tables in `firms` come to a head at the prices of all guests in `visits`, with `time`, `menu` and `month` held equal and each table weighted by its people (`"expected"`), and how much more (+) or less (-) does it pay (`"difference"`)? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 一家公司与它的消费组合
#
# `company = sheet["company"]` 是一家公司的编号。让 `time`、`menu`、`month` 保持相同，并按每桌人数加权，它在 `firms` 里的消费按 `visits` 中全部客人的价格算，人均是多少（`"expected"`）？它实际比这多付（+）或少付（-）多少（`"difference"`）？单位为元，保留 2 位小数。

# %% starter
company = sheet["company"]
q4 = {"expected": ..., "difference": ...}

# %% solution
# Its own mix at everybody's prices is the fair thing to hold a company against, not the average bill.
# zh: 衡量一家公司，公平的标准是它自己的消费组合按大家的价格该付多少，而不是平均客单价。
company = sheet["company"]
asked = {"value": "bill", "account": "company", "held": ["time", "menu", "month"]}
prices = key_accounts.against_mix(firms, prices=visits, weight="covers", **asked)
q4 = {"expected": prices.loc[company, "expected"], "difference": prices.loc[company, "difference"]}

# %% wrong
# You counted each table as one. Weight it by the people at it.
# zh: 你把每桌都算作一次。应当按就餐人数加权。
prices = key_accounts.against_mix(firms, prices=visits, **asked)
# You compared with the average bill of the guests. They order other things.
# zh: 你是和客人的平均客单价比。他们点的东西不一样。
q4 = {
    "expected": visits["bill"].mean(),
    "difference": prices.loc[company, "actual"] - visits["bill"].mean(),
}
# That is what it pays. What would its mix come to?
# zh: 这是它实际付的。按消费组合该是多少？
q4["expected"] = prices.loc[company, "actual"]
# The sign is turned: it is what the company pays less what its mix comes to.
# zh: 正负号反了：应当是实际付的减去按组合该付的。
q4["difference"] = -prices.loc[company, "difference"]
# You left out the month.
# zh: 你没有固定月份。
asked = {"value": "bill", "account": "company", "held": ["time", "menu"]}
# You took the companies' own prices as usual. The guests' prices are asked for.
# zh: 你把公司自己的价格当成了通常价格。题目要的是客人的价格。
prices = key_accounts.against_mix(firms, prices=firms, weight="covers", **asked)
# You took the prices of the others alone. All guests were asked for, the loyal with them.
# zh: 你只用了其他客人的价格。题目要的是全部客人，忠诚客人也在内。
others = visits[visits["loyal"] == 0]
prices = key_accounts.against_mix(firms, prices=others, weight="covers", **asked)
# You took the first company of the table.
# zh: 你取的是表中第一家公司。
q4 = dict(prices[["expected", "difference"]].iloc[0])

# %% hints
# `key_accounts.against_mix` has one row a company; `weight` names the column of the people.
# zh: `key_accounts.against_mix` 每家公司一行；`weight` 是人数那一列的名字。

# In the lesson the column was `quantity` and the account `customer_id`; here they are `covers` and `company`.
# zh: 课上的列名是 `quantity` 和 `customer_id`，这里是 `covers` 和 `company`。

# %% [markdown] points=2 decimals=2
# ## A contract at 80
#
# A new company offers 40 weekday lunches a year with 6 people, all with the set lunch, at a contract price of 80 a head. Without the contract it would come `lunches = sheet["lunches"]` times and pay what others (`loyal` 0) pay for a weekday lunch with the set lunch: the mean `bill` of such tables. A set lunch costs the club 46 a head. By how much is 80 below that mean (`"below"`)? At which price does the contract break even (`"break_even"`)? What does it earn a year at 80, more than without (`"gain"`)? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 协议价 80 元
#
# 一家新公司提出：每年 40 次工作日午餐，每次 6 人，全部点午市套餐，人均协议价 80 元。不签的话，它会来 `lunches = sheet["lunches"]` 次，付的与其他客人（`loyal` 为 0）在工作日午市点套餐时一样，即这些桌 `bill` 的平均数。套餐的成本是人均 46 元。80 元比这个平均数低多少（`"below"`）？协议价多高时盈亏平衡（`"break_even"`）？按 80 元签，一年比不签多赚多少（`"gain"`）？单位为元，保留 2 位小数。

# %% starter
lunches = sheet["lunches"]
q5 = {"below": ..., "break_even": ..., "gain": ...}

# %% solution
# The price is worse than the mix suggests, and the contract pays all the same: it buys visits.
# zh: 协议价比按消费组合算的低，协议却仍然划算：它买到的是次数。
lunches = sheet["lunches"]
usual = visits.query("loyal == 0 and time == 'weekday lunch' and menu == 'set lunch'")["bill"].mean()
even = 46 + lunches / 40 * (usual - 46)
gain = 40 * 6 * (80 - 46) - lunches * 6 * (usual - 46)
q5 = {"below": usual - 80, "break_even": even, "gain": gain}

# %% wrong
# You took all guests. Those who get a discount pay less; the question takes the others.
# zh: 你取了全部客人。忠诚客人有折扣，题目取的是其他客人。
usual = visits.query("time == 'weekday lunch' and menu == 'set lunch'")["bill"].mean()
# You took the loyal. They get a discount; the question takes the others.
# zh: 你取了忠诚客人。他们有折扣，题目取的是其他客人。
usual = visits.query("loyal == 1 and time == 'weekday lunch' and menu == 'set lunch'")["bill"].mean()
# You took all weekday lunches. Only those with the set lunch were asked for.
# zh: 你取了全部工作日午餐。题目只要点套餐的。
usual = visits.query("loyal == 0 and time == 'weekday lunch'")["bill"].mean()
# The sign is turned: 80 is below the usual bill.
# zh: 正负号反了：80 低于通常的人均消费。
q5["below"] = 80 - usual
# You assumed as many visits without the contract. Then no price below the bill would pay.
# zh: 你假定不签也来同样多次。那样的话，低于人均消费的价格都不划算。
q5 = {"below": usual - 80, "break_even": usual, "gain": 240 * (80 - usual)}
# You counted revenue. The cost of 46 is to be taken off.
# zh: 你算的是收入。还要减去 46 元的成本。
q5["gain"] = 40 * 6 * 80 - lunches * 6 * usual
# You left out the six people at the table.
# zh: 你漏了每桌 6 人。
q5["gain"] = gain / 6
# You left out what the company would have brought without a contract.
# zh: 你没有减去不签时它也会带来的利润。
q5["gain"] = 40 * 6 * (80 - 46)
# You forgot to put the cost back: the break-even price is the cost plus what must be earned a head.
# zh: 你忘了把成本加回来：盈亏平衡价等于成本加上每人必须赚的钱。
q5["break_even"] = lunches / 40 * (usual - 46)
# You shared out the whole bill. The cost arises with every visit, so only the margin is shared out.
# zh: 你把整个人均消费都摊薄了。每来一次都有成本，能摊薄的只有毛利。
q5["break_even"] = lunches / 40 * usual

# %% hints
# The break-even price is the cost plus the margin now, times visits without over visits with.
# zh: 盈亏平衡价 = 成本 + 现在的人均毛利 ×（不签的次数 ÷ 签了的次数）。

# `key_accounts.contract_values` does the same for a table with one row: visits_without, visits_with, covers, bill, cost.
# zh: 把 visits_without、visits_with、covers、bill、cost 写成一行的表，`key_accounts.contract_values` 会给出同样的结果。

# %% [markdown] points=4
# ## Whom do you sign?
#
# The companies of `asking = sheet["asking"]` want one price of `price = sheet["price"]` a head and commit themselves to `visits_with` visits in the coming year. The table has each one's `state` in the last quarter, the people at a table (`covers`), `bill` and `cost` a head. Without a contract a company comes as often as `ahead = sheet["ahead"]` says for its state. Which do you sign? A set of names, such as `{"K00001"}`. What counts is what these contracts earn in the year more than no contract.

# %% [markdown] lang="zh"
# ## 和谁签？
#
# `asking = sheet["asking"]` 里的公司都要求人均 `price = sheet["price"]` 元的统一价，并承诺来年消费 `visits_with` 次。表中有各公司上个季度的状态 `state`、每桌人数 `covers`、人均消费 `bill` 和人均成本 `cost`。不签的话，公司来的次数按它的状态由 `ahead = sheet["ahead"]` 给出。和哪些公司签？填公司编号的集合，例如 `{"K00001"}`。看的是这些协议在这一年里比不签多赚多少。

# %% starter
asking, ahead, price = sheet["asking"], sheet["ahead"], sheet["price"]
q6 = ...

# %% solution
# Sign where the break-even price is below the price: what is given up a head is less than the visits bring.
# zh: 盈亏平衡价低于协议价的，就签：人均少收的钱，少于多来的次数带来的利润。
asking, ahead, price = sheet["asking"], sheet["ahead"], sheet["price"]
known = asking.assign(visits_without=asking["state"].map(ahead))
values = key_accounts.contract_values(known, price=price)["estimate"]
options, nothing = set(asking.index), set()


def worth(names):
    return values[list(names)].sum()


q6 = set(values.index[values > 0])

# %% wrong
# You sign everybody. Some give up more a head than their visits are worth.
# zh: 你和所有公司都签。有些公司多来的次数，补不上单价让出的钱。
q6 = options
# You sign nobody. Where a company promises more visits than it would make, a lower price pays.
# zh: 你一家也不签。承诺的次数多于不签时会来的次数，低一点的价格也划算。
q6 = nothing
# Those are the contracts that lose money.
# zh: 这些正是亏钱的协议。
q6 = set(values.index[values <= 0])
# You left out the best of them.
# zh: 你漏掉了最划算的一家。
q6 = set(values.index[values > 0]) - {values.idxmax()}
# Those are the highest bills: they give up most a head.
# zh: 这些是人均消费最高的公司，人均让出的也最多。
q6 = set(asking["bill"].nlargest(len(asking) // 2).index)
# You sign the lowest bills alone. Others pay more than the price now, but promise visits that would fall away.
# zh: 你只签人均消费最低的几家。另一些公司现在付得比协议价多，但承诺的次数本来会流失。
below = asking.index[asking["bill"] < price]
q6 = set(below if len(below) else asking["bill"].nsmallest(2).index)
# You sign those that come often. They come without a contract, too: compare what each gives up with what it adds.
# zh: 你签的是常来的公司。它们不签也会来：要比较每家让出多少、又多带来多少。
q6 = set(asking.index[asking["state"] == "often"])

# %% hints
# `asking["state"].map(ahead)` gives the visits without a contract.
# zh: `asking["state"].map(ahead)` 就是不签时的次数。

# `key_accounts.contract_values(known, price=price)` has what each contract earns in `estimate`.
# zh: `key_accounts.contract_values(known, price=price)` 的 `estimate` 是每份协议多赚的钱。

# %% policies
extra = asking["visits_with"] - asking["state"].map(ahead)
policies = {
    "all": options,
    "bill below the price": set(asking.index[asking["bill"] < price]),
    "bill above the price": set(asking.index[asking["bill"] >= price]),
    "more visits than expected": set(asking.index[extra > 0]),
    "seldom there": set(asking.index[asking["state"] == "seldom"]),
    "often there": set(asking.index[asking["state"] == "often"]),
    "bill at most a tenth above": set(asking.index[asking["bill"] < 1.1 * price]),
    "bill at most a fifth above": set(asking.index[asking["bill"] < 1.2 * price]),
    "lower half of margins": set((asking["bill"] - asking["cost"]).nsmallest(7).index),
    **{f"{n} most visits": set(asking["visits_with"].nlargest(n).index) for n in (2, 4, 6)},
    **{f"{n} largest tables": set(asking["covers"].nlargest(n).index) for n in (3, 6, 9)},
    **{f"{n} lowest bills": set(asking["bill"].nsmallest(n).index) for n in (2, 4, 6, 8)},
    **{f"{n} most extra visits": set(extra.nlargest(n).index) for n in (1, 2, 3, 5)},
    **{f"{n} best contracts": set(values.nlargest(n).index) for n in (1, 2, 3)},
    "each second": set(asking.index[::2]),
}
