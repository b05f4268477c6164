"""The course folder, an instructor's files in it, and a class made of them."""
