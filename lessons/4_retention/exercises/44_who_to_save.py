# %% [markdown]
# # Exercises to 44: Who to save?
