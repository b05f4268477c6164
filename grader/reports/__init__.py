"""Grade → page: what students and staff read.

`facts/` finds out what answers tell, `drawing/` makes figures, `exhibits/` (a module each) show one lost criterion by
both, and `pages/` has one module a page, each with one function that gives the whole text.  An import goes from pages
to exhibits to facts and drawing, never back.  Views are frozen records made here; templates only loop and print.
"""
