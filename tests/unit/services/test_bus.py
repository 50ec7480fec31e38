"""The bus delivers each event to everyone who listens, in order, and to nobody else."""

from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.bus import Bus, EntriesPosted, Event


def test_everyone_hears_everything_in_order() -> None:
    bus, heard = Bus(), list[tuple[str, Event]]()
    bus.subscribe(lambda event: heard.append(("first", event)))
    bus.subscribe(lambda event: heard.append(("second", event)))
    one, two = EntriesPosted((new_id(),)), EntriesPosted((new_id(),))
    bus.publish(one)
    bus.publish(two)
    assert heard == [("first", one), ("second", one), ("first", two), ("second", two)]


def test_who_left_hears_nothing_more_and_may_leave_twice() -> None:
    bus, heard = Bus(), list[Event]()
    leave = bus.subscribe(heard.append)
    leave()
    leave()
    bus.publish(EntriesPosted((new_id(),)))
    assert heard == []


def test_a_subscriber_may_leave_or_join_while_it_is_called() -> None:
    bus, heard = Bus(), list[Event]()

    def once(event: Event) -> None:
        heard.append(event)
        leave()
        bus.subscribe(heard.append)

    leave = bus.subscribe(once)
    event = EntriesPosted((new_id(),))
    bus.publish(event)
    bus.publish(event)
    assert heard == [event, event]
