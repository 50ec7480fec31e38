"""The shop's registers: who is there, what they are called, which are out of use."""
