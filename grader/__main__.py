"""`python -m grader` is `grader`, also where no script of that name is on the path."""

from grader.cli import main

if __name__ == "__main__":
    main()
