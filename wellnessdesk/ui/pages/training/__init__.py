"""Training, clearance and agreements of peers."""
