"""How the course is made: notebooks from lessons, and the check of a learner's set-up."""
