# %% [markdown]
# # Exercises to 15: Which relationship for whom
#
# **Your company** A supplier of lubricants shares out its sales staff. Its figures are drawn by your name:
# nobody else has your numbers.
#
# - `levels`: the five relationship levels (关系层次), each with its retention rate (客户保持率) and the cost to
#   serve one customer (yuan a year). There are no set-up costs.
# - `segments`: six segments, each with market revenue (yuan a year), margin rate (毛利率) and number of customers.
# - `discount`: the discount rate (折现率). As in the lesson, the first payment comes now, the others a year apart.
# - `values`: what each whole segment is worth at each level (yuan), by the lesson's formula.
#
# **Before this** [15 Which relationship for whom](../../notebooks/1_segmentation/15_relationship.ipynb).
# **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 15：关系层次的选择
#
# **你的公司** 一家润滑油供应商要分配销售人员。公司数据由你的姓名生成，别人的数字和你的不一样。
#
# - `levels`：五个关系层次，各有客户保持率（`retention_rate`）和服务一位客户的年成本（`annual_cost`，元）。没有一次性投入。
# - `segments`：六个细分市场，各有市场总收入（`market_revenue`，元/年）、毛利率（`margin_rate`）和客户数（`customers`）。
# - `discount`：年折现率。与课上一样，第一笔付款在现在，以后每年一笔。
# - `values`：每个细分市场整体在每个层次上的价值（元），按课上的公式计算。
#
# 六个细分市场是：船厂（shipyards）、灌装厂（bottlers）、印刷厂（printers）、农场（farms）、修车行（garages）、模型店（hobby shops）。
#
# **先修** [15 关系层次的选择](../../../notebooks/zh/1_segmentation/15_relationship.ipynb)。**用时** 40 分钟。

# %% data
import numpy as np
import pandas as pd

from crmkit.segmentation import relationship

_shift = rng.uniform(-0.02, 0.02)
levels = pd.DataFrame(
    {
        "retention_rate": (
            np.array([0.60, 0.70, 0.78, 0.84, 0.88]) + _shift + rng.uniform(-0.004, 0.004, 5)
        ).round(3),
        "annual_cost": np.array([20, 120, 600, 2000, 5000]) * rng.uniform(0.92, 1.08, 5).round(2),
        "setup_cost": 0.0,
    },
    index=pd.Index(
        ["basic", "reactive", "accountable", "proactive", "partnership"], name="level"
    ),
)
_rate = rng.uniform(0.10, 0.30, 6).round(2)
_customers = np.rint(
    np.array([15, 110, 280, 500, 900, 2400]) * rng.uniform(0.85, 1.15, 6)
).astype(int)
_margin = np.array([31000, 11500, 4600, 1700, 900, 250]) * rng.uniform(0.88, 1.12, 6)
segments = pd.DataFrame(
    {
        "market_revenue": (_margin * _customers / _rate).round(-4),
        "margin_rate": _rate,
        "customers": _customers,
    },
    index=pd.Index(
        ["shipyards", "bottlers", "printers", "farms", "garages", "hobby shops"], name="segment"
    ),
)
discount = float(rng.choice([8, 9, 11, 12])) / 100
dealer_margin = float(rng.integers(240, 361) * 10)
budget = float(rng.integers(40, 45) * 10_000)
# The portal costs clearly less than it brings, or clearly more.
_within = [
    relationship.best_level(
        segments,
        levels=levels.assign(annual_cost=factor * levels["annual_cost"]),
        annual_discount_rate=discount,
        first_year_budget=budget,
    )["value"].sum()
    for factor in (1, 0.8)
]
_times = rng.choice([rng.uniform(0.4, 0.7), rng.uniform(1.3, 1.7)])
portal_cost = float(round(_times * (_within[1] - _within[0]), -4))

# %%
import pandas as pd

from crmkit.segmentation import relationship
from crmkit.segmentation import relationship_sensitivity as sensitivity

# %%
levels, segments, discount = sheet["levels"], sheet["segments"], sheet["discount"]
values = relationship.level_values(segments, levels=levels, annual_discount_rate=discount)
values.round(0)

# %% [markdown] points=1 decimals=2
# ## One dealer by hand
#
# A dealer brings a margin (毛利) of `dealer_margin` yuan a year. What is this dealer worth at the level
# *reactive* (被动型)? Yuan, with 2 decimals.

# %% [markdown] lang="zh"
# ## 动手算一位经销商
#
# 一位经销商每年带来 `dealer_margin` 元毛利。按被动型（*reactive*）服务，这位经销商价值多少？单位为元，保留 2 位小数。

# %% starter
dealer_margin = sheet["dealer_margin"]
q1 = ...

# %% solution
# Each year brings the margin less the cost, and each is 1/(1 + d) times r of the one before:
# (m - c)(1 + d) / (1 + d - r).
# zh: 每年带来毛利减成本，每一年都是前一年的 r/(1 + d) 倍，所以是 (m - c)(1 + d) / (1 + d - r)。
kept, cost = levels["retention_rate"]["reactive"], levels["annual_cost"]["reactive"]
q1 = (sheet["dealer_margin"] - cost) * (1 + discount) / (1 + discount - kept)

# %% wrong
# You forgot the cost to serve the dealer. It is paid every year.
# zh: 你忘了服务这位经销商的成本，这是每年都要花的。
q1 = sheet["dealer_margin"] * (1 + discount) / (1 + discount - kept)
# Your first payment comes in a year, and only if the dealer stays. Here it comes now.
# zh: 你把第一笔付款放到了一年以后，而且要客户留下来才有。这里第一笔现在就付。
q1 = (sheet["dealer_margin"] - cost) * kept / (1 + discount - kept)
# You left out the discount rate: money in a year is worth less than money now.
# zh: 你漏了折现率：一年后的钱不如现在的钱值钱。
q1 = (sheet["dealer_margin"] - cost) / (1 - kept)
# You took off the cost once. It is paid in every year in which the dealer is still there.
# zh: 你只减了一次成本。只要经销商还在，每年都要花。
q1 = sheet["dealer_margin"] * (1 + discount) / (1 + discount - kept) - cost
# You divided by (1 + d - r), but did not multiply by 1 + d. So your first payment is discounted, too.
# zh: 你除以了 (1 + d - r)，却没有乘以 1 + d。这样第一笔付款也被折现了。
q1 = (sheet["dealer_margin"] - cost) / (1 + discount - kept)

# %% hints
# The lesson has a short form for the endless sum. Which four numbers go into it?
# zh: 课上给出了这个无穷和的简式。里面有哪四个数？

# `levels.loc["reactive"]` has two of them.
# zh: 其中两个在 `levels.loc["reactive"]` 里。

# %% [markdown] points=1 decimals=2
# ## Where the choice switches
#
# From which margin to which (yuan a customer and year) is *accountable* (负责型) the best of the five levels?
# 2 decimals.

# %% [markdown] lang="zh"
# ## 选择在哪里改变
#
# 一位客户的年毛利从多少到多少（元）时，五个层次中负责型（*accountable*）最好？保留 2 位小数。

# %% solution
# Each level is a line in the margin, and the highest line wins. It takes over where it crosses the line of the
# level below, and hands over where the next one crosses it.
# zh: 每个层次是毛利的一条直线，最高的一条胜出：从它与前一层次的交点开始，到后一层次与它的交点为止。
row = sensitivity.switch_points(levels, annual_discount_rate=discount).loc["accountable"]
q2 = {"from": row["pays_from"], "to": row["pays_to"]}

# %% wrong
# Your first margin is where the level breaks even. There another level is still better.
# zh: 你的起点是这个层次的盈亏平衡点。在那里，别的层次还更好。
q2["from"] = row["breaks_even_at"]
# You used the lesson's levels. This firm has its own: pass `levels`.
# zh: 你用了课上的层次。这家公司有自己的：请传入 `levels`。
row = sensitivity.switch_points(annual_discount_rate=discount).loc["accountable"]
# You used the lesson's discount rate of 10 %. This firm has its own: `discount`.
# zh: 你用了课上 10% 的折现率。这家公司有自己的：`discount`。
row = sensitivity.switch_points(levels, annual_discount_rate=0.10).loc["accountable"]
# That is the next level, *proactive*. It begins where accountable ends.
# zh: 这是后一个层次，能动型（*proactive*）。它从负责型结束的地方开始。
row = sensitivity.switch_points(levels, annual_discount_rate=discount).loc["proactive"]
# Those are costs: at such a margin a level earns nothing. When is it better than the others?
# zh: 这是成本：毛利等于成本时，该层次什么也赚不到。什么时候它才胜过其他层次？
q2 = {"from": levels["annual_cost"]["accountable"], "to": levels["annual_cost"]["proactive"]}

# %% hints
# The lesson prints a table that says from where to where each level pays.
# zh: 课上有一张表，写明每个层次从哪里到哪里最划算。

# Give `sensitivity.switch_points` your own levels and discount rate.
# zh: 把你自己的层次和折现率传给 `sensitivity.switch_points`。

# %% [markdown] points=2 decimals=2
# ## A rival catches up
#
# A rival copies your service. What each level's retention rate has above that of *basic* (基本型) now halves:
# 0.60 and 0.70 become 0.60 and 0.65. The costs stay.
#
# - `"moved"`: for how many of the six segments is another level best now?
# - `"value_lost"`: how much less are the six worth together, each at its best level before and at its best level
#   after? Yuan above 0, with 2 decimals.

# %% [markdown] lang="zh"
# ## 竞争对手赶上来了
#
# 竞争对手照搬了你的服务。各层次的客户保持率高出基本型（*basic*）的部分减半：0.60 和 0.70 变成 0.60 和 0.65。成本不变。
#
# - `"moved"`：六个细分市场中，有几个的最佳层次变了？
# - `"value_lost"`：变化前后都取各自的最佳层次，六个市场的价值合计少了多少？正数，单位为元，保留 2 位小数。

# %% solution
# Half the gain at the same cost: some segments step down. Choosing anew saves a part of the loss, never all.
# zh: 成本不变，效果减半：一些细分市场要降级。重新选择能挽回一部分损失，但挽不回全部。
basic = levels["retention_rate"]["basic"]
weaker = levels.assign(retention_rate=basic + (levels["retention_rate"] - basic) / 2)
old = relationship.best_level(segments, levels=levels, annual_discount_rate=discount)
new = relationship.best_level(segments, levels=weaker, annual_discount_rate=discount)
q3 = {
    "moved": (old["level"] != new["level"]).sum(),
    "value_lost": old["value"].sum() - new["value"].sum(),
}

# %% wrong
# You left the segments at their old levels. Value each at the level that is best now.
# zh: 你让各细分市场留在原来的层次。应当按现在的最佳层次计算价值。
worth = relationship.level_values(segments, levels=weaker, annual_discount_rate=discount)
kept = sum(worth.loc[name, old["level"][name]] for name in segments.index)
q3["value_lost"] = old["value"].sum() - kept
# You halved the retention rates. Only what a level has above basic halves.
# zh: 你把保持率本身减半了。减半的只是高出基本型的部分。
weaker = levels.assign(retention_rate=levels["retention_rate"] / 2)
# The segments that move are right. You give the value that is left: how much is lost?
# zh: 变动的个数对了。你给出的是剩下的价值：损失了多少？
q3["value_lost"] = new["value"].sum()
# You halved the costs as well. The costs stay.
# zh: 你把成本也减半了。成本是不变的。
weaker = weaker.assign(annual_cost=levels["annual_cost"] / 2)

# %% hints
# The lesson changes the costs with `levels.assign(...)`. Change the retention rates in the same way.
# zh: 课上用 `levels.assign(...)` 改变成本。用同样的办法改变保持率。

# Call `best_level` with the old and with the new table. Compare their columns `level` and `value`.
# zh: 用旧表和新表各调用一次 `best_level`，比较两次的 `level` 列和 `value` 列。

# %% [markdown] points=2 decimals=2
# ## A colleague's mistake
#
# A colleague has chosen a level for each segment "by what one customer brings":
#
# ```python
# margin = segments["market_revenue"] / segments["customers"]                  # step A
# worth = relationship.value_per_customer(
#     margin, levels=levels, annual_discount_rate=discount
# )                                                                            # step B
# level = worth.idxmax(axis="columns")                                         # step C
# ```
#
# - `"step"`: which step is wrong, "A", "B" or "C"?
# - `"value_lost"`: how much less are the six segments worth at these levels than at their best ones? Take both
#   from `values`. Yuan above 0, with 2 decimals.

# %% [markdown] lang="zh"
# ## 同事的错误
#
# 一位同事“按每位客户带来多少”为各细分市场选了层次：
#
# ```python
# margin = segments["market_revenue"] / segments["customers"]                  # A
# worth = relationship.value_per_customer(
#     margin, levels=levels, annual_discount_rate=discount
# )                                                                            # B
# level = worth.idxmax(axis="columns")                                         # C
# ```
#
# - `"step"`：哪一步错了，"A"、"B" 还是 "C"？
# - `"value_lost"`：按这些层次，六个细分市场的价值合计比最佳层次少多少？两者都从 `values` 中取。正数，单位为元，保留 2 位小数。

# %% solution
# Step A takes revenue for margin: the margin rate is missing. Customers look too large and get levels that are
# too dear.
# zh: A 步把收入当成了毛利，漏乘毛利率。客户看上去太大，得到的层次也就太贵。
revenue = segments["market_revenue"] / segments["customers"]
worth = relationship.value_per_customer(revenue, levels=levels, annual_discount_rate=discount)
chosen = worth.set_axis(segments.index).idxmax(axis="columns")
at_chosen = sum(values.loc[name, chosen[name]] for name in segments.index)
q4 = {"step": "A", "value_lost": values.max(axis="columns").sum() - at_chosen}

# %% wrong
# The step is right. You give what these levels are worth: how far is that below the best?
# zh: 步骤对了。你给出的是这些层次的价值：比最佳层次少多少？
q4["value_lost"] = at_chosen
# The step is right. Your loss is that of one customer in each segment, and a segment has many.
# zh: 步骤对了。你算的是每个细分市场一位客户的损失，而一个市场有很多客户。
each = values.div(segments["customers"], axis="index")
at_chosen = sum(each.loc[name, chosen[name]] for name in segments.index)
q4["value_lost"] = each.max(axis="columns").sum() - at_chosen
# The step is right. You took the value that the colleague believes in. Take both from `values`.
# zh: 步骤对了。你用了同事以为的价值。两者都应从 `values` 中取。
believed = (worth.set_axis(segments.index).max(axis="columns") * segments["customers"]).sum()
q4["value_lost"] = believed - values.max(axis="columns").sum()
# The loss is right, the step is not: the level of the largest value is what one should take. Is that value
# computed from the right thing?
# zh: 损失对了，步骤不对：取价值最大的层次，做法没错。但这个价值是从正确的数算出来的吗？
q4["step"] = "C"

# %% hints
# Which three columns of `segments` does a customer's margin need? How many are used?
# zh: 一位客户的毛利要用到 `segments` 的哪三列？代码用了几列？

# Run the lines: the rows of `level` are in the order of `segments`. Look up each segment's level in `values`.
# zh: 运行这段代码：`level` 各行的顺序与 `segments` 相同。在 `values` 中查出每个市场在该层次的价值。

# %% [markdown] points=2 decimals=3
# ## How wrong may the costs be?
#
# Suppose that all annual costs are in truth the same multiple of the estimates. Which segment is the first to change
# its best level as the multiple rises from 1, and at which multiple (1.25 for a quarter more)? The segment's name, and 3 decimals.

# %% [markdown] lang="zh"
# ## 成本估计可以错多少？
#
# 假设各层次的年成本其实都是估计值的同一个倍数。这个倍数从 1 往上升时，哪个细分市场最先改变最佳层次？在多少倍时（多四分之一即 1.25 倍）？填市场的英文名称；倍数保留 3 位小数。

# %% solution
# `flips` gives for each segment the factor at which its choice turns: `rises_to` of the cost to serve. The
# smallest comes first. Below it nobody needs to argue about the estimate.
# zh: `flips` 给出每个细分市场的选择在多少倍时改变，即服务成本的 `rises_to`。最小的最先到。在此之前，估计得准不准都不要紧。
flips = sensitivity.flips(segments, levels=levels, annual_discount_rate=discount)
rises_to = flips.xs("cost_to_serve", level="lever")["rises_to"]
q5 = {"segment": rises_to.idxmin(), "factor": rises_to.min()}

# %% wrong
# That is the segment that holds out longest. Which is the first?
# zh: 这是坚持得最久的细分市场。最先改变的是哪个？
q5 = {"segment": rises_to.idxmax(), "factor": rises_to.max()}
# That is how much more the costs are. The multiple is 1 more.
# zh: 你给的是增加的部分；倍数要再加 1。
q5["factor"] = q5["factor"] - 1
# You let the costs fall. They are higher: look above 1.
# zh: 你让成本下降了。成本是更高的：请看大于 1 的倍数。
falls_to = flips.xs("cost_to_serve", level="lever")["falls_to"]
q5 = {"segment": falls_to.idxmax(), "factor": falls_to.max()}
# You changed the margin rate. Here the costs are wrong.
# zh: 你改变的是毛利率。这里错的是成本。
rises_to = flips.xs("margin_rate", level="lever")["rises_to"]
# You used the lesson's levels. This firm has its own: pass `levels`.
# zh: 你用了课上的层次。这家公司有自己的：请传入 `levels`。
flips = sensitivity.flips(segments, annual_discount_rate=discount)

# %% hints
# The lesson has such a table. Which of its levers is the cost?
# zh: 课上有这样一张表。其中哪一行（lever）是成本？

# Compare the six segments in the column of factors above 1. NaN: no factor changes that choice.
# zh: 在大于 1 的那一列里比较六个细分市场。NaN 表示多少倍都不会改变选择。

# %% [markdown] points=4
# ## Share out the budget
#
# To serve all customers may cost `budget` yuan in the first year, and your best levels cost more. You may
# build a portal for `portal_cost` yuan, paid once, now, and not out of the budget. It cuts every annual cost to
# 0.8 of what it is, from the first year on, so that the same budget serves more.
#
# Do you build it (`True` or `False`), and at which level do you serve each segment? You earn in proportion to
# the value of the six segments, less the price of the portal if you build it; nothing for *basic* everywhere.

# %% [markdown] lang="zh"
# ## 分配预算
#
# 第一年服务全部客户最多花 `budget` 元，而最佳层次要花得更多。你可以花 `portal_cost` 元建一个自助网站：现在一次付清，不占预算。从第一年起，所有年成本都降到原来的 0.8 倍，所以同样的预算能服务更多。
#
# 建不建（`True` 或 `False`）？每个细分市场用哪个层次（填英文名称）？得分与六个细分市场的价值之和成正比（建网站则减去其价格）；全部用基本型得 0 分。

# %% starter
budget, portal_cost = sheet["budget"], sheet["portal_cost"]
q6 = {
    "portal": ...,
    "shipyards": ...,
    "bottlers": ...,
    "printers": ...,
    "farms": ...,
    "garages": ...,
    "hobby shops": ...,
}

# %% solution
# `best_level` finds the best levels within the budget, once at each cost. The portal pays if it adds more than
# it costs: what a budget forbids has a price, and cheaper service buys it back.
# zh: `best_level` 能找出预算内的最佳层次，两种成本各求一次。网站增加的价值大于其价格就该建：预算迫使一些市场降级，降级就有损失；服务便宜了，同样的预算能负担更深的关系。否则不建。
terms = {"annual_discount_rate": discount, "first_year_budget": sheet["budget"]}
tables = {False: levels, True: levels.assign(annual_cost=0.8 * levels["annual_cost"])}
best = {
    portal: relationship.best_level(segments, levels=table, **terms)["level"].astype(str).to_dict()
    for portal, table in tables.items()
}
options = ["portal", *segments.index]
nothing = {"portal": False} | dict.fromkeys(segments.index, "basic")


def worth(plan):
    portal = bool(plan["portal"])
    chosen = {name: str(plan[name]).strip().lower() for name in segments.index}
    unknown = sorted(set(chosen.values()) - set(levels.index))
    if unknown:
        raise ValueError(f"{', '.join(unknown)}? levels (层次): {', '.join(levels.index)}")
    costs = segments["customers"] * tables[portal]["annual_cost"][list(chosen.values())].to_numpy()
    if costs.sum() > sheet["budget"] + 0.01:
        raise ValueError(f"{costs.sum():,.0f} > budget (预算) {sheet['budget']:,.0f}")
    table = relationship.level_values(
        segments, levels=tables[portal], annual_discount_rate=discount
    )
    return sum(table.loc[name, level] for name, level in chosen.items()) - (
        sheet["portal_cost"] if portal else 0
    )


plans = {portal: {"portal": portal, **chosen} for portal, chosen in best.items()}
q6 = max(plans.values(), key=worth)

# %% wrong
# These levels are the best ones for what you decided about the portal, but the other decision is worth more.
# zh: 就你对网站的决定来说，这些层次是最好的；但另一个决定价值更高。
q6 = min(plans.values(), key=worth)
# You built the portal, but kept the levels that fit without it. It leaves money for closer ones.
# zh: 你建了网站，却保留了不建时的层次。网站省下的钱可以用于更深的关系。
q6 = {"portal": True, **best[False]}
# You took the best levels one step down everywhere. Step down only where a saved yuan costs least.
# zh: 你把最佳层次处处降了一级。应当只在省一元钱损失最小的地方降级。
portal = q6["portal"]
free = relationship.best_level(segments, levels=tables[portal], annual_discount_rate=discount)
for step in range(1, 5):
    codes = (free["level"].cat.codes - step).clip(lower=0)
    chosen = dict(zip(segments.index, levels.index[codes], strict=True))
    costs = segments["customers"] * tables[portal]["annual_cost"][list(chosen.values())].to_numpy()
    if costs.sum() <= sheet["budget"]:
        break
q6 = {"portal": portal, **chosen}
# One level for all is fair, but it leaves large customers without the closeness that pays for them.
# zh: 人人同一层次看似公平，但大客户得不到值得的更深关系。
portal = q6["portal"]
affordable = [
    level
    for level in levels.index
    if segments["customers"].sum() * tables[portal]["annual_cost"][level] <= sheet["budget"]
]
q6 = {"portal": portal} | dict.fromkeys(segments.index, affordable[-1])

# %% hints
# The lesson's call for a budget finds the best levels. Which table of costs does the portal give it?
# zh: 课上在预算有限时用的那个函数能找出最佳层次。建了网站，该传给它哪张成本表？

# Find the best levels with and without the portal, and compare the two sums of value, the portal's price taken off.
# zh: 建与不建各求一次最佳层次，再比较两个价值之和；建的那个要减去网站的价格。
