# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
short = NBD.fit(counts[4])
level = counts[52].mean() / (short.r / short.alpha)  # so many times 4 weeks, to the mean seen
foreseen = concentration.true_concentration(short, periods=[level, 13])
foreseen[["mean_purchases", "top_share", "low", "high"]].round(3)

# %% [markdown]
# **1** Not quite. It expects {{foreseen.loc[13, "top_share"]:.1%}} ({{foreseen.loc[13, "low"]:.1%}} to {{foreseen.loc[13, "high"]:.1%}}), and what we saw, {{seen[4]:.1%}}, lies just above. The differences between customers are not to blame: `r` is {{short.r:.2f}}, after 13 weeks {{model.r:.2f}}. The rate is. The four weeks come soon after the first purchases, when customers still bought eagerly, so the model expects {{foreseen.loc[13, "mean_purchases"]:.2f}} purchases a customer where there were {{counts[52].mean():.2f}}; more purchases leave less to luck. Put the true mean in, and the same model expects {{foreseen.loc[level, "top_share"]:.1%}} ({{foreseen.loc[level, "low"]:.1%}} to {{foreseen.loc[level, "high"]:.1%}}).

# %% [markdown] lang="zh"
# **1** 差一点。模型预期 {{foreseen.loc[13, "top_share"]:.1%}}（{{foreseen.loc[13, "low"]:.1%}} 到 {{foreseen.loc[13, "high"]:.1%}}），实际的 {{seen[4]:.1%}} 略高于区间上限。问题不在客户之间的差异：`r` 为 {{short.r:.2f}}，用 13 周拟合时为 {{model.r:.2f}}。问题在购买率：这 4 周离首次购买不久，大家买得正勤，于是模型预期一年人均买 {{foreseen.loc[13, "mean_purchases"]:.2f}} 次，实际只有 {{counts[52].mean():.2f}} 次；买得越多，运气的余地就越小。换成实际的平均次数，同一个模型预期 {{foreseen.loc[level, "top_share"]:.1%}}（{{foreseen.loc[level, "low"]:.1%}} 到 {{foreseen.loc[level, "high"]:.1%}}）。

# %%
quiet = counts[52] == 0
year = NBD.fit(counts[52])  # one period is now 52 weeks
awaited = quiet.sum() * year.r / (year.alpha + 1) / 4  # in the next 13 weeks
following = purchases_within(65) - counts[52]
came = following[quiet].sum()
print(
    f"{quiet.sum():,} customers: {awaited:,.0f} purchases expected, {came:,} of {following.sum():,} seen"
)

# %% [markdown]
# **2** What it costs to drop somebody lies in what they would buy afterwards, and the lesson counts nothing after the 52 weeks. Its model cannot stand in: it assumes that nobody leaves, and whoever has been silent for a year may well have left. Of these {{quiet.sum():,}} customers it expects {{awaited:,.0f}} purchases in the next 13 weeks. The file happens to hold those weeks, and there were {{came:,}}, {{came / following.sum():.0%}} of all purchases: much less than the model says, yet not nothing. Even this is no price, since we know neither the years that follow nor what a customer costs.

# %% [markdown] lang="zh"
# **2** 放弃一位客户的代价，在于他以后本来会买多少，而本课的统计到第 52 周为止，之后一概没有算。模型也替代不了：它假定没有人流失，而沉默了一年的人很可能已经走了。对这 {{quiet.sum():,}} 位客户，模型预期随后 13 周有 {{awaited:,.0f}} 次购买。数据文件里恰好还有这 13 周，实际是 {{came:,}} 次，占全部购买的 {{came / following.sum():.0%}}：比模型说的少得多，但也不是零。就连这个数也还算不上代价，因为更往后的购买和每位客户的花费，我们都不知道。

# %%
both = pd.DataFrame({"CDs": log.groupby("customer_id")["quantity"].sum(), "dollars": spend})
again = [both.sample(frac=1, replace=True, random_state=s, ignore_index=True) for s in range(200)]
gaps = pd.Series([concentration.gini(a["dollars"]) - concentration.gini(a["CDs"]) for a in again])
low, high = gaps.quantile([0.025, 0.975])
price = (both["dollars"] / both["CDs"]).quantile([0.25, 0.75])
measures = pd.DataFrame(
    {"best fifth": both.apply(concentration.top_share), "Gini": both.apply(concentration.gini)}
)
measures.round(3)

# %% [markdown]
# **3** Less, by a hair. The best fifth make {{measures.loc["CDs", "best fifth"]:.1%}} of the CDs and {{measures.loc["dollars", "best fifth"]:.1%}} of the dollars; the Gini coefficients are {{measures.loc["CDs", "Gini"]:.3f}} and {{measures.loc["dollars", "Gini"]:.3f}}. Drawing the customers anew 200 times puts the difference of the two between {{low:.4f}} and {{high:.4f}}: it is no accident, but too small for any decision to hang on it. A CD costs about the same for everybody (half of the customers paid {{price[0.25]:.2f}} to {{price[0.75]:.2f}} dollars each on average), so whoever buys many spends much. Where prices in a shop differ widely, count both.

# %% [markdown] lang="zh"
# **3** 略微分散一点，但几乎没有差别。最好的五分之一占唱片张数的 {{measures.loc["CDs", "best fifth"]:.1%}}，占消费额的 {{measures.loc["dollars", "best fifth"]:.1%}}；基尼系数分别为 {{measures.loc["CDs", "Gini"]:.3f}} 和 {{measures.loc["dollars", "Gini"]:.3f}}。把客户重新抽样 200 次，两个基尼系数之差在 {{low:.4f}} 到 {{high:.4f}} 之间：差别不是偶然，但小到不会影响任何决策。每张唱片的价格对谁都差不多（居中的一半客户平均每张付 {{price[0.25]:.2f}} 到 {{price[0.75]:.2f}} 美元），所以买得多的人自然花得多。如果店里商品价格相差悬殊，两种口径都要算。
