# %% [markdown]
# # Exercises to 59: Grey marketing
#
# **Your company** You audit a distributor. Its books are simulated and drawn by your name: nobody else has them. Money is in yuan. A flag is a reason to look, and no proof.
#
# - `ledger`: one row a line of the export: `invoice`, `seller`, `amount`. Some lines stand in it twice; credit notes have a negative `amount`.
# - `buyers`: one row a buyer: `product`, `region`, `amount` (invoiced in three years), `rebate`, and `rate` (`rebate` over `amount`).
# - `opened`: the branch was closed after a scandal, and all of its files were opened. For the same buyers, `bent` (1: took a kickback) and `recovered` (what the file brought back). Use it to judge rules, never to make one.
# - `stakes`: of the game between a seller and a buyer, for `repeated_game`: `extra_margin`, `seller_fine`, `buyer_fine` (yuan a year), `discount_factor`, `leaving_rate`, `detection_rate`.
#
# **Before this** [59 Grey marketing](../../notebooks/5_cases/59_grey_marketing.ipynb). **Time** 45 minutes.

# %% [markdown] lang="zh"
# # 练习 59：灰色营销
#
# **你的公司** 你在一家经销商做内部审计。账是模拟的，由你的姓名生成，别人的数字和你的不一样。金额单位为元。被标出只是值得查的理由，不是证据。
#
# - `ledger`：导出的每一行。`invoice` 是发票号，`seller` 是销售员，`amount` 是金额。有些行重复出现；红字发票的 `amount` 为负。
# - `buyers`：每名采购员一行。`product` 是产品，`region` 是地区，`amount` 是三年的采购额，`rebate` 是返利，`rate` 是返利率（`rebate` 除以 `amount`）。
# - `opened`：这家分公司出事后被关闭，所有档案都被打开查过。对同一批采购员，`bent` 为 1 表示拿过回扣，`recovered` 是这份档案追回的钱。只能用它来评判规则，不能用它来制定规则。
# - `stakes`：销售员与采购员之间的博弈，供 `repeated_game` 使用：`extra_margin`（额外毛利）、`seller_fine`（销售员的损失）、`buyer_fine`（采购员的损失），单位为元/年；`discount_factor`（折现因子）、`leaving_rate`（离开率）、`detection_rate`（查出率）。
#
# **先修** [59 灰色营销](../../../notebooks/zh/5_cases/59_grey_marketing.ipynb)。**用时** 45 分钟。

# %% data
from dataclasses import replace as _replace

from crmkit import companies as _companies

_card = _companies.Rebating.from_card()
_firm = _replace(
    _card,
    bent_share=float(rng.uniform(0.4, 0.5)),
    bent_share_of_others=0.025,
    lowest_extra=0.02,
    highest_extra=float(rng.uniform(0.045, 0.055)),
    invoices_a_buyer=45.0,
    proof_rate=0.75,
)
_made = _companies.rebate_ledger(
    n_buyers=500, seed=int(rng.integers(1, 10**6)), parameters=_firm
)
ledger = _made.invoices.join(_made.buyers["seller"], on="buyer")[["invoice", "seller", "amount"]]
_clean = _made.invoices.drop_duplicates("invoice").query("amount > 0")
buyers = _made.buyers[["product", "region"]].join(
    _clean.groupby("buyer")[["amount", "rebate"]].sum().round(2)
)
buyers["region"] = buyers["region"].str.strip().str.title()
buyers["rate"] = buyers["rebate"] / buyers["amount"]
opened = _made.truth[["bent", "recovered"]]
stakes = {
    "extra_margin": int(rng.integers(46, 55)) * 1_000,
    "seller_fine": int(rng.integers(55, 66)) * 1_000,
    "buyer_fine": int(rng.integers(96, 105)) * 1_000,
    "discount_factor": 0.9,
    "leaving_rate": round(float(rng.uniform(0.05, 0.12)), 3),
}
# The detection rate from which no kickback holds lies a little above the one that is given.
from crmkit.campaigns import repeated_game as _game

_rates = [one / 1000 for one in range(150, 300)]
_n = int(rng.integers(3, 6))
stakes["detection_rate"] = next(
    one for one in _rates if _game.longest_breaking_term(detection_rate=one, **stakes) >= _n
)
rotation = {
    "saved": int(rng.integers(80, 101)) * 10_000,
    "cost": int(rng.integers(140, 171)) * 10_000,
}
fault = {
    "digit": int(rng.integers(5, 9)),
    "excess": round(float(rng.uniform(0.006, 0.014)), 4),
    "amounts": int(rng.integers(20, 41)) * 500,
}
payoffs = {
    "temptation": round(float(rng.uniform(46, 50)), 1),
    "reward": round(float(rng.uniform(29, 32)), 1),
    "punishment": round(float(rng.uniform(9, 11)), 1),
    "sucker": round(float(rng.uniform(0, 3)), 1),
}

# %%
import numpy as np
import pandas as pd

from crmkit.campaigns import digits, peer_rebates, repeated_game

ledger, buyers = sheet["ledger"], sheet["buyers"]
opened, stakes = sheet["opened"], sheet["stakes"]
buyers.head()

# %% [markdown] points=1 decimals=1
# ## A small fault in a large file
#
# `fault = sheet["fault"]` describes a ledger of `amounts` invoices in which one `digit` comes first too often, by `excess` (a share), and the others are rarer in proportion. By how much does chi-square exceed that of chance (`"noncentrality"`), and how many of 100 such ledgers fail the test at 5 % (`"fail"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 大档案里的小偏差
#
# `fault = sheet["fault"]` 描述一本账：共 `amounts` 张发票，以 `digit` 开头的发票占比多出 `excess`（比例），其余数字的占比按比例减少。卡方平均比偶然高出多少（`"noncentrality"`）？在 5% 水平下，100 本这样的账有多少本通不过检验（`"fail"`）？保留 1 位小数。

# %% starter
fault = sheet["fault"]
q1 = {"noncentrality": ..., "fail": ...}

# %% solution
# The fault times the number of invoices: the same small fault fails more often, the larger the file.
# zh: 偏差的平方乘以发票数：同样小的偏差，档案越大，越容易通不过。
fault = sheet["fault"]
size, digit, excess = fault["amounts"], fault["digit"], fault["excess"]
found = digits.by_size([size], digit=digit, excess=excess).iloc[0]
q1 = {"noncentrality": found["noncentrality"], "fail": 100 * found["rejected_share"]}

# %% wrong
# You took the lesson's fault of one percentage point in the digit 4.
# zh: 你用的是课上的偏差，即数字 4 多出一个百分点。
found = digits.by_size([size]).iloc[0]
q1 = {"noncentrality": found["noncentrality"], "fail": 100 * found["rejected_share"]}
# You let the digit be 4, as in the lesson. Yours is another: `digit=`.
# zh: 你用的还是课上的数字 4。你的是另一个数字：`digit=`。
digit = 4
# You let the excess be one percentage point, as in the lesson. Yours is another: `excess=`.
# zh: 你用的还是课上的一个百分点。你的偏差是另一个值：`excess=`。
excess = 0.01
# You took the lesson's file of 2,000 invoices.
# zh: 你用的是课上 2,000 张发票的档案。
size = 2_000
# That is a file of 50,000 invoices.
# zh: 这是 50,000 张发票的档案。
size = 50_000
# You forgot that the other digits become rarer, which adds a part of its own.
# zh: 你忘了其余数字会变少，那也贡献一部分。
q1["noncentrality"] = size * excess**2 / digits.law()[digit]
# You added the 8 of chance. Asked for is what the fault adds.
# zh: 你把偶然的 8 也加上了。题目问的是偏差带来的部分。
q1["noncentrality"] = q1["noncentrality"] + 8
# That is w, which does not grow with the file. Asked for is what the fault adds to chi-square.
# zh: 这是 w，不随档案变大。题目问的是偏差让卡方增加多少。
q1["noncentrality"] = found["effect_size"]
# That is a share. Of 100 ledgers, how many fail?
# zh: 这是比例。100 本账里有多少本？
q1["fail"] = q1["fail"] / 100
# Those are the ledgers that pass.
# zh: 这是通过检验的账。
q1["fail"] = 100 - q1["fail"]

# %% hints
# The lesson asks it for the digit 4 and 2,000 or 50,000 invoices.
# zh: 课上问过数字 4、2,000 或 50,000 张发票的情形。

# `digits.by_size([amounts], digit=..., excess=...)` has both columns.
# zh: `digits.by_size([amounts], digit=..., excess=...)` 有这两列。

# %% [markdown] points=2 decimals=3
# ## Failed, or far off?
#
# Keep each invoice once and leave credit notes out. By `seller`: how many files fail the test at p < 0.05 (`"fail"`)? What is the effect size of the largest file (`"largest"`), and what is the largest effect size of all (`"furthest"`)? With 3 decimals.

# %% [markdown] lang="zh"
# ## 没通过，还是偏得远？
#
# 每张发票只保留一行，去掉红字发票。按销售员（`seller`）看：在 p < 0.05 下有多少份档案没通过（`"fail"`）？最大的那份档案的效应量是多少（`"largest"`）？所有档案中最大的效应量是多少（`"furthest"`）？保留 3 位小数。

# %% starter
q2 = {"fail": ..., "largest": ..., "furthest": ...}

# %% solution
# Large files fail because they are large; how far a file is off is another question.
# zh: 大档案通不过是因为大；偏得有多远，是另一个问题。
clean = ledger.drop_duplicates("invoice")
clean = clean[clean["amount"] > 0]
files = digits.fits(clean, amount="amount", by="seller")
q2 = {
    "fail": int((files["p_value"] < 0.05).sum()),
    "largest": files["effect_size"][files["amounts"].idxmax()],
    "furthest": files["effect_size"].max(),
}

# %% wrong
# You left the lines that were exported twice.
# zh: 你没有去掉重复导出的行。
clean = ledger[ledger["amount"] > 0]
files = digits.fits(clean, amount="amount", by="seller")
q2 = {
    "fail": int((files["p_value"] < 0.05).sum()),
    "largest": files["effect_size"][files["amounts"].idxmax()],
    "furthest": files["effect_size"].max(),
}
# You counted credit notes by their digits, as if they were sales.
# zh: 你把红字发票的数字也算了进去，好像它们也是销售。
clean = ledger.drop_duplicates("invoice")
files = digits.fits(clean.assign(amount=clean["amount"].abs()), amount="amount", by="seller")
q2 = {
    "fail": int((files["p_value"] < 0.05).sum()),
    "largest": files["effect_size"][files["amounts"].idxmax()],
    "furthest": files["effect_size"].max(),
}
# That is the mean absolute deviation. Asked for is w.
# zh: 这是平均绝对偏差。题目要的是 w。
q2["largest"] = files["mad"][files["amounts"].idxmax()]
q2["furthest"] = files["mad"].max()
# That is the number of all files. How many of them fail?
# zh: 这是全部档案数。其中有多少份没通过？
q2["fail"] = len(files)
# You did not take off what chance alone gives: 8 from chi-square.
# zh: 你没有扣掉偶然的部分，即从卡方里减去 8。
raw = np.sqrt(files["chi_square"] / files["amounts"])
q2 = {**q2, "largest": raw[files["amounts"].idxmax()], "furthest": raw.max()}
# That is the upper end of the interval.
# zh: 这是区间的上限。
q2["furthest"] = files["high"].max()
# That is the lower end of the interval.
# zh: 这是区间的下限。
q2["furthest"] = files["low"].max()
# Those are the files that are surely further off than w = 0.1. How many fail the test?
# zh: 这是确实偏离得比 w = 0.1 更远的档案。没通过检验的有多少份？
q2["fail"] = int((files["low"] > 0.1).sum())

# %% hints
# `ledger.drop_duplicates("invoice")`, then the rows with `amount` above 0.
# zh: 先 `ledger.drop_duplicates("invoice")`，再取 `amount` 大于 0 的行。

# `digits.fits(..., amount="amount", by="seller")` has `p_value`, `amounts` and `effect_size`.
# zh: `digits.fits(..., amount="amount", by="seller")` 有 `p_value`、`amounts` 和 `effect_size`。

# %% [markdown] points=2 decimals=3
# ## How much turnover does honesty bear?
#
# `payoffs = sheet["payoffs"]` is a prisoner's dilemma of a supplier and a buyer: `temptation` is what a cheat earns, `reward` what two honest sides earn each, `punishment` what two cheats earn each, `sucker` what whoever is cheated earns. From which discount factor on does grim trigger hold (`"grim"`), and tit for tat (`"tit"`)? A yuan of next year is worth 0.9. Which share of buyers may leave in a year at most, for tit for tat to hold (`"leaving"`, 0 to 1)? With 3 decimals.

# %% [markdown] lang="zh"
# ## 诚信经得起多大的人员流动？
#
# `payoffs = sheet["payoffs"]` 是供应商与采购员之间的囚徒困境：`temptation` 是骗人的一方所得，`reward` 是双方诚信各得，`punishment` 是双方互骗各得，`sucker` 是被骗者所得。折现因子至少多大，冷酷触发守得住（`"grim"`）？以牙还牙呢（`"tit"`）？明年的一元今天值 0.9。每年最多可以有多大比例的采购员离开，以牙还牙仍然守得住（`"leaving"`，0 到 1）？保留 3 位小数。

# %% starter
payoffs = sheet["payoffs"]
q3 = {"grim": ..., "tit": ..., "leaving": ...}

# %% solution
# Turnover takes its part off the weight of next year: 0.9 (1 - leaving) must not fall below tit for tat's threshold.
# zh: 人员流动会削减明年的分量：0.9 ×（1 - 离开率）不能低于以牙还牙的界限。
payoffs = sheet["payoffs"]
needed = repeated_game.thresholds(**payoffs)["discount_factor"]
grim, tit = needed["grim trigger"], needed["tit for tat"]
q3 = {"grim": grim, "tit": tit, "leaving": 1 - tit / 0.9}

# %% wrong
# You exchanged the two. Tit for tat forgives, so it asks for more.
# zh: 你把两者对调了。以牙还牙会原谅，所以要求更高。
q3 = {"grim": tit, "tit": grim, "leaving": 1 - grim / 0.9}
# That is the turnover that grim trigger bears.
# zh: 这是冷酷触发经得起的流动率。
q3["leaving"] = 1 - grim / 0.9
# You subtracted. Leaving multiplies the weight of next year by 1 - leaving.
# zh: 你用了减法。离开率是让明年的分量乘以（1 - 离开率）。
q3["leaving"] = 0.9 - tit
# You left out that a yuan of next year is worth 0.9.
# zh: 你漏了明年的一元只值 0.9。
q3["leaving"] = 1 - tit
# Those are per cent. Asked for is a share.
# zh: 这是百分数。题目要的是比例。
q3["leaving"] = 100 * (1 - tit / 0.9)
# Those are the lesson's payoffs, 5, 3, 1 and 0.
# zh: 这是课上的收益 5、3、1、0。
q3 = {"grim": 1 / 2, "tit": 2 / 3, "leaving": 1 - 2 / 3 / 0.9}

# %% hints
# `repeated_game.thresholds(**payoffs)` has both thresholds.
# zh: `repeated_game.thresholds(**payoffs)` 给出两个界限。

# Solve 0.9 times (1 - leaving) = threshold for the share who leave.
# zh: 从 0.9 ×（1 - 离开率）= 界限 解出离开率。

# %% [markdown] points=2 decimals=0
# ## Which n breaks the kickback?
#
# With `stakes`: from which kickback a year on does the buyer agree (`"asks"`, yuan)? Up to which does the seller pay without any rotation (`"pays"`, yuan)? What is the longest term in years that leaves no kickback (`"years"`)? Whole numbers.

# %% [markdown] lang="zh"
# ## n 是多少，回扣就维持不下去？
#
# 用 `stakes`：每年的回扣至少多少，采购员才会答应（`"asks"`，元）？如果不轮岗，销售员最多愿意付多少（`"pays"`，元）？最长几年轮换一次，回扣仍然维持不下去（`"years"`）？填整数。

# %% starter
q4 = {"asks": ..., "pays": ..., "years": ...}

# %% solution
# Between what the buyer asks and what the seller pays there is room for a kickback; rotation closes it.
# zh: 采购员要价与销售员肯付的钱之间，就是回扣的空间；轮岗会让这个空间消失。
row = repeated_game.by_rotation([np.inf], **stakes).iloc[0]
years = repeated_game.longest_breaking_term(**stakes)
q4 = {"asks": row["lowest_kickback"], "pays": row["highest_kickback"], "years": years}

# %% wrong
# You exchanged the two.
# zh: 你把两者对调了。
q4 = {**q4, "asks": q4["pays"], "pays": q4["asks"]}
# That is the first term at which a kickback holds. Asked for is the last at which none does.
# zh: 这是回扣开始维持得下去的年数。题目问的是仍然维持不下去的最长年数。
q4["years"] = years + 1
# You forgot the fine that the seller must expect.
# zh: 你忘了销售员预期的损失。
q4["pays"] = repeated_game.next_year(0.9, leaving_rate=stakes["leaving_rate"],
                                     detection_rate=stakes["detection_rate"]) * stakes["extra_margin"]
# You let the pair live for ever: nobody leaves.
# zh: 你让这对搭档永远在一起：没有人离开。
stay = stakes | {"leaving_rate": 0}
q4 = {
    **q4,
    "pays": repeated_game.by_rotation([np.inf], **stay)["highest_kickback"].iloc[0],
    "years": repeated_game.longest_breaking_term(**stay),
}
# That is the whole fine. The buyer loses it only if found out.
# zh: 这是全部损失。只有被查出，采购员才会损失这么多。
q4["asks"] = stakes["buyer_fine"]
# You left out that being found out ends the relation, too.
# zh: 你漏了一点：被查出也会让关系中断。
q4["pays"] = repeated_game.next_year(0.9, leaving_rate=stakes["leaving_rate"]) * (
    stakes["extra_margin"] - stakes["detection_rate"] * stakes["seller_fine"]
)
# That is what the seller pays at the longest term that breaks the kickback. Asked for is no rotation.
# zh: 这是按仍能打破回扣的最长年数轮岗时，销售员肯付的。题目问的是不轮岗。
q4["pays"] = repeated_game.by_rotation([years], **stakes)["highest_kickback"].iloc[0]
# That is what the seller must expect to lose. What does the buyer?
# zh: 这是销售员的预期损失。采购员的是多少？
q4["asks"] = stakes["detection_rate"] * stakes["seller_fine"]
# Any kickback at all? The buyer, too, must expect a loss.
# zh: 给多少都肯要吗？采购员也有预期损失。
q4["asks"] = 0
# That is what the seller could pay in a single year, as if the next one counted in full.
# zh: 这是销售员一年付得起的，好像明年与今年同样重要。
q4["pays"] = stakes["extra_margin"] - stakes["detection_rate"] * stakes["seller_fine"]

# %% hints
# `repeated_game.by_rotation([np.inf], **stakes)` is the case without rotation.
# zh: `repeated_game.by_rotation([np.inf], **stakes)` 就是不轮岗的情形。

# `repeated_game.longest_breaking_term(**stakes)` answers the last part.
# zh: `repeated_game.longest_breaking_term(**stakes)` 回答最后一问。

# %% [markdown] points=2 decimals=1
# ## Who stands out?
#
# Hold `rate` against peers of the same `product` and `region` and of like volume (`amount`). How many buyers does the false discovery rate flag at 5 % (`"flagged"`)? How many of 100 flagged are bent, by `opened` (`"precision"`), and how many of 100 bent are flagged (`"recall"`)? With 1 decimal.

# %% [markdown] lang="zh"
# ## 谁显得突出？
#
# 把 `rate` 与产品（`product`）、地区（`region`）相同、采购额（`amount`）相近的同类相比。用错误发现率（5%）会标出多少人（`"flagged"`）？按 `opened` 看，标出的每 100 人中有多少人确实拿过回扣（`"precision"`）？拿过回扣的每 100 人中有多少人被标出（`"recall"`）？保留 1 位小数。

# %% starter
q5 = {"flagged": ..., "precision": ..., "recall": ...}

# %% solution
# With so many tests at once the threshold must rise; it misses some of the bent, and flags few of the honest.
# zh: 一次做这么多检验，界限必须提高；这会漏掉一些人，但很少冤枉人。
alike = {"rebate_rate": "rate", "volume": "amount", "held": ["product", "region"]}
peers = peer_rebates.against_peers(buyers, **alike)
rule, bent = "false discovery rate", opened["bent"]
chosen = peer_rebates.flagged(peers, rule=rule)
judged = 100 * peer_rebates.judged(chosen, bent)["rate"]
q5 = {"flagged": int(chosen.sum()), "precision": judged["precision"], "recall": judged["recall"]}

# %% wrong
# You tested each buyer alone: then chance flags one honest buyer in 20.
# zh: 你逐个检验：这样每 20 名诚信的采购员就有 1 人被偶然标出。
chosen = peer_rebates.flagged(peers, rule="each alone")
judged = 100 * peer_rebates.judged(chosen, bent)["rate"]
q5 = {"flagged": int(chosen.sum()), "precision": judged["precision"], "recall": judged["recall"]}
# That rule wants to flag no honest buyer at all, and misses more of the bent.
# zh: 这条规则要求一个清白的人也不标，因此漏掉更多。
chosen = peer_rebates.flagged(peers, rule="all together")
judged = 100 * peer_rebates.judged(chosen, bent)["rate"]
q5 = {"flagged": int(chosen.sum()), "precision": judged["precision"], "recall": judged["recall"]}
# You exchanged precision and recall.
# zh: 你把查准率和查全率对调了。
q5 = {**q5, "precision": q5["recall"], "recall": q5["precision"]}
# You did not hold the product: some products have higher rebates for everybody.
# zh: 你没有按产品比较：有些产品对谁的返利都高。
region = peer_rebates.against_peers(buyers, **(alike | {"held": "region"}))
some = peer_rebates.flagged(region)
hits, found = int((some * bent).sum()), int(some.sum())
q5 = {"flagged": found, "precision": 100 * hits / max(found, 1), "recall": 100 * hits / bent.sum()}
# You flagged everybody beyond z = 2. The false discovery rate finds its own threshold.
# zh: 你把 z 超过 2 的都标了出来。错误发现率会自己定界限。
chosen = (peers["z"] > 2).astype(int)
# Those are the honest among 100 flagged.
# zh: 这是标出的每 100 人中清白的人数。
q5["precision"] = 100 - q5["precision"]
# Those are the bent whom the rule misses, of 100.
# zh: 这是拿过回扣的每 100 人中漏掉的人数。
q5["recall"] = 100 - q5["recall"]
# Those are shares. Of 100, how many?
# zh: 这是比例。每 100 人有多少？
q5 = {**q5, "precision": q5["precision"] / 100, "recall": q5["recall"] / 100}

# %% hints
# First `peer_rebates.against_peers(buyers, rebate_rate="rate", volume="amount", held=["product", "region"])`.
# zh: 先用 `peer_rebates.against_peers(buyers, rebate_rate="rate", volume="amount", held=["product", "region"])`。

# Then `peer_rebates.flagged(...)`, and `peer_rebates.judged(flagged, opened["bent"])` with its `rate`.
# zh: 再用 `peer_rebates.flagged(...)`，以及 `peer_rebates.judged(flagged, opened["bent"])` 的 `rate` 一列。

# %% [markdown] points=5
# ## Which files, how many, and how often to rotate?
#
# A branch of the same kind asks for your rule. Decide by which order its files are opened (`"by"`: `"z"` or `"excess"` from `against_peers`, or `"rate"` or `"rebate"` from `buyers`, the highest first), how many (`"files"`, 0 to 80; a file costs 30,000 yuan), and every how many years seller and buyer are parted (`"years"`, 0 for never, or 1 to 12). `rotation = sheet["rotation"]`: where no kickback holds at this term (from 1 year up to the longest term of the fourth question) it spares `saved` yuan a year; any rotation costs `cost` divided by the years. The chance of being found out stays that of `stakes`, however many files are opened. What counts: what the rule would have recovered from these files in `opened`, less their cost, plus what rotation spares, less its cost. No two buyers have the same number.

# %% [markdown] lang="zh"
# ## 查哪些，查多少，多久轮岗？
#
# 一家同类的分公司来要你的规则。请决定：档案按什么顺序查（`"by"`：`against_peers` 的 `"z"` 或 `"excess"`，或 `buyers` 的 `"rate"` 或 `"rebate"`，从高到低）？查多少份（`"files"`，0 到 80，每份 30,000 元）？每几年轮换一次（`"years"`，0 表示不轮岗，或 1 到 12）？`rotation = sheet["rotation"]`：如果这个年数使回扣维持不下去（从 1 年到第四题的最长年数），每年省下 `saved` 元；只要轮岗，每年就要花 `cost` 除以年数。不论查多少份，被查出的概率都按 `stakes` 中的值。看的是：这条规则在 `opened` 中能从这些档案追回的钱，减去查档成本，加上轮岗省下的，减去轮岗的成本。不会有两名采购员的数值相同。

# %% starter
rotation = sheet["rotation"]
q6 = {"by": ..., "files": ..., "years": ...}

# %% solution
# Open files as long as the next ones pay for themselves, in the order that finds most; part pairs as rarely as still breaks the kickback.
# zh: 按查得最准的顺序，一直查到后面的档案不再划算为止；只要还能打破回扣，轮岗间隔越长越省钱。
rotation = sheet["rotation"]
alike = {"rebate_rate": "rate", "volume": "amount", "held": ["product", "region"]}
peers = peer_rebates.against_peers(buyers, **alike)
orders = pd.concat([peers[["z", "excess"]], buyers[["rate", "rebate"]]], axis=1)
earned = {
    name: np.r_[0, (opened["recovered"][orders[name].sort_values(ascending=False).index]
                    - 30_000).cumsum()]
    for name in orders
}  # fmt: skip
longest = repeated_game.longest_breaking_term(**stakes)
options = ["by", "files", "years"]
nothing = {"by": "z", "files": 0, "years": 0}


def worth(plan):
    files, years = float(plan["files"]), float(plan["years"])
    if plan["by"] not in earned:
        raise ValueError(f"by (顺序)={plan['by']}: {list(earned)}")
    if files % 1 or not 0 <= files <= 80:
        raise ValueError(f"files (份数)={files:g}: 0, 1, ... 80")
    if years % 1 or not 0 <= years <= 12:
        raise ValueError(f"years (年数)={years:g}: 0, 1, ... 12")
    spared = (years <= longest) * rotation["saved"] - rotation["cost"] / years if years else 0
    return earned[plan["by"]][int(files)] + spared


by = max(earned, key=lambda name: earned[name][:81].max())
best_files = int(earned[by][:81].argmax())
plans = [{"by": by, "files": best_files, "years": years} for years in range(13)]
q6 = max(plans, key=worth)

# %% wrong
# You open the files of those with the largest rebates. They are large and honest buyers, most of them.
# zh: 你查的是返利总额最大的。他们大多是诚信的大客户。
q6 = {**q6, "by": "rebate"}
# You open nothing. The first files by z bring back several times what they cost.
# zh: 你一份也不查。按 z 排在前面的档案，追回的钱是成本的好几倍。
q6 = {**q6, "files": 0}
# You open 80 files. The last of them bring back nothing, and cost 30,000 yuan each.
# zh: 你查了 80 份。后面的档案什么也追不回来，每份却要花 30,000 元。
q6 = {**q6, "files": 80}
# You never part them. At the longest term that breaks the kickback, rotation spares more than it costs.
# zh: 你从不轮岗。用仍能打破回扣的最长年数轮岗，省下的比花掉的多。
q6 = {**q6, "years": 0}
# One year longer, and a kickback holds again: rotation costs, and spares nothing.
# zh: 多一年，回扣就又维持得下去：轮岗花了钱，却什么也没省下。
q6 = {**q6, "years": int(longest) + 1}
# Every year breaks the kickback, too, but costs far more than needed.
# zh: 每年轮岗也能打破回扣，但花的钱远远超过需要。
q6 = {**q6, "years": 1}
# You took the lesson's decision, 40 files by z and no rotation. Here a file costs more, and the chance of being found out is that of `stakes`, whatever you open: compare what rotation spares with its cost.
# zh: 你照搬了课上的决定：按 z 查 40 份，不轮岗。这里查一份更贵，被查出的概率也固定为 `stakes` 中的值，与查多少份无关：请比较轮岗省下的钱和它的成本。
q6 = {"by": "z", "files": 40, "years": 0}
# You open the files by the highest rate. High rates belong to products and regions as well; compare the sums by z.
# zh: 你按返利率从高到低查。返利率高，也可能只是产品和地区的缘故；请与按 z 查的累计金额比一比。
q6 = {**q6, "by": "rate", "files": int(earned["rate"][:81].argmax())}
# You open 40 files by the highest rate. High rates belong to products and regions as well.
# zh: 你按返利率从高到低查 40 份。返利率高，也可能只是产品和地区的缘故。
q6 = {"by": "rate", "files": 40, "years": 0}
# You neither look nor part anybody: the kickbacks go on.
# zh: 你既不查，也不轮岗：回扣照旧。
q6 = nothing

# %% hints
# For each order: sort the buyers, add up `recovered` less 30,000, and see where the sum is largest.
# zh: 对每种顺序：把采购员排好，累加 `recovered` 减 30,000，看累计在哪里最大。

# `peers["z"].sort_values(ascending=False).index` is one order; take `opened["recovered"]` in it and use `cumsum()`. For the years, compare the fourth question's term with 0.
# zh: `peers["z"].sort_values(ascending=False).index` 是其中一种顺序；按它取 `opened["recovered"]`，再用 `cumsum()`。年数则把第四题的答案与 0 比较。

# %% policies
policies = {
    f"{files} by {order}, {years} years": {"by": order, "files": files, "years": years}
    for order in ("z", "excess", "rate", "rebate")
    for files in (10, 25, 40, 60)
    for years in (0, 2, int(longest), 6)
}
