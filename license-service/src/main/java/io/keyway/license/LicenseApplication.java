package io.keyway.license;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** license-service: catalog, issuance, licenses, machines, validation and license files. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class LicenseApplication {

    public static void main(String[] args) {
        SpringApplication.run(LicenseApplication.class, args);
    }
}
