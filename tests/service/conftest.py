"""Every test here may ask for an office."""

from tests.office import _postgres_office as _postgres_office
from tests.office import _sqlite_office as _sqlite_office
from tests.office import make_copy as make_copy
from tests.office import office as office
from tests.office import sqlite_office as sqlite_office
