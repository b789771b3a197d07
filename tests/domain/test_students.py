"""Students of one name are told apart by as few digits as do it."""

from wellnessdesk.domain.students import Student, digits_apart, told_apart


def student(id, number, *, given="Ana", grade="09"):
    return Student(id=id, student_number=number, given=given, family="Li", grade=grade)


def test_three_digits_do_where_they_differ():
    assert digits_apart([student(1, "100123"), student(2, "100124")]) == {1: "123", 2: "124"}


def test_more_digits_where_the_last_three_are_the_same():
    several = [student(1, "177123"), student(2, "188123"), student(3, "199555"), student(4, "200123", grade="10")]
    assert digits_apart(several) == {1: "7123", 2: "8123", 3: "555", 4: "123"}


def test_one_number_twice_or_none_at_all_is_no_endless_search():
    assert digits_apart([student(1, "5"), student(2, "5")]) == {1: "5", 2: "5"}
    assert digits_apart([student(1, ""), student(2, "")]) == {1: "", 2: ""}
    assert digits_apart([]) == {}


def test_grade_and_digits_say_no_more_than_needed():
    assert told_apart(student(1, "100123")) == "Grade 9 · number ends in 123"
    assert told_apart(student(1, "100123"), "0123") == "Grade 9 · number ends in 0123"
    assert told_apart(student(1, "", grade="")) == ""
