"""Reports: what a board did, or what became of an organization's cases at all boards, in any period.

A **report** is made of **tables** of **figures**. A figure counts **presentations** (agenda items of meetings that were
held) by one rule, `figures.FIGURES`, which also yields the list of cases behind it. A **measure** is a share with a
goal of the rule pack, judged by the version in force on the day of each meeting. Who may read no case is shown
**shielded** numbers. A report can be **frozen** as it was handed in; it never changes, and is compared with today's.
"""
