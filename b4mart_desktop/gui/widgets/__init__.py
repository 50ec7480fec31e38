"""Building blocks that know nothing of the shop: they import Qt and `gui.style` only. No services."""
