"""How the shop stands, in words and with what to do: connection, copy of the catalogue, what waits."""
