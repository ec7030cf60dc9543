package io.keyway.usage.statementfiles;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import io.keyway.contracts.ProblemCode;
import io.keyway.kit.http.Refused;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.statements.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Lays a statement out as PDF. One at a time and of a limited number of lines, because all pages
 * are in memory until the last one is done.
 */
@Component
class StatementPdf {

    private static final String FONT = "Liberation Sans";

    private final ReentrantLock turn = new ReentrantLock(true);
    private final int linesMax;
    private final Duration within;

    StatementPdf(UsageProperties settings) {
        this.linesMax = settings.statements().pdfLinesMax();
        this.within = settings.statements().pdfWithin();
    }

    /**
     * @throws Refused with {@code not_acceptable} if it has more lines than {@code pdf-lines-max},
     *     or {@code unavailable} if too many others are laid out now
     */
    byte[] of(Statement statement, String payerName, String payeeName) {
        if (statement.lines().size() > linesMax) {
            throw new Refused(
                    ProblemCode.NOT_ACCEPTABLE,
                    "It has more than " + linesMax + " lines: download it as CSV.");
        }
        try {
            if (!turn.tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refused(ProblemCode.UNAVAILABLE, "Other statements are laid out now.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(ProblemCode.UNAVAILABLE);
        }
        try {
            return layOut(StatementHtml.of(statement, payerName, payeeName, FONT));
        } finally {
            turn.unlock();
        }
    }

    private static byte[] layOut(String html) {
        try (ByteArrayOutputStream pdf = new ByteArrayOutputStream()) {
            new PdfRendererBuilder()
                    .withHtmlContent(html, null)
                    .useFont(
                            () -> font("LiberationSans-Regular"), FONT, 400, FontStyle.NORMAL, true)
                    .useFont(() -> font("LiberationSans-Bold"), FONT, 700, FontStyle.NORMAL, true)
                    .toStream(pdf)
                    .run();
            return pdf.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream font(String name) {
        return Objects.requireNonNull(
                StatementPdf.class.getResourceAsStream("/liberation/" + name + ".ttf"));
    }
}
