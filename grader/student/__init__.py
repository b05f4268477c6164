"""A student at work: what is asked for by name, what is remembered between checks, hints, and the hand-in."""
