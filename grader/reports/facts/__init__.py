"""What is found out about answers: where they part, which rule walked a path, which formula fits."""
