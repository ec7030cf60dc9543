package io.keyway.kit.http;

import jakarta.validation.ConstraintViolation;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.validation.Errors;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** Reports the first violations only, so that the work on an invalid body stays bounded. */
final class BoundedValidator extends LocalValidatorFactoryBean {

    @Override
    protected void processConstraintViolations(
            Set<ConstraintViolation<Object>> violations, Errors errors) {
        super.processConstraintViolations(
                violations.stream()
                        .limit(ProblemAdvice.INVALID_FIELDS_MAX)
                        .collect(Collectors.toSet()),
                errors);
    }
}
