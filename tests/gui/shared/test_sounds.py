"""Every sound ships as a playable file, and playing never waits."""

from __future__ import annotations

import time
import wave

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from b4mart_desktop import paths
from b4mart_desktop.gui.shared import sounds
from b4mart_desktop.gui.shared.sounds import Sound, Sounds


@pytest.mark.parametrize("sound", list(Sound))
def test_every_sound_is_a_short_wave(sound: Sound) -> None:
    with wave.open(str(paths.resource("sounds", f"{sound.value}.wav"))) as file:
        assert 0.03 < file.getnframes() / file.getframerate() < 1
        assert file.getnchannels() == 1


def test_sounds_differ() -> None:
    assert len({paths.resource("sounds", f"{sound.value}.wav").read_bytes() for sound in Sound}) == len(Sound)


def test_a_player_is_started_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(sounds, "_find_player", lambda: "/usr/bin/aplay")
    monkeypatch.setattr(QProcess, "startDetached", lambda program, files: started.append((program, files)))
    begun = time.perf_counter()
    Sounds().play(Sound.UNKNOWN)
    assert time.perf_counter() - begun < 0.1
    assert [(program, files[0].endswith("unknown.wav")) for program, files in started] == [
        ("/usr/bin/aplay", True)
    ]


def test_without_a_player_only_troubles_beep(monkeypatch: pytest.MonkeyPatch) -> None:
    beeps: list[int] = []
    monkeypatch.setattr(sounds, "_find_player", lambda: None)
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    for sound in (Sound.ADDED, Sound.UNKNOWN):
        Sounds().play(sound)
    Sounds(enabled=False).play(Sound.UNKNOWN)
    assert len(beeps) == 1
