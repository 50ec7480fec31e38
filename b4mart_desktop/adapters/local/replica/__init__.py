"""The replica: what this counter reads of the database, its word index included. Facts do not belong here."""
