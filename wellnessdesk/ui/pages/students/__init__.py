"""One student: what the center knows, when they were here, and for coordinators everything else."""
