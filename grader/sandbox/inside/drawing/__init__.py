"""What a student draws, noted down: axes, figures, and how calls of Matplotlib are read."""
