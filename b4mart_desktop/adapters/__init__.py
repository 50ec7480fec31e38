"""The outside world, one package each. Drivers are imported here and nowhere else; no Qt, no shop rules."""
