# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
quarter = (retention / growth) ** 0.25  # what one quarter leaves of a payment
by_quarter = pd.DataFrame({"worth_today": [25 * quarter**n for n in range(24)]})
quarterly = 25 / (1 - quarter)
print(f"{quarterly:.2f}, the first 24 payments {by_quarter['worth_today'].sum():.2f}")

# %% [markdown]
# **1** Less: {{quarterly:.0f}} yuan in place of {{lifetime_value:.0f}}. A quarter leaves (0.80 / 1.10) to the power of 1/4, that is {{quarter:.3f}}, of a payment. Three of four payments of each year come later than before, and some customers leave before they have made them. The usual mistake is to divide the two rates by four.

# %% [markdown] lang="zh"
# **1** 变低：{{quarterly:.0f}} 元，而不是 {{lifetime_value:.0f}} 元。一个季度之后，一笔付款剩下 (0.80 / 1.10) 的 1/4 次方，即 {{quarter:.3f}}。每年四笔中有三笔来得更晚，有些客户没付完就走了。常见的错误是把两个比率除以四。

# %%
magazine = valuation.break_even_retention(
    annual_margin=30, acquisition_cost=60, annual_discount_rate=0.10, first_payment="now")
print(f"{100 * magazine:.0f} %")

# %% [markdown]
# **2** {{100 * magazine:.0f}} %. By hand: the value is 30 x 1.10 / (1.10 - r); it equals 60 where r = 1.10 x (1 - 30 / 60).

# %% [markdown] lang="zh"
# **2** {{magazine:.0%}}。手算：价值为 30 x 1.10 / (1.10 - r)，当 r = 1.10 x (1 - 30 / 60) 时正好等于 60。

# %%
deal = pd.DataFrame({"now": [value(100, r, 0.10) for r in (0.60, 0.90)],
                     "with the programme": [value(92, r + 0.05, 0.10) for r in (0.60, 0.90)]},
                    index=["60 %", "90 %"])
deal.assign(gain=deal["with the programme"] - deal["now"]).round(1)

# %% [markdown]
# **3** The 8 yuan are paid every year by everybody who is left, so they come out of the margin: 92 in place of 100. At 60 % the customer gains {{deal.iloc[0, 1] - deal.iloc[0, 0]:.0f}} yuan, which is hardly worth the trouble, at 90 % {{deal.iloc[1, 1] - deal.iloc[1, 0]:.0f}}. Who takes off 8 yuan once finds {{value(100, 0.65, 0.10) - value(100, 0.60, 0.10) - 8:.0f}} and {{value(100, 0.95, 0.10) - value(100, 0.90, 0.10) - 8:.0f}}, and promises too much.

# %% [markdown] lang="zh"
# **3** 这 8 元是留下的每位客户每年都要花的，所以从毛利里扣：92 而不是 100。保持率 60% 时，一位客户只多值 {{deal.iloc[0, 1] - deal.iloc[0, 0]:.0f}} 元，不太值得；90% 时多值 {{deal.iloc[1, 1] - deal.iloc[1, 0]:.0f}} 元。如果只扣一次 8 元，会算出 {{value(100, 0.65, 0.10) - value(100, 0.60, 0.10) - 8:.0f}} 和 {{value(100, 0.95, 0.10) - value(100, 0.90, 0.10) - 8:.0f}} 元，许诺得太多。
