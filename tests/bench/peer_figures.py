"""The peer program: clearance of everybody, and the training matrix on the screen."""

import datetime as dt
import json
import sys
import uuid
from collections.abc import Callable, Iterator

from PySide6.QtGui import QPixmap

from tests.bench.measure import Figure, figure, in_turns, note, timed
from tests.bench.stores import BenchStore
from wellnessdesk import app
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.training import Cell, Matrix, Module
from wellnessdesk.services import clearance, hours, portfolio
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bulk, people
from wellnessdesk.ui.pages.training.matrix_view import MatrixView

_PEERS, _MODULES = 60, 80


def clearance_all(store: BenchStore) -> Iterator[Figure]:
    """Twenty peers by ten services, with every module of the catalogue and three role plays each."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        _train(desk)
        _practice(desk)
        values, _floors = in_turns(30, lambda: clearance.everybody(desk))
        found = clearance.everybody(desk)
        note(f"clearance: {len(found.peers)} peers, {len(found.found)} answers")
        desk.close()
    yield figure("clearance.all", store.visits, values)


def matrix_paint(store: BenchStore, in_a_process: Callable[..., str]) -> Iterator[Figure]:
    """Sixty peers by eighty modules, from the records to the pixels."""
    yield figure("training.matrix", store.visits, json.loads(in_a_process("peer_figures")))


def hours_ledger(store: BenchStore) -> Iterator[Figure]:
    """Everybody's totals and the ledger of the peer with most hours, of all sessions there are."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        found = hours.everybody(desk)
        most = max(found, key=lambda one: one.totals.of()).person.id
        values, _floors = in_turns(10, lambda: (hours.everybody(desk), hours.of(desk, most)))
        note(f"hours: {len(found)} peers, {len(hours.of(desk, most).lines)} lines of one")
        desk.close()
    yield figure("hours.ledger", store.visits, values)


def portfolio_pdf(store: BenchStore) -> Iterator[Figure]:
    """The portfolio of the peer with most hours, signed before, as PDF."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        most = max(hours.everybody(desk), key=lambda one: one.totals.of()).person.id
        one = portfolio.issue_portfolio(desk, most, store.people[Role.COORDINATOR.value][1])
        values, _floors = in_turns(5, lambda: portfolio.print_statement(desk, one.id))
        desk.close()
    yield figure("portfolio.pdf", store.visits, values)


def _train(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        there = people.in_role(tx, Role.PEER)
        for number in range(20 - len(there)):
            people.add(tx, Person(uuid.uuid4().hex, f"Bench Peer {number}", Role.PEER), desk.clock.now())
        bulk.add(tx, "completions", [{
            "id": uuid.uuid4().hex, "person_id": peer.id, "module_id": module, "version": 1, "day": desk.today(),
            "how": "carried_in", "class_id": None, "by": desk.person.id, "lapses_on": None, "revoked_at": None}
            for peer in people.in_role(tx, Role.PEER) for module in catalogues.training_modules().ids()])


def _practice(desk: Desk) -> None:
    """Three role plays of everybody."""
    with desk.store.transaction() as tx:
        bulk.add(tx, "practice", [{
            "id": uuid.uuid4().hex, "person_id": peer.id, "observer_id": desk.person.id, "scenario": "first_minutes",
            "day": desk.today(), "rating": 3, "at": desk.clock.now(), "ended_at": None}
            for peer in people.in_role(tx, Role.PEER) for _time in range(3)])


def main() -> None:
    """Paint the matrix thirty times; the first warms the caches and is not told."""
    app.make_application()
    today = dt.date(2026, 9, 14)
    peers = tuple(Person(str(one), f"Peer Number {one}", Role.PEER) for one in range(_PEERS))
    modules = tuple(Module(id=str(one), title=f"Module number {one}", minutes=60) for one in range(_MODULES))
    cells = {(peer.id, module.id): Cell(True, today, today + dt.timedelta(days=at % 60 - 20))
             for peer in peers for at, module in enumerate(modules) if at % 3}
    view, matrix = MatrixView(), Matrix(today, peers, modules, cells)
    view.resize(1064, 560)  # what a screen of 1280 by 800 has for it
    view.show()

    def paint() -> None:
        view.show_matrix(matrix)
        view.render(QPixmap(view.size()))

    sys.stdout.write(json.dumps([timed(paint) for _turn in range(31)][1:]) + "\n")
    view.resize(180 + _MODULES * 46, 200 + _PEERS * 34)
    note(f"all {_PEERS * _MODULES} cells on one screen: {min(timed(paint) for _turn in range(5)):.0f} ms")


if __name__ == "__main__":
    main()
