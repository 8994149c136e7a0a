# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
#     given: ["0.1", "78", "1984", "1938", "20", "10", "4", "2000", "1.64", "21000", "23", "600", "40", "20000", "14", "24", "50000", "60000", "100000", "0.9", "5", "3", "2", "1", "0", "57", "19800", "800000"]
# ---

# %% [markdown]
# # 59 Grey marketing
#
# **Question** When does a kickback last, and which 40 of 600 files show it?
#
# **Who asks** The head of internal audit at a distributor, who must name the files by Friday.
#
# **Time** 45 minutes. **Before this** [23 Frequency rewards and clubs](../2_loyalty/23_rewards.ipynb), [53 An insurer](53_insurer.ipynb).
#
# **You will be able to**
# 1. say how much the future must count for honesty, or for a kickback, to last;
# 2. tell a file that fails a digit test from one that is far off;
# 3. hold rebates against those of peers, and count the false alarms;
# 4. choose 40 files by what they bring, with an interval.
#
# **Data** a simulated distributor's invoices and rebates over three years. Money is in yuan.
#
# > *We sell laboratory goods to 600 buyers through 24 sellers. Some are said to get a rebate that their firm never sees, and to share it with our seller. By Friday I may choose 40 files; to open one costs 20,000 yuan. IT has run the first-digit test on every seller's invoices: 14 of 24 fail, and S01, our largest, by a p-value below one in a million. So I mean to open the 40 of S01's buyers with the largest rebates, 800,000 yuan in all. The board also asks how often we must part sellers and buyers to be rid of this. Zhao, internal audit*

# %% [markdown] lang="zh"
# # 59 灰色营销
#
# **问题** 回扣在什么条件下能长期维持？600 份档案里，该查哪 40 份？
#
# **谁会这样问** 一家经销商的内部审计负责人，星期五之前要定下名单。
#
# **用时** 45 分钟。**先修** [23 常客奖励与俱乐部](../2_loyalty/23_rewards.ipynb)、[53 一家保险公司](53_insurer.ipynb)。
#
# **学完你能够**
# 1. 说出未来要有多重要，诚信（或回扣）才维持得下去；
# 2. 分清“没通过首位数字检验”和“偏离很大”；
# 3. 把返利与同类客户相比，并数清误报；
# 4. 按能追回的钱选出 40 份档案，并给出区间。
#
# **数据** 一家模拟的经销商三年的发票和返利。金额单位为元。
#
# > *我们通过 24 名销售员，向 600 名采购员销售实验室用品。据说有些采购员拿到的返利，他们单位从来没见过，而是和我们的销售员分了。星期五之前我可以选 40 份档案来查，查一份要 20,000 元。信息部对每名销售员的发票做了首位数字检验：24 人中有 14 人没通过，其中最大的 S01，p 值不到百万分之一。所以我打算查 S01 名下返利最多的 40 名采购员，共花 800,000 元。董事会还想知道：销售员和采购员要多久轮换一次，才能根除这种事？内部审计部 赵*

# %%
import numpy as np
import pandas as pd

from crmkit import companies, orders, plots, rates
from crmkit.campaigns import audits, digits, peer_rebates, repeated_game

# %%
plots.course_style()
firm = companies.rebate_ledger(seed=59)
columns = {"customer": "buyer", "date": "date", "amount": "amount", "order": "invoice"}
log, report = orders.read(firm.invoices, keep=["rebate"], **columns)
report.table.query("rows > 0")[["rows", "action"]]

# %% [markdown]
# The distributor is simulated, so that we can open every file in the end. Of {{report.rows_in:,}} lines some were exported twice, and credit notes cancel their invoices. Regions are spelt in several ways:

# %% [markdown] lang="zh"
# 这家经销商是模拟的，所以最后我们可以打开每一份档案来核对。{{report.rows_in:,}} 行导出中，有的重复导出，有的是红字发票，与原发票相抵。地区的写法也不统一：

# %%
buyers = firm.buyers.assign(region=firm.buyers["region"].str.strip().str.title())
print((buyers["region"] != firm.buyers["region"]).sum(), "of", len(buyers), "regions mended")
log = log.join(buyers["seller"], on="customer_id")
buyers = buyers.join(log.groupby("customer_id")[["amount", "rebate"]].sum())
buyers["rate"] = buyers["rebate"] / buyers["amount"]

# %% [markdown]
# ## Why a deal holds
#
# A **kickback** (回扣) is money that a seller pays a buyer in private for an order; a pair that deals so is called bent below. No court enforces a kickback, nor much of honest trade. Both are **repeated games** (重复博弈): who cheats today loses tomorrow. In the **prisoner's dilemma** (囚徒困境) of [lesson 23](../2_loyalty/23_rewards.ipynb) a cheat earns 5, two honest sides 3 each, two cheats 1 each, and whoever is cheated 0. Against **grim trigger** (冷酷触发), which never forgives, cheating wins 5 - 3 once and loses 3 - 1 in every later year. Against **tit for tat** (以牙还牙), which forgives, one may cheat every other year: that wins 5 - 3 as well, and loses 3 - 0 in the year after:

# %% [markdown] lang="zh"
# ## 约定为什么守得住
#
# **回扣**（kickback）是销售员为拿订单私下付给采购员的钱。没有哪家法院会替人讨回扣；诚信的生意，其实也大多不靠法院。两者都是**重复博弈**（repeated game）：今天骗人，明天就没有生意。在[第 23 课](../2_loyalty/23_rewards.ipynb)的**囚徒困境**（prisoner's dilemma）里，骗人的一方得 5，双方诚信各得 3，双方互骗各得 1，被骗的得 0。面对永不原谅的**冷酷触发**（grim trigger），骗一次多得 5 - 3，此后每年少得 3 - 1；面对会原谅的**以牙还牙**（tit for tat），可以隔年骗一次：当年同样多得 5 - 3，下一年少得 3 - 0：

# %%
needed = repeated_game.thresholds(temptation=5, reward=3, punishment=1, sucker=0)
needed.assign(by_hand=[(5 - 3) / (5 - 1), (5 - 3) / (3 - 0)]).round(3)

# %% [markdown]
# A **discount factor** (折现因子) is what a yuan of next year is worth today; these are the lowest at which honesty pays. Forgiving asks for more. If the factor is 0.9, what share of the buyers may leave in a year before honesty no longer pays?

# %% [markdown] lang="zh"
# **折现因子**（discount factor）是明年的一元钱在今天值多少；表中是诚信划算所需的最低值。会原谅的策略要求更高。如果折现因子是 0.9，那么每年最多可以有多大比例的采购员离开，诚信才仍然划算？先猜一猜。

# %%
ax = plots.repeated_game.honesty(needed, discount_factor=0.9)

# %% [markdown]
# Whoever leaves ends the relation, so each point of turnover takes 0.9 points off the weight of next year.
#
# ## When a kickback holds
#
# Say that a bent order brings the seller 50,000 yuan a year more than an honest one, before the kickback; if found out, the seller loses 60,000 and the buyer 100,000. In a year 10 % of the buyers leave and 20 % of the kickbacks are found out. So the buyer agrees from 20 % of 100,000, 20,000 yuan, on. The seller, who pays *after* the order, pays at most what the next order is worth today: its gain less the loss to be expected, times the weight of next year. **Rotation** (轮岗) lowers that weight: it parts a pair every n years on average, on a date that the pair does not know. At which n does no kickback suit both?

# %% [markdown] lang="zh"
# 采购员一走，关系就断了，所以流动率每高一个百分点，明年的分量就少 0.9 个百分点。
#
# ## 回扣什么时候维持得下去
#
# 假设给了回扣，销售员每年比正常做生意多赚 50,000 元（回扣还没扣除）；一旦被查出，销售员损失 60,000 元，采购员损失 100,000 元。每年有 10% 的采购员离开，20% 的回扣被查出。因此，采购员至少要拿 100,000 元的 20%，也就是 20,000 元，才会答应。销售员是拿到订单*之后*才付钱，所以最多只肯付下一笔订单在今天的价值：多赚的钱减去预期损失，再乘以明年的分量。**轮岗**（rotation）会压低这个分量：平均每 n 年拆开一对，具体哪天他们事先不知道。n 是多少，就没有双方都能接受的回扣？

# %%
stakes = {"extra_margin": 50_000, "seller_fine": 60_000, "buyer_fine": 100_000}
pair = {**stakes, "discount_factor": 0.9, "leaving_rate": 0.10}
terms = repeated_game.by_rotation(range(1, 13), detection_rate=0.20, **pair)
ax = plots.repeated_game.kickback_range(terms)

# %%
n = repeated_game.longest_breaking_term(detection_rate=0.20, **pair)
honest = repeated_game.next_year(0.9, leaving_rate=0.10, rotation_years=n)
each = repeated_game.kickback_values(21_000, detection_rate=0.20, rotation_years=10, **pair)
each.round(0).astype({"this_year": int, "value": int, "alternative": int})

# %% [markdown]
# {{n:.0f}} years. The table has a kickback of 21,000 at a term of 10. For both, going on (`value`) is worth more than the best way out (`alternative`): it holds. But honest pairs are parted, too: at {{n:.0f}} years their next year counts {{honest:.2f}}, enough for grim trigger and too little for tit for tat. And 20 % found out was an assumption. What decides it is how well we look.

# %% [markdown] lang="zh"
# {{n:.0f}} 年。表中是 10 年一轮、回扣 21,000 元的情形：对双方来说，继续下去（`value`，各年合计）都比最好的退路（`alternative`）划算，所以维持得下去。可是轮岗也会拆开诚信的搭档：{{n:.0f}} 年一轮时，他们明年的分量是 {{honest:.2f}}，冷酷触发还守得住，以牙还牙就守不住了。何况“20% 被查出”只是假设。真正起决定作用的，是我们查得有多准。

# %% [markdown]
# ## What the digits say
#
# Among amounts that span several powers of ten, a share of log10(1 + 1/d) begins with the digit d: the **first-digit law** (本福特定律). Who keeps orders below 50,000, from where a second signature is needed, writes too many fours. Three methods could choose the files: the digit **test**, the **size** of the deviation, or **peers**, how far a rebate is above those of like buyers. Commit yourself to one. First, S01:

# %% [markdown] lang="zh"
# ## 数字说了什么
#
# 如果金额跨越好几个数量级，那么首位数字是 d 的占 log10(1 + 1/d)：这就是**本福特定律**（first-digit law）。50,000 元以上要第二个人签字，有人把订单压在这条线以下，4 开头的就会太多。选档案有三种方法：首位数字的**检验**、数字偏离的**大小**，以及**同类比较**（看返利比条件相近的采购员高出多少）。先选定一种。先看 S01：

# %%
files = digits.fits(log, amount="amount", by="seller")
ax = plots.digits.digit_bars(digits.shares(log.loc[log["seller"] == "S01", "amount"]))

# %% [markdown]
# S01 writes too many ones, not too many fours. The ones are a pack at its list price of 19,800, which everybody sells. The p-value, how often chance alone would be as far off, is {{files.loc["S01", "p_value"]:.0e}} all the same. Now take a fault that is truly small: the digit 4 one percentage point too often. How often does a file of 2,000 invoices fail, and one of 50,000?

# %% [markdown] lang="zh"
# S01 是 1 太多，4 并不多：原因是一种标价 19,800 元的套装，人人都在卖。可是 p 值（纯属偶然时出现这么大偏离的概率）照样只有 {{files.loc["S01", "p_value"]:.0e}}。现在来看一个确实很小的偏差：首位数字 4 多出一个百分点。2,000 张发票的档案有多大可能通不过检验？50,000 张的呢？

# %%
digits.by_size([2_000, 5_000, 10_000, 50_000]).round(3)

# %% [markdown]
# **Chi-square** (卡方) adds up squared deviations. The fault adds {{digits.by_size([2_000])["noncentrality"].iloc[0]:.0f}} to it at 2,000 invoices and {{digits.by_size([50_000])["noncentrality"].iloc[0]:.0f}} at 50,000, on top of the 8 of chance: {{100 * digits.by_size([2_000])["rejected_share"].iloc[0]:.0f}} % of the small files fail, and all of the large. What does not grow with the file is the **effect size** (效应量) w: the root of chi-square per invoice, with the 8 taken off first; 0.1 counts as small. Zhao takes S01's p-value for a sign of guilt. Is it one?

# %% [markdown] lang="zh"
# **卡方**（chi-square）把偏离的平方加总。偶然本身平均贡献 8；这个偏差在 2,000 张发票时再加 {{digits.by_size([2_000])["noncentrality"].iloc[0]:.0f}}，在 50,000 张时再加 {{digits.by_size([50_000])["noncentrality"].iloc[0]:.0f}}：小档案有 {{100 * digits.by_size([2_000])["rejected_share"].iloc[0]:.0f}}% 通不过，大档案全部通不过。不随档案变大的是**效应量**（effect size）w：卡方先减去偶然的 8，除以发票张数，再开平方；0.1 算是小的。赵女士把 S01 的 p 值当成有问题的迹象。真是这样吗？

# %%
ax = plots.digits.effect_by_size(files, named=["S01", "S05", "S14", "S20"])

# %%
bent = firm.truth["bent"].groupby(buyers["seller"]).agg(["sum", "size"])
shown = ["S01", "S05", "S14", "S20"]
files.loc[shown, ["amounts", "effect_size", "low", "high"]].join(bent).round(3)

# %% [markdown]
# The largest file fails with w = {{files.loc["S01", "effect_size"]:.2f}} (the bars are **intervals**, 置信区间: the values that agree with the data): not even small. S05, a sixth of its size, has {{files.loc["S05", "effect_size"]:.2f}}. The last columns are the truth, bent buyers (`sum`) and all buyers (`size`): {{bent.loc["S01", "sum"]}} of {{bent.loc["S01", "size"]}} with S01, {{bent.loc["S05", "sum"]}} of {{bent.loc["S05", "size"]}} with S05. And S14, with {{bent.loc["S14", "sum"]}} of {{bent.loc["S14", "size"]}}, passes. A small p-value may mean a bent file, or just a large one.

# %% [markdown] lang="zh"
# 最大的档案没通过检验，w 却只有 {{files.loc["S01", "effect_size"]:.2f}}（竖线是**置信区间**，interval，即与数据相容的值），连“小”都算不上。S05 只有它六分之一大，w 却是 {{files.loc["S05", "effect_size"]:.2f}}。（红点没通过检验，灰点通过。）表中最后两列是真相，即拿回扣的采购员人数（sum）和全部人数（size）：S01 名下 {{bent.loc["S01", "size"]}} 人中有 {{bent.loc["S01", "sum"]}} 人，S05 名下 {{bent.loc["S05", "size"]}} 人中有 {{bent.loc["S05", "sum"]}} 人。而 S14 名下 {{bent.loc["S14", "size"]}} 人中有 {{bent.loc["S14", "sum"]}} 人，却通过了检验。p 值小，可能是因为有问题，也可能只是因为档案大。

# %% [markdown]
# ## Rebates against peers
#
# A **rebate** (返利) rightly depends on product, region and volume. Predict it from these, by a regression that outliers pull little; z is how far a buyer lies above that, in standard deviations of ordinary buyers. A buyer beyond z = 1.64 would be one honest buyer in 20. Guess: how many of 600 honest buyers would that flag?

# %% [markdown] lang="zh"
# ## 返利与同类相比
#
# **返利**（rebate）本来就该因产品、地区和采购量而不同。所以用这三项来预测返利率（用不易被离群值带偏的回归），再看实际的返利率高出多少，以普通采购员的标准差为单位，记为 z。诚信的采购员里，每 20 人有 1 人会超过 z = 1.64。猜一猜：600 人如果全都诚信，会标出多少人？

# %%
alike = {"rebate_rate": "rate", "volume": "amount", "held": ["product", "region"]}
peers = peer_rebates.against_peers(buyers, **alike)
rules = peer_rebates.rules(peers)
rules.round(2)

# %%
chosen = peer_rebates.flagged(peers, rule="false discovery rate")
ax = plots.peer_rebates.flags(peers, chosen, buyers["amount"], bent=firm.truth["bent"])

# %%
judged = peer_rebates.judged(chosen, firm.truth["bent"])
judged.round(2)

# %% [markdown]
# Were all honest, chance would still flag {{rules.loc["each alone", "chance_flags"]:.0f}}, and this rule flags {{rules.loc["each alone", "flagged"]}}: with 600 tests at once (**multiple testing**, 多重检验) a threshold for one is far too low. The **false discovery rate** (错误发现率) moves the threshold so that, on average, at most 5 % of the flagged are honest: here z = {{rules.loc["false discovery rate", "lowest_z"]:.1f}}. ("All together" hardly ever flags anybody honest, and flags only {{rules.loc["all together", "flagged"]}}.) Then {{judged.loc["precision", "happened"]}} of {{judged.loc["precision", "customers"]}} flagged are bent (**precision**, 查准率, {{judged.loc["precision", "rate"]:.2f}}, {{judged.loc["precision", "low"]:.2f}} to {{judged.loc["precision", "high"]:.2f}}), and {{judged.loc["recall", "happened"]}} of {{judged.loc["recall", "customers"]}} bent are flagged (**recall**, 查全率). The other {{judged.loc["precision", "customers"] - judged.loc["precision", "happened"]}} are honest: a flag is a reason to look, and no proof.

# %% [markdown] lang="zh"
# 第一条规则（each alone，逐个判断）标出 {{rules.loc["each alone", "flagged"]}} 人；即使人人诚信，光凭偶然也会标出 {{rules.loc["each alone", "chance_flags"]:.0f}} 人：一次做 600 个检验（**多重检验**，multiple testing），用单个检验的界限就太低了。**错误发现率**（false discovery rate）规则让被标出的人里，平均最多 5% 是清白的：这里的界限是 z = {{rules.loc["false discovery rate", "lowest_z"]:.1f}}。（all together 几乎不会标错任何人，但也只标出 {{rules.loc["all together", "flagged"]}} 人。）用错误发现率，标出的 {{judged.loc["precision", "customers"]}} 人中有 {{judged.loc["precision", "happened"]}} 人确实拿回扣（**查准率**，precision，{{judged.loc["precision", "rate"]:.2f}}，区间 {{judged.loc["precision", "low"]:.2f}} 到 {{judged.loc["precision", "high"]:.2f}}）；拿回扣的 {{judged.loc["recall", "customers"]}} 人中标出了 {{judged.loc["recall", "happened"]}} 人（**查全率**，recall）。其余 {{judged.loc["precision", "customers"] - judged.loc["precision", "happened"]}} 人是清白的：被标出只是值得查的理由，不是证据。图中蓝圈是真正拿回扣的人，橙点是被标出的人。

# %% [markdown]
# ## Which 40 files?
#
# A file that proves a kickback brings back what was overpaid; not every kickback can be proved. Choose by Zhao's list, most rebates, the highest rate, the seller's digits (w), z of peers, or money over peers (deviation times volume); a lot is the yardstick. Which brings most?

# %% [markdown] lang="zh"
# ## 查哪 40 份？
#
# 查实一份，就能追回多付的返利；但有些回扣查了也拿不到证据。选 40 份有六种办法，另以抽签（lot）为参照：赵女士的（the letter）、返利总额最大的（most rebates）、返利率最高的（highest rate）、按销售员首位数字的效应量（digits）、按与同类相比的 z（z of peers）、按高出同类的金额（money over peers，即偏离乘以采购额）。哪一种净得的钱最多？

# %%
ways = pd.DataFrame({
    "z of peers": peers["z"], "money over peers": peers["excess"], "highest rate": buyers["rate"],
    "digits": buyers["seller"].map(files["effect_size"]), "most rebates": buyers["rebate"],
    "the letter": buyers["rebate"].where(buyers["seller"] == "S01", 0), "lot": 0})

# %%
rng, recovered = np.random.default_rng(59), firm.truth["recovered"]
values = audits.values_by_order(ways, recovered, files=40, cost=20_000, rng=rng)
ax = plots.audits.money_by_order(values, chosen="z of peers", against="the letter", files=40)

# %%
more = audits.gains(ways, recovered, against="money over peers", files=40, rng=rng)
(more.loc[["z of peers"]] / 1e3).round(0).astype("int64")

# %% [markdown]
# Zhao's list would have lost {{-values.loc["the letter", "estimate"] / 1e3:,.0f}} thousand yuan, no better than a lot. The z of peers brings {{values.loc["z of peers", "estimate"] / 1e6:.2f}} million, after the cost of the files ({{values.loc["z of peers", "low"] / 1e6:.2f}} to {{values.loc["z of peers", "high"] / 1e6:.2f}}). Going for the money instead of z earns {{more.loc["z of peers", "gain"] / 1e3:,.0f}} thousand less here (the table is in thousands): large honest buyers are a little off, and a little of a large volume looks like much.
#
# A good list also raises the chance of being found out:

# %% [markdown] lang="zh"
# 照赵女士的名单，会亏 {{-values.loc["the letter", "estimate"] / 1e4:.1f}} 万元，不比抽签强。按与同类相比的 z 来查，扣除成本净得 {{values.loc["z of peers", "estimate"] / 1e4:.0f}} 万元（{{values.loc["z of peers", "low"] / 1e4:.0f}} 到 {{values.loc["z of peers", "high"] / 1e4:.0f}}）。按金额而不按 z 来排，这里要少 {{more.loc["z of peers", "gain"] / 1e4:.1f}} 万元：诚信的大客户只要偏一点，乘上巨大的采购额，看上去就很多。（表中单位为千元。）
#
# 名单选得准，还会提高被查出的概率：

# %%
proved, takers = values.loc[["lot", "z of peers"], "found"], firm.truth["bent"].sum()
found_out = (proved / takers).to_dict()
sure = rates.rate_interval(proved, proved * 0 + takers).loc["z of peers"]

# %%
chances = np.arange(0, 0.7, 0.005).round(3)
longest = [repeated_game.longest_breaking_term(detection_rate=one, **pair) for one in chances]
ax = plots.repeated_game.breaking_terms(pd.Series(longest, chances), marks=found_out)

# %% [markdown]
# Forty files by lot prove {{100 * found_out["lot"]:.0f}} % of the kickbacks, and only a new pair every year would break them. Forty by peers prove {{proved["z of peers"]:.0f}} of {{takers}}, or {{100 * found_out["z of peers"]:.0f}} % ({{100 * sure["low"]:.0f}} to {{100 * sure["high"]:.0f}}). From {{100 * chances[np.isinf(longest)].min():.0f}} % on no kickback holds, even without rotation. Looking well does what rotation cannot, and spares the honest pairs.

# %% [markdown] lang="zh"
# 抽签查 40 份，只能查实 {{100 * found_out["lot"]:.0f}}% 的回扣，只有每年都换人，才断得了。按与同类相比的 z 查 40 份（z of peers），能查实 {{takers}} 起中的 {{proved["z of peers"]:.0f}} 起，即 {{100 * found_out["z of peers"]:.0f}}%（{{100 * sure["low"]:.0f}} 到 {{100 * sure["high"]:.0f}}）。从 {{100 * chances[np.isinf(longest)].min():.0f}}% 起，不用轮岗，回扣也维持不下去。查得准，能做到轮岗做不到的事，而且不拆散诚信的搭档。

# %% [markdown]
# ## One page for the board
#
# | decision | thousand yuan, after the cost | interval |
# |---|---|---|
# | open the 40 files furthest above their peers, by z | {{values.loc["z of peers", "estimate"] / 1e3:,.0f}} | {{values.loc["z of peers", "low"] / 1e3:,.0f}} to {{values.loc["z of peers", "high"] / 1e3:,.0f}} |
# | not S01's 40 largest rebates | {{values.loc["the letter", "estimate"] / 1e3:,.0f}} | {{values.loc["the letter", "low"] / 1e3:,.0f}} to {{values.loc["the letter", "high"] / 1e3:,.0f}} |
# | repeat it each year; no rotation for this reason | | found out {{100 * sure["low"]:.0f}} to {{100 * sure["high"]:.0f}} %, needed {{100 * chances[np.isinf(longest)].min():.0f}} % |
#
# **What would change it** recoveries below {{100 * 800_000 / (values.loc["z of peers", "estimate"] + 800_000):.0f}} % of these, which would not pay for the files; fewer than {{100 * chances[np.isinf(longest)].min():.0f}} % of the kickbacks proved in a year; fines that nobody pays; bent pairs that learn to stay near their peers.

# %% [markdown] lang="zh"
# ## 给董事会的一页纸
#
# | 决定 | 净得（万元） | 区间 |
# |---|---|---|
# | 按与同类相比的 z，查最高的 40 份档案 | {{values.loc["z of peers", "estimate"] / 1e4:,.0f}} | {{values.loc["z of peers", "low"] / 1e4:,.0f}} 到 {{values.loc["z of peers", "high"] / 1e4:,.0f}} |
# | 不查 S01 名下返利最多的 40 份 | {{values.loc["the letter", "estimate"] / 1e4:,.0f}} | {{values.loc["the letter", "low"] / 1e4:,.0f}} 到 {{values.loc["the letter", "high"] / 1e4:,.0f}} |
# | 每年查一次；不必为此轮岗 | | 查实 {{100 * sure["low"]:.0f}}% 到 {{100 * sure["high"]:.0f}}%，只需 {{100 * chances[np.isinf(longest)].min():.0f}}% |
#
# **什么会改变决定** 追回的钱不到这里的 {{100 * 800_000 / (values.loc["z of peers", "estimate"] + 800_000):.0f}}%，抵不过查档成本；一年查实的回扣不到 {{100 * chances[np.isinf(longest)].min():.0f}}%；罚了却收不到钱；做手脚的人学会了不偏离同类太远。

# %% [markdown]
# ## Published and ours
#
# Axelrod, R. (1984), *The Evolution of Cooperation*: with payoffs 5, 3, 1, 0. Benford, F. (1938), *Proceedings of the American Philosophical Society* 78(4).

# %% [markdown] lang="zh"
# ## 已发表的结果与我们的结果
#
# Axelrod, R.（1984），*The Evolution of Cooperation*，收益为 5、3、1、0。Benford, F.（1938），*Proceedings of the American Philosophical Society* 78(4)。

# %%
printed = [1 / 2, 2 / 3, .301, .176, .125, .097, .079, .067, .058, .051, .046]
ours = pd.concat([needed["discount_factor"], digits.law()])
pd.DataFrame({"published": printed, "ours": ours}).round(3)

# %% [markdown]
# ## The answer
#
# Do not open S01's files because S01 is large. Open the 40 that are furthest above their peers, by z: {{values.loc["z of peers", "estimate"] / 1e6:.2f}} million yuan ({{values.loc["z of peers", "low"] / 1e6:.2f}} to {{values.loc["z of peers", "high"] / 1e6:.2f}}) after the cost of the files. A kickback lasts as long as the pair's future counts; a list this good ends it. At 20 % found out, rotation every {{n:.0f}} years would have done so, too.

# %% [markdown] lang="zh"
# ## 回答
#
# 不要因为 S01 大就查 S01。要查就查与同类相比 z 最高的 40 份：扣除查档成本，净得 {{values.loc["z of peers", "estimate"] / 1e4:.0f}} 万元（{{values.loc["z of peers", "low"] / 1e4:.0f}} 到 {{values.loc["z of peers", "high"] / 1e4:.0f}}）。只要双方还看重以后的合作，回扣就维持得下去；名单这么准，就能让它断掉。如果被查出的概率是 20%，每 {{n:.0f}} 年轮岗一次也能做到。

# %% [markdown]
# ## Limits
#
# The stakes of the game are assumed, and one year's books show less than these three: so the share proved in a year may be lower. In a real firm nobody knows the truth: open some files by lot as well, or one never learns whom the list misses. A rival's offer, an old contract or a mistake looks like a kickback: treat whoever is flagged as innocent, and hear them.

# %% [markdown] lang="zh"
# ## 局限
#
# 博弈中的金额是假设的；一年的账能看出的比这三年少，所以一年查实的比例可能更低。现实中没有人知道真相：还要抽签查一些档案，否则永远不知道名单漏掉了谁。返利偏高可以有正当原因（竞争对手的报价、旧合同、记错账），看上去却和回扣一样。对被标出的人要按无辜对待，并听取本人的说明。

# %% [markdown]
# **Terms** kickback 回扣 · repeated game 重复博弈 · prisoner's dilemma 囚徒困境 · grim trigger 冷酷触发 · tit for tat 以牙还牙 · discount factor 折现因子 · rotation 轮岗 · first-digit law 本福特定律 · chi-square 卡方 · effect size 效应量 · rebate 返利 · multiple testing 多重检验 · false discovery rate 错误发现率 · precision 查准率 · recall 查全率 · interval 置信区间
#
# ## Your turn
#
# [The exercises to this lesson](../../exercises/5_cases/59_grey_marketing.ipynb) give you a ledger of your own and check your answers. For this lesson's data:
#
# 1. Which rule would you follow if a wrongly opened file cost 100,000 yuan?
# 2. Does the seller's digit 4 alone find more than w?

# %% [markdown] lang="zh"
# **术语** 回扣 kickback · 重复博弈 repeated game · 囚徒困境 prisoner's dilemma · 冷酷触发 grim trigger · 以牙还牙 tit for tat · 折现因子 discount factor · 轮岗 rotation · 本福特定律 first-digit law · 卡方 chi-square · 效应量 effect size · 返利 rebate · 多重检验 multiple testing · 错误发现率 false discovery rate · 查准率 precision · 查全率 recall · 置信区间 interval
#
# ## 轮到你了
#
# [本课练习](../../../exercises/zh/5_cases/59_grey_marketing.ipynb)会给你一本专属的模拟账，并当场检查答案。用本课的数据还可以想一想：
#
# 1. 如果错查一份档案要付出 100,000 元的代价，你会采用哪条规则？
# 2. 只看销售员首位数字 4 的比例，会比 w 找到更多吗？
