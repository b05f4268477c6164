"""Hand-ins → Submission: bytes are taken once, from regular files, and never a path is kept."""
