"""News goes up: who does what when the journal says that something happened."""
