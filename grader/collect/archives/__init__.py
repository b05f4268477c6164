"""Archives as trees: what lies in a .zip or .tar.gz, under limits."""
