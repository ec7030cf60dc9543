package io.keyway.gateway.api;

import io.keyway.gateway.access.AccessFilter;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves docs/api/openapi.json, which the build keeps equal to what the services' code says. */
@RestController
class ApiDocumentController {

    private final Resource document = new ClassPathResource("api/openapi.json");

    @GetMapping(AccessFilter.API_DOCUMENT)
    ResponseEntity<Resource> document() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
    }
}
