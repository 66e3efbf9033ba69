"""From outcomes to states, windows and the verdict: pure, and the same live and in a replay."""
