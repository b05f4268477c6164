"""A small class with slots holds the state of the ball, and the step comes back as a list."""

from dataclasses import dataclass


@dataclass(slots=True)
class Ball:
    """Where the ball is, and how far the last step took it."""

    weight: float
    velocity: float = 0.0

    def roll(self, lr, momentum):
        """Make one step and return the row it ends in."""
        self.weight, self.velocity = sgd_step(self.weight, slope(self.weight), lr, self.velocity, momentum)
        return self.weight, loss(self.weight)


def sgd_step(weight, gradient, lr, velocity, momentum):
    moved = weight - (lr * gradient - momentum * velocity)
    return [moved, moved - weight]


def optimize_with_momentum(start, lr, momentum, steps):
    ball = Ball(start)
    return [(start, loss(start)), *(ball.roll(lr, momentum) for _ in range(steps))]
