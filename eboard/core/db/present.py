"""The present as a parameter: a statement that is made once and kept asks for the time whenever it is run."""

from datetime import date, datetime

from sqlalchemy import BindParameter, Date, bindparam

from eboard.core import time
from eboard.core.db.types import UTCDateTime


def _today() -> date:
    return time.now().date()


NOW: BindParameter[datetime] = bindparam("at_present", callable_=time.now, type_=UTCDateTime())
TODAY: BindParameter[date] = bindparam("on_this_day", callable_=_today, type_=Date())
