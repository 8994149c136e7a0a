"""A trainer's pack: agenda, slides, notebooks, sheets and forms of a course day, in one zip."""
