"""What is searched for where no known mistake explains a function's answers: a module a kind, and `order` asks them."""
