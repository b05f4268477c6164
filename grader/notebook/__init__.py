"""In a notebook: `%load_ext grader`, then `%grader ASSIGNMENT`, or `grader.check(…)`: what the kernel holds, judged."""
