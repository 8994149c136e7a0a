# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["95", "16", "29"]
# ---

# %% [markdown]
# # 24 Three bonds
#
# **Question** "We can give customers better prices, a person they know, or services that are hard to do without. Which of
# the three keeps them?"
#
# **Who asks** A head of customer care with the money for one programme.
#
# **Time** 45 minutes. **Before this** [32 Contracts](../3_lifetime/32_contracts.ipynb).
#
# **You will be able to**
# 1. compute hazards, and leaving rates and survival with their intervals, by the bonds that customers have;
# 2. hold other things fixed with a stratified Cox model, and say what its hazard ratios mean;
# 3. tell a bond from a wall, and from a mere mark of those who stay anyway;
# 4. read a field experiment in which money met good will.
#
# **Data** a telecoms company (7,043 customers, invented by IBM), a simulated software firm, and ten daycare centres in Haifa
# (Gneezy and Rustichini, 2000).

# %% [markdown] lang="zh"
# # 24 三种联系
#
# **问题** “我们可以给客户更优惠的价格、一位熟悉的联系人，或者一些很难离得开的服务。三者之中，哪一种留得住人？”
#
# **谁会这样问** 手里的钱只够做一个项目的客户关系主管。
#
# **用时** 45 分钟。**先修** [32 合约型客户](../3_lifetime/32_contracts.ipynb)。
#
# **学完你能够**
# 1. 按客户拥有的联系计算风险率，以及带区间的流失率和生存曲线；
# 2. 用分层 Cox 模型固定其他因素，说清风险比的含义；
# 3. 分清什么是联系，什么是壁垒，什么只是“本来就会留下的人”的标记；
# 4. 读懂一个现场实验：当金钱遇上人情。
#
# **数据** 一家电信公司（7,043 位客户，IBM 虚构）、一家模拟的软件公司，以及海法的十家日托中心（Gneezy 和 Rustichini，2000）。

# %%
import pandas as pd

from crmkit import companies, datasets, plots
from crmkit.loyalty import bonds
from crmkit.retention import LeavingHazard, before_after, survival

# %%
plots.course_style()
customers = datasets.load("telecom_churn")
customers["left"] = (customers["churn"] == "Yes").astype(int)
customers[["tenure_months", "left", "online_backup", "contract", "monthly_charges"]].head(4)

# %% [markdown]
# ## Three kinds of bonds
#
# Berry and Parasuraman (1991) call what ties a customer to a firm a **bond** (联系). A **financial bond** (财务联系) is money:
# a low price, points. A **social bond** (社会联系) is people: somebody who knows me, and whom I would not like to let down. A
# **structural bond** (结构性联系) is built into the customer's own life or work, so that going without it is a nuisance. Rank
# the three by how well they keep customers, and write the ranking down.

# %% [markdown] lang="zh"
# ## 联系有三种
#
# Berry 和 Parasuraman（1991）把维系客户与企业的纽带称为**联系**（bond，也译“纽带”）。**财务联系**（financial bond）靠钱：低价、积分。**社会联系**（social bond）靠人：有人认识我，我也不想让对方失望。**结构性联系**（structural bond）嵌入客户自己的生活或业务，离开它会很麻烦。请按留住客户的能力给三者排个序，并写下来。

# %% [markdown]
# The telecoms file holds two of them. The monthly bill is money. Four services protect a customer's devices and data
# (security, backup, device insurance, technical support), and whoever leaves must set all that up again: structure. Streaming
# is comfort that any rival offers. Of people the file says nothing. Only customers with internet can have these services;
# for the others the file says "No internet service", which we leave as it is and set aside.

# %% [markdown] lang="zh"
# 电信公司的数据里有其中两种。月费是钱。有四项服务保护客户的设备和数据（安全、备份、设备保险、技术支持），离开的人要全部重新安排：这是结构。流媒体只是舒适，哪家竞争者都有。至于人的因素，数据里没有。只有上网的客户才可能有这些服务；其余的人在文件中写的是“No internet service”，我们原样保留，暂时放在一边。

# %%
protective = ["online_security", "online_backup", "device_protection", "tech_support"]
streaming = ["streaming_tv", "streaming_movies"]
online = customers[customers["internet_service"] != "No"].copy()
online["protective"] = bonds.has_bonds(online, protective, yes="Yes").sum(axis="columns")
online["streaming"] = bonds.has_bonds(online, streaming, yes="Yes").sum(axis="columns")

# %% [markdown]
# ## Count who left
#
# `has_bonds` makes a 1 of "Yes" and a 0 of the rest, so the sum counts a customer's services. Guess: of 100 customers with
# none of the four, how many left? And of 100 with all four?

# %% [markdown] lang="zh"
# ## 数一数谁走了
#
# `has_bonds` 把“Yes”记为 1，其余记为 0，求和就是一位客户拥有的服务数。猜一猜：四项都没有的客户，100 位中走了几位？四项都有的呢？

# %%
online.groupby("protective")["left"].mean().round(3).to_frame("left")

# %%
by_protective = bonds.leaving_rates(online, left="left", by="protective")
by_protective.round(3)

# %% [markdown]
# By hand and by call the same: {{100 * by_protective.loc[0, "leaving_rate"]:.0f}} of 100 without any,
# {{100 * by_protective.loc[4, "leaving_rate"]:.0f}} of 100 with all four. The call adds an **interval** (置信区间): the range of
# true rates that agree with so many customers, here at 95 %. It is Wilson's, which also holds where nobody left. Will
# streaming do the same?

# %% [markdown] lang="zh"
# 手算和调用结果相同：四项都没有的，100 位走了 {{100 * by_protective.loc[0, "leaving_rate"]:.0f}} 位；四项都有的，走了 {{100 * by_protective.loc[4, "leaving_rate"]:.0f}} 位。函数还给出**置信区间**（interval）：在这样的客户数下，与数据相容的真实流失率的范围，这里取 95%。用的是 Wilson 区间，即使没有人离开也适用。流媒体也会这样吗？

# %%
by_streaming = bonds.leaving_rates(online, left="left", by="streaming")
ax = plots.bonds.rates_by_bonds(
    {"protective services": by_protective, "streaming": by_streaming})

# %% [markdown]
# Streaming hardly moves the rate: {{100 * by_streaming.loc[0, "leaving_rate"]:.0f}} to
# {{100 * by_streaming.loc[2, "leaving_rate"]:.0f}} of 100. What is a nuisance to lose goes with staying; what is merely
# pleasant does not.

# %% [markdown] lang="zh"
# 图题说的是从一项都没有到全部都有，流失率怎样变化。流媒体几乎没有影响：100 位中走的从 {{100 * by_streaming.loc[0, "leaving_rate"]:.0f}} 位变为 {{100 * by_streaming.loc[2, "leaving_rate"]:.0f}} 位。一旦失去就添麻烦的服务，用得越多的客户走得越少；只图舒适的服务则不然。

# %% [markdown]
# ## A rate forgets the time
#
# A customer of one month and one of six years count alike in a rate. So let us count months as well. The **hazard** (风险率)
# is the rate at which those who are still there leave: leavers, divided by all the months that the group has been with us.

# %% [markdown] lang="zh"
# ## 流失率忘了时间
#
# 在流失率里，来了一个月的客户和来了六年的客户分量相同。所以我们把月数也算进去。**风险率**（hazard，这里也就是流失风险）是还在的客户离开的速度：离开的人数，除以这组客户留在公司的总月数。

# %%
groups = online.groupby("protective")
hazard = groups["left"].sum() / groups["tenure_months"].sum()
(100 * hazard).round(2).to_frame("of 100 leave in a month")

# %% [markdown]
# {{100 * hazard[0]:.1f}} a month against {{100 * hazard[4]:.2f}}: a factor of {{hazard[0] / hazard[4]:.0f}}, where the rates
# differed by {{by_protective.loc[0, "leaving_rate"] / by_protective.loc[4, "leaving_rate"]:.0f}}. Now guess: of 100 new customers, how
# many are still there after 24 months, with none of the services and with all?

# %% [markdown] lang="zh"
# 每月 {{100 * hazard[0]:.1f}} 位对 {{100 * hazard[4]:.2f}} 位，前者是后者的 {{hazard[0] / hazard[4]:.0f}} 倍，而按流失率算只有 {{by_protective.loc[0, "leaving_rate"] / by_protective.loc[4, "leaving_rate"]:.0f}} 倍。再猜一猜：100 位新客户，24 个月后还剩多少位？一项服务都没有的和四项都有的分别猜。

# %%
curves = survival.curves(
    online, tenure="tenure_months", left="left", by="protective")
ax = plots.bonds.survival_by_bonds(curves, month=24, bonds="protective services")

# %% [markdown]
# This is the **Kaplan-Meier** (卡普兰-迈耶) curve. For each month it takes the share who stay, of those who could still leave,
# and multiplies these shares. Whoever has not left yet counts for as long as they were seen. The bands are 95 % intervals.

# %% [markdown] lang="zh"
# 这是**卡普兰-迈耶**（Kaplan-Meier）曲线：逐月计算当时还可能离开的客户中留下的比例，再把这些比例连乘。尚未离开的客户，看到多久就算多久。色带是 95% 区间，图题说的是 24 个月后仍在的比例。

# %% [markdown]
# ## Holding the rest fixed
#
# Customers with many services may also have long contracts, a partner, another way to pay. A **Cox model** (Cox 模型) holds
# such things fixed. Each time somebody leaves it asks: among all who could have left in that month, what made this one
# likely? Its answer is a **hazard ratio** (风险比): by what a bond multiplies the hazard. Below 1, fewer leave.

# %% [markdown] lang="zh"
# ## 固定其他因素
#
# 服务多的客户，可能合约也长、有伴侣、付款方式也不同。**Cox 模型**（Cox model）可以把这些因素固定下来。每当有人离开，它就问：当月所有可能离开的人中，是什么让这一位更可能离开？答案是**风险比**（hazard ratio）：一种联系把风险率变为原来的多少倍。小于 1 表示离开的更少。

# %%
services = [*protective, *streaming, "multiple_lines"]
table = customers.assign(male=1 - customers["female"])
table[services] = bonds.has_bonds(customers, services, yes="Yes")
table = table.join(pd.get_dummies(
    customers[["contract", "payment_method"]], prefix="", prefix_sep="", dtype=int))

# %% [markdown]
# Contracts and ways to pay become columns of 0 and 1. Customers are compared only within a **stratum** (层): those with the same
# internet, streaming and telephone. So those without internet can take part again. In many months several customers leave, and
# nobody knows in which order; Efron's rule comes close to an average over all orders.

# %% [markdown] lang="zh"
# 合约和付款方式变成 0 和 1 的列。只在同一**层**（stratum）之内比较客户：上网方式、流媒体和电话都相同的人。因此不上网的客户也可以重新加入。许多月份里同时有几位客户离开，先后不明；Efron 规则近似于对各种先后取平均。

# %%
others = ["male", "partner", "dependents", "senior_citizen", "paperless_billing"]
paying = ["Credit card (automatic)", "Electronic check", "Mailed check", "monthly_charges"]
traits = [*protective, "multiple_lines", *others, "One year", "Two year", *paying]
strata = ["internet_service", *streaming, "phone_service"]
cox = LeavingHazard.fit(
    table, tenure="tenure_months", left="left", traits=traits, strata=strata, ties="efron")

# %%
ratios = cox.hazard_ratios(steps={"monthly_charges": 10})
shown = ratios.loc[[*protective, "monthly_charges"]]
ax = plots.leaving_hazard.hazard_ratios(shown.rename(index={"monthly_charges": "10 dollars more"}))

# %% [markdown]
# Each protective service goes with a hazard between {{shown.loc[protective, "estimate"].min():.2f}} and
# {{shown.loc[protective, "estimate"].max():.2f}} times as high. All four together:
# {{shown.loc[protective, "estimate"].prod():.2f}}, so a factor of {{1 / shown.loc[protective, "estimate"].prod():.0f}} is left of
# the {{hazard[0] / hazard[4]:.0f}}. Most of that factor belonged to other things, long contracts among them.

# %% [markdown] lang="zh"
# 图题数的是五个风险比中有几个低于 1、几个与 1 无法区分。对每项保护服务来说，有它时的风险率是没有它时的 {{shown.loc[protective, "estimate"].min():.2f}} 到 {{shown.loc[protective, "estimate"].max():.2f}} 倍。四项相乘是 {{shown.loc[protective, "estimate"].prod():.2f}}，也就是说，原来的 {{hazard[0] / hazard[4]:.0f}} 倍只剩下 {{1 / shown.loc[protective, "estimate"].prod():.0f}} 倍。这个倍数大部分要归于别的因素，长期合约就是其中之一。

# %% [markdown]
# ## Does price do nothing?
#
# The last row is the price. Its **p-value** (p 值), how often chance alone would look at least like this if the price did
# nothing, is {{cox.coefficients().loc["monthly_charges", "p_value"]:.2f}}. "So price does not matter," says a colleague. Look at
# the interval before you agree, and then at this: how much do customers with exactly the same services differ in their bills?

# %% [markdown] lang="zh"
# ## 价格没有作用吗？
#
# 图中最靠近 1 的那一行是价格。它的 **p 值**（p-value）是 {{cox.coefficients().loc["monthly_charges", "p_value"]:.2f}}：假如价格毫无作用，仅凭偶然也有这么大的概率出现至少如此的结果。同事说：“可见价格不重要。”同意之前，先看看区间，再看看这个问题：服务完全相同的客户，账单相差多少？

# %%
bundle = [*services, "phone_service", "internet_service"]
alike = table.groupby(bundle, observed=True)["monthly_charges"].transform("mean")
spread = pd.Series({"all": table["monthly_charges"].std(),
                    "same services": (table["monthly_charges"] - alike).std()})
spread.round(2).to_frame("bills differ by (dollars, standard deviation)")

# %% [markdown]
# Bills differ by {{spread["all"]:.0f}} dollars in general, but by {{spread["same services"]:.0f}} among equals: there is a price
# list. Holding services fixed leaves no price to compare, and 10 dollars more may go with anything from
# {{shown.loc["monthly_charges", "low"]:.1f}} to {{shown.loc["monthly_charges", "high"]:.1f}} times the hazard. The file does not
# say that price does nothing. It *cannot say*.

# %% [markdown] lang="zh"
# 全体客户的账单相差 {{spread["all"]:.0f}} 美元左右（标准差），服务相同的客户之间只差 {{spread["same services"]:.0f}} 美元：原来公司按一张价目表收费。服务一旦固定，价格就没有可比之处，多付 10 美元时，风险率可能是原来的 {{shown.loc["monthly_charges", "low"]:.1f}} 到 {{shown.loc["monthly_charges", "high"]:.1f}} 倍。数据并没有说价格没有作用，而是*说不出*。

# %% [markdown]
# ## A bond or a wall?
#
# Contracts look strongest of all. Their rows of `ratios`, not drawn above, hold {{ratios.loc["One year", "estimate"]:.2f}} for one
# year and {{ratios.loc["Two year", "estimate"]:.2f}} for two. Should the company sell more of them? Guess how many of the two-year customers left in their first 24 months.

# %% [markdown] lang="zh"
# ## 联系还是壁垒？
#
# 合约看上去最强。它们在 `ratios` 里，上图没有画：一年期的风险比是 {{ratios.loc["One year", "estimate"]:.2f}}，两年期是 {{ratios.loc["Two year", "estimate"]:.2f}}。公司应不应该多卖合约？猜一猜：两年期客户在头 24 个月里走了多少？

# %%
new = {"Two year": table["tenure_months"] < 24, "One year": table["tenure_months"] < 12}
first = pd.DataFrame({
    name: table.loc[early & (table["contract"] == name), "left"].agg(["count", "sum"])
    for name, early in new.items()}).T
first.set_axis(["whose first contract still runs", "of them left"], axis="columns")

# %% [markdown]
# {{first.loc["Two year", "sum"]}} of {{first.loc["Two year", "count"]}} (and {{first.loc["One year", "sum"]}} of
# {{first.loc["One year", "count"]}} with one year). They could hardly leave: a contract forbids it. That is a **wall** (壁垒), not
# a bond. It keeps everybody inside until the gate opens, whatever they feel, and the hazard ratio counts those months as
# loyalty. A wall must be judged at its gate: how many renew? This file does not show renewals.

# %% [markdown] lang="zh"
# {{first.loc["Two year", "count"]}} 位中走了 {{first.loc["Two year", "sum"]}} 位（一年期的是 {{first.loc["One year", "count"]}} 位中走了 {{first.loc["One year", "sum"]}} 位）。他们几乎走不了，因为合约不允许。这是**壁垒**（wall），不是联系：大门打开之前，不管愿不愿意，人人都在里面，而风险比把这些月份都算成了忠诚。评价壁垒要看开门的那一刻：有多少人续约？这份数据看不到续约。

# %% [markdown]
# ## What cannot be held fixed
#
# Now a firm of which we know everything, because it is *simulated*. It rents out software and has one bond of each kind: a bonus card
# (money), an adviser (people) and an interface to the customer's own systems (structure). Customers chose the card themselves. The
# firm holds size and the other bonds fixed. In truth the card does *nothing*. Guess the hazard ratio that Cox finds for it.

# %% [markdown] lang="zh"
# ## 固定不了的因素
#
# 现在来看一家我们什么都知道的公司，因为它是*模拟*出来的。它出租软件，三种联系各有一种：积分卡（钱）、顾问（人）和与客户自有系统的接口（结构）。积分卡由客户自己选择是否办理。公司固定了客户规模和其他联系。事实上，积分卡*毫无作用*。猜一猜 Cox 模型给它的风险比是多少？

# %%
kinds = ["card", "adviser", "interface", "large"]
found = {}
for how in ("chosen", "by lot"):
    firm = companies.bonded_customers(card=how, seed=24).customers
    firm["large"] = (firm["size"] == "large").astype(int)
    found[f"card {how}"] = LeavingHazard.fit(
        firm, tenure="tenure_months", left="left", traits=kinds).hazard_ratios()

# %%
found["card chosen"].round(2)

# %% [markdown]
# {{found["card chosen"].loc["card", "estimate"]:.2f}}, with a narrow interval and a p-value that rounds to
# nothing: a bond, by all the rules, and there is none. Some customers are attached to the
# firm. They stay anyway, and they like to take the card. The card is a *mark* of those who stay. The firm cannot see attachment, so
# it cannot hold it fixed. What would happen if the cards were given out by lot?

# %% [markdown] lang="zh"
# {{found["card chosen"].loc["card", "estimate"]:.2f}}，区间很窄，p 值四舍五入后为零：按哪条标准看它都是一种联系，可它什么也不是。有些客户依恋这家公司，他们本来就会留下，也乐意办卡。积分卡只是“会留下的人”的*标记*。公司看不到依恋，也就无法把它固定。如果积分卡由抽签决定发给谁，会怎样？

# %%
true = pd.Series({"card": 1.0, "adviser": 0.7, "interface": 0.45})
ax = plots.leaving_hazard.found_and_true(found, true)

# %% [markdown]
# By lot the card shows what it is: {{found["card by lot"].loc["card", "estimate"]:.2f}}, with 1 inside the interval. Adviser and
# interface are found either way, since nothing hidden decides who has them, and size, which decides about the interface, is held
# fixed. So read the telecoms ratios with care: whoever plans to stay buys backup, and whoever has stayed has had time to buy
# it. Those bonds are *probably weaker* than their ratios say.

# %% [markdown] lang="zh"
# 图题说的是哪种做法错过了真实的风险比（黑色竖线）。抽签发卡时，积分卡露出真面目：{{found["card by lot"].loc["card", "estimate"]:.2f}}，区间包含 1。顾问和接口两种情形都能找准，因为没有隐藏的因素决定谁拥有它们；客户规模会影响谁有接口，但它被固定了。所以，读电信公司的风险比要谨慎：打算留下的人才买备份，留得久的人也才有时间去买。那些联系*很可能比数字显示的更弱*。

# %% [markdown]
# ## Which bond for whom?
#
# A hazard becomes money through the months that a customer stays. At a steady hazard h a customer pays for $(1 - e^{-hT})/h$ of
# the next T months, on average. A bond is worth the months that it adds, times the monthly margin, less its cost. Take 36 months
# and the firm with cards by lot. Its costs and margins (in yuan), and the hazard of customers without the bond:

# %% [markdown] lang="zh"
# ## 给谁建哪种联系？
#
# 风险率决定客户还会留几个月，也就决定了能收到多少钱。风险率恒为 h 时，今后 T 个月中客户平均付费 $(1 - e^{-hT})/h$ 个月。一种联系的价值，是它带来的月数乘以每月毛利，再减去成本。以抽签发卡的那家公司为例，取 36 个月。成本、毛利（元）以及没有该联系的客户的风险率如下：

# %%
costs = {("adviser", "small"): 60, ("adviser", "large"): 60,
         ("interface", "small"): 120, ("interface", "large"): 400}
choices = pd.Series(costs, name="cost").to_frame()
choices["monthly_margin"] = [20, 60, 20, 60]
without = [firm[(firm["size"] == size) & (firm[bond] == 0)] for bond, size in costs]
choices["monthly_hazard"] = [one["left"].sum() / one["tenure_months"].sum() for one in without]
choices.round(3)

# %% [markdown]
# The interface is the stronger bond. Which of the four choices is the best? Does any of them lose money?

# %% [markdown] lang="zh"
# 接口是更强的联系。四种选择中哪一种最好？有没有亏钱的？

# %%
worth = pd.concat([
    bonds.bond_value(part, hazard_ratio=found["card by lot"].loc[bond], horizon_months=36)
    for bond, part in choices.groupby(level=0)])
worth.index = [f"{bond}, {size}" for bond, size in worth.index]
ax = plots.bonds.bond_values(worth)

# %% [markdown]
# An adviser for the large: {{worth.loc["adviser, large", "value"]:.0f}} yuan a customer after the cost. The interface more than
# halves the hazard, yet for large customers it loses {{-worth.loc["interface, large", "value"]:.0f}}: they leave slowly anyway, and the
# {{worth.loc["interface, large", "months_with"] - worth.loc["interface, large", "months_without"]:.1f}} months that it adds bring
# {{choices.loc[("interface", "large"), "monthly_margin"]}} each, less than the {{choices.loc[("interface", "large"), "cost"]}} that
# it costs. A ratio is no value: it must be weighed with who would leave, what they pay, and what the bond costs.

# %% [markdown] lang="zh"
# 图题数的是四种选择中有几种整个区间都在零以上，并指出最好的一种：给大客户配顾问，扣除成本后每位客户多赚 {{worth.loc["adviser, large", "value"]:.0f}} 元。接口能把风险率降低一半以上，可是给大客户建接口要亏 {{-worth.loc["interface, large", "value"]:.0f}} 元：他们本来就走得慢，接口带来的 {{worth.loc["interface, large", "months_with"] - worth.loc["interface, large", "months_without"]:.1f}} 个月，每个月 {{choices.loc[("interface", "large"), "monthly_margin"]}} 元，抵不上 {{choices.loc[("interface", "large"), "cost"]}} 元的成本。风险比不等于价值，还要看谁会离开、他们付多少、建立联系要花多少。

# %% [markdown]
# ## Money on top of good will
#
# Surely two bonds hold better than one? In a daycare centre, parents who come late keep a teacher waiting. What brings them in
# time is regard for the teacher: a social bond. To that, six of ten centres in Haifa, chosen by lot, added money: a fine for
# coming late, put on for twelve weeks and then lifted. This is how many parents came late in a week before the fine.

# %% [markdown] lang="zh"
# ## 人情之上再加钱
#
# 两种联系总比一种牢靠吧？在日托中心，家长来晚了，老师就得等着。让家长准时的，是对老师的体谅：一种社会联系。海法十家日托中心里，由抽签选出的六家又加上了钱：对迟到罚款，实行十二周，然后取消。下面是罚款之前每周迟到的家长数。

# %%
haifa = datasets.load("daycare_fines")
before = haifa[haifa["week"] < 5].groupby("group", observed=True)["late_pickups"].mean()
before.rename({"test": "fined later", "control": "never"}).to_frame("late parents, a centre")

# %% [markdown]
# {{before["test"]:.0f}} parents a week in each of the six, on average. A fine should make that fewer, or so one expects. Write down two
# guesses: how many with the fine, once everybody has got used to it, and how many after it was lifted?

# %% [markdown] lang="zh"
# 六家平均每家每周有 {{before["test"]:.0f}} 位。照常理，罚款应当让人数减少。请写下两个猜测：大家习惯罚款之后有几位？取消罚款之后又有几位？

# %%
weekly = haifa.pivot_table("late_pickups", "week", "group", observed=True)
weekly = weekly.rename(columns={"test": "fined", "control": "no fine"})
ax = plots.before_after.before_during_after(
    weekly, treated="fined", first=5, last=16, settled=9, what="late parents", change="fine")

# %% [markdown]
# The fine *more than doubled* lateness (its mean leaves out the first four weeks, when parents were still finding out), and when
# it was lifted, lateness stayed. The authors' title says why, as they read it: "A fine is a price." Once lateness is a service
# that can be bought, nobody need feel sorry; and taking the price away does not bring the regard back.

# %% [markdown] lang="zh"
# 图题依次是罚款之前、罚款期间（从第九周起，前四周家长还在适应）和取消之后每周迟到的家长数。罚款使迟到*翻了一倍多*；取消之后，迟到也没有回落。作者用论文标题说出了他们的解释：“罚款就是价格”。一旦迟到成了可以花钱买的服务，谁也不必过意不去；而取消价格，却换不回那份体谅。

# %% [markdown]
# Could it be chance, or a bad winter? The other four centres had no fine, so take off what happened there. Each centre gives one
# number, its change; the **difference in differences** (双重差分) is the mean change of the six less that of the four. By hand,
# from before to after:

# %% [markdown] lang="zh"
# 会不会是偶然，或者恰逢天气不好？另外四家没有罚款，可以把那里的变化扣除。每家中心只给出一个数，即它的变化；**双重差分**（difference in differences）就是六家的平均变化减去四家的平均变化。先手算从罚款之前到取消之后：

# %%
panel = {"outcome": "late_pickups", "unit": "center", "group": "group", "phase": "phase"}
means = before_after.phase_means(haifa, **panel)["estimate"].unstack("group", sort=False)
test, control = (means[group] for group in ("test", "control"))
change = [one["after fine"] - one["before fine"] for one in (test, control)]
print(f"{change[0]:.2f} - ({change[1]:.2f}) = {change[0] - change[1]:.2f}")

# %%
effect = before_after.difference_in_differences(
    haifa, treated="test", before="before fine", **panel)
effect.round(3)

# %% [markdown]
# After the fine, {{effect.loc["after fine", "estimate"]:.1f}} more late parents a week in a centre than without it (interval
# {{effect.loc["after fine", "low"]:.0f}} to {{effect.loc["after fine", "high"]:.0f}}). The lot could have split the ten centres in
# {{round(1 / effect.loc["after fine", "p_value"]):.0f}} ways, and no other way gives so large a difference: the p-value is 1 in
# {{round(1 / effect.loc["after fine", "p_value"]):.0f}}. The interval counts centres, not weeks, since the weeks of one centre are
# alike.

# %% [markdown] lang="zh"
# 取消罚款之后，每家中心每周迟到的家长比从未罚款的情形多 {{effect.loc["after fine", "estimate"]:.1f}} 位，区间为 {{effect.loc["after fine", "low"]:.0f}} 到 {{effect.loc["after fine", "high"]:.0f}}。抽签把十家分成六家和四家，共有 {{round(1 / effect.loc["after fine", "p_value"]):.0f}} 种可能的分法，没有别的分法能得到这么大的差异，所以 p 值是 {{round(1 / effect.loc["after fine", "p_value"]):.0f}} 分之一。区间按中心数而不是按周数计算，因为同一家中心的各周彼此相似。

# %% [markdown]
# ## The answer
#
# Look at your ranking again. In the telecoms file structure is the bond that shows: each protective service goes with about
# half to three quarters of the hazard, and the true effect is probably smaller. Of price the file cannot speak, and of people it
# knows nothing. So give the bond to some customers by lot before you build it for all, and count its cost. And put no price on
# what people do out of regard: in Haifa a fine turned
# {{test["before fine"]:.0f}} late parents into {{test["last 8 weeks with fine"]:.1f}}, and taking it
# back left {{test["after fine"]:.1f}}.

# %% [markdown] lang="zh"
# ## 回答
#
# 再看看你的排序。在电信公司的数据里，看得出作用的是结构性联系：对每项保护服务来说，有它时的风险率大约是没有它时的一半到四分之三，真实的作用可能更小。关于价格，这份数据说不出什么；关于人，它一无所知。一种联系在推给所有客户之前，先抽签给一部分客户试行，并把成本算清楚。还有，不要给人们出于情分所做的事标价：在海法，罚款让每周迟到的家长从 {{test["before fine"]:.0f}} 位变成 {{test["last 8 weeks with fine"]:.1f}} 位，取消之后仍是 {{test["after fine"]:.1f}} 位。

# %% [markdown]
# ## Published and ours
#
# Cox model: C. Davidson-Pilon, *lifelines* documentation, the notebook on customer churn (logarithms of hazard ratios, Efron's
# rule, all 16 coefficients). Fines: U. Gneezy and A. Rustichini, "A Fine Is a Price", *Journal of Legal
# Studies* 29(1), 2000. Their finding in words: more parents came late under the fine, and no fewer when it was lifted. Our
# means, from the file that the `openintro` package carries, say the same.

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Cox 模型：C. Davidson-Pilon，*lifelines* 文档中关于客户流失的笔记本（风险比的对数，Efron 规则，全部 16 个系数）。罚款：U. Gneezy 和 A. Rustichini，“A Fine Is a Price”，*Journal of Legal Studies* 29(1)，2000。他们的发现用一句话说：罚款期间迟到的家长增多，取消之后也没有减少。本课用 `openintro` 包中的数据得到同样的结果。

# %%
printed = [-.62, -.65, -.32, -.40, -.44, -.09, -.53, -.05, -.06, .19, -1.59, -3.11,
           -.11, .56, .51, -.01]
pd.DataFrame({"published": printed, "ours": cox.coefficients()["estimate"].round(2)})

# %% [markdown]
# All 16 coefficients agree to the last printed digit.

# %% [markdown] lang="zh"
# 16 个系数都与文献印出的最后一位一致。

# %% [markdown]
# ## Limits
#
# The telecoms customers are invented, and the file shows each of them once, at the end: what a customer had when they left, not
# when they began. Fines were watched for only four weeks after they went, in one city, and regard was not measured; it
# is the authors' reading. No file here holds a social bond of a firm and its hazard; that one is simulated.

# %% [markdown] lang="zh"
# ## 局限
#
# 电信客户是虚构的，而且每人只有最后一刻的一行：看到的是离开时而不是刚来时拥有什么。取消罚款之后只观察了四周，只在一个城市，“体谅”也没有测量过，那是作者的解读。这里没有一份真实数据同时包含企业的社会联系和流失风险，本课用的是模拟。

# %% [markdown]
# **Terms** bond 联系 · financial bond 财务联系 · social bond 社会联系 · structural bond 结构性联系 · hazard 风险率 · hazard ratio
# 风险比 · Kaplan-Meier 卡普兰-迈耶 · Cox model Cox 模型 · stratum 层 · p-value p 值 · wall 壁垒 · difference in differences 双重差分 ·
# interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/2_loyalty/24_bonds.ipynb) give you a company of your own and check your
# answers. For this lesson's data:
#
# 1. Fit the Cox model without the price. Which ratios move, and why?
# 2. Is the factor of the services the same among customers with month-to-month contracts?
# 3. Which of your own firm's bonds would become weaker if money were put on it?

# %% [markdown] lang="zh"
# **术语** 联系 bond · 财务联系 financial bond · 社会联系 social bond · 结构性联系 structural bond · 风险率 hazard · 风险比 hazard ratio · 卡普兰-迈耶 Kaplan-Meier · Cox 模型 Cox model · 层 stratum · p 值 p-value · 壁垒 wall · 双重差分 difference in differences · 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/2_loyalty/24_bonds.ipynb)会给你一家专属的模拟公司，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 去掉价格再拟合 Cox 模型，哪些风险比变了？为什么？
# 2. 在按月合约的客户中，这些服务的倍数还一样吗？
# 3. 在你自己的企业里，哪些联系一旦标上价钱就会变弱？
