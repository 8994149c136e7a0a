# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
daily = BGNBD.fit(known, period_days=1)
table_1 = pd.DataFrame({"weeks": bg.parameters, "days": daily.parameters})
same_alive = (daily.probability_alive(known) - bg.probability_alive(known)).abs().max()
log_scale = bg.report.log_likelihood - daily.report.log_likelihood
log_scale = log_scale / known["repeat_purchases"].sum()
table_1.assign(factor=table_1["days"] / table_1["weeks"]).round(3)

# %% [markdown]
# **1** Only `alpha` changes, by the factor {{daily.alpha / bg.alpha:.2f}}: it sets the scale of time, and a week has 7 days. The mean rate `r/alpha` is the same, told per day. `r`, `a` and `b` are shapes, which have no unit. No answer changes: the chances of being alive are the same (largest difference {{same_alive:.6f}}). The log-likelihood does change, from {{bg.report.log_likelihood:,.0f}} to {{daily.report.log_likelihood:,.0f}}, by {{log_scale:.3f}} (the logarithm of 7) for each repeat purchase, so compare it only between fits with the same period.

# %% [markdown] lang="zh"
# **1** 只有 `alpha` 变了，变为 {{daily.alpha / bg.alpha:.2f}} 倍：它定出时间尺度，而一周有 7 天。平均购买率 `r/alpha` 其实没变，只是改成按天来说。`r`、`a`、`b` 是形状参数，没有单位。结论都不变：每个人的活跃概率都一样（最大差别 {{same_alive:.6f}}）。变的还有对数似然，从 {{bg.report.log_likelihood:,.0f}} 变成 {{daily.report.log_likelihood:,.0f}}，每次重复购买相差 {{log_scale:.3f}}，即 7 的对数，所以只有时间单位相同的拟合才能相互比较。

# %%
two_models = ["BG/NBD", "Pareto/NBD"]
chance = pd.DataFrame({name: models[name].probability_alive(known) for name in two_models})
buys = pd.DataFrame({name: forecasts[name]["expected"] for name in two_models})
apart = {"alive": chance["BG/NBD"] - chance["Pareto/NBD"],
         "purchases": buys["BG/NBD"] - buys["Pareto/NBD"]}
never, often = (gap.abs().idxmax() for gap in apart.values())
like_never = (apart["alive"] > apart["alive"].max() - 1e-9).sum()
pair = known[["repeat_purchases", "age_at_last_days", "age_days"]].join(
    [chance.add_prefix("alive, "), buys.add_prefix("expected, ")]).loc[[never, often]]
pair.assign(came=came[pair.index]).T.round(2)

# %%
bought_often = pair.loc[often, "repeat_purchases"]
own_gap = pair.loc[often, "age_at_last_days"] / bought_often
silent_days = pair.loc[often, "age_days"] - pair.loc[often, "age_at_last_days"]
print(f"customer {often}: a purchase every {own_gap:.0f} days, silent for {silent_days:.0f}")

# %% [markdown]
# **2** It depends on what you ask. In the chance of being alive, it is whoever came on the first day and never again ({{like_never}} customers): {{pair.loc[never, "alive, BG/NBD"]:.2f}} against {{pair.loc[never, "alive, Pareto/NBD"]:.2f}}. In the BG/NBD one can leave only after a repeat purchase, in the Pareto/NBD at any time, and these had the longest time for it. For what to expect of one of them it makes little difference, {{pair.loc[never, "expected, BG/NBD"]:.2f}} against {{pair.loc[never, "expected, Pareto/NBD"]:.2f}}: alive or not, they buy rarely.
#
# In expected purchases it is customer {{often}}, with {{bought_often:.0f}} repeat purchases, one every {{own_gap:.0f}} days, and then {{silent_days:.0f}} days of silence: {{pair.loc[often, "expected, BG/NBD"]:.1f}} against {{pair.loc[often, "expected, Pareto/NBD"]:.1f}}. In the BG/NBD each purchase is an occasion to leave; in the Pareto/NBD leaving goes by the calendar, and somebody who buys so often has little time to leave between two purchases. So it takes the silence less seriously (alive: {{pair.loc[often, "alive, Pareto/NBD"]:.2f}} against {{pair.loc[often, "alive, BG/NBD"]:.2f}}). The customer came {{came[often]}} times, but one customer decides nothing.

# %% [markdown] lang="zh"
# **2** 要看比的是什么。比活跃概率，差别最大的是第一天来过、之后再没来的人（共 {{like_never}} 位）：{{pair.loc[never, "alive, BG/NBD"]:.2f}} 对 {{pair.loc[never, "alive, Pareto/NBD"]:.2f}}。BG/NBD 认为只有重复购买之后才会离开，Pareto/NBD 认为随时都会，而这些人可以离开的时间最长。不过就预期购买次数而言，每人相差很少，分别是 {{pair.loc[never, "expected, BG/NBD"]:.2f}} 次和 {{pair.loc[never, "expected, Pareto/NBD"]:.2f}} 次：不管是否活跃，他们本来就很少买。
#
# 比预期购买次数，则是 {{often}} 号客户：重复购买 {{bought_often:.0f}} 次，平均 {{own_gap:.0f}} 天一次，之后沉默了 {{silent_days:.0f}} 天。BG/NBD 预期 {{pair.loc[often, "expected, BG/NBD"]:.1f}} 次，Pareto/NBD 预期 {{pair.loc[often, "expected, Pareto/NBD"]:.1f}} 次。在 BG/NBD 里，每买一次就有一次离开的机会；在 Pareto/NBD 里，离开只跟时间有关，买得这么勤的人，两次购买之间没有多少时间可以离开。所以它没把这段沉默看得那么严重（活跃概率 {{pair.loc[often, "alive, Pareto/NBD"]:.2f}}，BG/NBD 是 {{pair.loc[often, "alive, BG/NBD"]:.2f}}）。这位客户后来买了 {{came[often]}} 次，但一位客户说明不了问题。

# %%
half = {}
for end in ("1998-06-30", "1998-03-31"):  # the same last day; as many weeks as before
    shorter = summary.split(log, calibration_end="1997-07-01", holdout_end=end)
    for name, kind in {"BG/NBD": BGNBD, "MBG/NBD": MBGNBD, "Pareto/NBD": ParetoNBD}.items():
        refit = kind.fit(shorter.calibration, period_days=7)
        half[end, name] = evaluation.errors(evaluation.forecast(refit, shorter))
half = pd.DataFrame(half).T
by_group = evaluation.conditional_means(evaluation.forecast(refit, shorter))
year, as_long = half.loc["1998-06-30"], half.loc["1998-03-31"]
half[["actual_total", "expected_total", "bias", "skill"]].round(3)

# %% [markdown]
# **3** 26 weeks end on 1 July 1997. Up to the same last day the BG/NBD now expects {{year.loc["BG/NBD", "expected_total"]:,.0f}} purchases where {{year.loc["BG/NBD", "actual_total"]:,.0f}} came: {{-100 * year.loc["BG/NBD", "bias"]:.0f}} % too low, in place of {{-100 * errors.loc["bias", "BG/NBD"]:.0f}} %. The holdout has become longer by those 13 weeks, but this is not the reason: over 39 weeks it is {{-100 * as_long.loc["BG/NBD", "bias"]:.0f}} % as well. The MBG/NBD does worse ({{-100 * year.loc["MBG/NBD", "bias"]:.0f}} % in place of {{-100 * errors.loc["bias", "MBG/NBD"]:.0f}} %), the Pareto/NBD better ({{-100 * year.loc["Pareto/NBD", "bias"]:.0f}} % in place of {{-100 * errors.loc["bias", "Pareto/NBD"]:.0f}} %). Less data does not make a model better: in skill, customer by customer and over 39 weeks, all three fall, from about {{100 * errors.loc["skill"].mean():.0f}} to {{100 * as_long["skill"].mean():.0f}} %. The Pareto/NBD's sum is better since errors cancel: over those 39 weeks it expects {{by_group["expected"].iloc[0]:.2f}} purchases of each customer without repeats, who made {{by_group["actual"].iloc[0]:.2f}}, but {{by_group["expected"].iloc[-1]:.1f}} of those with seven or more, who made {{by_group["actual"].iloc[-1]:.1f}}.

# %% [markdown] lang="zh"
# **3** 26 周到 1997 年 7 月 1 日为止。最后一天不变，BG/NBD 现在预期 {{year.loc["BG/NBD", "expected_total"]:,.0f}} 次，实际 {{year.loc["BG/NBD", "actual_total"]:,.0f}} 次，偏低 {{-year.loc["BG/NBD", "bias"]:.0%}}，原来偏低 {{-errors.loc["bias", "BG/NBD"]:.0%}}。验证期因此长了 13 周，但这不是原因：只看 39 周，同样偏低 {{-as_long.loc["BG/NBD", "bias"]:.0%}}。MBG/NBD 更差（从偏低 {{-errors.loc["bias", "MBG/NBD"]:.0%}} 变为 {{-year.loc["MBG/NBD", "bias"]:.0%}}），Pareto/NBD 反而好些（从 {{-errors.loc["bias", "Pareto/NBD"]:.0%}} 变为 {{-year.loc["Pareto/NBD", "bias"]:.0%}}）。数据少了，模型并不会变好：同样按 39 周逐个客户比较，三个模型的技巧得分都下降了，平均从 {{errors.loc["skill"].mean():.0%}} 降到 {{as_long["skill"].mean():.0%}}。Pareto/NBD 的总数更准，是因为误差相互抵消：在这 39 周里，没有重复购买过的客户，它预期人均 {{by_group["expected"].iloc[0]:.2f}} 次，实际 {{by_group["actual"].iloc[0]:.2f}} 次；重复购买 7 次及以上的，预期 {{by_group["expected"].iloc[-1]:.1f}} 次，实际只有 {{by_group["actual"].iloc[-1]:.1f}} 次。
