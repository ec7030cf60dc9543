package io.keyway.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessQuestionsTest {

    private static final String ID = "_01hv7z8k3m9q2r4s6t8v0w1x2a";

    @ParameterizedTest
    @CsvSource({
        "issue, , LICENSE_SERVICE",
        "issue, pol, LICENSE_SERVICE",
        "issue, ord, LICENSE_SERVICE",
        "issue, cus, LICENSE_SERVICE",
        "see, lic, LICENSE_SERVICE",
        "renew, lic, LICENSE_SERVICE",
        "check_out, lic, LICENSE_SERVICE",
        "check_out_without_end, lic, LICENSE_SERVICE",
        "order, , ORDER_SERVICE",
        "order, pol, ORDER_SERVICE",
        "order, cus, ORDER_SERVICE",
        "see, ord, ORDER_SERVICE",
        "assign_manager, ord, ORDER_SERVICE",
        "assign_manager, , PARTNER_SERVICE",
        "renew, , PARTNER_SERVICE",
        "see, , PARTNER_SERVICE",
        "see, pol, PARTNER_SERVICE",
        "grant, prd, PARTNER_SERVICE",
        "manage_partner, prt, PARTNER_SERVICE",
        "manage_customer, cus, PARTNER_SERVICE"
    })
    void questionGoesToTheServiceThatDecides(String action, String kind, Service service) {
        String resource = kind == null ? "" : "&resource=" + kind + ID;
        assertThat(AccessQuestions.answeredBy("action=" + action + resource)).isEqualTo(service);
        assertThat(AccessQuestions.answeredBy("quantity=1" + resource + "&action=" + action))
                .isEqualTo(service);
    }

    @Test
    void decodesNamesAndValuesAsAServiceDoes() {
        assertThat(AccessQuestions.answeredBy("%61ction=%69ssue"))
                .isEqualTo(Service.LICENSE_SERVICE);
        assertThat(AccessQuestions.answeredBy("action=see&resource=ord%5F" + ID.substring(1)))
                .isEqualTo(Service.ORDER_SERVICE);
        assertThat(AccessQuestions.answeredBy("xaction=issue")).isEqualTo(Service.PARTNER_SERVICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "=", "action", "action=%", "%zz=issue", "action=fly"})
    void anUnreadableQuestionGoesToADefaultService(String query) {
        assertThat(AccessQuestions.answeredBy(query)).isEqualTo(Service.PARTNER_SERVICE);
    }

    @Test
    void aRequestWithoutAQuestionGoesToADefaultService() {
        assertThat(AccessQuestions.answeredBy(null)).isEqualTo(Service.PARTNER_SERVICE);
    }
}
