# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
four = cohorts.by_order(log, orders=4, at_least=4)
firsts = pd.Series({n: cohorts.by_order(log, orders=n, at_least=n)["mean_amount"].iloc[0]
                    for n in range(1, 7)}, name="first order of those with at least n orders")
firsts.rename_axis("n").round(2).to_frame()

# %% [markdown]
# **1** Below: {{four["mean_amount"].iloc[0]:.2f}} dollars against {{same["mean_amount"].iloc[0]:.2f}}. The more orders somebody was to make, the larger their first one had been. The {{four["customers"].iloc[0]:,}} customers with four orders did not grow either: their fourth brought {{four["mean_amount"].iloc[-1]:.2f}}.

# %% [markdown] lang="zh"
# **1** 更小：{{four["mean_amount"].iloc[0]:.2f}} 美元，六单客户是 {{same["mean_amount"].iloc[0]:.2f}} 美元。后来下单越多的人，第一单本来就越大。至少四单的 {{four["customers"].iloc[0]:,}} 位客户同样没有成长：他们的第四单是 {{four["mean_amount"].iloc[-1]:.2f}} 美元。

# %%
months = {"October": 9, "November": 10, "December": 11, "January": 12}
in_month = pd.Series({month: sum(active.iloc[row, age - row] for row in range(3))
                      for month, age in months.items()}, name="active customers")
in_month.astype("int64").to_frame()

# %% [markdown]
# **2** December has {{in_month["December"]:,.0f}}, November {{in_month["November"]:,.0f}}: it is November that stands out. December is about where October was ({{in_month["October"]:,.0f}}), although cohorts fade with age, and January falls to {{in_month["January"]:,.0f}}. So there is a season, and it begins before December. A season moves along diagonals, which is why neither rows nor columns show it.

# %% [markdown] lang="zh"
# **2** 12 月有 {{in_month["December"]:,.0f}} 人，11 月有 {{in_month["November"]:,.0f}} 人：突出的是 11 月。同期群本该越老越冷清，12 月却与 10 月（{{in_month["October"]:,.0f}}）差不多，1 月才降到 {{in_month["January"]:,.0f}}。所以节日季是有的，12 月之前就开始了。季节沿对角线走，只看行或只看列都看不出来。

# %%
sooner = cohorts.triangle(log, as_of="1997-02-16", period="week", counted="returned")
early = chain_ladder.ChainLadder.fit(cohorts.cumulative(sooner, since=1)).outlook().iloc[-1]
print(f"{early['expected']:.0f}, from {early['low']:.0f} to {early['high']:.0f}")

# %% [markdown]
# **3** {{early["high"] - early["low"]:.0f}} customers wide, from {{early["low"]:.0f}} to {{early["high"]:.0f}}, around {{early["expected"]:.0f}}; in the lesson it was {{width.iloc[-1]:.0f}}. Mind that this one reaches six weeks only, the age of the oldest cohort, and is *still* not narrow: each factor rests on five cohorts or fewer. What came was {{come.loc[early.name, 6]:.0f}}, inside the interval.

# %% [markdown] lang="zh"
# **3** 宽 {{early["high"] - early["low"]:.0f}} 人，从 {{early["low"]:.0f}} 到 {{early["high"]:.0f}}，预计 {{early["expected"]:.0f}}；本课里是 {{width.iloc[-1]:.0f}}。注意，这一次只预测到第六周，也就是最老同期群的客龄，*仍然*不窄：每个倍数最多只依据五个同期群。实际来了 {{come.loc[early.name, 6]:.0f}} 人，在区间之内。
