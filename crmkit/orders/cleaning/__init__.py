"""Apply the rules to the lines, and account for every row and cent."""
