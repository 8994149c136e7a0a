"""Open whatever holds the orders: files, folders, tables in memory, databases."""
