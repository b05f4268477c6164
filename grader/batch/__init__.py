"""Many submissions: which are due, who grades them, and where the results go."""
