"""The school calendar: terms, days off, bell schedules, special days and rooms, edited and handed on as a file."""
