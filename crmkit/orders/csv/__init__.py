"""Read a CSV file: its encoding, its header, its cells, and what is wrong with its lines."""
