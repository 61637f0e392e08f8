"""Follow-up: what became of what a board recommended.

A signed version in force is followed line by line: each **recommendation**, or the outcome as a whole where there is
none, is one **follow-up**. It comes due 30 and 90 days after the signature; the nominating care team **answers** it, on
one page for all its cases. Whoever may read the letter sees the answers on the page of the case.
"""
