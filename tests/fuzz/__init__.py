"""Coverage-guided fuzzing, and the inputs that it found worth keeping."""
