# %% [markdown]
# # Exercises to 50: A shopping festival
#
# **Your company** A shop for sportswear took part in Double 11 with 25 % off, and in the festival of 18 June with a trial. Its figures are simulated and drawn by your name: nobody else has them. Money is in yuan. The margin is 50 % of the full price.
#
# - `members`: Double 11, one row a member: `segment` (by purchases of the year before: regular, occasional, dormant), `offered` (1: got the discount, 0: left out by lot), and what the member paid in the four weeks before, in the festival's week and in the six weeks after (`sales_before`, `sales_festival`, `sales_after`), with the margin of these orders (`margin_before`, `margin_festival`, `margin_after`). Taking part cost 40,000 yuan.
# - `trial` and `coupons` are explained where they are used.
#
# **Before this** [50 A shopping festival](../../notebooks/5_cases/50_festival.ipynb). **Time** 60 minutes.

# %% [markdown] lang="zh"
# # 练习 50：购物节
#
# **你的公司** 一家运动服饰店参加了双 11（七五折），并在 618 做了一次试验。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元，毛利是原价的 50%。
#
# - `members`：双 11，每位会员一行。`segment` 是按前一年购买划分的类别（regular 常客，occasional 偶尔买，dormant 沉默），`offered` 为 1 表示有折扣，0 表示由抽签留作对照；`sales_before`、`sales_festival`、`sales_after` 是会员在节前四周、购物节那周、节后六周的实付金额，`margin_before`、`margin_festival`、`margin_after` 是这些订单的毛利。参加费 40,000 元。
# - `trial` 和 `coupons` 用到时再说明。
#
# **先修** [50 购物节](../../../notebooks/zh/5_cases/50_festival.ipynb)。**用时** 60 分钟。

# %% data
from dataclasses import replace as _replace

import numpy as _np
import pandas as _pd

from crmkit import companies as _companies
from crmkit.campaigns import net_gain as _net_gain

_shop = _replace(
    _companies.Festival.from_card(),
    margin_rate=0.5,
    segment_share={"regular": float(rng.uniform(0.22, 0.28)), "occasional": 0.4, "dormant": 0.35},
    weekly_orders={"regular": 0.1, "occasional": 0.04, "dormant": 0.016},
    offer_appeal={"regular": 5.0, "occasional": 10.0, "dormant": float(rng.uniform(10.5, 11.5))},
    pulled_share={"regular": 0.8, "occasional": 0.35, "dormant": 0.1},
)


def _year(n, values, **changed):
    year = _companies.festival_year(
        n_customers=n, seed=int(rng.integers(1, 10**6)), parameters=_replace(_shop, **changed)
    )
    log = year.orders.assign(margin=year.orders["amount"] - year.orders["goods"])
    made = year.customers.astype({"segment": "str"})
    for name, value in values.items():
        windows = {f"{name}{one}": days for one, days in year.windows.items()}
        made = _net_gain.by_customer(log, made, windows=windows, value=value)
    return made.rename_axis("member")


members = _year(
    int(rng.integers(28_000, 30_001)),
    {"sales_": "amount", "margin_": "margin"},
    discounts=[0.25],
    pulled_share={"regular": 0.85, "occasional": 0.6, "dormant": 0.4},
).drop(columns="discount")
trial = _year(
    int(rng.integers(56_000, 60_001)),
    {"": "margin"},
    discounts=[0.1, 0.2, 0.3],
    control_share=0.25,
    first_monday="2025-08-04",
)
trial["discount"] = (100 * trial["discount"]).round().astype("int64")
trial = trial[["segment", "offered", "discount", "before", "festival", "after"]]
_sizes = _np.array([5, 10, 15, 20])
_gets = rng.choice(_sizes, 12_000)
_chance = 1 / (1 + _np.exp(float(rng.uniform(3.0, 3.2)) - 0.16 * _gets))
coupons = _pd.DataFrame({"coupon": _gets, "bought": (rng.random(12_000) < _chance).astype(int)})
neighbour = {
    "extra_sales": int(rng.integers(400, 601)) * 1000,
    "anyway_sales": int(rng.integers(80, 121)) * 1000,
}

# %%
from crmkit.campaigns import coupon_size, net_gain

# %%
members = sheet["members"]
members.head().round(0)

# %% [markdown] points=2 decimals=0
# ## The week and the weeks around it
#
# What did the offer add to the sales of the festival's week, over all members who had it (`"festival"`)? And to the sales of all the weeks together (`"net"`)? Yuan, whole numbers.

# %% [markdown] lang="zh"
# ## 那一周与前后几周
#
# 对全部有折扣的会员合计，优惠给购物节那周的销售增加了多少（`"festival"`）？给节前、节中、节后合计的销售增加了多少（`"net"`）？单位为元，填整数。

# %% solution
# The control group lived through the same weeks, so the difference is the offer's.
# zh: 对照组经历了同样的几周，差额就是优惠的作用。
windows = ["sales_before", "sales_festival", "sales_after"]
sales = net_gain.gains(members, windows=windows, offered="offered")
q1 = {
    "festival": sales.loc["sales_festival", "estimate"],
    "net": sales.loc["net", "estimate"],
}

# %% wrong
# That is all that the members with the offer spent. The control group bought, too: what did the offer add?
# zh: 这是有折扣的会员的全部消费。对照组也买了：优惠增加了多少？
got = members[members["offered"] == 1]
q1 = {"festival": got["sales_festival"].sum(), "net": got[windows].sum().sum()}
# That is for one member. All who had the offer are asked for.
# zh: 这是每位会员的数。题目问的是全部有折扣的会员。
q1 = {name: value / (members["offered"] == 1).sum() for name, value in q1.items()}
# You subtracted the totals of the two groups. They are not of one size: compare means.
# zh: 你把两组的总额相减了。两组人数不同，应当比较人均。
total = members.groupby("offered")[windows].sum()
q1 = {
    "festival": total.loc[1, "sales_festival"] - total.loc[0, "sales_festival"],
    "net": total.sum(axis=1)[1] - total.sum(axis=1)[0],
}
# You compared the week with the weeks before it. The control group shows what it would have been.
# zh: 你拿那一周与节前几周比。没有优惠会怎样，要看对照组。
got = members[members["offered"] == 1]
q1["festival"] = (got["sales_festival"] - got["sales_before"] / 4).sum()
# You scaled to all members. Only those with the offer could be moved by it.
# zh: 你按全部会员放大了。只有拿到折扣的人才会受影响。
q1 = {name: value * len(members) / (members["offered"] == 1).sum() for name, value in q1.items()}
# The net gain counts the weeks before the festival as well, in which members wait.
# zh: 净增量也要算节前几周：会员在等着打折。
q1["net"] = sales.loc[["sales_festival", "sales_after"], "estimate"].sum()
# The net gain counts the weeks after the festival as well, in which members use up what they bought.
# zh: 净增量也要算节后几周：会员手里有货，买得少了。
q1["net"] = sales.loc[["sales_before", "sales_festival"], "estimate"].sum()
# The net gain counts the festival's week, too: what it added, less what is missing around it.
# zh: 净增量也要算购物节那一周：增加的部分，减去前后少掉的部分。
q1["net"] = sales.loc[["sales_before", "sales_after"], "estimate"].sum()
# That is the margin. Sales are asked for.
# zh: 这是毛利。题目问的是销售额。
money = [name.replace("sales", "margin") for name in windows]
margin = net_gain.gains(members, windows=money, offered="offered")["estimate"]
q1 = {"festival": margin["margin_festival"], "net": margin["net"]}

# %% hints
# What would the members with the offer have spent without it? The lot tells.
# zh: 有折扣的会员，假如没有折扣会花多少？看抽签留下的对照组。

# `net_gain.gains(members, windows=[...], offered="offered")` has one row for each window and `net`.
# zh: `net_gain.gains(members, windows=[...], offered="offered")` 每个时段一行，另有 `net` 一行。

# %% [markdown] points=2 decimals=1
# ## How much was pulled forward?
#
# Which share of what the offer added to the sales of the festival's week is missing in the weeks around it (`"share"`), and between which bounds does it lie with 95 % confidence (`"low"`, `"high"`)? In per cent, with 1 decimal.

# %% [markdown] lang="zh"
# ## 挪来了多少？
#
# 优惠给购物节那周增加的销售中，有多大比例是从前后几周挪来的，即在那几周里少掉了（`"share"`）？它的 95% 置信区间从多少到多少（`"low"`、`"high"`）？单位为 %，保留 1 位小数。

# %% solution
# Both sides count: members wait before the festival and live on their stock after it.
# zh: 前后两边都要算：会员节前等着打折，节后用不着再买。
around = ["sales_before", "sales_after"]
pulled = net_gain.pulled_forward(
    members, festival="sales_festival", around=around, offered="offered"
)
q2 = {
    "share": 100 * pulled["estimate"],
    "low": 100 * pulled["low"],
    "high": 100 * pulled["high"],
}

# %% wrong
# You counted the weeks after the festival alone. Members also wait before it.
# zh: 你只算了节后几周。会员在节前也会等待。
around = ["sales_after"]
# You counted the weeks before the festival alone. Members also live on their stock after it.
# zh: 你只算了节前几周。会员在节后也会少买。
around = ["sales_before"]
# That is the share that is left. How much is missing?
# zh: 这是留下的份额。少掉的是多少？
q2 = {
    "share": 100 - 100 * pulled["estimate"],
    "low": 100 - 100 * pulled["high"],
    "high": 100 - 100 * pulled["low"],
}
# Those are shares. Per cent are asked for.
# zh: 这是 0 到 1 的比例。题目要的是百分数。
q2 = {"share": pulled["estimate"], "low": pulled["low"], "high": pulled["high"]}
# You exchanged the two bounds.
# zh: 你把区间的两端对调了。
q2 = {"share": q2["share"], "low": q2["high"], "high": q2["low"]}
# Those are the bounds for 90 % confidence.
# zh: 这是 90% 置信区间的两端。
wide = net_gain.pulled_forward(
    members, festival="sales_festival", around=around, offered="offered", confidence=0.9
)
q2 = {"share": q2["share"], "low": 100 * wide["low"], "high": 100 * wide["high"]}
# You took the margin. The question is about sales.
# zh: 你用了毛利。题目问的是销售额。
pulled = net_gain.pulled_forward(
    members, festival="margin_festival", around=["margin_before", "margin_after"],
    offered="offered",
)  # fmt: skip

# That is the share of the orders. The question is about the money.
# zh: 这是占订单的份额。题目问的是金额。
mean = members.groupby("offered")["sales_festival"].mean()
part = (mean[1] - mean[0]) / (mean[1] / 0.75 - mean[0])
q2 = {name: value * part for name, value in q2.items()}
# You divided the bounds of the two windows, added up, by the peak. They vary together, and the peak is uncertain, too.
# zh: 你把节前、节后两个区间的端点相加，再除以那一周的增量。两个时段是一起变动的，而且那一周的增量本身也不确定。
windows = ["sales_before", "sales_festival", "sales_after"]
sales = net_gain.gains(members, windows=windows, offered="offered")
sides = sales.loc[["sales_before", "sales_after"]].sum() / sales.loc["sales_festival", "estimate"]
q2 = {"share": q2["share"], "low": -100 * sides["high"], "high": -100 * sides["low"]}

# %% hints
# What is missing before and after, over what was added in the week.
# zh: 前后少掉的部分，除以那一周增加的部分。

# `net_gain.pulled_forward(members, festival=..., around=[...], offered="offered")` gives the share and its bounds.
# zh: `net_gain.pulled_forward(members, festival=..., around=[...], offered="offered")` 给出份额和区间。

# %% [markdown] points=2 decimals=0
# ## A colleague's profit
#
# A colleague reports: net sales times the margin of 50 %, less the 40,000 yuan. Give that number (`"report"`), and what the festival earned in truth: the net gain of margin over the members with the offer, less the 40,000 yuan (`"profit"`). Yuan, whole numbers; a loss is negative.

# %% [markdown] lang="zh"
# ## 同事的利润
#
# 同事的报告是：净销售乘以 50% 的毛利率，再减去 40,000 元。填这个数（`"report"`），再填购物节实际赚了多少：有折扣的全部会员的毛利净增量，减去 40,000 元（`"profit"`）。单位为元，填整数，亏损填负数。

# %% solution
# At a discount an order no longer has a margin of 50 %, and orders that would have come anyway were discounted, too.
# zh: 打折的订单毛利率不再是 50%，而且本来就会有的订单也打了折。
windows = ["sales_before", "sales_festival", "sales_after"]
money = ["margin_before", "margin_festival", "margin_after"]
sales = net_gain.gains(members, windows=windows, offered="offered")["estimate"]
margin = net_gain.gains(members, windows=money, offered="offered")["estimate"]
q3 = {"report": 0.5 * sales["net"] - 40_000, "profit": margin["net"] - 40_000}

# %% wrong
# You forgot the cost of taking part.
# zh: 你忘了减参加费。
q3 = {"report": 0.5 * sales["net"], "profit": margin["net"]}
# Your profit leaves out the weeks around the festival.
# zh: 你的利润没有算前后几周。
q3["profit"] = margin["margin_festival"] - 40_000
# Your colleague begins with net sales, the weeks around the festival included.
# zh: 同事用的是净销售，前后几周也算在内。
q3["report"] = 0.5 * sales["sales_festival"] - 40_000
# The profit is not net sales times a margin: a discounted order keeps less of its price.
# zh: 利润不是净销售乘以毛利率：打折的订单留下的更少。
q3["profit"] = q3["report"]
# You exchanged the two.
# zh: 你把两者对调了。
q3 = {"report": q3["profit"], "profit": q3["report"]}
# You took off the cost of taking part before the margin. It is paid in full.
# zh: 你先减参加费，再乘毛利率。参加费要全额付。
q3["report"] = 0.5 * (sales["net"] - 40_000)
# That is all the margin of the members with the offer. How much of it did the offer add?
# zh: 这是有折扣的会员的全部毛利。其中优惠增加了多少？
q3["profit"] = members.loc[members["offered"] == 1, money].sum().sum() - 40_000
# You scaled to all members. The question is about those with the offer.
# zh: 你放大到了全部会员。题目只算有折扣的会员。
q3["profit"] = margin["net"] * len(members) / members["offered"].sum() - 40_000
# You added the cost of taking part. It is to be taken off.
# zh: 你把参加费加上去了。它应当减掉。
q3["profit"] = margin["net"] + 40_000
# You took a margin of 45 %. That is the lesson's shop; yours has 50 %.
# zh: 你用了 45% 的毛利率。那是课上的店，你的店是 50%。
q3["report"] = 0.45 * sales["net"] - 40_000

# %% hints
# The columns `margin_...` know what each order left.
# zh: `margin_...` 各列记录了每个订单留下多少毛利。

# `net_gain.gains` on the three columns of margin; its row `net`, less 40,000.
# zh: 对三列毛利用 `net_gain.gains`，取 `net` 一行，再减 40,000。

# %% [markdown] points=2 decimals=0
# ## A neighbour without a control group
#
# A neighbouring shop kept no control group. `neighbour = sheet["neighbour"]` holds its guess of what was paid in its festival week for orders that the offer caused (`extra_sales`) and for those that would have come anyway (`anyway_sales`), both at 20 % off. Its margin is 45 % of the full price, taking part cost 20,000 yuan. What is its profit if 0, 30 or 60 % of the extra orders were pulled forward (`"at_0"`, `"at_30"`, `"at_60"`: yuan, whole numbers), and at which share does it break even (`"even"`: per cent, a whole number)?

# %% [markdown] lang="zh"
# ## 没有对照组的邻居
#
# 邻近的一家店没有留对照组。`neighbour = sheet["neighbour"]` 是它自己的估计：购物节那周，优惠带来的订单实付多少（`extra_sales`），本来就会有的订单实付多少（`anyway_sales`），都打了八折。它的毛利是原价的 45%，参加费 20,000 元。如果新增订单中有 0、30%、60% 是挪来的，利润各是多少（`"at_0"`、`"at_30"`、`"at_60"`，单位为元，填整数）？份额为多少时保本（`"even"`，单位为 %，填整数）？

# %% starter
neighbour = sheet["neighbour"]
q4 = {"at_0": ..., "at_30": ..., "at_60": ..., "even": ...}

# %% solution
# Each order pulled forward costs the margin that it would have brought at full price elsewhere.
# zh: 每挪来一个订单，就失去它在别的周以原价成交时的毛利。
neighbour = sheet["neighbour"]
deal = {"discount": 0.2, "margin_rate": 0.45, "cost": 20_000}
found = net_gain.by_pulled_share([0, 0.3, 0.6], **neighbour, **deal)["profit"]
even = net_gain.break_even_share(**neighbour, **deal)
q4 = {"at_0": found[0.0], "at_30": found[0.3], "at_60": found[0.6], "even": 100 * even}

# %% wrong
# You forgot the 20,000 yuan for taking part.
# zh: 你忘了 20,000 元参加费。
deal = {"discount": 0.2, "margin_rate": 0.45, "cost": 0}
# You took 25 % off. That is your own shop; the neighbour gave 20 %.
# zh: 你用了七五折。那是你自己的店，邻居打的是八折。
deal = {"discount": 0.25, "margin_rate": 0.45, "cost": 20_000}
# You took a margin of 50 %. That is your own shop; the neighbour's is 45 %.
# zh: 你用了 50% 的毛利率。那是你自己的店，邻居的是 45%。
deal = {"discount": 0.2, "margin_rate": 0.5, "cost": 20_000}
# You took the cost of your own shop. The neighbour paid 20,000 yuan.
# zh: 你用了自己店的参加费。邻居付了 20,000 元。
deal = {"discount": 0.2, "margin_rate": 0.45, "cost": 40_000}
# You forgot the orders that would have come anyway: they got the discount, too.
# zh: 你忘了本来就会有的订单：它们也打了折。
neighbour = {"extra_sales": neighbour["extra_sales"], "anyway_sales": 0}
# You exchanged the extra sales and those that would have come anyway.
# zh: 你把新增的销售和本来就会有的销售对调了。
neighbour = {
    "extra_sales": neighbour["anyway_sales"],
    "anyway_sales": neighbour["extra_sales"],
}
# Those are net sales. The profit is asked for.
# zh: 这是净销售。题目问的是利润。
found = net_gain.by_pulled_share([0, 0.3, 0.6], **neighbour, **deal)["net_sales"]
q4 = {"at_0": found[0.0], "at_30": found[0.3], "at_60": found[0.6], "even": 100 * even}
# You took net sales times the margin. An order at 20 % off no longer keeps 45 % of its price.
# zh: 你用净销售乘以毛利率。打了八折的订单，留下的不再是 45%。
found = net_gain.by_pulled_share([0, 0.3, 0.6], **neighbour, **deal)["net_sales"]
found = 0.45 * found - 20_000
q4 = {"at_0": found[0.0], "at_30": found[0.3], "at_60": found[0.6], "even": 100 * even}
# You took net sales times the margin. An order at 20 % off no longer keeps 45 % of its price.
# zh: 你用净销售乘以毛利率。打了八折的订单，留下的不再是 45%。
found = net_gain.by_pulled_share([0, 0.3, 0.6], **neighbour, **deal)["net_sales"]
found = 0.45 * found - 20_000
even = 0.8 * (1 - 20_000 / (0.45 * neighbour["extra_sales"]))
q4 = {"at_0": found[0.0], "at_30": found[0.3], "at_60": found[0.6], "even": 100 * even}
# You took the extra sales that are left times the margin. Each order is sold at 20 % off, and those pulled forward are missing at full price.
# zh: 你用剩下的新增销售乘以毛利率。每个订单都打了八折，而挪来的订单是在别的周以原价少掉的。
extra = 0.45 * neighbour["extra_sales"]
q4 = {f"at_{one}": extra * (1 - one / 100) - 20_000 for one in (0, 30, 60)}
q4["even"] = 100 * (1 - 20_000 / extra)
# You only struck the orders pulled forward from the festival. They do come, at a discount; what is missing is their margin at full price.
# zh: 你只是把挪来的订单从购物节里划掉了。这些订单确实来了，只是打了折；少掉的是它们在别的周的原价毛利。
extra = 0.25 * neighbour["extra_sales"] / 0.8
fixed = 0.2 * neighbour["anyway_sales"] / 0.8 + 20_000
q4 = {f"at_{one}": extra * (1 - one / 100) - fixed for one in (0, 30, 60)}
q4["even"] = 100 * (1 - fixed / extra)
# The discount is 20 % of the full price: of what was paid, a quarter.
# zh: 折扣是原价的 20%，也就是实付金额的四分之一。
q4 = {name: q4[name] + 0.05 * neighbour["anyway_sales"] for name in ("at_0", "at_30", "at_60")}
q4["even"] = 100 * even
# You took 60,000 yuan. The neighbour paid 20,000.
# zh: 你用了 60,000 元的参加费。邻居付了 20,000 元。
deal = {"discount": 0.2, "margin_rate": 0.45, "cost": 60_000}
# The break-even point is a share. Per cent are asked for.
# zh: 保本点是 0 到 1 的比例，题目要的是百分数。
q4["even"] = even

# %% hints
# The lesson does it for Ms Lin under "If nobody had been left out".
# zh: 课上在“如果没有对照组”一节为林女士算过。

# `net_gain.by_pulled_share([0, 0.3, 0.6], **neighbour, discount=0.2, margin_rate=0.45, cost=20_000)`, and `break_even_share` with the same figures.
# zh: `net_gain.by_pulled_share([0, 0.3, 0.6], **neighbour, discount=0.2, margin_rate=0.45, cost=20_000)`，再用同样的数调用 `break_even_share`。

# %% [markdown] points=2 decimals=2
# ## The size of a coupon
#
# `coupons = sheet["coupons"]`: each customer got a `coupon` of 5, 10, 15 or 20 yuan by lot; `bought` is 1 for those who bought. Which coupon earns most a customer at a margin of 20 yuan before the coupon (`"best"`, whole yuan), and how much is that (`"profit"`, yuan with 2 decimals)? Which is the best at a margin of 45 yuan (`"best_45"`)?

# %% [markdown] lang="zh"
# ## 优惠券的面额
#
# `coupons = sheet["coupons"]`：每位客户由抽签得到 5、10、15 或 20 元的优惠券（`coupon`），`bought` 为 1 表示买了。扣券之前的毛利为 20 元时，哪种面额平均每位客户赚得最多（`"best"`，整数元）？赚多少（`"profit"`，元，保留 2 位小数）？毛利为 45 元时，哪种最好（`"best_45"`）？

# %% starter
coupons = sheet["coupons"]
q5 = {"best": ..., "profit": ..., "best_45": ...}

# %% solution
# A larger coupon sells more, but all who buy get it; the dearer the goods, the more it may cost.
# zh: 面额越大卖得越多，但凡是买的人都能用；毛利越高，券才越能大。
coupons = sheet["coupons"]
asked = {"bought": "bought", "coupon": "coupon"}
at_20 = coupon_size.coupon_profits(coupons, margin=20, **asked)
at_45 = coupon_size.coupon_profits(coupons, margin=45, **asked)
q5 = {
    "best": int(at_20["profit"].idxmax()),
    "profit": at_20["profit"].max(),
    "best_45": int(at_45["profit"].idxmax()),
}

# %% wrong
# You took the coupon that sells most. At this margin it earns nothing at all.
# zh: 你取的是卖得最多的面额。在这个毛利下它一分钱也赚不到。
q5 = {**q5, "best": int(at_20["rate"].idxmax()), "profit": 0.0}
# You did not take the coupon off the margin.
# zh: 你没有从毛利里扣掉优惠券。
q5["profit"] = at_20.loc[q5["best"], "rate"] * 20
# That is what a buyer brings. Those who did not buy count as well.
# zh: 这是每位买家带来的钱。没买的人也要算。
q5["profit"] = 20 - q5["best"]
# You charged the coupon to everybody who got it. Only who buys costs it.
# zh: 你把券算到了每个拿到券的人头上。只有买的人才用掉它。
q5["profit"] = at_20.loc[q5["best"], "rate"] * 20 - q5["best"]
# You charged the coupon to everybody who got it. Only who buys costs it.
# zh: 你把券算到了每个拿到券的人头上。只有买的人才用掉它。
spent = at_20["rate"] * 20 - at_20.index
q5 = {**q5, "best": int(spent.idxmax()), "profit": spent.max()}
# That is the profit of all who got this coupon. How much is it for one of them?
# zh: 这是拿到这种券的全部客户的利润。平均到一位是多少？
q5["profit"] = at_20.loc[q5["best"], "profit"] * at_20.loc[q5["best"], "customers"]
# With a higher margin a larger coupon pays.
# zh: 毛利更高时，更大的面额才划算。
q5["best_45"] = q5["best"]
# That is the profit at a margin of 45 yuan.
# zh: 这是毛利为 45 元时的利润。
q5["profit"] = at_45["profit"].max()
# You took the smallest coupon. It keeps most of the margin, but too few buy.
# zh: 你取了最小的面额。它留下的毛利最多，但买的人太少。
q5 = {**q5, "best": 5, "profit": at_20.loc[5, "profit"]}
# You took the smallest coupon. It keeps most of the margin, but too few buy.
# zh: 你取了最小的面额。它留下的毛利最多，但买的人太少。
q5 = {"best": 5, "profit": at_20.loc[5, "profit"], "best_45": 5}

# %% hints
# Rate of buying times what is left of the margin.
# zh: 购买率乘以扣券后剩下的毛利。

# `coupon_size.coupon_profits(coupons, bought="bought", coupon="coupon", margin=20)` has a row a coupon, with the rate and the profit.
# zh: `coupon_size.coupon_profits(coupons, bought="bought", coupon="coupon", margin=20)` 每种面额一行，给出购买率和平均每位客户的利润。

# %% [markdown] points=5
# ## Sign, and for whom?
#
# By Friday you must decide about the next Double 11. `trial = sheet["trial"]` holds the trial of 18 June: `segment`, `discount` (in per cent, by lot: 10, 20, 30, or 0 for the control group), and the margin of each member's orders `before`, in the `festival` and `after`. Which discount does each segment get next time: 0, 10, 20 or 30? A dict such as `{"regular": 20, "occasional": 20, "dormant": 20}`; three times 0 is to stay away. What counts: for each segment its members (the control group included) times what the discount added to the margin of all weeks, as measured in `trial`; less the 60,000 yuan that the platform asks this time, if anybody gets a discount.

# %% [markdown] lang="zh"
# ## 签不签？给谁优惠？
#
# 星期五之前，你要决定下一个双 11 怎么办。`trial = sheet["trial"]` 是 618 的试验：`segment`、`discount`（优惠幅度，单位为 %，由抽签决定：10、20 或 30，对照组为 0），以及每位会员在 `before`（节前）、`festival`（节中）、`after`（节后）的订单毛利。下一次每类会员给多大的优惠：0、10、20 还是 30？填一个字典，例如 `{"regular": 20, "occasional": 20, "dormant": 20}`；三个都是 0 表示不参加。按这样的得失评分：每类会员的人数（含对照组），乘以这种优惠在 `trial` 中使人均各周毛利合计增加的金额，三类相加；只要有人得到优惠，再减去平台这次要收的 60,000 元。

# %% starter
trial = sheet["trial"]
q6 = {"regular": ..., "occasional": ..., "dormant": ...}

# %% solution
# Each segment has a discount of its own: the regular mostly move their orders, the dormant have few to move. If 10 % for the regular comes out ahead of nothing, the lead is within its error: leave them out, and little is lost.
# zh: 每类会员各有合适的优惠：常客大多只是挪动订单，沉默会员没有多少订单可挪。如果算出来给常客打九折比不给还好，差距也在误差之内：不给他们，损失很小。
trial = sheet["trial"]
net = trial[["before", "festival", "after"]].sum(axis=1)
mean = net.groupby([trial["segment"], trial["discount"]]).mean().unstack()
gain = mean.sub(mean[0], axis=0).mul(trial["segment"].value_counts(), axis=0)
options = ["regular", "occasional", "dormant"]
nothing = dict.fromkeys(options, 0)


def worth(plan):
    if set(plan) != set(options):
        raise ValueError(f"name all of {options}")
    sizes = {name: float(size) for name, size in plan.items()}
    if wrong := [size for size in sizes.values() if size not in (0, 10, 20, 30)]:
        raise ValueError(f"{wrong[0]:g} was not tried: choose 0, 10, 20 or 30 (per cent)")
    return sum(gain.loc[n, s] for n, s in sizes.items()) - 60_000 * any(sizes.values())


q6 = {name: int(gain.loc[name].idxmax()) for name in options}

# %% wrong
# You give all the same middle discount. It suits the occasional; with the regular it loses money, and for the dormant a larger one pays more.
# zh: 你给所有人同样的中等优惠。它适合偶尔买的会员；用在常客身上却亏钱，而沉默会员给得再多些更划算。
q6 = dict.fromkeys(options, 20)
# You give everybody the largest discount. In the festival's week alone it looks best, but over all weeks the regular cost you most of what the dormant bring, or more.
# zh: 你给所有人最大的优惠。只看购物节那一周，它最好；各周合计，常客却把沉默会员赚来的钱亏掉大半，甚至更多。
q6 = dict.fromkeys(options, 30)
# You reward the best customers most. Most of their orders would have come anyway, at full price: the plan loses a great deal.
# zh: 你把最大的优惠给了最好的客户。他们的订单多半本来就会有，而且是原价：这个方案亏得很多。
q6 = {"regular": 30, "occasional": 20, "dormant": 10}
# A small discount for all moves little, and the fee is the same: it takes much of what comes in, or all of it.
# zh: 人人给一点小优惠，效果不大，参加费却一分不少：赚来的钱有很大一部分乃至全部要拿去付它。
q6 = dict.fromkeys(options, 10)
# You stay away, and lose nothing. But there are members whom a discount brings back at a profit.
# zh: 你不参加，也就不亏。但有些会员，优惠能把他们请回来，而且有得赚。
q6 = nothing
# The dormant deserve their discount, but one for the occasional pays, too.
# zh: 给沉默会员优惠是对的，但给偶尔买的会员优惠也划算。
q6 = {"regular": 0, "occasional": 0, "dormant": 30}
# The occasional deserve their discount, but nobody adds more margin than the dormant.
# zh: 给偶尔买的会员优惠是对的，但增加毛利最多的是沉默会员。
q6 = {"regular": 0, "occasional": 20, "dormant": 0}
# 20 % is what the lesson's shop had tried. The dormant have few orders to pull forward: look at 30 % in the trial.
# zh: 20% 是课上那家店试过的。沉默会员没有多少订单可挪：看看试验中的 30%。
q6 = {"regular": 0, "occasional": 20, "dormant": 20}
# Too careful with the dormant: they have few orders to pull forward, so a larger discount pays.
# zh: 对沉默会员太谨慎了：他们没有多少订单可挪，优惠再大一些也划算。
q6 = {"regular": 0, "occasional": 20, "dormant": 10}
# A discount of 20 % for the regular costs more than it brings: they move their orders, and pay less for them.
# zh: 给常客八折，得不偿失：他们只是挪动订单，而且付得更少。
q6 = {**q6, "regular": 20}
# The occasional get too much: at 30 % off little is left of an order.
# zh: 给偶尔买的会员太多了：打七折之后，一个订单剩不下多少。
q6 = {"regular": 0, "occasional": 30, "dormant": 30}
# The occasional get too much: at 30 % off little is left of an order.
# zh: 给偶尔买的会员太多了：打七折之后，一个订单剩不下多少。
q6 = {**q6, "occasional": 30}

# %% hints
# For each segment and discount: the mean margin of all three windows, less that of the control group of the segment.
# zh: 对每类会员、每种优惠：三个时段合计的人均毛利，减去该类对照组的人均毛利。

# `net.groupby([trial["segment"], trial["discount"]]).mean().unstack()` is that table of means; subtract its column 0 and multiply by the members of the segment.
# zh: `net.groupby([trial["segment"], trial["discount"]]).mean().unstack()` 就是人均毛利表；减去 0 那一列，再乘以该类会员人数。

# %% policies
policies = {
    f"regular {one}, occasional {two}, dormant {three}": dict(
        zip(options, (one, two, three), strict=True)
    )
    for one in (0, 10, 20)
    for two in (0, 10, 20, 30)
    for three in (0, 10, 20, 30)
}
