"""Turn one column into identifiers of customers or orders."""
