"""What the field knows: frozen records and pure rules, one module a feature. Standard library only."""
