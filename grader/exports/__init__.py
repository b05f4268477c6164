"""Grades → what other systems take: a module for each form, and the table of all in `forms`."""
