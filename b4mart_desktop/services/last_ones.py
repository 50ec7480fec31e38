"""Who sold the last piece of a product lately: remembered while the program runs, for who wonders."""

from collections import OrderedDict

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.bus import Bus, Event, LastOneSold

MOST = 1_000


class LastOnes:
    """The last pieces that other counters sold, the newest ``MOST`` of them."""

    def __init__(self, bus: Bus) -> None:
        self._sold: OrderedDict[Id, LastOneSold] = OrderedDict()
        bus.subscribe(self._on_event)

    def of(self, product: Id) -> LastOneSold | None:
        """Returns who sold the last piece of the product; whether some came in since is not known here."""
        return self._sold.get(product)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, LastOneSold):
            self._sold[event.product] = event
            self._sold.move_to_end(event.product)
            if len(self._sold) > MOST:
                self._sold.popitem(last=False)
