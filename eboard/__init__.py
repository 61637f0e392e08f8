"""eBoard: tumor-board meetings of a network of hospitals, end to end."""
