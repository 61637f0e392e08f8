"""What people and jobs do to meetings, one verb each."""
