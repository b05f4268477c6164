"""Every sentence a student or a teacher reads, in one place, ready to be translated.

Manner: what was seen, what was asked, where to look; no blame; no word that a statement did not introduce.  One module
a speaker; facts come in as records, sentences go out.  Import them from the module that says them.
"""

LANGUAGE = "en"  # of all that stands here, as a page declares it
