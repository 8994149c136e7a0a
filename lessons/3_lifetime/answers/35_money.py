# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
dearer = buying.discounted_expected_transactions(customers, annual_discount_rate=0.30)
leaner = valuation.customer_value(dearer, money.expected_spend(customers), margin_rate=0.15)
moved = (leaner.rank() - value.rank()).abs()
left = (leaner / value).groupby(customers["age_days"]).mean()  # the youngest first
tenth = len(value) // 10
stay = value.nlargest(tenth).index.isin(leaner.nlargest(tenth).index).sum()
print(f"sum {value.sum():,.0f} -> {leaner.sum():,.0f}; places moved: median {moved.median():.0f}, "
      f"most {moved.max():.0f}; in the best tenth {stay:,} of {tenth:,} stay")

# %%
far = value[moved > 100]
left.iloc[[0, -1]].round(4).rename_axis("age in days").to_frame("share of the value left")

# %% [markdown]
# **1** Hardly anybody, though the sum falls from {{value.sum() / 1e6:.2f}} to {{leaner.sum() / 1e6:.2f}} million dollars. Half the margin halves every value and moves nobody. The discount rate could move people, since it takes most from those whose purchases lie furthest ahead. In this model that depends on their age alone: somebody known for longer is, if still alive, expected to stay for longer. But all of them came within twelve weeks, so those known longest keep {{100 * left.iloc[-1]:.1f}} % of their value, the latest {{100 * left.iloc[0]:.1f}} %. Half of the customers move by {{moved.median():.0f}} places or fewer, and {{tenth - stay}} of the best {{tenth:,}} drop out of the best tenth. The {{len(far)}} who move by more than 100 places were all worth {{far.min():.2f}} to {{far.max():.2f}} dollars: that is where the crowd without a repeat stands, so a cent or two are worth hundreds of places.

# %% [markdown] lang="zh"
# **1** 名次几乎都不变，尽管总价值从 {{value.sum() / 1e4:.0f}} 万美元降到 {{leaner.sum() / 1e4:.0f}} 万美元。毛利率减半，人人的价值都减半，名次不动。折现率倒可能改变名次：购买来得越晚的人损失越大。在这个模型里，这只取决于客龄：认识得越久的客户，只要仍活跃，预期还会留得更久。但所有人都是在十二周之内来的，所以客龄最长的保住 {{left.iloc[-1]:.1%}} 的价值，最短的保住 {{left.iloc[0]:.1%}}，相差无几。一半客户的名次变动不超过 {{moved.median():.0f}} 位，最好的 {{tenth:,}} 人中只有 {{tenth - stay}} 人跌出前十分之一。变动超过 100 位的有 {{len(far)}} 人，原来的价值全在 {{far.min():.2f}} 到 {{far.max():.2f}} 美元之间：没有重复购买的人都挤在这里，差一两美分就差几百名。

# %%
from crmkit.segmentation import rfm

scored = rfm.score(customers)
cell = scored.scores["cell"].astype(str).rename("cell")
# Cells as numbers: 555 has the highest rank, 111 the lowest.
ranks = pd.DataFrame({"by_cell": cell.astype(int).rank(pct=True), "by_value": value.rank(pct=True)})
apart = ranks.groupby(cell).mean()
apart = apart.assign(customers=cell.value_counts(), mean_value=value.groupby(cell).mean())
apart["apart"] = apart["by_cell"] - apart["by_value"]
apart = apart[apart["customers"] >= 30].sort_values("apart")
pd.concat([apart.head(3), apart.tail(4)]).round(2)

# %%
within = value[cell == "455"].describe()
within.round(2).to_frame("value in cell 455")

# %% [markdown]
# **2** Among frequent buyers who have gone quiet. We sort the cells as numbers, 555 first; to add up the three scores is another way. Cells of fewer than 30 customers are left out. Cell {{apart.index[-1]}} then stands above {{100 * apart["by_cell"].iloc[-1]:.0f}} % of the customers, by value above {{100 * apart["by_value"].iloc[-1]:.1f}} %: its {{apart["customers"].iloc[-1]}} customers are worth {{apart["mean_value"].iloc[-1]:.2f}} dollars each, less than those of cell 111 with {{apart.loc["111", "mean_value"]:.2f}}. RFM gives points for each purchase; the model asks how many gaps somebody has missed, and the more often they came, the more gaps the same silence holds. The other way round the two lie {{-100 * apart["apart"].min():.0f}} points apart at most. And one cell holds very different customers: the {{within["count"]:,.0f}} of 455 are worth between next to nothing and {{within["max"]:,.0f}} dollars.

# %% [markdown] lang="zh"
# **2** 分歧最大的是过去常买、如今沉默的客户。这里把组合当作数字排序，555 在最前（也可以把三个得分相加），不到 30 人的组合不计。于是 {{apart.index[-1]}} 组合高于 {{apart["by_cell"].iloc[-1]:.0%}} 的客户，按价值排却只高于 {{apart["by_value"].iloc[-1]:.1%}}：这 {{apart["customers"].iloc[-1]}} 人平均只值 {{apart["mean_value"].iloc[-1]:.2f}} 美元，还不如 111 组合的 {{apart.loc["111", "mean_value"]:.2f}} 美元。RFM 每买一次都加分；模型问的是错过了几个间隔，同样长的沉默，来得越勤，错过的间隔越多。反过来，RFM 排得低而价值排得高的，最多只差 {{-100 * apart["apart"].min():.0f}} 个百分点。而且同一组合里的客户也大不相同：455 组合有 {{within["count"]:,.0f}} 人，价值从几乎为零到 {{within["max"]:,.0f}} 美元。

# %%
one_year = buying.expected_purchases(customers, horizon_days=365.25)
value_of_year = 0.30 * one_year * money.expected_spend(customers)
gain = pd.DataFrame({"for good": 0.05 * value, "for a year": 0.05 * value_of_year}) - 0.80
letters = pd.DataFrame({"customers": (gain > 0).sum(), "profit": gain.clip(lower=0).sum(),
                        "profit if all get one": gain.sum()})
letters.round(0).astype("int64")

# %% [markdown]
# **3** If the 5 % hold for all purchases to come, the letter adds 5 % of the value, which exceeds 0.80 from {{0.80 / 0.05:.0f}} dollars of value on: {{letters.loc["for good", "customers"]:,}} customers, {{100 * (gain["for good"] > 0).mean():.0f}} %. They bring {{letters.loc["for good", "profit"]:,.0f}} dollars; a letter to everybody brings {{letters.loc["for good", "profit if all get one"]:,.0f}}. Nobody who never came back gets one: the best of them is worth {{value[customers["repeat_purchases"] == 0].max():.2f}}. But who believes that one letter works for the rest of a life? If it works for a year, {{letters.loc["for a year", "customers"]:,}} are left with {{letters.loc["for a year", "profit"]:,.0f}} dollars, and a letter to everybody is a loss of {{-letters.loc["for a year", "profit if all get one"]:,.0f}}. So first find out how long it works, and whether 5 % is the same for all: only a test can say (lesson 47).

# %% [markdown] lang="zh"
# **3** 如果这 5% 对今后的全部购买都有效，一封信就增加价值的 5%；价值超过 {{0.80 / 0.05:.0f}} 美元，增加的部分才抵得过 0.80 美元：共 {{letters.loc["for good", "customers"]:,}} 人，占 {{(gain["for good"] > 0).mean():.0%}}。只寄给他们能赚 {{letters.loc["for good", "profit"]:,.0f}} 美元，人人都寄只赚 {{letters.loc["for good", "profit if all get one"]:,.0f}} 美元。从未回来过的人一个也不该寄：其中最好的也只值 {{value[customers["repeat_purchases"] == 0].max():.2f}} 美元。可是，谁相信一封信能管一辈子？如果只管一年，就只剩 {{letters.loc["for a year", "customers"]:,}} 人值得寄，共赚 {{letters.loc["for a year", "profit"]:,.0f}} 美元，人人都寄则亏 {{-letters.loc["for a year", "profit if all get one"]:,.0f}} 美元。所以先要弄清信的作用能持续多久，5% 是否人人相同：这只有测试才能回答（第 47 课）。
