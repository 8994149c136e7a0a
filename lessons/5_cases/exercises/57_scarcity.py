# %% [markdown]
# # Exercises to 57: A travel agency, a car dealer, a phone maker
#
# **Your company** You make phones and own a car dealer. The figures are simulated and drawn by your name: nobody else has them. Money is in yuan.
#
# - `cars`: one row a car that was bought and had a fault nobody could see: `question` (by lot: "open" or "problems"), `told` (1: the seller told of the fault).
# - `launches`: the export, one row a launch and city: `launch_id`, `city` (kind), `short` (1: a lot made the order short), `demand`, `sold`, `turned_away`, `came_back` (of these, who bought within 90 days), `later` (all phones sold within these 90 days). Some rows were sent twice, and in some launches nobody counted the queue.
# - `orders`: the lot's two orders, `short` and `enough`, by kind of city. `to_come`: cities of the next launch, by kind.
# - `money`: `price`, `cost` and `salvage` of a phone. A phone sold later leaves 600 yuan.
#
# **Before this** [57 A travel agency, a car dealer, a phone maker](../../notebooks/5_cases/57_scarcity.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 57：旅行社、车商与手机厂商
#
# **你的公司** 你经营一家手机厂商和一家车商。数据是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `cars`：每行是一辆收进来、有暗病的车。`question` 是见面时的问法（由抽签决定，open：泛泛地问，problems：直接问毛病），`told` 为 1 表示卖主说出了毛病。
# - `launches`：导出的首发数据，每个城市每次首发一行。`launch_id` 是编号，`city` 是城市类型（large：大，middle：中，small：小），`short` 为 1 表示抽签决定少订，`demand` 是想买的人数，`sold` 是卖出台数，`turned_away` 是没买到的人数，`came_back` 是其中 90 天内回来买的人数，`later` 是这 90 天里的全部销量。有些行传了两遍，有些首发没有统计排队人数。
# - `orders`：抽签用的两种订货量，按城市类型：`short`（少订）和 `enough`（订够）。`to_come`：下一次首发的城市数，按类型。
# - `money`：一台手机的售价 `price`、成本 `cost`、残值 `salvage`。日后卖出一台赚 600 元。
#
# **先修** [57 旅行社、车商与手机厂商](../../../notebooks/zh/5_cases/57_scarcity.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

import pandas as _pd

from crmkit import companies as _companies

_card = _companies.Launching.from_card()
_firm = _replace(
    _card,
    mean_demand={
        "large": float(rng.uniform(5_000, 6_500)),
        "middle": float(rng.uniform(2_600, 3_400)),
        "small": float(rng.uniform(1_300, 1_800)),
    },
    variation=float(rng.uniform(0.33, 0.37)),
    come_back_rate={"large": 0.68, "middle": 0.55, "small": 0.4},
    talk={"large": 0.65, "middle": -0.1, "small": -0.6},
    short_order=-0.4,
    enough_order=0.7,
    twice_share=0.06,
)
_made = _companies.phone_launch(
    n_launches=1_200, seed=int(rng.integers(1, 10**6)), parameters=_firm
)
launches = _made.export.drop(columns="ordered").astype({"city": "str"})
orders = _pd.DataFrame(
    {
        name: {
            city: round(mean * (1 + _firm.variation * z))
            for city, mean in _firm.mean_demand.items()
        }
        for name, z in (("short", -0.4), ("enough", 0.7))
    }
).rename_axis("city")
to_come = _pd.Series(
    {
        "large": int(rng.integers(55, 71)),
        "middle": int(rng.integers(40, 61)),
        "small": int(rng.integers(80, 101)),
    },
    name="to_come",
).rename_axis("city")
money = {"price": 2_350 + 50 * int(rng.integers(0, 5)), "cost": 1_500, "salvage": 1_200}
_question = rng.permutation(["open", "problems"] * 150)
_chance = {"open": float(rng.uniform(0.05, 0.15)), "problems": float(rng.uniform(0.4, 0.6))}
_told = [int(rng.random() < _chance[one]) for one in _question]
cars = _pd.DataFrame({"question": _question, "told": _told})

# %%
import pandas as pd

from crmkit import rates
from crmkit.campaigns import newsvendor, repeat_demand

# %%
cars, launches, orders = sheet["cars"], sheet["launches"], sheet["orders"]
to_come, money = sheet["to_come"], sheet["money"]
launches.head()

# %% [markdown] points=2 decimals=1
# ## The right question
#
# By how many percentage points more do sellers tell of the fault when they are asked for problems than when they are asked openly (`"points"`), and what is the lower end of the 95 % interval of that difference (`"low"`, percentage points, by `rates.rate_difference`)? What does the question for problems earn in a year with 90 such cars, if each fault told saves 1,500 yuan (`"money"`, yuan)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 问对问题
#
# 直接问毛病与泛泛地问相比，说出毛病的卖主多几个百分点（`"points"`）？这个差的 95% 置信区间下限是多少（`"low"`，百分点，用 `rates.rate_difference` 计算）？一年有 90 辆这样的车，每说出一个毛病能省 1,500 元，直接问毛病一年多赚多少（`"money"`，元）？保留 1 位小数。

# %% starter
q1 = {"points": ..., "low": ..., "money": ...}

# %% solution
# What counts is the difference between the two questions: some sellers would have told anyway.
# zh: 看的是两种问法之差：有些卖主本来就会说。
count = cars.groupby("question")["told"].agg(["sum", "size"]).loc[["open", "problems"]]
more = rates.rate_difference(count["sum"].to_list(), count["size"].to_list())
per_year = 90 * 1_500
q1 = {
    "points": 100 * more["estimate"],
    "low": 100 * more["low"],
    "money": per_year * more["estimate"],
}

# %% wrong
# That is the rate of those asked for problems. Some of them would have told anyway.
# zh: 这是直接问毛病时说出来的比例。其中有些人本来就会说。
found = count.loc["problems", "sum"] / count.loc["problems", "size"]
q1 = {**q1, "points": 100 * found, "money": per_year * found}
# You exchanged the two questions.
# zh: 你把两种问法对调了。
q1 = {"points": -q1["points"], "low": -100 * more["high"], "money": -q1["money"]}
# Percentage points are asked for.
# zh: 题目要的是百分点。
q1 = {**q1, "points": more["estimate"], "low": more["low"]}
# That is the upper end of the interval.
# zh: 这是区间的上限。
q1["low"] = 100 * more["high"]
# You took the lesson's 60 cars at 2,000 yuan.
# zh: 你用的是课上的 60 辆车、每个 2,000 元。
q1["money"] = 60 * 2_000 * more["estimate"]
# You counted the cars of the trial. A year brings 90.
# zh: 你用的是试验里的车数。一年是 90 辆。
q1["money"] = len(cars) * 1_500 * more["estimate"]
# That is the simple interval, rate by rate. `rates.rate_difference` gives a better one for few cars.
# zh: 这是直接用两个标准误算的简单区间。样本不大时，`rates.rate_difference` 给出的更好。
rate = count["sum"] / count["size"]
spread = (rate * (1 - rate) / count["size"]).sum() ** 0.5
q1["low"] = 100 * (more["estimate"] - 1.96 * spread)
# You took the lower end of the interval. The best single figure is the difference itself.
# zh: 你用的是区间下限。最好的单一估计是这个差本身。
q1["money"] = per_year * more["low"]
# That is what one car earns on average.
# zh: 这是平均每辆车多赚的钱。
q1["money"] = 1_500 * more["estimate"]

# %% hints
# Count how many told, and how many were asked, for each question.
# zh: 先数出每种问法下有几人说出毛病、共问了几人。

# `rates.rate_difference([told when open, told when problems], [asked openly, asked for problems])` takes the first from the second.
# zh: `rates.rate_difference([open 说出的, problems 说出的], [open 问的, problems 问的])` 用第二个减第一个。

# %% [markdown] points=2 decimals=1
# ## The order of a middle city
#
# Keep one row a launch (the first) and leave out the launches in which nobody counted the queue; call the rest `counted`, for all questions below are about them. Take the mean and the standard deviation of `demand` in the middle cities, and suppose that demand is normal. What is the critical ratio of your phones (`"ratio"`, in per cent), and which order earns most at the launch (`"order"`, phones)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 中等城市的订货量
#
# 每次首发只留一行（第一行），再去掉没有统计排队人数的首发；整理好的数据记作 `counted`，以下各题都用它。取中等城市 `demand` 的平均值和标准差，假定需求服从正态分布。你的手机临界比是多少（`"ratio"`，单位为 %）？首发时订多少赚得最多（`"order"`，台）？保留 1 位小数。

# %% starter
q2 = {"ratio": ..., "order": ...}

# %% solution
# The dearer a lost sale is beside a phone left over, the more often the order should be enough.
# zh: 少卖一台的损失比剩下一台大得越多，订货就越该经常够卖。
counted = launches.drop_duplicates("launch_id").dropna()
middle = counted.loc[counted["city"] == "middle", "demand"]
spread = {"mean": middle.mean(), "standard_deviation": middle.std()}
ratio = newsvendor.critical_ratio(**money)
order = newsvendor.best_order(**spread, **money)
q2 = {"ratio": 100 * ratio, "order": order}

# %% wrong
# You kept the rows that were sent twice.
# zh: 你没有去掉传了两遍的行。
counted = launches.dropna()
middle = counted.loc[counted["city"] == "middle", "demand"]
spread = {"mean": middle.mean(), "standard_deviation": middle.std()}
q2["order"] = newsvendor.best_order(**spread, **money)
# You took all cities together. The question is about the middle ones.
# zh: 你用了全部城市。题目问的是中等城市。
spread = {"mean": counted["demand"].mean(), "standard_deviation": counted["demand"].std()}
q2["order"] = newsvendor.best_order(**spread, **money)
# You took what was sold. Who was turned away wanted a phone, too.
# zh: 你用的是卖出的台数。没买到的人也想要手机。
sold = counted.loc[counted["city"] == "middle", "sold"]
q2["order"] = newsvendor.best_order(mean=sold.mean(), standard_deviation=sold.std(), **money)
# That is the mean demand. It is enough in only half of the launches.
# zh: 这是平均需求。只有一半的首发够卖。
q2["order"] = middle.mean()
# That order would have been best on the launches seen. The question supposes that demand is normal.
# zh: 这是在已有首发上最好的订货量。题目假定需求服从正态分布。
q2["order"] = newsvendor.best_order_of_draws(middle, **money)
# You added the critical ratio times the standard deviation. Take the point of the normal curve that lies above this ratio of launches.
# zh: 你用临界比乘了标准差。应当先查出正态分布中与临界比对应的分位数。
q2["order"] = middle.mean() + ratio * middle.std()
# You took the lesson's .8416 standard deviations. They belong to a ratio of .8.
# zh: 你用的是课上的 0.8416 个标准差。那对应 0.8 的临界比。
q2["order"] = middle.mean() + 0.8416 * middle.std()
# You divided by the price. The salvage value comes back: divide by price less salvage.
# zh: 你除以了售价。残值是收得回来的，应当除以售价减残值。
q2 = {
    "ratio": 100 * (money["price"] - money["cost"]) / money["price"],
    "order": newsvendor.best_order(**spread, **(money | {"salvage": 0})),
}
# You divided by the price. The salvage value comes back: divide by price less salvage.
# zh: 你除以了售价。残值是收得回来的，应当除以售价减残值。
found = (money["price"] - money["cost"]) / money["price"]
q2["ratio"] = 100 * found
# That is how often the best order runs out. The critical ratio is how often it is enough.
# zh: 这是最优订货量缺货的比例。临界比是够卖的比例。
q2["ratio"] = 100 * (1 - ratio)
# That ratio and order are the wrong way round: the larger loss, of a sale, goes on top.
# zh: 临界比的分子弄反了：分子应当是少卖一台的损失。
q2 = {"ratio": 100 * (1 - ratio), "order": 2 * middle.mean() - order}
# Per cent are asked for.
# zh: 题目要的是百分数。
q2["ratio"] = ratio
# You took the lesson's ratio of .8. Your phones have other money.
# zh: 你用的是课上的 0.8。你的手机售价、成本、残值都不同。
q2["ratio"] = 80

# %% hints
# `launches.drop_duplicates("launch_id").dropna()` mends the export.
# zh: `launches.drop_duplicates("launch_id").dropna()` 可以整理导出的数据。

# `newsvendor.critical_ratio(**money)` and `newsvendor.best_order(mean=..., standard_deviation=..., **money)`.
# zh: `newsvendor.critical_ratio(**money)` 和 `newsvendor.best_order(mean=..., standard_deviation=..., **money)`。

# %% [markdown] points=2 decimals=1
# ## How many must come back?
#
# In a middle city, with the normal demand of question 2: what does the lot's order `short` give up at the launch against its order `enough` (`"cost"`, yuan), and how many later sales must 100 more customers turned away bring for the short order to break even (`"needed"`)? A sale later leaves 600 yuan. With 1 decimal.

# %% [markdown] lang="zh"
# ## 要有多少人回来？
#
# 在中等城市，仍用第 2 题的正态需求：抽签用的订货量 `short` 与 `enough` 相比，首发时少赚多少（`"cost"`，元）？每多 100 人没买到，日后要多带来多少笔销售，少订才能保本（`"needed"`）？日后每卖一台赚 600 元。保留 1 位小数。

# %% starter
q3 = {"cost": ..., "needed": ...}

# %% solution
# What the launch gives up is divided among those who are turned away because of the shorter order.
# zh: 首发少赚的钱，要由因少订而没买到的人来分摊。
counted = launches.drop_duplicates("launch_id").dropna()
middle = counted.loc[counted["city"] == "middle", "demand"]
spread = {"mean": middle.mean(), "standard_deviation": middle.std()}
few, enough = orders.loc["middle", "short"], orders.loc["middle", "enough"]
table = newsvendor.outcomes([few, enough], **spread, **money)
needed = repeat_demand.break_even(table, order=few, against=enough, later_margin=600)
q3 = {"cost": needed["cost"], "needed": 100 * needed["needed_share"]}

# %% wrong
# You divided by all who are turned away. With the larger order some would be turned away as well.
# zh: 你除以了全部没买到的人。订够时也会有一些人买不到。
q3["needed"] = 100 * needed["cost"] / 600 / table.loc[few, "lost"]
# You took the margin at the launch. Later a sale leaves 600 yuan.
# zh: 你用的是首发时的毛利。日后每台赚 600 元。
q3["needed"] = 100 * needed["needed_share"] * 600 / (money["price"] - money["cost"])
# You took the lesson's 800 yuan. Here a sale later leaves 600.
# zh: 你用的是课上的 800 元。这里日后每台赚 600 元。
q3["needed"] = 100 * needed["needed_share"] * 600 / 800
# That is a share. How many of 100?
# zh: 这是比例。每 100 人是多少？
q3["needed"] = needed["needed_share"]
# You divided by the phones not ordered. Not each of them would have been sold.
# zh: 你除以了少订的台数。少订的手机并非台台都卖得掉。
q3["needed"] = 100 * needed["cost"] / 600 / (enough - few)
# Those are sales for the whole city. The question is about 100 more customers turned away.
# zh: 这是整个城市需要的销售笔数。题目问的是每多 100 人没买到。
q3["needed"] = needed["later_sales_needed"]
# You took the launches that were seen. The question takes the normal demand of question 2.
# zh: 你直接用了已有的首发。题目用的是第 2 题的正态需求。
seen = newsvendor.drawn_outcomes([few, enough], demand=middle, **money)
seen = repeat_demand.break_even(seen, order=few, against=enough, later_margin=600)
q3 = {"cost": seen["cost"], "needed": 100 * seen["needed_share"]}
# You took the best order of question 2. The question compares the lot's two orders.
# zh: 你用了第 2 题的最优订货量。题目比较的是抽签用的两种订货量。
best = newsvendor.best_order(**spread, **money)
far = newsvendor.outcomes([few, best], **spread, **money)
far = repeat_demand.break_even(far, order=few, against=best, later_margin=600)
q3 = {"cost": far["cost"], "needed": 100 * far["needed_share"]}
# You counted each sale lost in full, and forgot the phones that would have been left over.
# zh: 你把少卖的全算成损失，忘了订够时会剩下的手机。
q3["cost"] = needed["turned_away"] * (money["price"] - money["cost"])
# You exchanged the orders: the short one earns less.
# zh: 你把两种订货量对调了：少订赚得少。
q3["cost"] = -needed["cost"]

# %% hints
# `newsvendor.outcomes([short, enough], ...)` has what each order earns and whom it turns away.
# zh: `newsvendor.outcomes([少订, 订够], ...)` 给出每种订货量赚多少、有多少人买不到。

# Then `repeat_demand.break_even(table, order=..., against=..., later_margin=600)`.
# zh: 再调用 `repeat_demand.break_even(table, order=..., against=..., later_margin=600)`。

# %% [markdown] points=2 decimals=1
# ## Three methods
#
# Over all `counted` launches: how many of 100 customers turned away came back (`"heads"`), and how many later sales do 100 more customers turned away bring by comparing launches that ran out with the others (`"ran_out"`), and by the lot (`"lot"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 三种方法
#
# 用全部整理好的首发：每 100 位没买到的人中有多少位回来（`"heads"`）？每多 100 人没买到，日后带来多少笔销售：用断货的首发与没断货的相比是多少（`"ran_out"`），按抽签分组相比是多少（`"lot"`）？保留 1 位小数。

# %% starter
q4 = {"heads": ..., "ran_out": ..., "lot": ...}

# %% solution
# Only the lot compares the same launches: who ran out sold a hot model, and whom you served brings others.
# zh: 只有抽签比较的是同样的首发：断货的本来就是热门机型，而买到的人也会带来别人。
counted = launches.drop_duplicates("launch_id").dropna()
asked = {"wanted": "demand", "turned_away": "turned_away", "later": "later"}
hot = counted.assign(ran_out=(counted["turned_away"] > 0).astype(int))
lot = repeat_demand.later_effects(counted, short="short", **asked)["estimate"].iloc[0]
ran_out = repeat_demand.later_effects(hot, short="ran_out", **asked)["estimate"].iloc[0]
heads = counted["came_back"].sum() / counted["turned_away"].sum()
q4 = {"heads": 100 * heads, "ran_out": 100 * ran_out, "lot": 100 * lot}

# %% wrong
# Those are shares. How many of 100?
# zh: 这些是比例。每 100 人是多少？
q4 = {name: one / 100 for name, one in q4.items()}
# You exchanged the lot and what ran out.
# zh: 你把抽签和断货对调了。
q4 = {**q4, "ran_out": q4["lot"], "lot": q4["ran_out"]}
# You averaged the launches, as if each had turned away as many.
# zh: 你把各次首发直接平均，好像每次没买到的人一样多。
some = counted[counted["turned_away"] > 0]
q4["heads"] = 100 * (some["came_back"] / some["turned_away"]).mean()
# You divided by all who wanted a phone. The question is about those turned away.
# zh: 你除以了全部想买的人。题目问的是没买到的人。
q4["heads"] = 100 * counted["came_back"].sum() / counted["demand"].sum()
# That is how many more later sales 100 customers of a launch bring. Divide by how many more were turned away.
# zh: 这是每 100 位顾客日后多带来的销售。还要除以多出来的没买到的人数。
per = (counted["later"] / counted["demand"]).groupby(counted["short"]).mean()
q4["lot"] = 100 * (per[1] - per[0])
# You divided all later sales by those turned away. Most of these sales have nothing to do with them.
# zh: 你用日后全部销量除以没买到的人数。这些销量大多与他们无关。
q4["lot"] = 100 * counted["later"].sum() / counted["turned_away"].sum()
# You took means of numbers, in which large cities weigh most. The lesson divides each launch by its own demand first.
# zh: 你用了台数的平均，大城市的分量就太重了。课上是每次首发先除以自己的需求。
level = counted.groupby("short")[["later", "turned_away"]].mean()
q4["lot"] = 100 * (level.loc[1] - level.loc[0]).pipe(lambda t: t["later"] / t["turned_away"])
# You divided all later sales by those turned away. Count those of them who came back.
# zh: 你用日后全部销量除以没买到的人数。应当只数其中回来的人。
q4["heads"] = 100 * counted["later"].sum() / counted["turned_away"].sum()
# You compared who came back, not all later sales: the lot must count what the served bring, too.
# zh: 你比较的是回来的人，而不是日后全部销量：抽签也要算上买到的人带来的。
back = {"wanted": "demand", "turned_away": "turned_away", "later": "came_back"}
q4["lot"] = 100 * repeat_demand.later_effects(counted, short="short", **back)["estimate"].iloc[0]

# %% hints
# Make a column that is 1 where `turned_away` is above 0; the lot's column is `short`.
# zh: 先做一列：`turned_away` 大于 0 时为 1；抽签的那一列是 `short`。

# `repeat_demand.later_effects(counted, short=..., wanted="demand", turned_away="turned_away", later="later")` has `estimate`, for one customer.
# zh: `repeat_demand.later_effects(counted, short=..., wanted="demand", turned_away="turned_away", later="later")` 有 `estimate`，按一位顾客计。

# %% [markdown] points=3 decimals=1
# ## Short everywhere?
#
# By the lot, by `city`: how many later sales do 100 more customers turned away bring in `"large"` and in `"small"` cities (negative if they cost some)? And what would the order `short` in all cities `to_come` earn more than `enough` in all of them, later sales at 600 yuan included, on the demand of the counted launches (`"everywhere"`, thousand yuan; negative for a loss)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 处处少订？
#
# 仍按抽签分组比较，但按 `city` 分开算：每多 100 人没买到，大城市（`"large"`）和小城市（`"small"`）日后各带来多少笔销售（失去销售则为负）？下一次首发（`to_come`）的全部城市都用 `short`，与都用 `enough` 相比，按整理好的首发的需求计算，连同日后每台 600 元，多赚多少（`"everywhere"`，千元；亏损为负）？保留 1 位小数。

# %% starter
q5 = {"large": ..., "small": ..., "everywhere": ...}

# %% solution
# Queues help where the talk of them draws others, and harm where anger drives them away.
# zh: 排队在有人跟风的地方有利，在惹人生气的地方有害。
counted = launches.drop_duplicates("launch_id").dropna()
asked = {"wanted": "demand", "turned_away": "turned_away", "later": "later"}
effects = repeat_demand.later_effects(counted, short="short", by="city", **asked)
two = {"enough": orders["enough"].to_dict(), "short": orders["short"].to_dict()}
paid = {"wanted": "demand", "by": "city", "to_come": to_come, "later_margin": 600, **money}
plan = repeat_demand.plans(counted, orders=two, against="enough", effects=effects, **paid)
q5 = {
    "large": 100 * effects.loc["large", "estimate"],
    "small": 100 * effects.loc["small", "estimate"],
    "everywhere": plan.loc["short", "estimate"] / 1_000,
}

# %% wrong
# You left out later sales: that is what the launches alone give up.
# zh: 你没有算日后的销售：这只是首发本身少赚的钱。
q5["everywhere"] = plan.loc["short", "profit"] / 1_000
# You took one effect for all cities. Large and small ones differ.
# zh: 你对所有城市用了同一个效果。大城市和小城市不同。
one = repeat_demand.later_effects(counted, short="short", **asked).iloc[0]
same = effects.assign(estimate=one["estimate"], standard_error=one["standard_error"])
alike = repeat_demand.plans(counted, orders=two, against="enough", effects=same, **paid)
q5["everywhere"] = alike.loc["short", "estimate"] / 1_000
# You credited the shortage with all who came back.
# zh: 你把回来的人全算成了少订的功劳。
part = counted.groupby("city")[["came_back", "turned_away"]].sum()
heads_by = part["came_back"] / part["turned_away"]
naive = repeat_demand.plans(
    counted, orders=two, against="enough", effects=effects.assign(estimate=heads_by), **paid
)
q5 = {
    "large": 100 * heads_by["large"],
    "small": 100 * heads_by["small"],
    "everywhere": naive.loc["short", "estimate"] / 1_000,
}
# You compared launches that ran out with the others. They sold hot models: compare by `short`.
# zh: 你比较的是断货与没断货的首发。断货的是热门机型，应当按 `short` 比较。
hot = counted.assign(ran_out=(counted["turned_away"] > 0).astype(int))
gone = repeat_demand.later_effects(hot, short="ran_out", by="city", **asked)["estimate"]
q5 = {**q5, "large": 100 * gone["large"], "small": 100 * gone["small"]}
# You took the margin at the launch. Later a sale leaves 600 yuan.
# zh: 你用的是首发时的毛利。日后每台赚 600 元。
full = paid | {"later_margin": money["price"] - money["cost"]}
now = repeat_demand.plans(counted, orders=two, against="enough", effects=effects, **full)
q5["everywhere"] = now.loc["short", "estimate"] / 1_000
# That is one city of each kind. How many are to come?
# zh: 这是每类一个城市。下一次首发有多少个？
single = repeat_demand.plans(
    counted, orders=two, against="enough", effects=effects,
    **(paid | {"to_come": dict.fromkeys(to_come.index, 1)}),
)  # fmt: skip
q5["everywhere"] = single.loc["short", "estimate"] / 1_000
# That is in yuan. Thousand yuan are asked for.
# zh: 这是以元为单位的。题目要的是千元。
q5["everywhere"] = plan.loc["short", "estimate"]
# The other way round: what `enough` earns more than `short`.
# zh: 方向反了：这是订够比少订多赚的。
q5["everywhere"] = -plan.loc["short", "estimate"] / 1_000
# You took the lesson's 800 yuan for a later sale.
# zh: 日后每台你用了课上的 800 元。
other = repeat_demand.plans(
    counted, orders=two, against="enough", effects=effects, **(paid | {"later_margin": 800})
)
q5["everywhere"] = other.loc["short", "estimate"] / 1_000
# You exchanged large and small cities.
# zh: 你把大城市和小城市对调了。
q5 = {**q5, "large": q5["small"], "small": q5["large"]}
# Those are for one customer. How many of 100?
# zh: 这是按一位顾客计的。每 100 人是多少？
q5 = {**q5, "large": q5["large"] / 100, "small": q5["small"] / 100}

# %% hints
# `repeat_demand.later_effects(..., by="city")` gives one row a kind of city.
# zh: `repeat_demand.later_effects(..., by="city")` 每类城市一行。

# The difference of two plans: `repeat_demand.plans(counted, orders={"enough": orders["enough"], "short": orders["short"]}, against="enough", effects=..., wanted="demand", by="city", to_come=to_come, later_margin=600, **money)`.
# zh: 两个方案之差：`repeat_demand.plans(counted, orders={"enough": orders["enough"], "short": orders["short"]}, against="enough", effects=..., wanted="demand", by="city", to_come=to_come, later_margin=600, **money)`。

# %% [markdown] points=5
# ## Sign the order
#
# By Friday: how many phones for each large, middle and small city? A dict such as `{"large": 6000, "middle": 3000, "small": 1500}`, whole numbers. What counts, for each kind of city: at every counted launch the profit, plus 600 yuan x the effect that the lot measured in this kind x the customers turned away; the mean of this over the launches as they were seen (no normal curve); times the cities `to_come`. The scale begins at marketing's plan, the order `short` everywhere; what earns less than it earns nothing.

# %% [markdown] lang="zh"
# ## 签下订单
#
# 星期五之前要定下来：每个大、中、小城市各订多少台？填一个字典，例如 `{"large": 6000, "middle": 3000, "small": 1500}`，都填整数。评分看三类城市的总和。每类城市这样算：对整理好的每次首发，取首发利润，加上 600 元 × 抽签在该类城市测得的效果 × 没买到的人数；求平均（直接用已有的首发，不用正态分布）；再乘以下一次首发的城市数（`to_come`）。起点是市场部的方案，即处处用 `short`；不如它的不得分。

# %% starter
q6 = {"large": ..., "middle": ..., "small": ...}

# %% solution
# Turning a customer away costs the margin less what they bring later: order as if the price were lower by that.
# zh: 少卖一台的损失，等于毛利减去没买到的人日后带来的钱：订货时就当售价低了这么多。
counted = launches.drop_duplicates("launch_id").dropna()
effect = repeat_demand.later_effects(
    counted, short="short", by="city", wanted="demand", turned_away="turned_away", later="later"
)["estimate"]
came = {city: part.to_numpy() for city, part in counted.groupby("city")["demand"]}
margin, burden = money["price"] - money["cost"], money["cost"] - money["salvage"]
options = ["large", "middle", "small"]
nothing = {city: int(orders.loc[city, "short"]) for city in options}


def worth(plan):
    if set(plan) != set(options):
        raise ValueError(f"name all of {options}")
    total = 0.0
    for city, wanted in came.items():
        units = float(plan[city])
        if units % 1 or not 0 <= units <= 100_000:
            raise ValueError(f"{city}={units:g}: 0, 1, ... 100,000")
        sold = pd.Series(wanted).clip(upper=units).to_numpy()
        each = margin * sold - burden * (units - sold) + 600 * effect[city] * (wanted - sold)
        total += to_come[city] * each.mean()
    return float(total)


def at_price(city, price):
    demand = pd.Series(came[city])
    return int(newsvendor.best_order_of_draws(demand, **(money | {"price": price})))


q6 = {city: at_price(city, money["price"] - 600 * effect[city]) for city in options}

# %% wrong
# You order enough everywhere, as if those turned away brought neither more nor less later. In large cities that gives away what the queue brings, and in small ones it turns a few too many away.
# zh: 你处处订够，好像没买到的人日后不多带来也不少带来什么。在大城市，白白放弃了排队带来的销售；在小城市，买不到的人还是多了一些。
q6 = {city: int(orders.loc[city, "enough"]) for city in options}
# You order short everywhere. In large cities that is not far off; in small ones the anger costs more than the phones left over.
# zh: 你处处少订。在大城市还说得过去；在小城市，惹恼顾客的损失比剩货大得多。
q6 = {city: int(orders.loc[city, "short"]) for city in options}
# You raised the price where a queue brings sales later. There a customer turned away costs less: lower it.
# zh: 在排队能带来日后销售的地方，你把售价调高了。那里少卖一台的损失较小，应当调低。
q6 = {city: at_price(city, money["price"] + 600 * effect[city]) for city in options}
# You order by the critical ratio alone. It knows nothing of what customers do later.
# zh: 你只按临界比订货。它不知道顾客日后会怎样。
q6 = {city: at_price(city, money["price"]) for city in options}
# You order the mean demand everywhere: half of all launches run out, in the small cities, too.
# zh: 你处处按平均需求订货：有一半的首发缺货，小城市也是如此。
q6 = {city: int(came[city].mean()) for city in options}
# You order for the largest demand that was seen. Most launches end with phones left over.
# zh: 你按见过的最大需求订货。大多数首发都会剩下手机。
q6 = {city: int(came[city].max()) for city in options}
# You let all who come back count in full. So you are short where the lot says that it harms.
# zh: 你把回来的人全部算进去，结果在抽签表明有害的地方也少订了。
heads_rate = counted.groupby("city")[["came_back", "turned_away"]].sum()
heads_rate = heads_rate["came_back"] / heads_rate["turned_away"]
q6 = {city: at_price(city, money["price"] - 600 * heads_rate[city]) for city in options}
# You are short just where it harms, and generous where the queue would draw customers.
# zh: 你恰好在有害的地方少订，在排队能带来顾客的地方却订得宽裕。
q6 = {"large": int(orders.loc["large", "enough"]), "middle": int(orders.loc["middle", "short"])}
q6["small"] = int(orders.loc["small", "short"])
# The small cities deserve at least `enough`: there a customer turned away costs more than the sale.
# zh: 小城市至少该按 `enough` 订货：那里让一位顾客空手而归，损失的不只是这一笔生意。
q6["small"] = int(orders.loc["small", "short"])
# Large cities get too many: there the queue brings most of what a lost sale costs.
# zh: 大城市订得太多了：那里少卖一台的损失，大部分能由排队带来的销售补上。
q6["large"] = at_price("large", money["price"])

# %% hints
# Question 5 says where a customer turned away brings later sales and where they cost some.
# zh: 第 5 题说明了在哪里没买到的人日后带来销售，在哪里反而失去销售。

# For each kind of city: `newsvendor.best_order_of_draws(demand, price=price - 600 * effect, cost=..., salvage=...)`.
# zh: 对每类城市：`newsvendor.best_order_of_draws(demand, price=售价 - 600 * 效果, cost=..., salvage=...)`。

# %% policies
steps = {"short": -0.4, "mean": 0.0, "a bit more": 0.4, "enough": 0.7, "plenty": 1.1}
policies = {
    f"large {one}, middle {two}, small {three}": {
        city: int(came[city].mean() + steps[name] * came[city].std())
        for city, name in zip(options, (one, two, three), strict=True)
    }
    for one in steps
    for two in ("short", "a bit more", "enough", "plenty")
    for three in steps
}
