"""Caregivers in the small test center: José Núñez (1) has a mother and a father, Anna O'Neil (2) an aunt."""

ROSA, LUIS, MAEVE = 1, 2, 3


def add_families(center) -> None:
    """Put them beside the roster, as an import would."""
    with center.admin.store.transaction() as tx:
        run = tx.session.connection().exec_driver_sql
        run("INSERT INTO caregivers VALUES (1, 'c1', 'Rosa', 'Núñez', 'rosa@example.org', '555-0101', '', 'es', 1), "
            "(2, 'c2', 'Luis', 'Núñez', '', '555-0102', '555-0102', '', 1), "
            "(3, 'c3', 'Maeve', 'O''Neil', '', '555-0103', '', 'en', 1), (4, 'c4', 'Old', 'Núñez', '', '', '', '', 0)")
        run("INSERT INTO student_caregivers VALUES (1, 1, 'mother'), (1, 2, 'father'), (2, 3, 'aunt'), (1, 4, 'uncle')")
