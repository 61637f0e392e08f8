"""What people do to boards, one verb each."""
