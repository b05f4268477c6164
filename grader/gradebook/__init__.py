"""What is kept across runs: grades with all they rest on, and each distinct transcript once."""
