package io.keyway.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.portfolio.Portfolio;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AccessRuleTest {

    @Test
    void everyRefusingRuleHasACodeAndOnlyThose() {
        for (AccessRule rule : AccessRule.values()) {
            if (rule == AccessRule.ALLOWED) {
                assertThat(rule.code()).isNull();
            } else {
                assertThat(rule.code()).as(rule.rule()).isEqualTo(rule.refusal());
                assertThat(rule.refusal().status()).as(rule.rule()).isBetween(400, 409);
            }
        }
    }

    @Test
    void isWrittenInLowerCase() {
        assertThat(ContractJson.mapper().writeValueAsString(AccessRule.GRANT_USED_UP))
                .isEqualTo("\"grant_used_up\"");
    }

    @Test
    void everyGapOfAPortfolioIsARule() {
        assertThat(Arrays.stream(Portfolio.Gap.values()).map(AccessRule::of).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(Portfolio.Gap.values()).map(Enum::name).toList());
    }
}
