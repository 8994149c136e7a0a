"""Exercises: one source a sheet, from it the student's copy, the checks and the marks."""
