"""The ground everything stands on; it knows no medicine and imports no other package of eBoard."""
