"""What stands around the counter: scanners' codes, and this computer's folders and programs.

Belongs here: understanding what devices send and handing finished documents to the system. Drawing the
documents belongs to ``adapters.documents``.
"""
