"""What an auditor looks at: who saw a case, which cases an account saw, and what is worth a look.

An **oddity** is a stretch of somebody's looking that differs from what is usual: many cases in an hour, a case without
a task in it, at night, refused in a row. It explains itself, proves nothing, and stays until somebody else than its
person has **looked at** it. Auditors see all of it, administrators of an organization their own people and cases.
"""
