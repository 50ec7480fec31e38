"""Makes the register's four sounds; a developer's tool, never imported: `python tools/make_sounds.py`."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

TARGET = Path(__file__).parent.parent / "resources" / "sounds"
RATE = 22050
VOLUME = 0.45
# name: (frequency in Hz, seconds) one after the other; a frequency of 0 is silence
SOUNDS = {
    "added": ((1760.0, 0.06),),
    "unknown": ((330.0, 0.14), (0.0, 0.05), (330.0, 0.14), (0.0, 0.05), (262.0, 0.24)),
    "blocked": ((220.0, 0.32),),
    "done": ((880.0, 0.09), (1109.0, 0.09), (1319.0, 0.2)),
}


def tone(frequency: float, seconds: float) -> list[float]:
    """Samples of one tone with a soft start and end, so that it does not click."""
    count = round(RATE * seconds)
    ramp = min(RATE * 0.008, count / 2)
    samples = []
    for index in range(count):
        wave_form = math.sin(2 * math.pi * frequency * index / RATE)
        overtone = 0.25 * math.sin(4 * math.pi * frequency * index / RATE)
        envelope = min(1.0, index / ramp, (count - index) / ramp)
        samples.append((wave_form + overtone) / 1.25 * envelope * VOLUME)
    return samples


def write(name: str, parts: tuple[tuple[float, float], ...]) -> None:
    """Writes one sound as a mono 16-bit WAV."""
    samples = [sample for frequency, seconds in parts for sample in tone(frequency, seconds)]
    with wave.open(str(TARGET / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(sample * 32767)) for sample in samples))


if __name__ == "__main__":
    for sound_name, sound_parts in SOUNDS.items():
        write(sound_name, sound_parts)
