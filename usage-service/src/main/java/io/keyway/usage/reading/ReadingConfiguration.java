package io.keyway.usage.reading;

import io.keyway.usage.UsageProperties;
import io.keyway.usage.buckets.Buckets;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Positions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the reading of usage. */
@Configuration(proxyBeanMethods = false)
class ReadingConfiguration {

    @Bean
    UsageReading usageReading(
            Journals journals, Positions positions, Buckets buckets, UsageProperties settings) {
        return new UsageReading(
                journals,
                positions,
                buckets,
                settings.reads().unfoldedMax(),
                settings.reads().bucketsMax());
    }

    @Bean
    BranchUsage branchUsage(UsageReading reading, Journals journals) {
        return new BranchUsage(reading, journals);
    }

    @Bean
    SubjectUsage subjectUsage(UsageReading reading) {
        return new SubjectUsage(reading);
    }
}
