"""The autograder that Gradescope runs: `archive` makes its zip, `harness` is what runs in it for each hand-in."""
