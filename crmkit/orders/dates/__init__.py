"""Turn one column into times of purchase."""
