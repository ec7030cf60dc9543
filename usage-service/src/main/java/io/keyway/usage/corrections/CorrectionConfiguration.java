package io.keyway.usage.corrections;

import io.keyway.contracts.Topic;
import io.keyway.kit.Rounds;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.log.EventSearch;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires corrections. */
@Configuration(proxyBeanMethods = false)
class CorrectionConfiguration {

    @Bean
    EventSearch eventSearch(KafkaProperties kafka, UsageProperties settings) {
        return new EventSearch(
                kafka.buildConsumerProperties(),
                Topic.USAGE.topicName(),
                settings.corrections().searchedMax(),
                settings.corrections().searchedFor());
    }

    @Bean
    Rounds unsentCorrections(SendCorrections send, UsageProperties settings) {
        return new Rounds("corrections")
                .every(settings.corrections().sendEvery(), send::sendUnsent);
    }
}
