"""What every screen needs once: tasks, dialogs, messages, crashes, scanning, sounds, key hints."""
