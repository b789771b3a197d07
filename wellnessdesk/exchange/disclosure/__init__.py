"""What leaves blank, and the proof that it holds: against one bundle, and against all that have left before."""
