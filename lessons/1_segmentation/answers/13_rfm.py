# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
three = rfm.score(customers, bins=3).scores["cell"].astype(str) == "333"
five_best = scored.scores["cell"].astype(str) == "555"
pd.DataFrame({"customers": [three.sum(), five_best.sum()],
              "came back": [back[three].mean(), back[five_best].mean()]},
             index=["cell 333 of three bins", "cell 555 of five bins"]).round(3)

# %% [markdown]
# **1** Yes: {{100 * back[three].mean():.0f}} % of the cell 333 come back. It is less than the {{100 * back[five_best].mean():.0f}} % of the cell 555, but the cell holds {{three.sum():,}} customers in place of {{five_best.sum():,}}: coarser scores trade sharpness for numbers.

# %% [markdown] lang="zh"
# **1** 超过：333 组合有 {{back[three].mean():.0%}} 回来购买。这比 555 组合的 {{back[five_best].mean():.0%}} 低，但人数从 {{five_best.sum():,}} 增加到 {{three.sum():,}}：分得粗，人多了，区分就没那么清楚。

# %%
needed = 0.80 / 12
gain = (12 * by_segment["came_back"] - 0.80).sort_values()
print(f"a letter pays from {100 * needed:.1f} % on; worst segment {gain.index[0]}: {gain.iloc[0]:+.2f}")

# %% [markdown]
# **2** A letter pays where more than 0.80 / 12 = {{100 * needed:.1f}} % come back, which is true of {{(gain > 0).sum()}} of {{len(gain)}} segments: all of them. Even *{{gain.index[0]}}* would earn {{gain.iloc[0]:.2f}} dollars a letter. That is the trap of the words "if the letter itself made them buy": these people bought without a letter, and so the margin is not the letter's.

# %% [markdown] lang="zh"
# **2** 回来的比例超过 0.80 / 12 = {{needed:.1%}} 就划算，{{len(gain)}} 个客户群里有 {{(gain > 0).sum()}} 个，也就是全部。连最差的 {{gain.index[0]}} 每封信也能赚 {{gain.iloc[0]:.2f}} 美元。陷阱就在“假如购买都是信带来的”：这些人没有收到信也买了，这笔毛利不能算在信的头上。

# %%
def kept_lead(rows, calibration_rows):
    tested = generalise(rows, **(split | {"calibration_rows": calibration_rows}))
    rate = tested.summary["response_rate"].unstack("part")
    return rate.loc["chosen cells"] - rate.loc["all"]


lead_of = {n: pd.DataFrame([kept_lead(rows, n) for rows in shuffles]).mean() for n in (1800, 3000)}
kept = {n: lead["holdout"] / lead["calibration"] for n, lead in lead_of.items()}
(100 * pd.DataFrame(lead_of)).round(1)

# %% [markdown]
# **3** Yes, though not by much. With 1,800 rows the chosen cells keep {{100 * kept[1800]:.0f}} % of the lead that they had where they were chosen, with 3,000 rows {{100 * kept[3000]:.0f}} %: each cell's rate rests on more customers, so less of it is luck. Compare the shares kept, not only the {{100 * lead_of[3000]["holdout"]:.1f}} points: the holdout is smaller now, and one split says less.

# %% [markdown] lang="zh"
# **3** 能，但多得不多。校准样本为 1,800 行时，入选组合的优势平均保住 {{kept[1800]:.0%}}；3,000 行时保住 {{kept[3000]:.0%}}：每个组合的响应率由更多客户算出，运气的成分就少了。要比较的是保住的份额，而不只是那 {{100 * lead_of[3000]["holdout"]:.1f}} 个百分点；现在验证样本变小了，单看一次划分更说明不了什么。

# %%
limits = ["r_min", "r_max", "f_min", "f_max", "m_min", "m_max"]
rules = pd.DataFrame([[1, 2, 1, 5, 1, 5], [4, 5, 4, 5, 4, 5], [3, 5, 3, 5, 1, 5], [3, 5, 1, 5, 1, 5]],
                     columns=limits).assign(segment=["Gone quiet", "Stars", "Regulars", "New"])
mine = rfm.name_segments(scored, rules=rules)
back.groupby(mine, observed=True).agg(["size", "mean"]).round(3)

# %% [markdown]
# **4** One answer of many: who has not bought for long is *Gone quiet*, whatever else; of the others, *Stars* have 4 or 5 in everything, *Regulars* buy often, and the rest is *New*. The order matters, as the first rule that fits wins, and the last one takes all that is left; `name_segments` refuses rules that leave a cell without a name. {{100 * back[mine == "Stars"].mean():.0f}} % of the stars came back, {{100 * back[mine == "Regulars"].mean():.0f}} % of the regulars, and of the two others {{100 * back[mine == "New"].mean():.0f}} and {{100 * back[mine == "Gone quiet"].mean():.0f}} %. Four names that differ in what they do are worth more than eleven.

# %% [markdown] lang="zh"
# **4** 答案很多，这是其中之一：很久没买的，不管其他两项，都叫 *Gone quiet*（沉寂）；其余的人里，三项都是 4 或 5 分的叫 *Stars*（明星），常买的叫 *Regulars*（常客），剩下的叫 *New*（新客）。规则有先后，第一条符合的算数，最后一条兜底；如果有组合没有名称，`name_segments` 会拒绝。明星有 {{back[mine == "Stars"].mean():.0%}} 回来，常客 {{back[mine == "Regulars"].mean():.0%}}，另外两类是 {{back[mine == "New"].mean():.0%}} 和 {{back[mine == "Gone quiet"].mean():.0%}}。四个行为确有差别的名称，胜过十一个。
