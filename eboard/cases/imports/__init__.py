"""Import of cases: rules that turn the cells of a row into values and warnings. Pure, but for reading the file.

A cell that cannot be true is a **warning** by row and field, and is not stored. A row without a key, with a key that
came before, or with too many cells is **bad** and is left out. No message quotes a cell.
"""
