package io.keyway.partner.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * A phone number in E.164, like {@code +4930901820}, with a length that its country uses. Whether
 * the number is assigned is not checked, because that changes faster than any table of numbers.
 */
@Constraint(validatedBy = Phone.Valid.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Phone {

    String message() default "must be a phone number with its country code, as +4930901820";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Valid implements ConstraintValidator<Phone, String> {

        private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

        @Override
        public boolean isValid(@Nullable String phone, ConstraintValidatorContext context) {
            if (phone == null) {
                return true;
            }
            if (!phone.matches("\\+[1-9][0-9]{6,14}")) {
                return false;
            }
            try {
                return NUMBERS.isPossibleNumber(NUMBERS.parse(phone, null));
            } catch (NumberParseException e) {
                return false;
            }
        }
    }
}
