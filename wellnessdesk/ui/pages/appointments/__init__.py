"""The week: shifts and appointments, drawn and moved; who is reminded for tomorrow."""
