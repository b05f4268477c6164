"""What the reference would answer with one small change in it: slips that nobody wrote down, found by their answers."""
