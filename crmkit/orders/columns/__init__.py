"""Which column means what: those that are named, those of known shops, those that may be."""
