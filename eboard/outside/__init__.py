"""Outside: a letter for a doctor who has no account in the network.

The nominating care team **gives** a **link**: its address goes by mail, without a word about the patient; the **access
code** is shown once and handed over by another way. Address and code together open the letter for one hour, once.
A link **expires**, is **revoked**, or **locks** after five wrong codes. Each opening and each wrong code is recorded.
Who opened a letter that no longer counts is **recalled**: told by mail to ask for the new one.
"""
