"""What is said of a grade in plain text, beside its score at another place."""

HEAD = "{title}: {score} of {most} points"
CRITERION = "[{verdict}] {title} ({points} of {most})"
HINT = "Hint: {hint}"
COMMENT = "{author}: {text}"
COMMENT_ON = "{author}, on “{title}”: {text}"
