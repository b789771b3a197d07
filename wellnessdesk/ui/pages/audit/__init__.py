"""The page of the audit log: who did what and when, and who has looked at a student's record."""
