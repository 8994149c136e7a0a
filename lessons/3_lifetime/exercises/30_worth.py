# %% [markdown]
# # Exercises to 30: What a customer is worth
#
# **Your company** A weekly paper. A subscriber pays for a year in advance: first when they subscribe, then once a
# year for as long as they stay. The figures are drawn by your name: nobody else has them. Money is in yuan.
#
# - `channels`: where this year's new subscribers came from. `new_subscribers` is how many came, `retention` the
#   share of them that stays from one year to the next, between 0 and 1.
# - `margin`: what one subscriber leaves in a year. `discount`: the discount rate (折现率) a year, 0.10 for 10 %.
# - `rival`: the subscribers of another paper, for exercise 4.
#
# If nothing else is said, retention and margin stay the same for ever.
#
# **Before this** [30 What a customer is worth](../../notebooks/3_lifetime/30_worth.ipynb).
# **Time** 40 minutes.

# %% [markdown] lang="zh"
# # 练习 30：一位客户值多少钱
#
# **你的公司** 一份周报。订户按年预付：订阅时付第一笔，以后只要不退订，每年付一笔。数据由你的姓名生成，别人的数字和你的不一样。金额单位为元。
#
# - `channels`：今年的新订户来自哪个渠道。`new_subscribers` 是来了多少人，`retention` 是他们的年保持率，0 到 1 之间。
# - `margin`：一位订户一年带来的毛利。`discount`：年折现率，0.10 即 10%。
# - `rival`：另一份报纸的订户，第 4 题用到。
#
# 除非另有说明，保持率和毛利永远不变。
#
# **先修** [30 一位客户值多少钱](../../../notebooks/zh/3_lifetime/30_worth.ipynb)。**用时** 40 分钟。

# %% data
import pandas as pd

margin = int(rng.integers(180, 321))
discount = int(rng.integers(8, 13)) / 100
channels = pd.DataFrame(
    {
        "new_subscribers": [int(rng.integers(low, low + 250)) for low in (500, 700, 600, 300)],
        "retention": [int(rng.integers(low, low + 5)) / 100 for low in (38, 54, 70, 84)],
    },
    index=pd.Index(["gift", "kiosk", "search", "friend"], name="channel"),
)
agency_price = round(margin * float(rng.uniform(2.3, 2.6)))
rival = pd.DataFrame(
    {
        "subscribers": [int(rng.integers(low, low + 900)) for low in (3000, 1500, 1000)],
        "retention": [int(rng.integers(low, low + 5)) / 100 for low in (47, 67, 86)],
    },
    index=pd.Index(["first year", "second year", "older"], name="group"),
)
lift = int(rng.integers(4, 7)) / 100
# Pays from a retention of .61 to .67 on: between kiosk and search.
programme_cost = round(lift * margin / (1 + discount - float(rng.uniform(0.61, 0.67))), 1)

# %%
import pandas as pd

from crmkit.lifetime import valuation

# %%
channels, rival = sheet["channels"], sheet["rival"]
margin, discount = sheet["margin"], sheet["discount"]
channels

# %% [markdown] points=1 decimals=2
# ## The value of a new subscriber
#
# What is one new subscriber worth, by channel? Count all payments, also today's, which is certain; leave out what
# it cost to win them. A Series with the channels as index, in yuan with 2 decimals.

# %% [markdown] lang="zh"
# ## 一位新订户的价值
#
# 各渠道的一位新订户值多少？计入全部付款，包括今天这笔确定的付款；不考虑获客成本。答案是一个 Series，索引为渠道，单位为元，保留 2 位小数。

# %% solution
# The first payment comes now and is certain; each later one is the one before times r / (1 + d). Such a sum is
# m (1 + d) / (1 + d - r).
# zh: 第一笔付款现在就到，而且确定；以后每一笔是前一笔乘以 r / (1 + d)。这样的和等于 m (1 + d) / (1 + d - r)。
r, first = channels["retention"], margin
q1 = first * (1 + discount) / (1 + discount - r)

# %% wrong
# You let the first payment come in a year. These subscribers pay in advance: when does the first money come?
# zh: 你让第一笔付款晚了一年。这些订户是预付的：第一笔钱什么时候到？
first = margin / (1 + discount)
# That is what is still to come after today's payment. A new subscriber brings that payment, too.
# zh: 这是今天这笔付款之后的价值。新订户今天也带来一笔付款。
q1 = q1 - margin
# You made today's payment depend on whether they stay. Only the later ones do.
# zh: 你让今天这笔付款也取决于订户是否留下。只有以后的付款才取决于此。
first = margin * r
# You added the payments as if next year's money were worth as much as today's. What does the discount rate do?
# zh: 你把明年的钱和今天的钱当作一样值钱。折现率起什么作用？
q1 = margin / (1 - r)
# That is all subscribers of a channel together. What is one of them worth?
# zh: 这是一个渠道全部订户的价值。一位订户值多少？
q1 = q1 * channels["new_subscribers"]

# %% hints
# When does the first payment come, and is it certain? Find the case in the lesson.
# zh: 第一笔付款什么时候到，是否确定？在课上的几种情形里找到对应的一种。

# `valuation.constant_retention_value` takes a column as `retention_rate` and answers with a Series.
# zh: 课上的函数 `valuation.constant_retention_value` 可以接受一整列客户保持率，一次算出每个渠道的结果，返回一个 Series。

# %% [markdown] points=2 decimals=2
# ## Four payments a year
#
# The paper thinks of quarterly payments (按季付款), each a quarter of `margin`, in advance, the first one now and
# certain. Take a subscriber of the channel "kiosk". They may now leave after each quarter: after k quarters they
# are still there with probability `retention ** (k / 4)`, and 1 yuan then is worth `1 / (1 + discount) ** (k / 4)`
# today.
#
# By how much does their value change, from yearly to quarterly payments? Yuan with 2 decimals; a loss is negative.

# %% [markdown] lang="zh"
# ## 一年四次付款
#
# 报社考虑改为按季付款：每次付 `margin` 的四分之一，预付，第一笔现在就付，而且确定。考虑 "kiosk" 渠道的一位订户。他现在每个季度后都可以退订：k 个季度后仍在的概率是 `retention ** (k / 4)`，那时的 1 元今天值 `1 / (1 + discount) ** (k / 4)`。
#
# 由按年付款改为按季付款，他的价值变化多少？单位为元，保留 2 位小数；减少为负数。

# %% solution
# A quarter is now the "year" of the formula, so both rates are taken to the fourth root. Some money comes later,
# and some subscribers leave before it comes.
# zh: 公式里的“年”现在是一个季度，所以两个比率都开四次方。有些钱来得更晚，有些订户没等付款就走了。
r, d = channels.loc["kiosk", "retention"] ** 0.25, (1 + discount) ** 0.25 - 1
yearly = margin * (1 + discount) / (1 + discount - channels.loc["kiosk", "retention"])
payment = margin / 4
q2 = payment * (1 + d) / (1 + d - r) - yearly

# %% wrong
# You used the rates of a whole year for each quarter: then most subscribers are gone after one year.
# zh: 你把全年的比率用在每个季度上：那样一年之后大多数订户都走了。
r, d = channels.loc["kiosk", "retention"], discount
# The size is right, the sign is not: the change is the new value less the old one.
# zh: 数值对，符号反了：变化等于新的价值减去原来的价值。
q2 = -q2
# You changed retention to quarters, but not the discount rate.
# zh: 你把保持率换成了季度的，折现率却没有换。
d = discount
# You divided retention by four. Quarters multiply: which rate, four times over, gives that of the year?
# zh: 你把保持率除以了 4。季度之间是相乘的：哪个比率连乘四次等于全年的比率？
r, d = channels.loc["kiosk", "retention"] / 4, discount / 4
# You divided the discount rate by four. Quarters multiply, as the question says.
# zh: 你把折现率除以了 4。题目说了，季度之间是相乘的。
d = discount / 4
# You let them pay the whole `margin` every quarter. Each payment is a quarter of it.
# zh: 你让订户每季付全部 `margin`。每次只付四分之一。
payment = margin
# That is the value with quarterly payments. By how much has it changed?
# zh: 这是按季付款的价值。它变化了多少？
q2 = q2 + yearly

# %% hints
# Write down the first three quarterly payments. By which factor does each differ from the one before?
# zh: 先写出前三笔季度付款。每一笔与前一笔相差什么倍数？

# The sum is the first payment, divided by one minus that factor. Subtract the yearly value of exercise 1.
# zh: 总和等于第一笔付款除以“1 减去这个倍数”。再减去第 1 题按年付款的价值。

# %% [markdown] points=2 decimals=3
# ## What an agency may ask
#
# An agency offers new subscribers at `sheet["agency_price"]` yuan each. They pay like yours, the first payment now
# and certain. Which retention rate must they have to be worth just this price? And which of your channels have at
# least this rate? `needed` is a share between 0 and 1 with 3 decimals, `channels` a set of channel names.

# %% [markdown] lang="zh"
# ## 中介的要价
#
# 一家中介以每位 `sheet["agency_price"]` 元的价格提供新订户。他们的付款方式和你的订户一样，第一笔现在就付，而且确定。保持率要达到多少，一位订户才刚好值这个价？你的哪些渠道至少达到这个保持率？`needed` 是 0 到 1 之间的比例，保留 3 位小数；`channels` 是渠道名称的集合。

# %% solution
# The value must equal the price: m (1 + d) / (1 + d - r) = price, solved for r.
# zh: 价值要等于价格：m (1 + d) / (1 + d - r) = 价格，解出 r。
price = sheet["agency_price"]
needed = (1 + discount) * (1 - margin / price)
q3 = {"needed": needed, "channels": set(channels.index[channels["retention"] >= needed])}

# %% wrong
# You let the first payment come in a year. It comes now, so a slightly lower rate is enough.
# zh: 你让第一笔付款晚了一年。它现在就到，所以保持率可以略低一些。
needed = 1 + discount - margin / price
# You did not discount: next year's payment was taken for as much as today's. The rate must be higher.
# zh: 你没有折现，把明年的付款当成和今天一样值钱。保持率要更高。
needed = 1 - margin / price
# You made the first payment depend on staying. It is certain, so they need not stay quite as long.
# zh: 你让第一笔付款也取决于是否留下。它是确定的，所以保持率不必那么高。
needed = price * (1 + discount) / (margin * (1 + discount) + price)
# You left out the first payment: the price is paid back by it, too.
# zh: 你漏掉了第一笔付款：它也用来收回这个价格。
needed = price * (1 + discount) / (margin + price)
# The rate is right, but you named the channels below it.
# zh: 保持率算对了，但你列出的是低于它的渠道。
q3["channels"] = set(channels.index) - q3["channels"]

# %% hints
# The lesson asks near its end which retention a dear customer needs. Which function answers it?
# zh: 课程末尾问过：获客成本很高的客户需要多高的保持率？用的是哪个函数？

# `valuation.break_even_retention` wants the price as `acquisition_cost`, and `first_payment` as in exercise 1.
# zh: 课上的函数是 `valuation.break_even_retention`：把中介的价格当作获客成本（`acquisition_cost`），付款时点（`first_payment`）与第 1 题相同。

# %% [markdown] points=2 decimals=0
# ## A rival is for sale
#
# `rival` has three groups of subscribers. All have just paid for this year, to the old owner; a buyer's first
# payment comes in a year, from those who stay. Each subscriber leaves the same `margin` as yours, and each group
# keeps its own retention rate for ever. A colleague values them by the margin multiple (毛利倍数):
#
# ```python
# all_of_them = rival["subscribers"].sum()
# rate = (rival["subscribers"] * rival["retention"]).sum() / all_of_them
# multiple = valuation.margin_multiple(retention_rate=rate, annual_discount_rate=discount)
# worth = all_of_them * margin * multiple
# ```
#
# "The average rate is weighted, so the sum is right." It is not. What are all these subscribers together worth to
# a buyer? Yuan, as a whole number.

# %% [markdown] lang="zh"
# ## 对手待售
#
# `rival` 里有三组订户。他们都刚向原来的老板付了今年的钱；买家的第一笔收入要等一年，来自那时仍留下的订户。每位订户的 `margin` 与你的相同，每组的保持率永远不变。一位同事用毛利倍数估值：
#
# ```python
# all_of_them = rival["subscribers"].sum()
# rate = (rival["subscribers"] * rival["retention"]).sum() / all_of_them
# multiple = valuation.margin_multiple(retention_rate=rate, annual_discount_rate=discount)
# worth = all_of_them * margin * multiple
# ```
#
# “平均保持率是加权的，所以总和没错。”其实错了。对买家来说，这些订户一共值多少？单位为元，取整数。

# %% solution
# The multiple rises ever faster with retention, so the multiple of an average rate is less than the average of the
# multiples. Value each group at its own rate, then add.
# zh: 保持率越高，毛利倍数上升得越快，所以平均保持率的倍数小于各组倍数的平均。应先按各组自己的保持率估值，再相加。
multiple = valuation.margin_multiple(
    retention_rate=rival["retention"], annual_discount_rate=discount
)
q4 = (rival["subscribers"] * margin * multiple).sum()

# %% wrong
# That is your colleague's figure: averaged first, valued later. The value of the average is not the average value.
# zh: 这是同事的数：先平均，后估值。平均保持率的价值并不等于平均价值。
rate = (rival["subscribers"] * rival["retention"]).sum() / rival["subscribers"].sum()
multiple = valuation.margin_multiple(retention_rate=rate, annual_discount_rate=discount)
# You counted this year's payment, too. It went to the old owner.
# zh: 你把今年的付款也算进去了。那笔钱已经归原来的老板。
multiple = (1 + discount) / (1 + discount - rival["retention"])
# You took the plain mean of the three multiples, as if the groups were of the same size.
# zh: 你取了三个倍数的简单平均，好像三组人数一样多。
multiple = multiple.mean()
# You made next year's payment certain. It comes only from those who stay.
# zh: 你把明年的付款当成确定的了。只有留下的订户才付。
multiple = 1 / (1 + discount - rival["retention"])
# You left out the discount rate: money that comes later is worth less today.
# zh: 你没有折现：越晚到的钱，今天越不值钱。
multiple = rival["retention"] / (1 - rival["retention"])

# %% hints
# In the lesson's figure the curve bends upwards. Compare a customer in the middle with one far left and one far
# right.
# zh: 课上图里的曲线向上弯。把中间的一位客户与最左、最右的各一位比较一下。

# Your colleague's timing is right, the order of the steps is not: first average, or first value?
# zh: 同事的付款时点没有错，错的是步骤的顺序：应该先平均，还是先估值？

# %% [markdown] points=3 decimals=0
# ## A programme for whom?
#
# A loyalty programme (忠诚计划) adds `sheet["lift"]` to the yearly retention rate, for ever (0.10: ten points). It
# costs `sheet["programme_cost"]` yuan a subscriber and year, due with each payment, the first one included. You may
# offer it to the new subscribers of some channels and not of others.
#
# Which channels will you choose, and what does the paper gain in all? `channels` is a set of names; `gain` is how
# much more all new subscribers of these channels are worth today with the programme than without, its cost
# deducted: yuan, as a whole number.

# %% [markdown] lang="zh"
# ## 忠诚计划给谁？
#
# 一项忠诚计划使年保持率永久提高 `sheet["lift"]`（0.10 即十个百分点），每位订户每年成本 `sheet["programme_cost"]` 元，与每笔付款同时发生，第一笔也不例外。你可以只提供给某些渠道的新订户。
#
# 你选哪些渠道？报社一共获益多少？`channels` 是渠道名称的集合；`gain` 是扣除成本后，这些渠道的全部新订户因该计划而增加的现值：单位为元，取整数。

# %% solution
# Each payment is smaller by the cost, but more of them come. The same points are worth most where many stay
# anyway; so offer it only where a subscriber's value rises.
# zh: 每笔付款因成本而变小，但付款次数变多。本来就留得多的渠道，同样的百分点最值钱；所以只提供给价值会上升的渠道。
r, people = channels["retention"], channels["new_subscribers"]
net = margin - sheet["programme_cost"]
with_it = net * (1 + discount) / (1 + discount - r - sheet["lift"])
gain = people * (with_it - margin * (1 + discount) / (1 + discount - r))
offered = gain > 0
q5 = {"channels": set(gain.index[offered]), "gain": gain[offered].sum()}

# %% wrong
# You offered it to everybody. In some channels it costs more than it brings.
# zh: 你提供给了所有渠道。在有些渠道，它的成本大于收益。
offered = gain == gain
# You counted what the programme brings, but not what it costs.
# zh: 你只算了这项计划带来的收益，没有扣除成本。
net = margin
# You deducted the cost once. It comes back with every payment, and the loyal cause it most often.
# zh: 你只扣了一次成本。每次付款都要扣，越忠诚的订户扣得越多次。
net = margin
with_it = net * (1 + discount) / (1 + discount - r - sheet["lift"]) - sheet["programme_cost"]
# The channels are right, but that is the gain from one subscriber of each. How many are there?
# zh: 渠道选对了，但这是每个渠道一位订户的获益。一共有多少位？
people = 1
# You chose the channels whose gain is negative. What does the programme do to these?
# zh: 你选的是获益为负的渠道。这项计划对它们有什么影响？
offered = gain < 0
# That is the best channel alone. Others gain, too.
# zh: 这只是获益最多的一个渠道。还有别的渠道也获益。
offered = gain == gain.max()
# You offered it to nobody. One renewal does not pay for it, but whoever stays once more may stay again.
# zh: 你谁也没有提供。只看一次续订确实不划算，但多留一次的人还可能继续留下。
q5 = {"channels": set(), "gain": 0}

# %% hints
# Value a subscriber twice: without and with the programme. What are the yearly margin and the retention rate then?
# zh: 给一位订户估值两次：没有计划和有计划。有计划时，年毛利和保持率各是多少？

# The cost comes with each payment, so it is a smaller `annual_margin`. Compare channel by channel before you add.
# zh: 成本随每笔付款发生，相当于 `annual_margin` 变小。先逐个渠道比较，再相加。
