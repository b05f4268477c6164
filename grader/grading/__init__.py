"""The whole flow for one submission, what it needs beforehand, and the test of the rubrics themselves."""
