"""What the log tells of the records of each feature, a module a feature: SQL can change the records, but not the log.

`gatherer` says what such a module has; `audit.records` lists them.
"""
