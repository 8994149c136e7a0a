# %% [markdown]
# # Exercises to 27: Word of mouth
#
# **Your company** A meditation app lives on word of mouth. Its records are simulated and drawn by your name: nobody
# else has your numbers. Money is in yuan.
#
# - `customers` has one row a customer: the day they `joined`, and who they were `invited_by` (missing for those who
#   came by themselves). `invited` has one row an invitation: `inviter`, the day `sent`, the day `accepted` (missing
#   if it was not). Both end with the day `as_of`.
# - `plan`: figures for exercises 2 and 3, which are explained there.
# - `lamps`: a table of the firm's other product, sleep lamps, with the `sales` of each year in thousands.
# - `blocks`: one row a household of an experiment, explained in exercise 5.
# - `offers`: what a referral fee does to K, for the decision in exercise 6.
#
# **Before this** [27 Word of mouth](../../notebooks/2_loyalty/27_word_of_mouth.ipynb).
# **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 27：口碑
#
# **你的公司** 一款冥想应用靠口碑生存。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `customers` 每位客户一行：加入日 `joined`，由谁邀请 `invited_by`（自己找来的为缺失）。`invited` 每次邀请一行：邀请人 `inviter`，发出日 `sent`，接受日 `accepted`（没有接受的为缺失）。两张表都截至 `as_of` 这一天。
# - `plan`：第 2、3 题要用的数字，题中有说明。
# - `lamps`：公司的另一种产品助眠灯，`sales` 为每年的销量，单位为千台。
# - `blocks`：一项实验，每户一行，见第 5 题。
# - `offers`：推荐奖励对 K 的作用，用于第 6 题的决策。
#
# **先修** [27 口碑](../../../notebooks/zh/2_loyalty/27_word_of_mouth.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace

import numpy as np
import pandas as pd

from crmkit import companies
from crmkit.loyalty import Bass as _Bass
from crmkit.loyalty import bass_early as _bass_early

_app = replace(
    companies.Inviting.from_card(),
    invitations_mean=float(rng.uniform(3.2, 4.2)),
    accept_share=float(rng.uniform(0.14, 0.18)),
    arrivals_per_day=float(rng.uniform(6, 9)),
)
_firm = companies.invitations(days=130, seed=seed % 2**31, parameters=_app)
customers, invited, as_of = _firm.customers, _firm.invitations, _firm.last_day

_before = int(rng.integers(40, 51)) / 100
plan = {
    "newcomers": int(rng.integers(20, 41)) * 100,
    "k": _before,
    "cycle_days": int(rng.integers(5, 9)) * 4,
    "days": 120,
    "k_with_fee": round(_before + int(rng.integers(8, 15)) / 100, 2),
    "customer_value": int(rng.integers(80, 121)),
}

# A series whose first six years tell some market, but not the right one.
while True:
    _true = _Bass(rng.uniform(0.008, 0.012), rng.uniform(0.42, 0.5), rng.uniform(900, 1500))
    _sold = _true.expected_sales(14) * np.exp(rng.normal(0, 0.08, 14))
    lamps = pd.DataFrame({"sales": _sold.round(1).to_numpy()}, index=range(1, 15))
    lamps = lamps.rename_axis("year")
    _tried = _bass_early.refit(lamps["sales"])["estimate"]
    _peak = _Bass.fit(lamps["sales"]).peak_time
    _off = abs(_tried.loc[6] / _tried.loc[14] - 1)
    if _tried.notna().all() and _off > 0.25 and abs(_peak - lamps["sales"].idxmax()) > 0.3:
        break

while True:
    _homes, _each = 90, 8
    _place = np.repeat(np.arange(_homes), _each)
    _lot = rng.permutation(np.arange(_homes) % 2)
    _taste = rng.normal(0, 0.15, _homes)
    _friends = np.clip(0.35 + 0.22 * _lot + _taste + rng.normal(0, 0.06, _homes), 0, 1).round(2)
    _chance = np.clip(0.1 + 0.35 * _friends + 0.8 * _taste, 0.02, 0.98)[_place]
    blocks = pd.DataFrame(
        {
            "block": [f"B{n:02d}" for n in _place + 1],
            "lot": _lot[_place],
            "neighbours": _friends[_place],
            "bought": rng.binomial(1, _chance),
        }
    )
    _z, _x, _y = (blocks[name] - blocks[name].mean() for name in ("lot", "neighbours", "bought"))
    _by_lot, _plain = (_z @ _y) / (_z @ _x), (_x @ _y) / (_x @ _x)
    if _plain - _by_lot > 0.2 and _by_lot > 0.15:
        break

_fee = np.arange(0, 82, 2)
while True:
    _reach, _speed = rng.uniform(0.18, 0.28), rng.uniform(0.03, 0.09)
    _k = (_before + _reach * (1 - np.exp(-_speed * _fee))).round(3)
    # Whoever counts one generation only stops too early, but not at the first fee.
    _one = _fee[(_k * (plan["customer_value"] - _fee)).argmax()]
    if 2 < _one < _fee[(_k / (1 - _k) * (plan["customer_value"] - _fee)).argmax()]:
        break
offers = pd.DataFrame({"k": _k}, index=pd.Index(_fee, name="fee"))

# %%
import numpy as np
import pandas as pd

from crmkit.loyalty import Bass, bass_early, invitations, peers, word_of_mouth

customers, invited, as_of = sheet["customers"], sheet["invited"], sheet["as_of"]
plan, lamps, blocks, offers = sheet["plan"], sheet["lamps"], sheet["blocks"], sheet["offers"]
pd.Series(plan)

# %% [markdown] points=2 decimals=3
# ## How many does a customer bring?
#
# Take customers who joined at least 60 days before `as_of`, each over their first 60 days. What is K, and what are
# the ends of its 95 % interval? Three numbers with 3 decimals.

# %% [markdown] lang="zh"
# ## 一位客户带来几位？
#
# 只看在 `as_of` 之前至少 60 天加入的客户，每人看加入后的头 60 天。K 是多少（`"k"`），95% 置信区间的两端是多少（`"low"` 和 `"high"`）？三个数，保留 3 位小数。

# %% solution
# Only those who have been watched for all 60 days are counted: who joined last week has had no time to bring anybody.
# zh: 只数看满 60 天的客户：上周才加入的人还来不及带来别人。
counted = invitations.k_factor(customers, invited, as_of=as_of, window_days=60)
row = counted.loc["k_factor"]
q1 = {"k": row["estimate"], "low": row["low"], "high": row["high"]}

# %% wrong
# That is the share of invitations accepted. K is what a customer brings: invitations times this share.
# zh: 这是邀请的接受率。K 是一位客户带来的人数，即人均邀请数乘以接受率。
row = counted.loc["accepted"]
# Those are the invitations that a customer sends. Only some are accepted.
# zh: 这是一位客户发出的邀请数，其中只有一部分被接受。
row = counted.loc["invitations"]
# That is the cycle, in days.
# zh: 这是传播周期，单位是天。
row = counted.loc["cycle_days"]
# You watched customers for 30 days. Much of what they bring comes later.
# zh: 你只看了 30 天。客户带来的人有很多来得更晚。
row = invitations.k_factor(customers, invited, as_of=as_of, window_days=30).loc["k_factor"]
# You counted all customers, also those who joined yesterday. They have had no time to bring anybody.
# zh: 你把所有客户都算进去了，包括昨天才加入的。他们还来不及带来别人。
share, n = customers["invited_by"].notna().mean(), len(customers)
error = 1.96 * np.sqrt(share * (1 - share) / n)
q1 = {"k": share, "low": share - error, "high": share + error}
# You counted all that the early customers have brought up to `as_of`. Count only what each brought in their first 60 days.
# zh: 你把老客户到 `as_of` 为止带来的人全都算上了。每人只算加入后头 60 天带来的。
early = customers.index[customers["joined"] <= as_of - pd.Timedelta(days=60)]
q1["k"] = invited.loc[invited["inviter"].isin(early), "accepted"].notna().sum() / len(early)
# You added and subtracted 1.96 standard errors. K cannot fall below 0, and its interval reaches further up than down: take
# `low` and `high` from the table.
# zh: 你用的是 K 加减 1.96 个标准误。K 不会小于 0，它的区间向上比向下更宽：请用表中的 `low` 和 `high`。
error = 1.96 * row["standard_error"]
q1 = {"k": row["estimate"], "low": row["estimate"] - error, "high": row["estimate"] + error}
# The ends are K plus and minus one standard error. An interval of 95 % reaches about twice as far.
# zh: 你给的两端是 K 加减一个标准误。95% 的区间大约要宽一倍。
error = row["standard_error"]
q1 = {"k": row["estimate"], "low": row["estimate"] - error, "high": row["estimate"] + error}

# %% hints
# The obvious count takes in customers who joined yesterday. Which call of the lesson leaves them out?
# zh: 最直接的数法把昨天才加入的客户也算了进去。课上的哪个调用把他们排除在外？

# `invitations.k_factor(customers, invited, as_of=as_of, window_days=60)` makes a table; K is one of its rows.
# zh: `invitations.k_factor(customers, invited, as_of=as_of, window_days=60)` 给出一张表，K 是其中一行。

# %% [markdown] points=2 decimals=0
# ## What the shorter cycle brings
#
# A television spot brings `plan["newcomers"]` customers at once. Let K be `plan["k"]` and the cycle
# `plan["cycle_days"]` days. Nobody leaves, nobody else comes, and the lesson's formula holds. How many customers (the
# newcomers included) are there after `plan["days"]` days? How many, if the cycle is half as long? And how many in the
# end? Three whole numbers.

# %% [markdown] lang="zh"
# ## 缩短周期带来什么
#
# 一条电视广告一下子带来 `plan["newcomers"]` 位客户。设 K 为 `plan["k"]`，周期为 `plan["cycle_days"]` 天；没有人离开，也没有别人到来，课上的公式成立。`plan["days"]` 天后共有多少位客户（包括最初这些人，`"after"`）？周期缩短一半时有多少（`"after_half"`）？最终有多少（`"in_the_end"`）？三个整数。

# %% starter
q2 = {"after": ..., "after_half": ..., "in_the_end": ...}

# %% solution
# K is below 1, so both cycles lead to the same end, newcomers / (1 - K): the shorter one is only sooner there.
# zh: K 小于 1，两种周期通向同一个终点：最初的人数 / (1 - K)。短周期只是到得早一些。
first, k, cycle = plan["newcomers"], plan["k"], plan["cycle_days"]


def after(days, cycle_days):
    return first * (k ** (days / cycle_days + 1) - 1) / (k - 1)


end = word_of_mouth.final_size(starting_customers=first, k_factor=k)
q2 = {"after": after(plan["days"], cycle), "after_half": after(plan["days"], cycle / 2)}
q2["in_the_end"] = end

# %% wrong
# You left out the newcomers themselves. They are customers, too.
# zh: 你漏掉了最初的那些人，他们也是客户。
q2 = {name: number - first for name, number in q2.items()}
# You counted one generation only, those whom the newcomers bring. These bring others in turn.
# zh: 你只算了一代，即最初这些人带来的人。他们还会再带来别人。
q2["in_the_end"] = first * (1 + k)
# You doubled the cycle. Half the cycle means twice as many generations in the same time.
# zh: 你把周期加倍了。周期减半，同样的时间里就有两倍的代数。
q2["after_half"] = after(plan["days"], 2 * cycle)
# You doubled the end as well. The cycle decides when customers come, not how many.
# zh: 你把终点也加倍了。周期决定客户何时来，不决定来多少。
q2["in_the_end"] = 2 * first / (1 - k)
# That is the size of the newest generation alone. The question asks for all customers so far.
# zh: 这只是最新一代的人数。题目问的是到那时为止的全部客户。
q2["after"] = first * k ** (plan["days"] / cycle)
q2["after_half"] = first * k ** (plan["days"] / (cycle / 2))
# One generation is missing: the newcomers are the first. The exponent in the lesson's formula ends in + 1.
# zh: 少了一代：最初的人也是一代。课上公式的指数里还有“+ 1”。
q2["after"] = after(plan["days"] - cycle, cycle)
q2["after_half"] = after(plan["days"] - cycle / 2, cycle / 2)
# You doubled K. A shorter cycle leaves K as it is; only the generations follow faster.
# zh: 你把 K 加倍了。周期缩短，K 不变，只是一代代来得更快。
twice = {"starting_customers": first, "k_factor": 2 * k, "cycle_days": cycle}
q2["after_half"] = word_of_mouth.growth([plan["days"]], **twice).iloc[0]
# You doubled the customers. K is below 1, so growth is coming to an end, and a shorter cycle adds little.
# zh: 你把客户数加倍了。K 小于 1，增长快到尽头，缩短周期增加不了多少。
q2["after_half"] = 2 * q2["after"]

# %% hints
# How many cycles fit into the days, and how many if each takes half as long?
# zh: 这些天里有几个周期？周期减半后又有几个？

# `word_of_mouth.growth(days, starting_customers=..., k_factor=..., cycle_days=...)` wants the days as a list;
# `word_of_mouth.final_size` gives the end.
# zh: `word_of_mouth.growth` 的第一个参数是天数的列表；`word_of_mouth.final_size` 给出终点。

# %% [markdown] points=2 decimals=2
# ## A colleague and the fee
#
# A customer is worth `plan["customer_value"]` yuan. A colleague wants to pay a fee for every customer who comes by an
# invitation, which lifts K from `plan["k"]` to `plan["k_with_fee"]`. They reckon: "With the fee, one customer and all who
# follow are worth `customer_value / (1 - k_with_fee)`; half of that is a fair fee."
#
# What is the most that may be paid for each invited customer, so that the programme as a whole loses nothing? And
# how much does the colleague's fee earn the firm, compared with no programme, for one customer who comes by themselves
# and all who follow (negative for a loss)? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 同事与奖励
#
# 一位客户价值 `plan["customer_value"]` 元。同事想为每位受邀而来的客户付一笔奖励，K 会从 `plan["k"]` 升到 `plan["k_with_fee"]`。他算道：“有了奖励，一位客户连同后来的人值 `customer_value / (1 - k_with_fee)`，拿一半做奖励很公道。”
#
# 要使整个项目不亏，每位受邀客户最多付多少（`"highest_fee"`）？按同事的奖励，对一位自己找来的客户连同后来的所有人，公司比没有奖励时多赚多少（`"colleague_earns"`，亏损为负）？单位为元，保留 2 位小数。

# %% starter
q3 = {"highest_fee": ..., "colleague_earns": ...}

# %% solution
# The fee goes to all who are invited, K / (1 - K) for each who comes by themselves, while only the additional ones
# are due to it. The colleague pays for all of them more than one is worth.
# zh: 每位自己找来的客户会带来 K / (1 - K) 位受邀客户，奖励要付给每一位，而因奖励而来的只是多出的那些。同事付给每一位的钱过高。
value = plan["customer_value"]
before = plan["k"] / (1 - plan["k"])
later = plan["k_with_fee"] / (1 - plan["k_with_fee"])
fee = value / (1 - plan["k_with_fee"]) / 2
q3 = {"highest_fee": value * (later - before) / later}
q3["colleague_earns"] = value * (later - before) - fee * later

# %% wrong
# You took K for the number of invited customers. These invite in turn: K / (1 - K) in all.
# zh: 你把 K 当成了受邀客户的人数。他们还会再邀请别人，合计 K / (1 - K)。
before, later = plan["k"], plan["k_with_fee"]
# You forgot those who come without the fee, too. They are paid for, although nothing is gained by them.
# zh: 你忘了没有奖励也会来的人。他们同样要付奖励，却没有多带来什么。
before = 0
# You allowed the fee to eat up the whole worth of one more customer with all who follow. But those are paid for as well.
# zh: 你让奖励等于多一位客户连同后来者的全部价值。可是后来者也要付奖励。
q3["highest_fee"] = value / (1 - plan["k"])
# That is what all the additional customers are worth. But the fee is paid for every invited customer: share it out among them.
# zh: 这是所有多出来的客户的价值。但奖励要付给每一位受邀客户，应当平摊到他们身上。
q3["highest_fee"] = value * (later - before)
# That is what one customer brings more in the first generation. These invite in turn, and the fee is paid for all who are
# invited, not once.
# zh: 这只是一位客户在第一代多带来的价值。他们还会再邀请别人，而且奖励要付给每一位受邀客户，不是只付一次。
q3["highest_fee"] = value * (plan["k_with_fee"] - plan["k"])
# That is the colleague's fee. Does the programme lose nothing with it?
# zh: 这是同事的奖励。付这么多，项目真的不亏吗？
q3["highest_fee"] = fee
# You paid the fee only once. It is paid for each invited customer, K / (1 - K) of them.
# zh: 你只付了一次奖励。每位受邀客户都要付，一共 K / (1 - K) 位。
q3["colleague_earns"] = value * (later - before) - fee
# You paid the fee for the first generation only. These invite in turn, and the fee is paid for those, too.
# zh: 你只为第一代付了奖励。他们还会再邀请别人，也要付奖励。
q3["colleague_earns"] = value * (later - before) - fee * plan["k_with_fee"]
# You paid the fee also for the customer who comes by themselves. Nobody invited them.
# zh: 你为自己找来的客户也付了奖励。可没有人邀请他们。
q3["colleague_earns"] = value * (later - before) - fee * (later + 1)
# That is what the firm is left with of one invited customer. There are more of them, and some would have come anyway.
# zh: 这是每位受邀客户给公司剩下的钱。受邀客户不止一位，其中有些本来就会来。
q3["colleague_earns"] = value - fee
# That is the loss on one invited customer. For one who comes by themselves there are K / (1 - K) of those.
# zh: 这是每位受邀客户的亏损。一位自己找来的客户会带来 K / (1 - K) 位受邀客户。
q3["colleague_earns"] = q3["highest_fee"] - fee
# You paid the fee only to those who would not have come without it. The firm cannot tell them apart.
# zh: 你只把奖励付给了没有奖励就不会来的人。可公司分不清谁是谁。
q3["colleague_earns"] = (value - fee) * (later - before)
# You left out what is earned without a programme. The question compares with that.
# zh: 你没有减去没有奖励时也能赚到的钱。题目是与它相比。
q3["colleague_earns"] = value + later * (value - fee)
# The size is right. Is it a gain or a loss?
# zh: 数值对了。是赚还是亏？
q3["colleague_earns"] = -q3["colleague_earns"]

# %% hints
# For one customer who comes by themselves: how many come by invitation in the end, without the fee and with it?
# zh: 一位自己找来的客户，最终会带来多少位受邀客户？没有奖励时和有奖励时各是多少？

# The fee is paid for all of the second number; only the difference of the two is gained. At the highest fee both sums of
# money are equal.
# zh: 奖励按第二个数付给每一位，多出来的只是两数之差。奖励达到上限时，这两笔钱相等。

# %% [markdown] points=2 decimals=1
# ## Sleep lamps, early and late
#
# Fit Bass's model to `lamps["sales"]` as `Bass.fit` does unless told otherwise. What is the market m by all 14
# years, and how many years after the launch does the model's curve peak? And what market did the same method give on the
# first six years, when the factory was built? Thousands, years, thousands, with 1 decimal.

# %% [markdown] lang="zh"
# ## 助眠灯：早与晚
#
# 用 `Bass.fit` 的默认方法拟合 `lamps["sales"]`。用全部 14 年的数据，市场规模 m 是多少千台（`"market"`）？模型的曲线在上市多少年后达到高峰（`"peak"`）？建厂时只有前六年的数据，同样的方法给出的市场是多少千台（`"early"`）？保留 1 位小数。

# %% solution
# The first six years hardly show where the curve bends, so m is a guess there, whatever the fit prints.
# zh: 前六年几乎看不出曲线在哪里转弯，所以那时的 m 只是猜测，不管拟合结果写得多精确。
fit = Bass.fit(lamps["sales"])
early = bass_early.refit(lamps["sales"], first=6)["estimate"]
q4 = {"market": fit.m, "peak": fit.peak_time, "early": early.loc[6]}

# %% wrong
# That is what was sold in 14 years. The market counts those who are still to buy, too.
# zh: 这是 14 年的累计销量。市场还包括将来才会购买的人。
q4["market"] = lamps["sales"].sum()
# That is the year with the highest sales. The model's peak lies on its curve, not on a lucky year.
# zh: 这是销量最高的那一年。模型的高峰在曲线上，而不在运气好的那一年。
q4["peak"] = lamps["sales"].idxmax()
# That is the height of the peak. The question asks when it comes.
# zh: 这是高峰的高度。题目问的是什么时候出现。
q4["peak"] = fit.peak_sales
# That is what was sold in six years. What market did the model see behind it?
# zh: 这是六年的累计销量。模型由此看到的市场是多少？
q4["early"] = lamps["sales"].loc[:6].sum()
# You fitted the early years to the seventh. When the factory was built, only six were known.
# zh: 你的早期拟合用到了第七年。建厂时只知道六年。
q4["early"] = early.loc[7]
# That is Bass's parabola of 1969, which takes a year for a moment. Leave out `method`.
# zh: 这是 Bass 1969 年的抛物线，它把一年当成一瞬间。不要指定 `method`。
fit = Bass.fit(lamps["sales"], method="regression")
early = bass_early.refit(lamps["sales"], first=6, method="regression")["estimate"]
# That is the upper end of the interval. What does the model itself say?
# zh: 这是区间的上端。模型本身给出的是多少？
q4["market"] = fit.parameter_intervals().loc["m", "high"]

# %% hints
# A fitted model has `m` and `peak_time`. The lesson asks what earlier fits would have said.
# zh: 拟合得到的模型有 `m` 和 `peak_time`。课上还问过更早的拟合会怎么说。

# `bass_early.refit(lamps["sales"])` has one row for each number of years; row 6 is the one that you want.
# zh: `bass_early.refit(lamps["sales"])` 对每个年数给出一行，你要的是第 6 行。

# %% [markdown] points=2 decimals=2
# ## Influence or likeness?
#
# In 90 blocks of flats neighbours were asked first. By a lot, the app was free for a month for the neighbours of some
# blocks (`lot` is 1) and not for others (0). `neighbours` is the share of them who bought; `bought` says whether a
# household asked later, at the full price, bought (1) or not (0).
#
# How large is the effect of `neighbours` on `bought` by least squares, and how large by two-stage least squares
# with the lot? And what is F of the first stage, counted by `block`, since the lot was drawn for whole blocks? No controls, no
# groups. Three numbers with 2 decimals.

# %% [markdown] lang="zh"
# ## 影响还是相似？
#
# 在 90 栋住宅楼里先问了一批邻居。由抽签决定，一些楼的邻居可以免费试用一个月（`lot` 为 1），另一些不可以（0）。`neighbours` 是这些邻居中购买的比例；`bought` 表示后来以全价被询问的住户是否购买（1 为购买）。
#
# `neighbours` 对 `bought` 的影响，用最小二乘法是多少（`"least_squares"`）？用抽签做两阶段最小二乘法是多少（`"two_stages"`）？签是按整栋楼抽的，所以按楼（`block`）计算误差，第一阶段 F 值是多少（`"f"`）？不加控制变量，也不分组。三个数，保留 2 位小数。

# %% starter
q5 = {"least_squares": ..., "two_stages": ..., "f": ...}

# %% solution
# Neighbours are alike here, so least squares take likeness for influence. The lot changed the neighbours alone.
# zh: 这里的邻居彼此相似，最小二乘法把相似当成了影响。抽签只改变了邻居。
asked = {"outcome": "bought", "peers": "neighbours"}
plain = peers.least_squares(blocks, clusters="block", **asked)
staged = peers.two_stages(blocks, instrument="lot", clusters="block", **asked)
q5 = {"least_squares": plain.loc["least squares", "estimate"]}
q5["two_stages"] = staged.loc["two stages", "estimate"]
q5["f"] = staged.loc["first stage", "f_statistic"]

# %% wrong
# That F counts every household as a draw of its own. The lot was drawn for blocks: name the `clusters`.
# zh: 这个 F 值把每户都当作一次独立的抽签。签是按楼抽的，请指定 `clusters`。
staged = peers.two_stages(blocks, instrument="lot", **asked)
# That is the effect of the lot on those asked later. Divide it by what the lot did to the neighbours.
# zh: 这是抽签对后来住户的作用。还要除以抽签对邻居的作用。
q5["two_stages"] = staged.loc["reduced form", "estimate"]
# That is what the lot did to the neighbours, the first stage alone.
# zh: 这是抽签对邻居的作用，只是第一阶段。
q5["two_stages"] = staged.loc["first stage", "estimate"]
# The two estimates are swapped. Which one uses the lot?
# zh: 两个估计写反了。哪一个用到了抽签？
q5 = {"least_squares": q5["two_stages"], "two_stages": q5["least_squares"], "f": q5["f"]}
# That is the last row's figure. F of the first stage says how clearly the lot moved the neighbours.
# zh: 这是最后一行的数字。第一阶段的 F 值说明抽签对邻居的推动是否清楚。
q5["f"] = staged.loc["two stages", "f_statistic"]
# That is the row of those asked later. F of the first stage says how clearly the lot moved the neighbours.
# zh: 这是后来住户那一行（reduced form）。第一阶段的 F 值说明抽签对邻居的推动是否清楚。
q5["f"] = staged.loc["reduced form", "f_statistic"]
# You divided the wrong way round. What the lot did to those asked later goes above the line.
# zh: 你除反了。抽签对后来住户的作用应当是分子。
q5["two_stages"] = staged.loc["first stage", "estimate"] / staged.loc["reduced form", "estimate"]

# %% hints
# One of the two calls of the lesson needs no `instrument`; the other makes three rows.
# zh: 课上的两个调用中，一个不需要 `instrument`，另一个给出三行。

# `peers.two_stages(blocks, outcome="bought", peers="neighbours", instrument="lot", clusters="block")` holds both the
# estimate and `f_statistic`.
# zh: `peers.two_stages(blocks, outcome="bought", peers="neighbours", instrument="lot", clusters="block")` 里既有估计值，也有 `f_statistic`。

# %% [markdown] points=4
# ## Which fee?
#
# The firm has tried several fees on small groups; `offers` has the K that each one gave, by `fee` in yuan. Next year
# `plan["newcomers"]` customers come by themselves, and those they bring invite in turn, all with the K of the fee. Each
# customer is worth `plan["customer_value"]` yuan, and the fee is paid for every customer who comes by invitation.
#
# Which fee do you choose? One of those in `offers`. What counts is the worth of all customers less all fees. Doing
# nothing is a fee of 0.

# %% [markdown] lang="zh"
# ## 奖励定多少？
#
# 公司已经在小范围内试过几种奖励，`offers` 给出每种奖励 `fee`（元）对应的 K。明年有 `plan["newcomers"]` 位客户自己找来，他们带来的人还会再去邀请，K 都由奖励决定。每位客户价值 `plan["customer_value"]` 元，每来一位受邀客户付一次奖励。
#
# 你选哪一种奖励？从 `offers` 里选一个。看的是全部客户的价值减去全部奖励。“什么都不做”就是奖励为 0。

# %% solution
# A dearer fee brings more customers, each for less money. The best fee stops where the next customer more would cost
# what they are worth, long before the highest that the programme could bear.
# zh: 奖励越高，客户越多，而每位赚得越少。最佳奖励停在“再多一位客户的花费等于其价值”的地方，远低于项目所能承受的上限。
invited_for_one = offers["k"] / (1 - offers["k"])
earned = plan["customer_value"] + invited_for_one * (plan["customer_value"] - offers.index)
nothing = 0


def worth(fee):
    if fee not in earned.index:
        raise ValueError(f"one of {list(earned.index)}")
    return plan["newcomers"] * earned[fee]


q6 = int(earned.idxmax())

# %% wrong
# You took the fee with the highest K. It wins the most customers, and pays most for those who come anyway.
# zh: 你选了 K 最高的奖励。它赢得的客户最多，但也为本来就会来的人付得最多。
q6 = int(offers.index[-1])
# You took the highest fee with which the programme still earns more than nothing. There, nearly all of its gain is given away.
# zh: 你选了项目还不亏的最高奖励。到了那里，收益几乎全部送了出去。
q6 = int(earned.index[earned > earned[0]][-1])
# You chose the cheapest fee, where a yuan lifts K most. But more would still pay.
# zh: 你选了最低的一档奖励，那里每一元使 K 上升最多。但再加一些仍然划算。
q6 = int(offers.index[1])
# You counted the invited customers of one generation only, K. Those they bring are worth something, too.
# zh: 你只算了一代受邀客户，即 K。他们再带来的人同样有价值。
q6 = int((offers["k"] * (plan["customer_value"] - offers.index)).idxmax())
# You paid the fee for one customer or one generation only. It is paid for all who are invited: K / (1 - K) for each who comes by
# themselves.
# zh: 你只为一位或一代客户付了奖励。每位受邀客户都要付：一位自己找来的客户对应 K / (1 - K) 位。
q6 = int((plan["customer_value"] * invited_for_one - offers.index).idxmax())
# You paid the fee for one customer or one generation only. It is paid for all who are invited: K / (1 - K) for each who comes by
# themselves.
# zh: 你只为一位或一代客户付了奖励。每位受邀客户都要付：一位自己找来的客户对应 K / (1 - K) 位。
q6 = int((plan["customer_value"] * invited_for_one - offers["k"] * offers.index).idxmax())
# You left things as they are. A small fee already earns more.
# zh: 你什么都没有做。一点小小的奖励就能多赚钱。
q6 = 0

# %% hints
# For each fee: how many customers come by invitation for one who comes by themselves, and what is left of each?
# zh: 对每种奖励：一位自己找来的客户会带来多少位受邀客户？每位扣除奖励后剩多少？

# `offers["k"] / (1 - offers["k"])` counts them. Each leaves `plan["customer_value"] - offers.index`; which fee makes the
# product largest?
# zh: `offers["k"] / (1 - offers["k"])` 就是人数，每位剩下 `plan["customer_value"] - offers.index`。哪种奖励使乘积最大？
