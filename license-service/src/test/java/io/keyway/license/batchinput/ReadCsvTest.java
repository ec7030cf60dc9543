package io.keyway.license.batchinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.http.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadCsvTest {

    private static final String HEADER = "customer,product,policy,quantity\n";

    @Test
    void readsEveryColumnOfAnIssueInAnyOrder() {
        RowInput row =
                issue(
                                """
                      quantity,customer,policy,product,class,type,resellerNotes,customerDetails,customerPaid,customerPaidDate
                      3, ann@example.com ,"Standard, yearly",sk-1,Additional,TRIAL,"a ""note\""","two
                      lines",True,2026-01-31
                      """)
                        .getFirst();

        assertThat(row)
                .isEqualTo(
                        new RowInput(
                                "ann@example.com",
                                "sk-1",
                                "Standard, yearly",
                                3,
                                LicenseClass.ADDITIONAL,
                                LicenseType.TRIAL,
                                "a \"note\"",
                                "two\nlines",
                                true,
                                LocalDate.of(2026, 1, 31),
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void readsImportedKeysUnchanged() {
        RowInput row =
                ReadCsv.rows(
                                bytes(
                                        "key,sha256,customer,product,policy,issuedAt,expiresAt\n"
                                                + " K-1 ,ab,c,p,q,2024-02-29,2027-01-01T12:30:00Z\n"),
                                BatchKind.IMPORT,
                                10)
                        .getFirst();

        assertThat(row.key()).isEqualTo(" K-1 ");
        assertThat(row.issuedAt()).isEqualTo(Instant.parse("2024-02-29T00:00:00Z"));
        assertThat(row.expiresAt()).isEqualTo(Instant.parse("2027-01-01T12:30:00Z"));
    }

    @Test
    void readsCsvOfSpreadsheets() {
        assertThat(issue("\uFEFFcustomer;product;policy;quantity\r\na;b;c;1\r\n\r\n"))
                .singleElement()
                .satisfies(row -> assertThat(row.policy()).isEqualTo("c"));
    }

    @Test
    void anEmptyCellAndOneThatIsNotThereAreNone() {
        List<RowInput> rows =
                issue("customer,product,policy,quantity,resellerNotes\na,b,c,1,\na,b,c,1\n");

        assertThat(rows).extracting(RowInput::resellerNotes).containsOnlyNulls();
    }

    @Test
    void namesAColumnThatIsNoneOneThatIsMissingAndOneThatIsThereTwice() {
        assertThat(faults("customer,colour\na,b\n"))
                .extracting(InvalidField::field)
                .containsExactly("columns[1]");
        assertThat(faults("customer,product,policy\na,b,c\n"))
                .containsExactly(new InvalidField("columns", "must have quantity"));
        assertThat(faults("customer,customer,product,policy,quantity\na,a,b,c,1\n"))
                .containsExactly(new InvalidField("columns[1]", "is there twice"));
        // A column of the other kind is none of this one.
        assertThat(faults("customer,product,policy,quantity,key\na,b,c,1,k\n"))
                .extracting(InvalidField::field)
                .containsExactly("columns[4]");
        assertThat(faults("")).extracting(InvalidField::field).containsExactly("columns");
    }

    @Test
    void namesTheFirstTwentyCellsThatCannotBeRead() {
        String one = HEADER + "a,b,c,1\n" + "a,b,c,many\n" + "a,b,c,1,x\n";
        assertThat(faults(one))
                .extracting(InvalidField::field)
                .containsExactly("rows[1].quantity", "rows[2]");

        List<InvalidField> many = faults(HEADER + "a,b,c,many\n".repeat(30));
        assertThat(many).hasSize(20);
        assertThat(many.getLast().field()).isEqualTo("rows[19].quantity");
    }

    @Test
    void refusesInvalidNumbersEnumsAndTimes() {
        String columns =
                "customer,product,policy,quantity,class,type,customerPaid,customerPaidDate\n";
        for (String cells :
                List.of(
                        "1.5,,,,",
                        "99999999999,,,,",
                        "1,first,,,",
                        "1,,rent,,",
                        "1,,,yes,",
                        "1,,,,31.1.2026",
                        "1,,,,+10000-01-01")) {
            assertThat(faults(columns + "a,b,c," + cells + "\n")).as(cells).hasSize(1);
        }
        assertThat(
                        faults(
                                "key,sha256,customer,product,policy,issuedAt\nk,s,a,b,c,yesterday\n",
                                BatchKind.IMPORT))
                .extracting(InvalidField::field)
                .containsExactly("rows[0].issuedAt");
    }

    @Test
    void takesAsManyRowsAsItMayAndNotOneMore() {
        assertThat(ReadCsv.rows(bytes(HEADER + "a,b,c,1\n".repeat(10)), BatchKind.ISSUE, 10))
                .hasSize(10);
        assertThat(faults(HEADER + "a,b,c,1\n".repeat(11)))
                .containsExactly(new InvalidField("rows", "must be at most 10"));
    }

    @Test
    void refusesInvalidCsvAndCharset() {
        assertThat(faults(HEADER + "a,\"b,c,1\n"))
                .extracting(InvalidField::field)
                .containsExactly("");
        assertThat(faults(HEADER + "a,\"b\"x,c,1\n"))
                .extracting(InvalidField::field)
                .containsExactly("");
        Refused refused =
                catchThrowableOfType(
                        Refused.class,
                        () ->
                                ReadCsv.rows(
                                        new byte[] {(byte) 0xff, (byte) 0xfe},
                                        BatchKind.ISSUE,
                                        10));
        assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    private static List<RowInput> issue(String text) {
        return ReadCsv.rows(bytes(text), BatchKind.ISSUE, 10);
    }

    private static List<InvalidField> faults(String text) {
        return faults(text, BatchKind.ISSUE);
    }

    private static List<InvalidField> faults(String text, BatchKind kind) {
        Refused refused =
                catchThrowableOfType(
                        Refused.class,
                        () -> ReadCsv.rows(bytes(text), kind, text.length() > 300 ? 40 : 10));
        assertThat(refused).as(text).isNotNull();
        return refused.problem().invalidFields();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
