"""Settings, command line and wiring: the only room that knows all others."""
