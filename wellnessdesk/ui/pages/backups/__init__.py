"""The administrator's page of backups."""
