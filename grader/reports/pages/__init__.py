"""Grade → page: for students, for staff, for the terminal."""
