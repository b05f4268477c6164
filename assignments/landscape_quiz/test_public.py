"""What `landscape_quiz` is marked by, the part that answers at once: the four scenarios."""

from grader.rubric import quiz

SCENARIOS = quiz(
    __file__,
    function="pathologies",
    points=0.5,
    because={
        "zigzag": "Steps that fit the flat direction are too long for the steep one: eigenvalues differ widely.",
        "standstill": "Where the gradient vanishes no step goes anywhere, and a high loss is no minimum worth having.",
        "overfit": "New data shift the landscape a little; in a narrow valley a little costs much.",
        "overflow": "Each step overshoots by more than the last: the rate is beyond two over the largest eigenvalue.",
    },
)
