"""Foreign files in: each importer turns the records of one format into events of the contract."""

from sekisho.activity.operations.importers.fix import TOKYO, import_fix
from sekisho.activity.operations.importers.ocsf import import_ocsf
from sekisho.activity.operations.importers.outcome import Imported, UnusableSource
from sekisho.activity.operations.importers.rba import import_rba

__all__ = ["TOKYO", "Imported", "UnusableSource", "import_fix", "import_ocsf", "import_rba"]
