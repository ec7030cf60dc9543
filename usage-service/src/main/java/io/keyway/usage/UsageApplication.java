package io.keyway.usage;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** usage-service: meters, events, aggregation, balances, rating and statements. */
@SpringBootApplication
@EnableConfigurationProperties(UsageProperties.class)
public class UsageApplication {

    public static void main(String[] args) {
        SpringApplication.run(UsageApplication.class, args);
    }
}
