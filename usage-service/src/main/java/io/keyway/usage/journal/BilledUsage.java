package io.keyway.usage.journal;

import java.time.LocalDate;

/** Up to which day all usage is billed: journals with usage of that day or later are kept. */
public interface BilledUsage {

    /** For all payers, the months before this day (UTC) are closed; the first day of a month. */
    LocalDate billedBefore();
}
