"""Speed and memory of the kit beside named peers, all in one run."""
