package io.keyway.kit.http;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text that a spreadsheet does not take for a formula, because names are exported in CSV files.
 */
@Constraint(validatedBy = {})
@Pattern(regexp = "(?s)(?!\\s*[=+@-]).*")
@ReportAsSingleViolation
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NotFormula {

    String message() default "must not begin with =, +, - or @";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
