package io.keyway.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Müller & Söhne",
                "two\r\nlines\tand a tab",
                "株式会社",
                "👩‍👩‍👧 a family of three",
                "\ufffd what could not be read elsewhere",
                "נ\u200fמ a mark that turns the direction"
            })
    void acceptsReadableText(String text) {
        assertThat(Text.isReadable(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "\u001b[31m",
                "\u007f",
                "\u0085",
                "\ud800",
                "a\udc00",
                "\udc00\ud800",
                "\uffff",
                "\ufffe",
                "\ufdd0",
                "\ud83f\udffe",
                "end\ud83d"
            })
    void refusesUnreadableCharacters(String text) {
        assertThat(Text.isReadable(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\t\n",
                "\u200b",
                "\u00a0\u2003",
                "\ufeff",
                "\u00ad",
                "\u3164",
                "\u2800",
                "\u034f",
                "\u2060\u180e",
                "\ufe0f",
                "\u115f\u1160"
            })
    void nothingIsSeenOf(String text) {
        assertThat(Text.isInvisible(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u200ba", "-", "é", "👍", "한"})
    void recognisesTextsWithoutVisibleCharacters(String text) {
        assertThat(Text.isInvisible(text)).isFalse();
    }
}
