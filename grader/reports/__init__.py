"""Grade → page: what students and staff read.

One module a page (`student`, `overview`, `matrix`), each with one function that gives the whole HTML file as text.
Views are frozen records made here; templates in `templates/` only loop and print.  What is shown of one lost
criterion is an exhibit: a module each in `exhibits/`.
"""
