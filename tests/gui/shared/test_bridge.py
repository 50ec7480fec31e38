"""Events published in any thread arrive in the GUI thread, in order."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from b4mart_desktop.gui.shared.bridge import BusBridge
from b4mart_desktop.services.bus import Bus, Event, ReplicaLoading


def test_events_of_another_thread_arrive_here_in_order(qtbot: QtBot) -> None:
    bus = Bus()
    bridge = BusBridge(bus)
    received: list[tuple[Event, int]] = []
    bridge.received.connect(lambda event: received.append((event, threading.get_ident())))
    events = [ReplicaLoading(done=number, total=100) for number in range(100)]

    def publish_all() -> None:
        for event in events:
            bus.publish(event)

    thread = threading.Thread(target=publish_all)
    thread.start()
    thread.join()
    assert received == []
    qtbot.waitUntil(lambda: len(received) == 100)
    assert [event for event, _ in received] == events
    assert {thread_id for _, thread_id in received} == {threading.get_ident()}
    bridge.close()


def test_a_closed_bridge_hears_nothing(qtbot: QtBot) -> None:
    bus = Bus()
    bridge = BusBridge(bus)
    bridge.close()
    with qtbot.assertNotEmitted(bridge.received, wait=20):
        bus.publish(ReplicaLoading(done=1, total=1))
