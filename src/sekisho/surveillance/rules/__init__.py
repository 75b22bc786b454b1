"""The pure judgement: windows, marks and the detectors; no framework, no clock, no files."""
