package io.keyway.usage.quotas;

import io.keyway.kit.Rounds;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.journal.JournalThread;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.reading.SubjectUsage;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watches usage in the background. */
@Configuration(proxyBeanMethods = false)
class QuotaConfiguration {

    @Bean
    Rounds watching(
            JournalThread journal,
            Journals journals,
            Positions positions,
            Quotas quotas,
            CheckQuotas checkQuotas,
            SubjectUsage usage,
            Clock clock,
            UsageProperties settings) {
        WatchUsage watch =
                new WatchUsage(
                        journal::ends,
                        journals,
                        positions,
                        quotas,
                        checkQuotas,
                        usage,
                        clock,
                        settings.quotas().touchedMax());
        return new Rounds("quotas").every(settings.quotas().checkEvery(), watch::round);
    }
}
