"""Windows. The only place, with app, that knows Qt."""
