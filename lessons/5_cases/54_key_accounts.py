# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["150", "95", "29", "15", "35", "32", "1963", "271", "13", "45", "36"]
# ---

# %% [markdown]
# # 54 A restaurant club's key accounts
#
# **Question** "Our loyal guests spend less a head. Is somebody giving them a discount, and which companies deserve a contract?"
#
# **Who asks** The owner of a restaurant club with regular guests and corporate hosts.
#
# **Time** 45 minutes. **Before this** [13 RFM](../1_segmentation/13_rfm.ipynb), [36 Markov value](../3_lifetime/36_markov.ipynb), [47 Experiments](../4_retention/47_experiments.ipynb).
#
# **You will be able to**
# 1. compare two groups with what they buy held equal, by regression and by standardisation;
# 2. say which column makes a gap, and where nobody can be compared;
# 3. hold each key account against its own mix;
# 4. find the price at which a contract pays, and put it on one page.
#
# **Data** a simulated restaurant club; a hotel's stays; a tipping experiment; restaurant inspections.
#
# > *Monday.* Our loyal guests spend over 30 yuan a head less than the others, so somebody gives them discounts. A friend's hotel sees the same: repeat guests pay 77.6 euros a night, others 106.8. My manager wants it official: 10 % off for the loyal. And the companies that host here ask for a fixed 150 yuan a head next year, for as many visits as last year. I must answer both by Friday. *Lin*

# %% [markdown] lang="zh"
# # 54 餐饮会所的大客户
#
# **问题** “忠诚客人的人均消费反而更低。是不是有人在给他们打折？哪些公司值得签协议？”
#
# **谁会这样问** 既有熟客、又有公司宴请的餐饮会所老板。
#
# **用时** 45 分钟。**先修** [13 RFM](../1_segmentation/13_rfm.ipynb)、[36 马尔可夫价值](../3_lifetime/36_markov.ipynb)、[47 实验](../4_retention/47_experiments.ipynb)。
#
# **学完你能够**
# 1. 用回归和标准化，在消费内容相同的条件下比较两组客人；
# 2. 说出差距来自哪一列，以及哪里根本无从比较；
# 3. 用每个大客户自己的消费组合来衡量它；
# 4. 算出协议价要多高才划算，并写成一页纸。
#
# **数据** 一家模拟的餐饮会所；一家酒店的住宿记录；一个小费实验；餐馆卫生检查。
#
# > *周一。* 我们的忠诚客人，人均比别人少花三十多元，肯定是有人私下给他们打折。朋友开的酒店也一样：回头客每晚付 77.6 欧元，其他人付 106.8。经理主张干脆公开：忠诚客人一律九折。另外，在我们这里宴请的公司要求明年人均固定 150 元，并保证来的次数与去年相同。两件事周五之前都要定下来，请给个意见。*林*

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, models, orders, plots, rates, summary
from crmkit.campaigns import key_accounts, like_for_like
from crmkit.lifetime import markov
from crmkit.retention import experiments
from crmkit.segmentation import rfm

# %% [markdown]
# ## What the till recorded
#
# The club is simulated, and its till messy: training tickets, lines exported twice, tickets voided, cards left at home.

# %% [markdown] lang="zh"
# ## 收银机里有什么
#
# 这家会所是模拟的，收银数据也和真的一样乱：有培训用的小票、重复导出的行、作废的单，也有忘带会员卡的客人。

# %%
plots.course_style()
club = companies.restaurant_club(seed=1)
columns = {"customer": "card", "date": "closed_at", "amount": "paid", "order": "ticket"}
kept = {"quantity": "covers", "keep": ["time", "menu"], "as_of": "2025-12-28"}
log, report = orders.read(club.till, **columns, **kept)
report.table.query("rows > 0")

# %% [markdown]
# Of {{report.rows_in:,}} lines {{report.rows_out:,}} are visits. `amount` is the table's bill and `quantity` the people at it; their ratio is the **bill a head** (客单价). We call the quarter of guests who come most often loyal, by the frequency score of [lesson 13](../1_segmentation/13_rfm.ipynb).

# %% [markdown] lang="zh"
# {{report.rows_in:,}} 行里有 {{report.rows_out:,}} 行是真正的到店消费。`amount` 是整桌金额，`quantity` 是就餐人数，两者之比就是**客单价**（bill a head，这里指人均消费）。我们按[第 13 课](../1_segmentation/13_rfm.ipynb)的频率得分，把来得最勤的四分之一客人称为忠诚客人。

# %%
log["bill"], log["month"] = log["amount"] / log["quantity"], log["ordered_at"].dt.month_name()
firm = log["customer_id"].str.startswith("K")
guests, firms = log[~firm].copy(), log[firm]
often = rfm.score(summary.customers(guests, as_of="2025-12-28"), bins=4).scores["f_score"] == 4
guests["loyal"] = guests["customer_id"].isin(often[often].index).astype(int)
averages = guests.groupby("loyal")["bill"].agg(["size", "mean"])
averages.round(1)

# %% [markdown]
# The owner is right: {{averages.loc[1, "mean"]:.0f}} against {{averages.loc[0, "mean"]:.0f}} yuan. Three methods could say why: the averages as they are; a regression, as in [lesson 45](../4_retention/45_win_back.ipynb); or the same dishes compared with the same dishes. Commit to one. And guess: for the same set lunch, do the loyal pay 35 yuan less, 10 less, or the same?

# %% [markdown] lang="zh"
# 老板没看错：{{averages.loc[1, "mean"]:.0f}} 元对 {{averages.loc[0, "mean"]:.0f}} 元。有三种方法可以解释：直接看平均数；像[第 45 课](../4_retention/45_win_back.ipynb)那样做回归；或者只在相同的消费之间比较。先选定一种。再猜一猜：同样一份午市套餐，忠诚客人是少付 35 元、少付 10 元，还是一样？

# %%
same = {"value": "bill", "group": "loyal", "held": ["time", "menu"]}
strata = like_for_like.by_stratum(guests, **same)
ax = plots.like_for_like.same_purchase(strata)

# %% [markdown]
# They pay the same, line by line. Nobody gave them anything. The loyal come for the set lunch on weekdays, which is cheap for everybody; a gap that arises from *what* is bought is a **mix effect** (结构效应). By hand: the difference in each line (a *stratum*), weighted by what the loyal buy. That is **standardisation** (标准化).

# %% [markdown] lang="zh"
# 逐行看，两组付的钱一样，没有人给他们打过折。忠诚客人多在工作日中午来吃套餐，而套餐谁点都便宜。差距来自*买什么*，而不是付多少，这叫**结构效应**（mix effect，也叫组合效应）。动手算：每一行（即一*层*，stratum）的差，按忠诚客人的消费结构加权。这就是**标准化**（standardisation）。

# %%
difference = strata["mean_in_group"] - strata["mean_of_others"]
by_hand = (strata["share_in_group"] * difference).sum()
gaps = like_for_like.gap(guests, cluster="customer_id", **same)
print(f"by hand: {by_hand:.2f}")

# %%
gaps[["estimate", "low", "high"]].round(2)

# %% [markdown]
# "same strata" is our number by hand; the regression agrees. Both 95 % **intervals** (置信区间), the gaps that fit these data, hold zero. `cluster` says that visits of one guest are alike; without it they would be too narrow.

# %% [markdown] lang="zh"
# “same strata”就是我们手算的数，回归的结果也相近。两个 95% **置信区间**（interval，即与这些数据相容的差距）都包含零。`cluster` 表示同一位客人的多次消费彼此相似，不写它，区间会过窄。

# %% [markdown]
# ## The friend's hotel
#
# A simulation can be built to please. The hotel is real (Antonio et al. 2019), and its repeat guests pay 29 euros less. We hold four columns equal, one after the other: market segment, room, month and type of customer. How much will be left: 29, 15, or nearly nothing?

# %% [markdown] lang="zh"
# ## 朋友的酒店
#
# 模拟数据想要什么结果都做得出来。这家酒店却是真的（Antonio 等 2019），回头客每晚少付 29 欧元。我们依次让细分市场（segment）、房型、月份、客户类型保持相同。还会剩下多少：29、15，还是几乎没有？

# %%
stays = datasets.load("hotel_rates")
stays["month"] = stays["arrived_on"].dt.strftime("%Y-%m")
hotel = {"value": "price", "group": "repeat", "held": ["segment", "room", "month", "customer_type"]}
steps = like_for_like.one_by_one(stays, **hotel)
ax = plots.like_for_like.gap_left(steps, unit="euro")

# %% [markdown]
# {{-steps["estimate"].iloc[-1]:.1f}} euros are left, and the interval just reaches zero; the four columns explain {{100 * steps["r_squared"].iloc[-1]:.0f}} % of the variance. With the meals held equal, too, it is {{like_for_like.gap(stays, **hotel | dict(held=[*hotel["held"], "meal"])).loc["regression", "estimate"]:.1f}}. But the order of the columns decides how large each step looks. A split without an order (Gelbach 2016) multiplies each column's difference in mix by what it does to the price:

# %% [markdown] lang="zh"
# 只剩 {{-steps["estimate"].iloc[-1]:.1f}} 欧元，区间刚好够到零；这四列解释了 {{100 * steps["r_squared"].iloc[-1]:.0f}}% 的方差。若连用餐方式也保持相同，则是 {{like_for_like.gap(stays, **hotel | dict(held=[*hotel["held"], "meal"])).loc["regression", "estimate"]:.1f}}。但每一步看起来有多大，取决于列的先后顺序。Gelbach（2016）的分解与顺序无关：把每一列的结构差异乘以它对价格的影响。

# %%
parts = like_for_like.parts(stays, **hotel)
ax = plots.like_for_like.split(parts, unit="euro")

# %% [markdown]
# The month does it: {{100 * stays.loc[stays["repeat"] == 1, "arrived_on"].dt.month.isin([11, 12, 1, 2, 3]).mean():.0f}} % of the repeat guests' stays are from November to March, {{100 * stays.loc[stays["repeat"] == 0, "arrived_on"].dt.month.isin([11, 12, 1, 2, 3]).mean():.0f}} % of the others'. Now look for what cannot be compared:

# %% [markdown] lang="zh"
# 起作用的是月份：回头客的住宿有 {{100 * stays.loc[stays["repeat"] == 1, "arrived_on"].dt.month.isin([11, 12, 1, 2, 3]).mean():.0f}}% 在 11 月到次年 3 月，其他人只有 {{100 * stays.loc[stays["repeat"] == 0, "arrived_on"].dt.month.isin([11, 12, 1, 2, 3]).mean():.0f}}%。再看哪些地方无从比较：

# %%
there = like_for_like.overlap(stays, group="repeat", held=hotel["held"])
there

# %% [markdown]
# {{there.loc["only the group", "purchases_in_group"]}} stays of repeat guests have no counterpart: there the regression only extends its lines. That is little, and the same strata alone give {{like_for_like.gap(stays, **hotel).loc["same strata", "estimate"]:.1f}}. So is there no discount at this hotel? Take the stays that companies paid for, at the prices of everybody else:

# %% [markdown] lang="zh"
# 回头客有 {{there.loc["only the group", "purchases_in_group"]}} 次住宿找不到可比对象，回归在那里只能外推，好在不多；只比较两组都有的层，差距是 {{like_for_like.gap(stays, **hotel).loc["same strata", "estimate"]:.1f}}。那么这家酒店真的没有折扣吗？再看公司付账的住宿，按其他所有人的价格该是多少：

# %%
paid = stays["company"] != "not_applicable"
corporate = key_accounts.against_mix(
    stays[paid].assign(who="companies"), prices=stays[~paid], value="price", account="who",
    held=["room", "month", "customer_type"],
)
corporate.round(1)

# %% [markdown]
# Here is one: companies pay {{corporate["actual"].iloc[0]:.1f}} euros where their mix comes to {{corporate["expected"].iloc[0]:.1f}}. That is what a **contract price** (协议价), fixed with a company in advance, looks like in the data.

# %% [markdown] lang="zh"
# 折扣在这里：公司付 {{corporate["actual"].iloc[0]:.1f}} 欧元，而按它们的消费组合本该付 {{corporate["expected"].iloc[0]:.1f}}。与公司事先约定的**协议价**（contract price），在数据里就是这个样子。

# %% [markdown]
# ## Would a discount pay?
#
# Small experiments answer what averages cannot. In a café a joke on the bill raised the share who tip. In the club half of the loyal, chosen by lot, got 10 % off for half a year. Guess: did it bring enough visits to pay?

# %% [markdown] lang="zh"
# ## 打折划算吗？
#
# 平均数回答不了的，小实验可以。有家咖啡馆在账单上附了一则笑话，给小费的人变多了。会所则抽签选出一半忠诚客人，给他们半年九折。猜一猜：多来的次数够不够本？

# %%
tips = datasets.load("tip_joke")
tipped = tips.groupby(tips["card"].astype("object").fillna("none"))["tipped"].agg(["sum", "size"])
joke = rates.rate_difference(tipped["sum"][["none", "Joke"]], tipped["size"][["none", "Joke"]])
trial = {"group": "voucher", "control": 0}
effect = pd.DataFrame({what: experiments.mean_effects(club.trial, outcome=what, **trial).loc[1]
                       for what in ("visits", "margin")})  # fmt: skip
effect.loc[["estimate", "low", "high"]].round(1)

# %% [markdown]
# With the joke {{100 * tipped.loc["Joke", "sum"] / tipped.loc["Joke", "size"]:.0f}} % tip, with no card {{100 * tipped.loc["none", "sum"] / tipped.loc["none", "size"]:.0f}} %: it is worth {{100 * joke["estimate"]:.0f}} points ({{100 * joke["low"]:.0f}} to {{100 * joke["high"]:.0f}}). The discount costs {{-effect.loc["estimate", "margin"]:.0f}} yuan of margin a guest in half a year ({{-effect.loc["high", "margin"]:.0f}} to {{-effect.loc["low", "margin"]:.0f}}), and whether it brought visits is not even clear.

# %% [markdown] lang="zh"
# 有笑话时 {{100 * tipped.loc["Joke", "sum"] / tipped.loc["Joke", "size"]:.0f}}% 的客人给小费，什么卡片都没有时是 {{100 * tipped.loc["none", "sum"] / tipped.loc["none", "size"]:.0f}}%：笑话让这一比例高出 {{100 * joke["estimate"]:.0f}} 个百分点（{{100 * joke["low"]:.0f}} 到 {{100 * joke["high"]:.0f}}）。九折则让每位客人半年少赚 {{-effect.loc["estimate", "margin"]:.0f}} 元毛利（{{-effect.loc["high", "margin"]:.0f}} 到 {{-effect.loc["low", "margin"]:.0f}}），来的次数有没有增加都说不准。

# %% [markdown]
# ## Key accounts
#
# A **key account** (大客户, 重点客户) is a customer large enough to be dealt with singly. Each company's bill a head, against what its own mix costs the club's guests:

# %% [markdown] lang="zh"
# ## 大客户
#
# **大客户**（key account，也叫重点客户）是大到值得单独对待的客户。先看每家公司的人均消费，比同样的消费组合按普通客人的价格算出来的高多少或低多少：

# %%
asked = {"value": "bill", "account": "customer_id", "held": ["time", "menu", "month"]}
prices = key_accounts.against_mix(firms, prices=guests, weight="quantity", **asked)
ax = plots.key_accounts.against_mix(prices)

# %% [markdown]
# With {{len(prices)}} intervals of 95 %, some three miss zero by chance; {{((prices["low"] > 0) | (prices["high"] < 0)).sum()}} do. Companies differ, so no one price suits all. And a contract also buys visits that might not come. As in [lesson 36](../3_lifetime/36_markov.ipynb), each company is in a state every quarter: often (3 visits or more), seldom, silent.

# %% [markdown] lang="zh"
# {{len(prices)}} 个 95% 区间，碰巧不含零的大约有三个；这里却有 {{((prices["low"] > 0) | (prices["high"] < 0)).sum()}} 个。公司之间确实不同，一个价不可能适合所有公司。此外，协议还能买到原本可能不来的次数。像[第 36 课](../3_lifetime/36_markov.ipynb)那样，每家公司每个季度处于一种状态：常来（often，3 次以上）、少来（seldom）、沉默（silent）。

# %%
def chain_of(states):
    later = states.iloc[:, 1:].set_axis(states.columns[:-1], axis=1)
    return markov.transition_matrix(states.iloc[:, :-1].stack(), later.stack())


counts = key_accounts.visits_by_period(firms, last_day="2025-12-28")
states = key_accounts.visit_states(counts)
chain_of(states).round(2)

# %% [markdown]
# Even of those who came often, {{100 * chain_of(states).loc["often", "silent"]:.0f}} % are silent a quarter later. The chain gives the visits to expect in the next four quarters, and drawing companies anew gives their interval.

# %% [markdown] lang="zh"
# 即使是常来的公司，下一季也有 {{100 * chain_of(states).loc["often", "silent"]:.0f}}% 沉默。由这条马尔可夫链可以算出今后四个季度预计来几次；对公司做自助抽样，就得到区间。

# %%
def ahead(counts):
    states = key_accounts.visit_states(counts)
    visits = counts.stack().groupby(states.stack()).mean()
    year = {"annual_discount_rate": 0, "horizon_periods": 4}
    return markov.state_values(chain_of(states), visits, **year) - visits  # this quarter is over


# %%
drawn = {"rng": np.random.default_rng(54), "draws": 200}
expected = models.resampled(counts, lambda t: ahead(t.reset_index(drop=True)), **drawn)
expected.round(1)

# %% [markdown]
# Now one row for each company that came in the last quarter, and so asks: visits without and with the contract, people, bill, cost.

# %% [markdown] lang="zh"
# 现在给上个季度还来过、因而提出要求的公司各列一行：不签和签了各来几次、每桌几人、人均消费、人均成本。

# %%
now, people = states[8], firms.groupby("customer_id")["quantity"]
cost = firms["menu"].map(club.parameters.menu_cost) * firms["quantity"]
accounts = prices[["actual", "standard_error"]].set_axis(["bill", "bill_error"], axis=1)
accounts["cost"] = cost.groupby(firms["customer_id"]).sum() / people.sum()
accounts["covers"], accounts["visits_with"] = people.mean(), counts[[5, 6, 7, 8]].sum(axis=1)
accounts["visits_without"] = now.map(expected["estimate"])
accounts["visits_error"] = now.map((expected["high"] - expected["low"]) / (2 * 1.96))

# %% [markdown]
# Which companies do you sign at 150? Those whose bill is lower? RFM's best? Those that come seldom, and may be lost? Commit. For each person at the table a contract earns visits with it × (150 - cost) - visits without it × (bill - cost). That is zero at the **break-even price** (盈亏平衡价): cost + (bill - cost) × visits without / visits with.

# %% [markdown] lang="zh"
# 人均 150 元，你和哪些公司签？人均消费低于 150 的？RFM 得分最高的？来得少、可能流失的？先定下来。按桌上每个人算，一份协议多赚：签了来的次数 ×（150 - 成本）- 不签来的次数 ×（人均消费 - 成本）。它等于零时的价格就是**盈亏平衡价**（break-even price）：成本 +（人均消费 - 成本）× 不签来的次数 ÷ 签了来的次数。

# %%
asking = accounts[now != "silent"]
values = key_accounts.contract_values(asking, price=150)
dear = asking.loc[asking.loc[values["estimate"] > 0, "bill"].idxmax()]
ax = plots.key_accounts.break_even_prices(values, price=150, bills=asking["bill"])

# %% [markdown]
# Most green companies pay *more* than 150 today. One pays {{dear["bill"]:.0f}} and promises {{dear["visits_with"]:.0f}} visits, where {{dear["visits_without"]:.1f}} are to be expected. By hand: {{dear["cost"]:.0f}} + {{dear["bill"] - dear["cost"]:.0f}} × {{dear["visits_without"]:.1f}} / {{dear["visits_with"]:.0f}} = {{dear["cost"] + (dear["bill"] - dear["cost"]) * dear["visits_without"] / dear["visits_with"]:.0f}}. The club gives up yuan a head for visits that would have fallen away. Some red ones promise fewer visits than they would make anyway. Since the club is simulated, each policy can be held against the truth, in yuan a year:

# %% [markdown] lang="zh"
# 绿色的公司如今大多付得*比* 150 *多*。其中一家人均付 {{dear["bill"]:.0f}} 元，承诺来 {{dear["visits_with"]:.0f}} 次，而不签预计只来 {{dear["visits_without"]:.1f}} 次。手算：{{dear["cost"]:.0f}} + {{dear["bill"] - dear["cost"]:.0f}} × {{dear["visits_without"]:.1f}} ÷ {{dear["visits_with"]:.0f}} = {{dear["cost"] + (dear["bill"] - dear["cost"]) * dear["visits_without"] / dear["visits_with"]:.0f}}。会所人均少收一点，换来本会流失的次数。有几家红色的，承诺的次数比不签时预计的还少。因为会所是模拟的，每种做法都可以与真相对照（每年，元）：

# %%
best = rfm.score(summary.customers(firms, as_of="2025-12-28"), bins=3).scores.loc[asking.index]
policies = {"all": asking["bill"] > 0, "bill below 150": asking["bill"] < 150,
            "RFM's best": (best["r_score"] == 3) & (best["f_score"] == 3),
            "come seldom": now[asking.index] == "seldom",
            "break-even below 150": values["estimate"] > 0}  # fmt: skip

# %%
own = club.truth.loc[asking.index]
real = {"bill": prices["expected"] * own["own_factor"], "visits_without": own["visits_ahead"]}
truth = key_accounts.contract_values(asking.assign(**real), price=150)["estimate"]
found = {name: [signed.sum(), values["estimate"][signed].sum(), truth[signed].sum()]
         for name, signed in policies.items()}  # fmt: skip
found = pd.DataFrame(found, index=["accounts", "estimate", "truth"]).T.round(0).astype(int)
found

# %% [markdown]
# RFM's best (the top third in recency and frequency) come often as it is, and most of them pay more than 150. The break-even rule wins on both counts. It earns less than it promises, and so does "all", which chose nothing: companies that come often will come {{club.truth.loc[club.truth["state"] == "often", "visits_ahead"].iloc[0]:.1f}} times without a contract, not {{expected.loc["often", "estimate"]:.1f}}. A quarter that is thin by chance looks to the chain like a company on its way out. How uncertain the promise is, companies drawn anew will say:

# %% [markdown] lang="zh"
# RFM 得分最高的公司（R 和 F 都在前三分之一）本来就常来，而且大多付得比 150 元多。无论按估计还是按真相，盈亏平衡规则都最好。它实际赚的比预计的少，不加挑选的“all”也一样：常来的公司不签也会来 {{club.truth.loc[club.truth["state"] == "often", "visits_ahead"].iloc[0]:.1f}} 次，而不是 {{expected.loc["often", "estimate"]:.1f}} 次。某个季度碰巧来得少，马尔可夫链就以为这家公司要走了。这个预计有多不确定？再对公司做自助抽样：

# %%
def earned(t):
    t = t.reset_index(drop=True)
    without = key_accounts.visit_states(t[counts.columns])[8].map(ahead(t[counts.columns]))
    signed = t.assign(visits_without=without)[t["signed"]]
    return key_accounts.contract_values(signed, price=150)["estimate"].sum()


# %%
signed = values["estimate"].reindex(counts.index, fill_value=0) > 0
table = counts.join(accounts).assign(signed=signed)
total = models.resampled(table, earned, **drawn).loc[0].round(-3)
year = (2 * often.sum() * -effect["margin"].astype(float)).round(-3)

# %% [markdown]
# ## One page for the board
#
# > **Decisions** No loyalty discount. Sign the {{signed.sum()}} of {{len(asking)}} companies that break even below 150 yuan a head.
# >
# > **Money a year** No discount saves {{year["estimate"]:,.0f}} yuan (95 % interval {{year["high"]:,.0f}} to {{year["low"]:,.0f}}); the contracts earn {{total["estimate"]:,.0f}} ({{total["low"]:,.0f}} to {{total["high"]:,.0f}}).
# >
# > **Why** Loyal guests pay what others pay for the same ({{gaps.loc["same strata", "low"]:.1f}} to +{{gaps.loc["same strata", "high"]:.1f}} yuan). Half a year of discount lost {{-effect.loc["estimate", "margin"]:.0f}} yuan a guest, and {{often.sum()}} guests are loyal. A contract trades yuan for sure visits.
# >
# > **What would change it** A discount that brings new guests; companies that come more without a contract than we expect, break their promise, or order dearer menus at the fixed price.
#
# The truth, known in a simulation: the contracts earn {{found.loc["break-even below 150", "truth"]:,}}.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# > **决定** 不给忠诚客人打折。{{len(asking)}} 家公司里，盈亏平衡价低于人均 150 元的有 {{signed.sum()}} 家，与它们签约。
# >
# > **每年的金额** 不打折省下 {{year["estimate"]:,.0f}} 元（95% 区间 {{year["high"]:,.0f}} 到 {{year["low"]:,.0f}}）；协议多赚 {{total["estimate"]:,.0f}} 元（{{total["low"]:,.0f}} 到 {{total["high"]:,.0f}}）。
# >
# > **理由** 同样的消费，忠诚客人付的与别人一样（相差 {{gaps.loc["same strata", "low"]:.1f}} 到 +{{gaps.loc["same strata", "high"]:.1f}} 元）。打折半年，每位客人少赚 {{-effect.loc["estimate", "margin"]:.0f}} 元，而忠诚客人有 {{often.sum()}} 位。协议是用单价换来有保证的次数。
# >
# > **什么会改变结论** 折扣能带来新客人；公司不签也会来得比预计的多，或者不兑现承诺的次数，或者在固定价下改点更贵的菜单。
#
# 因为是模拟，真相是已知的：这些协议多赚 {{found.loc["break-even below 150", "truth"]:,}} 元。

# %% [markdown]
# ## Published and ours
#
# Huntington-Klein, N., *The Effect* (Chapman & Hall/CRC, 2021), on inspections in Anchorage; Guéguen, N. (2002), Journal of Applied Social Psychology 32(9), 1955-1963, on the joke.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Huntington-Klein, N.，*The Effect*（Chapman & Hall/CRC，2021），安克雷奇的餐馆检查；Guéguen, N.（2002），Journal of Applied Social Psychology 32(9)，1955-1963，笑话实验。

# %%
import statsmodels.formula.api as smf

visits = datasets.load("restaurant_inspections")
line = smf.ols("score ~ locations", visits).fit()
by = {"groups": pd.factorize(visits["business"])[0]}
ends = smf.ols("score ~ locations", visits).fit(cov_type="cluster", cov_kwds=by).conf_int()
counted = [f"{tipped.loc[c, 'sum']} of {tipped.loc[c, 'size']}" for c in ("Joke", "Ad", "none")]

# %%
published = ["94.866", "-0.0189", "0.065", "30 of 72", "14 of 74", "16 of 65"]
ours = [*(f"{x:.4f}" for x in (*line.params, line.rsquared)), *counted]
rows = ["score: constant", "score: a location", "score: R2", "tips: joke", "tips: ad", "tips: none"]
pd.DataFrame({"published": published, "ours": ours}, index=rows)

# %% [markdown]
# All agree. But inspections of one restaurant are alike: with `cluster` the slope's interval runs from {{ends.loc["locations", 0]:.3f}} to +{{ends.loc["locations", 1]:.3f}} and holds zero. Nor does `locations` count locations: for a single Chinese restaurant it says 271.

# %% [markdown] lang="zh"
# 全部一致。但同一家餐馆的多次检查彼此相似：用 `cluster` 考虑这一点，斜率的区间是 {{ends.loc["locations", 0]:.3f}} 到 +{{ends.loc["locations", 1]:.3f}}，包含零。而且 `locations` 一列也不是分店数：有家中餐馆，这一列竟是 271。

# %% [markdown]
# ## The answer
#
# Nobody gives the loyal a discount: their {{-gaps.loc["as it is", "estimate"]:.0f}} yuan a head are set lunches on weekdays. Do not introduce one; it would cost some {{year["estimate"]:,.0f}} yuan a year. Sign the {{signed.sum()}} companies whose break-even price is below 150, for about {{total["estimate"]:,.0f}} yuan more.

# %% [markdown] lang="zh"
# ## 回答
#
# 没有人给忠诚客人打折，人均少的 {{-gaps.loc["as it is", "estimate"]:.0f}} 元来自工作日的午市套餐。也不要开打折这个口子，否则一年大约少赚 {{year["estimate"]:,.0f}} 元。与盈亏平衡价低于 150 元的 {{signed.sum()}} 家公司签约，一年大约多赚 {{total["estimate"]:,.0f}} 元。

# %% [markdown]
# ## Limits
#
# Holding equal answers "what do they pay for the same?", not "what would they pay if they were not loyal?". A column that loyalty itself changes should not be held equal if its effect is the question. The interval of the contracts does not hold the chain's own error: it sees counts, not states, and takes all companies in a state to be alike. In logarithms repeat guests still pay {{-100 * like_for_like.gap(stays.assign(price=np.log(stays["price"])), **hotel).loc["regression", "estimate"]:.0f}} % less at the hotel, and zero lies outside: a small discount there is not ruled out.

# %% [markdown] lang="zh"
# ## 局限
#
# “保持相同”回答的是“同样的东西他们付多少”，而不是“如果不忠诚，他们会付多少”。如果某一列本身就受忠诚影响，而你关心的正是这种影响，就不该让它保持相同。协议收益的区间不含马尔可夫链自身的误差：它看到的是次数，不是真实状态，而且把同一状态的公司看成一样。酒店的价格若取对数，回头客每晚仍少付 {{-100 * like_for_like.gap(stays.assign(price=np.log(stays["price"])), **hotel).loc["regression", "estimate"]:.0f}}%，区间不含零：那里有小额折扣，并不能排除。

# %% [markdown]
# **Terms** bill a head 客单价 · mix effect 结构效应 · standardisation 标准化 · contract price 协议价 · key account 大客户 · break-even price 盈亏平衡价
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/54_key_accounts.ipynb) give you a club of your own and check your answers. For this lesson's data:
#
# 1. Standardise the loyal to the mix of the others instead. Why may it differ?
# 2. Hold the room that the hotel's guests *got* equal, not the one reserved. Which is right?
# 3. At which price would you sign nobody?

# %% [markdown] lang="zh"
# **术语** 客单价 bill a head · 结构效应 mix effect · 标准化 standardisation · 协议价 contract price · 大客户 key account · 盈亏平衡价 break-even price
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/54_key_accounts.ipynb)会给你一家专属的会所，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 改为按其他客人的消费结构来标准化，结果为什么可能不同？
# 2. 让酒店客人*实际入住*的房型保持相同，而不是预订的房型。哪一种对？
# 3. 协议价是多少时，一家也不该签？
