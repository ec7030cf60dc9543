package io.keyway.kit.bus;

import io.keyway.kit.KitProperties;
import io.keyway.kit.store.CatchUp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a service finds out whether its replicas are up to date. */
@Configuration(proxyBeanMethods = false)
public class CatchUpConfiguration {

    /** An admin client with short timeouts: requests wait for its answers. */
    @Bean(destroyMethod = "close")
    Admin busAdmin(KafkaProperties kafka, KitProperties settings) {
        Map<String, Object> admin = kafka.buildAdminProperties();
        int timeout = Math.toIntExact(settings.bus().answersWithin().toMillis());
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        admin.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        return Admin.create(admin);
    }

    @Bean
    BusWatch busWatch(Admin busAdmin, KitProperties settings, Clock clock) {
        return new BusWatch(busAdmin, settings.bus(), clock);
    }

    @Bean
    TopicEnds topicEnds(Admin busAdmin, KitProperties settings) {
        return new GroupPositions(busAdmin, settings.bus().inquiryTimeout())::ends;
    }

    @Bean
    CatchUp catchUp(
            Admin busAdmin,
            BusWatch watch,
            KitProperties settings,
            Clock clock,
            MeterRegistry metrics,
            ObjectProvider<BindingServiceProperties> bindings) {
        return new ReadIndex(
                new GroupPositions(busAdmin, settings.bus().inquiryTimeout()),
                topic -> new Bindings(bindings.getObject()).groupOf(topic.topicName()),
                watch::isSteady,
                settings.bus(),
                clock,
                metrics);
    }
}
