# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["5000", "1000", "400", "480", "18", "5.1", "0.68", ".68", "44", "45"]
# ---

# %% [markdown]
# # 60 Precision marketing
#
# **Question** Who gets which of three offers, with 5,000 yuan and 1,000 contacts?
#
# **Who asks** The marketing director of a retailer, who signs on Friday.
#
# **Time** 45 minutes. **Before this** [44 Who to save](../4_retention/44_who_to_save.ipynb) and [53 An insurer](../5_cases/53_insurer.ipynb)
#
# **You will be able to**
# 1. join records of three channels to one customer, and count the errors of joining;
# 2. rank by money instead of by answers;
# 3. allot offers under a budget, a number of contacts and a rule, and say what the plan earns;
# 4. say whom a list lays bare, before it leaves the house.
#
# **Data** a simulated retailer, a bank's loans, a veterans' charity. Money is in yuan where nothing else is said.
#
# > "We have bought a data platform. IT says: one phone number, one customer. This month there are 5,000 yuan and 1,000 contacts for three offers, at most two a customer. Sales wants everything for everybody; my analyst wants those who buy most. And a bank would swap lists with us: its best prospects, without names, only age and postcode. What may I sign on Friday?"

# %% [markdown] lang="zh"
# # 60 精准营销
#
# **问题** 手上有 5,000 元、1,000 次触达，三种优惠，谁该得到哪一种？
#
# **谁会这样问** 一家零售企业的市场总监，星期五要签字。
#
# **用时** 45 分钟。**先修** [44 该挽留谁](../4_retention/44_who_to_save.ipynb)、[53 一家保险公司](../5_cases/53_insurer.ipynb)
#
# **学完你能够**
# 1. 把三个渠道的记录合并成同一客户，并统计合并出了多少错；
# 2. 按收益排序，而不是按响应率排序；
# 3. 在预算、触达次数和规则之下分配优惠，并算出方案能赚多少；
# 4. 在名单交出去之前，说清它会暴露谁。
#
# **数据** 一家模拟的零售企业、一家银行的贷款客户、一家退伍军人慈善机构。未另作说明时，金额单位为元。
#
# > “我们买了一套数据管理平台。IT 部门说，一个手机号就是一位客户。这个月有 5,000 元预算、1,000 次触达，三种优惠，每位客户最多两次。销售部要给所有人发所有优惠；分析师要挑买得最多的人。还有一家银行想和我们交换名单：它最好的潜在客户，不带姓名，只有年龄和邮编。星期五我能签什么？”

# %%
import numpy as np
import pandas as pd

from crmkit import companies, datasets, models, plots, rates
from crmkit.campaigns import anonymity, cell_scores, eligibility, linkage, offers

# %%
plots.course_style()
firm = companies.data_platform(seed=60)
records, person = firm.records, firm.truth["person"]
records.head(4)

# %% [markdown]
# ## Who is who
#
# A **data management platform** (数据管理平台) gathers what app, shops and call centre know. The {{len(records):,}} records belong to {{person.nunique():,}} people; the simulation knows whose is whose. **Record linkage** (身份识别) can join by phone, by name, or by weighing all columns. Which makes the fewest errors? Commit yourself.

# %% [markdown] lang="zh"
# ## 谁是谁
#
# **数据管理平台**（data management platform，DMP）汇集 app、门店（shop）和呼叫中心（call centre）各自知道的信息。这 {{len(records):,}} 条记录属于 {{person.nunique():,}} 个人，哪条是谁的，只有模拟程序知道。**身份识别**（record linkage，判断哪些记录是同一客户）可以只看手机号，可以只看姓名，也可以综合各列的证据。哪种错误最少？先选定一种。

# %%
fields = ["phone", "email", "name", "birth_year"]
pairs = linkage.pairs(records, by=fields)
weights = linkage.weights(records, by=fields)
weights.round(4)

# %% [markdown]
# Two records of one customer agree in a column with probability m (set to {{weights["m"].max():.2f}} at most), two of strangers with u. u is counted; m is learned from the pairs, without knowing who is who. If a column agrees, the **odds** (几率) of one customer are multiplied by m / u, if it differs by (1 - m) / (1 - u). The **weight** (权重) is that factor as a power of two: {{weights.loc["name", "agree"]:.1f}} for the same name, {{weights.loc["phone", "agree"]:.1f}} for the same phone. By hand, for the same phone and another name, as in a family:

# %% [markdown] lang="zh"
# 两条记录若属于同一客户，某列一致的概率是 m（上限设为 {{weights["m"].max():.2f}}）；若属于两个陌生人，概率是 u。u 由数据直接数出；m 从成对的记录中学得，不需要知道谁是谁。某列一致（agree），“同一客户”的**几率**（odds）就乘以 m / u；不一致（differ），就乘以 (1 - m) / (1 - u)。**权重**（weight）是这个倍数以 2 为底的对数：姓名一致是 {{weights.loc["name", "agree"]:.1f}}，手机号一致是 {{weights.loc["phone", "agree"]:.1f}}。动手算一例：手机号相同、姓名不同，就像一家人：

# %%
m, u = weights["m"], weights["u"]
by_hand = np.log2(m["phone"] / u["phone"]) + np.log2((1 - m["name"]) / (1 - u["name"]))
cut = np.log2(len(records))
print(f"{by_hand:.1f} for one customer; {cut:.1f} are needed")

# %% [markdown]
# A record has about one partner among all {{len(records):,}}. So evidence must beat those odds: two to the {{cut:.1f}}. The family stays apart; nor is a name alone enough, or a phone alone.

# %% [markdown] lang="zh"
# 一条记录在全部 {{len(records):,}} 条中大约只有一个“同伴”，证据必须压过如此悬殊的几率，即 2 的 {{cut:.1f}} 次方。所以这一家人不会被合并；仅凭姓名一致或仅凭手机号一致，也都不够。

# %%
weighed = linkage.joined(records, pairs, linkage.scored(pairs, weights), least=cut)
ways = {name: linkage.exact(records, by=name) for name in ("phone", "name")}
ways["phone, e-mail or name"] = linkage.exact(records, by=["phone", "email", "name"])
ways["all columns weighed"] = weighed
errors = pd.DataFrame({name: linkage.errors(one, person) for name, one in ways.items()}).T
ax = plots.linkage.link_errors(errors)

# %% [markdown]
# By phone, {{errors.loc["phone", "merged"]}} "customers" are several people, families that share it, and {{errors.loc["phone", "split"]}} people are split: each part would get its own two offers. Joining by anything in common leaves {{errors.loc["phone, e-mail or name", "customers"]}} customers of {{person.nunique():,}} people. Weights merge {{errors.loc["all columns weighed", "merged"]}} and leave {{errors.loc["all columns weighed", "split"]}} split, whose records have too little in common, mostly a name or a phone alone. That is the lesser error: somebody split gets offers twice, somebody merged gets a stranger's. A clerk settles the rest; from here on we use customers so checked.

# %% [markdown] lang="zh"
# 图中从上到下：只看手机号、只看姓名、任一列相同即合并、各列加权；左边是被拆开的人，右边是混进陌生人的“客户”。只看手机号，有 {{errors.loc["phone", "merged"]}} 位“客户”其实是好几个人，即共用号码的一家人；{{errors.loc["phone", "split"]}} 人被拆开，每一份都会各自得到两次优惠。任一列相同就合并，{{person.nunique():,}} 个人只剩 {{errors.loc["phone, e-mail or name", "customers"]}} 位客户。加权法只混错了 {{errors.loc["all columns weighed", "merged"]}} 位，还有 {{errors.loc["all columns weighed", "split"]}} 人被拆开，因为记录之间能对上的太少，多半只有姓名或只有手机号。这种错误较轻：被拆开的人多收几次优惠，被混在一起的人收到的却是别人的。余下的交给人工核对，以下使用核对后的客户。

# %%
customers = firm.customers
rules = {one: customers[one] for one in ("opted_out", "minor", "complaint")}
rules["two already"] = customers["contacts"] >= 2
may = customers[eligibility.eligible(rules)]
eligibility.excluded(rules)

# %% [markdown]
# `excluded`: by this rule, after those above it; `excluded_alone`: by no other; `customers`: who remain. {{len(may):,}} may be contacted; no budget buys the others back.
#
# ## Two rules hold a market
#
# **Precision marketing** (精准营销) chooses customers by what is known of each. A bank offered a loan to 5,000; 480 took it. Two columns, yearly income in thousand dollars and education from 1 to 3:

# %% [markdown] lang="zh"
# `excluded`：经过上面各条之后，又被这一条排除的人数；`excluded_alone`：只被这一条排除的人数；`customers`：剩下的客户数。各行依次是已退订、未成年、投诉未结、本月已收到两次。可以联系的有 {{len(may):,}} 位；其余的人，预算再多也不能碰。
#
# ## 两条规则圈住市场
#
# **精准营销**（precision marketing）按对每位客户的了解来挑选。一家银行向 5,000 位客户推荐贷款，有 480 位接受。只看两列：年收入（income，千美元）和教育程度（education，1 到 3 级）：

# %%
bank = datasets.load("bank_loans")
edges = [0, 60, 100, 115, 300]
bank["income_class"] = pd.cut(bank["income"], edges, labels=["to 60", "to 100", "to 115", "above"])
by = {"by": ["education", "income_class"]}
ax = plots.cell_scores.cells(cell_scores.learned(bank, happened="loan", **by), least=20)

# %%
market = bank[(bank["income"] > 100) & (bank["education"] > 1)]
richest = market[market["income"] > 115]
print(f"{len(market)} people hold {market['loan'].sum()} of {bank['loan'].sum()} loans; "
      f"above 115: {richest['loan'].sum()} of {len(richest)}")

# %% [markdown]
# Income above 100 and education above the first level: {{100 * len(market) / len(bank):.0f}} % of the customers, {{100 * market["loan"].sum() / bank["loan"].sum():.0f}} % of the loans. Above 115 *every one* of them took it, which no real market does: trust the rule, not the certainty. And nobody was left without an offer, so we see who takes loans, not whom the offer moved.

# %% [markdown] lang="zh"
# 收入超过 100（即 10 万美元）、教育程度高于第一级：{{100 * len(market) / len(bank):.0f}}% 的客户，占了 {{100 * market["loan"].sum() / bank["loan"].sum():.0f}}% 的贷款。其中收入超过 115 的，*每一位*都接受了，真实市场不会这样：规则可以信，百分之百不能信。而且人人都收到了推荐，所以看到的是谁会贷款，而不是推荐打动了谁。

# %% [markdown]
# ## The best answerers
#
# A veterans' charity knows each donor's mean gift. Five equal groups, from the smallest gifts to the largest. Most lists are ranked by who answers. Guess: does the group that answers most bring most?

# %% [markdown] lang="zh"
# ## 响应最积极的人
#
# 一家退伍军人慈善机构知道每位捐款人的平均捐款额。按它从小到大分成人数相等的五组。多数名单按响应率排序。猜一猜：响应最多的那组，带来的钱也最多吗？

# %%
donors = datasets.load("fundraising")
names = ["smallest", "small", "middle", "large", "largest"]
donors["usual_gift"] = pd.qcut(donors["mean_gift"], 5, labels=names)
answers = donors.groupby("usual_gift", observed=True)[["gave", "gift"]].mean()
answers.round(2)

# %% [markdown]
# The smallest givers answer {{answers["gave"].iloc[0]:.2f}} and bring {{answers["gift"].iloc[0]:.1f}} dollars a letter, the largest {{answers["gave"].iloc[-1]:.2f}} and {{answers["gift"].iloc[-1]:.1f}}. But the file was drawn so that half gave, odds of 1 to 1; of all letters 5.1 % were answered, odds of .051 to .949, and one cost .68. So each group's odds are multiplied by .051 / .949:

# %% [markdown] lang="zh"
# 捐得最少的一组（smallest）响应率 {{answers["gave"].iloc[0]:.2f}}，每封信带来 {{answers["gift"].iloc[0]:.1f}} 美元；捐得最多的一组（largest）是 {{answers["gave"].iloc[-1]:.2f}} 和 {{answers["gift"].iloc[-1]:.1f}}。但这份数据抽取时让捐款者占了一半，几率是 1 比 1；实际上只有 5.1% 的信得到响应，几率是 0.051 比 0.949，每封成本 0.68 美元。所以把每组的几率都乘以 0.051 / 0.949 来还原：

# %%
def a_letter(table):
    groups = table.groupby("usual_gift", observed=True)[["gave", "gift"]].mean()
    odds = groups["gave"] / (1 - groups["gave"]) * 0.051 / 0.949
    return odds / (1 + odds) * groups["gift"] / groups["gave"] - 0.68

# %%
earned = models.resampled(donors, a_letter, rng=np.random.default_rng(60)).set_axis(names)
odds = answers["gave"] / (1 - answers["gave"]) * 0.051 / 0.949
earned["rate"] = odds / (1 + odds)
ax = plots.offers.answers_and_money(earned, unit="dollars a letter")

# %% [markdown]
# The best answerers *lose* money: {{earned["estimate"].iloc[0]:.2f}} dollars a letter ({{earned["low"].iloc[0]:.2f}} to {{earned["high"].iloc[0]:.2f}}). Only the largest givers clearly earn, {{earned["estimate"].iloc[-1]:.2f}} ({{earned["low"].iloc[-1]:.2f}} to {{earned["high"].iloc[-1]:.2f}}). A ranking by answers would mail them last. Rank by money.

# %% [markdown] lang="zh"
# 响应最积极的人反而*亏钱*：每封 {{earned["estimate"].iloc[0]:.2f}} 美元（{{earned["low"].iloc[0]:.2f}} 到 {{earned["high"].iloc[0]:.2f}}）。明确赚钱的只有捐得最多的一组：{{earned["estimate"].iloc[-1]:.2f}} 美元（{{earned["low"].iloc[-1]:.2f}} 到 {{earned["high"].iloc[-1]:.2f}}）。按响应排序，他们恰好排在最后。要按收益排序。

# %% [markdown]
# ## Who gets which offer
#
# Back to the retailer. Last quarter other customers got a coupon (1 yuan), a sample (6), a call (18) or nothing, by lot. One half of this trial makes the plan; the other half judges it.

# %% [markdown] lang="zh"
# ## 谁得到哪种优惠
#
# 回到零售企业。上个季度，另一批客户由抽签决定得到优惠券（coupon，1 元）、试用装（sample，6 元）、电话（call，18 元）或什么都没有（none）。试验的一半用来定方案，另一半用来检验。

# %%
costs = {"coupon": 1, "sample": 6, "call": 18}
asked = {"bought": "bought", "offer": "offer", "by": "group", "control": "none"}
first = firm.trial.sample(frac=0.5, random_state=60)
second = firm.trial.drop(index=first.index)
uplift = offers.uplifts(first, **asked)["estimate"]
uplift.unstack().round(3)

# %%
basket = {"by": "group", "margin": "margin", "costs": costs}
profits = offers.expected_profits(may, uplift, **basket)
one = may.iloc[0]
by_hand = uplift[one["group"], "sample"] * one["margin"] - 6
print(f"a sample to a {one['group']} customer, margin {one['margin']:.0f}: by hand {by_hand:.2f}, "
      f"by call {profits['sample'].iloc[0]:.2f}")

# %% [markdown]
# How to keep the limits? Take the best buyers first, as the analyst wants; or the largest profit first, then the next (**greedy**, 贪心法), or the largest profit a yuan; or let an **integer programme** (整数规划) weigh all yes-or-no choices at once. A budget over things of different cost is the **knapsack problem** (背包问题). Each third offer drives 3 % of customers away, worth 400 each: 12 yuan. Which plan earns most, and by how much?

# %% [markdown] lang="zh"
# 怎样守住限制？可以像分析师要的那样，先给买得最多的人；可以先取利润最大的，再取其次（**贪心法**，greedy），或者先取每元利润最大的；也可以用**整数规划**（integer programme），把所有“给或不给”放在一起权衡。成本不同的东西共用一笔预算，就是**背包问题**（knapsack problem）。第三次优惠会赶走 3% 的客户，每位价值 400 元，也就是损失 12 元。哪个方案赚得最多？多赚多少？

# %%
each = 2 - may["contacts"]
limits = {"costs": costs, "budget": 5_000, "contacts": 1_000, "most_each": each}
buying = first.groupby(["group", "offer"], observed=True)["bought"].mean()
plans = {"integer programme": offers.best_plan(profits, **limits),
         "largest profit first": offers.greedy_plan(profits, **limits)}

# %%
by_yuan = {"by": "profit a unit of money"}
plans["profit a yuan first"] = offers.greedy_plan(profits, **limits, **by_yuan)
as_buyers = offers.expected_profits(may, buying, **basket)
plans["best buyers first"] = offers.greedy_plan(as_buyers, **limits)
plans["everything to all"] = offers.everything(profits)
pd.DataFrame({name: plan.sum() for name, plan in plans.items()}).T

# %%
rule = {"costs": costs, "most_each": each}
beyond = {n: offers.plan_value(p, profits, **rule)["beyond"] for n, p in plans.items()}

# %%
def earns(table):
    rate = table.groupby(["group", "offer"], observed=True)["bought"].mean().unstack()
    more = rate[list(costs)].sub(rate["none"], axis=0).stack()
    profit = offers.expected_profits(may, more, **basket)
    found = {n: profit.where(p, 0).to_numpy().sum() - 12 * beyond[n] for n, p in plans.items()}
    best = found["integer programme"]
    return pd.Series(found | {f"over {n}": best - p for n, p in found.items()})

# %%
judged = models.resampled(second, earns, rng=np.random.default_rng(60), draws=200)
judged = judged.set_axis(earns(second).index)
table = judged.loc[list(plans)].assign(expected=earns(first))
ax = plots.offers.plan_profits(table)

# %% [markdown]
# Greedy buys calls until the money is gone and leaves contacts unused; profit a yuan buys coupons until the contacts are gone and leaves money unused. The programme earns {{judged.loc["integer programme", "estimate"]:,.0f}} yuan ({{judged.loc["integer programme", "low"]:,.0f}} to {{judged.loc["integer programme", "high"]:,.0f}}): {{judged.loc["over largest profit first", "estimate"]:,.0f}} more than greedy ({{judged.loc["over largest profit first", "low"]:,.0f}} to {{judged.loc["over largest profit first", "high"]:,.0f}}), {{judged.loc["over profit a yuan first", "estimate"]:,.0f}} more than profit a yuan ({{judged.loc["over profit a yuan first", "low"]:,.0f}} to {{judged.loc["over profit a yuan first", "high"]:,.0f}}), {{judged.loc["over best buyers first", "estimate"]:,.0f}} more than the best buyers, who mostly buy anyway. Everything to all costs {{len(may) * sum(costs.values()):,}} yuan and loses {{-judged.loc["everything to all", "estimate"]:,.0f}}. The promise was {{table["expected"].iloc[0]:,.0f}}: a plan picks what luck made look good. And other limits?

# %% [markdown] lang="zh"
# 图中从上到下：整数规划、先取利润最大的（贪心法）、先取每元利润最大的、先给买得最多的人、给所有人发所有优惠；橙线是定方案时的承诺。贪心法一路选电话，钱花完了，触达次数还剩着；按每元利润则一路发优惠券，次数用完了，钱还剩着。整数规划赚 {{judged.loc["integer programme", "estimate"]:,.0f}} 元（{{judged.loc["integer programme", "low"]:,.0f}} 到 {{judged.loc["integer programme", "high"]:,.0f}}），比贪心法多 {{judged.loc["over largest profit first", "estimate"]:,.0f}} 元（{{judged.loc["over largest profit first", "low"]:,.0f}} 到 {{judged.loc["over largest profit first", "high"]:,.0f}}），比按每元利润多 {{judged.loc["over profit a yuan first", "estimate"]:,.0f}} 元（{{judged.loc["over profit a yuan first", "low"]:,.0f}} 到 {{judged.loc["over profit a yuan first", "high"]:,.0f}}），比“先给买得最多的人”多 {{judged.loc["over best buyers first", "estimate"]:,.0f}} 元，因为那些人多半本来就会买。给所有人发所有优惠，要花 {{len(may) * sum(costs.values()):,}} 元，还要亏 {{-judged.loc["everything to all", "estimate"]:,.0f}} 元。当初的承诺是 {{table["expected"].iloc[0]:,.0f}} 元：定方案时，难免会选中只是碰巧显得好的。换一种限制又会怎样？

# %%
changes = {"1,100 contacts": {"contacts": 1_100}, "6,000 yuan": {"budget": 6_000},
           "one offer each": {"most_each": each.clip(upper=1)}}
found = {name: offers.best_plan(profits, **limits | new) for name, new in changes.items()}
other = {name: offers.plan_value(plan, profits, **rule)["profit"] for name, plan in found.items()}
more = (pd.Series(other) - table["expected"].iloc[0]).round(0).astype("int64")
more.to_frame("more profit promised, yuan")

# %% [markdown]
# By the promise, another 1,000 yuan of budget bring {{more["6,000 yuan"]:,.0f}} beyond their cost.
#
# ## Whom a list lays bare
#
# The other bank's list: its {{len(market)}} best prospects, without names, with age and postcode. A list is k-anonymous (**k-anonymity**, k-匿名; [lesson 10](../1_segmentation/10_customer_file.ipynb)) if at least k people share each combination. How many of the {{len(market)}} stand alone? And how many of all 5,000?

# %% [markdown] lang="zh"
# 各行依次是：多 100 次触达、多 1,000 元预算、每人最多再发一次。按承诺计算，预算多 1,000 元，扣除这笔钱之后还多赚 {{more["6,000 yuan"]:,.0f}} 元。
#
# ## 名单暴露了谁
#
# 那家银行的名单：{{len(market)}} 位最好的潜在客户，不带姓名，带年龄和邮编。每种组合至少由 k 个人共有，叫作 **k-匿名**（k-anonymity，见[第 10 课](../1_segmentation/10_customer_file.ipynb)）。{{len(market)}} 人里有多少独一无二？全部 5,000 人里呢？

# %%
told = {"columns": {"told": ["postcode", "age"]}}
lists = pd.concat([
    anonymity.risk(market, **told), anonymity.risk(bank, **told),
    anonymity.risk(market, among=bank, **told)])
lists.index = ["the best prospects", "the whole bank", "prospects among the bank"]
ax = plots.anonymity.unique_shares(lists, what="age and postcode")

# %% [markdown]
# {{100 * lists["unique_share"].iloc[0]:.0f}} % of the prospects are unique on their list, {{100 * lists["unique_share"].iloc[1]:.0f}} % of the whole bank on its own: the sharper the targeting, the smaller the group, the sooner it names people. Grey are others in a group below five. Somebody who does not know that a neighbour is on the list must search the whole bank: {{100 * lists["unique_share"].iloc[2]:.0f}} %. Do coarser classes help?

# %% [markdown] lang="zh"
# 图中从上到下：潜在客户在自己的名单里、全行客户、潜在客户放到全行中找。{{100 * lists["unique_share"].iloc[0]:.0f}}% 的潜在客户在名单上独一无二，全行客户中是 {{100 * lists["unique_share"].iloc[1]:.0f}}%：定位越精准，人群越小，越容易认出是谁。灰色是其余处在不足五人的组里的人。如果不知道邻居在名单上，就得在全行中找：{{100 * lists["unique_share"].iloc[2]:.0f}}%。把分档放粗一些，有用吗？

# %%
coarse = market.assign(decade=market["age"] // 10)
sets = {"postcode": ["postcode"], "age": ["age"]}
for digits in (3, 2):
    coarse[f"{digits} digits"] = market["postcode"] // 10 ** (5 - digits)
    sets[f"{digits} digits, decade"] = [f"{digits} digits", "decade"]
hidden = anonymity.risk(coarse, columns=sets, k=5)
hidden[["groups", "smallest", "unique_share", "small_share"]].round(2)

# %% [markdown]
# The postcode does it. With three of its digits and decades of age {{100 * hidden["small_share"].iloc[2]:.0f}} % still stand in groups below five, with two digits {{100 * hidden["small_share"].iloc[3]:.0f}} %; those rows must go. And k-anonymity hides a row, not a trait that the whole group shares.
#
# ## One page for the board
#
# | decision | yuan | interval |
# |---|---|---|
# | the integer programme's plan: {{int(plans["integer programme"].sum().sum()):,}} contacts, its cost of 5,000 taken off | {{judged.loc["integer programme", "estimate"]:,.0f}} | {{judged.loc["integer programme", "low"]:,.0f}} to {{judged.loc["integer programme", "high"]:,.0f}} |
# | its gain over profit a yuan first, the next best | {{judged.loc["over profit a yuan first", "estimate"]:,.0f}} | {{judged.loc["over profit a yuan first", "low"]:,.0f}} to {{judged.loc["over profit a yuan first", "high"]:,.0f}} |
# | everything to all: no | {{judged.loc["everything to all", "estimate"]:,.0f}} | {{judged.loc["everything to all", "low"]:,.0f}} to {{judged.loc["everything to all", "high"]:,.0f}} |
# | one phone, one customer: no; a clerk checks | {{errors.loc["phone", "merged"]}} customers of several people | |
# | the swap of lists with age and postcode: no | {{100 * lists["unique_share"].iloc[0]:.0f}} % unique | |
#
# **What would change it** By the promise, 1,000 yuan more of budget add {{more["6,000 yuan"]:,.0f}} after they are paid, 100 more contacts {{more["1,100 contacts"]:,.0f}}; a rule of one offer each costs {{-more["one offer each"]:,.0f}}. Profit a yuan first needs no solver, and its gap may be as small as {{judged.loc["over profit a yuan first", "low"]:,.0f}}.

# %% [markdown] lang="zh"
# 问题出在邮编。邮编留三位、年龄按十岁一档，仍有 {{100 * hidden["small_share"].iloc[2]:.0f}}% 的人处在不足五人的组里；只留两位，还有 {{100 * hidden["small_share"].iloc[3]:.0f}}%，这些行必须删去。另外，k-匿名藏住的是一行，藏不住全组共有的特征。
#
# ## 给董事会的一页纸
#
# | 决定 | 元 | 区间 |
# |---|---|---|
# | 采用整数规划的方案：{{int(plans["integer programme"].sum().sum()):,}} 次触达，已扣除 5,000 元成本 | {{judged.loc["integer programme", "estimate"]:,.0f}} | {{judged.loc["integer programme", "low"]:,.0f}} 到 {{judged.loc["integer programme", "high"]:,.0f}} |
# | 比次优方案（先取每元利润最大的）多 | {{judged.loc["over profit a yuan first", "estimate"]:,.0f}} | {{judged.loc["over profit a yuan first", "low"]:,.0f}} 到 {{judged.loc["over profit a yuan first", "high"]:,.0f}} |
# | 给所有人发所有优惠：否 | {{judged.loc["everything to all", "estimate"]:,.0f}} | {{judged.loc["everything to all", "low"]:,.0f}} 到 {{judged.loc["everything to all", "high"]:,.0f}} |
# | 一个手机号一位客户：否，人工核对 | {{errors.loc["phone", "merged"]}} 位“客户”混有几个人 | |
# | 交换带年龄和邮编的名单：否 | {{100 * lists["unique_share"].iloc[0]:.0f}}% 独一无二 | |
#
# **什么会改变决定** 按承诺计算，预算多 1,000 元，扣除这笔钱后多赚 {{more["6,000 yuan"]:,.0f}} 元；多 100 次触达，多赚 {{more["1,100 contacts"]:,.0f}} 元；规则改为每人最多再发一次，少赚 {{-more["one offer each"]:,.0f}} 元。先取每元利润最大的，不必求解整数规划，差距可能小到 {{judged.loc["over profit a yuan first", "low"]:,.0f}} 元。

# %% [markdown]
# ## Published and ours
#
# E-mail test: Hillstrom, MineThatData (2008), counts as printed. Voters: Shmueli et al., *Data Mining for Business Analytics* (2019), whose files are also our bank and veterans ([lesson 44](../4_retention/44_who_to_save.ipynb)). Charity mailing: Franses & Paap (2001), in Wooldridge, *Introductory Econometrics* ([lesson 45](../4_retention/45_win_back.ipynb)).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# 邮件试验：Hillstrom，MineThatData（2008），人数照原文。选民：Shmueli 等，*Data Mining for Business Analytics*（2019），本课的银行和退伍军人数据也出自该书（见[第 44 课](../4_retention/44_who_to_save.ipynb)）。慈善邮寄：Franses 和 Paap（2001），见 Wooldridge，*Introductory Econometrics*（[第 45 课](../4_retention/45_win_back.ipynb)）。

# %%
import statsmodels.formula.api as smf

mail = rates.rate_difference([122, 267], [21_306, 21_307])
voters = datasets.load("voter_persuasion").groupby("messaged")["moved"].mean()
gifts = datasets.load("charity_mailing")
lines = [smf.ols(f"gift ~ {on}", gifts).fit() for on in
         ("mails_a_year", "mails_a_year + last_gift + response_share")]

# %%
printed = {"orders with / without e-mail, %": "1.253 / .573", "rise, points (z)": ".681 (7.4)",
           "voters moved without / with": ".3444 / .4024", "no gift, mean gift": "2,561, 7.44",
           "gift on mails: intercept, slope": "2.01, 2.65 (R2 .0138)",
           "gift on three: intercept, slopes": "-4.55, 2.17, .0059, 15.36 (R2 .0834)"}
ours = [f"{26_700 / 21_307:.3f} / {12_200 / 21_306:.3f}",
        f"{100 * mail['estimate']:.3f} ({mail['z']:.1f})", f"{voters[0]:.4f} / {voters[1]:.4f}"]

# %%
ours.append(f"{(gifts['gift'] == 0).sum():,}, {gifts['gift'].mean():.2f}")
for line in lines:
    numbers = [f"{one:.4f}" if abs(one) < 0.1 else f"{one:.2f}" for one in line.params]
    ours.append(f"{', '.join(numbers)} (R2 {line.rsquared:.4f})")
pd.DataFrame({"published": printed.values(), "ours": ours}, index=list(printed))

# %% [markdown]
# All agree. The e-mail moved {{100 * mail["estimate"]:.2f}} of 100 customers, the message {{100 * (voters[1] - voters[0]):.1f}} of 100 voters; our simulated calls move more. Take nobody's uplift: run a trial of your own.
#
# ## The answer
#
# Sign the integer programme: it earns {{judged.loc["integer programme", "estimate"]:,.0f}} yuan ({{judged.loc["integer programme", "low"]:,.0f}} to {{judged.loc["integer programme", "high"]:,.0f}}) beyond the 5,000 it spends. Do not give everything to all, nor the first offers to the best buyers. Do not let one phone number make one customer. Do not swap lists with age and postcode.

# %% [markdown] lang="zh"
# 全部一致。每 100 位客户，邮件只打动 {{100 * mail["estimate"]:.2f}} 位；每 100 位选民，一条消息打动 {{100 * (voters[1] - voters[0]):.1f}} 位；我们模拟数据里的电话打动的人更多。不要照搬别人的增量，要自己做试验。
#
# ## 回答
#
# 签整数规划的方案：花 5,000 元，扣除后净赚 {{judged.loc["integer programme", "estimate"]:,.0f}} 元（{{judged.loc["integer programme", "low"]:,.0f}} 到 {{judged.loc["integer programme", "high"]:,.0f}}）。不要给所有人发所有优惠，也不要先给买得最多的人。不要把一个手机号当作一位客户。不要交换带年龄和邮编的名单。

# %% [markdown]
# ## Limits
#
# Two offers to one customer are taken to add up; test that. Weights take columns as independent, which families who share a phone are not. The interval holds the luck of the trial, not that of next month's customers. Keep a tenth, drawn by lot, without offers, a **control group** (对照组): only it says what the plan brought.

# %% [markdown] lang="zh"
# ## 局限
#
# 我们假定同一客户收到的两次优惠，效果可以相加，这要用试验验证。加权法假定各列相互独立，而共用手机号的一家人并不独立。区间只反映试验的抽样误差，不反映下个月客户的变动。由抽签留出十分之一的客户不**投放**（delivery）任何优惠，作为**对照组**（control group）：只有它能说明方案带来了什么。

# %% [markdown]
# **Terms** precision marketing 精准营销 · data management platform 数据管理平台 (DMP) · record linkage 身份识别 · integer programme 整数规划 · knapsack problem 背包问题 · greedy 贪心法 · control group 对照组 · k-anonymity k-匿名
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/60_precision_marketing.ipynb) give you a platform of your own and check your answers. For this lesson's data:
#
# 1. From which cost on does the programme make no call?
# 2. Which two columns of the bank lay fewest people bare?

# %% [markdown] lang="zh"
# **术语** 精准营销 precision marketing · 数据管理平台 data management platform (DMP) · 身份识别 record linkage · 整数规划 integer programme · 背包问题 knapsack problem · 贪心法 greedy · 对照组 control group · 投放 delivery · k-匿名 k-anonymity
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/60_precision_marketing.ipynb)会给你一个专属的数据管理平台，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 电话贵到多少，整数规划就不再打电话？
# 2. 银行数据中，哪两列暴露的人最少？
