package io.keyway.usage.remetering;

import io.keyway.contracts.Topic;
import io.keyway.kit.Rounds;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.corrections.RemeterEvents;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.log.TopicIds;
import io.keyway.usage.reading.BranchUsage;
import java.time.Clock;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Works on re-meterings whenever there are some. */
@Configuration(proxyBeanMethods = false)
class RemeteringConfiguration {

    @Bean
    WorkOnRemeterings workOnRemeterings(
            Remeterings remeterings,
            RemeterRange range,
            RemeterEvents events,
            Positions positions,
            BranchUsage usage,
            KafkaProperties kafka,
            UsageProperties settings,
            Clock clock) {
        String topic = Topic.USAGE.topicName();
        return new WorkOnRemeterings(
                remeterings,
                range,
                events,
                positions,
                usage,
                () ->
                        new RangeLog(
                                kafka.buildConsumerProperties(),
                                topic,
                                settings.remetering().eventsAtOnce()),
                () -> TopicIds.of(kafka.buildAdminProperties(), topic),
                settings,
                clock);
    }

    @Bean
    Rounds remeteringRounds(WorkOnRemeterings work, UsageProperties settings) {
        return new Rounds("remetering")
                .every(settings.remetering().lookEvery(), work::untilNothingIsLeft);
    }
}
